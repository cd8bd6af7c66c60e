//! With whom this portal exchanges: read from its settings at the start, nothing by default.

use crate::admit::PortalError;
use crate::callers::Proxies;
use crate::identity_provider::IdentityProvider;
use crate::national::{NationalPortal, NationalSettings};
use crate::notices::{Mail, MessageProvider};
use crate::payments::{Gateway, Vnpay};
use crate::settings::Settings;
use crate::signed_call::SignedCall;
use crate::timestamps::TimeAuthority;
use crate::viruses::VirusScanner;
use std::net::IpAddr;
use std::path::Path;

/// The other systems that this portal is connected with.
#[derive(Debug, Clone, Default)]
pub struct Exchange {
    /// Where citizens and gateways reach this portal: `https://dichvucong.example.vn`, without a slash at its end.
    pub public_url: String,
    /// Where fees are paid online.
    pub gateway: Option<Gateway>,
    /// Who sends e-mail to citizens.
    pub mail: Option<Mail>,
    /// Who sends short messages to citizens.
    pub messages: Option<MessageProvider>,
    /// Where cases are told of to the country.
    pub national: Option<NationalPortal>,
    /// Who else says who somebody is, such as VNeID.
    pub identity_provider: Option<IdentityProvider>,
    /// Who says when something existed, whatever the clocks here say.
    pub time_authority: Option<TimeAuthority>,
    /// Whose word on the caller's address is believed.
    pub proxies: Proxies,
    /// How long citizens stay signed in.
    pub sessions: Sessions,
    /// Who looks through what citizens send; nobody by default.
    pub virus_scanner: Option<VirusScanner>,
}

/// How long a citizen's session lasts, in minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sessions {
    /// Without use.
    pub idle: i64,
    /// At all.
    pub longest: i64,
}

impl Default for Sessions {
    /// An hour without use: a form takes long to fill in. A working day at all.
    fn default() -> Self {
        Self { idle: 60, longest: 12 * 60 }
    }
}

impl Sessions {
    fn read(settings: &Settings) -> Result<Self, PortalError> {
        let minutes = |name: &str, least: i64, usual: i64| match settings.get(name) {
            None => Ok(usual),
            Some(text) => text.parse().ok().filter(|minutes| (least..=43_200).contains(minutes)).ok_or_else(|| {
                PortalError::Wrong(format!("{name} {text}: minutes from {least} to 43200 (thirty days)"))
            }),
        };
        let usual = Self::default();
        let longest = minutes("MOTCUA_SESSION_LONGEST_MINUTES", 15, usual.longest)?;
        Ok(Self { idle: minutes("MOTCUA_SESSION_IDLE_MINUTES", 5, usual.idle.min(longest))?, longest })
    }
}

impl Exchange {
    /// Reads what `docs/operations.md` lists.
    ///
    /// # Errors
    /// Settings that belong together and are not all there.
    pub fn read(settings: &Settings) -> Result<Self, PortalError> {
        let setting = |name: &str| settings.get(name);
        let gateway = settings
            .together(["MOTCUA_VNPAY_URL", "MOTCUA_VNPAY_TMN", "MOTCUA_VNPAY_SECRET", "MOTCUA_PUBLIC_URL"])
            .or_else(|error| if setting("MOTCUA_VNPAY_URL").is_some() { Err(error) } else { Ok(None) })?;
        let gateway = gateway.map(|[url, terminal, secret, _]| {
            let from = setting("MOTCUA_VNPAY_REFUND_FROM").unwrap_or_else(|| "127.0.0.1".to_owned());
            Gateway::Vnpay(Vnpay { url, terminal, secret, refund_url: setting("MOTCUA_VNPAY_REFUND_URL"), from })
        });
        let public_url = setting("MOTCUA_PUBLIC_URL").unwrap_or_default().trim_end_matches('/').to_owned();
        checked_address(&public_url)?;
        let mail = settings.together(["MOTCUA_SMTP_URL", "MOTCUA_MAIL_FROM"])?.map(|[url, from]| Mail { url, from });
        mail.as_ref().map(Mail::checked).transpose()?;
        let messages = settings.together(["MOTCUA_MESSAGE_URL", "MOTCUA_MESSAGE_SECRET"])?;
        let messages = messages.map(|[url, secret]| MessageProvider(SignedCall { url, secret }));
        let national = settings.together(["MOTCUA_NATIONAL_SETTINGS", "MOTCUA_NATIONAL_SECRET"])?;
        let national = national.map(|[file, secret]| {
            Ok::<_, PortalError>(NationalPortal { settings: NationalSettings::read(Path::new(&file))?, secret })
        });
        let names = ["MOTCUA_OIDC_ISSUER", "MOTCUA_OIDC_CLIENT", "MOTCUA_OIDC_SECRET", "MOTCUA_OIDC_NAME"];
        let identity_provider = settings.together(names)?;
        if identity_provider.is_some() && public_url.is_empty() {
            let what = "set MOTCUA_PUBLIC_URL, too: the identity provider sends people back there";
            return Err(PortalError::Wrong(what.to_owned()));
        }
        let identity_provider =
            identity_provider.map(|[issuer, client, secret, name]| IdentityProvider { issuer, client, secret, name });
        let time_authority = settings.together(["MOTCUA_TSA_URL", "MOTCUA_TSA_CERTIFICATES"])?;
        let time_authority = time_authority.map(|[url, file]| authority_at(settings, url, &file)).transpose()?;
        let wrong = |what: String| PortalError::Wrong(format!("MOTCUA_TRUSTED_PROXIES: {what}"));
        let proxies = setting("MOTCUA_TRUSTED_PROXIES").map(|text| Proxies::read(&text).map_err(wrong));
        let (proxies, national) = (proxies.transpose()?.unwrap_or_default(), national.transpose()?);
        let sessions = Sessions::read(settings)?;
        let virus_scanner = virus_scanner(settings)?;
        Ok(Self {
            public_url,
            gateway,
            mail,
            messages,
            national,
            identity_provider,
            time_authority,
            proxies,
            sessions,
            virus_scanner,
        })
    }
}

/// An address that links can be made with: scheme and host, nothing behind them.
fn checked_address(address: &str) -> Result<(), PortalError> {
    let url = reqwest::Url::parse(address).ok().filter(|url| {
        let is_bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        let is_nobodys = url.username().is_empty() && url.password().is_none();
        matches!(url.scheme(), "http" | "https") && url.has_host() && is_bare && is_nobodys
    });
    if address.is_empty() {
        return Ok(());
    }
    match url {
        None => {
            Err(PortalError::Wrong(format!("MOTCUA_PUBLIC_URL {address}: write it like https://dichvucong.example.vn")))
        }
        Some(url) if url.scheme() == "http" && !is_here(&url) => Err(PortalError::Wrong(format!(
            "MOTCUA_PUBLIC_URL {address}: people sign in there, so it begins with https://; http:// is for localhost alone"
        ))),
        Some(_) => Ok(()),
    }
}

/// Whether it is an address of this machine only.
fn is_here(url: &reqwest::Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    host == "localhost" || host.ends_with(".localhost") || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// The scanner, and whether documents are taken that it did not look through.
fn virus_scanner(settings: &Settings) -> Result<Option<VirusScanner>, PortalError> {
    let takes_unscanned = match settings.get("MOTCUA_CLAMD_UNREACHABLE").as_deref() {
        None | Some("refuse") => false,
        Some("accept") => true,
        Some(other) => return Err(PortalError::Wrong(format!("MOTCUA_CLAMD_UNREACHABLE {other}: refuse or accept"))),
    };
    let read = |address: String| {
        VirusScanner::read(&address, takes_unscanned).map_err(|what| PortalError::Wrong(format!("MOTCUA_CLAMD {what}")))
    };
    settings.get("MOTCUA_CLAMD").map(read).transpose()
}

/// How often a log is stamped where nothing is said, in minutes.
const STAMPED_EVERY: i64 = 15;

fn authority_at(settings: &Settings, url: String, file: &str) -> Result<TimeAuthority, PortalError> {
    let wrong = |error: &dyn std::fmt::Display| PortalError::Wrong(format!("MOTCUA_TSA_CERTIFICATES {file}: {error}"));
    let pem = std::fs::read(file).map_err(|error| wrong(&error))?;
    let trusted = paper::timestamp::Trusted::read(&pem).map_err(|error| wrong(&error))?;
    let every = match settings.get("MOTCUA_TSA_MINUTES") {
        None => STAMPED_EVERY,
        Some(text) => text
            .parse()
            .ok()
            .filter(|minutes| (1..=1_440).contains(minutes))
            .ok_or_else(|| PortalError::Wrong("MOTCUA_TSA_MINUTES: minutes from 1 to 1440".to_owned()))?,
    };
    Ok(TimeAuthority { url, trusted, every, looked: Default::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_no_link_can_be_made_with_is_told_at_the_start() {
        for fine in
            ["", "https://dichvucong.example.vn", "http://127.0.0.1:8640", "http://[::1]:8640", "http://localhost"]
        {
            assert!(checked_address(fine).is_ok(), "{fine}");
        }
        for wrong in [
            "dichvucong.example.vn",
            "https://a.vn/cong",
            "ftp://a.vn",
            "https://",
            "https://a@b.vn",
            "https://a.vn?x",
            "http://dichvucong.example.vn",
            "http://10.0.0.7:8640",
        ] {
            let error = checked_address(wrong).unwrap_err().to_string();
            assert!(error.starts_with("MOTCUA_PUBLIC_URL") && error.contains(wrong), "{error}");
        }
    }
}
