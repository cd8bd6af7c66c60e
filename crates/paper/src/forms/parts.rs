//! What the forms have in common: head, people, table of papers, signatures.

use crate::Error;
use crate::font::Face;
use crate::layout::{Align, Block, Column, HeadCell, Header, Inline, MM, Paragraph, Sheet, Style, Table, text_width};
use crate::vietnamese::place_and_date;
use casework::Date;
use serde::{Deserialize, Serialize};

pub(crate) const REGULAR: Style = Style::new(Face::Regular, 10.0);
pub(crate) const BOLD: Style = Style::new(Face::Bold, 10.0);
pub(crate) const ITALIC: Style = Style::new(Face::Italic, 10.0);
const SMALL: Style = Style::new(Face::Regular, 9.0);
const SMALL_BOLD_ITALIC: Style = Style::new(Face::BoldItalic, 9.0);
const SMALL_BOLD: Style = Style::new(Face::Bold, 9.0);

/// Name of the place where the official who issues a form signs it.
pub(crate) const OFFICIAL_SIGNATURE: &str = "signature_person";

/// Who issues a form, where and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letterhead {
    /// The agency above: `ỦY BAN NHÂN DÂN TỈNH NAM ĐỊNH`.
    pub superior: Option<String>,
    pub agency: String,
    /// `12/TNHS`; a form without a number leaves the line out.
    pub number: Option<String>,
    /// Which form of which circular it is: `Mẫu số 06 - Thông tư 03/2025/TT-VPCP`.
    pub mark: Option<String>,
    pub place: String,
    pub date: Date,
    /// What an official is asked for, to check a paper that was printed before the portal's word.
    #[serde(default)]
    pub provisional: Option<String>,
}

/// The applicant as the forms name them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    pub name: String,
    /// Who applies together with them.
    pub others: Vec<String>,
    /// Who brought the case in, when it was not the applicant.
    pub submitter: Option<String>,
    pub address: String,
    pub phone: String,
    pub email: Option<String>,
    pub identity_number: Option<String>,
}

/// One line of the table of papers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperLine {
    pub name: String,
    pub originals: u16,
    pub certified: u16,
    pub photocopies: u16,
}

/// Agency on the left, national title on the right, date line below, each with its rule.
pub(crate) fn letterhead(content: &Letterhead) -> Result<Block, Error> {
    letterhead_on(Sheet::A5, content, 0.0)
}

/// The letterhead on any sheet, its letters larger than on A5 by `more` points.
pub(crate) fn letterhead_on(sheet: Sheet, letterhead: &Letterhead, more: f32) -> Result<Block, Error> {
    let larger = |style: Style| Style { size: style.size + more, ..style };
    let (small, small_bold) = (larger(SMALL), larger(SMALL_BOLD));
    let width = sheet.body_width();
    let (left, right) = (width * 0.42, width * 0.58);
    let centred = |style: Style, text: &str| Block::from(Paragraph::of(Align::Centre, style, text));
    let mut agency = Vec::new();
    if let Some(superior) = &letterhead.superior {
        agency.push(centred(small, &superior.to_uppercase()));
    }
    let name = letterhead.agency.to_uppercase();
    agency.push(centred(small_bold, &name));
    let rule = (text_width(small_bold, &name)? * 0.4).clamp(30.0, left * 0.4);
    agency.push(Block::Rule { width: rule, before: 2.0, after: 3.0 });
    if let Some(number) = &letterhead.number {
        agency.push(centred(small, &format!("Số: {number}")));
    }
    if let Some(mark) = &letterhead.mark {
        agency.push(centred(Style { size: 7.5 + more, ..ITALIC }, mark));
    }
    let motto = "Độc lập - Tự do - Hạnh phúc";
    let motto_style = larger(BOLD);
    let date = place_and_date(&letterhead.place, letterhead.date);
    let nation = vec![
        centred(small_bold, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        centred(motto_style, motto),
        Block::Rule { width: text_width(motto_style, motto)?, before: 2.0, after: 4.0 },
        centred(larger(ITALIC), &date),
    ];
    let head = Block::Columns(vec![Column { width: left, blocks: agency }, Column { width: right, blocks: nation }]);
    let Some(check) = &letterhead.provisional else { return Ok(head) };
    let text = format!("BẢN TẠM – chờ cổng xác nhận · mã kiểm tra {check}");
    let line = Paragraph::of(Align::Centre, Style::new(Face::Bold, 10.5 + more), &text).spaced(4.0, 2.0);
    Ok(Block::Columns(vec![Column { width, blocks: vec![head, Block::Framed(line)] }]))
}

/// The form's title.
pub(crate) fn title(text: &str) -> Block {
    Paragraph::of(Align::Centre, Style::new(Face::Bold, 13.0), text).spaced(4.0, 3.0).keeping().into()
}

/// The form's title, with the QR code of the case beside it where there is one: a scanner opens the case by it.
pub(crate) fn title_with_code(text: &str, case_code: Option<&str>) -> Block {
    const QR: f32 = 44.0;
    const GAP: f32 = 8.0;
    let Some(code) = case_code else { return title(text) };
    let width = Sheet::A5.body_width();
    let qr = Block::Qr { text: code.to_owned(), size: QR, align: Align::Left };
    Block::Columns(vec![
        Column { width: QR + GAP, blocks: Vec::new() },
        Column { width: width - 2.0 * (QR + GAP), blocks: vec![Block::Space(6.0), title(text)] },
        Column { width: GAP, blocks: Vec::new() },
        Column { width: QR, blocks: vec![qr, Block::Space(4.0)] },
    ])
}

/// `Label: value`, wrapped under itself.
pub(crate) fn entry(label: &str, value: &str) -> Block {
    entry_in(label, value, REGULAR)
}

/// An entry whose value stands out.
pub(crate) fn strong_entry(label: &str, value: &str) -> Block {
    entry_in(label, value, BOLD)
}

fn entry_in(label: &str, value: &str, style: Style) -> Block {
    let inlines = vec![Inline::Text(format!("{label}: "), REGULAR), Inline::Text(value.to_owned(), style)];
    Paragraph::new(Align::Left, inlines).spaced(0.0, 1.0).into()
}

/// Running text of a form.
pub(crate) fn sentence(style: Style, text: &str) -> Block {
    Paragraph::of(Align::Justify, style, text).spaced(0.0, 1.0).into()
}

/// Who the case belongs to and how to reach them.
pub(crate) fn party(label: &str, party: &Party) -> Result<Vec<Block>, Error> {
    let mut blocks = vec![strong_entry(label, &party.name)];
    if !party.others.is_empty() {
        blocks.push(entry("Cùng với", &party.others.join("; ")));
    }
    if let Some(submitter) = &party.submitter {
        blocks.push(entry("Người nộp hồ sơ", submitter));
    }
    if let Some(number) = &party.identity_number {
        blocks.push(entry("Số CCCD/Hộ chiếu/Mã số doanh nghiệp", number));
    }
    blocks.push(entry("Địa chỉ", &party.address));
    let phone = entry("Số điện thoại", &party.phone);
    let Some(email) = party.email.as_deref().filter(|email| !email.is_empty()) else {
        blocks.push(phone);
        return Ok(blocks);
    };
    let width = Sheet::A5.body_width();
    let (left, right) = (width * 0.42, width * 0.58);
    if text_width(REGULAR, &format!("Email: {email}"))? <= right {
        let phone = Column { width: left, blocks: vec![phone] };
        blocks.push(Block::Columns(vec![phone, Column { width: right, blocks: vec![entry("Email", email)] }]));
    } else {
        blocks.extend([phone, entry("Email", email)]);
    }
    Ok(blocks)
}

/// The papers of the dossier with their counts.
pub(crate) fn papers(papers: &[PaperLine]) -> Block {
    let style = Style::new(Face::Regular, 9.5);
    let head = Style::new(Face::Bold, 9.0);
    let cell = |align: Align, style: Style, text: &str| Paragraph::of(align, style, text);
    let count = |count: u16| {
        let text = if count == 0 { "–".to_owned() } else { count.to_string() };
        cell(Align::Centre, style, &text)
    };
    let header = ["TT", "Tên thành phần hồ sơ", "Bản chính", "Bản chứng thực", "Bản photo"]
        .map(|text| cell(Align::Centre, head, text))
        .to_vec();
    let rows = papers
        .iter()
        .enumerate()
        .map(|(index, paper)| {
            vec![
                cell(Align::Centre, style, &(index + 1).to_string()),
                cell(Align::Left, style, &paper.name),
                count(paper.originals),
                count(paper.certified),
                count(paper.photocopies),
            ]
        })
        .collect();
    Table { shares: vec![6.5, 55.5, 11.0, 16.0, 11.0], header: header.into(), rows }.into()
}

/// The code of a case in a cell, with its QR code under it: a scanner opens each case of a joint paper.
pub(crate) fn code_cell(style: Style, code: &str) -> Paragraph {
    const SIDE: f32 = 34.0;
    let qr = Inline::Qr { text: code.to_owned(), size: SIDE };
    Paragraph::new(Align::Centre, vec![Inline::Text(code.to_owned(), style), qr])
}

/// One who signs: their capacity in capitals, the place for the signature, the name.
pub(crate) struct Signer<'a> {
    pub capacity: &'a str,
    pub name: &'a str,
    /// Whether the signature is made on the document itself.
    pub place: bool,
}

/// Signature columns side by side; one alone stands on the right.
pub(crate) fn signatures(signers: &[Signer<'_>]) -> Block {
    let width = Sheet::A5.body_width() / 2.0;
    let mut columns: Vec<Column> = signers.iter().map(|signer| signature(signer, width)).collect();
    if columns.len() == 1 {
        columns.insert(0, Column { width, blocks: Vec::new() });
    }
    Block::Columns(columns)
}

fn signature(signer: &Signer<'_>, width: f32) -> Column {
    const ROOM: f32 = 14.0 * MM;
    let room = if signer.place {
        let place = Inline::Place { name: OFFICIAL_SIGNATURE, width: width - 8.0, height: ROOM };
        Paragraph { leading: 1.0, ..Paragraph::new(Align::Centre, vec![place]) }.into()
    } else {
        Block::Space(ROOM)
    };
    let centred = |style: Style, text: &str| Block::from(Paragraph::of(Align::Centre, style, text));
    let blocks = vec![
        Block::Space(5.0),
        centred(Style::new(Face::Bold, 10.0), signer.capacity),
        centred(Style::new(Face::Italic, 9.5), "(Ký và ghi rõ họ tên)"),
        room,
        centred(BOLD, signer.name),
    ];
    Column { width, blocks }
}

/// Paragraphs of a text that an official typed: one for each line.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

/// Recipients on the left, the head's authority, signature and name on the right.
pub(crate) fn head_signature(authority: &[String], signer: &str, recipients: &[String]) -> Block {
    let width = Sheet::A5.body_width() / 2.0;
    let mut left = vec![Block::Space(5.0), Paragraph::of(Align::Left, SMALL_BOLD_ITALIC, "Nơi nhận:").into()];
    let line = |recipient: &String| Block::from(Paragraph::of(Align::Left, SMALL, &format!("- {recipient}")));
    left.extend(recipients.iter().map(line));
    let mut right = vec![Block::Space(5.0)];
    let capacity = |line: &String| Block::from(Paragraph::of(Align::Centre, BOLD, &line.to_uppercase()));
    right.extend(authority.iter().map(capacity));
    let place = Inline::Place { name: OFFICIAL_SIGNATURE, width: width - 8.0, height: 16.0 * MM };
    right.push(Paragraph { leading: 1.0, ..Paragraph::new(Align::Centre, vec![place]) }.into());
    right.push(Paragraph::of(Align::Centre, BOLD, signer).into());
    Block::Columns(vec![Column { width, blocks: left }, Column { width, blocks: right }])
}

/// The last `count` paragraphs are not parted from what follows them: signatures do not stand alone on a page.
pub(crate) fn keep_last(blocks: &mut [Block], count: usize) {
    for block in blocks.iter_mut().rev().take(count) {
        if let Block::Paragraph(paragraph) = block {
            paragraph.keep_with_next = true;
        }
    }
}

/// A cell of a table.
pub(crate) fn cell(align: Align, style: Style, text: &str) -> Paragraph {
    Paragraph::of(align, style, text)
}

/// A cell of a header of several rows: its text, and the columns and rows that it stands over.
pub(crate) fn head_cell(style: Style, text: &str, columns: usize, rows: usize) -> HeadCell {
    HeadCell { paragraph: cell(Align::Centre, style, text), columns, rows }
}

/// A header of one row.
pub(crate) fn header(style: Style, texts: &[&str]) -> Header {
    texts.iter().map(|text| cell(Align::Centre, style, text)).collect::<Vec<_>>().into()
}
