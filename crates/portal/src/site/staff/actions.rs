//! The book of actions: who did what in the rooms of the staff, newest first.

use super::rights::{Business, Scope};
use super::{Answer, Frame, Room, moment};
use crate::admit::clock;
use askama::Template;
use axum::extract::Query;
use serde::Deserialize;

/// Lines of a page.
const LINES: u32 = 100;

#[derive(Deserialize)]
pub(super) struct Place {
    #[serde(default)]
    trang: u32,
}

struct Line {
    at: String,
    who: String,
    unit: String,
    action: String,
    detail: String,
}

#[derive(Template)]
#[template(path = "staff/actions.html")]
struct ActionsPage {
    room: Room,
    lines: Vec<Line>,
    page: u32,
    has_more: bool,
}

pub(super) async fn list(room: Room, Query(place): Query<Place>) -> Answer {
    let unit = match room.needs(Business::ReadActions)? {
        Scope::Everything => None,
        Scope::OwnUnit | Scope::Nothing => Some(room.staff.unit.clone()),
    };
    let page = place.trang.min(10_000);
    let mut actions = room.portal.store.actions(unit.as_ref(), LINES + 1, page * LINES).await?;
    let has_more = actions.len() > LINES as usize;
    actions.truncate(LINES as usize);
    let catalogue = room.portal.catalogue();
    let edition = catalogue.edition_on(clock().day());
    let line = |action: crate::store::StaffAction| Line {
        at: moment(action.at),
        who: catalogue.users.get(&action.user).map_or_else(|| action.user.to_string(), |user| user.name.clone()),
        unit: edition
            .and_then(|edition| edition.units.get(&action.unit))
            .map_or_else(|| action.unit.to_string(), |unit| unit.name.clone()),
        action: told(&room.frame, &action.action),
        detail: action.detail,
    };
    let lines = actions.into_iter().map(line).collect();
    let page = ActionsPage { lines, page, has_more, room };
    Ok(page.room.page(&page))
}

/// What was done, in words.
fn told(frame: &Frame, action: &str) -> String {
    let text = match action {
        "sign_in" => frame.t("Đăng nhập", "Signed in"),
        "sign_in_passkey" => frame.t("Đăng nhập bằng khóa truy cập", "Signed in with a passkey"),
        "passkey_added" => frame.t("Thêm khóa truy cập", "Added a passkey"),
        "passkey_removed" => frame.t("Bỏ khóa truy cập", "Removed a passkey"),
        "passkey_needed" => frame.t("Bắt buộc dùng khóa truy cập", "Made a passkey necessary"),
        "passkey_not_needed" => frame.t("Cho vào lại bằng mật khẩu", "Made the secret enough"),
        "passkeys_reset" => frame.t("Bỏ mọi khóa truy cập để vào lại bằng mật khẩu", "Reset somebody's passkeys"),
        "sign_in_needs_passkey" => frame.t("Đăng nhập chỉ bằng mật khẩu bị từ chối", "Refused the secret alone"),
        "infected_document" => {
            frame.t("Từ chối tệp có mã độc công dân gửi", "Refused an infected document of a citizen")
        }
        "sign_in_refused" => frame.t("Đăng nhập không thành công", "Failed to sign in"),
        "sign_out" => frame.t("Đăng xuất", "Signed out"),
        "report_taken" => frame.t("Lấy báo cáo", "Took a report"),
        "enrol_code_made" => frame.t("Tạo mã ghi danh máy", "Made an enrolment code"),
        "jobs_tried_again" => frame.t("Cho thử lại việc bị mắc", "Had stuck jobs tried again"),
        "desk_revoked" => frame.t("Thu hồi quyền của máy", "Revoked a desk"),
        "bundle_taken" => frame.t("Nhập gói niêm phong", "Took a sealed bundle in"),
        "bundles_forbidden" => frame.t("Cấm gói niêm phong qua USB", "Forbade bundles on sticks"),
        "bundles_allowed" => frame.t("Cho phép gói niêm phong qua USB", "Allowed bundles on sticks"),
        "register_freed" => frame.t("Lấy lại sổ từ máy", "Took a register back"),
        "person_added" => frame.t("Thêm người", "Added a person"),
        "person_changed" => frame.t("Đổi thông tin người", "Changed a person"),
        "secret_set" => frame.t("Đặt mật khẩu", "Set a secret"),
        "draft_taken" => frame.t("Xuất bản dự thảo ra bảng tính", "Took the draft as a workbook"),
        "draft_begun" => frame.t("Bắt đầu bản dự thảo danh mục", "Began a draft of the catalogue"),
        "draft_changed" => frame.t("Sửa bản dự thảo danh mục", "Changed the draft of the catalogue"),
        "draft_dropped" => frame.t("Bỏ bản dự thảo danh mục", "Dropped the draft of the catalogue"),
        "national_lists_read" => frame.t("Đọc danh mục của Cổng quốc gia", "Read the national catalogue"),
        "national_told_again" => frame.t("Gửi lại hồ sơ lên Cổng quốc gia", "Told the national portal again"),
        "document_address_ended" => frame.t("Thu hồi địa chỉ tài liệu", "Ended an address of a document"),
        "edition_published" => frame.t("Công bố danh mục", "Published an edition"),
        "question_answered" => frame.t("Trả lời câu hỏi", "Answered a question"),
        "question_published" => frame.t("Trả lời và công khai câu hỏi", "Answered and published a question"),
        "account_erased" => frame.t("Xóa tài khoản công dân", "Deleted a citizen's account"),
        "deletion_refused" => frame.t("Từ chối xóa tài khoản công dân", "Refused to delete a citizen's account"),
        other => other,
    };
    text.to_owned()
}
