//! How units handle applications, for everybody: counts and punctuality by unit and field, and as open data.
//!
//! Only sums are given out, by service and unit; nothing of a case or a person.

mod satisfaction;

use super::filing::too_many;
use super::{Frame, broken, show};
use crate::admit::{Portal, PortalError, clock};
use crate::report::{Counts, Figures, figures};
use askama::Template;
use axum::Router;
use axum::extract::{ConnectInfo, Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, LINK};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use casework::statistics::Period;
use casework::{Catalogue, Date};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;

/// The first year that is asked for.
const FIRST_YEAR: i32 = 2018;
const LICENCE: &str = "CC BY 4.0";
const LICENCE_LINK: &str = "<https://creativecommons.org/licenses/by/4.0/>; rel=\"license\"";

pub(super) fn routes() -> Router<Arc<Portal>> {
    Router::new()
        .route("/thong-ke", get(page))
        .route("/du-lieu-mo/ho-so.csv", get(csv))
        .route("/du-lieu-mo/ho-so.json", get(json))
        .route("/du-lieu-mo/danh-gia.csv", get(satisfaction::csv))
        .route("/du-lieu-mo/danh-gia.json", get(satisfaction::json))
}

/// A year, or a month of it.
#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    nam: String,
    #[serde(default)]
    thang: String,
}

impl Asked {
    /// Year and month as they are meant: this year where nothing sensible is said.
    fn meant(&self, today: Date) -> (i32, Option<u8>) {
        let year = self.nam.trim().parse().ok().filter(|year| (FIRST_YEAR..=today.year()).contains(year));
        let month = self.thang.trim().parse().ok().filter(|month| (1..=12).contains(month));
        (year.unwrap_or_else(|| today.year()), month)
    }
}

/// The days of a year or a month.
pub(super) fn days((year, month): (i32, Option<u8>)) -> Option<Period> {
    let from = Date::from_ymd(year, month.unwrap_or(1), 1)?;
    let next = from.plus_months(if month.is_some() { 1 } else { 12 });
    Some(Period { from, to: next.plus_days(-1) })
}

struct Row {
    name: String,
    counts: Counts,
}

impl Row {
    /// `97,5%`
    fn share(&self) -> String {
        self.counts.on_time().map_or_else(|| "–".to_owned(), |share| format!("{},{}%", share / 10, share % 10))
    }
    /// Width of the bar, of a thousand.
    fn width(&self) -> u32 {
        self.counts.on_time().unwrap_or(0)
    }
}

#[derive(Template)]
#[template(path = "statistics.html")]
struct StatisticsPage {
    frame: Frame,
    years: Vec<i32>,
    year: i32,
    month: u8,
    period: String,
    counted_at: String,
    total: Row,
    units: Vec<Row>,
    fields: Vec<Row>,
    satisfaction: Vec<satisfaction::Line>,
}

type Asking = (ConnectInfo<SocketAddr>, HeaderMap, Uri);

async fn counted(portal: &Portal, asked: &Asked) -> Result<Arc<Figures>, PortalError> {
    let now = clock();
    let period = days(asked.meant(now.day())).ok_or_else(|| PortalError::Wrong("no such period".to_owned()))?;
    figures(portal, period, now).await
}

async fn page(
    State(portal): State<Arc<Portal>>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    uri: Uri,
    Query(asked): Query<Asked>,
) -> Response {
    let frame = Frame::of(&portal, &headers, &uri);
    if portal.bounded(&format!("statistics {}", from.ip()), 120, clock()).await.is_err() {
        return too_many(frame);
    }
    let figures = match counted(&portal, &asked).await {
        Ok(figures) => figures,
        Err(error) => return broken(frame, &error),
    };
    let catalogue = portal.catalogue();
    let edition = catalogue.edition_on(clock().day());
    let (mut total, mut units, mut fields) = (Counts::default(), BTreeMap::new(), BTreeMap::new());
    for line in &figures.lines {
        total.add(&line.counts);
        units.entry(&line.unit).or_insert_with(Counts::default).add(&line.counts);
        fields.entry(&line.field).or_insert_with(Counts::default).add(&line.counts);
    }
    let unit_name = |code| edition.and_then(|edition| edition.units.get(code)).map(|unit| unit.name.clone());
    let field_name = |code| edition.and_then(|edition| edition.fields.get(code)).map(|field| field.name.clone());
    let units = units.into_iter();
    let units = units.map(|(code, counts)| Row { name: unit_name(code).unwrap_or_else(|| code.to_string()), counts });
    let fields = fields.into_iter();
    let fields =
        fields.map(|(code, counts)| Row { name: field_name(code).unwrap_or_else(|| code.to_string()), counts });
    let satisfaction = satisfaction::lines(&portal, &figures);
    let (year, month) = asked.meant(clock().day());
    let period = figures.period;
    let page = StatisticsPage {
        years: (FIRST_YEAR..=clock().day().year()).rev().collect(),
        year,
        month: month.unwrap_or(0),
        period: format!("{} – {}", paper::short_date(period.from), paper::short_date(period.to)),
        counted_at: super::words::moment(&frame, figures.at),
        total: Row { name: String::new(), counts: total },
        units: units.collect(),
        fields: fields.collect(),
        satisfaction,
        frame,
    };
    show(&page.frame, StatusCode::OK, &page)
}

/// A line of the open data.
#[derive(Serialize)]
struct OpenLine {
    from: String,
    to: String,
    unit: String,
    unit_name: String,
    field: String,
    field_name: String,
    service: String,
    service_name: String,
    received_online: u32,
    received_direct: u32,
    carried_over: u32,
    done_early: u32,
    done_on_time: u32,
    done_late: u32,
    done_granted: u32,
    done_declined: u32,
    done_withdrawn: u32,
    open_running: u32,
    open_paused: u32,
    open_late: u32,
    passed_on_new: u32,
    passed_on_carried: u32,
}

fn open_lines(catalogue: &Catalogue, figures: &Figures) -> Vec<OpenLine> {
    let edition = catalogue.edition_on(clock().day());
    let line = |line: &crate::report::FigureLine| {
        let unit = edition.and_then(|edition| edition.units.get(&line.unit));
        let field = edition.and_then(|edition| edition.fields.get(&line.field));
        let service = edition.and_then(|edition| edition.services.get(&line.service));
        let form = line.counts.form;
        OpenLine {
            from: figures.period.from.to_string(),
            to: figures.period.to.to_string(),
            unit: line.unit.to_string(),
            unit_name: unit.map_or_else(String::new, |unit| unit.name.clone()),
            field: line.field.to_string(),
            field_name: field.map_or_else(String::new, |field| field.name.clone()),
            service: line.service.to_string(),
            service_name: service.map_or_else(String::new, |service| service.name.clone()),
            received_online: form.online,
            received_direct: form.direct,
            carried_over: form.carried_over,
            done_early: form.early,
            done_on_time: form.on_time,
            done_late: form.late,
            done_granted: line.counts.ended.granted,
            done_declined: line.counts.ended.declined,
            done_withdrawn: line.counts.ended.withdrawn,
            open_running: line.counts.running(),
            open_paused: line.counts.paused,
            open_late: form.open_late,
            passed_on_new: form.passed_on_new,
            passed_on_carried: form.passed_on_carried,
        }
    };
    figures.lines.iter().map(line).collect()
}

/// A field of a CSV line, in quotes; never taken for a formula.
fn quoted(text: &str) -> String {
    let guard = if text.starts_with(['=', '+', '-', '@']) { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

const COLUMNS: &str = "from,to,unit,unit_name,field,field_name,service,service_name,received_online,received_direct,\
                       carried_over,done_early,done_on_time,done_late,done_granted,done_declined,done_withdrawn,\
                       open_running,open_paused,open_late,passed_on_new,passed_on_carried";

fn as_csv(lines: &[OpenLine]) -> String {
    let mut text = format!("# {LICENCE}: https://creativecommons.org/licenses/by/4.0/\r\n{COLUMNS}\r\n");
    for line in lines {
        let names = [
            &line.from,
            &line.to,
            &line.unit,
            &line.unit_name,
            &line.field,
            &line.field_name,
            &line.service,
            &line.service_name,
        ];
        let counts = [
            line.received_online,
            line.received_direct,
            line.carried_over,
            line.done_early,
            line.done_on_time,
            line.done_late,
            line.done_granted,
            line.done_declined,
            line.done_withdrawn,
            line.open_running,
            line.open_paused,
            line.open_late,
            line.passed_on_new,
            line.passed_on_carried,
        ];
        let names = names.map(|name| quoted(name)).join(",");
        text.push_str(&format!("{names},{}\r\n", counts.map(|count| count.to_string()).join(",")));
    }
    text
}

async fn open_data(
    portal: &Portal,
    (ConnectInfo(from), headers, uri): Asking,
    asked: &Asked,
) -> Result<Vec<OpenLine>, Response> {
    let frame = Frame::of(portal, &headers, &uri);
    if portal.bounded(&format!("statistics {}", from.ip()), 120, clock()).await.is_err() {
        return Err(too_many(frame));
    }
    match counted(portal, asked).await {
        Ok(figures) => Ok(open_lines(&portal.catalogue(), &figures)),
        Err(error) => Err(broken(frame, &error)),
    }
}

async fn csv(State(portal): State<Arc<Portal>>, asking: Asking, Query(asked): Query<Asked>) -> Response {
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"ho-so.csv\""),
        (CACHE_CONTROL, "public, max-age=300"),
        (LINK, LICENCE_LINK),
    ];
    match open_data(&portal, asking, &asked).await {
        Ok(lines) => (headers, as_csv(&lines)).into_response(),
        Err(response) => response,
    }
}

#[derive(Serialize)]
struct OpenData {
    licence: &'static str,
    licence_url: &'static str,
    lines: Vec<OpenLine>,
}

async fn json(State(portal): State<Arc<Portal>>, asking: Asking, Query(asked): Query<Asked>) -> Response {
    let licence_url = "https://creativecommons.org/licenses/by/4.0/";
    match open_data(&portal, asking, &asked).await {
        Ok(lines) => {
            let headers = [(CACHE_CONTROL, "public, max-age=300"), (LINK, LICENCE_LINK)];
            (headers, axum::Json(OpenData { licence: LICENCE, licence_url, lines })).into_response()
        }
        Err(response) => response,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_a_year_or_a_month_and_never_one_that_is_not_there() {
        let today = Date::from_ymd(2026, 11, 23).unwrap();
        let meant = |nam: &str, thang: &str| {
            let asked = Asked { nam: nam.to_owned(), thang: thang.to_owned() };
            days(asked.meant(today)).map(|period| (period.from.to_string(), period.to.to_string())).unwrap()
        };
        assert_eq!(meant("", ""), ("2026-01-01".to_owned(), "2026-12-31".to_owned()));
        assert_eq!(meant("2024", "2"), ("2024-02-01".to_owned(), "2024-02-29".to_owned()));
        assert_eq!(meant("9999", "13"), ("2026-01-01".to_owned(), "2026-12-31".to_owned()));
    }

    #[test]
    fn a_name_in_the_open_data_is_never_a_formula() {
        assert_eq!(quoted("=1+1"), "\"'=1+1\"");
        assert_eq!(quoted("Sở \"Tư pháp\""), "\"Sở \"\"Tư pháp\"\"\"");
    }
}
