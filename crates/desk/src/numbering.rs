//! From a case code back to its day.

use casework::{CaseCode, Date};

/// The day in a case code; years are of this century.
#[must_use]
pub fn day_of(code: &CaseCode) -> Option<Date> {
    let (_, digits, _) = code.parts()?;
    let two = |from: usize| digits.get(from..from + 2)?.parse::<u8>().ok();
    Date::from_ymd(2000 + i32::from(two(0)?), two(2)?, two(4)?)
}
