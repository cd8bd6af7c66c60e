//! Making a desk: from a code of the administrator to an encrypted folder that people can sign in to.

use crate::database::{self, File};
use crate::desk::clock;
use crate::error::DeskError;
use crate::http_portal::HttpPortal;
use crate::tables::desk_book;
use crate::tables::facts::{self, Fact};
use crate::tables::{head, numbers};
use crate::vault::{DataKey, Vault};
use crate::views::{DeskInfo, DeskUser, Failure};
use casework::catalogue::Role;
use casework::{Catalogue, UserId};
use protocol::VERSION;
use protocol::book::{BookEntry, BookWhat};
use protocol::enrol::{AddPersonRequest, EnrolReply, EnrolRequest};
pub use protocol::enrol::{Proof, Secret};
use sqlx::SqlitePool;
use std::path::Path;

/// Enrols a desk for the unit that the code is for, and lets these people in. Nothing is left behind where it fails.
///
/// # Errors
/// A folder that is a desk already, the road, the portal's "no", the disk.
pub async fn enrol(
    folder: &Path,
    portal: &str,
    code: &str,
    desk_name: &str,
    people: Vec<Proof>,
) -> Result<DeskInfo, DeskError> {
    if Vault::read(folder).is_ok() {
        return Err(DeskError::Damaged("the folder: it is a desk already, so it"));
    }
    let request =
        EnrolRequest { version: VERSION, code: Secret(code.to_owned()), desk_name: desk_name.to_owned(), people };
    let reply = HttpPortal::new(portal, None)?.enrol(&request).await?;
    std::fs::create_dir_all(folder).map_err(DeskError::file("making the desk's folder"))?;
    let key = DataKey::random()?;
    write_files(folder, portal, &reply, &key).await?;
    let info = info(&reply);
    let mut vault = Vault::new(info.clone());
    for person in &request.people {
        vault.admit(desk_user(&reply.catalogue, &person.user), &person.secret.0, &key)?;
    }
    // Written last: a folder without it is no desk.
    vault.write(folder)?;
    Ok(vault.info().clone())
}

/// Whether secrets may travel to this address: encrypted, or not leaving this computer.
#[must_use]
pub fn is_safe(portal: &str) -> bool {
    let Some((scheme, rest)) = portal.split_once("://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let name = host.rsplit_once('@').map_or(host, |(_, name)| name);
    let name = name
        .strip_prefix('[')
        .and_then(|name| name.split(']').next())
        .unwrap_or_else(|| name.rsplit_once(':').map_or(name, |(name, _)| name));
    match scheme.to_ascii_lowercase().as_str() {
        "https" => !name.is_empty(),
        "http" => matches!(name, "localhost" | "127.0.0.1" | "::1"),
        _ => false,
    }
}

/// Lets one more person in. Somebody who is in already opens the desk for them.
///
/// # Errors
/// Wrong secrets, the road, the disk.
pub async fn add_person(folder: &Path, host: &Proof, guest: Proof) -> Result<DeskInfo, DeskError> {
    let mut vault = Vault::read(folder)?;
    let key = vault.unlock(&host.user, &host.secret.0)?;
    let catalogue = with_files(folder, &key, async |outbox, mirror| {
        let base = facts::required(outbox, Fact::Portal).await?;
        let token = facts::required(outbox, Fact::Token).await?;
        let request = AddPersonRequest { version: VERSION, person: guest.clone() };
        HttpPortal::new(&base, Some(token))?.add_person(&request).await?;
        Ok(head::catalogue(mirror).await?.unwrap_or_default())
    })
    .await?;
    vault.admit(desk_user(&catalogue, &guest.user), &guest.secret.0, &key)?;
    vault.write(folder)?;
    Ok(vault.info().clone())
}

/// Sets a colleague's secret anew, without a line: one who answers for the unit vouches for them, and the desk's book
/// says so to everybody, first of all to the colleague.
///
/// # Errors
/// [`Failure::WrongSecret`]; [`Failure::ForHeadsOnly`]; [`Failure::NotOfThisDesk`]; the disk.
pub async fn reset_secret(folder: &Path, host: &Proof, guest: Proof) -> Result<DeskInfo, Failure> {
    let mut vault = Vault::read(folder)?;
    let key = vault.unlock(&host.user, &host.secret.0)?;
    let known = vault.info().users.iter().find(|user| user.id == guest.user).cloned();
    let at = crate::clock();
    with_files(folder, &key, async |outbox, mirror| {
        let catalogue = head::catalogue(mirror).await?.unwrap_or_default();
        let leads = catalogue.users.get(&host.user).is_some_and(|user| user.roles.iter().any(is_in_charge));
        if !leads || host.user == guest.user {
            return Ok(Err(Failure::ForHeadsOnly));
        }
        let Some(user) = known else { return Ok(Err(Failure::NotOfThisDesk)) };
        // Noted before it holds: nobody gets in by a secret that the book does not know of.
        let what = BookWhat::Reset { user: guest.user.clone() };
        let entry = BookEntry { at, user: host.user.clone(), what };
        desk_book::add(outbox, &entry).await?;
        vault.admit(user, &guest.secret.0, &key)?;
        vault.write(folder)?;
        Ok(Ok(vault.info().clone()))
    })
    .await?
}

const fn is_in_charge(role: &Role) -> bool {
    matches!(role, Role::DivisionHead | Role::UnitHead | Role::Administrator)
}

pub(crate) async fn write_files(
    folder: &Path,
    portal: &str,
    reply: &EnrolReply,
    key: &DataKey,
) -> Result<(), DeskError> {
    with_files(folder, key, async |outbox, mirror| {
        for (fact, value) in [
            (Fact::Device, reply.device.to_string()),
            (Fact::Token, reply.token.0.clone()),
            (Fact::Portal, portal.trim_end_matches('/').to_owned()),
            (Fact::PortalKey, reply.portal_key.clone()),
            (Fact::Unit, reply.unit.0.clone()),
            (Fact::Log, reply.log.0.to_string()),
        ] {
            facts::write(outbox, fact, &value).await?;
        }
        let mut connection = outbox.acquire().await.map_err(DeskError::database("opening a file of the desk"))?;
        numbers::lease(&mut connection, reply.codes, &reply.registers).await?;
        drop(connection);
        head::keep_catalogue(mirror, &reply.catalogue).await
    })
    .await
}

/// Opens the desk's two files for a moment; both are closed however that ends.
async fn with_files<T>(
    folder: &Path,
    key: &DataKey,
    work: impl AsyncFnOnce(&SqlitePool, &SqlitePool) -> Result<T, DeskError>,
) -> Result<T, DeskError> {
    let outbox = database::open(folder, File::Outbox, key).await?;
    let done = match database::open(folder, File::Mirror, key).await {
        Ok(mirror) => {
            let done = work(&outbox, &mirror).await;
            mirror.close().await;
            done
        }
        Err(error) => Err(error),
    };
    outbox.close().await;
    done
}

fn info(reply: &EnrolReply) -> DeskInfo {
    let newest = || reply.catalogue.editions.values().max_by_key(|edition| edition.in_force_from);
    let edition = reply.catalogue.edition_on(clock().day()).or_else(newest);
    let unit_name = edition.and_then(|edition| edition.units.get(&reply.unit)).map(|unit| unit.name.clone());
    DeskInfo {
        unit: reply.unit.clone(),
        unit_name: unit_name.unwrap_or_else(|| reply.unit.0.clone()),
        sample: edition.is_some_and(|edition| edition.sample),
        practice: false,
        users: Vec::new(),
    }
}

pub(crate) fn desk_user(catalogue: &Catalogue, id: &UserId) -> DeskUser {
    match catalogue.users.get(id) {
        Some(user) => DeskUser {
            id: user.id.clone(),
            name: user.name.clone(),
            title: user.title.clone(),
            roles: user.roles.iter().copied().collect(),
        },
        None => DeskUser { id: id.clone(), name: id.0.clone(), title: String::new(), roles: Vec::new() },
    }
}

#[cfg(test)]
mod tests {
    use super::is_safe;

    #[test]
    fn secrets_travel_encrypted_or_not_at_all() {
        for address in ["https://dichvucong.tinh.gov.vn", "HTTPS://a:8443/x", "http://127.0.0.1:8640", "http://[::1]:1"]
        {
            assert!(is_safe(address), "{address}");
        }
        for address in [
            "http://dichvucong.tinh.gov.vn",
            "http://localhost.evil.vn",
            "http://127.0.0.1@evil.vn",
            "ftp://a",
            "a",
            "https://",
        ] {
            assert!(!is_safe(address), "{address}");
        }
    }
}
