//! Filing for somebody else, and several people who apply together: the form without a script, the law's own judgement, and
//! who sees them afterwards.

use crate::{Browser, official, turn};
use casework::{ApplicantKind, Case, CaseCode, Command};
use motcua_tests::fixture::units;
use motcua_tests::office::Office;
use reqwest::StatusCode;
use reqwest::multipart::{Form, Part};

fn form() -> Form {
    Form::new()
        .text("unit", units()[0].0.clone())
        .text("name", "Trần Thị Mai")
        .text("identity_number", "036190000001")
        .text("address", "Nam Định")
        .text("phone", "0900000123")
}

async fn the_case(office: &Office, path: &str) -> Case {
    let id = path.rsplit('/').next().and_then(|id| id.parse().ok()).expect("a case");
    office.portal.store.case(id).await.expect("the store holds").expect("a case")
}

#[tokio::test(flavor = "multi_thread")]
async fn an_authorised_person_files_for_several_people_who_apply_together() {
    let office = Office::open().await.expect("a portal");
    let browser = Browser::signed_up(&office, "binh@example.vn").await;
    let page = browser.text("/nop-ho-so/S").await;
    assert!(page.contains("name=\"submitter\"") && page.contains("name=\"other-0-name\""), "{page}");
    assert!(!page.contains("name=\"other-1-name\"") && !page.contains("class=\"others\" open"), "folded, with one row");

    // One more row, without a script: what was typed and sent stays.
    let scan = Part::bytes(b"%PDF-1.4 uy quyen".to_vec()).file_name("uy-quyen.pdf");
    let place = page.split("data-place=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a place").to_owned();
    let asked = form()
        .text("submitter", "Nguyễn Văn Bình")
        .text("rows", "1")
        .text("other-0-name", "Lê <b>Cúc</b>")
        .text("other-0-address", "Ý Yên")
        .part(format!("paper-{place}"), scan)
        .text("more", "person");
    let answer = browser.send("/nop-ho-so/S", asked).await;
    assert_eq!(answer.status(), StatusCode::OK);
    let page = answer.text().await.expect("a page");
    assert!(page.contains("name=\"other-1-name\"") && page.contains("class=\"others\" open"), "{page}");
    assert!(page.contains("value=\"Nguyễn Văn Bình\"") && page.contains("Lê &#60;b&#62;Cúc"), "{page}");
    assert_eq!(office.portal.store.count_cases().await.expect("the store holds"), 0, "nothing is filed");
    let upload = page.split("name=\"uploaded\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("it");

    let filed = form()
        .text("submitter", "Nguyễn Văn Bình")
        .text("other-0-name", "Lê <b>Cúc</b>")
        .text("other-0-address", "Ý Yên")
        .text("other-3-name", "Phạm Dũng")
        .text("other-3-identity_number", "036090000009")
        .text("other-3-address", "Xuân Trường")
        .text("uploaded", upload.to_owned());
    let path = browser.file("/nop-ho-so/S", filed).await;
    let case = the_case(&office, &path).await;
    assert_eq!((case.applicant.name.as_str(), case.submitter.as_deref()), ("Trần Thị Mai", Some("Nguyễn Văn Bình")));
    let others: Vec<_> = case
        .co_applicants
        .iter()
        .map(|one| (one.kind, one.name.as_str(), one.identity_number.as_deref(), one.address.as_str()))
        .collect();
    let citizen = ApplicantKind::Citizen;
    assert_eq!(
        others,
        [(citizen, "Lê <b>Cúc</b>", None, "Ý Yên"), (citizen, "Phạm Dũng", Some("036090000009"), "Xuân Trường")]
    );
    let paper = case.papers.last().expect("the authorisation");
    assert_eq!((paper.name.as_str(), paper.files.len(), paper.photocopies), ("Văn bản ủy quyền", 1, 1));

    let status = browser.text(&path).await;
    assert!(status.contains("Nguyễn Văn Bình") && status.contains("Phạm Dũng"), "{status}");
    assert!(status.contains("Lê &#60;b&#62;Cúc&#60;/b&#62;"), "it is only text");
    let data = browser.text("/tai-khoan/du-lieu").await;
    assert!(data.contains("Nguyễn Văn Bình") && data.contains("036090000009"));
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_who_is_named_by_halves_is_told_by_their_number_and_what_is_empty_does_not_count() {
    let office = Office::open().await.expect("a portal");
    let browser = Browser::signed_up(&office, "binh@example.vn").await;
    let halves = form().text("other-1-name", "Lê Cúc").text("other-0-address", "  ");
    let answer = browser.send("/nop-ho-so/S", halves).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = answer.text().await.expect("a page");
    assert!(page.contains("Người cùng đề nghị thứ 2. Chưa điền: Địa chỉ"), "{page}");
    let nameless = form().text("other-0-identity_number", "036090000009").text("other-0-address", "Ý Yên");
    let page = browser.send("/nop-ho-so/S", nameless).await.text().await.expect("a page");
    assert!(page.contains("Người cùng đề nghị thứ 1. Chưa điền: Họ và tên"), "{page}");
    let long = form().text("submitter", "a".repeat(301));
    let page = browser.send("/nop-ho-so/S", long).await.text().await.expect("a page");
    assert!(page.contains("Quá dài: Người nộp"), "{page}");
    // The applicant is judged before the others, and is called as before.
    let mine = Form::new().text("unit", units()[0].0.clone()).text("address", "a").text("other-0-address", "b");
    let page = browser.send("/nop-ho-so/S", mine).await.text().await.expect("a page");
    assert!(page.contains("Chưa điền: Họ và tên hoặc tên tổ chức") && !page.contains("thứ 1. Chưa"), "{page}");
    assert_eq!(office.portal.store.count_cases().await.expect("the store holds"), 0);

    let path = browser.file("/nop-ho-so/S", form().text("submitter", " ").text("rows", "4")).await;
    let case = the_case(&office, &path).await;
    assert!(case.submitter.is_none() && case.co_applicants.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_keeps_all_of_them_and_digits_of_a_telephone_show_none() {
    let office = Office::open().await.expect("a portal");
    let browser = Browser::signed_up(&office, "binh@example.vn").await;
    let others = (0..50).fold(form().text("submitter", "Nguyễn Văn Bình"), |form, row| {
        let text = |what: &str| format!("other-{row}-{what}");
        form.text(text("name"), format!("Người {row}")).text(text("address"), "Ý Yên").text(text("identity_number"), "")
    });
    let kept = browser.send("/nop-ho-so/S", others.text("keep", "draft")).await;
    assert_eq!(kept.status(), StatusCode::SEE_OTHER);
    let page = browser.text("/nop-ho-so/S").await;
    assert!(page.contains("value=\"Người 49\"") && page.contains("value=\"Nguyễn Văn Bình\""), "{page}");
    assert!(!page.contains("name=\"more\""), "as many as there may be");

    let filed = form().text("submitter", "Nguyễn Văn Bình").text("other-0-name", "Lê Cúc").text("other-0-address", "Y");
    let path = browser.file("/nop-ho-so/S", filed).await;
    let id = the_case(&office, &path).await.id;
    let code = CaseCode::compose(&units()[0], desk::clock().day(), 1);
    official(&office, id, "a.mc", Command::Accept { turn: turn(&office, id).await, code: code.clone() }).await;
    let look = async |fact: &str| {
        let answer = Browser::at(&office).post("/tra-cuu", &[("ma", code.as_str()), ("them", fact)]).await;
        answer.text().await.expect("a page")
    };
    let (by_digits, by_number) = (look("0123").await, look("036190000001").await);
    assert!(by_digits.contains("Trần Thị Mai") && by_digits.contains("id=\"hidden\""), "{by_digits}");
    assert!(!by_digits.contains("Lê Cúc") && !by_digits.contains("Nguyễn Văn Bình"), "{by_digits}");
    assert!(by_number.contains("Lê Cúc") && by_number.contains("Nguyễn Văn Bình"), "{by_number}");
}
