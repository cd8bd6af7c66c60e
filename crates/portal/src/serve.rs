//! Serving until somebody says stop.

use crate::admit::{Portal, PortalError, clock};
use crate::jobs::keep_running;
use crate::patience::Patience;
use crate::{connections, routes};
use sqlx::postgres::PgListener;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// A server that is running.
pub struct Serving {
    pub address: SocketAddr,
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

/// Starts serving at an address; port 0 takes a free one.
///
/// # Errors
/// An address that is taken or not ours.
pub async fn serve(portal: Arc<Portal>, address: &str) -> Result<Serving, PortalError> {
    serve_patiently(portal, address, Patience::default()).await
}

/// Starts serving with other bounds on slow callers.
///
/// # Errors
/// An address that is taken or not ours.
pub async fn serve_patiently(portal: Arc<Portal>, address: &str, patience: Patience) -> Result<Serving, PortalError> {
    let what = "listening";
    let listener = TcpListener::bind(address).await.map_err(|source| PortalError::File { what, source })?;
    let address = listener.local_addr().map_err(|source| PortalError::File { what, source })?;
    let (stop, stopped) = watch::channel(false);
    tokio::spawn(pass_time(portal.clone(), stop.subscribe()));
    if let Some(listener) = portal.store.news().await? {
        tokio::spawn(hear_others(portal.clone(), listener, stop.subscribe()));
    }
    tokio::spawn(keep_running(portal.clone(), stop.subscribe()));
    let app = routes::patient_router(portal, stop.subscribe(), patience);
    let task = tokio::spawn(connections::take(listener, app, stopped, patience));
    Ok(Serving { address, stop, task })
}

/// Looks every minute for steps that go on by themselves, and for uploads that are over.
async fn pass_time(portal: Arc<Portal>, mut stopped: watch::Receiver<bool>) {
    let mut minutes = tokio::time::interval(Duration::from_secs(60));
    let mut swept_on = None;
    loop {
        tokio::select! {
            _ = minutes.tick() => {}
            _ = stopped.wait_for(|stop| *stop) => return,
        }
        if let Err(error) = portal.pass_time(clock()).await {
            tracing::error!(%error, "steps that go on by themselves were not looked for");
        }
        if let Err(error) = crate::payments::feed(&portal, clock()).await {
            tracing::error!(%error, "orders that are over were not looked for");
        }
        if let Err(error) = portal.note_heard().await {
            tracing::error!(%error, "which desks were heard was not noted");
        }
        if let Err(error) = portal.sweep_uploads(clock()).await {
            tracing::error!(%error, "uploads that are over were not thrown away");
        }
        let today = clock().day();
        if swept_on != Some(today) {
            match portal.forget_what_is_over(clock()).await {
                Ok(_) => swept_on = Some(today),
                Err(error) => tracing::error!(%error, "what is over was not forgotten"),
            }
        }
    }
}

/// Hears what other instances on the same database admit and publish. The listener finds its line again by itself; what
/// was told meanwhile is lost, so the catalogue is looked for then, and desks ask by themselves.
async fn hear_others(portal: Arc<Portal>, mut listener: PgListener, mut stopped: watch::Receiver<bool>) {
    loop {
        let heard = tokio::select! {
            heard = listener.try_recv() => heard,
            _ = stopped.wait_for(|stop| *stop) => return,
        };
        let done = match heard {
            Ok(Some(told)) => portal.hear(told.payload()).await,
            Ok(None) => portal.look_for_catalogue().await,
            Err(error) => {
                tracing::warn!(%error, "the other instances are not heard");
                tokio::time::sleep(Duration::from_secs(5)).await;
                Ok(())
            }
        };
        if let Err(error) = done {
            tracing::warn!(%error, "what another instance told was not taken in");
        }
    }
}

impl Serving {
    /// Takes no more requests and waits for those under way.
    ///
    /// # Errors
    /// What broke while serving.
    pub async fn stop(self) -> std::io::Result<()> {
        let _ = self.stop.send(true);
        self.task.await.map_err(std::io::Error::other)
    }
}
