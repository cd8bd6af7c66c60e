//! Citizens with an account, over real HTTP: what is theirs, what they may do with it, and that nobody else may.

use casework::catalogue::OnlineLevel;
mod bounds;
mod browsing;
mod data;
mod declaring;
mod due;
mod factor;
mod identity;
mod looking;
mod pages;
mod passkeys;
mod troubles;
mod twice;
mod uploads;

use casework::{Actor, CaseId, Command, Envelope, EnvelopeId, Event, Status};
use motcua_tests::fixture::{people, units};
use motcua_tests::office::Office;
use portal::{Account, Answer, Question, Store, answer_question};
use protocol::push::{CodeBlock, DeskRights, Source, Verdict};
use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::multipart::{Form, Part};
use reqwest::{Client, Response, StatusCode, redirect};

const PASSWORD: &str = "mật khẩu đủ dài";

/// A browser: its cookie, and nothing else.
struct Browser {
    client: Client,
    url: String,
    cookie: String,
}

fn session_of(response: &Response) -> Option<String> {
    let cookies = response.headers().get_all(SET_COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut sessions = cookies.filter(|cookie| cookie.starts_with("motcua_session="));
    sessions.next().map(str::to_owned)
}

impl Browser {
    fn at(office: &Office) -> Self {
        let client = Client::builder().redirect(redirect::Policy::none()).build().expect("a client");
        Self { client, url: office.url(), cookie: String::new() }
    }

    async fn signed_up(office: &Office, login: &str) -> Self {
        let mut browser = Self::at(office);
        let form = [("name", "Trần Thị Mai"), ("login", login), ("password", PASSWORD)];
        let answer = browser.post("/dang-ky", &form).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        browser.keep(&answer);
        browser
    }

    fn keep(&mut self, answer: &Response) {
        let cookie = session_of(answer).expect("a session");
        self.cookie = cookie.split(';').next().unwrap_or_default().to_owned();
    }

    async fn get(&self, path: &str) -> Response {
        let request = self.client.get(format!("{}{path}", self.url)).header(COOKIE, &self.cookie);
        request.send().await.expect("an answer")
    }

    async fn post(&self, path: &str, form: &[(&str, &str)]) -> Response {
        let request = self.client.post(format!("{}{path}", self.url)).header(COOKIE, &self.cookie);
        request.form(form).send().await.expect("an answer")
    }

    async fn send(&self, path: &str, form: Form) -> Response {
        let request = self.client.post(format!("{}{path}", self.url)).header(COOKIE, &self.cookie);
        request.multipart(form).send().await.expect("an answer")
    }

    async fn text(&self, path: &str) -> String {
        self.get(path).await.text().await.expect("a page")
    }

    /// Files; the case's page in the account.
    async fn file(&self, service: &str, form: Form) -> String {
        let page = self.send(service, form).await.text().await.expect("a page");
        let path = page.split("href=\"").find(|part| part.starts_with("/ho-so-cua-toi/")).expect("a link to the case");
        path.split('"').next().expect("a path").to_owned()
    }

    /// Files for the short service; the case's page in the account.
    async fn files(&self) -> (String, CaseId) {
        let form = Form::new()
            .text("unit", units()[0].0.clone())
            .text("name", "Trần Thị Mai")
            .text("address", "Nam Định")
            .text("phone", "0900000001");
        let path = self.file("/nop-ho-so/S", form).await;
        let id = path.rsplit('/').next().and_then(|id| id.parse().ok()).expect("a case");
        (path, id)
    }
}

/// An official acts at a desk of the first unit.
async fn official(office: &Office, id: CaseId, user: &str, command: Command) {
    let users = people(0).into_iter().map(|(user, _)| user).collect();
    let codes = CodeBlock { first: 1, last: 250 };
    let desk =
        DeskRights { device: casework::DeviceId(uuid::Uuid::from_u128(1)), unit: units()[0].clone(), users, codes };
    let now = desk::clock();
    let edition = office.portal.catalogue().edition_on(now.day()).expect("an edition").id.clone();
    let envelope = Envelope {
        id: EnvelopeId(uuid::Uuid::now_v7()),
        case: id,
        actor: Actor::Official(user.into()),
        at: now,
        edition,
        seen: 0,
        after: None,
        command,
    };
    let bytes = serde_json::to_string(&envelope).expect("JSON");
    let verdict = office.portal.admit(envelope, bytes, Source::Desk(desk), now).await.expect("the store holds");
    assert!(matches!(verdict, Ok(Verdict::Accepted { .. })), "{verdict:?}");
}

async fn turn(office: &Office, id: CaseId) -> u32 {
    office.portal.store.case(id).await.expect("the store holds").expect("a case").turn
}

async fn status(office: &Office, id: CaseId) -> Status {
    office.portal.store.case(id).await.expect("the store holds").expect("a case").status
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_filed_with_an_account_is_among_its_cases_and_nobody_elses() {
    let office = Office::open().await.expect("a portal");
    let mai = Browser::signed_up(&office, "mai@example.vn").await;
    let (path, id) = mai.files().await;
    assert!(mai.text("/ho-so-cua-toi").await.contains(&path));
    assert_eq!(mai.get(&path).await.status(), StatusCode::OK);
    let other = Browser::signed_up(&office, "0900000002").await;
    assert!(!other.text("/ho-so-cua-toi").await.contains(&path));
    assert_eq!(other.get(&path).await.status(), StatusCode::NOT_FOUND);
    let turn = turn(&office, id).await.to_string();
    let acts = [("rut", "reason"), ("khieu-nai", "text"), ("nhan", "text")];
    for (act, entry) in acts {
        let form = [("turn", turn.as_str()), (entry, "không phải của tôi")];
        assert_eq!(other.post(&format!("{path}/{act}"), &form).await.status(), StatusCode::NOT_FOUND, "{act}");
    }
    let form = Form::new().text("turn", turn.clone());
    assert_eq!(other.send(&format!("{path}/bo-sung"), form).await.status(), StatusCode::NOT_FOUND);
    let asked = units();
    let form = [("unit", asked[0].as_str()), ("case", path.rsplit('/').next().unwrap()), ("title", "a"), ("body", "b")];
    assert_eq!(other.post("/hoi-dap", &form).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!other.text("/tai-khoan/du-lieu").await.contains(&id.to_string()));
    assert!(mai.text("/tai-khoan/du-lieu").await.contains(&id.to_string()));
    let nobody = Browser::at(&office);
    for page in ["/ho-so-cua-toi", &path, "/tai-khoan", "/tai-khoan/du-lieu", "/tai-khoan/xac-thuc"] {
        let answer = nobody.get(page).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{page}");
        assert!(answer.headers()[LOCATION].to_str().unwrap().starts_with("/dang-nhap"), "{page}");
    }
    assert_eq!(status(&office, id).await, Status::Filed, "nothing was done to it");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_applicant_asks_the_agency_about_a_case_and_reads_the_answer() {
    let office = Office::open().await.expect("a portal");
    let mai = Browser::signed_up(&office, "mai@example.vn").await;
    let (path, id) = mai.files().await;
    let other = Browser::signed_up(&office, "0900000002").await;
    let asked = [("text", "Tôi có cần <b>bản chính</b> không?")];
    assert_eq!(other.post(&format!("{path}/nhan"), &asked).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(mai.post(&format!("{path}/nhan"), &asked).await.status(), StatusCode::SEE_OTHER);
    assert!(mai.text(&path).await.contains("Tôi có cần &#60;b&#62;bản chính&#60;/b&#62; không?"), "it is only text");
    official(&office, id, "a.mc", Command::Message { text: "Có, khi nhận kết quả.".to_owned() }).await;
    assert!(mai.text(&path).await.contains("Có, khi nhận kết quả."));
    let case = office.portal.store.case(id).await.expect("the store holds").expect("a case");
    assert!(!case.has_unanswered_message() && case.status == Status::Filed);
    let empty = mai.post(&format!("{path}/nhan"), &[("text", " ")]).await;
    assert_eq!(empty.status(), StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_from_another_site_is_refused() {
    let office = Office::open().await.expect("a portal");
    let mai = Browser::signed_up(&office, "mai@example.vn").await;
    let (path, id) = mai.files().await;
    let forms =
        ["/dang-nhap", "/dang-ky", "/dang-xuat", "/tai-khoan/mat-khau", "/tai-khoan/thong-tin", "/tai-khoan/xoa"];
    let acts = [
        format!("{path}/rut"),
        format!("{path}/khieu-nai"),
        format!("{path}/nhan"),
        "/hoi-dap".to_owned(),
        "/danh-gia".to_owned(),
    ];
    for page in forms.into_iter().map(str::to_owned).chain(acts) {
        for (name, value) in [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")] {
            let request = mai.client.post(format!("{}{page}", mai.url)).header(COOKIE, &mai.cookie);
            let answer = request.header(name, value).form(&[("reason", "x")]).send().await.expect("an answer");
            assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{page} {name}");
        }
    }
    assert_eq!(status(&office, id).await, Status::Filed);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_sign_in_begins_another_session_and_a_planted_one_is_worth_nothing() {
    let office = Office::open().await.expect("a portal");
    let mut mai = Browser::signed_up(&office, "mai@example.vn").await;
    let first = mai.cookie.clone();
    mai.cookie = "motcua_session=planted".to_owned();
    let form = [("login", "MAI@example.vn"), ("password", PASSWORD)];
    let answer = mai.post("/dang-nhap", &form).await;
    let cookie = session_of(&answer).expect("a session");
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && !cookie.contains("Secure"));
    assert!(!cookie.contains("planted"));
    assert_eq!(mai.get("/tai-khoan").await.status(), StatusCode::SEE_OTHER, "the planted token opens nothing");
    mai.keep(&answer);
    assert_ne!(mai.cookie, first);
    assert_eq!(mai.get("/tai-khoan").await.status(), StatusCode::OK);
    let proxied = mai.client.post(format!("{}/dang-nhap", mai.url)).header("x-forwarded-proto", "https");
    let proxied = proxied.form(&form).send().await.expect("an answer");
    assert!(session_of(&proxied).expect("a session").contains("Secure"));
    // A new password ends the other sessions, and signing out ends this one.
    let form = [("password", PASSWORD), ("new", "một mật khẩu khác")];
    assert_eq!(mai.post("/tai-khoan/mat-khau", &form).await.status(), StatusCode::SEE_OTHER);
    assert_eq!(mai.get("/tai-khoan").await.status(), StatusCode::OK);
    let elsewhere = Browser { client: mai.client.clone(), url: mai.url.clone(), cookie: first };
    assert_eq!(elsewhere.get("/tai-khoan").await.status(), StatusCode::SEE_OTHER);
    mai.post("/dang-xuat", &[]).await;
    assert_eq!(mai.get("/tai-khoan").await.status(), StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_name_and_a_wrong_password_are_answered_alike_and_not_for_ever() {
    let office = Office::open().await.expect("a portal");
    Browser::signed_up(&office, "mai@example.vn").await;
    let browser = Browser::at(&office);
    let mut pages = Vec::new();
    for login in ["mai@example.vn", "ai@example.vn"] {
        let answer = browser.post("/dang-nhap", &[("login", login), ("password", "sai")]).await;
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
        pages.push(answer.text().await.expect("a page").replace(login, ""));
    }
    assert_eq!(pages[0], pages[1]);
    let mut last = StatusCode::OK;
    for _ in 0..12 {
        last = browser.post("/dang-nhap", &[("login", "mai@example.vn"), ("password", "sai")]).await.status();
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    let short = [("name", "A"), ("login", "b@example.vn"), ("password", "ngắn")];
    assert_eq!(browser.post("/dang-ky", &short).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test(flavor = "multi_thread")]
async fn papers_that_were_asked_for_and_a_withdrawal_arrive_in_the_log() {
    let office = Office::open().await.expect("a portal");
    let mai = Browser::signed_up(&office, "mai@example.vn").await;
    let (path, id) = mai.files().await;
    let papers = vec!["Bản sao CCCD".to_owned()];
    let ask = Command::RequestSupplement {
        turn: turn(&office, id).await,
        papers,
        counts: Default::default(),
        reason: "Thiếu".to_owned(),
    };
    official(&office, id, "a.mc", ask).await;
    assert!(mai.text(&path).await.contains("Bản sao CCCD"));
    let turn_text = turn(&office, id).await.to_string();
    let empty = Form::new().text("turn", turn_text.clone());
    let answer = mai.send(&format!("{path}/bo-sung"), empty).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "without the paper it is no supplement");
    let part = Part::bytes(b"%PDF-1.4 cccd".to_vec()).file_name("cccd.pdf");
    let form = Form::new().text("turn", turn_text).part("paper-0", part);
    assert_eq!(mai.send(&format!("{path}/bo-sung"), form).await.status(), StatusCode::SEE_OTHER);
    assert_eq!(status(&office, id).await, Status::Filed);
    let stale = [("turn", "0"), ("reason", "Đổi ý")];
    assert_eq!(mai.post(&format!("{path}/rut"), &stale).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let now = turn(&office, id).await.to_string();
    let form = [("turn", now.as_str()), ("reason", "Đổi ý")];
    assert_eq!(mai.post(&format!("{path}/rut"), &form).await.status(), StatusCode::SEE_OTHER);
    assert_eq!(status(&office, id).await, Status::Withdrawn);
    let history = office.portal.store.history(id).await.expect("the store holds");
    assert!(
        history
            .iter()
            .any(|one| matches!(&one.event, Event::SupplementReceived { papers, .. } if papers[0].files.len() == 1))
    );
    assert!(matches!(&history.last().expect("an event").event, Event::Withdrawn { reason } if reason == "Đổi ý"));
    assert_eq!(portal::check(&office.portal).await.expect("checked").findings, [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rating_is_given_once_per_case_and_only_of_a_finished_one() {
    let office = Office::open().await.expect("a portal");
    let mai = Browser::signed_up(&office, "mai@example.vn").await;
    let (path, id) = mai.files().await;
    assert!(!mai.text(&path).await.contains("name=\"ticket\""), "not while it runs");
    let reject = Command::Reject { turn: turn(&office, id).await, reason: "Sai thẩm quyền".to_owned() };
    official(&office, id, "a.mc", reject).await;
    let page = mai.text(&path).await;
    let ticket =
        page.split("name=\"ticket\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a ticket");
    let rate = async |points: &str, ticket: &str| {
        let form = [("ticket", ticket), ("handling", points), ("attitude", "5"), ("agency", "3")];
        mai.post("/danh-gia", &form).await.status()
    };
    assert_eq!(rate("6", ticket).await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(rate("4", "abc").await, StatusCode::FORBIDDEN);
    assert_eq!(rate("4", ticket).await, StatusCode::OK);
    assert_eq!(rate("1", ticket).await, StatusCode::CONFLICT);
    assert!(!mai.text(&path).await.contains("name=\"ticket\""));
    let sums = office.portal.store.ratings_by_unit().await.expect("the store holds");
    assert_eq!((sums.len(), sums[0].count, sums[0].handling, sums[0].attitude, sums[0].agency), (1, 1, 4, 5, 3));
    let rated = office.portal.store.ratings_of(&units()[0]).await.expect("the store holds");
    let case = office.portal.store.case(id).await.expect("the store holds").expect("a case");
    assert_eq!(rated[0].officer, case.assignee, "whoever had the case");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_comes_back_and_a_question_is_published_only_when_the_agency_says_so() {
    let office = Office::open().await.expect("a portal");
    let mai = Browser::signed_up(&office, "mai@example.vn").await;
    let draft = Form::new().text("address", "Số 1 phố Nháp").text("keep", "draft");
    assert_eq!(mai.send("/nop-ho-so/S", draft).await.status(), StatusCode::SEE_OTHER);
    assert!(mai.text("/ho-so-cua-toi").await.contains("/nop-ho-so/S"));
    assert!(mai.text("/nop-ho-so/S").await.contains("Số 1 phố Nháp"));
    let (path, case) = mai.files().await;
    let case = case.to_string();
    assert!(!mai.text("/ho-so-cua-toi").await.contains("/nop-ho-so/S"), "what was filed is no draft");
    let unit = units()[0].clone();
    for title in ["Giờ làm việc", "Lệ phí"] {
        let body = [("kind", "question"), ("unit", unit.as_str()), ("title", title), ("body", "Xin cho biết?")];
        let form = [body.as_slice(), &[("case", case.as_str())]].concat();
        assert_eq!(mai.post("/hoi-dap", &form).await.status(), StatusCode::SEE_OTHER);
    }
    let store = &office.portal.store;
    let open = store.open_questions(&unit).await.expect("the store holds");
    assert_eq!(open.len(), 2);
    let said = |by: &str, text: &str, is_published| Answer {
        by: by.into(),
        text: text.to_owned(),
        at: desk::clock(),
        is_published,
        wording: None,
    };
    let portal = &office.portal;
    let other = answer_question(portal, &units()[1], &open[0].id, &said("b.mc", "?", true)).await;
    assert!(!other.expect("the store holds"), "a unit answers its own questions");
    for (question, publish) in open.iter().zip([true, false]) {
        let answer = said("a.mc", "Sáng và chiều", publish);
        let answered = answer_question(portal, &unit, &question.id, &answer).await;
        assert!(answered.expect("the store holds"));
    }
    let public = Browser::at(&office).text("/hoi-dap").await;
    assert!(public.contains(&open[0].title) && !public.contains(&open[1].title));
    assert!(!Browser::at(&office).text("/hoi-dap?q=khong-co").await.contains(&open[0].title));
    assert!(mai.text("/hoi-dap").await.contains(&open[1].title), "its asker reads the answer");
    let page = mai.text(&path).await;
    assert!(page.contains(&open[1].title) && page.contains("Sáng và chiều"), "the case shows it, too: {page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reference_makes_the_applicant_and_a_code_with_a_fact_only_lets_look() {
    let office = Office::open().await.expect("a portal");
    let nobody = Browser::at(&office);
    let form = Form::new()
        .text("unit", units()[0].0.clone())
        .text("name", "Lê Văn Hai")
        .text("address", "Nam Định")
        .text("phone", "0900000003");
    let page = nobody.send("/nop-ho-so/S", form).await.text().await.expect("a page");
    let reference =
        page.split("id=\"reference\">").nth(1).and_then(|rest| rest.split('<').next()).expect("a reference");
    let mai = Browser::signed_up(&office, "mai@example.vn").await;
    let wrong = mai.post("/ho-so-cua-toi/them", &[("ma", "N-AAAA-AAAA-AAAA-AAAA-AAAA")]).await;
    assert_eq!(wrong.status(), StatusCode::NOT_FOUND);
    let added = mai.post("/ho-so-cua-toi/them", &[("ma", reference)]).await;
    let path = added.headers()[LOCATION].to_str().expect("a path").to_owned();
    assert!(mai.text(&path).await.contains(&format!("{path}/rut")));
    let id: CaseId = path.rsplit('/').next().and_then(|id| id.parse().ok()).expect("a case");
    let day = desk::clock().day();
    let code = casework::CaseCode::compose(&units()[0], day, 1);
    official(&office, id, "a.mc", Command::Accept { turn: turn(&office, id).await, code: code.clone() }).await;
    let looker = Browser::signed_up(&office, "nhin@example.vn").await;
    let form = [("ma", code.as_str()), ("them", "0003")];
    assert_eq!(looker.post("/ho-so-cua-toi/them", &form).await.status(), StatusCode::SEE_OTHER);
    assert!(!looker.text(&path).await.contains(&format!("{path}/rut")));
    let now = turn(&office, id).await.to_string();
    let refused = looker.post(&format!("{path}/rut"), &[("turn", now.as_str()), ("reason", "x")]).await;
    assert_eq!(refused.status(), StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_of_the_second_factor_is_good_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::embedded(folder.path()).await.expect("SQLite");
    let now = desk::clock();
    let account = Account {
        id: "acc-1".into(),
        login: "mai@example.vn".to_owned(),
        name: "Trần Thị Mai".to_owned(),
        identity_number: None,
        phone: String::new(),
        email: String::new(),
        address: String::new(),
        phc: String::new(),
        totp_secret: None,
        created_at: now,
        deletion_asked_at: None,
    };
    assert!(store.add_account(&account).await.expect("the store holds"));
    let twin = Account { id: "acc-2".into(), ..account.clone() };
    assert!(!store.add_account(&twin).await.expect("the store holds"), "a name to sign in with is one account's");
    let code = protocol::digest(b"one");
    store.set_second_factor(&account.id, Some("00"), std::slice::from_ref(&code)).await.expect("the store holds");
    assert!(store.use_totp_step(&account.id, 7).await.expect("the store holds"));
    assert!(!store.use_totp_step(&account.id, 7).await.expect("the store holds"));
    assert!(!store.use_totp_step(&account.id, 6).await.expect("the store holds"));
    assert!(store.use_recovery_code(&account.id, &code).await.expect("the store holds"));
    assert!(!store.use_recovery_code(&account.id, &code).await.expect("the store holds"));
    let question: Vec<Question> = store.questions_of(&account.id).await.expect("the store holds");
    assert!(question.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_is_only_told_about_online_is_not_filed_online() {
    let office = Office::open().await.expect("an office");
    let mut catalogue = (*office.portal.catalogue()).clone();
    for edition in catalogue.editions.values_mut() {
        edition.services.get_mut(&"S".into()).expect("the short service").online = OnlineLevel::Information;
    }
    office.portal.publish(catalogue).await.expect("published");
    let browser = Browser::at(&office);
    assert!(browser.text("/dich-vu/S").await.contains("at-the-counter"));
    assert!(browser.text("/dich-vu/L").await.contains("href=\"/nop-ho-so/L\""));
    assert_eq!(browser.get("/nop-ho-so/S").await.status(), StatusCode::FORBIDDEN);
    let form = Form::new()
        .text("unit", units()[0].0.clone())
        .text("name", "Trần Thị Mai")
        .text("address", "Nam Định")
        .text("phone", "0900000001");
    let answer = browser.send("/nop-ho-so/S", form).await;
    assert_eq!(answer.status(), StatusCode::FORBIDDEN);
    assert!(answer.text().await.expect("a page").contains("Bộ phận Một cửa"));
}
