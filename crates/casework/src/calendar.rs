//! Working time: shifts of the week, holidays, make-up days. All of it is catalogue data.

use crate::{Date, Moment};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A span of work within a day, in minutes since midnight, end excluded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Shift {
    pub from: u16,
    pub to: u16,
}

/// When a unit works.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Calendar {
    /// Seven lists of shifts, Monday first. An empty list is a day of rest.
    pub weekly: Vec<Vec<Shift>>,
    /// Days off by law or decision, with the reason (Labour Code 45/2019 Art. 112; fixed anew each year).
    pub holidays: BTreeMap<Date, String>,
    /// Days worked in exchange for a day off (làm bù), with the reason; they have Monday's shifts.
    pub makeup_days: BTreeMap<Date, String>,
}

/// No office rests for longer than this; a calendar that does is treated as one that always works.
const LONGEST_REST: u16 = 60;

impl Calendar {
    /// The shifts of a day; empty on days of rest.
    #[must_use]
    pub fn shifts(&self, day: Date) -> &[Shift] {
        if self.makeup_days.contains_key(&day) {
            return self.weekly.first().map_or(&[], Vec::as_slice);
        }
        if self.holidays.contains_key(&day) {
            return &[];
        }
        self.weekly.get(day.weekday()).map_or(&[], Vec::as_slice)
    }

    /// Whether anybody works on that day.
    #[must_use]
    pub fn is_working_day(&self, day: Date) -> bool {
        !self.shifts(day).is_empty()
    }

    /// The first working day after `day`.
    #[must_use]
    pub fn next_working_day(&self, day: Date) -> Date {
        let mut candidate = day.next();
        for _ in 0..LONGEST_REST {
            if self.is_working_day(candidate) {
                return candidate;
            }
            candidate = candidate.next();
        }
        day.next()
    }

    /// The end of work on a day; midnight of the next day on a day of rest.
    #[must_use]
    pub fn end_of_work(&self, day: Date) -> Moment {
        match self.shifts(day).last() {
            Some(shift) => Moment::at(day, shift.to),
            None => Moment::at(day.next(), 0),
        }
    }

    /// The moment after `minutes` of working time, counted from `from`. Time outside the shifts does not count: what is
    /// received after hours counts from the next morning, what is received in the lunch break from its end.
    #[must_use]
    pub fn add_working_minutes(&self, from: Moment, minutes: i64) -> Moment {
        let (mut day, mut left, mut rested) = (from.day(), minutes.max(0), 0);
        loop {
            for shift in self.shifts(day) {
                let (start, end) = (Moment::at(day, shift.from).max(from), Moment::at(day, shift.to));
                let here = end.0.saturating_sub(start.0).max(0) / 60_000;
                if start <= end && left <= here {
                    return start.plus_minutes(left);
                }
                left -= here;
            }
            rested = if self.is_working_day(day) { 0 } else { rested + 1 };
            if rested > LONGEST_REST {
                return from.plus_minutes(minutes);
            }
            day = day.next();
        }
    }

    /// Working minutes between two moments; 0 where `to` is not after `from`.
    #[must_use]
    pub fn working_minutes_between(&self, from: Moment, to: Moment) -> i64 {
        let (mut day, last, mut sum) = (from.day(), to.day(), 0);
        while day <= last {
            for shift in self.shifts(day) {
                let (start, end) = (Moment::at(day, shift.from).max(from), Moment::at(day, shift.to).min(to));
                sum += end.0.saturating_sub(start.0).max(0) / 60_000;
            }
            if day == day.next() {
                break;
            }
            day = day.next();
        }
        sum
    }
}

/// The hours of the sample province: Monday to Friday, 7:00-11:30 and 13:30-17:00, eight hours.
#[must_use]
pub fn office_week() -> Vec<Vec<Shift>> {
    let day = vec![Shift { from: 7 * 60, to: 11 * 60 + 30 }, Shift { from: 13 * 60 + 30, to: 17 * 60 }];
    (0..7).map(|weekday| if weekday < 5 { day.clone() } else { Vec::new() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }
    fn at(text: &str, hour: u16, minute: u16) -> Moment {
        Moment::at(day(text), hour * 60 + minute)
    }
    fn calendar() -> Calendar {
        let holidays = [("2026-11-24", "Ngày Văn hóa Việt Nam"), ("2026-08-31", "hoán đổi")];
        Calendar {
            weekly: office_week(),
            holidays: holidays.map(|(date, why)| (day(date), why.to_owned())).into(),
            makeup_days: [(day("2026-08-22"), "làm bù".to_owned())].into(),
        }
    }

    #[test]
    fn eight_working_hours_are_one_day_and_skip_lunch_night_and_weekend() {
        let calendar = calendar();
        for (from, minutes, due) in [
            (at("2026-11-16", 7, 0), 480, at("2026-11-16", 17, 0)),
            (at("2026-11-16", 9, 0), 480, at("2026-11-17", 9, 0)),
            (at("2026-11-16", 11, 30), 60, at("2026-11-16", 14, 30)),
            (at("2026-11-16", 12, 0), 60, at("2026-11-16", 14, 30)),
            (at("2026-11-16", 18, 0), 60, at("2026-11-17", 8, 0)),
            (at("2026-11-20", 16, 0), 120, at("2026-11-23", 8, 0)),
            (at("2026-11-16", 6, 0), 60, at("2026-11-16", 8, 0)),
        ] {
            assert_eq!(calendar.add_working_minutes(from, minutes), due, "{from:?} + {minutes}");
        }
    }

    #[test]
    fn the_new_holiday_of_24_november_and_make_up_saturdays_count() {
        let calendar = calendar();
        assert_eq!(calendar.add_working_minutes(at("2026-11-23", 16, 0), 120), at("2026-11-25", 8, 0));
        assert!(calendar.is_working_day(day("2026-08-22")), "a make-up Saturday is worked");
        assert!(!calendar.is_working_day(day("2026-08-31")));
        assert_eq!(calendar.next_working_day(day("2026-08-21")), day("2026-08-22"));
    }

    #[test]
    fn a_calendar_without_any_work_still_gives_a_date() {
        let empty = Calendar::default();
        assert_eq!(empty.add_working_minutes(at("2026-11-16", 7, 0), 60), at("2026-11-16", 8, 0));
        assert_eq!(empty.next_working_day(day("2026-11-16")), day("2026-11-17"));
    }

    proptest::proptest! {
        #[test]
        fn adding_and_measuring_working_time_agree(start in 0_i64..200_000, minutes in 0_i64..20_000) {
            let calendar = calendar();
            let from = Moment::at(day("2026-07-01"), 0).plus_minutes(start);
            let due = calendar.add_working_minutes(from, minutes);
            proptest::prop_assert_eq!(calendar.working_minutes_between(from, due), minutes);
        }
    }
}
