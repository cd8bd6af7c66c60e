//! The draft beside the national portal's catalogue, read from a small server that speaks its protocol.

use crate::stage::{Browser, Stage};
use axum::routing::post;
use axum::{Json, Router};
use portal::{Exchange, NationalPortal};
use reqwest::StatusCode;
use serde_json::{Value, json};
use tokio::net::TcpListener;

const DRAFTS: &str = "/quan-tri/danh-muc/du-thao";
const LISTS: &str = "/quan-tri/danh-muc/du-thao/1/quoc-gia";
/// A service of the bundled catalogue, and one that it does not have.
const KNOWN: &str = "2.000635";
const NEW: &str = "9.999999";

async fn answer(Json(asked): Json<Value>) -> Json<Value> {
    let list = |rows: Value| json!({"error_code": "0", "message": "Thành công", "result": rows});
    Json(match asked["service"].as_str() {
        None => json!({"session": "s-1", "error_code": "0", "message": "Thành công"}),
        _ if asked["session"] != "s-1" => json!({"error_code": "-1", "message": "Hết phiên"}),
        Some("LayDanhSachTTHC") => list(json!([
            {"MATTHC": KNOWN, "TENTTHC": "Cấp bản sao trích lục (tên mới)"},
            {"MATTHC": NEW, "TENTTHC": "Thủ tục chưa có ở tỉnh"},
        ])),
        Some("LayDanhMucLinhVuc") => list(json!([{"MALINHVUC": "G99-MOI", "TENLINHVUC": "Lĩnh vực mới"}])),
        Some("LayDanhMucCoQuan") => list(json!([{"MADONVI": "000.00.03.H40", "TENDONVI": "Sở Tư pháp (tên mới)"}])),
        Some("LayThuTuc") => list(json!([{
            "MATTHC": asked["maTTHC"], "TENTTHC": "Cấp bản sao trích lục (tên mới)",
            "LINHVUCTHUCHIEN": [{"MALINHVUC": "G99-MOI", "TENLINHVUC": "Lĩnh vực mới"}],
            "THANHPHANHOSO": [{"GIAYTO": [{"TENGIAYTO": "Tờ khai theo mẫu quốc gia"}]}],
            "CANCUPHAPLY": [{"SOVANBAN": "60/2014/QH13", "TENVANBAN": "Luật Hộ tịch"}],
        }])),
        Some(_) => json!({"error_code": "1", "message": "Không có dịch vụ"}),
    })
}

async fn connected() -> (Stage, Browser) {
    let stage = Stage::open().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let app = Router::new().route("/auth", post(answer)).route("/adapter", post(answer));
    tokio::spawn(async move { axum::serve(listener, app).await });
    let settings = json!({
        "auth_url": format!("{url}/auth"), "adapter_url": format!("{url}/adapter"), "username": "tinh", "agency": "H40",
    });
    let settings = serde_json::from_value(settings).unwrap();
    let national = Some(NationalPortal { settings, secret: "secret".to_owned() });
    stage.portal.connect(Exchange { national, ..Exchange::default() });
    let browser = stage.signed_in("tinh.qt").await;
    assert_eq!(browser.post(&format!("{DRAFTS}/bat-dau"), &[("name", "Bản thử")]).await.0, StatusCode::SEE_OTHER);
    (stage, browser)
}

async fn draft(stage: &Stage) -> (String, String) {
    let draft = stage.portal.store.draft(1).await.expect("the store").expect("a draft");
    (draft.revision.to_string(), draft.body)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_sees_what_differs_and_takes_it_over_row_by_row() {
    let (stage, browser) = connected().await;
    let (status, page) = browser.text(LISTS).await;
    assert!(status == StatusCode::OK && page.contains("Chưa đọc danh mục quốc gia"), "{page}");
    assert_eq!(browser.post(&format!("{LISTS}/doc"), &[]).await.0, StatusCode::SEE_OTHER);
    let (_, page) = browser.text(LISTS).await;
    for text in ["Cấp bản sao trích lục (tên mới)", "Thủ tục chưa có ở tỉnh", "Lĩnh vực mới", "Sở Tư pháp (tên mới)"]
    {
        assert!(page.contains(text), "{text}");
    }
    let (revision, before) = draft(&stage).await;
    let take = [("revision", revision.as_str()), ("kind", "unit"), ("code", "000.00.03.H40")];
    assert_eq!(browser.post(&format!("{LISTS}/ten"), &take).await.0, StatusCode::SEE_OTHER);
    assert_eq!(browser.post(&format!("{LISTS}/ten"), &take).await.0, StatusCode::CONFLICT, "somebody was faster");
    let (_, after) = draft(&stage).await;
    assert!(!before.contains("Sở Tư pháp (tên mới)") && after.contains("Sở Tư pháp (tên mới)"));
    assert!(!after.contains("(tên mới)\n    field"), "nothing else was taken over");
    // One service, one of its attributes after the other.
    let service = format!("{LISTS}/thu-tuc");
    let (_, page) = browser.text(&format!("{service}?code={KNOWN}")).await;
    assert!(page.contains("Tờ khai theo mẫu quốc gia") && page.contains("60/2014/QH13: Luật Hộ tịch"), "{page}");
    for part in ["papers", "legal_basis", "field"] {
        let (revision, _) = draft(&stage).await;
        let take = [("revision", revision.as_str()), ("code", KNOWN), ("part", part)];
        assert_eq!(browser.post(&service, &take).await.0, StatusCode::SEE_OTHER, "{part}");
    }
    let (revision, text) = draft(&stage).await;
    assert!(text.contains("Tờ khai theo mẫu quốc gia") && text.contains("G99-MOI"));
    let take = [("revision", revision.as_str()), ("code", KNOWN), ("part", "result")];
    let (status, page) = browser.post(&service, &take).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("không nêu mục này"), "what the country does not state is not emptied here");
    // A service that the province lacks, on the path of one that it has.
    let take = [("revision", revision.as_str()), ("code", NEW), ("part", "new"), ("model", KNOWN)];
    assert_eq!(browser.post(&service, &take).await.0, StatusCode::SEE_OTHER);
    let (_, text) = draft(&stage).await;
    assert!(text.contains(NEW) && text.contains("cần rà soát trước khi công bố"));
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_edits_the_catalogue_reads_it_and_a_country_that_does_not_answer_is_said_so() {
    let (stage, browser) = connected().await;
    let head = stage.signed_in("stp.ld").await;
    for path in [LISTS.to_owned(), format!("{LISTS}/thu-tuc?code={KNOWN}")] {
        assert_eq!(head.get(&path).await.status(), StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(head.post(&format!("{LISTS}/doc"), &[]).await.0, StatusCode::FORBIDDEN);
    stage.portal.connect(Exchange::default());
    let (status, page) = browser.post(&format!("{LISTS}/doc"), &[]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("Chưa đọc được danh mục của Cổng quốc gia"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_told_of_a_case_is_its_own_units_administrators_to_see() {
    let stage = Stage::open().await;
    for (user, status) in [("stp.qt", 200), ("tinh.qt", 200), ("stp.ld", 403)] {
        let browser = stage.signed_in(user).await;
        assert_eq!(browser.get("/quan-tri/quoc-gia").await.status().as_u16(), status, "{user}");
    }
    let browser = stage.signed_in("stp.qt").await;
    let (status, page) = browser.text("/quan-tri/quoc-gia?ma=000.00.03.H40-261123-0001").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(page.contains("Không có hồ sơ này"));
}
