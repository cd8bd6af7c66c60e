//! What a unit reports, computed at the centre: the same module as on the desks, over the same history.

use crate::admit::{Portal, PortalError};
use crate::store::{HeldCase, Span, UnitRatings};
use casework::statistics::{Look, Names, Outcomes, Period, Report, SixACounts, six_a_of};
use casework::{Case, Date, EditionId, FieldCode, Moment, ServiceCode, UnitCode, replay};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

/// The report of a unit for a period, as `now` sees it.
///
/// # Errors
/// A unit that no edition knows, or the store.
pub async fn report(portal: &Portal, unit: &UnitCode, period: Period, now: Moment) -> Result<Report, PortalError> {
    let catalogue = portal.catalogue();
    if !catalogue.editions.values().any(|edition| edition.units.contains_key(unit)) {
        return Err(PortalError::Wrong(format!("no unit {unit} is known")));
    }
    let cases = cases_at(portal, unit, period).await?;
    Ok(Report::of(&catalogue, unit, &cases, Look { period, today: now.day() }))
}

/// The cases in which a unit has or had a part, as they stood at the end of a period. What was over before its year began, and
/// has not been touched since, belongs to no report of it and is not read.
async fn cases_at(portal: &Portal, unit: &UnitCode, period: Period) -> Result<Vec<Case>, PortalError> {
    // The lines of the tracking book are numbered through the year.
    let since = Date::from_ymd(period.from.year(), 1, 1).unwrap_or(period.from);
    let mut cases: Vec<Case> = Vec::new();
    for held in portal.store.held_since(unit, Moment::at(since, 0)).await? {
        cases.extend(case_at(portal, held, period.end()).await?);
    }
    Ok(cases)
}

/// A case as it stood at a moment for a unit. Where that has no part in it any more, what happened up to its leaving:
/// the same that its desks know.
async fn case_at(portal: &Portal, held: HeldCase, end: Moment) -> Result<Option<Case>, PortalError> {
    let HeldCase { case, until } = held;
    if until.is_none() && case.changed_at <= end {
        return Ok(Some(case));
    }
    let history = portal.store.history(case.id).await?;
    let known = history.iter().filter(|recorded| until.is_none_or(|version| recorded.version <= version));
    Ok(replay(known.filter(|recorded| recorded.at <= end)))
}

/// The figures of all units for a period: what anybody may read.
#[derive(Debug)]
pub(crate) struct Figures {
    pub period: Period,
    /// When they were counted.
    pub at: Moment,
    /// By unit, field and service, in this order.
    pub lines: Vec<FigureLine>,
    /// Ratings that were given within the period, by unit.
    pub ratings: Vec<UnitRatings>,
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
    /// Those that are done, by how they ended.
    pub ended: Outcomes,
    pub paused: u32,
}

impl Counts {
    /// A case that the form counts so.
    fn of(case: &Case, form: SixACounts) -> Self {
        let paused = u32::from(form.open() > 0 && case.status.is_paused());
        Self { form, ended: Outcomes::of(case, &form), paused }
    }
    pub fn add(&mut self, other: &Self) {
        self.form.add(&other.form);
        self.ended.add(&other.ended);
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
/// Counts a minute at most, whoever asks: each counts all cases.
const COUNTS: u32 = 20;

type Counted = BTreeMap<(UnitCode, FieldCode, ServiceCode), Counts>;

/// Counts all cases: those that one unit answered for, and whose facts are still what they were at the end of the
/// period, by a statement; the others as the law counts them, from their history.
async fn count(portal: &Portal, look: Look) -> Result<Counted, PortalError> {
    let (period, catalogue) = (look.period, portal.catalogue());
    let names = Names::of(&catalogue, look);
    let held_against = Moment::at(period.to.min(look.today), 0);
    let span = Span { from: Moment::at(period.from, 0), end: period.end(), held_against };
    let mut counted = Counted::new();
    for row in portal.store.counted(span).await? {
        let count = |number: i64| u32::try_from(number).unwrap_or(u32::MAX);
        let form = SixACounts {
            online: count(row.online),
            direct: count(row.direct),
            carried_over: count(row.carried_over),
            early: count(row.early),
            on_time: count(row.on_time),
            late: count(row.late),
            open_in_time: count(row.open_in_time),
            open_late: count(row.open_late),
            ..SixACounts::default()
        };
        let service = ServiceCode::from(row.service.as_str());
        let field = names.field_of(&service, &EditionId::from(row.edition.as_str()));
        let (declined, withdrawn) = (count(row.declined), count(row.withdrawn));
        let granted = form.done().saturating_sub(declined + withdrawn);
        let ended = Outcomes { granted, declined, withdrawn };
        let counts = Counts { form, ended, paused: count(row.paused) };
        counted.entry((UnitCode(row.unit), field, service)).or_default().add(&counts);
    }
    for id in portal.store.changed_since(span).await? {
        let Some(case) = portal.store.case(id).await? else { continue };
        for (unit, until) in portal.store.parts_of(id).await? {
            let Some(case) = case_at(portal, HeldCase { case: case.clone(), until }, span.end).await? else { continue };
            let Some(form) = six_a_of(&case, &unit, look) else { continue };
            let counts = Counts::of(&case, form);
            let place = (unit, names.field(&case), case.service);
            counted.entry(place).or_default().add(&counts);
        }
    }
    Ok(counted)
}

/// Figures by the days of their period. Each period is counted by one at a time, and none waits for another.
#[derive(Default)]
pub(crate) struct FiguresByPeriod(Mutex<BTreeMap<(Date, Date), Arc<Kept>>>);

/// The figures of a period as they were counted last.
#[derive(Default)]
struct Kept {
    last: Mutex<Option<Arc<Figures>>>,
    counting: tokio::sync::Mutex<()>,
}

fn open<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    match mutex.lock() {
        Ok(guard) => guard,
        Err(poisoned) => poisoned.into_inner(),
    }
}

impl FiguresByPeriod {
    fn of(&self, period: Period) -> Arc<Kept> {
        let mut all = open(&self.0);
        if all.len() >= REMEMBERED && !all.contains_key(&(period.from, period.to)) {
            all.clear();
        }
        all.entry((period.from, period.to)).or_default().clone()
    }
}

impl Kept {
    fn last(&self) -> Option<Arc<Figures>> {
        open(&self.last).clone()
    }
}

/// The figures of all units for a period, counted at most every five minutes. While somebody counts, others are shown what
/// was counted before.
pub(crate) async fn figures(portal: &Portal, period: Period, now: Moment) -> Result<Arc<Figures>, PortalError> {
    let kept = portal.figures.of(period);
    let minutes = if period.to < now.day() { FRESH_MINUTES_PAST } else { FRESH_MINUTES };
    let fresh = |figures: &Arc<Figures>| figures.at.plus_minutes(minutes) > now;
    let last = kept.last();
    if let Some(figures) = last.as_ref().filter(|figures| fresh(figures)) {
        return Ok(figures.clone());
    }
    let _counting = match (kept.counting.try_lock(), last) {
        (Ok(turn), _) => turn,
        (Err(_), Some(stale)) => return Ok(stale),
        (Err(_), None) => kept.counting.lock().await,
    };
    // Somebody may have counted meanwhile.
    let last = kept.last();
    if let Some(figures) = last.as_ref().filter(|figures| fresh(figures)) {
        return Ok(figures.clone());
    }
    if portal.throttle.count("figures", COUNTS, now).is_err() {
        return last.ok_or_else(|| PortalError::Wrong("too many periods are asked for at once".to_owned()));
    }
    let counted = count(portal, Look { period, today: now.day() }).await?;
    let ratings = portal.store.ratings_between(Moment::at(period.from, 0), Moment::at(period.to.next(), 0)).await?;
    let line = |((unit, field, service), counts)| FigureLine { unit, field, service, counts };
    let lines = counted.into_iter().map(line).collect();
    let figures = Arc::new(Figures { period, at: now, lines, ratings });
    *open(&kept.last) = Some(figures.clone());
    Ok(figures)
}

/// The ratings of all time by unit, added up at most every five minutes.
#[derive(Default)]
pub(crate) struct RatingsOfAll(tokio::sync::Mutex<Option<(Moment, Arc<Vec<UnitRatings>>)>>);

/// The sums of all ratings by unit.
pub(crate) async fn ratings_of_all(portal: &Portal, now: Moment) -> Result<Arc<Vec<UnitRatings>>, PortalError> {
    let mut known = portal.ratings.0.lock().await;
    if let Some((at, ratings)) = known.as_ref()
        && at.plus_minutes(FRESH_MINUTES) > now
    {
        return Ok(ratings.clone());
    }
    let ratings = Arc::new(portal.store.ratings_by_unit().await?);
    *known = Some((now, ratings.clone()));
    Ok(ratings)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load_sample;
    use crate::store::Store;

    /// As the law says it: every case of every unit from its history, one after the other.
    async fn by_the_law(portal: &Portal, look: Look) -> Counted {
        let catalogue = portal.catalogue();
        let names = Names::of(&catalogue, look);
        let mut counted = Counted::new();
        for unit in portal.store.units().await.unwrap() {
            for held in portal.store.held_since(&unit, Moment(0)).await.unwrap() {
                let Some(case) = case_at(portal, held, look.period.end()).await.unwrap() else { continue };
                let Some(form) = six_a_of(&case, &unit, look) else { continue };
                let counts = Counts::of(&case, form);
                let place = (unit.clone(), names.field(&case), case.service);
                counted.entry(place).or_default().add(&counts);
            }
        }
        counted
    }

    fn periods(now: Moment) -> Vec<Period> {
        let today = now.day();
        let mut periods = Vec::new();
        // Each week and each month of half a year, the year, everything, and days to come.
        for week in 0..26 {
            let to = today.plus_days(-7 * week);
            periods.push(Period { from: to.plus_days(-6), to });
        }
        for month in 0..7 {
            let to = today.plus_days(3 - 30 * month);
            periods.push(Period { from: to.plus_days(-29), to });
        }
        periods.push(Period { from: today.plus_days(-400), to: today.plus_days(40) });
        periods.push(Period { from: today.plus_days(1), to: today.plus_days(9) });
        periods
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn figures_from_the_table_are_those_of_the_law_to_the_last_digit_and_so_are_reports() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::embedded(folder.path()).await.unwrap();
        let portal = Portal::open(store, folder.path()).await.unwrap();
        let now = Moment::at("2026-11-23".parse().unwrap(), 600);
        load_sample(&portal, folder.path(), now).await.unwrap();
        let (mut seen, mut from_history) = (SixACounts::default(), 0);
        for period in periods(now) {
            let look = Look { period, today: now.day() };
            let counted = count(&portal, look).await.unwrap();
            assert_eq!(counted, by_the_law(&portal, look).await, "{period:?}");
            counted.values().for_each(|counts| seen.add(&counts.form));
            let span = Span { from: Moment::at(period.from, 0), end: period.end(), held_against: now };
            from_history += portal.store.changed_since(span).await.unwrap().len();
        }
        let all = [seen.online, seen.direct, seen.carried_over, seen.early, seen.on_time, seen.late];
        assert!(all.into_iter().chain([seen.open_in_time, seen.open_late]).all(|count| count > 0), "{seen:?}");
        assert!(from_history > 0, "some cases have changed since");
        for period in periods(now) {
            for unit in portal.store.units().await.unwrap() {
                let mut cases = Vec::new();
                for held in portal.store.held_since(&unit, Moment(0)).await.unwrap() {
                    cases.extend(case_at(&portal, held, period.end()).await.unwrap());
                }
                let look = Look { period, today: now.day() };
                let whole = Report::of(&portal.catalogue(), &unit, &cases, look);
                assert_eq!(report(&portal, &unit, period, now).await.unwrap(), whole, "{unit} {period:?}");
            }
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn while_a_period_is_counted_its_former_figures_are_shown_and_others_are_counted() {
        let folder = tempfile::tempdir().unwrap();
        let portal = Portal::open(Store::embedded(folder.path()).await.unwrap(), folder.path()).await.unwrap();
        let now = Moment::at("2026-11-23".parse().unwrap(), 600);
        let period = |from: &str, to: &str| Period { from: from.parse().unwrap(), to: to.parse().unwrap() };
        let (this, other) = (period("2026-01-01", "2026-12-31"), period("2026-11-01", "2026-11-30"));
        let first = figures(&portal, this, now).await.unwrap();
        let kept = portal.figures.of(this);
        let counting = kept.counting.lock().await;
        let later = now.plus_minutes(FRESH_MINUTES + 1);
        let stale = figures(&portal, this, later).await.unwrap();
        assert!(Arc::ptr_eq(&first, &stale), "nobody waits for whoever counts");
        assert_eq!(figures(&portal, other, later).await.unwrap().at, later, "nor does another period");
        drop(counting);
        assert_eq!(figures(&portal, this, later).await.unwrap().at, later);
        let ratings = ratings_of_all(&portal, now).await.unwrap();
        assert!(Arc::ptr_eq(&ratings, &ratings_of_all(&portal, now.plus_minutes(1)).await.unwrap()));
        assert!(!Arc::ptr_eq(&ratings, &ratings_of_all(&portal, later).await.unwrap()));
    }
}
