//! What a unit does, for its heads to read: open cases with their deadlines, load, punctuality, reports.

use super::rights::Business;
use super::{Answer, Room, Trouble};
use crate::admit::clock;
use crate::report::report;
use askama::Template;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use casework::catalogue::{Edition, Unit};
use casework::statistics::Period;
use casework::{Case, Date, Moment, UnitCode, UserId};
use paper::Letterhead;
use paper::sheet::Table;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Lines of a page of the work list.
const LINES: usize = 100;
const PDF: &str = "application/pdf";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    pub(super) unit: String,
    /// `late`, `near`, `paused` or everything.
    #[serde(default)]
    show: String,
    #[serde(default)]
    trang: usize,
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
    /// `6a`, `officers` or `quality`.
    #[serde(default)]
    table: String,
}

/// How pressing an open case is; the order is that of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Urgency {
    Late,
    /// Due today or on the next working day.
    Near,
    Running,
    Paused,
}

impl Urgency {
    pub(super) fn of(edition: &Edition, case: &Case, now: Moment) -> Self {
        let near = edition.calendar.next_working_day(now.day());
        match case.due_at {
            _ if case.status.is_paused() => Self::Paused,
            Some(due) if due < now => Self::Late,
            Some(due) if due.day() <= near => Self::Near,
            Some(_) | None => Self::Running,
        }
    }
    /// In the words of a sheet.
    pub(super) fn said(self) -> &'static str {
        match self {
            Self::Late => "Quá hạn",
            Self::Near => "Sắp đến hạn",
            Self::Running => "Trong hạn",
            Self::Paused => "Tạm dừng",
        }
    }
    fn mark(self) -> &'static str {
        match self {
            Self::Late => "bad",
            Self::Near => "near",
            Self::Running => "good",
            Self::Paused => "",
        }
    }
    fn name(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::Near => "near",
            Self::Running => "running",
            Self::Paused => "paused",
        }
    }
}

struct Line {
    code: String,
    service: String,
    applicant: String,
    step: String,
    officer: String,
    due: String,
    urgency: Urgency,
}

/// The open cases of an official.
#[derive(Default)]
struct Load {
    name: String,
    open: u32,
    late: u32,
    near: u32,
    paused: u32,
}

#[derive(Template)]
#[template(path = "staff/unit.html")]
struct UnitPage {
    room: Room,
    unit: Unit,
    units: Vec<(UnitCode, String)>,
    show: String,
    page: usize,
    has_more: bool,
    counts: [u32; 4],
    lines: Vec<Line>,
    loads: Vec<Load>,
    /// Questions and petitions that nobody has answered, and for how many days the oldest waits.
    waiting: (usize, i64),
}

impl UnitPage {
    fn urgency(&self, urgency: &Urgency) -> &str {
        match urgency {
            Urgency::Late => self.room.t("Quá hạn", "Late"),
            Urgency::Near => self.room.t("Sắp đến hạn", "Due soon"),
            Urgency::Running => self.room.t("Trong hạn", "In time"),
            Urgency::Paused => self.room.t("Tạm dừng", "Paused"),
        }
    }
}

impl Room {
    /// The unit that is asked for, or the own one, where it is somebody's business.
    pub(super) fn unit(&self, business: Business, code: &str) -> Result<Unit, Trouble> {
        let code = if code.is_empty() { self.staff.unit.clone() } else { UnitCode::from(code) };
        self.needs_in(business, &code)?;
        let catalogue = self.portal.catalogue();
        let edition = catalogue.edition_on(clock().day());
        edition.and_then(|edition| edition.units.get(&code)).cloned().ok_or(Trouble::NotFound)
    }
}

pub(super) async fn show(room: Room, Query(asked): Query<Asked>) -> Answer {
    let unit = room.unit(Business::ReadUnit, &asked.unit)?;
    let (catalogue, now) = (room.portal.catalogue(), clock());
    let edition = catalogue.edition_on(now.day()).ok_or(Trouble::NotFound)?;
    let cases = room.portal.store.open_cases(&unit.code).await?;
    let open = cases.iter().filter(|case| case.accepted_at.is_some() && case.finished_at.is_none());
    // What lies with another unit now is on that unit's list too; the competent one answers for the date.
    let open = open.filter(|case| case.unit == unit.code || case.at == unit.code);
    let name = |user: &UserId| catalogue.users.get(user).map_or_else(|| user.to_string(), |user| user.name.clone());
    let mut listed: Vec<(Urgency, Option<Moment>, &Case)> =
        open.map(|case| (Urgency::of(edition, case, now), case.due_at, case)).collect();
    listed.sort_by_key(|(urgency, due, case)| (*urgency, *due, case.id));
    let mut counts = [0; 4];
    let mut loads: BTreeMap<Option<&UserId>, Load> = BTreeMap::new();
    for (urgency, _, case) in &listed {
        counts[*urgency as usize] += 1;
        let load = loads.entry(case.assignee.as_ref()).or_default();
        load.open += 1;
        match urgency {
            Urgency::Late => load.late += 1,
            Urgency::Near => load.near += 1,
            Urgency::Paused => load.paused += 1,
            Urgency::Running => {}
        }
    }
    let nobody = room.t("Chưa giao", "Nobody yet").to_owned();
    let loads = loads.into_iter().map(|(user, load)| Load { name: user.map_or_else(|| nobody.clone(), name), ..load });
    let mut loads: Vec<Load> = loads.collect();
    loads.sort_by_key(|load| std::cmp::Reverse((load.open, load.late)));
    let wanted = |urgency: &Urgency| asked.show.is_empty() || urgency.name() == asked.show;
    let mut chosen = listed.iter().filter(|(urgency, ..)| wanted(urgency)).skip(asked.trang.saturating_mul(LINES));
    let line = |(urgency, due, case): &(Urgency, Option<Moment>, &Case)| {
        let edition = catalogue.editions.get(&case.edition).unwrap_or(edition);
        let service = edition.services.get(&case.service);
        let workflow = service.and_then(|service| edition.workflows.get(service.workflow_of(case.variant.as_ref())));
        let step = workflow.zip(case.step.as_ref()).and_then(|(workflow, step)| workflow.step(step));
        Line {
            code: case.code.as_ref().map_or_else(String::new, ToString::to_string),
            service: service.map_or_else(|| case.service.to_string(), |service| service.name.clone()),
            applicant: case.applicant.name.clone(),
            step: step.map_or_else(String::new, |step| step.name.clone()),
            officer: case.assignee.as_ref().map_or_else(|| nobody.clone(), name),
            due: due.map_or_else(String::new, super::moment),
            urgency: *urgency,
        }
    };
    let lines: Vec<Line> = chosen.by_ref().take(LINES).map(line).collect();
    let has_more = chosen.next().is_some();
    let questions = room.portal.store.open_questions(&unit.code).await?;
    let oldest = questions.first().map_or(0, |question| super::days_between(question.asked_at, now));
    let page = UnitPage {
        waiting: (questions.len(), oldest),
        units: room.units(Business::ReadUnit),
        show: asked.show.chars().take(10).collect(),
        page: asked.trang,
        unit,
        has_more,
        counts,
        lines,
        loads,
        room,
    };
    Ok(page.room.page(&page))
}

#[derive(Template)]
#[template(path = "staff/report.html")]
struct ReportPage {
    room: Room,
    unit: Unit,
    units: Vec<(UnitCode, String)>,
    period: Period,
    kind: String,
    table: Table,
}

/// The first day of this month to today where nothing sensible is said.
pub(super) fn period(asked: &Asked, today: Date) -> Result<Period, Trouble> {
    let day = |text: &str, otherwise: Date| text.parse::<Date>().unwrap_or(otherwise);
    let first = Date::from_ymd(today.year(), today.month(), 1).ok_or(Trouble::NotFound)?;
    let from = day(&asked.from, first);
    Ok(Period { from, to: day(&asked.to, today).max(from) })
}

async fn table(room: &Room, asked: &Asked) -> Result<(Unit, Period, String, Table), Trouble> {
    let unit = room.unit(Business::ReadUnit, &asked.unit)?;
    let now = clock();
    let period = period(asked, now.day())?;
    let report = report(&room.portal, &unit.code, period, now).await?;
    let catalogue = room.portal.catalogue();
    let sample = room.frame.sample;
    let (kind, table) = match asked.table.as_str() {
        "officers" => ("officers", paper::from_report::officers(&unit, &catalogue, &report.officers, period, sample)),
        "late" => ("late", paper::from_report::late(&unit, &report.late_form, &report.late, period, sample)),
        "indices" => ("indices", paper::from_report::indices(&unit, &report.indices, period, sample)),
        "steps" => ("steps", paper::from_report::steps(&unit, &report.steps, period, sample)),
        "quality" => ("quality", paper::from_report::quality(&unit, &report.quality, period, sample)),
        "book" => ("book", paper::from_report::tracking_book(&unit, &report.book, period, sample)),
        "register" => ("register", paper::from_report::register(&unit, &catalogue, &report.register, period, sample)),
        "cash" => ("cash", paper::from_report::cash_book(&unit, &catalogue, &report.cash, period, sample)),
        _ => ("6a", paper::from_report::six_a(&unit, &report.six_a, sample)),
    };
    Ok((unit, period, kind.to_owned(), table))
}

pub(super) async fn report_page(room: Room, Query(asked): Query<Asked>) -> Answer {
    let (unit, period, kind, table) = table(&room, &asked).await?;
    let page = ReportPage { units: room.units(Business::ReadUnit), unit, period, kind, table, room };
    Ok(page.room.page(&page))
}

pub(super) async fn report_sheet(room: Room, Query(asked): Query<Asked>) -> Answer {
    let made = table(&room, &asked).await?;
    taken(room, made, (XLSX, "xlsx"), |table, _, at| paper::sheet::xlsx(table, at)).await
}

pub(super) async fn report_pdf(room: Room, Query(asked): Query<Asked>) -> Answer {
    let made = table(&room, &asked).await?;
    taken(room, made, (PDF, "pdf"), paper::sheet::table_pdf).await
}

/// A report as a file, on record.
async fn taken(
    room: Room,
    (unit, period, kind, table): (Unit, Period, String, Table),
    (media_type, ending): (&str, &str),
    make: fn(&Table, &Letterhead, Moment) -> Result<Vec<u8>, paper::Error>,
) -> Answer {
    let at = clock();
    let catalogue = room.portal.catalogue();
    let edition = catalogue.edition_on(at.day()).ok_or(Trouble::NotFound)?;
    let letterhead = paper::from_report::letterhead(edition, &unit, at);
    let made = tokio::task::spawn_blocking(move || make(&table, &letterhead, at)).await;
    let bytes = made.map_err(|error| Trouble::Broken(error.to_string()))?;
    let bytes = bytes.map_err(|error| Trouble::Broken(error.to_string()))?;
    room.note(&unit.code, "report_taken", format!("{kind} {} – {} {ending}", period.from, period.to)).await?;
    let name = format!("attachment; filename=\"{kind}-{}-{}.{ending}\"", period.from, period.to);
    let headers =
        [(CONTENT_TYPE, media_type.to_owned()), (CONTENT_DISPOSITION, name), (CACHE_CONTROL, "no-store".to_owned())];
    Ok((StatusCode::OK, headers, bytes).into_response())
}
