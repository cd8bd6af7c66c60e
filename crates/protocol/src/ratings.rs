//! What applicants think of finished cases, on its way to the desks at which a head of the unit is enrolled. A case is
//! rated once, and a rating never changes: a desk asks for those after the last one that it has.

use crate::RoadRefusal;
use crate::chain::LogId;
use crate::push::DeskRights;
use casework::{CaseId, Moment, UnitCode, UserId};
use serde::{Deserialize, Serialize};

/// Ratings in one reply.
pub const RATINGS_PAGE: u32 = 500;
/// Ratings of the last minutes are asked for once more: of two that were given at the same time, the later one may be
/// the first to be seen.
pub const RATINGS_OVERLAP: i64 = 10 * 60_000;

/// Asks for the ratings of the desk's unit after a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatingsRequest {
    pub version: u16,
    pub unit: UnitCode,
    pub after: Option<RatingPlace>,
}

/// A place in the order of the ratings: by moment, then by case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatingPlace {
    pub at: Moment,
    /// `None` before all that were given at that moment.
    pub case: Option<CaseId>,
}

/// What comes back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatingsReply {
    pub version: u16,
    pub log: LogId,
    pub portal_time: Moment,
    /// `None` where nobody at this desk answers for the unit.
    pub ratings: Option<Vec<CaseRating>>,
    /// More are there.
    pub more: bool,
}

/// What an applicant thinks of a finished case, 1 to 5 points each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseRating {
    pub case: CaseId,
    /// How it was handled.
    pub handling: u8,
    /// How people behaved.
    pub attitude: u8,
    /// The agency as a whole.
    pub agency: u8,
    pub remark: String,
    /// Who had the case when it was rated.
    pub officer: Option<UserId>,
    pub at: Moment,
}

impl CaseRating {
    /// Its place in the order.
    #[must_use]
    pub const fn place(&self) -> RatingPlace {
        RatingPlace { at: self.at, case: Some(self.case) }
    }
}

/// Whether a desk asks for its own unit.
///
/// # Errors
/// [`RoadRefusal::OtherUnit`].
pub fn is_own(desk: &DeskRights, request: &RatingsRequest) -> Result<(), RoadRefusal> {
    if request.unit == desk.unit { Ok(()) } else { Err(RoadRefusal::OtherUnit) }
}
