//! Who of the staff needs a passkey on the web.

use super::{DatabaseError, Store};
use casework::{Moment, UserId};

impl Store {
    /// Who said that somebody needs a passkey; nobody where the secret is enough.
    ///
    /// # Errors
    /// The database.
    pub async fn passkey_needed(&self, user: &UserId) -> Result<Option<UserId>, DatabaseError> {
        each!(self, store => store.passkey_needed(user).await)
    }

    /// Notes that somebody needs a passkey, and who says so; or that they do not.
    ///
    /// # Errors
    /// The database.
    pub async fn need_passkey(
        &self,
        user: &UserId,
        said_by: Option<&UserId>,
        now: Moment,
    ) -> Result<(), DatabaseError> {
        each!(self, store => store.need_passkey(user, said_by, now).await)
    }

    /// Removes all keys of somebody; how many there were.
    ///
    /// # Errors
    /// The database.
    pub async fn remove_passkeys(&self, owner: &str) -> Result<u64, DatabaseError> {
        each!(self, store => store.remove_passkeys(owner).await)
    }
}

macro_rules! staff_doors_store {
    ($store:ident) => {
        impl $store {
            pub(crate) async fn passkey_needed(&self, user: &UserId) -> Done<Option<UserId>> {
                let said_by: Option<String> = sqlx::query_scalar("SELECT set_by FROM staff_doors WHERE user_id = $1")
                    .bind(user.as_str())
                    .fetch_optional(&self.pool)
                    .await
                    .map_err(DatabaseError::sql("reading how somebody enters"))?;
                Ok(said_by.map(UserId))
            }

            pub(crate) async fn need_passkey(
                &self,
                user: &UserId,
                said_by: Option<&UserId>,
                now: Moment,
            ) -> Done<()> {
                let done = match said_by {
                    Some(said_by) => {
                        sqlx::query(
                            "INSERT INTO staff_doors (user_id, set_by, set_at) VALUES ($1, $2, $3)
                             ON CONFLICT (user_id) DO UPDATE SET set_by = excluded.set_by, set_at = excluded.set_at",
                        )
                        .bind(user.as_str())
                        .bind(said_by.as_str())
                        .bind(now.0)
                        .execute(&self.pool)
                        .await
                    }
                    None => {
                        sqlx::query("DELETE FROM staff_doors WHERE user_id = $1")
                            .bind(user.as_str())
                            .execute(&self.pool)
                            .await
                    }
                };
                done.map(drop).map_err(DatabaseError::sql("noting how somebody enters"))
            }

            pub(crate) async fn remove_passkeys(&self, owner: &str) -> Done<u64> {
                let removed =
                    sqlx::query("DELETE FROM passkeys WHERE owner = $1").bind(owner).execute(&self.pool).await;
                let removed = removed.map_err(DatabaseError::sql("removing passkeys"))?;
                Ok(removed.rows_affected())
            }
        }
    };
}

pub(crate) use staff_doors_store;
