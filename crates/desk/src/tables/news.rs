//! The news of each person and what they want to be interrupted for.

use crate::error::DeskError;
use crate::news::NewsBook;
use crate::views::NewsSettings;
use casework::UserId;
use serde::de::DeserializeOwned;
use sqlx::SqlitePool;

pub(crate) async fn book(outbox: &SqlitePool, user: &UserId) -> Result<NewsBook, DeskError> {
    Ok(read(sqlx::query_scalar("SELECT body FROM news_books WHERE user_id = $1"), outbox, user)
        .await?
        .unwrap_or_default())
}

pub(crate) async fn settings(outbox: &SqlitePool, user: &UserId) -> Result<NewsSettings, DeskError> {
    Ok(read(sqlx::query_scalar("SELECT settings FROM news_books WHERE user_id = $1"), outbox, user)
        .await?
        .unwrap_or_default())
}

type Column<'q> = sqlx::query::QueryScalar<'q, sqlx::Sqlite, Option<String>, sqlx::sqlite::SqliteArguments>;

async fn read<T: DeserializeOwned>(
    query: Column<'_>,
    outbox: &SqlitePool,
    user: &UserId,
) -> Result<Option<T>, DeskError> {
    let kept = query.bind(user.as_str()).fetch_optional(outbox).await;
    let text = kept.map_err(DeskError::database("reading the news of a person"))?.flatten();
    // A book of an older program that is not understood any more is begun again: it repeats what cases say.
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
}

pub(crate) async fn keep_book(outbox: &SqlitePool, user: &UserId, book: &NewsBook) -> Result<(), DeskError> {
    let keep = "INSERT INTO news_books (user_id, body) VALUES ($1, $2)
                ON CONFLICT (user_id) DO UPDATE SET body = excluded.body";
    write(sqlx::query(keep), outbox, user, book).await
}

pub(crate) async fn keep_settings(
    outbox: &SqlitePool,
    user: &UserId,
    settings: &NewsSettings,
) -> Result<(), DeskError> {
    let keep = "INSERT INTO news_books (user_id, settings) VALUES ($1, $2)
                ON CONFLICT (user_id) DO UPDATE SET settings = excluded.settings";
    write(sqlx::query(keep), outbox, user, settings).await
}

type Keep<'q> = sqlx::query::Query<'q, sqlx::Sqlite, sqlx::sqlite::SqliteArguments>;

async fn write(
    query: Keep<'_>,
    outbox: &SqlitePool,
    user: &UserId,
    value: &impl serde::Serialize,
) -> Result<(), DeskError> {
    let text = serde_json::to_string(value).map_err(DeskError::encoding("the news of a person"))?;
    let kept = query.bind(user.as_str()).bind(text).execute(outbox).await;
    kept.map(drop).map_err(DeskError::database("keeping the news of a person"))
}
