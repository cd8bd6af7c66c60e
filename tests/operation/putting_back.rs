//! PostgreSQL backed up by the program while desks push, and put back into another database.

use crate::postgres;
use crate::stage::{Process, filing, prepare, push};
use motcua_tests::fixture::units;
use portal::{Portal, Store, backup, check, restore};
use reqwest::Client;
use std::collections::BTreeMap;

#[tokio::test(flavor = "multi_thread")]
async fn a_dump_that_was_taken_under_load_is_put_back_whole_and_its_mark_is_no_further_than_it_goes() {
    let database = postgres::database().await;
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("portal");
    prepare(Store::postgres(&database.url).await.unwrap(), &data).await;
    let settings = BTreeMap::from([("MOTCUA_PORTAL_DATA".to_owned(), data.display().to_string())]);
    let process = Process::start(&["--database", &database.url], settings);
    let (client, url) = (Client::new(), process.url.clone());
    for _ in 0..5 {
        push(&client, &url, &[filing(None), filing(None)]).await.unwrap();
    }
    let pushing = tokio::spawn({
        let (client, url) = (client.clone(), url.clone());
        async move {
            for _ in 0..40 {
                push(&client, &url, &[filing(None)]).await.unwrap();
            }
        }
    });
    let portal = Portal::open(Store::postgres(&database.url).await.unwrap(), &data).await.unwrap();
    let copy = folder.path().join("backup");
    let safe = backup(&portal, &copy, Some(&database.url)).await.unwrap();
    pushing.await.unwrap();
    assert!(copy.join("portal.dump").is_file());
    let marked = portal.store.safe_seq(&units()[0]).await.unwrap();
    assert!(marked >= 10 && marked <= safe, "{marked} of {safe}");
    // Put back elsewhere: everything that the mark claims is there.
    let other = postgres::database().await;
    let fresh = folder.path().join("fresh");
    restore(&copy, &fresh, Some(&other.url)).await.unwrap();
    let restored = Portal::open(Store::postgres(&other.url).await.unwrap(), &fresh).await.unwrap();
    let report = check(&restored).await.unwrap();
    assert_eq!(report.findings, [""; 0]);
    assert!(report.entries >= marked, "{} entries, {marked} marked", report.entries);
    assert_ne!(restored.identity.log, portal.identity.log, "another log begins");
    // A program that is missing, or a server that is away, leaves no mark and no half of a backup.
    let nowhere = backup(&portal, &folder.path().join("none"), Some("postgres://nobody@127.0.0.1:1/none")).await;
    assert!(nowhere.unwrap_err().to_string().contains("pg_dump failed"));
    assert!(!folder.path().join("none").join("portal.dump").exists());
}
