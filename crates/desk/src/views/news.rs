//! What people are told of.

use casework::{CaseCode, CaseId, Moment};
use serde::{Deserialize, Serialize};

/// What somebody can be told of, each by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum NewsTopic {
    /// What waits when a session begins.
    Today,
    /// Cases that citizens filed.
    Filed,
    /// Cases that others passed on.
    Mine,
    /// Deadlines of cases and of opinions, within one working day; opinions also once they are late.
    Due,
    /// Acts that the portal refused.
    Refused,
    /// The line to the portal.
    Line,
}

/// What has happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum NewsKind {
    /// How many cases wait at the beginning of a session.
    Today {
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        filed: u64,
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        today: u64,
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        late: u64,
    },
    Filed,
    /// Passed on or assigned by somebody else.
    Came,
    /// Returned by a later step.
    Returned,
    /// The applicant has brought what was missing.
    Supplemented,
    /// The applicant has written.
    Asked,
    Due,
    /// The time limit of an opinion ends within one working day, or is over: for those who asked, and those asked.
    OpinionNear,
    OpinionLate,
    Refused,
    LineLost {
        since: Moment,
        /// Acts that wait to be sent.
        waiting: u32,
    },
    LineBack {
        since: Moment,
    },
}

impl NewsKind {
    #[must_use]
    pub const fn topic(&self) -> NewsTopic {
        match self {
            Self::Today { .. } => NewsTopic::Today,
            Self::Filed => NewsTopic::Filed,
            Self::Came | Self::Returned | Self::Supplemented | Self::Asked => NewsTopic::Mine,
            Self::Due | Self::OpinionNear | Self::OpinionLate => NewsTopic::Due,
            Self::Refused => NewsTopic::Refused,
            Self::LineLost { .. } | Self::LineBack { .. } => NewsTopic::Line,
        }
    }
}

/// A case as news name it: without the applicant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct NewsCase {
    pub id: CaseId,
    pub code: Option<CaseCode>,
    pub service_name: String,
}

/// One piece of news.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct News {
    /// Grows with every piece.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub number: u64,
    pub at: Moment,
    pub kind: NewsKind,
    /// The first of the cases.
    pub cases: Vec<NewsCase>,
    /// How many cases there are.
    pub count: u32,
}

/// The news of a person, latest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct NewsList {
    pub news: Vec<News>,
    pub unread: u32,
    /// Up to which number they were read.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub read: u64,
}

/// When nobody is interrupted; news stand in the list all the same and are told afterwards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Quiet {
    Never,
    /// Outside the working hours of the catalogue.
    #[default]
    OutsideHours,
    /// Every day, in minutes of the day; reaches over midnight where `to` is before `from`.
    Between {
        from: u16,
        to: u16,
    },
}

/// What a person wants to be interrupted for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct NewsSettings {
    pub muted: Vec<NewsTopic>,
    pub quiet: Quiet,
    /// At most one interruption in so many minutes; 0: at once.
    pub digest_minutes: u32,
    /// Whether notifications are in English.
    pub english: bool,
}
