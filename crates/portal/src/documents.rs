//! Documents by digest, in a folder or in an object store: parts while they come, the whole once it is checked.

use crate::admit::{PortalError, random};
use crate::backup::sync_folder;
use crate::bucket::Bucket;
use crate::parts::Parts;
use casework::Digest;
use protocol::file::FileState;
use sha2::{Digest as _, Sha256};
use std::fs::{self, File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// Where whole documents are.
enum Place {
    /// The folder in which parts are, too.
    Folder,
    Bucket {
        bucket: Arc<Bucket>,
        parts: Parts,
    },
}

/// The documents.
pub(crate) struct Documents {
    folder: PathBuf,
    place: Place,
    /// Nobody else tries out under this name: others may share the folder.
    own_name: String,
    /// One writer at a time; parts are small.
    writing: Mutex<()>,
}

/// What came of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// More is to come from here on.
    Taken(FileState),
    /// The document is whole and checked.
    Complete,
    /// The part begins elsewhere than the document ends.
    WrongOffset { offset: u64 },
    /// The whole is not what its name says; it is thrown away.
    WrongDigest,
}

impl Documents {
    /// Documents are in the folder, or in an object store where there is one; then the folder is not needed.
    pub(crate) fn open(data: &Path, bucket: Option<Arc<Bucket>>) -> Result<Self, PortalError> {
        let folder = data.join("documents");
        let place = match bucket {
            Some(bucket) => Place::Bucket { parts: Parts::in_bucket(bucket.clone(), "documents"), bucket },
            None => {
                fs::create_dir_all(folder.join("incoming")).map_err(file("making the folder of documents"))?;
                Place::Folder
            }
        };
        let mut own = [0; 8];
        random(&mut own)?;
        let own_name = format!("try-out-{}", hex::encode(own));
        Ok(Self { folder, place, own_name, writing: Mutex::new(()) })
    }

    /// Whether the folder, or the object store, takes and gives bytes: really tried.
    pub(crate) fn try_out(&self) -> Result<(), PortalError> {
        if let Place::Bucket { bucket, .. } = &self.place {
            return bucket.try_out(&self.own_name);
        }
        let path = self.folder.join("incoming").join(&self.own_name);
        fs::write(&path, b"tried").map_err(file("writing into the folder of documents"))?;
        let read = fs::read(&path).map_err(file("reading in the folder of documents"))?;
        fs::remove_file(&path).map_err(file("tidying the folder of documents"))?;
        if read == b"tried" {
            Ok(())
        } else {
            Err(PortalError::Wrong("the folder of documents loses bytes".to_owned()))
        }
    }

    fn whole(&self, digest: &Digest) -> PathBuf {
        self.folder.join(&digest.as_str()[..2]).join(digest.as_str())
    }

    fn incoming(&self, digest: &Digest) -> PathBuf {
        self.folder.join("incoming").join(digest.as_str())
    }

    /// How much of a document is here; `held` is what the database says.
    pub(crate) fn state(&self, digest: &Digest, held: bool) -> Result<FileState, PortalError> {
        let length = |path: PathBuf| fs::metadata(path).map_or(0, |data| data.len());
        let offset = match &self.place {
            Place::Folder if held => length(self.whole(digest)),
            Place::Folder => length(self.incoming(digest)),
            Place::Bucket { bucket, .. } if held => bucket.size(digest)?.unwrap_or(0),
            Place::Bucket { parts, .. } => parts.offset(digest.as_str())?,
        };
        Ok(FileState { held, offset })
    }

    /// Takes a part in. A part from the beginning replaces what was there.
    pub(crate) fn take(&self, digest: &Digest, size: u64, offset: u64, part: &[u8]) -> Result<Part, PortalError> {
        if let Place::Bucket { bucket, parts } = &self.place {
            return take_into(bucket, parts, digest, size, offset, part);
        }
        let _writing = match self.writing.lock() {
            Ok(guard) => guard,
            Err(poisoned) => poisoned.into_inner(),
        };
        let path = self.incoming(digest);
        let here = fs::metadata(&path).map_or(0, |data| data.len());
        if offset != here && offset != 0 {
            return Ok(Part::WrongOffset { offset: here });
        }
        let mut incoming = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
        if let Ok(incoming) = &mut incoming {
            let written = incoming
                .set_len(offset)
                .and_then(|()| incoming.seek(SeekFrom::Start(offset)))
                .and_then(|_| incoming.write_all(part));
            written.map_err(file("writing a document"))?;
        }
        let incoming = incoming.map_err(file("writing a document"))?;
        let end = offset + part.len() as u64;
        if end < size {
            return Ok(Part::Taken(FileState { held: false, offset: end }));
        }
        incoming.sync_all().map_err(file("writing a document"))?;
        drop(incoming);
        if end > size || digest_of(&path)? != *digest {
            fs::remove_file(&path).map_err(file("throwing a broken document away"))?;
            return Ok(Part::WrongDigest);
        }
        let whole = self.whole(digest);
        if let Some(folder) = whole.parent() {
            fs::create_dir_all(folder).map_err(file("making a folder of documents"))?;
            fs::rename(&path, &whole).map_err(file("keeping a document"))?;
            sync_folder(folder).map_err(file("keeping a document"))?;
        }
        Ok(Part::Complete)
    }

    /// Keeps whole bytes; returns their name.
    pub(crate) fn keep(&self, bytes: &[u8]) -> Result<Digest, PortalError> {
        let digest = protocol::digest(bytes);
        match self.take(&digest, bytes.len() as u64, 0, bytes)? {
            Part::Complete => Ok(digest),
            Part::Taken(_) | Part::WrongOffset { .. } | Part::WrongDigest => {
                Err(PortalError::Wrong("a document could not be kept".to_owned()))
            }
        }
    }

    /// At most `length` bytes from `offset`; `None` where the document is not here.
    pub(crate) fn read(&self, digest: &Digest, offset: u64, length: u64) -> Result<Option<Vec<u8>>, PortalError> {
        if let Place::Bucket { bucket, .. } = &self.place {
            return bucket.read(digest, offset, length);
        }
        let mut whole = match File::open(self.whole(digest)) {
            Ok(whole) => whole,
            Err(missing) if missing.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(other) => return Err(file("reading a document")(other)),
        };
        let mut bytes = Vec::new();
        whole.seek(SeekFrom::Start(offset)).map_err(file("reading a document"))?;
        whole.take(length).read_to_end(&mut bytes).map_err(file("reading a document"))?;
        Ok(Some(bytes))
    }

    /// Whether the stored bytes are still what their name says.
    pub(crate) fn is_sound(&self, digest: &Digest) -> Result<bool, PortalError> {
        if let Place::Bucket { bucket, .. } = &self.place {
            return bucket.is_sound(digest);
        }
        let path = self.whole(digest);
        Ok(path.exists() && digest_of(&path)? == *digest)
    }

    /// Copies a whole document into a file, synced; how many bytes there were.
    pub(crate) fn copy(&self, digest: &Digest, to: &Path) -> Result<u64, PortalError> {
        let what = "copying a document";
        let mut copy = File::create(to).map_err(file(what))?;
        let copied = match &self.place {
            Place::Folder => {
                let mut whole = File::open(self.whole(digest)).map_err(file(what))?;
                std::io::copy(&mut whole, &mut copy).map_err(file(what))?
            }
            Place::Bucket { bucket, .. } => {
                let missing = || PortalError::Wrong(format!("document {digest} is missing in the object store"));
                let bytes = bucket.read(digest, 0, u64::MAX)?.ok_or_else(missing)?;
                copy.write_all(&bytes).map_err(file(what))?;
                bytes.len() as u64
            }
        };
        copy.sync_all().map_err(file(what))?;
        Ok(copied)
    }

    /// Brings documents from a folder of a backup into the object store; those that are there already stay.
    pub(crate) fn bring(&self, folder: &Path) -> Result<u64, PortalError> {
        let Place::Bucket { bucket, .. } = &self.place else { return Ok(0) };
        let read = || file("reading the backup");
        let mut brought = 0;
        for folder in fs::read_dir(folder).map_err(read())? {
            let folder = folder.map_err(read())?.path();
            if !folder.is_dir() || folder.ends_with("incoming") {
                continue;
            }
            for document in fs::read_dir(&folder).map_err(read())? {
                let document = document.map_err(read())?;
                let Ok(digest) = document.file_name().to_string_lossy().parse::<Digest>() else { continue };
                if bucket.size(&digest)?.is_none() {
                    bucket.put(&digest, fs::read(document.path()).map_err(read())?)?;
                    brought += 1;
                }
            }
        }
        Ok(brought)
    }
}

/// Takes a part into an object store. The last one is kept nowhere else than in the whole: where that cannot be put, it
/// comes again, and with it the next try.
fn take_into(
    bucket: &Bucket,
    parts: &Parts,
    digest: &Digest,
    size: u64,
    offset: u64,
    part: &[u8],
) -> Result<Part, PortalError> {
    let id = digest.as_str();
    let here = parts.offset(id)?;
    if offset != here && offset != 0 {
        return Ok(Part::WrongOffset { offset: here });
    }
    if offset == 0 && here > 0 {
        parts.remove(id)?;
    }
    let end = offset + part.len() as u64;
    if end < size {
        if !parts.append(id, offset, part)? {
            return Ok(Part::WrongOffset { offset: parts.offset(id)? });
        }
        return Ok(Part::Taken(FileState { held: false, offset: end }));
    }
    let mut whole = if offset == 0 { Vec::new() } else { parts.read(id)? };
    whole.extend(part);
    if end > size || protocol::digest(&whole) != *digest {
        parts.remove(id)?;
        return Ok(Part::WrongDigest);
    }
    bucket.put(digest, whole)?;
    if offset > 0 {
        parts.remove(id)?;
    }
    Ok(Part::Complete)
}

fn digest_of(path: &Path) -> Result<Digest, PortalError> {
    let mut hasher = Sha256::new();
    let mut reading = File::open(path).map_err(file("reading a document"))?;
    std::io::copy(&mut reading, &mut hasher).map_err(file("reading a document"))?;
    Ok(protocol::to_digest(hasher.finalize().into()))
}

fn file(what: &'static str) -> impl FnOnce(std::io::Error) -> PortalError {
    move |source| PortalError::File { what, source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_comes_in_parts_and_counts_only_when_whole_and_right() {
        let folder = tempfile::tempdir().unwrap();
        let documents = Documents::open(folder.path(), None).unwrap();
        let (bytes, digest) = (b"mot hai ba", protocol::digest(b"mot hai ba"));
        let taken = documents.take(&digest, 10, 0, &bytes[..4]).unwrap();
        assert_eq!(taken, Part::Taken(FileState { held: false, offset: 4 }));
        assert_eq!(documents.take(&digest, 10, 7, b"xxx").unwrap(), Part::WrongOffset { offset: 4 });
        let again = Documents::open(folder.path(), None).unwrap();
        assert_eq!(again.state(&digest, false).unwrap().offset, 4, "a restart goes on where it stopped");
        assert_eq!(again.take(&digest, 10, 4, &bytes[4..]).unwrap(), Part::Complete);
        assert_eq!(again.read(&digest, 4, 3).unwrap().as_deref(), Some(&b"hai"[..]));
        let wrong = protocol::digest(b"khac");
        assert_eq!(again.take(&wrong, 10, 0, bytes).unwrap(), Part::WrongDigest);
        assert_eq!(again.state(&wrong, false).unwrap().offset, 0);
    }
}
