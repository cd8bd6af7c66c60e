//! The forms that an applicant gets, on A5 (Circular 01/2018/TT-VPCP, kept by Circular 03/2025/TT-VPCP): the receipt (01),
//! the request for supplements (02) and the rejection (03).
//!
//! Contents are plain data; nothing here asks a case or a catalogue. `from_case` fills them in.

mod apology;
mod parts;
mod receipt;
mod rejection_slip;
mod stop_notice;
mod supplement_slip;

pub use apology::{Apology, apology};
pub use parts::{Generation, Letterhead, PaperLine, Party};
pub use receipt::{Receipt, ResultChannel, receipt};
pub use rejection_slip::{OnlineFiling, RejectionSlip, rejection_slip};
pub use stop_notice::{StopNotice, stop_notice};
pub use supplement_slip::{SupplementSlip, supplement_slip};
