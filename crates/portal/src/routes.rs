//! The only way in from outside. Routes translate; they decide nothing and know no SQL.

mod desk;
mod file;
mod heads;
mod operation;
mod reply;
mod wake;

use crate::admit::Portal;
use crate::{callers, site};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::header::{
    CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use std::sync::Arc;
use tokio::sync::watch;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::trace::TraceLayer;

/// What a page of the portal may load: only its own style, nothing else; forms go only to the portal.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; \
                      frame-ancestors 'none'";

/// All routes. Streams end when `stopped` turns true.
pub fn router(portal: Arc<Portal>, stopped: watch::Receiver<bool>) -> Router {
    let api = Router::new()
        .route("/enrol", post(desk::enrol))
        .route("/people", post(desk::add_person))
        .route("/absence", post(desk::absence))
        .route("/registers", post(desk::registers))
        .route("/push", post(desk::push))
        .route("/check", post(desk::check))
        .route("/book", post(heads::book))
        .route("/ratings", post(heads::ratings))
        .route("/catalogue", get(desk::catalogue))
        .route("/wake", get(move |portal, desk| wake::wake(portal, desk, stopped.clone())))
        .route("/files/{digest}", get(file::read).head(file::state).put(file::write))
        .layer(DefaultBodyLimit::max(protocol::LARGEST_MESSAGE));
    let header = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    Router::new()
        .nest("/api/1", api)
        .merge(crate::api::routes())
        .merge(
            site::routes()
                .layer(from_fn_with_state(portal.clone(), site::recognise))
                .layer(from_fn_with_state(portal.clone(), site::own_forms_only)),
        )
        .route("/health", get(|| async { "ok" }))
        .route("/health/ready", get(operation::ready))
        .route("/metrics", get(operation::metrics))
        .fallback(site::not_found)
        .layer(header(CONTENT_SECURITY_POLICY, POLICY))
        .layer(header(X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(header(X_FRAME_OPTIONS, "DENY"))
        .layer(header(REFERRER_POLICY, "same-origin"))
        .layer(header(STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains"))
        .layer(header(HeaderName::from_static("cross-origin-opener-policy"), "same-origin"))
        .layer(CatchPanicLayer::new())
        .layer(axum::middleware::from_fn_with_state(portal.clone(), operation::measure))
        .layer(TraceLayer::new_for_http())
        .layer(from_fn_with_state(portal.clone(), callers::know))
        .with_state(portal)
}

/// Notes a document that a citizen sent. See `routes/file.rs`.
pub(crate) async fn hold_document(portal: &Arc<Portal>, digest: &casework::Digest, size: u64) -> Result<(), ()> {
    file::hold(portal, digest, size).await.map_err(drop)
}
