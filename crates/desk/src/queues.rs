//! What screens ask of the queues: a part of one, its groups, the cases behind a figure of a report.

use crate::desk::Desk;
use crate::error::DeskError;
use crate::lists::{self, Viewer};
use crate::reports;
use crate::views::{
    CaseList, Counted, DayLoad, Failure, Filter, GroupBy, GroupCount, GroupsRequest, ListRequest, Queue,
};
use casework::{CaseId, Status};
use std::sync::atomic::Ordering;

/// Working days that heads look ahead.
const NEAR_DAYS: u8 = 10;
/// Days that are looked at for that, whatever the calendar says.
const LONGEST_LOOK: u8 = 60;

impl Desk {
    /// A part of a queue.
    ///
    /// # Errors
    /// What broke.
    pub async fn list(&self, request: &ListRequest) -> Result<CaseList, Failure> {
        let catalogue = self.store.catalogue();
        let user = self.person(&catalogue)?;
        let counted = self.counted(request.filter.counted).await?;
        let viewer = Viewer::new(&catalogue, &user, self.now().await?).among(counted);
        Ok(lists::list(&self.store.mirror, &self.store.outbox, &viewer, request).await?)
    }

    /// The groups of a queue, over all of its cases.
    ///
    /// # Errors
    /// What broke.
    pub async fn groups(&self, request: &GroupsRequest) -> Result<Vec<GroupCount>, Failure> {
        let catalogue = self.store.catalogue();
        let user = self.person(&catalogue)?;
        let counted = self.counted(request.filter.counted).await?;
        let viewer = Viewer::new(&catalogue, &user, self.now().await?).among(counted);
        Ok(lists::groups(&self.store.mirror, &viewer, request).await?)
    }

    /// The running cases that are due from today on, day by day: the next ten working days and what lies between them.
    ///
    /// # Errors
    /// What broke.
    pub async fn near_due(&self) -> Result<Vec<DayLoad>, Failure> {
        let catalogue = self.store.catalogue();
        let calendar = &self.edition(&catalogue)?.calendar;
        let mut day = self.now().await?.day();
        let (mut days, mut working) = (Vec::new(), 0);
        for _ in 0..LONGEST_LOOK {
            if working == NEAR_DAYS {
                break;
            }
            let is_working = calendar.is_working_day(day);
            let filter = Filter {
                due_from: Some(day),
                due_until: Some(day),
                statuses: Some(vec![Status::Accepted, Status::InProgress]),
                ..Filter::default()
            };
            let officers = self.groups(&GroupsRequest { queue: Queue::Open, filter, by: GroupBy::Owner }).await?;
            // A day off is shown where something is due on it all the same.
            if is_working || !officers.is_empty() {
                days.push(DayLoad { day, officers });
            }
            working += u8::from(is_working);
            day = day.next();
        }
        Ok(days)
    }

    /// The cases that a report counts, looked up once until something changes.
    async fn counted(&self, counted: Option<Counted>) -> Result<Option<Vec<CaseId>>, DeskError> {
        let Some(counted) = counted else { return Ok(None) };
        let changes = self.changes.load(Ordering::SeqCst);
        let known = match self.counted.lock() {
            Ok(known) => known.clone(),
            Err(poisoned) => poisoned.into_inner().clone(),
        };
        if let Some((_, _, ids)) = known.filter(|(of, at, _)| (of, *at) == (&counted, changes)) {
            return Ok(Some(ids));
        }
        let ids = reports::counted(&self.store, &self.info.unit, counted, self.now().await?).await?;
        if let Ok(mut known) = self.counted.lock() {
            *known = Some((counted, changes, ids.clone()));
        }
        Ok(Some(ids))
    }
}
