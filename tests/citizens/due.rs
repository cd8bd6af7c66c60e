//! Why a case is due when it is: told to whoever looks it up, and on its page in the account.

use crate::{Browser, official, turn};
use casework::{CaseCode, Command};
use motcua_tests::fixture::units;
use motcua_tests::office::Office;
use reqwest::multipart::Form;

#[tokio::test(flavor = "multi_thread")]
async fn the_due_moment_is_explained_with_its_rules_to_whoever_looks_a_case_up_and_in_the_account() {
    let office = Office::open().await.expect("a portal");
    let mai = Browser::signed_up(&office, "mai@example.vn").await;
    let form = Form::new()
        .text("unit", units()[0].0.clone())
        .text("name", "Trần Thị Mai")
        .text("address", "Nam Định")
        .text("phone", "0900000001");
    let path = mai.file("/nop-ho-so/L", form).await;
    assert!(!mai.text(&path).await.contains("due-why"), "what is not accepted has no due moment");
    let id = path.rsplit('/').next().and_then(|id| id.parse().ok()).expect("a case");
    let code = CaseCode::compose(&units()[0], desk::clock().day(), 1);
    official(&office, id, "a.mc", Command::Accept { turn: turn(&office, id).await, code: code.clone() }).await;

    let mine = mai.text(&path).await;
    let fact = [("ma", code.as_str()), ("them", "0001")];
    let found = Browser::at(&office).post("/tra-cuu", &fact).await.text().await.expect("a page");
    for page in [&mine, &found] {
        let told = ["id=\"due-why\"", "Vì sao hẹn lúc này?", "5 ngày làm việc, mỗi ngày 8 giờ", "45/2019, Điều 105"];
        // Five working days always go over a weekend.
        for text in told.into_iter().chain(["ngày nghỉ cuối tuần", "Lịch làm việc của danh mục “2026”"])
        {
            assert!(page.contains(text), "{text} in {page}");
        }
    }
    let english = mai.text(&format!("{path}?lang=en")).await;
    for text in ["Why then?", "5 working days of 8 hours", "Labour Code 45/2019 Art. 105", "weekend days left out"] {
        assert!(english.contains(text), "{text} in {english}");
    }
}
