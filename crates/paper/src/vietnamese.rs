//! How dates, times and amounts of money are written on papers.

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

/// `05/03/2026`, in tables.
#[must_use]
pub fn short_date(date: Date) -> String {
    format!("{:02}/{:02}/{}", date.day(), date.month(), date.year())
}

/// `08:15 05/03/2026`, in tables.
#[must_use]
pub fn short_moment(at: Moment) -> String {
    let minute = at.minute_of_day();
    format!("{:02}:{:02} {}", minute / 60, minute % 60, short_date(at.day()))
}

/// `1.250.000 đ`
#[must_use]
pub fn dong(amount: u64) -> String {
    format!("{} đ", dotted(amount))
}

/// `1.250.000`
pub(crate) fn dotted(amount: u64) -> String {
    let digits = amount.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

/// `Một trăm hai mươi nghìn đồng`
#[must_use]
pub fn amount_in_words(dong: u64) -> String {
    let mut words = Vec::new();
    if dong == 0 {
        words.push("không");
    } else {
        number(dong, &mut words);
    }
    words.push("đồng");
    let text = words.join(" ");
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

const DIGITS: [&str; 10] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];

/// Says a number over nought: thousands of millions first, each group of three figures after them. A group behind a
/// greater one is said with all its places; a group of noughts is not said.
fn number(value: u64, words: &mut Vec<&'static str>) {
    let billions = value / 1_000_000_000;
    if billions > 0 {
        number(billions, words);
        words.push("tỷ");
    }
    for (unit, name) in [(1_000_000, Some("triệu")), (1000, Some("nghìn")), (1, None)] {
        let group = value / unit % 1000;
        if group > 0 {
            hundreds(group, value / unit >= 1000, words);
            words.extend(name);
        }
    }
}

/// Says three figures; `all` says the hundreds of a smaller number too.
fn hundreds(group: u64, all: bool, words: &mut Vec<&'static str>) {
    let digit = |value: u64| DIGITS.get(value as usize).copied().unwrap_or_default();
    let (hundred, ten, one) = (group / 100, group / 10 % 10, group % 10);
    let with_hundreds = all || hundred > 0;
    if with_hundreds {
        words.extend([digit(hundred), "trăm"]);
    }
    match ten {
        0 if one > 0 && with_hundreds => words.push("linh"),
        0 => {}
        1 => words.push("mười"),
        ten => words.extend([digit(ten), "mươi"]),
    }
    match (ten, one) {
        (_, 0) => {}
        (2.., 1) => words.push("mốt"),
        (2.., 4) => words.push("tư"),
        (1.., 5) => words.push("lăm"),
        (_, one) => words.push(digit(one)),
    }
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

    #[test]
    fn tables_take_short_dates() {
        let day = Date::from_ymd(2026, 3, 5).unwrap();
        assert_eq!(short_date(day), "05/03/2026");
        assert_eq!(short_moment(Moment::at(day, 495)), "08:15 05/03/2026");
    }

    #[test]
    fn figures_of_money_have_dots() {
        for (amount, text) in [
            (0, "0 đ"),
            (999, "999 đ"),
            (1000, "1.000 đ"),
            (75_000, "75.000 đ"),
            (1_250_000, "1.250.000 đ"),
            (u64::MAX, "18.446.744.073.709.551.615 đ"),
        ] {
            assert_eq!(dong(amount), text);
        }
    }

    #[test]
    fn amounts_are_said_as_the_cashier_says_them() {
        for (amount, text) in [
            (0, "Không"),
            (1, "Một"),
            (4, "Bốn"),
            (5, "Năm"),
            (10, "Mười"),
            (11, "Mười một"),
            (14, "Mười bốn"),
            (15, "Mười lăm"),
            (20, "Hai mươi"),
            (21, "Hai mươi mốt"),
            (24, "Hai mươi tư"),
            (25, "Hai mươi lăm"),
            (100, "Một trăm"),
            (101, "Một trăm linh một"),
            (104, "Một trăm linh bốn"),
            (105, "Một trăm linh năm"),
            (110, "Một trăm mười"),
            (115, "Một trăm mười lăm"),
            (555, "Năm trăm năm mươi lăm"),
            (1_000, "Một nghìn"),
            (1_001, "Một nghìn không trăm linh một"),
            (1_010, "Một nghìn không trăm mười"),
            (75_000, "Bảy mươi lăm nghìn"),
            (120_000, "Một trăm hai mươi nghìn"),
            (101_101, "Một trăm linh một nghìn một trăm linh một"),
            (1_000_000, "Một triệu"),
            (1_000_005, "Một triệu không trăm linh năm"),
            (1_005_000, "Một triệu không trăm linh năm nghìn"),
            (1_250_000, "Một triệu hai trăm năm mươi nghìn"),
            (10_500_000, "Mười triệu năm trăm nghìn"),
            (1_000_000_001, "Một tỷ không trăm linh một"),
            (1_020_000_000, "Một tỷ không trăm hai mươi triệu"),
            (21_000_000_000, "Hai mươi mốt tỷ"),
            (
                999_999_999_999,
                "Chín trăm chín mươi chín tỷ chín trăm chín mươi chín triệu chín trăm chín mươi chín nghìn chín trăm \
                 chín mươi chín",
            ),
            (1_005_000_000_000, "Một nghìn không trăm linh năm tỷ"),
            (1_000_000_000_000_000_000, "Một tỷ tỷ"),
        ] {
            assert_eq!(amount_in_words(amount), format!("{text} đồng"));
        }
    }
}
