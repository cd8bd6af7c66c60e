//! Fees paid online through a gateway that speaks the published protocol.

use crate::stage::{FEE, Stage, between, now};
use casework::fee::PaymentMethod;
use casework::{Actor, CaseId, Command};
use portal::payments::sandbox::{Sandbox, sandbox_gateway};
use portal::payments::{Gateway, Parameters, Reconciled, Reconciliation, Vnpay, reconcile, record_again, signed};
use portal::{Exchange, run_jobs};
use serde_json::{Value, json};
use std::time::Duration;

const SECRET: &str = "sandbox secret";

async fn with_gateway() -> Stage {
    connected(Stage::open().await).await
}

async fn connected(stage: Stage) -> Stage {
    let contract =
        Sandbox { terminal: "TMN1".to_owned(), secret: SECRET.to_owned(), ipn_url: stage.url("/thanh-toan/vnpay-ipn") };
    let running = sandbox_gateway(contract, "127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/paymentv2/vpcpay.html", running.address);
    let refunds = format!("http://{}/merchant_webapi/api/transaction", running.address);
    connect(&stage, &url, Some(refunds));
    // What is given back from here on is asked of the gateway.
    run_jobs(&stage.portal, now()).await.unwrap();
    stage
}

fn connect(stage: &Stage, url: &str, refund_url: Option<String>) {
    let (terminal, secret, from) = ("TMN1".to_owned(), SECRET.to_owned(), "127.0.0.1".to_owned());
    let gateway = Gateway::Vnpay(Vnpay { url: url.to_owned(), terminal, secret, refund_url, from });
    stage.portal.connect(Exchange { public_url: stage.url(""), gateway: Some(gateway), ..Exchange::default() });
}

/// Presses the pay button of a case page; the gateway's address, or the whole page where there is none.
async fn press(stage: &Stage, page: &str) -> Result<String, String> {
    let ticket = between(page, "name=\"ticket\" value=\"", "\"").expect("a button").to_owned();
    let answer = stage.client.post(stage.url("/thanh-toan?lang=en")).form(&[("ticket", ticket)]).send().await.unwrap();
    let text = answer.text().await.unwrap();
    let address =
        between(&text, "rel=\"external\" href=\"", "\"").map(|link| link.replace("&#38;", "&").replace("&amp;", "&"));
    address.ok_or(text)
}

/// Chooses at the gateway; the page that the portal shows afterwards.
async fn choose(stage: &Stage, address: &str, choice: &str) -> String {
    let form = stage.client.get(address).send().await.unwrap().text().await.unwrap();
    assert!(form.contains("15000 đ"), "{form}");
    let mut fields: Vec<(String, String)> = form
        .split("<input type=hidden name=\"")
        .skip(1)
        .map(|rest| (rest.split('"').next().unwrap().to_owned(), between(rest, "value=\"", "\"").unwrap().to_owned()))
        .map(|(name, value)| (name, value.replace("&amp;", "&")))
        .collect();
    fields.push(("choice".to_owned(), choice.to_owned()));
    let (page, _) = address.split_once('?').unwrap();
    let sent = stage.client.post(page).form(&fields).send().await.unwrap();
    let back = sent.headers()["location"].to_str().unwrap().to_owned();
    stage.client.get(format!("{back}&lang=en")).send().await.unwrap().text().await.unwrap()
}

/// The gateway's own call, with these changes to a true one.
async fn call(stage: &Stage, reference: &str, secret: &str, changes: &[(&str, &str)]) -> Value {
    let mut said: Parameters = [
        ("vnp_TmnCode", "TMN1"),
        ("vnp_Amount", "1500000"),
        ("vnp_TxnRef", reference),
        ("vnp_ResponseCode", "00"),
        ("vnp_TransactionStatus", "00"),
        ("vnp_TransactionNo", "14000001"),
        ("vnp_OrderInfo", "Phi le phi"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into();
    said.extend(changes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    let url = stage.url(&format!("/thanh-toan/vnpay-ipn?{}", signed(&said, secret)));
    stage.client.get(url).send().await.unwrap().json().await.unwrap()
}

fn reference(address: &str) -> String {
    between(address, "vnp_TxnRef=", "&").unwrap().to_owned()
}

async fn paid(stage: &Stage, case: CaseId) -> Vec<(u64, PaymentMethod, Actor)> {
    let payments = stage.case(case).await.payments;
    payments.into_iter().map(|paid| (casework::fee::total(&paid.lines), paid.method, paid.by)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_applicant_pays_at_the_gateway_and_the_case_says_so() {
    pays(Stage::open().await).await;
}

/// The whole way of a payment.
pub async fn pays(stage: Stage) {
    let stage = connected(stage).await;
    let case = stage.received(1, None).await;
    let page = stage.page(case).await;
    assert!(page.contains("15.000 đ") && page.contains("id=\"pay\""), "{page}");
    let address = press(&stage, &page).await.unwrap();
    assert_eq!(press(&stage, &page).await.unwrap(), address, "pressed twice, it is the same order");
    let cancelled = choose(&stage, &address, "cancel").await;
    assert!(cancelled.contains("Not paid"), "{cancelled}");
    assert_eq!(paid(&stage, case).await, []);
    let address = press(&stage, &stage.page(case).await).await.unwrap();
    let shown = choose(&stage, &address, "pay").await;
    assert!(shown.contains("The fees are paid"), "{shown}");
    assert_eq!(paid(&stage, case).await, [(FEE, PaymentMethod::Online, Actor::Portal)]);
    let page = stage.page(case).await;
    assert!(!page.contains("id=\"pay\"") && page.contains("Fees were paid"), "{page}");
    let books = reconcile(&stage.portal, now().day()).await.unwrap();
    assert_eq!((books.confirmed, books.recorded, books.lines.len()), (FEE, FEE, 1));
    assert_eq!(books.lines[0].finding, None);
    assert_eq!(portal::check(&stage.portal).await.unwrap().findings, [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_call_of_the_gateway_is_answered_as_the_protocol_says_and_pays_once() {
    let stage = with_gateway().await;
    let case = stage.received(1, None).await;
    let order = reference(&press(&stage, &stage.page(case).await).await.unwrap());
    let answer = |code: &str, said: &str| json!({"RspCode": code, "Message": said});
    assert_eq!(call(&stage, &order, "wrong", &[]).await, answer("97", "Invalid signature"));
    assert_eq!(call(&stage, &order, SECRET, &[("vnp_TmnCode", "OTHER")]).await["RspCode"], "97");
    assert_eq!(call(&stage, "NOTHING", SECRET, &[]).await, answer("01", "Order not found"));
    assert_eq!(call(&stage, &order, SECRET, &[("vnp_Amount", "1500100")]).await, answer("04", "Invalid amount"));
    assert_eq!(call(&stage, &order, SECRET, &[("vnp_Amount", "1500050")]).await["RspCode"], "04", "no whole đồng");
    assert_eq!(paid(&stage, case).await, []);
    assert_eq!(call(&stage, &order, SECRET, &[]).await, answer("00", "Confirm Success"));
    assert_eq!(call(&stage, &order, SECRET, &[]).await, answer("02", "Order already confirmed"));
    let failed = [("vnp_ResponseCode", "24"), ("vnp_TransactionStatus", "02")];
    assert_eq!(call(&stage, &order, SECRET, &failed).await["RspCode"], "02", "a later word changes nothing");
    assert_eq!(paid(&stage, case).await.len(), 1);
    // The job for a portal that died in between finds that all is done.
    run_jobs(&stage.portal, now().plus_minutes(10)).await.unwrap();
    assert_eq!(paid(&stage, case).await.len(), 1);
    assert_eq!(stage.portal.store.job_counts().await.unwrap(), (0, 1, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn money_that_the_case_does_not_take_is_found_and_never_lost() {
    let stage = with_gateway().await;
    let case = stage.received(1, None).await;
    let order = reference(&press(&stage, &stage.page(case).await).await.unwrap());
    // Meanwhile the clerk takes the fee at the counter.
    let line = serde_json::from_value(json!({"fee": "LP", "name": "Lệ phí", "quantity": 1, "amount": FEE})).unwrap();
    let receipt = stage.case(case).await.next_receipt().unwrap();
    stage.does(case, "mc", Command::CollectFee { receipt, lines: vec![line], method: PaymentMethod::Cash }).await;
    assert_eq!(call(&stage, &order, SECRET, &[]).await["RspCode"], "00", "the money did come");
    assert_eq!(paid(&stage, case).await.len(), 1, "no fee is taken twice");
    let books = reconcile(&stage.portal, now().day()).await.unwrap();
    assert_eq!((books.confirmed, books.recorded), (FEE, 0));
    assert!(books.lines[0].finding.as_ref().unwrap().contains("fee_paid"), "{books:?}");
    assert!(stage.page(case).await.contains("id=\"to-be-returned\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn money_that_came_while_work_had_stopped_is_recorded_when_it_goes_on() {
    let stage = with_gateway().await;
    let case = stage.received(1, None).await;
    let order = reference(&press(&stage, &stage.page(case).await).await.unwrap());
    let turn = stage.case(case).await.turn;
    stage.does(case, "ld", Command::Stop { turn, reason: "Chờ xác minh".to_owned() }).await;
    assert_eq!(call(&stage, &order, SECRET, &[]).await["RspCode"], "00");
    assert_eq!(paid(&stage, case).await, []);
    record_again(&stage.portal, &order, now()).await.unwrap();
    assert_eq!(paid(&stage, case).await, [], "it still stands in the way");
    let turn = stage.case(case).await.turn;
    stage.does(case, "ld", Command::Resume { turn, note: String::new() }).await;
    record_again(&stage.portal, &order, now()).await.unwrap();
    record_again(&stage.portal, &order, now()).await.unwrap();
    assert_eq!(paid(&stage, case).await.len(), 1);
    let books = reconcile(&stage.portal, now().day()).await.unwrap();
    assert_eq!((books.recorded, books.lines[0].finding.as_deref()), (FEE, None));
    assert!(record_again(&stage.portal, "NOTHING", now()).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_gateway_the_page_says_where_to_pay_and_a_forged_ticket_opens_nothing() {
    let stage = Stage::open().await;
    let case = stage.received(1, None).await;
    let page = stage.page(case).await;
    assert!(page.contains("To be paid at the counter") && !page.contains("id=\"pay\""), "{page}");
    let forged = format!("{case}.99999999999999.{}", "00".repeat(64));
    let answer = stage.client.post(stage.url("/thanh-toan")).form(&[("ticket", forged)]).send().await.unwrap();
    assert_eq!(answer.status(), 403);
    let answer = call(&stage, "X", SECRET, &[]).await;
    assert_eq!(answer["RspCode"], "97");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_that_was_refused_and_is_paid_after_all_counts() {
    let stage = with_gateway().await;
    let case = stage.received(1, None).await;
    let order = reference(&press(&stage, &stage.page(case).await).await.unwrap());
    let failed = [("vnp_ResponseCode", "24"), ("vnp_TransactionStatus", "02")];
    assert_eq!(call(&stage, &order, SECRET, &failed).await["RspCode"], "00");
    assert_eq!(call(&stage, &order, SECRET, &failed).await["RspCode"], "02", "the same word again");
    assert_eq!(call(&stage, &order, SECRET, &[]).await["RspCode"], "00");
    assert_eq!(call(&stage, &order, SECRET, &failed).await["RspCode"], "02", "what is paid stays paid");
    assert_eq!(paid(&stage, case).await.len(), 1);
}

/// Money that the gateway took: doubted first, then confirmed; and a call that got lost.
pub async fn is_found(stage: Stage) {
    let stage = connected(stage).await;
    let doubted = stage.received(1, None).await;
    let address = press(&stage, &stage.page(doubted).await).await.unwrap();
    let shown = choose(&stage, &address, "doubt").await;
    assert!(shown.contains("The gateway is checking the payment"), "{shown}");
    let page = stage.page(doubted).await;
    assert!(page.contains("id=\"doubtful\"") && !page.contains("id=\"pay\""), "nobody pays twice: {page}");
    let books = reconcile(&stage.portal, now().day()).await.unwrap();
    assert_eq!((books.confirmed, books.lines.len()), (0, 1));
    assert!(books.lines[0].finding.as_ref().unwrap().contains("07"), "{books:?}");
    assert_eq!(paid(&stage, doubted).await, []);

    let lost = stage.received(2, None).await;
    let order = press(&stage, &stage.page(lost).await).await.unwrap();
    let shown = choose(&stage, &order, "lost").await;
    assert!(shown.contains("Waiting for the gateway"), "{shown}");
    // Nobody ever goes to the gateway with this one.
    let left = stage.received(3, None).await;
    press(&stage, &stage.page(left).await).await.unwrap();
    run_jobs(&stage.portal, now().plus_minutes(16)).await.unwrap();
    assert_eq!(paid(&stage, lost).await, [], "its own call comes first");
    run_jobs(&stage.portal, now().plus_minutes(18)).await.unwrap();
    assert_eq!(paid(&stage, lost).await, [(FEE, PaymentMethod::Online, Actor::Portal)]);
    assert_eq!(paid(&stage, left).await, []);
    let stuck = stage.portal.store.stuck_jobs().await.unwrap();
    assert!(stuck.len() == 1 && stuck[0].error.contains("doubts"), "it is asked again of the doubted one: {stuck:?}");
    assert_eq!(call(&stage, &reference(&address), SECRET, &[]).await["RspCode"], "00");
    assert_eq!(paid(&stage, doubted).await.len(), 1);
    run_jobs(&stage.portal, now().plus_minutes(60)).await.unwrap();
    let books = reconcile(&stage.portal, now().day()).await.unwrap();
    assert_eq!((books.confirmed, books.recorded), (2 * FEE, 2 * FEE));
    assert!(books.lines.iter().all(|line| line.finding.is_none()), "{books:?}");
    assert_eq!(stage.portal.store.stuck_jobs().await.unwrap(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn money_that_is_doubted_or_whose_call_got_lost_is_found() {
    is_found(Stage::open().await).await;
}

/// Refunds the payment of a case, as the head of the unit.
async fn refund(stage: &Stage, case: CaseId) {
    let payment = stage.case(case).await.payments[0].id;
    stage.does(case, "ld", Command::RefundFee { payment, reason: "Thu nhầm".to_owned() }).await;
}

/// The books of today, once they say of their first payment what is looked for.
async fn books_when(stage: &Stage, is_so: impl Fn(&Reconciled) -> bool) -> Reconciliation {
    let looking = async {
        loop {
            run_jobs(&stage.portal, now()).await.unwrap();
            let books = reconcile(&stage.portal, now().day()).await.unwrap();
            if books.lines.first().is_some_and(&is_so) {
                return books;
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), looking).await.expect("the books say so")
}

fn is_taken(line: &Reconciled) -> bool {
    line.refund.as_ref().is_some_and(|refund| refund.taken_at.is_some())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_in_the_case_is_asked_of_the_gateway_once() {
    gives_back(Stage::open().await).await;
}

/// The whole way of a refund.
pub async fn gives_back(stage: Stage) {
    let stage = connected(stage).await;
    let case = stage.received(1, None).await;
    let address = press(&stage, &stage.page(case).await).await.unwrap();
    choose(&stage, &address, "pay").await;
    refund(&stage, case).await;
    let books = books_when(&stage, is_taken).await;
    assert_eq!((books.confirmed, books.recorded, books.returned), (FEE, FEE, FEE));
    let (line, refund) = (&books.lines[0], books.lines[0].refund.as_ref().unwrap());
    assert_eq!((line.finding.as_deref(), refund.status.as_deref()), (None, Some("05")));
    assert!(refund.gateway_number.as_ref().is_some_and(|number| *number != line.gateway_number));
    run_jobs(&stage.portal, now().plus_minutes(300)).await.unwrap();
    assert_eq!(reconcile(&stage.portal, now().day()).await.unwrap(), books, "it is asked once");
    // How it ended is asked until the gateway knows: the bank has it, then the payer.
    let status = async |hours: i64| {
        run_jobs(&stage.portal, now().plus_minutes(hours * 60)).await.unwrap();
        let books = reconcile(&stage.portal, now().day()).await.unwrap();
        assert_eq!((books.returned, books.lines[0].finding.as_deref()), (FEE, None));
        books.lines[0].refund.as_ref().and_then(|refund| refund.status.clone()).unwrap()
    };
    assert_eq!(status(7).await, "06");
    assert_eq!(status(8).await, "06", "not at every turn");
    assert_eq!(status(14).await, "00");
    let asked = reconcile(&stage.portal, now().day()).await.unwrap();
    assert_eq!(status(48).await, "00");
    assert_eq!(reconcile(&stage.portal, now().day()).await.unwrap(), asked, "what has ended is asked about no more");
}

/// A gateway that takes every refund and tells later that it did not do it.
async fn refuses_later() -> String {
    let sign = |said: &mut serde_json::Map<String, Value>, fields: &[&str]| {
        let text = fields.iter().map(|name| said.get(*name).and_then(Value::as_str).unwrap_or_default());
        let text = text.collect::<Vec<_>>().join("|");
        let key = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA512, SECRET.as_bytes());
        let signature = aws_lc_rs::hmac::sign(&key, text.as_bytes());
        said.insert("vnp_SecureHash".to_owned(), hex::encode(signature.as_ref()).into());
    };
    let answer = move |body: String| async move {
        let asked: Value = serde_json::from_str(&body).unwrap();
        let is_question = asked["vnp_Command"] == "querydr";
        if is_question {
            assert_eq!(asked["vnp_TransactionNo"], "77", "it asks about the refund, not the payment");
        }
        let mut said = json!({
            "vnp_Command": asked["vnp_Command"], "vnp_ResponseCode": "00", "vnp_TmnCode": "TMN1",
            "vnp_TxnRef": asked["vnp_TxnRef"], "vnp_TransactionNo": "77", "vnp_TransactionType": "02",
            "vnp_TransactionStatus": if is_question { "09" } else { "05" },
        });
        let [first, rest]: [&[&str]; 2] = [
            &[
                "vnp_ResponseId",
                "vnp_Command",
                "vnp_ResponseCode",
                "vnp_Message",
                "vnp_TmnCode",
                "vnp_TxnRef",
                "vnp_Amount",
                "vnp_BankCode",
                "vnp_PayDate",
                "vnp_TransactionNo",
                "vnp_TransactionType",
                "vnp_TransactionStatus",
                "vnp_OrderInfo",
            ],
            &["vnp_PromotionCode", "vnp_PromotionAmount"],
        ];
        let fields = if is_question { [first, rest].concat() } else { first.to_vec() };
        sign(said.as_object_mut().unwrap(), &fields);
        axum::Json(said)
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/transaction", listener.local_addr().unwrap());
    let app = axum::Router::new().route("/transaction", axum::routing::post(answer));
    tokio::spawn(async move { axum::serve(listener, app).await });
    address
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_the_gateway_took_and_did_not_do_is_found() {
    let stage = with_gateway().await;
    let case = stage.received(1, None).await;
    let address = press(&stage, &stage.page(case).await).await.unwrap();
    choose(&stage, &address, "pay").await;
    let (page, _) = address.split_once('?').unwrap();
    connect(&stage, page, Some(refuses_later().await));
    refund(&stage, case).await;
    let books = books_when(&stage, is_taken).await;
    assert_eq!((books.returned, books.lines[0].finding.as_deref()), (FEE, None));
    run_jobs(&stage.portal, now().plus_minutes(7 * 60)).await.unwrap();
    let books = reconcile(&stage.portal, now().day()).await.unwrap();
    let finding = books.lines[0].finding.clone().unwrap();
    assert!(finding.contains("Thu nhầm") && finding.contains("did not do it after all (09)"), "{finding}");
    assert_eq!(books.returned, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_is_away_is_asked_again_until_it_answers() {
    let stage = with_gateway().await;
    let case = stage.received(1, None).await;
    let address = press(&stage, &stage.page(case).await).await.unwrap();
    choose(&stage, &address, "pay").await;
    let (page, _) = address.split_once('?').unwrap();
    // A port that was free a moment ago: nobody answers there.
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    connect(&stage, page, Some(format!("http://{free}/")));
    refund(&stage, case).await;
    let books = books_when(&stage, |line| line.refund.is_some()).await;
    assert_eq!(books.returned, 0);
    let finding = books.lines[0].finding.as_ref().unwrap();
    assert!(finding.contains("Thu nhầm") && finding.contains("not by the gateway"), "{finding}");
    connect(&stage, page, Some(page.replace("/paymentv2/vpcpay.html", "/merchant_webapi/api/transaction")));
    run_jobs(&stage.portal, now().plus_minutes(600)).await.unwrap();
    let books = books_when(&stage, is_taken).await;
    assert_eq!((books.returned, books.lines[0].finding.as_deref()), (FEE, None));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_the_gateway_refuses_is_found_and_asked_no_more() {
    let stage = with_gateway().await;
    let case = stage.received(1, None).await;
    let order = reference(&press(&stage, &stage.page(case).await).await.unwrap());
    // The call is signed, but nobody paid at this gateway.
    assert_eq!(call(&stage, &order, SECRET, &[]).await["RspCode"], "00");
    refund(&stage, case).await;
    let books = books_when(&stage, |line| line.refund.is_some()).await;
    assert!(books.lines[0].finding.as_ref().unwrap().contains("91"), "{books:?}");
    let given_up = async {
        while stage.portal.store.stuck_jobs().await.unwrap().iter().all(|job| job.given_up_at.is_none()) {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), given_up).await.expect("somebody has to look");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_paid_at_the_counter_is_never_asked_of_the_gateway() {
    let stage = with_gateway().await;
    let case = stage.received(1, None).await;
    let line = serde_json::from_value(json!({"fee": "LP", "name": "Lệ phí", "quantity": 1, "amount": FEE})).unwrap();
    let receipt = stage.case(case).await.next_receipt().unwrap();
    stage.does(case, "mc", Command::CollectFee { receipt, lines: vec![line], method: PaymentMethod::Cash }).await;
    refund(&stage, case).await;
    let done = async {
        while stage.portal.store.job_counts().await.unwrap() != (0, 1, 0) {
            run_jobs(&stage.portal, now()).await.unwrap();
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), done).await.expect("the job is done");
    assert_eq!(reconcile(&stage.portal, now().day()).await.unwrap().lines, []);
}
