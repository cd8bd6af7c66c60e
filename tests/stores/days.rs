//! What is counted by the day, the same on both databases and over all instances.

use crate::postgres;
use motcua_tests::fixture::day;
use portal::Store;

async fn counts(store: &Store, beside: &Store) {
    let (key, other) = (protocol::digest(b"one"), protocol::digest(b"another"));
    let (today, tomorrow) = (day("2026-11-23"), day("2026-11-24"));
    assert_eq!(store.counted_of_day(&key, today).await.expect("the store"), 0);
    assert_eq!(store.count_of_day(&key, today, 3).await.expect("counted"), 3);
    assert_eq!(beside.count_of_day(&key, today, 1).await.expect("counted"), 4, "over all instances");
    assert_eq!(store.counted_of_day(&key, today).await.expect("the store"), 4);
    assert_eq!(store.counted_of_day(&other, today).await.expect("the store"), 0);
    assert_eq!(store.count_of_day(&key, tomorrow, 1).await.expect("counted"), 1, "a day begins anew");
    store.forget_days(tomorrow).await.expect("forgotten");
    assert_eq!(store.counted_of_day(&key, today).await.expect("the store"), 0);
    assert_eq!(store.counted_of_day(&key, tomorrow).await.expect("the store"), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_counted_of_a_day_is_counted_over_all_instances_and_begins_anew_with_the_next() {
    let folder = tempfile::tempdir().expect("a folder");
    let open = async || Store::embedded(folder.path()).await.expect("SQLite");
    counts(&open().await, &open().await).await;
    let database = postgres::database().await;
    let open = async || Store::postgres(&database.url).await.expect("PostgreSQL");
    counts(&open().await, &open().await).await;
}
