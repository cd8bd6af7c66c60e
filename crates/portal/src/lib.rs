//! The centre: one log a unit, one door into it, and what desks, citizens and administrators see of it.
//!
//! Enter at [`Portal::admit`], the only way into the log, and at [`router`], the only way in from outside. One store
//! with two databases beneath; documents by digest in a folder. Deliberately absent: rules of the casework (casework),
//! layout of papers (paper), anything of a desk.

mod admit;
mod backup;
pub mod catalogue_files;
mod check;
mod documents;
mod people;
mod report;
mod routes;
pub mod sample;
mod sample_loader;
mod serve;
mod site;
mod store;
mod throttle;

pub use admit::{Admitted, Portal, PortalError};
pub use backup::backup;
pub use check::{Report, check};
pub use people::{add_enrol_code, set_secret};
pub use report::report;
pub use routes::router;
pub use sample_loader::{Loaded, load_sample};
pub use serve::{Serving, serve};
pub use store::{
    Account, Answer, DatabaseError, Draft, Enrolled, HeldFile, Identity, LinkedCase, NewDesk, NotEnrolled, Question,
    Rating, RegisterEntry, Store, UnitRatings,
};
