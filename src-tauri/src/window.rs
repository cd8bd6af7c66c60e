//! The windows: what they may load, where they keep their cache, how they are brought to the front.

use casework::CaseId;
use std::path::Path;
use std::time::Duration;
use tauri::webview::NewWindowResponse;
use tauri::{AppHandle, Emitter, Manager, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder, Window, WindowEvent};

/// Where the page begins; the slash matters, see [`open`].
const START: &str = if cfg!(windows) { "http://tauri.localhost/" } else { "tauri://localhost/" };
/// Name of the window in the configuration.
const MAIN: &str = "main";
/// How the names of the windows of cases begin.
const CASE: &str = "case-";
/// How long a window may take to finish what it holds.
const PATIENCE: Duration = Duration::from_secs(8);

/// Opens the window as the configuration describes it. The address ends in `/`: without it, WebKit takes the
/// page's first change of route (`#/…`) for another page and loads itself for ever. Its cache lies beside the desks,
/// not in a folder that several users of the machine share.
pub fn open(app: &AppHandle, root: &Path) -> tauri::Result<()> {
    build(app, root, MAIN, "").map(drop)
}

/// Shows a case in a window of its own, or brings that window to the front. Closed with the session: it shows nothing
/// that the main window would not.
pub fn open_case(app: &AppHandle, root: &Path, id: CaseId) -> tauri::Result<()> {
    let label = format!("{CASE}{id}");
    if let Some(window) = app.get_webview_window(&label) {
        raise(&window);
        return Ok(());
    }
    build(app, root, &label, &format!("?side#/cases/all/{id}"))?.show()
}

/// A window that somebody closes is asked to finish what it holds, and goes then; the main one takes the others along.
pub fn on_event(window: &Window, event: &WindowEvent) {
    if let WindowEvent::CloseRequested { api, .. } = event {
        api.prevent_close();
        if window.label() == MAIN {
            close_all(window.app_handle());
        } else {
            ask_to_close(window.app_handle(), window.label().to_owned());
        }
    }
}

/// Asks every window to finish; the program ends with the last of them.
pub fn close_all(app: &AppHandle) {
    for label in app.webview_windows().into_keys() {
        ask_to_close(app, label);
    }
}

/// The page answers by [`close`]; one that does not is closed all the same.
fn ask_to_close(app: &AppHandle, label: String) {
    if let Err(error) = app.emit_to(label.as_str(), "closing", ()) {
        tracing::info!(%error, "a window could not be asked to finish");
    }
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(PATIENCE).await;
        if let Some(window) = app.get_webview_window(&label) {
            tracing::info!(label, "a window did not finish in time");
            close(&window);
        }
    });
}

/// Closes a window that has finished.
pub fn close(window: &WebviewWindow) {
    if let Err(error) = window.destroy() {
        tracing::info!(%error, "a window could not be closed");
    }
}

/// Closes the windows of cases.
pub fn close_cases(app: &AppHandle) {
    for (label, window) in app.webview_windows() {
        if label.starts_with(CASE) {
            close(&window);
        }
    }
}

fn build(app: &AppHandle, root: &Path, label: &str, place: &str) -> tauri::Result<WebviewWindow> {
    let config = app.config().app.windows.iter().find(|window| window.label == MAIN).cloned();
    let mut config = config.ok_or(tauri::Error::WindowNotFound)?;
    label.clone_into(&mut config.label);
    config.url = WebviewUrl::CustomProtocol(format!("{START}{place}").parse().map_err(tauri::Error::InvalidUrl)?);
    WebviewWindowBuilder::from_config(app, &config)?
        .data_directory(root.join("webview"))
        .on_navigation(is_own)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .build()
}

/// Shows the main window in front of others.
pub fn to_front(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(MAIN) {
        raise(&window);
    }
}

fn raise(window: &WebviewWindow) {
    let raised = window.unminimize().and_then(|()| window.show()).and_then(|()| window.set_focus());
    if let Err(error) = raised {
        tracing::info!(%error, "the window could not be brought to the front");
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
