//! A case as its screen shows it.

use crate::documents::Documents;
use crate::error::DeskError;
use crate::lists::state_of;
use crate::store::DeskFiles;
use crate::tables::{cases, envelopes, events, files, head};
use crate::views::{CaseView, Conflict, FeeDue, HistoryEntry, OutboxItem, SyncState, WaiverDue};
use crate::working_time::WorkingTime;
use casework::catalogue::Service;
use casework::fee::{Fee, Pieces};
use casework::{Actor, Case, CaseId, Catalogue, Digest, Moment, Recorded, UserId, acts_for, deadline};
use protocol::rebase::rebase;
use std::collections::BTreeMap;

/// The view of a case for a person; `None` where the desk has no such case.
pub(crate) async fn view(
    store: &DeskFiles,
    documents: &Documents,
    user: &UserId,
    id: CaseId,
    now: Moment,
) -> Result<Option<CaseView>, DeskError> {
    let catalogue = store.catalogue();
    let Some(case) = cases::shown(&store.mirror, id).await? else { return Ok(None) };
    let damaged = || DeskError::Damaged("the catalogue");
    let edition = catalogue.editions.get(&case.edition).ok_or_else(damaged)?;
    let service = edition.services.get(&case.service).ok_or_else(damaged)?.clone();
    let unit = edition.units.get(&case.unit).ok_or_else(damaged)?.clone();
    let steps = edition
        .workflows
        .get(service.workflow_of(case.variant.as_ref()))
        .map(|workflow| workflow.steps.clone())
        .unwrap_or_default();
    let seen = head::read(&store.mirror).await?.map_or(0, |place| place.head.seq);
    let recorded = events::of_case(&store.mirror, id).await?;
    let kept = envelopes::kept(&store.outbox, Some(id)).await?;
    let waiting = files::on_their_way(&store.outbox).await?;
    let history = history(&catalogue, store, &case, &recorded, &kept, &waiting, seen).await?;
    let conflicts: Vec<Conflict> =
        kept.iter().filter_map(|kept| conflict(&catalogue, Some(&case), kept, &recorded)).collect();
    let deadline = match case.accepted_at {
        Some(_) => deadline::explain(edition, &case),
        // What is not accepted yet would be due then if it were accepted now.
        None if !case.status.is_closed() => {
            let variant = service.variant_for(&case.facts()).map(|variant| variant.id.clone());
            Some(deadline::of(&edition.calendar, service.time_limit_of(variant.as_ref()), now))
        }
        None => None,
    };
    let mut time = WorkingTime::new(&edition.calendar, now);
    let mut left = |due: Option<Moment>| due.filter(|_| case.status.is_running()).map(|due| time.left(due));
    let (left, step_left) = (left(case.due_at), left(case.step_due_at));
    let fees = fees_due(&service, &case);
    let held_up = conflicts.iter().map(|conflict| conflict.envelope).collect::<Vec<_>>();
    let mut acts = acts_for(&catalogue, &case, user, now);
    if !held_up.is_empty() {
        acts.clear();
    }
    let here = case.files().map(|file| file.digest.clone()).filter(|digest| documents.holds(digest));
    let files_here: Vec<Digest> = here.collect();
    let on_way = case.files().map(|file| file.digest.clone());
    let files_on_their_way = on_way.filter(|digest| waiting.iter().any(|one| one == digest.as_str())).collect();
    let sync = kept.iter().map(|kept| state_of(kept, &waiting)).max().unwrap_or(SyncState::Published);
    let people = people(&catalogue, &case, &recorded);
    Ok(Some(CaseView {
        seen,
        service,
        unit,
        steps,
        form_numbers: edition.forms.numbers(),
        acts,
        deadline,
        left,
        step_left,
        fees,
        history,
        conflicts,
        people,
        files_here,
        files_on_their_way,
        sync,
        case,
    }))
}

fn fees_due(service: &Service, case: &Case) -> Vec<FeeDue> {
    let is_paid = |fee: &Fee| case.paid().any(|payment| payment.lines.iter().any(|line| line.fee == fee.code));
    let due = |fee: &Fee| {
        let counted = fee.pieces_of(&case.entries);
        let pieces = counted.unwrap_or(Pieces::ONE);
        FeeDue {
            code: fee.code.clone(),
            name: fee.name.clone(),
            each: fee.amount.is_by_the_piece(),
            by_document: fee.amount.has_tiers(),
            pieces,
            stated: counted.is_some() || !fee.amount.is_by_the_piece(),
            amount: fee.due(pieces, None, &case.entries),
            waivers: fee
                .waivers
                .iter()
                .map(|waiver| WaiverDue { code: waiver.code.clone(), name: waiver.name.clone() })
                .collect(),
        }
    };
    service.fees.iter().filter(|fee| !is_paid(fee)).map(due).collect()
}

async fn history(
    catalogue: &Catalogue,
    store: &DeskFiles,
    case: &Case,
    recorded: &[Recorded],
    kept: &[envelopes::Kept],
    waiting: &[String],
    seen: u64,
) -> Result<Vec<HistoryEntry>, DeskError> {
    let state = |id| kept.iter().find(|kept| kept.envelope.id == id).map(|kept| state_of(kept, waiting));
    let entry = |recorded: &Recorded, arrived: bool| HistoryEntry {
        envelope: recorded.envelope,
        event: recorded.event.clone(),
        by: name(catalogue, case, &recorded.by),
        at: recorded.at,
        arrived_at: arrived.then_some(recorded.arrived_at),
        sync: state(recorded.envelope).unwrap_or(SyncState::Published),
    };
    let mut history: Vec<HistoryEntry> = recorded.iter().map(|recorded| entry(recorded, true)).collect();
    let confirmed = cases::confirmed(&store.mirror, case.id).await?;
    let pending = envelopes::pending(&store.outbox, case.id, seen).await?;
    let provisional = rebase(catalogue, confirmed.as_ref(), &pending).provisional;
    history.extend(provisional.iter().map(|recorded| entry(recorded, false)));
    Ok(history)
}

/// A refused envelope as a person reads it.
pub(crate) fn conflict(
    catalogue: &Catalogue,
    case: Option<&Case>,
    kept: &envelopes::Kept,
    recorded: &[Recorded],
) -> Option<Conflict> {
    let envelopes::State::Refused { seq, refusal, at } = &kept.state else { return None };
    let envelope = &kept.envelope;
    let between = recorded.iter().filter(|recorded| recorded.seq > envelope.seen && recorded.seq <= *seq);
    let between = between.map(|recorded| HistoryEntry {
        envelope: recorded.envelope,
        event: recorded.event.clone(),
        by: case.map_or_else(String::new, |case| name(catalogue, case, &recorded.by)),
        at: recorded.at,
        arrived_at: Some(recorded.arrived_at),
        sync: SyncState::Published,
    });
    Some(Conflict {
        envelope: envelope.id,
        case: envelope.case,
        code: case.and_then(|case| case.code.clone()),
        applicant: applicant(case, kept),
        command: envelope.command.clone(),
        by: official(catalogue, &envelope.actor),
        at: envelope.at,
        refused_at: *at,
        refusal: refusal.clone(),
        between: between.collect(),
        files: envelope.command.files().into_iter().cloned().collect(),
    })
}

/// One envelope of the outbox as a person reads it.
pub(crate) fn outbox_item(
    catalogue: &Catalogue,
    case: Option<&Case>,
    kept: &envelopes::Kept,
    waiting: &[String],
    held: &BTreeMap<String, Moment>,
) -> OutboxItem {
    let named = kept.envelope.command.files();
    let still = named.iter().filter(|file| waiting.iter().any(|one| one == file.digest.as_str())).count();
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let (received_at, refused) = match &kept.state {
        envelopes::State::Waiting => (None, None),
        envelopes::State::Accepted { at, .. } => (Some(*at), None),
        envelopes::State::Refused { refusal, at, .. } => (None, Some((refusal.clone(), *at))),
    };
    // Published is what the last of its documents made it.
    let last = named.iter().filter_map(|file| held.get(file.digest.as_str())).max().copied();
    let published_at = received_at.filter(|_| still == 0).map(|at| last.map_or(at, |last| at.max(last)));
    let (refusal, refused_at) = refused.unzip();
    let (bundle, bundled_at) = kept.bundle.filter(|_| matches!(kept.state, envelopes::State::Waiting)).unzip();
    OutboxItem {
        envelope: kept.envelope.id,
        case: kept.envelope.case,
        code: case.and_then(|case| case.code.clone()),
        applicant: applicant(case, kept),
        command: kept.envelope.command.clone(),
        by: official(catalogue, &kept.envelope.actor),
        at: kept.envelope.at,
        sync: state_of(kept, waiting),
        received_at,
        published_at,
        refusal,
        refused_at,
        bundle,
        bundled_at,
        files_waiting: count(still),
        files: count(named.len()),
    }
}

fn applicant(case: Option<&Case>, kept: &envelopes::Kept) -> String {
    match (&kept.envelope.command, case) {
        (_, Some(case)) => case.applicant.name.clone(),
        (casework::Command::Receive { application, .. } | casework::Command::File { application }, None) => {
            application.applicant.name.clone()
        }
        (_, None) => String::new(),
    }
}

/// How the portal is called where nothing but time has passed.
const PORTAL: &str = "Cổng dịch vụ công";

fn official(catalogue: &Catalogue, actor: &Actor) -> String {
    match actor {
        Actor::Official(id) => catalogue.users.get(id).map_or_else(|| id.0.clone(), |user| user.name.clone()),
        Actor::Citizen(id) => id.0.clone(),
        Actor::Portal => PORTAL.to_owned(),
    }
}

fn name(catalogue: &Catalogue, case: &Case, actor: &Actor) -> String {
    match actor {
        Actor::Official(_) | Actor::Portal => official(catalogue, actor),
        Actor::Citizen(_) => case.submitter.clone().unwrap_or_else(|| case.applicant.name.clone()),
    }
}

fn people(catalogue: &Catalogue, case: &Case, recorded: &[Recorded]) -> BTreeMap<String, String> {
    let mut ids: Vec<&UserId> = case.assignee.iter().collect();
    for recorded in recorded {
        if let Actor::Official(id) = &recorded.by {
            ids.push(id);
        }
        if let casework::Event::Assigned { from, to, .. } = &recorded.event {
            ids.push(to);
            ids.extend(from);
        }
    }
    let known = ids.into_iter().filter_map(|id| catalogue.users.get(id));
    known.map(|user| (user.id.0.clone(), user.name.clone())).collect()
}
