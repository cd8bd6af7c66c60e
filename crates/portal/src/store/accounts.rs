//! Citizens' accounts: who they are, their sessions, and the cases that they see.

use super::{DatabaseError, Store};
use crate::jobs::NewJob;
use casework::{AccountId, CaseId, Digest, Moment, UserId};

/// A citizen's or business's account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    pub id: AccountId,
    /// The name to sign in with: an e-mail in lower case, or the digits of a telephone number. `oidc:…` where only an
    /// identity provider signs it in.
    pub login: String,
    pub name: String,
    pub identity_number: Option<String>,
    pub phone: String,
    pub email: String,
    pub address: String,
    /// PHC string of the password; empty where only an identity provider signs it in.
    pub phc: String,
    /// Key of the second factor, where it is on.
    pub totp_secret: Option<String>,
    pub created_at: Moment,
    pub deletion_asked_at: Option<Moment>,
}

impl Account {
    /// Whether it can be signed in with a password.
    #[must_use]
    pub fn has_password(&self) -> bool {
        !self.phc.is_empty()
    }
}

/// A case that an account sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedCase {
    pub case: CaseId,
    /// In whose name the account may act in it; none: it only looks.
    pub acts_as: Option<AccountId>,
    /// Proven by digits of a telephone number alone: it shows less.
    pub by_digits: bool,
}

/// By what somebody may see a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaseProof {
    /// They hold what its applicant holds, and act in that name.
    Reference(AccountId),
    /// They know the applicant's identity number.
    Number,
    /// They know the last digits of the applicant's telephone number, which can be guessed.
    Digits,
}

/// Why an account was not deleted although its owner asked for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeletionRefusal {
    pub reason: String,
    pub by: UserId,
    pub at: Moment,
}

/// A filing that was begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilingDraft {
    pub service: String,
    /// What was typed, as JSON.
    pub body: String,
    pub saved_at: Moment,
}

impl Store {
    /// Adds an account; `false` where the name to sign in with is taken.
    ///
    /// # Errors
    /// The database.
    pub async fn add_account(&self, account: &Account) -> Result<bool, DatabaseError> {
        each!(self, store => store.add_account(account).await)
    }

    /// The account with a name to sign in with.
    ///
    /// # Errors
    /// The database.
    pub async fn account_by_login(&self, login: &str) -> Result<Option<Account>, DatabaseError> {
        each!(self, store => store.account_by_login(login).await)
    }

    /// An account.
    ///
    /// # Errors
    /// The database.
    pub async fn account(&self, id: &AccountId) -> Result<Option<Account>, DatabaseError> {
        each!(self, store => store.account(id).await)
    }

    /// Sets a password and ends every other session of the account.
    ///
    /// # Errors
    /// The database.
    pub async fn set_password(&self, account: &AccountId, phc: &str, stays: &Digest) -> Result<(), DatabaseError> {
        each!(self, store => store.set_password(account, phc, stays).await)
    }

    /// Sets what an account says of its owner.
    ///
    /// # Errors
    /// The database.
    pub async fn set_account_details(&self, account: &Account) -> Result<(), DatabaseError> {
        each!(self, store => store.set_account_details(account).await)
    }

    /// Turns the second factor on, with the digests of its recovery codes, or off.
    ///
    /// # Errors
    /// The database.
    pub async fn set_second_factor(
        &self,
        account: &AccountId,
        secret: Option<&str>,
        recovery: &[Digest],
    ) -> Result<(), DatabaseError> {
        each!(self, store => store.set_second_factor(account, secret, recovery).await)
    }

    /// Uses a time step of the second factor up; `false` where it, or a later one, was used already.
    ///
    /// # Errors
    /// The database.
    pub async fn use_totp_step(&self, account: &AccountId, step: i64) -> Result<bool, DatabaseError> {
        each!(self, store => store.use_totp_step(account, step).await)
    }

    /// Uses a recovery code up; `false` where it is none.
    ///
    /// # Errors
    /// The database.
    pub async fn use_recovery_code(&self, account: &AccountId, code: &Digest) -> Result<bool, DatabaseError> {
        each!(self, store => store.use_recovery_code(account, code).await)
    }

    /// Notes that the owner asks for the account's deletion, or takes it back.
    ///
    /// # Errors
    /// The database.
    pub async fn ask_deletion(&self, account: &AccountId, at: Option<Moment>) -> Result<(), DatabaseError> {
        each!(self, store => store.ask_deletion(account, at).await)
    }

    /// Lets an account see a case, and act in it where it proved that; what was proven before is never lost by it.
    ///
    /// # Errors
    /// The database.
    pub async fn link_case(
        &self,
        account: &AccountId,
        case: CaseId,
        proof: &CaseProof,
        now: Moment,
    ) -> Result<(), DatabaseError> {
        let acts_as = match proof {
            CaseProof::Reference(name) => Some(name),
            CaseProof::Number | CaseProof::Digits => None,
        };
        let by_digits = matches!(proof, CaseProof::Digits);
        each!(self, store => store.link_case(account, case, (acts_as, by_digits), now).await)
    }

    /// Accounts whose owners ask for their deletion, the longest waiting first.
    ///
    /// # Errors
    /// The database.
    pub async fn deletions_asked(&self) -> Result<Vec<Account>, DatabaseError> {
        each!(self, store => store.deletions_asked().await)
    }

    /// Deletes what leads from a person to an account whose owner asked for it; `false` where nobody did.
    ///
    /// # Errors
    /// The database.
    pub async fn erase_account(&self, account: &AccountId) -> Result<bool, DatabaseError> {
        each!(self, store => store.erase_account(account).await)
    }

    /// Notes that an account is not deleted, and why; `false` where its owner does not ask for it.
    ///
    /// # Errors
    /// The database.
    pub(crate) async fn refuse_deletion(
        &self,
        account: &AccountId,
        refusal: &DeletionRefusal,
        job: Option<&NewJob>,
    ) -> Result<bool, DatabaseError> {
        each!(self, store => store.refuse_deletion(account, refusal, job).await)
    }

    /// Why an account was not deleted the last time.
    ///
    /// # Errors
    /// The database.
    pub async fn deletion_refusal(&self, account: &AccountId) -> Result<Option<DeletionRefusal>, DatabaseError> {
        each!(self, store => store.deletion_refusal(account).await)
    }

    /// The cases that an account sees, the newest first.
    ///
    /// # Errors
    /// The database.
    pub async fn linked_cases(&self, account: &AccountId) -> Result<Vec<LinkedCase>, DatabaseError> {
        each!(self, store => store.linked_cases(account).await)
    }

    /// Keeps a filing that was begun, one for each service.
    ///
    /// # Errors
    /// The database.
    pub async fn keep_filing_draft(&self, account: &AccountId, draft: &FilingDraft) -> Result<(), DatabaseError> {
        each!(self, store => store.keep_filing_draft(account, draft).await)
    }

    /// Filings that were begun, the newest first.
    ///
    /// # Errors
    /// The database.
    pub async fn filing_drafts(&self, account: &AccountId) -> Result<Vec<FilingDraft>, DatabaseError> {
        each!(self, store => store.filing_drafts(account).await)
    }

    /// Forgets a filing that was begun.
    ///
    /// # Errors
    /// The database.
    pub async fn drop_filing_draft(&self, account: &AccountId, service: &str) -> Result<(), DatabaseError> {
        each!(self, store => store.drop_filing_draft(account, service).await)
    }
}

/// A row of `accounts` in the order of the statements below.
pub(super) type AccountRow =
    (String, String, String, Option<String>, String, String, String, String, Option<String>, i64, Option<i64>);

/// An account from its row.
pub(super) fn account_from(row: AccountRow) -> Account {
    let (id, login, name, identity_number, phone, email, address, phc, totp_secret, created_at, deletion) = row;
    Account {
        id: AccountId(id),
        login,
        name,
        identity_number,
        phone,
        email,
        address,
        phc,
        totp_secret,
        created_at: Moment(created_at),
        deletion_asked_at: deletion.map(Moment),
    }
}

macro_rules! accounts_store {
    ($store:ident) => {
        use super::accounts::{Account, AccountRow, DeletionRefusal, FilingDraft, LinkedCase, account_from};

        impl $store {
            pub(crate) async fn add_account(&self, account: &Account) -> Done<bool> {
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
                .execute(&self.pool)
                .await
                .map_err(DatabaseError::sql("adding an account"))?;
                Ok(added.rows_affected() == 1)
            }

            pub(crate) async fn account_by_login(&self, login: &str) -> Done<Option<Account>> {
                let row: Option<AccountRow> = sqlx::query_as(
                    "SELECT id, login, name, identity_number, phone, email, address, phc, totp_secret, created_at,
                       deletion_asked_at FROM accounts WHERE login = $1",
                )
                .bind(login)
                .fetch_optional(&self.pool)
                .await
                .map_err(DatabaseError::sql("reading an account"))?;
                Ok(row.map(account_from))
            }

            pub(crate) async fn account(&self, id: &AccountId) -> Done<Option<Account>> {
                let row: Option<AccountRow> = sqlx::query_as(
                    "SELECT id, login, name, identity_number, phone, email, address, phc, totp_secret, created_at,
                       deletion_asked_at FROM accounts WHERE id = $1",
                )
                .bind(id.as_str())
                .fetch_optional(&self.pool)
                .await
                .map_err(DatabaseError::sql("reading an account"))?;
                Ok(row.map(account_from))
            }

            pub(crate) async fn set_password(&self, account: &AccountId, phc: &str, stays: &Digest) -> Done<()> {
                let what = "setting a password";
                let mut transaction = self.begin().await?;
                sqlx::query("UPDATE accounts SET phc = $2 WHERE id = $1")
                    .bind(account.as_str())
                    .bind(phc)
                    .execute(&mut *transaction)
                    .await
                    .map_err(DatabaseError::sql(what))?;
                sqlx::query("DELETE FROM account_sessions WHERE account = $1 AND digest <> $2")
                    .bind(account.as_str())
                    .bind(stays.as_str())
                    .execute(&mut *transaction)
                    .await
                    .map_err(DatabaseError::sql(what))?;
                transaction.commit().await.map_err(DatabaseError::sql(what))
            }

            pub(crate) async fn set_account_details(&self, account: &Account) -> Done<()> {
                let set = sqlx::query(
                    "UPDATE accounts SET name = $2, identity_number = $3, phone = $4, email = $5, address = $6
                     WHERE id = $1",
                )
                .bind(account.id.as_str())
                .bind(&account.name)
                .bind(&account.identity_number)
                .bind(&account.phone)
                .bind(&account.email)
                .bind(&account.address)
                .execute(&self.pool)
                .await;
                set.map(drop).map_err(DatabaseError::sql("setting an account's details"))
            }

            pub(crate) async fn set_second_factor(
                &self,
                account: &AccountId,
                secret: Option<&str>,
                recovery: &[Digest],
            ) -> Done<()> {
                let what = "setting a second factor";
                let mut transaction = self.begin().await?;
                sqlx::query("UPDATE accounts SET totp_secret = $2 WHERE id = $1")
                    .bind(account.as_str())
                    .bind(secret)
                    .execute(&mut *transaction)
                    .await
                    .map_err(DatabaseError::sql(what))?;
                sqlx::query("DELETE FROM account_recovery WHERE account = $1")
                    .bind(account.as_str())
                    .execute(&mut *transaction)
                    .await
                    .map_err(DatabaseError::sql(what))?;
                for code in recovery {
                    sqlx::query("INSERT INTO account_recovery (account, digest) VALUES ($1, $2)")
                        .bind(account.as_str())
                        .bind(code.as_str())
                        .execute(&mut *transaction)
                        .await
                        .map_err(DatabaseError::sql(what))?;
                }
                transaction.commit().await.map_err(DatabaseError::sql(what))
            }

            pub(crate) async fn use_totp_step(&self, account: &AccountId, step: i64) -> Done<bool> {
                let used = sqlx::query("UPDATE accounts SET totp_step = $2 WHERE id = $1 AND totp_step < $2")
                    .bind(account.as_str())
                    .bind(step)
                    .execute(&self.pool)
                    .await
                    .map_err(DatabaseError::sql("using a code up"))?;
                Ok(used.rows_affected() == 1)
            }

            pub(crate) async fn use_recovery_code(&self, account: &AccountId, code: &Digest) -> Done<bool> {
                let used = sqlx::query("DELETE FROM account_recovery WHERE account = $1 AND digest = $2")
                    .bind(account.as_str())
                    .bind(code.as_str())
                    .execute(&self.pool)
                    .await
                    .map_err(DatabaseError::sql("using a recovery code up"))?;
                Ok(used.rows_affected() == 1)
            }

            pub(crate) async fn ask_deletion(&self, account: &AccountId, at: Option<Moment>) -> Done<()> {
                let asked = sqlx::query("UPDATE accounts SET deletion_asked_at = $2 WHERE id = $1")
                    .bind(account.as_str())
                    .bind(at.map(|at| at.0))
                    .execute(&self.pool)
                    .await;
                asked.map(drop).map_err(DatabaseError::sql("noting a request of deletion"))
            }

            pub(crate) async fn deletions_asked(&self) -> Done<Vec<Account>> {
                let ids: Vec<String> = sqlx::query_scalar(
                    "SELECT id FROM accounts WHERE deletion_asked_at IS NOT NULL ORDER BY deletion_asked_at, id",
                )
                .fetch_all(&self.pool)
                .await
                .map_err(DatabaseError::sql("reading requests of deletion"))?;
                let mut accounts = Vec::with_capacity(ids.len());
                for id in ids {
                    accounts.extend(self.account(&AccountId(id)).await?);
                }
                Ok(accounts)
            }

            pub(crate) async fn erase_account(&self, account: &AccountId) -> Done<bool> {
                let what = "deleting an account";
                let mut transaction = self.begin().await?;
                let erased = sqlx::query(
                    "UPDATE accounts SET login = 'xoa:' || id, name = '', identity_number = NULL, phone = '', email = '',
                       address = '', phc = '', totp_secret = NULL, deletion_asked_at = NULL, verified_email = NULL, verified_phone = NULL
                     WHERE id = $1 AND deletion_asked_at IS NOT NULL",
                )
                .bind(account.as_str())
                .execute(&mut *transaction)
                .await
                .map_err(DatabaseError::sql(what))?;
                if erased.rows_affected() == 0 {
                    return Ok(false);
                }
                for statement in [
                    "DELETE FROM account_sessions WHERE account = $1",
                    "DELETE FROM account_recovery WHERE account = $1",
                    "DELETE FROM account_recoveries WHERE account = $1",
                    "DELETE FROM account_identities WHERE account = $1",
                    "DELETE FROM passkeys WHERE owner = 'account ' || $1",
                    "DELETE FROM filing_drafts WHERE account = $1",
                    "DELETE FROM uploads WHERE owner = $1",
                    "DELETE FROM account_email_codes WHERE account = $1",
                    "DELETE FROM account_phone_codes WHERE account = $1",
                    "DELETE FROM account_cases WHERE account = $1 AND acts_as IS NULL",
                    "DELETE FROM deletion_refusals WHERE account = $1",
                    "UPDATE questions SET title = '', body = '' WHERE account = $1 AND is_published = 0",
                    "UPDATE questions SET title = COALESCE(public_title, title), body = COALESCE(public_body, body)
                     WHERE account = $1 AND is_published = 1",
                ] {
                    sqlx::query(statement)
                        .bind(account.as_str())
                        .execute(&mut *transaction)
                        .await
                        .map_err(DatabaseError::sql(what))?;
                }
                transaction.commit().await.map_err(DatabaseError::sql(what))?;
                Ok(true)
            }

            pub(crate) async fn refuse_deletion(
                &self,
                account: &AccountId,
                refusal: &DeletionRefusal,
                job: Option<&crate::jobs::NewJob>,
            ) -> Done<bool> {
                let what = "refusing a deletion";
                let mut transaction = self.begin().await?;
                let refused = sqlx::query(
                    "UPDATE accounts SET deletion_asked_at = NULL WHERE id = $1 AND deletion_asked_at IS NOT NULL",
                )
                .bind(account.as_str())
                .execute(&mut *transaction)
                .await
                .map_err(DatabaseError::sql(what))?;
                if refused.rows_affected() == 0 {
                    return Ok(false);
                }
                sqlx::query(
                    "INSERT INTO deletion_refusals (account, reason, refused_by, refused_at) VALUES ($1, $2, $3, $4)
                     ON CONFLICT (account) DO UPDATE
                     SET reason = excluded.reason, refused_by = excluded.refused_by, refused_at = excluded.refused_at",
                )
                .bind(account.as_str())
                .bind(&refusal.reason)
                .bind(refusal.by.as_str())
                .bind(refusal.at.0)
                .execute(&mut *transaction)
                .await
                .map_err(DatabaseError::sql(what))?;
                if let Some(job) = job {
                    Self::insert_job(&mut transaction, job, refusal.at).await?;
                }
                transaction.commit().await.map_err(DatabaseError::sql(what))?;
                Ok(true)
            }

            pub(crate) async fn deletion_refusal(&self, account: &AccountId) -> Done<Option<DeletionRefusal>> {
                let row: Option<(String, String, i64)> = sqlx::query_as(
                    "SELECT reason, refused_by, refused_at FROM deletion_refusals WHERE account = $1",
                )
                .bind(account.as_str())
                .fetch_optional(&self.pool)
                .await
                .map_err(DatabaseError::sql("reading the refusal of a deletion"))?;
                Ok(row.map(|(reason, by, at)| DeletionRefusal { reason, by: UserId(by), at: Moment(at) }))
            }

            pub(crate) async fn link_case(
                &self,
                account: &AccountId,
                case: CaseId,
                (acts_as, by_digits): (Option<&AccountId>, bool),
                now: Moment,
            ) -> Done<()> {
                let linked = sqlx::query(
                    "INSERT INTO account_cases (account, case_id, acts_as, by_digits, added_at)
                     VALUES ($1, $2, $3, $4, $5)
                     ON CONFLICT (account, case_id)
                     DO UPDATE SET acts_as = COALESCE(excluded.acts_as, account_cases.acts_as),
                       by_digits = CASE WHEN excluded.by_digits = 0 THEN 0 ELSE account_cases.by_digits END",
                )
                .bind(account.as_str())
                .bind(case.to_string())
                .bind(acts_as.map(AccountId::as_str))
                .bind(i64::from(by_digits))
                .bind(now.0)
                .execute(&self.pool)
                .await;
                linked.map(drop).map_err(DatabaseError::sql("linking a case"))
            }

            pub(crate) async fn linked_cases(&self, account: &AccountId) -> Done<Vec<LinkedCase>> {
                let rows: Vec<(String, Option<String>, i64)> = sqlx::query_as(
                    "SELECT case_id, acts_as, by_digits FROM account_cases WHERE account = $1 ORDER BY added_at DESC, case_id",
                )
                .bind(account.as_str())
                .fetch_all(&self.pool)
                .await
                .map_err(DatabaseError::sql("reading an account's cases"))?;
                let read = |(case, acts_as, by_digits): (String, Option<String>, i64)| {
                    let case = case.parse().map_err(|_| DatabaseError::Damaged("a case"))?;
                    Ok(LinkedCase { case, acts_as: acts_as.map(AccountId), by_digits: by_digits != 0 })
                };
                rows.into_iter().map(read).collect()
            }

            pub(crate) async fn keep_filing_draft(&self, account: &AccountId, draft: &FilingDraft) -> Done<()> {
                let kept = sqlx::query(
                    "INSERT INTO filing_drafts (account, service, body, saved_at) VALUES ($1, $2, $3, $4)
                     ON CONFLICT (account, service)
                     DO UPDATE SET body = excluded.body, saved_at = excluded.saved_at",
                )
                .bind(account.as_str())
                .bind(&draft.service)
                .bind(&draft.body)
                .bind(draft.saved_at.0)
                .execute(&self.pool)
                .await;
                kept.map(drop).map_err(DatabaseError::sql("keeping a draft"))
            }

            pub(crate) async fn filing_drafts(&self, account: &AccountId) -> Done<Vec<FilingDraft>> {
                let rows: Vec<(String, String, i64)> = sqlx::query_as(
                    "SELECT service, body, saved_at FROM filing_drafts WHERE account = $1 ORDER BY saved_at DESC",
                )
                .bind(account.as_str())
                .fetch_all(&self.pool)
                .await
                .map_err(DatabaseError::sql("reading drafts"))?;
                let read = |(service, body, at)| FilingDraft { service, body, saved_at: Moment(at) };
                Ok(rows.into_iter().map(read).collect())
            }

            pub(crate) async fn drop_filing_draft(&self, account: &AccountId, service: &str) -> Done<()> {
                let dropped = sqlx::query("DELETE FROM filing_drafts WHERE account = $1 AND service = $2")
                    .bind(account.as_str())
                    .bind(service)
                    .execute(&self.pool)
                    .await;
                dropped.map(drop).map_err(DatabaseError::sql("forgetting a draft"))
            }
        }
    };
}

pub(crate) use accounts_store;
