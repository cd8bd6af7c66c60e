//! The law of the one-stop shop (một cửa), pure.
//!
//! Two functions carry it: [`decide`] says what a command leads to (events, or a [`Refusal`] with its data) and
//! [`evolve`] folds an event into the [`Case`]. The desk runs them optimistically, the portal with authority, and
//! pending commands are run again over the portal's events. [`acts_for`] is the list of what a person may do now:
//! the screens hold no rule of their own.
//!
//! Deliberately absent: clocks, randomness, files, networks, floating point, unordered maps and the time-zone
//! database. Time, identity and the catalogue are arguments; Vietnam is a fixed +07:00.
//!
//! Enter at `decide.rs`; each command has a file of its own beneath it.

pub mod absence;
mod acts;
mod applicant;
mod authority;
pub mod calendar;
mod case;
pub mod catalogue;
mod command;
pub mod consultation;
pub mod deadline;
mod decide;
mod event;
mod evolve;
pub mod fee;
pub mod form_entry;
mod id;
#[cfg(test)]
mod law_table;
mod moment;
mod refusal;
pub mod statistics;
mod workflow_check;

pub use acts::{Act, ActKind, Destination, acts_for};
pub use applicant::{Applicant, ApplicantKind, FileRef, Paper, PaperCount};
pub use case::{
    Approval, Case, Complaint, Consultation, CopyIssue, Decision, Deliverable, Extension, Halt, HaltKind, HandOver,
    Message, Note, Payment, Proposal, Revocation, SHAPE, Stage, Statement, Status, SupplementRequest, Tenure,
    VariantChange,
};
pub use catalogue::{Catalogue, Edition};
pub use command::{Actor, Application, Channel, Command, CopyRecipient, Envelope, HandOverMethod};
pub use deadline::Deadline;
pub use decide::decide;
pub use event::{Event, Recorded};
pub use evolve::{evolve, replay};
pub use id::{
    AccountId, CaseCode, CaseId, DeviceId, Digest, EditionId, EnvelopeId, FieldCode, NotADigest, RegisterBook,
    ServiceCode, StepId, UnitCode, UserId, VariantId, WorkflowId,
};
pub use moment::{Date, Moment};
pub use refusal::Refusal;
pub use workflow_check::WorkflowProblem;
