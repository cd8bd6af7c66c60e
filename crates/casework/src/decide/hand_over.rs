//! The applicant gets the result. Decree 61/2018 Art. 20.

use super::{Matter, text};
use crate::catalogue::Role;
use crate::{Event, HandOverMethod, Refusal, Status};

pub(super) fn hand_over(
    matter: &Matter<'_>,
    to: &str,
    method: HandOverMethod,
    note: &str,
) -> Result<Vec<Event>, Refusal> {
    matter.require_status(&[Status::Done])?;
    matter.require_role(Role::Clerk)?;
    if matter.case.deliverable.as_ref().is_some_and(|deliverable| deliverable.revocation.is_some()) {
        return Err(Refusal::DocumentOutOfDate);
    }
    text::required("recipient", to, text::LINE)?;
    text::optional("note", note, text::PARAGRAPH)?;
    Ok(vec![Event::HandedOver { to: to.to_owned(), method, note: note.to_owned() }])
}

#[cfg(test)]
mod tests {
    use crate::decide::testing::*;
    use crate::{Command, HandOverMethod, Refusal, Status};

    #[test]
    fn a_result_is_handed_over_once_it_is_issued() {
        let world = World::new();
        let hand_over = |turn| Command::HandOver {
            turn,
            to: "Nguyễn Văn Đức".to_owned(),
            method: HandOverMethod::Counter,
            note: String::new(),
        };
        let signed = world.signed();
        signed
            .when(clerk(), hand_over(signed.case().turn))
            .then_refused(&Refusal::NotInThisStatus { status: Status::InProgress });
        let done = signed.when(records_clerk(), number(&signed.case(), 1)).then_ok();
        let case = done.when(clerk(), hand_over(done.case().turn)).then_ok().case();
        assert_eq!(case.status, Status::HandedOver);
        assert_eq!(case.hand_over.unwrap().to, "Nguyễn Văn Đức");
    }
}
