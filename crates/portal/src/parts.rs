//! What comes in parts, until it is whole or given up: a file in a folder of this instance, or, where documents go to an
//! object store, an object a part there, so that any instance goes on with what another one began.

use crate::admit::PortalError;
use crate::bucket::{Bucket, failed, wait};
use futures_util::{StreamExt, TryStreamExt};
use object_store::path::Path as Key;
use object_store::{ObjectStore, ObjectStoreExt, PutMode, PutOptions};
use std::fs::{self, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// A place for parts.
pub(crate) enum Parts {
    Folder {
        folder: PathBuf,
        /// One writer at a time; parts are small.
        writing: Mutex<()>,
    },
    Bucket {
        bucket: Arc<Bucket>,
        /// What stands before the ids there.
        under: &'static str,
    },
}

impl Parts {
    pub fn in_folder(folder: PathBuf) -> Result<Self, PortalError> {
        fs::create_dir_all(&folder).map_err(file("making a folder of parts"))?;
        Ok(Self::Folder { folder, writing: Mutex::new(()) })
    }

    pub fn in_bucket(bucket: Arc<Bucket>, under: &'static str) -> Self {
        Self::Bucket { bucket, under }
    }

    /// How much of it is here.
    pub fn offset(&self, id: &str) -> Result<u64, PortalError> {
        require_ours(id)?;
        match self {
            Self::Folder { folder, .. } => Ok(fs::metadata(folder.join(id)).map_or(0, |data| data.len())),
            Self::Bucket { bucket, under } => Ok(bucket.whole_parts(under, id)?.iter().map(|(_, size)| size).sum()),
        }
    }

    /// Takes bytes in where what is here ends; `false` where it ends elsewhere.
    pub fn append(&self, id: &str, offset: u64, bytes: &[u8]) -> Result<bool, PortalError> {
        require_ours(id)?;
        match self {
            Self::Folder { folder, writing } => {
                let _writing = match writing.lock() {
                    Ok(guard) => guard,
                    Err(poisoned) => poisoned.into_inner(),
                };
                if self.offset(id)? != offset {
                    return Ok(false);
                }
                append(&folder.join(id), offset, bytes).map_err(file("writing a part"))?;
                Ok(true)
            }
            Self::Bucket { bucket, under } => {
                Ok(self.offset(id)? == offset && bucket.put_part(under, id, offset, bytes.to_vec())?)
            }
        }
    }

    /// Everything of it that is here.
    pub fn read(&self, id: &str) -> Result<Vec<u8>, PortalError> {
        require_ours(id)?;
        match self {
            Self::Folder { folder, .. } => fs::read(folder.join(id)).map_err(file("reading parts")),
            Self::Bucket { bucket, under } => bucket.read_parts(under, id),
        }
    }

    pub fn remove(&self, id: &str) -> Result<(), PortalError> {
        require_ours(id)?;
        match self {
            Self::Folder { folder, .. } => match fs::remove_file(folder.join(id)) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(file("removing parts")(error)),
                _ => Ok(()),
            },
            Self::Bucket { bucket, under } => bucket.remove_parts(under, id),
        }
    }

    /// Ids of everything that lies here.
    pub fn all(&self) -> Result<Vec<String>, PortalError> {
        let mut ids = match self {
            Self::Folder { folder, .. } => {
                let what = || file("reading a folder of parts");
                let mut ids = Vec::new();
                for entry in fs::read_dir(folder).map_err(what())? {
                    ids.push(entry.map_err(what())?.file_name().to_string_lossy().into_owned());
                }
                ids
            }
            Self::Bucket { bucket, under } => bucket.ids_of_parts(under)?,
        };
        ids.retain(|id| require_ours(id).is_ok());
        Ok(ids)
    }
}

/// Ids are ours, so anything else is no name of a file.
fn require_ours(id: &str) -> Result<(), PortalError> {
    let is_ours = id.len() == 64 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_ours { Ok(()) } else { Err(PortalError::Wrong("no id of what comes in parts".to_owned())) }
}

fn append(path: &Path, offset: u64, bytes: &[u8]) -> std::io::Result<()> {
    let mut parts = OpenOptions::new().create(true).truncate(false).write(true).open(path)?;
    parts.seek(SeekFrom::Start(offset))?;
    parts.write_all(bytes)?;
    parts.sync_data()
}

fn file(what: &'static str) -> impl FnOnce(std::io::Error) -> PortalError {
    move |source| PortalError::File { what, source }
}

impl Bucket {
    fn parts_at(&self, under: &str, id: &str) -> Key {
        self.prefix.clone().join("incoming").join(under).join(id)
    }

    /// The parts that follow each other from the beginning, with their sizes. Each is named by where it begins, so that
    /// one of a try that came too late fits nowhere and is passed over.
    fn whole_parts(&self, under: &str, id: &str) -> Result<Vec<(Key, u64)>, PortalError> {
        let listing = self.store.list(Some(&self.parts_at(under, id)));
        let listed: Result<Vec<_>, _> = wait(listing.try_collect());
        let mut found: Vec<(u64, Key, u64)> = listed
            .map_err(failed("listing parts in the object store"))?
            .into_iter()
            .filter_map(|part| Some((part.location.filename()?.parse().ok()?, part.location, part.size)))
            .collect();
        found.sort();
        Ok(following(found))
    }

    /// Puts a part where none begins yet; `false` where another instance was faster.
    fn put_part(&self, under: &str, id: &str, offset: u64, bytes: Vec<u8>) -> Result<bool, PortalError> {
        if bytes.is_empty() {
            return Ok(true);
        }
        let key = self.parts_at(under, id).join(format!("{offset:012}"));
        let options = PutOptions { mode: PutMode::Create, ..PutOptions::default() };
        match wait(self.store.put_opts(&key, bytes.into(), options)) {
            Ok(_) => Ok(true),
            Err(object_store::Error::AlreadyExists { .. } | object_store::Error::Precondition { .. }) => Ok(false),
            Err(error) => Err(failed("keeping a part in the object store")(error)),
        }
    }

    fn read_parts(&self, under: &str, id: &str) -> Result<Vec<u8>, PortalError> {
        let parts = self.whole_parts(under, id)?;
        let reading = async {
            let mut whole = Vec::new();
            for (key, _) in &parts {
                whole.extend(self.store.get(key).await?.bytes().await?);
            }
            Ok(whole)
        };
        wait(reading).map_err(failed("reading parts from the object store"))
    }

    fn remove_parts(&self, under: &str, id: &str) -> Result<(), PortalError> {
        let found = self.store.list(Some(&self.parts_at(under, id))).map_ok(|part| part.location).boxed();
        let removing = self.store.delete_stream(found).try_for_each(|_| async { Ok(()) });
        match wait(removing) {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(failed("removing parts from the object store")(error)),
        }
    }

    fn ids_of_parts(&self, under: &str) -> Result<Vec<String>, PortalError> {
        let place = self.prefix.clone().join("incoming").join(under);
        let listed = wait(self.store.list_with_delimiter(Some(&place)));
        let listed = listed.map_err(failed("listing parts in the object store"))?;
        Ok(listed.common_prefixes.iter().filter_map(|place| place.filename().map(str::to_owned)).collect())
    }
}

/// The parts, in their order, that follow each other from the beginning: where each begins, what it is, how long it is.
fn following<Part>(sorted: Vec<(u64, Part, u64)>) -> Vec<(Part, u64)> {
    let mut end = 0;
    let mut whole = Vec::new();
    for (begin, part, size) in sorted {
        if begin == end {
            end += size;
            whole.push((part, size));
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_taken_where_they_end_and_nowhere_else() {
        let folder = tempfile::tempdir().unwrap();
        let parts = Parts::in_folder(folder.path().to_owned()).unwrap();
        let id = "ab".repeat(32);
        assert!(parts.append(&id, 0, b"mot ").unwrap());
        assert!(!parts.append(&id, 0, b"xxxx").unwrap(), "what is here stays");
        assert!(!parts.append(&id, 9, b"xxxx").unwrap(), "no holes");
        let again = Parts::in_folder(folder.path().to_owned()).unwrap();
        assert_eq!(again.offset(&id).unwrap(), 4, "a restart goes on where it stopped");
        assert!(again.append(&id, 4, b"hai").unwrap());
        assert_eq!(again.read(&id).unwrap(), b"mot hai");
        assert_eq!(again.all().unwrap(), vec![id.clone()]);
        again.remove(&id).unwrap();
        assert_eq!(again.offset(&id).unwrap(), 0);
    }

    #[test]
    fn what_counts_is_the_run_of_parts_from_the_beginning() {
        assert_eq!(following(vec![(0, 'a', 4), (4, 'b', 3)]), [('a', 4), ('b', 3)]);
        assert_eq!(following(vec![(0, 'a', 4), (2, 'x', 9), (4, 'b', 3)]), [('a', 4), ('b', 3)], "a late try");
        assert_eq!(following(vec![(0, 'a', 4), (5, 'b', 3)]), [('a', 4)], "a hole");
        assert_eq!(following(vec![(3, 'b', 3)]), [], "nothing at the beginning");
    }

    #[test]
    fn only_our_own_ids_are_names_of_files() {
        let folder = tempfile::tempdir().unwrap();
        let parts = Parts::in_folder(folder.path().to_owned()).unwrap();
        for id in ["", "../portal.db", "..", &"zz".repeat(32), &"ab".repeat(33)] {
            assert!(parts.append(id, 0, b"x").is_err(), "{id}");
        }
    }
}
