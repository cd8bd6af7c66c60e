//! Cases made by hand, for the tests of reports.

use super::{ClosedAs, Facts, Pause, PauseKind};
use crate::{Channel, Date, Moment, Status};

/// `2026-11-16 09:00` in Vietnam.
pub(super) fn moment(text: &str) -> Moment {
    let (day, time) = text.split_once(' ').unwrap_or((text, "09:00"));
    let (hour, minute) = time.split_once(':').unwrap();
    Moment::at(day.parse().unwrap(), hour.parse::<u16>().unwrap() * 60 + minute.parse::<u16>().unwrap())
}

pub(super) fn date(text: &str) -> Date {
    text.parse().unwrap()
}

/// A case in field HT at unit U1, at the counter, with nobody in charge; `-` for what did not happen.
pub(super) fn facts(accepted: &str, due: &str, finished: &str) -> Facts {
    let some = |text: &str| (text != "-").then(|| moment(text));
    let (accepted_at, finished_at) = (some(accepted), some(finished));
    Facts {
        unit: "U1".into(),
        field: "HT".into(),
        service: "S1".into(),
        channel: Channel::Counter,
        officer: None,
        filed_at: accepted_at.unwrap_or_else(|| moment("2026-01-01")),
        accepted_at,
        due_at: some(due),
        former_dues: Vec::new(),
        finished_at,
        handed_over_at: None,
        status: if finished_at.is_some() { Status::Done } else { Status::InProgress },
        closed_as: finished_at.map(|_| ClosedAs::Done),
        supplements: 0,
        pauses: Vec::new(),
        reopened: Vec::new(),
        digital_papers: false,
        result_signed: finished_at.is_some(),
        delivery: None,
        fee_bearing: false,
        paid_online: false,
        agency_timing: None,
        late_cause: None,
    }
}

impl Facts {
    pub(super) fn online(mut self) -> Self {
        self.channel = Channel::Online;
        self
    }
    pub(super) fn in_field(mut self, field: &str) -> Self {
        self.field = field.into();
        self
    }
    pub(super) fn of_officer(mut self, officer: &str) -> Self {
        self.officer = Some(officer.into());
        self
    }
    pub(super) fn withdrawn(mut self) -> Self {
        (self.closed_as, self.status, self.result_signed) = (Some(ClosedAs::Withdrawn), Status::Withdrawn, false);
        self
    }
    pub(super) fn rejected(mut self) -> Self {
        (self.closed_as, self.status, self.result_signed) = (Some(ClosedAs::Rejected), Status::Rejected, false);
        self
    }
    pub(super) fn paused(mut self, kind: PauseKind, since: &str, until: &str) -> Self {
        let until = (until != "-").then(|| moment(until));
        self.pauses.push(Pause { kind, since: moment(since), until });
        self.supplements += u32::from(kind == PauseKind::Supplement);
        self
    }
    pub(super) fn because(mut self, cause: &str) -> Self {
        self.late_cause = Some(cause.to_owned());
        self
    }
}

/// Fifteen cases for November 2026; the comments say where form II.06a counts them as of the 30th.
pub(super) fn november() -> Vec<Facts> {
    use PauseKind::{Halt, Supplement};
    vec![
        // 1 HT a: direct, early
        facts("2026-11-02", "2026-11-10", "2026-11-09 16:59").of_officer("a"),
        // 2 HT a: online, on time, although an hour after the due hour
        facts("2026-11-02", "2026-11-10 16:00", "2026-11-10 17:01").online().of_officer("a"),
        // 3 HT a: direct, late by a day; because of the verification
        facts("2026-11-02", "2026-11-10", "2026-11-11 07:01").of_officer("a").because("Chờ xác minh"),
        // 4 HT b: online, on time since it has no due moment
        facts("2026-11-03", "-", "2026-11-20").online().of_officer("b"),
        // 5 HT b: direct, on time since the applicant took it back, long after the due day
        facts("2026-11-03", "2026-11-05", "2026-11-20").withdrawn().of_officer("b"),
        // 6 HT: carried over, finished late on the first day of the period
        facts("2026-10-31", "2026-10-31", "2026-11-01 00:00"),
        // 7 HT: not in the form, finished on the day before the period
        facts("2026-10-01", "2026-10-31", "2026-10-31 23:59"),
        // 8 DD: online, early, received on the first and finished on the last day
        facts("2026-11-01 00:00", "2026-12-01", "2026-11-30 23:59").online().in_field("DD"),
        // 9 DD: direct, open late: it was finished on the day after the period
        facts("2026-11-30 23:59", "2026-11-29", "2026-12-01 00:00").in_field("DD"),
        // 10 DD: direct, open in time: due on the last day
        facts("2026-11-20", "2026-11-30 07:00", "-").in_field("DD"),
        // 11 DD: carried over, open in time since papers were missing on the last day, which came in December
        facts("2026-10-20", "2026-10-25", "-").in_field("DD").paused(Supplement, "2026-10-22", "2026-12-02"),
        // 12 DD: carried over, open late: the papers had come
        facts("2026-10-20", "2026-11-25", "-").in_field("DD").paused(Supplement, "2026-10-22", "2026-11-20"),
        // 13 DD: online, open in time: stopped
        facts("2026-11-05", "2026-11-06", "-").online().in_field("DD").paused(Halt, "2026-11-06", "-"),
        // 14 HT: not in the form, turned down before it was received
        facts("-", "-", "2026-11-12").online().rejected(),
        // 15 HT: not in the form, received on the day after the period
        facts("2026-12-01 00:00", "2026-12-04", "2026-12-02"),
    ]
}
