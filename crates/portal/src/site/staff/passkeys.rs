//! Passkeys of the staff: signing in with one instead of name and secret, adding, removing one's own; removing those of
//! somebody whose device is lost. All of it stands in the book of actions.

use super::{Answer, Room, Trouble, people, rights, sign_in};
use crate::admit::{Portal, clock};
use crate::passkeys::{Answered, are_offered, owner_user, signed_in};
use crate::people::proves;
use crate::site::account::Visit;
use crate::site::passkeys::{self as pages, Keys, Owner};
use crate::site::show_with_script;
use crate::store::DatabaseError;
use askama::Template;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use axum::{Form, Json};
use casework::{Digest, UserId};
use serde::Deserialize;

const PLACE: &str = "/quan-tri/khoa";
/// Where the button of the sign-in page asks.
pub(super) const DOOR: &str = "/quan-tri/vao/khoa";

#[derive(Template)]
#[template(path = "staff/passkeys.html")]
struct PasskeysPage {
    room: Room,
    keys: Keys,
    /// They enter with a key alone, once they have one.
    is_needed: bool,
    /// An administrator said so: they do not undo it.
    is_set_for_them: bool,
    said: String,
    wrong: String,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    xong: String,
}

pub(super) async fn page(room: Room, Query(asked): Query<Asked>) -> Answer {
    let said = match asked.xong.as_str() {
        "bat-buoc" => room.t("Từ nay chỉ vào được bằng khóa truy cập.", "From now on you enter with a passkey alone."),
        "mat-khau" => room.t("Mật khẩu lại vào được.", "The secret lets you in again."),
        other => &pages::done(&room.frame, other),
    };
    let said = said.to_owned();
    show_page(room, said, String::new()).await
}

async fn show_page(room: Room, said: String, wrong: String) -> Answer {
    require_offered(are_offered(&room.portal))?;
    let user = &room.staff.user;
    let keys = Keys::of(&room.portal, &room.frame, &owner_user(user.as_str()), PLACE.to_owned(), Some(true)).await?;
    let needed = room.portal.store.passkey_needed(user).await?;
    let is_set_for_them = needed.as_ref().is_some_and(|said_by| said_by != user);
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = PasskeysPage { keys, is_needed: needed.is_some(), is_set_for_them, said, wrong, room };
    Ok(show_with_script(&page.room.frame, status, &page))
}

/// Whether somebody's secret does not let them in: they need a key, have one, and keys can be used here.
pub(super) async fn is_needed(portal: &Portal, user: &UserId) -> Result<bool, DatabaseError> {
    if !are_offered(portal) || portal.store.passkey_needed(user).await?.is_none() {
        return Ok(false);
    }
    Ok(!portal.store.passkeys_of(&owner_user(user.as_str())).await?.is_empty())
}

#[derive(Deserialize)]
pub(super) struct Needed {
    #[serde(default)]
    needed: String,
}

/// Says of oneself that the secret is not enough, or is; what an administrator said stays.
pub(super) async fn need(room: Room, Form(form): Form<Needed>) -> Answer {
    require_offered(are_offered(&room.portal))?;
    let user = room.staff.user.clone();
    let before = room.portal.store.passkey_needed(&user).await?;
    if before.is_some_and(|said_by| said_by != user) {
        return Err(Trouble::NotAllowed);
    }
    let is_needed = !form.needed.is_empty();
    let has_key = !room.portal.store.passkeys_of(&owner_user(user.as_str())).await?.is_empty();
    if is_needed && !has_key {
        let wrong = room.t("Thêm khóa truy cập trước.", "Add a passkey first.").to_owned();
        return show_page(room, String::new(), wrong).await;
    }
    room.portal.store.need_passkey(&user, Some(&user).filter(|_| is_needed), clock()).await?;
    room.note(&room.staff.unit, action(is_needed), user.to_string()).await?;
    let done = if is_needed { "bat-buoc" } else { "mat-khau" };
    Ok(Redirect::to(&format!("{PLACE}?xong={done}")).into_response())
}

const fn action(is_needed: bool) -> &'static str {
    if is_needed { "passkey_needed" } else { "passkey_not_needed" }
}

/// An administrator says whether somebody's secret is enough; whoever came in with it comes in anew.
pub(super) async fn need_of(room: Room, Path(user): Path<String>, Form(form): Form<Needed>) -> Answer {
    let user = people::found(&room, &user)?;
    let is_needed = !form.needed.is_empty();
    room.portal.store.need_passkey(&user.id, Some(&room.staff.user).filter(|_| is_needed), clock()).await?;
    room.note(&user.unit, action(is_needed), user.id.to_string()).await?;
    if is_needed && user.id != room.staff.user {
        room.portal.store.end_sessions_of(&user.id).await?;
    }
    Ok(Redirect::to(&format!("/quan-tri/nguoi/{}", user.id)).into_response())
}

/// Lets somebody in with their secret once more whose devices are gone: all keys are removed, sessions end. What was said
/// of their need stays: the next key that they add is asked for again.
pub(super) async fn reset_of(room: Room, Path(user): Path<String>) -> Answer {
    let user = people::found(&room, &user)?;
    let removed = room.portal.store.remove_passkeys(&owner_user(user.id.as_str())).await?;
    if removed == 0 {
        return Err(Trouble::NotFound);
    }
    room.portal.store.end_sessions_of(&user.id).await?;
    room.note(&user.unit, "passkeys_reset", format!("{} ({removed})", user.id)).await?;
    let to =
        if user.id == room.staff.user { "/quan-tri/vao".to_owned() } else { format!("/quan-tri/nguoi/{}", user.id) };
    Ok(Redirect::to(&to).into_response())
}

fn require_offered(offered: bool) -> Result<(), Trouble> {
    if offered { Ok(()) } else { Err(Trouble::NotFound) }
}

#[derive(Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    name: String,
    #[serde(default)]
    password: String,
}

pub(super) async fn begin_adding(room: Room, Form(wanted): Form<Wanted>) -> Answer {
    require_offered(are_offered(&room.portal))?;
    let user = &room.staff.user;
    if let Err(seconds) = room.portal.guessed(&format!("secret {user}"), 10, clock()).await {
        return Ok(pages::said(StatusCode::TOO_MANY_REQUESTS, &sign_in::too_many(&room.frame, seconds)));
    }
    let is_proven = proves(&room.portal, user, &wanted.password).await?;
    let owner = Owner { key: owner_user(user.as_str()), login: user.as_str(), name: &room.staff.name };
    Ok(pages::begin_adding(&room.portal, &room.frame, &owner, wanted.name.trim(), is_proven).await?)
}

pub(super) async fn add(room: Room, Json(answered): Json<Answered>) -> Answer {
    require_offered(are_offered(&room.portal))?;
    let owner = owner_user(room.staff.user.as_str());
    match pages::add(&room.portal, &room.frame, &owner, &answered, PLACE).await? {
        Ok(added) => {
            room.note(&room.staff.unit, "passkey_added", answered.name()).await?;
            Ok(added)
        }
        Err(wrong) => Ok(wrong),
    }
}

pub(super) async fn remove(room: Room, Path(id): Path<String>) -> Answer {
    let user = room.staff.user.clone();
    let is_needed = room.portal.store.passkey_needed(&user).await?.is_some();
    if is_needed && room.portal.store.passkeys_of(&owner_user(user.as_str())).await?.len() == 1 {
        let wrong = room.t(
            "Đây là khóa cuối cùng và bạn chỉ vào được bằng khóa. Thêm khóa khác trước, hoặc nhờ quản trị đặt lại.",
            "This is your last key and you enter with a key alone. Add another one first, or ask an administrator.",
        );
        let wrong = wrong.to_owned();
        return show_page(room, String::new(), wrong).await;
    }
    take(&room, &user, &id, is_needed).await?;
    room.note(&room.staff.unit, "passkey_removed", user.to_string()).await?;
    Ok(Redirect::to(&format!("{PLACE}?xong=bo")).into_response())
}

/// Removes a key of somebody of the administrator's unit.
pub(super) async fn remove_of(room: Room, Path((user, id)): Path<(String, String)>) -> Answer {
    let user = people::found(&room, &user)?;
    take(&room, &user.id, &id, false).await?;
    room.note(&user.unit, "passkey_removed", user.id.to_string()).await?;
    Ok(Redirect::to(&format!("/quan-tri/nguoi/{}", user.id)).into_response())
}

/// Removes a key; the last one where the secret is enough, or where an administrator does it.
async fn take(room: &Room, user: &UserId, id: &str, but_one: bool) -> Result<(), Trouble> {
    let id: Digest = id.parse().map_err(|_| Trouble::NotFound)?;
    let is_gone = room.portal.store.remove_passkey(&owner_user(user.as_str()), &id, but_one).await?;
    if is_gone { Ok(()) } else { Err(Trouble::NotFound) }
}

pub(super) async fn begin_signing_in(visit: Visit) -> Answer {
    require_offered(are_offered(&visit.portal))?;
    if let Err(seconds) = sign_in::bounded(&visit.portal, visit.from).await {
        return Ok(pages::said(StatusCode::TOO_MANY_REQUESTS, &sign_in::too_many(&visit.frame, seconds)));
    }
    Ok(pages::begin_signing_in(&visit.portal).await?)
}

pub(super) async fn enter(visit: Visit, Json(answered): Json<Answered>) -> Answer {
    require_offered(are_offered(&visit.portal))?;
    if let Err(seconds) = sign_in::bounded(&visit.portal, visit.from).await {
        return Ok(pages::said(StatusCode::TOO_MANY_REQUESTS, &sign_in::too_many(&visit.frame, seconds)));
    }
    let owner = signed_in(&visit.portal, &answered).await?;
    let user = owner.as_deref().and_then(|owner| owner.strip_prefix("user ")).map(UserId::from);
    let catalogue = visit.portal.catalogue();
    let Some(person) = user.and_then(|user| catalogue.users.get(&user)) else {
        return Ok(pages::not_let_in(&visit.frame));
    };
    if !person.active {
        let detail = visit.from.to_string();
        super::note(&visit.portal, &person.id, &person.unit, "sign_in_refused", detail).await?;
        return Ok(pages::not_let_in(&visit.frame));
    }
    if !rights::has_a_room(&person.roles) {
        return Ok(pages::said(StatusCode::FORBIDDEN, &sign_in::no_room(&visit.frame)));
    }
    let mut response = pages::let_in("/quan-tri");
    sign_in::begin(&visit.portal, &visit.headers, person, "sign_in_passkey", visit.from, &mut response).await?;
    Ok(response)
}
