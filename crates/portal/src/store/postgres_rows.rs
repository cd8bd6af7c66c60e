//! Many rows at once on PostgreSQL: arrays, so that a group of envelopes costs three ways to the server and not thirty.

use super::error::DatabaseError;
use super::postgres::PostgresStore;
use super::sitting::{CaseRows, LogRows};
use super::{PullAsked, Pulled};
use casework::{Digest, RegisterBook, SHAPE, UnitCode};
use protocol::enrol::RegisterLease;
use protocol::{Entry, Head};
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};
use std::collections::BTreeSet;

/// A list as one value to bind.
pub(super) fn list(values: BTreeSet<String>) -> Vec<String> {
    values.into_iter().collect()
}

fn unsigned(number: i64) -> Result<u64, DatabaseError> {
    u64::try_from(number).map_err(|_| DatabaseError::Damaged("a number"))
}

/// Which question a row answers; the server counts from one.
fn place_of(row: &PgRow, questions: usize) -> Result<usize, DatabaseError> {
    let place = usize::try_from(row.get::<i64, _>("place")).ok().and_then(|place| place.checked_sub(1));
    place.filter(|place| *place < questions).ok_or(DatabaseError::Damaged("an answer to no question"))
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
        INSERT INTO case_units (case_id, unit, version, is_current, is_over, touched_on)
        SELECT * FROM UNNEST($13::text[], $14::text[], $15::bigint[], $16::bool[], $17::bigint[], $18::bigint[])
        ON CONFLICT (case_id, unit) DO UPDATE SET version = excluded.version, is_current = excluded.is_current,
            is_over = excluded.is_over, touched_on = GREATEST(case_units.touched_on, excluded.touched_on)),
    facts AS (
        INSERT INTO case_facts (case_id, unit, service, edition, is_online, accepted_at, finished_at, due_at,
            is_withdrawn, is_declined, is_paused, is_moved, facts_at)
        SELECT * FROM UNNEST($19::text[], $20::text[], $21::text[], $22::text[], $23::bigint[], $24::bigint[],
            $25::bigint[], $26::bigint[], $27::bigint[], $28::bigint[], $29::bigint[], $30::bigint[], $31::bigint[])
        ON CONFLICT (case_id) DO UPDATE SET unit = excluded.unit, service = excluded.service,
            edition = excluded.edition, is_online = excluded.is_online, accepted_at = excluded.accepted_at,
            finished_at = excluded.finished_at, due_at = excluded.due_at, is_withdrawn = excluded.is_withdrawn,
            is_declined = excluded.is_declined, is_paused = excluded.is_paused, is_moved = excluded.is_moved,
            facts_at = GREATEST(case_facts.facts_at, excluded.facts_at)),
    emails AS (
        INSERT INTO case_emails (case_id, digest) SELECT * FROM UNNEST($32::text[], $33::text[])
        ON CONFLICT (case_id) DO UPDATE SET digest = excluded.digest),
    phones AS (
        INSERT INTO case_phones (case_id, digest) SELECT * FROM UNNEST($34::text[], $35::text[])
        ON CONFLICT (case_id) DO UPDATE SET digest = excluded.digest)
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

const HEADS: &str = "
    SELECT asked.place, logs.seq, logs.hash, safe_seq, registers.book, COALESCE(next, 1) AS next
    FROM UNNEST($1::text[], $2::text[], $3::bigint[]) WITH ORDINALITY AS asked (unit, device, year, place)
    JOIN unit_logs AS logs ON logs.unit = asked.unit
    LEFT JOIN registers ON registers.unit = asked.unit AND holder = asked.device
    LEFT JOIN register_years AS years
      ON years.unit = asked.unit AND years.book = registers.book AND years.year = asked.year
    ORDER BY asked.place, registers.book";

const PAGES: &str = "
    SELECT asked.place, found.seq, found.body, found.hash
    FROM UNNEST($1::text[], $2::bigint[], $3::bigint[], $4::bigint[]) WITH ORDINALITY
      AS asked (unit, after, last, most, place)
    CROSS JOIN LATERAL (
      SELECT seq, body, hash FROM entries WHERE unit = asked.unit AND seq > asked.after AND seq <= asked.last
      ORDER BY seq LIMIT asked.most) AS found
    ORDER BY asked.place, found.seq";

impl PostgresStore {
    /// What desks that pull are told, in their order: two ways to the server for all of them.
    pub(super) async fn pulls(&self, asked: &[PullAsked]) -> Result<Vec<Pulled>, DatabaseError> {
        if let [one] = asked {
            return Ok(vec![self.pull(one).await?]);
        }
        let what = "reading what desks are told";
        let mut connection = self.door.acquire().await.map_err(DatabaseError::sql(what))?;
        let log = self.log_id(&mut connection).await?;
        let rows = sqlx::query(HEADS)
            .bind(asked.iter().map(|one| one.unit.as_str()).collect::<Vec<_>>())
            .bind(asked.iter().map(|one| one.device.to_string()).collect::<Vec<_>>())
            .bind(asked.iter().map(|one| i64::from(one.year)).collect::<Vec<_>>())
            .fetch_all(&mut *connection)
            .await
            .map_err(DatabaseError::sql(what))?;
        let mut pulled: Vec<Option<Pulled>> = asked.iter().map(|_| None).collect();
        for row in &rows {
            let place = place_of(row, asked.len())?;
            let seq = unsigned(row.get("seq"))?;
            let hash = Digest::try_from(row.get::<String, _>("hash"));
            let hash = hash.map_err(|_| DatabaseError::Damaged("a log"))?;
            let safe_seq = unsigned(row.get("safe_seq"))?;
            let one = pulled[place].get_or_insert_with(|| {
                let head = Head { log, unit: asked[place].unit.clone(), seq, hash };
                Pulled { entries: Vec::new(), head, safe_seq, leases: Vec::new() }
            });
            if let Some(book) = row.get::<Option<String>, _>("book") {
                let next = u32::try_from(row.get::<i64, _>("next"));
                let next = next.map_err(|_| DatabaseError::Damaged("a register"))?;
                one.leases.push(RegisterLease { book: RegisterBook(book), year: asked[place].year, next });
            }
        }
        // The heads first: entries may be further on by the time they are read, never less.
        let grown = |(place, one): (usize, &Option<Pulled>)| {
            let head = one.as_ref()?.head.seq;
            (head > asked[place].seq).then_some((place, head))
        };
        let behind: Vec<(usize, u64)> = pulled.iter().enumerate().filter_map(grown).collect();
        if !behind.is_empty() {
            let rows = sqlx::query(PAGES)
                .bind(behind.iter().map(|(place, _)| asked[*place].unit.as_str()).collect::<Vec<_>>())
                .bind(behind.iter().map(|(place, _)| asked[*place].seq as i64).collect::<Vec<_>>())
                .bind(behind.iter().map(|(_, head)| *head as i64).collect::<Vec<_>>())
                .bind(behind.iter().map(|(place, _)| i64::from(asked[*place].limit)).collect::<Vec<_>>())
                .fetch_all(&mut *connection)
                .await
                .map_err(DatabaseError::sql(what))?;
            for row in &rows {
                let (place, _) = behind[place_of(row, behind.len())?];
                let hash = Digest::try_from(row.get::<String, _>("hash"));
                let hash = hash.map_err(|_| DatabaseError::Damaged("an entry"))?;
                let entry = Entry { seq: unsigned(row.get("seq"))?, body: row.get("body"), hash };
                if let Some(one) = &mut pulled[place] {
                    one.entries.push(entry);
                }
            }
        }
        drop(connection);
        let mut answers = Vec::with_capacity(asked.len());
        for (asked, pulled) in asked.iter().zip(pulled) {
            answers.push(match pulled {
                Some(pulled) => pulled,
                // The unit has no log yet, and perhaps leases.
                None => self.pull(asked).await?,
            });
        }
        Ok(answers)
    }

    pub(super) async fn write_cases(connection: &mut PgConnection, rows: CaseRows) -> Result<(), DatabaseError> {
        let CaseRows { cases, files, parts, facts, emails, phones } = rows;
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
            .bind(parts.iter().map(|row| row.is_over).collect::<Vec<_>>())
            .bind(parts.iter().map(|row| row.touched_on).collect::<Vec<_>>())
            .bind(facts.iter().map(|row| row.case.as_str()).collect::<Vec<_>>())
            .bind(facts.iter().map(|row| row.facts.unit.as_str()).collect::<Vec<_>>())
            .bind(facts.iter().map(|row| row.facts.service.as_str()).collect::<Vec<_>>())
            .bind(facts.iter().map(|row| row.facts.edition.as_str()).collect::<Vec<_>>())
            .bind(facts.iter().map(|row| i64::from(row.facts.is_online)).collect::<Vec<_>>())
            .bind(facts.iter().map(|row| row.facts.accepted_at.map(|at| at.0)).collect::<Vec<_>>())
            .bind(facts.iter().map(|row| row.facts.finished_at.map(|at| at.0)).collect::<Vec<_>>())
            .bind(facts.iter().map(|row| row.facts.due_at.map(|at| at.0)).collect::<Vec<_>>())
            .bind(facts.iter().map(|row| i64::from(row.facts.is_withdrawn)).collect::<Vec<_>>())
            .bind(facts.iter().map(|row| i64::from(row.facts.is_declined)).collect::<Vec<_>>())
            .bind(facts.iter().map(|row| i64::from(row.facts.is_paused)).collect::<Vec<_>>())
            .bind(facts.iter().map(|row| i64::from(row.facts.is_moved)).collect::<Vec<_>>())
            .bind(facts.iter().map(|row| row.facts_at).collect::<Vec<_>>())
            .bind(emails.iter().map(|(case, _)| case.as_str()).collect::<Vec<_>>())
            .bind(emails.iter().map(|(_, digest)| digest.as_str()).collect::<Vec<_>>())
            .bind(phones.iter().map(|(case, _)| case.as_str()).collect::<Vec<_>>())
            .bind(phones.iter().map(|(_, digest)| digest.as_str()).collect::<Vec<_>>())
            .execute(&mut *connection)
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

/// The numbers of all cases of a sitting at once.
pub(super) async fn write_phones(
    connection: &mut PgConnection,
    rows: Vec<(String, String)>,
) -> Result<(), sqlx::Error> {
    let (cases, digests): (Vec<String>, Vec<String>) = rows.into_iter().unzip();
    sqlx::query(
        "INSERT INTO case_phones (case_id, digest) SELECT * FROM UNNEST($1::text[], $2::text[])
         ON CONFLICT (case_id) DO UPDATE SET digest = excluded.digest",
    )
    .bind(cases)
    .bind(digests)
    .execute(connection)
    .await
    .map(drop)
}
