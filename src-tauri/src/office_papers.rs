//! Papers of the office rather than of a case: reports, the tracking book, minutes of outages.

use crate::composer::{failure, missing};
use crate::papers::Document;
use casework::Date;
use casework::statistics::Period;
use desk::Desk;
use desk::views::Failure;
use paper::{from_office, from_report};
use serde::Deserialize;

/// The reports of a unit, one table each.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportKind {
    SixA,
    Late,
    Officers,
    Indices,
    Steps,
    Quality,
    Book,
    Register,
    Cash,
}

/// How a report leaves the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportFormat {
    Pdf,
    Xlsx,
}

/// A report of the unit as a file.
pub async fn report(desk: &Desk, period: Period, kind: ReportKind, format: ReportFormat) -> Result<Document, Failure> {
    let (report, catalogue, session) = (desk.report(period).await?.report, desk.catalogue(), desk.session().await?);
    let (unit, sample, at) = (&session.unit, session.sample, desk::clock());
    if let (ReportKind::Book, ReportFormat::Pdf, Some(year)) = (kind, format, whole_year(period)) {
        let book = from_office::tracking_book(&catalogue, unit, &session.user, year, &report.book, at);
        let bytes = paper::tracking_book(&book.map_err(missing)?).map_err(failure)?;
        return Ok(Document { name: format!("so-theo-doi-{year}.pdf"), bytes });
    }
    let (name, table) = match kind {
        ReportKind::SixA => ("II.06a", from_report::six_a(unit, &report.six_a, sample)),
        ReportKind::Late => ("II.07", from_report::late(unit, &report.late_form, &report.late, period, sample)),
        ReportKind::Officers => {
            ("nguoi-xu-ly", from_report::officers(unit, &catalogue, &report.officers, period, sample))
        }
        ReportKind::Indices => ("chi-so-TT01", from_report::indices(unit, &report.indices, period, sample)),
        ReportKind::Steps => ("thoi-gian-tung-buoc", from_report::steps(unit, &report.steps, period, sample)),
        ReportKind::Quality => ("chi-so-QD766", from_report::quality(unit, &report.quality, period, sample)),
        ReportKind::Book => ("so-theo-doi", from_report::tracking_book(unit, &report.book, period, sample)),
        ReportKind::Register => {
            ("so-ket-qua", from_report::register(unit, &catalogue, &report.register, period, sample))
        }
        ReportKind::Cash => ("thu-phi", from_report::cash_book(unit, &catalogue, &report.cash, period, sample)),
    };
    let (end, bytes) = match format {
        ReportFormat::Xlsx => ("xlsx", paper::sheet::xlsx(&table, at)),
        ReportFormat::Pdf => {
            let edition = catalogue
                .edition_on(at.day())
                .ok_or_else(|| Failure::Internal { trace: "no edition is in force".to_owned() })?;
            ("pdf", paper::sheet::table_pdf(&table, &from_report::letterhead(edition, unit, at), at))
        }
    };
    let name = format!("{name}-{}-{}.{end}", period.from, period.to);
    Ok(Document { name, bytes: bytes.map_err(failure)? })
}

/// A book is opened and closed by the calendar year.
fn whole_year(period: Period) -> Option<i32> {
    let year = period.from.year();
    let whole = (Date::from_ymd(year, 1, 1), Date::from_ymd(year, 12, 31)) == (Some(period.from), Some(period.to));
    whole.then_some(year)
}

/// The minutes of the outages of a period.
pub async fn outage_minutes(desk: &Desk, period: Period) -> Result<Document, Failure> {
    let (outages, catalogue, session) = (desk.outages(period).await?, desk.catalogue(), desk.session().await?);
    let told = outages.into_iter().rev().map(|outage| from_office::Outage {
        from: outage.from,
        to: outage.to,
        done: outage.done,
        touched: outage.touched,
    });
    let content = from_office::outage_minutes(&catalogue, &session.unit, &session.user, told.collect(), desk::clock());
    let bytes = paper::outage_minutes(&content.map_err(missing)?).map_err(failure)?;
    Ok(Document { name: format!("bien-ban-gian-doan-{}-{}.pdf", period.from, period.to), bytes })
}
