//! Several cases at once: minutes of their hand-over inside the agency, or the receipt for who brings them in.

use super::office::{
    ASIDE, LARGER, STRONG, TABLE_CODE, TABLE_HEAD, TABLE_TEXT, TEXT, heading, labelled, running, two_signatures,
    write_signed,
};
use super::parts::{Letterhead, Signer, cell, code_cell, header, keep_last, letterhead_on};
use crate::Error;
use crate::file::Info;
use crate::layout::{self, Align, Block, Sheet, Table};
use crate::vietnamese::{long_moment, short_moment};
use casework::Moment;
use serde::{Deserialize, Serialize};

/// Who hands over what to whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandOverMinutes {
    pub letterhead: Letterhead,
    pub kind: HandOverKind,
    pub giver: HandOverSide,
    pub taker: HandOverSide,
    pub cases: Vec<HandOverLine>,
    pub note: Option<String>,
    pub at: Moment,
    pub sample: bool,
}

/// Which of the two papers it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HandOverKind {
    /// Between two parts of the agency; the giver signs digitally.
    Minutes,
    /// For one who brings in several cases; the official who takes them signs digitally.
    Receipt,
}

/// A side of a hand-over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandOverSide {
    pub name: String,
    /// `Chuyên viên`; applicants have none.
    pub title: Option<String>,
    /// The agency, or the applicant's address.
    pub unit: String,
}

impl HandOverSide {
    pub(super) fn described(&self) -> String {
        let parts = [Some(&self.name), self.title.as_ref(), Some(&self.unit)];
        let parts = parts.into_iter().flatten().map(String::as_str).filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join(", ")
    }
}

/// One case that changes hands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandOverLine {
    pub case_code: String,
    pub content: String,
    /// Sheets and documents handed over with it.
    pub papers: u32,
    pub due: Option<Moment>,
}

/// The minutes, or the receipt for several cases, as a PDF on A4.
pub fn hand_over_minutes(content: &HandOverMinutes) -> Result<Vec<u8>, Error> {
    set_of_minutes(std::slice::from_ref(content))
}

/// Minutes for several who each take some of the cases, one after another in a file, each on pages of its own.
///
/// # Errors
/// There is none, or what broke while they were set.
pub fn set_of_minutes(contents: &[HandOverMinutes]) -> Result<Vec<u8>, Error> {
    let first = contents.first().ok_or_else(|| Error::Compose("there are no minutes".to_owned()))?;
    let mut pages = layout::set(Sheet::A4, &blocks(first)?, first.sample)?;
    for content in &contents[1..] {
        // One giver signs the file: the place on the first minutes holds for the others.
        pages.canvases.extend(layout::set(Sheet::A4, &blocks(content)?, content.sample)?.canvases);
    }
    let (title, tooltip) = match first.kind {
        HandOverKind::Minutes => ("Biên bản giao nhận hồ sơ", "Chữ ký số của người giao"),
        HandOverKind::Receipt => ("Giấy tiếp nhận nhiều hồ sơ", "Chữ ký số của người tiếp nhận"),
    };
    let cases = contents.iter().flat_map(|content| &content.cases);
    let subject = cases.map(|case| case.case_code.as_str()).collect::<Vec<_>>().join(", ");
    write_signed(&pages, &Info { title, subject: &subject, at: first.at }, tooltip)
}

fn blocks(content: &HandOverMinutes) -> Result<Vec<Block>, Error> {
    let minutes = content.kind == HandOverKind::Minutes;
    let title = if minutes { "BIÊN BẢN GIAO NHẬN HỒ SƠ" } else { "GIẤY TIẾP NHẬN NHIỀU HỒ SƠ" };
    let mut blocks = vec![
        letterhead_on(Sheet::A4, &content.letterhead, LARGER)?,
        Block::Space(14.0),
        heading(title),
        Block::Space(4.0),
        running(TEXT, &format!("Thời gian: {}.", long_moment(content.at))),
    ];
    let (giver, taker) =
        if minutes { ("Bên giao", "Bên nhận") } else { ("Người nộp", "Người tiếp nhận") };
    let sides = [(giver, &content.giver), (taker, &content.taker)];
    blocks.extend(sides.map(|(label, side)| labelled(label, &side.described())));
    let intro = if minutes {
        "Hai bên cùng kiểm tra và giao, nhận các hồ sơ sau:"
    } else {
        "Đã tiếp nhận các hồ sơ sau:"
    };
    blocks.push(running(TEXT, intro));
    keep_last(&mut blocks, 1);
    blocks.extend([table(&content.cases).into(), Block::Space(6.0)]);
    let papers: u64 = content.cases.iter().map(|case| u64::from(case.papers)).sum();
    let total = format!("Tổng cộng: {:02} hồ sơ, {papers:02} giấy tờ.", content.cases.len());
    blocks.push(running(STRONG, &total));
    if let Some(note) = &content.note {
        blocks.push(running(ASIDE, &format!("Ghi chú: {note}")));
    }
    let closing = if minutes {
        "Biên bản được lập thành 02 bản, mỗi bên giữ 01 bản./."
    } else {
        "Khi nhận kết quả, đề nghị mang theo giấy này và giấy tờ tùy thân./."
    };
    blocks.push(running(TEXT, closing));
    keep_last(&mut blocks, 3);
    let (left, right) =
        if minutes { ("NGƯỜI GIAO", "NGƯỜI NHẬN") } else { ("NGƯỜI NỘP", "NGƯỜI TIẾP NHẬN") };
    let signers = [
        Signer { capacity: left, name: &content.giver.name, place: minutes },
        Signer { capacity: right, name: &content.taker.name, place: !minutes },
    ];
    blocks.push(two_signatures(Sheet::A4, signers));
    Ok(blocks)
}

fn table(cases: &[HandOverLine]) -> Table {
    let row = |(index, case): (usize, &HandOverLine)| {
        vec![
            cell(Align::Centre, TABLE_TEXT, &(index + 1).to_string()),
            code_cell(TABLE_CODE, &case.case_code),
            cell(Align::Left, TABLE_TEXT, &case.content),
            cell(Align::Centre, TABLE_TEXT, &case.papers.to_string()),
            cell(Align::Centre, TABLE_TEXT, &case.due.map_or_else(String::new, short_moment)),
        ]
    };
    Table {
        shares: vec![9.0, 39.0, 76.0, 17.0, 22.0],
        header: header(TABLE_HEAD, &["TT", "Mã hồ sơ", "Nội dung", "Số giấy tờ", "Hẹn trả kết quả"]),
        rows: cases.iter().enumerate().map(row).collect(),
    }
}
