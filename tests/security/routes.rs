//! Every route that the program has.

use crate::stage::Stage;
use reqwest::redirect::Policy;
use reqwest::{Client, Method, StatusCode};
use std::fs;
use std::path::{Path, PathBuf};

/// Routes of other files than these: the desks' own (no cookie lets anybody in there) and the gateway of the sample.
const NOT_PAGES: [&str; 3] = ["payments/sandbox.rs", "src/routes.rs", "api/routes.rs"];

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// Paths with the words of their handlers: `.route("/path", get(form).post(send))`.
pub fn routes() -> Vec<(String, String)> {
    let mut sources = Vec::new();
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/portal/src"), &mut sources);
    sources
        .retain(|path| !NOT_PAGES.iter().any(|other| path.ends_with(other) || path.to_string_lossy().ends_with(other)));
    let mut found = Vec::new();
    for source in sources {
        let text = fs::read_to_string(source).unwrap();
        for part in text.split(".route(").skip(1) {
            let Some(rest) = part.trim_start().strip_prefix('"') else { continue };
            let (path, handlers) = rest.split_once('"').unwrap();
            let handlers = handlers.split(".route(").next().unwrap().split("\n        .merge").next().unwrap();
            let filled: Vec<&str> =
                path.split('/').map(|part| if part.starts_with('{') { "x" } else { part }).collect();
            found.push((filled.join("/"), handlers.to_owned()));
        }
    }
    assert!(found.len() > 50, "the routes are written in another way: {found:?}");
    found
}

fn posts() -> Vec<String> {
    let posts: Vec<String> =
        routes().into_iter().filter(|(_, handlers)| handlers.contains("post(")).map(|(path, _)| path).collect();
    assert!(posts.len() > 30, "{posts:?}");
    posts
}

fn client() -> Client {
    Client::builder().redirect(Policy::none()).build().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_route_takes_a_form_that_another_site_sends() {
    let stage = Stage::open().await;
    let browser = stage.signed_in("tinh.qt").await;
    let before = stage.portal.store.count_cases().await.unwrap();
    for path in posts() {
        for from in ["https://evil.example", "null"] {
            let (status, _) = browser.post_from(&path, &[("a", "b")], Some(from)).await;
            assert_eq!(status, StatusCode::FORBIDDEN, "POST {path} from {from}");
        }
        let request = client().post(format!("{}{path}", stage.url)).header("sec-fetch-site", "cross-site");
        let answer = request.form(&[("a", "b")]).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::FORBIDDEN, "POST {path} from elsewhere");
    }
    let (status, _) = browser.post("/quan-tri/may/ma", &[]).await;
    assert_ne!(status, StatusCode::FORBIDDEN, "a form of this site is read");
    assert_eq!(stage.portal.store.count_cases().await.unwrap(), before);
    assert_eq!(browser.get("/quan-tri").await.status(), StatusCode::OK, "still signed in");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_carries_the_headers_and_none_is_a_fault() {
    let stage = Stage::open().await;
    let mut paths: Vec<String> = routes().into_iter().map(|(path, _)| path).collect();
    paths.extend(["/khong-co", "/api/openapi.json", "/api/1/catalogue", "/health"].map(str::to_owned));
    for path in paths {
        for method in [Method::GET, Method::POST, Method::DELETE, Method::TRACE] {
            let request = client().request(method.clone(), format!("{}{path}", stage.url));
            let answer = request.send().await.unwrap();
            assert!(answer.status().as_u16() < 500, "{method} {path}: {}", answer.status());
            let header =
                |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
            let policy = header("content-security-policy");
            assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{path}");
            assert!(!policy.contains("unsafe"), "{path}: {policy}");
            assert_eq!(header("x-content-type-options"), "nosniff", "{method} {path}");
            assert_eq!(header("referrer-policy"), "same-origin", "{method} {path}");
            assert!(header("strict-transport-security").contains("includeSubDomains"), "{method} {path}");
            if method == Method::TRACE {
                assert!(!answer.status().is_success(), "{path} echoes");
            }
            let is_page = header("content-type").starts_with("text/html");
            assert!(!is_page || header("cache-control") == "no-store", "{method} {path} may stay in a cache");
        }
    }
}
