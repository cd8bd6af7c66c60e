//! Form 03 after appraisal: the agency declines the case within its time (Decree 61/2018 Art. 19.8).
//!
//! It goes the way of a result: the head signs it, the records clerk numbers and seals it afterwards. So number and date
//! are empty fields, as on a [`crate::ResultDocument`]; the size is that of the forms.

use super::parts::{Party, REGULAR, entry, keep_last, lines, party, sentence, title_with_code};
use crate::Error;
use crate::file::{self, Info};
use crate::font::Face;
use crate::layout::{self, Align, Block, Column, Inline, MM, Paragraph, Sheet, Style, text_width};
use crate::result_document::{DOCUMENT_NUMBER, ISSUE_DATE, PERSON_SIGNATURE, fields, reserve_seal};
use crate::vietnamese::long_moment;
use casework::Moment;
use serde::{Deserialize, Serialize};

const SMALL: Style = Style::new(Face::Regular, 9.0);
const SMALL_BOLD: Style = Style::new(Face::Bold, 9.0);
/// Height of the line for number and date; their letters follow it.
const LINE: f32 = 12.5;

/// What Form 03 says after appraisal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RejectionNotice {
    /// The agency above.
    pub superior: Option<String>,
    pub agency: String,
    /// What follows the number: `PTC-UBND`.
    pub symbol: String,
    /// Which form of which circular it is.
    pub mark: Option<String>,
    pub title: String,
    pub party: Party,
    pub case_code: String,
    pub request: String,
    pub received_at: Moment,
    pub due_at: Option<Moment>,
    pub reason: String,
    pub authority: Vec<String>,
    pub signer: String,
    pub recipients: Vec<String>,
    pub composed_at: Moment,
    pub sample: bool,
}

/// Form 03 as a PDF on A5, unsigned, with its fields empty.
pub fn rejection_notice(content: &RejectionNotice) -> Result<Vec<u8>, Error> {
    let mut pages = layout::set(Sheet::A5, &blocks(content)?, content.sample)?;
    reserve_seal(&mut pages)?;
    let name = format!("{} {}", content.title, content.case_code);
    let info = Info { title: &name, subject: &content.case_code, at: content.composed_at };
    file::write(&pages, &info, &fields(LINE))
}

fn blocks(content: &RejectionNotice) -> Result<Vec<Block>, Error> {
    let mut blocks = vec![
        letterhead(content)?,
        Block::Space(2.0),
        title_with_code(&content.title.to_uppercase(), Some(&content.case_code)),
        Block::Space(2.0),
    ];
    blocks.extend(party("Kính gửi", &content.party)?);
    blocks.push(entry("Mã hồ sơ", &content.case_code));
    blocks.push(entry("Nội dung yêu cầu giải quyết", &content.request));
    blocks.push(entry("Thời gian nhận hồ sơ", &long_moment(content.received_at)));
    blocks.extend(content.due_at.map(|due| entry("Thời gian hẹn trả kết quả", &long_moment(due))));
    let announcement =
        format!("Qua thẩm định, {} thông báo không giải quyết hồ sơ này với lý do cụ thể như sau:", content.agency);
    blocks.push(Paragraph::of(Align::Justify, REGULAR, &announcement).spaced(2.0, 2.0).keeping().into());
    blocks.extend(lines(&content.reason).map(|line| sentence(REGULAR, line)));
    let closing = "Xin thông báo để Ông/Bà được biết và thực hiện./.";
    blocks.push(Paragraph::of(Align::Justify, REGULAR, closing).spaced(2.0, 0.0).keeping().into());
    keep_last(&mut blocks, 2);
    blocks.push(closing_block(content));
    Ok(blocks)
}

/// Agency with number and mark on the left; national title with place and date on the right.
fn letterhead(content: &RejectionNotice) -> Result<Block, Error> {
    let width = Sheet::A5.body_width();
    let (left, right) = (width * 0.42, width * 0.58);
    let centred = |style: Style, text: &str| Block::from(Paragraph::of(Align::Centre, style, text));
    let mut agency: Vec<Block> =
        content.superior.iter().map(|superior| centred(SMALL, &superior.to_uppercase())).collect();
    let name = content.agency.to_uppercase();
    agency.push(centred(SMALL_BOLD, &name));
    let rule = (text_width(SMALL_BOLD, &name)? * 0.4).clamp(30.0, left * 0.4);
    agency.push(Block::Rule { width: rule, before: 2.0, after: 3.0 });
    let number = Style::new(Face::Regular, LINE * 0.8);
    let room = text_width(number, &format!("0000/{}", content.symbol))? + 4.0;
    let line = vec![
        Inline::Text("Số:\u{a0}".to_owned(), number),
        Inline::Place { name: DOCUMENT_NUMBER, width: room.min(left - 24.0), height: LINE },
    ];
    agency.push(Paragraph::new(Align::Centre, line).into());
    agency.extend(content.mark.iter().map(|mark| centred(Style::new(Face::Italic, 7.5), mark)));
    let motto = "Độc lập - Tự do - Hạnh phúc";
    let motto_style = Style::new(Face::Bold, 10.0);
    let date = vec![Inline::Place { name: ISSUE_DATE, width: right - 2.0, height: LINE }];
    let nation = vec![
        centred(SMALL_BOLD, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        centred(motto_style, motto),
        Block::Rule { width: text_width(motto_style, motto)?, before: 2.0, after: 4.0 },
        Paragraph::new(Align::Centre, date).into(),
    ];
    Ok(Block::Columns(vec![Column { width: left, blocks: agency }, Column { width: right, blocks: nation }]))
}

/// Recipients on the left; authority, place of the signatures and name on the right, with room for the seal.
fn closing_block(content: &RejectionNotice) -> Block {
    let width = Sheet::A5.body_width();
    let (left, right) = (width * 0.42, width * 0.58);
    let bold = Style::new(Face::Bold, 10.0);
    let mut recipients =
        vec![Block::Space(5.0), Paragraph::of(Align::Left, Style::new(Face::BoldItalic, 9.0), "Nơi nhận:").into()];
    let line = |recipient: &String| Paragraph::of(Align::Left, SMALL, &format!("- {recipient}")).into();
    recipients.extend(content.recipients.iter().map(line));
    let mut signature = vec![Block::Space(5.0)];
    let capacity = |line: &String| Block::from(Paragraph::of(Align::Centre, bold, &line.to_uppercase()));
    signature.extend(content.authority.iter().map(capacity));
    let place = Inline::Place { name: PERSON_SIGNATURE, width: right - 40.0, height: 30.0 * MM };
    signature.push(Paragraph { leading: 1.0, ..Paragraph::new(Align::Centre, vec![place]) }.into());
    signature.push(Paragraph::of(Align::Centre, bold, &content.signer).into());
    Block::Columns(vec![Column { width: left, blocks: recipients }, Column { width: right, blocks: signature }])
}
