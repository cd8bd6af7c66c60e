//! Documents of citizens that are on their way.

use super::{DatabaseError, Store};
use casework::{AccountId, Moment};

/// A document that a citizen is sending, or has sent and not filed yet. Its bytes are in [`crate::uploads`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Upload {
    /// Nobody can guess it.
    pub id: String,
    /// None: it began without an account, and whoever knows the id owns it.
    pub owner: Option<AccountId>,
    /// What it is for.
    pub target: String,
    /// Which paper it is.
    pub place: usize,
    pub name: String,
    pub size: u64,
    pub created_at: Moment,
    pub expires_at: Moment,
}

/// A row of `uploads` in the order of the statements below.
pub(super) type UploadRow = (String, Option<String>, String, i64, String, i64, i64, i64);

/// An upload from its row.
pub(super) fn upload_from(row: UploadRow) -> Result<Upload, DatabaseError> {
    let (id, owner, target, place, name, size, created_at, expires_at) = row;
    let damaged = |_| DatabaseError::Damaged("an upload");
    Ok(Upload {
        id,
        owner: owner.map(AccountId),
        target,
        place: usize::try_from(place).map_err(damaged)?,
        name,
        size: u64::try_from(size).map_err(damaged)?,
        created_at: Moment(created_at),
        expires_at: Moment(expires_at),
    })
}

impl Store {
    pub(crate) async fn add_upload(&self, upload: &Upload) -> Result<(), DatabaseError> {
        each!(self, store => store.add_upload(upload).await)
    }
    /// An upload that is not over.
    pub(crate) async fn upload(&self, id: &str, now: Moment) -> Result<Option<Upload>, DatabaseError> {
        if super::is_no_text(id) {
            return Ok(None);
        }
        each!(self, store => store.upload(id, now).await)
    }
    /// What an account has sent for something, in the order in which it was begun.
    pub(crate) async fn uploads_of(
        &self,
        owner: &AccountId,
        target: &str,
        now: Moment,
    ) -> Result<Vec<Upload>, DatabaseError> {
        each!(self, store => store.uploads_of(owner, target, now).await)
    }
    pub(crate) async fn prolong_upload(&self, id: &str, expires_at: Moment) -> Result<(), DatabaseError> {
        each!(self, store => store.prolong_upload(id, expires_at).await)
    }
    pub(crate) async fn drop_upload(&self, id: &str) -> Result<(), DatabaseError> {
        each!(self, store => store.drop_upload(id).await)
    }
    /// Forgets the uploads that are over.
    pub(crate) async fn drop_old_uploads(&self, now: Moment) -> Result<(), DatabaseError> {
        each!(self, store => store.drop_old_uploads(now).await)
    }
}

macro_rules! uploads_store {
    ($store:ident) => {
        use super::uploads::{Upload, UploadRow, upload_from};

        impl $store {
            pub(crate) async fn add_upload(&self, upload: &Upload) -> Done<()> {
                sqlx::query(
                    "INSERT INTO uploads (id, owner, target, place, name, size, created_at, expires_at)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                )
                .bind(&upload.id)
                .bind(upload.owner.as_ref().map(AccountId::as_str))
                .bind(&upload.target)
                .bind(i64::try_from(upload.place).unwrap_or(i64::MAX))
                .bind(&upload.name)
                .bind(upload.size as i64)
                .bind(upload.created_at.0)
                .bind(upload.expires_at.0)
                .execute(&self.pool)
                .await
                .map(drop)
                .map_err(DatabaseError::sql("noting an upload"))
            }

            pub(crate) async fn upload(&self, id: &str, now: Moment) -> Done<Option<Upload>> {
                let row: Option<UploadRow> = sqlx::query_as(
                    "SELECT id, owner, target, place, name, size, created_at, expires_at FROM uploads
                     WHERE id = $1 AND expires_at > $2",
                )
                .bind(id)
                .bind(now.0)
                .fetch_optional(&self.pool)
                .await
                .map_err(DatabaseError::sql("reading an upload"))?;
                row.map(upload_from).transpose()
            }

            pub(crate) async fn uploads_of(&self, owner: &AccountId, target: &str, now: Moment) -> Done<Vec<Upload>> {
                let rows: Vec<UploadRow> = sqlx::query_as(
                    "SELECT id, owner, target, place, name, size, created_at, expires_at FROM uploads
                     WHERE owner = $1 AND target = $2 AND expires_at > $3 ORDER BY created_at, id",
                )
                .bind(owner.as_str())
                .bind(target)
                .bind(now.0)
                .fetch_all(&self.pool)
                .await
                .map_err(DatabaseError::sql("reading the uploads of an account"))?;
                rows.into_iter().map(upload_from).collect()
            }

            pub(crate) async fn prolong_upload(&self, id: &str, expires_at: Moment) -> Done<()> {
                sqlx::query("UPDATE uploads SET expires_at = $2 WHERE id = $1 AND expires_at < $2")
                    .bind(id)
                    .bind(expires_at.0)
                    .execute(&self.pool)
                    .await
                    .map(drop)
                    .map_err(DatabaseError::sql("prolonging an upload"))
            }

            pub(crate) async fn drop_upload(&self, id: &str) -> Done<()> {
                let dropped = sqlx::query("DELETE FROM uploads WHERE id = $1").bind(id).execute(&self.pool).await;
                dropped.map(drop).map_err(DatabaseError::sql("forgetting an upload"))
            }

            pub(crate) async fn drop_old_uploads(&self, now: Moment) -> Done<()> {
                sqlx::query("DELETE FROM uploads WHERE expires_at <= $1")
                    .bind(now.0)
                    .execute(&self.pool)
                    .await
                    .map(drop)
                    .map_err(DatabaseError::sql("forgetting uploads that are over"))
            }
        }
    };
}

pub(crate) use uploads_store;
