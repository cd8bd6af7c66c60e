//! Cases and their progress for the national portal (Cổng Dịch vụ công quốc gia).
//!
//! Each case is told as it stands when the job runs, so that ten events of a morning may be one call. What is told is
//! true: a case that waits is told as waiting. Every call and its answer are kept with the case.

mod lists;
mod objects;
mod settings;

pub use lists::fetch as fetch_national_lists;
pub(crate) use lists::{NationalService, service as national_service, stored as national_lists};
pub use settings::{NationalPortal, NationalSettings};

use crate::addresses;
use crate::admit::{Portal, PortalError, clock};
use crate::jobs::{JobError, NewJob, text as field};
use casework::{Case, CaseCode, CaseId, Digest, Event, Moment, Recorded};
use reqwest::redirect::Policy;
use serde::Serialize;
use serde_json::{Value, json};
use std::time::Duration;

/// The job that tells of a case.
pub(crate) const NATIONAL: &str = "national";
/// Rows of progress in one call.
const ROWS: usize = 10;
/// Whom addresses of documents are given to.
const GIVEN_TO: &str = "national";
const CASES: &str = "DongBoHoSoMC";
const PROGRESS: &str = "CapNhatTienDoHoSoMC";

/// What came of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Taken,
    Refused,
    /// No answer that could be read.
    Unreached,
}

impl Outcome {
    pub(crate) const fn text(self) -> &'static str {
        match self {
            Self::Taken => "taken",
            Self::Refused => "refused",
            Self::Unreached => "unreached",
        }
    }
    pub(crate) fn read(text: &str) -> Option<Self> {
        [Self::Taken, Self::Refused, Self::Unreached].into_iter().find(|outcome| outcome.text() == text)
    }
}

/// A call to the national portal for a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NationalMessage {
    pub case: CaseId,
    /// The last event of the case that it tells of.
    pub version: u32,
    pub call: String,
    pub sent_at: Moment,
    pub request: Value,
    /// What was answered, or why there was no answer.
    pub answer: String,
    pub outcome: Outcome,
}

/// The job that follows from an entry of a log.
pub(crate) fn follows(recorded: &Recorded) -> Vec<NewJob> {
    let is_internal = matches!(
        recorded.event,
        Event::Noted { .. } | Event::ConsultationAsked { .. } | Event::ConsultationAnswered { .. }
    );
    let name = format!("{NATIONAL} {}/{}", recorded.case, recorded.version);
    let job = NewJob { name, kind: NATIONAL, payload: json!({"case": recorded.case}) };
    if is_internal { Vec::new() } else { vec![job] }
}

/// The job that follows from a document that has come: the case was told of without it.
pub(crate) async fn document_came(portal: &Portal, digest: &Digest) -> Result<(), PortalError> {
    let exchange = portal.exchange();
    if exchange.national.as_ref().is_none_or(|national| national.settings.document_days == 0) {
        return Ok(());
    }
    let Some(case) = portal.store.case_with_document(digest).await? else { return Ok(()) };
    let name = format!("{NATIONAL} {}/{digest}", case.id);
    let job = NewJob { name, kind: NATIONAL, payload: json!({"case": case.id, "document": digest}) };
    portal.store.add_job(&job, clock()).await?;
    Ok(())
}

/// Tells of the case of a job.
pub(crate) async fn run(portal: &Portal, payload: &Value) -> Result<(), JobError> {
    let id = field(payload, "case")?.parse::<CaseId>();
    let id = id.map_err(|_| JobError::Never("the job names no case".to_owned()))?;
    tell(portal, id, payload["document"].is_string()).await
}

/// The addresses of a case's documents whose bytes are here. What the case does not show any more (a result that was
/// revoked) is closed to the national portal, too.
async fn documents(portal: &Portal, national: &NationalPortal, case: &Case) -> Result<objects::Documents, PortalError> {
    let mut documents = objects::Documents::of(&portal.catalogue(), case);
    let days = national.settings.document_days;
    let mut shown = Vec::new();
    if days > 0 && !portal.exchange().public_url.is_empty() {
        for paper in &case.papers {
            for file in &paper.files {
                if portal.store.file(&file.digest).await?.is_some()
                    && let Some((address, url)) = addresses::give(portal, GIVEN_TO, case.id, file, days).await?
                {
                    documents.add_paper(paper, &address.id, &file.name, &url);
                    shown.push(address.id);
                }
            }
        }
        if let Some(result) = case.deliverable.as_ref().filter(|result| result.revocation.is_none())
            && portal.store.file(&result.document.digest).await?.is_some_and(|held| held.is_complete_result)
            && let Some((address, url)) = addresses::give(portal, GIVEN_TO, case.id, &result.document, days).await?
        {
            documents.add_result(&result.title, &address.id, &url);
            shown.push(address.id);
        }
    }
    for address in portal.store.document_addresses(case.id).await? {
        if address.given_to == GIVEN_TO && address.revoked_at.is_none() && !shown.contains(&address.id) {
            portal.store.revoke_address(&address.id, clock()).await?;
        }
    }
    Ok(documents)
}

/// Tells of a case; `anew` also where nothing has happened in it since, as when a document has come.
async fn tell(portal: &Portal, id: CaseId, anew: bool) -> Result<(), JobError> {
    let exchange = portal.exchange();
    let not_set = || JobError::Later("no national portal is set".to_owned());
    let national = exchange.national.as_ref().ok_or_else(not_set)?;
    let history = portal.store.history(id).await?;
    let Some(case) = casework::replay(&history).filter(|case| case.code.is_some()) else { return Ok(()) };
    let told = portal.store.national_taken(id, CASES).await?;
    let rows_told = portal.store.national_taken(id, PROGRESS).await?;
    let catalogue = portal.catalogue();
    let rows = objects::progress(&national.settings, &catalogue, &history, rows_told.unwrap_or(0));
    let is_due = anew || told.is_none_or(|version| version < case.version);
    if !is_due && rows.is_empty() {
        return Ok(());
    }
    let line = Line { portal, national, session: open(national).await?, case: id };
    if is_due {
        let documents = documents(portal, national, &case).await?;
        let data = vec![objects::case_object(&national.settings, &catalogue, &case, &history, documents)];
        let first = line.call(CASES, case.version, Some(told.is_some()), &data).await?;
        // A case that came there another way, or whose first answer got lost.
        let is_there = first.0 == Outcome::Refused && told.is_none() && first.1.says("đã tồn tại");
        let last = if is_there { line.call(CASES, case.version, Some(true), &data).await? } else { first };
        last.1.must_be_taken(last.0)?;
    }
    for rows in rows.chunks(ROWS) {
        let version = rows.last().map_or(0, |(version, _)| *version);
        let data: Vec<Value> = rows.iter().map(|(_, row)| row.clone()).collect();
        let (outcome, answer) = line.call(PROGRESS, version, None, &data).await?;
        answer.must_be_taken(outcome)?;
    }
    Ok(())
}

/// What the national portal says.
struct Said {
    code: String,
    message: String,
}

impl Said {
    fn of(answer: &Value) -> Option<Self> {
        let code = match &answer["error_code"] {
            Value::String(code) => code.clone(),
            Value::Number(code) => code.to_string(),
            _ => return None,
        };
        Some(Self { code, message: answer["message"].as_str().unwrap_or_default().to_lowercase() })
    }

    fn says(&self, words: &str) -> bool {
        self.message.contains(words)
    }

    /// No published list of codes is reliable: success is the code and the word together.
    fn is_success(&self) -> bool {
        self.code == "0" && self.says("thành công")
    }

    fn must_be_taken(&self, outcome: Outcome) -> Result<(), JobError> {
        let refused = || JobError::Later(format!("the national portal refused, error_code {}", self.code));
        if outcome == Outcome::Taken { Ok(()) } else { Err(refused()) }
    }
}

/// Largest answer: the country's list of services is some megabytes.
const LARGEST: usize = 32 * 1024 * 1024;

/// Sends particulars of a case to one address and to no other: whoever answers there sends nobody on.
async fn post(url: &str, body: &Value) -> Result<(Value, String), String> {
    let client = reqwest::Client::builder().timeout(Duration::from_secs(20)).redirect(Policy::none()).build();
    let client = client.map_err(|error| error.to_string())?;
    let failed = |error: reqwest::Error| error.without_url().to_string();
    let mut answer = client.post(url).json(body).send().await.map_err(failed)?;
    let (status, mut bytes) = (answer.status(), Vec::new());
    while let Some(part) = answer.chunk().await.map_err(failed)? {
        if bytes.len() + part.len() > LARGEST {
            return Err(format!("answered {status} with more than {LARGEST} bytes"));
        }
        bytes.extend_from_slice(&part);
    }
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let read = if status.is_success() { serde_json::from_str(&text).ok() } else { None };
    read.map(|value| (value, text)).ok_or_else(|| format!("answered {status} without a JSON object"))
}

/// Opens a session.
async fn open(national: &NationalPortal) -> Result<String, JobError> {
    let body = json!({"username": national.settings.username, "password": national.secret});
    let failed = |why: String| JobError::Later(format!("no session at the national portal: {why}"));
    let (answer, _) = post(&national.settings.auth_url, &body).await.map_err(failed)?;
    let code = Said::of(&answer).map_or_else(|| "none".to_owned(), |said| said.code);
    let session = answer["session"].as_str().filter(|session| code == "0" && !session.is_empty());
    session.map(str::to_owned).ok_or_else(|| failed(format!("error_code {code}")))
}

struct Line<'a> {
    portal: &'a Portal,
    national: &'a NationalPortal,
    session: String,
    case: CaseId,
}

impl Line<'_> {
    /// Calls a service and keeps what was said.
    async fn call(
        &self,
        service: &'static str,
        version: u32,
        is_updating: Option<bool>,
        data: &[Value],
    ) -> Result<(Outcome, Said), JobError> {
        let settings = &self.national.settings;
        let mut request = json!({"service": service, "madonvi": settings.agency, "data": data});
        if !settings.receiver.is_empty() {
            request["dstcode"] = json!(settings.receiver);
        }
        if let Some(is_updating) = is_updating {
            request["isUpdating"] = json!(if is_updating { "True" } else { "False" });
        }
        let mut sent = request.clone();
        sent["session"] = json!(self.session);
        close_addresses(&mut request["data"]);
        let answer = post(&settings.adapter_url, &sent).await;
        let said = answer.as_ref().ok().and_then(|(answer, _)| Said::of(answer));
        let outcome = match &said {
            Some(said) if said.is_success() => Outcome::Taken,
            Some(_) => Outcome::Refused,
            None => Outcome::Unreached,
        };
        let answer = answer.map_or_else(|why| why, |(_, text)| text);
        let message = NationalMessage {
            case: self.case,
            version,
            call: service.to_owned(),
            sent_at: clock(),
            request,
            answer: answer.chars().take(4_000).collect(),
            outcome,
        };
        self.portal.store.note_national(&message).await?;
        let unreached = || JobError::Later("the national portal was not reached".to_owned());
        said.map(|said| (outcome, said)).ok_or_else(unreached)
    }
}

/// What is kept of a call opens no document: addresses lose their signature.
fn close_addresses(value: &mut Value) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(close_addresses),
        Value::Object(entries) => {
            for (name, value) in entries {
                match value {
                    Value::String(address) if name.starts_with("DuongDan") => {
                        if let Some((place, _)) = address.rsplit_once('/') {
                            *value = Value::String(format!("{place}/…"));
                        }
                    }
                    _ => close_addresses(value),
                }
            }
        }
        _ => {}
    }
}

/// What was sent to the national portal for a case and what it answered; with `again`, after telling it once more what
/// it has not taken yet.
///
/// # Errors
/// An unknown case, or the store. That the national portal did not answer is no error here: it stands in the list.
pub async fn national(portal: &Portal, code: &CaseCode, again: bool) -> Result<Vec<NationalMessage>, PortalError> {
    let case = portal.store.case_by_code(code).await?;
    let case = case.ok_or_else(|| PortalError::Wrong(format!("no case {code}")))?;
    if again && let Err(error) = tell(portal, case.id, false).await {
        tracing::warn!(%error, "the national portal has not taken the case");
    }
    Ok(portal.store.national_of(case.id).await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::Router;
    use axum::response::Redirect;
    use axum::routing::post as takes;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};

    #[tokio::test]
    async fn particulars_follow_no_redirect_and_an_endless_answer_is_cut_off() {
        let was_reached = Arc::new(AtomicBool::new(false));
        let reached = was_reached.clone();
        let answers = [
            ("/moved", takes(|| async { Redirect::temporary("/elsewhere") })),
            ("/elsewhere", takes(move || async move { reached.store(true, Ordering::Relaxed) })),
            ("/long", takes(|| async { vec![b' '; LARGEST + 1] })),
            ("/fine", takes(|| async { "{\"error_code\": \"0\"}" })),
        ];
        let app: Router = answers.into_iter().fold(Router::new(), |app, (path, answer)| app.route(path, answer));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, app).await });
        let tell = async |path: &str| post(&format!("http://{address}{path}"), &json!({"data": "Trần Thị Mai"})).await;
        assert_eq!(tell("/moved").await.unwrap_err(), "answered 307 Temporary Redirect without a JSON object");
        assert!(!was_reached.load(Ordering::Relaxed));
        assert!(tell("/long").await.unwrap_err().contains("more than"));
        assert_eq!(tell("/fine").await.unwrap().0["error_code"], "0");
    }
}
