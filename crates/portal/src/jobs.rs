//! Work for other systems: done at least once, tried again with growing pauses, shared by every instance.
//!
//! Jobs come from the logs (a cursor for each kind of work, moved in the transaction that notes the jobs, so nothing is
//! lost and nothing comes twice) or from what another system told. Whoever runs one takes it for a while; if that
//! instance dies, another takes it later.

use crate::admit::{Portal, PortalError, clock};
use crate::{api, national, notices, payments, timestamps};
use casework::{Moment, Recorded};
use futures_util::future::join_all;
use protocol::store::PortalStore;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// A job to be noted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NewJob {
    /// The same work has the same name, and is done once.
    pub name: String,
    pub kind: &'static str,
    pub payload: Value,
}

/// A job that was taken.
#[derive(Debug, Clone)]
pub(crate) struct DueJob {
    pub name: String,
    pub kind: String,
    pub payload: Value,
    /// This try included.
    pub tries: i64,
}

/// A job that was tried and is not done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StuckJob {
    pub name: String,
    pub tries: i64,
    pub error: String,
    /// When it is tried again.
    pub run_at: Moment,
    /// It is not tried again by itself.
    pub given_up_at: Option<Moment>,
}

/// What a run of the jobs came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ran {
    pub done: u32,
    /// Put off, to be tried again.
    pub put_off: u32,
}

/// Why a job was not done.
#[derive(Debug, thiserror::Error)]
pub(crate) enum JobError {
    /// It may well succeed later.
    #[error("{0}")]
    Later(String),
    /// It never will.
    #[error("{0}")]
    Never(String),
}

impl From<PortalError> for JobError {
    fn from(error: PortalError) -> Self {
        Self::Later(error.to_string())
    }
}
impl From<crate::store::DatabaseError> for JobError {
    fn from(error: crate::store::DatabaseError) -> Self {
        Self::Later(error.to_string())
    }
}

/// How long a job belongs to whoever took it.
const TAKEN_MINUTES: i64 = 15;
/// Tries before somebody has to look: with the pauses below, some four days.
const TRIES: i64 = 24;
/// Jobs that are taken at once: so few that even the slowest are done before another instance may take them.
const AT_ONCE: u32 = 5;
/// Calls to addresses that are told: they are made side by side, and each is over within seconds.
const HOOKS_AT_ONCE: u32 = 50;
/// How far the clocks of instances may be apart when reading begins.
const OVERLAP_MINUTES: i64 = 1;
/// Days for which a job that is done is remembered, so that nothing comes twice.
pub(crate) const DONE_DAYS: i64 = 90;
/// After so many days nobody is told of an entry any more: fewer than jobs are remembered.
const TOLD_DAYS: i64 = DONE_DAYS - 1;
/// Entries of a log that are read at once.
const PAGE: u32 = 200;

/// The pause after so many tries: 1, 2, 4, … minutes, six hours at most.
fn pause(tries: i64) -> i64 {
    (1_i64 << tries.clamp(1, 10).saturating_sub(1)).min(360)
}

/// Kinds of work by where it goes to, each with a runner of its own: a place that hangs holds up nobody else.
type Lane = &'static [&'static str];
/// No lane has more than three kinds (`Store::take_jobs`).
const LANES: [Lane; 7] = [
    HOOKS,
    &[payments::SETTLE],
    &[payments::REFUND, payments::QUERY, payments::RETURNED],
    &[notices::MAIL, notices::ANSWER, notices::REFUSAL],
    &[notices::MESSAGE],
    &[national::NATIONAL],
    &[timestamps::STAMP],
];
/// Each address is a place of its own: those of a batch are called at the same time.
const HOOKS: Lane = &[api::HOOK];

/// Reads the logs on, then does every job that is due at that moment.
///
/// # Errors
/// The store; what was done stays done.
pub async fn run_jobs(portal: &Arc<Portal>, now: Moment) -> Result<Ran, PortalError> {
    feed(portal, now).await?;
    timestamps::feed(portal, now).await?;
    payments::feed(portal, now).await?;
    let mut ran = Ran::default();
    for lane in LANES {
        let more = run_lane(portal, lane, &|| now).await?;
        ran = Ran { done: ran.done + more.done, put_off: ran.put_off + more.put_off };
    }
    Ok(ran)
}

/// Does what is due in a lane, by the clock of each moment: a batch may take minutes.
async fn run_lane(portal: &Arc<Portal>, lane: Lane, clock: &(impl Fn() -> Moment + Sync)) -> Result<Ran, PortalError> {
    let mut ran = Ran::default();
    let at_once = if lane == HOOKS { HOOKS_AT_ONCE } else { AT_ONCE };
    loop {
        let now = clock();
        let jobs = portal.store.take_jobs(lane, now, now.plus_minutes(TAKEN_MINUTES), at_once).await?;
        if jobs.is_empty() {
            return Ok(ran);
        }
        let mut outcomes = Vec::with_capacity(jobs.len());
        if lane == HOOKS {
            let mut by_address: BTreeMap<&str, Vec<&DueJob>> = BTreeMap::new();
            for job in &jobs {
                by_address.entry(job.payload["hook"].as_str().unwrap_or_default()).or_default().push(job);
            }
            let each = by_address.into_values().map(|jobs| in_order(portal, jobs, clock));
            outcomes.extend(join_all(each).await.into_iter().flatten());
        } else {
            for job in &jobs {
                outcomes.push(attempt(portal, job, clock).await);
            }
        }
        for is_done in outcomes {
            match is_done? {
                true => ran.done += 1,
                false => ran.put_off += 1,
            }
        }
    }
}

/// Calls an address with what it is to be told, one after the other. Once it takes nothing, the rest waits: what came later
/// is not told first, and nobody waits for an address that hangs.
async fn in_order(
    portal: &Arc<Portal>,
    jobs: Vec<&DueJob>,
    clock: &(impl Fn() -> Moment + Sync),
) -> Vec<Result<bool, PortalError>> {
    let (mut outcomes, mut takes) = (Vec::with_capacity(jobs.len()), true);
    for job in jobs {
        let outcome = if takes {
            attempt(portal, job, clock).await
        } else {
            let again = clock().plus_minutes(pause(job.tries));
            let put_off = portal.store.put_job_off(&job.name, "what came before was not taken", again, None).await;
            put_off.map(|()| false).map_err(PortalError::from)
        };
        takes &= matches!(outcome, Ok(true));
        outcomes.push(outcome);
    }
    outcomes
}

/// Does a job and notes what came of it; whether it is done.
async fn attempt(
    portal: &Arc<Portal>,
    job: &DueJob,
    clock: &(impl Fn() -> Moment + Sync),
) -> Result<bool, PortalError> {
    let done = run(portal, job, clock()).await;
    let now = clock();
    let Err(error) = done else {
        portal.store.end_job(&job.name, now).await?;
        return Ok(true);
    };
    let is_over = matches!(error, JobError::Never(_)) || job.tries >= TRIES;
    tracing::warn!(job.name, job.tries, is_over, %error, "a job was not done");
    let again = now.plus_minutes(pause(job.tries));
    portal.store.put_job_off(&job.name, &error.to_string(), again, is_over.then_some(now)).await?;
    Ok(false)
}

async fn run(portal: &Arc<Portal>, job: &DueJob, now: Moment) -> Result<(), JobError> {
    match job.kind.as_str() {
        payments::SETTLE => payments::settle(portal, text(&job.payload, "reference")?, now).await,
        payments::REFUND => payments::give_back(portal, &job.payload, now).await,
        payments::QUERY => payments::ask_again(portal, &job.payload, now).await,
        payments::RETURNED => payments::ask_returned(portal, &job.payload, now).await,
        notices::MAIL => notices::send_mail(portal, &job.payload).await,
        notices::ANSWER => notices::send_answer(portal, &job.payload).await,
        notices::REFUSAL => notices::send_refusal(portal, &job.payload).await,
        notices::MESSAGE => notices::send_message(portal, &job.payload, now).await,
        national::NATIONAL => national::run(portal, &job.payload).await,
        timestamps::STAMP => timestamps::stamp(portal, &job.payload).await,
        api::HOOK => api::tell(portal, &job.payload, now).await,
        unknown => Err(JobError::Never(format!("this program knows no job {unknown}"))),
    }
}

/// A text in a job's payload.
pub(crate) fn text<'a>(payload: &'a Value, name: &str) -> Result<&'a str, JobError> {
    payload[name].as_str().ok_or_else(|| JobError::Never(format!("the job has no {name}")))
}

/// What follows from an entry of a log for one kind of work.
type Follows = fn(&[api::Hook], &Recorded) -> Vec<NewJob>;

/// The kinds of work that read the logs here, as this portal is connected.
fn readers(portal: &Portal, hooks: &[api::Hook]) -> Vec<(&'static str, Follows)> {
    let exchange = portal.exchange();
    let gives_back = exchange.gateway.as_ref().is_some_and(payments::Gateway::gives_back);
    let all: [(bool, &'static str, Follows); 6] = [
        (gives_back, payments::REFUND, |_, recorded| payments::follows(recorded)),
        (exchange.mail.is_some(), notices::MAIL, |_, recorded| notices::follows(recorded, notices::MAIL)),
        (exchange.messages.is_some(), notices::MESSAGE, |_, recorded| notices::follows(recorded, notices::MESSAGE)),
        (exchange.national.is_some(), national::NATIONAL, |_, recorded| national::follows(recorded)),
        (exchange.time_authority.is_some(), timestamps::STAMP, |_, recorded| timestamps::follows(recorded)),
        (!hooks.is_empty(), api::HOOK, api::follows),
    ];
    all.into_iter().filter(|(is_connected, ..)| *is_connected).map(|(_, cursor, follows)| (cursor, follows)).collect()
}

async fn feed(portal: &Portal, now: Moment) -> Result<(), PortalError> {
    let mut hooks = portal.store.hooks().await?;
    hooks.retain(|hook| hook.revoked_at.is_none());
    for (cursor, follows) in readers(portal, &hooks) {
        // A case that goes to another unit takes its history along: what was before the beginning is told to nobody.
        let mut since = portal.store.begin_cursor(cursor, now).await?.plus_minutes(-OVERLAP_MINUTES);
        // Nor is what was told so long ago that its job is forgotten; the others find out by themselves what was done.
        if [notices::MAIL, notices::MESSAGE, api::HOOK].contains(&cursor) {
            since = since.max(now.plus_minutes(-TOLD_DAYS * 24 * 60));
        }
        for (unit, mut seq) in portal.store.unread(cursor).await? {
            loop {
                let (entries, _) = portal.store.page(&unit, seq, PAGE).await?;
                let Some(last) = entries.last().map(|entry| entry.seq) else { break };
                let mut jobs = Vec::new();
                for entry in &entries {
                    let recorded: Recorded = serde_json::from_str(&entry.body)
                        .map_err(|source| PortalError::Json { what: "an entry of a log", source })?;
                    if recorded.arrived_at >= since {
                        jobs.extend(follows(&hooks, &recorded));
                    }
                }
                if !portal.store.advance(cursor, &unit, (seq, last), &jobs, now).await? {
                    // Another instance reads it.
                    break;
                }
                seq = last;
            }
        }
    }
    Ok(())
}

/// Jobs that were noted elsewhere, or put off, are found so late at most.
const LOOKS: Duration = Duration::from_secs(10);
/// Between two looks at the logs.
const PAUSE: Duration = Duration::from_millis(100);

/// Reads the logs and runs the jobs until told to stop: when a log has grown, and every few seconds.
pub(crate) async fn keep_running(portal: Arc<Portal>, mut stopped: watch::Receiver<bool>) {
    let (fed, _) = watch::channel(());
    for lane in LANES {
        tokio::spawn(keep_lane(portal.clone(), lane, fed.subscribe(), stopped.clone()));
    }
    let mut ticks = tokio::time::interval(LOOKS);
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            () = portal.wakes.any() => {}
            _ = stopped.wait_for(|stop| *stop) => return,
        }
        let now = clock();
        if let Err(error) = feed(&portal, now).await {
            tracing::error!(%error, "the logs were not read for jobs");
        }
        if let Err(error) = timestamps::feed(&portal, now).await {
            tracing::error!(%error, "the logs were not looked through for timestamps");
        }
        fed.send_replace(());
        // Under load the logs grow all the time: they are not read anew for each entry.
        tokio::time::sleep(PAUSE).await;
    }
}

async fn keep_lane(portal: Arc<Portal>, lane: Lane, mut fed: watch::Receiver<()>, mut stopped: watch::Receiver<bool>) {
    let mut ticks = tokio::time::interval(LOOKS);
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            told = fed.changed() => {
                if told.is_err() {
                    return;
                }
            }
            _ = stopped.wait_for(|stop| *stop) => return,
        }
        // What comes within a moment is taken together.
        tokio::time::sleep(PAUSE).await;
        if let Err(error) = run_lane(&portal, lane, &clock).await {
            tracing::error!(%error, ?lane, "the jobs were not looked through");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_stay_within_six_hours() {
        assert_eq!([1, 2, 3, 9, 10, 60].map(pause), [1, 2, 4, 256, 360, 360]);
    }
}
