//! Form II.07: late cases of a period by field, with the reasons that were given for them.
//!
//! The columns of the form are unverified. A number is split as form II.06a splits it: finished late in the period, and
//! open late at its end; both forms come to the same sums. A reason is the one of the apology (Form 04).

use super::{Look, Names, kept};
use crate::{Case, FieldCode, UnitCode};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Late cases of a field that share a reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct LateRow {
    pub field: FieldCode,
    pub name: String,
    /// As the apology gives it; `None` where there is no apology.
    pub reason: Option<String>,
    /// Finished late in the period.
    pub done: u32,
    /// Open and late at its end.
    pub open: u32,
}

/// Form II.07 over cases as they stood at the end of the period.
#[must_use]
pub fn late<'a>(
    names: &Names<'_>,
    unit: &UnitCode,
    cases: impl IntoIterator<Item = &'a Case>,
    look: Look,
) -> Vec<LateRow> {
    let mut rows: BTreeMap<(FieldCode, Option<String>), (u32, u32)> = BTreeMap::new();
    for case in cases {
        let Some(counts) = kept(case, unit, look).filter(|counts| counts.late + counts.open_late > 0) else { continue };
        let reason = case.extension.as_ref().map(|extension| extension.reason.trim().to_owned());
        let row = rows.entry((names.field(case), reason)).or_default();
        row.0 += counts.late;
        row.1 += counts.open_late;
    }
    let row = |((field, reason), (done, open)): ((FieldCode, Option<String>), (u32, u32))| LateRow {
        name: names.field_name(&field),
        field,
        reason,
        done,
        open,
    };
    rows.into_iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::testing::*;
    use crate::statistics::{Period, six_a};
    use crate::{Moment, Status};

    #[test]
    fn late_cases_are_told_by_field_and_reason_and_add_up_to_form_six_a() {
        let world = World::new();
        let blank = world.accepted().case();
        let one = |due: &str, finished: Option<&str>| Case {
            accepted_at: Some(at("2026-11-02", 9)),
            due_at: Some(at(due, 16)),
            finished_at: finished.map(|day| at(day, 10)),
            status: if finished.is_some() { Status::Done } else { Status::InProgress },
            ..blank.clone()
        };
        let mut told = one("2026-11-10", Some("2026-11-12"));
        told.extension = Some(crate::Extension {
            by: crate::Actor::Portal,
            at: at("2026-11-09", 9),
            told_at: at("2026-11-09", 9),
            from: at("2026-11-09", 16),
            to: at("2026-11-10", 16),
            reason: "Chờ xác minh ".to_owned(),
            document: file("apology"),
        });
        let cases = [
            told,
            one("2026-11-10", Some("2026-11-12")),
            one("2026-11-10", Some("2026-11-10")),
            one("2026-11-20", None),
            one("2026-12-20", None),
        ];
        let period = Period { from: "2026-11-01".parse().unwrap(), to: "2026-11-30".parse().unwrap() };
        let look = Look { period, today: Moment::at(period.to, 0).day() };
        let names = Names::of(&world.catalogue, look);
        let rows = late(&names, &unit(), &cases, look);
        let plain: Vec<_> = rows.iter().map(|row| (row.reason.as_deref(), row.done, row.open)).collect();
        assert_eq!(plain, [(None, 1, 1), (Some("Chờ xác minh"), 1, 0)]);
        let sums = six_a(&names, &unit(), &cases, look).total;
        assert_eq!((sums.late, sums.open_late), (2, 1));
    }
}
