//! Folding for search: 'nguyen van duc' finds 'Nguyễn Văn Đức'.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case, no tone or vowel marks, đ as d; composed and decomposed text fold alike.
#[must_use]
pub fn fold(text: &str) -> String {
    let bare = text.nfd().filter(|letter| !is_combining_mark(*letter));
    bare.flat_map(char::to_lowercase).map(|letter| if letter == 'đ' { 'd' } else { letter }).collect()
}

/// Begins the words that [`accented`] spells; nobody types this letter.
const ACCENTED: char = '\u{1c1}';

/// The words of a text that have accents, spelt so that the index, which knows no accents, tells them apart; both
/// placements of a tone mark (hoà, hòa) are spelt alike.
#[must_use]
pub(crate) fn accented(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.nfd().flat_map(char::to_lowercase).collect();
    let words = letters.split(|letter| !letter.is_alphanumeric() && !is_combining_mark(*letter));
    words.filter_map(spelt).collect()
}

/// A word with its marks as digits behind their letters, and its tone at the end; `None` where it has none.
fn spelt(word: &[char]) -> Option<String> {
    let (mut spelt, mut tone) = (String::from(ACCENTED), None);
    for letter in word {
        match letter {
            '\u{300}' => tone = Some('1'),
            '\u{301}' => tone = Some('2'),
            '\u{303}' => tone = Some('3'),
            '\u{309}' => tone = Some('4'),
            '\u{323}' => tone = Some('5'),
            '\u{302}' => spelt.push('6'),
            '\u{306}' => spelt.push('7'),
            '\u{31b}' => spelt.push('8'),
            'đ' => spelt.push_str("d9"),
            letter if letter.is_alphanumeric() => spelt.push(*letter),
            _ => {}
        }
    }
    spelt.extend(tone);
    word.iter().any(|letter| *letter == 'đ' || is_combining_mark(*letter)).then_some(spelt)
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
    /// What is asked of a find besides, so that it has the accents that were typed; empty where none were.
    pub accents: String,
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
    let accents: Vec<String> = accented(typed)
        .iter()
        .take(12)
        .map(|word| format!("\"{word}\"{}", if word.chars().count() <= INDEXED { "*" } else { "" }))
        .collect();
    Some(Queries {
        words: query(&|_| false),
        last_begun: query(&|place| place == last),
        all_begun: query(&|_| true),
        accents: accents.join(" "),
    })
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
    fn words_with_accents_are_told_apart_wherever_their_tone_mark_stands() {
        assert_eq!(accented("Nguyễn Thị Hoà"), accented("nguyễn thị HÒA "));
        assert_eq!(accented("Nguyễn Thị Hoà").len(), 3);
        assert_ne!(accented("Hoà"), accented("Hoá"));
        assert_ne!(accented("Đức"), accented("Đúc"));
        assert_ne!(accented("Đức"), accented("Dức"));
        assert_eq!(accented("nguyen van hoa 12"), Vec::<String>::new(), "nothing to tell apart");
    }

    #[test]
    fn a_word_that_is_begun_with_its_accents_begins_the_whole_one() {
        let [typed, whole] = ["nguyê", "Nguyên"].map(|text| accented(text).remove(0));
        assert!(whole.starts_with(&typed), "{typed} {whole}");
    }

    fn all(typed: &str) -> [String; 3] {
        let Queries { words, last_begun, all_begun, .. } = queries(typed).unwrap();
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
