//! Forgetting, once a day, what nobody needs any more.

use crate::admit::{Portal, PortalError};
use crate::jobs::DONE_DAYS;
use crate::store::Horizon;
use casework::Moment;

/// Days for which calls to the national portal are kept: they hold particulars.
const NATIONAL_DAYS: i64 = 365;
const DAY: i64 = 24 * 60;

impl Portal {
    /// Forgets jobs that were done long ago, sessions that are over, codes that nobody used in time, and old calls to the
    /// national portal but for the last that it took of each case. How many rows.
    ///
    /// # Errors
    /// The store; what is left is forgotten the next time.
    pub async fn forget_what_is_over(&self, now: Moment) -> Result<u64, PortalError> {
        let before = |days: i64| now.plus_minutes(-days * DAY);
        let horizon = Horizon { now, jobs: before(DONE_DAYS), national: before(NATIONAL_DAYS) };
        Ok(self.store.sweep(&horizon).await?)
    }
}
