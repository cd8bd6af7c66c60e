//! Blocks of case numbers: which one a new desk gets.

use super::{BLOCK, LAST_CODE};
use casework::{Date, Moment};
use std::collections::BTreeMap;

/// A desk's block, and when the desk was revoked.
pub(crate) type Held = (i64, i64, Option<Moment>);

/// The blocks of a unit.
#[derive(Debug, Default)]
pub(crate) struct Blocks {
    /// The largest number that any desk ever had in its block.
    last: i64,
    /// Blocks whose desks were all revoked before today, the longest ago first: case codes carry the date, so nobody gives
    /// their numbers any more.
    free: Vec<(i64, i64)>,
}

impl Blocks {
    pub fn of(held: impl IntoIterator<Item = Held>, today: Date) -> Self {
        let (mut last, mut until) = (0, BTreeMap::<(i64, i64), Option<Moment>>::new());
        for (first, end, revoked_at) in held {
            last = last.max(end);
            let is_over = revoked_at.filter(|at| at.day() < today);
            let known = until.entry((first, end)).or_insert(is_over);
            *known = known.zip(is_over).map(|(one, other)| one.max(other));
        }
        let mut free: Vec<_> = until.into_iter().filter_map(|(block, at)| Some((at?, block))).collect();
        free.sort_unstable();
        Self { last, free: free.into_iter().map(|(_, block)| block).collect() }
    }

    /// The block of a new desk below `end`: one that nobody ever had, or else one that is free again.
    pub fn next(&self, end: i64) -> Option<(i64, i64)> {
        let fresh = (self.last + 1, self.last + BLOCK);
        std::iter::once(&fresh).chain(&self.free).find(|(_, last)| *last < end).copied()
    }

    /// How many desks can still be enrolled.
    pub fn left(&self) -> i64 {
        (LAST_CODE - self.last) / BLOCK + i64::try_from(self.free.len()).unwrap_or(i64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_that_nobody_had_comes_first_and_then_the_one_that_is_free_the_longest() {
        let today = Date::from_ymd(2026, 11, 23).unwrap();
        let on = |days: i64, minute| Some(Moment::at(today.plus_days(days), minute));
        let held = |first, revoked_at| (first, first + BLOCK - 1, revoked_at);
        let few = [held(1, on(-9, 0)), held(251, None)];
        assert_eq!(Blocks::of(few, today).next(10_000), Some((501, 750)));
        let mut all: Vec<Held> = (0..39).map(|place| held(place * BLOCK + 1, None)).collect();
        let full = Blocks::of(all.clone(), today);
        assert_eq!((full.next(10_000), full.left()), (None, 0));
        all[3].2 = on(0, 0);
        assert_eq!(Blocks::of(all.clone(), today).next(10_000), None, "its numbers of today were given");
        all[3].2 = on(-1, 1_439);
        all[7].2 = on(-5, 0);
        let free = Blocks::of(all.clone(), today);
        assert_eq!((free.next(10_000), free.left()), (Some((1_751, 2_000)), 2));
        assert_eq!(free.next(1_900), Some((751, 1_000)), "what was granted for the day stays out of it");
        all.push(held(1_751, None));
        assert_eq!(Blocks::of(all, today).next(10_000), Some((751, 1_000)), "it has a desk again");
    }
}
