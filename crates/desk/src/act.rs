//! From what a person asks for to a command: adding numbers, documents and signatures.

use crate::desk::Desk;
use crate::error::DeskError;
use crate::submit;
use crate::tables::{facts, numbers};
use crate::views::{ActRequest, Failure, FeeChoice, Intent};
use casework::catalogue::REJECTION_TITLE;
use casework::fee::{Fee, FeeLine, Pieces};
use casework::{
    Case, CaseCode, CaseId, Command, Date, Decision, Edition, FileRef, Moment, Refusal, RegisterBook, UnitCode,
};

/// Makes and signs documents. The window has one; a desk without a window is given finished documents.
pub trait Composer: Send + Sync {
    /// The draft result.
    ///
    /// # Errors
    /// Text that cannot be set.
    fn draft(&self, case: &Case, edition: &Edition, draft: &DraftResult<'_>) -> Result<Vec<u8>, Failure>;

    /// The result of the case's proposal, signed with the person's key.
    ///
    /// # Errors
    /// A wrong secret, a certificate that is not valid now.
    fn sign(
        &self,
        case: &Case,
        edition: &Edition,
        signer: &casework::catalogue::User,
        p12: &[u8],
        secret: &str,
        at: Moment,
    ) -> Result<Vec<u8>, Failure>;

    /// The apology with the new date (Form 04), signed with the person's key.
    ///
    /// # Errors
    /// A wrong secret, a certificate that is not valid now.
    fn apology(&self, apology: &Apology<'_>) -> Result<Vec<u8>, Failure>;

    /// The signed result with number, date and the unit's seal.
    ///
    /// # Errors
    /// A wrong secret, a certificate that is not valid now, a document that was not signed.
    fn seal(&self, sealing: &Sealing<'_>) -> Result<Vec<u8>, Failure>;
}

/// What a specialist lays before the heads: the result, or the agency's "no" (Form 03) with its reasons for a body.
#[derive(Clone, Copy, Debug)]
pub struct DraftResult<'a> {
    pub decision: Decision,
    pub title: &'a str,
    pub body: &'a str,
}

impl<'a> DraftResult<'a> {
    /// Form 03 with its reasons.
    #[must_use]
    pub const fn rejection(reason: &'a str) -> Self {
        Self { decision: Decision::Declined, title: REJECTION_TITLE, body: reason }
    }
}

/// What is put on a signed result.
pub struct Sealing<'a> {
    pub signed: &'a [u8],
    /// `12/GXN-STP`
    pub number: &'a str,
    pub issued_on: Date,
    pub place: &'a str,
    pub p12: &'a [u8],
    pub secret: &'a str,
    pub at: Moment,
}

/// What an apology says.
pub struct Apology<'a> {
    pub case: &'a Case,
    pub edition: &'a Edition,
    pub signer: &'a casework::catalogue::User,
    pub to: Date,
    pub reason: &'a str,
    pub p12: &'a [u8],
    pub secret: &'a str,
    pub at: Moment,
}

/// The command for a request. The caller holds the desk's turn.
pub(crate) async fn command(
    desk: &Desk,
    request: &ActRequest,
    composer: &dyn Composer,
) -> Result<(CaseId, Command), Failure> {
    let at = desk.now().await?;
    let turn = request.turn;
    if let Intent::Receive { application } = &request.intent {
        let code = next_code(desk, application.received_by.as_ref().unwrap_or(&application.unit), at).await?;
        let id = request.case.unwrap_or_else(|| CaseId(uuid::Uuid::now_v7()));
        return Ok((id, Command::Receive { application: application.clone(), code }));
    }
    if let Intent::File { application } = &request.intent {
        let id = request.case.unwrap_or_else(|| CaseId(uuid::Uuid::now_v7()));
        return Ok((id, Command::File { application: application.clone() }));
    }
    let no_such_case = Failure::Refused { refusal: Refusal::NoSuchCase };
    let id = request.case.ok_or_else(|| no_such_case.clone())?;
    let catalogue = desk.store.catalogue();
    let case = submit::shown(&desk.store, &catalogue, id).await.map_err(DeskError::from)?.ok_or(no_such_case)?;
    let edition = catalogue.editions.get(&case.edition).ok_or(DeskError::Damaged("the catalogue"))?;
    let command = match &request.intent {
        Intent::File { .. } | Intent::Receive { .. } => return Err(Failure::Refused { refusal: Refusal::CaseExists }),
        Intent::Accept => Command::Accept { turn, code: next_code(desk, &case.at, at).await? },
        Intent::Reject { reason } => Command::Reject { turn, reason: reason.clone() },
        Intent::RequestSupplement { papers, counts, reason } => {
            Command::RequestSupplement { turn, papers: papers.clone(), counts: counts.clone(), reason: reason.clone() }
        }
        Intent::ReceiveSupplement { papers } => Command::ReceiveSupplement { turn, papers: papers.clone() },
        Intent::Assign { to, note } => {
            Command::Assign { turn, from: case.assignee.clone(), to: to.clone(), note: note.clone() }
        }
        Intent::TakeOver => {
            Command::Assign { turn, from: case.assignee.clone(), to: desk.user.clone(), note: String::new() }
        }
        Intent::CompleteStep { note } => Command::CompleteStep { turn, note: note.clone() },
        Intent::ReturnStep { to, reason } => Command::ReturnStep { turn, to: to.clone(), reason: reason.clone() },
        Intent::ProposeResult { title, body } => {
            let draft = DraftResult { decision: Decision::Granted, title, body };
            let draft = keep(desk, &case, "du-thao", &composer.draft(&case, edition, &draft)?)?;
            Command::ProposeResult { turn, title: title.clone(), body: body.clone(), draft }
        }
        Intent::ProposeRejection { reason } => {
            let bytes = composer.draft(&case, edition, &DraftResult::rejection(reason))?;
            let draft = keep(desk, &case, "du-thao-tu-choi", &bytes)?;
            Command::ProposeRejection { turn, reason: reason.clone(), draft }
        }
        Intent::Approve { secret } => approve(desk, composer, &case, edition, turn, secret, at).await?,
        Intent::Number { secret } => number(desk, composer, &case, edition, turn, secret, at).await?,
        Intent::HandOver { to, method, note, signature } => Command::HandOver {
            turn,
            to: to.clone(),
            method: *method,
            note: note.clone(),
            signature: signature.clone(),
        },
        Intent::Withdraw { reason } => Command::Withdraw { turn, reason: reason.clone() },
        Intent::Extend { to, reason, secret } => {
            may(desk, &case, casework::ActKind::Extend, turn)?;
            let p12 = facts::signing_key(&desk.store.outbox, &desk.user).await?.ok_or(Failure::NoSigningKey)?;
            let signer = &desk.person(&catalogue)?;
            let bytes =
                composer.apology(&Apology { case: &case, edition, signer, to: *to, reason, p12: &p12, secret, at })?;
            let document = keep(desk, &case, "phieu-xin-loi", &bytes)?;
            Command::Extend { turn, to: *to, reason: reason.clone(), document }
        }
        Intent::CollectFee { fees, method } => {
            let receipt = case
                .next_receipt()
                .ok_or(Failure::Refused { refusal: Refusal::NotInThisStatus { status: case.status } })?;
            let service = edition.services.get(&case.service).ok_or(DeskError::Damaged("the catalogue"))?;
            let lines = fees.iter().map(|choice| line(service, &case, choice)).collect::<Result<_, _>>()?;
            Command::CollectFee { receipt, lines, method: *method }
        }
        Intent::Stop { reason } => Command::Stop { turn, reason: reason.clone() },
        Intent::RequestPayment { reason } => Command::RequestPayment { turn, reason: reason.clone() },
        Intent::Resume { note } => Command::Resume { turn, note: note.clone() },
        Intent::ChangeVariant { variant, reason } => {
            Command::ChangeVariant { turn, variant: variant.clone(), reason: reason.clone() }
        }
        Intent::Recall { reason } => Command::Recall { turn, reason: reason.clone() },
        Intent::Note { text } => Command::Note { text: text.clone() },
        Intent::Message { text } => Command::Message { text: text.clone() },
        Intent::Correct { applicant, subject, entries, reason } => Command::Correct {
            turn,
            applicant: applicant.clone(),
            subject: subject.clone(),
            entries: entries.clone(),
            reason: reason.clone(),
        },
        Intent::IssueCopy { copies, to, name, reason } => {
            let issued = case.deliverable.as_ref().ok_or(Failure::Refused { refusal: Refusal::NoDraft })?;
            let (document, name, reason) = (issued.document.digest.clone(), name.clone(), reason.clone());
            Command::IssueCopy { document, copies: *copies, to: *to, name, reason }
        }
        Intent::Transfer { to, reason } => Command::Transfer { turn, to: to.clone(), reason: reason.clone() },
        Intent::Consult { unit, question, answer_by } => {
            Command::Consult { turn, unit: unit.clone(), question: question.clone(), answer_by: *answer_by }
        }
        Intent::AnswerConsultation { consultation, answer, files } => {
            Command::AnswerConsultation { consultation: *consultation, answer: answer.clone(), files: files.clone() }
        }
        Intent::Complain { text } => Command::Complain { text: text.clone() },
        Intent::AnswerComplaint { complaint, answer, upheld } => {
            Command::AnswerComplaint { complaint: *complaint, answer: answer.clone(), upheld: *upheld }
        }
        Intent::Revoke { reason, again } => Command::Revoke { turn, reason: reason.clone(), again: *again },
        Intent::RefundFee { payment, reason } => Command::RefundFee { payment: *payment, reason: reason.clone() },
    };
    Ok((id, command))
}

/// What is to be paid for a fee as somebody chose it, in đồng; `None` where that cannot be worked out.
pub(crate) fn amount(fee: &Fee, case: &Case, choice: &FeeChoice) -> Option<u64> {
    let pieces = Pieces { quantity: choice.quantity, copies: choice.copies };
    fee.due(pieces, choice.waiver.as_deref(), &case.entries)
}

/// A line of a fee receipt, at the amount that the catalogue says.
fn line(service: &casework::catalogue::Service, case: &Case, choice: &FeeChoice) -> Result<FeeLine, Failure> {
    let malformed = || Failure::Refused { refusal: Refusal::EntryMalformed { entry: choice.fee.clone() } };
    let fee = service.fees.iter().find(|fee| fee.code == choice.fee).ok_or_else(malformed)?;
    let amount = amount(fee, case, choice).ok_or_else(malformed)?;
    Ok(FeeLine {
        fee: fee.code.clone(),
        name: fee.name.clone(),
        quantity: choice.quantity,
        copies: choice.copies,
        waiver: choice.waiver.clone(),
        reason: choice.reason.trim().to_owned(),
        amount,
    })
}

async fn next_code(desk: &Desk, unit: &UnitCode, at: Moment) -> Result<CaseCode, Failure> {
    let number = numbers::next_code(&desk.store.outbox, at.day()).await?;
    let number = number.map_err(|refusal| Failure::Refused { refusal })?;
    Ok(CaseCode::compose(unit, at.day(), number))
}

/// Signs only what the law lets this person sign: the key is not asked for a document that would be refused.
async fn approve(
    desk: &Desk,
    composer: &dyn Composer,
    case: &Case,
    edition: &Edition,
    turn: u32,
    secret: &str,
    at: Moment,
) -> Result<Command, Failure> {
    may(desk, case, casework::ActKind::Approve, turn)?;
    let states = case.statement().ok_or(Failure::Refused { refusal: Refusal::NoDraft })?;
    let p12 = facts::signing_key(&desk.store.outbox, &desk.user).await?.ok_or(Failure::NoSigningKey)?;
    let signer = desk.person(&desk.store.catalogue())?;
    let bytes = composer.sign(case, edition, &signer, &p12, secret, at)?;
    Ok(Command::Approve { turn, document: keep(desk, case, "ket-qua-da-ky", &bytes)?, states })
}

async fn number(
    desk: &Desk,
    composer: &dyn Composer,
    case: &Case,
    edition: &Edition,
    turn: u32,
    secret: &str,
    at: Moment,
) -> Result<Command, Failure> {
    may(desk, case, casework::ActKind::Number, turn)?;
    let no_draft = || Failure::Refused { refusal: Refusal::NoDraft };
    let states = case.statement().ok_or_else(no_draft)?;
    let approval = case.approval.as_ref().ok_or_else(no_draft)?;
    let service = edition.services.get(&case.service).ok_or(DeskError::Damaged("the catalogue"))?;
    // The book is that of the unit where the case is numbered.
    let unit = edition.units.get(&case.at).ok_or(DeskError::Damaged("the catalogue"))?;
    let (book, issued_on): (&RegisterBook, Date) = (edition.book_of(service, states.decision), at.day());
    let number = numbers::next_in_register(&desk.store.outbox, book, issued_on.year()).await?;
    let number = number.map_err(|refusal| Failure::Refused { refusal })?;
    let p12 = facts::signing_key(&desk.store.outbox, &desk.user).await?.ok_or(Failure::NoSigningKey)?;
    let signed = desk.document(&approval.document.digest)?;
    let bytes = composer.seal(&Sealing {
        signed: &signed,
        number: &document_number(number, book, &unit.symbol),
        issued_on,
        place: &unit.place,
        p12: &p12,
        secret,
        at,
    })?;
    let document = keep(desk, case, "ket-qua", &bytes)?;
    Ok(Command::Number { turn, register: book.clone(), number, issued_on, document, states })
}

/// `01/GXN-STP`: two digits at least (Decree 30/2020, Annex I).
#[must_use]
pub fn document_number(number: u32, book: &RegisterBook, symbol: &str) -> String {
    format!("{number:02}/{book}-{symbol}")
}

fn may(desk: &Desk, case: &Case, kind: casework::ActKind, turn: u32) -> Result<(), Failure> {
    if case.turn != turn {
        let refusal = Refusal::CaseMovedOn { status: case.status, step: case.step.clone(), turn: case.turn };
        return Err(Failure::Refused { refusal });
    }
    let acts = casework::acts_for(&desk.store.catalogue(), case, &desk.user, crate::clock());
    if acts.iter().any(|act| act.kind == kind) {
        return Ok(());
    }
    Err(Failure::Refused { refusal: Refusal::NotInThisStep { step: case.step.clone() } })
}

fn keep(desk: &Desk, case: &Case, what: &str, bytes: &[u8]) -> Result<FileRef, Failure> {
    let code = case.code.as_ref().map_or_else(|| case.id.to_string(), |code| code.0.clone());
    desk.add_file(&format!("{what}-{code}.pdf"), "application/pdf", bytes)
}
