//! Legal time never comes from a clock here alone (P9): results and logs carry the time of an independent authority.

use crate::stage::{Stage, now, unit};
use crate::time_authority::{Authority, Mood};
use casework::{CaseId, Command, Decision, Digest, FileRef, Statement};
use paper::timestamp::Trusted;
use portal::{Exchange, Portal, Ran, Store, TimeAuthority, backup, check, restore, run_jobs, serve};
use protocol::Head;
use protocol::store::PortalStore;

fn connect(stage: &Stage, authority: &Authority, root: &[u8], every: i64) {
    let trusted = Trusted::read(root).unwrap();
    let url = authority.url.clone();
    let time_authority = Some(TimeAuthority { url, trusted, every, looked: Default::default() });
    stage.portal.connect(Exchange { time_authority, ..Exchange::default() });
}

fn file(name: &str) -> FileRef {
    let digest = protocol::digest(name.as_bytes());
    FileRef { digest, size: 10, name: format!("{name}.pdf"), media_type: "application/pdf".to_owned() }
}

/// Brings a received case to its numbered result; the digest of that.
async fn numbered(stage: &Stage, case: CaseId) -> Digest {
    let (title, body) = ("GIẤY XÁC NHẬN".to_owned(), "Xác nhận".to_owned());
    let turn = stage.case(case).await.turn;
    let propose = Command::ProposeResult { turn, title: title.clone(), body: body.clone(), draft: file("nháp") };
    stage.does(case, "cv1", propose).await;
    let now_there = stage.case(case).await;
    let states = Statement {
        code: now_there.code.clone().unwrap(),
        service: now_there.service.clone(),
        applicant: now_there.applicant.name.clone(),
        identity_number: now_there.applicant.identity_number.clone(),
        title,
        body,
        decision: Decision::Granted,
    };
    let approve = Command::Approve { turn: now_there.turn, document: file("ký"), states: states.clone() };
    stage.does(case, "ld", approve).await;
    let (turn, document) = (stage.case(case).await.turn, file("số"));
    let digest = document.digest.clone();
    let issued_on = now().day();
    let number = Command::Number { turn, register: "GXN".into(), number: 1, issued_on, document, states };
    stage.does(case, "vt", number).await;
    digest
}

async fn head(stage: &Stage) -> Head {
    stage.portal.store.page(&unit(), 0, 1).await.unwrap().1
}

#[tokio::test(flavor = "multi_thread")]
async fn a_result_and_the_log_carry_a_time_that_anybody_can_verify() {
    // Served only once everything is stamped: a portal that serves does its jobs by itself, at moments of its own.
    let mut stage = Stage::dark().await;
    let authority = Authority::open("timeStamping").await;
    connect(&stage, &authority, &authority.root(), 15);
    // What was there before the authority was set is covered by the log's own timestamp.
    assert_eq!(run_jobs(&stage.portal, now()).await.unwrap(), Ran::default());
    let case = stage.received(1, None).await;
    let result = numbered(&stage, case).await;
    let end = head(&stage).await;
    let before = now();
    let at = now().plus_minutes(1);
    assert_eq!(run_jobs(&stage.portal, at).await.unwrap(), Ran { done: 2, put_off: 0 });

    let of_result = stage.portal.store.timestamp(&result).await.unwrap().expect("a timestamp of the result");
    assert_eq!(of_result.authority, "Dấu thời gian thử");
    assert!((of_result.at.0 - before.0).abs() < 60_000, "{of_result:?}");
    assert!(authority.verifies(result.as_str(), &of_result.token).contains("Verification: OK"));
    let of_log = stage.portal.store.timestamp_over(&unit(), 1).await.unwrap().expect("a timestamp of the log");
    assert_eq!((of_log.place.clone(), of_log.digest.clone()), (Some((unit(), end.seq)), end.imprint()));
    assert!(authority.verifies(end.imprint().as_str(), &of_log.token).contains("Verification: OK"));
    assert_eq!(stage.portal.store.timestamp_over(&unit(), end.seq + 1).await.unwrap(), None);

    stage.serving = Some(serve(stage.portal.clone(), "127.0.0.1:0").await.unwrap());
    // Everybody can fetch the token of a result; a log's is nobody's business.
    let path = |digest: &Digest| stage.url(&format!("/kiem-tra-ket-qua/dau-thoi-gian/{digest}"));
    let token = stage.client.get(path(&result)).send().await.unwrap().bytes().await.unwrap();
    assert_eq!(token.as_ref(), of_result.token);
    assert_eq!(stage.client.get(path(&of_log.digest)).send().await.unwrap().status(), 404);
    let code = stage.case(case).await.code.unwrap().0;
    let form = reqwest::multipart::Form::new().text("ma", code).text("so", "1");
    let page = stage.client.post(stage.url("/kiem-tra-ket-qua")).multipart(form).send().await.unwrap();
    assert!(page.text().await.unwrap().contains("Dấu thời gian thử"));
    let report = check(&stage.portal).await.unwrap();
    let about_time = |finding: &String| finding.contains("timestamp");
    assert_eq!((report.timestamps, report.findings.iter().find(|one| about_time(one))), (2, None));

    // A portal that is put back begins another log: what was stamped before still stands for the same entries.
    let folder = tempfile::tempdir().unwrap();
    let (copy, data) = (folder.path().join("copy"), folder.path().join("data"));
    backup(&stage.portal, &copy, None, None).await.unwrap();
    restore(&copy, &data, None).await.unwrap();
    let back = Portal::open(Store::embedded(&data).await.unwrap(), &data).await.unwrap();
    assert_ne!(back.identity.log, end.log);
    back.connect((*stage.portal.exchange()).clone());
    let report = check(&back).await.unwrap();
    assert_eq!((report.timestamps, report.findings.iter().find(|one| about_time(one))), (2, None));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_is_stamped_no_more_often_than_asked_and_again_once_it_has_grown() {
    let stage = Stage::dark().await;
    let authority = Authority::open("timeStamping").await;
    connect(&stage, &authority, &authority.root(), 15);
    stage.received(1, None).await;
    let first = head(&stage).await;
    let begun = now();
    assert_eq!(run_jobs(&stage.portal, begun).await.unwrap().done, 1);
    stage.received(2, None).await;
    assert_eq!(run_jobs(&stage.portal, begun.plus_minutes(14)).await.unwrap(), Ran::default());
    assert_eq!(run_jobs(&stage.portal, begun.plus_minutes(15)).await.unwrap().done, 1);
    assert_eq!(run_jobs(&stage.portal, begun.plus_minutes(60)).await.unwrap(), Ran::default(), "nothing is new");
    let unit = unit();
    let over = |seq| stage.portal.store.timestamp_over(&unit, seq);
    let place = |seq| Some((unit.clone(), seq));
    assert_eq!(over(first.seq).await.unwrap().unwrap().place, place(first.seq));
    assert_eq!(over(first.seq + 1).await.unwrap().unwrap().place, place(head(&stage).await.seq));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_timestamp_of_what_was_asked_is_not_kept_and_asked_for_again() {
    let stage = Stage::dark().await;
    let authority = Authority::open("timeStamping").await;
    connect(&stage, &authority, &authority.root(), 1);
    stage.received(1, None).await;
    let refusal = vec![0x30, 0x05, 0x30, 0x03, 0x02, 0x01, 0x02];
    let mut at = now();
    for mood in [Mood::Says(b"<html>".to_vec()), Mood::Says(Vec::new()), Mood::Says(refusal)] {
        *authority.mood.lock().unwrap() = Some(mood.clone());
        assert_eq!(run_jobs(&stage.portal, at).await.unwrap(), Ran { done: 0, put_off: 1 }, "{mood:?}");
        at = at.plus_minutes(10);
    }
    assert_eq!(run_jobs(&stage.portal, at).await.unwrap().done, 1);
    // An old answer is to an old question.
    stage.received(2, None).await;
    *authority.mood.lock().unwrap() = Some(Mood::Repeats);
    assert_eq!(run_jobs(&stage.portal, at.plus_minutes(5)).await.unwrap(), Ran { done: 0, put_off: 1 });
    let stuck = stage.portal.store.stuck_jobs().await.unwrap();
    assert!(stuck[0].error.contains("something else"), "{stuck:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_stamps_who_is_not_trusted_or_not_there_for_that() {
    let stage = Stage::dark().await;
    let (authority, other) = (Authority::open("timeStamping").await, Authority::open("timeStamping").await);
    connect(&stage, &authority, &other.root(), 1);
    stage.received(1, None).await;
    assert_eq!(run_jobs(&stage.portal, now()).await.unwrap(), Ran { done: 0, put_off: 1 });
    let stuck = stage.portal.store.stuck_jobs().await.unwrap();
    assert!(stuck[0].error.contains("not trusted"), "{stuck:?}");
    // A certificate for something else signs no time; OpenSSL itself refuses to.
    let server = Authority::open("serverAuth").await;
    connect(&stage, &server, &server.root(), 1);
    assert_eq!(run_jobs(&stage.portal, now().plus_minutes(5)).await.unwrap().done, 0);
}
