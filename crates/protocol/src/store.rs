//! What the two ends must be able to store. Each function is one transaction: all of it happens, or nothing.
//!
//! The desk's files and two databases of the portal implement these, and so does the memory of the simulation, which
//! crashes between any two calls.

use crate::chain::{Entry, Head, LogId};
use crate::check::States;
use crate::push::{Arrival, Bench, Judgement, Unjudged, Verdict};
use casework::{
    Case, CaseCode, CaseId, Catalogue, Envelope, EnvelopeId, Moment, Recorded, Refusal, RegisterBook, UnitCode,
};
use std::future::Future;

/// A store broke: disk, database, bug. Nothing was written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct StoreError(pub String);

/// Answers from a store.
pub type Stored<T> = Result<T, StoreError>;

/// The portal's log.
pub trait PortalStore: Send + Sync {
    /// Judges an envelope and writes what follows, with its verdict, in one transaction. A known id gets its stored
    /// verdict again. The unit's counter row is taken last.
    fn admit(
        &self,
        catalogue: &Catalogue,
        arrival: &Arrival,
        judge: Judge,
    ) -> impl Future<Output = Stored<Result<Verdict, Unjudged>>> + Send;

    /// The log of a unit after `seq`, and where it ends now.
    fn page(&self, unit: &UnitCode, seq: u64, limit: u32) -> impl Future<Output = Stored<(Vec<Entry>, Head)>> + Send;

    /// All cases of a unit, added up, and the place in the log at which that is true.
    fn states(&self, unit: &UnitCode) -> impl Future<Output = Stored<(u64, States)>> + Send;
}

/// The judge, see [`crate::push::judge`]; the simulation plants wrong ones.
pub type Judge = fn(&Catalogue, &Bench, &Arrival) -> Judgement;

/// A desk's two files. `keep` and `settle` write the outbox, which exists nowhere else; the rest writes the mirror,
/// which can be made again.
pub trait DeskStore: Send + Sync {
    /// How far the mirror is.
    fn head(&self) -> impl Future<Output = Stored<Option<Head>>> + Send;
    /// A case as the portal confirmed it.
    fn confirmed(&self, case: CaseId) -> impl Future<Output = Stored<Option<Case>>> + Send;
    /// The outbox's lane of a case, for a mirror at `above`.
    fn lane(&self, case: CaseId, above: u64) -> impl Future<Output = Stored<Lane>> + Send;
    /// Cases that are shown otherwise than confirmed, or should be: those with pending envelopes, and those that the
    /// mirror still shows so although a verdict came just before a crash.
    fn lanes(&self, above: u64) -> impl Future<Output = Stored<Vec<CaseId>>> + Send;
    /// Keeps an envelope for ever, with the number that it used up: the one commit that means 'saved'.
    fn keep(&self, envelope: &Envelope, used: Option<Used>) -> impl Future<Output = Stored<()>> + Send;
    /// Shows a case; `None` where nothing is left to show.
    fn show(&self, case: CaseId, shown: Option<&Case>) -> impl Future<Output = Stored<()>> + Send;
    /// The oldest envelopes without a verdict, as they were kept.
    fn unjudged(&self, limit: usize) -> impl Future<Output = Stored<Vec<String>>> + Send;
    /// Writes verdicts down: accepted ones stay until they are safe, refused ones become conflicts. Envelopes that have
    /// a verdict already are left alone. Returns the cases whose pending envelopes may have changed.
    fn settle(&self, settlement: &Settlement) -> impl Future<Output = Stored<Vec<CaseId>>> + Send;
    /// Takes a page into the mirror: events, confirmed and shown cases, and the new head.
    fn take_in(&self, page: &MirrorPage) -> impl Future<Output = Stored<()>> + Send;
}

/// What the outbox holds of one case.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Lane {
    /// A refused command of this case waits for a person: nothing new is taken until then.
    pub is_held: bool,
    /// Envelopes that the mirror does not hold yet: not judged, or accepted beyond its place; in order.
    pub pending: Vec<Envelope>,
    /// The last envelope without a verdict.
    pub last_unjudged: Option<EnvelopeId>,
}

/// A number that an envelope used up; it is spent in the same commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Used {
    Code(CaseCode),
    Register { book: RegisterBook, year: i32, number: u32 },
}

/// What a reply says about kept envelopes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settlement {
    pub accepted: Vec<(EnvelopeId, u64)>,
    pub refused: Vec<(EnvelopeId, u64, Refusal)>,
    /// Accepted envelopes up to here need not be kept any longer.
    pub safe_seq: u64,
    /// The log that these verdicts are of. Where the outbox knew another one, the portal has lost it: accepted envelopes
    /// that are still kept have no verdict any more. The outbox remembers the log itself, because the mirror may be gone.
    pub log: LogId,
    pub at: Moment,
}

/// What a page changes in the mirror.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MirrorPage {
    pub head: Head,
    /// Begin with an empty mirror.
    pub restarted: bool,
    pub events: Vec<Recorded>,
    /// Every case that the page touches.
    pub cases: Vec<MirrorCase>,
    /// The portal's time of the page.
    pub as_of: Moment,
    /// Entries still to come.
    pub behind: u64,
}

/// A case of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MirrorCase {
    pub id: CaseId,
    pub confirmed: Option<Case>,
    pub shown: Option<Case>,
}
