//! Running it: whether it can work, what it counts, and a backup that is taken while people work and put back.

use casework::{Actor, CaseId, Channel, Command, Envelope, EnvelopeId, Moment};
use motcua_tests::fixture::{application, at, units};
use motcua_tests::office::{Office, SECRET};
use portal::{Portal, PortalError, Store, add_enrol_code, backup, check, restore};
use protocol::enrol::{EnrolReply, EnrolRequest, Proof, Secret};
use protocol::push::{Source, Verdict};
use reqwest::{Client, StatusCode};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

/// A citizen files an application.
async fn file(portal: &Arc<Portal>, number: u128) {
    let application = application(&units()[0], "S", Channel::Online, &format!("Người thứ {number}"));
    let account = casework::AccountId(format!("account {number}"));
    let envelope = Envelope {
        id: EnvelopeId(Uuid::from_u128(number << 64)),
        case: CaseId(Uuid::from_u128((number << 64) + 1)),
        actor: Actor::Citizen(account.clone()),
        at: at("2026-11-16", 9),
        edition: "2026".into(),
        seen: 0,
        after: None,
        command: Command::File { application },
    };
    let bytes = serde_json::to_string(&envelope).expect("JSON");
    let admitted = portal.admit(envelope, bytes, Source::Account(account), Moment(at("2026-11-16", 9).0 + 1)).await;
    assert!(matches!(admitted, Ok(Ok(Verdict::Accepted { .. }))), "{admitted:?}");
}

/// Sends a document as a desk.
async fn send_document(office: &Office, bytes: &[u8]) {
    let code = add_enrol_code(&office.portal, &units()[0], true, 5).await.expect("a code");
    let people = vec![Proof { user: "a.mc".into(), secret: Secret(SECRET.to_owned()) }];
    let request = EnrolRequest { version: 1, code: Secret(code), desk_name: "Bàn".to_owned(), people };
    let client = Client::new();
    let answer = client.post(format!("{}/api/1/enrol", office.url())).json(&request).send().await.expect("an answer");
    let packed = answer.bytes().await.expect("bytes");
    let reply: EnrolReply = serde_json::from_slice(&zstd::decode_all(packed.as_ref()).expect("zstd")).expect("JSON");
    let url = format!("{}/api/1/files/{}", office.url(), protocol::digest(bytes));
    let put = client.put(&url).bearer_auth(reply.token.0).header("upload-length", bytes.len());
    let put = put.header("upload-offset", 0).body(bytes.to_vec()).send().await.expect("an answer");
    assert_eq!(put.headers()["upload-held"], "true");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_backup_that_was_taken_while_people_work_is_whole_when_it_is_put_back() {
    let office = Office::open().await.expect("a portal");
    send_document(&office, b"a document").await;
    for number in 1..=20 {
        file(&office.portal, number).await;
    }
    let (writing, copy) = (office.portal.clone(), office.folder.path().join("backup"));
    let writer = tokio::spawn(async move {
        for number in 100..=160 {
            file(&writing, number).await;
        }
    });
    let safe = backup(&office.portal, &copy, None, None).await.expect("a backup");
    writer.await.expect("everybody could go on");
    assert!(safe >= 20);

    let data = office.folder.path().join("restored");
    let restored = restore(&copy, &data, None).await.expect("put back");
    assert_eq!(restored.documents, 1);
    let store = Store::embedded(&data).await.expect("SQLite");
    let portal = Portal::open(store, &data).await.expect("a portal");
    let report = check(&portal).await.expect("checked");
    assert_eq!(report.findings, Vec::<String>::new());
    assert!(report.entries >= safe && report.documents == 1, "{report:?}");
    assert_ne!(portal.identity.log.0, office.portal.identity.log.0, "desks see that something may be missing");
    // The log goes on, and is guarded as before.
    file(&portal, 200).await;
    assert_eq!(check(&portal).await.expect("checked").findings, Vec::<String>::new());
    let again = restore(&copy, &data, None).await;
    assert!(matches!(again, Err(PortalError::Wrong(_))), "a portal is never written over");
    let nothing = restore(&data.join("documents"), &office.folder.path().join("other"), None).await;
    assert!(matches!(nothing, Err(PortalError::Wrong(_))), "{nothing:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_is_marked_once_all_of_it_is_there_and_copies_no_document_twice() {
    let office = Office::open().await.expect("a portal");
    let (unit, store) = (&units()[0], &office.portal.store);
    let (first, second) = (b"a document", b"another one");
    send_document(&office, first).await;
    send_document(&office, second).await;
    file(&office.portal, 1).await;
    let place = |folder: &Path, bytes: &[u8]| {
        let digest = protocol::digest(bytes);
        folder.join("documents").join(&digest.as_str()[..2]).join(digest.as_str())
    };
    let (data, monday) = (office.folder.path().join("portal"), office.folder.path().join("monday"));
    // One document is away, and one was cut off in the backup by a power cut.
    let away = data.join("away");
    std::fs::rename(place(&data, first), &away).expect("moved");
    let cut_off = place(&monday, second);
    std::fs::create_dir_all(cut_off.parent().expect("a folder")).expect("made");
    std::fs::write(&cut_off, &second[..3]).expect("written");
    backup(&office.portal, &monday, None, None).await.expect_err("a document is missing");
    assert_eq!(store.safe_seq(unit).await.expect("the store holds"), 0, "nothing is claimed");
    assert!(!monday.join("portal.db").exists(), "what broke off is no backup");
    std::fs::rename(&away, place(&data, first)).expect("moved");
    backup(&office.portal, &monday, None, None).await.expect("it is begun again in the same folder");
    assert_eq!(store.safe_seq(unit).await.expect("the store holds"), 1);
    let (at, entries) = store.last_backup().await.expect("the store holds").expect("noted");
    assert!(entries == 1 && at.day() == desk::clock().day());
    assert_eq!(std::fs::read(&cut_off).expect("a document"), second);
    let again = backup(&office.portal, &monday, None, None).await;
    assert!(matches!(again, Err(PortalError::Wrong(_))), "a backup is never written over");

    let third = b"a third";
    send_document(&office, third).await;
    file(&office.portal, 2).await;
    let tuesday = office.folder.path().join("tuesday");
    backup(&office.portal, &tuesday, Some(&monday), None).await.expect("a backup");
    use std::os::unix::fs::MetadataExt;
    let inode = |path: &Path| std::fs::metadata(path).expect("a document").ino();
    assert_eq!(inode(&place(&tuesday, first)), inode(&place(&monday, first)), "the same bytes on the disk");
    assert_eq!(std::fs::read(place(&tuesday, third)).expect("a document"), third);
    let restored = restore(&tuesday, &office.folder.path().join("restored"), None).await.expect("put back");
    assert_eq!(restored.documents, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn readiness_is_tried_and_not_only_said() {
    let office = Office::open().await.expect("a portal");
    let client = Client::new();
    let ask = async |path: &str| {
        let answer = client.get(format!("{}{path}", office.url())).send().await.expect("an answer");
        (answer.status(), answer.text().await.expect("text"))
    };
    // Many at once are told the same, whoever of them tries it out.
    let ready = (StatusCode::OK, "database: ok\ndocuments: ok\n".to_owned());
    let mut many = tokio::task::JoinSet::new();
    for _ in 0..32 {
        let asked = client.get(format!("{}/health/ready", office.url())).send();
        many.spawn(async { asked.await.expect("an answer").status() });
    }
    assert!(many.join_all().await.into_iter().all(|status| status == StatusCode::OK));
    assert_eq!(ask("/health/ready").await, ready);
    // An answer is remembered for two seconds.
    let until = async |said: &str| {
        let asking = async {
            loop {
                let answer = ask("/health/ready").await;
                if answer.1.contains(said) {
                    return answer;
                }
            }
        };
        tokio::time::timeout(Duration::from_secs(30), asking).await.expect("it is found out")
    };
    let documents = office.folder.path().join("portal").join("documents");
    std::fs::rename(&documents, office.folder.path().join("elsewhere")).expect("moved");
    let broken = "database: ok\ndocuments: broken\n".to_owned();
    assert_eq!(until("documents: broken").await, (StatusCode::SERVICE_UNAVAILABLE, broken));
    assert_eq!(ask("/health").await.0, StatusCode::OK, "it lives all the same");
    office.portal.store.close().await;
    assert!(until("database: broken").await.1.starts_with("database: broken"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_counted_is_told_to_this_machine_only() {
    let office = Office::open().await.expect("a portal");
    file(&office.portal, 1).await;
    let client = Client::new();
    let url = |path: &str| format!("{}{path}", office.url());
    for path in ["/dich-vu/S", "/dich-vu/khong-co", "/khong-co"] {
        client.get(url(path)).send().await.expect("an answer");
    }
    let text = client.get(url("/metrics")).send().await.expect("an answer").text().await.expect("text");
    for line in [
        "motcua_requests_total{route=\"/dich-vu/{code}\",status=\"2xx\"} 1",
        "motcua_requests_total{route=\"/dich-vu/{code}\",status=\"4xx\"} 1",
        "motcua_envelopes_total{verdict=\"accepted\"} 1",
        "motcua_wake_streams 0",
        "motcua_jobs{state=\"waiting\"} 0",
        "motcua_last_backup_seconds 0",
    ] {
        assert!(text.contains(line), "{line} is not in {text}");
    }
    assert!(!text.contains("khong-co"), "no address stands in the figures");
    let forwarded = client.get(url("/metrics")).header("x-forwarded-for", "203.0.113.9").send().await;
    assert_eq!(forwarded.expect("an answer").status(), StatusCode::NOT_FOUND);
}
