//! The unit's log as this desk has it.

use crate::error::DeskError;
use casework::{CaseId, Recorded};
use sqlx::SqlitePool;
use sqlx::sqlite::SqliteConnection;

/// Writes a page, in one statement.
pub(crate) async fn append(connection: &mut SqliteConnection, events: &[Recorded]) -> Result<(), DeskError> {
    let page = serde_json::to_string(events).map_err(DeskError::encoding("a page of the log"))?;
    sqlx::query(
        "INSERT INTO events (seq, case_id, body)
         SELECT value ->> 'seq', value ->> 'case', value FROM json_each($1)",
    )
    .bind(page)
    .execute(connection)
    .await
    .map_err(DeskError::database("writing a page of the log"))?;
    Ok(())
}

/// So many entries before a place in the log, the latest first.
pub(crate) async fn before(mirror: &SqlitePool, seq: i64, limit: i64) -> Result<Vec<Recorded>, DeskError> {
    let rows: Vec<String> = sqlx::query_scalar("SELECT body FROM events WHERE seq < $1 ORDER BY seq DESC LIMIT $2")
        .bind(seq)
        .bind(limit)
        .fetch_all(mirror)
        .await
        .map_err(DeskError::database("reading the log"))?;
    rows.iter().map(|body| serde_json::from_str(body).map_err(DeskError::encoding("an event"))).collect()
}

/// The history of a case, oldest first.
pub(crate) async fn of_case(mirror: &SqlitePool, case: CaseId) -> Result<Vec<Recorded>, DeskError> {
    let rows: Vec<String> = sqlx::query_scalar("SELECT body FROM events WHERE case_id = $1 ORDER BY seq")
        .bind(case.to_string())
        .fetch_all(mirror)
        .await
        .map_err(DeskError::database("reading the history of a case"))?;
    rows.iter().map(|body| serde_json::from_str(body).map_err(DeskError::encoding("an event"))).collect()
}
