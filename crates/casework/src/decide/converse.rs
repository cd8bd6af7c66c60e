//! Words between the agency and the applicant, beside the path: they change nothing of the case, and both read them.

use super::{Matter, text};
use crate::catalogue::Role;
use crate::{Actor, Event, Refusal};

/// The applicant writes to the agency; for the agency write its clerks, its heads, and who has the case.
pub(super) fn message(matter: &Matter<'_>, words: &str) -> Result<Vec<Event>, Refusal> {
    match &matter.envelope.actor {
        Actor::Citizen(_) if matter.is_applicant() => {}
        Actor::Citizen(_) | Actor::Portal => return Err(Refusal::NotYourCase),
        Actor::Official(_) => {
            let user = matter.require_official()?;
            let speaks = user.roles.contains(&Role::Clerk) || crate::authority::is_head(user) || matter.has_it(user);
            if !speaks {
                return Err(Refusal::RoleMissing { role: Role::Clerk });
            }
        }
    }
    text::required("text", words, text::PARAGRAPH)?;
    if matter.case.messages.iter().any(|message| message.id == matter.envelope.id) {
        return Err(Refusal::AlreadyDone);
    }
    Ok(vec![Event::Messaged { text: words.to_owned() }])
}

#[cfg(test)]
mod tests {
    use crate::decide::testing::*;
    use crate::{Actor, Command, Refusal};

    fn words(text: &str) -> Command {
        Command::Message { text: text.to_owned() }
    }

    #[test]
    fn the_applicant_asks_and_the_agency_answers_while_the_path_stands_still() {
        let world = World::new();
        let accepted = world.accepted();
        let before = accepted.case();
        let asked = accepted.when(citizen(), words("Tôi có cần mang bản chính không?")).then_ok();
        assert!(asked.case().has_unanswered_message());
        let case = asked.when(clerk(), words("Có, khi nhận kết quả.")).then_ok().case();
        let said: Vec<_> = case.messages.iter().map(|message| message.text.as_str()).collect();
        assert_eq!(said, ["Tôi có cần mang bản chính không?", "Có, khi nhận kết quả."]);
        assert!(!case.has_unanswered_message());
        assert_eq!((case.turn, case.status, case.step), (before.turn, before.status, before.step));
    }

    #[test]
    fn nobody_else_speaks_in_a_case() {
        let world = World::new();
        let accepted = world.accepted();
        accepted.when(Actor::Citizen("khac".into()), words("Xin chào")).then_refused(&Refusal::NotYourCase);
        let role = crate::catalogue::Role::Clerk;
        accepted.when(records_clerk(), words("Xin chào")).then_refused(&Refusal::RoleMissing { role });
        accepted.when(clerk(), words("  ")).then_refused(&Refusal::EntryMissing { entry: "text".to_owned() });
    }
}
