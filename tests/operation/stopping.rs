//! Told to stop while desks push and a desk waits: what is under way is answered, and the program ends by itself.

use crate::stage::{PATIENCE, Process, TOKEN, filing, in_the_log, prepare, push};
use casework::EnvelopeId;
use motcua_tests::fixture::units;
use portal::Store;
use reqwest::Client;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

#[derive(Default)]
struct Told {
    accepted: Mutex<Vec<EnvelopeId>>,
    answered: AtomicUsize,
    is_over: AtomicBool,
}

#[tokio::test(flavor = "multi_thread")]
async fn a_portal_that_is_told_to_stop_under_load_answers_what_is_under_way_and_ends() {
    let folder = tempfile::tempdir().unwrap();
    prepare(Store::embedded(folder.path()).await.unwrap(), folder.path()).await;
    let mut process = Process::start(&["--data", &folder.path().display().to_string()], Default::default());
    let told = Arc::new(Told::default());
    let desks: Vec<_> = (0..4)
        .map(|_| {
            let (url, told) = (process.url.clone(), told.clone());
            tokio::spawn(async move {
                let client = Client::new();
                while !told.is_over.load(Ordering::SeqCst) {
                    // No answer: nothing was acknowledged.
                    let Some(accepted) = push(&client, &url, &[filing(None)]).await else { continue };
                    told.accepted.lock().unwrap().extend(accepted);
                    told.answered.fetch_add(1, Ordering::SeqCst);
                }
            })
        })
        .collect();
    // A desk that waits for news must not hold the end up.
    let wake = Client::new().get(format!("{}/api/1/wake", process.url)).bearer_auth(TOKEN).send().await.unwrap();
    assert!(wake.status().is_success());
    let begun = async {
        while told.answered.load(Ordering::SeqCst) < 20 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, begun).await.expect("desks are answered");
    let ended = tokio::time::timeout(PATIENCE, tokio::task::spawn_blocking(move || process.stop())).await;
    assert!(ended.expect("it ends by itself").unwrap().success(), "and says that all is well");
    told.is_over.store(true, Ordering::SeqCst);
    for desk in desks {
        desk.await.unwrap();
    }
    drop(wake);
    let store = Store::embedded(folder.path()).await.unwrap();
    let log = in_the_log(&store, &units()[0]).await;
    let accepted = told.accepted.lock().unwrap();
    assert!(accepted.iter().all(|envelope| log.get(envelope) == Some(&1)), "what was acknowledged is in the log once");
}
