//! Case numbers beyond a desk's own span: a further span for one day, granted by the portal before the own one runs out.
//!
//! Desks' own spans are given from 1 upwards and hold on every day; spans for a day are given from 9999 downwards, so
//! that the two never meet while there is room. A span that was granted stays granted for ever. A desk names what it
//! holds with each request: a lost reply grants nothing twice, and a portal that was restored from an older backup
//! learns again what it had granted.

use crate::push::CodeBlock;
use casework::{Date, DeviceId};
use serde::{Deserialize, Serialize};

/// Numbers in a span for a day.
pub const DAY_SPAN: u16 = 100;
/// The largest number of a day: four digits (Circular 01/2018 Art. 19).
pub const LAST_CODE: u16 = 9_999;
/// Spans that one desk is granted for a day at most.
pub const SPANS_A_DAY: usize = 20;
/// A desk that has fewer numbers left asks for a further span.
pub const LOW_WATER: u16 = 60;
/// With fewer numbers left and no line, people are warned.
pub const FEW_CODES: u16 = 25;

/// A span of case numbers for one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DayCodes {
    pub day: Date,
    pub codes: CodeBlock,
}

/// What a unit's desks have been granted for a day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DayBook {
    /// The largest number that some desk of the unit has in its own span.
    pub last_own: u16,
    pub granted: Vec<(DeviceId, CodeBlock)>,
}

impl DayBook {
    /// Spans of a desk, in the order in which they were granted.
    #[must_use]
    pub fn of(&self, device: DeviceId) -> Vec<CodeBlock> {
        let mut spans: Vec<_> = self.granted.iter().filter(|(of, _)| *of == device).map(|(_, codes)| *codes).collect();
        spans.sort_by_key(|codes| std::cmp::Reverse(codes.first));
        spans
    }

    /// Takes in what a desk says it holds, and grants it a further span where it asks for one. Returns what is new.
    ///
    /// A desk that holds fewer spans than it was granted has missed a reply: it gets nothing more by asking again.
    pub fn ask(&mut self, device: DeviceId, held: &[CodeBlock], more: bool) -> Vec<CodeBlock> {
        let mut new = Vec::new();
        for span in held {
            if self.of(device).contains(span) || !self.may_have_been_granted(device, *span) {
                continue;
            }
            self.granted.push((device, *span));
            new.push(*span);
        }
        let mine = self.of(device);
        let knows_all = mine.iter().all(|span| held.contains(span));
        if more && knows_all && mine.len() < SPANS_A_DAY {
            let end = self.granted.iter().map(|(_, codes)| codes.first).min().unwrap_or(LAST_CODE + 1);
            let first = end.saturating_sub(DAY_SPAN).max(self.last_own + 1);
            if first < end {
                let span = CodeBlock { first, last: end - 1 };
                self.granted.push((device, span));
                new.push(span);
            }
        }
        new
    }

    /// Whether a span that this portal does not know can be one of its own that it has forgotten.
    fn may_have_been_granted(&self, device: DeviceId, span: CodeBlock) -> bool {
        let is_shaped = self.last_own < span.first
            && span.first <= span.last
            && span.last <= LAST_CODE
            && span.last - span.first < DAY_SPAN;
        let is_free = self.granted.iter().all(|(_, other)| span.last < other.first || other.last < span.first);
        is_shaped && is_free && self.of(device).len() < SPANS_A_DAY
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn desk(number: u128) -> DeviceId {
        DeviceId(Uuid::from_u128(number))
    }
    fn span(first: u16, last: u16) -> CodeBlock {
        CodeBlock { first, last }
    }

    #[test]
    fn spans_for_a_day_are_given_from_the_top_and_never_to_two_desks() {
        let mut book = DayBook { last_own: 500, ..DayBook::default() };
        assert_eq!(book.ask(desk(1), &[], true), [span(9_900, 9_999)]);
        assert_eq!(book.ask(desk(2), &[], true), [span(9_800, 9_899)]);
        assert_eq!(book.ask(desk(1), &[span(9_900, 9_999)], true), [span(9_700, 9_799)]);
        assert_eq!(book.of(desk(1)), [span(9_900, 9_999), span(9_700, 9_799)]);
    }

    #[test]
    fn a_lost_reply_grants_nothing_twice() {
        let mut book = DayBook::default();
        book.ask(desk(1), &[], true);
        assert_eq!(book.ask(desk(1), &[], true), [], "the desk never heard of the first");
        assert_eq!(book.of(desk(1)), [span(9_900, 9_999)]);
    }

    #[test]
    fn a_portal_that_has_forgotten_a_span_learns_of_it_again_but_never_takes_it_from_another_desk() {
        let mut book = DayBook { last_own: 250, ..DayBook::default() };
        assert_eq!(book.ask(desk(1), &[span(9_900, 9_999)], false), [span(9_900, 9_999)]);
        assert_eq!(book.ask(desk(2), &[span(9_900, 9_999), span(200, 260), span(9_000, 9_899)], false), []);
        assert_eq!(book.ask(desk(2), &[], true), [span(9_800, 9_899)]);
    }

    #[test]
    fn the_last_span_is_what_is_left_above_the_desks_own_and_then_there_is_none() {
        let mut book = DayBook { last_own: 9_750, ..DayBook::default() };
        let mut held = Vec::new();
        for expected in [span(9_900, 9_999), span(9_800, 9_899), span(9_751, 9_799)] {
            assert_eq!(book.ask(desk(1), &held, true), [expected]);
            held.push(expected);
        }
        assert_eq!(book.ask(desk(1), &held, true), []);
    }

    #[test]
    fn one_desk_does_not_take_all_numbers_of_a_unit() {
        let mut book = DayBook { last_own: 250, ..DayBook::default() };
        let mut held = Vec::new();
        for _ in 0..2 * SPANS_A_DAY {
            held.extend(book.ask(desk(1), &held, true));
        }
        assert_eq!(held.len(), SPANS_A_DAY);
    }
}
