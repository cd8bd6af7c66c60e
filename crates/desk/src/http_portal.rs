//! The portal over HTTP: the only file that knows the HTTP client.
//!
//! Whatever is not clearly the portal's own answer (a captive page, half a body, a gateway's error) counts as no answer.

use casework::{Catalogue, Digest};
use protocol::book::{BookReply, BookRequest};
use protocol::bundle::{BundleRefusal, KeyRequest};
use protocol::check::{CheckReply, CheckRequest};
use protocol::enrol::{
    AbsenceRequest, AbsenceVerdict, AddPersonRequest, EnrolReply, EnrolRequest, RegistersReply, RegistersRequest,
};
use protocol::file::FileState;
use protocol::push::{PushReply, PushRequest};
use protocol::ratings::{RatingsReply, RatingsRequest};
use protocol::{FILE_PART, LARGEST_MESSAGE, LineError, Portal, RoadRefusal};
use reqwest::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, RANGE};
use reqwest::{Client, RequestBuilder, Response, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io::Read;
use std::time::Duration;

/// A portal at an address, with the token of an enrolled desk where there is one.
pub struct HttpPortal {
    client: Client,
    base: String,
    token: Option<String>,
}

impl HttpPortal {
    /// A portal at `base`, for instance `https://dichvucong.example.vn`.
    ///
    /// # Errors
    /// The HTTP client cannot be made on this machine.
    pub fn new(base: &str, token: Option<String>) -> Result<Self, LineError> {
        let client = Client::builder()
            .connect_timeout(Duration::from_secs(10))
            .read_timeout(Duration::from_secs(60))
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("motcua-desk/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(unreachable)?;
        Ok(Self { client, base: base.trim_end_matches('/').to_owned(), token })
    }

    /// Enrols a desk.
    ///
    /// # Errors
    /// The road, or the portal's "no".
    pub async fn enrol(&self, request: &EnrolRequest) -> Result<EnrolReply, LineError> {
        json(self.post("enrol", request)?.send().await.map_err(unreachable)?).await
    }

    /// Adds a person to this desk.
    ///
    /// # Errors
    /// The road, or the portal's "no".
    pub async fn add_person(&self, request: &AddPersonRequest) -> Result<(), LineError> {
        let response = self.post("people", request)?.send().await.map_err(unreachable)?;
        checked(response).await.map(drop)
    }

    /// Says who stands in for somebody.
    ///
    /// # Errors
    /// The road, or the portal's "no" to the request as a whole.
    pub async fn absence(&self, request: &AbsenceRequest) -> Result<AbsenceVerdict, LineError> {
        json(self.post("absence", request)?.send().await.map_err(unreachable)?).await
    }

    /// The registers of the unit; one may be given back or taken first.
    ///
    /// # Errors
    /// The road, or the portal's "no".
    pub async fn registers(&self, request: &RegistersRequest) -> Result<RegistersReply, LineError> {
        json(self.post("registers", request)?.send().await.map_err(unreachable)?).await
    }

    /// A part of this desk's book up, and a page of the other desks' down.
    ///
    /// # Errors
    /// The road, or the portal's "no".
    pub async fn book(&self, request: &BookRequest) -> Result<BookReply, LineError> {
        json(self.post("book", request)?.send().await.map_err(unreachable)?).await
    }

    /// Names the key by which this desk signs bundles.
    ///
    /// # Errors
    /// The road, or the portal's "no".
    pub async fn name_key(&self, request: &KeyRequest) -> Result<(), LineError> {
        checked(self.post("bundle-key", request)?.send().await.map_err(unreachable)?).await.map(drop)
    }

    /// Brings a bundle, whichever desk has written it; comes back with the answer to that desk.
    ///
    /// # Errors
    /// The road; the portal's "no" to the bundle stands inside.
    pub async fn carry(&self, file: Vec<u8>) -> Result<Result<Vec<u8>, BundleRefusal>, LineError> {
        // A large file on a thin line takes its time.
        let request = self.client.post(self.address("bundles")).timeout(Duration::from_secs(3_600));
        let response = self.authorised(request).body(file).send().await.map_err(unreachable)?;
        if response.status() == StatusCode::UNPROCESSABLE_ENTITY {
            let body = response.bytes().await.map_err(unreachable)?;
            return serde_json::from_slice(&body).map(Err).map_err(unreachable);
        }
        let answer = checked(response).await?.bytes().await.map_err(unreachable)?;
        Ok(Ok(answer.to_vec()))
    }

    /// What applicants thought of finished cases.
    ///
    /// # Errors
    /// The road, or the portal's "no".
    pub async fn ratings(&self, request: &RatingsRequest) -> Result<RatingsReply, LineError> {
        json(self.post("ratings", request)?.send().await.map_err(unreachable)?).await
    }

    /// The stream of wake-ups; each chunk means that something is new.
    ///
    /// # Errors
    /// The road, or the portal's "no".
    pub async fn wake_ups(&self) -> Result<Response, LineError> {
        let request = self.client.get(self.address("wake"));
        checked(self.authorised(request).send().await.map_err(unreachable)?).await
    }

    fn address(&self, path: &str) -> String {
        format!("{}/api/1/{path}", self.base)
    }

    fn authorised(&self, request: RequestBuilder) -> RequestBuilder {
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    fn post(&self, path: &str, body: &impl Serialize) -> Result<RequestBuilder, LineError> {
        let body = serde_json::to_vec(body).map_err(unreachable)?;
        let body = zstd::encode_all(body.as_slice(), 3).map_err(unreachable)?;
        let request = self.client.post(self.address(path)).timeout(Duration::from_secs(120));
        Ok(self
            .authorised(request)
            .header(CONTENT_TYPE, "application/json")
            .header(CONTENT_ENCODING, "zstd")
            .body(body))
    }

    fn file(&self, method: reqwest::Method, digest: &Digest) -> RequestBuilder {
        let request = self.client.request(method, self.address(&format!("files/{digest}")));
        self.authorised(request.timeout(Duration::from_secs(120)))
    }
}

fn unreachable(error: impl std::fmt::Display) -> LineError {
    LineError::Unreachable(error.to_string())
}

/// A reply that is the portal's own: a success, or a "no" in its words.
async fn checked(response: Response) -> Result<Response, LineError> {
    let status = response.status();
    if status.is_success() {
        return Ok(response);
    }
    let body = response.bytes().await.map_err(unreachable)?;
    if status.is_client_error()
        && let Ok(refusal) = serde_json::from_slice::<RoadRefusal>(&body)
    {
        return Err(LineError::Refused(refusal));
    }
    Err(LineError::Unreachable(format!("status {status}")))
}

async fn json<T: DeserializeOwned>(response: Response) -> Result<T, LineError> {
    let response = checked(response).await?;
    let is_json =
        response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
    if !is_json {
        return Err(LineError::Unreachable("the answer is not the portal's".to_owned()));
    }
    let packed = response.headers().get(CONTENT_ENCODING).is_some_and(|coding| coding == "zstd");
    let body = response.bytes().await.map_err(unreachable)?;
    let body = if packed { unpack(&body)? } else { body.to_vec() };
    serde_json::from_slice(&body).map_err(unreachable)
}

fn unpack(body: &[u8]) -> Result<Vec<u8>, LineError> {
    let mut unpacked = Vec::new();
    let decoder = zstd::Decoder::new(body).map_err(unreachable)?;
    let limit = LARGEST_MESSAGE as u64 * 4;
    decoder.take(limit + 1).read_to_end(&mut unpacked).map_err(unreachable)?;
    if unpacked.len() as u64 > limit {
        return Err(LineError::Unreachable("the answer is too large".to_owned()));
    }
    Ok(unpacked)
}

fn file_state(headers: &HeaderMap) -> Result<FileState, LineError> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let offset = text("upload-offset").and_then(|value| value.parse().ok());
    match (text("upload-held"), offset) {
        (Some(held), Some(offset)) => Ok(FileState { held: held == "true", offset }),
        _ => Err(LineError::Unreachable("the answer is not the portal's".to_owned())),
    }
}

impl Portal for HttpPortal {
    async fn push(&self, request: &PushRequest) -> Result<PushReply, LineError> {
        json(self.post("push", request)?.send().await.map_err(unreachable)?).await
    }

    async fn check(&self, request: &CheckRequest) -> Result<CheckReply, LineError> {
        json(self.post("check", request)?.send().await.map_err(unreachable)?).await
    }

    async fn catalogue(&self) -> Result<Catalogue, LineError> {
        let request = self.client.get(self.address("catalogue")).timeout(Duration::from_secs(120));
        json(self.authorised(request).send().await.map_err(unreachable)?).await
    }

    async fn file_state(&self, digest: &Digest) -> Result<FileState, LineError> {
        let response = self.file(reqwest::Method::HEAD, digest).send().await.map_err(unreachable)?;
        if response.status() == StatusCode::NOT_FOUND {
            return Ok(FileState { held: false, offset: 0 });
        }
        file_state(checked(response).await?.headers())
    }

    async fn put_file(&self, digest: &Digest, size: u64, offset: u64, part: Vec<u8>) -> Result<FileState, LineError> {
        let request = self
            .file(reqwest::Method::PUT, digest)
            .header("upload-length", size)
            .header("upload-offset", offset)
            .body(part);
        file_state(checked(request.send().await.map_err(unreachable)?).await?.headers())
    }

    async fn get_file(&self, digest: &Digest, offset: u64) -> Result<Vec<u8>, LineError> {
        let last = offset + FILE_PART as u64 - 1;
        let request = self.file(reqwest::Method::GET, digest).header(RANGE, format!("bytes={offset}-{last}"));
        let response = request.send().await.map_err(unreachable)?;
        if response.status() == StatusCode::RANGE_NOT_SATISFIABLE {
            return Ok(Vec::new());
        }
        Ok(checked(response).await?.bytes().await.map_err(unreachable)?.to_vec())
    }
}
