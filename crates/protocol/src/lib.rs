//! The talk between desks and portal, without sockets, files or clocks.
//!
//! One file per exchange holds its request, its reply, the desk's half and the portal's half. Both ends of a real
//! connection and both ends of the simulation call the same functions; what is stored and what is sent is somebody
//! else's business ([`store`] says what they must be able to do).
//!
//! Deliberately absent: HTTP, SQL, the runtime, time. Enter at [`push`].

pub mod book;
pub mod bundle;
pub mod chain;
pub mod check;
pub mod codes;
pub mod enrol;
pub mod file;
pub mod push;
pub mod ratings;
pub mod rebase;
mod road;
pub mod store;

pub use chain::{Checkpoint, Entry, Head, LogId};
pub use push::{PushReply, PushRequest, Verdict};
pub use road::{LineError, Portal, RoadRefusal};

/// Version of the talk. A portal serves this and the two before it.
pub const VERSION: u16 = 1;
/// Envelopes in one push.
pub const BATCH: usize = 200;
/// Entries of the log in one page.
pub const PAGE: u32 = 500;
/// Largest message after decompression, in bytes.
pub const LARGEST_MESSAGE: usize = 16 * 1024 * 1024;
/// Bytes of a document in one request.
pub const FILE_PART: usize = 256 * 1024;
/// Largest document, in bytes.
pub const LARGEST_FILE: u64 = 100 * 1024 * 1024;

/// SHA-256, as documents and log entries are named.
#[must_use]
pub fn digest(bytes: &[u8]) -> casework::Digest {
    use sha2::Digest as _;
    to_digest(sha2::Sha256::digest(bytes).into())
}

/// The digest that has these 32 bytes.
#[must_use]
pub fn to_digest(bytes: [u8; 32]) -> casework::Digest {
    // Thirty-two bytes in hexadecimal are always sixty-four lower-case characters.
    casework::Digest::try_from(hex::encode(bytes)).unwrap_or_else(|_| unreachable!())
}
