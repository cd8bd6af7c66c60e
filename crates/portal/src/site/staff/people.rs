//! The people of a unit: who is there, with which roles; their secrets. They are those of today, in no edition.

use super::rights::Business;
use super::{Answer, Room, Trouble, words};
use crate::passkeys::owner_user;
use crate::people::set_secret;
use crate::site::passkeys::Keys;
use crate::site::show;
use askama::Template;
use axum::Form;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use casework::catalogue::{Role, Unit, User};
use casework::{Catalogue, UnitCode, UserId};
use serde::Deserialize;
use std::collections::BTreeSet;

/// Letters of a secret at least.
const SHORTEST_SECRET: usize = 10;

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    unit: String,
}

struct Person {
    id: String,
    name: String,
    title: String,
    roles: String,
    active: bool,
}

#[derive(Template)]
#[template(path = "staff/people.html")]
struct PeoplePage {
    room: Room,
    unit: Unit,
    units: Vec<(UnitCode, String)>,
    people: Vec<Person>,
    roles: Vec<(&'static str, &'static str)>,
    wrong: String,
}

fn roles(room: &Room) -> Vec<(&'static str, &'static str)> {
    words::ROLES.map(|role| (words::role_code(role), words::role(&room.frame, role))).into()
}

fn page(room: Room, unit: Unit, wrong: String) -> Answer {
    let catalogue = room.portal.catalogue();
    let person = |user: &User| Person {
        id: user.id.to_string(),
        name: user.name.clone(),
        title: user.title.clone(),
        roles: user.roles.iter().map(|role| words::role(&room.frame, *role)).collect::<Vec<_>>().join(", "),
        active: user.active,
    };
    let people = catalogue.users.values().filter(|user| user.unit == unit.code).map(person).collect();
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = PeoplePage { units: room.units(Business::ManagePeople), roles: roles(&room), unit, people, wrong, room };
    Ok(show(&page.room.frame, status, &page))
}

pub(super) async fn list(room: Room, Query(asked): Query<Asked>) -> Answer {
    let unit = room.unit(Business::ManagePeople, &asked.unit)?;
    page(room, unit, String::new())
}

/// What a form says of a person; a role may stand several times.
struct Wanted {
    id: String,
    unit: String,
    name: String,
    title: String,
    roles: BTreeSet<Role>,
    active: bool,
}

impl Wanted {
    fn of(form: &[(String, String)]) -> Self {
        let one = |name: &str| {
            let found = form.iter().find(|(known, _)| known == name);
            found.map_or_else(String::new, |(_, value)| value.trim().chars().take(200).collect())
        };
        let roles = form.iter().filter(|(name, _)| name == "role");
        Self {
            id: one("id").to_lowercase(),
            unit: one("unit"),
            name: one("name"),
            title: one("title"),
            roles: roles.filter_map(|(_, code)| words::role_of(code)).collect(),
            active: !one("active").is_empty(),
        }
    }

    /// What is missing, in the person's language.
    fn missing(&self, room: &Room) -> Option<String> {
        let text = if self.name.is_empty() {
            room.t("Ghi họ tên.", "Give the name.")
        } else if self.roles.is_empty() {
            room.t("Chọn ít nhất một vai trò.", "Choose a role at least.")
        } else {
            return None;
        };
        Some(text.to_owned())
    }
}

pub(super) async fn add(room: Room, Form(form): Form<Vec<(String, String)>>) -> Answer {
    let wanted = Wanted::of(&form);
    let unit = room.unit(Business::ManagePeople, &wanted.unit)?;
    let is_id = |id: &str| {
        (3..=40).contains(&id.len()) && id.chars().all(|one| one.is_ascii_alphanumeric() || ".-_".contains(one))
    };
    if let Some(wrong) = wanted.missing(&room) {
        return page(room, unit, wrong);
    }
    if !is_id(&wanted.id) {
        let text = room.t(
            "Tên đăng nhập dài 3 đến 40 ký tự, gồm chữ không dấu, số, dấu chấm, ví dụ stp.cv4.",
            "The sign-in name has 3 to 40 letters without accents, digits or dots, such as stp.cv4.",
        );
        let text = text.to_owned();
        return page(room, unit, text);
    }
    let user = User {
        id: UserId(wanted.id.clone()),
        name: wanted.name,
        title: wanted.title,
        unit: unit.code.clone(),
        roles: wanted.roles,
        active: true,
        absence: None,
    };
    let detail = format!("{} {}", user.id, user.name);
    let added = room.portal.change_catalogue(|catalogue: &mut Catalogue| {
        if catalogue.users.contains_key(&user.id) {
            return Err(());
        }
        catalogue.users.insert(user.id.clone(), user);
        Ok(())
    });
    if added.await?.is_err() {
        let text = room.t("Tên đăng nhập này đã có người dùng.", "Somebody has this sign-in name already.").to_owned();
        return page(room, unit, text);
    }
    room.note(&unit.code, "person_added", detail).await?;
    Ok(Redirect::to(&format!("/quan-tri/nguoi/{}", wanted.id)).into_response())
}

#[derive(Template)]
#[template(path = "staff/person.html")]
struct PersonPage {
    room: Room,
    user: User,
    unit: String,
    has_secret: bool,
    /// Open cases of the unit that are this person's.
    cases: usize,
    roles: Vec<(&'static str, &'static str, bool)>,
    wrong: String,
    keys: Keys,
    done: String,
}

/// The person, where their unit is this staff's business.
pub(super) fn found(room: &Room, id: &str) -> Result<User, Trouble> {
    let catalogue = room.portal.catalogue();
    // Somebody of another unit is refused like somebody who does not exist.
    let user = catalogue.users.get(&UserId::from(id)).ok_or(Trouble::NotAllowed)?;
    room.needs_in(Business::ManagePeople, &user.unit)?;
    Ok(user.clone())
}

/// The keys with which somebody enters; an administrator removes those of a lost device.
async fn keys_of(room: &Room, user: &User) -> Result<Keys, Trouble> {
    let place = format!("/quan-tri/nguoi/{}/khoa", user.id);
    Ok(Keys::of(&room.portal, &room.frame, &owner_user(user.id.as_str()), place, None).await?)
}

async fn person_page(room: Room, user: User, wrong: String, done: String) -> Answer {
    let catalogue = room.portal.catalogue();
    let unit = catalogue.edition_on(crate::admit::clock().day()).and_then(|edition| edition.units.get(&user.unit));
    let has = |code: &str| words::role_of(code).is_some_and(|role| user.roles.contains(&role));
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let open = room.portal.store.open_cases(&user.unit).await?;
    let page = PersonPage {
        cases: open
            .iter()
            .filter(|case| case.finished_at.is_none() && case.assignee.as_ref() == Some(&user.id))
            .count(),
        unit: unit.map_or_else(|| user.unit.to_string(), |unit| unit.name.clone()),
        keys: keys_of(&room, &user).await?,
        has_secret: room.portal.store.secret(&user.id).await?.is_some(),
        roles: roles(&room).into_iter().map(|(code, name)| (code, name, has(code))).collect(),
        user,
        wrong,
        done,
        room,
    };
    Ok(show(&page.room.frame, status, &page))
}

pub(super) async fn one(room: Room, Path(id): Path<String>) -> Answer {
    let user = found(&room, &id)?;
    person_page(room, user, String::new(), String::new()).await
}

pub(super) async fn save(room: Room, Path(id): Path<String>, Form(form): Form<Vec<(String, String)>>) -> Answer {
    let user = found(&room, &id)?;
    let wanted = Wanted::of(&form);
    if let Some(wrong) = wanted.missing(&room) {
        return person_page(room, user, wrong, String::new()).await;
    }
    // Who looks after accounts gives nobody's power to themselves, and does not shut themselves out.
    if user.id == room.staff.user && (!wanted.active || wanted.roles != user.roles) {
        let text = room.t(
            "Không tự khóa tài khoản hay đổi vai trò của mình; nhờ quản trị khác làm.",
            "You cannot close your own account or change your own roles; ask another administrator.",
        );
        let text = text.to_owned();
        return person_page(room, user, text, String::new()).await;
    }
    let changed = room.portal.change_catalogue(|catalogue: &mut Catalogue| {
        let user = catalogue.users.get_mut(&user.id).ok_or(())?;
        user.name = wanted.name;
        user.title = wanted.title;
        user.roles = wanted.roles;
        user.active = wanted.active;
        Ok(())
    });
    changed.await?.map_err(|()| Trouble::NotFound)?;
    if !wanted.active {
        room.portal.store.end_sessions_of(&user.id).await?;
    }
    let user = found(&room, &id)?;
    let roles = user.roles.iter().map(|role| words::role_code(*role)).collect::<Vec<_>>().join(" ");
    let state = if user.active { "" } else { " (đã khóa / closed)" };
    room.note(&user.unit, "person_changed", format!("{} {} {roles}{state}", user.id, user.name)).await?;
    let done = room.t("Đã ghi. Các máy nhận ở lần đồng bộ tới.", "Kept. Desks get it when they synchronise next.");
    let done = done.to_owned();
    person_page(room, user, String::new(), done).await
}

#[derive(Deserialize)]
pub(super) struct NewSecret {
    #[serde(default)]
    secret: String,
    #[serde(default)]
    again: String,
}

pub(super) async fn secret(room: Room, Path(id): Path<String>, Form(form): Form<NewSecret>) -> Answer {
    let user = found(&room, &id)?;
    let wrong = if form.secret.chars().count() < SHORTEST_SECRET {
        room.t("Mật khẩu dài ít nhất 10 ký tự.", "The secret has at least 10 letters.")
    } else if form.secret != form.again {
        room.t("Hai lần nhập không giống nhau.", "The two are not the same.")
    } else {
        ""
    };
    if !wrong.is_empty() {
        let wrong = wrong.to_owned();
        return person_page(room, user, wrong, String::new()).await;
    }
    set_secret(&room.portal, &user.id, &form.secret).await?;
    room.portal.store.end_sessions_of(&user.id).await?;
    room.note(&user.unit, "secret_set", user.id.to_string()).await?;
    if user.id == room.staff.user {
        return Ok(Redirect::to("/quan-tri/vao").into_response());
    }
    let done = room.t("Đã đặt mật khẩu mới; mọi phiên cũ đã đóng.", "The new secret is set; old sessions are closed.");
    let done = done.to_owned();
    person_page(room, user, String::new(), done).await
}
