//! Who applies, and with what papers.

use crate::{CaseCode, Date, Digest};
use serde::{Deserialize, Serialize};

/// Kinds of applicants, by the numbers of the national portal (LoaiDoiTuong 1-4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum ApplicantKind {
    Citizen,
    Business,
    Agency,
    Other,
}

/// The person or body in whose name the case is (chủ hồ sơ).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Applicant {
    pub kind: ApplicantKind,
    pub name: String,
    /// Number of the identity card, passport, or the tax code of a business.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub identity_number: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub birth_date: Option<Date>,
    pub address: String,
    pub phone: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub email: Option<String>,
}

/// One paper of the dossier with its counts (thành phần hồ sơ: bản chính, bản chứng thực, bản photo) and its files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Paper {
    pub name: String,
    pub originals: u16,
    pub certified: u16,
    pub photocopies: u16,
    /// The earlier case whose digitised papers are used again, so that nobody brings or scans them twice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub reused_from: Option<CaseCode>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "ts", ts(as = "Option<Vec<FileRef>>", optional))]
    pub files: Vec<FileRef>,
}

/// How many of a paper are wanted; Form 02 has a column for each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PaperCount {
    pub originals: u16,
    pub certified: u16,
    pub photocopies: u16,
}

/// A document by its digest, with what is needed to show it. The bytes travel apart from decisions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FileRef {
    pub digest: Digest,
    pub name: String,
    pub media_type: String,
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub size: u64,
}
