//! Who stands in for somebody is said with or without a line: it holds on that desk at once, goes to the portal before
//! the envelopes, and what the delegate did meanwhile is judged under it.

use crate::{act, receive, sign_in};
use casework::absence::AbsenceRefusal;
use casework::catalogue::{Absence, User};
use casework::{CaseId, Refusal, UserId};
use desk::views::{CaseView, Failure, Filter, Intent, ListRequest, Queue, SyncState};
use desk::{Desk, clock};
use motcua_tests::fixture::units;
use motcua_tests::office::{Office, synchronise};
use protocol::enrol::{AbsenceRequest, AbsenceVerdict};
use protocol::push::{CodeBlock, DeskRights};
use std::path::{Path, PathBuf};
use std::sync::Arc;

fn away(delegate: &str) -> Option<Absence> {
    let (from, until) = (clock().day(), clock().day().plus_days(3));
    Some(Absence { from, until, delegate: delegate.into() })
}

async fn propose(desk: &Desk, case: CaseId) -> Result<CaseView, Failure> {
    let intent = Intent::ProposeResult { title: "GIẤY XÁC NHẬN".to_owned(), body: "Xác nhận".to_owned() };
    act(desk, case, intent).await
}

fn absence_at_the_portal(office: &Office) -> Option<Absence> {
    office.portal.catalogue().users[&UserId::from("a.cv1")].absence.clone()
}

/// A desk without a line with a case that `a.cv1` has, and whoever is signed in last.
async fn office_with_a_case() -> (Office, PathBuf, CaseId) {
    let mut office = Office::open().await.unwrap();
    let folder = office.enrol("ban-1", 0, &["a.mc", "a.cv1", "a.cv2", "a.lp"]).await.unwrap();
    let clerk = sign_in(&folder, "a.mc").await;
    let case = receive(&clerk, "Nguyễn Văn Đức").await.case.id;
    synchronise(&clerk).await.unwrap();
    clerk.stop().await;
    office.cut_the_line().await.unwrap();
    let specialist = sign_in(&folder, "a.cv1").await;
    act(&specialist, case, Intent::TakeOver).await.unwrap();
    specialist.stop().await;
    (office, folder, case)
}

/// The queue of what a person has to do, and its count.
async fn mine(desk: &Desk) -> (Vec<CaseId>, u64) {
    let (search, filter) = (String::new(), Filter::default());
    let request = ListRequest { queue: Queue::Mine, search, filter, within: None, after: None, limit: 50 };
    let list = desk.list(&request).await.unwrap();
    let count = list.counts.iter().find(|one| one.queue == Queue::Mine).unwrap().count;
    (list.rows.iter().map(|row| row.id).collect(), count)
}

async fn say(folder: &Path, absence: Option<Absence>) -> Arc<Desk> {
    let head = sign_in(folder, "a.lp").await;
    head.set_absence("a.cv1".into(), absence).await.unwrap();
    head
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delegation_without_a_line_holds_here_at_once_and_everywhere_before_what_was_done_under_it() {
    let (mut office, folder, case) = office_with_a_case().await;
    let delegate = sign_in(&folder, "a.cv2").await;
    let refused = propose(&delegate, case).await.unwrap_err();
    assert!(matches!(refused, Failure::Refused { refusal: Refusal::WithSomeoneElse { .. } }), "{refused:?}");
    let wrong = delegate.set_absence("a.cv1".into(), away("a.cv2")).await;
    assert_eq!(mine(&delegate).await, (vec![], 0));
    assert_eq!(wrong, Err(Failure::AbsenceNotAllowed { why: AbsenceRefusal::NotTheirs }), "the same rule, offline");
    delegate.stop().await;

    let head = say(&folder, away("a.cv2")).await;
    assert_eq!(head.connection().await.unwrap().outbox, 2, "the take-over and the wish wait");
    assert_eq!(head.absence_wishes().await.unwrap().len(), 1);
    head.stop().await;
    let delegate = sign_in(&folder, "a.cv2").await;
    assert_eq!(mine(&delegate).await, (vec![case], 1), "what they stand in for is theirs to do");
    propose(&delegate, case).await.unwrap();
    act(&delegate, case, Intent::Message { text: "Đang giải quyết".to_owned() }).await.unwrap();
    assert_eq!(absence_at_the_portal(&office), None, "nobody else knows yet");

    office.mend_the_line().await.unwrap();
    synchronise(&delegate).await.unwrap();
    assert!(delegate.conflicts().await.unwrap().is_empty());
    assert_eq!(delegate.open_case(case).await.unwrap().sync, SyncState::Published);
    assert_eq!((delegate.absence_wishes().await.unwrap(), delegate.connection().await.unwrap().outbox), (vec![], 0));
    assert_eq!(absence_at_the_portal(&office), away("a.cv2"));
    assert_eq!(portal::check(&office.portal).await.unwrap().findings, [""; 0]);
    let other = sign_in(&office.enrol("ban-2", 0, &["a.mc"]).await.unwrap(), "a.mc").await;
    synchronise(&other).await.unwrap();
    let known = other.session().await.unwrap().colleagues.into_iter().find(|one: &User| one.id.as_str() == "a.cv1");
    assert_eq!(known.unwrap().absence, away("a.cv2"), "the other desk learns it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delegation_that_is_taken_back_before_the_line_is_there_still_covers_what_was_done_under_it() {
    let (mut office, folder, case) = office_with_a_case().await;
    say(&folder, away("a.cv2")).await.stop().await;
    let delegate = sign_in(&folder, "a.cv2").await;
    propose(&delegate, case).await.unwrap();
    delegate.stop().await;
    let head = say(&folder, None).await;
    let known = head.session().await.unwrap().colleagues.into_iter().find(|one| one.id.as_str() == "a.cv1");
    assert_eq!(known.unwrap().absence, None, "taken back here");
    office.mend_the_line().await.unwrap();
    synchronise(&head).await.unwrap();
    assert!(head.conflicts().await.unwrap().is_empty(), "judged while the delegation held");
    assert_eq!(head.open_case(case).await.unwrap().sync, SyncState::Published);
    assert_eq!((head.absence_wishes().await.unwrap(), absence_at_the_portal(&office)), (vec![], None));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delegation_that_the_portal_refuses_is_shown_with_its_reason_and_nothing_is_lost() {
    let (mut office, folder, case) = office_with_a_case().await;
    say(&folder, away("a.cv2")).await.stop().await;
    let delegate = sign_in(&folder, "a.cv2").await;
    propose(&delegate, case).await.unwrap();
    // Meanwhile the colleague has left, as the portal knows.
    let left = |catalogue: &mut casework::Catalogue| {
        catalogue.users.get_mut(&UserId::from("a.cv2")).unwrap().active = false;
        Ok::<(), ()>(())
    };
    office.portal.change_catalogue(left).await.unwrap().unwrap();
    office.mend_the_line().await.unwrap();
    synchronise(&delegate).await.unwrap();
    let wishes = delegate.absence_wishes().await.unwrap();
    assert_eq!(wishes.iter().map(|wish| wish.refusal).collect::<Vec<_>>(), [Some(AbsenceRefusal::NotOfThisUnit)]);
    let conflicts = delegate.conflicts().await.unwrap();
    assert_eq!(conflicts.iter().map(|one| one.case).collect::<Vec<_>>(), [case], "what was done is kept as a conflict");
    assert_eq!(delegate.connection().await.unwrap().conflicts, 2);
    assert_eq!(absence_at_the_portal(&office), None);
    assert!(delegate.close_absence_wish(wishes[0].id, " ").await.is_err(), "not without a note");
    delegate.close_absence_wish(wishes[0].id, "Giao lại cho người khác").await.unwrap();
    assert_eq!((delegate.absence_wishes().await.unwrap(), delegate.connection().await.unwrap().conflicts), (vec![], 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wish_whose_answer_was_lost_takes_effect_once_and_one_that_is_overtaken_not_at_all() {
    let (mut office, folder, _) = office_with_a_case().await;
    let head = say(&folder, away("a.cv2")).await;
    let wish = head.absence_wishes().await.unwrap().remove(0);
    let request = |id, absence, at| {
        let (by, user) = ("a.lp".into(), "a.cv1".into());
        AbsenceRequest { version: protocol::VERSION, id, by, user, absence, at }
    };
    let rights = DeskRights {
        device: casework::DeviceId(uuid::Uuid::from_u128(7)),
        unit: units()[0].clone(),
        users: ["a.lp".into()].into(),
        codes: CodeBlock { first: 1, last: 9 },
    };
    // It arrived, and its answer did not; then somebody took the delegation back at another desk.
    let first = office.portal.take_absence(&rights, request(wish.id, wish.absence.clone(), wish.at)).await.unwrap();
    let version = office.portal.catalogue().version;
    assert_eq!(first, AbsenceVerdict::Taken { catalogue: version });
    let id = |number| casework::EnvelopeId(uuid::Uuid::from_u128(number));
    let back = office.portal.take_absence(&rights, request(id(1), None, clock())).await.unwrap();
    assert_eq!(back, AbsenceVerdict::Taken { catalogue: version + 1 });

    office.mend_the_line().await.unwrap();
    synchronise(&head).await.unwrap();
    assert_eq!((absence_at_the_portal(&office), office.portal.catalogue().version), (None, version + 1), "once");
    assert_eq!(head.absence_wishes().await.unwrap(), []);
    let known = head.session().await.unwrap().colleagues.into_iter().find(|one| one.id.as_str() == "a.cv1");
    assert_eq!(known.unwrap().absence, None, "the newer word holds here, too");

    // Said before, arrived after: the newer word stays.
    let late = office.portal.take_absence(&rights, request(id(2), away("a.cv2"), wish.at)).await.unwrap();
    assert_eq!(late, AbsenceVerdict::Refused { why: AbsenceRefusal::Overtaken });
    // Nobody speaks for a head at a desk where that head is not enrolled.
    let nobody = DeskRights { users: Default::default(), ..rights };
    let theirs = office.portal.take_absence(&nobody, request(id(3), None, clock())).await.unwrap();
    assert_eq!(theirs, AbsenceVerdict::Refused { why: AbsenceRefusal::NotTheirs });
}
