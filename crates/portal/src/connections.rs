//! Connections of whoever calls. Heads of requests are bounded in time and in size, so that one who sends nothing, or one
//! letter at a time, holds a connection for a while only; bodies are bounded in `patience.rs`.

use crate::patience::Patience;
use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::io::{Error, ErrorKind};
use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tower::ServiceExt;

/// Takes connections until told to stop, and then waits for those under way.
pub(crate) async fn take(listener: TcpListener, app: Router, mut stopped: watch::Receiver<bool>, patience: Patience) {
    // Closed once nobody holds a sender any more.
    let (open, mut closed) = mpsc::channel::<Infallible>(1);
    loop {
        let taken = tokio::select! {
            taken = listener.accept() => taken,
            // A dropped handle means the same as being told to stop.
            _ = stopped.wait_for(|stop| *stop) => break,
        };
        match taken {
            Ok((stream, peer)) => {
                let (app, stopped, open) = (app.clone(), stopped.clone(), open.clone());
                tokio::spawn(async move {
                    serve_one(stream, peer, app, stopped, patience).await;
                    drop(open);
                });
            }
            Err(error) => not_taken(&error).await,
        }
    }
    drop((listener, open));
    closed.recv().await;
}

/// Somebody who is gone already is nothing; where no files are left, others have to be closed first.
async fn not_taken(error: &Error) {
    let is_gone = matches!(
        error.kind(),
        ErrorKind::ConnectionRefused | ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset
    );
    if !is_gone {
        tracing::error!(%error, "a connection was not taken");
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

async fn serve_one(
    stream: TcpStream,
    peer: SocketAddr,
    app: Router,
    mut stopped: watch::Receiver<bool>,
    patience: Patience,
) {
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        app.clone().oneshot(request.map(Body::new))
    });
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(patience.head).max_header_size(patience.head_size);
    let mut connection = pin!(builder.serve_connection(TokioIo::new(stream), service));
    let told = async { stopped.wait_for(|stop| *stop).await.map(drop) };
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        _ = told => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended early");
    }
}
