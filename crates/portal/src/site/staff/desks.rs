//! The desks of a unit and its registers: codes for enrolling, revoking after a page that says what it means.

use super::rights::Business;
use super::{Answer, Room, Trouble, moment};
use crate::admit::clock;
use crate::people::add_enrol_code;
use crate::store::{Blocks, GivenOnPaper, ListedDesk};
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

/// A number of this year that stands on no valid document.
struct Voided {
    book: String,
    number: u32,
    why: String,
}

#[derive(Template)]
#[template(path = "staff/desks.html")]
struct DesksPage {
    room: Room,
    unit: Unit,
    units: Vec<(UnitCode, String)>,
    desks: Vec<Desk>,
    registers: Vec<Register>,
    voided: Vec<Voided>,
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
    let mut voided = Vec::new();
    for one in room.portal.store.voided_numbers(&unit.code, clock().day().year()).await? {
        let why = match &one.case {
            None => one.reason,
            Some(id) => {
                let case = match id.parse() {
                    Ok(id) => room.portal.store.case(id).await?,
                    Err(_) => None,
                };
                let code = case.and_then(|case| case.code).map_or_else(|| id.clone(), |code| code.to_string());
                let words = room.t("văn bản của hồ sơ này không được nhận", "the document of this case was refused");
                format!("{code}: {words}")
            }
        };
        voided.push(Voided { book: one.book.0, number: one.number, why });
    }
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
    let page = DesksPage { unit, units, desks, registers, voided, blocks_left, room };
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
    /// The last number that the lost desk gave on paper, where one is known.
    #[serde(default)]
    last: String,
    #[serde(default)]
    reason: String,
}

#[derive(Template)]
#[template(path = "staff/free.html")]
struct FreePage {
    room: Room,
    unit: Unit,
    book: String,
    holder: String,
    /// The next number as the portal knows it.
    next: u32,
    last: String,
    reason: String,
    wrong: String,
}

/// The register that a desk of the unit holds, with the desk's name.
async fn held(room: &Room, asked: &Book) -> Result<(Unit, RegisterBook, String), Trouble> {
    let unit = room.unit(Business::ManageDesks, &asked.unit)?;
    let mut holders = room.portal.store.holders(&unit.code).await?;
    let book = RegisterBook(asked.book.clone());
    let holder = holders.remove(&book).ok_or(Trouble::NotFound)?;
    Ok((unit, book, holder))
}

/// The page that says what taking a register back means.
async fn free_page(room: Room, unit: Unit, asked: Book, holder: String, wrong: &str) -> Answer {
    let registers = room.portal.store.listed_registers(&unit.code, clock().day().year()).await?;
    let next = registers.iter().find(|one| one.book == asked.book).map_or(1, |one| one.next);
    let next = u32::try_from(next).unwrap_or(1);
    let (book, last, reason, wrong) = (asked.book, asked.last, asked.reason, wrong.to_owned());
    let page = FreePage { unit, book, holder, next, last, reason, wrong, room };
    Ok(page.room.page(&page))
}

pub(super) async fn ask_to_free(room: Room, Query(asked): Query<Book>) -> Answer {
    let (unit, _, holder) = held(&room, &asked).await?;
    free_page(room, unit, asked, holder, "").await
}

pub(super) async fn free(room: Room, Form(asked): Form<Book>) -> Answer {
    let (unit, book, holder) = held(&room, &asked).await?;
    let mut detail = format!("{book} · {holder}");
    if !asked.last.trim().is_empty() {
        let Ok(last) = asked.last.trim().parse::<u32>() else {
            let wrong =
                room.t("Số cuối cùng phải là một số, ví dụ 15.", "The last number must be a number, such as 15.");
            return free_page(room, unit, asked, holder, wrong).await;
        };
        let reason = asked.reason.trim();
        if reason.is_empty() || reason.chars().count() > 500 {
            let wrong = room.t(
                "Ghi căn cứ của số cuối cùng (ví dụ: theo văn bản giấy đã lưu), nhiều nhất 500 chữ.",
                "Say how the last number is known (for instance by the filed papers), in 500 letters at most.",
            );
            return free_page(room, unit, asked, holder, wrong).await;
        }
        let now = clock();
        let given = GivenOnPaper { year: now.day().year(), last, reason, by: &room.staff.user, at: now };
        // Before it is free: whoever takes it then goes on after these.
        match room.portal.store.void_numbers(&unit.code, &book, &given).await? {
            Some(first) => detail.push_str(&format!(" · {first:02}–{last:02} hủy / void: {reason}")),
            None => {
                let wrong = room.t(
                    "Số này nhỏ hơn số tiếp theo mà cổng đã biết, hoặc cách quá xa: xem lại.",
                    "This number is below the next one that the portal knows, or too far beyond it: look again.",
                );
                return free_page(room, unit, asked, holder, wrong).await;
            }
        }
    }
    room.portal.store.free(&unit.code, &book).await?;
    room.note(&unit.code, "register_freed", detail).await?;
    Ok(Redirect::to(&format!("/quan-tri/may?unit={}", unit.code)).into_response())
}
