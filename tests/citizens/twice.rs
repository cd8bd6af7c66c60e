//! A form that is sent twice does once what it asks for.

use crate::Browser;
use motcua_tests::fixture::units;
use motcua_tests::office::Office;
use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::multipart::Form;
use reqwest::{Response, StatusCode};

fn once(page: &str, form: &str) -> String {
    let form = page.split(form).nth(1).expect("a form");
    let token = form.split("name=\"once\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    token.expect("a token").to_owned()
}

fn application(token: &str, name: &str) -> Form {
    Form::new()
        .text("once", token.to_owned())
        .text("unit", units()[0].0.clone())
        .text("name", name.to_owned())
        .text("address", "Nam Định")
        .text("phone", "0900000001")
}

/// Files as a browser that keeps cookies; where it is led.
async fn files(browser: &Browser, form: Form) -> Response {
    let cookies = format!("{}; lang=vi", browser.cookie);
    let request = browser.client.post(format!("{}/nop-ho-so/S", browser.url)).header(COOKIE, cookies);
    request.multipart(form).send().await.expect("an answer")
}

/// The page that it is led to.
async fn led_to(browser: &Browser, answer: &Response) -> String {
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    let to = answer.headers()[LOCATION].to_str().expect("a path");
    assert!(to.starts_with("/da-nop") && !to.contains("N-"), "what opens the case stands in no address: {to}");
    let mut cookies = answer.headers().get_all(SET_COOKIE).iter().filter_map(|cookie| cookie.to_str().ok());
    let filed = cookies.find(|cookie| cookie.starts_with("motcua_filed=")).expect("a cookie");
    assert!(filed.contains("HttpOnly") && filed.contains("Path=/da-nop"), "{filed}");
    let filed = filed.split(';').next().expect("a value");
    let cookies = format!("{}; {filed}", browser.cookie);
    let request = browser.client.get(format!("{}{to}", browser.url)).header(COOKIE, cookies);
    request.send().await.expect("an answer").text().await.expect("a page")
}

async fn cases(office: &Office) -> i64 {
    office.portal.store.count_cases().await.expect("the store holds")
}

#[tokio::test(flavor = "multi_thread")]
async fn an_application_that_is_sent_twice_is_filed_once_and_the_applicant_is_told() {
    let office = Office::open().await.expect("a portal");
    for browser in [Browser::at(&office), Browser::signed_up(&office, "mai@example.vn").await] {
        let before = cases(&office).await;
        let token = once(&browser.text("/nop-ho-so/S").await, "class=\"card filing\"");
        let lacking = files(&browser, application(&token, "")).await;
        assert_eq!(lacking.status(), StatusCode::UNPROCESSABLE_ENTITY);
        // Both on their way at the same time, then a third after the button "back", with another name.
        let (one, other) = tokio::join!(
            files(&browser, application(&token, "Trần Thị Mai")),
            files(&browser, application(&token, "Trần Thị Mai"))
        );
        let again = files(&browser, application(&token, "Lê Văn Hai")).await;
        assert_eq!(cases(&office).await, before + 1);
        let pages = [led_to(&browser, &one).await, led_to(&browser, &other).await, led_to(&browser, &again).await];
        assert!(pages[2].contains("id=\"again\""), "nothing is dropped in silence: {}", pages[2]);
        assert!(!(pages[0].contains("id=\"again\"") && pages[1].contains("id=\"again\"")), "one of them filed it");
        let opens =
            |page: &str| page.split("<h1>").nth(1).map(|rest| rest.split("</section>").next().map(str::to_owned));
        let mark = |page: &str| {
            opens(page).flatten().map(|text| text.contains("id=\"reference\"") || text.contains("id=\"mine\""))
        };
        assert_eq!(mark(&pages[0]), Some(true));
        let fresh = once(&browser.text("/nop-ho-so/S").await, "class=\"card filing\"");
        files(&browser, application(&fresh, "Lê Văn Hai")).await;
        assert_eq!(cases(&office).await, before + 2, "a form that is opened anew files another one");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_of_somebody_else_or_of_another_form_files_nothing() {
    let office = Office::open().await.expect("a portal");
    let (nobody, mai) = (Browser::at(&office), Browser::signed_up(&office, "mai@example.vn").await);
    let theirs = once(&nobody.text("/nop-ho-so/S").await, "class=\"card filing\"");
    let other = once(&mai.text("/nop-ho-so/L").await, "class=\"card filing\"");
    for token in [theirs.as_str(), &other, "abc", "00.00"] {
        let answer = files(&mai, application(token, "Trần Thị Mai")).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{token}");
        assert!(answer.text().await.expect("a page").contains("Trần Thị Mai"), "what was typed stays");
    }
    assert_eq!(cases(&office).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn questions_messages_and_complaints_that_are_sent_twice_are_taken_once() {
    let office = Office::open().await.expect("a portal");
    let mai = Browser::signed_up(&office, "mai@example.vn").await;
    let (path, id) = mai.files().await;
    let reject = casework::Command::Reject { turn: crate::turn(&office, id).await, reason: "Sai nơi".to_owned() };
    crate::official(&office, id, "a.mc", reject).await;
    let unit = units()[0].clone();
    let token = once(&mai.text("/hoi-dap").await, "action=\"/hoi-dap\" class=\"card\"><h2>");
    for (title, count) in [("Giờ làm việc", 1), ("Giờ làm việc", 1), ("Lệ phí", 2)] {
        let form = [("once", token.as_str()), ("unit", unit.as_str()), ("title", title), ("body", "Xin cho biết?")];
        assert_eq!(mai.post("/hoi-dap", &form).await.status(), StatusCode::SEE_OTHER);
        assert_eq!(office.portal.store.open_questions(&unit).await.expect("the store holds").len(), count, "{title}");
    }
    let case = async || office.portal.store.case(id).await.expect("the store holds").expect("a case");
    let token = once(&mai.text(&path).await, "/nhan\">");
    for (text, count) in [("Xin chào", 1), ("Xin chào", 1), ("Còn nữa", 2)] {
        let answer = mai.post(&format!("{path}/nhan"), &[("once", &token), ("text", text)]).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        assert_eq!(case().await.messages.len(), count, "{text}");
    }
    let token = once(&mai.text(&path).await, "/khieu-nai\">");
    for _ in 0..2 {
        let answer = mai.post(&format!("{path}/khieu-nai"), &[("once", &token), ("text", "Tôi không đồng ý")]).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER, "the second is no refusal: it is the first");
    }
    assert_eq!(case().await.complaints.len(), 1);
}
