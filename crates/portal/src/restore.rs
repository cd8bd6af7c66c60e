//! A backup put back: into an empty folder, under another log, so that desks see that something may be missing.

use crate::admit::{PortalError, random};
use crate::bucket::Bucket;
use crate::documents::Documents;
use crate::postgres_tools;
use crate::store::Store;
use protocol::LogId;
use std::path::Path;
use std::sync::Arc;

/// What was put back.
#[derive(Debug)]
pub struct Restored {
    pub documents: u64,
    /// The log that begins.
    pub log: String,
}

fn failed(what: &'static str) -> impl Fn(std::io::Error) -> PortalError {
    move |source| PortalError::File { what, source }
}

/// Puts the backup in `from` into `data`, which holds nothing yet. The database appears last: what was interrupted is no
/// portal, and is begun again. On PostgreSQL the
/// dump of the backup is put into the database, unless its own tools did it before.
///
/// # Errors
/// A folder that is no backup, a data folder that holds a portal, the disk or the database.
pub async fn restore(from: &Path, data: &Path, database: Option<&str>) -> Result<Restored, PortalError> {
    let (copy, target, workshop) = (from.join("portal.db"), data.join("portal.db"), data.join("restoring"));
    if database.is_none() && !copy.is_file() {
        return Err(PortalError::Wrong(format!("{} is no backup: portal.db is missing", from.display())));
    }
    if target.exists() {
        return Err(PortalError::Wrong(format!("{} holds a portal already; give an empty folder", data.display())));
    }
    std::fs::create_dir_all(&workshop).map_err(failed("making the data folder"))?;
    let documents = copy_documents(&from.join("documents"), &data.join("documents"))?;
    let mut log = [0; 16];
    random(&mut log)?;
    let log: LogId = protocol::push::log_id(log);
    match database {
        Some(url) => {
            // A database that somebody has put back already has its tables.
            if from.join(postgres_tools::DUMP).is_file() && !Store::has_tables(url).await? {
                postgres_tools::put_back(url, from).await?;
            }
            let store = Store::postgres(url).await?;
            store.begin_log_anew(log).await?;
            store.close().await;
        }
        None => {
            // What an interrupted try left.
            for rest in ["portal.db", "portal.db-wal", "portal.db-shm"] {
                let rest = workshop.join(rest);
                if rest.exists() {
                    std::fs::remove_file(rest).map_err(failed("tidying what an earlier try left"))?;
                }
            }
            std::fs::copy(&copy, workshop.join("portal.db")).map_err(failed("copying the database"))?;
            let store = Store::embedded(&workshop).await?;
            store.begin_log_anew(log).await?;
            store.close().await;
            if workshop.join("portal.db-wal").exists() {
                return Err(PortalError::Wrong("the database was not closed whole; try again".to_owned()));
            }
            std::fs::rename(workshop.join("portal.db"), &target)
                .map_err(failed("putting the database in its place"))?;
        }
    }
    std::fs::remove_dir_all(&workshop).map_err(failed("tidying the data folder"))?;
    Ok(Restored { documents, log: log.0.to_string() })
}

/// Brings the documents of a backup into the object store of a portal that keeps them there.
///
/// # Errors
/// The backup, or the object store.
pub fn bring_documents(from: &Path, data: &Path, bucket: &str) -> Result<u64, PortalError> {
    Documents::open(data, Some(Arc::new(Bucket::open(bucket)?)))?.bring(&from.join("documents"))
}

/// Copies the folders of documents; what is there already stays.
fn copy_documents(from: &Path, to: &Path) -> Result<u64, PortalError> {
    std::fs::create_dir_all(to).map_err(failed("making the folder of documents"))?;
    if !from.exists() {
        return Ok(0);
    }
    let mut copied = 0;
    for folder in std::fs::read_dir(from).map_err(failed("reading the backup"))? {
        let folder = folder.map_err(failed("reading the backup"))?;
        if !folder.path().is_dir() || folder.file_name() == "incoming" {
            continue;
        }
        let target = to.join(folder.file_name());
        std::fs::create_dir_all(&target).map_err(failed("making the folder of documents"))?;
        for document in std::fs::read_dir(folder.path()).map_err(failed("reading the backup"))? {
            let document = document.map_err(failed("reading the backup"))?;
            std::fs::copy(document.path(), target.join(document.file_name())).map_err(failed("copying a document"))?;
            copied += 1;
        }
    }
    Ok(copied)
}
