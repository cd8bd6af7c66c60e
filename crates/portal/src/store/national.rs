//! Statements for what the national portal was told.

use super::Store;
use super::error::DatabaseError;
use crate::national::NationalMessage;
use casework::CaseId;

macro_rules! national_store {
    ($store:ident, row: $row:ident) => {
        impl $store {
            pub(crate) async fn note_national(&self, message: &crate::national::NationalMessage) -> Done<()> {
                sqlx::query(
                    "INSERT INTO national_messages (id, case_id, version, call, sent_at, request, answer, outcome)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                )
                .bind(uuid::Uuid::now_v7().to_string())
                .bind(message.case.to_string())
                .bind(i64::from(message.version))
                .bind(&message.call)
                .bind(message.sent_at.0)
                .bind(message.request.to_string())
                .bind(&message.answer)
                .bind(message.outcome.text())
                .execute(&self.pool)
                .await
                .map(drop)
                .map_err(DatabaseError::sql("noting a call to the national portal"))
            }

            pub(crate) async fn national_taken(&self, case: CaseId, call: &str) -> Done<Option<u32>> {
                let version: Option<i64> = sqlx::query_scalar(
                    "SELECT MAX(version) FROM national_messages WHERE case_id = $1 AND call = $2 AND outcome = 'taken'",
                )
                .bind(case.to_string())
                .bind(call)
                .fetch_one(&self.pool)
                .await
                .map_err(DatabaseError::sql("reading what the national portal took"))?;
                let read = |version| u32::try_from(version).map_err(|_| DatabaseError::Damaged("a version"));
                version.map(read).transpose()
            }

            pub(crate) async fn national_of(&self, case: CaseId) -> Done<Vec<crate::national::NationalMessage>> {
                let rows = sqlx::query("SELECT * FROM national_messages WHERE case_id = $1 ORDER BY sent_at, id")
                    .bind(case.to_string())
                    .fetch_all(&self.pool)
                    .await
                    .map_err(DatabaseError::sql("reading the calls to the national portal"))?;
                let damaged = || DatabaseError::Damaged("a call to the national portal");
                let read = |row: $row| {
                    let outcome: String = row.get("outcome");
                    Ok(crate::national::NationalMessage {
                        case,
                        version: u32::try_from(row.get::<i64, _>("version")).map_err(|_| damaged())?,
                        call: row.get("call"),
                        sent_at: Moment(row.get("sent_at")),
                        request: serde_json::from_str(row.get("request")).map_err(|_| damaged())?,
                        answer: row.get("answer"),
                        outcome: crate::national::Outcome::read(&outcome).ok_or_else(damaged)?,
                    })
                };
                rows.into_iter().map(read).collect()
            }
        }
    };
}
pub(crate) use national_store;

impl Store {
    pub(crate) async fn note_national(&self, message: &NationalMessage) -> Result<(), DatabaseError> {
        each!(self, store => store.note_national(message).await)
    }
    pub(crate) async fn national_taken(&self, case: CaseId, call: &str) -> Result<Option<u32>, DatabaseError> {
        each!(self, store => store.national_taken(case, call).await)
    }
    pub(crate) async fn national_of(&self, case: CaseId) -> Result<Vec<NationalMessage>, DatabaseError> {
        each!(self, store => store.national_of(case).await)
    }
}
