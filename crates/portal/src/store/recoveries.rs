//! Codes with which somebody comes back into an account whose password is forgotten.

use super::{DatabaseError, Store};
use casework::{AccountId, Digest, Moment};

impl Store {
    /// Notes a code that was sent; a former one is worth nothing any more.
    pub(crate) async fn note_recovery(
        &self,
        account: &AccountId,
        code: &Digest,
        expires_at: Moment,
    ) -> Result<(), DatabaseError> {
        each!(self, store => store.note_recovery(account, code, expires_at).await)
    }
    /// Whether that is the code.
    pub(crate) async fn is_recovery(
        &self,
        account: &AccountId,
        code: &Digest,
        now: Moment,
    ) -> Result<bool, DatabaseError> {
        each!(self, store => store.is_recovery(account, code, now).await)
    }
    /// Uses the code up; `false` where somebody was faster.
    pub(crate) async fn use_recovery(
        &self,
        account: &AccountId,
        code: &Digest,
        now: Moment,
    ) -> Result<bool, DatabaseError> {
        each!(self, store => store.use_recovery(account, code, now).await)
    }
}

macro_rules! recoveries_store {
    ($store:ident) => {
        impl $store {
            pub(crate) async fn note_recovery(
                &self,
                account: &AccountId,
                code: &Digest,
                expires_at: Moment,
            ) -> Done<()> {
                let noted = sqlx::query(
                    "INSERT INTO account_recoveries (account, digest, expires_at) VALUES ($1, $2, $3)
                     ON CONFLICT (account) DO UPDATE SET digest = excluded.digest, expires_at = excluded.expires_at",
                )
                .bind(account.as_str())
                .bind(code.as_str())
                .bind(expires_at.0)
                .execute(&self.pool)
                .await;
                noted.map(drop).map_err(DatabaseError::sql("noting a code"))
            }

            pub(crate) async fn is_recovery(&self, account: &AccountId, code: &Digest, now: Moment) -> Done<bool> {
                let found: Option<i64> = sqlx::query_scalar(
                    "SELECT expires_at FROM account_recoveries WHERE account = $1 AND digest = $2 AND expires_at > $3",
                )
                .bind(account.as_str())
                .bind(code.as_str())
                .bind(now.0)
                .fetch_optional(&self.pool)
                .await
                .map_err(DatabaseError::sql("reading a code"))?;
                Ok(found.is_some())
            }

            pub(crate) async fn use_recovery(&self, account: &AccountId, code: &Digest, now: Moment) -> Done<bool> {
                let used = sqlx::query(
                    "DELETE FROM account_recoveries WHERE account = $1 AND digest = $2 AND expires_at > $3",
                )
                .bind(account.as_str())
                .bind(code.as_str())
                .bind(now.0)
                .execute(&self.pool)
                .await;
                let used = used.map_err(DatabaseError::sql("using a code up"))?;
                Ok(used.rows_affected() == 1)
            }
        }
    };
}

pub(crate) use recoveries_store;
