//! Every "no" that the law, or a rule across cases, can say; each with the data that a screen needs to explain it.

use crate::catalogue::Role;
use crate::{CaseCode, EditionId, EnvelopeId, RegisterBook, ServiceCode, Status, StepId, UnitCode, UserId};
use serde::{Deserialize, Serialize};

/// A "no". Not an error: nothing broke.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Refusal {
    #[error("there is no such case")]
    NoSuchCase,
    #[error("the case exists already")]
    CaseExists,
    #[error("the case has moved on: it is {status:?} now, turn {turn}")]
    CaseMovedOn { status: Status, step: Option<StepId>, turn: u32 },
    #[error("not possible while the case is {status:?}")]
    NotInThisStatus { status: Status },
    #[error("not possible in this step")]
    NotInThisStep { step: Option<StepId> },
    #[error("not known here: user {user}")]
    UnknownUser { user: String },
    #[error("the user {user} is not active")]
    UserNotActive { user: UserId },
    #[error("the case belongs to unit {unit}")]
    OtherUnit { unit: UnitCode },
    #[error("this needs the role {role:?}")]
    RoleMissing { role: Role },
    #[error("the case is with {assignee}")]
    WithSomeoneElse { assignee: UserId },
    #[error("the case is with someone else than it was thought")]
    AssigneeChanged { now: Option<UserId> },
    #[error("only an official may do this")]
    OfficialsOnly,
    #[error("only the applicant or the one-stop shop may do this")]
    NotYourCase,
    #[error("unknown edition {edition}")]
    UnknownEdition { edition: EditionId },
    #[error("unknown service {service}")]
    UnknownService { service: ServiceCode },
    #[error("unit {unit} does not handle this service")]
    ServiceNotAtUnit { unit: UnitCode },
    #[error("service {service} is received by the competent unit only")]
    NotReceivedElsewhere { service: ServiceCode },
    #[error("the step ends by itself, not before {until}")]
    StillWaiting { until: crate::Date },
    #[error("the workflow of this service cannot be followed")]
    WorkflowBroken,
    #[error("unknown step {step}")]
    UnknownStep { step: StepId },
    #[error("'{entry}' is missing")]
    EntryMissing { entry: String },
    #[error("'{entry}' is longer than {limit}")]
    EntryTooLong { entry: String, limit: u32 },
    #[error("'{entry}' is not well formed")]
    EntryMalformed { entry: String },
    #[error("supplements were already asked for {times} times")]
    SupplementsUsedUp { times: u8 },
    #[error("the document states something that has changed since")]
    DocumentOutOfDate,
    #[error("there is no draft to sign")]
    NoDraft,
    #[error("this was done already")]
    AlreadyDone,
    #[error("the date was moved once already")]
    AlreadyExtended,
    #[error("a new date must be told at least one day before {due}")]
    TooLateToExtend { due: crate::Date },
    #[error("the time limit was over on {due}: it does not change any more")]
    TimeIsOver { due: crate::Date },
    #[error("nobody can take this move back any more")]
    NothingToRecall,
    #[error("the fee {fee} was paid already with receipt {receipt}")]
    FeePaid { fee: String, receipt: String },
    #[error("the fee {fee} comes to {amount}")]
    FeeWrong { fee: String, amount: u64 },
    #[error("there is no such question, complaint or payment")]
    NothingToAnswer,
    #[error("the step does not allow this")]
    NotAllowedInStep { step: StepId },
    #[error("the case code {code} is not one of this unit and day")]
    CodeMalformed { code: CaseCode },
    // Rules across cases, judged where the numbers are kept.
    #[error("the case code {code} is taken")]
    CodeTaken { code: CaseCode },
    #[error("the case code {code} is not in a block of this desk")]
    CodeNotLeased { code: CaseCode },
    #[error("the numbers of this desk are used up for {day}")]
    CodesUsedUp { day: crate::Date },
    #[error("the register {register} is not held by this desk")]
    RegisterNotHeld { register: RegisterBook },
    #[error("the next number of {register} is {next}")]
    NumberNotNext { register: RegisterBook, next: u32 },
    // Rules of the road, judged by the portal.
    #[error("the command before this one was refused")]
    EarlierRefused { envelope: EnvelopeId },
    #[error("this desk may not act for that person")]
    NotEnrolled,
    #[error("this kind of command is not known to this portal")]
    UnknownCommand,
}
