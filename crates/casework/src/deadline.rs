//! When a case is due, and why on that day.

use crate::calendar::Calendar;
use crate::catalogue::TimeLimit;
use crate::{Date, Moment};
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

/// The days of rest and make-up days that lie between reception and the due day.
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
}
