//! The portal's real process among real failures: killed, its database crashed, its place for documents gone. What was
//! acknowledged is in the log afterwards, exactly once, and the portal answers again.

mod documents;
mod killing;
#[path = "../stores/postgres.rs"]
mod postgres;
mod private;
mod stage;
mod stopping;
