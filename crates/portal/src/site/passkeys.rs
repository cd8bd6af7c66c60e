//! What the pages of passkeys have in common, whoever signs in there: the keys as they are listed, the button on a sign-in
//! page, and what the script is told. Pages are whole without the script, which asks the browser for a key: nothing else can.

use super::{Frame, words};
use crate::admit::{Portal, PortalError};
use crate::passkeys::{self, Answered, MOST, are_offered};
use crate::store::{DatabaseError, Passkey};
use askama::Template;
use axum::Json;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use casework::Digest;
use serde_json::json;

const SCRIPT: &str = include_str!("../../static/passkeys.js");

pub(super) async fn script() -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/javascript; charset=utf-8")], SCRIPT)
}

/// Whose keys they are.
pub(super) struct Owner<'a> {
    /// As the store writes it.
    pub key: String,
    /// What a device shows.
    pub login: &'a str,
    pub name: &'a str,
}

struct KeyLine {
    id: Digest,
    name: String,
    added: String,
    used: String,
}

/// Somebody's keys, each with a way to remove it, and a form for a new one.
#[derive(Template)]
#[template(path = "passkeys/keys.html")]
pub(super) struct Keys {
    frame: Frame,
    keys: Vec<KeyLine>,
    /// Where they are looked after.
    place: String,
    is_full: bool,
    /// Whether a password is asked for a new key; none where no key is added here.
    adds_with_password: Option<bool>,
}

impl Keys {
    pub async fn of(
        portal: &Portal,
        frame: &Frame,
        owner: &str,
        place: String,
        adds_with_password: Option<bool>,
    ) -> Result<Self, DatabaseError> {
        let keys = portal.store.passkeys_of(owner).await?;
        let line = |key: Passkey| KeyLine {
            id: key.id,
            name: key.name,
            added: words::moment(frame, key.added_at),
            used: key.used_at.map_or_else(String::new, |at| words::moment(frame, at)),
        };
        let is_full = i64::try_from(keys.len()).unwrap_or(MOST) >= MOST;
        let keys = keys.into_iter().map(line).collect();
        Ok(Self { keys, place, is_full, adds_with_password, frame: frame.clone() })
    }

    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }
}

/// The button of a sign-in page.
#[derive(Template)]
#[template(path = "passkeys/door.html")]
pub(super) struct Door {
    frame: Frame,
    /// Where a key is asked for, and taken.
    place: &'static str,
    back: String,
}

impl Door {
    /// None where passkeys cannot be used.
    pub fn at(portal: &Portal, frame: &Frame, place: &'static str, back: &str) -> Option<Self> {
        are_offered(portal).then(|| Self { place, back: back.to_owned(), frame: frame.clone() })
    }
}

/// What the script shows where something is wrong.
pub(super) fn said(status: StatusCode, text: &str) -> Response {
    (status, Json(json!({"wrong": text}))).into_response()
}

/// What a new key is asked. Whoever holds a session alone adds none: `is_proven` says that its owner gave the password.
pub(super) async fn begin_adding(
    portal: &Portal,
    frame: &Frame,
    owner: &Owner<'_>,
    name: &str,
    is_proven: bool,
) -> Result<Response, PortalError> {
    if name.is_empty() {
        let text = frame.t("Đặt tên cho khóa, ví dụ Điện thoại của tôi.", "Name the key, such as My phone.");
        return Ok(said(StatusCode::UNPROCESSABLE_ENTITY, text));
    }
    if !is_proven {
        let text = frame.t("Mật khẩu không đúng.", "The password is wrong.");
        return Ok(said(StatusCode::UNPROCESSABLE_ENTITY, text));
    }
    let asked = passkeys::begin_adding(portal, &owner.key, owner.login, owner.name).await?;
    Ok(Json(asked).into_response())
}

/// What the script is told of a new key: where to go on, or why it was not added.
pub(super) async fn add(
    portal: &Portal,
    frame: &Frame,
    owner: &str,
    answered: &Answered,
    place: &str,
) -> Result<Result<Response, Response>, PortalError> {
    if passkeys::add(portal, owner, answered).await? {
        return Ok(Ok(Json(json!({"to": format!("{place}?xong=them")})).into_response()));
    }
    let text = frame.t(
        "Chưa thêm được khóa: khóa đã có, hoặc quá lâu. Thử lại.",
        "The key was not added: it is known, or it took too long. Try again.",
    );
    Ok(Err(said(StatusCode::UNPROCESSABLE_ENTITY, text)))
}

/// What a page of keys says of what was done last.
pub(super) fn done(frame: &Frame, what: &str) -> String {
    let text = match what {
        "them" => frame.t("Đã thêm khóa truy cập.", "The passkey was added."),
        "bo" => frame.t("Đã bỏ khóa truy cập.", "The passkey was removed."),
        _ => "",
    };
    text.to_owned()
}

/// What a key that signs in is asked: the same of everybody.
pub(super) async fn begin_signing_in(portal: &Portal) -> Result<Response, PortalError> {
    Ok(Json(passkeys::begin_signing_in(portal).await?).into_response())
}

pub(super) fn not_let_in(frame: &Frame) -> Response {
    let text = frame.t(
        "Khóa này chưa đăng nhập được ở đây. Thử lại, hoặc dùng mật khẩu.",
        "This key did not sign in here. Try again, or use the password.",
    );
    said(StatusCode::UNAUTHORIZED, text)
}

/// The device has checked who signs: that is both factors.
pub(super) fn let_in(to: &str) -> Response {
    let mut response = Json(json!({"to": to})).into_response();
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
