//! Words of the catalogue: roles, kinds of steps, acts, conditions.

use super::Frame;
use casework::catalogue::{Condition, Role, StepKind, UnitKind};
use casework::{ActKind, ApplicantKind, Channel, Refusal};

pub(super) const ROLES: [Role; 6] =
    [Role::Clerk, Role::Specialist, Role::DivisionHead, Role::UnitHead, Role::RecordsClerk, Role::Administrator];

pub(super) const KINDS: [StepKind; 8] = [
    StepKind::Receive,
    StepKind::Assign,
    StepKind::Handle,
    StepKind::Draft,
    StepKind::Review,
    StepKind::Sign,
    StepKind::Number,
    StepKind::HandOver,
];

/// Acts that a step may forbid although the law would allow them.
pub(super) const OPTIONAL_ACTS: [ActKind; 9] = [
    ActKind::RequestSupplement,
    ActKind::ReturnStep,
    ActKind::Stop,
    ActKind::RequestPayment,
    ActKind::Extend,
    ActKind::Recall,
    ActKind::ChangeVariant,
    ActKind::Consult,
    ActKind::Transfer,
];

/// The role by its name.
pub(super) fn role(frame: &Frame, role: Role) -> &'static str {
    match role {
        Role::Clerk => frame.t("Một cửa (MC)", "One-stop clerk (MC)"),
        Role::Specialist => frame.t("Chuyên viên (CV)", "Specialist (CV)"),
        Role::DivisionHead => frame.t("Lãnh đạo phòng (LP)", "Head of division (LP)"),
        Role::UnitHead => frame.t("Lãnh đạo đơn vị (LD)", "Head of the unit (LD)"),
        Role::RecordsClerk => frame.t("Văn thư (VT)", "Records clerk (VT)"),
        Role::Administrator => frame.t("Quản trị (QT)", "Administrator (QT)"),
    }
}

/// How a role is written in a form.
pub(super) const fn role_code(role: Role) -> &'static str {
    match role {
        Role::Clerk => "MC",
        Role::Specialist => "CV",
        Role::DivisionHead => "LP",
        Role::UnitHead => "LD",
        Role::RecordsClerk => "VT",
        Role::Administrator => "QT",
    }
}

/// The role that is written so.
pub(super) fn role_of(code: &str) -> Option<Role> {
    ROLES.into_iter().find(|role| role_code(*role) == code)
}

pub(super) fn kind(frame: &Frame, kind: StepKind) -> &'static str {
    match kind {
        StepKind::Receive => frame.t("Tiếp nhận", "Reception"),
        StepKind::Assign => frame.t("Phân công", "Assignment"),
        StepKind::Handle => frame.t("Xử lý (thẩm tra, xác minh…)", "Handling (check, verify…)"),
        StepKind::Draft => frame.t("Dự thảo kết quả", "Drafting the result"),
        StepKind::Review => frame.t("Xem xét dự thảo", "Reviewing the draft"),
        StepKind::Sign => frame.t("Ký", "Signature"),
        StepKind::Number => frame.t("Vào số, đóng dấu", "Number and seal"),
        StepKind::HandOver => frame.t("Trả kết quả", "Handing over"),
    }
}

/// How a kind is written in a form.
pub(super) const fn kind_code(kind: StepKind) -> &'static str {
    match kind {
        StepKind::Receive => "receive",
        StepKind::Assign => "assign",
        StepKind::Handle => "handle",
        StepKind::Draft => "draft",
        StepKind::Review => "review",
        StepKind::Sign => "sign",
        StepKind::Number => "number",
        StepKind::HandOver => "hand_over",
    }
}

pub(super) fn kind_of(code: &str) -> Option<StepKind> {
    KINDS.into_iter().find(|kind| kind_code(*kind) == code)
}

/// An act that a step may forbid.
pub(super) fn act(frame: &Frame, act: ActKind) -> &'static str {
    match act {
        ActKind::RequestSupplement => frame.t("Yêu cầu bổ sung", "Ask for supplements"),
        ActKind::ReturnStep => frame.t("Trả lại bước trước", "Return to an earlier step"),
        ActKind::Stop => frame.t("Tạm dừng", "Stop"),
        ActKind::RequestPayment => frame.t("Yêu cầu nghĩa vụ tài chính", "Ask for a financial duty"),
        ActKind::Extend => frame.t("Gia hạn, xin lỗi", "New date with apology"),
        ActKind::Recall => frame.t("Rút lại bước vừa chuyển", "Recall"),
        ActKind::ChangeVariant => frame.t("Chuyển trường hợp", "Change the variant"),
        ActKind::Consult => frame.t("Lấy ý kiến đơn vị khác", "Ask another unit"),
        ActKind::Transfer => frame.t("Chuyển đơn vị khác", "Transfer"),
        _ => "–",
    }
}

/// Any act; none where it brings a new case in.
pub(super) fn any_act(frame: &Frame, kind: Option<ActKind>) -> &'static str {
    let Some(kind) = kind else { return frame.t("Tiếp nhận hồ sơ mới", "Take a new case in") };
    match kind {
        ActKind::Accept => frame.t("Tiếp nhận", "Accept"),
        ActKind::Reject => frame.t("Từ chối tiếp nhận", "Reject"),
        ActKind::ReceiveSupplement => frame.t("Nhận bổ sung", "Receive supplements"),
        ActKind::Assign => frame.t("Phân công", "Assign"),
        ActKind::TakeOver => frame.t("Nhận xử lý", "Take over"),
        ActKind::CompleteStep => frame.t("Chuyển bước", "Complete the step"),
        ActKind::ProposeResult => frame.t("Trình dự thảo", "Propose a result"),
        ActKind::IssueCopy => frame.t("Cấp bản sao", "Issue copies"),
        ActKind::ProposeRejection => frame.t("Trình từ chối giải quyết", "Propose to decline"),
        ActKind::Approve => frame.t("Ký", "Sign"),
        ActKind::Number => frame.t("Cấp số, đóng dấu", "Number and seal"),
        ActKind::HandOver => frame.t("Trả kết quả", "Hand over"),
        ActKind::Withdraw => frame.t("Rút hồ sơ", "Withdraw"),
        ActKind::Resume => frame.t("Tiếp tục xử lý", "Resume"),
        ActKind::Note => frame.t("Ghi chú", "Note"),
        ActKind::Message => frame.t("Nhắn tin", "Message"),
        ActKind::Correct => frame.t("Sửa thông tin", "Correct"),
        ActKind::AnswerConsultation => frame.t("Trả lời ý kiến", "Answer another unit"),
        ActKind::Complain => frame.t("Khiếu nại", "Complain"),
        ActKind::AnswerComplaint => frame.t("Trả lời khiếu nại", "Answer a complaint"),
        ActKind::Revoke => frame.t("Thu hồi kết quả", "Revoke the result"),
        ActKind::CollectFee => frame.t("Thu phí", "Collect a fee"),
        ActKind::RefundFee => frame.t("Hoàn phí", "Refund a fee"),
        ActKind::RequestSupplement
        | ActKind::ReturnStep
        | ActKind::Stop
        | ActKind::RequestPayment
        | ActKind::Extend
        | ActKind::Recall
        | ActKind::ChangeVariant
        | ActKind::Consult
        | ActKind::Transfer => act(frame, kind),
    }
}

/// Why the law said no, in Vietnamese; the particulars are at the desk.
pub(super) const fn refusal(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::NoSuchCase => "Cổng không có hồ sơ này",
        Refusal::CaseExists => "Hồ sơ này đã có rồi",
        Refusal::CaseMovedOn { .. } => "Hồ sơ đã được xử lý tiếp trước đó",
        Refusal::NotInThisStatus { .. } => "Không làm được ở trạng thái hiện tại",
        Refusal::NotInThisStep { .. } => "Không làm được ở bước hiện tại",
        Refusal::UnknownUser { .. } => "Không có người dùng này trong đơn vị",
        Refusal::UserNotActive { .. } => "Tài khoản đã ngừng hoạt động",
        Refusal::OtherUnit { .. } => "Hồ sơ thuộc đơn vị khác",
        Refusal::RoleMissing { .. } => "Thiếu vai trò cần cho việc này",
        Refusal::WithSomeoneElse { .. } => "Hồ sơ đang do người khác xử lý",
        Refusal::AssigneeChanged { .. } => "Người xử lý đã thay đổi",
        Refusal::OfficialsOnly => "Chỉ cán bộ mới làm được",
        Refusal::NotYourCase => "Chỉ người nộp hoặc bộ phận một cửa mới làm được",
        Refusal::UnknownEdition { .. } => "Cổng không biết bản danh mục này",
        Refusal::UnknownService { .. } => "Không có thủ tục này trong danh mục",
        Refusal::ServiceNotAtUnit { .. } => "Đơn vị không giải quyết thủ tục này",
        Refusal::NotReceivedElsewhere { .. } => "Chỉ cơ quan có thẩm quyền mới tiếp nhận thủ tục này",
        Refusal::StillWaiting { .. } => "Bước này tự kết thúc khi hết thời hạn",
        Refusal::WorkflowBroken => "Quy trình của thủ tục bị thiếu bước",
        Refusal::UnknownStep { .. } => "Không có bước này",
        Refusal::EntryMissing { .. } => "Thiếu thông tin",
        Refusal::EntryTooLong { .. } => "Thông tin quá dài",
        Refusal::EntryMalformed { .. } => "Thông tin không đúng dạng",
        Refusal::SupplementsUsedUp { .. } => "Hết số lần được yêu cầu bổ sung",
        Refusal::DocumentOutOfDate => "Điều ghi trong văn bản đã ký không còn đúng với hồ sơ",
        Refusal::NoDraft => "Chưa có dự thảo để ký",
        Refusal::AlreadyDone => "Việc này đã làm rồi",
        Refusal::AlreadyExtended => "Đã hẹn lại một lần",
        Refusal::TooLateToExtend { .. } => "Hẹn lại quá muộn",
        Refusal::TimeIsOver { .. } => "Đã hết thời hạn",
        Refusal::NothingToRecall => "Không rút lại được nữa",
        Refusal::FeePaid { .. } => "Khoản phí này đã thu",
        Refusal::FeeWrong { .. } => "Mức phí không đúng",
        Refusal::NothingToAnswer => "Không có câu hỏi, khiếu nại hoặc khoản thu này",
        Refusal::NotAllowedInStep { .. } => "Bước này không cho phép",
        Refusal::CodeMalformed { .. } => "Mã hồ sơ không thuộc đơn vị và ngày này",
        Refusal::CodeTaken { .. } => "Mã hồ sơ đã có hồ sơ khác dùng",
        Refusal::CodeNotLeased { .. } => "Mã hồ sơ không thuộc dải số của máy",
        Refusal::CodesUsedUp { .. } => "Máy đã dùng hết số của ngày",
        Refusal::RegisterNotHeld { .. } => "Máy không giữ sổ này",
        Refusal::NumberNotNext { .. } => "Không phải số tiếp theo của sổ",
        Refusal::EarlierRefused { .. } => "Việc trước đó của hồ sơ đã bị từ chối",
        Refusal::NotEnrolled => "Máy không được làm thay người này",
        Refusal::UnknownCommand => "Cổng chưa biết loại việc này; cập nhật phần mềm",
    }
}

/// The place of an act among those that can be forbidden.
pub(super) fn act_of(code: &str) -> Option<ActKind> {
    code.parse::<usize>().ok().and_then(|index| OPTIONAL_ACTS.get(index).copied())
}

pub(super) fn unit_kind(frame: &Frame, kind: UnitKind) -> &'static str {
    match kind {
        UnitKind::Province => frame.t("Tỉnh", "Province"),
        UnitKind::Department => frame.t("Sở, ngành", "Department"),
        UnitKind::District => frame.t("Huyện", "District"),
        UnitKind::Commune => frame.t("Xã", "Commune"),
    }
}

fn channel(frame: &Frame, channel: Channel) -> &'static str {
    match channel {
        Channel::Counter => frame.t("nộp trực tiếp", "filed at the counter"),
        Channel::Online => frame.t("nộp trực tuyến", "filed online"),
        Channel::Post => frame.t("nộp qua bưu chính", "filed by post"),
    }
}

fn applicant(frame: &Frame, kind: ApplicantKind) -> &'static str {
    match kind {
        ApplicantKind::Citizen => frame.t("người nộp là công dân", "the applicant is a citizen"),
        ApplicantKind::Business => frame.t("người nộp là doanh nghiệp", "the applicant is a business"),
        ApplicantKind::Agency => frame.t("người nộp là cơ quan", "the applicant is an agency"),
        ApplicantKind::Other => frame.t("người nộp thuộc diện khác", "the applicant is somebody else"),
    }
}

/// A condition in words.
pub(super) fn condition(frame: &Frame, one: &Condition) -> String {
    match one {
        Condition::Channel(one) => channel(frame, *one).to_owned(),
        Condition::Applicant(one) => applicant(frame, *one).to_owned(),
        Condition::EntryIs { entry, value } => format!("{entry} = {value}"),
        Condition::EntryFilled { entry } => format!("{} {entry}", frame.t("có khai", "filled:")),
        Condition::EntryAtLeast { entry, number } => format!("{entry} ≥ {number}"),
        Condition::Not(inner) => format!("{} {}", frame.t("không phải:", "not:"), condition(frame, inner)),
    }
}

/// All conditions of a branch in words.
pub(in crate::site) fn conditions(frame: &Frame, all: &[Condition]) -> String {
    if all.is_empty() {
        return frame.t("luôn luôn", "always").to_owned();
    }
    all.iter().map(|one| condition(frame, one)).collect::<Vec<_>>().join(frame.t(" và ", " and "))
}
