//! A workflow as a drawing: steps below each other, branches as arrows on their right.

use super::{Frame, words};
use casework::StepId;
use casework::catalogue::{StepKind, Workflow};
use std::collections::BTreeSet;

const LEFT: usize = 16;
const WIDTH: usize = 400;
const HEIGHT: usize = 56;
const GAP: usize = 34;

pub(super) struct Box {
    pub y: usize,
    pub name: String,
    pub role: String,
    pub is_wrong: bool,
}

/// A way from one step to another.
pub(super) struct Way {
    pub path: String,
    /// Points of the arrow's tip.
    pub tip: String,
    pub is_branch: bool,
    pub label: String,
    pub label_x: usize,
    pub label_y: usize,
}

pub(super) struct Drawing {
    pub height: usize,
    pub width: usize,
    pub boxes: Vec<Box>,
    pub ways: Vec<Way>,
}

impl Drawing {
    /// Draws a workflow; steps in `wrong` are marked.
    pub(super) fn of(frame: &Frame, workflow: &Workflow, wrong: &BTreeSet<StepId>) -> Self {
        let top = |index: usize| 12 + index * (HEIGHT + GAP);
        let mut ways = Vec::new();
        let mut lanes = 0;
        for (index, step) in workflow.steps.iter().enumerate() {
            let is_last = index + 1 == workflow.steps.len();
            let always = step.branches.iter().any(|branch| branch.when.is_empty());
            if !is_last && !always && step.kind != StepKind::HandOver {
                let (x, from, to) = (LEFT + WIDTH / 2, top(index) + HEIGHT, top(index + 1));
                ways.push(Way {
                    path: format!("M{x} {from} V{}", to - 8),
                    tip: format!("{},{} {},{} {x},{to}", x - 5, to - 9, x + 5, to - 9),
                    is_branch: false,
                    label: String::new(),
                    label_x: 0,
                    label_y: 0,
                });
            }
            for branch in &step.branches {
                let Some(target) = workflow.position(&branch.to) else { continue };
                lanes += 1;
                let (x, out) = (LEFT + WIDTH, LEFT + WIDTH + 24 + 22 * lanes);
                let (from, to) = (top(index) + HEIGHT / 2, top(target) + HEIGHT / 2 - 8);
                ways.push(Way {
                    path: format!("M{x} {from} H{out} V{to} H{}", x + 9),
                    tip: format!("{},{} {},{} {x},{to}", x + 10, to - 5, x + 10, to + 5),
                    is_branch: true,
                    label: words::conditions(frame, &branch.when),
                    label_x: out + 8,
                    label_y: usize::midpoint(from, to),
                });
            }
        }
        let boxes = workflow.steps.iter().enumerate().map(|(index, step)| Box {
            y: top(index),
            name: format!("{}. {}", index + 1, step.name),
            role: format!(
                "{} · {} · {} {}",
                words::role(frame, step.role),
                words::kind(frame, step.kind),
                step.hours,
                frame.t("giờ", "hours")
            ),
            is_wrong: wrong.contains(&step.id),
        });
        let longest = ways.iter().map(|way| way.label_x + way.label.chars().count() * 8).max().unwrap_or(0);
        let width = (LEFT * 2 + WIDTH).max(longest + LEFT);
        Self { height: top(workflow.steps.len()), width, boxes: boxes.collect(), ways }
    }
}
