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

impl Fee {
    /// How many pieces the form asks for; nothing where it does not say, or the fee is not taken by the piece.
    #[must_use]
    pub fn pieces_of(&self, entries: &BTreeMap<String, String>) -> Option<u32> {
        let entry = self.pieces.as_ref().filter(|_| matches!(self.amount, FeeAmount::Each(_)))?;
        number(entries.get(entry)?).and_then(|pieces| u32::try_from(pieces).ok()).filter(|pieces| *pieces > 0)
    }

    /// What is to be paid for `quantity` pieces in đồng, with a waiver where one is granted.
    ///
    /// `None` where the entry that the fee hangs on is no number, or the waiver is not one of this fee.
    #[must_use]
    pub fn due(&self, quantity: u32, waiver: Option<&str>, entries: &BTreeMap<String, String>) -> Option<u64> {
        let whole = match &self.amount {
            FeeAmount::Fixed(amount) => *amount,
            FeeAmount::Each(amount) => amount.saturating_mul(u64::from(quantity)),
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
            let quantity = match fee.amount {
                FeeAmount::Each(_) => fee.pieces_of(&case.entries)?,
                FeeAmount::Fixed(_) | FeeAmount::Share { .. } => 1,
            };
            let amount = fee.due(quantity, None, &case.entries).filter(|amount| *amount > 0)?;
            let (code, name) = (fee.code.clone(), fee.name.clone());
            Some(FeeLine { fee: code, name, quantity, waiver: None, reason: String::new(), amount })
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
        Fee { code: "LP".to_owned(), name: "Lệ phí".to_owned(), amount, pieces: None, waivers }
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
            assert_eq!(fee(amount.clone()).due(quantity, waiver, &entries), due, "{amount:?} {quantity} {waiver:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn a_waiver_never_makes_a_fee_dearer_and_never_overflows(amount: u64, quantity: u32, percent in 0_u8..=255) {
            let mut fee = fee(FeeAmount::Each(amount));
            fee.waivers[0].percent = percent;
            let whole = fee.due(quantity, None, &BTreeMap::new()).unwrap();
            proptest::prop_assert!(fee.due(quantity, Some("ngheo"), &BTreeMap::new()).unwrap() <= whole);
        }
    }

    #[test]
    fn pieces_are_as_many_as_the_form_states_and_none_where_it_states_none() {
        let copies = |value: &str| BTreeMap::from([("Số bản".to_owned(), value.to_owned())]);
        let by_form = |amount| Fee { pieces: Some("Số bản".to_owned()), ..fee(amount) };
        let each = by_form(FeeAmount::Each(8_000));
        assert_eq!(each.pieces_of(&copies("12")), Some(12));
        assert_eq!([copies("0"), copies("nhiều"), BTreeMap::new()].map(|entries| each.pieces_of(&entries)), [None; 3]);
        assert_eq!(by_form(FeeAmount::Fixed(8_000)).pieces_of(&copies("12")), None);
        assert_eq!(fee(FeeAmount::Each(8_000)).pieces_of(&copies("12")), None);
    }
}
