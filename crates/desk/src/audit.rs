//! Who did what and when, and who looked at which case: for those who answer for the unit.
//!
//! What was done stands in the unit's log, from every desk and with the time at which it arrived; who was at this desk
//! and what they looked at stands in the desk's own book. Books of other desks are not seen from here.

use crate::desk::Desk;
use crate::error::DeskError;
use crate::tables::desk_book::{self, Entry, Kind};
use crate::tables::{cases, events};
use crate::views::{Audit, AuditEntry, AuditPlace, AuditRequest, AuditSort, AuditWhat, Failure};
use casework::catalogue::Role;
use casework::{
    Actor, Case, CaseCode, CaseId, EditionId, Event, Moment, Recorded, ServiceCode, StepId, UserId, VariantId,
};
use std::collections::BTreeMap;

/// Entries of one answer.
const PART: usize = 200;
/// Entries of the log that are read at a time.
const CHUNK: i64 = 500;
/// More entries of the log are not looked through for one answer; the next one goes on there.
const MOST: usize = 20_000;
/// Entries of the desk's book beside one part of the log.
const BESIDE: i64 = 1_000;

impl Desk {
    /// What was done and looked at, the latest first.
    ///
    /// # Errors
    /// [`Failure::ForHeadsOnly`], or what broke.
    pub async fn audit(&self, request: &AuditRequest) -> Result<Audit, Failure> {
        let user = self.person(&self.catalogue())?;
        if !user.roles.iter().any(|role| matches!(role, Role::DivisionHead | Role::UnitHead | Role::Administrator)) {
            return Err(Failure::ForHeadsOnly);
        }
        let (from, until) = (Moment::at(request.from, 0), Moment::at(request.to.next(), 0));
        let mut names = BTreeMap::new();
        let (mut entries, mut low, mut next) = (Vec::new(), from, None);
        if request.sort != AuditSort::Looks {
            let part = self.acts_before(request, from, until, &mut names).await?;
            (entries, low, next) = (part.entries, part.low, part.next);
        }
        if request.sort != AuditSort::Acts {
            let high = request.after.as_ref().map_or(until, |place| place.at.min(until));
            let book = desk_book::between(&self.store.outbox, low, high, request.who.as_ref(), BESIDE).await?;
            for entry in book {
                entries.extend(self.looked(request, entry, &mut names).await?);
            }
        }
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.arrived_at.unwrap_or(entry.at)));
        Ok(Audit { entries, next })
    }

    /// Notes that the person has looked at a case. Practice is nobody's business.
    ///
    /// # Errors
    /// What broke.
    pub async fn opened(&self, case: CaseId) -> Result<(), Failure> {
        if self.info().practice {
            return Ok(());
        }
        let entry = Entry { at: self.now().await?, user: self.user().clone(), kind: Kind::Opened(case) };
        Ok(desk_book::add(&self.store.outbox, &entry).await?)
    }

    /// Notes that the person has signed in; answers who has set their secret anew since they were here last.
    ///
    /// # Errors
    /// What broke.
    pub async fn arrived(&self) -> Result<Vec<(UserId, Moment)>, Failure> {
        let at = self.now().await?;
        let entry = Entry { at, user: self.user().clone(), kind: Kind::SignedIn };
        desk_book::add(&self.store.outbox, &entry).await?;
        Ok(desk_book::untold_resets(&self.store.outbox, self.user(), at).await?)
    }

    async fn acts_before(
        &self,
        request: &AuditRequest,
        from: Moment,
        until: Moment,
        names: &mut Names,
    ) -> Result<Part, DeskError> {
        let mut place = request.after.as_ref().map_or(i64::MAX, |place| place.seq);
        let (mut entries, mut read, mut low) = (Vec::new(), 0, from);
        loop {
            let chunk = events::before(&self.store.mirror, place, CHUNK).await?;
            let is_last = chunk.len() < CHUNK as usize;
            read += chunk.len();
            for recorded in chunk {
                if recorded.arrived_at < from {
                    return Ok(Part { entries, low: from, next: None });
                }
                place = i64::try_from(recorded.seq).unwrap_or(i64::MAX);
                low = recorded.arrived_at;
                if recorded.at >= from && recorded.at < until && is_by(&recorded, request.who.as_ref()) {
                    let named = self.named(recorded.case, names).await?;
                    if fits(request, named.as_ref()) {
                        entries.push(self.done(recorded, named));
                    }
                }
                if entries.len() >= PART {
                    return Ok(Part { entries, low, next: Some(AuditPlace { seq: place, at: low }) });
                }
            }
            if is_last {
                return Ok(Part { entries, low: from, next: None });
            }
            if read >= MOST {
                return Ok(Part { entries, low, next: Some(AuditPlace { seq: place, at: low }) });
            }
        }
    }

    async fn looked(
        &self,
        request: &AuditRequest,
        entry: Entry,
        names: &mut Names,
    ) -> Result<Option<AuditEntry>, DeskError> {
        let (case, what) = match entry.kind {
            Kind::SignedIn => (None, AuditWhat::SignedIn),
            Kind::Opened(case) => (Some(case), AuditWhat::Opened),
            Kind::Reset(about) => (None, AuditWhat::Reset { user: about }),
        };
        let named = match case {
            Some(id) => self.named(id, names).await?,
            None => None,
        };
        if !fits(request, named.as_ref()) {
            return Ok(None);
        }
        let Named { code, applicant, .. } = named.unwrap_or_default();
        let (by, steps) = (Actor::Official(entry.user), BTreeMap::new());
        Ok(Some(AuditEntry { at: entry.at, arrived_at: None, by, what, case, code, applicant, steps }))
    }

    /// Code and applicant of a case; every case is read once.
    async fn named(&self, id: CaseId, names: &mut Names) -> Result<Option<Named>, DeskError> {
        if let Some(named) = names.get(&id) {
            return Ok(named.clone());
        }
        let called = |case: Case| Named {
            code: case.code,
            applicant: case.applicant.name,
            edition: Some(case.edition),
            service: Some(case.service),
            variant: case.variant,
        };
        let named = cases::shown(&self.store.mirror, id).await?.map(called);
        names.insert(id, named.clone());
        Ok(named)
    }

    fn done(&self, recorded: Recorded, named: Option<Named>) -> AuditEntry {
        let named = named.unwrap_or_default();
        let catalogue = self.catalogue();
        let edition = named.edition.as_ref().and_then(|id| catalogue.editions.get(id));
        let service = edition.zip(named.service.as_ref()).and_then(|(edition, code)| edition.services.get(code));
        let workflow = edition
            .zip(service)
            .and_then(|(edition, service)| edition.workflows.get(service.workflow_of(named.variant.as_ref())));
        let name = |step: &StepId| {
            let name = workflow.and_then(|workflow| workflow.step(step)).map(|step| step.name.clone());
            name.map(|name| (step.0.clone(), name))
        };
        AuditEntry {
            at: recorded.at,
            arrived_at: Some(recorded.arrived_at),
            by: recorded.by,
            case: Some(recorded.case),
            steps: mentioned(&recorded.event).into_iter().filter_map(name).collect(),
            what: AuditWhat::Done { event: Box::new(recorded.event) },
            code: named.code,
            applicant: named.applicant,
        }
    }
}

/// What is said of a case, and where its steps are named.
#[derive(Clone, Default)]
struct Named {
    code: Option<CaseCode>,
    applicant: String,
    edition: Option<EditionId>,
    service: Option<ServiceCode>,
    variant: Option<VariantId>,
}

/// The steps that an event mentions.
fn mentioned(event: &Event) -> Vec<&StepId> {
    match event {
        Event::StepCompleted { step, next, .. } => vec![step, next],
        Event::StepReturned { step, to, .. } | Event::Recalled { step, to, .. } => vec![step, to],
        Event::Accepted { step, .. } | Event::Reopened { to: step, .. } => vec![step],
        _ => Vec::new(),
    }
}

type Names = BTreeMap<CaseId, Option<Named>>;

struct Part {
    entries: Vec<AuditEntry>,
    /// Down to which moment the log was looked through.
    low: Moment,
    next: Option<AuditPlace>,
}

fn is_by(recorded: &Recorded, who: Option<&UserId>) -> bool {
    who.is_none_or(|who| recorded.by == Actor::Official(who.clone()))
}

/// Whether the case is one that was asked for: by its code, or by its applicant.
fn fits(request: &AuditRequest, named: Option<&Named>) -> bool {
    let wanted = crate::fold::fold(request.case.trim());
    wanted.is_empty()
        || named.is_some_and(|Named { code, applicant, .. }| {
            code.as_ref().is_some_and(|code| crate::fold::fold(code.as_str()).contains(&wanted))
                || crate::fold::fold(applicant).contains(&wanted)
        })
}
