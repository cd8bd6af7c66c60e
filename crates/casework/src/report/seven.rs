//! Form II.07: why cases were late, by field and by cause.
//!
//! The columns are unverified: no source shows the form. Rows are fields, columns are the causes that occur, and each
//! number is split into finished late in the period and open late at its end; the sums are those of form II.06a.

use super::{Facts, Outcome, Period};
use crate::{FieldCode, Moment};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The cause of cases of which nobody said why they are late.
pub const NO_CAUSE: &str = "chưa nêu nguyên nhân";

/// The form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FormSeven {
    pub period: Period,
    /// The moment as of which it is told.
    pub as_of: Moment,
    /// Fields with late cases, in the order of their codes.
    pub rows: Vec<FormSevenRow>,
    /// All fields together, by cause.
    pub causes: Vec<CauseCount>,
    pub total: LateCount,
}

/// The late cases of a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FormSevenRow {
    pub field: FieldCode,
    pub causes: Vec<CauseCount>,
    pub total: LateCount,
}

/// The late cases with one cause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CauseCount {
    /// As it was given with the case; [`NO_CAUSE`] where none was given.
    pub cause: String,
    pub count: LateCount,
}

/// Late cases, in numbers of cases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct LateCount {
    pub total: u32,
    /// Finished late in the period.
    pub done: u32,
    /// Open and late at its end.
    pub open: u32,
}

impl LateCount {
    fn count(&mut self, is_done: bool) {
        self.total += 1;
        if is_done { self.done += 1 } else { self.open += 1 }
    }
}

/// Form II.07, told as of the end of the period, or of `now` while it runs.
#[must_use]
pub fn seven<'a>(facts: impl IntoIterator<Item = &'a Facts>, period: Period, now: Option<Moment>) -> FormSeven {
    type Causes<'a> = BTreeMap<&'a str, LateCount>;
    let as_of = period.as_of(now);
    let mut by_field: BTreeMap<&FieldCode, (Causes<'a>, LateCount)> = BTreeMap::new();
    let (mut all, mut total) = (Causes::new(), LateCount::default());
    for one in facts {
        let late = one.standing(period, as_of).filter(|standing| standing.outcome.is_late());
        let Some(is_done) = late.map(|standing| standing.outcome == Outcome::Late) else { continue };
        let cause = one.late_cause.as_deref().map(str::trim).filter(|cause| !cause.is_empty()).unwrap_or(NO_CAUSE);
        let (causes, sum) = by_field.entry(&one.field).or_default();
        causes.entry(cause).or_default().count(is_done);
        all.entry(cause).or_default().count(is_done);
        sum.count(is_done);
        total.count(is_done);
    }
    let told = |causes: Causes<'a>| {
        causes.into_iter().map(|(cause, count)| CauseCount { cause: cause.to_owned(), count }).collect()
    };
    let row = |(field, (causes, total)): (&FieldCode, (Causes<'a>, LateCount))| FormSevenRow {
        field: field.clone(),
        causes: told(causes),
        total,
    };
    FormSeven { period, as_of, rows: by_field.into_iter().map(row).collect(), causes: told(all), total }
}

#[cfg(test)]
mod tests {
    use super::super::samples::november;
    use super::super::{GroupBy, six_a};
    use super::*;

    fn cause(cause: &str, done: u32, open: u32) -> CauseCount {
        CauseCount { cause: cause.to_owned(), count: LateCount { total: done + open, done, open } }
    }

    #[test]
    fn late_cases_of_november_are_told_by_field_and_cause_and_sum_up_to_form_six_a() {
        let mut cases = november();
        cases[11].late_cause = Some("  ".to_owned());
        let period = Period::month(2026, 11).unwrap();
        let form = seven(&cases, period, None);
        let fields: Vec<&str> = form.rows.iter().map(|row| row.field.as_str()).collect();
        assert_eq!(fields, ["DD", "HT"]);
        assert_eq!(form.rows[0].causes, [cause(NO_CAUSE, 0, 2)], "a blank cause is none");
        assert_eq!(form.rows[1].causes, [cause("Chờ xác minh", 1, 0), cause(NO_CAUSE, 1, 0)]);
        assert_eq!(form.causes, [cause("Chờ xác minh", 1, 0), cause(NO_CAUSE, 1, 2)]);
        let six_a = six_a(&cases, period, None, GroupBy::Field).total;
        assert_eq!((form.total.done, form.total.open), (six_a.late, six_a.open_late));
        assert_eq!(form.total.total, 4);
    }

    #[test]
    fn a_period_without_late_cases_has_no_rows() {
        let form = seven(&november()[..2], Period::month(2026, 11).unwrap(), None);
        assert!(form.rows.is_empty() && form.causes.is_empty());
        assert_eq!(form.total, LateCount::default());
    }
}
