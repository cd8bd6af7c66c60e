//! One account for all services: who is signed in, and what every page of an account needs.
//!
//! A session is a random token in a cookie; the store holds its digest. Each sign-in gives a new one. It ends when it has
//! lasted long enough, when nobody uses it, and when its owner says so.

mod cookies;
mod data;
mod email;
mod enter;
mod factor;
mod passkeys;
mod phone;
mod provider;
mod recover;
mod sessions;
mod settings;

pub(super) use cookies::are_secure;
pub(super) use email::cases_of;
pub(crate) use sessions::Ended;

use super::{Frame, is_own_form, message};
use crate::admit::{Portal, PortalError, clock, random};
use crate::store::{Account, FoundSession, NewSession};
use axum::Router;
use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::header::{CONTENT_TYPE, LOCATION, RETRY_AFTER, USER_AGENT};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use casework::{AccountId, Digest};
use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

/// Name of the cookie.
const COOKIE: &str = "motcua_session";

/// Who is signed in, and by which session.
pub(crate) struct Me {
    pub account: Account,
    pub session: Digest,
}

/// What a request's cookie led to.
#[derive(Clone, Default)]
struct Here {
    me: Option<Arc<Me>>,
    ended: Option<Ended>,
}

tokio::task_local! {
    static HERE: Here;
}

/// Who is signed in; known within a request that [`recognise`] has seen.
pub(super) fn me() -> Option<Arc<Me>> {
    HERE.try_with(|here| here.me.clone()).ok().flatten()
}

/// How the session ended that the request came with.
pub(super) fn ended() -> Option<Ended> {
    HERE.try_with(|here| here.ended).ok().flatten()
}

/// Finds out who is signed in, for all pages behind it.
pub(crate) async fn recognise(State(portal): State<Arc<Portal>>, request: Request, next: Next) -> Response {
    let is_secure = cookies::are_secure(&portal, request.headers());
    let here = match cookies::read(request.headers(), is_secure, COOKIE) {
        Some(token) => match found(&portal, protocol::digest(token.as_bytes())).await {
            Ok(here) => here,
            // Somebody who is signed in is not made nobody: what they do now would be done in nobody's name.
            Err(error) => {
                let frame = Frame::of(&portal, request.headers(), request.uri());
                let mut answer = super::broken(frame, &error);
                answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("5"));
                return answer;
            }
        },
        None => Here::default(),
    };
    let has_ended = here.ended.is_some();
    let mut answer = HERE.scope(here, next.run(request)).await;
    // A page has told it: the next one need not. What only leads to a page leaves it to that one.
    let is_page = answer.headers().get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if has_ended && is_page && !cookies::are_set(&answer, is_secure, COOKIE) {
        cookies::set(&mut answer, is_secure, (COOKIE, "/"), "", 0);
    }
    answer
}

/// Who holds a session; that it is used is noted each minute.
async fn found(portal: &Portal, session: Digest) -> Result<Here, PortalError> {
    let (now, bounds) = (clock(), portal.exchange().sessions);
    let (me, ended) = match portal.store.account_of_session(&session, bounds.idle, now).await? {
        Some(FoundSession::Lives { account, used_at }) => {
            if used_at.plus_minutes(1) <= now {
                portal.store.use_account_session(&session, now).await?;
            }
            (Some(Arc::new(Me { account: *account, session })), None)
        }
        Some(FoundSession::Unused) => (None, Some(Ended::Unused(bounds.idle))),
        Some(FoundSession::Over) => (None, Some(Ended::Over)),
        None => (None, None),
    };
    Ok(Here { me, ended })
}

/// A request as the pages of accounts see it.
#[derive(Clone)]
pub(super) struct Visit {
    pub portal: Arc<Portal>,
    pub frame: Frame,
    pub headers: HeaderMap,
    pub from: IpAddr,
}

impl FromRequestParts<Arc<Portal>> for Visit {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, portal: &Arc<Portal>) -> Result<Self, Self::Rejection> {
        let from = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        Ok(Self {
            portal: portal.clone(),
            frame: Frame::of(portal, &parts.headers, &parts.uri),
            headers: parts.headers.clone(),
            from: from.map_or(IpAddr::from([0, 0, 0, 0]), |from| from.0.ip()),
        })
    }
}

impl Visit {
    /// The value of a cookie of this portal.
    pub fn cookie(&self, name: &str) -> Option<String> {
        cookies::read(&self.headers, cookies::are_secure(&self.portal, &self.headers), name)
    }

    /// Who is signed in; otherwise the way to the sign-in page and back here.
    pub fn require_me(&self) -> Result<Arc<Me>, Trouble> {
        self.frame.me.clone().ok_or_else(|| {
            let here = self.frame.other.split('?').next().unwrap_or("/");
            Trouble::Said(Box::new(go(&format!("/dang-nhap?ve={here}"))))
        })
    }

    /// A form must come from our own page.
    pub fn require_own_form(&self) -> Result<(), Trouble> {
        if is_own_form(&self.headers) {
            return Ok(());
        }
        let title = self.frame.t("Không được phép", "Not allowed");
        let text = self.frame.t("Biểu mẫu không đến từ cổng này.", "The form did not come from this portal.");
        Err(Trouble::Said(Box::new(message(self.frame.clone(), StatusCode::FORBIDDEN, title, text))))
    }

    /// So many tries a minute for a key, over all instances.
    pub async fn throttled(&self, key: &str, limit: u32) -> Result<(), Trouble> {
        let counted = self.portal.bounded(key, limit, clock()).await;
        counted.map_err(|_| Trouble::Said(Box::new(super::filing::too_many(self.frame.clone()))))
    }

    /// So many tries a minute at something that can be guessed, over all instances.
    pub async fn guessed(&self, key: &str, limit: u32) -> Result<(), Trouble> {
        let counted = self.portal.guessed(key, limit, clock()).await;
        counted.map_err(|_| Trouble::Said(Box::new(super::filing::too_many(self.frame.clone()))))
    }

    /// A signed-in person's form from our own page.
    pub async fn require_my_form(&self) -> Result<Arc<Me>, Trouble> {
        self.require_own_form()?;
        self.throttled(&format!("forms {}", self.from), 60).await?;
        self.require_me()
    }

    /// Something that is not there, or not theirs: the same answer.
    pub fn not_there(&self) -> Trouble {
        let title = self.frame.t("Không tìm thấy", "Not found");
        let text = self.frame.t("Không có mục này trong tài khoản của bạn.", "There is no such thing in your account.");
        Trouble::Said(Box::new(message(self.frame.clone(), StatusCode::NOT_FOUND, title, text)))
    }
}

/// Why a page is another one than was asked for.
pub(super) enum Trouble {
    Broken(String),
    /// So many secrets are being checked that this one has to come again.
    Busy,
    /// The answer was given already.
    Said(Box<Response>),
}

impl<E: Into<PortalError>> From<E> for Trouble {
    fn from(error: E) -> Self {
        match error.into() {
            PortalError::Busy => Self::Busy,
            error => Self::Broken(error.to_string()),
        }
    }
}

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        match self {
            Self::Said(response) => *response,
            Self::Busy => super::busy(super::frame_of_nowhere()),
            Self::Broken(error) => super::broken(super::frame_of_nowhere(), &error),
        }
    }
}

pub(super) type Page = Result<Response, Trouble>;
/// A plain form.
pub(super) type Answers = BTreeMap<String, String>;

/// An answer of a form without spaces around it.
pub(super) fn answer<'a>(answers: &'a Answers, name: &str) -> &'a str {
    answers.get(name).map_or("", |text| text.trim())
}

/// On to another page.
pub(super) fn go(to: &str) -> Response {
    let to = HeaderValue::from_str(to).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(LOCATION, to)]).into_response()
}

/// Only a path of this portal.
fn way_back(asked: &str) -> String {
    let is_ours = asked.starts_with('/') && !asked.starts_with("//") && !asked.contains(['\\', '\r', '\n']);
    let is_ours = is_ours && asked.parse::<Uri>().is_ok();
    if is_ours { asked.to_owned() } else { "/ho-so-cua-toi".to_owned() }
}

/// Begins a session with a token that nobody has seen before, and ends the one that was shown.
async fn begin(visit: &Visit, account: &AccountId, mut response: Response) -> Page {
    if let Some(former) = visit.cookie(COOKIE) {
        visit.portal.store.end_account_session(&protocol::digest(former.as_bytes())).await?;
    }
    let mut bytes = [0; 32];
    random(&mut bytes)?;
    let token = hex::encode(bytes);
    let (begun_at, lasts) = (clock(), visit.portal.exchange().sessions.longest);
    let told = visit.headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let session = NewSession {
        token: protocol::digest(token.as_bytes()),
        account: account.clone(),
        device: told.chars().filter(|letter| !letter.is_control()).take(sessions::LONGEST_DEVICE).collect(),
        begun_at,
        expires_at: begun_at.plus_minutes(lasts),
    };
    visit.portal.store.begin_account_session(&session).await?;
    set_cookie(visit, &mut response, &token, lasts * 60);
    Ok(response)
}

fn set_cookie(visit: &Visit, response: &mut Response, token: &str, seconds: i64) {
    set_cookie_at(visit, response, (COOKIE, "/"), token, seconds);
}

/// Sets a cookie with this name for this path, and for all below it.
pub(super) fn set_cookie_at(visit: &Visit, response: &mut Response, name: (&str, &str), value: &str, seconds: i64) {
    cookies::set(response, cookies::are_secure(&visit.portal, &visit.headers), name, value, seconds);
}

pub(super) fn routes() -> Router<Arc<Portal>> {
    Router::new()
        .route("/dang-ky", get(enter::sign_up_form).post(enter::sign_up))
        .route("/dang-nhap", get(enter::sign_in_form).post(enter::sign_in))
        .route("/dang-nhap/ma", post(enter::second_step))
        .route("/quen-mat-khau", get(recover::form).post(recover::send))
        .route("/quen-mat-khau/ma", post(recover::set))
        .route("/dang-nhap/nha-cung-cap", get(provider::way_out))
        .route(provider::BACK, get(provider::way_back))
        .route("/dang-nhap/khoa/bat-dau", post(passkeys::begin_signing_in))
        .route("/dang-nhap/khoa", post(passkeys::sign_in))
        .route("/tai-khoan/khoa", get(passkeys::page).post(passkeys::add))
        .route("/tai-khoan/khoa/bat-dau", post(passkeys::begin_adding))
        .route("/tai-khoan/khoa/{id}/bo", post(passkeys::remove))
        .route("/passkeys.js", get(super::passkeys::script))
        .route("/dang-xuat", post(enter::sign_out))
        .route("/tai-khoan", get(settings::page))
        .route("/tai-khoan/thong-tin", post(settings::details))
        .route("/tai-khoan/mat-khau", post(settings::password))
        .route("/tai-khoan/phien", get(sessions::page))
        .route("/tai-khoan/phien/khac/ket-thuc", post(sessions::end_others))
        .route("/tai-khoan/phien/{id}/ket-thuc", post(sessions::end))
        .route("/tai-khoan/thu", post(email::send))
        .route("/tai-khoan/thu/ma", post(email::verify))
        .route("/tai-khoan/dien-thoai", post(phone::send))
        .route("/tai-khoan/dien-thoai/ma", post(phone::verify))
        .route("/tai-khoan/thong-bao", post(email::wishes))
        .route("/tai-khoan/lien-ket", post(provider::begin_linking))
        .route("/tai-khoan/lien-ket/bo", post(provider::unlink))
        .route("/tai-khoan/xac-thuc", get(factor::form).post(factor::turn_on))
        .route("/tai-khoan/xac-thuc/tat", post(factor::turn_off))
        .route("/tai-khoan/du-lieu", get(data::export))
        .route("/tai-khoan/du-lieu/{case}/{digest}", get(data::document))
        .route("/tai-khoan/xoa", post(data::deletion))
}
