//! What a service's form asks for beside who applies (các mục của tờ khai): data of the edition, asked in the same words at
//! the counter, on the portal and by connected systems. Values are what a person would write down: a day is `28/11/2026`,
//! a "yes" is `Có`. No form of a procedure is written into the program.

use crate::catalogue::{Condition, Facts, Service};
use crate::{ApplicantKind, Channel, Date, Refusal, fee};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One thing that the form of a service asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct FormEntry {
    /// What it is called: also the key of its value among the entries of a case.
    pub name: String,
    #[serde(default, skip_serializing_if = "EntryKind::is_line")]
    #[cfg_attr(feature = "ts", ts(as = "Option<EntryKind>", optional))]
    pub kind: EntryKind,
    #[serde(default, skip_serializing_if = "Needed::is_no")]
    #[cfg_attr(feature = "ts", ts(as = "Option<Needed>", optional))]
    pub needed: Needed,
    /// The heading above it; with those before it where nothing is said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "ts", ts(as = "Option<String>", optional))]
    pub section: String,
    /// A word of help, such as where the applicant finds it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "ts", ts(as = "Option<String>", optional))]
    pub hint: String,
    /// It is asked only where all of them hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "ts", ts(as = "Option<Vec<Condition>>", optional))]
    pub when: Vec<Condition>,
}

/// What may be written into an entry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    /// A line of text.
    #[default]
    Line,
    /// Text of several lines.
    Text,
    /// A whole number.
    Number {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "ts", ts(type = "number", optional))]
        least: Option<u64>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "ts", ts(type = "number", optional))]
        most: Option<u64>,
    },
    /// An amount of đồng.
    Money,
    /// A day, `28/11/2026`.
    Day,
    /// One of these.
    Choice(Vec<String>),
    /// [`YES`] or [`NO`].
    YesNo,
    /// Số định danh cá nhân or chứng minh nhân dân: twelve digits, or nine.
    IdentityNumber,
    /// A telephone number: nine to fifteen digits, with a plus before them or not.
    Phone,
}

/// A "yes" as it is kept.
pub const YES: &str = "Có";
/// A "no" as it is kept.
pub const NO: &str = "Không";

/// From whom an entry is wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Needed {
    /// It may be left out.
    #[default]
    No,
    /// Whoever files online fills it in; at the counter it stands on the form of paper.
    Online,
    /// Nothing is taken in without it, for instance because the time limit or the fee hangs on it.
    Always,
}

/// Why a value cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum EntryProblem {
    Missing,
    Malformed,
}

impl EntryKind {
    fn is_line(&self) -> bool {
        *self == Self::Line
    }

    /// What can be chosen; nothing where it is written.
    #[must_use]
    pub fn options(&self) -> Vec<String> {
        match self {
            Self::Choice(options) => options.clone(),
            Self::YesNo => vec![YES.to_owned(), NO.to_owned()],
            _ => Vec::new(),
        }
    }

    /// Whether a value is written as this kind asks, blanks around it aside.
    #[must_use]
    pub fn takes(&self, value: &str) -> bool {
        let value = value.trim();
        match self {
            Self::Line => !value.contains('\n'),
            Self::Text => true,
            // A comma would be read as a decimal one and taken as none.
            Self::Number { .. } if value.contains(',') => false,
            Self::Number { least, most } => fee::number(value).is_some_and(|number| {
                least.is_none_or(|least| number >= least) && most.is_none_or(|most| number <= most)
            }),
            Self::Money => fee::number(value).is_some(),
            Self::Day => day(value).is_some(),
            Self::Choice(_) | Self::YesNo => self.options().iter().any(|option| option.trim() == value),
            Self::IdentityNumber => matches!(value.len(), 9 | 12) && value.bytes().all(|byte| byte.is_ascii_digit()),
            Self::Phone => {
                let digits: String = value.chars().filter(|letter| !matches!(letter, ' ' | '.' | '-')).collect();
                let digits = digits.strip_prefix('+').unwrap_or(&digits);
                (9..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
            }
        }
    }
}

/// A day as forms write it: `5/3/2026` or `05/03/2026`.
fn day(value: &str) -> Option<Date> {
    let mut parts = value.split('/').map(|part| {
        let fits = !part.is_empty() && part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit());
        fits.then(|| part.parse::<u16>().ok()).flatten()
    });
    let (day, month, year) = (parts.next()??, parts.next()??, parts.next()??);
    if parts.next().is_some() || year < 1_800 {
        return None;
    }
    Date::from_ymd(i32::from(year), u8::try_from(month).ok()?, u8::try_from(day).ok()?)
}

impl Needed {
    fn is_no(&self) -> bool {
        *self == Self::No
    }

    /// Whether it may not be left out by whoever comes this way.
    #[must_use]
    pub fn from(self, channel: Channel) -> bool {
        match self {
            Self::No => false,
            Self::Online => channel == Channel::Online,
            Self::Always => true,
        }
    }
}

impl FormEntry {
    /// Whether it is asked, after what was answered to the others.
    #[must_use]
    pub fn is_asked(&self, facts: &Facts<'_>) -> bool {
        self.when.iter().all(|condition| condition.holds(facts))
    }

    /// What is wrong with its value; nothing where it is not asked.
    #[must_use]
    pub fn problem(&self, facts: &Facts<'_>) -> Option<EntryProblem> {
        if !self.is_asked(facts) {
            return None;
        }
        match facts.entries.get(&self.name).map_or("", |value| value.trim()) {
            "" => self.needed.from(facts.channel).then_some(EntryProblem::Missing),
            value => (!self.kind.takes(value)).then_some(EntryProblem::Malformed),
        }
    }
}

impl Service {
    /// What its form asks of a case, in the form's order, each with what is wrong with its value.
    pub fn asked<'a>(
        &'a self,
        facts: &'a Facts<'_>,
    ) -> impl Iterator<Item = (&'a FormEntry, Option<EntryProblem>)> + 'a {
        self.entries.iter().filter(|entry| entry.is_asked(facts)).map(|entry| (entry, entry.problem(facts)))
    }

    /// What a case states, in the order of the form; what stands beside the form comes after it.
    #[must_use]
    pub fn in_order<'a>(&self, entries: &'a BTreeMap<String, String>) -> Vec<(&'a String, &'a String)> {
        let place = |name: &String| self.entries.iter().position(|entry| entry.name == *name).unwrap_or(usize::MAX);
        let mut all: Vec<_> = entries.iter().filter(|(_, value)| !value.is_empty()).collect();
        all.sort_by_key(|(name, _)| place(name));
        all
    }

    /// What was answered to the entries that are asked, blanks taken off. An answer to one that is not asked after all, for
    /// instance because another answer changed, is left out.
    #[must_use]
    pub fn answers(
        &self,
        channel: Channel,
        applicant: ApplicantKind,
        given: &BTreeMap<String, String>,
    ) -> BTreeMap<String, String> {
        // In the form's order: an entry hangs on those above it.
        self.entries.iter().fold(BTreeMap::new(), |mut entries, entry| {
            let value = given.get(&entry.name).map_or("", |value| value.trim());
            if !value.is_empty() && entry.is_asked(&Facts { channel, applicant, entries: &entries }) {
                entries.insert(entry.name.clone(), value.to_owned());
            }
            entries
        })
    }

    /// The first entry of the form that cannot be taken as it is, as a refusal.
    pub(crate) fn filled(&self, facts: &Facts<'_>) -> Result<(), Refusal> {
        self.filled_since(facts, |_| None)
    }

    /// The same where something was stated before: what was wrong then already keeps nothing else from being put right.
    pub(crate) fn filled_anew(&self, facts: &Facts<'_>, before: &Facts<'_>) -> Result<(), Refusal> {
        self.filled_since(facts, |entry| entry.problem(before))
    }

    fn filled_since(
        &self,
        facts: &Facts<'_>,
        known: impl Fn(&FormEntry) -> Option<EntryProblem>,
    ) -> Result<(), Refusal> {
        let wrong = self.asked(facts).find_map(|(entry, problem)| {
            let problem = problem.filter(|problem| known(entry) != Some(*problem))?;
            Some((entry.name.clone(), problem))
        });
        match wrong {
            None => Ok(()),
            Some((entry, EntryProblem::Missing)) => Err(Refusal::EntryMissing { entry }),
            Some((entry, EntryProblem::Malformed)) => Err(Refusal::EntryMalformed { entry }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_takes_what_people_write_and_nothing_else() {
        let number = EntryKind::Number { least: Some(1), most: Some(1_000) };
        let choice = EntryKind::Choice(vec!["Kết hôn".to_owned(), "Khai sinh".to_owned()]);
        for (kind, takes, refuses) in [
            (EntryKind::Line, vec!["Nguyễn Văn Đức"], vec!["hai\ndòng"]),
            (EntryKind::Text, vec!["hai\ndòng"], vec![]),
            (number, vec!["1", "1.000", " 12 "], vec!["0", "1001", "12,5", "-3", "mười"]),
            (EntryKind::Money, vec!["0", "1.250.000"], vec!["nhiều", "12 đồng"]),
            (
                EntryKind::Day,
                vec!["28/11/2026", "5/3/1990", "29/02/2024"],
                vec!["29/02/2026", "2026-11-28", "28/11", "28/11/26", "1/2/3/4", "+1/2/2020"],
            ),
            (choice, vec!["Kết hôn"], vec!["kết hôn", "Ly hôn"]),
            (EntryKind::YesNo, vec![YES, NO], vec!["có", "1"]),
            (EntryKind::IdentityNumber, vec!["036091000123", "162345678"], vec!["0360910001", "03609100012a"]),
            (EntryKind::Phone, vec!["0912 345 678", "+84912345678"], vec!["113", "0912 345 67x"]),
        ] {
            takes.iter().for_each(|value| assert!(kind.takes(value), "{kind:?} takes {value}"));
            refuses.iter().for_each(|value| assert!(!kind.takes(value), "{kind:?} refuses {value}"));
        }
    }

    #[test]
    fn an_entry_is_wanted_only_where_its_conditions_hold_and_of_whom_it_says() {
        let entry = FormEntry {
            name: "Họ tên vợ, chồng cũ".to_owned(),
            kind: EntryKind::Line,
            needed: Needed::Online,
            section: String::new(),
            hint: String::new(),
            when: vec![Condition::EntryIs { entry: "Tình trạng".to_owned(), value: "Đã ly hôn".to_owned() }],
        };
        let problem = |channel, state: &str, name: &str| {
            let entries = BTreeMap::from([
                ("Tình trạng".to_owned(), state.to_owned()),
                ("Họ tên vợ, chồng cũ".to_owned(), name.to_owned()),
            ]);
            entry.problem(&Facts { channel, applicant: ApplicantKind::Citizen, entries: &entries })
        };
        assert_eq!(problem(Channel::Online, "Đã ly hôn", " "), Some(EntryProblem::Missing));
        assert_eq!(problem(Channel::Online, "Đã ly hôn", "Trần Thị Hoa"), None);
        assert_eq!(problem(Channel::Online, "Chưa kết hôn", ""), None);
        assert_eq!(problem(Channel::Counter, "Đã ly hôn", ""), None);
        assert_eq!(problem(Channel::Counter, "Đã ly hôn", "hai\ndòng"), Some(EntryProblem::Malformed));
        assert_eq!(problem(Channel::Counter, "Chưa kết hôn", "hai\ndòng"), None);
    }
}
