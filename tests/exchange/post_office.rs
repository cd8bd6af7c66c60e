//! A small e-mail server and a small receiver of calls, each in the test's own process.

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

/// An e-mail as it came.
#[derive(Debug)]
pub struct Letter {
    pub to: String,
    pub headers: String,
    pub text: String,
}

/// What the server says to the next recipients: 250 where nothing else is set.
pub type Moods = Arc<Mutex<Vec<&'static str>>>;

/// Starts the server; its address, its letters, and its moods.
pub async fn smtp() -> (String, mpsc::UnboundedReceiver<Letter>, Moods) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    let (sender, letters) = mpsc::unbounded_channel();
    let moods = Moods::default();
    let kept = moods.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(talk(stream, sender.clone(), kept.clone()));
        }
    });
    (url, letters, moods)
}

async fn talk(stream: TcpStream, letters: mpsc::UnboundedSender<Letter>, moods: Moods) -> Option<()> {
    let (reading, mut writing) = stream.into_split();
    let mut lines = BufReader::new(reading).lines();
    writing.write_all(b"220 post office\r\n").await.ok()?;
    let mut to = String::new();
    while let Some(line) = lines.next_line().await.ok()? {
        let verb = line.split([' ', ':']).next().unwrap_or_default().to_uppercase();
        let answer = match verb.as_str() {
            "RCPT" => {
                to = line.split(['<', '>']).nth(1)?.to_owned();
                let mood = moods.lock().unwrap().pop();
                mood.unwrap_or("250 ok").to_owned()
            }
            "DATA" => {
                writing.write_all(b"354 go on\r\n").await.ok()?;
                let mut whole = Vec::new();
                while let Some(line) = lines.next_line().await.ok()?.filter(|line| line != ".") {
                    whole.push(line);
                }
                let empty = whole.iter().position(String::is_empty)?;
                let (headers, body) = (whole[..empty].join("\n"), whole[empty + 1..].concat());
                let bytes = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, body).ok()?;
                letters
                    .send(Letter {
                        to: to.clone(),
                        headers,
                        text: String::from_utf8(bytes).ok()?.replace("\r\n", "\n"),
                    })
                    .ok()?;
                "250 taken".to_owned()
            }
            "QUIT" => {
                writing.write_all(b"221 bye\r\n").await.ok()?;
                return Some(());
            }
            _ => "250 ok".to_owned(),
        };
        writing.write_all(format!("{answer}\r\n").as_bytes()).await.ok()?;
    }
    Some(())
}

/// A call as it came.
#[derive(Debug)]
pub struct Call {
    pub headers: HeaderMap,
    pub path: String,
    pub body: String,
}

impl Call {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

/// What the receiver answers: its own script, and 200 when that is at its end.
pub type Script = Arc<Mutex<Vec<(u16, String)>>>;

struct Receiver {
    calls: mpsc::UnboundedSender<Call>,
    script: Script,
}

/// Starts a receiver of calls; its address, the calls, and what it will answer (the first first).
pub async fn receiver() -> (String, mpsc::UnboundedReceiver<Call>, Script) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (sender, calls) = mpsc::unbounded_channel();
    let script = Script::default();
    let app = Router::new().fallback(take).with_state(Arc::new(Receiver { calls: sender, script: script.clone() }));
    tokio::spawn(async move { axum::serve(listener, app).await });
    (url, calls, script)
}

async fn take(State(here): State<Arc<Receiver>>, uri: axum::http::Uri, headers: HeaderMap, body: Bytes) -> Response {
    let body = String::from_utf8(body.to_vec()).unwrap();
    let _ = here.calls.send(Call { headers, path: uri.to_string(), body });
    let mut script = here.script.lock().unwrap();
    let (status, text) = if script.is_empty() { (200, "{}".to_owned()) } else { script.remove(0) };
    (StatusCode::from_u16(status).unwrap(), [("content-type", "application/json")], text).into_response()
}
