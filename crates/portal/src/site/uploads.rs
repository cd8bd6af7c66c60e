//! Documents of citizens, sent in parts: tus 1.0 (creation, termination, expiration), so that a line that breaks costs the
//! rest of a part and not the whole. Without scripts the same documents come whole, in the form itself, and are kept the
//! same way: what was sent once need not be sent again because something else in the form was wrong.

use super::Frame;
use super::account::me;
use crate::admit::{Portal, PortalError, clock, random};
use crate::routes::hold_document;
use crate::store::{StaffAction, Upload};
use crate::viruses::Scanned;
use axum::Router;
use axum::body::{Body, BodyDataStream};
use axum::extract::{ConnectInfo, Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use casework::{AccountId, CaseId, FileRef, Moment, UnitCode};
use futures_util::StreamExt;
use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

/// Largest document of a citizen.
pub(super) const LARGEST: u64 = 20 * 1024 * 1024;
/// What people without an account send from one address on a day: many of them may sit behind it.
const NAMELESS_A_DAY: u64 = 2 * 1024 * 1024 * 1024;
/// Largest filing: all its documents together.
const LARGEST_FILING: u64 = 100 * 1024 * 1024;
/// Documents of a filing at most.
const MOST: usize = 100;
/// How long an upload is kept that nobody goes on with: of an account, and without one, in minutes.
const KEPT: i64 = 7 * 24 * 60;
const KEPT_NAMELESS: i64 = 24 * 60;
/// With a draft that was kept on purpose.
const KEPT_WITH_DRAFT: i64 = 30 * 24 * 60;
/// Bytes that are written at once.
const BLOCK: usize = 256 * 1024;

const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
const VERSION: &str = "1.0.0";
const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const LENGTH: HeaderName = HeaderName::from_static("upload-length");
const EXPIRES: HeaderName = HeaderName::from_static("upload-expires");

const SCRIPT: &str = include_str!("../../static/uploads.js");

pub(super) fn routes() -> Router<Arc<Portal>> {
    Router::new()
        .route("/uploads.js", get(script))
        .route("/tai-len", post(create).options(abilities))
        .route("/tai-len/{id}", get(refuse).head(state).patch(go_on).delete(end).post(instead).options(abilities))
}

async fn script() -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/javascript; charset=utf-8"), (CACHE_CONTROL, "public, max-age=3600")], SCRIPT)
}

/// What a document is sent for.
pub(super) fn for_filing(service: &str) -> String {
    format!("filing {service}")
}
pub(super) fn for_case(case: CaseId) -> String {
    format!("case {case}")
}

/// Why a document is not taken.
pub(super) enum WrongFile {
    TooLarge,
    TooMuch,
    /// Too much from this address today.
    TooMuchToday,
    WrongKind,
    NotWhole,
    NotKept,
    /// By the name that the scanner gives it.
    Infected(String),
    NotScanned,
}

impl WrongFile {
    pub fn said(&self, frame: &Frame, name: &str) -> String {
        let why = match self {
            Self::TooLarge => frame.t("lớn hơn 20 MB", "is larger than 20 MB"),
            Self::TooMuch => {
                frame.t("vượt quá 100 MB hoặc 100 tệp của một hồ sơ", "exceeds 100 MB or 100 files of a filing")
            }
            Self::TooMuchToday => frame.t(
                "hôm nay địa chỉ mạng này đã gửi quá nhiều tệp; đăng nhập để gửi, hoặc gửi lại vào ngày mai",
                "too much was sent from this network address today; sign in to send it, or send it tomorrow",
            ),
            Self::WrongKind => frame.t("không phải PDF, PNG hoặc JPEG", "is not a PDF, PNG or JPEG"),
            Self::NotWhole => {
                frame.t("chưa gửi xong, vui lòng chọn lại tệp", "has not come whole, please choose it again")
            }
            Self::Infected(virus) => {
                let (has, again) = (
                    frame.t("có mã độc", "carries a virus"),
                    frame.t(
                        "nên không được nhận; kiểm tra máy của bạn rồi chọn tệp khác",
                        "and is not taken; check your computer and choose another file",
                    ),
                );
                return format!("{name}: {has} ({virus}) {again}");
            }
            Self::NotScanned => frame.t(
                "chưa quét được mã độc, vui lòng gửi lại sau ít phút",
                "could not be looked through for viruses, please send it again in a few minutes",
            ),
            Self::NotKept => frame.t("chưa lưu được, vui lòng gửi lại", "could not be kept, please send again"),
        };
        format!("{name}: {why}")
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::TooLarge | Self::TooMuch => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooMuchToday => StatusCode::TOO_MANY_REQUESTS,
            Self::WrongKind | Self::Infected(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::NotWhole => StatusCode::CONFLICT,
            Self::NotKept | Self::NotScanned => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}

/// Only PDF, PNG and JPEG by their first bytes; looked at closer only in a process without rights, at the desk.
fn media_type(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [b'%', b'P', b'D', b'F', b'-', ..] => Some("application/pdf"),
        [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Some("image/png"),
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        _ => None,
    }
}

/// The name is shown, never used as a path; control and direction marks are dropped.
fn shown_name(name: &str) -> String {
    let is_mark =
        |letter: char| letter.is_control() || matches!(letter, '\u{200e}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let name: String = name.chars().filter(|letter| !is_mark(*letter)).take(200).collect();
    if name.trim().is_empty() { "giay-to".to_owned() } else { name }
}

/// Begins an upload for whoever is signed in, or for whoever will know its id.
async fn begin(
    portal: &Portal,
    from: IpAddr,
    target: &str,
    place: usize,
    name: &str,
    size: u64,
) -> Result<Result<Upload, WrongFile>, PortalError> {
    if size == 0 || size > LARGEST {
        return Ok(Err(WrongFile::TooLarge));
    }
    let now = clock();
    let owner = me().map(|me| me.account.id.clone());
    if let Some(owner) = &owner {
        let begun = portal.store.uploads_of(owner, target, now).await?;
        if begun.len() >= MOST || begun.iter().map(|one| one.size).sum::<u64>() + size > LARGEST_FILING {
            return Ok(Err(WrongFile::TooMuch));
        }
    } else if !within_the_day(portal, from, size, now).await? {
        return Ok(Err(WrongFile::TooMuchToday));
    }
    let mut id = [0; 32];
    random(&mut id)?;
    let kept = if owner.is_some() { KEPT } else { KEPT_NAMELESS };
    let upload = Upload {
        id: hex::encode(id),
        owner,
        target: target.to_owned(),
        place,
        name: shown_name(name),
        size,
        created_at: now,
        expires_at: now.plus_minutes(kept),
    };
    portal.store.add_upload(&upload).await?;
    Ok(Ok(upload))
}

/// Counts what is sent without an account from an address; whether it is still within the day's bound.
async fn within_the_day(portal: &Portal, from: IpAddr, size: u64, now: Moment) -> Result<bool, PortalError> {
    let key = protocol::digest(format!("nameless upload {from}").as_bytes());
    let kilobytes = u32::try_from(size.div_ceil(1024)).unwrap_or(u32::MAX);
    let sent = portal.store.count_of_day(&key, now.day(), kilobytes).await?;
    Ok(u64::try_from(sent).unwrap_or(u64::MAX) <= NAMELESS_A_DAY / 1024)
}

/// An upload of whoever is signed in, or of nobody: anybody else's is not there.
async fn mine(portal: &Portal, id: &str) -> Result<Option<Upload>, PortalError> {
    let me = me().map(|me| me.account.id.clone());
    let upload = portal.store.upload(id, clock()).await?;
    Ok(upload.filter(|upload| upload.owner.is_none() || upload.owner == me))
}

/// Takes a document that came whole in a form.
pub(super) async fn take_whole(
    portal: &Arc<Portal>,
    (target, from): (&str, IpAddr),
    place: usize,
    name: &str,
    bytes: Vec<u8>,
) -> Result<Upload, WrongFile> {
    if media_type(&bytes).is_none() {
        return Err(if bytes.len() as u64 > LARGEST { WrongFile::TooLarge } else { WrongFile::WrongKind });
    }
    let not_kept = |error: PortalError| {
        tracing::error!(%error, "a document of a form could not be kept");
        WrongFile::NotKept
    };
    let upload = begin(portal, from, target, place, name, bytes.len() as u64).await.map_err(not_kept)??;
    if append(portal, &upload.id, 0, bytes).await.map_err(not_kept)? { Ok(upload) } else { Err(WrongFile::NotKept) }
}

async fn append(portal: &Arc<Portal>, id: &str, offset: u64, bytes: Vec<u8>) -> Result<bool, PortalError> {
    let (keeper, id) = (portal.clone(), id.to_owned());
    let appending = tokio::task::spawn_blocking(move || keeper.uploads.append(&id, offset, &bytes));
    appending.await.map_err(|error| PortalError::Wrong(error.to_string()))?
}

/// A document as a form shows it.
pub(super) struct Sent {
    pub id: String,
    pub place: usize,
    pub name: String,
    pub size: u64,
    /// How much of it is here.
    pub offset: u64,
}

impl Sent {
    pub fn is_whole(&self) -> bool {
        self.offset == self.size
    }
    /// `1,2 MB`
    pub fn weight(&self) -> String {
        let tenths = self.size.div_ceil(100 * 1024);
        if self.size < 100 * 1024 {
            format!("{} KB", self.size.div_ceil(1024))
        } else {
            format!("{},{} MB", tenths / 10, tenths % 10)
        }
    }
    pub fn percent(&self) -> u64 {
        self.offset * 100 / self.size.max(1)
    }
}

/// What was sent for something.
#[derive(Default)]
pub(super) struct SentList(Vec<Sent>);

impl SentList {
    /// What was sent for one paper.
    pub fn of(&self, place: impl Borrow<usize>) -> Vec<&Sent> {
        self.0.iter().filter(|one| one.place == *place.borrow()).collect()
    }
    /// Whether a paper that is required still lacks its document.
    pub fn requires(&self, place: impl Borrow<usize>, is_required: impl Borrow<bool>) -> bool {
        *is_required.borrow() && !self.of(place).into_iter().any(Sent::is_whole)
    }
}

/// What was sent for something: all of an account's, and those that a form names.
pub(super) async fn sent(portal: &Portal, target: &str, named: &[String]) -> Result<SentList, PortalError> {
    let mut uploads = match me() {
        Some(me) => portal.store.uploads_of(&me.account.id, target, clock()).await?,
        None => Vec::new(),
    };
    for id in named {
        if !uploads.iter().any(|upload| upload.id == *id)
            && let Some(upload) = mine(portal, id).await?.filter(|upload| upload.target == target)
        {
            uploads.push(upload);
        }
    }
    let shown = |upload: Upload| {
        let offset = portal.uploads.offset(&upload.id)?;
        Ok(Sent { offset, id: upload.id, place: upload.place, name: upload.name, size: upload.size })
    };
    Ok(SentList(uploads.into_iter().map(shown).collect::<Result<_, PortalError>>()?))
}

/// Keeps an account's whole uploads with a draft, and forgets those that its form no longer names.
pub(super) async fn keep_with_draft(
    portal: &Portal,
    owner: &AccountId,
    target: &str,
    named: &[String],
) -> Result<(), PortalError> {
    let now = clock();
    for upload in portal.store.uploads_of(owner, target, now).await? {
        if named.contains(&upload.id) {
            portal.store.prolong_upload(&upload.id, now.plus_minutes(KEPT_WITH_DRAFT)).await?;
        } else if portal.uploads.offset(&upload.id)? == upload.size {
            forget(portal, &upload.id).await?;
        }
    }
    Ok(())
}

/// The row goes first: bytes without a row are swept away.
async fn forget(portal: &Portal, id: &str) -> Result<(), PortalError> {
    portal.store.drop_upload(id).await?;
    portal.uploads.remove(id)
}

/// Forgets what was sent for something, once it is filed or given up.
pub(super) async fn forget_all(portal: &Portal, target: &str, named: &[String]) {
    let forgetting = async {
        for one in sent(portal, target, named).await?.0 {
            forget(portal, &one.id).await?;
        }
        Ok::<_, PortalError>(())
    };
    if let Err(error) = forgetting.await {
        // Nothing is lost: they are swept away later.
        tracing::warn!(%error, "uploads that were filed are still there");
    }
}

/// Brings the named uploads among the documents, by the place of their paper.
pub(super) async fn taken_in(
    portal: &Arc<Portal>,
    frame: &Frame,
    (target, unit): (&str, &UnitCode),
    named: &[String],
) -> Result<Result<BTreeMap<usize, Vec<FileRef>>, String>, PortalError> {
    let (mut files, mut sum): (BTreeMap<usize, Vec<FileRef>>, u64) = (BTreeMap::new(), 0);
    for (count, id) in named.iter().enumerate() {
        let Some(upload) = mine(portal, id).await?.filter(|upload| upload.target == target) else {
            let name = frame.t("Một tệp đã gửi", "A file that was sent");
            return Ok(Err(WrongFile::NotWhole.said(frame, name)));
        };
        sum += upload.size;
        if sum > LARGEST_FILING || count >= MOST {
            return Ok(Err(WrongFile::TooMuch.said(frame, &upload.name)));
        }
        match keep(portal, &upload, unit).await? {
            Ok(file) => files.entry(upload.place).or_default().push(file),
            Err(wrong) => return Ok(Err(wrong.said(frame, &upload.name))),
        }
    }
    Ok(Ok(files))
}

async fn keep(
    portal: &Arc<Portal>,
    upload: &Upload,
    unit: &UnitCode,
) -> Result<Result<FileRef, WrongFile>, PortalError> {
    if portal.uploads.offset(&upload.id)? != upload.size {
        return Ok(Err(WrongFile::NotWhole));
    }
    let (keeper, id) = (portal.clone(), upload.id.clone());
    let reading = tokio::task::spawn_blocking(move || keeper.uploads.read(&id));
    let bytes = reading.await.map_err(|error| PortalError::Wrong(error.to_string()))??;
    let Some(media_type) = media_type(&bytes) else { return Ok(Err(WrongFile::WrongKind)) };
    let name = match looked_through(portal, upload, &bytes, unit).await? {
        Ok(name) => name,
        Err(wrong) => return Ok(Err(wrong)),
    };
    let keeper = portal.clone();
    let keeping = tokio::task::spawn_blocking(move || keeper.documents.keep(&bytes));
    let digest = keeping.await.map_err(|error| PortalError::Wrong(error.to_string()))??;
    if hold_document(portal, &digest, upload.size).await.is_err() {
        return Ok(Err(WrongFile::NotKept));
    }
    Ok(Ok(FileRef { digest, name, media_type: media_type.to_owned(), size: upload.size }))
}

/// The name of a document that was looked through for viruses, where somebody is set who does that; it says so where that
/// could not be done. An infected one is thrown away at once, and stands in the book of actions.
async fn looked_through(
    portal: &Arc<Portal>,
    upload: &Upload,
    bytes: &[u8],
    unit: &UnitCode,
) -> Result<Result<String, WrongFile>, PortalError> {
    let exchange = portal.exchange();
    let Some(scanner) = &exchange.virus_scanner else { return Ok(Ok(upload.name.clone())) };
    match scanner.scan(bytes).await {
        Scanned::Clean => Ok(Ok(upload.name.clone())),
        Scanned::Infected(virus) => {
            forget(portal, &upload.id).await?;
            let action = StaffAction {
                at: clock(),
                user: "portal".into(),
                unit: unit.clone(),
                action: "infected_document".to_owned(),
                detail: format!("{virus}, SHA-256 {}", protocol::digest(bytes)),
            };
            tracing::warn!(%virus, "an infected document was refused");
            portal.store.note_action(&action).await?;
            Ok(Err(WrongFile::Infected(virus)))
        }
        Scanned::Not if scanner.takes_unscanned => Ok(Ok(unscanned(&upload.name))),
        Scanned::Not => Ok(Err(WrongFile::NotScanned)),
    }
}

/// A name that says that nobody looked through its document. It is the case's, so it is Vietnamese.
fn unscanned(name: &str) -> String {
    let (stem, ending) = match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() => (stem, format!(".{ending}")),
        _ => (name, String::new()),
    };
    format!("{stem} (chưa quét mã độc){ending}")
}

// The protocol.

fn answer(status: StatusCode, mut response: Response) -> Response {
    *response.status_mut() = status;
    response.headers_mut().insert(RESUMABLE, HeaderValue::from_static(VERSION));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// A refusal with a text that the page shows.
fn refused(frame: &Frame, wrong: &WrongFile, name: &str) -> Response {
    answer(wrong.status(), wrong.said(frame, name).into_response())
}

fn broke(error: &PortalError) -> Response {
    tracing::error!(%error, "a part of an upload was not taken");
    answer(StatusCode::SERVICE_UNAVAILABLE, ().into_response())
}

fn number(headers: &HeaderMap, name: &HeaderName) -> Option<u64> {
    headers.get(name)?.to_str().ok()?.parse().ok()
}

/// The answer to whoever speaks another version than 1.0.0.
fn other_version(headers: &HeaderMap) -> Option<Response> {
    let is_other = headers.get(&RESUMABLE).is_none_or(|version| version != VERSION);
    let versions = [(HeaderName::from_static("tus-version"), VERSION)];
    is_other.then(|| answer(StatusCode::PRECONDITION_FAILED, versions.into_response()))
}

async fn abilities() -> Response {
    let headers = [
        (HeaderName::from_static("tus-version"), VERSION.to_owned()),
        (HeaderName::from_static("tus-extension"), "creation,termination,expiration".to_owned()),
        (HeaderName::from_static("tus-max-size"), LARGEST.to_string()),
    ];
    answer(StatusCode::NO_CONTENT, headers.into_response())
}

async fn refuse() -> Response {
    answer(StatusCode::METHOD_NOT_ALLOWED, ().into_response())
}

/// `Upload-Metadata`: names, each with a text in Base64.
fn metadata(headers: &HeaderMap) -> BTreeMap<String, String> {
    let text = headers.get("upload-metadata").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let pair = |pair: &str| {
        let (name, value) = pair.trim().split_once(' ')?;
        let value = String::from_utf8(STANDARD.decode(value).ok()?).ok()?;
        Some((name.to_owned(), value))
    };
    text.split(',').filter_map(pair).collect()
}

async fn create(
    State(portal): State<Arc<Portal>>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    uri: axum::http::Uri,
) -> Response {
    if let Some(response) = other_version(&headers) {
        return response;
    }
    if portal.bounded(&format!("upload {}", from.ip()), 200, clock()).await.is_err() {
        return answer(StatusCode::TOO_MANY_REQUESTS, ().into_response());
    }
    let frame = Frame::of(&portal, &headers, &uri);
    let told = metadata(&headers);
    let place = told.get("place").and_then(|place| place.parse::<usize>().ok()).filter(|place| *place < 1_000);
    let target = match told.get("target") {
        Some(target) => known_target(&portal, target).await,
        None => Ok(None),
    };
    let target = match target {
        Ok(target) => target,
        Err(error) => return broke(&error),
    };
    let (Some(size), Some(place), Some(target)) = (number(&headers, &LENGTH), place, target) else {
        return answer(StatusCode::BAD_REQUEST, ().into_response());
    };
    let name = told.get("filename").map_or("", String::as_str);
    match begin(&portal, from.ip(), &target, place, name, size).await {
        Ok(Ok(upload)) => {
            let headers = [(LOCATION, format!("/tai-len/{}", upload.id)), (EXPIRES, imf_date(upload.expires_at))];
            answer(StatusCode::CREATED, headers.into_response())
        }
        Ok(Err(wrong)) => refused(&frame, &wrong, &shown_name(name)),
        Err(error) => broke(&error),
    }
}

/// A service that is offered, or a case in which the account may act.
async fn known_target(portal: &Portal, target: &str) -> Result<Option<String>, PortalError> {
    match target.split_once(' ') {
        Some(("filing", code)) => {
            let catalogue = portal.catalogue();
            let edition = catalogue.edition_on(clock().day());
            let is_known = edition.is_some_and(|edition| edition.services.contains_key(&code.into()));
            Ok(is_known.then(|| for_filing(code)))
        }
        Some(("case", id)) => {
            let Some(me) = me() else { return Ok(None) };
            let cases = portal.store.linked_cases(&me.account.id).await?;
            let mut acts = cases.into_iter().filter(|case| case.acts_as.is_some());
            Ok(acts.find(|case| case.case.to_string() == id).map(|case| for_case(case.case)))
        }
        _ => Ok(None),
    }
}

/// The date of a header (RFC 9110): `Sun, 06 Nov 1994 08:49:37 GMT`.
fn imf_date(at: Moment) -> String {
    let seconds = u64::try_from(at.0.div_euclid(1_000)).unwrap_or(0);
    httpdate::fmt_http_date(std::time::UNIX_EPOCH + std::time::Duration::from_secs(seconds))
}

fn place_of(portal: &Portal, upload: &Upload, status: StatusCode) -> Response {
    match portal.uploads.offset(&upload.id) {
        Ok(offset) => {
            let headers = [
                (OFFSET, offset.to_string()),
                (LENGTH, upload.size.to_string()),
                (EXPIRES, imf_date(upload.expires_at)),
            ];
            answer(status, headers.into_response())
        }
        Err(error) => broke(&error),
    }
}

async fn state(State(portal): State<Arc<Portal>>, headers: HeaderMap, Path(id): Path<String>) -> Response {
    if let Some(response) = other_version(&headers) {
        return response;
    }
    match mine(&portal, &id).await {
        Ok(Some(upload)) => place_of(&portal, &upload, StatusCode::OK),
        Ok(None) => answer(StatusCode::NOT_FOUND, ().into_response()),
        Err(error) => broke(&error),
    }
}

/// Takes in what comes, as far as it comes: what was written before a line broke stays.
async fn go_on(
    State(portal): State<Arc<Portal>>,
    headers: HeaderMap,
    uri: axum::http::Uri,
    Path(id): Path<String>,
    body: Body,
) -> Response {
    if let Some(response) = other_version(&headers) {
        return response;
    }
    let is_bytes = headers.get(CONTENT_TYPE).is_some_and(|kind| kind == "application/offset+octet-stream");
    if !is_bytes {
        return answer(StatusCode::UNSUPPORTED_MEDIA_TYPE, ().into_response());
    }
    let upload = match mine(&portal, &id).await {
        Ok(Some(upload)) => upload,
        Ok(None) => return answer(StatusCode::NOT_FOUND, ().into_response()),
        Err(error) => return broke(&error),
    };
    let Some(begin) = number(&headers, &OFFSET) else { return answer(StatusCode::BAD_REQUEST, ().into_response()) };
    let frame = Frame::of(&portal, &headers, &uri);
    match write(&portal, &upload, begin, body).await {
        Ok(Ok(())) => {
            let kept = if upload.owner.is_some() { KEPT } else { KEPT_NAMELESS };
            match portal.store.prolong_upload(&upload.id, clock().plus_minutes(kept)).await {
                Ok(()) => place_of(&portal, &upload, StatusCode::NO_CONTENT),
                Err(error) => broke(&error.into()),
            }
        }
        Ok(Err(None)) => place_of(&portal, &upload, StatusCode::CONFLICT),
        Ok(Err(Some(wrong))) => {
            if let Err(error) = forget(&portal, &upload.id).await {
                tracing::warn!(%error, "a refused upload is still there");
            }
            refused(&frame, &wrong, &upload.name)
        }
        Err(error) => broke(&error),
    }
}

/// Bytes that are still read after a refusal, so that whoever is sending them hears it.
const HEARD_OUT: usize = 2 * 1024 * 1024;

async fn write(
    portal: &Arc<Portal>,
    upload: &Upload,
    begin: u64,
    body: Body,
) -> Result<Result<(), Option<WrongFile>>, PortalError> {
    let mut stream = body.into_data_stream();
    let written = take_in(portal, upload, begin, &mut stream).await?;
    if written.is_err() {
        let mut left = HEARD_OUT;
        while let Some(Ok(bytes)) = stream.next().await {
            match left.checked_sub(bytes.len()) {
                Some(less) => left = less,
                None => break,
            }
        }
    }
    Ok(written)
}

/// The inner error is what is wrong with the document; none where it ends elsewhere.
async fn take_in(
    portal: &Arc<Portal>,
    upload: &Upload,
    begin: u64,
    stream: &mut BodyDataStream,
) -> Result<Result<(), Option<WrongFile>>, PortalError> {
    if portal.uploads.offset(&upload.id)? != begin {
        return Ok(Err(None));
    }
    let (mut at, mut block) = (begin, Vec::new());
    loop {
        let next = stream.next().await;
        let is_over = !matches!(next, Some(Ok(_)));
        if let Some(Ok(bytes)) = &next {
            block.extend_from_slice(bytes);
        }
        if at + block.len() as u64 > upload.size {
            return Ok(Err(Some(WrongFile::TooLarge)));
        }
        if block.len() >= BLOCK || (is_over && !block.is_empty()) {
            // The kind shows in the first bytes; fewer than these come again.
            let is_first = at == 0 && (block.len() >= 8 || block.len() as u64 == upload.size);
            if is_first && media_type(&block).is_none() {
                return Ok(Err(Some(WrongFile::WrongKind)));
            }
            let length = block.len() as u64;
            if !append(portal, &upload.id, at, std::mem::take(&mut block)).await? {
                return Ok(Err(None));
            }
            at += length;
        }
        if is_over {
            return Ok(Ok(()));
        }
    }
}

async fn end(State(portal): State<Arc<Portal>>, headers: HeaderMap, Path(id): Path<String>) -> Response {
    if let Some(response) = other_version(&headers) {
        return response;
    }
    let ending = async {
        let Some(upload) = mine(&portal, &id).await? else { return Ok(StatusCode::NOT_FOUND) };
        forget(&portal, &upload.id).await?;
        Ok::<_, PortalError>(StatusCode::NO_CONTENT)
    };
    match ending.await {
        Ok(status) => answer(status, ().into_response()),
        Err(error) => broke(&error),
    }
}

/// For lines that let only GET and POST through.
async fn instead(
    state: State<Arc<Portal>>,
    headers: HeaderMap,
    uri: axum::http::Uri,
    path: Path<String>,
    body: Body,
) -> Response {
    let meant = headers.get("x-http-method-override").and_then(|method| method.as_bytes().try_into().ok());
    match meant {
        Some(Method::PATCH) => go_on(state, headers, uri, path, body).await,
        Some(Method::DELETE) => end(state, headers, path).await,
        Some(Method::HEAD) => self::state(state, headers, path).await,
        _ => refuse().await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metadata_are_names_with_texts_in_base64() {
        let mut headers = HeaderMap::new();
        let text = format!("filename {},place {}, empty", STANDARD.encode("Tờ khai.pdf"), STANDARD.encode("2"));
        headers.insert("upload-metadata", text.parse().unwrap());
        let told = metadata(&headers);
        assert_eq!(told["filename"], "Tờ khai.pdf");
        assert_eq!(told["place"], "2");
        assert_eq!(told.len(), 2);
    }

    #[test]
    fn a_name_loses_what_turns_or_breaks_the_line() {
        assert_eq!(shown_name("gi\u{202e}fdp.exe\n"), "gifdp.exe");
        assert_eq!(shown_name("\u{200f} "), "giay-to");
    }
}
