//! Answers to desks: JSON, packed with zstd; a "no" in the portal's words with its status.

use crate::admit::{Portal, PortalError};
use crate::store::DatabaseError;
use axum::body::Bytes;
use axum::extract::FromRequestParts;
use axum::http::header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, RETRY_AFTER};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use casework::{Catalogue, Digest};
use protocol::push::DeskRights;
use protocol::store::StoreError;
use protocol::{LARGEST_MESSAGE, RoadRefusal, VERSION};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io::Read;
use std::sync::{Arc, Mutex};

/// Why there is no answer to the request itself.
pub(crate) enum No {
    Refused(RoadRefusal),
    /// Something broke here: the desk tries again, nothing was acknowledged.
    Broken(String),
}

impl IntoResponse for No {
    fn into_response(self) -> Response {
        match self {
            Self::Refused(refusal) => {
                let status = match &refusal {
                    RoadRefusal::NotEnrolled | RoadRefusal::WrongCode | RoadRefusal::WrongSecret { .. } => {
                        StatusCode::UNAUTHORIZED
                    }
                    RoadRefusal::OtherUnit => StatusCode::FORBIDDEN,
                    RoadRefusal::TooManyAttempts { .. } => StatusCode::TOO_MANY_REQUESTS,
                    RoadRefusal::VersionTooOld { .. } | RoadRefusal::VersionTooNew { .. } => {
                        StatusCode::UPGRADE_REQUIRED
                    }
                    RoadRefusal::Malformed { .. } => StatusCode::BAD_REQUEST,
                    RoadRefusal::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
                    RoadRefusal::NoSuchFile => StatusCode::NOT_FOUND,
                    RoadRefusal::WrongOffset { .. } | RoadRefusal::NoBlockLeft | RoadRefusal::RegisterTaken { .. } => {
                        StatusCode::CONFLICT
                    }
                    RoadRefusal::WrongDigest => StatusCode::UNPROCESSABLE_ENTITY,
                };
                let wait = match &refusal {
                    RoadRefusal::TooManyAttempts { seconds } => Some(*seconds),
                    _ => None,
                };
                let mut answer = (status, axum::Json(refusal)).into_response();
                wait.and_then(|seconds| answer.headers_mut().insert(RETRY_AFTER, seconds.into()));
                answer
            }
            Self::Broken(what) => {
                tracing::error!(%what, "a request could not be answered");
                (StatusCode::SERVICE_UNAVAILABLE, [(RETRY_AFTER, "5")], "try again later").into_response()
            }
        }
    }
}

impl From<RoadRefusal> for No {
    fn from(refusal: RoadRefusal) -> Self {
        Self::Refused(refusal)
    }
}
impl From<StoreError> for No {
    fn from(error: StoreError) -> Self {
        Self::Broken(error.to_string())
    }
}
impl From<DatabaseError> for No {
    fn from(error: DatabaseError) -> Self {
        Self::Broken(error.to_string())
    }
}
impl From<PortalError> for No {
    fn from(error: PortalError) -> Self {
        match error {
            // Secrets are worked out within a second or two.
            PortalError::Busy => Self::Refused(RoadRefusal::TooManyAttempts { seconds: 5 }),
            error => Self::Broken(error.to_string()),
        }
    }
}

/// The desk behind a request, by its token.
pub(crate) struct Enrolled(pub DeskRights);

impl FromRequestParts<Arc<Portal>> for Enrolled {
    type Rejection = No;

    async fn from_request_parts(parts: &mut Parts, portal: &Arc<Portal>) -> Result<Self, No> {
        let rights = portal.desk(token(&parts.headers)?).await?;
        Ok(Self(rights.ok_or(RoadRefusal::NotEnrolled)?))
    }
}

/// The digest of the token that a desk shows.
pub(crate) fn token(headers: &HeaderMap) -> Result<Digest, No> {
    let header = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = header.and_then(|value| value.strip_prefix("Bearer ")).ok_or(RoadRefusal::NotEnrolled)?;
    Ok(protocol::digest(token.as_bytes()))
}

/// Reads a message, packed or not, up to the largest that is allowed.
pub(crate) fn read<T: DeserializeOwned>(headers: &HeaderMap, body: &Bytes) -> Result<T, No> {
    let malformed = |what: String| No::Refused(RoadRefusal::Malformed { what });
    let mut unpacked = Vec::new();
    let message: &[u8] = match headers.get(CONTENT_ENCODING).map(axum::http::HeaderValue::as_bytes) {
        None => body,
        Some(b"zstd") => {
            let decoder = zstd::Decoder::new(body.as_ref()).map_err(|error| malformed(error.to_string()))?;
            let limit = LARGEST_MESSAGE as u64;
            decoder.take(limit + 1).read_to_end(&mut unpacked).map_err(|error| malformed(error.to_string()))?;
            if unpacked.len() as u64 > limit {
                return Err(RoadRefusal::TooLarge { limit }.into());
            }
            &unpacked
        }
        Some(_) => return Err(malformed("unknown content-encoding".to_owned())),
    };
    // The version first: a message of another version may not have this shape at all.
    if let Ok(Spoken { version }) = serde_json::from_slice(message) {
        speaks(version)?;
    }
    serde_json::from_slice(message).map_err(|error| malformed(error.to_string()))
}

#[derive(serde::Deserialize)]
struct Spoken {
    version: u16,
}

fn speaks(version: u16) -> Result<(), No> {
    let oldest = VERSION.saturating_sub(2).max(1);
    if version < oldest {
        return Err(RoadRefusal::VersionTooOld { spoken: version, needed: oldest }.into());
    }
    if version > VERSION {
        return Err(RoadRefusal::VersionTooNew { spoken: version, portal: VERSION }.into());
    }
    Ok(())
}

/// The catalogue as desks are answered it, packed once for each of its versions.
#[derive(Default)]
pub(crate) struct PackedCatalogue(Mutex<Option<(u64, Bytes)>>);

impl PackedCatalogue {
    fn body(&self, catalogue: &Catalogue) -> Result<Bytes, No> {
        let mut known = match self.0.lock() {
            Ok(known) => known,
            Err(poisoned) => poisoned.into_inner(),
        };
        if let Some((_, body)) = known.as_ref().filter(|(version, _)| *version == catalogue.version) {
            return Ok(body.clone());
        }
        let body = Bytes::from(body_of(catalogue)?);
        *known = Some((catalogue.version, body.clone()));
        Ok(body)
    }

    pub fn answer(&self, catalogue: &Catalogue) -> Result<Response, No> {
        Ok(written(self.body(catalogue)?))
    }
}

/// Packs an answer.
pub(crate) fn write(answer: &impl Serialize) -> Result<Response, No> {
    Ok(written(body_of(answer)?.into()))
}

fn body_of(answer: &impl Serialize) -> Result<Vec<u8>, No> {
    let broken = |error: &dyn std::fmt::Display| No::Broken(error.to_string());
    let body = serde_json::to_vec(answer).map_err(|error| broken(&error))?;
    packed(&body).map_err(|error| broken(&error))
}

fn written(body: Bytes) -> Response {
    let headers = [(CONTENT_TYPE, "application/json"), (CONTENT_ENCODING, "zstd"), (CACHE_CONTROL, "no-store")];
    (headers, body).into_response()
}

/// Packs bytes in one piece. The packer's room is kept from one answer to the next: to make it anew costs more than to pack
/// a short answer.
fn packed(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    thread_local! {
        static PACKER: std::cell::RefCell<Option<zstd::bulk::Compressor<'static>>> = const { std::cell::RefCell::new(None) };
    }
    PACKER.with_borrow_mut(|packer| match packer {
        Some(packer) => packer.compress(bytes),
        None => packer.insert(zstd::bulk::Compressor::new(3)?).compress(bytes),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_is_packed_once_for_each_version() {
        let (kept, first) = (PackedCatalogue::default(), Catalogue { version: 1, ..Catalogue::default() });
        let body = |catalogue: &Catalogue| kept.body(catalogue).unwrap_or_else(|_| panic!("packed"));
        let one = body(&first);
        assert_eq!(one.as_ptr(), body(&first).as_ptr(), "the same bytes");
        let next = body(&Catalogue { version: 2, ..Catalogue::default() });
        let read: Catalogue = serde_json::from_slice(&zstd::decode_all(next.as_ref()).unwrap()).unwrap();
        assert_eq!(read.version, 2);
    }
}
