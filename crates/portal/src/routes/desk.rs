//! What desks ask: to be enrolled, to push and pull, to check, for the catalogue.

use super::reply::{Enrolled, No, read, token, write};
use crate::admit::{Portal, clock, random};
use crate::people::proves;
use crate::store::{NewDesk, NotEnrolled, PullAsked, Seen};
use axum::body::Bytes;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use casework::catalogue::{Step, StepKind};
use casework::{Catalogue, DeviceId, Digest, EnvelopeId, RegisterBook, UnitCode};
use protocol::check::{CheckReply, CheckRequest};
use protocol::codes::DayCodes;
use protocol::enrol::{
    AbsenceRequest, AddPersonRequest, EnrolReply, EnrolRequest, Proof, RegisterChange, RegisterHolder, RegistersReply,
    RegistersRequest, Secret,
};
use protocol::push::{DeskRights, Judged, PushReply, PushRequest, Source, Verdict};
use protocol::{BATCH, Checkpoint, PAGE, RoadRefusal, VERSION};
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::Arc;

type Central = State<Arc<Portal>>;

/// Enrols a desk: a code, good once, and people who prove themselves.
pub(super) async fn enrol(
    State(portal): Central,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, No> {
    let request: EnrolRequest = read(&headers, &body)?;
    bounded(&portal, &format!("enrol {}", from.ip()), 30).await?;
    let now = clock();
    let code_digest = protocol::digest(request.code.0.trim().as_bytes());
    let unit = portal.store.code_unit(&code_digest, now).await?.ok_or(RoadRefusal::WrongCode)?;
    for person in &request.people {
        prove(&portal, &unit, person).await?;
    }
    let (mut token, mut device) = ([0; 32], [0; 16]);
    random(&mut token)?;
    random(&mut device)?;
    let token = hex::encode(token);
    let desk = NewDesk {
        code_digest,
        name: request.desk_name.chars().take(200).collect(),
        device: DeviceId(uuid::Builder::from_random_bytes(device).into_uuid()),
        token_digest: protocol::digest(token.as_bytes()),
        people: request.people.iter().map(|person| person.user.clone()).collect(),
        now,
    };
    let catalogue = portal.catalogue();
    let enrolled = portal.store.enrol(&desk, &books(&catalogue, &unit)).await?.map_err(|why| match why {
        NotEnrolled::WrongCode => RoadRefusal::WrongCode,
        NotEnrolled::NoBlockLeft => RoadRefusal::NoBlockLeft,
    })?;
    tracing::info!(device = %desk.device, unit = %enrolled.unit, "a desk was enrolled");
    write(&EnrolReply {
        device: desk.device,
        token: Secret(token),
        unit: enrolled.unit,
        log: portal.identity.log,
        portal_key: hex::encode(portal.identity.key.verifying_key().to_bytes()),
        codes: enrolled.codes,
        registers: enrolled.registers,
        catalogue: Catalogue::clone(&catalogue),
    })
}

/// The books in which a unit numbers its results.
fn books(catalogue: &Catalogue, unit: &UnitCode) -> BTreeSet<RegisterBook> {
    let mut books = BTreeSet::new();
    for edition in catalogue.editions.values() {
        for service in edition.services.values() {
            // A result is numbered where its step lies: in a linked procedure that may be another unit.
            let steps = edition.workflows.get(&service.workflow).map_or(&[][..], |workflow| &workflow.steps);
            let numbering = steps.iter().filter(|step| step.kind == StepKind::Number);
            let is_here = |step: &Step| service.units.iter().any(|of| edition.place_of(step, of, None) == unit);
            if service.units.contains(unit) || numbering.into_iter().any(is_here) {
                books.extend(edition.books_of(service).cloned());
            }
        }
    }
    books
}

async fn prove(portal: &Portal, unit: &UnitCode, person: &Proof) -> Result<(), No> {
    let counted = portal.guessed(&format!("secret {}", person.user), 10, clock()).await;
    counted.map_err(|seconds| No::Refused(RoadRefusal::TooManyAttempts { seconds }))?;
    let catalogue = portal.catalogue();
    let known = catalogue.users.get(&person.user);
    let of_unit = known.is_some_and(|user| user.unit == *unit);
    if proves(portal, &person.user, &person.secret.0).await? && of_unit {
        return Ok(());
    }
    // What was typed as a name may be a secret: the log names those whom the catalogue knows.
    let user = known.map(|user| user.id.as_str());
    tracing::warn!(user, "a wrong secret, or a person of another unit");
    Err(RoadRefusal::WrongSecret { user: person.user.0.clone() }.into())
}

pub(super) async fn bounded(portal: &Portal, key: &str, limit: u32) -> Result<(), No> {
    let counted = portal.bounded(key, limit, clock()).await;
    counted.map_err(|seconds| RoadRefusal::TooManyAttempts { seconds }.into())
}

/// Adds a person to the desk that asks.
pub(super) async fn add_person(
    State(portal): Central,
    Enrolled(desk): Enrolled,
    headers: HeaderMap,
    body: Bytes,
) -> Result<StatusCode, No> {
    let request: AddPersonRequest = read(&headers, &body)?;
    prove(&portal, &desk.unit, &request.person).await?;
    portal.store.add_person(desk.device, &request.person.user).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Who stands in for somebody: the desks of the unit learn it with the catalogue.
pub(super) async fn absence(
    State(portal): Central,
    Enrolled(desk): Enrolled,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, No> {
    let request: AbsenceRequest = read(&headers, &body)?;
    write(&portal.take_absence(&desk, request).await?)
}

/// Push and pull in one. Everything is read before anything is judged: a malformed message changes nothing.
pub(super) async fn push(State(portal): Central, headers: HeaderMap, body: Bytes) -> Result<Response, No> {
    let token = token(&headers)?;
    let Some(desk) = portal.desk(token.clone()).await? else {
        set_aside(&portal, &token, &headers, &body).await?;
        return Err(RoadRefusal::NotEnrolled.into());
    };
    let request: PushRequest = read(&headers, &body)?;
    write(&answer(&portal, &desk, &request).await?)
}

/// What a desk is answered to a push, whichever way it came.
pub(super) async fn answer(portal: &Portal, desk: &DeskRights, request: &PushRequest) -> Result<PushReply, No> {
    if request.unit != desk.unit {
        return Err(RoadRefusal::OtherUnit.into());
    }
    if request.envelopes.len() > BATCH {
        return Err(RoadRefusal::TooLarge { limit: BATCH as u64 }.into());
    }
    let mut opened = Vec::with_capacity(request.envelopes.len());
    for raw in &request.envelopes {
        match protocol::push::open(raw) {
            Err(None) => return Err(RoadRefusal::Malformed { what: "an envelope without an id".to_owned() }.into()),
            read => opened.push((raw.get(), read)),
        }
    }
    // Before anything is judged: what a restored portal has forgotten of its grants is known again then.
    let day_codes = day_codes(portal, desk, request).await?;
    let (mut verdicts, mut unjudged) = (Vec::new(), Vec::new());
    let known = opened.iter().filter_map(|(raw, read)| read.as_ref().ok().map(|one| (one.clone(), (*raw).to_owned())));
    let mut admitted = portal.admit_all(known.collect(), Source::Desk(desk.clone()), clock()).await?.into_iter();
    for (_, envelope) in opened {
        match envelope {
            Ok(envelope) => match admitted.next() {
                Some(Ok(verdict)) => verdicts.push(Judged { envelope: envelope.id, verdict }),
                Some(Err(why)) => unjudged.push((envelope.id, why)),
                None => return Err(No::Broken("an envelope got no answer".to_owned())),
            },
            // Said anew each time it is asked: a portal that knows the command judges it then.
            Err(Some(envelope)) => {
                let verdict = Verdict::Refused { seq: 0, refusal: casework::Refusal::UnknownCommand };
                verdicts.push(Judged { envelope, verdict });
            }
            Err(None) => {}
        }
    }
    let same_log = request.head.as_ref().filter(|head| head.log == portal.identity.log);
    let cursor = same_log.map_or(0, |head| head.seq);
    let limit = request.limit.clamp(1, PAGE);
    let portal_time = clock();
    let year = portal_time.day().year();
    let asked = PullAsked { unit: desk.unit.clone(), device: desk.device, year, seq: cursor, limit };
    portal.hear_desk(desk.device, Seen { at: portal_time, seq: cursor, catalogue: request.catalogue });
    let pulled = portal.pull(asked).await?;
    Ok(PushReply {
        version: VERSION,
        verdicts,
        unjudged,
        entries: pulled.entries,
        checkpoint: Checkpoint::sign(&portal.identity.key, pulled.head, portal_time),
        safe_seq: pulled.safe_seq,
        catalogue: portal.catalogue().version,
        portal_time,
        leases: Some(pulled.leases),
        day_codes,
    })
}

/// Acts, and bytes of them, that are kept of a desk that was revoked on one day. What is more comes on another day.
const SET_ASIDE: (i64, i64) = (2_000, 64 * 1024 * 1024);
/// When a desk that has sent so much of it comes again, in seconds.
const LATER: u32 = 3_600;

/// Keeps what a desk that was revoked still sends: it was done by people who thought that they did it, and is judged by
/// nobody. Whoever looks after the desks sees it.
async fn set_aside(portal: &Portal, token: &Digest, headers: &HeaderMap, body: &Bytes) -> Result<(), No> {
    let Some((device, unit)) = portal.store.revoked_desk(token).await? else { return Ok(()) };
    let request: PushRequest = read(headers, body)?;
    quarantine(portal, (device, &unit), &request).await
}

/// Keeps the envelopes of a desk that was revoked, batch by batch, each whole or not at all.
pub(super) async fn quarantine(
    portal: &Portal,
    (device, unit): (DeviceId, &UnitCode),
    request: &PushRequest,
) -> Result<(), No> {
    for batch in request.envelopes.chunks(BATCH) {
        let opened: Vec<(EnvelopeId, &str)> = batch
            .iter()
            .filter_map(|raw| match protocol::push::open(raw) {
                Ok(envelope) => Some((envelope.id, raw.get())),
                Err(id) => id.map(|id| (id, raw.get())),
            })
            .collect();
        // The desk offers its first acts each time it asks whether it is one.
        if portal.store.are_in_quarantine(device, &opened).await? {
            continue;
        }
        bounded(portal, &format!("set aside {device}"), 30).await?;
        if !portal.store.keep_in_quarantine((device, unit), &opened, clock(), SET_ASIDE).await? {
            return Err(RoadRefusal::TooManyAttempts { seconds: LATER }.into());
        }
        tracing::warn!(%device, %unit, count = opened.len(), "a desk that was revoked has sent acts; they are set aside");
    }
    Ok(())
}

/// Spans of case numbers that a request names at most: a desk names those of days that it still has to send.
const DAY_CODES: usize = 200;

/// Spans of the desk for the days that it asks about. A further one is granted for a day around today only: a clock that
/// is far off is put right first.
async fn day_codes(portal: &Portal, desk: &DeskRights, request: &PushRequest) -> Result<Option<Vec<DayCodes>>, No> {
    if request.day_codes.is_empty() && request.more_codes_on.is_none() {
        return Ok(None);
    }
    if request.day_codes.len() > DAY_CODES {
        return Err(RoadRefusal::Malformed { what: "too many spans of case numbers".to_owned() }.into());
    }
    let now = clock();
    let (first, last) = (now.day().plus_days(-1), now.day().next());
    let more_on = request.more_codes_on.filter(|day| (first..=last).contains(day));
    Ok(Some(portal.store.day_codes(desk, &request.day_codes, more_on, now).await?))
}

/// The registers of the unit; one of them may be given back or taken first.
pub(super) async fn registers(
    State(portal): Central,
    Enrolled(desk): Enrolled,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, No> {
    let request: RegistersRequest = read(&headers, &body)?;
    let books = books(&portal.catalogue(), &desk.unit);
    match &request.change {
        Some(RegisterChange::Release { book }) => portal.store.release(&desk.unit, book, desk.device).await?,
        Some(RegisterChange::Take { book }) if !books.contains(book) => {
            return Err(RoadRefusal::Malformed { what: format!("no register {book} in this unit") }.into());
        }
        Some(RegisterChange::Take { book }) => {
            if let Some(holder) = portal.store.take(&desk.unit, book, desk.device).await? {
                return Err(RoadRefusal::RegisterTaken { holder }.into());
            }
        }
        None => {}
    }
    let mut holders = portal.store.holders(&desk.unit).await?;
    let registers = books.into_iter().map(|book| RegisterHolder { holder: holders.remove(&book), book }).collect();
    let leases = portal.store.leases(&desk.unit, desk.device, clock().day().year()).await?;
    write(&RegistersReply { registers, leases })
}

/// The self-check.
pub(super) async fn check(
    State(portal): Central,
    Enrolled(desk): Enrolled,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, No> {
    let request: CheckRequest = read(&headers, &body)?;
    if request.unit != desk.unit {
        return Err(RoadRefusal::OtherUnit.into());
    }
    let (seq, states) = portal.states(&desk.unit).await?;
    write(&CheckReply { seq, cases: states.cases, states: states.digest() })
}

/// The newest catalogue.
pub(super) async fn catalogue(State(portal): Central, Enrolled(_): Enrolled) -> Result<Response, No> {
    portal.packed_catalogue.answer(&portal.catalogue())
}
