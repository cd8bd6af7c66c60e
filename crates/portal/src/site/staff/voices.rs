//! What citizens say to a unit: questions and petitions to be answered, ratings to be read.

use super::rights::Business;
use super::{Answer, Room, Trouble, days_between, moment};
use crate::admit::clock;
use crate::store::{Question, UnitRatings, Wording};
use askama::Template;
use axum::Form;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use casework::catalogue::Unit;
use casework::{Edition, Moment, UnitCode};
use serde::Deserialize;

/// Days for which an answered question stays in sight.
const IN_SIGHT_DAYS: i64 = 90;
/// Remarks of ratings that are shown.
const REMARKS: i64 = 20;
/// Longest answer, in characters.
const LONGEST: usize = 4_000;
/// So many figures one after the other look like the number of a paper or a telephone.
const TELLING_FIGURES: usize = 8;

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    unit: String,
}

struct Line {
    id: String,
    is_petition: bool,
    title: String,
    body: String,
    service: String,
    case: String,
    at: String,
    /// Whole days since it was asked.
    days: i64,
    answer: String,
    answered: String,
    is_published: bool,
}

#[derive(Template)]
#[template(path = "staff/questions.html")]
struct QuestionsPage {
    room: Room,
    unit: Unit,
    units: Vec<(UnitCode, String)>,
    open: Vec<Line>,
    answered: Vec<Line>,
    /// What was typed for which question, and why it was not taken.
    typed: Typed,
    wrong: String,
}

impl QuestionsPage {
    /// What stands in a form: what was typed, or what it begins with.
    fn entry<'a>(&'a self, line: &'a Line, entry: &str) -> &'a str {
        let is_typed = self.typed.id == line.id;
        match (entry, is_typed) {
            ("text", true) => &self.typed.text,
            ("title", true) => &self.typed.title,
            ("body", true) => &self.typed.body,
            ("title", false) => &line.title,
            ("body", false) => &line.body,
            _ => "",
        }
    }
}

async fn line(room: &Room, edition: Option<&Edition>, question: Question, now: Moment) -> Result<Line, Trouble> {
    let service = question.service.as_deref().and_then(|code| edition?.services.get(&code.into()));
    let case = match question.case {
        Some(case) => room.portal.store.case(case).await?.and_then(|case| case.code),
        None => None,
    };
    let answer = question.answer.as_ref();
    Ok(Line {
        is_petition: question.kind == "petition",
        service: service.map_or_else(String::new, |service| service.name.clone()),
        case: case.map_or_else(String::new, |code| code.to_string()),
        at: moment(question.asked_at),
        days: days_between(question.asked_at, now),
        answer: answer.map_or_else(String::new, |answer| answer.text.clone()),
        answered: answer.map_or_else(String::new, |answer| moment(answer.at)),
        is_published: answer.is_some_and(|answer| answer.is_published),
        id: question.id,
        title: question.title,
        body: question.body,
    })
}

pub(super) async fn questions(room: Room, Query(asked): Query<Asked>) -> Answer {
    let unit = room.unit(Business::AnswerQuestions, &asked.unit)?;
    questions_page(room, unit, Typed::default(), String::new()).await
}

async fn questions_page(room: Room, unit: Unit, typed: Typed, wrong: String) -> Answer {
    let now = clock();
    let catalogue = room.portal.catalogue();
    let edition = catalogue.edition_on(now.day());
    let (mut open, mut answered) = (Vec::new(), Vec::new());
    for question in room.portal.store.open_questions(&unit.code).await? {
        open.push(line(&room, edition, question, now).await?);
    }
    let since = now.plus_minutes(-IN_SIGHT_DAYS * 24 * 60);
    for question in room.portal.store.answered_questions(&unit.code, since).await? {
        answered.push(line(&room, edition, question, now).await?);
    }
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let units = room.units(Business::AnswerQuestions);
    let page = QuestionsPage { unit, units, open, answered, typed, wrong, room };
    Ok(super::show(&page.room.frame, status, &page))
}

#[derive(Deserialize)]
pub(super) struct Said {
    unit: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    publish: Option<String>,
    #[serde(default)]
    public_title: String,
    #[serde(default)]
    public_body: String,
}

/// What was typed for a question that was not taken.
#[derive(Default)]
struct Typed {
    id: String,
    text: String,
    title: String,
    body: String,
}

/// Whether a text tells a number by which somebody could be known.
fn tells_a_number(text: &str) -> bool {
    let mut run = 0;
    text.chars().any(|letter| {
        run = match letter {
            '0'..='9' => run + 1,
            ' ' | '.' | '-' => run,
            _ => 0,
        };
        run >= TELLING_FIGURES
    })
}

pub(super) async fn answer(room: Room, Path(id): Path<String>, Form(said): Form<Said>) -> Answer {
    let unit = room.unit(Business::AnswerQuestions, &said.unit)?;
    let text = said.text.trim().to_owned();
    let wording = Wording { title: said.public_title.trim().to_owned(), body: said.public_body.trim().to_owned() };
    let open = room.portal.store.open_questions(&unit.code).await?;
    let Some(question) = open.into_iter().find(|question| question.id == id) else {
        return Err(Trouble::Overtaken);
    };
    let wording = if wording.title.is_empty() && wording.body.is_empty() {
        Wording { title: question.title.clone(), body: question.body.clone() }
    } else {
        wording
    };
    let fits = |text: &str, longest: usize| (1..=longest).contains(&text.chars().count());
    let wrong = if !(1..=LONGEST).contains(&text.chars().count()) {
        room.t("Hãy viết câu trả lời, tối đa 4000 ký tự.", "Write an answer of at most 4000 characters.")
    } else if said.publish.is_some() && !(fits(&wording.title, 200) && fits(&wording.body, LONGEST)) {
        room.t(
            "Chưa gửi: để công khai, hãy ghi tiêu đề (tối đa 200 ký tự) và câu hỏi (tối đa 4000 ký tự) mà mọi người đọc.",
            "Not sent: to publish, give the title (at most 200 characters) and question (at most 4000) that all read.",
        )
    } else if said.publish.is_some() && [&wording.title, &wording.body, &text].iter().any(|one| tells_a_number(one)) {
        room.t(
            "Chưa gửi: phần được công khai có dãy số giống số giấy tờ, điện thoại. Bỏ chọn công khai, hoặc bỏ dãy số đó.",
            "Not sent: what is to be published holds figures like the number of a paper or a telephone. Do not publish \
             it, or take the figures out.",
        )
    } else {
        ""
    };
    if !wrong.is_empty() {
        let wrong = wrong.to_owned();
        let typed = Typed { id, text: said.text, title: said.public_title, body: said.public_body };
        return questions_page(room, unit, typed, wrong).await;
    }
    let is_published = said.publish.is_some();
    let wording = Some(wording).filter(|_| is_published);
    let given = crate::store::Answer { text, by: room.staff.user.clone(), at: clock(), is_published, wording };
    if !crate::answers::answer_question(&room.portal, &unit.code, &id, &given).await? {
        return Err(Trouble::Overtaken);
    }
    let action = if is_published { "question_published" } else { "question_answered" };
    room.note(&unit.code, action, question.title).await?;
    Ok(Redirect::to(&format!("/quan-tri/hoi-dap?unit={}", unit.code)).into_response())
}

struct Remark {
    at: String,
    points: String,
    text: String,
}

#[derive(Template)]
#[template(path = "staff/ratings.html")]
struct RatingsPage {
    room: Room,
    unit: Unit,
    units: Vec<(UnitCode, String)>,
    count: i64,
    means: Vec<(String, String)>,
    officers: Vec<(String, i64, String)>,
    remarks: Vec<Remark>,
}

pub(super) async fn ratings(room: Room, Query(asked): Query<Asked>) -> Answer {
    let unit = room.unit(Business::ReadUnit, &asked.unit)?;
    let store = &room.portal.store;
    let english = room.frame.english;
    let mean = |sum: i64, count: i64| crate::site::rating::mean(sum, count, english);
    let none = UnitRatings { unit: unit.code.clone(), count: 0, handling: 0, attitude: 0, agency: 0 };
    let sums = store.ratings_by_unit().await?.into_iter().find(|sums| sums.unit == unit.code).unwrap_or(none);
    let means = [
        (room.t("Giải quyết hồ sơ", "Handling"), sums.handling),
        (room.t("Thái độ phục vụ", "Attitude"), sums.attitude),
        (room.t("Cơ quan nói chung", "The agency"), sums.agency),
    ];
    let means = means.map(|(name, sum)| (name.to_owned(), mean(sum, sums.count))).into();
    let catalogue = room.portal.catalogue();
    let nobody = room.t("Không giao cho ai", "Nobody's").to_owned();
    let mut by_officer: std::collections::BTreeMap<String, (i64, i64)> = std::collections::BTreeMap::new();
    let latest = store.ratings_of(&unit.code).await?;
    for rating in &latest {
        // Ratings of before this was noted: whoever has the case.
        let officer = match &rating.officer {
            Some(officer) => Some(officer.clone()),
            None => store.case(rating.case).await?.and_then(|case| case.assignee),
        };
        let name = officer.map_or_else(
            || nobody.clone(),
            |user| catalogue.users.get(&user).map_or_else(|| user.to_string(), |known| known.name.clone()),
        );
        let (count, sum) = by_officer.entry(name).or_default();
        *count += 1;
        *sum += rating.handling + rating.attitude;
    }
    let officers = by_officer.into_iter().map(|(name, (count, sum))| (name, count, mean(sum, count * 2))).collect();
    let with_words = latest.into_iter().filter(|rating| !rating.remark.is_empty());
    let remark = |rating: crate::store::Rating| Remark {
        at: moment(rating.at),
        points: format!("{} · {} · {}", rating.handling, rating.attitude, rating.agency),
        text: rating.remark,
    };
    let remarks = with_words.take(usize::try_from(REMARKS).unwrap_or_default()).map(remark).collect();
    let units = room.units(Business::ReadUnit);
    let page = RatingsPage { unit, units, count: sums.count, means, officers, remarks, room };
    Ok(page.room.page(&page))
}

#[cfg(test)]
mod tests {
    use super::tells_a_number;

    #[test]
    fn numbers_of_papers_and_telephones_are_seen_however_they_are_written() {
        for telling in ["CCCD 036190001234", "gọi 0912 345 678", "091.234.5678", "0912-345-678"] {
            assert!(tells_a_number(telling), "{telling}");
        }
        for plain in ["Nghị định 118/2025/NĐ-CP", "ngày 24/11/2026", "phí 1.250.000 đồng", ""] {
            assert!(!tells_a_number(plain), "{plain}");
        }
    }
}
