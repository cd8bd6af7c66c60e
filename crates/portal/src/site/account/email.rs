//! Proving that an e-mail address is the account's own, by a code that is sent there; and wishes about being told.

use super::settings::{show_page, show_said};
use super::{Answers, Me, Page, Visit, answer, go};
use crate::admit::{PortalError, clock, random};
use crate::notices::send_email_code;
use crate::store::{LinkedCase, plain_email, plain_phone};
use axum::Form;
use casework::{Digest, Moment};

/// How long a code is good, in minutes.
const GOOD: i64 = 30;
/// Codes that an account asks for on a day, whatever address it claims, and those that an address is sent, whoever asks.
const OF_ACCOUNT: i64 = 8;
const TO_ADDRESS: i64 = 5;

pub(super) fn code_digest(account: &str, code: &str) -> Digest {
    let digits: String = code.chars().filter(char::is_ascii_digit).collect();
    protocol::digest(format!("{account} {digits}").as_bytes())
}

/// Eight digits: with a few tries a minute nobody finds them within half an hour.
pub(super) fn fresh_code() -> Result<String, PortalError> {
    let mut bytes = [0; 8];
    random(&mut bytes)?;
    Ok(format!("{:08}", u64::from_be_bytes(bytes) % 100_000_000))
}

/// Sends a code to the account's address.
pub(super) async fn send(visit: Visit) -> Page {
    let me = visit.require_my_form().await?;
    visit.guessed(&format!("email code {}", me.account.id), 3).await?;
    let email = plain_email(&me.account.email);
    if email.is_empty() {
        let wrong = visit.frame.t("Ghi thư điện tử trước.", "Give an e-mail address first.").to_owned();
        return show_page(visit, me.account.clone(), "", &wrong).await;
    }
    let now = clock();
    if !is_within_day(&visit, &me, &email, now).await? {
        let wrong = visit.frame.t(
            "Hôm nay đã gửi đủ số mã tới địa chỉ này hoặc cho tài khoản này. Thử lại vào ngày mai.",
            "Enough codes were sent to this address or for this account today. Try again tomorrow.",
        );
        let wrong = wrong.to_owned();
        return show_page(visit, me.account.clone(), "", &wrong).await;
    }
    let code = fresh_code()?;
    let digest = code_digest(me.account.id.as_str(), &code);
    visit.portal.store.note_email_code(&me.account.id, &email, &digest, now.plus_minutes(GOOD)).await?;
    if let Err(error) = send_email_code(&visit.portal, &email, &code).await {
        tracing::warn!(account = %me.account.id, %error, "a code was not sent");
        let wrong = visit.frame.t(
            "Chưa gửi được mã. Kiểm tra địa chỉ thư, hoặc thử lại sau ít phút.",
            "The code could not be sent. Check the address, or try again in a few minutes.",
        );
        let wrong = wrong.to_owned();
        return show_page(visit, me.account.clone(), "", &wrong).await;
    }
    Ok(go("/tai-khoan?xong=ma-thu"))
}

/// Counts a code of the day, over all instances. An account that has had enough counts for no address any more.
async fn is_within_day(visit: &Visit, me: &Me, email: &str, now: Moment) -> Result<bool, PortalError> {
    let of_account = protocol::digest(format!("email codes of {}", me.account.id).as_bytes());
    let to_address = protocol::digest(format!("email codes to {email}").as_bytes());
    let count = async |key: &Digest| visit.portal.store.count_of_day(key, now.day(), 1).await;
    Ok(count(&of_account).await? <= OF_ACCOUNT && count(&to_address).await? <= TO_ADDRESS)
}

/// Takes the code.
pub(super) async fn verify(visit: Visit, Form(typed): Form<Answers>) -> Page {
    let me = visit.require_my_form().await?;
    visit.guessed(&format!("email code tried {}", me.account.id), 5).await?;
    let digest = code_digest(me.account.id.as_str(), answer(&typed, "code"));
    if visit.portal.store.verify_email(&me.account.id, &digest, clock()).await? {
        return Ok(go("/tai-khoan?xong=thu"));
    }
    let wrong = visit.frame.t(
        "Mã không đúng hoặc đã hết hạn. Gửi mã mới nếu cần.",
        "The code is wrong or over. Send another one if need be.",
    );
    let wrong = wrong.to_owned();
    show_said(visit, me.account.clone(), &wrong).await
}

/// Keeps the wishes.
pub(super) async fn wishes(visit: Visit, Form(typed): Form<Answers>) -> Page {
    let me = visit.require_my_form().await?;
    let wants = |name: &str| typed.contains_key(name);
    visit.portal.store.set_mail_wishes(&me.account.id, !wants("mail"), !wants("messages")).await?;
    Ok(go("/tai-khoan?xong=thong-bao"))
}

/// The cases that an account sees: its own, those it proved a fact of, and those filed with the address or the phone number
/// that it has proven to be its own. The last it only looks at.
pub(in crate::site) async fn cases_of(visit: &Visit, me: &Me) -> Result<Vec<LinkedCase>, PortalError> {
    let store = &visit.portal.store;
    let mut cases = store.linked_cases(&me.account.id).await?;
    let verified = store.mail_wishes(&me.account.id).await?.verified;
    let mut found = Vec::new();
    if let Some(email) = verified.filter(|email| *email == plain_email(&me.account.email)) {
        found.extend(store.cases_with_email(&email).await?);
    }
    let phone = store.verified_phone(&me.account.id).await?;
    if let Some(phone) = phone.filter(|phone| plain_phone(&me.account.phone).as_ref() == Some(phone)) {
        found.extend(store.cases_with_phone(&phone).await?);
    }
    for case in found {
        match cases.iter_mut().find(|linked| linked.case == case) {
            Some(linked) => linked.by_digits = false,
            None => cases.push(LinkedCase { case, acts_as: None, by_digits: false }),
        }
    }
    Ok(cases)
}
