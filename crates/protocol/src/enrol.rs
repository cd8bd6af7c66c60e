//! Enrolling a desk: a code from the administrator and the secrets of the people who will use it.

use crate::chain::LogId;
use crate::push::CodeBlock;
use casework::catalogue::Absence;
use casework::{Catalogue, DeviceId, RegisterBook, UnitCode, UserId};
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

/// Adds a person to an enrolled desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddPersonRequest {
    pub version: u16,
    pub person: Proof,
}

/// Says who stands in for somebody while they are away; `None` takes it back. Asked by the person, or by a head.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AbsenceRequest {
    pub version: u16,
    /// Who asks: somebody enrolled at the desk.
    pub by: UserId,
    pub user: UserId,
    pub absence: Option<Absence>,
}
