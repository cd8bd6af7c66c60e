//! Bundles: what a desk without a line would push, brought by anybody who has one. Whoever brings it proves nothing by that;
//! the desk's signature is what counts, and what is inside takes the way of a push.

use super::desk::{answer, bounded, quarantine};
use super::reply::{Enrolled, No, read};
use crate::admit::{Portal, clock, random};
use crate::store::{CarriedBundle, DatabaseError};
use crate::{PortalError, admit};
use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use casework::{Catalogue, Digest};
use protocol::bundle::{
    Acts, Addressed, Answer, BundleKind, BundleRefusal, KeyRequest, LARGEST_TALK, Label, cut, key_of, label, open,
    pack, seal, unpack,
};
use protocol::push::{DeskRights, PushReply, PushRequest, Verdict};
use protocol::{BATCH, Head, PAGE, RoadRefusal};
use std::sync::Arc;

/// Why a bundle was not taken in.
pub(crate) enum NotTaken {
    Refused(BundleRefusal),
    Broken(String),
}

impl From<BundleRefusal> for NotTaken {
    fn from(refusal: BundleRefusal) -> Self {
        Self::Refused(refusal)
    }
}
impl From<DatabaseError> for NotTaken {
    fn from(error: DatabaseError) -> Self {
        Self::Broken(error.to_string())
    }
}
impl From<PortalError> for NotTaken {
    fn from(error: PortalError) -> Self {
        Self::Broken(error.to_string())
    }
}
impl From<No> for NotTaken {
    fn from(no: No) -> Self {
        match no {
            // A desk's own program writes none of that.
            No::Refused(RoadRefusal::OtherUnit | RoadRefusal::Malformed { .. }) => BundleRefusal::Damaged.into(),
            No::Refused(refusal) => Self::Broken(refusal.to_string()),
            No::Broken(error) => Self::Broken(error),
        }
    }
}

/// Keeps the key by which the asking desk signs its bundles.
pub(super) async fn keep_key(
    State(portal): State<Arc<Portal>>,
    Enrolled(desk): Enrolled,
    headers: HeaderMap,
    body: Bytes,
) -> Result<StatusCode, No> {
    let request: KeyRequest = read(&headers, &body)?;
    if key_of(&request.key).is_err() {
        return Err(RoadRefusal::Malformed { what: "a key".to_owned() }.into());
    }
    portal.store.keep_bundle_key(desk.device, &request.key).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes in what another desk has written, from a desk that has a line.
pub(super) async fn carry(
    State(portal): State<Arc<Portal>>,
    Enrolled(carrier): Enrolled,
    file: Bytes,
) -> Result<Response, No> {
    bounded(&portal, &format!("bundles {}", carrier.device), 20).await?;
    if portal.catalogue().without_bundles.contains(&carrier.unit) {
        return Ok(refused(&BundleRefusal::Forbidden { unit: carrier.unit }));
    }
    match take_bundle(&portal, &file, &carrier.device.to_string()).await {
        Ok(answer) => {
            let headers = [(CONTENT_TYPE, "application/octet-stream"), (CACHE_CONTROL, "no-store")];
            Ok((headers, answer).into_response())
        }
        Err(NotTaken::Refused(refusal)) => Ok(refused(&refusal)),
        Err(NotTaken::Broken(error)) => Err(No::Broken(error)),
    }
}

fn refused(refusal: &BundleRefusal) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, [(CACHE_CONTROL, "no-store")], axum::Json(refusal)).into_response()
}

/// Takes a bundle in and writes the answer to its desk. Twice is the same as once.
pub(crate) async fn take_bundle(portal: &Arc<Portal>, file: &[u8], carrier: &str) -> Result<Vec<u8>, NotTaken> {
    let label = label(file)?;
    if label.kind != BundleKind::Acts {
        return Err(BundleRefusal::IsAnAnswer.into());
    }
    let own = &portal.identity.key;
    if label.to != hex::encode(own.verifying_key().to_bytes()) {
        return Err(BundleRefusal::OtherPortal.into());
    }
    let sender = portal.store.bundle_sender(label.device).await?.ok_or(BundleRefusal::UnknownDesk)?;
    let key = key_of(&sender.key.ok_or(BundleRefusal::UnknownDesk)?)?;
    let (acts, documents): (Acts, Vec<u8>) = unpack(&open(file, &key, own)?)?;
    if label.unit != sender.unit || acts.request.unit != sender.unit {
        return Err(BundleRefusal::Damaged.into());
    }
    if acts.request.version > protocol::VERSION {
        return Err(BundleRefusal::TooNew.into());
    }
    if portal.catalogue().without_bundles.contains(&sender.unit) {
        return Err(BundleRefusal::Forbidden { unit: sender.unit }.into());
    }
    let documents = cut(&acts.documents, &documents)?;
    let rights = portal.desk(sender.token).await?;
    let Some(desk) = rights.filter(|_| !sender.is_revoked) else {
        for some in acts.request.envelopes.chunks(BATCH) {
            let request = PushRequest { envelopes: some.to_vec(), ..acts.request.clone() };
            quarantine(portal, (label.device, &sender.unit), &request).await?;
        }
        return Err(BundleRefusal::Revoked.into());
    };
    let digest = protocol::digest(file);
    let taken_before = portal.store.bundle_arrived(&digest).await?;
    let replies = replies(portal, &desk, &acts.request).await?;
    let mut held = Vec::with_capacity(documents.len());
    for (digest, bytes) in &documents {
        hold(portal, digest, bytes).await?;
        held.push(digest.clone());
    }
    let count = |accepted: bool| {
        let verdicts = replies.iter().flat_map(|reply| &reply.verdicts);
        verdicts.filter(|judged| matches!(judged.verdict, Verdict::Accepted { .. }) == accepted).count() as u64
    };
    let noted = CarriedBundle {
        digest: digest.clone(),
        desk: String::new(),
        number: label.number,
        made_at: label.made_at,
        arrived_at: clock(),
        carrier: carrier.to_owned(),
        accepted: count(true),
        refused: count(false),
        documents: held.len() as u64,
    };
    portal.store.note_bundle(desk.device, &desk.unit, &noted).await?;
    tracing::info!(device = %desk.device, unit = %desk.unit, number = label.number, "a bundle was taken in");
    let catalogue = portal.catalogue();
    let newer = catalogue.version != acts.request.catalogue;
    let answer = Answer {
        to: digest,
        taken_before,
        replies,
        day_codes: acts.request.day_codes,
        catalogue: newer.then(|| Catalogue::clone(&catalogue)),
        held,
    };
    sealed(portal, label, &key, &answer)
}

/// What a desk with a line would have been answered: its envelopes part by part, then the log as far as there is room.
async fn replies(portal: &Portal, desk: &DeskRights, request: &PushRequest) -> Result<Vec<PushReply>, No> {
    let mut replies: Vec<PushReply> = Vec::new();
    let mut parts = request.envelopes.chunks(BATCH);
    let (mut head, mut bytes) = (request.head.clone(), 0);
    loop {
        let part = parts.next().unwrap_or_default();
        let request = PushRequest { head: head.clone(), envelopes: part.to_vec(), limit: PAGE, ..request.clone() };
        let reply = answer(portal, desk, &request).await?;
        let log = reply.checkpoint.head.log;
        let before = head.filter(|head| head.log == log).unwrap_or_else(|| Head::start(log, &desk.unit));
        let after = reply.entries.last().map_or(before.clone(), |last| Head {
            seq: last.seq,
            hash: last.hash.clone(),
            ..before
        });
        bytes += reply.entries.iter().map(|entry| entry.body.len()).sum::<usize>();
        let behind = reply.checkpoint.head.seq > after.seq;
        head = Some(after);
        replies.push(reply);
        if parts.len() == 0 && (!behind || bytes > LARGEST_TALK) {
            return Ok(replies);
        }
    }
}

/// Holds a document as if its last part had just come.
async fn hold(portal: &Arc<Portal>, digest: &Digest, bytes: &[u8]) -> Result<(), NotTaken> {
    if portal.store.file(digest).await?.is_some() {
        return Ok(());
    }
    let (keeper, name, bytes) = (portal.clone(), digest.clone(), bytes.to_vec());
    let size = bytes.len() as u64;
    let taking = tokio::task::spawn_blocking(move || keeper.documents.take(&name, size, 0, &bytes));
    match taking.await.map_err(|error| NotTaken::Broken(error.to_string()))?? {
        crate::documents::Part::Complete => Ok(super::file::hold(portal, digest, size).await?),
        other => Err(NotTaken::Broken(format!("a document of a bundle was not taken: {other:?}"))),
    }
}

fn sealed(
    portal: &Portal,
    label: Label,
    to: &protocol::chain::VerifyingKey,
    answer: &Answer,
) -> Result<Vec<u8>, NotTaken> {
    let mut once = [0; 32];
    random(&mut once)?;
    let Label { device, unit, number, .. } = label;
    let addressed = Addressed { kind: BundleKind::Answer, device, unit, number, made_at: admit::clock() };
    Ok(seal(addressed, (&portal.identity.key, to), once, &pack(answer, &[])?)?)
}
