//! Notices as templates: what each tells of, the names of what differs from case to case, and the words of the program,
//! which an edition may replace. A name stands in braces: `{due}`.

use casework::catalogue::{Edition, NoticeText};

/// Something that a template names.
pub(crate) struct Name {
    pub name: &'static str,
    pub about: [&'static str; 2],
    /// What a preview shows: Vietnamese, English, in a short message.
    pub sample: [&'static str; 3],
}

/// A notice and the program's words for it.
pub(crate) struct Template {
    pub kind: &'static str,
    pub about: [&'static str; 2],
    pub names: &'static [Name],
    /// Without which it is worth nothing.
    pub needs: &'static [&'static str],
    /// It is about a case: code, service and agency follow it.
    pub is_of_case: bool,
    subject: [&'static str; 2],
    body: [&'static str; 2],
    /// For SMS, in Vietnamese without diacritics: one message instead of three. Empty where none is sent.
    short: &'static str,
}

impl Template {
    pub fn usual(&self) -> NoticeText {
        let [subject_vi, subject_en, vi, en, short] =
            [self.subject[0], self.subject[1], self.body[0], self.body[1], self.short].map(str::to_owned);
        NoticeText { subject_vi, subject_en, vi, en, short }
    }

    pub fn has_short(&self) -> bool {
        !self.short.is_empty()
    }

    /// The words of an edition, or else of the program.
    pub fn words(&self, edition: Option<&Edition>) -> NoticeText {
        edition.and_then(|edition| edition.notices.get(self.kind)).cloned().unwrap_or_else(|| self.usual())
    }

    /// The names that stand for something in it.
    pub fn known(&self) -> impl Iterator<Item = &'static Name> {
        let of_case: &[Name] = if self.is_of_case { &OF_CASE } else { &[] };
        self.names.iter().chain(of_case)
    }
}

/// The template of a notice.
pub(crate) fn of(kind: &str) -> Option<&'static Template> {
    TEMPLATES.iter().find(|template| template.kind == kind)
}

/// A name that is none, or a brace without its companion.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Stray;

/// Cuts a text into words and names, in turns: the first piece is words.
fn pieces(text: &str) -> Result<Vec<&str>, Stray> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(begin) = rest.find(['{', '}']) {
        let (words, name) = rest.split_at(begin);
        let (name, after) = name.strip_prefix('{').and_then(|name| name.split_once('}')).ok_or(Stray)?;
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') {
            return Err(Stray);
        }
        pieces.extend([words, name]);
        rest = after;
    }
    pieces.push(rest);
    Ok(pieces)
}

/// The names in a text.
pub(crate) fn names(text: &str) -> Result<Vec<&str>, Stray> {
    Ok(pieces(text)?.into_iter().skip(1).step_by(2).collect())
}

/// Puts values in the place of their names; what they say is not looked at again. A text that names something wrongly was
/// never published, and stays as it is.
pub(crate) fn fill<'a>(text: &str, value: impl Fn(&str) -> Option<&'a str>) -> String {
    let Ok(pieces) = pieces(text) else { return text.to_owned() };
    let filled = pieces.into_iter().enumerate();
    filled.map(|(place, piece)| if place % 2 == 0 { piece } else { value(piece).unwrap_or_default() }).collect()
}

const DUE: Name = Name {
    name: "due",
    about: ["ngày giờ hẹn trả kết quả", "when the result is due"],
    sample: ["16:30 02/12/2026", "16:30 02/12/2026", "16:30 02/12/2026"],
};
const REASON: Name = Name {
    name: "reason",
    about: ["lý do", "the reason"],
    sample: ["Giấy tờ chưa rõ", "Giấy tờ chưa rõ", "Giay to chua ro"],
};
const AGENCY: Name = Name {
    name: "agency",
    about: ["tên cơ quan", "name of the agency"],
    sample: ["Sở Tư pháp", "Sở Tư pháp", "So Tu phap"],
};
const LINK: Name = Name {
    name: "link",
    about: ["địa chỉ trang", "address of the page"],
    sample: ["https://dichvucong.example.vn", "https://dichvucong.example.vn?lang=en", ""],
};
const CODE: Name =
    Name { name: "code", about: ["mã tám số", "the eight digits"], sample: ["12345678", "12345678", "12345678"] };

/// What every notice of a case may name.
const OF_CASE: [Name; 3] = [
    Name {
        name: "case",
        about: ["mã hồ sơ", "code of the case"],
        sample: ["000.00.03.H40-261123-0001", "000.00.03.H40-261123-0001", "000.00.03.H40-261123-0001"],
    },
    Name {
        name: "service",
        about: ["tên thủ tục", "name of the service"],
        sample: ["Cấp phiếu lý lịch tư pháp", "Cấp phiếu lý lịch tư pháp", "Cap phieu ly lich tu phap"],
    },
    Name {
        name: "unit",
        about: ["tên cơ quan giải quyết", "name of the deciding agency"],
        sample: ["Sở Tư pháp", "Sở Tư pháp", "So Tu phap"],
    },
];

const fn of_case(
    kind: &'static str,
    about: [&'static str; 2],
    names: &'static [Name],
    subject: [&'static str; 2],
    body: [&'static str; 2],
    short: &'static str,
) -> Template {
    Template { kind, about, names, needs: &[], is_of_case: true, subject, body, short }
}

pub(crate) const TEMPLATES: [Template; 19] = [
    of_case(
        "accepted",
        ["Đã tiếp nhận hồ sơ", "Application accepted"],
        &[
            DUE,
            Name {
                name: "fees",
                about: ["câu về phí còn phải nộp, nếu có", "a sentence on fees to be paid, if any"],
                sample: [
                    "\nPhí, lệ phí còn phải nộp: 200.000 đ, tại Bộ phận một cửa.",
                    "\nFees to be paid: 200.000 đ, at the one-stop shop.",
                    " Phi, le phi: 200000 dong.",
                ],
            },
        ],
        ["Đã tiếp nhận hồ sơ", "Application accepted"],
        [
            "Hồ sơ của ông/bà đã được tiếp nhận. Hẹn trả kết quả: {due}.{fees}",
            "Your application was accepted. The result is due: {due}.{fees}",
        ],
        "da tiep nhan, hen tra ket qua {due}.{fees}",
    ),
    of_case(
        "rejected",
        ["Không tiếp nhận hồ sơ", "Application not accepted"],
        &[REASON],
        ["Hồ sơ không được tiếp nhận", "Application not accepted"],
        [
            "Hồ sơ của ông/bà không được tiếp nhận. Lý do: {reason}",
            "Your application was not accepted. Reason: {reason}",
        ],
        "khong duoc tiep nhan. Xem ly do tren cong dich vu cong.",
    ),
    of_case(
        "supplement_requested",
        ["Yêu cầu bổ sung", "Papers are missing"],
        &[
            Name {
                name: "papers",
                about: ["danh sách giấy tờ, mỗi giấy tờ một dòng", "the papers, each on a line"],
                sample: ["\n- Giấy khai sinh\n- Sổ hộ khẩu", "\n- Giấy khai sinh\n- Sổ hộ khẩu", ""],
            },
            REASON,
        ],
        ["Yêu cầu bổ sung giấy tờ", "Papers are missing"],
        [
            "Đề nghị ông/bà bổ sung các giấy tờ sau:{papers}\nLý do: {reason}",
            "Please bring these papers:{papers}\nReason: {reason}",
        ],
        "can bo sung giay to. Xem chi tiet tren cong dich vu cong.",
    ),
    of_case(
        "payment_requested",
        ["Nghĩa vụ tài chính", "A financial duty"],
        &[REASON],
        ["Thực hiện nghĩa vụ tài chính", "A financial duty is to be met"],
        [
            "Đề nghị ông/bà thực hiện nghĩa vụ tài chính để hồ sơ được giải quyết tiếp. Nội dung: {reason}",
            "A financial duty is to be met before work on the case goes on. What for: {reason}",
        ],
        "can thuc hien nghia vu tai chinh. Xem tren cong dich vu cong.",
    ),
    of_case(
        "extended",
        ["Xin lỗi và hẹn lại", "Apology and new date"],
        &[
            Name {
                name: "before",
                about: ["ngày giờ hẹn cũ", "the old date"],
                sample: ["16:30 25/11/2026", "16:30 25/11/2026", "16:30 25/11/2026"],
            },
            DUE,
            REASON,
        ],
        ["Xin lỗi và hẹn lại ngày trả kết quả", "Apology and new date"],
        [
            "Cơ quan xin lỗi vì chưa trả được kết quả đúng hẹn ({before}). Ngày hẹn mới: {due}. Lý do: {reason}",
            "The agency apologises: the result will not be ready by {before}. The new date is {due}. Reason: {reason}",
        ],
        "co quan xin loi va hen lai ngay tra ket qua: {due}.",
    ),
    // Why stays behind the look-up: it may say what an e-mail should not.
    of_case(
        "stopped",
        ["Dừng giải quyết", "Work has stopped"],
        &[],
        ["Dừng giải quyết hồ sơ", "Work on the case has stopped"],
        [
            "Cơ quan tạm dừng giải quyết hồ sơ của ông/bà; thời gian dừng không tính vào thời hạn. Xem lý do khi tra cứu hồ sơ.",
            "Work on your case has stopped; the time does not count. Look the case up to read why.",
        ],
        "tam dung giai quyet. Xem ly do khi tra cuu ho so.",
    ),
    of_case(
        "resumed",
        ["Tiếp tục giải quyết", "Work goes on"],
        &[Name {
            name: "due_sentence",
            about: ["câu hẹn trả kết quả, nếu đã có hẹn", "a sentence on when the result is due, if that is known"],
            sample: [
                " Hẹn trả kết quả: 16:30 02/12/2026.",
                " The result is due: 16:30 02/12/2026.",
                " Hen tra ket qua: 16:30 02/12/2026.",
            ],
        }],
        ["Tiếp tục giải quyết hồ sơ", "Work on the case goes on"],
        ["Cơ quan tiếp tục giải quyết hồ sơ của ông/bà.{due_sentence}", "Work on your case goes on.{due_sentence}"],
        "tiep tuc giai quyet.{due_sentence}",
    ),
    of_case(
        "time_limit_changed",
        ["Thời hạn thay đổi", "Another time limit"],
        &[DUE, REASON],
        ["Thời hạn giải quyết thay đổi", "Another time limit"],
        [
            "Hồ sơ của ông/bà thuộc trường hợp có thời hạn khác. Hẹn trả kết quả: {due}. Lý do: {reason}",
            "Your case has another time limit. The result is due: {due}. Reason: {reason}",
        ],
        "thoi han thay doi, hen tra ket qua {due}.",
    ),
    of_case(
        "passed_on",
        ["Chuyển cơ quan có thẩm quyền", "Passed to the competent agency"],
        &[AGENCY],
        ["Chuyển hồ sơ đến cơ quan có thẩm quyền", "The case went to the competent agency"],
        [
            "Hồ sơ của ông/bà được chuyển đến cơ quan có thẩm quyền: {agency}.",
            "Your case went to the agency that is competent for it: {agency}.",
        ],
        "da chuyen den co quan co tham quyen. Xem khi tra cuu ho so.",
    ),
    of_case(
        "revoked",
        ["Thu hồi kết quả", "The result was revoked"],
        &[],
        ["Kết quả đã bị thu hồi", "The result was revoked"],
        [
            "Kết quả của hồ sơ này đã bị thu hồi, không còn giá trị. Xem lý do khi tra cứu hồ sơ.",
            "The result of this case was revoked and is not valid any more. Look the case up to read why.",
        ],
        "ket qua da bi thu hoi. Xem ly do khi tra cuu ho so.",
    ),
    of_case(
        "declined",
        ["Từ chối giải quyết", "The agency has declined"],
        &[],
        ["Cơ quan từ chối giải quyết hồ sơ", "The agency has declined"],
        [
            "Qua thẩm định, cơ quan từ chối giải quyết hồ sơ của ông/bà. Lý do có trong văn bản kèm kết quả tra cứu.",
            "After appraisal the agency has declined your case. Look the case up to read why.",
        ],
        "co quan tu choi giai quyet ho so; tra cuu de biet ly do.",
    ),
    of_case(
        "result_ready",
        ["Đã có kết quả", "The result is ready"],
        &[Name {
            name: "title",
            about: ["tên kết quả", "title of the result"],
            sample: ["Phiếu lý lịch tư pháp số 1", "Phiếu lý lịch tư pháp số 1", "Phieu ly lich tu phap so 1"],
        }],
        ["Đã có kết quả", "The result is ready"],
        ["Hồ sơ của ông/bà đã có kết quả: {title}.", "The result of your case is ready: {title}."],
        "da co ket qua.",
    ),
    // What was written stays behind the look-up: it may say what an e-mail should not.
    of_case(
        "message",
        ["Cơ quan nhắn tin", "A message from the agency"],
        &[],
        ["Cơ quan nhắn ông/bà", "A message from the agency"],
        [
            "Cơ quan đã nhắn ông/bà về hồ sơ này. Xem nội dung khi tra cứu hồ sơ.",
            "The agency has written to you about this case. Look the case up to read it.",
        ],
        "co quan co tin nhan. Xem khi tra cuu ho so.",
    ),
    Template {
        kind: "question_answered",
        about: ["Đã trả lời câu hỏi", "A question was answered"],
        names: &[
            AGENCY,
            Name {
                name: "title",
                about: ["tiêu đề câu hỏi", "title of the question"],
                sample: ["Thời gian cấp phiếu", "Thời gian cấp phiếu", "Thoi gian cap phieu"],
            },
            LINK,
        ],
        needs: &[],
        is_of_case: false,
        subject: ["Cơ quan đã trả lời câu hỏi của ông/bà", "Your question was answered"],
        body: [
            "{agency} đã trả lời: “{title}”.\nXem trong tài khoản của ông/bà: {link}",
            "{agency} has answered: “{title}”.\nRead it in your account: {link}",
        ],
        short: "Co quan da tra loi cau hoi cua ong/ba. Xem trong tai khoan.",
    },
    Template {
        kind: "deletion_refused",
        about: ["Chưa xóa tài khoản", "The account is not deleted"],
        names: &[LINK],
        needs: &[],
        is_of_case: false,
        subject: ["Chưa xóa tài khoản của ông/bà", "Your account is not deleted"],
        body: [
            "Yêu cầu xóa tài khoản chưa được thực hiện. Đọc lý do trong tài khoản: {link}",
            "Your account is not deleted. Read why in your account: {link}",
        ],
        short: "",
    },
    Template {
        kind: "account_erased",
        about: ["Đã xóa tài khoản", "The account is deleted"],
        names: &[],
        needs: &[],
        is_of_case: false,
        subject: ["Xóa tài khoản theo yêu cầu", "Your account is deleted"],
        body: [
            "Tài khoản của ông/bà trên cổng được xóa theo yêu cầu: tên đăng nhập, họ tên và liên hệ không còn. Hồ sơ đã nộp vẫn được lưu theo quy định về lưu trữ.",
            "Your account on the portal is deleted as you asked: login, name and contact are gone. Cases that were filed are kept as the rules on archives say.",
        ],
        short: "",
    },
    Template {
        kind: "email_code",
        about: ["Mã xác nhận thư điện tử", "Code to verify an e-mail"],
        names: &[CODE],
        needs: &["code"],
        is_of_case: false,
        subject: ["Mã xác nhận thư điện tử", "Code to verify your e-mail"],
        body: [
            "Mã xác nhận địa chỉ thư của ông/bà trên cổng dịch vụ công: {code}. Mã dùng một lần, trong 30 phút. Nếu ông/bà không yêu cầu, hãy bỏ qua thư này.",
            "Your code to verify this address on the portal: {code}. It is good once, for 30 minutes. If you did not ask for it, ignore this e-mail.",
        ],
        short: "",
    },
    Template {
        kind: "phone_code",
        about: ["Mã xác nhận số điện thoại", "Code to verify a number"],
        names: &[CODE],
        needs: &["code"],
        is_of_case: false,
        subject: ["Mã xác nhận số điện thoại", "Code to verify your number"],
        body: [
            "Mã xác nhận số điện thoại trên cổng dịch vụ công: {code}. Dùng một lần, trong 10 phút. Không đưa mã cho ai.",
            "Your code to verify this number on the portal: {code}. Good once, for 10 minutes. Tell nobody.",
        ],
        short: "Ma xac nhan dich vu cong: {code}. Dung mot lan, trong 10 phut. Khong dua ma cho ai.",
    },
    Template {
        kind: "recovery_code",
        about: ["Mã đặt lại mật khẩu", "Code for a new password"],
        names: &[CODE],
        needs: &["code"],
        is_of_case: false,
        subject: ["Mã đặt lại mật khẩu", "Code for a new password"],
        body: [
            "Mã để đặt lại mật khẩu trên cổng dịch vụ công: {code}. Mã dùng một lần, trong 30 phút. Không đưa mã cho ai. Nếu ông/bà không yêu cầu, hãy bỏ qua thư này; mật khẩu không thay đổi.",
            "Your code to set a new password on the portal: {code}. It is good once, for 30 minutes. Tell nobody. If you did not ask for it, ignore this; your password stays.",
        ],
        short: "Ma dat lai mat khau dich vu cong: {code}. Dung mot lan, trong 30 phut. Khong dua ma cho ai.",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_in_braces_and_what_they_say_is_not_looked_at_again() {
        assert_eq!(names("Hẹn {due}, lý do: {reason}"), Ok(vec!["due", "reason"]));
        assert_eq!(names("không có gì"), Ok(vec![]));
        for stray in ["{", "}", "{due", "due}", "{}", "{Due}", "{{due}}", "{due }"] {
            assert_eq!(names(stray), Err(Stray), "{stray}");
        }
        let value = |name: &str| match name {
            "due" => Some("{reason}"),
            "reason" => Some("x"),
            _ => None,
        };
        assert_eq!(fill("{due} {reason}{other}.", value), "{reason} x.");
    }

    #[test]
    fn the_words_of_the_program_name_only_what_is_known_and_fit_into_one_message() {
        for template in &TEMPLATES {
            let words = template.usual();
            assert_eq!(crate::notices::judge::problems(template.kind, &words), [], "{}", template.kind);
            assert!(words.short.is_ascii(), "{}", template.kind);
        }
    }
}
