//! What the centre stores, on embedded SQLite or on PostgreSQL.
//!
//! The statements are the same in both dialects but for row locks, so they are written once (`store/sql.rs`) and made
//! into one store for each database; one suite (`tests/stores`) holds both. See docs/adr/0002.

/// The same work on whichever database it is.
macro_rules! each {
    ($self:ident, $store:ident => $work:expr) => {
        match $self {
            Store::Sqlite($store) => $work,
            Store::Postgres($store) => $work,
        }
    };
}

mod absences;
mod account_sessions;
mod accounts;
mod addresses;
mod administration;
mod admission;
mod blocks;
mod books;
mod bundles;
mod contacts;
mod day_counts;
mod drafts;
mod emails;
mod error;
mod exchange;
mod facts;
mod health;
mod identities;
mod jobs;
mod national;
mod passkeys;
mod payments;
mod phones;
mod postgres;
mod postgres_rows;
mod quarantine;
mod questions;
mod recoveries;
mod registers;
mod results;
mod sitting;
mod sql;
mod sqlite;
mod sqlite_rows;
mod staff_doors;
mod states;
mod sweeping;
mod timestamps;
mod uploads;

pub(crate) use absences::JudgedAbsence;
pub use account_sessions::{AccountSession, FoundSession, NewSession};
pub use accounts::{Account, CaseProof, DeletionRefusal, FilingDraft, LinkedCase};
pub use addresses::DocumentAddress;
pub use administration::{ListedDesk, ListedRegister, StaffAction, StaffSession};
pub(crate) use blocks::Blocks;
pub use books::BookAsked;
pub(crate) use bundles::CarriedBundle;
pub use drafts::CatalogueDraft;
pub use emails::MailWishes;
pub(crate) use emails::plain_email;
pub use error::DatabaseError;
pub(crate) use facts::Span;
pub(crate) use health::{OfficeCounts, RefusedAct, Seen, UnitHealth};
pub use identities::LinkedIdentity;
pub use passkeys::Passkey;
pub(crate) use phones::plain_phone;
pub use quarantine::Quarantined;
pub use questions::{Answer, Question, Rating, UnitRatings, Wording};
pub use registers::{GivenOnPaper, VoidedNumber};
pub(crate) use sweeping::Horizon;
pub use timestamps::KeptTimestamp;
pub(crate) use uploads::Upload;

use casework::{
    AccountId, Case, CaseCode, CaseId, Catalogue, Date, DeviceId, Digest, EnvelopeId, Moment, Recorded, RegisterBook,
    UnitCode, UserId,
};
use postgres::PostgresStore;
use protocol::chain::SigningKey;
use protocol::check::States;
use protocol::codes::DayCodes;
use protocol::enrol::RegisterLease;
use protocol::push::{Arrival, CodeBlock, DeskRights, Unjudged, Verdict};
use protocol::store::{Judge, PortalStore, Stored};
use protocol::{Entry, Head, LogId};
pub(crate) use sitting::Admissions;
use sqlite::SqliteStore;
use std::collections::BTreeSet;
use std::path::Path;

/// Who this portal is.
#[derive(Clone)]
pub struct Identity {
    pub log: LogId,
    pub key: SigningKey,
}

/// A desk that asks to be enrolled; its people have proven themselves already.
#[derive(Debug, Clone)]
pub struct NewDesk {
    pub code_digest: Digest,
    pub name: String,
    pub device: DeviceId,
    pub token_digest: Digest,
    pub people: Vec<UserId>,
    pub now: Moment,
}

/// An enrolled desk's share.
#[derive(Debug, Clone)]
pub struct Enrolled {
    pub unit: UnitCode,
    pub codes: CodeBlock,
    pub registers: Vec<RegisterLease>,
}

/// A desk that pulls: from where on, and how much at most.
#[derive(Debug, Clone)]
pub(crate) struct PullAsked {
    pub unit: UnitCode,
    pub device: DeviceId,
    pub year: i32,
    pub seq: u64,
    pub limit: u32,
}

/// A case in which a unit has a part, or had one.
#[derive(Debug, Clone)]
pub(crate) struct HeldCase {
    pub case: Case,
    /// Up to which of the case's events the unit was told, where it has no part any more.
    pub until: Option<u32>,
}

/// What a desk that pulls is told.
pub(crate) struct Pulled {
    pub entries: Vec<Entry>,
    pub head: Head,
    pub safe_seq: u64,
    pub leases: Vec<RegisterLease>,
}

/// Why a desk was not enrolled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotEnrolled {
    WrongCode,
    NoBlockLeft,
}

/// A document that is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeldFile {
    pub size: u64,
    /// Its signatures are whole and cover it.
    pub is_complete_result: bool,
}

/// A register entry, for checks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterEntry {
    pub unit: String,
    pub book: String,
    pub year: i64,
    pub number: i64,
}

/// Numbers of the day in one desk's block.
pub const BLOCK: i64 = 250;
/// The largest number of a day: four digits (Circular 01/2018 Art. 19).
pub const LAST_CODE: i64 = protocol::codes::LAST_CODE as i64;

/// The centre's store.
pub enum Store {
    Sqlite(SqliteStore),
    Postgres(PostgresStore),
}

/// Whether a name that anybody may ask for has the character 0, which PostgreSQL takes in no text: nobody is called so.
fn is_no_text(name: &str) -> bool {
    name.contains('\0')
}

impl Store {
    /// Opens `portal.db` in a folder, made where it is missing, with its tables up to date.
    ///
    /// # Errors
    /// The disk, or a file that is no database of this program.
    pub async fn embedded(folder: &Path) -> Result<Self, DatabaseError> {
        Ok(Self::Sqlite(SqliteStore::open(folder).await?))
    }

    /// Connects to PostgreSQL and brings the tables up to date.
    ///
    /// # Errors
    /// No connection, or no right to make tables.
    pub async fn postgres(url: &str) -> Result<Self, DatabaseError> {
        Ok(Self::Postgres(PostgresStore::connect(url).await?))
    }

    /// Whether a PostgreSQL has the tables of a portal.
    ///
    /// # Errors
    /// No connection.
    pub(crate) async fn has_tables(url: &str) -> Result<bool, DatabaseError> {
        PostgresStore::has_tables(url).await
    }

    /// Who this portal is; made up at the first start.
    ///
    /// # Errors
    /// The database.
    pub async fn identity(&self, fresh: Identity, now: Moment) -> Result<Identity, DatabaseError> {
        each!(self, store => store.identity(fresh, now).await)
    }

    /// The newest catalogue.
    ///
    /// # Errors
    /// The database.
    pub async fn catalogue(&self) -> Result<Option<Catalogue>, DatabaseError> {
        each!(self, store => store.catalogue().await)
    }

    /// Publishes a catalogue; its version must be new.
    ///
    /// # Errors
    /// The database.
    pub async fn publish(&self, catalogue: &Catalogue, now: Moment) -> Result<(), DatabaseError> {
        each!(self, store => store.publish(catalogue, now).await)
    }

    /// The PHC string of a person's secret.
    ///
    /// # Errors
    /// The database.
    pub async fn secret(&self, user: &UserId) -> Result<Option<String>, DatabaseError> {
        if is_no_text(user.as_str()) {
            return Ok(None);
        }
        each!(self, store => store.secret(user).await)
    }

    /// Sets a person's secret.
    ///
    /// # Errors
    /// The database.
    pub async fn set_secret(&self, user: &UserId, phc: &str) -> Result<(), DatabaseError> {
        each!(self, store => store.set_secret(user, phc).await)
    }

    /// Notes an enrolment code by its digest.
    ///
    /// # Errors
    /// The database.
    pub async fn add_enrol_code(
        &self,
        code: &Digest,
        unit: &UnitCode,
        grants_registers: bool,
        expires_at: Moment,
    ) -> Result<(), DatabaseError> {
        each!(self, store => store.add_enrol_code(code, unit, grants_registers, expires_at).await)
    }

    /// The unit that a code is good for now.
    ///
    /// # Errors
    /// The database.
    pub async fn code_unit(&self, code: &Digest, now: Moment) -> Result<Option<UnitCode>, DatabaseError> {
        each!(self, store => store.code_unit(code, now).await)
    }

    /// Uses a code up and enrols the desk: number block, people, registers, in one transaction.
    ///
    /// # Errors
    /// The database.
    pub async fn enrol(
        &self,
        desk: &NewDesk,
        books: &BTreeSet<RegisterBook>,
    ) -> Result<Result<Enrolled, NotEnrolled>, DatabaseError> {
        each!(self, store => store.enrol(desk, books).await)
    }

    /// The desk that shows this token.
    ///
    /// # Errors
    /// The database.
    pub async fn desk(&self, token: &Digest) -> Result<Option<DeskRights>, DatabaseError> {
        Ok(self.desks_by_token(vec![token.clone()]).await?.pop().flatten())
    }

    /// The spans of case numbers of a desk for the days that it asks about, after it was granted a further one for
    /// `more_on`.
    ///
    /// # Errors
    /// The database.
    pub async fn day_codes(
        &self,
        desk: &DeskRights,
        held: &[DayCodes],
        more_on: Option<Date>,
        now: Moment,
    ) -> Result<Vec<DayCodes>, DatabaseError> {
        each!(self, store => store.day_codes(desk, held, more_on, now).await)
    }

    /// Adds a person to a desk.
    ///
    /// # Errors
    /// The database.
    pub async fn add_person(&self, device: DeviceId, user: &UserId) -> Result<(), DatabaseError> {
        each!(self, store => store.add_person(device, user).await)
    }

    /// Takes a desk's rights away and frees its registers.
    ///
    /// # Errors
    /// The database.
    pub async fn revoke(&self, device: DeviceId, now: Moment) -> Result<(), DatabaseError> {
        each!(self, store => store.revoke(device, now).await)
    }

    /// A held document.
    ///
    /// # Errors
    /// The database.
    pub async fn file(&self, digest: &Digest) -> Result<Option<HeldFile>, DatabaseError> {
        each!(self, store => store.file(digest).await)
    }

    /// Notes that a document is held.
    ///
    /// # Errors
    /// The database.
    pub async fn hold_file(&self, digest: &Digest, file: HeldFile, now: Moment) -> Result<(), DatabaseError> {
        each!(self, store => store.hold_file(digest, file, now).await)
    }

    /// Whether a case of this unit refers to the document.
    ///
    /// # Errors
    /// The database.
    pub async fn unit_uses(&self, unit: &UnitCode, digest: &Digest) -> Result<bool, DatabaseError> {
        each!(self, store => store.unit_uses(unit, digest).await)
    }

    /// All held documents.
    ///
    /// # Errors
    /// The database.
    pub async fn files(&self) -> Result<Vec<(String, i64)>, DatabaseError> {
        each!(self, store => store.files().await)
    }

    /// A case.
    ///
    /// # Errors
    /// The database.
    pub async fn case(&self, id: CaseId) -> Result<Option<Case>, DatabaseError> {
        each!(self, store => store.case(id).await)
    }

    /// The case with a printed code.
    ///
    /// # Errors
    /// The database.
    pub async fn case_by_code(&self, code: &CaseCode) -> Result<Option<Case>, DatabaseError> {
        if is_no_text(code.as_str()) {
            return Ok(None);
        }
        each!(self, store => store.case_by_code(code).await)
    }

    /// The case that an account filed.
    ///
    /// # Errors
    /// The database.
    pub async fn case_by_account(&self, account: &AccountId) -> Result<Option<Case>, DatabaseError> {
        each!(self, store => store.case_by_account(account).await)
    }

    /// The history of a case.
    ///
    /// # Errors
    /// The database.
    pub async fn history(&self, id: CaseId) -> Result<Vec<Recorded>, DatabaseError> {
        each!(self, store => store.history(id).await)
    }

    /// Units that have a log.
    ///
    /// # Errors
    /// The database.
    pub async fn units(&self) -> Result<Vec<UnitCode>, DatabaseError> {
        each!(self, store => store.units().await)
    }

    /// All cases of a unit.
    ///
    /// # Errors
    /// The database.
    pub async fn cases(&self, unit: &UnitCode) -> Result<Vec<Case>, DatabaseError> {
        each!(self, store => store.cases(unit).await)
    }

    /// All numbers of all registers, in order.
    ///
    /// # Errors
    /// The database.
    pub async fn register_entries(&self) -> Result<Vec<RegisterEntry>, DatabaseError> {
        each!(self, store => store.register_entries().await)
    }

    /// Up to where the last backup holds a unit's log.
    ///
    /// # Errors
    /// The database.
    pub async fn safe_seq(&self, unit: &UnitCode) -> Result<u64, DatabaseError> {
        each!(self, store => store.safe_seq(unit).await)
    }

    /// Notes up to where a backup holds a unit's log.
    ///
    /// # Errors
    /// The database.
    pub async fn is_safe(&self, unit: &UnitCode, seq: u64) -> Result<(), DatabaseError> {
        each!(self, store => store.is_safe(unit, seq).await)
    }

    /// Cases whose step goes on by itself by now.
    ///
    /// # Errors
    /// The database.
    pub async fn waited(&self, now: Moment, limit: u32) -> Result<Vec<Case>, DatabaseError> {
        each!(self, store => store.waited(now, limit).await)
    }

    /// How many cases there are.
    ///
    /// # Errors
    /// The database.
    pub async fn count_cases(&self) -> Result<i64, DatabaseError> {
        each!(self, store => store.count_cases().await)
    }

    /// Copies the embedded database into a file while it is in use; PostgreSQL is backed up by its own tools.
    ///
    /// # Errors
    /// The disk; a store that is not embedded.
    pub async fn copy_to(&self, file: &Path) -> Result<(), DatabaseError> {
        match self {
            Self::Sqlite(store) => store.copy_to(file).await,
            Self::Postgres(_) => Err(DatabaseError::NotEmbedded),
        }
    }

    /// The desks that show these tokens, in their order.
    pub(crate) async fn desks_by_token(&self, tokens: Vec<Digest>) -> Result<Vec<Option<DeskRights>>, DatabaseError> {
        each!(self, store => store.desks_by_token(&tokens).await)
    }

    /// What desks that pull are told, in their order.
    pub(crate) async fn pulls(&self, asked: Vec<PullAsked>) -> Result<Vec<Pulled>, DatabaseError> {
        each!(self, store => store.pulls(&asked).await)
    }

    /// Judges envelopes with different ids in one transaction: all of it happens, or nothing.
    ///
    /// # Errors
    /// The database.
    pub(crate) async fn admit_all(
        &self,
        catalogue: &Catalogue,
        arrivals: &[&Arrival],
        judge: Judge,
    ) -> Result<Admissions, DatabaseError> {
        each!(self, store => store.admit_all(catalogue, arrivals, judge).await)
    }

    /// What was said of an envelope.
    pub(crate) async fn verdict(&self, id: EnvelopeId) -> Result<Option<Verdict>, DatabaseError> {
        each!(self, store => store.verdict(id).await)
    }

    /// How far the log of a unit is.
    pub(crate) async fn log_place(&self, unit: &UnitCode) -> Result<u64, DatabaseError> {
        each!(self, store => store.log_place(unit).await)
    }

    /// Counts tries; how many there were in this minute over all instances. Nothing where there is only one instance.
    pub(crate) async fn count_tries(
        &self,
        key: &Digest,
        minute: i64,
        tries: i64,
    ) -> Result<Option<i64>, DatabaseError> {
        match self {
            Self::Sqlite(_) => Ok(None),
            Self::Postgres(store) => store.count_tries(key, minute, tries).await.map(Some),
        }
    }

    /// Forgets the tries of minutes that are over.
    pub(crate) async fn forget_tries(&self, minute: i64) -> Result<(), DatabaseError> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(store) => store.forget_tries(minute).await,
        }
    }

    /// Closes the connections.
    pub async fn close(&self) {
        each!(self, store => store.close().await);
    }
}

impl PortalStore for Store {
    async fn admit(&self, catalogue: &Catalogue, arrival: &Arrival, judge: Judge) -> Stored<Result<Verdict, Unjudged>> {
        each!(self, store => store.admit(catalogue, arrival, judge).await)
    }

    async fn page(&self, unit: &UnitCode, seq: u64, limit: u32) -> Stored<(Vec<Entry>, Head)> {
        each!(self, store => store.page(unit, seq, limit).await)
    }

    async fn states(&self, unit: &UnitCode) -> Stored<(u64, States)> {
        each!(self, store => store.states(unit).await)
    }
}
