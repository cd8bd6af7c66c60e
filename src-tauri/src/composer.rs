//! Documents for the desk, made and signed by `paper`.

use casework::catalogue::{Role, User};
use casework::{Case, Catalogue, Edition, FileRef, Moment, Proposal, Refusal, UserId};
use desk::views::Failure;
use desk::{Apology, Composer, DraftResult, Sealing};
use paper::from_case::{self, Missing};
use paper::{Error, KeyError, Pkcs12Key};
use std::sync::Arc;

/// Makes results from the catalogue of a desk.
pub struct PaperComposer {
    catalogue: Arc<Catalogue>,
    author: UserId,
}

impl PaperComposer {
    pub fn new(catalogue: Arc<Catalogue>, author: UserId) -> Self {
        Self { catalogue, author }
    }

    fn compose(&self, case: &Case, signer: &UserId, at: Moment) -> Result<Vec<u8>, Failure> {
        if case.proposal.as_ref().is_some_and(|proposal| !proposal.decision.is_granted()) {
            let content = from_case::rejection_notice(&self.catalogue, case, signer, at).map_err(missing)?;
            return paper::rejection_notice(&content).map_err(failure);
        }
        let content = from_case::result_document(&self.catalogue, case, signer, at).map_err(missing)?;
        paper::result_document(&content).map_err(failure)
    }
}

impl Composer for PaperComposer {
    fn draft(&self, case: &Case, edition: &Edition, draft: &DraftResult<'_>) -> Result<Vec<u8>, Failure> {
        let at = desk::clock();
        let head = head(&self.catalogue, case)
            .ok_or_else(|| Failure::Internal { trace: format!("unit {} has no head in {}", case.unit, edition.id) })?;
        // The draft is what is being made: its own name in the proposal is not read.
        let file = case.proposal.as_ref().map(|proposal| proposal.draft.clone()).map_or_else(no_file, Ok)?;
        let proposal = Proposal {
            by: casework::Actor::Official(self.author.clone()),
            at,
            decision: draft.decision,
            title: draft.title.to_owned(),
            body: draft.body.to_owned(),
            draft: file,
        };
        self.compose(&Case { proposal: Some(proposal), ..case.clone() }, &head.id, at)
    }

    fn sign(
        &self,
        case: &Case,
        _edition: &Edition,
        signer: &User,
        p12: &[u8],
        secret: &str,
        at: Moment,
    ) -> Result<Vec<u8>, Failure> {
        let key = open_key(p12, secret, at)?;
        let unsigned = self.compose(case, &signer.id, at)?;
        paper::sign_as_person(&unsigned, &key, at, None).map_err(failure)
    }

    fn apology(&self, apology: &Apology<'_>) -> Result<Vec<u8>, Failure> {
        let key = open_key(apology.p12, apology.secret, apology.at)?;
        let (case, signer) = (apology.case, &apology.signer.id);
        let content = from_case::apology(&self.catalogue, case, signer, apology.to, apology.reason, apology.at);
        let content = content.map_err(missing)?.numbered(apology.number);
        let unsigned = paper::apology(&content).map_err(failure)?;
        paper::sign_as_person(&unsigned, &key, apology.at, None).map_err(failure)
    }

    fn seal(&self, sealing: &Sealing<'_>) -> Result<Vec<u8>, Failure> {
        let key = open_key(sealing.p12, sealing.secret, sealing.at)?;
        let place_and_date = paper::place_and_date(sealing.place, sealing.issued_on);
        paper::seal(sealing.signed, &key, sealing.number, &place_and_date, sealing.at, None).map_err(failure)
    }
}

/// A key that opens and may sign at `at`.
pub fn open_key(p12: &[u8], secret: &str, at: Moment) -> Result<Pkcs12Key, Failure> {
    let key = Pkcs12Key::open(p12, secret).map_err(key_failure)?;
    key.check_valid_at(at).map_err(key_failure)?;
    Ok(key)
}

/// Who will sign, as far as a draft can know: the unit's first head, deputies after them.
fn head<'a>(catalogue: &'a Catalogue, case: &Case) -> Option<&'a User> {
    let heads = catalogue.users.values().filter(|user| user.active && user.unit == case.unit && is_head(user));
    heads.min_by_key(|user| (user.title.starts_with("Phó "), &user.id))
}

fn is_head(user: &User) -> bool {
    user.roles.contains(&Role::UnitHead)
}

/// Stands where a draft has no name yet.
fn no_file() -> Result<FileRef, Failure> {
    let digest = "0".repeat(64).parse().map_err(|_| Failure::Internal { trace: "no digest of noughts".to_owned() })?;
    Ok(FileRef { digest, name: String::new(), media_type: "application/pdf".to_owned(), size: 0 })
}

/// Why a paper could not be made, in the words of the desk.
pub fn failure(error: Error) -> Failure {
    match error {
        Error::Key(error) => key_failure(error),
        Error::TooLarge { .. } => Failure::FileUnreadable { reason: "size".to_owned() },
        Error::Malformed(_)
        | Error::NoPlace(_)
        | Error::PlaceTaken(_)
        | Error::NotSignedYet
        | Error::Picture(_)
        | Error::Render(_)
        | Error::RenderTimeout(_) => Failure::FileUnreadable { reason: error.to_string() },
        Error::Compose(_) | Error::QrCode(_) | Error::Sign(_) | Error::Child(_) => internal(&error),
    }
}

fn key_failure(error: KeyError) -> Failure {
    match error {
        KeyError::WrongPassphrase => Failure::WrongKeySecret,
        KeyError::NotYetValid { .. } | KeyError::Expired { .. } | KeyError::NotForSigning => {
            Failure::CertificateNotValid
        }
        KeyError::Malformed(_) | KeyError::NoKey | KeyError::Unsupported(_) | KeyError::Mismatch => {
            Failure::FileUnreadable { reason: error.to_string() }
        }
    }
}

/// Why a case has no such paper, in the words of the desk.
pub fn missing(missing: Missing) -> Failure {
    match missing {
        Missing::Proposal => Failure::Refused { refusal: Refusal::NoDraft },
        other => internal(&other),
    }
}

pub fn internal(error: &dyn std::error::Error) -> Failure {
    Failure::Internal { trace: error.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_a_key_is_told_apart() {
        assert_eq!(failure(Error::Key(KeyError::WrongPassphrase)), Failure::WrongKeySecret);
        let expired = KeyError::Expired { not_after: Moment(0) };
        assert_eq!(failure(Error::Key(expired)), Failure::CertificateNotValid);
        assert!(matches!(open_key(b"no key", "x", Moment(0)), Err(Failure::FileUnreadable { .. })));
    }
}
