//! The time of each step against its share: where cases lose time, and the agencies' part in index 2 of Circular 01/2018.
//!
//! A stay in a step counts once it is over. Pauses count for nobody: they move the moment until which the step may take
//! by just as much. Steps that only wait have no share of their own.

use super::{Look, Names, kept};
use crate::{Case, Stage, StepId, UnitCode, WorkflowId};
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Working minutes that a step or an agency took, and those that it might have taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Time {
    taken: i64,
    allowed: i64,
}

impl Time {
    /// Shorter 2, equal 1, longer 0.
    pub fn points(self) -> u32 {
        match self.taken.cmp(&self.allowed) {
            Ordering::Less => 2,
            Ordering::Equal => 1,
            Ordering::Greater => 0,
        }
    }
}

/// The stays of a case in steps that have a share of its time, until its result.
fn counted<'a>(names: &'a Names<'_>, case: &'a Case) -> impl Iterator<Item = (&'a Stage, Time)> {
    let edition = names.own(case);
    let workflow = edition.and_then(|edition| {
        let service = edition.services.get(&case.service)?;
        edition.workflows.get(service.workflow_of(case.variant.as_ref()))
    });
    case.stages.iter().filter(|stage| case.finished_at.is_none_or(|at| stage.until <= at)).filter_map(move |stage| {
        let step = workflow?.step(&stage.step)?;
        if step.waits_days.is_some() {
            return None;
        }
        let calendar = &edition?.calendar;
        let minutes = |until| calendar.working_minutes_between(stage.since, until);
        Some((stage, Time { taken: minutes(stage.until), allowed: minutes(stage.due_at) }))
    })
}

/// What each agency took of a case's time, and what its steps allowed.
pub(super) fn by_agency(names: &Names<'_>, case: &Case) -> BTreeMap<UnitCode, Time> {
    let mut agencies: BTreeMap<UnitCode, Time> = BTreeMap::new();
    for (stage, time) in counted(names, case) {
        let sum = agencies.entry(stage.unit.clone()).or_default();
        sum.taken += time.taken;
        sum.allowed += time.allowed;
    }
    agencies
}

/// How the stays in one step stood to its share, over the cases that a unit finished in a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct StepRow {
    pub workflow: WorkflowId,
    pub workflow_name: String,
    pub step: StepId,
    pub name: String,
    /// The agency that carried it out.
    pub unit: UnitCode,
    pub unit_name: String,
    pub shorter: u32,
    pub equal: u32,
    pub longer: u32,
    /// Working minutes, together.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub taken: i64,
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub allowed: i64,
}

/// Every step of the cases that a unit finished in a period, in the order of the workflows.
#[must_use]
pub fn steps<'a>(
    names: &Names<'_>,
    unit: &UnitCode,
    cases: impl IntoIterator<Item = &'a Case>,
    look: Look,
) -> Vec<StepRow> {
    let mut rows: BTreeMap<(WorkflowId, usize, UnitCode), StepRow> = BTreeMap::new();
    for case in cases {
        if kept(case, unit, look).is_none_or(|counts| counts.done() == 0) {
            continue;
        }
        let Some(workflow) = names.own(case).and_then(|edition| {
            let service = edition.services.get(&case.service)?;
            edition.workflows.get(service.workflow_of(case.variant.as_ref()))
        }) else {
            continue;
        };
        for (stage, time) in counted(names, case) {
            let Some((place, step)) = workflow.position(&stage.step).zip(workflow.step(&stage.step)) else { continue };
            let row = rows.entry((workflow.id.clone(), place, stage.unit.clone())).or_insert_with(|| StepRow {
                workflow: workflow.id.clone(),
                workflow_name: workflow.name.clone(),
                step: stage.step.clone(),
                name: step.name.clone(),
                unit: stage.unit.clone(),
                unit_name: names.unit_name(&stage.unit),
                shorter: 0,
                equal: 0,
                longer: 0,
                taken: 0,
                allowed: 0,
            });
            match time.taken.cmp(&time.allowed) {
                Ordering::Less => row.shorter += 1,
                Ordering::Equal => row.equal += 1,
                Ordering::Greater => row.longer += 1,
            }
            row.taken += time.taken;
            row.allowed += time.allowed;
        }
    }
    rows.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Command;
    use crate::decide::testing::*;
    use crate::statistics::{Period, indices, time_points};

    fn look() -> Look {
        let period = Period { from: "2026-11-01".parse().unwrap(), to: "2026-12-31".parse().unwrap() };
        Look { period, today: period.to }
    }

    #[test]
    fn a_stay_in_a_step_is_told_when_it_is_left_with_what_it_might_have_taken() {
        let world = World::new();
        let drafting = world.drafting().case();
        let stage = drafting.stages.last().unwrap();
        assert_eq!(stage.unit, unit());
        assert!(stage.since <= stage.until && stage.until <= stage.due_at, "{stage:?}");
        let steps: Vec<&str> = drafting.stages.iter().map(|stage| stage.step.as_str()).collect();
        assert!(
            !steps.contains(&"draft") && steps.contains(&"assign"),
            "the step that it is in is not over: {steps:?}"
        );
    }

    #[test]
    fn an_agency_that_took_longer_than_its_steps_allow_lowers_index_two_though_the_case_was_early() {
        let mut world = World::new();
        world.linked();
        world.place("review", OTHER_UNIT);
        let proposed = world.proposed();
        let review = Command::CompleteStep { turn: proposed.case().turn, note: String::new() };
        let late = at("2026-11-17", 16);
        let reviewed = proposed.when_at(late, other_head(), review).then_ok();
        let signed = reviewed.when_at(late, head_of_unit(), approve(&reviewed.case())).then_ok();
        let mut seal = number(&signed.case(), 1);
        if let Command::Number { issued_on, .. } = &mut seal {
            *issued_on = late.day();
        }
        let case = signed.when_at(late, records_clerk(), seal).then_ok().case();
        assert_eq!(time_points(&case), Some(2), "the case itself was early");
        let names = Names::of(&world.catalogue, look());
        let times = by_agency(&names, &case);
        assert_eq!((times[&unit()].points(), times[&OTHER_UNIT.into()].points()), (2, 0), "{times:?}");
        assert_eq!(indices(&names, &unit(), [&case], look()).tenths[..2], [Some(20), Some(0)]);
        let rows = steps(&names, &unit(), [&case], look());
        let late: Vec<_> = rows.iter().filter(|row| row.longer > 0).map(|row| row.step.as_str()).collect();
        assert_eq!(late, ["review"]);
    }
}
