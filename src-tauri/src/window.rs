//! The one window: what it may load, where it keeps its cache, how it is brought to the front.

use std::path::Path;
use tauri::webview::NewWindowResponse;
use tauri::{AppHandle, Manager, Url, WebviewUrl, WebviewWindowBuilder};

/// Where the page begins; the slash matters, see [`open`].
const START: &str = if cfg!(windows) { "http://tauri.localhost/" } else { "tauri://localhost/" };
/// Name of the window in the configuration.
const MAIN: &str = "main";

/// Opens the window as the configuration describes it. The address ends in `/`: without it, WebKit takes the
/// page's first change of route (`#/…`) for another page and loads itself for ever. Its cache lies beside the desks,
/// not in a folder that several users of the machine share.
pub fn open(app: &AppHandle, root: &Path) -> tauri::Result<()> {
    let config = app.config().app.windows.iter().find(|window| window.label == MAIN).cloned();
    let mut config = config.ok_or(tauri::Error::WindowNotFound)?;
    config.url = WebviewUrl::CustomProtocol(START.parse().map_err(tauri::Error::InvalidUrl)?);
    WebviewWindowBuilder::from_config(app, &config)?
        .data_directory(root.join("webview"))
        .on_navigation(is_own)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .build()?;
    Ok(())
}

/// Shows the window in front of others.
pub fn to_front(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(MAIN) {
        let raised = window.unminimize().and_then(|()| window.show()).and_then(|()| window.set_focus());
        if let Err(error) = raised {
            tracing::info!(%error, "the window could not be brought to the front");
        }
    }
}

/// The program's own pages; Windows has no schemes of one's own and gives them a host name instead.
fn is_own(url: &Url) -> bool {
    match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        "http" | "https" => url.host_str() == Some("tauri.localhost"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_programs_own_pages_are_loaded() {
        for own in ["tauri://localhost", "tauri://localhost/cases/mine", "http://tauri.localhost/"] {
            assert!(is_own(&own.parse().unwrap()), "{own}");
        }
        for other in ["https://example.org", "file:///etc/passwd", "data:text/html,x", "http://tauri.localhost.evil.vn"]
        {
            assert!(!is_own(&other.parse().unwrap()), "{other}");
        }
    }
}
