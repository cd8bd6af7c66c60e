//! Who this desk is, and the keys for signing.

use crate::error::DeskError;
use casework::{Moment, UserId};
use protocol::LogId;
use sqlx::SqlitePool;
use sqlx::sqlite::SqliteConnection;

/// The facts that a desk keeps.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Fact {
    Device,
    Token,
    Portal,
    PortalKey,
    Unit,
    Log,
    /// The log of the portal that took this desk's book.
    BookLog,
    /// The place of the last act that was offered to a portal for which this is no desk any more.
    SetAside,
    /// The latest moment that this desk has known: its clock never goes back behind it.
    HighWater,
    /// By which this desk signs bundles, hexadecimal.
    BundleKey,
    /// The log of the portal that was told the public half of it.
    BundleKeyTold,
}

impl Fact {
    const fn key(self) -> &'static str {
        match self {
            Self::Device => "device",
            Self::Token => "token",
            Self::Portal => "portal",
            Self::PortalKey => "portal_key",
            Self::Unit => "unit",
            Self::Log => "log",
            Self::BookLog => "book_log",
            Self::SetAside => "set_aside",
            Self::HighWater => "high_water",
            Self::BundleKey => "bundle_key",
            Self::BundleKeyTold => "bundle_key_told",
        }
    }
}

pub(crate) async fn read(outbox: &SqlitePool, fact: Fact) -> Result<Option<String>, DeskError> {
    sqlx::query_scalar("SELECT value FROM facts WHERE key = $1")
        .bind(fact.key())
        .fetch_optional(outbox)
        .await
        .map_err(DeskError::database("reading who this desk is"))
}

pub(crate) async fn required(outbox: &SqlitePool, fact: Fact) -> Result<String, DeskError> {
    read(outbox, fact).await?.ok_or(DeskError::Damaged("outbox.db"))
}

pub(crate) async fn write(outbox: &SqlitePool, fact: Fact, value: &str) -> Result<(), DeskError> {
    sqlx::query(
        "INSERT INTO facts (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
    )
    .bind(fact.key())
    .bind(value)
    .execute(outbox)
    .await
    .map_err(DeskError::database("writing who this desk is"))?;
    Ok(())
}

/// Notes the portal's log; whether the desk knew another one before.
pub(crate) async fn is_other_log(connection: &mut SqliteConnection, log: LogId) -> Result<bool, DeskError> {
    let known: Option<String> = sqlx::query_scalar("SELECT value FROM facts WHERE key = $1")
        .bind(Fact::Log.key())
        .fetch_optional(&mut *connection)
        .await
        .map_err(DeskError::database("reading which log this desk knows"))?;
    let log = log.0.to_string();
    sqlx::query(
        "INSERT INTO facts (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
    )
    .bind(Fact::Log.key())
    .bind(&log)
    .execute(connection)
    .await
    .map_err(DeskError::database("noting which log this desk knows"))?;
    Ok(known.is_some_and(|known| known != log))
}

pub(crate) async fn signing_key(outbox: &SqlitePool, user: &UserId) -> Result<Option<Vec<u8>>, DeskError> {
    sqlx::query_scalar("SELECT p12 FROM signing_keys WHERE user_id = $1")
        .bind(user.as_str())
        .fetch_optional(outbox)
        .await
        .map_err(DeskError::database("reading a signing key"))
}

pub(crate) async fn keep_signing_key(
    outbox: &SqlitePool,
    user: &UserId,
    p12: &[u8],
    at: Moment,
) -> Result<(), DeskError> {
    sqlx::query(
        "INSERT INTO signing_keys (user_id, p12, added_at) VALUES ($1, $2, $3)
         ON CONFLICT (user_id) DO UPDATE SET p12 = excluded.p12, added_at = excluded.added_at",
    )
    .bind(user.as_str())
    .bind(p12)
    .bind(at.0)
    .execute(outbox)
    .await
    .map_err(DeskError::database("keeping a signing key"))?;
    Ok(())
}
