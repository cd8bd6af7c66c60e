//! Asking another unit for its opinion, with a time limit; several questions may be open side by side. Decree 61/2018
//! Art. 19.5: content and time limit are recorded, a late answer is told to the head of the one-stop shop.

use super::{Matter, text};
use crate::acts::ActKind;
use crate::catalogue::{Role, StepKind};
use crate::{Date, EnvelopeId, Event, FileRef, Refusal, UnitCode};

/// Whoever works on the case asks.
pub(super) fn ask(
    matter: &Matter<'_>,
    unit: &UnitCode,
    question: &str,
    answer_by: Date,
) -> Result<Vec<Event>, Refusal> {
    matter.require_step(&[StepKind::Assign, StepKind::Handle, StepKind::Draft, StepKind::Review])?;
    matter.require_allowed(ActKind::Consult)?;
    if *unit == matter.case.at || !matter.edition.units.contains_key(unit) {
        return Err(Refusal::EntryMalformed { entry: "unit".to_owned() });
    }
    text::required("question", question, text::PARAGRAPH)?;
    if answer_by < matter.envelope.at.day() {
        return Err(Refusal::EntryMalformed { entry: "answer_by".to_owned() });
    }
    if matter.case.consultations.iter().any(|asked| asked.id == matter.envelope.id) {
        return Err(Refusal::AlreadyDone);
    }
    Ok(vec![Event::ConsultationAsked { unit: unit.clone(), question: question.to_owned(), answer_by }])
}

/// The unit that was asked answers itself, or the clerk, a head or the specialist of the case writes its answer down.
pub(super) fn answer(
    matter: &Matter<'_>,
    consultation: EnvelopeId,
    words: &str,
    files: &[FileRef],
) -> Result<Vec<Event>, Refusal> {
    let asked = matter.case.consultations.iter().find(|asked| asked.id == consultation);
    let asked = asked.ok_or(Refusal::NothingToAnswer)?;
    let user = crate::authority::anybody(matter.catalogue, &matter.envelope.actor)?;
    let is_theirs = asked.unit == user.unit && user.roles.contains(&Role::Specialist);
    let user = if asked.unit == user.unit { user } else { matter.require_official()? };
    if !is_theirs && !matter.has_it(user) && !crate::authority::is_head(user) && !user.roles.contains(&Role::Clerk) {
        return Err(Refusal::RoleMissing { role: Role::Specialist });
    }
    if asked.answer.is_some() {
        return Err(Refusal::AlreadyDone);
    }
    text::required("answer", words, text::PARAGRAPH)?;
    text::few("files", files.len())?;
    files.iter().try_for_each(text::file)?;
    Ok(vec![Event::ConsultationAnswered { consultation, answer: words.to_owned(), files: files.to_vec() }])
}

#[cfg(test)]
mod tests {
    use crate::decide::testing::*;
    use crate::{Command, Refusal};

    #[test]
    fn opinions_are_asked_side_by_side_and_each_is_answered_once() {
        let world = World::new();
        let drafting = world.drafting();
        let turn = drafting.case().turn;
        let ask = |unit: &str, day: &str| Command::Consult {
            turn,
            unit: unit.into(),
            question: "Có tranh chấp không?".to_owned(),
            answer_by: day.parse().unwrap(),
        };
        let malformed = |entry: &str| Refusal::EntryMalformed { entry: entry.to_owned() };
        drafting.when(specialist(), ask(unit().as_str(), "2026-11-18")).then_refused(&malformed("unit"));
        drafting.when(specialist(), ask("không có", "2026-11-18")).then_refused(&malformed("unit"));
        drafting.when(specialist(), ask(OTHER_UNIT, "2026-11-13")).then_refused(&malformed("answer_by"));
        let one = drafting.when(specialist(), ask(OTHER_UNIT, "2026-11-18")).then_ok();
        let two = one.when(specialist(), ask(OTHER_UNIT, "2026-11-19")).then_ok();
        assert_eq!(two.case().consultations.len(), 2);
        let first = two.case().consultations[0].id;
        let answer =
            Command::AnswerConsultation {
                consultation: first, answer: "Không".to_owned(), files: vec![file("paper")]
            };
        two.when(other_specialist(), answer.clone())
            .then_refused(&Refusal::RoleMissing { role: crate::catalogue::Role::Specialist });
        let answered = two.when(specialist(), answer.clone()).then_ok();
        assert!(answered.case().consultations[0].answer.is_some() && answered.case().consultations[1].answer.is_none());
        answered.when(specialist(), answer).then_refused(&Refusal::AlreadyDone);
    }
}
