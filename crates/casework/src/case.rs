//! The state of a case: a cache of its events, folded again whenever its shape changes.

use crate::catalogue::Facts;
use crate::fee::{FeeLine, PaymentMethod};
use crate::{
    Actor, Applicant, CaseCode, CaseId, Channel, CopyRecipient, Date, EditionId, EnvelopeId, FileRef, HandOverMethod,
    Moment, Paper, PaperCount, RegisterBook, ServiceCode, StepId, UnitCode, UserId, VariantId,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Number of this shape of [`Case`]; a stored case of another shape is folded again from its events.
pub const SHAPE: u32 = 10;

/// The ten national case statuses; the number is the national portal's code (TrangThaiHoSo).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// 1 Mới đăng ký
    Filed,
    /// 2 Được tiếp nhận
    Accepted,
    /// 3 Không được tiếp nhận
    Rejected,
    /// 4 Đang xử lý
    InProgress,
    /// 5 Yêu cầu bổ sung giấy tờ
    AwaitingSupplement,
    /// 6 Yêu cầu thực hiện nghĩa vụ tài chính
    AwaitingPayment,
    /// 7 Công dân yêu cầu rút hồ sơ
    Withdrawn,
    /// 8 Dừng xử lý
    Stopped,
    /// 9 Đã xử lý xong
    Done,
    /// 10 Đã trả kết quả
    HandedOver,
}

impl Status {
    /// All statuses in the order of their codes.
    pub const ALL: [Self; 10] = [
        Self::Filed,
        Self::Accepted,
        Self::Rejected,
        Self::InProgress,
        Self::AwaitingSupplement,
        Self::AwaitingPayment,
        Self::Withdrawn,
        Self::Stopped,
        Self::Done,
        Self::HandedOver,
    ];

    /// The national portal's code, 1..=10.
    #[must_use]
    pub const fn code(self) -> u8 {
        self as u8 + 1
    }

    /// Whether the clock of the case runs.
    #[must_use]
    pub const fn is_running(self) -> bool {
        matches!(self, Self::Accepted | Self::InProgress)
    }

    /// Whether nothing more is to be done with the case.
    #[must_use]
    pub const fn is_closed(self) -> bool {
        matches!(self, Self::Rejected | Self::Withdrawn | Self::HandedOver)
    }

    /// Whether the case waits for something outside of the agency's work: nothing of it counts as done meanwhile.
    #[must_use]
    pub const fn is_paused(self) -> bool {
        matches!(self, Self::AwaitingSupplement | Self::AwaitingPayment | Self::Stopped)
    }
}

/// A dossier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Case {
    pub id: CaseId,
    /// Events folded so far.
    pub version: u32,
    /// Another one whenever the case moves to another status or step; commands name the turn that they were given for.
    pub turn: u32,
    pub code: Option<CaseCode>,
    pub edition: EditionId,
    /// The competent unit: it answers for the case, its deadline and its result.
    pub unit: UnitCode,
    /// The unit where the case lies now: the competent one, or one that carries out a step of a linked procedure.
    pub at: UnitCode,
    /// The one-stop shop that took it in for the competent unit (tiếp nhận phi địa giới hành chính).
    pub received_by: Option<UnitCode>,
    /// Units with a part in the case: each has its whole history in its own log.
    pub involved: BTreeSet<UnitCode>,
    /// Units that answered for it before, from its acceptance on, in order.
    pub former: Vec<Tenure>,
    /// Who works on it in units where it does not lie now.
    pub waiting_with: BTreeMap<UnitCode, UserId>,
    pub service: ServiceCode,
    pub channel: Channel,
    pub applicant: Applicant,
    pub submitter: Option<String>,
    pub co_applicants: Vec<Applicant>,
    pub subject: String,
    pub papers: Vec<Paper>,
    pub entries: BTreeMap<String, String>,
    /// The address that the result is to be sent to by post; `None` where it is fetched.
    pub send_result_to: Option<String>,
    /// Who filed it: only this account may withdraw it online.
    pub filed_by: Actor,
    pub filed_at: Moment,
    pub status: Status,
    /// The variant of the service, known from acceptance on.
    pub variant: Option<VariantId>,
    /// Why it turned out to be that variant, where it did not begin as it.
    pub variant_change: Option<VariantChange>,
    pub step: Option<StepId>,
    pub step_due_at: Option<Moment>,
    /// When the case came into its step.
    pub step_since: Option<Moment>,
    /// Steps that were left, in order, with the time that they took.
    pub stages: Vec<Stage>,
    /// The last move along the path, as long as it can be taken back.
    pub last_move: Option<Move>,
    pub assignee: Option<UserId>,
    pub accepted_at: Option<Moment>,
    /// Who took it in.
    pub accepted_by: Option<Actor>,
    pub due_at: Option<Moment>,
    pub supplements: Vec<SupplementRequest>,
    /// Stops and financial duties, in order.
    pub halts: Vec<Halt>,
    pub extension: Option<Extension>,
    pub notes: Vec<Note>,
    /// What the agency and the applicant wrote each other, in order.
    pub messages: Vec<Message>,
    pub consultations: Vec<Consultation>,
    pub complaints: Vec<Complaint>,
    pub payments: Vec<Payment>,
    pub proposal: Option<Proposal>,
    pub approval: Option<Approval>,
    pub deliverable: Option<Deliverable>,
    /// Results that were issued and revoked before, in order.
    pub revoked: Vec<Deliverable>,
    pub hand_over: Option<HandOver>,
    /// Why it was rejected, declined or withdrawn.
    pub closing_reason: Option<String>,
    /// Who rejected it, or recorded that it was withdrawn.
    pub closed_by: Option<Actor>,
    /// When work on it ended: rejected, withdrawn, or numbered.
    pub finished_at: Option<Moment>,
    pub changed_at: Moment,
}

/// The time in which a unit answered for an accepted case before the case went to another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Tenure {
    pub unit: UnitCode,
    pub until: Moment,
    /// A result had been issued by then.
    pub finished: bool,
}

/// A stay in a step that is over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Stage {
    /// The unit that carried it out.
    pub unit: UnitCode,
    pub step: StepId,
    pub since: Moment,
    pub until: Moment,
    /// Until when the step might have taken; pauses have moved it.
    pub due_at: Moment,
}

/// A request for missing papers. Form 02.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SupplementRequest {
    pub asked_at: Moment,
    pub asked_by: Actor,
    pub papers: Vec<String>,
    /// How many of each, where the form says so.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "ts", ts(as = "Option<BTreeMap<String, PaperCount>>", optional))]
    pub counts: BTreeMap<String, PaperCount>,
    pub reason: String,
    pub received_at: Option<Moment>,
}

/// How the agency decides: it grants what was asked for, or declines it (Form 03). Both are results: signed, numbered,
/// handed over, and done on their time (Decree 61/2018 Art. 19.8).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    #[default]
    Granted,
    Declined,
}

impl Decision {
    /// What was always so before a "no" could be said after appraisal.
    #[must_use]
    pub fn is_granted(&self) -> bool {
        *self == Self::Granted
    }
}

/// A draft result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Proposal {
    pub by: Actor,
    pub at: Moment,
    pub decision: Decision,
    pub title: String,
    /// Of a "no": its reasons.
    pub body: String,
    pub draft: FileRef,
}

/// The head's signature on the result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Approval {
    pub by: Actor,
    pub at: Moment,
    pub document: FileRef,
}

/// The issued result document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Deliverable {
    /// The unit in whose book it stands.
    pub unit: UnitCode,
    pub register: RegisterBook,
    pub number: u32,
    pub decision: Decision,
    pub issued_on: Date,
    /// Who gave it its number.
    pub by: Actor,
    /// Whose signature it carries.
    pub signed_by: Option<Actor>,
    pub at: Moment,
    pub title: String,
    pub document: FileRef,
    /// The last day on which it is valid.
    pub expires_on: Option<Date>,
    pub revocation: Option<Revocation>,
    /// Certified copies that were given out, in order.
    pub copies: Vec<CopyIssue>,
}

/// Certified copies that were given out at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CopyIssue {
    pub id: EnvelopeId,
    pub by: Actor,
    pub at: Moment,
    pub copies: u16,
    pub to: CopyRecipient,
    pub name: String,
    pub reason: String,
}

/// Why an issued result is no longer valid, or money was given back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Revocation {
    pub unit: UnitCode,
    pub by: Actor,
    pub at: Moment,
    pub reason: String,
}

/// A move from one step to the next, by the person who made it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Move {
    pub by: Actor,
    pub from: StepId,
}

/// Why work on a case stands still.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum HaltKind {
    /// Dừng xử lý.
    Stop,
    /// Thực hiện nghĩa vụ tài chính.
    Payment,
}

/// A time in which work stood still.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Halt {
    pub kind: HaltKind,
    pub by: Actor,
    pub since: Moment,
    pub reason: String,
    pub until: Option<Moment>,
    /// Whether the clock ran when it began.
    pub clock_ran: bool,
}

/// The one new date of a case. Decree 61/2018 Art. 19.9.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Extension {
    pub by: Actor,
    pub at: Moment,
    /// When the portal heard of it, and could tell the applicant: the legal time.
    pub told_at: Moment,
    pub from: Moment,
    pub to: Moment,
    pub reason: String,
    pub document: FileRef,
}

impl Extension {
    /// Whether the applicant could not be told before the old date any more: the day on which it became possible
    /// (Decree 61/2018 Art. 19.9). A head who apologised in time, without a line, is told of it; nothing is undone.
    #[must_use]
    pub fn told_late(&self) -> Option<Date> {
        Some(self.told_at.day()).filter(|day| *day >= self.from.day())
    }
}

/// That a case turned out to be another variant of its service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct VariantChange {
    pub by: Actor,
    pub at: Moment,
    pub reason: String,
}

/// Something for colleagues to read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Note {
    pub id: EnvelopeId,
    pub by: Actor,
    pub at: Moment,
    pub text: String,
}

/// Something that the agency wrote to the applicant, or the applicant to the agency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Message {
    pub id: EnvelopeId,
    pub by: Actor,
    pub at: Moment,
    pub text: String,
}

/// A question to another unit. Decree 61/2018 Art. 19.5.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Consultation {
    pub id: EnvelopeId,
    pub by: Actor,
    pub at: Moment,
    pub unit: UnitCode,
    pub question: String,
    pub answer_by: Date,
    pub answer: Option<ConsultationAnswer>,
}

/// What the other unit said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ConsultationAnswer {
    pub by: Actor,
    pub at: Moment,
    pub text: String,
    pub files: Vec<FileRef>,
}

/// A complaint, and what the head said to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Complaint {
    pub id: EnvelopeId,
    pub by: Actor,
    pub at: Moment,
    pub text: String,
    pub answer: Option<ComplaintAnswer>,
}

/// The head's answer to a complaint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ComplaintAnswer {
    pub by: Actor,
    pub at: Moment,
    pub text: String,
    pub upheld: bool,
}

/// Fees that were taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Payment {
    /// The unit whose cash desk took the money: the one that answered for the case then, or that met the applicant for it.
    pub unit: UnitCode,
    pub id: EnvelopeId,
    pub by: Actor,
    pub at: Moment,
    pub receipt: String,
    pub lines: Vec<FeeLine>,
    pub method: PaymentMethod,
    pub refund: Option<Revocation>,
}

/// The applicant got the result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct HandOver {
    pub to: String,
    pub method: HandOverMethod,
    pub at: Moment,
    pub by: Actor,
    pub note: String,
    /// The slip that was signed on the screen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub signature: Option<FileRef>,
}

/// What a result document states about its case. A signed act is refused only if one of these has changed since, never
/// merely because the case has other new events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Statement {
    pub code: CaseCode,
    pub service: ServiceCode,
    pub applicant: String,
    pub identity_number: Option<String>,
    pub title: String,
    pub body: String,
    #[serde(default, skip_serializing_if = "Decision::is_granted")]
    #[cfg_attr(feature = "ts", ts(as = "Option<Decision>", optional))]
    pub decision: Decision,
}

impl Case {
    /// What a result document for this case states now; `None` while there is no code or no draft.
    #[must_use]
    pub fn statement(&self) -> Option<Statement> {
        let proposal = self.proposal.as_ref()?;
        Some(Statement {
            code: self.code.clone()?,
            service: self.service.clone(),
            applicant: self.applicant.name.clone(),
            identity_number: self.applicant.identity_number.clone(),
            title: proposal.title.clone(),
            body: proposal.body.clone(),
            decision: proposal.decision,
        })
    }

    /// How the agency decided, once its result is issued.
    #[must_use]
    pub fn decision(&self) -> Option<Decision> {
        self.deliverable.as_ref().map(|deliverable| deliverable.decision)
    }

    /// Whether the case ended with the agency's "no" after appraisal.
    #[must_use]
    pub fn is_declined(&self) -> bool {
        self.decision() == Some(Decision::Declined)
    }

    /// Units that answered for the accepted case, in order, with the span in which they did; the last has no end.
    #[must_use]
    pub fn tenures(&self) -> Vec<(&UnitCode, Moment, Option<Moment>)> {
        let Some(mut since) = self.accepted_at else { return Vec::new() };
        let mut tenures = Vec::with_capacity(self.former.len() + 1);
        for former in &self.former {
            tenures.push((&former.unit, since, Some(former.until)));
            since = former.until;
        }
        tenures.push((&self.unit, since, None));
        tenures
    }

    /// Every document that the case refers to.
    pub fn files(&self) -> impl Iterator<Item = &FileRef> {
        let papers = self.papers.iter().flat_map(|paper| &paper.files);
        let draft = self.proposal.iter().map(|proposal| &proposal.draft);
        let signed = self.approval.iter().map(|approval| &approval.document);
        let sealed = self.deliverable.iter().map(|deliverable| &deliverable.document);
        let former = self.revoked.iter().map(|deliverable| &deliverable.document);
        let apology = self.extension.iter().map(|extension| &extension.document);
        let answers = self.consultations.iter().filter_map(|one| one.answer.as_ref()).flat_map(|answer| &answer.files);
        let slip = self.hand_over.iter().filter_map(|hand_over| hand_over.signature.as_ref());
        papers.chain(draft).chain(signed).chain(sealed).chain(former).chain(apology).chain(answers).chain(slip)
    }

    /// Whether the applicant wrote last, so that the agency's word is awaited.
    #[must_use]
    pub fn has_unanswered_message(&self) -> bool {
        self.messages.last().is_some_and(|message| matches!(message.by, Actor::Citizen(_)))
    }

    /// Whether an official of this unit meets the applicant and the case: the competent unit, the one that took it in,
    /// and the one where it lies.
    #[must_use]
    pub fn is_served_by(&self, unit: &UnitCode) -> bool {
        *unit == self.unit || *unit == self.at || self.received_by.as_ref() == Some(unit)
    }

    /// A question to this unit that it has not answered.
    #[must_use]
    pub fn is_asked(&self, unit: &UnitCode) -> bool {
        self.consultations.iter().any(|asked| asked.unit == *unit && asked.answer.is_none())
    }

    /// What variants and branches of the service hang on.
    #[must_use]
    pub fn facts(&self) -> Facts<'_> {
        Facts { channel: self.channel, applicant: self.applicant.kind, entries: &self.entries }
    }

    /// The stop or financial duty that still holds the case.
    #[must_use]
    pub fn open_halt(&self) -> Option<&Halt> {
        self.halts.last().filter(|halt| halt.until.is_none())
    }

    /// The number of the next fee receipt: the case code and a count; `None` before there is a code.
    #[must_use]
    pub fn next_receipt(&self) -> Option<String> {
        Some(format!("{}/{}", self.code.as_ref()?, self.payments.len() + 1))
    }

    /// Payments that were not given back.
    pub fn paid(&self) -> impl Iterator<Item = &Payment> {
        self.payments.iter().filter(|payment| payment.refund.is_none())
    }

    /// The payment by which a fee was paid and not given back.
    #[must_use]
    pub fn payment_of(&self, fee: &str) -> Option<&Payment> {
        self.paid().find(|payment| payment.lines.iter().any(|line| line.fee == fee))
    }

    /// The request for papers that is still unanswered.
    #[must_use]
    pub fn open_supplement(&self) -> Option<&SupplementRequest> {
        self.supplements.last().filter(|request| request.received_at.is_none())
    }
}
