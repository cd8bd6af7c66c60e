//! What people ask for: commands, and the envelope in which one travels.
//!
//! Every command that moves a case names the `turn` of the case that it was given for. Run again over a case that has
//! moved on, it is refused; it never lands on another step than the one the person saw.

use crate::case::Statement;
use crate::{
    AccountId, Applicant, CaseCode, CaseId, Date, EditionId, EnvelopeId, FileRef, Moment, Paper, RegisterBook,
    ServiceCode, StepId, UnitCode, UserId,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One command on its way from a person to the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Envelope {
    pub id: EnvelopeId,
    pub case: CaseId,
    pub actor: Actor,
    /// When, by the clock of the machine where it was given: claimed, never proof.
    pub at: Moment,
    /// The edition in force where the command was given; a new case is received under it.
    pub edition: EditionId,
    /// Place in the unit's log up to which the person's view of the case was confirmed.
    pub seen: u64,
    /// The command before this one on the same case and the same desk, while that one had no verdict yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub after: Option<EnvelopeId>,
    pub command: Command,
}

/// Who acts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum Actor {
    /// A person with a role in a unit.
    Official(UserId),
    /// A citizen or business through the portal.
    Citizen(AccountId),
}

/// How a case came, by the numbers of the national portal (KenhThucHien).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    Counter,
    Online,
    Post,
}

/// What an applicant asks for: the same at the counter and online.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Application {
    pub unit: UnitCode,
    pub service: ServiceCode,
    pub channel: Channel,
    pub applicant: Applicant,
    /// Who brings the case in, when it is not the applicant (người nộp, người được ủy quyền).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub submitter: Option<String>,
    /// What is asked for, in a sentence (trích yếu).
    pub subject: String,
    pub papers: Vec<Paper>,
    /// Values of the service's form by entry name.
    #[serde(default)]
    pub entries: BTreeMap<String, String>,
}

/// How a result reaches the applicant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum HandOverMethod {
    Counter,
    Post,
    Online,
}

/// Everything that can be asked of the law.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Command {
    /// An application comes in and waits for the one-stop shop (online, or written down at the counter first).
    File { application: Application },
    /// The one-stop clerk takes in a complete application at the counter, on the spot.
    Receive { application: Application, code: CaseCode },
    /// The one-stop clerk accepts a filed application. Form 01.
    Accept { turn: u32, code: CaseCode },
    /// The one-stop clerk does not accept it. Form 03.
    Reject { turn: u32, reason: String },
    /// Papers are missing or wrong. Form 02.
    RequestSupplement { turn: u32, papers: Vec<String>, reason: String },
    /// The missing papers have come.
    ReceiveSupplement { turn: u32, papers: Vec<Paper> },
    /// A specialist is named, or another one: `from` is who had it.
    Assign {
        turn: u32,
        from: Option<UserId>,
        to: UserId,
        #[serde(default)]
        note: String,
    },
    /// The step is done, the case goes on.
    CompleteStep {
        turn: u32,
        #[serde(default)]
        note: String,
    },
    /// The case goes back to an earlier step.
    ReturnStep { turn: u32, to: StepId, reason: String },
    /// The specialist lays a draft before the heads.
    ProposeResult { turn: u32, title: String, body: String, draft: FileRef },
    /// The head approves and has signed the document.
    Approve { turn: u32, document: FileRef, states: Statement },
    /// The records clerk has numbered and sealed the document.
    Number { turn: u32, register: RegisterBook, number: u32, issued_on: Date, document: FileRef, states: Statement },
    /// The applicant has the result.
    HandOver {
        turn: u32,
        to: String,
        method: HandOverMethod,
        #[serde(default)]
        note: String,
    },
    /// The applicant takes the application back.
    Withdraw { turn: u32, reason: String },
}
