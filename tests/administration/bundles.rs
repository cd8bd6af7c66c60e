//! Sealed bundles on the administration's page: taken in with an answer to take back, listed, and forbidden by a unit.

use crate::stage::{Browser, SECRET, Stage};
use casework::Channel;
use desk::sync_loop::{EnrolledLine, Turn, turn};
use desk::views::{ActRequest, Intent};
use desk::{Desk, enrolment};
use motcua_tests::fixture::application;
use motcua_tests::office::PlainComposer;
use portal::add_enrol_code;
use protocol::enrol::{Proof, Secret};
use reqwest::multipart::{Form, Part};
use reqwest::{Method, Response, StatusCode};
use std::sync::Arc;
use tempfile::TempDir;

const UNIT: &str = "000.00.03.H40";
const PAGE: &str = "/quan-tri/may/goi";

/// A desk that was connected once and has received a case since, and what it wrote.
async fn written(stage: &Stage) -> (TempDir, Arc<Desk>, Vec<u8>) {
    let folder = tempfile::tempdir().unwrap();
    let code = add_enrol_code(&stage.portal, &UNIT.into(), true, 5).await.unwrap();
    let people = vec![Proof { user: "stp.mc".into(), secret: Secret(SECRET.to_owned()) }];
    enrolment::enrol(folder.path(), &stage.url, &code, "Quầy 3", people).await.unwrap();
    let desk = Desk::unlock(folder.path(), &"stp.mc".into(), SECRET).await.unwrap();
    let line = EnrolledLine::of(&desk).await.unwrap();
    while turn(&desk, &line).await.unwrap() == Turn::More {}
    for service in desk.session().await.unwrap().services {
        let application = application(&UNIT.into(), service.code.as_str(), Channel::Counter, "Trần Thị Mai");
        let request = ActRequest { case: None, turn: 0, intent: Intent::Receive { application } };
        if desk.act(&request, &PlainComposer).await.is_ok() {
            let bundle = desk.new_bundle().await.unwrap();
            desk.bundle_written(&bundle).await.unwrap();
            return (folder, desk, bundle.bytes);
        }
    }
    panic!("no service takes an application");
}

async fn upload(browser: &Browser, unit: &str, file: &[u8]) -> Response {
    let part = Part::bytes(file.to_vec()).file_name("goi.motcua");
    let form = Form::new().text("unit", unit.to_owned()).part("file", part);
    browser.send(browser.request(Method::POST, PAGE).multipart(form)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bundle_that_is_brought_to_the_administrator_is_answered_listed_and_noted() {
    let stage = Stage::open().await;
    let (_folder, desk, bytes) = written(&stage).await;
    for user in ["stp.ld", "stp.lp"] {
        let refused = upload(&stage.signed_in(user).await, UNIT, &bytes).await.status();
        assert_eq!(refused, StatusCode::FORBIDDEN, "{user}");
    }
    let stranger = stage.signed_in("thd.qt").await;
    assert_eq!(upload(&stranger, UNIT, &bytes).await.status(), StatusCode::FORBIDDEN, "another unit's administrator");
    let own = stage.portal.catalogue().users[&"thd.qt".into()].unit.clone();
    let other = upload(&stranger, own.as_str(), &bytes).await;
    assert_eq!(other.status(), StatusCode::UNPROCESSABLE_ENTITY, "not as if it were their own either");
    assert_eq!(stage.portal.store.count_cases().await.unwrap(), 0);

    let browser = stage.signed_in("stp.qt").await;
    let wrong = upload(&browser, UNIT, b"%PDF-1.7").await;
    assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().await.unwrap().contains("không phải gói niêm phong"));
    let taken = upload(&browser, UNIT, &bytes).await;
    assert_eq!(taken.status(), StatusCode::OK);
    let name = taken.headers()["content-disposition"].to_str().unwrap().to_owned();
    assert!(name.contains("tra-loi-goi-1.motcua"), "{name}");
    let answer = taken.bytes().await.unwrap();
    let read = desk.read_answer(&answer).await.unwrap();
    assert_eq!((read.accepted, read.refused), (1, 0));
    let fingerprint = desk.bundle_label(&bytes).await.unwrap().fingerprint;
    let (_, page) = browser.text(PAGE).await;
    assert!(page.contains(&fingerprint) && page.contains("Quầy 3") && !page.contains(">stp.qt<"), "{page}");
    let (_, book) = stage.signed_in("stp.ld").await.text("/quan-tri/nhat-ky").await;
    assert!(book.contains("Nhập gói niêm phong") && book.contains(&fingerprint), "{book}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unit_forbids_bundles_and_allows_them_again() {
    let stage = Stage::open().await;
    let (_folder, _desk, bytes) = written(&stage).await;
    let browser = stage.signed_in("stp.qt").await;
    let rule = "/quan-tri/may/goi/quy-dinh";
    let version = stage.portal.catalogue().version;
    for _ in 0..2 {
        assert_eq!(browser.post(rule, &[("unit", UNIT), ("allow", "")]).await.0, StatusCode::SEE_OTHER);
    }
    assert_eq!(stage.portal.catalogue().version, version + 1, "what is so already is not published again");
    let (_, page) = browser.text(PAGE).await;
    assert!(page.contains("Đang cấm"), "{page}");
    let refused = upload(&browser, UNIT, &bytes).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().await.unwrap().contains("đang cấm gói niêm phong"));
    assert_eq!(browser.post(rule, &[("unit", UNIT), ("allow", "1")]).await.0, StatusCode::SEE_OTHER);
    assert_eq!(upload(&browser, UNIT, &bytes).await.status(), StatusCode::OK);
    let forbidden = stage.signed_in("thd.qt").await.post(rule, &[("unit", UNIT), ("allow", "")]).await.0;
    assert_eq!(forbidden, StatusCode::FORBIDDEN);
}
