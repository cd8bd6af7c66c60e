//! The signature itself: a detached CMS with one signer, after ETSI EN 319 122 (CAdES) as PAdES uses it.
//!
//! The moment of signing stands in the PDF's signature dictionary, not in a signed attribute: PAdES asks for that.

use super::key::{Pkcs12Key, common_name};
use crate::Error;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512,
    UnparsedPublicKey, VerificationAlgorithm,
};
use cms::cert::{CertificateChoices, IssuerAndSerialNumber};
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{
    CertificateSet, EncapsulatedContentInfo, SignedData, SignerIdentifier, SignerInfo, SignerInfos,
};
use const_oid::ObjectIdentifier;
use const_oid::db::rfc5911::{ID_CONTENT_TYPE, ID_DATA, ID_MESSAGE_DIGEST, ID_SIGNED_DATA};
use const_oid::db::rfc5912::{
    ECDSA_WITH_SHA_256, ID_SHA_256, ID_SHA_384, ID_SHA_512, RSA_ENCRYPTION, SHA_256_WITH_RSA_ENCRYPTION,
    SHA_384_WITH_RSA_ENCRYPTION, SHA_512_WITH_RSA_ENCRYPTION,
};
use der::asn1::{Null, OctetString, OctetStringRef, SetOfVec};
use der::{Any, Decode, Encode, Reader, Sequence, SliceReader};
use sha2::{Digest, Sha256, Sha384, Sha512};
use x509_cert::Certificate;
use x509_cert::attr::{Attribute, Attributes};
use x509_cert::spki::AlgorithmIdentifierOwned;

/// id-ct-TSTInfo
const TST_INFO: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");
const SIGNING_CERTIFICATE_V2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");

/// RFC 5035, with the hash algorithm at its default, SHA-256, and without what is optional.
#[derive(Sequence)]
struct SigningCertificateV2 {
    certificates: Vec<EssCertificateId>,
}

#[derive(Sequence)]
struct EssCertificateId {
    hash: OctetString,
}

/// Signs the SHA-256 digest of the covered bytes.
pub(crate) fn sign(key: &Pkcs12Key, digest: &[u8]) -> Result<Vec<u8>, Error> {
    let failed = |error: der::Error| Error::Sign(error.to_string());
    let attributes = signed_attributes(key.certificate(), digest).map_err(failed)?;
    let signature = key.sign(&attributes.to_der().map_err(failed)?)?;
    assemble(key, attributes, signature).and_then(|info| info.to_der()).map_err(failed)
}

fn signed_attributes(certificate: &Certificate, digest: &[u8]) -> der::Result<Attributes> {
    let attribute =
        |oid, value: Any| -> der::Result<Attribute> { Ok(Attribute { oid, values: SetOfVec::try_from(vec![value])? }) };
    let hash = OctetString::new(Sha256::digest(certificate.to_der()?).to_vec())?;
    let reference = SigningCertificateV2 { certificates: vec![EssCertificateId { hash }] };
    SetOfVec::try_from(vec![
        attribute(ID_CONTENT_TYPE, Any::encode_from(&ID_DATA)?)?,
        attribute(ID_MESSAGE_DIGEST, Any::encode_from(&OctetStringRef::new(digest)?)?)?,
        attribute(SIGNING_CERTIFICATE_V2, Any::encode_from(&reference)?)?,
    ])
}

fn assemble(key: &Pkcs12Key, attributes: Attributes, signature: Vec<u8>) -> der::Result<ContentInfo> {
    let null = Some(Any::encode_from(&Null)?);
    let sha256 = AlgorithmIdentifierOwned { oid: ID_SHA_256, parameters: null.clone() };
    let signature_algorithm = if key.is_rsa() {
        AlgorithmIdentifierOwned { oid: RSA_ENCRYPTION, parameters: null }
    } else {
        AlgorithmIdentifierOwned { oid: ECDSA_WITH_SHA_256, parameters: None }
    };
    let subject = &key.certificate().tbs_certificate;
    let signer = SignerInfo {
        version: CmsVersion::V1,
        sid: SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
            issuer: subject.issuer.clone(),
            serial_number: subject.serial_number.clone(),
        }),
        digest_alg: sha256.clone(),
        signed_attrs: Some(attributes),
        signature_algorithm,
        signature: OctetString::new(signature)?,
        unsigned_attrs: None,
    };
    let certificates = std::iter::once(key.certificate()).chain(key.chain());
    let certificates: Vec<_> = certificates.cloned().map(CertificateChoices::Certificate).collect();
    let signed = SignedData {
        version: CmsVersion::V1,
        digest_algorithms: SetOfVec::try_from(vec![sha256])?,
        encap_content_info: EncapsulatedContentInfo { econtent_type: ID_DATA, econtent: None },
        certificates: Some(CertificateSet(SetOfVec::try_from(certificates)?)),
        crls: None,
        signer_infos: SignerInfos(SetOfVec::try_from(vec![signer])?),
    };
    Ok(ContentInfo { content_type: ID_SIGNED_DATA, content: Any::encode_from(&signed)? })
}

/// What a signature says of its signer, and whether it is mathematically right.
pub(crate) struct Verified {
    pub signer: String,
    pub ok: bool,
}

/// Reads a signature (with the zeros that fill up its place) over `parts` of a file. `None` where it is no CMS with one
/// signer at all.
pub(crate) fn verify(contents: &[u8], parts: [&[u8]; 2]) -> Option<Verified> {
    let value = without_padding(contents)?;
    let info = ContentInfo::from_der(value).ok()?;
    if info.content_type != ID_SIGNED_DATA || info.to_der().ok()? != value {
        return None;
    }
    let signed = info.content.decode_as::<SignedData>().ok()?;
    let [signer] = signed.signer_infos.0.as_slice() else { return None };
    let certificate = certificate_of(&signed, signer)?;
    let ok = is_well_formed(&signed, signer) && is_right(signer, certificate, ID_DATA, parts).unwrap_or(false);
    Some(Verified { signer: common_name(&certificate.tbs_certificate.subject), ok })
}

/// What a timestamp token is made of (RFC 3161, 2.4.2).
pub(crate) struct TokenParts {
    /// TSTInfo in DER.
    pub content: Vec<u8>,
    /// The signer's certificate in DER, and those that came with it.
    pub signer: Vec<u8>,
    pub others: Vec<Vec<u8>>,
    pub authority: String,
    /// The signature is mathematically right and names that certificate.
    pub is_right: bool,
}

/// Reads a token; `None` where it is none with one signer.
pub(crate) fn token_parts(token: &[u8]) -> Option<TokenParts> {
    let info = ContentInfo::from_der(token).ok().filter(|info| info.content_type == ID_SIGNED_DATA)?;
    let signed = info.content.decode_as::<SignedData>().ok()?;
    let [signer] = signed.signer_infos.0.as_slice() else { return None };
    let certificate = certificate_of(&signed, signer)?;
    let content = &signed.encap_content_info;
    let is_token = content.econtent_type == TST_INFO;
    let content = content.econtent.as_ref()?.decode_as::<OctetString>().ok()?.into_bytes();
    let is_right = is_token && is_right(signer, certificate, TST_INFO, [&content, &[]]).unwrap_or(false);
    let others = signed.certificates.as_ref()?.0.iter().filter_map(|choice| match choice {
        CertificateChoices::Certificate(certificate) => certificate.to_der().ok(),
        CertificateChoices::Other(_) => None,
    });
    Some(TokenParts {
        signer: certificate.to_der().ok()?,
        others: others.collect(),
        authority: common_name(&certificate.tbs_certificate.subject),
        is_right,
        content,
    })
}

/// The first DER value, if nothing but zeros follows it.
fn without_padding(contents: &[u8]) -> Option<&[u8]> {
    let mut reader = SliceReader::new(contents).ok()?;
    let value = reader.tlv_bytes().ok()?;
    let rest = contents.get(value.len()..)?;
    rest.iter().all(|&byte| byte == 0).then_some(value)
}

fn certificate_of<'a>(signed: &'a SignedData, signer: &SignerInfo) -> Option<&'a Certificate> {
    let SignerIdentifier::IssuerAndSerialNumber(id) = &signer.sid else { return None };
    signed.certificates.as_ref()?.0.iter().find_map(|choice| match choice {
        CertificateChoices::Certificate(certificate)
            if certificate.tbs_certificate.issuer == id.issuer
                && certificate.tbs_certificate.serial_number == id.serial_number =>
        {
            Some(certificate)
        }
        _ => None,
    })
}

/// Whether the signature is one over `parts` as content of that type, by the key of that certificate.
fn is_right(
    signer: &SignerInfo,
    certificate: &Certificate,
    content: ObjectIdentifier,
    parts: [&[u8]; 2],
) -> Option<bool> {
    let attributes = signer.signed_attrs.as_ref()?;
    let value = |oid| single(attributes, oid);
    let content_type = value(ID_CONTENT_TYPE)?.decode_as::<ObjectIdentifier>().ok()?;
    let stated = value(ID_MESSAGE_DIGEST)?.decode_as::<OctetString>().ok()?;
    let reference = value(SIGNING_CERTIFICATE_V2)?.to_der().ok()?;
    let digest = digest(signer.digest_alg.oid, parts)?;
    let public = certificate.tbs_certificate.subject_public_key_info.subject_public_key.as_bytes()?;
    let algorithm = algorithm(signer.signature_algorithm.oid, signer.digest_alg.oid)?;
    let message = attributes.to_der().ok()?;
    let signature_right =
        UnparsedPublicKey::new(algorithm, public).verify(&message, signer.signature.as_bytes()).is_ok();
    Some(
        content_type == content
            && stated.as_bytes() == digest
            && names_certificate(&reference, certificate)?
            && signature_right,
    )
}

/// What no signature covers must at least be what the standard says, so that no byte of it can drift unnoticed.
fn is_well_formed(signed: &SignedData, signer: &SignerInfo) -> bool {
    let plain = |algorithm: &AlgorithmIdentifierOwned| {
        algorithm.parameters.as_ref().is_none_or(|parameters| parameters.decode_as::<Null>().is_ok())
    };
    signed.version == CmsVersion::V1
        && signer.version == CmsVersion::V1
        && signed.encap_content_info.econtent_type == ID_DATA
        && signed.encap_content_info.econtent.is_none()
        && signed.digest_algorithms.iter().any(|algorithm| *algorithm == signer.digest_alg)
        && plain(&signer.digest_alg)
        && plain(&signer.signature_algorithm)
}

/// The one value of an attribute that may stand only once.
fn single(attributes: &Attributes, oid: ObjectIdentifier) -> Option<&Any> {
    let mut found = attributes.iter().filter(|attribute| attribute.oid == oid);
    let (attribute, None) = (found.next()?, found.next()) else { return None };
    match attribute.values.as_slice() {
        [value] => Some(value),
        _ => None,
    }
}

/// Whether the first certificate that the attribute names is this one. Other hashes than SHA-256 are not read.
fn names_certificate(reference: &[u8], certificate: &Certificate) -> Option<bool> {
    let mut reader = SliceReader::new(reference).ok()?;
    let hash = reader
        .sequence(|outer| {
            let hash = outer.sequence(|certificates| {
                certificates.sequence(|id| {
                    if id.peek_tag()? == der::Tag::Sequence {
                        let algorithm = AlgorithmIdentifierOwned::decode(id)?;
                        if algorithm.oid != ID_SHA_256 {
                            return Err(der::Tag::ObjectIdentifier.value_error());
                        }
                    }
                    let hash = OctetString::decode(id)?;
                    while !id.is_finished() {
                        Any::decode(id)?;
                    }
                    Ok(hash)
                })
            })?;
            while !outer.is_finished() {
                Any::decode(outer)?;
            }
            Ok(hash)
        })
        .ok()?;
    Some(hash.as_bytes() == Sha256::digest(certificate.to_der().ok()?).as_slice())
}

fn digest(algorithm: ObjectIdentifier, parts: [&[u8]; 2]) -> Option<Vec<u8>> {
    fn over<D: Digest>(parts: [&[u8]; 2]) -> Vec<u8> {
        parts.iter().fold(D::new(), |digest, part| digest.chain_update(part)).finalize().to_vec()
    }
    match algorithm {
        ID_SHA_256 => Some(over::<Sha256>(parts)),
        ID_SHA_384 => Some(over::<Sha384>(parts)),
        ID_SHA_512 => Some(over::<Sha512>(parts)),
        _ => None,
    }
}

fn algorithm(signature: ObjectIdentifier, digest: ObjectIdentifier) -> Option<&'static dyn VerificationAlgorithm> {
    match (signature, digest) {
        (RSA_ENCRYPTION | SHA_256_WITH_RSA_ENCRYPTION, ID_SHA_256) => Some(&RSA_PKCS1_2048_8192_SHA256),
        (RSA_ENCRYPTION | SHA_384_WITH_RSA_ENCRYPTION, ID_SHA_384) => Some(&RSA_PKCS1_2048_8192_SHA384),
        (RSA_ENCRYPTION | SHA_512_WITH_RSA_ENCRYPTION, ID_SHA_512) => Some(&RSA_PKCS1_2048_8192_SHA512),
        (ECDSA_WITH_SHA_256, ID_SHA_256) => Some(&ECDSA_P256_SHA256_ASN1),
        _ => None,
    }
}
