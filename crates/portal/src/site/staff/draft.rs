//! Editions that are being prepared, several side by side: begun from the one that was published last, checked, compared,
//! published, never edited after.

mod books;
mod days;
mod entries;
mod fees;
mod form;
mod hours;
mod national;
mod newer;
mod notices;
mod publish;
mod services;
mod several;
mod steps;
mod text;
mod units;
mod variants;
mod wording;
mod workbook;

pub(super) use books::{books_form, books_save};
pub(super) use days::{add_day, remove_day};
pub(in crate::site) use entries::CONDITIONS;
pub(super) use fees::{fees_form, fees_save};
pub(super) use form::{entries_form, entries_save};
pub(super) use hours::{hours_form, hours_save};
pub(super) use national::{compare_lists, compare_service, fetch_lists, take_name, take_part};
pub(super) use newer::{show as newer_show, take as newer_take};
pub(super) use notices::{notices_form, notices_save};
pub(super) use publish::publish;
pub(super) use services::{service_copy, service_form, service_save};
pub(super) use several::{begin, list, rename};
pub(super) use steps::{copy as copy_workflow, show as steps_show, write as steps_write};
pub(super) use text::{download, save as text_save, show as text_show, upload};
pub(super) use units::{offering_form, offering_save, unit_form, unit_save};
pub(super) use variants::{variants_form, variants_save};
pub(super) use wording::{wording_form, wording_save};
pub(super) use workbook::{LARGEST as LARGEST_WORKBOOK, take_workbook, workbook};

use super::rights::Business;
use super::{Answer, Room, Trouble, moment};
use crate::admit::clock;
use crate::catalogue_files::difference::difference;
use crate::catalogue_files::{Finding, check, document};
use crate::site::show;
use crate::store::CatalogueDraft;
use askama::Template;
use axum::Form;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use casework::catalogue::{Edition, FormSet};
use casework::{Catalogue, Date, EditionId};
use serde::Deserialize;

/// Where the drafts are.
pub(super) const PLACE: &str = "/quan-tri/danh-muc/du-thao";

/// The draft as it was kept, and what it says.
struct Draft {
    kept: CatalogueDraft,
    edition: Result<Edition, Box<Finding>>,
}

/// The draft that the address is about; `NotFound` where there is none.
async fn load(room: &Room) -> Result<Draft, Trouble> {
    room.needs(Business::EditCatalogue)?;
    let id = room.draft.ok_or(Trouble::NotFound)?;
    let kept = room.portal.store.draft(id).await?.ok_or(Trouble::NotFound)?;
    Ok(Draft { edition: document::read(&kept.body), kept })
}

/// Keeps a draft over the revision that the person looked at, which it carries.
async fn keep(room: &Room, draft: CatalogueDraft, detail: &str) -> Result<(), Trouble> {
    let draft = CatalogueDraft { changed_at: clock(), changed_by: room.staff.user.clone(), ..draft };
    if !room.portal.store.keep_draft(&draft).await? {
        return Err(Trouble::Overtaken);
    }
    room.note(&room.staff.unit, "draft_changed", format!("{}: {detail}", draft.name)).await?;
    Ok(())
}

/// Changes the draft by a form; `change` says what the form asks wrongly, in the person's language. The draft's page says
/// so; forms with a page of their own say it there ([`change_here`]).
async fn change(
    room: Room,
    revision: i64,
    back: &str,
    change: impl FnOnce(&Room, &mut Edition) -> Result<String, String>,
) -> Answer {
    match change_here(&room, revision, back, change).await? {
        Ok(answer) => Ok(answer),
        Err(wrong) => page(room, wrong).await,
    }
}

/// The same, with what is wrong for whoever shows the form again.
async fn change_here(
    room: &Room,
    revision: i64,
    back: &str,
    change: impl FnOnce(&Room, &mut Edition) -> Result<String, String>,
) -> Result<Result<Response, String>, Trouble> {
    let draft = load(room).await?;
    if draft.kept.revision != revision {
        return Err(Trouble::Overtaken);
    }
    let mut edition = match draft.edition {
        Ok(edition) => edition,
        Err(finding) => {
            let text = room.t("Sửa văn bản trước: ", "Put the text right first: ").to_owned();
            return Ok(Err(text + &said(room, &finding)));
        }
    };
    match change(room, &mut edition) {
        Ok(detail) => {
            let body = document::write_over(&draft.kept.body, &edition);
            let body = body.map_err(|error| Trouble::Broken(error.to_string()))?;
            keep(room, CatalogueDraft { body, ..draft.kept }, &detail).await?;
            Ok(Ok(Redirect::to(back).into_response()))
        }
        Err(wrong) => Ok(Err(wrong)),
    }
}

/// A finding in the person's language.
fn said(room: &Room, finding: &Finding) -> String {
    if room.frame.english {
        format!("{}: {}; {}", finding.key, finding.problem, finding.remedy)
    } else {
        format!("{}: {}", finding.key, finding.vietnamese)
    }
}

/// What keeps an edition from being published: what the law could not follow, and people whose unit would be gone.
fn findings(catalogue: &Catalogue, edition: &Edition) -> Vec<Finding> {
    let mut findings = check(edition);
    let lost = catalogue.users.values().filter(|user| user.active && !edition.units.contains_key(&user.unit));
    findings.extend(lost.map(|user| Finding {
        file: "units.yaml",
        key: user.unit.to_string(),
        step: None,
        problem: format!("{} works there, and the unit is missing", user.name),
        remedy: "keep the unit until its people have gone".to_owned(),
        vietnamese: format!("{} đang làm việc ở đơn vị này; giữ đơn vị đến khi không còn người", user.name),
    }));
    findings
}

struct Problem {
    part: &'static str,
    text: String,
    /// The form in which it is put right.
    form: Option<String>,
}

/// A place of an uploaded workbook where something is wrong.
struct Flawed {
    sheet: String,
    row: String,
    column: String,
    text: String,
}

struct Choice {
    code: String,
    name: String,
}

#[derive(Template)]
#[template(path = "staff/draft.html")]
struct DraftPage {
    room: Room,
    wrong: String,
    flawed: Vec<Flawed>,
    revision: i64,
    name: String,
    owner: String,
    /// Somebody else works on it.
    is_anothers: bool,
    /// Who may work on it: code, name.
    editors: Vec<Choice>,
    owner_code: String,
    /// The title of a newer edition than the one that it began from; empty for none.
    newer: String,
    changed: String,
    base: String,
    is_readable: bool,
    problems: Vec<Problem>,
    differences: Vec<String>,
    units: Vec<Choice>,
    services: Vec<Choice>,
    workflows: Vec<Choice>,
    days: Vec<Choice>,
    title: String,
    sample: bool,
    /// Code, circular, whether the draft has them.
    forms: Vec<(&'static str, &'static str, bool)>,
    id: String,
    earliest: Date,
}

pub(super) async fn overview(room: Room) -> Answer {
    room.needs(Business::EditCatalogue)?;
    page(room, String::new()).await
}

/// The edition that was published last: the one that a draft is prepared against.
fn newest(catalogue: &Catalogue) -> Result<&Edition, Trouble> {
    catalogue.editions.values().max_by_key(|edition| edition.in_force_from).ok_or(Trouble::NotFound)
}

/// The edition that was published since a draft began; none where nobody knows what it began from.
fn newer_than<'a>(catalogue: &'a Catalogue, base: &str) -> Option<(&'a Edition, &'a Edition)> {
    let base = catalogue.editions.get(&EditionId::from(base))?;
    let newest = newest(catalogue).ok()?;
    (newest.id != base.id).then_some((base, newest))
}

/// The earliest day from which a new edition can be in force: after today, and after every published one.
fn earliest(catalogue: &Catalogue) -> Date {
    let last = catalogue.editions.values().map(|edition| edition.in_force_from).max();
    clock().day().max(last.unwrap_or(clock().day())).next()
}

async fn page(room: Room, wrong: String) -> Answer {
    page_with(room, wrong, Vec::new()).await
}

async fn page_with(room: Room, wrong: String, flawed: Vec<Flawed>) -> Answer {
    let catalogue = room.portal.catalogue();
    let base = newest(&catalogue)?;
    let draft = load(&room).await?;
    let name = |code: &dyn std::fmt::Display, name: &str| Choice { code: code.to_string(), name: name.to_owned() };
    let author = several::name_of(&catalogue, &draft.kept.changed_by);
    let mut page = DraftPage {
        wrong,
        flawed,
        revision: draft.kept.revision,
        owner: several::name_of(&catalogue, &draft.kept.owner),
        is_anothers: draft.kept.owner != room.staff.user,
        editors: several::editors(&catalogue),
        owner_code: draft.kept.owner.to_string(),
        newer: newer_than(&catalogue, &draft.kept.base).map_or_else(String::new, |(_, newer)| newer.title.clone()),
        name: draft.kept.name.clone(),
        changed: format!("{} · {author}", moment(draft.kept.changed_at)),
        base: base.id.to_string(),
        is_readable: draft.edition.is_ok(),
        problems: Vec::new(),
        differences: Vec::new(),
        units: Vec::new(),
        services: Vec::new(),
        workflows: Vec::new(),
        days: Vec::new(),
        title: String::new(),
        sample: false,
        forms: Vec::new(),
        id: format!("{}", earliest(&catalogue)),
        earliest: earliest(&catalogue),
        room,
    };
    let room = &page.room;
    match &draft.edition {
        Err(finding) => page.problems = vec![Problem { part: "", text: said(room, finding), form: None }],
        Ok(edition) => {
            let problem = |finding: Finding| Problem {
                part: part(room, finding.file),
                text: said(room, &finding),
                form: form_of(room, &finding),
            };
            let problems = findings(&catalogue, edition).into_iter().map(problem).collect();
            let differences = difference(base, edition, room.frame.english);
            page.problems = problems;
            page.differences = differences;
            page.units = edition.units.values().map(|unit| name(&unit.code, &unit.name)).collect();
            page.services = edition.services.values().map(|service| name(&service.code, &service.name)).collect();
            page.workflows = edition.workflows.values().map(|workflow| name(&workflow.id, &workflow.name)).collect();
            let days = edition.calendar.holidays.iter().chain(&edition.calendar.makeup_days);
            let ahead = days.filter(|(day, _)| **day >= clock().day());
            page.days = ahead.map(|(day, reason)| name(day, reason)).collect();
            page.title = edition.title.clone();
            page.sample = edition.sample;
            let forms = [("2018", FormSet::Circular01Of2018), ("2025", FormSet::Circular03Of2025)];
            page.forms = forms.map(|(code, set)| (code, set.circular(), set == edition.forms)).into();
        }
    }
    let status = if page.wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(show(&page.room.frame, status, &page))
}

/// Where a finding is put right.
fn form_of(room: &Room, finding: &Finding) -> Option<String> {
    let key = entries::percent(&finding.key);
    let form = match (finding.file, finding.key.as_str()) {
        ("edition.yaml", "rejection_register") => "so-ban-sao#so-tu-choi".to_owned(),
        ("edition.yaml", "copies") => "so-ban-sao#ban-sao".to_owned(),
        ("edition.yaml", key) if key.starts_with("notices ") => {
            format!("thong-bao?loai={}", entries::percent(key.trim_start_matches("notices ")))
        }
        ("units.yaml", _) => format!("don-vi?code={key}"),
        ("services.yaml", _) => format!("thu-tuc?code={key}"),
        ("workflows.yaml", _) => format!("quy-trinh/{key}"),
        ("fields.yaml", _) => "ten-goi#linh-vuc".to_owned(),
        ("statuses.yaml", _) => "ten-goi#trang-thai".to_owned(),
        ("calendar.yaml", "weekly" | "makeup_days") => "gio-lam".to_owned(),
        _ => return None,
    };
    Some(format!("{}/{form}", room.draft_place()))
}

/// The kind of reference data by its name.
fn part(room: &Room, file: &str) -> &'static str {
    let t = |vietnamese: &'static str, english: &'static str| if room.frame.english { english } else { vietnamese };
    match file {
        "units.yaml" => t("Đơn vị", "Unit"),
        "fields.yaml" => t("Lĩnh vực", "Field"),
        "services.yaml" => t("Thủ tục", "Service"),
        "workflows.yaml" => t("Quy trình", "Workflow"),
        "statuses.yaml" => t("Trạng thái", "Status"),
        "calendar.yaml" => t("Lịch", "Calendar"),
        _ => t("Bản danh mục", "Edition"),
    }
}

#[derive(Deserialize)]
pub(super) struct Seen {
    revision: i64,
}

/// Drops the draft that the person looked at.
pub(super) async fn drop_it(room: Room, Form(seen): Form<Seen>) -> Answer {
    let draft = load(&room).await?;
    if draft.kept.revision != seen.revision {
        return Err(Trouble::Overtaken);
    }
    if !room.portal.store.drop_draft(draft.kept.id, seen.revision).await? {
        return Err(Trouble::Overtaken);
    }
    room.note(&room.staff.unit, "draft_dropped", draft.kept.name).await?;
    Ok(Redirect::to(PLACE).into_response())
}
