//! Stretches without a line, as this desk lived through them.

use crate::error::DeskError;
use casework::{Command, Moment};
use sqlx::{Row, SqlitePool};

/// A shorter stretch in which nothing was done is no outage worth telling.
const SHORTEST: i64 = 60_000;

/// The line is gone; nothing happens where it was gone already.
pub(crate) async fn begin(outbox: &SqlitePool, at: Moment) -> Result<(), DeskError> {
    sqlx::query(
        "INSERT INTO outages (began_at) SELECT $1 WHERE NOT EXISTS (SELECT 1 FROM outages WHERE ended_at IS NULL)
         ON CONFLICT (began_at) DO NOTHING",
    )
    .bind(at.0)
    .execute(outbox)
    .await
    .map_err(DeskError::database("noting an outage"))?;
    Ok(())
}

/// The line is back.
pub(crate) async fn end(outbox: &SqlitePool, at: Moment) -> Result<(), DeskError> {
    let database = || DeskError::database("noting the end of an outage");
    let mut transaction = outbox.begin().await.map_err(database())?;
    sqlx::query("UPDATE outages SET ended_at = MAX(began_at, $1) WHERE ended_at IS NULL")
        .bind(at.0)
        .execute(&mut *transaction)
        .await
        .map_err(database())?;
    sqlx::query(
        "DELETE FROM outages WHERE ended_at - began_at < $1 AND NOT EXISTS
         (SELECT 1 FROM envelopes WHERE kept_at >= began_at AND kept_at < ended_at)",
    )
    .bind(SHORTEST)
    .execute(&mut *transaction)
    .await
    .map_err(database())?;
    transaction.commit().await.map_err(database())
}

/// Outages that touch a time, the latest first; the end of one that lasts is missing.
pub(crate) async fn between(
    outbox: &SqlitePool,
    from: Moment,
    to: Moment,
) -> Result<Vec<(Moment, Option<Moment>)>, DeskError> {
    let rows = sqlx::query(
        "SELECT began_at, ended_at FROM outages WHERE began_at <= $2 AND (ended_at IS NULL OR ended_at >= $1)
         ORDER BY began_at DESC",
    )
    .bind(from.0)
    .bind(to.0)
    .fetch_all(outbox)
    .await
    .map_err(DeskError::database("reading the outages"))?;
    Ok(rows
        .iter()
        .map(|row| (Moment(row.get("began_at")), row.get::<Option<i64>, _>("ended_at").map(Moment)))
        .collect())
}

/// What was done at this desk between two moments.
pub(crate) async fn done(outbox: &SqlitePool, from: Moment, to: Moment) -> Result<Vec<Command>, DeskError> {
    let bodies: Vec<String> =
        sqlx::query_scalar("SELECT body FROM envelopes WHERE kept_at >= $1 AND kept_at < $2 ORDER BY place")
            .bind(from.0)
            .bind(to.0)
            .fetch_all(outbox)
            .await
            .map_err(DeskError::database("reading what was done"))?;
    let read = |body: &String| {
        let envelope: casework::Envelope = serde_json::from_str(body).map_err(DeskError::encoding("an envelope"))?;
        Ok(envelope.command)
    };
    bodies.iter().map(read).collect()
}
