//! The book of this desk: who was here, and what they looked at.

use crate::error::DeskError;
use casework::{CaseId, Moment, UserId};
use sqlx::{Row, SqlitePool};

/// Somebody who looks at a case again within this time has not opened it twice, in milliseconds.
const SAME_LOOK: i64 = 10 * 60_000;

/// One entry.
pub(crate) struct Entry {
    pub at: Moment,
    pub user: UserId,
    pub kind: Kind,
}

/// What happened at the desk.
pub(crate) enum Kind {
    SignedIn,
    Opened(CaseId),
    /// Somebody set this person's secret anew.
    Reset(UserId),
}

pub(crate) async fn add(outbox: &SqlitePool, entry: &Entry) -> Result<(), DeskError> {
    let (kind, case, about) = match &entry.kind {
        Kind::SignedIn => ("signed_in", None, None),
        Kind::Opened(case) => ("opened", Some(case.to_string()), None),
        Kind::Reset(about) => ("reset", None, Some(about.as_str())),
    };
    sqlx::query(
        "INSERT INTO desk_book (at, user_id, kind, case_id, about) SELECT $1, $2, $3, $4, $5
         WHERE NOT EXISTS (SELECT 1 FROM desk_book
           WHERE at > $6 AND user_id = $2 AND kind = $3 AND kind = 'opened' AND case_id = $4)",
    )
    .bind(entry.at.0)
    .bind(entry.user.as_str())
    .bind(kind)
    .bind(case)
    .bind(about)
    .bind(entry.at.0 - SAME_LOOK)
    .execute(outbox)
    .await
    .map_err(DeskError::database("writing into the desk's book"))?;
    Ok(())
}

/// The entries from a moment until before another, the latest first.
pub(crate) async fn between(
    outbox: &SqlitePool,
    from: Moment,
    until: Moment,
    user: Option<&UserId>,
    limit: i64,
) -> Result<Vec<Entry>, DeskError> {
    let rows = sqlx::query(
        "SELECT at, user_id, kind, case_id, about FROM desk_book
         WHERE at >= $1 AND at < $2 AND ($3 IS NULL OR user_id = $3) ORDER BY at DESC, place DESC LIMIT $4",
    )
    .bind(from.0)
    .bind(until.0)
    .bind(user.map(UserId::as_str))
    .bind(limit)
    .fetch_all(outbox)
    .await
    .map_err(DeskError::database("reading the desk's book"))?;
    rows.iter()
        .map(|row| {
            let damaged = || DeskError::Damaged("outbox.db");
            let kind = match row.get::<&str, _>("kind") {
                "opened" => Kind::Opened(row.get::<&str, _>("case_id").parse().map_err(|_| damaged())?),
                "reset" => Kind::Reset(row.get::<&str, _>("about").into()),
                _ => Kind::SignedIn,
            };
            Ok(Entry { at: Moment(row.get("at")), user: row.get::<&str, _>("user_id").into(), kind })
        })
        .collect()
}

/// Who set this person's secret anew, and when, as far as they have not been told; from now on they have.
pub(crate) async fn untold_resets(
    outbox: &SqlitePool,
    user: &UserId,
    now: Moment,
) -> Result<Vec<(UserId, Moment)>, DeskError> {
    let rows = sqlx::query(
        "UPDATE desk_book SET seen_at = $2 WHERE kind = 'reset' AND seen_at IS NULL AND about = $1
         RETURNING user_id, at",
    )
    .bind(user.as_str())
    .bind(now.0)
    .fetch_all(outbox)
    .await
    .map_err(DeskError::database("reading the desk's book"))?;
    Ok(rows.iter().map(|row| (row.get::<&str, _>("user_id").into(), Moment(row.get("at")))).collect())
}
