//! A newer edition than the one that a draft began from: what it changed, what both changed, and bringing the draft up to it.

use super::{Answer, Room, Trouble, keep, load, newer_than, said};
use crate::catalogue_files::difference::difference;
use crate::catalogue_files::document;
use crate::catalogue_files::rebase::rebase;
use crate::store::CatalogueDraft;
use askama::Template;
use axum::Form;
use axum::response::{IntoResponse, Redirect};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "staff/draft_newer.html")]
struct NewerPage {
    room: Room,
    revision: i64,
    name: String,
    base: String,
    newer: String,
    newer_title: String,
    differences: Vec<String>,
    /// What both changed, each in its own way.
    both: Vec<String>,
    /// Why the draft cannot be read.
    wrong: String,
}

pub(in super::super) async fn show(room: Room) -> Answer {
    let draft = load(&room).await?;
    let catalogue = room.portal.catalogue();
    let (base, newer) = newer_than(&catalogue, &draft.kept.base).ok_or(Trouble::NotFound)?;
    let english = room.frame.english;
    let (both, wrong) = match &draft.edition {
        Ok(edition) => (rebase(base, newer, edition, english).both, String::new()),
        Err(finding) => (Vec::new(), said(&room, finding)),
    };
    let page = NewerPage {
        revision: draft.kept.revision,
        name: draft.kept.name,
        base: base.id.to_string(),
        newer: newer.id.to_string(),
        newer_title: newer.title.clone(),
        differences: difference(base, newer, english),
        both,
        wrong,
        room,
    };
    Ok(page.room.page(&page))
}

#[derive(Deserialize)]
pub(in super::super) struct Seen {
    revision: i64,
    /// The edition that the person looked at.
    #[serde(default)]
    newer: String,
}

pub(in super::super) async fn take(room: Room, Form(seen): Form<Seen>) -> Answer {
    let draft = load(&room).await?;
    let catalogue = room.portal.catalogue();
    let (base, newer) = newer_than(&catalogue, &draft.kept.base).ok_or(Trouble::Overtaken)?;
    if draft.kept.revision != seen.revision || newer.id.as_str() != seen.newer {
        return Err(Trouble::Overtaken);
    }
    let Ok(edition) = draft.edition else { return Err(Trouble::Overtaken) };
    let rebased = rebase(base, newer, &edition, false);
    let body = document::write_over(&draft.kept.body, &rebased.edition);
    let body = body.map_err(|error| Trouble::Broken(error.to_string()))?;
    let detail = format!("{} → {}: {}", base.id, newer.id, rebased.both.join("; "));
    keep(&room, CatalogueDraft { body, base: newer.id.to_string(), ..draft.kept }, &detail).await?;
    Ok(Redirect::to(&room.draft_place()).into_response())
}
