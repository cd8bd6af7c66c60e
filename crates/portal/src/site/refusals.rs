//! What the law said no to, in the words of the form that was filled in.

use super::Frame;
use casework::Refusal;

/// What the law calls an entry that every form has, and what the forms here call it. Entries of a service's own form are
/// called by their names.
const ENTRIES: [(&str, &str, &str); 18] = [
    ("applicant_name", "Họ và tên hoặc tên tổ chức", "Name"),
    ("identity_number", "Số CCCD hoặc mã số thuế", "Identity or tax number"),
    ("address", "Địa chỉ", "Address"),
    ("phone", "Số điện thoại", "Phone"),
    ("email", "Thư điện tử", "E-mail"),
    ("subject", "Nội dung đề nghị", "What is asked for"),
    ("send_result_to", "Địa chỉ nhận kết quả", "Address for the result"),
    ("submitter", "Người nộp", "Who hands it in"),
    ("co_applicants", "Người cùng đề nghị", "Who applies, too"),
    ("reason", "Lý do", "Reason"),
    ("text", "Nội dung", "Text"),
    ("papers", "Thành phần hồ sơ", "Papers"),
    ("paper", "Tên giấy tờ", "Name of a paper"),
    ("entries", "Các mục của tờ khai", "Entries of the form"),
    ("entry", "Tên mục của tờ khai", "Name of an entry"),
    ("file_name", "Tên tệp", "Name of a file"),
    ("file_size", "Dung lượng tệp", "Size of a file"),
    ("media_type", "Loại tệp", "Kind of a file"),
];

fn name<'a>(frame: &Frame, entry: &'a str) -> &'a str {
    let known = ENTRIES.iter().find(|(code, ..)| *code == entry);
    known.map_or(entry, |(_, vietnamese, english)| frame.t(vietnamese, english))
}

/// Why something was not taken, for whoever filled a form in.
pub(super) fn refused(frame: &Frame, refusal: &Refusal) -> String {
    match refusal {
        Refusal::EntryMissing { entry } => {
            format!("{}: {}", frame.t("Chưa điền", "Not filled in"), name(frame, entry))
        }
        // Of these it is not the text that is too long: there are too many.
        Refusal::EntryTooLong { entry, limit } if matches!(entry.as_str(), "papers" | "entries" | "co_applicants") => {
            format!(
                "{}: {}, {} {limit}",
                frame.t("Quá nhiều", "Too many"),
                name(frame, entry),
                frame.t("tối đa", "at most")
            )
        }
        Refusal::EntryTooLong { entry, limit } => {
            let (long, letters) = (frame.t("Quá dài", "Too long"), frame.t("ký tự", "characters"));
            format!("{long}: {}, {} {limit} {letters}", name(frame, entry), frame.t("tối đa", "at most"))
        }
        Refusal::EntryMalformed { entry } => {
            format!("{}: {}", frame.t("Ghi chưa đúng", "Not well written"), name(frame, entry))
        }
        _ => frame
            .t(
                "Hồ sơ chưa nộp được. Vui lòng kiểm tra lại các mục.",
                "The application could not be filed. Check the entries.",
            )
            .to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_of_the_code_reaches_whoever_filled_a_form_in() {
        for english in [false, true] {
            let frame = Frame { english, me: None, ended: None, sample: false, other: String::new() };
            for (code, ..) in ENTRIES {
                let entry = || code.to_owned();
                let refusals = [
                    Refusal::EntryMissing { entry: entry() },
                    Refusal::EntryTooLong { entry: entry(), limit: 300 },
                    Refusal::EntryMalformed { entry: entry() },
                ];
                for refusal in refusals {
                    let said = refused(&frame, &refusal);
                    let named = said.split(": ").nth(1).unwrap();
                    assert!(!named.split(',').any(|part| part == code), "{said}");
                }
            }
            let long = refused(&frame, &Refusal::EntryTooLong { entry: "Nơi sinh".to_owned(), limit: 4_000 });
            assert!(
                long.contains("Nơi sinh") && long.contains("4000"),
                "a service's own entry has its own name: {long}"
            );
        }
    }
}
