//! The workflow editor: steps of a workflow in the draft, one form each, problems marked at the step.

use super::{Answer, PLACE, Room, Trouble, change, findings, load, said};
use crate::site::staff::drawing::Drawing;
use crate::site::staff::words;
use askama::Template;
use axum::Form;
use axum::extract::Path;
use casework::catalogue::{Branch, Condition, Place, Role, Step, StepKind, Workflow};
use casework::{ApplicantKind, Channel, StepId, WorkflowId};
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

pub(in super::super) async fn show(room: Room, Path(id): Path<String>) -> Answer {
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
        hours: workflow.steps.iter().map(|step| u32::from(step.hours)).sum(),
        workflow: workflow.clone(),
        room,
    };
    Ok(page.room.page(&page))
}

/// The entries of a form, in which a name may stand several times.
struct Entries(Vec<(String, String)>);

impl Entries {
    fn one(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.trim())
    }
    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

pub(in super::super) async fn write(
    room: Room,
    Path(id): Path<String>,
    Form(form): Form<Vec<(String, String)>>,
) -> Answer {
    let form = Entries(form);
    let revision = form.one("revision").parse().map_err(|_| Trouble::NotFound)?;
    let back = format!("{PLACE}/quy-trinh/{}", percent(&id));
    change(room, revision, &back, |room, edition| {
        let gone = || room.t("Bước này không còn trong quy trình.", "That step is no longer there.").to_owned();
        let workflow = edition.workflows.get_mut(&WorkflowId::from(id.as_str())).ok_or_else(gone)?;
        let action = form.one("action");
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
            "branch" => {
                let branch = new_branch(room, workflow, &form)?;
                workflow.steps[index].branches.push(branch);
            }
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

fn new_branch(room: &Room, workflow: &Workflow, form: &Entries) -> Result<Branch, String> {
    let to = StepId::from(form.one("to"));
    if workflow.step(&to).is_none() {
        return Err(room.t("Chọn bước mà nhánh dẫn tới.", "Choose the step to which the branch leads.").to_owned());
    }
    let (entry, value) = (form.one("entry").to_owned(), form.one("value").to_owned());
    let kind = form.one("condition");
    if kind.starts_with("entry") && entry.is_empty() {
        return Err(room.t("Ghi tên mục khai mà nhánh xét.", "Give the entry that the branch looks at.").to_owned());
    }
    let condition = match kind {
        "always" => None,
        "entry_is" => Some(Condition::EntryIs { entry, value }),
        "entry_at_least" => {
            let number = value.replace(['.', ' '], "").parse().map_err(|_| {
                room.t("Giá trị phải là số để so “từ … trở lên”.", "The value must be a number to compare with.")
                    .to_owned()
            })?;
            Some(Condition::EntryAtLeast { entry, number })
        }
        "online" => Some(Condition::Channel(Channel::Online)),
        "post" => Some(Condition::Channel(Channel::Post)),
        "business" => Some(Condition::Applicant(ApplicantKind::Business)),
        "citizen" => Some(Condition::Applicant(ApplicantKind::Citizen)),
        _ => Some(Condition::EntryFilled { entry }),
    };
    let negated = !form.one("not").is_empty();
    let when = condition.map(|one| if negated { Condition::Not(Box::new(one)) } else { one });
    Ok(Branch { when: when.into_iter().collect(), to })
}

/// Copies a workflow under another code.
pub(in super::super) async fn copy(room: Room, Form(form): Form<Vec<(String, String)>>) -> Answer {
    let form = Entries(form);
    let revision = form.one("revision").parse().map_err(|_| Trouble::NotFound)?;
    let id = form.one("id").to_owned();
    let back = format!("{PLACE}/quy-trinh/{}", percent(&id));
    change(room, revision, &back, |room, edition| {
        let is_code = !id.is_empty() && id.chars().all(|one| one.is_ascii_alphanumeric() || one == '_' || one == '-');
        let new = WorkflowId::from(id.as_str());
        if !is_code || edition.workflows.contains_key(&new) {
            return Err(room
                .t(
                    "Mã quy trình mới gồm chữ không dấu, số, gạch dưới, và chưa có.",
                    "The new code is made of letters without accents, digits, underscores, and is not taken.",
                )
                .to_owned());
        }
        let from = edition.workflows.get(&WorkflowId::from(form.one("from")));
        let from = from.ok_or_else(|| room.t("Chọn quy trình để chép.", "Choose a workflow to copy.").to_owned())?;
        let workflow = Workflow { id: new.clone(), name: form.one("name").to_owned(), steps: from.steps.clone() };
        edition.workflows.insert(new, workflow);
        Ok(format!("+ {id}"))
    })
    .await
}

/// A code as part of an address.
fn percent(code: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    code.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
