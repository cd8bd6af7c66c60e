//! The usual periods of reports.
//!
//! A report may be asked for any span of days; these are the calendar ones. Some periodic reports close their figures on
//! another day of the month (unverified): give those as a span of their own.

use super::Period;
use crate::{Date, Moment};

impl Period {
    /// A calendar month, 1..=12; `None` where there is no such month.
    #[must_use]
    pub fn month(year: i32, month: u8) -> Option<Self> {
        Self::months(year, month, 1)
    }

    /// A quarter, 1..=4.
    #[must_use]
    pub fn quarter(year: i32, quarter: u8) -> Option<Self> {
        (1..=4).contains(&quarter).then(|| Self::months(year, quarter * 3 - 2, 3)).flatten()
    }

    /// A half of a year, 1 or 2.
    #[must_use]
    pub fn half_year(year: i32, half: u8) -> Option<Self> {
        (1..=2).contains(&half).then(|| Self::months(year, half * 6 - 5, 6)).flatten()
    }

    /// A calendar year.
    #[must_use]
    pub fn year(year: i32) -> Option<Self> {
        Self::months(year, 1, 12)
    }

    fn months(year: i32, first: u8, count: u8) -> Option<Self> {
        let last = first.checked_add(count)?.checked_sub(1)?;
        let to = (28..=31).rev().find_map(|day| Date::from_ymd(year, last, day))?;
        Some(Self { from: Date::from_ymd(year, first, 1)?, to })
    }

    /// Whether the day lies in the period, both ends included.
    #[must_use]
    pub fn contains(self, day: Date) -> bool {
        self.from <= day && day <= self.to
    }

    /// The moment as of which the period is told: its last millisecond, or `now` while it still runs.
    #[must_use]
    pub fn as_of(self, now: Option<Moment>) -> Moment {
        let end = Moment(Moment::at(self.to.next(), 0).0.saturating_sub(1));
        now.map_or(end, |now| now.min(end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(period: Option<Period>) -> (String, String) {
        let period = period.unwrap();
        (period.from.to_string(), period.to.to_string())
    }
    fn both(from: &str, to: &str) -> (String, String) {
        (from.to_owned(), to.to_owned())
    }

    #[test]
    fn periods_are_whole_months_with_both_ends() {
        assert_eq!(days(Period::month(2028, 2)), both("2028-02-01", "2028-02-29"));
        assert_eq!(days(Period::month(2026, 12)), both("2026-12-01", "2026-12-31"));
        assert_eq!(days(Period::quarter(2026, 2)), both("2026-04-01", "2026-06-30"));
        assert_eq!(days(Period::quarter(2026, 4)), both("2026-10-01", "2026-12-31"));
        assert_eq!(days(Period::half_year(2026, 1)), both("2026-01-01", "2026-06-30"));
        assert_eq!(days(Period::half_year(2026, 2)), both("2026-07-01", "2026-12-31"));
        assert_eq!(days(Period::year(9999)), both("9999-01-01", "9999-12-31"));
    }

    #[test]
    fn periods_that_do_not_exist_are_none() {
        for none in [
            Period::month(2026, 0),
            Period::month(2026, 13),
            Period::month(2026, 255),
            Period::quarter(2026, 0),
            Period::quarter(2026, 5),
            Period::half_year(2026, 3),
            Period::year(i32::MAX),
        ] {
            assert_eq!(none, None);
        }
    }

    #[test]
    fn a_period_is_told_as_of_its_last_moment_or_of_an_earlier_now() {
        let november = Period::month(2026, 11).unwrap();
        let end = november.as_of(None);
        assert_eq!((end.day(), end.minute_of_day()), (november.to, 1439));
        assert_eq!(Moment(end.0 + 1), Moment::at("2026-12-01".parse().unwrap(), 0));
        let during = Moment::at("2026-11-20".parse().unwrap(), 600);
        assert_eq!(november.as_of(Some(during)), during);
        assert_eq!(november.as_of(Some(Moment(end.0 + 5))), end);
    }
}
