//! Cases for the national portal, held against a small server that speaks its protocol, refuses, fails and repeats.

use crate::post_office::{Call, Script, receiver};
use crate::stage::{Stage, now, unit};
use casework::{AccountId, Actor, CaseCode, CaseId, Channel, Command};
use portal::{Exchange, NationalPortal, Outcome, national, run_jobs};
use serde_json::{Value, json};
use tokio::sync::mpsc::UnboundedReceiver;

const SESSION: &str = r#"{"session": "s-1", "error_code": "0", "message": "Thành công"}"#;
const TAKEN: &str = r#"{"error_code": "0", "message": "Cập nhật thành công"}"#;

async fn connected() -> (Stage, UnboundedReceiver<Call>, Script) {
    let stage = Stage::dark().await;
    let (url, calls, script) = receiver().await;
    let settings = json!({
        "auth_url": format!("{url}/auth"), "adapter_url": format!("{url}/adapter"), "username": "tinh",
        "agency": "000.00.00.H40", "constants": {"NoiNopHoSo": "2"},
    });
    let settings = serde_json::from_value(settings).unwrap();
    let national = Some(NationalPortal { settings, secret: "secret".to_owned() });
    stage.portal.connect(Exchange { national, ..Exchange::default() });
    run_jobs(&stage.portal, now()).await.unwrap();
    (stage, calls, script)
}

fn answers(script: &Script, texts: &[(u16, &str)]) {
    script.lock().unwrap().extend(texts.iter().map(|(status, text)| (*status, (*text).to_owned())));
}

fn heard(calls: &mut UnboundedReceiver<Call>) -> Vec<(String, Value)> {
    let mut heard = Vec::new();
    while let Ok(call) = calls.try_recv() {
        let body = call.json();
        heard.push((body["service"].as_str().unwrap_or("auth").to_owned(), body));
    }
    heard
}

async fn outcomes(stage: &Stage, case: CaseId) -> Vec<(String, Outcome)> {
    let code = stage.case(case).await.code.unwrap();
    let messages = national(&stage.portal, &code, false).await.unwrap();
    messages.into_iter().map(|message| (message.call, message.outcome)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_and_its_progress_are_told_once_in_the_published_names() {
    let (stage, mut calls, script) = connected().await;
    let case = stage.received(1, None).await;
    answers(&script, &[(200, SESSION), (200, TAKEN), (200, TAKEN)]);
    run_jobs(&stage.portal, now()).await.unwrap();
    let heard_now = heard(&mut calls);
    let services: Vec<&str> = heard_now.iter().map(|(service, _)| service.as_str()).collect();
    assert_eq!(services, ["auth", "DongBoHoSoMC", "CapNhatTienDoHoSoMC"]);
    let told = &heard_now[1].1;
    assert_eq!(
        (&told["session"], &told["madonvi"], &told["isUpdating"]),
        (&json!("s-1"), &json!("000.00.00.H40"), &json!("False"))
    );
    let object = &told["data"][0];
    let code = stage.case(case).await.code.unwrap().0;
    assert_eq!(object["MaHoSo"], code);
    assert_eq!(
        (&object["TrangThaiHoSo"], &object["KenhThucHien"], &object["NoiNopHoSo"]),
        (&json!("2"), &json!("1"), &json!("2"))
    );
    assert_eq!(object["NgayTiepNhan"].as_str().unwrap().len(), 14);
    assert!(object.as_object().unwrap().values().all(|value| value.is_string() || value.is_array()), "{object}");
    assert_eq!(heard_now[2].1["data"][0]["NoiDungXuLy"], "Tiếp nhận hồ sơ");
    run_jobs(&stage.portal, now().plus_minutes(60)).await.unwrap();
    assert_eq!(heard(&mut calls).len(), 0, "nothing is new, nothing is told");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_that_waits_is_never_told_as_done() {
    let (stage, mut calls, script) = connected().await;
    let case = stage.received(1, None).await;
    let turn = stage.case(case).await.turn;
    let asked = Command::RequestSupplement {
        turn,
        papers: vec!["Giấy khai sinh".to_owned()],
        counts: Default::default(),
        reason: "Thiếu".to_owned(),
    };
    stage.does(case, "cv1", asked).await;
    answers(&script, &[(200, SESSION), (200, TAKEN), (200, TAKEN)]);
    run_jobs(&stage.portal, now()).await.unwrap();
    let told = heard(&mut calls);
    assert_eq!(told.len(), 3, "two events, one call for the case and one for its progress");
    assert_eq!(told[1].1["data"][0]["TrangThaiHoSo"], "5");
    let statuses: Vec<&Value> = told[2].1["data"].as_array().unwrap().iter().map(|row| &row["TrangThai"]).collect();
    assert_eq!(statuses, ["2", "5"]);
    assert_eq!(told[1].1["data"][0]["DanhSachHoSoBoSung"][0]["HoSoBoSungId"], "1");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_portal_that_refuses_fails_or_repeats_is_told_until_it_has_taken_the_case() {
    let (stage, mut calls, script) = connected().await;
    let case = stage.received(1, None).await;
    // No session, then a refusal, then no answer to the second call.
    answers(&script, &[(503, "")]);
    assert_eq!(run_jobs(&stage.portal, now()).await.unwrap().put_off, 2, "one job for each event");
    heard(&mut calls);
    script.lock().unwrap().clear();
    let refused = r#"{"error_code": "-1", "message": "MaLinhVuc không hợp lệ"}"#;
    answers(&script, &[(200, SESSION), (200, refused), (200, SESSION), (502, "<html>")]);
    run_jobs(&stage.portal, now().plus_minutes(2)).await.unwrap();
    // The answer to an earlier call got lost: the national portal knows the case already.
    let known = r#"{"error_code": "3", "message": "Hồ sơ đã tồn tại"}"#;
    answers(&script, &[(200, SESSION), (200, known), (200, TAKEN), (200, TAKEN)]);
    run_jobs(&stage.portal, now().plus_minutes(10)).await.unwrap();
    let calls_made: Vec<String> = heard(&mut calls).into_iter().map(|(service, _)| service).collect();
    assert_eq!(calls_made.iter().filter(|service| *service == "CapNhatTienDoHoSoMC").count(), 1);
    let name = |text: &str| text.to_owned();
    assert_eq!(
        outcomes(&stage, case).await,
        [
            (name("DongBoHoSoMC"), Outcome::Refused),
            (name("DongBoHoSoMC"), Outcome::Unreached),
            (name("DongBoHoSoMC"), Outcome::Refused),
            (name("DongBoHoSoMC"), Outcome::Taken),
            (name("CapNhatTienDoHoSoMC"), Outcome::Taken),
        ]
    );
    // From now on it is an update.
    let turn = stage.case(case).await.turn;
    stage.does(case, "cv1", Command::Assign { turn, from: None, to: "a.cv1".into(), note: String::new() }).await;
    answers(&script, &[(200, SESSION), (200, TAKEN), (200, TAKEN)]);
    run_jobs(&stage.portal, now().plus_minutes(20)).await.unwrap();
    let told = heard(&mut calls);
    assert_eq!((&told[1].1["isUpdating"], told[2].1["data"].as_array().unwrap().len()), (&json!("True"), 1));
    let code = stage.case(case).await.code.unwrap();
    let messages = national(&stage.portal, &code, false).await.unwrap();
    assert!(messages.iter().all(|message| message.request.get("session").is_none()), "no session is kept");
}

/// The same, served, with documents told of.
async fn with_documents() -> (Stage, UnboundedReceiver<Call>, Script) {
    // What is called in which order is the test's: the jobs are run by it alone.
    let mut stage = Stage::dark().await;
    stage.serve_routes().await;
    let (url, calls, script) = receiver().await;
    let settings = json!({
        "auth_url": format!("{url}/auth"), "adapter_url": format!("{url}/adapter"), "username": "tinh",
        "agency": "000.00.00.H40", "document_days": 30,
    });
    let settings = serde_json::from_value(settings).unwrap();
    let national = Some(NationalPortal { settings, secret: "secret".to_owned() });
    stage.portal.connect(Exchange { national, public_url: stage.url(""), ..Exchange::default() });
    run_jobs(&stage.portal, now()).await.unwrap();
    (stage, calls, script)
}

impl Stage {
    /// A case that an account filed online and the counter accepted.
    async fn filed_and_accepted(&self, account: AccountId) -> CaseId {
        let case = CaseId(uuid::Uuid::now_v7());
        let application = motcua_tests::fixture::application(&unit(), "S", Channel::Online, "Lê Thị Mến");
        let verdict = self.give(case, Actor::Citizen(account), Command::File { application }).await;
        assert!(matches!(verdict, protocol::push::Verdict::Accepted { .. }), "{verdict:?}");
        let (turn, code) = (self.case(case).await.turn, CaseCode::compose(&unit(), now().day(), 1));
        self.does(case, "mc", Command::Accept { turn, code }).await;
        case
    }

    /// Sends the bytes of a document as the desk does.
    async fn sends_document(&self, content: &str) {
        let digest = protocol::digest(content.as_bytes());
        let request = self.client.put(self.url(&format!("/api/1/files/{digest}"))).bearer_auth("desk");
        let request = request.header("upload-length", content.len()).header("upload-offset", 0);
        assert_eq!(request.body(content.to_owned()).send().await.unwrap().status(), 200);
    }

    async fn opens(&self, address: &str) -> (u16, String) {
        let answer = self.client.get(address).send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_is_told_by_an_address_that_opens_it_alone_until_it_is_ended() {
    let (stage, mut calls, script) = with_documents().await;
    let case = stage.received(1, None).await;
    let turn = stage.case(case).await.turn;
    let papers = vec!["Giấy khai sinh".to_owned()];
    stage
        .does(
            case,
            "cv1",
            Command::RequestSupplement { turn, papers, counts: Default::default(), reason: "Thiếu".to_owned() },
        )
        .await;
    answers(&script, &[(200, SESSION), (200, TAKEN), (200, TAKEN)]);
    run_jobs(&stage.portal, now()).await.unwrap();
    let told = heard(&mut calls);
    let object = &told[1].1["data"][0];
    assert_eq!(object["TaiLieuNop"], json!([]));
    assert_eq!(object["DanhSachHoSoBoSung"][0]["TrangThaiBoSung"], "Yêu cầu công dân bổ sung");
    // The paper comes with the supplement; its bytes follow behind.
    let turn = stage.case(case).await.turn;
    let mut papers = motcua_tests::fixture::papers();
    papers[0].name = "Giấy khai sinh".to_owned();
    papers[0].files = vec![motcua_tests::fixture::file("%PDF-1.7 giấy khai sinh")];
    stage.does(case, "mc", Command::ReceiveSupplement { turn, papers }).await;
    answers(&script, &[(200, SESSION), (200, TAKEN), (200, TAKEN)]);
    run_jobs(&stage.portal, now().plus_minutes(5)).await.unwrap();
    let told = heard(&mut calls);
    let object = &told[1].1["data"][0];
    assert_eq!(object["TaiLieuNop"], json!([]), "what is not here cannot be opened");
    assert_eq!(object["DanhSachHoSoBoSung"][0]["TrangThaiBoSung"], "Hoàn thành bổ sung");
    stage.sends_document("%PDF-1.7 giấy khai sinh").await;
    answers(&script, &[(200, SESSION), (200, TAKEN)]);
    run_jobs(&stage.portal, now().plus_minutes(10)).await.unwrap();
    let told = heard(&mut calls);
    let document = &told[1].1["data"][0]["TaiLieuNop"][0];
    assert_eq!((&document["TenTepDinhKem"], &document["IsDeleted"]), (&json!("giay-to.pdf"), &json!("False")));
    let address = document["DuongDanTaiTepTin"].as_str().unwrap().to_owned();
    assert_eq!(stage.opens(&address).await, (200, "%PDF-1.7 giấy khai sinh".to_owned()));
    // Neither the signature nor the day of its end can be made up, and what is kept of the call opens nothing.
    let parts: Vec<&str> = address.rsplitn(3, '/').collect();
    let (signature, until, place) = (parts[0], parts[1].parse::<i64>().unwrap(), parts[2]);
    assert_eq!(stage.opens(&format!("{place}/{}/{signature}", until + 1)).await.0, 404);
    assert_eq!(stage.opens(&format!("{place}/{until}/{}", signature.replace(&signature[..2], "00"))).await.0, 404);
    let code = stage.case(case).await.code.unwrap();
    let messages = national(&stage.portal, &code, false).await.unwrap();
    assert!(messages.iter().all(|message| !message.request.to_string().contains(signature)));
    let given = stage.portal.store.document_addresses(case).await.unwrap();
    assert_eq!((given.len(), given[0].openings), (1, 1));
    assert!(stage.portal.store.revoke_address(&given[0].id, now()).await.unwrap());
    assert_eq!(stage.opens(&address).await.0, 404, "ended at once");
    assert!(!stage.portal.store.revoke_address(&given[0].id, now()).await.unwrap());
    // It is not given again behind the back of whoever ended it.
    let turn = stage.case(case).await.turn;
    stage.does(case, "cv1", Command::Assign { turn, from: None, to: "a.cv1".into(), note: String::new() }).await;
    answers(&script, &[(200, SESSION), (200, TAKEN), (200, TAKEN)]);
    run_jobs(&stage.portal, now().plus_minutes(15)).await.unwrap();
    assert_eq!(heard(&mut calls)[1].1["data"][0]["TaiLieuNop"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paper_is_told_with_its_code_and_a_supplement_sent_online_waits_until_somebody_goes_on() {
    let (stage, mut calls, script) = with_documents().await;
    let mut catalogue = (*stage.portal.catalogue()).clone();
    for service in catalogue.editions.values_mut().flat_map(|edition| edition.services.values_mut()) {
        service.paper_codes.insert("Giấy khai sinh".to_owned(), "KQ.G15.000147".to_owned());
    }
    stage.portal.publish(catalogue).await.unwrap();
    let account = AccountId("mai".to_owned());
    let case = stage.filed_and_accepted(account.clone()).await;
    let turn = stage.case(case).await.turn;
    let asked = vec!["Giấy khai sinh".to_owned()];
    stage
        .does(
            case,
            "cv1",
            Command::RequestSupplement {
                turn, papers: asked, counts: Default::default(), reason: "Thiếu".to_owned()
            },
        )
        .await;
    let turn = stage.case(case).await.turn;
    let mut papers = motcua_tests::fixture::papers();
    papers[0].name = "Giấy khai sinh".to_owned();
    papers[0].files = vec![motcua_tests::fixture::file("%PDF-1.7 giấy khai sinh")];
    let verdict = stage.give(case, Actor::Citizen(account), Command::ReceiveSupplement { turn, papers }).await;
    assert!(matches!(verdict, protocol::push::Verdict::Accepted { .. }), "{verdict:?}");
    stage.sends_document("%PDF-1.7 giấy khai sinh").await;
    answers(&script, &[(200, SESSION), (200, TAKEN), (200, TAKEN)]);
    run_jobs(&stage.portal, now()).await.unwrap();
    let told = heard(&mut calls);
    let object = &told[1].1["data"][0];
    assert_eq!(object["DanhSachHoSoBoSung"][0]["TrangThaiBoSung"], "Công dân đã gửi bổ sung");
    assert_eq!(object["TaiLieuNop"][0]["MaThanhPhanHoSo"], "KQ.G15.000147");
    let turn = stage.case(case).await.turn;
    stage.does(case, "cv1", Command::Assign { turn, from: None, to: "a.cv1".into(), note: String::new() }).await;
    answers(&script, &[(200, SESSION), (200, TAKEN), (200, TAKEN)]);
    run_jobs(&stage.portal, now().plus_minutes(5)).await.unwrap();
    assert_eq!(heard(&mut calls)[1].1["data"][0]["DanhSachHoSoBoSung"][0]["TrangThaiBoSung"], "Hoàn thành bổ sung");
}
