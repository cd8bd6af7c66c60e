//! Bounds on tries: so many a minute for each key (an address, a code, a name). They are counted here first, and over all
//! instances then: those at secrets and codes one by one ([`Portal::guessed`](crate::Portal)), others in tenths of their
//! bound ([`Portal::bounded`](crate::Portal)).

use casework::Moment;
use std::collections::BTreeMap;
use std::sync::Mutex;

/// Tries by key within the running minute.
#[derive(Default)]
pub(crate) struct Throttle {
    tries: Mutex<BTreeMap<String, (i64, u32)>>,
}

/// Keys remembered at most; beyond that the oldest minutes are forgotten.
const KEYS: usize = 100_000;

impl Throttle {
    /// Counts a try and says how many there were; `Err` with the seconds to wait where there were `limit` in this minute
    /// already.
    pub(crate) fn count(&self, key: &str, limit: u32, now: Moment) -> Result<u32, u32> {
        let minute = now.0.div_euclid(60_000);
        let mut tries = match self.tries.lock() {
            Ok(tries) => tries,
            Err(poisoned) => poisoned.into_inner(),
        };
        if tries.len() >= KEYS {
            tries.retain(|_, (known, _)| *known == minute);
        }
        let entry = tries.entry(key.to_owned()).or_insert((minute, 0));
        if entry.0 != minute {
            *entry = (minute, 0);
        }
        entry.1 = entry.1.saturating_add(1);
        if entry.1 > limit { Err(Self::left(now)) } else { Ok(entry.1) }
    }

    /// No more of it in this minute: other instances have let the rest through.
    pub(crate) fn close(&self, key: &str, now: Moment) {
        let mut tries = match self.tries.lock() {
            Ok(tries) => tries,
            Err(poisoned) => poisoned.into_inner(),
        };
        tries.insert(key.to_owned(), (now.0.div_euclid(60_000), u32::MAX));
    }

    /// Seconds until the next minute.
    pub(crate) fn left(now: Moment) -> u32 {
        u32::try_from(60 - now.0.rem_euclid(60_000) / 1_000).unwrap_or(60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_tries_a_minute_and_not_one_more() {
        let throttle = Throttle::default();
        for count in 1..=3 {
            assert_eq!(throttle.count("a", 3, Moment(1_000)), Ok(count));
        }
        assert_eq!(throttle.count("a", 3, Moment(1_000)), Err(59));
        assert_eq!(throttle.count("b", 3, Moment(1_000)), Ok(1));
        assert_eq!(throttle.count("a", 3, Moment(61_000)), Ok(1));
        throttle.close("a", Moment(62_000));
        assert_eq!(throttle.count("a", 3, Moment(62_000)), Err(58));
        assert_eq!(throttle.count("a", 3, Moment(121_000)), Ok(1));
    }
}
