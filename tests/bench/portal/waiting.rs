//! Many desks that wait for news while a few push.

use crate::load::{Times, Worker};
use crate::stage::PushingDesk;
use casework::UnitCode;
use motcua_tests::office::Anything;
use reqwest::Client;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};
use tokio::sync::mpsc;

const ROUNDS: u32 = 400;
const PAUSE: Duration = Duration::from_millis(25);

/// How long desks waited for a wake.
pub struct Woken {
    pub since_answer: Times,
    pub since_push: Times,
}

/// Opens the streams, pushes at a steady pace, and notes when each desk of the unit hears of it.
pub async fn wake(url: &str, listeners: &[PushingDesk], mut pushing: Vec<Worker>) -> Result<Woken, Anything> {
    let client = Client::builder().pool_max_idle_per_host(0).build()?;
    let (told, mut heard) = mpsc::unbounded_channel::<(UnitCode, Instant)>();
    let mut tasks = Vec::with_capacity(listeners.len());
    for desk in listeners {
        let request = client.get(format!("{url}/api/1/wake")).bearer_auth(&desk.token);
        let mut stream = request.send().await?.error_for_status()?;
        let (told, unit) = (told.clone(), desk.unit.clone());
        tasks.push(tokio::spawn(async move {
            while let Ok(Some(chunk)) = stream.chunk().await {
                if chunk.windows(5).any(|part| part == b"grown") {
                    // The run is over where nobody hears it.
                    let _ = told.send((unit.clone(), Instant::now()));
                }
            }
        }));
    }
    let mut pushed: BTreeMap<UnitCode, Vec<(Instant, Instant)>> = BTreeMap::new();
    let mut ticks = tokio::time::interval(PAUSE);
    let pushers = pushing.len();
    for round in 0..ROUNDS {
        ticks.tick().await;
        let worker = &mut pushing[round as usize % pushers];
        let begun = Instant::now();
        worker.push(1).await?;
        pushed.entry(worker.desk.unit.clone()).or_default().push((begun, Instant::now()));
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    tasks.iter().for_each(tokio::task::JoinHandle::abort);
    let mut woken = Woken { since_answer: Times::default(), since_push: Times::default() };
    while let Ok((unit, at)) = heard.try_recv() {
        let last = pushed.get(&unit).and_then(|all| all.iter().rev().find(|(begun, _)| *begun <= at));
        if let Some((begun, answered)) = last {
            woken.since_push.0.push(at.duration_since(*begun));
            woken.since_answer.0.push(at.saturating_duration_since(*answered));
        }
    }
    Ok(woken)
}
