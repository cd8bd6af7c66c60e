//! Documents by digest, up and down, in parts.

use super::reply::{Enrolled, No};
use crate::admit::{Portal, clock};
use crate::documents::Part;
use crate::store::HeldFile;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, RANGE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use casework::Digest;
use protocol::file::FileState;
use protocol::{FILE_PART, LARGEST_FILE, RoadRefusal};
use std::sync::Arc;

fn named(digest: &str) -> Result<Digest, No> {
    digest.parse().map_err(|_| RoadRefusal::Malformed { what: "a digest".to_owned() }.into())
}

fn answer(state: FileState) -> Response {
    let held = if state.held { "true" } else { "false" };
    let headers = [("upload-held", held.to_owned()), ("upload-offset", state.offset.to_string())];
    (StatusCode::OK, headers, [(CACHE_CONTROL, "no-store")]).into_response()
}

/// How much of a document is here.
pub(super) async fn state(
    State(portal): State<Arc<Portal>>,
    Enrolled(_): Enrolled,
    Path(digest): Path<String>,
) -> Result<Response, No> {
    let digest = named(&digest)?;
    let held = portal.store.file(&digest).await?.is_some();
    Ok(answer(portal.documents.state(&digest, held)?))
}

/// Takes a part in; the last one makes the document held.
pub(super) async fn write(
    State(portal): State<Arc<Portal>>,
    Enrolled(_): Enrolled,
    Path(digest): Path<String>,
    headers: HeaderMap,
    part: Bytes,
) -> Result<Response, No> {
    let digest = named(&digest)?;
    let number = |name: &str| {
        let value = headers.get(name).and_then(|value| value.to_str().ok()).and_then(|value| value.parse::<u64>().ok());
        value.ok_or_else(|| No::Refused(RoadRefusal::Malformed { what: name.to_owned() }))
    };
    let (size, offset) = (number("upload-length")?, number("upload-offset")?);
    if size == 0 || size > LARGEST_FILE || part.len() > FILE_PART {
        return Err(RoadRefusal::TooLarge { limit: LARGEST_FILE }.into());
    }
    if let Some(held) = portal.store.file(&digest).await? {
        return Ok(answer(FileState { held: true, offset: held.size }));
    }
    let (keeper, name) = (portal.clone(), digest.clone());
    let taking = tokio::task::spawn_blocking(move || keeper.documents.take(&name, size, offset, &part));
    match taking.await.map_err(|error| No::Broken(error.to_string()))?? {
        Part::Taken(state) => Ok(answer(state)),
        Part::WrongOffset { offset } => Err(RoadRefusal::WrongOffset { offset }.into()),
        Part::WrongDigest => Err(RoadRefusal::WrongDigest.into()),
        Part::Complete => {
            hold(&portal, &digest, size).await?;
            Ok(answer(FileState { held: true, offset: size }))
        }
    }
}

/// Notes a whole document, and whether it is a result that may go out.
pub(crate) async fn hold(portal: &Arc<Portal>, digest: &Digest, size: u64) -> Result<(), No> {
    let (keeper, name) = (portal.clone(), digest.clone());
    let inspecting = tokio::task::spawn_blocking(move || {
        let bytes = keeper.documents.read(&name, 0, LARGEST_FILE)?.unwrap_or_default();
        Ok::<_, crate::PortalError>(bytes.starts_with(b"%PDF") && paper::is_complete_result(&bytes).is_ok())
    });
    let is_complete_result = inspecting.await.map_err(|error| No::Broken(error.to_string()))??;
    portal.store.hold_file(digest, HeldFile { size, is_complete_result }, clock()).await?;
    if let Err(error) = crate::national::document_came(portal, digest).await {
        // The document is held; the national portal hears of it with the next event.
        tracing::error!(%error, "the national portal will hear late of a document");
    }
    Ok(())
}

/// Gives a part of a document to a desk of a unit whose cases refer to it.
pub(super) async fn read(
    State(portal): State<Arc<Portal>>,
    Enrolled(desk): Enrolled,
    Path(digest): Path<String>,
    headers: HeaderMap,
) -> Result<Response, No> {
    let digest = named(&digest)?;
    let held = portal.store.file(&digest).await?.ok_or(RoadRefusal::NoSuchFile)?;
    if !portal.store.unit_uses(&desk.unit, &digest).await? {
        return Err(RoadRefusal::NoSuchFile.into());
    }
    let offset = headers.get(RANGE).and_then(|value| value.to_str().ok()).map_or(Some(0), first_byte);
    let offset = offset.ok_or_else(|| RoadRefusal::Malformed { what: "range".to_owned() })?;
    if offset >= held.size {
        return Ok(StatusCode::RANGE_NOT_SATISFIABLE.into_response());
    }
    let (keeper, name) = (portal.clone(), digest.clone());
    let reading = tokio::task::spawn_blocking(move || keeper.documents.read(&name, offset, FILE_PART as u64));
    let bytes = reading.await.map_err(|error| No::Broken(error.to_string()))??;
    let headers =
        [(CONTENT_TYPE, "application/octet-stream"), (CONTENT_DISPOSITION, "attachment"), (CACHE_CONTROL, "no-store")];
    Ok((StatusCode::PARTIAL_CONTENT, headers, bytes.ok_or(RoadRefusal::NoSuchFile)?).into_response())
}

/// `bytes=1000-` or `bytes=1000-1999`.
fn first_byte(range: &str) -> Option<u64> {
    range.strip_prefix("bytes=")?.split_once('-')?.0.parse().ok()
}
