//! Sessions of citizens' accounts: where each is used, since when, and how it ends.

use super::{Account, DatabaseError, Store};
use casework::{AccountId, Digest, Moment};

/// A session that begins.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// Of its token; the token itself is nowhere.
    pub token: Digest,
    pub account: AccountId,
    /// What the browser says of itself.
    pub device: String,
    pub begun_at: Moment,
    pub expires_at: Moment,
}

/// A session as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountSession {
    pub token: Digest,
    pub device: String,
    pub begun_at: Moment,
    pub used_at: Moment,
}

/// What a token leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FoundSession {
    Lives {
        account: Box<Account>,
        used_at: Moment,
    },
    /// It ended since nobody used it.
    Unused,
    /// It ended since it had lasted as long as a session may.
    Over,
}

impl FoundSession {
    fn of(account: Account, used_at: Moment, expires_at: Moment, idle: i64, now: Moment) -> Self {
        let unused_at = used_at.plus_minutes(idle);
        if unused_at.min(expires_at) > now {
            return Self::Lives { account: Box::new(account), used_at };
        }
        if unused_at < expires_at { Self::Unused } else { Self::Over }
    }
}

impl Store {
    /// What a token leads to; a session ends after so many minutes without use. Nothing of one that was ended by its owner.
    ///
    /// # Errors
    /// The database.
    pub async fn account_of_session(
        &self,
        token: &Digest,
        idle: i64,
        now: Moment,
    ) -> Result<Option<FoundSession>, DatabaseError> {
        each!(self, store => store.account_of_session(token, idle, now).await)
    }

    /// Begins a session; those of the account that are over are forgotten.
    ///
    /// # Errors
    /// The database.
    pub async fn begin_account_session(&self, session: &NewSession) -> Result<(), DatabaseError> {
        each!(self, store => store.begin_account_session(session).await)
    }

    /// Notes that a session is used.
    ///
    /// # Errors
    /// The database.
    pub async fn use_account_session(&self, token: &Digest, now: Moment) -> Result<(), DatabaseError> {
        each!(self, store => store.use_account_session(token, now).await)
    }

    /// The sessions of an account that live, the one that was used last first.
    ///
    /// # Errors
    /// The database.
    pub async fn account_sessions(
        &self,
        account: &AccountId,
        idle: i64,
        now: Moment,
    ) -> Result<Vec<AccountSession>, DatabaseError> {
        each!(self, store => store.account_sessions(account, now.plus_minutes(-idle), now).await)
    }

    /// Ends a session.
    ///
    /// # Errors
    /// The database.
    pub async fn end_account_session(&self, token: &Digest) -> Result<(), DatabaseError> {
        each!(self, store => store.end_account_session(token).await)
    }

    /// Ends every session of an account but one.
    ///
    /// # Errors
    /// The database.
    pub async fn end_other_sessions(&self, account: &AccountId, stays: &Digest) -> Result<(), DatabaseError> {
        each!(self, store => store.end_other_sessions(account, stays).await)
    }
}

/// What is read of a session and its account.
pub(super) type SessionRow = (
    String,
    String,
    String,
    Option<String>,
    String,
    String,
    String,
    String,
    Option<String>,
    i64,
    Option<i64>,
    i64,
    i64,
);

pub(super) fn found_from(row: SessionRow, idle: i64, now: Moment) -> FoundSession {
    let (id, login, name, number, phone, email, address, phc, totp, created, deletion, used_at, expires_at) = row;
    let account = (id, login, name, number, phone, email, address, phc, totp, created, deletion);
    let account = super::accounts::account_from(account);
    FoundSession::of(account, Moment(used_at), Moment(expires_at), idle, now)
}

macro_rules! account_sessions_store {
    ($store:ident) => {
        use super::account_sessions::{AccountSession, FoundSession, NewSession, SessionRow, found_from};

        impl $store {
            pub(crate) async fn account_of_session(
                &self,
                token: &Digest,
                idle: i64,
                now: Moment,
            ) -> Done<Option<FoundSession>> {
                let row: Option<SessionRow> = sqlx::query_as(
                    "SELECT accounts.id, login, name, identity_number, phone, email, address, phc, totp_secret,
                       created_at, deletion_asked_at, used_at, expires_at
                     FROM account_sessions JOIN accounts ON accounts.id = account_sessions.account WHERE digest = $1",
                )
                .bind(token.as_str())
                .fetch_optional(&self.pool)
                .await
                .map_err(DatabaseError::sql("reading a session"))?;
                Ok(row.map(|row| found_from(row, idle, now)))
            }

            pub(crate) async fn begin_account_session(&self, session: &NewSession) -> Done<()> {
                let what = "beginning a session";
                let mut transaction = self.begin().await?;
                sqlx::query("DELETE FROM account_sessions WHERE account = $1 AND expires_at <= $2")
                    .bind(session.account.as_str())
                    .bind(session.begun_at.0)
                    .execute(&mut *transaction)
                    .await
                    .map_err(DatabaseError::sql(what))?;
                sqlx::query(
                    "INSERT INTO account_sessions (digest, account, device, begun_at, used_at, expires_at)
                     VALUES ($1, $2, $3, $4, $4, $5)",
                )
                .bind(session.token.as_str())
                .bind(session.account.as_str())
                .bind(&session.device)
                .bind(session.begun_at.0)
                .bind(session.expires_at.0)
                .execute(&mut *transaction)
                .await
                .map_err(DatabaseError::sql(what))?;
                transaction.commit().await.map_err(DatabaseError::sql(what))
            }

            pub(crate) async fn use_account_session(&self, token: &Digest, now: Moment) -> Done<()> {
                let used = sqlx::query("UPDATE account_sessions SET used_at = $2 WHERE digest = $1 AND used_at < $2")
                    .bind(token.as_str())
                    .bind(now.0)
                    .execute(&self.pool)
                    .await;
                used.map(drop).map_err(DatabaseError::sql("noting that a session is used"))
            }

            pub(crate) async fn account_sessions(
                &self,
                account: &AccountId,
                used_after: Moment,
                now: Moment,
            ) -> Done<Vec<AccountSession>> {
                let rows: Vec<(String, String, i64, i64)> = sqlx::query_as(
                    "SELECT digest, device, begun_at, used_at FROM account_sessions
                     WHERE account = $1 AND used_at > $2 AND expires_at > $3 ORDER BY used_at DESC, digest LIMIT 100",
                )
                .bind(account.as_str())
                .bind(used_after.0)
                .bind(now.0)
                .fetch_all(&self.pool)
                .await
                .map_err(DatabaseError::sql("listing sessions"))?;
                let read = |(token, device, begun_at, used_at)| {
                    let token = Digest::try_from(token).map_err(|_| DatabaseError::Damaged("a session"))?;
                    Ok(AccountSession { token, device, begun_at: Moment(begun_at), used_at: Moment(used_at) })
                };
                rows.into_iter().map(read).collect()
            }

            pub(crate) async fn end_account_session(&self, token: &Digest) -> Done<()> {
                let ended = sqlx::query("DELETE FROM account_sessions WHERE digest = $1")
                    .bind(token.as_str())
                    .execute(&self.pool)
                    .await;
                ended.map(drop).map_err(DatabaseError::sql("ending a session"))
            }

            pub(crate) async fn end_other_sessions(&self, account: &AccountId, stays: &Digest) -> Done<()> {
                let ended = sqlx::query("DELETE FROM account_sessions WHERE account = $1 AND digest <> $2")
                    .bind(account.as_str())
                    .bind(stays.as_str())
                    .execute(&self.pool)
                    .await;
                ended.map(drop).map_err(DatabaseError::sql("ending sessions"))
            }
        }
    };
}

pub(crate) use account_sessions_store;
