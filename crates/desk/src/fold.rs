//! Folding for search: 'nguyen van duc' finds 'Nguyễn Văn Đức'.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case, no tone or vowel marks, đ as d; composed and decomposed text fold alike.
#[must_use]
pub fn fold(text: &str) -> String {
    let bare = text.nfd().filter(|letter| !is_combining_mark(*letter));
    bare.flat_map(char::to_lowercase).map(|letter| if letter == 'đ' { 'd' } else { letter }).collect()
}

/// Lower case with its accents, both placements of a tone mark alike (hoà, hòa): what was typed, to be compared exactly.
#[must_use]
pub fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut tone = None;
    // A tone goes to the end of its word: then its place within the word is the same for everybody.
    for letter in text.trim().nfd().flat_map(char::to_lowercase).chain([' ']) {
        match letter {
            '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}' => tone = Some(letter),
            letter if letter.is_alphanumeric() || is_combining_mark(letter) => plain.push(letter),
            letter => {
                plain.extend(tone.take());
                plain.push(letter);
            }
        }
    }
    plain.trim_end().to_owned()
}

/// The words of a folded text, as the index parts them.
pub(crate) fn words_of(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// The longest beginnings of words that the mirror's index knows.
const INDEXED: usize = 5;

/// A search as full-text queries, each of which finds what the one before finds, and more. The first is quick whatever
/// the size of the mirror: what is longer than the indexed beginnings stands for itself there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queries {
    /// Long words as they are, short ones as beginnings.
    pub words: String,
    /// The last word as a beginning, too: it is still being typed.
    pub last_begun: String,
    /// Every word as a beginning.
    pub all_begun: String,
}

/// The queries that find all typed words. `None` where nothing can be searched for. Everything typed is quoted: no
/// operator of the query language gets through.
#[must_use]
pub fn queries(typed: &str) -> Option<Queries> {
    let folded = fold(typed);
    let words: Vec<&str> = words_of(&folded).take(12).collect();
    let query = |begins: &dyn Fn(usize) -> bool| {
        let terms = words.iter().enumerate().map(|(place, word)| {
            let begins = word.chars().count() <= INDEXED || begins(place);
            format!("\"{word}\"{}", if begins { "*" } else { "" })
        });
        terms.collect::<Vec<_>>().join(" ")
    };
    let last = words.len().checked_sub(1)?;
    Some(Queries { words: query(&|_| false), last_begun: query(&|place| place == last), all_begun: query(&|_| true) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_and_d_with_stroke_fold_away_composed_or_not() {
        for text in ["Nguyễn Văn Đức", "NGUYỄN VĂN ĐỨC", "Nguye\u{302}\u{303}n Va\u{306}n \u{110}u\u{31b}\u{301}c"]
        {
            assert_eq!(fold(text), "nguyen van duc");
        }
        assert_eq!(fold("Hoà"), fold("Hòa"), "both placements of the tone mark");
    }

    #[test]
    fn accents_are_compared_exactly_wherever_their_tone_mark_stands() {
        assert_eq!(plain("Nguyễn Thị Hoà"), plain("nguyễn thị HÒA "));
        assert_ne!(plain("Hoà"), plain("Hoa"));
        assert_ne!(plain("Đức"), plain("Đúc"));
        assert_eq!(plain("duc"), fold("duc"), "without accents both are the same");
    }

    fn all(typed: &str) -> [String; 3] {
        let Queries { words, last_begun, all_begun } = queries(typed).unwrap();
        [words, last_begun, all_begun]
    }

    #[test]
    fn operators_of_the_query_language_are_only_text() {
        assert_eq!(all("\"đức\" OR NEAR(*"), ["\"duc\"* \"or\"* \"near\"*"; 3]);
        assert_eq!(queries(" *:^( "), None);
        assert_eq!(all("000.00.03"), ["\"000\"* \"00\"* \"03\"*"; 3]);
    }

    #[test]
    fn long_words_stand_for_themselves_first_and_only_then_for_beginnings() {
        let three = ["\"nguyen\" \"phuong\"", "\"nguyen\" \"phuong\"*", "\"nguyen\"* \"phuong\"*"];
        assert_eq!(all("nguyen phuong"), three);
    }
}
