//! Sessions that were planted, cookies behind a proxy, and who may enter which room.

use crate::stage::{SECRET, Stage};
use reqwest::header::SET_COOKIE;
use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode};

fn cookies(answer: &reqwest::Response, name: &str) -> Vec<String> {
    let all = answer.headers().get_all(SET_COOKIE).iter().filter_map(|value| value.to_str().ok());
    all.filter(|cookie| cookie.starts_with(name)).map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_was_planted_is_not_the_one_that_begins() {
    let stage = Stage::open().await;
    let client = Client::builder().redirect(Policy::none()).build().unwrap();
    let planted = "f".repeat(64);
    let request =
        client.post(format!("{}/quan-tri/vao", stage.url)).header("cookie", format!("motcua_staff={planted}"));
    let answer = request.form(&[("user", "stp.qt"), ("secret", SECRET)]).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    let given = cookies(&answer, "motcua_staff=").pop().unwrap();
    assert!(!given.contains(&planted));
    let mut browser = stage.browser();
    browser.cookie = Some(format!("motcua_staff={planted}"));
    assert_eq!(browser.get("/quan-tri").await.status(), StatusCode::SEE_OTHER, "the planted one opens nothing");

    let form = [("name", "Trần Thị Mai"), ("login", "mai@example.vn"), ("password", "mật khẩu đủ dài")];
    let request = client.post(format!("{}/dang-ky", stage.url)).header("cookie", format!("motcua_session={planted}"));
    let answer = request.form(&form).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert!(!cookies(&answer, "motcua_session=").pop().unwrap().contains(&planted));
    let request = client.get(format!("{}/tai-khoan", stage.url)).header("cookie", format!("motcua_session={planted}"));
    assert_ne!(request.send().await.unwrap().status(), StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_a_proxy_with_tls_sessions_go_over_tls_alone() {
    let stage = Stage::open().await;
    let client = Client::builder().redirect(Policy::none()).build().unwrap();
    let signs_in = |path: &'static str, form: Vec<(&'static str, &'static str)>| {
        let request = client.post(format!("{}{path}", stage.url)).header("x-forwarded-proto", "https");
        request.form(&form).send()
    };
    let staff = signs_in("/quan-tri/vao", vec![("user", "stp.qt"), ("secret", SECRET)]).await.unwrap();
    let form = vec![("name", "Trần Thị Mai"), ("login", "mai2@example.vn"), ("password", "mật khẩu đủ dài")];
    let citizen = signs_in("/dang-ky", form).await.unwrap();
    let all = [cookies(&staff, "motcua_staff="), cookies(&citizen, "__Host-motcua_session=")].concat();
    assert_eq!(all.len(), 2, "{all:?}");
    for cookie in all {
        for attribute in ["; Secure", "; HttpOnly", "; SameSite=Lax", "; Max-Age="] {
            assert!(cookie.contains(attribute), "{attribute} in {cookie}");
        }
        assert!(!cookie.contains("Domain"), "{cookie}");
    }
}

/// Rooms, and who is let in: nobody, a head, a unit's administrator, the province's administrator.
const ROOMS: [(&str, [u16; 4]); 6] = [
    ("/quan-tri", [303, 200, 200, 200]),
    ("/quan-tri/don-vi", [303, 200, 200, 200]),
    ("/quan-tri/may", [303, 403, 200, 200]),
    ("/quan-tri/nguoi", [303, 403, 200, 200]),
    ("/quan-tri/danh-muc/du-thao", [303, 403, 403, 200]),
    ("/quan-tri/nhat-ky", [303, 200, 200, 200]),
];

#[tokio::test(flavor = "multi_thread")]
async fn each_room_of_the_staff_is_for_its_roles() {
    let stage = Stage::open().await;
    let visitors = [
        stage.browser(),
        stage.signed_in("stp.ld").await,
        stage.signed_in("stp.qt").await,
        stage.signed_in("tinh.qt").await,
    ];
    let mut found = Vec::new();
    for (room, _) in ROOMS {
        let mut statuses = [0; 4];
        for (visitor, status) in visitors.iter().zip(&mut statuses) {
            *status = visitor.get(room).await.status().as_u16();
        }
        found.push((room, statuses));
    }
    assert_eq!(found, ROOMS);
    // Another unit's administrator reads nobody of this one.
    let other = stage.signed_in("thd.qt").await;
    let (status, page) = other.text("/quan-tri/nguoi/stp.mc").await;
    assert!(status == StatusCode::FORBIDDEN || status == StatusCode::NOT_FOUND, "{status}");
    assert!(!page.contains("stp.mc"));
}
