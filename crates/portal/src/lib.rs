//! The centre: one log a unit, one door into it, and what desks, citizens and administrators see of it.
//!
//! Enter at [`Portal::admit`], the only way into the log, and at [`router`], the only way in from outside. One store
//! with two databases beneath; documents by digest in a folder. Deliberately absent: rules of the casework (casework),
//! layout of papers (paper), anything of a desk.

mod absences;
mod addresses;
mod admit;
mod answers;
pub mod api;
mod backup;
mod bucket;
mod callers;
pub mod catalogue_files;
mod check;
mod counted;
mod documents;
mod door;
mod exchange;
mod folding;
mod gather;
mod identity_provider;
mod jobs;
pub mod log;
mod metrics;
mod national;
mod notices;
mod parts;
mod passkeys;
pub mod payments;
mod people;
pub mod postal;
mod postgres_tools;
mod report;
mod restore;
mod routes;
pub mod sample;
mod sample_loader;
mod serve;
mod settings;
mod signed_call;
mod site;
mod store;
mod sweep;
mod throttle;
mod timestamps;
mod uploads;
mod wakes;

pub use admit::{Admitted, Portal, PortalError};
pub use answers::answer_question;
pub use backup::backup;
pub use callers::Proxies;
pub use check::{Report, check};
pub use exchange::Exchange;
pub use identity_provider::IdentityProvider;
pub use jobs::{Ran, StuckJob, run_jobs};
pub use national::{NationalMessage, NationalPortal, NationalSettings, Outcome, fetch_national_lists, national};
pub use notices::{Mail, MessageProvider};
pub use people::{add_administrator, add_enrol_code, set_secret};
pub use report::report;
pub use restore::{Restored, bring_documents, restore};
pub use routes::router;
pub use sample_loader::{Loaded, load_sample};
pub use serve::{Serving, serve};
pub use settings::Settings;
pub use signed_call::{SignedCall, call_signature};
pub use store::{
    Account, Answer, BookAsked, CaseProof, CatalogueDraft, DatabaseError, DeletionRefusal, DocumentAddress, Enrolled,
    FilingDraft, GivenOnPaper, HeldFile, Identity, LinkedCase, LinkedIdentity, ListedDesk, ListedRegister, NewDesk,
    NotEnrolled, Passkey, Quarantined, Question, Rating, RegisterEntry, StaffAction, StaffSession, Store, UnitRatings,
    VoidedNumber, Wording,
};
pub use timestamps::TimeAuthority;
