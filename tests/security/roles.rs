//! Who is let into which room of the staff, route by route and method by method, for the own unit and for another one: a
//! row for each in `roles.txt`, which is read by people. `MOTCUA_WRITE_SNAPSHOTS=1` writes it anew: look at what changed.

use crate::routes::routes;
use crate::stage::{Browser, SECRET, Stage};
use casework::DeviceId;
use portal::{Account, NewDesk, Question, add_enrol_code};
use reqwest::multipart::Form;
use reqwest::{Method, StatusCode};
use std::fmt::Write;
use std::path::Path;
use uuid::Uuid;

const UNITS: [&str; 2] = ["000.00.03.H40", "000.01.21.H40"];
const TABLE: &str = "security/roles.txt";
/// Nobody, the heads of a division and of a unit, the unit's administrator, the province's.
const VISITORS: [&str; 4] = ["stp.lp", "stp.ld", "stp.qt", "tinh.qt"];
/// What ends the session with which it is asked, or changes what other rows are about: asked last.
const LAST: [&str; 2] = ["/quan-tri/ra", "/quan-tri/vao"];

/// Routes of the staff with their methods, and what stands in their addresses.
fn rows() -> Vec<(Method, String)> {
    let mut rows = Vec::new();
    for (path, handlers) in routes() {
        if !path.starts_with("/quan-tri") {
            continue;
        }
        for (word, method) in [("get(", Method::GET), ("post(", Method::POST)] {
            if handlers.contains(word) {
                rows.push((method, path.clone()));
            }
        }
    }
    rows.sort_by_key(|(method, path)| (LAST.contains(&path.as_str()), path.clone(), method.to_string()));
    assert!(rows.len() > 80, "the routes are written in another way: {rows:?}");
    rows
}

/// Something of each unit that the addresses name.
struct Things {
    desks: [DeviceId; 2],
    draft: String,
}

async fn things(stage: &Stage) -> Things {
    let desks = [DeviceId(Uuid::from_u128(1)), DeviceId(Uuid::from_u128(2))];
    let now = desk::clock();
    for (place, unit) in UNITS.iter().enumerate() {
        let code = add_enrol_code(&stage.portal, &(*unit).into(), true, 5).await.unwrap();
        let desk = NewDesk {
            code_digest: protocol::digest(code.as_bytes()),
            name: "Quầy".to_owned(),
            device: desks[place],
            token_digest: protocol::digest(unit.as_bytes()),
            people: Vec::new(),
            now,
        };
        stage.portal.store.enrol(&desk, &["GXN".into()].into()).await.unwrap().unwrap();
    }
    let text = String::new;
    let account = Account {
        id: "acc".into(),
        login: "mai@example.vn".to_owned(),
        name: "Trần Thị Mai".to_owned(),
        identity_number: None,
        phone: text(),
        email: text(),
        address: text(),
        phc: text(),
        totp_secret: None,
        created_at: now,
        deletion_asked_at: Some(now),
    };
    assert!(stage.portal.store.add_account(&account).await.unwrap());
    for (place, unit) in UNITS.iter().enumerate() {
        let question = Question {
            id: format!("question-{place}"),
            account: account.id.clone(),
            kind: "question".to_owned(),
            unit: (*unit).into(),
            service: None,
            case: None,
            title: "Giờ làm việc".to_owned(),
            body: "Xin cho biết?".to_owned(),
            asked_at: now,
            answer: None,
        };
        stage.portal.store.ask(&question).await.unwrap();
    }
    let province = stage.signed_in("tinh.qt").await;
    let (status, _) =
        province.post("/quan-tri/danh-muc/du-thao/bat-dau", &[("name", "Bản thử"), ("base", "2018")]).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "a draft is begun");
    let draft = stage.portal.store.drafts().await.unwrap()[0].id.to_string();
    Things { desks, draft }
}

impl Things {
    /// The address with what it names filled in.
    fn fill(&self, path: &str, side: usize) -> String {
        let id = match path {
            _ if path.starts_with("/quan-tri/may/") => self.desks[side].to_string(),
            _ if path.starts_with("/quan-tri/nguoi/") => ["stp.mc", "thd.mc"][side].to_owned(),
            _ if path.starts_with("/quan-tri/hoi-dap/") => format!("question-{side}"),
            _ if path.starts_with("/quan-tri/xoa-tai-khoan/") => "acc".to_owned(),
            _ => "x".to_owned(),
        };
        // The first thing that an address names; in the draft's rooms that is the draft.
        let named = if path.starts_with("/quan-tri/danh-muc/du-thao/") { self.draft.clone() } else { id };
        let mut named = Some(named);
        let part = |part: &str| match part {
            "x" => named.take().unwrap_or_else(|| part.to_owned()),
            other => other.to_owned(),
        };
        path.split('/').map(part).collect::<Vec<_>>().join("/")
    }
}

async fn asked(browser: &Browser, method: &Method, path: &str, unit: &str) -> u16 {
    if *method == Method::GET {
        return browser.get(&format!("{path}?unit={unit}")).await.status().as_u16();
    }
    // What forms have in common: an old revision, and nothing that could be done.
    let form =
        [("unit", unit), ("revision", "0"), ("kind", ""), ("code", "x"), ("text", ""), ("part", ""), ("name", "")];
    if path.ends_with("/tai-len") || path.ends_with("/bang-tinh") || path.ends_with("/goi") {
        let parts = form.into_iter().fold(Form::new(), |parts, (name, text)| parts.text(name, text.to_owned()));
        return browser.send(browser.request(Method::POST, path).multipart(parts)).await.status().as_u16();
    }
    browser.post(path, &form).await.0.as_u16()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_room_of_the_staff_lets_in_whom_the_reviewed_table_names_and_nobody_else() {
    let stage = Stage::open().await;
    let things = things(&stage).await;
    let nobody = stage.browser();
    let mut visitors = Vec::new();
    for user in VISITORS {
        visitors.push(stage.signed_in(user).await);
    }
    let mut table = String::from(
        "# Method and path; nobody, then head of division, head, administrator, province's administrator in their own\n\
         # unit; then the first three in another unit. 303 for nobody leads to the door.\n",
    );
    for (method, path) in rows() {
        let mut statuses = vec![asked(&nobody, &method, &things.fill(&path, 0), UNITS[0]).await];
        for (side, visitors) in [(0, &visitors[..]), (1, &visitors[..3])] {
            for visitor in visitors {
                statuses.push(asked(visitor, &method, &things.fill(&path, side), UNITS[side]).await);
            }
        }
        let is_door = path.starts_with("/quan-tri/vao") || path == "/quan-tri/ra";
        assert!(is_door || matches!(statuses[0], 303 | 403), "{method} {path} is open to nobody: {statuses:?}");
        assert!(statuses.iter().all(|status| *status < 500), "{method} {path} is a fault: {statuses:?}");
        let (own, other) = statuses.split_at(5);
        let shown = |part: &[u16]| part.iter().map(u16::to_string).collect::<Vec<_>>().join(" ");
        writeln!(table, "{:<5}{path:<62}{} | {}", method.as_str(), shown(own), shown(other)).unwrap();
        if LAST.contains(&path.as_str()) {
            for (visitor, user) in visitors.iter_mut().zip(VISITORS) {
                assert_eq!(visitor.sign_in(user, SECRET).await, StatusCode::SEE_OTHER);
            }
        }
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(TABLE);
    if std::env::var_os("MOTCUA_WRITE_SNAPSHOTS").is_some() {
        std::fs::write(&file, &table).unwrap();
    }
    let reviewed = std::fs::read_to_string(&file).unwrap_or_default();
    let differs = |one: &str, other: &str| {
        one.lines().filter(|line| !other.contains(*line)).map(str::to_owned).collect::<Vec<_>>()
    };
    assert!(table == reviewed, "found: {:#?}\nreviewed: {:#?}", differs(&table, &reviewed), differs(&reviewed, &table));
}
