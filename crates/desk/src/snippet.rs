//! Where a search found a case, when that is in none of the columns that a list shows.

use crate::fold::{fold, words_of};
use crate::views::{Found, FoundIn};
use casework::Case;

/// Letters before and after what was found.
const AROUND: usize = 36;

/// The typed words that none of these texts has a word beginning with.
pub(crate) fn missing_in(typed: &str, columns: &[&str]) -> Vec<String> {
    let columns: Vec<String> = columns.iter().map(|text| fold(text)).collect();
    let stands = |word: &str| columns.iter().any(|text| words_of(text).any(|one| one.starts_with(word)));
    words_of(&fold(typed)).filter(|word| !stands(word)).map(str::to_owned).collect()
}

/// The first text of the case in which one of these words begins a word.
pub(crate) fn found_in(case: &Case, words: &[String]) -> Option<Found> {
    let applicant = &case.applicant;
    let notes = case.notes.iter().map(|note| (FoundIn::Note, note.text.as_str()));
    let messages = case.messages.iter().map(|message| (FoundIn::Message, message.text.as_str()));
    let papers = case.papers.iter().map(|paper| (FoundIn::Paper, paper.name.as_str()));
    let identity = applicant.identity_number.iter().map(|number| (FoundIn::Identity, number.as_str()));
    let submitter = case.submitter.iter().map(|name| (FoundIn::Submitter, name.as_str()));
    let person = [
        (FoundIn::Phone, applicant.phone.as_str()),
        (FoundIn::Address, applicant.address.as_str()),
        (FoundIn::Subject, case.subject.as_str()),
    ];
    let all = identity.chain(person).chain(submitter).chain(papers).chain(notes).chain(messages);
    let hits = |text: &str| {
        let folded = fold(text);
        words.iter().filter(|word| words_of(&folded).any(|one| one.starts_with(word.as_str()))).count()
    };
    // The text that explains most of what was typed; of two alike the first.
    let mut best: Option<(usize, FoundIn, &str)> = None;
    for (place, text) in all {
        let count = hits(text);
        if count > best.map_or(0, |(most, _, _)| most) {
            best = Some((count, place, text));
        }
    }
    best.map(|(_, place, text)| Found { place, text: around(text, words) })
}

/// The piece of a text around the first of the words.
fn around(text: &str, words: &[String]) -> String {
    let letters: Vec<char> = text.chars().collect();
    let starts = (0..letters.len()).filter(|at| {
        letters[*at].is_alphanumeric() && at.checked_sub(1).is_none_or(|before| !letters[before].is_alphanumeric())
    });
    let begins = |at: &usize| {
        let rest: String = letters[*at..].iter().take(24).collect();
        let rest = fold(&rest);
        words.iter().any(|word| rest.starts_with(word.as_str()))
    };
    let at = starts.into_iter().find(begins).unwrap_or(0);
    let (from, to) = (at.saturating_sub(AROUND), (at + 2 * AROUND).min(letters.len()));
    let piece: String = letters[from..to].iter().collect();
    let (before, after) = (if from > 0 { "…" } else { "" }, if to < letters.len() { "…" } else { "" });
    format!("{before}{}{after}", piece.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_the_columns_needs_no_explanation() {
        assert_eq!(missing_in("duc trich", &["Nguyễn Văn Đức", "Cấp bản sao trích lục"]), Vec::<String>::new());
        assert_eq!(missing_in("duc ho chieu", &["Nguyễn Văn Đức", "Cấp bản sao"]), ["ho", "chieu"]);
    }

    #[test]
    fn a_long_text_is_cut_around_what_was_found() {
        let text = format!("{} Giấy chứng nhận quyền sử dụng đất {}", "a ".repeat(60), "b ".repeat(80));
        let piece = around(&text, &["quyen".to_owned()]);
        assert!(
            piece.starts_with('…') && piece.ends_with('…') && piece.contains("chứng nhận quyền sử dụng"),
            "{piece}"
        );
        assert_eq!(around("Hộ chiếu", &["chieu".to_owned()]), "Hộ chiếu");
    }
}
