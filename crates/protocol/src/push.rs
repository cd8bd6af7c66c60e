//! Push and pull in one request: envelopes go up, verdicts and the next page of the unit's log come down.
//!
//! A lost reply costs nothing: the portal repeats the stored verdict for an envelope that it knows. A doubtful answer is
//! no answer: the desk sends again.

use crate::chain::{Checkpoint, Distrust, Entry, Head, LogId};
use crate::codes::DayCodes;
use crate::enrol::RegisterLease;
use casework::{
    Actor, Case, Catalogue, Command, Date, DeviceId, Digest, Envelope, EnvelopeId, Event, Moment, Recorded, Refusal,
    RegisterBook, UnitCode, UserId, decide,
};
use ed25519_dalek::VerifyingKey;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::collections::BTreeSet;

/// What a desk sends.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PushRequest {
    pub version: u16,
    pub unit: UnitCode,
    /// How far the desk's mirror is; `None` for an empty one.
    pub head: Option<Head>,
    /// The catalogue that the desk has.
    pub catalogue: u64,
    /// Whole entries wanted at most.
    pub limit: u32,
    /// Envelopes in the order in which they were given, each exactly as it was kept.
    pub envelopes: Vec<Box<RawValue>>,
    /// Spans of case numbers that the desk was granted for days beside its own span.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub day_codes: Vec<DayCodes>,
    /// A further span is wanted for this day: the numbers run out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub more_codes_on: Option<Date>,
}

/// What comes back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushReply {
    pub version: u16,
    pub verdicts: Vec<Judged>,
    /// Envelopes that could not be judged yet; they are sent again.
    pub unjudged: Vec<(EnvelopeId, Unjudged)>,
    /// The log from the desk's head on.
    pub entries: Vec<Entry>,
    pub checkpoint: Checkpoint,
    /// Entries up to here are in the portal's backup: desks may forget their own copies (P13).
    pub safe_seq: u64,
    /// Newest catalogue.
    pub catalogue: u64,
    pub portal_time: Moment,
    /// Registers that this desk holds; `None` where the portal does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leases: Option<Vec<RegisterLease>>,
    /// Spans of this desk for the days that it asked about; `None` where it asked about none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day_codes: Option<Vec<DayCodes>>,
}

/// A verdict with its envelope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    pub envelope: EnvelopeId,
    pub verdict: Verdict,
}

/// The portal's answer to one envelope: stored with its effects, repeated for ever.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Verdict {
    /// In the log; `seq` is the place of its last event.
    Accepted { seq: u64 },
    /// Not in the log; `seq` is the place up to which the portal had judged.
    Refused { seq: u64, refusal: Refusal },
}

/// Why there is no verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unjudged {
    /// The command before this one has not come yet.
    EarlierMissing,
    /// The same id came before with other content: one of the two is forged or broken.
    OtherContent,
}

/// An envelope as it came, and as it was understood.
#[derive(Debug, Clone)]
pub struct Arrival {
    pub envelope: Envelope,
    /// Digest of the bytes as they came: the same id must always bring the same bytes.
    pub digest: Digest,
    pub bytes: String,
    pub source: Source,
    pub now: Moment,
}

/// Where an envelope came from, which bounds whom it can speak for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    Desk(DeskRights),
    /// A citizen's session at the portal.
    Account(casework::AccountId),
    /// The portal itself, for what time alone brings about.
    Portal,
}

/// What an enrolled desk may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskRights {
    pub device: DeviceId,
    pub unit: UnitCode,
    /// People who have proven themselves to the portal at this desk.
    pub users: BTreeSet<UserId>,
    /// Numbers of case codes that this desk gives on any day.
    pub codes: CodeBlock,
}

/// Numbers of the day that one desk of a unit gives to cases, on every day: desks of a unit never share one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CodeBlock {
    pub first: u16,
    pub last: u16,
}

impl CodeBlock {
    /// Whether the block holds that number.
    #[must_use]
    pub const fn holds(&self, number: u16) -> bool {
        self.first <= number && number <= self.last
    }
}

/// What a store hands to the judge, read in the same transaction in which the judgement is written.
#[derive(Debug, Clone)]
pub struct Bench {
    pub case: Option<Case>,
    /// The verdict on [`Envelope::after`]; `None` where it is not known.
    pub earlier: Option<Verdict>,
    /// Whether the case code that the command gives is another case's.
    pub code_taken: bool,
    /// Whether the number is in a span that the desk was granted for that day.
    pub code_granted: bool,
    /// The register that the command writes to.
    pub register: Option<RegisterState>,
}

/// A register as the portal knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterState {
    pub book: RegisterBook,
    /// The desk that holds it; nobody else numbers.
    pub holder: Option<DeviceId>,
    /// The number that comes next in the year of the command.
    pub next: u32,
}

/// What is to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judgement {
    Accepted { events: Vec<Event> },
    Refused { refusal: Refusal, voided: Option<Voided> },
    Waits(Unjudged),
}

/// A number that was printed on a document and then refused: it stays in the register as void, so the book has no gap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voided {
    pub book: RegisterBook,
    pub number: u32,
}

/// Judges one envelope with authority: the portal's half, the same law as on the desk plus the rules across cases.
#[must_use]
pub fn judge(catalogue: &Catalogue, bench: &Bench, arrival: &Arrival) -> Judgement {
    let envelope = &arrival.envelope;
    if envelope.after.is_some() && bench.earlier.is_none() {
        return Judgement::Waits(Unjudged::EarlierMissing);
    }
    match weigh(catalogue, bench, arrival) {
        Ok(events) => Judgement::Accepted { events },
        Err(refusal) => Judgement::Refused { refusal, voided: voided(bench, arrival) },
    }
}

fn weigh(catalogue: &Catalogue, bench: &Bench, arrival: &Arrival) -> Result<Vec<Event>, Refusal> {
    let envelope = &arrival.envelope;
    speaks_for(&arrival.source, &envelope.actor)?;
    if let (Some(earlier), Some(Verdict::Refused { .. })) = (envelope.after, &bench.earlier) {
        return Err(Refusal::EarlierRefused { envelope: earlier });
    }
    if let Source::Desk(desk) = &arrival.source {
        has_a_part(&desk.unit, bench.case.as_ref(), &envelope.command)?;
    }
    let events = decide(catalogue, bench.case.as_ref(), envelope)?;
    events.iter().try_for_each(|event| numbers(bench, &arrival.source, event))?;
    Ok(events)
}

/// A desk acts on cases in which its unit has a part, and takes in what its unit may take in.
fn has_a_part(desk: &UnitCode, case: Option<&Case>, command: &Command) -> Result<(), Refusal> {
    let (part, unit) = match (case, command.application()) {
        (Some(case), _) => (case.involved.contains(desk), &case.unit),
        (None, Some(new)) => (new.unit == *desk || new.received_by.as_ref() == Some(desk), &new.unit),
        (None, None) => return Ok(()),
    };
    if part { Ok(()) } else { Err(Refusal::OtherUnit { unit: unit.clone() }) }
}

/// A desk speaks for the people enrolled at it, a session for its own account.
fn speaks_for(source: &Source, actor: &Actor) -> Result<(), Refusal> {
    let allowed = match (source, actor) {
        (Source::Desk(desk), Actor::Official(user)) => desk.users.contains(user),
        (Source::Account(account), Actor::Citizen(claimed)) => account == claimed,
        (Source::Portal, Actor::Portal) => true,
        (Source::Desk(_), Actor::Citizen(_) | Actor::Portal)
        | (Source::Account(_), Actor::Official(_) | Actor::Portal)
        | (Source::Portal, Actor::Official(_) | Actor::Citizen(_)) => false,
    };
    if allowed { Ok(()) } else { Err(Refusal::NotEnrolled) }
}

/// The rules across cases: case codes from the desk's own spans, document numbers by the register's holder, in order.
fn numbers(bench: &Bench, source: &Source, event: &Event) -> Result<(), Refusal> {
    match event {
        Event::Accepted { code, .. } => {
            let number = code.parts().map_or(0, |(_, _, number)| number);
            let leased = matches!(source, Source::Desk(desk) if desk.codes.holds(number) || bench.code_granted);
            if !leased {
                return Err(Refusal::CodeNotLeased { code: code.clone() });
            }
            if bench.code_taken { Err(Refusal::CodeTaken { code: code.clone() }) } else { Ok(()) }
        }
        Event::Numbered { register, number, .. } => {
            let not_held = || Refusal::RegisterNotHeld { register: register.clone() };
            let state = bench.register.as_ref().ok_or_else(not_held)?;
            if !holds(state, source) {
                return Err(not_held());
            }
            if state.next == *number {
                Ok(())
            } else {
                Err(Refusal::NumberNotNext { register: register.clone(), next: state.next })
            }
        }
        Event::Filed { .. }
        | Event::Rejected { .. }
        | Event::SupplementRequested { .. }
        | Event::SupplementReceived { .. }
        | Event::Assigned { .. }
        | Event::StepCompleted { .. }
        | Event::StepReturned { .. }
        | Event::ResultProposed { .. }
        | Event::RejectionProposed { .. }
        | Event::Approved { .. }
        | Event::HandedOver { .. }
        | Event::Withdrawn { .. }
        | Event::Stopped { .. }
        | Event::PaymentRequested { .. }
        | Event::Resumed { .. }
        | Event::Extended { .. }
        | Event::Recalled { .. }
        | Event::VariantChanged { .. }
        | Event::Noted { .. }
        | Event::Messaged { .. }
        | Event::Corrected { .. }
        | Event::ConsultationAsked { .. }
        | Event::ConsultationAnswered { .. }
        | Event::Complained { .. }
        | Event::ComplaintAnswered { .. }
        | Event::Revoked { .. }
        | Event::CopyIssued { .. }
        | Event::Reopened { .. }
        | Event::Passed { .. }
        | Event::FeeCollected { .. }
        | Event::FeeRefunded { .. } => Ok(()),
    }
}

fn holds(register: &RegisterState, source: &Source) -> bool {
    matches!(source, Source::Desk(desk) if register.holder == Some(desk.device))
}

fn voided(bench: &Bench, arrival: &Arrival) -> Option<Voided> {
    let Command::Number { number, .. } = &arrival.envelope.command else { return None };
    let register = bench.register.as_ref()?;
    let its_turn = register.next == *number && holds(register, &arrival.source);
    its_turn.then(|| Voided { book: register.book.clone(), number: *number })
}

/// A reply that the desk believes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The desk's place after the page.
    pub head: Head,
    /// Events that are new to the desk, in order.
    pub events: Vec<Recorded>,
    /// The portal's log is another one than the desk knew: begin again from nothing and offer again what is kept (P13).
    pub restarted: bool,
    /// Entries still to come after this page.
    pub behind: u64,
}

/// Holds a reply against what the desk has seen: the desk's half. A late or doubled reply takes nothing in twice.
///
/// # Errors
/// [`Distrust`] where the history does not extend what the desk has seen; nothing of the reply may be used then.
pub fn take_in(
    known: Option<&Head>,
    unit: &UnitCode,
    key: &VerifyingKey,
    reply: &PushReply,
) -> Result<Taken, Distrust> {
    let checkpoint = &reply.checkpoint;
    checkpoint.verify(key)?;
    let log = checkpoint.head.log;
    let restarted = known.is_some_and(|head| head.log != log);
    let mut head = match known {
        Some(head) if !restarted => head.clone(),
        _ => Head::start(log, unit),
    };
    if checkpoint.head.unit != *unit {
        return Err(Distrust::Rewritten { seq: checkpoint.head.seq });
    }
    let mut events = Vec::new();
    for entry in &reply.entries {
        // A late reply repeats what is here already; one that begins further on is of another request.
        if entry.seq <= head.seq {
            continue;
        }
        if entry.seq != head.seq + 1 {
            break;
        }
        let (next, recorded) = head.read(entry)?;
        head = next;
        events.push(recorded);
    }
    if checkpoint.head.seq == head.seq && checkpoint.head.hash != head.hash {
        return Err(Distrust::Rewritten { seq: head.seq });
    }
    let behind = checkpoint.head.seq.saturating_sub(head.seq);
    Ok(Taken { head, events, restarted, behind })
}

/// Whether a portal's newest word still reaches what this desk was promised. Asked only of replies in order, since a
/// late one rightly ends earlier.
///
/// # Errors
/// [`Distrust::CutOff`] where the log is shorter than a checkpoint that the desk holds.
pub fn reaches(known: Option<&Head>, reply: &PushReply) -> Result<(), Distrust> {
    match known {
        Some(head) if head.log == reply.checkpoint.head.log && reply.checkpoint.head.seq < head.seq => {
            Err(Distrust::CutOff { portal: reply.checkpoint.head.seq, seen: head.seq })
        }
        _ => Ok(()),
    }
}

/// Reads an envelope as it came. What is not understood is refused by its id, or cannot be answered at all.
///
/// # Errors
/// The id of an envelope whose command this program does not know, or `None` where not even the id can be read.
pub fn open(raw: &RawValue) -> Result<Envelope, Option<EnvelopeId>> {
    #[derive(Deserialize)]
    struct OnlyId {
        id: EnvelopeId,
    }
    serde_json::from_str::<Envelope>(raw.get())
        .map_err(|_| serde_json::from_str::<OnlyId>(raw.get()).ok().map(|only| only.id))
}

/// The log that a fresh portal begins.
#[must_use]
pub fn log_id(random: [u8; 16]) -> LogId {
    LogId(uuid::Builder::from_random_bytes(random).into_uuid())
}
