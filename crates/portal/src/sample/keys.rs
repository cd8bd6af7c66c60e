//! Keys to sign the sample with: from an authority that nobody trusts, drawn anew each time.

use super::{SECRET, SampleError, users};
use casework::catalogue::{Edition, Role, User};
use casework::{Moment, UserId};

/// A key file that opens with [`SECRET`].
#[derive(Clone)]
pub struct SampleKey {
    pub user: UserId,
    /// PKCS#12.
    pub p12: Vec<u8>,
}

/// The keys of the sample, and the certificate of the authority that issued them.
pub struct SampleKeys {
    pub authority_pem: String,
    pub keys: Vec<SampleKey>,
}

/// Minutes of a year.
const YEAR: i64 = 365 * 24 * 60;

/// One key for each head, in their name, and one for each records clerk, in the unit's name: the records clerk keeps the
/// agency's key (Decree 30/2020 Art. 32.2). Valid from a year before `now` until three years after.
///
/// # Errors
/// A unit that the edition does not have, or a key that cannot be made.
pub fn keys(edition: &Edition, now: Moment) -> Result<SampleKeys, SampleError> {
    let authority = paper::sample_pki::authority("Một Cửa: cơ quan cấp chứng thư MẪU")?;
    let mut keys = Vec::new();
    for user in users().values() {
        let unit = edition.units.get(&user.unit).ok_or_else(|| SampleError::NoService(user.unit.clone()))?;
        let Some(subject) = subject(user, &unit.name) else { continue };
        let (from, until) = (now.plus_minutes(-YEAR), now.plus_minutes(3 * YEAR));
        let p12 = authority.issue(subject, &unit.name, SECRET, from, until)?;
        keys.push(SampleKey { user: user.id.clone(), p12 });
    }
    Ok(SampleKeys { authority_pem: authority.certificate_pem().to_owned(), keys })
}

/// In whose name a person signs; most sign nothing.
fn subject<'a>(user: &'a User, unit: &'a str) -> Option<&'a str> {
    if user.roles.contains(&Role::UnitHead) {
        return Some(&user.name);
    }
    user.roles.contains(&Role::RecordsClerk).then_some(unit)
}
