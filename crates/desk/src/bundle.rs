//! Sealed bundles: what waits here, written to a file that anybody may carry, and the portal's answer read back. What is
//! inside is a push and its replies, made and taken in by the same functions.

use crate::apply::{ApplyError, apply};
use crate::desk::Desk;
use crate::error::DeskError;
use crate::sync_loop::{EnrolledLine, TurnError, high_water};
use crate::tables::bundles::{self, New};
use crate::tables::facts::{self, Fact};
use crate::tables::{envelopes, files, head, numbers};
use crate::vault::random;
use crate::views::{AnswerRead, BundleLabel, Bundles, Failure};
use casework::{Digest, Moment};
use protocol::bundle::{
    Acts, Addressed, Answer, BundleKind, BundleRefusal, KeyRequest, LARGEST_DOCUMENTS, LARGEST_TALK, fingerprint,
    label, open, pack, seal, unpack,
};
use protocol::chain::{Distrust, SigningKey};
use protocol::codes::LOW_WATER;
use protocol::push::{PushReply, PushRequest, Verdict};
use protocol::store::DeskStore;
use protocol::{BATCH, Head, LogId, PAGE, VERSION};
use serde_json::value::RawValue;
use zeroize::Zeroizing;

/// Bundles that are shown.
const SHOWN: i64 = 50;

/// A bundle that is made and not written yet.
pub struct NewBundle {
    pub bytes: Vec<u8>,
    new: New,
}

impl NewBundle {
    /// The name that the file gets.
    #[must_use]
    pub fn name(&self) -> String {
        format!("goi-{}-{}.motcua", self.new.number, self.new.made_at.day())
    }
}

/// The desk's own pair of keys, made where there is none.
async fn own_key(desk: &Desk) -> Result<SigningKey, DeskError> {
    let outbox = &desk.store.outbox;
    let mut seed = Zeroizing::new([0; 32]);
    match facts::read(outbox, Fact::BundleKey).await? {
        Some(known) => {
            let known = Zeroizing::new(hex::decode(Zeroizing::new(known)).unwrap_or_default());
            *seed = <[u8; 32]>::try_from(known.as_slice()).map_err(|_| DeskError::Damaged("outbox.db"))?;
        }
        None => {
            random(seed.as_mut())?;
            facts::write(outbox, Fact::BundleKey, &Zeroizing::new(hex::encode(seed.as_ref()))).await?;
        }
    }
    Ok(SigningKey::from_bytes(&seed))
}

/// Tells the portal of this log, once, by which key this desk signs.
pub(crate) async fn tell_key(desk: &Desk, line: &EnrolledLine, log: LogId) -> Result<(), TurnError> {
    let outbox = &desk.store.outbox;
    let log = log.0.to_string();
    if facts::read(outbox, Fact::BundleKeyTold).await?.as_ref() == Some(&log) {
        return Ok(());
    }
    let key = hex::encode(own_key(desk).await?.verifying_key().to_bytes());
    line.portal.name_key(&KeyRequest { version: VERSION, key }).await?;
    facts::write(outbox, Fact::BundleKeyTold, &log).await?;
    Ok(())
}

impl Desk {
    /// Whether bundles can be written here, and those that were.
    ///
    /// # Errors
    /// What broke.
    pub async fn bundles(&self) -> Result<Bundles, Failure> {
        let outbox = &self.store.outbox;
        let documents = files::on_their_way(outbox).await?.len();
        Ok(Bundles {
            allowed: self.allows_bundles().is_ok(),
            ready: facts::read(outbox, Fact::BundleKeyTold).await?.is_some(),
            acts: envelopes::load(outbox).await?.0,
            documents: u32::try_from(documents).unwrap_or(u32::MAX),
            written: bundles::latest(outbox, SHOWN).await?,
        })
    }

    fn allows_bundles(&self) -> Result<(), BundleRefusal> {
        let unit = &self.info.unit;
        if self.store.catalogue().without_bundles.contains(unit) {
            return Err(BundleRefusal::Forbidden { unit: unit.clone() });
        }
        Ok(())
    }

    /// Makes a bundle of what waits: the acts first, then documents as far as there is room. Nothing is noted before
    /// [`Desk::bundle_written`].
    ///
    /// # Errors
    /// [`Failure::Bundle`], or what broke.
    pub async fn new_bundle(&self) -> Result<NewBundle, Failure> {
        self.allows_bundles().map_err(DeskError::from)?;
        let _turn = self.turn.lock().await;
        Ok(self.make_bundle().await?)
    }

    async fn make_bundle(&self) -> Result<NewBundle, DeskError> {
        let outbox = &self.store.outbox;
        if facts::read(outbox, Fact::BundleKeyTold).await?.is_none() {
            return Err(BundleRefusal::KeyNotTold.into());
        }
        let line = EnrolledLine::of(self).await?;
        let mut room = LARGEST_TALK;
        let mut bodies = self.store.unjudged(100 * BATCH).await?;
        bodies.retain(|body| {
            // The order stays: what follows something that was left out is left out.
            let fits = body.len() <= room;
            room = if fits { room - body.len() } else { 0 };
            fits
        });
        let (documents, contents) = self.documents_of_bundle().await?;
        if bodies.is_empty() && documents.is_empty() {
            return Err(BundleRefusal::NothingWaits.into());
        }
        let raw = bodies.into_iter().map(RawValue::from_string).collect::<Result<Vec<_>, _>>();
        let raw = raw.map_err(DeskError::encoding("an envelope"))?;
        let names = raw.iter().filter_map(|raw| protocol::push::open(raw).ok().map(|envelope| envelope.id)).collect();
        let made_at = self.now().await?;
        let today = made_at.day();
        let (_, codes_left) = numbers::codes(outbox, today).await?;
        let request = PushRequest {
            version: VERSION,
            unit: self.info.unit.clone(),
            head: self.store.head().await?,
            catalogue: self.store.catalogue().version,
            limit: PAGE,
            envelopes: raw,
            day_codes: numbers::day_codes(outbox, today).await?,
            more_codes_on: (codes_left < LOW_WATER).then_some(today),
        };
        let device = facts::required(outbox, Fact::Device).await?;
        let device = device.parse().map_err(|_| DeskError::Damaged("outbox.db"))?;
        let number = bundles::next(outbox).await?;
        let count = u32::try_from(documents.len()).unwrap_or(u32::MAX);
        let content = pack(&Acts { request, documents }, &contents)?;
        let unit = self.info.unit.clone();
        let addressed = Addressed { kind: BundleKind::Acts, device, unit, number, made_at };
        let mut once = Zeroizing::new([0; 32]);
        random(once.as_mut())?;
        let bytes = seal(addressed, (&own_key(self).await?, &line.key), *once, &content)?;
        let new = New { number, digest: protocol::digest(&bytes), made_at, envelopes: names, documents: count };
        Ok(NewBundle { bytes, new })
    }

    /// Documents that wait, oldest act first, as many as there is room for.
    async fn documents_of_bundle(&self) -> Result<(Vec<(Digest, u64)>, Vec<Vec<u8>>), DeskError> {
        let (mut named, mut contents, mut room) = (Vec::new(), Vec::new(), LARGEST_DOCUMENTS);
        for (digest, size) in files::to_send(&self.store.outbox, 10_000).await? {
            if size > room {
                continue;
            }
            let Some(bytes) = self.documents.read(&digest)? else { continue };
            room -= size;
            named.push((digest, bytes.len() as u64));
            contents.push(bytes);
        }
        Ok((named, contents))
    }

    /// Notes that a bundle stands in a file now.
    ///
    /// # Errors
    /// What broke.
    pub async fn bundle_written(&self, bundle: &NewBundle) -> Result<Bundles, Failure> {
        bundles::keep(&self.store.outbox, &bundle.new).await?;
        self.tell_connection().await;
        self.bundles().await
    }

    /// Reads what anybody may read on a file.
    ///
    /// # Errors
    /// [`Failure::Bundle`] for what is no bundle.
    pub async fn bundle_label(&self, file: &[u8]) -> Result<BundleLabel, Failure> {
        let label = label(file).map_err(DeskError::from)?;
        let catalogue = self.store.catalogue();
        let known = catalogue.edition_on(label.made_at.day()).and_then(|edition| edition.units.get(&label.unit));
        let device = facts::required(&self.store.outbox, Fact::Device).await?;
        Ok(BundleLabel {
            kind: label.kind,
            unit_name: known.map_or_else(|| label.unit.0.clone(), |unit| unit.name.clone()),
            unit: label.unit,
            number: u32::try_from(label.number).unwrap_or(u32::MAX),
            made_at: label.made_at,
            fingerprint: fingerprint(&protocol::digest(file)),
            own: label.device.to_string() == device,
        })
    }

    /// Brings a bundle of any desk to the portal over this desk's line; the answer to that desk comes back.
    ///
    /// # Errors
    /// [`Failure::Bundle`]; [`Failure::NoLine`].
    pub async fn carry_bundle(&self, file: Vec<u8>) -> Result<Vec<u8>, Failure> {
        self.allows_bundles().map_err(DeskError::from)?;
        let line = EnrolledLine::of(self).await?;
        let answer = line.portal.carry(file).await.map_err(DeskError::from)?;
        Ok(answer.map_err(DeskError::from)?)
    }

    /// Reads the portal's answer to a bundle of this desk, as if it had come over the line.
    ///
    /// # Errors
    /// [`Failure::Bundle`], or what broke; nothing was taken in then.
    pub async fn read_answer(&self, file: &[u8]) -> Result<AnswerRead, Failure> {
        let _turn = self.turn.lock().await;
        let read = self.take_answer(file).await?;
        self.tell_connection().await;
        self.wake.notify_one();
        Ok(read)
    }

    async fn take_answer(&self, file: &[u8]) -> Result<AnswerRead, DeskError> {
        let (outbox, line) = (&self.store.outbox, EnrolledLine::of(self).await?);
        let label = label(file)?;
        if label.kind != BundleKind::Answer {
            return Err(BundleRefusal::IsNoAnswer.into());
        }
        let own = own_key(self).await?;
        if label.from != hex::encode(line.key.to_bytes()) {
            return Err(BundleRefusal::OtherPortal.into());
        }
        if label.to != hex::encode(own.verifying_key().to_bytes()) {
            return Err(BundleRefusal::OtherDesk.into());
        }
        let (answer, _): (Answer, _) = unpack(&open(file, &line.key, &own)?)?;
        let digest = protocol::digest(file);
        if bundles::answered(outbox, label.number).await?.as_deref() == Some(digest.as_str()) {
            return Err(BundleRefusal::ReadBefore.into());
        }
        let place = head::read(&self.store.mirror).await?;
        let first = answer.replies.first().ok_or(BundleRefusal::Damaged)?;
        if place.is_some_and(|place| is_older(first, &place.head, place.as_of)) {
            return Err(BundleRefusal::Older.into());
        }
        if let Some(catalogue) = answer.catalogue {
            self.store.keep_catalogue(catalogue).await?;
        }
        let read = self.take_replies(&line, label.number, &answer.replies, &answer.day_codes).await?;
        let now = crate::desk::clock();
        for held in &answer.held {
            files::held(outbox, held, now).await?;
        }
        bundles::settle(outbox, label.number, &digest, now, (read.accepted, read.refused)).await?;
        Ok(AnswerRead { documents: count(answer.held.len()), ..read })
    }

    async fn take_replies(
        &self,
        line: &EnrolledLine,
        number: u64,
        replies: &[PushReply],
        asked: &[protocol::codes::DayCodes],
    ) -> Result<AnswerRead, DeskError> {
        let (store, unit) = (&self.store, &self.info.unit);
        let mut read = AnswerRead {
            number: u32::try_from(number).unwrap_or(u32::MAX),
            accepted: 0,
            refused: 0,
            documents: 0,
            entries: 0,
            behind: 0,
            as_of: Moment(0),
        };
        for reply in replies {
            let applied = apply(store, &store.catalogue(), unit, &line.key, reply).await.map_err(unbelieved)?;
            if let Some(granted) = &reply.day_codes {
                numbers::take_day_codes(&store.outbox, asked, granted).await?;
            }
            let time = high_water(self, reply.portal_time).await?;
            facts::write(&store.outbox, Fact::HighWater, &time.0.to_string()).await?;
            let accepted = reply.verdicts.iter().filter(|judged| matches!(judged.verdict, Verdict::Accepted { .. }));
            let accepted = accepted.count();
            read.accepted += count(accepted);
            read.refused += count(reply.verdicts.len() - accepted);
            read.entries += count(reply.entries.len());
            read.behind = u32::try_from(applied.behind).unwrap_or(u32::MAX);
            read.as_of = reply.portal_time;
            self.changed(applied.changed);
        }
        Ok(read)
    }
}

/// Whether the desk has heard later words of the portal than these: then it has, or will get over its line, what they say.
fn is_older(reply: &PushReply, known: &Head, as_of: Moment) -> bool {
    let head = &reply.checkpoint.head;
    reply.portal_time < as_of || (head.log == known.log && head.seq < known.seq)
}

fn unbelieved(error: ApplyError) -> DeskError {
    match error {
        ApplyError::Store(error) => error.into(),
        ApplyError::Distrust(Distrust::Unreadable { .. }) => BundleRefusal::TooNew.into(),
        ApplyError::Distrust(distrust) => {
            tracing::error!(%distrust, "an answer to a bundle is not believed");
            BundleRefusal::Damaged.into()
        }
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
