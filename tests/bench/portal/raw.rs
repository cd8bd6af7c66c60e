//! The same PostgreSQL without a portal: what pgbench commits, once with a line into a log and a change of a case, once
//! with the same writes as the portal's for one act, one act a transaction.

use motcua_tests::office::Anything;
use std::io::Write;
use std::process::Command;
use std::time::Duration;

/// Cases and units that are written to.
const TABLES: &str = "DROP TABLE IF EXISTS raw_log; DROP TABLE IF EXISTS raw_cases;
CREATE TABLE raw_log (id BIGSERIAL PRIMARY KEY, case_id BIGINT NOT NULL, body TEXT NOT NULL);
CREATE TABLE raw_cases (id BIGINT PRIMARY KEY, version BIGINT NOT NULL, state TEXT NOT NULL);
INSERT INTO raw_cases SELECT n, 1, repeat('x', 1500) FROM generate_series(1, 20000) AS n;";

const SIMPLE: &str = "\\set case random(1, 20000)
BEGIN;
INSERT INTO raw_log (case_id, body) VALUES (:case, repeat('y', 600));
UPDATE raw_cases SET version = version + 1, state = repeat('z', 1500) WHERE id = :case;
END;
";

/// The portal's own tables again, with their indexes, and a row of each as the portal has just written it.
const SAME_TABLES: &str = "DROP SCHEMA IF EXISTS raw CASCADE; CREATE SCHEMA raw;
CREATE TABLE raw.unit_logs (LIKE unit_logs INCLUDING ALL);
CREATE TABLE raw.cases (LIKE cases INCLUDING ALL);
CREATE TABLE raw.case_units (LIKE case_units INCLUDING ALL);
CREATE TABLE raw.case_facts (LIKE case_facts INCLUDING ALL);
CREATE TABLE raw.envelopes (LIKE envelopes INCLUDING ALL);
CREATE TABLE raw.entries (LIKE entries INCLUDING ALL);
CREATE TABLE raw.one AS SELECT cases.state, envelopes.body AS envelope, entries.body AS entry
  FROM cases JOIN entries ON entries.case_id = cases.id JOIN envelopes ON envelopes.id = entries.envelope
  WHERE cases.version >= 5 AND entries.seq > 1 ORDER BY cases.version DESC, envelopes.arrived_at DESC LIMIT 1;
INSERT INTO raw.unit_logs SELECT 'unit-' || n, 0, repeat('0', 64), 0 FROM generate_series(0, 299) AS n;
INSERT INTO raw.cases (id, unit, version, shape, state) SELECT md5('c' || n)::uuid::text, 'unit-' || (n % 300), 1, 6, state
  FROM generate_series(1, 20000) AS n, raw.one;
INSERT INTO raw.case_units (case_id, unit, version, is_current) SELECT id, unit, 1, TRUE FROM raw.cases;
ANALYZE;";

/// Nine notes of ten acts change a case, as the load's do.
const SAME_NOTE: &str = "\\set case random(1, 20000)
BEGIN;
INSERT INTO raw.envelopes (id, digest, body, source, arrived_at, verdict)
  SELECT gen_random_uuid()::text, repeat('d', 64), envelope, 'desk', 1, '{\"type\":\"accepted\",\"seq\":1}' FROM raw.one;
UPDATE raw.cases SET version = version + 1, state = one.state FROM raw.one WHERE id = md5('c' || :case)::uuid::text;
UPDATE raw.case_units SET version = version + 1
  WHERE case_id = md5('c' || :case)::uuid::text AND unit = 'unit-' || (:case % 300);
UPDATE raw.unit_logs SET seq = seq + 1, hash = repeat('h', 64) WHERE unit = 'unit-' || (:case % 300) RETURNING seq \\gset
INSERT INTO raw.entries (unit, seq, case_id, envelope, body, hash)
  SELECT 'unit-' || (:case % 300), :seq, md5('c' || :case)::uuid::text, md5('e' || :case), entry, repeat('h', 64) FROM raw.one;
END;
";
/// One of ten opens a case.
const SAME_FILING: &str = "\\set case random(1, 20000)
BEGIN;
INSERT INTO raw.envelopes (id, digest, body, source, arrived_at, verdict)
  SELECT gen_random_uuid()::text, repeat('d', 64), envelope, 'desk', 1, '{\"type\":\"accepted\",\"seq\":1}' FROM raw.one;
INSERT INTO raw.cases (id, unit, version, shape, state)
  SELECT gen_random_uuid()::text, 'unit-' || (:case % 300), 1, 6, state FROM raw.one RETURNING id \\gset
INSERT INTO raw.case_units (case_id, unit, version, is_current) VALUES (:id, 'unit-' || (:case % 300), 1, TRUE);
INSERT INTO raw.case_facts (case_id, unit, service, edition, is_online, is_withdrawn, is_paused, is_moved, facts_at)
  VALUES (:id, 'unit-' || (:case % 300), 'S', '2026', 0, 0, 0, 0, 1);
UPDATE raw.unit_logs SET seq = seq + 1, hash = repeat('h', 64) WHERE unit = 'unit-' || (:case % 300) RETURNING seq \\gset
INSERT INTO raw.entries (unit, seq, case_id, envelope, body, hash)
  SELECT 'unit-' || (:case % 300), :seq, :id, md5('e' || :case), entry, repeat('h', 64) FROM raw.one;
END;
";

/// Commits a second with so many clients: a line and a change of a case.
pub fn simple(url: &str, clients: usize, during: Duration) -> Result<f64, Anything> {
    commits(url, TABLES, &[(SIMPLE, 1)], clients, during)
}

/// Commits a second with so many clients: the portal's writes. The portal has written something before.
pub fn same(url: &str, clients: usize, during: Duration) -> Result<f64, Anything> {
    let rate = commits(url, SAME_TABLES, &[(SAME_NOTE, 9), (SAME_FILING, 1)], clients, during)?;
    tables(url, "DROP SCHEMA raw CASCADE")?;
    Ok(rate)
}

fn tables(url: &str, statements: &str) -> Result<(), Anything> {
    let mut tables = Command::new("psql");
    tables.args([url, "-q", "-v", "ON_ERROR_STOP=1", "-c", statements]);
    let made = tables.env("PGOPTIONS", "--client-min-messages=warning").output()?;
    match made.status.success() {
        true => Ok(()),
        false => Err(String::from_utf8_lossy(&made.stderr).into_owned().into()),
    }
}

fn commits(
    url: &str,
    statements: &str,
    scripts: &[(&str, u32)],
    clients: usize,
    during: Duration,
) -> Result<f64, Anything> {
    tables(url, statements)?;
    let mut pgbench = Command::new("pgbench");
    pgbench.args(["-n", "-M", "prepared", "-j", "2", "-c", &clients.to_string(), "-T", &during.as_secs().to_string()]);
    let folder = tempfile::tempdir()?;
    for (place, (script, weight)) in scripts.iter().enumerate() {
        let path = folder.path().join(format!("{place}.sql"));
        // pgbench ends a command that takes its answer at the end of a line: other commands end with a semicolon.
        std::fs::File::create(&path)?.write_all(script.as_bytes())?;
        pgbench.arg("-f").arg(format!("{}@{weight}", path.display()));
    }
    let output = pgbench.arg(url).output()?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let rate = said.lines().find_map(|line| line.strip_prefix("tps = ")?.split_whitespace().next()?.parse().ok());
    rate.ok_or_else(|| format!("{said}{}", String::from_utf8_lossy(&output.stderr)).into())
}
