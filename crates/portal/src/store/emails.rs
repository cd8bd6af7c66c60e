//! E-mail addresses that accounts have proven to be their own, the cases filed with them, and wishes about being told.

use super::contacts::Contact;
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
        each!(self, store => store.note_contact_code(Contact::Email, account, email, code, expires_at).await)
    }
    /// Uses a code up; the address is the account's from then on, and nobody else's. `false` where the code is not that.
    pub(crate) async fn verify_email(
        &self,
        account: &AccountId,
        code: &Digest,
        now: Moment,
    ) -> Result<bool, DatabaseError> {
        each!(self, store => store.verify_contact(Contact::Email, account, code, now).await)
    }
    /// The account that has proven an address.
    pub(crate) async fn account_by_email(&self, email: &str) -> Result<Option<Account>, DatabaseError> {
        each!(self, store => store.account_by_contact(Contact::Email, &plain_email(email)).await)
    }
    /// Cases whose applicant gave this address.
    pub(crate) async fn cases_with_email(&self, email: &str) -> Result<Vec<CaseId>, DatabaseError> {
        each!(self, store => store.cases_with_contact(Contact::Email, &email_digest(email)).await)
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
