//! A desk without a window: the encrypted mirror and outbox, the sync loop, the HTTP client.
//!
//! Every change goes through one door, [`submit::submit`]; every reply through another, [`apply::apply`]. Both are
//! written over [`protocol::store::DeskStore`], so the simulation runs the very same code over memory that crashes.
//! One commit in `outbox.db` is what 'saved' means; `mirror.db` can be thrown away.
//!
//! Deliberately absent: the law (casework), PDF (paper; a [`Composer`] is handed in), the window.

mod absences;
mod act;
pub mod apply;
mod audit;
mod bundle;
mod case_view;
mod database;
mod desk;
mod documents;
pub mod enrolment;
mod error;
pub mod fold;
pub mod http_portal;
mod import;
mod lists;
mod near_due;
mod news;
mod office;
mod oversight;
mod practice;
mod queues;
mod ratings;
mod reports;
mod set_aside;
mod snippet;
mod store;
pub mod submit;
pub mod sync_loop;
mod tables;
pub mod vault;
mod verify;
pub mod views;
mod working_time;

pub use act::{Apology, Composer, DraftResult, Sealing, document_number};
pub use bundle::NewBundle;
pub use desk::{Desk, DeskEvent, clock, desks};
pub use error::DeskError;
pub use news::NewsBook;
pub use store::DeskFiles;
pub use vault::QuickLock;
pub use verify::Report;
