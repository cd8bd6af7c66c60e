//! Questions, petitions and ratings of citizens.

use super::{DatabaseError, Store};
use crate::jobs::NewJob;
use casework::{AccountId, CaseId, Moment, UnitCode, UserId};

/// A question or a petition to an agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    pub id: String,
    pub account: AccountId,
    /// `question` (hỏi đáp) or `petition` (phản ánh, kiến nghị).
    pub kind: String,
    pub unit: UnitCode,
    pub service: Option<String>,
    pub case: Option<CaseId>,
    pub title: String,
    pub body: String,
    pub asked_at: Moment,
    pub answer: Option<Answer>,
}

/// What the agency said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub text: String,
    pub by: UserId,
    pub at: Moment,
    /// Everybody may read question and answer.
    pub is_published: bool,
    /// What everybody reads as the question; as it was asked where nothing is said.
    pub wording: Option<Wording>,
}

/// A question as the agency words it for everybody: without what names its asker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    pub title: String,
    pub body: String,
}

/// What somebody thinks of a finished case, 1 to 5 points each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rating {
    pub case: CaseId,
    pub unit: UnitCode,
    pub handling: i64,
    pub attitude: i64,
    pub agency: i64,
    pub remark: String,
    /// Who had the case when it was rated.
    pub officer: Option<UserId>,
    pub at: Moment,
}

/// Sums of the ratings of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitRatings {
    pub unit: UnitCode,
    pub count: i64,
    pub handling: i64,
    pub attitude: i64,
    pub agency: i64,
}

impl Store {
    /// Notes a question or petition.
    ///
    /// # Errors
    /// The database.
    pub async fn ask(&self, question: &Question) -> Result<(), DatabaseError> {
        each!(self, store => store.ask(question).await)
    }

    /// The questions and petitions of an account, the newest first.
    ///
    /// # Errors
    /// The database.
    pub async fn questions_of(&self, account: &AccountId) -> Result<Vec<Question>, DatabaseError> {
        each!(self, store => store.questions_of(account).await)
    }

    /// Questions that everybody may read and that hold these words, the newest answer first: at most so many after others.
    ///
    /// # Errors
    /// The database.
    pub async fn published_questions(
        &self,
        words: &str,
        (limit, after): (u32, u32),
    ) -> Result<Vec<Question>, DatabaseError> {
        let mut patterns = std::array::from_fn(|_| "%".to_owned());
        for (place, word) in patterns.iter_mut().zip(words.split_whitespace()) {
            *place = crate::folding::pattern(word);
        }
        each!(self, store => store.published_questions(&patterns, (limit, after)).await)
    }

    /// Fills in what published questions are found by, where it is missing.
    pub(crate) async fn fill_questions(&self) -> Result<(), DatabaseError> {
        each!(self, store => store.fill_questions().await)
    }

    /// Questions and petitions to a unit that nobody has answered, the oldest first.
    ///
    /// # Errors
    /// The database.
    pub async fn open_questions(&self, unit: &UnitCode) -> Result<Vec<Question>, DatabaseError> {
        each!(self, store => store.open_questions(unit).await)
    }

    /// Questions and petitions to a unit that were answered since, the newest answer first.
    ///
    /// # Errors
    /// The database.
    pub async fn answered_questions(&self, unit: &UnitCode, since: Moment) -> Result<Vec<Question>, DatabaseError> {
        each!(self, store => store.answered_questions(unit, since).await)
    }

    /// Answers a question of the unit, and notes the job that tells its asker; `false` where the unit has no such
    /// question, or it is answered already.
    ///
    /// # Errors
    /// The database.
    pub(crate) async fn answer_question(
        &self,
        unit: &UnitCode,
        id: &str,
        answer: &Answer,
        job: Option<&NewJob>,
    ) -> Result<bool, DatabaseError> {
        each!(self, store => store.answer_question(unit, id, answer, job).await)
    }

    /// A question or petition.
    ///
    /// # Errors
    /// The database.
    pub async fn question(&self, id: &str) -> Result<Option<Question>, DatabaseError> {
        each!(self, store => store.question(id).await)
    }

    /// Notes a rating; `false` where the case was rated already.
    ///
    /// # Errors
    /// The database.
    pub async fn rate(&self, rating: &Rating) -> Result<bool, DatabaseError> {
        each!(self, store => store.rate(rating).await)
    }

    /// The latest 500 ratings of a unit, the newest first.
    ///
    /// # Errors
    /// The database.
    pub async fn ratings_of(&self, unit: &UnitCode) -> Result<Vec<Rating>, DatabaseError> {
        each!(self, store => store.ratings_of(unit).await)
    }

    /// How a case was rated.
    pub(crate) async fn rating_of(&self, case: CaseId) -> Result<Option<Rating>, DatabaseError> {
        each!(self, store => store.rating_of(case).await)
    }

    /// Whether a case was rated.
    ///
    /// # Errors
    /// The database.
    pub async fn is_rated(&self, case: CaseId) -> Result<bool, DatabaseError> {
        each!(self, store => store.is_rated(case).await)
    }

    /// Sums of all ratings by unit.
    ///
    /// # Errors
    /// The database.
    pub async fn ratings_by_unit(&self) -> Result<Vec<UnitRatings>, DatabaseError> {
        each!(self, store => store.ratings_by_unit().await)
    }

    /// Sums of the ratings by unit that were given from a moment on and before another.
    ///
    /// # Errors
    /// The database.
    pub async fn ratings_between(&self, from: Moment, before: Moment) -> Result<Vec<UnitRatings>, DatabaseError> {
        each!(self, store => store.ratings_between(from, before).await)
    }
}

/// Words that a question is looked for by, at most.
pub(super) const WORDS: usize = 5;

/// What everybody reads of a question, as it is searched.
pub(super) fn folded(question: &Question) -> String {
    let answer = question.answer.as_ref();
    let wording = answer.and_then(|answer| answer.wording.as_ref());
    let (title, body) = wording.map_or((&question.title, &question.body), |wording| (&wording.title, &wording.body));
    crate::folding::fold(&format!("{title} {body} {}", answer.map_or("", |answer| &answer.text)))
}

/// A row of `questions` in the order of the statements below.
pub(super) type QuestionRow = (
    String,
    String,
    String,
    String,
    Option<String>,
    Option<String>,
    String,
    String,
    i64,
    Option<String>,
    Option<String>,
    Option<i64>,
    i64,
    Option<String>,
    Option<String>,
);

/// A row of `ratings` in the order of the statement below.
pub(super) type RatingRow = (String, i64, i64, i64, String, Option<String>, i64);

/// A question from its row.
pub(super) fn question_from(row: QuestionRow) -> Question {
    let (
        id,
        account,
        kind,
        unit,
        service,
        case,
        title,
        body,
        asked_at,
        answer,
        by,
        at,
        published,
        public_title,
        public_body,
    ) = row;
    let answer = answer.zip(by).zip(at);
    let wording = public_title.zip(public_body).map(|(title, body)| Wording { title, body });
    Question {
        id,
        account: AccountId(account),
        kind,
        unit: UnitCode(unit),
        service,
        case: case.and_then(|case| case.parse().ok()),
        title,
        body,
        asked_at: Moment(asked_at),
        answer: answer.map(|((text, by), at)| Answer {
            text,
            by: UserId(by),
            at: Moment(at),
            is_published: published == 1,
            wording,
        }),
    }
}

macro_rules! questions_store {
    ($store:ident) => {
        use super::questions::{Question, QuestionRow, Rating, RatingRow, UnitRatings, question_from};

        impl $store {
            pub(crate) async fn ask(&self, question: &Question) -> Done<()> {
                let asked = sqlx::query(
                    "INSERT INTO questions (id, account, kind, unit, service, case_id, title, body, asked_at)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO NOTHING",
                )
                .bind(&question.id)
                .bind(question.account.as_str())
                .bind(&question.kind)
                .bind(question.unit.as_str())
                .bind(&question.service)
                .bind(question.case.map(|case| case.to_string()))
                .bind(&question.title)
                .bind(&question.body)
                .bind(question.asked_at.0)
                .execute(&self.pool)
                .await;
                asked.map(drop).map_err(DatabaseError::sql("noting a question"))
            }

            pub(crate) async fn questions_of(&self, account: &AccountId) -> Done<Vec<Question>> {
                let rows: Vec<QuestionRow> = sqlx::query_as(
                    "SELECT id, account, kind, unit, service, case_id, title, body, asked_at, answer, answered_by,
                       answered_at, is_published, public_title, public_body FROM questions WHERE account = $1 ORDER BY asked_at DESC, id",
                )
                .bind(account.as_str())
                .fetch_all(&self.pool)
                .await
                .map_err(DatabaseError::sql("reading questions"))?;
                Ok(rows.into_iter().map(question_from).collect())
            }

            pub(crate) async fn published_questions(
                &self,
                patterns: &[String; super::questions::WORDS],
                (limit, after): (u32, u32),
            ) -> Done<Vec<Question>> {
                let rows: Vec<QuestionRow> = sqlx::query_as(
                    "SELECT id, account, kind, unit, service, case_id, title, body, asked_at, answer, answered_by,
                       answered_at, is_published, public_title, public_body FROM questions WHERE is_published = 1
                       AND folded LIKE $3 ESCAPE '!' AND folded LIKE $4 ESCAPE '!' AND folded LIKE $5 ESCAPE '!'
                       AND folded LIKE $6 ESCAPE '!' AND folded LIKE $7 ESCAPE '!'
                     ORDER BY answered_at DESC, id LIMIT $1 OFFSET $2",
                )
                .bind(i64::from(limit))
                .bind(i64::from(after))
                .bind(&patterns[0])
                .bind(&patterns[1])
                .bind(&patterns[2])
                .bind(&patterns[3])
                .bind(&patterns[4])
                .fetch_all(&self.pool)
                .await
                .map_err(DatabaseError::sql("reading questions"))?;
                Ok(rows.into_iter().map(question_from).collect())
            }

            pub(crate) async fn fill_questions(&self) -> Done<()> {
                let what = "filling in what questions are found by";
                loop {
                    let rows: Vec<QuestionRow> = sqlx::query_as(
                        "SELECT id, account, kind, unit, service, case_id, title, body, asked_at, answer, answered_by,
                           answered_at, is_published, public_title, public_body FROM questions
                         WHERE is_published = 1 AND folded IS NULL LIMIT 500",
                    )
                    .fetch_all(&self.pool)
                    .await
                    .map_err(DatabaseError::sql(what))?;
                    if rows.is_empty() {
                        return Ok(());
                    }
                    let mut transaction = self.begin().await?;
                    for question in rows.into_iter().map(question_from) {
                        sqlx::query("UPDATE questions SET folded = $2 WHERE id = $1")
                            .bind(&question.id)
                            .bind(super::questions::folded(&question))
                            .execute(&mut *transaction)
                            .await
                            .map_err(DatabaseError::sql(what))?;
                    }
                    transaction.commit().await.map_err(DatabaseError::sql(what))?;
                }
            }

            pub(crate) async fn open_questions(&self, unit: &UnitCode) -> Done<Vec<Question>> {
                let rows: Vec<QuestionRow> = sqlx::query_as(
                    "SELECT id, account, kind, unit, service, case_id, title, body, asked_at, answer, answered_by,
                       answered_at, is_published, public_title, public_body FROM questions WHERE unit = $1 AND answer IS NULL
                     ORDER BY asked_at, id",
                )
                .bind(unit.as_str())
                .fetch_all(&self.pool)
                .await
                .map_err(DatabaseError::sql("reading questions"))?;
                Ok(rows.into_iter().map(question_from).collect())
            }

            pub(crate) async fn answered_questions(&self, unit: &UnitCode, since: Moment) -> Done<Vec<Question>> {
                let rows: Vec<QuestionRow> = sqlx::query_as(
                    "SELECT id, account, kind, unit, service, case_id, title, body, asked_at, answer, answered_by,
                       answered_at, is_published, public_title, public_body FROM questions WHERE unit = $1 AND answered_at >= $2
                     ORDER BY answered_at DESC, id",
                )
                .bind(unit.as_str())
                .bind(since.0)
                .fetch_all(&self.pool)
                .await
                .map_err(DatabaseError::sql("reading questions"))?;
                Ok(rows.into_iter().map(question_from).collect())
            }

            pub(crate) async fn answer_question(
                &self,
                unit: &UnitCode,
                id: &str,
                said: &crate::store::Answer,
                job: Option<&crate::jobs::NewJob>,
            ) -> Done<bool> {
                let what = "answering a question";
                let mut transaction = self.begin().await?;
                let answered = sqlx::query(
                    "UPDATE questions SET answer = $3, answered_by = $4, answered_at = $5, is_published = $6,
                       public_title = $7, public_body = $8
                     WHERE id = $1 AND unit = $2 AND answer IS NULL",
                )
                .bind(id)
                .bind(unit.as_str())
                .bind(&said.text)
                .bind(said.by.as_str())
                .bind(said.at.0)
                .bind(i64::from(said.is_published))
                .bind(said.wording.as_ref().map(|wording| wording.title.as_str()))
                .bind(said.wording.as_ref().map(|wording| wording.body.as_str()))
                .execute(&mut *transaction)
                .await
                .map_err(DatabaseError::sql(what))?;
                let is_new = answered.rows_affected() == 1;
                if is_new && said.is_published {
                    let row: QuestionRow = sqlx::query_as(
                        "SELECT id, account, kind, unit, service, case_id, title, body, asked_at, answer, answered_by,
                           answered_at, is_published, public_title, public_body FROM questions WHERE id = $1",
                    )
                    .bind(id)
                    .fetch_one(&mut *transaction)
                    .await
                    .map_err(DatabaseError::sql(what))?;
                    sqlx::query("UPDATE questions SET folded = $2 WHERE id = $1")
                        .bind(id)
                        .bind(super::questions::folded(&question_from(row)))
                        .execute(&mut *transaction)
                        .await
                        .map_err(DatabaseError::sql(what))?;
                }
                if let Some(job) = job.filter(|_| is_new) {
                    Self::insert_job(&mut transaction, job, said.at).await?;
                }
                transaction.commit().await.map_err(DatabaseError::sql(what))?;
                Ok(is_new)
            }

            pub(crate) async fn question(&self, id: &str) -> Done<Option<Question>> {
                let row: Option<QuestionRow> = sqlx::query_as(
                    "SELECT id, account, kind, unit, service, case_id, title, body, asked_at, answer, answered_by,
                       answered_at, is_published, public_title, public_body FROM questions WHERE id = $1",
                )
                .bind(id)
                .fetch_optional(&self.pool)
                .await
                .map_err(DatabaseError::sql("reading a question"))?;
                Ok(row.map(question_from))
            }

            pub(crate) async fn rate(&self, rating: &Rating) -> Done<bool> {
                let rated = sqlx::query(
                    "INSERT INTO ratings (case_id, unit, handling, attitude, agency, remark, officer, rated_at)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (case_id) DO NOTHING",
                )
                .bind(rating.case.to_string())
                .bind(rating.unit.as_str())
                .bind(rating.handling)
                .bind(rating.attitude)
                .bind(rating.agency)
                .bind(&rating.remark)
                .bind(rating.officer.as_ref().map(UserId::as_str))
                .bind(rating.at.0)
                .execute(&self.pool)
                .await
                .map_err(DatabaseError::sql("noting a rating"))?;
                Ok(rated.rows_affected() == 1)
            }

            pub(crate) async fn ratings_of(&self, unit: &UnitCode) -> Done<Vec<Rating>> {
                let rows: Vec<RatingRow> = sqlx::query_as(
                    "SELECT case_id, handling, attitude, agency, remark, officer, rated_at FROM ratings WHERE unit = $1
                     ORDER BY rated_at DESC, case_id LIMIT 500",
                )
                .bind(unit.as_str())
                .fetch_all(&self.pool)
                .await
                .map_err(DatabaseError::sql("reading ratings"))?;
                let read = |(case, handling, attitude, agency, remark, officer, at): RatingRow| {
                    let case = case.parse().map_err(|_| DatabaseError::Damaged("a rating"))?;
                    let (unit, officer) = (unit.clone(), officer.map(UserId));
                    Ok(Rating { case, unit, handling, attitude, agency, remark, officer, at: Moment(at) })
                };
                rows.into_iter().map(read).collect()
            }

            pub(crate) async fn rating_of(&self, case: CaseId) -> Done<Option<Rating>> {
                let row: Option<(String, i64, i64, i64, String, Option<String>, i64)> = sqlx::query_as(
                    "SELECT unit, handling, attitude, agency, remark, officer, rated_at FROM ratings WHERE case_id = $1",
                )
                .bind(case.to_string())
                .fetch_optional(&self.pool)
                .await
                .map_err(DatabaseError::sql("reading a rating"))?;
                let read = |(unit, handling, attitude, agency, remark, officer, at)| {
                    let (unit, officer) = (UnitCode(unit), Option::map(officer, UserId));
                    Rating { case, unit, handling, attitude, agency, remark, officer, at: Moment(at) }
                };
                Ok(row.map(read))
            }

            pub(crate) async fn is_rated(&self, case: CaseId) -> Done<bool> {
                let count: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM ratings WHERE case_id = $1")
                    .bind(case.to_string())
                    .fetch_one(&self.pool)
                    .await
                    .map_err(DatabaseError::sql("reading a rating"))?;
                Ok(count > 0)
            }

            pub(crate) async fn ratings_by_unit(&self) -> Done<Vec<UnitRatings>> {
                let rows: Vec<(String, i64, i64, i64, i64)> = sqlx::query_as(
                    "SELECT unit, COUNT(*), CAST(SUM(handling) AS BIGINT), CAST(SUM(attitude) AS BIGINT),
                       CAST(SUM(agency) AS BIGINT) FROM ratings GROUP BY unit ORDER BY unit",
                )
                .fetch_all(&self.pool)
                .await
                .map_err(DatabaseError::sql("adding ratings up"))?;
                let read = |(unit, count, handling, attitude, agency)| UnitRatings {
                    unit: UnitCode(unit),
                    count,
                    handling,
                    attitude,
                    agency,
                };
                Ok(rows.into_iter().map(read).collect())
            }

            pub(crate) async fn ratings_between(&self, from: Moment, before: Moment) -> Done<Vec<UnitRatings>> {
                let rows: Vec<(String, i64, i64, i64, i64)> = sqlx::query_as(
                    "SELECT unit, COUNT(*), CAST(SUM(handling) AS BIGINT), CAST(SUM(attitude) AS BIGINT),
                       CAST(SUM(agency) AS BIGINT) FROM ratings WHERE rated_at >= $1 AND rated_at < $2
                     GROUP BY unit ORDER BY unit",
                )
                .bind(from.0)
                .bind(before.0)
                .fetch_all(&self.pool)
                .await
                .map_err(DatabaseError::sql("adding ratings up"))?;
                let read = |(unit, count, handling, attitude, agency)| UnitRatings {
                    unit: UnitCode(unit),
                    count,
                    handling,
                    attitude,
                    agency,
                };
                Ok(rows.into_iter().map(read).collect())
            }
        }
    };
}

pub(crate) use questions_store;
