//! Who did and looked at what.

use casework::{Actor, CaseCode, CaseId, Date, Event, Moment, UserId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Asks who did what, and who looked at what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AuditRequest {
    pub from: Date,
    pub to: Date,
    pub who: Option<UserId>,
    /// Part of a case's code or of its applicant's name; empty: every case.
    pub case: String,
    pub sort: AuditSort,
    /// Where the part before ended.
    pub after: Option<AuditPlace>,
}

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum AuditSort {
    All,
    /// What was done to cases.
    Acts,
    /// Who was here and looked at what.
    Looks,
}

/// Where each of the three sources goes on: the log, the book of this desk, those of the other desks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AuditPlace {
    pub acts: AuditMark,
    pub here: AuditMark,
    pub elsewhere: AuditMark,
}

/// A place in a source, with its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AuditMark {
    pub at: Moment,
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub place: i64,
}

/// A part of the answer, the latest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Audit {
    pub entries: Vec<AuditEntry>,
    pub next: Option<AuditPlace>,
    pub books: AuditBooks,
}

/// How far the books of the unit's desks are known here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AuditBooks {
    /// The portal's time up to which the books of the other desks are here; `None` before they ever were.
    pub as_of: Option<Moment>,
    /// Entries of this desk's book that the portal does not have yet.
    pub waiting: u32,
}

/// Who did what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AuditEntry {
    /// By the clock where it was done.
    pub at: Moment,
    /// When it reached the portal; `None` while it has not.
    pub arrived_at: Option<Moment>,
    /// The name of the other desk at which somebody was there or looked; `None` for this desk, and for acts.
    pub desk: Option<String>,
    pub by: Actor,
    pub what: AuditWhat,
    pub case: Option<CaseId>,
    pub code: Option<CaseCode>,
    pub applicant: String,
    /// Names of the steps that the act mentions.
    pub steps: BTreeMap<String, String>,
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum AuditWhat {
    /// To a case.
    Done {
        event: Box<Event>,
    },
    /// The case was looked at.
    Opened,
    SignedIn,
    /// Somebody's secret was set anew.
    Reset {
        user: UserId,
    },
}
