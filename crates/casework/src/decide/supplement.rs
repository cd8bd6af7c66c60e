//! Papers are missing: ask once, completely (Form 02), and take them in. Decree 61/2018 Art. 15.3, 17.1 a, 19.4.

use super::{Matter, text};
use crate::acts::ActKind;
use crate::catalogue::{Role, StepKind, SupplementClock};
use crate::{Actor, Event, Moment, Paper, PaperCount, Refusal, Status, deadline};
use std::collections::BTreeMap;

/// Asked by the clerk before acceptance, by whoever has the case afterwards. The clock stops.
pub(super) fn request(
    matter: &Matter<'_>,
    papers: &[String],
    counts: &BTreeMap<String, PaperCount>,
    reason: &str,
) -> Result<Vec<Event>, Refusal> {
    if matter.case.status == Status::Filed {
        matter.require_clerk_here()?;
    } else {
        matter.require_step(&[StepKind::Assign, StepKind::Handle, StepKind::Draft, StepKind::Review])?;
    }
    matter.require_allowed(ActKind::RequestSupplement)?;
    let times = matter.service.supplement.requests_allowed;
    if matter.case.supplements.len() >= usize::from(times) {
        return Err(Refusal::SupplementsUsedUp { times });
    }
    if papers.is_empty() {
        return Err(Refusal::EntryMissing { entry: "papers".to_owned() });
    }
    papers.iter().try_for_each(|paper| text::required("papers", paper, text::PARAGRAPH))?;
    if counts.keys().any(|name| !papers.contains(name)) {
        return Err(Refusal::EntryMalformed { entry: "counts".to_owned() });
    }
    text::required("reason", reason, text::PARAGRAPH)?;
    let (papers, counts, reason) = (papers.to_vec(), counts.clone(), reason.to_owned());
    Ok(vec![Event::SupplementRequested { papers, counts, reason }])
}

/// The clerk takes the missing papers in, or the applicant who filed online sends them: then each paper that was asked
/// for, with its file, since nobody looks at the counter whether they are complete. Not yet accepted: the case waits again for acceptance. Accepted: the clock
/// restarts or goes on, as the service says.
pub(super) fn receive(matter: &Matter<'_>, papers: &[Paper]) -> Result<Vec<Event>, Refusal> {
    matter.require_status(&[Status::AwaitingSupplement])?;
    match &matter.envelope.actor {
        Actor::Citizen(_) if matter.is_applicant() => brings_all(matter, papers)?,
        Actor::Citizen(_) | Actor::Portal => return Err(Refusal::NotYourCase),
        Actor::Official(_) => {
            matter.require_role(Role::Clerk)?;
        }
    }
    if papers.is_empty() {
        return Err(Refusal::EntryMissing { entry: "papers".to_owned() });
    }
    text::papers(papers)?;
    let at = matter.envelope.at;
    let moved = |due: Option<Moment>| due.map(|due| after_pause(matter, due));
    let due_at = match matter.service.supplement.clock {
        SupplementClock::Restart => {
            matter.case.due_at.map(|_| deadline::of(&matter.edition.calendar, matter.time_limit(), at).due_at)
        }
        SupplementClock::Resume => moved(matter.case.due_at),
    };
    let step_due_at = match (matter.service.supplement.clock, &matter.case.step) {
        (_, None) => None,
        (SupplementClock::Resume, Some(_)) => moved(matter.case.step_due_at),
        (SupplementClock::Restart, Some(_)) => Some(matter.step_due_at(matter.step()?)),
    };
    Ok(vec![Event::SupplementReceived { papers: papers.to_vec(), due_at, step_due_at }])
}

/// Every paper that was asked for comes with a file.
fn brings_all(matter: &Matter<'_>, papers: &[Paper]) -> Result<(), Refusal> {
    let asked = matter.case.open_supplement().map(|request| request.papers.as_slice()).unwrap_or_default();
    let brought = |name: &&String| papers.iter().any(|paper| paper.name == **name && !paper.files.is_empty());
    match asked.iter().find(|name| !brought(name)) {
        Some(missing) => Err(Refusal::EntryMissing { entry: missing.clone() }),
        None => Ok(()),
    }
}

/// The due moment moved by the working time of the pause.
fn after_pause(matter: &Matter<'_>, due: Moment) -> Moment {
    let calendar = &matter.edition.calendar;
    let asked_at = matter.case.open_supplement().map_or(matter.envelope.at, |request| request.asked_at);
    let paused = calendar.working_minutes_between(asked_at, matter.envelope.at);
    calendar.add_working_minutes(due, paused)
}

#[cfg(test)]
mod tests {
    use crate::catalogue::SupplementClock;
    use crate::decide::testing::*;
    use crate::{Actor, Command, FileRef, Paper, Refusal, Status};

    fn ask(turn: u32) -> Command {
        Command::RequestSupplement {
            turn,
            papers: vec!["Bản sao CCCD".to_owned()],
            counts: Default::default(),
            reason: "Thiếu giấy tờ tùy thân".to_owned(),
        }
    }

    #[test]
    fn a_supplement_after_acceptance_restarts_the_deadline_from_zero() {
        let world = World::new();
        let accepted = world.accepted();
        let assigned = accepted.when(head_of_division(), assign_to(&accepted, "cv1")).then_ok();
        let waiting = assigned.when(specialist(), ask(assigned.case().turn)).then_ok();
        assert_eq!(waiting.case().status, Status::AwaitingSupplement);
        let later = at("2026-11-18", 9);
        let command = Command::ReceiveSupplement { turn: waiting.case().turn, papers: papers() };
        let case = waiting.when_at(later, clerk(), command).then_ok().case();
        assert_eq!(case.status, Status::InProgress);
        assert_eq!(case.due_at, Some(at("2026-11-23", 9)), "three full working days from the complete dossier");
    }

    #[test]
    fn where_the_service_says_resume_the_deadline_moves_by_the_working_time_of_the_pause() {
        let mut world = World::new();
        world.supplement_clock(SupplementClock::Resume);
        let accepted = world.accepted();
        let assigned = accepted.when(head_of_division(), assign_to(&accepted, "cv1")).then_ok();
        let waiting = assigned.when_at(at("2026-11-17", 9), specialist(), ask(assigned.case().turn)).then_ok();
        let command = Command::ReceiveSupplement { turn: waiting.case().turn, papers: papers() };
        let case = waiting.when_at(at("2026-11-18", 9), clerk(), command).then_ok().case();
        assert_eq!(case.due_at, Some(at("2026-11-20", 9)), "due on the 19th, paused for one working day");
    }

    #[test]
    fn before_acceptance_the_case_waits_again_for_acceptance() {
        let world = World::new();
        let filed = world.given(&[]).when(citizen(), Command::File { application: application() }).then_ok();
        let waiting = filed.when(clerk(), ask(filed.case().turn)).then_ok();
        let case = waiting
            .when(clerk(), Command::ReceiveSupplement { turn: waiting.case().turn, papers: papers() })
            .then_ok()
            .case();
        assert_eq!((case.status, case.due_at), (Status::Filed, None));
    }

    #[test]
    fn papers_are_asked_for_once() {
        let world = World::new();
        let filed = world.given(&[]).when(citizen(), Command::File { application: application() }).then_ok();
        let waiting = filed.when(clerk(), ask(filed.case().turn)).then_ok();
        let complete =
            waiting.when(clerk(), Command::ReceiveSupplement { turn: waiting.case().turn, papers: papers() }).then_ok();
        complete.when(clerk(), ask(complete.case().turn)).then_refused(&Refusal::SupplementsUsedUp { times: 1 });
    }

    fn brought(name: &str) -> Command {
        let file = FileRef {
            digest: "a".repeat(64).parse().unwrap(),
            name: "cccd.pdf".to_owned(),
            media_type: "application/pdf".to_owned(),
            size: 1,
        };
        let paper = Paper {
            name: name.to_owned(),
            originals: 0,
            certified: 0,
            photocopies: 1,
            reused_from: None,
            files: vec![file],
        };
        Command::ReceiveSupplement { turn: 0, papers: vec![paper] }
    }

    fn on_turn(command: Command, now: u32) -> Command {
        match command {
            Command::ReceiveSupplement { papers, .. } => Command::ReceiveSupplement { turn: now, papers },
            other => other,
        }
    }

    #[test]
    fn the_applicant_sends_what_was_asked_for_online_and_nobody_else_does() {
        let world = World::new();
        let filed = world.given(&[]).when(citizen(), Command::File { application: application() }).then_ok();
        let waiting = filed.when(clerk(), ask(filed.case().turn)).then_ok();
        let turn = waiting.case().turn;
        let all = on_turn(brought("Bản sao CCCD"), turn);
        waiting.when(Actor::Citizen("khac".into()), all.clone()).then_refused(&Refusal::NotYourCase);
        let missing = Refusal::EntryMissing { entry: "Bản sao CCCD".to_owned() };
        waiting.when(citizen(), on_turn(brought("Giấy khác"), turn)).then_refused(&missing);
        let without = Command::ReceiveSupplement { turn, papers: Vec::new() };
        waiting.when(citizen(), without).then_refused(&missing);
        assert_eq!(waiting.when(citizen(), all).then_ok().case().status, Status::Filed);
    }
}
