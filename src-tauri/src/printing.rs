//! Papers on the system's printers, by the programs of CUPS; elsewhere a paper is saved and shown by the system's viewer,
//! which prints.

use crate::composer::internal;
use crate::papers::Document;
use desk::views::Failure;
use serde::Serialize;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// A print service that says nothing for so long says nothing more.
const PATIENCE: Duration = Duration::from_secs(20);
/// Where the choice of a printer lies, beside the desks.
const CHOICE: &str = "printer";

/// `None`: this machine has no printer.
#[derive(Debug, Serialize)]
pub struct Printed {
    printer: Option<String>,
}

/// The printers of this machine, and the one that papers go to.
#[derive(Debug, Serialize)]
pub struct Printers {
    all: Vec<String>,
    used: Option<String>,
}

/// Hands a document to the printer that was chosen on this machine, else to the system's own.
pub fn print(root: &Path, document: &Document) -> Result<Printed, Failure> {
    let Some(printer) = printers(root).used else {
        return Ok(Printed { printer: None });
    };
    let mut lp = Command::new("lp");
    lp.args(["-d", &printer, "-t", &document.name, "-s"]);
    let answer = ask(lp, document.bytes.clone()).map_err(|error| internal(&error))?;
    match answer {
        Answer { well: true, .. } => Ok(Printed { printer: Some(printer) }),
        Answer { said, .. } => Err(Failure::Internal { trace: format!("lp: {}", said.trim()) }),
    }
}

/// The printers of this machine.
pub fn printers(root: &Path) -> Printers {
    let stat = |argument: &str| {
        let mut command = Command::new("lpstat");
        // Answers are read, so they must not be translated.
        command.arg(argument).env("LC_ALL", "C");
        ask(command, Vec::new()).ok().filter(|answer| answer.well).map(|answer| answer.said)
    };
    let names = |text: &str| text.lines().map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect();
    let all: Vec<String> = stat("-e").map_or_else(Vec::new, |text| names(&text));
    let chosen = std::fs::read_to_string(root.join(CHOICE)).ok();
    let used = used(&all, chosen.as_deref(), stat("-d").as_deref());
    Printers { all, used }
}

/// Papers of this machine go to this printer from now on.
pub fn choose(root: &Path, printer: &str) -> Result<Printers, Failure> {
    std::fs::write(root.join(CHOICE), printer).map_err(|error| internal(&error))?;
    Ok(printers(root))
}

/// The printer that was chosen, the system's default, else the first; each only where it is still there.
fn used(all: &[String], chosen: Option<&str>, default: Option<&str>) -> Option<String> {
    let default = default.and_then(|answer| answer.rsplit_once(": ")).map(|(_, name)| name);
    let known = |name: Option<&str>| all.iter().find(|one| Some(one.as_str()) == name.map(str::trim));
    known(chosen).or_else(|| known(default)).or_else(|| all.first()).cloned()
}

/// Shows a saved file by the system's viewer.
pub fn show(path: &Path) -> Result<(), Failure> {
    let viewer = if cfg!(windows) {
        "explorer"
    } else if cfg!(target_os = "macos") {
        "open"
    } else {
        "xdg-open"
    };
    let mut shown = Command::new(viewer).arg(path).stdin(Stdio::null()).spawn().map_err(|error| internal(&error))?;
    // Nobody waits for a viewer; it is only not to be left behind as a zombie.
    thread::spawn(move || shown.wait());
    Ok(())
}

/// What a program came to, and what it said: what it wrote, or what it complained of.
struct Answer {
    well: bool,
    said: String,
}

/// Runs a program of the print service, and ends it where it does not come to an end.
fn ask(mut command: Command, input: Vec<u8>) -> std::io::Result<Answer> {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let stdin = child.stdin.take();
    // A program that stops reading early is told by how it ends.
    thread::spawn(move || stdin.map(|mut paper| paper.write_all(&input)));
    let (out, err) = (collect(child.stdout.take()), collect(child.stderr.take()));
    let well = wait(&mut child)?;
    let text =
        |read: thread::JoinHandle<Vec<u8>>| String::from_utf8_lossy(&read.join().unwrap_or_default()).into_owned();
    let said = if well { text(out) } else { text(err) };
    Ok(Answer { well, said })
}

fn collect(source: Option<impl Read + Send + 'static>) -> thread::JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut source) = source {
            // What came before a failure is all there is.
            drop(source.read_to_end(&mut bytes));
        }
        bytes
    })
}

fn wait(child: &mut Child) -> std::io::Result<bool> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status.success());
        }
        if Instant::now() >= deadline {
            child.kill()?;
            child.wait()?;
            return Err(std::io::Error::new(std::io::ErrorKind::TimedOut, "the print service does not answer"));
        }
        thread::sleep(Duration::from_millis(10));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chosen_printer_is_taken_then_the_default_and_each_only_where_it_is_there() {
        let all = ["one".to_owned(), "two".to_owned(), "three".to_owned()];
        let default = Some("system default destination: two\n");
        let used = |all: &[String], chosen, default| used(all, chosen, default);
        assert_eq!(used(&[], Some("one"), default), None);
        assert_eq!(used(&all, None, Some("no system default destination\n")).as_deref(), Some("one"));
        assert_eq!(used(&all, None, default).as_deref(), Some("two"));
        assert_eq!(used(&all, None, Some("system default destination: gone\n")).as_deref(), Some("one"));
        assert_eq!(used(&all, Some("three"), default).as_deref(), Some("three"));
        assert_eq!(used(&all, Some("gone"), default).as_deref(), Some("two"));
    }

    #[cfg(unix)]
    #[test]
    fn what_a_program_says_is_read_and_one_that_cannot_is_told_by_its_complaint() {
        let shell = |script: &str| {
            let mut command = Command::new("sh");
            command.args(["-c", script]);
            ask(command, b"giay".to_vec()).unwrap()
        };
        let answer = shell("cat");
        assert_eq!((answer.well, answer.said.as_str()), (true, "giay"));
        let answer = shell("echo out of paper >&2; exit 3");
        assert_eq!((answer.well, answer.said.as_str()), (false, "out of paper\n"));
    }
}
