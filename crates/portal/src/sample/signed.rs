//! Documents as the product makes them: results laid out by `paper`, signed by the head, numbered and sealed.

use super::documents::{AttachmentKind, Documents, Paperwork, PlainDocuments, SampleFile};
use super::{SECRET, SampleError, SampleKeys};
use casework::catalogue::Role;
use casework::{Decision, UserId};
use paper::{Pkcs12Key, from_case};
use std::collections::BTreeMap;

/// Results with the signatures of the sample keys; papers of applicants are plain.
pub struct SignedDocuments {
    keys: BTreeMap<UserId, Pkcs12Key>,
    plain: PlainDocuments,
}

impl SignedDocuments {
    /// Opens the keys.
    ///
    /// # Errors
    /// A key file that does not open with the sample's secret.
    pub fn new(keys: &SampleKeys) -> Result<Self, SampleError> {
        let mut opened = BTreeMap::new();
        for key in &keys.keys {
            opened.insert(key.user.clone(), Pkcs12Key::open(&key.p12, SECRET).map_err(paper::Error::from)?);
        }
        Ok(Self { keys: opened, plain: PlainDocuments })
    }

    fn key(&self, user: &UserId) -> Result<&Pkcs12Key, SampleError> {
        self.keys.get(user).ok_or_else(|| SampleError::NoKey(user.clone()))
    }
}

impl Documents for SignedDocuments {
    fn attachment(&mut self, what: &str, applicant: &str, kind: AttachmentKind) -> Result<SampleFile, SampleError> {
        self.plain.attachment(what, applicant, kind)
    }

    fn draft(&mut self, work: &Paperwork<'_>) -> Result<SampleFile, SampleError> {
        let is_head = |user: &&casework::catalogue::User| {
            user.active && user.unit == work.case.unit && user.roles.contains(&Role::UnitHead)
        };
        let head = work.catalogue.users.values().find(is_head).ok_or(SampleError::Stuck("its unit has no head"))?;
        let bytes = composed(work, &head.id)?;
        Ok(SampleFile::new(work.file_name("du-thao"), "application/pdf", bytes))
    }

    fn signed(&mut self, work: &Paperwork<'_>) -> Result<SampleFile, SampleError> {
        let bytes = paper::sign_as_person(&composed(work, work.official)?, self.key(work.official)?, work.at, None)?;
        Ok(SampleFile::new(work.file_name("ket-qua-da-ky"), "application/pdf", bytes))
    }

    fn sealed(&mut self, work: &Paperwork<'_>, signed: &[u8], number: u32) -> Result<SampleFile, SampleError> {
        let edition = work.edition()?;
        let service = edition.services.get(&work.case.service).ok_or(SampleError::Stuck("its service is gone"))?;
        let decision = work.case.proposal.as_ref().map(|proposal| proposal.decision).unwrap_or_default();
        let book = edition.book_of(service, decision);
        let number = from_case::document_number(work.catalogue, work.case, book, number)?;
        let issued = from_case::issue_date(work.catalogue, work.case, work.at.day())?;
        let bytes = paper::seal(signed, self.key(work.official)?, &number, &issued, work.at, None)?;
        Ok(SampleFile::new(work.file_name("ket-qua"), "application/pdf", bytes))
    }
}

/// The result as a PDF for `head` to sign.
fn composed(work: &Paperwork<'_>, head: &UserId) -> Result<Vec<u8>, SampleError> {
    let declines = work.case.proposal.as_ref().is_some_and(|proposal| proposal.decision == Decision::Declined);
    if declines {
        let content = from_case::rejection_notice(work.catalogue, work.case, head, work.at)?;
        return Ok(paper::rejection_notice(&content)?);
    }
    let content = from_case::result_document(work.catalogue, work.case, head, work.at)?;
    Ok(paper::result_document(&content)?)
}
