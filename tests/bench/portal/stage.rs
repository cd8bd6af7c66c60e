//! A province of made-up units on a PostgreSQL of its own, and the real portal as a process beside it.

use casework::catalogue::{Role, User};
use casework::{AccountId, Actor, CaseId, Channel, Command, DeviceId, Envelope, EnvelopeId, Moment, UnitCode, UserId};
use motcua_tests::fixture::{application, catalogue, units};
use motcua_tests::office::Anything;
use portal::{CaseProof, NewDesk, Portal, Store};
use protocol::push::{Arrival, Source, judge};
use protocol::store::PortalStore;
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command as Program, Stdio};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use uuid::Uuid;

/// A desk that may push.
#[derive(Clone)]
pub struct PushingDesk {
    pub unit: UnitCode,
    pub user: UserId,
    pub token: String,
}

pub fn now() -> Moment {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock after 1970");
    Moment(since.as_millis() as i64)
}

/// Codes of the made-up units.
pub fn unit_code(number: usize) -> UnitCode {
    UnitCode(format!("000.{:02}.{:02}.H40", number / 100 + 30, number % 100))
}

/// Publishes a catalogue with so many units, each with a clerk.
pub async fn publish(portal: &Portal, count: usize) -> Result<(), Anything> {
    let mut catalogue = catalogue();
    let clerk = catalogue.users.values().find(|user| user.roles.contains(&Role::Clerk)).cloned().ok_or("a clerk")?;
    for edition in catalogue.editions.values_mut() {
        let model = edition.units[&units()[0]].clone();
        for number in 0..count {
            let code = unit_code(number);
            edition.units.insert(code.clone(), casework::catalogue::Unit { code: code.clone(), ..model.clone() });
            for service in edition.services.values_mut() {
                service.units.insert(code.clone());
                service.taken_in_by.insert(code.clone());
            }
        }
    }
    for number in 0..count {
        let user = User { id: UserId(format!("u{number}.mc")), unit: unit_code(number), ..clerk.clone() };
        catalogue.users.insert(user.id.clone(), user);
    }
    Ok(portal.publish(catalogue).await?)
}

/// Enrols desks one after the other over the units, without the people's secrets, which cost time on purpose.
pub async fn enrol(store: &Store, desks: usize, units: usize) -> Result<Vec<PushingDesk>, Anything> {
    let mut enrolled = Vec::with_capacity(desks);
    for number in 0..desks {
        let (unit, user) = (unit_code(number % units), UserId(format!("u{}.mc", number % units)));
        let (code, token) = (format!("code {number}"), format!("{:064x}", number + 1));
        let code_digest = protocol::digest(code.as_bytes());
        store.add_enrol_code(&code_digest, &unit, false, now().plus_minutes(60)).await?;
        let desk = NewDesk {
            code_digest,
            name: format!("Bàn {number}"),
            device: DeviceId(Uuid::from_u128(number as u128 + 1)),
            token_digest: protocol::digest(token.as_bytes()),
            people: vec![user.clone()],
            now: now(),
        };
        store.enrol(&desk, &BTreeSet::new()).await?.map_err(|why| format!("{why:?}"))?;
        enrolled.push(PushingDesk { unit, user, token });
    }
    Ok(enrolled)
}

/// Applications of citizens without an account; what opens each at the look-up.
pub async fn file_online(
    store: &Store,
    catalogue: &casework::Catalogue,
    count: usize,
) -> Result<Vec<String>, Anything> {
    let mut references = Vec::with_capacity(count);
    for number in 0..count {
        let reference = format!("N-BENCH-{number:06}");
        let digest = protocol::digest(reference.as_bytes());
        let account = AccountId(format!("web-{}", &digest.as_str()[..32]));
        let unit = unit_code(number % 100);
        let envelope = Envelope {
            id: EnvelopeId(Uuid::now_v7()),
            case: CaseId(Uuid::now_v7()),
            actor: Actor::Citizen(account.clone()),
            at: now(),
            edition: "2026".into(),
            seen: 0,
            after: None,
            command: Command::File { application: application(&unit, "S", Channel::Online, "Nguyễn Văn Đức") },
        };
        let bytes = serde_json::to_string(&envelope)?;
        let digest = protocol::digest(bytes.as_bytes());
        let arrival = Arrival { envelope, digest, bytes, source: Source::Account(account), now: now() };
        let admitted = store.admit(catalogue, &arrival, judge).await?;
        if number == 0 {
            println!("{admitted:?}");
        }
        references.push(reference);
    }
    Ok(references)
}

/// Accounts that are signed in, each with its share of the cases that were filed: their cookies, and the cases in the order
/// of the cookies, over and over.
pub async fn accounts(
    store: &Store,
    references: &[String],
    count: usize,
) -> Result<(Vec<String>, Vec<CaseId>), Anything> {
    let (mut cookies, mut cases) = (Vec::new(), Vec::new());
    let mut ids = Vec::new();
    for number in 0..count {
        let id = AccountId(format!("bench-{number}"));
        let account = portal::Account {
            id: id.clone(),
            login: format!("bench-{number}@example.vn"),
            name: "Trần Thị Mai".to_owned(),
            identity_number: None,
            phone: String::new(),
            email: String::new(),
            address: String::new(),
            phc: String::new(),
            totp_secret: None,
            created_at: now(),
            deletion_asked_at: None,
        };
        store.add_account(&account).await?;
        let token = format!("{number:064x}");
        let digest = protocol::digest(token.as_bytes());
        let session = portal::NewSession {
            token: digest,
            account: id.clone(),
            device: String::new(),
            begun_at: now(),
            expires_at: now().plus_minutes(600),
        };
        store.begin_account_session(&session).await?;
        cookies.push(format!("motcua_session={token}"));
        ids.push(id);
    }
    for (place, reference) in references.iter().enumerate() {
        let digest = protocol::digest(reference.as_bytes());
        let filed_as = AccountId(format!("web-{}", &digest.as_str()[..32]));
        let case = store.case_by_account(&filed_as).await?.ok_or("a case that was filed")?;
        store.link_case(&ids[place % count], case.id, &CaseProof::Reference(filed_as.clone()), now()).await?;
        cases.push(case.id);
    }
    Ok((cookies, cases))
}

/// The portal's process; it ends with this value.
pub struct Running {
    child: Child,
    pub url: String,
}

impl Running {
    /// Starts the program that was built beside this one.
    pub fn start(database: &str, data: &Path) -> Result<Self, Anything> {
        // `PORTAL` names a portal that was built as it is delivered.
        let beside = || Ok::<_, Anything>(std::env::current_exe()?.with_file_name("motcua-portal"));
        let program = std::env::var_os("PORTAL").map_or_else(beside, |path| Ok(PathBuf::from(path)))?;
        let mut child = Program::new(program)
            .args(["--database", database, "serve", "--listen", "127.0.0.1:0"])
            .env("MOTCUA_PORTAL_DATA", data)
            .env("RUST_LOG", "warn")
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()?;
        let said = child.stdout.take().ok_or("no pipe")?;
        let mut line = String::new();
        BufReader::new(said).read_line(&mut line)?;
        Ok(Self { child, url: line.trim().to_owned() })
    }

    /// Resident memory in megabytes.
    pub fn memory(&self) -> u64 {
        memory_of(self.child.id())
    }

    /// Resident memory in megabytes, ten times over a while.
    pub fn watch(&self, during: Duration) -> impl Future<Output = Vec<u64>> + Send + use<> {
        let process = self.child.id();
        async move {
            let mut seen = Vec::new();
            for _ in 0..10 {
                tokio::time::sleep(during / 11).await;
                seen.push(memory_of(process));
            }
            seen
        }
    }

    /// Seconds of processor that the portal, PostgreSQL and this program have used.
    pub fn processors(&self) -> [f64; 3] {
        let own = |process: u32| processor_of(&process.to_string()).map_or(0.0, |(_, seconds)| seconds);
        let all = std::fs::read_dir("/proc").into_iter().flatten().flatten();
        let postgres = all
            .filter_map(|entry| processor_of(&entry.file_name().to_string_lossy()))
            .filter(|(name, _)| name == "postgres")
            .map(|(_, seconds)| seconds);
        [own(self.child.id()), postgres.sum(), own(std::process::id())]
    }
}

/// The name of a process, and the seconds of processor that it has used.
fn processor_of(process: &str) -> Option<(String, f64)> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let (before, after) = stat.rsplit_once(')')?;
    let ticks = after.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok());
    Some((before.split_once('(')?.1.to_owned(), ticks.sum::<f64>() / 100.0))
}

fn memory_of(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|number| number.parse::<u64>().ok()).unwrap_or(0) / 1_024
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Opens the store for this program's own use.
pub async fn prepare(database: &str, data: &Path, units: usize) -> Result<Arc<Portal>, Anything> {
    let portal = Portal::open(Store::postgres(database).await?, data).await?;
    publish(&portal, units).await?;
    Ok(portal)
}
