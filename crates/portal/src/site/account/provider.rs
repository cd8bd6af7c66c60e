//! Signing in at an identity provider, and linking an account with it.
//!
//! An account is never found by its e-mail: nobody has verified that one here. Whoever has an account links it while
//! signed in; everybody else gets a new one.

use super::enter::{admit, login, sign_in_page};
use super::{Answers, Page, Visit, answer, begin, go, set_cookie_at, way_back as safe_way};
use crate::admit::{clock, random};
use crate::identity_provider::{Binding, IdentityProvider, NotSignedIn, Person};
use crate::site::{Frame, message, show};
use crate::store::{Account, LinkedIdentity};
use askama::Template;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::Response;
use casework::{AccountId, Moment};
use sha2::{Digest, Sha256};

/// Where the provider sends people back to.
pub(super) const BACK: &str = "/dang-nhap/nha-cung-cap/ve";
const COOKIE: (&str, &str) = ("motcua_provider", "/dang-nhap");
/// How long somebody may take at the provider, in minutes.
const LONGEST: i64 = 15;

/// Somebody on their way to the provider and back, as their cookie tells.
#[derive(Debug, PartialEq, Eq)]
struct Traveller {
    left_at: Moment,
    /// The account that is to be linked; none where somebody signs in.
    links: Option<AccountId>,
    back: String,
}

impl Traveller {
    fn written(&self, secret: &[u8]) -> String {
        let account = self.links.as_ref().map_or("", AccountId::as_str);
        format!("{}.{}.{account}.{}", self.left_at.0, hex::encode(secret), hex::encode(&self.back))
    }

    fn read(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let (left_at, secret, account, back) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let back = String::from_utf8(hex::decode(back).ok()?).ok()?;
        let links = Some(account.into()).filter(|_| !account.is_empty());
        (secret.len() == 64).then_some(Self { left_at: Moment(left_at.parse().ok()?), links, back: safe_way(&back) })
    }
}

fn provider(visit: &Visit) -> Option<(IdentityProvider, String)> {
    let exchange = visit.portal.exchange();
    let back = format!("{}{BACK}", exchange.public_url);
    exchange.identity_provider.clone().map(|provider| (provider, back))
}

fn not_connected(visit: Visit) -> Response {
    let wrong = visit.frame.t("Cổng chưa kết nối cách đăng nhập này.", "This portal is not connected with that.");
    let wrong = wrong.to_owned();
    sign_in_page(visit, StatusCode::NOT_FOUND, String::new(), safe_way(""), wrong)
}

pub(super) async fn way_out(visit: Visit, Query(asked): Query<Answers>) -> Page {
    visit.throttled(&format!("provider {}", visit.from), 30).await?;
    let back = answer(&asked, "ve").to_owned();
    leave(visit, None, &back, |_, _, address| go(&address)).await
}

#[derive(Template)]
#[template(path = "account/linking.html")]
struct LinkingPage {
    frame: Frame,
    name: String,
    address: String,
}

/// Begins to link the account. A page with a link and no redirect: forms of the portal go only to the portal.
pub(super) async fn begin_linking(visit: Visit) -> Page {
    let me = visit.require_my_form().await?;
    visit.throttled(&format!("provider {}", visit.from), 30).await?;
    let page = |frame: Frame, name: String, address| {
        let page = LinkingPage { frame, name, address };
        show(&page.frame, StatusCode::OK, &page)
    };
    leave(visit, Some(me.account.id.clone()), "", page).await
}

/// Sends somebody to the provider, with the cookie that the way back is known by.
async fn leave(
    visit: Visit,
    links: Option<AccountId>,
    back: &str,
    answer: impl FnOnce(Frame, String, String) -> Response,
) -> Page {
    let Some((provider, returns_to)) = provider(&visit) else { return Ok(not_connected(visit)) };
    let mut secret = [0; 32];
    random(&mut secret)?;
    let traveller = Traveller { left_at: clock(), links, back: safe_way(back) };
    let written = traveller.written(&secret);
    match provider.way_out(&Binding(&written), &returns_to).await {
        Ok(address) => {
            let mut response = answer(visit.frame.clone(), provider.name.clone(), address);
            set_cookie_at(&visit, &mut response, COOKIE, &written, LONGEST * 60);
            Ok(response)
        }
        Err(error) => Ok(not_signed_in(visit, &provider, &traveller, &error)),
    }
}

pub(super) async fn way_back(visit: Visit, Query(told): Query<Answers>) -> Page {
    visit.throttled(&format!("provider {}", visit.from), 30).await?;
    let Some((provider, back)) = provider(&visit) else { return Ok(not_connected(visit)) };
    let written = visit.cookie(COOKIE.0).unwrap_or_default();
    let traveller = Traveller::read(&written).filter(|one| one.left_at.plus_minutes(LONGEST) >= clock());
    let Some(traveller) = traveller else {
        let nobody = Traveller { left_at: clock(), links: None, back: safe_way("") };
        return Ok(not_signed_in(visit, &provider, &nobody, &NotSignedIn::Foreign));
    };
    let person = match provider.way_back(&Binding(&written), &back, &told).await {
        Ok(person) => person,
        Err(error) => return Ok(not_signed_in(visit, &provider, &traveller, &error)),
    };

    let identity = LinkedIdentity { issuer: provider.issuer.clone(), subject: person.subject.clone() };
    let mut response = match &traveller.links {
        Some(account) => link(&visit, account, &identity).await?,
        None => sign_in(&visit, &provider, identity, person, &traveller.back).await?,
    };
    // The way back is good once.
    set_cookie_at(&visit, &mut response, COOKIE, "", 0);
    Ok(response)
}

async fn link(visit: &Visit, account: &AccountId, identity: &LinkedIdentity) -> Page {
    let me = visit.require_me()?;
    // Somebody else has signed in meanwhile in this browser.
    if me.account.id != *account {
        return Err(visit.not_there());
    }
    if visit.portal.store.link_identity(account, identity, clock()).await? {
        return Ok(go("/tai-khoan?xong=lien-ket"));
    }
    let title = visit.frame.t("Chưa liên kết", "Not linked");
    let text = visit.frame.t(
        "Danh tính này đang đăng nhập vào một tài khoản khác của cổng. Hãy đăng nhập tài khoản đó.",
        "This identity signs in another account of the portal. Sign in to that one.",
    );
    Ok(message(visit.frame.clone(), StatusCode::CONFLICT, title, text))
}

async fn sign_in(
    visit: &Visit,
    provider: &IdentityProvider,
    identity: LinkedIdentity,
    person: Person,
    back: &str,
) -> Page {
    let store = &visit.portal.store;
    if store.account_of_identity(&identity).await?.is_none() {
        let account = new_account(provider, &identity, person)?;
        if store.add_identified_account(&account, &identity).await? {
            return begin(visit, &account.id, go(back)).await;
        }
    }
    // Somebody who was there before, or who came by two ways at once.
    let account = store.account_of_identity(&identity).await?.ok_or_else(|| visit.not_there())?;
    admit(visit.clone(), &account, back).await
}

fn new_account(
    provider: &IdentityProvider,
    identity: &LinkedIdentity,
    person: Person,
) -> Result<Account, crate::PortalError> {
    let mut id = [0; 16];
    random(&mut id)?;
    let known_as = Sha256::digest(format!("{}\n{}", identity.issuer, identity.subject));
    Ok(Account {
        id: AccountId(format!("acc-{}", hex::encode(id))),
        login: format!("oidc:{}", hex::encode(known_as)),
        name: if person.name.is_empty() { provider.name.clone() } else { person.name },
        identity_number: None,
        phone: String::new(),
        email: login(&person.email).filter(|email| email.contains('@')).unwrap_or_default(),
        address: String::new(),
        phc: String::new(),
        totp_secret: None,
        created_at: clock(),
        deletion_asked_at: None,
    })
}

/// The page to sign in at again, with what happened and what to do.
fn not_signed_in(visit: Visit, provider: &IdentityProvider, traveller: &Traveller, error: &NotSignedIn) -> Response {
    let name = &provider.name;
    let (status, wrong) = match (error, visit.frame.english) {
        (NotSignedIn::Declined, false) => (
            StatusCode::FORBIDDEN,
            format!("Bạn đã không đồng ý đăng nhập ở {name}. Có thể thử lại hoặc dùng mật khẩu."),
        ),
        (NotSignedIn::Declined, true) => {
            (StatusCode::FORBIDDEN, format!("You declined at {name}. Try again, or use a password."))
        }
        (NotSignedIn::Foreign, false) => (
            StatusCode::FORBIDDEN,
            "Lần đăng nhập này đã quá lâu, đã dùng rồi, hoặc bắt đầu ở trình duyệt khác. Hãy bắt đầu lại.".to_owned(),
        ),
        (NotSignedIn::Foreign, true) => (
            StatusCode::FORBIDDEN,
            "This sign-in took too long, was used already, or began in another browser. Please begin again.".to_owned(),
        ),
        (NotSignedIn::Provider(_), false) => (
            StatusCode::SERVICE_UNAVAILABLE,
            format!("Chưa đăng nhập được bằng {name}: hệ thống đó chưa trả lời đúng. Thử lại sau, hoặc dùng mật khẩu."),
        ),
        (NotSignedIn::Provider(_), true) => (
            StatusCode::SERVICE_UNAVAILABLE,
            format!(
                "Could not sign in with {name}: it did not answer as it should. Try again later or use a password."
            ),
        ),
    };
    tracing::warn!(%error, "nobody was signed in by the identity provider");
    if visit.frame.me.is_some() {
        let title = visit.frame.t("Chưa liên kết", "Not linked").to_owned();
        return message(visit.frame, status, &title, &wrong);
    }
    sign_in_page(visit, status, String::new(), traveller.back.clone(), wrong)
}

/// Unlinks an account that can be signed in with a password.
pub(super) async fn unlink(visit: Visit) -> Page {
    let me = visit.require_my_form().await?;
    if !me.account.has_password() {
        return Err(visit.not_there());
    }
    visit.portal.store.unlink_identities(&me.account.id).await?;
    Ok(go("/tai-khoan?xong=bo-lien-ket"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_traveller_is_known_again_and_sent_nowhere_else() {
        let traveller = Traveller { left_at: Moment(5), links: Some("acc-1".into()), back: "/hoi-dap?q=a".to_owned() };
        assert_eq!(Traveller::read(&traveller.written(&[7; 32])), Some(traveller));
        let away = Traveller { left_at: Moment(5), links: None, back: "https://evil.example".to_owned() };
        let read = Traveller::read(&away.written(&[7; 32])).map(|one| (one.links, one.back));
        assert_eq!(read, Some((None, "/ho-so-cua-toi".to_owned())));
        for wrong in ["", "5.07..2f", "x.y.z.w", "5"] {
            assert_eq!(Traveller::read(wrong), None, "{wrong}");
        }
    }
}
