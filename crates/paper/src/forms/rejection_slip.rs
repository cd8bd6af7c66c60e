//! Form 03: the agency does not take the case, and says why.

use super::parts::{
    Letterhead, OFFICIAL_SIGNATURE, Party, REGULAR, Signer, entry, letterhead, lines, party, sentence, signatures,
    title_with_code,
};
use crate::Error;
use crate::file::{self, Field, FieldKind, Info};
use crate::layout::{self, Align, Block, Paragraph, Sheet};
use crate::vietnamese::long_moment;
use casework::Moment;
use serde::{Deserialize, Serialize};

/// What Form 03 says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RejectionSlip {
    pub letterhead: Letterhead,
    pub receiving_unit: String,
    pub party: Party,
    pub request: String,
    /// Filed online: the case's code at the portal, when it was filed, and how many papers came with it.
    pub online: Option<OnlineFiling>,
    pub reason: String,
    pub official: String,
    pub rejected_at: Moment,
    pub sample: bool,
}

/// What an online filing was known by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnlineFiling {
    pub case_code: Option<String>,
    pub filed_at: Moment,
    pub papers: usize,
}

/// Form 03 as a PDF on A5.
pub fn rejection_slip(content: &RejectionSlip) -> Result<Vec<u8>, Error> {
    let pages = layout::set(Sheet::A5, &blocks(content)?, content.sample)?;
    let info =
        Info {
            title: "Phiếu từ chối tiếp nhận giải quyết hồ sơ", subject: &content.request, at: content.rejected_at
        };
    let signature =
        Field {
            name: OFFICIAL_SIGNATURE, tooltip: "Chữ ký số của người từ chối", kind: FieldKind::Signature
        };
    file::write(&pages, &info, &[signature])
}

fn blocks(content: &RejectionSlip) -> Result<Vec<Block>, Error> {
    let code = content.online.as_ref().and_then(|online| online.case_code.as_deref());
    let mut blocks = vec![
        letterhead(&content.letterhead)?,
        Block::Space(2.0),
        title_with_code("PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ", code),
        Block::Space(2.0),
        entry("Bộ phận tiếp nhận", &content.receiving_unit),
    ];
    blocks.extend(party("Tiếp nhận hồ sơ của Ông/Bà", &content.party)?);
    if let Some(online) = &content.online {
        blocks.extend(online.case_code.as_ref().map(|code| entry("Mã hồ sơ", code)));
        blocks.push(entry("Thời gian nộp hồ sơ", &long_moment(online.filed_at)));
        blocks.push(entry("Số giấy tờ đã nộp", &format!("{:02}", online.papers)));
    }
    blocks.push(entry("Nội dung yêu cầu giải quyết", &content.request));
    let announcement = format!(
        "Qua xem xét, {} thông báo không tiếp nhận, giải quyết hồ sơ này với lý do cụ thể như sau:",
        content.receiving_unit
    );
    blocks.push(Paragraph::of(Align::Justify, REGULAR, &announcement).spaced(2.0, 2.0).keeping().into());
    blocks.extend(lines(&content.reason).map(|line| sentence(REGULAR, line)));
    let closing = "Xin thông báo để Ông/Bà được biết và thực hiện./.";
    blocks.push(Paragraph::of(Align::Justify, REGULAR, closing).spaced(2.0, 0.0).keeping().into());
    let official = Signer { capacity: "NGƯỜI TỪ CHỐI", name: &content.official, place: true };
    let submitter_name = content.party.submitter.as_ref().unwrap_or(&content.party.name);
    let submitter = Signer { capacity: "NGƯỜI NỘP HỒ SƠ", name: submitter_name, place: false };
    blocks.push(if content.online.is_some() { signatures(&[official]) } else { signatures(&[submitter, official]) });
    Ok(blocks)
}
