//! Whether the centre is whole: every chain, every case, every register, every document.

use crate::admit::{Portal, PortalError};
use crate::store::KeptTimestamp;
use casework::{Case, CaseId, Digest, evolve};
use protocol::store::PortalStore;
use protocol::{Head, LogId};
use serde::Serialize;
use std::collections::BTreeMap;

/// What was looked at, and what is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    pub units: usize,
    pub entries: u64,
    pub cases: usize,
    pub documents: usize,
    /// Timestamps of an independent authority.
    pub timestamps: usize,
    pub findings: Vec<String>,
}

/// Follows every chain from its beginning, refolds every case, counts every register through, and reads every document.
///
/// # Errors
/// The store.
pub async fn check(portal: &Portal) -> Result<Report, PortalError> {
    let mut report = Report { units: 0, entries: 0, cases: 0, documents: 0, timestamps: 0, findings: Vec::new() };
    for unit in portal.store.units().await? {
        report.units += 1;
        let mut stamps: BTreeMap<u64, Vec<KeptTimestamp>> = BTreeMap::new();
        for stamp in portal.store.timestamps(Some(&unit)).await? {
            report.timestamps += 1;
            let seq = stamp.place.as_ref().map_or(0, |(_, seq)| *seq);
            stamps.entry(seq).or_default().push(stamp);
        }
        // Logs from before the portal was restored: other beginnings, the same entries.
        let logs = stamps.values().flatten().filter_map(|stamp| stamp.log).filter(|log| *log != portal.identity.log);
        let mut former: BTreeMap<LogId, Head> = logs.map(|log| (log, Head::start(log, &unit))).collect();
        let (mut head, mut folded): (Head, BTreeMap<CaseId, Case>) =
            (Head::start(portal.identity.log, &unit), BTreeMap::new());
        loop {
            let (entries, end) = portal.store.page(&unit, head.seq, 1_000).await?;
            for entry in &entries {
                match head.read(entry) {
                    Ok((next, recorded)) => {
                        head = next;
                        report.entries += 1;
                        former.values_mut().for_each(|former| *former = former.extend(&entry.body));
                        for stamp in stamps.remove(&head.seq).unwrap_or_default() {
                            let stamped = stamp.log.and_then(|log| former.get(&log)).unwrap_or(&head);
                            report.findings.extend(wrong_stamp(portal, &stamp, &stamped.imprint()));
                        }
                        if let Some(case) = evolve(folded.remove(&recorded.case), &recorded) {
                            folded.insert(recorded.case, case);
                        }
                    }
                    Err(distrust) => {
                        report.findings.push(format!("unit {unit}: {distrust}"));
                        break;
                    }
                }
            }
            if entries.is_empty() || head.seq >= end.seq || !report.findings.is_empty() {
                if head != end {
                    report.findings.push(format!("unit {unit}: the log does not lead to its head {}", end.seq));
                }
                break;
            }
        }
        let beyond = stamps.keys().map(|seq| format!("timestamp of unit {unit} at {seq}: the log has no such place"));
        report.findings.extend(beyond);
        let stored = portal.store.cases(&unit).await?;
        report.cases += stored.len();
        // A case that went elsewhere has left its traces in the log, and is another unit's now.
        folded.retain(|_, case| case.involved.contains(&unit));
        if stored.len() != folded.len() {
            report.findings.push(format!("unit {unit}: {} cases stored, {} in the log", stored.len(), folded.len()));
        }
        for case in stored {
            if folded.get(&case.id) != Some(&case) {
                report.findings.push(format!("case {}: stored otherwise than its history says", case.id));
            }
        }
    }
    registers(portal, &mut report).await?;
    for (digest, _) in portal.store.files().await? {
        report.documents += 1;
        let digest = digest.parse().map_err(|_| PortalError::Wrong("a document's name is no digest".to_owned()))?;
        if !portal.documents.is_sound(&digest)? {
            report.findings.push(format!("document {digest}: missing or damaged"));
        }
    }
    let stamps = portal.store.timestamps(None).await?;
    report.timestamps += stamps.len();
    report.findings.extend(stamps.iter().filter_map(|stamp| wrong_stamp(portal, stamp, &stamp.digest)));
    Ok(report)
}

/// What is wrong with a timestamp of that digest; its signature is looked at where an authority is set.
fn wrong_stamp(portal: &Portal, stamp: &KeptTimestamp, digest: &Digest) -> Option<String> {
    let what = match &stamp.place {
        Some((unit, seq)) => format!("timestamp of unit {unit} at {seq}"),
        None => format!("timestamp of document {}", stamp.digest),
    };
    if stamp.digest != *digest {
        return Some(format!("{what}: it is of another history"));
    }
    let exchange = portal.exchange();
    let authority = exchange.time_authority.as_ref()?;
    let bytes = hex::decode(digest.as_str()).ok().and_then(|bytes| <[u8; 32]>::try_from(bytes).ok())?;
    match paper::timestamp::read_token(&stamp.token, &bytes, &authority.trusted) {
        Ok(read) if read.at == stamp.at => None,
        Ok(_) => Some(format!("{what}: another time is kept than the authority's")),
        Err(error) => Some(format!("{what}: {error}")),
    }
}

async fn registers(portal: &Portal, report: &mut Report) -> Result<(), PortalError> {
    let mut expected: BTreeMap<(String, String, i64), i64> = BTreeMap::new();
    for entry in portal.store.register_entries().await? {
        let next = expected.entry((entry.unit.clone(), entry.book.clone(), entry.year)).or_insert(1);
        if entry.number != *next {
            report.findings.push(format!(
                "register {} {} of {}: {} where {next} should be",
                entry.unit, entry.book, entry.year, entry.number
            ));
        }
        *next = entry.number + 1;
    }
    Ok(())
}
