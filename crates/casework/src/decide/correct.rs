//! What stands beside the path: notes for colleagues, and putting right what the applicant stated. Every correction is a
//! new event with a reason; nothing that was recorded is ever edited.

use super::{Matter, text};
use crate::catalogue::{Facts, Role};
use crate::{Applicant, Event, Refusal, Status};
use std::collections::BTreeMap;

/// Something for colleagues to read.
pub(super) fn note(matter: &Matter<'_>, words: &str) -> Result<Vec<Event>, Refusal> {
    let user = crate::authority::anybody(matter.catalogue, &matter.envelope.actor)?;
    if !matter.case.involved.contains(&user.unit) {
        return Err(Refusal::OtherUnit { unit: matter.case.unit.clone() });
    }
    text::required("text", words, text::PARAGRAPH)?;
    if matter.case.notes.iter().any(|note| note.id == matter.envelope.id) {
        return Err(Refusal::AlreadyDone);
    }
    Ok(vec![Event::Noted { text: words.to_owned() }])
}

/// What a case states of its applicant and of what is asked.
pub(super) struct Statement<'a> {
    pub applicant: &'a Applicant,
    pub subject: &'a str,
    pub entries: &'a BTreeMap<String, String>,
}

/// The clerk, or the specialist who has the case, puts right what is stated: until the head has signed.
pub(super) fn correct(matter: &Matter<'_>, now: &Statement<'_>, reason: &str) -> Result<Vec<Event>, Refusal> {
    matter.require_status(&[
        Status::Filed,
        Status::Accepted,
        Status::InProgress,
        Status::AwaitingSupplement,
        Status::AwaitingPayment,
    ])?;
    let user = matter.require_official()?;
    if !user.roles.contains(&Role::Clerk) && !matter.has_it(user) {
        return Err(Refusal::RoleMissing { role: Role::Clerk });
    }
    if matter.case.approval.is_some() {
        return Err(Refusal::NotInThisStep { step: matter.case.step.clone() });
    }
    text::applicant(now.applicant)?;
    text::required("subject", now.subject, text::PARAGRAPH)?;
    text::entries(now.entries)?;
    text::required("reason", reason, text::PARAGRAPH)?;
    let case = matter.case;
    let stated = Facts { channel: case.channel, applicant: now.applicant.kind, entries: now.entries };
    matter.service.filled_anew(&stated, &case.facts())?;
    if case.applicant == *now.applicant && case.subject == now.subject && case.entries == *now.entries {
        return Err(Refusal::AlreadyDone);
    }
    Ok(vec![Event::Corrected {
        applicant: now.applicant.clone(),
        subject: now.subject.to_owned(),
        entries: now.entries.clone(),
        reason: reason.to_owned(),
    }])
}

#[cfg(test)]
mod tests {
    use crate::decide::testing::*;
    use crate::{Applicant, Case, Command, Refusal};

    fn named(case: &Case, name: &str) -> Command {
        Command::Correct {
            turn: case.turn,
            applicant: Applicant { name: name.to_owned(), ..case.applicant.clone() },
            subject: case.subject.clone(),
            entries: case.entries.clone(),
            reason: "Sai dấu trong họ tên".to_owned(),
        }
    }

    #[test]
    fn a_correction_keeps_what_was_stated_before_in_the_history() {
        let world = World::new();
        let drafting = world.drafting();
        let corrected = drafting.when(specialist(), named(&drafting.case(), "Nguyễn Văn Đực")).then_ok();
        assert_eq!(corrected.case().applicant.name, "Nguyễn Văn Đực");
        assert_eq!(drafting.case().applicant.name, "Nguyễn Văn Đức");
        let same = named(&corrected.case(), "Nguyễn Văn Đực");
        corrected.when(specialist(), same).then_refused(&Refusal::AlreadyDone);
    }

    #[test]
    fn nothing_is_put_right_under_a_signature() {
        let world = World::new();
        let signed = world.signed();
        let step = signed.case().step;
        signed.when(clerk(), named(&signed.case(), "Khác")).then_refused(&Refusal::NotInThisStep { step });
        // A document that was drawn up before a correction is not signed as it stands.
        let reviewed = world.reviewed();
        let approve_before = approve(&reviewed.case());
        let corrected = reviewed.when(clerk(), named(&reviewed.case(), "Nguyễn Văn Đực")).then_ok();
        let refusal = corrected.when(head_of_unit(), approve_before).refusal();
        assert!(matches!(refusal, Refusal::CaseMovedOn { .. }), "{refusal:?}");
    }

    #[test]
    fn notes_are_for_officials_of_the_unit() {
        let world = World::new();
        let accepted = world.accepted();
        let note = Command::Note { text: "Gọi lại chiều thứ Ba".to_owned() };
        accepted.when(citizen(), note.clone()).then_refused(&Refusal::OfficialsOnly);
        accepted.when(stranger(), note.clone()).then_refused(&Refusal::OtherUnit { unit: unit() });
        assert_eq!(accepted.when(records_clerk(), note).then_ok().case().notes.len(), 1);
    }
}
