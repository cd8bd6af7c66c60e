//! Citizens and businesses of the sample, all made up.
//!
//! Identity numbers have the true shape (036 for Nam Định, one digit for century and sex, two for the year of birth) and
//! a running number from 000001 on; telephone numbers are 0900 000 … and tax codes 0600000…: nobody has them.

use super::chance::Chance;
use super::people::Home;
use casework::{Applicant, ApplicantKind, Date};

/// Gives every applicant another number.
#[derive(Default)]
pub(super) struct Applicants {
    count: u32,
}

/// A citizen, with what their papers need to know.
pub(super) struct Citizen {
    pub applicant: Applicant,
    pub is_woman: bool,
}

impl Citizen {
    /// How they are addressed in documents.
    pub fn addressed(&self) -> String {
        format!("{} {}", if self.is_woman { "bà" } else { "ông" }, self.applicant.name)
    }
}

impl Applicants {
    /// Somebody who is between so many years old in `year`.
    pub fn citizen(&mut self, home: Home, year: i32, (young, old): (i64, i64), chance: &mut Chance) -> Citizen {
        self.count += 1;
        let is_woman = chance.percent(50);
        let born = year - i32::try_from(chance.between(young, old)).unwrap_or(30);
        let birth = Date::from_ymd(born, small(chance.between(1, 12)), small(chance.between(1, 28)));
        let century = if born < 2000 { 0 } else { 2 } + u8::from(is_woman);
        let name = full_name(chance.pick(&FAMILIES), is_woman, chance);
        let applicant = Applicant {
            kind: ApplicantKind::Citizen,
            identity_number: Some(format!("036{century}{:02}{:06}", born.rem_euclid(100), self.count)),
            birth_date: birth,
            address: address(home, chance),
            phone: format!("0900 000 {:03}", self.count % 1000),
            email: None,
            name,
        };
        Citizen { applicant, is_woman }
    }

    /// A company or cooperative.
    pub fn business(&mut self, trades: &[&str], chance: &mut Chance) -> Applicant {
        self.count += 1;
        let form = chance.pick(&["Công ty TNHH", "Công ty TNHH", "Công ty Cổ phần", "Hợp tác xã"]);
        let brand = chance.pick(&[
            "Thiên Trường",
            "Sông Vị",
            "Thành Nam Mẫu",
            "Cửa Lạch",
            "Đồng Quê Mẫu",
            "Phù Nghĩa",
            "Hoa Gạo",
            "Tức Mặc",
        ]);
        Applicant {
            kind: ApplicantKind::Business,
            name: format!("{form} {} {brand}", chance.pick(trades)),
            identity_number: Some(format!("0600000{:03}", self.count % 1000)),
            birth_date: None,
            address: address(Home::Province, chance),
            phone: format!("0228 000 1{:03}", self.count % 1000),
            email: Some(format!("lienhe{}@example.vn", self.count)),
        }
    }
}

/// A name of that family.
pub(super) fn full_name(family: &str, is_woman: bool, chance: &mut Chance) -> String {
    if is_woman {
        format!("{family} {} {}", chance.pick(&WOMEN.0), chance.pick(&WOMEN.1))
    } else {
        format!("{family} {} {}", chance.pick(&MEN.0), chance.pick(&MEN.1))
    }
}

/// The family name, which comes first.
pub(super) fn family(name: &str) -> &str {
    name.split(' ').next().unwrap_or(name)
}

fn small(number: i64) -> u8 {
    u8::try_from(number).unwrap_or(1)
}

fn address(home: Home, chance: &mut Chance) -> String {
    let number = chance.between(1, 280);
    let hamlet = chance.between(1, 18);
    match home {
        Home::TranHungDao => {
            let street = chance.pick(&["Trần Hưng Đạo", "Hàng Cấp", "Quang Trung", "Lê Hồng Phong", "Bắc Ninh"]);
            format!("Số {number} đường {street}, phường Trần Hưng Đạo, thành phố Nam Định")
        }
        Home::NamPhong => format!("Xóm {hamlet}, xã Nam Phong, thành phố Nam Định"),
        Home::City => {
            let ward =
                chance.pick(&["Vị Xuyên", "Cửa Bắc", "Bà Triệu", "Hạ Long", "Lộc Vượng", "Năng Tĩnh", "Thống Nhất"]);
            let street =
                chance.pick(&["Trường Chinh", "Điện Biên", "Trần Nhật Duật", "Hưng Yên", "Giải Phóng", "Hùng Vương"]);
            format!("Số {number} đường {street}, phường {ward}, thành phố Nam Định")
        }
        Home::HaiHau => {
            let place = chance.pick(&[
                "thị trấn Yên Định",
                "thị trấn Cồn",
                "thị trấn Thịnh Long",
                "xã Hải Minh",
                "xã Hải Anh",
                "xã Hải Trung",
                "xã Hải Phong",
                "xã Hải Bắc",
            ]);
            let part = if place.starts_with("thị trấn") { "Tổ dân phố" } else { "Xóm" };
            format!("{part} {hamlet}, {place}, huyện Hải Hậu, tỉnh Nam Định")
        }
        Home::Province => {
            let place = chance.pick(&[
                "xã Yên Cường, huyện Ý Yên",
                "xã Giao Yến, huyện Giao Thủy",
                "xã Nghĩa Thắng, huyện Nghĩa Hưng",
                "xã Xuân Hồng, huyện Xuân Trường",
                "xã Trực Đạo, huyện Trực Ninh",
                "xã Nam Thắng, huyện Nam Trực",
                "xã Kim Thái, huyện Vụ Bản",
                "xã Mỹ Thắng, huyện Mỹ Lộc",
                "xã Hải Minh, huyện Hải Hậu",
            ]);
            if chance.percent(40) {
                address(Home::City, chance)
            } else {
                format!("Xóm {hamlet}, {place}, tỉnh Nam Định")
            }
        }
    }
}

const FAMILIES: [&str; 18] = [
    "Nguyễn", "Nguyễn", "Nguyễn", "Trần", "Trần", "Phạm", "Phạm", "Vũ", "Vũ", "Đỗ", "Lê", "Hoàng", "Bùi", "Đặng",
    "Đoàn", "Ngô", "Mai", "Lưu",
];
const MEN: ([&str; 10], [&str; 20]) = (
    ["Văn", "Văn", "Đức", "Quang", "Minh", "Xuân", "Hữu", "Ngọc", "Công", "Đình"],
    [
        "An", "Bình", "Cường", "Dũng", "Đạt", "Hải", "Hiếu", "Hùng", "Khánh", "Kiên", "Lâm", "Long", "Mạnh", "Nam",
        "Phúc", "Quân", "Sơn", "Thành", "Tuấn", "Việt",
    ],
);
const WOMEN: ([&str; 8], [&str; 20]) = (
    ["Thị", "Thị", "Thị Thu", "Thị Thanh", "Thị Hồng", "Thị Minh", "Thị Bích", "Ngọc"],
    [
        "Anh", "Chi", "Dung", "Hà", "Hạnh", "Hằng", "Hiền", "Hoa", "Hương", "Lan", "Linh", "Loan", "Mai", "Nga",
        "Ngân", "Nhung", "Phương", "Thảo", "Thủy", "Yến",
    ],
);
