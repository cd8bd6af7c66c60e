//! What a service says, one form; a new service after a known one; a service that goes.

use super::entries::{Entries, code_wrong, is_code, limit, limit_parts, number, percent};
use super::{Answer, Room, Trouble, change_here, load, page};
use crate::site::show;
use askama::Template;
use axum::Form;
use axum::extract::Query;
use axum::http::StatusCode;
use casework::catalogue::{Edition, OnlineLevel, Service, SupplementClock, TimeLimit};
use casework::{FieldCode, RegisterBook, ServiceCode};
use serde::Deserialize;

#[derive(Deserialize)]
pub(in super::super) struct Asked {
    #[serde(default)]
    code: String,
}

#[derive(Template)]
#[template(path = "staff/draft_service.html")]
struct ServicePage {
    room: Room,
    revision: i64,
    service: Service,
    kind: String,
    number: String,
    requests: String,
    within_days: String,
    valid_months: String,
    /// Names and codes of papers; the last rows are free.
    papers: Vec<(String, String)>,
    workflows: Vec<(String, String)>,
    fields: Vec<(String, String)>,
    fees: String,
    wrong: String,
}

impl ServicePage {
    fn restarts(&self) -> bool {
        self.service.supplement.clock == SupplementClock::Restart
    }
}

const FREE_ROWS: usize = 2;

fn shown(number: Option<u16>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}

async fn form_page(room: Room, code: &str, written: Option<(&Entries, String)>) -> Answer {
    let draft = load(&room).await?;
    let edition = draft.edition.map_err(|_| Trouble::NotFound)?;
    let mut service = edition.services.get(&ServiceCode::from(code)).ok_or(Trouble::NotFound)?.clone();
    let (kind, number) = limit_parts(&service.time_limit);
    let paper = |name: &String| (name.clone(), service.paper_codes.get(name).cloned().unwrap_or_default());
    let mut page = ServicePage {
        revision: draft.kept.revision,
        kind: kind.to_owned(),
        number,
        requests: service.supplement.requests_allowed.to_string(),
        within_days: shown(service.supplement.within_days),
        valid_months: shown(service.valid_months),
        papers: service.papers.iter().map(paper).collect(),
        workflows: edition.workflows.values().map(|one| (one.id.to_string(), one.name.clone())).collect(),
        fields: edition.fields.values().map(|one| (one.code.to_string(), one.name.clone())).collect(),
        fees: crate::catalogue_files::difference::fees(&service.fees),
        service: service.clone(),
        wrong: String::new(),
        room,
    };
    let status = if written.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    if let Some((form, wrong)) = written {
        words(&mut service, form);
        page.service = service;
        for (entry, place) in [
            ("kind", &mut page.kind),
            ("number", &mut page.number),
            ("requests", &mut page.requests),
            ("within_days", &mut page.within_days),
            ("valid_months", &mut page.valid_months),
        ] {
            if form.has(entry) {
                form.one(entry).clone_into(place);
            }
        }
        if form.has("paper") {
            page.papers = papers(form);
        }
        page.wrong = wrong;
    }
    page.papers.extend(vec![Default::default(); FREE_ROWS]);
    Ok(show(&page.room.frame, status, &page))
}

/// Papers and their codes as a form has them; a code beside no paper is nobody's.
fn papers(form: &Entries) -> Vec<(String, String)> {
    let codes = form.all("paper_code").chain(std::iter::repeat(""));
    let rows = form.all("paper").zip(codes).filter(|(name, _)| !name.is_empty());
    rows.map(|(name, code)| (name.to_owned(), code.to_owned())).collect()
}

pub(in super::super) async fn service_form(room: Room, Query(asked): Query<Asked>) -> Answer {
    form_page(room, &asked.code, None).await
}

/// A text a line.
fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// Writes what cannot be wrong over; an entry that the form does not have stays.
fn words(service: &mut Service, form: &Entries) {
    for (entry, place) in [
        ("name", &mut service.name),
        ("time_text", &mut service.time_text),
        ("fee_text", &mut service.fee_text),
        ("result", &mut service.result),
        ("certainty", &mut service.certainty),
        ("note", &mut service.note),
        ("workflow", &mut service.workflow.0),
    ] {
        if form.has(entry) {
            form.one(entry).clone_into(place);
        }
    }
    for (entry, place) in [
        ("at_counter", &mut service.at_counter),
        ("life_events", &mut service.life_events),
        ("legal_basis", &mut service.legal_basis),
    ] {
        if form.has(entry) {
            *place = lines(form.one(entry));
        }
    }
    if form.has("field") {
        service.field = FieldCode::from(form.one("field"));
    }
    if form.has("register") {
        service.register = RegisterBook(form.one("register").to_owned());
    }
    if form.has("at_once") {
        service.at_once = form.one("at_once") == "yes";
    }
    match form.one("online") {
        "information" => service.online = OnlineLevel::Information,
        "partly" => service.online = OnlineLevel::Partly,
        "fully" => service.online = OnlineLevel::Fully,
        _ => {}
    }
    match form.one("clock") {
        "restart" => service.supplement.clock = SupplementClock::Restart,
        "resume" => service.supplement.clock = SupplementClock::Resume,
        _ => {}
    }
}

pub(in super::super) async fn service_save(room: Room, Form(form): Form<Vec<(String, String)>>) -> Answer {
    let form = Entries(form);
    let code = form.one("code").to_owned();
    let done = change_here(&room, form.revision()?, &room.draft_place(), |room, edition| {
        let gone = || room.t("Không có thủ tục này.", "There is no such service.").to_owned();
        let key = ServiceCode::from(code.as_str());
        if form.one("action") == "remove" {
            return edition.services.remove(&key).map(|service| format!("− {}", service.name)).ok_or_else(gone);
        }
        let mut service = edition.services.get(&key).ok_or_else(gone)?.clone();
        settle(room, edition, &mut service, &form)?;
        edition.services.insert(key, service);
        Ok(code.clone())
    })
    .await?;
    match done {
        Ok(answer) => Ok(answer),
        Err(wrong) => form_page(room, &code, Some((&form, wrong))).await,
    }
}

fn settle(room: &Room, edition: &Edition, service: &mut Service, form: &Entries) -> Result<(), String> {
    words(service, form);
    let say = |vietnamese: &str, english: &str| Err(room.t(vietnamese, english).to_owned());
    for (text, vietnamese, english) in [
        (&service.name, "Ghi tên thủ tục.", "Give the service's name."),
        (&service.time_text, "Ghi thời hạn bằng lời.", "Give the time in the words of the procedure."),
        (
            &service.fee_text,
            "Ghi phí bằng lời; không thu thì ghi Miễn phí.",
            "Give the fee in words, also where it is free.",
        ),
        (&service.result, "Ghi kết quả mà người nộp nhận.", "Give the result that the applicant gets."),
        (&service.register.0, "Ghi sổ vào số kết quả.", "Give the register of its results."),
    ] {
        if text.is_empty() {
            return say(vietnamese, english);
        }
    }
    if !edition.fields.contains_key(&service.field) {
        return say("Chọn lĩnh vực có trong bản dự thảo.", "Choose a field that the draft has.");
    }
    if !edition.workflows.contains_key(&service.workflow) {
        return say("Chọn quy trình có trong bản dự thảo.", "Choose a workflow that the draft has.");
    }
    let new = limit(room, form.one("kind"), form.one("number"))?;
    // A form that gives the hour alone does not round a cut-off of minutes.
    let same_hour = !form.one("number").contains(':')
        && matches!((&service.time_limit, &new),
            (TimeLimit::SameDay { cutoff: old }, TimeLimit::SameDay { cutoff: new }) if old / 60 == new / 60);
    if !same_hour {
        service.time_limit = new;
    }
    let none = |text: &str| text.is_empty();
    if form.has("requests") {
        let what = room.t("Số lần yêu cầu bổ sung", "The number of requests");
        let allowed = number(room, what, form.one("requests"), 255)?;
        service.supplement.requests_allowed = u8::try_from(allowed).unwrap_or(u8::MAX);
    }
    if form.has("within_days") {
        let (what, text) = (room.t("Số ngày để yêu cầu bổ sung", "The days for asking"), form.one("within_days"));
        service.supplement.within_days = if none(text) { None } else { Some(number(room, what, text, 365)?) };
    }
    if form.has("valid_months") {
        let (what, text) = (room.t("Số tháng có hiệu lực", "The months of validity"), form.one("valid_months"));
        service.valid_months = if none(text) { None } else { Some(number(room, what, text, 1_200)?) };
    }
    if form.has("paper") {
        let rows = papers(form);
        if rows.is_empty() {
            return say("Kê ít nhất một giấy tờ của hồ sơ.", "List at least one paper of the dossier.");
        }
        let is_twice = |place: usize| rows[..place].iter().any(|(name, _)| *name == rows[place].0);
        if (0..rows.len()).any(is_twice) {
            return say("Hai giấy tờ có cùng tên.", "Two papers have the same name.");
        }
        service.papers = rows.iter().map(|(name, _)| name.clone()).collect();
        service.paper_codes = rows.into_iter().filter(|(_, code)| !code.is_empty()).collect();
    }
    Ok(())
}

/// A new service that says for now what another one says.
pub(in super::super) async fn service_copy(room: Room, Form(form): Form<Vec<(String, String)>>) -> Answer {
    let form = Entries(form);
    let code = ServiceCode::from(form.one("new_code"));
    let back = format!("{}/thu-tuc?code={}", room.draft_place(), percent(code.as_str()));
    let done = change_here(&room, form.revision()?, &back, |room, edition| {
        if !is_code(code.as_str()) || edition.services.contains_key(&code) {
            return Err(code_wrong(room));
        }
        let name = form.one("name").to_owned();
        if name.is_empty() {
            return Err(room.t("Ghi tên thủ tục mới.", "Give the new service's name.").to_owned());
        }
        let from = edition.services.get(&ServiceCode::from(form.one("from")));
        let from = from.ok_or_else(|| room.t("Chọn thủ tục để chép.", "Choose a service to copy.").to_owned())?;
        let note = format!("Chép từ {}: cần rà soát trước khi công bố", from.code);
        let service = Service { code: code.clone(), name, note, ..from.clone() };
        edition.services.insert(code.clone(), service);
        Ok(format!("+ {code}"))
    })
    .await?;
    match done {
        Ok(answer) => Ok(answer),
        Err(wrong) => page(room, wrong).await,
    }
}
