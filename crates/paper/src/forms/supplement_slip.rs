//! Form 02: what is missing, said once and completely (Decree 61/2018 Art. 15.3).

use super::parts::{
    Letterhead, OFFICIAL_SIGNATURE, PaperLine, Party, REGULAR, Signer, entry, letterhead, lines, papers, party,
    sentence, signatures, title_with_code,
};
use crate::Error;
use crate::file::{self, Field, FieldKind, Info};
use crate::layout::{self, Align, Block, Paragraph, Sheet};
use casework::Moment;
use serde::{Deserialize, Serialize};

/// What Form 02 says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupplementSlip {
    pub letterhead: Letterhead,
    /// A case that was not accepted yet has none.
    pub case_code: Option<String>,
    pub party: Party,
    pub request: String,
    /// Papers to be handed in or put right.
    pub papers: Vec<PaperLine>,
    pub reason: String,
    /// Who answers questions.
    pub contact: String,
    pub contact_phone: String,
    pub website: Option<String>,
    pub guide: String,
    pub asked_at: Moment,
    pub sample: bool,
}

/// Form 02 as a PDF on A5.
pub fn supplement_slip(content: &SupplementSlip) -> Result<Vec<u8>, Error> {
    let pages = layout::set(Sheet::A5, &blocks(content)?, content.sample)?;
    let subject = content.case_code.as_deref().unwrap_or("");
    let title = format!("Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ {subject}");
    let info = Info { title: title.trim_end(), subject, at: content.asked_at };
    let signature =
        Field {
            name: OFFICIAL_SIGNATURE, tooltip: "Chữ ký số của người hướng dẫn", kind: FieldKind::Signature
        };
    file::write(&pages, &info, &[signature])
}

fn blocks(content: &SupplementSlip) -> Result<Vec<Block>, Error> {
    let mut blocks = vec![
        letterhead(&content.letterhead)?,
        Block::Space(2.0),
        title_with_code("PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ", content.case_code.as_deref()),
        Block::Space(2.0),
    ];
    blocks.extend(party("Tiếp nhận hồ sơ của Ông/Bà", &content.party)?);
    if let Some(code) = &content.case_code {
        blocks.push(entry("Mã hồ sơ", code));
    }
    blocks.push(entry("Nội dung yêu cầu giải quyết", &content.request));
    let heading = "Yêu cầu bổ sung, hoàn thiện hồ sơ gồm những nội dung sau:";
    blocks.push(Paragraph::of(Align::Justify, REGULAR, heading).spaced(0.0, 3.0).keeping().into());
    blocks.extend([papers(&content.papers), Block::Space(4.0)]);
    let mut reason = lines(&content.reason);
    blocks.push(entry("Lý do", reason.next().unwrap_or("")));
    blocks.extend(reason.map(|line| sentence(REGULAR, line)));
    let website = content.website.as_ref().map_or_else(String::new, |site| format!(" hoặc xem tại {site}"));
    let help = format!(
        "Trong quá trình hoàn thiện hồ sơ nếu có vướng mắc, Ông/Bà liên hệ với {}, số điện thoại {}{website} để được \
         hướng dẫn./.",
        content.contact, content.contact_phone
    );
    blocks.push(Paragraph::of(Align::Justify, REGULAR, &help).spaced(2.0, 0.0).keeping().into());
    blocks.push(signatures(&[Signer { capacity: "NGƯỜI HƯỚNG DẪN", name: &content.guide, place: true }]));
    Ok(blocks)
}
