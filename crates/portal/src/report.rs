//! What a unit reports, computed at the centre: the same module as on the desks, over the same history.

use crate::admit::{Portal, PortalError};
use crate::store::HeldCase;
use casework::statistics::{Look, Names, Period, Report, SixACounts, six_a_of};
use casework::{Case, Date, FieldCode, Moment, ServiceCode, UnitCode, replay};
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::sync::Mutex;

/// The report of a unit for a period, as `now` sees it.
///
/// # Errors
/// A unit that no edition knows, or the store.
pub async fn report(portal: &Portal, unit: &UnitCode, period: Period, now: Moment) -> Result<Report, PortalError> {
    let catalogue = portal.catalogue();
    if !catalogue.editions.values().any(|edition| edition.units.contains_key(unit)) {
        return Err(PortalError::Wrong(format!("no unit {unit} is known")));
    }
    let cases = cases_at(portal, unit, period.end()).await?;
    Ok(Report::of(&catalogue, unit, &cases, Look { period, today: now.day() }))
}

/// The cases in which a unit has or had a part, as they stood at a moment. Of those that it has no part in any more, what
/// happened up to its leaving: the same that its desks know.
async fn cases_at(portal: &Portal, unit: &UnitCode, end: Moment) -> Result<Vec<Case>, PortalError> {
    let mut cases: Vec<Case> = Vec::new();
    for HeldCase { case, until } in portal.store.held_cases(unit).await? {
        if until.is_none() && case.changed_at <= end {
            cases.push(case);
        } else {
            let history = portal.store.history(case.id).await?;
            let known = history.iter().filter(|recorded| until.is_none_or(|version| recorded.version <= version));
            cases.extend(replay(known.filter(|recorded| recorded.at <= end)));
        }
    }
    Ok(cases)
}

/// The figures of all units for a period: what anybody may read.
#[derive(Debug)]
pub(crate) struct Figures {
    pub period: Period,
    /// When they were counted.
    pub at: Moment,
    /// By unit, field and service, in this order.
    pub lines: Vec<FigureLine>,
}

/// The cases of one service in one unit.
#[derive(Debug, Clone)]
pub(crate) struct FigureLine {
    pub unit: UnitCode,
    pub field: FieldCode,
    pub service: ServiceCode,
    pub counts: Counts,
}

/// The counts of form II.06a, and how many of the open cases are paused: those wait for somebody outside.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub form: SixACounts,
    pub paused: u32,
}

impl Counts {
    pub fn add(&mut self, other: &Self) {
        self.form.add(&other.form);
        self.paused += other.paused;
    }
    /// Finished early or on time, of a thousand; nothing where nothing was finished.
    pub fn on_time(&self) -> Option<u32> {
        let in_time = self.form.early + self.form.on_time;
        (in_time * 1_000 + self.form.done() / 2).checked_div(self.form.done())
    }
    /// Open, in time and going on.
    pub fn running(&self) -> u32 {
        self.form.open_in_time.saturating_sub(self.paused)
    }
}

/// How long figures are shown before they are counted again: of a period that runs, and of one that is over.
const FRESH_MINUTES: i64 = 5;
const FRESH_MINUTES_PAST: i64 = 60;
/// Periods that are remembered: every year and month of twenty years.
const REMEMBERED: usize = 260;
/// Counts a minute at most, whoever asks: each reads all cases.
const COUNTS: u32 = 20;

/// Figures by the days of their period.
pub(crate) type FiguresByPeriod = Mutex<BTreeMap<(Date, Date), Arc<Figures>>>;

/// The figures of all units for a period, counted at most every five minutes, by one at a time.
pub(crate) async fn figures(portal: &Portal, period: Period, now: Moment) -> Result<Arc<Figures>, PortalError> {
    let mut known = portal.figures.lock().await;
    let fresh = if period.to < now.day() { FRESH_MINUTES_PAST } else { FRESH_MINUTES };
    let last = known.get(&(period.from, period.to)).cloned();
    if let Some(figures) = last.as_ref().filter(|figures| figures.at.plus_minutes(fresh) > now) {
        return Ok(figures.clone());
    }
    if portal.throttle.count("figures", COUNTS, now).is_err() {
        return last.ok_or_else(|| PortalError::Wrong("too many periods are asked for at once".to_owned()));
    }
    let catalogue = portal.catalogue();
    let look = Look { period, today: now.day() };
    let names = Names::of(&catalogue, look);
    let mut counted: BTreeMap<(UnitCode, FieldCode, ServiceCode), Counts> = BTreeMap::new();
    for unit in portal.store.units().await? {
        for case in cases_at(portal, &unit, period.end()).await? {
            let Some(form) = six_a_of(&case, &unit, look) else { continue };
            let field = names.field(&case);
            let paused = u32::from(form.open() > 0 && case.status.is_paused());
            counted.entry((unit.clone(), field, case.service)).or_default().add(&Counts { form, paused });
        }
    }
    let line = |((unit, field, service), counts)| FigureLine { unit, field, service, counts };
    let figures = Arc::new(Figures { period, at: now, lines: counted.into_iter().map(line).collect() });
    if known.len() >= REMEMBERED {
        known.clear();
    }
    known.insert((period.from, period.to), figures.clone());
    Ok(figures)
}
