//! Looking a case up by facts, and how many wrong ones that bears.

use crate::{Browser, official, turn};
use casework::{CaseCode, Command};
use motcua_tests::fixture::units;
use motcua_tests::office::Office;
use reqwest::StatusCode;
use reqwest::multipart::Form;

#[tokio::test(flavor = "multi_thread")]
async fn digits_of_a_phone_show_less_and_open_nothing_once_too_many_were_wrong_on_a_day() {
    let office = Office::open().await.expect("a portal");
    let mai = Browser::signed_up(&office, "mai@example.vn").await;
    let form = Form::new()
        .text("unit", units()[0].0.clone())
        .text("name", "Trần Thị Mai")
        .text("identity_number", "036190000001")
        .text("address", "Nam Định")
        .text("phone", "0900000001")
        .text("result_by", "post")
        .text("result_address", "Số 7 phố Kín");
    let path = mai.file("/nop-ho-so/S", form).await;
    let id = path.rsplit('/').next().and_then(|id| id.parse().ok()).expect("a case");
    assert_eq!(
        mai.post(&format!("{path}/nhan"), &[("text", "Lời riêng của Mai")]).await.status(),
        StatusCode::SEE_OTHER
    );
    let (today, store) = (desk::clock().day(), &office.portal.store);
    let code = CaseCode::compose(&units()[0], today, 1);
    official(&office, id, "a.mc", Command::Accept { turn: turn(&office, id).await, code: code.clone() }).await;

    let nobody = Browser::at(&office);
    let look = async |fact: &str| {
        let answer = nobody.post("/tra-cuu", &[("ma", code.as_str()), ("them", fact)]).await;
        (answer.status(), answer.text().await.expect("a page"))
    };
    let (status, by_digits) = look("0001").await;
    assert_eq!(status, StatusCode::OK);
    assert!(by_digits.contains("id=\"hidden\"") && !by_digits.contains("Lời riêng") && !by_digits.contains("phố Kín"));
    let (_, by_number) = look("036190000001").await;
    assert!(
        by_number.contains("Lời riêng của Mai") && by_number.contains("phố Kín") && !by_number.contains("\"hidden\"")
    );

    // The same for whoever puts it among the cases of an account, until they prove more.
    let looker = Browser::signed_up(&office, "nhin@example.vn").await;
    let add =
        async |fact: &str| looker.post("/ho-so-cua-toi/them", &[("ma", code.as_str()), ("them", fact)]).await.status();
    assert_eq!(add("0001").await, StatusCode::SEE_OTHER);
    let (page, data) = (looker.text(&path).await, looker.text("/tai-khoan/du-lieu").await);
    assert!(page.contains("id=\"hidden\"") && !page.contains("Lời riêng"), "{page}");
    assert!(data.contains(code.as_str()) && !data.contains("036190000001") && !data.contains("phố Kín"), "{data}");
    assert_eq!(add("036190000001").await, StatusCode::SEE_OTHER);
    assert!(looker.text(&path).await.contains("Lời riêng của Mai"));
    assert_eq!(add("0001").await, StatusCode::SEE_OTHER);
    assert!(looker.text(&path).await.contains("Lời riêng của Mai"), "what was proven is not lost");

    let key = protocol::digest(format!("wrong fact {code}").as_bytes());
    assert_eq!(store.counted_of_day(&key, today).await.expect("the store holds"), 0);
    assert_eq!(look("0002").await.0, StatusCode::NOT_FOUND);
    assert_eq!(store.count_of_day(&key, today, 19).await.expect("the store holds"), 20, "one was counted");
    let (status, closed) = look("0001").await;
    assert!(status == StatusCode::NOT_FOUND && closed.contains("không mở bằng số điện thoại"), "{closed}");
    assert_eq!(look("036190000001").await.0, StatusCode::OK, "the identity number still does");
}
