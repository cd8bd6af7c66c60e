//! Proving that a phone number is the account's own, by a code that a message brings.

use super::email::{code_digest, fresh_code};
use super::settings::{show_page, show_said};
use super::{Answers, Page, Visit, answer, go};
use crate::admit::clock;
use crate::notices::send_phone_code;
use crate::store::plain_phone;
use axum::Form;

/// How long a code is good, in minutes.
const GOOD: i64 = 10;
/// Codes that a number is sent on a day, whoever asks.
const A_DAY: i64 = 5;

/// Sends a code to the account's number.
pub(super) async fn send(visit: Visit) -> Page {
    let me = visit.require_my_form().await?;
    visit.guessed(&format!("phone code {}", me.account.id), 2).await?;
    let Some(phone) = plain_phone(&me.account.phone) else {
        let wrong =
            visit.frame.t("Ghi số điện thoại trước, ví dụ 0912 345 678.", "Give a phone number first.").to_owned();
        return show_page(visit, me.account.clone(), "", &wrong).await;
    };
    visit.guessed(&format!("phone code to {phone}"), 1).await?;
    let now = clock();
    if !visit.portal.store.may_send_phone_code(&phone, now.day(), A_DAY).await? {
        let wrong = visit.frame.t(
            "Hôm nay số này đã nhận đủ số mã. Thử lại vào ngày mai.",
            "This number was sent enough codes today. Try again tomorrow.",
        );
        let wrong = wrong.to_owned();
        return show_page(visit, me.account.clone(), "", &wrong).await;
    }
    let code = fresh_code()?;
    let digest = code_digest(me.account.id.as_str(), &code);
    visit.portal.store.note_phone_code(&me.account.id, &phone, &digest, now.plus_minutes(GOOD)).await?;
    if let Err(error) = send_phone_code(&visit.portal, &phone, &code, now).await {
        tracing::warn!(account = %me.account.id, %error, "a code was not sent");
        let wrong = visit.frame.t(
            "Chưa gửi được mã. Kiểm tra số điện thoại, hoặc thử lại sau ít phút.",
            "The code could not be sent. Check the number, or try again in a few minutes.",
        );
        let wrong = wrong.to_owned();
        return show_page(visit, me.account.clone(), "", &wrong).await;
    }
    Ok(go("/tai-khoan?xong=ma-dien-thoai"))
}

/// Takes the code.
pub(super) async fn verify(visit: Visit, Form(typed): Form<Answers>) -> Page {
    let me = visit.require_my_form().await?;
    visit.guessed(&format!("phone code tried {}", me.account.id), 5).await?;
    let digest = code_digest(me.account.id.as_str(), answer(&typed, "code"));
    if visit.portal.store.verify_phone(&me.account.id, &digest, clock()).await? {
        return Ok(go("/tai-khoan?xong=dien-thoai"));
    }
    let wrong = visit.frame.t(
        "Mã không đúng hoặc đã hết hạn. Gửi mã mới nếu cần.",
        "The code is wrong or over. Send another one if need be.",
    );
    let wrong = wrong.to_owned();
    show_said(visit, me.account.clone(), &wrong).await
}
