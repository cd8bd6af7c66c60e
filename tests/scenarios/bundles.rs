//! What waits at a desk goes to the portal on a stick, as real files over a real portal: judged as if it had come over the
//! line, and answered so that the desk goes on as if it had one.

use crate::{act, concluded, receive, sign_in};
use casework::{CaseId, Refusal};
use desk::Desk;
use desk::views::{AnswerRead, CaseView, Failure, Filter, Intent, ListRequest, Queue, SyncState};
use motcua_tests::fixture::units;
use motcua_tests::office::{Office, synchronise};
use protocol::bundle::{BundleKind, BundleRefusal};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Everybody of the unit.
const PEOPLE: [&str; 4] = ["a.mc", "a.cv1", "a.ld", "a.vt"];

fn proposal() -> Intent {
    Intent::ProposeResult { title: "GIẤY XÁC NHẬN".to_owned(), body: "Xác nhận".to_owned() }
}

/// A desk that was connected once, and has no line from now on: nothing here synchronises it.
async fn left_alone(office: &Office, name: &str) -> PathBuf {
    let folder = office.enrol(name, 0, &PEOPLE).await.unwrap();
    let desk = sign_in(&folder, "a.mc").await;
    synchronise(&desk).await.unwrap();
    desk.stop().await;
    folder
}

/// Writes what waits into a file, as the window does.
async fn write(desk: &Desk, folder: &Path) -> PathBuf {
    let bundle = desk.new_bundle().await.unwrap();
    let path = folder.join(bundle.name());
    std::fs::write(&path, &bundle.bytes).unwrap();
    desk.bundle_written(&bundle).await.unwrap();
    path
}

/// Brings a file to the portal from a desk of another unit, which cannot read it.
async fn carry(office: &Office, file: &[u8]) -> Result<Vec<u8>, Failure> {
    let folder = office.folder.path().join("ban-xa");
    if !folder.exists() {
        office.enrol("ban-xa", 1, &["b.mc"]).await.unwrap();
    }
    let carrier = sign_in(&folder, "b.mc").await;
    let answer = carrier.carry_bundle(file.to_vec()).await;
    carrier.stop().await;
    answer
}

fn no(why: BundleRefusal) -> Failure {
    Failure::Bundle { why }
}

async fn states(desk: &Desk) -> Vec<SyncState> {
    desk.outbox().await.unwrap().iter().map(|item| item.sync).collect()
}

async fn all(desk: &Desk) -> Vec<CaseId> {
    let filter = Filter::default();
    let request =
        ListRequest { queue: Queue::All, search: String::new(), filter, within: None, after: None, limit: 50 };
    desk.list(&request).await.unwrap().rows.iter().map(|row| row.id).collect()
}

/// A case from the counter to the seal at a desk that nobody connects, with its documents; and the bundle of it.
async fn concluded_and_written(office: &Office) -> (PathBuf, Arc<Desk>, CaseView, PathBuf) {
    let folder = left_alone(office, "ban-1").await;
    let (done, desk) = concluded(&folder, sign_in(&folder, "a.mc").await, proposal()).await;
    let file = write(&desk, office.folder.path()).await;
    (folder, desk, done, file)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_desk_without_a_line_did_arrives_on_a_stick_and_the_answer_brings_the_units_news() {
    let office = Office::open().await.unwrap();
    let (_, desk, done, file) = concluded_and_written(&office).await;
    let elsewhere = sign_in(&left_alone(&office, "ban-2").await, "a.mc").await;
    let other = receive(&elsewhere, "Trần Thị Bích").await.case.id;
    synchronise(&elsewhere).await.unwrap();
    elsewhere.stop().await;

    let bytes = std::fs::read(&file).unwrap();
    for secret in ["Nguyễn Văn Đức", "GIẤY XÁC NHẬN", done.case.code.as_ref().unwrap().as_str()] {
        assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()), "{secret} can be read");
    }
    let label = desk.bundle_label(&bytes).await.unwrap();
    assert_eq!((label.kind, label.number, label.own, label.unit), (BundleKind::Acts, 1, true, units()[0].clone()));
    let written = &desk.bundles().await.unwrap().written[0];
    assert_eq!((written.waiting, written.acts, written.documents), (5, 5, 3));
    assert_eq!(written.fingerprint, label.fingerprint);
    assert!(desk.outbox().await.unwrap().iter().all(|item| item.bundle == Some(1)));
    assert_eq!(office.portal.store.count_cases().await.unwrap(), 1, "writing sends nothing");

    let answer = carry(&office, &bytes).await.unwrap();
    assert_eq!(office.portal.store.count_cases().await.unwrap(), 2);
    assert!(states(&desk).await.iter().all(|state| *state == SyncState::OnThisComputer), "the desk does not know yet");
    let read = desk.read_answer(&answer).await.unwrap();
    assert_eq!((read.number, read.accepted, read.refused, read.documents, read.behind), (1, 5, 0, 3, 0));
    assert!(states(&desk).await.iter().all(|state| *state == SyncState::Published), "{:?}", states(&desk).await);
    assert!(desk.open_case(done.case.id).await.unwrap().history.iter().all(|entry| entry.arrived_at.is_some()));
    assert!(all(&desk).await.contains(&other), "what the unit did elsewhere came along");
    assert!(desk.connection().await.unwrap().complete);
    assert_eq!(desk.connection().await.unwrap().mirror_as_of, Some(read.as_of));
    assert!(desk.verify().await.unwrap().findings.is_empty());
    let bundles = desk.bundles().await.unwrap();
    assert_eq!((bundles.acts, bundles.documents, bundles.written[0].waiting), (0, 0, 0));
    assert_eq!(bundles.written[0].accepted, 5);
    let nothing = desk.new_bundle().await.err().unwrap();
    assert_eq!(nothing, no(BundleRefusal::NothingWaits));
    synchronise(&desk).await.unwrap();
    assert_eq!(office.portal.store.count_cases().await.unwrap(), 2, "the line brings nothing twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bundle_is_taken_in_once_however_often_it_comes_and_the_line_may_be_faster() {
    let office = Office::open().await.unwrap();
    let (_, desk, done, file) = concluded_and_written(&office).await;
    let bytes = std::fs::read(file).unwrap();
    let first = carry(&office, &bytes).await.unwrap();
    let second = carry(&office, &bytes).await.unwrap();
    let read = desk.read_answer(&first).await.unwrap();
    assert_eq!(desk.read_answer(&first).await, Err(no(BundleRefusal::ReadBefore)));
    let again: AnswerRead = desk.read_answer(&second).await.unwrap();
    assert_eq!((again.accepted, again.refused), (5, 0), "the same verdicts");
    assert_eq!(again.entries, read.entries, "the log has not grown");
    assert_eq!(desk.open_case(done.case.id).await.unwrap().case.status, done.case.status);

    act(&desk, done.case.id, Intent::Note { text: "Đã gọi điện".to_owned() }).await.unwrap();
    let file = write(&desk, office.folder.path()).await;
    let late = carry(&office, &std::fs::read(file).unwrap()).await.unwrap();
    synchronise(&desk).await.unwrap();
    assert!(!states(&desk).await.contains(&SyncState::OnThisComputer));
    assert_eq!(desk.read_answer(&late).await, Err(no(BundleRefusal::Older)));
    assert!(desk.verify().await.unwrap().findings.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_portal_refuses_comes_back_as_a_conflict_with_its_reason() {
    let office = Office::open().await.unwrap();
    let folder = left_alone(&office, "ban-1").await;
    let desk = sign_in(&folder, "a.mc").await;
    let case = receive(&desk, "Nguyễn Văn Đức").await.case.id;
    synchronise(&desk).await.unwrap();
    desk.stop().await;
    let elsewhere = sign_in(&left_alone(&office, "ban-2").await, "a.cv1").await;
    act(&elsewhere, case, Intent::TakeOver).await.unwrap();
    act(&elsewhere, case, proposal()).await.unwrap();
    synchronise(&elsewhere).await.unwrap();
    elsewhere.stop().await;

    let desk = sign_in(&folder, "a.cv1").await;
    act(&desk, case, Intent::TakeOver).await.unwrap();
    act(&desk, case, proposal()).await.unwrap();
    let file = write(&desk, office.folder.path()).await;
    let answer = carry(&office, &std::fs::read(file).unwrap()).await.unwrap();
    let read = desk.read_answer(&answer).await.unwrap();
    assert!(read.refused > 0, "{read:?}");
    let conflicts = desk.conflicts().await.unwrap();
    assert_eq!(conflicts.len(), read.refused as usize);
    let reasons = conflicts.iter().map(|conflict| &conflict.refusal);
    assert!(reasons.clone().all(|why| !matches!(why, Refusal::NotEnrolled)), "{conflicts:?}");
    assert!(desk.open_case(case).await.unwrap().history.iter().any(|entry| entry.arrived_at.is_some()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_damaged_of_another_portal_or_for_another_desk_changes_nothing_and_is_told_so() {
    let (office, strange) = (Office::open().await.unwrap(), Office::open().await.unwrap());
    let (_, desk, _, file) = concluded_and_written(&office).await;
    let bytes = std::fs::read(file).unwrap();
    assert_eq!(carry(&strange, &bytes).await, Err(no(BundleRefusal::OtherPortal)));
    let mut damaged = bytes.clone();
    damaged[bytes.len() / 2] ^= 1;
    assert_eq!(carry(&office, &damaged).await, Err(no(BundleRefusal::Damaged)));
    assert_eq!(carry(&office, b"%PDF-1.7").await, Err(no(BundleRefusal::NotABundle)));
    assert_eq!(office.portal.store.count_cases().await.unwrap(), 0);

    let answer = carry(&office, &bytes).await.unwrap();
    assert_eq!(carry(&office, &answer).await, Err(no(BundleRefusal::IsAnAnswer)));
    assert_eq!(desk.read_answer(&bytes).await, Err(no(BundleRefusal::IsNoAnswer)));
    let mut changed = answer.clone();
    *changed.last_mut().unwrap() ^= 1;
    assert_eq!(desk.read_answer(&changed).await, Err(no(BundleRefusal::Damaged)));
    let other = sign_in(&left_alone(&office, "ban-2").await, "a.mc").await;
    assert_eq!(other.read_answer(&answer).await, Err(no(BundleRefusal::OtherDesk)));
    let folder = left_alone(&strange, "ban-1").await;
    let foreign = sign_in(&folder, "a.mc").await;
    receive(&foreign, "Trần Thị Bích").await;
    let theirs = write(&foreign, strange.folder.path()).await;
    let theirs = carry(&strange, &std::fs::read(theirs).unwrap()).await.unwrap();
    assert_eq!(desk.read_answer(&theirs).await, Err(no(BundleRefusal::OtherPortal)));
    assert!(states(&desk).await.iter().all(|state| *state == SyncState::OnThisComputer));
    desk.read_answer(&answer).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unit_that_bans_sticks_writes_and_sends_none_and_the_portal_takes_none_of_its_desks() {
    let office = Office::open().await.unwrap();
    let (_, desk, _, file) = concluded_and_written(&office).await;
    let bytes = std::fs::read(file).unwrap();
    let unit = units()[0].clone();
    let ban = |forbids: bool| {
        let unit = unit.clone();
        office.portal.change_catalogue(move |catalogue| {
            let set = &mut catalogue.without_bundles;
            let changed = if forbids { set.insert(unit) } else { set.remove(&unit) };
            if changed { Ok(()) } else { Err(()) }
        })
    };
    ban(true).await.unwrap().unwrap();
    let forbidden = || no(BundleRefusal::Forbidden { unit: unit.clone() });
    assert_eq!(carry(&office, &bytes).await, Err(forbidden()));
    assert_eq!(office.portal.store.count_cases().await.unwrap(), 0, "what was written before waits for the line");
    synchronise(&desk).await.unwrap();
    assert_eq!(office.portal.store.count_cases().await.unwrap(), 1);
    assert!(!desk.bundles().await.unwrap().allowed);
    assert_eq!(desk.new_bundle().await.err(), Some(forbidden()));
    assert_eq!(desk.carry_bundle(bytes.clone()).await, Err(forbidden()));
    ban(false).await.unwrap().unwrap();
    assert!(carry(&office, &bytes).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_revoked_desk_sends_on_a_stick_is_set_aside_and_a_desk_that_was_never_connected_writes_none() {
    let office = Office::open().await.unwrap();
    let (_, _, _, file) = concluded_and_written(&office).await;
    let desks = office.portal.store.desks(&units()[0]).await.unwrap();
    let lost = desks.iter().find(|desk| desk.name == "ban-1").unwrap();
    office.portal.store.revoke(lost.id, desk::clock()).await.unwrap();
    let refused = carry(&office, &std::fs::read(file).unwrap()).await;
    assert_eq!(refused, Err(no(BundleRefusal::Revoked)));
    assert_eq!(office.portal.store.quarantined(&units()[0], 10).await.unwrap().len(), 5);
    assert_eq!(office.portal.store.count_cases().await.unwrap(), 0);
    let fresh = sign_in(&office.enrol("ban-moi", 0, &["a.mc"]).await.unwrap(), "a.mc").await;
    assert!(!fresh.bundles().await.unwrap().ready);
    assert_eq!(fresh.new_bundle().await.err(), Some(no(BundleRefusal::KeyNotTold)));
}
