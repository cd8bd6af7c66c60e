//! Passkeys of an account: signing in with one, adding, removing.

use super::{Answers, Me, Page, Trouble, Visit, answer, begin, go, way_back};
use crate::passkeys::{Answered, are_offered, owner_account, signed_in};
use crate::people::is_secret;
use crate::site::passkeys::{self as pages, Keys, Owner};
use crate::site::{Frame, show_with_script};
use askama::Template;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::{Form, Json};
use casework::Digest;

const PLACE: &str = "/tai-khoan/khoa";

#[derive(Template)]
#[template(path = "account/passkeys.html")]
struct PasskeysPage {
    frame: Frame,
    keys: Keys,
    said: String,
    wrong: String,
}

async fn show_keys(visit: Visit, me: &Me, said: String, wrong: String) -> Page {
    let asks = Some(me.account.has_password());
    let owner = owner_account(me.account.id.as_str());
    let keys = Keys::of(&visit.portal, &visit.frame, &owner, PLACE.to_owned(), asks).await?;
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = PasskeysPage { keys, said, wrong, frame: visit.frame };
    Ok(show_with_script(&page.frame, status, &page))
}

pub(super) async fn page(visit: Visit, Query(asked): Query<Answers>) -> Page {
    let me = visit.require_me()?;
    require_offered(&visit)?;
    let said = pages::done(&visit.frame, answer(&asked, "xong"));
    show_keys(visit, &me, said, String::new()).await
}

fn require_offered(visit: &Visit) -> Result<(), Trouble> {
    if are_offered(&visit.portal) { Ok(()) } else { Err(visit.not_there()) }
}

/// What a new key is asked; the password is asked for, where there is one.
pub(super) async fn begin_adding(visit: Visit, Form(typed): Form<Answers>) -> Page {
    let me = visit.require_my_form().await?;
    require_offered(&visit)?;
    visit.guessed(&format!("passkey {}", me.account.id), 5).await?;
    let password = typed.get("password").map_or("", String::as_str);
    let is_proven = !me.account.has_password() || is_secret(Some(me.account.phc.clone()), password).await?;
    let key = owner_account(me.account.id.as_str());
    let owner = Owner { key, login: &me.account.login, name: &me.account.name };
    Ok(pages::begin_adding(&visit.portal, &visit.frame, &owner, answer(&typed, "name"), is_proven).await?)
}

pub(super) async fn add(visit: Visit, Json(answered): Json<Answered>) -> Page {
    let me = visit.require_my_form().await?;
    require_offered(&visit)?;
    let owner = owner_account(me.account.id.as_str());
    let added = pages::add(&visit.portal, &visit.frame, &owner, &answered, PLACE).await?;
    Ok(added.unwrap_or_else(|wrong| wrong))
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
    show_keys(visit, &me, String::new(), wrong).await
}

pub(super) async fn begin_signing_in(visit: Visit) -> Page {
    visit.require_own_form()?;
    require_offered(&visit)?;
    visit.guessed(&format!("passkey {}", visit.from), 30).await?;
    Ok(pages::begin_signing_in(&visit.portal).await?)
}

pub(super) async fn sign_in(visit: Visit, Json(answered): Json<Answered>) -> Page {
    visit.require_own_form()?;
    require_offered(&visit)?;
    visit.guessed(&format!("passkey {}", visit.from), 30).await?;
    let owner = signed_in(&visit.portal, &answered).await?;
    let account = match owner.as_deref().and_then(|owner| owner.strip_prefix("account ")) {
        Some(id) => visit.portal.store.account(&id.into()).await?,
        None => None,
    };
    let Some(account) = account else { return Ok(pages::not_let_in(&visit.frame)) };
    begin(&visit, &account.id, pages::let_in(&way_back(&answered.text))).await
}
