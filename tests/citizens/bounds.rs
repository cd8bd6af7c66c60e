//! Forms that are larger than anybody's, and what one address sends without an account on a day.

use crate::Browser;
use motcua_tests::fixture::units;
use motcua_tests::office::Office;
use reqwest::StatusCode;
use reqwest::multipart::{Form, Part};

fn application() -> Form {
    Form::new()
        .text("unit", units()[0].0.clone())
        .text("name", "Trần Thị Mai")
        .text("address", "Nam Định")
        .text("phone", "0900000001")
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_that_is_too_large_or_one_too_many_is_told_and_nothing_is_filed() {
    let office = Office::open().await.expect("a portal");
    let browser = Browser::at(&office);
    let large = Part::bytes([b"%PDF-1.4".to_vec(), vec![b'a'; 20 * 1024 * 1024]].concat()).file_name("to.pdf");
    let many = (0..501).fold(application(), |form, number| form.text(format!("entry-{number}"), "a"));
    for (form, told) in [
        (application().part("paper-0", large), "lớn hơn 20 MB"),
        (application().text("subject", "a".repeat(70_000)), "mục quá dài"),
        (many, "quá nhiều mục"),
    ] {
        let answer = browser.send("/nop-ho-so/S", form).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{told}");
        assert!(answer.text().await.expect("a page").contains(told), "{told}");
    }
    assert_eq!(office.portal.store.count_cases().await.expect("the store holds"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_address_sends_so_much_a_day_without_an_account_and_an_account_goes_on() {
    let office = Office::open().await.expect("a portal");
    let browser = Browser::at(&office);
    let scan = || Part::bytes(b"%PDF-1.4 scan".to_vec()).file_name("to-khai.pdf");
    assert_eq!(browser.send("/nop-ho-so/S", application().part("paper-0", scan())).await.status(), StatusCode::OK);
    let key = protocol::digest(b"nameless upload 127.0.0.1");
    let (store, today) = (&office.portal.store, desk::clock().day());
    assert_eq!(store.counted_of_day(&key, today).await.expect("the store holds"), 1, "in kilobytes");
    store.count_of_day(&key, today, 2 * 1024 * 1024).await.expect("counted");
    let answer = browser.send("/nop-ho-so/S", application().part("paper-0", scan())).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().await.expect("a page").contains("đăng nhập để gửi"));
    let begin = browser.client.post(format!("{}/tai-len", office.url())).header("tus-resumable", "1.0.0");
    let told = "target ZmlsaW5nIFM=,place MA==,filename YS5wZGY=";
    let begun = begin.header("upload-length", 13).header("upload-metadata", told).send().await.expect("an answer");
    assert_eq!(begun.status(), StatusCode::TOO_MANY_REQUESTS);
    let mai = Browser::signed_up(&office, "mai@example.vn").await;
    assert_eq!(mai.send("/nop-ho-so/S", application().part("paper-0", scan())).await.status(), StatusCode::OK);
}
