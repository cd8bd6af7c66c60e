//! Secrets of people, and codes for enrolling desks.

use crate::admit::{Portal, PortalError, clock, random};
use crate::store::StaffAction;
use argon2::password_hash::{PasswordHash, SaltString};
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use casework::catalogue::{Role, User};
use casework::{UnitCode, UserId};
use std::collections::BTreeSet;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::{Semaphore, SemaphorePermit};

/// Letters of an enrolment code: none that is mistaken for another.
const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// Working a secret out takes 19 MiB and a processor: so many at once, and so many that wait for their turn.
struct Hashers {
    turns: Semaphore,
    waiting: AtomicUsize,
    most: usize,
}

/// For every processor two; of those that wait nobody waits longer than a second or two.
static HASHERS: LazyLock<Hashers> = LazyLock::new(|| {
    let processors = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    Hashers::new(2 * processors, 32 * processors)
});

/// Somebody who waits; counted as long as this lives.
struct Waits<'a>(&'a AtomicUsize);

impl Drop for Waits<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Hashers {
    fn new(at_once: usize, most: usize) -> Self {
        Self { turns: Semaphore::new(at_once), waiting: AtomicUsize::new(0), most }
    }

    /// A turn, once it has come; nothing for somebody before whom too many wait already.
    async fn turn(&self) -> Result<SemaphorePermit<'_>, PortalError> {
        if let Ok(turn) = self.turns.try_acquire() {
            return Ok(turn);
        }
        if self.waiting.fetch_add(1, Ordering::Relaxed) >= self.most {
            self.waiting.fetch_sub(1, Ordering::Relaxed);
            return Err(PortalError::Busy);
        }
        let _waits = Waits(&self.waiting);
        self.turns.acquire().await.map_err(|_| PortalError::Hash)
    }
}

/// Sets a person's secret.
///
/// # Errors
/// The database, or no randomness.
pub async fn set_secret(portal: &Portal, user: &UserId, secret: &str) -> Result<(), PortalError> {
    Ok(portal.store.set_secret(user, &hashed(secret).await?).await?)
}

/// The PHC string of a secret: Argon2id with a salt of its own.
pub(crate) async fn hashed(secret: &str) -> Result<String, PortalError> {
    let mut salt = [0; 16];
    random(&mut salt)?;
    let salt = SaltString::encode_b64(&salt).map_err(|_| PortalError::Hash)?;
    let secret = secret.to_owned();
    let turn = HASHERS.turn().await?;
    let hashing = tokio::task::spawn_blocking(move || {
        // It is over when the work is, also where nobody waits for it any more.
        let _turn = turn;
        Argon2::default().hash_password(secret.as_bytes(), &salt).map(|phc| phc.to_string())
    });
    hashing.await.ok().and_then(Result::ok).ok_or(PortalError::Hash)
}

/// Makes somebody the administrator of a unit: the first one, who adds everybody else.
///
/// # Errors
/// An unknown unit, a person of another unit, the database.
pub async fn add_administrator(
    portal: &Portal,
    user: &UserId,
    name: &str,
    unit: &UnitCode,
    secret: &str,
) -> Result<(), PortalError> {
    let changed = portal.change_catalogue(|catalogue| {
        if !catalogue.editions.values().any(|edition| edition.units.contains_key(unit)) {
            return Err(format!("no unit {unit} in the catalogue; publish one first (migrate)"));
        }
        let fresh = || User {
            id: user.clone(),
            name: name.to_owned(),
            title: String::new(),
            unit: unit.clone(),
            roles: BTreeSet::new(),
            active: true,
            absence: None,
        };
        let known = catalogue.users.entry(user.clone()).or_insert_with(fresh);
        if known.unit != *unit {
            return Err(format!("{user} belongs to the unit {}", known.unit));
        }
        known.roles.insert(Role::Administrator);
        known.active = true;
        Ok(())
    });
    changed.await?.map_err(PortalError::Wrong)?;
    set_secret(portal, user, secret).await
}

/// Removes all passkeys of somebody who has lost every device and has no administrator to ask; noted as done by hand.
///
/// # Errors
/// The database.
pub async fn reset_passkeys(portal: &Portal, user: &UserId) -> Result<(), PortalError> {
    let removed = portal.store.remove_passkeys(&crate::passkeys::owner_user(user.as_str())).await?;
    portal.store.end_sessions_of(user).await?;
    let catalogue = portal.catalogue();
    let unit = catalogue.users.get(user).map_or_else(|| UnitCode(String::new()), |user| user.unit.clone());
    let detail = format!("{user} ({removed}), motcua-portal user-secret");
    let action = "passkeys_reset".to_owned();
    let action = StaffAction { at: clock(), user: user.clone(), unit, action, detail };
    Ok(portal.store.note_action(&action).await?)
}

/// Whether that is the person's secret. Takes as long for somebody who does not exist.
pub(crate) async fn proves(portal: &Portal, user: &UserId, secret: &str) -> Result<bool, PortalError> {
    let known = portal.store.secret(user).await?;
    let is_active = portal.catalogue().users.get(user).is_some_and(|user| user.active);
    Ok(is_secret(known, secret).await? && is_active)
}

/// Whether a secret is the one whose PHC string is known. Takes as long where none is known.
pub(crate) async fn is_secret(known: Option<String>, secret: &str) -> Result<bool, PortalError> {
    const NOBODY: &str =
        "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$VVQe4VhYmLoPHxEcQQW3PPQPzKgVfFtqYMV0ZXFrZmE";
    let is_known = known.is_some();
    let (phc, secret) = (known.unwrap_or_else(|| NOBODY.to_owned()), secret.to_owned());
    let turn = HASHERS.turn().await?;
    let verified = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        PasswordHash::new(&phc).is_ok_and(|hash| Argon2::default().verify_password(secret.as_bytes(), &hash).is_ok())
    });
    Ok(verified.await.unwrap_or(false) && is_known)
}

/// Makes an enrolment code for a unit, good once and for so long.
///
/// # Errors
/// An unknown unit, or the database.
pub async fn add_enrol_code(
    portal: &Portal,
    unit: &UnitCode,
    grants_registers: bool,
    minutes: i64,
) -> Result<String, PortalError> {
    let catalogue = portal.catalogue();
    if !catalogue.editions.values().any(|edition| edition.units.contains_key(unit)) {
        return Err(PortalError::Wrong(format!("no unit {unit} in the catalogue")));
    }
    let code = readable(16)?;
    let expires_at = clock().plus_minutes(minutes);
    portal.store.add_enrol_code(&protocol::digest(code.as_bytes()), unit, grants_registers, expires_at).await?;
    Ok(code)
}

/// Random letters in groups of four, five bits each.
pub(crate) fn readable(count: usize) -> Result<String, PortalError> {
    let mut bytes = vec![0; count];
    random(&mut bytes)?;
    Ok(letters(&bytes))
}

/// Letters in groups of four, for five bits of each byte.
pub(crate) fn letters(bytes: &[u8]) -> String {
    let mut text = String::new();
    for (place, byte) in bytes.iter().enumerate() {
        if place > 0 && place % 4 == 0 {
            text.push('-');
        }
        text.push(char::from(LETTERS[usize::from(byte % 32)]));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    #[tokio::test]
    async fn so_many_secrets_are_worked_out_at_once_so_many_wait_and_one_more_is_told_to_come_again() {
        let hashers = Arc::new(Hashers::new(1, 2));
        let first = hashers.turn().await.unwrap();
        let wait = || {
            let hashers = hashers.clone();
            tokio::spawn(async move { hashers.turn().await.map(drop).is_ok() })
        };
        let (second, gone) = (wait(), wait());
        while hashers.waiting.load(Ordering::Relaxed) < 2 {
            tokio::task::yield_now().await;
        }
        assert!(matches!(hashers.turn().await, Err(PortalError::Busy)));
        gone.abort();
        assert!(gone.await.is_err());
        assert_eq!(hashers.waiting.load(Ordering::Relaxed), 1, "whoever goes away makes room");
        drop(first);
        assert!(second.await.unwrap());
        assert!(hashers.turn().await.is_ok());
    }
}
