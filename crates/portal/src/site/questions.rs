//! Questions and petitions to agencies, and the answers that everybody may read.

use super::account::{Answers, Page, Visit, answer, go};
use super::once::{self, Once};
use super::{Frame, show, words};
use crate::admit::clock;
use crate::store::{Question, Wording};
use askama::Template;
use axum::Form;
use axum::extract::Query;
use axum::http::StatusCode;
use casework::Edition;

/// Questions on a page, and pages that anybody turns to.
const PAGE: u32 = 20;
const LAST_PAGE: u32 = 500;

/// What the form's token is for.
const PURPOSE: &str = "question";

pub(super) struct QuestionLine {
    pub is_petition: bool,
    pub title: String,
    pub body: String,
    pub unit: String,
    pub at: String,
    pub answer: String,
    pub answered: String,
}

struct Choice {
    code: String,
    name: String,
}

#[derive(Template)]
#[template(path = "questions.html")]
struct QuestionsPage {
    frame: Frame,
    q: String,
    /// Pages beside this one.
    before: Option<u32>,
    after: Option<u32>,
    published: Vec<QuestionLine>,
    mine: Vec<QuestionLine>,
    units: Vec<Choice>,
    services: Vec<Choice>,
    cases: Vec<Choice>,
    typed: Answers,
    /// What is sent twice is asked once.
    once: String,
    wrong: String,
}

impl QuestionsPage {
    fn typed(&self, name: &str) -> &str {
        answer(&self.typed, name)
    }
}

pub(super) fn line(frame: &Frame, edition: Option<&Edition>, question: Question) -> QuestionLine {
    let unit = edition.and_then(|edition| edition.units.get(&question.unit));
    let answered = question.answer.as_ref().map_or_else(String::new, |answer| words::moment(frame, answer.at));
    QuestionLine {
        is_petition: question.kind == "petition",
        unit: unit.map_or_else(|| question.unit.0.clone(), |unit| unit.name.clone()),
        at: words::moment(frame, question.asked_at),
        answer: question.answer.map_or_else(String::new, |answer| answer.text),
        answered,
        title: question.title,
        body: question.body,
    }
}

pub(super) async fn page(visit: Visit, Query(asked): Query<Answers>) -> Page {
    visit.throttled(&format!("questions read {}", visit.from), 120).await?;
    let q = answer(&asked, "q").chars().take(100).collect();
    show_page(visit, q, asked, String::new()).await
}

async fn show_page(visit: Visit, q: String, typed: Answers, wrong: String) -> Page {
    let (store, frame) = (&visit.portal.store, &visit.frame);
    let catalogue = visit.portal.catalogue();
    let edition = catalogue.edition_on(clock().day());
    let worded = |question: Question| match question.answer.as_ref().and_then(|answer| answer.wording.clone()) {
        Some(Wording { title, body }) => Question { title, body, ..question },
        None => question,
    };
    let place: u32 = answer(&typed, "trang").parse().unwrap_or(1).clamp(1, LAST_PAGE);
    // One more than a page shows whether there is another.
    let mut found = store.published_questions(&q, (PAGE + 1, (place - 1) * PAGE)).await?;
    let has_more = found.len() > PAGE as usize && place < LAST_PAGE;
    found.truncate(PAGE as usize);
    let published = found.into_iter().map(worded).map(|question| line(frame, edition, question)).collect();
    let (mut mine, mut cases) = (Vec::new(), Vec::new());
    if let Some(me) = &frame.me {
        let asked = store.questions_of(&me.account.id).await?;
        mine = asked.into_iter().map(|question| line(frame, edition, question)).collect();
        for linked in store.linked_cases(&me.account.id).await? {
            let Some(case) = store.case(linked.case).await? else { continue };
            let name = case.code.as_ref().map_or(case.subject.as_str(), |code| code.as_str()).to_owned();
            cases.push(Choice { code: case.id.to_string(), name });
        }
    }
    let units = edition.iter().flat_map(|edition| edition.units.values());
    let services = edition.iter().flat_map(|edition| edition.services.values());
    let page = QuestionsPage {
        before: place.checked_sub(1).filter(|place| *place > 0),
        after: has_more.then_some(place + 1),
        q,
        published,
        mine,
        cases,
        units: units.map(|unit| Choice { code: unit.code.0.clone(), name: unit.name.clone() }).collect(),
        services: services.map(|one| Choice { code: one.code.0.clone(), name: one.name.clone() }).collect(),
        typed,
        once: Once::token(&visit.portal, frame, PURPOSE)?,
        frame: visit.frame.clone(),
        wrong,
    };
    let status = if page.wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(show(&page.frame, status, &page))
}

pub(super) async fn ask(visit: Visit, Form(typed): Form<Answers>) -> Page {
    let me = visit.require_my_form().await?;
    visit.throttled(&format!("questions {}", me.account.id), 5).await?;
    let text = |name: &str| answer(&typed, name).to_owned();
    let catalogue = visit.portal.catalogue();
    let edition = catalogue.edition_on(clock().day());
    let given = |name: &str| Some(text(name)).filter(|text| !text.is_empty());
    let is_unit = edition.is_some_and(|edition| edition.units.contains_key(&text("unit").as_str().into()));
    let service = given("service");
    let is_service = service
        .as_ref()
        .is_none_or(|service| edition.is_some_and(|edition| edition.services.contains_key(&service.as_str().into())));
    let linked = visit.portal.store.linked_cases(&me.account.id).await?;
    let asked_case = given("case");
    let case = linked.iter().map(|linked| linked.case).find(|case| Some(case.to_string()) == asked_case);
    let is_filled = |name: &str, limit: usize| (1..=limit).contains(&text(name).chars().count());
    if !is_unit || !is_service || case.is_some() != asked_case.is_some() {
        let wrong = visit.frame.t("Hãy chọn cơ quan, thủ tục và hồ sơ trong danh sách.", "Choose from the lists.");
        let wrong = wrong.to_owned();
        return show_page(visit, String::new(), typed, wrong).await;
    }
    if !is_filled("title", 200) || !is_filled("body", 4_000) {
        let wrong = visit.frame.t(
            "Hãy điền tiêu đề (tối đa 200 ký tự) và nội dung (tối đa 4000 ký tự).",
            "Give a title (at most 200 characters) and a text (at most 4000 characters).",
        );
        let wrong = wrong.to_owned();
        return show_page(visit, String::new(), typed, wrong).await;
    }
    let Some(once) = Once::read(&visit.portal, &visit.frame, PURPOSE, answer(&typed, once::ENTRY))? else {
        let wrong = Once::not_read(&visit.frame);
        return show_page(visit, String::new(), typed, wrong).await;
    };
    let question = Question {
        id: once.question(answer(&typed, "title"), answer(&typed, "body")),
        account: me.account.id.clone(),
        kind: if text("kind") == "petition" { "petition" } else { "question" }.to_owned(),
        unit: text("unit").as_str().into(),
        service,
        case,
        title: text("title"),
        body: text("body"),
        asked_at: clock(),
        answer: None,
    };
    visit.portal.store.ask(&question).await?;
    Ok(go("/hoi-dap#cua-toi"))
}
