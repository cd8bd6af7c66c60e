//! Tokens of connected systems: made on the command line, kept as a digest, bound to scopes and perhaps to a unit.

use super::answers::ApiRefusal;
use crate::admit::{Portal, PortalError, clock, random};
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use casework::{Moment, UnitCode};
use serde::Serialize;
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::str::FromStr;
use std::sync::Arc;

/// Questions that a token may ask in a minute.
const A_MINUTE: u32 = 120;
/// Wrong tokens that an address may show in a minute.
const WRONG_A_MINUTE: u32 = 20;

/// What a token may be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ApiScope {
    /// Services and units.
    Catalogue,
    /// The state of a case by its code.
    Cases,
    /// Figures of a unit.
    Statistics,
    /// Waybills of results that go by post.
    Post,
}

impl ApiScope {
    const ALL: [Self; 4] = [Self::Catalogue, Self::Cases, Self::Statistics, Self::Post];

    /// Its name on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Catalogue => "catalogue",
            Self::Cases => "cases",
            Self::Statistics => "statistics",
            Self::Post => "post",
        }
    }
}

impl FromStr for ApiScope {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let names = || Self::ALL.map(Self::name).join(", ");
        let found = Self::ALL.into_iter().find(|scope| scope.name() == text);
        found.ok_or_else(|| format!("no scope {text}; there are: {}", names()))
    }
}

/// A token without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ApiToken {
    pub id: String,
    /// Whose it is.
    pub name: String,
    pub scopes: BTreeSet<ApiScope>,
    /// Only cases of this unit.
    pub unit: Option<UnitCode>,
    pub created_at: Moment,
    pub revoked_at: Option<Moment>,
}

impl ApiToken {
    /// Whether cases and figures of a unit may be asked for.
    pub(super) fn may_see(&self, unit: &UnitCode) -> bool {
        self.unit.as_ref().is_none_or(|own| own == unit)
    }
}

/// Makes a token for a connected system; its secret is told once, here.
///
/// # Errors
/// No scope, an unknown unit, or the store.
pub async fn create_token(
    portal: &Portal,
    name: &str,
    scopes: BTreeSet<ApiScope>,
    unit: Option<UnitCode>,
) -> Result<(ApiToken, String), PortalError> {
    let catalogue = portal.catalogue();
    if scopes.is_empty() || name.trim().is_empty() {
        return Err(PortalError::Wrong("give a name and at least one --scope".to_owned()));
    }
    if let Some(unit) = unit.as_ref().filter(|unit| !catalogue.editions.values().any(|it| it.units.contains_key(*unit)))
    {
        return Err(PortalError::Wrong(format!("no unit {unit} in the catalogue")));
    }
    let (mut id, mut secret) = ([0; 4], [0; 32]);
    random(&mut id)?;
    random(&mut secret)?;
    let secret = format!("mc_{}", hex::encode(secret));
    let (id, created_at) = (hex::encode(id), clock());
    let token = ApiToken { id, name: name.trim().to_owned(), scopes, unit, created_at, revoked_at: None };
    portal.store.add_token(&protocol::digest(secret.as_bytes()), &token).await?;
    Ok((token, secret))
}

/// The connected system behind a request.
pub(super) struct Caller(ApiToken);

impl Caller {
    /// The caller's token, where it has the scope.
    pub fn with(self, scope: ApiScope) -> Result<ApiToken, ApiRefusal> {
        if self.0.scopes.contains(&scope) { Ok(self.0) } else { Err(ApiRefusal::no_scope(scope)) }
    }
}

impl FromRequestParts<Arc<Portal>> for Caller {
    type Rejection = ApiRefusal;

    async fn from_request_parts(parts: &mut Parts, portal: &Arc<Portal>) -> Result<Self, ApiRefusal> {
        let now = clock();
        let header = parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let secret = header.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
        let token = portal.store.token(&protocol::digest(secret.as_bytes())).await;
        let Some(token) = token.map_err(|error| ApiRefusal::broken(&error))? else {
            let from = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|from| from.ip().to_string());
            let key = format!("api wrong {}", from.unwrap_or_default());
            portal.bounded(&key, WRONG_A_MINUTE, now).await.map_err(ApiRefusal::too_many)?;
            return Err(ApiRefusal::no_token());
        };
        portal.bounded(&format!("api {}", token.id), A_MINUTE, now).await.map_err(ApiRefusal::too_many)?;
        Ok(Self(token))
    }
}
