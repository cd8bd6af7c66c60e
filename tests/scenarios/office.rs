//! A day of an office without a line: several cases of one person, papers that are there already, a sheet of applications,
//! the cases of a colleague who leaves. All of it is done at the desk, and all of it arrives.

use super::{act, receive, sign_in};
use casework::statistics::Period;
use casework::{Case, Channel, Paper, Refusal};
use desk::clock;
use desk::views::{ActRequest, Failure, Intent};
use motcua_tests::fixture::{application, units};
use motcua_tests::office::{Office, PlainComposer, synchronise};

#[tokio::test(flavor = "multi_thread")]
async fn an_office_without_a_line_does_a_whole_day_and_nothing_of_it_is_refused_afterwards() {
    let mut office = Office::open().await.unwrap();
    let folder = office.enrol("ban-1", 0, &["a.mc", "a.cv1", "a.cv2", "a.ld"]).await.unwrap();
    let clerk = sign_in(&folder, "a.mc").await;
    synchronise(&clerk).await.unwrap();
    office.cut_the_line().await.unwrap();

    // Two cases of one person; a paper that was digitised for the first is used again for the second.
    let scan = clerk.add_file("to-khai.pdf", "application/pdf", b"%PDF to khai").unwrap();
    let mut first = application(&units()[0], "S", Channel::Counter, "Nguyễn Thị Lan");
    first.papers[0].files = vec![scan.clone()];
    let mut second = application(&units()[0], "S", Channel::Counter, "Nguyễn Thị Lan");
    let request = |application| ActRequest { case: None, turn: 0, intent: Intent::Receive { application } };
    let one = clerk.act(&request(first), &PlainComposer).await.unwrap().case;
    second.papers[0] = Paper { reused_from: one.code.clone(), originals: 0, ..one.papers[0].clone() };
    let two = clerk.act(&request(second), &PlainComposer).await.unwrap().case;
    assert_eq!(two.papers[0].files, [scan], "the same document, not another copy of it");

    // Both on one receipt for the person, and in minutes for whoever gets the paper files (Decree 61/2018 Art. 18).
    let (catalogue, official) = (clerk.catalogue(), casework::UserId::from("a.mc"));
    let both = [one.clone(), two.clone()];
    let receipt = paper::from_case::many_receipts(&catalogue, &both, &official, clock()).unwrap();
    let minutes = &paper::from_case::minutes(&catalogue, &both, &official, clock()).unwrap()[0];
    let codes =
        |content: &paper::HandOverMinutes| content.cases.iter().map(|line| line.case_code.clone()).collect::<Vec<_>>();
    let expected: Vec<String> = both.iter().map(|case| case.code.clone().unwrap().0).collect();
    assert_eq!((codes(&receipt), codes(minutes)), (expected.clone(), expected));
    let due: Vec<_> = receipt.cases.iter().map(|line| line.due).collect();
    assert_eq!((receipt.giver.name.as_str(), due), ("Nguyễn Thị Lan", vec![one.due_at, two.due_at]));
    assert_eq!(minutes.giver.name, catalogue.users[&official].name, "the clerk gives the files on");
    assert!(paper::hand_over_minutes(&receipt).is_ok() && paper::hand_over_minutes(minutes).is_ok());
    // Given to two specialists, each gets minutes of their own, in one file.
    let given = [
        Case { assignee: Some("a.cv1".into()), ..one.clone() },
        Case { assignee: Some("a.cv2".into()), ..two.clone() },
    ];
    let apart = paper::from_case::minutes(&catalogue, &given, &official, clock()).unwrap();
    let takers: Vec<_> = apart.iter().map(|one| (one.taker.name.as_str(), codes(one).len())).collect();
    let name = |user: &str| catalogue.users[&casework::UserId::from(user)].name.as_str();
    assert_eq!(takers, [(name("a.cv1"), 1), (name("a.cv2"), 1)]);
    assert!(paper::set_of_minutes(&apart).is_ok());

    // A sheet with papers beyond the service's own.
    let csv =
        "Thủ tục,Họ tên,CCCD,Địa chỉ,Giấy tờ kèm theo\nS,Trần Văn Bình,36090000001,Lộc Vượng,Hợp đồng (2 bản photo)\n";
    let sheet = clerk.preview_import("ho-so.csv", csv.as_bytes()).await.unwrap();
    assert_eq!(sheet.rows[0].known, [""; 0]);
    let from_sheet = sheet.rows[0].application.clone().unwrap();
    let three = clerk.act(&request(from_sheet), &PlainComposer).await.unwrap().case;
    assert_eq!((three.papers.len(), three.papers[1].photocopies), (2, 2));
    // The same sheet again, by mistake: its person has an open case for that.
    let again = clerk.preview_import("ho-so.csv", csv.as_bytes()).await.unwrap();
    assert_eq!(again.rows[0].known, [three.code.clone().unwrap().0]);
    let four = receive(&clerk, "Lê Văn Cường").await.case;
    clerk.stop().await;

    let leaver = sign_in(&folder, "a.cv1").await;
    for case in [&one, &two, &three] {
        act(&leaver, case.id, Intent::TakeOver).await.unwrap();
    }
    leaver.stop().await;
    // The head gives everything that the colleague has to somebody else; each case says what came of it.
    let head = sign_in(&folder, "a.ld").await;
    let give = || Intent::Assign { to: "a.cv2".into(), note: "Bàn giao khi chuyển công tác".to_owned() };
    for case in [&one, &two, &three] {
        assert_eq!(act(&head, case.id, give()).await.unwrap().case.assignee, Some("a.cv2".into()));
    }
    let again = act(&head, one.id, give()).await;
    assert!(matches!(again, Err(Failure::Refused { refusal: Refusal::AssigneeChanged { .. } })), "{again:?}");
    head.stop().await;
    let propose = || Intent::ProposeResult { title: "GIẤY XÁC NHẬN".to_owned(), body: "Xác nhận".to_owned() };
    let leaver = sign_in(&folder, "a.cv1").await;
    let refused = act(&leaver, one.id, propose()).await;
    assert!(matches!(refused, Err(Failure::Refused { refusal: Refusal::WithSomeoneElse { .. } })), "{refused:?}");
    leaver.stop().await;
    let heir = sign_in(&folder, "a.cv2").await;
    act(&heir, one.id, propose()).await.unwrap();

    office.mend_the_line().await.unwrap();
    synchronise(&heir).await.unwrap();
    assert!(heir.conflicts().await.unwrap().is_empty());
    assert_eq!(office.portal.store.count_cases().await.unwrap(), 4);
    assert_eq!(office.portal.store.history(four.id).await.unwrap().len(), 2);
    assert_eq!(portal::check(&office.portal).await.unwrap().findings, [""; 0]);
    let today = clock().day();
    let report = heir.report(Period { from: today, to: today }).await.unwrap().report;
    let reused = report.quality.reused_papers;
    assert_eq!((reused.part, reused.whole), (1, 2));
    assert_eq!((report.six_a.total.direct, report.book.len()), (4, 4));
}
