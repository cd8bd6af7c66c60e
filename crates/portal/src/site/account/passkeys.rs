//! Passkeys of an account: signing in with one, adding, removing. Pages are whole without the script; the script asks the
//! browser for a key, which nothing else can.

use super::{Answers, Me, Page, Trouble, Visit, answer, begin, go, way_back};
use crate::passkeys::{self, Answered, MOST, are_offered, owner_account};
use crate::people::is_secret;
use crate::site::{Frame, show_with_script, words};
use crate::store::Account;
use askama::Template;
use axum::extract::{Path, Query};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::{Form, Json};
use casework::Digest;
use serde_json::json;

const SCRIPT: &str = include_str!("../../../static/passkeys.js");

pub(super) async fn script() -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/javascript; charset=utf-8")], SCRIPT)
}

struct KeyLine {
    id: Digest,
    name: String,
    added: String,
    used: String,
}

#[derive(Template)]
#[template(path = "account/passkeys.html")]
struct PasskeysPage {
    frame: Frame,
    keys: Vec<KeyLine>,
    has_password: bool,
    is_full: bool,
    said: String,
    wrong: String,
}

async fn show_keys(visit: Visit, me: &Me, said: &str, wrong: &str) -> Page {
    let keys = visit.portal.store.passkeys_of(&owner_account(me.account.id.as_str())).await?;
    let line = |key: crate::store::Passkey| KeyLine {
        id: key.id,
        name: key.name,
        added: words::moment(&visit.frame, key.added_at),
        used: key.used_at.map_or_else(String::new, |at| words::moment(&visit.frame, at)),
    };
    let keys: Vec<KeyLine> = keys.into_iter().map(line).collect();
    let page = PasskeysPage {
        is_full: i64::try_from(keys.len()).unwrap_or(MOST) >= MOST,
        keys,
        has_password: me.account.has_password(),
        said: said.to_owned(),
        wrong: wrong.to_owned(),
        frame: visit.frame,
    };
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(show_with_script(&page.frame, status, &page))
}

pub(super) async fn page(visit: Visit, Query(asked): Query<Answers>) -> Page {
    let me = visit.require_me()?;
    require_offered(&visit)?;
    let said = match answer(&asked, "xong") {
        "them" => visit.frame.t("Đã thêm khóa truy cập.", "The passkey was added."),
        "bo" => visit.frame.t("Đã bỏ khóa truy cập.", "The passkey was removed."),
        _ => "",
    };
    let said = said.to_owned();
    show_keys(visit, &me, &said, "").await
}

fn require_offered(visit: &Visit) -> Result<(), Trouble> {
    if are_offered(&visit.portal) { Ok(()) } else { Err(visit.not_there()) }
}

/// What the script shows where something is wrong.
fn said(status: StatusCode, text: &str) -> Response {
    (status, Json(json!({"wrong": text}))).into_response()
}

/// What a new key is asked. Whoever holds a session alone adds none: the password is asked for, where there is one.
pub(super) async fn begin_adding(visit: Visit, Form(typed): Form<Answers>) -> Page {
    let me = visit.require_my_form().await?;
    require_offered(&visit)?;
    visit.guessed(&format!("passkey {}", me.account.id), 5).await?;
    if answer(&typed, "name").is_empty() {
        let text = visit.frame.t("Đặt tên cho khóa, ví dụ Điện thoại của tôi.", "Name the key, such as My phone.");
        return Ok(said(StatusCode::UNPROCESSABLE_ENTITY, text));
    }
    let password = typed.get("password").map_or("", String::as_str);
    if me.account.has_password() && !is_secret(Some(me.account.phc.clone()), password).await {
        let text = visit.frame.t("Mật khẩu không đúng.", "The password is wrong.");
        return Ok(said(StatusCode::UNPROCESSABLE_ENTITY, text));
    }
    let Account { id, login, name, .. } = &me.account;
    let asked = passkeys::begin_adding(&visit.portal, &owner_account(id.as_str()), login, name).await?;
    Ok(Json(asked).into_response())
}

pub(super) async fn add(visit: Visit, Json(answered): Json<Answered>) -> Page {
    let me = visit.require_my_form().await?;
    require_offered(&visit)?;
    if passkeys::add(&visit.portal, &owner_account(me.account.id.as_str()), &answered).await? {
        return Ok(Json(json!({"to": "/tai-khoan/khoa?xong=them"})).into_response());
    }
    let text = visit.frame.t(
        "Chưa thêm được khóa: khóa đã có, hoặc quá lâu. Thử lại.",
        "The key was not added: it is known, or it took too long. Try again.",
    );
    Ok(said(StatusCode::UNPROCESSABLE_ENTITY, text))
}

/// Removes a key; never the last way in.
pub(super) async fn remove(visit: Visit, Path(id): Path<String>) -> Page {
    let me = visit.require_my_form().await?;
    let id: Digest = id.parse().map_err(|_| visit.not_there())?;
    let owner = owner_account(me.account.id.as_str());
    let store = &visit.portal.store;
    let exchange = visit.portal.exchange();
    let issuer = exchange.identity_provider.as_ref().map(|provider| &provider.issuer);
    let linked = store.identities_of(&me.account.id).await?;
    let is_linked = linked.iter().any(|one| Some(&one.issuer) == issuer);
    if store.remove_passkey(&owner, &id, !(me.account.has_password() || is_linked)).await? {
        return Ok(go("/tai-khoan/khoa?xong=bo"));
    }
    let wrong = visit.frame.t(
        "Không bỏ được: đây là cách đăng nhập cuối cùng của tài khoản.",
        "It stays: it is the last way into this account.",
    );
    let wrong = wrong.to_owned();
    show_keys(visit, &me, "", &wrong).await
}

/// What a key that signs in is asked: the same of everybody.
pub(super) async fn begin_signing_in(visit: Visit) -> Page {
    visit.require_own_form()?;
    require_offered(&visit)?;
    visit.guessed(&format!("passkey {}", visit.from), 30).await?;
    Ok(Json(passkeys::begin_signing_in(&visit.portal).await?).into_response())
}

pub(super) async fn sign_in(visit: Visit, Json(answered): Json<Answered>) -> Page {
    visit.require_own_form()?;
    require_offered(&visit)?;
    visit.guessed(&format!("passkey {}", visit.from), 30).await?;
    let owner = passkeys::signed_in(&visit.portal, &answered).await?;
    let account = match owner.as_deref().and_then(|owner| owner.strip_prefix("account ")) {
        Some(id) => visit.portal.store.account(&id.into()).await?,
        None => None,
    };
    let Some(account) = account else {
        let text = visit.frame.t(
            "Khóa này chưa đăng nhập được ở đây. Thử lại, hoặc dùng mật khẩu.",
            "This key did not sign in here. Try again, or use the password.",
        );
        return Ok(said(StatusCode::UNAUTHORIZED, text));
    };
    // The device has checked who signs: that is both factors.
    let mut response = Json(json!({"to": way_back(&answered.text)})).into_response();
    response.headers_mut().insert("cache-control", HeaderValue::from_static("no-store"));
    begin(&visit, &account.id, response).await
}
