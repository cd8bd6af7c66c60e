//! An e-mail address or a phone number that its owner has proven: cases filed with it, and the wish not to be told.

use crate::post_office::{Call, Letter, receiver, smtp};
use crate::stage::{Stage, now};
use portal::{Exchange, Mail, MessageProvider, SignedCall, run_jobs};
use reqwest::header::{COOKIE, SET_COOKIE};
use tokio::sync::mpsc::UnboundedReceiver;

struct Person<'a> {
    stage: &'a Stage,
    cookie: String,
}

impl<'a> Person<'a> {
    async fn signs_up(stage: &'a Stage, login: &str) -> Self {
        let form = [("name", "Trần Thị Mai"), ("login", login), ("password", "mật khẩu đủ dài")];
        let answer = stage.client.post(stage.url("/dang-ky")).form(&form).send().await.unwrap();
        let mut cookies = answer.headers().get_all(SET_COOKIE).iter().filter_map(|value| value.to_str().ok());
        let cookie = cookies.find(|cookie| cookie.starts_with("motcua_session=")).expect("a session");
        Self { stage, cookie: cookie.split(';').next().unwrap().to_owned() }
    }

    async fn text(&self, path: &str) -> String {
        let request = self.stage.client.get(self.stage.url(path)).header(COOKIE, &self.cookie);
        request.send().await.unwrap().text().await.unwrap()
    }

    async fn posts(&self, path: &str, form: &[(&str, &str)]) -> u16 {
        let request = self.stage.client.post(self.stage.url(path)).header(COOKIE, &self.cookie);
        request.form(form).send().await.unwrap().status().as_u16()
    }
}

async fn open() -> (Stage, UnboundedReceiver<Letter>) {
    let stage = Stage::open().await;
    let (url, letters, _) = smtp().await;
    let mail = Some(Mail { url, from: "Bộ phận một cửa <motcua@example.vn>".to_owned() });
    stage.portal.connect(Exchange { mail, ..Exchange::default() });
    run_jobs(&stage.portal, now()).await.unwrap();
    (stage, letters)
}

/// The eight digits of the letter.
fn code(letter: &Letter) -> String {
    let digits = letter.text.split(|letter: char| !letter.is_ascii_digit());
    digits.into_iter().find(|part| part.len() == 8).expect("a code").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_reads_the_mailbox_sees_what_was_filed_with_its_address_and_only_they() {
    let (stage, mut letters) = open().await;
    let case = stage.received(1, Some(" Mai@Example.vn")).await;
    let page = format!("/ho-so-cua-toi/{case}");
    let mai = Person::signs_up(&stage, "mai@example.vn").await;
    assert!(!mai.text("/ho-so-cua-toi").await.contains(&page), "an address that is only claimed shows nothing");
    assert_eq!(mai.posts("/tai-khoan/thu/ma", &[("code", "12345678")]).await, 422);
    assert_eq!(mai.posts("/tai-khoan/thu", &[]).await, 303);
    // The notice that the case was received goes to the address as it was given, before or after this letter.
    let mut letter = letters.recv().await.unwrap();
    while letter.to == "Mai@Example.vn" {
        letter = letters.recv().await.unwrap();
    }
    assert_eq!(letter.to, "mai@example.vn");
    assert_eq!(mai.posts("/tai-khoan/thu/ma", &[("code", "00000000")]).await, 422);
    let other = Person::signs_up(&stage, "0912000000").await;
    assert_eq!(other.posts("/tai-khoan/thu/ma", &[("code", &code(&letter))]).await, 422, "the code is one account's");
    assert_eq!(mai.posts("/tai-khoan/thu/ma", &[("code", &code(&letter))]).await, 303);
    assert_eq!(mai.posts("/tai-khoan/thu/ma", &[("code", &code(&letter))]).await, 422, "good once");
    assert!(mai.text("/ho-so-cua-toi").await.contains(&page));
    let shown = mai.text(&page).await;
    assert!(shown.contains("Hồ sơ này không nộp từ tài khoản của bạn"), "it only looks");
    assert_eq!(mai.posts(&format!("{page}/rut"), &[("turn", "1"), ("reason", "x")]).await, 404);
    assert!(!other.text("/ho-so-cua-toi").await.contains(&page));
    // Another address in the account is not proven, and shows nothing of it any more.
    let details = [("name", "Trần Thị Mai"), ("email", "khac@example.vn"), ("phone", ""), ("address", "")];
    assert_eq!(mai.posts("/tai-khoan/thong-tin", &details).await, 303);
    assert!(!mai.text("/ho-so-cua-toi").await.contains(&page));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_wishes_not_to_be_told_is_not() {
    let (stage, mut letters) = open().await;
    let mai = Person::signs_up(&stage, "mai@example.vn").await;
    assert_eq!(mai.posts("/tai-khoan/thu", &[]).await, 303);
    let letter = letters.recv().await.unwrap();
    // Somebody who has only claimed the address silences nobody.
    assert_eq!(mai.posts("/tai-khoan/thong-bao", &[]).await, 303);
    stage.received(1, Some("mai@example.vn")).await;
    run_jobs(&stage.portal, now()).await.unwrap();
    assert!(letters.recv().await.unwrap().text.contains("đã được tiếp nhận"));
    assert_eq!(mai.posts("/tai-khoan/thu/ma", &[("code", &code(&letter))]).await, 303);
    stage.received(2, Some("mai@example.vn")).await;
    run_jobs(&stage.portal, now()).await.unwrap();
    assert!(letters.try_recv().is_err());
    assert_eq!(mai.posts("/tai-khoan/thong-bao", &[("mail", "on")]).await, 303);
    stage.received(3, Some("mai@example.vn")).await;
    run_jobs(&stage.portal, now()).await.unwrap();
    assert!(letters.recv().await.unwrap().text.contains("đã được tiếp nhận"));
}

/// A portal that hands messages to a provider.
async fn with_messages() -> (Stage, UnboundedReceiver<Call>) {
    let stage = Stage::open().await;
    let (url, calls, _) = receiver().await;
    let messages = Some(MessageProvider(SignedCall { url: format!("{url}/send"), secret: "geheim".to_owned() }));
    stage.portal.connect(Exchange { messages, ..Exchange::default() });
    run_jobs(&stage.portal, now()).await.unwrap();
    (stage, calls)
}

/// The eight digits of the message.
async fn sent_code(calls: &mut UnboundedReceiver<Call>) -> String {
    let said = calls.recv().await.unwrap().json();
    assert_eq!((said["kind"].as_str(), said["to"].as_str()), (Some("phone_code"), Some("0912345678")));
    let text = said["text"].as_str().unwrap().to_owned();
    assert!(text.is_ascii() && text.len() <= 160, "one SMS: {text}");
    text.split(|letter: char| !letter.is_ascii_digit()).find(|part| part.len() == 8).expect("a code").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_holds_the_telephone_sees_what_was_filed_with_its_number_and_says_whether_it_rings() {
    let (stage, mut calls) = with_messages().await;
    let case = stage.received(1, None).await;
    run_jobs(&stage.portal, now()).await.unwrap();
    assert_eq!(calls.recv().await.unwrap().json()["kind"], "accepted");
    let page = format!("/ho-so-cua-toi/{case}");
    let mai = Person::signs_up(&stage, "+84 912 345 678").await;
    assert!(!mai.text("/ho-so-cua-toi").await.contains(&page), "a number that is only claimed shows nothing");
    assert_eq!(mai.posts("/tai-khoan/thong-bao", &[]).await, 303, "and silences nobody");
    stage.received(2, None).await;
    run_jobs(&stage.portal, now()).await.unwrap();
    assert_eq!(calls.recv().await.unwrap().json()["kind"], "accepted");

    assert_eq!(mai.posts("/tai-khoan/dien-thoai", &[]).await, 303);
    let code = sent_code(&mut calls).await;
    assert_eq!(mai.posts("/tai-khoan/dien-thoai/ma", &[("code", "00000000")]).await, 422);
    let other = Person::signs_up(&stage, "khac@example.vn").await;
    assert_eq!(other.posts("/tai-khoan/dien-thoai/ma", &[("code", &code)]).await, 422, "the code is one account's");
    assert_eq!(mai.posts("/tai-khoan/dien-thoai/ma", &[("code", &code)]).await, 303);
    assert_eq!(mai.posts("/tai-khoan/dien-thoai/ma", &[("code", &code)]).await, 422, "good once");
    assert!(mai.text("/ho-so-cua-toi").await.contains(&page));
    assert!(mai.text(&page).await.contains("Hồ sơ này không nộp từ tài khoản của bạn"), "it only looks");
    stage.received(3, None).await;
    run_jobs(&stage.portal, now()).await.unwrap();
    assert!(calls.try_recv().is_err(), "its wish counts now");
    let details = [("name", "Trần Thị Mai"), ("phone", "0987654321"), ("email", ""), ("address", "")];
    assert_eq!(mai.posts("/tai-khoan/thong-tin", &details).await, 303);
    assert!(!mai.text("/ho-so-cua-toi").await.contains(&page), "another number is not proven");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_is_sent_few_codes_a_day_and_a_code_is_tried_a_few_times_a_minute() {
    let (stage, mut calls) = with_messages().await;
    let mai = Person::signs_up(&stage, "0912345678").await;
    assert_eq!(mai.posts("/tai-khoan/dien-thoai", &[]).await, 303);
    let code = sent_code(&mut calls).await;
    // Another account that claims the number does not make it ring in the same minute either.
    let other = Person::signs_up(&stage, "khac@example.vn").await;
    let details = [("name", "Khác"), ("phone", "0912 345 678"), ("email", ""), ("address", "")];
    assert_eq!(other.posts("/tai-khoan/thong-tin", &details).await, 303);
    assert_eq!(other.posts("/tai-khoan/dien-thoai", &[]).await, 429);
    for _ in 0..5 {
        assert_eq!(mai.posts("/tai-khoan/dien-thoai/ma", &[("code", "00000000")]).await, 422);
    }
    assert_eq!(mai.posts("/tai-khoan/dien-thoai/ma", &[("code", &code)]).await, 429);
    assert!(calls.try_recv().is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_sent_few_codes_a_day_whoever_asks_and_an_account_asks_for_few_whatever_it_claims() {
    let (stage, mut letters) = open().await;
    let mai = Person::signs_up(&stage, "mai@example.vn").await;
    let other = Person::signs_up(&stage, "khac@example.vn").await;
    let claims = async |email: &str| {
        let details = [("name", "Khác"), ("phone", ""), ("email", email), ("address", "")];
        assert_eq!(other.posts("/tai-khoan/thong-tin", &details).await, 303);
    };
    claims(" MAI@example.vn").await;
    for person in [&mai, &mai, &mai, &other, &other] {
        assert_eq!(person.posts("/tai-khoan/thu", &[]).await, 303);
        letters.recv().await.unwrap();
    }
    assert_eq!(other.posts("/tai-khoan/thu", &[]).await, 422, "the sixth of the day");
    assert!(letters.try_recv().is_err());
    // The account is not held back at another address, until it has had its own share.
    let (portal, today) = (&stage.portal, desk::clock().day());
    let third = Person::signs_up(&stage, "ba@example.vn").await;
    let account = portal.store.account_by_login("ba@example.vn").await.unwrap().unwrap();
    let key = protocol::digest(format!("email codes of {}", account.id).as_bytes());
    portal.store.count_of_day(&key, today, 7).await.unwrap();
    assert_eq!(third.posts("/tai-khoan/thu", &[]).await, 303, "the eighth");
    assert_eq!(letters.recv().await.unwrap().to, "ba@example.vn");
    assert_eq!(third.posts("/tai-khoan/thu", &[]).await, 422);
    let to_address = protocol::digest(b"email codes to ba@example.vn");
    assert_eq!(
        portal.store.counted_of_day(&to_address, today).await.unwrap(),
        1,
        "what was refused counts nowhere else"
    );
}
