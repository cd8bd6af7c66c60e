//! What can break on a desk. A "no" of the law is a value, not an error.

use crate::views::Failure;
use protocol::bundle::BundleRefusal;
use protocol::store::StoreError;
use protocol::{LineError, RoadRefusal};

/// Something broke.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    #[error("{what}: {source}")]
    Database { what: &'static str, source: sqlx::Error },
    #[error("{what}: {source}")]
    File { what: &'static str, source: std::io::Error },
    #[error("{what}: {source}")]
    Encoding { what: &'static str, source: serde_json::Error },
    #[error("{0} is damaged")]
    Damaged(&'static str),
    #[error("there is no desk at {0}")]
    NoDesk(String),
    #[error("name or secret is wrong")]
    WrongSecret,
    #[error("the numbers changed in between")]
    NumberSpent,
    #[error("{0}")]
    Store(#[from] StoreError),
    #[error("{0}")]
    Line(#[from] protocol::LineError),
    #[error("{0}")]
    Bundle(#[from] BundleRefusal),
    #[error("this machine gives no random numbers")]
    NoRandomness,
}

impl DeskError {
    /// Names what was being done when a database refused.
    pub(crate) fn database(what: &'static str) -> impl FnOnce(sqlx::Error) -> Self {
        move |source| Self::Database { what, source }
    }
    /// Names what was being done when a file refused.
    pub(crate) fn file(what: &'static str) -> impl FnOnce(std::io::Error) -> Self {
        move |source| Self::File { what, source }
    }
    /// Names what could not be encoded or read.
    pub(crate) fn encoding(what: &'static str) -> impl FnOnce(serde_json::Error) -> Self {
        move |source| Self::Encoding { what, source }
    }
}

impl From<DeskError> for StoreError {
    fn from(error: DeskError) -> Self {
        Self(error.to_string())
    }
}

impl From<DeskError> for Failure {
    fn from(error: DeskError) -> Self {
        match error {
            DeskError::WrongSecret => Self::WrongSecret,
            DeskError::Bundle(why) => Self::Bundle { why },
            DeskError::File { .. } => Self::NotSaved,
            DeskError::Database { source: sqlx::Error::Database(refused), .. } if is_full(refused.as_ref()) => {
                Self::NotSaved
            }
            DeskError::Line(LineError::Unreachable(_)) => Self::NoLine,
            DeskError::Line(LineError::Refused(refusal)) => match refusal {
                RoadRefusal::WrongCode => Self::WrongCode,
                RoadRefusal::WrongSecret { .. } => Self::WrongSecret,
                RoadRefusal::TooManyAttempts { seconds } => Self::TooManyAttempts { seconds },
                RoadRefusal::NoBlockLeft => Self::NoBlockLeft,
                refusal => Self::Internal { trace: refusal.to_string() },
            },
            other => Self::Internal { trace: other.to_string() },
        }
    }
}

/// SQLite's codes for a disk that is full or cannot be written: 13 full, 10 input/output, 8 read-only.
fn is_full(refused: &dyn sqlx::error::DatabaseError) -> bool {
    let code = refused.code().and_then(|code| code.parse::<u32>().ok());
    code.is_some_and(|code| matches!(code & 0xff, 13 | 10 | 8))
}
