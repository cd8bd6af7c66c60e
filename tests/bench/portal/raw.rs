//! The same PostgreSQL without a portal: pgbench with a line into a log and a change of a case in one transaction.

use motcua_tests::office::Anything;
use std::io::Write;
use std::process::Command;
use std::time::Duration;

const TABLES: &str = "DROP TABLE IF EXISTS raw_log; DROP TABLE IF EXISTS raw_cases;
CREATE TABLE raw_log (id BIGSERIAL PRIMARY KEY, case_id BIGINT NOT NULL, body TEXT NOT NULL);
CREATE TABLE raw_cases (id BIGINT PRIMARY KEY, version BIGINT NOT NULL, state TEXT NOT NULL);
INSERT INTO raw_cases SELECT n, 1, repeat('x', 1500) FROM generate_series(1, 20000) AS n;";

/// Commits a second with so many clients.
pub fn commits(url: &str, clients: usize, during: Duration) -> Result<f64, Anything> {
    let mut tables = Command::new("psql");
    tables.args([url, "-q", "-c", TABLES]).env("PGOPTIONS", "--client-min-messages=warning");
    let made = tables.output()?;
    if !made.status.success() {
        return Err(String::from_utf8_lossy(&made.stderr).into_owned().into());
    }
    let mut script = tempfile::NamedTempFile::new()?;
    writeln!(
        script,
        "\\set case random(1, 20000)\nBEGIN;\nINSERT INTO raw_log (case_id, body) VALUES (:case, repeat('y', 600));\n\
         UPDATE raw_cases SET version = version + 1, state = repeat('z', 1500) WHERE id = :case;\nEND;"
    )?;
    let output = Command::new("pgbench")
        .args([
            "-n",
            "-M",
            "prepared",
            "-j",
            "2",
            "-c",
            &clients.to_string(),
            "-T",
            &during.as_secs().to_string(),
            "-f",
        ])
        .arg(script.path())
        .arg(url)
        .output()?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let rate = said.lines().find_map(|line| line.strip_prefix("tps = ")?.split_whitespace().next()?.parse().ok());
    rate.ok_or_else(|| format!("{said}{}", String::from_utf8_lossy(&output.stderr)).into())
}
