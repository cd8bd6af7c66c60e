//! What the rooms of the staff store: sessions, the book of actions, desks as they are listed.

use super::{DatabaseError, Store};
use casework::{Date, DeviceId, Digest, Moment, UnitCode, UserId};
use protocol::LogId;
use sqlx::postgres::PgListener;

/// Somebody who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffSession {
    pub user: UserId,
    pub seen_at: Moment,
    pub expires_at: Moment,
}

/// A line in the book of actions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffAction {
    pub at: Moment,
    pub user: UserId,
    /// Whose matter it was.
    pub unit: UnitCode,
    pub action: String,
    pub detail: String,
}

/// A desk as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedDesk {
    pub id: DeviceId,
    pub unit: UnitCode,
    pub name: String,
    pub first_code: i64,
    pub last_code: i64,
    pub enrolled_at: Moment,
    pub revoked_at: Option<Moment>,
    pub people: Vec<UserId>,
}

/// A register, the desk that numbers in it, and the next number of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedRegister {
    pub unit: UnitCode,
    pub book: String,
    pub holder: Option<String>,
    pub next: i64,
}

/// Makes the part of a store that this file is about.
///
/// `lift` and `lower` take the guard from the entries and put it back: only a restored portal writes their hashes anew.
macro_rules! administration_store {
    ($store:ident, $row:ident, lift: $lift:literal, lower: $lower:literal) => {
        impl $store {
            /// Begins another log with the same entries: what a restored portal lost is not taken for its history.
            pub(crate) async fn begin_log_anew(&self, log: LogId) -> Done<()> {
                let what = "beginning another log";
                let mut transaction = self.begin().await?;
                sqlx::query($lift).execute(&mut *transaction).await.map_err(DatabaseError::sql(what))?;
                let units: Vec<String> = sqlx::query_scalar("SELECT unit FROM unit_logs")
                    .fetch_all(&mut *transaction)
                    .await
                    .map_err(DatabaseError::sql(what))?;
                for unit in units {
                    let mut head = Head::start(log, &UnitCode(unit.clone()));
                    loop {
                        let rows = sqlx::query(
                            "SELECT seq, body FROM entries WHERE unit = $1 AND seq > $2 ORDER BY seq LIMIT 1000",
                        )
                        .bind(&unit)
                        .bind(head.seq as i64)
                        .fetch_all(&mut *transaction)
                        .await
                        .map_err(DatabaseError::sql(what))?;
                        if rows.is_empty() {
                            break;
                        }
                        for row in rows {
                            head = head.extend(row.get::<&str, _>("body"));
                            sqlx::query("UPDATE entries SET hash = $3 WHERE unit = $1 AND seq = $2")
                                .bind(&unit)
                                .bind(row.get::<i64, _>("seq"))
                                .bind(head.hash.as_str())
                                .execute(&mut *transaction)
                                .await
                                .map_err(DatabaseError::sql(what))?;
                        }
                    }
                    sqlx::query("UPDATE unit_logs SET hash = $2 WHERE unit = $1")
                        .bind(&unit)
                        .bind(head.hash.as_str())
                        .execute(&mut *transaction)
                        .await
                        .map_err(DatabaseError::sql(what))?;
                }
                sqlx::query("UPDATE identity SET log = $1")
                    .bind(log.0.to_string())
                    .execute(&mut *transaction)
                    .await
                    .map_err(DatabaseError::sql(what))?;
                sqlx::query($lower).execute(&mut *transaction).await.map_err(DatabaseError::sql(what))?;
                transaction.commit().await.map_err(DatabaseError::sql(what))
            }

            pub(crate) async fn ready(&self) -> Done<()> {
                sqlx::query("SELECT log FROM identity")
                    .fetch_one(&self.pool)
                    .await
                    .map(drop)
                    .map_err(DatabaseError::sql("asking the database"))
            }

            pub(crate) async fn add_session(
                &self,
                digest: &Digest,
                session: &super::StaffSession,
                now: Moment,
            ) -> Done<()> {
                let what = "opening a session";
                sqlx::query("DELETE FROM staff_sessions WHERE expires_at <= $1")
                    .bind(now.0)
                    .execute(&self.pool)
                    .await
                    .map_err(DatabaseError::sql(what))?;
                sqlx::query("INSERT INTO staff_sessions (digest, user_id, seen_at, expires_at) VALUES ($1, $2, $3, $4)")
                    .bind(digest.as_str())
                    .bind(session.user.as_str())
                    .bind(session.seen_at.0)
                    .bind(session.expires_at.0)
                    .execute(&self.pool)
                    .await
                    .map(drop)
                    .map_err(DatabaseError::sql(what))
            }

            pub(crate) async fn session(&self, digest: &Digest) -> Done<Option<super::StaffSession>> {
                let row = sqlx::query("SELECT user_id, seen_at, expires_at FROM staff_sessions WHERE digest = $1")
                    .bind(digest.as_str())
                    .fetch_optional(&self.pool)
                    .await
                    .map_err(DatabaseError::sql("reading a session"))?;
                Ok(row.map(|row: $row| super::StaffSession {
                    user: UserId(row.get("user_id")),
                    seen_at: Moment(row.get("seen_at")),
                    expires_at: Moment(row.get("expires_at")),
                }))
            }

            pub(crate) async fn see_session(&self, digest: &Digest, now: Moment) -> Done<()> {
                sqlx::query("UPDATE staff_sessions SET seen_at = $2 WHERE digest = $1")
                    .bind(digest.as_str())
                    .bind(now.0)
                    .execute(&self.pool)
                    .await
                    .map(drop)
                    .map_err(DatabaseError::sql("keeping a session"))
            }

            pub(crate) async fn end_session(&self, digest: &Digest) -> Done<()> {
                sqlx::query("DELETE FROM staff_sessions WHERE digest = $1")
                    .bind(digest.as_str())
                    .execute(&self.pool)
                    .await
                    .map(drop)
                    .map_err(DatabaseError::sql("ending a session"))
            }

            pub(crate) async fn end_sessions_of(&self, user: &UserId) -> Done<()> {
                sqlx::query("DELETE FROM staff_sessions WHERE user_id = $1")
                    .bind(user.as_str())
                    .execute(&self.pool)
                    .await
                    .map(drop)
                    .map_err(DatabaseError::sql("ending somebody's sessions"))
            }

            pub(crate) async fn note_action(&self, action: &super::StaffAction) -> Done<()> {
                sqlx::query("INSERT INTO staff_actions (at, user_id, unit, action, detail) VALUES ($1, $2, $3, $4, $5)")
                    .bind(action.at.0)
                    .bind(action.user.as_str())
                    .bind(action.unit.as_str())
                    .bind(&action.action)
                    .bind(&action.detail)
                    .execute(&self.pool)
                    .await
                    .map(drop)
                    .map_err(DatabaseError::sql("noting an action"))
            }

            pub(crate) async fn actions(
                &self,
                unit: Option<&UnitCode>,
                limit: u32,
                skipped: u32,
            ) -> Done<Vec<super::StaffAction>> {
                let rows = sqlx::query(
                    "SELECT at, user_id, unit, action, detail FROM staff_actions
                     WHERE $1 = '' OR unit = $1 ORDER BY seq DESC LIMIT $2 OFFSET $3",
                )
                .bind(unit.map_or("", |unit| unit.as_str()))
                .bind(i64::from(limit))
                .bind(i64::from(skipped))
                .fetch_all(&self.pool)
                .await
                .map_err(DatabaseError::sql("reading the book of actions"))?;
                let read = |row: $row| super::StaffAction {
                    at: Moment(row.get("at")),
                    user: UserId(row.get("user_id")),
                    unit: UnitCode(row.get("unit")),
                    action: row.get("action"),
                    detail: row.get("detail"),
                };
                Ok(rows.into_iter().map(read).collect())
            }

            pub(crate) async fn desks(&self, unit: &UnitCode) -> Done<Vec<super::ListedDesk>> {
                let what = "listing desks";
                let rows = sqlx::query(
                    "SELECT id, unit, name, first_code, last_code, enrolled_at, revoked_at FROM devices
                     WHERE unit = $1 ORDER BY enrolled_at, id",
                )
                .bind(unit.as_str())
                .fetch_all(&self.pool)
                .await
                .map_err(DatabaseError::sql(what))?;
                let mut desks = Vec::with_capacity(rows.len());
                for row in rows {
                    let id: String = row.get("id");
                    let people: Vec<String> =
                        sqlx::query_scalar("SELECT user_id FROM device_people WHERE device = $1 ORDER BY user_id")
                            .bind(&id)
                            .fetch_all(&self.pool)
                            .await
                            .map_err(DatabaseError::sql(what))?;
                    desks.push(super::ListedDesk {
                        id: id.parse().map_err(|_| DatabaseError::Damaged("a desk"))?,
                        unit: UnitCode(row.get("unit")),
                        name: row.get("name"),
                        first_code: row.get("first_code"),
                        last_code: row.get("last_code"),
                        enrolled_at: Moment(row.get("enrolled_at")),
                        revoked_at: row.get::<Option<i64>, _>("revoked_at").map(Moment),
                        people: people.into_iter().map(UserId).collect(),
                    });
                }
                Ok(desks)
            }

            /// Spans of case numbers that the desks of a unit were granted for a day.
            pub(crate) async fn granted_codes(&self, unit: &UnitCode, day: Date) -> Done<Vec<(DeviceId, i64, i64)>> {
                let rows = sqlx::query(
                    "SELECT device, first_code, last_code FROM day_codes WHERE unit = $1 AND day = $2
                     ORDER BY first_code DESC",
                )
                .bind(unit.as_str())
                .bind(day.to_string())
                .fetch_all(&self.pool)
                .await
                .map_err(DatabaseError::sql("listing granted case numbers"))?;
                let read = |row: &$row| -> Done<(DeviceId, i64, i64)> {
                    let device = row.get::<&str, _>("device").parse();
                    let device = device.map_err(|_| DatabaseError::Damaged("a number block"))?;
                    Ok((device, row.get("first_code"), row.get("last_code")))
                };
                rows.iter().map(read).collect()
            }

            pub(crate) async fn listed_registers(
                &self,
                unit: &UnitCode,
                year: i32,
            ) -> Done<Vec<super::ListedRegister>> {
                let rows = sqlx::query(
                    "SELECT one.unit, one.book, one.holder, COALESCE(of_year.next, 1) AS next FROM registers AS one
                     LEFT JOIN register_years AS of_year ON of_year.unit = one.unit AND of_year.book = one.book
                       AND of_year.year = $2
                     WHERE one.unit = $1 ORDER BY one.book",
                )
                .bind(unit.as_str())
                .bind(i64::from(year))
                .fetch_all(&self.pool)
                .await
                .map_err(DatabaseError::sql("listing registers"))?;
                let read = |row: $row| super::ListedRegister {
                    unit: UnitCode(row.get("unit")),
                    book: row.get("book"),
                    holder: row.get("holder"),
                    next: row.get("next"),
                };
                Ok(rows.into_iter().map(read).collect())
            }
        }
    };
}

pub(super) use administration_store;

impl Store {
    /// Begins another log with the same entries, hashed anew: a portal that was restored from a backup is another one.
    ///
    /// # Errors
    /// The database.
    pub async fn begin_log_anew(&self, log: LogId) -> Result<(), DatabaseError> {
        each!(self, store => store.begin_log_anew(log).await)
    }

    /// Tells the other instances on this database; the embedded one has no others.
    ///
    /// # Errors
    /// The database.
    pub(crate) async fn tell(&self, news: &str) -> Result<(), DatabaseError> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(store) => store.tell(news).await,
        }
    }

    /// What other instances on this database tell; nothing on the embedded one.
    ///
    /// # Errors
    /// The database.
    pub(crate) async fn news(&self) -> Result<Option<PgListener>, DatabaseError> {
        match self {
            Self::Sqlite(_) => Ok(None),
            Self::Postgres(store) => Ok(Some(store.news().await?)),
        }
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// The database.
    pub async fn ready(&self) -> Result<(), DatabaseError> {
        each!(self, store => store.ready().await)
    }

    /// Opens a session, and forgets those that are over.
    ///
    /// # Errors
    /// The database.
    pub async fn add_session(&self, digest: &Digest, session: &StaffSession, now: Moment) -> Result<(), DatabaseError> {
        each!(self, store => store.add_session(digest, session, now).await)
    }

    /// The session of a token.
    ///
    /// # Errors
    /// The database.
    pub async fn session(&self, digest: &Digest) -> Result<Option<StaffSession>, DatabaseError> {
        each!(self, store => store.session(digest).await)
    }

    /// Notes that somebody is still there.
    ///
    /// # Errors
    /// The database.
    pub async fn see_session(&self, digest: &Digest, now: Moment) -> Result<(), DatabaseError> {
        each!(self, store => store.see_session(digest, now).await)
    }

    /// Signs a session out.
    ///
    /// # Errors
    /// The database.
    pub async fn end_session(&self, digest: &Digest) -> Result<(), DatabaseError> {
        each!(self, store => store.end_session(digest).await)
    }

    /// Signs somebody out everywhere.
    ///
    /// # Errors
    /// The database.
    pub async fn end_sessions_of(&self, user: &UserId) -> Result<(), DatabaseError> {
        each!(self, store => store.end_sessions_of(user).await)
    }

    /// Notes what somebody did; never changed afterwards.
    ///
    /// # Errors
    /// The database.
    pub async fn note_action(&self, action: &StaffAction) -> Result<(), DatabaseError> {
        each!(self, store => store.note_action(action).await)
    }

    /// What was done in a unit's matters, or in all, newest first.
    ///
    /// # Errors
    /// The database.
    pub async fn actions(
        &self,
        unit: Option<&UnitCode>,
        limit: u32,
        skipped: u32,
    ) -> Result<Vec<StaffAction>, DatabaseError> {
        each!(self, store => store.actions(unit, limit, skipped).await)
    }

    /// The desks of a unit, revoked ones too.
    ///
    /// # Errors
    /// The database.
    pub async fn desks(&self, unit: &UnitCode) -> Result<Vec<ListedDesk>, DatabaseError> {
        each!(self, store => store.desks(unit).await)
    }

    /// Spans of case numbers that the desks of a unit were granted for a day.
    ///
    /// # Errors
    /// The database.
    pub async fn granted_codes(&self, unit: &UnitCode, day: Date) -> Result<Vec<(DeviceId, i64, i64)>, DatabaseError> {
        each!(self, store => store.granted_codes(unit, day).await)
    }

    /// The registers of a unit with the next number of a year.
    ///
    /// # Errors
    /// The database.
    pub async fn listed_registers(&self, unit: &UnitCode, year: i32) -> Result<Vec<ListedRegister>, DatabaseError> {
        each!(self, store => store.listed_registers(unit, year).await)
    }
}
