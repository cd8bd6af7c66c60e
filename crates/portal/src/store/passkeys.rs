//! Passkeys and the challenges that they answer. A challenge is taken away by its answer, so that none is answered twice.

use super::{DatabaseError, Store};
use casework::{Digest, Moment};

/// A passkey of somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passkey {
    /// SHA-256 of the credential's id.
    pub id: Digest,
    /// `account …` or `user …`.
    pub owner: String,
    /// What its owner calls it.
    pub name: String,
    /// Public key and counter, as JSON.
    pub credential: String,
    pub added_at: Moment,
    pub used_at: Option<Moment>,
}

impl Store {
    /// Somebody's passkeys, the oldest first.
    ///
    /// # Errors
    /// The database.
    pub async fn passkeys_of(&self, owner: &str) -> Result<Vec<Passkey>, DatabaseError> {
        each!(self, store => store.passkeys_of(owner).await)
    }
    /// A passkey.
    pub(crate) async fn passkey(&self, id: &Digest) -> Result<Option<Passkey>, DatabaseError> {
        each!(self, store => store.passkey(id).await)
    }
    /// Adds one; `false` where it is known already, or its owner has `most` of them.
    pub(crate) async fn add_passkey(&self, passkey: &Passkey, most: i64) -> Result<bool, DatabaseError> {
        each!(self, store => store.add_passkey(passkey, most).await)
    }
    /// Notes a use, with the counter after it; `false` where another use was faster.
    pub(crate) async fn use_passkey(&self, before: &Passkey, after: &str, now: Moment) -> Result<bool, DatabaseError> {
        each!(self, store => store.use_passkey(before, after, now).await)
    }
    /// Removes one; with `but_one` only where its owner has another. `false` where nothing was removed.
    pub(crate) async fn remove_passkey(&self, owner: &str, id: &Digest, but_one: bool) -> Result<bool, DatabaseError> {
        each!(self, store => store.remove_passkey(owner, id, but_one).await)
    }
    /// Notes what a browser was asked; what nobody answered in time is forgotten.
    pub(crate) async fn note_challenge(
        &self,
        token: &Digest,
        owner: &str,
        state: &str,
        now: Moment,
        expires_at: Moment,
    ) -> Result<(), DatabaseError> {
        each!(self, store => store.note_challenge(token, owner, state, now, expires_at).await)
    }
    /// Takes away what a browser was asked, once.
    pub(crate) async fn take_challenge(
        &self,
        token: &Digest,
        owner: &str,
        now: Moment,
    ) -> Result<Option<String>, DatabaseError> {
        each!(self, store => store.take_challenge(token, owner, now).await)
    }
}

/// A row of `passkeys`.
pub(super) type PasskeyRow = (String, String, String, String, i64, Option<i64>);

pub(super) fn passkey_from(row: PasskeyRow) -> Result<Passkey, DatabaseError> {
    let (id, owner, name, credential, added_at, used_at) = row;
    let id = id.parse().map_err(|_| DatabaseError::Damaged("a passkey"))?;
    Ok(Passkey { id, owner, name, credential, added_at: Moment(added_at), used_at: used_at.map(Moment) })
}

macro_rules! passkeys_store {
    ($store:ident) => {
        use super::passkeys::{Passkey, PasskeyRow, passkey_from};

        impl $store {
            pub(crate) async fn passkeys_of(&self, owner: &str) -> Done<Vec<Passkey>> {
                let rows: Vec<PasskeyRow> = sqlx::query_as(
                    "SELECT id, owner, name, credential, added_at, used_at FROM passkeys WHERE owner = $1
                     ORDER BY added_at, id",
                )
                .bind(owner)
                .fetch_all(&self.pool)
                .await
                .map_err(DatabaseError::sql("reading passkeys"))?;
                rows.into_iter().map(passkey_from).collect()
            }

            pub(crate) async fn passkey(&self, id: &Digest) -> Done<Option<Passkey>> {
                let row: Option<PasskeyRow> =
                    sqlx::query_as("SELECT id, owner, name, credential, added_at, used_at FROM passkeys WHERE id = $1")
                        .bind(id.as_str())
                        .fetch_optional(&self.pool)
                        .await
                        .map_err(DatabaseError::sql("reading a passkey"))?;
                row.map(passkey_from).transpose()
            }

            pub(crate) async fn add_passkey(&self, passkey: &Passkey, most: i64) -> Done<bool> {
                let added = sqlx::query(
                    "INSERT INTO passkeys (id, owner, name, credential, added_at)
                     SELECT $1, $2, $3, $4, CAST($5 AS BIGINT)
                     WHERE (SELECT COUNT(*) FROM passkeys WHERE owner = $2) < $6
                     ON CONFLICT (id) DO NOTHING",
                )
                .bind(passkey.id.as_str())
                .bind(&passkey.owner)
                .bind(&passkey.name)
                .bind(&passkey.credential)
                .bind(passkey.added_at.0)
                .bind(most)
                .execute(&self.pool)
                .await
                .map_err(DatabaseError::sql("adding a passkey"))?;
                Ok(added.rows_affected() == 1)
            }

            pub(crate) async fn use_passkey(&self, before: &Passkey, after: &str, now: Moment) -> Done<bool> {
                let used =
                    sqlx::query("UPDATE passkeys SET credential = $3, used_at = $4 WHERE id = $1 AND credential = $2")
                        .bind(before.id.as_str())
                        .bind(&before.credential)
                        .bind(after)
                        .bind(now.0)
                        .execute(&self.pool)
                        .await
                        .map_err(DatabaseError::sql("noting the use of a passkey"))?;
                Ok(used.rows_affected() == 1)
            }

            pub(crate) async fn remove_passkey(&self, owner: &str, id: &Digest, but_one: bool) -> Done<bool> {
                let what = "removing a passkey";
                let mut transaction = self.begin().await?;
                // Two that are removed at once see each other: their rows are taken one after the other.
                let rows: Vec<String> =
                    sqlx::query_scalar("UPDATE passkeys SET owner = owner WHERE owner = $1 RETURNING id")
                        .bind(owner)
                        .fetch_all(&mut *transaction)
                        .await
                        .map_err(DatabaseError::sql(what))?;
                if !rows.iter().any(|row| row == id.as_str()) || (but_one && rows.len() < 2) {
                    return Ok(false);
                }
                sqlx::query("DELETE FROM passkeys WHERE id = $1")
                    .bind(id.as_str())
                    .execute(&mut *transaction)
                    .await
                    .map_err(DatabaseError::sql(what))?;
                transaction.commit().await.map_err(DatabaseError::sql(what))?;
                Ok(true)
            }

            pub(crate) async fn note_challenge(
                &self,
                token: &Digest,
                owner: &str,
                state: &str,
                now: Moment,
                expires_at: Moment,
            ) -> Done<()> {
                let what = "noting what a passkey is to answer";
                sqlx::query("DELETE FROM passkey_challenges WHERE expires_at <= $1")
                    .bind(now.0)
                    .execute(&self.pool)
                    .await
                    .map_err(DatabaseError::sql(what))?;
                sqlx::query("INSERT INTO passkey_challenges (digest, owner, state, expires_at) VALUES ($1, $2, $3, $4)")
                    .bind(token.as_str())
                    .bind(owner)
                    .bind(state)
                    .bind(expires_at.0)
                    .execute(&self.pool)
                    .await
                    .map(drop)
                    .map_err(DatabaseError::sql(what))
            }

            pub(crate) async fn take_challenge(
                &self,
                token: &Digest,
                owner: &str,
                now: Moment,
            ) -> Done<Option<String>> {
                sqlx::query_scalar(
                    "DELETE FROM passkey_challenges WHERE digest = $1 AND owner = $2 AND expires_at > $3
                     RETURNING state",
                )
                .bind(token.as_str())
                .bind(owner)
                .bind(now.0)
                .fetch_optional(&self.pool)
                .await
                .map_err(DatabaseError::sql("reading what a passkey is to answer"))
            }
        }
    };
}

pub(crate) use passkeys_store;
