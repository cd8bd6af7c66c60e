//! Certified copies of an issued result (sao y, Decree 30/2020 Art. 25). Who may certify them is data of the edition: what
//! the decree says of it beyond the agency's own signature (Art. 32.2) is unverified.

use super::{Matter, text};
use crate::{CopyRecipient, Digest, Event, Refusal, Status, authority};

/// Most copies that are given out at once.
const MOST: u16 = 100;

/// What is asked for.
pub(super) struct Wanted<'a> {
    pub document: &'a Digest,
    pub copies: u16,
    pub to: CopyRecipient,
    pub name: &'a str,
    pub reason: &'a str,
}

/// Copies are made of the result that is in force, in the unit that issued it, and each is on record.
pub(super) fn issue(matter: &Matter<'_>, wanted: &Wanted<'_>) -> Result<Vec<Event>, Refusal> {
    matter.require_status(&[Status::Done, Status::HandedOver])?;
    let user = authority::official(matter.catalogue, &matter.case.unit, &matter.envelope.actor)?;
    if let Some(role) = matter.edition.copies.roles.first().filter(|_| !matter.edition.copies.allow(user)) {
        return Err(Refusal::RoleMissing { role: *role });
    }
    let issued = matter.case.deliverable.as_ref().ok_or(Refusal::NoDraft)?;
    if issued.revocation.is_some() || issued.document.digest != *wanted.document {
        return Err(Refusal::DocumentOutOfDate);
    }
    if !(1..=MOST).contains(&wanted.copies) {
        return Err(Refusal::EntryMalformed { entry: "copies".to_owned() });
    }
    text::required("recipient", wanted.name, text::LINE)?;
    text::required("reason", wanted.reason, text::PARAGRAPH)?;
    if issued.copies.iter().any(|copy| copy.id == matter.envelope.id) {
        return Err(Refusal::AlreadyDone);
    }
    Ok(vec![Event::CopyIssued {
        document: wanted.document.clone(),
        copies: wanted.copies,
        to: wanted.to,
        name: wanted.name.to_owned(),
        reason: wanted.reason.to_owned(),
    }])
}

#[cfg(test)]
mod tests {
    use crate::catalogue::Role;
    use crate::decide::testing::*;
    use crate::statistics::{Period, register};
    use crate::{Command, CopyRecipient, Refusal, Status};

    fn copies(count: u16, document: &str) -> Command {
        Command::IssueCopy {
            document: file(document).digest,
            copies: count,
            to: CopyRecipient::Applicant,
            name: "Nguyễn Văn Đức".to_owned(),
            reason: "Nộp hồ sơ vay vốn".to_owned(),
        }
    }

    #[test]
    fn copies_are_on_record_with_the_result_and_in_the_register() {
        let world = World::new();
        let done = world.accepted().to_done();
        let turn = done.case().turn;
        let copied = done.when(records_clerk(), copies(2, "sealed")).then_ok();
        let again = copied.when(head_of_unit(), copies(1, "sealed")).then_ok();
        let case = again.case();
        let issued = &case.deliverable.as_ref().unwrap().copies;
        let told: Vec<_> = issued.iter().map(|one| (one.copies, one.by.clone())).collect();
        assert_eq!(told, [(2, records_clerk()), (1, head_of_unit())]);
        assert_eq!((case.status, case.turn), (Status::Done, turn), "a copy moves nothing");
        let period = Period { from: "2026-11-01".parse().unwrap(), to: "2026-11-30".parse().unwrap() };
        assert_eq!(register(&unit(), &[case], period)[0].copies.len(), 2);
    }

    #[test]
    fn copies_are_made_of_a_result_in_force_by_whom_the_edition_names_and_not_by_the_hundreds() {
        let mut world = World::new();
        let done = world.accepted().to_done();
        let role = Role::UnitHead;
        done.when(clerk(), copies(1, "sealed")).then_refused(&Refusal::RoleMissing { role });
        done.when(records_clerk(), copies(1, "draft")).then_refused(&Refusal::DocumentOutOfDate);
        for count in [0, 101] {
            let wrong = Refusal::EntryMalformed { entry: "copies".to_owned() };
            done.when(records_clerk(), copies(count, "sealed")).then_refused(&wrong);
        }
        let revoke = Command::Revoke { turn: done.case().turn, reason: "Cấp nhầm".to_owned(), again: false };
        let revoked = done.when(head_of_unit(), revoke).then_ok();
        revoked.when(records_clerk(), copies(1, "sealed")).then_refused(&Refusal::DocumentOutOfDate);
        world.edition(|edition| edition.copies.roles = [Role::Clerk].into());
        let done = world.accepted().to_done();
        done.when(clerk(), copies(1, "sealed")).then_ok();
    }
}
