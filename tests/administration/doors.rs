//! Signing in, rights, forms from elsewhere.

use crate::stage::{SECRET, Stage};
use reqwest::StatusCode;

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_secret_an_unknown_person_and_somebody_of_the_counter_stay_outside() {
    let stage = Stage::open().await;
    let mut browser = stage.browser();
    assert_eq!(browser.sign_in("stp.ld", "sai").await, StatusCode::UNAUTHORIZED);
    assert_eq!(browser.sign_in("nobody", SECRET).await, StatusCode::UNAUTHORIZED);
    assert_eq!(browser.sign_in("stp.mc", SECRET).await, StatusCode::FORBIDDEN);
    assert_eq!(browser.cookie, None);
    assert_eq!(browser.get("/quan-tri").await.status(), StatusCode::SEE_OTHER);
    browser.cookie = Some("motcua_staff=0000".to_owned());
    assert_eq!(browser.get("/quan-tri").await.status(), StatusCode::SEE_OTHER);
    let actions = stage.portal.store.actions(None, 10, 0).await.expect("the book");
    assert_eq!(actions.len(), 1, "only the try on a known account is noted: {actions:?}");
    assert_eq!(actions[0].action, "sign_in_refused");
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_is_slowed_down_even_for_the_right_secret() {
    let stage = Stage::open().await;
    let mut browser = stage.browser();
    let mut last = StatusCode::UNAUTHORIZED;
    // Twice as many as a minute allows: the minute may turn over once meanwhile.
    for _ in 0..21 {
        last = browser.sign_in("stp.ld", "sai").await;
        if last == StatusCode::TOO_MANY_REQUESTS {
            break;
        }
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_when_somebody_leaves_and_when_the_account_is_closed() {
    let stage = Stage::open().await;
    let browser = stage.signed_in("stp.ld").await;
    assert_eq!(browser.get("/quan-tri").await.status(), StatusCode::OK);
    assert_eq!(browser.post("/quan-tri/ra", &[]).await.0, StatusCode::SEE_OTHER);
    assert_eq!(browser.get("/quan-tri").await.status(), StatusCode::SEE_OTHER);
    let browser = stage.signed_in("stp.ld").await;
    let mut catalogue = (*stage.portal.catalogue()).clone();
    catalogue.users.get_mut(&"stp.ld".into()).expect("a head").active = false;
    stage.portal.publish(catalogue).await.expect("published");
    assert_eq!(browser.get("/quan-tri").await.status(), StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_from_another_site_changes_nothing() {
    let stage = Stage::open().await;
    let browser = stage.signed_in("stp.qt").await;
    let (status, _) = browser.post_from("/quan-tri/ra", &[], Some("https://evil.example")).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert_eq!(browser.get("/quan-tri").await.status(), StatusCode::OK, "still signed in");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_book_of_actions_shows_a_unit_its_own_lines_only() {
    let stage = Stage::open().await;
    let here = stage.signed_in("stp.qt").await;
    let there = stage.signed_in("thd.qt").await;
    let province = stage.signed_in("tinh.qt").await;
    let head = stage.signed_in("stp.lp").await;
    let (ours, theirs) = ("Sở Tư pháp", "phường Trần Hưng Đạo");
    let (_, text) = here.text("/quan-tri/nhat-ky").await;
    assert!(text.contains(ours) && !text.contains(theirs));
    let (_, text) = there.text("/quan-tri/nhat-ky").await;
    assert!(text.contains(theirs) && !text.contains(ours));
    let (_, text) = province.text("/quan-tri/nhat-ky").await;
    assert!(text.contains(theirs) && text.contains(ours));
    assert_eq!(head.text("/quan-tri/nhat-ky").await.0, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn statistics_are_open_to_everybody_and_carry_their_licence() {
    let stage = Stage::open().await;
    let browser = stage.browser();
    let (status, text) = browser.text("/thong-ke?nam=2026&thang=11&lang=en").await;
    assert!(status == StatusCode::OK && text.contains("How applications are handled"));
    let (status, text) = browser.text("/du-lieu-mo/ho-so.csv").await;
    assert!(status == StatusCode::OK && text.starts_with("# CC BY 4.0"));
    let (status, text) = browser.text("/du-lieu-mo/ho-so.json").await;
    assert!(status == StatusCode::OK && text.contains("\"licence\":\"CC BY 4.0\""));
}
