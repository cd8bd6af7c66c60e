//! What an event costs when ten thousand to ten million are stored already.

use crate::load::{Worker, push_all};
use crate::stage::Running;
use motcua_tests::office::Anything;
use sqlx::{Connection, Executor, PgConnection};
use std::time::{Duration, Instant};

const MEASURE: Duration = Duration::from_secs(10);

/// Rows as the portal writes them, of other units, straight into the tables: ten events a case.
const FILL: &str = "
    WITH wanted AS (SELECT n FROM generate_series($1::bigint, $2::bigint) AS n),
    logs AS (INSERT INTO unit_logs (unit, seq, hash)
        SELECT 'fill-' || u, 0, repeat('0', 64) FROM generate_series(0, 99) AS u ON CONFLICT DO NOTHING),
    cases AS (INSERT INTO cases (id, unit, version, shape, state, account)
        SELECT md5('c' || n)::uuid::text, 'fill-' || (n / 10 % 100), 10, 0, repeat(md5('s' || n), 45), NULL
        FROM wanted WHERE n % 10 = 0),
    parts AS (INSERT INTO case_units (case_id, unit, version, is_current)
        SELECT md5('c' || n)::uuid::text, 'fill-' || (n / 10 % 100), 10, TRUE FROM wanted WHERE n % 10 = 0),
    envelopes AS (INSERT INTO envelopes (id, digest, body, source, arrived_at, verdict)
        SELECT md5('e' || n)::uuid::text, md5('d' || n) || md5('e' || n), repeat(md5('b' || n), 15), 'desk', n,
               '{\"type\":\"accepted\",\"seq\":1}' FROM wanted)
    INSERT INTO entries (unit, seq, case_id, envelope, body, hash)
        SELECT 'fill-' || (n / 10 % 100), n + 1, md5('c' || (n - n % 10))::uuid::text, md5('e' || n)::uuid::text,
               repeat(md5('b' || n), 19), md5('h' || n) || md5('i' || n) FROM wanted";
const STEP: i64 = 50_000;

/// Fills and measures in turns. The processor's time of an event tells more than the clock where the machine is shared.
pub async fn grow(url: &str, running: &Running, most: usize, mut workers: Vec<Worker>) -> Result<(), Anything> {
    let mut connection = PgConnection::connect(url).await?;
    // The rows stand for themselves; that a log exists for each is seen to by the same statement.
    connection.execute("SET session_replication_role = replica").await?;
    let (mut stored, mut first) = (0, None);
    for wanted in [10_000, 100_000, 1_000_000, 10_000_000] {
        if wanted > most {
            break;
        }
        let begun = Instant::now();
        while stored < wanted as i64 {
            let last = (stored + STEP).min(wanted as i64) - 1;
            sqlx::query(FILL).bind(stored).bind(last).execute(&mut connection).await?;
            stored = last + 1;
        }
        connection.execute("ANALYZE").await?;
        let filled = begun.elapsed();
        // One desk alone: its time is the cost of an event; then all of them.
        let alone = vec![workers.remove(0)];
        let mut alone = push_all(alone, 1, MEASURE).await?;
        workers.append(&mut alone.workers);
        let before = running.processors();
        let mut all = push_all(workers, 1, MEASURE).await?;
        let after = running.processors();
        let [portal, postgres, _] =
            std::array::from_fn(|place| 1_000.0 * (after[place] - before[place]) / all.events.max(1) as f64);
        let (cost, used) = (alone.times.at(0.5), portal + postgres);
        let (few, rate, used_first) = *first.get_or_insert((cost, all.rate(), used));
        println!(
            "{wanted} more events stored (filled in {filled:.1?}): one desk p50 {cost:.2?}, p99 {:.1?}, growth {:.2}; \
             all desks {:.0} events a second, growth {:.2}; processor of an event: portal {portal:.3} ms, PostgreSQL \
             {postgres:.3} ms, growth {:.2}",
            alone.times.at(0.99),
            cost.as_secs_f64() / few.as_secs_f64(),
            all.rate(),
            rate / all.rate(),
            used / used_first
        );
        all.times.0.clear();
        workers = all.workers;
    }
    Ok(())
}
