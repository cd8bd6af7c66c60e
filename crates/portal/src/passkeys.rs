//! Passkeys (WebAuthn): a key in somebody's device or password manager, which signs them in where the device has checked
//! that it is they. It stands for password and second factor together.
//!
//! What a browser is asked is kept in the store until it is answered, once, at any instance. What makes an answer good is
//! in `webauthn-rs`: origin, challenge, signature, the check of the person, a counter that goes on.

use crate::admit::{Portal, PortalError, clock, random};
use crate::store::Passkey;
use casework::Digest;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use webauthn_rs::prelude::{
    CredentialID, DiscoverableAuthentication, Passkey as Key, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Url, Uuid, Webauthn, WebauthnBuilder,
};

/// How long a browser has for its answer, in minutes.
const OPEN: i64 = 5;
/// Passkeys that somebody may have.
pub(crate) const MOST: i64 = 20;

/// Who is to sign, as the store writes it.
pub(crate) fn owner_account(account: &str) -> String {
    format!("account {account}")
}
pub(crate) fn owner_user(user: &str) -> String {
    format!("user {user}")
}

/// What a browser is asked: the token comes back with the answer.
#[derive(Serialize)]
pub(crate) struct Asked {
    pub token: String,
    pub options: Value,
}

/// What a browser answers.
#[derive(Deserialize)]
pub(crate) struct Answered {
    pub token: String,
    pub credential: Value,
    /// What its owner calls a new one; where a sign-in leads.
    #[serde(default)]
    pub text: String,
}

impl Answered {
    /// What the owner calls a new key: one line.
    pub fn name(&self) -> String {
        let plain = |one: char| if one.is_control() { ' ' } else { one };
        let name: String = self.text.chars().map(plain).collect();
        name.trim().chars().take(80).collect()
    }
}

/// Whether passkeys can be used here: they belong to the portal's address, which has to be set.
pub(crate) fn are_offered(portal: &Portal) -> bool {
    party(portal).is_some()
}

/// This portal as a relying party: its host, and its address as the only origin.
fn party(portal: &Portal) -> Option<Webauthn> {
    let origin = Url::parse(&portal.exchange().public_url).ok()?;
    let host = origin.domain()?.to_owned();
    WebauthnBuilder::new(&host, &origin).ok()?.rp_name("Một Cửa").build().ok()
}

fn unset() -> PortalError {
    PortalError::Wrong("passkeys need MOTCUA_PUBLIC_URL, with a name and no number".to_owned())
}

/// What a key is told of its owner: it says so when it signs in, and nobody learns from it who that is.
fn handle(owner: &str) -> Uuid {
    let digest = protocol::digest(format!("motcua passkey 1 {owner}").as_bytes());
    let mut bytes = [0; 16];
    hex::decode_to_slice(&digest.as_str()[..32], &mut bytes).unwrap_or_default();
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

fn json<T: Serialize>(value: &T) -> Result<Value, PortalError> {
    serde_json::to_value(value).map_err(|source| PortalError::Json { what: "a passkey", source })
}

/// A stored key or challenge; one of another version of the library is none.
fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_str(text).ok()
}

async fn note(portal: &Portal, owner: &str, state: &impl Serialize, options: Value) -> Result<Asked, PortalError> {
    let mut bytes = [0; 32];
    random(&mut bytes)?;
    let token = hex::encode(bytes);
    let now = clock();
    let digest = protocol::digest(token.as_bytes());
    let state = json(state)?.to_string();
    portal.store.note_challenge(&digest, owner, &state, now, now.plus_minutes(OPEN)).await?;
    Ok(Asked { token, options })
}

async fn noted<T: DeserializeOwned>(portal: &Portal, owner: &str, token: &str) -> Result<Option<T>, PortalError> {
    let digest = protocol::digest(token.as_bytes());
    let state = portal.store.take_challenge(&digest, owner, clock()).await?;
    Ok(state.and_then(|state| read(&state)))
}

/// Asks a browser for a new key of somebody who is signed in.
pub(crate) async fn begin_adding(portal: &Portal, owner: &str, login: &str, name: &str) -> Result<Asked, PortalError> {
    let party = party(portal).ok_or_else(unset)?;
    let known = portal.store.passkeys_of(owner).await?;
    let known: Vec<CredentialID> =
        known.iter().filter_map(|known| Some(read::<Key>(&known.credential)?.cred_id().clone())).collect();
    let begun = party.start_passkey_registration(handle(owner), login, name, Some(known));
    let (options, state) = begun.map_err(|error| PortalError::Wrong(error.to_string()))?;
    let mut options = json(&options)?;
    // A key that its device can find by itself signs in without a name, so nobody learns here which names there are.
    options["publicKey"]["authenticatorSelection"]["residentKey"] = "required".into();
    options["publicKey"]["authenticatorSelection"]["requireResidentKey"] = true.into();
    note(portal, owner, &state, options).await
}

/// Takes the new key; `false` where the answer is none to what was asked.
pub(crate) async fn add(portal: &Portal, owner: &str, answered: &Answered) -> Result<bool, PortalError> {
    let party = party(portal).ok_or_else(unset)?;
    let Some(state) = noted::<PasskeyRegistration>(portal, owner, &answered.token).await? else { return Ok(false) };
    let Ok(credential) = serde_json::from_value::<RegisterPublicKeyCredential>(answered.credential.clone()) else {
        return Ok(false);
    };
    let key = match party.finish_passkey_registration(&credential, &state) {
        Ok(key) => key,
        Err(error) => {
            tracing::warn!(%error, "a new passkey was not taken");
            return Ok(false);
        }
    };
    let passkey = Passkey {
        id: protocol::digest(key.cred_id()),
        owner: owner.to_owned(),
        name: answered.name(),
        credential: json(&key)?.to_string(),
        added_at: clock(),
        used_at: None,
    };
    Ok(portal.store.add_passkey(&passkey, MOST).await?)
}

/// Asks a browser for any key of this portal.
pub(crate) async fn begin_signing_in(portal: &Portal) -> Result<Asked, PortalError> {
    let party = party(portal).ok_or_else(unset)?;
    let begun = party.start_discoverable_authentication();
    let (options, state) = begun.map_err(|error| PortalError::Wrong(error.to_string()))?;
    let mut options = json(&options)?;
    // A person presses a button; the browser need not wait until they look into a field.
    if let Some(options) = options.as_object_mut() {
        options.remove("mediation");
    }
    note(portal, "", &state, options).await
}

/// Whose key it is that signed; nobody's where the answer is none to what was asked.
pub(crate) async fn signed_in(portal: &Portal, answered: &Answered) -> Result<Option<String>, PortalError> {
    let party = party(portal).ok_or_else(unset)?;
    let Some(state) = noted::<DiscoverableAuthentication>(portal, "", &answered.token).await? else { return Ok(None) };
    let Ok(credential) = serde_json::from_value::<PublicKeyCredential>(answered.credential.clone()) else {
        return Ok(None);
    };
    let Ok((person, id)) = party.identify_discoverable_authentication(&credential) else { return Ok(None) };
    let id: Digest = protocol::digest(id);
    let Some(known) = portal.store.passkey(&id).await? else { return Ok(None) };
    let Some(mut key) = read::<Key>(&known.credential).filter(|_| handle(&known.owner) == person) else {
        return Ok(None);
    };
    let result = match party.finish_discoverable_authentication_v2(&credential, state, &key) {
        Ok(result) => result,
        Err(error) => {
            tracing::warn!(passkey = %id, %error, "a passkey did not sign in");
            return Ok(None);
        }
    };
    key.update_credential(&result);
    let after = json(&key)?.to_string();
    Ok(portal.store.use_passkey(&known, &after, clock()).await?.then_some(known.owner))
}
