//! Who stands in for somebody who is away: it holds on this desk as soon as it is saved, and everywhere once the portal
//! has taken it. What the delegate does meanwhile is judged after that.

use crate::desk::Desk;
use crate::error::DeskError;
use crate::sync_loop::{EnrolledLine, TurnError};
use crate::tables::absences;
use crate::views::{AbsenceWish, Failure};
use casework::catalogue::Absence;
use casework::{EnvelopeId, UserId};
use protocol::enrol::{AbsenceRequest, AbsenceVerdict};

impl Desk {
    /// Says who stands in for somebody, or takes that back.
    ///
    /// # Errors
    /// [`Failure::AbsenceNotAllowed`], or what broke; nothing was written then.
    pub async fn set_absence(&self, user: UserId, absence: Option<Absence>) -> Result<(), Failure> {
        let guard = self.turn.lock().await;
        let catalogue = self.store.catalogue();
        casework::absence::judge(&catalogue, &self.info.unit, &self.user, &user, absence.as_ref())
            .map_err(|why| Failure::AbsenceNotAllowed { why })?;
        let before = catalogue.users.get(&user).and_then(|user| user.absence.as_ref());
        let ends = before.map(|absence| absence.delegate.0.clone());
        let (id, at) = (EnvelopeId(uuid::Uuid::now_v7()), self.now().await?);
        let wish = AbsenceRequest { version: protocol::VERSION, id, by: self.user.clone(), user, absence, at };
        absences::keep(&self.store.outbox, &wish, ends.as_deref()).await?;
        self.store.look_ahead().await?;
        drop(guard);
        self.people_changed();
        self.tell_connection().await;
        self.wake.notify_one();
        Ok(())
    }

    /// What was said of absences and is not taken: it waits for a line, or the portal refused it.
    ///
    /// # Errors
    /// What broke.
    pub async fn absence_wishes(&self) -> Result<Vec<AbsenceWish>, Failure> {
        let kept = absences::unsettled(&self.store.outbox).await?.into_iter();
        let view = |absences::Kept { wish, refusal }| AbsenceWish {
            id: wish.id,
            by: wish.by,
            user: wish.user,
            absence: wish.absence,
            at: wish.at,
            refusal,
        };
        Ok(kept.map(view).collect())
    }

    /// Closes a refused wish with a note; it is kept with it.
    ///
    /// # Errors
    /// A missing note, or what broke.
    pub async fn close_absence_wish(&self, id: EnvelopeId, note: &str) -> Result<(), Failure> {
        if note.trim().is_empty() {
            let refusal = casework::Refusal::EntryMissing { entry: "note".to_owned() };
            return Err(Failure::Refused { refusal });
        }
        let at = self.now().await?;
        absences::close(&self.store.outbox, id, self.user.as_str(), note, at).await?;
        self.tell_connection().await;
        Ok(())
    }
}

/// Sends what was said of absences, in order, as far as it can go now.
pub(crate) async fn exchange(desk: &Desk, line: &EnrolledLine) -> Result<(), TurnError> {
    while let Some(wish) = absences::next(&desk.store.outbox).await? {
        let verdict = line.portal.absence(&wish).await?;
        let _turn = desk.turn.lock().await;
        absences::settle(&desk.store.outbox, wish.id, &verdict).await?;
        if let AbsenceVerdict::Refused { why } = verdict {
            tracing::info!(%why, "the portal refused what was said of an absence");
            desk.store.look_ahead().await?;
            // What the delegate did meanwhile may not fit any more.
            crate::submit::show_pending(&desk.store, &desk.store.catalogue()).await.map_err(DeskError::from)?;
            desk.people_changed();
        }
    }
    Ok(())
}
