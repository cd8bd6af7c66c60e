//! What a story needs around it: a folder of its own, a screen, a message bus, a printer, the built programs.
//!
//! Nothing of a story reaches the desktop of whoever runs it, and nothing of the desktop reaches the story.

use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::sync::{Mutex, MutexGuard};

/// How long a story waits for anything.
const PATIENCE: Duration = Duration::from_secs(60);

/// Why a story did not come to its end, in words; shown as it stands.
pub struct Failed(pub String);

/// What a part of a story comes to.
pub type Told<T = ()> = Result<T, Failed>;

impl std::fmt::Debug for Failed {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

impl<E: std::error::Error> From<E> for Failed {
    fn from(error: E) -> Self {
        let mut text = error.to_string();
        let mut cause = error.source();
        while let Some(error) = cause {
            text = format!("{text}: {error}");
            cause = error.source();
        }
        Self(text)
    }
}

/// Holds what is claimed against what is.
pub fn ensure(holds: bool, otherwise: impl FnOnce() -> String) -> Told {
    if holds { Ok(()) } else { Err(Failed(otherwise())) }
}

/// Tries until it works; says why it did not where that takes too long.
pub async fn until<T>(what: &str, mut attempt: impl AsyncFnMut() -> Told<T>) -> Told<T> {
    let end = Instant::now() + PATIENCE;
    loop {
        match attempt().await {
            Ok(value) => return Ok(value),
            Err(Failed(why)) if Instant::now() >= end => {
                return Err(Failed(format!("waited {} s until {what}: {why}", PATIENCE.as_secs())));
            }
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}

/// A process that does not outlive its story.
pub struct Running(Child);

impl Running {
    pub fn start(command: &mut Command) -> Told<Self> {
        let name = command.get_program().to_string_lossy().into_owned();
        command.spawn().map(Self).map_err(|error| Failed(format!("{name}: {error}")))
    }

    pub fn id(&self) -> u32 {
        self.0.id()
    }

    /// The first line that it says.
    fn first_line(&mut self) -> Told<String> {
        let mut line = String::new();
        if let Some(output) = self.0.stdout.take() {
            BufReader::new(output).read_line(&mut line)?;
        }
        ensure(!line.trim().is_empty(), || "a program ended without a word".to_owned())?;
        Ok(line.trim().to_owned())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Both fail only where it has ended already. The end is SIGKILL: nothing is put in order first.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The surroundings of one story.
pub struct Stage {
    pub folder: TempDir,
    /// Pictures and logs, kept after the story.
    pub artefacts: PathBuf,
    /// The screen's name.
    pub display: String,
    surroundings: Vec<(&'static str, OsString)>,
    _screen: Running,
    _bus: Running,
    _alone: MutexGuard<'static, ()>,
}

/// A window, a portal and two judges of signatures are enough for a machine at a time.
static ALONE: Mutex<()> = Mutex::const_new(());

impl Stage {
    pub async fn set(story: &str) -> Told<Self> {
        let alone = ALONE.lock().await;
        tools_are_here()?;
        programs_are_built()?;
        let artefacts = root().join("artefacts/window").join(story);
        if artefacts.exists() {
            std::fs::remove_dir_all(&artefacts)?;
        }
        std::fs::create_dir_all(&artefacts)?;
        let folder = tempfile::Builder::new().prefix("motcua-window-").tempdir()?;
        for name in ["home", "home/tmp", "home/run", "bin", "printed"] {
            std::fs::create_dir_all(folder.path().join(name))?;
        }
        std::fs::set_permissions(folder.path().join("home/run"), std::fs::Permissions::from_mode(0o700))?;
        set_up_printer(folder.path())?;

        let mut screen = Command::new("Xvfb");
        screen.args(["-displayfd", "1", "-screen", "0", "2560x1440x24", "-nolisten", "tcp"]);
        let mut screen = Running::start(screen.stdout(Stdio::piped()).stderr(Stdio::null()))?;
        let display = format!(":{}", screen.first_line()?);
        let mut bus = Command::new("dbus-daemon");
        bus.args(["--session", "--nofork", "--nopidfile", "--print-address=1"]);
        let mut bus = Running::start(bus.stdout(Stdio::piped()).stderr(Stdio::null()))?;
        let address = bus.first_line()?;

        let home = folder.path().join("home");
        let path = std::env::var_os("PATH").unwrap_or_default();
        let path = std::iter::once(folder.path().join("bin")).chain(std::env::split_paths(&path));
        let surroundings = vec![
            ("PATH", std::env::join_paths(path)?),
            ("DISPLAY", display.clone().into()),
            ("DBUS_SESSION_BUS_ADDRESS", address.into()),
            ("HOME", home.clone().into()),
            ("XDG_DATA_HOME", home.join("data").into()),
            ("XDG_CACHE_HOME", home.join("cache").into()),
            ("XDG_CONFIG_HOME", home.join("config").into()),
            ("XDG_RUNTIME_DIR", home.join("run").into()),
            ("TMPDIR", home.join("tmp").into()),
            ("GDK_BACKEND", "x11".into()),
            ("NO_AT_BRIDGE", "1".into()),
            ("LC_ALL", "C.UTF-8".into()),
            // The window lets itself be driven only where these say so.
            ("TAURI_AUTOMATION", "true".into()),
            ("TAURI_WEBVIEW_AUTOMATION", "true".into()),
        ];
        Ok(Self { folder, artefacts, display, surroundings, _screen: screen, _bus: bus, _alone: alone })
    }

    /// A program in these surroundings.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        // With this one set, WebKit takes no pictures on a screen without a graphics card.
        command
            .env_remove("WEBKIT_DISABLE_DMABUF_RENDERER")
            .env_remove("WAYLAND_DISPLAY")
            .envs(self.surroundings.iter().map(|(name, value)| (name, value)));
        command.stdin(Stdio::null());
        command
    }

    /// What came out of the printer, by the names of the jobs.
    pub fn printed(&self) -> Told<Vec<PathBuf>> {
        let mut papers = Vec::new();
        for entry in std::fs::read_dir(self.folder.path().join("printed"))? {
            let entry = entry?;
            // The printer writes beside the paper and renames it when it is whole.
            if !entry.file_name().to_string_lossy().starts_with('.') {
                papers.push(entry.path());
            }
        }
        papers.sort();
        Ok(papers)
    }

    /// A log that is kept with the pictures.
    pub fn log(&self, name: &str) -> Told<std::fs::File> {
        Ok(std::fs::File::options().create(true).append(true).open(self.artefacts.join(name))?)
    }
}

/// A printer as the system's print service shows one: `lpstat` names it, `lp` takes the paper from its input.
fn set_up_printer(folder: &Path) -> Told {
    let printed = folder.join("printed");
    let stat = "#!/bin/sh\ncase $1 in -e) echo quay-1 ;; -d) echo 'system default destination: quay-1' ;; esac\n";
    // The names of the files are the titles of the jobs; each is whole when it gets its name.
    let print = format!(
        "#!/bin/sh\nwhile [ $# -gt 0 ]; do [ \"$1\" = -t ] && title=$2; shift; done\n\
         cat >\"{0}/.$title\" && mv \"{0}/.$title\" \"{0}/$title\"\n",
        printed.display()
    );
    for (name, text) in [("lpstat", stat), ("lp", &print)] {
        let path = folder.join("bin").join(name);
        std::fs::write(&path, text)?;
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755))?;
    }
    Ok(())
}

/// Programs of others, and the packages of Debian that bring them.
const TOOLS: &[(&str, &str)] = &[
    ("WebKitWebDriver", "webkit2gtk-driver"),
    ("Xvfb", "xvfb"),
    ("dbus-daemon", "dbus"),
    ("pdfsig", "poppler-utils"),
    ("pdftotext", "poppler-utils"),
    ("qpdf", "qpdf"),
    ("kill", "procps"),
    ("cp", "coreutils"),
];

fn tools_are_here() -> Told {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let is_here = |tool: &str| std::env::split_paths(&path).any(|folder| folder.join(tool).is_file());
    let missing: Vec<_> = TOOLS.iter().filter(|(tool, _)| !is_here(tool)).collect();
    let list = |(tool, package): &&(&str, &str)| format!("{tool} (package {package})");
    ensure(missing.is_empty(), || {
        let missing: Vec<_> = missing.iter().map(list).collect();
        format!("this machine lacks {}; 'make setup' installs it", missing.join(", "))
    })
}

/// The project's folder.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A built program of the project; it lies beside the tests.
pub fn program(name: &str) -> Told<PathBuf> {
    let test = std::env::current_exe()?;
    let folder = test.parent().and_then(Path::parent).ok_or_else(|| Failed("the tests lie nowhere".to_owned()))?;
    Ok(folder.join(name))
}

/// `cargo test` builds the tests, not the programs of other packages: they are built here where they are missing.
fn programs_are_built() -> Told {
    static BUILT: OnceLock<Result<(), String>> = OnceLock::new();
    let built = BUILT.get_or_init(|| build().map_err(|Failed(why)| why));
    built.clone().map_err(Failed)
}

fn build() -> Told {
    let programs = ["motcua", "motcua-desk", "motcua-portal"];
    let mut missing = false;
    for name in programs {
        missing |= !program(name)?.is_file();
    }
    if missing {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["build", "--package", "motcua", "--package", "desk", "--package", "portal"]);
        let done = cargo.current_dir(root()).status()?;
        ensure(done.success(), || "the programs could not be built; see above".to_owned())?;
    }
    for name in programs {
        let path = program(name)?;
        ensure(path.is_file(), || format!("{} is missing although it was built", path.display()))?;
    }
    Ok(())
}
