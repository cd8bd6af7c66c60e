//! The desk's front door: who can sign in, and the data key that their secrets unlock.
//!
//! One random data key encrypts everything on the desk. It is kept only wrapped: for each person by a key that Argon2id
//! makes of their secret. A keystore of the operating system can be another kind of wrap beside it. What stands here in
//! the clear is what the sign-in screen shows: the unit, and names and titles of its officials.

use crate::error::DeskError;
use crate::views::{DeskInfo, DeskUser};
use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use casework::UserId;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::fs;
use std::io::Write;
use std::path::Path;
use zeroize::{Zeroize, Zeroizing};

const FILE: &str = "desk.json";
/// 64 MiB, three passes: OWASP's floor for Argon2id is well below.
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;

/// The key to everything on this desk; wiped from memory when dropped.
pub struct DataKey(Zeroizing<[u8; 32]>);

impl DataKey {
    /// A fresh one.
    ///
    /// # Errors
    /// [`DeskError::NoRandomness`] where the system has none.
    pub fn random() -> Result<Self, DeskError> {
        let mut key = Zeroizing::new([0; 32]);
        random(key.as_mut())?;
        Ok(Self(key))
    }

    /// The same key once more.
    pub(crate) fn copy(&self) -> Self {
        Self(self.0.clone())
    }

    /// The key of one purpose.
    #[must_use]
    pub fn of(&self, purpose: &str) -> Zeroizing<[u8; 32]> {
        let mut hasher = Sha256::new();
        hasher.update(b"motcua data key 1\n");
        hasher.update(purpose.as_bytes());
        hasher.update(self.0.as_ref());
        Zeroizing::new(hasher.finalize().into())
    }
}

/// What `desk.json` holds.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Vault {
    format: u32,
    info: DeskInfo,
    wraps: Vec<Wrap>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Wrap {
    user: UserId,
    lock: Lock,
    nonce: String,
    sealed: String,
}

/// What a wrap is locked with.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Lock {
    Argon2id { salt: String, memory_kib: u32, passes: u32 },
}

impl Vault {
    /// A new desk without people.
    #[must_use]
    pub fn new(info: DeskInfo) -> Self {
        Self { format: 1, info: DeskInfo { users: Vec::new(), ..info }, wraps: Vec::new() }
    }

    /// Reads the front door of the desk in `folder`.
    ///
    /// # Errors
    /// No desk there, or a damaged file.
    pub fn read(folder: &Path) -> Result<Self, DeskError> {
        let text = match fs::read_to_string(folder.join(FILE)) {
            Ok(text) => text,
            Err(missing) if missing.kind() == std::io::ErrorKind::NotFound => {
                return Err(DeskError::NoDesk(folder.display().to_string()));
            }
            Err(other) => return Err(DeskError::file("reading the desk's front door")(other)),
        };
        let vault: Self = serde_json::from_str(&text).map_err(|_| DeskError::Damaged(FILE))?;
        if vault.format == 1 { Ok(vault) } else { Err(DeskError::Damaged(FILE)) }
    }

    /// Writes it, whole or not at all.
    ///
    /// # Errors
    /// The disk.
    pub fn write(&self, folder: &Path) -> Result<(), DeskError> {
        let text = serde_json::to_vec_pretty(self).map_err(DeskError::encoding("the desk's front door"))?;
        write_whole(&folder.join(FILE), &text)
    }

    /// What the sign-in screen shows.
    #[must_use]
    pub const fn info(&self) -> &DeskInfo {
        &self.info
    }

    /// Lets a person in with this secret from now on; an earlier secret of theirs is forgotten.
    ///
    /// # Errors
    /// No randomness.
    pub fn admit(&mut self, user: DeskUser, secret: &str, key: &DataKey) -> Result<(), DeskError> {
        let (mut salt, mut nonce) = ([0; 16], [0; 24]);
        random(&mut salt)?;
        random(&mut nonce)?;
        let wrapping = wrapping_key(secret, &salt, MEMORY_KIB, PASSES)?;
        let payload = Payload { msg: key.0.as_ref(), aad: user.id.0.as_bytes() };
        let sealed = XChaCha20Poly1305::new(wrapping.as_ref().into())
            .encrypt(XNonce::from_slice(&nonce), payload)
            .map_err(|_| DeskError::Damaged(FILE))?;
        self.wraps.retain(|wrap| wrap.user != user.id);
        self.info.users.retain(|known| known.id != user.id);
        self.wraps.push(Wrap {
            user: user.id.clone(),
            lock: Lock::Argon2id { salt: STANDARD.encode(salt), memory_kib: MEMORY_KIB, passes: PASSES },
            nonce: STANDARD.encode(nonce),
            sealed: STANDARD.encode(sealed),
        });
        self.info.users.push(user);
        Ok(())
    }

    /// The data key, for the right person with the right secret.
    ///
    /// # Errors
    /// [`DeskError::WrongSecret`], the same for an unknown person and a wrong secret.
    pub fn unlock(&self, user: &UserId, secret: &str) -> Result<DataKey, DeskError> {
        let wrap = self.wraps.iter().find(|wrap| wrap.user == *user).ok_or(DeskError::WrongSecret)?;
        let bytes = |text: &str| STANDARD.decode(text).map_err(|_| DeskError::Damaged(FILE));
        let Lock::Argon2id { salt, memory_kib, passes } = &wrap.lock;
        let wrapping = wrapping_key(secret, &bytes(salt)?, *memory_kib, *passes)?;
        let (nonce, sealed) = (bytes(&wrap.nonce)?, bytes(&wrap.sealed)?);
        if nonce.len() != 24 {
            return Err(DeskError::Damaged(FILE));
        }
        let payload = Payload { msg: &sealed, aad: user.0.as_bytes() };
        let mut opened = XChaCha20Poly1305::new(wrapping.as_ref().into())
            .decrypt(XNonce::from_slice(&nonce), payload)
            .map_err(|_| DeskError::WrongSecret)?;
        let key = <[u8; 32]>::try_from(opened.as_slice()).map_err(|_| DeskError::Damaged(FILE));
        opened.zeroize();
        Ok(DataKey(Zeroizing::new(key?)))
    }
}

/// A short PIN that opens a desk again after the lock, until the program ends: the data key stays in memory, sealed by
/// the PIN, and is forgotten after a few wrong ones. Nothing of it is ever written.
pub struct QuickLock {
    salt: [u8; 16],
    nonce: [u8; 24],
    sealed: Zeroizing<Vec<u8>>,
    tries: u8,
}

/// Wrong PINs after which the secret itself is asked for.
const TRIES: u8 = 3;

impl QuickLock {
    /// Seals the key.
    ///
    /// # Errors
    /// No randomness.
    pub fn new(key: &DataKey, pin: &str) -> Result<Self, DeskError> {
        let (mut salt, mut nonce) = ([0; 16], [0; 24]);
        random(&mut salt)?;
        random(&mut nonce)?;
        let wrapping = wrapping_key(pin, &salt, MEMORY_KIB, PASSES)?;
        let sealed = XChaCha20Poly1305::new(wrapping.as_ref().into())
            .encrypt(XNonce::from_slice(&nonce), &key.0[..])
            .map_err(|_| DeskError::Damaged("the quick lock"))?;
        Ok(Self { salt, nonce, sealed: Zeroizing::new(sealed), tries: TRIES })
    }

    /// The key, for the right PIN; a wrong one costs a try.
    ///
    /// # Errors
    /// [`DeskError::WrongSecret`].
    pub fn open(&mut self, pin: &str) -> Result<DataKey, DeskError> {
        if self.is_spent() {
            return Err(DeskError::WrongSecret);
        }
        let wrapping = wrapping_key(pin, &self.salt, MEMORY_KIB, PASSES)?;
        let opened =
            XChaCha20Poly1305::new(wrapping.as_ref().into()).decrypt(XNonce::from_slice(&self.nonce), &**self.sealed);
        let Ok(mut opened) = opened else {
            self.tries -= 1;
            return Err(DeskError::WrongSecret);
        };
        let key = <[u8; 32]>::try_from(opened.as_slice()).map_err(|_| DeskError::Damaged("the quick lock"));
        opened.zeroize();
        self.tries = TRIES;
        Ok(DataKey(Zeroizing::new(key?)))
    }

    /// Whether no try is left.
    #[must_use]
    pub const fn is_spent(&self) -> bool {
        self.tries == 0
    }
}

fn wrapping_key(secret: &str, salt: &[u8], memory: u32, passes: u32) -> Result<Zeroizing<[u8; 32]>, DeskError> {
    let params = Params::new(memory, passes, 1, Some(32)).map_err(|_| DeskError::Damaged(FILE))?;
    let mut key = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(secret.as_bytes(), salt, key.as_mut())
        .map_err(|_| DeskError::Damaged(FILE))?;
    Ok(key)
}

/// Fills with random bytes of the operating system.
pub(crate) fn random(bytes: &mut [u8]) -> Result<(), DeskError> {
    getrandom::fill(bytes).map_err(|_| DeskError::NoRandomness)
}

/// Writes a file so that after a power cut it is the old one or the new one, never half of it.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), DeskError> {
    let mut mark = [0; 8];
    random(&mut mark)?;
    let half = path.with_extension(format!("part-{}", hex::encode(mark)));
    let written = (|| {
        let mut file = fs::File::create(&half)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&half, path)?;
        // The rename itself must be on disk too; folders cannot be opened for that on Windows, where it is not needed.
        #[cfg(unix)]
        if let Some(folder) = path.parent() {
            fs::File::open(folder)?.sync_all()?;
        }
        Ok(())
    })();
    if written.is_err() {
        // Best effort: the half-written file holds nothing that is needed.
        let _ = fs::remove_file(&half);
    }
    written.map_err(DeskError::file("writing a file"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vault() -> (Vault, DataKey) {
        let info = DeskInfo {
            unit: "H40".into(),
            unit_name: "Sở".to_owned(),
            sample: true,
            practice: false,
            users: Vec::new(),
        };
        let (mut vault, key) = (Vault::new(info), DataKey::random().unwrap());
        let user = DeskUser { id: "mc".into(), name: "Mai".to_owned(), title: String::new(), roles: Vec::new() };
        vault.admit(user, "đúng", &key).unwrap();
        (vault, key)
    }

    #[test]
    fn the_right_secret_opens_and_every_other_is_refused_alike() {
        let (vault, key) = vault();
        assert_eq!(*vault.unlock(&"mc".into(), "đúng").unwrap().of("x"), *key.of("x"));
        for (user, secret) in [("mc", "sai"), ("mc", ""), ("ai", "đúng")] {
            assert!(matches!(vault.unlock(&user.into(), secret), Err(DeskError::WrongSecret)), "{user} {secret}");
        }
    }

    #[test]
    fn a_pin_opens_until_it_was_wrong_three_times_and_right_ones_in_between_count_anew() {
        let key = DataKey::random().unwrap();
        let mut lock = QuickLock::new(&key, "246810").unwrap();
        for _ in 0..2 {
            assert!(lock.open("000000").is_err() && lock.open("111111").is_err());
            assert_eq!(*lock.open("246810").unwrap().of("x"), *key.of("x"));
        }
        for _ in 0..3 {
            assert!(lock.open("000000").is_err());
        }
        assert!(lock.is_spent() && lock.open("246810").is_err(), "the right one comes too late");
    }

    #[test]
    fn a_front_door_survives_being_written_and_a_damaged_one_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let (vault, _) = vault();
        vault.write(folder.path()).unwrap();
        assert!(Vault::read(folder.path()).unwrap().unlock(&"mc".into(), "đúng").is_ok());
        fs::write(folder.path().join(FILE), b"{").unwrap();
        assert!(matches!(Vault::read(folder.path()), Err(DeskError::Damaged(_))));
        fs::remove_file(folder.path().join(FILE)).unwrap();
        assert!(matches!(Vault::read(folder.path()), Err(DeskError::NoDesk(_))));
    }
}
