//! Chance that comes out the same every time: splitmix64 (Steele, Lea, Flood 2014), which needs no dependency.

use uuid::{Builder, Uuid};

pub(super) struct Chance(u64);

impl Chance {
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = u64::try_from(high - low).unwrap_or(0) + 1;
        low + i64::try_from(self.next() % span).unwrap_or(0)
    }

    /// Whether something happens that does so in so many of a hundred cases.
    pub fn percent(&mut self, percent: i64) -> bool {
        self.between(1, 100) <= percent
    }

    /// One of some; there must be one.
    pub fn pick<T: Copy>(&mut self, some: &[T]) -> T {
        let last = i64::try_from(some.len()).unwrap_or(1) - 1;
        some[usize::try_from(self.between(0, last)).unwrap_or(0)]
    }

    /// An identifier that says nothing.
    pub fn uuid(&mut self) -> Uuid {
        Builder::from_random_bytes(self.bytes()).into_uuid()
    }

    /// An identifier that sorts by time.
    pub fn uuid_at(&mut self, at: casework::Moment) -> Uuid {
        let mut rest = [0; 10];
        rest.copy_from_slice(&self.bytes()[..10]);
        Builder::from_unix_timestamp_millis(u64::try_from(at.0).unwrap_or(0), &rest).into_uuid()
    }

    fn bytes(&mut self) -> [u8; 16] {
        let (high, low) = (self.next(), self.next());
        ((u128::from(high) << 64) | u128::from(low)).to_be_bytes()
    }
}
