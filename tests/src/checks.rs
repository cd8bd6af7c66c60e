//! The promises, checked after healing by tables of their own: nothing here asks `decide`.

use crate::fixture::{LONG, SHORT, people, units};
use crate::memory_desk::Standing;
use crate::memory_portal::State;
use crate::world::World;
use casework::catalogue::Role;
use casework::{Actor, Case, CaseId, EnvelopeId, Event, Recorded, Status, UnitCode, evolve};
use protocol::Head;
use std::collections::{BTreeMap, BTreeSet};

/// A broken promise, by its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    pub promise: &'static str,
    pub how: String,
}

fn broken(promise: &'static str, how: impl Into<String>) -> Broken {
    Broken { promise, how: how.into() }
}

/// Every promise that this healed world breaks.
#[must_use]
pub fn check(world: &World, came_to_rest: bool) -> Vec<Broken> {
    let state = world.portal.state();
    let mut found = Vec::new();
    if !came_to_rest {
        found.push(broken("P11", "an outbox does not drain, or a mirror does not catch up"));
    }
    let logs = match read_logs(&state) {
        Ok(logs) => logs,
        Err(how) => return vec![how],
    };
    let events = || logs.values().flatten();
    found.extend(nothing_saved_is_lost(world, &state));
    found.extend(every_command_once(world, &state, &logs));
    found.extend(nothing_refused_is_dropped(world, &state));
    found.extend(mirrors_are_equal(world, &state));
    found.extend(only_by_right(world, &logs));
    found.extend(only_legal_transitions(&logs));
    found.extend(numbers_are_gapless(&state));
    for desk in &world.desks {
        if let Some(distrust) = &desk.distrusts {
            found.push(broken("P6", format!("a desk does not believe the portal: {distrust}")));
        }
        let safe = desk.store.outbox().kept.len();
        if safe > 400 {
            found.push(broken("P11", format!("an outbox keeps {safe} envelopes")));
        }
    }
    if events().count() != state.entries.values().map(Vec::len).sum::<usize>() {
        found.push(broken("P6", "entries were lost while reading"));
    }
    found
}

type Logs = BTreeMap<UnitCode, Vec<Recorded>>;

/// P6: each log is gapless and chained from its beginning.
fn read_logs(state: &State) -> Result<Logs, Broken> {
    let mut logs = Logs::new();
    for (unit, entries) in &state.entries {
        let mut head = Head::start(state.log, unit);
        for entry in entries {
            let (next, recorded) = head.read(entry).map_err(|error| broken("P6", error.to_string()))?;
            head = next;
            logs.entry(unit.clone()).or_default().push(recorded);
        }
    }
    Ok(logs)
}

/// P1: what a person was told is saved is judged by the portal, or still in an outbox.
fn nothing_saved_is_lost(world: &World, state: &State) -> Vec<Broken> {
    let kept: BTreeSet<EnvelopeId> =
        world.desks.iter().flat_map(|desk| desk.store.outbox().kept).map(|kept| kept.envelope.id).collect();
    let lost = world
        .saved
        .iter()
        .filter(|saved| !kept.contains(&saved.envelope) && !state.verdicts.contains_key(&saved.envelope));
    lost.map(|saved| broken("P1", format!("{} of desk {} is nowhere", saved.envelope, saved.desk))).collect()
}

/// P2: each command takes effect once, and with the outcome that the person was shown.
fn every_command_once(world: &World, state: &State, logs: &Logs) -> Vec<Broken> {
    let mut found = Vec::new();
    // In the log of each unit with a part in the case, once.
    let mut effects: BTreeMap<(EnvelopeId, &UnitCode), Vec<Event>> = BTreeMap::new();
    for (unit, log) in logs {
        for recorded in log {
            effects.entry((recorded.envelope, unit)).or_default().push(recorded.event.clone());
        }
    }
    for ((envelope, _), events) in &effects {
        if !matches!(state.verdicts.get(envelope), Some((_, protocol::Verdict::Accepted { .. }))) {
            found.push(broken("P2", format!("{envelope} has effects without a verdict")));
        }
        let alike = |shown: &Vec<Event>| shown == events;
        if world.shown.get(envelope).is_some_and(|shown| !alike(shown)) {
            found.push(broken(
                "P2",
                format!(
                    "{envelope} has another outcome than was shown, or has it twice: {:?} instead of {events:?}",
                    world.shown.get(envelope)
                ),
            ));
        }
    }
    let effects: BTreeSet<EnvelopeId> = effects.into_keys().map(|(envelope, _)| envelope).collect();
    for (envelope, (_, verdict)) in &state.verdicts {
        if matches!(verdict, protocol::Verdict::Accepted { .. }) && !effects.contains(envelope) {
            found.push(broken("P2", format!("{envelope} is accepted without effects")));
        }
    }
    for desk in &world.desks {
        for kept in desk.store.outbox().kept {
            if matches!(kept.standing, Standing::Accepted(_)) && !effects.contains(&kept.envelope.id) {
                found.push(broken("P2", format!("{} was called accepted and has no effects", kept.envelope.id)));
            }
        }
    }
    found
}

/// P3: what was refused stands as a conflict on its desk until a person has closed it; what follows it in its lane was
/// not applied to another branch of the case.
fn nothing_refused_is_dropped(world: &World, state: &State) -> Vec<Broken> {
    let mut found = Vec::new();
    for saved in &world.saved {
        let outbox = world.desks[saved.desk].store.outbox();
        let standing = outbox.kept.iter().find(|kept| kept.envelope.id == saved.envelope).map(|kept| &kept.standing);
        let refused = matches!(state.verdicts.get(&saved.envelope), Some((_, protocol::Verdict::Refused { .. })));
        if refused && !matches!(standing, Some(Standing::Refused(..) | Standing::Closed)) {
            found.push(broken("P3", format!("{} was refused and is shown nowhere", saved.envelope)));
        }
    }
    found
}

/// P4: confirmed and shown cases of every desk are the portal's cases in which its unit has a part.
fn mirrors_are_equal(world: &World, state: &State) -> Vec<Broken> {
    let mut found = Vec::new();
    for (index, desk) in world.desks.iter().enumerate() {
        let portal: BTreeMap<CaseId, Case> = state
            .cases
            .iter()
            .filter(|(_, case)| case.involved.contains(&desk.unit))
            .map(|(id, case)| (*id, case.clone()))
            .collect();
        let mut mirror = desk.store.mirror();
        // Of a case that went elsewhere the desk keeps what it was when it went.
        let theirs = |_: &CaseId, case: &mut Case| case.involved.contains(&desk.unit);
        mirror.confirmed.retain(theirs);
        mirror.shown.retain(theirs);
        if mirror.confirmed != portal {
            found.push(broken("P4", format!("desk {index} holds other cases than the portal")));
        }
        if mirror.shown != portal {
            found.push(broken("P4", format!("desk {index} shows other cases than the portal has")));
        }
        let mut refolded = mirror.events.iter().fold(BTreeMap::new(), |mut cases: BTreeMap<CaseId, Case>, recorded| {
            if let Some(case) = evolve(cases.remove(&recorded.case), recorded) {
                cases.insert(recorded.case, case);
            }
            cases
        });
        refolded.retain(theirs);
        if refolded != portal {
            found.push(broken("P4", format!("the events of desk {index} fold to other cases")));
        }
    }
    found
}

/// P5: every event was brought about by somebody with the role for it, of that unit, not after losing the right.
fn only_by_right(world: &World, logs: &Logs) -> Vec<Broken> {
    let mut found = Vec::new();
    for log in logs.values() {
        let mut cases: BTreeMap<CaseId, Case> = BTreeMap::new();
        for recorded in log {
            let before = cases.remove(&recorded.case);
            if let Actor::Official(user) = &recorded.by {
                let side = usize::from(user.as_str().starts_with('b'));
                let role = people(side).into_iter().find(|(id, _)| id == user).map(|(_, role)| role);
                let needed = roles_for(before.as_ref(), &recorded.event);
                let is_theirs = may_meet(&units()[side], before.as_ref(), &recorded.event);
                if !is_theirs || !role.is_some_and(|role| needed.contains(&role)) {
                    found.push(broken("P5", format!("{user} brought about {:?}", recorded.event)));
                }
                if world.revoked.get(user).is_some_and(|since| recorded.arrived_at > *since) {
                    found.push(broken("P5", format!("{user} has no rights any more and acted")));
                }
            } else if !matches!(
                recorded.event,
                Event::Filed { .. } | Event::Withdrawn { .. } | Event::Complained { .. } | Event::Messaged { .. }
            ) {
                found.push(broken("P5", format!("a citizen brought about {:?}", recorded.event)));
            }
            cases.extend(evolve(before, recorded).map(|case| (recorded.case, case)));
        }
    }
    found
}

fn path(case: &Case) -> &'static [(&'static str, Role, casework::catalogue::StepKind)] {
    if case.service.as_str() == "S" { SHORT } else { LONG }
}

/// Units whose people may bring an event about.
fn may_meet(unit: &UnitCode, case: Option<&Case>, event: &Event) -> bool {
    match (case, event) {
        (None, Event::Filed { application, .. }) => {
            *application.received_by.as_ref().unwrap_or(&application.unit) == *unit
        }
        (None, _) => false,
        // A case that was sent on begins anew, and is another unit's already.
        (Some(_), Event::StepReturned { to, .. }) if to.as_str() == path_start(case) => true,
        // Steps and who has them, where the case lies; decisions on the case itself, in the competent unit.
        (
            Some(case),
            Event::StepReturned { .. }
            | Event::Assigned { .. }
            | Event::ResultProposed { .. }
            | Event::RejectionProposed { .. },
        ) => case.at == *unit || case.unit == *unit,
        (
            Some(case),
            Event::Stopped { .. }
            | Event::Extended { .. }
            | Event::Revoked { .. }
            | Event::CopyIssued { .. }
            | Event::ComplaintAnswered { .. }
            | Event::FeeRefunded { .. },
        ) => case.unit == *unit,
        (Some(case), Event::ConsultationAnswered { .. } | Event::Noted { .. }) => case.involved.contains(unit),
        (Some(case), _) => case.is_served_by(unit),
    }
}

fn path_start(case: Option<&Case>) -> &'static str {
    case.map_or("", |case| path(case)[1].0)
}

/// Roles that may bring an event about: a table of its own.
fn roles_for(case: Option<&Case>, event: &Event) -> Vec<Role> {
    let of_step = || {
        let step = case.and_then(|case| case.step.clone());
        let step = step.and_then(|step| path(case?).iter().find(|(id, ..)| *id == step.as_str()));
        step.map(|(_, role, _)| *role)
    };
    match event {
        Event::Filed { .. }
        | Event::Accepted { .. }
        | Event::Rejected { .. }
        | Event::SupplementReceived { .. }
        | Event::HandedOver { .. }
        | Event::Withdrawn { .. } => vec![Role::Clerk],
        Event::SupplementRequested { .. } => of_step().map_or(vec![Role::Clerk], |role| vec![role]),
        Event::Assigned { .. } => vec![Role::DivisionHead, Role::UnitHead, Role::Specialist],
        // The head of the unit sends a case on to another unit, where it begins anew.
        Event::StepReturned { to, .. } if to.as_str() == path_start(case) => {
            of_step().into_iter().chain([Role::UnitHead]).collect()
        }
        Event::StepCompleted { .. } | Event::StepReturned { .. } => {
            // Naming the specialist completes the assignment step; the unit's head may do that too.
            let mut roles: Vec<Role> = of_step().into_iter().collect();
            if roles == [Role::DivisionHead] {
                roles.extend([Role::UnitHead, Role::Specialist]);
            }
            roles
        }
        Event::ResultProposed { .. } | Event::RejectionProposed { .. } => vec![Role::Specialist],
        Event::Approved { .. } => vec![Role::UnitHead],
        Event::Numbered { .. } => vec![Role::RecordsClerk],
        Event::CopyIssued { .. } => vec![Role::UnitHead, Role::RecordsClerk],
        Event::Stopped { .. } | Event::ComplaintAnswered { .. } | Event::FeeRefunded { .. } => {
            vec![Role::DivisionHead, Role::UnitHead]
        }
        Event::PaymentRequested { .. } | Event::ConsultationAsked { .. } => of_step().into_iter().collect(),
        Event::Resumed { .. } | Event::ConsultationAnswered { .. } => {
            vec![Role::Clerk, Role::Specialist, Role::DivisionHead, Role::UnitHead]
        }
        Event::Extended { .. } | Event::Revoked { .. } | Event::Reopened { .. } => vec![Role::UnitHead],
        Event::Recalled { .. } | Event::Noted { .. } => {
            vec![Role::Clerk, Role::Specialist, Role::DivisionHead, Role::UnitHead, Role::RecordsClerk]
        }
        Event::Corrected { .. } => vec![Role::Clerk, Role::Specialist],
        Event::VariantChanged { .. } => vec![Role::Specialist, Role::DivisionHead],
        Event::Messaged { .. } => vec![Role::Clerk, Role::Specialist, Role::DivisionHead, Role::UnitHead],
        // Along with the act that makes it go, or by those who may send a case on.
        Event::Passed { .. } => {
            vec![Role::Clerk, Role::Specialist, Role::DivisionHead, Role::UnitHead, Role::RecordsClerk]
        }
        Event::Complained { .. } | Event::FeeCollected { .. } => vec![Role::Clerk],
    }
}

/// P12: every event fits the status before it, and steps follow the path.
fn only_legal_transitions(logs: &Logs) -> Vec<Broken> {
    let mut found = Vec::new();
    let mut cases: BTreeMap<(&UnitCode, CaseId), Case> = BTreeMap::new();
    for (unit, recorded) in logs.iter().flat_map(|(unit, log)| log.iter().map(move |recorded| (unit, recorded))) {
        let before = cases.remove(&(unit, recorded.case));
        let legal = match (&before, &recorded.event) {
            (None, Event::Filed { .. }) => true,
            (None, _) | (Some(_), Event::Filed { .. }) => false,
            (Some(case), event) => fits(case, event),
        };
        if !legal || recorded.version != before.as_ref().map_or(0, |case| case.version) + 1 {
            let status = before.as_ref().map(|case| (case.status, case.step.clone()));
            found.push(broken("P12", format!("{:?} after {status:?}", recorded.event)));
        }
        cases.extend(evolve(before, recorded).map(|case| ((unit, recorded.case), case)));
    }
    found
}

fn fits(case: &Case, event: &Event) -> bool {
    let running = matches!(case.status, Status::Accepted | Status::InProgress);
    let paused = matches!(case.status, Status::AwaitingPayment | Status::Stopped);
    let place = |step: &casework::StepId| path(case).iter().position(|(id, ..)| *id == step.as_str());
    match event {
        Event::Filed { .. } => false,
        Event::Accepted { .. } => case.status == Status::Filed,
        Event::Rejected { .. } => {
            case.status == Status::Filed || case.status == Status::AwaitingSupplement && case.accepted_at.is_none()
        }
        Event::SupplementRequested { .. } => (running || case.status == Status::Filed) && case.supplements.is_empty(),
        Event::SupplementReceived { .. } => case.status == Status::AwaitingSupplement,
        Event::Assigned { .. } => running || case.status.is_paused(),
        Event::StepCompleted { step, next, .. } => {
            let moves = running || case.status == Status::Done;
            moves && case.step.as_ref() == Some(step) && place(next) == place(step).map(|place| place + 1)
        }
        Event::StepReturned { step, to, .. } => {
            running && case.step.as_ref() == Some(step) && place(to).is_some_and(|to| Some(to) <= place(step) && to > 0)
        }
        Event::ResultProposed { .. } | Event::RejectionProposed { .. } => {
            running && case.step.as_ref().is_some_and(|step| step.as_str() == "draft")
        }
        Event::Approved { .. } => running && case.step.as_ref().is_some_and(|step| step.as_str() == "sign"),
        Event::Numbered { .. } => {
            running && case.approval.is_some() && case.step.as_ref().is_some_and(|step| step.as_str() == "number")
        }
        Event::HandedOver { .. } => case.status == Status::Done,
        Event::Withdrawn { .. } => {
            running || paused || matches!(case.status, Status::Filed | Status::AwaitingSupplement)
        }
        Event::Stopped { .. } => running || matches!(case.status, Status::AwaitingSupplement | Status::AwaitingPayment),
        Event::PaymentRequested { .. } => running,
        Event::Resumed { .. } => paused,
        // Once, before the day on which it is due, to a later day.
        Event::Extended { from, to, .. } => {
            running && case.extension.is_none() && case.due_at == Some(*from) && to.day() > from.day()
        }
        Event::Recalled { step, to, .. } => {
            running && case.step.as_ref() == Some(step) && place(to).map(|place| place + 1) == place(step)
        }
        Event::VariantChanged { variant, due_at, .. } => {
            running && case.variant.as_ref() != Some(variant) && case.due_at.is_some_and(|due| *due_at >= due)
        }
        Event::Noted { .. } | Event::Messaged { .. } => true,
        Event::Corrected { .. } => !case.status.is_closed() && case.approval.is_none(),
        Event::ConsultationAsked { unit, .. } => running && *unit != case.at,
        Event::ConsultationAnswered { consultation, .. } => {
            case.consultations.iter().any(|asked| asked.id == *consultation && asked.answer.is_none())
        }
        Event::Complained { .. } => case.status != Status::Filed,
        Event::ComplaintAnswered { complaint, .. } => {
            case.complaints.iter().any(|made| made.id == *complaint && made.answer.is_none())
        }
        // Of what is in force, never of what was revoked.
        Event::CopyIssued { document, .. } => case
            .deliverable
            .as_ref()
            .is_some_and(|issued| issued.revocation.is_none() && issued.document.digest == *document),
        Event::Revoked { .. } => matches!(case.status, Status::Done | Status::HandedOver),
        Event::Reopened { to, .. } => {
            case.deliverable.as_ref().is_some_and(|issued| issued.revocation.is_some()) && to.as_str() == "draft"
        }
        // P8: nothing that is paid for is paid for again.
        Event::FeeCollected { lines, .. } => {
            lines.iter().all(|line| !case.paid().any(|payment| payment.lines.iter().any(|paid| paid.fee == line.fee)))
        }
        // Wholly, only from the unit that answers for it and has it; for a step, only to where the step is done.
        Event::Passed { to, wholly: true, .. } => {
            case.at == case.unit && *to != case.unit && (running || case.status == Status::Filed)
        }
        Event::Passed { to, wholly: false, .. } => {
            let at_check = case.step.as_ref().is_some_and(|step| step.as_str() == "check");
            let at_return = case.step.as_ref().is_some_and(|step| step.as_str() == "return");
            let home = if at_return { case.received_by.as_ref().unwrap_or(&case.unit) } else { &case.unit };
            *to != case.at && *to == if at_check { units()[1].clone() } else { home.clone() }
        }
        Event::FeeRefunded { payment, .. } => case.paid().any(|paid| paid.id == *payment),
    }
}

/// Registers have no gap and no double, case codes no double.
fn numbers_are_gapless(state: &State) -> Vec<Broken> {
    let mut found = Vec::new();
    for (book, numbers) in &state.numbers {
        let expected: Vec<u32> = (1..=numbers.len() as u32).collect();
        if *numbers != expected {
            found.push(broken("registers", format!("{book:?} has {numbers:?}")));
        }
    }
    let codes = state.cases.values().filter_map(|case| case.code.clone());
    let (all, distinct) = (codes.clone().count(), codes.collect::<BTreeSet<_>>().len());
    if all != distinct {
        found.push(broken("registers", "two cases have the same code"));
    }
    found
}
