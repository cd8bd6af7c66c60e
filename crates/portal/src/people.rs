//! Secrets of people, and codes for enrolling desks.

use crate::admit::{Portal, PortalError, clock, random};
use argon2::password_hash::{PasswordHash, SaltString};
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use casework::catalogue::{Role, User};
use casework::{UnitCode, UserId};
use std::collections::BTreeSet;

/// Letters of an enrolment code: none that is mistaken for another.
const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

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
    let hashing = tokio::task::spawn_blocking(move || {
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

/// Whether that is the person's secret. Takes as long for somebody who does not exist.
pub(crate) async fn proves(portal: &Portal, user: &UserId, secret: &str) -> Result<bool, PortalError> {
    let known = portal.store.secret(user).await?;
    let is_active = portal.catalogue().users.get(user).is_some_and(|user| user.active);
    Ok(is_secret(known, secret).await && is_active)
}

/// Whether a secret is the one whose PHC string is known. Takes as long where none is known.
pub(crate) async fn is_secret(known: Option<String>, secret: &str) -> bool {
    const NOBODY: &str =
        "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$VVQe4VhYmLoPHxEcQQW3PPQPzKgVfFtqYMV0ZXFrZmE";
    let is_known = known.is_some();
    let (phc, secret) = (known.unwrap_or_else(|| NOBODY.to_owned()), secret.to_owned());
    let verified = tokio::task::spawn_blocking(move || {
        PasswordHash::new(&phc).is_ok_and(|hash| Argon2::default().verify_password(secret.as_bytes(), &hash).is_ok())
    });
    verified.await.unwrap_or(false) && is_known
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
pub(crate) fn readable(letters: usize) -> Result<String, PortalError> {
    let mut bytes = vec![0; letters];
    random(&mut bytes)?;
    let mut text = String::new();
    for (place, byte) in bytes.iter().enumerate() {
        if place > 0 && place % 4 == 0 {
            text.push('-');
        }
        text.push(char::from(LETTERS[usize::from(byte % 32)]));
    }
    Ok(text)
}
