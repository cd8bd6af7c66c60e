//! Documents of citizens that are not what they say.

use crate::stage::Stage;
use reqwest::multipart::{Form, Part};
use reqwest::{Client, StatusCode};

async fn send(stage: &Stage, file_name: &str, bytes: Vec<u8>) -> (StatusCode, String) {
    let catalogue = stage.portal.catalogue();
    let edition = catalogue.editions.values().last().unwrap();
    // One whose form asks for nothing more than its documents.
    let is_plain = |service: &&casework::catalogue::Service| {
        !service.papers.is_empty() && !service.units.is_empty() && service.entries.is_empty()
    };
    let service = edition.services.values().find(is_plain);
    let service = service.unwrap();
    let form = Form::new()
        .text("unit", service.units.first().unwrap().0.clone())
        .text("name", "Trần Thị Mai")
        .text("address", "Nam Định")
        .text("phone", "0900000001")
        .part("paper-0", Part::bytes(bytes).file_name(file_name.to_owned()));
    let url = format!("{}/nop-ho-so/{}", stage.url, service.code);
    let answer = Client::new().post(url).multipart(form).send().await.unwrap();
    (answer.status(), answer.text().await.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_pdf_or_picture_is_refused_whatever_its_name_says() {
    let stage = Stage::open().await;
    let page = b"<html><script>alert(1)</script></html>".to_vec();
    let drawing = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>".to_vec();
    let archive = [b"PK\x03\x04".to_vec(), vec![0; 1_000]].concat();
    let program = [b"MZ\x90\x00".to_vec(), vec![0; 1_000]].concat();
    let both = [b"GIF89a/*".to_vec(), b"*/=1;alert(1)".to_vec()].concat();
    let behind = [b"<html></html>".to_vec(), b"%PDF-1.4".to_vec()].concat();
    let mark = [b"\xef\xbb\xbf%PDF-1.4".to_vec(), vec![b' '; 100]].concat();
    for bytes in [page, drawing, archive, program, both, behind, mark, vec![0x1f, 0x8b, 8, 0], vec![b'x']] {
        let (status, said) = send(&stage, "to-khai.pdf", bytes).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(said.contains("to-khai.pdf") && said.contains("không phải PDF, PNG hoặc JPEG"), "{said}");
    }
    assert_eq!(stage.portal.store.count_cases().await.unwrap(), 0, "nothing half done");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_that_is_too_large_is_refused_and_its_name_is_never_a_path() {
    let stage = Stage::open().await;
    let large = [b"%PDF-1.4".to_vec(), vec![b' '; 20 * 1024 * 1024]].concat();
    let (status, said) = send(&stage, "to-khai.pdf", large).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(said.contains("lớn hơn 20 MB"), "{said}");
    for name in ["../../../etc/passwd", "C:\\Windows\\CON", "<img src=x onerror=alert(1)>.pdf", "fdp.\u{202e}exe"] {
        let (status, said) = send(&stage, name, [b"%PDF-1.4 ".to_vec(), name.as_bytes().to_vec()].concat()).await;
        assert_eq!(status, StatusCode::OK, "{name}: {said}");
        assert!(!said.contains("<img src=x"), "a name stays text");
    }
    let cases = stage.portal.store.count_cases().await.unwrap();
    assert_eq!(cases, 4);
    assert!(stage.portal.store.case_by_code(&"khong-co".into()).await.unwrap().is_none());
}
