//! PostgreSQL backed up by the program while cases come in, and put back into another database.

use crate::postgres;
use crate::stage::{Stage, unit};
use portal::{Portal, Store, backup, check, restore};

#[tokio::test(flavor = "multi_thread")]
async fn a_dump_that_was_taken_under_load_is_put_back_whole_and_its_mark_is_no_further_than_it_goes() {
    let database = postgres::database().await;
    let folder = tempfile::tempdir().unwrap();
    let stage = Stage::on(Store::postgres(&database.url).await.unwrap(), tempfile::tempdir().unwrap()).await;
    for number in 1..=5 {
        stage.received(number, None).await;
    }
    let copy = folder.path().join("backup");
    let coming = async {
        for number in 6..=40 {
            stage.received(number, None).await;
        }
    };
    let (safe, ()) = tokio::join!(backup(&stage.portal, &copy, None, Some(&database.url)), coming);
    let safe = safe.unwrap();
    assert!(copy.join("portal.dump").is_file());
    let marked = stage.portal.store.safe_seq(&unit()).await.unwrap();
    assert!(marked >= 5 && marked <= safe, "{marked} of {safe}");
    // Put back elsewhere: everything that the mark claims is there.
    let other = postgres::database().await;
    let fresh = folder.path().join("fresh");
    restore(&copy, &fresh, Some(&other.url)).await.unwrap();
    let restored = Portal::open(Store::postgres(&other.url).await.unwrap(), &fresh).await.unwrap();
    let report = check(&restored).await.unwrap();
    assert_eq!(report.findings, [""; 0]);
    assert!(report.entries >= marked, "{} entries, {marked} marked", report.entries);
    assert_ne!(restored.identity.log, stage.portal.identity.log, "another log begins");
    // A server that is away leaves no mark and no half of a backup.
    let nowhere =
        backup(&stage.portal, &folder.path().join("none"), None, Some("postgres://nobody@127.0.0.1:1/none")).await;
    assert!(nowhere.unwrap_err().to_string().contains("pg_dump failed"));
    assert!(!folder.path().join("none").join("portal.dump").exists());
    assert_eq!(stage.portal.store.safe_seq(&unit()).await.unwrap(), marked);
}
