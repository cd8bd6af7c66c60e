//! A portal with an accepted case that owes a fee, and an applicant with a browser.

use casework::fee::{Fee, FeeAmount};
use casework::{
    Actor, CaseCode, CaseId, Channel, Command, DeviceId, Envelope, EnvelopeId, Moment, Status, UnitCode, UserId,
};
use motcua_tests::fixture::{application, catalogue, people, units};
use portal::{NewDesk, Portal, Serving, Store, add_enrol_code, serve};
use protocol::push::{DeskRights, Source, Verdict};
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};
use tempfile::TempDir;

/// What the short service costs here.
pub const FEE: u64 = 15_000;

pub struct Stage {
    pub portal: Arc<Portal>,
    pub serving: Option<Serving>,
    /// Where its routes alone are served, and nothing runs by itself.
    pub routes: Option<SocketAddr>,
    pub desk: DeskRights,
    pub client: reqwest::Client,
    /// By how many minutes what is given now lies in the past.
    pub ago: AtomicI64,
    _folder: TempDir,
}

pub fn now() -> Moment {
    Moment(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis() as i64)
}

pub fn unit() -> UnitCode {
    units()[0].clone()
}

pub fn official(name: &str) -> Actor {
    Actor::Official(UserId(format!("a.{name}")))
}

impl Stage {
    /// A portal that nobody serves yet.
    pub async fn dark() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::embedded(folder.path()).await.unwrap();
        Self::on(store, folder).await
    }

    /// The same on a store of the test's own.
    pub async fn on(store: Store, folder: TempDir) -> Self {
        let portal = Portal::open(store, folder.path()).await.unwrap();
        let mut catalogue = catalogue();
        for service in catalogue.editions.values_mut().flat_map(|edition| edition.services.values_mut()) {
            let amount = FeeAmount::Fixed(FEE);
            service.fees = vec![Fee {
                code: "LP".to_owned(),
                name: "Lệ phí cấp bản sao".to_owned(),
                amount,
                pieces: None,
                copies: None,
                waivers: Vec::new(),
            }];
        }
        portal.publish(catalogue).await.unwrap();
        let code = add_enrol_code(&portal, &unit(), true, 5).await.unwrap();
        let device = DeviceId(uuid::Uuid::now_v7());
        let users: Vec<UserId> = people(0).into_iter().map(|(user, _)| user).collect();
        let desk = NewDesk {
            code_digest: protocol::digest(code.as_bytes()),
            name: "Bàn".to_owned(),
            device,
            token_digest: protocol::digest(b"desk"),
            people: users.clone(),
            now: now(),
        };
        let enrolled = portal.store.enrol(&desk, &BTreeSet::from(["GXN".into()])).await.unwrap().unwrap();
        let desk = DeskRights { device, unit: unit(), users: users.into_iter().collect(), codes: enrolled.codes };
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Self { portal, serving: None, routes: None, desk, client, ago: AtomicI64::new(0), _folder: folder }
    }

    /// The same, served.
    pub async fn open() -> Self {
        let mut stage = Self::dark().await;
        stage.serving = Some(serve(stage.portal.clone(), "127.0.0.1:0").await.unwrap());
        stage
    }

    /// Serves the routes, and leaves the jobs to the test.
    pub async fn serve_routes(&mut self) {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        self.routes = Some(listener.local_addr().unwrap());
        let (stop, stopped) = tokio::sync::watch::channel(false);
        let app = portal::router(self.portal.clone(), stopped).into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move {
            let _never = stop;
            axum::serve(listener, app).await
        });
    }

    pub fn url(&self, path: &str) -> String {
        let address = self.routes.or_else(|| self.serving.as_ref().map(|serving| serving.address));
        format!("http://{}{path}", address.expect("served"))
    }

    /// When people act here.
    fn when(&self) -> Moment {
        now().plus_minutes(-self.ago.load(Ordering::Relaxed))
    }

    /// Gives a command through the door of the log.
    pub async fn give(&self, case: CaseId, actor: Actor, command: Command) -> Verdict {
        let at = self.when();
        let envelope = Envelope {
            id: EnvelopeId(uuid::Uuid::now_v7()),
            case,
            actor: actor.clone(),
            at,
            edition: self.portal.catalogue().edition_on(now().day()).unwrap().id.clone(),
            seen: 0,
            after: None,
            command,
        };
        let bytes = serde_json::to_string(&envelope).unwrap();
        let source = match actor {
            Actor::Official(_) => Source::Desk(self.desk.clone()),
            Actor::Citizen(account) => Source::Account(account),
            Actor::Portal => Source::Portal,
        };
        self.portal.admit(envelope, bytes, source, at).await.unwrap().unwrap()
    }

    /// Gives a command that the law takes.
    pub async fn does(&self, case: CaseId, who: &str, command: Command) {
        let verdict = self.give(case, official(who), command).await;
        assert!(matches!(verdict, Verdict::Accepted { .. }), "{verdict:?}");
    }

    /// Receives a case at the counter; its code is number `number` of its day.
    pub async fn received(&self, number: u16, email: Option<&str>) -> CaseId {
        let id = CaseId(uuid::Uuid::now_v7());
        let mut application = application(&unit(), "S", Channel::Counter, "Nguyễn Văn Đức");
        application.applicant.email = email.map(str::to_owned);
        application.applicant.phone = "0912345678".to_owned();
        let code = CaseCode::compose(&unit(), self.when().day(), number);
        self.does(id, "mc", Command::Receive { application, code }).await;
        assert_eq!(self.case(id).await.status, Status::Accepted);
        id
    }

    pub async fn case(&self, id: CaseId) -> casework::Case {
        self.portal.store.case(id).await.unwrap().unwrap()
    }

    /// The case page, as the applicant sees it after looking the case up.
    pub async fn page(&self, id: CaseId) -> String {
        let code = self.case(id).await.code.unwrap().0;
        let form = [("ma", code.as_str()), ("them", "5678")];
        let answer = self.client.post(self.url("/tra-cuu?lang=en")).form(&form).send().await.unwrap();
        assert_eq!(answer.status(), 200);
        answer.text().await.unwrap()
    }
}

/// What stands between two texts.
pub fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let from = text.find(before)? + before.len();
    let length = text[from..].find(after)?;
    Some(&text[from..from + length])
}
