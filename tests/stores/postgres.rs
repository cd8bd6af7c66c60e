//! A PostgreSQL of its own for these tests: made in a temporary folder, reached over a socket there, stopped at the end.
//! `MOTCUA_TEST_POSTGRES` names another server where one is at hand.

use sqlx::{Connection, Executor, PgConnection};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// A fresh database.
pub struct Database {
    pub url: String,
}

/// The folder of the programs, newest version first.
fn programs() -> PathBuf {
    let mut versions: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|entries| entries.flatten().map(|entry| entry.path().join("bin")).collect())
        .unwrap_or_default();
    versions.sort();
    versions.pop().expect("PostgreSQL is not installed: apt-get install postgresql")
}

/// Runs a command as somebody whom PostgreSQL accepts: not as root.
pub fn command(program: PathBuf) -> Command {
    let is_root = std::fs::metadata("/proc/self").is_ok_and(|data| {
        use std::os::unix::fs::MetadataExt;
        data.uid() == 0
    });
    if is_root {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(program);
        return command;
    }
    Command::new(program)
}

/// One of PostgreSQL's programs.
pub fn program(name: &str) -> Command {
    command(programs().join(name))
}

pub fn done(command: &mut Command) {
    let output = command.output().expect("the program runs");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{command:?}: {said}");
}

/// The server of this run; it ends with the machine's session, its folder with the temporary files.
fn server() -> &'static str {
    static SERVER: OnceLock<String> = OnceLock::new();
    SERVER.get_or_init(|| {
        if let Ok(url) = std::env::var("MOTCUA_TEST_POSTGRES") {
            return url;
        }
        let base = start("", |_, _| String::new());
        format!("postgres://postgres@localhost/postgres?host={}", base.display())
    })
}

/// Starts a server in a folder of its own, with what `prepare` makes of the folder and its data, and says of settings.
pub fn start(name: &str, prepare: impl FnOnce(&Path, &Path) -> String) -> PathBuf {
    let base = std::env::temp_dir().join(format!("motcua-pg{name}-{}", std::process::id()));
    std::fs::create_dir_all(&base).expect("a folder");
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(&base, std::fs::Permissions::from_mode(0o777)).expect("rights");
    let data = base.join("data");
    done(program("initdb").args(["-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "-D"]).arg(&data));
    let more = prepare(&base, &data);
    let settings = format!("-k {} -c listen_addresses='' -c max_connections=200 {more}", base.display());
    let log = base.join("log");
    let mut start = program("pg_ctl");
    start.arg("-D").arg(&data).arg("-l").arg(&log).arg("-o").arg(settings).args(["-w", "start"]);
    // The server keeps the pipes of whoever starts it: it gets none of ours.
    start.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null()).stdin(std::process::Stdio::null());
    assert!(start.status().expect("pg_ctl runs").success(), "{}", std::fs::read_to_string(&log).unwrap_or_default());
    // The tests end without a last word of ours: a watcher stops the server when this process is gone.
    let stop = format!(
        "while [ -d /proc/{} ]; do sleep 1; done; {} -D {} -m immediate stop; rm -rf {}",
        std::process::id(),
        programs().join("pg_ctl").display(),
        data.display(),
        base.display()
    );
    let mut watcher = command(PathBuf::from("/bin/sh"));
    watcher.args(["-c", &stop]).stdin(std::process::Stdio::null()).stdout(std::process::Stdio::null());
    // It outlives this process on purpose, and ends by itself.
    drop(watcher.stderr(std::process::Stdio::null()).spawn().map(std::mem::forget));
    base
}

/// A fresh, empty database on the server.
pub async fn database() -> Database {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let server = server();
    let name = format!("t{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let mut connection = PgConnection::connect(server).await.expect("a connection");
    connection.execute(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.expect("a database");
    Database { url: server.replace("/postgres?", &format!("/{name}?")) }
}
