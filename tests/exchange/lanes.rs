//! Work for one system does not wait for another, and what is over is forgotten.

use crate::noticing::mai;
use crate::post_office::{receiver, smtp};
use crate::postgres;
use crate::stage::{Stage, now};
use casework::Moment;
use portal::api::add_hook;
use portal::{Exchange, Mail, NationalPortal, NewSession, Outcome, Store, national, run_jobs, serve};
use serde_json::json;
use std::time::Duration;
use tokio::net::TcpListener;

/// Shorter than a call waits for its answer (15 s), longer than anything else here takes.
const SOON: Duration = Duration::from_secs(10);

/// An address that takes calls and never answers.
async fn hangs() -> (String, TcpListener) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    (format!("http://{}/told", listener.local_addr().unwrap()), listener)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_hangs_holds_up_neither_letters_nor_other_addresses() {
    let mut stage = Stage::dark().await;
    let (hanging, listener) = hangs().await;
    let (prompt, mut calls, _) = receiver().await;
    let (url, mut letters, _) = smtp().await;
    for _ in 0..6 {
        add_hook(&stage.portal, &hanging, None).await.unwrap();
    }
    add_hook(&stage.portal, &format!("{prompt}/told"), None).await.unwrap();
    let mail = Some(Mail { url, from: "motcua@example.vn".to_owned() });
    stage.portal.connect(Exchange { mail, ..Exchange::default() });
    run_jobs(&stage.portal, now()).await.unwrap();
    stage.serving = Some(serve(stage.portal.clone(), "127.0.0.1:0").await.unwrap());
    stage.received(1, Some("duc@example.vn")).await;
    let held = listener.accept().await.unwrap();
    let letter = tokio::time::timeout(SOON, letters.recv()).await.expect("a letter, meanwhile").unwrap();
    assert_eq!(letter.to, "duc@example.vn");
    let call = tokio::time::timeout(SOON, calls.recv()).await.expect("a call, meanwhile").unwrap();
    assert_eq!(call.path, "/told");
    drop(held);
}

async fn on(store: Store) -> Stage {
    let stage = Stage::on(store, tempfile::tempdir().unwrap()).await;
    let (url, _calls, script) = receiver().await;
    let settings = json!({
        "auth_url": format!("{url}/auth"), "adapter_url": format!("{url}/adapter"), "username": "tinh",
        "agency": "000.00.00.H40",
    });
    let settings = serde_json::from_value(settings).unwrap();
    let nation = Some(NationalPortal { settings, secret: "secret".to_owned() });
    stage.portal.connect(Exchange { national: nation, ..Exchange::default() });
    run_jobs(&stage.portal, now()).await.unwrap();
    let taken = r#"{"session": "s-1", "error_code": "0", "message": "Thành công"}"#;
    script.lock().unwrap().extend([(200, taken.to_owned()), (500, String::new())]);
    let case = stage.received(1, None).await;
    run_jobs(&stage.portal, now()).await.unwrap();
    script.lock().unwrap().extend([200; 3].map(|status| (status, taken.to_owned())));
    run_jobs(&stage.portal, now().plus_minutes(5)).await.unwrap();

    let code = stage.case(case).await.code.unwrap();
    let told = async || {
        let messages = national(&stage.portal, &code, false).await.unwrap();
        messages.into_iter().map(|message| (message.call, message.outcome)).collect::<Vec<_>>()
    };
    let done = async || stage.portal.store.job_counts().await.unwrap();
    let (first, progress) = ("DongBoHoSoMC".to_owned(), "CapNhatTienDoHoSoMC".to_owned());
    let (unreached, first, progress) =
        ((first.clone(), Outcome::Unreached), (first, Outcome::Taken), (progress, Outcome::Taken));
    assert_eq!(told().await, [unreached.clone(), first.clone(), progress.clone()]);
    assert_eq!(done().await, (0, 2, 0));
    let later = |days: i64| now().plus_minutes(days * 24 * 60);
    let session = protocol::digest(b"token");
    let account = mai();
    assert!(stage.portal.store.add_account(&account).await.unwrap());
    let begun = NewSession {
        token: session.clone(),
        account: account.id.clone(),
        device: String::new(),
        begun_at: now(),
        expires_at: later(1),
    };
    stage.portal.store.begin_account_session(&begun).await.unwrap();

    stage.portal.forget_what_is_over(now()).await.unwrap();
    assert!(stage.portal.store.account_of_session(&session, 60, now()).await.unwrap().is_some(), "it is not over");
    stage.portal.forget_what_is_over(later(89)).await.unwrap();
    assert!(stage.portal.store.account_of_session(&session, 60, Moment(0)).await.unwrap().is_none(), "it is gone");
    assert_eq!((done().await, told().await.len()), ((0, 2, 0), 3));
    stage.portal.forget_what_is_over(later(91)).await.unwrap();
    assert_eq!(done().await, (0, 0, 0));
    stage.portal.forget_what_is_over(later(366)).await.unwrap();
    assert_eq!(told().await, [first, progress], "the next call goes on from there");
    stage
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_over_is_forgotten_and_what_the_national_portal_took_last_is_not() {
    let folder = tempfile::tempdir().unwrap();
    on(Store::embedded(folder.path()).await.unwrap()).await;
    let database = postgres::database().await;
    on(Store::postgres(&database.url).await.unwrap()).await;
}
