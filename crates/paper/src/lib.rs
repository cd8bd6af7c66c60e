//! Forms and signatures: contents in, PDF out; sign, seal, inspect, show.

mod error;
mod file;
mod font;
mod forms;
mod layout;
mod passage;
mod result_document;
mod vietnamese;

pub use error::{Error, KeyError};
pub use forms::{
    Letterhead, OnlineFiling, PaperLine, Party, Receipt, RejectionSlip, ResultChannel, SupplementSlip, receipt,
    rejection_slip, supplement_slip,
};
pub use passage::Passage;
pub use result_document::{ResultDocument, result_document};
pub use vietnamese::{long_date, long_moment, place_and_date};
