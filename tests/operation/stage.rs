//! The real program, a desk that pushes to it, and what the log holds afterwards.

use casework::{
    Actor, CaseId, Channel, Command, DeviceId, Envelope, EnvelopeId, FileRef, Moment, Recorded, UnitCode, UserId,
};
use motcua_tests::fixture::{application, catalogue, papers, units};
use portal::{NewDesk, Portal, Store};
use protocol::store::PortalStore;
use reqwest::Client;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command as Program, Stdio};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use uuid::Uuid;

pub const TOKEN: &str = "a-token-of-a-desk";
pub const USER: &str = "a.mc";
/// What nothing here takes.
pub const PATIENCE: Duration = Duration::from_secs(60);

pub fn now() -> Moment {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock");
    Moment(since.as_millis() as i64)
}

/// A catalogue, and one desk of the first unit.
pub async fn prepare(store: Store, data: &Path) {
    let portal = Portal::open(store, data).await.expect("a portal");
    portal.publish(catalogue()).await.expect("published");
    let code_digest = protocol::digest(b"code");
    portal.store.add_enrol_code(&code_digest, &units()[0], true, now().plus_minutes(5)).await.expect("a code");
    let desk = NewDesk {
        code_digest,
        name: "Bàn".to_owned(),
        device: DeviceId(Uuid::from_u128(1)),
        token_digest: protocol::digest(TOKEN.as_bytes()),
        people: vec![UserId(USER.to_owned())],
        now: now(),
    };
    portal.store.enrol(&desk, &Default::default()).await.expect("the store holds").expect("enrolled");
    portal.store.close().await;
}

/// The program that was built beside the tests.
fn program() -> PathBuf {
    let tests = std::env::current_exe().expect("a path");
    let folder = tests.ancestors().nth(2).expect("target/debug");
    let program = folder.join("motcua-portal");
    assert!(program.exists(), "build the workspace first: {} is missing", program.display());
    program
}

/// The portal's process, on one address for as long as this lives.
pub struct Process {
    child: Child,
    arguments: Vec<String>,
    settings: BTreeMap<String, String>,
    pub url: String,
}

impl Process {
    pub fn start(arguments: &[&str], settings: BTreeMap<String, String>) -> Self {
        let arguments: Vec<String> = arguments.iter().map(|one| (*one).to_owned()).collect();
        let (child, url) = spawn(&arguments, &settings, "127.0.0.1:0");
        Self { child, arguments, settings, url }
    }

    /// Ends it as a power cut would, and starts it again at the same address.
    pub fn kill_and_start(&mut self) {
        self.kill();
        (self.child, self.url) = spawn(&self.arguments, &self.settings, self.url.trim_start_matches("http://"));
    }

    /// Asks it to stop, as a service manager does, and waits until it has.
    pub fn stop(&mut self) -> std::process::ExitStatus {
        let asked = Program::new("kill").args(["-TERM", &self.child.id().to_string()]).status().expect("kill runs");
        assert!(asked.success(), "it was there");
        self.child.wait().expect("gone")
    }

    fn kill(&mut self) {
        // It may have ended by itself.
        if let Ok(Some(_)) = self.child.try_wait() {
            return;
        }
        self.child.kill().expect("killed");
        self.child.wait().expect("gone");
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

fn spawn(arguments: &[String], settings: &BTreeMap<String, String>, listen: &str) -> (Child, String) {
    let mut child = Program::new(program())
        .args(arguments)
        .args(["serve", "--listen", listen])
        .envs(settings)
        .env("RUST_LOG", "off")
        .stdout(Stdio::piped())
        .spawn()
        .expect("the portal starts");
    let mut line = String::new();
    let said = child.stdout.take().expect("a pipe");
    BufReader::new(said).read_line(&mut line).expect("the portal says where it is");
    (child, line.trim().to_owned())
}

/// An application at the counter, with a document where one is given.
pub fn filing(file: Option<FileRef>) -> Envelope {
    let mut application = application(&units()[0], "S", Channel::Counter, "Nguyễn Văn Đức");
    application.papers = papers();
    application.papers[0].files.extend(file);
    Envelope {
        id: EnvelopeId(Uuid::now_v7()),
        case: CaseId(Uuid::now_v7()),
        actor: Actor::Official(USER.into()),
        at: now(),
        edition: "2026".into(),
        seen: 0,
        after: None,
        command: Command::File { application },
    }
}

/// Pushes once; the ids of the accepted, or nothing where there was no answer.
pub async fn push(client: &Client, url: &str, envelopes: &[Envelope]) -> Option<Vec<EnvelopeId>> {
    let message = json!({"version": 1, "unit": units()[0], "head": null, "catalogue": 1, "limit": 1,
        "envelopes": envelopes});
    let request = client.post(format!("{url}/api/1/push")).bearer_auth(TOKEN).body(message.to_string());
    let answer = request.timeout(Duration::from_secs(10)).send().await.ok()?;
    if !answer.status().is_success() {
        return None;
    }
    let packed = answer.bytes().await.ok()?;
    let reply: Value = serde_json::from_slice(&zstd::decode_all(packed.as_ref()).expect("zstd")).expect("JSON");
    let verdicts = reply["verdicts"].as_array().expect("verdicts");
    assert!(verdicts.iter().all(|judged| judged["verdict"]["type"] == "accepted"), "{reply}");
    Some(verdicts.iter().map(|judged| serde_json::from_value(judged["envelope"].clone()).expect("an id")).collect())
}

/// How often each envelope stands in a unit's log.
pub async fn in_the_log(store: &Store, unit: &UnitCode) -> BTreeMap<EnvelopeId, usize> {
    let (mut found, mut seq) = (BTreeMap::new(), 0);
    loop {
        let (entries, _) = store.page(unit, seq, 500).await.expect("a page");
        let Some(last) = entries.last() else { return found };
        seq = last.seq;
        for entry in &entries {
            let recorded: Recorded = serde_json::from_str(&entry.body).expect("an entry");
            *found.entry(recorded.envelope).or_default() += 1;
        }
    }
}
