//! Documents that come in parts: what arrived stays, whatever happens to the line, and is only its sender's.

use crate::{Browser, status, turn};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use casework::{Command, Event, Status};
use motcua_tests::fixture::units;
use motcua_tests::office::Office;
use reqwest::header::{CONTENT_TYPE, COOKIE, LOCATION};
use reqwest::multipart::{Form, Part};
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

/// Something that begins like a PDF, of this size.
fn document(size: usize) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7 ".to_vec();
    bytes.extend((bytes.len()..size).map(|place| (place % 251) as u8));
    bytes
}

impl Browser {
    fn tus(&self, method: &str, path: &str) -> RequestBuilder {
        let method = Method::from_bytes(method.as_bytes()).expect("a method");
        let request = self.client.request(method, format!("{}{path}", self.url)).header(COOKIE, &self.cookie);
        request.header("tus-resumable", "1.0.0")
    }

    async fn begins(&self, target: &str, name: &str, size: u64) -> Response {
        let told = [("target", target), ("place", "0"), ("filename", name)];
        let told: Vec<String> =
            told.into_iter().map(|(name, text)| format!("{name} {}", STANDARD.encode(text))).collect();
        let request = self.tus("POST", "/tai-len").header("upload-length", size);
        request.header("upload-metadata", told.join(",")).send().await.expect("an answer")
    }

    /// Begins an upload; its path.
    async fn begun(&self, target: &str, size: usize) -> String {
        let answer = self.begins(target, "Tờ khai.pdf", size as u64).await;
        assert_eq!(answer.status(), StatusCode::CREATED);
        answer.headers()[LOCATION].to_str().expect("a path").to_owned()
    }

    async fn sends(&self, path: &str, offset: usize, bytes: &[u8]) -> Response {
        let request = self.tus("PATCH", path).header("upload-offset", offset);
        let request = request.header(CONTENT_TYPE, "application/offset+octet-stream").body(bytes.to_vec());
        request.send().await.expect("an answer")
    }

    /// How much is there.
    async fn offset(&self, path: &str) -> Option<usize> {
        let answer = self.tus("HEAD", path).send().await.expect("an answer");
        let offset = answer.headers().get("upload-offset")?.to_str().expect("a number");
        Some(offset.parse().expect("a number"))
    }
}

fn id(path: &str) -> String {
    path.rsplit('/').next().expect("an id").to_owned()
}

fn filled() -> Form {
    let form = Form::new().text("unit", units()[0].0.clone()).text("name", "Trần Thị Mai");
    form.text("address", "Nam Định").text("phone", "0900000001")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_is_cut_in_the_middle_costs_only_what_had_not_arrived() {
    let office = Office::open().await.expect("a portal");
    let mai = Browser::signed_up(&office, "mai@example.vn").await;
    let bytes = document(1_500_000);
    let path = mai.begun("filing S", bytes.len()).await;
    // Half of it, in a request that says that it brings all of it.
    let mut line = TcpStream::connect(&office.address).await.expect("a line");
    let head = format!(
        "PATCH {path} HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n\
         Content-Type: application/offset+octet-stream\r\nContent-Length: {}\r\n\r\n",
        office.address,
        mai.cookie,
        bytes.len()
    );
    line.write_all(head.as_bytes()).await.expect("sent");
    line.write_all(&bytes[..800_000]).await.expect("sent");
    line.flush().await.expect("sent");
    line.shutdown().await.expect("cut");
    // The portal notices by itself; what it had by then is there.
    let mut arrived = 0;
    for _ in 0..20_000 {
        arrived = mai.offset(&path).await.expect("known");
        if arrived == 800_000 {
            break;
        }
        tokio::task::yield_now().await;
    }
    assert_eq!(arrived, 800_000);
    let again = mai.sends(&path, 0, &bytes[..10]).await;
    assert_eq!((again.status(), again.headers()["upload-offset"].to_str().unwrap()), (StatusCode::CONFLICT, "800000"));
    assert_eq!(mai.sends(&path, 900_000, &bytes[900_000..]).await.status(), StatusCode::CONFLICT, "no holes");
    let rest = mai.sends(&path, arrived, &bytes[arrived..]).await;
    assert_eq!((rest.status(), rest.headers()["upload-offset"].to_str().unwrap()), (StatusCode::NO_CONTENT, "1500000"));
    let form = mai.text("/nop-ho-so/S").await;
    assert!(form.contains(&id(&path)) && form.contains("Tờ khai.pdf"), "the form shows what was sent, after a reload");
    let page = mai.send("/nop-ho-so/S", filled().text("uploaded", id(&path))).await;
    assert_eq!(page.status(), StatusCode::OK);
    let page = page.text().await.expect("a page");
    let case = page.split("/ho-so-cua-toi/").nth(1).and_then(|rest| rest[..36].parse().ok()).expect("a case");
    let case = office.portal.store.case(case).await.expect("the store holds").expect("a case");
    let file = &case.papers[0].files[0];
    assert_eq!((file.name.as_str(), file.size, &file.digest), ("Tờ khai.pdf", 1_500_000, &protocol::digest(&bytes)));
    assert_eq!(mai.offset(&path).await, None, "what is filed is no longer on its way");
    assert_eq!(portal::check(&office.portal).await.expect("checked").findings, [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_is_its_senders_and_for_what_it_was_sent_for() {
    let office = Office::open().await.expect("a portal");
    let mai = Browser::signed_up(&office, "mai@example.vn").await;
    let other = Browser::signed_up(&office, "0900000002").await;
    let nobody = Browser::at(&office);
    let bytes = document(1_000);
    let path = mai.begun("filing S", bytes.len()).await;
    for stranger in [&other, &nobody] {
        assert_eq!(stranger.offset(&path).await, None);
        assert_eq!(stranger.sends(&path, 0, &bytes).await.status(), StatusCode::NOT_FOUND);
        let ended = stranger.tus("DELETE", &path).send().await.expect("an answer");
        assert_eq!(ended.status(), StatusCode::NOT_FOUND);
        let stolen = stranger.send("/nop-ho-so/S", filled().text("uploaded", id(&path))).await;
        assert_eq!(stolen.status(), StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_eq!(mai.sends(&path, 0, &bytes).await.status(), StatusCode::NO_CONTENT);
    let elsewhere = mai.send("/nop-ho-so/L", filled().text("uploaded", id(&path))).await;
    assert_eq!(elsewhere.status(), StatusCode::UNPROCESSABLE_ENTITY, "it was sent for another service");
    let (_, case) = mai.files().await;
    assert_eq!(other.begins(&format!("case {case}"), "a.pdf", 10).await.status(), StatusCode::BAD_REQUEST);
    assert_eq!(mai.begins(&format!("case {case}"), "a.pdf", 10).await.status(), StatusCode::CREATED);
    for target in ["", "filing khong-co", "case x", "anything"] {
        assert_eq!(mai.begins(target, "a.pdf", 10).await.status(), StatusCode::BAD_REQUEST, "{target}");
    }
    // Filed without an account: whoever knows the id, and that is only whoever began it.
    let path = nobody.begun("filing S", bytes.len()).await;
    assert_eq!(nobody.sends(&path, 0, &bytes).await.status(), StatusCode::NO_CONTENT);
    assert!(!nobody.text("/nop-ho-so/S").await.contains(&id(&path)));
    let filed = nobody.send("/nop-ho-so/S", filled().text("uploaded", id(&path))).await;
    assert_eq!(filed.status(), StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_kind_and_the_size_of_an_upload_are_bounded_as_in_a_form() {
    let office = Office::open().await.expect("a portal");
    let mai = Browser::signed_up(&office, "mai@example.vn").await;
    let most = 20 * 1024 * 1024;
    for size in [0, most + 1, u64::MAX] {
        assert_eq!(mai.begins("filing S", "a.pdf", size).await.status(), StatusCode::PAYLOAD_TOO_LARGE, "{size}");
    }
    for _ in 0..5 {
        assert_eq!(mai.begins("filing S", "a.pdf", most).await.status(), StatusCode::CREATED);
    }
    assert_eq!(mai.begins("filing S", "a.pdf", 1).await.status(), StatusCode::PAYLOAD_TOO_LARGE, "100 MB of a filing");
    let path = mai.begun("filing L", 100).await;
    let page = mai.sends(&path, 0, b"<html><script>alert(1)</script>").await;
    assert_eq!(page.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert!(page.text().await.expect("a text").contains("không phải PDF, PNG hoặc JPEG"));
    assert_eq!(mai.offset(&path).await, None, "nothing of it is kept");
    let path = mai.begun("filing L", 100).await;
    assert_eq!(mai.sends(&path, 0, &document(200)).await.status(), StatusCode::PAYLOAD_TOO_LARGE);
    // What has not come whole is filed with nothing.
    let path = mai.begun("filing L", 100).await;
    assert_eq!(mai.sends(&path, 0, &document(50)).await.status(), StatusCode::NO_CONTENT);
    let early = mai.send("/nop-ho-so/L", filled().text("uploaded", id(&path))).await;
    assert_eq!(early.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(early.text().await.expect("a page").contains("chưa gửi xong"));
    let foreign = mai.tus("POST", "/tai-len").header("sec-fetch-site", "cross-site").send().await.expect("an answer");
    assert_eq!(foreign.status(), StatusCode::FORBIDDEN);
    let old = mai.client.head(format!("{}{path}", mai.url)).header(COOKIE, &mai.cookie).send().await;
    assert_eq!(old.expect("an answer").status(), StatusCode::PRECONDITION_FAILED, "another version of the protocol");
    let abilities = mai.tus("OPTIONS", "/tai-len").send().await.expect("an answer");
    assert_eq!(abilities.headers()["tus-extension"], "creation,termination,expiration");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_sent_in_a_form_stays_when_something_else_is_wrong_with_it() {
    let office = Office::open().await.expect("a portal");
    let mai = Browser::signed_up(&office, "mai@example.vn").await;
    let part = || Part::bytes(document(3_000)).file_name("cccd.pdf");
    let wrong = Form::new().text("unit", units()[0].0.clone()).text("name", "").part("paper-0", part());
    let answer = mai.send("/nop-ho-so/S", wrong).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = answer.text().await.expect("a page");
    let sent = page.split("name=\"uploaded\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let sent = sent.expect("the document is there").to_owned();
    assert!(page.contains("cccd.pdf"));
    // The same as a draft: it is there days later, and unticked it is gone.
    let draft = filled().text("keep", "draft").text("uploaded", sent.clone());
    assert_eq!(mai.send("/nop-ho-so/S", draft).await.status(), StatusCode::SEE_OTHER);
    let week = desk::clock().plus_minutes(8 * 24 * 60);
    office.portal.sweep_uploads(week).await.expect("swept");
    assert!(mai.text("/nop-ho-so/S").await.contains(&sent));
    assert_eq!(mai.send("/nop-ho-so/S", filled().text("keep", "draft")).await.status(), StatusCode::SEE_OTHER);
    assert!(!mai.text("/nop-ho-so/S").await.contains(&sent));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_goes_on_with_is_thrown_away_and_a_cancelled_upload_at_once() {
    let office = Office::open().await.expect("a portal");
    let mai = Browser::signed_up(&office, "mai@example.vn").await;
    let folder = office.folder.path().join("portal").join("uploads");
    let lying = || std::fs::read_dir(&folder).expect("a folder").count();
    let (kept, ended) = (mai.begun("filing S", 100).await, mai.begun("filing S", 100).await);
    for path in [&kept, &ended] {
        assert_eq!(mai.sends(path, 0, &document(50)).await.status(), StatusCode::NO_CONTENT);
    }
    assert_eq!(lying(), 2);
    assert_eq!(mai.tus("DELETE", &ended).send().await.expect("an answer").status(), StatusCode::NO_CONTENT);
    assert_eq!((lying(), mai.offset(&ended).await), (1, None));
    office.portal.sweep_uploads(desk::clock().plus_minutes(6 * 24 * 60)).await.expect("swept");
    assert_eq!((lying(), mai.offset(&kept).await), (1, Some(50)));
    office.portal.sweep_uploads(desk::clock().plus_minutes(8 * 24 * 60)).await.expect("swept");
    assert_eq!((lying(), mai.offset(&kept).await), (0, None));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_supplement_takes_what_was_sent_for_its_case() {
    let office = Office::open().await.expect("a portal");
    let mai = Browser::signed_up(&office, "mai@example.vn").await;
    let (page, case) = mai.files().await;
    let papers = vec!["Bản sao CCCD".to_owned()];
    let ask = Command::RequestSupplement {
        turn: turn(&office, case).await,
        papers,
        counts: Default::default(),
        reason: "Thiếu".to_owned(),
    };
    crate::official(&office, case, "a.mc", ask).await;
    let bytes = document(2_000);
    let path = mai.begun(&format!("case {case}"), bytes.len()).await;
    for (offset, part) in [(0, &bytes[..700]), (700, &bytes[700..])] {
        assert_eq!(mai.sends(&path, offset, part).await.status(), StatusCode::NO_CONTENT);
    }
    assert!(mai.text(&page).await.contains(&id(&path)));
    let form = Form::new().text("turn", turn(&office, case).await.to_string()).text("uploaded", id(&path));
    assert_eq!(mai.send(&format!("{page}/bo-sung"), form).await.status(), StatusCode::SEE_OTHER);
    assert_eq!(status(&office, case).await, Status::Filed);
    let history = office.portal.store.history(case).await.expect("the store holds");
    let digest = protocol::digest(&bytes);
    let received = |event: &Event| matches!(event, Event::SupplementReceived { papers, .. } if papers[0].files[0].digest == digest);
    assert!(history.iter().any(|one| received(&one.event)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paper_of_an_earlier_case_is_used_again_by_its_owner_alone() {
    let office = Office::open().await.expect("a portal");
    let mai = Browser::signed_up(&office, "mai@example.vn").await;
    let bytes = document(500);
    let form = filled().part("paper-0", Part::bytes(bytes.clone()).file_name("to-khai.pdf"));
    let page = mai.send("/nop-ho-so/S", form).await.text().await.expect("a page");
    let first = page.split("/ho-so-cua-toi/").nth(1).and_then(|rest| rest[..36].parse().ok()).expect("a case");
    assert!(!mai.text("/nop-ho-so/L").await.contains("name=\"reused\""), "a case without a code is none yet");
    let code = casework::CaseCode::compose(&units()[0], desk::clock().day(), 1);
    let accept = Command::Accept { turn: turn(&office, first).await, code: code.clone() };
    crate::official(&office, first, "a.mc", accept).await;
    let page = mai.text("/nop-ho-so/L").await;
    assert!(page.contains(code.as_str()) && page.contains("to-khai.pdf"), "{page}");
    let value =
        page.split("name=\"reused\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a choice");
    let other = Browser::signed_up(&office, "0900000002").await;
    for (browser, is_theirs) in [(&other, false), (&mai, true)] {
        let page = browser.send("/nop-ho-so/L", filled().text("reused", value.to_owned())).await;
        let page = page.text().await.expect("a page");
        let case = page.split("/ho-so-cua-toi/").nth(1).and_then(|rest| rest[..36].parse().ok()).expect("a case");
        let case = office.portal.store.case(case).await.expect("the store holds").expect("a case");
        let paper = &case.papers[0];
        assert_eq!(paper.reused_from.as_ref(), Some(&code).filter(|_| is_theirs));
        let digests: Vec<_> = paper.files.iter().map(|file| file.digest.clone()).collect();
        assert_eq!(digests, if is_theirs { vec![protocol::digest(&bytes)] } else { Vec::new() });
    }
}
