//! What accounts can prove to be their own, e-mail addresses and phone numbers alike: the code that was sent, whose the
//! contact is then, and the cases that were filed with it.

/// What an account can prove to be its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Contact {
    Email,
    Phone,
}

impl Contact {
    /// Notes a code; a former one is worth nothing any more.
    pub(super) const fn note_code(self) -> &'static str {
        match self {
            Self::Email => {
                "INSERT INTO account_email_codes (account, email, digest, expires_at) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (account) DO UPDATE SET email = excluded.email, digest = excluded.digest,
                   expires_at = excluded.expires_at"
            }
            Self::Phone => {
                "INSERT INTO account_phone_codes (account, phone, digest, expires_at) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (account) DO UPDATE SET phone = excluded.phone, digest = excluded.digest,
                   expires_at = excluded.expires_at"
            }
        }
    }

    /// Uses a code up and says what it was sent to.
    pub(super) const fn use_code(self) -> &'static str {
        match self {
            Self::Email => {
                "DELETE FROM account_email_codes WHERE account = $1 AND digest = $2 AND expires_at > $3 RETURNING email"
            }
            Self::Phone => {
                "DELETE FROM account_phone_codes WHERE account = $1 AND digest = $2 AND expires_at > $3 RETURNING phone"
            }
        }
    }

    /// Takes the contact from whoever else had proven it, and gives it to the account.
    pub(super) const fn prove(self) -> [&'static str; 2] {
        match self {
            Self::Email => [
                "UPDATE accounts SET verified_email = NULL WHERE verified_email = $2 AND id <> $1",
                "UPDATE accounts SET verified_email = $2 WHERE id = $1",
            ],
            Self::Phone => [
                "UPDATE accounts SET verified_phone = NULL WHERE verified_phone = $2 AND id <> $1",
                "UPDATE accounts SET verified_phone = $2 WHERE id = $1",
            ],
        }
    }

    /// Whose a proven contact is.
    pub(super) const fn account(self) -> &'static str {
        match self {
            Self::Email => "SELECT id FROM accounts WHERE verified_email = $1",
            Self::Phone => "SELECT id FROM accounts WHERE verified_phone = $1",
        }
    }

    /// The latest cases that were filed with it.
    pub(super) const fn cases(self) -> &'static str {
        match self {
            Self::Email => "SELECT case_id FROM case_emails WHERE digest = $1 ORDER BY case_id DESC LIMIT 500",
            Self::Phone => "SELECT case_id FROM case_phones WHERE digest = $1 ORDER BY case_id DESC LIMIT 500",
        }
    }
}

macro_rules! contacts_store {
    ($store:ident) => {
        use super::contacts::Contact;

        impl $store {
            pub(crate) async fn note_contact_code(
                &self,
                contact: Contact,
                account: &AccountId,
                sent_to: &str,
                code: &Digest,
                expires_at: Moment,
            ) -> Done<()> {
                sqlx::query(contact.note_code())
                    .bind(account.as_str())
                    .bind(sent_to)
                    .bind(code.as_str())
                    .bind(expires_at.0)
                    .execute(&self.pool)
                    .await
                    .map(drop)
                    .map_err(DatabaseError::sql("noting a code"))
            }

            pub(crate) async fn verify_contact(
                &self,
                contact: Contact,
                account: &AccountId,
                code: &Digest,
                now: Moment,
            ) -> Done<bool> {
                let what = "proving an address or a number";
                let mut transaction = self.begin().await?;
                let sent_to: Option<String> = sqlx::query_scalar(contact.use_code())
                    .bind(account.as_str())
                    .bind(code.as_str())
                    .bind(now.0)
                    .fetch_optional(&mut *transaction)
                    .await
                    .map_err(DatabaseError::sql(what))?;
                let Some(sent_to) = sent_to else { return Ok(false) };
                // Whoever reads the mailbox, or holds the telephone, now owns it.
                for statement in contact.prove() {
                    sqlx::query(statement)
                        .bind(account.as_str())
                        .bind(&sent_to)
                        .execute(&mut *transaction)
                        .await
                        .map_err(DatabaseError::sql(what))?;
                }
                transaction.commit().await.map_err(DatabaseError::sql(what))?;
                Ok(true)
            }

            pub(crate) async fn account_by_contact(&self, contact: Contact, proven: &str) -> Done<Option<Account>> {
                let id: Option<String> = sqlx::query_scalar(contact.account())
                    .bind(proven)
                    .fetch_optional(&self.pool)
                    .await
                    .map_err(DatabaseError::sql("finding an account by what it has proven"))?;
                match id {
                    Some(id) => self.account(&AccountId(id)).await,
                    None => Ok(None),
                }
            }

            pub(crate) async fn cases_with_contact(&self, contact: Contact, digest: &Digest) -> Done<Vec<CaseId>> {
                let ids: Vec<String> = sqlx::query_scalar(contact.cases())
                    .bind(digest.as_str())
                    .fetch_all(&self.pool)
                    .await
                    .map_err(DatabaseError::sql("finding cases by an address or a number"))?;
                ids.iter().map(|id| id.parse().map_err(|_| DatabaseError::Damaged("a case"))).collect()
            }
        }
    };
}

pub(crate) use contacts_store;
