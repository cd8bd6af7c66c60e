//! Bundles that were carried to the portal, and the keys of the desks that signed them.

use super::{DatabaseError, Store};
use casework::{DeviceId, Digest, Moment, UnitCode};

/// A desk that has signed a bundle.
pub(crate) struct BundleSender {
    pub unit: UnitCode,
    /// Its key, hexadecimal, where it told it.
    pub key: Option<String>,
    /// What it is known by where it has a line.
    pub token: Digest,
    pub is_revoked: bool,
}

/// A bundle that was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CarriedBundle {
    pub digest: Digest,
    /// What the desk is called; not read when it is noted.
    pub desk: String,
    pub number: u64,
    pub made_at: Moment,
    pub arrived_at: Moment,
    /// Who brought it: a desk, or somebody of the staff. Noted by identifier, read by name where it was a desk.
    pub carrier: String,
    pub accepted: u64,
    pub refused: u64,
    pub documents: u64,
}

impl Store {
    /// Keeps the key by which a desk signs bundles.
    pub(crate) async fn keep_bundle_key(&self, device: DeviceId, key: &str) -> Result<(), DatabaseError> {
        each!(self, store => store.keep_bundle_key(device, key).await)
    }

    /// The desk that says it has signed a bundle.
    pub(crate) async fn bundle_sender(&self, device: DeviceId) -> Result<Option<BundleSender>, DatabaseError> {
        each!(self, store => store.bundle_sender(device).await)
    }

    /// When a bundle was taken in before.
    pub(crate) async fn bundle_arrived(&self, digest: &Digest) -> Result<Option<Moment>, DatabaseError> {
        each!(self, store => store.bundle_arrived(digest).await)
    }

    /// Notes a bundle that was taken in; the first time counts.
    pub(crate) async fn note_bundle(
        &self,
        device: DeviceId,
        unit: &UnitCode,
        bundle: &CarriedBundle,
    ) -> Result<(), DatabaseError> {
        each!(self, store => store.note_bundle(device, unit, bundle).await)
    }

    /// Bundles of a unit's desks, the newest first.
    pub(crate) async fn carried_bundles(
        &self,
        unit: &UnitCode,
        limit: u32,
    ) -> Result<Vec<CarriedBundle>, DatabaseError> {
        each!(self, store => store.carried_bundles(unit, i64::from(limit)).await)
    }
}

macro_rules! bundles_store {
    ($store:ident) => {
        impl $store {
            pub(crate) async fn keep_bundle_key(&self, device: DeviceId, key: &str) -> Done<()> {
                sqlx::query("UPDATE devices SET bundle_key = $2 WHERE id = $1")
                    .bind(device.to_string())
                    .bind(key)
                    .execute(&self.pool)
                    .await
                    .map_err(DatabaseError::sql("keeping the key of a desk"))?;
                Ok(())
            }

            pub(crate) async fn bundle_sender(
                &self,
                device: DeviceId,
            ) -> Done<Option<super::bundles::BundleSender>> {
                let row: Option<(String, Option<String>, String, Option<i64>)> = sqlx::query_as(
                    "SELECT unit, bundle_key, token_digest, revoked_at FROM devices WHERE id = $1",
                )
                .bind(device.to_string())
                .fetch_optional(&self.pool)
                .await
                .map_err(DatabaseError::sql("looking for the desk of a bundle"))?;
                row.map(|(unit, key, token, revoked_at)| {
                    Ok(super::bundles::BundleSender {
                        unit: UnitCode(unit),
                        key,
                        token: Digest::try_from(token).map_err(|_| DatabaseError::Damaged("a desk"))?,
                        is_revoked: revoked_at.is_some(),
                    })
                })
                .transpose()
            }

            pub(crate) async fn bundle_arrived(&self, digest: &Digest) -> Done<Option<Moment>> {
                let at: Option<i64> = sqlx::query_scalar("SELECT arrived_at FROM bundles WHERE digest = $1")
                    .bind(digest.as_str())
                    .fetch_optional(&self.pool)
                    .await
                    .map_err(DatabaseError::sql("looking for a bundle"))?;
                Ok(at.map(Moment))
            }

            pub(crate) async fn note_bundle(
                &self,
                device: DeviceId,
                unit: &UnitCode,
                bundle: &super::bundles::CarriedBundle,
            ) -> Done<()> {
                sqlx::query(
                    "INSERT INTO bundles (digest, device, unit, number, made_at, arrived_at, carrier, accepted, refused,
                       documents)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (digest) DO NOTHING",
                )
                .bind(bundle.digest.as_str())
                .bind(device.to_string())
                .bind(unit.as_str())
                .bind(bundle.number as i64)
                .bind(bundle.made_at.0)
                .bind(bundle.arrived_at.0)
                .bind(&bundle.carrier)
                .bind(bundle.accepted as i64)
                .bind(bundle.refused as i64)
                .bind(bundle.documents as i64)
                .execute(&self.pool)
                .await
                .map_err(DatabaseError::sql("noting a bundle"))?;
                Ok(())
            }

            pub(crate) async fn carried_bundles(
                &self,
                unit: &UnitCode,
                limit: i64,
            ) -> Done<Vec<super::bundles::CarriedBundle>> {
                let rows: Vec<(String, String, i64, i64, i64, String, i64, i64, i64)> = sqlx::query_as(
                    "SELECT bundles.digest, devices.name, number, made_at, arrived_at,
                       COALESCE(brought.name, carrier), accepted, refused, documents
                     FROM bundles JOIN devices ON devices.id = bundles.device
                     LEFT JOIN devices AS brought ON brought.id = bundles.carrier
                     WHERE bundles.unit = $1 ORDER BY arrived_at DESC, bundles.digest LIMIT $2",
                )
                .bind(unit.as_str())
                .bind(limit)
                .fetch_all(&self.pool)
                .await
                .map_err(DatabaseError::sql("reading which bundles came"))?;
                let read = |(digest, desk, number, made_at, arrived_at, carrier, accepted, refused, documents)| {
                    Ok(super::bundles::CarriedBundle {
                        digest: Digest::try_from(digest).map_err(|_| DatabaseError::Damaged("a bundle"))?,
                        desk,
                        number: unsigned(number)?,
                        made_at: Moment(made_at),
                        arrived_at: Moment(arrived_at),
                        carrier,
                        accepted: unsigned(accepted)?,
                        refused: unsigned(refused)?,
                        documents: unsigned(documents)?,
                    })
                };
                rows.into_iter().map(read).collect()
            }
        }
    };
}

pub(crate) use bundles_store;
