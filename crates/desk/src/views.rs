//! What screens and scripts read: plain values, no behaviour. The window's TypeScript types are made from these.

use casework::catalogue::{Form, Role, Service, StatusName, Step, Unit, User};
use casework::fee::PaymentMethod;
use casework::statistics::Report;
use casework::{
    Act, ActKind, Actor, Applicant, Application, Case, CaseCode, CaseId, Channel, Command, CopyRecipient, Date,
    Deadline, Digest, EnvelopeId, Event, FileRef, HandOverMethod, Moment, Paper, Refusal, RegisterBook, ServiceCode,
    Status, StepId, UnitCode, UserId,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An enrolled desk, as the sign-in screen shows it before anything is unlocked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DeskInfo {
    pub unit: UnitCode,
    pub unit_name: String,
    pub sample: bool,
    /// A desk to learn on: nothing of it reaches anybody.
    #[serde(default)]
    pub practice: bool,
    pub users: Vec<DeskUser>,
}

/// Somebody who can sign in at a desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DeskUser {
    pub id: UserId,
    pub name: String,
    pub title: String,
    pub roles: Vec<Role>,
}

/// The signed-in person and what the window needs to know once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Session {
    pub user: User,
    pub unit: Unit,
    pub sample: bool,
    /// Whether this is a desk to learn on.
    pub practice: bool,
    /// Names of the ten national statuses by code.
    pub statuses: BTreeMap<u8, StatusName>,
    /// Services that this unit handles now.
    pub services: Vec<Service>,
    /// Whether a signing key of this person is on the desk.
    pub has_signing_key: bool,
    /// Names of the unit's people, so that screens without a case can name them.
    pub people: BTreeMap<String, String>,
    /// Everybody of the unit, with their roles and who stands in for them.
    pub colleagues: Vec<User>,
    /// Other units, for opinions: code and name.
    pub units: BTreeMap<String, String>,
}

/// The numbers that this desk may give out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Numbers {
    /// First and last case number of every day.
    pub first_code: u16,
    pub last_code: u16,
    /// Of them, still free today.
    pub codes_left: u16,
    /// The registers of the unit; without a line only those of this desk.
    pub registers: Vec<RegisterState>,
    /// Whether the portal was asked just now.
    pub asked: bool,
}

/// A register and who numbers in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RegisterState {
    pub book: RegisterBook,
    /// The next number of this year, where this desk holds it.
    pub next: Option<u32>,
    /// The name of the other desk that holds it.
    pub holder: Option<String>,
}

/// A stretch without a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Outage {
    pub from: Moment,
    /// `None` while it lasts.
    pub to: Option<Moment>,
    /// What was done meanwhile and how often; `None` stands for new cases that were received.
    pub done: Vec<(Option<ActKind>, u32)>,
    /// Codes of the cases that were due meanwhile.
    pub touched: Vec<String>,
}

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
    /// Of cases with a fee: those that were paid, or those that were not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paid: Option<bool>,
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
    /// Of all queues; empty beside the finds of a search.
    pub counts: Vec<QueueCount>,
    /// The portal's time up to which the mirror is confirmed; `None` before the first synchronisation.
    pub as_of: Option<Moment>,
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
    pub assignee_name: Option<String>,
    pub changed_at: Moment,
    pub sync: SyncState,
    /// Where the words of a search stand that are in no column: a piece of a paper's name, a note, a message, an address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub found: Option<Found>,
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
    /// Đồng for one piece; `None` where the entry that it hangs on is missing.
    #[cfg_attr(feature = "ts", ts(type = "number | null"))]
    pub amount: Option<u64>,
    pub waivers: Vec<WaiverDue>,
}

/// A waiver with what is left to pay for one piece, in đồng.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct WaiverDue {
    pub code: String,
    pub name: String,
    #[cfg_attr(feature = "ts", ts(type = "number | null"))]
    pub amount: Option<u64>,
}

/// A fee that is taken: the desk works out the amount.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FeeChoice {
    pub fee: String,
    pub quantity: u32,
    #[serde(default)]
    pub waiver: Option<String>,
    #[serde(default)]
    pub reason: String,
}

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

/// A sheet of applications, looked at before anything is received.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ImportPreview {
    /// Columns that were understood, by the names in the sheet.
    pub columns: Vec<String>,
    /// Columns that were not, and are left out.
    pub ignored: Vec<String>,
    pub rows: Vec<ImportRow>,
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
    /// Not a day of the calendar.
    NotADay { text: String },
    /// A paper whose numbers are not understood.
    UnknownPaper { text: String },
    /// The same identity number and service stand in an earlier line.
    Twice { line: u32 },
}

/// Facts about the line to the portal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Connection {
    pub line: Line,
    /// Since when the line is as it is.
    pub since: Moment,
    pub last_contact_at: Option<Moment>,
    pub outbox: u32,
    pub files_waiting: u32,
    pub conflicts: u32,
    /// Case numbers that this desk still has for today.
    pub codes_left: u16,
    /// They are few; without a line people have to know.
    pub codes_low: bool,
    /// The portal's time up to which the mirror is confirmed.
    pub mirror_as_of: Option<Moment>,
    /// Whether everything that the portal holds for this unit is in the mirror.
    pub complete: bool,
    /// Entries of the log still to come, while the mirror fills.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub behind: u64,
}

/// The line to the portal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Line {
    Connecting,
    Online,
    Offline,
    /// The portal answers, but something is wrong that trying again does not mend.
    Trouble {
        trouble: Trouble,
    },
}

/// What is wrong with the line, by what can be done about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// This desk is not enrolled any more: see the administrator.
    NotEnrolled,
    /// This program is too old for the portal: update.
    VersionTooOld,
    /// The portal's history does not extend what this desk has seen: do not go on, call the administrator.
    HistoryRewritten,
    /// Mirror and portal differ although they should not: the mirror is being rebuilt.
    MirrorDiffers,
    /// The disk of this computer is full or cannot be written.
    Disk,
}

/// A text being typed, saved every second, by person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Draft {
    /// Which box of which dialog: `case id/act kind` or `receive`.
    pub key: String,
    /// JSON of the dialog's entries.
    pub content: String,
    pub saved_at: Moment,
}

/// An act that a person asks for. The desk adds what a person does not type: codes, numbers, rendered and signed
/// documents, identity and time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ActRequest {
    /// `None` for a new case.
    pub case: Option<CaseId>,
    /// The turn of the case that the person saw.
    pub turn: u32,
    pub intent: Intent,
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Intent {
    Receive {
        application: Application,
    },
    Accept,
    Reject {
        reason: String,
    },
    RequestSupplement {
        papers: Vec<String>,
        reason: String,
    },
    ReceiveSupplement {
        papers: Vec<Paper>,
    },
    Assign {
        to: UserId,
        note: String,
    },
    TakeOver,
    CompleteStep {
        note: String,
    },
    ReturnStep {
        to: StepId,
        reason: String,
    },
    ProposeResult {
        title: String,
        body: String,
    },
    ProposeRejection {
        reason: String,
    },
    /// Certified copies of the result that is in force.
    IssueCopy {
        copies: u16,
        to: CopyRecipient,
        name: String,
        reason: String,
    },
    /// Signs with the person's key.
    Approve {
        secret: String,
    },
    /// Numbers in the register and seals with the unit's key.
    Number {
        secret: String,
    },
    HandOver {
        to: String,
        method: HandOverMethod,
        note: String,
        /// The slip that was signed on the screen.
        #[serde(default)]
        #[cfg_attr(feature = "ts", ts(optional))]
        signature: Option<FileRef>,
    },
    Withdraw {
        reason: String,
    },
    Stop {
        reason: String,
    },
    RequestPayment {
        reason: String,
    },
    Resume {
        note: String,
    },
    /// Signs the apology with the person's key.
    Extend {
        to: Date,
        reason: String,
        secret: String,
    },
    Recall {
        reason: String,
    },
    Note {
        text: String,
    },
    /// The applicant reads it.
    Message {
        text: String,
    },
    Correct {
        applicant: Applicant,
        subject: String,
        entries: BTreeMap<String, String>,
        reason: String,
    },
    Transfer {
        to: UnitCode,
        reason: String,
    },
    Consult {
        unit: UnitCode,
        question: String,
        answer_by: Date,
    },
    AnswerConsultation {
        consultation: EnvelopeId,
        answer: String,
        files: Vec<FileRef>,
    },
    Complain {
        text: String,
    },
    AnswerComplaint {
        complaint: EnvelopeId,
        answer: String,
        upheld: bool,
    },
    Revoke {
        reason: String,
        again: bool,
    },
    CollectFee {
        fees: Vec<FeeChoice>,
        method: PaymentMethod,
    },
    RefundFee {
        payment: EnvelopeId,
        reason: String,
    },
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

/// Why something that was asked of the desk did not happen; the window explains it by `type`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Failure {
    /// The law says no, now, on this desk; nothing was written.
    Refused { refusal: Refusal },
    /// Name or secret is wrong.
    WrongSecret,
    /// The secret of the signing key is wrong.
    WrongKeySecret,
    /// No signing key of this person is on this desk.
    NoSigningKey,
    /// The certificate of the key is not valid now.
    CertificateNotValid,
    /// This needs a line to the portal, and there is none now.
    NoLine,
    /// The portal does not allow this person to say who stands in, or that colleague to do it.
    AbsenceNotAllowed,
    /// The enrolment code is wrong, used or expired.
    WrongCode,
    /// The portal takes no more attempts for a while.
    TooManyAttempts { seconds: u32 },
    /// The unit has no span of case numbers left for one more desk.
    NoBlockLeft,
    /// Secrets do not travel over a line without encryption.
    AddressNotSafe,
    /// Acts of this desk wait to be sent; a register goes to another desk only after them.
    NotSentYet,
    /// Another desk holds the register.
    RegisterTaken { holder: String },
    /// Nobody is signed in.
    SignedOut,
    /// Only those who answer for the unit may see or do this.
    ForHeadsOnly,
    /// The PIN for the lock has fewer than six digits, or something else than digits.
    PinTooShort,
    /// Whoever is to get a new secret is not of this desk.
    NotOfThisDesk,
    /// The document's bytes are not on this computer yet.
    FileNotHere,
    /// The file is damaged, locked, too large or of a kind that cannot be shown.
    FileUnreadable { reason: String },
    /// An earlier act on this case was refused; its conflict must be closed first.
    LaneHeld,
    /// The disk is full or cannot be written: nothing was saved.
    NotSaved,
    /// Something broke; the text is for the log and the support.
    Internal { trace: String },
}

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

/// A place in the log, with its time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AuditPlace {
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub seq: i64,
    pub at: Moment,
}

/// A part of the answer, the latest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Audit {
    pub entries: Vec<AuditEntry>,
    pub next: Option<AuditPlace>,
}

/// Who did what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AuditEntry {
    /// By the clock where it was done.
    pub at: Moment,
    /// When it reached the portal; `None` for what stays at this desk.
    pub arrived_at: Option<Moment>,
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
    /// Deadlines within one working day.
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
            Self::Due => NewsTopic::Due,
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
