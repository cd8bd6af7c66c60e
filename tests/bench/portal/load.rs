//! What desks and citizens do, many at a time, with the time that each answer took.

use crate::stage::{PushingDesk, now};
use casework::{Actor, CaseId, Channel, Command, Envelope, EnvelopeId};
use motcua_tests::fixture::application;
use motcua_tests::office::Anything;
use reqwest::Client;
use serde::Deserialize;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::time::{Duration, Instant};
use uuid::Uuid;
use zstd::bulk::Decompressor;

/// Bytes of an answer at most: a page of the log.
const LARGEST_ANSWER: usize = 1 << 20;
/// Acts of one case: it is filed, then noted upon.
const ACTS: u32 = 10;

/// Times of answers.
#[derive(Default)]
pub struct Times(pub Vec<Duration>);

impl Times {
    pub fn at(&mut self, share: f64) -> Duration {
        self.0.sort();
        let place = ((self.0.len() as f64) * share) as usize;
        self.0.get(place.min(self.0.len().saturating_sub(1))).copied().unwrap_or_default()
    }
}

/// Of a reply, what is counted.
#[derive(Deserialize)]
struct Reply {
    verdicts: Vec<Judged>,
    checkpoint: Checkpoint,
}
#[derive(Deserialize)]
struct Judged {
    verdict: Value,
}
#[derive(Deserialize)]
struct Checkpoint {
    head: Value,
}

/// A desk at work.
pub struct Worker {
    pub desk: PushingDesk,
    client: Client,
    url: String,
    head: Value,
    case: CaseId,
    acts: u32,
}

impl Worker {
    pub fn new(desk: PushingDesk, client: Client, url: &str) -> Self {
        Self { desk, client, url: format!("{url}/api/1/push"), head: Value::Null, case: CaseId(Uuid::nil()), acts: 0 }
    }

    fn next(&mut self) -> Envelope {
        let command = if self.acts.is_multiple_of(ACTS) {
            self.case = CaseId(Uuid::now_v7());
            Command::File { application: application(&self.desk.unit, "S", Channel::Counter, "Nguyễn Văn Đức") }
        } else {
            Command::Note {
                text: "Đã kiểm tra thành phần hồ sơ, chuyển bộ phận chuyên môn. ".repeat(3)
            }
        };
        self.acts += 1;
        Envelope {
            id: EnvelopeId(Uuid::now_v7()),
            case: self.case,
            actor: Actor::Official(self.desk.user.clone()),
            at: now(),
            edition: "2026".into(),
            seen: 0,
            after: None,
            command,
        }
    }

    /// Pushes so many envelopes and pulls what is new.
    pub async fn push(&mut self, envelopes: usize) -> Result<(), Anything> {
        let envelopes: Vec<Envelope> = (0..envelopes).map(|_| self.next()).collect();
        let message = json!({"version": 1, "unit": self.desk.unit, "head": self.head, "catalogue": 1, "limit": 500,
            "envelopes": envelopes});
        let request = self.client.post(&self.url).bearer_auth(&self.desk.token).body(message.to_string());
        let answer = request.send().await?.error_for_status()?.bytes().await?;
        let reply: Reply = serde_json::from_slice(&unpacked(&answer)?)?;
        if reply.verdicts.len() != envelopes.len() {
            return Err("not every envelope was judged".into());
        }
        if let Some(no) = reply.verdicts.iter().find(|judged| judged.verdict["type"] != "accepted") {
            return Err(format!("not accepted: {}", no.verdict).into());
        }
        self.head = reply.checkpoint.head;
        Ok(())
    }
}

/// Unpacks an answer; the room for it is kept.
fn unpacked(answer: &[u8]) -> std::io::Result<Vec<u8>> {
    thread_local! {
        static UNPACKER: RefCell<Option<Decompressor<'static>>> = const { RefCell::new(None) };
    }
    UNPACKER.with_borrow_mut(|unpacker| match unpacker {
        Some(unpacker) => unpacker.decompress(answer, LARGEST_ANSWER),
        None => unpacker.insert(Decompressor::new()?).decompress(answer, LARGEST_ANSWER),
    })
}

/// What came of a run.
pub struct Pushed {
    pub events: usize,
    pub took: Duration,
    pub times: Times,
    pub workers: Vec<Worker>,
}

impl Pushed {
    pub fn rate(&self) -> f64 {
        self.events as f64 / self.took.as_secs_f64()
    }
}

/// Lets all desks push at once for a while, each its next as soon as the last is answered.
pub async fn push_all(workers: Vec<Worker>, envelopes: usize, during: Duration) -> Result<Pushed, Anything> {
    let begun = Instant::now();
    let tasks: Vec<_> = workers
        .into_iter()
        .map(|mut worker| {
            tokio::spawn(async move {
                let mut times = Vec::new();
                while begun.elapsed() < during {
                    let asked = Instant::now();
                    worker.push(envelopes).await?;
                    times.push(asked.elapsed());
                }
                Ok::<_, Anything>((worker, times))
            })
        })
        .collect();
    let (mut times, mut workers) = (Vec::new(), Vec::new());
    for task in tasks {
        let (worker, more) = task.await??;
        workers.push(worker);
        times.extend(more);
    }
    Ok(Pushed { events: times.len() * envelopes, took: begun.elapsed(), times: Times(times), workers })
}

/// Asks for pages with so many askers; `ask` gets the number of the asker and of the question.
pub async fn ask_all<Asked>(
    askers: usize,
    during: Duration,
    ask: impl Fn(usize, usize) -> Asked + Clone + Send + 'static,
) -> Result<(f64, Times), Anything>
where
    Asked: Future<Output = Result<(), Anything>> + Send,
{
    let begun = Instant::now();
    let tasks: Vec<_> = (0..askers)
        .map(|asker| {
            let ask = ask.clone();
            tokio::spawn(async move {
                let mut times = Vec::new();
                while begun.elapsed() < during {
                    let asked = Instant::now();
                    ask(asker, times.len()).await?;
                    times.push(asked.elapsed());
                }
                Ok::<_, Anything>(times)
            })
        })
        .collect();
    let mut times = Vec::new();
    for task in tasks {
        times.extend(task.await??);
    }
    Ok((times.len() as f64 / begun.elapsed().as_secs_f64(), Times(times)))
}
