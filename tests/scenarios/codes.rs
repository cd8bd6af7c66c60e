//! Case numbers of a day run out: told early, refused without losing anything, and granted anew as soon as there is a line.

use super::{receive, sign_in};
use casework::{CaseCode, Channel, Refusal};
use desk::Desk;
use desk::views::{ActRequest, CaseView, Failure, Intent};
use motcua_tests::fixture::{application, units};
use motcua_tests::office::{Office, PlainComposer, synchronise};

async fn try_to_receive(desk: &Desk) -> Result<CaseView, Failure> {
    let application = application(&units()[0], "S", Channel::Counter, "Người đến sau");
    desk.act(&ActRequest { case: None, turn: 0, intent: Intent::Receive { application } }, &PlainComposer).await
}

fn number(view: &CaseView) -> u16 {
    view.case.code.as_ref().and_then(CaseCode::parts).map_or(0, |(_, _, number)| number)
}

async fn left(desk: &Desk) -> (u16, bool) {
    let connection = desk.connection().await.unwrap();
    (connection.codes_left, connection.codes_low)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_whose_numbers_run_out_warns_keeps_everything_and_gets_a_further_span_with_the_line() {
    let mut office = Office::open().await.unwrap();
    let folder = office.enrol("ban-1", 0, &["a.mc"]).await.unwrap();
    let clerk = sign_in(&folder, "a.mc").await;
    synchronise(&clerk).await.unwrap();
    assert_eq!(left(&clerk).await, (250, false));
    office.cut_the_line().await.unwrap();
    for count in 0..224 {
        receive(&clerk, &format!("Người thứ {count}")).await;
    }
    assert_eq!(left(&clerk).await, (26, false));
    receive(&clerk, "Người thứ 225").await;
    assert_eq!(left(&clerk).await, (25, true), "said while there is time to do something about it");
    for _ in 0..25 {
        receive(&clerk, "Người trong số cuối").await;
    }
    let before = clerk.connection().await.unwrap().outbox;
    let refused = try_to_receive(&clerk).await;
    assert!(matches!(refused, Err(Failure::Refused { refusal: Refusal::CodesUsedUp { .. } })), "{refused:?}");
    assert_eq!(clerk.connection().await.unwrap().outbox, before, "nothing was half done");
    assert_eq!(before, 250);

    office.mend_the_line().await.unwrap();
    synchronise(&clerk).await.unwrap();
    assert_eq!(left(&clerk).await, (100, false));
    assert_eq!(number(&try_to_receive(&clerk).await.unwrap()), 9_900);
    // With a line a further span comes before this one runs out, and only one.
    for _ in 0..40 {
        receive(&clerk, "Người buổi chiều").await;
    }
    assert_eq!(left(&clerk).await, (59, false));
    synchronise(&clerk).await.unwrap();
    synchronise(&clerk).await.unwrap();
    assert_eq!(left(&clerk).await, (159, false));
    for _ in 0..60 {
        receive(&clerk, "Người cuối ngày").await;
    }
    assert_eq!(number(&try_to_receive(&clerk).await.unwrap()), 9_801, "the first span first, then the next");
    synchronise(&clerk).await.unwrap();
    assert!(clerk.conflicts().await.unwrap().is_empty());
    assert_eq!(office.portal.store.count_cases().await.unwrap(), 250 + 1 + 40 + 61);
    assert_eq!(portal::check(&office.portal).await.unwrap().findings, [""; 0]);

    // Another desk of the unit, enrolled on that day, has numbers of its own.
    let folder = office.enrol("ban-2", 0, &["a.mc"]).await.unwrap();
    let second = sign_in(&folder, "a.mc").await;
    assert_eq!(number(&try_to_receive(&second).await.unwrap()), 251);
    synchronise(&second).await.unwrap();
    assert!(second.conflicts().await.unwrap().is_empty());
}
