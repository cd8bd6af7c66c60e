//! The parent's side: start the child, feed it, wait no longer than it may take, believe no more than it may say.

use super::child::{Task, encode, read_pages};
use super::{PngPage, RenderLimits};
use crate::{Error, SignatureSummary};
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

/// What a child may write in all.
const MAX_OUTPUT: u64 = 512 * 1024 * 1024;
const MAX_SUMMARY: u64 = 1024 * 1024;
const MAX_REASON: u64 = 4096;

/// Draws a file in a process of its own: `executable` with `args` must call [`super::child_main`]. The process is killed
/// when `timeout` is over.
pub fn pages_in_child(
    executable: &Path,
    args: &[&str],
    file: &[u8],
    limits: RenderLimits,
    timeout: Duration,
) -> Result<Vec<PngPage>, Error> {
    let input = [encode(Task::Draw, limits), file.to_vec()].concat();
    let output = ask(executable, args, input, MAX_OUTPUT, timeout)?;
    read_pages(&output).ok_or_else(|| Error::Render("the process wrote no pages".to_owned()))
}

/// Says what is signed in a PDF, read in a process of its own as [`pages_in_child`] draws it.
pub fn signatures_in_child(
    executable: &Path,
    args: &[&str],
    file: &[u8],
    limits: RenderLimits,
    timeout: Duration,
) -> Result<Vec<SignatureSummary>, Error> {
    let input = [encode(Task::Inspect, limits), file.to_vec()].concat();
    let output = ask(executable, args, input, MAX_SUMMARY, timeout)?;
    serde_json::from_slice(&output).map_err(|_| Error::Render("the process wrote no signatures".to_owned()))
}

/// Starts the child, and answers what it wrote.
fn ask(executable: &Path, args: &[&str], input: Vec<u8>, most: u64, timeout: Duration) -> Result<Vec<u8>, Error> {
    let deadline = Instant::now() + timeout;
    let mut command = Command::new(executable);
    // Nothing of the parent's surroundings is for the child; Windows programs do not start without this one.
    command.args(args).env_clear().stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    if let Some(root) = std::env::var_os("SystemRoot") {
        command.env("SystemRoot", root);
    }
    let mut child = Reaped(command.spawn()?);
    if let Some(mut stdin) = child.0.stdin.take() {
        // A child that stops reading early is told by how it ends.
        thread::spawn(move || stdin.write_all(&input));
    }
    let output = collect(child.0.stdout.take(), most);
    let reason = collect(child.0.stderr.take(), MAX_REASON);
    let late = || Error::RenderTimeout(timeout.as_millis());
    let output = output.recv_timeout(left(deadline)).map_err(|_| late())?;
    let status = wait(&mut child.0, deadline)?.ok_or_else(late)?;
    if !status.success() {
        let reason = reason.recv_timeout(left(deadline)).unwrap_or_default();
        let reason = String::from_utf8_lossy(&reason).trim().to_owned();
        return Err(Error::Render(if reason.is_empty() { format!("the process ended with {status}") } else { reason }));
    }
    if output.len() as u64 > most {
        return Err(Error::Render("the process wrote too much".to_owned()));
    }
    Ok(output)
}

/// Reads to the end in a thread, at most one byte more than allowed.
fn collect(source: Option<impl Read + Send + 'static>, limit: u64) -> mpsc::Receiver<Vec<u8>> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(source) = source {
            // What came before a failure is judged like a short answer.
            let _ = source.take(limit + 1).read_to_end(&mut bytes);
        }
        let _ = sender.send(bytes);
    });
    receiver
}

fn left(deadline: Instant) -> Duration {
    deadline.saturating_duration_since(Instant::now())
}

/// The child has closed its output, so it is about to end: looking a few times is enough.
fn wait(child: &mut Child, deadline: Instant) -> Result<Option<ExitStatus>, Error> {
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if left(deadline).is_zero() {
            return Ok(None);
        }
        thread::sleep(Duration::from_millis(2));
    }
}

/// A child that does not outlive the call, however the call ends.
struct Reaped(Child);

impl Drop for Reaped {
    fn drop(&mut self) {
        // Both fail only where the process has ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
