//! What people think of a finished case: once for each case, from the account or from the look-up.

use super::account::{Answers, Page, Visit, answer};
use super::{Frame, message, show};
use crate::admit::{Portal, clock};
use crate::report::ratings_of_all;
use crate::store::{DatabaseError, Rating};
use askama::Template;
use axum::Form;
use axum::http::StatusCode;
use casework::{Case, CaseId, Status};
use ed25519_dalek::{Signature, Signer, Verifier};

/// What is asked: name of the answer, Vietnamese, English.
pub(super) const QUESTIONS: [(&str, &str, &str); 3] = [
    ("handling", "Việc giải quyết hồ sơ", "How the case was handled"),
    ("attitude", "Thái độ của công chức", "The officials' attitude"),
    ("agency", "Cơ quan giải quyết", "The agency"),
];
/// What can be answered.
pub(super) const POINTS: [(i64, &str, &str); 5] = [
    (1, "rất không hài lòng", "very dissatisfied"),
    (2, "không hài lòng", "dissatisfied"),
    (3, "bình thường", "neutral"),
    (4, "hài lòng", "satisfied"),
    (5, "rất hài lòng", "very satisfied"),
];
/// How long a rating is offered on an open page, in minutes.
const OFFERED: i64 = 60;

fn is_finished(case: &Case) -> bool {
    matches!(case.status, Status::Rejected | Status::Done | Status::HandedOver)
}

fn ticket_text(case: CaseId, until: i64) -> String {
    format!("motcua rating 1\n{case}\n{until}")
}

/// Lets whoever sees the case rate it; empty while it is not finished, or once it was rated.
pub(super) async fn ticket_for(portal: &Portal, case: &Case) -> Result<String, DatabaseError> {
    if !is_finished(case) || portal.store.is_rated(case.id).await? {
        return Ok(String::new());
    }
    let until = clock().plus_minutes(OFFERED).0;
    let signature = portal.identity.key.sign(ticket_text(case.id, until).as_bytes());
    Ok(format!("{}.{until}.{}", case.id, hex::encode(signature.to_bytes())))
}

fn opened(portal: &Portal, ticket: &str) -> Option<CaseId> {
    let mut parts = ticket.split('.');
    let (case, until, signature) = (parts.next()?, parts.next()?, parts.next()?);
    let (case, until): (CaseId, i64) = (case.parse().ok()?, until.parse().ok()?);
    let signature = Signature::from_slice(&hex::decode(signature).ok()?).ok()?;
    portal.identity.key.verifying_key().verify(ticket_text(case, until).as_bytes(), &signature).ok()?;
    (until >= clock().0).then_some(case)
}

pub(super) async fn rate(visit: Visit, Form(typed): Form<Answers>) -> Page {
    visit.require_own_form()?;
    visit.throttled(&format!("rating {}", visit.from), 30).await?;
    let frame = visit.frame.clone();
    let said = |status, vietnamese, english| {
        let title = frame.t("Đánh giá mức độ hài lòng", "Rating").to_owned();
        message(frame.clone(), status, &title, frame.t(vietnamese, english))
    };
    let case = match opened(&visit.portal, answer(&typed, "ticket")) {
        Some(case) => visit.portal.store.case(case).await?.filter(is_finished),
        None => None,
    };
    let Some(case) = case else {
        return Ok(said(
            StatusCode::FORBIDDEN,
            "Trang đã để quá lâu. Hãy mở lại hồ sơ rồi đánh giá.",
            "The page was open for too long. Open the case again and rate it.",
        ));
    };
    let points = |name: &str| answer(&typed, name).parse().ok().filter(|points| (1..=5).contains(points));
    let (Some(handling), Some(attitude), Some(agency)) = (points("handling"), points("attitude"), points("agency"))
    else {
        return Ok(said(
            StatusCode::UNPROCESSABLE_ENTITY,
            "Hãy chọn điểm cho cả ba mục, rồi gửi lại.",
            "Choose points for all three questions and send again.",
        ));
    };
    let remark = answer(&typed, "remark").chars().take(2_000).collect();
    let (unit, officer) = (case.unit.clone(), case.assignee.clone());
    let rating = Rating { case: case.id, unit, handling, attitude, agency, remark, officer, at: clock() };
    if visit.portal.store.rate(&rating).await? {
        return Ok(said(StatusCode::OK, "Cảm ơn bạn đã đánh giá.", "Thank you for your rating."));
    }
    Ok(said(StatusCode::CONFLICT, "Hồ sơ này đã được đánh giá.", "This case was rated already."))
}

struct UnitLine {
    name: String,
    count: i64,
    handling: String,
    attitude: String,
    agency: String,
}

#[derive(Template)]
#[template(path = "ratings.html")]
struct RatingsPage {
    frame: Frame,
    units: Vec<UnitLine>,
}

/// A mean with one decimal.
pub(super) fn mean(sum: i64, count: i64, english: bool) -> String {
    let tenths = (sum * 10 + count / 2) / count.max(1);
    format!("{}{}{}", tenths / 10, if english { '.' } else { ',' }, tenths % 10)
}

pub(super) async fn averages(visit: Visit) -> Page {
    let catalogue = visit.portal.catalogue();
    let edition = catalogue.edition_on(clock().day());
    let english = visit.frame.english;
    let line = |sums: crate::store::UnitRatings| UnitLine {
        name: edition.and_then(|e| e.units.get(&sums.unit)).map_or_else(|| sums.unit.0.clone(), |u| u.name.clone()),
        count: sums.count,
        handling: mean(sums.handling, sums.count, english),
        attitude: mean(sums.attitude, sums.count, english),
        agency: mean(sums.agency, sums.count, english),
    };
    let units = ratings_of_all(&visit.portal, clock()).await?.iter().cloned().map(line).collect();
    let page = RatingsPage { frame: visit.frame, units };
    Ok(show(&page.frame, StatusCode::OK, &page))
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_mean_is_rounded_to_one_decimal() {
        assert_eq!(super::mean(13, 3, false), "4,3");
        assert_eq!(super::mean(14, 3, true), "4.7");
    }
}
