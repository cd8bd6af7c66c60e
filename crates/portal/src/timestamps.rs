//! Timestamps of an independent authority (RFC 3161): legal time never comes from a clock here alone (P9).
//!
//! Each result is stamped by its own digest, so that anybody can hold the token against the file. Each log is stamped by
//! its head every so many minutes: the chain carries that time to everything before it.

use crate::admit::{Portal, PortalError, random};
use crate::jobs::{JobError, NewJob, text};
use crate::store::KeptTimestamp;
use casework::{Digest, Event, Moment, Recorded, UnitCode};
use paper::timestamp::{QUERY_TYPE, Trusted, query, read_answer};
use protocol::Head;
use reqwest::header::CONTENT_TYPE;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

/// The kind of job.
pub(crate) const STAMP: &str = "timestamp";
/// An answer of an authority is some kilobytes.
const LARGEST: usize = 256 * 1024;

/// An authority that says when something existed.
#[derive(Debug, Clone)]
pub struct TimeAuthority {
    pub url: String,
    /// Whose certificates its timestamps must lead to.
    pub trusted: Trusted,
    /// A log is stamped at most so often, in minutes.
    pub every: i64,
    /// When this instance last looked for logs that have grown.
    pub looked: Arc<AtomicI64>,
}

/// A result is stamped when its number reaches the portal.
pub(crate) fn follows(recorded: &Recorded) -> Vec<NewJob> {
    let Event::Numbered { document, .. } = &recorded.event else { return Vec::new() };
    let digest = &document.digest;
    vec![NewJob { name: format!("timestamp document {digest}"), kind: STAMP, payload: json!({ "digest": digest }) }]
}

/// Notes the logs that have grown since they were stamped.
pub(crate) async fn feed(portal: &Portal, now: Moment) -> Result<(), PortalError> {
    let Some(authority) = &portal.exchange().time_authority else { return Ok(()) };
    // Jobs are looked through many times a second under load; a look at every log is not worth that.
    let last = Moment(authority.looked.load(Ordering::Relaxed));
    if now < last.plus_minutes(1) {
        return Ok(());
    }
    authority.looked.store(now.0, Ordering::Relaxed);
    let before = now.plus_minutes(-authority.every);
    portal.store.note_grown_logs(portal.identity.log, before, now, of_head).await.map_err(PortalError::from)
}

fn of_head(head: &Head) -> NewJob {
    let digest = head.imprint();
    let payload = json!({ "digest": digest, "log": head.log, "unit": head.unit, "seq": head.seq });
    NewJob { name: format!("timestamp log {digest}"), kind: STAMP, payload }
}

/// Asks the authority, holds its answer against what was asked, and keeps it.
pub(crate) async fn stamp(portal: &Portal, payload: &Value) -> Result<(), JobError> {
    let Some(authority) = &portal.exchange().time_authority else {
        return Err(JobError::Never("no time authority is set (MOTCUA_TSA_URL)".to_owned()));
    };
    let never = |what: &str| JobError::Never(format!("the job has no {what}"));
    let digest: Digest = text(payload, "digest")?.parse().map_err(|_| never("digest"))?;
    let unit = payload["unit"].as_str().map(UnitCode::from);
    let place = unit.map(|unit| payload["seq"].as_u64().map(|seq| (unit, seq)).ok_or_else(|| never("place")));
    let place = place.transpose()?;
    let log = serde_json::from_value(payload["log"].clone()).map_err(|_| never("log"))?;
    let bytes = hex::decode(digest.as_str()).ok().and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
    let bytes = bytes.ok_or_else(|| never("digest"))?;
    let mut number = [0; 8];
    random(&mut number)?;
    let number = u64::from_be_bytes(number);
    let later = |error: &dyn std::fmt::Display| JobError::Later(error.to_string());
    let asked = query(&bytes, number).map_err(|error| later(&error))?;
    let request = reqwest::Client::new().post(&authority.url).header(CONTENT_TYPE, QUERY_TYPE);
    let sent = request.timeout(Duration::from_secs(30)).body(asked).send().await;
    let answer = sent.and_then(reqwest::Response::error_for_status).map_err(|error| later(&error.without_url()))?;
    let answer = answer.bytes().await.map_err(|error| later(&error.without_url()))?;
    if answer.len() > LARGEST {
        return Err(JobError::Later("the authority's answer is too long".to_owned()));
    }
    let stamp = read_answer(&answer, &bytes, number, &authority.trusted).map_err(|error| later(&error))?;
    let kept = KeptTimestamp { digest, log, place, at: stamp.at, authority: stamp.authority, token: stamp.token };
    portal.store.keep_timestamp(&kept).await.map_err(JobError::from)
}
