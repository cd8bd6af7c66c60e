//! Form 04: an apology with a new date, once, signed by the head. Decree 61/2018 Art. 19.9.

use super::parts::{
    Letterhead, OFFICIAL_SIGNATURE, Party, REGULAR, entry, head_signature, keep_last, letterhead, lines, party,
    sentence, strong_entry, title_with_code,
};
use crate::Error;
use crate::file::{self, Field, FieldKind, Info};
use crate::layout::{self, Block, Sheet};
use crate::vietnamese::long_moment;
use casework::Moment;
use casework::catalogue::FormSet;
use serde::{Deserialize, Serialize};

/// What Form 04 says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Apology {
    pub letterhead: Letterhead,
    pub forms: FormSet,
    pub case_code: String,
    pub party: Party,
    pub request: String,
    pub received_at: Moment,
    pub old_due: Moment,
    pub new_due: Moment,
    pub reason: String,
    /// How the head signs, line by line: `KT. Giám đốc`, `Phó Giám đốc`.
    pub authority: Vec<String>,
    pub signer: String,
    pub recipients: Vec<String>,
    pub at: Moment,
    pub sample: bool,
}

impl Apology {
    /// With the number that the agency's book of letters gave it: `12` stands as `12/PXL`; empty leaves its place free.
    #[must_use]
    pub fn numbered(mut self, number: &str) -> Self {
        let number = number.trim();
        if !number.is_empty() {
            let whole = if number.contains('/') { number.to_owned() } else { format!("{number}/PXL") };
            self.letterhead.number = Some(whole);
        }
        self
    }
}

/// Form 04 as a PDF on A5, with a place for the head's signature.
pub fn apology(content: &Apology) -> Result<Vec<u8>, Error> {
    let pages = layout::set(Sheet::A5, &blocks(content)?, content.sample)?;
    let name = match content.forms {
        FormSet::Circular01Of2018 => "Phiếu xin lỗi và hẹn lại ngày trả kết quả",
        FormSet::Circular03Of2025 => "Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết",
    };
    let name = format!("{name} {}", content.case_code);
    let info = Info { title: &name, subject: &content.case_code, at: content.at };
    let signature =
        Field {
            name: OFFICIAL_SIGNATURE, tooltip: "Chữ ký số của thủ trưởng cơ quan", kind: FieldKind::Signature
        };
    file::write(&pages, &info, &[signature])
}

fn blocks(content: &Apology) -> Result<Vec<Block>, Error> {
    let name = match content.forms {
        FormSet::Circular01Of2018 => "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ",
        FormSet::Circular03Of2025 => "VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT",
    };
    // Written in by hand where the paper is signed before the book gave it one.
    let number = content.letterhead.number.clone().unwrap_or_else(|| "……/PXL".to_owned());
    let head = Letterhead { number: Some(number), ..content.letterhead.clone() };
    let mut blocks =
        vec![letterhead(&head)?, Block::Space(2.0), title_with_code(name, Some(&content.case_code)), Block::Space(2.0)];
    blocks.extend(party("Kính gửi", &content.party)?);
    blocks.push(entry("Mã hồ sơ", &content.case_code));
    blocks.push(entry("Nội dung yêu cầu giải quyết", &content.request));
    blocks.push(entry("Ngày tiếp nhận hồ sơ", &long_moment(content.received_at)));
    blocks.push(entry("Thời gian hẹn trả kết quả giải quyết hồ sơ", &long_moment(content.old_due)));
    let regret = "Đến nay, cơ quan chưa trả kết quả giải quyết hồ sơ đúng thời gian đã hẹn với Ông/Bà.";
    blocks.push(sentence(REGULAR, regret));
    let mut reason = lines(&content.reason);
    blocks.push(entry("Lý do", reason.next().unwrap_or("")));
    blocks.extend(reason.map(|line| sentence(REGULAR, line)));
    blocks.push(sentence(
        REGULAR,
        "Sự chậm trễ này đã gây phiền hà, tốn kém cho Ông/Bà; cơ quan xin chân thành cáo lỗi.",
    ));
    let due = format!("trước {}", long_moment(content.new_due));
    blocks.push(strong_entry("Thời gian hẹn trả lại kết quả", &due));
    blocks.push(sentence(REGULAR, "Mong Ông/Bà thông cảm./."));
    keep_last(&mut blocks, 3);
    blocks.push(head_signature(&content.authority, &content.signer, &content.recipients));
    Ok(blocks)
}
