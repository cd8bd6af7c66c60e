//! The portal as a process of its own, with the sample province: started, killed, asked what it holds.

use crate::stage::{Failed, Running, Stage, Told, ensure, program, until};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Row};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

/// What every sample user proves themselves with, and what every sample key opens with.
pub const SECRET: &str = "motcua";

/// The portal of a story.
pub struct Centre {
    pub data: PathBuf,
    pub listen: SocketAddr,
    log: std::fs::File,
    running: Option<Running>,
}

impl Centre {
    /// The sample province on a free port.
    pub async fn open(stage: &Stage) -> Told<Self> {
        let data = stage.folder.path().join("portal");
        let copied = Command::new("cp").arg("-a").arg(sample()?).arg(&data).status()?;
        ensure(copied.success(), || "the sample province could not be copied".to_owned())?;
        let listen = free_port()?;
        let mut centre = Self { data, listen, log: stage.log("portal.log")?, running: None };
        centre.start().await?;
        Ok(centre)
    }

    /// Comes up, on the same data and under the same address as before.
    pub async fn start(&mut self) -> Told {
        let mut serve = portal(&self.data)?;
        serve.arg("serve").arg("--listen").arg(self.listen.to_string());
        serve.stdout(Stdio::null()).stderr(self.log.try_clone()?);
        self.running = Some(Running::start(&mut serve)?);
        let health = self.url("/health");
        until("the portal answers", async || {
            reqwest::get(&health).await?.error_for_status()?;
            Ok(())
        })
        .await
    }

    /// Gone from one moment to the next (SIGKILL).
    pub fn kill(&mut self) {
        self.running = None;
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.listen)
    }

    /// A code of the administrator for a new desk of a unit.
    pub fn enrol_code(&self, unit: &str, registers: bool) -> Told<String> {
        let mut code = portal(&self.data)?;
        code.args(["enrol-code", "--unit", unit]).args(registers.then_some("--registers"));
        Ok(said(&mut code)?.trim().to_owned())
    }

    /// A new desk of a unit; with the registers, where it will number results.
    pub fn enrol(&self, folder: &Path, unit: &str, people: &[&str], registers: bool) -> Told {
        self.enrol_at(&self.url(""), folder, unit, people, registers)
    }

    /// The same, for a desk that reaches the portal under another address.
    pub fn enrol_at(&self, url: &str, folder: &Path, unit: &str, people: &[&str], registers: bool) -> Told {
        let code = self.enrol_code(unit, registers)?;
        let mut enrol = Command::new(program("motcua-desk")?);
        enrol.arg("--data").arg(folder).args(["enrol", "--portal", url, "--code", &code]);
        for person in people {
            enrol.arg("--person").arg(format!("{person}={SECRET}"));
        }
        said(&mut enrol)?;
        for person in people {
            let key = self.data.join("sample-keys").join(format!("{person}.p12"));
            if key.is_file() {
                said(desk(folder, person)?.arg("import-key").arg(key))?;
            }
        }
        Ok(())
    }

    /// What the portal's own check finds.
    pub fn findings(&self) -> Told<Vec<String>> {
        let output = portal(&self.data)?.args(["check", "--json"]).output()?;
        let report: serde_json::Value = serde_json::from_slice(&output.stdout)?;
        Ok(serde_json::from_value(report["findings"].clone())?)
    }

    /// Rows of the portal's database, each column as text.
    pub async fn rows(&self, question: &'static str, about: &str) -> Told<Vec<Vec<String>>> {
        let options = SqliteConnectOptions::new().filename(self.data.join("portal.db")).read_only(true);
        let mut connection: SqliteConnection = options.connect().await?;
        let rows = sqlx::query(question).bind(about).fetch_all(&mut connection).await?;
        let read = |row: &sqlx::sqlite::SqliteRow| (0..row.len()).map(|column| row.try_get(column)).collect();
        Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
    }
}

/// `motcua-desk` on a folder, as a person: the rest of the arguments follows.
pub fn desk(folder: &Path, person: &str) -> Told<Command> {
    let mut command = Command::new(program("motcua-desk")?);
    command.arg("--data").arg(folder).env("MOTCUA_USER", person).env("MOTCUA_SECRET", SECRET);
    command.stdin(Stdio::null());
    Ok(command)
}

/// What a program says; what it complains about, where it fails.
pub fn said(command: &mut Command) -> Told<String> {
    let output = command.output()?;
    ensure(output.status.success(), || {
        let complaint = String::from_utf8_lossy(&output.stderr);
        format!("{} ({}) said: {}", command.get_program().to_string_lossy(), output.status, complaint.trim())
    })?;
    Ok(String::from_utf8(output.stdout)?)
}

fn portal(data: &Path) -> Told<Command> {
    let mut command = Command::new(program("motcua-portal")?);
    command.arg("--data").arg(data).stdin(Stdio::null());
    Ok(command)
}

fn free_port() -> Told<SocketAddr> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?)
}

/// A portal filled with the sample province, for stories to copy. It is filled again when the program has changed, and
/// every day: its cases lie around now.
fn sample() -> Told<PathBuf> {
    const DAY: Duration = Duration::from_secs(24 * 3600);
    let (folder, program) = (Path::new(env!("CARGO_TARGET_TMPDIR")).join("window-sample"), program("motcua-portal")?);
    let filled = folder.join("filled");
    let since = |path: &Path| std::fs::metadata(path).and_then(|data| data.modified());
    let is_good = match since(&filled) {
        Ok(at) => at > since(&program)? && SystemTime::now().duration_since(at).is_ok_and(|age| age < DAY),
        Err(_) => false,
    };
    let data = folder.join("portal");
    if !is_good {
        if folder.exists() {
            std::fs::remove_dir_all(&folder)?;
        }
        std::fs::create_dir_all(&folder)?;
        said(portal(&data)?.arg("sample")).map_err(|Failed(why)| Failed(format!("filling the sample: {why}")))?;
        std::fs::write(&filled, "")?;
    }
    Ok(data)
}
