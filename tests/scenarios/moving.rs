//! A case that goes to another unit is reported by each unit for the time in which it was there, at the desk and at the
//! portal alike.

use super::{act, receive, sign_in};
use casework::statistics::{Period, Report};
use casework::{CaseId, replay};
use desk::views::Intent;
use desk::{Desk, clock};
use motcua_tests::fixture::units;
use motcua_tests::office::{Office, synchronise};

/// The unit's report, which desk and portal have to agree on to the last digit.
async fn agreed(office: &Office, desk: &Desk, side: usize, period: Period) -> Report {
    let here = desk.report(period).await.unwrap().report;
    let there = portal::report(&office.portal, &units()[side], period, clock()).await.unwrap();
    assert_eq!(here, there);
    here
}

async fn finish(office: &Office, folder: &std::path::Path, case: CaseId) {
    for (user, intent) in [
        ("b.cv1", Intent::TakeOver),
        ("b.cv1", Intent::ProposeResult { title: "GIẤY XÁC NHẬN".to_owned(), body: "Xác nhận".to_owned() }),
        ("b.ld", Intent::Approve { secret: "x".to_owned() }),
        ("b.vt", Intent::Number { secret: "x".to_owned() }),
    ] {
        let desk = sign_in(folder, user).await;
        desk.import_key(b"khoa").await.unwrap();
        synchronise(&desk).await.unwrap();
        act(&desk, case, intent).await.unwrap();
        synchronise(&desk).await.unwrap();
        desk.stop().await;
    }
    assert_eq!(portal::check(&office.portal).await.unwrap().findings, [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn both_units_report_a_case_that_moved_and_no_report_of_the_past_changes() {
    let office = Office::open().await.unwrap();
    let here = office.enrol("ban-1", 0, &["a.mc", "a.ld"]).await.unwrap();
    let there = office.enrol("ban-2", 1, &["b.mc", "b.cv1", "b.ld", "b.vt"]).await.unwrap();
    let clerk = sign_in(&here, "a.mc").await;
    let stays = receive(&clerk, "Người ở lại").await.case;
    let moves = receive(&clerk, "Người chuyển đi").await.case;
    synchronise(&clerk).await.unwrap();
    let today = clock().day();
    let period = Period { from: today, to: today };
    let before = agreed(&office, &clerk, 0, period).await;
    assert_eq!((before.six_a.total.direct, before.six_a.total.open(), before.book.len()), (2, 2, 2));
    clerk.stop().await;

    let head = sign_in(&here, "a.ld").await;
    let transfer =
        Intent::Transfer { to: units()[1].clone(), reason: "Thuộc thẩm quyền đơn vị kia".to_owned() };
    act(&head, moves.id, transfer).await.unwrap();
    let waiting = head.report(period).await.unwrap().report;
    assert_eq!(waiting.six_a.total.passed_on_new, 1, "known here at once, with or without a line");
    synchronise(&head).await.unwrap();
    finish(&office, &there, moves.id).await;
    synchronise(&head).await.unwrap();

    let ours = agreed(&office, &head, 0, period).await;
    let total = ours.six_a.total;
    assert_eq!((total.received(), total.done(), total.open(), total.passed_on()), (1, 0, 1, 1));
    assert_eq!(total.came_in() + total.was_there(), total.done() + total.open() + total.passed_on());
    let codes: Vec<&str> = ours.book.iter().map(|row| row.code.as_str()).collect();
    assert_eq!(codes, before.book.iter().map(|row| row.code.as_str()).collect::<Vec<_>>(), "no line disappears");
    assert_eq!((ours.book[1].code.as_str(), ours.book[1].passed_to.is_some()), (moves.code.unwrap().as_str(), true));
    assert_eq!((ours.book[0].code.as_str(), ours.register.len()), (stays.code.unwrap().as_str(), 0));

    let desk = sign_in(&there, "b.mc").await;
    let theirs = agreed(&office, &desk, 1, period).await;
    let total = theirs.six_a.total;
    assert_eq!((total.direct, total.done(), total.passed_on()), (1, 1, 0));
    assert_eq!((theirs.book.len(), theirs.register.len()), (1, 1));
    assert!(theirs.book[0].came_from.is_some());

    // What the first unit would have reported before the case moved is what it still reports for that moment.
    let history = office.portal.store.history(moves.id).await.unwrap();
    let accepted = replay(&history[..2]).unwrap();
    assert_eq!((accepted.unit.clone(), accepted.former.len()), (units()[0].clone(), 0));
    let year = Period { from: today.plus_days(-300), to: today };
    agreed(&office, &head, 0, year).await;
    agreed(&office, &desk, 1, year).await;
}
