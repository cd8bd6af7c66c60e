//! The talk without a line: what a desk would push, and what it would be answered, as sealed files that anybody may carry.
//!
//! A bundle is a label that anybody reads, content that only its receiver opens, and the sender's signature over both. The
//! sender is the desk, by a key that it named to the portal over a line once, or the portal, by the key that signs its
//! checkpoints. Content is sealed to the receiver's key (X25519 of the same pair, a fresh key of the sender each time), in
//! chunks whose order and end are part of the seal (STREAM). What is inside goes the same way as a push: [`Acts`] holds a
//! [`PushRequest`], [`Answer`] the replies.

use crate::chain::{SigningKey, VerifyingKey};
use crate::codes::DayCodes;
use crate::push::{PushReply, PushRequest};
use casework::{Catalogue, DeviceId, Digest, Moment, UnitCode};
use chacha20poly1305::aead::stream::{DecryptorBE32, EncryptorBE32};
use chacha20poly1305::{ChaCha20Poly1305, Key, KeyInit};
use ed25519_dalek::{Signature, Signer};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::io::Read;

/// Largest file, in bytes.
pub const LARGEST_BUNDLE: usize = 32 * 1024 * 1024;
/// Bytes of envelopes, or of entries of the log, in one.
pub const LARGEST_TALK: usize = 16 * 1024 * 1024;
/// Bytes of documents in one.
pub const LARGEST_DOCUMENTS: u64 = 15 * 1024 * 1024;

const MAGIC: &[u8] = b"MOTCUA BUNDLE 1\n";
const LONGEST_LABEL: usize = 2_000;
const SIGNATURE: usize = 64;
const CHUNK: usize = 64 * 1024;
const TAG: usize = 16;

/// Which way a bundle goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum BundleKind {
    /// From a desk to its portal.
    Acts,
    /// From the portal to that desk.
    Answer,
}

/// What anybody reads on a bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    pub kind: BundleKind,
    pub device: DeviceId,
    pub unit: UnitCode,
    /// The desk's bundles are numbered from 1; an answer has the number of what it answers.
    pub number: u64,
    pub made_at: Moment,
    /// Keys of the sender and of the receiver, hexadecimal.
    pub from: String,
    pub to: String,
    /// Public half of the key that is used once.
    once: String,
}

/// A label that is to be written: the sealing adds what is secret of it.
#[derive(Clone, Debug)]
pub struct Addressed {
    pub kind: BundleKind,
    pub device: DeviceId,
    pub unit: UnitCode,
    pub number: u64,
    pub made_at: Moment,
}

/// What a desk has to say; the documents follow in this order.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Acts {
    /// Of any number of envelopes.
    pub request: PushRequest,
    pub documents: Vec<(Digest, u64)>,
}

/// What the portal answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Digest of the bundle that is answered.
    pub to: Digest,
    /// Where it was taken in before: when.
    pub taken_before: Option<Moment>,
    /// Replies in the order in which a desk with a line would have got them.
    pub replies: Vec<PushReply>,
    /// Spans of case numbers that the desk had named.
    pub day_codes: Vec<DayCodes>,
    /// Where it is newer than the desk's.
    pub catalogue: Option<Catalogue>,
    /// Documents that the portal holds now.
    pub held: Vec<Digest>,
}

/// A desk names the key by which it signs bundles, over its line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyRequest {
    pub version: u16,
    /// Ed25519, hexadecimal.
    pub key: String,
}

/// The key that has this name; none that is weak.
///
/// # Errors
/// [`BundleRefusal::UnknownDesk`].
pub fn key_of(name: &str) -> Result<VerifyingKey, BundleRefusal> {
    key_named(name).ok_or(BundleRefusal::UnknownDesk)
}

/// Why a bundle is not written, not taken in, or not read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum BundleRefusal {
    #[error("the rules of {unit} forbid bundles")]
    Forbidden { unit: UnitCode },
    #[error("the portal does not know this desk's key yet: it has to be connected once")]
    KeyNotTold,
    #[error("nothing waits to be sent")]
    NothingWaits,
    #[error("the file is no bundle")]
    NotABundle,
    #[error("the file is an answer to a desk")]
    IsAnAnswer,
    #[error("the file is a desk's bundle, no answer")]
    IsNoAnswer,
    #[error("the bundle is for another portal, or of one")]
    OtherPortal,
    #[error("the answer is for another desk")]
    OtherDesk,
    #[error("the bundle is damaged or was changed")]
    Damaged,
    #[error("the bundle is of a newer program")]
    TooNew,
    #[error("no desk of this portal has signed the bundle")]
    UnknownDesk,
    #[error("the desk was revoked: what it sent is set aside")]
    Revoked,
    #[error("this answer was read before")]
    ReadBefore,
    #[error("this answer is older than what the desk knows")]
    Older,
    #[error("the file is too large")]
    TooLarge,
}

/// Reads the label; nothing is believed by that.
///
/// # Errors
/// [`BundleRefusal::NotABundle`]; [`BundleRefusal::TooLarge`].
pub fn label(file: &[u8]) -> Result<Label, BundleRefusal> {
    split(file).map(|parts| parts.label)
}

struct Parts<'a> {
    label: Label,
    /// Magic and label as they stand.
    head: &'a [u8],
    sealed: &'a [u8],
    signed: &'a [u8],
    signature: &'a [u8],
}

fn split(file: &[u8]) -> Result<Parts<'_>, BundleRefusal> {
    if file.len() > LARGEST_BUNDLE {
        return Err(BundleRefusal::TooLarge);
    }
    let rest = file.strip_prefix(MAGIC).ok_or(BundleRefusal::NotABundle)?;
    let end = rest.iter().take(LONGEST_LABEL).position(|byte| *byte == b'\n').ok_or(BundleRefusal::NotABundle)?;
    let label = serde_json::from_slice(&rest[..end]).map_err(|_| BundleRefusal::NotABundle)?;
    let head = MAGIC.len() + end + 1;
    let cut = file.len().checked_sub(SIGNATURE).filter(|cut| *cut > head).ok_or(BundleRefusal::Damaged)?;
    Ok(Parts { label, head: &file[..head], sealed: &file[head..cut], signed: &file[..cut], signature: &file[cut..] })
}

/// What stands for a whole file, for people to compare: 128 bits in groups.
#[must_use]
pub fn fingerprint(file: &Digest) -> String {
    let letters = file.as_str().as_bytes()[..32].chunks(4);
    let groups = letters.map(|group| String::from_utf8_lossy(group).to_uppercase());
    groups.collect::<Vec<_>>().join("-")
}

fn named(key: &VerifyingKey) -> String {
    hex::encode(key.to_bytes())
}

fn key_named(name: &str) -> Option<VerifyingKey> {
    let bytes = <[u8; 32]>::try_from(hex::decode(name).ok()?.as_slice()).ok()?;
    VerifyingKey::from_bytes(&bytes).ok().filter(|key| !key.is_weak())
}

/// The key of one file: nobody but the two ends comes to it, and only for this label.
fn cipher(shared: [u8; 32], head: &[u8]) -> ChaCha20Poly1305 {
    let mut hasher = Sha256::new();
    hasher.update(b"motcua bundle key 1\n");
    hasher.update(shared);
    hasher.update(Sha256::digest(head));
    ChaCha20Poly1305::new(Key::from_slice(&hasher.finalize()))
}

/// Seals content to a receiver and signs the whole; `once` is fresh randomness.
///
/// # Errors
/// [`BundleRefusal::Damaged`] for a key that is none; [`BundleRefusal::TooLarge`].
pub fn seal(
    addressed: Addressed,
    (from, to): (&SigningKey, &VerifyingKey),
    once: [u8; 32],
    content: &[u8],
) -> Result<Vec<u8>, BundleRefusal> {
    let once = SigningKey::from_bytes(&once);
    let Addressed { kind, device, unit, number, made_at } = addressed;
    let label = Label {
        kind,
        device,
        unit,
        number,
        made_at,
        from: named(&from.verifying_key()),
        to: named(to),
        once: named(&once.verifying_key()),
    };
    if to.is_weak() {
        return Err(BundleRefusal::Damaged);
    }
    let mut file = MAGIC.to_vec();
    file.extend(serde_json::to_vec(&label).map_err(|_| BundleRefusal::Damaged)?);
    file.push(b'\n');
    let cipher = cipher(to.to_montgomery().mul_clamped(once.to_scalar_bytes()).to_bytes(), &file);
    // The key is used for this file alone.
    let mut stream = EncryptorBE32::from_aead(cipher, &[0; 7].into());
    let mut chunks = content.chunks(CHUNK).peekable();
    let mut last = &[][..];
    while let Some(chunk) = chunks.next() {
        if chunks.peek().is_none() {
            last = chunk;
            break;
        }
        file.extend(stream.encrypt_next(chunk).map_err(|_| BundleRefusal::TooLarge)?);
    }
    file.extend(stream.encrypt_last(last).map_err(|_| BundleRefusal::TooLarge)?);
    let signature = from.sign(&Sha256::digest(&file));
    file.extend(signature.to_bytes());
    if file.len() > LARGEST_BUNDLE { Err(BundleRefusal::TooLarge) } else { Ok(file) }
}

/// Opens a file that `from` has signed and that is for `own`.
///
/// # Errors
/// [`BundleRefusal`]; nothing of the content may be used then.
pub fn open(file: &[u8], from: &VerifyingKey, own: &SigningKey) -> Result<Vec<u8>, BundleRefusal> {
    let Parts { label, head, sealed, signed, signature } = split(file)?;
    let damaged = || BundleRefusal::Damaged;
    let signature = Signature::from_slice(signature).map_err(|_| damaged())?;
    from.verify_strict(&Sha256::digest(signed), &signature).map_err(|_| damaged())?;
    if label.from != named(from) || label.to != named(&own.verifying_key()) {
        return Err(damaged());
    }
    let once = key_named(&label.once).ok_or_else(damaged)?;
    let cipher = cipher(once.to_montgomery().mul_clamped(own.to_scalar_bytes()).to_bytes(), head);
    let mut stream = DecryptorBE32::from_aead(cipher, &[0; 7].into());
    let mut content = Vec::with_capacity(sealed.len());
    let mut chunks = sealed.chunks(CHUNK + TAG).peekable();
    while let Some(chunk) = chunks.next() {
        if chunks.peek().is_none() {
            content.extend(stream.decrypt_last(chunk).map_err(|_| damaged())?);
            return Ok(content);
        }
        content.extend(stream.decrypt_next(chunk).map_err(|_| damaged())?);
    }
    Err(damaged())
}

/// Packs what is said and the documents behind it.
///
/// # Errors
/// [`BundleRefusal::TooLarge`].
pub fn pack(said: &impl Serialize, documents: &[Vec<u8>]) -> Result<Vec<u8>, BundleRefusal> {
    let too_large = || BundleRefusal::TooLarge;
    let said = serde_json::to_vec(said).map_err(|_| too_large())?;
    let length = u32::try_from(said.len()).map_err(|_| too_large())?;
    let mut content = length.to_be_bytes().to_vec();
    content.extend(said);
    documents.iter().for_each(|document| content.extend(document));
    zstd::encode_all(content.as_slice(), 3).map_err(|_| too_large())
}

/// Unpacks it again; the documents as one piece.
///
/// # Errors
/// [`BundleRefusal::Damaged`]; [`BundleRefusal::TooNew`] for what this program cannot read.
pub fn unpack<T: DeserializeOwned>(content: &[u8]) -> Result<(T, Vec<u8>), BundleRefusal> {
    let damaged = || BundleRefusal::Damaged;
    let most = (LARGEST_BUNDLE * 4) as u64;
    let mut unpacked = Vec::new();
    let decoder = zstd::Decoder::new(content).map_err(|_| damaged())?;
    decoder.take(most + 1).read_to_end(&mut unpacked).map_err(|_| damaged())?;
    if unpacked.len() as u64 > most {
        return Err(BundleRefusal::TooLarge);
    }
    let (length, rest) = unpacked.split_first_chunk::<4>().ok_or_else(damaged)?;
    let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| damaged())?;
    let (said, documents) = rest.split_at_checked(length).ok_or_else(damaged)?;
    let said = serde_json::from_slice(said).map_err(|_| BundleRefusal::TooNew)?;
    Ok((said, documents.to_vec()))
}

/// Cuts the documents apart; each is what its name says, or the bundle is not believed.
///
/// # Errors
/// [`BundleRefusal::Damaged`].
pub fn cut<'a>(named: &[(Digest, u64)], mut bytes: &'a [u8]) -> Result<Vec<(Digest, &'a [u8])>, BundleRefusal> {
    let mut cut = Vec::with_capacity(named.len());
    for (digest, size) in named {
        let size = usize::try_from(*size).map_err(|_| BundleRefusal::Damaged)?;
        let (document, rest) = bytes.split_at_checked(size).ok_or(BundleRefusal::Damaged)?;
        if size == 0 || !crate::file::is(digest, document) {
            return Err(BundleRefusal::Damaged);
        }
        cut.push((digest.clone(), document));
        bytes = rest;
    }
    if bytes.is_empty() { Ok(cut) } else { Err(BundleRefusal::Damaged) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn keys() -> (SigningKey, SigningKey, SigningKey) {
        (SigningKey::from_bytes(&[1; 32]), SigningKey::from_bytes(&[2; 32]), SigningKey::from_bytes(&[3; 32]))
    }

    fn addressed() -> Addressed {
        Addressed {
            kind: BundleKind::Acts,
            device: DeviceId(Uuid::from_u128(1)),
            unit: "000.00.03.H40".into(),
            number: 7,
            made_at: Moment(5),
        }
    }

    fn sealed(content: &[u8]) -> Vec<u8> {
        let (desk, portal, _) = keys();
        seal(addressed(), (&desk, &portal.verifying_key()), [9; 32], content).unwrap()
    }

    #[test]
    fn what_is_sealed_is_opened_by_its_receiver_alone_and_read_by_nobody_on_the_way() {
        let (desk, portal, other) = keys();
        for length in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK] {
            let content: Vec<u8> = "Nguyễn Văn Đức ".bytes().cycle().take(length).collect();
            let file = sealed(&content);
            assert_eq!(open(&file, &desk.verifying_key(), &portal), Ok(content), "{length}");
            assert_eq!(open(&file, &desk.verifying_key(), &other), Err(BundleRefusal::Damaged));
            assert_eq!(open(&file, &other.verifying_key(), &portal), Err(BundleRefusal::Damaged));
            assert!(!file.windows(6).any(|window| window == "Nguy\u{1ec5}".as_bytes()));
            assert_eq!(label(&file).unwrap().number, 7);
        }
    }

    #[test]
    fn no_byte_can_be_changed_and_none_left_out() {
        let (desk, portal, _) = keys();
        let file = sealed(b"an act");
        for place in 0..file.len() {
            for bit in [0x01, 0x20, 0x80] {
                let mut changed = file.clone();
                changed[place] ^= bit;
                assert!(open(&changed, &desk.verifying_key(), &portal).is_err(), "byte {place}, bit {bit}");
            }
            assert!(open(&file[..place], &desk.verifying_key(), &portal).is_err(), "cut at {place}");
        }
        let longer = [&file[..], b"x"].concat();
        assert!(open(&longer, &desk.verifying_key(), &portal).is_err());
    }

    #[test]
    fn chunks_do_not_change_places_even_where_the_signer_would_sign_it() {
        let (desk, portal, _) = keys();
        let file = sealed(&[b"a".repeat(CHUNK), b"b".repeat(CHUNK)].concat());
        let Parts { head, sealed, .. } = split(&file).unwrap();
        let (first, second) = sealed.split_at(CHUNK + TAG);
        for forged in [[second, first].concat(), first.to_vec(), second.to_vec()] {
            let mut file = [head, &forged].concat();
            let signature = desk.sign(&Sha256::digest(&file));
            file.extend(signature.to_bytes());
            assert_eq!(open(&file, &desk.verifying_key(), &portal), Err(BundleRefusal::Damaged));
        }
    }

    #[test]
    fn documents_are_cut_apart_by_size_and_each_is_what_its_name_says() {
        let documents = [b"one".to_vec(), b"three".to_vec()];
        let named: Vec<_> = documents.iter().map(|document| (crate::digest(document), document.len() as u64)).collect();
        let content = pack(&"said", &documents).unwrap();
        let (said, bytes): (String, _) = unpack(&content).unwrap();
        assert_eq!(said, "said");
        assert_eq!(cut(&named, &bytes).unwrap()[1], (named[1].0.clone(), &b"three"[..]));
        let swapped = [named[1].clone(), named[0].clone()];
        assert_eq!(cut(&swapped, &bytes), Err(BundleRefusal::Damaged));
        assert_eq!(cut(&named[..1], &bytes), Err(BundleRefusal::Damaged), "something is left over");
        assert_eq!(cut(&named, &bytes[1..]), Err(BundleRefusal::Damaged));
    }

    #[test]
    fn a_fingerprint_is_128_bits_in_groups_of_four() {
        let print = fingerprint(&crate::digest(b"x"));
        assert_eq!((print.len(), print.split('-').count()), (39, 8));
        assert_eq!(&print[..9], "2D71-1642");
    }
}
