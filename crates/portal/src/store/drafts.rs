//! Editions of the catalogue that are being prepared. A draft is changed over the revision that somebody looked at, or not.

use super::{DatabaseError, Store};
use casework::{Moment, UserId};

/// An edition that is being prepared; several stand side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogueDraft {
    pub id: i64,
    pub name: String,
    /// Who works on it.
    pub owner: UserId,
    /// The published edition that it began from, or was last brought up to; empty where nobody knows.
    pub base: String,
    pub body: String,
    /// Grows with each change.
    pub revision: i64,
    pub changed_at: Moment,
    pub changed_by: UserId,
}

impl Store {
    /// The editions that are being prepared, in the order in which they were begun.
    ///
    /// # Errors
    /// The database.
    pub async fn drafts(&self) -> Result<Vec<CatalogueDraft>, DatabaseError> {
        each!(self, store => store.drafts().await)
    }

    /// An edition that is being prepared.
    ///
    /// # Errors
    /// The database.
    pub async fn draft(&self, id: i64) -> Result<Option<CatalogueDraft>, DatabaseError> {
        each!(self, store => store.draft(id).await)
    }

    /// Begins a draft, whose id and revision the store gives; `None` where there are `most` of them.
    ///
    /// # Errors
    /// The database.
    pub async fn add_draft(&self, draft: &CatalogueDraft, most: i64) -> Result<Option<i64>, DatabaseError> {
        each!(self, store => store.add_draft(draft, most).await)
    }

    /// Keeps a draft whose revision is still the one that was looked at; `false` where somebody was faster.
    ///
    /// # Errors
    /// The database.
    pub async fn keep_draft(&self, draft: &CatalogueDraft) -> Result<bool, DatabaseError> {
        each!(self, store => store.keep_draft(draft).await)
    }

    /// Drops a draft; `false` where somebody has changed it since this revision.
    ///
    /// # Errors
    /// The database.
    pub async fn drop_draft(&self, id: i64, revision: i64) -> Result<bool, DatabaseError> {
        each!(self, store => store.drop_draft(id, revision).await)
    }
}

macro_rules! drafts_store {
    ($store:ident, $row:ident) => {
        use super::drafts::CatalogueDraft;

        impl $store {
            fn draft_of(row: &$row) -> CatalogueDraft {
                CatalogueDraft {
                    id: row.get("id"),
                    name: row.get("name"),
                    owner: UserId(row.get("owner")),
                    base: row.get("base"),
                    body: row.get("body"),
                    revision: row.get("revision"),
                    changed_at: Moment(row.get("changed_at")),
                    changed_by: UserId(row.get("changed_by")),
                }
            }

            pub(crate) async fn drafts(&self) -> Done<Vec<CatalogueDraft>> {
                let rows = sqlx::query(
                    "SELECT id, name, owner, base, body, revision, changed_at, changed_by FROM edition_drafts
                     ORDER BY id",
                )
                .fetch_all(&self.pool)
                .await
                .map_err(DatabaseError::sql("listing drafts of the catalogue"))?;
                Ok(rows.iter().map(Self::draft_of).collect())
            }

            pub(crate) async fn draft(&self, id: i64) -> Done<Option<CatalogueDraft>> {
                let row = sqlx::query(
                    "SELECT id, name, owner, base, body, revision, changed_at, changed_by FROM edition_drafts
                     WHERE id = $1",
                )
                .bind(id)
                .fetch_optional(&self.pool)
                .await
                .map_err(DatabaseError::sql("reading a draft of the catalogue"))?;
                Ok(row.as_ref().map(Self::draft_of))
            }

            /// Begins a draft where there are fewer than `most`; its id.
            pub(crate) async fn add_draft(&self, draft: &CatalogueDraft, most: i64) -> Done<Option<i64>> {
                sqlx::query_scalar(
                    "INSERT INTO edition_drafts (name, owner, base, body, revision, changed_at, changed_by)
                     SELECT $1, $2, $3, $4, 1, CAST($5 AS BIGINT), $6
                     WHERE (SELECT COUNT(*) FROM edition_drafts) < $7 RETURNING id",
                )
                .bind(&draft.name)
                .bind(draft.owner.as_str())
                .bind(&draft.base)
                .bind(&draft.body)
                .bind(draft.changed_at.0)
                .bind(draft.changed_by.as_str())
                .bind(most)
                .fetch_optional(&self.pool)
                .await
                .map_err(DatabaseError::sql("beginning a draft of the catalogue"))
            }

            /// Keeps a draft where it is still the one that was looked at.
            pub(crate) async fn keep_draft(&self, draft: &CatalogueDraft) -> Done<bool> {
                let kept = sqlx::query(
                    "UPDATE edition_drafts SET name = $3, owner = $4, base = $5, body = $6, revision = revision + 1,
                       changed_at = $7, changed_by = $8
                     WHERE id = $1 AND revision = $2",
                )
                .bind(draft.id)
                .bind(draft.revision)
                .bind(&draft.name)
                .bind(draft.owner.as_str())
                .bind(&draft.base)
                .bind(&draft.body)
                .bind(draft.changed_at.0)
                .bind(draft.changed_by.as_str())
                .execute(&self.pool)
                .await
                .map_err(DatabaseError::sql("keeping a draft of the catalogue"))?;
                Ok(kept.rows_affected() == 1)
            }

            pub(crate) async fn drop_draft(&self, id: i64, revision: i64) -> Done<bool> {
                let dropped = sqlx::query("DELETE FROM edition_drafts WHERE id = $1 AND revision = $2")
                    .bind(id)
                    .bind(revision)
                    .execute(&self.pool)
                    .await
                    .map_err(DatabaseError::sql("dropping a draft of the catalogue"))?;
                Ok(dropped.rows_affected() == 1)
            }
        }
    };
}

pub(super) use drafts_store;
