//! Signing in at an identity provider: OpenID Connect Core 1.0, authorization code with PKCE (RFC 7636), state, nonce.
//!
//! Nothing is kept here between the way out and the way back: what binds the two follows from a secret in the browser's
//! cookie. The provider's settings and keys are read each time, so new keys of its need nothing here.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::{Jwk, JwkSet, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Url};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

/// Largest answer of a provider.
const LARGEST: usize = 1024 * 1024;
/// Signatures that anybody can check and only the provider can make.
const SIGNATURES: [Algorithm; 9] = [
    Algorithm::RS256,
    Algorithm::RS384,
    Algorithm::RS512,
    Algorithm::PS256,
    Algorithm::PS384,
    Algorithm::PS512,
    Algorithm::ES256,
    Algorithm::ES384,
    Algorithm::EdDSA,
];

/// Somebody else who says who a citizen is.
#[derive(Clone)]
pub struct IdentityProvider {
    /// Its address, letter by letter as it stands in its tokens.
    pub issuer: String,
    /// What it calls this portal.
    pub client: String,
    pub secret: String,
    /// What citizens call it.
    pub name: String,
}

impl fmt::Debug for IdentityProvider {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("IdentityProvider").field("issuer", &self.issuer).finish_non_exhaustive()
    }
}

/// Who came back.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Person {
    /// What the provider calls them for ever.
    pub subject: String,
    /// Empty where the provider does not tell.
    pub name: String,
    /// Empty where the provider has not verified it.
    pub email: String,
}

/// Why nobody was signed in.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotSignedIn {
    /// The person said no at the provider.
    #[error("the person declined")]
    Declined,
    /// The way back does not belong to a way out of this browser.
    #[error("the answer belongs to no sign-in of this browser")]
    Foreign,
    /// The provider cannot be reached, or says what it should not.
    #[error("the identity provider {0}")]
    Provider(String),
}

fn wrong(what: impl Into<String>) -> NotSignedIn {
    NotSignedIn::Provider(what.into())
}

/// What binds the way back to the way out: all of it follows from the secret in the browser's cookie.
pub(crate) struct Binding<'a>(pub &'a str);

impl Binding<'_> {
    fn derived(&self, what: &str) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(format!("motcua {what} 1\n{}", self.0)))
    }
    pub fn state(&self) -> String {
        self.derived("state")
    }
    fn nonce(&self) -> String {
        self.derived("nonce")
    }
    fn verifier(&self) -> String {
        self.derived("verifier")
    }
    fn challenge(&self) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(self.verifier()))
    }
}

/// What a provider publishes of itself (OpenID Connect Discovery 1.0).
#[derive(Deserialize)]
struct Settings {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    userinfo_endpoint: Option<String>,
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

#[derive(Deserialize)]
struct Tokens {
    id_token: String,
    access_token: String,
}

#[derive(Debug, Deserialize)]
struct Claims {
    sub: String,
    /// One name or a list of them.
    aud: serde_json::Value,
    azp: Option<String>,
    nonce: Option<String>,
    #[serde(flatten)]
    told: Told,
}

/// What a provider tells of a person: standard claims only.
#[derive(Debug, Default, Deserialize)]
struct Told {
    name: Option<String>,
    email: Option<String>,
    email_verified: Option<bool>,
}

#[derive(Deserialize)]
struct UserInfo {
    sub: String,
    #[serde(flatten)]
    told: Told,
}

/// Over TLS, or to a provider on this machine.
fn is_safe(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| {
        let is_here = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
        url.scheme() == "https" || (url.scheme() == "http" && is_here)
    })
}

/// Letters that stand for themselves everywhere; all others as `%XX` (RFC 6749, 2.3.1).
fn escaped(text: &str) -> String {
    let one = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(one).collect()
}

async fn ask<T: DeserializeOwned>(what: &str, call: RequestBuilder) -> Result<T, NotSignedIn> {
    let failed = |error: reqwest::Error| wrong(format!("was not reached for {what}: {}", error.without_url()));
    let mut answer = call.timeout(Duration::from_secs(10)).send().await.map_err(failed)?;
    let mut body = Vec::new();
    while let Some(part) = answer.chunk().await.map_err(failed)? {
        body.extend_from_slice(&part);
        if body.len() > LARGEST {
            return Err(wrong(format!("sent too much for {what}")));
        }
    }
    if !answer.status().is_success() {
        // An error of the protocol has a word for machines; the rest may hold anything.
        let said: BTreeMap<String, serde_json::Value> = serde_json::from_slice(&body).unwrap_or_default();
        let word: String =
            said.get("error").and_then(|word| word.as_str()).unwrap_or_default().chars().take(60).collect();
        return Err(wrong(format!("answered {what} with {} {word}", answer.status().as_u16())));
    }
    serde_json::from_slice(&body).map_err(|error| wrong(format!("sent something else for {what}: {error}")))
}

impl IdentityProvider {
    async fn settings(&self, client: &Client) -> Result<Settings, NotSignedIn> {
        let address = format!("{}/.well-known/openid-configuration", self.issuer.trim_end_matches('/'));
        if !is_safe(&address) {
            return Err(wrong("has no https address"));
        }
        let settings: Settings = ask("its settings", client.get(address)).await?;
        if settings.issuer != self.issuer {
            return Err(wrong(format!("calls itself {:.200}", settings.issuer)));
        }
        let addresses = [&settings.authorization_endpoint, &settings.token_endpoint, &settings.jwks_uri];
        if !addresses.into_iter().chain(&settings.userinfo_endpoint).all(|address| is_safe(address)) {
            return Err(wrong("gives an address without https"));
        }
        Ok(settings)
    }

    /// Where the browser goes to sign in.
    pub(crate) async fn way_out(&self, binding: &Binding<'_>, back: &str) -> Result<String, NotSignedIn> {
        let settings = self.settings(&client()?).await?;
        let mut url = Url::parse(&settings.authorization_endpoint).map_err(|error| wrong(error.to_string()))?;
        url.query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.client)
            .append_pair("redirect_uri", back)
            .append_pair("scope", "openid profile email")
            .append_pair("state", &binding.state())
            .append_pair("nonce", &binding.nonce())
            .append_pair("code_challenge", &binding.challenge())
            .append_pair("code_challenge_method", "S256");
        Ok(url.into())
    }

    /// Who came back with this answer.
    pub(crate) async fn way_back(
        &self,
        binding: &Binding<'_>,
        back: &str,
        answer: &BTreeMap<String, String>,
    ) -> Result<Person, NotSignedIn> {
        let text = |name: &str| answer.get(name).map(String::as_str);
        if text("state") != Some(&binding.state()) {
            return Err(NotSignedIn::Foreign);
        }
        if let Some(error) = text("error") {
            let is_no = error == "access_denied";
            return Err(if is_no { NotSignedIn::Declined } else { wrong(format!("said {error:.60}")) });
        }
        let client = client()?;
        let settings = self.settings(&client).await?;
        // Another provider's answer that was slipped in (RFC 9207).
        let is_from_elsewhere = text("iss").is_some_and(|issuer| issuer != self.issuer);
        let is_silent = text("iss").is_none() && settings.authorization_response_iss_parameter_supported;
        if is_from_elsewhere || is_silent {
            return Err(NotSignedIn::Foreign);
        }
        let code = text("code").ok_or(NotSignedIn::Foreign)?;
        let tokens = self.tokens(&client, &settings, binding, back, code).await?;
        let keys: JwkSet = ask("its keys", client.get(&settings.jwks_uri)).await?;
        let claims = self.claims(&tokens.id_token, &keys, &binding.nonce())?;
        let mut told = claims.told;
        if let Some(address) = settings.userinfo_endpoint.filter(|_| told.name.is_none() || told.email.is_none()) {
            let call = client.get(address).bearer_auth(&tokens.access_token);
            let more: UserInfo = ask("the person's name", call).await?;
            if more.sub != claims.sub {
                return Err(wrong("told of another person"));
            }
            let verified = if more.told.email.is_some() { more.told.email_verified } else { told.email_verified };
            told = Told {
                name: more.told.name.or(told.name),
                email: more.told.email.or(told.email),
                email_verified: verified,
            };
        }
        let email = told.email.filter(|_| told.email_verified == Some(true)).unwrap_or_default();
        let name = told.name.unwrap_or_default().trim().chars().take(300).collect();
        Ok(Person { subject: claims.sub, name, email })
    }

    async fn tokens(
        &self,
        client: &Client,
        settings: &Settings,
        binding: &Binding<'_>,
        back: &str,
        code: &str,
    ) -> Result<Tokens, NotSignedIn> {
        let verifier = binding.verifier();
        let mut form = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", back),
            ("code_verifier", &verifier),
        ];
        let ways = settings.token_endpoint_auth_methods_supported.as_deref().unwrap_or_default();
        let has = |wanted: &str| ways.iter().any(|way| way == wanted);
        let call = client.post(&settings.token_endpoint);
        let call = if ways.is_empty() || has("client_secret_basic") {
            call.basic_auth(escaped(&self.client), Some(escaped(&self.secret))).form(&form)
        } else if has("client_secret_post") {
            form.extend([("client_id", self.client.as_str()), ("client_secret", self.secret.as_str())]);
            call.form(&form)
        } else {
            return Err(wrong("takes no client secret"));
        };
        ask("the tokens", call).await
    }

    /// What an ID token says, once everything about it holds (OpenID Connect Core, 3.1.3.7).
    fn claims(&self, token: &str, keys: &JwkSet, nonce: &str) -> Result<Claims, NotSignedIn> {
        let header = decode_header(token).map_err(|error| wrong(format!("sent no ID token: {error}")))?;
        if !SIGNATURES.contains(&header.alg) {
            return Err(wrong("signs in a way that proves nothing"));
        }
        let signs = |key: &&Jwk| !matches!(key.common.public_key_use, Some(PublicKeyUse::Encryption));
        let fits = |key: &&Jwk| header.kid.is_none() || key.common.key_id == header.kid;
        let keys = keys.keys.iter().filter(signs).filter(fits).filter_map(|key| DecodingKey::from_jwk(key).ok());
        let mut rules = Validation::new(header.alg);
        rules.set_audience(&[&self.client]);
        rules.set_issuer(&[&self.issuer]);
        rules.set_required_spec_claims(&["exp", "aud", "iss", "sub"]);
        rules.validate_nbf = true;
        let mut refusal = "holds no key for its ID token".to_owned();
        let mut found = None;
        for key in keys.filter(|key| header.alg.family() == key.family()) {
            match decode::<Claims>(token, &key, &rules) {
                Ok(token) => found = Some(token.claims),
                Err(error) => refusal = format!("sent an ID token that does not hold: {error}"),
            }
        }
        let claims = found.ok_or_else(|| wrong(refusal))?;
        let is_for_many = claims.aud.as_array().is_some_and(|audience| audience.len() > 1);
        let is_ours = claims.azp.as_ref().map_or(!is_for_many, |party| *party == self.client);
        if !is_ours {
            return Err(wrong("sent an ID token for somebody else"));
        }
        if claims.nonce.as_deref() != Some(nonce) {
            return Err(wrong("sent an ID token of another sign-in"));
        }
        if claims.sub.is_empty() || claims.sub.chars().count() > 255 {
            return Err(wrong("does not say who it is"));
        }
        Ok(claims)
    }
}

/// It follows no redirect: answers come from where they were asked for.
fn client() -> Result<Client, NotSignedIn> {
    Client::builder().redirect(Policy::none()).build().map_err(|error| wrong(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_binds_the_ways_differs_by_purpose_and_by_secret() {
        let (one, other) = (Binding("a"), Binding("b"));
        let all = [one.state(), one.nonce(), one.verifier(), one.challenge(), other.state()];
        let distinct: std::collections::BTreeSet<_> = all.iter().collect();
        assert_eq!(distinct.len(), all.len());
        assert!(all.iter().all(|text| text.len() == 43), "a verifier has 43 to 128 letters: {all:?}");
    }

    #[test]
    fn only_tls_or_this_machine_is_trusted_with_a_secret() {
        for safe in ["https://id.example.vn/x", "http://127.0.0.1:3000", "http://localhost/", "http://[::1]:80/"] {
            assert!(is_safe(safe), "{safe}");
        }
        for unsafe_one in
            ["http://id.example.vn", "ftp://127.0.0.1", "http://127.0.0.1.example.vn/", "", "id.example.vn"]
        {
            assert!(!is_safe(unsafe_one), "{unsafe_one}");
        }
    }

    #[test]
    fn a_secret_is_escaped_before_it_is_joined_with_the_client() {
        assert_eq!(escaped("a:b c%đ"), "a%3Ab%20c%25%C4%91");
    }
}
