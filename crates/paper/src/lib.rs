//! Forms and signatures: contents in, PDF out; sign, seal, inspect, show.
//!
//! - [`receipt`], [`supplement_slip`], [`rejection_slip`], [`rejection_notice`], [`apology`], [`stop_notice`], [`control_slip`],
//!   [`tracking_book`], [`fee_receipt`], [`hand_over_minutes`], [`result_slip`], [`outage_minutes`], [`certified_copy`] and
//!   [`result_document`] set a content on paper; [`from_case`] fills contents in.
//! - [`sheet`] sets the table of a report as a spreadsheet or on paper.
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
pub mod from_office;
pub mod from_report;
mod inspect;
mod layout;
mod open;
mod passage;
pub mod render;
mod result_document;
pub mod sample_pki;
pub mod sheet;
mod signing;
pub mod timestamp;
mod vietnamese;

pub use error::{Error, KeyError, Refused};
pub use forms::{
    Apology, BookClosing, BookEntry, CertifiedCopy, ControlRow, ControlSlip, FeeItem, FeeReceipt, HandOverKind,
    HandOverLine, HandOverMinutes, HandOverSide, Letterhead, OnlineFiling, Outage, OutageMinutes, OutageWork,
    PaperLine, Party, Receipt, RejectionNotice, RejectionSlip, ResultChannel, ResultLine, ResultSlip, StopNotice,
    SupplementSlip, Timing, TrackingBook, apology, certified_copy, control_slip, fee_receipt, hand_over_minutes,
    outage_minutes, receipt, rejection_notice, rejection_slip, result_slip, set_of_minutes, stop_notice,
    supplement_slip, tracking_book,
};
pub use inspect::{SignatureSummary, inspect, is_complete_result};
pub use layout::Strokes;
pub use passage::Passage;
pub use result_document::{
    AGENCY_SIGNATURE, DOCUMENT_NUMBER, ISSUE_DATE, PERSON_SIGNATURE, ResultDocument, result_document,
};
pub use signing::{Pkcs12Key, seal, sign_as_person};
pub use vietnamese::{amount_in_words, dong, long_date, long_moment, place_and_date, short_date, short_moment};
