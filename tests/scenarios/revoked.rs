//! A desk that is revoked while it has more to send than goes into one message: all of it is kept at the portal (P5).

use super::{act, receive, sign_in};
use desk::clock;
use desk::views::Intent;
use motcua_tests::fixture::units;
use motcua_tests::office::{Office, synchronise};

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_desk_goes_on_offering_until_all_that_it_did_is_kept() {
    let mut office = Office::open().await.unwrap();
    let folder = office.enrol("ban-1", 0, &["a.mc"]).await.unwrap();
    let clerk = sign_in(&folder, "a.mc").await;
    synchronise(&clerk).await.unwrap();
    office.cut_the_line().await.unwrap();
    let case = receive(&clerk, "Nguyễn Văn Đức").await.case.id;
    for number in 0..220 {
        act(&clerk, case, Intent::Note { text: format!("Ghi chú {number}") }).await.unwrap();
    }
    let (store, unit) = (&office.portal.store, &units()[0]);
    let desk = store.desks(unit).await.unwrap().remove(0).id;
    store.revoke(desk, clock()).await.unwrap();
    office.serving = Some(portal::serve(office.portal.clone(), &office.address).await.unwrap());
    for _ in 0..2 {
        let error = synchronise(&clerk).await.unwrap_err();
        assert!(error.to_string().contains("not enrolled") || error.to_string().contains("NotEnrolled"), "{error}");
        let kept = office.portal.store.quarantined(unit, 1_000).await.unwrap();
        assert_eq!(kept.len(), 221, "each once");
        assert_eq!(kept.iter().filter(|one| one.body.contains("Ghi chú 219\"")).count(), 1);
    }
    // What is done afterwards follows, and the desk keeps all of it.
    act(&clerk, case, Intent::Note { text: "Sau cùng".to_owned() }).await.unwrap();
    assert!(synchronise(&clerk).await.is_err());
    assert_eq!(office.portal.store.count_quarantined(unit).await.unwrap(), 222);
    assert_eq!(clerk.connection().await.unwrap().outbox, 222);
    assert_eq!(office.portal.store.count_cases().await.unwrap(), 0, "nobody does it");
}
