//! Who is signed in: at most one person at one desk, until they leave or leave the keyboard.

use crate::{news, papers};
use casework::{UnitCode, UserId};
use desk::Desk;
use desk::enrolment::{self, Proof, Secret};
use desk::views::{DeskInfo, Failure, Session};
use std::path::PathBuf;
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
    /// What notifications were shown for, whoever is signed in.
    pub told: news::Told,
}

struct Present {
    desk: Option<Arc<Desk>>,
    /// When somebody was last seen at the keyboard. Sleep counts as absence on most systems; where it does not, the
    /// lock comes later, never earlier.
    seen: Instant,
}

impl Workplace {
    pub fn new(root: PathBuf, lock_after: Duration) -> Self {
        let present = Mutex::new(Present { desk: None, seen: Instant::now() });
        Self { root, lock_after, present, door: tokio::sync::Mutex::new(()), told: news::Told::default() }
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
        let found = desk::desks(&self.root).into_iter().find(|(_, info)| info.unit == *unit);
        let (folder, _) = found.ok_or(Failure::WrongSecret)?;
        Ok(enrolment::add_person(&folder, &host, guest).await?)
    }

    /// The desk of whoever is signed in.
    pub fn desk(&self) -> Result<Arc<Desk>, Failure> {
        self.present().desk.clone().ok_or(Failure::SignedOut)
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
        let desk = Desk::unlock(&folder, user, secret).await?;
        let session = match desk.session().await {
            Ok(session) => session,
            Err(failure) => {
                desk.stop().await;
                return Err(failure);
            }
        };
        self.close().await;
        *self.present() = Present { desk: Some(desk.clone()), seen: Instant::now() };
        // Only now: news of a desk that nobody is signed in to end at once.
        news::forward(app.clone(), &desk);
        desk.start_sync();
        Ok(session)
    }

    /// Lets nobody be signed in. Returns whether anybody was.
    pub async fn leave(&self) -> bool {
        let _door = self.door.lock().await;
        self.close().await
    }

    /// Somebody is at the keyboard.
    pub fn touch(&self) {
        self.present().seen = Instant::now();
    }

    async fn close(&self) -> bool {
        let desk = self.present().desk.take();
        match desk {
            Some(desk) => {
                desk.stop().await;
                true
            }
            None => false,
        }
    }

    fn is_left_alone(&self) -> bool {
        let present = self.present();
        present.desk.is_some() && present.seen.elapsed() >= self.lock_after && !papers::is_asking()
    }

    fn present(&self) -> MutexGuard<'_, Present> {
        // Nothing is ever half written behind this lock.
        self.present.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Signs out whoever has left the keyboard, and tells the page.
pub fn lock_when_left(app: AppHandle) {
    tauri::async_runtime::spawn(async move {
        let mut every = tokio::time::interval(Duration::from_secs(5));
        loop {
            every.tick().await;
            let workplace = app.state::<Workplace>();
            if workplace.is_left_alone() && workplace.leave().await {
                tracing::info!("locked, nobody is at the keyboard");
                if let Err(error) = app.emit("locked", ()) {
                    tracing::warn!(%error, "the page was not told of the lock");
                }
            }
        }
    });
}
