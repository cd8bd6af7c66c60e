//! Orders whose time is up and of which the gateway has said nothing, or that it doubts: it is asked, so that a call that
//! got lost is found.

use super::{Gateway, Heard, IntentState, note};
use crate::admit::{Portal, PortalError};
use crate::jobs::{JobError, NewJob, text};
use casework::Moment;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// The job that asks a gateway what became of an order.
pub(crate) const QUERY: &str = "query";
/// How long after its time an order is asked about: the gateway's own call comes first.
const AFTER_MINUTES: i64 = 2;
/// Orders of before are not asked about any more.
const LOOKED_BACK_DAYS: i64 = 3;
/// For how long somebody may be at the gateway with an order whose time is up.
const UNDER_WAY_MINUTES: i64 = 24 * 60;

/// A question to a gateway, in the words that gateways take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Question {
    /// Of this request alone, no more than 32 letters and digits.
    pub request: String,
    /// The order, and when it was made.
    pub reference: String,
    pub ordered_at: Moment,
    /// Plain letters only.
    pub about: String,
    pub asked_at: Moment,
}

/// What a gateway says of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Told {
    Heard(Heard),
    /// Somebody began to pay and has not ended.
    UnderWay,
    /// Nobody came with it.
    Unknown,
}

/// Notes the orders that are to be asked about.
pub(crate) async fn feed(portal: &Portal, now: Moment) -> Result<(), PortalError> {
    let exchange = portal.exchange();
    let Some(gateway) = exchange.gateway.as_ref().filter(|gateway| gateway.gives_back()) else { return Ok(()) };
    let span = (now.plus_minutes(-LOOKED_BACK_DAYS * 24 * 60), now.plus_minutes(-AFTER_MINUTES));
    for reference in portal.store.unanswered_intents(gateway.name(), span).await? {
        let payload = json!({"reference": reference});
        portal.store.add_job(&NewJob { name: format!("{QUERY} {reference}"), kind: QUERY, payload }, now).await?;
    }
    Ok(())
}

/// Asks about the order of a job, and notes what is said as if the gateway had called.
pub(crate) async fn ask_again(portal: &Portal, payload: &Value, now: Moment) -> Result<(), JobError> {
    let reference = text(payload, "reference")?;
    let gone = || JobError::Never("there is no such order".to_owned());
    let intent = portal.store.intent_of(reference).await?.ok_or_else(gone)?;
    let is_answered = matches!(intent.state, IntentState::Paid | IntentState::Failed) && intent.doubt.is_none();
    if is_answered {
        return Ok(());
    }
    let exchange = portal.exchange();
    let gateway = exchange.gateway.as_ref().filter(|gateway| gateway.name() == intent.gateway);
    let gateway = gateway.ok_or_else(|| JobError::Later(format!("no contract with {} is set", intent.gateway)))?;
    let name = Sha256::digest(format!("asked about: {reference}/{}", now.0));
    let question = Question {
        request: hex::encode(&name[..16]),
        reference: reference.to_owned(),
        ordered_at: intent.created_at,
        about: format!("Hoi giao dich {reference}"),
        asked_at: now,
    };
    let told = match gateway {
        Gateway::Vnpay(vnpay) => vnpay.tell(&question).await?,
    };
    let doubted = || JobError::Later("the gateway took the money and doubts it".to_owned());
    match told {
        Told::Heard(heard) if heard.amount != Some(intent.amount) => {
            Err(JobError::Never("the gateway names another amount".to_owned()))
        }
        Told::Heard(heard) => {
            note(portal, &intent, &heard, now).await?;
            if heard.word == super::Word::Doubtful { Err(doubted()) } else { Ok(()) }
        }
        Told::UnderWay if now < intent.expires_at.plus_minutes(UNDER_WAY_MINUTES) => {
            Err(JobError::Later("somebody began to pay and has not ended".to_owned()))
        }
        // Somebody who was told that the money was taken is not told now that nobody knows of it.
        Told::UnderWay | Told::Unknown if intent.doubt.is_some() => Err(doubted()),
        Told::UnderWay | Told::Unknown => Ok(()),
    }
}
