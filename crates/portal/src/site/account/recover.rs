//! A way back into an account whose password is forgotten: a code to the e-mail address or the number that the account has
//! proven to be its own. Whether there is such an account is told to nobody; the second factor is asked for all the same.

use super::email::{code_digest, fresh_code};
use super::enter::{login, too_short};
use super::{Answers, Page, Trouble, Visit, answer, begin, factor, go};
use crate::admit::{Portal, PortalError, clock};
use crate::notices::{Way, send_recovery_code};
use crate::people::hashed;
use crate::site::{Frame, show};
use crate::store::{Account, plain_email, plain_phone};
use askama::Template;
use axum::Form;
use axum::http::StatusCode;
use axum::response::Response;
use std::sync::Arc;

/// How long a code is good, in minutes.
const GOOD: i64 = 30;
/// Codes that an account is sent on a day, and tries at them, whoever asks.
const SENT_A_DAY: i64 = 5;
const TRIED_A_DAY: i64 = 20;

#[derive(Template)]
#[template(path = "account/recover.html")]
struct RecoverPage {
    frame: Frame,
    login: String,
    /// A code is on its way, if there is such an account.
    is_sent: bool,
    wrong: String,
}

fn shown(frame: Frame, login: &str, is_sent: bool, wrong: &str) -> Response {
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = RecoverPage { login: login.to_owned(), is_sent, wrong: wrong.to_owned(), frame };
    show(&page.frame, status, &page)
}

pub(super) async fn form(visit: Visit) -> Page {
    Ok(shown(visit.frame, "", false, ""))
}

/// The account that is meant, and where it can be reached; nobody where there is none, where nothing was proven, or where
/// a password never opened it.
async fn meant(portal: &Portal, known_as: &str) -> Result<Option<(Account, Way)>, PortalError> {
    let store = &portal.store;
    let by_login = store.account_by_login(known_as).await?;
    let account = match by_login {
        Some(account) => Some(account),
        None if known_as.contains('@') => store.account_by_email(known_as).await?,
        None => store.account_by_phone(known_as).await?,
    };
    let Some(account) = account.filter(Account::has_password) else { return Ok(None) };
    let exchange = portal.exchange();
    let email = store.mail_wishes(&account.id).await?.verified;
    let email = email.filter(|email| exchange.mail.is_some() && *email == plain_email(&account.email));
    let phone = store.verified_phone(&account.id).await?;
    let phone =
        phone.filter(|phone| exchange.messages.is_some() && plain_phone(&account.phone).as_ref() == Some(phone));
    // By the way that was named, where both are known.
    let way = match (email, phone) {
        (Some(email), None) => Some(Way::Email(email)),
        (None, Some(phone)) => Some(Way::Phone(phone)),
        (Some(email), Some(_)) if known_as.contains('@') => Some(Way::Email(email)),
        (Some(_), Some(phone)) => Some(Way::Phone(phone)),
        (None, None) => None,
    };
    Ok(way.map(|way| (account, way)))
}

/// Counts something of an account on this day; whether it is still within its bound.
async fn within(portal: &Portal, what: &str, account: &Account, bound: i64) -> Result<bool, PortalError> {
    let key = protocol::digest(format!("{what} {}", account.id).as_bytes());
    Ok(portal.store.count_of_day(&key, clock().day(), 1).await? <= bound)
}

/// Sends a code, if there is an account to send it to. The answer is the same in any case, and as quick: the code goes
/// out behind it.
pub(super) async fn send(visit: Visit, Form(typed): Form<Answers>) -> Page {
    visit.require_own_form()?;
    let name = answer(&typed, "login").to_owned();
    visit.throttled(&format!("recover {}", visit.from), 10).await?;
    let Some(known_as) = login(&name) else {
        let wrong = visit.frame.t("Ghi thư điện tử hoặc số điện thoại.", "Give an e-mail address or a phone number.");
        let wrong = wrong.to_owned();
        return Ok(shown(visit.frame, &name, false, &wrong));
    };
    visit.guessed(&format!("recover {known_as}"), 3).await?;
    let (portal, asked) = (visit.portal.clone(), known_as);
    tokio::spawn(async move {
        if let Err(error) = send_to(&portal, &asked).await {
            tracing::warn!(%error, "a code for a forgotten password was not sent");
        }
    });
    Ok(shown(visit.frame, &name, true, ""))
}

async fn send_to(portal: &Arc<Portal>, known_as: &str) -> Result<(), PortalError> {
    let Some((account, way)) = meant(portal, known_as).await? else { return Ok(()) };
    if !within(portal, "recovery sent", &account, SENT_A_DAY).await? {
        return Ok(());
    }
    let (code, now) = (fresh_code()?, clock());
    let digest = code_digest(account.id.as_str(), &code);
    portal.store.note_recovery(&account.id, &digest, now.plus_minutes(GOOD)).await?;
    let sent = send_recovery_code(portal, &way, &code, now).await;
    sent.map_err(|error| PortalError::Wrong(error.to_string()))
}

/// Takes the code and the new password, and the second factor where the account has one; every session ends.
pub(super) async fn set(visit: Visit, Form(typed): Form<Answers>) -> Page {
    visit.require_own_form()?;
    visit.throttled(&format!("recover {}", visit.from), 10).await?;
    let name = answer(&typed, "login").to_owned();
    let known_as = login(&name).unwrap_or_default();
    visit.guessed(&format!("recovery tried {known_as}"), 5).await?;
    let password = typed.get("new").map_or("", String::as_str);
    if let Some(wrong) = too_short(&visit.frame, password) {
        return Ok(shown(visit.frame, &name, true, &wrong));
    }
    match opened(&visit, &known_as, &typed).await? {
        Some(account) => {
            let phc = hashed(password).await?;
            let nobody = protocol::digest(b"no session stays");
            visit.portal.store.set_password(&account.id, &phc, &nobody).await?;
            begin(&visit, &account.id, go("/tai-khoan?xong=mat-khau")).await
        }
        None => {
            let wrong = visit.frame.t(
                "Mã không đúng, đã hết hạn, hoặc thiếu mã xác thực hai lớp của tài khoản. Kiểm tra lại, hoặc gửi mã mới.",
                "The code is wrong or over, or the account's second factor is missing. Check it, or send another code.",
            );
            let wrong = wrong.to_owned();
            Ok(shown(visit.frame, &name, true, &wrong))
        }
    }
}

/// The account that code and second factor open. The code is used up only where both are right.
async fn opened(visit: &Visit, known_as: &str, typed: &Answers) -> Result<Option<Account>, Trouble> {
    let portal = &visit.portal;
    let Some((account, _)) = meant(portal, known_as).await? else { return Ok(None) };
    if !within(portal, "recovery tried", &account, TRIED_A_DAY).await? {
        return Ok(None);
    }
    let (digest, now) = (code_digest(account.id.as_str(), answer(typed, "code")), clock());
    if !portal.store.is_recovery(&account.id, &digest, now).await? {
        return Ok(None);
    }
    let has_factor = account.totp_secret.is_some();
    if has_factor && !factor::proves(portal, &account, answer(typed, "factor")).await? {
        return Ok(None);
    }
    Ok(portal.store.use_recovery(&account.id, &digest, now).await?.then_some(account))
}
