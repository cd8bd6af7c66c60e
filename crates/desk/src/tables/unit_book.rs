//! The books of the unit's other desks, and what applicants thought: what heads see beyond the log.

use super::desk_book::{Asked, Kept, columns, read};
use crate::error::DeskError;
use casework::{Moment, UserId};
use protocol::LogId;
use protocol::book::UnitEntry;
use protocol::ratings::CaseRating;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqlitePool};

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Book,
    Ratings,
}

impl Part {
    const fn key(self) -> &'static str {
        match self {
            Self::Book => "book",
            Self::Ratings => "ratings",
        }
    }
}

/// How far the desk is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Far {
    pub log: LogId,
    pub place: i64,
    /// The portal's time at which nothing more was there.
    pub as_of: Option<Moment>,
}

pub(crate) async fn far(mirror: &SqlitePool, part: Part) -> Result<Option<Far>, DeskError> {
    let row = sqlx::query("SELECT log, place, as_of FROM heads_asked WHERE what = $1")
        .bind(part.key())
        .fetch_optional(mirror)
        .await
        .map_err(DeskError::database("reading what heads see"))?;
    let Some(row) = row else { return Ok(None) };
    let log = row.get::<&str, _>("log").parse().map_err(|_| DeskError::Damaged("mirror.db"))?;
    Ok(Some(Far { log: LogId(log), place: row.get("place"), as_of: row.get::<Option<i64>, _>("as_of").map(Moment) }))
}

/// What came of a request: of another log than before, everything is begun again.
pub(crate) struct Came<'a> {
    pub far: Far,
    pub is_other_log: bool,
    pub book: &'a [UnitEntry],
    pub ratings: &'a [CaseRating],
    /// What is older is forgotten here.
    pub since: Moment,
}

/// Takes it in, in one transaction.
pub(crate) async fn take_in(mirror: &SqlitePool, part: Part, came: &Came<'_>) -> Result<(), DeskError> {
    let database = || DeskError::database("keeping what heads see");
    let mut transaction = mirror.begin().await.map_err(database())?;
    let forget = match part {
        Part::Book => "DELETE FROM unit_book WHERE at < $1",
        Part::Ratings => "DELETE FROM ratings WHERE rated_at < $1",
    };
    let since = if came.is_other_log { i64::MAX } else { came.since.0 };
    sqlx::query(forget).bind(since).execute(&mut *transaction).await.map_err(database())?;
    for one in came.book {
        let (kind, case, about) = columns(&one.entry.what);
        sqlx::query(
            "INSERT INTO unit_book (place, at, arrived_at, desk, user_id, kind, case_id, about)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (place) DO NOTHING",
        )
        .bind(one.place as i64)
        .bind(one.entry.at.0)
        .bind(one.arrived_at.0)
        .bind(&one.desk)
        .bind(one.entry.user.as_str())
        .bind(kind)
        .bind(case)
        .bind(about)
        .execute(&mut *transaction)
        .await
        .map_err(database())?;
    }
    for rating in came.ratings {
        sqlx::query(
            "INSERT INTO ratings (case_id, handling, attitude, agency, remark, officer, rated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (case_id) DO NOTHING",
        )
        .bind(rating.case.to_string())
        .bind(rating.handling)
        .bind(rating.attitude)
        .bind(rating.agency)
        .bind(&rating.remark)
        .bind(rating.officer.as_ref().map(UserId::as_str))
        .bind(rating.at.0)
        .execute(&mut *transaction)
        .await
        .map_err(database())?;
    }
    sqlx::query(
        "INSERT INTO heads_asked (what, log, place, as_of) VALUES ($1, $2, $3, $4)
         ON CONFLICT (what) DO UPDATE SET log = excluded.log, place = excluded.place,
           as_of = COALESCE(excluded.as_of, as_of)",
    )
    .bind(part.key())
    .bind(came.far.log.0.to_string())
    .bind(came.far.place)
    .bind(came.far.as_of.map(|at| at.0))
    .execute(&mut *transaction)
    .await
    .map_err(database())?;
    transaction.commit().await.map_err(database())
}

/// A part of the books of the other desks.
pub(crate) async fn part(mirror: &SqlitePool, asked: &Asked<'_>) -> Result<Vec<Kept>, DeskError> {
    let rows = asked.of("SELECT place, at, arrived_at, desk, user_id, kind, case_id, about FROM unit_book
         WHERE at >= $1 AND at < $2 AND ($3 IS NULL OR user_id = $3) AND (at, place) < ($4, $5)
         ORDER BY at DESC, place DESC LIMIT $6");
    let rows = rows.fetch_all(mirror).await.map_err(DeskError::database("reading the books of the unit"))?;
    let kept = |row: &SqliteRow| {
        let (arrived_at, desk) = (Some(Moment(row.get("arrived_at"))), Some(row.get("desk")));
        Ok(Kept { place: row.get("place"), entry: read(row)?, arrived_at, desk })
    };
    rows.iter().map(kept).collect()
}

/// Ratings that were given from a moment until before another, the latest first.
pub(crate) async fn ratings(mirror: &SqlitePool, from: Moment, until: Moment) -> Result<Vec<CaseRating>, DeskError> {
    let rows = sqlx::query(
        "SELECT case_id, handling, attitude, agency, remark, officer, rated_at FROM ratings
         WHERE rated_at >= $1 AND rated_at < $2 ORDER BY rated_at DESC, case_id",
    )
    .bind(from.0)
    .bind(until.0)
    .fetch_all(mirror)
    .await
    .map_err(DeskError::database("reading ratings"))?;
    let read = |row: &SqliteRow| {
        Ok(CaseRating {
            case: row.get::<&str, _>("case_id").parse().map_err(|_| DeskError::Damaged("mirror.db"))?,
            handling: row.get("handling"),
            attitude: row.get("attitude"),
            agency: row.get("agency"),
            remark: row.get("remark"),
            officer: row.get::<Option<String>, _>("officer").map(UserId),
            at: Moment(row.get("rated_at")),
        })
    };
    rows.iter().map(read).collect()
}
