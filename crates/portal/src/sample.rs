//! A sample province to try the software with: six units with people in every role, some three hundred cases in every
//! status that can be reached, their documents, and keys to sign with.
//!
//! Nothing here is written past the law: each case is a series of envelopes that were run through `casework::decide`, in
//! the order in which the portal can admit them. The same seed and the same `now` give the same province, down to the
//! bytes of plain documents; keys, and what is signed with them, are drawn anew.
//!
//! All of it is made up and says so: identity numbers, telephone numbers, keys (see `catalogue/2018/edition.yaml` for
//! what is illustrative in the catalogue). Deliberately absent: clocks and disks; [`province`] is handed `now` and gives
//! back envelopes and bytes.
//!
//! Enter at [`province`]; [`users`] and [`keys`] go with it.

mod applicants;
mod chance;
mod content;
mod documents;
mod keys;
mod line;
mod people;
mod picture;
mod plan;
mod province;
mod signed;
mod told;

pub use documents::{AttachmentKind, Documents, Paperwork, PlainDocuments, SampleFile};
pub use keys::{SampleKey, SampleKeys, keys};
pub use people::users;
pub use province::{SampleProvince, province};
pub use signed::SignedDocuments;

/// What every sample user proves themselves with, and the passphrase of every sample key.
pub const SECRET: &str = "motcua";

/// Why there is no sample province.
#[derive(Debug, thiserror::Error)]
pub enum SampleError {
    #[error("no edition is in force on {0}; the sample needs a catalogue")]
    NoEdition(casework::Date),
    #[error("the catalogue offers nothing at unit {0}; the sample needs the units of the bundled edition")]
    NoService(casework::UnitCode),
    #[error("the law refuses a sample command at {at:?}: {refusal}")]
    Refused { at: casework::Moment, refusal: casework::Refusal },
    #[error("a sample case cannot go on: {0}")]
    Stuck(&'static str),
    #[error("a sample document cannot be made: {0}")]
    Document(#[from] paper::Error),
    #[error("a sample document cannot be filled in: {0}")]
    Content(#[from] paper::from_case::Missing),
    #[error("there is no sample key for {0}")]
    NoKey(casework::UserId),
}

#[cfg(test)]
mod tests;
