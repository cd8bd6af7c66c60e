//! Moving along the workflow, and back.

use super::{Matter, text};
use crate::acts::ActKind;
use crate::catalogue::{Step, StepKind};
use crate::{Actor, Event, Refusal, Status, StepId};

/// Completes a step that needs nothing but saying so: handling and review.
pub(super) fn complete(matter: &Matter<'_>, note: &str) -> Result<Vec<Event>, Refusal> {
    let step = match &matter.envelope.actor {
        Actor::Portal => waited_for(matter)?,
        Actor::Official(_) | Actor::Citizen(_) => {
            let (step, _) = matter.require_step(&[StepKind::Handle, StepKind::Review])?;
            matter.require_no_wait()?;
            step
        }
    };
    text::optional("note", note, text::PARAGRAPH)?;
    if step.kind == StepKind::Review && matter.case.proposal.is_none() {
        return Err(Refusal::NoDraft);
    }
    matter.next_step(step, note)
}

/// A step that only waits goes on by itself when its time is up; nothing else ever does.
fn waited_for<'a>(matter: &Matter<'a>) -> Result<&'a Step, Refusal> {
    matter.require_status(&[Status::Accepted, Status::InProgress])?;
    let step = matter.step()?;
    if step.kind != StepKind::Handle || step.waits_days.is_none() {
        return Err(Refusal::OfficialsOnly);
    }
    matter.require_no_wait()?;
    Ok(step)
}

/// Sends the case back to an earlier step, with the reason.
pub(super) fn return_to(matter: &Matter<'_>, to: &StepId, reason: &str) -> Result<Vec<Event>, Refusal> {
    let kinds = [StepKind::Handle, StepKind::Draft, StepKind::Review, StepKind::Sign, StepKind::Number];
    let (step, _) = matter.require_step(&kinds)?;
    matter.require_allowed(ActKind::ReturnStep)?;
    text::required("reason", reason, text::PARAGRAPH)?;
    let target = matter.workflow.before(&step.id).find(|candidate| candidate.id == *to);
    let target = target.ok_or_else(|| Refusal::UnknownStep { step: to.clone() })?;
    let returned = Event::StepReturned {
        step: step.id.clone(),
        to: target.id.clone(),
        step_due_at: matter.step_due_at(target),
        reason: reason.to_owned(),
    };
    Ok(std::iter::once(returned).chain(matter.passing_to(target)).collect())
}

/// Whoever moved the case on takes it back, as long as nobody has gone on with it.
pub(super) fn recall(matter: &Matter<'_>, reason: &str) -> Result<Vec<Event>, Refusal> {
    matter.require_status(&[Status::Accepted, Status::InProgress])?;
    matter.require_official()?;
    let made = matter.case.last_move.as_ref().filter(|made| made.by == matter.envelope.actor);
    let back = made.and_then(|made| matter.workflow.step(&made.from)).ok_or(Refusal::NothingToRecall)?;
    matter.require_allowed(ActKind::Recall)?;
    text::required("reason", reason, text::PARAGRAPH)?;
    let recalled = Event::Recalled {
        step: matter.step()?.id.clone(),
        to: back.id.clone(),
        step_due_at: matter.step_due_at(back),
        reason: reason.to_owned(),
    };
    Ok(std::iter::once(recalled).chain(matter.passing_to(back)).collect())
}

#[cfg(test)]
mod tests {
    use crate::decide::testing::*;
    use crate::{Command, Refusal};

    #[test]
    fn a_review_agrees_and_the_case_goes_to_the_head() {
        let world = World::new();
        let proposed = world.proposed();
        let command = Command::CompleteStep { turn: proposed.case().turn, note: "Đồng ý".to_owned() };
        assert_eq!(proposed.when(head_of_division(), command).then_ok().case().step, Some("sign".into()));
    }

    #[test]
    fn a_returned_step_needs_a_reason_and_an_earlier_step() {
        let world = World::new();
        let proposed = world.proposed();
        let turn = proposed.case().turn;
        let back = |to: &str, reason: &str| Command::ReturnStep { turn, to: to.into(), reason: reason.to_owned() };
        proposed
            .when(head_of_division(), back("draft", ""))
            .then_refused(&Refusal::EntryMissing { entry: "reason".to_owned() });
        for to in ["receive", "sign", "review", "nowhere"] {
            proposed
                .when(head_of_division(), back(to, "Sai căn cứ"))
                .then_refused(&Refusal::UnknownStep { step: to.into() });
        }
        let case = proposed.when(head_of_division(), back("draft", "Sai căn cứ")).then_ok().case();
        assert_eq!(case.step, Some("draft".into()));
        assert!(case.proposal.is_some(), "the draft is kept to be mended");
    }

    #[test]
    fn a_command_for_an_earlier_visit_of_the_same_step_is_refused() {
        let world = World::new();
        let proposed = world.proposed();
        let stale = proposed.case().turn;
        let back = Command::ReturnStep { turn: stale, to: "draft".into(), reason: "Sai".to_owned() };
        let returned = proposed.when(head_of_division(), back).then_ok();
        let again = returned.when(specialist(), propose(returned.case().turn)).then_ok();
        assert_eq!(again.case().step, proposed.case().step);
        let refusal =
            again.when(head_of_division(), Command::CompleteStep { turn: stale, note: String::new() }).refusal();
        assert!(matches!(refusal, Refusal::CaseMovedOn { .. }), "{refusal:?}");
    }
}
