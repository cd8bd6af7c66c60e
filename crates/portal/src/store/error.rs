//! What can break in the store.

use protocol::store::StoreError;

/// The database broke, or holds what this program cannot read.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    #[error("{what}: {source}")]
    Sql { what: &'static str, source: sqlx::Error },
    #[error("{what}: {source}")]
    Json { what: &'static str, source: serde_json::Error },
    #[error("the database holds {0} that this program cannot read")]
    Damaged(&'static str),
    #[error("the folder cannot be used: {0}")]
    Folder(std::io::Error),
    #[error("PostgreSQL is not copied as a file: `motcua-portal backup` calls pg_dump")]
    NotEmbedded,
}

impl DatabaseError {
    /// Names what was being done.
    pub(crate) fn sql(what: &'static str) -> impl FnOnce(sqlx::Error) -> Self {
        move |source| Self::Sql { what, source }
    }
    /// Names what could not be encoded or read.
    pub(crate) fn json(what: &'static str) -> impl FnOnce(serde_json::Error) -> Self {
        move |source| Self::Json { what, source }
    }

    /// Whether it is the way to the database that broke, and not what was to be written.
    pub(crate) fn is_of_the_line(&self) -> bool {
        let Self::Sql { source, .. } = self else { return false };
        matches!(source, sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed)
    }

    /// Whether the same transaction may well succeed now: somebody else was first with the same row, or two waited for
    /// each other.
    pub(crate) fn is_worth_another_try(&self) -> bool {
        let Self::Sql { source: sqlx::Error::Database(refused), .. } = self else { return false };
        let code = refused.code();
        // 40001 serialization failure, 40P01 deadlock (PostgreSQL); 5 and 517 busy (SQLite).
        refused.is_unique_violation() || matches!(code.as_deref(), Some("40001" | "40P01" | "5" | "517"))
    }
}

impl From<DatabaseError> for StoreError {
    fn from(error: DatabaseError) -> Self {
        Self(error.to_string())
    }
}
