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

/// A full-text query that finds all typed words, each as the beginning of a word. `None` where nothing can be searched
/// for. Everything typed is quoted: no operator of the query language gets through.
#[must_use]
pub fn query(typed: &str) -> Option<String> {
    let folded = fold(typed);
    let words = folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    let terms: Vec<String> = words.take(12).map(|word| format!("\"{word}\"*")).collect();
    if terms.is_empty() { None } else { Some(terms.join(" ")) }
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

    #[test]
    fn operators_of_the_query_language_are_only_text() {
        assert_eq!(query("\"đức\" OR NEAR(*"), Some("\"duc\"* \"or\"* \"near\"*".to_owned()));
        assert_eq!(query(" *:^( "), None);
        assert_eq!(query("000.00.03"), Some("\"000\"* \"00\"* \"03\"*".to_owned()));
    }
}
