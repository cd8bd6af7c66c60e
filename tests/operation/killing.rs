//! Killed, and its database crashed, under a stream of pushes.

use crate::postgres;
use crate::stage::{PATIENCE, Process, filing, in_the_log, prepare, push};
use casework::EnvelopeId;
use motcua_tests::fixture::units;
use portal::{Portal, Store, check};
use reqwest::Client;
use std::path::Path;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::task::JoinHandle;

const DESKS: usize = 4;
const PUSHES: usize = 30;
const ENVELOPES: usize = 3;

/// What the desks were told.
#[derive(Default)]
struct Told {
    accepted: Mutex<Vec<EnvelopeId>>,
    pushes: AtomicUsize,
}

/// Desks that push, and push the same again where they got no answer.
fn stream(url: &str, told: &Arc<Told>) -> Vec<JoinHandle<()>> {
    let desk = |_| {
        let (url, told) = (url.to_owned(), told.clone());
        tokio::spawn(async move {
            let client = Client::new();
            for _ in 0..PUSHES {
                let envelopes: Vec<_> = (0..ENVELOPES).map(|_| filing(None)).collect();
                let accepted = loop {
                    match push(&client, &url, &envelopes).await {
                        Some(accepted) => break accepted,
                        None => tokio::task::yield_now().await,
                    }
                };
                told.accepted.lock().unwrap().extend(accepted);
                told.pushes.fetch_add(1, Ordering::SeqCst);
            }
        })
    };
    (0..DESKS).map(desk).collect()
}

async fn until(told: &Told, pushes: usize) {
    let waiting = async {
        while told.pushes.load(Ordering::SeqCst) < pushes {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, waiting).await.expect("the stream goes on");
}

async fn all(desks: Vec<JoinHandle<()>>) {
    for desk in desks {
        tokio::time::timeout(PATIENCE, desk).await.expect("every desk is answered in the end").unwrap();
    }
}

async fn nothing_is_lost_or_doubled(store: Store, data: &Path, told: &Told) {
    let accepted = told.accepted.lock().unwrap().clone();
    assert_eq!(accepted.len(), DESKS * PUSHES * ENVELOPES);
    let log = in_the_log(&store, &units()[0]).await;
    for envelope in &accepted {
        assert_eq!(log.get(envelope), Some(&1), "{envelope} was acknowledged");
    }
    assert_eq!(log.len(), accepted.len(), "what got no answer was sent again under its own id");
    let portal = Portal::open(store, data).await.expect("a portal");
    assert_eq!(check(&portal).await.expect("checked").findings, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_portal_on_the_embedded_database_that_is_killed_keeps_what_it_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    prepare(Store::embedded(folder.path()).await.unwrap(), folder.path()).await;
    let mut process = Process::start(&["--data", &folder.path().display().to_string()], Default::default());
    let told = Arc::new(Told::default());
    let desks = stream(&process.url, &told);
    for pushes in [15, 50, 90] {
        until(&told, pushes).await;
        process.kill_and_start();
    }
    all(desks).await;
    drop(process);
    nothing_is_lost_or_doubled(Store::embedded(folder.path()).await.unwrap(), folder.path(), &told).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_portal_on_postgresql_outlives_its_own_end_and_the_crash_of_the_database() {
    // A server of its own: others are in the middle of theirs when this one crashes.
    let base = postgres::start("-crash", |_, _| String::new());
    let url = format!("postgres://postgres@localhost/postgres?host={}", base.display());
    let folder = tempfile::tempdir().unwrap();
    prepare(Store::postgres(&url).await.unwrap(), folder.path()).await;
    let data = folder.path().display().to_string();
    let mut process = Process::start(&["--data", &data, "--database", &url], Default::default());
    let told = Arc::new(Told::default());
    let desks = stream(&process.url, &told);
    until(&told, 15).await;
    process.kill_and_start();
    until(&told, 45).await;
    crash_and_start(&base);
    until(&told, 80).await;
    process.kill_and_start();
    all(desks).await;
    drop(process);
    nothing_is_lost_or_doubled(Store::postgres(&url).await.unwrap(), folder.path(), &told).await;
}

/// Ends the server as a power cut would and starts it again.
fn crash_and_start(base: &Path) {
    let mut restart = postgres::program("pg_ctl");
    restart.arg("-D").arg(base.join("data")).arg("-l").arg(base.join("log")).args(["-m", "immediate", "-w", "restart"]);
    restart.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null()).stdin(std::process::Stdio::null());
    assert!(restart.status().expect("pg_ctl runs").success());
}
