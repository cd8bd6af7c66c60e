//! What is new for a person, and when they are told of it.
//!
//! News are kept by person, encrypted with what the desk keeps, over restarts. A case is named by code and service; who
//! the applicant is stays in the case.

mod opinions;

use crate::desk::{Desk, clock};
use crate::error::DeskError;
use crate::tables::{self, envelopes, events};
use crate::views::{
    CaseRow, Failure, Filter, Line, ListRequest, News, NewsCase, NewsKind, NewsList, NewsSettings, NewsTopic, Queue,
    Quiet,
};
use casework::calendar::Calendar;
use casework::catalogue::Role;
use casework::{Actor, CaseId, EnvelopeId, Event, Moment, Status};
use serde::{Deserialize, Serialize};
use std::collections::{HashSet, VecDeque};

/// News that are kept; older ones go.
const KEPT: usize = 100;
/// Cases that one piece of news names.
const NAMED: usize = 20;
/// Rows of a queue that are looked at.
const ROWS: u32 = 200;
/// A line that is down for less is not worth a word.
const PATIENCE: i64 = 10 * 60_000;
/// Minutes of a working day.
const WORKING_DAY: i64 = 8 * 60;
/// Cases that are remembered as told, before those that went are forgotten.
const REMEMBERED: usize = 2_000;

/// The news of one person.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NewsBook {
    news: VecDeque<News>,
    /// Number of the latest piece, and up to which they were read.
    latest: u64,
    read: u64,
    /// Pieces that nobody was interrupted for yet.
    held: Vec<u64>,
    interrupted_at: Option<Moment>,
    told: HashSet<(NewsTopic, CaseId)>,
    /// Of which due moments of cases was told: one that is put off comes near again.
    due: HashSet<(CaseId, Moment)>,
    refused: HashSet<EnvelopeId>,
    /// Questions to other units that were told of as near their time limit, and as late.
    near: HashSet<EnvelopeId>,
    late: HashSet<EnvelopeId>,
    /// What this person could take along at the last look; `None` before the first one of a session.
    mine: Option<HashSet<CaseId>>,
    looked_at: Option<Moment>,
    /// Cases whose applicant waits for an answer, as of the last look.
    asking: HashSet<CaseId>,
    /// Since when the line is down, once that was told.
    lost_since: Option<Moment>,
}

impl NewsBook {
    /// A session begins: what waits already is told as a whole, not case by case.
    pub fn begin(&mut self) {
        self.mine = None;
    }

    /// The news, latest first.
    #[must_use]
    pub fn list(&self) -> NewsList {
        let unread = self.news.iter().filter(|one| one.number > self.read).count();
        NewsList {
            news: self.news.iter().rev().cloned().collect(),
            unread: u32::try_from(unread).unwrap_or(u32::MAX),
            read: self.read,
        }
    }

    /// Everything up to a number was read.
    pub fn read(&mut self, number: u64) {
        self.read = self.read.max(number.min(self.latest));
    }

    /// The news that somebody is to be interrupted for now; each comes once. What is muted never comes, and what falls
    /// into a quiet time or between two digests comes later.
    pub fn due(&mut self, settings: &NewsSettings, calendar: Option<&Calendar>, now: Moment) -> Vec<News> {
        if is_quiet(settings.quiet, calendar, now) {
            return Vec::new();
        }
        let digest = i64::from(settings.digest_minutes);
        let is_time = digest == 0 || self.interrupted_at.is_none_or(|at| at.plus_minutes(digest) <= now);
        let held = std::mem::take(&mut self.held);
        let (mut due, mut waits) = (Vec::new(), Vec::new());
        for number in held {
            let Some(one) = self.news.iter().find(|one| one.number == number) else { continue };
            let topic = one.kind.topic();
            if settings.muted.contains(&topic) {
                continue;
            }
            // What holds work up does not wait for a digest.
            if is_time || matches!(topic, NewsTopic::Refused | NewsTopic::Line) {
                due.push(one.clone());
            } else {
                waits.push(number);
            }
        }
        self.held = waits;
        if is_time && !due.is_empty() {
            self.interrupted_at = Some(now);
        }
        due
    }

    fn add(&mut self, kind: NewsKind, cases: Vec<NewsCase>, now: Moment) {
        self.latest += 1;
        let count = u32::try_from(cases.len()).unwrap_or(u32::MAX);
        let cases = cases.into_iter().take(NAMED).collect();
        self.news.push_back(News { number: self.latest, at: now, kind, cases, count });
        self.held.push(self.latest);
        if self.news.len() > KEPT {
            self.news.pop_front();
        }
    }

    fn add_cases(&mut self, kind: NewsKind, cases: Vec<NewsCase>, now: Moment) {
        if !cases.is_empty() {
            self.add(kind, cases, now);
        }
    }

    /// What is not in the queues any more is not told again; only its name need not be kept for ever.
    fn forget_but(&mut self, new: &[CaseRow], mine: &[CaseRow]) {
        if self.told.len() > REMEMBERED {
            self.told.retain(|(_, id)| new.iter().chain(mine).any(|row| row.id == *id));
        }
        if self.due.len() > REMEMBERED {
            self.due.retain(|(id, _)| mine.iter().any(|row| row.id == *id));
        }
    }

    /// Those of these cases whose due moment nobody was told of yet.
    fn first_due(&mut self, rows: &[CaseRow]) -> Vec<NewsCase> {
        let is_new = |row: &&CaseRow| row.due_at.is_some_and(|due| self.due.insert((row.id, due)));
        rows.iter().filter(is_new).map(named).collect()
    }

    fn first_time(&mut self, topic: NewsTopic, rows: &[CaseRow]) -> Vec<NewsCase> {
        rows.iter().filter(|row| self.told.insert((topic, row.id))).map(named).collect()
    }
}

fn named(row: &CaseRow) -> NewsCase {
    NewsCase { id: row.id, code: row.code.clone(), service_name: row.service_name.clone() }
}

/// Whether nobody is to be interrupted now.
fn is_quiet(quiet: Quiet, calendar: Option<&Calendar>, now: Moment) -> bool {
    match quiet {
        Quiet::Never => false,
        Quiet::OutsideHours => {
            calendar.is_some_and(|calendar| calendar.working_minutes_between(now, now.plus_minutes(1)) == 0)
        }
        Quiet::Between { from, to } => {
            let minute = now.minute_of_day();
            if from <= to { (from..to).contains(&minute) } else { minute >= from || minute < to }
        }
    }
}

impl Desk {
    /// The news of whoever is signed in, as they were kept.
    ///
    /// # Errors
    /// What broke.
    pub async fn news_book(&self) -> Result<NewsBook, Failure> {
        Ok(tables::news::book(&self.store.outbox, self.user()).await?)
    }

    /// Keeps the news of whoever is signed in.
    ///
    /// # Errors
    /// What broke.
    pub async fn keep_news(&self, book: &NewsBook) -> Result<(), Failure> {
        Ok(tables::news::keep_book(&self.store.outbox, self.user(), book).await?)
    }

    /// What whoever is signed in wants to be interrupted for.
    ///
    /// # Errors
    /// What broke.
    pub async fn news_settings(&self) -> Result<NewsSettings, Failure> {
        Ok(tables::news::settings(&self.store.outbox, self.user()).await?)
    }

    /// Keeps what whoever is signed in wants to be interrupted for.
    ///
    /// # Errors
    /// What broke.
    pub async fn settle_news(&self, settings: &NewsSettings) -> Result<(), Failure> {
        Ok(tables::news::keep_settings(&self.store.outbox, self.user(), settings).await?)
    }

    /// Looks for news and writes them into the book. Nothing is new while the mirror is still being filled.
    ///
    /// # Errors
    /// What broke.
    pub async fn look_for_news(&self, book: &mut NewsBook) -> Result<(), Failure> {
        let now = clock();
        self.look_at_the_line(book, now).await?;
        if !self.connection().await?.complete {
            return Ok(());
        }
        let list = |queue| ListRequest {
            queue,
            search: String::new(),
            filter: Default::default(),
            within: None,
            after: None,
            limit: ROWS,
        };
        // The latest, not the oldest: however many wait, what comes is among them.
        let new = self.latest_filed(ROWS).await?;
        let mine = self.list(&list(Queue::Mine)).await?;
        let asking = self.list(&list(Queue::Questions)).await?.rows;
        let is_clerk = self.session().await?.user.roles.contains(&Role::Clerk);
        // From today on: what is late already may be more than a list shows.
        let filter = Filter { due_from: Some(now.day()), ..Filter::default() };
        let near = self.list(&ListRequest { filter, ..list(Queue::Mine) }).await?.rows;
        let filed = book.first_time(NewsTopic::Filed, &new);
        let due = book.first_due(&self.due_soon(&near, now));
        match book.mine.take() {
            None => {
                let count = |queue| mine.counts.iter().find(|one| one.queue == queue).map_or(0, |one| one.count);
                let filed = if is_clerk { count(Queue::New) } else { 0 };
                let (today, late) = (count(Queue::Today), count(Queue::Late));
                if filed + today + late > 0 {
                    book.add(NewsKind::Today { filed, today, late }, Vec::new(), now);
                }
            }
            Some(before) => {
                if is_clerk {
                    book.add_cases(NewsKind::Filed, filed, now);
                }
                let was_cut = mine.rows.len() >= ROWS as usize;
                let looked_at = book.looked_at.unwrap_or(now);
                let came = |row: &&CaseRow| {
                    row.status != Status::Filed
                        && !before.contains(&row.id)
                        && (!was_cut || row.changed_at >= looked_at)
                };
                for (kind, cases) in self.who_sent(mine.rows.iter().filter(came).take(NAMED)).await? {
                    book.add_cases(kind, cases, now);
                }
                // The counter answers, and who has the case.
                let is_mine = |row: &&CaseRow| is_clerk || mine.rows.iter().any(|one| one.id == row.id);
                let asked = asking.iter().filter(|row| !book.asking.contains(&row.id)).filter(is_mine);
                let asked = asked.map(named).collect();
                book.add_cases(NewsKind::Asked, asked, now);
                book.add_cases(NewsKind::Due, due, now);
            }
        }
        book.forget_but(&new, &[mine.rows.as_slice(), &near].concat());
        book.mine = Some(mine.rows.iter().map(|row| row.id).collect());
        book.asking = asking.iter().map(|row| row.id).collect();
        book.looked_at = Some(now);
        self.look_at_consultations(book, now).await?;
        self.look_at_refusals(book, now).await
    }

    async fn look_at_refusals(&self, book: &mut NewsBook, now: Moment) -> Result<(), Failure> {
        let mut refused = Vec::new();
        for conflict in self.conflicts().await? {
            if book.refused.insert(conflict.envelope) {
                let service_name = match self.open_case(conflict.case).await {
                    Ok(view) => view.service.name,
                    Err(_) => String::new(),
                };
                refused.push(NewsCase { id: conflict.case, code: conflict.code, service_name });
            }
        }
        book.add_cases(NewsKind::Refused, refused, now);
        Ok(())
    }

    async fn look_at_the_line(&self, book: &mut NewsBook, now: Moment) -> Result<(), Failure> {
        if self.info.practice {
            return Ok(());
        }
        let connection = self.connection().await?;
        let is_long = now.0.saturating_sub(connection.since.0) >= PATIENCE;
        let is_down = match connection.line {
            Line::Offline => is_long,
            Line::Trouble { .. } => true,
            Line::Online | Line::Connecting => false,
        };
        if is_down && book.lost_since.is_none() {
            book.lost_since = Some(connection.since);
            book.add(NewsKind::LineLost { since: connection.since, waiting: connection.outbox }, Vec::new(), now);
        } else if connection.line == Line::Online
            && let Some(since) = book.lost_since.take()
        {
            book.add(NewsKind::LineBack { since }, Vec::new(), now);
        }
        Ok(())
    }

    /// Cases whose deadline comes within one working day. What is late already is in a queue of its own.
    fn due_soon(&self, rows: &[CaseRow], now: Moment) -> Vec<CaseRow> {
        let catalogue = self.catalogue();
        let Some(edition) = catalogue.edition_on(now.day()) else { return Vec::new() };
        let soon = |due: Moment| due > now && edition.calendar.working_minutes_between(now, due) <= WORKING_DAY;
        rows.iter().filter(|row| row.due_at.is_some_and(soon)).cloned().collect()
    }

    /// What others have done that brought these cases here; what this person did is no news to them.
    async fn who_sent(
        &self,
        rows: impl Iterator<Item = &CaseRow>,
    ) -> Result<Vec<(NewsKind, Vec<NewsCase>)>, DeskError> {
        let me = Actor::Official(self.user.clone());
        let mut sent = [NewsKind::Came, NewsKind::Returned, NewsKind::Supplemented].map(|kind| (kind, Vec::new()));
        for row in rows {
            // What waits to be sent was done here, by this person or a colleague at the same desk.
            let waiting = envelopes::pending(&self.store.outbox, row.id, u64::MAX).await?;
            let confirmed = events::of_case(&self.store.mirror, row.id).await?;
            let by = waiting.last().map(|envelope| &envelope.actor).or(confirmed.last().map(|recorded| &recorded.by));
            if by == Some(&me) {
                continue;
            }
            let place = match confirmed.last().map(|recorded| &recorded.event) {
                Some(Event::StepReturned { .. }) => 1,
                Some(Event::SupplementReceived { .. }) => 2,
                _ => 0,
            };
            sent[place].1.push(named(row));
        }
        Ok(sent.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use casework::Date;
    use casework::calendar::office_week;

    fn at(hour: i64) -> Moment {
        Moment::at("2026-11-23".parse::<Date>().unwrap(), 0).plus_minutes(hour * 60)
    }

    fn case(number: u128) -> NewsCase {
        let id = CaseId(uuid::Uuid::from_u128(number));
        NewsCase { id, code: None, service_name: "Cấp bản sao trích lục".to_owned() }
    }

    #[test]
    fn a_case_that_was_put_off_comes_near_again() {
        let row = |due| CaseRow {
            id: case(1).id,
            code: None,
            applicant: "Trần Thị Hoà".to_owned(),
            service_name: case(1).service_name,
            status: Status::InProgress,
            step_name: None,
            due_at: Some(due),
            left: None,
            assignee: None,
            assignee_name: None,
            is_declined: false,
            answer_by: None,
            changed_at: at(1),
            sync: crate::views::SyncState::Published,
            found: None,
        };
        let mut book = NewsBook::default();
        assert_eq!(book.first_due(&[row(at(16))]).len(), 1);
        assert_eq!(book.first_due(&[row(at(16))]), [], "told once");
        assert_eq!(book.first_due(&[row(at(40))]).len(), 1, "the new day comes near, too");
    }

    #[test]
    fn news_of_a_quiet_time_are_told_when_it_ends_and_only_once() {
        let mut book = NewsBook::default();
        book.add(NewsKind::Filed, vec![case(1)], at(12));
        let settings = NewsSettings { quiet: Quiet::Between { from: 690, to: 810 }, ..NewsSettings::default() };
        assert_eq!(book.due(&settings, None, at(12)), vec![]);
        assert_eq!(book.list().unread, 1, "it stands in the list all the same");
        assert_eq!(book.due(&settings, None, at(14)).len(), 1);
        assert_eq!(book.due(&settings, None, at(15)), vec![]);
    }

    #[test]
    fn quiet_hours_may_reach_over_midnight_or_follow_the_office() {
        let night = Quiet::Between { from: 22 * 60, to: 6 * 60 };
        assert!(is_quiet(night, None, at(23)) && is_quiet(night, None, at(5)) && !is_quiet(night, None, at(6)));
        let calendar = Calendar { weekly: office_week(), ..Calendar::default() };
        let outside = Quiet::OutsideHours;
        assert!(!is_quiet(outside, Some(&calendar), at(9)), "a Monday morning");
        assert!(is_quiet(outside, Some(&calendar), at(20)) && is_quiet(outside, Some(&calendar), at(9 - 24)));
    }

    #[test]
    fn a_digest_gathers_and_what_holds_work_up_does_not_wait_for_it() {
        let mut book = NewsBook::default();
        let settings = NewsSettings { quiet: Quiet::Never, digest_minutes: 30, ..NewsSettings::default() };
        book.add(NewsKind::Filed, vec![case(1)], at(8));
        assert_eq!(book.due(&settings, None, at(8)).len(), 1);
        book.add(NewsKind::Filed, vec![case(2)], at(8).plus_minutes(5));
        book.add(NewsKind::Came, vec![case(3)], at(8).plus_minutes(9));
        book.add(NewsKind::Refused, vec![case(4)], at(8).plus_minutes(9));
        let due = book.due(&settings, None, at(8).plus_minutes(10));
        assert_eq!(due.iter().map(|one| one.kind.clone()).collect::<Vec<_>>(), vec![NewsKind::Refused]);
        assert_eq!(book.due(&settings, None, at(8).plus_minutes(30)).len(), 2);
    }

    #[test]
    fn what_is_muted_interrupts_nobody_but_stands_in_the_list() {
        let mut book = NewsBook::default();
        let muted = vec![NewsTopic::Filed];
        let settings = NewsSettings { quiet: Quiet::Never, muted, ..NewsSettings::default() };
        book.add(NewsKind::Filed, vec![case(1)], at(8));
        assert_eq!(book.due(&settings, None, at(8)), vec![]);
        let list = book.list();
        assert_eq!((list.news.len(), list.unread), (1, 1));
        book.read(list.news[0].number);
        assert_eq!(book.list().unread, 0);
    }
}
