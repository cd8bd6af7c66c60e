//! Cases of a service with a path or a time of their own: what they hang on, in which order they are looked at.

use super::entries::{Entries, condition, limit, limit_parts};
use super::{Answer, Room, Trouble, change_here, load};
use crate::site::show;
use crate::site::staff::words;
use askama::Template;
use axum::Form;
use axum::extract::Query;
use axum::http::StatusCode;
use casework::catalogue::{Edition, Variant};
use casework::{ServiceCode, VariantId, WorkflowId};
use serde::Deserialize;

struct VariantForm {
    name: String,
    workflow: String,
    kind: String,
    number: String,
    /// No case begins with it.
    later: bool,
    conditions: Vec<String>,
    /// Why it was not taken.
    wrong: String,
}

#[derive(Template)]
#[template(path = "staff/draft_variants.html")]
struct VariantsPage {
    room: Room,
    revision: i64,
    code: String,
    name: String,
    variants: Vec<VariantForm>,
    /// The form for one more.
    new: VariantForm,
    workflows: Vec<(String, String)>,
}

impl VariantForm {
    fn of(room: &Room, variant: &Variant) -> Self {
        let (kind, number) = variant.time_limit.as_ref().map(limit_parts).unwrap_or_default();
        Self {
            name: variant.name.clone(),
            workflow: variant.workflow.as_ref().map(ToString::to_string).unwrap_or_default(),
            kind: kind.to_owned(),
            number,
            later: variant.later,
            conditions: variant.when.iter().map(|one| words::condition(&room.frame, one)).collect(),
            wrong: String::new(),
        }
    }

    fn written(form: &Entries, conditions: Vec<String>) -> Self {
        let text = |name: &str| form.one(name).to_owned();
        Self {
            name: text("name"),
            workflow: text("workflow"),
            kind: text("kind"),
            number: text("number"),
            later: form.one("later") == "1",
            conditions,
            wrong: String::new(),
        }
    }
}

async fn page(room: Room, code: &str, written: Option<(&Entries, String)>) -> Answer {
    let draft = load(&room).await?;
    let edition = draft.edition.map_err(|_| Trouble::NotFound)?;
    let service = edition.services.get(&ServiceCode::from(code)).ok_or(Trouble::NotFound)?;
    let mut page = VariantsPage {
        revision: draft.kept.revision,
        code: code.to_owned(),
        name: service.name.clone(),
        variants: service.variants.iter().map(|variant| VariantForm::of(&room, variant)).collect(),
        new: VariantForm::written(&Entries(Vec::new()), Vec::new()),
        workflows: edition.workflows.values().map(|one| (one.id.to_string(), one.name.clone())).collect(),
        room,
    };
    let status = if written.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    if let Some((form, wrong)) = written {
        match form.index(page.variants.len()).and_then(|index| page.variants.get_mut(index)) {
            Some(place) if form.one("action") == "save" => {
                *place = VariantForm { wrong, ..VariantForm::written(form, std::mem::take(&mut place.conditions)) };
            }
            Some(place) => place.wrong = wrong,
            None => page.new = VariantForm { wrong, ..VariantForm::written(form, Vec::new()) },
        }
    }
    Ok(show(&page.room.frame, status, &page))
}

#[derive(Deserialize)]
pub(in super::super) struct Asked {
    #[serde(default)]
    code: String,
}

pub(in super::super) async fn variants_form(room: Room, Query(asked): Query<Asked>) -> Answer {
    page(room, &asked.code, None).await
}

pub(in super::super) async fn variants_save(room: Room, Form(form): Form<Vec<(String, String)>>) -> Answer {
    let form = Entries(form);
    let code = form.one("code").to_owned();
    let back = format!("{}/thu-tuc/truong-hop?code={}", room.draft_place(), super::entries::percent(&code));
    let done = change_here(&room, form.revision()?, &back, |room, edition| {
        let detail = apply(room, edition, &code, &form)?;
        Ok(format!("{code}: {detail}"))
    })
    .await?;
    match done {
        Ok(answer) => Ok(answer),
        Err(wrong) => page(room, &code, Some((&form, wrong))).await,
    }
}

fn apply(room: &Room, edition: &mut Edition, code: &str, form: &Entries) -> Result<String, String> {
    let gone = || room.t("Trường hợp này không còn trong bản dự thảo.", "That variant is no longer there.").to_owned();
    let workflows: Vec<WorkflowId> = edition.workflows.keys().cloned().collect();
    let variants = &mut edition.services.get_mut(&ServiceCode::from(code)).ok_or_else(gone)?.variants;
    let action = form.one("action");
    if action == "add" {
        let ids = (variants.len() + 1..).map(|number| VariantId(format!("truong_hop_{number}")));
        let id = ids.into_iter().find(|id| variants.iter().all(|known| known.id != *id)).ok_or_else(gone)?;
        let mut variant =
            Variant { id, name: String::new(), when: Vec::new(), later: false, workflow: None, time_limit: None };
        if form.one("condition") != "always" {
            variant.when.push(condition(room, form)?);
        }
        settle(room, &mut variant, form, &workflows)?;
        let detail = format!("+ {}", variant.name);
        variants.push(variant);
        return Ok(detail);
    }
    let index = form.index(variants.len()).ok_or_else(gone)?;
    match action {
        "up" => variants.swap(index, index.saturating_sub(1)),
        "remove" => return Ok(format!("− {}", variants.remove(index).name)),
        "condition" => variants[index].when.push(condition(room, form)?),
        _ => match action.strip_prefix("without ").map(str::parse::<usize>) {
            Some(Ok(place)) if place < variants[index].when.len() => {
                if variants[index].when.len() == 1 && !variants[index].later {
                    return Err(needs_condition(room));
                }
                drop(variants[index].when.remove(place));
            }
            Some(_) => return Err(gone()),
            None => settle(room, &mut variants[index], form, &workflows)?,
        },
    }
    Ok(format!("{action} {}", variants[index].name))
}

fn needs_condition(room: &Room) -> String {
    let words = room.t(
        "Trường hợp phải có ít nhất một điều kiện, trừ khi chỉ nhận ra lúc giải quyết; thêm điều kiện khác trước, hoặc bỏ cả trường hợp.",
        "A variant has at least one condition, unless it is found while the case is handled; add another first, or remove it.",
    );
    words.to_owned()
}

/// Name, path and time of a variant, as the form has them.
fn settle(room: &Room, variant: &mut Variant, form: &Entries, workflows: &[WorkflowId]) -> Result<(), String> {
    let name = form.one("name");
    if name.is_empty() {
        return Err(room.t("Ghi tên trường hợp.", "Give the variant's name.").to_owned());
    }
    let workflow = Some(form.one("workflow")).filter(|id| !id.is_empty()).map(WorkflowId::from);
    if workflow.as_ref().is_some_and(|id| !workflows.contains(id)) {
        return Err(room.t("Quy trình này không có trong bản dự thảo.", "The draft has no such workflow.").to_owned());
    }
    let time_limit = match form.one("kind") {
        "" => None,
        kind => Some(limit(room, kind, form.one("number"))?),
    };
    if workflow.is_none() && time_limit.is_none() {
        return Err(room
            .t(
                "Trường hợp cần quy trình hoặc thời hạn khác với thủ tục.",
                "A variant needs a workflow or a time of its own.",
            )
            .to_owned());
    }
    let later = form.one("later") == "1";
    if later && workflow.is_some() {
        return Err(room
            .t(
                "Trường hợp chỉ nhận ra khi giải quyết phải đi theo quy trình của thủ tục.",
                "What is found while the case is handled stays on the service's own workflow.",
            )
            .to_owned());
    }
    if !later && variant.when.is_empty() {
        return Err(needs_condition(room));
    }
    variant.later = later;
    (variant.name, variant.workflow, variant.time_limit) = (name.to_owned(), workflow, time_limit);
    Ok(())
}
