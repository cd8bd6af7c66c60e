//! Answers of agencies to questions and petitions.

use crate::admit::Portal;
use crate::notices::follows_answer;
use crate::store::{Answer, DatabaseError};
use casework::UnitCode;

/// Answers a question of the unit; its asker is told by e-mail where a server is set. `false` where the unit has no such
/// question, or it is answered already.
///
/// # Errors
/// The database.
pub async fn answer_question(
    portal: &Portal,
    unit: &UnitCode,
    question: &str,
    answer: &Answer,
) -> Result<bool, DatabaseError> {
    let job = follows_answer(portal, question);
    portal.store.answer_question(unit, question, answer, job.as_ref()).await
}
