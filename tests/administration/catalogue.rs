//! The catalogue in its rooms: draft, check, compare, publish; and what reaches the desks.

use crate::stage::{Browser, SECRET, Stage};
use casework::Catalogue;
use casework::catalogue::OnlineLevel;
use protocol::enrol::{EnrolReply, EnrolRequest, Proof, Secret};
use reqwest::{Client, StatusCode};

const DRAFTS: &str = "/quan-tri/danh-muc/du-thao";
/// The first one that is begun.
const DRAFT: &str = "/quan-tri/danh-muc/du-thao/1";
const SEE_OTHER: StatusCode = StatusCode::SEE_OTHER;

async fn begun(stage: &Stage) -> Browser {
    let browser = stage.signed_in("tinh.qt").await;
    assert_eq!(browser.post(&format!("{DRAFTS}/bat-dau"), &[("name", "Bản thử")]).await.0, SEE_OTHER);
    browser
}

/// The revision of the draft: what a form of the page would carry.
async fn revision(stage: &Stage) -> String {
    let draft = stage.portal.store.draft(1).await.expect("the store").expect("a draft");
    draft.revision.to_string()
}

/// The day from which the draft may be in force, as the page proposes it.
async fn earliest(browser: &Browser) -> String {
    let (_, page) = browser.text(DRAFT).await;
    let (_, rest) = page.split_once("min=\"").expect("a day");
    rest.split_once('"').expect("a day").0.to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_province_prepares_an_edition() {
    let stage = Stage::open().await;
    for user in ["stp.qt", "stp.ld"] {
        let browser = stage.signed_in(user).await;
        assert_eq!(browser.text("/quan-tri/danh-muc?xem=quy-trinh").await.0, StatusCode::OK);
        assert_eq!(browser.text(DRAFTS).await.0, StatusCode::FORBIDDEN);
        assert_eq!(browser.post(&format!("{DRAFTS}/bat-dau"), &[("name", "Bản thử")]).await.0, StatusCode::FORBIDDEN);
    }
    assert!(stage.portal.store.draft(1).await.expect("the store").is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_workflow_is_marked_at_its_step_and_not_published() {
    let stage = Stage::open().await;
    let browser = begun(&stage).await;
    let editor = format!("{DRAFT}/quy-trinh/B_3d");
    // The step in which the head signs is the fifth.
    let form = [("revision", &*revision(&stage).await), ("index", "4"), ("action", "remove")];
    assert_eq!(browser.post(&editor, &form).await.0, SEE_OTHER);
    let (_, page) = browser.text(&editor).await;
    assert!(page.contains("has-problem") && page.contains("khi chưa ký"), "{page}");
    let day = earliest(&browser).await;
    let form = [("revision", &*revision(&stage).await), ("id", "2027"), ("title", "Bản 2027"), ("from", &*day)];
    let (status, page) = browser.post(&format!("{DRAFT}/cong-bo"), &form).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("Chưa công bố được") && page.contains("khi chưa ký"), "{page}");
    assert_eq!(stage.portal.catalogue().editions.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edition_is_never_published_into_the_past_or_over_another() {
    let stage = Stage::open().await;
    let browser = begun(&stage).await;
    let day = earliest(&browser).await;
    for (id, from) in [("2027", "2019-01-01"), ("2018", &*day), ("có dấu", &*day), ("2027", "hôm nay")] {
        let form = [("revision", &*revision(&stage).await), ("id", id), ("title", "Bản mới"), ("from", from)];
        let (status, _) = browser.post(&format!("{DRAFT}/cong-bo"), &form).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{id} {from}");
    }
    assert_eq!(stage.portal.catalogue().editions.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn forms_change_the_draft_which_is_compared_and_reaches_the_desks_when_published() {
    let stage = Stage::open().await;
    let browser = begun(&stage).await;
    let before = stage.portal.catalogue();
    let day = [("revision", &*revision(&stage).await), ("day", "2027-06-01"), ("kind", "off"), ("reason", "Lễ riêng")];
    assert_eq!(browser.post(&format!("{DRAFT}/ngay"), &day).await.0, SEE_OTHER);
    let name = [("revision", &*revision(&stage).await), ("unit", "000.00.03.H40"), ("name", "Sở Tư pháp tỉnh")];
    assert_eq!(browser.post(&format!("{DRAFT}/don-vi"), &name).await.0, SEE_OTHER);
    let service = [
        ("revision", &*revision(&stage).await),
        ("code", "2.000488"),
        ("name", "Cấp Phiếu lý lịch tư pháp"),
        ("workflow", "D_10d_verify"),
        ("kind", "working_days"),
        ("number", "12"),
        ("time_text", "12 ngày làm việc"),
        ("fee_text", "250.000 đồng"),
        ("online", "fully"),
        ("at_counter", ""),
        ("life_events", " Tìm việc làm \r\n\r\nHọc tập"),
        ("legal_basis", "Văn bản A"),
    ];
    let (status, page) = browser.post(&format!("{DRAFT}/thu-tuc"), &service).await;
    assert_eq!(status, SEE_OTHER, "{page}");
    let fee = [
        ("revision", &*revision(&stage).await),
        ("code", "2.000488"),
        ("index", "0"),
        ("action", "save"),
        ("fee", "LP"),
        ("name", "Lệ phí"),
        ("kind", "fixed"),
        ("amount", "250.000"),
    ];
    assert_eq!(browser.post(&format!("{DRAFT}/thu-tuc/phi"), &fee).await.0, SEE_OTHER);
    let add = [("revision", &*revision(&stage).await), ("index", "1"), ("action", "add")];
    assert_eq!(browser.post(&format!("{DRAFT}/quy-trinh/C_5d"), &add).await.0, SEE_OTHER);
    let step = [
        ("revision", &*revision(&stage).await),
        ("index", "2"),
        ("action", "save"),
        ("name", "Kiểm tra thực địa"),
        ("role", "CV"),
        ("kind", "handle"),
        ("hours", "0"),
    ];
    assert_eq!(browser.post(&format!("{DRAFT}/quy-trinh/C_5d"), &step).await.0, SEE_OTHER);
    let (_, page) = browser.text(&format!("{DRAFT}/quy-trinh/C_5d")).await;
    assert!(page.contains("chưa có thời gian"), "{page}");
    let remove = [("revision", &*revision(&stage).await), ("index", "2"), ("action", "remove")];
    assert_eq!(browser.post(&format!("{DRAFT}/quy-trinh/C_5d"), &remove).await.0, SEE_OTHER);

    let (_, page) = browser.text(DRAFT).await;
    for words in ["2027-06-01 “Lễ riêng”: thêm mới", "→ “Sở Tư pháp tỉnh”", "→ “12 ngày làm việc”", "250000 đ"]
    {
        assert!(page.contains(words), "{words} is not in {page}");
    }
    assert_eq!(stage.portal.catalogue(), before, "a draft changes nothing");
    let from = earliest(&browser).await;
    let form = [("revision", &*revision(&stage).await), ("id", "2027"), ("title", "Bản 2027"), ("from", &*from)];
    let (status, page) = browser.post(&format!("{DRAFT}/cong-bo"), &form).await;
    assert_eq!(status, SEE_OTHER, "{page}");

    let seen = as_a_desk_sees_it(&stage).await;
    assert_eq!(seen.version, before.version + 1);
    assert_eq!(seen.editions[&"2018".into()], before.editions[&"2018".into()], "the past stays as it was");
    let new = &seen.editions[&"2027".into()];
    assert_eq!(new.units[&"000.00.03.H40".into()].name, "Sở Tư pháp tỉnh");
    let service = &new.services[&"2.000488".into()];
    assert_eq!(
        (service.online, service.legal_basis.as_slice()),
        (OnlineLevel::Fully, ["Văn bản A".to_owned()].as_slice())
    );
    assert_eq!(service.life_events, ["Tìm việc làm", "Học tập"]);
    assert_eq!(new.in_force_from.to_string(), from);
    assert!(stage.portal.store.draft(1).await.expect("the store").is_none());
    let actions = stage.portal.store.actions(None, 1, 0).await.expect("the book");
    assert_eq!(actions[0].action, "edition_published");
}

/// What a desk that is enrolled now gets as its catalogue.
async fn as_a_desk_sees_it(stage: &Stage) -> Catalogue {
    let code = portal::add_enrol_code(&stage.portal, &"000.00.03.H40".into(), true, 5).await.expect("a code");
    let people = vec![Proof { user: "stp.ld".into(), secret: Secret(SECRET.to_owned()) }];
    let request = EnrolRequest { version: 1, code: Secret(code), desk_name: "Bàn".to_owned(), people };
    let client = Client::new();
    let answer = client.post(format!("{}/api/1/enrol", stage.url)).json(&request).send().await.expect("an answer");
    let packed = answer.bytes().await.expect("bytes");
    let reply: EnrolReply = serde_json::from_slice(&zstd::decode_all(packed.as_ref()).expect("zstd")).expect("JSON");
    let asked = client.get(format!("{}/api/1/catalogue", stage.url)).bearer_auth(reply.token.0).send().await;
    let packed = asked.expect("an answer").bytes().await.expect("bytes");
    serde_json::from_slice(&zstd::decode_all(packed.as_ref()).expect("zstd")).expect("a catalogue")
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_overwrites_what_they_have_not_seen() {
    let stage = Stage::open().await;
    let browser = begun(&stage).await;
    let seen = revision(&stage).await;
    let name = |name: &'static str| [("revision", seen.clone()), ("unit", "H40".to_owned()), ("name", name.to_owned())];
    let first = name("UBND tỉnh A");
    let first: Vec<(&str, &str)> = first.iter().map(|(key, value)| (*key, value.as_str())).collect();
    assert_eq!(browser.post(&format!("{DRAFT}/don-vi"), &first).await.0, SEE_OTHER);
    let second = name("UBND tỉnh B");
    let second: Vec<(&str, &str)> = second.iter().map(|(key, value)| (*key, value.as_str())).collect();
    assert_eq!(browser.post(&format!("{DRAFT}/don-vi"), &second).await.0, StatusCode::CONFLICT);
    let (_, text) = browser.text(&format!("{DRAFT}/danh-muc.yaml")).await;
    assert!(text.contains("UBND tỉnh A") && !text.contains("UBND tỉnh B"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_that_cannot_be_read_is_kept_and_explained_and_never_published() {
    let stage = Stage::open().await;
    let browser = begun(&stage).await;
    let (_, text) = browser.text(&format!("{DRAFT}/danh-muc.yaml")).await;
    let broken = text.replacen("kind: province", "kind: vuong-quoc", 1);
    let form = [("revision", &*revision(&stage).await), ("text", &*broken)];
    let (status, page) = browser.post(&format!("{DRAFT}/van-ban"), &form).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("vuong-quoc"), "{status}");
    let from = earliest_of(&stage);
    let form = [("revision", &*revision(&stage).await), ("id", "2027"), ("title", "Bản"), ("from", &*from)];
    assert_eq!(browser.post(&format!("{DRAFT}/cong-bo"), &form).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    let form = [("revision", &*revision(&stage).await), ("text", &*text)];
    assert_eq!(browser.post(&format!("{DRAFT}/van-ban"), &form).await.0, SEE_OTHER);
}

/// A day far enough ahead.
fn earliest_of(stage: &Stage) -> String {
    let catalogue = stage.portal.catalogue();
    let last = catalogue.editions.values().map(|edition| edition.in_force_from).max().expect("an edition");
    last.plus_days(40_000).to_string()
}
