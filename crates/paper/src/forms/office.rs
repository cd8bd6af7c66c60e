//! What the forms on A4 have in common: larger letters than on A5, signatures of two sides.

use super::parts::{OFFICIAL_SIGNATURE, Signer};
use crate::Error;
use crate::file::{self, Field, FieldKind, Info};
use crate::font::Face;
use crate::layout::{Align, Block, Column, Inline, MM, Pages, Paragraph, Sheet, Strokes, Style};

pub(crate) const TEXT: Style = Style::new(Face::Regular, 12.5);
pub(crate) const STRONG: Style = Style::new(Face::Bold, 12.5);
pub(crate) const ASIDE: Style = Style::new(Face::Italic, 12.5);
pub(crate) const TABLE_HEAD: Style = Style::new(Face::Bold, 9.5);
pub(crate) const TABLE_TEXT: Style = Style::new(Face::Regular, 9.5);
/// Case codes are long, and are not to be cut.
pub(crate) const TABLE_CODE: Style = Style::new(Face::Regular, 8.5);
/// Points by which the letterhead is larger than on A5.
pub(crate) const LARGER: f32 = 2.0;

pub(crate) fn heading(text: &str) -> Block {
    Paragraph::of(Align::Centre, Style::new(Face::Bold, 14.0), text).spaced(4.0, 4.0).keeping().into()
}

pub(crate) fn running(style: Style, text: &str) -> Block {
    Paragraph::of(Align::Justify, style, text).spaced(0.0, 3.0).into()
}

/// `Label: value`
pub(crate) fn labelled(label: &str, value: &str) -> Block {
    let inlines = vec![Inline::Text(format!("{label}: "), TEXT), Inline::Text(value.to_owned(), STRONG)];
    Paragraph::new(Align::Left, inlines).spaced(0.0, 3.0).into()
}

/// Two signatures side by side.
pub(crate) fn two_signatures(sheet: Sheet, signers: [Signer<'_>; 2]) -> Block {
    signatures_and_writing(sheet, signers, None)
}

/// The same, where the one on the right has written on a screen.
pub(crate) fn signatures_and_writing(sheet: Sheet, [left, right]: [Signer<'_>; 2], writing: Option<&Strokes>) -> Block {
    const ROOM: f32 = 24.0 * MM;
    let width = sheet.body_width() / 2.0;
    let column = |signer: Signer<'_>, writing: Option<&Strokes>| {
        let room = if let Some(strokes) = writing {
            Block::Strokes { strokes: strokes.clone(), width: width.min(220.0) - 10.0, height: ROOM }
        } else if signer.place {
            let place = Inline::Place { name: OFFICIAL_SIGNATURE, width: width.min(220.0) - 10.0, height: ROOM };
            Paragraph { leading: 1.0, ..Paragraph::new(Align::Centre, vec![place]) }.into()
        } else {
            Block::Space(ROOM)
        };
        let blocks = vec![
            Block::Space(8.0),
            Paragraph::of(Align::Centre, STRONG, signer.capacity).into(),
            Paragraph::of(Align::Centre, ASIDE, "(Ký và ghi rõ họ tên)").into(),
            room,
            Paragraph::of(Align::Centre, STRONG, signer.name).into(),
        ];
        Column { width, blocks }
    };
    Block::Columns(vec![column(left, None), column(right, writing)])
}

/// Writes pages on which one of the two signs digitally.
pub(crate) fn write_signed(pages: &Pages, info: &Info<'_>, tooltip: &'static str) -> Result<Vec<u8>, Error> {
    file::write(pages, info, &[Field { name: OFFICIAL_SIGNATURE, tooltip, kind: FieldKind::Signature }])
}
