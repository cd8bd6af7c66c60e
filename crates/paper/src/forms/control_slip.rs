//! Form 05 of 2018, Form 06 of 2025: who had the case when, from the first hand to the last.

use super::parts::{
    BOLD, Letterhead, OFFICIAL_SIGNATURE, REGULAR, Signer, cell, entry, head_cell, letterhead, signatures,
    strong_entry, title_with_code,
};
use crate::Error;
use crate::file::{self, Field, FieldKind, Info};
use crate::font::Face;
use crate::layout::{self, Align, Block, Header, Inline, Paragraph, Sheet, Style, Table};
use crate::vietnamese::{long_moment, short_moment};
use casework::Moment;
use serde::{Deserialize, Serialize};

/// What the control slip says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ControlSlip {
    pub letterhead: Letterhead,
    /// The book in which the case stands (`Quyển số`) and its number there.
    pub book: Option<String>,
    pub ordinal: Option<u32>,
    pub case_code: String,
    pub applicant: String,
    pub request: String,
    pub received_at: Moment,
    pub due_at: Option<Moment>,
    pub handling_agency: String,
    pub cooperating_agencies: Vec<String>,
    pub rows: Vec<ControlRow>,
    /// The official who received the case and keeps the slip.
    pub keeper: String,
    pub at: Moment,
    pub sample: bool,
}

/// One stay of the case with an agency or a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ControlRow {
    /// The agency or the person that took the case.
    pub holder: String,
    pub given_at: Option<Moment>,
    pub given_by: Option<String>,
    pub taken_at: Option<Moment>,
    pub taken_by: Option<String>,
    /// `None` while the holder is at work.
    pub timing: Option<Timing>,
    pub note: String,
}

/// How a piece of work stood to its due moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Timing {
    Before,
    On,
    Over,
}

impl Timing {
    /// `Trước hạn`, `Đúng hạn`, `Quá hạn`
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Before => "Trước hạn",
            Self::On => "Đúng hạn",
            Self::Over => "Quá hạn",
        }
    }
}

/// The control slip as a PDF on A5, over as many pages as the case's way needs.
pub fn control_slip(content: &ControlSlip) -> Result<Vec<u8>, Error> {
    let pages = layout::set(Sheet::A5, &blocks(content)?, content.sample)?;
    let name = format!("Phiếu kiểm soát quá trình giải quyết hồ sơ {}", content.case_code);
    let info = Info { title: &name, subject: &content.case_code, at: content.at };
    let signature =
        Field {
            name: OFFICIAL_SIGNATURE, tooltip: "Chữ ký số của người lập phiếu", kind: FieldKind::Signature
        };
    file::write(&pages, &info, &[signature])
}

fn blocks(content: &ControlSlip) -> Result<Vec<Block>, Error> {
    let mut blocks = vec![letterhead(&content.letterhead)?, Block::Space(5.0)];
    blocks.push(title_with_code("PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ", Some(&content.case_code)));
    let book = content.book.as_deref().unwrap_or("……");
    let ordinal = content.ordinal.map_or_else(|| "……".to_owned(), |number| format!("{number:04}"));
    let place = format!("Quyển số: {book}    Số thứ tự: {ordinal}").replace(' ', "\u{a0}");
    let code = vec![Inline::Text("Mã hồ sơ: ".to_owned(), REGULAR), Inline::Text(content.case_code.clone(), BOLD)];
    blocks.push(Paragraph::of(Align::Centre, REGULAR, &place).into());
    blocks.push(Paragraph::new(Align::Centre, code).spaced(0.0, 3.0).into());
    blocks.push(entry("Cá nhân, tổ chức nộp hồ sơ", &content.applicant));
    blocks.push(entry("Nội dung yêu cầu giải quyết", &content.request));
    blocks.push(entry("Thời gian nhận hồ sơ", &long_moment(content.received_at)));
    let due = content.due_at.map_or_else(|| "chưa xác định".to_owned(), long_moment);
    blocks.push(strong_entry("Thời gian hẹn trả kết quả", &due));
    blocks.push(entry("Cơ quan (bộ phận) giải quyết hồ sơ", &content.handling_agency));
    let cooperating = if content.cooperating_agencies.is_empty() {
        "không có".to_owned()
    } else {
        content.cooperating_agencies.join("; ")
    };
    blocks.push(entry("Cơ quan phối hợp giải quyết hồ sơ", &cooperating));
    blocks.extend([Block::Space(3.0), table(&content.rows).into(), Block::Space(2.0)]);
    let note = "Người giao và người nhận ký số trên hệ thống hoặc ký trên phiếu này ở mỗi lần giao, nhận hồ sơ.";
    let italic = Style::new(Face::Italic, 9.0);
    blocks.push(Paragraph::of(Align::Justify, italic, note).spaced(2.0, 0.0).keeping().into());
    blocks.push(signatures(&[Signer { capacity: "NGƯỜI LẬP PHIẾU", name: &content.keeper, place: true }]));
    Ok(blocks)
}

fn table(rows: &[ControlRow]) -> Table {
    let head = Style::new(Face::Bold, 8.5);
    let style = Style::new(Face::Regular, 8.5);
    let header = Header(vec![
        vec![
            head_cell(head, "Cơ quan, bộ phận, cá nhân", 1, 2),
            head_cell(head, "Thời gian giao, nhận hồ sơ", 4, 1),
            head_cell(head, "Kết quả giải quyết", 1, 2),
            head_cell(head, "Ghi chú", 1, 2),
        ],
        ["Giao lúc", "Người giao", "Nhận lúc", "Người nhận"].map(|text| head_cell(head, text, 1, 1)).to_vec(),
    ]);
    let moment = |at: Option<Moment>| cell(Align::Centre, style, &at.map_or_else(String::new, short_moment));
    let name = |name: &Option<String>| cell(Align::Centre, style, name.as_deref().unwrap_or(""));
    let row = |row: &ControlRow| {
        vec![
            cell(Align::Left, style, &row.holder),
            moment(row.given_at),
            name(&row.given_by),
            moment(row.taken_at),
            name(&row.taken_by),
            cell(Align::Centre, style, row.timing.map_or("", Timing::words)),
            cell(Align::Left, style, &row.note),
        ]
    };
    let mut rows: Vec<Vec<Paragraph>> = rows.iter().map(row).collect();
    if rows.is_empty() {
        rows.push(vec![cell(Align::Centre, style, "–"); 7]);
    }
    Table { shares: vec![24.0, 18.0, 17.0, 18.0, 17.0, 18.0, 16.0], header, rows }
}
