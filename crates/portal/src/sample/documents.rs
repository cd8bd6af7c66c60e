//! How sample documents come to be: papers that applicants bring, drafts, signed and sealed results.
//!
//! [`PlainDocuments`] writes small PDFs and pictures by hand, in letters that need no font; they carry no signature.
//! `SignedDocuments` makes results as the product does.

use super::SampleError;
use super::picture;
use casework::catalogue::Edition;
use casework::{Case, Catalogue, Digest, FileRef, Moment, UserId};
use std::fmt::Write as _;

/// A document with its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleFile {
    pub digest: Digest,
    pub bytes: Vec<u8>,
    pub name: String,
    pub media_type: String,
}

impl SampleFile {
    pub(super) fn new(name: String, media_type: &str, bytes: Vec<u8>) -> Self {
        Self { digest: protocol::digest(&bytes), bytes, name, media_type: media_type.to_owned() }
    }

    /// How a case refers to it.
    #[must_use]
    pub fn reference(&self) -> FileRef {
        FileRef {
            digest: self.digest.clone(),
            name: self.name.clone(),
            media_type: self.media_type.clone(),
            size: self.bytes.len() as u64,
        }
    }
}

/// How a paper was brought in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttachmentKind {
    /// Scanned at the counter, or made on a computer.
    Pdf,
    /// Photographed with a telephone.
    Picture,
}

/// A case on somebody's table.
#[derive(Clone, Copy)]
pub struct Paperwork<'a> {
    pub catalogue: &'a Catalogue,
    /// Its proposal is the draft that the document is made of.
    pub case: &'a Case,
    /// Who drafts, signs or seals.
    pub official: &'a UserId,
    pub at: Moment,
}

impl Paperwork<'_> {
    /// The name of a document of this case, as desks name theirs.
    pub(super) fn file_name(&self, what: &str) -> String {
        let code = self.case.code.as_ref().map_or_else(|| self.case.id.to_string(), ToString::to_string);
        format!("{what}-{code}.pdf")
    }

    pub(super) fn edition(&self) -> Result<&Edition, SampleError> {
        self.catalogue.editions.get(&self.case.edition).ok_or(SampleError::NoEdition(self.at.day()))
    }
}

/// Makes the documents of sample cases.
pub trait Documents {
    /// A paper that an applicant brings.
    ///
    /// # Errors
    /// None for plain documents.
    fn attachment(&mut self, what: &str, applicant: &str, kind: AttachmentKind) -> Result<SampleFile, SampleError>;

    /// The draft result.
    ///
    /// # Errors
    /// A case without a proposal, or a text that cannot be set.
    fn draft(&mut self, work: &Paperwork<'_>) -> Result<SampleFile, SampleError>;

    /// The result with the head's signature.
    ///
    /// # Errors
    /// A case without a proposal, or no key for the head.
    fn signed(&mut self, work: &Paperwork<'_>) -> Result<SampleFile, SampleError>;

    /// The signed result with number, day and seal.
    ///
    /// # Errors
    /// A case without a proposal, or no key for the records clerk.
    fn sealed(&mut self, work: &Paperwork<'_>, signed: &[u8], number: u32) -> Result<SampleFile, SampleError>;
}

/// Documents without fonts and signatures.
#[derive(Clone, Copy, Debug, Default)]
pub struct PlainDocuments;

impl Documents for PlainDocuments {
    fn attachment(&mut self, what: &str, applicant: &str, kind: AttachmentKind) -> Result<SampleFile, SampleError> {
        let base = file_base(what);
        Ok(match kind {
            AttachmentKind::Pdf => {
                let lines = [format!("Nguoi nop: {}", ascii(applicant)), "Ban quet tu ho so giay.".to_owned()];
                SampleFile::new(format!("{base}.pdf"), "application/pdf", pdf(&ascii(what), &lines))
            }
            AttachmentKind::Picture => {
                let bytes = picture::card(&ascii(what), &ascii(applicant));
                SampleFile::new(format!("{base}.png"), "image/png", bytes)
            }
        })
    }

    fn draft(&mut self, work: &Paperwork<'_>) -> Result<SampleFile, SampleError> {
        result(work, "du-thao", "DU THAO", &[])
    }

    fn signed(&mut self, work: &Paperwork<'_>) -> Result<SampleFile, SampleError> {
        let line = format!("(Khong co chu ky so) Nguoi ky: {}", name_of(work));
        result(work, "ket-qua-da-ky", "DA KY (MAU)", &[line])
    }

    fn sealed(&mut self, work: &Paperwork<'_>, _signed: &[u8], number: u32) -> Result<SampleFile, SampleError> {
        let edition = work.edition()?;
        let service = edition.services.get(&work.case.service).ok_or(SampleError::Stuck("its service is gone"))?;
        let unit = edition.units.get(&work.case.unit).ok_or(SampleError::Stuck("its unit is gone"))?;
        let day = work.at.day();
        let lines = [
            format!("So: {number:02}/{}-{}", ascii(service.register.as_str()), ascii(&unit.symbol)),
            format!("{}, ngay {:02}/{:02}/{}", ascii(&unit.place), day.day(), day.month(), day.year()),
            format!("(Khong co chu ky so) Van thu: {}", name_of(work)),
        ];
        result(work, "ket-qua", "DA PHAT HANH (MAU)", &lines)
    }
}

fn name_of(work: &Paperwork<'_>) -> String {
    work.catalogue.users.get(work.official).map_or_else(|| work.official.to_string(), |user| ascii(&user.name))
}

fn result(work: &Paperwork<'_>, what: &str, state: &str, lines: &[String]) -> Result<SampleFile, SampleError> {
    let proposal = work.case.proposal.as_ref().ok_or(SampleError::Stuck("it has no proposal"))?;
    let mut all = vec![state.to_owned()];
    all.extend(work.case.code.iter().map(|code| format!("Ma ho so: {code}")));
    all.extend(lines.iter().cloned());
    all.extend(proposal.body.lines().map(ascii));
    Ok(SampleFile::new(work.file_name(what), "application/pdf", pdf(&ascii(&proposal.title), &all)))
}

/// `Giấy chứng sinh (bản chính)` makes `giay-chung-sinh-ban-chinh`.
fn file_base(what: &str) -> String {
    let words = ascii(what).to_lowercase();
    let words: Vec<&str> = words.split(|letter: char| !letter.is_ascii_alphanumeric()).collect();
    let name: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).take(10).collect();
    name.join("-")
}

/// One page with a title and lines, on A4. Written by hand: five objects and their table.
fn pdf(title: &str, lines: &[String]) -> Vec<u8> {
    const WIDTH: usize = 88;
    let mut page = format!("BT /F1 15 Tf 60 770 Td 18 TL ({}) Tj T* /F1 10 Tf 14 TL T*\n", escaped(title, 60));
    page += "(DU LIEU MAU - SAMPLE - KHONG CO GIA TRI PHAP LY) Tj T* T*\n";
    for line in lines.iter().flat_map(|line| wrapped(line, WIDTH)).take(46) {
        let _ = writeln!(page, "({}) Tj T*", escaped(&line, WIDTH));
    }
    page += "ET\n";
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{page}endstream", page.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
    ];
    let mut file = "%PDF-1.4\n".to_owned();
    let mut table = "0000000000 65535 f \n".to_owned();
    for (index, object) in objects.iter().enumerate() {
        let _ = writeln!(table, "{:010} 00000 n ", file.len());
        let _ = write!(file, "{} 0 obj\n{object}\nendobj\n", index + 1);
    }
    let start = file.len();
    let count = objects.len() + 1;
    let _ =
        write!(file, "xref\n0 {count}\n{table}trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n");
    file.into_bytes()
}

/// At most so many letters, with what has a meaning in a PDF string escaped.
fn escaped(text: &str, longest: usize) -> String {
    text.chars()
        .take(longest)
        .flat_map(|letter| matches!(letter, '(' | ')' | '\\').then_some('\\').into_iter().chain([letter]))
        .collect()
}

fn wrapped(line: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in line.split_whitespace() {
        match lines.last_mut() {
            Some(last) if last.is_empty() => *last += word,
            Some(last) if last.len() + 1 + word.len() <= width => *last += &format!(" {word}"),
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Vietnamese without its marks: plain documents use letters that every reader of PDFs has.
pub(super) fn ascii(text: &str) -> String {
    const MARKED: [(char, &str); 7] = [
        ('a', "àáảãạăằắẳẵặâầấẩẫậ"),
        ('d', "đ"),
        ('e', "èéẻẽẹêềếểễệ"),
        ('i', "ìíỉĩị"),
        ('o', "òóỏõọôồốổỗộơờớởỡợ"),
        ('u', "ùúủũụưừứửữự"),
        ('y', "ỳýỷỹỵ"),
    ];
    let plain = |letter: char| {
        if letter.is_ascii() {
            return letter;
        }
        let lower = letter.to_lowercase().next().unwrap_or(letter);
        let base = MARKED.iter().find(|(_, marked)| marked.contains(lower)).map_or('-', |(base, _)| *base);
        if lower == letter { base } else { base.to_ascii_uppercase() }
    };
    text.chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_taken_off_every_vietnamese_letter() {
        assert_eq!(ascii("Đăng ký kết hôn, ƯỚC MUỐN"), "Dang ky ket hon, UOC MUON");
        assert_eq!(file_base("Thẻ căn cước công dân (xuất trình)"), "the-can-cuoc-cong-dan-xuat-trinh");
    }

    #[test]
    fn the_table_of_a_plain_pdf_points_at_its_objects() {
        let file = pdf("Title (1)", &["line".to_owned()]);
        let text = String::from_utf8(file).unwrap();
        let start: usize = text.rsplit("startxref\n").next().unwrap().split('\n').next().unwrap().parse().unwrap();
        assert!(text[start..].starts_with("xref\n0 6\n"));
        for (index, entry) in text[start..].lines().skip(3).take(5).enumerate() {
            let offset: usize = entry[..10].parse().unwrap();
            assert!(text[offset..].starts_with(&format!("{} 0 obj", index + 1)), "{entry}");
        }
        assert!(text.contains("(Title \\(1\\)) Tj"));
    }
}
