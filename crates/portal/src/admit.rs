//! The only way into the log, and the portal's state that goes with it.

use crate::bucket::Bucket;
use crate::documents::Documents;
use crate::door::Door;
use crate::exchange::Exchange;
use crate::gather::Gather;
use crate::metrics::Metrics;
use crate::parts::Parts;
use crate::store::{DatabaseError, Identity, PullAsked, Pulled, Seen, Store};
use crate::throttle::Throttle;
use crate::wakes::Wakes;
use casework::{Actor, Catalogue, Command, DeviceId, Digest, Envelope, EnvelopeId, Moment, UnitCode};
use protocol::chain::SigningKey;
use protocol::check::States;
use protocol::push::{Arrival, DeskRights, Source, Unjudged, Verdict};
use protocol::store::{PortalStore, StoreError};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, RwLock};
use std::time::{SystemTime, UNIX_EPOCH};

/// The centre, running.
pub struct Portal {
    pub store: Store,
    pub identity: Identity,
    pub(crate) documents: Documents,
    pub(crate) uploads: Parts,
    pub(crate) throttle: Throttle,
    pub(crate) ratings: crate::report::RatingsOfAll,
    pub(crate) names: crate::site::FoldedNames,
    pub(crate) packed_catalogue: crate::routes::PackedCatalogue,
    pub(crate) readiness: crate::routes::Readiness,
    pub(crate) figures: crate::report::FiguresByPeriod,
    catalogue: RwLock<Arc<Catalogue>>,
    /// Held while the catalogue is changed: nobody publishes over what somebody else has just published.
    pub(crate) changing: tokio::sync::Mutex<()>,
    pub(crate) metrics: Metrics,
    /// Which of the instances on one database this is.
    instance: String,
    exchange: RwLock<Arc<Exchange>>,
    /// Rings for units whose log has grown.
    pub(crate) wakes: Wakes,
    door: Door,
    /// Units of which the other instances have yet to be told.
    untold: Mutex<BTreeSet<UnitCode>>,
    telling: tokio::sync::Mutex<()>,
    desks: Gather<Digest, Option<DeskRights>>,
    pulls: Gather<PullAsked, Pulled>,
    /// What the cases of a unit come to, at which place of its log.
    states: Mutex<BTreeMap<UnitCode, (u64, States)>>,
    /// Desks that were heard since it was noted last.
    heard: Mutex<BTreeMap<DeviceId, Seen>>,
}

/// What broke at the centre.
#[derive(Debug, thiserror::Error)]
pub enum PortalError {
    #[error(transparent)]
    Database(#[from] DatabaseError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("{what}: {source}")]
    File { what: &'static str, source: std::io::Error },
    #[error("{what}: {source}")]
    Json { what: &'static str, source: serde_json::Error },
    #[error("this machine gives no random numbers")]
    NoRandomness,
    #[error("the secret cannot be hashed")]
    Hash,
    #[error("too many secrets are being checked")]
    Busy,
    #[error("{0}")]
    Wrong(String),
}

/// Groups of readers that are asked of the database at once: the more wait for one, the less each costs.
const READERS: usize = 1;

/// What came of an envelope.
pub type Admitted = Result<Verdict, Unjudged>;

impl Portal {
    /// Opens the centre: its store, and the folder of its documents.
    ///
    /// # Errors
    /// The database or the disk.
    pub async fn open(store: Store, folder: &Path) -> Result<Arc<Self>, PortalError> {
        Self::with_documents(store, folder, None).await
    }

    /// Opens the centre with its documents, and the parts of those under way, in an object store where `bucket` names
    /// one (`s3://bucket/prefix`).
    ///
    /// # Errors
    /// The database, the disk, an address that is no object store.
    pub async fn with_documents(store: Store, folder: &Path, bucket: Option<&str>) -> Result<Arc<Self>, PortalError> {
        let (mut log, mut key, mut instance) = ([0; 16], [0; 32], [0; 16]);
        random(&mut instance)?;
        random(&mut log)?;
        random(&mut key)?;
        let fresh = Identity { log: protocol::push::log_id(log), key: SigningKey::from_bytes(&key) };
        let identity = store.identity(fresh, clock()).await?;
        store.fill_facts().await?;
        store.fill_phones().await?;
        store.fill_questions().await?;
        let catalogue = store.catalogue().await?.unwrap_or_default();
        let bucket = bucket.map(Bucket::open).transpose()?.map(Arc::new);
        let uploads = match &bucket {
            Some(bucket) => Parts::in_bucket(bucket.clone(), "uploads"),
            None => Parts::in_folder(folder.join("uploads"))?,
        };
        let documents = Documents::open(folder, bucket)?;
        let door = Door::default();
        Ok(Arc::new(Self {
            store,
            identity,
            documents,
            uploads,
            throttle: Throttle::default(),
            ratings: crate::report::RatingsOfAll::default(),
            names: crate::site::FoldedNames::default(),
            packed_catalogue: crate::routes::PackedCatalogue::default(),
            readiness: crate::routes::Readiness::default(),
            figures: crate::report::FiguresByPeriod::default(),
            catalogue: RwLock::new(Arc::new(catalogue)),
            changing: tokio::sync::Mutex::default(),
            states: Mutex::default(),
            metrics: Metrics::new(),
            instance: uuid::Uuid::from_bytes(instance).to_string(),
            exchange: RwLock::default(),
            wakes: Wakes::default(),
            door,
            untold: Mutex::default(),
            telling: tokio::sync::Mutex::default(),
            desks: Gather::new(READERS),
            pulls: Gather::new(READERS),
            heard: Mutex::default(),
        }))
    }

    /// The newest catalogue.
    #[must_use]
    pub fn catalogue(&self) -> Arc<Catalogue> {
        match self.catalogue.read() {
            Ok(catalogue) => catalogue.clone(),
            Err(poisoned) => poisoned.into_inner().clone(),
        }
    }

    /// The systems that this portal is connected with.
    #[must_use]
    pub fn exchange(&self) -> Arc<Exchange> {
        match self.exchange.read() {
            Ok(exchange) => exchange.clone(),
            Err(poisoned) => poisoned.into_inner().clone(),
        }
    }

    /// Connects the portal with other systems.
    pub fn connect(&self, exchange: Exchange) {
        let mut current = match self.exchange.write() {
            Ok(current) => current,
            Err(poisoned) => poisoned.into_inner(),
        };
        *current = Arc::new(exchange);
    }

    /// Publishes a catalogue as the next version.
    ///
    /// # Errors
    /// The database.
    pub async fn publish(&self, mut catalogue: Catalogue) -> Result<(), PortalError> {
        catalogue.version = self.catalogue().version + 1;
        self.store.publish(&catalogue, clock()).await?;
        self.adopt(catalogue);
        self.tell("catalogue").await;
        Ok(())
    }

    /// Changes the newest catalogue, whoever published it, and publishes what came out where `change` says yes.
    ///
    /// # Errors
    /// The database; another instance that published at the same time.
    pub async fn change_catalogue<No>(
        &self,
        change: impl FnOnce(&mut Catalogue) -> Result<(), No>,
    ) -> Result<Result<(), No>, PortalError> {
        let _alone = self.changing.lock().await;
        self.look_for_catalogue().await?;
        let mut catalogue = (*self.catalogue()).clone();
        Ok(match change(&mut catalogue) {
            Ok(()) => Ok(self.publish(catalogue).await?),
            Err(no) => Err(no),
        })
    }

    /// Takes over the newest catalogue of the store: another instance may have published it.
    ///
    /// # Errors
    /// The database.
    pub async fn look_for_catalogue(&self) -> Result<(), PortalError> {
        let newest = self.store.catalogue().await?.filter(|newest| newest.version > self.catalogue().version);
        newest.into_iter().for_each(|newest| self.adopt(newest));
        Ok(())
    }

    /// Tells the other instances on this database. They ask by themselves, too: what is lost here is only late.
    pub(crate) async fn tell(&self, news: &str) {
        if let Err(error) = self.store.tell(&format!("{} {news}", self.instance)).await {
            tracing::warn!(%error, "the other instances were not told");
        }
    }

    /// Takes in what an instance told, unless it was this one.
    pub(crate) async fn hear(&self, told: &str) -> Result<(), PortalError> {
        match told.split_once(' ') {
            Some((instance, _)) if instance == self.instance => {}
            Some((_, "catalogue")) => self.look_for_catalogue().await?,
            Some((_, units)) => units.split(' ').for_each(|unit| self.wakes.ring(&UnitCode::from(unit))),
            None => {}
        }
        Ok(())
    }

    pub(crate) fn adopt(&self, catalogue: Catalogue) {
        let mut current = match self.catalogue.write() {
            Ok(current) => current,
            Err(poisoned) => poisoned.into_inner(),
        };
        if catalogue.version > current.version {
            *current = Arc::new(catalogue);
        }
    }

    /// Judges an envelope with authority and appends what follows; `bytes` are the envelope as it came.
    ///
    /// # Errors
    /// The store; nothing was written then, and nothing may be acknowledged.
    pub async fn admit(
        &self,
        envelope: Envelope,
        bytes: String,
        source: Source,
        now: Moment,
    ) -> Result<Admitted, StoreError> {
        let answered = self.admit_all(vec![(envelope, bytes)], source, now).await?.pop();
        answered.ok_or_else(|| StoreError("an envelope got no answer".to_owned()))
    }

    /// Judges envelopes of one source in their order; the answers stand in the same order.
    ///
    /// # Errors
    /// The store; nothing may be acknowledged then, and whoever sent them sends them again.
    pub async fn admit_all(
        &self,
        envelopes: Vec<(Envelope, String)>,
        source: Source,
        now: Moment,
    ) -> Result<Vec<Admitted>, StoreError> {
        if envelopes.is_empty() {
            return Ok(Vec::new());
        }
        let arrival = |(envelope, bytes): (Envelope, String)| {
            let digest = protocol::digest(bytes.as_bytes());
            Arrival { envelope, digest, bytes, source: source.clone(), now }
        };
        let names: Vec<_> = envelopes.iter().map(|(envelope, _)| (envelope.case, envelope.id)).collect();
        let admitted = self.door.pass(self, envelopes.into_iter().map(arrival).collect()).await?;
        for ((case, envelope), admitted) in names.into_iter().zip(&admitted) {
            self.metrics.judged(admitted);
            if let Ok(Verdict::Accepted { seq }) = admitted {
                tracing::info!(case.id = %case, seq, %envelope, "accepted");
            }
        }
        Ok(admitted)
    }

    /// Counts a try at something that can be guessed, over all instances; `Err` with the seconds to wait where there were
    /// `limit` in this minute already.
    pub(crate) async fn guessed(&self, key: &str, limit: u32, now: Moment) -> Result<(), u32> {
        self.counted(key, limit, 1, now).await
    }

    /// Counts what is only to be bounded, over all instances: the database hears of it in tenths of the bound, so that
    /// each minute of a key costs it ten writes and each instance lets a tenth too much through at most.
    pub(crate) async fn bounded(&self, key: &str, limit: u32, now: Moment) -> Result<(), u32> {
        self.counted(key, limit, (limit / 10).max(1), now).await
    }

    async fn counted(&self, key: &str, limit: u32, tenth: u32, now: Moment) -> Result<(), u32> {
        // Here first: whoever only hammers costs the database nothing.
        let here = self.throttle.count(key, limit, now)?;
        if !here.is_multiple_of(tenth) {
            return Ok(());
        }
        let digest = protocol::digest(key.as_bytes());
        match self.store.count_tries(&digest, now.0.div_euclid(60_000), i64::from(tenth)).await {
            Ok(Some(count)) if count > i64::from(limit) => {
                self.throttle.close(key, now);
                Err(Throttle::left(now))
            }
            Ok(_) => Ok(()),
            Err(error) => {
                tracing::warn!(%error, "tries are counted by instance");
                Ok(())
            }
        }
    }

    /// What the cases of a unit come to, and at which place of its log; a unit whose log stands still is not read again.
    pub(crate) async fn states(&self, unit: &UnitCode) -> Result<(u64, States), StoreError> {
        let seq = self.store.log_place(unit).await?;
        let known = |states: &BTreeMap<UnitCode, (u64, States)>| states.get(unit).filter(|(at, _)| *at == seq).cloned();
        let known = match self.states.lock() {
            Ok(states) => known(&states),
            Err(poisoned) => known(&poisoned.into_inner()),
        };
        if let Some(known) = known {
            return Ok(known);
        }
        let found = self.store.states(unit).await?;
        match self.states.lock() {
            Ok(mut states) => states.insert(unit.clone(), found.clone()),
            Err(poisoned) => poisoned.into_inner().insert(unit.clone(), found.clone()),
        };
        Ok(found)
    }

    /// The desk that shows this token.
    pub(crate) async fn desk(&self, token: Digest) -> Result<Option<DeskRights>, DatabaseError> {
        self.desks.ask(token, |tokens| self.store.desks_by_token(tokens)).await
    }

    fn heard(&self) -> MutexGuard<'_, BTreeMap<DeviceId, Seen>> {
        match self.heard.lock() {
            Ok(heard) => heard,
            Err(poisoned) => poisoned.into_inner(),
        }
    }

    /// Remembers that a desk was heard, until it is noted.
    pub(crate) fn hear_desk(&self, device: DeviceId, seen: Seen) {
        self.heard().insert(device, seen);
    }

    /// Notes which desks were heard since this was done last.
    ///
    /// # Errors
    /// The store; they are noted the next time they are heard.
    pub async fn note_heard(&self) -> Result<(), PortalError> {
        let heard: Vec<_> = std::mem::take(&mut *self.heard()).into_iter().collect();
        for some in heard.chunks(500) {
            self.store.note_seen(some).await?;
        }
        Ok(())
    }

    /// What a desk that pulls is told.
    pub(crate) async fn pull(&self, asked: PullAsked) -> Result<Pulled, DatabaseError> {
        self.pulls.ask(asked, |asked| self.store.pulls(asked)).await
    }

    /// Wakes the desks of units here.
    pub(crate) fn woken(&self, grown: &BTreeSet<UnitCode>) {
        grown.iter().for_each(|unit| self.wakes.ring(unit));
    }

    /// Tells the other instances which units' logs have grown. One caller tells at a time, and tells what others have
    /// noted meanwhile.
    pub(crate) async fn tell_grown(&self, grown: &BTreeSet<UnitCode>) {
        self.untold().extend(grown.iter().cloned());
        while !self.untold().is_empty() {
            let Ok(_telling) = self.telling.try_lock() else { return };
            let units = std::mem::take(&mut *self.untold());
            let units: Vec<&str> = units.iter().map(UnitCode::as_str).collect();
            // A message of PostgreSQL holds less than 8,000 bytes.
            for units in units.chunks(200) {
                self.tell(&units.join(" ")).await;
            }
        }
    }

    fn untold(&self) -> MutexGuard<'_, BTreeSet<UnitCode>> {
        match self.untold.lock() {
            Ok(untold) => untold,
            Err(poisoned) => poisoned.into_inner(),
        }
    }

    /// Lets the steps go on whose time is up. Every instance may do it: the same step gives the same envelope.
    ///
    /// # Errors
    /// The store; what was done stays done.
    pub async fn pass_time(&self, now: Moment) -> Result<u32, PortalError> {
        let catalogue = self.catalogue();
        let mut done = 0;
        for case in self.store.waited(now, 100).await? {
            let Some(at) = casework::deadline::goes_on_at(&catalogue, &case) else { continue };
            let name = Sha256::digest(format!("goes on: {}/{}", case.id, case.turn));
            let mut id = [0; 16];
            id.copy_from_slice(&name[..16]);
            let envelope = Envelope {
                id: EnvelopeId(uuid::Builder::from_random_bytes(id).into_uuid()),
                case: case.id,
                actor: Actor::Portal,
                at,
                edition: case.edition.clone(),
                seen: 0,
                after: None,
                command: Command::CompleteStep { turn: case.turn, note: String::new() },
            };
            let what = "an envelope of the portal";
            let bytes = serde_json::to_string(&envelope).map_err(|source| PortalError::Json { what, source })?;
            if matches!(self.admit(envelope, bytes, Source::Portal, now).await?, Ok(Verdict::Accepted { .. })) {
                done += 1;
            }
        }
        Ok(done)
    }
}

/// The portal's clock: the legal time.
#[must_use]
pub(crate) fn clock() -> Moment {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis());
    Moment(i64::try_from(since).unwrap_or(i64::MAX))
}

/// Random bytes of the operating system.
pub(crate) fn random(bytes: &mut [u8]) -> Result<(), PortalError> {
    getrandom::fill(bytes).map_err(|_| PortalError::NoRandomness)
}
