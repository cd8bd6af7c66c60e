//! The citizens' pages: made on the server, whole without JavaScript, in Vietnamese and English.

mod account;
mod by_post;
mod due;
mod filed;
mod filing;
mod form_entries;
mod handed_out;
mod lookup;
mod mine;
mod once;
mod others;
mod pages;
mod passkeys;
mod paying;
mod questions;
mod rating;
mod refusals;
mod staff;
mod statistics;
mod uploads;
mod verify;
mod words;

use crate::admit::Portal;
use askama::Template;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST, ORIGIN, REFERER, RETRY_AFTER, SET_COOKIE,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use std::sync::Arc;

const STYLE: &str = include_str!("../static/style.css");
/// Largest filing: all its documents together, and a little for the form.
const LARGEST_FILING: usize = 101 * 1024 * 1024;

pub(crate) fn routes() -> Router<Arc<Portal>> {
    Router::new()
        .route("/", get(pages::home))
        .route("/dich-vu/{code}", get(pages::service))
        .route("/nop-ho-so/{code}", get(filing::form).post(filing::file).layer(DefaultBodyLimit::max(LARGEST_FILING)))
        .route("/da-nop", get(filed::page))
        .route("/nop-ho-so/{code}/muc", post(form_entries::judge))
        .route("/filing.js", get(filing::script))
        .route("/tra-cuu", get(lookup::form).post(lookup::find))
        .route("/ket-qua", post(lookup::result))
        .route("/thanh-toan", post(paying::pay))
        .route(paying::RETURN, get(paying::back))
        .route(paying::IPN, get(paying::ipn))
        .route("/style.css", get(style))
        .route("/ho-so-cua-toi", get(mine::list))
        .route("/ho-so-cua-toi/them", post(mine::add))
        .route("/ho-so-cua-toi/nhap/{service}/xoa", post(mine::drop_draft))
        .route("/ho-so-cua-toi/{id}", get(mine::case))
        .route("/ho-so-cua-toi/{id}/rut", post(mine::withdraw))
        .route("/ho-so-cua-toi/{id}/khieu-nai", post(mine::complain))
        .route("/ho-so-cua-toi/{id}/nhan", post(mine::write))
        .route("/ho-so-cua-toi/{id}/bo-sung", post(mine::supplement).layer(DefaultBodyLimit::max(LARGEST_FILING)))
        .route("/hoi-dap", get(questions::page).post(questions::ask))
        .route("/danh-gia", get(rating::averages).post(rating::rate))
        .route("/kiem-tra-ket-qua", get(verify::form).post(verify::check).layer(DefaultBodyLimit::max(verify::LARGEST)))
        .route("/kiem-tra-ket-qua/dau-thoi-gian/{digest}", get(verify::token))
        .merge(account::routes())
        .merge(statistics::routes())
        .merge(uploads::routes())
        .merge(handed_out::routes())
        .merge(staff::routes())
        .method_not_allowed_fallback(only_by_form)
}

async fn style() -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/css; charset=utf-8"), (CACHE_CONTROL, "public, max-age=3600")], STYLE)
}

/// What every page has: its language, where it is, and whether its data are a sample.
#[derive(Clone)]
pub(crate) struct Frame {
    pub english: bool,
    /// Who is signed in.
    pub me: Option<Arc<account::Me>>,
    /// How the session ended that they came with.
    pub ended: Option<account::Ended>,
    pub sample: bool,
    /// The same page in the other language.
    pub other: String,
}

impl Frame {
    /// The frame of a request: `?lang=` first, then the cookie, then Vietnamese.
    pub fn of(portal: &Portal, headers: &HeaderMap, uri: &Uri) -> Self {
        let query = uri.query().unwrap_or_default();
        let asked = query.split('&').find_map(|pair| pair.strip_prefix("lang="));
        let cookies = headers.get("cookie").and_then(|value| value.to_str().ok()).unwrap_or_default();
        let remembered = cookies.split(';').find_map(|pair| pair.trim().strip_prefix("lang="));
        let english = asked.or(remembered) == Some("en");
        let others = query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("lang="));
        let lang = if english { "lang=vi" } else { "lang=en" };
        let other: Vec<&str> = others.chain([lang]).collect();
        let sample = portal.catalogue().edition_on(crate::admit::clock().day()).is_none_or(|edition| edition.sample);
        let other = format!("{}?{}", uri.path(), other.join("&"));
        Self { english, me: account::me(), ended: account::ended(), sample, other }
    }

    /// The text in the page's language.
    pub fn t<'a>(&self, vietnamese: &'a str, english: &'a str) -> &'a str {
        if self.english { english } else { vietnamese }
    }

    /// Name of who is signed in; empty for nobody.
    pub fn my_name(&self) -> &str {
        self.me.as_ref().map_or("", |me| me.account.name.as_str())
    }

    /// Value of the `lang` attribute.
    pub fn lang(&self) -> &'static str {
        if self.english { "en" } else { "vi" }
    }
}

/// A page with its status. Nothing personal stays in a cache.
pub(crate) fn show(frame: &Frame, status: StatusCode, page: &impl Template) -> Response {
    match page.render() {
        Ok(html) => {
            let cookie = format!("lang={}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly", frame.lang());
            (status, [(CACHE_CONTROL, "no-store".to_owned()), (SET_COOKIE, cookie)], Html(html)).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "a page could not be made");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// What a page with a script may do: run the portal's own, and let it ask the portal.
const SCRIPTED: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; connect-src 'self'; \
                        form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// A page that gets better with a script of the portal, and is whole without it.
pub(crate) fn show_with_script(frame: &Frame, status: StatusCode, page: &impl Template) -> Response {
    let mut response = show(frame, status, page);
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(SCRIPTED));
    response
}

/// The frame of an answer that knows nothing of its request any more.
pub(crate) fn frame_of_nowhere() -> Frame {
    Frame { english: false, me: account::me(), ended: account::ended(), sample: false, other: "/".to_owned() }
}

#[derive(Template)]
#[template(path = "message.html")]
struct MessagePage {
    frame: Frame,
    title: String,
    text: String,
}

/// A page that only says something.
pub(crate) fn message(frame: Frame, status: StatusCode, title: &str, text: &str) -> Response {
    let page = MessagePage { title: title.to_owned(), text: text.to_owned(), frame };
    show(&page.frame, status, &page)
}

/// Something broke; the citizen is told that nothing was lost and when to come back.
pub(crate) fn broken(frame: Frame, error: &dyn std::fmt::Display) -> Response {
    tracing::error!(%error, "a page could not be answered");
    let title = frame.t("Hệ thống đang bận", "The system is busy").to_owned();
    let text = frame.t(
        "Yêu cầu chưa được ghi nhận. Vui lòng thử lại sau ít phút.",
        "Your request was not recorded. Please try again in a few minutes.",
    );
    message(frame, StatusCode::SERVICE_UNAVAILABLE, &title, text)
}

/// So many secrets are being checked at the same time that this one has to come again in a few seconds.
pub(crate) fn busy(frame: Frame) -> Response {
    let title = frame.t("Hệ thống đang bận", "The system is busy").to_owned();
    let text = frame.t(
        "Nhiều người đang đăng nhập cùng lúc. Vui lòng thử lại sau vài giây.",
        "Many people are signing in at the same time. Please try again in a few seconds.",
    );
    let text = text.to_owned();
    let mut answer = message(frame, StatusCode::TOO_MANY_REQUESTS, &title, &text);
    answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("5"));
    answer
}

pub(crate) use account::recognise;
pub(crate) use pages::FoldedNames;

/// A form that another site sends is not taken.
pub(crate) fn is_own_form(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value: &axum::http::HeaderValue| value.to_str().ok());
    let fetched = text(axum::http::HeaderName::from_static("sec-fetch-site"));
    if let Some(site) = fetched {
        return site == "same-origin" || site == "none";
    }
    match (text(ORIGIN), text(HOST)) {
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, rest)| rest == host),
        // A browser that sends no origin sends no form from elsewhere either.
        (None, _) => true,
        (Some(_), None) => false,
    }
}

/// Takes no form from elsewhere, whichever route it is for: a route that forgets to ask is covered, too.
pub(crate) async fn own_forms_only(
    axum::extract::State(portal): axum::extract::State<Arc<Portal>>,
    request: axum::extract::Request,
    next: axum::middleware::Next,
) -> Response {
    if request.method().is_safe() || is_own_form(request.headers()) {
        return next.run(request).await;
    }
    let frame = Frame::of(&portal, request.headers(), request.uri());
    let title = frame.t("Biểu mẫu không được gửi từ trang này", "The form does not come from this site").to_owned();
    let text = frame.t(
        "Không có gì được ghi nhận. Vui lòng mở trang của cổng và gửi lại từ đó.",
        "Nothing was recorded. Please open the page here and send it from there.",
    );
    message(frame, StatusCode::FORBIDDEN, &title, text)
}

#[derive(Template)]
#[template(path = "only_by_form.html")]
struct OnlyByForm {
    frame: Frame,
    /// Where somebody probably came from.
    back: String,
}

/// An address that only takes forms was opened as a page: by the link to the other language, or by loading it anew.
async fn only_by_form(
    axum::extract::State(portal): axum::extract::State<Arc<Portal>>,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    let frame = Frame::of(&portal, &headers, &uri);
    let page = OnlyByForm { back: page_before(&headers, uri.path()), frame };
    show(&page.frame, StatusCode::METHOD_NOT_ALLOWED, &page)
}

/// The page of this portal that a link was on, if it is another one; otherwise what the address is a part of.
fn page_before(headers: &HeaderMap, path: &str) -> String {
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let from = text(REFERER).and_then(|from| from.parse::<Uri>().ok());
    let from = from.filter(|from| from.authority().map(|host| host.as_str()) == text(HOST));
    if let Some(from) = from.filter(|from| from.path() != path && !from.path().starts_with("//")) {
        return from.path().to_owned();
    }
    let case = path.strip_prefix("/ho-so-cua-toi/").and_then(|rest| rest.split_once('/')).map(|(id, _)| id);
    match case.filter(|id| *id != "nhap") {
        Some(id) => format!("/ho-so-cua-toi/{id}"),
        None if path.starts_with("/ho-so-cua-toi") => "/ho-so-cua-toi".to_owned(),
        None if path.starts_with("/tai-khoan") => "/tai-khoan".to_owned(),
        None if path.starts_with("/quan-tri") => "/quan-tri".to_owned(),
        None => "/tra-cuu".to_owned(),
    }
}

pub(crate) async fn not_found(
    axum::extract::State(portal): axum::extract::State<Arc<Portal>>,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    let frame = Frame::of(&portal, &headers, &uri);
    let title = frame.t("Không có trang này", "No such page").to_owned();
    let text = frame.t("Địa chỉ không đúng hoặc trang đã được chuyển.", "The address is wrong, or the page has moved.");
    message(frame, StatusCode::NOT_FOUND, &title, text)
}
