//! The result of a case as an administrative document: A4, laid out by Decree 30/2020, Annex I.
//!
//! Number and date are not known when the head signs: the records clerk numbers afterwards (Decree 30/2020 Art. 15). So
//! both are empty form fields, filled in by [`crate::seal`] in the same revision as the agency's signature; filling in
//! fields is what the head's signature allows. The places of both signatures are reserved too.

use crate::Error;
use crate::file::{self, Field, FieldKind, Info};
use crate::font::Face;
use crate::layout::{self, Align, Block, Column, Inline, MM, Pages, Paragraph, Place, Sheet, Style, text_width};
use crate::passage::Passage;
use casework::Moment;
use serde::{Deserialize, Serialize};

/// Name of the field for the document's number with its symbol.
pub const DOCUMENT_NUMBER: &str = "document_number";
/// Name of the field for the place and day of issue.
pub const ISSUE_DATE: &str = "issue_date";
/// Name of the place of the signing person's signature.
pub const PERSON_SIGNATURE: &str = "signature_person";
/// Name of the place of the agency's signature.
pub const AGENCY_SIGNATURE: &str = "signature_agency";

const NUMBER_STYLE: Style = Style::new(Face::Regular, 13.0);
/// Height of the lines for number and date.
const LINE: f32 = 16.0;
const BODY: f32 = 14.0;

/// What a result document says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultDocument {
    /// The agency above: `ỦY BAN NHÂN DÂN TỈNH NAM ĐỊNH`.
    pub superior: Option<String>,
    pub agency: String,
    /// What follows the number: `QĐ-UBND`.
    pub symbol: String,
    /// Type of document: `QUYẾT ĐỊNH`.
    pub kind: String,
    /// Its subject in a phrase (trích yếu).
    pub subject: String,
    pub body: Vec<Passage>,
    /// The signer's authority and title, a line each: `TM. ỦY BAN NHÂN DÂN`, `CHỦ TỊCH`.
    pub authority: Vec<String>,
    pub signer: String,
    /// Who gets it: `Như Điều 3;`, `Lưu: VT.`
    pub recipients: Vec<String>,
    /// The case that it concludes; kept in the file's description.
    pub case_code: String,
    pub composed_at: Moment,
    pub sample: bool,
}

/// The document as a PDF, unsigned, with its fields empty.
pub fn result_document(content: &ResultDocument) -> Result<Vec<u8>, Error> {
    let mut pages = layout::set(Sheet::A4, &blocks(content)?, content.sample)?;
    reserve_seal(&mut pages)?;
    let info = Info {
        title: &format!("{} {}", content.kind, content.subject),
        subject: &content.case_code,
        at: content.composed_at,
    };
    file::write(&pages, &info, &fields(LINE))
}

/// What is filled in and signed after the document was made; the letters of number and date follow their line's height.
pub(crate) fn fields(line: f32) -> [Field; 4] {
    let text = |centred| FieldKind::Text { size: letters(line), centred };
    [
        Field { name: DOCUMENT_NUMBER, tooltip: "Số và ký hiệu văn bản", kind: text(false) },
        Field { name: ISSUE_DATE, tooltip: "Địa danh và thời gian ban hành văn bản", kind: text(true) },
        Field {
            name: PERSON_SIGNATURE, tooltip: "Chữ ký số của người có thẩm quyền", kind: FieldKind::Signature
        },
        Field { name: AGENCY_SIGNATURE, tooltip: "Chữ ký số của cơ quan", kind: FieldKind::Signature },
    ]
}

/// Size of letters in a field of that height: 13 points on a line of 16.
pub(crate) fn letters(height: f32) -> f32 {
    height * 13.0 / LINE
}

fn blocks(content: &ResultDocument) -> Result<Vec<Block>, Error> {
    let mut blocks = vec![letterhead(content)?, Block::Space(16.0)];
    blocks.extend(heading(content)?);
    let count = content.body.len();
    for (index, passage) in content.body.iter().enumerate() {
        let mut paragraph = paragraph(passage);
        paragraph.keep_with_next |= index + 1 == count;
        blocks.push(paragraph.into());
    }
    blocks.push(closing(content));
    Ok(blocks)
}

/// Agency with number on the left; national title with place and date on the right.
fn letterhead(content: &ResultDocument) -> Result<Block, Error> {
    let width = Sheet::A4.body_width();
    let (left, right) = (width * 0.415, width * 0.585);
    let upright = Style::new(Face::Regular, 12.0);
    let bold = Style::new(Face::Bold, 12.0);
    let centred = |style: Style, text: &str| Block::from(Paragraph::of(Align::Centre, style, text));
    let mut agency = Vec::new();
    if let Some(superior) = &content.superior {
        agency.push(centred(upright, &superior.to_uppercase()));
    }
    let name = content.agency.to_uppercase();
    agency.push(centred(bold, &name));
    // A third to a half of the line above.
    let rule = (text_width(bold, &name)? * 0.4).clamp(40.0, left * 0.45);
    agency.push(Block::Rule { width: rule, before: 2.5, after: 7.0 });
    let number_room = text_width(NUMBER_STYLE, &format!("0000/{}", content.symbol))? + 4.0;
    let number = vec![
        Inline::Text("Số:\u{a0}".to_owned(), NUMBER_STYLE),
        Inline::Place { name: DOCUMENT_NUMBER, width: number_room.min(left - 30.0), height: LINE },
    ];
    agency.push(Paragraph::new(Align::Centre, number).into());

    let motto = "Độc lập - Tự do - Hạnh phúc";
    let motto_style = Style::new(Face::Bold, 13.0);
    let date = vec![Inline::Place { name: ISSUE_DATE, width: right - 2.0, height: LINE }];
    let nation = vec![
        centred(bold, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        centred(motto_style, motto),
        Block::Rule { width: text_width(motto_style, motto)?, before: 2.5, after: 7.0 },
        Paragraph::new(Align::Centre, date).into(),
    ];
    Ok(Block::Columns(vec![Column { width: left, blocks: agency }, Column { width: right, blocks: nation }]))
}

/// Type and subject of the document, with its rule.
fn heading(content: &ResultDocument) -> Result<Vec<Block>, Error> {
    let bold = Style::new(Face::Bold, BODY);
    let margin = Sheet::A4.body_width() * 0.08;
    let subject = Paragraph::of(Align::Centre, bold, &content.subject).indented(0.0, 0.0);
    let inner = Sheet::A4.body_width() - 2.0 * margin;
    let longest = subject.lines(inner)?.iter().map(|line| line.width).fold(0.0, f32::max);
    let columns = vec![
        Column { width: margin, blocks: Vec::new() },
        Column {
            width: inner,
            blocks: vec![
                Paragraph::of(Align::Centre, bold, &content.kind.to_uppercase()).spaced(0.0, 2.0).into(),
                subject.into(),
                Block::Rule { width: (longest * 0.4).max(60.0), before: 4.0, after: 14.0 },
            ],
        },
    ];
    Ok(vec![Block::Columns(columns)])
}

fn paragraph(passage: &Passage) -> Paragraph {
    const INDENT: f32 = 12.7 * MM;
    let style = |face: Face| Style::new(face, BODY);
    let running = |inlines: Vec<Inline>| Paragraph {
        leading: 1.13,
        ..Paragraph::new(Align::Justify, inlines).indented(INDENT, 0.0).spaced(0.0, 6.0)
    };
    match passage {
        Passage::Basis(text) => running(vec![Inline::Text(text.clone(), style(Face::Italic))]),
        Passage::Heading(text) => Paragraph::of(Align::Centre, style(Face::Bold), text).spaced(6.0, 8.0).keeping(),
        Passage::Article { label, text } => running(vec![
            Inline::Text(format!("{} ", label.replace(' ', "\u{a0}")), style(Face::Bold)),
            Inline::Text(text.clone(), style(Face::Regular)),
        ]),
        Passage::Entry { label, value } => running(vec![
            Inline::Text(format!("{label}: "), style(Face::Regular)),
            Inline::Text(value.clone(), style(Face::Bold)),
        ]),
        Passage::Paragraph(text) => running(vec![Inline::Text(text.clone(), style(Face::Regular))]),
    }
}

/// Recipients on the left; authority, place of the signatures and name on the right.
fn closing(content: &ResultDocument) -> Block {
    const SIGNATURE: (f32, f32) = (170.0, 30.0 * MM);
    let width = Sheet::A4.body_width();
    let (left, right) = (width * 0.44, width * 0.56);
    let bold = Style::new(Face::Bold, BODY);
    let mut recipients = vec![
        Block::Space(8.0),
        Paragraph::of(Align::Left, Style::new(Face::BoldItalic, 12.0), "Nơi nhận:").spaced(0.0, 1.0).into(),
    ];
    for recipient in &content.recipients {
        let line = Paragraph::of(Align::Left, Style::new(Face::Regular, 11.0), &format!("- {recipient}"));
        recipients.push(line.indented(-6.0, 6.0).into());
    }
    let mut signature = vec![Block::Space(8.0)];
    for line in &content.authority {
        signature.push(Paragraph::of(Align::Centre, bold, &line.to_uppercase()).into());
    }
    let place = Inline::Place { name: PERSON_SIGNATURE, width: SIGNATURE.0, height: SIGNATURE.1 };
    signature.push(Paragraph { leading: 1.0, ..Paragraph::new(Align::Centre, vec![place]) }.into());
    signature.push(Paragraph::of(Align::Centre, bold, &content.signer).into());
    Block::Columns(vec![Column { width: left, blocks: recipients }, Column { width: right, blocks: signature }])
}

/// The seal stands on the left third of the signature (Decree 30/2020 Art. 33.1), in its real size.
pub(crate) fn reserve_seal(pages: &mut Pages) -> Result<(), Error> {
    const DIAMETER: f32 = 36.0 * MM;
    let person = pages
        .places
        .iter()
        .find(|place| place.name == PERSON_SIGNATURE)
        .copied()
        .ok_or_else(|| Error::NoPlace(PERSON_SIGNATURE.to_owned()))?;
    pages.places.push(Place {
        name: AGENCY_SIGNATURE,
        page: person.page,
        x: person.x + person.width / 3.0 - DIAMETER,
        y: person.y + (person.height - DIAMETER) / 2.0,
        width: DIAMETER,
        height: DIAMETER,
    });
    Ok(())
}
