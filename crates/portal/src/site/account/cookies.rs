//! Cookies of citizens: over TLS by a name that no page elsewhere, no neighbour under the same domain and no plain
//! connection can set (`__Host-`, RFC 6265bis).

use crate::admit::Portal;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use std::borrow::Cow;

/// Whether citizens reach this portal over TLS: by its public address, or as a trusted proxy says.
pub(in crate::site) fn are_secure(portal: &Portal, headers: &HeaderMap) -> bool {
    let is_proxied = headers.get("x-forwarded-proto").is_some_and(|proto| proto == "https");
    is_proxied || portal.exchange().public_url.starts_with("https://")
}

fn named(is_secure: bool, name: &str) -> Cow<'_, str> {
    if is_secure { Cow::Owned(format!("__Host-{name}")) } else { Cow::Borrowed(name) }
}

/// The value of a cookie that this portal has set.
pub(super) fn read(headers: &HeaderMap, is_secure: bool, name: &str) -> Option<String> {
    let name = named(is_secure, name);
    let cookies = headers.get_all("cookie").iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|cookies| cookies.split(';'));
    pairs.find_map(|pair| Some(pair.trim().strip_prefix(name.as_ref())?.strip_prefix('=')?.to_owned()))
}

/// Whether an answer sets it.
pub(super) fn are_set(answer: &Response, is_secure: bool, name: &str) -> bool {
    let begin = format!("{}=", named(is_secure, name));
    let mut all = answer.headers().get_all(SET_COOKIE).iter();
    all.any(|cookie| cookie.as_bytes().starts_with(begin.as_bytes()))
}

/// Sets a cookie with a name for a path and all below it; over TLS it is the whole portal's: the prefix wants that.
pub(super) fn set(answer: &mut Response, is_secure: bool, (name, path): (&str, &str), value: &str, seconds: i64) {
    let (path, secure) = if is_secure { ("/", "; Secure") } else { (path, "") };
    let name = named(is_secure, name);
    let cookie = format!("{name}={value}; Path={path}; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        answer.headers_mut().append(SET_COOKIE, cookie);
    }
}
