//! What people are typing.

use crate::error::DeskError;
use crate::views::Draft;
use casework::{Moment, UserId};
use sqlx::{Row, SqlitePool};

pub(crate) async fn save(
    outbox: &SqlitePool,
    user: &UserId,
    key: &str,
    content: &str,
    at: Moment,
) -> Result<(), DeskError> {
    sqlx::query(
        "INSERT INTO drafts (user_id, key, content, saved_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (user_id, key) DO UPDATE SET content = excluded.content, saved_at = excluded.saved_at",
    )
    .bind(user.as_str())
    .bind(key)
    .bind(content)
    .bind(at.0)
    .execute(outbox)
    .await
    .map_err(DeskError::database("saving what is being typed"))?;
    Ok(())
}

pub(crate) async fn drop(outbox: &SqlitePool, user: &UserId, key: &str) -> Result<(), DeskError> {
    sqlx::query("DELETE FROM drafts WHERE user_id = $1 AND key = $2")
        .bind(user.as_str())
        .bind(key)
        .execute(outbox)
        .await
        .map_err(DeskError::database("dropping what was being typed"))?;
    Ok(())
}

pub(crate) async fn all(outbox: &SqlitePool, user: &UserId) -> Result<Vec<Draft>, DeskError> {
    let rows = sqlx::query("SELECT key, content, saved_at FROM drafts WHERE user_id = $1 ORDER BY saved_at DESC")
        .bind(user.as_str())
        .fetch_all(outbox)
        .await
        .map_err(DeskError::database("reading what was being typed"))?;
    let read = |row: &sqlx::sqlite::SqliteRow| Draft {
        key: row.get("key"),
        content: row.get("content"),
        saved_at: Moment(row.get("saved_at")),
    };
    Ok(rows.iter().map(read).collect())
}
