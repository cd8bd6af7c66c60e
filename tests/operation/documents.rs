//! Documents in a folder and in an object store, which go away and come back.

use crate::postgres;
use crate::stage::{PATIENCE, Process, TOKEN, filing, prepare, push};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use casework::{Digest, FileRef};
use motcua_tests::fixture::units;
use portal::Store;
use reqwest::{Client, Response, StatusCode};
use std::collections::BTreeMap;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

struct Visitor {
    client: Client,
    url: String,
}

fn document(letter: u8) -> (Vec<u8>, Digest) {
    let bytes = [b"%PDF-1.4 ".to_vec(), vec![letter; 300_000]].concat();
    let digest = protocol::digest(&bytes);
    (bytes, digest)
}

impl Visitor {
    async fn put(&self, digest: &Digest, size: usize, offset: usize, part: &[u8]) -> Response {
        let request = self.client.put(format!("{}/api/1/files/{digest}", self.url)).bearer_auth(TOKEN);
        let request = request.header("upload-length", size).header("upload-offset", offset).body(part.to_vec());
        request.send().await.expect("an answer")
    }

    async fn offset(&self, digest: &Digest) -> (String, usize) {
        let request = self.client.head(format!("{}/api/1/files/{digest}", self.url)).bearer_auth(TOKEN);
        let answer = request.send().await.expect("an answer");
        let header = |name: &str| answer.headers()[name].to_str().expect("text").to_owned();
        (header("upload-held"), header("upload-offset").parse().expect("a number"))
    }

    async fn get(&self, digest: &Digest, offset: usize) -> Response {
        let request = self.client.get(format!("{}/api/1/files/{digest}", self.url)).bearer_auth(TOKEN);
        request.header("range", format!("bytes={offset}-")).send().await.expect("an answer")
    }

    /// Waits until the portal says that it is ready, or is not: it remembers an answer for two seconds.
    async fn finds(&self, is_ready: bool) {
        let asking = async {
            loop {
                let answer = self.client.get(format!("{}/health/ready", self.url)).send().await.expect("an answer");
                if (answer.status() == StatusCode::OK) == is_ready {
                    return;
                }
            }
        };
        tokio::time::timeout(PATIENCE, asking).await.expect("it is found out");
    }

    /// A case that refers to a document, so that its unit may read it.
    async fn files(&self, digest: &Digest, size: usize) {
        let (name, media_type) = ("to-khai.pdf".to_owned(), "application/pdf".to_owned());
        let file = FileRef { digest: digest.clone(), name, media_type, size: size as u64 };
        push(&self.client, &self.url, &[filing(Some(file))]).await.expect("accepted");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_of_documents_that_is_gone_acknowledges_nothing_and_goes_on_when_it_is_back() {
    let folder = tempfile::tempdir().unwrap();
    prepare(Store::embedded(folder.path()).await.unwrap(), folder.path()).await;
    let process = Process::start(&["--data", &folder.path().display().to_string()], Default::default());
    let visitor = Visitor { client: Client::new(), url: process.url.clone() };
    let (bytes, digest) = document(b'a');
    assert_eq!(visitor.put(&digest, bytes.len(), 0, &bytes[..200_000]).await.status(), StatusCode::OK);
    visitor.finds(true).await;
    let (here, away) = (folder.path().join("documents"), folder.path().join("away"));
    std::fs::rename(&here, &away).unwrap();
    visitor.finds(false).await;
    let answer = visitor.put(&digest, bytes.len(), 200_000, &bytes[200_000..]).await;
    assert_ne!(answer.status(), StatusCode::OK, "nothing is acknowledged");
    std::fs::rename(&away, &here).unwrap();
    visitor.finds(true).await;
    assert_eq!(visitor.offset(&digest).await, ("false".to_owned(), 200_000), "it goes on where it stopped");
    let answer = visitor.put(&digest, bytes.len(), 200_000, &bytes[200_000..]).await;
    assert_eq!(answer.headers()["upload-held"], "true");
    visitor.files(&digest, bytes.len()).await;
    assert_eq!(visitor.get(&digest, 100_000).await.bytes().await.unwrap(), bytes[100_000..]);
}

/// A server that speaks S3, in memory.
struct ObjectStore {
    child: Child,
    port: u16,
}

impl ObjectStore {
    async fn start(port: u16) -> Self {
        let venv = std::env::var("MOTCUA_VENV").map(PathBuf::from);
        let home = || Path::new(&std::env::var("HOME").unwrap_or_default()).join(".cache/motcua/venv");
        let program = venv.unwrap_or_else(|_| home()).join("bin/moto_server");
        let child = Command::new(&program)
            .args(["-H", "127.0.0.1", "-p", &port.to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("run scripts/setup.sh: {}: {error}", program.display()));
        let store = Self { child, port };
        let client = Client::new();
        let making = async {
            // Until it listens; then the bucket is made.
            while client.put(format!("http://127.0.0.1:{port}/motcua")).send().await.is_err() {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(PATIENCE, making).await.expect("the object store starts");
        store
    }
}

impl ObjectStore {
    /// What a portal is told of it.
    fn settings(&self) -> BTreeMap<String, String> {
        [
            ("MOTCUA_PORTAL_DOCUMENTS", "s3://motcua/ho-so"),
            ("AWS_ENDPOINT", &format!("http://127.0.0.1:{}", self.port)),
            ("AWS_ALLOW_HTTP", "true"),
            ("AWS_ACCESS_KEY_ID", "khoa"),
            ("AWS_SECRET_ACCESS_KEY", "bi-mat"),
            ("AWS_REGION", "us-east-1"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into()
    }
}

impl Drop for ObjectStore {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn documents_in_an_object_store_come_resume_go_and_survive_its_absence() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let objects = ObjectStore::start(free).await;
    let folder = tempfile::tempdir().unwrap();
    prepare(Store::embedded(folder.path()).await.unwrap(), folder.path()).await;
    let settings = objects.settings();
    let data = folder.path().display().to_string();
    let mut process = Process::start(&["--data", &data], settings.clone());
    let visitor = Visitor { client: Client::new(), url: process.url.clone() };
    visitor.finds(true).await;

    // In parts, with an end of the portal between them.
    let (bytes, digest) = document(b'a');
    assert_eq!(visitor.put(&digest, bytes.len(), 0, &bytes[..200_000]).await.headers()["upload-offset"], "200000");
    process.kill_and_start();
    assert_eq!(visitor.offset(&digest).await, ("false".to_owned(), 200_000));
    let whole = visitor.put(&digest, bytes.len(), 200_000, &bytes[200_000..]).await;
    assert_eq!(whole.headers()["upload-held"], "true");
    assert_eq!(visitor.offset(&digest).await, ("true".to_owned(), bytes.len()));
    visitor.files(&digest, bytes.len()).await;
    assert_eq!(visitor.get(&digest, 100_000).await.bytes().await.unwrap(), bytes[100_000..]);
    let name = digest.as_str();
    assert!(!folder.path().join("documents").join(&name[..2]).join(name).exists(), "only the object store has it");
    let backup = folder.path().join("backup");
    let run = |arguments: &[&str]| {
        let program = std::env::current_exe().unwrap().ancestors().nth(2).unwrap().join("motcua-portal");
        Command::new(program).args(["--data", &data]).args(arguments).envs(&settings).output().expect("it runs")
    };
    assert!(run(&["backup", "--to", &backup.display().to_string()]).status.success());
    assert_eq!(std::fs::read(backup.join("documents").join(&name[..2]).join(name)).unwrap(), bytes);
    assert!(run(&["check"]).status.success());

    // The object store is gone: nothing is acknowledged.
    let port = objects.port;
    drop(objects);
    visitor.finds(false).await;
    let (more, other) = document(b'b');
    let answer = visitor.put(&other, more.len(), 0, &more[..200_000]).await;
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
    let objects = ObjectStore::start(port).await;
    visitor.finds(true).await;
    assert_eq!(visitor.offset(&other).await, ("false".to_owned(), 0));
    assert_eq!(visitor.put(&other, more.len(), 0, &more[..200_000]).await.status(), StatusCode::OK);
    let answer = visitor.put(&other, more.len(), 200_000, &more[200_000..]).await;
    assert_eq!(answer.headers()["upload-held"], "true");

    // It came back empty: what is missing is said, and can be brought back from the backup.
    assert_eq!(visitor.get(&digest, 0).await.status(), StatusCode::NOT_FOUND);
    let said = run(&["check"]);
    assert_eq!(said.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&said.stdout).contains(&format!("document {digest}: missing or damaged")));
    drop(objects);
}

/// A citizen's upload, without scripts: begun, and gone on with.
impl Visitor {
    async fn begins(&self, size: usize) -> String {
        let told = [("target", "filing S"), ("place", "0"), ("filename", "Tờ khai.pdf")];
        let told: Vec<String> = told.iter().map(|(name, text)| format!("{name} {}", STANDARD.encode(text))).collect();
        let request = self.client.post(format!("{}/tai-len", self.url)).header("tus-resumable", "1.0.0");
        let request = request.header("upload-length", size).header("upload-metadata", told.join(","));
        let answer = request.send().await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::CREATED);
        answer.headers()["location"].to_str().expect("a path").to_owned()
    }

    async fn sends(&self, path: &str, offset: usize, bytes: &[u8]) -> StatusCode {
        let request = self.client.patch(format!("{}{path}", self.url)).header("tus-resumable", "1.0.0");
        let request = request.header("upload-offset", offset).header("content-type", "application/offset+octet-stream");
        request.body(bytes.to_vec()).send().await.expect("an answer").status()
    }

    async fn arrived(&self, path: &str) -> usize {
        let request = self.client.head(format!("{}{path}", self.url)).header("tus-resumable", "1.0.0");
        let answer = request.send().await.expect("an answer");
        answer.headers()["upload-offset"].to_str().expect("a number").parse().expect("a number")
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn with_an_object_store_any_instance_goes_on_with_what_another_began() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let objects = ObjectStore::start(free).await;
    let (database, folder) = (postgres::database().await, tempfile::tempdir().unwrap());
    prepare(Store::postgres(&database.url).await.unwrap(), folder.path()).await;
    let start = |name: &str| {
        let data = folder.path().join(name).display().to_string();
        Process::start(&["--data", &data, "--database", &database.url], objects.settings())
    };
    let (one, two) = (start("one"), start("two"));
    let [here, there] = [&one, &two].map(|one| Visitor { client: Client::new(), url: one.url.clone() });

    // A desk's document: begun here, ended there.
    let (bytes, digest) = document(b'a');
    assert_eq!(here.put(&digest, bytes.len(), 0, &bytes[..100_000]).await.headers()["upload-offset"], "100000");
    assert_eq!(there.offset(&digest).await, ("false".to_owned(), 100_000));
    let elsewhere = there.put(&digest, bytes.len(), 50_000, &bytes[50_000..]).await;
    assert_ne!(elsewhere.status(), StatusCode::OK, "it goes on where it ends");
    assert_eq!(there.put(&digest, bytes.len(), 100_000, &bytes[100_000..200_000]).await.status(), StatusCode::OK);
    let whole = here.put(&digest, bytes.len(), 200_000, &bytes[200_000..]).await;
    assert_eq!(whole.headers()["upload-held"], "true");
    there.files(&digest, bytes.len()).await;
    assert_eq!(there.get(&digest, 150_000).await.bytes().await.unwrap(), bytes[150_000..]);

    // A citizen's, in parts larger than the portal writes at once.
    let path = here.begins(bytes.len()).await;
    assert_eq!(here.sends(&path, 0, &bytes[..270_000]).await, StatusCode::NO_CONTENT);
    assert_eq!(there.arrived(&path).await, 270_000);
    assert_eq!(there.sends(&path, 0, &bytes[..10]).await, StatusCode::CONFLICT, "what is here stays");
    let both = [&here, &there].map(|visitor| visitor.sends(&path, 270_000, &bytes[270_000..]));
    let [first, second] = both;
    let (first, second) = tokio::join!(first, second);
    assert!([first, second].contains(&StatusCode::NO_CONTENT), "{first} {second}");
    assert_eq!((here.arrived(&path).await, there.arrived(&path).await), (bytes.len(), bytes.len()));
    let form = reqwest::multipart::Form::new()
        .text("unit", units()[0].0.clone())
        .text("name", "Trần Thị Mai")
        .text("address", "Nam Định")
        .text("phone", "0900000001")
        .text("uploaded", path.rsplit('/').next().expect("an id").to_owned());
    let filed = there.client.post(format!("{}/nop-ho-so/S", there.url)).multipart(form).send().await.unwrap();
    assert_eq!(filed.status(), StatusCode::OK);
    let form = there.client.head(format!("{}{path}", there.url)).header("tus-resumable", "1.0.0").send().await.unwrap();
    assert_eq!(form.status(), StatusCode::NOT_FOUND, "what was filed is under way no more");
    for name in ["one", "two"] {
        let left = ["uploads", "documents"].map(|place| folder.path().join(name).join(place).exists());
        assert_eq!(left, [false, false], "no instance needs a folder of its own");
    }
}
