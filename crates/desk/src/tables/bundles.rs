//! Sealed bundles that were written here, and what came of them.

use crate::error::DeskError;
use crate::views::WrittenBundle;
use casework::{Digest, EnvelopeId, Moment};
use protocol::bundle::fingerprint;
use sqlx::{Row, SqlitePool};

/// A bundle that has just been written to a file.
#[derive(Debug, Clone)]
pub(crate) struct New {
    pub number: u64,
    pub digest: Digest,
    pub made_at: Moment,
    pub envelopes: Vec<EnvelopeId>,
    pub documents: u32,
}

/// The number of the next one.
pub(crate) async fn next(outbox: &SqlitePool) -> Result<u64, DeskError> {
    let last: i64 = sqlx::query_scalar("SELECT COALESCE(MAX(number), 0) FROM bundles")
        .fetch_one(outbox)
        .await
        .map_err(DeskError::database("numbering a bundle"))?;
    u64::try_from(last + 1).map_err(|_| DeskError::Damaged("outbox.db"))
}

/// Notes a bundle, and which envelopes are in it.
pub(crate) async fn keep(outbox: &SqlitePool, new: &New) -> Result<(), DeskError> {
    let database = || DeskError::database("noting a bundle");
    let mut transaction = outbox.begin().await.map_err(database())?;
    sqlx::query(
        "INSERT INTO bundles (number, digest, made_at, acts, documents) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (number) DO NOTHING",
    )
    .bind(new.number as i64)
    .bind(new.digest.as_str())
    .bind(new.made_at.0)
    .bind(new.envelopes.len() as i64)
    .bind(new.documents)
    .execute(&mut *transaction)
    .await
    .map_err(database())?;
    let ids: Vec<String> = new.envelopes.iter().map(ToString::to_string).collect();
    let ids = serde_json::to_string(&ids).map_err(DeskError::encoding("what is in a bundle"))?;
    sqlx::query("UPDATE envelopes SET bundle = $1 WHERE id IN (SELECT value FROM json_each($2))")
        .bind(new.number as i64)
        .bind(ids)
        .execute(&mut *transaction)
        .await
        .map_err(database())?;
    transaction.commit().await.map_err(database())
}

/// The digest of the answer to a bundle that was read last; `None`: none, or no such bundle.
pub(crate) async fn answered(outbox: &SqlitePool, number: u64) -> Result<Option<String>, DeskError> {
    let answer: Option<Option<String>> = sqlx::query_scalar("SELECT answer FROM bundles WHERE number = $1")
        .bind(number as i64)
        .fetch_optional(outbox)
        .await
        .map_err(DeskError::database("looking for a bundle"))?;
    Ok(answer.flatten())
}

/// Notes that the answer to a bundle was read, and what it said.
pub(crate) async fn settle(
    outbox: &SqlitePool,
    number: u64,
    answer: &Digest,
    at: Moment,
    (accepted, refused): (u32, u32),
) -> Result<(), DeskError> {
    sqlx::query("UPDATE bundles SET answer = $2, read_at = $3, accepted = $4, refused = $5 WHERE number = $1")
        .bind(number as i64)
        .bind(answer.as_str())
        .bind(at.0)
        .bind(accepted)
        .bind(refused)
        .execute(outbox)
        .await
        .map_err(DeskError::database("noting the answer to a bundle"))?;
    Ok(())
}

/// The latest bundles, with how many of their acts still wait for a verdict.
pub(crate) async fn latest(outbox: &SqlitePool, limit: i64) -> Result<Vec<WrittenBundle>, DeskError> {
    let rows = sqlx::query(
        "SELECT number, digest, made_at, acts, documents, read_at, accepted, refused,
           (SELECT COUNT(*) FROM envelopes WHERE bundle = number AND state = 'waiting') AS waiting
         FROM bundles ORDER BY number DESC LIMIT $1",
    )
    .bind(limit)
    .fetch_all(outbox)
    .await
    .map_err(DeskError::database("reading the bundles"))?;
    let damaged = || DeskError::Damaged("outbox.db");
    let written = |row: &sqlx::sqlite::SqliteRow| {
        let digest = Digest::try_from(row.get::<String, _>("digest")).map_err(|_| damaged())?;
        Ok(WrittenBundle {
            number: row.get("number"),
            fingerprint: fingerprint(&digest),
            made_at: Moment(row.get("made_at")),
            acts: row.get("acts"),
            documents: row.get("documents"),
            waiting: row.get("waiting"),
            read_at: row.get::<Option<i64>, _>("read_at").map(Moment),
            accepted: row.get::<Option<u32>, _>("accepted").unwrap_or(0),
            refused: row.get::<Option<u32>, _>("refused").unwrap_or(0),
        })
    };
    rows.iter().map(written).collect()
}
