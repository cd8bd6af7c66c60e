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

    /// Keeps envelopes of a desk that was revoked, as many of it as `most` at the end; what is kept already stays as it is.
    pub(crate) async fn keep_in_quarantine(
        &self,
        (device, unit): (DeviceId, &UnitCode),
        envelopes: &[(EnvelopeId, &str)],
        now: Moment,
        most: u32,
    ) -> Result<(), DatabaseError> {
        each!(self, store => store.keep_in_quarantine((device, unit), envelopes, now, i64::from(most)).await)
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
                let row: Option<(String, String)> = sqlx::query_as(
                    "SELECT id, unit FROM devices WHERE token_digest = $1 AND revoked_at IS NOT NULL",
                )
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
                most: i64,
            ) -> Done<()> {
                let what = "keeping what a revoked desk sent";
                let mut transaction = self.begin().await?;
                for (id, body) in envelopes {
                    sqlx::query(
                        "INSERT INTO quarantine (device, envelope, unit, arrived_at, body)
                         SELECT $1, $2, $3, $4, $5 WHERE (SELECT COUNT(*) FROM quarantine WHERE device = $1) < $6
                         ON CONFLICT (device, envelope) DO NOTHING",
                    )
                    .bind(device.to_string())
                    .bind(id.to_string())
                    .bind(unit.as_str())
                    .bind(now.0)
                    .bind(*body)
                    .bind(most)
                    .execute(&mut *transaction)
                    .await
                    .map_err(DatabaseError::sql(what))?;
                }
                transaction.commit().await.map_err(DatabaseError::sql(what))
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
                let read =
                    |(desk, at, body)| super::quarantine::Quarantined { desk, arrived_at: Moment(at), body };
                Ok(rows.into_iter().map(read).collect())
            }
        }
    };
}

pub(crate) use quarantine_store;
