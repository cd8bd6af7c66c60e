//! Minutes of broken lines: from when to when, what was done meanwhile, and whose due dates it touched.

use super::office::{
    ASIDE, LARGER, STRONG, TABLE_HEAD, TABLE_TEXT, TEXT, heading, labelled, running, two_signatures, write_signed,
};
use super::parts::{Letterhead, Signer, cell, head_cell, keep_last, letterhead_on};
use crate::Error;
use crate::file::Info;
use crate::layout::{self, Align, Block, Header, Sheet, Table};
use crate::vietnamese::{long_moment, short_moment};
use casework::Moment;
use serde::{Deserialize, Serialize};

/// What the minutes say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutageMinutes {
    pub letterhead: Letterhead,
    /// Whose line was broken.
    pub unit: String,
    pub outages: Vec<Outage>,
    pub note: Option<String>,
    pub writer: String,
    /// How the head signs: `TRƯỞNG BỘ PHẬN`.
    pub head_title: String,
    pub head: String,
    pub at: Moment,
    pub sample: bool,
}

/// One stretch without a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outage {
    pub from: Moment,
    /// `None` while it lasts.
    pub to: Option<Moment>,
    pub done: Vec<OutageWork>,
    /// Codes of the cases whose due moments fell into it.
    pub touched: Vec<String>,
}

/// How often something was done without a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutageWork {
    /// `Tiếp nhận hồ sơ`
    pub what: String,
    pub count: u32,
}

/// The minutes as a PDF on A4.
pub fn outage_minutes(content: &OutageMinutes) -> Result<Vec<u8>, Error> {
    let pages = layout::set(Sheet::A4, &blocks(content)?, content.sample)?;
    let info = Info { title: "Biên bản gián đoạn đường truyền", subject: &content.unit, at: content.at };
    write_signed(&pages, &info, "Chữ ký số của người phụ trách")
}

fn blocks(content: &OutageMinutes) -> Result<Vec<Block>, Error> {
    let mut blocks = vec![
        letterhead_on(Sheet::A4, &content.letterhead, LARGER)?,
        Block::Space(14.0),
        heading("BIÊN BẢN GIÁN ĐOẠN ĐƯỜNG TRUYỀN"),
        Block::Space(4.0),
        labelled("Đơn vị", &content.unit),
        running(TEXT, &format!("Thời gian lập biên bản: {}.", long_moment(content.at))),
        running(TEXT, "Ghi nhận các lần gián đoạn đường truyền đến hệ thống như sau:"),
    ];
    keep_last(&mut blocks, 1);
    blocks.extend([table(content).into(), Block::Space(6.0)]);
    let minutes: i64 = content.outages.iter().filter_map(length).sum();
    let touched: usize = content.outages.iter().map(|outage| outage.touched.len()).sum();
    let total = format!(
        "Tổng cộng: {:02} lần gián đoạn, {}; hồ sơ có thời hạn bị ảnh hưởng: {touched:02}.",
        content.outages.len(),
        duration(minutes)
    );
    blocks.push(running(STRONG, &total));
    if let Some(note) = &content.note {
        blocks.push(running(ASIDE, &format!("Ghi chú: {note}")));
    }
    blocks.push(running(TEXT, "Biên bản này được lưu cùng các hồ sơ nêu trên./."));
    keep_last(&mut blocks, 3);
    let signers = [
        Signer { capacity: "NGƯỜI LẬP BIÊN BẢN", name: &content.writer, place: false },
        Signer { capacity: &content.head_title, name: &content.head, place: true },
    ];
    blocks.push(two_signatures(Sheet::A4, signers));
    Ok(blocks)
}

fn length(outage: &Outage) -> Option<i64> {
    Some((outage.to?.0.saturating_sub(outage.from.0) / 60_000).max(0))
}

/// `2 giờ 05 phút`
fn duration(minutes: i64) -> String {
    format!("{} giờ {:02} phút", minutes / 60, minutes % 60)
}

fn table(content: &OutageMinutes) -> Table {
    let head = |text: &str, columns: usize, rows: usize| head_cell(TABLE_HEAD, text, columns, rows);
    let header = Header(vec![
        vec![
            head("TT", 1, 2),
            head("Gián đoạn", 3, 1),
            head("Việc đã làm trong thời gian gián đoạn", 1, 2),
            head("Hồ sơ có thời hạn bị ảnh hưởng", 1, 2),
        ],
        vec![head("Từ", 1, 1), head("Đến", 1, 1), head("Thời gian", 1, 1)],
    ]);
    let centred = |text: &str| cell(Align::Centre, TABLE_TEXT, text);
    let row = |(index, outage): (usize, &Outage)| {
        let done: Vec<String> = outage.done.iter().map(|work| format!("{}: {}", work.what, work.count)).collect();
        let or_dash = |text: String| if text.is_empty() { "–".to_owned() } else { text };
        vec![
            centred(&(index + 1).to_string()),
            centred(&short_moment(outage.from)),
            centred(&outage.to.map_or_else(|| "chưa có lại".to_owned(), short_moment)),
            centred(&length(outage).map_or_else(|| "–".to_owned(), duration)),
            cell(Align::Left, TABLE_TEXT, &or_dash(done.join("; "))),
            cell(Align::Left, TABLE_TEXT, &or_dash(outage.touched.join(", "))),
        ]
    };
    let mut rows: Vec<_> = content.outages.iter().enumerate().map(row).collect();
    if rows.is_empty() {
        rows.push(vec![centred("–"); 6]);
    }
    Table { shares: vec![8.0, 20.0, 20.0, 18.0, 50.0, 47.0], header, rows }
}
