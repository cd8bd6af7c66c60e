//! Filling an empty portal with the sample province, through the same door as everything else.

use crate::admit::{Portal, PortalError, random};
use crate::people::{add_enrol_code, set_secret};
use crate::routes::hold_document;
use crate::sample::{self, SECRET, SignedDocuments};
use crate::store::NewDesk;
use casework::{Catalogue, Command, DeviceId, Moment, RegisterBook, UnitCode};
use protocol::push::{DeskRights, Source, Verdict};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

/// What was loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Loaded {
    pub cases: usize,
    pub acts: usize,
    pub files: usize,
    pub keys: usize,
}

/// Loads catalogue, people and cases; signing keys go to `sample-keys` in the data folder.
///
/// # Errors
/// A portal that holds cases already, or what broke: a half-filled sample is deleted and begun again.
pub async fn load_sample(portal: &Arc<Portal>, data: &Path, now: Moment) -> Result<Loaded, PortalError> {
    if portal.store.count_cases().await? > 0 {
        return Err(PortalError::Wrong("this portal holds cases already; give an empty --data folder".to_owned()));
    }
    let wrong = |error: &dyn std::fmt::Display| PortalError::Wrong(error.to_string());
    let editions = crate::catalogue_files::bundled().map_err(|error| wrong(&error))?;
    portal.publish(Catalogue { editions, users: sample::users(), ..Catalogue::default() }).await?;
    for user in sample::users().keys() {
        set_secret(portal, user, SECRET).await?;
    }
    let catalogue = portal.catalogue();
    let edition = catalogue.edition_on(now.day()).ok_or_else(|| wrong(&"no edition is in force"))?;
    let keys = sample::keys(edition, now).map_err(|error| wrong(&error))?;
    write_keys(data, &keys)?;
    let mut documents = SignedDocuments::new(&keys).map_err(|error| wrong(&error))?;
    let province = sample::province(&catalogue, now, &mut documents).map_err(|error| wrong(&error))?;
    let mut desks = BTreeMap::new();
    let at_counters =
        sample::users().into_values().filter(|user| user.roles.contains(&casework::catalogue::Role::Clerk));
    for unit in at_counters.map(|user| user.unit).collect::<BTreeSet<_>>() {
        desks.insert(unit.clone(), loader(portal, &catalogue, &unit, now).await?);
    }
    let mut cases = BTreeMap::new();
    let acts = province.envelopes.len();
    for (arrived_at, envelope) in province.envelopes {
        let case = envelope.case;
        if let Command::File { application } | Command::Receive { application, .. } = &envelope.command {
            cases.insert(case, application.unit.clone());
        }
        let source = match &envelope.actor {
            casework::Actor::Citizen(account) => Source::Account(account.clone()),
            casework::Actor::Portal => Source::Portal,
            casework::Actor::Official(_) => {
                let desk = cases.get(&case).and_then(|unit| desks.get(unit));
                Source::Desk(desk.ok_or_else(|| wrong(&"a sample case of a unit without people"))?.clone())
            }
        };
        let bytes = serde_json::to_string(&envelope)
            .map_err(|source| PortalError::Json { what: "a sample command", source })?;
        match portal.admit(envelope, bytes, source, arrived_at).await? {
            Ok(Verdict::Accepted { .. }) => {}
            other => return Err(PortalError::Wrong(format!("the law refuses a sample command: {other:?}"))),
        }
    }
    for file in &province.files {
        let digest = portal.documents.keep(&file.bytes)?;
        let held = hold_document(portal, &digest, file.bytes.len() as u64).await;
        held.map_err(|()| wrong(&"a sample document could not be kept"))?;
    }
    for desk in desks.values() {
        // The registers are free again for the first real desk that is granted them.
        portal.store.revoke(desk.device, now).await?;
    }
    Ok(Loaded { cases: cases.len(), acts, files: province.files.len(), keys: keys.keys.len() })
}

/// A desk in whose name the sample of a unit arrives; its numbers stay taken for ever.
async fn loader(
    portal: &Arc<Portal>,
    catalogue: &Catalogue,
    unit: &UnitCode,
    now: Moment,
) -> Result<DeskRights, PortalError> {
    let code = add_enrol_code(portal, unit, true, 60).await?;
    let mut device = [0; 16];
    random(&mut device)?;
    let mut token = [0; 32];
    random(&mut token)?;
    let people: Vec<_> =
        catalogue.users.values().filter(|user| user.unit == *unit).map(|user| user.id.clone()).collect();
    let desk = NewDesk {
        code_digest: protocol::digest(code.as_bytes()),
        name: "Dữ liệu mẫu".to_owned(),
        device: DeviceId(uuid::Builder::from_random_bytes(device).into_uuid()),
        token_digest: protocol::digest(&token),
        people: people.clone(),
        now,
    };
    let books: BTreeSet<RegisterBook> = catalogue
        .editions
        .values()
        .flat_map(|edition| edition.services.values().map(move |service| (edition, service)))
        .filter(|(_, service)| service.units.contains(unit))
        .flat_map(|(edition, service)| edition.books_of(service))
        .cloned()
        .collect();
    let enrolled = portal.store.enrol(&desk, &books).await?;
    let enrolled = enrolled.map_err(|why| PortalError::Wrong(format!("{why:?}")))?;
    let users = people.into_iter().collect();
    Ok(DeskRights { device: desk.device, unit: unit.clone(), users, codes: enrolled.codes })
}

fn write_keys(data: &Path, keys: &sample::SampleKeys) -> Result<(), PortalError> {
    let folder = data.join("sample-keys");
    let file = |source| PortalError::File { what: "writing the sample keys", source };
    std::fs::create_dir_all(&folder).map_err(file)?;
    std::fs::write(folder.join("ca.pem"), &keys.authority_pem).map_err(file)?;
    for key in &keys.keys {
        std::fs::write(folder.join(format!("{}.p12", key.user)), &key.p12).map_err(file)?;
    }
    Ok(())
}
