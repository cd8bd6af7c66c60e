//! Text as it is searched: without capitals and accents.

/// Lower case without accents, đ as d.
pub(crate) fn fold(text: &str) -> String {
    const PLAIN: [(&str, char); 7] = [
        ("àáảãạăằắẳẵặâầấẩẫậ", 'a'),
        ("èéẻẽẹêềếểễệ", 'e'),
        ("ìíỉĩị", 'i'),
        ("òóỏõọôồốổỗộơờớởỡợ", 'o'),
        ("ùúủũụưừứửữự", 'u'),
        ("ỳýỷỹỵ", 'y'),
        ("đ", 'd'),
    ];
    let plain =
        |letter: char| PLAIN.iter().find(|(accented, _)| accented.contains(letter)).map_or(letter, |(_, plain)| *plain);
    text.to_lowercase().chars().map(plain).collect()
}

/// A pattern of SQL (`LIKE … ESCAPE '!'`) for texts that hold a word.
pub(crate) fn pattern(word: &str) -> String {
    let mut pattern = String::from("%");
    for letter in fold(word).chars() {
        if matches!(letter, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_looked_for_as_it_is_written_and_no_letter_stands_for_another() {
        assert_eq!(fold("Đăng Ký Ở"), "dang ky o");
        assert_eq!(pattern("100%_Đ!"), "%100!%!_d!!%");
    }
}
