//! What a person may do with a case now, as a list that screens show. The list and [`crate::decide`] agree: a test below
//! holds every act of the list, and every act that is not in it, against `decide`.

use crate::catalogue::{Role, Service, Step, StepKind, User, Workflow};
use crate::{Case, Catalogue, Edition, RegisterBook, Status, StepId, UserId, authority};
use serde::{Deserialize, Serialize};

/// Something that can be done with a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Act {
    pub kind: ActKind,
    /// The act that takes the case along its usual path; a list has at most one.
    pub main: bool,
    /// People that can be named, with how they are called.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "ts", ts(as = "Option<Vec<Candidate>>", optional))]
    pub candidates: Vec<Candidate>,
    /// Steps that the case can go back to, nearest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "ts", ts(as = "Option<Vec<Target>>", optional))]
    pub targets: Vec<Target>,
    /// Where the case goes next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub next: Option<Target>,
    /// The book in which the result is numbered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub register: Option<RegisterBook>,
}

/// Somebody that a case can be given to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Candidate {
    pub id: UserId,
    pub name: String,
    pub title: String,
}

/// A step that a case can go to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Target {
    pub id: StepId,
    pub name: String,
}

/// The acts on a case that exists, one for each command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum ActKind {
    Accept,
    Reject,
    RequestSupplement,
    ReceiveSupplement,
    Assign,
    TakeOver,
    CompleteStep,
    ReturnStep,
    ProposeResult,
    Approve,
    Number,
    HandOver,
    Withdraw,
}

/// What `user` may do with `case` now, the usual act first.
#[must_use]
pub fn acts_for(catalogue: &Catalogue, case: &Case, user: &UserId) -> Vec<Act> {
    let Some(matter) = Matter::open(catalogue, case, user) else { return Vec::new() };
    let mut acts = matter.acts();
    acts.sort_by_key(|act| !act.main);
    acts
}

struct Matter<'a> {
    catalogue: &'a Catalogue,
    service: &'a Service,
    workflow: &'a Workflow,
    case: &'a Case,
    user: &'a User,
    step: Option<&'a Step>,
}

impl<'a> Matter<'a> {
    fn open(catalogue: &'a Catalogue, case: &'a Case, user: &UserId) -> Option<Self> {
        let actor = crate::Actor::Official(user.clone());
        let user = authority::official(catalogue, &case.unit, &actor).ok()?;
        let edition: &Edition = catalogue.editions.get(&case.edition)?;
        let service = edition.services.get(&case.service)?;
        let workflow = edition.workflows.get(&service.workflow)?;
        let step = case.step.as_ref().and_then(|step| workflow.step(step));
        Some(Self { catalogue, service, workflow, case, user, step })
    }

    fn has(&self, role: Role) -> bool {
        self.user.roles.contains(&role)
    }

    fn acts(&self) -> Vec<Act> {
        let mut acts = Vec::new();
        match self.case.status {
            Status::Filed if self.has(Role::Clerk) => {
                acts.push(Act { main: true, ..plain(ActKind::Accept) });
                acts.extend(self.request_supplement());
                acts.push(plain(ActKind::Reject));
            }
            Status::AwaitingSupplement => {
                if self.has(Role::Clerk) {
                    acts.push(Act { main: true, ..plain(ActKind::ReceiveSupplement) });
                }
                acts.extend(self.assign());
            }
            Status::Accepted | Status::InProgress => {
                acts.extend(self.assign());
                acts.extend(self.in_step());
            }
            Status::Done if self.has(Role::Clerk) => {
                acts.push(Act { main: true, ..plain(ActKind::HandOver) });
            }
            Status::Filed
            | Status::Done
            | Status::Rejected
            | Status::AwaitingPayment
            | Status::Withdrawn
            | Status::Stopped
            | Status::HandedOver => {}
        }
        let open = [Status::Filed, Status::Accepted, Status::InProgress, Status::AwaitingSupplement];
        if self.has(Role::Clerk) && open.contains(&self.case.status) {
            acts.push(plain(ActKind::Withdraw));
        }
        acts
    }

    /// The acts of the running step.
    fn in_step(&self) -> Vec<Act> {
        let Some(step) = self.step else { return Vec::new() };
        let mine = self.has(step.role) && authority::theirs(self.case, step.role, self.user).is_ok();
        if !mine {
            return Vec::new();
        }
        let next = self.workflow.after(&step.id).map(target);
        let mut acts = Vec::new();
        let main = match step.kind {
            StepKind::Handle => Some(ActKind::CompleteStep),
            StepKind::Review => self.case.proposal.as_ref().map(|_| ActKind::CompleteStep),
            StepKind::Draft => Some(ActKind::ProposeResult),
            StepKind::Sign => self.case.statement().map(|_| ActKind::Approve),
            StepKind::Number => self.case.approval.as_ref().map(|_| ActKind::Number),
            StepKind::Receive | StepKind::Assign | StepKind::HandOver => None,
        };
        if let Some(kind) = main {
            let register = (kind == ActKind::Number).then(|| self.service.register.clone());
            acts.push(Act { main: true, next, register, ..plain(kind) });
        }
        if matches!(step.kind, StepKind::Assign | StepKind::Handle | StepKind::Draft | StepKind::Review) {
            acts.extend(self.request_supplement());
        }
        let mut targets: Vec<Target> = self.workflow.before(&step.id).map(target).collect();
        targets.reverse();
        let can_return = !matches!(step.kind, StepKind::Receive | StepKind::Assign | StepKind::HandOver);
        if can_return && !targets.is_empty() {
            acts.push(Act { targets, ..plain(ActKind::ReturnStep) });
        }
        acts
    }

    fn request_supplement(&self) -> Option<Act> {
        let left = self.case.supplements.len() < usize::from(self.service.supplement.requests_allowed);
        left.then(|| plain(ActKind::RequestSupplement))
    }

    /// Heads name somebody; a specialist takes what nobody has.
    fn assign(&self) -> Option<Act> {
        self.step?;
        let completes = self.step.is_some_and(|step| step.kind == StepKind::Assign) && self.case.status.is_running();
        if self.has(Role::DivisionHead) || self.has(Role::UnitHead) {
            let candidates: Vec<Candidate> = self.specialists().collect();
            let next = self.step.filter(|_| completes).and_then(|step| self.workflow.after(&step.id)).map(target);
            return (!candidates.is_empty()).then(|| Act {
                main: completes,
                candidates,
                next,
                ..plain(ActKind::Assign)
            });
        }
        let free = self.case.assignee.is_none() && self.has(Role::Specialist);
        free.then(|| Act { main: completes, ..plain(ActKind::TakeOver) })
    }

    fn specialists(&self) -> impl Iterator<Item = Candidate> {
        let fits = |user: &&User| {
            user.active
                && user.unit == self.case.unit
                && user.roles.contains(&Role::Specialist)
                && self.case.assignee.as_ref() != Some(&user.id)
        };
        let users = self.catalogue.users.values().filter(fits);
        users.map(|user| Candidate { id: user.id.clone(), name: user.name.clone(), title: user.title.clone() })
    }
}

fn plain(kind: ActKind) -> Act {
    Act { kind, main: false, candidates: Vec::new(), targets: Vec::new(), next: None, register: None }
}

fn target(step: &Step) -> Target {
    Target { id: step.id.clone(), name: step.name.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::testing::*;
    use crate::{Actor, Command, HandOverMethod};

    /// Every command that could be given for a case, one of each kind (and one for each person or step to name).
    fn attempts(case: &Case) -> Vec<(ActKind, Command)> {
        let turn = case.turn;
        let reason = || "Lý do".to_owned();
        let states = case.statement().unwrap_or_else(|| statement("không có"));
        let mut all = vec![
            (ActKind::Accept, Command::Accept { turn, code: code(1) }),
            (ActKind::Reject, Command::Reject { turn, reason: reason() }),
            (ActKind::RequestSupplement, Command::RequestSupplement { turn, papers: vec![reason()], reason: reason() }),
            (ActKind::ReceiveSupplement, Command::ReceiveSupplement { turn, papers: papers() }),
            (ActKind::CompleteStep, Command::CompleteStep { turn, note: String::new() }),
            (ActKind::ProposeResult, propose(turn)),
            (ActKind::Approve, Command::Approve { turn, document: file("signed"), states }),
            (ActKind::Number, number(case, 1)),
            (
                ActKind::HandOver,
                Command::HandOver { turn, to: reason(), method: HandOverMethod::Counter, note: String::new() },
            ),
            (ActKind::Withdraw, Command::Withdraw { turn, reason: reason() }),
        ];
        for step in ["receive", "assign", "draft", "review", "sign", "number", "return"] {
            all.push((ActKind::ReturnStep, Command::ReturnStep { turn, to: step.into(), reason: reason() }));
        }
        all
    }

    #[test]
    fn the_list_of_acts_is_exactly_what_decide_accepts() {
        let world = World::new();
        let filed = world.given(&[]).when(citizen(), Command::File { application: application() }).then_ok();
        let waiting = filed
            .when(
                clerk(),
                Command::RequestSupplement {
                    turn: filed.case().turn,
                    papers: vec!["CCCD".into()],
                    reason: "Thiếu".into(),
                },
            )
            .then_ok();
        let (accepted, proposed, reviewed, signed) =
            (world.accepted(), world.proposed(), world.reviewed(), world.signed());
        let done = signed.when(records_clerk(), number(&signed.case(), 1)).then_ok();
        let mut compared = 0;
        for stage in [filed, waiting, accepted, world.drafting(), proposed, reviewed, signed, done] {
            let case = stage.case();
            for actor in
                [clerk(), specialist(), other_specialist(), head_of_division(), head_of_unit(), records_clerk()]
            {
                let Actor::Official(user) = &actor else { unreachable!() };
                let acts = acts_for(&world.catalogue, &case, user);
                assert!(acts.iter().filter(|act| act.main).count() <= 1, "{user}: {acts:?}");
                for (kind, command) in attempts(&case) {
                    let listed = acts.iter().find(|act| act.kind == kind);
                    let listed = match &command {
                        Command::ReturnStep { to, .. } => {
                            listed.is_some_and(|act| act.targets.iter().any(|target| target.id == *to))
                        }
                        _ => listed.is_some(),
                    };
                    let answer = stage.answer(actor.clone(), command.clone());
                    assert_eq!(listed, answer.is_ok(), "{user} {command:?} in {:?}: {answer:?}", case.step);
                    compared += 1;
                }
                for candidate in ["cv1", "cv2", "mc", "lp"] {
                    let command = Command::Assign {
                        turn: case.turn,
                        from: case.assignee.clone(),
                        to: candidate.into(),
                        note: String::new(),
                    };
                    let named = |act: &Act| act.candidates.iter().any(|one| one.id.as_str() == candidate);
                    let takes = |act: &Act| act.kind == ActKind::TakeOver && user.as_str() == candidate;
                    let listed = acts.iter().any(|act| named(act) || takes(act));
                    let answer = stage.answer(actor.clone(), command);
                    assert_eq!(listed, answer.is_ok(), "{user} names {candidate} in {:?}: {answer:?}", case.step);
                    compared += 1;
                }
            }
        }
        assert!(compared > 900, "{compared}");
    }
}
