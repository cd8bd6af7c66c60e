//! Documents beside the databases: encrypted, named by digest, checked on every read.

use crate::error::DeskError;
use crate::vault::{DataKey, random, write_whole};
use casework::Digest;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use std::fs;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

const NONCE: usize = 24;

/// The folder of documents.
pub struct Documents {
    folder: PathBuf,
    key: Zeroizing<[u8; 32]>,
}

impl Documents {
    /// Opens (or makes) the folder.
    ///
    /// # Errors
    /// The disk.
    pub fn open(desk: &Path, key: &DataKey) -> Result<Self, DeskError> {
        let folder = desk.join("documents");
        fs::create_dir_all(&folder).map_err(DeskError::file("making the folder of documents"))?;
        Ok(Self { folder, key: key.of("documents") })
    }

    /// Keeps a document; durable when this returns.
    ///
    /// # Errors
    /// The disk.
    pub fn keep(&self, bytes: &[u8]) -> Result<Digest, DeskError> {
        let digest = protocol::digest(bytes);
        if self.holds(&digest) {
            return Ok(digest);
        }
        let mut nonce = [0; NONCE];
        random(&mut nonce)?;
        let payload = Payload { msg: bytes, aad: digest.as_str().as_bytes() };
        let sealed = XChaCha20Poly1305::new(self.key.as_ref().into())
            .encrypt(XNonce::from_slice(&nonce), payload)
            .map_err(|_| DeskError::Damaged("a document"))?;
        let path = self.path(&digest);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(DeskError::file("making a folder of documents"))?;
        }
        write_whole(&path, &[&nonce[..], &sealed].concat())?;
        Ok(digest)
    }

    /// The document's bytes; `None` where it is not here. A damaged one is moved aside, so that it can be fetched again.
    ///
    /// # Errors
    /// The disk.
    pub fn read(&self, digest: &Digest) -> Result<Option<Vec<u8>>, DeskError> {
        let path = self.path(digest);
        let stored = match fs::read(&path) {
            Ok(stored) => stored,
            Err(missing) if missing.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(other) => return Err(DeskError::file("reading a document")(other)),
        };
        let opened = stored.split_at_checked(NONCE).and_then(|(nonce, sealed)| {
            let payload = Payload { msg: sealed, aad: digest.as_str().as_bytes() };
            XChaCha20Poly1305::new(self.key.as_ref().into()).decrypt(XNonce::from_slice(nonce), payload).ok()
        });
        match opened.filter(|bytes| protocol::file::is(digest, bytes)) {
            Some(bytes) => Ok(Some(bytes)),
            None => {
                tracing::warn!(document = %digest, "a document is damaged and was moved aside");
                fs::rename(&path, path.with_extension("damaged"))
                    .map_err(DeskError::file("moving a document aside"))?;
                Ok(None)
            }
        }
    }

    /// Whether a document of that name is here.
    #[must_use]
    pub fn holds(&self, digest: &Digest) -> bool {
        self.path(digest).exists()
    }

    fn path(&self, digest: &Digest) -> PathBuf {
        self.folder.join(&digest.as_str()[..2]).join(digest.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_unreadable_on_disk_and_damage_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let documents = Documents::open(folder.path(), &DataKey::random().unwrap()).unwrap();
        let digest = documents.keep("Nguyễn Văn Đức".as_bytes()).unwrap();
        assert_eq!(documents.read(&digest).unwrap().as_deref(), Some("Nguyễn Văn Đức".as_bytes()));
        let path = documents.path(&digest);
        let mut stored = fs::read(&path).unwrap();
        assert!(!stored.windows(6).any(|window| window == "Nguy\u{1ec5}".as_bytes()));
        *stored.last_mut().unwrap() ^= 1;
        fs::write(&path, stored).unwrap();
        assert_eq!(documents.read(&digest).unwrap(), None);
        assert!(!documents.holds(&digest));
        assert_eq!(documents.keep("Nguyễn Văn Đức".as_bytes()).unwrap(), digest);
    }
}
