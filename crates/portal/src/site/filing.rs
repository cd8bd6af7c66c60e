//! Filing an application online, in one page, with an account or without: without one, the applicant gets a reference that
//! nobody can guess. Documents come in the form, or before it in parts (`site/uploads.rs`).

use super::account::Visit;
use super::filed::{self, Filed};
use super::form_entries::{self, Line, kind_of};
use super::once::{self, Once};
use super::others::{self, Others};
use super::pages::{UnitLine, no_service, units_of};
use super::uploads::{self, SentList, WrongFile, for_filing};
use super::{Frame, broken, by_post, is_own_form, message, show_with_script};
use crate::admit::{Portal, PortalError, clock};
use crate::people::letters;
use crate::store::{CaseProof, DatabaseError, FilingDraft};
use crate::throttle::Throttle;
use askama::Template;
use axum::extract::multipart::Field;
use axum::extract::{Multipart, Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use casework::catalogue::Service;
use casework::{
    AccountId, Actor, Applicant, Application, CaseCode, CaseId, Channel, Command, Envelope, FileRef, Paper, Refusal,
};
use protocol::push::{Source, Unjudged, Verdict};
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;

const SCRIPT: &str = include_str!("../../static/filing.js");

pub(super) async fn script() -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/javascript; charset=utf-8"), (CACHE_CONTROL, "public, max-age=3600")], SCRIPT)
}

#[derive(Template)]
#[template(path = "filing.html")]
struct FilingPage {
    frame: Frame,
    service: Service,
    units: Vec<UnitLine>,
    /// What the form of the service asks for.
    lines: Vec<Line>,
    /// What was typed, when something is wrong with it.
    typed: BTreeMap<String, String>,
    /// Documents that were sent already.
    sent: SentList,
    /// Who files for the applicant, and who applies with them.
    others: Others,
    /// Papers of the account's earlier cases that this service asks for, too.
    earlier: Vec<Earlier>,
    target: String,
    /// What is sent twice is filed once.
    once: String,
    wrong: String,
}

/// A document of an earlier case that can be used again.
struct Earlier {
    place: usize,
    /// What the form sends: which document of which case for which paper.
    value: String,
    file: FileRef,
    code: CaseCode,
    is_chosen: bool,
}

impl FilingPage {
    fn typed(&self, name: &str) -> &str {
        self.typed.get(name).map_or("", String::as_str)
    }
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
    show_form(&portal, frame, &code, Filled { texts: typed, ..Filled::default() }, String::new()).await
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

async fn show_form(portal: &Portal, frame: Frame, code: &str, filled: Filled, wrong: String) -> Response {
    let target = for_filing(code);
    let sent = match uploads::sent(portal, &target, &filled.uploads).await {
        Ok(sent) => sent,
        Err(error) => return broken(frame, &error),
    };
    let earlier = match offered(portal, code) {
        Some(service) => earlier(portal, &frame, &service, &filled.reused).await,
        None => Ok(Vec::new()),
    };
    let earlier = match earlier {
        Ok(earlier) => earlier,
        Err(error) => return broken(frame, &error),
    };
    let typed = filled.texts;
    let catalogue = portal.catalogue();
    let edition = catalogue.edition_on(clock().day());
    let found = edition.and_then(|edition| Some((edition, edition.services.get(&code.into())?)));
    let Some((edition, service)) = found else { return no_service(frame) };
    if !service.takes_online() {
        return at_the_counter(frame, service);
    }
    let once = match Once::token(portal, &frame, &target) {
        Ok(once) => once,
        Err(error) => return broken(frame, &error),
    };
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let units = units_of(edition, service);
    let lines = form_entries::lines(&frame, service, &typed, !wrong.is_empty());
    let service = service.clone();
    let others = Others::of(&typed, service.papers.len(), !sent.of(service.papers.len()).is_empty());
    let page = FilingPage { units, lines, service, typed, sent, others, earlier, target, once, wrong, frame };
    show_with_script(&page.frame, status, &page)
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

/// Cases that are looked through for papers that can be used again.
const LOOKED_THROUGH: usize = 30;

/// What the account sent in earlier cases for papers of the same name, the newest case first.
async fn earlier(
    portal: &Portal,
    frame: &Frame,
    service: &Service,
    chosen: &[String],
) -> Result<Vec<Earlier>, DatabaseError> {
    let Some(me) = &frame.me else { return Ok(Vec::new()) };
    let mut earlier: Vec<Earlier> = Vec::new();
    let linked = portal.store.linked_cases(&me.account.id).await?;
    for linked in linked.into_iter().filter(|linked| linked.acts_as.is_some()).take(LOOKED_THROUGH) {
        let Some(case) = portal.store.case(linked.case).await? else { continue };
        let Some(code) = &case.code else { continue };
        for paper in &case.papers {
            let place =
                service.papers.iter().position(|name| name.trim().to_lowercase() == paper.name.trim().to_lowercase());
            let Some(place) = place else { continue };
            for file in &paper.files {
                if !earlier.iter().any(|one| one.place == place && one.file.digest == file.digest) {
                    let value = format!("{place} {} {}", case.id, file.digest);
                    let is_chosen = chosen.contains(&value);
                    earlier.push(Earlier { place, value, file: file.clone(), code: code.clone(), is_chosen });
                }
            }
        }
    }
    Ok(earlier)
}

/// What came in a form: texts by name, and which documents were sent, with it or before.
#[derive(Default)]
pub(super) struct Filled {
    pub texts: BTreeMap<String, String>,
    pub uploads: Vec<String>,
    /// Documents of earlier cases that are to be used again.
    pub reused: Vec<String>,
}

pub(super) async fn file(visit: Visit, Path(code): Path<String>, form: Multipart) -> Response {
    let (portal, frame) = (visit.portal.clone(), visit.frame.clone());
    if !is_own_form(&visit.headers) {
        let title = frame.t("Không được phép", "Not allowed").to_owned();
        let text = frame.t("Biểu mẫu không đến từ cổng này.", "The form did not come from this portal.").to_owned();
        return message(frame, StatusCode::FORBIDDEN, &title, &text);
    }
    if portal.bounded(&format!("filing {}", visit.from), 30, clock()).await.is_err() {
        return too_many(frame);
    }
    if let Some(service) = offered(&portal, &code).filter(|service| !service.takes_online()) {
        return at_the_counter(frame, &service);
    }
    let target = for_filing(&code);
    let mut filled = match read(&portal, &frame, (&target, visit.from), form).await {
        Ok(filled) => filled,
        Err((filled, wrong)) => return show_form(&portal, frame, &code, filled, wrong).await,
    };
    let token = filled.texts.remove(once::ENTRY).unwrap_or_default();
    if let (Some(me), true) = (&frame.me, filled.texts.contains_key("keep")) {
        let account = me.account.id.clone();
        return keep_draft(&portal, frame, account, &code, filled).await;
    }
    if others::grows(&mut filled.texts) {
        return show_form(&portal, frame, &code, filled, String::new()).await;
    }
    let once = match Once::read(&portal, &frame, &target, &token) {
        Ok(Some(once)) => once,
        Ok(None) => {
            let wrong = Once::not_read(&frame);
            return show_form(&portal, frame, &code, filled, wrong).await;
        }
        Err(error) => return broken(frame, &error),
    };
    match file_once(&visit, &code, &filled, &once).await {
        Err(error) => broken(frame, &error),
        Ok(Err(wrong)) => show_form(&portal, frame, &code, filled, wrong).await,
        Ok(Ok(filed)) => {
            uploads::forget_all(&portal, &target, &filled.uploads).await;
            filed::answer(&visit, filed)
        }
    }
}

/// Files what was filled in, unless the same form has done that; or what is wrong with it.
async fn file_once(
    visit: &Visit,
    code: &str,
    filled: &Filled,
    once: &Once,
) -> Result<Result<Filed, String>, PortalError> {
    let (portal, frame) = (&visit.portal, &visit.frame);
    let before = portal.store.case(once.case()).await?;
    let done = match &before {
        Some(_) => Done::Before,
        None => {
            let unit = filled.texts.get("unit").map_or("", String::as_str).into();
            let files = match uploads::taken_in(portal, frame, (&for_filing(code), &unit), &filled.uploads).await? {
                Ok(files) => files,
                Err(wrong) => return Ok(Err(wrong)),
            };
            // Only what the form could have offered: the account's own papers, for papers of the same name.
            let reused = match offered(portal, code) {
                Some(service) => earlier(portal, frame, &service, &filled.reused).await?,
                None => Vec::new(),
            };
            let reused = reused.into_iter().filter(|one| one.is_chosen).collect();
            match admit(portal, frame, code, (filled, once), (files, reused)).await? {
                Ok(done) => done,
                Err(refusal) => return Ok(Err(others::told(frame, &filled.texts, &refusal))),
            }
        }
    };
    let filed = match before {
        Some(case) => Some(case),
        None => portal.store.case(once.case()).await?,
    };
    let filed = filed.ok_or_else(|| PortalError::Wrong("a case that was filed is not in the store".to_owned()))?;
    Ok(Ok(filed::of(visit, &filed, names(frame, once), done == Done::Before)))
}

/// Keeps what was typed and sent.
async fn keep_draft(portal: &Portal, frame: Frame, account: AccountId, code: &str, filled: Filled) -> Response {
    let Filled { mut texts, uploads, .. } = filled;
    texts.remove("keep");
    let known = portal.catalogue().edition_on(clock().day()).is_some_and(|e| e.services.contains_key(&code.into()));
    if !known {
        return no_service(frame);
    }
    let texts: BTreeMap<String, String> =
        texts.into_iter().map(|(name, text)| (name, text.chars().take(4_000).collect())).take(MOST_ENTRIES).collect();
    let Ok(body) = serde_json::to_string(&texts) else { return broken(frame, &"a draft cannot be written") };
    let draft = FilingDraft { service: code.to_owned(), body, saved_at: clock() };
    let keeping = async {
        uploads::keep_with_draft(portal, &account, &for_filing(code), &uploads).await?;
        portal.store.keep_filing_draft(&account, &draft).await.map_err(PortalError::from)
    };
    match keeping.await {
        Ok(()) => super::account::go("/ho-so-cua-toi"),
        Err(error) => broken(frame, &error),
    }
}

pub(super) fn too_many(frame: Frame) -> Response {
    let title = frame.t("Quá nhiều lần thử", "Too many attempts").to_owned();
    let text = frame.t("Vui lòng thử lại sau một phút.", "Please try again in a minute.").to_owned();
    let mut answer = message(frame, StatusCode::TOO_MANY_REQUESTS, &title, &text);
    answer.headers_mut().insert(RETRY_AFTER, Throttle::left(clock()).into());
    answer
}

/// Longest text of a form, and how many entries it has at most.
const LONGEST_TEXT: usize = 64 * 1024;
const MOST_ENTRIES: usize = 500;

/// The bytes of an entry, as long as they are within a bound; `Ok(None)` where they are not.
async fn bytes_of(mut field: Field<'_>, most: usize) -> Result<Option<Vec<u8>>, ()> {
    let mut bytes = Vec::new();
    while let Some(part) = field.chunk().await.map_err(drop)? {
        if bytes.len() + part.len() > most {
            return Ok(None);
        }
        bytes.extend_from_slice(&part);
    }
    Ok(Some(bytes))
}

/// Reads a form entry by entry; documents in it are kept as uploads of `target`.
pub(super) async fn read(
    portal: &Arc<Portal>,
    frame: &Frame,
    (target, from): (&str, IpAddr),
    mut form: Multipart,
) -> Result<Filled, (Filled, String)> {
    let mut filled = Filled::default();
    let cut_off = || frame.t("Tải lên bị gián đoạn. Vui lòng gửi lại.", "The upload was cut off. Please send again.");
    let too_long =
        || frame.t("Biểu mẫu có mục quá dài hoặc quá nhiều mục.", "The form has too long or too many entries.");
    let mut entries = 0;
    loop {
        let field = match form.next_field().await {
            Ok(Some(field)) => field,
            Ok(None) => return Ok(filled),
            Err(_) => return Err((filled, cut_off().to_owned())),
        };
        entries += 1;
        if entries > MOST_ENTRIES {
            return Err((filled, too_long().to_owned()));
        }
        let name = field.name().unwrap_or_default().to_owned();
        let file_name = field.file_name().map(str::to_owned);
        let place = name.strip_prefix("paper-").and_then(|place| place.parse::<usize>().ok());
        if let (Some(place), Some(file_name)) = (place, file_name) {
            let bytes = match bytes_of(field, uploads::LARGEST as usize).await {
                Ok(Some(bytes)) => bytes,
                Ok(None) => return Err((filled, WrongFile::TooLarge.said(frame, &file_name))),
                Err(()) => return Err((filled, cut_off().to_owned())),
            };
            if bytes.is_empty() {
                continue;
            }
            match uploads::take_whole(portal, (target, from), place, &file_name, bytes).await {
                Ok(upload) => filled.uploads.push(upload.id),
                Err(wrong) => return Err((filled, wrong.said(frame, &file_name))),
            }
            continue;
        }
        let bytes = match bytes_of(field, LONGEST_TEXT).await {
            Ok(Some(bytes)) if name.len() <= 1_000 => bytes,
            Ok(_) => return Err((filled, too_long().to_owned())),
            Err(()) => return Err((filled, cut_off().to_owned())),
        };
        let text = String::from_utf8_lossy(&bytes).trim().to_owned();
        match name.as_str() {
            "uploaded" => filled.uploads.push(text),
            "reused" => filled.reused.push(text),
            _ => {
                filled.texts.insert(name, text);
            }
        }
    }
}

/// What opens a case for its applicant: a reference, or its page in the account.
fn names(frame: &Frame, once: &Once) -> (String, String) {
    match &frame.me {
        Some(_) => (String::new(), format!("/ho-so-cua-toi/{}", once.case())),
        None => (format!("N-{}", letters(&once.bytes("reference")[..20])), String::new()),
    }
}

async fn admit(
    portal: &Portal,
    frame: &Frame,
    code: &str,
    (filled, once): (&Filled, &Once),
    (mut files, reused): (BTreeMap<usize, Vec<FileRef>>, Vec<Earlier>),
) -> Result<Result<Done, Refusal>, PortalError> {
    let catalogue = portal.catalogue();
    let now = clock();
    let edition = catalogue.edition_on(now.day());
    let unknown = || Refusal::UnknownService { service: code.into() };
    let Some(edition) = edition else { return Ok(Err(unknown())) };
    let Some(service) = edition.services.get(&code.into()) else { return Ok(Err(unknown())) };
    let text = |name: &str| filled.texts.get(name).cloned().unwrap_or_default();
    let given = |name: &str| Some(text(name)).filter(|text| !text.is_empty());
    let paper = |(place, name): (usize, &String)| {
        let mut files = files.remove(&place).unwrap_or_default();
        let again: Vec<&Earlier> = reused.iter().filter(|one| one.place == place).collect();
        let reused_from = again.first().map(|one| one.code.clone());
        files.extend(again.into_iter().map(|one| one.file.clone()));
        let photocopies = u16::from(!files.is_empty());
        Paper { name: name.clone(), originals: 0, certified: 0, photocopies, reused_from, files }
    };
    let mut application = Application {
        unit: text("unit").as_str().into(),
        service: service.code.clone(),
        channel: Channel::Online,
        applicant: Applicant {
            kind: kind_of(&filled.texts),
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
        entries: form_entries::answers(service, &filled.texts),
    };
    let authorisation = files.remove(&service.papers.len()).map(|files| Paper {
        name: String::new(),
        originals: 0,
        certified: 0,
        photocopies: 1,
        reused_from: None,
        files,
    });
    others::state(&filled.texts, authorisation, &mut application);
    by_post::wish(&filled.texts, &mut application);
    let (case, (reference, _)) = (once.case(), names(frame, once));
    let account = frame.me.as_ref().map_or_else(|| account_of(&reference), |me| me.account.id.clone());
    if frame.me.is_some() {
        // Before the case: a link to nothing is not shown, a case without its link would be lost to its applicant.
        portal.store.link_case(&account, case, &CaseProof::Reference(account.clone()), now).await?;
    }
    match send(portal, &account, case, Command::File { application }, once).await? {
        // Another request with the same form was faster.
        Err(_) if portal.store.case(case).await?.is_some() => return Ok(Ok(Done::Before)),
        Err(refusal) => return Ok(Err(refusal)),
        Ok(()) => {}
    }
    if frame.me.is_some() {
        portal.store.drop_filing_draft(&account, code).await?;
    }
    Ok(Ok(Done::Now))
}

/// Whether an application was filed now, or by the same form before.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Done {
    Now,
    Before,
}

/// An account's command, through the portal's one door.
pub(super) async fn send(
    portal: &Portal,
    account: &AccountId,
    case: CaseId,
    command: Command,
    once: &Once,
) -> Result<Result<(), Refusal>, PortalError> {
    let now = clock();
    let edition = portal.catalogue().edition_on(now.day()).map(|edition| edition.id.clone());
    let what = "a command of an account";
    let text = serde_json::to_string(&command).map_err(|source| PortalError::Json { what, source })?;
    let id = once.envelope(&text);
    let envelope = Envelope {
        id,
        case,
        actor: Actor::Citizen(account.clone()),
        at: now,
        edition: edition.ok_or_else(|| PortalError::Wrong("no edition is in force".to_owned()))?,
        seen: 0,
        after: None,
        command,
    };
    let bytes = serde_json::to_string(&envelope).map_err(|source| PortalError::Json { what, source })?;
    match portal.admit(envelope, bytes, Source::Account(account.clone()), now).await? {
        Ok(Verdict::Accepted { .. }) => Ok(Ok(())),
        Ok(Verdict::Refused { refusal, .. }) => Ok(Err(refusal)),
        // The same form with the same text, a moment later: it was judged then.
        Err(Unjudged::OtherContent) => match portal.store.verdict(id).await? {
            Some(Verdict::Refused { refusal, .. }) => Ok(Err(refusal)),
            Some(Verdict::Accepted { .. }) => Ok(Ok(())),
            None => Err(PortalError::Wrong("a command was judged and its verdict is gone".to_owned())),
        },
        Err(unjudged) => Err(PortalError::Wrong(format!("a fresh command was not judged: {unjudged:?}"))),
    }
}

/// The account behind a reference: its digest, so that the log does not hold what opens the case.
pub(super) fn account_of(reference: &str) -> AccountId {
    let digest = protocol::digest(reference.trim().to_uppercase().as_bytes());
    AccountId(format!("web-{}", &digest.as_str()[..32]))
}
