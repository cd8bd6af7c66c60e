//! Form 06 of 2018, Form 07 of 2025: the book of the cases of a year, numbered without a gap, closed at its end.

use super::office::{ASIDE, STRONG, TEXT, running, two_signatures, write_signed};
use super::parts::{OFFICIAL_SIGNATURE, Signer, cell, head_cell, keep_last};
use crate::Error;
use crate::file::{self, Info};
use crate::font::Face;
use crate::layout::{self, Align, Block, Header, MM, Paragraph, Sheet, Style, Table};
use crate::vietnamese::{long_date, short_date, short_moment};
use casework::{Date, Moment};
use serde::{Deserialize, Serialize};

/// What the book says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrackingBook {
    /// The agency above.
    pub superior: Option<String>,
    pub agency: String,
    /// Which form of which circular it is.
    pub mark: Option<String>,
    pub year: i32,
    /// `Quyển số`
    pub book: Option<String>,
    pub opened: Date,
    pub entries: Vec<BookEntry>,
    /// How the book was closed; `None` while cases are entered.
    pub closing: Option<BookClosing>,
    pub at: Moment,
    pub sample: bool,
}

/// A line of the book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookEntry {
    pub number: u32,
    pub case_code: String,
    pub service: String,
    /// Number of sets of papers.
    pub sets: u16,
    pub applicant: String,
    /// Address and telephone number.
    pub reach: String,
    pub handling_agency: String,
    pub received: Date,
    pub due: Option<Moment>,
    pub returned: Option<Date>,
    /// How the applicant gets the result: `Trực tiếp`.
    pub channel: String,
    /// Who took the result; the place for their signature on paper.
    pub taken_by: String,
    pub note: String,
}

/// The end of a book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookClosing {
    pub day: Date,
    pub place: String,
    pub keeper: String,
    /// In whose name the book is closed: `TRƯỞNG BỘ PHẬN`.
    pub head_title: String,
    pub head: String,
}

/// The book as a PDF on A4, on its side: a page with its title, then the table.
pub fn tracking_book(content: &TrackingBook) -> Result<Vec<u8>, Error> {
    let mut blocks = cover(content);
    blocks.push(table(&content.entries).into());
    blocks.extend(closing(content));
    let pages = layout::set(Sheet::A4_WIDE, &blocks, content.sample)?;
    let title = format!("Sổ theo dõi hồ sơ năm {}", content.year);
    let info = Info { title: &title, subject: &content.agency, at: content.at };
    if pages.places.iter().any(|place| place.name == OFFICIAL_SIGNATURE) {
        return write_signed(&pages, &info, "Chữ ký số của người khóa sổ");
    }
    file::write(&pages, &info, &[])
}

fn cover(content: &TrackingBook) -> Vec<Block> {
    let centred =
        |face: Face, size: f32, text: &str| Block::from(Paragraph::of(Align::Centre, Style::new(face, size), text));
    let mut blocks = Vec::new();
    if let Some(superior) = &content.superior {
        blocks.push(centred(Face::Regular, 14.0, &superior.to_uppercase()));
    }
    blocks.push(centred(Face::Bold, 14.0, &content.agency.to_uppercase()));
    blocks.push(Block::Rule { width: 90.0, before: 4.0, after: 42.0 * MM });
    blocks.push(centred(Face::Bold, 26.0, "SỔ THEO DÕI HỒ SƠ"));
    blocks.push(Block::Space(10.0));
    if let Some(mark) = &content.mark {
        blocks.push(centred(Face::Italic, 12.0, mark));
    }
    blocks.push(centred(Face::Bold, 16.0, &format!("Năm {}", content.year)));
    blocks.push(Block::Space(24.0));
    if let Some(book) = &content.book {
        blocks.push(centred(Face::Regular, 14.0, &format!("Quyển số: {book}")));
    }
    blocks.push(centred(Face::Regular, 14.0, &numbers(&content.entries)));
    blocks.push(centred(Face::Regular, 14.0, &format!("Mở sổ {}", long_date(content.opened))));
    // Nothing else fits on the page of the title.
    blocks.push(Block::Space(Sheet::A4_WIDE.height));
    blocks
}

/// `Từ số 01 đến số 25`
fn numbers(entries: &[BookEntry]) -> String {
    let number = |number: Option<u32>| number.map_or_else(|| "……".to_owned(), |number| format!("{number:02}"));
    let all = || entries.iter().map(|entry| entry.number);
    format!("Từ số {} đến số {}", number(all().min()), number(all().max()))
}

fn table(entries: &[BookEntry]) -> Table {
    let head = Style::new(Face::Bold, 8.5);
    let style = Style::new(Face::Regular, 9.0);
    let small = Style::new(Face::Regular, 8.5);
    let up = |text: &str| head_cell(head, text, 1, 2);
    let header = Header(vec![
        vec![
            up("TT"),
            up("Mã hồ sơ"),
            up("Tên thủ tục hành chính"),
            up("Số lượng hồ sơ (bộ)"),
            up("Tên cá nhân, tổ chức"),
            up("Địa chỉ, số điện thoại"),
            up("Cơ quan chủ trì giải quyết"),
            head_cell(head, "Nhận và trả kết quả", 5, 1),
            up("Ghi chú"),
        ],
        ["Nhận hồ sơ", "Hẹn trả kết quả", "Trả kết quả", "Phương thức nhận kết quả", "Ký nhận"]
            .map(|text| head_cell(head, text, 1, 1))
            .to_vec(),
        (1..=13).map(|column| head_cell(small, &format!("({column})"), 1, 1)).collect(),
    ]);
    let centred = |text: &str| cell(Align::Centre, style, text);
    let date = |date: Option<Date>| cell(Align::Centre, small, &date.map_or_else(String::new, short_date));
    let row = |entry: &BookEntry| {
        vec![
            centred(&entry.number.to_string()),
            cell(Align::Centre, small, &entry.case_code),
            cell(Align::Left, style, &entry.service),
            centred(&entry.sets.to_string()),
            cell(Align::Left, style, &entry.applicant),
            cell(Align::Left, style, &entry.reach),
            cell(Align::Left, style, &entry.handling_agency),
            date(Some(entry.received)),
            cell(Align::Centre, small, &entry.due.map_or_else(String::new, short_moment)),
            date(entry.returned),
            centred(&entry.channel),
            centred(&entry.taken_by),
            cell(Align::Left, style, &entry.note),
        ]
    };
    let mut rows: Vec<Vec<Paragraph>> = entries.iter().map(row).collect();
    if rows.is_empty() {
        rows.push(vec![centred("–"); 13]);
    }
    let shares = vec![9.0, 39.0, 32.0, 12.0, 25.0, 31.0, 24.0, 17.0, 17.0, 17.0, 16.0, 15.0, 15.0];
    Table { shares, header, rows }
}

fn closing(content: &TrackingBook) -> Vec<Block> {
    let Some(closing) = &content.closing else {
        return vec![Block::Space(6.0), running(ASIDE, "Sổ chưa khóa.")];
    };
    let count =
        format!("Sổ này có {:02} hồ sơ, {}.", content.entries.len(), numbers(&content.entries).replacen("Từ", "từ", 1));
    let day = format!("Khóa sổ tại {}, {}./.", closing.place, long_date(closing.day));
    let mut blocks = vec![Block::Space(6.0), running(STRONG, &count), running(TEXT, &day)];
    keep_last(&mut blocks, 2);
    let signers = [
        Signer { capacity: "NGƯỜI GHI SỔ", name: &closing.keeper, place: false },
        Signer { capacity: &closing.head_title, name: &closing.head, place: true },
    ];
    blocks.push(two_signatures(Sheet::A4_WIDE, signers));
    blocks
}
