//! Documents of citizens that carry a virus, with a scanner that speaks clamd's published protocol (INSTREAM).

use crate::stage::Stage;
use portal::{Exchange, VirusScanner};
use reqwest::multipart::{Form, Part};
use reqwest::{Client, StatusCode};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, UnixListener};

/// The test string that every scanner knows, put together here so that none finds it in this file.
fn eicar() -> Vec<u8> {
    let halves = ["X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD", "-ANTIVIRUS-TEST-FILE!$H+H*"];
    [b"%PDF-1.4\n".to_vec(), halves.concat().into_bytes()].concat()
}

/// Hears one INSTREAM and answers as clamd does; how many bytes there were.
async fn hear(mut stream: impl AsyncRead + AsyncWrite + Unpin) -> usize {
    let mut command = [0; 10];
    stream.read_exact(&mut command).await.expect("a command");
    assert_eq!(&command, b"zINSTREAM\0");
    let mut document = Vec::new();
    loop {
        let length = stream.read_u32().await.expect("a length") as usize;
        if length == 0 {
            break;
        }
        let begin = document.len();
        document.resize(begin + length, 0);
        stream.read_exact(&mut document[begin..]).await.expect("a piece");
    }
    let mark = b"EICAR-STANDARD-ANTIVIRUS";
    let is_infected = document.windows(mark.len()).any(|window| window == mark);
    let answer: &[u8] = if is_infected { b"stream: Eicar-Test-Signature FOUND\0" } else { b"stream: OK\0" };
    stream.write_all(answer).await.expect("an answer");
    document.len()
}

async fn send(stage: &Stage, name: &str, bytes: Vec<u8>) -> (StatusCode, String) {
    let catalogue = stage.portal.catalogue();
    let edition = catalogue.editions.values().last().unwrap();
    let service = edition
        .services
        .values()
        .find(|service| !service.papers.is_empty() && !service.units.is_empty() && service.entries.is_empty());
    let service = service.unwrap();
    let form = Form::new()
        .text("unit", service.units.first().unwrap().0.clone())
        .text("name", "Trần Thị Mai")
        .text("address", "Nam Định")
        .text("phone", "0900000001")
        .part("paper-0", Part::bytes(bytes).file_name(name.to_owned()));
    let url = format!("{}/nop-ho-so/{}", stage.url, service.code);
    let answer = Client::new().post(url).multipart(form).send().await.unwrap();
    (answer.status(), answer.text().await.unwrap())
}

fn connect(stage: &Stage, address: &str, takes_unscanned: bool) {
    let virus_scanner = Some(VirusScanner::read(address, takes_unscanned).unwrap());
    stage.portal.connect(Exchange { virus_scanner, ..Exchange::default() });
}

#[tokio::test(flavor = "multi_thread")]
async fn what_carries_a_virus_is_refused_thrown_away_and_noted_and_all_else_is_kept() {
    let stage = Stage::open().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    connect(&stage, &format!("tcp://{}", listener.local_addr().unwrap()), false);
    let heard = Arc::new(AtomicUsize::new(0));
    let counter = heard.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            counter.fetch_add(hear(stream).await, Ordering::SeqCst);
        }
    });
    let infected = eicar();
    let digest = protocol::digest(&infected);
    let (status, page) = send(&stage, "to-khai.pdf", infected.clone()).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("to-khai.pdf: có mã độc (Eicar-Test-Signature)"), "{page}");
    assert!(!page.contains("name=\"uploaded\""), "it is not offered to be sent again: {page}");
    assert_eq!(stage.portal.store.count_cases().await.unwrap(), 0);
    assert!(stage.portal.store.file(&digest).await.unwrap().is_none(), "no document is made of it");
    assert_eq!(heard.load(Ordering::SeqCst), infected.len());
    let actions = stage.portal.store.actions(None, 10, 0).await.unwrap();
    let noted = actions.iter().find(|action| action.action == "infected_document").expect("it is noted");
    assert!(noted.detail.contains("Eicar-Test-Signature") && noted.detail.contains(digest.as_str()), "{noted:?}");
    assert!(!noted.detail.contains("to-khai"), "a name may say whose it is");

    // Larger than a piece, and clean.
    let clean = [b"%PDF-1.4 ".to_vec(), vec![b'a'; 200_000]].concat();
    let size = clean.len();
    let (status, page) = send(&stage, "to-khai.pdf", clean.clone()).await;
    assert_eq!(status, StatusCode::OK, "{page}");
    assert_eq!(heard.load(Ordering::SeqCst), infected.len() + size, "all of it is looked through");
    assert!(stage.portal.store.file(&protocol::digest(&clean)).await.unwrap().is_some());
}

/// The names of the documents of all cases.
async fn names(stage: &Stage) -> Vec<String> {
    let mut names = Vec::new();
    for unit in stage.portal.store.units().await.unwrap() {
        for case in stage.portal.store.cases(&unit).await.unwrap() {
            names.extend(case.papers.iter().flat_map(|paper| &paper.files).map(|file| file.name.clone()));
        }
    }
    names
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_scanner_is_not_there_documents_wait_or_say_that_nobody_looked_through_them() {
    let stage = Stage::open().await;
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("clamd.ctl");
    let address = format!("unix://{}", socket.display());
    connect(&stage, &address, false);
    let (status, page) = send(&stage, "a.pdf", b"%PDF-1.4 a".to_vec()).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("a.pdf: chưa quét được mã độc"), "{page}");
    assert!(page.contains("name=\"uploaded\""), "it need not be chosen again: {page}");
    assert_eq!(stage.portal.store.count_cases().await.unwrap(), 0);
    connect(&stage, &address, true);
    assert_eq!(send(&stage, "a.pdf", b"%PDF-1.4 a".to_vec()).await.0, StatusCode::OK);
    assert_eq!(names(&stage).await, ["a (chưa quét mã độc).pdf"]);

    // One that answers with something else has not looked through it; over its socket it is heard like over TCP.
    let listener = UnixListener::bind(&socket).unwrap();
    connect(&stage, &address, false);
    let serving = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        stream.write_all(b"INSTREAM size limit exceeded. ERROR\0").await.unwrap();
        drop(stream);
        let (stream, _) = listener.accept().await.unwrap();
        hear(stream).await
    });
    let (status, page) = send(&stage, "b.pdf", b"%PDF-1.4 b".to_vec()).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("chưa quét được mã độc"), "{page}");
    assert_eq!(send(&stage, "c.pdf", b"%PDF-1.4 c".to_vec()).await.0, StatusCode::OK);
    assert_eq!(serving.await.unwrap(), 10);
    assert!(names(&stage).await.contains(&"c.pdf".to_owned()));
}
