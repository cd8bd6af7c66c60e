//! The four faces of Tinos, which has the widths of Times New Roman and every Vietnamese letter.
//!
//! Decree 30/2020 asks for Times New Roman; that font may not be shipped, and the Liberation of older systems lacks the
//! Vietnamese letters, so the faces are part of this crate. Only the letters used go into a document.

use crate::Error;
use printpdf::{FontId, ParsedFont, PdfFont};
use std::sync::OnceLock;
use unicode_normalization::UnicodeNormalization;

/// A face of the one family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Face {
    Regular,
    Bold,
    Italic,
    BoldItalic,
}

impl Face {
    pub(crate) const ALL: [Self; 4] = [Self::Regular, Self::Bold, Self::Italic, Self::BoldItalic];

    /// The resource name in documents; its first six letters become the subset tag that the format asks for.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Regular => "TNSREG",
            Self::Bold => "TNSBLD",
            Self::Italic => "TNSITA",
            Self::BoldItalic => "TNSBIT",
        }
    }

    const fn file(self) -> &'static [u8] {
        match self {
            Self::Regular => include_bytes!("../fonts/Tinos-Regular.ttf"),
            Self::Bold => include_bytes!("../fonts/Tinos-Bold.ttf"),
            Self::Italic => include_bytes!("../fonts/Tinos-Italic.ttf"),
            Self::BoldItalic => include_bytes!("../fonts/Tinos-BoldItalic.ttf"),
        }
    }
}

/// Height of a line's letters above the base line, per unit of size.
pub(crate) const ASCENT: f32 = 0.891;
/// Depth of a line's letters below the base line, per unit of size.
pub(crate) const DESCENT: f32 = 0.216;

/// A parsed face.
pub(crate) struct Font {
    pub(crate) id: FontId,
    pub(crate) pdf: PdfFont,
}

/// The parsed face; parsing takes milliseconds and is done once.
pub(crate) fn font(face: Face) -> Result<&'static Font, Error> {
    static FONTS: [OnceLock<Option<Font>>; 4] = [const { OnceLock::new() }; 4];
    FONTS[face as usize]
        .get_or_init(|| {
            let mut warnings = Vec::new();
            let parsed = ParsedFont::from_bytes(face.file(), 0, &mut warnings)?;
            Some(Font { id: FontId(face.id().to_owned()), pdf: PdfFont::new(parsed) })
        })
        .as_ref()
        .ok_or_else(|| Error::Compose(format!("the font {} is unreadable", face.id())))
}

/// Width of one letter in thousandths of the size, rounded as the document states it.
pub(crate) fn advance(face: Face, letter: char) -> Result<f32, Error> {
    let font = &font(face)?.pdf.parsed_font;
    let units = f32::from(font.font_metrics.units_per_em.max(1));
    let glyph = font.lookup_glyph_index(u32::from(letter)).unwrap_or(0);
    Ok((f32::from(font.get_horizontal_advance(glyph)) * 1000.0 / units).round())
}

/// Width of a text in points.
pub(crate) fn width(face: Face, size: f32, text: &str) -> Result<f32, Error> {
    let mut sum = 0.0;
    for letter in text.chars() {
        sum += advance(face, letter)?;
    }
    Ok(sum * size / 1000.0)
}

/// The text as it can be drawn: composed letters (NFC), no control characters, and a question mark for what the font
/// does not have, so that nothing vanishes unseen.
pub(crate) fn drawable(text: &str) -> Result<String, Error> {
    let font = &font(Face::Regular)?.pdf.parsed_font;
    let known = |letter: char| font.lookup_glyph_index(u32::from(letter)).is_some_and(|glyph| glyph != 0);
    Ok(text
        .nfc()
        .filter(|letter| !matches!(letter, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}'))
        .map(|letter| match letter {
            '\u{a0}' => '\u{a0}',
            letter if letter.is_whitespace() || letter.is_control() => ' ',
            letter if known(letter) => letter,
            _ => '?',
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every letter of Vietnamese with every tone, in both cases.
    fn vietnamese_letters() -> String {
        let vowels = ["a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y"];
        let tones = ["", "\u{300}", "\u{301}", "\u{303}", "\u{309}", "\u{323}"];
        let mut letters = String::from("đĐ₫");
        for vowel in vowels {
            for tone in tones {
                let letter: String = format!("{vowel}{tone}").nfc().collect();
                letters.push_str(&letter);
                letters.push_str(&letter.to_uppercase());
            }
        }
        letters
    }

    #[test]
    fn every_face_has_every_vietnamese_letter() {
        for face in Face::ALL {
            let font = &font(face).unwrap().pdf.parsed_font;
            for letter in vietnamese_letters().chars() {
                assert!(
                    font.lookup_glyph_index(u32::from(letter)).is_some_and(|glyph| glyph != 0),
                    "{face:?} {letter}"
                );
            }
        }
    }

    #[test]
    fn decomposed_text_is_composed_and_unknown_signs_show_as_question_marks() {
        assert_eq!(drawable("Nguye\u{302}\u{303}n").unwrap(), "Nguyễn");
        assert_eq!(drawable("a\u{1f600}b\nc\u{200b}").unwrap(), "a?b c");
    }
}
