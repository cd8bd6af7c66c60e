//! The store on PostgreSQL: many instances beside each other.

use super::error::DatabaseError;
use sqlx::postgres::{PgConnection, PgPool, PgPoolOptions, PgRow, Postgres};
use std::time::Duration;

super::sql::sql_store! {
    store: PostgresStore, database: Postgres, pool: PgPool, connection: PgConnection, row: PgRow,
    begin: "BEGIN", for_update: " FOR UPDATE", yes: "TRUE",
    migrations: [(1, "0001_first"), (5, "0005_units"), (6, "0006_accounts")] in "portal-postgres",
}

super::registers::registers_store! { PostgresStore }
super::accounts::accounts_store! { PostgresStore }
super::questions::questions_store! { PostgresStore }
super::results::results_store! { PostgresStore }

impl PostgresStore {
    /// Connects.
    ///
    /// # Errors
    /// No connection.
    pub(crate) async fn connect(url: &str) -> Result<Self, DatabaseError> {
        let pool = PgPoolOptions::new().max_connections(16).acquire_timeout(Duration::from_secs(30)).connect(url);
        Self::with(pool.await.map_err(DatabaseError::sql("connecting to PostgreSQL"))?).await
    }
}
