//! Documents of citizens on their way: their bytes as they come, in a folder beside the documents, and the end of those
//! that nobody files. What they are for stands in the store (`store/uploads.rs`); a document comes in among the others
//! only when an application is filed with it.

use crate::admit::{Portal, PortalError};
use casework::Moment;
use std::fs::{self, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// The folder of what is on its way.
pub(crate) struct Incoming {
    folder: PathBuf,
    /// One writer at a time; parts are small.
    writing: Mutex<()>,
}

impl Incoming {
    pub fn open(data: &Path) -> Result<Self, PortalError> {
        let folder = data.join("uploads");
        fs::create_dir_all(&folder).map_err(file("making the folder of uploads"))?;
        Ok(Self { folder, writing: Mutex::new(()) })
    }

    /// Where the bytes of an upload are; ids are ours, so anything else is no name of a file.
    fn path(&self, id: &str) -> Result<PathBuf, PortalError> {
        let is_ours = id.len() == 64 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
        if is_ours { Ok(self.folder.join(id)) } else { Err(PortalError::Wrong("no id of an upload".to_owned())) }
    }

    /// How much of it is here.
    pub fn offset(&self, id: &str) -> Result<u64, PortalError> {
        Ok(fs::metadata(self.path(id)?).map_or(0, |data| data.len()))
    }

    /// Takes bytes in where the upload ends; `false` where it ends elsewhere.
    pub fn append(&self, id: &str, offset: u64, bytes: &[u8]) -> Result<bool, PortalError> {
        let _writing = match self.writing.lock() {
            Ok(guard) => guard,
            Err(poisoned) => poisoned.into_inner(),
        };
        if self.offset(id)? != offset {
            return Ok(false);
        }
        let wrote = || file("writing an upload");
        let mut upload =
            OpenOptions::new().create(true).truncate(false).write(true).open(self.path(id)?).map_err(wrote())?;
        upload.seek(SeekFrom::Start(offset)).and_then(|_| upload.write_all(bytes)).map_err(wrote())?;
        upload.sync_data().map_err(wrote())?;
        Ok(true)
    }

    pub fn read(&self, id: &str) -> Result<Vec<u8>, PortalError> {
        fs::read(self.path(id)?).map_err(file("reading an upload"))
    }

    pub fn remove(&self, id: &str) -> Result<(), PortalError> {
        match fs::remove_file(self.path(id)?) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(file("removing an upload")(error)),
            _ => Ok(()),
        }
    }

    /// Ids of everything that lies here.
    fn all(&self) -> Result<Vec<String>, PortalError> {
        let what = || file("reading the folder of uploads");
        let mut ids = Vec::new();
        for entry in fs::read_dir(&self.folder).map_err(what())? {
            ids.push(entry.map_err(what())?.file_name().to_string_lossy().into_owned());
        }
        Ok(ids)
    }
}

impl Portal {
    /// Throws away what citizens began to send and did not file in time, and tries of minutes that are over.
    ///
    /// # Errors
    /// The store or the disk; what is left is thrown away the next time.
    pub async fn sweep_uploads(&self, now: Moment) -> Result<(), PortalError> {
        self.store.drop_old_uploads(now).await?;
        self.store.forget_tries(now.0.div_euclid(60_000) - 1).await?;
        for id in self.uploads.all()? {
            // The row is written before the first byte, so bytes without a row belong to nobody.
            if self.uploads.path(&id).is_ok() && self.store.upload(&id, now).await?.is_none() {
                self.uploads.remove(&id)?;
            }
        }
        Ok(())
    }
}

fn file(what: &'static str) -> impl FnOnce(std::io::Error) -> PortalError {
    move |source| PortalError::File { what, source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_taken_where_the_upload_ends_and_nowhere_else() {
        let folder = tempfile::tempdir().unwrap();
        let incoming = Incoming::open(folder.path()).unwrap();
        let id = "ab".repeat(32);
        assert!(incoming.append(&id, 0, b"mot ").unwrap());
        assert!(!incoming.append(&id, 0, b"xxxx").unwrap(), "what is here stays");
        assert!(!incoming.append(&id, 9, b"xxxx").unwrap(), "no holes");
        let again = Incoming::open(folder.path()).unwrap();
        assert_eq!(again.offset(&id).unwrap(), 4, "a restart goes on where it stopped");
        assert!(again.append(&id, 4, b"hai").unwrap());
        assert_eq!(again.read(&id).unwrap(), b"mot hai");
        again.remove(&id).unwrap();
        assert_eq!(again.offset(&id).unwrap(), 0);
    }

    #[test]
    fn only_our_own_ids_are_names_of_files() {
        let folder = tempfile::tempdir().unwrap();
        let incoming = Incoming::open(folder.path()).unwrap();
        for id in ["", "../portal.db", "..", &"zz".repeat(32), &"ab".repeat(33)] {
            assert!(incoming.append(id, 0, b"x").is_err(), "{id}");
        }
    }
}
