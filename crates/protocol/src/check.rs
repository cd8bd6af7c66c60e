//! The self-check: after a page, desk and portal compare what they hold, so that a missed row mends itself (P4).

use casework::{Case, Digest, UnitCode};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

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

impl States {
    /// Adds one case.
    ///
    /// # Errors
    /// Never for the types of this program; the encoder's error is handed on.
    pub fn add(&mut self, case: &Case) -> Result<(), serde_json::Error> {
        let hash = Sha256::digest(serde_json::to_vec(case)?);
        for (lane, bytes) in self.sum.iter_mut().zip(hash.chunks_exact(8)) {
            let word = bytes.iter().fold(0_u64, |word, byte| (word << 8) | u64::from(*byte));
            *lane = lane.wrapping_add(word);
        }
        self.cases += 1;
        Ok(())
    }

    /// The digest of all cases added.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let bytes: Vec<u8> = self.sum.iter().flat_map(|lane| lane.to_be_bytes()).collect();
        crate::digest(&bytes)
    }
}
