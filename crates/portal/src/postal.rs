//! Results on their way by post: the number of the waybill, and where it is.

use crate::admit::Portal;
use crate::store::DatabaseError;
use casework::{CaseId, Moment};
use serde::Serialize;
use std::str::FromStr;

/// How far a result is on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PostalState {
    HandedIn,
    UnderWay,
    Delivered,
    Returned,
}

impl PostalState {
    /// Its name in the store and on the command line.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::HandedIn => "handed_in",
            Self::UnderWay => "under_way",
            Self::Delivered => "delivered",
            Self::Returned => "returned",
        }
    }
}

impl FromStr for PostalState {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let all = [Self::HandedIn, Self::UnderWay, Self::Delivered, Self::Returned];
        let found = all.into_iter().find(|state| state.text() == text);
        found.ok_or_else(|| format!("no state {text}; there are: {}", all.map(Self::text).join(", ")))
    }
}

/// A result on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PostalItem {
    pub case: CaseId,
    pub waybill: String,
    pub carrier: String,
    pub state: PostalState,
    pub changed_at: Moment,
}

/// Why a waybill was not noted.
#[derive(Debug, thiserror::Error)]
pub enum NotNoted {
    #[error("a waybill has 4 to 40 letters, digits or hyphens; a carrier has a name of at most 80 letters")]
    Malformed,
    #[error("this waybill belongs to another case")]
    Taken,
    #[error(transparent)]
    Broken(#[from] DatabaseError),
}

/// Notes where a result is; a new waybill takes the place of the old one.
///
/// # Errors
/// A waybill that is none or another case's, or the store.
pub async fn note(portal: &Portal, item: &PostalItem) -> Result<(), NotNoted> {
    let is_plain = item.waybill.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let carrier = &item.carrier;
    let begins = carrier.chars().next().is_some_and(|letter| !matches!(letter, '\0'..=' ' | '\u{7f}'..='\u{a0}'));
    let is_named = begins && carrier.chars().count() <= 80 && !carrier.chars().any(char::is_control);
    if !is_plain || !(4..=40).contains(&item.waybill.len()) || !is_named {
        return Err(NotNoted::Malformed);
    }
    if portal.store.note_postal_item(item).await? { Ok(()) } else { Err(NotNoted::Taken) }
}
