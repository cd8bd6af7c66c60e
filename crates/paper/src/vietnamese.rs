//! How dates and times are written on papers.

use casework::{Date, Moment};

/// `ngày 05 tháng 3 năm 2026`: days under ten and the months one and two get a nought in front (Decree 30/2020,
/// Annex I), so that nobody writes another figure before them.
#[must_use]
pub fn long_date(date: Date) -> String {
    let month = if date.month() < 3 { format!("{:02}", date.month()) } else { date.month().to_string() };
    format!("ngày {:02} tháng {month} năm {}", date.day(), date.year())
}

/// `Nam Định, ngày 05 tháng 3 năm 2026`, the text of the field `issue_date`.
#[must_use]
pub fn place_and_date(place: &str, date: Date) -> String {
    format!("{place}, {}", long_date(date))
}

/// `08 giờ 15 phút, ngày 05 tháng 3 năm 2026`
#[must_use]
pub fn long_moment(at: Moment) -> String {
    let minute = at.minute_of_day();
    format!("{:02} giờ {:02} phút, {}", minute / 60, minute % 60, long_date(at.day()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nought_stands_before_short_days_and_the_first_two_months() {
        let date = |month, day| long_date(Date::from_ymd(2026, month, day).unwrap());
        assert_eq!(date(1, 9), "ngày 09 tháng 01 năm 2026");
        assert_eq!(date(2, 28), "ngày 28 tháng 02 năm 2026");
        assert_eq!(date(3, 5), "ngày 05 tháng 3 năm 2026");
        assert_eq!(date(12, 31), "ngày 31 tháng 12 năm 2026");
    }
}
