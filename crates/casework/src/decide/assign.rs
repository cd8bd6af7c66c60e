//! Who works on a case: naming a specialist, naming another one, taking one for oneself.

use super::{Matter, text};
use crate::catalogue::{Role, StepKind};
use crate::{Event, Refusal, Status, UserId, authority};

/// In an assignment step, naming the specialist completes the step. Elsewhere the head names another one, or a
/// specialist takes a case that nobody has; also while the case stands still, so that a leaver's cases find somebody.
pub(super) fn assign(
    matter: &Matter<'_>,
    from: Option<&UserId>,
    to: &UserId,
    note: &str,
) -> Result<Vec<Event>, Refusal> {
    matter.require_status(&[
        Status::Accepted,
        Status::InProgress,
        Status::AwaitingSupplement,
        Status::AwaitingPayment,
        Status::Stopped,
    ])?;
    let case = matter.case;
    if case.assignee.as_ref() != from {
        return Err(Refusal::AssigneeChanged { now: case.assignee.clone() });
    }
    let user = authority::official(matter.catalogue, &case.at, &matter.envelope.actor)?;
    let takes_it = case.assignee.is_none() && *to == user.id && user.roles.contains(&Role::Specialist);
    let heads = user.roles.contains(&Role::DivisionHead) || user.roles.contains(&Role::UnitHead);
    if !heads && !takes_it {
        return Err(Refusal::RoleMissing { role: Role::DivisionHead });
    }
    let specialist =
        authority::with_role(matter.catalogue, &case.at, &crate::Actor::Official(to.clone()), Role::Specialist)?;
    let step = matter.step()?;
    let completes = step.kind == StepKind::Assign && case.status.is_running();
    // Whoever was named while the case stood still is named again to let it go on.
    if !completes && case.assignee.as_ref() == Some(&specialist.id) {
        return Err(Refusal::AssigneeChanged { now: case.assignee.clone() });
    }
    text::optional("note", note, text::PARAGRAPH)?;
    let assigned = Event::Assigned { from: from.cloned(), to: to.clone(), note: note.to_owned() };
    let mut events = vec![assigned];
    if completes {
        events.extend(matter.next_step(step, "")?);
    }
    Ok(events)
}

#[cfg(test)]
mod tests {
    use crate::decide::testing::*;
    use crate::{Command, Refusal};

    #[test]
    fn whoever_was_named_while_the_case_stood_still_is_named_again_to_let_it_go_on() {
        let world = World::new();
        let accepted = world.accepted();
        let stop = Command::Stop { turn: accepted.case().turn, reason: "Có đơn kiện".to_owned() };
        let stopped = accepted.when(head_of_unit(), stop).then_ok();
        let name = |from: Option<&str>, turn| Command::Assign {
            turn,
            from: from.map(Into::into),
            to: "cv1".into(),
            note: String::new(),
        };
        let named = stopped.when(head_of_division(), name(None, stopped.case().turn)).then_ok();
        assert_eq!((named.case().assignee, named.case().step), (Some("cv1".into()), Some("assign".into())));
        let resume = Command::Resume { turn: named.case().turn, note: String::new() };
        let resumed = named.when(head_of_unit(), resume).then_ok();
        let again = resumed.when(head_of_division(), name(Some("cv1"), resumed.case().turn)).then_ok().case();
        assert_eq!((again.assignee, again.step), (Some("cv1".into()), Some("draft".into())));
    }

    #[test]
    fn naming_the_specialist_completes_the_assignment_step() {
        let world = World::new();
        let accepted = world.accepted();
        let case = accepted.when(head_of_division(), assign_to(&accepted, "cv1")).then_ok().case();
        assert_eq!((case.assignee, case.step), (Some("cv1".into()), Some("draft".into())));
    }

    #[test]
    fn naming_another_specialist_does_not_move_the_case() {
        let world = World::new();
        let accepted = world.accepted();
        let assigned = accepted.when(head_of_division(), assign_to(&accepted, "cv1")).then_ok();
        let before = assigned.case();
        let case = assigned.when(head_of_division(), assign_to(&assigned, "cv2")).then_ok().case();
        assert_eq!((case.turn, case.step), (before.turn, before.step));
        assert_eq!(case.assignee, Some("cv2".into()));
    }

    #[test]
    fn a_reassignment_on_an_outdated_view_is_refused() {
        let world = World::new();
        let accepted = world.accepted();
        let stale = assign_to(&accepted, "cv2");
        let assigned = accepted.when(head_of_division(), assign_to(&accepted, "cv1")).then_ok();
        let Command::Assign { from, to, note, .. } = stale else { unreachable!() };
        let turn = assigned.case().turn;
        assigned
            .when(head_of_division(), Command::Assign { turn, from, to, note })
            .then_refused(&Refusal::AssigneeChanged { now: Some("cv1".into()) });
    }

    #[test]
    fn a_clerk_assigns_nobody_and_nobody_is_assigned_who_is_no_specialist() {
        let world = World::new();
        let accepted = world.accepted();
        let role = crate::catalogue::Role::DivisionHead;
        accepted.when(clerk(), assign_to(&accepted, "cv1")).then_refused(&Refusal::RoleMissing { role });
        let role = crate::catalogue::Role::Specialist;
        accepted.when(head_of_division(), assign_to(&accepted, "mc")).then_refused(&Refusal::RoleMissing { role });
    }
}
