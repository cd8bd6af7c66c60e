//! Passkeys of the staff: signing in with one instead of name and secret, adding, removing one's own; removing those of
//! somebody whose device is lost. All of it stands in the book of actions.

use super::{Answer, Room, Trouble, people, rights, sign_in};
use crate::admit::clock;
use crate::passkeys::{Answered, are_offered, owner_user, signed_in};
use crate::people::proves;
use crate::site::account::Visit;
use crate::site::passkeys::{self as pages, Keys, Owner};
use crate::site::show_with_script;
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
    said: String,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    xong: String,
}

pub(super) async fn page(room: Room, Query(asked): Query<Asked>) -> Answer {
    require_offered(are_offered(&room.portal))?;
    let owner = owner_user(room.staff.user.as_str());
    let keys = Keys::of(&room.portal, &room.frame, &owner, PLACE.to_owned(), Some(true)).await?;
    let page = PasskeysPage { keys, said: pages::done(&room.frame, &asked.xong), room };
    Ok(show_with_script(&page.room.frame, StatusCode::OK, &page))
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
    take(&room, &user, &id).await?;
    room.note(&room.staff.unit, "passkey_removed", user.to_string()).await?;
    Ok(Redirect::to(&format!("{PLACE}?xong=bo")).into_response())
}

/// Removes a key of somebody of the administrator's unit.
pub(super) async fn remove_of(room: Room, Path((user, id)): Path<(String, String)>) -> Answer {
    let user = people::found(&room, &user)?;
    take(&room, &user.id, &id).await?;
    room.note(&user.unit, "passkey_removed", user.id.to_string()).await?;
    Ok(Redirect::to(&format!("/quan-tri/nguoi/{}", user.id)).into_response())
}

/// There is a secret beside every key, so the last one may go, too.
async fn take(room: &Room, user: &UserId, id: &str) -> Result<(), Trouble> {
    let id: Digest = id.parse().map_err(|_| Trouble::NotFound)?;
    let is_gone = room.portal.store.remove_passkey(&owner_user(user.as_str()), &id, false).await?;
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
