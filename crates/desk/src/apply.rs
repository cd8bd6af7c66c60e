//! Taking a reply in: verdicts first, into the outbox; then the page, into the mirror.
//!
//! Either write may be the last before a crash. After the first alone, accepted envelopes still stand over the mirror
//! until its head passes them, so nothing that was shown disappears; the page comes again.

use casework::{Case, CaseId, Catalogue, Moment, Recorded, UnitCode, evolve};
use protocol::chain::Distrust;
use protocol::chain::VerifyingKey;
use protocol::push::{Taken, Verdict, reaches, take_in};
use protocol::rebase::rebase;
use protocol::store::{DeskStore, MirrorCase, MirrorPage, Settlement, StoreError};
use protocol::{Head, PushReply};
use std::collections::{BTreeMap, BTreeSet};

/// Why a reply was not taken in.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    /// The portal's history does not extend what this desk has seen. Nothing was written.
    #[error(transparent)]
    Distrust(#[from] Distrust),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a reply changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    pub changed: Vec<CaseId>,
    pub head: Head,
    /// Entries of the log still to come.
    pub behind: u64,
    pub refused: usize,
}

/// Takes a reply in. Twice is the same as once.
///
/// # Errors
/// [`ApplyError`]; the reply can be asked for again.
pub async fn apply<S: DeskStore>(
    store: &S,
    catalogue: &Catalogue,
    unit: &UnitCode,
    key: &VerifyingKey,
    reply: &PushReply,
) -> Result<Applied, ApplyError> {
    let known = store.head().await?;
    let taken = take_in(known.as_ref(), unit, key, reply)?;
    reaches(known.as_ref(), reply)?;
    let settlement = settlement(known.as_ref(), &taken, reply);
    let refused = settlement.refused.len();
    let mut touched: BTreeSet<CaseId> = store.settle(&settlement).await?.into_iter().collect();
    touched.extend(taken.events.iter().map(|recorded| recorded.case));
    touched.extend(store.lanes(taken.head.seq).await?);
    let page = page(store, catalogue, &taken, reply.portal_time, &touched).await?;
    store.take_in(&page).await?;
    Ok(Applied { changed: touched.into_iter().collect(), head: taken.head, behind: taken.behind, refused })
}

fn settlement(known: Option<&Head>, taken: &Taken, reply: &PushReply) -> Settlement {
    // What the mirror does not hold yet is not forgotten, whatever the portal's backup holds.
    let mirrored = known.filter(|_| !taken.restarted).map_or(0, |head| head.seq);
    let mut settlement = Settlement {
        accepted: Vec::new(),
        refused: Vec::new(),
        safe_seq: reply.safe_seq.min(mirrored),
        log: taken.head.log,
        at: reply.portal_time,
    };
    for judged in &reply.verdicts {
        match &judged.verdict {
            Verdict::Accepted { seq } => settlement.accepted.push((judged.envelope, *seq)),
            Verdict::Refused { seq, refusal } => settlement.refused.push((judged.envelope, *seq, refusal.clone())),
        }
    }
    settlement
}

async fn page<S: DeskStore>(
    store: &S,
    catalogue: &Catalogue,
    taken: &Taken,
    as_of: Moment,
    touched: &BTreeSet<CaseId>,
) -> Result<MirrorPage, StoreError> {
    let mut by_case: BTreeMap<CaseId, Vec<&Recorded>> = BTreeMap::new();
    for recorded in &taken.events {
        by_case.entry(recorded.case).or_default().push(recorded);
    }
    let mut cases = Vec::with_capacity(touched.len());
    for &id in touched {
        let before: Option<Case> = if taken.restarted { None } else { store.confirmed(id).await? };
        let news = by_case.remove(&id).unwrap_or_default();
        let confirmed = news.into_iter().fold(before, evolve);
        let pending = store.lane(id, taken.head.seq).await?.pending;
        let shown = rebase(catalogue, confirmed.as_ref(), &pending).case;
        cases.push(MirrorCase { id, confirmed, shown });
    }
    Ok(MirrorPage {
        head: taken.head.clone(),
        restarted: taken.restarted,
        events: taken.events.clone(),
        cases,
        as_of,
        behind: taken.behind,
    })
}
