//! What heads see at their desks beyond their unit's log: the books of its desks, and what applicants thought.

use super::reply::{Enrolled, No, read, write};
use crate::admit::{Portal, clock};
use crate::store::BookAsked;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use protocol::VERSION;
use protocol::book::{BOOK_PAGE, BookPage, BookReply, BookRequest, BookWanted, Taken, may_see, take};
use protocol::push::DeskRights;
use protocol::ratings::{RATINGS_PAGE, RatingsReply, RatingsRequest, is_own};
use std::sync::Arc;

type Central = State<Arc<Portal>>;

/// Takes a part of a desk's book, and gives a page of the unit's to desks of heads.
pub(super) async fn book(
    State(portal): Central,
    Enrolled(desk): Enrolled,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, No> {
    let request: BookRequest = read(&headers, &body)?;
    let Taken { entries, strangers, wanted } = take(&desk, request)?;
    let portal_time = clock();
    if !entries.is_empty() {
        portal.store.keep_book(&desk, &entries, portal_time).await?;
    }
    let page = match wanted.filter(|_| answers(&portal, &desk)) {
        Some(wanted) => Some(page(&portal, &desk, &wanted).await?),
        None => None,
    };
    write(&BookReply { version: VERSION, log: portal.identity.log, portal_time, strangers, page })
}

async fn page(portal: &Portal, desk: &DeskRights, wanted: &BookWanted) -> Result<BookPage, No> {
    // Places of a portal before its restoration say nothing.
    let after = if wanted.log == Some(portal.identity.log) { wanted.after } else { 0 };
    let asked = BookAsked { after, since: wanted.since, limit: BOOK_PAGE };
    let entries = portal.store.book_page(desk, asked).await?;
    Ok(BookPage { more: entries.len() == BOOK_PAGE as usize, entries })
}

/// What applicants thought of the unit's finished cases.
pub(super) async fn ratings(
    State(portal): Central,
    Enrolled(desk): Enrolled,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, No> {
    let request: RatingsRequest = read(&headers, &body)?;
    is_own(&desk, &request)?;
    let portal_time = clock();
    let ratings = match answers(&portal, &desk) {
        true => Some(portal.store.ratings_after(&desk.unit, request.after.as_ref(), RATINGS_PAGE).await?),
        false => None,
    };
    let more = ratings.as_ref().is_some_and(|ratings| ratings.len() == RATINGS_PAGE as usize);
    write(&RatingsReply { version: VERSION, log: portal.identity.log, portal_time, ratings, more })
}

fn answers(portal: &Portal, desk: &DeskRights) -> bool {
    may_see(&portal.catalogue(), &desk.unit, desk.users.iter())
}
