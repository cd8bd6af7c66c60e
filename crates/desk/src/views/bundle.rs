//! Sealed bundles: what a desk without a line writes to a stick, and what comes back.

use casework::{Moment, UnitCode};
use protocol::bundle::BundleKind;
use serde::{Deserialize, Serialize};

/// Whether bundles can be written here now, and those that were.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Bundles {
    /// The unit's rules allow it.
    pub allowed: bool,
    /// The portal knows this desk's key.
    pub ready: bool,
    /// Acts and documents that wait to be sent.
    pub acts: u32,
    pub documents: u32,
    /// The latest first.
    pub written: Vec<WrittenBundle>,
}

/// A bundle that was written here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct WrittenBundle {
    pub number: u32,
    /// Stands for the whole file: for the hand-over slip.
    pub fingerprint: String,
    pub made_at: Moment,
    pub acts: u32,
    pub documents: u32,
    /// Of its acts still without a verdict.
    pub waiting: u32,
    /// When the portal's answer was read here, and what it said.
    pub read_at: Option<Moment>,
    pub accepted: u32,
    pub refused: u32,
}

/// What anybody reads on a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct BundleLabel {
    pub kind: BundleKind,
    pub unit: UnitCode,
    pub unit_name: String,
    pub number: u32,
    pub made_at: Moment,
    pub fingerprint: String,
    /// Of this very desk.
    pub own: bool,
}

/// What the portal's answer said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AnswerRead {
    pub number: u32,
    pub accepted: u32,
    pub refused: u32,
    /// Documents that the portal holds now.
    pub documents: u32,
    /// Entries of the unit's log that came along.
    pub entries: u32,
    /// Entries still to come: with the next bundle, or with the line.
    pub behind: u32,
    /// The portal's time up to which the mirror is confirmed now.
    pub as_of: Moment,
}
