//! A certified copy of an issued result for the printer (sao y, Decree 30/2020 Art. 25): the result's own pages, each
//! with the mark, and a last page on which the agency certifies with pen and seal.
//!
//! The layout of that page is unverified; what matters is that it names the document, for whom and how many copies. The
//! marks lie over the pages as annotations: the result's own bytes stay as they were signed.

use super::office::{LARGER, TEXT, heading, labelled, running, two_signatures};
use super::parts::{Letterhead, Signer, letterhead_on};
use crate::Error;
use crate::font::Face;
use crate::layout::{self, Block, Canvas, Colour, MM, Run, Sheet, Style, text_width};
use crate::signing::Increment;
use serde::{Deserialize, Serialize};

/// What a copy says beside the result itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertifiedCopy {
    pub letterhead: Letterhead,
    /// `SAO Y`
    pub mark: String,
    /// Title, number and day of the result.
    pub of: String,
    pub case_code: String,
    pub copies: u16,
    pub recipient: String,
    pub reason: String,
    pub capacity: String,
    pub signer: String,
    pub sample: bool,
}

/// The pages to print, from the bytes of the issued result.
pub fn certified_copy(result: &[u8], content: &CertifiedCopy) -> Result<Vec<u8>, Error> {
    let page = layout::set(Sheet::A4, &blocks(content)?, content.sample)?;
    let mark = mark(&content.mark)?;
    let mut increment = Increment::open(result)?;
    let size = (mark.width, mark.height);
    let stamp = increment.drawings(&[mark])?;
    for id in increment.pages() {
        increment.stamp(id, size, (12.0 * MM, 6.0 * MM), stamp[0])?;
    }
    for canvas in &page.canvases {
        let drawing = increment.drawings(std::slice::from_ref(canvas))?;
        increment.add_page((canvas.width, canvas.height), drawing[0])?;
    }
    increment.finish()
}

fn blocks(content: &CertifiedCopy) -> Result<Vec<Block>, Error> {
    Ok(vec![
        letterhead_on(Sheet::A4, &content.letterhead, LARGER)?,
        Block::Space(14.0),
        heading(&content.mark),
        Block::Space(4.0),
        running(TEXT, &format!("Sao y nguyên văn các trang trước trang này của văn bản: {}.", content.of)),
        labelled("Mã hồ sơ", &content.case_code),
        labelled("Số lượng bản sao", &format!("{:02} bản", content.copies)),
        labelled("Cấp cho", &content.recipient),
        labelled("Lý do", &content.reason),
        Block::Space(6.0),
        two_signatures(
            Sheet::A4,
            [
                Signer { capacity: "NGƯỜI NHẬN BẢN SAO", name: "", place: false },
                Signer { capacity: &content.capacity, name: &content.signer, place: false },
            ],
        ),
    ])
}

/// The mark in its frame.
fn mark(text: &str) -> Result<Canvas, Error> {
    let style = Style::new(Face::Bold, 13.0);
    let text = crate::font::drawable(&text.to_uppercase())?;
    let width = text_width(style, &text)? + 16.0;
    let mut canvas = Canvas::new(width, 22.0);
    canvas.frame(1.0, 1.0, width - 2.0, 20.0, 1.0, Colour::RED);
    canvas.text(8.0, 15.5, style, &[Run::Text(text)])?;
    Ok(canvas)
}
