//! E-mail addresses that accounts have proven to be their own, the cases filed with them, and wishes about being told.

use super::{Account, DatabaseError, Store};
use casework::{AccountId, CaseId, Digest, Moment};

/// What an account has proven and wishes about its e-mail.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MailWishes {
    /// The address that it has proven to be its own.
    pub verified: Option<String>,
    pub no_mail: bool,
    pub no_messages: bool,
}

/// How an address is compared: without spaces around it and without capitals.
pub(crate) fn plain_email(address: &str) -> String {
    address.trim().to_lowercase()
}

/// How a case is found by an address.
pub(crate) fn email_digest(address: &str) -> Digest {
    protocol::digest(plain_email(address).as_bytes())
}

impl Store {
    /// What an account has proven and wishes.
    ///
    /// # Errors
    /// The database.
    pub async fn mail_wishes(&self, account: &AccountId) -> Result<MailWishes, DatabaseError> {
        each!(self, store => store.mail_wishes(account).await)
    }
    pub(crate) async fn set_mail_wishes(
        &self,
        account: &AccountId,
        no_mail: bool,
        no_messages: bool,
    ) -> Result<(), DatabaseError> {
        each!(self, store => store.set_mail_wishes(account, no_mail, no_messages).await)
    }
    /// Notes the code that was sent to an address; a former one is worth nothing any more.
    pub(crate) async fn note_email_code(
        &self,
        account: &AccountId,
        email: &str,
        code: &Digest,
        expires_at: Moment,
    ) -> Result<(), DatabaseError> {
        each!(self, store => store.note_email_code(account, email, code, expires_at).await)
    }
    /// Uses a code up; the address is the account's from then on, and nobody else's. `false` where the code is not that.
    pub(crate) async fn verify_email(
        &self,
        account: &AccountId,
        code: &Digest,
        now: Moment,
    ) -> Result<bool, DatabaseError> {
        each!(self, store => store.verify_email(account, code, now).await)
    }
    /// The account that has proven an address.
    pub(crate) async fn account_by_email(&self, email: &str) -> Result<Option<Account>, DatabaseError> {
        each!(self, store => store.account_by_email(&plain_email(email)).await)
    }
    /// Cases whose applicant gave this address.
    pub(crate) async fn cases_with_email(&self, email: &str) -> Result<Vec<CaseId>, DatabaseError> {
        each!(self, store => store.cases_with_email(&email_digest(email)).await)
    }
}

macro_rules! emails_store {
    ($store:ident, connection: $connection:ident) => {
        use super::emails::MailWishes;

        impl $store {
            pub(crate) async fn mail_wishes(&self, account: &AccountId) -> Done<MailWishes> {
                let row: Option<(Option<String>, i64, i64)> = sqlx::query_as(
                    "SELECT verified_email, wants_no_mail, wants_no_messages FROM accounts WHERE id = $1",
                )
                .bind(account.as_str())
                .fetch_optional(&self.pool)
                .await
                .map_err(DatabaseError::sql("reading what an account wishes"))?;
                let read = |(verified, no_mail, no_messages)| MailWishes {
                    verified,
                    no_mail: no_mail != 0,
                    no_messages: no_messages != 0,
                };
                Ok(row.map(read).unwrap_or_default())
            }

            pub(crate) async fn set_mail_wishes(
                &self,
                account: &AccountId,
                no_mail: bool,
                no_messages: bool,
            ) -> Done<()> {
                sqlx::query("UPDATE accounts SET wants_no_mail = $2, wants_no_messages = $3 WHERE id = $1")
                    .bind(account.as_str())
                    .bind(i64::from(no_mail))
                    .bind(i64::from(no_messages))
                    .execute(&self.pool)
                    .await
                    .map(drop)
                    .map_err(DatabaseError::sql("noting what an account wishes"))
            }

            pub(crate) async fn note_email_code(
                &self,
                account: &AccountId,
                email: &str,
                code: &Digest,
                expires_at: Moment,
            ) -> Done<()> {
                sqlx::query(
                    "INSERT INTO account_email_codes (account, email, digest, expires_at) VALUES ($1, $2, $3, $4)
                     ON CONFLICT (account) DO UPDATE SET email = excluded.email, digest = excluded.digest,
                       expires_at = excluded.expires_at",
                )
                .bind(account.as_str())
                .bind(email)
                .bind(code.as_str())
                .bind(expires_at.0)
                .execute(&self.pool)
                .await
                .map(drop)
                .map_err(DatabaseError::sql("noting a code"))
            }

            pub(crate) async fn verify_email(&self, account: &AccountId, code: &Digest, now: Moment) -> Done<bool> {
                let what = "proving an e-mail address";
                let mut transaction = self.begin().await?;
                let email: Option<String> = sqlx::query_scalar(
                    "DELETE FROM account_email_codes WHERE account = $1 AND digest = $2 AND expires_at > $3
                     RETURNING email",
                )
                .bind(account.as_str())
                .bind(code.as_str())
                .bind(now.0)
                .fetch_optional(&mut *transaction)
                .await
                .map_err(DatabaseError::sql(what))?;
                let Some(email) = email else { return Ok(false) };
                // Whoever reads the mailbox now owns the address.
                sqlx::query("UPDATE accounts SET verified_email = NULL WHERE verified_email = $1")
                    .bind(&email)
                    .execute(&mut *transaction)
                    .await
                    .map_err(DatabaseError::sql(what))?;
                sqlx::query("UPDATE accounts SET verified_email = $2 WHERE id = $1")
                    .bind(account.as_str())
                    .bind(&email)
                    .execute(&mut *transaction)
                    .await
                    .map_err(DatabaseError::sql(what))?;
                transaction.commit().await.map_err(DatabaseError::sql(what))?;
                Ok(true)
            }

            pub(crate) async fn account_by_email(&self, email: &str) -> Done<Option<Account>> {
                let id: Option<String> = sqlx::query_scalar("SELECT id FROM accounts WHERE verified_email = $1")
                    .bind(email)
                    .fetch_optional(&self.pool)
                    .await
                    .map_err(DatabaseError::sql("finding an account by its e-mail"))?;
                match id {
                    Some(id) => self.account(&AccountId(id)).await,
                    None => Ok(None),
                }
            }

            pub(crate) async fn cases_with_email(&self, digest: &Digest) -> Done<Vec<CaseId>> {
                let ids: Vec<String> = sqlx::query_scalar(
                    "SELECT case_id FROM case_emails WHERE digest = $1 ORDER BY case_id DESC LIMIT 500",
                )
                .bind(digest.as_str())
                .fetch_all(&self.pool)
                .await
                .map_err(DatabaseError::sql("finding cases by an e-mail address"))?;
                ids.iter().map(|id| id.parse().map_err(|_| DatabaseError::Damaged("a case"))).collect()
            }

            /// Notes by which address a case is found.
            pub(super) async fn write_email(connection: &mut $connection, case: &str, digest: &str) -> Done<()> {
                sqlx::query(
                    "INSERT INTO case_emails (case_id, digest) VALUES ($1, $2)
                     ON CONFLICT (case_id) DO UPDATE SET digest = excluded.digest",
                )
                .bind(case)
                .bind(digest)
                .execute(connection)
                .await
                .map(drop)
                .map_err(DatabaseError::sql("noting the address of a case"))
            }
        }
    };
}

pub(crate) use emails_store;
