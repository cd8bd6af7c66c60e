//! After a decision: complaints, answers to them, and the revocation of a result, which may be drawn up anew.

use super::{Matter, text};
use crate::catalogue::{Role, StepKind};
use crate::{Actor, EnvelopeId, Event, Refusal, Status};

/// The applicant complains, online or through the one-stop shop.
pub(super) fn complain(matter: &Matter<'_>, words: &str) -> Result<Vec<Event>, Refusal> {
    match &matter.envelope.actor {
        Actor::Citizen(_) if matter.is_applicant() => {}
        Actor::Citizen(_) | Actor::Portal => return Err(Refusal::NotYourCase),
        Actor::Official(_) => {
            matter.require_role(Role::Clerk)?;
        }
    }
    if matter.case.status == Status::Filed {
        return Err(Refusal::NotInThisStatus { status: Status::Filed });
    }
    if matter.case.complaints.iter().any(|complaint| complaint.answer.is_none()) {
        return Err(Refusal::AlreadyDone);
    }
    text::required("text", words, text::PARAGRAPH)?;
    Ok(vec![Event::Complained { text: words.to_owned() }])
}

/// A head answers.
pub(super) fn answer(
    matter: &Matter<'_>,
    complaint: EnvelopeId,
    words: &str,
    upheld: bool,
) -> Result<Vec<Event>, Refusal> {
    matter.require_head()?;
    let made = matter.case.complaints.iter().find(|one| one.id == complaint);
    if made.ok_or(Refusal::NothingToAnswer)?.answer.is_some() {
        return Err(Refusal::AlreadyDone);
    }
    text::required("answer", words, text::PARAGRAPH)?;
    Ok(vec![Event::ComplaintAnswered { complaint, answer: words.to_owned(), upheld }])
}

/// The head of the unit revokes an issued result. Drawn up anew, the case goes back to the step of the draft; when it was
/// finished first stays on record.
pub(super) fn revoke(matter: &Matter<'_>, reason: &str, again: bool) -> Result<Vec<Event>, Refusal> {
    matter.require_status(&[Status::Done, Status::HandedOver])?;
    matter.require_unit_head()?;
    let deliverable = matter.case.deliverable.as_ref().ok_or(Refusal::NoDraft)?;
    if deliverable.revocation.is_some() {
        return Err(Refusal::AlreadyDone);
    }
    text::required("reason", reason, text::PARAGRAPH)?;
    let mut events = vec![Event::Revoked { reason: reason.to_owned() }];
    if again {
        let draft = matter.workflow.steps.iter().find(|step| step.kind == StepKind::Draft);
        let draft = draft.ok_or(Refusal::WorkflowBroken)?;
        events.push(Event::Reopened { to: draft.id.clone(), step_due_at: matter.step_due_at(draft) });
        events.extend(matter.passing_to(draft));
    }
    Ok(events)
}

#[cfg(test)]
mod tests {
    use crate::decide::testing::*;
    use crate::{Command, HandOverMethod, Refusal, Status};

    #[test]
    fn a_revoked_result_is_kept_and_a_new_one_gets_a_number_of_its_own() {
        let world = World::new();
        let signed = world.signed();
        let done = signed.when(records_clerk(), number(&signed.case(), 1)).then_ok();
        let finished = done.case().finished_at;
        let revoke = Command::Revoke { turn: done.case().turn, reason: "Sai ngày sinh".to_owned(), again: true };
        let role = crate::catalogue::Role::UnitHead;
        done.when(head_of_division(), revoke.clone()).then_refused(&Refusal::RoleMissing { role });
        let reopened = done.when_at(at("2026-11-20", 9), head_of_unit(), revoke).then_ok();
        let case = reopened.case();
        assert_eq!((case.status, case.step.as_ref().unwrap().as_str()), (Status::InProgress, "draft"));
        assert_eq!((case.revoked.len(), case.deliverable.is_none(), case.finished_at), (1, true, finished));
        let proposed = reopened.when(specialist(), propose(case.turn)).then_ok();
        let agree = Command::CompleteStep { turn: proposed.case().turn, note: String::new() };
        let reviewed = proposed.when(head_of_division(), agree).then_ok();
        let signed = reviewed.when(head_of_unit(), approve(&reviewed.case())).then_ok();
        let again = signed.when(records_clerk(), number(&signed.case(), 2)).then_ok();
        assert_eq!(again.case().deliverable.unwrap().number, 2);
        assert_eq!(again.case().finished_at, finished, "it was finished when it was issued first");
    }

    #[test]
    fn a_result_that_was_revoked_for_good_is_not_handed_over() {
        let world = World::new();
        let signed = world.signed();
        let done = signed.when(records_clerk(), number(&signed.case(), 1)).then_ok();
        let revoke = Command::Revoke { turn: done.case().turn, reason: "Cấp nhầm".to_owned(), again: false };
        let revoked = done.when(head_of_unit(), revoke).then_ok();
        assert!(revoked.case().deliverable.unwrap().revocation.is_some());
        let hand_over = Command::HandOver {
            turn: revoked.case().turn,
            to: "Nguyễn Văn Đức".to_owned(),
            method: HandOverMethod::Counter,
            note: String::new(),
            signature: None,
        };
        revoked.when(clerk(), hand_over).then_refused(&Refusal::DocumentOutOfDate);
    }

    #[test]
    fn a_complaint_is_the_applicants_and_waits_for_a_head() {
        let world = World::new();
        let accepted = world.accepted();
        let complain = Command::Complain { text: "Chờ quá lâu".to_owned() };
        let made = accepted.when(citizen(), complain.clone()).then_ok();
        made.when(clerk(), complain).then_refused(&Refusal::AlreadyDone);
        let complaint = made.case().complaints[0].id;
        let answer = Command::AnswerComplaint { complaint, answer: "Xin lỗi ông".to_owned(), upheld: true };
        made.when(specialist(), answer.clone())
            .then_refused(&Refusal::RoleMissing { role: crate::catalogue::Role::DivisionHead });
        let answered = made.when(head_of_division(), answer).then_ok();
        assert!(answered.case().complaints[0].answer.as_ref().unwrap().upheld);
    }
}
