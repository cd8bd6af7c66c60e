//! Who did what and when, and who looked at which case: for those who answer for the unit.
//!
//! What was done stands in the unit's log, from every desk and with the time at which it arrived; who was at this desk
//! and what they looked at stands in the desk's own book, and in the books of the unit's other desks as the portal gave
//! them. The three are read side by side, the latest first, each from its own place on.

use crate::desk::Desk;
use crate::error::DeskError;
use crate::tables::desk_book::{self, Asked, Kept};
use crate::tables::unit_book::{self, Part};
use crate::tables::{cases, events};
use crate::views::{Audit, AuditBooks, AuditEntry, AuditMark, AuditPlace, AuditRequest, AuditSort, AuditWhat, Failure};
use casework::{
    Actor, Case, CaseCode, CaseId, EditionId, Event, Moment, Recorded, ServiceCode, StepId, UserId, VariantId,
};
use protocol::book::{BookEntry, BookWhat, answers_for_unit};
use std::collections::BTreeMap;

/// Entries of one answer, of each source.
const PART: usize = 200;
/// Entries that are read at a time.
const CHUNK: i64 = 500;
/// More entries of a source are not looked through for one answer; the next one goes on there.
const MOST: usize = 20_000;
/// Before everything and behind everything; a number that a window can name.
const FIRST: AuditMark = AuditMark { at: Moment((1 << 53) - 1), place: (1 << 53) - 1 };
const LAST: AuditMark = AuditMark { at: Moment(0), place: 0 };

impl Desk {
    /// What was done and looked at, the latest first.
    ///
    /// # Errors
    /// [`Failure::ForHeadsOnly`], or what broke.
    pub async fn audit(&self, request: &AuditRequest) -> Result<Audit, Failure> {
        self.for_heads()?;
        let (from, until) = (Moment::at(request.from, 0), Moment::at(request.to.next(), 0));
        let place = request.after.unwrap_or(AuditPlace { acts: FIRST, here: FIRST, elsewhere: FIRST });
        let mut names = BTreeMap::new();
        let (mut acts, mut here, mut elsewhere) = (Source::default(), Source::default(), Source::default());
        if request.sort != AuditSort::Looks {
            acts = self.acts_before(request, place.acts.place, (from, until), &mut names).await?;
        }
        if request.sort != AuditSort::Acts {
            here = self.looks(request, Book::Here, place.here, &mut names).await?;
            elsewhere = self.looks(request, Book::Elsewhere, place.elsewhere, &mut names).await?;
        }
        // Nothing is told that may lie behind something that was not looked through yet.
        let low = [&acts, &here, &elsewhere].iter().filter_map(|source| source.rest.map(|mark| mark.at)).max();
        let mut entries = Vec::new();
        let next = AuditPlace {
            acts: acts.tell(low, place.acts, &mut entries),
            here: here.tell(low, place.here, &mut entries),
            elsewhere: elsewhere.tell(low, place.elsewhere, &mut entries),
        };
        entries.sort_by_key(|(mark, _)| std::cmp::Reverse(mark.at));
        let is_all = [next.acts, next.here, next.elsewhere].iter().all(|mark| *mark == LAST);
        Ok(Audit {
            entries: entries.into_iter().map(|(_, entry)| entry).collect(),
            next: (!is_all).then_some(next),
            books: self.audit_books().await?,
        })
    }

    /// How far the books of the unit's desks are known here. Whoever looks is shown newer ones soon.
    async fn audit_books(&self) -> Result<AuditBooks, DeskError> {
        self.heads_look();
        let far = unit_book::far(&self.store.mirror, Part::Book).await?;
        let waiting = desk_book::waiting(&self.store.outbox).await?;
        Ok(AuditBooks { as_of: far.and_then(|far| far.as_of), waiting })
    }

    /// Only those who answer for the unit go on.
    pub(crate) fn for_heads(&self) -> Result<(), Failure> {
        let user = self.person(&self.catalogue())?;
        if answers_for_unit(&user) { Ok(()) } else { Err(Failure::ForHeadsOnly) }
    }

    /// Notes that the person has looked at a case. Practice is nobody's business.
    ///
    /// # Errors
    /// What broke.
    pub async fn opened(&self, case: CaseId) -> Result<(), Failure> {
        if self.info().practice {
            return Ok(());
        }
        let entry = BookEntry { at: self.now().await?, user: self.user().clone(), what: BookWhat::Opened { case } };
        Ok(desk_book::add(&self.store.outbox, &entry).await?)
    }

    /// Notes that the person has signed in; answers who has set their secret anew since they were here last.
    ///
    /// # Errors
    /// What broke.
    pub async fn arrived(&self) -> Result<Vec<(UserId, Moment)>, Failure> {
        let at = self.now().await?;
        let entry = BookEntry { at, user: self.user().clone(), what: BookWhat::SignedIn };
        desk_book::add(&self.store.outbox, &entry).await?;
        Ok(desk_book::untold_resets(&self.store.outbox, self.user(), at).await?)
    }

    async fn acts_before(
        &self,
        request: &AuditRequest,
        mut place: i64,
        (from, until): (Moment, Moment),
        names: &mut Names,
    ) -> Result<Source, DeskError> {
        let (mut entries, mut read) = (Vec::new(), 0);
        loop {
            let chunk = events::before(&self.store.mirror, place, CHUNK).await?;
            let is_last = chunk.len() < CHUNK as usize;
            read += chunk.len();
            for recorded in chunk {
                if recorded.arrived_at < from {
                    return Ok(Source { entries, rest: None });
                }
                place = i64::try_from(recorded.seq).unwrap_or(i64::MAX);
                let mark = AuditMark { at: recorded.arrived_at, place };
                if recorded.at >= from && recorded.at < until && is_by(&recorded, request.who.as_ref()) {
                    let named = self.named(recorded.case, names).await?;
                    if fits(request, named.as_ref()) {
                        entries.push((mark, self.done(recorded, named)));
                    }
                }
                if entries.len() >= PART || read >= MOST {
                    return Ok(Source { entries, rest: Some(mark) });
                }
            }
            if is_last {
                return Ok(Source { entries, rest: None });
            }
        }
    }

    /// A part of one of the books.
    async fn looks(
        &self,
        request: &AuditRequest,
        book: Book,
        mut mark: AuditMark,
        names: &mut Names,
    ) -> Result<Source, DeskError> {
        let (mut entries, mut read) = (Vec::new(), 0);
        loop {
            let asked = Asked {
                from: Moment::at(request.from, 0),
                until: Moment::at(request.to.next(), 0),
                user: request.who.as_ref(),
                after: (mark.at, mark.place),
                limit: CHUNK,
            };
            let chunk = match book {
                Book::Here => desk_book::part(&self.store.outbox, &asked).await?,
                Book::Elsewhere => unit_book::part(&self.store.mirror, &asked).await?,
            };
            let is_last = chunk.len() < CHUNK as usize;
            for kept in chunk {
                read += 1;
                mark = AuditMark { at: kept.entry.at, place: kept.place };
                entries.extend(self.looked(request, kept, names).await?.map(|entry| (mark, entry)));
                if entries.len() >= PART || read >= MOST {
                    return Ok(Source { entries, rest: Some(mark) });
                }
            }
            if is_last {
                return Ok(Source { entries, rest: None });
            }
        }
    }

    async fn looked(
        &self,
        request: &AuditRequest,
        kept: Kept,
        names: &mut Names,
    ) -> Result<Option<AuditEntry>, DeskError> {
        let Kept { entry, arrived_at, desk, .. } = kept;
        let (case, what) = match entry.what {
            BookWhat::SignedIn => (None, AuditWhat::SignedIn),
            BookWhat::Opened { case } => (Some(case), AuditWhat::Opened),
            BookWhat::Reset { user } => (None, AuditWhat::Reset { user }),
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
        Ok(Some(AuditEntry { at: entry.at, arrived_at, desk, by, what, case, code, applicant, steps }))
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
            desk: None,
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

#[derive(Clone, Copy)]
enum Book {
    Here,
    Elsewhere,
}

/// What was found in a source, the latest first, and where it goes on; nothing more where it does not.
#[derive(Default)]
struct Source {
    entries: Vec<(AuditMark, AuditEntry)>,
    rest: Option<AuditMark>,
}

impl Source {
    /// Tells what is no older than `low`; the place from which this source goes on.
    fn tell(self, low: Option<Moment>, before: AuditMark, told: &mut Vec<(AuditMark, AuditEntry)>) -> AuditMark {
        let mut mark = before;
        for (at, entry) in self.entries {
            if low.is_some_and(|low| at.at < low) {
                return mark;
            }
            mark = at;
            told.push((at, entry));
        }
        self.rest.unwrap_or(LAST)
    }
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
