//! The one door for a person's command: decide, keep, show. One commit in the outbox is what 'saved' means.

use casework::{Case, CaseId, Catalogue, Command, Envelope, Refusal, decide};
use protocol::rebase::{as_recorded, rebase};
use protocol::store::{DeskStore, StoreError, Used};

/// What came of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Submitted {
    /// Saved; the case as it is shown now.
    Saved(Box<Case>),
    /// The law says no; nothing was written.
    Refused(Refusal),
    /// A refused command of this case waits for a person; nothing was written.
    LaneHeld,
}

/// Decides `envelope` over what the desk shows, keeps it and shows the outcome. `seen` and `after` are filled in here.
///
/// # Errors
/// The store; nothing is saved then.
pub async fn submit<S: DeskStore>(
    store: &S,
    catalogue: &Catalogue,
    envelope: Envelope,
) -> Result<Submitted, StoreError> {
    let case = envelope.case;
    let seen = store.head().await?.map_or(0, |head| head.seq);
    let lane = store.lane(case, seen).await?;
    if lane.is_held {
        return Ok(Submitted::LaneHeld);
    }
    let envelope = Envelope { seen, after: lane.last_unjudged, ..envelope };
    let confirmed = store.confirmed(case).await?;
    let shown = rebase(catalogue, confirmed.as_ref(), &lane.pending).case;
    let events = match decide(catalogue, shown.as_ref(), &envelope) {
        Ok(events) => events,
        Err(refusal) => return Ok(Submitted::Refused(refusal)),
    };
    let mut next = shown;
    for event in events {
        let recorded = as_recorded(next.as_ref(), &envelope, event);
        next = casework::evolve(next, &recorded);
    }
    let Some(next) = next else { return Ok(Submitted::Refused(Refusal::NoSuchCase)) };
    store.keep(&envelope, used(&envelope)).await?;
    // Saved. What is shown can always be made again from the outbox, so a failure here is not the person's.
    if let Err(error) = store.show(case, Some(&next)).await {
        tracing::warn!(%error, case.id = %case, "a saved command could not be shown yet");
    }
    Ok(Submitted::Saved(Box::new(next)))
}

/// The case as the desk shows it: the confirmed state with the pending commands run over it.
///
/// # Errors
/// The store.
pub async fn shown<S: DeskStore>(store: &S, catalogue: &Catalogue, case: CaseId) -> Result<Option<Case>, StoreError> {
    let seen = store.head().await?.map_or(0, |head| head.seq);
    let confirmed = store.confirmed(case).await?;
    let pending = store.lane(case, seen).await?.pending;
    Ok(rebase(catalogue, confirmed.as_ref(), &pending).case)
}

/// Brings what is shown in line with the outbox: after a crash between the commit that saved a command and the write
/// that shows it, and after the mirror was begun again.
///
/// # Errors
/// The store.
pub async fn show_pending<S: DeskStore>(store: &S, catalogue: &Catalogue) -> Result<(), StoreError> {
    let seen = store.head().await?.map_or(0, |head| head.seq);
    for case in store.lanes(seen).await? {
        let shown = shown(store, catalogue, case).await?;
        store.show(case, shown.as_ref()).await?;
    }
    Ok(())
}

/// The number that a command uses up.
fn used(envelope: &Envelope) -> Option<Used> {
    match &envelope.command {
        Command::Number { register, number, issued_on, .. } => {
            Some(Used::Register { book: register.clone(), year: issued_on.year(), number: *number })
        }
        command => command.code().cloned().map(Used::Code),
    }
}
