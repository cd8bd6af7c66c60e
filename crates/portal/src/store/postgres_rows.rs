//! Many rows at once on PostgreSQL: arrays, so that a group of envelopes costs three ways to the server and not thirty.

use super::error::DatabaseError;
use super::postgres::PostgresStore;
use super::sitting::{CaseRows, LogRows};
use casework::{SHAPE, UnitCode};
use sqlx::PgConnection;
use std::collections::BTreeSet;

/// A list as one value to bind.
pub(super) fn list(values: BTreeSet<String>) -> Vec<String> {
    values.into_iter().collect()
}

const CASES: &str = "
    WITH changed AS (
        UPDATE cases SET unit = new.unit, version = new.version, shape = $9, state = new.state, code = new.code,
            goes_on_at = new.goes_on_at
        FROM UNNEST($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::bool[])
            AS new (id, unit, version, state, code, account, goes_on_at, is_new)
        WHERE cases.id = new.id AND NOT new.is_new),
    used AS (
        INSERT INTO file_uses (digest, case_id, unit) SELECT * FROM UNNEST($10::text[], $11::text[], $12::text[])
        ON CONFLICT (digest, case_id) DO NOTHING),
    part AS (
        INSERT INTO case_units (case_id, unit, version, is_current)
        SELECT * FROM UNNEST($13::text[], $14::text[], $15::bigint[], $16::bool[])
        ON CONFLICT (case_id, unit) DO UPDATE SET version = excluded.version, is_current = excluded.is_current)
    INSERT INTO cases (id, unit, version, shape, state, code, account, goes_on_at)
        SELECT id, unit, version, $9, state, code, account, goes_on_at
        FROM UNNEST($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::bool[])
            AS new (id, unit, version, state, code, account, goes_on_at, is_new)
        WHERE new.is_new";

const LOG: &str = "
    WITH moved AS (
        UPDATE unit_logs SET hash = new.hash FROM UNNEST($1::text[], $2::text[]) AS new (unit, hash)
        WHERE unit_logs.unit = new.unit),
    judged AS (
        INSERT INTO envelopes (id, digest, body, source, arrived_at, verdict)
        SELECT * FROM UNNEST($3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::text[]))
    INSERT INTO entries (unit, seq, case_id, envelope, body, hash)
        SELECT * FROM UNNEST($9::text[], $10::bigint[], $11::text[], $12::text[], $13::text[], $14::text[])";

impl PostgresStore {
    pub(super) async fn write_cases(connection: &mut PgConnection, rows: CaseRows) -> Result<(), DatabaseError> {
        let CaseRows { cases, files, parts } = rows;
        if cases.is_empty() {
            return Ok(());
        }
        sqlx::query(CASES)
            .bind(cases.iter().map(|row| row.id.as_str()).collect::<Vec<_>>())
            .bind(cases.iter().map(|row| row.unit.as_str()).collect::<Vec<_>>())
            .bind(cases.iter().map(|row| row.version).collect::<Vec<_>>())
            .bind(cases.iter().map(|row| row.state.as_str()).collect::<Vec<_>>())
            .bind(cases.iter().map(|row| row.code.as_deref()).collect::<Vec<_>>())
            .bind(cases.iter().map(|row| row.account.as_deref()).collect::<Vec<_>>())
            .bind(cases.iter().map(|row| row.goes_on_at).collect::<Vec<_>>())
            .bind(cases.iter().map(|row| row.is_new).collect::<Vec<_>>())
            .bind(i64::from(SHAPE))
            .bind(files.iter().map(|row| row.digest.as_str()).collect::<Vec<_>>())
            .bind(files.iter().map(|row| row.case.as_str()).collect::<Vec<_>>())
            .bind(files.iter().map(|row| row.unit.as_str()).collect::<Vec<_>>())
            .bind(parts.iter().map(|row| row.case.as_str()).collect::<Vec<_>>())
            .bind(parts.iter().map(|row| row.unit.as_str()).collect::<Vec<_>>())
            .bind(parts.iter().map(|row| row.version).collect::<Vec<_>>())
            .bind(parts.iter().map(|row| row.is_current).collect::<Vec<_>>())
            .execute(connection)
            .await
            .map_err(DatabaseError::sql("writing cases"))?;
        Ok(())
    }

    /// Moves counter rows on, in the order in which they are given; returns where each is now, and the hash from
    /// before.
    pub(super) async fn take_counters(
        connection: &mut PgConnection,
        counts: Vec<(UnitCode, i64, String)>,
    ) -> Result<Vec<(String, i64, String)>, DatabaseError> {
        if counts.is_empty() {
            return Ok(Vec::new());
        }
        sqlx::query_as(
            "INSERT INTO unit_logs (unit, seq, hash) SELECT * FROM UNNEST($1::text[], $2::bigint[], $3::text[])
             ON CONFLICT (unit) DO UPDATE SET seq = unit_logs.seq + excluded.seq RETURNING unit, seq, hash",
        )
        .bind(counts.iter().map(|(unit, ..)| unit.as_str()).collect::<Vec<_>>())
        .bind(counts.iter().map(|(_, count, _)| *count).collect::<Vec<_>>())
        .bind(counts.iter().map(|(.., start)| start.as_str()).collect::<Vec<_>>())
        .fetch_all(connection)
        .await
        .map_err(DatabaseError::sql("taking the counter rows"))
    }

    pub(super) async fn write_log(connection: &mut PgConnection, rows: LogRows) -> Result<(), DatabaseError> {
        let LogRows { entries, envelopes, heads } = rows;
        sqlx::query(LOG)
            .bind(heads.iter().map(|(unit, _)| unit.as_str()).collect::<Vec<_>>())
            .bind(heads.iter().map(|(_, hash)| hash.as_str()).collect::<Vec<_>>())
            .bind(envelopes.iter().map(|row| row.id.as_str()).collect::<Vec<_>>())
            .bind(envelopes.iter().map(|row| row.digest.as_str()).collect::<Vec<_>>())
            .bind(envelopes.iter().map(|row| row.body.as_str()).collect::<Vec<_>>())
            .bind(envelopes.iter().map(|row| row.source.as_str()).collect::<Vec<_>>())
            .bind(envelopes.iter().map(|row| row.arrived_at).collect::<Vec<_>>())
            .bind(envelopes.iter().map(|row| row.verdict.as_str()).collect::<Vec<_>>())
            .bind(entries.iter().map(|row| row.unit.as_str()).collect::<Vec<_>>())
            .bind(entries.iter().map(|row| row.seq).collect::<Vec<_>>())
            .bind(entries.iter().map(|row| row.case.as_str()).collect::<Vec<_>>())
            .bind(entries.iter().map(|row| row.envelope.as_str()).collect::<Vec<_>>())
            .bind(entries.iter().map(|row| row.body.as_str()).collect::<Vec<_>>())
            .bind(entries.iter().map(|row| row.hash.as_str()).collect::<Vec<_>>())
            .execute(connection)
            .await
            .map_err(DatabaseError::sql("appending to the logs"))?;
        Ok(())
    }
}
