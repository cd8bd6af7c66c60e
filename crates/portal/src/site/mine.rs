//! The cases of an account: what they are at, what their owner must do now, and what can be done online.

use super::account::{Answers, Me, Page, Trouble, Visit, answer, cases_of, go};
use super::filing::{read, send};
use super::lookup::{Acts, Found, Sees, found, show_case};
use super::once::{self, Once};
use super::refusals::refused;
use super::uploads::{self, for_case};
use super::{Frame, broken, show, words};
use crate::admit::{Portal, clock};
use crate::store::LinkedCase;
use askama::Template;
use axum::Form;
use axum::extract::{Multipart, Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use casework::{AccountId, Actor, Case, Command, Paper, Refusal, Status};
use std::sync::Arc;

struct CaseLine {
    path: String,
    code: String,
    service: String,
    unit: String,
    status: String,
    due: String,
    todo: String,
}

struct DraftLine {
    service: String,
    name: String,
    saved: String,
}

#[derive(Template)]
#[template(path = "mine.html")]
struct MinePage {
    frame: Frame,
    cases: Vec<CaseLine>,
    /// Pages beside this one.
    before: Option<usize>,
    after: Option<usize>,
    drafts: Vec<DraftLine>,
    wrong: String,
}

pub(super) async fn list(visit: Visit, Query(asked): Query<Answers>) -> Page {
    let me = visit.require_me()?;
    let page = answer(&asked, "trang").parse().unwrap_or(1);
    show_list(visit, &me, page, "").await
}

/// Cases on a page.
const PAGE: usize = 50;

async fn show_list(visit: Visit, me: &Me, page: usize, wrong: &str) -> Page {
    let catalogue = visit.portal.catalogue();
    let mut cases = Vec::new();
    let all = cases_of(&visit, me).await?;
    let page = page.clamp(1, all.len().div_ceil(PAGE).max(1));
    let after = (all.len() > page * PAGE).then_some(page + 1);
    for linked in all.into_iter().skip((page - 1) * PAGE).take(PAGE) {
        let Some(case) = visit.portal.store.case(linked.case).await? else { continue };
        cases.push(line(&visit, &case).await?);
    }
    let today = catalogue.edition_on(clock().day());
    let drafts = visit.portal.store.filing_drafts(&me.account.id).await?.into_iter().map(|draft| DraftLine {
        name: today
            .and_then(|edition| edition.services.get(&draft.service.as_str().into()))
            .map_or_else(|| draft.service.clone(), |service| service.name.clone()),
        saved: words::moment(&visit.frame, draft.saved_at),
        service: draft.service,
    });
    let (drafts, before) = (drafts.collect(), (page > 1).then(|| page - 1));
    let page = MinePage { drafts, cases, before, after, wrong: wrong.to_owned(), frame: visit.frame };
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::NOT_FOUND };
    Ok(show(&page.frame, status, &page))
}

async fn line(visit: &Visit, case: &Case) -> Result<CaseLine, Trouble> {
    let frame = &visit.frame;
    let catalogue = visit.portal.catalogue();
    let edition = catalogue.editions.get(&case.edition);
    let todo = match case.status {
        Status::AwaitingSupplement => frame.t("Bổ sung giấy tờ", "Send the missing papers"),
        Status::AwaitingPayment => frame.t("Thực hiện nghĩa vụ tài chính", "Meet the financial duty"),
        Status::Done => frame.t("Nhận kết quả", "Get the result"),
        Status::HandedOver | Status::Rejected if !visit.portal.store.is_rated(case.id).await? => {
            frame.t("Đánh giá mức độ hài lòng", "Rate how it was handled")
        }
        _ => "",
    };
    let due = case.due_at.filter(|_| case.status.is_running());
    Ok(CaseLine {
        path: format!("/ho-so-cua-toi/{}", case.id),
        code: case.code.as_ref().map_or_else(|| frame.t("Chưa có mã", "No code yet").to_owned(), |code| code.0.clone()),
        service: edition
            .and_then(|edition| edition.services.get(&case.service))
            .map_or_else(|| case.service.0.clone(), |service| service.name.clone()),
        unit: edition.and_then(|e| e.units.get(&case.unit)).map_or_else(String::new, |unit| unit.name.clone()),
        status: words::status(frame, edition, case.status),
        due: due.map_or_else(String::new, |due| words::moment(frame, due)),
        todo: todo.to_owned(),
    })
}

/// Adds a case that was filed elsewhere, by the proof that the look-up asks for.
pub(super) async fn add(visit: Visit, Form(typed): Form<Answers>) -> Page {
    let me = visit.require_my_form().await?;
    let asked = answer(&typed, "ma").to_uppercase();
    visit.throttled(&format!("lookup {}", visit.from), 60).await?;
    visit.guessed(&format!("lookup {asked:.80}"), 10).await?;
    // Whoever holds the reference of a filing is its applicant; a code and a fact only let somebody look.
    let (case, proof) = match found(&visit.portal, &asked, answer(&typed, "them")).await? {
        Found::Case(case, proof) => (case, proof),
        no => {
            let wrong = no.said(&visit.frame);
            return show_list(visit, &me, 1, &wrong).await;
        }
    };
    visit.portal.store.link_case(&me.account.id, case.id, &proof, clock()).await?;
    Ok(go(&format!("/ho-so-cua-toi/{}", case.id)))
}

/// A case of the account, with the name in which it may act and by what it is seen; anybody else's is not there.
async fn mine(visit: &Visit, me: &Me, id: &str) -> Result<(Case, LinkedCase), Trouble> {
    let linked: Option<LinkedCase> =
        cases_of(visit, me).await?.into_iter().find(|linked| linked.case.to_string() == id);
    let Some(linked) = linked else { return Err(visit.not_there()) };
    let case = visit.portal.store.case(linked.case).await?.ok_or_else(|| visit.not_there())?;
    Ok((case, linked))
}

fn acts(case: &Case, acts_as: Option<&AccountId>) -> Acts {
    let is_theirs = acts_as.is_some_and(|name| case.filed_by == Actor::Citizen(name.clone()));
    let asked = case.open_supplement().filter(|_| case.status == Status::AwaitingSupplement && is_theirs);
    let is_open = case.status == Status::Filed || case.status.is_running() || case.status.is_paused();
    let complains = case.complaints.iter().any(|complaint| complaint.answer.is_none());
    Acts {
        path: format!("/ho-so-cua-toi/{}", case.id),
        turn: case.turn,
        once: String::new(),
        only_looks: !is_theirs,
        asked_papers: asked.map(|request| request.papers.clone()).unwrap_or_default(),
        sent: uploads::SentList::default(),
        target: for_case(case.id),
        declared: Vec::new(),
        may_write: is_theirs,
        may_withdraw: is_theirs && is_open,
        may_complain: is_theirs && case.status != Status::Filed && !complains,
    }
}

pub(super) async fn case(visit: Visit, Path(id): Path<String>) -> Page {
    let me = visit.require_me()?;
    let (case, linked) = mine(&visit, &me, &id).await?;
    Ok(show_mine(&visit.portal, visit.frame, &case, &linked, String::new()).await)
}

async fn show_mine(portal: &Portal, frame: Frame, case: &Case, linked: &LinkedCase, wrong: String) -> Response {
    let mut acts = acts(case, linked.acts_as.as_ref());
    acts.once = match Once::token(portal, &frame, &acts.target) {
        Ok(once) => once,
        Err(error) => return broken(frame, &error),
    };
    let catalogue = portal.catalogue();
    let service = catalogue.editions.get(&case.edition).and_then(|edition| edition.services.get(&case.service));
    if let Some(service) = service.filter(|_| !acts.only_looks) {
        let told = service.in_order(&case.entries).into_iter();
        acts.declared = told.map(|(name, value)| (name.clone(), value.clone())).collect();
    }
    if !acts.asked_papers.is_empty() {
        acts.sent = match uploads::sent(portal, &acts.target, &[]).await {
            Ok(sent) => sent,
            Err(error) => return broken(frame, &error),
        };
    }
    show_case(portal, frame, case, (Some(acts), Sees::linked(linked.by_digits)), wrong).await
}

/// Sends a command in a case of the account and shows the case again.
async fn act(visit: Visit, me: &Arc<Me>, id: &str, command: Command, token: &str) -> Page {
    let (case, linked) = mine(&visit, me, id).await?;
    let Some(name) = &linked.acts_as else { return Err(visit.not_there()) };
    let Some(once) = Once::read(&visit.portal, &visit.frame, &for_case(case.id), token)? else {
        let wrong = Once::not_read(&visit.frame);
        return Ok(show_mine(&visit.portal, visit.frame, &case, &linked, wrong).await);
    };
    match send(&visit.portal, name, case.id, command, &once).await? {
        Ok(()) => Ok(go(&format!("/ho-so-cua-toi/{}", case.id))),
        Err(refusal) => {
            let wrong = said(&visit.frame, &refusal);
            Ok(show_mine(&visit.portal, visit.frame, &case, &linked, wrong).await)
        }
    }
}

fn said(frame: &Frame, refusal: &Refusal) -> String {
    let text = match refusal {
        Refusal::CaseMovedOn { .. } | Refusal::NotInThisStatus { .. } => frame.t(
            "Hồ sơ vừa có thay đổi. Xem lại tình trạng dưới đây trước khi làm tiếp.",
            "The case has changed meanwhile. Look at its state below before you go on.",
        ),
        Refusal::AlreadyDone => {
            frame.t("Khiếu nại trước của bạn chưa được trả lời.", "Your former complaint has not been answered yet.")
        }
        Refusal::EntryMissing { .. } | Refusal::EntryTooLong { .. } => return refused(frame, refusal),
        _ => frame.t("Việc này không làm được trực tuyến.", "This cannot be done online."),
    };
    text.to_owned()
}

fn turn(typed: &Answers) -> u32 {
    answer(typed, "turn").parse().unwrap_or(u32::MAX)
}

pub(super) async fn withdraw(visit: Visit, Path(id): Path<String>, Form(typed): Form<Answers>) -> Page {
    let me = visit.require_my_form().await?;
    let command = Command::Withdraw { turn: turn(&typed), reason: answer(&typed, "reason").to_owned() };
    act(visit, &me, &id, command, "").await
}

pub(super) async fn complain(visit: Visit, Path(id): Path<String>, Form(typed): Form<Answers>) -> Page {
    let me = visit.require_my_form().await?;
    act(visit, &me, &id, Command::Complain { text: answer(&typed, "text").to_owned() }, answer(&typed, once::ENTRY))
        .await
}

/// Words to the agency about the case.
pub(super) async fn write(visit: Visit, Path(id): Path<String>, Form(typed): Form<Answers>) -> Page {
    let me = visit.require_my_form().await?;
    visit.throttled(&format!("messages {}", me.account.id), 10).await?;
    act(visit, &me, &id, Command::Message { text: answer(&typed, "text").to_owned() }, answer(&typed, once::ENTRY))
        .await
}

pub(super) async fn supplement(visit: Visit, Path(id): Path<String>, form: Multipart) -> Page {
    let me = visit.require_my_form().await?;
    let (case, linked) = mine(&visit, &me, &id).await?;
    let target = for_case(case.id);
    let filled = match read(&visit.portal, &visit.frame, (&target, visit.from), form).await {
        Ok(filled) => filled,
        Err((_, wrong)) => return Ok(show_mine(&visit.portal, visit.frame, &case, &linked, wrong).await),
    };
    let mut files = match uploads::taken_in(&visit.portal, &visit.frame, (&target, &case.at), &filled.uploads).await? {
        Ok(files) => files,
        Err(wrong) => return Ok(show_mine(&visit.portal, visit.frame, &case, &linked, wrong).await),
    };
    let asked = case.open_supplement().map(|request| request.papers.clone()).unwrap_or_default();
    let paper = |(place, name): (usize, String)| {
        let files = files.remove(&place).unwrap_or_default();
        let photocopies = u16::from(!files.is_empty());
        Paper { name, originals: 0, certified: 0, photocopies, reused_from: None, files }
    };
    let papers = asked.into_iter().enumerate().map(paper).collect();
    let portal = visit.portal.clone();
    let answered = act(visit, &me, &id, Command::ReceiveSupplement { turn: turn(&filled.texts), papers }, "").await?;
    if answered.status().is_redirection() {
        uploads::forget_all(&portal, &target, &filled.uploads).await;
    }
    Ok(answered)
}

pub(super) async fn drop_draft(visit: Visit, Path(service): Path<String>) -> Page {
    let me = visit.require_my_form().await?;
    visit.portal.store.drop_filing_draft(&me.account.id, &service).await?;
    uploads::forget_all(&visit.portal, &uploads::for_filing(&service), &[]).await;
    Ok(go("/ho-so-cua-toi"))
}
