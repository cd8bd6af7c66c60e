//! Words of notices to citizens: written in the draft's form, looked at with invented data, held back where they cannot be
//! sent.

use crate::editor::{DRAFT, Editor};
use portal::catalogue_files::{check, document};
use reqwest::StatusCode;

/// A form with words of its own for what is said of a refusal at the counter.
fn words<'a>(vi: &'a str, action: &'a str) -> [(&'a str, &'a str); 7] {
    [
        ("kind", "rejected"),
        ("subject_vi", "Chưa nhận được hồ sơ"),
        ("subject_en", "Not taken in"),
        ("vi", vi),
        ("en", "Not taken in, because: {reason}"),
        ("short", "chua nhan duoc: {reason}"),
        ("action", action),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_writes_the_words_looks_at_them_and_goes_back_to_those_of_the_program() {
    let editor = Editor::open().await;
    let (status, page) = editor.browser.text(&format!("{DRAFT}/thong-bao?loai=rejected")).await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("Hồ sơ của ông/bà không được tiếp nhận. Lý do: {reason}"), "the program's own: {page}");
    assert!(page.contains("<code>{reason}</code>") && page.contains("<code>{case}</code>"), "{page}");
    let preview = page.split("id=\"preview\"").nth(1).expect("a preview");
    assert!(preview.contains("Lý do: Giấy tờ chưa rõ") && !preview.contains("{reason}"), "{preview}");

    let before = editor.text().await;
    let (status, page) = editor.send("/thong-bao", &words("Hồ sơ {case} chưa nhận, vì: {reason}", "look")).await;
    assert_eq!((status, editor.text().await), (StatusCode::OK, before), "a look changes nothing");
    assert!(page.contains("Hồ sơ 000.00.03.H40-261123-0001 chưa nhận, vì: Giấy tờ chưa rõ"), "{page}");
    assert!(page.contains("Chưa nhận được hồ sơ · Not taken in"), "{page}");

    let page = editor.refuses("/thong-bao", &words("Vì {ly_do}", "save"), "có {ly_do} mà thông báo này không có").await;
    assert!(page.contains("dùng được: {reason}, {case}, {service}, {unit}") && page.contains("Vì {ly_do}"), "{page}");
    editor.refuses("/thong-bao", &words(" ", "save"), "nội dung tiếng Việt để trống").await;
    editor.refuses("/thong-bao", &words("Vì {reason", "save"), "không khép").await;
    let without = words("Vì {reason}", "save").map(|(key, value)| (key, if key == "en" { "" } else { value }));
    editor.refuses("/thong-bao", &without, "nội dung tiếng Anh để trống").await;
    let code = [
        ("kind", "email_code"),
        ("subject_vi", "Mã"),
        ("subject_en", "Code"),
        ("vi", "Mã đã gửi"),
        ("en", "{code}"),
        ("action", "save"),
    ];
    editor.refuses("/thong-bao", &code, "nội dung tiếng Việt thiếu {code}").await;

    editor.takes("/thong-bao", &words("Hồ sơ {case} chưa nhận, vì:\r\n{reason}", "save")).await;
    let edition = editor.edition().await;
    assert_eq!(edition.notices.len(), 1);
    assert_eq!(edition.notices["rejected"].vi, "Hồ sơ {case} chưa nhận, vì:\n{reason}");
    assert_eq!(check(&edition), []);
    let (_, overview) = editor.browser.text(DRAFT).await;
    assert!(overview.contains("Thông báo “Không tiếp nhận hồ sơ”: đổi chữ"), "{overview}");
    let (_, page) = editor.browser.text(&format!("{DRAFT}/thong-bao?loai=rejected&lang=en")).await;
    assert!(page.contains("Application not accepted · own words"), "{page}");
    editor.takes("/thong-bao", &[("kind", "rejected"), ("action", "usual")]).await;
    assert!(editor.edition().await.notices.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn words_that_cannot_be_sent_are_not_published_wherever_they_come_from() {
    let editor = Editor::open().await;
    editor.takes("/thong-bao", &words("Vì {reason}", "save")).await;
    let mut edition = editor.edition().await;
    let mut other = edition.notices["rejected"].clone();
    other.en.clear();
    edition.notices.insert("khong_co".to_owned(), other.clone());
    other.vi = "Vì {ly_do}".to_owned();
    edition.notices.insert("rejected".to_owned(), other);
    let findings: Vec<String> = check(&edition).into_iter().map(|finding| finding.vietnamese).collect();
    assert_eq!(findings.len(), 3, "{findings:?}");
    let text = document::write(&edition).expect("a text");
    assert_eq!(document::read(&text).expect("an edition"), edition, "the text says all of it");
    editor.takes("/van-ban", &[("text", &text)]).await;
    let (_, page) = editor.browser.text(DRAFT).await;
    assert!(page.contains("có {ly_do} mà thông báo này không có"), "{page}");
    assert!(page.contains("nội dung tiếng Anh để trống") && page.contains("thong-bao?loai=rejected"), "{page}");
    let form = [("id", "2027"), ("title", "Bản thử"), ("from", "2027-01-01"), ("forms", "2025")];
    assert_ne!(editor.send("/cong-bo", &form).await.0, StatusCode::SEE_OTHER);
    assert!(!editor.stage.portal.catalogue().editions.contains_key(&"2027".into()));
}
