//! Where an account is signed in: what its owner sees of it, ending it from afar, and how it ends by itself.

use crate::{Browser, PASSWORD, session_of};
use casework::Moment;
use motcua_tests::fixture::units;
use motcua_tests::office::Office;
use portal::{Exchange, NewSession, Sessions};
use reqwest::header::{COOKIE, LOCATION, SET_COOKIE, USER_AGENT};
use reqwest::multipart::Form;
use reqwest::{Response, StatusCode};

const PHONE: &str = "Mozilla/5.0 (Linux; Android 14; SM-A546E) Chrome/130.0 Mobile Safari/537.36";

async fn from_a_phone(office: &Office, login: &str) -> Browser {
    let mut browser = Browser::at(office);
    let request = browser.client.post(format!("{}/dang-nhap", office.url())).header(USER_AGENT, PHONE);
    let answer = request.form(&[("login", login), ("password", PASSWORD)]).send().await.expect("an answer");
    browser.keep(&answer);
    browser
}

/// Where the forms of a page's list of sessions go to, with what stands before each button.
fn ends(page: &str) -> Vec<String> {
    let list =
        page.split("<ul class=\"sessions\">").nth(1).and_then(|rest| rest.split("</ul>").next()).expect("a list");
    let paths = list.split("action=\"").skip(1).filter_map(|rest| rest.split('"').next());
    paths.map(str::to_owned).collect()
}

async fn is_in(browser: &Browser) -> bool {
    browser.get("/tai-khoan").await.status() == StatusCode::OK
}

#[tokio::test(flavor = "multi_thread")]
async fn the_owner_sees_where_the_account_is_signed_in_and_ends_one_or_all_others() {
    let office = Office::open().await.expect("a portal");
    let here = Browser::signed_up(&office, "mai@example.vn").await;
    let phone = from_a_phone(&office, "mai@example.vn").await;
    let page = here.text("/tai-khoan/phien").await;
    assert!(page.contains("Chrome · Android") && page.matches("Phiên này").count() == 1, "{page}");
    let [mine, theirs]: [String; 2] = ends(&page).try_into().expect("two sessions, this one first");
    let token = phone.cookie.split('=').nth(1).expect("a token");
    let digest = protocol::digest(token.as_bytes());
    assert!(!page.contains(token) && !page.contains(digest.as_str()), "nothing that opens it or finds it");
    assert!(here.text("/tai-khoan/du-lieu").await.contains("Android"), "it is among one's data");

    let stranger = Browser::signed_up(&office, "an@example.vn").await;
    for path in [&mine, &theirs] {
        assert_eq!(stranger.post(path, &[]).await.status(), StatusCode::NOT_FOUND);
    }
    stranger.post("/tai-khoan/phien/khac/ket-thuc", &[]).await;
    assert!(is_in(&here).await && is_in(&phone).await, "nobody else ends it");

    assert_eq!(here.post(&theirs, &[]).await.status(), StatusCode::SEE_OTHER);
    assert!(is_in(&here).await && !is_in(&phone).await);
    assert_eq!(here.post(&theirs, &[]).await.status(), StatusCode::NOT_FOUND, "it is over");

    let (phone, other) = (from_a_phone(&office, "mai@example.vn").await, from_a_phone(&office, "mai@example.vn").await);
    assert_eq!(here.post("/tai-khoan/phien/khac/ket-thuc", &[]).await.status(), StatusCode::SEE_OTHER);
    assert!(is_in(&here).await && !is_in(&phone).await && !is_in(&other).await && is_in(&stranger).await);
    assert_eq!(here.post(&mine, &[]).await.status(), StatusCode::SEE_OTHER);
    assert!(!is_in(&here).await);
}

/// A browser with a session that began, and was used last, some minutes ago, and may last some minutes more.
async fn used(office: &Office, login: &str, ago: i64, lasts: i64) -> Browser {
    let store = &office.portal.store;
    let account = store.account_by_login(login).await.expect("the store holds").expect("an account");
    let now: Moment = desk::clock();
    let token = format!("{login} {ago} {lasts}").replace(['@', ' '], "-");
    let session = NewSession {
        token: protocol::digest(token.as_bytes()),
        account: account.id,
        device: PHONE.to_owned(),
        begun_at: now.plus_minutes(-ago),
        expires_at: now.plus_minutes(lasts),
    };
    store.begin_account_session(&session).await.expect("the store holds");
    let mut browser = Browser::at(office);
    browser.cookie = format!("motcua_session={token}");
    browser
}

fn forgets(answer: &Response) -> bool {
    session_of(answer).is_some_and(|cookie| cookie.contains("motcua_session=;") && cookie.contains("Max-Age=0"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_nobody_uses_ends_and_the_page_says_so_once() {
    let office = Office::open().await.expect("a portal");
    let other = Browser::signed_up(&office, "mai@example.vn").await;
    let unused = "vì không dùng trong 60 phút";
    let late = used(&office, "mai@example.vn", 61, 600).await;
    let answer = late.get("/tai-khoan").await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert!(!forgets(&answer), "the page that it leads to tells it");
    let sign_in = answer.headers()[LOCATION].to_str().expect("a path").to_owned();
    let page = late.get(&sign_in).await;
    assert!(forgets(&page));
    assert!(page.text().await.expect("a page").contains(unused));
    let english = late.text("/?lang=en").await;
    assert!(english.contains("ended after 60 minutes without use"), "{english}");
    assert!(!other.text("/tai-khoan/phien").await.contains("Android"), "it is listed no more");
    // What is sent with it is done in nobody's name without a word.
    let form = Form::new().text("unit", units()[0].0.clone()).text("name", "Mai");
    let said = late.send("/nop-ho-so/S", form).await.text().await.expect("a page");
    assert!(said.contains(unused), "{said}");

    let over = used(&office, "mai@example.vn", 30, -1).await;
    let page = over.text("/dang-nhap").await;
    assert!(page.contains("đã kéo dài hết thời gian cho phép") && !page.contains(unused), "{page}");
    assert!(!Browser::at(&office).text("/dang-nhap").await.contains("id=\"ended\""));

    // Using it keeps it.
    let in_time = used(&office, "mai@example.vn", 58, 600).await;
    assert!(is_in(&in_time).await);
    office.portal.connect(Exchange { sessions: Sessions { idle: 5, longest: 720 }, ..Exchange::default() });
    assert!(is_in(&in_time).await, "it was used just now");
    let late = used(&office, "mai@example.vn", 6, 600).await;
    assert!(!is_in(&late).await && late.text("/").await.contains("vì không dùng trong 5 phút"), "as the settings say");
}

#[tokio::test(flavor = "multi_thread")]
async fn over_tls_cookies_have_names_that_nobody_else_can_set_and_others_open_nothing() {
    let office = Office::open().await.expect("a portal");
    let public_url = "https://dichvucong.example.vn".to_owned();
    let sessions = Sessions { longest: 90, ..Sessions::default() };
    office.portal.connect(Exchange { public_url, sessions, ..Exchange::default() });
    let mai = Browser::signed_up(&office, "mai@example.vn").await;
    let (name, token) = mai.cookie.split_once('=').expect("a cookie");
    assert_eq!(name, "__Host-motcua_session");
    assert!(is_in(&mai).await);
    let sign_in = [("login", "mai@example.vn"), ("password", PASSWORD)];
    let given = session_of(&mai.post("/dang-nhap", &sign_in).await).expect("a session");
    for attribute in ["; Secure", "; HttpOnly", "; Path=/;", "; Max-Age=5400;", "; SameSite=Lax"] {
        assert!(given.contains(attribute), "{attribute} in {given}");
    }
    assert!(!given.contains("Domain"));
    let mut planted = Browser::at(&office);
    planted.cookie = format!("motcua_session={token}");
    assert!(!is_in(&planted).await, "a name that a neighbour under the domain can set");
    // The page of what was filed, too.
    let form = Form::new()
        .text("unit", units()[0].0.clone())
        .text("name", "Trần Thị Mai")
        .text("address", "Nam Định")
        .text("phone", "0900000001");
    let request = planted.client.post(format!("{}/nop-ho-so/S", office.url())).header(COOKIE, "lang=vi");
    let filed = request.multipart(form).send().await.expect("an answer");
    let mut cookies = filed.headers().get_all(SET_COOKIE).iter().filter_map(|value| value.to_str().ok());
    let cookie = cookies.find(|cookie| cookie.contains("motcua_filed")).expect("what opens the case");
    assert!(cookie.starts_with("__Host-motcua_filed=") && cookie.contains("; Path=/;"), "{cookie}");
    let opens = format!("lang=vi; {}", cookie.split(';').next().unwrap_or_default());
    let page =
        planted.client.get(format!("{}/da-nop", office.url())).header(COOKIE, opens).send().await.expect("a page");
    assert_eq!(page.status(), StatusCode::OK);
}
