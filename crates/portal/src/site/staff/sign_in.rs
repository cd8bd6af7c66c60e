//! Signing in and out. A wrong secret and an unknown person are answered alike; tries are bounded.

use super::{Answer, COOKIE_NAME, Frame, LONGEST_MINUTES, Room, Trouble, note, passkeys, rights, token};
use crate::admit::{Portal, clock, random};
use crate::people::proves;
use crate::site::account::are_secure;
use crate::site::passkeys::Door;
use crate::site::show_with_script;
use crate::store::StaffSession;
use askama::Template;
use axum::Form;
use axum::extract::{ConnectInfo, State};
use axum::http::header::{HeaderValue, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use casework::catalogue::User;
use casework::{UnitCode, UserId};
use serde::Deserialize;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

#[derive(Template)]
#[template(path = "staff/sign_in.html")]
struct SignInPage {
    frame: Frame,
    user: String,
    wrong: String,
    door: Option<Door>,
}

fn page(portal: &Portal, frame: Frame, user: String, status: StatusCode, wrong: String) -> Response {
    let door = Door::at(portal, &frame, passkeys::DOOR, "");
    let page = SignInPage { frame, user, wrong, door };
    show_with_script(&page.frame, status, &page)
}

pub(super) fn too_many(frame: &Frame, seconds: u32) -> String {
    let text = frame.t("Thử quá nhiều lần. Thử lại sau số giây:", "Too many tries. Try again after seconds:");
    format!("{text} {seconds}")
}

pub(super) fn no_room(frame: &Frame) -> String {
    let text = frame.t(
        "Tài khoản này làm việc trên bàn một cửa, không có trang quản trị.",
        "This account works at a desk; there is no page for it here.",
    );
    text.to_owned()
}

/// So many tries from one address; the seconds to wait where it were too many.
pub(super) async fn bounded(portal: &Portal, from: IpAddr) -> Result<(), u32> {
    portal.bounded(&format!("staff {from}"), 30, clock()).await
}

#[derive(Deserialize)]
pub(super) struct Proof {
    #[serde(default)]
    user: String,
    #[serde(default)]
    secret: String,
}

pub(super) async fn form(State(portal): State<Arc<Portal>>, headers: HeaderMap, uri: Uri) -> Response {
    page(&portal, Frame::of(&portal, &headers, &uri), String::new(), StatusCode::OK, String::new())
}

pub(super) async fn enter(
    State(portal): State<Arc<Portal>>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    uri: Uri,
    Form(proof): Form<Proof>,
) -> Answer {
    let frame = Frame::of(&portal, &headers, &uri);
    let user = UserId(proof.user.trim().chars().take(80).collect());
    let again = |frame: Frame, status: StatusCode, wrong: String| page(&portal, frame, user.0.clone(), status, wrong);
    let now = clock();
    let counted = match bounded(&portal, from.ip()).await {
        Ok(()) => portal.guessed(&format!("secret {user}"), 10, now).await,
        no => no,
    };
    if let Err(seconds) = counted {
        let text = too_many(&frame, seconds);
        return Ok(again(frame, StatusCode::TOO_MANY_REQUESTS, text));
    }
    let is_proven = proves(&portal, &user, &proof.secret).await?;
    let catalogue = portal.catalogue();
    let known = catalogue.users.get(&user);
    let Some(person) = known.filter(|_| is_proven) else {
        // What was typed as a name may be a secret: the log names those whom the catalogue knows.
        if let Some(person) = known {
            tracing::warn!(%user, "a wrong secret at the staff's door");
            note(&portal, &user, &person.unit, "sign_in_refused", from.ip().to_string()).await?;
        } else {
            tracing::warn!("somebody unknown at the staff's door");
        }
        let text = frame.t("Tên đăng nhập hoặc mật khẩu không đúng.", "The name or the secret is wrong.").to_owned();
        return Ok(again(frame, StatusCode::UNAUTHORIZED, text));
    };
    if !rights::has_a_room(&person.roles) {
        let text = no_room(&frame);
        return Ok(again(frame, StatusCode::FORBIDDEN, text));
    }
    if passkeys::is_needed(&portal, &user).await? {
        note(&portal, &user, &person.unit, "sign_in_needs_passkey", from.ip().to_string()).await?;
        let text = frame.t(
            "Tài khoản này chỉ vào được bằng khóa truy cập. Mất khóa thì nhờ quản trị của đơn vị đặt lại.",
            "This account enters with a passkey alone. Where it is lost, ask your unit's administrator to reset it.",
        );
        let text = text.to_owned();
        return Ok(again(frame, StatusCode::FORBIDDEN, text));
    }
    let mut response = Redirect::to("/quan-tri").into_response();
    begin(&portal, &headers, person, "sign_in", from.ip(), &mut response).await?;
    Ok(response)
}

/// Begins a session with a token that nobody has seen before, and notes how somebody came in.
pub(super) async fn begin(
    portal: &Portal,
    headers: &HeaderMap,
    person: &User,
    how: &str,
    from: IpAddr,
    response: &mut Response,
) -> Result<(), Trouble> {
    let mut bytes = [0; 32];
    random(&mut bytes)?;
    let token = hex::encode(bytes);
    let now = clock();
    let user = person.id.clone();
    let session = StaffSession { user, seen_at: now, expires_at: now.plus_minutes(LONGEST_MINUTES) };
    portal.store.add_session(&protocol::digest(token.as_bytes()), &session, now).await?;
    note(portal, &person.id, &person.unit, how, from.to_string()).await?;
    set_cookie(portal, headers, response, &token, LONGEST_MINUTES * 60)
}

pub(super) async fn leave(
    State(portal): State<Arc<Portal>>,
    room: Result<Room, Trouble>,
    headers: HeaderMap,
) -> Answer {
    if let Some(digest) = token(&headers) {
        portal.store.end_session(&digest).await?;
    }
    if let Ok(room) = room {
        let unit: UnitCode = room.staff.unit.clone();
        room.note(&unit, "sign_out", "").await?;
    }
    let mut response = Redirect::to("/quan-tri").into_response();
    set_cookie(&portal, &headers, &mut response, "", 0)?;
    Ok(response)
}

/// Sets the cookie: not readable for scripts, not sent from other sites, over TLS only where there is any.
fn set_cookie(
    portal: &Portal,
    headers: &HeaderMap,
    response: &mut Response,
    token: &str,
    seconds: i64,
) -> Result<(), Trouble> {
    let secure = if are_secure(portal, headers) { "; Secure" } else { "" };
    let cookie = format!("{COOKIE_NAME}={token}; Path=/quan-tri; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    let cookie = HeaderValue::from_str(&cookie).map_err(|error| Trouble::Broken(error.to_string()))?;
    response.headers_mut().insert(SET_COOKIE, cookie);
    Ok(())
}
