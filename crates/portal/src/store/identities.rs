//! Accounts by what an identity provider calls their owners.

use super::{Account, DatabaseError, Store};
use casework::{AccountId, Moment};

/// What an identity provider calls somebody: never another person's, never anew (OpenID Connect Core, 8).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedIdentity {
    pub issuer: String,
    pub subject: String,
}

impl Store {
    /// The account that an identity signs in.
    ///
    /// # Errors
    /// The database.
    pub async fn account_of_identity(&self, identity: &LinkedIdentity) -> Result<Option<Account>, DatabaseError> {
        each!(self, store => store.account_of_identity(identity).await)
    }

    /// The identities that sign in an account.
    ///
    /// # Errors
    /// The database.
    pub async fn identities_of(&self, account: &AccountId) -> Result<Vec<LinkedIdentity>, DatabaseError> {
        each!(self, store => store.identities_of(account).await)
    }

    /// Adds an account and what signs it in; `false`, and nothing done, where the identity signs somebody in already.
    ///
    /// # Errors
    /// The database.
    pub async fn add_identified_account(
        &self,
        account: &Account,
        identity: &LinkedIdentity,
    ) -> Result<bool, DatabaseError> {
        each!(self, store => store.add_identified_account(account, identity).await)
    }

    /// Lets an identity sign in an account; `false` where it signs in another one.
    ///
    /// # Errors
    /// The database.
    pub async fn link_identity(
        &self,
        account: &AccountId,
        identity: &LinkedIdentity,
        now: Moment,
    ) -> Result<bool, DatabaseError> {
        each!(self, store => store.link_identity(account, identity, now).await)
    }

    /// No identity signs in the account any more.
    ///
    /// # Errors
    /// The database.
    pub async fn unlink_identities(&self, account: &AccountId) -> Result<(), DatabaseError> {
        each!(self, store => store.unlink_identities(account).await)
    }
}

macro_rules! identities_store {
    ($store:ident) => {
        use super::identities::LinkedIdentity;

        impl $store {
            pub(crate) async fn account_of_identity(&self, identity: &LinkedIdentity) -> Done<Option<Account>> {
                let id: Option<String> =
                    sqlx::query_scalar("SELECT account FROM account_identities WHERE issuer = $1 AND subject = $2")
                        .bind(&identity.issuer)
                        .bind(&identity.subject)
                        .fetch_optional(&self.pool)
                        .await
                        .map_err(DatabaseError::sql("reading an identity"))?;
                match id {
                    Some(id) => self.account(&AccountId(id)).await,
                    None => Ok(None),
                }
            }

            pub(crate) async fn identities_of(&self, account: &AccountId) -> Done<Vec<LinkedIdentity>> {
                let rows: Vec<(String, String)> = sqlx::query_as(
                    "SELECT issuer, subject FROM account_identities WHERE account = $1 ORDER BY issuer, subject",
                )
                .bind(account.as_str())
                .fetch_all(&self.pool)
                .await
                .map_err(DatabaseError::sql("reading the identities of an account"))?;
                Ok(rows.into_iter().map(|(issuer, subject)| LinkedIdentity { issuer, subject }).collect())
            }

            pub(crate) async fn add_identified_account(
                &self,
                account: &Account,
                identity: &LinkedIdentity,
            ) -> Done<bool> {
                let what = "adding an account of an identity";
                let mut transaction = self.begin().await?;
                let added = sqlx::query(
                    "INSERT INTO accounts (id, login, name, identity_number, phone, email, address, phc, created_at)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (login) DO NOTHING",
                )
                .bind(account.id.as_str())
                .bind(&account.login)
                .bind(&account.name)
                .bind(&account.identity_number)
                .bind(&account.phone)
                .bind(&account.email)
                .bind(&account.address)
                .bind(&account.phc)
                .bind(account.created_at.0)
                .execute(&mut *transaction)
                .await
                .map_err(DatabaseError::sql(what))?;
                if added.rows_affected() == 0 {
                    return Ok(false);
                }
                let linked = sqlx::query(
                    "INSERT INTO account_identities (issuer, subject, account, linked_at) VALUES ($1, $2, $3, $4)
                     ON CONFLICT (issuer, subject) DO NOTHING",
                )
                .bind(&identity.issuer)
                .bind(&identity.subject)
                .bind(account.id.as_str())
                .bind(account.created_at.0)
                .execute(&mut *transaction)
                .await
                .map_err(DatabaseError::sql(what))?;
                if linked.rows_affected() == 0 {
                    return Ok(false);
                }
                transaction.commit().await.map_err(DatabaseError::sql(what))?;
                Ok(true)
            }

            pub(crate) async fn link_identity(
                &self,
                account: &AccountId,
                identity: &LinkedIdentity,
                now: Moment,
            ) -> Done<bool> {
                let linked = sqlx::query(
                    "INSERT INTO account_identities (issuer, subject, account, linked_at) VALUES ($1, $2, $3, $4)
                     ON CONFLICT (issuer, subject) DO UPDATE SET linked_at = excluded.linked_at
                     WHERE account_identities.account = excluded.account",
                )
                .bind(&identity.issuer)
                .bind(&identity.subject)
                .bind(account.as_str())
                .bind(now.0)
                .execute(&self.pool)
                .await
                .map_err(DatabaseError::sql("linking an identity"))?;
                Ok(linked.rows_affected() == 1)
            }

            pub(crate) async fn unlink_identities(&self, account: &AccountId) -> Done<()> {
                let unlinked = sqlx::query("DELETE FROM account_identities WHERE account = $1")
                    .bind(account.as_str())
                    .execute(&self.pool)
                    .await;
                unlinked.map(drop).map_err(DatabaseError::sql("unlinking an identity"))
            }
        }
    };
}

pub(crate) use identities_store;
