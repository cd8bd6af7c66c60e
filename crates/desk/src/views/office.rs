//! Reports of a period, and sheets of applications.

use casework::absence::AbsenceRefusal;
use casework::catalogue::Absence;
use casework::statistics::Report;
use casework::{Application, CaseCode, CaseId, EnvelopeId, Moment, UserId};
use serde::{Deserialize, Serialize};

/// What a unit reports for a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PeriodReport {
    /// The portal's time up to which the mirror is confirmed.
    pub as_of: Option<Moment>,
    #[serde(flatten)]
    #[cfg_attr(feature = "ts", ts(flatten))]
    pub report: Report,
}

/// What applicants thought of the unit's finished cases in a period, as far as this desk knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RatingReport {
    /// The portal's time up to which the ratings are here; `None` before they ever were.
    pub as_of: Option<Moment>,
    pub total: RatingSums,
    pub officers: Vec<OfficerRatings>,
    /// The latest of the rated cases.
    pub cases: Vec<RatedCase>,
}

/// Ratings added up, 1 to 5 points each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RatingSums {
    pub count: u32,
    pub handling: u32,
    pub attitude: u32,
    pub agency: u32,
}

/// The ratings of the cases that somebody had when they were rated; `None`: nobody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct OfficerRatings {
    pub officer: Option<UserId>,
    pub sums: RatingSums,
}

/// A case that was rated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RatedCase {
    pub case: CaseId,
    pub code: Option<CaseCode>,
    pub applicant: String,
    pub officer: Option<UserId>,
    pub at: Moment,
    pub handling: u8,
    pub attitude: u8,
    pub agency: u8,
    pub remark: String,
}

/// A sheet of applications, looked at before anything is received.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ImportPreview {
    /// Columns that were understood, by the names in the sheet.
    pub columns: Vec<String>,
    /// Columns that were not, and are left out.
    pub ignored: Vec<String>,
    pub rows: Vec<ImportRow>,
    /// Lines beyond those that are taken at once: not read.
    pub left_out: u32,
}

/// A line of such a sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ImportRow {
    /// As the spreadsheet counts, the header is 1.
    pub line: u32,
    /// The applicant as written, for the person to recognise the line.
    pub name: String,
    /// What would be received; `None` where something is wrong.
    pub application: Option<Application>,
    pub problems: Vec<ImportProblem>,
    /// Codes of cases of the same person for the same service that this desk has open: the line may have been received.
    pub known: Vec<String>,
}

/// What is wrong with a cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ImportProblem {
    /// The cell is empty and must not be.
    Missing { column: String },
    /// No service of this unit has that code or name.
    UnknownService { text: String },
    /// Neither a citizen, a business, an agency nor another organisation.
    UnknownKind { text: String },
    /// Not a day of the calendar, or a year in two digits.
    NotADay { text: String },
    /// A paper whose numbers are not understood.
    UnknownPaper { text: String },
    /// An entry of the service's form that is not written as it asks.
    Malformed { column: String, text: String },
    /// The same identity number and service stand in an earlier line.
    Twice { line: u32 },
}

/// What was said here of somebody's absence, until the portal has taken it or a person has seen that it did not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AbsenceWish {
    pub id: EnvelopeId,
    pub by: UserId,
    pub user: UserId,
    /// `None` took a delegation back.
    pub absence: Option<Absence>,
    pub at: Moment,
    /// `None`: it waits to be sent.
    pub refusal: Option<AbsenceRefusal>,
}
