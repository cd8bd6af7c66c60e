//! One file a table (or a close family): its rows, its statements, its reads and writes.

pub(crate) mod absences;
pub(crate) mod bundles;
pub(crate) mod cases;
pub(crate) mod desk_book;
pub(crate) mod drafts;
pub(crate) mod envelopes;
pub(crate) mod events;
pub(crate) mod facts;
pub(crate) mod files;
pub(crate) mod head;
pub(crate) mod news;
pub(crate) mod numbers;
pub(crate) mod outages;
pub(crate) mod unit_book;
