//! What the unit reports, computed on the mirror: the same figures as at the portal, with or without a line.

use crate::error::DeskError;
use crate::store::DeskFiles;
use crate::tables::{cases, envelopes, events, head};
use crate::views::{Counted, CountedAs, PeriodReport, TimeOf};
use casework::statistics::{Look, Period, Report, six_a_of};
use casework::{Case, CaseId, Catalogue, Moment, Recorded, UnitCode, replay};
use protocol::rebase::rebase;

/// Everything that follows from the unit's cases for a period.
pub(crate) async fn report(
    store: &DeskFiles,
    catalogue: &Catalogue,
    unit: &UnitCode,
    period: Period,
    now: Moment,
) -> Result<PeriodReport, DeskError> {
    let look = Look { period, today: now.day() };
    let cases = cases_on(store, period.end()).await?;
    let as_of = head::read(&store.mirror).await?.map(|place| place.as_of);
    Ok(PeriodReport { as_of, report: Report::of(catalogue, unit, &cases, look) })
}

/// The cases that form II.06a counts so for a period.
pub(crate) async fn counted(
    store: &DeskFiles,
    unit: &UnitCode,
    counted: Counted,
    now: Moment,
) -> Result<Vec<CaseId>, DeskError> {
    let look = Look { period: counted.period, today: now.day() };
    let is_counted = |case: &Case| {
        six_a_of(case, unit, look).is_some_and(|counts| match counted.what {
            CountedAs::Received => counts.online + counts.direct > 0,
            CountedAs::Done => counts.done() > 0,
        })
    };
    let cases = cases_on(store, counted.period.end()).await?;
    Ok(cases.iter().filter(|case| is_counted(case)).map(|case| case.id).collect())
}

/// Every case as it stood at a moment: only those that changed afterwards are folded again.
async fn cases_on(store: &DeskFiles, at: Moment) -> Result<Vec<Case>, DeskError> {
    let (mut all, later) = cases::all_shown(&store.mirror, at).await?;
    for id in later {
        all.extend(replay(before(&events::of_case(&store.mirror, id).await?, at)));
    }
    Ok(all)
}

fn before(history: &[Recorded], at: Moment) -> impl Iterator<Item = &Recorded> {
    history.iter().filter(move |recorded| recorded.at <= at)
}

/// A case as it stood at a moment, with what waits in the outbox where its acts are what counts; `None` before it was
/// filed, or had arrived.
pub(crate) async fn case_on(
    store: &DeskFiles,
    catalogue: &Catalogue,
    id: CaseId,
    at: Moment,
    by: TimeOf,
) -> Result<Option<Case>, DeskError> {
    let mut history = events::of_case(&store.mirror, id).await?;
    if by == TimeOf::Arrival {
        // What waits here has not arrived anywhere.
        return Ok(replay(history.iter().filter(|recorded| recorded.arrived_at <= at)));
    }
    let confirmed = cases::confirmed(&store.mirror, id).await?;
    let seen = head::read(&store.mirror).await?.map_or(0, |place| place.head.seq);
    let pending = envelopes::pending(&store.outbox, id, seen).await?;
    history.extend(rebase(catalogue, confirmed.as_ref(), &pending).provisional);
    Ok(replay(before(&history, at)))
}
