//! Looking a case up: its code and one more fact, or the reference that the applicant got.
//!
//! A wrong fact and an unknown code are answered alike; tries are bounded by address and by code.

use super::filing::{account_of, too_many};
use super::words::{self, StepLine};
use super::{Frame, broken, due, is_own_form, message, paying, show, show_with_script};
use crate::admit::{Portal, clock};
use crate::postal::{PostalItem, PostalState};
use crate::store::{CaseProof, DatabaseError};
use askama::Template;
use axum::Form;
use axum::extract::{ConnectInfo, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use casework::{Actor, Case, CaseCode, Digest, Status};
use ed25519_dalek::{Signature, Signer, Verifier};
use protocol::LARGEST_FILE;
use serde::Deserialize;
use std::net::SocketAddr;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "lookup.html")]
struct LookupPage {
    frame: Frame,
    wrong: String,
    ma: String,
}

#[derive(Deserialize)]
pub(super) struct Question {
    #[serde(default)]
    ma: String,
    #[serde(default)]
    them: String,
}

struct HistoryLine {
    at: String,
    text: String,
}

#[derive(Template)]
#[template(path = "case.html")]
struct CasePage {
    frame: Frame,
    code: String,
    service: String,
    unit: String,
    applicant: String,
    /// Who applies with them.
    others: String,
    /// Who filed for them.
    submitter: String,
    status: String,
    status_code: u8,
    due: String,
    /// What leads to the due moment.
    why: Option<due::Why>,
    is_late: bool,
    is_declined: bool,
    reason: String,
    steps: Vec<StepLine>,
    history: Vec<HistoryLine>,
    result: ResultState,
    owed: Option<paying::Owed>,
    post: Option<PostLine>,
    /// Where the result is to be sent; empty where it is fetched.
    send_to: String,
    /// There is more than whoever looks is shown.
    is_hidden: bool,
    /// What its applicant may do with it, where that is who looks.
    acts: Option<Acts>,
    /// Lets the case be rated; empty where that is not the time.
    rating: String,
    /// What the agency and the applicant wrote each other.
    messages: Vec<MessageLine>,
    /// What the account asked about the case.
    questions: Vec<super::questions::QuestionLine>,
    wrong: String,
}

impl CasePage {
    /// Leaves out what is only for whoever proved more.
    fn hide(&mut self) {
        let texts = [&self.send_to, &self.others, &self.submitter];
        self.is_hidden = !self.messages.is_empty() || texts.into_iter().any(|text| !text.is_empty());
        self.messages.clear();
        for text in [&mut self.send_to, &mut self.others, &mut self.submitter] {
            text.clear();
        }
    }

    fn may_write(&self) -> bool {
        self.acts.as_ref().is_some_and(|acts| acts.may_write)
    }
}

/// Where a result is on its way by post.
struct PostLine {
    carrier: String,
    waybill: String,
    state: String,
    at: String,
}

/// What an applicant may do with a case online.
pub(super) struct Acts {
    /// The case's page in the account.
    pub path: String,
    pub turn: u32,
    /// What is sent twice is done once.
    pub once: String,
    /// It was filed elsewhere and is only looked at.
    pub only_looks: bool,
    pub asked_papers: Vec<String>,
    /// Of those, what was sent already, and what it is sent for.
    pub sent: super::uploads::SentList,
    pub target: String,
    /// What was stated in the form, for whoever filed it.
    pub declared: Vec<(String, String)>,
    pub may_write: bool,
    pub may_withdraw: bool,
    pub may_complain: bool,
}

struct MessageLine {
    is_of_agency: bool,
    by: String,
    at: String,
    text: String,
}

enum ResultState {
    None,
    /// Signed and numbered; the bytes are still on their way.
    OnItsWay,
    /// The bytes are here; their signatures are not in order.
    BeingChecked,
    Ready {
        title: String,
        number: String,
        ticket: String,
    },
}

pub(super) async fn form(State(portal): State<Arc<Portal>>, headers: HeaderMap, uri: Uri) -> Response {
    let frame = Frame::of(&portal, &headers, &uri);
    let page = LookupPage { frame, wrong: String::new(), ma: String::new() };
    show(&page.frame, StatusCode::OK, &page)
}

pub(super) async fn find(
    State(portal): State<Arc<Portal>>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    uri: Uri,
    Form(question): Form<Question>,
) -> Response {
    let frame = Frame::of(&portal, &headers, &uri);
    let asked = question.ma.trim().to_uppercase();
    let by_address = portal.bounded(&format!("lookup {}", from.ip()), 60, clock()).await;
    if by_address.is_err() || portal.guessed(&format!("lookup {asked:.80}"), 10, clock()).await.is_err() {
        return too_many(frame);
    }
    match found(&portal, &asked, &question.them).await {
        Ok(Found::Case(case, proof)) => {
            let sees = Sees::by(&proof);
            show_case(&portal, frame, &case, (None, sees), String::new()).await
        }
        Ok(no) => {
            let wrong = no.said(&frame);
            let page = LookupPage { frame, wrong, ma: question.ma };
            show(&page.frame, StatusCode::NOT_FOUND, &page)
        }
        Err(error) => broken(frame, &error),
    }
}

/// The page of a case for somebody who may see it.
pub(super) async fn show_case(
    portal: &Portal,
    frame: Frame,
    case: &Case,
    (acts, sees): (Option<Acts>, Sees),
    wrong: String,
) -> Response {
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let asked = match (&frame.me, &acts) {
        (Some(me), Some(_)) => portal.store.questions_of(&me.account.id).await,
        _ => Ok(Vec::new()),
    };
    let asked = match asked {
        Ok(asked) => asked.into_iter().filter(|question| question.case == Some(case.id)),
        Err(error) => return broken(frame, &error),
    };
    let catalogue = portal.catalogue();
    let edition = catalogue.edition_on(clock().day());
    let questions = asked.map(|question| super::questions::line(&frame, edition, question)).collect();
    match page(portal, frame, case).await {
        Ok(mut page) => {
            if sees == Sees::Less {
                page.hide();
            }
            let is_sent_to = acts.as_ref().is_some_and(|acts| !acts.asked_papers.is_empty());
            let page = CasePage { acts, wrong, questions, ..page };
            if is_sent_to { show_with_script(&page.frame, status, &page) } else { show(&page.frame, status, &page) }
        }
        Err((frame, error)) => broken(frame, &error),
    }
}

/// What came of looking a case up.
pub(super) enum Found {
    Case(Box<Case>, CaseProof),
    /// No such case, or another fact: the same answer.
    Nothing,
    /// So many wrong facts were given for this code today, whether or not there is such a case, that digits open it no
    /// longer.
    NotByDigits,
}

impl Found {
    /// What is said where no case is shown.
    pub fn said(&self, frame: &Frame) -> String {
        let text = match self {
            Self::Case(..) => "",
            Self::Nothing => frame.t(
                "Không tìm thấy hồ sơ với mã và thông tin này. Kiểm tra lại mã trên giấy hẹn và số giấy tờ hoặc 4 số cuối điện thoại đã khai.",
                "No case with this code and fact. Check the code on your receipt, and the identity number or last 4 digits of the phone that you gave.",
            ),
            Self::NotByDigits => frame.t(
                "Mã này đã bị nhập sai quá nhiều lần trong hôm nay nên không mở bằng số điện thoại được nữa. Hãy dùng số giấy tờ đã khai hoặc mã nộp N-…; số điện thoại dùng lại được từ ngày mai.",
                "Too many wrong facts were given for this code today, so digits of a phone open it no longer. Use the identity number or the reference N-…; the phone works again tomorrow.",
            ),
        };
        text.to_owned()
    }
}

/// Wrong facts of a code on one day, over all instances, until digits open it no longer: there are ten thousand of them.
const WRONG_FACTS: i64 = 20;

/// The case with a code or reference, for whoever knows a fact of it; with a reference, in whose name it was filed.
pub(super) async fn found(portal: &Portal, asked: &str, fact: &str) -> Result<Found, DatabaseError> {
    if asked.starts_with("N-") {
        let name = account_of(asked);
        let case = portal.store.case_by_account(&name).await?;
        return Ok(case.map_or(Found::Nothing, |case| {
            // Whoever holds the reference of a filing is its applicant.
            let is_theirs = case.filed_by == Actor::Citizen(name.clone());
            Found::Case(Box::new(case), if is_theirs { CaseProof::Reference(name) } else { CaseProof::Number })
        }));
    }
    let (key, today) = (protocol::digest(format!("wrong fact {asked}").as_bytes()), clock().day());
    let is_closed = portal.store.counted_of_day(&key, today).await? >= WRONG_FACTS;
    let case = portal.store.case_by_code(&CaseCode::from(asked)).await?;
    let known = case.and_then(|case| Some((knows(&case, fact)?, case)));
    if let Some((proof, case)) = known.filter(|(proof, _)| !is_closed || *proof != CaseProof::Digits) {
        return Ok(Found::Case(Box::new(case), proof));
    }
    if is_closed {
        return Ok(Found::NotByDigits);
    }
    portal.store.count_of_day(&key, today, 1).await?;
    Ok(Found::Nothing)
}

/// The identity number, or the last four digits of the phone number.
fn knows(case: &Case, fact: &str) -> Option<CaseProof> {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let fact = digits(fact);
    let phone = digits(&case.applicant.phone);
    let number = case.applicant.identity_number.as_deref().map(digits).unwrap_or_default();
    if fact.len() >= 8 && fact == number {
        return Some(CaseProof::Number);
    }
    (fact.len() == 4 && phone.len() >= 8 && phone.ends_with(&fact)).then_some(CaseProof::Digits)
}

/// How much of a case somebody is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sees {
    All,
    /// Neither addresses, other people nor what was written: digits of a telephone number can be guessed.
    Less,
}

impl Sees {
    fn by(proof: &CaseProof) -> Self {
        if *proof == CaseProof::Digits { Self::Less } else { Self::All }
    }
    pub fn linked(by_digits: bool) -> Self {
        if by_digits { Self::Less } else { Self::All }
    }
}

async fn page(portal: &Portal, frame: Frame, case: &Case) -> Result<CasePage, (Frame, DatabaseError)> {
    let catalogue = portal.catalogue();
    let edition = catalogue.editions.get(&case.edition);
    let read = async {
        let history = portal.store.history(case.id).await?;
        let owed = paying::owed(portal, case).await?;
        let rating = super::rating::ticket_for(portal, case).await?;
        let item = portal.store.postal_item(case.id).await?;
        Ok((history, result_state(portal, case).await?, owed, item, rating))
    };
    let (history, result, owed, item, rating) = match read.await {
        Ok(read) => read,
        Err(error) => return Err((frame, error)),
    };
    let line = |recorded: &casework::Recorded| {
        let text = words::event(&frame, recorded)?;
        Some(HistoryLine { at: words::moment(&frame, recorded.arrived_at), text })
    };
    let history: Vec<HistoryLine> = history.iter().rev().filter_map(line).collect();
    let due_at = case.due_at.filter(|_| case.status.is_running() || case.status == Status::Done);
    let open = case.open_supplement();
    let reason = open.map(|request| format!("{}. {}", request.papers.join("; "), request.reason));
    Ok(CasePage {
        code: case.code.as_ref().map_or_else(String::new, |code| code.0.clone()),
        service: edition
            .and_then(|edition| edition.services.get(&case.service))
            .map_or_else(|| case.service.0.clone(), |service| service.name.clone()),
        unit: edition
            .and_then(|edition| edition.units.get(&case.unit))
            .map_or_else(String::new, |unit| unit.name.clone()),
        applicant: case.applicant.name.clone(),
        others: case.co_applicants.iter().map(|one| one.name.as_str()).collect::<Vec<_>>().join(", "),
        submitter: case.submitter.clone().unwrap_or_default(),
        status: words::status(&frame, edition, case.status),
        status_code: case.status.code(),
        due: due_at.map_or_else(String::new, |due| words::moment(&frame, due)),
        why: due::why(&frame, edition, case),
        is_declined: case.is_declined(),
        is_late: due_at.is_some_and(|due| case.status.is_running() && due < clock()),
        reason: case.closing_reason.clone().or(reason).unwrap_or_default(),
        steps: words::steps(edition, case),
        history,
        result,
        owed,
        is_hidden: false,
        send_to: case.send_result_to.clone().unwrap_or_default(),
        post: item.map(|item| post_line(&frame, item)),
        messages: case.messages.iter().map(|message| message_line(&frame, case, message)).collect(),
        acts: None,
        rating,
        questions: Vec::new(),
        wrong: String::new(),
        frame,
    })
}

/// The applicant is named; of the agency it is enough that it was the agency.
fn message_line(frame: &Frame, case: &Case, message: &casework::Message) -> MessageLine {
    let is_of_agency = !matches!(message.by, Actor::Citizen(_));
    let by = if is_of_agency { frame.t("Cơ quan", "The agency") } else { case.applicant.name.as_str() };
    let at = words::moment(frame, message.at);
    MessageLine { is_of_agency, by: by.to_owned(), at, text: message.text.clone() }
}

fn post_line(frame: &Frame, item: PostalItem) -> PostLine {
    let state = match item.state {
        PostalState::HandedIn => frame.t("Đã gửi bưu điện", "Handed in at the post office"),
        PostalState::UnderWay => frame.t("Đang chuyển", "Under way"),
        PostalState::Delivered => frame.t("Đã phát", "Delivered"),
        PostalState::Returned => frame.t(
            "Không phát được, đã chuyển lại cơ quan; vui lòng liên hệ Bộ phận một cửa",
            "Could not be delivered and went back; please ask the one-stop shop",
        ),
    };
    let (state, at) = (state.to_owned(), words::moment(frame, item.changed_at));
    PostLine { carrier: item.carrier, waybill: item.waybill, state, at }
}

/// A result is shown only when its bytes are here and its signatures are whole (P7).
async fn result_state(portal: &Portal, case: &Case) -> Result<ResultState, DatabaseError> {
    let Some(deliverable) = &case.deliverable else { return Ok(ResultState::None) };
    let digest = &deliverable.document.digest;
    Ok(match portal.store.file(digest).await? {
        None => ResultState::OnItsWay,
        Some(held) if !held.is_complete_result => ResultState::BeingChecked,
        Some(_) => ResultState::Ready {
            title: deliverable.title.clone(),
            number: format!("{:02}/{}", deliverable.number, deliverable.register),
            ticket: ticket(portal, digest),
        },
    })
}

/// How long a download is offered, in milliseconds.
const OFFERED: i64 = 30 * 60 * 1_000;

fn ticket_text(digest: &Digest, until: i64) -> String {
    format!("motcua ticket 1\n{digest}\n{until}")
}

fn ticket(portal: &Portal, digest: &Digest) -> String {
    let until = clock().0 + OFFERED;
    let signature = portal.identity.key.sign(ticket_text(digest, until).as_bytes());
    format!("{digest}.{until}.{}", hex::encode(signature.to_bytes()))
}

fn opened(portal: &Portal, ticket: &str) -> Option<Digest> {
    let mut parts = ticket.split('.');
    let (digest, until, signature) = (parts.next()?, parts.next()?, parts.next()?);
    let digest: Digest = digest.parse().ok()?;
    let until: i64 = until.parse().ok()?;
    let signature = Signature::from_slice(&hex::decode(signature).ok()?).ok()?;
    let text = ticket_text(&digest, until);
    portal.identity.key.verifying_key().verify(text.as_bytes(), &signature).ok()?;
    (until >= clock().0).then_some(digest)
}

#[derive(Deserialize)]
pub(super) struct Ticket {
    #[serde(default)]
    ticket: String,
}

/// Gives the signed result out.
pub(super) async fn result(
    State(portal): State<Arc<Portal>>,
    headers: HeaderMap,
    uri: Uri,
    Form(Ticket { ticket }): Form<Ticket>,
) -> Response {
    let frame = Frame::of(&portal, &headers, &uri);
    let digest = opened(&portal, &ticket).filter(|_| is_own_form(&headers));
    let Some(digest) = digest else {
        let title = frame.t("Liên kết đã hết hạn", "The link has expired").to_owned();
        let text = frame.t("Vui lòng tra cứu lại hồ sơ.", "Please look the case up again.").to_owned();
        return message(frame, StatusCode::FORBIDDEN, &title, &text);
    };
    let keeper = portal.clone();
    let name = format!("attachment; filename=\"ket-qua-{:.12}.pdf\"", digest.as_str());
    let reading = tokio::task::spawn_blocking(move || keeper.documents.read(&digest, 0, LARGEST_FILE));
    match reading.await {
        Ok(Ok(Some(bytes))) => {
            let headers = [
                (CONTENT_TYPE, "application/pdf".to_owned()),
                (CONTENT_DISPOSITION, name),
                (CACHE_CONTROL, "no-store".to_owned()),
            ];
            (headers, bytes).into_response()
        }
        Ok(Ok(None)) => broken(frame, &"a held document is not in its folder"),
        Ok(Err(error)) => broken(frame, &error),
        Err(error) => broken(frame, &error),
    }
}
