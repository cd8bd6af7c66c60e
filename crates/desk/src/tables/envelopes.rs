//! The outbox: every command that was given here, as it was given, until the portal's backup holds it.

use crate::error::DeskError;
use casework::{CaseId, Envelope, EnvelopeId, Moment, Refusal};
use protocol::store::Settlement;
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{Row, SqlitePool};

/// Where an envelope stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum State {
    Waiting,
    Accepted { seq: u64, at: Moment },
    Refused { seq: u64, refusal: Refusal, at: Moment },
}

/// An envelope with its state.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    pub envelope: Envelope,
    pub state: State,
    /// The latest sealed bundle that it is in, and when that was written.
    pub bundle: Option<(u32, Moment)>,
}

pub(crate) async fn keep(connection: &mut SqliteConnection, envelope: &Envelope) -> Result<i64, DeskError> {
    let body = serde_json::to_string(envelope).map_err(DeskError::encoding("an envelope"))?;
    sqlx::query_scalar("INSERT INTO envelopes (id, case_id, body, kept_at) VALUES ($1, $2, $3, $4) RETURNING place")
        .bind(envelope.id.to_string())
        .bind(envelope.case.to_string())
        .bind(body)
        .bind(envelope.at.0)
        .fetch_one(connection)
        .await
        .map_err(DeskError::database("keeping a command"))
}

/// Not judged, or accepted beyond `above`, in order.
pub(crate) async fn pending(outbox: &SqlitePool, case: CaseId, above: u64) -> Result<Vec<Envelope>, DeskError> {
    let rows: Vec<String> = sqlx::query_scalar(
        "SELECT body FROM envelopes
         WHERE case_id = $1 AND (state = 'waiting' OR (state = 'accepted' AND seq > $2)) ORDER BY place",
    )
    .bind(case.to_string())
    .bind(above as i64)
    .fetch_all(outbox)
    .await
    .map_err(DeskError::database("reading the outbox"))?;
    rows.iter().map(|body| serde_json::from_str(body).map_err(DeskError::encoding("an envelope"))).collect()
}

/// Cases that have pending envelopes.
pub(crate) async fn cases_with_pending(outbox: &SqlitePool, above: u64) -> Result<Vec<CaseId>, DeskError> {
    let rows: Vec<String> = sqlx::query_scalar(
        "SELECT DISTINCT case_id FROM envelopes WHERE state = 'waiting' OR (state = 'accepted' AND seq > $1)",
    )
    .bind(above as i64)
    .fetch_all(outbox)
    .await
    .map_err(DeskError::database("reading the outbox"))?;
    rows.iter().map(|id| id.parse().map_err(|_| DeskError::Damaged("outbox.db"))).collect()
}

pub(crate) async fn is_held(outbox: &SqlitePool, case: CaseId) -> Result<bool, DeskError> {
    sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM envelopes WHERE case_id = $1 AND state = 'refused')")
        .bind(case.to_string())
        .fetch_one(outbox)
        .await
        .map_err(DeskError::database("reading the outbox"))
}

pub(crate) async fn last_unjudged(outbox: &SqlitePool, case: CaseId) -> Result<Option<EnvelopeId>, DeskError> {
    let id: Option<String> = sqlx::query_scalar(
        "SELECT id FROM envelopes WHERE case_id = $1 AND state = 'waiting' ORDER BY place DESC LIMIT 1",
    )
    .bind(case.to_string())
    .fetch_optional(outbox)
    .await
    .map_err(DeskError::database("reading the outbox"))?;
    id.map(|id| id.parse().map_err(|_| DeskError::Damaged("outbox.db"))).transpose()
}

/// The oldest envelopes without a verdict, exactly as they were kept. What somebody did who stands in for a colleague waits
/// until the portal knows of that.
pub(crate) async fn unjudged(outbox: &SqlitePool, limit: usize) -> Result<Vec<String>, DeskError> {
    sqlx::query_scalar(
        "SELECT body FROM envelopes WHERE state = 'waiting' AND NOT EXISTS
           (SELECT 1 FROM absence_wishes AS wish WHERE wish.state = 'waiting' AND wish.after_place < envelopes.place
            AND wish.begins = envelopes.body ->> '$.actor.id')
         ORDER BY place LIMIT $1",
    )
    .bind(limit as i64)
    .fetch_all(outbox)
    .await
    .map_err(DeskError::database("reading the outbox"))
}

/// What waits behind a place, whatever it waits for, with its place.
pub(crate) async fn waiting_after(
    outbox: &SqlitePool,
    place: i64,
    limit: usize,
) -> Result<Vec<(i64, String)>, DeskError> {
    sqlx::query_as("SELECT place, body FROM envelopes WHERE state = 'waiting' AND place > $1 ORDER BY place LIMIT $2")
        .bind(place)
        .bind(limit as i64)
        .fetch_all(outbox)
        .await
        .map_err(DeskError::database("reading the outbox"))
}

/// Writes verdicts down. `restarted`: the portal lost the log of earlier ones. Returns the cases that they concern.
pub(crate) async fn settle(
    connection: &mut SqliteConnection,
    settlement: &Settlement,
    restarted: bool,
) -> Result<Vec<CaseId>, DeskError> {
    let database = || DeskError::database("writing verdicts down");
    let mut touched: Vec<String> = Vec::new();
    if restarted {
        let offered_again = sqlx::query_scalar(
            "UPDATE envelopes SET state = 'waiting', seq = NULL, judged_at = NULL WHERE state = 'accepted'
             RETURNING case_id",
        );
        touched.extend(offered_again.fetch_all(&mut *connection).await.map_err(database())?);
        let waiting = sqlx::query_scalar("SELECT DISTINCT case_id FROM envelopes WHERE state = 'waiting'");
        touched.extend(waiting.fetch_all(&mut *connection).await.map_err(database())?);
    }
    for (envelope, seq) in &settlement.accepted {
        let accepted = sqlx::query_scalar(
            "UPDATE envelopes SET state = 'accepted', seq = $2, judged_at = $3 WHERE id = $1 AND state = 'waiting'
             RETURNING case_id",
        );
        let accepted = accepted.bind(envelope.to_string()).bind(*seq as i64).bind(settlement.at.0);
        touched.extend(accepted.fetch_optional(&mut *connection).await.map_err(database())?);
    }
    for (envelope, seq, refusal) in &settlement.refused {
        let refusal = serde_json::to_string(refusal).map_err(DeskError::encoding("a refusal"))?;
        let refused = sqlx::query_scalar(
            "UPDATE envelopes SET state = 'refused', seq = $2, refusal = $3, judged_at = $4
             WHERE id = $1 AND state = 'waiting' RETURNING case_id",
        );
        let refused = refused.bind(envelope.to_string()).bind(*seq as i64).bind(refusal).bind(settlement.at.0);
        touched.extend(refused.fetch_optional(&mut *connection).await.map_err(database())?);
    }
    sqlx::query(
        "DELETE FROM uploads WHERE held_at IS NOT NULL
         AND place IN (SELECT place FROM envelopes WHERE state = 'accepted' AND seq <= $1)",
    )
    .bind(settlement.safe_seq as i64)
    .execute(&mut *connection)
    .await
    .map_err(database())?;
    sqlx::query(
        "DELETE FROM envelopes WHERE state = 'accepted' AND seq <= $1
         AND NOT EXISTS (SELECT 1 FROM uploads WHERE uploads.place = envelopes.place)",
    )
    .bind(settlement.safe_seq as i64)
    .execute(&mut *connection)
    .await
    .map_err(database())?;
    touched.sort();
    touched.dedup();
    touched.iter().map(|id| id.parse().map_err(|_| DeskError::Damaged("outbox.db"))).collect()
}

/// Envelopes of one case, or all, that a person may still want to see: waiting, refused, and lately accepted.
pub(crate) async fn kept(outbox: &SqlitePool, case: Option<CaseId>) -> Result<Vec<Kept>, DeskError> {
    let rows = sqlx::query(
        "SELECT body, state, seq, refusal, judged_at, bundle,
           (SELECT made_at FROM bundles WHERE number = bundle) AS bundled_at FROM envelopes
         WHERE state <> 'closed' AND ($1 IS NULL OR case_id = $1) ORDER BY place",
    )
    .bind(case.map(|case| case.to_string()))
    .fetch_all(outbox)
    .await
    .map_err(DeskError::database("reading the outbox"))?;
    rows.iter().map(read).collect()
}

/// Envelopes whose case is not published as a whole yet: waiting and refused ones; accepted ones only while documents
/// are on their way.
pub(crate) async fn unsettled(outbox: &SqlitePool) -> Result<Vec<Kept>, DeskError> {
    let rows = sqlx::query(
        "SELECT body, state, seq, refusal, judged_at, bundle,
           (SELECT made_at FROM bundles WHERE number = bundle) AS bundled_at FROM envelopes WHERE state IN ('waiting', 'refused')
           OR (state = 'accepted' AND EXISTS (SELECT 1 FROM uploads WHERE held_at IS NULL)) ORDER BY place",
    )
    .fetch_all(outbox)
    .await
    .map_err(DeskError::database("reading the outbox"))?;
    rows.iter().map(read).collect()
}

fn read(row: &SqliteRow) -> Result<Kept, DeskError> {
    let damaged = || DeskError::Damaged("outbox.db");
    let envelope = serde_json::from_str(row.get("body")).map_err(DeskError::encoding("an envelope"))?;
    let seq = || row.get::<Option<i64>, _>("seq").and_then(|seq| u64::try_from(seq).ok()).ok_or_else(damaged);
    let judged_at = Moment(row.get::<Option<i64>, _>("judged_at").unwrap_or(0));
    let state = match row.get::<&str, _>("state") {
        "waiting" => State::Waiting,
        "accepted" => State::Accepted { seq: seq()?, at: judged_at },
        "refused" => State::Refused {
            seq: seq()?,
            refusal: serde_json::from_str(row.get("refusal")).map_err(DeskError::encoding("a refusal"))?,
            at: judged_at,
        },
        _ => return Err(damaged()),
    };
    let bundle = row.get::<Option<u32>, _>("bundle").zip(row.get::<Option<i64>, _>("bundled_at").map(Moment));
    Ok(Kept { envelope, state, bundle })
}

/// A person has dealt with a conflict. Returns whether there was one, and its case.
pub(crate) async fn close(
    outbox: &SqlitePool,
    envelope: EnvelopeId,
    by: &str,
    note: &str,
    at: Moment,
) -> Result<Option<CaseId>, DeskError> {
    let case: Option<String> = sqlx::query_scalar(
        "UPDATE envelopes SET state = 'closed', closed_at = $2, closed_by = $3, closing_note = $4
         WHERE id = $1 AND state = 'refused' RETURNING case_id",
    )
    .bind(envelope.to_string())
    .bind(at.0)
    .bind(by)
    .bind(note)
    .fetch_optional(outbox)
    .await
    .map_err(DeskError::database("closing a conflict"))?;
    case.map(|id| id.parse().map_err(|_| DeskError::Damaged("outbox.db"))).transpose()
}

/// Numbers for the connection strip: what waits, and what was refused and is open.
pub(crate) async fn load(outbox: &SqlitePool) -> Result<(u32, u32), DeskError> {
    let row = sqlx::query(
        "SELECT (SELECT COUNT(*) FROM envelopes WHERE state = 'waiting')
                  + (SELECT COUNT(*) FROM absence_wishes WHERE state = 'waiting') AS waiting,
                (SELECT COUNT(*) FROM envelopes WHERE state = 'refused')
                  + (SELECT COUNT(*) FROM absence_wishes WHERE state = 'refused') AS refused",
    )
    .fetch_one(outbox)
    .await
    .map_err(DeskError::database("reading the outbox"))?;
    Ok((row.get("waiting"), row.get("refused")))
}
