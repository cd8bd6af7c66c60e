//! What desks say of somebody's absence, judged by the rule that they apply themselves; then it stands in the catalogue.

use crate::admit::{Portal, PortalError, clock};
use crate::store::JudgedAbsence;
use casework::absence::{self, AbsenceRefusal};
use protocol::enrol::{AbsenceRequest, AbsenceVerdict};
use protocol::push::DeskRights;

impl Portal {
    /// Judges a wish once, and publishes what it says in the transaction that keeps the verdict.
    ///
    /// # Errors
    /// The database; another instance that published at the same time. The desk tries again.
    pub async fn take_absence(&self, desk: &DeskRights, wish: AbsenceRequest) -> Result<AbsenceVerdict, PortalError> {
        let _alone = self.changing.lock().await;
        if let Some(verdict) = self.store.absence_verdict(wish.id).await? {
            return Ok(verdict);
        }
        self.look_for_catalogue().await?;
        let now = clock();
        // A clock that is ahead overtakes nobody.
        let said_at = wish.at.min(now);
        let mut catalogue = (*self.catalogue()).clone();
        let judged = if !desk.users.contains(&wish.by) {
            Err(AbsenceRefusal::NotTheirs)
        } else if self.store.is_overtaken(&wish.user, said_at).await? {
            Err(AbsenceRefusal::Overtaken)
        } else {
            absence::judge(&catalogue, &desk.unit, &wish.by, &wish.user, wish.absence.as_ref())
        };
        let verdict = match judged {
            Ok(()) => {
                catalogue.version += 1;
                absence::apply(&mut catalogue, &wish.user, wish.absence.clone());
                AbsenceVerdict::Taken { catalogue: catalogue.version }
            }
            Err(why) => AbsenceVerdict::Refused { why },
        };
        let row = JudgedAbsence { unit: &desk.unit, wish: &wish, said_at, verdict: &verdict, now };
        let published = judged.is_ok().then_some(&catalogue);
        self.store.keep_absence(&row, published).await?;
        if judged.is_ok() {
            self.adopt(catalogue);
            self.tell("catalogue").await;
        }
        Ok(verdict)
    }
}
