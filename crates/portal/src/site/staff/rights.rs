//! Who may do what in the rooms of the staff: one function, one table.

use casework::catalogue::Role;
use std::collections::BTreeSet;

/// What rooms are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Business {
    /// Cases with their deadlines, load, reports.
    ReadUnit,
    ReadActions,
    /// Questions and petitions of citizens, and the answers to them.
    AnswerQuestions,
    ReadCatalogue,
    /// Codes for enrolling, revoking.
    ManageDesks,
    /// People, their roles and secrets.
    ManagePeople,
    /// Drafts of editions, and publishing them.
    EditCatalogue,
    /// What is done with a citizen's wish that their account be deleted.
    EraseAccounts,
    /// Payments, jobs and backups of the whole portal.
    Operate,
    /// What other systems were told of cases, and what they may open.
    Exchange,
}

/// Where something is somebody's business.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Scope {
    Nothing,
    OwnUnit,
    Everything,
}

/// Heads read what their own unit does; its administrator looks after its desks and people. Those of the province do so
/// for every unit, and its administrator alone changes the catalogue. Everybody else works at a desk.
pub(super) fn scope(roles: &BTreeSet<Role>, of_province: bool, business: Business) -> Scope {
    let widest = if of_province { Scope::Everything } else { Scope::OwnUnit };
    let of_role = |role: &Role| match (role, business) {
        (Role::Administrator, Business::EditCatalogue | Business::EraseAccounts | Business::Operate) if of_province => {
            Scope::Everything
        }
        // A unit speaks for itself, through those who answer for its work.
        (Role::UnitHead | Role::DivisionHead, Business::AnswerQuestions) => Scope::OwnUnit,
        (Role::Administrator | Role::UnitHead | Role::DivisionHead, Business::ReadCatalogue) => Scope::Everything,
        (Role::Administrator, Business::ManageDesks | Business::ManagePeople | Business::Exchange) => widest,
        (Role::Administrator | Role::UnitHead, Business::ReadUnit | Business::ReadActions) => widest,
        (Role::DivisionHead, Business::ReadUnit) => Scope::OwnUnit,
        _ => Scope::Nothing,
    };
    roles.iter().map(of_role).max().unwrap_or(Scope::Nothing)
}

/// Whether there is any room for these roles.
pub(super) fn has_a_room(roles: &BTreeSet<Role>) -> bool {
    scope(roles, false, Business::ReadCatalogue) != Scope::Nothing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_read_their_unit_administrators_look_after_it_and_the_province_after_all() {
        use Business::{
            AnswerQuestions, EditCatalogue, EraseAccounts, Exchange, ManageDesks, ManagePeople, Operate, ReadActions,
            ReadCatalogue, ReadUnit,
        };
        use Scope::{Everything as E, Nothing as N, OwnUnit as U};
        let all = [
            ReadUnit,
            ReadActions,
            ReadCatalogue,
            ManageDesks,
            ManagePeople,
            EditCatalogue,
            AnswerQuestions,
            EraseAccounts,
            Exchange,
            Operate,
        ];
        let table: [(&[Role], bool, [Scope; 10]); 10] = [
            (&[Role::Clerk], false, [N; 10]),
            (&[Role::Specialist], true, [N; 10]),
            (&[Role::RecordsClerk], false, [N; 10]),
            (&[], true, [N; 10]),
            (&[Role::DivisionHead], false, [U, N, E, N, N, N, U, N, N, N]),
            (&[Role::UnitHead], false, [U, U, E, N, N, N, U, N, N, N]),
            (&[Role::UnitHead], true, [E, E, E, N, N, N, U, N, N, N]),
            (&[Role::Administrator], false, [U, U, E, U, U, N, N, N, U, N]),
            (&[Role::Administrator], true, [E, E, E, E, E, E, N, E, E, E]),
            (&[Role::RecordsClerk, Role::UnitHead], false, [U, U, E, N, N, N, U, N, N, N]),
        ];
        for (roles, of_province, expected) in table {
            let roles: BTreeSet<Role> = roles.iter().copied().collect();
            let found = all.map(|business| scope(&roles, of_province, business));
            assert_eq!(found, expected, "{roles:?} of the province: {of_province}");
            assert_eq!(has_a_room(&roles), found.iter().any(|scope| *scope != N));
        }
    }
}
