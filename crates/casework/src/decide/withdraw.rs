//! The applicant takes the application back, at the portal or through the one-stop shop. Not once a result is issued.

use super::{Matter, text};
use crate::catalogue::Role;
use crate::{Actor, Event, Refusal, Status};

pub(super) fn withdraw(matter: &Matter<'_>, reason: &str) -> Result<Vec<Event>, Refusal> {
    matter.require_status(&[
        Status::Filed,
        Status::Accepted,
        Status::InProgress,
        Status::AwaitingSupplement,
        Status::AwaitingPayment,
        Status::Stopped,
    ])?;
    match &matter.envelope.actor {
        Actor::Citizen(_) if matter.is_applicant() => {}
        Actor::Citizen(_) | Actor::Portal => return Err(Refusal::NotYourCase),
        Actor::Official(_) => {
            matter.require_role(Role::Clerk)?;
        }
    }
    text::required("reason", reason, text::PARAGRAPH)?;
    Ok(vec![Event::Withdrawn { reason: reason.to_owned() }])
}

#[cfg(test)]
mod tests {
    use crate::decide::testing::*;
    use crate::{Actor, Command, Refusal, Status};

    #[test]
    fn the_applicant_withdraws_their_own_case_and_nobody_elses() {
        let world = World::new();
        let accepted = world.accepted();
        let command = Command::Withdraw { turn: accepted.case().turn, reason: "Đổi ý".to_owned() };
        accepted.when(Actor::Citizen("khac".into()), command.clone()).then_refused(&Refusal::NotYourCase);
        assert_eq!(accepted.when(citizen(), command).then_ok().case().status, Status::Withdrawn);
    }

    #[test]
    fn an_issued_result_is_not_withdrawn() {
        let world = World::new();
        let signed = world.signed();
        let done = signed.when(records_clerk(), number(&signed.case(), 1)).then_ok();
        let command = Command::Withdraw { turn: done.case().turn, reason: "Đổi ý".to_owned() };
        done.when(clerk(), command).then_refused(&Refusal::NotInThisStatus { status: Status::Done });
    }

    #[test]
    fn a_case_that_was_done_once_stays_reported_on_that_day_when_its_redrawing_is_withdrawn() {
        let world = World::new();
        let signed = world.signed();
        let done = signed.when(records_clerk(), number(&signed.case(), 1)).then_ok();
        let finished = done.case().finished_at;
        let revoke = Command::Revoke { turn: done.case().turn, reason: "Sai ngày sinh".to_owned(), again: true };
        let reopened = done.when_at(at("2026-11-20", 9), head_of_unit(), revoke).then_ok();
        let command = Command::Withdraw { turn: reopened.case().turn, reason: "Đổi ý".to_owned() };
        let case = reopened.when_at(at("2026-12-02", 9), clerk(), command).then_ok().case();
        assert_eq!((case.status, case.finished_at), (Status::Withdrawn, finished));
    }
}
