//! Addresses of documents that other systems may open, and the national portal's lists.

use super::{DatabaseError, Store};
use casework::{CaseId, Digest, Moment};

/// An address under which another system may open one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentAddress {
    pub id: String,
    pub case: CaseId,
    pub digest: Digest,
    pub name: String,
    pub media_type: String,
    /// Which system it is for.
    pub given_to: String,
    pub made_at: Moment,
    /// From then on it opens nothing, and is not given again.
    pub revoked_at: Option<Moment>,
    /// When it was opened last.
    pub opened_at: Option<Moment>,
    pub openings: i64,
}

/// A row of `document_addresses` in the order of the statements below.
pub(super) type AddressRow = (String, String, String, String, String, String, i64, Option<i64>, Option<i64>, i64);

/// An address from its row.
pub(super) fn address_from(row: AddressRow) -> Result<DocumentAddress, DatabaseError> {
    let (id, case, digest, name, media_type, given_to, made_at, revoked_at, opened_at, openings) = row;
    let damaged = || DatabaseError::Damaged("an address of a document");
    Ok(DocumentAddress {
        id,
        case: case.parse().map_err(|_| damaged())?,
        digest: digest.parse().map_err(|_| damaged())?,
        name,
        media_type,
        given_to,
        made_at: Moment(made_at),
        revoked_at: revoked_at.map(Moment),
        opened_at: opened_at.map(Moment),
        openings,
    })
}

impl Store {
    /// Notes an address; the one that is there already for this document, case and system stays, and is returned.
    pub(crate) async fn give_address(&self, address: &DocumentAddress) -> Result<DocumentAddress, DatabaseError> {
        each!(self, store => store.give_address(address).await)
    }
    pub(crate) async fn document_address(&self, id: &str) -> Result<Option<DocumentAddress>, DatabaseError> {
        if super::is_no_text(id) {
            return Ok(None);
        }
        each!(self, store => store.document_address(id).await)
    }
    /// All addresses of a case's documents, the oldest first.
    ///
    /// # Errors
    /// The database.
    pub async fn document_addresses(&self, case: CaseId) -> Result<Vec<DocumentAddress>, DatabaseError> {
        each!(self, store => store.document_addresses(case).await)
    }
    /// Ends an address at once; `false` where there is none that holds.
    ///
    /// # Errors
    /// The database.
    pub async fn revoke_address(&self, id: &str, now: Moment) -> Result<bool, DatabaseError> {
        each!(self, store => store.revoke_address(id, now).await)
    }
    pub(crate) async fn note_opening(&self, id: &str, now: Moment) -> Result<(), DatabaseError> {
        each!(self, store => store.note_opening(id, now).await)
    }
    /// Keeps the national portal's lists instead of those before.
    pub(crate) async fn keep_national_lists(&self, body: &str, now: Moment) -> Result<(), DatabaseError> {
        each!(self, store => store.keep_national_lists(body, now).await)
    }
    pub(crate) async fn national_lists(&self) -> Result<Option<(String, Moment)>, DatabaseError> {
        each!(self, store => store.national_lists().await)
    }
}

macro_rules! addresses_store {
    ($store:ident) => {
        use super::addresses::{AddressRow, DocumentAddress, address_from};

        impl $store {
            pub(crate) async fn give_address(&self, address: &DocumentAddress) -> Done<DocumentAddress> {
                let what = "noting an address of a document";
                sqlx::query(
                    "INSERT INTO document_addresses (id, case_id, digest, name, media_type, given_to, made_at)
                     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (case_id, digest, given_to) DO NOTHING",
                )
                .bind(&address.id)
                .bind(address.case.to_string())
                .bind(address.digest.as_str())
                .bind(&address.name)
                .bind(&address.media_type)
                .bind(&address.given_to)
                .bind(address.made_at.0)
                .execute(&self.pool)
                .await
                .map_err(DatabaseError::sql(what))?;
                let row: AddressRow = sqlx::query_as(
                    "SELECT id, case_id, digest, name, media_type, given_to, made_at, revoked_at, opened_at, openings
                     FROM document_addresses WHERE case_id = $1 AND digest = $2 AND given_to = $3",
                )
                .bind(address.case.to_string())
                .bind(address.digest.as_str())
                .bind(&address.given_to)
                .fetch_one(&self.pool)
                .await
                .map_err(DatabaseError::sql(what))?;
                address_from(row)
            }

            pub(crate) async fn document_address(&self, id: &str) -> Done<Option<DocumentAddress>> {
                let row: Option<AddressRow> = sqlx::query_as(
                    "SELECT id, case_id, digest, name, media_type, given_to, made_at, revoked_at, opened_at, openings
                     FROM document_addresses WHERE id = $1",
                )
                .bind(id)
                .fetch_optional(&self.pool)
                .await
                .map_err(DatabaseError::sql("reading an address of a document"))?;
                row.map(address_from).transpose()
            }

            pub(crate) async fn document_addresses(&self, case: CaseId) -> Done<Vec<DocumentAddress>> {
                let rows: Vec<AddressRow> = sqlx::query_as(
                    "SELECT id, case_id, digest, name, media_type, given_to, made_at, revoked_at, opened_at, openings
                     FROM document_addresses WHERE case_id = $1 ORDER BY made_at, id",
                )
                .bind(case.to_string())
                .fetch_all(&self.pool)
                .await
                .map_err(DatabaseError::sql("reading the addresses of documents"))?;
                rows.into_iter().map(address_from).collect()
            }

            pub(crate) async fn revoke_address(&self, id: &str, now: Moment) -> Done<bool> {
                let revoked =
                    sqlx::query("UPDATE document_addresses SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL")
                        .bind(id)
                        .bind(now.0)
                        .execute(&self.pool)
                        .await
                        .map_err(DatabaseError::sql("ending an address of a document"))?;
                Ok(revoked.rows_affected() == 1)
            }

            pub(crate) async fn note_opening(&self, id: &str, now: Moment) -> Done<()> {
                sqlx::query("UPDATE document_addresses SET opened_at = $2, openings = openings + 1 WHERE id = $1")
                    .bind(id)
                    .bind(now.0)
                    .execute(&self.pool)
                    .await
                    .map(drop)
                    .map_err(DatabaseError::sql("noting that a document was opened"))
            }

            pub(crate) async fn keep_national_lists(&self, body: &str, now: Moment) -> Done<()> {
                sqlx::query(
                    "INSERT INTO national_lists (one, body, fetched_at) VALUES (1, $1, $2)
                     ON CONFLICT (one) DO UPDATE SET body = excluded.body, fetched_at = excluded.fetched_at",
                )
                .bind(body)
                .bind(now.0)
                .execute(&self.pool)
                .await
                .map(drop)
                .map_err(DatabaseError::sql("keeping the national portal's lists"))
            }

            pub(crate) async fn national_lists(&self) -> Done<Option<(String, Moment)>> {
                let row: Option<(String, i64)> = sqlx::query_as("SELECT body, fetched_at FROM national_lists")
                    .fetch_optional(&self.pool)
                    .await
                    .map_err(DatabaseError::sql("reading the national portal's lists"))?;
                Ok(row.map(|(body, at)| (body, Moment(at))))
            }
        }
    };
}

pub(crate) use addresses_store;
