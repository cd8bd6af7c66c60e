//! What screens ask of the queues: a part of one, its groups, the cases behind a figure of a report.

use crate::desk::Desk;
use crate::error::DeskError;
use crate::lists::{self, Viewer};
use crate::reports;
use crate::views::{CaseList, CaseRow, Counted, Failure, GroupCount, GroupsRequest, ListRequest};
use casework::CaseId;
use std::sync::atomic::Ordering;

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

    /// The latest cases that were filed and are not accepted yet.
    pub(crate) async fn latest_filed(&self, limit: u32) -> Result<Vec<CaseRow>, DeskError> {
        let catalogue = self.store.catalogue();
        let user = self.person(&catalogue)?;
        let viewer = Viewer::new(&catalogue, &user, self.now().await?);
        lists::latest_filed(&self.store.mirror, &viewer, limit).await
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
