//! A case and what belongs to its screen.

use super::list::Left;
use casework::catalogue::{Form, Service, Step, Unit};
use casework::fee::Pieces;
use casework::{
    Act, Applicant, Case, CaseCode, CaseId, Command, Deadline, Digest, EnvelopeId, Event, FileRef, Moment, Refusal,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where an act is on its way. The worst of a case's acts is the case's own state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum SyncState {
    /// The citizen sees it: accepted, and every document that it names is at the portal.
    Published,
    /// The portal has accepted it; a document is still on its way.
    Received,
    /// Saved on this computer, not sent or not answered yet.
    OnThisComputer,
    /// The portal said no: see the conflict.
    Refused,
}

/// A case with everything that its screen shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CaseView {
    pub case: Case,
    /// Place in the unit's log up to which this view is confirmed; sent back with an act.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub seen: u64,
    pub service: Service,
    pub unit: Unit,
    pub steps: Vec<Step>,
    /// Numbers of the forms of the edition under which the case was received.
    pub form_numbers: BTreeMap<Form, u8>,
    pub acts: Vec<Act>,
    pub deadline: Option<Deadline>,
    /// How far away the due moments of the case and of its step are, while its clock runs.
    pub left: Option<Left>,
    pub step_left: Option<Left>,
    /// What is still to be paid.
    pub fees: Vec<FeeDue>,
    pub history: Vec<HistoryEntry>,
    pub conflicts: Vec<Conflict>,
    /// Names of the people that the case and its history mention.
    pub people: BTreeMap<String, String>,
    /// Documents whose bytes are on this computer.
    pub files_here: Vec<Digest>,
    /// Documents whose bytes the portal does not have yet.
    pub files_on_their_way: Vec<Digest>,
    pub sync: SyncState,
}

/// Which of the two times of an act counts for a look at the past.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum TimeOf {
    /// When it was done, by the clock where it was done.
    Act,
    /// When it reached the portal: what everybody could know.
    Arrival,
}

/// One line of a case's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct HistoryEntry {
    pub envelope: EnvelopeId,
    pub event: Event,
    pub by: String,
    /// When it was done, by the clock where it was done.
    pub at: Moment,
    /// When it reached the portal; `None` while it has not.
    pub arrived_at: Option<Moment>,
    pub sync: SyncState,
}

/// A refused command with everything that was in it, until a person closes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Conflict {
    pub envelope: EnvelopeId,
    pub case: CaseId,
    pub code: Option<CaseCode>,
    pub applicant: String,
    pub command: Command,
    pub by: String,
    pub at: Moment,
    pub refused_at: Moment,
    pub refusal: Refusal,
    /// What happened at the portal between the view that was decided on and the refusal.
    pub between: Vec<HistoryEntry>,
    pub files: Vec<FileRef>,
}

/// One envelope of the outbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct OutboxItem {
    pub envelope: EnvelopeId,
    pub case: CaseId,
    pub code: Option<CaseCode>,
    pub applicant: String,
    pub command: Command,
    pub by: String,
    pub at: Moment,
    pub sync: SyncState,
    /// When the portal accepted it, and when it had all of its documents, too.
    pub received_at: Option<Moment>,
    pub published_at: Option<Moment>,
    /// Why the portal said no, and when.
    pub refusal: Option<Refusal>,
    pub refused_at: Option<Moment>,
    /// The sealed bundle that it went out with last, and when that was written; only while there is no verdict.
    pub bundle: Option<u32>,
    pub bundled_at: Option<Moment>,
    /// Documents of this act that are still to be sent, and how many it has.
    pub files_waiting: u32,
    pub files: u32,
}

/// A fee of the service that is not paid yet, with what each waiver would make of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FeeDue {
    pub code: String,
    pub name: String,
    /// Taken by the piece.
    pub each: bool,
    /// Taken by the piece of each copy: several documents, each with its own, may stand on one receipt.
    pub by_document: bool,
    /// How many the form asks for; one where it does not say.
    pub pieces: Pieces,
    /// Whether the form says so: what hangs on pieces that nobody counted is not known yet.
    pub stated: bool,
    /// Đồng for that many; `None` where the entry that it hangs on is missing.
    #[cfg_attr(feature = "ts", ts(type = "number | null"))]
    pub amount: Option<u64>,
    pub waivers: Vec<WaiverDue>,
}

/// A waiver that the fee knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct WaiverDue {
    pub code: String,
    pub name: String,
}

/// What can be said of one signature on a document without a network: whom to trust is not among it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DocumentSignature {
    /// Name in the certificate; empty where it cannot be read.
    pub signer: String,
    /// As the signer's machine claims it.
    pub claimed_at: Option<Moment>,
    /// Whether it covers every byte of the file.
    pub covers_whole_file: bool,
    /// Whether what it covers is what was signed, with the key of the certificate.
    pub is_right: bool,
}

/// The signatures of a document in the order in which they were made; `None` where it is no PDF.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DocumentSignatures {
    pub signatures: Option<Vec<DocumentSignature>>,
}

/// A page of a document as a picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PageImage {
    pub width: u32,
    pub height: u32,
    /// PNG, base64.
    pub png: String,
}

/// A possible double of an application that is being typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct KnownApplicant {
    pub applicant: Applicant,
    pub cases: u32,
}
