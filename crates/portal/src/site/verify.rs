//! Whether a result is genuine: by the file itself, or by the case code and the number that stand on it.
//!
//! A file is genuine when it is, byte for byte, one that an agency issued. Nothing of the applicant is shown.

use super::account::{Answers, Page, Visit, answer};
use super::{Frame, show, words};
use crate::admit::clock;
use askama::Template;
use axum::extract::{Multipart, Path, Query};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use casework::{Case, CaseCode, Deliverable, Digest};

/// Largest file that is looked at.
pub(super) const LARGEST: usize = 21 * 1024 * 1024;

struct Signature {
    by: String,
    at: String,
    is_whole: bool,
}

struct Found {
    number: String,
    issued_on: String,
    service: String,
    unit: String,
    expires_on: String,
    is_expired: bool,
    /// Why it was revoked; empty where it was not.
    revoked: String,
    is_revoked: bool,
    /// The file of the result.
    digest: Digest,
    /// When an independent authority saw it, and which; empty where none did.
    stamped: String,
    /// It is the agency's "no": genuine, and it grants nothing.
    is_declined: bool,
}

enum Outcome {
    NotAsked,
    Unknown,
    Found(Found),
}

#[derive(Template)]
#[template(path = "verify.html")]
struct VerifyPage {
    frame: Frame,
    outcome: Outcome,
    signatures: Vec<Signature>,
    code: String,
    wrong: String,
}

fn day(date: casework::Date) -> String {
    format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year())
}

/// The result of a case as it stands today.
fn found(visit: &Visit, case: &Case, result: &Deliverable, is_replaced: bool) -> Found {
    let catalogue = visit.portal.catalogue();
    let edition = catalogue.editions.get(&case.edition);
    let service = edition.and_then(|edition| edition.services.get(&case.service));
    let unit = edition.and_then(|edition| edition.units.get(&case.unit));
    Found {
        number: format!("{:02}/{}", result.number, result.register),
        issued_on: day(result.issued_on),
        service: service.map_or_else(|| case.service.0.clone(), |service| service.name.clone()),
        unit: unit.map_or_else(|| case.unit.0.clone(), |unit| unit.name.clone()),
        expires_on: result.expires_on.map_or_else(String::new, day),
        is_expired: result.expires_on.is_some_and(|last| last < clock().day()),
        revoked: result.revocation.as_ref().map_or_else(String::new, |one| one.reason.clone()),
        digest: result.document.digest.clone(),
        stamped: String::new(),
        is_declined: !result.decision.is_granted(),
        is_revoked: is_replaced || result.revocation.is_some(),
    }
}

async fn by_digest(visit: &Visit, digest: &Digest) -> Result<Outcome, super::account::Trouble> {
    let Some(case) = visit.portal.store.case_with_document(digest).await? else { return Ok(Outcome::Unknown) };
    let is_it = |result: &&Deliverable| result.document.digest == *digest;
    if let Some(result) = case.deliverable.as_ref().filter(is_it) {
        return Ok(Outcome::Found(found(visit, &case, result, false)));
    }
    let former = case.revoked.iter().find(is_it);
    Ok(former.map_or(Outcome::Unknown, |result| Outcome::Found(found(visit, &case, result, true))))
}

/// Adds what an independent authority says of the time.
async fn stamped(visit: &Visit, outcome: Outcome) -> Result<Outcome, super::account::Trouble> {
    let Outcome::Found(found) = outcome else { return Ok(outcome) };
    let stamp = visit.portal.store.timestamp(&found.digest).await?;
    let told = stamp.map(|stamp| format!("{} · {}", words::moment(&visit.frame, stamp.at), stamp.authority));
    Ok(Outcome::Found(Found { stamped: told.unwrap_or_default(), ..found }))
}

/// The token itself, for whoever verifies it elsewhere: it says nothing but a digest and a time.
pub(super) async fn token(visit: Visit, Path(digest): Path<String>) -> Page {
    let stamp = match digest.parse::<Digest>() {
        Ok(digest) => visit.portal.store.timestamp(&digest).await?.filter(|stamp| stamp.place.is_none()),
        Err(_) => None,
    };
    let stamp = stamp.ok_or_else(|| visit.not_there())?;
    let name = format!("attachment; filename=\"{}.tst\"", &stamp.digest.as_str()[..16]);
    let kind = "application/octet-stream".to_owned();
    Ok(([(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, name)], stamp.token).into_response())
}

fn show_page(visit: Visit, outcome: Outcome, signatures: Vec<Signature>, code: String, wrong: &str) -> Page {
    let status = match (&outcome, wrong.is_empty()) {
        (_, false) => StatusCode::UNPROCESSABLE_ENTITY,
        (Outcome::Unknown, _) => StatusCode::NOT_FOUND,
        _ => StatusCode::OK,
    };
    let page = VerifyPage { outcome, signatures, code, wrong: wrong.to_owned(), frame: visit.frame };
    Ok(show(&page.frame, status, &page))
}

/// The form; with `?ma=` (what a code on paper may hold), filled in.
pub(super) async fn form(visit: Visit, Query(asked): Query<Answers>) -> Page {
    let code = answer(&asked, "ma").to_owned();
    show_page(visit, Outcome::NotAsked, Vec::new(), code, "")
}

pub(super) async fn check(visit: Visit, mut form: Multipart) -> Page {
    visit.require_own_form()?;
    visit.throttled(&format!("verify {}", visit.from), 20).await?;
    let (mut typed, mut file) = (Answers::new(), Vec::new());
    loop {
        let wrong = visit.frame.t("Tải lên bị gián đoạn hoặc tệp lớn hơn 20 MB.", "Cut off, or larger than 20 MB.");
        let wrong = wrong.to_owned();
        let Ok(field) = form.next_field().await else {
            return show_page(visit, Outcome::NotAsked, Vec::new(), String::new(), &wrong);
        };
        let Some(field) = field else { break };
        let name = field.name().unwrap_or_default().to_owned();
        let Ok(bytes) = field.bytes().await else {
            return show_page(visit, Outcome::NotAsked, Vec::new(), String::new(), &wrong);
        };
        if name == "file" {
            file = bytes.to_vec();
        } else {
            typed.insert(name, String::from_utf8_lossy(&bytes).into_owned());
        }
    }
    let code = answer(&typed, "ma").to_uppercase();
    if !file.is_empty() {
        let outcome = by_digest(&visit, &protocol::digest(&file)).await?;
        let looking = tokio::task::spawn_blocking(move || paper::inspect(&file).unwrap_or_default());
        let signatures = looking.await.unwrap_or_default().into_iter().map(|one| Signature {
            by: one.signer_name,
            at: one.signed_at.map_or_else(String::new, |at| words::moment(&visit.frame, at)),
            is_whole: one.digest_ok,
        });
        let signatures = signatures.collect();
        let outcome = stamped(&visit, outcome).await?;
        return show_page(visit, outcome, signatures, code, "");
    }
    if code.is_empty() {
        let wrong = visit.frame.t("Hãy chọn tệp, hoặc điền mã hồ sơ và số văn bản.", "Choose a file, or give both.");
        let wrong = wrong.to_owned();
        return show_page(visit, Outcome::NotAsked, Vec::new(), code, &wrong);
    }
    // Case codes can be guessed; the number on the paper as well shows that somebody has it before them.
    let number: u32 = answer(&typed, "so").split('/').next().and_then(|text| text.trim().parse().ok()).unwrap_or(0);
    let case = visit.portal.store.case_by_code(&CaseCode::from(code.as_str())).await?;
    let outcome = case.and_then(|case| {
        let result = case.deliverable.as_ref().filter(|result| result.number == number);
        let former = case.revoked.iter().find(|result| result.number == number);
        let result = result.map(|result| found(&visit, &case, result, false));
        result.or_else(|| former.map(|result| found(&visit, &case, result, true)))
    });
    let outcome = stamped(&visit, outcome.map_or(Outcome::Unknown, Outcome::Found)).await?;
    show_page(visit, outcome, Vec::new(), code, "")
}
