//! What people ask for: commands, and the envelope in which one travels.
//!
//! Every command that moves a case names the `turn` of the case that it was given for. Run again over a case that has
//! moved on, it is refused; it never lands on another step than the one the person saw.

use crate::case::Statement;
use crate::fee::{FeeLine, PaymentMethod};
use crate::{
    AccountId, Applicant, CaseCode, CaseId, Date, Digest, EditionId, EnvelopeId, FileRef, Moment, Paper, PaperCount,
    RegisterBook, ServiceCode, StepId, UnitCode, UserId, VariantId,
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
    /// The portal itself: where nothing but time has to pass, and for what was paid online.
    Portal,
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
    /// The competent unit.
    pub unit: UnitCode,
    /// The one-stop shop that takes it in for the competent unit (phi địa giới hành chính).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub received_by: Option<UnitCode>,
    pub service: ServiceCode,
    pub channel: Channel,
    pub applicant: Applicant,
    /// Who brings the case in, when it is not the applicant (người nộp, người được ủy quyền).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub submitter: Option<String>,
    /// Others who ask for the same together with the applicant.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "ts", ts(as = "Option<Vec<Applicant>>", optional))]
    pub co_applicants: Vec<Applicant>,
    /// What is asked for, in a sentence (trích yếu).
    pub subject: String,
    pub papers: Vec<Paper>,
    /// Values of the service's form by entry name.
    #[serde(default)]
    pub entries: BTreeMap<String, String>,
    /// The address that the result is to be sent to by post (trả kết quả qua dịch vụ bưu chính); none where it is fetched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub send_result_to: Option<String>,
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

/// Whom a certified copy is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum CopyRecipient {
    Applicant,
    /// Somebody whom the applicant has authorised.
    Authorised,
    /// Another unit or agency.
    Unit,
}

/// Everything that can be asked of the law.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Command {
    /// An application comes in and waits for the one-stop shop (online, or written down at the counter first).
    File {
        application: Application,
    },
    /// The one-stop clerk takes in a complete application at the counter, on the spot.
    Receive {
        application: Application,
        code: CaseCode,
    },
    /// The one-stop clerk accepts a filed application. Form 01.
    Accept {
        turn: u32,
        code: CaseCode,
    },
    /// The one-stop clerk does not accept it. Form 03.
    Reject {
        turn: u32,
        reason: String,
    },
    /// Papers are missing or wrong. Form 02.
    RequestSupplement {
        turn: u32,
        papers: Vec<String>,
        /// How many of each paper are wanted, where the form says so.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        #[cfg_attr(feature = "ts", ts(as = "Option<BTreeMap<String, PaperCount>>", optional))]
        counts: BTreeMap<String, PaperCount>,
        reason: String,
    },
    /// The missing papers have come.
    ReceiveSupplement {
        turn: u32,
        papers: Vec<Paper>,
    },
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
    ReturnStep {
        turn: u32,
        to: StepId,
        reason: String,
    },
    /// The specialist lays a draft before the heads.
    ProposeResult {
        turn: u32,
        title: String,
        body: String,
        draft: FileRef,
    },
    /// The specialist finds after appraisal that the agency has to say no, and lays Form 03 before the heads.
    ProposeRejection {
        turn: u32,
        reason: String,
        draft: FileRef,
    },
    /// The head approves and has signed the document.
    Approve {
        turn: u32,
        document: FileRef,
        states: Statement,
    },
    /// The records clerk has numbered and sealed the document.
    Number {
        turn: u32,
        register: RegisterBook,
        number: u32,
        issued_on: Date,
        document: FileRef,
        states: Statement,
    },
    /// The applicant has the result.
    HandOver {
        turn: u32,
        to: String,
        method: HandOverMethod,
        #[serde(default)]
        note: String,
        /// The slip that whoever took the result signed at the counter, on the screen; `None` where paper was signed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "ts", ts(optional))]
        signature: Option<FileRef>,
    },
    /// The applicant takes the application back.
    Withdraw {
        turn: u32,
        reason: String,
    },
    /// Work stops for a reason that the applicant is told. Form 05 of Circular 03/2025.
    Stop {
        turn: u32,
        reason: String,
    },
    /// The applicant has a financial duty to meet before work can go on (thực hiện nghĩa vụ tài chính).
    RequestPayment {
        turn: u32,
        reason: String,
    },
    /// Work goes on after a stop or after the duty was met.
    Resume {
        turn: u32,
        note: String,
    },
    /// One new date, with the signed apology. Form 04.
    Extend {
        turn: u32,
        to: Date,
        reason: String,
        document: FileRef,
    },
    /// Whoever moved the case on takes it back before anybody has gone on with it (thu hồi).
    /// The case turns out to be another variant of the service: something has to be verified, for instance.
    ChangeVariant {
        turn: u32,
        variant: VariantId,
        reason: String,
    },
    Recall {
        turn: u32,
        reason: String,
    },
    /// Something for colleagues to read; it never leaves the agency.
    Note {
        text: String,
    },
    /// Words between the agency and the applicant; both read them.
    Message {
        text: String,
    },
    /// What the applicant stated is put right.
    Correct {
        turn: u32,
        applicant: Applicant,
        subject: String,
        entries: BTreeMap<String, String>,
        reason: String,
    },
    /// Another unit is asked for its opinion, until a day.
    Consult {
        turn: u32,
        unit: UnitCode,
        question: String,
        answer_by: Date,
    },
    /// The opinion has come.
    AnswerConsultation {
        consultation: EnvelopeId,
        answer: String,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        #[cfg_attr(feature = "ts", ts(as = "Option<Vec<FileRef>>", optional))]
        files: Vec<FileRef>,
    },
    /// The applicant complains of how the case was handled or of its result.
    Complain {
        text: String,
    },
    /// The head answers a complaint.
    AnswerComplaint {
        complaint: EnvelopeId,
        answer: String,
        upheld: bool,
    },
    /// The head revokes an issued result; with `again`, it is drawn up anew.
    Revoke {
        turn: u32,
        reason: String,
        again: bool,
    },
    /// Certified copies of the issued result are given out (sao y, Decree 30/2020 Art. 25).
    IssueCopy {
        document: Digest,
        copies: u16,
        to: CopyRecipient,
        name: String,
        reason: String,
    },
    /// The case goes to the unit that is competent for it.
    Transfer {
        turn: u32,
        to: UnitCode,
        reason: String,
    },
    /// Fees are taken, each once.
    CollectFee {
        receipt: String,
        lines: Vec<FeeLine>,
        method: PaymentMethod,
    },
    /// Fees that were taken are given back.
    RefundFee {
        payment: EnvelopeId,
        reason: String,
    },
}

impl Command {
    /// The application that a command opens a case with.
    #[must_use]
    pub const fn application(&self) -> Option<&Application> {
        match self {
            Self::File { application } | Self::Receive { application, .. } => Some(application),
            _ => None,
        }
    }

    /// The case code that a command spends.
    #[must_use]
    pub const fn code(&self) -> Option<&CaseCode> {
        match self {
            Self::Receive { code, .. } | Self::Accept { code, .. } => Some(code),
            _ => None,
        }
    }

    /// Every document that a command names; their bytes travel behind it.
    #[must_use]
    pub fn files(&self) -> Vec<&FileRef> {
        match self {
            Self::File { application } | Self::Receive { application, .. } => {
                application.papers.iter().flat_map(|paper| &paper.files).collect()
            }
            Self::ReceiveSupplement { papers, .. } => papers.iter().flat_map(|paper| &paper.files).collect(),
            Self::ProposeResult { draft, .. } | Self::ProposeRejection { draft, .. } => vec![draft],
            Self::Approve { document, .. } | Self::Number { document, .. } | Self::Extend { document, .. } => {
                vec![document]
            }
            Self::AnswerConsultation { files, .. } => files.iter().collect(),
            Self::HandOver { signature, .. } => signature.iter().collect(),
            Self::Accept { .. }
            | Self::Reject { .. }
            | Self::RequestSupplement { .. }
            | Self::Assign { .. }
            | Self::CompleteStep { .. }
            | Self::ReturnStep { .. }
            | Self::Withdraw { .. }
            | Self::Stop { .. }
            | Self::RequestPayment { .. }
            | Self::Resume { .. }
            | Self::Recall { .. }
            | Self::ChangeVariant { .. }
            | Self::Note { .. }
            | Self::Message { .. }
            | Self::Correct { .. }
            | Self::Consult { .. }
            | Self::Complain { .. }
            | Self::AnswerComplaint { .. }
            | Self::Revoke { .. }
            | Self::IssueCopy { .. }
            | Self::Transfer { .. }
            | Self::CollectFee { .. }
            | Self::RefundFee { .. } => Vec::new(),
        }
    }
}
