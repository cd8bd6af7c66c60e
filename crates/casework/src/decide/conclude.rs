//! The result: proposed by the specialist, approved and signed by the head, numbered and sealed by the records clerk.
//! Decree 30/2020 Art. 15 (numbers), 32 and 33 (seal).

use super::{Matter, text};
use crate::catalogue::StepKind;
use crate::{Date, Event, FileRef, Refusal, RegisterBook, Statement};

/// The specialist lays a draft before the heads.
pub(super) fn propose(matter: &Matter<'_>, title: &str, body: &str, draft: &FileRef) -> Result<Vec<Event>, Refusal> {
    let (step, _) = matter.require_step(&[StepKind::Draft])?;
    text::required("title", title, text::LINE)?;
    text::required("body", body, text::PAGE)?;
    text::file(draft)?;
    let proposed = Event::ResultProposed { title: title.to_owned(), body: body.to_owned(), draft: draft.clone() };
    Ok(with_next(proposed, matter.next_step(step, "")?))
}

/// The head has signed the document, which states `states`.
pub(super) fn approve(matter: &Matter<'_>, document: &FileRef, states: &Statement) -> Result<Vec<Event>, Refusal> {
    let (step, _) = matter.require_step(&[StepKind::Sign])?;
    still_true(matter, states)?;
    text::file(document)?;
    Ok(with_next(Event::Approved { document: document.clone() }, matter.next_step(step, "")?))
}

/// What the records clerk enters in the register.
pub(super) struct Issue<'a> {
    pub register: &'a RegisterBook,
    pub number: u32,
    pub issued_on: Date,
    pub document: &'a FileRef,
    pub states: &'a Statement,
}

/// The records clerk numbers and seals what the head has signed, on the day itself. A number is never taken before the
/// signature (Decree 30/2020 Art. 15).
pub(super) fn number(matter: &Matter<'_>, issue: &Issue<'_>) -> Result<Vec<Event>, Refusal> {
    let (step, _) = matter.require_step(&[StepKind::Number])?;
    if matter.case.approval.is_none() {
        return Err(Refusal::NoDraft);
    }
    still_true(matter, issue.states)?;
    text::file(issue.document)?;
    let malformed = |entry: &str| Err(Refusal::EntryMalformed { entry: entry.to_owned() });
    if *issue.register != matter.service.register {
        return malformed("register");
    }
    if issue.number == 0 {
        return malformed("number");
    }
    if issue.issued_on != matter.envelope.at.day() {
        return malformed("issued_on");
    }
    let numbered = Event::Numbered {
        register: issue.register.clone(),
        number: issue.number,
        issued_on: issue.issued_on,
        title: issue.states.title.clone(),
        document: issue.document.clone(),
        expires_on: matter.service.valid_months.map(|months| issue.issued_on.plus_months(months)),
    };
    Ok(with_next(numbered, matter.next_step(step, "")?))
}

fn with_next(done: Event, next: Vec<Event>) -> Vec<Event> {
    std::iter::once(done).chain(next).collect()
}

/// A signed document must state what the case says now.
fn still_true(matter: &Matter<'_>, states: &Statement) -> Result<(), Refusal> {
    let now = matter.case.statement().ok_or(Refusal::NoDraft)?;
    if now == *states { Ok(()) } else { Err(Refusal::DocumentOutOfDate) }
}

#[cfg(test)]
mod tests {
    use crate::decide::testing::*;
    use crate::{Command, Refusal, Status};

    #[test]
    fn proposed_reviewed_signed_numbered_is_done() {
        let world = World::new();
        let signed = world.signed();
        assert_eq!(signed.case().step, Some("number".into()));
        let case = signed.when(records_clerk(), number(&signed.case(), 1)).then_ok().case();
        assert_eq!(case.status, Status::Done);
        let deliverable = case.deliverable.unwrap();
        assert_eq!((deliverable.number, deliverable.register.as_str()), (1, "GXN"));
    }

    #[test]
    fn a_signature_over_something_that_has_changed_since_is_refused() {
        let world = World::new();
        let reviewed = world.reviewed();
        let case = reviewed.case();
        let mut states = case.statement().unwrap();
        states.body.push_str(" (bản cũ)");
        let command = Command::Approve { turn: case.turn, document: file("signed"), states };
        reviewed.when(head_of_unit(), command).then_refused(&Refusal::DocumentOutOfDate);
    }

    #[test]
    fn a_signature_on_an_older_view_counts_as_long_as_the_document_is_still_true() {
        let world = World::new();
        let reviewed = world.reviewed();
        let decided_on = reviewed.case();
        let moved = reviewed.when(head_of_division(), assign_to(&reviewed, "cv2")).then_ok();
        let command = Command::Approve {
            turn: decided_on.turn,
            document: file("signed"),
            states: decided_on.statement().unwrap(),
        };
        assert!(moved.when(head_of_unit(), command).then_ok().case().approval.is_some());
    }

    #[test]
    fn nobody_but_the_head_signs_and_nobody_but_the_records_clerk_numbers() {
        let world = World::new();
        let reviewed = world.reviewed();
        let role = crate::catalogue::Role::UnitHead;
        reviewed.when(specialist(), approve(&reviewed.case())).then_refused(&Refusal::RoleMissing { role });
        let signed = world.signed();
        let role = crate::catalogue::Role::RecordsClerk;
        signed.when(head_of_unit(), number(&signed.case(), 1)).then_refused(&Refusal::RoleMissing { role });
    }

    #[test]
    fn a_document_is_numbered_on_its_day_in_its_own_book() {
        let world = World::new();
        let signed = world.signed();
        let Command::Number { turn, number, document, states, issued_on, .. } = number(&signed.case(), 1) else {
            unreachable!()
        };
        let other_book = Command::Number {
            turn,
            number,
            document: document.clone(),
            states: states.clone(),
            issued_on,
            register: "QĐ".into(),
        };
        signed
            .when(records_clerk(), other_book)
            .then_refused(&Refusal::EntryMalformed { entry: "register".to_owned() });
        let yesterday = issued_on.plus_days(-1);
        let backdated =
            Command::Number { turn, number, document, states, issued_on: yesterday, register: "GXN".into() };
        signed
            .when(records_clerk(), backdated)
            .then_refused(&Refusal::EntryMalformed { entry: "issued_on".to_owned() });
    }
}
