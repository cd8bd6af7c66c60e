//! A gateway for demonstrations and tests: it speaks the protocol over HTTP, and no money moves.

use super::vnpay::{Parameters, is_signed, signed, stamp};
use super::vnpay_query::{ANSWERED as TOLD, ASKED as QUESTION};
use super::vnpay_refund::{ANSWERED, ASKED, fields, is_signed as is_refund_signed, sign};
use crate::admit::{PortalError, clock};
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Form, Json, Router};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// The contract that the sandbox knows.
#[derive(Clone)]
pub struct Sandbox {
    pub terminal: String,
    pub secret: String,
    /// The portal's address for the gateway's own calls.
    pub ipn_url: String,
}

/// A sandbox gateway that is running.
pub struct RunningSandbox {
    pub address: SocketAddr,
    pub task: JoinHandle<std::io::Result<()>>,
}

struct Desk {
    contract: Sandbox,
    client: reqwest::Client,
    numbers: AtomicU64,
    /// What came of each order here, by its reference.
    orders: Mutex<BTreeMap<String, Ended>>,
}

/// An order that somebody has ended.
#[derive(Default)]
struct Ended {
    hundredths: String,
    /// `vnp_TransactionStatus`.
    status: &'static str,
    number: String,
    is_returned: bool,
    /// The number of its refund here.
    return_number: String,
    /// How often it was asked about: the bank has it the second time.
    return_asked: u32,
}

/// What somebody may choose: with it, the protocol's two words, and whether the call to the portal is made.
const CHOICES: [(&str, &str, &str, bool); 4] = [
    ("pay", "00", "00", true),
    ("cancel", "24", "02", true),
    // For demonstrations of what goes wrong: paid, and the call gets lost; taken, and doubted.
    ("lost", "00", "00", false),
    ("doubt", "07", "07", true),
];

/// Starts the sandbox gateway at an address; port 0 takes a free one.
///
/// # Errors
/// An address that is taken or not ours.
pub async fn sandbox_gateway(contract: Sandbox, listen: &str) -> Result<RunningSandbox, PortalError> {
    let what = "listening";
    let listener = TcpListener::bind(listen).await.map_err(|source| PortalError::File { what, source })?;
    let address = listener.local_addr().map_err(|source| PortalError::File { what, source })?;
    let client = reqwest::Client::builder().timeout(std::time::Duration::from_secs(15)).build();
    let client = client.map_err(|error| PortalError::Wrong(error.to_string()))?;
    let first = u64::try_from(clock().0 / 1_000).unwrap_or_default();
    let desk = Arc::new(Desk { contract, client, numbers: AtomicU64::new(first), orders: Mutex::default() });
    let app = Router::new()
        .route("/paymentv2/vpcpay.html", get(ask).post(answer))
        .route("/merchant_webapi/api/transaction", post(transaction))
        .with_state(desk);
    Ok(RunningSandbox { address, task: tokio::spawn(async move { axum::serve(listener, app).await }) })
}

fn refused(text: &str) -> Response {
    (StatusCode::BAD_REQUEST, Html(format!("<!doctype html><title>Sandbox</title><p>{text}</p>"))).into_response()
}

/// The text as it may stand in a page.
fn plain(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

async fn ask(State(desk): State<Arc<Desk>>, Query(order): Query<Parameters>) -> Response {
    if !is_signed(&order, &desk.contract.secret) || order.get("vnp_TmnCode") != Some(&desk.contract.terminal) {
        return refused("Sai chữ ký (code=70). Wrong signature.");
    }
    if order.get("vnp_ExpireDate").is_some_and(|until| *until < stamp(clock())) {
        return refused("Giao dịch đã hết hạn (code=15). The order has expired.");
    }
    let value = |name: &str| order.get(name).map_or("", String::as_str);
    let hidden: String = order
        .iter()
        .map(|(name, text)| format!("<input type=hidden name=\"{}\" value=\"{}\">", plain(name), plain(text)))
        .collect();
    let dong = value("vnp_Amount").parse::<u64>().unwrap_or_default() / 100;
    Html(format!(
        "<!doctype html><html lang=vi><meta charset=utf-8><meta name=viewport content=\"width=device-width\">\
         <title>Cổng thanh toán thử nghiệm</title><h1>Cổng thanh toán thử nghiệm · Sandbox gateway</h1>\
         <p>Không có tiền thật. No real money.</p><p>{}</p><p><strong>{dong} đ</strong></p>\
         <form method=post>{hidden}<button name=choice value=pay>Thanh toán · Pay</button> \
         <button name=choice value=cancel>Hủy · Cancel</button> \
         <button name=choice value=lost>Thanh toán, mất cuộc gọi · Pay, the call gets lost</button> \
         <button name=choice value=doubt>Trừ tiền, nghi ngờ · Taken and doubted</button></form></html>",
        plain(value("vnp_OrderInfo"))
    ))
    .into_response()
}

async fn answer(State(desk): State<Arc<Desk>>, Form(mut order): Form<Parameters>) -> Response {
    let choice = order.remove("choice").unwrap_or_default();
    let known = CHOICES.iter().find(|(name, ..)| *name == choice);
    let Some((_, code, status, is_told)) = known else {
        return refused("Không có lựa chọn này. No such choice.");
    };
    if !is_signed(&order, &desk.contract.secret) {
        return refused("Sai chữ ký (code=70). Wrong signature.");
    }
    let copy = |name: &str| (name.to_owned(), order.get(name).cloned().unwrap_or_default());
    let text = |name: &str, value: String| (name.to_owned(), value);
    let number = desk.numbers.fetch_add(1, Ordering::Relaxed).to_string();
    let said = Parameters::from([
        copy("vnp_TmnCode"),
        copy("vnp_Amount"),
        copy("vnp_OrderInfo"),
        copy("vnp_TxnRef"),
        text("vnp_BankCode", "NCB".to_owned()),
        text("vnp_CardType", "ATM".to_owned()),
        text("vnp_PayDate", stamp(clock())),
        text("vnp_ResponseCode", (*code).to_owned()),
        text("vnp_TransactionNo", number.clone()),
        text("vnp_TransactionStatus", (*status).to_owned()),
    ]);
    let value = |name: &str| order.get(name).cloned().unwrap_or_default();
    let ended = Ended { hundredths: value("vnp_Amount"), status, number, ..Ended::default() };
    desk.orders.lock().unwrap_or_else(PoisonError::into_inner).insert(value("vnp_TxnRef"), ended);
    let query = signed(&said, &desk.contract.secret);
    // The call first, as the real gateway mostly does; what it was answered is on the sandbox's terminal.
    if *is_told {
        match desk.client.get(format!("{}?{query}", desk.contract.ipn_url)).send().await {
            Ok(answer) => tracing::info!(status = %answer.status(), "the portal answered the gateway"),
            Err(error) => tracing::warn!(%error, "the portal did not answer the gateway"),
        }
    }
    let back = order.get("vnp_ReturnUrl").cloned().unwrap_or_default();
    Redirect::to(&format!("{back}?{query}")).into_response()
}

/// Gives back what was paid here, once, or tells what came of an order.
async fn transaction(State(desk): State<Arc<Desk>>, body: String) -> Response {
    let asked = fields(&body).unwrap_or_default();
    if asked.get("vnp_Command").is_some_and(|command| command == "querydr") {
        return tell(&desk, &asked);
    }
    let value = |name: &str| asked.get(name).cloned().unwrap_or_default();
    let number = desk.numbers.fetch_add(1, Ordering::Relaxed).to_string();
    let (code, message) = if !is_refund_signed(&asked, &ASKED, &desk.contract.secret) {
        ("97", "Invalid checksum")
    } else if value("vnp_TmnCode") != desk.contract.terminal {
        ("02", "Invalid terminal")
    } else if value("vnp_Command") != "refund" {
        ("03", "Invalid format")
    } else {
        give_back(&desk, &value("vnp_TxnRef"), &value("vnp_Amount"), &number)
    };
    let status = if code == "00" { "05" } else { "" };
    let text = |name: &str, value: String| (name.to_owned(), value);
    let mut said = Parameters::from([
        text("vnp_ResponseId", value("vnp_RequestId")),
        text("vnp_Command", "refund".to_owned()),
        text("vnp_ResponseCode", code.to_owned()),
        text("vnp_Message", message.to_owned()),
        text("vnp_TmnCode", desk.contract.terminal.clone()),
        text("vnp_TxnRef", value("vnp_TxnRef")),
        text("vnp_Amount", value("vnp_Amount")),
        text("vnp_BankCode", "NCB".to_owned()),
        text("vnp_PayDate", stamp(clock())),
        text("vnp_TransactionNo", number),
        text("vnp_TransactionType", value("vnp_TransactionType")),
        text("vnp_TransactionStatus", status.to_owned()),
        text("vnp_OrderInfo", value("vnp_OrderInfo")),
    ]);
    sign(&mut said, &ANSWERED, &desk.contract.secret);
    Json(said).into_response()
}

/// What came of an order, as the protocol tells it.
fn tell(desk: &Desk, asked: &Parameters) -> Response {
    let value = |name: &str| asked.get(name).cloned().unwrap_or_default();
    let mut orders = desk.orders.lock().unwrap_or_else(PoisonError::into_inner);
    let number = value("vnp_TransactionNo");
    let ended = orders.get_mut(&value("vnp_TxnRef"));
    let mut refund = None;
    let ended = ended.map(|ended| {
        if !number.is_empty() && ended.return_number == number {
            ended.return_asked += 1;
            refund = Some(if ended.return_asked > 1 { "00" } else { "06" });
        }
        &*ended
    });
    let (code, message) = match ended {
        _ if !is_refund_signed(asked, &QUESTION, &desk.contract.secret) => ("97", "Invalid checksum"),
        _ if value("vnp_TmnCode") != desk.contract.terminal => ("02", "Invalid terminal"),
        None => ("91", "Transaction not found"),
        Some(_) => ("00", "Success"),
    };
    let ended = ended.filter(|_| code == "00");
    let of_order = |what: fn(&Ended) -> &str| ended.map_or_else(String::new, |ended| what(ended).to_owned());
    let text = |name: &str, value: String| (name.to_owned(), value);
    let mut said = Parameters::from([
        text("vnp_ResponseId", value("vnp_RequestId")),
        text("vnp_Command", "querydr".to_owned()),
        text("vnp_ResponseCode", code.to_owned()),
        text("vnp_Message", message.to_owned()),
        text("vnp_TmnCode", desk.contract.terminal.clone()),
        text("vnp_TxnRef", value("vnp_TxnRef")),
        text("vnp_Amount", of_order(|ended| &ended.hundredths)),
        text("vnp_TransactionNo", if refund.is_some() { number } else { of_order(|ended| &ended.number) }),
        text("vnp_TransactionType", if refund.is_some() { "02" } else { "01" }.to_owned()),
        text("vnp_TransactionStatus", refund.map_or_else(|| of_order(|ended| ended.status), str::to_owned)),
        text("vnp_OrderInfo", value("vnp_OrderInfo")),
    ]);
    sign(&mut said, &TOLD, &desk.contract.secret);
    Json(said).into_response()
}

fn give_back(desk: &Desk, reference: &str, amount: &str, number: &str) -> (&'static str, &'static str) {
    let mut orders = desk.orders.lock().unwrap_or_else(PoisonError::into_inner);
    match orders.get_mut(reference).filter(|ended| ended.status == "00") {
        Some(ended) if ended.is_returned => ("94", "Refund was asked before"),
        Some(ended) if ended.hundredths == amount => {
            ended.is_returned = true;
            number.clone_into(&mut ended.return_number);
            ("00", "Request accepted")
        }
        Some(_) => ("03", "Invalid amount"),
        None => ("91", "Transaction not found"),
    }
}
