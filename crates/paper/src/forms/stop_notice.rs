//! Form 05 of Circular 03/2025: work on the case stops, and why.

use super::parts::{
    Letterhead, OFFICIAL_SIGNATURE, Party, REGULAR, entry, head_signature, keep_last, letterhead, lines, party,
    sentence, title_with_code,
};
use crate::Error;
use crate::file::{self, Field, FieldKind, Info};
use crate::layout::{self, Block, Sheet};
use crate::vietnamese::long_moment;
use casework::Moment;
use serde::{Deserialize, Serialize};

/// What Form 05 of 2025 says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StopNotice {
    pub letterhead: Letterhead,
    pub case_code: String,
    pub party: Party,
    pub request: String,
    pub received_at: Moment,
    pub stopped_at: Moment,
    pub reason: String,
    /// Who answers questions.
    pub contact: String,
    pub contact_phone: String,
    pub authority: Vec<String>,
    pub signer: String,
    pub recipients: Vec<String>,
    pub sample: bool,
}

/// Form 05 of 2025 as a PDF on A5.
pub fn stop_notice(content: &StopNotice) -> Result<Vec<u8>, Error> {
    let mut blocks = vec![
        letterhead(&content.letterhead)?,
        Block::Space(2.0),
        title_with_code("THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ", Some(&content.case_code)),
        Block::Space(2.0),
    ];
    blocks.extend(party("Kính gửi", &content.party)?);
    blocks.push(entry("Mã hồ sơ", &content.case_code));
    blocks.push(entry("Nội dung yêu cầu giải quyết", &content.request));
    blocks.push(entry("Ngày tiếp nhận hồ sơ", &long_moment(content.received_at)));
    blocks.push(sentence(
        REGULAR,
        &format!("Cơ quan thông báo dừng giải quyết hồ sơ nêu trên từ {}.", long_moment(content.stopped_at)),
    ));
    let mut reason = lines(&content.reason);
    blocks.push(entry("Lý do", reason.next().unwrap_or("")));
    blocks.extend(reason.map(|line| sentence(REGULAR, line)));
    blocks.push(sentence(
        REGULAR,
        "Thời gian dừng không tính vào thời hạn giải quyết. Khi lý do không còn, hồ sơ được giải quyết tiếp và Ông/Bà \
         được thông báo ngày trả kết quả mới.",
    ));
    blocks.push(sentence(
        REGULAR,
        "Trong thời gian này, Ông/Bà có thể gửi thêm ý kiến, giấy tờ liên quan đến lý do nêu trên hoặc rút hồ sơ; nếu \
         không đồng ý, Ông/Bà có quyền khiếu nại theo quy định của pháp luật.",
    ));
    blocks.push(sentence(
        REGULAR,
        &format!(
            "Nếu cần biết thêm, Ông/Bà liên hệ với {}, số điện thoại {}./.",
            content.contact, content.contact_phone
        ),
    ));
    keep_last(&mut blocks, 2);
    blocks.push(head_signature(&content.authority, &content.signer, &content.recipients));
    let pages = layout::set(Sheet::A5, &blocks, content.sample)?;
    let name = format!("Thông báo dừng giải quyết hồ sơ {}", content.case_code);
    let info = Info { title: &name, subject: &content.case_code, at: content.stopped_at };
    let signature =
        Field {
            name: OFFICIAL_SIGNATURE, tooltip: "Chữ ký số của thủ trưởng cơ quan", kind: FieldKind::Signature
        };
    file::write(&pages, &info, &[signature])
}
