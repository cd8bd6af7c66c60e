//! Addresses of documents for other systems: signed by the portal, good until a day, ended at once by a mark in the
//! store, and each for one document. Who knows one needs no account; nobody can make one up.

use crate::admit::{Portal, PortalError, clock, random};
use crate::store::DocumentAddress;
use casework::{CaseId, FileRef, Moment};
use ed25519_dalek::{Signature, Signer, Verifier};

/// Where addresses lead: below it the address' own parts.
const PLACE: &str = "/van-ban";

fn signed_text(address: &DocumentAddress, until: i64) -> String {
    format!("motcua address 1\n{}\n{}\n{until}", address.id, address.digest)
}

/// The address of a document for another system, good for so many days; `None` where it was ended.
pub(crate) async fn give(
    portal: &Portal,
    to: &str,
    case: CaseId,
    file: &FileRef,
    days: u16,
) -> Result<Option<(DocumentAddress, String)>, PortalError> {
    let mut id = [0; 16];
    random(&mut id)?;
    let fresh = DocumentAddress {
        id: hex::encode(id),
        case,
        digest: file.digest.clone(),
        name: file.name.clone(),
        media_type: file.media_type.clone(),
        given_to: to.to_owned(),
        made_at: clock(),
        revoked_at: None,
        opened_at: None,
        openings: 0,
    };
    let address = portal.store.give_address(&fresh).await?;
    if address.revoked_at.is_some() {
        return Ok(None);
    }
    // The same the whole day, so that what is told again is the same.
    let until = Moment::at(clock().day().plus_days(i64::from(days) + 1), 0).0;
    let signature = portal.identity.key.sign(signed_text(&address, until).as_bytes());
    let url = portal.exchange().public_url.clone();
    let path = format!("{url}{PLACE}/{}/{until}/{}", address.id, hex::encode(signature.to_bytes()));
    Ok(Some((address, path)))
}

/// The document that an address opens now.
pub(crate) async fn opened(
    portal: &Portal,
    (id, until, signature): (&str, i64, &str),
    now: Moment,
) -> Result<Option<DocumentAddress>, PortalError> {
    let Some(signature) = hex::decode(signature).ok().and_then(|bytes| Signature::from_slice(&bytes).ok()) else {
        return Ok(None);
    };
    if until < now.0 {
        return Ok(None);
    }
    let address = portal.store.document_address(id).await?.filter(|address| address.revoked_at.is_none());
    let key = portal.identity.key.verifying_key();
    let address = address.filter(|address| key.verify(signed_text(address, until).as_bytes(), &signature).is_ok());
    if let Some(address) = &address {
        portal.store.note_opening(&address.id, now).await?;
    }
    Ok(address)
}
