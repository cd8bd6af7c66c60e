//! Where an account is signed in, and ending that from afar.

use super::{Answers, Page, Visit, answer, go, set_cookie};
use crate::admit::clock;
use crate::site::{Frame, show, words};
use crate::store::AccountSession;
use askama::Template;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use casework::Digest;

/// How much is kept of what a browser says of itself, in characters.
pub(super) const LONGEST_DEVICE: usize = 300;

/// How a session ended by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ended {
    /// After so many minutes in which nobody used it.
    Unused(i64),
    Over,
}

impl Ended {
    pub fn told(self, frame: &Frame) -> String {
        let again = frame.t("Hãy đăng nhập lại để tiếp tục.", "Please sign in again to go on.");
        match self {
            Self::Unused(minutes) => {
                let before = frame.t("Phiên đăng nhập đã kết thúc vì không dùng trong", "Your session ended after");
                let after = frame.t("phút.", "minutes without use.");
                format!("{before} {minutes} {after} {again}")
            }
            Self::Over => {
                let text = frame.t(
                    "Phiên đăng nhập đã kết thúc vì đã kéo dài hết thời gian cho phép.",
                    "Your session ended since it lasted as long as a session may.",
                );
                format!("{text} {again}")
            }
        }
    }
}

/// Names of browsers and systems by what they say of themselves; the first that fits.
const BROWSERS: [(&str, &str); 10] = [
    ("coc_coc_browser", "Cốc Cốc"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Zalo", "Zalo"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
];
const SYSTEMS: [(&str, &str); 7] = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
];

/// What a browser says of itself, in words.
fn device(frame: &Frame, told: &str) -> String {
    let named =
        |names: &[(&str, &'static str)]| names.iter().find(|(mark, _)| told.contains(mark)).map(|(_, name)| *name);
    match (named(&BROWSERS), named(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser} · {system}"),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => frame.t("Thiết bị không nói tên", "A device that does not say its name").to_owned(),
    }
}

/// What stands for a session in an address: its token cannot be told from it, nor what the store knows of it.
fn id(token: &Digest) -> String {
    protocol::digest(format!("session {token}").as_bytes()).to_string()
}

struct SessionLine {
    id: String,
    device: String,
    begun: String,
    used: String,
    is_this: bool,
}

#[derive(Template)]
#[template(path = "account/sessions.html")]
struct SessionsPage {
    frame: Frame,
    sessions: Vec<SessionLine>,
    idle: i64,
    said: String,
}

pub(super) async fn page(visit: Visit, Query(asked): Query<Answers>) -> Page {
    let me = visit.require_me()?;
    let said = match answer(&asked, "xong") {
        "mot" => visit.frame.t("Đã kết thúc phiên đăng nhập đó.", "That session was ended."),
        "khac" => visit.frame.t("Đã kết thúc mọi phiên đăng nhập khác.", "Every other session was ended."),
        _ => "",
    };
    let (idle, now) = (visit.portal.exchange().sessions.idle, clock());
    let line = |session: AccountSession| SessionLine {
        id: id(&session.token),
        device: device(&visit.frame, &session.device),
        begun: words::moment(&visit.frame, session.begun_at),
        used: words::moment(&visit.frame, session.used_at),
        is_this: session.token == me.session,
    };
    let sessions = visit.portal.store.account_sessions(&me.account.id, idle, now).await?;
    let mut sessions: Vec<SessionLine> = sessions.into_iter().map(line).collect();
    sessions.sort_by_key(|session| !session.is_this);
    let page = SessionsPage { sessions, idle, said: said.to_owned(), frame: visit.frame };
    Ok(show(&page.frame, StatusCode::OK, &page))
}

pub(super) async fn end(visit: Visit, Path(asked): Path<String>) -> Page {
    let me = visit.require_my_form().await?;
    let idle = visit.portal.exchange().sessions.idle;
    let sessions = visit.portal.store.account_sessions(&me.account.id, idle, clock()).await?;
    let Some(session) = sessions.into_iter().find(|session| id(&session.token) == asked) else {
        return Err(visit.not_there());
    };
    visit.portal.store.end_account_session(&session.token).await?;
    if session.token != me.session {
        return Ok(go("/tai-khoan/phien?xong=mot"));
    }
    let mut answer = go("/");
    set_cookie(&visit, &mut answer, "", 0);
    Ok(answer)
}

pub(super) async fn end_others(visit: Visit) -> Page {
    let me = visit.require_my_form().await?;
    visit.portal.store.end_other_sessions(&me.account.id, &me.session).await?;
    Ok(go("/tai-khoan/phien?xong=khac"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_called_what_its_browser_says() {
        let frame = crate::site::frame_of_nowhere();
        for (told, named) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36",
                "Chrome · Windows",
            ),
            ("Mozilla/5.0 (Windows NT 10.0) Chrome/131.0 Safari/537.36 Edg/131.0", "Edge · Windows"),
            ("Mozilla/5.0 (Linux; Android 14; SM-A546E) Chrome/130.0 Mobile Safari/537.36", "Chrome · Android"),
            ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1", "Safari · iPhone"),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox · Linux"),
            ("<script>alert(1)</script>", "Thiết bị không nói tên"),
        ] {
            assert_eq!(device(&frame, told), named);
        }
    }
}
