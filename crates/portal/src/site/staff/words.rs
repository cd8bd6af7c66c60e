//! Words of the catalogue: roles, kinds of steps, acts, conditions.

use super::Frame;
use casework::catalogue::{Condition, Role, StepKind, UnitKind};
use casework::{ActKind, ApplicantKind, Channel};

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
pub(super) const OPTIONAL_ACTS: [ActKind; 8] = [
    ActKind::RequestSupplement,
    ActKind::ReturnStep,
    ActKind::Stop,
    ActKind::RequestPayment,
    ActKind::Extend,
    ActKind::Recall,
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
        ActKind::Consult => frame.t("Lấy ý kiến đơn vị khác", "Ask another unit"),
        ActKind::Transfer => frame.t("Chuyển đơn vị khác", "Transfer"),
        _ => "–",
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
pub(super) fn conditions(frame: &Frame, all: &[Condition]) -> String {
    if all.is_empty() {
        return frame.t("luôn luôn", "always").to_owned();
    }
    all.iter().map(|one| condition(frame, one)).collect::<Vec<_>>().join(frame.t(" và ", " and "))
}
