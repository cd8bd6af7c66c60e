//! A desk's two files in memory. Each call is one transaction; a crash comes before or after any of them, and what was
//! committed is what a new start finds.

use crate::planted::Planted;
use casework::{Case, CaseId, Envelope, EnvelopeId, Recorded, Refusal};
use protocol::codes::DayCodes;
use protocol::push::CodeBlock;
use protocol::store::{DeskStore, Lane, MirrorCase, MirrorPage, Settlement, StoreError, Stored, Used};
use protocol::{Head, LogId};
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard};

/// Where an envelope stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    Waiting,
    Accepted(u64),
    Refused(u64, Refusal),
    /// A person has dealt with it.
    Closed,
}

/// A kept envelope.
#[derive(Clone, Debug)]
pub struct Kept {
    pub envelope: Envelope,
    pub body: String,
    pub standing: Standing,
}

/// What `outbox.db` holds.
#[derive(Clone, Debug, Default)]
pub struct Outbox {
    pub kept: Vec<Kept>,
    /// The portal's log that verdicts are of.
    pub log: Option<LogId>,
    /// Latest day and next number of it.
    pub code: (String, u16),
    pub registers: BTreeMap<(String, i32), u32>,
    /// Spans for days, each with its next number.
    pub day_codes: BTreeMap<DayCodes, u16>,
}

/// What `mirror.db` holds.
#[derive(Clone, Debug, Default)]
pub struct Mirror {
    pub head: Option<Head>,
    pub confirmed: BTreeMap<CaseId, Case>,
    pub shown: BTreeMap<CaseId, Case>,
    pub events: Vec<Recorded>,
}

/// When the desk crashes: after so many calls, before or after the call's effect.
#[derive(Clone, Copy, Debug)]
pub struct Crash {
    pub calls: u32,
    pub before_effect: bool,
}

#[derive(Default)]
struct Disk {
    outbox: Outbox,
    mirror: Mirror,
    crash: Option<Crash>,
    crashed: bool,
}

/// A desk's two files in memory.
pub struct MemoryDesk {
    disk: Mutex<Disk>,
    pub codes: CodeBlock,
    pub holds_registers: bool,
    planted: Option<Planted>,
}

/// The machine went down: everything not committed is gone.
const CRASH: &str = "crash";

impl MemoryDesk {
    #[must_use]
    pub fn new(codes: CodeBlock, holds_registers: bool, planted: Option<Planted>) -> Self {
        let disk = Disk::default();
        Self { disk: Mutex::new(disk), codes, holds_registers, planted }
    }

    /// Lets the machine go down soon.
    pub fn crash_in(&self, crash: Crash) {
        self.lock().crash = Some(crash);
    }

    /// Starts again after a crash. Whether there was one.
    pub fn restart(&self) -> bool {
        let mut disk = self.lock();
        disk.crash = None;
        std::mem::take(&mut disk.crashed)
    }

    #[must_use]
    pub fn outbox(&self) -> Outbox {
        self.lock().outbox.clone()
    }

    #[must_use]
    pub fn mirror(&self) -> Mirror {
        self.lock().mirror.clone()
    }

    /// Somebody deletes `mirror.db`.
    pub fn delete_mirror(&self) {
        self.lock().mirror = Mirror::default();
    }

    /// What the portal says of spans for days.
    ///
    /// # Errors
    /// A crash.
    pub fn take_day_codes(&self, asked: &[DayCodes], granted: &[DayCodes]) -> Stored<()> {
        self.commit(|disk| {
            for span in granted {
                disk.outbox.day_codes.entry(*span).or_insert(span.codes.first);
            }
            for span in asked.iter().filter(|span| !granted.contains(span)) {
                disk.outbox.day_codes.insert(*span, span.codes.last + 1);
            }
            Ok(())
        })
    }

    /// A person closes a conflict.
    pub fn close(&self, envelope: EnvelopeId) {
        for kept in &mut self.lock().outbox.kept {
            if kept.envelope.id == envelope && matches!(kept.standing, Standing::Refused(..)) {
                kept.standing = Standing::Closed;
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Disk> {
        match self.disk.lock() {
            Ok(disk) => disk,
            Err(poisoned) => poisoned.into_inner(),
        }
    }

    /// Runs a transaction, unless the machine goes down before it, or right after it.
    fn commit<T>(&self, effect: impl FnOnce(&mut Disk) -> Stored<T>) -> Stored<T> {
        let mut disk = self.lock();
        if disk.crashed {
            return Err(StoreError(CRASH.to_owned()));
        }
        let goes_down = match &mut disk.crash {
            Some(crash) if crash.calls == 0 => Some(crash.before_effect),
            Some(crash) => {
                crash.calls -= 1;
                None
            }
            None => None,
        };
        if goes_down == Some(true) {
            disk.crashed = true;
            return Err(StoreError(CRASH.to_owned()));
        }
        let done = effect(&mut disk)?;
        if goes_down == Some(false) {
            disk.crashed = true;
            return Err(StoreError(CRASH.to_owned()));
        }
        Ok(done)
    }
}

fn is_pending(kept: &Kept, above: u64) -> bool {
    match kept.standing {
        Standing::Waiting => true,
        Standing::Accepted(seq) => seq > above,
        Standing::Refused(..) | Standing::Closed => false,
    }
}

fn spend(outbox: &mut Outbox, codes: CodeBlock, used: &Used) -> Stored<()> {
    let spent = || StoreError("the number is spent".to_owned());
    match used {
        Used::Code(code) => {
            let (_, day, number) = code.parts().ok_or_else(spent)?;
            let next = if outbox.code.0 == day { outbox.code.1 } else { codes.first };
            if number == next && codes.holds(number) {
                outbox.code = (day.to_owned(), number + 1);
                return Ok(());
            }
            let day = code.day().ok_or_else(spent)?;
            let mut spans = outbox.day_codes.iter_mut().filter(|(span, _)| span.day == day);
            let (_, next) = spans.find(|(_, next)| **next == number).ok_or_else(spent)?;
            *next += 1;
        }
        Used::Register { book, year, number } => {
            let next = outbox.registers.entry((book.0.clone(), *year)).or_insert(1);
            if number != next {
                return Err(spent());
            }
            *next += 1;
        }
    }
    Ok(())
}

fn write_cases(mirror: &mut Mirror, cases: &[MirrorCase]) {
    for case in cases {
        match &case.confirmed {
            Some(confirmed) => mirror.confirmed.insert(case.id, confirmed.clone()),
            None => mirror.confirmed.remove(&case.id),
        };
        match &case.shown {
            Some(shown) => mirror.shown.insert(case.id, shown.clone()),
            None => mirror.shown.remove(&case.id),
        };
    }
}

impl DeskStore for MemoryDesk {
    async fn head(&self) -> Stored<Option<Head>> {
        self.commit(|disk| Ok(disk.mirror.head.clone()))
    }

    async fn confirmed(&self, case: CaseId) -> Stored<Option<Case>> {
        self.commit(|disk| Ok(disk.mirror.confirmed.get(&case).cloned()))
    }

    async fn lane(&self, case: CaseId, above: u64) -> Stored<Lane> {
        self.commit(|disk| {
            let lane = || disk.outbox.kept.iter().filter(|kept| kept.envelope.case == case);
            let pending = lane().filter(|kept| is_pending(kept, above)).map(|kept| kept.envelope.clone());
            let mut backwards = disk.outbox.kept.iter().rev().filter(|kept| kept.envelope.case == case);
            Ok(Lane {
                is_held: lane().any(|kept| matches!(kept.standing, Standing::Refused(..))),
                pending: pending.collect(),
                last_unjudged: backwards.find(|kept| kept.standing == Standing::Waiting).map(|kept| kept.envelope.id),
            })
        })
    }

    async fn lanes(&self, above: u64) -> Stored<Vec<CaseId>> {
        self.commit(|disk| {
            let pending = disk.outbox.kept.iter().filter(|kept| is_pending(kept, above));
            let mut cases: Vec<CaseId> = pending.map(|kept| kept.envelope.case).collect();
            let mirror = &disk.mirror;
            let both = mirror.shown.keys().chain(mirror.confirmed.keys());
            cases.extend(both.filter(|id| mirror.shown.get(id) != mirror.confirmed.get(id)));
            cases.sort();
            cases.dedup();
            Ok(cases)
        })
    }

    async fn keep(&self, envelope: &Envelope, used: Option<Used>) -> Stored<()> {
        let body = serde_json::to_string(envelope).map_err(|error| StoreError(error.to_string()))?;
        let kept = Kept { envelope: envelope.clone(), body, standing: Standing::Waiting };
        if self.planted == Some(Planted::SaysSavedTooEarly) && self.lock().crash.is_some() {
            let mut disk = self.lock();
            disk.crashed = true;
            return Ok(());
        }
        let codes = self.codes;
        self.commit(|disk| {
            if let Some(used) = &used {
                spend(&mut disk.outbox, codes, used)?;
            }
            disk.outbox.kept.push(kept);
            Ok(())
        })
    }

    async fn show(&self, case: CaseId, shown: Option<&Case>) -> Stored<()> {
        self.commit(|disk| {
            match shown {
                Some(shown) => disk.mirror.shown.insert(case, shown.clone()),
                None => disk.mirror.shown.remove(&case),
            };
            Ok(())
        })
    }

    async fn unjudged(&self, limit: usize) -> Stored<Vec<String>> {
        self.commit(|disk| {
            let held = |kept: &&Kept| {
                let refused = |other: &Kept| {
                    other.envelope.case == kept.envelope.case && matches!(other.standing, Standing::Refused(..))
                };
                self.planted == Some(Planted::StopsAtARefusal) && disk.outbox.kept.iter().any(refused)
            };
            let waiting = disk.outbox.kept.iter().filter(|kept| kept.standing == Standing::Waiting);
            let bodies = waiting.filter(|kept| !held(kept)).take(limit).map(|kept| kept.body.clone()).collect();
            if self.planted == Some(Planted::ForgetsWhatWasSent) {
                disk.outbox.kept.retain(|kept| kept.standing != Standing::Waiting);
            }
            Ok(bodies)
        })
    }

    async fn settle(&self, settlement: &Settlement) -> Stored<Vec<CaseId>> {
        self.commit(|disk| {
            let mut touched = Vec::new();
            let known = disk.outbox.log.replace(settlement.log);
            let restarted = known.is_some_and(|known| known != settlement.log);
            for kept in &mut disk.outbox.kept {
                let id = kept.envelope.id;
                if restarted {
                    if matches!(kept.standing, Standing::Accepted(_)) {
                        kept.standing = Standing::Waiting;
                    }
                    if kept.standing == Standing::Waiting {
                        touched.push(kept.envelope.case);
                    }
                }
                if kept.standing != Standing::Waiting {
                    continue;
                }
                if let Some((_, seq)) = settlement.accepted.iter().find(|(envelope, _)| *envelope == id) {
                    kept.standing = Standing::Accepted(*seq);
                    touched.push(kept.envelope.case);
                }
                if let Some((_, seq, refusal)) = settlement.refused.iter().find(|(envelope, ..)| *envelope == id) {
                    kept.standing = Standing::Refused(*seq, refusal.clone());
                    touched.push(kept.envelope.case);
                }
            }
            let safe = settlement.safe_seq;
            let drops_refused = self.planted == Some(Planted::DropsRefused);
            disk.outbox.kept.retain(|kept| match kept.standing {
                Standing::Accepted(seq) => seq > safe,
                Standing::Refused(..) => !drops_refused,
                Standing::Waiting | Standing::Closed => true,
            });
            touched.sort();
            touched.dedup();
            Ok(touched)
        })
    }

    async fn take_in(&self, page: &MirrorPage) -> Stored<()> {
        if self.planted == Some(Planted::CursorBeforeRows) {
            self.commit(|disk| {
                disk.mirror.head = Some(page.head.clone());
                Ok(())
            })?;
        }
        self.commit(|disk| {
            if page.restarted {
                disk.mirror = Mirror::default();
            }
            disk.mirror.events.extend(page.events.iter().cloned());
            let before = disk.mirror.shown.clone();
            write_cases(&mut disk.mirror, &page.cases);
            if self.planted == Some(Planted::NeverRebases) {
                disk.mirror.shown.extend(before);
            }
            disk.mirror.head = Some(page.head.clone());
            Ok(())
        })
    }
}
