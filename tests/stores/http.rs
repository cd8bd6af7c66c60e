//! The portal over HTTP: bad input gets a typed refusal and changes nothing; pages are hardened; documents resume.

use motcua_tests::fixture::{catalogue, units};
use motcua_tests::office::{Office, SECRET};
use protocol::RoadRefusal;
use protocol::enrol::{EnrolReply, EnrolRequest, Proof, Secret};
use reqwest::{Client, Response, StatusCode};
use serde_json::{Value, json};

struct Visit {
    office: Office,
    client: Client,
    token: String,
}

async fn visit() -> Visit {
    let office = Office::open().await.expect("a portal");
    let code = portal::add_enrol_code(&office.portal, &units()[0], true, 5).await.expect("a code");
    let client = Client::new();
    let people = vec![Proof { user: "a.mc".into(), secret: Secret(SECRET.to_owned()) }];
    let request = EnrolRequest { version: 1, code: Secret(code), desk_name: "Bàn".to_owned(), people };
    let answer = client.post(format!("{}/api/1/enrol", office.url())).json(&request).send().await.expect("an answer");
    assert_eq!(answer.status(), StatusCode::OK);
    let packed = answer.bytes().await.expect("bytes");
    let reply: EnrolReply = serde_json::from_slice(&zstd::decode_all(packed.as_ref()).expect("zstd")).expect("JSON");
    Visit { office, client, token: reply.token.0 }
}

impl Visit {
    async fn push(&self, token: &str, body: Vec<u8>, packed: bool) -> Response {
        let request = self.client.post(format!("{}/api/1/push", self.office.url())).bearer_auth(token).body(body);
        let request = if packed { request.header("content-encoding", "zstd") } else { request };
        request.send().await.expect("an answer")
    }

    async fn cases(&self) -> i64 {
        self.office.portal.store.count_cases().await.expect("the store holds")
    }
}

fn message(version: u16, unit: &str, envelopes: &Value) -> Vec<u8> {
    let message =
        json!({"version": version, "unit": unit, "head": null, "catalogue": 0, "limit": 10, "envelopes": envelopes});
    message.to_string().into_bytes()
}

async fn refusal(response: Response) -> (StatusCode, RoadRefusal) {
    let status = response.status();
    (status, response.json().await.expect("a refusal in the portal's words"))
}

#[tokio::test(flavor = "multi_thread")]
async fn malformed_messages_get_a_typed_refusal_and_change_nothing() {
    let visit = visit().await;
    let unit = units()[0].0.clone();
    let good = message(1, &unit, &json!([]));
    let packed = zstd::encode_all(good.as_slice(), 3).expect("zstd");
    assert_eq!(visit.push(&visit.token, good.clone(), false).await.status(), StatusCode::OK);
    assert_eq!(visit.push(&visit.token, packed.clone(), true).await.status(), StatusCode::OK);
    for cut in [0, 1, 5, packed.len() / 2, packed.len() - 1] {
        let (status, said) = refusal(visit.push(&visit.token, packed[..cut].to_vec(), true).await).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "cut at {cut}");
        assert!(matches!(said, RoadRefusal::Malformed { .. }), "{said:?}");
    }
    for body in [&b"{"[..], b"[]", b"\xff\xfe", b"{\"version\":1}"] {
        let (status, said) = refusal(visit.push(&visit.token, body.to_vec(), false).await).await;
        assert_eq!((status, matches!(said, RoadRefusal::Malformed { .. })), (StatusCode::BAD_REQUEST, true));
    }
    let (_, said) = refusal(visit.push(&visit.token, message(99, &unit, &json!([])), false).await).await;
    assert_eq!(said, RoadRefusal::VersionTooNew { spoken: 99, portal: 1 });
    let (_, said) = refusal(visit.push(&visit.token, message(0, &unit, &json!([])), false).await).await;
    assert!(matches!(said, RoadRefusal::VersionTooOld { .. }));
    let (status, said) = refusal(visit.push("sai", good.clone(), false).await).await;
    assert_eq!((status, said), (StatusCode::UNAUTHORIZED, RoadRefusal::NotEnrolled));
    let (_, said) = refusal(visit.push(&visit.token, message(1, &units()[1].0, &json!([])), false).await).await;
    assert_eq!(said, RoadRefusal::OtherUnit);
    let (_, said) = refusal(visit.push(&visit.token, message(1, &unit, &json!([{"no": "id"}])), false).await).await;
    assert!(matches!(said, RoadRefusal::Malformed { .. }));
    assert_eq!(visit.cases().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bomb_is_refused_before_it_unpacks() {
    let visit = visit().await;
    let bomb = zstd::encode_all(std::io::Read::take(std::io::repeat(b' '), 64 * 1024 * 1024), 19).expect("zstd");
    let (status, said) = refusal(visit.push(&visit.token, bomb, true).await).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(matches!(said, RoadRefusal::TooLarge { .. }));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_of_an_unknown_kind_is_refused_by_its_id() {
    let visit = visit().await;
    let id = "00000000-0000-0000-0000-000000000007";
    let envelope = json!([{"id": id, "command": {"type": "from_the_future"}}]);
    let answer = visit.push(&visit.token, message(1, &units()[0].0, &envelope), false).await;
    let packed = answer.bytes().await.expect("bytes");
    let reply: Value = serde_json::from_slice(&zstd::decode_all(packed.as_ref()).expect("zstd")).expect("JSON");
    assert_eq!(reply["verdicts"][0]["envelope"], id);
    assert_eq!(reply["verdicts"][0]["verdict"]["refusal"]["type"], "unknown_command");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_resumes_where_it_stopped_and_must_be_what_its_name_says() {
    let visit = visit().await;
    let bytes = vec![7_u8; 300_000];
    let digest = protocol::digest(&bytes);
    let url = format!("{}/api/1/files/{digest}", visit.office.url());
    let put = |offset: usize, part: Vec<u8>| {
        let request = visit.client.put(&url).bearer_auth(&visit.token);
        request.header("upload-length", 300_000).header("upload-offset", offset).body(part).send()
    };
    let taken = put(0, bytes[..100_000].to_vec()).await.expect("an answer");
    assert_eq!(taken.headers()["upload-held"], "false");
    assert_eq!(taken.headers()["upload-offset"], "100000");
    let (status, said) = refusal(put(150_000, bytes[150_000..].to_vec()).await.expect("an answer")).await;
    assert_eq!((status, said), (StatusCode::CONFLICT, RoadRefusal::WrongOffset { offset: 100_000 }));
    let state = visit.client.head(&url).bearer_auth(&visit.token).send().await.expect("an answer");
    assert_eq!(state.headers()["upload-offset"], "100000");
    let whole = put(100_000, bytes[100_000..].to_vec()).await.expect("an answer");
    assert_eq!(whole.headers()["upload-held"], "true");
    let get = visit.client.get(&url).bearer_auth(&visit.token).send().await.expect("an answer");
    assert_eq!(get.status(), StatusCode::NOT_FOUND, "no case of the unit refers to it");
    let other = format!("{}/api/1/files/{}", visit.office.url(), protocol::digest(b"khac"));
    let request = visit.client.put(&other).bearer_auth(&visit.token).header("upload-length", 3);
    let answer = request.header("upload-offset", 0).body("xxx").send().await.expect("an answer");
    assert_eq!(refusal(answer).await.1, RoadRefusal::WrongDigest);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_hardened() {
    let visit = visit().await;
    for path in ["/", "/dich-vu/S", "/nop-ho-so/S", "/tra-cuu", "/khong-co", "/style.css"] {
        let answer = visit.client.get(format!("{}{path}", visit.office.url())).send().await.expect("an answer");
        let header = |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        assert!(header("content-security-policy").contains("default-src 'none'"), "{path}");
        assert!(header("content-security-policy").contains("frame-ancestors 'none'"), "{path}");
        assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header("referrer-policy"), "same-origin", "{path}");
        assert!(header("strict-transport-security").starts_with("max-age=31536000"), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_citizen_files_online_and_looks_the_case_up_and_nobody_else_does() {
    let visit = visit().await;
    let base = visit.office.url();
    let filing = || {
        let pdf = reqwest::multipart::Part::bytes(&b"%PDF-1.4 to khai"[..]).file_name("to khai.pdf");
        let form = reqwest::multipart::Form::new().text("unit", units()[0].0.clone()).text("name", "Nguyễn <b>Đức</b>");
        form.text("address", "Nam Định").text("phone", "0912 345 678").part("paper-0", pdf)
    };
    let url = format!("{base}/nop-ho-so/S");
    let elsewhere = visit.client.post(&url).header("origin", "https://elsewhere.example").multipart(filing());
    assert_eq!(elsewhere.send().await.expect("an answer").status(), StatusCode::FORBIDDEN);
    assert_eq!(visit.cases().await, 0);
    let answer = visit.client.post(&url).header("origin", &base).multipart(filing()).send().await.expect("an answer");
    let html = answer.text().await.expect("a page");
    let start = html.find("N-").expect("a reference");
    let reference = html[start..].split(['<', '"']).next().expect("a reference").to_owned();
    assert_eq!(visit.cases().await, 1);
    let look_up = async |code: &str, fact: &str| {
        let form = [("ma", code), ("them", fact)];
        let answer = visit.client.post(format!("{base}/tra-cuu")).form(&form).send().await.expect("an answer");
        (answer.status(), answer.text().await.expect("a page"))
    };
    let (status, page) = look_up(&reference, "").await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("data-status=\"1\"") && page.contains("Nguyễn &#60;b&#62;Đức"), "{page}");
    assert!(!page.contains("<b>Đức"), "what a citizen typed stays text");
    for (code, fact) in [("N-AAAA-BBBB-CCCC-DDDD-EEEE", ""), ("000.00.03.H40-261116-0001", "5678"), ("' OR 1=1", "")] {
        assert_eq!(look_up(code, fact).await.0, StatusCode::NOT_FOUND, "{code}");
    }
    let mut answers = Vec::new();
    for _ in 0..12 {
        answers.push(look_up("000.00.03.H40-261116-0002", "0000").await.0);
    }
    assert_eq!(answers.last(), Some(&StatusCode::TOO_MANY_REQUESTS), "guessing is bounded");
    let script = reqwest::multipart::Part::bytes(&b"<script>"[..]).file_name("a.pdf");
    let form = reqwest::multipart::Form::new().text("unit", units()[0].0.clone()).part("paper-0", script);
    let answer = visit.client.post(&url).multipart(form).send().await.expect("an answer");
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "only PDF, PNG and JPEG by their bytes");
    assert_eq!(catalogue().editions.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_writes_in_its_own_units_book_for_its_own_people_and_reads_it_only_for_a_head() {
    let visit = visit().await;
    let post = async |path: &str, message: Value| {
        let url = format!("{}/api/1/{path}", visit.office.url());
        visit.client.post(url).bearer_auth(&visit.token).body(message.to_string()).send().await.expect("an answer")
    };
    let unpacked = async |answer: Response| -> Value {
        let packed = answer.bytes().await.expect("bytes");
        serde_json::from_slice(&zstd::decode_all(packed.as_ref()).expect("zstd")).expect("JSON")
    };
    let (own, other) = (&units()[0].0, &units()[1].0);
    let looked = |user: &str| json!({"at": 5, "user": user, "what": {"type": "signed_in"}});
    let wanted = json!({"log": null, "after": 0, "since": 0});
    let book = |unit: &str, entries: Value| json!({"version": 1, "unit": unit, "entries": entries, "wanted": wanted});
    let reply = unpacked(post("book", book(own, json!([looked("a.mc"), looked("a.ld")]))).await).await;
    assert_eq!((&reply["strangers"], &reply["page"]), (&json!(["a.ld"]), &Value::Null), "no head is enrolled here");
    let (status, said) = refusal(post("book", book(other, json!([]))).await).await;
    assert_eq!((status, said), (StatusCode::FORBIDDEN, RoadRefusal::OtherUnit));
    let many = json!(vec![looked("a.mc"); 501]);
    assert_eq!(refusal(post("book", book(own, many)).await).await.0, StatusCode::PAYLOAD_TOO_LARGE);
    let ratings = |unit: &str| json!({"version": 1, "unit": unit, "after": null});
    assert_eq!(unpacked(post("ratings", ratings(own)).await).await["ratings"], Value::Null);
    assert_eq!(refusal(post("ratings", ratings(other)).await).await.1, RoadRefusal::OtherUnit);
    let unknown = visit.client.post(format!("{}/api/1/book", visit.office.url())).bearer_auth("sai");
    let answer = unknown.body(book(own, json!([])).to_string()).send().await.expect("an answer");
    assert_eq!(refusal(answer).await, (StatusCode::UNAUTHORIZED, RoadRefusal::NotEnrolled));
}
