//! Signatures on papers: PAdES baseline B-B, made without a network.
//!
//! A signature is an incremental update: nothing that was there before moves. A timestamp token is not put into a
//! signature afterwards, because the agency's signature covers the head's: one that is wanted later goes over the whole
//! file as a document timestamp.
//!
//! Enter at [`sign_as_person`] and [`seal`].

mod appearance;
mod cms;
mod increment;
mod key;
mod person;
mod picture;
mod seal;

pub(crate) use cms::{TokenParts, token_parts, verify};
pub(crate) use increment::Increment;
pub use key::Pkcs12Key;
pub use person::sign_as_person;
pub use seal::seal;
