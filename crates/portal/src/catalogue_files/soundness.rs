//! Whether an edition can be followed: every reference points somewhere, every workflow takes a case to its end.

use super::{CALENDAR, EDITION, FIELDS, SERVICES, STATUSES, UNITS, WORKFLOWS};
use casework::calendar::Calendar;
use casework::catalogue::{Edition, Role, Service, StepKind, TimeLimit, Unit, Workflow};
use casework::{Status, WorkflowProblem};
use std::fmt;

/// Holds an edition against what the law needs. Nothing found means that every service can be followed from reception
/// to handing over.
#[must_use]
pub fn check(edition: &Edition) -> Vec<Finding> {
    let mut findings = Findings::default();
    check_names(edition, &mut findings);
    edition.units.values().for_each(|unit| check_unit(edition, unit, &mut findings));
    edition.services.values().for_each(|service| check_service(edition, service, &mut findings));
    edition.workflows.values().for_each(|workflow| check_workflow(workflow, &mut findings));
    for status in Status::ALL {
        if !edition.statuses.contains_key(&status.code()) {
            findings.add(STATUSES, status.code(), "the status is missing", "the national portal has ten");
        }
    }
    check_calendar(&edition.calendar, &mut findings);
    findings.0
}

/// Something in an edition that the law could not follow, or that somebody forgot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The file in which it is put right.
    pub file: &'static str,
    /// The code in that file.
    pub key: String,
    pub problem: String,
    pub remedy: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}: {}; {}", self.file, self.key, self.problem, self.remedy)
    }
}

#[derive(Default)]
struct Findings(Vec<Finding>);

impl Findings {
    fn add(&mut self, file: &'static str, key: impl fmt::Display, problem: impl Into<String>, remedy: &str) {
        self.0.push(Finding { file, key: key.to_string(), problem: problem.into(), remedy: remedy.to_owned() });
    }

    fn named(&mut self, file: &'static str, key: impl fmt::Display, what: &str, text: &str) {
        if text.trim().is_empty() {
            self.add(file, key, format!("{what} is empty"), "write it");
        }
    }
}

fn check_names(edition: &Edition, findings: &mut Findings) {
    findings.named(EDITION, &edition.id, "the title", &edition.title);
    for unit in edition.units.values() {
        findings.named(UNITS, &unit.code, "the name", &unit.name);
        findings.named(UNITS, &unit.code, "the symbol", &unit.symbol);
        findings.named(UNITS, &unit.code, "the place", &unit.place);
    }
    for field in edition.fields.values() {
        findings.named(FIELDS, &field.code, "the name", &field.name);
    }
    for (code, status) in &edition.statuses {
        findings.named(STATUSES, code, "the Vietnamese name", &status.vi);
        findings.named(STATUSES, code, "the English name", &status.en);
    }
    for (day, name) in edition.calendar.holidays.iter().chain(&edition.calendar.makeup_days) {
        findings.named(CALENDAR, day, "the reason", name);
    }
}

/// The units above a unit must exist, and end somewhere.
fn check_unit(edition: &Edition, unit: &Unit, findings: &mut Findings) {
    let mut above = unit;
    for _ in 0..edition.units.len() {
        let Some(parent) = &above.parent else { return };
        let Some(next) = edition.units.get(parent) else {
            return findings.add(UNITS, &unit.code, format!("the unit {parent} above it is missing"), "add that unit");
        };
        above = next;
    }
    findings.add(UNITS, &unit.code, "the units above it form a ring", "correct 'parent'");
}

fn check_service(edition: &Edition, service: &Service, findings: &mut Findings) {
    let key = &service.code;
    for (what, text) in [
        ("the name", &service.name),
        ("the time text", &service.time_text),
        ("the fee text", &service.fee_text),
        ("the result", &service.result),
        ("the register", &service.register.0),
    ] {
        findings.named(SERVICES, key, what, text);
    }
    service.papers.iter().for_each(|paper| findings.named(SERVICES, key, "a paper", paper));
    if service.papers.is_empty() {
        findings.add(SERVICES, key, "no paper is asked for", "list the papers of the dossier");
    }
    if !edition.fields.contains_key(&service.field) {
        findings.add(SERVICES, key, format!("the field {} is missing", service.field), "add it to fields.yaml");
    }
    if service.units.is_empty() {
        findings.add(SERVICES, key, "no unit offers it", "name kinds or units in 'offered_by'");
    }
    for unit in service.units.iter().filter(|unit| !edition.units.contains_key(*unit)) {
        findings.add(SERVICES, key, format!("the unit {unit} is missing"), "add it to units.yaml");
    }
    match edition.workflows.get(&service.workflow) {
        None => findings.add(
            SERVICES,
            key,
            format!("the workflow {} is missing", service.workflow),
            "add it to workflows.yaml",
        ),
        Some(workflow) => check_time(service, &service.time_limit, workflow, findings),
    }
    for variant in &service.variants {
        findings.named(SERVICES, key, "the name of a variant", &variant.name);
        match edition.workflows.get(service.workflow_of(Some(&variant.id))) {
            None => {
                let missing = service.workflow_of(Some(&variant.id));
                let problem = format!("the workflow {missing} of the variant {} is missing", variant.id);
                findings.add(SERVICES, key, problem, "add it to workflows.yaml");
            }
            Some(workflow) => check_time(service, service.time_limit_of(Some(&variant.id)), workflow, findings),
        }
    }
}

/// The steps together may not take longer than the service.
fn check_time(service: &Service, limit: &TimeLimit, workflow: &Workflow, findings: &mut Findings) {
    let allowed = match limit {
        TimeLimit::SameDay { cutoff } => {
            if *cutoff >= 24 * 60 {
                findings.add(SERVICES, &service.code, "the cut-off is no minute of the day", "15:00 is 900");
            }
            8
        }
        TimeLimit::WorkingDays(days) => u32::from(*days) * 8,
        TimeLimit::CalendarDays(_) => return,
    };
    let hours: u32 = workflow.steps.iter().map(|step| u32::from(step.hours)).sum();
    if hours > allowed {
        let problem = format!("the steps of {} take {hours} hours, the service only {allowed}", workflow.id);
        findings.add(SERVICES, &service.code, problem, "choose a shorter workflow or correct 'time_limit'");
    }
}

/// Reception, one draft, signature, number, handing over, in this order: what `casework` needs to take a case to its end
/// (Decree 30/2020 Art. 15: a number never before the signature).
fn check_workflow(workflow: &Workflow, findings: &mut Findings) {
    let key = &workflow.id;
    findings.named(WORKFLOWS, key, "the name", &workflow.name);
    for problem in workflow.problems() {
        let (what, remedy) = told(&problem);
        findings.add(WORKFLOWS, key, what, remedy);
    }
    for step in &workflow.steps {
        findings.named(WORKFLOWS, key, "the name of a step", &step.name);
        let role = match step.kind {
            StepKind::Receive | StepKind::HandOver => Some(Role::Clerk),
            StepKind::Draft => Some(Role::Specialist),
            StepKind::Sign => Some(Role::UnitHead),
            StepKind::Number => Some(Role::RecordsClerk),
            StepKind::Assign | StepKind::Handle | StepKind::Review => None,
        };
        if step.role == Role::Administrator || role.is_some_and(|role| role != step.role) {
            findings.add(
                WORKFLOWS,
                key,
                format!("the step {} has the wrong role", step.id),
                "MC receives and hands \
                over, CV drafts, LD signs, VT numbers; QT decides nothing",
            );
        }
        if step.kind == StepKind::Assign && !matches!(step.role, Role::DivisionHead | Role::UnitHead) {
            findings.add(WORKFLOWS, key, format!("the step {} names a specialist", step.id), "give it to LP or LD");
        }
    }
}

/// A problem in the words of whoever keeps the files.
fn told(problem: &WorkflowProblem) -> (String, &'static str) {
    use WorkflowProblem as P;
    match problem {
        P::Empty { .. } => ("it has no steps".to_owned(), "write down the path of a case, from reception on"),
        P::StepTwice { step } => (format!("the step {step} stands twice"), "give steps ids of their own"),
        P::ReceptionNotFirst { step } => {
            (format!("the step {step} is in the wrong place"), "begin with the one step of kind 'receive'")
        }
        P::EndsWithout { step } => {
            (format!("after the step {step} nothing follows"), "end each path with a step of kind 'hand_over'")
        }
        P::BranchToNowhere { step, to } => {
            (format!("a branch of {step} leads to {to}, which is missing"), "correct 'to' or add the step")
        }
        P::BranchBack { step, to } => {
            (format!("a branch of {step} leads back to {to}"), "going back is an act of people; let branches go on")
        }
        P::NeverReached { step } => (format!("no path leads to the step {step}"), "add a branch to it or remove it"),
        P::DeadEnd { step } => {
            (format!("from the step {step} no path leads to the end"), "let a branch lead out of the circle")
        }
        P::NoDraftBefore { step } => {
            (format!("a path reaches {step} before there is a draft"), "put a step of kind 'draft' before it")
        }
        P::NoSignatureBefore { step } => (
            format!("a path reaches {step} before the signature"),
            "a number never comes before the signature (Decree 30/2020 Art. 15)",
        ),
        P::NoNumberBefore { step } => {
            (format!("a path reaches {step} without a numbered result"), "put 'number' before 'hand_over'")
        }
        P::NotHandedOver { step } => (
            format!("a numbered result stands still after the step {step}"),
            "let a step of kind 'hand_over' follow at once",
        ),
        P::WaitsElsewhere { step } => (
            format!("the step {step} is said to go on by itself"),
            "only steps of kind 'handle' wait; remove waits_days",
        ),
        P::NoTime { step } => (format!("the step {step} has no time"), "give it working hours"),
    }
}

fn check_calendar(calendar: &Calendar, findings: &mut Findings) {
    if calendar.weekly.len() != 7 {
        findings.add(CALENDAR, "weekly", format!("{} days", calendar.weekly.len()), "a week has seven");
    }
    if calendar.weekly.iter().all(Vec::is_empty) {
        findings.add(CALENDAR, "weekly", "nobody ever works", "enter the shifts of the working days");
    }
    if !calendar.makeup_days.is_empty() && calendar.weekly.first().is_none_or(Vec::is_empty) {
        findings.add(
            CALENDAR,
            "makeup_days",
            "they have Monday's shifts, and Monday has none",
            "enter Monday's shifts",
        );
    }
    for shifts in &calendar.weekly {
        let is_empty = shifts.iter().any(|shift| shift.from >= shift.to || shift.to > 24 * 60);
        if is_empty || shifts.windows(2).any(|pair| pair[0].to > pair[1].from) {
            findings.add(CALENDAR, "weekly", "a shift ends before it begins, or two overlap", "put shifts in order");
        }
    }
    for day in calendar.makeup_days.keys().filter(|day| calendar.holidays.contains_key(*day)) {
        findings.add(CALENDAR, day, "it is a day off and worked in exchange at once", "keep one of the two");
    }
}
