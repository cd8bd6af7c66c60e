//! Queues, searches and the lines of lists.

use super::case::SyncState;
use casework::statistics::Period;
use casework::{CaseCode, CaseId, Channel, Date, Decision, Moment, ServiceCode, Status, UserId};
use serde::{Deserialize, Serialize};

/// The queues of the left rail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Queue {
    /// What this person can take along now, most urgent first.
    Mine,
    /// Due within one working day, or returned.
    Today,
    /// Filed, not accepted yet.
    New,
    /// Waiting for the applicant.
    Waiting,
    /// The applicant wrote last and waits for the agency's word.
    Questions,
    /// Another unit's opinion is awaited, or another unit awaits this one's; the first that ends comes first.
    Consultations,
    /// Waiting for the head's signature.
    ToSign,
    /// Signed, waiting for number and seal.
    ToNumber,
    /// Issued, not collected.
    ToHandOver,
    /// Past the due moment.
    Late,
    /// Everything that is not closed.
    Open,
    /// Everything.
    All,
}

/// How many cases a queue holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct QueueCount {
    pub queue: Queue,
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub count: u64,
}

/// Asks for a part of a queue, or of the search's finds within it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ListRequest {
    pub queue: Queue,
    /// What was typed; with or without accents. Empty: the queue itself.
    pub search: String,
    /// Only cases that meet all of these.
    #[serde(default)]
    #[cfg_attr(feature = "ts", ts(as = "Option<Filter>", optional))]
    pub filter: Filter,
    /// Only one group of the queue.
    #[serde(default)]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub within: Option<Group>,
    /// The place that the previous part ended at.
    #[serde(default)]
    pub after: Option<ListPlace>,
    /// At most 200.
    pub limit: u32,
}

/// Conditions on the cases of a list; what is not given is not asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(optional_fields))]
#[serde(default, deny_unknown_fields)]
pub struct Filter {
    /// Due on this day or later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_from: Option<Date>,
    /// Due on this day or before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_until: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub services: Option<Vec<ServiceCode>>,
    /// One of those who work on it; an empty name stands for nobody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub officers: Option<Vec<UserId>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statuses: Option<Vec<Status>>,
    /// Running, and past its due moment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub late: Option<bool>,
    /// Running, and due within one working day or past it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub today: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// Only what a report counts so for a period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counted: Option<Counted>,
    /// How the agency decided, of cases whose result is issued.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
    /// Of cases with a fee: those that were paid, or those that were not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paid: Option<bool>,
    /// Only cases whose clock runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub running: Option<bool>,
    /// Of this person or body alone, by exactly this number; as a search it looks into every queue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity: Option<String>,
}

/// Cases that the reports count for a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Counted {
    pub period: Period,
    pub what: CountedAs,
}

/// As what they are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum CountedAs {
    Received,
    Done,
}

/// What a list can be grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum GroupBy {
    Service,
    Status,
    Owner,
    /// The day on which cases are due.
    Due,
}

impl GroupBy {
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Status => "status",
            Self::Owner => "owner",
            Self::Due => "due",
        }
    }
}

/// One group: the name of a service, the number of a status, who works on it, or a day; empty for nobody and for no day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Group {
    pub by: GroupBy,
    pub key: String,
}

/// Asks for the groups of a queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct GroupsRequest {
    pub queue: Queue,
    /// Only cases that meet all of these.
    #[serde(default)]
    #[cfg_attr(feature = "ts", ts(as = "Option<Filter>", optional))]
    pub filter: Filter,
    pub by: GroupBy,
}

/// A group with the number of all of its cases.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct GroupCount {
    pub key: String,
    /// How somebody is called; empty where the key says it.
    pub name: String,
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub count: u64,
}

/// What is due on a day, by who works on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DayLoad {
    pub day: Date,
    pub officers: Vec<GroupCount>,
}

/// A place in an ordered list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ListPlace {
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub order: i64,
    pub id: CaseId,
}

/// A part of a queue, and the counts of all queues.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CaseList {
    pub rows: Vec<CaseRow>,
    pub next: Option<ListPlace>,
    /// How many the search finds; nothing beside a queue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub finds: Option<Finds>,
    /// Of all queues; empty beside the finds of a search, and beside what follows a list's beginning.
    pub counts: Vec<QueueCount>,
    /// The portal's time up to which the mirror is confirmed; `None` before the first synchronisation.
    pub as_of: Option<Moment>,
}

/// How many cases a search finds, whatever of them is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Finds {
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub count: u64,
    /// There are more than that; nobody counts on.
    pub more: bool,
}

/// One line of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CaseRow {
    pub id: CaseId,
    pub code: Option<CaseCode>,
    pub applicant: String,
    pub service_name: String,
    pub status: Status,
    pub step_name: Option<String>,
    pub due_at: Option<Moment>,
    /// How far away that is, while the clock of the case runs.
    pub left: Option<Left>,
    /// Who has it; names are not told apart by how they are written.
    pub assignee: Option<UserId>,
    pub assignee_name: Option<String>,
    /// The agency said no after appraisal.
    pub is_declined: bool,
    /// The last moment at which the next opinion that is awaited is in time.
    pub answer_by: Option<Moment>,
    pub changed_at: Moment,
    pub sync: SyncState,
    /// Where the words of a search stand that are in no column: a piece of a paper's name, a note, a message, an address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub found: Option<Found>,
}

/// How much working time is left until a due moment, or by how much it has passed: by the calendar, not by the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Left {
    pub late: bool,
    /// Due by the end of the next working day.
    pub soon: bool,
    /// Whole working days, and the minutes of work beside them.
    pub days: u32,
    pub minutes: u32,
}

/// What a search found beside the columns of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Found {
    pub place: FoundIn,
    pub text: String,
}

/// Where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum FoundIn {
    Identity,
    Phone,
    Address,
    Subject,
    Submitter,
    Paper,
    Note,
    Message,
}
