//! The result: proposed by the specialist, approved and signed by the head, numbered and sealed by the records clerk.
//! Decree 30/2020 Art. 15 (numbers), 32 and 33 (seal).

use super::{Matter, text};
use crate::acts::ActKind;
use crate::catalogue::{REJECTION_TITLE, StepKind};
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

/// The specialist finds that the conditions are not met: Form 03, which goes the way of a result and ends the case within
/// its time (Decree 61/2018 Art. 19.8).
pub(super) fn propose_rejection(matter: &Matter<'_>, reason: &str, draft: &FileRef) -> Result<Vec<Event>, Refusal> {
    let (step, _) = matter.require_step(&[StepKind::Draft])?;
    matter.require_allowed(ActKind::ProposeRejection)?;
    text::required("reason", reason, text::PAGE)?;
    text::file(draft)?;
    let (title, reason, draft) = (REJECTION_TITLE.to_owned(), reason.to_owned(), draft.clone());
    Ok(with_next(Event::RejectionProposed { title, reason, draft }, matter.next_step(step, "")?))
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
    if issue.register != matter.edition.book_of(matter.service, issue.states.decision) {
        return malformed("register");
    }
    if issue.number == 0 {
        return malformed("number");
    }
    if issue.issued_on != matter.envelope.at.day() {
        return malformed("issued_on");
    }
    let decision = issue.states.decision;
    let valid = matter.service.valid_months.filter(|_| decision.is_granted());
    let numbered = Event::Numbered {
        register: issue.register.clone(),
        number: issue.number,
        issued_on: issue.issued_on,
        title: issue.states.title.clone(),
        document: issue.document.clone(),
        expires_on: valid.map(|months| issue.issued_on.plus_months(months)),
        decision,
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
    fn a_no_after_appraisal_goes_the_way_of_a_result_and_ends_the_case_declined_on_its_time() {
        let mut world = World::new();
        world.services(|service| service.valid_months = Some(6));
        let reviewed = world.rejection_reviewed();
        assert!(!reviewed.case().is_declined(), "nothing is decided before the head has signed");
        let signed = reviewed.when(head_of_unit(), approve(&reviewed.case())).then_ok();
        let done = signed.when(records_clerk(), number(&signed.case(), 1)).then_ok();
        let case = done.case();
        assert_eq!(
            (case.status, case.is_declined(), case.closing_reason.as_deref()),
            (Status::Done, true, Some("Không đủ điều kiện"))
        );
        assert_eq!(case.deliverable.as_ref().unwrap().expires_on, None, "what grants nothing does not run out");
        assert!(case.finished_at.is_some());
        let revoke = Command::Revoke { turn: case.turn, reason: "Quy hoạch đã bỏ".to_owned(), again: true };
        let again = done.when(head_of_unit(), revoke).then_ok().case();
        assert_eq!((again.is_declined(), again.closing_reason), (false, None));
    }

    #[test]
    fn a_no_needs_its_reasons_the_specialist_and_a_procedure_that_allows_it() {
        let mut world = World::new();
        let no = |given: &Given<'_>, reason: &str| Command::ProposeRejection {
            turn: given.case().turn,
            reason: reason.to_owned(),
            draft: file("draft"),
        };
        let drafting = world.drafting();
        drafting
            .when(specialist(), no(&drafting, "  "))
            .then_refused(&Refusal::EntryMissing { entry: "reason".to_owned() });
        let role = crate::catalogue::Role::Specialist;
        drafting.when(head_of_unit(), no(&drafting, "Lý do")).then_refused(&Refusal::RoleMissing { role });
        world.forbid("draft", crate::ActKind::ProposeRejection);
        let drafting = world.drafting();
        drafting
            .when(specialist(), no(&drafting, "Lý do"))
            .then_refused(&Refusal::NotAllowedInStep { step: "draft".into() });
    }

    #[test]
    fn a_signature_over_a_result_does_not_sign_a_no_with_the_same_words() {
        let world = World::new();
        let reviewed = world.rejection_reviewed();
        let Command::Approve { turn, document, mut states } = approve(&reviewed.case()) else { unreachable!() };
        states.decision = crate::Decision::Granted;
        reviewed
            .when(head_of_unit(), Command::Approve { turn, document, states })
            .then_refused(&Refusal::DocumentOutOfDate);
    }

    #[test]
    fn a_no_is_numbered_in_the_book_that_the_edition_names_for_it() {
        let mut world = World::new();
        world.edition(|edition| edition.rejection_register = Some("PTC".into()));
        let reviewed = world.rejection_reviewed();
        let signed = reviewed.when(head_of_unit(), approve(&reviewed.case())).then_ok();
        let Command::Number { turn, number, issued_on, document, states, .. } = number(&signed.case(), 1) else {
            unreachable!()
        };
        let in_book = |register: &str| Command::Number {
            turn,
            register: register.into(),
            number,
            issued_on,
            document: document.clone(),
            states: states.clone(),
        };
        signed
            .when(records_clerk(), in_book("GXN"))
            .then_refused(&Refusal::EntryMalformed { entry: "register".to_owned() });
        let case = signed.when(records_clerk(), in_book("PTC")).then_ok().case();
        assert_eq!(case.deliverable.unwrap().register.as_str(), "PTC");
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
