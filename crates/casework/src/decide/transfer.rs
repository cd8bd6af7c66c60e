//! A case goes to the unit that is competent for it: before acceptance as it was filed, afterwards with the work to be done
//! from the beginning. Its code, its date and its history go with it.

use super::{Matter, text};
use crate::acts::ActKind;
use crate::catalogue::{Role, StepKind};
use crate::{Event, Refusal, Status, UnitCode, authority};

/// The clerk or the head sends on what was filed; what was accepted, the head of the unit.
pub(super) fn transfer(matter: &Matter<'_>, to: &UnitCode, reason: &str) -> Result<Vec<Event>, Refusal> {
    matter.require_status(&[Status::Filed, Status::Accepted, Status::InProgress])?;
    let case = matter.case;
    let user = authority::official(matter.catalogue, &case.unit, &matter.envelope.actor)?;
    let filed = case.status == Status::Filed;
    let may = user.roles.contains(&Role::UnitHead) || (filed && user.roles.contains(&Role::Clerk));
    if !may {
        return Err(Refusal::RoleMissing { role: Role::UnitHead });
    }
    // What lies with another unit comes back first.
    if case.at != case.unit {
        return Err(Refusal::OtherUnit { unit: case.at.clone() });
    }
    matter.require_allowed(ActKind::Transfer)?;
    if *to == case.unit || !matter.service.units.contains(to) {
        return Err(Refusal::ServiceNotAtUnit { unit: to.clone() });
    }
    text::required("reason", reason, text::PARAGRAPH)?;
    let mut events = vec![Event::Passed { to: to.clone(), wholly: true, reason: reason.to_owned() }];
    if let Some(step) = &case.step {
        let first = matter.workflow.steps.iter().find(|step| step.kind != StepKind::Receive);
        let first = first.ok_or(Refusal::WorkflowBroken)?;
        events.push(Event::StepReturned {
            step: step.clone(),
            to: first.id.clone(),
            step_due_at: matter.step_due_at(first),
            reason: reason.to_owned(),
        });
        let place = matter.edition.place_of(first, to, case.received_by.as_ref());
        if place != to {
            events.push(Event::Passed { to: place.clone(), wholly: false, reason: String::new() });
        }
    }
    Ok(events)
}

#[cfg(test)]
mod tests {
    use crate::decide::testing::*;
    use crate::{Command, Refusal, Status};

    fn to_the_other() -> Command {
        Command::Transfer { turn: 1, to: OTHER_UNIT.into(), reason: "Thuộc thẩm quyền đơn vị kia".into() }
    }

    #[test]
    fn what_was_filed_at_the_wrong_unit_goes_to_the_competent_one_as_it_is() {
        let mut world = World::new();
        world.linked();
        let filed = world.given(&[]).when(citizen(), Command::File { application: application() }).then_ok();
        let moved = filed.when(clerk(), to_the_other()).then_ok();
        let case = moved.case();
        assert_eq!((case.status, case.unit.as_str(), case.at.as_str()), (Status::Filed, OTHER_UNIT, OTHER_UNIT));
        assert!(!case.involved.contains(&unit()), "it is no business of the first unit any more");
        let turn = case.turn;
        let accept = |code| Command::Accept { turn, code };
        moved.when(clerk(), accept(code(1))).then_refused(&Refusal::OtherUnit { unit: OTHER_UNIT.into() });
        moved.when(stranger(), accept(code_of(OTHER_UNIT, 1))).then_ok();
    }

    #[test]
    fn an_accepted_case_keeps_its_code_and_its_date_and_begins_anew_at_the_other_unit() {
        let mut world = World::new();
        world.linked();
        let proposed = world.proposed();
        let before = proposed.case();
        let transfer = Command::Transfer { turn: before.turn, to: OTHER_UNIT.into(), reason: "Thẩm quyền".into() };
        let missing = Refusal::RoleMissing { role: crate::catalogue::Role::UnitHead };
        proposed.when(clerk(), transfer.clone()).then_refused(&missing);
        let case = proposed.when(head_of_unit(), transfer).then_ok().case();
        assert_eq!((&case.code, case.due_at), (&before.code, before.due_at));
        assert_eq!((case.step, case.assignee, case.proposal), (Some("assign".into()), None, None));
    }

    #[test]
    fn a_unit_that_does_not_handle_the_service_is_no_place_to_send_it_to() {
        let world = World::new();
        let filed = world.given(&[]).when(citizen(), Command::File { application: application() }).then_ok();
        filed.when(clerk(), to_the_other()).then_refused(&Refusal::ServiceNotAtUnit { unit: OTHER_UNIT.into() });
    }

    #[test]
    fn another_one_stop_shop_receives_for_the_competent_unit_and_hands_the_result_over() {
        let mut world = World::new();
        world.linked();
        let mut application = counter_application();
        application.received_by = Some(OTHER_UNIT.into());
        let receive = |application, code| Command::Receive { application, code };
        let code = code_of(OTHER_UNIT, 1);
        let wrong = world.given(&[]).when(clerk(), receive(application.clone(), code.clone())).refusal();
        assert_eq!(wrong, Refusal::OtherUnit { unit: OTHER_UNIT.into() });
        let received = world.given(&[]).when(stranger(), receive(application.clone(), code.clone())).then_ok();
        let case = received.case();
        assert_eq!((case.unit.clone(), case.at.clone(), case.status), (unit(), unit(), Status::Accepted));
        assert_eq!(case.involved, [unit(), OTHER_UNIT.into()].into());
        let done = received.to_done();
        assert_eq!(done.case().at.as_str(), OTHER_UNIT, "the result is with the one-stop shop that took the case in");
        let turn = done.case().turn;
        let method = crate::HandOverMethod::Counter;
        let hand_over = Command::HandOver { turn, to: "Đức".into(), method, note: String::new(), signature: None };
        done.when(stranger(), hand_over.clone()).then_ok();
        done.when(clerk(), hand_over).then_ok();

        world.services(|service| service.taken_in_by.clear());
        let refused = world.given(&[]).when(stranger(), receive(application, code)).refusal();
        assert_eq!(refused, Refusal::NotReceivedElsewhere { service: "1.004873".into() });
    }

    #[test]
    fn a_step_of_another_unit_is_done_by_its_people_and_the_case_comes_back() {
        let mut world = World::new();
        world.linked();
        world.place("review", OTHER_UNIT);
        let proposed = world.proposed();
        let case = proposed.case();
        assert_eq!((case.unit.clone(), case.at.as_str(), case.assignee.clone()), (unit(), OTHER_UNIT, None));
        let review = Command::CompleteStep { turn: case.turn, note: String::new() };
        proposed.when(head_of_division(), review.clone()).then_refused(&Refusal::OtherUnit { unit: OTHER_UNIT.into() });
        let reviewed = proposed.when(other_head(), review).then_ok().case();
        assert_eq!((reviewed.at, reviewed.assignee), (unit(), Some("cv1".into())), "it is back with who had it");
        // Taken back by whoever sent it, as long as nobody there has gone on with it.
        let recall = Command::Recall { turn: case.turn, reason: "Sửa dự thảo".into() };
        let back = proposed.when(specialist(), recall).then_ok().case();
        assert_eq!((back.at, back.step, back.assignee), (unit(), Some("draft".into()), Some("cv1".into())));
    }

    #[test]
    fn a_unit_that_is_asked_answers_itself() {
        let world = World::new();
        let drafting = world.drafting();
        let ask = Command::Consult {
            turn: drafting.case().turn,
            unit: OTHER_UNIT.into(),
            question: "Có vướng quy hoạch không?".into(),
            answer_by: "2026-11-18".parse().unwrap(),
        };
        let asked = drafting.when(specialist(), ask).then_ok();
        let consultation = asked.case().consultations[0].id;
        let answer = Command::AnswerConsultation { consultation, answer: "Không".into(), files: Vec::new() };
        assert!(asked.case().involved.contains(&OTHER_UNIT.into()));
        let answered = asked.when(stranger(), answer).then_ok().case();
        assert!(answered.consultations[0].answer.is_some());
    }

    #[test]
    fn a_step_that_only_waits_goes_on_by_itself_when_its_days_are_over() {
        let mut world = World::new();
        world.waiting("draft", 15);
        let drafting = world.drafting();
        let done = Command::CompleteStep { turn: drafting.case().turn, note: String::new() };
        let portal = || crate::Actor::Portal;
        let until = "2026-12-02".parse().unwrap();
        let early = drafting.when_at(at("2026-12-01", 16), portal(), done.clone()).refusal();
        assert_eq!(early, Refusal::StillWaiting { until });
        let early = drafting.when_at(at("2026-12-01", 16), specialist(), done.clone()).refusal();
        assert_eq!(early, Refusal::StillWaiting { until });
        let case = drafting.when_at(at("2026-12-02", 9), portal(), done.clone()).then_ok().case();
        assert_eq!(case.step, Some("review".into()));
        // No other step is ever done by the portal.
        let other = World::new();
        let drafting = other.drafting();
        drafting.when_at(at("2026-12-31", 9), portal(), done).then_refused(&Refusal::OfficialsOnly);
    }
}
