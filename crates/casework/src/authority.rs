//! Who may do what.

use crate::catalogue::{Role, User};
use crate::{Actor, Case, Catalogue, Refusal, UnitCode};

/// The active official of `unit` behind an actor.
pub(crate) fn official<'a>(catalogue: &'a Catalogue, unit: &UnitCode, actor: &Actor) -> Result<&'a User, Refusal> {
    let Actor::Official(id) = actor else { return Err(Refusal::OfficialsOnly) };
    let user = catalogue.users.get(id).ok_or_else(|| Refusal::UnknownUser { user: id.0.clone() })?;
    if !user.active {
        return Err(Refusal::UserNotActive { user: id.clone() });
    }
    if user.unit != *unit {
        return Err(Refusal::OtherUnit { unit: unit.clone() });
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

/// A specialist works only on what is theirs, once it is somebody's; other roles stand in for each other.
pub(crate) fn theirs(case: &Case, role: Role, user: &User) -> Result<(), Refusal> {
    match &case.assignee {
        Some(assignee) if role == Role::Specialist && *assignee != user.id => {
            Err(Refusal::WithSomeoneElse { assignee: assignee.clone() })
        }
        _ => Ok(()),
    }
}
