//! Statements for connected systems: their tokens, their addresses, and results on their way by post.

use super::Store;
use super::error::DatabaseError;
use crate::api::{ApiToken, Hook};
use crate::postal::PostalItem;
use casework::{CaseId, Digest, Moment};

macro_rules! exchange_store {
    ($store:ident, row: $row:ident) => {
        impl $store {
            pub(crate) async fn add_token(&self, digest: &Digest, token: &crate::api::ApiToken) -> Done<()> {
                let scopes: Vec<&str> = token.scopes.iter().map(|scope| scope.name()).collect();
                sqlx::query(
                    "INSERT INTO api_tokens (digest, id, name, scopes, unit, created_at)
                     VALUES ($1, $2, $3, $4, $5, $6)",
                )
                .bind(digest.as_str())
                .bind(&token.id)
                .bind(&token.name)
                .bind(scopes.join(" "))
                .bind(token.unit.as_ref().map(UnitCode::as_str))
                .bind(token.created_at.0)
                .execute(&self.pool)
                .await
                .map(drop)
                .map_err(DatabaseError::sql("adding a token"))
            }

            fn read_token(row: &$row) -> Done<crate::api::ApiToken> {
                let scopes: String = row.get("scopes");
                let scopes = scopes.split(' ').map(str::parse).collect::<Result<BTreeSet<_>, _>>();
                Ok(crate::api::ApiToken {
                    id: row.get("id"),
                    name: row.get("name"),
                    scopes: scopes.map_err(|_| DatabaseError::Damaged("a token"))?,
                    unit: row.get::<Option<String>, _>("unit").map(UnitCode),
                    created_at: Moment(row.get("created_at")),
                    revoked_at: row.get::<Option<i64>, _>("revoked_at").map(Moment),
                })
            }

            pub(crate) async fn token(&self, digest: &Digest) -> Done<Option<crate::api::ApiToken>> {
                let row = sqlx::query("SELECT * FROM api_tokens WHERE digest = $1 AND revoked_at IS NULL")
                    .bind(digest.as_str())
                    .fetch_optional(&self.pool)
                    .await
                    .map_err(DatabaseError::sql("reading a token"))?;
                row.as_ref().map(Self::read_token).transpose()
            }

            pub(crate) async fn tokens(&self) -> Done<Vec<crate::api::ApiToken>> {
                let rows = sqlx::query("SELECT * FROM api_tokens ORDER BY created_at, id")
                    .fetch_all(&self.pool)
                    .await
                    .map_err(DatabaseError::sql("reading tokens"))?;
                rows.iter().map(Self::read_token).collect()
            }

            pub(crate) async fn revoke_token(&self, id: &str, now: Moment) -> Done<bool> {
                sqlx::query("UPDATE api_tokens SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL")
                    .bind(id)
                    .bind(now.0)
                    .execute(&self.pool)
                    .await
                    .map(|done| done.rows_affected() == 1)
                    .map_err(DatabaseError::sql("revoking a token"))
            }

            pub(crate) async fn add_hook(&self, hook: &crate::api::Hook) -> Done<()> {
                sqlx::query("INSERT INTO api_hooks (id, url, unit, created_at) VALUES ($1, $2, $3, $4)")
                    .bind(&hook.id)
                    .bind(&hook.url)
                    .bind(hook.unit.as_ref().map(UnitCode::as_str))
                    .bind(hook.created_at.0)
                    .execute(&self.pool)
                    .await
                    .map(drop)
                    .map_err(DatabaseError::sql("adding an address"))
            }

            pub(crate) async fn hooks(&self) -> Done<Vec<crate::api::Hook>> {
                let rows = sqlx::query("SELECT * FROM api_hooks ORDER BY created_at, id")
                    .fetch_all(&self.pool)
                    .await
                    .map_err(DatabaseError::sql("reading addresses"))?;
                let read = |row: $row| crate::api::Hook {
                    id: row.get("id"),
                    url: row.get("url"),
                    unit: row.get::<Option<String>, _>("unit").map(UnitCode),
                    created_at: Moment(row.get("created_at")),
                    revoked_at: row.get::<Option<i64>, _>("revoked_at").map(Moment),
                };
                Ok(rows.into_iter().map(read).collect())
            }

            pub(crate) async fn revoke_hook(&self, id: &str, now: Moment) -> Done<bool> {
                sqlx::query("UPDATE api_hooks SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL")
                    .bind(id)
                    .bind(now.0)
                    .execute(&self.pool)
                    .await
                    .map(|done| done.rows_affected() == 1)
                    .map_err(DatabaseError::sql("revoking an address"))
            }

            /// `false` where the waybill is another case's.
            pub(crate) async fn note_postal_item(&self, item: &crate::postal::PostalItem) -> Done<bool> {
                let noted = sqlx::query(
                    "INSERT INTO postal_items (case_id, waybill, carrier, state, changed_at)
                     VALUES ($1, $2, $3, $4, $5)
                     ON CONFLICT (case_id) DO UPDATE SET
                       waybill = excluded.waybill, carrier = excluded.carrier, state = excluded.state,
                       changed_at = excluded.changed_at",
                )
                .bind(item.case.to_string())
                .bind(&item.waybill)
                .bind(&item.carrier)
                .bind(item.state.text())
                .bind(item.changed_at.0)
                .execute(&self.pool)
                .await;
                match noted {
                    Ok(_) => Ok(true),
                    Err(sqlx::Error::Database(error)) if error.is_unique_violation() => Ok(false),
                    Err(error) => Err(DatabaseError::sql("noting a waybill")(error)),
                }
            }

            pub(crate) async fn postal_item(&self, case: CaseId) -> Done<Option<crate::postal::PostalItem>> {
                let row = sqlx::query("SELECT * FROM postal_items WHERE case_id = $1")
                    .bind(case.to_string())
                    .fetch_optional(&self.pool)
                    .await
                    .map_err(DatabaseError::sql("reading a waybill"))?;
                let read = |row: $row| {
                    let state: String = row.get("state");
                    Ok(crate::postal::PostalItem {
                        case,
                        waybill: row.get("waybill"),
                        carrier: row.get("carrier"),
                        state: state.parse().map_err(|_| DatabaseError::Damaged("a waybill"))?,
                        changed_at: Moment(row.get("changed_at")),
                    })
                };
                row.map(read).transpose()
            }
        }
    };
}
pub(crate) use exchange_store;

impl Store {
    pub(crate) async fn add_token(&self, digest: &Digest, token: &ApiToken) -> Result<(), DatabaseError> {
        each!(self, store => store.add_token(digest, token).await)
    }
    pub(crate) async fn token(&self, digest: &Digest) -> Result<Option<ApiToken>, DatabaseError> {
        each!(self, store => store.token(digest).await)
    }

    /// Every token that was ever made, without its secret.
    ///
    /// # Errors
    /// The database.
    pub async fn tokens(&self) -> Result<Vec<ApiToken>, DatabaseError> {
        each!(self, store => store.tokens().await)
    }

    /// Ends a token; `false` where there is none that holds.
    ///
    /// # Errors
    /// The database.
    pub async fn revoke_token(&self, id: &str, now: Moment) -> Result<bool, DatabaseError> {
        each!(self, store => store.revoke_token(id, now).await)
    }
    pub(crate) async fn add_hook(&self, hook: &Hook) -> Result<(), DatabaseError> {
        each!(self, store => store.add_hook(hook).await)
    }

    /// Every address that was ever added.
    ///
    /// # Errors
    /// The database.
    pub async fn hooks(&self) -> Result<Vec<Hook>, DatabaseError> {
        each!(self, store => store.hooks().await)
    }

    /// Ends an address; `false` where there is none that holds.
    ///
    /// # Errors
    /// The database.
    pub async fn revoke_hook(&self, id: &str, now: Moment) -> Result<bool, DatabaseError> {
        each!(self, store => store.revoke_hook(id, now).await)
    }
    pub(crate) async fn note_postal_item(&self, item: &PostalItem) -> Result<bool, DatabaseError> {
        each!(self, store => store.note_postal_item(item).await)
    }

    /// Where the result of a case is on its way by post.
    ///
    /// # Errors
    /// The database.
    pub async fn postal_item(&self, case: CaseId) -> Result<Option<PostalItem>, DatabaseError> {
        each!(self, store => store.postal_item(case).await)
    }
}
