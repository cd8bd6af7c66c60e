//! The self-check: after a page, desk and portal compare what they hold, so that a missed row mends itself (P4).

use casework::{Case, Digest, NotADigest, UnitCode};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::fmt;
use std::str::FromStr;

/// Asks what the portal's cases of this unit look like at `seq`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckRequest {
    pub version: u16,
    pub unit: UnitCode,
    pub seq: u64,
}

/// The portal's answer; its log may be further on by now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckReply {
    pub seq: u64,
    pub cases: u64,
    pub states: Digest,
}

/// A digest over the states of many cases that does not depend on their order.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct States {
    sum: [u64; 4],
    pub cases: u64,
}

/// The hash of one case's state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StateHash([u64; 4]);

impl StateHash {
    /// The hash of a case as it is.
    ///
    /// # Errors
    /// Never for the types of this program; the encoder's error is handed on.
    pub fn of(case: &Case) -> Result<Self, serde_json::Error> {
        Ok(Self::read(&Sha256::digest(serde_json::to_vec(case)?)))
    }

    fn read(bytes: &[u8]) -> Self {
        let mut lanes = [0; 4];
        for (lane, bytes) in lanes.iter_mut().zip(bytes.chunks_exact(8)) {
            *lane = bytes.iter().fold(0_u64, |word, byte| (word << 8) | u64::from(*byte));
        }
        Self(lanes)
    }
}

impl fmt::Display for StateHash {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|lane| write!(out, "{lane:016x}"))
    }
}

impl FromStr for StateHash {
    type Err = NotADigest;
    fn from_str(text: &str) -> Result<Self, NotADigest> {
        let digest: Digest = text.parse()?;
        let mut lanes = [0; 4];
        for (place, lane) in lanes.iter_mut().enumerate() {
            let part = digest.as_str().get(place * 16..place * 16 + 16).ok_or(NotADigest)?;
            *lane = u64::from_str_radix(part, 16).map_err(|_| NotADigest)?;
        }
        Ok(Self(lanes))
    }
}

impl States {
    /// Adds one case.
    ///
    /// # Errors
    /// Never for the types of this program; the encoder's error is handed on.
    pub fn add(&mut self, case: &Case) -> Result<(), serde_json::Error> {
        self.add_hash(&StateHash::of(case)?);
        Ok(())
    }

    /// Adds one case by its hash.
    pub fn add_hash(&mut self, hash: &StateHash) {
        for (lane, word) in self.sum.iter_mut().zip(hash.0) {
            *lane = lane.wrapping_add(word);
        }
        self.cases += 1;
    }

    /// The digest of all cases added.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let bytes: Vec<u8> = self.sum.iter().flat_map(|lane| lane.to_be_bytes()).collect();
        crate::digest(&bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_that_was_written_is_read_as_the_same_hash() {
        let hash = StateHash::read(&Sha256::digest(b"a case"));
        assert_eq!(hash.to_string(), crate::digest(b"a case").to_string());
        assert_eq!(hash.to_string().parse::<StateHash>().unwrap(), hash);
        assert!("nonsense".parse::<StateHash>().is_err());
    }
}
