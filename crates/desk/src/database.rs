//! Opening the desk's two encrypted files.

use crate::error::DeskError;
use crate::vault::DataKey;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{AssertSqlSafe, SqlStr};
use std::borrow::Cow;
use std::path::Path;
use std::time::Duration;

/// The two files of a desk, by what they may lose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum File {
    /// Nothing: `synchronous=FULL`, one connection.
    Outbox,
    /// Everything: it is made again.
    Mirror,
}

impl File {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Outbox => "outbox.db",
            Self::Mirror => "mirror.db",
        }
    }

    fn migrations(self) -> Vec<Migration> {
        let all = match self {
            Self::Outbox => vec![
                ("first", include_str!("../../../migrations/desk/outbox/0001_first.sql")),
                ("outages", include_str!("../../../migrations/desk/outbox/0002_outages.sql")),
                ("day codes", include_str!("../../../migrations/desk/outbox/0003_day_codes.sql")),
                ("by person", include_str!("../../../migrations/desk/outbox/0004_by_person.sql")),
                ("book sent", include_str!("../../../migrations/desk/outbox/0005_book_sent.sql")),
                ("absences", include_str!("../../../migrations/desk/outbox/0006_absences.sql")),
                ("bundles", include_str!("../../../migrations/desk/outbox/0007_bundles.sql")),
            ],
            Self::Mirror => vec![
                ("first", include_str!("../../../migrations/desk/mirror/0001_first.sql")),
                ("cases by shape", include_str!("../../../migrations/desk/mirror/0002_cases_by_shape.sql")),
                ("questions", include_str!("../../../migrations/desk/mirror/0003_questions.sql")),
                ("longer beginnings", include_str!("../../../migrations/desk/mirror/0004_longer_beginnings.sql")),
                ("heads", include_str!("../../../migrations/desk/mirror/0005_heads.sql")),
                ("groups", include_str!("../../../migrations/desk/mirror/0006_groups.sql")),
                ("consultations", include_str!("../../../migrations/desk/mirror/0007_consultations.sql")),
                ("decisions", include_str!("../../../migrations/desk/mirror/0008_decisions.sql")),
                ("exact", include_str!("../../../migrations/desk/mirror/0009_exact.sql")),
            ],
        };
        let made = |(version, (name, text)): (i64, (&'static str, &'static str))| {
            Migration::new(version, Cow::Borrowed(name), MigrationType::Simple, SqlStr::from_static(text), false)
        };
        (1..).zip(all).map(made).collect()
    }
}

/// Opens one of the files, made where it is missing, and brings its tables up to date.
pub(crate) async fn open(folder: &Path, file: File, key: &DataKey) -> Result<SqlitePool, DeskError> {
    let raw_key = zeroize::Zeroizing::new(format!("\"x'{}'\"", hex::encode(key.of(file.name()).as_ref())));
    // Before SQLCipher does it in its own way, with a clean-up at the process's end that races with threads of
    // connections that end then.
    openssl::init();
    let options = SqliteConnectOptions::new()
        .filename(folder.join(file.name()))
        .create_if_missing(true)
        .pragma("key", raw_key.as_str().to_owned())
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(10))
        .pragma("temp_store", "MEMORY")
        .pragma("trusted_schema", "OFF")
        .pragma("cache_size", "-16384");
    let connections = match file {
        File::Outbox => 1,
        File::Mirror => 4,
    };
    let pool = SqlitePoolOptions::new()
        .max_connections(connections)
        .connect_with(options)
        .await
        .map_err(DeskError::database("opening a file of the desk"))?;
    let migrator = Migrator::with_migrations(file.migrations());
    migrator.run(&pool).await.map_err(|error| DeskError::Database {
        what: "bringing the tables up to date",
        source: sqlx::Error::Migrate(Box::new(error)),
    })?;
    Ok(pool)
}

/// Whether the file is whole: SQLCipher authenticates every page, SQLite checks the structure.
pub(crate) async fn is_whole(pool: &SqlitePool) -> Result<bool, DeskError> {
    let answer: String = sqlx::query_scalar(AssertSqlSafe("PRAGMA quick_check(1)"))
        .fetch_one(pool)
        .await
        .map_err(DeskError::database("checking a file of the desk"))?;
    Ok(answer == "ok")
}
