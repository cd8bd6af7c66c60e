//! What reports need of one case, and where it stands at the end of a period.

use super::{Period, Timing};
use crate::catalogue::Edition;
use crate::fee::PaymentMethod;
use crate::{
    Case, Channel, Date, FieldCode, HandOverMethod, Moment, ServiceCode, Status, UnitCode, UserId, deadline,
};
use serde::{Deserialize, Serialize};

/// How a case ended, as far as it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum ClosedAs {
    /// A result was issued (statuses 9, 10), also where it was revoked later.
    Done,
    /// Not received (status 3).
    Rejected,
    /// Given back at the applicant's wish (status 7).
    Withdrawn,
    /// Stopped (status 8). The case can go on: it is no finish, and every report counts it as open.
    Stopped,
}

/// Why work on a case stood still.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum PauseKind {
    /// Missing papers (status 5).
    Supplement,
    /// A stop or a financial duty (statuses 6, 8).
    Halt,
}

/// A time in which work on a case stood still; the end is not part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Pause {
    pub kind: PauseKind,
    pub since: Moment,
    /// `None` while it lasts.
    pub until: Option<Moment>,
}

/// A time; the end is not part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(rename = "ReportSpan"))]
pub struct Span {
    pub since: Moment,
    /// `None` while it lasts.
    pub until: Option<Moment>,
}

/// A due moment that no longer holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FormerDue {
    pub due_at: Moment,
    /// When another due moment took its place.
    pub until: Moment,
}

/// The groups of national statuses in reports. rules.md 2.4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum StatusGroup {
    /// 1, 3: filed and not (yet) accepted.
    NotReceived,
    /// 2, 4
    InProgress,
    /// 5
    Supplement,
    /// 6, 8
    Paused,
    /// 9, 10
    Done,
    /// 7
    Returned,
}

impl StatusGroup {
    /// The group of a status.
    #[must_use]
    pub const fn of(status: Status) -> Self {
        match status {
            Status::Filed | Status::Rejected => Self::NotReceived,
            Status::Accepted | Status::InProgress => Self::InProgress,
            Status::AwaitingSupplement => Self::Supplement,
            Status::AwaitingPayment | Status::Stopped => Self::Paused,
            Status::Done | Status::HandedOver => Self::Done,
            Status::Withdrawn => Self::Returned,
        }
    }
}

/// How a case came into a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Entry {
    /// Received in the period, online.
    Online,
    /// Received in the period, at the counter or by post.
    Direct,
    /// Received before the period and not finished before it began.
    CarriedOver,
}

/// What became of a case by the end of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Finished on a day before the due day.
    Early,
    /// Finished on the due day, or without a due day, or given back to the applicant.
    OnTime,
    /// Finished on a day after the due day.
    Late,
    /// Open, and due on the last day or later, or without a due day, or paused.
    OpenInTime,
    /// Open, and due on a day before the last one.
    OpenLate,
}

impl Outcome {
    /// Whether the case was finished.
    #[must_use]
    pub const fn is_done(self) -> bool {
        matches!(self, Self::Early | Self::OnTime | Self::Late)
    }
    /// Whether the case was finished too late, or is too late already.
    #[must_use]
    pub const fn is_late(self) -> bool {
        matches!(self, Self::Late | Self::OpenLate)
    }
}

/// Where a case stands in a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Standing {
    pub entry: Entry,
    pub outcome: Outcome,
}

/// What reports need of one case.
///
/// Officer, channel, papers, signature and payments are those of the day on which the facts are taken; a case does not
/// keep its former ones. Moments are kept with enough of their past to tell any earlier day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(rename = "CaseFacts"))]
pub struct Facts {
    pub unit: UnitCode,
    /// The field of the service, `?` where the edition does not know the service.
    pub field: FieldCode,
    pub service: ServiceCode,
    pub channel: Channel,
    /// The official who has the case; `None` before one was named.
    pub officer: Option<UserId>,
    pub filed_at: Moment,
    /// Reception: `None` where the case was never accepted.
    pub accepted_at: Option<Moment>,
    pub due_at: Option<Moment>,
    /// Due moments that held before, in order.
    pub former_dues: Vec<FormerDue>,
    /// The first end of the work: a result that is drawn up anew later does not move it.
    pub finished_at: Option<Moment>,
    pub handed_over_at: Option<Moment>,
    pub status: Status,
    /// `None` while the case is open.
    pub closed_as: Option<ClosedAs>,
    /// Requests for missing papers, before and after reception.
    pub supplements: u32,
    /// Requests for papers, stops and financial duties.
    pub pauses: Vec<Pause>,
    /// Times between the revocation of a result and the next result.
    pub reopened: Vec<Span>,
    /// Whether any paper of the dossier has a file.
    pub digital_papers: bool,
    /// Whether the head has signed a result.
    pub result_signed: bool,
    /// How the result was handed over.
    pub delivery: Option<HandOverMethod>,
    /// Whether the procedure knows a fee, or one was taken.
    pub fee_bearing: bool,
    /// Whether a fee was paid online and not given back.
    pub paid_online: bool,
    /// How the agency's own time was kept, by its steps; `None` where it is not known: a case does not keep the due
    /// moments of the steps behind it.
    pub agency_timing: Option<Timing>,
    /// Why it is late, as a code or in words; `None` where nobody said so.
    pub late_cause: Option<String>,
}

impl Facts {
    /// The facts of a case under the edition that it was received under.
    #[must_use]
    pub fn of(case: &Case, edition: &Edition) -> Self {
        let service = edition.services.get(&case.service);
        let first_issue = case.revoked.first().map(|issued| issued.at);
        let finished_at = case.finished_at.into_iter().chain(first_issue).min();
        let closed_as = match case.status {
            Status::Rejected if first_issue.is_none() => Some(ClosedAs::Rejected),
            Status::Withdrawn if first_issue.is_none() => Some(ClosedAs::Withdrawn),
            Status::Stopped if finished_at.is_none() => Some(ClosedAs::Stopped),
            _ => finished_at.map(|_| ClosedAs::Done),
        };
        let supplements = case.supplements.iter().map(|request| Pause {
            kind: PauseKind::Supplement,
            since: request.asked_at,
            until: request.received_at,
        });
        let halts = case.halts.iter().map(|halt| Pause { kind: PauseKind::Halt, since: halt.since, until: halt.until });
        let issues = case.revoked.iter().chain(&case.deliverable).skip(1).map(|issued| Some(issued.at));
        let reopened = case.revoked.iter().zip(issues.chain([None])).filter_map(|(issued, until)| {
            let since = issued.revocation.as_ref()?.at;
            Some(Span { since, until })
        });
        Self {
            unit: case.unit.clone(),
            field: service.map_or_else(|| "?".into(), |service| service.field.clone()),
            service: case.service.clone(),
            channel: case.channel,
            officer: case.assignee.clone(),
            filed_at: case.filed_at,
            accepted_at: case.accepted_at,
            due_at: case.due_at,
            former_dues: former_dues(case, edition),
            finished_at,
            handed_over_at: case.hand_over.as_ref().map(|hand_over| hand_over.at),
            status: case.status,
            closed_as,
            supplements: u32::try_from(case.supplements.len()).unwrap_or(u32::MAX),
            pauses: supplements.chain(halts).collect(),
            reopened: reopened.collect(),
            digital_papers: case.papers.iter().any(|paper| !paper.files.is_empty()),
            result_signed: case.approval.is_some() || !case.revoked.is_empty(),
            delivery: case.hand_over.as_ref().map(|hand_over| hand_over.method),
            fee_bearing: !case.payments.is_empty() || service.is_some_and(|service| !service.fees.is_empty()),
            paid_online: case.paid().any(|payment| payment.method == PaymentMethod::Online),
            agency_timing: None,
            late_cause: None,
        }
    }

    /// The finish, where it came at or before `as_of`.
    #[must_use]
    pub fn finished_as_of(&self, as_of: Moment) -> Option<Moment> {
        self.finished_at.filter(|at| *at <= as_of)
    }

    /// The due moment that held at `as_of`.
    #[must_use]
    pub fn due_as_of(&self, as_of: Moment) -> Option<Moment> {
        let former = self.former_dues.iter().find(|former| former.until > as_of);
        former.map(|former| former.due_at).or(self.due_at)
    }

    /// What held the work up at `as_of`; a stop or financial duty goes before missing papers.
    #[must_use]
    pub fn pause_as_of(&self, as_of: Moment) -> Option<PauseKind> {
        let holds = |pause: &&Pause| pause.since <= as_of && pause.until.is_none_or(|until| until > as_of);
        self.pauses.iter().filter(holds).map(|pause| pause.kind).max()
    }

    /// Whether a revoked result was being drawn up anew at `as_of`.
    #[must_use]
    pub fn is_reopened_as_of(&self, as_of: Moment) -> bool {
        self.reopened.iter().any(|span| span.since <= as_of && span.until.is_none_or(|until| until > as_of))
    }

    /// How the finish stands to the due moment that held then: days are compared; without a due moment, and where the
    /// applicant took the case back, it was on time. `None` where the case was not finished by `as_of`. rules.md 7.3.
    #[must_use]
    pub fn timing_as_of(&self, as_of: Moment) -> Option<Timing> {
        let finished = self.finished_as_of(as_of)?;
        let due = self.due_as_of(finished).filter(|_| self.closed_as != Some(ClosedAs::Withdrawn)).map(Moment::day);
        Some(match due {
            Some(due) if finished.day() < due => Timing::Early,
            Some(due) if finished.day() > due => Timing::Late,
            _ => Timing::OnTime,
        })
    }

    /// The group of the status that the case had at `as_of`; `None` before it was filed.
    #[must_use]
    pub fn group_as_of(&self, as_of: Moment) -> Option<StatusGroup> {
        if self.filed_at > as_of {
            return None;
        }
        if self.finished_as_of(as_of).is_some() && !self.is_reopened_as_of(as_of) {
            return Some(match self.closed_as {
                Some(ClosedAs::Rejected) => StatusGroup::NotReceived,
                Some(ClosedAs::Withdrawn) => StatusGroup::Returned,
                _ => StatusGroup::Done,
            });
        }
        let accepted = self.accepted_at.is_some_and(|at| at <= as_of);
        Some(match self.pause_as_of(as_of) {
            Some(PauseKind::Supplement) => StatusGroup::Supplement,
            Some(PauseKind::Halt) => StatusGroup::Paused,
            None if accepted => StatusGroup::InProgress,
            None => StatusGroup::NotReceived,
        })
    }

    /// Where the case stands in a period; `None` where it is not the period's.
    ///
    /// Received is what was accepted: status 1 waits, and status 3 was turned down before reception, so neither is in
    /// the form (group "not received" of rules.md 2.4). A case that would be turned down after reception counts as done
    /// by its days. Groups done {9, 10} and returned {7} are done; in progress {2, 4}, supplement {5} and paused {6, 8}
    /// are in progress, whatever the portal was told. A reopened case stays done on the day of its first finish, so that
    /// it is not received twice. rules.md 7.3 names missing papers as counted in time; a stop or a financial duty is
    /// counted in the same way (unverified), since the clock stands still then too.
    #[must_use]
    pub fn standing(&self, period: Period, as_of: Moment) -> Option<Standing> {
        let received = self.accepted_at.filter(|at| *at <= as_of)?.day();
        let finished = self.finished_as_of(as_of);
        if received > period.to || finished.is_some_and(|at| at.day() < period.from) {
            return None;
        }
        let entry = match self.channel {
            _ if received < period.from => Entry::CarriedOver,
            Channel::Online => Entry::Online,
            Channel::Counter | Channel::Post => Entry::Direct,
        };
        let outcome = match self.timing_as_of(as_of) {
            Some(Timing::Early) => Outcome::Early,
            Some(Timing::OnTime) => Outcome::OnTime,
            Some(Timing::Late) => Outcome::Late,
            None if self.is_open_late(as_of) => Outcome::OpenLate,
            None => Outcome::OpenInTime,
        };
        Some(Standing { entry, outcome })
    }

    /// The day on which an open case that is not paused is due; `None` for all others and without a due moment.
    #[must_use]
    pub fn open_due_day(&self, as_of: Moment) -> Option<Date> {
        let is_open = self.accepted_at.is_some_and(|at| at <= as_of) && self.finished_as_of(as_of).is_none();
        let runs = is_open && self.pause_as_of(as_of).is_none();
        self.due_as_of(as_of).filter(|_| runs).map(Moment::day)
    }

    fn is_open_late(&self, as_of: Moment) -> bool {
        self.open_due_day(as_of).is_some_and(|due| due < as_of.day())
    }
}

/// The due moments that held before the one that the case has: after each supplement, stop and new date the deadline is
/// explained anew from what was known until then. Where the explanation does not come to the moment that the case has,
/// only what the extension says of itself is told.
fn former_dues(case: &Case, edition: &Edition) -> Vec<FormerDue> {
    let Some(accepted_at) = case.accepted_at else { return Vec::new() };
    let received = case.supplements.iter().filter_map(|request| request.received_at);
    let resumed = case.halts.iter().filter_map(|halt| halt.until);
    let extended = case.extension.iter().map(|extension| extension.at);
    let mut changes: Vec<Moment> = received.chain(resumed).chain(extended).filter(|at| *at > accepted_at).collect();
    changes.sort_unstable();
    changes.dedup();
    let known = |at: Moment| deadline::explain(edition, &known_at(case, at)).map(|deadline| deadline.due_at);
    match changes.last() {
        None => Vec::new(),
        Some(last) if known(*last) == case.due_at => {
            let held_since = [accepted_at].into_iter().chain(changes.iter().copied());
            let held = held_since.zip(changes.iter().copied());
            held.filter_map(|(since, until)| Some(FormerDue { due_at: known(since)?, until })).collect()
        }
        Some(_) => {
            let of_extension = case.extension.iter();
            of_extension.map(|extension| FormerDue { due_at: extension.from, until: extension.at }).collect()
        }
    }
}

/// The case with nothing in it that moves its deadline after `at`.
fn known_at(case: &Case, at: Moment) -> Case {
    let mut known = case.clone();
    let by_then = |moment: &Moment| *moment <= at;
    known.supplements.retain(|request| by_then(&request.asked_at));
    known.supplements.iter_mut().for_each(|request| request.received_at = request.received_at.filter(by_then));
    known.halts.retain(|halt| by_then(&halt.since));
    known.halts.iter_mut().for_each(|halt| halt.until = halt.until.filter(by_then));
    known.extension = known.extension.filter(|extension| by_then(&extension.at));
    known
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::testing::*;
    use crate::Command;

    const LATER: Moment = Moment(i64::MAX);

    fn facts(world: &World, case: &Case) -> Facts {
        Facts::of(case, &world.catalogue.editions[&case.edition])
    }
    fn issued(world: &World) -> Given<'_> {
        let signed = world.signed();
        signed.when_at(at("2026-11-17", 10), records_clerk(), number(&signed.case(), 1)).then_ok()
    }

    #[test]
    fn facts_are_those_of_the_case() {
        let world = World::new();
        let done = issued(&world);
        let command = Command::HandOver {
            turn: done.case().turn,
            to: "Nguyễn Văn Đức".to_owned(),
            method: HandOverMethod::Post,
            note: String::new(),
        };
        let case = done.when_at(at("2026-11-18", 8), clerk(), command).then_ok().case();
        let facts = facts(&world, &case);
        assert_eq!((facts.field.as_str(), facts.channel), ("HT", Channel::Online));
        assert_eq!(facts.officer, Some("cv1".into()));
        assert_eq!(facts.accepted_at, Some(at("2026-11-16", 9)));
        assert_eq!(facts.due_at, Some(at("2026-11-19", 9)), "three working days");
        assert_eq!(facts.finished_at, Some(at("2026-11-17", 10)));
        assert_eq!(facts.handed_over_at, Some(at("2026-11-18", 8)));
        assert_eq!((facts.closed_as, facts.delivery), (Some(ClosedAs::Done), Some(HandOverMethod::Post)));
        assert!(facts.digital_papers && facts.result_signed && facts.fee_bearing && !facts.paid_online);
        assert_eq!((facts.timing_as_of(LATER), facts.supplements), (Some(Timing::Early), 0));
    }

    #[test]
    fn a_service_that_the_edition_does_not_know_is_in_the_field_of_the_question_mark() {
        let world = World::new();
        let case = Case { service: "9.999999".into(), ..world.accepted().case() };
        assert_eq!(facts(&world, &case).field.as_str(), "?");
    }

    #[test]
    fn what_was_due_before_a_supplement_and_a_new_date_is_remembered() {
        let world = World::new();
        let drafting = world.drafting();
        let papers_wanted = vec!["CCCD".to_owned()];
        let turn = drafting.case().turn;
        let ask = Command::RequestSupplement { turn, papers: papers_wanted, reason: "Thiếu".to_owned() };
        let waiting = drafting.when_at(at("2026-11-17", 9), specialist(), ask).then_ok();
        let receive = Command::ReceiveSupplement { turn: waiting.case().turn, papers: papers() };
        let complete = waiting.when_at(at("2026-11-20", 9), clerk(), receive).then_ok();
        let extend = Command::Extend {
            turn: complete.case().turn,
            to: "2026-12-01".parse().unwrap(),
            reason: "Chờ ý kiến".to_owned(),
            document: file("apology"),
        };
        let extended = complete.when_at(at("2026-11-24", 8), head_of_unit(), extend).then_ok();
        let facts = facts(&world, &extended.case());
        assert_eq!(facts.due_as_of(at("2026-11-19", 12)), Some(at("2026-11-19", 9)), "the first three days");
        assert_eq!(facts.due_as_of(at("2026-11-20", 9)), complete.case().due_at, "counted from zero again");
        assert_eq!(facts.due_as_of(at("2026-11-24", 8)), extended.case().due_at);
        assert_eq!(facts.pause_as_of(at("2026-11-19", 12)), Some(PauseKind::Supplement));
        assert_eq!(facts.pause_as_of(at("2026-11-20", 9)), None, "the end of a pause is not part of it");
        assert_eq!(facts.former_dues.len(), 2);
    }

    #[test]
    fn a_result_drawn_up_anew_leaves_the_first_finish_and_is_work_again() {
        let world = World::new();
        let done = issued(&world);
        let turn = done.case().turn;
        let revoke = Command::Revoke { turn, reason: "Sai tên".to_owned(), again: true };
        let reopened = done.when_at(at("2026-12-02", 9), head_of_unit(), revoke).then_ok().case();
        assert_eq!(reopened.status, Status::InProgress);
        let facts = facts(&world, &reopened);
        assert_eq!((facts.finished_at, facts.closed_as), (Some(at("2026-11-17", 10)), Some(ClosedAs::Done)));
        assert_eq!(facts.group_as_of(at("2026-12-01", 9)), Some(StatusGroup::Done));
        assert_eq!(facts.group_as_of(at("2026-12-02", 9)), Some(StatusGroup::InProgress));
        let december = Period::month(2026, 12).unwrap();
        assert_eq!(facts.standing(december, december.as_of(None)), None, "it was finished in November");
    }

    #[test]
    fn a_case_withdrawn_after_its_result_was_revoked_was_done_all_the_same() {
        let world = World::new();
        let done = issued(&world);
        let revoke = Command::Revoke { turn: done.case().turn, reason: "Sai tên".to_owned(), again: true };
        let mut case = done.when_at(at("2026-12-02", 9), head_of_unit(), revoke).then_ok().case();
        (case.status, case.finished_at) = (Status::Withdrawn, Some(at("2026-12-05", 9)));
        let facts = facts(&world, &case);
        assert_eq!((facts.finished_at, facts.closed_as), (Some(at("2026-11-17", 10)), Some(ClosedAs::Done)));
    }

    #[test]
    fn the_group_told_from_the_moments_is_the_group_of_the_status_at_every_stage() {
        let world = World::new();
        let filed = world.given(&[]).when(citizen(), Command::File { application: application() }).then_ok();
        let reject = Command::Reject { turn: 1, reason: "Không thuộc thẩm quyền".to_owned() };
        let rejected = filed.when(clerk(), reject).then_ok();
        let ask = |turn| Command::RequestSupplement { turn, papers: vec!["CCCD".to_owned()], reason: "Thiếu".to_owned() };
        let early_ask = filed.when(clerk(), ask(1)).then_ok();
        let drafting = world.drafting();
        let turn = drafting.case().turn;
        let asked = drafting.when(specialist(), ask(turn)).then_ok();
        let stop = Command::Stop { turn, reason: "Kiện".to_owned() };
        let stopped = drafting.when(head_of_unit(), stop).then_ok();
        let resume = Command::Resume { turn: stopped.case().turn, note: String::new() };
        let resumed = stopped.when_at(at("2026-11-17", 9), head_of_unit(), resume).then_ok();
        let mut cases = vec![filed, rejected, early_ask, asked, stopped, resumed, drafting, world.accepted()];
        cases.extend([world.signed(), issued(&world)]);
        for given in cases {
            let case = given.case();
            let group = facts(&world, &case).group_as_of(case.changed_at);
            assert_eq!(group, Some(StatusGroup::of(case.status)), "{:?}", case.status);
        }
    }
}
