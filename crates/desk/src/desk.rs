//! A desk that somebody has signed in to: what screens and scripts call.

use crate::act::{self, Composer};
use crate::documents::Documents;
use crate::error::DeskError;
use crate::store::DeskFiles;
use crate::submit::{Submitted, show_pending, submit};
use crate::tables::facts::{self, Fact};
use crate::tables::{cases, drafts, envelopes, events, files, head, numbers};
use crate::vault::{DataKey, QuickLock, Vault};
use crate::views::{
    ActRequest, AskedEntry, CaseView, Conflict, Connection, Counted, DeskInfo, Draft, Failure, FeeChoice, FormRequest,
    HistoryEntry, ImportPreview, Line, OutboxItem, PeriodReport, Session, TimeOf,
};
use crate::{case_view, import, reports, sync_loop};
use casework::catalogue::{Facts, User};
use casework::statistics::Period;
use casework::{Case, CaseId, Catalogue, Command, Digest, Edition, Envelope, EnvelopeId, FileRef, Moment, UserId};
use protocol::codes::FEW_CODES;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{SystemTime, UNIX_EPOCH};
use tokio::sync::{Notify, broadcast, watch};

/// News for whoever shows something.
#[derive(Debug, Clone)]
pub enum DeskEvent {
    /// These cases are shown differently now.
    Changed(Vec<CaseId>),
    Connection(Connection),
}

/// An unlocked desk.
pub struct Desk {
    pub(crate) store: DeskFiles,
    pub(crate) documents: Documents,
    pub(crate) folder: PathBuf,
    pub(crate) user: UserId,
    pub(crate) info: DeskInfo,
    /// What [`Desk::quick_lock`] seals; wiped with the desk.
    key: DataKey,
    /// One change at a time: a person's act and the page of a reply are never interleaved.
    pub(crate) turn: tokio::sync::Mutex<()>,
    pub(crate) line: Mutex<LineState>,
    pub(crate) wake: Notify,
    /// The cases of the report that a list was last asked for, after so many changes.
    pub(crate) counted: Mutex<Option<(Counted, u64, Vec<CaseId>)>>,
    pub(crate) changes: AtomicU64,
    /// Counts changes of this desk's registers, so that an older reply of the portal takes none of them back.
    pub(crate) leases: AtomicU64,
    /// When everything that heads see was taken over last, in milliseconds; 0: now, please.
    pub(crate) heads_asked: AtomicI64,
    pub(crate) news: broadcast::Sender<DeskEvent>,
    pub(crate) stop: watch::Sender<bool>,
}

/// What is known about the line.
#[derive(Debug, Clone)]
pub(crate) struct LineState {
    pub line: Line,
    pub since: Moment,
    pub last_contact_at: Option<Moment>,
}

/// The desks under a folder: the folder itself, or those right below it.
#[must_use]
pub fn desks(root: &Path) -> Vec<(PathBuf, DeskInfo)> {
    let read = |folder: PathBuf| Vault::read(&folder).ok().map(|vault| (folder, vault.info().clone()));
    let mut found: Vec<(PathBuf, DeskInfo)> = read(root.to_owned()).into_iter().collect();
    if let Ok(entries) = std::fs::read_dir(root) {
        found.extend(entries.flatten().filter_map(|entry| read(entry.path())));
    }
    found.retain(|(_, info)| !info.practice);
    found.sort_by(|(_, one), (_, other)| one.unit.cmp(&other.unit));
    found
}

impl Desk {
    /// Signs a person in.
    ///
    /// # Errors
    /// [`Failure::WrongSecret`], or what broke.
    pub async fn unlock(folder: &Path, user: &UserId, secret: &str) -> Result<Arc<Self>, Failure> {
        let vault = Vault::read(folder)?;
        let (door, person, typed) = (vault.clone(), user.clone(), zeroize::Zeroizing::new(secret.to_owned()));
        let unlocking = tokio::task::spawn_blocking(move || door.unlock(&person, &typed));
        let key = unlocking.await.map_err(|error| Failure::Internal { trace: error.to_string() })??;
        Self::open(folder, vault.info().clone(), user, &key).await
    }

    /// Seals the key to this desk by a PIN, for as long as the program runs.
    ///
    /// # Errors
    /// What broke.
    pub async fn quick_lock(&self, pin: &str) -> Result<QuickLock, Failure> {
        let (key, typed) = (self.key.copy(), zeroize::Zeroizing::new(pin.to_owned()));
        let sealing = tokio::task::spawn_blocking(move || QuickLock::new(&key, &typed));
        Ok(sealing.await.map_err(|error| Failure::Internal { trace: error.to_string() })??)
    }

    /// Signs a person in with a key that was opened before.
    ///
    /// # Errors
    /// What broke.
    pub async fn open(folder: &Path, info: DeskInfo, user: &UserId, key: &DataKey) -> Result<Arc<Self>, Failure> {
        let store = DeskFiles::open(folder, key).await?;
        show_pending(&store, &store.catalogue()).await.map_err(DeskError::from)?;
        let documents = Documents::open(folder, key)?;
        let (news, _) = broadcast::channel(256);
        // A desk to learn on has no line and looks for none.
        let line = if info.practice { Line::Offline } else { Line::Connecting };
        let line = LineState { line, since: clock(), last_contact_at: None };
        Ok(Arc::new(Self {
            store,
            documents,
            folder: folder.to_owned(),
            user: user.clone(),
            info,
            key: key.copy(),
            turn: tokio::sync::Mutex::new(()),
            line: Mutex::new(line),
            wake: Notify::new(),
            counted: Mutex::new(None),
            changes: AtomicU64::new(0),
            leases: AtomicU64::new(0),
            heads_asked: AtomicI64::new(0),
            news,
            stop: watch::channel(false).0,
        }))
    }

    /// The signed-in person and the desk's unit.
    ///
    /// # Errors
    /// [`Failure::Internal`] while the desk has no catalogue that knows them.
    pub async fn session(&self) -> Result<Session, Failure> {
        let catalogue = self.store.catalogue();
        let edition = self.edition(&catalogue)?;
        let user = self.person(&catalogue)?;
        let unit = edition.units.get(&user.unit).cloned().ok_or(DeskError::Damaged("the catalogue"))?;
        let services = edition
            .services
            .values()
            .filter(|service| service.units.contains(&unit.code) || service.taken_in_by.contains(&unit.code));
        Ok(Session {
            sample: edition.sample,
            practice: self.info.practice,
            statuses: edition.statuses.clone(),
            services: services.cloned().collect(),
            fields: edition.fields.values().map(|field| (field.code.0.clone(), field.name.clone())).collect(),
            people: catalogue
                .users
                .values()
                .filter(|one| one.unit == user.unit)
                .map(|one| (one.id.0.clone(), one.name.clone()))
                .collect(),
            colleagues: catalogue.users.values().filter(|one| one.active && one.unit == user.unit).cloned().collect(),
            units: edition.units.values().map(|unit| (unit.code.0.clone(), unit.name.clone())).collect(),
            has_signing_key: facts::signing_key(&self.store.outbox, &self.user).await?.is_some(),
            unit,
            user,
        })
    }

    /// A case with everything that its screen shows.
    ///
    /// # Errors
    /// No such case here, or what broke.
    pub async fn open_case(&self, case: CaseId) -> Result<CaseView, Failure> {
        let view = case_view::view(&self.store, &self.documents, &self.user, case, self.now().await?).await?;
        view.ok_or(Failure::Refused { refusal: casework::Refusal::NoSuchCase })
    }

    /// A case as it stood at a moment, by when its acts were done, or by when they had arrived at the portal: nothing can
    /// be done with the past.
    ///
    /// # Errors
    /// No such case here then, or what broke.
    pub async fn open_case_on(&self, id: CaseId, at: Moment, by: TimeOf) -> Result<CaseView, Failure> {
        let view = self.open_case(id).await?;
        let then = reports::case_on(&self.store, &self.store.catalogue(), id, at, by).await?;
        let case = then.ok_or(Failure::Refused { refusal: casework::Refusal::NoSuchCase })?;
        let is_before = |entry: &HistoryEntry| match by {
            TimeOf::Act => entry.at <= at,
            TimeOf::Arrival => entry.arrived_at.is_some_and(|arrived| arrived <= at),
        };
        let history = view.history.into_iter().filter(is_before).collect();
        let deadline = self
            .store
            .catalogue()
            .editions
            .get(&case.edition)
            .and_then(|edition| casework::deadline::explain(edition, &case));
        Ok(CaseView {
            case,
            history,
            deadline,
            left: None,
            step_left: None,
            acts: Vec::new(),
            fees: Vec::new(),
            ..view
        })
    }

    /// What each fee comes to as somebody chooses it, in đồng; `None` where that cannot be worked out.
    ///
    /// # Errors
    /// A case that this desk has not, or what broke.
    pub async fn fee_amounts(&self, id: CaseId, fees: &[FeeChoice]) -> Result<Vec<Option<u64>>, Failure> {
        let (case, edition) = self.case_and_edition(id).await?;
        let known = edition.services.get(&case.service).map(|service| service.fees.as_slice()).unwrap_or_default();
        let amount = |choice: &FeeChoice| {
            let fee = known.iter().find(|fee| fee.code == choice.fee)?;
            act::amount(fee, &case, choice)
        };
        Ok(fees.iter().map(amount).collect())
    }

    /// What the form of a service asks after what was answered so far, and what is wrong with the answers.
    ///
    /// # Errors
    /// No such service in the edition, or what broke.
    pub fn form_entries(&self, request: &FormRequest) -> Result<Vec<AskedEntry>, Failure> {
        let catalogue = self.store.catalogue();
        let edition = match &request.edition {
            Some(id) => catalogue.editions.get(id),
            None => Some(self.edition(&catalogue)?),
        };
        let service = edition.and_then(|edition| edition.services.get(&request.service));
        let unknown = || casework::Refusal::UnknownService { service: request.service.clone() };
        let service = service.ok_or_else(|| Failure::Refused { refusal: unknown() })?;
        let facts = Facts { channel: request.channel, applicant: request.applicant, entries: &request.entries };
        let asked = service.asked(&facts).map(|(entry, problem)| AskedEntry {
            options: entry.kind.options(),
            entry: entry.clone(),
            needed: entry.needed.from(request.channel),
            problem,
        });
        Ok(asked.collect())
    }

    /// Reads a sheet of applications (XLSX, ODS or CSV); nothing is received by that.
    ///
    /// # Errors
    /// [`Failure::FileUnreadable`] for what is no such sheet.
    pub async fn preview_import(&self, name: &str, bytes: &[u8]) -> Result<ImportPreview, Failure> {
        let session = self.session().await?;
        let mut preview = import::preview(name, bytes, &session.unit, &session.services)?;
        for row in &mut preview.rows {
            let Some(application) = &row.application else { continue };
            let Some(identity) = &application.applicant.identity_number else { continue };
            row.known = cases::open_of(&self.store.mirror, identity, &application.service).await?;
        }
        Ok(preview)
    }

    /// What the unit reports for a period.
    ///
    /// # Errors
    /// What broke.
    pub async fn report(&self, period: Period) -> Result<PeriodReport, Failure> {
        let catalogue = self.store.catalogue();
        Ok(reports::report(&self.store, &catalogue, &self.info.unit, period, self.now().await?).await?)
    }

    /// Does what a person asks for; the desk adds numbers, documents, identity and time. Returns the state after it.
    ///
    /// # Errors
    /// The law's "no", or what broke; nothing was written then.
    pub async fn act(&self, request: &ActRequest, composer: &dyn Composer) -> Result<CaseView, Failure> {
        let guard = self.turn.lock().await;
        let (case, command) = act::command(self, request, composer).await?;
        self.give(case, command).await?;
        drop(guard);
        self.open_case(case).await
    }

    /// Gives a ready command, as scripts do.
    ///
    /// # Errors
    /// The law's "no", or what broke; nothing was written then.
    pub async fn command(&self, case: CaseId, command: Command) -> Result<CaseView, Failure> {
        let guard = self.turn.lock().await;
        self.give(case, command).await?;
        drop(guard);
        self.open_case(case).await
    }

    /// Decides, keeps and shows; the caller holds the turn.
    async fn give(&self, case: CaseId, command: Command) -> Result<Case, Failure> {
        let catalogue = self.store.catalogue();
        let at = self.now().await?;
        let edition = catalogue.edition_on(at.day()).ok_or(DeskError::Damaged("the catalogue"))?.id.clone();
        let envelope = Envelope {
            id: EnvelopeId(uuid::Uuid::now_v7()),
            case,
            actor: casework::Actor::Official(self.user.clone()),
            at,
            edition,
            seen: 0,
            after: None,
            command,
        };
        match submit(&self.store, &catalogue, envelope).await.map_err(DeskError::from)? {
            Submitted::Saved(case) => {
                self.changed(vec![case.id]);
                self.tell_connection().await;
                self.wake.notify_one();
                Ok(*case)
            }
            Submitted::Refused(refusal) => Err(Failure::Refused { refusal }),
            Submitted::LaneHeld => Err(Failure::LaneHeld),
        }
    }

    /// What waits to be sent, was refused, or was sent lately.
    ///
    /// # Errors
    /// What broke.
    pub async fn outbox(&self) -> Result<Vec<OutboxItem>, Failure> {
        let catalogue = self.store.catalogue();
        let waiting = files::on_their_way(&self.store.outbox).await?;
        let held = files::held_since(&self.store.outbox).await?;
        let mut items = Vec::new();
        for kept in envelopes::kept(&self.store.outbox, None).await? {
            let case = cases::shown(&self.store.mirror, kept.envelope.case).await?;
            items.push(case_view::outbox_item(&catalogue, case.as_ref(), &kept, &waiting, &held));
        }
        Ok(items)
    }

    /// Refused commands that wait for a person.
    ///
    /// # Errors
    /// What broke.
    pub async fn conflicts(&self) -> Result<Vec<Conflict>, Failure> {
        let catalogue = self.store.catalogue();
        let mut conflicts = Vec::new();
        for kept in envelopes::kept(&self.store.outbox, None).await? {
            let id = kept.envelope.case;
            if matches!(kept.state, envelopes::State::Refused { .. }) {
                let case = cases::shown(&self.store.mirror, id).await?;
                let recorded = events::of_case(&self.store.mirror, id).await?;
                conflicts.extend(case_view::conflict(&catalogue, case.as_ref(), &kept, &recorded));
            }
        }
        Ok(conflicts)
    }

    /// Closes a conflict with a note; the refused command is kept with it.
    ///
    /// # Errors
    /// A missing note, or what broke.
    pub async fn close_conflict(&self, envelope: EnvelopeId, note: &str) -> Result<(), Failure> {
        if note.trim().is_empty() {
            let refusal = casework::Refusal::EntryMissing { entry: "note".to_owned() };
            return Err(Failure::Refused { refusal });
        }
        let at = self.now().await?;
        let case = envelopes::close(&self.store.outbox, envelope, self.user.as_str(), note, at).await?;
        self.changed(case.into_iter().collect());
        self.tell_connection().await;
        Ok(())
    }

    /// What this person was typing.
    ///
    /// # Errors
    /// What broke.
    pub async fn drafts(&self) -> Result<Vec<Draft>, Failure> {
        Ok(drafts::all(&self.store.outbox, &self.user).await?)
    }

    /// Saves what is being typed.
    ///
    /// # Errors
    /// What broke.
    pub async fn save_draft(&self, key: &str, content: &str) -> Result<(), Failure> {
        Ok(drafts::save(&self.store.outbox, &self.user, key, content, clock()).await?)
    }

    /// Forgets what was being typed.
    ///
    /// # Errors
    /// What broke.
    pub async fn drop_draft(&self, key: &str) -> Result<(), Failure> {
        Ok(drafts::drop(&self.store.outbox, &self.user, key).await?)
    }

    /// Keeps a document on this desk; it is sent once an act names it.
    ///
    /// # Errors
    /// An empty or too large document, or the disk.
    pub fn add_file(&self, name: &str, media_type: &str, bytes: &[u8]) -> Result<FileRef, Failure> {
        let size = bytes.len() as u64;
        if size == 0 || size > protocol::LARGEST_FILE {
            return Err(Failure::FileUnreadable { reason: "size".to_owned() });
        }
        let digest = self.documents.keep(bytes)?;
        Ok(FileRef { digest, name: name.to_owned(), media_type: media_type.to_owned(), size })
    }

    /// The bytes of a document.
    ///
    /// # Errors
    /// [`Failure::FileNotHere`] where they have not come yet.
    pub fn document(&self, digest: &Digest) -> Result<Vec<u8>, Failure> {
        self.documents.read(digest)?.ok_or(Failure::FileNotHere)
    }

    /// The bytes of a document, fetched from the portal where they are not here yet.
    ///
    /// # Errors
    /// [`Failure::FileNotHere`] where they are not here and cannot be fetched now.
    pub async fn fetch_document(&self, digest: &Digest) -> Result<Vec<u8>, Failure> {
        if let Some(bytes) = self.documents.read(digest)? {
            return Ok(bytes);
        }
        match sync_loop::fetch_now(self, digest).await {
            Ok(true) => self.document(digest),
            Ok(false) => Err(Failure::FileNotHere),
            Err(error) => {
                tracing::info!(%error, document = %digest, "a document could not be fetched");
                Err(Failure::FileNotHere)
            }
        }
    }

    /// Keeps this person's signing key (PKCS#12, locked by its own secret).
    ///
    /// # Errors
    /// What broke.
    pub async fn import_key(&self, p12: &[u8]) -> Result<(), Failure> {
        Ok(facts::keep_signing_key(&self.store.outbox, &self.user, p12, clock()).await?)
    }

    /// A case as it is shown, and its edition: what papers are made of.
    ///
    /// # Errors
    /// No such case here, or what broke.
    pub async fn case_and_edition(&self, id: CaseId) -> Result<(Case, Edition), Failure> {
        let no_such_case = Failure::Refused { refusal: casework::Refusal::NoSuchCase };
        let case = cases::shown(&self.store.mirror, id).await?.ok_or(no_such_case)?;
        let catalogue = self.store.catalogue();
        let edition = catalogue.editions.get(&case.edition).cloned().ok_or(DeskError::Damaged("the catalogue"))?;
        Ok((case, edition))
    }

    /// Whether the portal has not confirmed everything of this case yet: papers printed now are provisional.
    ///
    /// # Errors
    /// What broke.
    pub async fn is_provisional(&self, id: CaseId) -> Result<bool, Failure> {
        let kept = envelopes::kept(&self.store.outbox, Some(id)).await?;
        Ok(kept.iter().any(|kept| !matches!(kept.state, envelopes::State::Accepted { .. })))
    }

    /// The catalogue of this desk.
    #[must_use]
    pub fn catalogue(&self) -> Arc<Catalogue> {
        self.store.catalogue()
    }

    /// Facts about the line.
    ///
    /// # Errors
    /// What broke.
    pub async fn connection(&self) -> Result<Connection, Failure> {
        let state = self.line_state();
        let (outbox, conflicts) = envelopes::load(&self.store.outbox).await?;
        let files_waiting = files::on_their_way(&self.store.outbox).await?.len();
        let place = head::read(&self.store.mirror).await?;
        let (_, codes_left) = numbers::codes(&self.store.outbox, self.now().await?.day()).await?;
        Ok(Connection {
            codes_left,
            codes_low: codes_left <= FEW_CODES,
            line: state.line,
            since: state.since,
            last_contact_at: state.last_contact_at,
            outbox,
            files_waiting: u32::try_from(files_waiting).unwrap_or(u32::MAX),
            conflicts,
            mirror_as_of: place.as_ref().map(|place| place.as_of),
            complete: place.as_ref().is_some_and(|place| place.behind == 0),
            behind: place.map_or(0, |place| place.behind),
        })
    }

    /// News from now on.
    #[must_use]
    pub fn events(&self) -> broadcast::Receiver<DeskEvent> {
        self.news.subscribe()
    }

    /// Synchronises in the background until [`Desk::stop`].
    pub fn start_sync(self: &Arc<Self>) {
        sync_loop::start(self.clone());
    }

    /// Tries the line now, for everything.
    pub fn sync_now(&self) {
        self.heads_asked.store(0, Ordering::SeqCst);
        self.wake.notify_one();
    }

    /// Signs out: ends the synchronisation and closes the files.
    pub async fn stop(&self) {
        // Nobody listens any more where the loop never ran.
        let _ = self.stop.send(true);
        self.wake.notify_one();
        let _turn = self.turn.lock().await;
        self.store.close().await;
    }

    /// Now, never before what this desk has known: a clock that was set back does not take the desk back.
    pub(crate) async fn now(&self) -> Result<Moment, DeskError> {
        let high_water = facts::read(&self.store.outbox, Fact::HighWater).await?;
        let high_water = high_water.and_then(|text| text.parse().ok()).map_or(Moment(0), Moment);
        Ok(clock().max(high_water))
    }

    pub(crate) fn line_state(&self) -> LineState {
        match self.line.lock() {
            Ok(state) => state.clone(),
            Err(poisoned) => poisoned.into_inner().clone(),
        }
    }

    /// Notes what the line is like; tells whoever listens.
    pub(crate) async fn line_is(&self, line: Line) {
        let is_known = matches!(line, Line::Online | Line::Offline) && self.line_state().line != line;
        if is_known && let Err(error) = self.note_line(line == Line::Online, clock()).await {
            tracing::warn!(%error, "the diary of outages could not be kept");
        }
        {
            let mut state = match self.line.lock() {
                Ok(state) => state,
                Err(poisoned) => poisoned.into_inner(),
            };
            if line == Line::Online {
                state.last_contact_at = Some(clock());
            }
            if state.line != line {
                state.line = line;
                state.since = clock();
            }
        }
        self.tell_connection().await;
    }

    pub(crate) async fn tell_connection(&self) {
        match self.connection().await {
            // Nobody needs to be listening.
            Ok(connection) => drop(self.news.send(DeskEvent::Connection(connection))),
            Err(failure) => tracing::warn!(?failure, "the state of the line could not be read"),
        }
    }

    pub(crate) fn changed(&self, cases: Vec<CaseId>) {
        if !cases.is_empty() {
            self.changes.fetch_add(1, Ordering::SeqCst);
            drop(self.news.send(DeskEvent::Changed(cases)));
        }
    }

    /// Who stands in for whom has changed: whoever shows something looks again.
    pub(crate) fn people_changed(&self) {
        self.changes.fetch_add(1, Ordering::SeqCst);
        drop(self.news.send(DeskEvent::Changed(Vec::new())));
    }

    pub(crate) fn person(&self, catalogue: &Catalogue) -> Result<User, DeskError> {
        catalogue.users.get(&self.user).cloned().ok_or(DeskError::Damaged("the catalogue"))
    }

    pub(crate) fn edition<'a>(&self, catalogue: &'a Catalogue) -> Result<&'a Edition, DeskError> {
        catalogue.edition_on(clock().day()).ok_or(DeskError::Damaged("the catalogue"))
    }

    /// Who is signed in.
    #[must_use]
    pub const fn user(&self) -> &UserId {
        &self.user
    }

    /// The unit of this desk, as the sign-in screen shows it.
    #[must_use]
    pub const fn info(&self) -> &DeskInfo {
        &self.info
    }

    /// The folder of this desk.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

/// What this machine's clock says.
#[must_use]
pub fn clock() -> Moment {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis());
    Moment(i64::try_from(since).unwrap_or(i64::MAX))
}
