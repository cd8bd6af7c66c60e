//! The hash chain of a unit's log, and the checkpoints by which every desk is a witness of it (P6).
//!
//! An entry's body is encoded once, at the portal, and travels and is hashed as those bytes ever after: nobody encodes
//! it again. A portal that changes, drops, inserts or reorders an entry that a desk has seen can give no page that
//! continues that desk's chain.

use casework::{Digest, Moment, Recorded, UnitCode};
use ed25519_dalek::{Signature, Signer, Verifier};
pub use ed25519_dalek::{SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// Which log this is: a new one after the portal lost something and was restored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LogId(pub Uuid);

/// One event in its place, as bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub seq: u64,
    /// JSON of [`Recorded`], exactly as it was first written.
    pub body: String,
    /// Hash of the chain up to and including this entry.
    pub hash: Digest,
}

/// A place in a log together with everything before it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    pub log: LogId,
    pub unit: UnitCode,
    pub seq: u64,
    pub hash: Digest,
}

impl Head {
    /// The beginning of a log.
    #[must_use]
    pub fn start(log: LogId, unit: &UnitCode) -> Self {
        let seed = format!("motcua log 1\n{}\n{unit}", log.0);
        Self { log, unit: unit.clone(), seq: 0, hash: crate::digest(seed.as_bytes()) }
    }

    /// The place after one more body.
    #[must_use]
    pub fn extend(&self, body: &str) -> Self {
        let mut hasher = Sha256::new();
        hasher.update(self.hash.as_str().as_bytes());
        hasher.update(body.as_bytes());
        let hash = crate::to_digest(hasher.finalize().into());
        Self { log: self.log, unit: self.unit.clone(), seq: self.seq + 1, hash }
    }

    /// What stands for this place where an independent authority is asked for the time.
    #[must_use]
    pub fn imprint(&self) -> Digest {
        let text = format!("motcua head 1\n{}\n{}\n{}\n{}", self.log.0, self.unit, self.seq, self.hash);
        crate::digest(text.as_bytes())
    }

    /// Writes an event as the next entry of the log: the portal's half.
    ///
    /// # Errors
    /// Never for the types of this program; the encoder's error is handed on.
    pub fn write(&self, recorded: &Recorded) -> Result<(Self, Entry), serde_json::Error> {
        let body = serde_json::to_string(recorded)?;
        let next = self.extend(&body);
        let entry = Entry { seq: next.seq, body, hash: next.hash.clone() };
        Ok((next, entry))
    }

    /// Reads the entry that comes next: the desk's half.
    ///
    /// # Errors
    /// [`Distrust`] where the entry does not continue this history, or cannot be read.
    pub fn read(&self, entry: &Entry) -> Result<(Self, Recorded), Distrust> {
        let next = self.extend(&entry.body);
        if entry.seq != next.seq || entry.hash != next.hash {
            return Err(Distrust::Rewritten { seq: entry.seq });
        }
        let recorded: Recorded =
            serde_json::from_str(&entry.body).map_err(|_| Distrust::Unreadable { seq: entry.seq })?;
        if recorded.seq != entry.seq || recorded.unit != self.unit {
            return Err(Distrust::Rewritten { seq: entry.seq });
        }
        Ok((next, recorded))
    }
}

/// Why a desk does not believe what it was given.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Distrust {
    #[error("entry {seq} does not continue the history that this desk has seen")]
    Rewritten { seq: u64 },
    #[error("the portal's log ends at {portal}, this desk has seen {seen}")]
    CutOff { portal: u64, seen: u64 },
    #[error("entry {seq} cannot be read by this program")]
    Unreadable { seq: u64 },
    #[error("the checkpoint is not signed by the portal")]
    BadSignature,
}

/// The portal's signed word about its log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    pub head: Head,
    pub at: Moment,
    /// Ed25519, hexadecimal.
    pub signature: String,
}

impl Checkpoint {
    /// Signs the head of a log.
    #[must_use]
    pub fn sign(key: &SigningKey, head: Head, at: Moment) -> Self {
        let signature = hex::encode(key.sign(Self::text(&head, at).as_bytes()).to_bytes());
        Self { head, at, signature }
    }

    /// Whether the portal signed this.
    ///
    /// # Errors
    /// [`Distrust::BadSignature`] where it did not.
    pub fn verify(&self, key: &VerifyingKey) -> Result<(), Distrust> {
        let bytes = hex::decode(&self.signature).map_err(|_| Distrust::BadSignature)?;
        let signature = Signature::from_slice(&bytes).map_err(|_| Distrust::BadSignature)?;
        let text = Self::text(&self.head, self.at);
        key.verify(text.as_bytes(), &signature).map_err(|_| Distrust::BadSignature)
    }

    fn text(head: &Head, at: Moment) -> String {
        format!("motcua checkpoint 1\n{}\n{}\n{}\n{}\n{}", head.log.0, head.unit, head.seq, head.hash, at.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use casework::{Actor, CaseId, EnvelopeId, Event};

    fn recorded(seq: u64) -> Recorded {
        Recorded {
            unit: "H40".into(),
            seq,
            case: CaseId(Uuid::from_u128(1)),
            version: 1,
            envelope: EnvelopeId(Uuid::from_u128(2)),
            by: Actor::Official("mc".into()),
            at: Moment(0),
            arrived_at: Moment(0),
            event: Event::Withdrawn { reason: "Đổi ý".to_owned() },
        }
    }

    #[test]
    fn a_changed_dropped_or_swapped_entry_breaks_the_chain() {
        let start = Head::start(LogId(Uuid::nil()), &"H40".into());
        let (one, first) = start.write(&recorded(1)).unwrap();
        let (_, second) = one.write(&recorded(2)).unwrap();
        assert_eq!(start.read(&first).unwrap().0, one);
        assert_eq!(start.read(&second), Err(Distrust::Rewritten { seq: 2 }), "dropped");
        let changed = Entry { body: first.body.replace("Đổi ý", "Khác"), ..first.clone() };
        assert_eq!(start.read(&changed), Err(Distrust::Rewritten { seq: 1 }));
        let forged = Head::start(LogId(Uuid::from_u128(9)), &"H40".into()).write(&recorded(1)).unwrap().1;
        assert_eq!(start.read(&forged), Err(Distrust::Rewritten { seq: 1 }), "of another log");
    }

    #[test]
    fn a_checkpoint_is_the_portals_word_and_nobody_elses() {
        let (key, other) = (SigningKey::from_bytes(&[7; 32]), SigningKey::from_bytes(&[8; 32]));
        let head = Head::start(LogId(Uuid::nil()), &"H40".into());
        let checkpoint = Checkpoint::sign(&key, head, Moment(5));
        assert_eq!(checkpoint.verify(&key.verifying_key()), Ok(()));
        assert_eq!(checkpoint.verify(&other.verifying_key()), Err(Distrust::BadSignature));
        let moved = Checkpoint { at: Moment(6), ..checkpoint };
        assert_eq!(moved.verify(&key.verifying_key()), Err(Distrust::BadSignature));
    }
}
