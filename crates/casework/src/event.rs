//! What happened, in the past tense. These types are the storage format and the contract: a change of one is a new
//! version with an upgrade, never an edit.

use crate::fee::{FeeLine, PaymentMethod};
use crate::{
    Actor, Applicant, Application, CaseCode, CaseId, CopyRecipient, Date, Decision, Digest, EditionId, EnvelopeId,
    FileRef, HandOverMethod, Moment, Paper, PaperCount, RegisterBook, StepId, UnitCode, UserId, VariantId,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An event in its place in a unit's log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Recorded {
    pub unit: UnitCode,
    /// Place in the unit's log: gapless, from 1.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub seq: u64,
    pub case: CaseId,
    /// Place in the case's own history, from 1.
    pub version: u32,
    /// The command that led to it.
    pub envelope: EnvelopeId,
    pub by: Actor,
    /// When it was done, by the clock of the machine where it was done.
    pub at: Moment,
    /// When it reached the portal, by the portal's clock: the legal time.
    pub arrived_at: Moment,
    pub event: Event,
}

/// Everything that can have happened to a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    Filed {
        edition: EditionId,
        application: Application,
    },
    Accepted {
        code: CaseCode,
        due_at: Moment,
        step: StepId,
        step_due_at: Moment,
        /// The variant of the service that the entries choose.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "ts", ts(optional))]
        variant: Option<VariantId>,
    },
    Rejected {
        reason: String,
    },
    SupplementRequested {
        papers: Vec<String>,
        /// How many of each paper are wanted, where the form says so.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        #[cfg_attr(feature = "ts", ts(as = "Option<BTreeMap<String, PaperCount>>", optional))]
        counts: BTreeMap<String, PaperCount>,
        reason: String,
    },
    /// `due_at` and `step_due_at` are given where the case had been accepted before.
    SupplementReceived {
        papers: Vec<Paper>,
        due_at: Option<Moment>,
        step_due_at: Option<Moment>,
    },
    Assigned {
        from: Option<UserId>,
        to: UserId,
        note: String,
    },
    StepCompleted {
        step: StepId,
        next: StepId,
        step_due_at: Moment,
        note: String,
    },
    StepReturned {
        step: StepId,
        to: StepId,
        step_due_at: Moment,
        reason: String,
    },
    ResultProposed {
        title: String,
        body: String,
        draft: FileRef,
    },
    /// The agency is to decline (Form 03); what is signed, numbered and handed over next is that.
    RejectionProposed {
        title: String,
        reason: String,
        draft: FileRef,
    },
    Approved {
        document: FileRef,
    },
    Numbered {
        register: RegisterBook,
        number: u32,
        issued_on: Date,
        title: String,
        document: FileRef,
        /// The last day on which the result is valid, where the service says how long.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "ts", ts(optional))]
        expires_on: Option<Date>,
        /// A "no" after appraisal is a result, too.
        #[serde(default, skip_serializing_if = "Decision::is_granted")]
        #[cfg_attr(feature = "ts", ts(as = "Option<Decision>", optional))]
        decision: Decision,
    },
    HandedOver {
        to: String,
        method: HandOverMethod,
        note: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "ts", ts(optional))]
        signature: Option<FileRef>,
    },
    Withdrawn {
        reason: String,
    },
    Stopped {
        reason: String,
    },
    PaymentRequested {
        reason: String,
    },
    /// The clock goes on where it stopped.
    Resumed {
        note: String,
        due_at: Option<Moment>,
        step_due_at: Option<Moment>,
    },
    /// The step gets as much working time as the case; logs of before know no other date of the step.
    Extended {
        from: Moment,
        to: Moment,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "ts", ts(optional))]
        step_due_at: Option<Moment>,
        reason: String,
        document: FileRef,
    },
    /// The time limit is the one of the variant from the beginning on.
    VariantChanged {
        variant: VariantId,
        due_at: Moment,
        step_due_at: Moment,
        reason: String,
    },
    Recalled {
        step: StepId,
        to: StepId,
        step_due_at: Moment,
        reason: String,
    },
    Noted {
        text: String,
    },
    Messaged {
        text: String,
    },
    Corrected {
        applicant: Applicant,
        subject: String,
        entries: BTreeMap<String, String>,
        reason: String,
    },
    ConsultationAsked {
        unit: UnitCode,
        question: String,
        answer_by: Date,
    },
    ConsultationAnswered {
        consultation: EnvelopeId,
        answer: String,
        files: Vec<FileRef>,
    },
    Complained {
        text: String,
    },
    ComplaintAnswered {
        complaint: EnvelopeId,
        answer: String,
        upheld: bool,
    },
    Revoked {
        reason: String,
    },
    CopyIssued {
        document: Digest,
        copies: u16,
        to: CopyRecipient,
        name: String,
        reason: String,
    },
    /// A revoked result is drawn up anew.
    Reopened {
        to: StepId,
        step_due_at: Moment,
    },
    /// The case goes to another unit: wholly, which answers for it from then on, or for a step that it carries out.
    Passed {
        to: UnitCode,
        wholly: bool,
        #[serde(default, skip_serializing_if = "String::is_empty")]
        #[cfg_attr(feature = "ts", ts(as = "Option<String>", optional))]
        reason: String,
    },
    FeeCollected {
        receipt: String,
        lines: Vec<FeeLine>,
        method: PaymentMethod,
        /// The unit whose cash desk took it, where it is not the one that answers for the case.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "ts", ts(optional))]
        unit: Option<UnitCode>,
    },
    FeeRefunded {
        payment: EnvelopeId,
        reason: String,
    },
}
