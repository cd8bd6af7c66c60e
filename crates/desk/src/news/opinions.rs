//! Opinions of other units that are near their time limit, or past it.

use super::{NewsBook, REMEMBERED, ROWS};
use crate::desk::Desk;
use crate::tables::cases;
use crate::views::{Failure, NewsCase, NewsKind};
use casework::consultation::Nearness;
use casework::{Case, Catalogue, EnvelopeId, Moment};
use std::collections::{BTreeSet, HashSet};

fn service_name(catalogue: &Catalogue, case: &Case) -> String {
    let service = catalogue.editions.get(&case.edition).and_then(|edition| edition.services.get(&case.service));
    service.map_or_else(|| case.service.0.clone(), |service| service.name.clone())
}

impl Desk {
    /// Opinions near their time limit and after it, each told once of either, also when a session begins.
    pub(super) async fn look_at_consultations(&self, book: &mut NewsBook, now: Moment) -> Result<(), Failure> {
        let catalogue = self.catalogue();
        let Some(edition) = catalogue.edition_on(now.day()) else { return Ok(()) };
        let user = self.person(&catalogue)?;
        let until = Moment::at(edition.calendar.next_working_day(now.day()).next(), 0);
        let cases = cases::consulting(&self.store.mirror, until, ROWS).await?;
        let (mut near, mut late) = (Vec::new(), Vec::new());
        for case in &cases {
            let mut stages = BTreeSet::new();
            for (asked, nearness) in case.reminders(&user, &edition.calendar, now) {
                let told = match nearness {
                    Nearness::Near => book.near.insert(asked.id),
                    Nearness::Late => book.late.insert(asked.id),
                };
                stages.extend(told.then_some(nearness));
            }
            let named =
                || NewsCase { id: case.id, code: case.code.clone(), service_name: service_name(&catalogue, case) };
            near.extend(stages.contains(&Nearness::Near).then(named));
            late.extend(stages.contains(&Nearness::Late).then(named));
        }
        if book.near.len().max(book.late.len()) > REMEMBERED {
            let open: HashSet<EnvelopeId> = cases.iter().flat_map(Case::awaited).map(|asked| asked.id).collect();
            book.near.retain(|id| open.contains(id));
            book.late.retain(|id| open.contains(id));
        }
        book.add_cases(NewsKind::OpinionNear, near, now);
        book.add_cases(NewsKind::OpinionLate, late, now);
        Ok(())
    }
}
