//! What the log says of people: those whom the catalogue knows, by their ids; never what was typed.

use motcua_tests::fixture::units;
use motcua_tests::office::Office;
use portal::add_enrol_code;
use protocol::enrol::{EnrolRequest, Proof, Secret};
use reqwest::{Client, StatusCode};
use std::io::Write;
use std::sync::{Arc, Mutex};
use tracing_subscriber::fmt::MakeWriter;

#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Kept {
    type Writer = Self;
    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

// One thread: the log of this test is its own.
#[tokio::test]
async fn what_was_typed_as_a_name_is_not_in_the_log() {
    let kept = Kept::default();
    let subscriber = tracing_subscriber::fmt().with_writer(kept.clone()).with_ansi(false).finish();
    let _here = tracing::subscriber::set_default(subscriber);
    let office = Office::open().await.expect("a portal");
    let client = Client::new();
    let code = add_enrol_code(&office.portal, &units()[0], false, 5).await.expect("a code");
    for typed in ["a.ld", "mat-khau-go-nham"] {
        let form = [("user", typed), ("secret", "sai")];
        let answer = client.post(format!("{}/quan-tri/vao", office.url())).form(&form).send().await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
        let secret = Secret("sai".to_owned());
        let request = EnrolRequest {
            version: 1,
            code: Secret(code.clone()),
            desk_name: "Bàn".to_owned(),
            people: vec![Proof { user: typed.into(), secret }],
        };
        let answer =
            client.post(format!("{}/api/1/enrol", office.url())).json(&request).send().await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
    }
    let log = String::from_utf8_lossy(&kept.0.lock().unwrap()).into_owned();
    assert!(log.matches("a.ld").count() >= 2, "who is known is named: {log}");
    assert!(!log.contains("mat-khau-go-nham"), "{log}");
}
