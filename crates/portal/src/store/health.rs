//! How the desks are: when each was heard last, what was refused to them, and how far backups go.

use super::{DatabaseError, Store};
use casework::{DeviceId, Moment, UnitCode};

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
