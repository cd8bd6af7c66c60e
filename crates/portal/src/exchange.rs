//! With whom this portal exchanges: read from the environment at the start, nothing by default.

use crate::admit::PortalError;
use crate::payments::{Gateway, Vnpay};

/// The other systems that this portal is connected with.
#[derive(Debug, Clone, Default)]
pub struct Exchange {
    /// Where citizens and gateways reach this portal: `https://dichvucong.example.vn`, without a slash at its end.
    pub public_url: String,
    /// Where fees are paid online.
    pub gateway: Option<Gateway>,
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
    /// Reads the settings `MOTCUA_PUBLIC_URL` and `MOTCUA_VNPAY_…`.
    ///
    /// # Errors
    /// Settings that belong together and are not all there.
    pub fn from_environment() -> Result<Self, PortalError> {
        let gateway = together(["MOTCUA_VNPAY_URL", "MOTCUA_VNPAY_TMN", "MOTCUA_VNPAY_SECRET", "MOTCUA_PUBLIC_URL"])
            .or_else(|error| if setting("MOTCUA_VNPAY_URL").is_some() { Err(error) } else { Ok(None) })?;
        let gateway = gateway.map(|[url, terminal, secret, _]| Gateway::Vnpay(Vnpay { url, terminal, secret }));
        let public_url = setting("MOTCUA_PUBLIC_URL").unwrap_or_default().trim_end_matches('/').to_owned();
        Ok(Self { public_url, gateway })
    }
}
