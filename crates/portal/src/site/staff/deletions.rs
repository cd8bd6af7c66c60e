//! Requests of citizens that their account be deleted: the province's administrator carries them out.
//!
//! Cases that were filed stay in the log, as the rules on archives say; what goes is the account, and with it everything
//! that leads from a person to it.

use super::rights::Business;
use super::{Answer, Room, Trouble, days_between, moment};
use crate::admit::clock;
use crate::store::DeletionRefusal;
use askama::Template;
use axum::Form;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use serde::Deserialize;

struct Line {
    id: String,
    name: String,
    login: String,
    asked: String,
    days: i64,
    /// Cases filed from it that are not finished.
    open: usize,
}

#[derive(Template)]
#[template(path = "staff/deletions.html")]
struct DeletionsPage {
    room: Room,
    lines: Vec<Line>,
    wrong: String,
}

pub(super) async fn list(room: Room) -> Answer {
    room.needs(Business::EraseAccounts)?;
    show(room, String::new()).await
}

async fn show(room: Room, wrong: String) -> Answer {
    let now = clock();
    let mut lines = Vec::new();
    for account in room.portal.store.deletions_asked().await? {
        let open = open_cases(&room, &account.id).await?;
        let at = account.deletion_asked_at.unwrap_or(now);
        let (days, asked) = (days_between(at, now), moment(at));
        lines.push(Line { id: account.id.to_string(), name: account.name, login: account.login, asked, days, open });
    }
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = DeletionsPage { lines, wrong, room };
    Ok(super::show(&page.room.frame, status, &page))
}

async fn open_cases(room: &Room, account: &casework::AccountId) -> Result<usize, Trouble> {
    let mut open = 0;
    for linked in room.portal.store.linked_cases(account).await? {
        let case = room.portal.store.case(linked.case).await?;
        open += usize::from(linked.acts_as.is_some() && case.is_some_and(|case| case.finished_at.is_none()));
    }
    Ok(open)
}

pub(super) async fn erase(room: Room, Path(id): Path<String>) -> Answer {
    room.needs(Business::EraseAccounts)?;
    let id = casework::AccountId(id);
    let account = room.portal.store.account(&id).await?.filter(|account| account.deletion_asked_at.is_some());
    let Some(account) = account else { return Err(Trouble::Overtaken) };
    // Somebody who waits for a decision would lose sight of it.
    if open_cases(&room, &id).await? > 0 {
        return Err(Trouble::Overtaken);
    }
    // Afterwards there is no address any more.
    if !crate::notices::tell_of_erasure(&room.portal, &account).await {
        return Err(Trouble::NotTold);
    }
    if !room.portal.store.erase_account(&id).await? {
        return Err(Trouble::Overtaken);
    }
    room.note(&room.staff.unit, "account_erased", id.to_string()).await?;
    Ok(Redirect::to("/quan-tri/xoa-tai-khoan").into_response())
}

#[derive(Deserialize)]
pub(super) struct Refused {
    #[serde(default)]
    reason: String,
}

pub(super) async fn refuse(room: Room, Path(id): Path<String>, Form(refused): Form<Refused>) -> Answer {
    room.needs(Business::EraseAccounts)?;
    let (id, reason) = (casework::AccountId(id), refused.reason.trim().to_owned());
    if !(1..=1_000).contains(&reason.chars().count()) {
        let wrong = room.t(
            "Chưa từ chối: hãy ghi lý do, tối đa 1000 ký tự; người yêu cầu sẽ đọc lý do này.",
            "Not refused: give the reason, at most 1000 characters; whoever asked will read it.",
        );
        let wrong = wrong.to_owned();
        return show(room, wrong).await;
    }
    let refusal = DeletionRefusal { reason, by: room.staff.user.clone(), at: clock() };
    let job = crate::notices::follows_refusal(&room.portal, &id, refusal.at);
    if !room.portal.store.refuse_deletion(&id, &refusal, job.as_ref()).await? {
        return Err(Trouble::Overtaken);
    }
    room.note(&room.staff.unit, "deletion_refused", id.to_string()).await?;
    Ok(Redirect::to("/quan-tri/xoa-tai-khoan").into_response())
}
