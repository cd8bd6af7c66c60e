//! What can break while a paper is made, signed or opened. A "no" to a signed document is [`crate::Refused`], no error.

use casework::Moment;

/// Something broke.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the document could not be composed: {0}")]
    Compose(String),
    #[error("the text is too long for a QR code: {0} bytes")]
    QrCode(usize),
    #[error("this is not a readable PDF: {0}")]
    Malformed(String),
    #[error("the file has {size} bytes, the limit is {limit}")]
    TooLarge { size: usize, limit: usize },
    #[error("the document has no place named {0}")]
    NoPlace(String),
    #[error("the place {0} is already filled in")]
    PlaceTaken(String),
    #[error("the document must carry the head's signature before it is numbered and sealed")]
    NotSignedYet,
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error("the signature could not be made: {0}")]
    Sign(String),
    #[error("the picture could not be used: {0}")]
    Picture(String),
    #[error("the pages could not be drawn: {0}")]
    Render(String),
    #[error("drawing the pages took longer than {0} ms")]
    RenderTimeout(u128),
    #[error("the process that draws pages could not be run: {0}")]
    Child(#[from] std::io::Error),
}

/// Why a key cannot sign.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    #[error("the passphrase does not open this key file")]
    WrongPassphrase,
    #[error("this is not a key file (PKCS#12): {0}")]
    Malformed(String),
    #[error("the key file holds no private key with its certificate")]
    NoKey,
    #[error("the kind of key is not supported: {0}")]
    Unsupported(String),
    #[error("the certificate was not issued for signing documents")]
    NotForSigning,
    #[error("the private key does not belong to the certificate")]
    Mismatch,
    #[error("the certificate is valid only from {}", .not_before.0)]
    NotYetValid { not_before: Moment },
    #[error("the certificate expired at {}", .not_after.0)]
    Expired { not_after: Moment },
}

/// Why a document may not go out as a result. No error: somebody has to sign, or to look.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("the document cannot be read: {0}")]
    Unreadable(String),
    #[error("a result needs two signatures, this has {0}")]
    TooFewSignatures(usize),
    #[error("the signature {0} does not cover exactly everything around itself")]
    BadByteRange(String),
    #[error("the signature {0} does not fit the document")]
    BadSignature(String),
    #[error("something stands behind the last signature")]
    NotCovered,
    #[error("the document was changed after it was signed")]
    ChangedAfterSignature,
}
