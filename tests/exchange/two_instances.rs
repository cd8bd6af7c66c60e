//! Several instances on one PostgreSQL: the same statements, and each job done by one of them.

use crate::post_office::{receiver, smtp};
use crate::postgres;
use crate::stage::{Stage, now, unit};
use portal::api::{ApiScope, add_hook, create_token};
use portal::payments::reconcile;
use portal::postal::{PostalItem, PostalState, note};
use portal::{Exchange, Mail, NationalPortal, Portal, Store, national, run_jobs, serve};
use serde_json::json;
use std::collections::BTreeSet;

#[tokio::test(flavor = "multi_thread")]
async fn two_instances_share_the_jobs_and_each_applicant_is_told_once() {
    let database = postgres::database().await;
    let stage = Stage::on(Store::postgres(&database.url).await.unwrap(), tempfile::tempdir().unwrap()).await;
    let folder = tempfile::tempdir().unwrap();
    let other = Portal::open(Store::postgres(&database.url).await.unwrap(), folder.path()).await.unwrap();
    let (url, mut letters, _) = smtp().await;
    let mail = Some(Mail { url, from: "motcua@example.vn".to_owned() });
    for portal in [&stage.portal, &other] {
        portal.connect(Exchange { mail: mail.clone(), ..Exchange::default() });
    }
    run_jobs(&other, now()).await.unwrap();
    for number in 1..=30 {
        stage.received(number, Some(&format!("{number}@example.vn"))).await;
    }
    let (one, two) = tokio::join!(run_jobs(&stage.portal, now()), run_jobs(&other, now()));
    let last = run_jobs(&other, now()).await.unwrap();
    assert_eq!(one.unwrap().done + two.unwrap().done + last.done, 30);
    let mut told = BTreeSet::new();
    for _ in 0..30 {
        assert!(told.insert(letters.recv().await.unwrap().to), "nobody twice");
    }
    assert!(letters.try_recv().is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn fees_are_paid_online_on_postgresql_too() {
    let database = postgres::database().await;
    let mut stage = Stage::on(Store::postgres(&database.url).await.unwrap(), tempfile::tempdir().unwrap()).await;
    stage.serving = Some(serve(stage.portal.clone(), "127.0.0.1:0").await.unwrap());
    crate::paying::pays(stage).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lost_and_doubted_payments_are_found_on_postgresql_too() {
    let database = postgres::database().await;
    let mut stage = Stage::on(Store::postgres(&database.url).await.unwrap(), tempfile::tempdir().unwrap()).await;
    stage.serving = Some(serve(stage.portal.clone(), "127.0.0.1:0").await.unwrap());
    crate::paying::is_found(stage).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fees_are_given_back_by_the_gateway_on_postgresql_too() {
    let database = postgres::database().await;
    let mut stage = Stage::on(Store::postgres(&database.url).await.unwrap(), tempfile::tempdir().unwrap()).await;
    stage.serving = Some(serve(stage.portal.clone(), "127.0.0.1:0").await.unwrap());
    crate::paying::gives_back(stage).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_of_other_systems_is_kept_on_postgresql_too() {
    let database = postgres::database().await;
    let stage = Stage::on(Store::postgres(&database.url).await.unwrap(), tempfile::tempdir().unwrap()).await;
    let (url, mut calls, script) = receiver().await;
    let settings = json!({"auth_url": url, "adapter_url": url, "username": "tinh", "agency": "000.00.00.H40"});
    let settings = serde_json::from_value(settings).unwrap();
    let nation = Some(NationalPortal { settings, secret: String::new() });
    stage.portal.connect(Exchange { national: nation, ..Exchange::default() });
    add_hook(&stage.portal, &format!("{url}/told"), Some(unit())).await.unwrap();
    run_jobs(&stage.portal, now()).await.unwrap();
    let case = stage.received(1, None).await;
    let (session, taken) = (r#"{"session": "s", "error_code": 0}"#, r#"{"error_code": 0, "message": "Thành công"}"#);
    // The address first, then a session, the case and its progress: jobs are done in the order of their names.
    script.lock().unwrap().extend(
        [(200, "{}"), (200, session), (200, taken), (200, taken)].map(|(status, text)| (status, text.to_owned())),
    );
    run_jobs(&stage.portal, now()).await.unwrap();
    assert_eq!(calls.recv().await.unwrap().path, "/told");
    let code = stage.case(case).await.code.unwrap();
    assert_eq!(national(&stage.portal, &code, false).await.unwrap().len(), 2);
    let item = |waybill: &str, state| PostalItem {
        case,
        waybill: waybill.to_owned(),
        carrier: "Bưu điện".to_owned(),
        state,
        changed_at: now(),
    };
    note(&stage.portal, &item("EMS-0001", PostalState::HandedIn)).await.unwrap();
    note(&stage.portal, &item("EMS-0002", PostalState::Delivered)).await.unwrap();
    let kept = stage.portal.store.postal_item(case).await.unwrap().unwrap();
    assert_eq!((kept.waybill.as_str(), kept.state), ("EMS-0002", PostalState::Delivered));
    let (token, _) = create_token(&stage.portal, "x", BTreeSet::from([ApiScope::Cases]), None).await.unwrap();
    assert_eq!(stage.portal.store.tokens().await.unwrap(), [token]);
    assert_eq!(reconcile(&stage.portal, now().day()).await.unwrap().lines.len(), 0);
}
