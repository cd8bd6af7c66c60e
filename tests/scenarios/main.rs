//! The law told as cases, with real desks on encrypted files and a real portal over HTTP.

mod absence;
mod bundles;
mod codes;
mod consulting;
mod copies;
mod declining;
mod lists;
mod moving;
mod numbering;
mod office;
mod past;
mod people;
mod revoked;

use casework::absence::AbsenceRefusal;
use casework::catalogue::Absence;
use casework::statistics::Period;
use casework::{CaseId, Channel, Refusal, Status};
use desk::views::{ActRequest, CaseView, Failure, Filter, Intent, Line, ListRequest, Queue, SyncState};
use desk::{Desk, clock};
use motcua_tests::fixture::{application, units};
use motcua_tests::office::{Office, PlainComposer, SECRET, synchronise};
use std::path::Path;
use std::sync::Arc;

async fn sign_in(folder: &Path, user: &str) -> Arc<Desk> {
    Desk::unlock(folder, &user.into(), SECRET).await.expect("signed in")
}

async fn act(desk: &Desk, case: CaseId, intent: Intent) -> Result<CaseView, Failure> {
    let turn = desk.open_case(case).await?.case.turn;
    desk.act(&ActRequest { case: Some(case), turn, intent }, &PlainComposer).await
}

async fn receive(desk: &Desk, name: &str) -> CaseView {
    let application = application(&units()[0], "S", Channel::Counter, name);
    let request = ActRequest { case: None, turn: 0, intent: Intent::Receive { application } };
    desk.act(&request, &PlainComposer).await.expect("received")
}

/// A case that was received at a desk without a line, proposed by the specialist, signed by the head, and numbered by the
/// records clerk, who is still signed in.
async fn concluded(folder: &Path, clerk: Arc<Desk>, proposal: Intent) -> (CaseView, Arc<Desk>) {
    let case = receive(&clerk, "Nguyễn Văn Đức").await.case.id;
    clerk.stop().await;
    let specialist = sign_in(folder, "a.cv1").await;
    act(&specialist, case, Intent::TakeOver).await.unwrap();
    act(&specialist, case, proposal).await.unwrap();
    specialist.stop().await;
    let head = sign_in(folder, "a.ld").await;
    head.import_key(b"khoa").await.unwrap();
    act(&head, case, Intent::Approve { secret: "x".to_owned() }).await.unwrap();
    head.stop().await;
    let records = sign_in(folder, "a.vt").await;
    records.import_key(b"dau").await.unwrap();
    let done = act(&records, case, Intent::Number { secret: "x".to_owned() }).await.unwrap();
    (done, records)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_goes_its_whole_way_offline_and_arrives_once() {
    let mut office = Office::open().await.unwrap();
    let people = ["a.mc", "a.cv1", "a.ld", "a.vt"];
    let folder = office.enrol("ban-1", 0, &people).await.unwrap();
    let clerk = sign_in(&folder, "a.mc").await;
    synchronise(&clerk).await.unwrap();
    office.cut_the_line().await.unwrap();
    let case = receive(&clerk, "Nguyễn Văn Đức").await.case;
    assert_eq!((case.status, case.code.clone().unwrap().0.ends_with("-0001")), (Status::Accepted, true));
    clerk.stop().await;
    let specialist = sign_in(&folder, "a.cv1").await;
    act(&specialist, case.id, Intent::TakeOver).await.unwrap();
    let proposal = Intent::ProposeResult { title: "GIẤY XÁC NHẬN".to_owned(), body: "Xác nhận".to_owned() };
    act(&specialist, case.id, proposal).await.unwrap();
    specialist.stop().await;
    let head = sign_in(&folder, "a.ld").await;
    let unsigned = act(&head, case.id, Intent::Approve { secret: "x".to_owned() }).await;
    assert_eq!(unsigned, Err(Failure::NoSigningKey));
    head.import_key(b"khoa").await.unwrap();
    act(&head, case.id, Intent::Approve { secret: "x".to_owned() }).await.unwrap();
    head.stop().await;
    let records = sign_in(&folder, "a.vt").await;
    records.import_key(b"dau").await.unwrap();
    let view = act(&records, case.id, Intent::Number { secret: "x".to_owned() }).await.unwrap();
    assert_eq!((view.case.status, view.sync), (Status::Done, SyncState::OnThisComputer));
    assert_eq!(view.history.len(), 9);
    assert!(view.history.iter().all(|entry| entry.arrived_at.is_none()), "nothing has arrived yet");
    assert!(synchronise(&records).await.is_err(), "the line is down");
    let times = async || {
        let items = records.outbox().await.unwrap();
        assert!(items.iter().all(|item| item.refusal.is_none() && item.refused_at.is_none()));
        items.into_iter().map(|item| (item.at, item.received_at, item.published_at)).collect::<Vec<_>>()
    };
    assert!(times().await.iter().all(|(_, received, published)| received.is_none() && published.is_none()));
    office.mend_the_line().await.unwrap();
    synchronise(&records).await.unwrap();
    let view = records.open_case(case.id).await.unwrap();
    assert_eq!(view.sync, SyncState::Published, "accepted, and every document is at the portal");
    assert!(view.history.iter().all(|entry| entry.arrived_at.is_some()));
    let told = times().await;
    assert!(!told.is_empty(), "kept until the portal's backup holds them");
    assert!(told.iter().all(|(at, received, published)| *at <= received.unwrap() && received <= published), "{told:?}");
    assert_eq!(records.connection().await.unwrap().outbox, 0);
    assert_eq!(portal::check(&office.portal).await.unwrap().findings, [""; 0]);
    assert_eq!(office.portal.store.history(case.id).await.unwrap().len(), 9, "each act once");
    assert_eq!(records.verify().await.unwrap().findings, [""; 0]);
    // The desk reports what the centre reports, to the last digit.
    let today = clock().day();
    for period in [Period { from: today.plus_days(-40), to: today }, Period { from: today, to: today.plus_days(20) }] {
        let here = records.report(period).await.unwrap().report;
        let there = portal::report(&office.portal, &units()[0], period, clock()).await.unwrap();
        assert_eq!(here, there);
        assert_eq!((here.six_a.total.done(), here.register.len(), here.book.len()), (1, 1, 1));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_desks_decide_the_same_case_apart_and_the_second_becomes_a_conflict() {
    let mut office = Office::open().await.unwrap();
    let one = office.enrol("ban-1", 0, &["a.mc", "a.cv1"]).await.unwrap();
    let two = office.enrol("ban-2", 0, &["a.mc", "a.cv2"]).await.unwrap();
    let clerk = sign_in(&one, "a.mc").await;
    let case = receive(&clerk, "Trần Thị Bình").await.case.id;
    synchronise(&clerk).await.unwrap();
    clerk.stop().await;
    let (first, second) = (sign_in(&one, "a.cv1").await, sign_in(&two, "a.cv2").await);
    synchronise(&first).await.unwrap();
    synchronise(&second).await.unwrap();
    office.cut_the_line().await.unwrap();
    for desk in [&first, &second] {
        act(desk, case, Intent::TakeOver).await.unwrap();
        let body = format!("Theo {}", desk.session().await.unwrap().user.id);
        act(desk, case, Intent::ProposeResult { title: "GIẤY XÁC NHẬN".to_owned(), body }).await.unwrap();
    }
    office.mend_the_line().await.unwrap();
    synchronise(&first).await.unwrap();
    synchronise(&second).await.unwrap();
    assert!(first.conflicts().await.unwrap().is_empty());
    let conflicts = second.conflicts().await.unwrap();
    assert_eq!(conflicts.len(), 2, "the refused command and the one that followed it");
    let Refusal::CaseMovedOn { status, step, .. } = &conflicts[0].refusal else { panic!("{conflicts:?}") };
    assert_eq!((*status, step.clone()), (Status::InProgress, Some("sign".into())));
    assert!(matches!(conflicts[1].refusal, Refusal::EarlierRefused { .. }));
    assert_eq!(conflicts[0].between.len(), 3, "what the other desk did meanwhile: taken over, proposed, moved on");
    let draft = conflicts[1].files[0].digest.clone();
    assert!(second.document(&draft).unwrap().starts_with(b"%PDF"), "the refused document is kept");
    let view = second.open_case(case).await.unwrap();
    assert_eq!(view.case.assignee, Some("a.cv1".into()), "the case is shown as the portal has it");
    assert!(view.acts.is_empty(), "until a person has closed the conflict");
    for conflict in &conflicts {
        let unexplained = second.close_conflict(conflict.envelope, " ").await;
        assert!(matches!(unexplained, Err(Failure::Refused { refusal: Refusal::EntryMissing { .. } })));
        second.close_conflict(conflict.envelope, "Đã trao đổi, theo bàn 1").await.unwrap();
    }
    assert!(second.conflicts().await.unwrap().is_empty());
    assert_eq!(second.verify().await.unwrap().findings, [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mirror_that_is_deleted_or_damaged_is_made_again_without_losing_a_decision() {
    let mut office = Office::open().await.unwrap();
    let folder = office.enrol("ban-1", 0, &["a.mc"]).await.unwrap();
    let clerk = sign_in(&folder, "a.mc").await;
    let arrived = receive(&clerk, "Đã tới cổng").await.case.id;
    synchronise(&clerk).await.unwrap();
    office.cut_the_line().await.unwrap();
    let waiting = receive(&clerk, "Còn trên máy").await.case.id;
    clerk.stop().await;
    std::fs::write(folder.join("mirror.db"), b"hong roi").unwrap();
    for journal in ["mirror.db-wal", "mirror.db-shm"] {
        let _ = std::fs::remove_file(folder.join(journal));
    }
    // Without its mirror the desk has no catalogue: it opens, and fills again once there is a line.
    office.mend_the_line().await.unwrap();
    let clerk = sign_in(&folder, "a.mc").await;
    synchronise(&clerk).await.unwrap();
    for case in [arrived, waiting] {
        assert_eq!(clerk.open_case(case).await.unwrap().sync, SyncState::Published);
    }
    assert!(folder.join("damaged-mirror.db").exists(), "the damaged file is kept for whoever looks into it");
    assert_eq!(clerk.verify().await.unwrap().findings, [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn search_finds_names_without_accents_and_queues_count_exactly() {
    let office = Office::open().await.unwrap();
    let folder = office.enrol("ban-1", 0, &["a.mc", "a.cv1"]).await.unwrap();
    let clerk = sign_in(&folder, "a.mc").await;
    for name in ["Nguyễn Văn Đức", "Trần Thị Bình", "Đỗ Đức Hoà"] {
        receive(&clerk, name).await;
    }
    let list = |queue, search: &str| ListRequest {
        queue,
        search: search.to_owned(),
        filter: Default::default(),
        within: None,
        after: None,
        limit: 50,
    };
    for (typed, found) in [("nguyen van duc", 1), ("đức", 2), ("DUC hoa", 1), ("tran b", 1), ("\" OR *", 0), ("zzz", 0)]
    {
        assert_eq!(clerk.list(&list(Queue::All, typed)).await.unwrap().rows.len(), found, "{typed}");
    }
    let all = clerk.list(&list(Queue::Open, "")).await.unwrap();
    let count = |queue| all.counts.iter().find(|count| count.queue == queue).map(|count| count.count);
    assert_eq!((all.rows.len(), count(Queue::Open), count(Queue::All)), (3, Some(3), Some(3)));
    assert_eq!(count(Queue::Mine), Some(0), "they wait for a specialist");
    let page = clerk.list(&ListRequest { limit: 2, ..list(Queue::Open, "") }).await.unwrap();
    let rest = clerk.list(&ListRequest { after: page.next, limit: 2, ..list(Queue::Open, "") }).await.unwrap();
    assert_eq!((page.rows.len(), rest.rows.len(), rest.next), (2, 1, None));
    assert!(page.rows.iter().all(|row| row.id != rest.rows[0].id));
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_keep_to_their_conditions_and_exact_accents_come_first() {
    let office = Office::open().await.unwrap();
    let folder = office.enrol("ban-1", 0, &["a.mc", "a.cv1"]).await.unwrap();
    let clerk = sign_in(&folder, "a.mc").await;
    let hoa = receive(&clerk, "Trần Thị Hoà").await.case;
    receive(&clerk, "Trần Thị Hoa").await;
    clerk.stop().await;
    let specialist = sign_in(&folder, "a.cv1").await;
    act(&specialist, hoa.id, Intent::TakeOver).await.unwrap();
    let names = async |queue, search: &str, filter: Filter| {
        let request = ListRequest { queue, search: search.to_owned(), filter, within: None, after: None, limit: 50 };
        let list = specialist.list(&request).await.unwrap();
        list.rows.into_iter().map(|row| row.applicant).collect::<Vec<_>>()
    };
    let any = Filter::default;
    assert_eq!(names(Queue::All, "hoà", any()).await, ["Trần Thị Hoà", "Trần Thị Hoa"]);
    assert_eq!(names(Queue::All, "hòa", any()).await[0], "Trần Thị Hoà", "wherever the tone mark stands");
    let mine = Filter { officers: Some(vec!["a.cv1".into()]), ..any() };
    assert_eq!(names(Queue::Open, "", mine.clone()).await, ["Trần Thị Hoà"]);
    assert_eq!(names(Queue::All, "tran", Filter { officers: Some(vec!["".into()]), ..any() }).await, ["Trần Thị Hoa"]);
    let due = hoa.due_at.unwrap().day();
    assert_eq!(names(Queue::Open, "", Filter { due_until: Some(due), ..any() }).await.len(), 2);
    assert!(names(Queue::Open, "", Filter { due_until: Some(due.plus_days(-1)), ..any() }).await.is_empty());
    assert!(names(Queue::Open, "", Filter { due_from: Some(due.next()), ..any() }).await.is_empty());
    assert_eq!(names(Queue::All, "", Filter { statuses: Some(vec![Status::Accepted]), ..any() }).await.len(), 2);
    assert!(names(Queue::All, "", Filter { statuses: Some(vec![Status::Done]), ..any() }).await.is_empty());
    assert!(names(Queue::All, "", Filter { channel: Some(Channel::Online), ..any() }).await.is_empty());
    assert_eq!(names(Queue::All, "", Filter { services: Some(vec!["S".into()]), ..mine }).await, ["Trần Thị Hoà"]);
    let has_fee = names(Queue::All, "", Filter { paid: Some(false), ..any() }).await.len();
    assert_eq!(names(Queue::All, "", Filter { paid: Some(true), ..any() }).await.len(), 0, "{has_fee} are unpaid");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_on_the_disk_of_a_desk_is_unreadable_and_drafts_survive() {
    let office = Office::open().await.unwrap();
    let folder = office.enrol("ban-1", 0, &["a.mc"]).await.unwrap();
    let clerk = sign_in(&folder, "a.mc").await;
    receive(&clerk, "CANARYNGUYEN").await;
    clerk.save_draft("receive", "CANARYDRAFT").await.unwrap();
    clerk.add_file("a.pdf", "application/pdf", b"CANARYFILE").unwrap();
    clerk.stop().await;
    let again = sign_in(&folder, "a.mc").await;
    assert_eq!(again.drafts().await.unwrap()[0].content, "CANARYDRAFT");
    again.stop().await;
    let mut looked_at = 0;
    let mut folders = vec![folder.clone()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap().flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
                continue;
            }
            let bytes = std::fs::read(entry.path()).unwrap();
            let found = bytes.windows(6).any(|window| window == b"CANARY");
            assert!(!found && !bytes.starts_with(b"SQLite format"), "{} is readable", entry.path().display());
            looked_at += 1;
        }
    }
    assert!(looked_at >= 4, "{looked_at}");
    let wrong = Desk::unlock(&folder, &"a.mc".into(), "sai").await;
    assert!(matches!(wrong, Err(Failure::WrongSecret)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_whose_rights_were_taken_keeps_its_work_and_says_why_it_waits() {
    let office = Office::open().await.unwrap();
    let folder = office.enrol("ban-1", 0, &["a.mc"]).await.unwrap();
    let clerk = sign_in(&folder, "a.mc").await;
    let case = receive(&clerk, "Lê Văn Cường").await.case.id;
    let mut catalogue = casework::Catalogue::clone(&office.portal.catalogue());
    catalogue.users.get_mut(&"a.mc".into()).unwrap().active = false;
    office.portal.publish(catalogue).await.unwrap();
    synchronise(&clerk).await.unwrap();
    let conflicts = clerk.conflicts().await.unwrap();
    assert_eq!(conflicts[0].refusal, Refusal::UserNotActive { user: "a.mc".into() });
    assert_eq!(conflicts[0].applicant, "Lê Văn Cường", "what was typed is kept");
    assert!(office.portal.store.case(case).await.unwrap().is_none(), "and was not applied");
    assert_eq!(clerk.connection().await.unwrap().line, Line::Online);
}

#[tokio::test(flavor = "multi_thread")]
async fn while_a_colleague_is_away_the_one_they_named_works_on_their_cases() {
    let office = Office::open().await.unwrap();
    let folder = office.enrol("ban-1", 0, &["a.mc", "a.cv1", "a.cv2", "a.lp"]).await.unwrap();
    let clerk = sign_in(&folder, "a.mc").await;
    let case = receive(&clerk, "Nguyễn Văn Đức").await.case;
    clerk.stop().await;
    let away =
        |delegate: &str| Absence { from: clock().day(), until: clock().day().plus_days(3), delegate: delegate.into() };
    let specialist = sign_in(&folder, "a.cv1").await;
    act(&specialist, case.id, Intent::TakeOver).await.unwrap();
    // Somebody without the role cannot stand in, and nobody speaks for another but a head.
    let wrong = specialist.set_absence("a.cv1".into(), Some(away("a.mc"))).await;
    assert_eq!(wrong, Err(Failure::AbsenceNotAllowed { why: AbsenceRefusal::NotFit }));
    let wrong = specialist.set_absence("a.cv2".into(), Some(away("a.cv1"))).await;
    assert_eq!(wrong, Err(Failure::AbsenceNotAllowed { why: AbsenceRefusal::NotTheirs }));
    specialist.stop().await;
    let other = sign_in(&folder, "a.cv2").await;
    synchronise(&other).await.unwrap();
    let proposal = || Intent::ProposeResult { title: "GIẤY XÁC NHẬN".to_owned(), body: "Xác nhận".to_owned() };
    let refused = act(&other, case.id, proposal()).await.unwrap_err();
    assert!(matches!(refused, Failure::Refused { refusal: Refusal::WithSomeoneElse { .. } }), "{refused:?}");
    other.stop().await;
    let head = sign_in(&folder, "a.lp").await;
    head.set_absence("a.cv1".into(), Some(away("a.cv2"))).await.unwrap();
    synchronise(&head).await.unwrap();
    head.stop().await;
    let other = sign_in(&folder, "a.cv2").await;
    act(&other, case.id, proposal()).await.unwrap();
    synchronise(&other).await.unwrap();
    assert_eq!(other.open_case(case.id).await.unwrap().sync, SyncState::Published);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_received_for_another_unit_is_handled_there_and_handed_over_here() {
    let mut office = Office::open().await.unwrap();
    let here = office.enrol("ban-1", 0, &["a.mc", "a.cv1"]).await.unwrap();
    let there = office.enrol("ban-2", 1, &["b.mc", "b.cv1", "b.ld", "b.vt"]).await.unwrap();
    let clerk = sign_in(&here, "a.mc").await;
    synchronise(&clerk).await.unwrap();
    office.cut_the_line().await.unwrap();
    let mut application = application(&units()[1], "S", Channel::Counter, "Nguyễn Văn Đức");
    application.received_by = Some(units()[0].clone());
    let request = ActRequest { case: None, turn: 0, intent: Intent::Receive { application } };
    let case = clerk.act(&request, &PlainComposer).await.unwrap().case;
    assert!(case.code.unwrap().0.starts_with("000.00.03.H40-"), "the code is of the one-stop shop that took it in");
    office.mend_the_line().await.unwrap();
    synchronise(&clerk).await.unwrap();
    let new = |queue| ListRequest {
        queue,
        search: String::new(),
        filter: Default::default(),
        within: None,
        after: None,
        limit: 50,
    };
    assert!(clerk.list(&new(Queue::Mine)).await.unwrap().rows.is_empty(), "nothing to do here for now");
    assert_eq!(clerk.list(&new(Queue::Open)).await.unwrap().rows.len(), 1, "and yet it is not out of sight");

    let specialist = sign_in(&there, "b.cv1").await;
    synchronise(&specialist).await.unwrap();
    let mine = specialist.list(&new(Queue::Mine)).await.unwrap();
    assert_eq!(mine.rows.len(), 1);
    let view = specialist.open_case(case.id).await.unwrap();
    assert_eq!(view.history.len(), 3, "filed, accepted, passed on: all of it came along");
    act(&specialist, case.id, Intent::TakeOver).await.unwrap();
    let proposal = Intent::ProposeResult { title: "GIẤY XÁC NHẬN".to_owned(), body: "Xác nhận".to_owned() };
    act(&specialist, case.id, proposal).await.unwrap();
    specialist.stop().await;
    for (user, intent) in
        [("b.ld", Intent::Approve { secret: "x".to_owned() }), ("b.vt", Intent::Number { secret: "x".to_owned() })]
    {
        let desk = sign_in(&there, user).await;
        desk.import_key(b"khoa").await.unwrap();
        act(&desk, case.id, intent).await.unwrap();
        synchronise(&desk).await.unwrap();
        desk.stop().await;
    }
    synchronise(&clerk).await.unwrap();
    let hand_over = clerk.list(&new(Queue::ToHandOver)).await.unwrap();
    assert_eq!(hand_over.rows.len(), 1, "the result is to be handed over here");
    let result = clerk.open_case(case.id).await.unwrap().case.deliverable.unwrap().document;
    assert!(clerk.document(&result.digest).is_ok(), "and its document came along");
    let method = casework::HandOverMethod::Counter;
    act(&clerk, case.id, Intent::HandOver { to: "Đức".to_owned(), method, note: String::new(), signature: None })
        .await
        .unwrap();
    synchronise(&clerk).await.unwrap();
    assert_eq!(office.portal.store.case(case.id).await.unwrap().unwrap().status, Status::HandedOver);
    assert_eq!(portal::check(&office.portal).await.unwrap().findings, [""; 0]);
    assert_eq!(clerk.verify().await.unwrap().findings, [""; 0]);
    // It is the competent unit's case in every report, and only there.
    let today = clock().day();
    let period = Period { from: today, to: today };
    let done = |unit: usize| {
        let portal = office.portal.clone();
        async move { portal::report(&portal, &units()[unit], period, clock()).await.unwrap().six_a.total.done() }
    };
    assert_eq!((done(0).await, done(1).await), (0, 1));
}
