//! What citizens say, and what becomes of it: answers, ratings, wishes to be forgotten.

use crate::stage::Stage;
use casework::{AccountId, CaseId, Moment, UnitCode};
use portal::{Account, Question, Rating};
use reqwest::StatusCode;

const UNIT: &str = "000.00.03.H40";

async fn asker(stage: &Stage, id: &str) -> AccountId {
    let account = Account {
        id: AccountId(id.to_owned()),
        login: format!("{id}@example.vn"),
        name: "Trần Thị Mai".to_owned(),
        identity_number: Some("036190001234".to_owned()),
        phone: "0912345678".to_owned(),
        email: format!("{id}@example.vn"),
        address: "Nam Định".to_owned(),
        phc: String::new(),
        totp_secret: None,
        created_at: Moment(0),
        deletion_asked_at: None,
    };
    assert!(stage.portal.store.add_account(&account).await.expect("the store"));
    account.id
}

async fn asked(stage: &Stage, account: &AccountId, id: &str, body: &str) {
    let question = Question {
        id: id.to_owned(),
        account: account.clone(),
        kind: "question".to_owned(),
        unit: UNIT.into(),
        service: None,
        case: None,
        title: format!("Câu hỏi {id}"),
        body: body.to_owned(),
        asked_at: desk::clock().plus_minutes(-3 * 24 * 60),
        answer: None,
    };
    stage.portal.store.ask(&question).await.expect("the store");
}

/// A unit other than the one of the heads who are signed in.
fn elsewhere(stage: &Stage) -> UnitCode {
    let catalogue = stage.portal.catalogue();
    let (_, edition) = catalogue.editions.iter().next_back().expect("an edition");
    let own = &catalogue.users[&"stp.ld".into()].unit;
    edition.units.keys().find(|unit| *unit != own).expect("another unit").clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_answers_once_and_publishes_only_what_names_nobody() {
    let stage = Stage::open().await;
    let own = stage.portal.catalogue().users[&"stp.ld".into()].unit.clone();
    assert_eq!(own, UnitCode::from(UNIT), "the head's unit");
    let account = asker(&stage, "mai").await;
    asked(&stage, &account, "mot", "Cần mang theo giấy tờ gì?").await;
    asked(&stage, &account, "hai", "Số căn cước của tôi là 036 190 001 234").await;
    let browser = stage.signed_in("stp.ld").await;
    let (status, page) = browser.text("/quan-tri/hoi-dap").await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("Câu hỏi mot") && page.contains("đã chờ 3 ngày"), "{page}");

    let answer = [("unit", UNIT), ("text", "Chỉ cần tờ khai."), ("publish", "1")];
    assert_eq!(browser.post("/quan-tri/hoi-dap/mot", &answer).await.0, StatusCode::SEE_OTHER);
    assert_eq!(browser.post("/quan-tri/hoi-dap/mot", &answer).await.0, StatusCode::CONFLICT, "once");
    let (status, page) = browser.post("/quan-tri/hoi-dap/hai", &answer).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("Chỉ cần tờ khai."), "what was typed stays: {page}");
    let (_, page) = browser.text("/quan-tri/don-vi").await;
    assert!(page.contains("id=\"waiting\"><strong>1</strong>") && page.contains("lâu nhất 3 ngày"), "{page}");
    let half = [answer.as_slice(), &[("public_title", "Giấy tờ tùy thân"), ("public_body", "")]].concat();
    assert_eq!(browser.post("/quan-tri/hoi-dap/hai", &half).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    let worded = [("public_title", "Giấy tờ tùy thân"), ("public_body", "Cần mang theo thẻ căn cước không?")];
    let worded = [answer.as_slice(), worded.as_slice()].concat();
    assert_eq!(browser.post("/quan-tri/hoi-dap/hai", &worded).await.0, StatusCode::SEE_OTHER);
    asked(&stage, &account, "ba", "Chuyện riêng").await;
    assert_eq!(browser.post("/quan-tri/hoi-dap/ba", &answer[..2]).await.0, StatusCode::SEE_OTHER);

    let public = stage.browser().text("/hoi-dap").await.1;
    assert!(public.contains("Câu hỏi mot") && public.contains("Giấy tờ tùy thân"), "{public}");
    for hidden in ["Câu hỏi hai", "036", "Trần Thị Mai", "Chuyện riêng"] {
        assert!(!public.contains(hidden), "{hidden}: {public}");
    }
    assert!(!stage.browser().text("/hoi-dap?q=036").await.1.contains("Giấy tờ tùy thân"), "nor found by it");
    let mine = stage.portal.store.questions_of(&account).await.expect("the store");
    assert!(mine.iter().all(|question| question.answer.as_ref().is_some_and(|one| one.text == "Chỉ cần tờ khai.")));
    let actions = stage.portal.store.actions(None, 10, 0).await.expect("the book");
    let told: Vec<&str> = actions.iter().map(|action| action.action.as_str()).collect();
    assert_eq!(told[..2], ["question_answered", "question_published"]);
    // When the account goes, so do its owner's own words.
    stage.portal.store.ask_deletion(&account, Some(desk::clock())).await.expect("the store");
    assert!(stage.portal.store.erase_account(&account).await.expect("the store"));
    let left = stage.portal.store.questions_of(&account).await.expect("the store");
    let bodies: Vec<&str> = left.iter().map(|question| question.body.as_str()).collect();
    assert!(bodies.contains(&"Cần mang theo thẻ căn cước không?") && !bodies.iter().any(|body| body.contains("036")));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_answers_for_another_unit_nor_as_an_administrator() {
    let stage = Stage::open().await;
    let account = asker(&stage, "mai").await;
    asked(&stage, &account, "mot", "Cần mang theo giấy tờ gì?").await;
    let form = [("unit", UNIT), ("text", "Không phải việc của tôi")];
    for user in ["stp.qt", "thd.qt", "tinh.qt"] {
        let browser = stage.signed_in(user).await;
        let page = format!("/quan-tri/hoi-dap?unit={UNIT}");
        assert_eq!(browser.get(&page).await.status(), StatusCode::FORBIDDEN, "{user}");
        assert_eq!(browser.post("/quan-tri/hoi-dap/mot", &form).await.0, StatusCode::FORBIDDEN, "{user}");
    }
    let other = elsewhere(&stage);
    let head = stage.signed_in("stp.ld").await;
    let form = [("unit", other.as_str()), ("text", "Không phải việc của tôi")];
    assert_eq!(head.post("/quan-tri/hoi-dap/mot", &form).await.0, StatusCode::FORBIDDEN);
    assert_eq!(stage.portal.store.open_questions(&UNIT.into()).await.expect("the store").len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_reads_the_ratings_of_the_unit_with_their_remarks() {
    let stage = Stage::open().await;
    for (place, points) in [(1, 5), (2, 4)] {
        let rating = Rating {
            case: CaseId(uuid::Uuid::from_u128(place)),
            unit: UNIT.into(),
            handling: points,
            attitude: points,
            agency: 3,
            remark: format!("Góp ý thứ {place}"),
            officer: Some("stp.mc".into()),
            at: desk::clock(),
        };
        assert!(stage.portal.store.rate(&rating).await.expect("the store"));
    }
    let page = stage.signed_in("stp.ld").await.text("/quan-tri/danh-gia").await.1;
    assert!(page.contains("<strong>4,5</strong>") && page.contains("<strong>3,0</strong>"), "{page}");
    assert!(page.contains("Góp ý thứ 1") && page.contains("Góp ý thứ 2"));
    let officer = &stage.portal.catalogue().users[&"stp.mc".into()].name;
    assert!(page.contains(officer), "whoever had the cases: {page}");
    let (_, text) = stage.browser().text("/du-lieu-mo/danh-gia.csv").await;
    assert!(text.contains(",2,4.50,4.50,3.00\r\n") && !text.contains("Góp ý"), "{text}");
    let (_, text) = stage.browser().text("/du-lieu-mo/danh-gia.csv?nam=2018").await;
    assert!(!text.contains(",2,"), "another year's: {text}");
    let (_, text) = stage.browser().text("/du-lieu-mo/danh-gia.json").await;
    assert!(text.contains("\"ratings\":2") && text.contains("CC BY 4.0"), "{text}");
    assert!(stage.browser().text("/thong-ke").await.1.contains("<td class=\"n\">4.50</td>"));
    let other = format!("/quan-tri/danh-gia?unit={}", elsewhere(&stage));
    assert_eq!(stage.signed_in("stp.ld").await.get(&other).await.status(), StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_erased_by_the_province_alone_and_only_where_its_owner_asked() {
    let stage = Stage::open().await;
    let (mai, lan) = (asker(&stage, "mai").await, asker(&stage, "lan").await);
    asked(&stage, &mai, "mot", "Chuyện riêng của tôi").await;
    stage.portal.store.ask_deletion(&mai, Some(desk::clock())).await.expect("the store");
    let own = stage.signed_in("stp.qt").await;
    assert_eq!(own.post("/quan-tri/xoa-tai-khoan/mai", &[]).await.0, StatusCode::FORBIDDEN);
    let province = stage.signed_in("tinh.qt").await;
    let page = province.text("/quan-tri/xoa-tai-khoan").await.1;
    assert!(page.contains("mai@example.vn") && !page.contains("lan@example.vn"), "{page}");
    assert_eq!(province.post("/quan-tri/xoa-tai-khoan/lan", &[]).await.0, StatusCode::CONFLICT, "nobody asked");
    assert_eq!(province.post("/quan-tri/xoa-tai-khoan/mai", &[]).await.0, StatusCode::SEE_OTHER);
    let gone = stage.portal.store.account(&mai).await.expect("the store").expect("its identifier stays");
    assert_eq!((gone.name, gone.email, gone.identity_number), (String::new(), String::new(), None));
    assert_eq!(stage.portal.store.account_by_login("mai@example.vn").await.expect("the store"), None);
    let said = stage.portal.store.questions_of(&mai).await.expect("the store");
    assert!(said.iter().all(|question| question.body.is_empty()), "what was not published goes, too");
    let stays = stage.portal.store.account(&lan).await.expect("the store").expect("an account");
    assert_eq!(stays.name, "Trần Thị Mai");
}
