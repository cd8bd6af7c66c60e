//! The desk's two files as the talk needs them.

use crate::database::{self, File};
use crate::error::DeskError;
use crate::submit::show_pending;
use crate::tables::facts::Fact;
use crate::tables::{absences, cases, envelopes, events, facts, files, head, numbers};
use crate::vault::DataKey;
use casework::{Case, CaseId, Catalogue, Envelope, UnitCode, replay};
use protocol::Head;
use protocol::store::{DeskStore, Lane, MirrorCase, MirrorPage, Settlement, Stored, Used};
use sqlx::sqlite::SqliteConnection;
use sqlx::{Sqlite, SqlitePool, Transaction};
use std::path::Path;
use std::sync::{Arc, RwLock};

/// Cases that are folded again at a time.
const PART: i64 = 500;

/// Outbox and mirror of one desk.
pub struct DeskFiles {
    pub(crate) outbox: SqlitePool,
    pub(crate) mirror: SqlitePool,
    /// The unit of this desk; `None` until it is enrolled.
    unit: Option<UnitCode>,
    catalogue: RwLock<Arc<Catalogue>>,
}

impl DeskFiles {
    /// Opens both. A mirror that cannot be read is moved aside and begun again; the outbox never is.
    ///
    /// # Errors
    /// The disk, the key, a damaged outbox.
    pub async fn open(folder: &Path, key: &DataKey) -> Result<Self, DeskError> {
        let outbox = database::open(folder, File::Outbox, key).await?;
        let mirror = match open_mirror(folder, key).await {
            Ok(mirror) => mirror,
            Err(damage) => {
                tracing::warn!(%damage, "the mirror cannot be read and is begun again");
                set_aside(folder, File::Mirror)?;
                database::open(folder, File::Mirror, key).await?
            }
        };
        let unit = facts::read(&outbox, Fact::Unit).await?.map(UnitCode);
        let files = Self { outbox, mirror, unit, catalogue: RwLock::default() };
        files.look_ahead().await?;
        files.fold_again().await?;
        Ok(files)
    }

    /// The catalogue of this desk: the portal's, with what was said here of absences.
    #[must_use]
    pub fn catalogue(&self) -> Arc<Catalogue> {
        match self.catalogue.read() {
            Ok(catalogue) => catalogue.clone(),
            Err(poisoned) => poisoned.into_inner().clone(),
        }
    }

    /// Takes a newer catalogue in.
    ///
    /// # Errors
    /// The disk.
    pub async fn keep_catalogue(&self, catalogue: Catalogue) -> Result<(), DeskError> {
        head::keep_catalogue(&self.mirror, &catalogue).await?;
        self.look_ahead().await
    }

    /// Shows the portal's catalogue with what was said here of absences that it does not have yet.
    pub(crate) async fn look_ahead(&self) -> Result<(), DeskError> {
        let mut catalogue = head::catalogue(&self.mirror).await?.unwrap_or_default();
        for wish in absences::ahead(&self.outbox, catalogue.version).await? {
            casework::absence::apply(&mut catalogue, &wish.user, wish.absence);
        }
        let mut current = match self.catalogue.write() {
            Ok(current) => current,
            Err(poisoned) => poisoned.into_inner(),
        };
        *current = Arc::new(catalogue);
        Ok(())
    }

    /// Closes both files.
    pub async fn close(&self) {
        self.outbox.close().await;
        self.mirror.close().await;
    }

    /// Empties the mirror; the next page fills it from the log's beginning.
    ///
    /// # Errors
    /// The disk.
    pub async fn empty_mirror(&self) -> Result<(), DeskError> {
        let mut transaction = begin(&self.mirror).await?;
        empty(&mut transaction).await?;
        commit(transaction).await?;
        Ok(show_pending(self, &self.catalogue()).await?)
    }

    /// Cases that an older program wrote are a cache of their events in a shape that this one does not read: they are
    /// folded again, so that an update loses nothing and works without a line.
    async fn fold_again(&self) -> Result<(), DeskError> {
        let catalogue = self.catalogue();
        let mut folded = false;
        loop {
            let ids = cases::of_another_shape(&self.mirror, PART).await?;
            if ids.is_empty() {
                break;
            }
            let mut page = Vec::with_capacity(ids.len());
            for id in ids {
                let case = replay(&events::of_case(&self.mirror, id).await?);
                page.push(MirrorCase { id, confirmed: case.clone(), shown: case });
            }
            let mut transaction = begin(&self.mirror).await?;
            cases::write(&mut transaction, &catalogue, self.unit.as_ref(), &page).await?;
            commit(transaction).await?;
            folded = true;
        }
        if folded {
            show_pending(self, &catalogue).await?;
        }
        Ok(())
    }

    async fn write_case(&self, case: MirrorCase) -> Result<(), DeskError> {
        let mut transaction = begin(&self.mirror).await?;
        cases::write(&mut transaction, &self.catalogue(), self.unit.as_ref(), &[case]).await?;
        commit(transaction).await
    }
}

async fn open_mirror(folder: &Path, key: &DataKey) -> Result<SqlitePool, DeskError> {
    let mirror = database::open(folder, File::Mirror, key).await?;
    let readable = head::read(&mirror).await.and(head::catalogue(&mirror).await);
    match readable {
        Ok(_) => Ok(mirror),
        Err(damage) => {
            mirror.close().await;
            Err(damage)
        }
    }
}

/// Moves a damaged file and its journals out of the way, for the support to look at.
fn set_aside(folder: &Path, file: File) -> Result<(), DeskError> {
    for suffix in ["", "-wal", "-shm"] {
        let path = folder.join(format!("{}{suffix}", file.name()));
        if path.exists() {
            let aside = folder.join(format!("damaged-{}{suffix}", file.name()));
            std::fs::rename(path, aside).map_err(DeskError::file("moving a damaged file aside"))?;
        }
    }
    Ok(())
}

async fn begin(pool: &SqlitePool) -> Result<Transaction<'static, Sqlite>, DeskError> {
    pool.begin_with("BEGIN IMMEDIATE").await.map_err(DeskError::database("beginning a transaction"))
}

async fn commit(transaction: Transaction<'static, Sqlite>) -> Result<(), DeskError> {
    transaction.commit().await.map_err(DeskError::database("committing"))
}

async fn empty(connection: &mut SqliteConnection) -> Result<(), DeskError> {
    // The documents of cases are noted again as the cases come.
    for statement in [
        "DELETE FROM events",
        "DELETE FROM cases",
        "DELETE FROM counts",
        "DELETE FROM case_files",
        "DELETE FROM head",
        "INSERT INTO search (search) VALUES ('delete-all')",
    ] {
        sqlx::query(statement).execute(&mut *connection).await.map_err(DeskError::database("emptying the mirror"))?;
    }
    Ok(())
}

impl DeskStore for DeskFiles {
    async fn head(&self) -> Stored<Option<Head>> {
        Ok(head::read(&self.mirror).await?.map(|place| place.head))
    }

    async fn confirmed(&self, case: CaseId) -> Stored<Option<Case>> {
        Ok(cases::confirmed(&self.mirror, case).await?)
    }

    async fn lane(&self, case: CaseId, above: u64) -> Stored<Lane> {
        Ok(Lane {
            is_held: envelopes::is_held(&self.outbox, case).await?,
            pending: envelopes::pending(&self.outbox, case, above).await?,
            last_unjudged: envelopes::last_unjudged(&self.outbox, case).await?,
        })
    }

    async fn lanes(&self, above: u64) -> Stored<Vec<CaseId>> {
        let mut lanes = envelopes::cases_with_pending(&self.outbox, above).await?;
        lanes.extend(cases::shown_otherwise(&self.mirror).await?);
        lanes.sort();
        lanes.dedup();
        Ok(lanes)
    }

    async fn keep(&self, envelope: &Envelope, used: Option<Used>) -> Stored<()> {
        let mut transaction = begin(&self.outbox).await?;
        let place = envelopes::keep(&mut transaction, envelope).await?;
        files::queue(&mut transaction, place, &envelope.command).await?;
        if let Some(used) = used {
            numbers::spend(&mut transaction, &used).await?;
        }
        Ok(commit(transaction).await?)
    }

    async fn show(&self, case: CaseId, shown: Option<&Case>) -> Stored<()> {
        let confirmed = cases::confirmed(&self.mirror, case).await?;
        Ok(self.write_case(MirrorCase { id: case, confirmed, shown: shown.cloned() }).await?)
    }

    async fn unjudged(&self, limit: usize) -> Stored<Vec<String>> {
        Ok(envelopes::unjudged(&self.outbox, limit).await?)
    }

    async fn settle(&self, settlement: &Settlement) -> Stored<Vec<CaseId>> {
        let mut transaction = begin(&self.outbox).await?;
        let restarted = facts::is_other_log(&mut transaction, settlement.log).await?;
        if restarted {
            files::offer_again(&mut transaction).await?;
            absences::offer_again(&mut transaction).await?;
        }
        let touched = envelopes::settle(&mut transaction, settlement, restarted).await?;
        commit(transaction).await?;
        Ok(touched)
    }

    async fn take_in(&self, page: &MirrorPage) -> Stored<()> {
        let mut transaction = begin(&self.mirror).await?;
        if page.restarted {
            empty(&mut transaction).await?;
        }
        events::append(&mut transaction, &page.events).await?;
        cases::write(&mut transaction, &self.catalogue(), self.unit.as_ref(), &page.cases).await?;
        let place = head::Place { head: page.head.clone(), as_of: page.as_of, behind: page.behind };
        head::write(&mut transaction, &place).await?;
        Ok(commit(transaction).await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use casework::{Actor, Applicant, ApplicantKind, Application, Channel, EnvelopeId, Event, Moment, Recorded};
    use std::collections::BTreeMap;
    use uuid::Uuid;

    fn filed() -> Recorded {
        let applicant = Applicant {
            kind: ApplicantKind::Citizen,
            name: "Nguyễn Văn Đức".to_owned(),
            identity_number: None,
            birth_date: None,
            address: "Nam Định".to_owned(),
            phone: String::new(),
            email: None,
        };
        let unit: UnitCode = "000.00.03.H40".into();
        let application = Application {
            unit: unit.clone(),
            service: "S".into(),
            channel: Channel::Online,
            applicant,
            submitter: None,
            co_applicants: Vec::new(),
            received_by: None,
            send_result_to: None,
            subject: "Đề nghị".to_owned(),
            papers: Vec::new(),
            entries: BTreeMap::new(),
        };
        Recorded {
            unit,
            seq: 1,
            case: CaseId(Uuid::from_u128(7)),
            version: 1,
            envelope: EnvelopeId(Uuid::from_u128(1)),
            by: Actor::Citizen("duc".into()),
            at: Moment(1_795_455_000_000),
            arrived_at: Moment(1_795_455_000_000),
            event: Event::Filed { edition: "2026".into(), application },
        }
    }

    #[tokio::test]
    async fn cases_of_an_older_program_are_folded_again_when_the_desk_is_opened() {
        let folder = tempfile::tempdir().unwrap();
        let key = DataKey::random().unwrap();
        let files = DeskFiles::open(folder.path(), &key).await.unwrap();
        let recorded = filed();
        let case = replay([&recorded]);
        let mut transaction = begin(&files.mirror).await.unwrap();
        events::append(&mut transaction, std::slice::from_ref(&recorded)).await.unwrap();
        let page = [MirrorCase { id: recorded.case, confirmed: case.clone(), shown: case.clone() }];
        cases::write(&mut transaction, &files.catalogue(), None, &page).await.unwrap();
        commit(transaction).await.unwrap();
        sqlx::query("UPDATE cases SET shape = 1, shown = '{\"of\": \"yore\"}'").execute(&files.mirror).await.unwrap();
        files.close().await;
        let files = DeskFiles::open(folder.path(), &key).await.unwrap();
        assert_eq!(cases::shown(&files.mirror, recorded.case).await.unwrap(), case);
        assert!(cases::of_another_shape(&files.mirror, 1).await.unwrap().is_empty());
    }
}
