//! The portal's log in memory. Each call is one transaction.

use crate::planted::Planted;
use casework::{
    Case, CaseCode, CaseId, Catalogue, Command, Date, DeviceId, Digest, EnvelopeId, Event, Recorded, RegisterBook,
    UnitCode, evolve,
};
use protocol::check::States;
use protocol::codes::{DayBook, DayCodes};
use protocol::push::{Arrival, Bench, DeskRights, Judgement, RegisterState, Source, Unjudged, Verdict};
use protocol::store::{Judge, PortalStore, StoreError, Stored};
use protocol::{Entry, Head, LogId};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

/// A book of a unit in a year.
pub type Book = (UnitCode, RegisterBook, i32);

/// Everything that the portal's database holds.
#[derive(Clone, Debug)]
pub struct State {
    pub log: LogId,
    pub entries: BTreeMap<UnitCode, Vec<Entry>>,
    pub heads: BTreeMap<UnitCode, Head>,
    pub cases: BTreeMap<CaseId, Case>,
    /// The whole history of each case.
    pub histories: BTreeMap<CaseId, Vec<Recorded>>,
    /// Events of a case that a unit's log holds.
    pub parts: BTreeMap<(CaseId, UnitCode), usize>,
    pub verdicts: BTreeMap<EnvelopeId, (Digest, Verdict)>,
    pub codes: BTreeMap<CaseCode, CaseId>,
    /// Spans of case numbers for days, by unit and day.
    pub day_codes: BTreeMap<(UnitCode, Date), DayBook>,
    /// Who numbers in a unit's books.
    pub holders: BTreeMap<UnitCode, DeviceId>,
    pub next: BTreeMap<Book, u32>,
    /// Every number that was given or voided.
    pub numbers: BTreeMap<Book, Vec<u32>>,
}

/// The portal's log in memory.
pub struct MemoryPortal {
    state: Mutex<State>,
    planted: Option<Planted>,
}

impl MemoryPortal {
    #[must_use]
    pub fn new(log: LogId, holders: BTreeMap<UnitCode, DeviceId>, planted: Option<Planted>) -> Self {
        let state = State {
            log,
            entries: BTreeMap::new(),
            heads: BTreeMap::new(),
            cases: BTreeMap::new(),
            histories: BTreeMap::new(),
            parts: BTreeMap::new(),
            verdicts: BTreeMap::new(),
            codes: BTreeMap::new(),
            day_codes: BTreeMap::new(),
            holders,
            next: BTreeMap::new(),
            numbers: BTreeMap::new(),
        };
        Self { state: Mutex::new(state), planted }
    }

    /// Grants a desk what it asks for, as the databases do.
    pub fn day_codes(
        &self,
        desk: &DeskRights,
        last_own: u16,
        held: &[DayCodes],
        more_on: Option<Date>,
    ) -> Vec<DayCodes> {
        let mut state = self.lock();
        let days: BTreeSet<Date> = held.iter().map(|span| span.day).chain(more_on).collect();
        let mut all = Vec::new();
        for day in days {
            let book = state.day_codes.entry((desk.unit.clone(), day)).or_default();
            book.last_own = last_own;
            let here: Vec<_> = held.iter().filter(|span| span.day == day).map(|span| span.codes).collect();
            book.ask(desk.device, &here, more_on == Some(day));
            all.extend(book.of(desk.device).into_iter().map(|codes| DayCodes { day, codes }));
        }
        all
    }

    /// What the database holds now.
    pub fn state(&self) -> State {
        self.lock().clone()
    }

    /// Puts an older state back, under a new log: what was appended since is gone.
    ///
    /// # Errors
    /// An entry that cannot be read.
    pub fn restore(&self, mut backup: State, log: LogId) -> Result<(), StoreError> {
        backup.log = log;
        for (unit, entries) in &mut backup.entries {
            let mut head = Head::start(log, unit);
            for entry in entries.iter_mut() {
                head = head.extend(&entry.body);
                entry.hash = head.hash.clone();
            }
            backup.heads.insert(unit.clone(), head);
        }
        *self.lock() = backup;
        Ok(())
    }

    /// The planted changes of history.
    pub fn tamper(&self) {
        let mut state = self.lock();
        let state = &mut *state;
        match self.planted {
            Some(Planted::RewritesHistory) => {
                for (unit, entries) in &mut state.entries {
                    let mut head = Head::start(state.log, unit);
                    for entry in entries.iter_mut() {
                        entry.body = entry.body.replace("Đề nghị", "Đề xuất");
                        head = head.extend(&entry.body);
                        entry.hash = head.hash.clone();
                    }
                    state.heads.insert(unit.clone(), head);
                }
            }
            Some(Planted::LosesTheEnd) => {
                for (unit, entries) in &mut state.entries {
                    entries.truncate(entries.len().saturating_sub(3));
                    let head =
                        entries.iter().fold(Head::start(state.log, unit), |head, entry| head.extend(&entry.body));
                    state.heads.insert(unit.clone(), head);
                }
            }
            _ => {}
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        match self.state.lock() {
            Ok(state) => state,
            Err(poisoned) => poisoned.into_inner(),
        }
    }
}

fn broke(error: impl std::fmt::Display) -> StoreError {
    StoreError(error.to_string())
}

impl State {
    fn bench(&self, arrival: &Arrival, planted: Option<Planted>) -> (Bench, Option<Book>) {
        let envelope = &arrival.envelope;
        let case = self.cases.get(&envelope.case).cloned();
        let earlier = envelope.after.and_then(|after| self.verdicts.get(&after)).map(|(_, verdict)| verdict.clone());
        let code = match &envelope.command {
            Command::Accept { code, .. } | Command::Receive { code, .. } => Some(code),
            _ => None,
        };
        let (mut register, mut book) = (None, None);
        if let (Command::Number { register: name, issued_on, .. }, Some(case)) = (&envelope.command, &case) {
            let key = (case.at.clone(), name.clone(), issued_on.year());
            register = Some(RegisterState {
                book: name.clone(),
                holder: self.holders.get(&case.at).copied(),
                next: self.next.get(&key).copied().unwrap_or(1),
            });
            book = Some(key);
        }
        let earlier = match planted {
            // Without verdicts nothing can wait for one either.
            Some(Planted::ForgetsVerdicts) => envelope.after.map(|_| Verdict::Accepted { seq: 0 }),
            _ => earlier,
        };
        let code_taken = code.is_some_and(|code| self.codes.get(code).is_some_and(|owner| *owner != envelope.case));
        let code_granted = match (&arrival.source, code.and_then(CaseCode::parts)) {
            (Source::Desk(desk), Some((_, _, number))) => {
                let book = self.day_codes.get(&(desk.unit.clone(), envelope.at.day()));
                book.is_some_and(|book| book.of(desk.device).iter().any(|span| span.holds(number)))
            }
            _ => false,
        };
        (Bench { case, earlier, code_taken, code_granted, register }, book)
    }

    fn append(&mut self, arrival: &Arrival, events: Vec<Event>) -> Stored<u64> {
        let envelope = &arrival.envelope;
        let mut case = self.cases.get(&envelope.case).cloned();
        let mut units = case.as_ref().map_or_else(BTreeSet::new, |case| case.involved.clone());
        let history = self.histories.entry(envelope.case).or_default();
        for event in events {
            if let Event::Accepted { code, .. } = &event {
                self.codes.insert(code.clone(), envelope.case);
            }
            let recorded = Recorded {
                unit: UnitCode::from(""),
                seq: 0,
                case: envelope.case,
                version: case.as_ref().map_or(0, |case| case.version) + 1,
                envelope: envelope.id,
                by: envelope.actor.clone(),
                at: envelope.at,
                arrived_at: arrival.now,
                event,
            };
            case = evolve(case, &recorded);
            history.push(recorded);
        }
        let case = case.ok_or_else(|| broke("an event without a case"))?;
        units.extend(case.involved.iter().cloned());
        let said_in = match &arrival.source {
            Source::Desk(desk) => desk.unit.clone(),
            Source::Account(_) | Source::Portal => case.unit.clone(),
        };
        let mut place = 0;
        for unit in units {
            let held = self.parts.insert((envelope.case, unit.clone()), history.len()).unwrap_or(0);
            let mut head = self.heads.remove(&unit).unwrap_or_else(|| Head::start(self.log, &unit));
            for recorded in &history[held..] {
                let recorded = Recorded { unit: unit.clone(), seq: head.seq + 1, ..recorded.clone() };
                let (next, entry) = head.write(&recorded).map_err(broke)?;
                head = next;
                self.entries.entry(unit.clone()).or_default().push(entry);
            }
            if unit == said_in {
                place = head.seq;
            }
            self.heads.insert(unit, head);
        }
        self.cases.insert(envelope.case, case);
        Ok(place)
    }

    fn unit_of(&self, arrival: &Arrival) -> Option<UnitCode> {
        match &arrival.source {
            Source::Desk(desk) => Some(desk.unit.clone()),
            Source::Account(_) | Source::Portal => self.cases.get(&arrival.envelope.case).map(|case| case.unit.clone()),
        }
    }
}

impl PortalStore for MemoryPortal {
    async fn admit(&self, catalogue: &Catalogue, arrival: &Arrival, judge: Judge) -> Stored<Result<Verdict, Unjudged>> {
        let mut state = self.lock();
        let id = arrival.envelope.id;
        if let Some((digest, verdict)) = state.verdicts.get(&id)
            && self.planted != Some(Planted::AppliesTwice)
        {
            return Ok(if *digest == arrival.digest { Ok(verdict.clone()) } else { Err(Unjudged::OtherContent) });
        }
        let (bench, book) = state.bench(arrival, self.planted);
        let verdict = match judge(catalogue, &bench, arrival) {
            Judgement::Waits(why) => return Ok(Err(why)),
            Judgement::Accepted { events } => {
                let number = events.iter().find_map(|event| match event {
                    Event::Numbered { number, .. } => Some(*number),
                    _ => None,
                });
                let seq = state.append(arrival, events)?;
                if let (Some(number), Some(book)) = (number, book) {
                    state.next.insert(book.clone(), number + 1);
                    state.numbers.entry(book).or_default().push(number);
                }
                Verdict::Accepted { seq }
            }
            Judgement::Refused { refusal, voided } => {
                if let (Some(voided), Some(book)) = (voided, book) {
                    state.next.insert(book.clone(), voided.number + 1);
                    state.numbers.entry(book).or_default().push(voided.number);
                }
                let unit = state.unit_of(arrival);
                let seq = unit.and_then(|unit| state.heads.get(&unit)).map_or(0, |head| head.seq);
                Verdict::Refused { seq, refusal }
            }
        };
        if self.planted != Some(Planted::ForgetsVerdicts) {
            state.verdicts.insert(id, (arrival.digest.clone(), verdict.clone()));
        }
        Ok(Ok(verdict))
    }

    async fn page(&self, unit: &UnitCode, seq: u64, limit: u32) -> Stored<(Vec<Entry>, Head)> {
        let state = self.lock();
        let head = state.heads.get(unit).cloned().unwrap_or_else(|| Head::start(state.log, unit));
        let from = usize::try_from(seq).map_err(broke)?;
        let log = state.entries.get(unit).map(Vec::as_slice).unwrap_or_default();
        Ok((log.iter().skip(from).take(limit as usize).cloned().collect(), head))
    }

    async fn states(&self, unit: &UnitCode) -> Stored<(u64, States)> {
        let state = self.lock();
        let mut states = States::default();
        for case in state.cases.values().filter(|case| case.involved.contains(unit)) {
            states.add(case).map_err(broke)?;
        }
        Ok((state.heads.get(unit).map_or(0, |head| head.seq), states))
    }
}

/// The envelopes that have a verdict.
#[must_use]
pub fn judged(state: &State) -> BTreeSet<EnvelopeId> {
    state.verdicts.keys().copied().collect()
}
