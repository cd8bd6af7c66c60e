//! Fees and charges (phí, lệ phí): what a service costs, what is waived, what was paid. Amounts are whole đồng.
//! Decree 61/2018 Art. 22.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One fee of a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Fee {
    pub code: String,
    pub name: String,
    pub amount: FeeAmount,
    /// The entry of the form that states how many pieces are wanted, where it is taken by the piece.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub pieces: Option<String>,
    /// The entry of the form that states how many copies of so many pieces each are wanted, where pieces have tiers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub copies: Option<String>,
    /// Who pays less or nothing, in percent of the amount that is waived.
    #[serde(default)]
    pub waivers: Vec<Waiver>,
}

/// How much a fee is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum FeeAmount {
    /// So many đồng.
    Fixed(#[cfg_attr(feature = "ts", ts(type = "number"))] u64),
    /// So many đồng for each piece (page, copy, head).
    Each(#[cfg_attr(feature = "ts", ts(type = "number"))] u64),
    /// By the piece of each copy, in tiers: "2.000 đồng a page, from the third page 1.000, at most 200.000 a copy".
    Tiers {
        /// Each from a piece on, counted from 1; the first one begins there.
        tiers: Vec<Tier>,
        /// Đồng that one copy costs at most.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "ts", ts(type = "number | null"))]
        most: Option<u64>,
    },
    /// A share of the number in an entry of the case, in hundredths of a percent, within bounds.
    Share {
        entry: String,
        per_ten_thousand: u32,
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        least: u64,
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        most: u64,
    },
}

/// What pieces cost from one of them on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Tier {
    /// The first piece of the tier, counted from 1.
    pub from: u32,
    /// Đồng for each of them.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub each: u64,
}

/// A reduction that a service knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Waiver {
    pub code: String,
    pub name: String,
    pub percent: u8,
}

/// One line of a fee receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FeeLine {
    pub fee: String,
    pub name: String,
    pub quantity: u32,
    /// Copies of so many pieces each; one but where pieces have tiers.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    #[cfg_attr(feature = "ts", ts(as = "Option<u32>", optional))]
    pub copies: u32,
    /// Code of the waiver that was granted, with the reason in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub waiver: Option<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "ts", ts(as = "Option<String>", optional))]
    pub reason: String,
    /// Đồng.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub amount: u64,
}

/// How a fee is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum PaymentMethod {
    Cash,
    Transfer,
    Online,
}

/// How much of what a fee is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Pieces {
    pub quantity: u32,
    /// Copies of so many pieces each.
    pub copies: u32,
}

impl Pieces {
    pub const ONE: Self = Self::of(1);

    /// So many pieces, once.
    #[must_use]
    pub const fn of(quantity: u32) -> Self {
        Self { quantity, copies: 1 }
    }
}

impl FeeAmount {
    /// Whether it hangs on a number of pieces.
    #[must_use]
    pub fn is_by_the_piece(&self) -> bool {
        matches!(self, Self::Each(_) | Self::Tiers { .. })
    }

    /// Whether it hangs on a number of copies, too, and several documents may stand on one receipt.
    #[must_use]
    pub fn has_tiers(&self) -> bool {
        matches!(self, Self::Tiers { .. })
    }
}

/// Whether tiers begin at the first piece and each one after the one before.
#[must_use]
pub fn tiers_follow(tiers: &[Tier]) -> bool {
    tiers.first().is_some_and(|first| first.from == 1) && tiers.windows(2).all(|two| two[0].from < two[1].from)
}

/// What one copy of so many pieces costs.
fn copy(tiers: &[Tier], most: Option<u64>, pieces: u32) -> u64 {
    let ends = tiers.iter().skip(1).map(|next| next.from.saturating_sub(1)).chain([u32::MAX]);
    let sum = tiers.iter().zip(ends).fold(0_u64, |sum, (tier, end)| {
        let within = u64::from(pieces.min(end).saturating_sub(tier.from.saturating_sub(1)));
        sum.saturating_add(within.saturating_mul(tier.each))
    });
    most.map_or(sum, |most| sum.min(most))
}

fn one() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands it a reference")]
fn is_one(copies: &u32) -> bool {
    *copies == 1
}

impl Fee {
    /// How many pieces and copies the form asks for; nothing where it does not say, or the fee is not taken by the piece.
    #[must_use]
    pub fn pieces_of(&self, entries: &BTreeMap<String, String>) -> Option<Pieces> {
        let stated = |entry: &String| {
            let stated = number(entries.get(entry)?).and_then(|pieces| u32::try_from(pieces).ok());
            stated.filter(|pieces| *pieces > 0)
        };
        let quantity = stated(self.pieces.as_ref().filter(|_| self.amount.is_by_the_piece())?)?;
        let copies = match self.copies.as_ref().filter(|_| self.amount.has_tiers()) {
            Some(entry) => stated(entry)?,
            None => 1,
        };
        Some(Pieces { quantity, copies })
    }

    /// What is to be paid for so many pieces in đồng, with a waiver where one is granted.
    ///
    /// `None` where the entry that the fee hangs on is no number, the waiver is not one of this fee, or copies are counted
    /// where the fee knows none.
    #[must_use]
    pub fn due(&self, pieces: Pieces, waiver: Option<&str>, entries: &BTreeMap<String, String>) -> Option<u64> {
        if pieces.copies != 1 && !self.amount.has_tiers() {
            return None;
        }
        let whole = match &self.amount {
            FeeAmount::Fixed(amount) => *amount,
            FeeAmount::Each(amount) => amount.saturating_mul(u64::from(pieces.quantity)),
            FeeAmount::Tiers { tiers, most } => {
                copy(tiers, *most, pieces.quantity).saturating_mul(u64::from(pieces.copies))
            }
            FeeAmount::Share { entry, per_ten_thousand, least, most } => {
                let value = number(entries.get(entry)?)?;
                let share = value.saturating_mul(u64::from(*per_ten_thousand)) / 10_000;
                share.max(*least).min((*most).max(*least))
            }
        };
        let percent = match waiver {
            None => 0,
            Some(code) => u64::from(self.waivers.iter().find(|one| one.code == code)?.percent.min(100)),
        };
        Some(whole - whole / 100 * percent - whole % 100 * percent / 100)
    }
}

/// What of a service's fees a case still owes and anybody can work out: no pieces that the form does not state, no waiver to
/// be granted.
#[must_use]
pub fn owed(fees: &[Fee], case: &crate::Case) -> Vec<FeeLine> {
    let unpaid = fees.iter().filter(|fee| case.payment_of(&fee.code).is_none());
    unpaid
        .filter_map(|fee| {
            let pieces = if fee.amount.is_by_the_piece() { fee.pieces_of(&case.entries)? } else { Pieces::ONE };
            let amount = fee.due(pieces, None, &case.entries).filter(|amount| *amount > 0)?;
            let (code, name, Pieces { quantity, copies }) = (fee.code.clone(), fee.name.clone(), pieces);
            Some(FeeLine { fee: code, name, quantity, copies, waiver: None, reason: String::new(), amount })
        })
        .collect()
}

/// A whole number as people write it: `1.250.000`, `1 250 000`, `1250000`.
#[must_use]
pub fn number(text: &str) -> Option<u64> {
    let digits: String = text.chars().filter(|letter| !matches!(letter, '.' | ' ' | ',' | '\u{a0}')).collect();
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok()
}

/// The sum of a receipt in đồng.
#[must_use]
pub fn total(lines: &[FeeLine]) -> u64 {
    lines.iter().fold(0, |sum, line| sum.saturating_add(line.amount))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fee(amount: FeeAmount) -> Fee {
        let waiver = |code: &str, percent| Waiver { code: code.to_owned(), name: code.to_owned(), percent };
        let waivers = vec![waiver("ngheo", 100), waiver("nua", 50)];
        Fee { code: "LP".to_owned(), name: "Lệ phí".to_owned(), amount, pieces: None, copies: None, waivers }
    }

    #[test]
    fn a_fee_is_fixed_by_the_piece_or_a_share_of_an_entry_within_bounds() {
        let entries = |value: &str| BTreeMap::from([("Giá trị".to_owned(), value.to_owned())]);
        let share =
            || FeeAmount::Share {
                entry: "Giá trị".to_owned(), per_ten_thousand: 50, least: 100_000, most: 5_000_000
            };
        for (amount, quantity, waiver, entries, due) in [
            (FeeAmount::Fixed(15_000), 3, None, entries(""), Some(15_000)),
            (FeeAmount::Each(2_000), 7, None, entries(""), Some(14_000)),
            (FeeAmount::Each(2_000), 0, None, entries(""), Some(0)),
            (FeeAmount::Fixed(15_000), 1, Some("ngheo"), entries(""), Some(0)),
            (FeeAmount::Fixed(15_001), 1, Some("nua"), entries(""), Some(7_501)),
            (FeeAmount::Fixed(15_000), 1, Some("khac"), entries(""), None),
            (share(), 1, None, entries("300.000.000"), Some(1_500_000)),
            (share(), 1, None, entries("1 000 000"), Some(100_000)),
            (share(), 1, None, entries("9.000.000.000"), Some(5_000_000)),
            (share(), 1, None, entries("nhiều"), None),
            (share(), 1, None, BTreeMap::new(), None),
        ] {
            assert_eq!(
                fee(amount.clone()).due(Pieces::of(quantity), waiver, &entries),
                due,
                "{amount:?} {quantity} {waiver:?}"
            );
        }
    }

    proptest::proptest! {
        #[test]
        fn a_waiver_never_makes_a_fee_dearer_and_never_overflows(amount: u64, quantity: u32, percent in 0_u8..=255) {
            let mut fee = fee(FeeAmount::Each(amount));
            fee.waivers[0].percent = percent;
            let whole = fee.due(Pieces::of(quantity), None, &BTreeMap::new()).unwrap();
            proptest::prop_assert!(fee.due(Pieces::of(quantity), Some("ngheo"), &BTreeMap::new()).unwrap() <= whole);
        }
    }

    #[test]
    fn pieces_are_as_many_as_the_form_states_and_none_where_it_states_none() {
        let copies = |value: &str| BTreeMap::from([("Số bản".to_owned(), value.to_owned())]);
        let by_form = |amount| Fee { pieces: Some("Số bản".to_owned()), ..fee(amount) };
        let each = by_form(FeeAmount::Each(8_000));
        assert_eq!(each.pieces_of(&copies("12")), Some(Pieces::of(12)));
        assert_eq!([copies("0"), copies("nhiều"), BTreeMap::new()].map(|entries| each.pieces_of(&entries)), [None; 3]);
        assert_eq!(by_form(FeeAmount::Fixed(8_000)).pieces_of(&copies("12")), None);
        assert_eq!(fee(FeeAmount::Each(8_000)).pieces_of(&copies("12")), None);
    }

    /// Circular 226/2016/TT-BTC Art. 4: 2.000 đồng a page, from the third page 1.000, at most 200.000 a copy.
    fn certified_copies() -> Fee {
        let tiers = vec![Tier { from: 1, each: 2_000 }, Tier { from: 3, each: 1_000 }];
        Fee {
            pieces: Some("Số trang".to_owned()),
            copies: Some("Số bản".to_owned()),
            ..fee(FeeAmount::Tiers { tiers, most: Some(200_000) })
        }
    }

    #[test]
    fn a_copy_costs_less_from_the_third_page_on_and_never_more_than_its_bound() {
        let due = |quantity, copies| certified_copies().due(Pieces { quantity, copies }, None, &BTreeMap::new());
        for (pages, copies, amount) in [
            (0, 1, 0),
            (1, 1, 2_000),
            (2, 1, 4_000),
            (3, 1, 5_000),
            (10, 1, 12_000),
            (10, 3, 36_000),
            (198, 1, 200_000),
            (199, 1, 200_000),
            (5_000, 2, 400_000),
        ] {
            assert_eq!(due(pages, copies), Some(amount), "{pages} pages, {copies} copies");
        }
        let half = certified_copies().due(Pieces { quantity: 3, copies: 2 }, Some("nua"), &BTreeMap::new());
        assert_eq!(half, Some(5_000));
        let fixed = fee(FeeAmount::Fixed(10_000));
        assert_eq!(fixed.due(Pieces { quantity: 1, copies: 2 }, None, &BTreeMap::new()), None);
    }

    #[test]
    fn pages_and_copies_are_what_the_form_states_of_each() {
        let stated = |pages: &str, copies: &str| {
            let entries = [("Số trang", pages), ("Số bản", copies)];
            certified_copies().pieces_of(&entries.map(|(name, value)| (name.to_owned(), value.to_owned())).into())
        };
        assert_eq!(stated("5", "2"), Some(Pieces { quantity: 5, copies: 2 }));
        assert_eq!([stated("5", ""), stated("", "2"), stated("5", "0")], [None; 3]);
    }

    proptest::proptest! {
        #[test]
        fn tiers_cost_what_a_page_by_page_count_does(
            steps in proptest::collection::vec((1_u32..50, 0_u64..1_000_000), 1..5),
            most in proptest::option::of(0_u64..10_000_000),
            quantity in 0_u32..300,
        ) {
            let mut from = 1;
            let tiers: Vec<Tier> = steps.into_iter().map(|(step, each)| {
                let tier = Tier { from, each };
                from += step;
                tier
            }).collect();
            proptest::prop_assert!(tiers_follow(&tiers));
            let slowly: u64 = (1..=quantity)
                .map(|page| tiers.iter().rev().find(|tier| tier.from <= page).unwrap().each)
                .sum();
            let fee = fee(FeeAmount::Tiers { tiers, most });
            let due = fee.due(Pieces::of(quantity), None, &BTreeMap::new()).unwrap();
            proptest::prop_assert_eq!(due, most.map_or(slowly, |most| slowly.min(most)));
        }
    }
}
