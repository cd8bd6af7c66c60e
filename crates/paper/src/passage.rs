//! The body of a result document, part by part, and how a typed draft falls into such parts.

use serde::{Deserialize, Serialize};

/// A part of the body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Passage {
    /// `Căn cứ …`, in italics.
    Basis(String),
    /// `QUYẾT ĐỊNH:`, alone in the middle.
    Heading(String),
    /// `Điều 1.` in bold, then its text.
    Article {
        label: String,
        text: String,
    },
    /// `Họ và tên: Nguyễn Văn A`, the value in bold.
    Entry {
        label: String,
        value: String,
    },
    Paragraph(String),
}

impl Passage {
    /// Parts a typed draft, one line for each passage.
    #[must_use]
    pub fn parse(draft: &str) -> Vec<Self> {
        draft.lines().map(str::trim).filter(|line| !line.is_empty()).map(Self::of_line).collect()
    }

    fn of_line(line: &str) -> Self {
        const BASES: [&str; 4] = ["Căn cứ ", "Theo đề nghị ", "Xét đề nghị ", "Xét "];
        let text = line.to_owned();
        if BASES.iter().any(|basis| line.starts_with(basis)) && line.ends_with([';', '.', ',']) {
            return Self::Basis(text);
        }
        if is_heading(line) {
            return Self::Heading(text);
        }
        if let Some((label, text)) = article(line) {
            return Self::Article { label: label.to_owned(), text: text.to_owned() };
        }
        if let Some((label, value)) = entry(line) {
            return Self::Entry { label: label.to_owned(), value: value.to_owned() };
        }
        Self::Paragraph(text)
    }
}

/// All in capitals, and short.
fn is_heading(line: &str) -> bool {
    let letters = || line.chars().filter(|letter| letter.is_alphabetic());
    line.chars().count() < 90 && letters().count() > 3 && letters().all(char::is_uppercase)
}

/// `Điều 1. text`
fn article(line: &str) -> Option<(&str, &str)> {
    let rest = line.strip_prefix("Điều ")?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let after = rest.get(digits..)?;
    if digits == 0 || !after.starts_with(['.', ':']) {
        return None;
    }
    let end = line.len() - after.len() + 1;
    Some((&line[..end], line[end..].trim_start()))
}

/// `Họ và tên: value`: a short label without a full stop, and a value that is no sentence.
fn entry(line: &str) -> Option<(&str, &str)> {
    let (label, value) = line.split_once(": ")?;
    let short = label.chars().count() <= 40 && !label.contains(['.', ';', ',']);
    let plain = value.chars().count() <= 80 && !value.contains([';', '.']);
    (short && plain && !label.starts_with(['-', '+', '*'])).then(|| (label, value.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_decision_falls_into_its_parts() {
        let draft = "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;\n\nQUYẾT ĐỊNH:\n\
                     Điều 1. Cấp phép cho ông Nguyễn Văn A.\nHọ và tên: Nguyễn Văn A\nCông trình gồm 3 tầng.";
        let parts = Passage::parse(draft);
        assert!(matches!(&parts[0], Passage::Basis(text) if text.starts_with("Căn cứ Luật")));
        assert_eq!(parts[1], Passage::Heading("QUYẾT ĐỊNH:".to_owned()));
        let text = "Cấp phép cho ông Nguyễn Văn A.".to_owned();
        assert_eq!(parts[2], Passage::Article { label: "Điều 1.".to_owned(), text });
        assert_eq!(parts[3], Passage::Entry { label: "Họ và tên".to_owned(), value: "Nguyễn Văn A".to_owned() });
        assert_eq!(parts[4], Passage::Paragraph("Công trình gồm 3 tầng.".to_owned()));
        assert_eq!(parts.len(), 5);
    }

    #[test]
    fn what_only_looks_like_an_article_or_a_basis_stays_a_paragraph() {
        for line in ["Điều kiện cấp phép đã đủ.", "Căn cứ", "Điều 5", "a) một: hai. ba", "TP"] {
            assert_eq!(Passage::parse(line), [Passage::Paragraph(line.to_owned())], "{line}");
        }
    }
}
