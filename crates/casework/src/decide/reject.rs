//! The one-stop shop does not accept an application, or the papers that it asked for never came: Form 03, with the reason.
//! Decree 61/2018 Art. 17.1 b.

use super::{Matter, text};
use crate::{Event, Refusal, Status};

pub(super) fn reject(matter: &Matter<'_>, reason: &str) -> Result<Vec<Event>, Refusal> {
    matter.require_status(&[Status::Filed, Status::AwaitingSupplement])?;
    // Once accepted, what is missing is for those who handle the case.
    if matter.case.accepted_at.is_some() {
        return Err(Refusal::NotInThisStatus { status: matter.case.status });
    }
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
    fn what_waits_for_papers_that_never_come_is_rejected_before_acceptance_and_not_after_it() {
        let world = World::new();
        let filed = world.given(&[]).when(citizen(), Command::File { application: application() }).then_ok();
        let ask = |turn| Command::RequestSupplement {
            turn,
            papers: vec!["CCCD".into()],
            counts: Default::default(),
            reason: "Thiếu".into(),
        };
        let reject = |turn| Command::Reject { turn, reason: "Không bổ sung".to_owned() };
        let waiting = filed.when(clerk(), ask(filed.case().turn)).then_ok();
        let case = waiting.when(clerk(), reject(waiting.case().turn)).then_ok().case();
        assert_eq!((case.status, case.closed_by), (Status::Rejected, Some(clerk())));
        let drafting = world.drafting();
        let accepted = drafting.when(specialist(), ask(drafting.case().turn)).then_ok();
        accepted
            .when(clerk(), reject(accepted.case().turn))
            .then_refused(&Refusal::NotInThisStatus { status: Status::AwaitingSupplement });
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
