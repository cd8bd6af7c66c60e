//! Documents of citizens on their way, and the end of those that nobody files. Their bytes are in [`crate::parts`], what
//! they are for stands in the store (`store/uploads.rs`); a document comes in among the others only when an application is
//! filed with it.

use crate::admit::{Portal, PortalError};
use casework::Moment;

impl Portal {
    /// Throws away what citizens began to send and did not file in time, and what was counted of minutes and days that are over.
    ///
    /// # Errors
    /// The store or the disk; what is left is thrown away the next time.
    pub async fn sweep_uploads(&self, now: Moment) -> Result<(), PortalError> {
        self.store.drop_old_uploads(now).await?;
        self.store.forget_tries(now.0.div_euclid(60_000) - 1).await?;
        self.store.forget_days(now.day()).await?;
        for id in self.uploads.all()? {
            // The row is written before the first byte, so bytes without a row belong to nobody.
            if self.store.upload(&id, now).await?.is_none() {
                self.uploads.remove(&id)?;
            }
        }
        Ok(())
    }
}
