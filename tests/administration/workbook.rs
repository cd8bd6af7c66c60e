//! The draft as a workbook: taken, brought back, refused whole where a row is wrong.

use crate::stage::{Browser, Stage};
use reqwest::header::COOKIE;
use reqwest::multipart::{Form, Part};
use reqwest::{Client, StatusCode};
use rust_xlsxwriter::Workbook;

const DRAFTS: &str = "/quan-tri/danh-muc/du-thao";
/// The first one that is begun.
const DRAFT: &str = "/quan-tri/danh-muc/du-thao/1";

async fn begun(stage: &Stage) -> Browser {
    let browser = stage.signed_in("tinh.qt").await;
    assert_eq!(browser.post(&format!("{DRAFTS}/bat-dau"), &[("name", "Bản thử")]).await.0, StatusCode::SEE_OTHER);
    browser
}

/// The draft's revision and text.
async fn kept(stage: &Stage) -> (String, String) {
    let draft = stage.portal.store.draft(1).await.expect("the store").expect("a draft");
    (draft.revision.to_string(), draft.body)
}

/// Uploads a workbook with the revision that the page showed.
async fn upload(stage: &Stage, browser: &Browser, revision: &str, file: Vec<u8>) -> (StatusCode, String) {
    let part = Part::bytes(file).file_name("danh-muc.xlsx");
    let form = Form::new().text("revision", revision.to_owned()).part("file", part);
    let client = Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
    let cookie = browser.cookie.clone().unwrap_or_default();
    let sent = client.post(format!("{}{DRAFT}/bang-tinh", stage.url)).header(COOKIE, cookie).multipart(form).send();
    let response = sent.await.expect("an answer");
    (response.status(), response.text().await.expect("text"))
}

fn fees(rows: &[[&str; 3]]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Phí, lệ phí").expect("a name");
    let head = [["Mã thủ tục", "Mã khoản", "Mức (đồng)"]];
    for (row, cells) in (0_u32..).zip(head.iter().chain(rows)) {
        for (column, text) in (0_u16..).zip(cells) {
            sheet.write_string(row, column, *text).expect("a cell");
        }
    }
    book.save_to_buffer().expect("a workbook")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workbook_that_is_brought_back_unchanged_changes_nothing() {
    let stage = Stage::open().await;
    let browser = begun(&stage).await;
    let (revision, text) = kept(&stage).await;
    let taken = browser.get(&format!("{DRAFT}/danh-muc.xlsx")).await;
    assert_eq!(taken.status(), StatusCode::OK);
    let kind = taken.headers()["content-type"].to_str().expect("a type").to_owned();
    assert!(kind.contains("spreadsheetml"), "{kind}");
    let file = taken.bytes().await.expect("bytes").to_vec();
    let (_, page) = upload(&stage, &browser, &revision, file).await;
    assert!(page.contains("không đổi gì") && page.contains("Chưa có thay đổi"), "{page}");
    assert_eq!(kept(&stage).await, (revision, text));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fee_that_was_changed_in_the_workbook_arrives_in_the_draft_and_is_compared() {
    let stage = Stage::open().await;
    let browser = begun(&stage).await;
    let (revision, _) = kept(&stage).await;
    let file = fees(&[["1.001612", "PHI", "120.000"]]);
    let (status, page) = upload(&stage, &browser, &revision, file.clone()).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    let (_, page) = browser.text(DRAFT).await;
    assert!(page.contains("“Phí, lệ phí 100000 đ” → “Phí, lệ phí 120000 đ”"), "{page}");
    assert_eq!(upload(&stage, &browser, &revision, file).await.0, StatusCode::CONFLICT, "nobody overwrites the unseen");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_row_is_named_and_no_row_is_taken_over() {
    let stage = Stage::open().await;
    let browser = begun(&stage).await;
    let before = kept(&stage).await;
    let file = fees(&[["1.001612", "PHI", "120.000"], ["2.000720", "PHI", "một trăm"]]);
    let (status, page) = upload(&stage, &browser, &before.0, file).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    for words in ["Chưa nhập gì", "Phí, lệ phí</th><td class=\"n\">3</td><td>Mức (đồng)</td>", "một trăm"]
    {
        assert!(page.contains(words), "{words} is not in {page}");
    }
    let (status, page) = upload(&stage, &browser, &before.0, b"%PDF-1.7".to_vec()).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("không phải bảng tính"), "{page}");
    assert_eq!(kept(&stage).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_province_takes_the_workbook_and_brings_it_in() {
    let stage = Stage::open().await;
    let province = begun(&stage).await;
    let (revision, _) = kept(&stage).await;
    let unit = stage.signed_in("stp.qt").await;
    assert_eq!(unit.text(&format!("{DRAFT}/danh-muc.xlsx")).await.0, StatusCode::FORBIDDEN);
    assert_eq!(upload(&stage, &unit, &revision, fees(&[])).await.0, StatusCode::FORBIDDEN);
    assert_eq!(province.text(DRAFT).await.0, StatusCode::OK);
}
