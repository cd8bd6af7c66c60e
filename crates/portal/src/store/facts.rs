//! What figures need of a case, in a narrow table beside it. The rule that makes figures of them is the law's
//! (`casework::statistics::six_a_of`), written here a second time as a statement; a test holds the two together.

use super::{DatabaseError, HeldCase, Store};
use casework::{Case, CaseId, Channel, EditionId, Moment, ServiceCode, Status, UnitCode};

/// What figures need of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Facts {
    pub unit: UnitCode,
    pub service: ServiceCode,
    pub edition: EditionId,
    pub is_online: bool,
    pub accepted_at: Option<Moment>,
    pub finished_at: Option<Moment>,
    pub due_at: Option<Moment>,
    pub is_withdrawn: bool,
    pub is_declined: bool,
    pub is_paused: bool,
    /// Several units count it, each for its time.
    pub is_moved: bool,
}

impl Facts {
    pub fn of(case: &Case) -> Self {
        Self {
            unit: case.unit.clone(),
            service: case.service.clone(),
            edition: case.edition.clone(),
            is_online: case.channel == Channel::Online,
            accepted_at: case.accepted_at,
            finished_at: case.finished_at,
            due_at: case.due_at,
            is_withdrawn: case.status == Status::Withdrawn,
            is_declined: case.is_declined(),
            is_paused: case.status.is_paused(),
            is_moved: !case.former.is_empty(),
        }
    }
}

/// A row of `case_facts`.
pub(super) struct FactsRow {
    pub case: String,
    pub facts: Facts,
    pub facts_at: i64,
}

/// A period as the statement needs it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Span {
    /// The first moment.
    pub from: Moment,
    /// The last moment.
    pub end: Moment,
    /// What is due before it and still open is late.
    pub held_against: Moment,
}

/// Counts of a service in a unit; the edition tells its field where no newer one knows it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Counted {
    pub unit: String,
    pub service: String,
    pub edition: String,
    pub online: i64,
    pub direct: i64,
    pub carried_over: i64,
    pub early: i64,
    pub on_time: i64,
    pub late: i64,
    pub declined: i64,
    pub withdrawn: i64,
    pub open_in_time: i64,
    pub open_late: i64,
    pub paused: i64,
}

impl Store {
    /// Counts of all cases whose facts at the end of a period are those of now.
    pub(crate) async fn counted(&self, span: Span) -> Result<Vec<Counted>, DatabaseError> {
        each!(self, store => store.counted(span).await)
    }
    /// Cases whose facts have changed since the end of a period to which they may belong, and those that several units
    /// count.
    pub(crate) async fn changed_since(&self, span: Span) -> Result<Vec<CaseId>, DatabaseError> {
        each!(self, store => store.changed_since(span).await)
    }
    /// Cases in which a unit has or had a part, where they are not over for it or something happened from a moment on.
    pub(crate) async fn held_since(&self, unit: &UnitCode, from: Moment) -> Result<Vec<HeldCase>, DatabaseError> {
        each!(self, store => store.held_since(unit, from).await)
    }
    /// Units that have or had a part in a case; up to which of its events those were told that have none any more.
    pub(crate) async fn parts_of(&self, case: CaseId) -> Result<Vec<(UnitCode, Option<u32>)>, DatabaseError> {
        each!(self, store => store.parts_of(case).await)
    }
    /// Cases of a unit that are not over.
    pub(crate) async fn open_cases(&self, unit: &UnitCode) -> Result<Vec<Case>, DatabaseError> {
        each!(self, store => store.open_cases(unit).await)
    }
    /// Fills the facts, and the addresses, from cases that were there before their tables; once.
    pub(crate) async fn fill_facts(&self) -> Result<(), DatabaseError> {
        each!(self, store => store.fill_facts().await)
    }
}

/// Up to which event a unit was told of a case in which it has no part any more.
pub(super) fn until(version: i64, is_current: bool) -> Result<Option<u32>, DatabaseError> {
    let told = u32::try_from(version).map_err(|_| DatabaseError::Damaged("a unit's part in a case"))?;
    Ok((!is_current).then_some(told))
}

macro_rules! facts_store {
    ($store:ident, connection: $connection:ident, row: $row:ident, yes: $true:literal) => {
        use super::facts::{Counted, Facts, FactsRow, Span, until};

        impl $store {
            pub(crate) async fn counted(&self, span: Span) -> Done<Vec<Counted>> {
                let rows = sqlx::query(
                    "WITH cases_then AS (
                       SELECT unit, service, edition, is_online, accepted_at, due_at, is_withdrawn, is_declined,
                         is_paused, finished_at IS NOT NULL AND finished_at <= $2 AS is_done,
                         due_at IS NOT NULL AND is_withdrawn = 0 AS has_date,
                         (finished_at + 25200000) / 86400000 AS finished_day, (due_at + 25200000) / 86400000 AS due_day
                       FROM case_facts
                       WHERE accepted_at <= $2 AND (finished_at IS NULL OR finished_at >= $1) AND facts_at <= $2
                         AND is_moved = 0)
                     SELECT unit, service, edition,
                       COUNT(*) FILTER (WHERE accepted_at >= $1 AND is_online = 1) AS online,
                       COUNT(*) FILTER (WHERE accepted_at >= $1 AND is_online = 0) AS direct,
                       COUNT(*) FILTER (WHERE accepted_at < $1) AS carried_over,
                       COUNT(*) FILTER (WHERE is_done AND has_date AND finished_day < due_day) AS early,
                       COUNT(*) FILTER (WHERE is_done AND (NOT has_date OR finished_day = due_day)) AS on_time,
                       COUNT(*) FILTER (WHERE is_done AND has_date AND finished_day > due_day) AS late,
                       COUNT(*) FILTER (WHERE is_done AND is_withdrawn = 0 AND is_declined = 1) AS declined,
                       COUNT(*) FILTER (WHERE is_done AND is_withdrawn = 1) AS withdrawn,
                       COUNT(*) FILTER (WHERE NOT is_done AND (is_paused = 1 OR due_at IS NULL OR due_at >= $3))
                         AS open_in_time,
                       COUNT(*) FILTER (WHERE NOT is_done AND is_paused = 0 AND due_at < $3) AS open_late,
                       COUNT(*) FILTER (WHERE NOT is_done AND is_paused = 1) AS paused
                     FROM cases_then GROUP BY unit, service, edition",
                )
                .bind(span.from.0)
                .bind(span.end.0)
                .bind(span.held_against.0)
                .fetch_all(&self.pool)
                .await
                .map_err(DatabaseError::sql("counting cases"))?;
                let read = |row: &$row| Counted {
                    unit: row.get("unit"),
                    service: row.get("service"),
                    edition: row.get("edition"),
                    online: row.get("online"),
                    direct: row.get("direct"),
                    carried_over: row.get("carried_over"),
                    early: row.get("early"),
                    on_time: row.get("on_time"),
                    late: row.get("late"),
                    declined: row.get("declined"),
                    withdrawn: row.get("withdrawn"),
                    open_in_time: row.get("open_in_time"),
                    open_late: row.get("open_late"),
                    paused: row.get("paused"),
                };
                Ok(rows.iter().map(read).collect())
            }

            pub(crate) async fn changed_since(&self, span: Span) -> Done<Vec<CaseId>> {
                let ids: Vec<String> = sqlx::query_scalar(
                    "SELECT case_id FROM case_facts
                     WHERE (facts_at > $2 OR is_moved = 1) AND accepted_at <= $2 AND (finished_at IS NULL OR finished_at >= $1)",
                )
                .bind(span.from.0)
                .bind(span.end.0)
                .fetch_all(&self.pool)
                .await
                .map_err(DatabaseError::sql("reading which cases have changed since"))?;
                ids.iter().map(|id| id.parse().map_err(|_| DatabaseError::Damaged("a case"))).collect()
            }

            pub(crate) async fn held_since(&self, unit: &UnitCode, from: Moment) -> Done<Vec<HeldCase>> {
                let rows = sqlx::query(
                    "SELECT cases.id, shape, state, part.version, part.is_current
                     FROM cases JOIN case_units AS part ON part.case_id = cases.id
                     WHERE part.unit = $1 AND (part.is_over = 0 OR part.touched_on >= $2) ORDER BY cases.id",
                )
                .bind(unit.as_str())
                .bind(Moment::at(from.day(), 0).0)
                .fetch_all(&self.pool)
                .await
                .map_err(DatabaseError::sql("reading cases"))?;
                let mut connection = self.pool.acquire().await.map_err(DatabaseError::sql("reading cases"))?;
                let mut held = Vec::with_capacity(rows.len());
                for row in rows {
                    let id = row.get::<&str, _>("id").parse().map_err(|_| DatabaseError::Damaged("a case"))?;
                    let until = until(row.get("version"), row.get("is_current"))?;
                    let case = Self::read_case(&mut connection, id, Some(row)).await?;
                    held.extend(case.map(|case| HeldCase { case, until }));
                }
                Ok(held)
            }

            pub(crate) async fn parts_of(&self, case: CaseId) -> Done<Vec<(UnitCode, Option<u32>)>> {
                let rows = sqlx::query("SELECT unit, version, is_current FROM case_units WHERE case_id = $1 ORDER BY unit")
                    .bind(case.to_string())
                    .fetch_all(&self.pool)
                    .await
                    .map_err(DatabaseError::sql("reading the parts in a case"))?;
                let read =
                    |row: &$row| Ok((UnitCode(row.get("unit")), until(row.get("version"), row.get("is_current"))?));
                rows.iter().map(read).collect()
            }

            pub(crate) async fn open_cases(&self, unit: &UnitCode) -> Done<Vec<Case>> {
                let rows = sqlx::query(concat!(
                    "SELECT cases.id, shape, state FROM cases JOIN case_units AS part ON part.case_id = cases.id
                     WHERE part.unit = $1 AND part.is_current = ", $true, " AND part.is_over = 0 ORDER BY cases.id"
                ))
                    .bind(unit.as_str())
                    .fetch_all(&self.pool)
                    .await
                    .map_err(DatabaseError::sql("reading cases"))?;
                self.read_cases(rows).await
            }

            async fn read_cases(&self, rows: Vec<$row>) -> Done<Vec<Case>> {
                let mut connection = self.pool.acquire().await.map_err(DatabaseError::sql("reading cases"))?;
                let mut cases = Vec::with_capacity(rows.len());
                for row in rows {
                    let id = row.get::<&str, _>("id").parse().map_err(|_| DatabaseError::Damaged("a case"))?;
                    cases.extend(Self::read_case(&mut connection, id, Some(row)).await?);
                }
                Ok(cases)
            }

            /// Whether a table was filled that is younger than the cases.
            async fn is_filled(&self, name: &str) -> Done<bool> {
                sqlx::query_scalar::<_, String>("SELECT name FROM fills WHERE name = $1")
                    .bind(name)
                    .fetch_optional(&self.pool)
                    .await
                    .map(|found| found.is_some())
                    .map_err(DatabaseError::sql("reading what was filled"))
            }

            async fn note_filled(&self, name: &str) -> Done<()> {
                sqlx::query("INSERT INTO fills (name) VALUES ($1) ON CONFLICT (name) DO NOTHING")
                    .bind(name)
                    .execute(&self.pool)
                    .await
                    .map(drop)
                    .map_err(DatabaseError::sql("noting what was filled"))
            }

            /// Some cases after an id, which moves on to the last of them; nothing after the last case.
            async fn cases_after(&self, last: &mut String) -> Done<Option<Vec<Case>>> {
                let rows = sqlx::query("SELECT id, shape, state FROM cases WHERE id > $1 ORDER BY id LIMIT 500")
                    .bind(&*last)
                    .fetch_all(&self.pool)
                    .await
                    .map_err(DatabaseError::sql("reading cases"))?;
                let Some(end) = rows.last() else { return Ok(None) };
                *last = end.get("id");
                self.read_cases(rows).await.map(Some)
            }

            pub(crate) async fn fill_facts(&self) -> Done<()> {
                if self.is_filled("case_facts").await? {
                    return Ok(());
                }
                let mut last = String::new();
                while let Some(cases) = self.cases_after(&mut last).await? {
                    let mut transaction = self.begin().await?;
                    for case in &cases {
                        let row =
                            FactsRow { case: case.id.to_string(), facts: Facts::of(case), facts_at: case.changed_at.0 };
                        Self::write_facts(&mut transaction, &row, true).await?;
                        if let Some(email) = case.applicant.email.as_deref().filter(|email| !email.trim().is_empty()) {
                            let digest = super::emails::email_digest(email);
                            Self::write_email(&mut transaction, &row.case, digest.as_str()).await?;
                        }
                    }
                    transaction.commit().await.map_err(DatabaseError::sql("filling the facts of cases"))?;
                }
                self.note_filled("case_facts").await
            }

            /// Writes the facts of a case; a `first` row gives way to one that is there already.
            pub(super) async fn write_facts(connection: &mut $connection, row: &FactsRow, first: bool) -> Done<()> {
                let statement = if first {
                    "INSERT INTO case_facts (case_id, unit, service, edition, is_online, accepted_at, finished_at, due_at,
                       is_withdrawn, is_declined, is_paused, is_moved, facts_at)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
                     ON CONFLICT (case_id) DO NOTHING"
                } else {
                    "INSERT INTO case_facts (case_id, unit, service, edition, is_online, accepted_at, finished_at, due_at,
                       is_withdrawn, is_declined, is_paused, is_moved, facts_at)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
                     ON CONFLICT (case_id) DO UPDATE SET unit = excluded.unit, service = excluded.service,
                       edition = excluded.edition, is_online = excluded.is_online, accepted_at = excluded.accepted_at,
                       finished_at = excluded.finished_at, due_at = excluded.due_at,
                       is_withdrawn = excluded.is_withdrawn, is_declined = excluded.is_declined,
                       is_paused = excluded.is_paused,
                       is_moved = excluded.is_moved,
                       facts_at = CASE WHEN excluded.facts_at > case_facts.facts_at THEN excluded.facts_at
                         ELSE case_facts.facts_at END"
                };
                let facts = &row.facts;
                sqlx::query(statement)
                    .bind(&row.case)
                    .bind(facts.unit.as_str())
                    .bind(facts.service.as_str())
                    .bind(facts.edition.as_str())
                    .bind(i64::from(facts.is_online))
                    .bind(facts.accepted_at.map(|at| at.0))
                    .bind(facts.finished_at.map(|at| at.0))
                    .bind(facts.due_at.map(|at| at.0))
                    .bind(i64::from(facts.is_withdrawn))
                    .bind(i64::from(facts.is_declined))
                    .bind(i64::from(facts.is_paused))
                    .bind(i64::from(facts.is_moved))
                    .bind(row.facts_at)
                    .execute(connection)
                    .await
                    .map(drop)
                    .map_err(DatabaseError::sql("writing the facts of a case"))
            }
        }
    };
}

pub(crate) use facts_store;
