//! The lives of sample cases: which acts, and how much working time before each.

use super::chance::Chance;
use casework::calendar::Calendar;
use casework::catalogue::{StepKind, TimeLimit, Workflow};
use casework::deadline::WORKING_DAY;
use casework::{Channel, Moment};

/// One act in the life of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    File,
    Receive,
    Accept,
    Reject,
    AskSupplement,
    BringSupplement,
    TakeOver,
    Assign,
    Reassign,
    Complete,
    /// Back to the step at that place of the workflow.
    Return(usize),
    Propose,
    /// The agency's "no" after appraisal, in the place of a result.
    Decline,
    Approve,
    Number,
    HandOver,
    Withdraw,
}

/// How far a case has come by now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// Filed, not looked at.
    Filed,
    Rejected,
    /// Asked for papers before acceptance.
    AskedFirst,
    /// Asked for papers while it is in progress.
    AskedLater,
    Withdrawn,
    /// In the step at that place of the workflow.
    Waiting(usize),
    /// Back in the draft.
    SentBack,
    Done,
    HandedOver,
    /// Declined after appraisal; the applicant has Form 03.
    Declined,
}

/// The acts of a case with their moments, the last of them in the past.
pub(super) fn life(
    workflow: &Workflow,
    limit: &TimeLimit,
    fate: Fate,
    channel: Channel,
    (calendar, now): (&Calendar, Moment),
    chance: &mut Chance,
) -> Vec<(Moment, Act)> {
    let script = script(workflow, fate, channel, chance);
    let (script, rest) = fit(script, workflow, Pace::of(limit), fate, chance);
    let total: i64 = script.acts.iter().map(|(minutes, _)| minutes).sum();
    let mut at = back(calendar, now, total + rest);
    let mut timed = Vec::new();
    for (place, (minutes, act)) in script.acts.into_iter().enumerate() {
        at = if place == 0 { at } else { calendar.add_working_minutes(at, minutes) };
        // Nobody does things on the full minute.
        timed.push((Moment(at.0 + chance.between(0, 59_000)), act));
    }
    if let Some(first) = timed.first_mut().filter(|(_, act)| *act == Act::File && channel == Channel::Online)
        && chance.percent(45)
    {
        let evening = u16::try_from(chance.between(18 * 60, 22 * 60)).unwrap_or(18 * 60);
        first.0 = Moment(Moment::at(first.0.day().plus_days(-1), evening).0 + chance.between(0, 59_000));
    }
    timed.retain(|(at, _)| *at <= now);
    timed
}

/// Acts with the working minutes before each, and the place from which the clock of the case runs.
struct Script {
    acts: Vec<(i64, Act)>,
    clock_from: usize,
}

/// Working time in which a sample case may end: eight weeks.
const LONGEST: i64 = 40 * WORKING_DAY;

fn script(workflow: &Workflow, fate: Fate, channel: Channel, chance: &mut Chance) -> Script {
    let place = |kind: StepKind| workflow.steps.iter().position(|step| step.kind == kind).unwrap_or(1);
    let hand_over = workflow.steps.len() - 1;
    let draft = place(StepKind::Draft);
    let online = channel == Channel::Online;
    let first_ask = chance.percent(12);
    let mut acts = Vec::new();
    match fate {
        Fate::Filed if first_ask => {
            let (asked, brought) = (chance.between(20, 240), chance.between(200, 1500));
            acts.extend([(0, Act::File), (asked, Act::AskSupplement), (brought, Act::BringSupplement)]);
        }
        Fate::Filed => acts.push((0, Act::File)),
        Fate::Rejected => acts.extend([(0, Act::File), (chance.between(20, 420), Act::Reject)]),
        Fate::AskedFirst => acts.extend([(0, Act::File), (chance.between(20, 420), Act::AskSupplement)]),
        Fate::AskedLater
        | Fate::Withdrawn
        | Fate::Waiting(_)
        | Fate::SentBack
        | Fate::Done
        | Fate::HandedOver
        | Fate::Declined => {
            if online {
                acts.extend([(0, Act::File), (chance.between(10, 300), Act::Accept)]);
            } else {
                acts.push((0, Act::Receive));
            }
        }
    }
    let mut script = Script { clock_from: acts.len() - 1, acts };
    match fate {
        Fate::Filed | Fate::Rejected | Fate::AskedFirst | Fate::Declined => {}
        Fate::AskedLater => {
            walk(workflow, draft, &mut script.acts, chance);
            script.acts.push((chance.between(30, 400), Act::AskSupplement));
        }
        Fate::Withdrawn => {
            let step = usize::try_from(chance.between(1, i64::try_from(draft).unwrap_or(1))).unwrap_or(1);
            walk(workflow, step, &mut script.acts, chance);
            script.acts.push((chance.between(30, 400), Act::Withdraw));
        }
        Fate::Waiting(step) => {
            walk(workflow, step, &mut script.acts, chance);
            supplement(workflow, &mut script, 8, chance);
        }
        Fate::SentBack => {
            let last = place(StepKind::Sign).max(draft + 1);
            walk(workflow, last, &mut script.acts, chance);
            script.acts.push((chance.between(20, 180), Act::Return(draft)));
        }
        Fate::Done | Fate::HandedOver => {
            walk(workflow, hand_over, &mut script.acts, chance);
            supplement(workflow, &mut script, 12, chance);
            revise(&mut script, draft, chance);
        }
    }
    if fate == Fate::Declined {
        walk(workflow, hand_over, &mut script.acts, chance);
        for (_, act) in script.acts.iter_mut().filter(|(_, act)| *act == Act::Propose) {
            *act = Act::Decline;
        }
    }
    if matches!(fate, Fate::HandedOver | Fate::Declined) {
        script.acts.push((chance.between(10, 3 * WORKING_DAY), Act::HandOver));
    }
    script
}

/// The acts from acceptance up to the step at `to`.
fn walk(workflow: &Workflow, to: usize, acts: &mut Vec<(i64, Act)>, chance: &mut Chance) {
    let is_assigned = workflow.steps.iter().any(|step| step.kind == StepKind::Assign);
    if !is_assigned && chance.percent(60) {
        acts.push((chance.between(5, 30), Act::TakeOver));
    }
    for step in workflow.steps.iter().take(to).skip(1) {
        let act = match step.kind {
            StepKind::Receive | StepKind::HandOver => continue,
            StepKind::Assign => Act::Assign,
            StepKind::Handle | StepKind::Review => Act::Complete,
            StepKind::Draft => Act::Propose,
            StepKind::Sign => Act::Approve,
            StepKind::Number => Act::Number,
        };
        acts.push((i64::from(step.hours.max(1)) * chance.between(25, 75), act));
        if act == Act::Assign && chance.percent(5) {
            acts.push((chance.between(20, 200), Act::Reassign));
        }
    }
}

/// Now and then papers are asked for on the way; the clock begins again with them (Decree 61/2018 Art. 19.4).
fn supplement(workflow: &Workflow, script: &mut Script, percent: i64, chance: &mut Chance) {
    let is_assigned = workflow.steps.get(1).is_some_and(|step| step.kind == StepKind::Assign);
    let assigned = script.acts.iter().position(|(_, act)| *act == Act::Assign);
    let first_is_head = workflow.steps.get(1).is_some_and(|step| step.kind == StepKind::Sign);
    let Some(after) = (if is_assigned { assigned } else { Some(script.clock_from) }) else { return };
    if first_is_head || !chance.percent(percent) {
        return;
    }
    let (asked, brought) = (chance.between(20, 300), chance.between(200, 4 * WORKING_DAY));
    script.acts.insert(after + 1, (asked, Act::AskSupplement));
    script.acts.insert(after + 2, (brought, Act::BringSupplement));
    script.clock_from = after + 2;
}

/// Now and then a draft goes back once before it is signed.
fn revise(script: &mut Script, draft: usize, chance: &mut Chance) {
    if !chance.percent(12) {
        return;
    }
    if let Some(proposed) = script.acts.iter().position(|(_, act)| *act == Act::Propose) {
        script.acts.insert(proposed + 1, (chance.between(20, 120), Act::Return(draft)));
        script.acts.insert(proposed + 2, (chance.between(30, 240), Act::Propose));
    }
}

/// The script with its working time as the fate asks for, and the working time since its end.
fn fit(mut script: Script, workflow: &Workflow, pace: Pace, fate: Fate, chance: &mut Chance) -> (Script, i64) {
    let rest = match fate {
        Fate::Filed => {
            let longest = if chance.percent(75) { 240 } else { WORKING_DAY * 2 };
            chance.between(10, longest)
        }
        Fate::AskedFirst | Fate::AskedLater => chance.between(60, WORKING_DAY * 5),
        Fate::Rejected | Fate::Withdrawn => chance.between(60, LONGEST - pace.whole.min(LONGEST / 2)),
        Fate::Waiting(step) => {
            let hours = workflow.steps.get(step).map_or(1, |step| step.hours);
            return hold(script, hours, pace, chance);
        }
        Fate::SentBack => {
            let drafts = workflow.steps.iter().filter(|step| step.kind == StepKind::Draft);
            return hold(script, drafts.map(|step| step.hours).sum(), pace, chance);
        }
        Fate::Done => {
            script.stretch(pace.finishing(chance));
            chance.between(10, WORKING_DAY * 4)
        }
        Fate::HandedOver | Fate::Declined => {
            let waited = script.acts.pop();
            script.stretch(pace.finishing(chance));
            script.acts.extend(waited);
            chance.between(30, (LONGEST - pace.whole * 5 / 4).max(WORKING_DAY * 5))
        }
    };
    (script, rest)
}

/// An open case in a step that may take `hours`: one in eight is late and has lain there long, one in six is nearly due,
/// the others are on their way.
fn hold(mut script: Script, hours: u16, pace: Pace, chance: &mut Chance) -> (Script, i64) {
    let held = (pace.scaled(i64::from(hours.max(1)) * 60) * chance.between(5, 90) / 100).max(3);
    let (spent, held) = match chance.between(1, 100) {
        1..=12 => {
            let running = pace.whole * chance.between(105, 140) / 100;
            let spent = running * chance.between(30, 60) / 100;
            (spent, running - spent)
        }
        13..=29 => {
            let running = pace.usual * chance.between(86, 97) / 100;
            let held = held.min(running / 2);
            (running - held, held)
        }
        _ => (pace.scaled(script.counted()), held),
    };
    script.stretch(spent);
    (script, held)
}

impl Script {
    /// The working time of the acts that the clock of the case counts.
    fn counted(&self) -> i64 {
        self.acts[self.clock_from + 1..].iter().map(|(minutes, _)| minutes).sum()
    }

    /// Makes these acts take `minutes` together.
    fn stretch(&mut self, minutes: i64) {
        let sum = self.counted().max(1);
        let counted = &mut self.acts[self.clock_from + 1..];
        counted.iter_mut().for_each(|(taken, _)| *taken = (*taken * minutes / sum).max(1));
    }
}

/// How long cases of a service take, in working minutes.
#[derive(Clone, Copy)]
struct Pace {
    /// Past this a case is late for certain.
    whole: i64,
    /// Within this it is in time: what is done on the day was mostly begun in the middle of it.
    usual: i64,
}

impl Pace {
    fn of(limit: &TimeLimit) -> Self {
        match limit {
            TimeLimit::SameDay { .. } => Self { whole: WORKING_DAY, usual: 180 },
            TimeLimit::WorkingDays(days) => Self::even(i64::from(*days) * WORKING_DAY),
            TimeLimit::CalendarDays(days) => Self::even(i64::from(*days) * WORKING_DAY * 5 / 7),
        }
    }

    const fn even(whole: i64) -> Self {
        Self { whole, usual: whole }
    }

    /// Time by the hours of the workflow, which add up to the whole, as it is usual.
    fn scaled(self, minutes: i64) -> i64 {
        minutes * self.usual / self.whole.max(1)
    }

    /// How long a case took that is done: one in twelve was late.
    fn finishing(self, chance: &mut Chance) -> i64 {
        if chance.percent(8) {
            self.whole * chance.between(104, 130) / 100
        } else {
            self.usual * chance.between(35, 96) / 100
        }
    }
}

/// The working moment from which `minutes` of working time lead to `now`.
fn back(calendar: &Calendar, now: Moment, minutes: i64) -> Moment {
    const LONGEST_SEARCH: u16 = 400;
    let (mut day, mut left) = (now.day(), minutes.max(0));
    for _ in 0..LONGEST_SEARCH {
        for shift in calendar.shifts(day).iter().rev() {
            let (start, end) = (Moment::at(day, shift.from), Moment::at(day, shift.to).min(now));
            let here = end.0.saturating_sub(start.0).max(0) / 60_000;
            if left <= here && here > 0 {
                return end.plus_minutes(-left);
            }
            left -= here;
        }
        day = day.plus_days(-1);
    }
    now.plus_minutes(-minutes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use casework::calendar::office_week;

    #[test]
    fn working_time_back_and_forth_leads_to_the_same_moment() {
        let calendar = Calendar { weekly: office_week(), ..Calendar::default() };
        for (day, minute) in [("2026-11-23", 12 * 60 + 49), ("2026-11-22", 60), ("2026-11-20", 8 * 60)] {
            let now = Moment::at(day.parse().unwrap(), minute);
            for minutes in [1, 30, 479, 480, 481, 2_000, 19_200] {
                let start = back(&calendar, now, minutes);
                assert_eq!(calendar.working_minutes_between(start, now), minutes, "{day} {minutes}");
                assert!(calendar.add_working_minutes(start, minutes) <= now);
            }
        }
    }
}
