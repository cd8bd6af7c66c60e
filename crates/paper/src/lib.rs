//! Forms and signatures: contents in, PDF out; sign, seal, inspect, show.
//!
//! - [`receipt`], [`supplement_slip`], [`rejection_slip`] and [`result_document`] set a content on paper;
//!   [`from_case`] fills the contents in.
//! - [`sign_as_person`] is the head's signature, [`seal`] the records clerk's: number, day and the agency's signature.
//! - [`inspect`] says what signatures there are, [`is_complete_result`] whether a result may go out.
//! - [`render`] makes pictures of pages, foreign files in a process of their own.
//!
//! Everything is synchronous, and the same input gives the same bytes: moments are arguments. Deliberately absent:
//! clocks, networks (timestamps, revocation lists), trust (whose certificate counts), and PDF/A, which the composer
//! cannot write.

mod error;
mod file;
mod font;
mod forms;
pub mod from_case;
mod inspect;
mod layout;
mod open;
mod passage;
pub mod render;
mod result_document;
pub mod sample_pki;
mod signing;
mod vietnamese;

pub use error::{Error, KeyError, Refused};
pub use forms::{
    Apology, Generation, Letterhead, OnlineFiling, PaperLine, Party, Receipt, RejectionSlip, ResultChannel, StopNotice,
    SupplementSlip, apology, receipt, rejection_slip, stop_notice, supplement_slip,
};
pub use inspect::{SignatureSummary, inspect, is_complete_result};
pub use passage::Passage;
pub use result_document::{
    AGENCY_SIGNATURE, DOCUMENT_NUMBER, ISSUE_DATE, PERSON_SIGNATURE, ResultDocument, result_document,
};
pub use signing::{Pkcs12Key, seal, sign_as_person};
pub use vietnamese::{long_date, long_moment, place_and_date};
