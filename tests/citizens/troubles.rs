//! Where a page cannot be what was asked for: it says what happened and what to do.

use crate::Browser;
use motcua_tests::office::Office;
use reqwest::StatusCode;
use reqwest::header::{ALLOW, REFERER, RETRY_AFTER};

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_gone_makes_nobody_of_somebody() {
    let office = Office::open().await.expect("a portal");
    let mai = Browser::signed_up(&office, "mai@example.vn").await;
    office.portal.store.close().await;
    let answer = mai.get("/tai-khoan").await;
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE, "they are not sent to sign in");
    assert!(answer.headers().contains_key(RETRY_AFTER));
    let answer = mai.get("/dich-vu/S?lang=en").await;
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(answer.text().await.expect("a page").contains("The system is busy"));
    assert_eq!(Browser::at(&office).get("/dich-vu/S").await.status(), StatusCode::OK, "nobody needs no database");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_takes_forms_says_so_and_leads_back() {
    let office = Office::open().await.expect("a portal");
    let browser = Browser::at(&office);
    let answer = browser.get("/ho-so-cua-toi/abc/rut?lang=en").await;
    assert_eq!(answer.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(answer.headers()[ALLOW], "POST");
    let page = answer.text().await.expect("a page");
    assert!(page.contains("This page opens by a form only"), "{page}");
    assert!(page.contains("id=\"back\" href=\"/ho-so-cua-toi/abc\""), "{page}");
    for (from, back) in [
        (format!("{}/kiem-tra-ket-qua?x=1", office.url()), "/kiem-tra-ket-qua"),
        ("https://evil.example/trang".to_owned(), "/tra-cuu"),
        (format!("{}/ket-qua", office.url()), "/tra-cuu"),
    ] {
        let request = browser.client.get(format!("{}/ket-qua", office.url())).header(REFERER, &from);
        let page = request.send().await.expect("an answer").text().await.expect("a page");
        assert!(page.contains(&format!("id=\"back\" href=\"{back}\"")), "{from}: {page}");
    }
}
