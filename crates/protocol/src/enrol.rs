//! Enrolling a desk: a code from the administrator and the secrets of the people who will use it.

use crate::chain::LogId;
use crate::push::CodeBlock;
use casework::absence::AbsenceRefusal;
use casework::catalogue::Absence;
use casework::{Catalogue, DeviceId, EnvelopeId, Moment, RegisterBook, UnitCode, UserId};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A secret on its way; never printed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(pub String);

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Secret(…)")
    }
}

/// Somebody proving themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    pub user: UserId,
    pub secret: Secret,
}

/// What a new desk sends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolRequest {
    pub version: u16,
    /// Given by the administrator, good once and for a short time.
    pub code: Secret,
    /// What the desk is called in the list of devices.
    pub desk_name: String,
    pub people: Vec<Proof>,
}

/// What a new desk gets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolReply {
    pub device: DeviceId,
    /// Shown with every request from now on.
    pub token: Secret,
    pub unit: UnitCode,
    pub log: LogId,
    /// Ed25519 key that signs the portal's checkpoints, hexadecimal.
    pub portal_key: String,
    pub codes: CodeBlock,
    /// Registers that only this desk numbers in, with the next number of the running year.
    pub registers: Vec<RegisterLease>,
    pub catalogue: Catalogue,
}

/// The exclusive right to number in a register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterLease {
    pub book: RegisterBook,
    pub year: i32,
    pub next: u32,
}

/// Asks for the registers of the desk's unit, and may give one back or take a free one before that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistersRequest {
    pub version: u16,
    pub change: Option<RegisterChange>,
}

/// A register on its way from one desk to another: given back by the one, taken by the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum RegisterChange {
    Release { book: RegisterBook },
    Take { book: RegisterBook },
}

/// The registers of a unit, after the change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistersReply {
    /// Every register of the unit with the name of the desk that holds it.
    pub registers: Vec<RegisterHolder>,
    /// Those of the asking desk.
    pub leases: Vec<RegisterLease>,
}

/// Who numbers in a register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterHolder {
    pub book: RegisterBook,
    /// `None`: nobody; any desk of the unit may take it.
    pub holder: Option<String>,
}

/// Adds a person to an enrolled desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddPersonRequest {
    pub version: u16,
    pub person: Proof,
}

/// Says who stands in for somebody while they are away; `None` takes it back. Said by the person, or by a head. The same
/// wish gets the same verdict for ever.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AbsenceRequest {
    pub version: u16,
    pub id: EnvelopeId,
    /// Who says it: somebody enrolled at the desk.
    pub by: UserId,
    pub user: UserId,
    pub absence: Option<Absence>,
    /// When it was said, by the desk's clock.
    pub at: Moment,
}

/// The portal's word on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum AbsenceVerdict {
    /// This version of the catalogue has it.
    Taken {
        catalogue: u64,
    },
    Refused {
        why: AbsenceRefusal,
    },
}
