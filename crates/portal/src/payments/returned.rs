//! How a refund ended that a gateway took: it is asked until it knows, a few times a day. A bank takes days.

use super::{Gateway, Refund};
use crate::admit::{Portal, PortalError};
use crate::jobs::{JobError, NewJob, text};
use casework::Moment;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// The job that asks a gateway how a refund ended.
pub(crate) const RETURNED: &str = "returned";
/// How long after its last word a gateway is asked again.
const AGAIN_MINUTES: i64 = 6 * 60;
/// After so long somebody has to ask the gateway in person.
const ASKED_DAYS: i64 = 60;

/// The gateway's last words on a refund: done; refused; broken off.
const DONE: &str = "00";
const REFUSED: [&str; 3] = ["09", "02", "04"];

impl Refund {
    /// The gateway took it and did not do it after all.
    pub(crate) fn is_refused(&self) -> bool {
        self.status.as_deref().is_some_and(|status| REFUSED.contains(&status))
    }

    /// The money is with the payer's bank, as far as the gateway knows.
    pub(crate) fn is_done(&self) -> bool {
        self.status.as_deref() == Some(DONE)
    }
}

/// A question to a gateway about a refund, in the words that gateways take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AskedBack {
    /// Of this request alone, no more than 32 letters and digits.
    pub request: String,
    /// The order that was paid, and when it was asked to be given back.
    pub reference: String,
    pub returned_at: Moment,
    /// The gateway's own number of the refund.
    pub number: String,
    /// Plain letters only.
    pub about: String,
    pub asked_at: Moment,
}

/// Notes the refunds that are to be asked about.
pub(crate) async fn feed(portal: &Portal, now: Moment) -> Result<(), PortalError> {
    let exchange = portal.exchange();
    if !exchange.gateway.as_ref().is_some_and(Gateway::gives_back) {
        return Ok(());
    }
    let span = (now.plus_minutes(-ASKED_DAYS * 24 * 60), now.plus_minutes(-AGAIN_MINUTES));
    for reference in portal.store.refunds_under_way(span).await? {
        // One question at a time: the next one has another name.
        let turn = now.0.div_euclid(AGAIN_MINUTES * 60_000);
        let payload = json!({"reference": reference});
        let job = NewJob { name: format!("{RETURNED} {reference} {turn}"), kind: RETURNED, payload };
        portal.store.add_job(&job, now).await?;
    }
    Ok(())
}

/// Asks about the refund of a job, and notes the gateway's word.
pub(crate) async fn ask(portal: &Portal, payload: &Value, now: Moment) -> Result<(), JobError> {
    let reference = text(payload, "reference")?;
    let gone = || JobError::Never("there is no such refund".to_owned());
    let refund = portal.store.refund_of(reference).await?.ok_or_else(gone)?;
    let intent = portal.store.intent_of(reference).await?.ok_or_else(gone)?;
    let Some(taken_at) = refund.taken_at.filter(|_| !refund.is_done() && !refund.is_refused()) else { return Ok(()) };
    let exchange = portal.exchange();
    let gateway = exchange.gateway.as_ref().filter(|gateway| gateway.name() == intent.gateway);
    let gateway = gateway.ok_or_else(|| JobError::Later(format!("no contract with {} is set", intent.gateway)))?;
    let name = Sha256::digest(format!("refund asked about: {reference}/{}", now.0));
    let asked = AskedBack {
        request: hex::encode(&name[..16]),
        reference: reference.to_owned(),
        returned_at: taken_at,
        number: refund.gateway_number.clone().unwrap_or_default(),
        about: format!("Hoi hoan tien {reference}"),
        asked_at: now,
    };
    let status = match gateway {
        Gateway::Vnpay(vnpay) => vnpay.tell_of_refund(&asked).await?,
    };
    // Of a refund that it does not know yet nothing new is said.
    let status = status.or_else(|| refund.status.clone());
    portal.store.note_refund_word(reference, status.as_deref(), now).await?;
    Ok(())
}
