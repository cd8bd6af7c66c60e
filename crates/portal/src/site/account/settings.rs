//! What an account says of its owner, and its password.

use super::enter::{is_number, too_short, wrong_number};
use super::{Answers, Page, Visit, answer, go};
use crate::people::{hashed, is_secret};
use crate::site::{Frame, show, words};
use crate::store::{Account, MailWishes, plain_email, plain_phone};
use askama::Template;
use axum::Form;
use axum::extract::Query;
use axum::http::StatusCode;

#[derive(Template)]
#[template(path = "account/settings.html")]
struct SettingsPage {
    frame: Frame,
    account: Account,
    created: String,
    deletion: String,
    /// When and why it was not deleted the last time; empty where nobody refused.
    refused: String,
    refusal: String,
    /// Who else signs people in; empty for nobody.
    provider: String,
    /// It signs this account in.
    is_linked: bool,
    /// What it has proven and wishes about its e-mail.
    wishes: MailWishes,
    /// The number that it has proven.
    phone: Option<String>,
    /// E-mail is sent from here at all.
    has_mail: bool,
    has_messages: bool,
    has_passkeys: bool,
    said: String,
    wrong: String,
}

impl SettingsPage {
    fn is_verified(&self) -> bool {
        self.wishes.verified.as_ref().is_some_and(|verified| *verified == plain_email(&self.account.email))
    }
    fn is_phone_verified(&self) -> bool {
        self.phone.is_some() && self.phone == plain_phone(&self.account.phone)
    }
    fn number(&self) -> &str {
        self.account.identity_number.as_deref().unwrap_or_default()
    }
}

/// The page with what is wrong on it.
pub(super) async fn show_said(visit: Visit, account: Account, wrong: &str) -> Page {
    show_page(visit, account, "", wrong).await
}

pub(super) async fn show_page(visit: Visit, account: Account, said: &str, wrong: &str) -> Page {
    let exchange = visit.portal.exchange();
    let provider = visit.portal.exchange().identity_provider.clone();
    let identities = visit.portal.store.identities_of(&account.id).await?;
    let is_linked =
        provider.as_ref().is_some_and(|provider| identities.iter().any(|one| one.issuer == provider.issuer));
    let refusal = visit.portal.store.deletion_refusal(&account.id).await?;
    let page = SettingsPage {
        refused: refusal.as_ref().map_or_else(String::new, |refusal| words::moment(&visit.frame, refusal.at)),
        refusal: refusal.map(|refusal| refusal.reason).unwrap_or_default(),
        created: words::moment(&visit.frame, account.created_at),
        deletion: account.deletion_asked_at.map_or_else(String::new, |at| words::moment(&visit.frame, at)),
        provider: provider.map(|provider| provider.name).unwrap_or_default(),
        is_linked,
        wishes: visit.portal.store.mail_wishes(&account.id).await?,
        phone: visit.portal.store.verified_phone(&account.id).await?,
        has_mail: exchange.mail.is_some(),
        has_messages: exchange.messages.is_some(),
        has_passkeys: crate::passkeys::are_offered(&visit.portal),
        account,
        said: said.to_owned(),
        wrong: wrong.to_owned(),
        frame: visit.frame,
    };
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(show(&page.frame, status, &page))
}

pub(super) async fn page(visit: Visit, Query(asked): Query<Answers>) -> Page {
    let me = visit.require_me()?;
    let said = match answer(&asked, "xong") {
        "thong-tin" => visit.frame.t("Đã lưu thông tin.", "Your details were saved."),
        "mat-khau" => visit.frame.t(
            "Đã đổi mật khẩu; các phiên đăng nhập khác đã kết thúc.",
            "The password was changed; your other sessions were ended.",
        ),
        "ma-thu" => visit.frame.t(
            "Đã gửi mã; nhập mã trong 30 phút. Không thấy thư thì xem cả mục thư rác.",
            "The code was sent; enter it within 30 minutes. Look among the junk mail, too.",
        ),
        "thu" => visit.frame.t(
            "Địa chỉ thư đã được xác nhận; hồ sơ nộp với địa chỉ này có trong mục Hồ sơ của tôi.",
            "The address is verified; cases filed with it are among your cases.",
        ),
        "ma-dien-thoai" => visit
            .frame
            .t("Đã gửi mã; nhập mã trong tin nhắn trong 10 phút.", "The code was sent; enter it within 10 minutes."),
        "dien-thoai" => visit.frame.t(
            "Số điện thoại đã được xác nhận; hồ sơ nộp với số này có trong mục Hồ sơ của tôi.",
            "The number is verified; cases filed with it are among your cases.",
        ),
        "thong-bao" => visit.frame.t("Đã lưu cách báo tin.", "Your wishes were saved."),
        "lien-ket" => {
            visit.frame.t("Đã liên kết; lần sau có thể đăng nhập bằng cách đó.", "It is linked: sign in with it.")
        }
        "bo-lien-ket" => visit.frame.t("Đã bỏ liên kết.", "It is linked no longer."),
        "xac-thuc" => visit.frame.t("Đã tắt xác thực hai lớp.", "The second factor is off."),
        _ => "",
    };
    let said = said.to_owned();
    show_page(visit, me.account.clone(), &said, "").await
}

pub(super) async fn details(visit: Visit, Form(typed): Form<Answers>) -> Page {
    let me = visit.require_my_form().await?;
    let text = |name: &str| answer(&typed, name).to_owned();
    let account = Account {
        name: text("name"),
        identity_number: Some(text("identity_number")).filter(|number| !number.is_empty()),
        phone: text("phone"),
        email: text("email"),
        address: text("address"),
        ..me.account.clone()
    };
    let long = |text: &str, limit: usize| text.chars().count() > limit;
    let wrong = if account.name.is_empty() || long(&account.name, 300) {
        visit.frame.t("Hãy điền họ và tên.", "Please give your full name.").to_owned()
    } else if !is_number(account.identity_number.as_deref().unwrap_or_default()) {
        wrong_number(&visit.frame)
    } else if long(&account.phone, 30) || long(&account.email, 200) || long(&account.address, 1_000) {
        visit.frame.t("Một mục quá dài.", "One of the entries is too long.").to_owned()
    } else {
        visit.portal.store.set_account_details(&account).await?;
        return Ok(go("/tai-khoan?xong=thong-tin"));
    };
    show_page(visit, account, "", &wrong).await
}

pub(super) async fn password(visit: Visit, Form(typed): Form<Answers>) -> Page {
    let me = visit.require_my_form().await?;
    visit.guessed(&format!("password {}", me.account.id), 5).await?;
    let text = |name: &str| typed.get(name).map_or("", String::as_str);
    if !is_secret(Some(me.account.phc.clone()), text("password")).await? {
        let wrong = visit.frame.t("Mật khẩu hiện tại không đúng.", "The present password is wrong.").to_owned();
        return show_page(visit, me.account.clone(), "", &wrong).await;
    }
    if let Some(wrong) = too_short(&visit.frame, text("new")) {
        return show_page(visit, me.account.clone(), "", &wrong).await;
    }
    visit.portal.store.set_password(&me.account.id, &hashed(text("new")).await?, &me.session).await?;
    Ok(go("/tai-khoan?xong=mat-khau"))
}
