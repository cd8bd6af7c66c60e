//! What is bounded by the day, over all instances and restarts.

use super::{DatabaseError, Store};
use casework::{Date, Digest};

impl Store {
    /// Counts something of a day; how many there are then.
    ///
    /// # Errors
    /// The database.
    pub async fn count_of_day(&self, key: &Digest, day: Date, more: u32) -> Result<i64, DatabaseError> {
        each!(self, store => store.count_of_day(key, day, i64::from(more)).await)
    }

    /// How many of something there were on a day so far.
    ///
    /// # Errors
    /// The database.
    pub async fn counted_of_day(&self, key: &Digest, day: Date) -> Result<i64, DatabaseError> {
        each!(self, store => store.counted_of_day(key, day).await)
    }

    /// Forgets what was counted on days before.
    ///
    /// # Errors
    /// The database.
    pub async fn forget_days(&self, before: Date) -> Result<(), DatabaseError> {
        each!(self, store => store.forget_days(before).await)
    }
}

macro_rules! day_counts_store {
    ($store:ident) => {
        impl $store {
            pub(crate) async fn count_of_day(&self, key: &Digest, day: Date, more: i64) -> Done<i64> {
                sqlx::query_scalar(
                    "INSERT INTO day_counts (key, day, count) VALUES ($1, $2, $3)
                     ON CONFLICT (key, day) DO UPDATE SET count = day_counts.count + excluded.count RETURNING count",
                )
                .bind(key.as_str())
                .bind(day.to_string())
                .bind(more)
                .fetch_one(&self.pool)
                .await
                .map_err(DatabaseError::sql("counting something of a day"))
            }

            pub(crate) async fn counted_of_day(&self, key: &Digest, day: Date) -> Done<i64> {
                let count: Option<i64> = sqlx::query_scalar("SELECT count FROM day_counts WHERE key = $1 AND day = $2")
                    .bind(key.as_str())
                    .bind(day.to_string())
                    .fetch_optional(&self.pool)
                    .await
                    .map_err(DatabaseError::sql("reading what was counted of a day"))?;
                Ok(count.unwrap_or(0))
            }

            pub(crate) async fn forget_days(&self, before: Date) -> Done<()> {
                let forgotten = sqlx::query("DELETE FROM day_counts WHERE day < $1");
                let forgotten = forgotten.bind(before.to_string()).execute(&self.pool).await;
                forgotten.map(drop).map_err(DatabaseError::sql("forgetting what was counted of days"))
            }
        }
    };
}

pub(crate) use day_counts_store;
