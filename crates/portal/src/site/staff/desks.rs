//! The desks of a unit and its registers: codes for enrolling, revoking after a page that says what it means.

use super::rights::Business;
use super::{Answer, Room, Trouble, moment};
use crate::admit::clock;
use crate::people::add_enrol_code;
use crate::store::{Blocks, ListedDesk};
use askama::Template;
use axum::Form;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect};
use casework::catalogue::Unit;
use casework::{Catalogue, RegisterBook, UnitCode};
use serde::Deserialize;

/// Minutes for which a code may be good: an hour, a working day, three days.
const MINUTES: [i64; 3] = [60, 600, 4_320];

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    unit: String,
}

struct Desk {
    id: String,
    name: String,
    people: String,
    codes: String,
    /// Spans that it was granted for today.
    codes_today: String,
    enrolled_at: String,
    revoked_at: String,
    registers: String,
}

struct Register {
    book: String,
    holder: String,
    next: i64,
}

#[derive(Template)]
#[template(path = "staff/desks.html")]
struct DesksPage {
    room: Room,
    unit: Unit,
    units: Vec<(UnitCode, String)>,
    desks: Vec<Desk>,
    registers: Vec<Register>,
    blocks_left: i64,
}

fn names(catalogue: &Catalogue, desk: &ListedDesk) -> String {
    let name = |user| catalogue.users.get(user).map_or_else(|| ToString::to_string(user), |user| user.name.clone());
    desk.people.iter().map(name).collect::<Vec<_>>().join(", ")
}

pub(super) async fn list(room: Room, Query(asked): Query<Asked>) -> Answer {
    let unit = room.unit(Business::ManageDesks, &asked.unit)?;
    let catalogue = room.portal.catalogue();
    let desks = room.portal.store.desks(&unit.code).await?;
    let leased = room.portal.store.listed_registers(&unit.code, clock().day().year()).await?;
    let granted = room.portal.store.granted_codes(&unit.code, clock().day()).await?;
    let held = desks.iter().map(|desk| (desk.first_code, desk.last_code, desk.revoked_at));
    let blocks_left = Blocks::of(held, clock().day()).left();
    let desk_name = |holder: &Option<String>| {
        let holder = holder.as_ref()?;
        desks.iter().find(|desk| desk.id.to_string() == *holder).map(|desk| desk.name.clone())
    };
    let registers = leased.iter().map(|register| Register {
        book: register.book.clone(),
        holder: desk_name(&register.holder).unwrap_or_default(),
        next: register.next,
    });
    let registers = registers.collect();
    let desk = |desk: &ListedDesk| {
        let id = desk.id.to_string();
        let books = leased.iter().filter(|register| register.holder.as_ref() == Some(&id));
        Desk {
            name: desk.name.clone(),
            people: names(&catalogue, desk),
            codes: format!("{:04}–{:04}", desk.first_code, desk.last_code),
            codes_today: granted
                .iter()
                .filter(|(device, ..)| *device == desk.id)
                .map(|(_, first, last)| format!("{first:04}–{last:04}"))
                .collect::<Vec<_>>()
                .join(", "),
            enrolled_at: moment(desk.enrolled_at),
            revoked_at: desk.revoked_at.map_or_else(String::new, moment),
            registers: books.map(|register| register.book.as_str()).collect::<Vec<_>>().join(", "),
            id,
        }
    };
    let desks = desks.iter().map(desk).collect();
    let units = room.units(Business::ManageDesks);
    let page = DesksPage { unit, units, desks, registers, blocks_left, room };
    Ok(page.room.page(&page))
}

#[derive(Deserialize)]
pub(super) struct NewCode {
    unit: String,
    #[serde(default)]
    registers: Option<String>,
    #[serde(default)]
    minutes: i64,
}

#[derive(Template)]
#[template(path = "staff/enrol_code.html")]
struct CodePage {
    room: Room,
    unit: Unit,
    code: String,
    until: String,
    registers: bool,
}

pub(super) async fn make_code(room: Room, Form(wanted): Form<NewCode>) -> Answer {
    let unit = room.unit(Business::ManageDesks, &wanted.unit)?;
    let minutes = MINUTES.into_iter().find(|minutes| *minutes == wanted.minutes).unwrap_or(MINUTES[0]);
    let registers = wanted.registers.is_some();
    let code = add_enrol_code(&room.portal, &unit.code, registers, minutes).await?;
    let until = moment(clock().plus_minutes(minutes));
    // The code itself stands nowhere but on this one page.
    let detail = format!("{until}{}", if registers { " · sổ / registers" } else { "" });
    room.note(&unit.code, "enrol_code_made", detail).await?;
    let page = CodePage { unit, code, until, registers, room };
    Ok(page.room.page(&page))
}

#[derive(Template)]
#[template(path = "staff/revoke.html")]
struct RevokePage {
    room: Room,
    unit: Unit,
    name: String,
    people: String,
    registers: String,
}

async fn found(room: &Room, unit: &str, id: &str) -> Result<(Unit, ListedDesk), Trouble> {
    let unit = room.unit(Business::ManageDesks, unit)?;
    let desks = room.portal.store.desks(&unit.code).await?;
    let desk = desks.into_iter().find(|desk| desk.id.to_string() == id && desk.revoked_at.is_none());
    Ok((unit, desk.ok_or(Trouble::NotFound)?))
}

pub(super) async fn ask(room: Room, Path(id): Path<String>, Query(asked): Query<Asked>) -> Answer {
    let (unit, desk) = found(&room, &asked.unit, &id).await?;
    let held = room.portal.store.listed_registers(&unit.code, clock().day().year()).await?;
    let books = held.iter().filter(|register| register.holder.as_deref() == Some(id.as_str()));
    let registers = books.map(|register| register.book.as_str()).collect::<Vec<_>>().join(", ");
    let people = names(&room.portal.catalogue(), &desk);
    let page = RevokePage { unit, name: desk.name, people, registers, room };
    Ok(page.room.page(&page))
}

pub(super) async fn revoke(room: Room, Path(id): Path<String>, Form(asked): Form<Asked>) -> Answer {
    let (unit, desk) = found(&room, &asked.unit, &id).await?;
    room.portal.store.revoke(desk.id, clock()).await?;
    room.note(&unit.code, "desk_revoked", desk.name).await?;
    Ok(Redirect::to(&format!("/quan-tri/may?unit={}", unit.code)).into_response())
}

#[derive(Deserialize)]
pub(super) struct Book {
    #[serde(default)]
    unit: String,
    #[serde(default)]
    book: String,
}

#[derive(Template)]
#[template(path = "staff/free.html")]
struct FreePage {
    room: Room,
    unit: Unit,
    book: String,
    holder: String,
}

/// The register that a desk of the unit holds, with the desk's name.
async fn held(room: &Room, asked: &Book) -> Result<(Unit, RegisterBook, String), Trouble> {
    let unit = room.unit(Business::ManageDesks, &asked.unit)?;
    let mut holders = room.portal.store.holders(&unit.code).await?;
    let book = RegisterBook(asked.book.clone());
    let holder = holders.remove(&book).ok_or(Trouble::NotFound)?;
    Ok((unit, book, holder))
}

pub(super) async fn ask_to_free(room: Room, Query(asked): Query<Book>) -> Answer {
    let (unit, book, holder) = held(&room, &asked).await?;
    let page = FreePage { unit, book: book.0, holder, room };
    Ok(page.room.page(&page))
}

pub(super) async fn free(room: Room, Form(asked): Form<Book>) -> Answer {
    let (unit, book, holder) = held(&room, &asked).await?;
    room.portal.store.free(&unit.code, &book).await?;
    room.note(&unit.code, "register_freed", format!("{book} · {holder}")).await?;
    Ok(Redirect::to(&format!("/quan-tri/may?unit={}", unit.code)).into_response())
}
