//! A case on any day in the past, by when its acts were done or by when they had arrived.

use crate::{act, receive, sign_in};
use casework::{Actor, Event, Refusal};
use desk::clock;
use desk::views::{Failure, Intent, TimeOf};
use motcua_tests::office::{Office, synchronise};

#[tokio::test(flavor = "multi_thread")]
async fn what_was_done_without_a_line_stands_in_the_past_by_act_at_once_and_by_arrival_only_when_it_arrived() {
    let mut office = Office::open().await.unwrap();
    let folder = office.enrol("ban-1", 0, &["a.mc", "a.cv1"]).await.unwrap();
    let before = clock();
    let clerk = sign_in(&folder, "a.mc").await;
    let case = receive(&clerk, "Nguyễn Văn Đức").await.case.id;
    synchronise(&clerk).await.unwrap();
    clerk.stop().await;
    office.cut_the_line().await.unwrap();
    let desk = sign_in(&folder, "a.cv1").await;
    act(&desk, case, Intent::TakeOver).await.unwrap();
    let between = clock();
    let assignee = async |at, by| desk.open_case_on(case, at, by).await.unwrap().case.assignee;
    let mine = Some("a.cv1".into());
    assert_eq!((assignee(between, TimeOf::Act).await, assignee(between, TimeOf::Arrival).await), (mine.clone(), None));

    office.mend_the_line().await.unwrap();
    synchronise(&desk).await.unwrap();
    let after = clock();
    assert_eq!((assignee(between, TimeOf::Act).await, assignee(between, TimeOf::Arrival).await), (mine.clone(), None));
    assert_eq!(assignee(after, TimeOf::Arrival).await, mine);
    let history = async |by| desk.open_case_on(case, between, by).await.unwrap().history;
    let took = |entry: &desk::views::HistoryEntry| matches!(entry.event, Event::Assigned { .. });
    assert!(history(TimeOf::Act).await.iter().any(took) && !history(TimeOf::Arrival).await.iter().any(took));
    for by in [TimeOf::Act, TimeOf::Arrival] {
        let nothing = desk.open_case_on(case, before, by).await;
        assert_eq!(nothing, Err(Failure::Refused { refusal: Refusal::NoSuchCase }), "not filed yet");
    }
    assert_eq!(office.portal.store.history(case).await.unwrap()[0].by, Actor::Official("a.mc".into()));
}
