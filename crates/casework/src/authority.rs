//! Who may do what.

use crate::catalogue::{Role, User};
use crate::{Actor, Case, Catalogue, Date, Refusal, UnitCode};

/// The active official of `unit` behind an actor.
pub(crate) fn official<'a>(catalogue: &'a Catalogue, unit: &UnitCode, actor: &Actor) -> Result<&'a User, Refusal> {
    let user = anybody(catalogue, actor)?;
    if user.unit == *unit { Ok(user) } else { Err(Refusal::OtherUnit { unit: unit.clone() }) }
}

/// The active official behind an actor, of whatever unit.
pub(crate) fn anybody<'a>(catalogue: &'a Catalogue, actor: &Actor) -> Result<&'a User, Refusal> {
    let Actor::Official(id) = actor else { return Err(Refusal::OfficialsOnly) };
    let user = catalogue.users.get(id).ok_or_else(|| Refusal::UnknownUser { user: id.0.clone() })?;
    if !user.active {
        return Err(Refusal::UserNotActive { user: id.clone() });
    }
    Ok(user)
}

/// The active official of `unit` who has `role`.
pub(crate) fn with_role<'a>(
    catalogue: &'a Catalogue,
    unit: &UnitCode,
    actor: &Actor,
    role: Role,
) -> Result<&'a User, Refusal> {
    let user = official(catalogue, unit, actor)?;
    if user.roles.contains(&role) { Ok(user) } else { Err(Refusal::RoleMissing { role }) }
}

/// A specialist works only on what is theirs, once it is somebody's, or whose owner is away and named them; other roles
/// stand in for each other.
pub(crate) fn theirs(catalogue: &Catalogue, case: &Case, role: Role, user: &User, day: Date) -> Result<(), Refusal> {
    match &case.assignee {
        Some(assignee) if role == Role::Specialist && !has_it(catalogue, case, user, day) => {
            Err(Refusal::WithSomeoneElse { assignee: assignee.clone() })
        }
        _ => Ok(()),
    }
}

/// Whether somebody has the case: it is theirs, or its owner is away and named them.
pub(crate) fn has_it(catalogue: &Catalogue, case: &Case, user: &User, day: Date) -> bool {
    case.assignee.as_ref().is_some_and(|assignee| {
        let delegate = || catalogue.users.get(assignee).and_then(|owner| owner.delegate_on(day));
        *assignee == user.id || delegate() == Some(&user.id)
    })
}

/// Whether somebody is a head: of a division or of the unit.
pub(crate) fn is_head(user: &User) -> bool {
    user.roles.contains(&Role::DivisionHead) || user.roles.contains(&Role::UnitHead)
}
