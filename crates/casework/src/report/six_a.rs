//! Form II.06a/VPCP/KSTT: how an agency that handles applications received and handled them in a period. rules.md 7.3.
//!
//! Days are compared, never hours. Early: finished before the due day. On time: on it, or without a due day, or given
//! back to the applicant. Late: after it. In progress in time: due on the last day or later, without a due day, or
//! paused. Carried over: received before the period and not finished before it began. Which status groups are counted
//! is said at [`Facts::standing`]. Received = done + in progress, always (the form's check, unverified).

use super::{Entry, Facts, Outcome, Period, Standing};
use crate::{FieldCode, Moment, ServiceCode, UnitCode, UserId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a row of the form stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum GroupBy {
    Field,
    Service,
    Unit,
    Officer,
}

/// One of the groups.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(rename = "ReportGroup"))]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum Group {
    Field(FieldCode),
    Service(ServiceCode),
    Unit(UnitCode),
    /// `None`: nobody has these cases yet.
    Officer(Option<UserId>),
}

impl GroupBy {
    /// The group that a case belongs to.
    #[must_use]
    pub fn group_of(self, facts: &Facts) -> Group {
        match self {
            Self::Field => Group::Field(facts.field.clone()),
            Self::Service => Group::Service(facts.service.clone()),
            Self::Unit => Group::Unit(facts.unit.clone()),
            Self::Officer => Group::Officer(facts.officer.clone()),
        }
    }
}

/// The form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FormSixA {
    pub period: Period,
    /// The moment as of which it is told.
    pub as_of: Moment,
    pub by: GroupBy,
    /// In the order of the codes.
    pub rows: Vec<FormSixARow>,
    pub total: FormSixAFigures,
}

/// A row of the form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FormSixARow {
    pub group: Group,
    pub figures: FormSixAFigures,
}

/// The columns of the form in their order, in numbers of cases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FormSixAFigures {
    /// Nhận giải quyết, tổng số.
    pub received: u32,
    /// Trực tuyến.
    pub online: u32,
    /// Trực tiếp, dịch vụ bưu chính.
    pub direct: u32,
    /// Từ kỳ trước.
    pub carried_over: u32,
    /// Đã giải quyết, tổng số.
    pub done: u32,
    /// Trước hạn.
    pub early: u32,
    /// Đúng hạn.
    pub on_time: u32,
    /// Quá hạn.
    pub late: u32,
    /// Đang giải quyết, tổng số.
    pub in_progress: u32,
    /// Trong hạn.
    pub open_in_time: u32,
    /// Quá hạn.
    pub open_late: u32,
}

impl FormSixAFigures {
    /// Counts one case.
    pub fn count(&mut self, standing: Standing) {
        self.received += 1;
        match standing.entry {
            Entry::Online => self.online += 1,
            Entry::Direct => self.direct += 1,
            Entry::CarriedOver => self.carried_over += 1,
        }
        if standing.outcome.is_done() { self.done += 1 } else { self.in_progress += 1 }
        match standing.outcome {
            Outcome::Early => self.early += 1,
            Outcome::OnTime => self.on_time += 1,
            Outcome::Late => self.late += 1,
            Outcome::OpenInTime => self.open_in_time += 1,
            Outcome::OpenLate => self.open_late += 1,
        }
    }
}

/// Form II.06a over the cases of an agency, told as of the end of the period, or of `now` while it runs.
#[must_use]
pub fn six_a<'a>(
    facts: impl IntoIterator<Item = &'a Facts>,
    period: Period,
    now: Option<Moment>,
    by: GroupBy,
) -> FormSixA {
    let as_of = period.as_of(now);
    let (mut rows, mut total) = (BTreeMap::<Group, FormSixAFigures>::new(), FormSixAFigures::default());
    for one in facts {
        let Some(standing) = one.standing(period, as_of) else { continue };
        rows.entry(by.group_of(one)).or_default().count(standing);
        total.count(standing);
    }
    let rows = rows.into_iter().map(|(group, figures)| FormSixARow { group, figures }).collect();
    FormSixA { period, as_of, by, rows, total }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{date, facts, moment, november};
    use super::super::{ClosedAs, FormerDue, Pause, PauseKind, Span};
    use super::*;
    use crate::Channel;
    use proptest::prelude::*;

    /// The eleven columns of one case in a month of 2026.
    fn columns(one: &Facts, month: u8) -> [u32; 11] {
        array(six_a([one], Period::month(2026, month).unwrap(), None, GroupBy::Field).total)
    }
    fn array(figures: FormSixAFigures) -> [u32; 11] {
        [
            figures.received,
            figures.online,
            figures.direct,
            figures.carried_over,
            figures.done,
            figures.early,
            figures.on_time,
            figures.late,
            figures.in_progress,
            figures.open_in_time,
            figures.open_late,
        ]
    }
    const NOTHING: [u32; 11] = [0; 11];
    const DIRECT_EARLY: [u32; 11] = [1, 0, 1, 0, 1, 1, 0, 0, 0, 0, 0];
    const DIRECT_ON_TIME: [u32; 11] = [1, 0, 1, 0, 1, 0, 1, 0, 0, 0, 0];
    const DIRECT_LATE: [u32; 11] = [1, 0, 1, 0, 1, 0, 0, 1, 0, 0, 0];
    const DIRECT_OPEN: [u32; 11] = [1, 0, 1, 0, 0, 0, 0, 0, 1, 1, 0];
    const DIRECT_OPEN_LATE: [u32; 11] = [1, 0, 1, 0, 0, 0, 0, 0, 1, 0, 1];
    const CARRIED_OPEN: [u32; 11] = [1, 0, 0, 1, 0, 0, 0, 0, 1, 1, 0];
    const CARRIED_OPEN_LATE: [u32; 11] = [1, 0, 0, 1, 0, 0, 0, 0, 1, 0, 1];
    const CARRIED_LATE: [u32; 11] = [1, 0, 0, 1, 1, 0, 0, 1, 0, 0, 0];

    #[test]
    fn a_finish_on_the_due_day_is_on_time_at_16_59_and_at_17_01() {
        for finished in ["2026-11-10 16:59", "2026-11-10 17:01", "2026-11-10 00:00", "2026-11-10 23:59"] {
            assert_eq!(columns(&facts("2026-11-02", "2026-11-10 17:00", finished), 11), DIRECT_ON_TIME, "{finished}");
        }
        assert_eq!(columns(&facts("2026-11-02", "2026-11-10 17:00", "2026-11-09 23:59"), 11), DIRECT_EARLY);
        assert_eq!(columns(&facts("2026-11-02", "2026-11-10 17:00", "2026-11-11 00:00"), 11), DIRECT_LATE);
    }

    #[test]
    fn without_a_due_moment_a_case_is_on_time_and_in_time() {
        assert_eq!(columns(&facts("2026-11-02", "-", "2026-11-29"), 11), DIRECT_ON_TIME);
        assert_eq!(columns(&facts("2026-11-02", "-", "-"), 11), DIRECT_OPEN);
    }

    #[test]
    fn the_first_and_the_last_day_belong_to_the_period() {
        for finished in ["2026-11-01 00:00", "2026-11-30 23:59"] {
            assert_eq!(columns(&facts("2026-10-05", "2026-10-09", finished), 11), CARRIED_LATE, "{finished}");
        }
        assert_eq!(columns(&facts("2026-10-05", "2026-10-09", "2026-10-31 23:59"), 11), NOTHING);
        assert_eq!(columns(&facts("2026-10-05", "2026-10-09", "2026-12-01 00:00"), 11), CARRIED_OPEN_LATE);
        assert_eq!(columns(&facts("2026-11-01 00:00", "2026-12-09", "-"), 11), DIRECT_OPEN);
        assert_eq!(columns(&facts("2026-11-30 23:59", "2026-12-09", "-"), 11), DIRECT_OPEN);
    }

    #[test]
    fn received_the_day_before_is_carried_over_and_received_the_day_after_is_not_there() {
        assert_eq!(columns(&facts("2026-10-31 23:59", "2026-12-09", "-"), 11), CARRIED_OPEN);
        assert_eq!(columns(&facts("2026-12-01 00:00", "2026-12-09", "-"), 11), NOTHING);
        assert_eq!(columns(&facts("2026-12-01 00:00", "2026-12-09", "2026-12-02"), 11), NOTHING);
    }

    #[test]
    fn due_on_the_last_day_is_in_time_and_the_day_before_is_late() {
        assert_eq!(columns(&facts("2026-11-02", "2026-11-30 00:00", "-"), 11), DIRECT_OPEN);
        assert_eq!(columns(&facts("2026-11-02", "2026-11-29 23:59", "-"), 11), DIRECT_OPEN_LATE);
    }

    #[test]
    fn what_the_applicant_took_back_is_on_time_and_what_was_turned_down_is_not_received() {
        assert_eq!(columns(&facts("2026-11-02", "2026-11-03", "2026-11-20").withdrawn(), 11), DIRECT_ON_TIME);
        assert_eq!(columns(&facts("2026-11-02", "2026-11-13", "2026-11-10").withdrawn(), 11), DIRECT_ON_TIME);
        assert_eq!(columns(&facts("-", "-", "2026-11-20").rejected(), 11), NOTHING);
        assert_eq!(columns(&facts("-", "-", "-"), 11), NOTHING, "filed and not yet accepted");
    }

    #[test]
    fn a_reopened_case_is_done_once_on_the_day_of_its_first_finish() {
        let mut one = facts("2026-11-02", "2026-11-10", "2026-11-09");
        one.status = crate::Status::InProgress;
        one.reopened = vec![Span { since: moment("2026-12-02"), until: None }];
        assert_eq!(columns(&one, 11), DIRECT_EARLY);
        assert_eq!(columns(&one, 12), NOTHING);
    }

    #[test]
    fn a_supplement_counts_as_in_time_only_while_papers_are_missing_at_the_end_of_the_period() {
        let one = facts("2026-11-02", "2026-11-05", "-");
        assert_eq!(columns(&one, 11), DIRECT_OPEN_LATE);
        let kind = PauseKind::Supplement;
        assert_eq!(columns(&one.clone().paused(kind, "2026-11-04", "-"), 11), DIRECT_OPEN);
        assert_eq!(columns(&one.clone().paused(kind, "2026-11-04", "2026-12-01 00:00"), 11), DIRECT_OPEN);
        assert_eq!(columns(&one.clone().paused(kind, "2026-11-04", "2026-11-30 23:59"), 11), DIRECT_OPEN_LATE);
        assert_eq!(columns(&one.clone().paused(kind, "2026-12-01 00:00", "-"), 11), DIRECT_OPEN_LATE);
        assert_eq!(columns(&one.paused(PauseKind::Halt, "2026-11-04", "-"), 11), DIRECT_OPEN, "never done");
    }

    #[test]
    fn a_new_date_given_after_the_period_does_not_mend_it() {
        let mut one = facts("2026-11-02", "2026-12-20", "2026-12-18");
        one.former_dues = vec![FormerDue { due_at: moment("2026-11-20"), until: moment("2026-12-03") }];
        assert_eq!(columns(&one, 11), DIRECT_OPEN_LATE);
        let early: [u32; 11] = [1, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0];
        assert_eq!(columns(&one, 12), early);
    }

    #[test]
    fn while_the_period_runs_the_day_of_now_is_its_end() {
        let one = facts("2026-11-02", "2026-11-23", "2026-11-27");
        let november = Period::month(2026, 11).unwrap();
        let on = |now: &str| array(six_a([&one], november, Some(moment(now)), GroupBy::Field).total);
        assert_eq!(on("2026-11-01"), NOTHING);
        assert_eq!(on("2026-11-23 18:00"), DIRECT_OPEN);
        assert_eq!(on("2026-11-24 07:00"), DIRECT_OPEN_LATE);
        assert_eq!(on("2026-11-27 09:00"), DIRECT_LATE);
        assert_eq!(on("2027-05-01 09:00"), DIRECT_LATE);
    }

    #[test]
    fn fifteen_cases_of_november_are_counted_as_by_hand() {
        let cases = november();
        let period = Period::month(2026, 11).unwrap();
        let table = |by| {
            let form = six_a(&cases, period, None, by);
            let rows = form.rows.into_iter().map(|row| (row.group, array(row.figures))).collect::<Vec<_>>();
            (rows, array(form.total))
        };
        let total = [12, 4, 5, 3, 7, 2, 3, 2, 5, 3, 2];
        let by_field = vec![
            (Group::Field("DD".into()), [6, 2, 2, 2, 1, 1, 0, 0, 5, 3, 2]),
            (Group::Field("HT".into()), [6, 2, 3, 1, 6, 1, 3, 2, 0, 0, 0]),
        ];
        assert_eq!(table(GroupBy::Field), (by_field, total));
        let by_officer = vec![
            (Group::Officer(None), [7, 2, 2, 3, 2, 1, 0, 1, 5, 3, 2]),
            (Group::Officer(Some("a".into())), [3, 1, 2, 0, 3, 1, 1, 1, 0, 0, 0]),
            (Group::Officer(Some("b".into())), [2, 1, 1, 0, 2, 0, 2, 0, 0, 0, 0]),
        ];
        assert_eq!(table(GroupBy::Officer), (by_officer, total));
        assert_eq!(table(GroupBy::Unit), (vec![(Group::Unit("U1".into()), total)], total));
        assert_eq!(table(GroupBy::Service), (vec![(Group::Service("S1".into()), total)], total));
    }

    #[test]
    fn groups_are_written_with_their_kind() {
        let text = |group: &Group| serde_json::to_string(group).unwrap();
        assert_eq!(text(&Group::Field("HT".into())), r#"{"kind":"field","id":"HT"}"#);
        assert_eq!(text(&Group::Officer(None)), r#"{"kind":"officer","id":null}"#);
    }

    /// Any case at all, also one that cannot be: finished before it was received, or due before it was filed.
    fn any_facts() -> impl Strategy<Value = Facts> {
        let minutes = || 0_i64..(120 * 24 * 60);
        let moments = (minutes(), proptest::option::of(minutes()), proptest::option::of(minutes()));
        let pause = (any::<bool>(), minutes(), proptest::option::of(minutes()));
        let pauses = proptest::collection::vec(pause, 0..3);
        let dues = proptest::collection::btree_map(minutes(), minutes(), 0..3);
        let rest = (0_u8..3, 0_u8..4, 0_usize..3, any::<bool>());
        (moments, proptest::option::of(minutes()), pauses, dues, rest).prop_map(
            |((filed, accepted, due), finished, pauses, dues, (channel, closed, field, known))| {
                let at = |minute: i64| Moment::at(date("2026-06-01"), 0).plus_minutes(minute);
                let kind = |halt: bool| if halt { PauseKind::Halt } else { PauseKind::Supplement };
                let closed = [ClosedAs::Done, ClosedAs::Rejected, ClosedAs::Withdrawn, ClosedAs::Stopped][closed as usize];
                let pause = |(halt, since, until): (bool, i64, Option<i64>)| Pause {
                    kind: kind(halt),
                    since: at(since),
                    until: until.map(at),
                };
                Facts {
                    filed_at: at(filed),
                    accepted_at: accepted.map(at),
                    due_at: due.map(at),
                    finished_at: finished.map(at),
                    closed_as: finished.map(|_| closed),
                    pauses: pauses.into_iter().map(pause).collect(),
                    former_dues: dues
                        .into_iter()
                        .map(|(until, due)| FormerDue { due_at: at(due), until: at(until) })
                        .collect(),
                    channel: [Channel::Counter, Channel::Online, Channel::Post][channel as usize],
                    field: ["A", "B", "?"][field].into(),
                    officer: known.then(|| "a".into()),
                    ..facts("-", "-", "-")
                }
            },
        )
    }

    /// The form told again from the words of rules.md, one column at a time.
    fn slow(cases: &[Facts], period: Period) -> [u32; 11] {
        let (first, last) = (period.from, period.to);
        let end = Moment(Moment::at(last.next(), 0).0 - 1);
        let count = |has: &dyn Fn(&Facts) -> bool| cases.iter().filter(|case| has(case)).count() as u32;
        let accepted = |case: &Facts| case.accepted_at.map(Moment::day);
        let finished = |case: &Facts| case.finished_at.map(Moment::day);
        let in_period = |day: Date| first <= day && day <= last;
        let was_open_before = |case: &Facts| finished(case).is_none_or(|day| day >= first);
        let is_new = |case: &Facts| accepted(case).is_some_and(in_period) && was_open_before(case);
        let is_old = |case: &Facts| accepted(case).is_some_and(|day| day < first) && was_open_before(case);
        let is_here = |case: &Facts| is_new(case) || is_old(case);
        let is_done = |case: &Facts| is_here(case) && finished(case).is_some_and(in_period);
        let due_then = |case: &Facts, at: Moment| {
            let mut due = case.due_at.map(Moment::day);
            for former in case.former_dues.iter().rev() {
                if at < former.until {
                    due = Some(former.due_at.day());
                }
            }
            due
        };
        let due_at_finish = |case: &Facts| match (case.finished_at, case.closed_as) {
            (_, Some(ClosedAs::Withdrawn)) | (None, _) => None,
            (Some(at), _) => due_then(case, at),
        };
        let is_early = |case: &Facts| is_done(case) && due_at_finish(case).is_some_and(|due| finished(case) < Some(due));
        let is_late = |case: &Facts| is_done(case) && due_at_finish(case).is_some_and(|due| finished(case) > Some(due));
        let is_open = |case: &Facts| is_here(case) && !is_done(case);
        let stands = |pause: &Pause| pause.since <= end && !pause.until.is_some_and(|until| until <= end);
        let is_late_open = |case: &Facts| {
            is_open(case) && !case.pauses.iter().any(stands) && due_then(case, end).is_some_and(|due| due < last)
        };
        [
            count(&is_here),
            count(&|case| is_new(case) && case.channel == Channel::Online),
            count(&|case| is_new(case) && case.channel != Channel::Online),
            count(&is_old),
            count(&is_done),
            count(&is_early),
            count(&|case| is_done(case) && !is_early(case) && !is_late(case)),
            count(&is_late),
            count(&is_open),
            count(&|case| is_open(case) && !is_late_open(case)),
            count(&is_late_open),
        ]
    }

    proptest! {
        #[test]
        fn received_is_done_and_in_progress_and_every_column_is_that_of_a_slow_count(
            cases in proptest::collection::vec(any_facts(), 0..40),
            from in 0_i64..120,
            length in 0_i64..60,
        ) {
            let from = date("2026-06-01").plus_days(from);
            let period = Period { from, to: from.plus_days(length) };
            for by in [GroupBy::Field, GroupBy::Officer] {
                let form = six_a(&cases, period, None, by);
                let mut sum = [0; 11];
                for figures in form.rows.iter().map(|row| row.figures).chain([form.total]) {
                    prop_assert_eq!(figures.received, figures.done + figures.in_progress);
                    prop_assert_eq!(figures.received, figures.online + figures.direct + figures.carried_over);
                    prop_assert_eq!(figures.done, figures.early + figures.on_time + figures.late);
                    prop_assert_eq!(figures.in_progress, figures.open_in_time + figures.open_late);
                }
                for row in &form.rows {
                    sum.iter_mut().zip(array(row.figures)).for_each(|(sum, more)| *sum += more);
                }
                prop_assert_eq!(sum, array(form.total));
                prop_assert_eq!(array(form.total), slow(&cases, period));
            }
        }

        #[test]
        fn what_is_open_at_the_end_is_carried_over_into_the_next_period(
            cases in proptest::collection::vec(any_facts(), 0..40),
            from in 0_i64..120,
            length in 0_i64..60,
            next in 0_i64..60,
        ) {
            let from = date("2026-06-01").plus_days(from);
            let period = Period { from, to: from.plus_days(length) };
            let then = Period { from: period.to.next(), to: period.to.next().plus_days(next) };
            // A case that was finished before it was received cannot be open at the end of anything.
            let possible = |one: &&Facts| one.finished_at.is_none() || one.finished_at >= one.accepted_at;
            let cases: Vec<Facts> = cases.iter().filter(possible).cloned().collect();
            let (one, other) = (six_a(&cases, period, None, GroupBy::Unit), six_a(&cases, then, None, GroupBy::Unit));
            prop_assert_eq!(one.total.in_progress, other.total.carried_over);
        }
    }
}
