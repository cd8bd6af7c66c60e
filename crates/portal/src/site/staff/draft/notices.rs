//! Words of notices to citizens: those of the program until an edition has its own, looked at with invented data before they
//! are kept.

use super::entries::Entries;
use super::{Answer, Room, Trouble, change_here, load};
use crate::notices::templates::{self, TEMPLATES, Template};
use crate::notices::{judge, sample};
use crate::site::show;
use askama::Template as Page;
use axum::Form;
use axum::extract::Query;
use axum::http::StatusCode;
use casework::catalogue::{Edition, NoticeText};
use serde::Deserialize;

/// A notice that can be chosen.
struct Line {
    kind: &'static str,
    about: &'static str,
    /// The edition has words of its own for it.
    is_own: bool,
    is_chosen: bool,
}

/// A name that may stand in the words.
struct NameLine {
    name: String,
    about: &'static str,
}

/// What citizens would get.
struct Shown {
    subject: String,
    mail: String,
    short: String,
    /// Letters of the short message, and of how many SMS it is without diacritics.
    letters: usize,
    messages: usize,
}

#[derive(Page)]
#[template(path = "staff/draft_notices.html")]
struct NoticesPage {
    room: Room,
    revision: i64,
    lines: Vec<Line>,
    kind: &'static str,
    about: &'static str,
    names: Vec<NameLine>,
    words: NoticeText,
    has_short: bool,
    is_own: bool,
    shown: Shown,
    wrong: Vec<String>,
}

#[derive(Deserialize)]
pub(in super::super) struct Asked {
    #[serde(default)]
    loai: String,
}

fn shown(template: &Template, words: &NoticeText) -> Shown {
    let sample = sample(template, words);
    let [vietnamese, english] = &sample.body;
    let short = if template.is_of_case {
        format!("Ho so 000.00.03.H40-261123-0001: {}", sample.short)
    } else {
        sample.short.clone()
    };
    let letters = short.chars().count();
    // 160 letters fit into one, 153 into each of several; with diacritics 70 and 67.
    let (one, several) = if short.is_ascii() { (160, 153) } else { (70, 67) };
    Shown {
        subject: sample.subject.join(" · "),
        mail: format!("{vietnamese}\n\n---\n\n{english}"),
        short: if template.has_short() { short } else { String::new() },
        letters,
        messages: if letters <= one { 1 } else { letters.div_ceil(several) },
    }
}

async fn page(room: Room, kind: &str, written: Option<NoticeText>, wrong: Vec<String>) -> Answer {
    let draft = load(&room).await?;
    let edition = draft.edition.map_err(|_| Trouble::NotFound)?;
    let template = templates::of(kind).unwrap_or(&TEMPLATES[0]);
    let language = usize::from(room.frame.english);
    let is_own = |template: &Template| edition.notices.contains_key(template.kind);
    let line = |one: &'static Template| Line {
        kind: one.kind,
        about: one.about[language],
        is_own: is_own(one),
        is_chosen: one.kind == template.kind,
    };
    let words = written.unwrap_or_else(|| template.words(Some(&edition)));
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let name = |known: &templates::Name| NameLine { name: format!("{{{}}}", known.name), about: known.about[language] };
    let page = NoticesPage {
        revision: draft.kept.revision,
        lines: TEMPLATES.iter().map(line).collect(),
        kind: template.kind,
        about: template.about[language],
        names: template.known().map(name).collect(),
        has_short: template.has_short(),
        is_own: is_own(template),
        shown: shown(template, &words),
        words,
        wrong,
        room,
    };
    Ok(show(&page.room.frame, status, &page))
}

pub(in super::super) async fn notices_form(room: Room, Query(asked): Query<Asked>) -> Answer {
    page(room, &asked.loai, None, Vec::new()).await
}

/// What a form says: lines end as they do in a letter.
fn written(form: &Entries) -> NoticeText {
    let text = |name: &str| form.one(name).replace("\r\n", "\n");
    NoticeText {
        subject_vi: text("subject_vi"),
        subject_en: text("subject_en"),
        vi: text("vi"),
        en: text("en"),
        short: text("short"),
    }
}

pub(in super::super) async fn notices_save(room: Room, Form(form): Form<Vec<(String, String)>>) -> Answer {
    load(&room).await?;
    let form = Entries(form);
    let kind = form.one("kind").to_owned();
    let Some(template) = templates::of(&kind) else { return Err(Trouble::NotFound) };
    let words = written(&form);
    let language = room.frame.english;
    let said = |problem: judge::Problem| if language { problem.english } else { problem.vietnamese };
    let is_usual = form.one("action") == "usual";
    let wrong: Vec<String> =
        if is_usual { Vec::new() } else { judge::problems(&kind, &words).into_iter().map(said).collect() };
    if !wrong.is_empty() || form.one("action") == "look" {
        return page(room, &kind, Some(words), wrong).await;
    }
    let back = format!("{}/thong-bao?loai={kind}", room.draft_place());
    let change = |room: &Room, edition: &mut Edition| {
        // What is the program's own is not written down: it changes with the program.
        if is_usual || words == template.usual() {
            edition.notices.remove(&kind);
        } else {
            edition.notices.insert(kind.clone(), words.clone());
        }
        Ok(format!("{} {kind}", room.t("thông báo", "notice")))
    };
    match change_here(&room, form.revision()?, &back, change).await? {
        Ok(answer) => Ok(answer),
        Err(wrong) => page(room, &kind, Some(words), vec![wrong]).await,
    }
}
