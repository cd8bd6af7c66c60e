//! A document under an address that another system was given. A wrong address, one that is over and one that was ended
//! are answered alike.

use super::account::Visit;
use crate::addresses::opened;
use crate::admit::{Portal, clock};
use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use protocol::LARGEST_FILE;
use std::sync::Arc;

pub(super) fn routes() -> Router<Arc<Portal>> {
    // Below `addresses::PLACE`.
    Router::new().route("/van-ban/{id}/{until}/{signature}", get(document))
}

async fn document(visit: Visit, Path((id, until, signature)): Path<(String, i64, String)>) -> Response {
    let now = clock();
    if visit.portal.bounded(&format!("address {}", visit.from), 600, now).await.is_err() {
        return StatusCode::TOO_MANY_REQUESTS.into_response();
    }
    let address = match opened(&visit.portal, (&id, until, &signature), now).await {
        Ok(Some(address)) => address,
        Ok(None) => return StatusCode::NOT_FOUND.into_response(),
        Err(error) => return super::broken(visit.frame, &error),
    };
    let (keeper, digest) = (visit.portal.clone(), address.digest.clone());
    let reading = tokio::task::spawn_blocking(move || keeper.documents.read(&digest, 0, LARGEST_FILE));
    let bytes = match reading.await {
        Ok(Ok(Some(bytes))) => bytes,
        Ok(Ok(None)) => return super::broken(visit.frame, &"a held document is not in its folder"),
        Ok(Err(error)) => return super::broken(visit.frame, &error),
        Err(error) => return super::broken(visit.frame, &error),
    };
    // Only what is known to be harmless is called what it says.
    let (kind, ending) = match address.media_type.as_str() {
        "application/pdf" => ("application/pdf", "pdf"),
        "image/png" => ("image/png", "png"),
        "image/jpeg" => ("image/jpeg", "jpg"),
        _ => ("application/octet-stream", "bin"),
    };
    let headers = [
        (CONTENT_TYPE, kind.to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{}.{ending}\"", address.id)),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, bytes).into_response()
}
