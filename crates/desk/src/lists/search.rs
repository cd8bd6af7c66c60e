//! The search over all cases: the latest finds, those with the accents that were typed first, and how many there are.

use crate::error::DeskError;
use crate::fold::{Queries, queries};
use crate::snippet::{found_in, missing_in};
use crate::views::{CaseRow, Finds};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqlitePool};
use std::collections::{BTreeMap, BTreeSet};

/// Most finds that are answered.
const FINDS: usize = 200;
/// As far as finds are counted, and looked at where conditions take some away.
const COUNTED: i64 = 10_000;
/// Finds that are explained: more than a screen shows.
const EXPLAINED: usize = 60;

/// Finds in every queue, the latest that came to this desk first, and before them those that have the accents as they were
/// typed, among all of them; and how many there are.
pub(super) async fn find(
    mirror: &SqlitePool,
    typed: &str,
    conditions: &str,
) -> Result<(Vec<SqliteRow>, Option<Finds>), DeskError> {
    let none = (Vec::new(), Some(Finds { count: 0, more: false }));
    let Some(Queries { words, last_begun, all_begun, accents }) = queries(typed) else { return Ok(none) };
    // Words that begin with what was typed are looked for where the words themselves are not enough.
    let mut query = &words;
    let mut all = finds(mirror, query, conditions).await?;
    if all.len() < FINDS && last_begun != words {
        query = &last_begun;
        all = finds(mirror, query, conditions).await?;
    }
    if all.is_empty() && all_begun != last_begun {
        query = &all_begun;
        all = finds(mirror, query, conditions).await?;
    }
    let count = count(mirror, query, conditions, &all).await?;
    if accents.is_empty() || all.is_empty() {
        return Ok((all, Some(count)));
    }
    let mut rows = finds(mirror, &format!("{query} {accents}"), conditions).await?;
    let first: BTreeSet<i64> = rows.iter().map(|row| row.get("row")).collect();
    rows.extend(all.into_iter().filter(|row| !first.contains(&row.get("row"))));
    rows.truncate(FINDS);
    Ok((rows, Some(count)))
}

async fn finds(mirror: &SqlitePool, query: &str, conditions: &str) -> Result<Vec<SqliteRow>, DeskError> {
    let most = i64::try_from(FINDS).unwrap_or(i64::MAX);
    let looked_at = if conditions == "{}" { most } else { COUNTED };
    sqlx::query(concat!(
        "SELECT row, ",
        columns!(),
        " FROM cases WHERE row IN
         (SELECT rowid FROM search WHERE search MATCH $1 ORDER BY rowid DESC LIMIT $2)",
        met!(),
        "ORDER BY recency, id LIMIT $3"
    ))
    .bind(query)
    .bind(looked_at)
    .bind(most)
    .bind(conditions)
    .fetch_all(mirror)
    .await
    .map_err(DeskError::database("searching"))
}

/// How many the query finds. What is in sight is counted already; beyond it the index is asked, which reads no case
/// where there are no conditions.
async fn count(mirror: &SqlitePool, query: &str, conditions: &str, in_sight: &[SqliteRow]) -> Result<Finds, DeskError> {
    let number = |count: i64| u64::try_from(count).unwrap_or(0);
    let shown = i64::try_from(in_sight.len()).unwrap_or(i64::MAX);
    if in_sight.len() < FINDS && conditions == "{}" {
        return Ok(Finds { count: number(shown), more: false });
    }
    let found: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM (SELECT 1 FROM search WHERE search MATCH $1 LIMIT $2 + 1)")
            .bind(query)
            .bind(COUNTED)
            .fetch_one(mirror)
            .await
            .map_err(DeskError::database("counting finds"))?;
    let more = found > COUNTED;
    if conditions == "{}" {
        return Ok(Finds { count: number(found.min(COUNTED)), more });
    }
    if in_sight.len() < FINDS {
        return Ok(Finds { count: number(shown), more });
    }
    let met: i64 = sqlx::query_scalar(concat!(
        "SELECT COUNT(*) FROM cases WHERE $3 = $3 AND row IN
         (SELECT rowid FROM search WHERE search MATCH $1 ORDER BY rowid DESC LIMIT $2)",
        met!()
    ))
    .bind(query)
    .bind(COUNTED)
    .bind(0)
    .bind(conditions)
    .fetch_one(mirror)
    .await
    .map_err(DeskError::database("counting finds"))?;
    Ok(Finds { count: number(met), more })
}

/// Says of the first finds where they have the typed words, unless that is seen anyhow.
pub(super) async fn explain(mirror: &SqlitePool, rows: &mut [CaseRow], typed: &str) -> Result<(), DeskError> {
    let mut unclear = BTreeMap::new();
    for (place, row) in rows.iter().enumerate() {
        let code = row.code.as_ref().map_or("", casework::CaseCode::as_str);
        let columns = [&row.applicant, &row.service_name, code, row.assignee_name.as_deref().unwrap_or_default()];
        let missing = missing_in(typed, &columns);
        if !missing.is_empty() && unclear.len() < EXPLAINED {
            unclear.insert(row.id.to_string(), (place, missing));
        }
    }
    if unclear.is_empty() {
        return Ok(());
    }
    let ids = serde_json::to_string(&unclear.keys().collect::<Vec<_>>()).map_err(DeskError::encoding("cases"))?;
    let told: Vec<(String, String)> =
        sqlx::query_as("SELECT id, shown FROM cases WHERE id IN (SELECT value FROM json_each($1))")
            .bind(ids)
            .fetch_all(mirror)
            .await
            .map_err(DeskError::database("searching"))?;
    for (id, body) in told {
        let case = serde_json::from_str(&body).map_err(DeskError::encoding("a case"))?;
        if let Some((place, missing)) = unclear.get(&id) {
            rows[*place].found = found_in(&case, missing);
        }
    }
    Ok(())
}
