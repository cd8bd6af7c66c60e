//! When a case is due, and why on that day.

use crate::calendar::Calendar;
use crate::catalogue::{Catalogue, Edition, Step, StepKind, SupplementClock, TimeLimit};
use crate::{Case, Date, Moment};
use serde::{Deserialize, Serialize};

/// Working minutes of a working day: eight hours (Labour Code 45/2019 Art. 105).
pub const WORKING_DAY: i64 = 8 * 60;

/// A due moment with the addends that lead to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Deadline {
    pub from: Moment,
    pub due_at: Moment,
    pub addends: Vec<Addend>,
}

/// One reason why the due moment is where it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Addend {
    /// The service takes so many working days of eight hours.
    WorkingDays { days: u16 },
    /// The service takes so many calendar days.
    CalendarDays { days: u16 },
    /// The service is done on the day.
    SameDay,
    /// Received at or after the cut-off, so the next working day counts (Decree 61/2018 Art. 18).
    AfterCutoff { cutoff: u16 },
    /// Received outside working hours, so the next working hour counts.
    AfterHours { counted_from: Moment },
    /// Nobody works on that day: weekend.
    Weekend { days: u16 },
    /// Nobody works on that day.
    Holiday { day: Date, name: String },
    /// Worked although it is a weekend.
    MakeupDay { day: Date, name: String },
    /// The last calendar day is a day of rest, so it moves.
    MovedOffRest { to: Date },
    /// The case turned out to be that variant of the service.
    Variant { name: String, reason: String },
    /// Counted from zero since the dossier was complete (Decree 61/2018 Art. 19.4).
    Restarted { at: Moment },
    /// The clock stood still for so much working time: missing papers, a stop, a financial duty.
    Paused {
        from: Moment,
        until: Moment,
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        minutes: i64,
    },
    /// The head gave a new date (Decree 61/2018 Art. 19.9).
    Extended {
        to: Date,
        reason: String,
        /// The day on which the applicant could be told, where that was not before the old date.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "ts", ts(optional))]
        told_late: Option<Date>,
    },
}

/// When a step that only waits is over: after so many whole days, the day on which the case came into it not counted.
#[must_use]
pub fn end_of_wait(step: &Step, case: &Case) -> Option<Moment> {
    let last = case.step_since?.day().plus_days(i64::from(step.waits_days?));
    Some(Moment::at(last.plus_days(1), 0))
}

/// When the step that a case is in goes on by itself; `None` where somebody has to do something. Nothing goes on while a case
/// stands still: where its time was up by then, it goes on with the work.
#[must_use]
pub fn goes_on_at(catalogue: &Catalogue, case: &Case) -> Option<Moment> {
    let edition = catalogue.editions.get(&case.edition)?;
    let service = edition.services.get(&case.service)?;
    let workflow = edition.workflows.get(service.workflow_of(case.variant.as_ref()))?;
    let step = workflow.step(case.step.as_ref()?).filter(|step| step.kind == StepKind::Handle)?;
    let over = end_of_wait(step, case).filter(|_| case.status.is_running())?;
    let halted = case.halts.last().and_then(|halt| halt.until);
    let completed = case.supplements.last().and_then(|request| request.received_at);
    Some(over.max(halted.unwrap_or(over)).max(completed.unwrap_or(over)))
}

/// The deadline of a service whose complete application was received at `from`.
#[must_use]
pub fn of(calendar: &Calendar, limit: &TimeLimit, from: Moment) -> Deadline {
    let mut addends = Vec::new();
    let due_at = match limit {
        TimeLimit::SameDay { cutoff } => {
            addends.push(Addend::SameDay);
            let day = from.day();
            if calendar.is_working_day(day) && from.minute_of_day() < *cutoff {
                calendar.end_of_work(day)
            } else {
                if calendar.is_working_day(day) {
                    addends.push(Addend::AfterCutoff { cutoff: *cutoff });
                }
                calendar.end_of_work(calendar.next_working_day(day))
            }
        }
        TimeLimit::WorkingDays(days) => {
            addends.push(Addend::WorkingDays { days: *days });
            let counted_from = calendar.add_working_minutes(from, 0);
            if counted_from != from {
                addends.push(Addend::AfterHours { counted_from });
            }
            calendar.add_working_minutes(from, i64::from(*days) * WORKING_DAY)
        }
        TimeLimit::CalendarDays(days) => {
            addends.push(Addend::CalendarDays { days: *days });
            let last = from.day().plus_days(i64::from(*days));
            let day = if calendar.is_working_day(last) { last } else { calendar.next_working_day(last) };
            if day != last {
                addends.push(Addend::MovedOffRest { to: day });
            }
            calendar.end_of_work(day)
        }
    };
    addends.extend(days_between(calendar, from.day(), due_at.day()));
    Deadline { from, due_at, addends }
}

/// Why a case is due when it is, from its whole life; `None` before it was accepted. The due moment is the one that the
/// case has: the explanation is computed from the same facts in another way, and a test holds both together.
#[must_use]
pub fn explain(edition: &Edition, case: &Case) -> Option<Deadline> {
    let service = edition.services.get(&case.service)?;
    let accepted_at = case.accepted_at?;
    let restarted_at = case
        .supplements
        .iter()
        .rev()
        .find_map(|request| request.received_at)
        .filter(|at| service.supplement.clock == SupplementClock::Restart && *at >= accepted_at);
    let from = restarted_at.unwrap_or(accepted_at);
    let mut deadline = of(&edition.calendar, service.time_limit_of(case.variant.as_ref()), from);
    if let Some(at) = restarted_at {
        deadline.addends.insert(0, Addend::Restarted { at });
    }
    if let (Some(change), Some(id)) = (&case.variant_change, &case.variant) {
        let name = service.variants.iter().find(|variant| variant.id == *id).map_or(id.as_str(), |one| &one.name);
        deadline.addends.insert(0, Addend::Variant { name: name.to_owned(), reason: change.reason.clone() });
    }
    let mut moves: Vec<(Moment, Moved<'_>)> = Vec::new();
    for halt in case.halts.iter().filter(|halt| halt.clock_ran) {
        moves.extend(halt.until.map(|until| (until, Moved::Pause(halt.since))));
    }
    if service.supplement.clock == SupplementClock::Resume {
        let pauses = case.supplements.iter().filter_map(|request| Some((request.received_at?, request.asked_at)));
        moves.extend(pauses.map(|(until, since)| (until, Moved::Pause(since))));
    }
    moves.extend(case.extension.iter().map(|extension| (extension.at, Moved::Extension(extension))));
    moves.retain(|(at, _)| *at >= from);
    moves.sort_by_key(|(at, _)| *at);
    let is_rest =
        |addend: &Addend| matches!(addend, Addend::Weekend { .. } | Addend::Holiday { .. } | Addend::MakeupDay { .. });
    if !moves.is_empty() {
        deadline.addends.retain(|addend| !is_rest(addend));
    }
    let moved_at_all = !moves.is_empty();
    for (at, moved) in moves {
        match moved {
            Moved::Pause(since) => {
                let minutes = edition.calendar.working_minutes_between(since, at);
                if minutes == 0 {
                    continue;
                }
                deadline.due_at = edition.calendar.add_working_minutes(deadline.due_at, minutes);
                deadline.addends.push(Addend::Paused { from: since, until: at, minutes });
            }
            Moved::Extension(extension) => {
                deadline.due_at = extension.to;
                let (to, reason) = (extension.to.day(), extension.reason.clone());
                deadline.addends.push(Addend::Extended { to, reason, told_late: extension.told_late() });
            }
        }
    }
    if moved_at_all {
        deadline.addends.extend(days_between(&edition.calendar, from.day(), deadline.due_at.day()));
    }
    Some(deadline)
}

/// When a case would be due if it were another variant of its service from the beginning on, with all that moved its date since.
#[must_use]
pub fn with_variant(edition: &Edition, case: &Case, variant: &crate::VariantId) -> Option<Moment> {
    let other = Case { variant: Some(variant.clone()), ..case.clone() };
    explain(edition, &other).map(|deadline| deadline.due_at)
}

/// What moves a due moment after the count began.
enum Moved<'a> {
    Pause(Moment),
    Extension(&'a crate::Extension),
}

/// The days of rest that lie between reception and the due day, and the make-up days up to it.
fn days_between(calendar: &Calendar, from: Date, to: Date) -> Vec<Addend> {
    let (mut day, mut weekend, mut addends) = (from, 0, Vec::new());
    while day < to {
        let is_weekend = calendar.weekly.get(day.weekday()).is_none_or(Vec::is_empty);
        if let Some(name) = calendar.makeup_days.get(&day) {
            addends.push(Addend::MakeupDay { day, name: name.clone() });
        } else if let Some(name) = calendar.holidays.get(&day).filter(|_| !is_weekend) {
            addends.push(Addend::Holiday { day, name: name.clone() });
        } else if is_weekend {
            weekend += 1;
        }
        day = day.next();
    }
    // Work on a day that makes up for another is what lets a deadline end there.
    addends.extend(calendar.makeup_days.get(&to).map(|name| Addend::MakeupDay { day: to, name: name.clone() }));
    if weekend > 0 {
        addends.push(Addend::Weekend { days: weekend });
    }
    addends
}

/// The due moment of a step that begins at `from` and may take `hours` working hours.
#[must_use]
pub fn of_step(calendar: &Calendar, hours: u16, from: Moment) -> Moment {
    calendar.add_working_minutes(from, i64::from(hours) * 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::office_week;

    fn at(text: &str, hour: u16, minute: u16) -> Moment {
        Moment::at(text.parse().unwrap(), hour * 60 + minute)
    }
    fn calendar() -> Calendar {
        let holidays = ["2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19", "2026-02-20", "2026-11-24"];
        Calendar {
            weekly: office_week(),
            holidays: holidays.map(|day| (day.parse().unwrap(), "Nghỉ lễ".to_owned())).into(),
            makeup_days: [].into(),
        }
    }

    #[test]
    fn a_same_day_service_received_at_15_00_is_due_on_the_next_working_day() {
        let limit = TimeLimit::SameDay { cutoff: 15 * 60 };
        let calendar = calendar();
        assert_eq!(of(&calendar, &limit, at("2026-11-16", 14, 59)).due_at, at("2026-11-16", 17, 0));
        assert_eq!(of(&calendar, &limit, at("2026-11-16", 15, 0)).due_at, at("2026-11-17", 17, 0));
        // Friday afternoon before a Monday at work; Monday before the holiday of 24 November.
        assert_eq!(of(&calendar, &limit, at("2026-11-20", 15, 1)).due_at, at("2026-11-23", 17, 0));
        assert_eq!(of(&calendar, &limit, at("2026-11-23", 15, 1)).due_at, at("2026-11-25", 17, 0));
    }

    #[test]
    fn three_working_days_over_tet_are_due_after_tet() {
        let deadline = of(&calendar(), &TimeLimit::WorkingDays(3), at("2026-02-12", 9, 0));
        assert_eq!(deadline.due_at, at("2026-02-24", 9, 0));
        assert!(deadline.addends.contains(&Addend::Weekend { days: 4 }));
        assert_eq!(deadline.addends.iter().filter(|addend| matches!(addend, Addend::Holiday { .. })).count(), 5);
    }

    #[test]
    fn calendar_days_that_end_on_a_day_of_rest_move_to_the_next_working_day() {
        let deadline = of(&calendar(), &TimeLimit::CalendarDays(5), at("2026-11-16", 9, 0));
        assert_eq!(deadline.due_at, at("2026-11-23", 17, 0));
        assert!(deadline.addends.contains(&Addend::MovedOffRest { to: "2026-11-23".parse().unwrap() }));
    }

    #[test]
    fn an_explanation_tells_every_pause_and_the_new_date_and_comes_to_the_same_moment() {
        use crate::Command;
        use crate::decide::testing::*;
        let mut world = World::new();
        world.supplement_clock(SupplementClock::Resume);
        let explained = |world: &World, case: &Case| {
            let deadline = explain(&world.catalogue.editions[&case.edition], case).unwrap();
            assert_eq!(Some(deadline.due_at), case.due_at, "{:?}", deadline.addends);
            deadline.addends
        };
        let drafting = world.drafting();
        let ask = Command::RequestSupplement {
            turn: drafting.case().turn,
            papers: vec!["CCCD".to_owned()],
            counts: Default::default(),
            reason: "Thiếu".to_owned(),
        };
        let waiting = drafting.when_at(at_hour("2026-11-16", 10), specialist(), ask).then_ok();
        let receive = Command::ReceiveSupplement { turn: waiting.case().turn, papers: papers() };
        let complete = waiting.when_at(at_hour("2026-11-18", 10), clerk(), receive).then_ok();
        assert_eq!(explained(&world, &complete.case()).len(), 3, "the limit, a pause, a weekend");
        let stop = Command::Stop { turn: complete.case().turn, reason: "Kiện".to_owned() };
        let stopped = complete.when_at(at_hour("2026-11-18", 14), head_of_unit(), stop).then_ok();
        let resume = Command::Resume { turn: stopped.case().turn, note: String::new() };
        let resumed = stopped.when_at(at_hour("2026-11-19", 14), head_of_unit(), resume).then_ok();
        let pauses = explained(&world, &resumed.case());
        assert_eq!(pauses.iter().filter(|addend| matches!(addend, Addend::Paused { .. })).count(), 2);
        let extend = Command::Extend {
            turn: resumed.case().turn,
            to: "2026-12-01".parse().unwrap(),
            reason: "Chờ ý kiến".to_owned(),
            document: file("apology"),
        };
        let extended = resumed.when_at(at_hour("2026-11-20", 9), head_of_unit(), extend).then_ok();
        let extended = explained(&world, &extended.case());
        assert!(extended.iter().any(|addend| matches!(addend, Addend::Extended { .. })));
    }

    fn at_hour(day: &str, hour: u16) -> Moment {
        at(day, hour, 0)
    }

    /// The same rules told again, minute by minute and day by day, without any cleverness.
    mod slow {
        use super::*;

        fn works(calendar: &Calendar, day: Date) -> bool {
            let by_week = !calendar.weekly[day.weekday()].is_empty();
            calendar.makeup_days.contains_key(&day) || (by_week && !calendar.holidays.contains_key(&day))
        }
        /// Whether the minute that begins at `moment` is worked.
        pub fn is_worked(calendar: &Calendar, moment: Moment) -> bool {
            let (day, minute) = (moment.day(), moment.minute_of_day());
            let shifts = if calendar.makeup_days.contains_key(&day) {
                &calendar.weekly[0]
            } else {
                &calendar.weekly[day.weekday()]
            };
            works(calendar, day) && shifts.iter().any(|shift| shift.from <= minute && minute < shift.to)
        }
        pub fn due(calendar: &Calendar, limit: &TimeLimit, from: Moment) -> Moment {
            let next = |day: Date| {
                let mut day = day.next();
                while !works(calendar, day) {
                    day = day.next();
                }
                day
            };
            let evening = |day: Date| {
                let mut last = Moment::at(day, 23 * 60 + 59);
                while !is_worked(calendar, last) {
                    last = last.plus_minutes(-1);
                }
                last.plus_minutes(1)
            };
            match limit {
                TimeLimit::SameDay { cutoff } => {
                    let in_time = works(calendar, from.day()) && from.minute_of_day() < *cutoff;
                    evening(if in_time { from.day() } else { next(from.day()) })
                }
                TimeLimit::CalendarDays(days) => {
                    let last = (0..*days).fold(from.day(), |day, _| day.next());
                    evening(if works(calendar, last) { last } else { next(last) })
                }
                TimeLimit::WorkingDays(days) => {
                    let (mut left, mut now) = (i64::from(*days) * 480, from);
                    while left > 0 {
                        left -= i64::from(is_worked(calendar, now));
                        now = now.plus_minutes(1);
                    }
                    now
                }
            }
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(200))]
        // The clock stands still in every stop, of whatever length and wherever it falls: told again minute by minute.
        #[test]
        fn the_due_moment_after_stops_is_the_one_of_a_slow_count(
            stops in proptest::collection::vec((1_i64..1_000, 1_i64..6_000), 0..4),
        ) {
            use crate::Command;
            use crate::decide::testing::*;
            let world = World::new();
            let mut given = world.drafting();
            let calendar = &world.catalogue.editions.values().next().unwrap().calendar;
            let (mut now, mut still) = (at("2026-11-16", 9), Vec::new());
            for (after, length) in stops {
                let case = given.case();
                let (since, until) = (now.plus_minutes(after), now.plus_minutes(after + length));
                // What begins when the time is up moves nothing that matters.
                if since >= case.due_at.unwrap() {
                    break;
                }
                let stop = Command::Stop { turn: case.turn, reason: "Có đơn kiện".to_owned() };
                given = given.when_at(since, head_of_unit(), stop).then_ok();
                let resume = Command::Resume { turn: given.case().turn, note: String::new() };
                given = given.when_at(until, head_of_unit(), resume).then_ok();
                still.push(since..until);
                now = until;
            }
            let case = given.case();
            let (mut left, mut counted) = (3 * 480, case.accepted_at.unwrap());
            while left > 0 {
                let runs = !still.iter().any(|stop| stop.contains(&counted));
                left -= i64::from(runs && slow::is_worked(calendar, counted));
                counted = counted.plus_minutes(1);
            }
            let due = case.due_at.unwrap();
            // The end of one shift and the beginning of the next are the same moment of work.
            proptest::prop_assert_eq!(calendar.working_minutes_between(due.min(counted), due.max(counted)), 0);
            let explained = explain(&world.catalogue.editions[&case.edition], &case).unwrap();
            proptest::prop_assert_eq!(explained.due_at, due);
        }

        #[test]
        fn the_due_moment_is_the_one_of_a_slow_count(
            start in 0_i64..(400 * 24 * 60),
            kind in 0_u8..3,
            days in 1_u16..25,
            saturday in proptest::bool::ANY,
            holidays in proptest::collection::btree_set(0_i64..430, 0..30),
            makeup in proptest::collection::btree_set(0_i64..430, 0..6),
        ) {
            let first: Date = "2026-01-01".parse().unwrap();
            let mut calendar = Calendar { weekly: office_week(), ..Calendar::default() };
            if saturday {
                calendar.weekly[5] = vec![crate::calendar::Shift { from: 7 * 60 + 30, to: 11 * 60 + 30 }];
            }
            calendar.holidays = holidays.iter().map(|day| (first.plus_days(*day), String::new())).collect();
            calendar.makeup_days = makeup.iter().map(|day| (first.plus_days(*day), String::new())).collect();
            let from = Moment::at(first, 0).plus_minutes(start);
            let limit = match kind {
                0 => TimeLimit::SameDay { cutoff: 15 * 60 },
                1 => TimeLimit::WorkingDays(days),
                _ => TimeLimit::CalendarDays(days),
            };
            let deadline = of(&calendar, &limit, from);
            proptest::prop_assert_eq!(deadline.due_at, slow::due(&calendar, &limit, from));
        }
    }
}
