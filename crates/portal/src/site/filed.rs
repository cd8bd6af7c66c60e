//! What an applicant is told once an application is filed: a page of its own, so that loading it anew files nothing.

use super::account::{Page, Visit, cases_of, go, set_cookie_at};
use super::filing::account_of;
use super::{Frame, show};
use askama::Template;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use casework::Case;

/// Holds what opens the case, for a few minutes: it never stands in an address.
const COOKIE: (&str, &str) = ("motcua_filed", "/da-nop");
const SECONDS: i64 = 15 * 60;

/// What was filed, for its applicant.
pub(super) struct Filed {
    /// Opens the case; empty where it is in the account.
    pub reference: String,
    /// Its page in the account.
    pub mine: String,
    pub service: String,
    pub unit: String,
    /// The same form was sent before: nothing was filed this time.
    pub is_again: bool,
}

#[derive(Template)]
#[template(path = "filed.html")]
struct FiledPage {
    frame: Frame,
    filed: Filed,
}

/// Every page of the portal sets the language's cookie.
fn keeps_cookies(headers: &HeaderMap) -> bool {
    let cookies = headers.get_all("cookie").iter().filter_map(|value| value.to_str().ok());
    cookies.flat_map(|cookies| cookies.split(';')).any(|pair| pair.trim().starts_with("lang="))
}

/// On to the page, or the page itself for a browser that keeps no cookies.
pub(super) fn answer(visit: &Visit, filed: Filed) -> Response {
    if !keeps_cookies(&visit.headers) {
        let page = FiledPage { frame: visit.frame.clone(), filed };
        return show(&page.frame, StatusCode::OK, &page);
    }
    let opens = if filed.reference.is_empty() { &filed.mine } else { &filed.reference };
    let mut response = go(if filed.is_again { "/da-nop?lai=1" } else { "/da-nop" });
    set_cookie_at(visit, &mut response, COOKIE, opens, SECONDS);
    response
}

/// What a case is told of.
pub(super) fn of(visit: &Visit, case: &Case, (reference, mine): (String, String), is_again: bool) -> Filed {
    let catalogue = visit.portal.catalogue();
    let edition = catalogue.editions.get(&case.edition);
    let service = edition.and_then(|edition| edition.services.get(&case.service));
    let unit = edition.and_then(|edition| edition.units.get(&case.unit));
    let service = service.map_or_else(String::new, |service| service.name.clone());
    Filed { reference, mine, service, unit: unit.map_or_else(String::new, |unit| unit.name.clone()), is_again }
}

pub(super) async fn page(visit: Visit) -> Page {
    let opens = visit.cookie(COOKIE.0).unwrap_or_default();
    let is_again = visit.frame.other.contains("lai=1");
    let case = match opens.strip_prefix("/ho-so-cua-toi/") {
        Some(id) => {
            let me = visit.require_me()?;
            let linked = cases_of(&visit, &me).await?.into_iter().find(|linked| linked.case.to_string() == id);
            match linked {
                Some(linked) => visit.portal.store.case(linked.case).await?,
                None => None,
            }
        }
        None if opens.is_empty() => None,
        None => visit.portal.store.case_by_account(&account_of(&opens)).await?,
    };
    // The page is shown for a while only; the case is where it was.
    let Some(case) = case else { return Ok(go(if visit.frame.me.is_some() { "/ho-so-cua-toi" } else { "/tra-cuu" })) };
    let names = if opens.starts_with('/') { (String::new(), opens) } else { (opens, String::new()) };
    let page = FiledPage { filed: of(&visit, &case, names, is_again), frame: visit.frame };
    Ok(show(&page.frame, StatusCode::OK, &page))
}
