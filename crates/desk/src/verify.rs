//! Whether this desk is whole: files, chain, states.

use crate::database::is_whole;
use crate::desk::Desk;
use crate::error::DeskError;
use crate::tables::{cases, envelopes, head};
use crate::views::Failure;
use casework::{Case, CaseId, Recorded, evolve};
use futures_util::TryStreamExt;
use protocol::rebase::rebase;
use serde::Serialize;
use std::collections::BTreeMap;

/// What was looked at, and what is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    pub cases: u64,
    pub entries: u64,
    pub findings: Vec<String>,
}

impl Desk {
    /// Checks the pages of both files, refolds every case from the log, and runs the pending commands over it again.
    ///
    /// # Errors
    /// What broke.
    pub async fn verify(&self) -> Result<Report, Failure> {
        let _turn = self.turn.lock().await;
        let mut findings = Vec::new();
        for (name, pool) in [("outbox.db", &self.store.outbox), ("mirror.db", &self.store.mirror)] {
            if !is_whole(pool).await? {
                findings.push(format!("{name}: damaged pages"));
            }
        }
        let seq = head::read(&self.store.mirror).await?.map_or(0, |place| place.head.seq);
        let (folded, entries) = self.refold(&mut findings).await?;
        if entries != seq {
            findings.push(format!("the log ends at {entries}, the mirror's place is {seq}"));
        }
        let catalogue = self.store.catalogue();
        for (id, case) in &folded {
            let confirmed = cases::confirmed(&self.store.mirror, *id).await?;
            if confirmed.as_ref() != Some(case) {
                findings.push(format!("case {id}: the confirmed state is not what its history says"));
            }
            let pending = envelopes::pending(&self.store.outbox, *id, seq).await?;
            if rebase(&catalogue, Some(case), &pending).case != cases::shown(&self.store.mirror, *id).await? {
                findings.push(format!("case {id}: the shown state is not history and outbox together"));
            }
        }
        Ok(Report { cases: folded.len() as u64, entries, findings })
    }

    async fn refold(&self, findings: &mut Vec<String>) -> Result<(BTreeMap<CaseId, Case>, u64), DeskError> {
        let mut folded: BTreeMap<CaseId, Case> = BTreeMap::new();
        let mut entries = 0;
        let mut rows =
            sqlx::query_scalar::<_, String>("SELECT body FROM events ORDER BY seq").fetch(&self.store.mirror);
        while let Some(body) = rows.try_next().await.map_err(DeskError::database("reading the log"))? {
            let recorded: Recorded = serde_json::from_str(&body).map_err(DeskError::encoding("an event"))?;
            entries += 1;
            if recorded.seq != entries {
                findings.push(format!("the log has {} where {entries} should be", recorded.seq));
            }
            if let Some(case) = evolve(folded.remove(&recorded.case), &recorded) {
                folded.insert(recorded.case, case);
            }
        }
        Ok((folded, entries))
    }
}
