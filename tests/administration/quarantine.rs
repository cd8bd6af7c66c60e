//! A desk that was revoked: what it still sends is kept and shown, and done by nobody (P5).

use crate::stage::{SECRET, Stage};
use casework::{Actor, CaseId, Command, Envelope, EnvelopeId};
use portal::add_enrol_code;
use protocol::enrol::{EnrolReply, EnrolRequest, Proof, Secret};
use reqwest::{Client, StatusCode};
use serde_json::json;
use uuid::Uuid;

const UNIT: &str = "000.00.03.H40";

fn note(number: u128, text: &str) -> Envelope {
    Envelope {
        id: EnvelopeId(Uuid::from_u128(number)),
        case: CaseId(Uuid::from_u128(7)),
        actor: Actor::Official("stp.mc".into()),
        at: desk::clock(),
        edition: "2018".into(),
        seen: 0,
        after: None,
        command: Command::Note { text: text.to_owned() },
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_revoked_desk_still_sends_is_kept_and_shown_and_never_done() {
    let stage = Stage::open().await;
    let code = add_enrol_code(&stage.portal, &UNIT.into(), true, 5).await.expect("a code");
    let people = vec![Proof { user: "stp.mc".into(), secret: Secret(SECRET.to_owned()) }];
    let request = EnrolRequest { version: 1, code: Secret(code), desk_name: "Quầy bị mất".to_owned(), people };
    let client = Client::new();
    let answer = client.post(format!("{}/api/1/enrol", stage.url)).json(&request).send().await.expect("an answer");
    let packed = answer.bytes().await.expect("bytes");
    let reply: EnrolReply = serde_json::from_slice(&zstd::decode_all(packed.as_ref()).expect("zstd")).expect("JSON");
    let push = async |envelopes: &[Envelope]| {
        let message =
            json!({"version": 1, "unit": UNIT, "head": null, "catalogue": 1, "limit": 1, "envelopes": envelopes});
        let sent =
            client.post(format!("{}/api/1/push", stage.url)).bearer_auth(&reply.token.0).body(message.to_string());
        sent.send().await.expect("an answer").status()
    };
    assert_eq!(push(&[]).await, StatusCode::OK);
    stage.portal.store.revoke(reply.device, desk::clock()).await.expect("revoked");
    let sent = [note(1, "đã gọi điện"), note(2, "đã hẹn")];
    for _ in 0..2 {
        assert_eq!(push(&sent).await, StatusCode::UNAUTHORIZED, "it is told that it is no desk any more");
    }
    let kept = stage.portal.store.quarantined(&UNIT.into(), 10).await.expect("the store holds");
    assert_eq!(kept.len(), 2, "each once, however often it comes: {kept:?}");
    let read: Vec<Envelope> = kept.iter().map(|one| serde_json::from_str(&one.body).expect("an envelope")).collect();
    assert!(sent.iter().all(|envelope| read.contains(envelope)), "{read:?}");
    let many: Vec<Envelope> = (10..700).map(|number| note(number, "nữa")).collect();
    for some in many.chunks(200) {
        push(some).await;
    }
    assert_eq!(stage.portal.store.count_quarantined(&UNIT.into()).await.expect("the store holds"), 692, "all of it");
    let more: Vec<Envelope> = (1_000..2_500).map(|number| note(number, "nữa")).collect();
    for some in more.chunks(200).take(6) {
        assert_eq!(push(some).await, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(push(&more[1_200..1_400]).await, StatusCode::TOO_MANY_REQUESTS, "more than two thousand on a day");
    let kept = stage.portal.store.count_quarantined(&UNIT.into()).await.expect("the store holds");
    assert_eq!(kept, 1_892, "nothing by halves: it comes again another day");
    assert_eq!(push(&sent).await, StatusCode::UNAUTHORIZED, "what is kept is not counted again");
    let judged = client.post(format!("{}/api/1/push", stage.url)).bearer_auth("nobody").body("{}").send().await;
    assert_eq!(judged.expect("an answer").status(), StatusCode::UNAUTHORIZED);
    assert_eq!(stage.portal.store.count_cases().await.expect("the store holds"), 0);

    let (_, page) = stage.signed_in("stp.qt").await.text("/quan-tri/may/dong-bo").await;
    assert!(page.contains("id=\"quarantine\"") && page.contains("Quầy bị mất"), "{page}");
    let (_, other) = stage.signed_in("thd.qt").await.text("/quan-tri/may/dong-bo").await;
    assert!(!other.contains("id=\"quarantine\""), "another unit sees nothing of it");
}
