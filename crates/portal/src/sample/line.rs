//! The line between a unit and the portal: usually seconds, now and then down for hours. What was done meanwhile arrives
//! when it is back, in the order in which it was done.

use super::chance::Chance;
use casework::calendar::Calendar;
use casework::{Actor, CaseId, Envelope, EnvelopeId, Moment, UnitCode};
use std::collections::BTreeMap;

/// When envelopes reach the portal.
pub(super) struct Lines {
    /// Times without a line, by unit.
    down: BTreeMap<UnitCode, Vec<(Moment, Moment)>>,
    /// The last arrival from the desks of a unit: numbers of a unit arrive in order.
    last_from: BTreeMap<UnitCode, Moment>,
}

/// Units whose line fails.
const UNSTEADY: [&str; 2] = ["000.00.29.H40", "000.03.21.H40"];
/// Days looked back on.
const DAYS: i64 = 62;

impl Lines {
    pub fn new(calendar: &Calendar, now: Moment, chance: &mut Chance) -> Self {
        let mut down = BTreeMap::new();
        for unit in UNSTEADY {
            let mut times = Vec::new();
            for day in (1..DAYS).rev().map(|days| now.day().plus_days(-days)) {
                if calendar.is_working_day(day) && chance.percent(20) {
                    let from = Moment::at(day, 7 * 60).plus_minutes(chance.between(0, 360));
                    times.push((from, from.plus_minutes(chance.between(40, 420))));
                }
            }
            down.insert(UnitCode::from(unit), times);
        }
        Self { down, last_from: BTreeMap::new() }
    }

    /// When something done at `at` in a unit arrives.
    pub fn sent_from_desk(&mut self, unit: &UnitCode, at: Moment, chance: &mut Chance) -> Moment {
        let spans = self.down.get(unit).map_or(&[][..], Vec::as_slice);
        let back = spans.iter().find(|(from, to)| (*from..*to).contains(&at)).map_or(at, |(_, to)| *to);
        let arrived = Moment(back.0 + chance.between(900, 9_000));
        let last = self.last_from.entry(unit.clone()).or_insert(arrived);
        *last = arrived.max(Moment(last.0 + 1));
        *last
    }
}

/// Puts envelopes into the order of their arrival, and tells each what its desk knew when it was made: how much of the
/// unit's log, and whether the command before it on the same case had no verdict yet.
pub(super) fn in_order_of_arrival(mut sent: Vec<Sent>) -> Vec<(Moment, Envelope)> {
    sent.sort_by_key(|sent| sent.arrived);
    let mut logs: BTreeMap<UnitCode, Vec<(Moment, u64)>> = BTreeMap::new();
    let mut before: BTreeMap<CaseId, (Moment, EnvelopeId)> = BTreeMap::new();
    let mut ordered = Vec::with_capacity(sent.len());
    for Sent { arrived, unit, events, mut envelope } in sent {
        let log = logs.entry(unit).or_default();
        let seen = log.partition_point(|(confirmed, _)| *confirmed <= envelope.at);
        envelope.seen = seen.checked_sub(1).map_or(0, |place| log[place].1);
        let end = log.last().map_or(0, |(_, seq)| *seq);
        log.push((arrived, end + events));
        if matches!(envelope.actor, Actor::Official(_)) {
            let unjudged = before.get(&envelope.case).filter(|(confirmed, _)| *confirmed > envelope.at);
            envelope.after = unjudged.map(|(_, earlier)| *earlier);
            before.insert(envelope.case, (arrived, envelope.id));
        }
        ordered.push((arrived, envelope));
    }
    ordered
}

/// An envelope on its way.
pub(super) struct Sent {
    pub arrived: Moment,
    pub unit: UnitCode,
    /// How many events it leads to.
    pub events: u64,
    pub envelope: Envelope,
}
