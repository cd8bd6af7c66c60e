//! What was said here of absences: kept like envelopes, sent before them.

use crate::error::DeskError;
use casework::absence::AbsenceRefusal;
use casework::{EnvelopeId, Moment};
use protocol::enrol::{AbsenceRequest, AbsenceVerdict};
use sqlx::sqlite::SqliteConnection;
use sqlx::{Row, SqlitePool};

/// A wish that is not settled for good.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    pub wish: AbsenceRequest,
    pub refusal: Option<AbsenceRefusal>,
}

fn read(body: &str) -> Result<AbsenceRequest, DeskError> {
    serde_json::from_str(body).map_err(DeskError::encoding("what was said of an absence"))
}

/// Keeps a wish: one commit, as with every act. `ends` stood in until now.
pub(crate) async fn keep(outbox: &SqlitePool, wish: &AbsenceRequest, ends: Option<&str>) -> Result<(), DeskError> {
    let body = serde_json::to_string(wish).map_err(DeskError::encoding("what was said of an absence"))?;
    sqlx::query(
        "INSERT INTO absence_wishes (id, body, after_place, ends, begins)
         VALUES ($1, $2, (SELECT COALESCE(MAX(place), 0) FROM envelopes), $3, $4)",
    )
    .bind(wish.id.to_string())
    .bind(body)
    .bind(ends)
    .bind(wish.absence.as_ref().map(|absence| absence.delegate.as_str()))
    .execute(outbox)
    .await
    .map_err(DeskError::database("keeping what was said of an absence"))?;
    Ok(())
}

/// The oldest wish that waits; `None` while something is to be judged first that was done under the delegation it ends.
pub(crate) async fn next(outbox: &SqlitePool) -> Result<Option<AbsenceRequest>, DeskError> {
    let row = sqlx::query(
        "SELECT body, EXISTS (SELECT 1 FROM envelopes WHERE envelopes.state = 'waiting' AND envelopes.place <= after_place
           AND envelopes.body ->> '$.actor.id' = ends) AS is_early
         FROM absence_wishes WHERE state = 'waiting' ORDER BY place LIMIT 1",
    )
    .fetch_optional(outbox)
    .await
    .map_err(DeskError::database("reading what was said of absences"))?;
    row.filter(|row| !row.get::<bool, _>("is_early")).map(|row| read(row.get("body"))).transpose()
}

/// What holds on this desk before the portal's catalogue of that version has it, in order.
pub(crate) async fn ahead(outbox: &SqlitePool, version: u64) -> Result<Vec<AbsenceRequest>, DeskError> {
    let bodies: Vec<String> = sqlx::query_scalar(
        "SELECT body FROM absence_wishes WHERE state = 'waiting' OR (state = 'taken' AND catalogue > $1) ORDER BY place",
    )
    .bind(version as i64)
    .fetch_all(outbox)
    .await
    .map_err(DeskError::database("reading what was said of absences"))?;
    bodies.iter().map(|body| read(body)).collect()
}

/// Writes the portal's word down.
pub(crate) async fn settle(outbox: &SqlitePool, id: EnvelopeId, verdict: &AbsenceVerdict) -> Result<(), DeskError> {
    let (state, catalogue, refusal) = match verdict {
        AbsenceVerdict::Taken { catalogue } => ("taken", Some(*catalogue as i64), None),
        AbsenceVerdict::Refused { why } => {
            ("refused", None, Some(serde_json::to_string(why).map_err(DeskError::encoding("a refusal"))?))
        }
    };
    sqlx::query(
        "UPDATE absence_wishes SET state = $2, catalogue = $3, refusal = $4 WHERE id = $1 AND state = 'waiting'",
    )
    .bind(id.to_string())
    .bind(state)
    .bind(catalogue)
    .bind(refusal)
    .execute(outbox)
    .await
    .map_err(DeskError::database("writing down what was said to an absence"))?;
    Ok(())
}

/// The portal lost what it had taken: it is told again.
pub(crate) async fn offer_again(connection: &mut SqliteConnection) -> Result<(), DeskError> {
    sqlx::query("UPDATE absence_wishes SET state = 'waiting', catalogue = NULL WHERE state = 'taken'")
        .execute(connection)
        .await
        .map_err(DeskError::database("offering again what was said of absences"))?;
    Ok(())
}

/// Wishes that wait or were refused, in order.
pub(crate) async fn unsettled(outbox: &SqlitePool) -> Result<Vec<Kept>, DeskError> {
    let rows =
        sqlx::query("SELECT body, refusal FROM absence_wishes WHERE state IN ('waiting', 'refused') ORDER BY place")
            .fetch_all(outbox)
            .await
            .map_err(DeskError::database("reading what was said of absences"))?;
    let kept = rows.iter().map(|row| {
        let refusal = row.get::<Option<&str>, _>("refusal").map(serde_json::from_str).transpose();
        Ok(Kept { wish: read(row.get("body"))?, refusal: refusal.map_err(DeskError::encoding("a refusal"))? })
    });
    kept.collect()
}

/// A person has seen that a wish was refused.
pub(crate) async fn close(
    outbox: &SqlitePool,
    id: EnvelopeId,
    by: &str,
    note: &str,
    at: Moment,
) -> Result<(), DeskError> {
    sqlx::query(
        "UPDATE absence_wishes SET state = 'closed', closed_at = $2, closed_by = $3, closing_note = $4
         WHERE id = $1 AND state = 'refused'",
    )
    .bind(id.to_string())
    .bind(at.0)
    .bind(by)
    .bind(note)
    .execute(outbox)
    .await
    .map_err(DeskError::database("closing what was said of an absence"))?;
    Ok(())
}
