//! Filing an application online, in one page, without an account: the applicant gets a reference that nobody can guess.

use super::pages::{UnitLine, no_service, units_of};
use super::{Frame, broken, by_post, is_own_form, message, show};
use crate::admit::{Portal, PortalError, clock, random};
use crate::people::readable;
use crate::routes::hold_document;
use crate::store::{DatabaseError, FilingDraft};
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
    /// Opens the case; empty where it is in the account.
    reference: String,
    /// Its page in the account.
    mine: String,
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
    let typed = match begun(&portal, &frame, &code).await {
        Ok(typed) => typed,
        Err(error) => return broken(frame, &error),
    };
    show_form(&portal, frame, &code, typed, String::new())
}

/// A service of today's catalogue.
fn offered(portal: &Portal, code: &str) -> Option<Service> {
    let catalogue = portal.catalogue();
    catalogue.edition_on(clock().day())?.services.get(&code.into()).cloned()
}

/// What the account typed before, or else what it says of its owner.
async fn begun(portal: &Portal, frame: &Frame, code: &str) -> Result<BTreeMap<String, String>, DatabaseError> {
    let Some(me) = &frame.me else { return Ok(BTreeMap::new()) };
    let drafts = portal.store.filing_drafts(&me.account.id).await?;
    if let Some(draft) = drafts.iter().find(|draft| draft.service == code) {
        return serde_json::from_str(&draft.body).map_err(DatabaseError::json("a draft"));
    }
    let account = &me.account;
    let facts = [
        ("name", account.name.clone()),
        ("identity_number", account.identity_number.clone().unwrap_or_default()),
        ("address", account.address.clone()),
        ("phone", account.phone.clone()),
        ("email", account.email.clone()),
    ];
    Ok(facts.into_iter().map(|(name, fact)| (name.to_owned(), fact)).collect())
}

fn show_form(portal: &Portal, frame: Frame, code: &str, typed: BTreeMap<String, String>, wrong: String) -> Response {
    let catalogue = portal.catalogue();
    let edition = catalogue.edition_on(clock().day());
    let found = edition.and_then(|edition| Some((edition, edition.services.get(&code.into())?)));
    let Some((edition, service)) = found else { return no_service(frame) };
    if !service.takes_online() {
        return at_the_counter(frame, service);
    }
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = FilingPage { units: units_of(edition, service), service: service.clone(), typed, wrong, frame };
    show(&page.frame, status, &page)
}

/// The catalogue says that this service is only told about online.
fn at_the_counter(frame: Frame, service: &Service) -> Response {
    let title = frame.t("Nộp tại Bộ phận Một cửa", "Apply at the one-stop shop").to_owned();
    let text = format!(
        "{}: {}",
        service.name,
        frame.t(
            "thủ tục này chưa nhận hồ sơ trực tuyến. Hãy mang giấy tờ đến Bộ phận Một cửa của nơi giải quyết.",
            "this service takes no applications online. Bring the papers to the one-stop shop of the deciding unit."
        )
    );
    message(frame, StatusCode::FORBIDDEN, &title, &text)
}

/// What came in a form: texts by name, documents by the place of their paper.
#[derive(Default)]
pub(super) struct Filled {
    pub texts: BTreeMap<String, String>,
    pub files: BTreeMap<usize, Vec<FileRef>>,
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
    if let Some(service) = offered(&portal, &code).filter(|service| !service.takes_online()) {
        return at_the_counter(frame, &service);
    }
    let filled = match read(&portal, &frame, form).await {
        Ok(filled) => filled,
        Err((texts, wrong)) => return show_form(&portal, frame, &code, texts, wrong),
    };
    if let (Some(me), true) = (&frame.me, filled.texts.contains_key("keep")) {
        let (account, texts) = (me.account.id.clone(), filled.texts);
        return keep_draft(&portal, frame, account, &code, texts).await;
    }
    match admit(&portal, &frame, &code, &filled).await {
        Err(error) => broken(frame, &error),
        Ok(Err(refusal)) => {
            let wrong = refused(&frame, &refusal);
            show_form(&portal, frame, &code, filled.texts, wrong)
        }
        Ok(Ok(Filed { reference, mine, service, unit })) => {
            let page = FiledPage { frame, reference, mine, service, unit };
            show(&page.frame, StatusCode::OK, &page)
        }
    }
}

/// Keeps what was typed; files are chosen again when the filing goes on.
async fn keep_draft(
    portal: &Portal,
    frame: Frame,
    account: AccountId,
    code: &str,
    mut texts: BTreeMap<String, String>,
) -> Response {
    texts.remove("keep");
    let known = portal.catalogue().edition_on(clock().day()).is_some_and(|e| e.services.contains_key(&code.into()));
    if !known {
        return no_service(frame);
    }
    let texts: BTreeMap<String, String> =
        texts.into_iter().map(|(name, text)| (name, text.chars().take(4_000).collect())).take(100).collect();
    let Ok(body) = serde_json::to_string(&texts) else { return broken(frame, &"a draft cannot be written") };
    let draft = FilingDraft { service: code.to_owned(), body, saved_at: clock() };
    match portal.store.keep_filing_draft(&account, &draft).await {
        Ok(()) => super::account::go("/ho-so-cua-toi"),
        Err(error) => broken(frame, &error),
    }
}

pub(super) fn too_many(frame: Frame) -> Response {
    let title = frame.t("Quá nhiều lần thử", "Too many attempts").to_owned();
    let text = frame.t("Vui lòng thử lại sau một phút.", "Please try again in a minute.").to_owned();
    message(frame, StatusCode::TOO_MANY_REQUESTS, &title, &text)
}

pub(super) fn refused(frame: &Frame, refusal: &Refusal) -> String {
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

pub(super) async fn read(
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

/// What was filed, for its applicant.
struct Filed {
    reference: String,
    mine: String,
    service: String,
    unit: String,
}

async fn admit(
    portal: &Portal,
    frame: &Frame,
    code: &str,
    filled: &Filled,
) -> Result<Result<Filed, Refusal>, PortalError> {
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
        send_result_to: None,
        subject: given("subject").unwrap_or_else(|| service.name.clone()),
        papers: service.papers.iter().enumerate().map(paper).collect(),
        entries: BTreeMap::new(),
    };
    by_post::wish(&filled.texts, &mut application);
    let unit = edition.units.get(&application.unit).map_or_else(String::new, |unit| unit.name.clone());
    let mut id = [0; 16];
    random(&mut id)?;
    let case = CaseId(uuid::Builder::from_random_bytes(id).into_uuid());
    let (reference, mine, account) = match &frame.me {
        Some(me) => (String::new(), format!("/ho-so-cua-toi/{case}"), me.account.id.clone()),
        None => {
            let reference = format!("N-{}", readable(20)?);
            let account = account_of(&reference);
            (reference, String::new(), account)
        }
    };
    if frame.me.is_some() {
        // Before the case: a link to nothing is not shown, a case without its link would be lost to its applicant.
        portal.store.link_case(&account, case, Some(&account), now).await?;
    }
    if let Err(refusal) = send(portal, &account, case, Command::File { application }).await? {
        return Ok(Err(refusal));
    }
    if frame.me.is_some() {
        portal.store.drop_filing_draft(&account, code).await?;
    }
    Ok(Ok(Filed { reference, mine, service: service.name.clone(), unit }))
}

/// An account's command, through the portal's one door.
pub(super) async fn send(
    portal: &Portal,
    account: &AccountId,
    case: CaseId,
    command: Command,
) -> Result<Result<(), Refusal>, PortalError> {
    let now = clock();
    let edition = portal.catalogue().edition_on(now.day()).map(|edition| edition.id.clone());
    let mut id = [0; 16];
    random(&mut id)?;
    let envelope = Envelope {
        id: EnvelopeId(uuid::Builder::from_random_bytes(id).into_uuid()),
        case,
        actor: Actor::Citizen(account.clone()),
        at: now,
        edition: edition.ok_or_else(|| PortalError::Wrong("no edition is in force".to_owned()))?,
        seen: 0,
        after: None,
        command,
    };
    let what = "a command of an account";
    let bytes = serde_json::to_string(&envelope).map_err(|source| PortalError::Json { what, source })?;
    match portal.admit(envelope, bytes, Source::Account(account.clone()), now).await? {
        Ok(Verdict::Accepted { .. }) => Ok(Ok(())),
        Ok(Verdict::Refused { refusal, .. }) => Ok(Err(refusal)),
        Err(unjudged) => Err(PortalError::Wrong(format!("a fresh command was not judged: {unjudged:?}"))),
    }
}

/// The account behind a reference: its digest, so that the log does not hold what opens the case.
pub(super) fn account_of(reference: &str) -> AccountId {
    let digest = protocol::digest(reference.trim().to_uppercase().as_bytes());
    AccountId(format!("web-{}", &digest.as_str()[..32]))
}
