//! What the national portal is told apart from cases: addresses, contract, and everything about its fields that no
//! published document settles. All of it is data that an administrator edits; nothing of it is guessed here.

use crate::admit::PortalError;
use casework::Status;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// The connection to the national portal, from the file `MOTCUA_NATIONAL_SETTINGS`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NationalSettings {
    /// Where a session is opened (`auth_endpoint`).
    pub auth_url: String,
    /// Where services are called (`adapter_url`).
    pub adapter_url: String,
    pub username: String,
    /// Code of this agency at the national portal (`madonvi`).
    pub agency: String,
    /// Code of the receiver (`dstcode`), where the adapter asks for one.
    #[serde(default)]
    pub receiver: String,
    /// Fields of the case object with a fixed value here: what the field means is not settled by what is published.
    #[serde(default)]
    pub constants: BTreeMap<String, String>,
    /// The national status by ours, where it is not the same number.
    #[serde(default)]
    pub statuses: BTreeMap<u8, u8>,
    /// Where catalogues are read (`share_endpoint`), where it is another address than `adapter_url`.
    #[serde(default)]
    pub share_url: String,
    /// For how many days an address of a document is good; documents are not told of at all where it is 0.
    #[serde(default)]
    pub document_days: u16,
    /// The words of `TrangThaiBoSung`.
    #[serde(default)]
    pub supplement_states: SupplementStates,
    /// The field in which `LayThuTuc` names a paper.
    #[serde(default = "paper_name")]
    pub paper_name: String,
}

/// What the state of a supplement is called there.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SupplementStates {
    /// The applicant was asked and has not sent anything.
    pub asked: String,
    /// The applicant has sent it online, and nobody of the agency has gone on with it.
    pub sent: String,
    /// What was asked for has come, and the case goes on.
    pub complete: String,
}

impl Default for SupplementStates {
    fn default() -> Self {
        Self {
            asked: "Yêu cầu công dân bổ sung".to_owned(),
            sent: "Công dân đã gửi bổ sung".to_owned(),
            complete: "Hoàn thành bổ sung".to_owned(),
        }
    }
}

fn paper_name() -> String {
    "TENGIAYTO".to_owned()
}

/// How to reach the national portal.
#[derive(Clone)]
pub struct NationalPortal {
    pub settings: NationalSettings,
    pub secret: String,
}

impl std::fmt::Debug for NationalPortal {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("NationalPortal").field("adapter_url", &self.settings.adapter_url).finish_non_exhaustive()
    }
}

impl NationalSettings {
    /// Reads the file.
    ///
    /// # Errors
    /// A file that is not there or not of this shape; a table of statuses that would tell something untrue.
    pub fn read(file: &Path) -> Result<Self, PortalError> {
        let wrong = |what: String| PortalError::Wrong(format!("{}: {what}", file.display()));
        let text = std::fs::read_to_string(file).map_err(|error| wrong(error.to_string()))?;
        let settings: Self = serde_yaml_ng::from_str(&text).map_err(|error| wrong(error.to_string()))?;
        settings.is_honest().map_err(wrong)?;
        Ok(settings)
    }

    /// A case that waits or stands still is never told as done, nor one that is being worked on.
    pub(crate) fn is_honest(&self) -> Result<(), String> {
        let is_done = |code: u8| matches!(code, 9 | 10);
        for status in Status::ALL {
            let told = self.status(status);
            if !(1..=10).contains(&told) {
                return Err(format!("statuses: {told} is no national status; give a number from 1 to 10"));
            }
            if is_done(told) && !is_done(status.code()) {
                return Err(format!("statuses: {} would be told as done ({told}); give another number", status.code()));
            }
        }
        Ok(())
    }

    /// Where catalogues are read.
    pub(crate) fn lists_url(&self) -> &str {
        if self.share_url.is_empty() { &self.adapter_url } else { &self.share_url }
    }

    /// The national status that a case is told with.
    pub(crate) fn status(&self, status: Status) -> u8 {
        self.statuses.get(&status.code()).copied().unwrap_or_else(|| status.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_table_of_statuses_tells_a_paused_case_as_done() {
        let base = "auth_url: a\nadapter_url: b\nusername: c\nagency: d\n";
        let read = |more: &str| serde_yaml_ng::from_str::<NationalSettings>(&format!("{base}{more}")).unwrap();
        assert_eq!(read("").is_honest(), Ok(()));
        assert_eq!(read("statuses: {5: 4}").is_honest(), Ok(()));
        for paused in [5, 6, 8, 4] {
            assert!(read(&format!("statuses: {{{paused}: 9}}")).is_honest().is_err(), "{paused}");
        }
        assert!(read("statuses: {1: 11}").is_honest().is_err());
    }
}
