//! Many rows at once on SQLite: one by one, for a statement costs no way there.

use super::error::DatabaseError;
use super::sitting::{CaseRows, LogRows};
use super::sqlite::SqliteStore;
use super::{PullAsked, Pulled};
use casework::{SHAPE, UnitCode};
use sqlx::SqliteConnection;
use std::collections::BTreeSet;

/// A list as one value to bind.
pub(super) fn list(values: BTreeSet<String>) -> String {
    serde_json::Value::from_iter(values).to_string()
}

impl SqliteStore {
    /// What desks that pull are told, in their order.
    pub(super) async fn pulls(&self, asked: &[PullAsked]) -> Result<Vec<Pulled>, DatabaseError> {
        let mut pulled = Vec::with_capacity(asked.len());
        for one in asked {
            pulled.push(self.pull(one).await?);
        }
        Ok(pulled)
    }

    pub(super) async fn write_cases(connection: &mut SqliteConnection, rows: CaseRows) -> Result<(), DatabaseError> {
        let what = "writing a case";
        for row in rows.cases {
            let statement = if row.is_new {
                "INSERT INTO cases (id, unit, version, shape, state, code, goes_on_at, account)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
            } else {
                "UPDATE cases SET unit = $2, version = $3, shape = $4, state = $5, code = $6, goes_on_at = $7,
                   account = $8 WHERE id = $1"
            };
            sqlx::query(statement)
                .bind(row.id)
                .bind(row.unit)
                .bind(row.version)
                .bind(i64::from(SHAPE))
                .bind(row.state)
                .bind(row.code)
                .bind(row.goes_on_at)
                .bind(row.account)
                .execute(&mut *connection)
                .await
                .map_err(DatabaseError::sql(what))?;
        }
        for row in rows.files {
            sqlx::query(
                "INSERT INTO file_uses (digest, case_id, unit) VALUES ($1, $2, $3)
                 ON CONFLICT (digest, case_id) DO NOTHING",
            )
            .bind(row.digest)
            .bind(row.case)
            .bind(row.unit)
            .execute(&mut *connection)
            .await
            .map_err(DatabaseError::sql(what))?;
        }
        for row in rows.parts {
            sqlx::query(
                "INSERT INTO case_units (case_id, unit, version, is_current, is_over, touched_on)
                 VALUES ($1, $2, $3, $4, $5, $6)
                 ON CONFLICT (case_id, unit) DO UPDATE SET version = excluded.version, is_current = excluded.is_current,
                   is_over = excluded.is_over, touched_on = MAX(touched_on, excluded.touched_on)",
            )
            .bind(row.case)
            .bind(row.unit)
            .bind(row.version)
            .bind(row.is_current)
            .bind(row.is_over)
            .bind(row.touched_on)
            .execute(&mut *connection)
            .await
            .map_err(DatabaseError::sql("noting a unit's part in a case"))?;
        }
        for row in rows.facts {
            Self::write_facts(&mut *connection, &row, false).await?;
        }
        for (case, digest) in rows.emails {
            Self::write_email(&mut *connection, &case, &digest).await?;
        }
        Self::write_phones(&mut *connection, rows.phones).await?;
        Ok(())
    }

    /// Moves counter rows on; returns where each is now, and the hash from before.
    pub(super) async fn take_counters(
        connection: &mut SqliteConnection,
        counts: Vec<(UnitCode, i64, String)>,
    ) -> Result<Vec<(String, i64, String)>, DatabaseError> {
        let mut taken = Vec::with_capacity(counts.len());
        for (unit, count, start) in counts {
            let (seq, hash) = sqlx::query_as(
                "INSERT INTO unit_logs (unit, seq, hash) VALUES ($1, $2, $3)
                 ON CONFLICT (unit) DO UPDATE SET seq = unit_logs.seq + excluded.seq RETURNING seq, hash",
            )
            .bind(unit.as_str())
            .bind(count)
            .bind(start)
            .fetch_one(&mut *connection)
            .await
            .map_err(DatabaseError::sql("taking the counter row"))?;
            taken.push((unit.0, seq, hash));
        }
        Ok(taken)
    }

    pub(super) async fn write_log(connection: &mut SqliteConnection, rows: LogRows) -> Result<(), DatabaseError> {
        let what = "appending to a log";
        for row in rows.entries {
            sqlx::query(
                "INSERT INTO entries (unit, seq, case_id, envelope, body, hash) VALUES ($1, $2, $3, $4, $5, $6)",
            )
            .bind(row.unit)
            .bind(row.seq)
            .bind(row.case)
            .bind(row.envelope)
            .bind(row.body)
            .bind(row.hash)
            .execute(&mut *connection)
            .await
            .map_err(DatabaseError::sql(what))?;
        }
        for (unit, hash) in rows.heads {
            sqlx::query("UPDATE unit_logs SET hash = $2 WHERE unit = $1")
                .bind(unit)
                .bind(hash)
                .execute(&mut *connection)
                .await
                .map_err(DatabaseError::sql(what))?;
        }
        for row in rows.envelopes {
            sqlx::query(
                "INSERT INTO envelopes (id, digest, body, source, arrived_at, verdict) VALUES ($1, $2, $3, $4, $5, $6)",
            )
            .bind(row.id)
            .bind(row.digest)
            .bind(row.body)
            .bind(row.source)
            .bind(row.arrived_at)
            .bind(row.verdict)
            .execute(&mut *connection)
            .await
            .map_err(DatabaseError::sql("storing a verdict"))?;
        }
        Ok(())
    }
}

/// The numbers of cases.
pub(super) async fn write_phones(
    connection: &mut SqliteConnection,
    rows: Vec<(String, String)>,
) -> Result<(), sqlx::Error> {
    for (case, digest) in rows {
        sqlx::query(
            "INSERT INTO case_phones (case_id, digest) VALUES ($1, $2)
             ON CONFLICT (case_id) DO UPDATE SET digest = excluded.digest",
        )
        .bind(case)
        .bind(digest)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}
