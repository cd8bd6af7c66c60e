//! The one-stop shop does not accept an application: Form 03, with the reason. Decree 61/2018 Art. 17.1 b.

use super::{Matter, text};
use crate::{Event, Refusal, Status};

pub(super) fn reject(matter: &Matter<'_>, reason: &str) -> Result<Vec<Event>, Refusal> {
    matter.require_status(&[Status::Filed])?;
    matter.require_clerk_here()?;
    text::required("reason", reason, text::PARAGRAPH)?;
    Ok(vec![Event::Rejected { reason: reason.to_owned() }])
}

#[cfg(test)]
mod tests {
    use crate::decide::testing::*;
    use crate::{Command, Refusal, Status};

    #[test]
    fn a_rejection_needs_a_reason_and_closes_the_case() {
        let world = World::new();
        let filed = world.given(&[]).when(citizen(), Command::File { application: application() }).then_ok();
        let turn = filed.case().turn;
        filed
            .when(clerk(), Command::Reject { turn, reason: " ".to_owned() })
            .then_refused(&Refusal::EntryMissing { entry: "reason".to_owned() });
        let case =
            filed.when(clerk(), Command::Reject { turn, reason: "Không thuộc thẩm quyền".to_owned() }).then_ok().case();
        assert_eq!(case.status, Status::Rejected);
        assert!(case.finished_at.is_some());
    }

    #[test]
    fn an_accepted_case_is_not_rejected_at_the_counter_any_more() {
        let world = World::new();
        let accepted = world.accepted();
        accepted
            .when(clerk(), Command::Reject { turn: accepted.case().turn, reason: "x".to_owned() })
            .then_refused(&Refusal::NotInThisStatus { status: Status::Accepted });
    }
}
