//! A portal with the bundled catalogue and the sample's people, and browsers that visit it.

use portal::{Portal, Serving, Store, sample, serve, set_secret};
use reqwest::header::{COOKIE, HeaderMap, SET_COOKIE};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, RequestBuilder, Response, StatusCode};
use std::collections::BTreeMap;
use std::sync::Arc;
use tempfile::TempDir;

pub const SECRET: &str = "bí mật";
/// Those who sign in here: two units, and the province.
pub const PEOPLE: [&str; 6] = ["stp.ld", "stp.qt", "stp.mc", "stp.lp", "thd.qt", "tinh.qt"];

pub struct Stage {
    pub portal: Arc<Portal>,
    pub url: String,
    _folder: TempDir,
    _serving: Serving,
}

impl Stage {
    pub async fn open() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let data = folder.path().join("portal");
        let store = Store::embedded(&data).await.expect("SQLite");
        let portal = Portal::open(store, &data).await.expect("a portal");
        let editions = portal::catalogue_files::bundled().expect("the bundled catalogue");
        let catalogue =
            casework::Catalogue { version: 0, editions, users: sample::users(), ..casework::Catalogue::default() };
        portal.publish(catalogue).await.expect("published");
        for user in PEOPLE {
            set_secret(&portal, &user.into(), SECRET).await.expect("a secret");
        }
        let serving = serve(portal.clone(), "127.0.0.1:0").await.expect("a server");
        let url = format!("http://{}", serving.address);
        Self { portal, url, _folder: folder, _serving: serving }
    }

    pub fn browser(&self) -> Browser {
        let client = Client::builder().redirect(Policy::none()).build().expect("a client");
        Browser { client, url: self.url.clone(), cookie: None }
    }

    pub async fn signed_in(&self, user: &str) -> Browser {
        let mut browser = self.browser();
        let status = browser.sign_in(user, SECRET).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{user} is let in");
        browser
    }
}

pub struct Browser {
    client: Client,
    url: String,
    pub cookie: Option<String>,
}

impl Browser {
    pub async fn sign_in(&mut self, user: &str, secret: &str) -> StatusCode {
        let form = BTreeMap::from([("user", user), ("secret", secret)]);
        let sent = self.client.post(format!("{}/quan-tri/vao", self.url)).form(&form).send().await;
        let response = sent.expect("an answer");
        let status = response.status();
        self.cookie = None;
        self.keep(response.headers(), "motcua_staff=");
        status
    }

    /// Keeps the session that an answer gives.
    pub fn keep(&mut self, headers: &HeaderMap, name: &str) {
        let mut cookies = headers.get_all(SET_COOKIE).iter().filter_map(|value| value.to_str().ok());
        let Some(cookie) = cookies.rfind(|cookie| cookie.starts_with(name)) else { return };
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
        assert!(cookie.contains("Path=/quan-tri") || !name.contains("staff"), "{cookie}");
        self.cookie = Some(cookie.split(';').next().unwrap_or_default().to_owned());
    }

    pub async fn get(&self, path: &str) -> Response {
        self.send(self.request(Method::GET, path)).await
    }

    pub async fn text(&self, path: &str) -> (StatusCode, String) {
        let response = self.get(path).await;
        (response.status(), response.text().await.expect("text"))
    }

    pub async fn post(&self, path: &str, form: &[(&str, &str)]) -> (StatusCode, String) {
        self.post_from(path, form, None).await
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.url))
    }

    /// Sends it as whoever is signed in here.
    pub async fn send(&self, mut request: RequestBuilder) -> Response {
        if let Some(cookie) = &self.cookie {
            request = request.header(COOKIE, cookie);
        }
        request.send().await.expect("an answer")
    }

    /// Sends a form as a page at `origin` would.
    pub async fn post_from(&self, path: &str, form: &[(&str, &str)], origin: Option<&str>) -> (StatusCode, String) {
        let mut request = self.request(Method::POST, path).form(form);
        if let Some(origin) = origin {
            request = request.header("origin", origin);
        }
        let response = self.send(request).await;
        (response.status(), response.text().await.expect("text"))
    }
}
