//! Backups, and the watermark that lets desks forget what the backup holds (P13).
//!
//! A mark is set once everything is on the disk: each file is written under another name, synced and only then called
//! what it is, and so is the folder that names it. The database comes by its name last: a folder without it is no backup.

use crate::admit::{Portal, PortalError, clock};
use crate::postgres_tools;
use crate::store::Store;
use casework::Digest;
use protocol::store::PortalStore;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn failed(what: &'static str) -> impl Fn(std::io::Error) -> PortalError {
    move |source| PortalError::File { what, source }
}

/// Lets what a folder names survive a power cut.
#[cfg(unix)]
pub(crate) fn sync_folder(folder: &Path) -> std::io::Result<()> {
    fs::File::open(folder)?.sync_all()
}

/// Folders of other systems keep their own names.
#[cfg(not(unix))]
pub(crate) fn sync_folder(_: &Path) -> std::io::Result<()> {
    Ok(())
}

/// Copies the database and all documents into `folder`, then notes how far the backup goes: with `pg_dump` where
/// `database` is the address of a PostgreSQL. Without it, the database was dumped by its own tools before. Documents that
/// an `earlier` backup on the same disk holds are not copied again: both name the same bytes.
///
/// # Errors
/// The disk, the database, `pg_dump`, a folder that holds a backup already. No mark is set then.
pub async fn backup(
    portal: &Portal,
    folder: &Path,
    earlier: Option<&Path>,
    database: Option<&str>,
) -> Result<u64, PortalError> {
    let holds = |name: &str| folder.join(name).exists();
    if holds("portal.db") || (database.is_some() && holds(postgres_tools::DUMP)) {
        return Err(PortalError::Wrong(format!("{} holds a backup already; give a new folder", folder.display())));
    }
    fs::create_dir_all(folder).map_err(failed("making the folder of the backup"))?;
    // Read before the copy: what comes in between is in the copy or not, but never claimed to be.
    let mut places = Vec::new();
    for unit in portal.store.units().await? {
        let (_, head) = portal.store.page(&unit, u64::from(u32::MAX), 1).await?;
        places.push((unit, head.seq));
    }
    let (part, whole) = (folder.join("portal.db.part"), folder.join("portal.db"));
    let is_embedded = matches!(portal.store, Store::Sqlite(_));
    if is_embedded {
        remove_rest(&part)?;
        portal.store.copy_to(&part).await?;
        fs::File::open(&part).and_then(|copy| copy.sync_all()).map_err(failed("keeping the copy of the database"))?;
    }
    let dumped = match database.filter(|_| !is_embedded) {
        Some(url) => Some(postgres_tools::dump(url, folder).await?),
        None => None,
    };
    copy_documents(portal, folder, earlier).await?;
    if is_embedded {
        fs::rename(part, whole).map_err(failed("keeping the copy of the database"))?;
    }
    if let Some(part) = dumped {
        fs::rename(part, folder.join(postgres_tools::DUMP)).map_err(failed("keeping the dump"))?;
    }
    let around = folder.parent().filter(|around| !around.as_os_str().is_empty());
    for named in [Some(folder), around].into_iter().flatten() {
        sync_folder(named).map_err(failed("keeping the backup"))?;
    }
    let mut sum = 0;
    for (unit, seq) in places {
        portal.store.is_safe(&unit, seq).await?;
        sum += seq;
    }
    portal.store.note_backup(clock(), sum).await?;
    Ok(sum)
}

/// What an earlier try left.
fn remove_rest(part: &Path) -> Result<(), PortalError> {
    match fs::remove_file(part) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(failed("tidying what an earlier backup left")(error))
        }
        _ => Ok(()),
    }
}

/// Copies every document that is held; all of them are on the disk by the end.
async fn copy_documents(portal: &Portal, folder: &Path, earlier: Option<&Path>) -> Result<(), PortalError> {
    let (folder, earlier) = (folder.join("documents"), earlier.map(|earlier| earlier.join("documents")));
    let mut touched = BTreeSet::from([folder.clone()]);
    fs::create_dir_all(&folder).map_err(failed("making a folder for the backup"))?;
    for (digest, size) in portal.store.files().await? {
        let Ok(digest) = digest.parse::<Digest>() else { continue };
        let size = u64::try_from(size).unwrap_or_default();
        touched.extend(copy_document(portal, &folder, earlier.as_deref(), &digest, size)?);
    }
    touched.iter().try_for_each(|folder| sync_folder(folder)).map_err(failed("keeping the documents of the backup"))
}

/// The size of a file that is there.
fn size_of(path: &Path) -> Option<u64> {
    fs::metadata(path).ok().filter(fs::Metadata::is_file).map(|data| data.len())
}

/// Copies a document, unless it is here or an earlier backup holds it; the folder that names it now.
fn copy_document(
    portal: &Portal,
    folder: &Path,
    earlier: Option<&Path>,
    digest: &Digest,
    size: u64,
) -> Result<Option<PathBuf>, PortalError> {
    let place = Path::new(&digest.as_str()[..2]).join(digest.as_str());
    let whole = folder.join(&place);
    // One of another size was cut off before backups were synced.
    if size_of(&whole) == Some(size) {
        return Ok(None);
    }
    let Some(around) = whole.parent() else { return Ok(None) };
    fs::create_dir_all(around).map_err(failed("making a folder for the backup"))?;
    let held = earlier.map(|earlier| earlier.join(&place)).filter(|held| size_of(held) == Some(size));
    if let Some(held) = held {
        remove_rest(&whole)?;
        // Another disk takes no second name; then it is copied.
        if fs::hard_link(&held, &whole).is_ok() {
            return Ok(Some(around.to_owned()));
        }
    }
    let part = whole.with_extension("part");
    let copied = portal.documents.copy(digest, &part)?;
    if copied != size {
        return Err(PortalError::Wrong(format!("document {digest} has {copied} bytes instead of {size}; see `check`")));
    }
    fs::rename(part, &whole).map_err(failed("copying a document"))?;
    Ok(Some(around.to_owned()))
}
