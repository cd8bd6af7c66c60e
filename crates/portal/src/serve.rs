//! Serving until somebody says stop.

use crate::admit::{Portal, PortalError};
use crate::routes::router;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// A server that is running.
pub struct Serving {
    pub address: SocketAddr,
    stop: watch::Sender<bool>,
    task: JoinHandle<std::io::Result<()>>,
}

/// Starts serving at an address; port 0 takes a free one.
///
/// # Errors
/// An address that is taken or not ours.
pub async fn serve(portal: Arc<Portal>, address: &str) -> Result<Serving, PortalError> {
    let what = "listening";
    let listener = TcpListener::bind(address).await.map_err(|source| PortalError::File { what, source })?;
    let address = listener.local_addr().map_err(|source| PortalError::File { what, source })?;
    let (stop, mut stopped) = watch::channel(false);
    let app = router(portal, stop.subscribe()).into_make_service_with_connect_info::<SocketAddr>();
    let task = tokio::spawn(async move {
        let until = async move {
            // A dropped handle means the same as being told to stop.
            let _ = stopped.wait_for(|stop| *stop).await;
        };
        axum::serve(listener, app).with_graceful_shutdown(until).await
    });
    Ok(Serving { address, stop, task })
}

impl Serving {
    /// Takes no more requests and waits for those under way.
    ///
    /// # Errors
    /// What broke while serving.
    pub async fn stop(self) -> std::io::Result<()> {
        let _ = self.stop.send(true);
        self.task.await.unwrap_or(Ok(()))
    }
}
