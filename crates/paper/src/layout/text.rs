//! Words into lines.
//!
//! Lines are chosen for the whole paragraph at once (least squared slack, fewest lines first): filling line by line left
//! titles with a single word on their last line. Vietnamese is written in short syllables, so nothing is hyphenated; a
//! word longer than its line (an e-mail address) is cut where the line ends.

use crate::Error;
use crate::font::{self, Face};

/// How text looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Style {
    pub face: Face,
    pub size: f32,
    pub colour: Colour,
}

impl Style {
    pub(crate) const fn new(face: Face, size: f32) -> Self {
        Self { face, size, colour: Colour::BLACK }
    }
    pub(crate) const fn coloured(self, colour: Colour) -> Self {
        Self { colour, ..self }
    }
}

/// Red, green, blue, each 0..=1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Colour(pub f32, pub f32, pub f32);

impl Colour {
    pub(crate) const BLACK: Self = Self(0.0, 0.0, 0.0);
    pub(crate) const GREY: Self = Self(0.45, 0.45, 0.45);
    /// Signatures are blue (Decree 30/2020, Annex I).
    pub(crate) const BLUE: Self = Self(0.0, 0.18, 0.6);
    /// Seals are red (Decree 30/2020, Annex I).
    pub(crate) const RED: Self = Self(0.84, 0.05, 0.1);
}

/// What a scanner needs between a QR code and what stands above and below it.
const QUIET: f32 = 4.0;

/// A part of a paragraph.
#[derive(Clone, Debug)]
pub(crate) enum Inline {
    Text(String, Style),
    /// A place that is filled in later: a form field or a signature.
    Place {
        name: &'static str,
        width: f32,
        height: f32,
    },
    /// A box to tick, drawn as lines because no text font has the sign.
    Tick {
        ticked: bool,
        size: f32,
    },
    /// A QR code, with a quiet zone above and below it.
    Qr {
        text: String,
        size: f32,
    },
}

/// Text that cannot be parted.
#[derive(Clone, Debug)]
pub(crate) struct Word {
    pub pieces: Vec<Piece>,
    pub width: f32,
    /// Width of the space after it; zero at the end of a paragraph.
    pub space: f32,
}

/// Part of a word in one style.
#[derive(Clone, Debug)]
pub(crate) enum Piece {
    Text { text: String, style: Style, width: f32 },
    Place { name: &'static str, width: f32, height: f32 },
    Tick { ticked: bool, size: f32 },
    Qr { text: String, size: f32 },
}

impl Piece {
    pub(crate) fn width(&self) -> f32 {
        match self {
            Self::Text { width, .. } | Self::Place { width, .. } => *width,
            Self::Tick { size, .. } | Self::Qr { size, .. } => *size,
        }
    }
    /// Height above the base line.
    fn ascent(&self) -> f32 {
        match self {
            Self::Text { style, .. } => style.size * font::ASCENT,
            Self::Place { height, .. } => *height * 0.8,
            Self::Tick { size, .. } => *size,
            Self::Qr { size, .. } => *size + QUIET,
        }
    }
    fn descent(&self) -> f32 {
        match self {
            Self::Text { style, .. } => style.size * font::DESCENT,
            Self::Place { height, .. } => *height * 0.2,
            Self::Tick { .. } => 0.0,
            Self::Qr { .. } => QUIET,
        }
    }
}

/// A line of a paragraph, not yet in its place.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub words: Vec<Word>,
    /// Width without stretching.
    pub width: f32,
    pub ascent: f32,
    pub descent: f32,
    pub last: bool,
}

/// Which lines count when their slack is weighed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// The last line may be short, but not a single word.
    Running,
    /// All lines about equally long: titles.
    Even,
}

/// Breaks a paragraph into lines of `width`, the first of `first` points.
pub(crate) fn lines(inlines: &[Inline], first: f32, width: f32, shape: Shape) -> Result<Vec<Line>, Error> {
    let mut parted = Vec::new();
    for word in words(inlines)? {
        part(word, first.min(width), &mut parted)?;
    }
    let ends = choose(&parted, first, width, shape);
    let count = ends.len();
    let mut words = parted.into_iter();
    let mut lines = Vec::with_capacity(count);
    let mut start = 0;
    for (index, end) in ends.into_iter().enumerate() {
        let line: Vec<Word> = words.by_ref().take(end - start).collect();
        start = end;
        lines.push(finish(line, index + 1 == count));
    }
    Ok(lines)
}

fn finish(words: Vec<Word>, last: bool) -> Line {
    let pieces = || words.iter().flat_map(|word| &word.pieces);
    Line {
        width: natural(&words),
        ascent: pieces().map(Piece::ascent).fold(0.0, f32::max),
        descent: pieces().map(Piece::descent).fold(0.0, f32::max),
        words,
        last,
    }
}

fn natural(words: &[Word]) -> f32 {
    let full: f32 = words.iter().map(|word| word.width + word.space).sum();
    full - words.last().map_or(0.0, |word| word.space)
}

/// Glues pieces between spaces to words.
fn words(inlines: &[Inline]) -> Result<Vec<Word>, Error> {
    let mut words: Vec<Word> = Vec::new();
    let mut open = false;
    for inline in inlines {
        match inline {
            Inline::Text(text, style) => {
                let text = font::drawable(text)?;
                let space = font::width(style.face, style.size, " ")?;
                for (index, part) in text.split(' ').enumerate() {
                    if index > 0 {
                        if let Some(word) = words.last_mut().filter(|_| open) {
                            word.space = space;
                        }
                        open = false;
                    }
                    if !part.is_empty() {
                        let text = part.replace('\u{a0}', " ");
                        let width = font::width(style.face, style.size, &text)?;
                        push(&mut words, &mut open, Piece::Text { text, style: *style, width });
                    }
                }
            }
            Inline::Place { name, width, height } => {
                push(&mut words, &mut open, Piece::Place { name, width: *width, height: *height });
            }
            Inline::Tick { ticked, size } => {
                push(&mut words, &mut open, Piece::Tick { ticked: *ticked, size: *size });
            }
            Inline::Qr { text, size } => {
                open = false;
                push(&mut words, &mut open, Piece::Qr { text: text.clone(), size: *size });
                open = false;
            }
        }
    }
    Ok(words)
}

fn push(words: &mut Vec<Word>, open: &mut bool, piece: Piece) {
    let width = piece.width();
    match words.last_mut().filter(|_| *open) {
        Some(word) => {
            word.width += width;
            word.pieces.push(piece);
        }
        None => words.push(Word { pieces: vec![piece], width, space: 0.0 }),
    }
    *open = true;
}

/// Cuts a word that is wider than a line into pieces that fit.
fn part(word: Word, limit: f32, parted: &mut Vec<Word>) -> Result<(), Error> {
    if word.width <= limit {
        parted.push(word);
        return Ok(());
    }
    let mut current = Word { pieces: Vec::new(), width: 0.0, space: 0.0 };
    for piece in word.pieces {
        let Piece::Text { text, style, width } = piece else {
            current.width += piece.width();
            current.pieces.push(piece);
            continue;
        };
        if current.width + width <= limit {
            current.width += width;
            current.pieces.push(Piece::Text { text, style, width });
            continue;
        }
        let (mut run, mut run_width) = (String::new(), 0.0);
        for letter in text.chars() {
            let step = font::advance(style.face, letter)? * style.size / 1000.0;
            if current.width + run_width + step > limit && !(run.is_empty() && current.pieces.is_empty()) {
                if !run.is_empty() {
                    current.width += run_width;
                    current.pieces.push(Piece::Text { text: std::mem::take(&mut run), style, width: run_width });
                }
                parted.push(std::mem::replace(&mut current, Word { pieces: Vec::new(), width: 0.0, space: 0.0 }));
                run_width = 0.0;
            }
            run.push(letter);
            run_width += step;
        }
        if !run.is_empty() {
            current.width += run_width;
            current.pieces.push(Piece::Text { text: run, style, width: run_width });
        }
    }
    current.space = word.space;
    parted.push(current);
    Ok(())
}

/// Ends of the lines, as word indices.
fn choose(words: &[Word], first: f32, width: f32, shape: Shape) -> Vec<usize> {
    let count = words.len();
    let mut best = vec![(f32::INFINITY, 0_usize); count + 1];
    best[0] = (0.0, 0);
    for start in 0..count {
        let (cost, _) = best[start];
        let limit = if start == 0 { first } else { width };
        let mut natural = 0.0;
        for end in start + 1..=count {
            natural += words[end - 1].width;
            // Half a hundredth of a point: sums of widths are rounded.
            if natural > limit + 0.005 && end > start + 1 {
                break;
            }
            let total = cost + line_cost(natural, limit, start, end, count, shape);
            if total < best[end].0 {
                best[end] = (total, start);
            }
            natural += words[end - 1].space;
        }
    }
    let mut ends = Vec::new();
    let mut end = count;
    while end > 0 {
        ends.push(end);
        end = best[end].1;
    }
    ends.reverse();
    ends
}

fn line_cost(natural: f32, limit: f32, start: usize, end: usize, count: usize, shape: Shape) -> f32 {
    /// A line more is worse than any raggedness.
    const LINE: f32 = 10.0;
    let slack = ((limit - natural) / limit).clamp(0.0, 1.0);
    if end < count || shape == Shape::Even {
        return LINE + slack * slack;
    }
    let lonely = start > 0 && end == start + 1;
    LINE + if lonely { 0.2 } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLE: Style = Style::new(Face::Regular, 13.0);

    fn broken(text: &str, width: f32, shape: Shape) -> Vec<String> {
        let inlines = [Inline::Text(text.to_owned(), STYLE)];
        let lines = lines(&inlines, width, width, shape).unwrap();
        assert!(lines.iter().all(|line| line.width <= width + 0.01), "{lines:?}");
        let word = |word: &Word| -> String {
            word.pieces
                .iter()
                .map(|piece| match piece {
                    Piece::Text { text, .. } => text.as_str(),
                    Piece::Place { .. } | Piece::Tick { .. } | Piece::Qr { .. } => "",
                })
                .collect()
        };
        lines.iter().map(|line| line.words.iter().map(word).collect::<Vec<_>>().join(" ")).collect()
    }

    #[test]
    fn a_title_never_ends_in_a_lonely_word() {
        let lines = broken("Về việc cấp giấy phép xây dựng nhà ở riêng lẻ tại thành phố Nam Định", 300.0, Shape::Even);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].split(' ').count() > 3, "{lines:?}");
    }

    #[test]
    fn a_running_paragraph_pulls_a_word_down_rather_than_leave_one_alone() {
        let text = "một hai ba bốn năm sáu bảy tám chín mười";
        let whole = font::width(Face::Regular, 13.0, "một hai ba bốn năm sáu bảy tám chín").unwrap();
        assert_eq!(broken(text, whole, Shape::Running)[1], "chín mười");
    }

    #[test]
    fn a_word_wider_than_its_line_is_cut() {
        let lines = broken(&"a".repeat(200), 100.0, Shape::Running);
        assert!(lines.len() > 5);
        assert_eq!(lines.concat(), "a".repeat(200));
    }

    #[test]
    fn no_break_spaces_hold_words_together() {
        let lines =
            broken("aaaa bbbb\u{a0}cccc", font::width(Face::Regular, 13.0, "aaaa bbbb").unwrap(), Shape::Running);
        assert_eq!(lines, ["aaaa", "bbbb cccc"]);
    }

    #[test]
    fn an_empty_paragraph_has_no_lines() {
        assert!(broken("", 100.0, Shape::Running).is_empty());
        assert!(broken("   ", 100.0, Shape::Even).is_empty());
    }
}
