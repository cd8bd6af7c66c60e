//! What a unit reports: computed from its cases alone, so that desk and portal come to the same figures.
//!
//! Cases are given as they stood at the end of the period (see [`crate::replay`]): what happened later changes no report
//! of the past. Dates are compared as days, as the national reports do.

mod indices;
mod late;

pub use indices::{AgencyClass, Indices, indices};
pub use late::{LateRow, late};

use crate::calendar::Calendar;
use crate::catalogue::Edition;
use crate::{Case, Channel, Date, FieldCode, Moment, ServiceCode, Status, UnitCode, UserId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A span of days, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Period {
    pub from: Date,
    pub to: Date,
}

/// A period as it is looked at on a day: what is open is held against that day while the period still runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    pub period: Period,
    pub today: Date,
}

impl Look {
    /// The day that open cases are held against.
    fn end(self) -> Date {
        self.period.to.min(self.today)
    }
}

impl Period {
    /// The moment up to which history counts for this period.
    #[must_use]
    pub fn end(self) -> Moment {
        Moment(Moment::at(self.to.next(), 0).0 - 1)
    }
    fn has(self, day: Date) -> bool {
        self.from <= day && day <= self.to
    }
}

/// Everything that a unit reports for a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Report {
    pub period: Period,
    pub six_a: SixA,
    pub officers: Vec<OfficerRow>,
    /// Form II.07.
    pub late: Vec<LateRow>,
    pub quality: Quality,
    pub indices: Indices,
    /// Working minutes to the result: the middle, and nine of ten.
    #[cfg_attr(feature = "ts", ts(type = "[number, number] | null"))]
    pub durations: Option<(i64, i64)>,
    pub book: Vec<BookRow>,
    pub register: Vec<RegisterRow>,
    pub cash: Vec<CashRow>,
}

impl Report {
    /// The report of a unit over the cases for which it answers, as they stood at the end of the period. A case that went
    /// to another unit in between is reported by that one.
    #[must_use]
    pub fn of(edition: &Edition, unit: &UnitCode, mut cases: Vec<Case>, look: Look) -> Self {
        let period = look.period;
        cases.retain(|case| case.unit == *unit);
        let cases = cases.as_slice();
        Self {
            period,
            six_a: six_a(edition, cases, look),
            officers: by_officer(cases, look),
            late: late(edition, cases, look),
            quality: quality(cases, look),
            indices: indices(edition, unit, cases, look),
            durations: durations(&edition.calendar, cases, period),
            book: tracking_book(edition, cases, period),
            register: register(cases, period),
            cash: cash_book(cases, period),
        }
    }
}

/// Form II.06a of VPCP/KSTT: how applications were received and handled in a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SixA {
    pub period: Period,
    pub rows: Vec<SixARow>,
    pub total: SixACounts,
}

/// One field of administration, or one service within it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SixARow {
    pub field: FieldCode,
    /// `None` for the sum of the field.
    pub service: Option<ServiceCode>,
    pub name: String,
    pub counts: SixACounts,
}

/// The columns of the form, in numbers of cases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SixACounts {
    pub online: u32,
    /// At the counter and by post.
    pub direct: u32,
    /// Received before the period and not finished before it began.
    pub carried_over: u32,
    pub early: u32,
    pub on_time: u32,
    pub late: u32,
    pub open_in_time: u32,
    pub open_late: u32,
}

impl SixACounts {
    /// Everything that was there to be handled.
    #[must_use]
    pub const fn received(&self) -> u32 {
        self.online + self.direct + self.carried_over
    }
    /// Everything that was finished in the period.
    #[must_use]
    pub const fn done(&self) -> u32 {
        self.early + self.on_time + self.late
    }
    /// Everything that was open at its end.
    #[must_use]
    pub const fn open(&self) -> u32 {
        self.open_in_time + self.open_late
    }
    fn add(&mut self, other: &Self) {
        self.online += other.online;
        self.direct += other.direct;
        self.carried_over += other.carried_over;
        self.early += other.early;
        self.on_time += other.on_time;
        self.late += other.late;
        self.open_in_time += other.open_in_time;
        self.open_late += other.open_late;
    }
}

/// How a finished case stands to its date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Timing {
    Early,
    OnTime,
    Late,
}

/// Before, on or after its date, by days; what has no date or was given back to the applicant counts as on time.
#[must_use]
pub fn timing(case: &Case) -> Option<Timing> {
    let finished = case.finished_at?.day();
    let due = case.due_at.map(Moment::day).filter(|_| case.status != Status::Withdrawn);
    Some(match due {
        None => Timing::OnTime,
        Some(due) if finished < due => Timing::Early,
        Some(due) if finished == due => Timing::OnTime,
        Some(_) => Timing::Late,
    })
}

/// What one case adds to the form; `None` where it is not the period's: never accepted, accepted later, or finished
/// before.
#[must_use]
pub fn six_a_of(case: &Case, look: Look) -> Option<SixACounts> {
    let period = look.period;
    let received = case.accepted_at?.day();
    let finished = case.finished_at.map(Moment::day).filter(|day| *day <= period.to);
    if received > period.to || finished.is_some_and(|day| day < period.from) {
        return None;
    }
    let mut counts = SixACounts::default();
    match (period.has(received), case.channel) {
        (false, _) => counts.carried_over = 1,
        (true, Channel::Online) => counts.online = 1,
        (true, Channel::Counter | Channel::Post) => counts.direct = 1,
    }
    match finished.and_then(|_| timing(case)) {
        Some(Timing::Early) => counts.early = 1,
        Some(Timing::OnTime) => counts.on_time = 1,
        Some(Timing::Late) => counts.late = 1,
        None => {
            let in_time = case.status.is_paused() || case.due_at.is_none_or(|due| due.day() >= look.end());
            if in_time { counts.open_in_time = 1 } else { counts.open_late = 1 }
        }
    }
    Some(counts)
}

/// Form II.06a over cases as they stood at the end of the period, by field and by service within it.
#[must_use]
pub fn six_a<'a>(edition: &Edition, cases: impl IntoIterator<Item = &'a Case>, look: Look) -> SixA {
    let mut by_service: BTreeMap<(FieldCode, ServiceCode), SixACounts> = BTreeMap::new();
    for case in cases {
        let Some(counts) = six_a_of(case, look) else { continue };
        let field = edition.services.get(&case.service).map_or_else(|| "?".into(), |service| service.field.clone());
        by_service.entry((field, case.service.clone())).or_default().add(&counts);
    }
    let mut by_field: BTreeMap<&FieldCode, SixACounts> = BTreeMap::new();
    for ((field, _), counts) in &by_service {
        by_field.entry(field).or_default().add(counts);
    }
    let (mut rows, mut total) = (Vec::new(), SixACounts::default());
    for (field, counts) in by_field {
        let name = edition.fields.get(field).map_or_else(|| field.to_string(), |field| field.name.clone());
        rows.push(SixARow { field: field.clone(), service: None, name, counts });
        total.add(&counts);
        for ((_, code), counts) in by_service.iter().filter(|((of, _), _)| of == field) {
            let name = edition.services.get(code).map_or_else(|| code.to_string(), |service| service.name.clone());
            rows.push(SixARow { field: field.clone(), service: Some(code.clone()), name, counts: *counts });
        }
    }
    SixA { period: look.period, rows, total }
}

/// Load and punctuality of an official in a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct OfficerRow {
    /// `None`: nobody has these cases.
    pub officer: Option<UserId>,
    pub counts: SixACounts,
    /// Index of Circular 01/2018 Art. 13: mean points (0 to 2) for time and for contacts, in tenths, over finished cases.
    pub time_index: Option<u32>,
    pub contact_index: Option<u32>,
}

/// The form's counts by official, with the indices that follow from their cases.
#[must_use]
pub fn by_officer<'a>(cases: impl IntoIterator<Item = &'a Case>, look: Look) -> Vec<OfficerRow> {
    let mut rows: BTreeMap<Option<UserId>, (SixACounts, Points, Points)> = BTreeMap::new();
    for case in cases {
        let Some(counts) = six_a_of(case, look) else { continue };
        let row = rows.entry(case.assignee.clone()).or_default();
        row.0.add(&counts);
        if counts.done() > 0 {
            row.1.add(time_points(case));
            row.2.add(Some(contact_points(case)));
        }
    }
    let row = |(officer, (counts, time, contacts)): (Option<UserId>, (SixACounts, Points, Points))| OfficerRow {
        officer,
        counts,
        time_index: time.tenths(),
        contact_index: contacts.tenths(),
    };
    rows.into_iter().map(row).collect()
}

/// Index 1: total time against the rule. Shorter 2, equal 1, longer 0.
#[must_use]
pub fn time_points(case: &Case) -> Option<u32> {
    timing(case).map(|timing| match timing {
        Timing::Early => 2,
        Timing::OnTime => 1,
        Timing::Late => 0,
    })
}

/// Index 3: how often the applicant had to complete the dossier. Never 2, once 1, more often 0.
#[must_use]
pub fn contact_points(case: &Case) -> u32 {
    match case.supplements.len() {
        0 => 2,
        1 => 1,
        _ => 0,
    }
}

#[derive(Clone, Copy, Debug, Default)]
struct Points {
    sum: u32,
    count: u32,
}

impl Points {
    fn add(&mut self, points: Option<u32>) {
        self.sum += points.unwrap_or(0);
        self.count += u32::from(points.is_some());
    }
    /// The mean in tenths, rounded half up.
    fn tenths(self) -> Option<u32> {
        (self.count > 0).then(|| (self.sum * 20 + self.count) / (self.count * 2))
    }
}

/// A share as it was counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Share {
    pub part: u32,
    pub whole: u32,
}

impl Share {
    fn count(&mut self, is_part: bool) {
        self.part += u32::from(is_part);
        self.whole += 1;
    }
    /// Points in tenths, of `most` points for the whole.
    #[must_use]
    pub const fn points(self, most: u32) -> Option<u32> {
        (self.part * most * 10).checked_div(self.whole)
    }
}

/// The metrics of Decision 766/QĐ-TTg that follow from the cases of a unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Quality {
    /// Finished early or on time, or still open within time (20 points).
    pub in_time: Share,
    /// Filed online among all that were received in the period (12).
    pub online: Share,
    /// Finished with a result in electronic form (6 of 22).
    pub electronic_results: Share,
    /// Received with at least one digitised paper (4 of 22).
    pub digitised_papers: Share,
    /// Papers that were used again from an earlier case, among all digitised ones (4 of 22).
    pub reused_papers: Share,
    /// Cases with a fee that were paid online (10).
    pub online_payment: Share,
}

/// See [`Quality`].
#[must_use]
pub fn quality<'a>(cases: impl IntoIterator<Item = &'a Case>, look: Look) -> Quality {
    let mut quality = Quality::default();
    for case in cases {
        let Some(counts) = six_a_of(case, look) else { continue };
        quality.in_time.count(counts.late + counts.open_late == 0);
        if counts.carried_over == 0 {
            quality.online.count(counts.online == 1);
            quality.digitised_papers.count(case.papers.iter().any(|paper| !paper.files.is_empty()));
            for paper in case.papers.iter().filter(|paper| !paper.files.is_empty()) {
                quality.reused_papers.count(paper.reused_from.is_some());
            }
        }
        if counts.done() > 0 && case.status != Status::Withdrawn {
            quality.electronic_results.count(case.deliverable.is_some());
        }
        for payment in case.paid() {
            quality.online_payment.count(payment.method == crate::fee::PaymentMethod::Online);
        }
    }
    quality
}

/// A line of the tracking book (Form 06 of 2018, 07 of 2025).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct BookRow {
    /// Continuous from 1 within the year.
    pub ordinal: u32,
    pub code: String,
    pub service: String,
    pub applicant: String,
    pub contact: String,
    pub received_at: Moment,
    pub due_at: Option<Moment>,
    pub handed_over_at: Option<Moment>,
    pub method: Option<crate::HandOverMethod>,
    pub note: String,
}

/// The tracking book of a period: what was accepted in it, in the order of acceptance.
#[must_use]
pub fn tracking_book<'a>(edition: &Edition, cases: impl IntoIterator<Item = &'a Case>, period: Period) -> Vec<BookRow> {
    let accepted = cases.into_iter().filter_map(|case| Some((case.accepted_at?, case.code.as_ref()?, case)));
    let mut accepted: Vec<_> = accepted.filter(|(at, ..)| period.has(at.day())).collect();
    accepted.sort_by_key(|(at, code, _)| (*at, *code));
    let row = |(index, (received_at, code, case)): (usize, (Moment, &crate::CaseCode, &Case))| BookRow {
        ordinal: u32::try_from(index + 1).unwrap_or(u32::MAX),
        code: code.to_string(),
        service: edition.services.get(&case.service).map_or_else(|| case.service.to_string(), |one| one.name.clone()),
        applicant: case.applicant.name.clone(),
        contact: format!("{}, {}", case.applicant.address, case.applicant.phone),
        received_at,
        due_at: case.due_at,
        handed_over_at: case.hand_over.as_ref().map(|hand_over| hand_over.at),
        method: case.hand_over.as_ref().map(|hand_over| hand_over.method),
        note: case.closing_reason.clone().unwrap_or_default(),
    };
    accepted.into_iter().enumerate().map(row).collect()
}

/// A line of the register of results.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RegisterRow {
    pub case: crate::CaseId,
    pub code: String,
    pub register: crate::RegisterBook,
    pub number: u32,
    pub issued_on: Date,
    pub expires_on: Option<Date>,
    pub title: String,
    pub applicant: String,
    pub signer: Option<crate::Actor>,
    pub document: crate::FileRef,
    pub revoked: Option<String>,
}

/// Results issued in a period, with those that were revoked, by book and number.
#[must_use]
pub fn register<'a>(cases: impl IntoIterator<Item = &'a Case>, period: Period) -> Vec<RegisterRow> {
    let mut rows = Vec::new();
    for case in cases {
        for issued in case.revoked.iter().chain(&case.deliverable).filter(|issued| period.has(issued.issued_on)) {
            rows.push(RegisterRow {
                case: case.id,
                code: case.code.as_ref().map_or_else(String::new, ToString::to_string),
                register: issued.register.clone(),
                number: issued.number,
                issued_on: issued.issued_on,
                expires_on: issued.expires_on,
                title: issued.title.clone(),
                applicant: case.applicant.name.clone(),
                signer: case.approval.as_ref().map(|approval| approval.by.clone()),
                document: issued.document.clone(),
                revoked: issued.revocation.as_ref().map(|revocation| revocation.reason.clone()),
            });
        }
    }
    rows.sort_by(|one, other| {
        (&one.register, one.issued_on, one.number).cmp(&(&other.register, other.issued_on, other.number))
    });
    rows
}

/// A line of the cash desk: one payment or one refund.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CashRow {
    pub case: crate::CaseId,
    pub receipt: String,
    pub at: Moment,
    pub by: crate::Actor,
    pub applicant: String,
    pub items: String,
    pub method: crate::fee::PaymentMethod,
    /// Đồng; negative for a refund.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub amount: i64,
}

/// What was taken and given back in a period, in order of time: the day-end reconciliation of the cash desk.
#[must_use]
pub fn cash_book<'a>(cases: impl IntoIterator<Item = &'a Case>, period: Period) -> Vec<CashRow> {
    let mut rows = Vec::new();
    for case in cases {
        for payment in &case.payments {
            let total = i64::try_from(crate::fee::total(&payment.lines)).unwrap_or(i64::MAX);
            let row = |at: Moment, by: &crate::Actor, amount: i64| CashRow {
                case: case.id,
                receipt: payment.receipt.clone(),
                at,
                by: by.clone(),
                applicant: case.applicant.name.clone(),
                items: payment.lines.iter().map(|line| line.name.as_str()).collect::<Vec<_>>().join("; "),
                method: payment.method,
                amount,
            };
            rows.push(row(payment.at, &payment.by, total));
            rows.extend(payment.refund.iter().map(|refund| row(refund.at, &refund.by, -total)));
        }
    }
    rows.retain(|row| period.has(row.at.day()));
    rows.sort_by(|one, other| (one.at, &one.receipt).cmp(&(other.at, &other.receipt)));
    rows
}

/// Working minutes from acceptance to the result, at the middle and at nine of ten finished cases of a period.
#[must_use]
pub fn durations<'a>(
    calendar: &Calendar,
    cases: impl IntoIterator<Item = &'a Case>,
    period: Period,
) -> Option<(i64, i64)> {
    let finished = cases.into_iter().filter_map(|case| Some((case.accepted_at?, case.finished_at?)));
    let finished = finished.filter(|(_, at)| period.has(at.day()));
    let mut minutes: Vec<i64> = finished.map(|(from, to)| calendar.working_minutes_between(from, to)).collect();
    minutes.sort_unstable();
    let last = minutes.len().checked_sub(1)?;
    Some((minutes[last / 2], minutes[last * 9 / 10]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::testing::*;
    use proptest::prelude::*;

    fn period(from: &str, to: &str) -> Look {
        let period = Period { from: from.parse().unwrap(), to: to.parse().unwrap() };
        Look { period, today: period.to }
    }
    /// A case by its days: accepted, due, finished.
    fn case(accepted: &str, due: Option<&str>, finished: Option<&str>, status: Status) -> Case {
        let world = World::new();
        let mut case = world.accepted().case();
        case.accepted_at = Some(at(accepted, 9));
        case.due_at = due.map(|day| at(day, 16));
        case.finished_at = finished.map(|day| at(day, 17));
        case.status = status;
        case
    }

    #[test]
    fn days_decide_whether_a_case_was_early_on_time_or_late() {
        let november = period("2026-11-01", "2026-11-30");
        let counts = |one: &Case| six_a_of(one, november).unwrap();
        let done = |due, finished| counts(&case("2026-11-02", due, Some(finished), Status::Done));
        assert_eq!(done(Some("2026-11-10"), "2026-11-09").early, 1);
        assert_eq!(done(Some("2026-11-10"), "2026-11-10").on_time, 1, "17:00 is after 16:00, the day is the same");
        assert_eq!(done(Some("2026-11-10"), "2026-11-11").late, 1);
        assert_eq!(done(None, "2026-11-11").on_time, 1);
        let given_back = case("2026-11-02", Some("2026-11-03"), Some("2026-11-20"), Status::Withdrawn);
        assert_eq!(counts(&given_back).on_time, 1, "what the applicant took back was not late");
    }

    #[test]
    fn a_case_is_new_in_one_period_and_carried_over_into_the_next_until_it_is_finished() {
        let one = case("2026-10-30", Some("2026-11-05"), Some("2026-12-01"), Status::Done);
        let (october, november) = (period("2026-10-01", "2026-10-31"), period("2026-11-01", "2026-11-30"));
        let (december, january) = (period("2026-12-01", "2026-12-31"), period("2027-01-01", "2027-01-31"));
        assert_eq!(
            six_a_of(&one, october).unwrap(),
            SixACounts { online: 1, open_in_time: 1, ..SixACounts::default() }
        );
        assert_eq!(
            six_a_of(&one, november).unwrap(),
            SixACounts { carried_over: 1, open_late: 1, ..SixACounts::default() },
            "what was finished afterwards was open then"
        );
        assert_eq!(six_a_of(&one, december).unwrap(), SixACounts { carried_over: 1, late: 1, ..SixACounts::default() });
        assert_eq!(six_a_of(&one, january), None);
        assert_eq!(six_a_of(&one, period("2026-09-01", "2026-09-30")), None);
    }

    #[test]
    fn what_is_paused_is_open_and_in_time_never_done() {
        for status in [Status::AwaitingSupplement, Status::AwaitingPayment, Status::Stopped] {
            let one = case("2026-11-02", Some("2026-11-03"), None, status);
            let counts = six_a_of(&one, period("2026-11-01", "2026-11-30")).unwrap();
            assert_eq!((counts.open_in_time, counts.done()), (1, 0), "{status:?}");
        }
    }

    #[test]
    fn what_is_due_later_today_is_not_late_because_the_month_still_runs() {
        let one = case("2026-11-02", Some("2026-11-23"), None, Status::InProgress);
        let Look { period, .. } = period("2026-11-01", "2026-11-30");
        let on = |today: &str| six_a_of(&one, Look { period, today: today.parse().unwrap() }).unwrap();
        assert_eq!((on("2026-11-23").open_in_time, on("2026-11-24").open_late, on("2026-12-31").open_late), (1, 1, 1));
    }

    #[test]
    fn the_indices_of_an_official_are_means_in_tenths() {
        let november = period("2026-11-01", "2026-11-30");
        let early = case("2026-11-02", Some("2026-11-10"), Some("2026-11-09"), Status::Done);
        let on_time = case("2026-11-02", Some("2026-11-10"), Some("2026-11-10"), Status::Done);
        let late = case("2026-11-02", Some("2026-11-10"), Some("2026-11-12"), Status::Done);
        let rows = by_officer([&early, &early, &on_time, &late], november);
        assert_eq!(rows.len(), 1);
        assert_eq!((rows[0].time_index, rows[0].contact_index), (Some(13), Some(20)), "5 points over 4 cases are 1.25");
    }

    proptest! {
        #[test]
        fn received_is_always_done_and_open_together(
            cases in proptest::collection::vec((0_i64..120, proptest::option::of(0_i64..60), proptest::option::of(0_i64..60), 0_usize..10), 0..40),
            from in 0_i64..100,
            length in 0_i64..60,
        ) {
            let first: Date = "2026-06-01".parse().unwrap();
            let period = Period { from: first.plus_days(from), to: first.plus_days(from + length) };
            let world = World::new();
            let blank = world.accepted().case();
            let cases: Vec<Case> = cases.into_iter().map(|(accepted, due, finished, status)| {
                let accepted = first.plus_days(accepted);
                let on = |days: Option<i64>| days.map(|days| Moment::at(accepted.plus_days(days), 600));
                Case {
                    accepted_at: Some(Moment::at(accepted, 540)),
                    due_at: on(due),
                    finished_at: on(finished),
                    status: Status::ALL[status],
                    ..blank.clone()
                }
            }).collect();
            let look = Look { period, today: period.to };
            let report = six_a(world.catalogue.editions.values().next().unwrap(), &cases, look);
            prop_assert_eq!(report.total.received(), report.total.done() + report.total.open());
            // Counted again, by hand: everything that was there on some day of the period.
            let there = cases.iter().filter(|case| {
                let accepted = case.accepted_at.unwrap().day();
                accepted <= period.to && case.finished_at.is_none_or(|at| at.day() >= period.from)
            });
            prop_assert_eq!(there.count(), report.total.received() as usize);
            let fields: u32 = report.rows.iter().filter(|row| row.service.is_none()).map(|row| row.counts.received()).sum();
            let services: u32 = report.rows.iter().filter(|row| row.service.is_some()).map(|row| row.counts.received()).sum();
            prop_assert_eq!((fields, services), (report.total.received(), report.total.received()));
        }
    }
}
