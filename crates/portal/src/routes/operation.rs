//! What operators ask: whether the portal lives, whether it can work, and how much it does.

use crate::admit::Portal;
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// For how long an answer is good: balancers ask often, and each real try costs a write.
const GOOD: Duration = Duration::from_secs(2);

/// What was found out last, and when. One request at a time finds it out; the others wait and are told.
#[derive(Default)]
pub(crate) struct Readiness(tokio::sync::Mutex<Option<(Instant, StatusCode, String)>>);

/// Whether database and folder of documents work, both really tried.
pub(super) async fn ready(State(portal): State<Arc<Portal>>) -> Response {
    let mut known = portal.readiness.0.lock().await;
    let (_, status, text) = match known.take().filter(|(at, ..)| at.elapsed() < GOOD) {
        Some(found) => known.insert(found),
        None => {
            let (status, text) = tried(&portal).await;
            known.insert((Instant::now(), status, text))
        }
    };
    (*status, text.clone()).into_response()
}

async fn tried(portal: &Arc<Portal>) -> (StatusCode, String) {
    let keeper = portal.clone();
    let documents = tokio::task::spawn_blocking(move || keeper.documents.try_out()).await;
    let documents = documents.map_err(|error| error.to_string()).and_then(|done| done.map_err(|no| no.to_string()));
    let database = portal.store.ready().await.map_err(|error| error.to_string());
    let word = |what: &str, done: &Result<(), String>| match done {
        Ok(()) => format!("{what}: ok\n"),
        Err(error) => {
            tracing::error!(what, %error, "not ready");
            // Details are in the log, not for everybody.
            format!("{what}: broken\n")
        }
    };
    let text = word("database", &database) + &word("documents", &documents);
    let is_ready = database.is_ok() && documents.is_ok();
    (if is_ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE }, text)
}

/// The figures in Prometheus' text, for this machine alone: a caller from elsewhere, or one behind a proxy, gets none.
pub(super) async fn metrics(
    State(portal): State<Arc<Portal>>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
) -> Response {
    let is_forwarded =
        ["forwarded", "x-forwarded-for", "x-forwarded-proto"].iter().any(|name| headers.contains_key(*name));
    if !from.ip().is_loopback() || is_forwarded {
        return StatusCode::NOT_FOUND.into_response();
    }
    match (portal.store.job_counts().await, portal.store.last_backup().await) {
        (Ok(jobs), Ok(backup)) => portal.metrics.looked_up(jobs, backup.map(|(at, _)| at)),
        // What is counted here is told all the same.
        (Err(error), _) | (_, Err(error)) => tracing::warn!(%error, "jobs and backups were not looked up"),
    }
    match portal.metrics.text() {
        Ok(text) => {
            ([(CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")], text).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "the metrics could not be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// Counts every request by its route, never by what stands in its address.
pub(super) async fn measure(State(portal): State<Arc<Portal>>, request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("other", MatchedPath::as_str).to_owned();
    let begun = Instant::now();
    let response = next.run(request).await;
    portal.metrics.answered(route, response.status().as_u16(), begun.elapsed());
    response
}
