//! Backups, and the watermark that lets desks forget what the backup holds (P13).

use crate::admit::{Portal, PortalError};
use crate::postgres_tools;
use crate::store::Store;
use protocol::store::PortalStore;
use std::path::Path;

/// Copies the database and all documents into `folder`, then notes how far the backup goes: with `pg_dump` where
/// `database` is the address of a PostgreSQL. Without it, the database was dumped by its own tools before.
///
/// # Errors
/// The disk, the database, `pg_dump`, a folder that holds a backup already. No mark is set then.
pub async fn backup(portal: &Portal, folder: &Path, database: Option<&str>) -> Result<u64, PortalError> {
    std::fs::create_dir_all(folder)
        .map_err(|source| PortalError::File { what: "making the folder of the backup", source })?;
    // Read before the copy: what comes in between is in the copy or not, but never claimed to be.
    let mut places = Vec::new();
    for unit in portal.store.units().await? {
        let (_, head) = portal.store.page(&unit, u64::from(u32::MAX), 1).await?;
        places.push((unit, head.seq));
    }
    if matches!(portal.store, Store::Sqlite(_)) {
        portal.store.copy_to(&folder.join("portal.db")).await?;
    } else if let Some(url) = database {
        postgres_tools::dump(url, folder).await?;
    }
    for (digest, _) in portal.store.files().await? {
        if let Ok(digest) = digest.parse() {
            portal.documents.copy_to(&folder.join("documents"), &digest)?;
        }
    }
    let mut sum = 0;
    for (unit, seq) in places {
        portal.store.is_safe(&unit, seq).await?;
        sum += seq;
    }
    Ok(sum)
}
