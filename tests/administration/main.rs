//! The rooms of the staff over HTTP: who gets in, who sees what, and what reaches the desks.

mod bundles;
mod catalogue;
mod doors;
mod drafts;
mod editor;
mod national;
mod notices;
mod operating;
mod operation;
mod passkeys;
mod people;
mod quarantine;
mod stage;
mod voices;
mod workbook;
