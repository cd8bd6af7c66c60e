//! With whom this portal exchanges: read from the environment at the start, nothing by default.

use crate::admit::PortalError;
use crate::identity_provider::IdentityProvider;
use crate::national::{NationalPortal, NationalSettings};
use crate::notices::{Mail, MessageProvider};
use crate::payments::{Gateway, Vnpay};
use crate::signed_call::SignedCall;
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
}

/// A setting that is there and not empty.
fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok().map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
}

/// Settings that go together: all, or none.
fn together<const N: usize>(names: [&str; N]) -> Result<Option<[String; N]>, PortalError> {
    let values = names.map(setting);
    if values.iter().all(Option::is_none) {
        return Ok(None);
    }
    let mut found = values.into_iter();
    let missing = || PortalError::Wrong(format!("set all of {} or none", names.join(", ")));
    let mut whole = [const { String::new() }; N];
    for place in &mut whole {
        *place = found.next().flatten().ok_or_else(missing)?;
    }
    Ok(Some(whole))
}

impl Exchange {
    /// Reads the settings that `docs/operations.md` lists.
    ///
    /// # Errors
    /// Settings that belong together and are not all there.
    pub fn from_environment() -> Result<Self, PortalError> {
        let gateway = together(["MOTCUA_VNPAY_URL", "MOTCUA_VNPAY_TMN", "MOTCUA_VNPAY_SECRET", "MOTCUA_PUBLIC_URL"])
            .or_else(|error| if setting("MOTCUA_VNPAY_URL").is_some() { Err(error) } else { Ok(None) })?;
        let gateway = gateway.map(|[url, terminal, secret, _]| {
            let from = setting("MOTCUA_VNPAY_REFUND_FROM").unwrap_or_else(|| "127.0.0.1".to_owned());
            Gateway::Vnpay(Vnpay { url, terminal, secret, refund_url: setting("MOTCUA_VNPAY_REFUND_URL"), from })
        });
        let public_url = setting("MOTCUA_PUBLIC_URL").unwrap_or_default().trim_end_matches('/').to_owned();
        let mail = together(["MOTCUA_SMTP_URL", "MOTCUA_MAIL_FROM"])?.map(|[url, from]| Mail { url, from });
        let messages = together(["MOTCUA_MESSAGE_URL", "MOTCUA_MESSAGE_SECRET"])?;
        let messages = messages.map(|[url, secret]| MessageProvider(SignedCall { url, secret }));
        let national = together(["MOTCUA_NATIONAL_SETTINGS", "MOTCUA_NATIONAL_SECRET"])?;
        let national = national.map(|[file, secret]| {
            Ok::<_, PortalError>(NationalPortal { settings: NationalSettings::read(Path::new(&file))?, secret })
        });
        let names = ["MOTCUA_OIDC_ISSUER", "MOTCUA_OIDC_CLIENT", "MOTCUA_OIDC_SECRET", "MOTCUA_OIDC_NAME"];
        let identity_provider = together(names)?;
        if identity_provider.is_some() && public_url.is_empty() {
            let what = "set MOTCUA_PUBLIC_URL, too: the identity provider sends people back there";
            return Err(PortalError::Wrong(what.to_owned()));
        }
        let identity_provider =
            identity_provider.map(|[issuer, client, secret, name]| IdentityProvider { issuer, client, secret, name });
        Ok(Self { public_url, gateway, mail, messages, national: national.transpose()?, identity_provider })
    }
}
