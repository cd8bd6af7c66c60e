//! Who stands in for somebody who is away: said by the person, or by a head of the unit; one rule at both ends.

use crate::authority::is_head;
use crate::catalogue::{Absence, User};
use crate::{Catalogue, UnitCode, UserId};
use serde::{Deserialize, Serialize};

/// Why somebody does not stand in for somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum AbsenceRefusal {
    /// One of those who are named is not, or not any more, an official of the unit.
    #[error("somebody who is named is no active official of the unit")]
    NotOfThisUnit,
    #[error("only the person or a head may say who stands in")]
    NotTheirs,
    #[error("only another person with the same role can stand in")]
    NotFit,
    #[error("the last day is before the first")]
    DaysWrong,
    /// Something was said of this person's absence after this was.
    #[error("something newer was said of this absence")]
    Overtaken,
}

/// Whether `by` may say that of `user`; `None` takes a delegation back.
///
/// # Errors
/// Why not.
pub fn judge(
    catalogue: &Catalogue,
    unit: &UnitCode,
    by: &UserId,
    user: &UserId,
    absence: Option<&Absence>,
) -> Result<(), AbsenceRefusal> {
    let colleague = |id: &UserId| {
        let found = catalogue.users.get(id).filter(|user| user.active && user.unit == *unit);
        found.ok_or(AbsenceRefusal::NotOfThisUnit)
    };
    let (by, user) = (colleague(by)?, colleague(user)?);
    if by.id != user.id && !is_head(by) {
        return Err(AbsenceRefusal::NotTheirs);
    }
    let Some(absence) = absence else { return Ok(()) };
    let delegate: &User = colleague(&absence.delegate)?;
    if delegate.id == user.id || delegate.roles.is_disjoint(&user.roles) {
        return Err(AbsenceRefusal::NotFit);
    }
    if absence.until < absence.from { Err(AbsenceRefusal::DaysWrong) } else { Ok(()) }
}

/// Writes an absence into the catalogue.
pub fn apply(catalogue: &mut Catalogue, user: &UserId, absence: Option<Absence>) {
    if let Some(user) = catalogue.users.get_mut(user) {
        user.absence = absence;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::testing::*;

    #[test]
    fn the_person_or_a_head_names_an_active_colleague_with_the_same_role_for_days_in_their_order() {
        let mut world = World::new();
        let away = |delegate: &str, until: &str| Absence {
            from: "2026-11-16".parse().unwrap(),
            until: until.parse().unwrap(),
            delegate: delegate.into(),
        };
        let judged = |world: &World, by: &str, absence: Option<&Absence>| {
            judge(&world.catalogue, &unit(), &by.into(), &"cv1".into(), absence)
        };
        let good = away("cv2", "2026-11-16");
        for by in ["cv1", "lp", "ld"] {
            assert_eq!(judged(&world, by, Some(&good)), Ok(()), "{by}");
            assert_eq!(judged(&world, by, None), Ok(()), "{by} takes it back");
        }
        assert_eq!(judged(&world, "cv2", Some(&good)), Err(AbsenceRefusal::NotTheirs));
        assert_eq!(judged(&world, "cv2", None), Err(AbsenceRefusal::NotTheirs));
        assert_eq!(judged(&world, "la", Some(&good)), Err(AbsenceRefusal::NotOfThisUnit), "somebody of another unit");
        assert_eq!(judged(&world, "lp", Some(&away("la", "2026-11-16"))), Err(AbsenceRefusal::NotOfThisUnit));
        assert_eq!(judged(&world, "lp", Some(&away("mc", "2026-11-16"))), Err(AbsenceRefusal::NotFit));
        assert_eq!(judged(&world, "lp", Some(&away("cv1", "2026-11-16"))), Err(AbsenceRefusal::NotFit));
        assert_eq!(judged(&world, "lp", Some(&away("cv2", "2026-11-15"))), Err(AbsenceRefusal::DaysWrong));
        world.catalogue.users.get_mut(&"cv2".into()).unwrap().active = false;
        assert_eq!(
            judged(&world, "lp", Some(&good)),
            Err(AbsenceRefusal::NotOfThisUnit),
            "who left stands in for nobody"
        );
        apply(&mut world.catalogue, &"cv1".into(), Some(good.clone()));
        assert_eq!(world.catalogue.users[&"cv1".into()].absence, Some(good));
    }
}
