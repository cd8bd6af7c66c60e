//! The six units of the sample and the people who work there, all made up.

use casework::catalogue::{Role, User};
use casework::{FieldCode, UserId};
use std::collections::BTreeMap;

/// The people of the sample units by their ids, such as `stp.mc` (one-stop clerk of Sở Tư pháp) or `thd.ld` (head of
/// phường Trần Hưng Đạo). Every unit has every role; in xã Nam Phong the records clerk also stands at the counter.
#[must_use]
pub fn users() -> BTreeMap<UserId, User> {
    let people = OFFICES.iter().flat_map(|office| office.people.iter().map(move |person| (office, person)));
    let users = people.map(|(office, (suffix, name, title, roles))| User {
        id: office.user(suffix),
        name: (*name).to_owned(),
        title: (*title).to_owned(),
        unit: office.unit.into(),
        roles: roles.iter().copied().collect(),
        active: true,
        absence: None,
    });
    users.chain([province_administrator()]).map(|user| (user.id.clone(), user)).collect()
}

/// Looks after the catalogue and the desks of the whole province; stands at no desk.
fn province_administrator() -> User {
    User {
        id: UserId("tinh.qt".to_owned()),
        name: "Mai Xuân Trường".to_owned(),
        title: "Quản trị hệ thống của tỉnh".to_owned(),
        unit: "H40".into(),
        roles: QT.iter().copied().collect(),
        active: true,
        absence: None,
    }
}

/// A sample unit.
pub(super) struct Office {
    /// First part of its users' ids.
    pub prefix: &'static str,
    pub unit: &'static str,
    pub home: Home,
    people: &'static [(&'static str, &'static str, &'static str, &'static [Role])],
}

/// Where its applicants live.
#[derive(Clone, Copy)]
pub(super) enum Home {
    Province,
    City,
    HaiHau,
    TranHungDao,
    NamPhong,
}

impl Office {
    /// A person of this unit.
    pub fn user(&self, suffix: &str) -> UserId {
        UserId(format!("{}.{suffix}", self.prefix))
    }

    /// Who acts in a role; a specialist is named by the field of the case.
    pub fn holder(&self, role: Role, specialist: &UserId) -> UserId {
        match role {
            Role::Clerk => self.user("mc"),
            Role::Specialist => specialist.clone(),
            Role::DivisionHead => self.user("lp"),
            Role::UnitHead => self.user("ld"),
            Role::RecordsClerk => self.user("vt"),
            Role::Administrator => self.user("qt"),
        }
    }

    /// The specialist for a field; `draw` chooses where several do the same.
    pub fn specialist(&self, field: &FieldCode, draw: i64) -> UserId {
        let count = self.people.iter().filter(|(suffix, ..)| suffix.starts_with("cv")).count();
        let choice = match field.as_str() {
            "H40-HT" | "H40-CT" if self.prefix != "stp" => 1,
            "H40-HKD" | "H40-DIEN" => 2,
            "H40-XD" => count,
            _ => 1 + usize::try_from(draw).unwrap_or(0) % count.max(1),
        };
        self.user(&format!("cv{}", choice.min(count)))
    }

    /// A specialist who is not that one.
    pub fn other_specialist(&self, than: &UserId) -> UserId {
        let first = self.user("cv1");
        if first == *than { self.user("cv2") } else { first }
    }
}

const MC: &[Role] = &[Role::Clerk];
const CV: &[Role] = &[Role::Specialist];
const LP: &[Role] = &[Role::DivisionHead];
const LD: &[Role] = &[Role::UnitHead];
const VT: &[Role] = &[Role::RecordsClerk];
const QT: &[Role] = &[Role::Administrator];

/// The sample units.
pub(super) static OFFICES: [Office; 6] = [
    Office {
        prefix: "stp",
        unit: "000.00.03.H40",
        home: Home::Province,
        people: &[
            ("mc", "Trần Thị Mai Hương", "Công chức Bộ phận Một cửa", MC),
            ("cv1", "Nguyễn Đức Thắng", "Chuyên viên Phòng Hành chính tư pháp", CV),
            ("cv2", "Phạm Thị Thanh Huyền", "Chuyên viên Phòng Hành chính tư pháp", CV),
            ("cv3", "Vũ Hoàng Long", "Chuyên viên Phòng Hành chính tư pháp", CV),
            ("lp", "Đỗ Thị Minh Nguyệt", "Trưởng phòng Hành chính tư pháp", LP),
            ("ld", "Bùi Quang Vinh", "Giám đốc", LD),
            ("vt", "Lê Thị Hồng Gấm", "Văn thư", VT),
            ("qt", "Hoàng Tiến Dũng", "Quản trị hệ thống", QT),
        ],
    },
    Office {
        prefix: "sct",
        unit: "000.00.06.H40",
        home: Home::Province,
        people: &[
            ("mc", "Ngô Thị Bích Ngọc", "Công chức Bộ phận Một cửa", MC),
            ("cv1", "Trần Văn Khoa", "Chuyên viên Phòng Quản lý công nghiệp", CV),
            ("cv2", "Đặng Thu Hà", "Chuyên viên Phòng Quản lý năng lượng", CV),
            ("cv3", "Lưu Đình Phong", "Chuyên viên Phòng Kỹ thuật an toàn", CV),
            ("lp", "Nguyễn Hữu Thịnh", "Trưởng phòng Quản lý công nghiệp", LP),
            ("ld", "Phạm Thanh Tùng", "Giám đốc", LD),
            ("vt", "Vũ Thị Ánh Tuyết", "Văn thư", VT),
            ("qt", "Đoàn Minh Trí", "Quản trị hệ thống", QT),
        ],
    },
    Office {
        prefix: "tpnd",
        unit: "000.00.21.H40",
        home: Home::City,
        people: &[
            ("mc", "Phạm Thị Kim Oanh", "Công chức Bộ phận Một cửa", MC),
            ("cv1", "Nguyễn Thị Hải Yến", "Chuyên viên Phòng Tư pháp", CV),
            ("cv2", "Trần Quốc Bảo", "Chuyên viên Phòng Tài chính - Kế hoạch", CV),
            ("cv3", "Lê Anh Đức", "Chuyên viên Phòng Quản lý đô thị", CV),
            ("lp", "Hoàng Văn Nghị", "Chánh Văn phòng HĐND và UBND thành phố", LP),
            ("ld", "Trần Minh Chính", "Chủ tịch UBND thành phố", LD),
            ("vt", "Bùi Thị Lụa", "Văn thư", VT),
            ("qt", "Vũ Đức Anh", "Quản trị hệ thống", QT),
        ],
    },
    Office {
        prefix: "hh",
        unit: "000.00.29.H40",
        home: Home::HaiHau,
        people: &[
            ("mc", "Mai Thị Nhàn", "Công chức Bộ phận Một cửa", MC),
            ("cv1", "Đinh Văn Toản", "Chuyên viên Phòng Tư pháp", CV),
            ("cv2", "Lâm Thị Thúy", "Chuyên viên Phòng Tài chính - Kế hoạch", CV),
            ("cv3", "Nguyễn Trung Kiên", "Chuyên viên Phòng Kinh tế và Hạ tầng", CV),
            ("lp", "Trần Xuân Diệu", "Chánh Văn phòng HĐND và UBND huyện", LP),
            ("ld", "Phạm Văn Bảng", "Chủ tịch UBND huyện", LD),
            ("vt", "Đỗ Thị Hoài", "Văn thư", VT),
            ("qt", "Cao Ngọc Tú", "Quản trị hệ thống", QT),
        ],
    },
    Office {
        prefix: "thd",
        unit: "000.01.21.H40",
        home: Home::TranHungDao,
        people: &[
            ("mc", "Nguyễn Thị Phương Thảo", "Công chức Bộ phận Một cửa", MC),
            ("cv1", "Vũ Thị Thanh Bình", "Công chức Tư pháp - Hộ tịch", CV),
            ("cv2", "Trịnh Văn Hào", "Công chức Văn hóa - Xã hội", CV),
            ("cv3", "Phạm Đức Mạnh", "Công chức Địa chính - Xây dựng", CV),
            ("lp", "Đoàn Thị Lệ Hằng", "Phó Chủ tịch UBND phường", LP),
            ("ld", "Lê Quang Huy", "Chủ tịch UBND phường", LD),
            ("vt", "Trần Thu Trang", "Văn thư", VT),
            ("qt", "Nguyễn Bá Thiện", "Quản trị hệ thống", QT),
        ],
    },
    Office {
        prefix: "nph",
        unit: "000.03.21.H40",
        home: Home::NamPhong,
        people: &[
            ("mc", "Đặng Thị Hiền", "Công chức Bộ phận Một cửa", MC),
            ("cv1", "Bùi Văn Chung", "Công chức Tư pháp - Hộ tịch", CV),
            ("cv2", "Trần Thị Duyên", "Công chức Văn hóa - Xã hội", CV),
            ("lp", "Nguyễn Ngọc Tuyên", "Phó Chủ tịch UBND xã", LP),
            ("ld", "Trần Văn Vượng", "Chủ tịch UBND xã", LD),
            ("vt", "Phạm Thị Nga", "Công chức Văn phòng - Thống kê, kiêm Văn thư", &[Role::RecordsClerk, Role::Clerk]),
            ("qt", "Lưu Quang Đạo", "Quản trị hệ thống", QT),
        ],
    },
];
