//! Forms that are sent twice do once what they ask for: what a form makes is named after a token that came with it.

use super::Frame;
use crate::admit::{Portal, PortalError, random};
use casework::{AccountId, CaseId, EnvelopeId};
use ed25519_dalek::{Signature, Signer, Verifier};
use sha2::{Digest, Sha256};
use uuid::Builder;

/// Name of the form's entry.
pub(super) const ENTRY: &str = "once";

/// What a form makes is named after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Once([u8; 32]);

fn signed_text(nonce: &[u8], purpose: &str, account: Option<&AccountId>) -> String {
    let account = account.map_or("", AccountId::as_str);
    format!("motcua once 1\n{purpose}\n{account}\n{}", hex::encode(nonce))
}

fn account(frame: &Frame) -> Option<&AccountId> {
    frame.me.as_ref().map(|me| &me.account.id)
}

impl Once {
    /// A token for a form of whoever sees it.
    pub fn token(portal: &Portal, frame: &Frame, purpose: &str) -> Result<String, PortalError> {
        let mut nonce = [0; 32];
        random(&mut nonce)?;
        let signature = portal.identity.key.sign(signed_text(&nonce, purpose, account(frame)).as_bytes());
        Ok(format!("{}.{}", hex::encode(nonce), hex::encode(signature.to_bytes())))
    }

    /// Reads the token that came with a form; `None` where it was made for another form or for somebody else. Whoever sends
    /// none is not helped against sending twice.
    pub fn read(portal: &Portal, frame: &Frame, purpose: &str, token: &str) -> Result<Option<Self>, PortalError> {
        if token.is_empty() {
            let mut nonce = [0; 32];
            random(&mut nonce)?;
            return Ok(Some(Self(nonce)));
        }
        let read = || {
            let (nonce, signature) = token.split_once('.')?;
            let nonce = <[u8; 32]>::try_from(hex::decode(nonce).ok()?).ok()?;
            let signature = Signature::from_slice(&hex::decode(signature).ok()?).ok()?;
            let text = signed_text(&nonce, purpose, account(frame));
            portal.identity.key.verifying_key().verify(text.as_bytes(), &signature).ok()?;
            Some(Self(nonce))
        };
        Ok(read())
    }

    /// What is said to somebody whose token is none.
    pub fn not_read(frame: &Frame) -> String {
        let text = frame.t(
            "Trang này được mở trước khi đăng nhập hoặc đăng xuất. Kiểm tra lại rồi gửi một lần nữa.",
            "This page was opened before you signed in or out. Check it and send it once more.",
        );
        text.to_owned()
    }

    /// Bytes for something that the form makes.
    pub fn bytes(&self, what: &str) -> [u8; 32] {
        let mut hasher = Sha256::new();
        hasher.update(self.0);
        hasher.update(what.as_bytes());
        hasher.finalize().into()
    }

    fn id(&self, what: &str) -> [u8; 16] {
        let bytes = self.bytes(what);
        let mut id = [0; 16];
        id.copy_from_slice(&bytes[..16]);
        id
    }

    pub fn case(&self) -> CaseId {
        CaseId(Builder::from_random_bytes(self.id("case")).into_uuid())
    }

    /// The envelope of a command: another text is another command.
    pub fn envelope(&self, command: &str) -> EnvelopeId {
        EnvelopeId(Builder::from_random_bytes(self.id(&format!("envelope\n{command}"))).into_uuid())
    }

    /// The name of a question: another text is another question.
    pub fn question(&self, title: &str, body: &str) -> String {
        hex::encode(self.id(&format!("question\n{title}\n{body}")))
    }
}
