//! The workflow editor: steps of a workflow in the draft, one form each, problems marked at the step.

use super::entries::{Entries, code_wrong, condition, is_code, percent};
use super::{Answer, Room, Trouble, change, findings, load, said};
use crate::site::staff::drawing::Drawing;
use crate::site::staff::words;
use askama::Template;
use axum::Form;
use axum::extract::Path;
use casework::catalogue::{Branch, Place, Role, Step, StepKind, Workflow};
use casework::{StepId, WorkflowId};
use std::collections::BTreeSet;

/// An act and whether the step allows it.
struct Allowed {
    code: usize,
    name: &'static str,
    allowed: bool,
}

struct Way {
    to: String,
    when: String,
}

struct StepForm {
    index: usize,
    step: Step,
    place: String,
    acts: Vec<Allowed>,
    ways: Vec<Way>,
    problems: Vec<String>,
}

#[derive(Template)]
#[template(path = "staff/steps.html")]
struct StepsPage {
    room: Room,
    revision: i64,
    workflow: Workflow,
    drawing: Drawing,
    /// Problems that belong to no step.
    problems: Vec<String>,
    steps: Vec<StepForm>,
    /// Units in which a step can be carried out.
    units: Vec<(String, String)>,
    roles: Vec<(&'static str, &'static str)>,
    kinds: Vec<(&'static str, &'static str)>,
    hours: u32,
}

impl StepsPage {
    fn has_role(&self, step: &Step, code: &str) -> bool {
        words::role_code(step.role) == code
    }
    fn has_kind(&self, step: &Step, code: &str) -> bool {
        words::kind_code(step.kind) == code
    }
}

/// How the place of a step is written in a form.
fn place_code(place: Option<&Place>) -> String {
    match place {
        None => String::new(),
        Some(Place::Parent) => "parent".to_owned(),
        Some(Place::Reception) => "reception".to_owned(),
        Some(Place::Unit(unit)) => format!("unit {unit}"),
    }
}

pub(in super::super) async fn show(room: Room, Path((_, id)): Path<(String, String)>) -> Answer {
    let draft = load(&room).await?;
    let edition = draft.edition.map_err(|_| Trouble::NotFound)?;
    let id = WorkflowId::from(id.as_str());
    let workflow = edition.workflows.get(&id).ok_or(Trouble::NotFound)?;
    let found = findings(&room.portal.catalogue(), &edition);
    let mine: Vec<_> = found.iter().filter(|one| one.file == "workflows.yaml" && one.key == id.as_str()).collect();
    let of_step = |step: &StepId| -> Vec<String> {
        let at = mine.iter().filter(|finding| finding.step.as_ref() == Some(step));
        at.map(|finding| said(&room, finding)).collect()
    };
    let wrong: BTreeSet<StepId> = mine.iter().filter_map(|finding| finding.step.clone()).collect();
    let mut problems: Vec<String> =
        mine.iter().filter(|finding| finding.step.is_none()).map(|finding| said(&room, finding)).collect();
    // Services whose time is too short for these steps are problems of the workflow, too.
    let uses = |code: &str| {
        edition.services.get(&code.into()).is_some_and(|service| {
            service.workflow == id || service.variants.iter().any(|variant| variant.workflow.as_ref() == Some(&id))
        })
    };
    let of_services = found.iter().filter(|finding| finding.file == "services.yaml" && uses(&finding.key));
    problems.extend(of_services.map(|finding| said(&room, finding)));
    let form = |(index, step): (usize, &Step)| StepForm {
        index,
        place: place_code(step.place.as_ref()),
        acts: words::OPTIONAL_ACTS
            .into_iter()
            .enumerate()
            .map(|(code, act)| Allowed {
                code,
                name: words::act(&room.frame, act),
                allowed: !step.forbids.contains(&act),
            })
            .collect(),
        ways: step
            .branches
            .iter()
            .map(|branch| Way {
                to: workflow.step(&branch.to).map_or_else(|| branch.to.to_string(), |step| step.name.clone()),
                when: words::conditions(&room.frame, &branch.when),
            })
            .collect(),
        problems: of_step(&step.id),
        step: step.clone(),
    };
    let roles = words::ROLES.into_iter().filter(|role| *role != Role::Administrator);
    let page = StepsPage {
        revision: draft.kept.revision,
        drawing: Drawing::of(&room.frame, workflow, &wrong),
        problems,
        steps: workflow.steps.iter().enumerate().map(form).collect(),
        roles: roles.map(|role| (words::role_code(role), words::role(&room.frame, role))).collect(),
        kinds: words::KINDS.map(|kind| (words::kind_code(kind), words::kind(&room.frame, kind))).into(),
        units: edition.units.values().map(|unit| (format!("unit {}", unit.code), unit.name.clone())).collect(),
        hours: workflow.steps.iter().map(|step| u32::from(step.hours)).sum(),
        workflow: workflow.clone(),
        room,
    };
    Ok(page.room.page(&page))
}

pub(in super::super) async fn write(
    room: Room,
    Path((_, id)): Path<(String, String)>,
    Form(form): Form<Vec<(String, String)>>,
) -> Answer {
    let form = Entries(form);
    let revision = form.one("revision").parse().map_err(|_| Trouble::NotFound)?;
    let back = match form.one("action") {
        "drop" => room.draft_place(),
        _ => format!("{}/quy-trinh/{}", room.draft_place(), percent(&id)),
    };
    change(room, revision, &back, |room, edition| {
        let gone = || room.t("Bước này không còn trong quy trình.", "That step is no longer there.").to_owned();
        let action = form.one("action");
        let key = WorkflowId::from(id.as_str());
        if action == "drop" {
            let uses = |service: &&casework::catalogue::Service| {
                service.workflow == key
                    || service.variants.iter().any(|variant| variant.workflow.as_ref() == Some(&key))
            };
            if let Some(service) = edition.services.values().find(uses) {
                let text = room.t("Còn thủ tục theo quy trình này:", "A service still follows this workflow:");
                return Err(format!("{text} {} {}", service.code, service.name));
            }
            return edition.workflows.remove(&key).map(|workflow| format!("− {}", workflow.name)).ok_or_else(gone);
        }
        let workflow = edition.workflows.get_mut(&key).ok_or_else(gone)?;
        if action == "name" {
            workflow.name = form.one("name").to_owned();
            return Ok(format!("{id}: {}", workflow.name));
        }
        let count = workflow.steps.len();
        let index: usize = form.one("index").parse().map_err(|_| gone())?;
        if index >= count && !(action == "add" && index == count) {
            return Err(gone());
        }
        match action {
            "up" if index > 0 => workflow.steps.swap(index, index - 1),
            "down" if index + 1 < count => workflow.steps.swap(index, index + 1),
            "up" | "down" => {}
            "remove" => drop(workflow.steps.remove(index)),
            "add" => {
                let step = new_step(room, workflow);
                workflow.steps.insert((index + 1).min(count), step);
            }
            "branch" => match form.one("branch").parse::<usize>() {
                Ok(place) => {
                    let one = condition(room, &form)?;
                    let branch = workflow.steps[index].branches.get_mut(place).ok_or_else(gone)?;
                    branch.when.push(one);
                }
                Err(_) => {
                    let branch = new_branch(room, workflow, &form)?;
                    workflow.steps[index].branches.push(branch);
                }
            },
            _ => match action.strip_prefix("unbranch ").map(str::parse::<usize>) {
                Some(Ok(place)) if place < workflow.steps[index].branches.len() => {
                    drop(workflow.steps[index].branches.remove(place));
                }
                Some(_) => return Err(gone()),
                None => save_step(room, &mut workflow.steps[index], &form)?,
            },
        }
        let step = workflow.steps.get(index).map(|step| step.name.clone()).unwrap_or_default();
        Ok(format!("{id}: {action} {}. {step}", index + 1))
    })
    .await
}

/// A step with an id that no other has.
fn new_step(room: &Room, workflow: &Workflow) -> Step {
    let ids = (workflow.steps.len() + 1..).map(|number| StepId(format!("step_{number}")));
    let id = ids.into_iter().find(|id| workflow.step(id).is_none()).unwrap_or_else(|| "step".into());
    Step {
        id,
        name: room.t("Bước mới", "New step").to_owned(),
        role: Role::Specialist,
        kind: StepKind::Handle,
        hours: 1,
        branches: Vec::new(),
        forbids: BTreeSet::new(),
        place: None,
        waits_days: None,
    }
}

/// Writes what a step's form says into the step.
fn save_step(room: &Room, step: &mut Step, form: &Entries) -> Result<(), String> {
    let hours = form.one("hours").parse();
    let hours = hours.map_err(|_| {
        room.t("Số giờ của bước là số nguyên, ví dụ 4.", "The hours of a step are a whole number, such as 4.")
            .to_owned()
    })?;
    let waits = form.one("waits_days");
    let waits_days = if waits.is_empty() { None } else { waits.parse().ok() };
    if !waits.is_empty() && waits_days.is_none() {
        return Err(room.t("Số ngày chờ là số nguyên.", "The days of waiting are a whole number.").to_owned());
    }
    step.name = form.one("name").to_owned();
    step.role = words::role_of(form.one("role")).unwrap_or(step.role);
    step.kind = words::kind_of(form.one("kind")).unwrap_or(step.kind);
    step.hours = hours;
    step.waits_days = waits_days;
    step.place = match form.one("place") {
        "parent" => Some(Place::Parent),
        "reception" => Some(Place::Reception),
        other => other.strip_prefix("unit ").map(|unit| Place::Unit(unit.into())),
    };
    // Only what the form shows can be ticked off; other forbidden acts stay forbidden.
    let allowed: BTreeSet<_> = form.all("act").filter_map(words::act_of).collect();
    for act in words::OPTIONAL_ACTS {
        if allowed.contains(&act) {
            step.forbids.remove(&act);
        } else {
            step.forbids.insert(act);
        }
    }
    Ok(())
}

/// A way on from a step: always, or when one condition holds; more conditions are added to it.
fn new_branch(room: &Room, workflow: &Workflow, form: &Entries) -> Result<Branch, String> {
    let to = StepId::from(form.one("to"));
    if workflow.step(&to).is_none() {
        return Err(room.t("Chọn bước mà nhánh dẫn tới.", "Choose the step to which the branch leads.").to_owned());
    }
    let when = if form.one("condition") == "always" { Vec::new() } else { vec![condition(room, form)?] };
    Ok(Branch { when, to })
}

/// Copies a workflow under another code.
pub(in super::super) async fn copy(room: Room, Form(form): Form<Vec<(String, String)>>) -> Answer {
    let form = Entries(form);
    let revision = form.one("revision").parse().map_err(|_| Trouble::NotFound)?;
    let id = form.one("id").to_owned();
    let back = format!("{}/quy-trinh/{}", room.draft_place(), percent(&id));
    change(room, revision, &back, |room, edition| {
        let new = WorkflowId::from(id.as_str());
        if !is_code(&id) || edition.workflows.contains_key(&new) {
            return Err(code_wrong(room));
        }
        let from = edition.workflows.get(&WorkflowId::from(form.one("from")));
        let from = from.ok_or_else(|| room.t("Chọn quy trình để chép.", "Choose a workflow to copy.").to_owned())?;
        let workflow = Workflow { id: new.clone(), name: form.one("name").to_owned(), steps: from.steps.clone() };
        edition.workflows.insert(new, workflow);
        Ok(format!("+ {id}"))
    })
    .await
}
