//! Who is signed in: at most one person at one desk, until they leave or leave the keyboard.

use crate::composer::PaperComposer;
use crate::lingering::{AT_WORK, Lingering, is_done};
use crate::{news, papers, tray, window};
use casework::{Moment, UnitCode, UserId};
use desk::enrolment::{self, Proof, Secret};
use desk::views::{DeskInfo, Failure, Session};
use desk::{Desk, QuickLock};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tauri::{AppHandle, Emitter, Manager};

/// What the window works with.
pub struct Workplace {
    root: PathBuf,
    lock_after: Duration,
    present: Mutex<Present>,
    /// One person comes or goes at a time.
    door: tokio::sync::Mutex<()>,
    /// What is new for whom, and what they were told.
    pub news: news::Newsroom,
    /// The desk that goes on sending although its person has left.
    lingering: tokio::sync::Mutex<Option<Lingering>>,
    /// What was not sent yet when somebody left, as far as it is known.
    unsent: Mutex<BTreeMap<UnitCode, u32>>,
    /// The file that was saved last.
    saved: Mutex<Option<PathBuf>>,
    /// By which PINs people can come in again.
    pins: tokio::sync::Mutex<HashMap<(UnitCode, UserId), QuickLock>>,
}

/// How the names of folders to practise in begin.
const PRACTICE: &str = "practice-";
/// What the key to practise with opens with; the window says so.
const PRACTICE_PIN: &str = "1234";
/// Digits of the shortest PIN for the lock.
const SHORTEST_PIN: usize = 6;

/// What of a desk is not sent yet, for the sign-in screen.
#[derive(Debug, Serialize)]
pub struct Unsent {
    unit: UnitCode,
    acts: u32,
    /// It still is being sent, behind the lock.
    sending: bool,
}

struct Present {
    desk: Option<Arc<Desk>>,
    /// When somebody was last seen at the keyboard. Sleep counts as absence on most systems; where it does not, the
    /// lock comes later, never earlier.
    seen: Instant,
    /// Since when the screen is locked while what it had begun goes on.
    locked: Option<Instant>,
    /// Who has set the person's secret anew, and when, until they are told.
    resets: Vec<(UserId, Moment)>,
}

impl Workplace {
    pub fn new(root: PathBuf, lock_after: Duration) -> Self {
        let present = Mutex::new(Present { desk: None, seen: Instant::now(), locked: None, resets: Vec::new() });
        Self {
            root,
            lock_after,
            present,
            door: tokio::sync::Mutex::new(()),
            lingering: Default::default(),
            unsent: Default::default(),
            saved: Default::default(),
            news: news::Newsroom::default(),
            pins: Default::default(),
        }
    }

    /// The desks that can be signed in to.
    pub fn desks(&self) -> Vec<DeskInfo> {
        desk::desks(&self.root).into_iter().map(|(_, info)| info).collect()
    }

    /// Makes a desk of this computer for the unit that the code is for; `user` is its first person.
    pub async fn enrol(
        &self,
        portal: &str,
        code: &str,
        name: &str,
        user: UserId,
        secret: String,
    ) -> Result<DeskInfo, Failure> {
        if !enrolment::is_safe(portal) {
            return Err(Failure::AddressNotSafe);
        }
        let folder = self.root.join(format!("desk-{}", uuid::Uuid::now_v7().simple()));
        let person = Proof { user, secret: Secret(secret) };
        let made = enrolment::enrol(&folder, portal, code, name, vec![person]).await;
        if made.is_err() && folder.exists() {
            // Half a desk is none; what cannot be taken away is not seen by anybody either.
            drop(std::fs::remove_dir_all(&folder));
        }
        Ok(made?)
    }

    /// Lets a colleague in to the desk of a unit; `host` is in already.
    pub async fn add_person(&self, unit: &UnitCode, host: Proof, guest: Proof) -> Result<DeskInfo, Failure> {
        let _door = self.door.lock().await;
        self.close().await;
        let found = desk::desks(&self.root).into_iter().find(|(_, info)| info.unit == *unit);
        let (folder, _) = found.ok_or(Failure::WrongSecret)?;
        Ok(enrolment::add_person(&folder, &host, guest).await?)
    }

    /// Sets the secret of a colleague anew; `host` answers for the unit.
    pub async fn reset_secret(&self, unit: &UnitCode, host: Proof, guest: Proof) -> Result<DeskInfo, Failure> {
        let _door = self.door.lock().await;
        self.close().await;
        let found = desk::desks(&self.root).into_iter().find(|(_, info)| info.unit == *unit);
        let (folder, _) = found.ok_or(Failure::WrongSecret)?;
        let user = guest.user.clone();
        let info = enrolment::reset_secret(&folder, &host, guest).await?;
        // Whoever knew the former secret may know the PIN, too.
        self.pins.lock().await.remove(&(unit.clone(), user));
        Ok(info)
    }

    /// Who has set the secret of whoever is signed in anew; told once.
    pub fn resets(&self) -> Vec<(UserId, Moment)> {
        std::mem::take(&mut self.present().resets)
    }

    /// The desk of whoever is signed in.
    pub fn desk(&self) -> Result<Arc<Desk>, Failure> {
        let present = self.present();
        present.desk.clone().filter(|_| present.locked.is_none()).ok_or(Failure::SignedOut)
    }

    /// The same, also for what was begun before the screen was locked.
    pub fn desk_at_work(&self) -> Result<Arc<Desk>, Failure> {
        self.present().desk.clone().ok_or(Failure::SignedOut)
    }

    /// What is not sent yet of desks that nobody is signed in to, and whether it still is being sent.
    pub async fn unsent(&self) -> Vec<Unsent> {
        let sending = self.lingering.lock().await.as_ref().map(|lingering| lingering.desk.info().unit.clone());
        let unsent = self.unsent.lock().unwrap_or_else(PoisonError::into_inner);
        let left = unsent.iter().filter(|(_, acts)| **acts > 0);
        left.map(|(unit, acts)| Unsent { sending: sending.as_ref() == Some(unit), unit: unit.clone(), acts: *acts })
            .collect()
    }

    /// Lets a person in; whoever was signed in leaves.
    pub async fn enter(
        &self,
        app: &AppHandle,
        unit: &UnitCode,
        user: &UserId,
        secret: &str,
    ) -> Result<Session, Failure> {
        let _door = self.door.lock().await;
        let found = desk::desks(&self.root).into_iter().find(|(_, info)| info.unit == *unit);
        // Which desks exist is no secret, but a name that is not here is answered like a wrong one.
        let (folder, _) = found.ok_or(Failure::WrongSecret)?;
        self.come_in(app, Desk::unlock(&folder, user, secret).await?).await
    }

    /// The caller holds the door.
    async fn come_in(&self, app: &AppHandle, desk: Arc<Desk>) -> Result<Session, Failure> {
        // Whoever comes back while their work goes on behind the lock finds it there.
        if let Some(there) = self.unlock(&desk) {
            desk.stop().await;
            return there.session().await;
        }
        let session = match desk.session().await {
            Ok(session) => session,
            Err(failure) => {
                desk.stop().await;
                return Err(failure);
            }
        };
        let resets = match desk.arrived().await {
            Ok(resets) => resets,
            Err(failure) => {
                desk.stop().await;
                return Err(failure);
            }
        };
        self.close().await;
        self.unsent.lock().unwrap_or_else(PoisonError::into_inner).remove(&desk.info().unit);
        *self.present() = Present { desk: Some(desk.clone()), seen: Instant::now(), locked: None, resets };
        // Only now: news of a desk that nobody is signed in to end at once.
        news::forward(app.clone(), &desk, desk.user().clone());
        tray::show(app, None);
        desk.start_sync();
        Ok(session)
    }

    /// Sets a PIN for the lock of whoever is signed in; it holds until the program ends or was wrong too often.
    pub async fn set_pin(&self, pin: &str) -> Result<(), Failure> {
        if pin.len() < SHORTEST_PIN || !pin.bytes().all(|digit| digit.is_ascii_digit()) {
            return Err(Failure::PinTooShort);
        }
        let desk = self.desk()?;
        let lock = desk.quick_lock(pin).await?;
        self.pins.lock().await.insert((desk.info().unit.clone(), desk.user().clone()), lock);
        Ok(())
    }

    /// Who can come in by a PIN now.
    pub async fn pins(&self) -> Vec<(UnitCode, UserId)> {
        self.pins.lock().await.keys().cloned().collect()
    }

    /// Lets a person in by their PIN; whoever was signed in leaves.
    pub async fn enter_by_pin(
        &self,
        app: &AppHandle,
        unit: &UnitCode,
        user: &UserId,
        pin: &str,
    ) -> Result<Session, Failure> {
        let _door = self.door.lock().await;
        let found = desk::desks(&self.root).into_iter().find(|(_, info)| info.unit == *unit);
        let (folder, info) = found.ok_or(Failure::WrongSecret)?;
        let place = (unit.clone(), user.clone());
        let key = {
            let mut pins = self.pins.lock().await;
            let lock = pins.get_mut(&place).ok_or(Failure::WrongSecret)?;
            let opened = tokio::task::block_in_place(|| lock.open(pin));
            if lock.is_spent() {
                pins.remove(&place);
            }
            opened?
        };
        self.come_in(app, Desk::open(&folder, info, user, &key).await?).await
    }

    /// Leaves the desk for one to learn on, which is thrown away when it is left.
    pub async fn practise(&self, app: &AppHandle) -> Result<Session, Failure> {
        let _door = self.door.lock().await;
        let present = self.desk()?;
        let folder = self.root.join(format!("{PRACTICE}{}", uuid::Uuid::now_v7().simple()));
        let made = present.practise(&folder, &PaperComposer::new(present.catalogue(), present.user().clone())).await;
        let desk = match made {
            Ok(desk) => desk,
            Err(failure) => {
                throw_away(&folder);
                return Err(failure);
            }
        };
        if let Err(failure) = give_key(&desk).await {
            tracing::info!(?failure, "there is no key to practise with");
        }
        let session = desk.session().await?;
        self.close().await;
        window::close_cases(app);
        *self.present() = Present { desk: Some(desk.clone()), seen: Instant::now(), locked: None, resets: Vec::new() };
        news::forward(app.clone(), &desk, desk.user().clone());
        Ok(session)
    }

    /// Throws away what was left of earlier practice.
    pub fn sweep(&self) {
        for entry in std::fs::read_dir(&self.root).into_iter().flatten().flatten() {
            if entry.file_name().to_string_lossy().starts_with(PRACTICE) {
                throw_away(&entry.path());
            }
        }
    }

    /// Lets nobody be signed in. What waits to be sent still is, for a while.
    pub async fn leave(&self, app: &AppHandle) {
        let _door = self.door.lock().await;
        let desk = self.take();
        window::close_cases(app);
        tray::show(app, None);
        let Some(desk) = desk else { return };
        let connection = desk.connection().await;
        let stays = !desk.info().practice && connection.as_ref().is_ok_and(|connection| !is_done(connection));
        if let Ok(connection) = connection {
            self.note_unsent(&desk, connection.outbox);
        }
        if stays {
            *self.lingering.lock().await = Some(Lingering::new(desk, Instant::now()));
        } else {
            self.end(desk).await;
        }
    }

    /// Ends everything, in good order: the program ends.
    pub async fn shut(&self) {
        let _door = self.door.lock().await;
        self.close().await;
    }

    /// Locks the screen; what it had begun goes on. Returns whether there was anything to lock.
    fn lock(&self) -> bool {
        let mut present = self.present();
        let is_open = present.desk.is_some() && present.locked.is_none();
        if is_open {
            present.locked = Some(Instant::now());
        }
        is_open
    }

    /// Unlocks the screen, where it is this person's at this desk.
    fn unlock(&self, desk: &Desk) -> Option<Arc<Desk>> {
        let mut present = self.present();
        let is_theirs = |there: &Arc<Desk>| {
            there.user() == desk.user() && there.folder() == desk.folder() && !there.info().practice
        };
        let there = present.desk.clone().filter(is_theirs)?;
        present.locked.take()?;
        present.seen = Instant::now();
        Some(there)
    }

    /// Looks after what goes on behind the lock, and ends it in time.
    async fn tend(&self, app: &AppHandle) {
        // A page that never came to its end does not keep the desk open.
        if self.present().locked.is_some_and(|since| since.elapsed() >= AT_WORK) {
            self.leave(app).await;
        }
        let _door = self.door.lock().await;
        let mut lingering = self.lingering.lock().await;
        let Some(left) = lingering.as_mut() else { return };
        let is_over = match left.desk.connection().await {
            Ok(connection) => {
                self.note_unsent(&left.desk, connection.outbox);
                left.is_over(&connection, Instant::now())
            }
            Err(failure) => {
                tracing::info!(?failure, "a desk behind the lock could not be looked at");
                true
            }
        };
        if is_over && let Some(left) = lingering.take() {
            self.end(left.desk).await;
        }
    }

    fn note_unsent(&self, desk: &Desk, acts: u32) {
        if !desk.info().practice {
            let mut unsent = self.unsent.lock().unwrap_or_else(PoisonError::into_inner);
            unsent.insert(desk.info().unit.clone(), acts);
        }
    }

    /// Where the desks lie.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The file that was saved last.
    pub fn saved(&self) -> Option<PathBuf> {
        self.saved.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn note_saved(&self, path: &Path) {
        *self.saved.lock().unwrap_or_else(PoisonError::into_inner) = Some(path.to_owned());
    }

    /// Somebody is at the keyboard.
    pub fn touch(&self) {
        self.present().seen = Instant::now();
    }

    /// Ends the desk of whoever is here and of whoever has left.
    async fn close(&self) {
        let lingering = self.lingering.lock().await.take();
        for desk in lingering.map(|lingering| lingering.desk).into_iter().chain(self.take()) {
            self.end(desk).await;
        }
    }

    fn take(&self) -> Option<Arc<Desk>> {
        let mut present = self.present();
        present.locked = None;
        present.desk.take()
    }

    async fn end(&self, desk: Arc<Desk>) {
        desk.stop().await;
        if desk.info().practice {
            self.sweep();
        }
    }

    fn is_left_alone(&self) -> bool {
        let present = self.present();
        present.desk.is_some()
            && present.locked.is_none()
            && present.seen.elapsed() >= self.lock_after
            && !papers::is_asking()
    }

    fn present(&self) -> MutexGuard<'_, Present> {
        // Nothing is ever half written behind this lock.
        self.present.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Locks the screen of whoever has left the keyboard, and looks after what goes on behind it.
pub fn lock_when_left(app: AppHandle) {
    tauri::async_runtime::spawn(async move {
        let mut every = tokio::time::interval(Duration::from_secs(5));
        loop {
            every.tick().await;
            let workplace = app.state::<Workplace>();
            if workplace.is_left_alone() {
                tracing::info!("locked, nobody is at the keyboard");
                lock(&app);
            }
            workplace.tend(&app).await;
        }
    });
}

/// Locks the screen and tells the page, which signs out as soon as what it had begun is done.
pub fn lock(app: &AppHandle) {
    if !app.state::<Workplace>().lock() {
        return;
    }
    tray::show(app, None);
    if let Err(error) = app.emit("locked", ()) {
        tracing::warn!(%error, "the page was not told of the lock");
    }
}

/// A key to practise with, from an authority that nobody trusts.
async fn give_key(desk: &Desk) -> Result<(), Failure> {
    let broken = |error: &dyn std::fmt::Display| Failure::Internal { trace: error.to_string() };
    let session = desk.session().await?;
    let now = desk::clock();
    let authority = paper::sample_pki::authority("Một Cửa: TẬP LÀM").map_err(|error| broken(&error))?;
    let (from, until) = (now.plus_minutes(-60), now.plus_minutes(24 * 60));
    let p12 = authority.issue(&session.user.name, &session.unit.name, PRACTICE_PIN, from, until);
    desk.import_key(&p12.map_err(|error| broken(&error))?).await
}

fn throw_away(folder: &Path) {
    if folder.exists()
        && let Err(error) = std::fs::remove_dir_all(folder)
    {
        tracing::warn!(%error, "a folder to practise in could not be thrown away; it is tried again at the next start");
    }
}
