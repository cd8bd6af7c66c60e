//! What applicants thought of the unit's finished cases, for those who answer for the unit: as of the last time that the
//! portal was asked, with or without a line.

use crate::desk::Desk;
use crate::tables::cases;
use crate::tables::unit_book::{self, Part};
use crate::views::{Failure, OfficerRatings, RatedCase, RatingReport, RatingSums};
use casework::Moment;
use casework::statistics::Period;
use protocol::ratings::CaseRating;
use std::collections::BTreeMap;

/// Cases that are told one by one: the latest.
const TOLD: usize = 200;

impl Desk {
    /// The ratings of a period; each case was rated once.
    ///
    /// # Errors
    /// [`Failure::ForHeadsOnly`], or what broke.
    pub async fn ratings(&self, period: Period) -> Result<RatingReport, Failure> {
        self.for_heads()?;
        self.heads_look();
        let mirror = &self.store.mirror;
        let as_of = unit_book::far(mirror, Part::Ratings).await?.and_then(|far| far.as_of);
        let (from, until) = (Moment::at(period.from, 0), Moment::at(period.to.next(), 0));
        let ratings = unit_book::ratings(mirror, from, until).await?;
        let (mut total, mut officers) = (RatingSums::default(), BTreeMap::new());
        for rating in &ratings {
            add(&mut total, rating);
            add(officers.entry(rating.officer.clone()).or_default(), rating);
        }
        let mut told = Vec::new();
        for rating in ratings.into_iter().take(TOLD) {
            let case = cases::shown(mirror, rating.case).await?;
            let (code, applicant) = case.map_or((None, String::new()), |case| (case.code, case.applicant.name));
            let CaseRating { case, handling, attitude, agency, remark, officer, at } = rating;
            told.push(RatedCase { case, code, applicant, officer, at, handling, attitude, agency, remark });
        }
        let officers = officers.into_iter().map(|(officer, sums)| OfficerRatings { officer, sums });
        Ok(RatingReport { as_of, total, officers: officers.collect(), cases: told })
    }
}

fn add(sums: &mut RatingSums, rating: &CaseRating) {
    sums.count += 1;
    sums.handling += u32::from(rating.handling);
    sums.attitude += u32::from(rating.attitude);
    sums.agency += u32::from(rating.agency);
}
