//! Days off and days worked in exchange.

use super::{Answer, Room, change};
use axum::Form;
use casework::Date;
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
    let back = room.draft_place();
    change(room, revision, &back, |room, edition| {
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
    let back = room.draft_place();
    change(room, revision, &back, |room, edition| {
        let day = day_of(room, &form.day)?;
        let removed = edition.calendar.holidays.remove(&day).or(edition.calendar.makeup_days.remove(&day));
        let nothing = || room.t("Ngày này không có trong lịch.", "That day is not in the calendar.").to_owned();
        Ok(format!("− {day} {}", removed.ok_or_else(nothing)?))
    })
    .await
}
