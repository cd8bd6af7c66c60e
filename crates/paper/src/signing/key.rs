//! A private key with its certificate, from a PKCS#12 file.

use crate::KeyError;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair};
use casework::Moment;
use const_oid::ObjectIdentifier;
use const_oid::db::rfc4519::CN;
use const_oid::db::rfc5912::{ID_EC_PUBLIC_KEY, RSA_ENCRYPTION};
use der::{Decode, Encode};
use p12_keystore::error::Error as StoreError;
use p12_keystore::{KeyStore, Pkcs12ImportPolicy};
use std::fmt;
use x509_cert::Certificate;
use x509_cert::ext::pkix::KeyUsage;
use x509_cert::name::Name;
use zeroize::Zeroizing;

/// A key that can sign. The private part lives in the cryptographic library, which wipes it when this is dropped.
pub struct Pkcs12Key {
    pair: Pair,
    certificate: Certificate,
    /// Issuers that came with it.
    chain: Vec<Certificate>,
    name: String,
}

enum Pair {
    Rsa(Box<RsaKeyPair>),
    P256(Box<EcdsaKeyPair>),
}

impl fmt::Debug for Pkcs12Key {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Pkcs12Key").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Pkcs12Key {
    /// Opens a key file. A wrong passphrase is [`KeyError::WrongPassphrase`] and nothing else.
    pub fn open(file: &[u8], passphrase: &str) -> Result<Self, KeyError> {
        let store = KeyStore::from_pkcs12(file, passphrase, Pkcs12ImportPolicy::Strict).map_err(of_store)?;
        let (_, entry) = store.private_key_chain().ok_or(KeyError::NoKey)?;
        let private = Zeroizing::new(entry.key().as_der().to_vec());
        let mut certificates = entry.certs().iter().map(|found| read_certificate(found.as_der()));
        let certificate = certificates.next().ok_or(KeyError::NoKey)??;
        let chain = certificates.collect::<Result<Vec<_>, _>>()?;
        let pair = pair(&certificate, &private)?;
        check_usage(&certificate)?;
        let name = common_name(&certificate.tbs_certificate.subject);
        Ok(Self { pair, certificate, chain, name })
    }

    /// Common name of the certificate's subject: the person, or the agency.
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.name
    }

    /// Common name of whoever issued the certificate.
    #[must_use]
    pub fn issuer(&self) -> String {
        common_name(&self.certificate.tbs_certificate.issuer)
    }

    /// First moment at which the key may sign.
    #[must_use]
    pub fn not_before(&self) -> Moment {
        moment(self.certificate.tbs_certificate.validity.not_before)
    }

    /// Last moment at which the key may sign.
    #[must_use]
    pub fn not_after(&self) -> Moment {
        moment(self.certificate.tbs_certificate.validity.not_after)
    }

    /// Refuses a moment outside the certificate's validity.
    pub fn check_valid_at(&self, at: Moment) -> Result<(), KeyError> {
        let (not_before, not_after) = (self.not_before(), self.not_after());
        if at < not_before {
            return Err(KeyError::NotYetValid { not_before });
        }
        // Certificates count whole seconds.
        if at.0.div_euclid(1000) > not_after.0.div_euclid(1000) {
            return Err(KeyError::Expired { not_after });
        }
        Ok(())
    }

    pub(crate) fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    pub(crate) fn chain(&self) -> &[Certificate] {
        &self.chain
    }

    pub(crate) fn is_rsa(&self) -> bool {
        matches!(self.pair, Pair::Rsa(_))
    }

    /// Signs a message with SHA-256.
    pub(crate) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, KeyError> {
        let random = SystemRandom::new();
        let failed = |_| KeyError::Unsupported("the key does not sign".to_owned());
        match &self.pair {
            Pair::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature).map_err(failed)?;
                Ok(signature)
            }
            Pair::P256(pair) => Ok(pair.sign(&random, message).map_err(failed)?.as_ref().to_vec()),
        }
    }
}

fn of_store(error: StoreError) -> KeyError {
    match error {
        // The check value over the file, or the padding of what is encrypted in it, did not come out.
        StoreError::MacError(_) | StoreError::UnpadError | StoreError::Pkcs5Error(_) => KeyError::WrongPassphrase,
        StoreError::UnsupportedEncryptionScheme | StoreError::UnsupportedMacAlgorithm => {
            KeyError::Unsupported("the file is encrypted in a way that is not supported".to_owned())
        }
        other => KeyError::Malformed(other.to_string()),
    }
}

fn read_certificate(der: &[u8]) -> Result<Certificate, KeyError> {
    let malformed = |error: der::Error| KeyError::Malformed(error.to_string());
    let certificate = Certificate::from_der(der).map_err(malformed)?;
    // The certificate is written again inside each signature and must not change by that.
    if certificate.to_der().map_err(malformed)? != der {
        return Err(KeyError::Malformed("the certificate is not in DER".to_owned()));
    }
    Ok(certificate)
}

fn pair(certificate: &Certificate, private: &[u8]) -> Result<Pair, KeyError> {
    let info = &certificate.tbs_certificate.subject_public_key_info;
    let unsupported = |_| KeyError::Unsupported("neither RSA of 2048 bits or more nor ECDSA P-256".to_owned());
    let (pair, public) = match info.algorithm.oid {
        RSA_ENCRYPTION => {
            let pair = RsaKeyPair::from_pkcs8(private).map_err(unsupported)?;
            let public = pair.public_key().as_ref().to_vec();
            (Pair::Rsa(Box::new(pair)), public)
        }
        ID_EC_PUBLIC_KEY => {
            let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, private).map_err(unsupported)?;
            let public = pair.public_key().as_ref().to_vec();
            (Pair::P256(Box::new(pair)), public)
        }
        other => return Err(KeyError::Unsupported(other.to_string())),
    };
    if info.subject_public_key.as_bytes() != Some(&public) {
        return Err(KeyError::Mismatch);
    }
    Ok(pair)
}

/// A certificate that names its uses must name signing among them.
fn check_usage(certificate: &Certificate) -> Result<(), KeyError> {
    match certificate.tbs_certificate.get::<KeyUsage>() {
        Ok(Some((_, usage))) if !usage.digital_signature() && !usage.non_repudiation() => Err(KeyError::NotForSigning),
        Ok(_) => Ok(()),
        Err(error) => Err(KeyError::Malformed(error.to_string())),
    }
}

/// The common name, or the whole name where it has none.
pub(crate) fn common_name(name: &Name) -> String {
    attribute(name, CN).unwrap_or_else(|| name.to_string())
}

fn attribute(name: &Name, oid: ObjectIdentifier) -> Option<String> {
    use der::asn1::{PrintableStringRef, Utf8StringRef};
    name.0.iter().flat_map(|part| part.0.iter()).find(|part| part.oid == oid).and_then(|part| {
        let text = part.value.decode_as::<Utf8StringRef<'_>>().map(|text| text.as_str().to_owned());
        text.or_else(|_| part.value.decode_as::<PrintableStringRef<'_>>().map(|text| text.as_str().to_owned())).ok()
    })
}

fn moment(time: x509_cert::time::Time) -> Moment {
    Moment(i64::try_from(time.to_unix_duration().as_millis()).unwrap_or(i64::MAX))
}
