//! How cases ended: granted, declined after appraisal (Decree 61/2018 Art. 19.8), or taken back by the applicant. All of
//! them are done in form II.06a, each on its time; only here they are told apart.

use super::SixACounts;
use crate::{Case, Status};
use serde::{Deserialize, Serialize};

/// Finished cases of a period by how they ended; together the form's "done".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Outcomes {
    pub granted: u32,
    pub declined: u32,
    pub withdrawn: u32,
}

impl Outcomes {
    /// How a case ended that the form counts so.
    #[must_use]
    pub fn of(case: &Case, counts: &SixACounts) -> Self {
        let done = counts.done();
        match case.status {
            Status::Withdrawn => Self { withdrawn: done, ..Self::default() },
            _ if case.is_declined() => Self { declined: done, ..Self::default() },
            _ => Self { granted: done, ..Self::default() },
        }
    }

    /// Those of other cases as well.
    pub fn add(&mut self, other: &Self) {
        self.granted += other.granted;
        self.declined += other.declined;
        self.withdrawn += other.withdrawn;
    }
}

#[cfg(test)]
mod tests {
    use crate::decide::testing::*;
    use crate::statistics::{Look, Names, Period, quality, register, six_a};
    use crate::{Command, Decision};

    #[test]
    fn a_no_is_done_on_its_time_and_told_apart_from_what_was_granted_or_taken_back() {
        let world = World::new();
        let reviewed = world.rejection_reviewed();
        let signed = reviewed.when(head_of_unit(), approve(&reviewed.case())).then_ok();
        let declined = signed.when(records_clerk(), number(&signed.case(), 1)).then_ok().case();
        let granted = world.accepted().to_done().case();
        let accepted = world.accepted();
        let withdraw = Command::Withdraw { turn: accepted.case().turn, reason: "Đổi ý".to_owned() };
        let withdrawn = accepted.when(clerk(), withdraw).then_ok().case();
        let period = Period { from: "2026-11-01".parse().unwrap(), to: "2026-11-30".parse().unwrap() };
        let look = Look { period, today: period.to };
        let cases = [declined, granted, withdrawn, world.drafting().case()];
        let form = six_a(&Names::of(&world.catalogue, look), &unit(), &cases, look);
        let outcomes = form.outcomes;
        assert_eq!((outcomes.granted, outcomes.declined, outcomes.withdrawn), (1, 1, 1));
        assert_eq!((form.total.done(), form.total.late), (3, 0));
        let electronic = quality(&unit(), &cases, look).electronic_results;
        assert_eq!((electronic.part, electronic.whole), (1, 1), "what grants nothing is no electronic result");
        let decisions: Vec<Decision> = register(&unit(), &cases, period).iter().map(|row| row.decision).collect();
        assert_eq!(decisions, [Decision::Declined, Decision::Granted]);
    }
}
