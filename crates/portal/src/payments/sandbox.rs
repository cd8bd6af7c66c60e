//! A gateway for demonstrations and tests: it speaks the protocol over HTTP, and no money moves.

use super::vnpay::{Parameters, is_signed, signed, stamp};
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
    /// What was paid here, by the order's reference: hundredths, and whether it was given back.
    paid: Mutex<BTreeMap<String, (String, bool)>>,
}

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
    let desk = Arc::new(Desk { contract, client, numbers: AtomicU64::new(first), paid: Mutex::default() });
    let app = Router::new()
        .route("/paymentv2/vpcpay.html", get(ask).post(answer))
        .route("/merchant_webapi/api/transaction", post(refund))
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
         <button name=choice value=cancel>Hủy · Cancel</button></form></html>",
        plain(value("vnp_OrderInfo"))
    ))
    .into_response()
}

async fn answer(State(desk): State<Arc<Desk>>, Form(mut order): Form<Parameters>) -> Response {
    let is_paid = order.remove("choice").as_deref() == Some("pay");
    if !is_signed(&order, &desk.contract.secret) {
        return refused("Sai chữ ký (code=70). Wrong signature.");
    }
    let copy = |name: &str| (name.to_owned(), order.get(name).cloned().unwrap_or_default());
    let text = |name: &str, value: String| (name.to_owned(), value);
    let code = if is_paid { "00" } else { "24" };
    let said = Parameters::from([
        copy("vnp_TmnCode"),
        copy("vnp_Amount"),
        copy("vnp_OrderInfo"),
        copy("vnp_TxnRef"),
        text("vnp_BankCode", "NCB".to_owned()),
        text("vnp_CardType", "ATM".to_owned()),
        text("vnp_PayDate", stamp(clock())),
        text("vnp_ResponseCode", code.to_owned()),
        text("vnp_TransactionNo", desk.numbers.fetch_add(1, Ordering::Relaxed).to_string()),
        text("vnp_TransactionStatus", if is_paid { "00" } else { "02" }.to_owned()),
    ]);
    if is_paid {
        let value = |name: &str| order.get(name).cloned().unwrap_or_default();
        let mut paid = desk.paid.lock().unwrap_or_else(PoisonError::into_inner);
        paid.insert(value("vnp_TxnRef"), (value("vnp_Amount"), false));
    }
    let query = signed(&said, &desk.contract.secret);
    // The call first, as the real gateway mostly does; what it was answered is on the sandbox's terminal.
    match desk.client.get(format!("{}?{query}", desk.contract.ipn_url)).send().await {
        Ok(answer) => tracing::info!(status = %answer.status(), "the portal answered the gateway"),
        Err(error) => tracing::warn!(%error, "the portal did not answer the gateway"),
    }
    let back = order.get("vnp_ReturnUrl").cloned().unwrap_or_default();
    Redirect::to(&format!("{back}?{query}")).into_response()
}

/// Gives back what was paid here, once.
async fn refund(State(desk): State<Arc<Desk>>, body: String) -> Response {
    let asked = fields(&body).unwrap_or_default();
    let value = |name: &str| asked.get(name).cloned().unwrap_or_default();
    let (code, message) = if !is_refund_signed(&asked, &ASKED, &desk.contract.secret) {
        ("97", "Invalid checksum")
    } else if value("vnp_TmnCode") != desk.contract.terminal {
        ("02", "Invalid terminal")
    } else if value("vnp_Command") != "refund" {
        ("03", "Invalid format")
    } else {
        give_back(&desk, &value("vnp_TxnRef"), &value("vnp_Amount"))
    };
    let number = desk.numbers.fetch_add(1, Ordering::Relaxed).to_string();
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

fn give_back(desk: &Desk, reference: &str, amount: &str) -> (&'static str, &'static str) {
    let mut paid = desk.paid.lock().unwrap_or_else(PoisonError::into_inner);
    match paid.get_mut(reference) {
        Some((_, true)) => ("94", "Refund was asked before"),
        Some((whole, is_returned)) if whole == amount => {
            *is_returned = true;
            ("00", "Request accepted")
        }
        Some(_) => ("03", "Invalid amount"),
        None => ("91", "Transaction not found"),
    }
}
