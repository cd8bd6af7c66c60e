//! What officials and applicants write in the sample: reasons and notes.

use super::chance::Chance;

/// Why papers are asked for again (Form 02), for papers that came and for one that is missing.
pub(super) fn supplement_reason(is_missing: bool, chance: &mut Chance) -> &'static str {
    if is_missing {
        return chance.pick(&[
            "Hồ sơ còn thiếu giấy tờ nêu trên; đề nghị bổ sung bản chính hoặc bản sao có chứng thực.",
            "Thành phần hồ sơ chưa đầy đủ theo quy định của thủ tục; đề nghị bổ sung một lần, đầy đủ.",
            "Giấy tờ nêu trên chưa được nộp kèm theo hồ sơ.",
        ]);
    }
    chance.pick(&[
        "Thông tin kê khai chưa thống nhất với giấy tờ tùy thân; đề nghị kê khai lại, ký và ghi rõ họ tên.",
        "Bản chụp mờ, không đọc được; đề nghị nộp bản rõ hơn.",
        "Tờ khai chưa có chữ ký của người yêu cầu; đề nghị hoàn thiện.",
    ])
}

/// Why an application is not accepted (Form 03).
pub(super) fn rejection_reason(chance: &mut Chance) -> &'static str {
    chance.pick(&[
        "Nội dung yêu cầu không thuộc thẩm quyền giải quyết của cơ quan; đề nghị nộp tại nơi thường trú.",
        "Người nộp không thuộc đối tượng được thực hiện thủ tục và không có văn bản ủy quyền.",
        "Hồ sơ trùng với hồ sơ đã nộp trước đó và đang được giải quyết.",
        "Giấy tờ trong hồ sơ đã hết hiệu lực tại thời điểm nộp.",
    ])
}

/// Why the agency says no after appraisal (Form 03; Decree 61/2018 Art. 19.8).
pub(super) fn declining_reason(chance: &mut Chance) -> &'static str {
    chance.pick(&[
        "Qua thẩm định, hồ sơ không đáp ứng điều kiện của thủ tục: thông tin khai không khớp với sổ gốc.",
        "Qua xác minh, người đề nghị không thuộc đối tượng được giải quyết theo thủ tục này.",
    ])
}

/// Why an applicant takes the application back.
pub(super) fn withdrawal_reason(chance: &mut Chance) -> &'static str {
    chance.pick(&[
        "Người nộp có đơn đề nghị rút hồ sơ do không còn nhu cầu.",
        "Người nộp rút hồ sơ để bổ sung thông tin và nộp lại sau.",
        "Người nộp đã nộp nhầm thủ tục.",
    ])
}

/// Why a draft goes back to the specialist.
pub(super) fn return_reason(chance: &mut Chance) -> &'static str {
    chance.pick(&[
        "Nội dung dự thảo ghi chưa đúng địa chỉ theo giấy tờ trong hồ sơ; đề nghị chỉnh lại.",
        "Đề nghị rà soát lại căn cứ pháp lý và thể thức văn bản.",
        "Đề nghị kiểm tra lại số định danh của người yêu cầu.",
        "Trích yếu chưa sát với nội dung; đề nghị viết lại.",
    ])
}

/// What a head writes when naming a specialist.
pub(super) fn assignment_note(chance: &mut Chance) -> &'static str {
    chance.pick(&["", "", "Đề nghị xử lý đúng hạn.", "Ưu tiên xử lý trong ngày.", "Kiểm tra kỹ thành phần hồ sơ."])
}

/// What stands beside a step that is done.
pub(super) fn step_note(step: &str, chance: &mut Chance) -> &'static str {
    match step {
        "request_verification" => "Đã gửi văn bản đề nghị xác minh tới cơ quan phối hợp.",
        "verify" => "Cơ quan phối hợp trả lời: thông tin trùng khớp, không có nội dung cần làm rõ.",
        "check" => "Thành phần hồ sơ đầy đủ, hợp lệ.",
        "site_visit" => "Đã kiểm tra tại chỗ, có biên bản với sự tham gia của chủ hồ sơ và đại diện tổ dân phố.",
        "consult" => "Các đơn vị liên quan thống nhất, không có ý kiến khác.",
        "confirm" => "Xác nhận nội dung kê khai là đúng.",
        "pass_on" => "Đã bàn giao đủ hồ sơ giấy và hồ sơ điện tử.",
        _ => chance.pick(&["Nhất trí với dự thảo.", "Nhất trí, trình ký.", ""]),
    }
}
