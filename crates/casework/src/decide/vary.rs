//! A case turns out to be another variant of its service: the catalogue gives it another time limit, for instance where
//! something has to be verified. What the date was moved for before still counts.

use super::{Matter, text};
use crate::acts::ActKind;
use crate::catalogue::StepKind;
use crate::{Event, Refusal, VariantId, deadline};

/// Whoever has the case says so, with the reason, before its time is over: what is late does not become timely.
pub(super) fn change(matter: &Matter<'_>, variant: &VariantId, reason: &str) -> Result<Vec<Event>, Refusal> {
    let (_, _) = matter.require_step(&[StepKind::Assign, StepKind::Handle, StepKind::Draft, StepKind::Review])?;
    matter.require_allowed(ActKind::ChangeVariant)?;
    let (case, edition) = (matter.case, matter.edition);
    let facts = case.facts();
    let found = matter.service.later_variants(case.variant.as_ref(), &facts).find(|one| one.id == *variant);
    let variant = found.ok_or_else(|| Refusal::EntryMalformed { entry: "variant".to_owned() })?;
    let due = case.due_at.ok_or(Refusal::NotInThisStatus { status: case.status })?;
    if matter.envelope.at > due {
        return Err(Refusal::TimeIsOver { due: due.day() });
    }
    text::required("reason", reason, text::PARAGRAPH)?;
    let due_at = deadline::with_variant(edition, case, &variant.id).unwrap_or(due);
    // The step gets what the case gets.
    let calendar = &edition.calendar;
    let more = calendar.working_minutes_between(due, due_at);
    let step_due_at = case.step_due_at.map_or(due_at, |step| calendar.add_working_minutes(step, more));
    Ok(vec![Event::VariantChanged { variant: variant.id.clone(), due_at, step_due_at, reason: reason.to_owned() }])
}

#[cfg(test)]
mod tests {
    use crate::catalogue::Variant;
    use crate::decide::testing::*;
    use crate::{Command, Refusal, deadline};

    fn world_with(variant: impl Fn(&mut Variant)) -> World {
        let mut world = World::new();
        world.services(|service| {
            service.variants.iter_mut().for_each(&variant);
        });
        world
    }

    fn change(turn: u32) -> Command {
        Command::ChangeVariant {
            turn, variant: "XM".into(), reason: "Nơi cư trú trước đây chưa rõ".to_owned()
        }
    }

    #[test]
    fn a_case_that_has_to_be_verified_gets_the_time_of_that_variant_from_the_beginning_on() {
        let world = world_with(|_| {});
        let drafting = world.drafting();
        let before = drafting.case();
        assert_eq!((before.variant, before.due_at), (None, Some(at("2026-11-19", 9))), "no case begins with it");
        let changed = drafting.when_at(at("2026-11-17", 9), specialist(), change(before.turn)).then_ok().case();
        // Twenty working days from Monday 16 November at nine.
        assert_eq!((changed.variant.as_ref(), changed.due_at), (Some(&"XM".into()), Some(at("2026-12-14", 9))));
        let explained = deadline::explain(&world.catalogue.editions[&changed.edition], &changed).unwrap();
        assert_eq!(Some(explained.due_at), changed.due_at);
        let why = deadline::Addend::Variant {
            name: "Phải xác minh".to_owned(),
            reason: "Nơi cư trú trước đây chưa rõ".to_owned(),
        };
        assert!(explained.addends.contains(&why), "{:?}", explained.addends);
        assert!(changed.step_due_at > before.step_due_at, "the step gets what the case gets");
    }

    #[test]
    fn it_is_said_by_whoever_has_the_case_once_with_a_reason_and_in_time() {
        let world = world_with(|_| {});
        let drafting = world.drafting();
        let turn = drafting.case().turn;
        drafting
            .when(clerk(), change(turn))
            .then_refused(&Refusal::RoleMissing { role: crate::catalogue::Role::Specialist });
        let blank = Command::ChangeVariant { turn, variant: "XM".into(), reason: " ".to_owned() };
        drafting.when(specialist(), blank).then_refused(&Refusal::EntryMissing { entry: "reason".to_owned() });
        let over = Refusal::TimeIsOver { due: "2026-11-19".parse().unwrap() };
        drafting.when_at(at("2026-11-19", 10), specialist(), change(turn)).then_refused(&over);
        let changed = drafting.when(specialist(), change(turn)).then_ok();
        let malformed = Refusal::EntryMalformed { entry: "variant".to_owned() };
        changed.when(specialist(), change(changed.case().turn)).then_refused(&malformed);
    }

    #[test]
    fn what_a_case_begins_as_or_what_has_another_path_is_nothing_that_it_turns_out_to_be() {
        let malformed = Refusal::EntryMalformed { entry: "variant".to_owned() };
        let begins = world_with(|variant| {
            variant.later = false;
            variant.when = vec![crate::catalogue::Condition::EntryFilled { entry: "Không có".to_owned() }];
        });
        let elsewhere = world_with(|variant| variant.workflow = Some("C".into()));
        for world in [begins, elsewhere] {
            let drafting = world.drafting();
            drafting.when(specialist(), change(drafting.case().turn)).then_refused(&malformed);
        }
    }

    #[test]
    fn pauses_and_a_new_date_that_came_before_still_count() {
        let world = world_with(|_| {});
        let drafting = world.drafting();
        let stop = Command::Stop { turn: drafting.case().turn, reason: "Có đơn kiện".to_owned() };
        let stopped = drafting.when_at(at("2026-11-17", 9), head_of_unit(), stop).then_ok();
        let resume = Command::Resume { turn: stopped.case().turn, note: String::new() };
        let resumed = stopped.when_at(at("2026-11-18", 9), head_of_unit(), resume).then_ok();
        let changed = resumed.when_at(at("2026-11-18", 10), specialist(), change(resumed.case().turn)).then_ok();
        assert_eq!(changed.case().due_at, Some(at("2026-12-15", 9)), "a working day of a stop");
    }
}
