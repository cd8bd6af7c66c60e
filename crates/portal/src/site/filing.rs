//! Filing an application online, in one page, without an account: the applicant gets a reference that nobody can guess.

use super::pages::{UnitLine, no_service, units_of};
use super::{Frame, broken, by_post, is_own_form, message, show};
use crate::admit::{Portal, clock, random};
use crate::people::readable;
use crate::routes::hold_document;
use askama::Template;
use axum::extract::{ConnectInfo, Multipart, Path, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;
use casework::catalogue::Service;
use casework::{
    AccountId, Actor, Applicant, ApplicantKind, Application, CaseId, Channel, Command, Envelope, EnvelopeId, FileRef,
    Paper, Refusal,
};
use protocol::push::{Source, Verdict};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;

/// Largest document of a citizen.
const LARGEST: usize = 20 * 1024 * 1024;

#[derive(Template)]
#[template(path = "filing.html")]
struct FilingPage {
    frame: Frame,
    service: Service,
    units: Vec<UnitLine>,
    /// What was typed, when something is wrong with it.
    typed: BTreeMap<String, String>,
    wrong: String,
}

impl FilingPage {
    fn typed(&self, name: &str) -> &str {
        self.typed.get(name).map_or("", String::as_str)
    }
}

#[derive(Template)]
#[template(path = "filed.html")]
struct FiledPage {
    frame: Frame,
    reference: String,
    service: String,
    unit: String,
}

pub(super) async fn form(
    State(portal): State<Arc<Portal>>,
    headers: HeaderMap,
    uri: Uri,
    Path(code): Path<String>,
) -> Response {
    let frame = Frame::of(&portal, &headers, &uri);
    show_form(&portal, frame, &code, BTreeMap::new(), String::new())
}

fn show_form(portal: &Portal, frame: Frame, code: &str, typed: BTreeMap<String, String>, wrong: String) -> Response {
    let catalogue = portal.catalogue();
    let edition = catalogue.edition_on(clock().day());
    let found = edition.and_then(|edition| Some((edition, edition.services.get(&code.into())?)));
    let Some((edition, service)) = found else { return no_service(frame) };
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = FilingPage { units: units_of(edition, service), service: service.clone(), typed, wrong, frame };
    show(&page.frame, status, &page)
}

/// What came in a form: texts by name, documents by the place of their paper.
#[derive(Default)]
struct Filled {
    texts: BTreeMap<String, String>,
    files: BTreeMap<usize, Vec<FileRef>>,
}

pub(super) async fn file(
    State(portal): State<Arc<Portal>>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    uri: Uri,
    Path(code): Path<String>,
    form: Multipart,
) -> Response {
    let frame = Frame::of(&portal, &headers, &uri);
    if !is_own_form(&headers) {
        let title = frame.t("Không được phép", "Not allowed").to_owned();
        let text = frame.t("Biểu mẫu không đến từ cổng này.", "The form did not come from this portal.").to_owned();
        return message(frame, StatusCode::FORBIDDEN, &title, &text);
    }
    if portal.throttle.count(&format!("filing {}", from.ip()), 30, clock()).is_err() {
        return too_many(frame);
    }
    let filled = match read(&portal, &frame, form).await {
        Ok(filled) => filled,
        Err((texts, wrong)) => return show_form(&portal, frame, &code, texts, wrong),
    };
    match admit(&portal, &code, &filled).await {
        Err(error) => broken(frame, &error),
        Ok(Err(refusal)) => {
            let wrong = refused(&frame, &refusal);
            show_form(&portal, frame, &code, filled.texts, wrong)
        }
        Ok(Ok((reference, service, unit))) => {
            let page = FiledPage { frame, reference, service, unit };
            show(&page.frame, StatusCode::OK, &page)
        }
    }
}

pub(super) fn too_many(frame: Frame) -> Response {
    let title = frame.t("Quá nhiều lần thử", "Too many attempts").to_owned();
    let text = frame.t("Vui lòng thử lại sau một phút.", "Please try again in a minute.").to_owned();
    message(frame, StatusCode::TOO_MANY_REQUESTS, &title, &text)
}

fn refused(frame: &Frame, refusal: &Refusal) -> String {
    match refusal {
        Refusal::EntryMissing { entry } => {
            let name = match entry.as_str() {
                "applicant_name" => frame.t("Họ và tên", "Name"),
                "address" => frame.t("Địa chỉ", "Address"),
                "subject" => frame.t("Nội dung đề nghị", "What is asked for"),
                other => other,
            };
            format!("{}: {name}", frame.t("Chưa điền", "Not filled in"))
        }
        Refusal::EntryTooLong { limit, .. } => {
            format!("{} {limit}", frame.t("Nội dung quá dài, tối đa", "Too long, at most"))
        }
        _ => frame
            .t(
                "Hồ sơ chưa nộp được. Vui lòng kiểm tra lại các mục.",
                "The application could not be filed. Check the entries.",
            )
            .to_owned(),
    }
}

async fn read(
    portal: &Arc<Portal>,
    frame: &Frame,
    mut form: Multipart,
) -> Result<Filled, (BTreeMap<String, String>, String)> {
    let mut filled = Filled::default();
    let cut_off = || frame.t("Tải lên bị gián đoạn. Vui lòng gửi lại.", "The upload was cut off. Please send again.");
    loop {
        let field = match form.next_field().await {
            Ok(Some(field)) => field,
            Ok(None) => return Ok(filled),
            Err(_) => return Err((filled.texts, cut_off().to_owned())),
        };
        let name = field.name().unwrap_or_default().to_owned();
        let file_name = field.file_name().map(str::to_owned);
        let Ok(bytes) = field.bytes().await else { return Err((filled.texts, cut_off().to_owned())) };
        match (name.strip_prefix("paper-").and_then(|place| place.parse::<usize>().ok()), file_name) {
            (Some(place), Some(file_name)) => {
                if bytes.is_empty() {
                    continue;
                }
                match keep(portal, &file_name, &bytes).await {
                    Ok(file) => filled.files.entry(place).or_default().push(file),
                    Err(wrong) => return Err((filled.texts, wrong.said(frame, &file_name))),
                }
            }
            _ => {
                let text = String::from_utf8_lossy(&bytes).trim().to_owned();
                filled.texts.insert(name, text);
            }
        }
    }
}

enum WrongFile {
    TooLarge,
    WrongKind,
    NotKept,
}

impl WrongFile {
    fn said(&self, frame: &Frame, name: &str) -> String {
        let why = match self {
            Self::TooLarge => frame.t("lớn hơn 20 MB", "is larger than 20 MB"),
            Self::WrongKind => frame.t("không phải PDF, PNG hoặc JPEG", "is not a PDF, PNG or JPEG"),
            Self::NotKept => frame.t("chưa lưu được, vui lòng gửi lại", "could not be kept, please send again"),
        };
        format!("{name}: {why}")
    }
}

/// Only PDF, PNG and JPEG by their first bytes; looked at closer only in a process without rights, at the desk.
async fn keep(portal: &Arc<Portal>, name: &str, bytes: &[u8]) -> Result<FileRef, WrongFile> {
    if bytes.len() > LARGEST {
        return Err(WrongFile::TooLarge);
    }
    let media_type = match bytes {
        [b'%', b'P', b'D', b'F', b'-', ..] => "application/pdf",
        [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => "image/png",
        [0xff, 0xd8, 0xff, ..] => "image/jpeg",
        _ => return Err(WrongFile::WrongKind),
    };
    let (keeper, owned) = (portal.clone(), bytes.to_vec());
    let kept = tokio::task::spawn_blocking(move || keeper.documents.keep(&owned)).await;
    let Ok(Ok(digest)) = kept else { return Err(WrongFile::NotKept) };
    let size = bytes.len() as u64;
    hold_document(portal, &digest, size).await.map_err(|_| WrongFile::NotKept)?;
    // The name is shown, never used as a path; control and direction marks are dropped.
    let is_mark =
        |letter: char| letter.is_control() || matches!(letter, '\u{200e}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let name: String = name.chars().filter(|letter| !is_mark(*letter)).take(200).collect();
    let name = if name.is_empty() { "giay-to".to_owned() } else { name };
    Ok(FileRef { digest, name, media_type: media_type.to_owned(), size })
}

type Filed = Result<(String, String, String), Refusal>;

async fn admit(portal: &Portal, code: &str, filled: &Filled) -> Result<Filed, crate::PortalError> {
    let catalogue = portal.catalogue();
    let now = clock();
    let edition = catalogue.edition_on(now.day());
    let unknown = || Refusal::UnknownService { service: code.into() };
    let Some(edition) = edition else { return Ok(Err(unknown())) };
    let Some(service) = edition.services.get(&code.into()) else { return Ok(Err(unknown())) };
    let text = |name: &str| filled.texts.get(name).cloned().unwrap_or_default();
    let given = |name: &str| Some(text(name)).filter(|text| !text.is_empty());
    let paper = |(place, name): (usize, &String)| {
        let files = filled.files.get(&place).cloned().unwrap_or_default();
        Paper {
            name: name.clone(),
            originals: 0,
            certified: 0,
            photocopies: u16::from(!files.is_empty()),
            reused_from: None,
            files,
        }
    };
    let mut application = Application {
        unit: text("unit").as_str().into(),
        service: service.code.clone(),
        channel: Channel::Online,
        applicant: Applicant {
            kind: match text("kind").as_str() {
                "business" => ApplicantKind::Business,
                "agency" => ApplicantKind::Agency,
                "other" => ApplicantKind::Other,
                _ => ApplicantKind::Citizen,
            },
            name: text("name"),
            identity_number: given("identity_number"),
            birth_date: None,
            address: text("address"),
            phone: text("phone"),
            email: given("email"),
        },
        submitter: None,
        co_applicants: Vec::new(),
        received_by: None,
        subject: given("subject").unwrap_or_else(|| service.name.clone()),
        papers: service.papers.iter().enumerate().map(paper).collect(),
        entries: BTreeMap::new(),
    };
    by_post::wish(&filled.texts, &mut application);
    let unit = edition.units.get(&application.unit).map_or_else(String::new, |unit| unit.name.clone());
    let reference = format!("N-{}", readable(20)?);
    let account = account_of(&reference);
    let (mut case, mut id) = ([0; 16], [0; 16]);
    random(&mut case)?;
    random(&mut id)?;
    let envelope = Envelope {
        id: EnvelopeId(uuid::Builder::from_random_bytes(id).into_uuid()),
        case: CaseId(uuid::Builder::from_random_bytes(case).into_uuid()),
        actor: Actor::Citizen(account.clone()),
        at: now,
        edition: edition.id.clone(),
        seen: 0,
        after: None,
        command: Command::File { application },
    };
    let bytes = serde_json::to_string(&envelope)
        .map_err(|source| crate::PortalError::Json { what: "an application", source })?;
    match portal.admit(envelope, bytes, Source::Account(account), now).await? {
        Ok(Verdict::Accepted { .. }) => Ok(Ok((reference, service.name.clone(), unit))),
        Ok(Verdict::Refused { refusal, .. }) => Ok(Err(refusal)),
        Err(_) => Ok(Err(unknown())),
    }
}

/// The account behind a reference: its digest, so that the log does not hold what opens the case.
pub(super) fn account_of(reference: &str) -> AccountId {
    let digest = protocol::digest(reference.trim().to_uppercase().as_bytes());
    AccountId(format!("web-{}", &digest.as_str()[..32]))
}
