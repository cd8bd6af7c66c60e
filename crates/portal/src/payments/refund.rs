//! Fees given back: what the case says becomes a request to the gateway where they were paid.

use super::{Gateway, Intent};
use crate::admit::Portal;
use crate::jobs::{JobError, NewJob, text};
use casework::fee::total;
use casework::{Actor, CaseId, EnvelopeId, Event, Moment, Recorded};
use serde::Serialize;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// The job that asks a gateway to give money back.
pub(crate) const REFUND: &str = "refund";

/// Money that a gateway shall give back, in the words that gateways take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Return {
    /// Of this request alone, no more than 32 letters and digits.
    pub request: String,
    /// The order that was paid, and when it was made.
    pub reference: String,
    pub ordered_at: Moment,
    /// The gateway's own number of the payment.
    pub number: String,
    /// Đồng.
    pub amount: u64,
    /// All that was paid is given back.
    pub is_whole: bool,
    /// Plain letters only.
    pub about: String,
    /// Who gave it back.
    pub by: String,
    pub asked_at: Moment,
}

/// What a gateway says of a [`Return`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Returned {
    /// It gives the money back, with its number and its own word on how far it is.
    Taken { number: String, status: String },
    /// It will not.
    Refused(String),
}

/// How far a gateway is with giving money back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Refund {
    /// When it was asked last.
    pub asked_at: Moment,
    pub taken_at: Option<Moment>,
    pub gateway_number: Option<String>,
    /// The gateway's own word: 05 under way, 06 with the bank, 00 done.
    pub status: Option<String>,
    /// Why it has not taken it.
    pub problem: Option<String>,
}

/// What follows from an entry of a log: money that was given back is asked of the gateway.
pub(crate) fn follows(recorded: &Recorded) -> Vec<NewJob> {
    let Event::FeeRefunded { payment, .. } = &recorded.event else { return Vec::new() };
    // A case that several units have in their logs gives the same name in each.
    let name = format!("{REFUND} {}/{payment}", recorded.case);
    vec![NewJob { name, kind: REFUND, payload: json!({"case": recorded.case, "payment": payment}) }]
}

/// Asks the gateway to give a payment back; done at once where it was paid elsewhere, or the gateway has taken it.
pub(crate) async fn give_back(portal: &Portal, payload: &Value, now: Moment) -> Result<(), JobError> {
    let unreadable = || JobError::Never("the job names no payment".to_owned());
    let case: CaseId = text(payload, "case")?.parse().map_err(|_| unreadable())?;
    let payment: EnvelopeId = text(payload, "payment")?.parse().map_err(|_| unreadable())?;
    let intents = portal.store.intents_of_case(case).await?;
    let Some(intent) = intents.into_iter().find(|intent| intent.envelope == Some(payment)) else { return Ok(()) };
    let known = portal.store.refund_of(&intent.reference).await?;
    if known.is_some_and(|known| known.taken_at.is_some()) {
        return Ok(());
    }
    let exchange = portal.exchange();
    let gateway = exchange.gateway.as_ref().filter(|gateway| gateway.name() == intent.gateway);
    let gateway = gateway.ok_or_else(|| JobError::Later(format!("no contract with {} is set", intent.gateway)))?;
    let wanted = wanted(portal, &intent, payment, now).await?;
    let mut refund = Refund { asked_at: now, ..Refund::default() };
    let outcome = match ask(gateway, &wanted).await {
        Ok(Returned::Taken { number, status }) => {
            (refund.taken_at, refund.gateway_number, refund.status) = (Some(now), Some(number), Some(status));
            Ok(())
        }
        Ok(Returned::Refused(problem)) => Err(JobError::Never(problem)),
        Err(error) => Err(error),
    };
    refund.problem = outcome.as_ref().err().map(ToString::to_string);
    portal.store.note_refund(&intent.reference, &refund).await?;
    outcome
}

async fn wanted(portal: &Portal, intent: &Intent, payment: EnvelopeId, now: Moment) -> Result<Return, JobError> {
    let case = portal.store.case(intent.case).await?;
    let paid = case.as_ref().and_then(|case| case.payments.iter().find(|one| one.id == payment));
    let paid = paid.ok_or_else(|| JobError::Never("the payment is not in the log".to_owned()))?;
    let given = paid.refund.as_ref();
    let given = given.ok_or_else(|| JobError::Never("the payment was not given back".to_owned()))?;
    let amount = total(&paid.lines);
    let code = case.as_ref().and_then(|case| case.code.as_ref()).map(|code| code.0.clone()).unwrap_or_default();
    let by = match &given.by {
        Actor::Official(user) => user.to_string(),
        Actor::Citizen(_) | Actor::Portal => "portal".to_owned(),
    };
    // A request's number is its own: the gateway knows by the order that it was asked before.
    let name = Sha256::digest(format!("given back: {}/{}", intent.reference, now.0));
    Ok(Return {
        request: hex::encode(&name[..16]),
        reference: intent.reference.clone(),
        ordered_at: intent.created_at,
        number: intent.gateway_number.clone().unwrap_or_default(),
        amount,
        is_whole: amount == intent.amount,
        about: format!("Hoan phi le phi ho so {code}"),
        by,
        asked_at: now,
    })
}

async fn ask(gateway: &Gateway, wanted: &Return) -> Result<Returned, JobError> {
    match gateway {
        Gateway::Vnpay(vnpay) => vnpay.give_back(wanted).await,
    }
}
