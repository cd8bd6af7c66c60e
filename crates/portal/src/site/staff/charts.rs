//! A unit at a glance, for its heads: load, what falls due on the next working days, punctuality by field and officer,
//! ratings. Bars beside their figures, so that a screen reader and a printer have the same as an eye; the open cases as a
//! sheet.

use super::rights::Business;
use super::unit::{Asked, Urgency, period};
use super::{Answer, Room, Trouble, moment};
use crate::admit::clock;
use crate::report::report;
use askama::Template;
use axum::extract::Query;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use casework::catalogue::{Edition, Unit};
use casework::statistics::{Period, SixACounts};
use casework::{Case, Catalogue, Date, Moment, UnitCode, UserId};
use paper::sheet::{Cell, HeadCell, Table};
use std::collections::BTreeMap;

/// Working days ahead that are shown one by one.
const AHEAD: usize = 10;
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A line with a bar of parts, each of a thousand.
struct Bar {
    name: String,
    /// What stands beside the bar.
    figures: Vec<String>,
    good: u32,
    rest: u32,
    bad: u32,
}

impl Bar {
    /// Where the parts begin.
    fn rest_from(&self) -> u32 {
        self.good
    }
    fn bad_from(&self) -> u32 {
        self.good + self.rest
    }
}

struct Chart {
    id: &'static str,
    title: String,
    heads: Vec<String>,
    bars: Vec<Bar>,
}

#[derive(Template)]
#[template(path = "staff/charts.html")]
struct ChartsPage {
    room: Room,
    unit: Unit,
    units: Vec<(UnitCode, String)>,
    period: Period,
    charts: Vec<Chart>,
    printed: String,
}

fn thousandths(part: u32, whole: u32) -> u32 {
    (part * 1_000 + whole / 2).checked_div(whole).unwrap_or(0)
}

/// `97,5%`
fn share(part: u32, whole: u32) -> String {
    if whole == 0 {
        return "–".to_owned();
    }
    let share = thousandths(part, whole);
    format!("{},{}%", share / 10, share % 10)
}

pub(super) async fn show(room: Room, Query(asked): Query<Asked>) -> Answer {
    let unit = room.unit(Business::ReadUnit, &asked.unit)?;
    let (catalogue, now) = (room.portal.catalogue(), clock());
    let edition = catalogue.edition_on(now.day()).ok_or(Trouble::NotFound)?;
    let period = period(&asked, now.day())?;
    let report = report(&room.portal, &unit.code, period, now).await?;
    let open = open_cases(&room, &unit.code).await?;
    let fields = report.six_a.rows.iter().filter(|row| row.service.is_none());
    let fields = fields.map(|row| (row.name.clone(), row.counts)).collect();
    let officer = |user: &Option<UserId>| name(&room, &catalogue, user.as_ref());
    let officers = report.officers.iter().map(|row| (officer(&row.officer), row.counts)).collect();
    let t = |vietnamese: &str, english: &str| room.t(vietnamese, english).to_owned();
    let charts = vec![
        load(&room, &catalogue, edition, &open, now),
        due(&room, edition, &open, now),
        punctuality(&room, "fields", t("Đúng hạn theo lĩnh vực", "In time by field"), fields),
        punctuality(&room, "officers", t("Đúng hạn theo người xử lý", "In time by officer"), officers),
        ratings(&room, &catalogue, &unit.code, period).await?,
    ];
    let units = room.units(Business::ReadUnit);
    let page = ChartsPage { unit, units, period, charts, printed: moment(now), room };
    Ok(page.room.page(&page))
}

/// Open cases for which a unit answers, or which lie with it.
async fn open_cases(room: &Room, unit: &UnitCode) -> Result<Vec<Case>, Trouble> {
    let mut open = room.portal.store.open_cases(unit).await?;
    open.retain(|case| case.accepted_at.is_some() && (case.unit == *unit || case.at == *unit));
    Ok(open)
}

fn name(room: &Room, catalogue: &Catalogue, user: Option<&UserId>) -> String {
    let nobody = || room.t("Chưa giao", "Nobody yet").to_owned();
    user.map_or_else(nobody, |user| {
        catalogue.users.get(user).map_or_else(|| user.to_string(), |user| user.name.clone())
    })
}

fn load(room: &Room, catalogue: &Catalogue, edition: &Edition, open: &[Case], now: Moment) -> Chart {
    let mut loads: BTreeMap<Option<&UserId>, [u32; 4]> = BTreeMap::new();
    for case in open {
        loads.entry(case.assignee.as_ref()).or_default()[Urgency::of(edition, case, now) as usize] += 1;
    }
    let most = loads.values().map(|counts| counts.iter().sum::<u32>()).max().unwrap_or(0);
    let mut loads: Vec<_> = loads.into_iter().collect();
    loads.sort_by_key(|(_, counts)| std::cmp::Reverse(counts.iter().sum::<u32>()));
    let bar = |(user, [late, near, running, paused]): (Option<&UserId>, [u32; 4])| Bar {
        name: name(room, catalogue, user),
        figures: [late + near + running + paused, late, near, paused].map(|count| count.to_string()).into(),
        good: thousandths(running + paused, most),
        rest: thousandths(near, most),
        bad: thousandths(late, most),
    };
    let t = |vietnamese: &str, english: &str| room.t(vietnamese, english).to_owned();
    Chart {
        id: "load",
        title: t("Hồ sơ đang giải quyết theo người", "Open cases by officer"),
        heads: vec![
            t("Người xử lý", "Officer"),
            t("Đang giải quyết", "Open"),
            t("Quá hạn", "Late"),
            t("Sắp đến hạn", "Due soon"),
            t("Tạm dừng", "Paused"),
        ],
        bars: loads.into_iter().map(bar).collect(),
    }
}

/// What falls due: late already, on each of the next working days, later.
fn due(room: &Room, edition: &Edition, open: &[Case], now: Moment) -> Chart {
    let running = open.iter().filter(|case| !case.status.is_paused());
    let dates: Vec<Moment> = running.filter_map(|case| case.due_at).collect();
    let late = dates.iter().filter(|due| **due < now).count();
    let mut days: Vec<(Date, usize)> = Vec::new();
    let today = now.day();
    let mut day = if edition.calendar.is_working_day(today) { today } else { edition.calendar.next_working_day(today) };
    // Several days off in a row fall to the working day after them.
    let mut since = today;
    for _ in 0..AHEAD {
        let count = dates.iter().filter(|due| **due >= now && (since..=day).contains(&due.day())).count();
        days.push((day, count));
        since = day.next();
        day = edition.calendar.next_working_day(day);
    }
    let later = dates.iter().filter(|due| due.day() >= since && **due >= now).count();
    let most = days.iter().map(|(_, count)| *count).chain([late]).max().unwrap_or(0);
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let wide = |count: usize| thousandths(number(count), number(most));
    let t = |vietnamese: &str, english: &str| room.t(vietnamese, english).to_owned();
    let bar = |name: String, count: usize| Bar { name, figures: vec![count.to_string()], good: 0, rest: 0, bad: 0 };
    let mut bars = vec![Bar { bad: wide(late), ..bar(t("Đã quá hạn", "Late already"), late) }];
    for (place, (day, count)) in days.into_iter().enumerate() {
        let (name, width) = (paper::short_date(day), wide(count));
        let bar = bar(name, count);
        bars.push(if place < 2 { Bar { rest: width, ..bar } } else { Bar { good: width, ..bar } });
    }
    bars.push(bar(t("Muộn hơn", "Later"), later));
    let heads = vec![t("Ngày hẹn trả", "Due on"), t("Số hồ sơ", "Cases")];
    Chart {
        id: "due", title: t("Đến hạn trong các ngày làm việc tới", "Due on the next working days"), heads, bars
    }
}

fn punctuality(room: &Room, id: &'static str, title: String, rows: Vec<(String, SixACounts)>) -> Chart {
    let bar = |(name, counts): (String, SixACounts)| {
        let (done, in_time) = (counts.done(), counts.early + counts.on_time);
        let figures =
            vec![done.to_string(), share(in_time, done), counts.late.to_string(), counts.open_late.to_string()];
        let good = thousandths(in_time, done);
        Bar { name, figures, good, rest: 0, bad: if done == 0 { 0 } else { 1_000 - good } }
    };
    let t = |vietnamese: &str, english: &str| room.t(vietnamese, english).to_owned();
    let heads = vec![
        t("Tên", "Name"),
        t("Đã giải quyết", "Done"),
        t("Đúng hạn", "In time"),
        t("Giải quyết quá hạn", "Done late"),
        t("Đang quá hạn", "Open, late"),
    ];
    Chart { id, title, heads, bars: rows.into_iter().map(bar).collect() }
}

async fn ratings(room: &Room, catalogue: &Catalogue, unit: &UnitCode, period: Period) -> Result<Chart, Trouble> {
    let rated = room.portal.store.ratings_of(unit).await?;
    let rated = rated.into_iter().filter(|rating| (period.from..=period.to).contains(&rating.at.day()));
    let mut by_officer: BTreeMap<Option<UserId>, (i64, i64)> = BTreeMap::new();
    for rating in rated {
        let (count, sum) = by_officer.entry(rating.officer.clone()).or_default();
        *count += 1;
        *sum += rating.handling + rating.attitude;
    }
    let bar = |(user, (count, sum)): (Option<UserId>, (i64, i64))| {
        // One to five: one is no bar, five the whole.
        let good = u32::try_from((sum - 2 * count) * 1_000 / (8 * count.max(1))).unwrap_or(0);
        let mean = crate::site::rating::mean(sum, count * 2, room.frame.english);
        Bar {
            name: name(room, catalogue, user.as_ref()),
            figures: vec![count.to_string(), mean],
            good,
            rest: 0,
            bad: 0,
        }
    };
    let t = |vietnamese: &str, english: &str| room.t(vietnamese, english).to_owned();
    let heads = vec![t("Người xử lý", "Officer"), t("Số đánh giá", "Ratings"), t("Trung bình (1–5)", "Mean (1–5)")];
    let title = t("Mức độ hài lòng theo người xử lý", "Ratings by officer");
    Ok(Chart { id: "ratings", title, heads, bars: by_officer.into_iter().map(bar).collect() })
}

/// The open cases as a sheet.
pub(super) async fn open_sheet(room: Room, Query(asked): Query<Asked>) -> Answer {
    let unit = room.unit(Business::ReadUnit, &asked.unit)?;
    let (catalogue, now) = (room.portal.catalogue(), clock());
    let edition = catalogue.edition_on(now.day()).ok_or(Trouble::NotFound)?;
    let mut open = open_cases(&room, &unit.code).await?;
    open.sort_by_key(|case| (Urgency::of(edition, case, now), case.due_at, case.id));
    let text = |text: String| Cell::Text(text);
    let row = |case: &Case| {
        let edition = catalogue.editions.get(&case.edition).unwrap_or(edition);
        let service = edition.services.get(&case.service);
        let workflow = service.and_then(|service| edition.workflows.get(service.workflow_of(case.variant.as_ref())));
        let step = workflow.zip(case.step.as_ref()).and_then(|(workflow, step)| workflow.step(step));
        vec![
            text(case.code.as_ref().map_or_else(String::new, ToString::to_string)),
            text(service.map_or_else(|| case.service.to_string(), |service| service.name.clone())),
            text(case.applicant.name.clone()),
            case.accepted_at.map_or(Cell::Empty, |at| Cell::Date(at.day())),
            case.due_at.map_or(Cell::Empty, |at| Cell::Date(at.day())),
            text(Urgency::of(edition, case, now).said().to_owned()),
            text(step.map_or_else(String::new, |step| step.name.clone())),
            text(name(&room, &catalogue, case.assignee.as_ref())),
        ]
    };
    let heads = ["Mã hồ sơ", "Thủ tục", "Người nộp", "Tiếp nhận", "Hẹn trả", "Tình trạng", "Bước", "Người xử lý"];
    let head = |text: &str| HeadCell { text: text.to_owned(), columns: 1, rows: 1 };
    let table = Table {
        title: "Hồ sơ đang giải quyết".to_owned(),
        subtitle: vec![unit.name.clone(), format!("Lúc {}", moment(now))],
        header: vec![heads.iter().map(|text| head(text)).collect()],
        rows: open.iter().map(row).collect(),
        totals: None,
        notes: Vec::new(),
        widths: vec![24.0, 40.0, 24.0, 12.0, 12.0, 12.0, 24.0, 24.0],
        sample: room.frame.sample,
    };
    let made = tokio::task::spawn_blocking(move || paper::sheet::xlsx(&table, now)).await;
    let bytes = made.map_err(|error| Trouble::Broken(error.to_string()))?;
    let bytes = bytes.map_err(|error| Trouble::Broken(error.to_string()))?;
    room.note(&unit.code, "report_taken", format!("open cases {}", now.day())).await?;
    let headers = [
        (CONTENT_TYPE, XLSX.to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"dang-giai-quyet-{}.xlsx\"", now.day())),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}
