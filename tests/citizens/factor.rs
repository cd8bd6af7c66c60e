//! The second factor of an account that has no password.

use crate::Browser;
use aws_lc_rs::hmac;
use motcua_tests::office::Office;
use portal::{Account, NewSession};
use reqwest::StatusCode;

/// What an app shows for a key at this moment (RFC 6238: SHA-1, six digits, half a minute).
fn code(key: &str, steps_on: i64) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &hex::decode(key).expect("hexadecimal"));
    let step = desk::clock().0 / 30_000 + steps_on;
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let tag = tag.as_ref();
    let place = usize::from(tag[19] & 15);
    let number = u32::from_be_bytes(tag[place..place + 4].try_into().expect("four bytes")) & 0x7fff_ffff;
    format!("{:06}", number % 1_000_000)
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_no_password_turns_the_second_factor_on_and_off_by_its_codes() {
    let office = Office::open().await.expect("a portal");
    let now = desk::clock();
    let text = String::new;
    let (id, login) = ("acc-1".into(), "oidc:mai".to_owned());
    let (name, identity_number, totp_secret, deletion_asked_at) = ("Trần Thị Mai".to_owned(), None, None, None);
    let (phone, email, address, phc) = (text(), text(), text(), text());
    let account = Account {
        id,
        login,
        name,
        identity_number,
        phone,
        email,
        address,
        phc,
        totp_secret,
        created_at: now,
        deletion_asked_at,
    };
    let store = &office.portal.store;
    assert!(store.add_account(&account).await.expect("the store holds"));
    let session = NewSession {
        token: protocol::digest(b"token"),
        account: account.id.clone(),
        device: String::new(),
        begun_at: now,
        expires_at: now.plus_minutes(5),
    };
    store.begin_account_session(&session).await.expect("the store holds");
    let mut mai = Browser::at(&office);
    mai.cookie = "motcua_session=token".to_owned();

    let page = mai.text("/tai-khoan/xac-thuc").await;
    assert!(!page.contains("name=\"password\""), "there is none to ask for: {page}");
    let key = page.split("name=\"secret\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a key");
    let wrong = mai.post("/tai-khoan/xac-thuc", &[("secret", key), ("code", "abcdef")]).await;
    assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let right = mai.post("/tai-khoan/xac-thuc", &[("secret", key), ("code", &code(key, 0))]).await;
    assert_eq!(right.status(), StatusCode::OK);

    let page = mai.text("/tai-khoan/xac-thuc").await;
    assert!(page.contains("/tai-khoan/xac-thuc/tat") && !page.contains("name=\"password\""), "{page}");
    for nothing in [vec![("password", "")], vec![("code", "abcdef")]] {
        let answer = mai.post("/tai-khoan/xac-thuc/tat", &nothing).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "a session alone does not turn it off");
    }
    // The code of this half minute was used.
    let off = mai.post("/tai-khoan/xac-thuc/tat", &[("code", &code(key, 1))]).await;
    assert_eq!(off.status(), StatusCode::SEE_OTHER);
}
