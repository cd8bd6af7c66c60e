//! Timestamps of an independent authority (RFC 3161): that something existed at a moment, whatever any clock here says.
//!
//! Formats read: a token in DER with one signer and its certificates, RSA PKCS#1 v1.5 or ECDSA P-256 as in
//! [`crate::inspect`], a signing certificate by its SHA-256 (RFC 5816). The authority's certificate must lead to a trusted
//! one and be for timestamps alone; whether it was revoked is not asked.

use crate::signing::{TokenParts, token_parts};
use casework::Moment;
use const_oid::ObjectIdentifier;
use const_oid::db::rfc5912::ID_SHA_256;
use der::asn1::{Int, Null, OctetString};
use der::{Any, Decode, Encode, Reader, Sequence, SliceReader, Tag, Tagged};
use rustls_pki_types::{CertificateDer, TrustAnchor, UnixTime};
use std::time::Duration;
use webpki::{EndEntityCert, KeyUsage, anchor_from_trusted_cert};
use x509_cert::spki::AlgorithmIdentifierOwned;

/// Media type of a query, in HTTP.
pub const QUERY_TYPE: &str = "application/timestamp-query";
/// id-kp-timeStamping, as an encoded object identifier without its head.
const FOR_TIMESTAMPS: &[u8] = &[0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x08];

/// Why an answer is no timestamp of what was asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoTimestamp {
    #[error("the authority answered with something that is no timestamp")]
    Unreadable,
    #[error("the authority refused, with status {0}")]
    Refused(u8),
    #[error("the timestamp is of something else, or not signed by who it says")]
    Wrong,
    #[error("the authority is not trusted: {0}")]
    Untrusted(String),
}

/// A timestamp that is right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timestamp {
    pub at: Moment,
    /// Common name of the authority.
    pub authority: String,
    /// The token in DER: what others verify.
    pub token: Vec<u8>,
}

/// The authorities whose timestamps count.
#[derive(Debug, Clone)]
pub struct Trusted(Vec<TrustAnchor<'static>>);

impl Trusted {
    /// Reads certificates in PEM: of authorities, or of those above them.
    ///
    /// # Errors
    /// A text without a certificate, or with one that cannot be read.
    pub fn read(pem: &[u8]) -> Result<Self, NoTimestamp> {
        let untrusted = |error: &dyn std::fmt::Display| NoTimestamp::Untrusted(error.to_string());
        let certificates = x509_cert::Certificate::load_pem_chain(pem).map_err(|error| untrusted(&error))?;
        if certificates.is_empty() {
            return Err(untrusted(&"the file holds no certificate"));
        }
        let anchor = |certificate: &x509_cert::Certificate| {
            let der = CertificateDer::from(certificate.to_der().map_err(|error| untrusted(&error))?);
            anchor_from_trusted_cert(&der).map(|anchor| anchor.to_owned()).map_err(|error| untrusted(&error))
        };
        certificates.iter().map(anchor).collect::<Result<_, _>>().map(Self)
    }
}

#[derive(Sequence)]
struct MessageImprint {
    algorithm: AlgorithmIdentifierOwned,
    hashed: OctetString,
}

#[derive(Sequence)]
struct Query {
    version: u8,
    imprint: MessageImprint,
    nonce: Int,
    with_certificates: bool,
}

fn imprint(digest: &[u8; 32]) -> der::Result<MessageImprint> {
    let parameters = Some(Any::encode_from(&Null)?);
    let algorithm = AlgorithmIdentifierOwned { oid: ID_SHA_256, parameters };
    Ok(MessageImprint { algorithm, hashed: OctetString::new(digest.as_slice())? })
}

/// A number that no other query has, as DER wants it: positive and short.
fn nonce(random: u64) -> der::Result<Int> {
    let bytes = (random >> 1 | 1 << 62).to_be_bytes();
    Int::new(&bytes)
}

/// The question for a timestamp of a SHA-256 digest.
///
/// # Errors
/// Never for these types; the encoder's error is handed on.
pub fn query(digest: &[u8; 32], random: u64) -> Result<Vec<u8>, NoTimestamp> {
    let write =
        || Query { version: 1, imprint: imprint(digest)?, nonce: nonce(random)?, with_certificates: true }.to_der();
    write().map_err(|_| NoTimestamp::Unreadable)
}

/// Reads the authority's answer to [`query`] with the same digest and number.
///
/// # Errors
/// An answer that is no right timestamp of that digest by an authority that counts.
pub fn read_answer(answer: &[u8], digest: &[u8; 32], random: u64, trusted: &Trusted) -> Result<Timestamp, NoTimestamp> {
    let token = token_of(answer)?;
    let expected = nonce(random).map_err(|_| NoTimestamp::Unreadable)?;
    let (timestamp, said) = verified(token, digest, trusted)?;
    if said.nonce.as_ref() != Some(&expected) {
        return Err(NoTimestamp::Wrong);
    }
    Ok(timestamp)
}

/// Reads a token that was kept.
///
/// # Errors
/// As [`read_answer`].
pub fn read_token(token: &[u8], digest: &[u8; 32], trusted: &Trusted) -> Result<Timestamp, NoTimestamp> {
    verified(token, digest, trusted).map(|(timestamp, _)| timestamp)
}

/// The token in an answer: status, then the token where it was granted.
fn token_of(answer: &[u8]) -> Result<&[u8], NoTimestamp> {
    let read = || -> der::Result<(u8, Option<&[u8]>)> {
        let mut reader = SliceReader::new(answer)?;
        reader.sequence(|outer| {
            let status = outer.sequence(|status| {
                let code = u8::decode(status)?;
                while !status.is_finished() {
                    Any::decode(status)?;
                }
                Ok(code)
            })?;
            let token = if outer.is_finished() { None } else { Some(outer.tlv_bytes()?) };
            Ok((status, token))
        })
    };
    match read() {
        Ok((0 | 1, Some(token))) => Ok(token),
        Ok((0 | 1, None)) | Err(_) => Err(NoTimestamp::Unreadable),
        Ok((status, _)) => Err(NoTimestamp::Refused(status)),
    }
}

/// What a token says.
struct Said {
    imprint: MessageImprint,
    at: Moment,
    nonce: Option<Int>,
}

fn verified(token: &[u8], digest: &[u8; 32], trusted: &Trusted) -> Result<(Timestamp, Said), NoTimestamp> {
    let TokenParts { content, signer, others, authority, is_right } =
        token_parts(token).ok_or(NoTimestamp::Unreadable)?;
    let said = read_info(&content).ok_or(NoTimestamp::Unreadable)?;
    let is_of_it = said.imprint.algorithm.oid == ID_SHA_256 && said.imprint.hashed.as_bytes() == digest;
    if !is_right || !is_of_it {
        return Err(NoTimestamp::Wrong);
    }
    let untrusted = |error: webpki::Error| NoTimestamp::Untrusted(error.to_string());
    let signer = CertificateDer::from(signer);
    let others: Vec<CertificateDer<'_>> = others.into_iter().map(CertificateDer::from).collect();
    let seconds = u64::try_from(said.at.0.div_euclid(1_000)).map_err(|_| NoTimestamp::Wrong)?;
    EndEntityCert::try_from(&signer)
        .map_err(untrusted)?
        .verify_for_usage(
            webpki::ALL_VERIFICATION_ALGS,
            &trusted.0,
            &others,
            UnixTime::since_unix_epoch(Duration::from_secs(seconds)),
            KeyUsage::required(FOR_TIMESTAMPS),
            None,
            None,
        )
        .map_err(untrusted)?;
    Ok((Timestamp { at: said.at, authority, token: token.to_vec() }, said))
}

/// TSTInfo of RFC 3161, read by hand: authorities may give fractions of seconds.
fn read_info(content: &[u8]) -> Option<Said> {
    let mut reader = SliceReader::new(content).ok()?;
    let said = reader.sequence(|info| {
        let version = u8::decode(info)?;
        ObjectIdentifier::decode(info)?;
        let imprint = MessageImprint::decode(info)?;
        Any::decode(info)?;
        let at = Any::decode(info)?;
        let mut nonce = None;
        while !info.is_finished() {
            let more = Any::decode(info)?;
            if more.tag() == Tag::Integer {
                nonce = Some(more.decode_as::<Int>()?);
            }
        }
        Ok((version, imprint, at, nonce))
    });
    let (version, imprint, at, nonce) = said.ok()?;
    let is_moment = version == 1 && at.tag() == Tag::GeneralizedTime;
    let at = generalized(std::str::from_utf8(at.value()).ok()?).filter(|_| is_moment)?;
    Some(Said { imprint, at, nonce })
}

/// `20261128141005Z`, `20261128141005.25Z`.
fn generalized(text: &str) -> Option<Moment> {
    let (whole, fraction) = text.strip_suffix('Z')?.split_at_checked(14)?;
    let number = |from: usize, to: usize| whole.get(from..to)?.parse::<u32>().ok();
    if !whole.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let millis = match fraction.strip_prefix('.') {
        None if fraction.is_empty() => 0,
        Some(digits) if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("{digits:0<3}").get(..3)?.parse().ok()?
        }
        _ => return None,
    };
    let month = time::Month::try_from(u8::try_from(number(4, 6)?).ok()?).ok()?;
    let day = u8::try_from(number(6, 8)?).ok()?;
    let date = time::Date::from_calendar_date(i32::try_from(number(0, 4)?).ok()?, month, day).ok()?;
    let part = |from, to| u8::try_from(number(from, to)?).ok();
    let clock = time::Time::from_hms_milli(part(8, 10)?, part(10, 12)?, part(12, 14)?, millis).ok()?;
    let nanos = date.with_time(clock).assume_utc().unix_timestamp_nanos();
    i64::try_from(nanos / 1_000_000).ok().map(Moment)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_read_with_and_without_fractions_and_only_in_utc() {
        assert_eq!(generalized("19700101000001Z"), Some(Moment(1_000)));
        assert_eq!(generalized("19700101000001.25Z"), Some(Moment(1_250)));
        for wrong in ["19700101000001", "19700101000001.Z", "19701301000001Z", "1970010100000Z", "19700101000001+0700"]
        {
            assert_eq!(generalized(wrong), None, "{wrong}");
        }
    }
}
