//! How satisfied applicants are with units, by the ratings of a period: means with their counts, for everybody.

use super::{Asked, Asking, LICENCE, LICENCE_LINK, quoted};
use crate::admit::{Portal, clock};
use crate::report::Figures;
use crate::site::filing::too_many;
use crate::site::{Frame, broken};
use axum::extract::{ConnectInfo, Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, LINK};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::sync::Arc;

/// The ratings of a unit; means of 1 to 5 with two decimals.
#[derive(Serialize)]
pub(super) struct Line {
    pub from: String,
    pub to: String,
    pub unit: String,
    pub unit_name: String,
    pub ratings: i64,
    pub handling: String,
    pub attitude: String,
    pub agency: String,
}

/// A mean with two decimals, rounded half up.
fn mean(sum: i64, count: i64) -> String {
    let hundredths = (sum * 200 + count) / (count.max(1) * 2);
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// What the figures of a period say of ratings.
pub(super) fn lines(portal: &Portal, figures: &Figures) -> Vec<Line> {
    let period = figures.period;
    let catalogue = portal.catalogue();
    let edition = catalogue.edition_on(clock().day());
    let line = |sums: crate::store::UnitRatings| Line {
        from: period.from.to_string(),
        to: period.to.to_string(),
        unit_name: edition.and_then(|one| one.units.get(&sums.unit)).map_or_else(String::new, |unit| unit.name.clone()),
        ratings: sums.count,
        handling: mean(sums.handling, sums.count),
        attitude: mean(sums.attitude, sums.count),
        agency: mean(sums.agency, sums.count),
        unit: sums.unit.0,
    };
    figures.ratings.iter().cloned().map(line).collect()
}

async fn open_data(
    portal: &Portal,
    (ConnectInfo(from), headers, uri): Asking,
    asked: &Asked,
) -> Result<Vec<Line>, Response> {
    let frame = Frame::of(portal, &headers, &uri);
    if portal.bounded(&format!("statistics {}", from.ip()), 120, clock()).await.is_err() {
        return Err(too_many(frame));
    }
    let figures = super::counted(portal, asked).await.map_err(|error| broken(frame, &error))?;
    Ok(lines(portal, &figures))
}

pub(super) async fn csv(State(portal): State<Arc<Portal>>, asking: Asking, Query(asked): Query<Asked>) -> Response {
    let lines = match open_data(&portal, asking, &asked).await {
        Ok(lines) => lines,
        Err(response) => return response,
    };
    let mut text = format!("# {LICENCE}: https://creativecommons.org/licenses/by/4.0/\r\n");
    text.push_str("from,to,unit,unit_name,ratings,handling,attitude,agency\r\n");
    for line in lines {
        let names = [&line.from, &line.to, &line.unit, &line.unit_name].map(|name| quoted(name)).join(",");
        text.push_str(&format!("{names},{},{},{},{}\r\n", line.ratings, line.handling, line.attitude, line.agency));
    }
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"danh-gia.csv\""),
        (CACHE_CONTROL, "public, max-age=300"),
        (LINK, LICENCE_LINK),
    ];
    (headers, text).into_response()
}

#[derive(Serialize)]
struct OpenData {
    licence: &'static str,
    lines: Vec<Line>,
}

pub(super) async fn json(State(portal): State<Arc<Portal>>, asking: Asking, Query(asked): Query<Asked>) -> Response {
    match open_data(&portal, asking, &asked).await {
        Ok(lines) => {
            let headers = [(CACHE_CONTROL, "public, max-age=300"), (LINK, LICENCE_LINK)];
            (headers, axum::Json(OpenData { licence: LICENCE, lines })).into_response()
        }
        Err(response) => response,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_mean_is_rounded_half_up_to_two_decimals() {
        assert_eq!(super::mean(13, 3), "4.33");
        assert_eq!(super::mean(14, 3), "4.67");
        assert_eq!(super::mean(33, 8), "4.13");
        assert_eq!(super::mean(0, 0), "0.00");
    }
}
