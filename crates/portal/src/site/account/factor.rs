//! The second factor: a code of the moment (TOTP, RFC 6238) from a key that an app holds, or a recovery code.

use super::{Answers, Page, Trouble, Visit, answer, go};
use crate::admit::{Portal, clock, random};
use crate::people::{is_secret, readable};
use crate::site::{Frame, show};
use crate::store::Account;
use askama::Template;
use axum::Form;
use axum::http::StatusCode;
use casework::Digest;
use totp_rs::{Algorithm, TOTP};

/// Seconds that a code is good for.
const STEP: u64 = 30;
/// Recovery codes given out.
const RECOVERY: usize = 10;

#[derive(Template)]
#[template(path = "account/factor.html")]
struct FactorPage {
    frame: Frame,
    is_on: bool,
    has_password: bool,
    secret: String,
    key: String,
    link: String,
    recovery: Vec<String>,
    wrong: String,
}

/// What an app calls the key: the name to sign in with, or the owner's where a provider signs the account in. No colon may
/// stand in it.
fn label(account: &Account) -> String {
    let name = if account.has_password() { &account.login } else { &account.name };
    name.replace(':', " ")
}

fn totp(secret: &str, label: &str) -> Option<TOTP> {
    let bytes = hex::decode(secret).ok().filter(|bytes| bytes.len() == 20)?;
    TOTP::new(Algorithm::SHA1, 6, 1, STEP, bytes, Some("Mot Cua".to_owned()), label.to_owned()).ok()
}

/// The time step in which a code is right: now, the one before, or the one after.
fn step_of(totp: &TOTP, code: &str, now: u64) -> Option<i64> {
    let now = now / STEP;
    let mut steps = [now.saturating_sub(1), now, now + 1].into_iter();
    steps.find(|step| totp.generate(step * STEP) == code).and_then(|step| i64::try_from(step).ok())
}

fn password(typed: &Answers) -> &str {
    typed.get("password").map_or("", String::as_str)
}

fn seconds() -> u64 {
    u64::try_from(clock().0 / 1_000).unwrap_or(0)
}

fn digest_of(code: &str) -> Digest {
    let plain: String = code.to_uppercase().chars().filter(char::is_ascii_alphanumeric).collect();
    protocol::digest(plain.as_bytes())
}

/// Whether a code proves the account's second factor; each is good once.
pub(super) async fn proves(portal: &Portal, account: &Account, code: &str) -> Result<bool, Trouble> {
    let Some(totp) = account.totp_secret.as_deref().and_then(|secret| totp(secret, &label(account))) else {
        return Ok(false);
    };
    let plain: String = code.chars().filter(|letter| !letter.is_whitespace()).collect();
    if let Some(step) = step_of(&totp, &plain, seconds()) {
        return Ok(portal.store.use_totp_step(&account.id, step).await?);
    }
    Ok(portal.store.use_recovery_code(&account.id, &digest_of(code)).await?)
}

fn page(visit: Visit, account: &Account, secret: String, wrong: &str) -> axum::response::Response {
    let totp = totp(&secret, &label(account));
    let page = FactorPage {
        is_on: account.totp_secret.is_some(),
        has_password: account.has_password(),
        key: totp.as_ref().map_or_else(String::new, TOTP::get_secret_base32),
        link: totp.as_ref().map_or_else(String::new, TOTP::get_url),
        secret,
        recovery: Vec::new(),
        wrong: wrong.to_owned(),
        frame: visit.frame,
    };
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    show(&page.frame, status, &page)
}

pub(super) async fn form(visit: Visit) -> Page {
    let me = visit.require_me()?;
    let mut secret = [0; 20];
    random(&mut secret)?;
    Ok(page(visit, &me.account, hex::encode(secret), ""))
}

pub(super) async fn turn_on(visit: Visit, Form(typed): Form<Answers>) -> Page {
    let me = visit.require_my_form().await?;
    visit.guessed(&format!("second factor {}", me.account.id), 5).await?;
    if me.account.totp_secret.is_some() {
        return Ok(go("/tai-khoan/xac-thuc"));
    }
    let secret = answer(&typed, "secret").to_owned();
    let Some(totp) = totp(&secret, &label(&me.account)) else { return Ok(go("/tai-khoan/xac-thuc")) };
    // Whoever signs in without a password has none to show; the code proves that the app is theirs.
    if me.account.has_password() && !is_secret(Some(me.account.phc.clone()), password(&typed)).await? {
        let wrong = visit.frame.t("Mật khẩu không đúng.", "The password is wrong.").to_owned();
        return Ok(page(visit, &me.account, secret, &wrong));
    }
    let Some(step) = step_of(&totp, answer(&typed, "code"), seconds()) else {
        let wrong = visit.frame.t(
            "Mã không đúng. Kiểm tra giờ của điện thoại rồi nhập mã mới.",
            "The code is wrong. Check the clock of the phone and type a new one.",
        );
        let wrong = wrong.to_owned();
        return Ok(page(visit, &me.account, secret, &wrong));
    };
    let recovery = (0..RECOVERY).map(|_| readable(12)).collect::<Result<Vec<_>, _>>()?;
    let digests: Vec<Digest> = recovery.iter().map(|code| digest_of(code)).collect();
    visit.portal.store.set_second_factor(&me.account.id, Some(&secret), &digests).await?;
    visit.portal.store.use_totp_step(&me.account.id, step).await?;
    let page = FactorPage {
        is_on: true,
        has_password: me.account.has_password(),
        secret: String::new(),
        key: String::new(),
        link: String::new(),
        recovery,
        wrong: String::new(),
        frame: visit.frame,
    };
    Ok(show(&page.frame, StatusCode::OK, &page))
}

pub(super) async fn turn_off(visit: Visit, Form(typed): Form<Answers>) -> Page {
    let me = visit.require_my_form().await?;
    visit.guessed(&format!("second factor {}", me.account.id), 5).await?;
    let is_proven = match me.account.has_password() {
        true => is_secret(Some(me.account.phc.clone()), password(&typed)).await?,
        false => proves(&visit.portal, &me.account, answer(&typed, "code")).await?,
    };
    if !is_proven {
        let wrong = match me.account.has_password() {
            true => visit.frame.t("Mật khẩu không đúng.", "The password is wrong."),
            false => visit.frame.t("Mã không đúng hoặc đã dùng.", "The code is wrong, or was used already."),
        };
        let wrong = wrong.to_owned();
        return Ok(page(visit, &me.account, String::new(), &wrong));
    }
    visit.portal.store.set_second_factor(&me.account.id, None, &[]).await?;
    Ok(go("/tai-khoan?xong=xac-thuc"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_right_in_its_step_and_the_ones_beside_it() {
        let totp = totp(&"0b".repeat(20), "an@example.vn").unwrap();
        let code = totp.generate(3_000);
        assert_eq!(step_of(&totp, &code, 3_000), Some(100));
        assert_eq!(step_of(&totp, &code, 3_030), Some(100));
        assert_eq!(step_of(&totp, &code, 3_060), None);
    }
}
