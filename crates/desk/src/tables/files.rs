//! Documents: those to be sent (outbox), and those that cases refer to (mirror).

use crate::error::DeskError;
use casework::{Case, Command, Digest, Moment};
use sqlx::sqlite::SqliteConnection;
use sqlx::{Row, SqlitePool};
use std::collections::BTreeMap;

/// Queues the documents of an envelope, in the transaction that keeps it.
pub(crate) async fn queue(connection: &mut SqliteConnection, place: i64, command: &Command) -> Result<(), DeskError> {
    for file in command.files() {
        sqlx::query(
            "INSERT INTO uploads (digest, place, name, size) VALUES ($1, $2, $3, $4) ON CONFLICT (digest) DO NOTHING",
        )
        .bind(file.digest.as_str())
        .bind(place)
        .bind(&file.name)
        .bind(file.size as i64)
        .execute(&mut *connection)
        .await
        .map_err(DeskError::database("queueing a document"))?;
    }
    Ok(())
}

/// Documents to send, oldest act first.
pub(crate) async fn to_send(outbox: &SqlitePool, limit: i64) -> Result<Vec<(Digest, u64)>, DeskError> {
    let rows = sqlx::query("SELECT digest, size FROM uploads WHERE held_at IS NULL ORDER BY place LIMIT $1")
        .bind(limit)
        .fetch_all(outbox)
        .await
        .map_err(DeskError::database("reading the queue of documents"))?;
    rows.iter()
        .map(|row| {
            let digest = Digest::try_from(row.get::<String, _>("digest"));
            let size = u64::try_from(row.get::<i64, _>("size"));
            digest.ok().zip(size.ok()).ok_or(DeskError::Damaged("outbox.db"))
        })
        .collect()
}

/// The digests of documents that the portal does not hold yet.
pub(crate) async fn on_their_way(outbox: &SqlitePool) -> Result<Vec<String>, DeskError> {
    sqlx::query_scalar("SELECT digest FROM uploads WHERE held_at IS NULL")
        .fetch_all(outbox)
        .await
        .map_err(DeskError::database("reading the queue of documents"))
}

/// When the portal said that it holds each of the documents that were made here.
pub(crate) async fn held_since(outbox: &SqlitePool) -> Result<BTreeMap<String, Moment>, DeskError> {
    let rows: Vec<(String, i64)> = sqlx::query_as("SELECT digest, held_at FROM uploads WHERE held_at IS NOT NULL")
        .fetch_all(outbox)
        .await
        .map_err(DeskError::database("reading the queue of documents"))?;
    Ok(rows.into_iter().map(|(digest, at)| (digest, Moment(at))).collect())
}

pub(crate) async fn held(outbox: &SqlitePool, digest: &Digest, at: Moment) -> Result<(), DeskError> {
    sqlx::query("UPDATE uploads SET held_at = $2 WHERE digest = $1")
        .bind(digest.as_str())
        .bind(at.0)
        .execute(outbox)
        .await
        .map_err(DeskError::database("noting that a document was sent"))?;
    Ok(())
}

/// The portal lost its documents: all that are still queued here are offered again.
pub(crate) async fn offer_again(connection: &mut SqliteConnection) -> Result<(), DeskError> {
    sqlx::query("UPDATE uploads SET held_at = NULL")
        .execute(connection)
        .await
        .map_err(DeskError::database("queueing documents again"))?;
    Ok(())
}

/// Notes which documents a case refers to.
pub(crate) async fn refer(connection: &mut SqliteConnection, case: &Case) -> Result<(), DeskError> {
    for file in case.files() {
        sqlx::query(
            "INSERT INTO case_files (case_id, digest, size) VALUES ($1, $2, $3)
             ON CONFLICT (case_id, digest) DO NOTHING",
        )
        .bind(case.id.to_string())
        .bind(file.digest.as_str())
        .bind(file.size as i64)
        .execute(&mut *connection)
        .await
        .map_err(DeskError::database("noting a document of a case"))?;
    }
    Ok(())
}

/// Documents of open cases that are not here yet, and were not just found missing at the portal too.
pub(crate) async fn to_fetch(mirror: &SqlitePool, limit: i64) -> Result<Vec<Digest>, DeskError> {
    let rows: Vec<String> = sqlx::query_scalar(
        "SELECT DISTINCT case_files.digest FROM case_files JOIN cases ON cases.id = case_files.case_id
         WHERE case_files.state = 'missing' AND cases.is_open = 1 LIMIT $1",
    )
    .bind(limit)
    .fetch_all(mirror)
    .await
    .map_err(DeskError::database("reading the documents of open cases"))?;
    rows.into_iter().map(|digest| Digest::try_from(digest).map_err(|_| DeskError::Damaged("mirror.db"))).collect()
}

/// Notes whether a document came, or the portal does not have it yet either.
pub(crate) async fn is_here(mirror: &SqlitePool, digest: &Digest, here: bool) -> Result<(), DeskError> {
    sqlx::query("UPDATE case_files SET state = $2 WHERE digest = $1")
        .bind(digest.as_str())
        .bind(if here { "here" } else { "nowhere" })
        .execute(mirror)
        .await
        .map_err(DeskError::database("noting that a document is here"))?;
    Ok(())
}

/// Documents that the portal did not have may have come meanwhile.
pub(crate) async fn ask_again(mirror: &SqlitePool) -> Result<(), DeskError> {
    sqlx::query("UPDATE case_files SET state = 'missing' WHERE state = 'nowhere'")
        .execute(mirror)
        .await
        .map_err(DeskError::database("asking for documents again"))?;
    Ok(())
}
