//! The shifts of the week: when the offices work, a row of times a shift.

use super::entries::{Entries, clock_text, minute};
use super::{Answer, Room, Trouble, change_here, load};
use crate::site::show;
use askama::Template;
use axum::Form;
use axum::http::StatusCode;
use casework::calendar::Shift;

/// Vietnamese and English, Monday first.
const DAYS: [(&str, &str); 7] = [
    ("Thứ Hai", "Monday"),
    ("Thứ Ba", "Tuesday"),
    ("Thứ Tư", "Wednesday"),
    ("Thứ Năm", "Thursday"),
    ("Thứ Sáu", "Friday"),
    ("Thứ Bảy", "Saturday"),
    ("Chủ nhật", "Sunday"),
];

struct DayForm {
    name: &'static str,
    shifts: Vec<ShiftForm>,
}

/// From and to as a browser writes times, each with what it is called where there is no room for it to be seen.
struct ShiftForm {
    from: (String, String),
    to: (String, String),
}

#[derive(Template)]
#[template(path = "staff/draft_hours.html")]
struct HoursPage {
    room: Room,
    revision: i64,
    days: Vec<DayForm>,
    wrong: String,
}

/// Two rows for morning and afternoon, and a free one where both are taken.
fn rows(mut shifts: Vec<(String, String)>) -> Vec<(String, String)> {
    shifts.retain(|(from, to)| !(from.is_empty() && to.is_empty()));
    let free = if shifts.len() < 2 { 2 - shifts.len() } else { 1 };
    shifts.extend(vec![Default::default(); free]);
    shifts
}

async fn page(room: Room, written: Option<(&Entries, String)>) -> Answer {
    let draft = load(&room).await?;
    let edition = draft.edition.map_err(|_| Trouble::NotFound)?;
    let day = |(index, (vietnamese, english)): (usize, (&'static str, &'static str))| {
        let shifts = match &written {
            Some((form, _)) => written_rows(form, index),
            None => {
                let shifts = edition.calendar.weekly.get(index).into_iter().flatten();
                shifts.map(|shift| (clock_text(shift.from), clock_text(shift.to))).collect()
            }
        };
        let name = room.t(vietnamese, english);
        let label = |row: usize, end: &str| format!("{name}, {} {}, {end}", room.t("ca", "shift"), row + 1);
        let shift = |(row, (from, to)): (usize, (String, String))| ShiftForm {
            from: (from, label(row, room.t("từ", "from"))),
            to: (to, label(row, room.t("đến", "to"))),
        };
        DayForm { name, shifts: rows(shifts).into_iter().enumerate().map(shift).collect() }
    };
    let days = DAYS.into_iter().enumerate().map(day).collect();
    let status = if written.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let wrong = written.map(|(_, wrong)| wrong).unwrap_or_default();
    let page = HoursPage { revision: draft.kept.revision, days, wrong, room };
    Ok(show(&page.room.frame, status, &page))
}

fn written_rows(form: &Entries, day: usize) -> Vec<(String, String)> {
    let (from, to) = (format!("from{day}"), format!("to{day}"));
    form.all(&from).zip(form.all(&to)).map(|(from, to)| (from.to_owned(), to.to_owned())).collect()
}

pub(in super::super) async fn hours_form(room: Room) -> Answer {
    page(room, None).await
}

pub(in super::super) async fn hours_save(room: Room, Form(form): Form<Vec<(String, String)>>) -> Answer {
    let form = Entries(form);
    let done = change_here(&room, form.revision()?, &room.draft_place(), |room, edition| {
        let mut week = Vec::new();
        for (day, (vietnamese, english)) in DAYS.into_iter().enumerate() {
            let like_monday = (1..5).contains(&day) && !form.one("like_monday").is_empty();
            let of = if like_monday { 0 } else { day };
            let wrong = |why: &str| format!("{}: {why}", room.t(vietnamese, english));
            week.push(shifts(room, &written_rows(&form, of)).map_err(|why| wrong(&why))?);
        }
        if week.iter().all(Vec::is_empty) {
            return Err(room
                .t("Không ngày nào làm việc; ghi ca của ngày làm việc.", "Nobody ever works; give the shifts.")
                .to_owned());
        }
        edition.calendar.weekly = week;
        Ok(room.t("ca làm việc trong tuần", "shifts of the week").to_owned())
    })
    .await?;
    match done {
        Ok(answer) => Ok(answer),
        Err(wrong) => page(room, Some((&form, wrong))).await,
    }
}

/// The shifts of a day in their order; none of a day of rest.
fn shifts(room: &Room, rows: &[(String, String)]) -> Result<Vec<Shift>, String> {
    let mut shifts = Vec::new();
    for (from, to) in rows.iter().filter(|(from, to)| !(from.is_empty() && to.is_empty())) {
        let (Some(from), Some(to)) = (minute(from), minute(to)) else {
            return Err(room
                .t("ca cần cả giờ bắt đầu và giờ kết thúc", "a shift needs its beginning and its end")
                .to_owned());
        };
        if from >= to {
            return Err(room.t("ca kết thúc trước khi bắt đầu", "a shift ends before it begins").to_owned());
        }
        shifts.push(Shift { from, to });
    }
    shifts.sort_by_key(|shift| shift.from);
    if shifts.windows(2).any(|pair| pair[0].to > pair[1].from) {
        return Err(room.t("hai ca chồng nhau", "two shifts overlap").to_owned());
    }
    Ok(shifts)
}
