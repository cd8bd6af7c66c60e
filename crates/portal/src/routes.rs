//! The only way in from outside. Routes translate; they decide nothing and know no SQL.

mod bundle;
mod desk;
mod file;
mod heads;
mod operation;
mod reply;
mod wake;

pub(crate) use bundle::{NotTaken, take_bundle};
pub(crate) use operation::Readiness;
pub(crate) use reply::PackedCatalogue;

use crate::admit::Portal;
use crate::patience::Patience;
use crate::{callers, patience, site};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::http::header::{
    CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::middleware::from_fn_with_state;
use axum::response::Response;
use axum::routing::{get, post};
use std::any::Any;
use std::sync::Arc;
use tokio::sync::watch;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::trace::TraceLayer;

/// What a page of the portal may load: only its own style, nothing else; forms go only to the portal.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; \
                      frame-ancestors 'none'";

/// All routes. Streams end when `stopped` turns true.
pub fn router(portal: Arc<Portal>, stopped: watch::Receiver<bool>) -> Router {
    patient_router(portal, stopped, Patience::default())
}

/// All routes, with other bounds on slow callers.
pub(crate) fn patient_router(portal: Arc<Portal>, stopped: watch::Receiver<bool>, patience: Patience) -> Router {
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
        .route("/bundle-key", post(bundle::keep_key))
        .route("/bundles", post(bundle::carry).layer(DefaultBodyLimit::max(protocol::bundle::LARGEST_BUNDLE)))
        .route("/wake", get(move |portal, desk| wake::wake(portal, desk, stopped.clone())))
        .route("/files/{digest}", get(file::read).head(file::state).put(file::write))
        .layer(DefaultBodyLimit::max(protocol::LARGEST_MESSAGE));
    let routes = Router::new()
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
        .layer(from_fn_with_state(patience, patience::wait));
    dressed(routes)
        .layer(axum::middleware::from_fn_with_state(portal.clone(), operation::measure))
        .layer(TraceLayer::new_for_http())
        .layer(from_fn_with_state(portal.clone(), callers::know))
        .with_state(portal)
}

/// Gives every answer what answers carry, those of routes that panicked, too.
fn dressed<S: Clone + Send + Sync + 'static>(routes: Router<S>) -> Router<S> {
    let header = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    // What is packed already is left as it is: documents, workbooks, what desks are answered; streams, too.
    let packs = DefaultPredicate::new()
        .and(NotForContentType::const_new("application/pdf"))
        .and(NotForContentType::const_new("application/vnd."))
        .and(NotForContentType::const_new("application/octet-stream"));
    routes
        .layer(CompressionLayer::new().compress_when(packs))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(header(CONTENT_SECURITY_POLICY, POLICY))
        .layer(header(X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(header(X_FRAME_OPTIONS, "DENY"))
        .layer(header(REFERRER_POLICY, "same-origin"))
        .layer(header(STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains"))
        .layer(header(HeaderName::from_static("cross-origin-opener-policy"), "same-origin"))
}

/// What is answered where the program itself is wrong.
fn panicked(told: Box<dyn Any + Send>) -> Response {
    let text = told.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| told.downcast_ref::<&str>().copied()).unwrap_or("no words");
    let mut answer = site::broken(site::frame_of_nowhere(), &format_args!("a route panicked: {text}"));
    *answer.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    answer
}

/// Notes a document that a citizen sent. See `routes/file.rs`.
pub(crate) async fn hold_document(portal: &Arc<Portal>, digest: &casework::Digest, size: u64) -> Result<(), ()> {
    file::hold(portal, digest, size).await.map_err(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::{Body, to_bytes};
    use axum::http::Request;
    use tower::ServiceExt;

    async fn fault() -> StatusCode {
        panic!("this route is wrong")
    }

    #[tokio::test]
    async fn a_route_that_panics_is_answered_with_a_page_and_with_every_header() {
        let routes = dressed(Router::new().route("/", get(fault)));
        let answer = routes.oneshot(Request::get("/").body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
        for name in
            ["content-security-policy", "x-content-type-options", "referrer-policy", "strict-transport-security"]
        {
            assert!(answer.headers().contains_key(name), "{name}");
        }
        assert_eq!(answer.headers()["cache-control"], "no-store");
        let page = to_bytes(answer.into_body(), 100_000).await.unwrap();
        let page = String::from_utf8_lossy(&page);
        assert!(page.contains("Hệ thống đang bận") && !page.contains("this route is wrong"), "{page}");
    }
}
