//! The desk itself: who is there, its numbers, its line.

use casework::catalogue::{Role, Service, StatusName, Unit, User};
use casework::{ActKind, Moment, RegisterBook, UnitCode, UserId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An enrolled desk, as the sign-in screen shows it before anything is unlocked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DeskInfo {
    pub unit: UnitCode,
    pub unit_name: String,
    pub sample: bool,
    /// A desk to learn on: nothing of it reaches anybody.
    #[serde(default)]
    pub practice: bool,
    pub users: Vec<DeskUser>,
}

/// Somebody who can sign in at a desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DeskUser {
    pub id: UserId,
    pub name: String,
    pub title: String,
    pub roles: Vec<Role>,
}

/// The signed-in person and what the window needs to know once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Session {
    pub user: User,
    pub unit: Unit,
    pub sample: bool,
    /// Whether this is a desk to learn on.
    pub practice: bool,
    /// Names of the ten national statuses by code.
    pub statuses: BTreeMap<u8, StatusName>,
    /// Services that this unit handles now.
    pub services: Vec<Service>,
    /// Names of the fields of administration.
    pub fields: BTreeMap<String, String>,
    /// Whether a signing key of this person is on the desk.
    pub has_signing_key: bool,
    /// Names of the unit's people, so that screens without a case can name them.
    pub people: BTreeMap<String, String>,
    /// Everybody of the unit, with their roles and who stands in for them.
    pub colleagues: Vec<User>,
    /// Other units, for opinions: code and name.
    pub units: BTreeMap<String, String>,
}

/// The numbers that this desk may give out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Numbers {
    /// First and last case number of every day.
    pub first_code: u16,
    pub last_code: u16,
    /// Of them, still free today.
    pub codes_left: u16,
    /// The registers of the unit; without a line only those of this desk.
    pub registers: Vec<RegisterState>,
    /// Whether the portal was asked just now.
    pub asked: bool,
}

/// A register and who numbers in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RegisterState {
    pub book: RegisterBook,
    /// The next number of this year, where this desk holds it.
    pub next: Option<u32>,
    /// The name of the other desk that holds it.
    pub holder: Option<String>,
}

/// A stretch without a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Outage {
    pub from: Moment,
    /// `None` while it lasts.
    pub to: Option<Moment>,
    /// What was done meanwhile and how often; `None` stands for new cases that were received.
    pub done: Vec<(Option<ActKind>, u32)>,
    /// Codes of the cases that were due meanwhile.
    pub touched: Vec<String>,
}

/// Facts about the line to the portal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Connection {
    pub line: Line,
    /// Since when the line is as it is.
    pub since: Moment,
    pub last_contact_at: Option<Moment>,
    pub outbox: u32,
    pub files_waiting: u32,
    pub conflicts: u32,
    /// Case numbers that this desk still has for today.
    pub codes_left: u16,
    /// They are few; without a line people have to know.
    pub codes_low: bool,
    /// The portal's time up to which the mirror is confirmed.
    pub mirror_as_of: Option<Moment>,
    /// Whether everything that the portal holds for this unit is in the mirror.
    pub complete: bool,
    /// Entries of the log still to come, while the mirror fills.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub behind: u64,
}

/// The line to the portal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Line {
    Connecting,
    Online,
    Offline,
    /// The portal answers, but something is wrong that trying again does not mend.
    Trouble {
        trouble: Trouble,
    },
}

/// What is wrong with the line, by what can be done about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// This desk is not enrolled any more: see the administrator.
    NotEnrolled,
    /// This program is too old for the portal: update.
    VersionTooOld,
    /// The portal's history does not extend what this desk has seen: do not go on, call the administrator.
    HistoryRewritten,
    /// Mirror and portal differ although they should not: the mirror is being rebuilt.
    MirrorDiffers,
    /// The disk of this computer is full or cannot be written.
    Disk,
}
