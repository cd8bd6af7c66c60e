//! How far the mirror is, and the catalogue that it has.

use crate::error::DeskError;
use casework::{Catalogue, Digest, Moment};
use protocol::{Head, LogId};
use sqlx::sqlite::SqliteConnection;
use sqlx::{Row, SqlitePool};

/// A place in the log with the portal's time of it.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    pub head: Head,
    pub as_of: Moment,
    pub behind: u64,
}

pub(crate) async fn read(mirror: &SqlitePool) -> Result<Option<Place>, DeskError> {
    let row = sqlx::query("SELECT log, unit, seq, hash, as_of, behind FROM head")
        .fetch_optional(mirror)
        .await
        .map_err(DeskError::database("reading how far the mirror is"))?;
    let Some(row) = row else { return Ok(None) };
    let damaged = || DeskError::Damaged("mirror.db");
    let log = row.get::<String, _>("log").parse().map_err(|_| damaged())?;
    let hash = Digest::try_from(row.get::<String, _>("hash")).map_err(|_| damaged())?;
    let number = |column: &str| u64::try_from(row.get::<i64, _>(column)).map_err(|_| damaged());
    let head = Head { log: LogId(log), unit: row.get::<&str, _>("unit").into(), seq: number("seq")?, hash };
    Ok(Some(Place { head, as_of: Moment(row.get("as_of")), behind: number("behind")? }))
}

pub(crate) async fn write(connection: &mut SqliteConnection, place: &Place) -> Result<(), DeskError> {
    sqlx::query(
        "INSERT OR REPLACE INTO head (one, log, unit, seq, hash, as_of, behind) VALUES (1, $1, $2, $3, $4, $5, $6)",
    )
    .bind(place.head.log.0.to_string())
    .bind(place.head.unit.as_str())
    .bind(place.head.seq as i64)
    .bind(place.head.hash.as_str())
    .bind(place.as_of.0)
    .bind(place.behind as i64)
    .execute(connection)
    .await
    .map_err(DeskError::database("moving the mirror's place"))?;
    Ok(())
}

pub(crate) async fn catalogue(mirror: &SqlitePool) -> Result<Option<Catalogue>, DeskError> {
    let body: Option<String> = sqlx::query_scalar("SELECT body FROM catalogues")
        .fetch_optional(mirror)
        .await
        .map_err(DeskError::database("reading the catalogue"))?;
    body.map(|body| serde_json::from_str(&body).map_err(DeskError::encoding("the catalogue"))).transpose()
}

pub(crate) async fn keep_catalogue(mirror: &SqlitePool, catalogue: &Catalogue) -> Result<(), DeskError> {
    let body = serde_json::to_string(catalogue).map_err(DeskError::encoding("the catalogue"))?;
    sqlx::query("INSERT OR REPLACE INTO catalogues (one, version, body) VALUES (1, $1, $2)")
        .bind(catalogue.version as i64)
        .bind(body)
        .execute(mirror)
        .await
        .map_err(DeskError::database("keeping the catalogue"))?;
    Ok(())
}
