//! Work stands still: stopped by a head (Form 05 of Circular 03/2025), or until the applicant has met a financial duty.
//! Statuses 8 and 6 of the national portal. A pause is never reported as done; the clock goes on where it stopped.

use super::{Matter, text};
use crate::acts::ActKind;
use crate::catalogue::{Role, StepKind};
use crate::{Event, Moment, Refusal, Status};

/// A head stops the work and says why.
pub(super) fn stop(matter: &Matter<'_>, reason: &str) -> Result<Vec<Event>, Refusal> {
    matter.require_status(&[
        Status::Accepted,
        Status::InProgress,
        Status::AwaitingSupplement,
        Status::AwaitingPayment,
    ])?;
    matter.require_head()?;
    if matter.case.accepted_at.is_none() {
        return Err(Refusal::NotInThisStatus { status: matter.case.status });
    }
    matter.require_allowed(ActKind::Stop)?;
    text::required("reason", reason, text::PARAGRAPH)?;
    let lifted = matter.case.open_halt().map(|_| go_on(matter, ""));
    Ok(lifted.into_iter().chain([Event::Stopped { reason: reason.to_owned() }]).collect())
}

/// Whoever has the case sends the applicant to meet a financial duty.
pub(super) fn request_payment(matter: &Matter<'_>, reason: &str) -> Result<Vec<Event>, Refusal> {
    matter.require_step(&[StepKind::Assign, StepKind::Handle, StepKind::Draft, StepKind::Review])?;
    matter.require_allowed(ActKind::RequestPayment)?;
    text::required("reason", reason, text::PARAGRAPH)?;
    Ok(vec![Event::PaymentRequested { reason: reason.to_owned() }])
}

/// A head lifts a stop; the clerk, a head or the specialist of the case notes that the duty was met.
pub(super) fn resume(matter: &Matter<'_>, note: &str) -> Result<Vec<Event>, Refusal> {
    matter.require_status(&[Status::Stopped, Status::AwaitingPayment])?;
    if matter.case.status == Status::Stopped {
        matter.require_head()?;
    } else {
        let user = matter.require_official()?;
        if !matter.has_it(user) && !crate::authority::is_head(user) && !user.roles.contains(&Role::Clerk) {
            return Err(Refusal::RoleMissing { role: Role::Clerk });
        }
    }
    text::optional("note", note, text::PARAGRAPH)?;
    Ok(vec![go_on(matter, note)])
}

/// The due moments moved by the working time of the halt; where the clock stood still before it, it still does.
fn go_on(matter: &Matter<'_>, note: &str) -> Event {
    let calendar = &matter.edition.calendar;
    let now = matter.envelope.at;
    let paused = matter.case.open_halt().filter(|halt| halt.clock_ran);
    let paused = paused.map_or(0, |halt| calendar.working_minutes_between(halt.since, now));
    let moved = |due: Option<Moment>| due.filter(|_| paused > 0).map(|due| calendar.add_working_minutes(due, paused));
    Event::Resumed {
        note: note.to_owned(),
        due_at: moved(matter.case.due_at),
        step_due_at: moved(matter.case.step_due_at),
    }
}

#[cfg(test)]
mod tests {
    use crate::decide::testing::*;
    use crate::{Command, Refusal, Status};

    fn reason() -> String {
        "Chờ kết luận thanh tra".to_owned()
    }

    #[test]
    fn a_head_stops_a_case_and_the_clock_goes_on_where_it_stopped() {
        let world = World::new();
        let drafting = world.drafting();
        let turn = drafting.case().turn;
        let due = drafting.case().due_at.unwrap();
        let stopped = drafting.when(head_of_unit(), Command::Stop { turn, reason: reason() }).then_ok();
        assert_eq!(stopped.case().status, Status::Stopped);
        assert!(!stopped.case().status.is_closed() && stopped.case().finished_at.is_none(), "a pause is not an end");
        let resume = Command::Resume { turn: stopped.case().turn, note: String::new() };
        let resumed = stopped.when_at(at("2026-11-18", 9), head_of_unit(), resume).then_ok();
        assert_eq!(resumed.case().status, Status::InProgress);
        // Two working days of pause: Thursday 9:00 becomes Monday 9:00.
        assert_eq!((due, resumed.case().due_at), (at("2026-11-19", 9), Some(at("2026-11-23", 9))));
        assert!(resumed.case().open_halt().is_none());
    }

    #[test]
    fn a_financial_duty_is_asked_by_whoever_has_the_case_and_lifted_at_the_counter() {
        let world = World::new();
        let drafting = world.drafting();
        let turn = drafting.case().turn;
        let ask = Command::RequestPayment { turn, reason: "Nộp tiền sử dụng đất".to_owned() };
        drafting
            .when(clerk(), ask.clone())
            .then_refused(&Refusal::RoleMissing { role: crate::catalogue::Role::Specialist });
        let waiting = drafting.when(specialist(), ask).then_ok();
        assert_eq!(waiting.case().status.code(), 6);
        let resume = Command::Resume { turn: waiting.case().turn, note: "Đã nộp".to_owned() };
        let stranger = waiting.when(records_clerk(), resume.clone()).refusal();
        assert_eq!(stranger, Refusal::RoleMissing { role: crate::catalogue::Role::Clerk });
        let resumed = waiting.when_at(at("2026-11-16", 14), clerk(), resume).then_ok();
        // 9:00 to 11:30 and 13:30 to 14:00 are three working hours.
        assert_eq!(resumed.case().due_at, Some(at("2026-11-19", 14)));
    }

    #[test]
    fn a_stop_while_papers_are_missing_leads_back_to_waiting_for_them() {
        let world = World::new();
        let drafting = world.drafting();
        let turn = drafting.case().turn;
        let ask = Command::RequestSupplement {
            turn,
            papers: vec!["CCCD".to_owned()],
            counts: Default::default(),
            reason: "Thiếu".to_owned(),
        };
        let waiting = drafting.when(specialist(), ask).then_ok();
        let stopped =
            waiting.when(head_of_unit(), Command::Stop { turn: waiting.case().turn, reason: reason() }).then_ok();
        let due = stopped.case().due_at;
        let resume = Command::Resume { turn: stopped.case().turn, note: String::new() };
        let resumed = stopped.when_at(at("2026-11-18", 9), head_of_unit(), resume).then_ok();
        assert_eq!((resumed.case().status, resumed.case().due_at), (Status::AwaitingSupplement, due));
    }

    #[test]
    fn a_duty_that_turns_into_a_stop_counts_its_pause_once() {
        let world = World::new();
        let drafting = world.drafting();
        let ask = Command::RequestPayment { turn: drafting.case().turn, reason: reason() };
        let waiting = drafting.when(specialist(), ask).then_ok();
        let stop = Command::Stop { turn: waiting.case().turn, reason: reason() };
        let stopped = waiting.when_at(at("2026-11-17", 9), head_of_unit(), stop).then_ok();
        assert_eq!(stopped.case().due_at, Some(at("2026-11-20", 9)), "one day of the duty");
        let resume = Command::Resume { turn: stopped.case().turn, note: String::new() };
        let resumed = stopped.when_at(at("2026-11-18", 9), head_of_unit(), resume).then_ok();
        assert_eq!(resumed.case().due_at, Some(at("2026-11-23", 9)), "and one of the stop");
    }
}
