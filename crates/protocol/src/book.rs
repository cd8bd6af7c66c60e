//! The books of the desks: who was at a desk and which case they looked at goes up in the background, and comes down to
//! those desks of the unit at which one of its heads is enrolled.
//!
//! An entry has no number of its own: desk, moment, person and what it says name it, so that an entry which is sent
//! twice (a lost reply, a desk or a portal restored from an older backup) is stored once.

use crate::RoadRefusal;
use crate::chain::LogId;
use crate::push::DeskRights;
use casework::catalogue::{Role, User};
use casework::{CaseId, Catalogue, DeviceId, Moment, UnitCode, UserId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Entries in one request.
pub const BOOK_BATCH: usize = 500;
/// Entries of other desks in one reply.
pub const BOOK_PAGE: u32 = 1_000;
/// A desk holds entries of other desks of so many days; older ones stay at the portal.
pub const BOOK_DAYS: i64 = 366;

/// What a desk sends, and from where on it wants the entries of the unit's other desks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookRequest {
    pub version: u16,
    pub unit: UnitCode,
    pub entries: Vec<BookEntry>,
    /// `None` where nobody at this desk may see them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wanted: Option<BookWanted>,
}

/// A place in the unit's book, of which log, and how old an entry may be at most.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookWanted {
    /// The portal that gave the place; a portal restored from a backup gives its places anew.
    pub log: Option<LogId>,
    pub after: u64,
    pub since: Moment,
}

/// Something that happened at a desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookEntry {
    /// By the desk's clock.
    pub at: Moment,
    pub user: UserId,
    pub what: BookWhat,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum BookWhat {
    SignedIn,
    /// The case was looked at.
    Opened {
        case: CaseId,
    },
    /// This person's secret was set anew.
    Reset {
        user: UserId,
    },
}

/// What comes back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookReply {
    pub version: u16,
    pub log: LogId,
    pub portal_time: Moment,
    /// People who are not enrolled at this desk: their entries were not taken.
    pub strangers: BTreeSet<UserId>,
    /// `None` where nothing was wanted, or nobody at this desk may see it.
    pub page: Option<BookPage>,
}

/// Entries of the unit's other desks, in the order in which they arrived.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookPage {
    pub entries: Vec<UnitEntry>,
    /// More are there.
    pub more: bool,
}

/// An entry of another desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitEntry {
    pub place: u64,
    pub device: DeviceId,
    /// The desk's name in the list of devices.
    pub desk: String,
    pub arrived_at: Moment,
    pub entry: BookEntry,
}

/// A request that the portal believes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    pub entries: Vec<BookEntry>,
    /// People who are not enrolled at the asking desk; their entries are left.
    pub strangers: BTreeSet<UserId>,
    pub wanted: Option<BookWanted>,
}

/// What of a request the portal takes, and who is not of the asking desk: the portal's half.
///
/// # Errors
/// Another unit's book, or more entries than one request may bring.
pub fn take(desk: &DeskRights, request: BookRequest) -> Result<Taken, RoadRefusal> {
    if request.unit != desk.unit {
        return Err(RoadRefusal::OtherUnit);
    }
    if request.entries.len() > BOOK_BATCH {
        return Err(RoadRefusal::TooLarge { limit: BOOK_BATCH as u64 });
    }
    let (entries, left): (Vec<_>, Vec<_>) =
        request.entries.into_iter().partition(|entry| desk.users.contains(&entry.user));
    let strangers = left.into_iter().map(|entry| entry.user).collect();
    Ok(Taken { entries, strangers, wanted: request.wanted })
}

/// Whether somebody answers for the unit: they see who did and looked at what.
#[must_use]
pub fn answers_for_unit(user: &User) -> bool {
    user.active
        && user.roles.iter().any(|role| matches!(role, Role::DivisionHead | Role::UnitHead | Role::Administrator))
}

/// Whether the books of the unit may come down to a desk: one of its people answers for the unit.
#[must_use]
pub fn may_see<'a>(catalogue: &Catalogue, unit: &UnitCode, mut people: impl Iterator<Item = &'a UserId>) -> bool {
    people.any(|id| catalogue.users.get(id).is_some_and(|user| user.unit == *unit && answers_for_unit(user)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::push::CodeBlock;
    use uuid::Uuid;

    fn desk() -> DeskRights {
        DeskRights {
            device: DeviceId(Uuid::from_u128(1)),
            unit: "H1".into(),
            users: ["a.mc".into(), "a.cv".into()].into(),
            codes: CodeBlock { first: 1, last: 250 },
        }
    }
    fn opened(user: &str) -> BookEntry {
        let case = CaseId(Uuid::from_u128(9));
        BookEntry { at: Moment(5), user: user.into(), what: BookWhat::Opened { case } }
    }
    fn request(unit: &str, entries: Vec<BookEntry>) -> BookRequest {
        BookRequest { version: 1, unit: unit.into(), entries, wanted: None }
    }
    fn user(id: &str, unit: &str, role: Role, active: bool) -> User {
        User {
            id: id.into(),
            name: id.to_owned(),
            title: String::new(),
            unit: unit.into(),
            roles: [role].into(),
            active,
            absence: None,
        }
    }

    #[test]
    fn only_entries_of_people_who_are_enrolled_at_the_desk_are_taken() {
        let taken = take(&desk(), request("H1", vec![opened("a.mc"), opened("b.mc"), opened("a.cv")]));
        let taken = taken.expect("of the unit");
        assert_eq!(taken.entries, [opened("a.mc"), opened("a.cv")]);
        assert_eq!(taken.strangers, ["b.mc".into()].into());
    }

    #[test]
    fn a_desk_writes_in_no_other_units_book() {
        assert_eq!(take(&desk(), request("H2", vec![opened("a.mc")])), Err(RoadRefusal::OtherUnit));
    }

    #[test]
    fn one_request_brings_a_bounded_number_of_entries() {
        let many = vec![opened("a.mc"); BOOK_BATCH + 1];
        assert_eq!(take(&desk(), request("H1", many)), Err(RoadRefusal::TooLarge { limit: BOOK_BATCH as u64 }));
    }

    #[test]
    fn the_books_come_down_only_to_where_an_active_head_of_the_unit_is_enrolled() {
        let sees = |one: User| {
            let id = one.id.clone();
            let catalogue = Catalogue { users: [(id.clone(), one)].into(), ..Catalogue::default() };
            may_see(&catalogue, &"H1".into(), [id].iter())
        };
        assert!(sees(user("ld", "H1", Role::UnitHead, true)));
        assert!(sees(user("tp", "H1", Role::DivisionHead, true)));
        assert!(!sees(user("ld", "H1", Role::UnitHead, false)), "has left");
        assert!(!sees(user("ld", "H2", Role::UnitHead, true)), "is another unit's head");
        assert!(!sees(user("mc", "H1", Role::Clerk, true)), "is a clerk");
    }
}
