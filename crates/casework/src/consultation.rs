//! When an opinion that was asked for is due, and who is reminded of it. Decree 61/2018 Art. 19.5: the time limit is a
//! day, all of which counts; what is late is told to the head as well.

use crate::calendar::Calendar;
use crate::catalogue::{Role, User};
use crate::{Actor, Case, Consultation, Moment, Status, UnitCode, authority};

/// Minutes of a working day.
const WORKING_DAY: i64 = 8 * 60;

/// How an open question stands to its time limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Nearness {
    /// The time limit ends within one working day.
    Near,
    /// The time limit is over.
    Late,
}

impl Consultation {
    /// The last moment at which an answer is in time.
    #[must_use]
    pub fn last_moment(&self) -> Moment {
        Moment(Moment::at(self.answer_by.next(), 0).0 - 1)
    }

    /// How near an open question is to its time limit; `None` where it is answered, or far from it.
    #[must_use]
    pub fn nearness(&self, calendar: &Calendar, now: Moment) -> Option<Nearness> {
        let last = self.last_moment();
        match self.answer {
            Some(_) => None,
            None if now > last => Some(Nearness::Late),
            None => (calendar.working_minutes_between(now, last) <= WORKING_DAY).then_some(Nearness::Near),
        }
    }
}

impl Case {
    /// The questions that somebody still waits for: none once the case is decided or closed.
    pub fn awaited(&self) -> impl Iterator<Item = &Consultation> {
        let waits = !self.status.is_closed() && self.status != Status::Done;
        self.consultations.iter().filter(move |asked| waits && asked.answer.is_none())
    }

    /// The last moment of the earliest question that a unit was asked, or that a case of its own waits for.
    #[must_use]
    pub fn next_answer(&self, unit: Option<&UnitCode>) -> Option<Moment> {
        let concerns = |asked: &&Consultation| unit.is_none_or(|unit| asked.unit == *unit || self.is_served_by(unit));
        self.awaited().filter(concerns).map(Consultation::last_moment).min()
    }

    /// The questions that an official is reminded of now: whoever may answer for the unit that was asked, whoever asked
    /// or works on the case, and the heads of the unit where it lies once the time limit is over.
    pub fn reminders<'a>(
        &'a self,
        user: &'a User,
        calendar: &'a Calendar,
        now: Moment,
    ) -> impl Iterator<Item = (&'a Consultation, Nearness)> {
        self.awaited().filter_map(move |asked| {
            let nearness = asked.nearness(calendar, now)?;
            let asks = asked.by == Actor::Official(user.id.clone()) || works_on(self, user);
            let heads = nearness == Nearness::Late && self.at == user.unit && authority::is_head(user);
            (answers(asked, self, user) || asks || heads).then_some((asked, nearness))
        })
    }
}

fn works_on(case: &Case, user: &User) -> bool {
    case.assignee.as_ref() == Some(&user.id) || case.waiting_with.get(&user.unit) == Some(&user.id)
}

/// Whether an official may answer for the unit that was asked.
pub(crate) fn answers(asked: &Consultation, case: &Case, user: &User) -> bool {
    let may = [Role::Specialist, Role::Clerk].iter().any(|role| user.roles.contains(role));
    asked.unit == user.unit && (may || authority::is_head(user) || case.assignee.as_ref() == Some(&user.id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Command;
    use crate::decide::testing::*;

    fn people<'a>(world: &'a World, ids: &[&'a str]) -> Vec<&'a User> {
        ids.iter().map(|id| &world.catalogue.users[&(*id).into()]).collect()
    }

    #[test]
    fn whoever_asked_and_whoever_may_answer_are_reminded_near_the_day_and_after_it_and_heads_only_then() {
        let world = World::new();
        let drafting = world.drafting();
        let ask = Command::Consult {
            turn: drafting.case().turn,
            unit: OTHER_UNIT.into(),
            question: "Có tranh chấp không?".to_owned(),
            answer_by: "2026-11-18".parse().unwrap(),
        };
        let asked = drafting.when(specialist(), ask).then_ok();
        let case = asked.case();
        let calendar = &world.catalogue.editions.values().next().unwrap().calendar;
        let told = |user: &User, text: &str, hour: i64| {
            let now = Moment::at(text.parse().unwrap(), 0).plus_minutes(hour * 60);
            case.reminders(user, calendar, now).map(|(_, nearness)| nearness).collect::<Vec<_>>()
        };
        let [asker, theirs, head, seal] = people(&world, &["cv1", "la", "lp", "vt"])[..] else { unreachable!() };
        for user in [asker, theirs] {
            assert_eq!(told(user, "2026-11-17", 8), [], "two working days away: {}", user.id);
            assert_eq!(told(user, "2026-11-18", 8), [Nearness::Near], "{}", user.id);
            assert_eq!(told(user, "2026-11-18", 23), [Nearness::Near], "the whole day counts: {}", user.id);
            assert_eq!(told(user, "2026-11-19", 0), [Nearness::Late], "{}", user.id);
        }
        assert_eq!((told(head, "2026-11-18", 8), told(head, "2026-11-19", 8)), (vec![], vec![Nearness::Late]));
        assert_eq!(told(seal, "2026-11-19", 8), [], "neither asks nor answers");
        assert_eq!(case.next_answer(Some(&OTHER_UNIT.into())), Some(case.consultations[0].last_moment()));
        assert_eq!(case.next_answer(Some(&"a third".into())), None);
    }
}
