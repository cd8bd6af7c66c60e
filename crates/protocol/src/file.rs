//! Documents by digest, in parts, each side able to go on where it stopped.
//!
//! Up: ask for the state, send parts from its offset on; the part that completes the document is checked against the
//! digest before it counts as held. Down: ask for a range. Decisions never wait for documents.

use casework::Digest;
use serde::{Deserialize, Serialize};

/// How much of a document the portal has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileState {
    /// The whole document, checked against its digest and safe on disk.
    pub held: bool,
    /// Where the next part begins.
    pub offset: u64,
}

/// What to send next: the bounds of the part, or nothing where the portal holds everything.
#[must_use]
pub fn next_part(state: FileState, size: u64) -> Option<std::ops::Range<u64>> {
    if state.held {
        return None;
    }
    // An offset past the end is of another document's leftovers: begin anew.
    let start = if state.offset < size { state.offset } else { 0 };
    Some(start..size.min(start + crate::FILE_PART as u64))
}

/// Checks received bytes against their name.
#[must_use]
pub fn is(digest: &Digest, bytes: &[u8]) -> bool {
    crate::digest(bytes) == *digest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_goes_up_in_parts_from_where_it_stopped() {
        let part = crate::FILE_PART as u64;
        let state = |offset| FileState { held: false, offset };
        assert_eq!(next_part(state(0), part + 10), Some(0..part));
        assert_eq!(next_part(state(part), part + 10), Some(part..part + 10));
        assert_eq!(next_part(state(part + 99), part + 10), Some(0..part));
        assert_eq!(next_part(FileState { held: true, offset: 0 }, part), None);
    }
}
