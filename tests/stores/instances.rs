//! Two instances on one PostgreSQL: a desk that waits at one wakes when the other admits.

use crate::postgres;
use casework::{AccountId, Actor, CaseId, Channel, Command, Envelope, EnvelopeId};
use motcua_tests::fixture::{application, at, catalogue, people, units};
use motcua_tests::office::SECRET;
use portal::{Portal, Serving, Store, add_enrol_code, serve, set_secret};
use protocol::enrol::{EnrolReply, EnrolRequest, Proof, Secret};
use protocol::push::{Source, Verdict};
use reqwest::Client;
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
