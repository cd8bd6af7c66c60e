//! Desks and people: each unit's administrator looks after the own ones, and after no others.

use crate::stage::{SECRET, Stage};
use casework::{Actor, CaseCode, CaseId, Channel, Command, DeviceId, Envelope, EnvelopeId, UserId};
use motcua_tests::fixture::application;
use protocol::push::{CodeBlock, DeskRights, Source, Verdict};
use reqwest::StatusCode;
use uuid::Uuid;

const OURS: &str = "000.00.03.H40";
const THEIRS: &str = "000.01.21.H40";

#[tokio::test(flavor = "multi_thread")]
async fn another_unit_is_never_shown_nor_changed() {
    let stage = Stage::open().await;
    let administrator = stage.signed_in("stp.qt").await;
    let head = stage.signed_in("stp.ld").await;
    for path in ["/quan-tri/may", "/quan-tri/nguoi", "/quan-tri/don-vi", "/quan-tri/don-vi/bao-cao"] {
        assert_eq!(administrator.text(&format!("{path}?unit={OURS}")).await.0, StatusCode::OK, "{path}");
        let (status, page) = administrator.text(&format!("{path}?unit={THEIRS}")).await;
        assert!(status == StatusCode::FORBIDDEN && !page.contains("Lê Quang Huy"), "{path}");
        let unknown = administrator.text(&format!("{path}?unit=000")).await;
        assert_eq!((status, page), unknown, "a unit that is not there is refused alike");
    }
    assert_eq!(head.text("/quan-tri/may").await.0, StatusCode::FORBIDDEN);
    assert_eq!(head.text(&format!("/quan-tri/don-vi?unit={THEIRS}")).await.0, StatusCode::FORBIDDEN);
    assert_eq!(head.text("/quan-tri/don-vi/bao-cao.xlsx").await.0, StatusCode::OK);
    let code = [("unit", THEIRS), ("minutes", "60")];
    assert_eq!(administrator.post("/quan-tri/may/ma", &code).await.0, StatusCode::FORBIDDEN);
    assert_eq!(administrator.text("/quan-tri/nguoi/thd.ld").await.0, StatusCode::FORBIDDEN);
    let secret = [("secret", "một hai ba bốn"), ("again", "một hai ba bốn")];
    assert_eq!(administrator.post("/quan-tri/nguoi/thd.ld/mat-khau", &secret).await.0, StatusCode::FORBIDDEN);
    let province = stage.signed_in("tinh.qt").await;
    assert_eq!(province.text(&format!("/quan-tri/may?unit={THEIRS}")).await.0, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_colleague_gets_a_role_and_a_secret_and_can_sign_in() {
    let stage = Stage::open().await;
    let browser = stage.signed_in("stp.qt").await;
    let person =
        [("unit", OURS), ("id", "stp.ld2"), ("name", "Nguyễn Văn Mới"), ("title", "Phó Giám đốc"), ("role", "LD")];
    assert_eq!(browser.post("/quan-tri/nguoi/them", &person).await.0, StatusCode::SEE_OTHER);
    assert_eq!(browser.post("/quan-tri/nguoi/them", &person).await.0, StatusCode::UNPROCESSABLE_ENTITY, "once");
    let place = "/quan-tri/nguoi/stp.ld2/mat-khau";
    for (secret, again) in [("ngắn", "ngắn"), ("một hai ba bốn", "một hai ba năm")] {
        let form = [("secret", secret), ("again", again)];
        assert_eq!(browser.post(place, &form).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let form = [("secret", "một hai ba bốn"), ("again", "một hai ba bốn")];
    assert_eq!(browser.post(place, &form).await.0, StatusCode::OK);
    let mut colleague = stage.browser();
    assert_eq!(colleague.sign_in("stp.ld2", "một hai ba bốn").await, StatusCode::SEE_OTHER);
    // A new secret closes the sessions that were open.
    assert_eq!(browser.post(place, &form).await.0, StatusCode::OK);
    assert_eq!(colleague.get("/quan-tri").await.status(), StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_shuts_out_themselves_and_a_closed_account_is_out_at_once() {
    let stage = Stage::open().await;
    let browser = stage.signed_in("stp.qt").await;
    let head = stage.signed_in("stp.ld").await;
    let oneself = [("name", "Hoàng Tiến Dũng"), ("role", "QT")];
    assert_eq!(browser.post("/quan-tri/nguoi/stp.qt", &oneself).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    let stronger = [("name", "Hoàng Tiến Dũng"), ("role", "QT"), ("role", "LD"), ("active", "1")];
    assert_eq!(browser.post("/quan-tri/nguoi/stp.qt", &stronger).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    let closed = [("name", "Bùi Quang Vinh"), ("role", "LD")];
    assert_eq!(browser.post("/quan-tri/nguoi/stp.ld", &closed).await.0, StatusCode::OK);
    assert_eq!(head.get("/quan-tri").await.status(), StatusCode::SEE_OTHER);
    let mut again = stage.browser();
    assert_eq!(again.sign_in("stp.ld", SECRET).await, StatusCode::UNAUTHORIZED);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_closes_an_account_sees_how_many_cases_are_to_be_given_away_first() {
    let stage = Stage::open().await;
    let browser = stage.signed_in("stp.qt").await;
    let given = assigned(&stage, "stp.cv1").await;
    assert!(given > 0);
    let (_, page) = browser.text("/quan-tri/nguoi/stp.cv1").await;
    assert!(page.contains(&format!("Đang giữ {given} hồ sơ chưa xong. Người nghỉ việc")), "{page}");
    let closed = [("name", "Nguyễn Văn A"), ("role", "CV")];
    let (_, page) = browser.post("/quan-tri/nguoi/stp.cv1", &closed).await;
    assert!(page.contains(&format!("Đang giữ {given} hồ sơ chưa xong. Tài khoản đã khóa")), "{page}");
    let (_, page) = browser.text("/quan-tri/nguoi/stp.cv2").await;
    assert!(!page.contains("open-cases"), "nobody gave anything to this one");
}

/// Receives a case of each service of the unit that is assigned first, and gives it to somebody; answers how many.
async fn assigned(stage: &Stage, to: &str) -> usize {
    let catalogue = stage.portal.catalogue();
    let now = desk::clock();
    let edition = catalogue.edition_on(now.day()).expect("an edition");
    let users = ["stp.mc", "stp.lp"].into_iter().map(UserId::from).collect();
    let codes = CodeBlock { first: 1, last: 99 };
    let rights = DeskRights { device: DeviceId(Uuid::nil()), unit: OURS.into(), users, codes };
    let give = async |case, who: &str, command| {
        let envelope = Envelope {
            id: EnvelopeId(Uuid::now_v7()),
            case,
            actor: Actor::Official(who.into()),
            at: now,
            edition: edition.id.clone(),
            seen: 0,
            after: None,
            command,
        };
        let bytes = serde_json::to_string(&envelope).expect("JSON");
        let verdict = stage.portal.admit(envelope, bytes, Source::Desk(rights.clone()), now).await;
        matches!(verdict.expect("the store holds"), Ok(Verdict::Accepted { .. }))
    };
    let ours = edition.services.values().filter(|service| service.units.contains(&OURS.into()));
    let mut given = 0;
    for (service, number) in ours.zip(1..) {
        let case = CaseId(Uuid::now_v7());
        let application = application(&OURS.into(), service.code.as_str(), Channel::Counter, "Trần Thị Mai");
        let code = CaseCode::compose(&OURS.into(), now.day(), number);
        if give(case, "stp.mc", Command::Receive { application, code }).await {
            let turn = stage.portal.store.case(case).await.expect("the store holds").expect("a case").turn;
            let assign = Command::Assign { turn, from: None, to: to.into(), note: String::new() };
            given += usize::from(give(case, "stp.lp", assign).await);
        }
    }
    given
}

#[tokio::test(flavor = "multi_thread")]
async fn a_register_of_a_lost_desk_goes_on_after_the_last_number_that_is_known_from_paper() {
    let stage = Stage::open().await;
    let browser = stage.signed_in("stp.qt").await;
    let form = [("unit", OURS), ("minutes", "60"), ("registers", "1")];
    let (_, page) = browser.post("/quan-tri/may/ma", &form).await;
    let code =
        page.split_once("secret-once\">").and_then(|(_, rest)| rest.split_once('<')).expect("a code").0.to_owned();
    let folder = tempfile::tempdir().expect("a folder");
    let proof = protocol::enrol::Proof { user: "stp.ld".into(), secret: protocol::enrol::Secret(SECRET.to_owned()) };
    let place = folder.path().join("desk");
    desk::enrolment::enrol(&place, &stage.url, &code, "Quầy số 3", vec![proof]).await.expect("enrolled");
    let year = desk::clock().day().year();
    let registers = stage.portal.store.listed_registers(&OURS.into(), year).await.expect("the store");
    let (book, next) = (registers[0].book.clone(), registers[0].next);
    let last = (next + 2).to_string();
    let take = |last: &str, reason: &str| {
        [("unit", OURS), ("book", &book), ("last", last), ("reason", reason)]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
    };
    let post = async |form: [(String, String); 4]| {
        let form = form.each_ref().map(|(name, value)| (name.as_str(), value.as_str()));
        browser.post("/quan-tri/may/so", &form).await
    };
    for (last, reason, word) in
        [("mười", "Bản lưu", "phải là một số"), (&*last, " ", "Căn cứ"), ("0", "Bản lưu", "nhỏ hơn")]
    {
        let (status, page) = post(take(last, reason)).await;
        assert!(status == StatusCode::OK && page.contains(word), "{last} {reason}: {status} {page}");
    }
    assert_eq!(stage.portal.store.holders(&OURS.into()).await.expect("the store").len(), registers.len(), "still held");
    assert_eq!(post(take(&last, "Theo bản lưu của văn thư")).await.0, StatusCode::SEE_OTHER);
    let (_, page) = browser.text("/quan-tri/may").await;
    assert!(page.contains("Số đã hủy") && page.contains("Theo bản lưu của văn thư"), "{page}");
    let now = stage.portal.store.listed_registers(&OURS.into(), year).await.expect("the store");
    let now = now.iter().find(|one| one.book == book).expect("the register");
    assert_eq!((now.holder.clone(), now.next), (None, next + 3));
    assert_eq!(portal::check(&stage.portal).await.expect("checked").findings, [""; 0], "no gap");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_is_enrolled_with_a_code_from_here_and_revoked_after_a_question() {
    let stage = Stage::open().await;
    let browser = stage.signed_in("stp.qt").await;
    let form = [("unit", OURS), ("minutes", "60"), ("registers", "1")];
    let (_, page) = browser.post("/quan-tri/may/ma", &form).await;
    let (_, rest) = page.split_once("secret-once\">").expect("a code");
    let code = rest.split_once('<').expect("a code").0;
    let folder = tempfile::tempdir().expect("a folder");
    let proof = protocol::enrol::Proof { user: "stp.ld".into(), secret: protocol::enrol::Secret(SECRET.to_owned()) };
    let place = folder.path().join("desk");
    desk::enrolment::enrol(&place, &stage.url, code, "Quầy số 3", vec![proof]).await.expect("enrolled");
    let (_, page) = browser.text("/quan-tri/may").await;
    assert!(page.contains("Quầy số 3") && page.contains("Bùi Quang Vinh") && page.contains("0001–0250"), "{page}");
    let desks = stage.portal.store.desks(&OURS.into()).await.expect("the store");
    let question = format!("/quan-tri/may/{}/thu-hoi", desks[0].id);
    assert!(browser.text(&format!("{question}?unit={OURS}")).await.1.contains("Quầy số 3"));
    assert_eq!(browser.post(&question, &[("unit", THEIRS)]).await.0, StatusCode::FORBIDDEN);
    assert_eq!(browser.post(&question, &[("unit", OURS)]).await.0, StatusCode::SEE_OTHER);
    let (_, page) = browser.text("/quan-tri/may").await;
    assert!(page.contains("Đã thu hồi") && page.contains("Chưa máy nào giữ"), "{page}");
}
