//! Certificates that nobody trusts: only for samples and tests.
//!
//! A sample authority issues keys in the form in which officials have theirs (RSA, a certificate for signatures,
//! PKCS#12 under a passphrase). It is made in memory, lasts as long as the value, and must never be trusted by anything
//! that matters.

use crate::Error;
use casework::Moment;
use p12_keystore::{Certificate, KeyStore, KeyStoreEntry, PrivateKey, PrivateKeyChain};
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    PKCS_RSA_SHA256, RsaKeySize,
};
use time::OffsetDateTime;

/// A certificate authority for samples and tests.
pub struct SampleAuthority {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
}

/// Makes an authority; its key is drawn anew each time.
pub fn authority(name: &str) -> Result<SampleAuthority, Error> {
    let key = KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_2048).map_err(failed)?;
    let mut params = CertificateParams::default();
    params.distinguished_name = subject(name, "Chứng thư mẫu, không có giá trị pháp lý");
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.not_before = rcgen::date_time_ymd(2020, 1, 1);
    params.not_after = rcgen::date_time_ymd(2049, 12, 31);
    let pem = params.self_signed(&key).map_err(failed)?.pem();
    Ok(SampleAuthority { issuer: Issuer::new(params, key), pem })
}

impl SampleAuthority {
    /// The authority's certificate, for validators that are to trust it.
    #[must_use]
    pub fn certificate_pem(&self) -> &str {
        &self.pem
    }

    /// Issues a key for signatures as a PKCS#12 file.
    pub fn issue(
        &self,
        common_name: &str,
        organisation: &str,
        passphrase: &str,
        not_before: Moment,
        not_after: Moment,
    ) -> Result<Vec<u8>, Error> {
        let key = KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_2048).map_err(failed)?;
        let mut params = CertificateParams::default();
        params.distinguished_name = subject(common_name, organisation);
        params.is_ca = IsCa::ExplicitNoCa;
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::ContentCommitment];
        params.use_authority_key_identifier_extension = true;
        params.not_before = date_time(not_before)?;
        params.not_after = date_time(not_after)?;
        let certificate = params.signed_by(&key, &self.issuer).map_err(failed)?;
        let failed = |error: p12_keystore::error::Error| Error::Sign(error.to_string());
        let private = PrivateKey::from_der(&key.serialize_der()).map_err(failed)?;
        let certificate = Certificate::from_der(certificate.der()).map_err(failed)?;
        let mut store = KeyStore::new();
        let chain = PrivateKeyChain::new("1", private, [certificate]);
        store.add_entry("sample", KeyStoreEntry::PrivateKeyChain(chain));
        store.writer(passphrase).write().map_err(failed)
    }
}

fn subject(common_name: &str, organisation: &str) -> DistinguishedName {
    let mut name = DistinguishedName::new();
    name.push(DnType::CountryName, "VN");
    name.push(DnType::OrganizationName, organisation);
    name.push(DnType::CommonName, common_name);
    name
}

fn date_time(at: Moment) -> Result<OffsetDateTime, Error> {
    OffsetDateTime::from_unix_timestamp(at.0.div_euclid(1000)).map_err(|error| Error::Sign(error.to_string()))
}

fn failed(error: rcgen::Error) -> Error {
    Error::Sign(error.to_string())
}
