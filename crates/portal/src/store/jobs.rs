//! Statements for work that is done for other systems: the list of jobs, and how far the log was read for them.

use super::Store;
use super::error::DatabaseError;
use crate::jobs::{DueJob, NewJob, StuckJob};
use casework::{Moment, UnitCode};

macro_rules! jobs_store {
    ($store:ident, connection: $connection:ident, row: $row:ident, skip_locked: $skip_locked:literal) => {
        impl $store {
            async fn insert_job(connection: &mut $connection, job: &crate::jobs::NewJob, run_at: Moment) -> Done<()> {
                sqlx::query(
                    "INSERT INTO jobs (name, kind, payload, run_at, tries) VALUES ($1, $2, $3, $4, 0)
                     ON CONFLICT (name) DO NOTHING",
                )
                .bind(&job.name)
                .bind(job.kind)
                .bind(job.payload.to_string())
                .bind(run_at.0)
                .execute(connection)
                .await
                .map(drop)
                .map_err(DatabaseError::sql("adding a job"))
            }

            pub(crate) async fn add_job(&self, job: &crate::jobs::NewJob, run_at: Moment) -> Done<()> {
                let mut connection = self.pool.acquire().await.map_err(DatabaseError::sql("adding a job"))?;
                Self::insert_job(&mut connection, job, run_at).await
            }

            /// Takes due jobs: nobody else gets them before `until`.
            pub(crate) async fn take_jobs(
                &self,
                kinds: [&str; 3],
                now: Moment,
                until: Moment,
                limit: u32,
            ) -> Done<Vec<crate::jobs::DueJob>> {
                // Mostly there is nothing to do, and asking takes no lock.
                let due: Option<i64> = sqlx::query_scalar(
                    "SELECT run_at FROM jobs WHERE done_at IS NULL AND given_up_at IS NULL AND kind IN ($2, $3, $4)
                     AND run_at <= $1 LIMIT 1",
                )
                .bind(now.0)
                .bind(kinds[0])
                .bind(kinds[1])
                .bind(kinds[2])
                .fetch_optional(&self.pool)
                .await
                .map_err(DatabaseError::sql("taking jobs"))?;
                if due.is_none() {
                    return Ok(Vec::new());
                }
                let rows = sqlx::query(concat!(
                    "WITH due AS MATERIALIZED (
                       SELECT name FROM jobs WHERE done_at IS NULL AND given_up_at IS NULL AND kind IN ($4, $5, $6)
                         AND run_at <= $1 ORDER BY run_at, name LIMIT $3",
                    $skip_locked,
                    ") UPDATE jobs SET tries = tries + 1, run_at = $2 WHERE name IN (SELECT name FROM due)
                     RETURNING name, kind, payload, tries"
                ))
                .bind(now.0)
                .bind(until.0)
                .bind(i64::from(limit))
                .bind(kinds[0])
                .bind(kinds[1])
                .bind(kinds[2])
                .fetch_all(&self.pool)
                .await
                .map_err(DatabaseError::sql("taking jobs"))?;
                let read = |row: $row| {
                    let payload = serde_json::from_str(row.get("payload")).map_err(DatabaseError::json("a job"))?;
                    let (name, kind) = (row.get("name"), row.get("kind"));
                    Ok(crate::jobs::DueJob { name, kind, payload, tries: row.get("tries") })
                };
                let mut jobs = rows.into_iter().map(read).collect::<Done<Vec<_>>>()?;
                jobs.sort_by(|one, other| one.name.cmp(&other.name));
                Ok(jobs)
            }

            pub(crate) async fn end_job(&self, name: &str, now: Moment) -> Done<()> {
                sqlx::query("UPDATE jobs SET done_at = $2, last_error = NULL WHERE name = $1")
                    .bind(name)
                    .bind(now.0)
                    .execute(&self.pool)
                    .await
                    .map(drop)
                    .map_err(DatabaseError::sql("ending a job"))
            }

            pub(crate) async fn put_job_off(
                &self,
                name: &str,
                error: &str,
                run_at: Moment,
                given_up_at: Option<Moment>,
            ) -> Done<()> {
                sqlx::query("UPDATE jobs SET last_error = $2, run_at = $3, given_up_at = $4 WHERE name = $1")
                    .bind(name)
                    .bind(error)
                    .bind(run_at.0)
                    .bind(given_up_at.map(|at| at.0))
                    .execute(&self.pool)
                    .await
                    .map(drop)
                    .map_err(DatabaseError::sql("putting a job off"))
            }

            pub(crate) async fn stuck_jobs(&self) -> Done<Vec<crate::jobs::StuckJob>> {
                let rows = sqlx::query(
                    "SELECT name, tries, last_error, run_at, given_up_at FROM jobs
                     WHERE done_at IS NULL AND last_error IS NOT NULL ORDER BY name",
                )
                .fetch_all(&self.pool)
                .await
                .map_err(DatabaseError::sql("reading jobs"))?;
                let read = |row: $row| crate::jobs::StuckJob {
                    name: row.get("name"),
                    tries: row.get("tries"),
                    error: row.get("last_error"),
                    run_at: Moment(row.get("run_at")),
                    given_up_at: row.get::<Option<i64>, _>("given_up_at").map(Moment),
                };
                Ok(rows.into_iter().map(read).collect())
            }

            pub(crate) async fn revive_jobs(&self, now: Moment) -> Done<u64> {
                sqlx::query(
                    "UPDATE jobs SET given_up_at = NULL, tries = 0, run_at = $1
                     WHERE done_at IS NULL AND last_error IS NOT NULL",
                )
                .bind(now.0)
                .execute(&self.pool)
                .await
                .map(|done| done.rows_affected())
                .map_err(DatabaseError::sql("trying jobs again"))
            }

            pub(crate) async fn job_counts(&self) -> Done<(i64, i64, i64)> {
                let row = sqlx::query(
                    "SELECT COUNT(CASE WHEN done_at IS NULL AND given_up_at IS NULL THEN 1 END) AS waiting,
                            COUNT(done_at) AS done, COUNT(given_up_at) AS given_up FROM jobs",
                )
                .fetch_one(&self.pool)
                .await
                .map_err(DatabaseError::sql("counting jobs"))?;
                Ok((row.get("waiting"), row.get("done"), row.get("given_up")))
            }

            /// Begins to read the logs for a kind of work: from where they are now; what is past stays past. Since when.
            pub(crate) async fn begin_cursor(&self, cursor: &str, now: Moment) -> Done<Moment> {
                let what = "beginning to read the logs";
                let begun = "SELECT seq FROM job_cursors WHERE name = $1 AND unit = ''";
                let since: Option<i64> = sqlx::query_scalar(begun)
                    .bind(cursor)
                    .fetch_optional(&self.pool)
                    .await
                    .map_err(DatabaseError::sql(what))?;
                if let Some(since) = since {
                    return Ok(Moment(since));
                }
                let mut transaction = self.begin().await?;
                let first = sqlx::query(
                    "INSERT INTO job_cursors (name, unit, seq) VALUES ($1, '', $2) ON CONFLICT (name, unit) DO NOTHING",
                )
                .bind(cursor)
                .bind(now.0)
                .execute(&mut *transaction)
                .await
                .map_err(DatabaseError::sql(what))?;
                if first.rows_affected() == 1 {
                    sqlx::query(
                        "INSERT INTO job_cursors (name, unit, seq) SELECT $1, unit, seq FROM unit_logs WHERE seq > 0",
                    )
                    .bind(cursor)
                    .execute(&mut *transaction)
                    .await
                    .map_err(DatabaseError::sql(what))?;
                }
                let since = sqlx::query_scalar(begun)
                    .bind(cursor)
                    .fetch_one(&mut *transaction)
                    .await
                    .map_err(DatabaseError::sql(what))?;
                transaction.commit().await.map_err(DatabaseError::sql(what))?;
                Ok(Moment(since))
            }

            /// Logs that hold more than was read for a kind of work, each with how far it was read.
            pub(crate) async fn unread(&self, cursor: &str) -> Done<Vec<(UnitCode, u64)>> {
                let rows = sqlx::query(
                    "SELECT unit_logs.unit AS unit, COALESCE(job_cursors.seq, 0) AS seq FROM unit_logs
                     LEFT JOIN job_cursors ON job_cursors.unit = unit_logs.unit AND job_cursors.name = $1
                     WHERE unit_logs.seq > COALESCE(job_cursors.seq, 0) ORDER BY unit_logs.unit",
                )
                .bind(cursor)
                .fetch_all(&self.pool)
                .await
                .map_err(DatabaseError::sql("looking for unread entries"))?;
                rows.into_iter().map(|row| Ok((UnitCode(row.get("unit")), unsigned(row.get("seq"))?))).collect()
            }

            /// Notes what follows from a piece of a log, together with the new place; `false` where somebody else did.
            pub(crate) async fn advance(
                &self,
                cursor: &str,
                unit: &UnitCode,
                (from, to): (u64, u64),
                jobs: &[crate::jobs::NewJob],
                now: Moment,
            ) -> Done<bool> {
                let what = "going on in a log";
                let mut transaction = self.begin().await?;
                let moved = sqlx::query(
                    "INSERT INTO job_cursors (name, unit, seq) VALUES ($1, $2, $4)
                     ON CONFLICT (name, unit) DO UPDATE SET seq = $4 WHERE job_cursors.seq = $3",
                )
                .bind(cursor)
                .bind(unit.as_str())
                .bind(from as i64)
                .bind(to as i64)
                .execute(&mut *transaction)
                .await
                .map_err(DatabaseError::sql(what))?;
                if moved.rows_affected() == 0 {
                    return Ok(false);
                }
                for job in jobs {
                    Self::insert_job(&mut transaction, job, now).await?;
                }
                transaction.commit().await.map_err(DatabaseError::sql(what))?;
                Ok(true)
            }
        }
    };
}
pub(crate) use jobs_store;

impl Store {
    pub(crate) async fn add_job(&self, job: &NewJob, run_at: Moment) -> Result<(), DatabaseError> {
        each!(self, store => store.add_job(job, run_at).await)
    }
    /// Takes due jobs of up to three kinds.
    pub(crate) async fn take_jobs(
        &self,
        kinds: &[&str],
        now: Moment,
        until: Moment,
        limit: u32,
    ) -> Result<Vec<DueJob>, DatabaseError> {
        let Some(first) = kinds.first() else { return Ok(Vec::new()) };
        let kinds = [0, 1, 2].map(|place| *kinds.get(place).unwrap_or(first));
        each!(self, store => store.take_jobs(kinds, now, until, limit).await)
    }
    pub(crate) async fn end_job(&self, name: &str, now: Moment) -> Result<(), DatabaseError> {
        each!(self, store => store.end_job(name, now).await)
    }
    pub(crate) async fn put_job_off(
        &self,
        name: &str,
        error: &str,
        run_at: Moment,
        given_up_at: Option<Moment>,
    ) -> Result<(), DatabaseError> {
        each!(self, store => store.put_job_off(name, error, run_at, given_up_at).await)
    }

    /// Jobs that were tried and are not done.
    ///
    /// # Errors
    /// The database.
    pub async fn stuck_jobs(&self) -> Result<Vec<StuckJob>, DatabaseError> {
        each!(self, store => store.stuck_jobs().await)
    }

    /// Lets every job that was tried and is not done be tried again now, also those that were given up; how many.
    ///
    /// # Errors
    /// The database.
    pub async fn revive_jobs(&self, now: Moment) -> Result<u64, DatabaseError> {
        each!(self, store => store.revive_jobs(now).await)
    }

    /// Jobs that wait, that are done, and that were given up.
    ///
    /// # Errors
    /// The database.
    pub async fn job_counts(&self) -> Result<(i64, i64, i64), DatabaseError> {
        each!(self, store => store.job_counts().await)
    }
    pub(crate) async fn begin_cursor(&self, cursor: &str, now: Moment) -> Result<Moment, DatabaseError> {
        each!(self, store => store.begin_cursor(cursor, now).await)
    }
    pub(crate) async fn unread(&self, cursor: &str) -> Result<Vec<(UnitCode, u64)>, DatabaseError> {
        each!(self, store => store.unread(cursor).await)
    }
    pub(crate) async fn advance(
        &self,
        cursor: &str,
        unit: &UnitCode,
        way: (u64, u64),
        jobs: &[NewJob],
        now: Moment,
    ) -> Result<bool, DatabaseError> {
        each!(self, store => store.advance(cursor, unit, way, jobs, now).await)
    }
}
