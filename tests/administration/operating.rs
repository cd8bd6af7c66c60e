//! The page of operation: backups, stuck jobs, payments; for the province's administrator alone.

use crate::stage::Stage;
use casework::{Actor, CaseId, Channel, Command, Envelope, EnvelopeId};
use motcua_tests::fixture::application;
use portal::api::add_hook;
use portal::run_jobs;
use protocol::push::{Source, Verdict};
use reqwest::StatusCode;
use uuid::Uuid;

async fn give(stage: &Stage, case: CaseId, command: Command) -> bool {
    let (now, account) = (desk::clock(), casework::AccountId("acc-1".to_owned()));
    let envelope = Envelope {
        id: EnvelopeId(Uuid::now_v7()),
        case,
        actor: Actor::Citizen(account.clone()),
        at: now,
        edition: stage.portal.catalogue().edition_on(now.day()).expect("an edition").id.clone(),
        seen: 0,
        after: None,
        command,
    };
    let bytes = serde_json::to_string(&envelope).expect("JSON");
    let verdict = stage.portal.admit(envelope, bytes, Source::Account(account), now).await;
    matches!(verdict.expect("the store holds"), Ok(Verdict::Accepted { .. }))
}

/// Somebody files an application that the bundled catalogue takes, and withdraws it.
async fn withdrawn(stage: &Stage) {
    let catalogue = stage.portal.catalogue();
    let edition = catalogue.edition_on(desk::clock().day()).expect("an edition");
    for service in edition.services.values() {
        let (Some(unit), case) = (service.units.iter().next(), CaseId(Uuid::now_v7())) else { continue };
        let application = application(unit, service.code.as_str(), Channel::Online, "Trần Thị Mai");
        if give(stage, case, Command::File { application }).await {
            let turn = stage.portal.store.case(case).await.expect("the store holds").expect("a case").turn;
            assert!(give(stage, case, Command::Withdraw { turn, reason: "Đổi ý".to_owned() }).await);
            return;
        }
    }
    panic!("no service takes an application");
}

#[tokio::test(flavor = "multi_thread")]
async fn stuck_jobs_and_the_last_backup_are_shown_and_tried_again_by_a_button() {
    let stage = Stage::open().await;
    for user in ["stp.ld", "stp.qt"] {
        let browser = stage.signed_in(user).await;
        assert_eq!(browser.get("/quan-tri/van-hanh").await.status(), StatusCode::FORBIDDEN, "{user}");
        assert_eq!(browser.post("/quan-tri/van-hanh/thu-lai", &[]).await.0, StatusCode::FORBIDDEN, "{user}");
    }
    let browser = stage.signed_in("tinh.qt").await;
    let (status, page) = browser.text("/quan-tri/van-hanh").await;
    assert!(status == StatusCode::OK && page.contains("chưa có bản sao lưu nào"), "{page}");
    assert!(page.contains("Không có việc nào bị mắc") && page.contains("Không có khoản nào phải xem lại"), "{page}");

    // An address that nobody answers at is told of a case.
    let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
    add_hook(&stage.portal, &format!("http://{free}/"), None).await.expect("a hook");
    let now = desk::clock();
    run_jobs(&stage.portal, now).await.expect("the store holds");
    withdrawn(&stage).await;
    let stuck = async || stage.portal.store.stuck_jobs().await.expect("the store holds");
    let tried = async {
        while stuck().await.is_empty() {
            run_jobs(&stage.portal, desk::clock()).await.expect("the store holds");
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(60), tried).await.expect("it is tried");
    let name = stuck().await[0].name.clone();
    let (_, page) = browser.text("/quan-tri/van-hanh").await;
    assert!(page.contains(&name) && page.contains("/quan-tri/van-hanh/thu-lai"), "{page}");
    assert_eq!(browser.post("/quan-tri/van-hanh/thu-lai", &[]).await.0, StatusCode::SEE_OTHER);
    let (_, book) = browser.text("/quan-tri/nhat-ky").await;
    assert!(book.contains("thử lại"), "it stands in the book: {book}");

    let folder = tempfile::tempdir().expect("a folder");
    portal::backup(&stage.portal, &folder.path().join("copy"), None, None).await.expect("a backup");
    let (_, page) = browser.text("/quan-tri/van-hanh?ngay=2026-01-01").await;
    assert!(page.contains("bản sao lưu gần nhất") && page.contains("value=\"2026-01-01\""), "{page}");
}
