//! What a unit reports, computed at the centre: the same module as on the desks, over the same history.

use crate::admit::{Portal, PortalError};
use casework::statistics::{Look, Period, Report};
use casework::{Case, Moment, UnitCode, replay};

/// The report of a unit for a period, as `now` sees it.
///
/// # Errors
/// A unit that no edition in force knows, or the store.
pub async fn report(portal: &Portal, unit: &UnitCode, period: Period, now: Moment) -> Result<Report, PortalError> {
    let catalogue = portal.catalogue();
    let edition = catalogue.edition_on(now.day()).filter(|edition| edition.units.contains_key(unit));
    let edition = edition.ok_or_else(|| PortalError::Wrong(format!("no unit {unit} is known today")))?;
    let end = period.end();
    let mut cases: Vec<Case> = Vec::new();
    for case in portal.store.cases(unit).await? {
        if case.changed_at <= end {
            cases.push(case);
        } else {
            let history = portal.store.history(case.id).await?;
            cases.extend(replay(history.iter().filter(|recorded| recorded.at <= end)));
        }
    }
    Ok(Report::of(edition, unit, cases, Look { period, today: now.day() }))
}
