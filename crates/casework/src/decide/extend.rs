//! One new date, with an apology. Decree 61/2018 Art. 19.9: told at the latest one day before the case is due, at most
//! once. Form 04, signed by the head of the agency.

use super::{Matter, text};
use crate::acts::ActKind;
use crate::{Date, Event, FileRef, Refusal, Status};

pub(super) fn extend(matter: &Matter<'_>, to: Date, reason: &str, document: &FileRef) -> Result<Vec<Event>, Refusal> {
    matter.require_status(&[Status::Accepted, Status::InProgress])?;
    matter.require_unit_head()?;
    matter.require_allowed(ActKind::Extend)?;
    if matter.case.extension.is_some() {
        return Err(Refusal::AlreadyExtended);
    }
    let from = matter.case.due_at.ok_or(Refusal::NotInThisStatus { status: matter.case.status })?;
    if matter.envelope.at.day() >= from.day() {
        return Err(Refusal::TooLateToExtend { due: from.day() });
    }
    let calendar = &matter.edition.calendar;
    if to <= from.day() || !calendar.is_working_day(to) {
        return Err(Refusal::EntryMalformed { entry: "to".to_owned() });
    }
    text::required("reason", reason, text::PARAGRAPH)?;
    text::file(document)?;
    let to = calendar.end_of_work(to);
    // The step gets what the case gets, so that the same work is not late twice over.
    let more = calendar.working_minutes_between(from, to);
    let step_due_at = matter.case.step_due_at.map(|step| calendar.add_working_minutes(step, more).min(to));
    Ok(vec![Event::Extended { from, to, step_due_at, reason: reason.to_owned(), document: document.clone() }])
}

#[cfg(test)]
mod tests {
    use crate::decide::testing::*;
    use crate::{Command, Moment, Refusal};

    fn extend(turn: u32, to: &str) -> Command {
        Command::Extend {
            turn, to: to.parse().unwrap(), reason: "Chờ ý kiến".to_owned(), document: file("apology")
        }
    }

    #[test]
    fn the_head_gives_one_new_date_at_the_latest_a_day_before_the_old_one() {
        let world = World::new();
        let drafting = world.drafting();
        let turn = drafting.case().turn;
        // Due on Thursday 19 November, 9:00.
        let late = Refusal::TooLateToExtend { due: "2026-11-19".parse().unwrap() };
        drafting.when_at(at("2026-11-19", 7), head_of_unit(), extend(turn, "2026-11-25")).then_refused(&late);
        let on_the_eve = drafting.when_at(at("2026-11-18", 16), head_of_unit(), extend(turn, "2026-11-25")).then_ok();
        assert_eq!(on_the_eve.case().due_at, Some(Moment::at("2026-11-25".parse().unwrap(), 17 * 60)));
        let (before, after) = (drafting.case().step_due_at.unwrap(), on_the_eve.case().step_due_at.unwrap());
        assert!(before < after && after <= on_the_eve.case().due_at.unwrap(), "the step: {before:?}, then {after:?}");
        let again = extend(on_the_eve.case().turn, "2026-11-30");
        on_the_eve.when_at(at("2026-11-20", 9), head_of_unit(), again).then_refused(&Refusal::AlreadyExtended);
    }

    #[test]
    fn an_apology_that_arrives_after_the_old_date_is_seen_to_have_been_told_late() {
        let world = World::new();
        let drafting = world.drafting();
        let extended =
            drafting.when_at(at("2026-11-18", 16), head_of_unit(), extend(drafting.case().turn, "2026-11-25"));
        let extension = extended.then_ok().case().extension.unwrap();
        assert_eq!(extension.told_late(), None);
        for (day, late) in [("2026-11-18", false), ("2026-11-19", true), ("2026-11-21", true)] {
            let told = crate::Extension { told_at: at(day, 7), ..extension.clone() };
            assert_eq!(told.told_late(), late.then(|| day.parse().unwrap()), "{day}");
        }
    }

    #[test]
    fn a_new_date_lies_after_the_old_one_on_a_working_day_and_is_the_heads_to_give() {
        let world = World::new();
        let drafting = world.drafting();
        let turn = drafting.case().turn;
        let malformed = Refusal::EntryMalformed { entry: "to".to_owned() };
        for day in ["2026-11-19", "2026-11-17", "2026-11-22"] {
            drafting.when(head_of_unit(), extend(turn, day)).then_refused(&malformed);
        }
        let role = crate::catalogue::Role::UnitHead;
        drafting.when(head_of_division(), extend(turn, "2026-11-25")).then_refused(&Refusal::RoleMissing { role });
    }
}
