//! How much working time is left until due moments, by the calendar of the agency.

use crate::views::Left;
use casework::Moment;
use casework::calendar::Calendar;
use casework::deadline::WORKING_DAY;

/// Further away nobody counts days.
const LONGEST: usize = 4_000;
const DAY: i64 = 24 * 60 * 60 * 1_000;

/// Counts from one moment to many: whole days are added up once for all of them.
pub(crate) struct WorkingTime<'a> {
    calendar: &'a Calendar,
    now: Moment,
    /// What is due by then is due soon.
    soon: Moment,
    /// Working minutes of the first so many days after today, and of the last so many before it.
    ahead: Vec<i64>,
    back: Vec<i64>,
}

impl<'a> WorkingTime<'a> {
    pub fn new(calendar: &'a Calendar, now: Moment) -> Self {
        let soon = calendar.end_of_work(calendar.next_working_day(now.day()));
        Self { calendar, now, soon, ahead: vec![0], back: vec![0] }
    }

    pub fn left(&mut self, due: Moment) -> Left {
        let late = due < self.now;
        let minutes = self.minutes(due).max(0);
        let part = |part: i64| u32::try_from(part).unwrap_or(u32::MAX);
        Left {
            late,
            soon: !late && due <= self.soon,
            days: part(minutes / WORKING_DAY),
            minutes: part(minutes % WORKING_DAY),
        }
    }

    /// Working minutes between now and then, whichever comes first.
    fn minutes(&mut self, due: Moment) -> i64 {
        let (from, to) = if due < self.now { (due, self.now) } else { (self.now, due) };
        let begins = Moment::at(to.day(), 0);
        let days = (begins.0 - Moment::at(from.day(), 0).0) / DAY;
        let Some(between) = usize::try_from(days - 1).ok() else {
            return self.calendar.working_minutes_between(from, to);
        };
        let ends = Moment::at(from.day().next(), 0);
        self.calendar.working_minutes_between(from, ends)
            + self.whole(due < self.now, between.min(LONGEST))
            + self.calendar.working_minutes_between(begins, to)
    }

    /// Of so many whole days beside today.
    fn whole(&mut self, back: bool, days: usize) -> i64 {
        let (sums, way) = if back { (&mut self.back, -1) } else { (&mut self.ahead, 1) };
        let (mut day, mut sum) = (self.now.day(), sums.last().copied().unwrap_or(0));
        day = day.plus_days(way * i64::try_from(sums.len()).unwrap_or(0));
        while sums.len() <= days {
            sum += self.calendar.working_minutes_between(Moment::at(day, 0), Moment::at(day.next(), 0));
            sums.push(sum);
            day = day.plus_days(way);
        }
        sums.get(days).copied().unwrap_or(sum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use casework::Date;
    use casework::calendar::office_week;

    fn at(day: &str, hour: u16, minute: u16) -> Moment {
        Moment::at(day.parse::<Date>().unwrap(), hour * 60 + minute)
    }

    fn told(now: Moment, due: Moment) -> (bool, bool, u32, u32) {
        let holidays = [("2026-11-24".parse().unwrap(), "Ngày Văn hóa Việt Nam".to_owned())].into();
        let calendar = Calendar { weekly: office_week(), holidays, ..Calendar::default() };
        let Left { late, soon, days, minutes } = WorkingTime::new(&calendar, now).left(due);
        (late, soon, days, minutes)
    }

    #[test]
    fn over_a_weekend_and_a_holiday_only_days_of_work_count() {
        // Friday afternoon to Wednesday noon: the rest of Friday, Monday, and half of Wednesday.
        let friday = at("2026-11-20", 16, 0);
        assert_eq!(told(friday, at("2026-11-25", 11, 30)), (false, false, 1, 60 + 270));
        assert_eq!(told(friday, at("2026-11-23", 9, 0)), (false, true, 0, 60 + 120), "due on the next working day");
        assert_eq!(told(friday, at("2026-11-20", 17, 0)), (false, true, 0, 60));
    }

    #[test]
    fn what_is_late_is_late_by_working_time_too() {
        let monday = at("2026-11-23", 7, 30);
        assert_eq!(told(monday, at("2026-11-20", 16, 0)), (true, false, 0, 60 + 30));
        assert_eq!(told(monday, at("2026-11-12", 17, 0)), (true, false, 6, 30));
        assert_eq!(
            told(at("2026-11-21", 9, 0), at("2026-11-20", 17, 0)),
            (true, false, 0, 0),
            "nobody works on Saturday"
        );
    }

    #[test]
    fn counting_to_many_moments_says_what_counting_to_each_does() {
        let calendar = Calendar { weekly: office_week(), ..Calendar::default() };
        let now = at("2026-11-20", 10, 17);
        let mut time = WorkingTime::new(&calendar, now);
        for hours in (-9_000..9_000).step_by(131) {
            let due = now.plus_minutes(hours * 60 + 7);
            let Left { days, minutes, .. } = time.left(due);
            let (from, to) = if due < now { (due, now) } else { (now, due) };
            let exact = calendar.working_minutes_between(from, to);
            assert_eq!(i64::from(days) * WORKING_DAY + i64::from(minutes), exact, "{due:?}");
        }
    }
}
