//! A desk sees its own unit and nothing of another, whatever it asks for.

use casework::{Actor, CaseId, Channel, Command, Envelope, EnvelopeId, FileRef};
use motcua_tests::fixture::{application, at, papers, units};
use motcua_tests::office::{Office, SECRET};
use protocol::enrol::{EnrolReply, EnrolRequest, Proof, Secret};
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

struct Desk {
    client: Client,
    url: String,
    token: String,
}

async fn desk(office: &Office, side: usize) -> Desk {
    let client = Client::new();
    let code = portal::add_enrol_code(&office.portal, &units()[side], true, 5).await.unwrap();
    let people = vec![Proof { user: ["a.mc", "b.mc"][side].into(), secret: Secret(SECRET.to_owned()) }];
    let request = EnrolRequest { version: 1, code: Secret(code), desk_name: "Bàn".to_owned(), people };
    let url = format!("{}/api/1", office.url());
    let answer = client.post(format!("{url}/enrol")).json(&request).send().await.unwrap();
    let reply: EnrolReply = serde_json::from_slice(&unpacked(answer).await).unwrap();
    Desk { client, url, token: reply.token.0 }
}

async fn unpacked(answer: reqwest::Response) -> Vec<u8> {
    assert_eq!(answer.status(), StatusCode::OK);
    zstd::decode_all(answer.bytes().await.unwrap().as_ref()).unwrap()
}

impl Desk {
    async fn post(&self, path: &str, message: Value) -> reqwest::Response {
        let request = self.client.post(format!("{}{path}", self.url)).bearer_auth(&self.token);
        request.body(message.to_string()).send().await.unwrap()
    }

    async fn push(&self, side: usize, envelopes: &[Envelope]) -> reqwest::Response {
        let message = json!({"version": 1, "unit": units()[side], "head": null, "catalogue": 1, "limit": 500,
            "envelopes": envelopes});
        self.post("/push", message).await
    }

    async fn judged(&self, side: usize, envelopes: &[Envelope]) -> Value {
        serde_json::from_slice(&unpacked(self.push(side, envelopes).await).await).unwrap()
    }

    async fn file(&self, digest: &str) -> StatusCode {
        let request = self.client.get(format!("{}/files/{digest}", self.url)).bearer_auth(&self.token);
        request.send().await.unwrap().status()
    }
}

fn envelope(user: &str, case: u128, command: Command) -> Envelope {
    Envelope {
        id: EnvelopeId(Uuid::now_v7()),
        case: CaseId(Uuid::from_u128(case)),
        actor: Actor::Official(user.into()),
        at: at("2026-11-20", 9),
        edition: "2026".into(),
        seen: 0,
        after: None,
        command,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_gets_nothing_of_another_units_cases_documents_and_registers() {
    let office = Office::open().await.unwrap();
    let (ours, theirs) = (desk(&office, 0).await, desk(&office, 1).await);
    let bytes = b"%PDF-1.4 bi mat";
    let digest = protocol::digest(bytes);
    let request = ours.client.put(format!("{}/files/{digest}", ours.url)).bearer_auth(&ours.token);
    let kept = request.header("upload-length", bytes.len()).header("upload-offset", 0).body(bytes.to_vec());
    assert_eq!(kept.send().await.unwrap().headers()["upload-held"], "true");
    let mut application = application(&units()[0], "S", Channel::Counter, "Nguyễn Bí Mật");
    application.papers = papers();
    let (name, media_type) = ("to-khai.pdf".to_owned(), "application/pdf".to_owned());
    application.papers[0].files = vec![FileRef { digest: digest.clone(), name, media_type, size: bytes.len() as u64 }];
    let filed = ours.judged(0, &[envelope("a.mc", 7, Command::File { application: application.clone() })]).await;
    assert_eq!(filed["verdicts"][0]["verdict"]["type"], "accepted");
    assert_eq!(ours.file(digest.as_str()).await, StatusCode::PARTIAL_CONTENT);

    // Whatever they ask for in our name.
    assert_eq!(theirs.push(0, &[]).await.status(), StatusCode::FORBIDDEN);
    let check = json!({"version": 1, "unit": units()[0], "seq": 0, "cases": 0, "states": "0".repeat(64)});
    let checked = theirs.post("/check", check).await.status();
    assert!(checked == StatusCode::FORBIDDEN || checked == StatusCode::BAD_REQUEST, "{checked}");
    assert_eq!(theirs.file(digest.as_str()).await, StatusCode::NOT_FOUND);
    let note = Command::Note { text: "đã xem".to_owned() };
    let tries = [
        envelope("b.mc", 7, note.clone()),
        envelope("a.mc", 7, note),
        envelope("b.mc", 8, Command::File { application: application.clone() }),
        envelope("b.mc", 7, Command::Withdraw { turn: 1, reason: "không cần nữa".to_owned() }),
    ];
    let judged = theirs.judged(1, &tries).await;
    for verdict in judged["verdicts"].as_array().unwrap() {
        assert_eq!(verdict["verdict"]["type"], "refused", "{verdict}");
    }
    assert!(!judged.to_string().contains("Bí Mật"), "no refusal tells what the case is about");
    assert_eq!(judged["entries"], json!([]));
    let case = office.portal.store.case(CaseId(Uuid::from_u128(7))).await.unwrap().unwrap();
    assert_eq!(case.version, 1, "nothing was done");
    // Nor by guessing.
    for number in 0_u32..200 {
        assert_eq!(theirs.file(protocol::digest(&number.to_be_bytes()).as_str()).await, StatusCode::NOT_FOUND);
    }
}
