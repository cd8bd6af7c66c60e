//! Several drafts of the catalogue side by side: nobody overwrites another's, and what one publishes another is told.

use crate::stage::{Browser, Stage};
use casework::UserId;
use casework::catalogue::Edition;
use reqwest::StatusCode;

const DRAFTS: &str = "/quan-tri/danh-muc/du-thao";
const UNIT: &str = "000.00.03.H40";
const SERVICE: &str = "1.001612";

/// A second administrator of the province.
const SECOND: &str = "tinh.qt2";

async fn stage() -> Stage {
    let stage = Stage::open().await;
    let mut catalogue = (*stage.portal.catalogue()).clone();
    let first = catalogue.users[&UserId::from("tinh.qt")].clone();
    let second = casework::catalogue::User { id: SECOND.into(), name: "Vũ Thị Hai".to_owned(), ..first };
    catalogue.users.insert(second.id.clone(), second);
    stage.portal.publish(catalogue).await.expect("published");
    portal::set_secret(&stage.portal, &SECOND.into(), crate::stage::SECRET).await.expect("a secret");
    stage
}

async fn begins(browser: &Browser, name: &str) {
    let (status, page) = browser.post(&format!("{DRAFTS}/bat-dau"), &[("name", name)]).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
}

async fn draft(stage: &Stage, id: i64) -> (Edition, String, String) {
    let draft = stage.portal.store.draft(id).await.expect("the store").expect("a draft");
    let edition = portal::catalogue_files::document::read(&draft.body).expect("an edition");
    (edition, draft.revision.to_string(), draft.base)
}

/// Sends a form of a draft as its page would.
async fn send(stage: &Stage, browser: &Browser, id: i64, path: &str, form: &[(&str, &str)]) -> (StatusCode, String) {
    let revision = draft(stage, id).await.1;
    let form: Vec<(&str, &str)> = form.iter().copied().chain([("revision", &*revision)]).collect();
    browser.post(&format!("{DRAFTS}/{id}{path}"), &form).await
}

async fn publishes(stage: &Stage, browser: &Browser, id: i64, code: &str) -> (StatusCode, String) {
    let last = stage.portal.catalogue().editions.values().map(|edition| edition.in_force_from).max();
    let today = casework::Moment(now_in_milliseconds()).day();
    let from = last.expect("an edition").max(today).plus_days(2).to_string();
    send(stage, browser, id, "/cong-bo", &[("id", code), ("title", "Bản mới"), ("from", &from)]).await
}

fn now_in_milliseconds() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("a clock");
    i64::try_from(since.as_millis()).expect("a moment")
}

#[tokio::test(flavor = "multi_thread")]
async fn two_administrators_prepare_two_editions_and_neither_overwrites_the_other() {
    let stage = stage().await;
    let (one, two) = (stage.signed_in("tinh.qt").await, stage.signed_in(SECOND).await);
    begins(&one, "Giờ mùa đông").await;
    begins(&two, "Tên mới").await;
    let named = |name: &'static str| [("unit", UNIT), ("name", name)];
    assert_eq!(send(&stage, &one, 1, "/don-vi", &named("Sở A")).await.0, StatusCode::SEE_OTHER);
    assert_eq!(send(&stage, &two, 2, "/don-vi", &named("Sở B")).await.0, StatusCode::SEE_OTHER);
    assert_eq!(draft(&stage, 1).await.0.units[&UNIT.into()].name, "Sở A");
    assert_eq!(draft(&stage, 2).await.0.units[&UNIT.into()].name, "Sở B");
    // A form of one draft is none of the other, whose revision it does not know.
    let stale = [("unit", UNIT), ("name", "Sở C"), ("revision", "1")];
    assert_eq!(one.post(&format!("{DRAFTS}/2/don-vi"), &stale).await.0, StatusCode::CONFLICT);
    let (_, page) = one.text(DRAFTS).await;
    for text in ["Giờ mùa đông", "Tên mới", "Vũ Thị Hai", "Mai Xuân Trường"] {
        assert!(page.contains(text), "{text}: {page}");
    }
    assert!(one.text(&format!("{DRAFTS}/2")).await.1.contains("Người khác đang soạn bản này"));
    assert!(!two.text(&format!("{DRAFTS}/2")).await.1.contains("Người khác đang soạn bản này"));

    // It is handed over to somebody who may, and to nobody else.
    let to = |owner: &'static str| [("name", "Tên mới"), ("owner", owner)];
    assert_eq!(send(&stage, &two, 2, "/ten", &to("stp.qt")).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(send(&stage, &two, 2, "/ten", &to("tinh.qt")).await.0, StatusCode::SEE_OTHER);
    assert_eq!(stage.portal.store.draft(2).await.expect("the store").expect("a draft").owner, "tinh.qt".into());
    for name in ["", " ", &"a".repeat(121)] {
        let (status, page) = one.post(&format!("{DRAFTS}/bat-dau"), &[("name", name)]).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains("role=\"alert\""));
    }
    // Dropping one leaves the other.
    assert_eq!(send(&stage, &one, 1, "/bo", &[]).await.0, StatusCode::SEE_OTHER);
    assert_eq!(one.get(&format!("{DRAFTS}/1")).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(draft(&stage, 2).await.0.units[&UNIT.into()].name, "Sở B");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_draft_publishes_the_others_are_told_and_take_in_before_they_are_published() {
    let stage = stage().await;
    let (one, two) = (stage.signed_in("tinh.qt").await, stage.signed_in(SECOND).await);
    begins(&one, "Một").await;
    begins(&two, "Hai").await;
    let name = [("unit", UNIT), ("name", "Sở Tư pháp và Hộ tịch")];
    assert_eq!(send(&stage, &one, 1, "/don-vi", &name).await.0, StatusCode::SEE_OTHER);
    let book = |book: &'static str| [("action", "book"), ("book", book)];
    assert_eq!(send(&stage, &one, 1, "/so-ban-sao", &book("TC1")).await.0, StatusCode::SEE_OTHER);
    assert_eq!(send(&stage, &two, 2, "/so-ban-sao", &book("TC2")).await.0, StatusCode::SEE_OTHER);
    let day = [("day", "2027-06-01"), ("kind", "off"), ("reason", "Lễ riêng")];
    assert_eq!(send(&stage, &two, 2, "/ngay", &day).await.0, StatusCode::SEE_OTHER);
    assert_eq!(two.get(&format!("{DRAFTS}/2/ban-moi")).await.status(), StatusCode::NOT_FOUND, "there is no newer one");
    let (status, page) = publishes(&stage, &one, 1, "2027-a").await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");

    let (_, page) = two.text(&format!("{DRAFTS}/2")).await;
    assert!(page.contains("một bản mới hơn đã được công bố"), "{page}");
    assert!(two.text(DRAFTS).await.1.contains("Có bản mới hơn"));
    let (status, page) = publishes(&stage, &two, 2, "2027-b").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "it would undo what the other one changed");
    assert!(page.contains("đưa thay đổi của bản đó vào dự thảo trước"), "{page}");
    let (_, page) = two.text(&format!("{DRAFTS}/2/ban-moi")).await;
    assert!(page.contains("“Sở Tư pháp và Hộ tịch”") && page.contains("<li>Sổ của văn bản từ chối</li>"), "{page}");
    let other = [("newer", "2025")];
    assert_eq!(send(&stage, &two, 2, "/ban-moi", &other).await.0, StatusCode::CONFLICT, "another than was looked at");
    assert_eq!(send(&stage, &two, 2, "/ban-moi", &[("newer", "2027-a")]).await.0, StatusCode::SEE_OTHER);
    let (edition, _, base) = draft(&stage, 2).await;
    assert_eq!(base, "2027-a");
    assert_eq!(edition.units[&UNIT.into()].name, "Sở Tư pháp và Hộ tịch", "of the newer edition");
    assert_eq!(edition.rejection_register, Some("TC2".into()), "the draft's own");
    assert!(edition.calendar.holidays.values().any(|reason| reason == "Lễ riêng"));
    let (status, page) = publishes(&stage, &two, 2, "2027-b").await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    let catalogue = stage.portal.catalogue();
    assert_eq!(catalogue.editions[&"2027-b".into()].units[&UNIT.into()].name, "Sở Tư pháp và Hộ tịch");
    assert!(catalogue.editions[&"2027-b".into()].services.contains_key(&SERVICE.into()));
    assert_eq!(stage.portal.store.drafts().await.expect("the store"), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_begins_from_the_edition_that_was_published_last_though_its_day_is_yet_to_come() {
    let stage = stage().await;
    let one = stage.signed_in("tinh.qt").await;
    begins(&one, "Một").await;
    assert_eq!(send(&stage, &one, 1, "/don-vi", &[("unit", UNIT), ("name", "Sở A")]).await.0, StatusCode::SEE_OTHER);
    assert_eq!(publishes(&stage, &one, 1, "2027-a").await.0, StatusCode::SEE_OTHER);
    begins(&one, "Hai").await;
    let (edition, _, base) = draft(&stage, 2).await;
    assert_eq!((base.as_str(), edition.units[&UNIT.into()].name.as_str()), ("2027-a", "Sở A"));
    assert!(one.text(&format!("{DRAFTS}/2")).await.1.contains("Chưa có thay đổi"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_character_that_no_database_keeps_hinders_nobody() {
    let stage = stage().await;
    let one = stage.signed_in("tinh.qt").await;
    begins(&one, "Một").await;
    let (status, page) = send(&stage, &one, 1, "/van-ban", &[("text", "id: a\u{0}b")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "kept, and said that it cannot be read");
    assert!(page.contains("a\u{fffd}b"), "{page}");
    assert_eq!(stage.portal.store.draft(1).await.expect("the store").expect("a draft").body, "id: a\u{fffd}b");
    begins(&one, "Hai").await;
    let day = [("day", "2027-06-01"), ("kind", "off"), ("reason", "Lễ\u{0}riêng")];
    assert_eq!(send(&stage, &one, 2, "/ngay", &day).await.0, StatusCode::SEE_OTHER);
    let noted = stage.portal.store.actions(None, 1, 0).await.expect("the book").remove(0);
    assert!(noted.action == "draft_changed" && noted.detail.contains("Lễ\u{fffd}riêng"), "{}", noted.detail);
}
