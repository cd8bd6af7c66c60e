//! What an account's owner takes along.

use crate::{Browser, official, turn};
use casework::Command;
use motcua_tests::fixture::units;
use motcua_tests::office::Office;
use reqwest::StatusCode;
use reqwest::multipart::{Form, Part};
use serde_json::Value;

#[tokio::test(flavor = "multi_thread")]
async fn everything_of_the_own_cases_goes_along_and_a_document_to_nobody_else() {
    let office = Office::open().await.expect("a portal");
    let mai = Browser::signed_up(&office, "mai@example.vn").await;
    let scan = b"%PDF-1.4 to khai cua Mai";
    let form = Form::new()
        .text("unit", units()[0].0.clone())
        .text("name", "Trần Thị Mai")
        .text("address", "Nam Định")
        .text("phone", "0900000001")
        .part("paper-0", Part::bytes(scan.to_vec()).file_name("to-khai.pdf"));
    let path = mai.file("/nop-ho-so/S", form).await;
    let id = path.rsplit('/').next().and_then(|id| id.parse().ok()).expect("a case");
    mai.post(&format!("{path}/nhan"), &[("text", "Bao giờ xong?")]).await;
    let reject = Command::Reject { turn: turn(&office, id).await, reason: "Sai thẩm quyền".to_owned() };
    official(&office, id, "a.mc", reject).await;
    let page = mai.text(&path).await;
    let ticket =
        page.split("name=\"ticket\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a ticket");
    let points = [("ticket", ticket), ("handling", "4"), ("attitude", "5"), ("agency", "3"), ("remark", "Nhanh")];
    assert_eq!(mai.post("/danh-gia", &points).await.status(), StatusCode::OK);

    let data: Value = mai.get("/tai-khoan/du-lieu").await.json().await.expect("JSON");
    let case = &data["cases"][0];
    assert_eq!(case["messages"][0]["text"], "Bao giờ xong?");
    assert_eq!(case["messages"][0]["by"], "applicant");
    assert_eq!((&case["rating"]["handling"], &case["rating"]["remark"]), (&4.into(), &"Nhanh".into()));
    let history = case["history"].as_array().expect("a history");
    assert!(
        history.iter().any(|line| line["text"].as_str().is_some_and(|text| text.contains("Sai thẩm quyền"))),
        "{case}"
    );
    assert_eq!(case["fees"], serde_json::json!([]));
    let document = &case["documents"][0];
    assert_eq!((&document["name"], &document["size"]), (&"to-khai.pdf".into(), &scan.len().into()));
    let address = document["path"].as_str().expect("a path");
    let answer = mai.get(address).await;
    let disposition = answer.headers()["content-disposition"].to_str().expect("text").to_owned();
    assert!(disposition.starts_with("attachment") && disposition.contains(".pdf"), "{disposition}");
    assert_eq!(answer.bytes().await.expect("bytes").as_ref(), scan);

    let other = Browser::signed_up(&office, "hai@example.vn").await;
    assert_eq!(other.get(address).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(Browser::at(&office).get(address).await.status(), StatusCode::SEE_OTHER);
    let guessed = address.replace(document["sha256"].as_str().expect("a digest"), &"0".repeat(64));
    assert_eq!(mai.get(&guessed).await.status(), StatusCode::NOT_FOUND);
}
