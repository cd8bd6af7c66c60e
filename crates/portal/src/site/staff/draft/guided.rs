//! Forms for the commonest changes of a draft: days off, names of units, days and fee of a service.

use super::{Answer, PLACE, Room, Trouble, change, load};
use askama::Template;
use axum::Form;
use axum::extract::Query;
use casework::catalogue::{OnlineLevel, Service, TimeLimit};
use casework::fee::{Fee, FeeAmount};
use casework::{Date, ServiceCode, UnitCode};
use serde::Deserialize;

#[derive(Deserialize)]
pub(in super::super) struct Day {
    revision: i64,
    #[serde(default)]
    day: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    reason: String,
}

fn day_of(room: &Room, text: &str) -> Result<Date, String> {
    let text = text.trim().parse();
    text.map_err(|_| room.t("Ghi ngày.", "Give a day.").to_owned())
}

pub(in super::super) async fn add_day(room: Room, Form(form): Form<Day>) -> Answer {
    let revision = form.revision;
    change(room, revision, PLACE, |room, edition| {
        let day = day_of(room, &form.day)?;
        let reason = form.reason.trim();
        if reason.is_empty() {
            return Err(room.t("Ghi lý do của ngày nghỉ hoặc làm bù.", "Give the reason for the day.").to_owned());
        }
        let calendar = &mut edition.calendar;
        let (to, other) = if form.kind == "makeup" {
            (&mut calendar.makeup_days, &mut calendar.holidays)
        } else {
            (&mut calendar.holidays, &mut calendar.makeup_days)
        };
        other.remove(&day);
        to.insert(day, reason.to_owned());
        Ok(format!("{day} {reason}"))
    })
    .await
}

pub(in super::super) async fn remove_day(room: Room, Form(form): Form<Day>) -> Answer {
    let revision = form.revision;
    change(room, revision, PLACE, |room, edition| {
        let day = day_of(room, &form.day)?;
        let removed = edition.calendar.holidays.remove(&day).or(edition.calendar.makeup_days.remove(&day));
        let nothing = || room.t("Ngày này không có trong lịch.", "That day is not in the calendar.").to_owned();
        Ok(format!("− {day} {}", removed.ok_or_else(nothing)?))
    })
    .await
}

#[derive(Deserialize)]
pub(in super::super) struct Rename {
    revision: i64,
    unit: String,
    #[serde(default)]
    name: String,
}

pub(in super::super) async fn rename_unit(room: Room, Form(form): Form<Rename>) -> Answer {
    let revision = form.revision;
    change(room, revision, PLACE, |room, edition| {
        let name = form.name.trim();
        if name.is_empty() {
            return Err(room.t("Ghi tên mới của đơn vị.", "Give the unit's new name.").to_owned());
        }
        let unit = edition.units.get_mut(&UnitCode::from(form.unit.as_str()));
        let unit = unit.ok_or_else(|| room.t("Không có đơn vị này.", "There is no such unit.").to_owned())?;
        unit.name = name.to_owned();
        Ok(format!("{} → {name}", form.unit))
    })
    .await
}

#[derive(Deserialize)]
pub(in super::super) struct Asked {
    #[serde(default)]
    code: String,
}

#[derive(Template)]
#[template(path = "staff/draft_service.html")]
struct ServicePage {
    room: Room,
    revision: i64,
    service: Service,
    kind: &'static str,
    number: u16,
    amount: String,
    /// One fee at most, of a plain amount: more are changed in the text.
    is_plain_fee: bool,
    workflows: Vec<(String, String)>,
}

/// Whether the fees are none or one of a plain amount, and the amount.
fn plain_fee(fees: &[Fee]) -> (bool, String) {
    match fees {
        [] => (true, String::new()),
        [Fee { amount: FeeAmount::Fixed(amount) | FeeAmount::Each(amount), .. }] => (true, amount.to_string()),
        _ => (false, String::new()),
    }
}

pub(in super::super) async fn service_form(room: Room, Query(asked): Query<Asked>) -> Answer {
    let draft = load(&room).await?;
    let edition = draft.edition.map_err(|_| Trouble::NotFound)?;
    let service = edition.services.get(&ServiceCode::from(asked.code.as_str())).ok_or(Trouble::NotFound)?;
    let (kind, number) = match service.time_limit {
        TimeLimit::SameDay { cutoff } => ("same_day", cutoff / 60),
        TimeLimit::WorkingDays(days) => ("working_days", days),
        TimeLimit::CalendarDays(days) => ("calendar_days", days),
    };
    let (is_plain_fee, amount) = plain_fee(&service.fees);
    let workflows = edition.workflows.values().map(|one| (one.id.to_string(), one.name.clone())).collect();
    let revision = draft.kept.revision;
    let service = service.clone();
    let page = ServicePage { revision, service, kind, number, amount, is_plain_fee, workflows, room };
    Ok(page.room.page(&page))
}

#[derive(Deserialize)]
pub(in super::super) struct Changed {
    revision: i64,
    code: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    workflow: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    number: String,
    #[serde(default)]
    time_text: String,
    #[serde(default)]
    fee_text: String,
    /// Empty: nothing is paid. Absent: the fees stay as they are.
    amount: Option<String>,
    /// Absent: stays as it is; so do the lists.
    online: Option<String>,
    at_once: Option<String>,
    at_counter: Option<String>,
    life_events: Option<String>,
    legal_basis: Option<String>,
}

/// A text a line.
fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

pub(in super::super) async fn service_save(room: Room, Form(form): Form<Changed>) -> Answer {
    let revision = form.revision;
    change(room, revision, PLACE, |room, edition| {
        let number: u16 = form
            .number
            .trim()
            .parse()
            .map_err(|_| room.t("Ghi số ngày, hoặc giờ chốt.", "Give the days, or the cut-off hour.").to_owned())?;
        let limit = match form.kind.as_str() {
            "same_day" => TimeLimit::SameDay { cutoff: number.min(24) * 60 },
            "calendar_days" => TimeLimit::CalendarDays(number),
            _ => TimeLimit::WorkingDays(number),
        };
        let service = edition.services.get_mut(&ServiceCode::from(form.code.as_str()));
        let service = service.ok_or_else(|| room.t("Không có thủ tục này.", "There is no such service.").to_owned())?;
        if let (Some(amount), (true, _)) = (&form.amount, plain_fee(&service.fees)) {
            set_amount(room, service, amount)?;
        }
        let same_hour = matches!((&service.time_limit, &limit),
            (TimeLimit::SameDay { cutoff: old }, TimeLimit::SameDay { cutoff: new }) if old / 60 == new / 60);
        if !same_hour {
            service.time_limit = limit;
        }
        service.name = form.name.trim().to_owned();
        service.workflow = form.workflow.trim().into();
        service.time_text = form.time_text.trim().to_owned();
        service.fee_text = form.fee_text.trim().to_owned();
        if let Some(at_once) = &form.at_once {
            service.at_once = at_once == "yes";
        }
        match form.online.as_deref() {
            Some("information") => service.online = OnlineLevel::Information,
            Some("partly") => service.online = OnlineLevel::Partly,
            Some("fully") => service.online = OnlineLevel::Fully,
            _ => {}
        }
        for (list, text) in [
            (&mut service.at_counter, &form.at_counter),
            (&mut service.life_events, &form.life_events),
            (&mut service.legal_basis, &form.legal_basis),
        ] {
            text.iter().for_each(|text| *list = lines(text));
        }
        Ok(form.code.clone())
    })
    .await
}

/// Sets the one plain amount of a service, or takes it away.
fn set_amount(room: &Room, service: &mut Service, amount: &str) -> Result<(), String> {
    let digits: String = amount.chars().filter(|one| !matches!(one, '.' | ' ' | ',')).collect();
    if digits.is_empty() {
        service.fees.clear();
        return Ok(());
    }
    let wrong = || room.t("Mức phí là số đồng, ví dụ 8000.", "The fee is a number of đồng, such as 8000.").to_owned();
    let amount: u64 = digits.parse().map_err(|_| wrong())?;
    match service.fees.first_mut() {
        Some(Fee { amount: known @ FeeAmount::Each(_), .. }) => *known = FeeAmount::Each(amount),
        Some(fee) => fee.amount = FeeAmount::Fixed(amount),
        None => service.fees.push(Fee {
            code: "LP".to_owned(),
            name: "Lệ phí".to_owned(),
            amount: FeeAmount::Fixed(amount),
            waivers: Vec::new(),
        }),
    }
    Ok(())
}
