//! A forgotten password: the way back, whom it opens for, and what it tells of accounts.

use crate::noticing::mai;
use crate::post_office::{Letter, smtp};
use crate::postgres;
use crate::stage::{Stage, now};
use portal::{Account, Exchange, Mail, Store, serve};
use reqwest::header::{LOCATION, SET_COOKIE};
use reqwest::{Response, StatusCode};
use std::time::Duration;
use tokio::sync::mpsc::UnboundedReceiver;

const NEW: &str = "mật khẩu mới và dài";

async fn post(stage: &Stage, path: &str, form: &[(&str, &str)]) -> Response {
    stage.client.post(stage.url(path)).form(form).send().await.unwrap()
}

fn session(answer: &Response) -> Option<String> {
    let mut cookies = answer.headers().get_all(SET_COOKIE).iter().filter_map(|cookie| cookie.to_str().ok());
    cookies.find_map(|cookie| cookie.strip_prefix("motcua_session=")?.split(';').next().map(str::to_owned))
}

async fn code(letters: &mut UnboundedReceiver<Letter>) -> String {
    let letter = tokio::time::timeout(Duration::from_secs(30), letters.recv()).await.expect("a letter").unwrap();
    let digits = letter.text.split(|letter: char| !letter.is_ascii_digit()).find(|digits| digits.len() == 8);
    digits.expect("a code").to_owned()
}

async fn comes_back(store: Store) {
    let mut stage = Stage::on(store, tempfile::tempdir().unwrap()).await;
    let (url, mut letters, _) = smtp().await;
    let mail = Some(Mail { url, from: "motcua@example.vn".to_owned() });
    stage.portal.connect(Exchange { mail, ..Exchange::default() });
    stage.serving = Some(serve(stage.portal.clone(), "127.0.0.1:0").await.unwrap());
    let store = &stage.portal.store;
    // One has proven the address, one has not, and one signs in with a provider alone.
    let form = [("name", "Trần Thị Mai"), ("login", "mai@example.vn"), ("password", "mật khẩu cũ và dài")];
    let old = session(&post(&stage, "/dang-ky", &form).await).expect("signed up");
    let proven = async |path: &str, form: &[(&str, &str)]| {
        let request = stage.client.post(stage.url(path)).header("cookie", format!("motcua_session={old}"));
        assert_eq!(request.form(form).send().await.unwrap().status(), StatusCode::SEE_OTHER, "{path}");
    };
    proven("/tai-khoan/thu", &[]).await;
    let sent = code(&mut letters).await;
    proven("/tai-khoan/thu/ma", &[("code", &sent)]).await;
    let unproven = [("name", "Lê Văn Hai"), ("login", "hai@example.vn"), ("password", "mật khẩu cũ và dài")];
    post(&stage, "/dang-ky", &unproven).await;
    let provided = Account { login: "oidc:ba".to_owned(), email: "ba@example.vn".to_owned(), ..mai() };
    assert!(store.add_account(&provided).await.unwrap());

    let mut pages = Vec::new();
    for login in ["mai@example.vn", "hai@example.vn", "ba@example.vn", "khong-co@example.vn"] {
        let answer = post(&stage, "/quen-mat-khau", &[("login", login)]).await;
        assert_eq!(answer.status(), StatusCode::OK);
        pages.push(answer.text().await.unwrap().replace(login, ""));
    }
    assert!(pages.iter().all(|page| *page == pages[0]), "nobody learns who has an account");
    let sent = code(&mut letters).await;

    let set = async |login: &str, code: &str, factor: &str| {
        let form = [("login", login), ("code", code), ("new", NEW), ("factor", factor)];
        post(&stage, "/quen-mat-khau/ma", &form).await
    };
    let wrong = if sent == "00000000" { "00000001" } else { "00000000" };
    for (login, code) in [("mai@example.vn", wrong), ("khong-co@example.vn", &sent), ("hai@example.vn", &sent)] {
        let answer = set(login, code, "").await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{login}");
        assert!(session(&answer).is_none());
    }
    // The second factor is asked for all the same, and a code that came with a wrong one is not lost.
    let id = store.account_by_login("mai@example.vn").await.unwrap().unwrap().id;
    let recovery = protocol::digest(b"ABCD2345EFGH");
    store.set_second_factor(&id, Some(&"0b".repeat(20)), std::slice::from_ref(&recovery)).await.unwrap();
    assert_eq!(set("mai@example.vn", &sent, "").await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = |cookie: &str| {
        stage.client.get(stage.url("/tai-khoan")).header("cookie", format!("motcua_session={cookie}")).send()
    };
    assert_eq!(page(&old).await.unwrap().status(), StatusCode::OK, "nothing has changed so far");
    let answer = set("mai@example.vn", &sent, "ABCD-2345-EFGH").await;
    assert_eq!(
        (answer.status(), &answer.headers()[LOCATION]),
        (StatusCode::SEE_OTHER, &"/tai-khoan?xong=mat-khau".parse().unwrap())
    );
    let fresh = session(&answer).expect("signed in");
    assert_eq!(page(&fresh).await.unwrap().status(), StatusCode::OK);
    assert_eq!(page(&old).await.unwrap().status(), StatusCode::SEE_OTHER, "every other session has ended");
    let sign_in = async |password: &str| {
        post(&stage, "/dang-nhap", &[("login", "mai@example.vn"), ("password", password)]).await.status()
    };
    assert_eq!(sign_in("mật khẩu cũ và dài").await, StatusCode::UNAUTHORIZED);
    assert_eq!(sign_in(NEW).await, StatusCode::OK, "then the second factor is asked for");
    assert!(letters.try_recv().is_err(), "one letter, to the one who has proven the address");
    let key = protocol::digest(format!("recovery sent {id}").as_bytes());
    assert_eq!(store.counted_of_day(&key, now().day()).await.unwrap(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_password_is_set_anew_by_a_proven_address_and_tells_nobody_who_has_an_account() {
    let folder = tempfile::tempdir().unwrap();
    comes_back(Store::embedded(folder.path()).await.unwrap()).await;
    let database = postgres::database().await;
    comes_back(Store::postgres(&database.url).await.unwrap()).await;
}
