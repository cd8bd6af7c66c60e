//! The slip with which results go to the counter, and from there to the post or the applicants.

use super::hand_over_minutes::HandOverSide;
use super::office::{
    LARGER, STRONG, TABLE_CODE, TABLE_HEAD, TABLE_TEXT, TEXT, heading, labelled, running, signatures_and_writing,
    write_signed,
};
use super::parts::{Letterhead, Signer, cell, code_cell, header, keep_last, letterhead_on};
use crate::Error;
use crate::file::Info;
use crate::layout::{self, Align, Block, Sheet, Strokes, Table};
use crate::vietnamese::long_moment;
use casework::Moment;
use serde::{Deserialize, Serialize};

/// Which results change hands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultSlip {
    pub letterhead: Letterhead,
    pub giver: HandOverSide,
    pub taker: HandOverSide,
    pub results: Vec<ResultLine>,
    /// Whether whoever applied takes the results, and not another part of the agency.
    pub to_applicant: bool,
    /// What the taker wrote by hand on a screen.
    pub signature: Option<Strokes>,
    pub at: Moment,
    pub sample: bool,
}

/// One result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultLine {
    pub case_code: String,
    pub content: String,
    /// Number and kind of the result, or the refusal.
    pub result: String,
    pub applicant: String,
    pub address: String,
    /// A fee is still to be taken.
    pub fee: bool,
    /// The result goes by post.
    pub post: bool,
}

/// The slip as a PDF on A4.
pub fn result_slip(content: &ResultSlip) -> Result<Vec<u8>, Error> {
    let pages = layout::set(Sheet::A4, &blocks(content)?, content.sample)?;
    let subject = content.results.iter().map(|line| line.case_code.as_str()).collect::<Vec<_>>().join(", ");
    let title = if content.to_applicant { "Phiếu trả kết quả" } else { "Phiếu bàn giao kết quả" };
    let info = Info { title, subject: &subject, at: content.at };
    write_signed(&pages, &info, "Chữ ký số của người giao")
}

fn blocks(content: &ResultSlip) -> Result<Vec<Block>, Error> {
    let mut blocks = vec![
        letterhead_on(Sheet::A4, &content.letterhead, LARGER)?,
        Block::Space(14.0),
        heading(if content.to_applicant { "PHIẾU TRẢ KẾT QUẢ" } else { "PHIẾU BÀN GIAO KẾT QUẢ" }),
        Block::Space(4.0),
        running(TEXT, &format!("Thời gian: {}.", long_moment(content.at))),
    ];
    blocks.push(labelled("Người giao", &content.giver.described()));
    blocks.push(labelled("Người nhận", &content.taker.described()));
    blocks.extend([Block::Space(4.0), table(&content.results).into(), Block::Space(6.0)]);
    let count = |mark: fn(&ResultLine) -> bool| content.results.iter().filter(|line| mark(line)).count();
    let total = format!(
        "Tổng cộng: {:02} kết quả; thu phí, lệ phí: {:02}; trả qua bưu điện: {:02}./.",
        content.results.len(),
        count(|line| line.fee),
        count(|line| line.post)
    );
    blocks.push(running(STRONG, &total));
    if content.to_applicant {
        blocks.push(running(TEXT, "Người nhận đã nhận đủ các kết quả nêu trên./."));
    }
    keep_last(&mut blocks, if content.to_applicant { 2 } else { 1 });
    let signers = [
        Signer { capacity: "NGƯỜI GIAO", name: &content.giver.name, place: true },
        Signer { capacity: "NGƯỜI NHẬN", name: &content.taker.name, place: false },
    ];
    blocks.push(signatures_and_writing(Sheet::A4, signers, content.signature.as_ref()));
    Ok(blocks)
}

fn table(results: &[ResultLine]) -> Table {
    let mark = |marked: bool| cell(Align::Centre, TABLE_TEXT, if marked { "X" } else { "" });
    let row = |(index, line): (usize, &ResultLine)| {
        vec![
            cell(Align::Centre, TABLE_TEXT, &(index + 1).to_string()),
            code_cell(TABLE_CODE, &line.case_code),
            cell(Align::Left, TABLE_TEXT, &line.content),
            cell(Align::Left, TABLE_TEXT, &line.result),
            cell(Align::Left, TABLE_TEXT, &line.applicant),
            cell(Align::Left, TABLE_TEXT, &line.address),
            mark(line.fee),
            mark(line.post),
        ]
    };
    let texts = ["TT", "Mã hồ sơ", "Nội dung", "Kết quả", "Chủ hồ sơ", "Địa chỉ", "Phí", "Bưu điện"];
    Table {
        shares: vec![7.0, 38.0, 31.0, 25.0, 20.0, 24.0, 8.0, 10.0],
        header: header(TABLE_HEAD, &texts),
        rows: results.iter().enumerate().map(row).collect(),
    }
}
