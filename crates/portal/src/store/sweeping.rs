//! Statements that forget what nobody needs any more.

use super::{DatabaseError, Store};
use casework::Moment;

/// Until when things are forgotten.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Horizon {
    pub now: Moment,
    /// Jobs that were done before.
    pub jobs: Moment,
    /// Calls to the national portal that were made before.
    pub national: Moment,
}

impl Store {
    pub(crate) async fn sweep(&self, horizon: &Horizon) -> Result<u64, DatabaseError> {
        each!(self, store => store.sweep(horizon).await)
    }
}

macro_rules! sweeping_store {
    ($store:ident) => {
        impl $store {
            /// Forgets what is over; how many rows. What the national portal took last of a case stays: the next call
            /// goes on from there.
            pub(crate) async fn sweep(&self, horizon: &super::sweeping::Horizon) -> Done<u64> {
                let all = [
                    ("DELETE FROM jobs WHERE done_at < $1", horizon.jobs),
                    ("DELETE FROM account_sessions WHERE expires_at <= $1", horizon.now),
                    ("DELETE FROM account_recoveries WHERE expires_at <= $1", horizon.now),
                    ("DELETE FROM staff_sessions WHERE expires_at <= $1", horizon.now),
                    ("DELETE FROM enrol_codes WHERE used_at IS NULL AND expires_at <= $1", horizon.now),
                    (
                        "DELETE FROM national_messages WHERE sent_at < $1 AND NOT (outcome = 'taken' AND version =
                           (SELECT MAX(version) FROM national_messages AS last WHERE last.outcome = 'taken'
                            AND last.case_id = national_messages.case_id AND last.call = national_messages.call))",
                        horizon.national,
                    ),
                ];
                let mut forgotten = 0;
                for (statement, before) in all {
                    let swept = sqlx::query(statement).bind(before.0).execute(&self.pool).await;
                    forgotten += swept.map_err(DatabaseError::sql("forgetting what is over"))?.rows_affected();
                }
                Ok(forgotten)
            }
        }
    };
}

pub(crate) use sweeping_store;
