//! The draft as a text: in an area, as a download, as an upload.

use super::{Answer, Room, Trouble, keep, load, said};
use crate::catalogue_files::document;
use crate::site::show as show_page;
use crate::store::CatalogueDraft;
use askama::Template;
use axum::Form;
use axum::extract::Multipart;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "staff/draft_text.html")]
struct TextPage {
    room: Room,
    text: String,
    revision: i64,
    wrong: String,
}

fn page(room: Room, text: String, revision: i64) -> Answer {
    let wrong = document::read(&text).err().map(|finding| said(&room, &finding)).unwrap_or_default();
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = TextPage { text, revision, wrong, room };
    Ok(show_page(&page.room.frame, status, &page))
}

pub(in super::super) async fn show(room: Room) -> Answer {
    let draft = load(&room).await?;
    page(room, draft.kept.body, draft.kept.revision)
}

#[derive(Deserialize)]
pub(in super::super) struct Written {
    revision: i64,
    text: String,
}

/// Keeps a text. One that cannot be read is kept too, so that nothing is lost; it is shown with what is wrong.
async fn keep_text(room: Room, revision: i64, text: String) -> Answer {
    let draft = load(&room).await?;
    // No database keeps this character in a text; where it was is seen.
    let text = text.replace("\r\n", "\n").replace('\0', "\u{fffd}");
    keep(&room, CatalogueDraft { body: text.clone(), revision, ..draft.kept }, "YAML").await?;
    if document::read(&text).is_err() {
        return page(room, text, revision + 1);
    }
    Ok(Redirect::to(&room.draft_place()).into_response())
}

pub(in super::super) async fn save(room: Room, Form(written): Form<Written>) -> Answer {
    keep_text(room, written.revision, written.text).await
}

pub(in super::super) async fn upload(room: Room, mut form: Multipart) -> Answer {
    let (mut revision, mut text) = (None, None);
    let malformed = |_| Trouble::NotFound;
    while let Some(field) = form.next_field().await.map_err(malformed)? {
        match field.name() {
            Some("revision") => revision = field.text().await.map_err(malformed)?.parse().ok(),
            Some("file") => text = Some(field.bytes().await.map_err(malformed)?),
            _ => {}
        }
    }
    let (Some(revision), Some(text)) = (revision, text) else { return Err(Trouble::NotFound) };
    keep_text(room, revision, String::from_utf8_lossy(&text).into_owned()).await
}

pub(in super::super) async fn download(room: Room) -> Answer {
    let draft = load(&room).await?;
    let headers = [
        (CONTENT_TYPE, "application/yaml; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"danh-muc.yaml\""),
        (CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, draft.kept.body).into_response())
}
