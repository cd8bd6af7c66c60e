//! Bounds of what people type, the same for every command.

use crate::{Applicant, FileRef, Paper, Refusal};
use std::collections::BTreeMap;

/// Longest name, phone number or title, in characters.
pub(crate) const LINE: usize = 300;
/// Longest reason, address or subject.
pub(crate) const PARAGRAPH: usize = 4_000;
/// Longest body of a result.
pub(crate) const PAGE: usize = 60_000;
/// Most papers of a case, and most files of a paper.
const MANY: usize = 200;
/// Largest document, in bytes.
const LARGEST_FILE: u64 = 100 * 1024 * 1024;

/// A text that must be there.
pub(crate) fn required(entry: &str, text: &str, limit: usize) -> Result<(), Refusal> {
    if text.trim().is_empty() {
        return Err(Refusal::EntryMissing { entry: entry.to_owned() });
    }
    optional(entry, text, limit)
}

/// A text that may be empty.
pub(crate) fn optional(entry: &str, text: &str, limit: usize) -> Result<(), Refusal> {
    if text.chars().count() > limit {
        let limit = u32::try_from(limit).unwrap_or(u32::MAX);
        return Err(Refusal::EntryTooLong { entry: entry.to_owned(), limit });
    }
    let stray = |letter: char| letter.is_control() && !matches!(letter, '\n' | '\t' | '\r');
    if text.chars().any(stray) {
        return Err(Refusal::EntryMalformed { entry: entry.to_owned() });
    }
    Ok(())
}

/// Who asks.
pub(crate) fn applicant(applicant: &Applicant) -> Result<(), Refusal> {
    required("applicant_name", &applicant.name, LINE)?;
    required("address", &applicant.address, PARAGRAPH)?;
    optional("phone", &applicant.phone, LINE)?;
    optional("identity_number", applicant.identity_number.as_deref().unwrap_or(""), LINE)?;
    optional("email", applicant.email.as_deref().unwrap_or(""), LINE)
}

/// The values of a service's form.
pub(crate) fn entries(entries: &BTreeMap<String, String>) -> Result<(), Refusal> {
    few("entries", entries.len())?;
    for (name, value) in entries {
        required("entry", name, LINE)?;
        optional(name, value, PARAGRAPH)?;
    }
    Ok(())
}

/// Not more than a person would write down.
pub(crate) fn few(entry: &str, count: usize) -> Result<(), Refusal> {
    if count > MANY {
        return Err(Refusal::EntryTooLong { entry: entry.to_owned(), limit: MANY as u32 });
    }
    Ok(())
}

/// The papers of a dossier.
pub(crate) fn papers(papers: &[Paper]) -> Result<(), Refusal> {
    if papers.len() > MANY || papers.iter().any(|paper| paper.files.len() > MANY) {
        return Err(Refusal::EntryTooLong { entry: "papers".to_owned(), limit: MANY as u32 });
    }
    for paper in papers {
        required("paper", &paper.name, PARAGRAPH)?;
        paper.files.iter().try_for_each(file)?;
    }
    Ok(())
}

/// A document by its digest.
pub(crate) fn file(file: &FileRef) -> Result<(), Refusal> {
    required("file_name", &file.name, LINE)?;
    required("media_type", &file.media_type, LINE)?;
    if file.size == 0 || file.size > LARGEST_FILE {
        return Err(Refusal::EntryMalformed { entry: "file_size".to_owned() });
    }
    Ok(())
}
