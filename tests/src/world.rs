//! A random history: people act, lines drop, machines crash, somebody restores a backup; then everything heals.

use crate::fixture::{application, at, catalogue, file, papers, people, units};
use crate::memory_desk::{Crash, MemoryDesk, Standing};
use crate::memory_portal::{MemoryPortal, State};
use crate::planted::Planted;
use casework::fee::{FeeLine, PaymentMethod};
use casework::{
    Act, ActKind, Actor, Case, CaseCode, CaseId, Catalogue, Channel, Command, Date, DeviceId, Digest, Envelope,
    EnvelopeId, Event, Moment, UnitCode, UserId, acts_for, decide,
};
use desk::apply::{ApplyError, apply};
use desk::submit::{Submitted, show_pending, shown, submit};
use protocol::chain::SigningKey;
use protocol::codes::DayCodes;
use protocol::push::{
    Arrival, Bench, CodeBlock, DeskRights, Judged, Judgement, PushReply, PushRequest, Source, Verdict, judge,
};
use protocol::store::{DeskStore, Judge, PortalStore, StoreError};
use protocol::{Checkpoint, LogId};
use rand::Rng;
use rand::SeedableRng;
use rand::seq::{IndexedRandom, IteratorRandom};
use rand_chacha::ChaCha8Rng;
use serde_json::value::RawValue;
use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use uuid::Uuid;

/// Runs a future that never waits: the memory of this world answers at once.
///
/// # Panics
/// When the future does wait.
pub fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("something in this world waited"),
    }
}

/// A command that a person was told is saved, with what the screen showed for it.
#[derive(Clone, Debug)]
pub struct Saved {
    pub envelope: EnvelopeId,
    pub desk: usize,
    pub case: CaseId,
}

/// How often each fault really happened: a fault that never fired tests nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    pub requests_dropped: u32,
    pub replies_lost: u32,
    pub batches_cut: u32,
    pub requests_doubled: u32,
    pub late_replays: u32,
    pub crashes: u32,
    pub crashes_after_effect: u32,
    pub mirrors_deleted: u32,
    pub backups_restored: u32,
    pub rights_revoked: u32,
    pub clocks_skewed: u32,
    pub refusals: u32,
    pub accepted: u32,
    pub conflicts_closed: u32,
    /// Spans of case numbers that the portal granted for a day.
    pub spans_granted: u32,
}

/// Case numbers of a day that a desk has of its own.
const OWN_CODES: u16 = 2;

/// A desk of the world.
pub struct WorldDesk {
    pub store: MemoryDesk,
    pub device: DeviceId,
    pub unit: UnitCode,
    pub index: usize,
    pub catalogue: Catalogue,
    skew: i64,
    pub distrusts: Option<ApplyError>,
}

/// The world of one seed.
pub struct World {
    pub random: ChaCha8Rng,
    pub clock: Moment,
    pub catalogue: Catalogue,
    pub portal: MemoryPortal,
    pub desks: Vec<WorldDesk>,
    pub saved: Vec<Saved>,
    /// Events as the screen showed them when the command was saved.
    pub shown: BTreeMap<EnvelopeId, Vec<Event>>,
    pub faults: Faults,
    /// From when on a person has no rights any more, by the portal's clock.
    pub revoked: BTreeMap<UserId, Moment>,
    pub planted: Option<Planted>,
    key: SigningKey,
    /// Requests that the network still holds.
    late: Vec<(usize, PushRequest)>,
    backup: Option<State>,
    ids: u64,
    /// Everything that happened, hashed: the same seed gives the same world.
    pub trace: Digest,
    pub citizens_cases: Vec<CaseId>,
}

impl World {
    /// The world of a seed: up to four desks in two units, one portal.
    #[must_use]
    pub fn new(seed: u64, planted: Option<Planted>) -> Self {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let catalogue = catalogue();
        let count = random.random_range(2..=4_usize);
        let mut holders = BTreeMap::new();
        let mut desks = Vec::new();
        for index in 0..count {
            let side = usize::from(index >= 3);
            let unit = units()[side].clone();
            let device = DeviceId(Uuid::from_u128(1_000 + index as u128));
            let first_of_unit = !holders.contains_key(&unit);
            holders.entry(unit.clone()).or_insert(device);
            let first = 1 + 250 * u16::try_from(index).unwrap_or(0);
            // Few numbers of its own, so that days run out of them.
            let codes = CodeBlock { first, last: first + OWN_CODES - 1 };
            let store = MemoryDesk::new(codes, first_of_unit, planted);
            let catalogue = catalogue.clone();
            desks.push(WorldDesk { store, device, unit, index: side, catalogue, skew: 0, distrusts: None });
        }
        let portal = MemoryPortal::new(LogId(Uuid::from_u128(1)), holders, planted);
        Self {
            random,
            clock: at("2026-11-02", 8),
            catalogue,
            portal,
            desks,
            saved: Vec::new(),
            shown: BTreeMap::new(),
            faults: Faults::default(),
            revoked: BTreeMap::new(),
            planted,
            key: SigningKey::from_bytes(&[3; 32]),
            late: Vec::new(),
            backup: None,
            ids: 0,
            trace: protocol::digest(&seed.to_be_bytes()),
            citizens_cases: Vec::new(),
        }
    }

    fn id(&mut self) -> Uuid {
        self.ids += 1;
        Uuid::from_u128(u128::from(self.ids) << 32 | u128::from(self.random.random::<u32>()))
    }

    fn note(&mut self, what: &str) {
        self.trace = protocol::digest(format!("{}{what}", self.trace).as_bytes());
    }

    /// One random thing happens.
    pub fn step(&mut self) {
        self.clock = self.clock.plus_minutes(self.random.random_range(1..90));
        let desk = self.random.random_range(0..self.desks.len());
        match self.random.random_range(0..100_u32) {
            0..12 => self.citizen_files(),
            12..17 => self.counter(desk),
            17..58 => self.act(desk),
            58..82 => self.exchange(desk, true),
            82..88 => self.crash_soon(desk),
            88..91 => self.replay_late(),
            91..93 => self.close_conflicts(desk),
            93..95 => self.skew(desk),
            95 => self.delete_mirror(desk),
            96 => self.revoke(),
            97 => self.backup = Some(self.portal.state()),
            98 => self.restore(),
            _ => self.citizen_withdraws(),
        }
        self.restart_crashed();
    }

    /// The network mends, nobody crashes any more; desks synchronise until nothing moves. Whether they came to rest.
    pub fn heal(&mut self) -> bool {
        self.portal.tamper();
        while !self.late.is_empty() {
            self.replay_late();
        }
        for desk in &self.desks {
            desk.store.restart();
        }
        // Two rounds beyond what a page and a batch can need: anything longer does not come to rest.
        for _ in 0..60 {
            for desk in 0..self.desks.len() {
                self.exchange(desk, false);
            }
            if self.is_at_rest() {
                return true;
            }
        }
        false
    }

    fn is_at_rest(&self) -> bool {
        let state = self.portal.state();
        self.desks.iter().all(|desk| {
            let waiting = desk.store.outbox().kept.iter().any(|kept| kept.standing == Standing::Waiting);
            let portal = state.heads.get(&desk.unit).map_or(0, |head| head.seq);
            let here = desk.store.mirror().head.map_or(0, |head| head.seq);
            !waiting && (portal == here || desk.distrusts.is_some())
        })
    }

    fn restart_crashed(&mut self) {
        for desk in 0..self.desks.len() {
            if self.desks[desk].store.restart() {
                let desk = &self.desks[desk];
                // What a real start does before anything is shown.
                let _ = now(show_pending(&desk.store, &desk.catalogue));
            }
        }
    }

    fn crash_soon(&mut self, desk: usize) {
        let crash = Crash { calls: self.random.random_range(0..9), before_effect: self.random.random() };
        self.desks[desk].store.crash_in(crash);
        self.faults.crashes += 1;
        self.faults.crashes_after_effect += u32::from(!crash.before_effect);
        if self.random.random() { self.act(desk) } else { self.exchange(desk, true) }
    }

    fn skew(&mut self, desk: usize) {
        self.desks[desk].skew = self.random.random_range(-3 * 1_440..3 * 1_440);
        self.faults.clocks_skewed += 1;
    }

    fn delete_mirror(&mut self, desk: usize) {
        self.desks[desk].store.delete_mirror();
        let desk = &self.desks[desk];
        let _ = now(show_pending(&desk.store, &desk.catalogue));
        self.faults.mirrors_deleted += 1;
    }

    fn revoke(&mut self) {
        if self.revoked.len() >= 2 {
            return;
        }
        let everybody = [people(0), people(1)].concat();
        let Some((user, _)) = everybody.choose(&mut self.random).cloned() else { return };
        if let Some(known) = self.catalogue.users.get_mut(&user) {
            known.active = false;
            self.catalogue.version += 1;
            self.revoked.entry(user).or_insert(self.clock);
            self.faults.rights_revoked += 1;
        }
    }

    fn restore(&mut self) {
        // A portal that loses its memory in silence is a planted bug, not a fault.
        let Some(backup) = self.backup.take() else { return };
        let log = LogId(self.id());
        if self.portal.restore(backup, log).is_ok() {
            self.faults.backups_restored += 1;
            self.note("restored");
        }
    }

    fn close_conflicts(&mut self, desk: usize) {
        for kept in self.desks[desk].store.outbox().kept {
            if matches!(kept.standing, Standing::Refused(..)) && self.random.random() {
                self.desks[desk].store.close(kept.envelope.id);
                self.faults.conflicts_closed += 1;
            }
        }
    }

    fn citizen_files(&mut self) {
        let unit = units()[usize::from(self.desks.len() > 3 && self.random.random())].clone();
        let service = if self.random.random() { "S" } else { "L" };
        let case = CaseId(self.id());
        self.citizens_cases.push(case);
        let command =
            Command::File { application: application(&unit, service, Channel::Online, &format!("Dân {case}")) };
        self.at_portal(case, command);
    }

    fn citizen_withdraws(&mut self) {
        let state = self.portal.state();
        let mine = state.cases.values().filter(|case| self.citizens_cases.contains(&case.id));
        let Some((case, turn)) = mine.choose(&mut self.random).map(|case| (case.id, case.turn)) else { return };
        self.at_portal(case, Command::Withdraw { turn, reason: "Đổi ý".to_owned() });
    }

    /// A citizen's command, given at the portal itself.
    fn at_portal(&mut self, case: CaseId, command: Command) {
        let account: casework::AccountId = "dan".into();
        let envelope = Envelope {
            id: EnvelopeId(self.id()),
            case,
            actor: Actor::Citizen(account.clone()),
            at: self.clock,
            edition: "2026".into(),
            seen: 0,
            after: None,
            command,
        };
        let Ok(bytes) = serde_json::to_string(&envelope) else { return };
        let digest = protocol::digest(bytes.as_bytes());
        let arrival = Arrival { envelope, digest, bytes, source: Source::Account(account), now: self.clock };
        let answer = now(self.portal.admit(&self.catalogue, &arrival, self.judge()));
        self.note(&format!("{answer:?}"));
    }

    fn judge(&self) -> Judge {
        match self.planted {
            Some(Planted::IgnoresRights) => judge_anybody,
            Some(Planted::SubstitutesOutcome | Planted::AppliesTwice) => judge_any_turn,
            Some(Planted::SkipsAStep) => judge_skipping,
            _ => judge,
        }
    }

    fn counter(&mut self, desk: usize) {
        let clerk = people(self.desks[desk].index)[0].0.clone();
        let service = if self.random.random() { "S" } else { "L" };
        let case = CaseId(self.id());
        let mut application = application(&self.desks[desk].unit, service, Channel::Counter, &format!("Khách {case}"));
        // Now and then for the other unit.
        if self.random.random_range(0..6) == 0 {
            let other = units().into_iter().find(|unit| *unit != application.unit).unwrap_or(application.unit.clone());
            application.received_by = Some(std::mem::replace(&mut application.unit, other));
        }
        if let Some(code) = self.next_code(desk) {
            self.give(desk, &clerk, case, Command::Receive { application, code });
        }
    }

    fn desk_clock(&self, desk: usize) -> Moment {
        // A desk's clock never goes back behind what the desk has known; here: behind its own last command.
        let kept = self.desks[desk].store.outbox().kept;
        let latest = kept.iter().map(|kept| kept.envelope.at).max().unwrap_or(Moment(0));
        self.clock.plus_minutes(self.desks[desk].skew).max(latest)
    }

    fn next_code(&self, desk: usize) -> Option<CaseCode> {
        let day = self.desk_clock(desk).day();
        let store = &self.desks[desk].store;
        let (latest, next) = store.outbox().code;
        let code = |number| CaseCode::compose(&self.desks[desk].unit, day, number);
        let digits = code(1).parts().map(|(_, digits, _)| digits.to_owned());
        let number = if digits.as_deref() == Some(latest.as_str()) { next } else { store.codes.first };
        if store.codes.holds(number) {
            return Some(code(number));
        }
        let spans = store.outbox().day_codes;
        let mut further = spans.iter().rev().filter(|(span, next)| span.day == day && span.codes.holds(**next));
        further.next().map(|(_, next)| code(*next))
    }

    /// Spans that the desk names, and the day for which it wants a further one.
    fn codes_asked(&self, desk: usize) -> (Vec<DayCodes>, Option<Date>) {
        let (day, store) = (self.desk_clock(desk).day(), &self.desks[desk].store);
        let outbox = store.outbox();
        let oldest = outbox.kept.iter().map(|kept| kept.envelope.at.day()).min().unwrap_or(day).min(day);
        let held = outbox.day_codes.keys().filter(|span| span.day >= oldest).copied().collect();
        let digits = CaseCode::compose(&self.desks[desk].unit, day, 1);
        let is_begun = digits.parts().is_some_and(|(_, digits, _)| digits == outbox.code.0);
        let own = if is_begun { (store.codes.last + 1).saturating_sub(outbox.code.1) } else { OWN_CODES };
        let further: u16 = outbox
            .day_codes
            .iter()
            .filter(|(span, _)| span.day == day)
            .map(|(span, next)| (span.codes.last + 1).saturating_sub(*next))
            .sum();
        (held, (own + further < OWN_CODES).then_some(day))
    }

    /// Somebody of the desk's unit does something with a case that the desk shows: mostly what the list of acts offers,
    /// sometimes what it does not.
    fn act(&mut self, desk: usize) {
        let mirror = self.desks[desk].store.mirror();
        let Some(case) = mirror.shown.values().choose(&mut self.random).cloned() else { return };
        let people = people(self.desks[desk].index);
        let catalogue = self.desks[desk].catalogue.clone();
        let order = people.choose_multiple(&mut self.random, people.len()).map(|(id, _)| id.clone());
        let order: Vec<UserId> = order.collect();
        for user in order {
            let acts = acts_for(&catalogue, &case, &user, self.desk_clock(desk));
            let dull = |act: &&Act| act.main || matches!(act.kind, ActKind::RequestSupplement | ActKind::ReturnStep);
            let choice = acts.iter().filter(dull).choose(&mut self.random);
            let rare = self.random.random_range(0..6) == 0;
            let choice = if rare { acts.choose(&mut self.random) } else { choice };
            if let Some(act) = choice.cloned()
                && let Some(command) = self.command(desk, &case, &act, &user)
            {
                self.give(desk, &user, case.id, command);
                return;
            }
        }
    }

    fn command(&mut self, desk: usize, case: &Case, act: &Act, user: &UserId) -> Option<Command> {
        let turn = case.turn;
        let text = || "Lý do".to_owned();
        Some(match act.kind {
            ActKind::Accept => Command::Accept { turn, code: self.next_code(desk)? },
            ActKind::Reject => Command::Reject { turn, reason: text() },
            ActKind::RequestSupplement => Command::RequestSupplement {
                turn,
                papers: vec!["CCCD".to_owned()],
                counts: Default::default(),
                reason: text(),
            },
            ActKind::ReceiveSupplement => Command::ReceiveSupplement { turn, papers: papers() },
            ActKind::Assign => {
                let to = act.candidates.choose(&mut self.random)?.id.clone();
                Command::Assign { turn, from: case.assignee.clone(), to, note: String::new() }
            }
            ActKind::TakeOver => Command::Assign { turn, from: None, to: user.clone(), note: String::new() },
            ActKind::CompleteStep => Command::CompleteStep { turn, note: String::new() },
            ActKind::ReturnStep => {
                Command::ReturnStep { turn, to: act.targets.choose(&mut self.random)?.id.clone(), reason: text() }
            }
            ActKind::ProposeResult => {
                let body = format!("Nội dung {}", self.random.random::<u16>());
                Command::ProposeResult { turn, title: "GIẤY XÁC NHẬN".to_owned(), draft: file(&body), body }
            }
            ActKind::IssueCopy => {
                let document = case.deliverable.as_ref()?.document.digest.clone();
                let (copies, to) = (self.random.random_range(1..4), casework::CopyRecipient::Applicant);
                Command::IssueCopy { document, copies, to, name: text(), reason: text() }
            }
            ActKind::ProposeRejection => {
                let reason = format!("Không đủ điều kiện {}", self.random.random::<u16>());
                Command::ProposeRejection { turn, draft: file(&reason), reason }
            }
            ActKind::Approve => {
                Command::Approve { turn, document: file(&format!("ký {turn}")), states: case.statement()? }
            }
            ActKind::Number => {
                if !self.desks[desk].store.holds_registers {
                    return None;
                }
                let issued_on = self.desk_clock(desk).day();
                let registers = self.desks[desk].store.outbox().registers;
                let number = registers.get(&("GXN".to_owned(), issued_on.year())).copied().unwrap_or(1);
                let document = file(&format!("số {number}"));
                Command::Number { turn, register: "GXN".into(), number, issued_on, document, states: case.statement()? }
            }
            ActKind::HandOver => Command::HandOver {
                turn,
                to: "Người nhận".to_owned(),
                method: casework::HandOverMethod::Counter,
                note: String::new(),
                signature: None,
            },
            ActKind::Withdraw => Command::Withdraw { turn, reason: text() },
            ActKind::Stop => Command::Stop { turn, reason: text() },
            ActKind::RequestPayment => Command::RequestPayment { turn, reason: text() },
            ActKind::Resume => Command::Resume { turn, note: String::new() },
            ActKind::Extend => {
                let calendar = &self.desks[desk].catalogue.editions.values().next()?.calendar;
                let to = calendar.next_working_day(case.due_at?.day().plus_days(3));
                Command::Extend { turn, to, reason: text(), document: file(&format!("xin lỗi {turn}")) }
            }
            ActKind::Recall => Command::Recall { turn, reason: text() },
            ActKind::ChangeVariant => {
                Command::ChangeVariant { turn, variant: act.variants.first()?.id.clone(), reason: text() }
            }
            ActKind::Note => Command::Note { text: text() },
            ActKind::Message => Command::Message { text: text() },
            ActKind::Correct => Command::Correct {
                turn,
                applicant: case.applicant.clone(),
                subject: format!("Nội dung sửa {}", self.random.random::<u16>()),
                entries: case.entries.clone(),
                reason: text(),
            },
            ActKind::Consult => {
                let unit = units().into_iter().find(|unit| *unit != case.at)?;
                let answer_by = self.desk_clock(desk).day().plus_days(5);
                Command::Consult { turn, unit, question: text(), answer_by }
            }
            ActKind::Transfer => {
                Command::Transfer { turn, to: act.units.choose(&mut self.random)?.code.clone(), reason: text() }
            }
            ActKind::AnswerConsultation => {
                let asked = case.consultations.iter().find(|asked| asked.answer.is_none())?;
                Command::AnswerConsultation { consultation: asked.id, answer: text(), files: Vec::new() }
            }
            ActKind::Complain => Command::Complain { text: text() },
            ActKind::AnswerComplaint => {
                let complaint = case.complaints.iter().find(|one| one.answer.is_none())?.id;
                Command::AnswerComplaint { complaint, answer: text(), upheld: self.random.random() }
            }
            ActKind::Revoke => Command::Revoke { turn, reason: text(), again: self.random.random() },
            ActKind::CollectFee => {
                let quantity = self.random.random_range(1..4);
                let amount = u64::from(quantity) * 8_000;
                let line = FeeLine {
                    fee: "LP".to_owned(),
                    name: "Lệ phí".to_owned(),
                    quantity,
                    copies: 1,
                    waiver: None,
                    reason: String::new(),
                    amount,
                };
                let receipt = case.next_receipt()?;
                Command::CollectFee { receipt, lines: vec![line], method: PaymentMethod::Cash }
            }
            ActKind::RefundFee => Command::RefundFee { payment: case.paid().next()?.id, reason: text() },
        })
    }

    fn give(&mut self, desk: usize, user: &UserId, case: CaseId, command: Command) {
        let envelope = Envelope {
            id: EnvelopeId(self.id()),
            case,
            actor: Actor::Official(user.clone()),
            at: self.desk_clock(desk),
            edition: "2026".into(),
            seen: 0,
            after: None,
            command,
        };
        let id = envelope.id;
        let target = &self.desks[desk];
        let before = now(shown(&target.store, &target.catalogue, case)).ok().flatten();
        let events = decide(&target.catalogue, before.as_ref(), &envelope);
        let answer = now(submit(&target.store, &target.catalogue, envelope));
        self.note(&format!("{desk} {id} {}", matches!(answer, Ok(Submitted::Saved(_)))));
        // After a crash nobody was told anything, whatever the disk holds.
        if let (Ok(Submitted::Saved(_)), Ok(events)) = (answer, events) {
            self.saved.push(Saved { envelope: id, desk, case });
            self.shown.insert(id, events);
        }
    }

    /// A desk talks to the portal over a line that may fail at every place.
    fn exchange(&mut self, desk: usize, with_faults: bool) {
        let target = &self.desks[desk];
        if target.distrusts.is_some() {
            return;
        }
        let Ok(bodies) = now(target.store.unjudged(20)) else { return };
        let Ok(head) = now(target.store.head()) else { return };
        let envelopes = bodies.into_iter().filter_map(|body| RawValue::from_string(body).ok()).collect();
        let (day_codes, more_codes_on) = self.codes_asked(desk);
        let request = PushRequest {
            version: protocol::VERSION,
            unit: target.unit.clone(),
            head,
            catalogue: target.catalogue.version,
            limit: 7,
            envelopes,
            day_codes,
            more_codes_on,
        };
        let fate = if with_faults { self.random.random_range(0..10) } else { 9 };
        match fate {
            0 => {
                self.faults.requests_dropped += 1;
                return;
            }
            1 => {
                self.faults.requests_doubled += 1;
                self.late.push((desk, request.clone()));
            }
            2 => {
                // The portal goes down within the batch: what was committed stays, no answer comes.
                self.faults.batches_cut += 1;
                let cut = self.random.random_range(0..=request.envelopes.len());
                let envelopes = request.envelopes.into_iter().take(cut).collect();
                let _ = self.answer(desk, &PushRequest { envelopes, ..request });
                return;
            }
            _ => {}
        }
        let reply = self.answer(desk, &request);
        if fate == 3 {
            self.faults.replies_lost += 1;
            return;
        }
        if let Ok(reply) = reply {
            self.take(desk, &reply);
            if let Some(granted) = &reply.day_codes {
                let taken = self.desks[desk].store.take_day_codes(&request.day_codes, granted);
                self.faults.spans_granted += u32::from(taken.is_ok() && granted.len() > request.day_codes.len());
            }
        }
    }

    fn take(&mut self, desk: usize, reply: &PushReply) {
        let newer = self.catalogue.clone();
        let key = self.key.verifying_key();
        let target = &mut self.desks[desk];
        if reply.catalogue != target.catalogue.version {
            target.catalogue = newer;
        }
        let applied = now(apply(&target.store, &target.catalogue, &target.unit, &key, reply));
        match applied {
            Ok(applied) => self.faults.refusals += u32::try_from(applied.refused).unwrap_or(0),
            Err(ApplyError::Store(_)) => {}
            Err(distrust) => target.distrusts = Some(distrust),
        }
        let accepted = reply.verdicts.iter().filter(|judged| matches!(judged.verdict, Verdict::Accepted { .. }));
        self.faults.accepted += u32::try_from(accepted.count()).unwrap_or(0);
    }

    /// The portal's half of an exchange.
    fn answer(&mut self, desk: usize, request: &PushRequest) -> Result<PushReply, StoreError> {
        let target = &self.desks[desk];
        let rights = DeskRights {
            device: target.device,
            unit: target.unit.clone(),
            users: people(target.index).into_iter().map(|(id, _)| id).collect::<BTreeSet<_>>(),
            codes: target.store.codes,
        };
        let day_codes = (!request.day_codes.is_empty() || request.more_codes_on.is_some()).then(|| {
            let last_own = self.desks.iter().map(|desk| desk.store.codes.last).max().unwrap_or(0);
            self.portal.day_codes(&rights, last_own, &request.day_codes, request.more_codes_on)
        });
        let (mut verdicts, mut unjudged) = (Vec::new(), Vec::new());
        for raw in &request.envelopes {
            let Ok(envelope) = protocol::push::open(raw) else { continue };
            let id = envelope.id;
            let (digest, bytes) = (protocol::digest(raw.get().as_bytes()), raw.get().to_owned());
            let arrival = Arrival { envelope, digest, bytes, source: Source::Desk(rights.clone()), now: self.clock };
            if self.planted == Some(Planted::AnswersBeforeWriting) && self.random.random_range(0..8) == 0 {
                verdicts.push(Judged { envelope: id, verdict: Verdict::Accepted { seq: 0 } });
                continue;
            }
            match now(self.portal.admit(&self.catalogue, &arrival, self.judge()))? {
                Ok(verdict) => verdicts.push(Judged { envelope: id, verdict }),
                Err(why) => unjudged.push((id, why)),
            }
        }
        self.note(&format!("{desk} {verdicts:?} {unjudged:?}"));
        let state = self.portal.state();
        let same_log = request.head.as_ref().filter(|head| head.log == state.log);
        let cursor = same_log.map_or(0, |head| head.seq);
        let (entries, head) = now(self.portal.page(&request.unit, cursor, request.limit))?;
        let backup = self.backup.as_ref().filter(|backup| backup.log == state.log);
        let safe_seq = backup.and_then(|backup| backup.heads.get(&request.unit)).map_or(0, |head| head.seq);
        Ok(PushReply {
            version: protocol::VERSION,
            verdicts,
            unjudged,
            entries,
            checkpoint: Checkpoint::sign(&self.key, head, self.clock),
            safe_seq,
            catalogue: self.catalogue.version,
            portal_time: self.clock,
            leases: None,
            day_codes,
        })
    }

    /// A request that the network held back arrives hours later; nobody waits for its reply.
    fn replay_late(&mut self) {
        if self.late.is_empty() {
            return;
        }
        let (desk, request) = self.late.remove(self.random.random_range(0..self.late.len()));
        self.faults.late_replays += 1;
        let _ = self.answer(desk, &request);
    }
}

/// A planted judge: everybody is somebody who may.
fn judge_anybody(catalogue: &Catalogue, bench: &Bench, arrival: &Arrival) -> Judgement {
    let mut catalogue = catalogue.clone();
    for user in catalogue.users.values_mut() {
        user.active = true;
    }
    judge(&catalogue, bench, arrival)
}

/// A planted judge: a command is fitted to the turn that the case has now.
fn judge_any_turn(catalogue: &Catalogue, bench: &Bench, arrival: &Arrival) -> Judgement {
    let mut arrival = arrival.clone();
    if let Some(case) = &bench.case {
        let turn = case.turn;
        match &mut arrival.envelope.command {
            Command::CompleteStep { turn: given, .. }
            | Command::ReturnStep { turn: given, .. }
            | Command::RequestSupplement { turn: given, .. }
            | Command::ReceiveSupplement { turn: given, .. }
            | Command::Resume { turn: given, .. }
            | Command::Recall { turn: given, .. }
            | Command::ChangeVariant { turn: given, .. }
            | Command::Assign { turn: given, .. }
            | Command::Transfer { turn: given, .. }
            | Command::Withdraw { turn: given, .. }
            | Command::ProposeResult { turn: given, .. }
            | Command::ProposeRejection { turn: given, .. } => *given = turn,
            _ => {}
        }
    }
    judge(catalogue, bench, &arrival)
}

/// A planted judge: the step after the next one.
fn judge_skipping(catalogue: &Catalogue, bench: &Bench, arrival: &Arrival) -> Judgement {
    let mut judgement = judge(catalogue, bench, arrival);
    if let Judgement::Accepted { events } = &mut judgement {
        for event in events {
            if let Event::StepCompleted { next, .. } = event
                && next.as_str() == "sign"
            {
                *next = "number".into();
            }
        }
    }
    judgement
}
