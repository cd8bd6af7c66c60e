//! The applicant gets the result. Decree 61/2018 Art. 20.

use super::{Matter, text};
use crate::catalogue::Role;
use crate::{Event, FileRef, HandOverMethod, Refusal, Status};

pub(super) fn hand_over(
    matter: &Matter<'_>,
    to: &str,
    method: HandOverMethod,
    note: &str,
    signature: Option<&FileRef>,
) -> Result<Vec<Event>, Refusal> {
    matter.require_status(&[Status::Done])?;
    matter.require_role(Role::Clerk)?;
    if matter.case.deliverable.as_ref().is_some_and(|deliverable| deliverable.revocation.is_some()) {
        return Err(Refusal::DocumentOutOfDate);
    }
    text::required("recipient", to, text::LINE)?;
    text::optional("note", note, text::PARAGRAPH)?;
    if let Some(slip) = signature {
        // Who is not there signs nothing.
        if method != HandOverMethod::Counter {
            return Err(Refusal::EntryMalformed { entry: "signature".to_owned() });
        }
        text::file(slip)?;
    }
    let signature = signature.cloned();
    Ok(vec![Event::HandedOver { to: to.to_owned(), method, note: note.to_owned(), signature }])
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
            signature: None,
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

    #[test]
    fn the_slip_signed_at_the_counter_is_a_document_of_the_case_and_nobody_signs_from_afar() {
        let world = World::new();
        let done = world.signed();
        let done = done.when(records_clerk(), number(&done.case(), 1)).then_ok();
        let signed = |method| Command::HandOver {
            turn: done.case().turn,
            to: "Nguyễn Văn Đức".to_owned(),
            method,
            note: String::new(),
            signature: Some(file("phieu-tra-ket-qua.pdf")),
        };
        done.when(clerk(), signed(HandOverMethod::Post))
            .then_refused(&Refusal::EntryMalformed { entry: "signature".to_owned() });
        let case = done.when(clerk(), signed(HandOverMethod::Counter)).then_ok().case();
        assert!(case.files().any(|one| *one == file("phieu-tra-ket-qua.pdf")));
    }
}
