//! What everybody who reaches the portal may try: every route from elsewhere, every page's headers, sessions that were
//! planted, rooms of other roles, cases of other units, and documents that are not what they say.
//!
//! The routes are read from the program's own text, so that a new one is tried without anybody adding it here.

#[path = "../administration/stage.rs"]
mod stage;

mod callers;
mod log;
mod roles;
mod routes;
mod sessions;
mod slow;
mod units;
mod uploads;
mod viruses;
