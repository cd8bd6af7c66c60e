//! An edition as one text with the parts of the folder: what an administrator exports, edits and imports.

use super::comments;
use super::{
    CALENDAR, CalendarFile, Clock, DayFile, EDITION, EditionFile, FIELDS, FieldFile, Finding, OfferedBy, SERVICES,
    STATUSES, ServiceFile, ShiftFile, StatusFile, StepFile, SupplementFile, UNITS, UnitFile, WORKFLOWS, WeekFile,
    WorkflowFile,
};
use casework::calendar::{Calendar, Shift};
use casework::catalogue::{Edition, Field, Service, StatusName, Unit, UnitKind, Workflow};
use casework::{Date, UnitCode};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// All parts of an edition in one.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Document {
    pub edition: EditionFile,
    pub units: Vec<UnitFile>,
    pub fields: Vec<FieldFile>,
    pub services: Vec<ServiceFile>,
    pub workflows: Vec<WorkflowFile>,
    pub statuses: Vec<StatusFile>,
    pub calendar: CalendarFile,
}

/// Writes an edition.
///
/// # Errors
/// None that a test does not find first.
pub fn write(edition: &Edition) -> Result<String, serde_yaml_ng::Error> {
    serde_yaml_ng::to_string(&Document::of(edition))
}

/// Writes an edition over a text of it: comments stay at what they speak of, as far as it is still there.
///
/// # Errors
/// None that a test does not find first.
pub fn write_over(text: &str, edition: &Edition) -> Result<String, serde_yaml_ng::Error> {
    let plain = write(edition)?;
    let carried = comments::carry(text, &plain);
    // Whatever a comment did, the text says what the edition says.
    Ok(if read(&carried).is_ok_and(|read| read == *edition) { carried } else { plain })
}

/// Reads an edition; it may be unsound ([`super::check`] says so), but it has a shape.
///
/// # Errors
/// Where the text is no edition, with the line.
pub fn read(text: &str) -> Result<Edition, Box<Finding>> {
    let document: Document = serde_yaml_ng::from_str(text).map_err(|error| {
        let place = error.location();
        let key = place.map_or_else(|| "YAML".to_owned(), |place| format!("dòng/line {}", place.line()));
        finding(
            EDITION,
            key,
            error.to_string(),
            format!("văn bản không đọc được ở đây ({error}); mã số để trong ngoặc kép"),
        )
    })?;
    document.edition()
}

fn finding(file: &'static str, key: String, problem: String, vietnamese: String) -> Box<Finding> {
    let remedy = "correct it there, codes of digits in quotes".to_owned();
    Box::new(Finding { file, key, step: None, problem, remedy, vietnamese })
}

/// A map whose keys stand once.
fn keyed<Key: Ord + fmt::Display, Value>(
    file: &'static str,
    entries: impl Iterator<Item = (Key, Value)>,
) -> Result<BTreeMap<Key, Value>, Box<Finding>> {
    let mut map = BTreeMap::new();
    for (key, value) in entries {
        if map.contains_key(&key) {
            let (problem, vietnamese) = ("it stands here twice", "có hai lần; hãy giữ một");
            return Err(finding(file, key.to_string(), problem.to_owned(), vietnamese.to_owned()));
        }
        map.insert(key, value);
    }
    Ok(map)
}

impl Document {
    pub(super) fn edition(self) -> Result<Edition, Box<Finding>> {
        let units = keyed(UNITS, self.units.into_iter().map(|unit| (unit.code.clone(), unit.unit())))?;
        let service = |file: ServiceFile| {
            let service = file.service(&units);
            (service.code.clone(), service)
        };
        let services = keyed(SERVICES, self.services.into_iter().map(service))?;
        let field = |file: FieldFile| (file.code.clone(), Field { code: file.code, name: file.name });
        let workflow = |file: WorkflowFile| (file.id.clone(), file.workflow());
        let status = |file: StatusFile| (file.code, StatusName { vi: file.vi, en: file.en });
        let week = self.calendar.weekly;
        let week = [week.monday, week.tuesday, week.wednesday, week.thursday, week.friday, week.saturday, week.sunday];
        let shift = |shift: ShiftFile| Shift { from: shift.from.0, to: shift.to.0 };
        let days = |days: Vec<DayFile>| keyed(CALENDAR, days.into_iter().map(|file| (file.day, file.name)));
        Ok(Edition {
            id: self.edition.id,
            title: self.edition.title,
            in_force_from: self.edition.in_force_from,
            forms: self.edition.forms,
            late_form: self.edition.late_form,
            rejection_register: self.edition.rejection_register,
            copies: self.edition.copies,
            notices: self.edition.notices,
            sample: self.edition.sample,
            fields: keyed(FIELDS, self.fields.into_iter().map(field))?,
            workflows: keyed(WORKFLOWS, self.workflows.into_iter().map(workflow))?,
            statuses: keyed(STATUSES, self.statuses.into_iter().map(status))?,
            calendar: Calendar {
                weekly: week.map(|day| day.into_iter().map(shift).collect()).into(),
                holidays: days(self.calendar.holidays)?,
                makeup_days: days(self.calendar.makeup_days)?,
            },
            units,
            services,
        })
    }

    fn of(edition: &Edition) -> Self {
        Self {
            edition: EditionFile {
                id: edition.id.clone(),
                title: edition.title.clone(),
                in_force_from: edition.in_force_from,
                forms: edition.forms,
                late_form: edition.late_form.clone(),
                rejection_register: edition.rejection_register.clone(),
                copies: edition.copies.clone(),
                notices: edition.notices.clone(),
                sample: edition.sample,
            },
            units: edition.units.values().map(unit).collect(),
            fields: edition
                .fields
                .values()
                .map(|field| FieldFile { code: field.code.clone(), name: field.name.clone() })
                .collect(),
            services: edition.services.values().map(|one| service(&edition.units, one)).collect(),
            workflows: edition.workflows.values().map(workflow).collect(),
            statuses: edition
                .statuses
                .iter()
                .map(|(code, name)| StatusFile { code: *code, vi: name.vi.clone(), en: name.en.clone() })
                .collect(),
            calendar: calendar(&edition.calendar),
        }
    }
}

fn unit(unit: &Unit) -> UnitFile {
    UnitFile {
        code: unit.code.clone(),
        name: unit.name.clone(),
        kind: unit.kind,
        parent: unit.parent.clone(),
        symbol: unit.symbol.clone(),
        place: unit.place.clone(),
        address: unit.address.clone(),
        phone: unit.phone.clone(),
        declared: unit.declared,
    }
}

/// Kinds whose units are all there, and the units that are left.
pub(super) fn offered_by(all: &BTreeMap<UnitCode, Unit>, units: &BTreeSet<UnitCode>) -> OfferedBy {
    let kinds = [UnitKind::Province, UnitKind::Department, UnitKind::District, UnitKind::Commune];
    let of = |kind: UnitKind| all.values().filter(move |unit| unit.kind == kind);
    // One unit of a kind says nothing of the kind.
    let whole = |kind: &UnitKind| of(*kind).count() > 1 && of(*kind).all(|unit| units.contains(&unit.code));
    let kinds: BTreeSet<UnitKind> = kinds.into_iter().filter(whole).collect();
    let left = |code: &&UnitCode| all.get(*code).is_none_or(|unit| !kinds.contains(&unit.kind));
    OfferedBy { units: units.iter().filter(left).cloned().collect(), kinds }
}

fn service(all: &BTreeMap<UnitCode, Unit>, service: &Service) -> ServiceFile {
    ServiceFile {
        code: service.code.clone(),
        name: service.name.clone(),
        field: service.field.clone(),
        offered_by: offered_by(all, &service.units),
        workflow: service.workflow.clone(),
        time_limit: service.time_limit.clone(),
        time_text: service.time_text.clone(),
        fee_text: service.fee_text.clone(),
        papers: service.papers.clone(),
        paper_codes: service.paper_codes.clone(),
        entries: service.entries.clone(),
        result: service.result.clone(),
        register: service.register.clone(),
        at_once: service.at_once,
        online: service.online,
        supplement: SupplementFile {
            clock: service.supplement.clock,
            requests_allowed: service.supplement.requests_allowed,
            within_days: service.supplement.within_days,
        },
        variants: service.variants.clone(),
        fees: service.fees.clone(),
        valid_months: service.valid_months,
        taken_in_by: (!service.taken_in_by.is_empty()).then(|| offered_by(all, &service.taken_in_by)),
        at_counter: service.at_counter.clone(),
        life_events: service.life_events.clone(),
        legal_basis: service.legal_basis.clone(),
        certainty: service.certainty.clone(),
        note: service.note.clone(),
    }
}

fn workflow(workflow: &Workflow) -> WorkflowFile {
    let step = |step: &casework::catalogue::Step| StepFile {
        id: step.id.clone(),
        name: step.name.clone(),
        role: step.role,
        kind: step.kind,
        hours: step.hours,
        branches: step.branches.clone(),
        forbids: step.forbids.clone(),
        place: step.place.clone(),
        waits_days: step.waits_days,
    };
    WorkflowFile {
        id: workflow.id.clone(),
        name: workflow.name.clone(),
        steps: workflow.steps.iter().map(step).collect(),
    }
}

fn calendar(calendar: &Calendar) -> CalendarFile {
    let shifts = |day: usize| -> Vec<ShiftFile> {
        let shifts = calendar.weekly.get(day).map(Vec::as_slice).unwrap_or_default();
        shifts.iter().map(|shift| ShiftFile { from: Clock(shift.from), to: Clock(shift.to) }).collect()
    };
    let days = |days: &BTreeMap<Date, String>| {
        days.iter().map(|(day, name)| DayFile { day: *day, name: name.clone() }).collect()
    };
    CalendarFile {
        weekly: WeekFile {
            monday: shifts(0),
            tuesday: shifts(1),
            wednesday: shifts(2),
            thursday: shifts(3),
            friday: shifts(4),
            saturday: shifts(5),
            sunday: shifts(6),
        },
        holidays: days(&calendar.holidays),
        makeup_days: days(&calendar.makeup_days),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue_files::{bundled, check};

    #[test]
    fn an_edition_that_was_written_is_read_as_the_same_edition() {
        for edition in bundled().unwrap().values() {
            let text = write(edition).unwrap();
            let again = read(&text).unwrap_or_else(|finding| panic!("{finding}"));
            assert_eq!(again, *edition);
            assert_eq!(check(&again), []);
        }
    }

    #[test]
    fn a_text_that_is_no_edition_is_refused_with_its_line() {
        let edition = bundled().unwrap().remove(&"2018".into()).unwrap();
        let text = write(&edition).unwrap();
        let broken = text.replacen("kind: province", "kind: kingdom", 1);
        let finding = read(&broken).unwrap_err();
        assert!(finding.key.contains("line"), "{finding:?}");
        assert!(finding.problem.contains("kingdom"), "{finding:?}");
        assert!(read("").is_err() && read("- 1").is_err() && read(": : :").is_err());
    }
}
