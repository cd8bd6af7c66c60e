//! Form 01: the receipt, with the day on which to come for the result.

use super::parts::{
    ITALIC, Letterhead, PaperLine, Party, REGULAR, Signer, entry, letterhead, papers, party, sentence, signatures,
    strong_entry, title,
};
use crate::Error;
use crate::file::{self, Field, FieldKind, Info};
use crate::font::Face;
use crate::forms::parts::OFFICIAL_SIGNATURE;
use crate::layout::{self, Align, Block, Column, Inline, Paragraph, Sheet, Style};
use crate::vietnamese::long_moment;
use casework::Moment;
use serde::{Deserialize, Serialize};

/// What Form 01 says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    pub letterhead: Letterhead,
    /// Printed and in the QR code (Decree 61/2018 Art. 17.3).
    pub case_code: String,
    pub receiving_unit: String,
    pub party: Party,
    /// What is asked for: the service and its subject.
    pub request: String,
    pub papers: Vec<PaperLine>,
    /// Number of sets of papers.
    pub sets: u16,
    /// The time limit in the words of the procedure.
    pub time_limit: String,
    pub received_at: Moment,
    /// When the result is to be ready; `None` where the clock has not started.
    pub due_at: Option<Moment>,
    /// Where to get the result.
    pub collect_at: String,
    /// How the applicant wants to get it, where they said so.
    pub result_channel: Option<ResultChannel>,
    pub fee: Option<String>,
    pub note: Option<String>,
    /// Filed online: only the official signs.
    pub online: bool,
    pub receiver: String,
    pub sample: bool,
}

/// How the result reaches the applicant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResultChannel {
    Counter,
    Post,
    Online,
}

/// Form 01 as a PDF on A5.
pub fn receipt(content: &Receipt) -> Result<Vec<u8>, Error> {
    let pages = layout::set(Sheet::A5, &blocks(content)?, content.sample)?;
    let info = Info {
        title: &format!("Giấy tiếp nhận hồ sơ và hẹn trả kết quả {}", content.case_code),
        subject: &content.case_code,
        at: content.received_at,
    };
    let signature =
        Field {
            name: OFFICIAL_SIGNATURE, tooltip: "Chữ ký số của người tiếp nhận hồ sơ", kind: FieldKind::Signature
        };
    file::write(&pages, &info, &[signature])
}

fn blocks(content: &Receipt) -> Result<Vec<Block>, Error> {
    let mut blocks = vec![letterhead(&content.letterhead)?, Block::Space(2.0), headline(content)];
    blocks.push(entry("Bộ phận tiếp nhận", &content.receiving_unit));
    blocks.extend(party("Tiếp nhận hồ sơ của", &content.party)?);
    blocks.push(entry("Nội dung yêu cầu giải quyết", &content.request));
    let heading = Paragraph::of(Align::Left, REGULAR, "1. Thành phần hồ sơ nộp gồm:").spaced(0.0, 2.5).keeping();
    blocks.extend([heading.into(), papers(&content.papers), Block::Space(3.0)]);
    blocks.push(entry("2. Số lượng hồ sơ", &format!("{:02} (bộ)", content.sets)));
    blocks.push(entry("3. Thời gian giải quyết hồ sơ theo quy định là", &content.time_limit));
    blocks.push(entry("4. Thời gian nhận hồ sơ", &long_moment(content.received_at)));
    let due = content.due_at.map_or_else(|| "chưa xác định".to_owned(), long_moment);
    blocks.push(strong_entry("5. Thời gian trả kết quả giải quyết hồ sơ", &due));
    blocks.push(entry("6. Đăng ký nhận kết quả tại", &content.collect_at));
    blocks.extend(content.result_channel.map(channels));
    if let Some(fee) = &content.fee {
        blocks.push(entry("7. Phí, lệ phí", fee));
    }
    if let Some(note) = &content.note {
        blocks.push(sentence(ITALIC, &format!("Ghi chú: {note}")));
    }
    // The signatures do not stand alone on a page, nor with a single line.
    for block in blocks.iter_mut().rev().take(4) {
        if let Block::Paragraph(paragraph) = block {
            paragraph.keep_with_next = true;
        }
    }
    let receiver = Signer { capacity: "NGƯỜI TIẾP NHẬN HỒ SƠ", name: &content.receiver, place: true };
    let submitter_name = content.party.submitter.as_ref().unwrap_or(&content.party.name);
    let submitter = Signer { capacity: "NGƯỜI NỘP HỒ SƠ", name: submitter_name, place: false };
    blocks.push(if content.online { signatures(&[receiver]) } else { signatures(&[submitter, receiver]) });
    Ok(blocks)
}

/// Title and case code beside the QR code.
fn headline(content: &Receipt) -> Block {
    const QR: f32 = 50.0;
    let width = Sheet::A5.body_width();
    let code = vec![
        Inline::Text("Mã hồ sơ: ".to_owned(), REGULAR),
        Inline::Text(content.case_code.clone(), Style::new(Face::Bold, 11.5)),
    ];
    let words = vec![
        title("GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ"),
        Paragraph::new(Align::Centre, code).spaced(0.0, 4.0).into(),
    ];
    let qr = Block::Qr { text: content.case_code.clone(), size: QR, align: Align::Left };
    Block::Columns(vec![
        Column { width: width - QR, blocks: words },
        Column { width: QR, blocks: vec![qr, Block::Space(5.0)] },
    ])
}

fn channels(chosen: ResultChannel) -> Block {
    let all = [
        (ResultChannel::Counter, "Nhận trực tiếp"),
        (ResultChannel::Post, "Qua bưu chính công ích"),
        (ResultChannel::Online, "Nhận trực tuyến"),
    ];
    let mut inlines = Vec::new();
    for (channel, label) in all {
        inlines.push(Inline::Tick { ticked: channel == chosen, size: 10.0 });
        inlines.push(Inline::Text(format!("\u{a0}{}\u{a0}\u{a0}\u{a0} ", label.replace(' ', "\u{a0}")), REGULAR));
    }
    Paragraph::new(Align::Left, inlines).indented(0.0, 12.0).spaced(0.0, 1.5).into()
}
