//! Points in time and civil days, in Vietnam's fixed +07:00.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Milliseconds since 1970-01-01T00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(transparent)]
pub struct Moment(#[cfg_attr(feature = "ts", ts(type = "number"))] pub i64);

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;
const OFFSET: i64 = 7 * 60 * MINUTE;
/// Julian day of 1970-01-01.
const EPOCH_JULIAN: i64 = 2_440_588;

impl Moment {
    /// The moment at which `minute` of `day` begins in Vietnam.
    #[must_use]
    pub fn at(day: Date, minute: u16) -> Self {
        Self((i64::from(day.0.to_julian_day()) - EPOCH_JULIAN) * DAY + i64::from(minute) * MINUTE - OFFSET)
    }

    /// The civil day in Vietnam. Moments outside the years -9999..9999 give the nearest day that can be written.
    #[must_use]
    pub fn day(self) -> Date {
        let julian = (self.0.saturating_add(OFFSET)).div_euclid(DAY).saturating_add(EPOCH_JULIAN);
        let julian = i32::try_from(julian).unwrap_or(if julian < 0 { i32::MIN } else { i32::MAX });
        let fallback = if julian < 0 { time::Date::MIN } else { time::Date::MAX };
        Date(time::Date::from_julian_day(julian).unwrap_or(fallback))
    }

    /// Minutes since midnight in Vietnam, 0..1440.
    #[must_use]
    pub fn minute_of_day(self) -> u16 {
        u16::try_from((self.0.saturating_add(OFFSET)).rem_euclid(DAY) / MINUTE).unwrap_or(0)
    }

    /// This moment and `minutes` more.
    #[must_use]
    pub fn plus_minutes(self, minutes: i64) -> Self {
        Self(self.0.saturating_add(minutes.saturating_mul(MINUTE)))
    }
}

/// A civil day, written `YYYY-MM-DD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "ts", ts(type = "string"))]
pub struct Date(time::Date);

/// A text that is no day of the calendar.
#[derive(Debug, thiserror::Error)]
#[error("a day is written YYYY-MM-DD")]
pub struct NotADate;

impl Date {
    /// The day, or `None` where the calendar has no such day.
    #[must_use]
    pub fn from_ymd(year: i32, month: u8, day: u8) -> Option<Self> {
        let month = time::Month::try_from(month).ok()?;
        time::Date::from_calendar_date(year, month, day).ok().map(Self)
    }
    /// The calendar year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.0.year()
    }
    /// The month, 1..=12.
    #[must_use]
    pub fn month(self) -> u8 {
        u8::from(self.0.month())
    }
    /// The day of the month, 1..=31.
    #[must_use]
    pub fn day(self) -> u8 {
        self.0.day()
    }
    /// 0 is Monday, 6 is Sunday.
    #[must_use]
    pub fn weekday(self) -> usize {
        usize::from(self.0.weekday().number_days_from_monday())
    }
    /// The day after; the last day that can be written is its own successor.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.next_day().unwrap_or(self.0))
    }
    /// The same day of the month so many months later; the last day of that month where it has no such day.
    #[must_use]
    pub fn plus_months(self, months: u16) -> Self {
        let count = i32::from(self.month()) - 1 + i32::from(months);
        let (year, month) = (self.year() + count / 12, u8::try_from(count % 12 + 1).unwrap_or(1));
        (0..4).find_map(|less| Self::from_ymd(year, month, self.day().saturating_sub(less))).unwrap_or(self)
    }
    /// This day and `days` more (or fewer).
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        Self(self.0.saturating_add(time::Duration::days(days)))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day())
    }
}
impl FromStr for Date {
    type Err = NotADate;
    fn from_str(text: &str) -> Result<Self, NotADate> {
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' || !text.is_ascii() {
            return Err(NotADate);
        }
        let number = |part: &str| match part.bytes().all(|byte| byte.is_ascii_digit()) {
            true => part.parse::<u16>().map_err(|_| NotADate),
            false => Err(NotADate),
        };
        let (year, month, day) = (number(&text[..4])?, number(&text[5..7])?, number(&text[8..])?);
        let narrow = |value: u16| u8::try_from(value).map_err(|_| NotADate);
        Self::from_ymd(i32::from(year), narrow(month)?, narrow(day)?).ok_or(NotADate)
    }
}
impl TryFrom<String> for Date {
    type Error = NotADate;
    fn try_from(text: String) -> Result<Self, NotADate> {
        text.parse()
    }
}
impl From<Date> for String {
    fn from(day: Date) -> Self {
        day.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_falls_on_the_vietnamese_day() {
        // 2026-11-23T17:30Z is already the 24th in Vietnam.
        let moment = Moment(1_795_455_000_000);
        assert_eq!(moment.day().to_string(), "2026-11-24");
        assert_eq!(moment.minute_of_day(), 30);
        assert_eq!(Moment::at(moment.day(), 30), moment);
    }

    #[test]
    fn extreme_moments_do_not_panic() {
        for value in [i64::MIN, -1, 0, i64::MAX] {
            let moment = Moment(value);
            let _ = (moment.day().to_string(), moment.minute_of_day(), moment.plus_minutes(i64::MAX));
        }
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        for text in ["2026-02-29", "2026-13-01", "26-01-01", "2026/01/01", "+026-01-01", "2026-1-01x"] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
        assert!("2028-02-29".parse::<Date>().is_ok());
    }
}
