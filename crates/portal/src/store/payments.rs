//! Statements for fees that are paid online.

use super::Store;
use super::error::DatabaseError;
use crate::jobs::NewJob;
use crate::payments::{Intent, IntentState, Refund};
use casework::{CaseId, EnvelopeId, Moment};

macro_rules! payments_store {
    ($store:ident, connection: $connection:ident, row: $row:ident) => {
        impl $store {
            fn intent(row: &$row) -> Done<crate::payments::Intent> {
                let id = |text: String| text.parse().map_err(|_| DatabaseError::Damaged("a payment"));
                let state: String = row.get("state");
                let envelope: Option<String> = row.get("envelope");
                Ok(crate::payments::Intent {
                    reference: row.get("reference"),
                    case: id(row.get("case_id"))?,
                    unit: UnitCode(row.get("unit")),
                    gateway: row.get("gateway"),
                    amount: unsigned(row.get("amount"))?,
                    lines: serde_json::from_str(row.get("lines")).map_err(DatabaseError::json("lines of a payment"))?,
                    state: crate::payments::IntentState::read(&state).ok_or(DatabaseError::Damaged("a payment"))?,
                    created_at: Moment(row.get("created_at")),
                    expires_at: Moment(row.get("expires_at")),
                    confirmed_at: row.get::<Option<i64>, _>("confirmed_at").map(Moment),
                    gateway_number: row.get("gateway_number"),
                    envelope: envelope
                        .map(|text| text.parse().map_err(|_| DatabaseError::Damaged("a payment")))
                        .transpose()?,
                    recorded_at: row.get::<Option<i64>, _>("recorded_at").map(Moment),
                    problem: row.get("problem"),
                    doubt: row.get("doubt"),
                })
            }

            /// Opens an intent, or finds the one that is open for the same case and amount.
            pub(crate) async fn open_intent(
                &self,
                wanted: &crate::payments::Intent,
            ) -> Done<Option<crate::payments::Intent>> {
                let what = "opening a payment";
                let mut transaction = self.begin().await?;
                sqlx::query(
                    "UPDATE payment_intents SET state = 'expired' WHERE case_id = $1 AND state = 'open' AND expires_at <= $2",
                )
                .bind(wanted.case.to_string())
                .bind(wanted.created_at.0)
                .execute(&mut *transaction)
                .await
                .map_err(DatabaseError::sql(what))?;
                sqlx::query(
                    "INSERT INTO payment_intents
                       (reference, case_id, unit, gateway, amount, lines, state, created_at, expires_at)
                     VALUES ($1, $2, $3, $4, $5, $6, 'open', $7, $8) ON CONFLICT DO NOTHING",
                )
                .bind(&wanted.reference)
                .bind(wanted.case.to_string())
                .bind(wanted.unit.as_str())
                .bind(&wanted.gateway)
                .bind(wanted.amount as i64)
                .bind(serde_json::to_string(&wanted.lines).map_err(DatabaseError::json("lines of a payment"))?)
                .bind(wanted.created_at.0)
                .bind(wanted.expires_at.0)
                .execute(&mut *transaction)
                .await
                .map_err(DatabaseError::sql(what))?;
                let row = sqlx::query(
                    "SELECT * FROM payment_intents WHERE case_id = $1 AND amount = $2 AND state = 'open'",
                )
                .bind(wanted.case.to_string())
                .bind(wanted.amount as i64)
                .fetch_optional(&mut *transaction)
                .await
                .map_err(DatabaseError::sql(what))?;
                transaction.commit().await.map_err(DatabaseError::sql(what))?;
                row.as_ref().map(Self::intent).transpose()
            }

            pub(crate) async fn intent_of(&self, reference: &str) -> Done<Option<crate::payments::Intent>> {
                let row = sqlx::query("SELECT * FROM payment_intents WHERE reference = $1")
                    .bind(reference)
                    .fetch_optional(&self.pool)
                    .await
                    .map_err(DatabaseError::sql("reading a payment"))?;
                row.as_ref().map(Self::intent).transpose()
            }

            pub(crate) async fn intents_of_case(&self, case: CaseId) -> Done<Vec<crate::payments::Intent>> {
                let rows = sqlx::query("SELECT * FROM payment_intents WHERE case_id = $1 ORDER BY created_at")
                    .bind(case.to_string())
                    .fetch_all(&self.pool)
                    .await
                    .map_err(DatabaseError::sql("reading payments"))?;
                rows.iter().map(Self::intent).collect()
            }

            pub(crate) async fn confirmed_between(
                &self,
                from: Moment,
                until: Moment,
            ) -> Done<Vec<crate::payments::Intent>> {
                let rows = sqlx::query(
                    "SELECT * FROM payment_intents WHERE (state = 'paid' OR doubt IS NOT NULL)
                       AND confirmed_at >= $1 AND confirmed_at < $2 ORDER BY confirmed_at, reference",
                )
                .bind(from.0)
                .bind(until.0)
                .fetch_all(&self.pool)
                .await
                .map_err(DatabaseError::sql("reading the payments of a day"))?;
                rows.iter().map(Self::intent).collect()
            }

            /// Orders whose time was up in this span and of which the gateway has said nothing, or that it doubts.
            pub(crate) async fn unanswered_intents(
                &self,
                gateway: &str,
                (from, until): (Moment, Moment),
            ) -> Done<Vec<String>> {
                sqlx::query_scalar(
                    "SELECT reference FROM payment_intents WHERE expires_at > $1 AND expires_at <= $2 AND gateway = $3
                       AND (state IN ('open', 'expired') OR doubt IS NOT NULL) ORDER BY reference",
                )
                .bind(from.0)
                .bind(until.0)
                .bind(gateway)
                .fetch_all(&self.pool)
                .await
                .map_err(DatabaseError::sql("looking for orders that are over"))
            }

            /// Notes the gateway's word on an intent together with the job that follows; `false` where it says nothing new.
            pub(crate) async fn close_intent(
                &self,
                reference: &str,
                (state, doubt): (&'static str, Option<&str>),
                gateway_number: &str,
                job: Option<&crate::jobs::NewJob>,
                (now, run_at): (Moment, Moment),
            ) -> Done<bool> {
                let what = "closing a payment";
                let mut transaction = self.begin().await?;
                let closed = sqlx::query(
                    "UPDATE payment_intents SET state = $2, gateway_number = $3, confirmed_at = $4, doubt = $5
                     WHERE reference = $1 AND state <> 'paid'
                       AND (state <> $2 OR COALESCE(doubt, '') <> COALESCE($5, ''))",
                )
                .bind(reference)
                .bind(state)
                .bind(gateway_number)
                .bind(now.0)
                .bind(doubt)
                .execute(&mut *transaction)
                .await
                .map_err(DatabaseError::sql(what))?;
                if closed.rows_affected() == 0 {
                    return Ok(false);
                }
                if let Some(job) = job {
                    Self::insert_job(&mut transaction, job, run_at).await?;
                }
                transaction.commit().await.map_err(DatabaseError::sql(what))?;
                Ok(true)
            }

            pub(crate) async fn note_intent(
                &self,
                reference: &str,
                envelope: casework::EnvelopeId,
                recorded_at: Option<Moment>,
                problem: Option<&str>,
            ) -> Done<()> {
                sqlx::query(
                    "UPDATE payment_intents SET envelope = $2, recorded_at = $3, problem = $4 WHERE reference = $1",
                )
                .bind(reference)
                .bind(envelope.to_string())
                .bind(recorded_at.map(|at| at.0))
                .bind(problem)
                .execute(&self.pool)
                .await
                .map(drop)
                .map_err(DatabaseError::sql("noting what came of a payment"))
            }

            pub(crate) async fn refund_of(&self, reference: &str) -> Done<Option<crate::payments::Refund>> {
                let row = sqlx::query("SELECT * FROM payment_refunds WHERE reference = $1")
                    .bind(reference)
                    .fetch_optional(&self.pool)
                    .await
                    .map_err(DatabaseError::sql("reading a refund"))?;
                Ok(row.map(|row| crate::payments::Refund {
                    asked_at: Moment(row.get("asked_at")),
                    taken_at: row.get::<Option<i64>, _>("taken_at").map(Moment),
                    gateway_number: row.get("gateway_number"),
                    status: row.get("status"),
                    problem: row.get("problem"),
                }))
            }

            /// Notes how far a gateway is; that it has taken a refund is never overwritten.
            pub(crate) async fn note_refund(&self, reference: &str, refund: &crate::payments::Refund) -> Done<()> {
                sqlx::query(
                    "INSERT INTO payment_refunds (reference, asked_at, taken_at, gateway_number, status, problem)
                     VALUES ($1, $2, $3, $4, $5, $6)
                     ON CONFLICT (reference) DO UPDATE SET asked_at = excluded.asked_at,
                       taken_at = excluded.taken_at, gateway_number = excluded.gateway_number,
                       status = excluded.status, problem = excluded.problem
                     WHERE payment_refunds.taken_at IS NULL",
                )
                .bind(reference)
                .bind(refund.asked_at.0)
                .bind(refund.taken_at.map(|at| at.0))
                .bind(&refund.gateway_number)
                .bind(&refund.status)
                .bind(&refund.problem)
                .execute(&self.pool)
                .await
                .map(drop)
                .map_err(DatabaseError::sql("noting a refund"))
            }

            /// Notes a gateway's word on a refund that it took.
            pub(crate) async fn note_refund_word(
                &self,
                reference: &str,
                status: Option<&str>,
                now: Moment,
            ) -> Done<()> {
                sqlx::query(
                    "UPDATE payment_refunds SET status = $2, asked_at = $3
                     WHERE reference = $1 AND taken_at IS NOT NULL",
                )
                .bind(reference)
                .bind(status)
                .bind(now.0)
                .execute(&self.pool)
                .await
                .map(drop)
                .map_err(DatabaseError::sql("noting how a refund ended"))
            }

            /// Refunds that a gateway has taken since, whose end is not known, and that were not asked about since.
            pub(crate) async fn refunds_under_way(&self, (taken, asked): (Moment, Moment)) -> Done<Vec<String>> {
                sqlx::query_scalar(
                    "SELECT reference FROM payment_refunds WHERE taken_at >= $1 AND asked_at <= $2
                     AND COALESCE(status, '') NOT IN ('00', '02', '04', '09') ORDER BY asked_at LIMIT 500",
                )
                .bind(taken.0)
                .bind(asked.0)
                .fetch_all(&self.pool)
                .await
                .map_err(DatabaseError::sql("looking for refunds that are under way"))
            }
        }
    };
}
pub(crate) use payments_store;

impl Store {
    pub(crate) async fn open_intent(&self, wanted: &Intent) -> Result<Option<Intent>, DatabaseError> {
        each!(self, store => store.open_intent(wanted).await)
    }
    pub(crate) async fn intent_of(&self, reference: &str) -> Result<Option<Intent>, DatabaseError> {
        each!(self, store => store.intent_of(reference).await)
    }
    pub(crate) async fn intents_of_case(&self, case: CaseId) -> Result<Vec<Intent>, DatabaseError> {
        each!(self, store => store.intents_of_case(case).await)
    }
    pub(crate) async fn confirmed_between(&self, from: Moment, until: Moment) -> Result<Vec<Intent>, DatabaseError> {
        each!(self, store => store.confirmed_between(from, until).await)
    }
    pub(crate) async fn close_intent(
        &self,
        reference: &str,
        (state, doubt, job): (IntentState, Option<&str>, Option<NewJob>),
        gateway_number: &str,
        times: (Moment, Moment),
    ) -> Result<bool, DatabaseError> {
        let word = (state.text(), doubt);
        each!(self, store => store.close_intent(reference, word, gateway_number, job.as_ref(), times).await)
    }
    pub(crate) async fn unanswered_intents(
        &self,
        gateway: &str,
        span: (Moment, Moment),
    ) -> Result<Vec<String>, DatabaseError> {
        each!(self, store => store.unanswered_intents(gateway, span).await)
    }
    pub(crate) async fn note_intent(
        &self,
        reference: &str,
        envelope: EnvelopeId,
        recorded_at: Option<Moment>,
        problem: Option<&str>,
    ) -> Result<(), DatabaseError> {
        each!(self, store => store.note_intent(reference, envelope, recorded_at, problem).await)
    }
    pub(crate) async fn refund_of(&self, reference: &str) -> Result<Option<Refund>, DatabaseError> {
        each!(self, store => store.refund_of(reference).await)
    }
    pub(crate) async fn note_refund_word(
        &self,
        reference: &str,
        status: Option<&str>,
        now: Moment,
    ) -> Result<(), DatabaseError> {
        each!(self, store => store.note_refund_word(reference, status, now).await)
    }
    pub(crate) async fn refunds_under_way(&self, span: (Moment, Moment)) -> Result<Vec<String>, DatabaseError> {
        each!(self, store => store.refunds_under_way(span).await)
    }
    pub(crate) async fn note_refund(&self, reference: &str, refund: &Refund) -> Result<(), DatabaseError> {
        each!(self, store => store.note_refund(reference, refund).await)
    }
}
