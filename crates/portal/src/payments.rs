//! Fees paid online: what a case owes, the order at a gateway, the gateway's word, and the command that records it.
//!
//! Only the gateway's own call counts. Its word and the job that follows are noted in one transaction; the job gives the
//! casework the command, so a portal that dies in between still records what was paid, and once.

mod query;
mod refund;
mod returned;
pub mod sandbox;
mod vnpay;
mod vnpay_query;
mod vnpay_refund;

pub(crate) use query::{QUERY, ask_again};
pub(crate) use refund::{REFUND, follows, give_back};
pub use refund::{Refund, Return};
pub(crate) use returned::{RETURNED, ask as ask_returned};
pub use vnpay::{Parameters, Vnpay, is_signed, signed, stamp};

use crate::admit::{Portal, PortalError, random};
use crate::jobs::{JobError, NewJob};
use casework::fee::{FeeLine, PaymentMethod, owed, total};
use casework::{Actor, Case, CaseId, Command, Date, Envelope, EnvelopeId, Moment, Refusal, Status, UnitCode};
use protocol::push::{Source, Verdict};
use serde::Serialize;
use serde_json::json;
use sha2::{Digest as _, Sha256};

/// The job that records a confirmed payment.
pub(crate) const SETTLE: &str = "settle";
/// For how long an order can be paid, in minutes.
const OPEN_MINUTES: i64 = 15;
/// VNPay's word for money that it took and doubts.
const DOUBTED: &str = "07";

/// A contract with a payment service.
#[derive(Debug, Clone)]
pub enum Gateway {
    Vnpay(Vnpay),
}

/// What is to be paid, in the words that gateways take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    pub reference: String,
    /// Đồng.
    pub amount: u64,
    /// Plain letters only.
    pub about: String,
    pub return_url: String,
    /// The payer's address on the network.
    pub from: String,
    pub english: bool,
    pub created_at: Moment,
    pub expires_at: Moment,
}

/// What a gateway says of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    pub reference: String,
    /// Đồng; `None` where it is no whole number of them.
    pub amount: Option<u64>,
    pub word: Word,
    /// The gateway's own number of the transaction.
    pub number: String,
}

/// What became of an order at the gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    Paid,
    Refused,
    /// The money was taken and the gateway doubts it: it says later what comes of it.
    Doubtful,
}

impl Gateway {
    /// Its name in the books.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Vnpay(_) => "vnpay",
        }
    }

    /// Whether it can be asked to give money back, and what became of an order.
    #[must_use]
    pub const fn gives_back(&self) -> bool {
        match self {
            Self::Vnpay(vnpay) => vnpay.refund_url.is_some(),
        }
    }

    /// The address at which an order is paid.
    #[must_use]
    pub fn address(&self, order: &Order) -> String {
        match self {
            Self::Vnpay(vnpay) => vnpay.address(order),
        }
    }

    /// What it says of an order; `None` where it is not the gateway that says it.
    #[must_use]
    pub fn hear(&self, parameters: &Parameters) -> Option<Heard> {
        match self {
            Self::Vnpay(vnpay) => vnpay.hear(parameters),
        }
    }
}

/// How far the payment of an order is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum IntentState {
    Open,
    /// Its time is up; if it was paid after all, that counts.
    Expired,
    Paid,
    Failed,
}

impl IntentState {
    pub(crate) const fn text(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Expired => "expired",
            Self::Paid => "paid",
            Self::Failed => "failed",
        }
    }

    pub(crate) fn read(text: &str) -> Option<Self> {
        [Self::Open, Self::Expired, Self::Paid, Self::Failed].into_iter().find(|state| state.text() == text)
    }
}

/// Fees of a case that somebody set out to pay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Intent {
    pub reference: String,
    pub case: CaseId,
    pub unit: UnitCode,
    pub gateway: String,
    /// Đồng.
    pub amount: u64,
    pub lines: Vec<FeeLine>,
    pub state: IntentState,
    pub created_at: Moment,
    pub expires_at: Moment,
    pub confirmed_at: Option<Moment>,
    pub gateway_number: Option<String>,
    /// The command that records it, written down before it is given.
    pub envelope: Option<EnvelopeId>,
    pub recorded_at: Option<Moment>,
    /// Why the law did not take it: somebody has to give the money back.
    pub problem: Option<String>,
    /// The gateway took the money and doubts it, in its own word.
    pub doubt: Option<String>,
}

/// The portal's answer to a gateway's call, by the numbers of the protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    Confirmed,
    UnknownOrder,
    AlreadyConfirmed,
    WrongAmount,
    WrongSignature,
    Broken,
}

impl Answer {
    /// `RspCode` and `Message`.
    #[must_use]
    pub const fn code(self) -> (&'static str, &'static str) {
        match self {
            Self::Confirmed => ("00", "Confirm Success"),
            Self::UnknownOrder => ("01", "Order not found"),
            Self::AlreadyConfirmed => ("02", "Order already confirmed"),
            Self::WrongAmount => ("04", "Invalid amount"),
            Self::WrongSignature => ("97", "Invalid signature"),
            Self::Broken => ("99", "Unknown error"),
        }
    }
}

/// What can be paid online for a case now.
pub(crate) fn payable(portal: &Portal, case: &Case) -> Vec<FeeLine> {
    let is_no_longer = matches!(case.status, Status::Rejected | Status::Stopped | Status::Withdrawn);
    if case.code.is_none() || is_no_longer {
        return Vec::new();
    }
    let catalogue = portal.catalogue();
    let service = catalogue.editions.get(&case.edition).and_then(|edition| edition.services.get(&case.service));
    service.map_or_else(Vec::new, |service| owed(&service.fees, case))
}

/// Opens an order for what a case owes, or finds the one that is open; `None` where nothing is owed.
pub(crate) async fn begin(portal: &Portal, case: &Case, now: Moment) -> Result<Option<Intent>, PortalError> {
    let exchange = portal.exchange();
    let (lines, Some(gateway)) = (payable(portal, case), exchange.gateway.as_ref()) else { return Ok(None) };
    if lines.is_empty() || portal.store.intents_of_case(case.id).await?.iter().any(is_under_way) {
        return Ok(None);
    }
    let mut tail = [0; 4];
    random(&mut tail)?;
    let wanted = Intent {
        reference: format!("{}{}", stamp(now), hex::encode_upper(tail)),
        case: case.id,
        unit: case.unit.clone(),
        gateway: gateway.name().to_owned(),
        amount: total(&lines),
        lines,
        state: IntentState::Open,
        created_at: now,
        expires_at: now.plus_minutes(OPEN_MINUTES),
        confirmed_at: None,
        gateway_number: None,
        envelope: None,
        recorded_at: None,
        problem: None,
        doubt: None,
    };
    Ok(portal.store.open_intent(&wanted).await?)
}

/// Paid, and not in the log yet, or taken and doubted: nobody shall pay again meanwhile.
pub(crate) fn is_under_way(intent: &Intent) -> bool {
    intent.doubt.is_some() || (intent.state == IntentState::Paid && intent.recorded_at.is_none())
}

/// Takes a gateway's call.
///
/// # Errors
/// The store; the gateway calls again then.
pub(crate) async fn hear(portal: &Portal, parameters: &Parameters, now: Moment) -> Result<Answer, PortalError> {
    let exchange = portal.exchange();
    let heard = exchange.gateway.as_ref().and_then(|gateway| gateway.hear(parameters));
    let Some(heard) = heard else { return Ok(Answer::WrongSignature) };
    let Some(intent) = portal.store.intent_of(&heard.reference).await? else { return Ok(Answer::UnknownOrder) };
    if heard.amount != Some(intent.amount) {
        return Ok(Answer::WrongAmount);
    }
    Ok(if note(portal, &intent, &heard, now).await? { Answer::Confirmed } else { Answer::AlreadyConfirmed })
}

/// Notes what a gateway says of an order, and records what was paid; whether it said anything new. What was refused may
/// be paid later; what was paid stays paid.
async fn note(portal: &Portal, intent: &Intent, heard: &Heard, now: Moment) -> Result<bool, PortalError> {
    let word = match heard.word {
        Word::Paid => {
            let name = format!("{SETTLE} {}", intent.reference);
            let job = NewJob { name, kind: SETTLE, payload: json!({"reference": intent.reference}) };
            (IntentState::Paid, None, Some(job))
        }
        Word::Refused => (IntentState::Failed, None, None),
        Word::Doubtful => (IntentState::Failed, Some(DOUBTED), None),
    };
    // The job is for when this instance dies before it has recorded the payment itself.
    let times = (now, now.plus_minutes(1));
    if !portal.store.close_intent(&intent.reference, word, &heard.number, times).await? {
        return Ok(false);
    }
    if heard.word == Word::Doubtful {
        tracing::warn!(reference = intent.reference, "a gateway took money and doubts it");
    }
    if heard.word == Word::Paid
        && let Err(error) = settle(portal, &intent.reference, now).await
    {
        tracing::warn!(reference = intent.reference, %error, "a payment is recorded later");
    }
    Ok(true)
}

/// Records a confirmed payment in the log, once, however often it is asked for.
pub(crate) async fn settle(portal: &Portal, reference: &str, now: Moment) -> Result<(), JobError> {
    for _ in 0..3 {
        let gone = || JobError::Never("nobody paid this order".to_owned());
        let intent = portal.store.intent_of(reference).await?.ok_or_else(gone)?;
        let confirmed_at = intent.confirmed_at.filter(|_| intent.state == IntentState::Paid).ok_or_else(gone)?;
        if intent.recorded_at.is_some() {
            return Ok(());
        }
        let case = portal.store.case(intent.case).await?;
        let case = case.ok_or_else(|| JobError::Never("the case is gone".to_owned()))?;
        // It was recorded, and this instance or another died before it could say so.
        if let Some(envelope) = intent.envelope.filter(|id| case.payments.iter().any(|payment| payment.id == *id)) {
            return Ok(portal.store.note_intent(reference, envelope, Some(now), None).await?);
        }
        let receipt = case.next_receipt().ok_or_else(|| JobError::Later("the case has no code".to_owned()))?;
        let id = envelope_id(reference, &receipt, case.turn);
        portal.store.note_intent(reference, id, None, None).await?;
        let envelope = Envelope {
            id,
            case: case.id,
            actor: Actor::Portal,
            at: confirmed_at,
            edition: case.edition.clone(),
            seen: 0,
            after: None,
            command: Command::CollectFee { receipt, lines: intent.lines, method: PaymentMethod::Online },
        };
        let bytes = serde_json::to_string(&envelope).map_err(|error| JobError::Never(error.to_string()))?;
        let admitted = portal.admit(envelope, bytes, Source::Portal, now).await;
        match admitted.map_err(|error| JobError::Later(error.to_string()))? {
            Ok(Verdict::Accepted { .. }) => {
                return Ok(portal.store.note_intent(reference, id, Some(now), None).await?);
            }
            // Another receipt was written in between: the next try takes the next number.
            Ok(Verdict::Refused { refusal: Refusal::EntryMalformed { entry }, .. }) if entry == "receipt" => {}
            Ok(Verdict::Refused { refusal, .. }) => {
                let problem = serde_json::to_string(&refusal).map_err(|error| JobError::Never(error.to_string()))?;
                tracing::error!(reference, problem, "money came that the case does not take");
                return Ok(portal.store.note_intent(reference, id, None, Some(&problem)).await?);
            }
            Err(why) => return Err(JobError::Later(format!("{why:?}"))),
        }
    }
    Err(JobError::Later("other receipts are being written".to_owned()))
}

/// Tries once more to record a payment that the case did not take: what stood in its way may be gone.
///
/// # Errors
/// An order that nobody paid, or the store.
pub async fn record_again(portal: &Portal, reference: &str, now: Moment) -> Result<(), PortalError> {
    settle(portal, reference, now).await.map_err(|error| PortalError::Wrong(format!("{reference}: {error}")))
}

/// The same payment at the same place of the case is the same command.
fn envelope_id(reference: &str, receipt: &str, turn: u32) -> EnvelopeId {
    let name = Sha256::digest(format!("paid online: {reference}/{receipt}/{turn}"));
    let mut id = [0; 16];
    id.copy_from_slice(&name[..16]);
    EnvelopeId(uuid::Builder::from_random_bytes(id).into_uuid())
}

/// Notes the orders and the refunds that a gateway is to be asked about.
pub(crate) async fn feed(portal: &Portal, now: Moment) -> Result<(), PortalError> {
    query::feed(portal, now).await?;
    returned::feed(portal, now).await
}

/// What a gateway confirmed on a day, against what the log says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Reconciliation {
    /// Đồng that the gateway confirmed.
    pub confirmed: u64,
    /// Đồng of it that are in the log.
    pub recorded: u64,
    /// Đồng of it that the gateway gives back.
    pub returned: u64,
    pub lines: Vec<Reconciled>,
}

/// One payment in a [`Reconciliation`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reconciled {
    pub reference: String,
    pub gateway_number: String,
    pub amount: u64,
    pub unit: UnitCode,
    /// The case code and the receipt in the log.
    pub case: String,
    pub receipt: Option<String>,
    /// How far the gateway is with giving it back, once it was asked.
    pub refund: Option<Refund>,
    /// What somebody has to look into.
    pub finding: Option<String>,
}

/// Holds a day's confirmed payments against the log.
///
/// # Errors
/// The store.
pub async fn reconcile(portal: &Portal, day: Date) -> Result<Reconciliation, PortalError> {
    let mut books = Reconciliation::default();
    for intent in portal.store.confirmed_between(Moment::at(day, 0), Moment::at(day.next(), 0)).await? {
        let case = portal.store.case(intent.case).await?;
        let payment = case.iter().flat_map(|case| &case.payments).find(|payment| Some(payment.id) == intent.envelope);
        let refund = portal.store.refund_of(&intent.reference).await?;
        let finding = match payment {
            None if intent.doubt.is_some() => Some("the gateway took the money and doubts it (07)".to_owned()),
            None => Some(intent.problem.unwrap_or_else(|| "not recorded yet".to_owned())),
            Some(payment) if total(&payment.lines) != intent.amount => Some("the log says another amount".to_owned()),
            Some(payment) => payment.refund.as_ref().and_then(|given| still_owed(&given.reason, refund.as_ref())),
        };
        if intent.state == IntentState::Paid {
            books.confirmed += intent.amount;
        }
        books.recorded += payment.map_or(0, |payment| total(&payment.lines));
        if refund.as_ref().is_some_and(|refund| refund.taken_at.is_some() && !refund.is_refused()) {
            books.returned += payment.map_or(0, |payment| total(&payment.lines));
        }
        books.lines.push(Reconciled {
            reference: intent.reference,
            gateway_number: intent.gateway_number.unwrap_or_default(),
            amount: intent.amount,
            unit: intent.unit,
            receipt: payment.map(|payment| payment.receipt.clone()),
            case: case.and_then(|case| case.code).map(|code| code.0).unwrap_or_default(),
            refund,
            finding,
        });
    }
    Ok(books)
}

/// Why money that was given back in the case is not with the payer yet; `None` where the gateway gives it back.
fn still_owed(reason: &str, refund: Option<&Refund>) -> Option<String> {
    match refund {
        Some(refund) if refund.is_refused() => {
            let status = refund.status.as_deref().unwrap_or_default();
            Some(format!("given back in the case ({reason}), and the gateway did not do it after all ({status})"))
        }
        Some(Refund { taken_at: Some(_), .. }) => None,
        Some(Refund { problem: Some(problem), .. }) => {
            Some(format!("given back in the case ({reason}), not by the gateway: {problem}"))
        }
        _ => Some(format!("given back in the case ({reason}), the gateway was not asked yet")),
    }
}
