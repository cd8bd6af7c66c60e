//! Which case a document belongs to.

use super::{DatabaseError, Store};
use casework::{Case, Digest};

impl Store {
    /// A case that refers to a document, whatever it is in the case.
    ///
    /// # Errors
    /// The database.
    pub async fn case_with_document(&self, digest: &Digest) -> Result<Option<Case>, DatabaseError> {
        each!(self, store => store.case_with_document(digest).await)
    }
}

macro_rules! results_store {
    ($store:ident) => {
        impl $store {
            pub(crate) async fn case_with_document(&self, digest: &Digest) -> Done<Option<Case>> {
                let id: Option<String> =
                    sqlx::query_scalar("SELECT case_id FROM file_uses WHERE digest = $1 ORDER BY case_id LIMIT 1")
                        .bind(digest.as_str())
                        .fetch_optional(&self.pool)
                        .await
                        .map_err(DatabaseError::sql("finding a case by its document"))?;
                self.found(id).await
            }
        }
    };
}

pub(crate) use results_store;
