//! Passkeys of the staff: a key lets its owner in without name and secret, as long as they have a room here.

use crate::stage::{Browser, SECRET, Stage};
use motcua_tests::authenticator::{Device, ORIGIN};
use portal::Exchange;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

async fn stage() -> Stage {
    let stage = Stage::open().await;
    stage.portal.connect(Exchange { public_url: ORIGIN.to_owned(), ..Exchange::default() });
    stage
}

fn read(answer: (StatusCode, String)) -> (StatusCode, Value) {
    (answer.0, serde_json::from_str(&answer.1).unwrap_or_default())
}

async fn adds(browser: &Browser, device: &mut Device, name: &str, secret: &str) -> StatusCode {
    let (status, asked) = read(browser.post("/quan-tri/khoa/bat-dau", &[("name", name), ("password", secret)]).await);
    if status != StatusCode::OK {
        return status;
    }
    let credential = device.creates(&asked["options"]);
    let body = json!({"token": asked["token"], "credential": credential, "text": name});
    browser.send(browser.request(Method::POST, "/quan-tri/khoa").json(&body)).await.status()
}

/// Enters with a key at one of the two doors.
async fn enters(browser: &mut Browser, device: &mut Device, door: &str) -> (StatusCode, Value) {
    let (status, asked) = read(browser.post(&format!("{door}/bat-dau"), &[]).await);
    assert_eq!(status, StatusCode::OK);
    let body = json!({"token": asked["token"], "credential": device.signs(&asked["options"]), "text": ""});
    let answer = browser.send(browser.request(Method::POST, door).json(&body)).await;
    browser.keep(answer.headers(), "motcua_staff=");
    (answer.status(), answer.json().await.unwrap_or_default())
}

const DOOR: &str = "/quan-tri/vao/khoa";

async fn actions(stage: &Stage) -> Vec<(String, String)> {
    let actions = stage.portal.store.actions(None, 50, 0).await.expect("the book");
    actions.into_iter().rev().map(|action| (action.user.to_string(), action.action)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_lets_its_owner_in_until_it_is_removed_and_the_book_says_so() {
    let stage = stage().await;
    let mine = stage.signed_in("stp.ld").await;
    let mut phone = Device::fresh();
    assert_eq!(adds(&mine, &mut phone, "Điện thoại", "sai").await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(adds(&mine, &mut phone, "Điện\u{0}thoại\n", SECRET).await, StatusCode::OK, "a name is one line");
    assert!(mine.text("/quan-tri/khoa").await.1.contains("Điện thoại"));
    assert!(stage.browser().text("/quan-tri/vao").await.1.contains("passkeys.js"));

    let mut other = stage.browser();
    let (status, said) = enters(&mut other, &mut phone, DOOR).await;
    assert_eq!((status, &said["to"]), (StatusCode::OK, &json!("/quan-tri")));
    assert!(other.cookie.as_ref().is_some_and(|cookie| Some(cookie) != mine.cookie.as_ref()), "a session of its own");
    let (status, page) = other.text("/quan-tri/khoa").await;
    assert!(status == StatusCode::OK && page.contains("dùng lần cuối"));

    let key = stage.portal.store.passkeys_of("user stp.ld").await.expect("the store").remove(0);
    let path = format!("/quan-tri/khoa/{}/bo", key.id);
    let theirs = stage.signed_in("stp.qt").await;
    assert_eq!(theirs.post(&path, &[]).await.0, StatusCode::NOT_FOUND, "it is not theirs");
    let (status, _) = other.post_from(&path, &[], Some("https://evil.example")).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert_eq!(other.post(&path, &[]).await.0, StatusCode::SEE_OTHER);
    let (status, _) = enters(&mut stage.browser(), &mut phone, DOOR).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    let book = actions(&stage).await;
    let of_keys: Vec<&str> = book.iter().filter(|line| line.0 == "stp.ld").map(|line| line.1.as_str()).collect();
    assert_eq!(of_keys, ["sign_in", "passkey_added", "sign_in_passkey", "passkey_removed"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_worth_what_its_owner_may_do_today() {
    let stage = stage().await;
    let mut phone = Device::fresh();
    assert_eq!(adds(&stage.signed_in("stp.lp").await, &mut phone, "Điện thoại", SECRET).await, StatusCode::OK);
    let mut browser = stage.browser();
    assert_eq!(enters(&mut browser, &mut phone, DOOR).await.0, StatusCode::OK);
    assert_eq!(browser.get("/quan-tri/may").await.status(), StatusCode::FORBIDDEN, "no other rooms than before");

    let mut catalogue = (*stage.portal.catalogue()).clone();
    catalogue.users.get_mut(&"stp.lp".into()).expect("a head").roles = [casework::catalogue::Role::Clerk].into();
    stage.portal.publish(catalogue).await.expect("published");
    let mut browser = stage.browser();
    assert_eq!(enters(&mut browser, &mut phone, DOOR).await.0, StatusCode::FORBIDDEN, "the counter has no room here");
    assert_eq!(browser.cookie, None);

    let mut catalogue = (*stage.portal.catalogue()).clone();
    catalogue.users.get_mut(&"stp.lp".into()).expect("a head").active = false;
    stage.portal.publish(catalogue).await.expect("published");
    assert_eq!(enters(&mut browser, &mut phone, DOOR).await.0, StatusCode::UNAUTHORIZED);
    assert_eq!(browser.cookie, None);
    let refused = ("stp.lp".to_owned(), "sign_in_refused".to_owned());
    assert!(actions(&stage).await.contains(&refused));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_citizens_key_opens_no_room_and_a_key_of_the_staff_no_account() {
    let stage = stage().await;
    let mut citizen = stage.browser();
    let person = [("name", "Trần Thị Mai"), ("login", "mai@example.vn"), ("password", "mật khẩu đủ dài")];
    let signed_up = citizen.send(citizen.request(Method::POST, "/dang-ky").form(&person)).await;
    citizen.keep(signed_up.headers(), "motcua_session=");
    let wanted = [("name", "Điện thoại"), ("password", "mật khẩu đủ dài")];
    let (_, asked) = read(citizen.post("/tai-khoan/khoa/bat-dau", &wanted).await);
    let mut theirs = Device::fresh();
    let credential = theirs.creates(&asked["options"]);
    let body = json!({"token": asked["token"], "credential": credential, "text": "Điện thoại"});
    assert_eq!(
        citizen.send(citizen.request(Method::POST, "/tai-khoan/khoa").json(&body)).await.status(),
        StatusCode::OK
    );
    let mut ours = Device::fresh();
    assert_eq!(adds(&stage.signed_in("stp.ld").await, &mut ours, "Điện thoại", SECRET).await, StatusCode::OK);
    let mut browser = stage.browser();
    assert_eq!(enters(&mut browser, &mut theirs, DOOR).await.0, StatusCode::UNAUTHORIZED);
    assert_eq!(enters(&mut browser, &mut ours, "/dang-nhap/khoa").await.0, StatusCode::UNAUTHORIZED);
    assert_eq!(browser.cookie, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_units_administrator_removes_the_key_of_a_lost_device_and_no_other_unit_does() {
    let stage = stage().await;
    let mut phone = Device::fresh();
    assert_eq!(adds(&stage.signed_in("stp.ld").await, &mut phone, "Điện thoại", SECRET).await, StatusCode::OK);
    let key = stage.portal.store.passkeys_of("user stp.ld").await.expect("the store").remove(0);
    let path = format!("/quan-tri/nguoi/stp.ld/khoa/{}/bo", key.id);
    for other in ["thd.qt", "stp.lp"] {
        assert_eq!(stage.signed_in(other).await.post(&path, &[]).await.0, StatusCode::FORBIDDEN, "{other}");
    }
    let administrator = stage.signed_in("stp.qt").await;
    assert!(administrator.text("/quan-tri/nguoi/stp.ld").await.1.contains(&path));
    assert_eq!(administrator.post(&path, &[]).await.0, StatusCode::SEE_OTHER);
    assert_eq!(enters(&mut stage.browser(), &mut phone, DOOR).await.0, StatusCode::UNAUTHORIZED);
    let removed = ("stp.qt".to_owned(), "passkey_removed".to_owned());
    assert!(actions(&stage).await.contains(&removed));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_not_signed_in_adds_no_key_and_guessing_the_secret_there_is_slowed_down() {
    let stage = stage().await;
    let nobody = stage.browser();
    assert_eq!(nobody.post("/quan-tri/khoa/bat-dau", &[("name", "Khóa")]).await.0, StatusCode::SEE_OTHER);
    let mine = stage.signed_in("stp.ld").await;
    let mut last = StatusCode::OK;
    // A minute may turn meanwhile.
    for _ in 0..21 {
        last = adds(&mine, &mut Device::fresh(), "Khóa", "sai").await;
        if last == StatusCode::TOO_MANY_REQUESTS {
            break;
        }
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    let without = Stage::open().await;
    assert!(!without.browser().text("/quan-tri/vao").await.1.contains("passkeys.js"));
    assert_eq!(without.signed_in("stp.ld").await.get("/quan-tri/khoa").await.status(), StatusCode::NOT_FOUND);
}

/// Signs in with the secret; the status.
async fn by_secret(stage: &Stage, user: &str) -> StatusCode {
    stage.browser().sign_in(user, SECRET).await
}

#[tokio::test(flavor = "multi_thread")]
async fn who_says_that_the_secret_is_not_enough_enters_with_a_key_alone() {
    let stage = stage().await;
    let mine = stage.signed_in("stp.ld").await;
    let needed = [("needed", "1")];
    let (status, page) = mine.post("/quan-tri/khoa/bat-buoc", &needed).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("Thêm khóa truy cập trước"), "{page}");
    let (mut phone, mut computer) = (Device::fresh(), Device::fresh());
    assert_eq!(adds(&mine, &mut phone, "Điện thoại", SECRET).await, StatusCode::OK);
    assert_eq!(by_secret(&stage, "stp.ld").await, StatusCode::SEE_OTHER, "a key alone changes nothing");
    assert_eq!(mine.post("/quan-tri/khoa/bat-buoc", &needed).await.0, StatusCode::SEE_OTHER);

    let mut browser = stage.browser();
    assert_eq!(browser.sign_in("stp.ld", SECRET).await, StatusCode::FORBIDDEN);
    assert_eq!(browser.cookie, None);
    assert_eq!(browser.sign_in("stp.ld", "sai").await, StatusCode::UNAUTHORIZED);
    assert_eq!(enters(&mut browser, &mut phone, DOOR).await.0, StatusCode::OK);
    assert_eq!(by_secret(&stage, "stp.lp").await, StatusCode::SEE_OTHER, "nobody else is meant");
    // A session alone does not make the secret enough by removing the last key.
    let key = stage.portal.store.passkeys_of("user stp.ld").await.expect("the store").remove(0);
    let removal = format!("/quan-tri/khoa/{}/bo", key.id);
    let (status, page) = mine.post(&removal, &[]).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("khóa cuối cùng"), "{page}");
    assert_eq!(adds(&mine, &mut computer, "Máy tính", SECRET).await, StatusCode::OK);
    assert_eq!(mine.post(&removal, &[]).await.0, StatusCode::SEE_OTHER);
    assert_eq!(by_secret(&stage, "stp.ld").await, StatusCode::FORBIDDEN);

    assert_eq!(mine.post("/quan-tri/khoa/bat-buoc", &[]).await.0, StatusCode::SEE_OTHER);
    assert_eq!(by_secret(&stage, "stp.ld").await, StatusCode::SEE_OTHER, "whoever said so may take it back");
    let book = actions(&stage).await;
    for action in ["passkey_needed", "sign_in_needs_passkey", "passkey_not_needed"] {
        assert!(book.contains(&("stp.ld".to_owned(), action.to_owned())), "{action}");
    }
    // Where no key can be used, the secret is all there is.
    assert_eq!(mine.post("/quan-tri/khoa/bat-buoc", &needed).await.0, StatusCode::SEE_OTHER);
    stage.portal.connect(Exchange::default());
    assert_eq!(by_secret(&stage, "stp.ld").await, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_makes_a_key_necessary_and_resets_those_that_are_lost() {
    let stage = stage().await;
    let mine = stage.signed_in("stp.ld").await;
    let administrator = stage.signed_in("stp.qt").await;
    let (need, reset) = ("/quan-tri/nguoi/stp.ld/khoa-bat-buoc", "/quan-tri/nguoi/stp.ld/khoa-dat-lai");
    for other in ["thd.qt", "stp.lp", "stp.ld"] {
        let other = stage.signed_in(other).await;
        for path in [need, reset] {
            assert_eq!(other.post(path, &[("needed", "1")]).await.0, StatusCode::FORBIDDEN, "{path}");
        }
    }
    assert_eq!(administrator.post(reset, &[]).await.0, StatusCode::NOT_FOUND, "there is none yet");
    assert_eq!(administrator.post(need, &[("needed", "1")]).await.0, StatusCode::SEE_OTHER);
    assert_eq!(mine.get("/quan-tri").await.status(), StatusCode::SEE_OTHER, "whoever came in comes in anew");
    let mine = stage.signed_in("stp.ld").await;
    let mut phone = Device::fresh();
    assert_eq!(adds(&mine, &mut phone, "Điện thoại", SECRET).await, StatusCode::OK);
    assert_eq!(by_secret(&stage, "stp.ld").await, StatusCode::FORBIDDEN);
    assert_eq!(mine.post("/quan-tri/khoa/bat-buoc", &[]).await.0, StatusCode::FORBIDDEN, "it is not theirs to undo");
    assert!(mine.text("/quan-tri/khoa").await.1.contains("Do quản trị đặt"));

    // A new secret opens nothing by itself; removing what is lost does, and the next key is asked for again.
    const LATER: &str = "một bí mật khác";
    let secret = [("secret", LATER), ("again", LATER)];
    assert_eq!(administrator.post("/quan-tri/nguoi/stp.ld/mat-khau", &secret).await.0, StatusCode::OK);
    assert_eq!(stage.browser().sign_in("stp.ld", LATER).await, StatusCode::FORBIDDEN);
    assert_eq!(administrator.post(reset, &[]).await.0, StatusCode::SEE_OTHER);
    assert_eq!(enters(&mut stage.browser(), &mut phone, DOOR).await.0, StatusCode::UNAUTHORIZED);
    let mut mine = stage.browser();
    assert_eq!(mine.sign_in("stp.ld", LATER).await, StatusCode::SEE_OTHER);
    let mut fresh = Device::fresh();
    assert_eq!(adds(&mine, &mut fresh, "Điện thoại mới", LATER).await, StatusCode::OK);
    assert_eq!(stage.browser().sign_in("stp.ld", LATER).await, StatusCode::FORBIDDEN);
    // On the command line, where there is no administrator to ask.
    portal::reset_passkeys(&stage.portal, &"stp.ld".into()).await.expect("reset");
    assert_eq!(stage.browser().sign_in("stp.ld", LATER).await, StatusCode::SEE_OTHER);
    let book = actions(&stage).await;
    for (who, action) in [("stp.qt", "passkey_needed"), ("stp.qt", "passkeys_reset"), ("stp.ld", "passkeys_reset")] {
        assert!(book.contains(&(who.to_owned(), action.to_owned())), "{who} {action}");
    }
}
