//! What an agency reports of its cases: forms II.06a and II.07, the quality indices, Decision 766, the tracking book
//! and the dashboard.
//!
//! Every report but the tracking book is a fold over [`Facts`], the few things that reports need of a case, and is told
//! as of the end of its [`Period`] (or of an earlier `now`): what happened afterwards changes no report of the past,
//! although [`Facts`] are taken from the case as it is today. What is counted where is decided once, in
//! [`Facts::standing`]; all reports agree because all of them ask it.
//!
//! Units: counts are numbers of cases, indices and scores are integer tenths of a point, durations are working minutes.
//! Days are compared, never hours, as the national report does (rules.md 7.3).
//!
//! Deliberately absent: words of the forms (the papers and screens have them), clocks, floating point.

mod dashboard;
mod decision_766;
mod facts;
mod period;
mod quality;
#[cfg(test)]
mod samples;
mod seven;
mod six_a;
mod tracking_book;

pub use crate::statistics::{Period, Timing};
pub use dashboard::{Dashboard, DayCount, Durations, GroupCounts, Load, dashboard};
pub use decision_766::{Decision766, Metric, MetricResult, MetricRow, Missing, decision_766};
pub use facts::{ClosedAs, Entry, Facts, FormerDue, Outcome, Pause, PauseKind, Span, Standing, StatusGroup};
pub use quality::{AgencyClass, IndexValue, OtherIndices, QualityIndex, QualityIndices, classify, quality};
pub use seven::{CauseCount, FormSeven, FormSevenRow, LateCount, NO_CAUSE, seven};
pub use six_a::{FormSixA, FormSixAFigures, FormSixARow, Group, GroupBy, six_a};
pub use tracking_book::{TrackingRow, tracking_book};

/// `sum / count` in tenths, rounded half up; `None` where nothing was counted. Circular 01/2018 Art. 13: an index is
/// rounded to one decimal.
fn tenths(sum: u64, count: u64) -> Option<u32> {
    let doubled = count.checked_mul(2).filter(|doubled| *doubled > 0)?;
    u32::try_from(sum.saturating_mul(20).saturating_add(count) / doubled).ok()
}

#[cfg(test)]
mod tests {
    use super::tenths;

    #[test]
    fn a_mean_is_rounded_half_up_to_one_decimal() {
        assert_eq!(tenths(5, 4), Some(13), "1.25");
        assert_eq!(tenths(4, 3), Some(13), "1.33");
        assert_eq!(tenths(2, 3), Some(7), "0.67");
        assert_eq!(tenths(0, 3), Some(0));
        assert_eq!(tenths(0, 0), None);
    }
}
