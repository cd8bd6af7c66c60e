//! Addresses of connected systems that are told when a case comes into another status.

use crate::admit::{Portal, PortalError, clock, random};
use crate::jobs::{JobError, NewJob, text as field};
use crate::signed_call::SignedCall;
use aws_lc_rs::hmac;
use casework::{CaseId, Event, Moment, Recorded, UnitCode, replay};
use serde::Serialize;
use serde_json::{Value, json};

/// The job that tells one address of one event.
pub(crate) const HOOK: &str = "hook";

/// An address that is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hook {
    pub id: String,
    pub url: String,
    /// Only of cases of this unit.
    pub unit: Option<UnitCode>,
    pub created_at: Moment,
    pub revoked_at: Option<Moment>,
}

/// Adds an address; the secret that its calls are signed with is told once, here.
///
/// # Errors
/// An address that is none, an unknown unit, or the store.
pub async fn add_hook(portal: &Portal, url: &str, unit: Option<UnitCode>) -> Result<(Hook, String), PortalError> {
    let catalogue = portal.catalogue();
    let read = reqwest::Url::parse(url).ok().filter(|url| matches!(url.scheme(), "https" | "http") && url.has_host());
    let url = read.ok_or_else(|| PortalError::Wrong("give --url https://…".to_owned()))?.to_string();
    if let Some(unit) = unit.as_ref().filter(|unit| !catalogue.editions.values().any(|it| it.units.contains_key(*unit)))
    {
        return Err(PortalError::Wrong(format!("no unit {unit} in the catalogue")));
    }
    let mut id = [0; 8];
    random(&mut id)?;
    let hook = Hook { id: hex::encode(id), url, unit, created_at: clock(), revoked_at: None };
    // From here on, nothing is missed.
    portal.store.begin_cursor(HOOK, clock()).await?;
    portal.store.add_hook(&hook).await?;
    let secret = secret(portal, &hook.id);
    Ok((hook, secret))
}

/// The secret of a hook, worked out from the portal's own key: it lies nowhere.
fn secret(portal: &Portal, id: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, portal.identity.key.as_bytes());
    hex::encode(hmac::sign(&key, format!("motcua hook 1\n{id}").as_bytes()).as_ref())
}

/// The calls that follow from an entry of a log.
pub(crate) fn follows(hooks: &[Hook], recorded: &Recorded) -> Vec<NewJob> {
    let is_told = matches!(
        recorded.event,
        Event::Accepted { .. }
            | Event::Rejected { .. }
            | Event::SupplementRequested { .. }
            | Event::SupplementReceived { .. }
            | Event::StepCompleted { .. }
            | Event::Withdrawn { .. }
            | Event::Stopped { .. }
            | Event::PaymentRequested { .. }
            | Event::Resumed { .. }
            | Event::Extended { .. }
            | Event::Numbered { .. }
            | Event::HandedOver { .. }
            | Event::Revoked { .. }
            | Event::Reopened { .. }
    );
    // An address that was added later is not told of the past.
    let hooks = hooks.iter().filter(|hook| hook.created_at <= recorded.arrived_at);
    let job = |hook: &Hook| NewJob {
        name: format!("{HOOK} {} {}/{}", hook.id, recorded.case, recorded.version),
        kind: HOOK,
        payload: json!({"hook": hook.id, "case": recorded.case, "version": recorded.version}),
    };
    if is_told { hooks.map(job).collect() } else { Vec::new() }
}

/// Makes the call of a job.
pub(crate) async fn tell(portal: &Portal, payload: &Value, now: Moment) -> Result<(), JobError> {
    let id = field(payload, "hook")?;
    let hooks = portal.store.hooks().await?;
    // Revoked meanwhile: nobody is told any more.
    let Some(hook) = hooks.into_iter().find(|hook| hook.id == id && hook.revoked_at.is_none()) else { return Ok(()) };
    let gone = || JobError::Never("the job's event is not in the log".to_owned());
    let case: CaseId = field(payload, "case")?.parse().map_err(|_| gone())?;
    let history = portal.store.history(case).await?;
    let until = history.iter().position(|recorded| Some(u64::from(recorded.version)) == payload["version"].as_u64());
    let history = &history[..=until.ok_or_else(gone)?];
    let (Some(case), Some(recorded)) = (replay(history), history.last()) else { return Err(gone()) };
    if hook.unit.as_ref().is_some_and(|unit| *unit != case.unit) {
        return Ok(());
    }
    let told = format!("{}.{}", recorded.case, recorded.version);
    let body = json!({
        "id": told,
        "case": case.code.as_ref().map(|code| code.as_str()),
        "service": case.service.as_str(),
        "unit": case.unit.as_str(),
        "status": case.status.code(),
        "version": recorded.version,
        "at": recorded.arrived_at.0,
    });
    let secret = secret(portal, &hook.id);
    SignedCall { url: hook.url, secret }.post(&told, &body, now).await
}
