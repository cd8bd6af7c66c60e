//! How many of a paper are wanted, in words.

use casework::PaperCount;
use std::collections::BTreeMap;

/// A paper with how many of it are wanted, where that was said.
pub(crate) fn counted(name: &str, counts: &BTreeMap<String, PaperCount>, english: bool) -> String {
    let count = counts.get(name).copied().unwrap_or_default();
    let kinds = [
        (count.originals, "bản chính", ["original", "originals"]),
        (count.certified, "bản chứng thực", ["certified copy", "certified copies"]),
        (count.photocopies, "bản photo", ["photocopy", "photocopies"]),
    ];
    let told: Vec<_> = kinds
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, vietnamese, one)| {
            format!("{count} {}", if english { one[usize::from(count > 1)] } else { vietnamese })
        })
        .collect();
    if told.is_empty() { name.to_owned() } else { format!("{name} ({})", told.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paper_is_named_with_how_many_of_each_kind_are_wanted_or_alone() {
        let count = PaperCount { originals: 1, certified: 0, photocopies: 2 };
        let counts = BTreeMap::from([("CCCD".to_owned(), count)]);
        assert_eq!(counted("CCCD", &counts, false), "CCCD (1 bản chính, 2 bản photo)");
        assert_eq!(counted("CCCD", &counts, true), "CCCD (1 original, 2 photocopies)");
        assert_eq!(counted("Tờ khai", &counts, false), "Tờ khai");
    }
}
