//! What desks that were revoked still sent: kept as it came, judged by nobody, shown to whoever looks after the desks (P5).

use super::{DatabaseError, Store};
use casework::{DeviceId, Digest, EnvelopeId, Moment, UnitCode};

/// An act of a desk that was revoked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quarantined {
    /// What the desk is called.
    pub desk: String,
    pub arrived_at: Moment,
    /// The envelope as it came.
    pub body: String,
}

impl Store {
    /// The desk that was revoked and shows this token, with its unit.
    pub(crate) async fn revoked_desk(&self, token: &Digest) -> Result<Option<(DeviceId, UnitCode)>, DatabaseError> {
        each!(self, store => store.revoked_desk(token).await)
    }

    /// Keeps envelopes of a desk that was revoked; what is kept already stays as it is. `false` where it would be more than
    /// `most` acts and bytes of it on one day: none of them is kept then.
    pub(crate) async fn keep_in_quarantine(
        &self,
        (device, unit): (DeviceId, &UnitCode),
        envelopes: &[(EnvelopeId, &str)],
        now: Moment,
        most: (i64, i64),
    ) -> Result<bool, DatabaseError> {
        each!(self, store => store.keep_in_quarantine((device, unit), envelopes, now, most).await)
    }

    /// How many acts of desks of a unit that were revoked are kept.
    ///
    /// # Errors
    /// The database.
    pub async fn count_quarantined(&self, unit: &UnitCode) -> Result<i64, DatabaseError> {
        each!(self, store => store.count_quarantined(unit).await)
    }

    /// Whether all of these are kept already.
    pub(crate) async fn are_in_quarantine(
        &self,
        device: DeviceId,
        envelopes: &[(EnvelopeId, &str)],
    ) -> Result<bool, DatabaseError> {
        each!(self, store => store.are_in_quarantine(device, envelopes).await)
    }

    /// What the desks of a unit that were revoked still sent, the newest first.
    ///
    /// # Errors
    /// The database.
    pub async fn quarantined(&self, unit: &UnitCode, limit: u32) -> Result<Vec<Quarantined>, DatabaseError> {
        each!(self, store => store.quarantined(unit, i64::from(limit)).await)
    }
}

macro_rules! quarantine_store {
    ($store:ident) => {
        impl $store {
            pub(crate) async fn revoked_desk(&self, token: &Digest) -> Done<Option<(DeviceId, UnitCode)>> {
                let row: Option<(String, String)> =
                    sqlx::query_as("SELECT id, unit FROM devices WHERE token_digest = $1 AND revoked_at IS NOT NULL")
                        .bind(token.as_str())
                        .fetch_optional(&self.pool)
                        .await
                        .map_err(DatabaseError::sql("looking for a desk that was revoked"))?;
                let damaged = |_| DatabaseError::Damaged("a desk");
                row.map(|(id, unit)| Ok((id.parse().map_err(damaged)?, UnitCode(unit)))).transpose()
            }

            pub(crate) async fn keep_in_quarantine(
                &self,
                (device, unit): (DeviceId, &UnitCode),
                envelopes: &[(casework::EnvelopeId, &str)],
                now: Moment,
                most: (i64, i64),
            ) -> Done<bool> {
                let what = "keeping what a revoked desk sent";
                let mut transaction = self.begin().await?;
                for (id, body) in envelopes {
                    sqlx::query(
                        "INSERT INTO quarantine (device, envelope, unit, arrived_at, body)
                         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (device, envelope) DO NOTHING",
                    )
                    .bind(device.to_string())
                    .bind(id.to_string())
                    .bind(unit.as_str())
                    .bind(now.0)
                    .bind(*body)
                    .execute(&mut *transaction)
                    .await
                    .map_err(DatabaseError::sql(what))?;
                }
                let (acts, bytes): (i64, i64) = sqlx::query_as(
                    "SELECT COUNT(*), COALESCE(SUM(LENGTH(body)), 0) FROM quarantine
                     WHERE device = $1 AND arrived_at >= $2",
                )
                .bind(device.to_string())
                .bind(Moment::at(now.day(), 0).0)
                .fetch_one(&mut *transaction)
                .await
                .map_err(DatabaseError::sql(what))?;
                if acts > most.0 || bytes > most.1 {
                    return Ok(false);
                }
                transaction.commit().await.map_err(DatabaseError::sql(what))?;
                Ok(true)
            }

            pub(crate) async fn are_in_quarantine(
                &self,
                device: DeviceId,
                envelopes: &[(casework::EnvelopeId, &str)],
            ) -> Done<bool> {
                for (id, _) in envelopes {
                    let found: Option<i64> =
                        sqlx::query_scalar("SELECT arrived_at FROM quarantine WHERE device = $1 AND envelope = $2")
                            .bind(device.to_string())
                            .bind(id.to_string())
                            .fetch_optional(&self.pool)
                            .await
                            .map_err(DatabaseError::sql("reading what revoked desks sent"))?;
                    if found.is_none() {
                        return Ok(false);
                    }
                }
                Ok(true)
            }

            pub(crate) async fn count_quarantined(&self, unit: &UnitCode) -> Done<i64> {
                sqlx::query_scalar("SELECT COUNT(*) FROM quarantine WHERE unit = $1")
                    .bind(unit.as_str())
                    .fetch_one(&self.pool)
                    .await
                    .map_err(DatabaseError::sql("counting what revoked desks sent"))
            }

            pub(crate) async fn quarantined(
                &self,
                unit: &UnitCode,
                limit: i64,
            ) -> Done<Vec<super::quarantine::Quarantined>> {
                let rows: Vec<(String, i64, String)> = sqlx::query_as(
                    "SELECT devices.name, quarantine.arrived_at, body FROM quarantine
                     JOIN devices ON devices.id = quarantine.device
                     WHERE quarantine.unit = $1 ORDER BY quarantine.arrived_at DESC, envelope LIMIT $2",
                )
                .bind(unit.as_str())
                .bind(limit)
                .fetch_all(&self.pool)
                .await
                .map_err(DatabaseError::sql("reading what revoked desks sent"))?;
                let read = |(desk, at, body)| super::quarantine::Quarantined { desk, arrived_at: Moment(at), body };
                Ok(rows.into_iter().map(read).collect())
            }
        }
    };
}

pub(crate) use quarantine_store;
