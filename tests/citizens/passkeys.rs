//! Passkeys: a key of one's own signs in without password and code; a forged, repeated or stolen answer does not.

use crate::{Browser, PASSWORD};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use motcua_tests::authenticator::{Device, ORIGIN, UV};
use motcua_tests::office::Office;
use portal::Exchange;
use reqwest::header::COOKIE;
use reqwest::{Response, StatusCode};
use serde_json::{Value, json};

impl Browser {
    async fn json(&self, path: &str, body: &Value) -> Response {
        let request = self.client.post(format!("{}{path}", self.url)).header(COOKIE, &self.cookie);
        request.json(body).send().await.expect("an answer")
    }

    async fn asked(&self, path: &str, form: &[(&str, &str)]) -> Value {
        let answer = self.post(path, form).await;
        assert_eq!(answer.status(), StatusCode::OK);
        answer.json().await.expect("JSON")
    }

    /// Adds a key to the account.
    async fn adds(&self, device: &mut Device, name: &str) -> StatusCode {
        let asked = self.asked("/tai-khoan/khoa/bat-dau", &[("name", name), ("password", PASSWORD)]).await;
        let credential = device.creates(&asked["options"]);
        let body = json!({"token": asked["token"], "credential": credential, "text": name});
        self.json("/tai-khoan/khoa", &body).await.status()
    }

    async fn enters(&self, token: &Value, credential: &Value) -> Response {
        let body = json!({"token": token, "credential": credential, "text": "/tai-khoan"});
        self.json("/dang-nhap/khoa", &body).await
    }

    async fn asks_to_enter(&self) -> Value {
        self.asked("/dang-nhap/khoa/bat-dau", &[]).await
    }
}

async fn office() -> Office {
    let office = Office::open().await.expect("an office");
    office.portal.connect(Exchange { public_url: ORIGIN.to_owned(), ..Exchange::default() });
    office
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_signs_in_without_password_and_code_until_it_is_removed() {
    let office = office().await;
    let mine = Browser::signed_up(&office, "mai@example.vn").await;
    let (mut phone, mut computer) = (Device::fresh(), Device::fresh());
    assert_eq!(mine.adds(&mut phone, "Điện thoại").await, StatusCode::OK);
    assert_eq!(mine.adds(&mut computer, "Máy tính").await, StatusCode::OK);
    assert_eq!(mine.adds(&mut phone, "Lần nữa").await, StatusCode::UNPROCESSABLE_ENTITY, "it is known already");
    let page = mine.text("/tai-khoan/khoa").await;
    assert!(page.contains("Điện thoại") && page.contains("Máy tính") && !page.contains("Lần nữa"), "{page}");
    for device in [&mut phone, &mut computer] {
        let mut other = Browser::at(&office);
        let asked = other.asks_to_enter().await;
        assert!(asked["options"]["publicKey"]["allowCredentials"].as_array().is_none_or(Vec::is_empty), "{asked}");
        let answer = other.enters(&asked["token"], &device.signs(&asked["options"])).await;
        assert_eq!(answer.status(), StatusCode::OK);
        other.keep(&answer);
        assert_eq!(answer.json::<Value>().await.expect("JSON")["to"], "/tai-khoan");
        assert!(other.text("/tai-khoan").await.contains("Trần Thị Mai"));
    }
    let page = mine.text("/tai-khoan/khoa").await;
    let removal = page.split("action=\"").find(|part| part.ends_with("bo\"><button class=") || part.contains("/bo\""));
    let path = removal.and_then(|part| part.split('"').next()).expect("a key to remove").to_owned();
    let theirs = Browser::signed_up(&office, "an@example.vn").await;
    assert_eq!(theirs.post(&path, &[]).await.status(), StatusCode::UNPROCESSABLE_ENTITY, "it is not theirs");
    assert_eq!(mine.post(&path, &[]).await.status(), StatusCode::SEE_OTHER);
    let other = Browser::at(&office);
    let asked = other.asks_to_enter().await;
    let answer = other.enters(&asked["token"], &phone.signs(&asked["options"])).await;
    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_a_session_alone_adds_no_key() {
    let office = office().await;
    let mine = Browser::signed_up(&office, "mai@example.vn").await;
    for form in [vec![("name", "Khóa")], vec![("name", "Khóa"), ("password", "đoán mò mười hai")]] {
        let answer = mine.post("/tai-khoan/khoa/bat-dau", &form).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    }
    let nobody = Browser::at(&office);
    assert_eq!(nobody.post("/tai-khoan/khoa/bat-dau", &[("name", "Khóa")]).await.status(), StatusCode::SEE_OTHER);
    // What one was asked, another does not answer.
    let theirs = Browser::signed_up(&office, "an@example.vn").await;
    let asked = mine.asked("/tai-khoan/khoa/bat-dau", &[("name", "Khóa"), ("password", PASSWORD)]).await;
    let credential = Device::fresh().creates(&asked["options"]);
    let body = json!({"token": asked["token"], "credential": credential, "text": "Khóa"});
    assert_eq!(theirs.json("/tai-khoan/khoa", &body).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(mine.json("/tai-khoan/khoa", &body).await.status(), StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forged_answer_signs_nobody_in() {
    let office = office().await;
    let mine = Browser::signed_up(&office, "mai@example.vn").await;
    let mut device = Device::fresh();
    assert_eq!(mine.adds(&mut device, "Điện thoại").await, StatusCode::OK);
    let other = Browser::at(&office);
    let refused = async |token: &Value, credential: &Value, why: &str| {
        let answer = other.enters(token, credential).await;
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "{why}");
        assert!(crate::session_of(&answer).is_none(), "{why}");
    };

    let asked = other.asks_to_enter().await;
    device.origin = "http://localhost.example";
    refused(&asked["token"], &device.signs(&asked["options"]), "another origin").await;
    device.origin = ORIGIN;

    let (first, second) = (other.asks_to_enter().await, other.asks_to_enter().await);
    refused(&first["token"], &device.signs(&second["options"]), "another challenge").await;

    let asked = other.asks_to_enter().await;
    device.flags = 0;
    refused(&asked["token"], &device.signs(&asked["options"]), "nobody checked who it is").await;
    device.flags = UV;

    let asked = other.asks_to_enter().await;
    let mut stranger = Device::fresh();
    (stranger.id, stranger.handle) = (device.id, device.handle.clone());
    stranger.counter = 900;
    refused(&asked["token"], &stranger.signs(&asked["options"]), "another key").await;

    let asked = other.asks_to_enter().await;
    let mut credential = device.signs(&asked["options"]);
    credential["response"]["userHandle"] = BASE64.encode([7; 16]).into();
    refused(&asked["token"], &credential, "another person").await;

    let asked = other.asks_to_enter().await;
    let credential = device.signs(&asked["options"]);
    assert_eq!(other.enters(&asked["token"], &credential).await.status(), StatusCode::OK);
    refused(&asked["token"], &credential, "the same answer again").await;
    let fresh = other.asks_to_enter().await;
    refused(&fresh["token"], &credential, "the same answer to another question").await;

    let asked = other.asks_to_enter().await;
    refused(&asked["token"], &device.signs_again(&asked["options"]), "a counter that stands still").await;
    let asked = other.asks_to_enter().await;
    device.counter -= 2;
    refused(&asked["token"], &device.signs_again(&asked["options"]), "a counter that goes back").await;
    refused(&json!("0".repeat(64)), &json!({"nonsense": true}), "nonsense").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_way_into_an_account_stays() {
    let office = office().await;
    let mine = Browser::signed_up(&office, "mai@example.vn").await;
    let (mut phone, mut computer) = (Device::fresh(), Device::fresh());
    assert_eq!(mine.adds(&mut phone, "Điện thoại").await, StatusCode::OK);
    assert_eq!(mine.adds(&mut computer, "Máy tính").await, StatusCode::OK);
    // As an account that only an identity provider signed in, after that one is gone.
    let account = office.portal.store.account_by_login("mai@example.vn").await.expect("the store").expect("an account");
    let asked = mine.asks_to_enter().await;
    let mut session = Browser::at(&office);
    session.keep(&session.enters(&asked["token"], &phone.signs(&asked["options"])).await);
    let stays = protocol::digest(session.cookie.split('=').nth(1).expect("a token").as_bytes());
    office.portal.store.set_password(&account.id, "", &stays).await.expect("the store");
    let keys = office.portal.store.passkeys_of(&format!("account {}", account.id)).await.expect("the store");
    let path = |place: usize| format!("/tai-khoan/khoa/{}/bo", keys[place].id);
    assert_eq!(session.post(&path(0), &[]).await.status(), StatusCode::SEE_OTHER);
    let answer = session.post(&path(1), &[]).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().await.expect("a page").contains("cách đăng nhập cuối cùng"));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_address_of_its_own_the_portal_offers_no_keys() {
    let office = Office::open().await.expect("an office");
    let mine = Browser::signed_up(&office, "mai@example.vn").await;
    assert!(!mine.text("/dang-nhap").await.contains("passkeys.js"));
    assert_eq!(mine.get("/tai-khoan/khoa").await.status(), StatusCode::NOT_FOUND);
    assert_eq!(mine.post("/dang-nhap/khoa/bat-dau", &[]).await.status(), StatusCode::NOT_FOUND);
}
