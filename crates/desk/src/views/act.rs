//! What a person asks for, is typing, and why it did not happen.

use casework::absence::AbsenceRefusal;
use casework::fee::PaymentMethod;
use casework::form_entry::{EntryProblem, FormEntry};
use casework::{
    Applicant, ApplicantKind, Application, CaseId, Channel, CopyRecipient, Date, EditionId, EnvelopeId, FileRef,
    HandOverMethod, Moment, Paper, PaperCount, Refusal, ServiceCode, StepId, UnitCode, UserId, VariantId,
};
use protocol::bundle::BundleRefusal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A fee that is taken: the desk works out the amount.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FeeChoice {
    pub fee: String,
    pub quantity: u32,
    /// Copies of so many pieces each.
    #[serde(default = "one")]
    pub copies: u32,
    #[serde(default)]
    pub waiver: Option<String>,
    #[serde(default)]
    pub reason: String,
}

fn one() -> u32 {
    1
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

/// The entries of a service's form as somebody is filling them in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FormRequest {
    pub service: ServiceCode,
    /// The edition of the case that is corrected; `None` for a new application.
    pub edition: Option<EditionId>,
    pub channel: Channel,
    pub applicant: ApplicantKind,
    pub entries: BTreeMap<String, String>,
}

/// An entry that is asked, with what is wrong with its value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AskedEntry {
    pub entry: FormEntry,
    /// What can be chosen; empty where it is written.
    pub options: Vec<String>,
    /// Nothing is taken in without it.
    pub needed: bool,
    pub problem: Option<EntryProblem>,
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
    /// The application stands, but is not taken in: papers are to be asked for, or it is to be refused.
    File {
        application: Application,
    },
    Receive {
        application: Application,
    },
    Accept,
    Reject {
        reason: String,
    },
    RequestSupplement {
        papers: Vec<String>,
        #[serde(default)]
        counts: BTreeMap<String, PaperCount>,
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
        /// The number that the agency's book gave the letter (`Số …/PXL`); empty: it is written in by hand.
        #[serde(default)]
        number: String,
        secret: String,
    },
    Recall {
        reason: String,
    },
    /// The case turned out to be another variant of its service.
    ChangeVariant {
        variant: VariantId,
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
    /// This person may not say who stands in, or that colleague cannot.
    AbsenceNotAllowed { why: AbsenceRefusal },
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
    /// A sealed bundle is not written, not taken in, or not read.
    Bundle { why: BundleRefusal },
    /// The disk is full or cannot be written: nothing was saved.
    NotSaved,
    /// Something broke; the text is for the log and the support.
    Internal { trace: String },
}
