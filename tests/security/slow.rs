//! Callers that hold a connection and send next to nothing, over real sockets; and one whose line is slow but steady.

use crate::stage::Stage;
use portal::{Patience, Serving, serve_patiently};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{interval, timeout};

/// How long a test waits for what has to come.
const LONGEST: Duration = Duration::from_secs(20);

async fn impatient(stage: &Stage) -> Serving {
    let second = Duration::from_secs(1);
    let patience = Patience { head: second, head_size: 16 * 1024, body: second, rate: 1_000 };
    serve_patiently(stage.portal.clone(), "127.0.0.1:0", patience).await.expect("a server")
}

async fn connect(serving: &Serving) -> TcpStream {
    TcpStream::connect(serving.address).await.expect("a connection")
}

/// Writes a piece every 25 ms as long as it is taken; the answer, up to the end of the connection.
async fn drips(socket: TcpStream, pieces: impl Iterator<Item = Vec<u8>>) -> String {
    let (mut reading, mut writing) = socket.into_split();
    let answer = async {
        let mut bytes = Vec::new();
        // A connection that is reset has ended, too.
        let _ = reading.read_to_end(&mut bytes).await;
        String::from_utf8_lossy(&bytes).into_owned()
    };
    let dripping = async {
        let mut beat = interval(Duration::from_millis(25));
        for piece in pieces {
            beat.tick().await;
            if writing.write_all(&piece).await.is_err() {
                break;
            }
        }
        writing
    };
    let both = async {
        let mut answer = std::pin::pin!(answer);
        tokio::select! {
            told = answer.as_mut() => told,
            // The line stays open behind the last piece.
            open = dripping => { let told = answer.await; drop(open); told }
        }
    };
    timeout(LONGEST, both).await.expect("the connection is let go")
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_sends_no_head_or_drips_one_is_let_go() {
    let stage = Stage::open().await;
    let serving = impatient(&stage).await;
    let silent = drips(connect(&serving).await, std::iter::empty()).await;
    assert!(!silent.contains("200 OK"), "{silent}");
    let head = b"GET /health HTTP/1.1\r\nHost: a\r\nX-Long: ".to_vec();
    let dripped = drips(connect(&serving).await, std::iter::once(head).chain(std::iter::repeat(vec![b'a']))).await;
    assert!(!dripped.contains("200 OK"), "{dripped}");
    // After an answer, too: the second request's head does not come.
    let begun = b"GET /health HTTP/1.1\r\nHost: a\r\n\r\nGET /he".to_vec();
    let answered = drips(connect(&serving).await, std::iter::once(begun)).await;
    assert_eq!(answered.matches("HTTP/1.1 200 OK").count(), 1, "{answered}");
    serving.stop().await.expect("it ends");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_that_is_larger_than_anybodys_is_refused() {
    let stage = Stage::open().await;
    let serving = impatient(&stage).await;
    let large =
        format!("GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX-Long: {}\r\n\r\n", "a".repeat(17_000));
    let answer = drips(connect(&serving).await, std::iter::once(large.into_bytes())).await;
    assert!(answer.starts_with("HTTP/1.1 431"), "{answer}");
    let usual =
        format!("GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX-Long: {}\r\n\r\n", "a".repeat(12_000));
    let answer = drips(connect(&serving).await, std::iter::once(usual.into_bytes())).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_drips_is_cut_off_and_the_caller_told() {
    let stage = Stage::open().await;
    let serving = impatient(&stage).await;
    let head = "POST /dang-nhap HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n\
                Content-Length: 100000\r\n\r\n";
    let begin = || std::iter::once(head.as_bytes().to_vec());
    // Nothing at all, and forty bytes a second where a thousand are the least.
    let silent = drips(connect(&serving).await, begin()).await;
    let dripped = drips(connect(&serving).await, begin().chain(std::iter::repeat(vec![b'a']))).await;
    for answer in [silent, dripped] {
        assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
        assert!(answer.contains("Đường truyền quá chậm"), "{answer}");
        let head = answer.to_lowercase();
        assert!(head.contains("connection: close") && head.contains("content-security-policy"), "{answer}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_part_over_a_slow_but_steady_line_arrives_whole() {
    let stage = Stage::open().await;
    let serving = impatient(&stage).await;
    let url = format!("http://{}", serving.address);
    let catalogue = stage.portal.catalogue();
    let service = catalogue.editions.values().last().and_then(|edition| edition.services.keys().next()).unwrap();
    let target = base64(&format!("filing {}", service.as_str()));
    let client = reqwest::Client::new();
    // Three seconds at four kilobytes a second.
    let pieces: Vec<Vec<u8>> = (0..120).map(|place| if place == 0 { pdf() } else { vec![b'a'; 100] }).collect();
    let size: usize = pieces.iter().map(Vec::len).sum();
    let begin = client.post(format!("{url}/tai-len")).header("tus-resumable", "1.0.0").header("upload-length", size);
    let told = format!("target {target},place {},filename {}", base64("0"), base64("a.pdf"));
    let begun = begin.header("upload-metadata", told).send().await.unwrap();
    assert_eq!(begun.status(), 201);
    let place = begun.headers()["location"].to_str().unwrap().to_owned();
    let head = format!(
        "PATCH {place} HTTP/1.1\r\nHost: a\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nConnection: close\r\n\
         Content-Type: application/offset+octet-stream\r\nContent-Length: {size}\r\n\r\n"
    );
    let answer = drips(connect(&serving).await, std::iter::once(head.into_bytes()).chain(pieces)).await;
    assert!(answer.starts_with("HTTP/1.1 204"), "{answer}");
    assert!(answer.contains(&format!("upload-offset: {size}")), "{answer}");
}

fn base64(text: &str) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(text)
}

fn pdf() -> Vec<u8> {
    [b"%PDF-1.4 ".to_vec(), vec![b'a'; 91]].concat()
}
