//! What the forms of a draft share: their entries, numbers as people write them, conditions.

use super::Room;
use casework::catalogue::{Condition, TimeLimit};
use casework::{ApplicantKind, Channel};

/// The entries of a form, in which a name may stand several times.
pub(super) struct Entries(pub Vec<(String, String)>);

impl Entries {
    /// The first entry of that name, trimmed; empty where there is none.
    pub fn one(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.trim())
    }

    /// Every entry of that name, trimmed.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.trim())
    }

    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }

    /// The revision that the form was made from.
    pub fn revision(&self) -> Result<i64, super::Trouble> {
        self.one("revision").parse().map_err(|_| super::Trouble::NotFound)
    }

    /// The place in a list that the form is about, where it is below `count`.
    pub fn index(&self, count: usize) -> Option<usize> {
        self.one("index").parse().ok().filter(|index| *index < count)
    }
}

/// An amount of đồng as people write it.
pub(super) fn dong(room: &Room, what: &str, text: &str) -> Result<u64, String> {
    let wrong = room.t("là số đồng, ví dụ 8000 hoặc 8.000", "is a number of đồng, such as 8000 or 8.000");
    casework::fee::number(text).ok_or_else(|| format!("{what} {wrong}."))
}

/// A whole number up to `most`.
pub(super) fn number(room: &Room, what: &str, text: &str, most: u16) -> Result<u16, String> {
    let wrong = room.t("là số nguyên, nhiều nhất", "is a whole number, at most");
    text.parse().ok().filter(|number| *number <= most).ok_or_else(|| format!("{what} {wrong} {most}."))
}

/// A time of day, `07:30`, in minutes.
pub(super) fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    (minute < 60 && hour * 60 + minute <= 24 * 60).then_some(hour * 60 + minute)
}

/// A time of day as forms show it.
pub(super) fn clock_text(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// A time limit as forms show it: kind, number of days or cut-off.
pub(super) fn limit_parts(limit: &TimeLimit) -> (&'static str, String) {
    match limit {
        TimeLimit::SameDay { cutoff } => ("same_day", clock_text(*cutoff)),
        TimeLimit::WorkingDays(days) => ("working_days", days.to_string()),
        TimeLimit::CalendarDays(days) => ("calendar_days", days.to_string()),
    }
}

/// The time limit that a form states: days, or a cut-off such as `15:00` or `15`.
pub(super) fn limit(room: &Room, kind: &str, text: &str) -> Result<TimeLimit, String> {
    let text = text.trim();
    if kind == "same_day" {
        let cutoff = minute(text).or_else(|| minute(&format!("{text}:00"))).filter(|minute| *minute < 24 * 60);
        let wrong =
            || room.t("Ghi giờ chốt nhận trong ngày, ví dụ 15:00.", "Give the cut-off of the day, such as 15:00.");
        return cutoff.map(|cutoff| TimeLimit::SameDay { cutoff }).ok_or_else(|| wrong().to_owned());
    }
    let days = number(room, room.t("Số ngày", "The number of days"), text, 3_650)?;
    Ok(if kind == "calendar_days" { TimeLimit::CalendarDays(days) } else { TimeLimit::WorkingDays(days) })
}

/// The kinds of conditions in the order of the forms: word, Vietnamese, English.
pub(in crate::site) const CONDITIONS: [(&str, &str, &str); 10] = [
    ("entry_filled", "mục khai có nội dung", "an entry is filled"),
    ("entry_is", "mục khai bằng giá trị", "an entry is the value"),
    ("entry_at_least", "mục khai từ giá trị trở lên", "an entry is at least the value"),
    ("counter", "nộp trực tiếp", "filed at the counter"),
    ("online", "nộp trực tuyến", "filed online"),
    ("post", "nộp qua bưu chính", "filed by post"),
    ("citizen", "người nộp là công dân", "the applicant is a citizen"),
    ("business", "người nộp là doanh nghiệp", "the applicant is a business"),
    ("agency", "người nộp là cơ quan", "the applicant is an agency"),
    ("other", "người nộp thuộc diện khác", "the applicant is somebody else"),
];

/// The condition that a form states.
pub(super) fn condition(room: &Room, form: &Entries) -> Result<Condition, String> {
    let (entry, value) = (form.one("entry").to_owned(), form.one("value").to_owned());
    let kind = form.one("condition");
    if kind.starts_with("entry") && entry.is_empty() {
        return Err(room
            .t("Ghi tên mục khai mà điều kiện xét.", "Give the entry that the condition looks at.")
            .to_owned());
    }
    let one = match kind {
        "entry_filled" => Condition::EntryFilled { entry },
        "entry_is" if value.is_empty() => {
            return Err(room
                .t("Ghi giá trị để so với mục khai.", "Give the value to compare the entry with.")
                .to_owned());
        }
        "entry_is" => Condition::EntryIs { entry, value },
        "entry_at_least" => {
            let number = casework::fee::number(&value).ok_or_else(|| {
                room.t("Giá trị phải là số để so “từ … trở lên”.", "The value must be a number to compare with.")
                    .to_owned()
            })?;
            Condition::EntryAtLeast { entry, number }
        }
        "counter" => Condition::Channel(Channel::Counter),
        "online" => Condition::Channel(Channel::Online),
        "post" => Condition::Channel(Channel::Post),
        "citizen" => Condition::Applicant(ApplicantKind::Citizen),
        "business" => Condition::Applicant(ApplicantKind::Business),
        "agency" => Condition::Applicant(ApplicantKind::Agency),
        "other" => Condition::Applicant(ApplicantKind::Other),
        _ => return Err(room.t("Chọn điều kiện.", "Choose a condition.").to_owned()),
    };
    Ok(if form.one("not").is_empty() { one } else { Condition::Not(Box::new(one)) })
}

/// A code as part of an address.
pub(super) fn percent(code: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    code.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// Whether a text can be a code: letters without accents, digits, and a few signs.
pub(super) fn is_code(text: &str) -> bool {
    (1..=40).contains(&text.len()) && text.chars().all(|one| one.is_ascii_alphanumeric() || "_-.".contains(one))
}

/// What is said of a code that cannot be taken.
pub(super) fn code_wrong(room: &Room) -> String {
    room.t(
        "Mã mới gồm chữ không dấu, số, chấm, gạch, và chưa có.",
        "The new code is made of letters without accents, digits, dots, hyphens or underscores, and is not taken.",
    )
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_of_day_is_read_as_a_browser_sends_it() {
        for (text, minutes) in
            [("07:30", Some(450)), ("24:00", Some(1_440)), ("24:01", None), ("7h", None), ("07:60", None), ("", None)]
        {
            assert_eq!(minute(text), minutes, "{text}");
        }
        assert_eq!(clock_text(450), "07:30");
    }
}
