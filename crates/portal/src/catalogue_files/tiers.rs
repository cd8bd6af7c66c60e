//! Tiers of a fee as people write them: a line for each, the piece that it begins with and what each one costs.

use casework::fee::{Tier, number, tiers_follow};

/// `1 | 2000` and `3 | 1000`, a line each.
pub(crate) fn tiers_text(tiers: &[Tier]) -> String {
    tiers.iter().map(|tier| format!("{} | {}", tier.from, tier.each)).collect::<Vec<_>>().join("\n")
}

/// The tiers that a text lists; `None` where a line is none, the first does not begin at 1, or one begins before another
/// that stands above it.
pub(crate) fn tiers_of(text: &str) -> Option<Vec<Tier>> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let tier = |line: &str| {
        let (from, each) = line.split_once(['|', ':'])?;
        Some(Tier { from: u32::try_from(number(from)?).ok()?, each: number(each)? })
    };
    lines.map(tier).collect::<Option<Vec<_>>>().filter(|tiers| tiers_follow(tiers))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiers_are_read_as_they_are_written_and_wrong_ones_are_not() {
        let tiers = vec![Tier { from: 1, each: 2_000 }, Tier { from: 3, each: 1_000 }];
        assert_eq!(tiers_of(&tiers_text(&tiers)), Some(tiers.clone()));
        assert_eq!(tiers_of(" 1: 2.000\n\n 3 |1 000 "), Some(tiers));
        for wrong in ["", "2 | 2000", "1 | 2000\n1 | 1000", "1 | hai nghìn", "1", "0 | 5"] {
            assert_eq!(tiers_of(wrong), None, "{wrong}");
        }
    }
}
