//! How the desks are: when each was heard last, what was refused to them, and how far backups go.

use super::{DatabaseError, Store};
use casework::{DeviceId, Moment, UnitCode};
use std::collections::BTreeMap;

/// When a desk was heard, and how far it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Seen {
    pub at: Moment,
    pub seq: u64,
    pub catalogue: u64,
}

/// A unit's log and its backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct UnitHealth {
    pub unit: UnitCode,
    pub seq: u64,
    /// The last backup holds the log up to here.
    pub safe_seq: u64,
}

/// How the desks of a unit are, in numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct OfficeCounts {
    /// All that were ever enrolled.
    pub listed: i64,
    pub live: i64,
    /// Of the live ones those that were not heard.
    pub quiet: i64,
    pub refused: i64,
}

/// An envelope of a desk that the law refused, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RefusedAct {
    pub unit: UnitCode,
    pub desk: String,
    pub arrived_at: Moment,
    pub body: String,
    pub verdict: String,
}

impl Store {
    /// Notes when desks were heard.
    pub(crate) async fn note_seen(&self, desks: &[(DeviceId, Seen)]) -> Result<(), DatabaseError> {
        each!(self, store => store.note_seen(desks).await)
    }
    /// When the desks of a unit were heard last, by device.
    pub(crate) async fn seen(&self, unit: &UnitCode) -> Result<Vec<(String, Seen)>, DatabaseError> {
        each!(self, store => store.seen(unit).await)
    }
    /// Every unit's log and backup.
    pub(crate) async fn unit_health(&self) -> Result<Vec<UnitHealth>, DatabaseError> {
        each!(self, store => store.unit_health().await)
    }
    /// How the desks of every unit are: those not heard since one moment, what was refused since another.
    pub(crate) async fn office_counts(
        &self,
        quiet_since: Moment,
        refused_since: Moment,
    ) -> Result<BTreeMap<UnitCode, OfficeCounts>, DatabaseError> {
        each!(self, store => store.office_counts(quiet_since, refused_since).await)
    }
    /// Notes that a backup is whole.
    pub(crate) async fn note_backup(&self, at: Moment, entries: u64) -> Result<(), DatabaseError> {
        each!(self, store => store.note_backup(at, entries).await)
    }
    /// When the last backup was whole, and how many entries it holds.
    ///
    /// # Errors
    /// The database.
    pub async fn last_backup(&self) -> Result<Option<(Moment, u64)>, DatabaseError> {
        each!(self, store => store.last_backup().await)
    }
    /// What was refused to the desks of a unit since a moment, the newest first.
    pub(crate) async fn refused_acts(
        &self,
        unit: &UnitCode,
        since: Moment,
        limit: u32,
    ) -> Result<Vec<RefusedAct>, DatabaseError> {
        each!(self, store => store.refused_acts(unit, since, limit).await)
    }
}

macro_rules! health_store {
    ($store:ident, row: $row:ident) => {
        impl $store {
            pub(crate) async fn note_seen(&self, desks: &[(DeviceId, super::Seen)]) -> Done<()> {
                let what = "noting when desks were heard";
                let mut transaction = self.begin().await?;
                for (device, seen) in desks {
                    sqlx::query(
                        "INSERT INTO desks_seen (device, seen_at, seq, catalogue) VALUES ($1, $2, $3, $4)
                         ON CONFLICT (device) DO UPDATE SET seen_at = excluded.seen_at, seq = excluded.seq,
                           catalogue = excluded.catalogue WHERE desks_seen.seen_at <= excluded.seen_at",
                    )
                    .bind(device.to_string())
                    .bind(seen.at.0)
                    .bind(seen.seq as i64)
                    .bind(seen.catalogue as i64)
                    .execute(&mut *transaction)
                    .await
                    .map_err(DatabaseError::sql(what))?;
                }
                transaction.commit().await.map_err(DatabaseError::sql(what))
            }

            pub(crate) async fn seen(&self, unit: &UnitCode) -> Done<Vec<(String, super::Seen)>> {
                let rows = sqlx::query(
                    "SELECT device, seen_at, seq, catalogue FROM desks_seen JOIN devices ON devices.id = device
                     WHERE devices.unit = $1",
                )
                .bind(unit.as_str())
                .fetch_all(&self.pool)
                .await
                .map_err(DatabaseError::sql("reading when desks were heard"))?;
                let read = |row: &$row| {
                    let (seq, catalogue) = (unsigned(row.get("seq"))?, unsigned(row.get("catalogue"))?);
                    Ok((row.get("device"), super::Seen { at: Moment(row.get("seen_at")), seq, catalogue }))
                };
                rows.iter().map(read).collect()
            }

            pub(crate) async fn unit_health(&self) -> Done<Vec<super::UnitHealth>> {
                let rows = sqlx::query("SELECT unit, seq, safe_seq FROM unit_logs ORDER BY unit")
                    .fetch_all(&self.pool)
                    .await
                    .map_err(DatabaseError::sql("reading the logs of the units"))?;
                let read = |row: &$row| {
                    Ok(super::UnitHealth {
                        unit: UnitCode(row.get("unit")),
                        seq: unsigned(row.get("seq"))?,
                        safe_seq: unsigned(row.get("safe_seq"))?,
                    })
                };
                rows.iter().map(read).collect()
            }

            pub(crate) async fn office_counts(
                &self,
                quiet_since: Moment,
                refused_since: Moment,
            ) -> Done<BTreeMap<UnitCode, super::OfficeCounts>> {
                let what = "counting how the desks are";
                let rows: Vec<(String, i64, i64, i64)> = sqlx::query_as(
                    "SELECT unit, COUNT(*), COUNT(CASE WHEN revoked_at IS NULL THEN 1 END),
                       COUNT(CASE WHEN revoked_at IS NULL AND COALESCE(seen_at, 0) < $1 THEN 1 END)
                     FROM devices LEFT JOIN desks_seen ON desks_seen.device = devices.id GROUP BY unit",
                )
                .bind(quiet_since.0)
                .fetch_all(&self.pool)
                .await
                .map_err(DatabaseError::sql(what))?;
                let refused: Vec<(String, i64)> = sqlx::query_as(
                    "SELECT devices.unit, COUNT(*) FROM envelopes JOIN devices ON devices.id = envelopes.source
                     WHERE substr(verdict, 1, 17) = '{\"type\":\"refused\"' AND arrived_at >= $1 GROUP BY devices.unit",
                )
                .bind(refused_since.0)
                .fetch_all(&self.pool)
                .await
                .map_err(DatabaseError::sql(what))?;
                let refused: BTreeMap<String, i64> = refused.into_iter().collect();
                let read = |(unit, listed, live, quiet): (String, i64, i64, i64)| {
                    let refused = refused.get(&unit).copied().unwrap_or(0);
                    (UnitCode(unit), super::OfficeCounts { listed, live, quiet, refused })
                };
                Ok(rows.into_iter().map(read).collect())
            }

            pub(crate) async fn note_backup(&self, at: Moment, entries: u64) -> Done<()> {
                let noted = sqlx::query("INSERT INTO backups (at, entries) VALUES ($1, $2) ON CONFLICT (at) DO NOTHING");
                let noted = noted.bind(at.0).bind(entries as i64).execute(&self.pool).await;
                noted.map(drop).map_err(DatabaseError::sql("noting a backup"))
            }

            pub(crate) async fn last_backup(&self) -> Done<Option<(Moment, u64)>> {
                let row: Option<(i64, i64)> =
                    sqlx::query_as("SELECT at, entries FROM backups ORDER BY at DESC LIMIT 1")
                        .fetch_optional(&self.pool)
                        .await
                        .map_err(DatabaseError::sql("reading the last backup"))?;
                row.map(|(at, entries)| Ok((Moment(at), unsigned(entries)?))).transpose()
            }

            pub(crate) async fn refused_acts(
                &self,
                unit: &UnitCode,
                since: Moment,
                limit: u32,
            ) -> Done<Vec<super::RefusedAct>> {
                let rows = sqlx::query(
                    "SELECT devices.unit AS unit, devices.name AS name, arrived_at, body, verdict
                     FROM envelopes JOIN devices ON devices.id = envelopes.source
                     WHERE substr(verdict, 1, 17) = '{\"type\":\"refused\"' AND arrived_at >= $2 AND devices.unit = $1
                     ORDER BY arrived_at DESC LIMIT $3",
                )
                .bind(unit.as_str())
                .bind(since.0)
                .bind(i64::from(limit))
                .fetch_all(&self.pool)
                .await
                .map_err(DatabaseError::sql("reading what was refused"))?;
                let read = |row: &$row| super::RefusedAct {
                    unit: UnitCode(row.get("unit")),
                    desk: row.get("name"),
                    arrived_at: Moment(row.get("arrived_at")),
                    body: row.get("body"),
                    verdict: row.get("verdict"),
                };
                Ok(rows.iter().map(read).collect())
            }
        }
    };
}

pub(crate) use health_store;
