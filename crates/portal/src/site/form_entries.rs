//! What the form of a service asks for, as a page shows it: made from the catalogue, whole without JavaScript, and judged by
//! the same rules as at the desk.

use super::{Frame, is_own_form};
use crate::admit::{Portal, clock};
use axum::Form;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use casework::catalogue::{Facts, Service};
use casework::form_entry::{EntryKind, EntryProblem, FormEntry, NO, YES};
use casework::{ApplicantKind, Channel};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What an entry's field is called in a form: browsers change quotes and letters with marks in names on their way.
fn field_of(entry: &FormEntry) -> String {
    format!("entry:{}", &protocol::digest(entry.name.as_bytes()).as_str()[..16])
}

/// An entry as the page shows it.
pub(super) struct Line {
    pub name: String,
    /// What its field is called.
    pub field: String,
    /// The heading that begins with it; empty where none does.
    pub section: String,
    pub kind: &'static str,
    /// What can be chosen: value, and how it is called.
    pub options: Vec<(String, String)>,
    pub least: String,
    pub most: String,
    pub value: String,
    pub hint: String,
    /// When it is asked, where that hangs on something.
    pub when: String,
    pub is_needed: bool,
    /// What is wrong with its value.
    pub problem: String,
}

impl Line {
    pub fn is_chosen(&self, value: &str) -> bool {
        self.value == value
    }

    /// Whether a browser may hold the form back without it.
    pub fn is_required(&self) -> bool {
        self.is_needed && self.when.is_empty()
    }
}

/// Kinds of applicants beside citizens, as a form sends them: word, Vietnamese, English.
pub(super) const KINDS: [(&str, &str, &str); 3] = [
    ("business", "Doanh nghiệp", "Business"),
    ("agency", "Cơ quan nhà nước", "Agency"),
    ("other", "Tổ chức khác", "Other"),
];

/// The kind of applicant that a form names.
pub(super) fn kind_of(texts: &BTreeMap<String, String>) -> ApplicantKind {
    match texts.get("kind").map_or("", String::as_str) {
        "business" => ApplicantKind::Business,
        "agency" => ApplicantKind::Agency,
        "other" => ApplicantKind::Other,
        _ => ApplicantKind::Citizen,
    }
}

/// What was answered to the entries of the service's form.
pub(super) fn answers(service: &Service, texts: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let given = service.entries.iter().filter_map(|entry| {
        let text = texts.get(&field_of(entry))?;
        Some((entry.name.clone(), as_written(&entry.kind, text)))
    });
    service.answers(Channel::Online, kind_of(texts), &given.collect())
}

/// A browser sends days as `2026-11-28`; forms keep them as `28/11/2026`.
fn as_written(kind: &EntryKind, text: &str) -> String {
    let text = text.trim().replace("\r\n", "\n");
    match (kind, text.split('-').collect::<Vec<_>>().as_slice()) {
        (EntryKind::Day, [year, month, day]) => format!("{day}/{month}/{year}"),
        _ => text,
    }
}

/// A day as a browser's field wants it.
fn as_sent(kind: &EntryKind, value: &str) -> String {
    match (kind, value.split('/').collect::<Vec<_>>().as_slice()) {
        (EntryKind::Day, [day, month, year]) => format!("{year}-{month:0>2}-{day:0>2}"),
        _ => value.to_owned(),
    }
}

/// The entries of the service's form with what was typed; what is wrong is said where somebody tried to send it.
pub(super) fn lines(frame: &Frame, service: &Service, texts: &BTreeMap<String, String>, tried: bool) -> Vec<Line> {
    let answers = answers(service, texts);
    let facts = Facts { channel: Channel::Online, applicant: kind_of(texts), entries: &answers };
    let mut section = String::new();
    let line = |entry: &FormEntry| {
        let begins = !entry.section.is_empty() && entry.section != section;
        if begins {
            section.clone_from(&entry.section);
        }
        let number = |number: &Option<u64>| number.map(|number| number.to_string()).unwrap_or_default();
        let (least, most) = match &entry.kind {
            EntryKind::Number { least, most } => (number(least), number(most)),
            _ => Default::default(),
        };
        let typed = texts.get(&field_of(entry)).map(|text| as_written(&entry.kind, text));
        let when =
            if entry.when.is_empty() { String::new() } else { super::staff::words::conditions(frame, &entry.when) };
        Line {
            name: entry.name.clone(),
            field: field_of(entry),
            section: if begins { entry.section.clone() } else { String::new() },
            kind: word(&entry.kind),
            options: options(frame, &entry.kind),
            least,
            most,
            value: as_sent(&entry.kind, &typed.unwrap_or_default()),
            hint: entry.hint.clone(),
            when,
            is_needed: entry.needed.from(Channel::Online),
            problem: entry
                .problem(&facts)
                .filter(|_| tried)
                .map(|problem| said(frame, entry, problem))
                .unwrap_or_default(),
        }
    };
    service.entries.iter().map(line).collect()
}

/// How a page draws a kind.
fn word(kind: &EntryKind) -> &'static str {
    match kind {
        EntryKind::Line => "text",
        EntryKind::Text => "area",
        EntryKind::Number { .. } => "number",
        EntryKind::Money => "money",
        EntryKind::Day => "date",
        EntryKind::Choice(_) | EntryKind::YesNo => "choice",
        EntryKind::IdentityNumber => "identity",
        EntryKind::Phone => "tel",
    }
}

/// What can be chosen, and how it is called in the page's language.
fn options(frame: &Frame, kind: &EntryKind) -> Vec<(String, String)> {
    let called = |value: &str| match value {
        YES => frame.t(YES, "Yes").to_owned(),
        NO => frame.t(NO, "No").to_owned(),
        value => value.to_owned(),
    };
    kind.options().into_iter().map(|value| (value.clone(), called(&value))).collect()
}

/// What is wrong with an entry, and what to do.
pub(super) fn said(frame: &Frame, entry: &FormEntry, problem: EntryProblem) -> String {
    if problem == EntryProblem::Missing {
        return frame.t("Chưa điền mục này.", "This is not filled in.").to_owned();
    }
    match &entry.kind {
        EntryKind::Number { least, most } => {
            let mut text = frame.t("Ghi một số nguyên", "Write a whole number").to_owned();
            for (bound, vietnamese, english) in [(least, "ít nhất", "at least"), (most, "nhiều nhất", "at most")]
            {
                if let Some(bound) = bound {
                    text += &format!(", {} {bound}", frame.t(vietnamese, english));
                }
            }
            text + "."
        }
        kind => match kind {
            EntryKind::Money => {
                frame.t("Ghi số tiền bằng đồng, ví dụ 1.500.000.", "Write an amount of đồng, such as 1.500.000.")
            }
            EntryKind::Day => frame.t("Ghi ngày có thật, ví dụ 28/11/2026.", "Write a day, such as 28/11/2026."),
            EntryKind::Choice(_) | EntryKind::YesNo => {
                frame.t("Chọn một trong các mục có sẵn.", "Choose one of what is offered.")
            }
            EntryKind::IdentityNumber => {
                frame.t("Số định danh gồm 12 chữ số (hoặc 9).", "An identity number has 12 digits (or 9).")
            }
            EntryKind::Phone => frame.t(
                "Số điện thoại gồm 9 đến 15 chữ số, ví dụ 0912345678.",
                "A phone number has 9 to 15 digits, such as 0912345678.",
            ),
            EntryKind::Line | EntryKind::Text | EntryKind::Number { .. } => {
                frame.t("Ghi trên một dòng.", "Write it on one line.")
            }
        }
        .to_owned(),
    }
}

/// What the script of the page is told while somebody types.
#[derive(Serialize)]
struct Judged {
    /// Names of the entries that are asked.
    asked: Vec<String>,
    /// What is wrong, by name; also of entries that nobody has come to yet.
    problems: BTreeMap<String, String>,
}

/// Which entries are asked, and what is wrong with them: nothing is kept.
pub(super) async fn judge(
    State(portal): State<Arc<Portal>>,
    headers: HeaderMap,
    Path(code): Path<String>,
    uri: axum::http::Uri,
    Form(texts): Form<BTreeMap<String, String>>,
) -> Response {
    if !is_own_form(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let frame = Frame::of(&portal, &headers, &uri);
    let catalogue = portal.catalogue();
    let service = catalogue.edition_on(clock().day()).and_then(|edition| edition.services.get(&code.as_str().into()));
    let Some(service) = service else { return StatusCode::NOT_FOUND.into_response() };
    let answers = answers(service, &texts);
    let facts = Facts { channel: Channel::Online, applicant: kind_of(&texts), entries: &answers };
    let problems =
        service.asked(&facts).filter_map(|(entry, problem)| Some((entry.name.clone(), said(&frame, entry, problem?))));
    let judged = Judged {
        problems: problems.collect(),
        asked: service.asked(&facts).map(|(entry, _)| entry.name.clone()).collect(),
    };
    Json(judged).into_response()
}
