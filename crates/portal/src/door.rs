//! The door into the log lets many through together: whoever comes while a transaction runs goes into the next one, so
//! that one commit and a few ways to the database serve a whole group. One transaction runs at a time: measured on
//! PostgreSQL with 32 desks that push one act each, three at once made smaller groups and took in 332 acts a second where
//! one took in 860. Nobody is told anything before the commit.

use crate::admit::{Admitted, Portal};
use crate::store::Admissions;
use casework::{EnvelopeId, UnitCode};
use protocol::BATCH;
use protocol::push::{Arrival, judge};
use protocol::store::StoreError;
use std::collections::{BTreeSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::sync::oneshot;

type Told = Result<Vec<Admitted>, StoreError>;

/// Envelopes of one caller that wait for a transaction.
struct Waiting {
    arrivals: Arc<[Arrival]>,
    told: oneshot::Sender<Told>,
}

/// See the head of this file.
#[derive(Default)]
pub(crate) struct Door {
    waiting: Mutex<VecDeque<Waiting>>,
    /// Held by whoever leads a group.
    turn: tokio::sync::Mutex<()>,
}

impl Door {
    fn waiting(&self) -> MutexGuard<'_, VecDeque<Waiting>> {
        match self.waiting.lock() {
            Ok(waiting) => waiting,
            Err(poisoned) => poisoned.into_inner(),
        }
    }

    /// Lets envelopes through, in their order; answers when they are committed.
    pub async fn pass(&self, portal: &Portal, arrivals: Vec<Arrival>) -> Told {
        let ids: BTreeSet<EnvelopeId> = arrivals.iter().map(|arrival| arrival.envelope.id).collect();
        if ids.len() < arrivals.len() {
            // The same envelope twice in one message: the second gets the verdict of the first.
            return one_by_one(portal, &arrivals).await;
        }
        let arrivals: Arc<[Arrival]> = arrivals.into();
        loop {
            let (told, mut answer) = oneshot::channel();
            self.waiting().push_back(Waiting { arrivals: arrivals.clone(), told });
            let turn = tokio::select! {
                biased;
                told = &mut answer => match told {
                    Ok(told) => return told,
                    // Whoever led the group went away in the middle; what was committed is told again.
                    Err(_) => continue,
                },
                turn = self.turn.lock() => turn,
            };
            let group = self.group(&arrivals);
            let grown = if group.is_empty() { BTreeSet::new() } else { lead(portal, group).await };
            drop(turn);
            portal.tell_grown(&grown).await;
            if let Ok(told) = answer.await {
                return told;
            }
        }
    }

    /// The group that this caller leads: its own envelopes and as many others as a message may hold. Empty where its
    /// own are under way with somebody else.
    fn group(&self, own: &Arc<[Arrival]>) -> Vec<Waiting> {
        let mut waiting = self.waiting();
        if !waiting.iter().any(|one| Arc::ptr_eq(&one.arrivals, own)) {
            return Vec::new();
        }
        let (mut group, mut rest, mut ids) = (Vec::new(), VecDeque::new(), BTreeSet::new());
        let mut count = own.len();
        for one in waiting.drain(..) {
            let is_own = Arc::ptr_eq(&one.arrivals, own);
            // Who has gone away is not waited for; it comes again if it was only a line that broke.
            if one.told.is_closed() && !is_own {
                continue;
            }
            let is_new = one.arrivals.iter().all(|arrival| !ids.contains(&arrival.envelope.id));
            if is_new && (is_own || count + one.arrivals.len() <= BATCH) {
                count += if is_own { 0 } else { one.arrivals.len() };
                ids.extend(one.arrivals.iter().map(|arrival| arrival.envelope.id));
                group.push(one);
            } else {
                rest.push_back(one);
            }
        }
        *waiting = rest;
        group
    }
}

/// Judges a group in one transaction; returns the units whose logs have grown. Where what one of them brings breaks the
/// transaction, each is judged by itself.
async fn lead(portal: &Portal, group: Vec<Waiting>) -> BTreeSet<UnitCode> {
    let catalogue = portal.catalogue();
    let arrivals: Vec<&Arrival> = group.iter().flat_map(|one| one.arrivals.iter()).collect();
    match portal.store.admit_all(&catalogue, &arrivals, judge).await {
        Ok(Admissions { answers, grown }) => {
            portal.woken(&grown);
            let mut answers = answers.into_iter();
            for one in group {
                // Whoever went away asks again.
                let _ = one.told.send(Ok(answers.by_ref().take(one.arrivals.len()).collect()));
            }
            grown
        }
        Err(error) if error.is_of_the_line() => {
            let error = StoreError::from(error);
            for one in group {
                let _ = one.told.send(Err(error.clone()));
            }
            BTreeSet::new()
        }
        Err(error) => {
            tracing::warn!(%error, "a group is judged one by one");
            for one in group {
                let _ = one.told.send(one_by_one(portal, &one.arrivals).await);
            }
            BTreeSet::new()
        }
    }
}

/// Each in a transaction of its own, as far as it goes.
async fn one_by_one(portal: &Portal, arrivals: &[Arrival]) -> Told {
    let mut told = Vec::with_capacity(arrivals.len());
    for arrival in arrivals {
        let Admissions { answers, grown } = portal.store.admit_all(&portal.catalogue(), &[arrival], judge).await?;
        portal.woken(&grown);
        portal.tell_grown(&grown).await;
        told.extend(answers);
    }
    Ok(told)
}
