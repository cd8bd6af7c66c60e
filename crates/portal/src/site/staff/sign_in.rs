//! Signing in and out. A wrong secret and an unknown person are answered alike; tries are bounded.

use super::{Answer, COOKIE_NAME, Frame, LONGEST_MINUTES, Room, Trouble, note, rights, token};
use crate::admit::{Portal, clock, random};
use crate::people::proves;
use crate::site::show;
use crate::store::StaffSession;
use askama::Template;
use axum::Form;
use axum::extract::{ConnectInfo, State};
use axum::http::header::{HeaderValue, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use casework::{UnitCode, UserId};
use serde::Deserialize;
use std::net::SocketAddr;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "staff/sign_in.html")]
struct SignInPage {
    frame: Frame,
    user: String,
    wrong: String,
}

#[derive(Deserialize)]
pub(super) struct Proof {
    #[serde(default)]
    user: String,
    #[serde(default)]
    secret: String,
}

pub(super) async fn form(State(portal): State<Arc<Portal>>, headers: HeaderMap, uri: Uri) -> Response {
    let page = SignInPage { frame: Frame::of(&portal, &headers, &uri), user: String::new(), wrong: String::new() };
    show(&page.frame, StatusCode::OK, &page)
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
    let again = |frame: Frame, status: StatusCode, wrong: String| {
        let page = SignInPage { frame, user: user.0.clone(), wrong };
        show(&page.frame, status, &page)
    };
    let now = clock();
    let by_address = portal.bounded(&format!("staff {}", from.ip()), 30, now).await;
    let counted = match by_address {
        Ok(()) => portal.guessed(&format!("secret {user}"), 10, now).await,
        no => no,
    };
    if let Err(seconds) = counted {
        let text = frame.t("Thử quá nhiều lần. Thử lại sau số giây:", "Too many tries. Try again after seconds:");
        let text = format!("{text} {seconds}");
        return Ok(again(frame, StatusCode::TOO_MANY_REQUESTS, text));
    }
    let is_proven = proves(&portal, &user, &proof.secret).await?;
    let catalogue = portal.catalogue();
    let known = catalogue.users.get(&user);
    let Some(person) = known.filter(|_| is_proven) else {
        tracing::warn!(%user, "a wrong secret at the staff's door");
        if let Some(person) = known {
            note(&portal, &user, &person.unit, "sign_in_refused", from.ip().to_string()).await?;
        }
        let text = frame.t("Tên đăng nhập hoặc mật khẩu không đúng.", "The name or the secret is wrong.").to_owned();
        return Ok(again(frame, StatusCode::UNAUTHORIZED, text));
    };
    if !rights::has_a_room(&person.roles) {
        let text = frame.t(
            "Tài khoản này làm việc trên bàn một cửa, không có trang quản trị.",
            "This account works at a desk; there is no page for it here.",
        );
        let text = text.to_owned();
        return Ok(again(frame, StatusCode::FORBIDDEN, text));
    }
    let mut bytes = [0; 32];
    random(&mut bytes)?;
    let secret = hex::encode(bytes);
    let session = StaffSession { user: user.clone(), seen_at: now, expires_at: now.plus_minutes(LONGEST_MINUTES) };
    portal.store.add_session(&protocol::digest(secret.as_bytes()), &session, now).await?;
    note(&portal, &user, &person.unit, "sign_in", from.ip().to_string()).await?;
    cookie(&headers, &secret, LONGEST_MINUTES * 60)
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
    cookie(&headers, "", 0)
}

/// Goes on with the cookie set: not readable for scripts, not sent from other sites, over TLS only where there is any.
fn cookie(headers: &HeaderMap, token: &str, seconds: i64) -> Answer {
    let is_tls = headers.get("x-forwarded-proto").is_some_and(|scheme| scheme == "https");
    let secure = if is_tls { "; Secure" } else { "" };
    let cookie = format!("{COOKIE_NAME}={token}; Path=/quan-tri; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    let cookie = HeaderValue::from_str(&cookie).map_err(|error| Trouble::Broken(error.to_string()))?;
    let mut response = Redirect::to("/quan-tri").into_response();
    response.headers_mut().insert(SET_COOKIE, cookie);
    Ok(response)
}
