//! What desks said of absences, and what was said to it.

use super::{DatabaseError, Store};
use casework::{Catalogue, EnvelopeId, Moment, UnitCode, UserId};
use protocol::enrol::{AbsenceRequest, AbsenceVerdict};

/// A wish with its verdict.
#[derive(Debug, Clone, Copy)]
pub(crate) struct JudgedAbsence<'a> {
    pub unit: &'a UnitCode,
    pub wish: &'a AbsenceRequest,
    pub said_at: Moment,
    pub verdict: &'a AbsenceVerdict,
    pub now: Moment,
}

impl Store {
    /// What was said to a wish before.
    pub(crate) async fn absence_verdict(&self, id: EnvelopeId) -> Result<Option<AbsenceVerdict>, DatabaseError> {
        each!(self, store => store.absence_verdict(id).await)
    }
    /// Whether something was taken of a person's absence that was said after a moment.
    pub(crate) async fn is_overtaken(&self, user: &UserId, said_at: Moment) -> Result<bool, DatabaseError> {
        each!(self, store => store.is_overtaken(user, said_at).await)
    }
    /// Keeps a verdict, with the catalogue that it leads to: both or neither.
    pub(crate) async fn keep_absence(
        &self,
        judged: &JudgedAbsence<'_>,
        catalogue: Option<&Catalogue>,
    ) -> Result<(), DatabaseError> {
        each!(self, store => store.keep_absence(judged, catalogue).await)
    }
}

macro_rules! absences_store {
    ($store:ident) => {
        impl $store {
            pub(crate) async fn absence_verdict(
                &self,
                id: casework::EnvelopeId,
            ) -> Done<Option<protocol::enrol::AbsenceVerdict>> {
                let body: Option<String> = sqlx::query_scalar("SELECT verdict FROM absence_wishes WHERE id = $1")
                    .bind(id.to_string())
                    .fetch_optional(&self.pool)
                    .await
                    .map_err(DatabaseError::sql("reading what was said to an absence"))?;
                let read = |body: String| serde_json::from_str(&body).map_err(DatabaseError::json("a verdict"));
                body.map(read).transpose()
            }

            pub(crate) async fn is_overtaken(&self, user: &UserId, said_at: Moment) -> Done<bool> {
                let newer: i64 = sqlx::query_scalar(
                    "SELECT COUNT(*) FROM absence_wishes WHERE user_id = $1 AND said_at > $2 AND is_taken = 1",
                )
                .bind(user.as_str())
                .bind(said_at.0)
                .fetch_one(&self.pool)
                .await
                .map_err(DatabaseError::sql("looking for what was said later of an absence"))?;
                Ok(newer > 0)
            }

            pub(crate) async fn keep_absence(
                &self,
                judged: &super::absences::JudgedAbsence<'_>,
                catalogue: Option<&Catalogue>,
            ) -> Done<()> {
                let what = "keeping what was said of an absence";
                let body = serde_json::to_string(judged.wish).map_err(DatabaseError::json("an absence"))?;
                let verdict = serde_json::to_string(judged.verdict).map_err(DatabaseError::json("a verdict"))?;
                let mut transaction = self.begin().await?;
                sqlx::query(
                    "INSERT INTO absence_wishes
                       (id, unit, user_id, said_by, said_at, arrived_at, body, verdict, is_taken)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                )
                .bind(judged.wish.id.to_string())
                .bind(judged.unit.as_str())
                .bind(judged.wish.user.as_str())
                .bind(judged.wish.by.as_str())
                .bind(judged.said_at.0)
                .bind(judged.now.0)
                .bind(body)
                .bind(verdict)
                .bind(i64::from(catalogue.is_some()))
                .execute(&mut *transaction)
                .await
                .map_err(DatabaseError::sql(what))?;
                if let Some(catalogue) = catalogue {
                    Self::write_catalogue(&mut transaction, catalogue, judged.now).await?;
                }
                transaction.commit().await.map_err(DatabaseError::sql(what))
            }
        }
    };
}

pub(crate) use absences_store;
