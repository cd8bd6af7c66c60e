//! Signing up, in and out.

use super::{Answers, COOKIE, Page, Trouble, Visit, answer, begin, factor, go, set_cookie, way_back};
use crate::admit::{clock, random};
use crate::people::{hashed, is_secret};
use crate::site::passkeys::Door;
use crate::site::{Frame, show};
use crate::store::Account;
use askama::Template;
use axum::Form;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::Response;
use casework::AccountId;
use ed25519_dalek::{Signature, Signer, Verifier};

/// Shortest password.
pub(super) const SHORTEST: usize = 12;
/// How long the second step is open, in minutes.
const SECOND_STEP: i64 = 5;

#[derive(Template)]
#[template(path = "account/sign_up.html")]
struct SignUpPage {
    frame: Frame,
    typed: Answers,
    wrong: String,
}

impl SignUpPage {
    fn typed(&self, name: &str) -> &str {
        answer(&self.typed, name)
    }
}

#[derive(Template)]
#[template(path = "account/sign_in.html")]
struct SignInPage {
    frame: Frame,
    login: String,
    back: String,
    /// Who else signs people in; empty for nobody.
    provider: String,
    door: Option<Door>,
    wrong: String,
}

#[derive(Template)]
#[template(path = "account/second_step.html")]
struct SecondStepPage {
    frame: Frame,
    ticket: String,
    back: String,
    wrong: String,
}

/// An e-mail in lower case, or the digits of a Vietnamese telephone number; nothing else is a name to sign in with.
pub(super) fn login(text: &str) -> Option<String> {
    let text = text.trim().to_lowercase();
    if let Some((person, host)) = text.split_once('@') {
        let is_mail = !person.is_empty()
            && host.contains('.')
            && !host.starts_with('.')
            && !host.ends_with('.')
            && !host.contains('@')
            && text.len() <= 200
            && !text.contains(|letter: char| letter.is_whitespace() || letter.is_control());
        return is_mail.then_some(text);
    }
    crate::store::plain_phone(&text)
}

pub(super) fn too_short(frame: &Frame, password: &str) -> Option<String> {
    let wrong = frame.t("Mật khẩu phải có ít nhất 12 ký tự.", "The password needs at least 12 characters.");
    let fits = (SHORTEST..=200).contains(&password.chars().count());
    (!fits).then(|| wrong.to_owned())
}

pub(super) async fn sign_up_form(visit: Visit) -> Page {
    let page = SignUpPage { frame: visit.frame, typed: Answers::new(), wrong: String::new() };
    Ok(show(&page.frame, StatusCode::OK, &page))
}

pub(super) async fn sign_up(visit: Visit, Form(mut typed): Form<Answers>) -> Page {
    visit.require_own_form()?;
    visit.throttled(&format!("sign up {}", visit.from), 10).await?;
    let account = match new_account(&visit.frame, &typed).await? {
        Ok(account) => account,
        Err(wrong) => return Ok(sign_up_again(visit, typed, wrong)),
    };
    if !visit.portal.store.add_account(&account).await? {
        let wrong = visit.frame.t(
            "Thư điện tử hoặc số điện thoại này đã có tài khoản. Hãy đăng nhập.",
            "This e-mail or phone has an account already. Please sign in.",
        );
        let wrong = wrong.to_owned();
        typed.remove("password");
        return Ok(sign_up_again(visit, typed, wrong));
    }
    begin(&visit, &account.id, go("/ho-so-cua-toi")).await
}

fn sign_up_again(visit: Visit, typed: Answers, wrong: String) -> Response {
    let page = SignUpPage { frame: visit.frame, typed, wrong };
    show(&page.frame, StatusCode::UNPROCESSABLE_ENTITY, &page)
}

async fn new_account(frame: &Frame, typed: &Answers) -> Result<Result<Account, String>, Trouble> {
    let name = answer(typed, "name");
    if name.is_empty() || name.chars().count() > 300 {
        return Ok(Err(frame.t("Hãy điền họ và tên.", "Please give your full name.").to_owned()));
    }
    let Some(login) = login(answer(typed, "login")) else {
        let wrong = frame.t(
            "Tên đăng nhập phải là địa chỉ thư điện tử hoặc số điện thoại.",
            "The name to sign in with must be an e-mail address or a phone number.",
        );
        return Ok(Err(wrong.to_owned()));
    };
    let password = typed.get("password").map_or("", String::as_str);
    if let Some(wrong) = too_short(frame, password) {
        return Ok(Err(wrong));
    }
    let number = answer(typed, "identity_number");
    if !is_number(number) {
        return Ok(Err(wrong_number(frame)));
    }
    let mut id = [0; 16];
    random(&mut id)?;
    let is_mail = login.contains('@');
    Ok(Ok(Account {
        id: AccountId(format!("acc-{}", hex::encode(id))),
        name: name.to_owned(),
        identity_number: Some(number.to_owned()).filter(|number| !number.is_empty()),
        phone: if is_mail { String::new() } else { login.clone() },
        email: if is_mail { login.clone() } else { String::new() },
        login,
        address: String::new(),
        phc: hashed(password).await?,
        totp_secret: None,
        created_at: clock(),
        deletion_asked_at: None,
    }))
}

/// Nothing, or a number of an identity card, passport or tax payer.
pub(super) fn is_number(number: &str) -> bool {
    number.is_empty() || (8..=20).contains(&number.len()) && number.chars().all(|one| one.is_ascii_alphanumeric())
}

pub(super) fn wrong_number(frame: &Frame) -> String {
    let wrong = frame.t(
        "Số định danh chỉ gồm 8 đến 20 chữ số hoặc chữ cái, không dấu cách.",
        "The citizen number has 8 to 20 digits or letters and no spaces.",
    );
    wrong.to_owned()
}

pub(super) async fn sign_in_form(visit: Visit, Query(asked): Query<Answers>) -> Page {
    let back = way_back(answer(&asked, "ve"));
    Ok(sign_in_page(visit, StatusCode::OK, String::new(), back, String::new()))
}

/// The page to sign in at, with what was wrong the last time.
pub(super) fn sign_in_page(visit: Visit, status: StatusCode, login: String, back: String, wrong: String) -> Response {
    let exchange = visit.portal.exchange();
    let provider = exchange.identity_provider.as_ref().map_or_else(String::new, |provider| provider.name.clone());
    let door = Door::at(&visit.portal, &visit.frame, "/dang-nhap/khoa", &back);
    let page = SignInPage { login, back, provider, door, wrong, frame: visit.frame };
    crate::site::show_with_script(&page.frame, status, &page)
}

pub(super) async fn sign_in(visit: Visit, Form(typed): Form<Answers>) -> Page {
    visit.require_own_form()?;
    let name = answer(&typed, "login").to_owned();
    let known_as = login(&name).unwrap_or_default();
    visit.throttled(&format!("sign in {}", visit.from), 30).await?;
    visit.guessed(&format!("sign in {known_as}"), 5).await?;
    let account = visit.portal.store.account_by_login(&known_as).await?;
    let phc = account.as_ref().map(|account| account.phc.clone());
    let is_right = is_secret(phc, typed.get("password").map_or("", String::as_str)).await?;
    let back = way_back(answer(&typed, "ve"));
    let Some(account) = account.filter(|_| is_right) else {
        // One message, whichever of the two is wrong.
        let wrong = visit
            .frame
            .t("Tên đăng nhập hoặc mật khẩu không đúng.", "The name to sign in with or the password is wrong.");
        let wrong = wrong.to_owned();
        return Ok(sign_in_page(visit, StatusCode::UNAUTHORIZED, name, back, wrong));
    };
    admit(visit, &account, &back).await
}

/// Lets somebody in who has shown the first proof; asks for the second one where the account wants it.
pub(super) async fn admit(visit: Visit, account: &Account, back: &str) -> Page {
    if account.totp_secret.is_some() {
        let ticket = ticket(&visit, &account.id);
        let page = SecondStepPage { ticket, back: back.to_owned(), wrong: String::new(), frame: visit.frame };
        return Ok(show(&page.frame, StatusCode::OK, &page));
    }
    begin(&visit, &account.id, go(back)).await
}

fn ticket_text(account: &str, until: i64) -> String {
    format!("motcua second step 1\n{account}\n{until}")
}

/// Says that the password was right, for a few minutes.
fn ticket(visit: &Visit, account: &AccountId) -> String {
    let until = clock().plus_minutes(SECOND_STEP).0;
    let signature = visit.portal.identity.key.sign(ticket_text(account.as_str(), until).as_bytes());
    format!("{account}.{until}.{}", hex::encode(signature.to_bytes()))
}

fn opened(visit: &Visit, ticket: &str) -> Option<AccountId> {
    let mut parts = ticket.split('.');
    let (account, until, signature) = (parts.next()?, parts.next()?, parts.next()?);
    let until: i64 = until.parse().ok()?;
    let signature = Signature::from_slice(&hex::decode(signature).ok()?).ok()?;
    let text = ticket_text(account, until);
    visit.portal.identity.key.verifying_key().verify(text.as_bytes(), &signature).ok()?;
    (until >= clock().0).then(|| account.into())
}

pub(super) async fn second_step(visit: Visit, Form(typed): Form<Answers>) -> Page {
    visit.require_own_form()?;
    let back = way_back(answer(&typed, "ve"));
    let ticket = answer(&typed, "ticket").to_owned();
    let Some(id) = opened(&visit, &ticket) else { return Ok(go("/dang-nhap")) };
    visit.guessed(&format!("second step {id}"), 5).await?;
    let Some(account) = visit.portal.store.account(&id).await? else { return Ok(go("/dang-nhap")) };
    if factor::proves(&visit.portal, &account, answer(&typed, "code")).await? {
        return begin(&visit, &account.id, go(&back)).await;
    }
    let wrong = visit.frame.t("Mã không đúng hoặc đã dùng.", "The code is wrong, or was used already.");
    let page = SecondStepPage { wrong: wrong.to_owned(), ticket, back, frame: visit.frame };
    Ok(show(&page.frame, StatusCode::UNAUTHORIZED, &page))
}

pub(super) async fn sign_out(visit: Visit) -> Page {
    visit.require_own_form()?;
    if let Some(token) = visit.cookie(COOKIE) {
        visit.portal.store.end_account_session(&protocol::digest(token.as_bytes())).await?;
    }
    let mut response = go("/");
    set_cookie(&visit, &mut response, "", 0);
    tracing::debug!(cookie = COOKIE, "a session was ended");
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_to_sign_in_with_is_an_e_mail_or_a_telephone_number() {
        assert_eq!(login(" An.Nguyen@Example.VN "), Some("an.nguyen@example.vn".to_owned()));
        assert_eq!(login("+84 900 000 123"), Some("0900000123".to_owned()));
        assert_eq!(login("0900.000.123"), Some("0900000123".to_owned()));
        for wrong in ["", "an", "a@b", "@b.vn", "a@b@c.vn", "12345", "0900 000 12x", "a b@c.vn"] {
            assert_eq!(login(wrong), None, "{wrong}");
        }
    }
}
