//! What heads see beyond the log of their unit: the desk's own book goes up, and where a head is enrolled the books of
//! the other desks and the ratings come down. Behind the decisions, a part at a time, before the documents.

use crate::desk::{Desk, clock};
use crate::error::DeskError;
use crate::sync_loop::{EnrolledLine, TurnError};
use crate::tables::desk_book;
use crate::tables::unit_book::{self, Came, Far, Part};
use casework::Moment;
use protocol::book::{BOOK_BATCH, BOOK_DAYS, BookRequest, BookWanted, may_see};
use protocol::ratings::{RATINGS_OVERLAP, RatingPlace, RatingsRequest};
use protocol::{LogId, VERSION};
use std::sync::atomic::Ordering;

/// Desks of heads ask again after this time, or when somebody looks.
const ASK_EVERY: i64 = 2 * 60_000;
/// Somebody who looks again and again asks no more often than this.
const ASK_AT_MOST: i64 = 10_000;
/// Pages of ratings in one turn: a new desk fills in a few turns, and documents are not kept waiting.
const PAGES: usize = 10;

impl Desk {
    /// Whether somebody who is enrolled here answers for the unit.
    pub(crate) fn has_head(&self) -> bool {
        may_see(&self.catalogue(), &self.info.unit, self.info.users.iter().map(|user| &user.id))
    }

    /// Up to when the books of the other desks and the ratings are here.
    ///
    /// # Errors
    /// What broke.
    pub async fn heads_known(&self) -> Result<(Option<Moment>, Option<Moment>), DeskError> {
        let book = unit_book::far(&self.store.mirror, Part::Book).await?.and_then(|far| far.as_of);
        let ratings = unit_book::far(&self.store.mirror, Part::Ratings).await?.and_then(|far| far.as_of);
        Ok((book, ratings))
    }

    /// Somebody looks at what only heads see: it is asked for anew soon.
    pub(crate) fn heads_look(&self) {
        if clock().0 - self.heads_asked.load(Ordering::SeqCst) > ASK_AT_MOST {
            self.heads_asked.store(0, Ordering::SeqCst);
            self.wake.notify_one();
        }
    }
}

/// One turn of it; whether more is to be done at once. A portal that does not know these requests, or a line that is lost
/// just now, does not hold up the rest.
pub(crate) async fn exchange(desk: &Desk, line: &EnrolledLine) -> Result<bool, DeskError> {
    let now = clock().0;
    let is_due = desk.has_head() && now - desk.heads_asked.load(Ordering::SeqCst) > ASK_EVERY;
    let more = match books(desk, line, is_due).await {
        Ok(more) => more,
        Err(error) => return left(error),
    };
    if !is_due {
        return Ok(more);
    }
    let more_ratings = match ratings(desk, line).await {
        Ok(more) => more,
        Err(error) => return left(error),
    };
    if !more && !more_ratings {
        desk.heads_asked.store(now, Ordering::SeqCst);
    }
    Ok(more || more_ratings)
}

fn left(error: TurnError) -> Result<bool, DeskError> {
    match error {
        TurnError::Desk(error) => Err(error),
        error => {
            tracing::info!(%error, "the desks' books and the ratings wait for the next turn");
            Ok(false)
        }
    }
}

/// Sends a part of this desk's book, and takes a page of the other desks' in.
async fn books(desk: &Desk, line: &EnrolledLine, is_wanted: bool) -> Result<bool, TurnError> {
    let (outbox, mirror) = (&desk.store.outbox, &desk.store.mirror);
    let unsent = desk_book::unsent(outbox, BOOK_BATCH).await?;
    if unsent.is_empty() && !is_wanted {
        return Ok(false);
    }
    let (far, last, count) =
        (unit_book::far(mirror, Part::Book).await?, unsent.last().map(|(place, _)| *place), unsent.len());
    let since = Moment::at(desk.now().await?.day().plus_days(-BOOK_DAYS), 0);
    let wanted = is_wanted.then(|| BookWanted {
        log: far.map(|far| far.log),
        after: far.map_or(0, |far| u64::try_from(far.place).unwrap_or(0)),
        since,
    });
    let request = BookRequest {
        version: VERSION,
        unit: desk.info.unit.clone(),
        entries: unsent.into_iter().map(|(_, entry)| entry).collect(),
        wanted,
    };
    let reply = line.portal.book(&request).await?;
    if !reply.strangers.is_empty() {
        tracing::warn!(people = reply.strangers.len(), "entries of people who are not enrolled here stay at this desk");
    }
    if is_other(desk, reply.log).await? {
        desk_book::send_again(outbox).await?;
    } else if let Some(last) = last {
        desk_book::sent(outbox, last, reply.portal_time).await?;
    }
    let Some(page) = reply.page else { return Ok(count == BOOK_BATCH) };
    let is_other_log = far.is_some_and(|far| far.log != reply.log);
    let before = far.filter(|_| !is_other_log).map_or(0, |far| far.place);
    let place = page.entries.last().map_or(before, |entry| entry.place as i64);
    let far = Far { log: reply.log, place, as_of: (!page.more).then_some(reply.portal_time) };
    let came = Came { far, is_other_log, book: &page.entries, ratings: &[], since };
    unit_book::take_in(mirror, Part::Book, &came).await?;
    Ok(page.more || count == BOOK_BATCH)
}

/// Whether the portal is another than the one that took this desk's book so far.
async fn is_other(desk: &Desk, log: LogId) -> Result<bool, DeskError> {
    use crate::tables::facts::{Fact, read, write};
    let (outbox, log) = (&desk.store.outbox, log.0.to_string());
    let known = read(outbox, Fact::BookLog).await?;
    if known.as_ref() != Some(&log) {
        write(outbox, Fact::BookLog, &log).await?;
    }
    Ok(known.is_some_and(|known| known != log))
}

/// Takes ratings in that are new.
async fn ratings(desk: &Desk, line: &EnrolledLine) -> Result<bool, TurnError> {
    let mirror = &desk.store.mirror;
    let mut far = unit_book::far(mirror, Part::Ratings).await?;
    let mut after = far.map(|far| RatingPlace { at: Moment(far.place - RATINGS_OVERLAP), case: None });
    for _ in 0..PAGES {
        let request = RatingsRequest { version: VERSION, unit: desk.info.unit.clone(), after: after.clone() };
        let reply = line.portal.ratings(&request).await?;
        let Some(ratings) = reply.ratings else { return Ok(false) };
        let is_other_log = far.is_some_and(|far| far.log != reply.log);
        if is_other_log && after.is_some() {
            // What came after a place of the former portal is not all that this one has.
            let begun = Far { log: reply.log, place: 0, as_of: None };
            let came = Came { far: begun, is_other_log, book: &[], ratings: &[], since: Moment(0) };
            unit_book::take_in(mirror, Part::Ratings, &came).await?;
            (far, after) = (Some(begun), None);
            continue;
        }
        after = ratings.last().map_or(after, |last| Some(last.place()));
        let place = after.as_ref().map_or(0, |place| place.at.0).max(far.map_or(0, |far| far.place));
        let new = Far { log: reply.log, place, as_of: (!reply.more).then_some(reply.portal_time) };
        let came = Came { far: new, is_other_log: false, book: &[], ratings: &ratings, since: Moment(0) };
        unit_book::take_in(mirror, Part::Ratings, &came).await?;
        if !reply.more {
            return Ok(false);
        }
        far = Some(new);
    }
    Ok(true)
}
