//! Paying fees online: from the case page to the gateway, back, and the gateway's own call.

use super::{Frame, broken, is_own_form, message, show};
use crate::admit::{Portal, clock};
use crate::payments::{self, Answer, IntentState, Order, Parameters, Word};
use crate::store::DatabaseError;
use askama::Template;
use axum::extract::{ConnectInfo, Query, State};
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::{Form, Json};
use casework::fee::{FeeLine, total};
use casework::{Case, CaseId};
use ed25519_dalek::{Signature, Signer, Verifier};
use paper::dong;
use serde::Deserialize;
use serde_json::json;
use std::net::SocketAddr;
use std::sync::Arc;

/// Where the gateway sends people back to, and where it calls.
pub(super) const RETURN: &str = "/thanh-toan/ket-qua";
pub(super) const IPN: &str = "/thanh-toan/vnpay-ipn";

/// How long the button on a case page is good, in milliseconds.
const OFFERED: i64 = 30 * 60 * 1_000;

/// What a case page says of fees.
pub(super) struct Owed {
    pub lines: Vec<(String, String)>,
    pub total: String,
    /// Empty where it cannot be paid here and now.
    pub ticket: String,
    /// Money came and is not in the log yet.
    pub is_under_way: bool,
    /// Money came that the gateway doubts.
    pub is_doubtful: bool,
    /// Money came that the case does not take.
    pub is_to_be_returned: bool,
}

/// What a case owes, as its page shows it.
pub(super) async fn owed(portal: &Portal, case: &Case) -> Result<Option<Owed>, DatabaseError> {
    let lines = payments::payable(portal, case);
    let intents = portal.store.intents_of_case(case.id).await?;
    let (stuck, waiting): (Vec<_>, Vec<_>) =
        intents.iter().filter(|intent| payments::is_under_way(intent)).partition(|intent| intent.problem.is_some());
    if lines.is_empty() && stuck.is_empty() && waiting.is_empty() {
        return Ok(None);
    }
    let is_free = portal.exchange().gateway.is_some() && !lines.is_empty() && stuck.is_empty() && waiting.is_empty();
    let line = |line: &FeeLine| (line.name.clone(), dong(line.amount));
    Ok(Some(Owed {
        total: dong(total(&lines)),
        lines: lines.iter().map(line).collect(),
        ticket: if is_free { ticket(portal, case.id) } else { String::new() },
        is_under_way: waiting.iter().any(|intent| intent.doubt.is_none()),
        is_doubtful: waiting.iter().any(|intent| intent.doubt.is_some()),
        is_to_be_returned: !stuck.is_empty(),
    }))
}

fn ticket_text(case: CaseId, until: i64) -> String {
    format!("motcua payment 1\n{case}\n{until}")
}

fn ticket(portal: &Portal, case: CaseId) -> String {
    let until = clock().0 + OFFERED;
    let signature = portal.identity.key.sign(ticket_text(case, until).as_bytes());
    format!("{case}.{until}.{}", hex::encode(signature.to_bytes()))
}

fn opened(portal: &Portal, ticket: &str) -> Option<CaseId> {
    let mut parts = ticket.split('.');
    let (case, until, signature) = (parts.next()?, parts.next()?, parts.next()?);
    let (case, until): (CaseId, i64) = (case.parse().ok()?, until.parse().ok()?);
    let signature = Signature::from_slice(&hex::decode(signature).ok()?).ok()?;
    let key = portal.identity.key.verifying_key();
    key.verify(ticket_text(case, until).as_bytes(), &signature).ok()?;
    (until >= clock().0).then_some(case)
}

#[derive(Deserialize)]
pub(super) struct Ticket {
    #[serde(default)]
    ticket: String,
}

#[derive(Template)]
#[template(path = "paying.html")]
struct PayingPage {
    frame: Frame,
    code: String,
    lines: Vec<(String, String)>,
    total: String,
    address: String,
}

/// Opens the order and shows the way to the gateway. A link, not a redirect: forms of the portal go only to the portal.
pub(super) async fn pay(
    State(portal): State<Arc<Portal>>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    uri: Uri,
    Form(Ticket { ticket }): Form<Ticket>,
) -> Response {
    let frame = Frame::of(&portal, &headers, &uri);
    let now = clock();
    if portal.bounded(&format!("pay {}", from.ip()), 30, now).await.is_err() {
        return super::filing::too_many(frame);
    }
    let Some(case) = opened(&portal, &ticket).filter(|_| is_own_form(&headers)) else {
        let title = frame.t("Liên kết đã hết hạn", "The link has expired").to_owned();
        let text = frame.t("Vui lòng tra cứu lại hồ sơ.", "Please look the case up again.").to_owned();
        return message(frame, StatusCode::FORBIDDEN, &title, &text);
    };
    let case = match portal.store.case(case).await {
        Ok(Some(case)) => case,
        Ok(None) => return broken(frame, &"a case with a ticket is not in the store"),
        Err(error) => return broken(frame, &error),
    };
    let intent = match payments::begin(&portal, &case, now).await {
        Ok(intent) => intent,
        Err(error) => return broken(frame, &error),
    };
    let exchange = portal.exchange();
    let (Some(intent), Some(gateway)) = (intent, exchange.gateway.as_ref()) else {
        let title = frame.t("Không có khoản nào phải nộp", "Nothing is to be paid").to_owned();
        let text = frame.t(
            "Hồ sơ đã nộp đủ, hoặc khoản vừa nộp đang được ghi nhận. Vui lòng tra cứu lại hồ sơ.",
            "The case is paid for, or a payment is being recorded. Please look the case up again.",
        );
        let text = text.to_owned();
        return message(frame, StatusCode::CONFLICT, &title, &text);
    };
    let code = case.code.map_or_else(String::new, |code| code.0);
    let order = Order {
        reference: intent.reference,
        amount: intent.amount,
        about: format!("Phi le phi ho so {code}"),
        return_url: format!("{}{RETURN}", exchange.public_url),
        from: from.ip().to_string(),
        english: frame.english,
        created_at: intent.created_at,
        expires_at: intent.expires_at,
    };
    let lines = intent.lines.iter().map(|line| (line.name.clone(), dong(line.amount))).collect();
    let page = PayingPage { code, lines, total: dong(intent.amount), address: gateway.address(&order), frame };
    show(&page.frame, StatusCode::OK, &page)
}

/// Shows what became of the order; counts for nothing.
pub(super) async fn back(
    State(portal): State<Arc<Portal>>,
    headers: HeaderMap,
    uri: Uri,
    Query(parameters): Query<Parameters>,
) -> Response {
    let frame = Frame::of(&portal, &headers, &uri);
    let heard = portal.exchange().gateway.as_ref().and_then(|gateway| gateway.hear(&parameters));
    let Some(heard) = heard else {
        let title = frame.t("Không đọc được kết quả thanh toán", "The payment's outcome cannot be read").to_owned();
        let text = frame.t(
            "Chữ ký của cổng thanh toán không đúng. Vui lòng tra cứu lại hồ sơ để xem đã nộp chưa.",
            "The gateway's signature is wrong. Please look the case up again to see whether it is paid.",
        );
        let text = text.to_owned();
        return message(frame, StatusCode::BAD_REQUEST, &title, &text);
    };
    let intent = match portal.store.intent_of(&heard.reference).await {
        Ok(intent) => intent,
        Err(error) => return broken(frame, &error),
    };
    let is_doubtful = intent.as_ref().map_or(heard.word == Word::Doubtful, |intent| intent.doubt.is_some());
    let state = intent.as_ref().map(|intent| (intent.state, intent.recorded_at.is_some(), intent.problem.is_some()));
    let (title, text) = match state {
        Some((IntentState::Failed, ..)) if is_doubtful => (
            frame.t("Cổng thanh toán đang kiểm tra giao dịch", "The gateway is checking the payment"),
            frame.t(
                "Tiền đã được trừ nhưng giao dịch đang bị nghi ngờ. Không nộp lại; khi cổng thanh toán xác nhận, khoản nộp được ghi vào hồ sơ. Vui lòng giữ mã giao dịch.",
                "The money was taken, and the gateway doubts the payment. Do not pay again: once it is confirmed, it is recorded in the case. Please keep the number.",
            ),
        ),
        Some((IntentState::Paid, true, _)) => (
            frame.t("Đã nộp phí, lệ phí", "The fees are paid"),
            frame.t("Khoản nộp đã được ghi vào hồ sơ.", "The payment is recorded in the case."),
        ),
        Some((IntentState::Paid, false, true)) => (
            frame.t("Đã nhận tiền, hồ sơ không ghi được", "The money came; the case does not take it"),
            frame.t(
                "Khoản này đã được nộp bằng cách khác hoặc hồ sơ đã dừng. Cơ quan sẽ hoàn lại; vui lòng giữ mã giao dịch.",
                "It was paid another way, or the case has stopped. The agency will give it back; please keep the number.",
            ),
        ),
        Some((IntentState::Paid, false, false)) => (
            frame.t("Đã nhận tiền, đang ghi vào hồ sơ", "The money came and is being recorded"),
            frame.t("Vui lòng tra cứu lại hồ sơ sau ít phút.", "Please look the case up again in a few minutes."),
        ),
        Some((IntentState::Failed, ..)) => (
            frame.t("Chưa thanh toán", "Not paid"),
            frame.t(
                "Giao dịch bị hủy hoặc không thành công; tài khoản của bạn không bị trừ tiền theo cổng thanh toán. Bạn có thể tra cứu hồ sơ và nộp lại.",
                "The transaction was cancelled or failed; by the gateway's word nothing was taken. You can look the case up and pay again.",
            ),
        ),
        Some((IntentState::Open | IntentState::Expired, ..)) => (
            frame.t("Đang chờ cổng thanh toán xác nhận", "Waiting for the gateway to confirm"),
            frame.t(
                "Không nộp lại lúc này. Vui lòng tra cứu lại hồ sơ sau ít phút.",
                "Do not pay again now. Please look the case up again in a few minutes.",
            ),
        ),
        None => (
            frame.t("Không có giao dịch này", "No such payment"),
            frame.t("Vui lòng tra cứu lại hồ sơ.", "Please look the case up again."),
        ),
    };
    let number = format!("{} {}", frame.t("Mã giao dịch:", "Number:"), heard.reference);
    let (title, text) = (title.to_owned(), format!("{text} {number}"));
    message(frame, StatusCode::OK, &title, &text)
}

/// The gateway's own call: the only one that counts.
pub(super) async fn ipn(State(portal): State<Arc<Portal>>, Query(parameters): Query<Parameters>) -> Response {
    let answer = match payments::hear(&portal, &parameters, clock()).await {
        Ok(answer) => answer,
        Err(error) => {
            tracing::error!(%error, "a gateway's call could not be answered");
            Answer::Broken
        }
    };
    let (code, said) = answer.code();
    tracing::info!(code, "a gateway called");
    ([(CACHE_CONTROL, "no-store")], Json(json!({"RspCode": code, "Message": said}))).into_response()
}
