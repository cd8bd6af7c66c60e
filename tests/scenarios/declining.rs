//! The agency says no after appraisal (Decree 61/2018 Art. 19.8): Form 03 goes the way of a result, also without a line,
//! and is told apart from a grant everywhere.

use super::{act, concluded, sign_in};
use casework::statistics::Period;
use casework::{Decision, HandOverMethod, Status};
use desk::clock;
use desk::views::{Filter, Intent, ListRequest, Queue};
use motcua_tests::office::{Office, synchronise};

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_after_appraisal_is_signed_numbered_and_handed_over_without_a_line_and_is_no_grant() {
    let mut office = Office::open().await.unwrap();
    let folder = office.enrol("ban-1", 0, &["a.mc", "a.cv1", "a.ld", "a.vt"]).await.unwrap();
    let clerk = sign_in(&folder, "a.mc").await;
    synchronise(&clerk).await.unwrap();
    office.cut_the_line().await.unwrap();
    let reason = "Thửa đất nằm trong quy hoạch đã được phê duyệt".to_owned();
    let (done, records) = concluded(&folder, clerk, Intent::ProposeRejection { reason: reason.clone() }).await;
    let (case, done) = (done.case.id, done.case);
    assert_eq!(
        (done.status, done.decision(), done.closing_reason),
        (Status::Done, Some(Decision::Declined), Some(reason))
    );
    records.stop().await;
    let clerk = sign_in(&folder, "a.mc").await;
    let (to, method, note) = ("Nguyễn Văn Đức".to_owned(), HandOverMethod::Counter, String::new());
    act(&clerk, case, Intent::HandOver { to, method, note, signature: None }).await.unwrap();

    office.mend_the_line().await.unwrap();
    synchronise(&clerk).await.unwrap();
    assert!(clerk.conflicts().await.unwrap().is_empty());
    let there = office.portal.store.case(case).await.unwrap().unwrap();
    assert!(there.is_declined() && there.status == Status::HandedOver, "{there:?}");
    assert_eq!(portal::check(&office.portal).await.unwrap().findings, [""; 0]);
    let period = Period { from: clock().day(), to: clock().day() };
    let here = clerk.report(period).await.unwrap().report;
    assert_eq!(here, portal::report(&office.portal, &there.unit, period, clock()).await.unwrap());
    let ended = here.six_a.outcomes;
    assert_eq!((here.six_a.total.done(), ended.granted, ended.declined), (1, 0, 1), "done, and nothing was granted");
    assert_eq!(here.register[0].decision, Decision::Declined);
    assert!(here.book[0].is_declined, "{:?}", here.book);
    assert_eq!(here.quality.electronic_results.whole, 0);

    // What everybody may read tells the same apart.
    let year = period.from.year();
    let open = reqwest::get(format!("{}/du-lieu-mo/ho-so.json?nam={year}", office.url())).await.unwrap();
    let open: serde_json::Value = open.json().await.unwrap();
    let sum =
        |name: &str| -> u64 { open["lines"].as_array().unwrap().iter().map(|line| line[name].as_u64().unwrap()).sum() };
    let ended = [ended.granted, ended.declined, ended.withdrawn].map(u64::from);
    assert_eq!(["done_granted", "done_declined", "done_withdrawn"].map(sum), ended);
    let page = reqwest::get(format!("{}/thong-ke?nam={year}", office.url())).await.unwrap().text().await.unwrap();
    assert!(page.contains("có kết quả 0 · từ chối 1 · rút hồ sơ 0"), "{page}");

    // Lists mark it, and are asked for it.
    let listed = async |decision| {
        let filter = Filter { decision: Some(decision), ..Filter::default() };
        let search = String::new();
        let request = ListRequest { queue: Queue::All, search, filter, within: None, after: None, limit: 9 };
        clerk.list(&request).await.unwrap().rows.into_iter().map(|row| (row.id, row.is_declined)).collect::<Vec<_>>()
    };
    assert_eq!(listed(Decision::Declined).await, [(case, true)]);
    assert_eq!(listed(Decision::Granted).await, []);
}
