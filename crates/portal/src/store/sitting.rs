//! What one transaction of the door knows and is going to write: envelopes that came together are judged one after the
//! other on what those before them did, and everything is written at once at the end, so that the counter rows of the
//! units are held as shortly as can be.

use super::DatabaseError;
use super::emails::email_digest;
use super::facts::{Facts, FactsRow};
use super::phones::phone_digest;
use casework::{
    Actor, Case, CaseCode, CaseId, Catalogue, Digest, EnvelopeId, Event, Moment, Recorded, Refusal, UnitCode, evolve,
};
use protocol::push::{Arrival, Source, Unjudged, Verdict};
use std::collections::{BTreeMap, BTreeSet};

/// What came of the envelopes, in their order, and the units whose logs have grown.
#[derive(Debug, Default)]
pub(crate) struct Admissions {
    pub answers: Vec<Result<Verdict, Unjudged>>,
    pub grown: BTreeSet<UnitCode>,
}

/// What came of an envelope, before its place in the log is known.
pub(super) enum Outcome {
    /// Judged in an earlier transaction, or not yet.
    Told(Result<Verdict, Unjudged>),
    /// After so many new entries of the unit; of no unit where the applicant's word opened no case.
    Accepted {
        unit: UnitCode,
        after: Option<usize>,
    },
    Refused {
        unit: Option<UnitCode>,
        after: usize,
        refusal: Refusal,
    },
}

/// A case with what it was before.
#[derive(Default)]
pub(super) struct Matter {
    pub case: Option<Case>,
    /// Version in the database; none for a new case.
    pub stored: Option<u32>,
    stored_files: BTreeSet<Digest>,
    stored_email: Option<String>,
    stored_phone: Option<Digest>,
    said: Vec<Recorded>,
    /// Latest claimed time of an event that changed what figures need of it.
    facts_at: Option<Moment>,
}

/// See the head of this file.
#[derive(Default)]
pub(super) struct Sitting {
    pub verdicts: BTreeMap<EnvelopeId, (String, Verdict)>,
    pub matters: BTreeMap<CaseId, Matter>,
    /// Up to which version a unit's log holds a case.
    pub parts: BTreeMap<(CaseId, UnitCode), u32>,
    pub codes: BTreeMap<CaseCode, CaseId>,
    /// Entries to be appended, by unit.
    pub told: BTreeMap<UnitCode, Vec<Recorded>>,
    pub outcomes: Vec<Outcome>,
    touched: BTreeSet<(CaseId, UnitCode)>,
}

/// A row of `cases`.
pub(super) struct CaseRow {
    pub id: String,
    pub unit: String,
    pub version: i64,
    pub state: String,
    pub code: Option<String>,
    pub account: Option<String>,
    pub goes_on_at: Option<i64>,
    pub is_new: bool,
}
/// A row of `file_uses`.
pub(super) struct FileRow {
    pub digest: String,
    pub case: String,
    pub unit: String,
}
/// A row of `case_units`.
pub(super) struct PartRow {
    pub case: String,
    pub unit: String,
    pub version: i64,
    pub is_current: bool,
    pub is_over: i64,
    pub touched_on: i64,
}
/// A row of `entries`.
pub(super) struct EntryRow {
    pub unit: String,
    pub seq: i64,
    pub case: String,
    pub envelope: String,
    pub body: String,
    pub hash: String,
}
/// A row of `envelopes`.
pub(super) struct EnvelopeRow {
    pub id: String,
    pub digest: String,
    pub body: String,
    pub source: String,
    pub arrived_at: i64,
    pub verdict: String,
}

/// Everything that hangs on cases, to be written at once.
#[derive(Default)]
pub(super) struct CaseRows {
    pub cases: Vec<CaseRow>,
    pub files: Vec<FileRow>,
    pub parts: Vec<PartRow>,
    pub facts: Vec<FactsRow>,
    /// Cases with the digest of their applicant's e-mail address, where it is new.
    pub emails: Vec<(String, String)>,
    /// The same for phone numbers.
    pub phones: Vec<(String, String)>,
}
/// Everything that needs the counter rows, to be written at once.
#[derive(Default)]
pub(super) struct LogRows {
    pub entries: Vec<EntryRow>,
    pub envelopes: Vec<EnvelopeRow>,
    /// The unit's log ends with this hash now.
    pub heads: Vec<(String, String)>,
}

impl Matter {
    /// A case as the database has it.
    pub fn stored(case: Case) -> Self {
        let stored_files = case.files().map(|file| file.digest.clone()).collect();
        let (stored, stored_email) = (Some(case.version), case.applicant.email.clone());
        let stored_phone = phone_digest(&case.applicant.phone);
        let (said, facts_at) = (Vec::new(), None);
        Self { stored, stored_files, stored_email, stored_phone, case: Some(case), said, facts_at }
    }

    /// Units that get a part in the case with these events.
    pub fn is_joined(&self, events: &[Event]) -> bool {
        let involves = |unit: &UnitCode| self.case.as_ref().is_some_and(|case| case.involved.contains(unit));
        events.iter().any(|event| match event {
            Event::Passed { to, .. } | Event::ConsultationAsked { unit: to, .. } => !involves(to),
            _ => false,
        })
    }
}

impl Sitting {
    pub fn case(&self, id: CaseId) -> Option<Case> {
        self.matters.get(&id).and_then(|matter| matter.case.clone())
    }

    /// Whether somebody else's case has this code, or one that was just accepted.
    pub fn is_taken(&self, code: &CaseCode, by: CaseId) -> bool {
        self.codes.get(code).is_some_and(|holder| *holder != by)
    }

    fn so_far(&self, unit: &UnitCode) -> usize {
        self.told.get(unit).map_or(0, Vec::len)
    }

    /// Notes a refusal, which follows everything that the unit's log holds by then.
    pub fn refuse(&mut self, arrival: &Arrival, refusal: Refusal) {
        let unit = match (&arrival.source, self.case(arrival.envelope.case)) {
            (Source::Desk(desk), _) => Some(desk.unit.clone()),
            (Source::Account(_) | Source::Portal, Some(case)) => Some(case.unit),
            (Source::Account(_) | Source::Portal, None) => None,
        };
        let after = unit.as_ref().map_or(0, |unit| self.so_far(unit));
        let verdict = Verdict::Refused { seq: 0, refusal: refusal.clone() };
        self.verdicts.insert(arrival.envelope.id, (arrival.digest.to_string(), verdict));
        self.outcomes.push(Outcome::Refused { unit, after, refusal });
    }

    /// Takes events into the case and into what the units are going to be told; `history` is what the database holds
    /// of the case, for units that get a part only now.
    pub fn accept(
        &mut self,
        arrival: &Arrival,
        events: Vec<Event>,
        mut history: Vec<Recorded>,
    ) -> Result<(), DatabaseError> {
        let envelope = &arrival.envelope;
        let matter = self.matters.entry(envelope.case).or_default();
        if !history.is_empty() {
            history.extend(matter.said.iter().cloned());
        }
        let known = matter.case.as_ref().map_or(0, |case| case.version);
        let mut units = matter.case.as_ref().map_or_else(BTreeSet::new, |case| case.involved.clone());
        let mut recorded = Vec::with_capacity(events.len());
        let mut facts = matter.case.as_ref().map(Facts::of);
        for event in events {
            let one = Recorded {
                unit: UnitCode::from(""),
                seq: 0,
                case: envelope.case,
                version: matter.case.as_ref().map_or(0, |case| case.version) + 1,
                envelope: envelope.id,
                by: envelope.actor.clone(),
                at: envelope.at,
                arrived_at: arrival.now,
                event,
            };
            matter.case = evolve(matter.case.take(), &one);
            let changed = matter.case.as_ref().map(Facts::of);
            if changed != facts {
                matter.facts_at = matter.facts_at.max(Some(one.at));
                facts = changed;
            }
            recorded.push(one);
        }
        let case = matter.case.as_ref().ok_or(DatabaseError::Damaged("events without a case"))?;
        matter.said.extend(recorded.iter().cloned());
        units.extend(case.involved.iter().cloned());
        let said_in = match &arrival.source {
            Source::Desk(desk) => desk.unit.clone(),
            Source::Account(_) | Source::Portal => case.unit.clone(),
        };
        if let Some(code) = &case.code {
            self.codes.insert(code.clone(), case.id);
        }
        let mut after = None;
        for unit in units {
            let place = (envelope.case, unit.clone());
            let held = self.parts.insert(place.clone(), case.version).unwrap_or(0);
            self.touched.insert(place);
            let told = self.told.entry(unit.clone()).or_default();
            told.extend(history.iter().filter(|one| held < one.version && one.version <= known).cloned());
            told.extend(recorded.iter().cloned());
            if unit == said_in {
                after = Some(told.len());
            }
        }
        self.verdicts.insert(envelope.id, (arrival.digest.to_string(), Verdict::Accepted { seq: 0 }));
        self.outcomes.push(Outcome::Accepted { unit: said_in, after });
        Ok(())
    }

    /// What is written of the cases.
    pub fn case_rows(&self, catalogue: &Catalogue) -> Result<CaseRows, DatabaseError> {
        let mut rows = CaseRows::default();
        for matter in self.matters.values().filter(|matter| !matter.said.is_empty()) {
            let Some(case) = &matter.case else { continue };
            let account = match &case.filed_by {
                Actor::Citizen(account) => Some(account.0.clone()),
                Actor::Official(_) | Actor::Portal => None,
            };
            let goes_on_at: Option<Moment> = casework::deadline::goes_on_at(catalogue, case);
            rows.cases.push(CaseRow {
                id: case.id.to_string(),
                unit: case.unit.0.clone(),
                version: i64::from(case.version),
                state: serde_json::to_string(case).map_err(DatabaseError::json("a case"))?,
                code: case.code.as_ref().map(|code| code.0.clone()),
                account,
                goes_on_at: goes_on_at.map(|at| at.0),
                is_new: matter.stored.is_none(),
            });
            let email = case.applicant.email.as_deref().filter(|email| !email.trim().is_empty());
            if email != matter.stored_email.as_deref() {
                // An address that was taken away leads nowhere.
                let digest = email.map_or_else(String::new, |email| email_digest(email).to_string());
                rows.emails.push((case.id.to_string(), digest));
            }
            let phone = phone_digest(&case.applicant.phone);
            if phone != matter.stored_phone {
                rows.phones.push((case.id.to_string(), phone.map_or_else(String::new, |digest| digest.to_string())));
            }
            if let Some(facts_at) = matter.facts_at {
                rows.facts.push(FactsRow { case: case.id.to_string(), facts: Facts::of(case), facts_at: facts_at.0 });
            }
            let new: BTreeSet<&Digest> = case.files().map(|file| &file.digest).collect();
            for digest in new.into_iter().filter(|digest| !matter.stored_files.contains(*digest)) {
                let (case, unit) = (case.id.to_string(), case.unit.0.clone());
                rows.files.push(FileRow { digest: digest.to_string(), case, unit });
            }
        }
        for (id, unit) in &self.touched {
            let Some(matter) = self.matters.get(id) else { continue };
            let is_current = matter.case.as_ref().is_some_and(|case| case.involved.contains(unit));
            // A unit that has no part any more learns nothing new of it.
            let is_over = !is_current || matter.case.as_ref().is_some_and(|case| case.finished_at.is_some());
            let is_over = i64::from(is_over);
            let touched = matter.said.iter().map(|one| one.at).max();
            let touched_on = touched.map_or(0, |at| Moment::at(at.day(), 0).0);
            let version = i64::from(self.parts.get(&(*id, unit.clone())).copied().unwrap_or(0));
            let (case, unit) = (id.to_string(), unit.0.clone());
            rows.parts.push(PartRow { case, unit, version, is_current, is_over, touched_on });
        }
        Ok(rows)
    }
}
