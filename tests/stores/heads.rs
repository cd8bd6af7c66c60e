//! What heads see beyond the log, alike in both databases: the books of the desks, and ratings; then with real desks.

use crate::suite;
use casework::{CaseId, DeviceId, Moment, UnitCode};
use desk::views::{AuditRequest, AuditSort, AuditWhat, Failure};
use desk::{Desk, clock};
use motcua_tests::fixture::{application, units};
use motcua_tests::office::{Office, PlainComposer, SECRET, synchronise};
use portal::{BookAsked, Rating, Store};
use protocol::book::{BookEntry, BookWhat};
use protocol::push::{CodeBlock, DeskRights};
use protocol::ratings::RatingPlace;
use std::path::Path;
use std::sync::Arc;
use uuid::Uuid;

fn rights(number: u128, unit: &UnitCode) -> DeskRights {
    let codes = CodeBlock { first: 1, last: 250 };
    DeskRights { device: DeviceId(Uuid::from_u128(number)), unit: unit.clone(), users: ["a.mc".into()].into(), codes }
}

fn opened(at: i64, case: u128) -> BookEntry {
    let what = BookWhat::Opened { case: CaseId(Uuid::from_u128(case)) };
    BookEntry { at: Moment(at), user: "a.mc".into(), what }
}

/// Two desks that the suite's stores know of: one of each unit.
pub async fn books(store: Store) {
    let suite::Bank::Sql(store) = suite::prepared(store).await else { unreachable!() };
    let (one, other) = (suite::enrolled(&store, 0, 900).await, suite::enrolled(&store, 1, 901).await);
    let (here, there) = (rights(one, &units()[0]), rights(other, &units()[1]));
    let reader = rights(suite::enrolled(&store, 0, 902).await, &units()[0]);
    let all = [opened(10, 1), opened(20, 2), opened(30, 3)];
    store.keep_book(&here, &all, Moment(100)).await.expect("kept");
    // The reply was lost: the desk sends again, with what has happened since.
    store.keep_book(&here, &[all.as_slice(), &[opened(40, 1)]].concat(), Moment(200)).await.expect("kept");
    store.keep_book(&there, &[opened(50, 9)], Moment(300)).await.expect("kept");
    let asked = |after, since| BookAsked { after, since: Moment(since), limit: 2 };
    let page = store.book_page(&reader, asked(0, 0)).await.expect("read");
    let told = |page: &[protocol::book::UnitEntry]| -> Vec<(i64, i64)> {
        page.iter().map(|one| (one.entry.at.0, one.arrived_at.0)).collect()
    };
    assert_eq!(told(&page), [(10, 100), (20, 100)], "a page of two");
    assert_eq!((page[0].desk.as_str(), &page[0].entry), ("bàn 900", &all[0]));
    let rest = store.book_page(&reader, asked(page[1].place, 0)).await.expect("read");
    assert_eq!(told(&rest), [(30, 100), (40, 200)], "what came twice stands once, and keeps its arrival");
    assert_eq!(store.book_page(&reader, asked(rest[1].place, 0)).await.expect("read"), [], "nothing of another unit");
    assert_eq!(told(&store.book_page(&reader, asked(0, 31)).await.expect("read")), [(40, 200)], "not older than asked");
    assert_eq!(store.book_page(&here, asked(0, 0)).await.expect("read"), [], "a desk has its own book itself");

    let rating = |case: u128, at: i64, unit: &UnitCode| Rating {
        case: CaseId(Uuid::from_u128(case)),
        unit: unit.clone(),
        handling: 5,
        attitude: 4,
        agency: 3,
        remark: String::new(),
        officer: Some("a.cv1".into()),
        at: Moment(at),
    };
    for (case, at, unit) in [(2, 7, 0), (1, 7, 0), (3, 9, 0), (4, 8, 1)] {
        assert!(store.rate(&rating(case, at, &units()[unit])).await.expect("kept"));
    }
    let unit = &units()[0];
    let first = store.ratings_after(unit, None, 2).await.expect("read");
    let cases = |ratings: &[protocol::ratings::CaseRating]| -> Vec<u128> {
        ratings.iter().map(|rating| rating.case.0.as_u128()).collect()
    };
    assert_eq!(cases(&first), [1, 2], "of the same moment by case");
    assert_eq!(cases(&store.ratings_after(unit, Some(&first[0].place()), 9).await.expect("read")), [2, 3]);
    let again = RatingPlace { at: Moment(7), case: None };
    assert_eq!(cases(&store.ratings_after(unit, Some(&again), 9).await.expect("read")), [1, 2, 3]);
}

async fn sign_in(folder: &Path, user: &str) -> Arc<Desk> {
    Desk::unlock(folder, &user.into(), SECRET).await.expect("signed in")
}

fn looks() -> AuditRequest {
    let day = clock().day();
    AuditRequest { from: day, to: day, who: None, case: String::new(), sort: AuditSort::Looks, after: None }
}

/// Somebody looks at a case at one desk; a head sees it at another one, with its name and times, also without a line.
pub async fn a_head_sees_looks_at_every_desk(store: Store) {
    let mut office = Office::on(store, tempfile::tempdir().expect("a folder")).await.expect("a portal");
    let counter = office.enrol("Quầy 1", 0, &["a.mc"]).await.expect("a desk");
    let heads = office.enrol("Phòng lãnh đạo", 0, &["a.lp", "a.cv1"]).await.expect("a desk");
    let clerk = sign_in(&counter, "a.mc").await;
    let application = application(&units()[0], "S", casework::Channel::Counter, "Trần Thị Lan");
    let intent = desk::views::Intent::Receive { application };
    let request = desk::views::ActRequest { case: None, turn: 0, intent };
    let case = clerk.act(&request, &PlainComposer).await.expect("received").case.id;
    let head = sign_in(&heads, "a.lp").await;
    synchronise(&head).await.expect("a line");
    clerk.opened(case).await.expect("noted");
    assert_eq!(head.audit(&looks()).await.expect("a head").entries, [], "nothing has come yet");
    office.cut_the_line().await.expect("cut");
    assert!(synchronise(&clerk).await.is_err());
    office.mend_the_line().await.expect("mended");
    synchronise(&clerk).await.expect("a line");
    let rating = Rating {
        case,
        unit: units()[0].clone(),
        handling: 5,
        attitude: 2,
        agency: 4,
        remark: "Chờ lâu".to_owned(),
        officer: Some("a.cv1".into()),
        at: clock(),
    };
    assert!(office.portal.store.rate(&rating).await.expect("rated"));
    head.sync_now();
    synchronise(&head).await.expect("a line");
    office.cut_the_line().await.expect("cut");
    let seen = head.audit(&looks()).await.expect("a head");
    let [look] = seen.entries.as_slice() else { panic!("{seen:?}") };
    assert_eq!((&look.what, look.case, look.desk.as_deref()), (&AuditWhat::Opened, Some(case), Some("Quầy 1")));
    assert_eq!(look.applicant, "Trần Thị Lan");
    assert!(look.arrived_at.expect("arrived") >= look.at && seen.books.as_of >= look.arrived_at, "{seen:?}");
    assert_eq!(seen.next, None);
    let period = casework::statistics::Period { from: clock().day(), to: clock().day() };
    let told = head.ratings(period).await.expect("a head");
    assert_eq!((told.total.count, told.total.attitude, told.officers.len()), (1, 2, 1));
    assert_eq!((told.cases[0].applicant.as_str(), told.cases[0].remark.as_str()), ("Trần Thị Lan", "Chờ lâu"));
    assert!(told.as_of.is_some());
    head.stop().await;
    // Nobody else at that desk sees any of it.
    let specialist = sign_in(&heads, "a.cv1").await;
    assert_eq!(specialist.audit(&looks()).await, Err(Failure::ForHeadsOnly));
    assert_eq!(specialist.ratings(period).await, Err(Failure::ForHeadsOnly));
    specialist.stop().await;
    // Where no head is enrolled, nothing of other desks comes down.
    office.mend_the_line().await.expect("mended");
    let head = sign_in(&heads, "a.lp").await;
    head.opened(case).await.expect("noted");
    synchronise(&head).await.expect("a line");
    synchronise(&clerk).await.expect("a line");
    let far = clerk.heads_known().await.expect("read");
    assert_eq!(far, (None, None), "a clerk's desk asks for nothing");
}

/// Many pages of three sources, each entry once and none left out.
pub async fn pages_of_the_account_leave_nothing_out(store: Store) {
    let office = Office::on(store, tempfile::tempdir().expect("a folder")).await.expect("a portal");
    let counter = office.enrol("Quầy 1", 0, &["a.mc"]).await.expect("a desk");
    let heads = office.enrol("Lãnh đạo", 0, &["a.lp"]).await.expect("a desk");
    let (clerk, head) = (sign_in(&counter, "a.mc").await, sign_in(&heads, "a.lp").await);
    for number in 0..450 {
        clerk.opened(CaseId(Uuid::from_u128(number))).await.expect("noted");
        if number % 3 == 0 {
            head.opened(CaseId(Uuid::from_u128(number))).await.expect("noted");
        }
    }
    synchronise(&clerk).await.expect("a line");
    synchronise(&head).await.expect("a line");
    let (mut request, mut seen, mut pages) = (looks(), Vec::new(), 0);
    loop {
        let part = head.audit(&request).await.expect("a head");
        seen.extend(part.entries.into_iter().map(|entry| (entry.at, entry.desk, entry.case)));
        pages += 1;
        let Some(next) = part.next else { break };
        request.after = Some(next);
    }
    assert!(pages > 2, "in parts: {pages}");
    assert!(seen.is_sorted_by_key(|(at, ..)| std::cmp::Reverse(*at)), "the latest first");
    assert_eq!(seen.len(), 600);
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 600, "each once");
}
