//! The store on embedded SQLite: a folder, one writer.

use super::error::DatabaseError;
use super::sqlite_rows::list;
use sqlx::sqlite::{
    Sqlite, SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteRow,
    SqliteSynchronous,
};
use std::path::Path;
use std::time::Duration;

super::sql::sql_store! {
    store: SqliteStore, database: Sqlite, pool: SqlitePool, connection: SqliteConnection, row: SqliteRow,
    // The write lock is taken at the beginning: one writer, nothing to lock row by row.
    begin: "BEGIN IMMEDIATE", for_update: "", yes: "1",
    migrations: [(1, "0001_first"), (5, "0005_units"), (6, "0006_accounts"), (7, "0007_administration"), (8, "0008_exchange"), (9, "0009_people"), (10, "0010_refunds"), (11, "0011_uploads"), (12, "0012_addresses"), (13, "0013_figures"), (14, "0014_day_codes"), (15, "0015_email"), (16, "0016_desks_seen"), (17, "0017_tries"), (19, "0019_desk_books"), (21, "0021_phones"), (22, "0022_case_states"), (23, "0023_passkeys"), (26, "0026_declined"), (27, "0027_absences"), (28, "0028_drafts"), (31, "0031_timestamps"), (32, "0032_day_counts"), (33, "0033_job_lanes"), (34, "0034_payment_doubts"), (35, "0035_blocks"), (36, "0036_recoveries"), (37, "0037_questions"), (38, "0038_quarantine"), (39, "0039_backups"), (40, "0040_voided_numbers"), (41, "0041_account_sessions"), (42, "0042_staff_doors"), (50, "0050_bundles")] in "portal-sqlite",
}
super::admission::admission_store! {
    SqliteStore, begin: "BEGIN IMMEDIATE", connection: SqliteConnection, row: SqliteRow, for_update: "", among: "IN (SELECT value FROM json_each($1))"
}
super::drafts::drafts_store! { SqliteStore, SqliteRow }
super::administration::administration_store! {
    SqliteStore, SqliteRow,
    lift: "DROP TRIGGER entries_stay",
    lower: "CREATE TRIGGER entries_stay AFTER UPDATE ON entries
              BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END"
}
super::exchange::exchange_store! { SqliteStore, row: SqliteRow }
super::jobs::jobs_store! { SqliteStore, connection: SqliteConnection, row: SqliteRow, skip_locked: "" }
super::national::national_store! { SqliteStore, row: SqliteRow }
super::payments::payments_store! { SqliteStore, connection: SqliteConnection, row: SqliteRow }

super::registers::registers_store! { SqliteStore, SqliteRow }
super::accounts::accounts_store! { SqliteStore }
super::account_sessions::account_sessions_store! { SqliteStore }
super::identities::identities_store! { SqliteStore }
super::passkeys::passkeys_store! { SqliteStore }
super::questions::questions_store! { SqliteStore }
super::results::results_store! { SqliteStore }
super::addresses::addresses_store! { SqliteStore }
super::absences::absences_store! { SqliteStore }
super::facts::facts_store! { SqliteStore, connection: SqliteConnection, row: SqliteRow, yes: "1" }
super::contacts::contacts_store! { SqliteStore }
super::emails::emails_store! { SqliteStore, connection: SqliteConnection }
super::states::states_store! { SqliteStore, for_update: "", yes: "1" }
super::phones::phones_store! { SqliteStore, connection: SqliteConnection, write: super::sqlite_rows::write_phones }
super::health::health_store! { SqliteStore, row: SqliteRow }
super::books::books_store! { SqliteStore, row: SqliteRow }
super::timestamps::timestamps_store! { SqliteStore, row: SqliteRow }
super::uploads::uploads_store! { SqliteStore }
super::day_counts::day_counts_store! { SqliteStore }
super::sweeping::sweeping_store! { SqliteStore }
super::recoveries::recoveries_store! { SqliteStore }
super::quarantine::quarantine_store! { SqliteStore }
super::staff_doors::staff_doors_store! { SqliteStore }
super::bundles::bundles_store! { SqliteStore }

impl SqliteStore {
    /// Opens the database in a folder.
    ///
    /// # Errors
    /// The disk.
    pub(crate) async fn open(folder: &Path) -> Result<Self, DatabaseError> {
        std::fs::create_dir_all(folder).map_err(DatabaseError::Folder)?;
        // Before SQLCipher does it in its own way, with a clean-up at the process's end that races with threads of
        // connections that end then.
        openssl::init();
        let options = SqliteConnectOptions::new()
            .filename(folder.join("portal.db"))
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(30))
            .pragma("trusted_schema", "OFF");
        let pool = SqlitePoolOptions::new().max_connections(8).connect_with(options).await;
        let pool = pool.map_err(DatabaseError::sql("opening the database"))?;
        Self::with(pool.clone(), pool).await
    }

    /// Copies the database while it is in use.
    ///
    /// # Errors
    /// The disk, or a file that is there already.
    pub(crate) async fn copy_to(&self, file: &Path) -> Result<(), DatabaseError> {
        let copied = sqlx::query("VACUUM INTO $1").bind(file.display().to_string()).execute(&self.pool).await;
        copied.map(drop).map_err(DatabaseError::sql("copying the database"))
    }
}
