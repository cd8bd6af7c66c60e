//! Which sheets and columns a workbook has, and the words that stand in its cells.

use super::super::entry_words::{ENTRY_KINDS, NEEDS};
use super::grid::Row;
use super::{form, people, services, tables};
use casework::UserId;
use casework::catalogue::{Edition, OnlineLevel, SupplementClock, UnitKind, User};
use std::collections::BTreeMap;

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A code: text even where it looks like a number.
    Code,
    Text,
    /// Several entries, one on each line of the cell.
    Lines,
    Number,
    Day,
}

/// A column by its name in both languages.
#[derive(Debug)]
pub(super) struct Column {
    pub vi: &'static str,
    pub en: &'static str,
    pub width: u16,
    pub shape: Shape,
    /// The only words that may stand there.
    pub words: &'static [&'static str],
}

impl Column {
    const fn new(vi: &'static str, en: &'static str, width: u16, shape: Shape) -> Self {
        Self { vi, en, width, shape, words: &[] }
    }

    const fn one_of(vi: &'static str, en: &'static str, width: u16, words: &'static [&'static str]) -> Self {
        Self { vi, en, width, shape: Shape::Text, words }
    }

    /// As it stands in the first row.
    pub(super) fn head(&self) -> String {
        format!("{} / {}", self.vi, self.en)
    }
}

/// A sheet: its columns, and how its rows are taken over.
pub(super) struct Sheet {
    pub vi: &'static str,
    pub en: &'static str,
    pub columns: &'static [&'static Column],
    pub take: fn(&mut [Row], &mut Edition, &BTreeMap<UserId, User>),
}

pub(super) static CODE: Column = Column::new("Mã", "Code", 18, Shape::Code);
pub(super) static NAME: Column = Column::new("Tên", "Name", 44, Shape::Text);
pub(super) static REMOVE: Column = Column::one_of("Bỏ", "Remove", 12, &["x"]);

pub(super) static LEVEL: Column = Column::one_of("Cấp", "Level", 12, &[KINDS[0].1, KINDS[1].1, KINDS[2].1, KINDS[3].1]);
pub(super) static PARENT: Column = Column::new("Đơn vị cấp trên", "Unit above", 18, Shape::Code);
pub(super) static SYMBOL: Column = Column::new("Ký hiệu", "Symbol", 12, Shape::Text);
pub(super) static PLACE: Column = Column::new("Địa danh", "Place", 20, Shape::Text);
pub(super) static ADDRESS: Column = Column::new("Địa chỉ", "Address", 36, Shape::Text);
pub(super) static PHONE: Column = Column::new("Điện thoại", "Telephone", 18, Shape::Text);
pub(super) static ORGANISATION: Column = Column::new("Điểm tổ chức", "Organisation", 14, Shape::Number);
pub(super) static PUBLICATION: Column = Column::new("Điểm công khai", "Publication", 14, Shape::Number);
pub(super) static COMPLAINTS: Column = Column::new("Điểm khiếu nại", "Complaints", 14, Shape::Number);

pub(super) static FIELD: Column = Column::new("Lĩnh vực", "Field", 14, Shape::Code);
pub(super) static UNITS: Column = Column::new("Đơn vị thực hiện", "Offered by", 20, Shape::Lines);
pub(super) static TAKEN_IN_BY: Column = Column::new("Nơi tiếp nhận", "Taken in by", 20, Shape::Lines);
pub(super) static WORKFLOW: Column = Column::new("Quy trình", "Workflow", 16, Shape::Code);
pub(super) static LIMIT_KIND: Column =
    Column::one_of("Cách tính hạn", "Counted in", 16, &[SAME_DAY, WORKING_DAYS, CALENDAR_DAYS]);
pub(super) static LIMIT: Column = Column::new("Số ngày hoặc giờ chốt", "Days or cut-off", 14, Shape::Text);
pub(super) static TIME_TEXT: Column = Column::new("Thời hạn bằng lời", "Time in words", 30, Shape::Text);
pub(super) static FEE_TEXT: Column = Column::new("Phí bằng lời", "Fee in words", 30, Shape::Text);
pub(super) static PAPERS: Column = Column::new("Giấy tờ", "Papers", 44, Shape::Lines);
pub(super) static PAPER_CODES: Column = Column::new("Mã thành phần hồ sơ", "Codes of papers", 44, Shape::Lines);
pub(super) static RESULT: Column = Column::new("Kết quả", "Result", 30, Shape::Text);
pub(super) static REGISTER: Column = Column::new("Sổ", "Register", 10, Shape::Code);
pub(super) static CLOCK: Column =
    Column::one_of("Hạn sau bổ sung", "Clock after supplement", 16, &[CLOCKS[0].1, CLOCKS[1].1]);
pub(super) static REQUESTS: Column = Column::new("Số lần yêu cầu bổ sung", "Requests allowed", 12, Shape::Number);
pub(super) static WITHIN_DAYS: Column =
    Column::new("Yêu cầu bổ sung trong (ngày làm việc)", "Ask within (working days)", 14, Shape::Number);
pub(super) static AT_ONCE: Column = Column::one_of("Trả ngay", "At once", 10, &["x"]);
pub(super) static VALID_MONTHS: Column = Column::new("Hiệu lực (tháng)", "Valid (months)", 12, Shape::Number);
pub(super) static ONLINE: Column =
    Column::one_of("Mức trực tuyến", "Online level", 20, &[ONLINES[0].1, ONLINES[1].1, ONLINES[2].1]);
pub(super) static AT_COUNTER: Column = Column::new("Việc tại quầy", "At the counter", 30, Shape::Lines);
pub(super) static LIFE_EVENTS: Column = Column::new("Sự kiện trong đời", "Events of life", 20, Shape::Lines);
pub(super) static LEGAL_BASIS: Column = Column::new("Căn cứ pháp lý", "Legal basis", 44, Shape::Lines);
pub(super) static CERTAINTY: Column = Column::new("Độ chắc chắn", "Certainty", 10, Shape::Text);
pub(super) static NOTE: Column = Column::new("Ghi chú", "Note", 30, Shape::Text);

pub(super) static SERVICE: Column = Column::new("Mã thủ tục", "Service", 14, Shape::Code);
pub(super) static FEE_CODE: Column = Column::new("Mã khoản", "Fee code", 14, Shape::Code);
pub(super) static FEE_NAME: Column = Column::new("Tên khoản", "Fee", 30, Shape::Text);
pub(super) static FEE_KIND: Column = Column::one_of("Cách tính", "Counted", 16, &[FIXED, EACH, TIERS, SHARE]);
pub(super) static AMOUNT: Column = Column::new("Mức (đồng)", "Amount (đồng)", 16, Shape::Number);
pub(super) static ENTRY: Column = Column::new("Mục khai", "Entry", 20, Shape::Text);
pub(super) static PER_TEN_THOUSAND: Column = Column::new("Phần vạn", "Per ten thousand", 12, Shape::Number);
pub(super) static LEAST: Column = Column::new("Ít nhất", "At least", 14, Shape::Number);
pub(super) static MOST: Column = Column::new("Nhiều nhất", "At most", 14, Shape::Number);
pub(super) static STEPS: Column = Column::new("Bậc (từ | đồng)", "Tiers (from | đồng)", 22, Shape::Lines);
pub(super) static COPIES: Column = Column::new("Mục khai số bản", "Entry of copies", 20, Shape::Text);
pub(super) static WAIVERS: Column = Column::new("Miễn giảm", "Waivers", 44, Shape::Lines);

pub(super) static ENTRY_NAME: Column = Column::new("Mục tờ khai", "Entry", 36, Shape::Code);
pub(super) static ENTRY_KIND: Column = Column::one_of(
    "Kiểu",
    "Kind",
    20,
    &[
        ENTRY_KINDS[0].1,
        ENTRY_KINDS[1].1,
        ENTRY_KINDS[2].1,
        ENTRY_KINDS[3].1,
        ENTRY_KINDS[4].1,
        ENTRY_KINDS[5].1,
        ENTRY_KINDS[6].1,
        ENTRY_KINDS[7].1,
        ENTRY_KINDS[8].1,
    ],
);
pub(super) static CHOICES: Column = Column::new("Lựa chọn", "Choices", 30, Shape::Lines);
pub(super) static NEEDED: Column = Column::one_of("Bắt buộc", "Needed", 20, &[NEEDS[0].1, NEEDS[1].1, NEEDS[2].1]);
pub(super) static SECTION: Column = Column::new("Phần", "Section", 24, Shape::Text);
pub(super) static HINT: Column = Column::new("Hướng dẫn", "Hint", 36, Shape::Text);

pub(super) static STATUS: Column = Column::new("Mã trạng thái", "Status", 14, Shape::Number);
pub(super) static VIETNAMESE: Column = Column::new("Tên tiếng Việt", "Vietnamese", 36, Shape::Text);
pub(super) static ENGLISH: Column = Column::new("Tên tiếng Anh", "English", 36, Shape::Text);

pub(super) static DAY: Column = Column::new("Ngày", "Day", 14, Shape::Day);
pub(super) static DAY_KIND: Column = Column::one_of("Loại", "Kind", 12, &[OFF, MAKEUP]);
pub(super) static REASON: Column = Column::new("Lý do", "Reason", 44, Shape::Text);

pub(super) static USER: Column = Column::new("Tên đăng nhập", "Sign-in name", 18, Shape::Code);
pub(super) static PERSON: Column = Column::new("Họ tên", "Full name", 28, Shape::Text);
pub(super) static TITLE: Column = Column::new("Chức danh", "Title", 30, Shape::Text);
pub(super) static UNIT: Column = Column::new("Đơn vị", "Unit", 18, Shape::Code);
pub(super) static ROLES: Column = Column::new("Vai trò", "Roles", 14, Shape::Text);
pub(super) static ACTIVE: Column = Column::one_of("Đang làm việc", "Active", 12, &["x"]);

/// The sheets in the order in which they are taken over.
pub(super) static SHEETS: &[Sheet] = &[
    Sheet {
        vi: "Đơn vị",
        en: "Units",
        columns: &[
            &CODE,
            &NAME,
            &LEVEL,
            &PARENT,
            &SYMBOL,
            &PLACE,
            &ADDRESS,
            &PHONE,
            &ORGANISATION,
            &PUBLICATION,
            &COMPLAINTS,
            &REMOVE,
        ],
        take: tables::units,
    },
    Sheet { vi: "Lĩnh vực", en: "Fields", columns: &[&CODE, &NAME, &REMOVE], take: tables::fields },
    Sheet {
        vi: "Thủ tục",
        en: "Services",
        columns: &[
            &CODE,
            &NAME,
            &FIELD,
            &UNITS,
            &TAKEN_IN_BY,
            &WORKFLOW,
            &LIMIT_KIND,
            &LIMIT,
            &TIME_TEXT,
            &FEE_TEXT,
            &PAPERS,
            &PAPER_CODES,
            &RESULT,
            &REGISTER,
            &CLOCK,
            &REQUESTS,
            &WITHIN_DAYS,
            &AT_ONCE,
            &VALID_MONTHS,
            &ONLINE,
            &AT_COUNTER,
            &LIFE_EVENTS,
            &LEGAL_BASIS,
            &CERTAINTY,
            &NOTE,
            &REMOVE,
        ],
        take: services::services,
    },
    Sheet {
        vi: "Phí, lệ phí",
        en: "Fees",
        columns: &[
            &SERVICE,
            &FEE_CODE,
            &FEE_NAME,
            &FEE_KIND,
            &AMOUNT,
            &ENTRY,
            &PER_TEN_THOUSAND,
            &LEAST,
            &MOST,
            &STEPS,
            &COPIES,
            &WAIVERS,
            &REMOVE,
        ],
        take: services::fees,
    },
    Sheet {
        vi: "Mục tờ khai",
        en: "Entries",
        columns: &[&SERVICE, &ENTRY_NAME, &ENTRY_KIND, &CHOICES, &LEAST, &MOST, &NEEDED, &SECTION, &HINT, &REMOVE],
        take: form::entries,
    },
    Sheet { vi: "Trạng thái", en: "Statuses", columns: &[&STATUS, &VIETNAMESE, &ENGLISH], take: tables::statuses },
    Sheet { vi: "Ngày nghỉ", en: "Days off", columns: &[&DAY, &DAY_KIND, &REASON, &REMOVE], take: tables::days },
    Sheet {
        vi: "Người dùng",
        en: "Users",
        columns: &[&USER, &PERSON, &TITLE, &UNIT, &ROLES, &ACTIVE],
        take: people::users,
    },
];

/// A value with its word in Vietnamese and in English.
pub(super) type Word<T> = (T, &'static str, &'static str);

pub(super) const KINDS: [Word<UnitKind>; 4] = [
    (UnitKind::Province, "Tỉnh", "Province"),
    (UnitKind::Department, "Sở, ngành", "Department"),
    (UnitKind::District, "Huyện", "District"),
    (UnitKind::Commune, "Xã", "Commune"),
];
pub(super) const ONLINES: [Word<OnlineLevel>; 3] = [
    (OnlineLevel::Information, "Cung cấp thông tin", "Information"),
    (OnlineLevel::Partly, "Một phần", "Partly"),
    (OnlineLevel::Fully, "Toàn trình", "Fully"),
];
pub(super) const CLOCKS: [Word<SupplementClock>; 2] =
    [(SupplementClock::Restart, "Tính lại từ đầu", "Restart"), (SupplementClock::Resume, "Tính tiếp", "Resume")];

pub(super) const SAME_DAY: &str = "Trong ngày";
pub(super) const WORKING_DAYS: &str = "Ngày làm việc";
pub(super) const CALENDAR_DAYS: &str = "Ngày";
pub(super) const LIMITS: [Word<&str>; 3] = [
    (SAME_DAY, SAME_DAY, "Same day"),
    (WORKING_DAYS, WORKING_DAYS, "Working days"),
    (CALENDAR_DAYS, CALENDAR_DAYS, "Calendar days"),
];
pub(super) const FIXED: &str = "Cố định";
pub(super) const EACH: &str = "Mỗi bản";
pub(super) const SHARE: &str = "Theo tỷ lệ";
pub(super) const TIERS: &str = "Theo bậc";
pub(super) const FEE_KINDS: [Word<&str>; 4] =
    [(FIXED, FIXED, "Fixed"), (EACH, EACH, "Each"), (TIERS, TIERS, "Tiers"), (SHARE, SHARE, "Share")];
pub(super) const OFF: &str = "Nghỉ";
pub(super) const MAKEUP: &str = "Làm bù";
pub(super) const DAY_KINDS: [Word<&str>; 2] = [(OFF, OFF, "Off"), (MAKEUP, MAKEUP, "Worked in exchange")];

/// The word of a value.
pub(super) fn word<T: Copy + PartialEq>(words: &[Word<T>], value: T) -> &'static str {
    words.iter().find(|(one, _, _)| *one == value).map_or("", |(_, vi, _)| vi)
}
