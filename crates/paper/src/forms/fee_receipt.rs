//! The receipt for fees and charges, three copies on A5: one stays, one goes to the payer, one to the accounts.

use super::parts::{
    BOLD, ITALIC, Letterhead, OFFICIAL_SIGNATURE, REGULAR, Signer, cell, entry, header, keep_last, letterhead,
    sentence, signatures, strong_entry, title,
};
use crate::Error;
use crate::file::{self, Field, FieldKind, Info};
use crate::font::Face;
use crate::layout::{self, Align, Block, Column, Pages, Paragraph, Sheet, Style, Table, text_width};
use crate::vietnamese::{amount_in_words, dong, dotted, long_moment};
use casework::Moment;
use casework::fee::PaymentMethod;
use serde::{Deserialize, Serialize};

/// What the receipt says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeReceipt {
    pub letterhead: Letterhead,
    /// `Mẫu số`
    pub form_mark: String,
    /// `Ký hiệu`
    pub symbol: String,
    /// `Số`
    pub number: String,
    pub payer: String,
    pub address: String,
    pub case_code: String,
    pub items: Vec<FeeItem>,
    pub method: PaymentMethod,
    pub collector: String,
    pub at: Moment,
    /// The receipt does not count any more.
    pub voided: bool,
    pub sample: bool,
}

/// One fee that was paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeItem {
    pub name: String,
    pub quantity: u32,
    /// Copies of so many pieces each.
    pub copies: u32,
    /// Đồng, for all pieces.
    pub amount: u64,
}

impl FeeReceipt {
    /// What was paid, in đồng.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.items.iter().fold(0, |sum, item| sum.saturating_add(item.amount))
    }
}

const COPIES: [&str; 3] = ["Liên 1: Lưu", "Liên 2: Giao người nộp", "Liên 3: Lưu hành nội bộ"];

/// The three copies as a PDF on A5, each on pages of its own.
pub fn fee_receipt(content: &FeeReceipt) -> Result<Vec<u8>, Error> {
    let mut pages = Pages { canvases: Vec::new(), places: Vec::new() };
    for copy in COPIES {
        let set = layout::set(Sheet::A5, &blocks(content, copy)?, content.sample)?;
        // All copies are in one file, so the signature on the first holds for the others.
        if pages.places.is_empty() {
            pages.places = set.places;
        }
        pages.canvases.extend(set.canvases);
    }
    let name = format!("Biên lai thu phí, lệ phí {} {}", content.symbol, content.number);
    let info = Info { title: &name, subject: &content.case_code, at: content.at };
    let signature =
        Field {
            name: OFFICIAL_SIGNATURE, tooltip: "Chữ ký số của người thu tiền", kind: FieldKind::Signature
        };
    file::write(&pages, &info, &[signature])
}

fn blocks(content: &FeeReceipt, copy: &str) -> Result<Vec<Block>, Error> {
    let mut blocks = vec![letterhead(&content.letterhead)?, Block::Space(4.0), headline(content, copy)];
    if content.voided {
        let mark = Paragraph::of(Align::Centre, Style::new(Face::Bold, 14.0), "ĐÃ HỦY").spaced(2.0, 4.0);
        blocks.push(Block::Framed(mark));
    }
    blocks.push(strong_entry("Họ, tên người nộp tiền (tổ chức, cá nhân)", &content.payer));
    blocks.push(entry("Địa chỉ", &content.address));
    blocks.push(entry("Mã hồ sơ", &content.case_code));
    blocks.extend([Block::Space(2.0), table(content)?.into(), Block::Space(4.0)]);
    blocks.push(strong_entry("Tổng số tiền", &dong(content.total())));
    blocks.push(sentence(ITALIC, &format!("Bằng chữ: {}.", amount_in_words(content.total()))));
    blocks.push(entry("Hình thức thanh toán", method(content.method)));
    blocks.push(entry("Thời gian thu", &long_moment(content.at)));
    keep_last(&mut blocks, 4);
    blocks.push(signatures(&[
        Signer { capacity: "NGƯỜI NỘP TIỀN", name: &content.payer, place: false },
        Signer { capacity: "NGƯỜI THU TIỀN", name: &content.collector, place: true },
    ]));
    Ok(blocks)
}

/// The title and which copy it is, between the QR code of the case and the marks of the receipt.
fn headline(content: &FeeReceipt, copy: &str) -> Block {
    let width = Sheet::A5.body_width();
    let words = vec![
        title("BIÊN LAI THU PHÍ, LỆ PHÍ"),
        Paragraph::of(Align::Centre, ITALIC, &format!("({copy})")).spaced(0.0, 5.0).into(),
    ];
    let mark = |style: Style, label: &str, value: &str| {
        Block::from(Paragraph::of(Align::Left, style, &format!("{label}: {value}")))
    };
    let marks = vec![
        Block::Space(3.0),
        mark(REGULAR, "Mẫu số", &content.form_mark),
        mark(REGULAR, "Ký hiệu", &content.symbol),
        mark(BOLD, "Số", &content.number),
        Block::Space(4.0),
    ];
    // A scanner opens the case by it.
    const QR: f32 = 40.0;
    let qr = Block::Qr { text: content.case_code.clone(), size: QR, align: Align::Left };
    let right = width * 0.32;
    Block::Columns(vec![
        Column { width: QR + 4.0, blocks: vec![Block::Space(2.0), qr] },
        Column { width: width - right - QR - 4.0, blocks: words },
        Column { width: right, blocks: marks },
    ])
}

fn table(content: &FeeReceipt) -> Result<Table, Error> {
    let head = Style::new(Face::Bold, 9.0);
    let style = Style::new(Face::Regular, 9.5);
    let bold = Style::new(Face::Bold, 9.5);
    let total = dotted(content.total());
    // Spaces bring the amounts to one width, so that their figures stand under one another.
    let room = text_width(style, &total)?;
    let space = text_width(style, "\u{a0}")?.max(0.1);
    let amount = |amount: u64| -> Result<Paragraph, Error> {
        let digits = dotted(amount);
        let missing = ((room - text_width(style, &digits)?) / space).round().max(0.0) as usize;
        Ok(cell(Align::Centre, style, &format!("{}{digits}", "\u{a0}".repeat(missing))))
    };
    let mut rows = Vec::new();
    for (index, item) in content.items.iter().enumerate() {
        rows.push(vec![
            cell(Align::Centre, style, &(index + 1).to_string()),
            cell(Align::Left, style, &item.name),
            cell(Align::Centre, style, &quantity(item)),
            amount(item.amount)?,
        ]);
    }
    rows.push(vec![
        cell(Align::Centre, style, ""),
        cell(Align::Left, bold, "Cộng"),
        cell(Align::Centre, style, ""),
        cell(Align::Centre, bold, &total),
    ]);
    let header = header(head, &["TT", "Tên khoản phí, lệ phí", "Số lượng", "Số tiền (đồng)"]);
    Ok(Table { shares: vec![8.0, 60.0, 15.0, 30.0], header, rows })
}

/// Pages and copies of a document that is certified; how many, of everything else.
fn quantity(item: &FeeItem) -> String {
    match item.copies {
        1 => item.quantity.to_string(),
        copies => format!("{} × {copies} bản", item.quantity),
    }
}

const fn method(method: PaymentMethod) -> &'static str {
    match method {
        PaymentMethod::Cash => "Tiền mặt",
        PaymentMethod::Transfer => "Chuyển khoản",
        PaymentMethod::Online => "Thanh toán trực tuyến",
    }
}
