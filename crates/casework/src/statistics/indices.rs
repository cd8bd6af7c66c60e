//! The nine quality indices of an agency: Circular 01/2018/TT-VPCP Art. 13 to 15.
//!
//! 1, 2, 3, 4 and 7 are means over the cases that were finished in the period; 9 follows from the services and cases of
//! the unit; 5, 6 and 8 follow from no case and are what the unit declares in the catalogue.

use super::{Look, Names, Points, Timing, contact_points, kept, steps, time_points, timing};
use crate::catalogue::{Edition, OnlineLevel};
use crate::{Case, Channel, Consultation, HandOverMethod, UnitCode};
use serde::{Deserialize, Serialize};

/// The indices in their order, 1 to 9, in tenths of a point (0 to 20); `None` where nothing tells it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Indices {
    pub tenths: [Option<u32>; 9],
    /// Finished cases that the means are taken over.
    pub cases: u32,
    /// Only where all nine are known.
    pub class: Option<AgencyClass>,
}

/// An agency by the sum of its indices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum AgencyClass {
    /// Xuất sắc: 15 points and more.
    Excellent,
    /// Tốt: 12 and more.
    Good,
    /// Khá: 9 and more.
    Fair,
    /// Trung bình: 6 and more.
    Average,
    /// Yếu.
    Weak,
}

impl AgencyClass {
    /// By the sum in tenths.
    #[must_use]
    pub const fn of(tenths: u32) -> Self {
        match tenths {
            150.. => Self::Excellent,
            120.. => Self::Good,
            90.. => Self::Fair,
            60.. => Self::Average,
            _ => Self::Weak,
        }
    }
}

/// See [`Indices`].
#[must_use]
pub fn indices<'a>(
    names: &Names<'_>,
    unit: &UnitCode,
    cases: impl IntoIterator<Item = &'a Case>,
    look: Look,
) -> Indices {
    let mut of_cases = [Points::default(); 5];
    let mut online = Online::default();
    let mut finished = 0;
    for case in cases {
        let Some(counts) = kept(case, unit, look) else { continue };
        if counts.carried_over == 0 {
            online.received += 1;
            online.filed += u32::from(case.channel == Channel::Online);
        }
        online.late |= case.channel == Channel::Online && counts.late + counts.open_late > 0;
        if counts.done() == 0 {
            continue;
        }
        finished += 1;
        let points = [
            time_points(case),
            agencies_time(names, case),
            Some(contact_points(case)),
            Some(visits(case)),
            attitude(case),
        ];
        of_cases.iter_mut().zip(points).for_each(|(sum, points)| sum.add(points));
    }
    let declared = names.unit(unit).map(|unit| unit.declared).unwrap_or_default();
    let given = |points: Option<u8>| points.map(|points| u32::from(points.min(2)) * 10);
    let [total, agencies, contacts, visits, attitude] = of_cases.map(Points::tenths);
    let tenths = [
        total,
        agencies,
        contacts,
        visits,
        given(declared.organisation),
        given(declared.publication),
        attitude,
        given(declared.complaints),
        names.edition.and_then(|edition| online.points(edition, unit)).map(|points| points * 10),
    ];
    let sum = tenths.iter().copied().sum::<Option<u32>>();
    Indices { tenths, cases: finished, class: sum.map(AgencyClass::of) }
}

/// Index 2: each agency's time. The steps of an agency together against their shares: shorter 2, equal 1, longer 0; an
/// agency that was asked and answered early has 2 points, on the last day 1, later or not at all 0. The worst counts.
fn agencies_time(names: &Names<'_>, case: &Case) -> Option<u32> {
    let own = time_points(case)?;
    let asked = case.consultations.iter().map(consultation_points);
    let handled = steps::by_agency(names, case).into_values().map(|time| time.points());
    // A case without a step of its own (received and returned at the same moment) has the time of the case.
    Some(asked.chain(handled).min().unwrap_or(own))
}

fn consultation_points(asked: &Consultation) -> u32 {
    match asked.answer.as_ref().map(|answer| answer.at.day().cmp(&asked.answer_by)) {
        Some(std::cmp::Ordering::Less) => 2,
        Some(std::cmp::Ordering::Equal) => 1,
        Some(std::cmp::Ordering::Greater) | None => 0,
    }
}

/// Index 4: agencies that the applicant had to go to. None 2, the one-stop shop 1.
fn visits(case: &Case) -> u32 {
    let came_to_get = case.hand_over.as_ref().is_some_and(|given| given.method == HandOverMethod::Counter);
    if case.channel == Channel::Counter || came_to_get { 1 } else { 2 }
}

/// Index 7: early and no complaint 2, in time and no complaint 1, a complaint 0.
fn attitude(case: &Case) -> Option<u32> {
    let timing = timing(case)?;
    Some(match (case.complaints.is_empty(), timing) {
        (true, Timing::Early) => 2,
        (true, Timing::OnTime) => 1,
        (false, _) | (true, Timing::Late) => 0,
    })
}

#[derive(Default)]
struct Online {
    received: u32,
    filed: u32,
    late: bool,
}

impl Online {
    /// Index 9: at least 20 % of the services online, at least 30 % of the cases filed online and none of them late 2
    /// points; at least 15 % of the cases 1 point; else 0.
    fn points(&self, edition: &Edition, unit: &UnitCode) -> Option<u32> {
        let offered = edition.services.values().filter(|service| service.units.contains(unit));
        let (all, online) = offered.fold((0_u32, 0_u32), |(all, online), service| {
            (all + 1, online + u32::from(service.online > OnlineLevel::Information))
        });
        let share = (self.filed * 100).checked_div(self.received)?;
        let services = (online * 100).checked_div(all)?;
        Some(match share {
            30.. if services >= 20 && !self.late => 2,
            15.. => 1,
            _ => 0,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::testing::*;
    use crate::statistics::Period;
    use crate::{Complaint, HandOver, Status};

    fn november() -> Look {
        let period = Period { from: "2026-11-01".parse().unwrap(), to: "2026-11-30".parse().unwrap() };
        Look { period, today: period.to }
    }
    /// Due on the tenth.
    fn finished(on: &str) -> Case {
        let blank = World::new().accepted().case();
        Case {
            accepted_at: Some(at("2026-11-02", 9)),
            due_at: Some(at("2026-11-10", 16)),
            finished_at: Some(at(on, 10)),
            status: Status::Done,
            channel: Channel::Counter,
            ..blank
        }
    }
    fn of(cases: &[Case], change: impl FnOnce(&mut Edition)) -> Indices {
        let mut world = World::new();
        change(world.catalogue.editions.values_mut().next().unwrap());
        indices(&Names::of(&world.catalogue, november()), &unit(), cases, november())
    }

    #[test]
    fn the_indices_of_cases_are_means_in_tenths() {
        let mut asked = finished("2026-11-09");
        asked.consultations.push(Consultation {
            id: crate::EnvelopeId(asked.id.0),
            by: crate::Actor::Portal,
            at: at("2026-11-03", 9),
            unit: OTHER_UNIT.into(),
            question: "?".to_owned(),
            answer_by: "2026-11-05".parse().unwrap(),
            answer: Some(crate::case::ConsultationAnswer {
                by: crate::Actor::Portal,
                at: at("2026-11-06", 9),
                text: "!".to_owned(),
                files: Vec::new(),
            }),
        });
        let mut posted = finished("2026-11-09");
        posted.channel = Channel::Post;
        posted.hand_over = Some(HandOver {
            to: "A".to_owned(),
            method: HandOverMethod::Post,
            at: at("2026-11-10", 9),
            by: crate::Actor::Portal,
            note: String::new(),
        });
        let mut complained = finished("2026-11-10");
        complained.complaints.push(Complaint {
            id: crate::EnvelopeId(complained.id.0),
            by: crate::Actor::Portal,
            at: at("2026-11-11", 9),
            text: "!".to_owned(),
            answer: None,
        });
        let found = of(&[asked, posted, complained, finished("2026-11-12")], |_| {});
        assert_eq!(found.cases, 4);
        assert_eq!(found.tenths[..4], [Some(13), Some(8), Some(20), Some(13)], "5, 3, 8 and 5 points over 4 cases");
        assert_eq!(found.tenths[6], Some(10), "2, 2, 0 and 0 points");
        assert_eq!(found.class, None, "nobody declared 5, 6 and 8");
    }

    #[test]
    fn an_agency_is_classified_once_its_own_findings_are_declared() {
        let mut filed = finished("2026-11-09");
        filed.channel = Channel::Online;
        let found = of(&[filed], |edition| {
            let unit = edition.units.get_mut(&unit()).unwrap();
            unit.declared =
                crate::catalogue::DeclaredIndices { organisation: Some(2), publication: Some(2), complaints: Some(9) };
        });
        assert_eq!(found.tenths, [Some(20); 9], "more than two points are two");
        assert_eq!(found.class, Some(AgencyClass::Excellent));
    }

    #[test]
    fn online_services_count_by_share_and_punctuality() {
        let online = |on: &str| Case { channel: Channel::Online, ..finished(on) };
        let nine = |cases: &[Case]| of(cases, |_| {}).tenths[8];
        assert_eq!(nine(&[online("2026-11-09"), finished("2026-11-09")]), Some(20));
        assert_eq!(nine(&[online("2026-11-12"), finished("2026-11-09")]), Some(10), "one online case was late");
        let many: Vec<Case> = (0..9).map(|_| finished("2026-11-09")).chain([online("2026-11-09")]).collect();
        assert_eq!(nine(&many), Some(0), "one of ten");
        assert_eq!(nine(&[]), None);
    }

    #[test]
    fn classes_begin_at_15_12_9_and_6_points() {
        use AgencyClass::{Average, Excellent, Fair, Good, Weak};
        let all = [(180, Excellent), (150, Excellent), (149, Good), (120, Good), (119, Fair), (90, Fair)];
        for (tenths, class) in all.into_iter().chain([(89, Average), (60, Average), (59, Weak), (0, Weak)]) {
            assert_eq!(AgencyClass::of(tenths), class, "{tenths}");
        }
    }
}
