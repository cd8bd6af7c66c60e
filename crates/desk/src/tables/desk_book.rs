//! The book of this desk: who was here, and what they looked at. It goes up to the portal in the background.

use crate::error::DeskError;
use casework::{Moment, UserId};
use protocol::book::{BookEntry, BookWhat};
use sqlx::query::Query;
use sqlx::sqlite::{Sqlite, SqliteArguments, SqliteRow};
use sqlx::{Row, SqlitePool};

/// Somebody who looks at a case again within this time has not opened it twice, in milliseconds.
const SAME_LOOK: i64 = 10 * 60_000;

/// An entry as it stands in this desk's book, or in that of another desk of the unit.
pub(crate) struct Kept {
    pub place: i64,
    pub entry: BookEntry,
    /// When the portal took it; `None` while it has not.
    pub arrived_at: Option<Moment>,
    /// The other desk's name; `None` for this one.
    pub desk: Option<String>,
}

/// Entries that are asked for, the latest first: from a moment until before another, after a place.
pub(crate) struct Asked<'a> {
    pub from: Moment,
    pub until: Moment,
    pub user: Option<&'a UserId>,
    pub after: (Moment, i64),
    pub limit: i64,
}

impl Asked<'_> {
    /// What a statement over a book is asked with: from and until when (`$1`, `$2`), whose (`$3`), after which place (`$4`,
    /// `$5`), how many (`$6`).
    pub(crate) fn of(&self, statement: &'static str) -> Query<'_, Sqlite, SqliteArguments> {
        let (at, place) = self.after;
        let query = sqlx::query(statement).bind(self.from.0).bind(self.until.0);
        query.bind(self.user.map(UserId::as_str)).bind(at.0).bind(place).bind(self.limit)
    }
}

/// The columns of an entry.
pub(crate) fn columns(what: &BookWhat) -> (&'static str, Option<String>, Option<&str>) {
    match what {
        BookWhat::SignedIn => ("signed_in", None, None),
        BookWhat::Opened { case } => ("opened", Some(case.to_string()), None),
        BookWhat::Reset { user } => ("reset", None, Some(user.as_str())),
    }
}

/// The entry in a row that has these columns.
pub(crate) fn read(row: &SqliteRow) -> Result<BookEntry, DeskError> {
    let damaged = || DeskError::Damaged("the books of the desks");
    let what = match row.get::<&str, _>("kind") {
        "opened" => BookWhat::Opened { case: row.get::<&str, _>("case_id").parse().map_err(|_| damaged())? },
        "reset" => BookWhat::Reset { user: row.get::<&str, _>("about").into() },
        _ => BookWhat::SignedIn,
    };
    Ok(BookEntry { at: Moment(row.get("at")), user: row.get::<&str, _>("user_id").into(), what })
}

pub(crate) async fn add(outbox: &SqlitePool, entry: &BookEntry) -> Result<(), DeskError> {
    let (kind, case, about) = columns(&entry.what);
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

/// A part of the book.
pub(crate) async fn part(outbox: &SqlitePool, asked: &Asked<'_>) -> Result<Vec<Kept>, DeskError> {
    let rows = asked.of("SELECT place, at, user_id, kind, case_id, about, sent_at FROM desk_book
         WHERE at >= $1 AND at < $2 AND ($3 IS NULL OR user_id = $3) AND (at, place) < ($4, $5)
         ORDER BY at DESC, place DESC LIMIT $6");
    let rows = rows.fetch_all(outbox).await.map_err(DeskError::database("reading the desk's book"))?;
    let kept = |row: &SqliteRow| {
        let arrived_at = row.get::<Option<i64>, _>("sent_at").map(Moment);
        Ok(Kept { place: row.get("place"), entry: read(row)?, arrived_at, desk: None })
    };
    rows.iter().map(kept).collect()
}

/// The oldest entries that the portal has not taken.
pub(crate) async fn unsent(outbox: &SqlitePool, limit: usize) -> Result<Vec<(i64, BookEntry)>, DeskError> {
    let rows = sqlx::query(
        "SELECT place, at, user_id, kind, case_id, about FROM desk_book WHERE sent_at IS NULL ORDER BY place LIMIT $1",
    )
    .bind(limit as i64)
    .fetch_all(outbox)
    .await
    .map_err(DeskError::database("reading the desk's book"))?;
    rows.iter().map(|row| Ok((row.get("place"), read(row)?))).collect()
}

/// The portal has entries up to a place.
pub(crate) async fn sent(outbox: &SqlitePool, last: i64, at: Moment) -> Result<(), DeskError> {
    sqlx::query("UPDATE desk_book SET sent_at = $2 WHERE sent_at IS NULL AND place <= $1")
        .bind(last)
        .bind(at.0)
        .execute(outbox)
        .await
        .map_err(DeskError::database("noting what of the desk's book was sent"))?;
    Ok(())
}

/// The portal has lost what it took: everything is sent again, and stands there once.
pub(crate) async fn send_again(outbox: &SqlitePool) -> Result<(), DeskError> {
    sqlx::query("UPDATE desk_book SET sent_at = NULL")
        .execute(outbox)
        .await
        .map_err(DeskError::database("noting what of the desk's book was sent"))?;
    Ok(())
}

/// How many entries wait.
pub(crate) async fn waiting(outbox: &SqlitePool) -> Result<u32, DeskError> {
    sqlx::query_scalar("SELECT COUNT(*) FROM desk_book WHERE sent_at IS NULL")
        .fetch_one(outbox)
        .await
        .map_err(DeskError::database("reading the desk's book"))
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
