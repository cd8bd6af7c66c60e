//! Certified copies of a result leave a trace (sao y, Decree 30/2020 Art. 25), also without a line.

use super::{act, concluded, sign_in};
use casework::statistics::Period;
use casework::{CopyRecipient, Refusal};
use desk::clock;
use desk::views::{Failure, Intent};
use motcua_tests::office::{Office, synchronise};

fn copies(count: u16, name: &str) -> Intent {
    let (name, reason) = (name.to_owned(), "Nộp hồ sơ vay vốn".to_owned());
    Intent::IssueCopy { copies: count, to: CopyRecipient::Authorised, name, reason }
}

#[tokio::test(flavor = "multi_thread")]
async fn copies_of_a_result_are_in_the_register_without_a_line_and_none_is_made_of_what_was_revoked() {
    let mut office = Office::open().await.unwrap();
    let folder = office.enrol("ban-1", 0, &["a.mc", "a.cv1", "a.ld", "a.vt"]).await.unwrap();
    let clerk = sign_in(&folder, "a.mc").await;
    synchronise(&clerk).await.unwrap();
    office.cut_the_line().await.unwrap();
    let proposal = Intent::ProposeResult { title: "GIẤY XÁC NHẬN".to_owned(), body: "Xác nhận".to_owned() };
    let (done, records) = concluded(&folder, clerk, proposal).await;
    let case = done.case.id;
    act(&records, case, copies(2, "Trần Thị Lan")).await.unwrap();
    records.stop().await;
    let head = sign_in(&folder, "a.ld").await;
    act(&head, case, copies(1, "Kho bạc")).await.unwrap();
    let revoke = Intent::Revoke { reason: "Cấp nhầm".to_owned(), again: false };
    act(&head, case, revoke).await.unwrap();
    let refused = act(&head, case, copies(1, "Trần Thị Lan")).await;
    assert_eq!(refused, Err(Failure::Refused { refusal: Refusal::DocumentOutOfDate }));

    office.mend_the_line().await.unwrap();
    synchronise(&head).await.unwrap();
    assert!(head.conflicts().await.unwrap().is_empty());
    assert_eq!(portal::check(&office.portal).await.unwrap().findings, [""; 0]);
    let period = Period { from: clock().day(), to: clock().day() };
    let here = head.report(period).await.unwrap().report;
    let there = office.portal.store.case(case).await.unwrap().unwrap();
    assert_eq!(here, portal::report(&office.portal, &there.unit, period, clock()).await.unwrap());
    let told: Vec<_> = here.register[0].copies.iter().map(|copy| (copy.copies, copy.name.as_str())).collect();
    assert_eq!(told, [(2, "Trần Thị Lan"), (1, "Kho bạc")], "the register keeps them, revoked as the result is");
}
