//! The forms of the one-stop shop. What an applicant gets is on A5 (Circular 01/2018/TT-VPCP, kept by Circular
//! 03/2025/TT-VPCP): the receipt (01), the request for supplements (02), the rejection (03, at the counter and after appraisal), the apology (04), the
//! notice of a stop (05 of 2025), and the receipt for fees. What stays with the case or in the office: the control slip on A5,
//! the tracking book, the minutes and the slip of results on A4.
//!
//! Contents are plain data; nothing here asks a case or a catalogue. `from_case` fills them in.

mod apology;
mod certified_copy;
mod control_slip;
mod fee_receipt;
mod hand_over_minutes;
mod office;
mod outage_minutes;
mod parts;
mod receipt;
mod rejection_notice;
mod rejection_slip;
mod result_slip;
mod stop_notice;
mod supplement_slip;
mod tracking_book;

pub use apology::{Apology, apology};
pub use certified_copy::{CertifiedCopy, certified_copy};
pub use control_slip::{ControlRow, ControlSlip, Timing, control_slip};
pub use fee_receipt::{FeeItem, FeeReceipt, fee_receipt};
pub use hand_over_minutes::{
    HandOverKind, HandOverLine, HandOverMinutes, HandOverSide, hand_over_minutes, set_of_minutes,
};
pub use outage_minutes::{Outage, OutageMinutes, OutageWork, outage_minutes};
pub(crate) use parts::letterhead_on;
pub use parts::{Letterhead, PaperLine, Party};
pub use receipt::{Receipt, ResultChannel, receipt};
pub use rejection_notice::{RejectionNotice, rejection_notice};
pub use rejection_slip::{OnlineFiling, RejectionSlip, rejection_slip};
pub use result_slip::{ResultLine, ResultSlip, result_slip};
pub use stop_notice::{StopNotice, stop_notice};
pub use supplement_slip::{SupplementSlip, supplement_slip};
pub use tracking_book::{BookClosing, BookEntry, TrackingBook, tracking_book};
