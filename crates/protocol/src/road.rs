//! The portal as a desk sees it, and what can go wrong on the road to it.

use crate::check::{CheckReply, CheckRequest};
use crate::file::FileState;
use crate::push::{PushReply, PushRequest};
use casework::{Catalogue, Digest};
use serde::{Deserialize, Serialize};
use std::future::Future;

/// The portal, over whatever line there is.
pub trait Portal: Send + Sync {
    /// Push and pull.
    fn push(&self, request: &PushRequest) -> impl Future<Output = Result<PushReply, LineError>> + Send;
    /// The self-check.
    fn check(&self, request: &CheckRequest) -> impl Future<Output = Result<CheckReply, LineError>> + Send;
    /// The newest catalogue.
    fn catalogue(&self) -> impl Future<Output = Result<Catalogue, LineError>> + Send;
    /// How much of a document the portal has.
    fn file_state(&self, digest: &Digest) -> impl Future<Output = Result<FileState, LineError>> + Send;
    /// Sends a part of a document.
    fn put_file(
        &self,
        digest: &Digest,
        size: u64,
        offset: u64,
        part: Vec<u8>,
    ) -> impl Future<Output = Result<FileState, LineError>> + Send;
    /// Fetches a part of a document; empty at its end.
    fn get_file(&self, digest: &Digest, offset: u64) -> impl Future<Output = Result<Vec<u8>, LineError>> + Send;
}

/// What came of a request. Anything doubtful is [`LineError::Unreachable`], and tried again.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LineError {
    /// No answer, half an answer, somebody else's answer, or "not now".
    #[error("the portal cannot be reached: {0}")]
    Unreachable(String),
    /// The portal's own "no" to the request as a whole; trying again does not help.
    #[error("the portal refuses the request: {0}")]
    Refused(RoadRefusal),
}

/// The portal's "no" to a request as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum RoadRefusal {
    #[error("this desk is not enrolled, or not any more")]
    NotEnrolled,
    #[error("the enrolment code is wrong, used or expired")]
    WrongCode,
    #[error("the name or the secret of {user} is wrong")]
    WrongSecret { user: String },
    #[error("too many attempts: try again in {seconds} s")]
    TooManyAttempts { seconds: u32 },
    #[error("this program speaks version {spoken} of the talk, the portal needs at least {needed}")]
    VersionTooOld { spoken: u16, needed: u16 },
    #[error("the portal speaks version {portal} of the talk, this program speaks {spoken}")]
    VersionTooNew { spoken: u16, portal: u16 },
    #[error("the message cannot be read: {what}")]
    Malformed { what: String },
    #[error("the message is larger than {limit} bytes")]
    TooLarge { limit: u64 },
    #[error("the desk is enrolled for another unit")]
    OtherUnit,
    #[error("the register is held by another desk: {holder}")]
    RegisterTaken { holder: String },
    #[error("this document is not known here, or not to this desk")]
    NoSuchFile,
    #[error("the part does not continue the document: the portal has {offset} bytes")]
    WrongOffset { offset: u64 },
    #[error("the bytes are not the document that the digest names")]
    WrongDigest,
    #[error("the unit has no free block of case numbers left")]
    NoBlockLeft,
}
