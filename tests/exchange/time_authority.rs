//! An authority that says when something existed: OpenSSL's own, behind HTTP, with a certificate of a small authority above
//! it; and whatever else may answer at its address.

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};
use tempfile::TempDir;
use tokio::net::TcpListener;

/// What the authority does with the next query, where it does not simply answer it.
#[derive(Clone, Debug)]
pub enum Mood {
    /// Answers with this instead.
    Says(Vec<u8>),
    /// Answers what was asked before.
    Repeats,
}

pub struct Authority {
    pub url: String,
    pub mood: Arc<Mutex<Option<Mood>>>,
    folder: Arc<TempDir>,
}

struct Desk {
    folder: Arc<TempDir>,
    mood: Arc<Mutex<Option<Mood>>>,
    last: Mutex<Vec<u8>>,
}

fn openssl(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new("openssl").current_dir(folder).args(arguments).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "openssl {arguments:?}: {said}");
    said
}

const CONFIG: &str = "[tsa]\nserial = ./serial\nsigner_cert = ./tsa.pem\nsigner_key = ./tsa.key\ncerts = ./ca.pem\n\
    signer_digest = sha256\ndefault_policy = 1.2.3.4.1\ndigests = sha256\naccuracy = secs:1\nordering = no\n\
    tsa_name = yes\ness_cert_id_chain = no\ness_cert_id_alg = sha256\n";

impl Authority {
    /// Opens an authority; `use_of` says what its certificate is for.
    pub async fn open(use_of: &str) -> Self {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        let at = folder.path();
        std::fs::write(at.join("tsa.cnf"), CONFIG).unwrap();
        std::fs::write(at.join("serial"), "01").unwrap();
        std::fs::write(at.join("ext"), format!("extendedKeyUsage=critical,{use_of}\nkeyUsage=digitalSignature\n"))
            .unwrap();
        let new = ["req", "-newkey", "rsa:2048", "-nodes", "-sha256"];
        let root = ["-x509", "-days", "30", "-subj", "/CN=Gốc thử", "-utf8", "-keyout", "ca.key", "-out", "ca.pem"];
        openssl(at, &[&new[..], &root[..]].concat());
        let request = ["-subj", "/CN=Dấu thời gian thử", "-utf8", "-keyout", "tsa.key", "-out", "tsa.csr"];
        openssl(at, &[&new[..], &request[..]].concat());
        let sign = ["x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial"];
        openssl(at, &[&sign[..], &["-days", "30", "-sha256", "-extfile", "ext", "-out", "tsa.pem"]].concat());
        let mood = Arc::new(Mutex::new(None));
        let desk = Arc::new(Desk { folder: folder.clone(), mood: mood.clone(), last: Mutex::default() });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/tsa", listener.local_addr().unwrap());
        let router = Router::new().route("/tsa", axum::routing::post(answer)).with_state(desk);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, mood, folder }
    }

    /// The certificate above the authority, in PEM.
    pub fn root(&self) -> Vec<u8> {
        std::fs::read(self.folder.path().join("ca.pem")).unwrap()
    }

    /// What OpenSSL says of a token of a digest.
    pub fn verifies(&self, digest: &str, token: &[u8]) -> String {
        std::fs::write(self.folder.path().join("token"), token).unwrap();
        let verify = ["ts", "-verify", "-digest", digest, "-in", "token", "-token_in", "-CAfile", "ca.pem"];
        openssl(self.folder.path(), &verify)
    }
}

async fn answer(State(desk): State<Arc<Desk>>, query: Bytes) -> impl IntoResponse {
    let mood = desk.mood.lock().unwrap().take();
    let said = match mood {
        Some(Mood::Says(bytes)) => bytes,
        Some(Mood::Repeats) => desk.last.lock().unwrap().clone(),
        None => {
            let at = desk.folder.path();
            std::fs::write(at.join("query"), &query).unwrap();
            let reply =
                ["ts", "-reply", "-config", "tsa.cnf", "-section", "tsa", "-queryfile", "query", "-out", "reply"];
            // An authority that cannot sign for the time still answers, with a refusal.
            let _ = Command::new("openssl").current_dir(at).args(reply).output().unwrap();
            let bytes = std::fs::read(at.join("reply")).unwrap_or_default();
            desk.last.lock().unwrap().clone_from(&bytes);
            bytes
        }
    };
    ([(CONTENT_TYPE, "application/timestamp-reply")], said)
}
