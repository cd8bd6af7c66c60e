//! A case beside the national portal: every call with its answer, the addresses of its documents, telling it again.

use super::rights::Business;
use super::{Answer, Room, Trouble, moment};
use crate::admit::clock;
use crate::national::{NationalMessage, Outcome, national};
use crate::site::show;
use askama::Template;
use axum::Form;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use casework::{Case, CaseCode};
use serde::Deserialize;

struct Call {
    at: String,
    call: String,
    outcome: &'static str,
    mark: &'static str,
    request: String,
    answer: String,
}

struct Address {
    id: String,
    name: String,
    made: String,
    opened: String,
    openings: i64,
    ended: String,
}

#[derive(Template)]
#[template(path = "staff/national_case.html")]
struct CasePage {
    room: Room,
    asked: String,
    is_wrong: bool,
    is_connected: bool,
    /// Whether a case was found.
    is_found: bool,
    status: String,
    calls: Vec<Call>,
    addresses: Vec<Address>,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    ma: String,
}

/// The case with a code, where it is this person's business; anybody else's is not there.
async fn found(room: &Room, code: &str) -> Result<Option<Case>, Trouble> {
    room.needs(Business::Exchange)?;
    let code = CaseCode::from(code.trim().to_uppercase().as_str());
    let case = room.portal.store.case_by_code(&code).await?;
    Ok(case.filter(|case| room.needs_in(Business::Exchange, &case.unit).is_ok()))
}

pub(super) async fn show_case(room: Room, Query(asked): Query<Asked>) -> Answer {
    let case = found(&room, &asked.ma).await?;
    let (mut calls, mut addresses, mut status) = (Vec::new(), Vec::new(), String::new());
    if let Some(case) = &case {
        let catalogue = room.portal.catalogue();
        status = crate::site::words::status(&room.frame, catalogue.editions.get(&case.edition), case.status);
        let messages = room.portal.store.national_of(case.id).await?;
        calls = messages.into_iter().rev().map(|message| call(&room, message)).collect();
        let stored = room.portal.store.document_addresses(case.id).await?;
        addresses = stored
            .into_iter()
            .map(|address| Address {
                id: address.id,
                name: address.name,
                made: moment(address.made_at),
                opened: address.opened_at.map(moment).unwrap_or_default(),
                openings: address.openings,
                ended: address.revoked_at.map(moment).unwrap_or_default(),
            })
            .collect();
    }
    let page = CasePage {
        is_wrong: case.is_none() && !asked.ma.trim().is_empty(),
        is_connected: room.portal.exchange().national.is_some(),
        is_found: case.is_some(),
        asked: asked.ma.trim().to_owned(),
        status,
        calls,
        addresses,
        room,
    };
    let status = if page.is_wrong { StatusCode::NOT_FOUND } else { StatusCode::OK };
    Ok(show(&page.room.frame, status, &page))
}

fn call(room: &Room, message: NationalMessage) -> Call {
    let t = |vietnamese: &'static str, english: &'static str| if room.frame.english { english } else { vietnamese };
    let (outcome, mark) = match message.outcome {
        Outcome::Taken => (t("Đã nhận", "Taken"), "good"),
        Outcome::Refused => (t("Không nhận", "Refused"), "bad"),
        Outcome::Unreached => (t("Không tới được", "Not reached"), "near"),
    };
    Call {
        at: moment(message.sent_at),
        call: message.call,
        outcome,
        mark,
        request: serde_json::to_string_pretty(&message.request).unwrap_or_default(),
        answer: message.answer,
    }
}

fn place(code: &str) -> String {
    // A case code has letters, digits, dots and hyphens only.
    format!("/quan-tri/quoc-gia?ma={code}")
}

/// Tells the national portal again what it has not taken yet.
pub(super) async fn tell_again(room: Room, Form(asked): Form<Asked>) -> Answer {
    let case = found(&room, &asked.ma).await?.ok_or(Trouble::NotFound)?;
    let code = case.code.as_ref().ok_or(Trouble::NotFound)?;
    national(&room.portal, code, true).await?;
    room.note(&case.unit, "national_told_again", code.as_str()).await?;
    Ok(Redirect::to(&place(code.as_str())).into_response())
}

/// Ends an address of a document.
pub(super) async fn end_address(room: Room, Path(id): Path<String>, Form(asked): Form<Asked>) -> Answer {
    let case = found(&room, &asked.ma).await?.ok_or(Trouble::NotFound)?;
    let code = case.code.as_ref().ok_or(Trouble::NotFound)?;
    let of_case = room.portal.store.document_addresses(case.id).await?;
    if !of_case.iter().any(|address| address.id == id) || !room.portal.store.revoke_address(&id, clock()).await? {
        return Err(Trouble::NotFound);
    }
    room.note(&case.unit, "document_address_ended", format!("{code} {id}")).await?;
    Ok(Redirect::to(&place(code.as_str())).into_response())
}
