//! What an independent authority has put its time on.

use super::{DatabaseError, Store};
use casework::{Digest, Moment, UnitCode};
use protocol::{Head, LogId};

/// A timestamp that was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptTimestamp {
    /// Of what has it.
    pub digest: Digest,
    /// The log, where it is of a place in one: a restored portal begins another with the same entries.
    pub log: Option<LogId>,
    /// The place in it.
    pub place: Option<(UnitCode, u64)>,
    pub at: Moment,
    pub authority: String,
    /// RFC 3161, in DER.
    pub token: Vec<u8>,
}

impl Store {
    /// Keeps a timestamp; the first of a thing stays.
    pub(crate) async fn keep_timestamp(&self, kept: &KeptTimestamp) -> Result<(), DatabaseError> {
        each!(self, store => store.keep_timestamp(kept).await)
    }
    /// The timestamp of a document, or of what stands for a place in a log.
    ///
    /// # Errors
    /// The database.
    pub async fn timestamp(&self, digest: &Digest) -> Result<Option<KeptTimestamp>, DatabaseError> {
        each!(self, store => store.timestamp(digest).await)
    }
    /// The first timestamp that covers an entry of a log.
    ///
    /// # Errors
    /// The database.
    pub async fn timestamp_over(&self, unit: &UnitCode, seq: u64) -> Result<Option<KeptTimestamp>, DatabaseError> {
        each!(self, store => store.timestamp_over(unit, seq).await)
    }
    /// Every timestamp of a unit's log, in its order; with no unit, those of documents.
    pub(crate) async fn timestamps(&self, unit: Option<&UnitCode>) -> Result<Vec<KeptTimestamp>, DatabaseError> {
        each!(self, store => store.timestamps(unit).await)
    }
    /// Notes a job for each log that has grown and was last given to the authority before `before`.
    pub(crate) async fn note_grown_logs(
        &self,
        log: LogId,
        before: Moment,
        now: Moment,
        job: fn(&Head) -> crate::jobs::NewJob,
    ) -> Result<(), DatabaseError> {
        each!(self, store => store.note_grown_logs(log, before, now, job).await)
    }
}

macro_rules! timestamps_store {
    ($store:ident, row: $row:ident) => {
        impl $store {
            fn timestamp_of_row(row: &$row) -> Done<super::timestamps::KeptTimestamp> {
                let digest: String = row.get("digest");
                let damaged = DatabaseError::Damaged("a timestamp");
                let log: Option<String> = row.get("log");
                let place: (Option<String>, Option<i64>) = (row.get("unit"), row.get("seq"));
                Ok(super::timestamps::KeptTimestamp {
                    digest: digest.parse().map_err(|_| DatabaseError::Damaged("a timestamp's digest"))?,
                    log: log.map(|log| log.parse().map(protocol::LogId)).transpose().map_err(|_| damaged)?,
                    place: place.0.zip(place.1).map(|(unit, seq)| (UnitCode(unit), seq as u64)),
                    at: Moment(row.get("at")),
                    authority: row.get("authority"),
                    token: row.get("token"),
                })
            }

            pub(crate) async fn keep_timestamp(&self, kept: &super::timestamps::KeptTimestamp) -> Done<()> {
                sqlx::query(
                    "INSERT INTO timestamps (digest, unit, seq, at, authority, token, log)
                     VALUES ($1, $2, $3, $4, $5, $6, $7)
                     ON CONFLICT (digest) DO NOTHING",
                )
                .bind(kept.digest.as_str())
                .bind(kept.place.as_ref().map(|(unit, _)| unit.as_str()))
                .bind(kept.place.as_ref().map(|(_, seq)| *seq as i64))
                .bind(kept.at.0)
                .bind(&*kept.authority)
                .bind(&*kept.token)
                .bind(kept.log.map(|log| log.0.to_string()))
                .execute(&self.pool)
                .await
                .map(drop)
                .map_err(DatabaseError::sql("keeping a timestamp"))
            }

            pub(crate) async fn timestamp(
                &self,
                digest: &casework::Digest,
            ) -> Done<Option<super::timestamps::KeptTimestamp>> {
                let row = sqlx::query("SELECT * FROM timestamps WHERE digest = $1")
                    .bind(digest.as_str())
                    .fetch_optional(&self.pool)
                    .await
                    .map_err(DatabaseError::sql("reading a timestamp"))?;
                row.as_ref().map(Self::timestamp_of_row).transpose()
            }

            pub(crate) async fn timestamp_over(
                &self,
                unit: &UnitCode,
                seq: u64,
            ) -> Done<Option<super::timestamps::KeptTimestamp>> {
                let row = sqlx::query(
                    "SELECT * FROM timestamps WHERE unit = $1 AND unit IS NOT NULL AND seq >= $2 ORDER BY seq LIMIT 1",
                )
                .bind(unit.as_str())
                .bind(seq as i64)
                .fetch_optional(&self.pool)
                .await
                .map_err(DatabaseError::sql("reading a timestamp"))?;
                row.as_ref().map(Self::timestamp_of_row).transpose()
            }

            pub(crate) async fn timestamps(
                &self,
                unit: Option<&UnitCode>,
            ) -> Done<Vec<super::timestamps::KeptTimestamp>> {
                let statement = match unit {
                    Some(_) => "SELECT * FROM timestamps WHERE unit = $1 AND unit IS NOT NULL ORDER BY seq",
                    None => "SELECT * FROM timestamps WHERE unit IS NULL AND $1 = '' ORDER BY digest",
                };
                let rows = sqlx::query(statement)
                    .bind(unit.map_or("", |unit| unit.as_str()))
                    .fetch_all(&self.pool)
                    .await
                    .map_err(DatabaseError::sql("reading timestamps"))?;
                rows.iter().map(Self::timestamp_of_row).collect()
            }

            pub(crate) async fn note_grown_logs(
                &self,
                log: protocol::LogId,
                before: Moment,
                now: Moment,
                job: fn(&Head) -> crate::jobs::NewJob,
            ) -> Done<()> {
                let what = "noting logs to be stamped";
                let mut transaction = self.begin().await?;
                let rows = sqlx::query(
                    "INSERT INTO timestamped_logs (unit, seq, hash, asked_at)
                       SELECT unit, seq, hash, $1 FROM unit_logs WHERE seq > 0
                     ON CONFLICT (unit) DO UPDATE SET seq = excluded.seq, hash = excluded.hash,
                       asked_at = excluded.asked_at
                       WHERE timestamped_logs.hash <> excluded.hash AND timestamped_logs.asked_at <= $2
                     RETURNING unit, seq, hash",
                )
                .bind(now.0)
                .bind(before.0)
                .fetch_all(&mut *transaction)
                .await
                .map_err(DatabaseError::sql(what))?;
                for row in rows {
                    let hash: String = row.get("hash");
                    let hash = hash.parse().map_err(|_| DatabaseError::Damaged("a log's hash"))?;
                    let (unit, seq) = (UnitCode(row.get("unit")), row.get::<i64, _>("seq") as u64);
                    Self::insert_job(&mut transaction, &job(&Head { log, unit, seq, hash }), now).await?;
                }
                transaction.commit().await.map_err(DatabaseError::sql(what))
            }
        }
    };
}
pub(super) use timestamps_store;
