//! Several drafts side by side: each has a name and somebody who works on it, and each is published for itself.

use super::{Answer, Choice, PLACE, Room, Trouble, earliest, keep, load, newer_than, newest, page};
use crate::admit::clock;
use crate::catalogue_files::document;
use crate::site::show;
use crate::site::staff::rights::{Business, Scope};
use crate::site::staff::{Staff, moment};
use crate::store::CatalogueDraft;
use askama::Template;
use axum::Form;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use casework::catalogue::Edition;
use casework::{Catalogue, EditionId, UserId};
use serde::Deserialize;

/// Drafts side by side at most: more are forgotten ones.
const MOST: i64 = 20;
const LONGEST_NAME: usize = 120;

struct Line {
    id: i64,
    name: String,
    owner: String,
    changed: String,
    base: String,
    is_behind: bool,
}

#[derive(Template)]
#[template(path = "staff/drafts.html")]
struct DraftsPage {
    room: Room,
    lines: Vec<Line>,
    base: String,
    name: String,
    wrong: String,
}

/// What somebody is called; their code where they are nobody any more.
pub(super) fn name_of(catalogue: &Catalogue, user: &UserId) -> String {
    catalogue.users.get(user).map_or_else(|| user.to_string(), |user| user.name.clone())
}

/// Those who may work on a draft.
pub(super) fn editors(catalogue: &Catalogue) -> Vec<Choice> {
    let edits = |user: &&casework::catalogue::User| {
        user.active && Staff::of(catalogue, user).scope(Business::EditCatalogue) != Scope::Nothing
    };
    let users = catalogue.users.values().filter(edits);
    users.map(|user| Choice { code: user.id.to_string(), name: user.name.clone() }).collect()
}

pub(in super::super) async fn list(room: Room) -> Answer {
    room.needs(Business::EditCatalogue)?;
    let name =
        format!("{} {}", room.t("Bản mới từ", "Edition from"), paper::short_date(earliest(&room.portal.catalogue())));
    list_page(room, name, String::new()).await
}

async fn list_page(room: Room, name: String, wrong: String) -> Answer {
    let catalogue = room.portal.catalogue();
    let line = |draft: CatalogueDraft| Line {
        id: draft.id,
        owner: name_of(&catalogue, &draft.owner),
        changed: format!("{} · {}", moment(draft.changed_at), name_of(&catalogue, &draft.changed_by)),
        is_behind: newer_than(&catalogue, &draft.base).is_some(),
        base: draft.base,
        name: draft.name,
    };
    let lines = room.portal.store.drafts().await?.into_iter().map(line).collect();
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = DraftsPage { lines, base: newest(&catalogue)?.title.clone(), name, wrong, room };
    Ok(show(&page.room.frame, status, &page))
}

#[derive(Deserialize)]
pub(in super::super) struct Begun {
    #[serde(default)]
    name: String,
}

/// A name as it is kept, or why it is none.
fn named(room: &Room, name: &str) -> Result<String, String> {
    let name = name.trim();
    let is_name = !name.is_empty() && name.chars().count() <= LONGEST_NAME && !name.contains(char::is_control);
    let wrong =
        || room.t("Đặt tên cho bản dự thảo, nhiều nhất 120 ký tự.", "Name the draft, with at most 120 letters.");
    if is_name { Ok(name.to_owned()) } else { Err(wrong().to_owned()) }
}

/// Begins a draft from the edition that was published last.
pub(in super::super) async fn begin(room: Room, Form(begun): Form<Begun>) -> Answer {
    room.needs(Business::EditCatalogue)?;
    let name = match named(&room, &begun.name) {
        Ok(name) => name,
        Err(wrong) => return list_page(room, begun.name, wrong).await,
    };
    let catalogue = room.portal.catalogue();
    let base = newest(&catalogue)?;
    let edition = Edition { id: EditionId::from("du-thao"), in_force_from: earliest(&catalogue), ..base.clone() };
    let body = document::write(&edition).map_err(|error| Trouble::Broken(error.to_string()))?;
    let me = room.staff.user.clone();
    let draft = CatalogueDraft {
        id: 0,
        name,
        owner: me.clone(),
        base: base.id.to_string(),
        body,
        revision: 0,
        changed_at: clock(),
        changed_by: me,
    };
    let Some(id) = room.portal.store.add_draft(&draft, MOST).await? else {
        let text = room.t(
            "Đã có 20 bản dự thảo; bỏ hoặc công bố một bản trước.",
            "There are 20 drafts already; drop or publish one first.",
        );
        let text = text.to_owned();
        return list_page(room, draft.name, text).await;
    };
    room.note(&room.staff.unit, "draft_begun", format!("{} · {}", draft.name, draft.base)).await?;
    Ok(Redirect::to(&format!("{PLACE}/{id}")).into_response())
}

#[derive(Deserialize)]
pub(in super::super) struct Renamed {
    revision: i64,
    #[serde(default)]
    name: String,
    #[serde(default)]
    owner: String,
}

/// Another name, or somebody else who works on it.
pub(in super::super) async fn rename(room: Room, Form(wanted): Form<Renamed>) -> Answer {
    let draft = load(&room).await?;
    let name = match named(&room, &wanted.name) {
        Ok(name) => name,
        Err(wrong) => return page(room, wrong).await,
    };
    let owner = UserId(wanted.owner);
    if owner != draft.kept.owner
        && !editors(&room.portal.catalogue()).iter().any(|editor| editor.code == owner.as_str())
    {
        let text = room.t("Chọn người soạn trong danh sách.", "Choose somebody of the list.").to_owned();
        return page(room, text).await;
    }
    let detail = format!("→ {name} · {owner}");
    keep(&room, CatalogueDraft { name, owner, revision: wanted.revision, ..draft.kept }, &detail).await?;
    Ok(Redirect::to(&room.draft_place()).into_response())
}
