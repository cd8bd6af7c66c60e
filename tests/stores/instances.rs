//! Two instances on one PostgreSQL: a desk that waits at one wakes when the other admits.

use crate::postgres;
use casework::{AccountId, Actor, CaseId, Channel, Command, Envelope, EnvelopeId};
use motcua_tests::fixture::{application, at, catalogue, people, units};
use motcua_tests::office::SECRET;
use portal::{NewDesk, Portal, Serving, Store, add_enrol_code, serve, set_secret};
use protocol::enrol::{EnrolReply, EnrolRequest, Proof, Secret};
use protocol::push::{Source, Verdict};
use reqwest::Client;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

/// Longer than any of this takes; only a test that fails waits so long.
const PATIENCE: Duration = Duration::from_secs(60);

async fn instance(url: &str, folder: &std::path::Path) -> (Arc<Portal>, Serving) {
    let store = Store::postgres(url).await.expect("PostgreSQL");
    let portal = Portal::open(store, folder).await.expect("a portal");
    let serving = serve(portal.clone(), "127.0.0.1:0").await.expect("a server");
    (portal, serving)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_that_waits_at_one_instance_wakes_when_the_other_admits() {
    let (database, folder) = (postgres::database().await, tempfile::tempdir().expect("a folder"));
    let (here, serving) = instance(&database.url, &folder.path().join("a")).await;
    here.publish(catalogue()).await.expect("published");
    for (user, _) in people(0) {
        set_secret(&here, &user, SECRET).await.expect("a secret");
    }
    let (there, other) = instance(&database.url, &folder.path().join("b")).await;

    let url = format!("http://{}/api/1", serving.address);
    let code = add_enrol_code(&here, &units()[0], true, 5).await.expect("a code");
    let proofs = vec![Proof { user: "a.mc".into(), secret: Secret(SECRET.to_owned()) }];
    let request = EnrolRequest { version: 1, code: Secret(code), desk_name: "Bàn".to_owned(), people: proofs };
    let client = Client::new();
    let answer = client.post(format!("{url}/enrol")).json(&request).send().await.expect("an answer");
    let packed = answer.bytes().await.expect("bytes");
    let reply: EnrolReply = serde_json::from_slice(&zstd::decode_all(packed.as_ref()).expect("zstd")).expect("JSON");
    let mut waiting = client.get(format!("{url}/wake")).bearer_auth(reply.token.0).send().await.expect("a stream");

    let account = AccountId("account".to_owned());
    let application = application(&units()[0], "S", Channel::Online, "Nguyễn Văn Đức");
    let envelope = Envelope {
        id: EnvelopeId(Uuid::from_u128(1)),
        case: CaseId(Uuid::from_u128(2)),
        actor: Actor::Citizen(account.clone()),
        at: at("2026-11-16", 9),
        edition: "2026".into(),
        seen: 0,
        after: None,
        command: Command::File { application },
    };
    let bytes = serde_json::to_string(&envelope).expect("JSON");
    let admitted = there.admit(envelope, bytes, Source::Account(account), at("2026-11-16", 9)).await;
    assert!(matches!(admitted, Ok(Ok(Verdict::Accepted { .. }))), "{admitted:?}");
    let woken = tokio::time::timeout(PATIENCE, waiting.chunk()).await.expect("it wakes").expect("a stream");
    assert!(woken.is_some_and(|chunk| String::from_utf8_lossy(&chunk).contains("grown")));

    let mut changed = (*there.catalogue()).clone();
    changed.users.get_mut(&"a.mc".into()).expect("a clerk").active = false;
    there.publish(changed).await.expect("published");
    let learnt = async {
        while here.catalogue().users[&"a.mc".into()].active {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, learnt).await.expect("the catalogue comes over, too");
    drop(waiting);
    serving.stop().await.expect("stopped");
    other.stop().await.expect("stopped");
}

#[tokio::test(flavor = "multi_thread")]
async fn tries_at_a_secret_are_counted_over_all_instances() {
    let (database, folder) = (postgres::database().await, tempfile::tempdir().expect("a folder"));
    let (here, serving) = instance(&database.url, &folder.path().join("a")).await;
    here.publish(catalogue()).await.expect("published");
    let (_, other) = instance(&database.url, &folder.path().join("b")).await;
    let client = Client::new();
    let mut last = 0;
    // Ten a minute: six here and six there are too many. Where a minute turns in between, the next one is full anyway.
    for turn in 0..24 {
        let address = if turn % 2 == 0 { serving.address } else { other.address };
        let form = [("user", "a.mc"), ("secret", "sai")];
        let answer = client.post(format!("http://{address}/quan-tri/vao")).form(&form).send().await.expect("an answer");
        last = answer.status().as_u16();
        if last == 429 {
            assert!(turn >= 10, "{turn}");
            break;
        }
    }
    assert_eq!(last, 429);
    serving.stop().await.expect("stopped");
    other.stop().await.expect("stopped");
}

#[tokio::test(flavor = "multi_thread")]
async fn desks_that_ask_at_the_same_time_each_get_their_own_answer() {
    let (database, folder) = (postgres::database().await, tempfile::tempdir().expect("a folder"));
    let (portal, serving) = instance(&database.url, &folder.path().join("a")).await;
    portal.publish(catalogue()).await.expect("published");
    let mut desks = Vec::new();
    for number in 0..24 {
        let unit = units()[number % 2].clone();
        let (code, token) = (format!("code {number}"), format!("token {number}"));
        let code_digest = protocol::digest(code.as_bytes());
        portal.store.add_enrol_code(&code_digest, &unit, true, desk::clock().plus_minutes(5)).await.expect("a code");
        let desk = NewDesk {
            code_digest,
            name: code,
            device: casework::DeviceId(Uuid::from_u128(number as u128 + 1)),
            token_digest: protocol::digest(token.as_bytes()),
            people: people(number % 2).into_iter().map(|(user, _)| user).collect(),
            now: desk::clock(),
        };
        // The first desk of each unit holds its register.
        let enrolled = portal.store.enrol(&desk, &BTreeSet::from(["GXN".into()])).await.expect("the store");
        desks.push((unit, token, enrolled.expect("enrolled").registers.len()));
    }
    let client = Client::new();
    for round in 0..10_u64 {
        let asking = desks.iter().map(|(unit, token, registers)| {
            let url = format!("http://{}/api/1/push", serving.address);
            let message = serde_json::json!({"version": 1, "unit": unit, "head": null, "catalogue": 0, "limit": 500,
                "envelopes": []});
            let request = client.post(url).bearer_auth(token).body(message.to_string());
            let (unit, registers) = (unit.clone(), *registers);
            tokio::spawn(async move {
                let packed = request.send().await.expect("an answer").bytes().await.expect("bytes");
                let reply: protocol::push::PushReply =
                    serde_json::from_slice(&zstd::decode_all(packed.as_ref()).expect("zstd")).expect("JSON");
                assert_eq!(reply.checkpoint.head.unit, unit);
                assert_eq!(reply.leases.expect("leases").len(), registers);
                (reply.checkpoint.head.seq, reply.entries.len() as u64)
            })
        });
        for (one, (unit, ..)) in asking.collect::<Vec<_>>().into_iter().zip(&desks) {
            let (seq, entries) = one.await.expect("asked");
            assert_eq!(seq, entries, "{unit}: the whole log, from its beginning");
            assert!(*unit != units()[0] || seq >= round, "{unit}");
        }
        let account = AccountId("account".to_owned());
        let application = application(&units()[0], "S", Channel::Online, "Nguyễn Văn Đức");
        let envelope = Envelope {
            id: EnvelopeId(Uuid::now_v7()),
            case: CaseId(Uuid::now_v7()),
            actor: Actor::Citizen(account.clone()),
            at: desk::clock(),
            edition: "2026".into(),
            seen: 0,
            after: None,
            command: Command::File { application },
        };
        let bytes = serde_json::to_string(&envelope).expect("JSON");
        let admitted = portal.admit(envelope, bytes, Source::Account(account), desk::clock()).await;
        assert!(matches!(admitted, Ok(Ok(Verdict::Accepted { .. }))), "{admitted:?}");
    }
    serving.stop().await.expect("stopped");
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_are_bounded_over_all_instances_in_tenths_of_their_bound() {
    let (database, folder) = (postgres::database().await, tempfile::tempdir().expect("a folder"));
    let (here, serving) = instance(&database.url, &folder.path().join("a")).await;
    here.publish(catalogue()).await.expect("published");
    let (_, other) = instance(&database.url, &folder.path().join("b")).await;
    let client = Client::new();
    // Sixty look-ups a minute and address, told the database by sixes: two instances together let twelve more through.
    // A minute may turn in between: the second one is full within twice as many.
    let mut full = None;
    for turn in 0..160 {
        let address = if turn % 2 == 0 { serving.address } else { other.address };
        let (code, path) = (format!("N-{turn}"), format!("http://{address}/tra-cuu"));
        let form = [("ma", code.as_str()), ("them", "")];
        let answer = client.post(path).form(&form).send().await.expect("an answer");
        if answer.status().as_u16() == 429 {
            full = Some(turn);
            break;
        }
    }
    let full = full.expect("both together are bounded");
    assert!(full >= 60, "{full}");
    let by_one = client.post(format!("http://{}/tra-cuu", other.address)).form(&[("ma", "N"), ("them", "")]);
    let by_other = client.post(format!("http://{}/tra-cuu", serving.address)).form(&[("ma", "N"), ("them", "")]);
    let mut closed = 0;
    for request in [by_one, by_other] {
        for _ in 0..7 {
            let answer = request.try_clone().expect("a form").send().await.expect("an answer");
            closed += usize::from(answer.status().as_u16() == 429);
        }
    }
    assert!(closed >= 2, "where one is full the other closes with its next tenth: {closed}");
    serving.stop().await.expect("stopped");
    other.stop().await.expect("stopped");
}
