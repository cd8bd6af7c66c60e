//! The store on PostgreSQL: many instances beside each other.

use super::error::DatabaseError;
use super::postgres_rows::list;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgListener, PgPool, PgPoolOptions, PgRow, PgSslMode, Postgres};
use sqlx::{Connection, Executor};
use std::net::IpAddr;
use std::time::Duration;

super::sql::sql_store! {
    store: PostgresStore, database: Postgres, pool: PgPool, connection: PgConnection, row: PgRow,
    begin: "BEGIN", for_update: " FOR UPDATE", yes: "TRUE",
    migrations: [(1, "0001_first"), (5, "0005_units"), (6, "0006_accounts"), (7, "0007_administration"), (8, "0008_exchange"), (9, "0009_people"), (10, "0010_refunds"), (11, "0011_uploads"), (12, "0012_addresses"), (13, "0013_figures"), (14, "0014_day_codes"), (15, "0015_email"), (16, "0016_desks_seen"), (17, "0017_tries"), (19, "0019_desk_books"), (21, "0021_phones"), (22, "0022_case_states"), (23, "0023_passkeys"), (25, "0025_pages"), (26, "0026_declined"), (27, "0027_absences"), (28, "0028_drafts"), (31, "0031_timestamps"), (32, "0032_day_counts"), (33, "0033_job_lanes"), (34, "0034_payment_doubts"), (35, "0035_blocks"), (36, "0036_recoveries"), (37, "0037_questions"), (38, "0038_quarantine"), (39, "0039_backups"), (40, "0040_voided_numbers"), (41, "0041_account_sessions"), (42, "0042_staff_doors"), (50, "0050_bundles")] in "portal-postgres",
}
super::admission::admission_store! {
    PostgresStore, begin: "BEGIN", connection: PgConnection, row: PgRow, for_update: " FOR UPDATE", among: "= ANY($1)"
}
super::drafts::drafts_store! { PostgresStore, PgRow }
super::administration::administration_store! {
    PostgresStore, PgRow,
    lift: "ALTER TABLE entries DISABLE TRIGGER entries_stay",
    lower: "ALTER TABLE entries ENABLE TRIGGER entries_stay"
}
super::exchange::exchange_store! { PostgresStore, row: PgRow }
super::jobs::jobs_store! { PostgresStore, connection: PgConnection, row: PgRow, skip_locked: " FOR UPDATE SKIP LOCKED" }
super::national::national_store! { PostgresStore, row: PgRow }
super::payments::payments_store! { PostgresStore, connection: PgConnection, row: PgRow }

super::registers::registers_store! { PostgresStore, PgRow }
super::accounts::accounts_store! { PostgresStore }
super::account_sessions::account_sessions_store! { PostgresStore }
super::identities::identities_store! { PostgresStore }
super::passkeys::passkeys_store! { PostgresStore }
super::questions::questions_store! { PostgresStore }
super::results::results_store! { PostgresStore }
super::addresses::addresses_store! { PostgresStore }
super::absences::absences_store! { PostgresStore }
super::facts::facts_store! { PostgresStore, connection: PgConnection, row: PgRow, yes: "TRUE" }
super::contacts::contacts_store! { PostgresStore }
super::emails::emails_store! { PostgresStore, connection: PgConnection }
super::states::states_store! { PostgresStore, for_update: " FOR UPDATE", yes: "TRUE" }
super::phones::phones_store! { PostgresStore, connection: PgConnection, write: super::postgres_rows::write_phones }
super::health::health_store! { PostgresStore, row: PgRow }
super::books::books_store! { PostgresStore, row: PgRow }
super::timestamps::timestamps_store! { PostgresStore, row: PgRow }
super::uploads::uploads_store! { PostgresStore }
super::day_counts::day_counts_store! { PostgresStore }
super::sweeping::sweeping_store! { PostgresStore }
super::recoveries::recoveries_store! { PostgresStore }
super::quarantine::quarantine_store! { PostgresStore }
super::staff_doors::staff_doors_store! { PostgresStore }
super::bundles::bundles_store! { PostgresStore }

/// Connections of an instance for pages, documents and jobs; a server takes a hundred by itself.
const CONNECTIONS: u32 = 32;
/// Connections of an instance for what desks push and pull; they are served together (`door.rs`, `gather.rs`).
const DOOR: u32 = 8;
/// The channel on which instances tell each other what has grown.
const CHANNEL: &str = "motcua";

/// Connections that wait for their turn. One that was just in use needs no question whether it lives: that would be one
/// more way each time.
fn patient(connections: u32) -> PgPoolOptions {
    PgPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(Duration::from_secs(30))
        .test_before_acquire(false)
        .before_acquire(|connection, data| {
            Box::pin(async move {
                let is_fresh = data.idle_for < Duration::from_secs(1);
                Ok(is_fresh || connection.ping().await.is_ok())
            })
        })
}

/// Whether somebody on the way to the server could read what goes there, or answer in its place: it is on another machine,
/// and its certificate is not asked for.
fn is_open_on_the_way(options: &PgConnectOptions) -> bool {
    let host = options.get_host();
    let is_here = options.get_socket().is_some()
        || host.starts_with('/')
        || host == "localhost"
        || host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    !is_here && !matches!(options.get_ssl_mode(), PgSslMode::VerifyFull)
}

impl PostgresStore {
    /// Connects.
    ///
    /// # Errors
    /// No connection.
    pub(crate) async fn connect(url: &str) -> Result<Self, DatabaseError> {
        let options: PgConnectOptions = url.parse().map_err(DatabaseError::sql("reading the address of PostgreSQL"))?;
        if is_open_on_the_way(&options) {
            let host = options.get_host();
            tracing::warn!(
                host,
                "PostgreSQL is on another machine, and nobody holds its certificate against its name: set sslmode=verify-full and sslrootcert"
            );
        }
        let pool = patient(CONNECTIONS).connect(url).await.map_err(DatabaseError::sql("connecting to PostgreSQL"))?;
        // The door asks the same by keys all day: its statements are planned once. Pages are asked in many ways, and
        // planned for each.
        let door = patient(DOOR).after_connect(|connection, _| {
            Box::pin(async move { connection.execute("SET plan_cache_mode = force_generic_plan").await.map(drop) })
        });
        let door = door.connect(url).await.map_err(DatabaseError::sql("connecting to PostgreSQL"))?;
        Self::with(pool, door).await
    }

    /// Whether the tables are there.
    pub(crate) async fn has_tables(url: &str) -> Result<bool, DatabaseError> {
        let mut connection =
            PgConnection::connect(url).await.map_err(DatabaseError::sql("connecting to PostgreSQL"))?;
        sqlx::query_scalar("SELECT to_regclass('public.identity') IS NOT NULL")
            .fetch_one(&mut connection)
            .await
            .map_err(DatabaseError::sql("looking for the tables"))
    }

    /// Tells every instance that listens.
    pub(crate) async fn tell(&self, news: &str) -> Result<(), DatabaseError> {
        let told = sqlx::query("SELECT pg_notify($1, $2)").bind(CHANNEL).bind(news).execute(&self.pool).await;
        told.map(drop).map_err(DatabaseError::sql("telling the other instances"))
    }

    /// Counts tries.
    pub(crate) async fn count_tries(
        &self,
        key: &casework::Digest,
        minute: i64,
        tries: i64,
    ) -> Result<i64, DatabaseError> {
        sqlx::query_scalar(
            "INSERT INTO tries (key, minute, count) VALUES ($1, $2, $3)
             ON CONFLICT (key, minute) DO UPDATE SET count = tries.count + $3 RETURNING count",
        )
        .bind(key.as_str())
        .bind(minute)
        .bind(tries)
        .fetch_one(&self.pool)
        .await
        .map_err(DatabaseError::sql("counting a try"))
    }

    /// Forgets tries of minutes before.
    pub(crate) async fn forget_tries(&self, minute: i64) -> Result<(), DatabaseError> {
        let forgotten = sqlx::query("DELETE FROM tries WHERE minute < $1").bind(minute).execute(&self.pool).await;
        forgotten.map(drop).map_err(DatabaseError::sql("forgetting tries"))
    }

    /// Listens to the other instances.
    pub(crate) async fn news(&self) -> Result<PgListener, DatabaseError> {
        let what = "listening to the other instances";
        let mut listener = PgListener::connect_with(&self.pool).await.map_err(DatabaseError::sql(what))?;
        listener.listen(CHANNEL).await.map_err(DatabaseError::sql(what))?;
        Ok(listener)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_on_another_machine_is_to_show_its_certificate() {
        let open = |url: &str| is_open_on_the_way(&url.parse().unwrap());
        assert!(open("postgres://a@db.example.vn/a") && open("postgres://a@10.0.0.7/a?sslmode=require"));
        assert!(open("postgres://a@db.example.vn/a?sslmode=verify-ca"));
        assert!(!open("postgres://a@db.example.vn/a?sslmode=verify-full&sslrootcert=/etc/ca.pem"));
        for here in ["localhost", "127.0.0.1", "[::1]", "localhost/a?host=/run/postgresql"] {
            assert!(!open(&format!("postgres://a@{here}")), "{here}");
        }
    }
}
