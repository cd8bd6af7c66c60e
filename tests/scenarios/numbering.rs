//! Registers go from desk to desk, and outages are written down.

use super::{act, receive, sign_in};
use casework::statistics::Period;
use casework::{ActKind, CaseId, Refusal};
use desk::views::{Failure, Intent, Line};
use desk::{Desk, DeskEvent, clock};
use motcua_tests::office::{Office, synchronise};
use std::path::Path;

/// A signed result that waits for its number.
async fn signed(folder: &Path, name: &str) -> CaseId {
    let clerk = sign_in(folder, "a.mc").await;
    let case = receive(&clerk, name).await.case.id;
    clerk.stop().await;
    let specialist = sign_in(folder, "a.cv1").await;
    act(&specialist, case, Intent::TakeOver).await.unwrap();
    let proposal = Intent::ProposeResult { title: "GIẤY XÁC NHẬN".to_owned(), body: "Xác nhận".to_owned() };
    act(&specialist, case, proposal).await.unwrap();
    specialist.stop().await;
    let head = sign_in(folder, "a.ld").await;
    head.import_key(b"khoa").await.unwrap();
    act(&head, case, Intent::Approve { secret: "x".to_owned() }).await.unwrap();
    head.stop().await;
    case
}

async fn number(desk: &Desk, case: CaseId) -> Result<u32, Failure> {
    let view = act(desk, case, Intent::Number { secret: "x".to_owned() }).await?;
    Ok(view.case.deliverable.map_or(0, |issued| issued.number))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_register_goes_to_another_desk_and_numbering_goes_on_without_a_gap() {
    let office = Office::open().await.unwrap();
    let one = office.enrol("ban-1", 0, &["a.mc", "a.cv1", "a.ld", "a.vt"]).await.unwrap();
    let two = office.enrol("ban-2", 0, &["a.vt"]).await.unwrap();
    let (first, second) = (signed(&one, "An").await, signed(&one, "Bình").await);
    let (here, there) = (sign_in(&one, "a.vt").await, sign_in(&two, "a.vt").await);
    here.import_key(b"dau").await.unwrap();
    there.import_key(b"dau").await.unwrap();
    assert_eq!(number(&here, first).await, Ok(1));
    let book = here.numbers().await.unwrap().registers[0].book.clone();
    let taken = there.take_register(book.clone()).await;
    assert_eq!(taken, Err(Failure::RegisterTaken { holder: "ban-1".to_owned() }));
    assert_eq!(here.release_register(book.clone()).await, Err(Failure::NotSentYet), "the number is not sent yet");
    synchronise(&here).await.unwrap();
    let left = here.release_register(book.clone()).await.unwrap();
    assert_eq!((left.registers[0].next, left.registers[0].holder.clone()), (None, None));
    let refusal = Refusal::RegisterNotHeld { register: book.clone() };
    assert_eq!(number(&here, second).await, Err(Failure::Refused { refusal }));
    synchronise(&there).await.unwrap();
    assert_eq!(there.take_register(book.clone()).await.unwrap().registers[0].next, Some(2));
    assert_eq!(number(&there, second).await, Ok(2));
    synchronise(&there).await.unwrap();
    synchronise(&here).await.unwrap();
    let seen = here.numbers().await.unwrap();
    assert_eq!((seen.registers[0].next, seen.registers[0].holder.as_deref()), (None, Some("ban-2")));
    assert_eq!(portal::check(&office.portal).await.unwrap().findings, [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_register_that_was_taken_away_at_the_portal_is_gone_here_after_the_next_talk() {
    let office = Office::open().await.unwrap();
    let folder = office.enrol("ban-1", 0, &["a.vt"]).await.unwrap();
    let desk = sign_in(&folder, "a.vt").await;
    let held = desk.numbers().await.unwrap().registers;
    let mine = held.iter().find(|register| register.next.is_some()).unwrap();
    let unit = desk.session().await.unwrap().unit.code;
    let device = office.portal.store.holders(&unit).await.unwrap();
    assert_eq!(device.get(&mine.book).map(String::as_str), Some("ban-1"));
    office.portal.store.free(&unit, &mine.book).await.unwrap();
    synchronise(&desk).await.unwrap();
    let seen = desk.numbers().await.unwrap().registers;
    assert!(seen.iter().any(|register| register.book == mine.book && register.next.is_none()), "{seen:?}");
}

/// Waits for the loop to say so.
async fn until(desk: &Desk, line: Line) {
    let mut events = desk.events();
    while desk.connection().await.unwrap().line != line {
        if let DeskEvent::Connection(connection) = events.recv().await.unwrap()
            && connection.line == line
        {
            return;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outage_is_written_down_with_what_was_done_and_what_was_due() {
    let mut office = Office::open().await.unwrap();
    let folder = office.enrol("ban-1", 0, &["a.mc", "a.cv1"]).await.unwrap();
    let desk = sign_in(&folder, "a.mc").await;
    desk.start_sync();
    until(&desk, Line::Online).await;
    let today = clock().day();
    let period = Period { from: today.plus_days(-1), to: today.plus_days(1) };
    assert_eq!(desk.outages(period).await.unwrap(), []);
    office.cut_the_line().await.unwrap();
    desk.sync_now();
    until(&desk, Line::Offline).await;
    let case = receive(&desk, "Trần Thị Bình").await.case.id;
    act(&desk, case, Intent::Note { text: "Đã gọi điện".to_owned() }).await.unwrap();
    let lasting = desk.outages(period).await.unwrap();
    assert_eq!((lasting.len(), lasting[0].to), (1, None));
    assert_eq!(lasting[0].done, [(None, 1), (Some(ActKind::Note), 1)]);
    office.mend_the_line().await.unwrap();
    desk.sync_now();
    until(&desk, Line::Online).await;
    let over = desk.outages(period).await.unwrap();
    assert!(over[0].to.is_some(), "however short: something was done in it");
    assert_eq!(over[0].done, lasting[0].done);
    desk.stop().await;
}
