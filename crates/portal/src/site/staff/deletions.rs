//! Requests of citizens that their account be deleted: the province's administrator carries them out.
//!
//! Cases that were filed stay in the log, as the rules on archives say; what goes is the account, and with it everything
//! that leads from a person to it.

use super::rights::Business;
use super::{Answer, Room, Trouble, days_between, moment};
use crate::admit::clock;
use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};

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
}

pub(super) async fn list(room: Room) -> Answer {
    room.needs(Business::EraseAccounts)?;
    let now = clock();
    let mut lines = Vec::new();
    for account in room.portal.store.deletions_asked().await? {
        let open = open_cases(&room, &account.id).await?;
        let at = account.deletion_asked_at.unwrap_or(now);
        let (days, asked) = (days_between(at, now), moment(at));
        lines.push(Line { id: account.id.to_string(), name: account.name, login: account.login, asked, days, open });
    }
    let page = DeletionsPage { lines, room };
    Ok(page.room.page(&page))
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
    // Somebody who waits for a decision would lose sight of it.
    if open_cases(&room, &id).await? > 0 || !room.portal.store.erase_account(&id).await? {
        return Err(Trouble::Overtaken);
    }
    room.note(&room.staff.unit, "account_erased", id.to_string()).await?;
    Ok(Redirect::to("/quan-tri/xoa-tai-khoan").into_response())
}
