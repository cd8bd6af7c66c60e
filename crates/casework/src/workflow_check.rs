//! Whether a workflow takes every case to its end: held against before it can be published.

use crate::catalogue::{Step, StepKind, Workflow};
use crate::{StepId, WorkflowId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Something in a workflow that a case would stumble over.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum WorkflowProblem {
    /// There is no step.
    Empty { workflow: WorkflowId },
    /// Two steps have the same name.
    StepTwice { step: StepId },
    /// A case is received first, in one step only.
    ReceptionNotFirst { step: StepId },
    /// A path does not end with handing over.
    EndsWithout { step: StepId },
    /// A branch leads to a step that does not exist.
    BranchToNowhere { step: StepId, to: StepId },
    /// A branch leads to the step itself or to one before it: a case would go round for ever.
    BranchBack { step: StepId, to: StepId },
    /// No path leads to the step.
    NeverReached { step: StepId },
    /// From here no path leads to the end.
    DeadEnd { step: StepId },
    /// A path leads here before anybody has drafted a result.
    NoDraftBefore { step: StepId },
    /// A path leads here before a head has signed.
    NoSignatureBefore { step: StepId },
    /// A path ends without a numbered result.
    NoNumberBefore { step: StepId },
    /// What follows a numbered result is not its hand-over: the case would stand still there.
    NotHandedOver { step: StepId },
    /// A step other than one of handling is said to go on by itself.
    WaitsElsewhere { step: StepId },
    /// The step has no time.
    NoTime { step: StepId },
}

impl Workflow {
    /// Everything that is wrong with the workflow; nothing where every case comes to its end, whatever its entries say.
    #[must_use]
    pub fn problems(&self) -> BTreeSet<WorkflowProblem> {
        let mut problems = BTreeSet::new();
        if self.steps.is_empty() {
            return [WorkflowProblem::Empty { workflow: self.id.clone() }].into();
        }
        for (index, step) in self.steps.iter().enumerate() {
            let id = || step.id.clone();
            if self.steps[..index].iter().any(|other| other.id == step.id) {
                problems.insert(WorkflowProblem::StepTwice { step: id() });
            }
            if (step.kind == StepKind::Receive) != (index == 0) {
                problems.insert(WorkflowProblem::ReceptionNotFirst { step: id() });
            }
            if step.hours == 0 && step.kind != StepKind::HandOver {
                problems.insert(WorkflowProblem::NoTime { step: id() });
            }
            let hands_over = |way: &usize| self.steps[*way].kind == StepKind::HandOver;
            if step.kind == StepKind::Number && !self.ways(index).iter().all(hands_over) {
                problems.insert(WorkflowProblem::NotHandedOver { step: id() });
            }
            if step.waits_days.is_some() && step.kind != StepKind::Handle {
                problems.insert(WorkflowProblem::WaitsElsewhere { step: id() });
            }
            for branch in &step.branches {
                let to = branch.to.clone();
                match self.step(&branch.to) {
                    None => problems.insert(WorkflowProblem::BranchToNowhere { step: id(), to }),
                    // Going back is an act with a reason. A condition that sends a case back would do so each time.
                    Some(_) if self.position(&branch.to) <= Some(index) => {
                        problems.insert(WorkflowProblem::BranchBack { step: id(), to })
                    }
                    Some(_) => false,
                };
            }
            if self.ways(index).is_empty() && step.kind != StepKind::HandOver {
                problems.insert(WorkflowProblem::EndsWithout { step: id() });
            }
            if !self.reaches_end(index) {
                problems.insert(WorkflowProblem::DeadEnd { step: id() });
            }
        }
        let mut seen = BTreeSet::new();
        self.walk(0, Done::default(), &mut seen, &mut problems);
        let reached: BTreeSet<usize> = seen.into_iter().map(|(index, _)| index).collect();
        let missed = (0..self.steps.len()).filter(|index| !reached.contains(index));
        problems.extend(missed.map(|index| WorkflowProblem::NeverReached { step: self.steps[index].id.clone() }));
        problems
    }

    /// Where a case can go from a step: its branches, and the next in order unless the case ends here.
    fn ways(&self, index: usize) -> BTreeSet<usize> {
        let step = &self.steps[index];
        if step.kind == StepKind::HandOver {
            return BTreeSet::new();
        }
        let always = step.branches.iter().any(|branch| branch.when.is_empty());
        let next = (index + 1 < self.steps.len() && !always).then_some(index + 1);
        step.branches.iter().filter_map(|branch| self.position(&branch.to)).chain(next).collect()
    }

    fn reaches_end(&self, from: usize) -> bool {
        let (mut seen, mut ahead) = (BTreeSet::new(), vec![from]);
        while let Some(index) = ahead.pop() {
            if self.steps[index].kind == StepKind::HandOver {
                return true;
            }
            if seen.insert(index) {
                ahead.extend(self.ways(index));
            }
        }
        false
    }

    /// Goes every way, with what was done on it.
    fn walk(
        &self,
        index: usize,
        done: Done,
        seen: &mut BTreeSet<(usize, Done)>,
        problems: &mut BTreeSet<WorkflowProblem>,
    ) {
        if !seen.insert((index, done)) {
            return;
        }
        let step: &Step = &self.steps[index];
        let id = || step.id.clone();
        let done = match step.kind {
            StepKind::Draft => Done { draft: true, ..done },
            StepKind::Review | StepKind::Sign if !done.draft => {
                problems.insert(WorkflowProblem::NoDraftBefore { step: id() });
                done
            }
            StepKind::Sign => Done { signature: true, ..done },
            StepKind::Number if !done.signature => {
                problems.insert(WorkflowProblem::NoSignatureBefore { step: id() });
                done
            }
            StepKind::Number => Done { number: true, ..done },
            StepKind::HandOver if !done.number => {
                problems.insert(WorkflowProblem::NoNumberBefore { step: id() });
                done
            }
            StepKind::Receive | StepKind::Assign | StepKind::Handle | StepKind::Review | StepKind::HandOver => done,
        };
        for way in self.ways(index) {
            self.walk(way, done, seen, problems);
        }
    }
}

/// What has been done on the way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Done {
    draft: bool,
    signature: bool,
    number: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Branch, Condition, Role};

    fn step(id: &str, kind: StepKind, branches: &[(&str, bool)]) -> Step {
        let when = || vec![Condition::EntryFilled { entry: "Thực địa".to_owned() }];
        let branches = branches
            .iter()
            .map(|(to, always)| Branch { to: (*to).into(), when: if *always { Vec::new() } else { when() } });
        Step {
            id: id.into(),
            name: id.to_owned(),
            role: Role::Clerk,
            kind,
            hours: 4,
            branches: branches.collect(),
            forbids: BTreeSet::new(),
            place: None,
            waits_days: None,
        }
    }
    fn workflow(steps: Vec<Step>) -> Workflow {
        Workflow { id: "W".into(), name: "W".to_owned(), steps }
    }
    fn sound() -> Vec<Step> {
        vec![
            step("receive", StepKind::Receive, &[]),
            step("check", StepKind::Handle, &[("draft", false)]),
            step("visit", StepKind::Handle, &[]),
            step("draft", StepKind::Draft, &[]),
            step("sign", StepKind::Sign, &[]),
            step("number", StepKind::Number, &[]),
            step("return", StepKind::HandOver, &[]),
        ]
    }

    #[test]
    fn a_workflow_with_a_branch_around_a_visit_is_sound() {
        assert_eq!(workflow(sound()).problems(), BTreeSet::new());
    }

    #[test]
    fn each_way_of_going_wrong_is_named_with_its_step() {
        let problem = |change: &dyn Fn(&mut Vec<Step>)| {
            let mut steps = sound();
            change(&mut steps);
            workflow(steps).problems()
        };
        type P = WorkflowProblem;
        let id = |id: &str| StepId::from(id);
        let cases: Vec<(P, BTreeSet<P>)> = vec![
            (P::Empty { workflow: "W".into() }, problem(&|steps| steps.clear())),
            (
                P::StepTwice { step: id("visit") },
                problem(&|steps| steps.insert(2, step("visit", StepKind::Handle, &[]))),
            ),
            (P::ReceptionNotFirst { step: id("check") }, problem(&|steps| drop(steps.remove(0)))),
            (P::EndsWithout { step: id("number") }, problem(&|steps| drop(steps.pop()))),
            (
                P::BranchToNowhere { step: id("check"), to: id("nowhere") },
                problem(&|steps| steps[1] = step("check", StepKind::Handle, &[("nowhere", false)])),
            ),
            (
                P::BranchBack { step: id("check"), to: id("receive") },
                problem(&|steps| steps[1] = step("check", StepKind::Handle, &[("receive", false)])),
            ),
            (
                P::NeverReached { step: id("visit") },
                problem(&|steps| steps[1] = step("check", StepKind::Handle, &[("draft", true)])),
            ),
            (
                P::DeadEnd { step: id("draft") },
                problem(&|steps| steps[3] = step("draft", StepKind::Draft, &[("visit", true)])),
            ),
            (
                P::NoDraftBefore { step: id("sign") },
                problem(&|steps| steps[1] = step("check", StepKind::Handle, &[("sign", false)])),
            ),
            (P::NoSignatureBefore { step: id("number") }, problem(&|steps| drop(steps.remove(4)))),
            (
                P::NoNumberBefore { step: id("return") },
                problem(&|steps| steps[4] = step("sign", StepKind::Sign, &[("return", false)])),
            ),
            (P::NoTime { step: id("visit") }, problem(&|steps| steps[2].hours = 0)),
        ];
        for (expected, problems) in cases {
            assert!(problems.contains(&expected), "{expected:?} is not among {problems:?}");
        }
    }
}
