//! Settings of a portal: a file that says its mistakes by line and name, and environment variables that go before it.
//!
//! Each setting has one name in the file and one in the environment; `docs/operations.md` lists both.

use crate::admit::PortalError;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    data: Option<String>,
    database: Option<String>,
    documents: Option<String>,
    listen: Option<String>,
    public_url: Option<String>,
    trusted_proxies: Option<Vec<String>>,
    sessions: Option<SessionsPart>,
    virus_scanner: Option<ScannerPart>,
    vnpay: Option<VnpayPart>,
    mail: Option<MailPart>,
    messages: Option<MessagesPart>,
    national: Option<NationalPart>,
    identity_provider: Option<IdentityPart>,
    time_authority: Option<TimePart>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SessionsPart {
    idle_minutes: Option<u32>,
    longest_minutes: Option<u32>,
}
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ScannerPart {
    clamd: String,
    unreachable: Option<String>,
}
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct VnpayPart {
    url: String,
    terminal: String,
    secret: String,
    refund_url: Option<String>,
    refund_from: Option<String>,
}
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MailPart {
    smtp_url: String,
    from: String,
}
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MessagesPart {
    url: String,
    secret: String,
}
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NationalPart {
    settings: String,
    secret: String,
}
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TimePart {
    url: String,
    certificates: String,
    minutes: Option<u16>,
}
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct IdentityPart {
    issuer: String,
    client: String,
    secret: String,
    name: String,
}

/// Settings by their name in the environment.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    file: BTreeMap<&'static str, String>,
}

impl Settings {
    /// Reads a file.
    ///
    /// # Errors
    /// A file that is not there, that everybody may read although it holds secrets, or a setting that does not exist or
    /// lacks its companions; with its line.
    pub fn read(path: &Path) -> Result<Self, PortalError> {
        let wrong = |what: &dyn std::fmt::Display| PortalError::Wrong(format!("settings {}: {what}", path.display()));
        let text = std::fs::read_to_string(path).map_err(|error| wrong(&error))?;
        let file: File = serde_yaml_ng::from_str(&text).map_err(|error| wrong(&error))?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(path).map_err(|error| wrong(&error))?.permissions().mode();
            if mode & 0o007 != 0 && file.has_secrets() {
                return Err(wrong(&"it holds secrets and everybody may read it; chmod o= the file"));
            }
        }
        Ok(Self { file: file.named() })
    }

    /// A setting that is there and not empty: of the environment, or else of the file.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<String> {
        let told = std::env::var(name).ok().or_else(|| self.file.get(name).cloned());
        told.map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
    }

    /// Settings that go together: all, or none.
    ///
    /// # Errors
    /// Some of them.
    pub fn together<const N: usize>(&self, names: [&str; N]) -> Result<Option<[String; N]>, PortalError> {
        let values = names.map(|name| self.get(name));
        let missing: Vec<&str> =
            names.into_iter().zip(&values).filter(|(_, value)| value.is_none()).map(|(name, _)| name).collect();
        if missing.len() == N {
            return Ok(None);
        }
        if !missing.is_empty() {
            let all = names.join(", ");
            return Err(PortalError::Wrong(format!("{} is missing: set all of {all}, or none", missing.join(", "))));
        }
        Ok(Some(values.map(Option::unwrap_or_default)))
    }
}

impl File {
    fn has_secrets(&self) -> bool {
        let of_database = self.database.as_ref().is_some_and(|url| url.contains('@'));
        let others = [self.vnpay.is_some(), self.mail.is_some(), self.messages.is_some(), self.national.is_some()];
        of_database || others.contains(&true) || self.identity_provider.is_some()
    }

    fn named(self) -> BTreeMap<&'static str, String> {
        let mut named = BTreeMap::new();
        let mut put = |name: &'static str, value: Option<String>| {
            if let Some(value) = value {
                named.insert(name, value);
            }
        };
        put("MOTCUA_PORTAL_DATA", self.data);
        put("MOTCUA_PORTAL_DATABASE", self.database);
        put("MOTCUA_PORTAL_DOCUMENTS", self.documents);
        put("MOTCUA_PORTAL_LISTEN", self.listen);
        put("MOTCUA_PUBLIC_URL", self.public_url);
        put("MOTCUA_TRUSTED_PROXIES", self.trusted_proxies.map(|proxies| proxies.join(",")));
        if let Some(sessions) = self.sessions {
            put("MOTCUA_SESSION_IDLE_MINUTES", sessions.idle_minutes.map(|minutes| minutes.to_string()));
            put("MOTCUA_SESSION_LONGEST_MINUTES", sessions.longest_minutes.map(|minutes| minutes.to_string()));
        }
        if let Some(scanner) = self.virus_scanner {
            put("MOTCUA_CLAMD", Some(scanner.clamd));
            put("MOTCUA_CLAMD_UNREACHABLE", scanner.unreachable);
        }
        if let Some(vnpay) = self.vnpay {
            put("MOTCUA_VNPAY_URL", Some(vnpay.url));
            put("MOTCUA_VNPAY_TMN", Some(vnpay.terminal));
            put("MOTCUA_VNPAY_SECRET", Some(vnpay.secret));
            put("MOTCUA_VNPAY_REFUND_URL", vnpay.refund_url);
            put("MOTCUA_VNPAY_REFUND_FROM", vnpay.refund_from);
        }
        if let Some(mail) = self.mail {
            put("MOTCUA_SMTP_URL", Some(mail.smtp_url));
            put("MOTCUA_MAIL_FROM", Some(mail.from));
        }
        if let Some(messages) = self.messages {
            put("MOTCUA_MESSAGE_URL", Some(messages.url));
            put("MOTCUA_MESSAGE_SECRET", Some(messages.secret));
        }
        if let Some(national) = self.national {
            put("MOTCUA_NATIONAL_SETTINGS", Some(national.settings));
            put("MOTCUA_NATIONAL_SECRET", Some(national.secret));
        }
        if let Some(authority) = self.time_authority {
            put("MOTCUA_TSA_URL", Some(authority.url));
            put("MOTCUA_TSA_CERTIFICATES", Some(authority.certificates));
            put("MOTCUA_TSA_MINUTES", authority.minutes.map(|minutes| minutes.to_string()));
        }
        if let Some(provider) = self.identity_provider {
            put("MOTCUA_OIDC_ISSUER", Some(provider.issuer));
            put("MOTCUA_OIDC_CLIENT", Some(provider.client));
            put("MOTCUA_OIDC_SECRET", Some(provider.secret));
            put("MOTCUA_OIDC_NAME", Some(provider.name));
        }
        named
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, mode: u32) -> Result<Settings, String> {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("portal.yaml");
        std::fs::write(&path, text).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        Settings::read(&path).map_err(|error| error.to_string())
    }

    #[test]
    fn a_file_says_what_is_wrong_with_it_and_where() {
        let settings = read("listen: 0.0.0.0:1\ntrusted_proxies: [10.0.0.7]\n", 0o644).unwrap();
        assert_eq!(settings.get("MOTCUA_PORTAL_LISTEN").as_deref(), Some("0.0.0.0:1"));
        assert_eq!(settings.get("MOTCUA_TRUSTED_PROXIES").as_deref(), Some("10.0.0.7"));
        let unknown = read("listen: a\nlisten_on: b\n", 0o644).unwrap_err();
        assert!(unknown.contains("listen_on") && unknown.contains("portal.yaml"), "{unknown}");
        let half = read("mail:\n  from: a@example.vn\n", 0o600).unwrap_err();
        assert!(half.contains("smtp_url") && half.contains("mail"), "{half}");
        let open = read("messages: {url: a, secret: b}\n", 0o644).unwrap_err();
        assert!(open.contains("chmod"), "{open}");
        assert!(read("messages: {url: a, secret: b}\n", 0o640).is_ok());
    }

    #[test]
    fn settings_that_go_together_are_all_there_or_none() {
        let settings = read("public_url: https://a.example\n", 0o644).unwrap();
        let names = ["MOTCUA_PUBLIC_URL", "MOTCUA_NOT_THERE_1", "MOTCUA_NOT_THERE_2"];
        let missing = settings.together(names).unwrap_err().to_string();
        assert!(missing.starts_with("MOTCUA_NOT_THERE_1, MOTCUA_NOT_THERE_2 is missing"), "{missing}");
        assert!(settings.together(["MOTCUA_NOT_THERE_1", "MOTCUA_NOT_THERE_2"]).unwrap().is_none());
    }
}
