//! Synchronisation in the background: decisions first, then documents; wake-ups, back-off with jitter, self-check.
//!
//! Nothing is held while waiting for the network: a request is built, sent, and its reply taken in under the desk's turn.

use crate::absences;
use crate::apply::{ApplyError, apply};
use crate::bundle;
use crate::desk::Desk;
use crate::error::DeskError;
use crate::http_portal::HttpPortal;
use crate::oversight;
use crate::set_aside;
use crate::tables::facts::{self, Fact};
use crate::tables::{cases, files, numbers};
use crate::views::{Line, Trouble};
use casework::{Digest, Moment};
use futures_util::StreamExt;
use protocol::chain::{Distrust, VerifyingKey};
use protocol::check::CheckRequest;
use protocol::codes::LOW_WATER;
use protocol::file::next_part;
use protocol::push::PushRequest;
use protocol::store::DeskStore;
use protocol::{BATCH, FILE_PART, LARGEST_FILE, LineError, PAGE, Portal, RoadRefusal, VERSION};
use serde_json::value::RawValue;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// Shortest and longest wait after a failure.
const FIRST_WAIT: Duration = Duration::from_millis(500);
/// A line that comes and goes every few seconds has to be met while it is there.
const LONGEST_WAIT: Duration = Duration::from_secs(20);
/// How often the portal is asked when nothing happens: a wake-up is only a hint.
const IDLE: Duration = Duration::from_secs(15);
/// Documents sent or fetched between two looks at the decisions.
const FILES_A_TURN: i64 = 4;

/// What one turn came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// More is to be done at once.
    More,
    /// Everything is as the portal has it.
    Idle,
}

/// What stopped a turn.
#[derive(Debug, thiserror::Error)]
pub enum TurnError {
    #[error(transparent)]
    Line(#[from] LineError),
    #[error(transparent)]
    Apply(#[from] ApplyError),
    #[error(transparent)]
    Desk(#[from] DeskError),
    #[error("mirror and portal differ at {seq}")]
    MirrorDiffers { seq: u64 },
}

/// The line of an enrolled desk.
pub struct EnrolledLine {
    pub(crate) portal: HttpPortal,
    pub(crate) key: VerifyingKey,
}

impl EnrolledLine {
    /// The line that the desk was enrolled for.
    ///
    /// # Errors
    /// A damaged outbox.
    pub async fn of(desk: &Desk) -> Result<Self, DeskError> {
        let outbox = &desk.store.outbox;
        let damaged = || DeskError::Damaged("outbox.db");
        let (base, token) = (facts::required(outbox, Fact::Portal).await?, facts::required(outbox, Fact::Token).await?);
        let key = hex::decode(facts::required(outbox, Fact::PortalKey).await?).map_err(|_| damaged())?;
        let key = <[u8; 32]>::try_from(key.as_slice()).map_err(|_| damaged())?;
        let key = VerifyingKey::from_bytes(&key).map_err(|_| damaged())?;
        Ok(Self { portal: HttpPortal::new(&base, Some(token))?, key })
    }
}

pub(crate) fn start(desk: Arc<Desk>) {
    let listener = desk.clone();
    tokio::spawn(async move { until_stopped(&listener, listen(&listener)).await });
    tokio::spawn(async move { until_stopped(&desk, run(&desk)).await });
}

async fn until_stopped(desk: &Desk, work: impl Future<Output = ()>) {
    let mut stop = desk.stop.subscribe();
    tokio::select! {
        () = work => {}
        // A closed channel means that the desk is gone.
        _ = stop.wait_for(|stopped| *stopped) => {}
    }
}

async fn run(desk: &Desk) {
    let mut wait = FIRST_WAIT;
    loop {
        let outcome = match EnrolledLine::of(desk).await {
            Ok(line) => turn(desk, &line).await,
            Err(error) => Err(error.into()),
        };
        match outcome {
            Ok(Turn::More) => wait = FIRST_WAIT,
            Ok(Turn::Idle) => {
                wait = FIRST_WAIT;
                pause(desk, IDLE).await;
            }
            Err(error) => {
                tracing::info!(%error, "a turn of the synchronisation did not come through");
                desk.line_is(line_after(&error)).await;
                if let TurnError::MirrorDiffers { .. } = error
                    && let Err(error) = desk.store.empty_mirror().await
                {
                    tracing::error!(%error, "the mirror could not be begun again");
                }
                pause(desk, jittered(wait)).await;
                wait = (wait * 2).min(LONGEST_WAIT);
            }
        }
    }
}

/// Waits, unless somebody asks for a turn now.
async fn pause(desk: &Desk, time: Duration) {
    tokio::select! {
        () = tokio::time::sleep(time) => {}
        () = desk.wake.notified() => {}
    }
}

/// Between half and all of the wait, so that a thousand desks do not come back in the same second.
fn jittered(wait: Duration) -> Duration {
    let mut random = [0; 2];
    // Without randomness the full wait is as good.
    let share = if getrandom::fill(&mut random).is_ok() { u16::from_le_bytes(random) } else { u16::MAX };
    wait / 2 + wait.mul_f64(f64::from(share) / f64::from(u16::MAX)) / 2
}

const fn line_after(error: &TurnError) -> Line {
    let trouble = match error {
        TurnError::Line(LineError::Refused(RoadRefusal::NotEnrolled | RoadRefusal::OtherUnit)) => Trouble::NotEnrolled,
        TurnError::Line(LineError::Refused(RoadRefusal::VersionTooOld { .. } | RoadRefusal::VersionTooNew { .. }))
        | TurnError::Apply(ApplyError::Distrust(Distrust::Unreadable { .. })) => Trouble::VersionTooOld,
        TurnError::Line(_) => return Line::Offline,
        TurnError::Apply(ApplyError::Distrust(_)) => Trouble::HistoryRewritten,
        TurnError::MirrorDiffers { .. } => Trouble::MirrorDiffers,
        TurnError::Apply(ApplyError::Store(_)) | TurnError::Desk(_) => Trouble::Disk,
    };
    Line::Trouble { trouble }
}

/// One turn: decisions up, log down, then what heads see beyond it, then a few documents.
///
/// # Errors
/// What stopped it; nothing is half done, the next turn goes on.
pub async fn turn(desk: &Desk, line: &EnrolledLine) -> Result<Turn, TurnError> {
    let more = exchange(desk, line).await?;
    desk.line_is(Line::Online).await;
    if more == Turn::More {
        return Ok(Turn::More);
    }
    let looked = oversight::exchange(desk, line).await?;
    let sent = send_files(desk, line).await?;
    let fetched = fetch_files(desk, line).await?;
    desk.tell_connection().await;
    Ok(if looked || sent || fetched { Turn::More } else { Turn::Idle })
}

async fn exchange(desk: &Desk, line: &EnrolledLine) -> Result<Turn, TurnError> {
    let store = &desk.store;
    // What was said of absences goes first; where it cannot, what hangs on it waits, and all else goes on.
    if let Err(error) = absences::exchange(desk, line).await {
        tracing::info!(%error, "what was said of absences waits");
    }
    let bodies = store.unjudged(BATCH).await.map_err(DeskError::from)?;
    let sent = bodies.len();
    let envelopes = bodies.into_iter().map(RawValue::from_string).collect::<Result<_, _>>();
    let head = store.head().await.map_err(DeskError::from)?;
    let today = desk.now().await?.day();
    let day_codes = numbers::day_codes(&store.outbox, today).await?;
    let (_, codes_left) = numbers::codes(&store.outbox, today).await?;
    let is_first = head.is_none();
    let request = PushRequest {
        version: VERSION,
        unit: desk.info.unit.clone(),
        head,
        catalogue: store.catalogue().version,
        limit: PAGE,
        envelopes: envelopes.map_err(DeskError::encoding("an envelope"))?,
        day_codes,
        more_codes_on: (codes_left < LOW_WATER).then_some(today),
    };
    let leases = desk.leases.load(Ordering::SeqCst);
    let reply = match line.portal.push(&request).await {
        Err(error @ LineError::Refused(RoadRefusal::NotEnrolled)) => {
            set_aside::offer(desk, line).await?;
            return Err(error.into());
        }
        reply => reply?,
    };
    if reply.catalogue != store.catalogue().version {
        let catalogue = line.portal.catalogue().await?;
        let _turn = desk.turn.lock().await;
        store.keep_catalogue(catalogue).await?;
    }
    let applied = {
        let _turn = desk.turn.lock().await;
        let unit = &desk.info.unit;
        let applied = apply(store, &store.catalogue(), unit, &line.key, &reply).await?;
        if let Some(granted) = &reply.day_codes {
            numbers::take_day_codes(&store.outbox, &request.day_codes, granted).await?;
        }
        if let Some(held) = &reply.leases
            && desk.leases.load(Ordering::SeqCst) == leases
        {
            numbers::reconcile(&store.outbox, held).await?;
        }
        facts::write(&store.outbox, Fact::HighWater, &high_water(desk, reply.portal_time).await?.0.to_string()).await?;
        applied
    };
    if let Err(error) = bundle::tell_key(desk, line, reply.checkpoint.head.log).await {
        tracing::info!(%error, "the portal does not know yet by which key this desk signs bundles");
    }
    let news = !applied.changed.is_empty();
    desk.changed(applied.changed);
    if applied.behind > 0 || sent == BATCH {
        return Ok(Turn::More);
    }
    if news || is_first {
        check(desk, line).await?;
    }
    Ok(Turn::Idle)
}

/// The portal's time bounds the desk's clock from below, but a portal that is far ahead does not drag the desk along.
pub(crate) async fn high_water(desk: &Desk, portal: Moment) -> Result<Moment, DeskError> {
    let known = desk.now().await?;
    Ok(if portal.0 > known.0 + 24 * 3_600_000 { known } else { portal.max(Moment(0)) })
}

/// Compares what the mirror holds with what the portal holds, at the same place of the log.
async fn check(desk: &Desk, line: &EnrolledLine) -> Result<(), TurnError> {
    let unit = desk.info.unit.clone();
    let seq = desk.store.head().await.map_err(DeskError::from)?.map_or(0, |head| head.seq);
    let portal = line.portal.check(&CheckRequest { version: VERSION, unit, seq }).await?;
    let _turn = desk.turn.lock().await;
    let here = desk.store.head().await.map_err(DeskError::from)?.map_or(0, |head| head.seq);
    if here != portal.seq {
        // The log went on in between; the next page brings the next check.
        return Ok(());
    }
    let states = cases::states(&desk.store.mirror, &desk.info.unit).await?;
    if states.cases == portal.cases && states.digest() == portal.states {
        Ok(())
    } else {
        tracing::error!(seq = here, "mirror and portal differ");
        Err(TurnError::MirrorDiffers { seq: here })
    }
}

/// Sends a few documents; whether any went.
async fn send_files(desk: &Desk, line: &EnrolledLine) -> Result<bool, TurnError> {
    let queue = files::to_send(&desk.store.outbox, FILES_A_TURN).await?;
    let mut sent = false;
    for (digest, _) in queue {
        let Some(bytes) = desk.documents.read(&digest)? else {
            tracing::error!(document = %digest, "a document to be sent is not here any more");
            continue;
        };
        send(line, &digest, &bytes).await?;
        files::held(&desk.store.outbox, &digest, crate::desk::clock()).await?;
        sent = true;
    }
    Ok(sent)
}

async fn send(line: &EnrolledLine, digest: &Digest, bytes: &[u8]) -> Result<(), LineError> {
    let size = bytes.len() as u64;
    let mut state = line.portal.file_state(digest).await?;
    while let Some(part) = next_part(state, size) {
        let slice = usize::try_from(part.start).ok().zip(usize::try_from(part.end).ok());
        let slice = slice.and_then(|(start, end)| bytes.get(start..end)).unwrap_or_default();
        state = match line.portal.put_file(digest, size, part.start, slice.to_vec()).await {
            // Somebody else sent the same document meanwhile: look again where it stands.
            Err(LineError::Refused(RoadRefusal::WrongOffset { .. })) => line.portal.file_state(digest).await?,
            other => other?,
        };
    }
    Ok(())
}

/// Fetches a few documents of open cases; whether any came.
async fn fetch_files(desk: &Desk, line: &EnrolledLine) -> Result<bool, TurnError> {
    let mut came = false;
    let missing = files::to_fetch(&desk.store.mirror, FILES_A_TURN).await?;
    if missing.is_empty() {
        files::ask_again(&desk.store.mirror).await?;
    }
    for digest in missing {
        let here = desk.documents.holds(&digest) || fetch(desk, line, &digest).await?;
        files::is_here(&desk.store.mirror, &digest, here).await?;
        came |= here;
    }
    Ok(came)
}

async fn fetch(desk: &Desk, line: &EnrolledLine, digest: &Digest) -> Result<bool, TurnError> {
    let mut bytes = Vec::new();
    while (bytes.len() as u64) < LARGEST_FILE {
        let part = match line.portal.get_file(digest, bytes.len() as u64).await {
            Err(LineError::Refused(RoadRefusal::NoSuchFile)) => return Ok(false),
            part => part?,
        };
        let is_last = part.len() < FILE_PART;
        bytes.extend(part);
        if is_last {
            break;
        }
    }
    if !protocol::file::is(digest, &bytes) {
        return Err(LineError::Unreachable("a document came damaged".to_owned()).into());
    }
    desk.documents.keep(&bytes)?;
    Ok(true)
}

/// Fetches one document that somebody wants to see now.
///
/// # Errors
/// The line, or the disk.
pub async fn fetch_now(desk: &Desk, digest: &Digest) -> Result<bool, TurnError> {
    let line = EnrolledLine::of(desk).await?;
    fetch(desk, &line, digest).await
}

/// Listens for wake-ups; without them the loop asks by itself every few seconds.
async fn listen(desk: &Desk) {
    let mut wait = FIRST_WAIT;
    loop {
        if let Ok(line) = EnrolledLine::of(desk).await
            && let Ok(response) = line.portal.wake_ups().await
        {
            // The line is back: what waits need not wait for the end of a pause.
            if wait > FIRST_WAIT {
                desk.wake.notify_one();
            }
            wait = FIRST_WAIT;
            let mut stream = response.bytes_stream();
            while let Some(Ok(chunk)) = stream.next().await {
                // Comments keep the line open; only data means news.
                if chunk.windows(5).any(|window| window == b"data:") {
                    desk.wake.notify_one();
                }
            }
            // The line ended: a turn finds out whether the portal is gone.
            desk.wake.notify_one();
        }
        tokio::time::sleep(jittered(wait)).await;
        wait = (wait * 2).min(LONGEST_WAIT);
    }
}
