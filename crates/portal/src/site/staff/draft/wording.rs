//! Names that the edition gives: words of form II.07, statuses, fields.

use super::entries::{Entries, code_wrong, is_code};
use super::{Answer, Room, Trouble, change_here, load};
use crate::site::show;
use askama::Template;
use axum::Form;
use axum::http::StatusCode;
use casework::FieldCode;
use casework::catalogue::{Edition, Field, LateForm};

/// A line of a form: name of its entry, what it is, what it says now.
struct Line {
    key: String,
    name: String,
    value: String,
}

struct StatusLine {
    code: u8,
    vi: String,
    en: String,
}

#[derive(Template)]
#[template(path = "staff/draft_wording.html")]
struct WordingPage {
    room: Room,
    revision: i64,
    late: Vec<Line>,
    statuses: Vec<StatusLine>,
    fields: Vec<Line>,
    new_code: String,
    new_name: String,
    /// Which form is wrong, and why.
    wrong: (String, String),
}

impl WordingPage {
    fn wrong_in(&self, form: &str) -> &str {
        if self.wrong.0 == form { &self.wrong.1 } else { "" }
    }
}

/// The words of form II.07 in the order in which it has them.
fn late_lines(room: &Room, late: &LateForm) -> Vec<Line> {
    let line = |key: &str, vietnamese: &str, english: &str, value: &str| Line {
        key: key.to_owned(),
        name: room.t(vietnamese, english).to_owned(),
        value: value.to_owned(),
    };
    vec![
        line("mark", "Số hiệu biểu", "Mark of the form", &late.mark),
        line("title", "Tên biểu", "Title", &late.title),
        line("field", "Cột lĩnh vực", "Column of the field", &late.field),
        line("reason", "Cột nguyên nhân", "Column of the reason", &late.reason),
        line("total", "Cột tổng số", "Column of the total", &late.total),
        line("done", "Cột đã giải quyết", "Column of what is done", &late.done),
        line("open", "Cột đang giải quyết", "Column of what is open", &late.open),
        line("no_reason", "Khi không nêu nguyên nhân", "Where no reason was given", &late.no_reason),
        line("note", "Ghi chú cuối biểu", "Note below", &late.note),
    ]
}

async fn page(room: Room, written: Option<(&Entries, String)>) -> Answer {
    let draft = load(&room).await?;
    let edition = draft.edition.map_err(|_| Trouble::NotFound)?;
    let field = |field: &Field| Line {
        key: format!("field {}", field.code),
        name: field.code.to_string(),
        value: field.name.clone(),
    };
    let mut page = WordingPage {
        revision: draft.kept.revision,
        late: late_lines(&room, &edition.late_form),
        statuses: edition
            .statuses
            .iter()
            .map(|(code, name)| StatusLine { code: *code, vi: name.vi.clone(), en: name.en.clone() })
            .collect(),
        fields: edition.fields.values().map(field).collect(),
        new_code: String::new(),
        new_name: String::new(),
        wrong: (String::new(), String::new()),
        room,
    };
    let status = if written.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    if let Some((form, wrong)) = written {
        // What was written stays in its form.
        let keep = |key: &str, value: &mut String| {
            if form.has(key) {
                form.one(key).clone_into(value);
            }
        };
        page.late.iter_mut().chain(&mut page.fields).for_each(|line| keep(&line.key, &mut line.value));
        for line in &mut page.statuses {
            keep(&format!("vi {}", line.code), &mut line.vi);
            keep(&format!("en {}", line.code), &mut line.en);
        }
        keep("code", &mut page.new_code);
        keep("name", &mut page.new_name);
        let action = form.one("action");
        let of = if action.starts_with("field") { "fields" } else { action };
        page.wrong = (of.to_owned(), wrong);
    }
    Ok(show(&page.room.frame, status, &page))
}

pub(in super::super) async fn wording_form(room: Room) -> Answer {
    page(room, None).await
}

pub(in super::super) async fn wording_save(room: Room, Form(form): Form<Vec<(String, String)>>) -> Answer {
    let form = Entries(form);
    let here = format!("{}/ten-goi", room.draft_place());
    let back = match form.one("action") {
        "late" => format!("{here}#bieu"),
        "statuses" => format!("{here}#trang-thai"),
        _ => format!("{here}#linh-vuc"),
    };
    let done = change_here(&room, form.revision()?, &back, |room, edition| apply(room, edition, &form)).await?;
    match done {
        Ok(answer) => Ok(answer),
        Err(wrong) => page(room, Some((&form, wrong))).await,
    }
}

fn apply(room: &Room, edition: &mut Edition, form: &Entries) -> Result<String, String> {
    let filled = |key: &str, what: &str| match form.one(key) {
        "" => Err(format!("{what}: {}", room.t("không để trống.", "must not be empty."))),
        text => Ok(text.to_owned()),
    };
    match form.one("action") {
        "usual" => edition.late_form = LateForm::default(),
        "late" => {
            for Line { key, name, .. } in late_lines(room, &LateForm::default()) {
                let text = filled(&key, &name)?;
                let late = &mut edition.late_form;
                *match key.as_str() {
                    "mark" => &mut late.mark,
                    "title" => &mut late.title,
                    "field" => &mut late.field,
                    "reason" => &mut late.reason,
                    "total" => &mut late.total,
                    "done" => &mut late.done,
                    "open" => &mut late.open,
                    "no_reason" => &mut late.no_reason,
                    _ => &mut late.note,
                } = text;
            }
        }
        "statuses" => {
            for (code, name) in &mut edition.statuses {
                name.vi = filled(&format!("vi {code}"), &format!("{code}"))?;
                name.en = filled(&format!("en {code}"), &format!("{code}"))?;
            }
        }
        "fields" => {
            for field in edition.fields.values_mut() {
                field.name = filled(&format!("field {}", field.code), field.code.as_str())?;
            }
        }
        "field add" => {
            let code = FieldCode::from(form.one("code"));
            if !is_code(code.as_str()) || edition.fields.contains_key(&code) {
                return Err(code_wrong(room));
            }
            let name = filled("name", room.t("Tên lĩnh vực", "The name"))?;
            edition.fields.insert(code.clone(), Field { code, name });
        }
        action => {
            let gone = || room.t("Lĩnh vực này không còn.", "That field is no longer there.").to_owned();
            let code = FieldCode::from(action.strip_prefix("field remove ").ok_or_else(gone)?);
            if let Some(service) = edition.services.values().find(|service| service.field == code) {
                let uses = room.t("Thủ tục còn thuộc lĩnh vực này:", "A service still belongs to it:");
                return Err(format!("{uses} {} {}", service.code, service.name));
            }
            edition.fields.remove(&code).ok_or_else(gone)?;
        }
    }
    Ok(form.one("action").to_owned())
}
