//! The books of the desks: who was there and which case they looked at; and the ratings as heads take them over.

use super::{DatabaseError, Store};
use casework::{Moment, UnitCode};
use protocol::book::{BookEntry, UnitEntry};
use protocol::push::DeskRights;
use protocol::ratings::{CaseRating, RatingPlace};

/// A page of a unit's book that a desk asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BookAsked {
    pub after: u64,
    /// Older entries are not wanted.
    pub since: Moment,
    pub limit: u32,
}

impl Store {
    /// Stores entries of a desk's book; those that are there already stand once.
    ///
    /// # Errors
    /// The database.
    pub async fn keep_book(&self, desk: &DeskRights, entries: &[BookEntry], now: Moment) -> Result<(), DatabaseError> {
        each!(self, store => store.keep_book(desk, entries, now).await)
    }
    /// Entries of the unit's desks but the asking one, in the order in which they arrived.
    ///
    /// # Errors
    /// The database.
    pub async fn book_page(&self, desk: &DeskRights, asked: BookAsked) -> Result<Vec<UnitEntry>, DatabaseError> {
        each!(self, store => store.book_page(desk, asked).await)
    }
    /// Ratings of a unit after a place.
    ///
    /// # Errors
    /// The database.
    pub async fn ratings_after(
        &self,
        unit: &UnitCode,
        after: Option<&RatingPlace>,
        limit: u32,
    ) -> Result<Vec<CaseRating>, DatabaseError> {
        each!(self, store => store.ratings_after(unit, after, limit).await)
    }
}

macro_rules! books_store {
    ($store:ident, row: $row:ident) => {
        impl $store {
            pub(crate) async fn keep_book(
                &self,
                desk: &protocol::push::DeskRights,
                entries: &[protocol::book::BookEntry],
                now: Moment,
            ) -> Done<()> {
                use protocol::book::BookWhat;
                let what = "storing a desk's book";
                let mut transaction = self.begin().await?;
                // Locked until the commit: a reader passes no place that is still to come.
                let last: i64 = sqlx::query_scalar(
                    "INSERT INTO desk_book_units (unit, place) VALUES ($1, $2)
                     ON CONFLICT (unit) DO UPDATE SET place = desk_book_units.place + excluded.place RETURNING place",
                )
                .bind(desk.unit.as_str())
                .bind(entries.len() as i64)
                .fetch_one(&mut *transaction)
                .await
                .map_err(DatabaseError::sql(what))?;
                for (place, entry) in (last - entries.len() as i64 + 1..).zip(entries) {
                    let (kind, about) = match &entry.what {
                        BookWhat::SignedIn => ("signed_in", String::new()),
                        BookWhat::Opened { case } => ("opened", case.to_string()),
                        BookWhat::Reset { user } => ("reset", user.0.clone()),
                    };
                    sqlx::query(
                        "INSERT INTO desk_book (unit, place, device, at, user_id, kind, about, arrived_at)
                         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                         ON CONFLICT (device, at, user_id, kind, about) DO NOTHING",
                    )
                    .bind(desk.unit.as_str())
                    .bind(place)
                    .bind(desk.device.to_string())
                    .bind(entry.at.0)
                    .bind(entry.user.as_str())
                    .bind(kind)
                    .bind(about)
                    .bind(now.0)
                    .execute(&mut *transaction)
                    .await
                    .map_err(DatabaseError::sql(what))?;
                }
                transaction.commit().await.map_err(DatabaseError::sql(what))
            }

            pub(crate) async fn book_page(
                &self,
                desk: &protocol::push::DeskRights,
                asked: super::BookAsked,
            ) -> Done<Vec<protocol::book::UnitEntry>> {
                use protocol::book::{BookEntry, BookWhat, UnitEntry};
                let rows = sqlx::query(
                    "SELECT place, device, devices.name AS desk, at, user_id, kind, about, arrived_at
                     FROM desk_book JOIN devices ON devices.id = device
                     WHERE desk_book.unit = $1 AND place > $2 AND device <> $3 AND at >= $4 ORDER BY place LIMIT $5",
                )
                .bind(desk.unit.as_str())
                .bind(asked.after as i64)
                .bind(desk.device.to_string())
                .bind(asked.since.0)
                .bind(i64::from(asked.limit))
                .fetch_all(&self.pool)
                .await
                .map_err(DatabaseError::sql("reading the books of a unit"))?;
                let read = |row: &$row| {
                    let damaged = || DatabaseError::Damaged("a desk's book");
                    let about: String = row.get("about");
                    let what = match row.get::<&str, _>("kind") {
                        "opened" => BookWhat::Opened { case: about.parse().map_err(|_| damaged())? },
                        "reset" => BookWhat::Reset { user: casework::UserId(about) },
                        _ => BookWhat::SignedIn,
                    };
                    Ok(UnitEntry {
                        place: unsigned(row.get("place"))?,
                        device: row.get::<&str, _>("device").parse().map_err(|_| damaged())?,
                        desk: row.get("desk"),
                        arrived_at: Moment(row.get("arrived_at")),
                        entry: BookEntry {
                            at: Moment(row.get("at")),
                            user: casework::UserId(row.get("user_id")),
                            what,
                        },
                    })
                };
                rows.iter().map(read).collect()
            }

            pub(crate) async fn ratings_after(
                &self,
                unit: &UnitCode,
                after: Option<&protocol::ratings::RatingPlace>,
                limit: u32,
            ) -> Done<Vec<protocol::ratings::CaseRating>> {
                let case = after.and_then(|place| place.case).map_or_else(String::new, |case| case.to_string());
                let rows = sqlx::query(
                    "SELECT case_id, handling, attitude, agency, remark, officer, rated_at FROM ratings
                     WHERE unit = $1 AND (rated_at, case_id) > ($2, $3) ORDER BY rated_at, case_id LIMIT $4",
                )
                .bind(unit.as_str())
                .bind(after.map_or(i64::MIN, |place| place.at.0))
                .bind(case)
                .bind(i64::from(limit))
                .fetch_all(&self.pool)
                .await
                .map_err(DatabaseError::sql("reading ratings"))?;
                let read = |row: &$row| {
                    let damaged = || DatabaseError::Damaged("a rating");
                    let points = |column: &str| u8::try_from(row.get::<i64, _>(column)).map_err(|_| damaged());
                    Ok(protocol::ratings::CaseRating {
                        case: row.get::<&str, _>("case_id").parse().map_err(|_| damaged())?,
                        handling: points("handling")?,
                        attitude: points("attitude")?,
                        agency: points("agency")?,
                        remark: row.get("remark"),
                        officer: row.get::<Option<String>, _>("officer").map(casework::UserId),
                        at: Moment(row.get("rated_at")),
                    })
                };
                rows.iter().map(read).collect()
            }
        }
    };
}

pub(crate) use books_store;
