//! What cases are about: subjects, form entries and results by service, in the words that officials use.
//!
//! Only services that the sample units offer are known here. Bodies of results are typed as a specialist types them, a
//! passage a line, so that `paper::Passage` takes them apart.

use super::applicants::{Applicants, Citizen, family, full_name};
use super::chance::Chance;
use super::people::Home;
use casework::catalogue::{Service, Unit};
use casework::{Applicant, Date, ServiceCode};
use std::collections::BTreeMap;

/// What one case asks for, and what it will get.
pub(super) struct Content {
    pub applicant: Applicant,
    pub subject: String,
    pub entries: BTreeMap<String, String>,
    pub title: String,
    pub body: String,
}

/// How often a service is asked for, compared with the others of its unit.
pub(super) fn demand(service: &ServiceCode) -> i64 {
    match service.as_str() {
        "2.000815" => 9,
        "1.001193" | "2.000635" | "2.000884" | "1.004873" | "1.001612" | "2.000488" => 6,
        "1.000894" | "1.000656" | "1.009994" | "2.000591" | "1.001776" | "1.001731" => 4,
        "1.004859" | "1.004884" | "2.000908" | "2.000720" | "TBD.000001" | "1.011606" | "1.001699" => 3,
        _ => 2,
    }
}

/// How old those are who ask for a service.
fn ages(service: &ServiceCode) -> (i64, i64) {
    match service.as_str() {
        "1.001193" | "1.000894" | "1.001022" | "1.001622" => (21, 41),
        "1.001776" => (61, 84),
        "2.000488" | "1.001612" => (20, 55),
        _ => (22, 70),
    }
}

/// The matter of a case that is filed around `day`.
pub(super) fn content(
    service: &Service,
    unit: &Unit,
    home: Home,
    day: Date,
    applicants: &mut Applicants,
    chance: &mut Chance,
) -> Content {
    let agency = unit.name.replace("UBND", "Ủy ban nhân dân");
    match service.code.as_str() {
        "2.000591" => food_safety(service, &agency, applicants, chance),
        "TBD.000001" => inspector(service, home, &agency, day, applicants, chance),
        _ => {
            let citizen = applicants.citizen(home, day.year(), ages(&service.code), chance);
            let mut writer = Writer { service, agency: &agency, citizen: &citizen, day, entries: BTreeMap::new() };
            let (subject, title, body) = writer.write(chance);
            let entries = writer.entries;
            Content { subject, title, body, entries, applicant: citizen.applicant }
        }
    }
}

/// With a capital letter at its beginning.
fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// `12/03/2019`
fn date(day: Date) -> String {
    format!("{:02}/{:02}/{}", day.day(), day.month(), day.year())
}

/// The matter of a citizen.
struct Writer<'a> {
    service: &'a Service,
    agency: &'a str,
    citizen: &'a Citizen,
    day: Date,
    entries: BTreeMap<String, String>,
}

impl Writer<'_> {
    /// Subject, title and body.
    fn write(&mut self, chance: &mut Chance) -> (String, String, String) {
        match self.service.code.as_str() {
            "1.001193" | "1.004884" => self.birth(chance),
            "1.000894" => self.marriage(chance),
            "1.000656" => self.death(chance),
            "1.004873" => self.single(chance),
            "1.004859" => self.correction(chance),
            "1.001022" => self.parenthood(chance),
            "1.004837" => self.guardianship(chance),
            "2.000635" => self.extract(chance),
            "2.000488" => self.criminal_record(chance),
            "1.001612" | "2.000720" => self.household_business(chance),
            "1.009994" | "1.013227" => self.building(chance),
            "1.001776" => self.allowance(),
            "1.001731" => self.funeral(chance),
            "1.001699" => self.disability(chance),
            "1.011606" => self.poor_household(chance),
            "1.001622" => self.lunch(chance),
            _ => self.certified_copy(chance),
        }
    }

    fn name(&self) -> &str {
        &self.citizen.applicant.name
    }

    fn enter(&mut self, entry: &str, value: impl Into<String>) {
        self.entries.insert(entry.to_owned(), value.into());
    }

    /// Who it is about, an entry a line.
    fn person(&self) -> String {
        let applicant = &self.citizen.applicant;
        let mut lines = format!("Họ và tên: {}\n", applicant.name);
        if let Some(birth) = applicant.birth_date {
            lines += &format!("Ngày sinh: {}\n", date(birth));
        }
        let number = applicant.identity_number.as_deref().unwrap_or_default();
        lines + &format!("Số định danh cá nhân: {number}\nNơi cư trú: {}\n", applicant.address)
    }

    /// The result's own name, then whom it is about.
    fn title(&self, about: &str) -> String {
        format!("{}: {about}", self.service.result)
    }

    fn birth(&mut self, chance: &mut Chance) -> (String, String, String) {
        let again = self.service.code.as_str() == "1.004884";
        if again {
            let subject = "Đăng ký lại khai sinh do mất bản chính và sổ gốc không còn lưu".to_owned();
            let body = self.person() + "Việc khai sinh được đăng ký lại theo hồ sơ của người yêu cầu.";
            return (subject, self.title(self.name()), body);
        }
        let is_girl = chance.percent(50);
        let father = if self.citizen.is_woman {
            chance.pick(&["Nguyễn", "Trần", "Phạm", "Vũ"])
        } else {
            family(self.name())
        };
        let child = full_name(father, is_girl, chance);
        let born = date(self.day.plus_days(-chance.between(3, 55)));
        self.enter("Họ và tên trẻ", &*child);
        self.enter("Ngày sinh", &*born);
        let subject = format!("Đăng ký khai sinh cho trẻ {child}, sinh ngày {born}");
        let sex = if is_girl { "Nữ" } else { "Nam" };
        self.enter("Giới tính", sex);
        self.enter("Nơi sinh", "Bệnh viện Phụ sản tỉnh Nam Định");
        self.enter("Quan hệ của người đi khai với trẻ", if self.citizen.is_woman { "Mẹ" } else { "Cha" });
        let parent = if self.citizen.is_woman { "Mẹ" } else { "Cha" };
        let body = format!(
            "Họ và tên: {child}\nGiới tính: {sex}\nNgày sinh: {born}\nNơi sinh: Bệnh viện Phụ sản tỉnh Nam Định\n\
             Dân tộc: Kinh\nQuốc tịch: Việt Nam\n{parent}: {}\nNơi cư trú: {}",
            self.name(),
            self.citizen.applicant.address
        );
        (subject, self.title(&child), body)
    }

    fn marriage(&mut self, chance: &mut Chance) -> (String, String, String) {
        let other = full_name(chance.pick(&["Nguyễn", "Trần", "Phạm", "Vũ", "Lê"]), !self.citizen.is_woman, chance);
        let (man, woman) =
            if self.citizen.is_woman { (other.as_str(), self.name()) } else { (self.name(), other.as_str()) };
        let subject = format!("Đăng ký kết hôn giữa ông {man} và bà {woman}");
        let title = self.title(&format!("{man} và {woman}"));
        let body = format!(
            "Bên nam: {man}\nBên nữ: {woman}\nHai bên tự nguyện kết hôn và có đủ điều kiện theo Luật Hôn nhân và gia \
             đình.\nNơi đăng ký: {}",
            self.agency
        );
        self.enter("Họ và tên bên kia", other.as_str());
        (subject, title, body)
    }

    fn death(&mut self, chance: &mut Chance) -> (String, String, String) {
        let is_woman = chance.percent(50);
        let dead = full_name(family(self.name()), is_woman, chance);
        let died = date(self.day.plus_days(-chance.between(1, 12)));
        let subject = format!("Đăng ký khai tử cho {} {dead}, chết ngày {died}", if is_woman { "bà" } else { "ông" });
        let body = format!(
            "Họ và tên: {dead}\nNgày chết: {died}\nNgười đi khai: {}\nNơi đăng ký: {}",
            self.name(),
            self.agency
        );
        self.enter("Họ và tên người chết", dead.as_str());
        self.enter("Ngày chết", died);
        (subject, self.title(&dead), body)
    }

    fn single(&mut self, chance: &mut Chance) -> (String, String, String) {
        let purpose =
            chance.pick(&["Đăng ký kết hôn", "Bổ sung hồ sơ vay vốn ngân hàng", "Mua bán, chuyển nhượng nhà đất"]);
        let state = chance.pick(&["Chưa đăng ký kết hôn với ai", "Đã ly hôn, chưa đăng ký kết hôn với ai khác"]);
        self.enter("Tình trạng hôn nhân", state);
        self.enter("Mục đích sử dụng", purpose);
        let subject =
            format!("Xin cấp Giấy xác nhận tình trạng hôn nhân để sử dụng vào việc: {}", purpose.to_lowercase());
        let body = format!(
            "{} xác nhận:\n{}Tình trạng hôn nhân: {state}\nGiấy này được cấp để sử dụng vào mục đích: {purpose}.",
            self.agency,
            self.person()
        );
        (subject, self.service.result.clone(), body)
    }

    fn correction(&mut self, chance: &mut Chance) -> (String, String, String) {
        let what = chance.pick(&["chữ đệm", "ngày sinh", "nơi sinh", "tên của mẹ"]);
        let subject = format!("Cải chính {what} trong Giấy khai sinh của {}", self.citizen.addressed());
        let body = self.person()
            + &format!(
                "Nội dung cải chính: {what}\nCăn cứ Luật Hộ tịch năm 2014, thông tin nêu trên được cải chính theo giấy tờ trong hồ sơ."
            );
        (subject, self.title(self.name()), body)
    }

    fn parenthood(&mut self, chance: &mut Chance) -> (String, String, String) {
        let child = full_name(family(self.name()), chance.percent(50), chance);
        let role = if self.citizen.is_woman { "mẹ" } else { "cha" };
        let subject = format!("Đăng ký việc {role} {} nhận con {child}", self.name());
        let body = self.person()
            + &format!("Được đăng ký là {role} của: {child}\nViệc nhận con là tự nguyện và không có tranh chấp.");
        (subject, self.title(&format!("{} và {child}", self.name())), body)
    }

    fn guardianship(&mut self, chance: &mut Chance) -> (String, String, String) {
        let ward = full_name(family(self.name()), chance.percent(50), chance);
        let subject = format!("Đăng ký giám hộ cho người chưa thành niên {ward}");
        let body = self.person() + &format!("Là người giám hộ của: {ward}");
        (subject, self.title(&ward), body)
    }

    fn extract(&mut self, chance: &mut Chance) -> (String, String, String) {
        let kind = chance.pick(&["khai sinh", "kết hôn", "khai tử"]);
        let copies = chance.between(1, 5);
        self.enter("Loại việc hộ tịch", capitalised(kind));
        self.enter("Số lượng bản sao", copies.to_string());
        let subject = format!("Xin cấp {copies:02} bản sao trích lục {kind}");
        let body = self.person() + &format!("Nội dung trích lục: {kind}\nTrích lục đúng với sổ hộ tịch đang lưu giữ.");
        (subject, self.title(self.name()), body)
    }

    fn certified_copy(&mut self, chance: &mut Chance) -> (String, String, String) {
        let papers: &[&str] = match self.service.code.as_str() {
            "2.000884" => {
                &["Sơ yếu lý lịch", "Giấy ủy quyền nhận lương hưu", "Giấy cam kết tài sản riêng", "Bản khai lý lịch"]
            }
            "2.000908" => &["Giấy khai sinh", "Giấy chứng nhận kết hôn", "Quyết định công nhận việc nuôi con nuôi"],
            _ => &[
                "Bằng tốt nghiệp đại học",
                "Căn cước công dân",
                "Hợp đồng lao động",
                "Học bạ trung học phổ thông",
                "Giấy chứng nhận quyền sử dụng đất",
            ],
        };
        let paper = chance.pick(papers);
        self.enter("Tên giấy tờ", paper);
        let subject = format!("{}: {paper}", self.service.name);
        let body = self.person()
            + &format!(
                "Giấy tờ: {paper}\n{} chứng thực nội dung nêu trên theo Nghị định số 23/2015/NĐ-CP.",
                self.agency
            );
        (subject, self.title(paper), body)
    }

    fn criminal_record(&mut self, chance: &mut Chance) -> (String, String, String) {
        let number = chance.between(1, 2);
        let purpose = chance.pick(&["Xin việc làm", "Đi lao động nước ngoài", "Bổ sung hồ sơ cấp chứng chỉ hành nghề"]);
        self.enter("Loại phiếu", format!("Phiếu số {number}"));
        self.enter("Mục đích", purpose);
        let subject = format!("Xin cấp Phiếu lý lịch tư pháp số {number}, mục đích: {}", purpose.to_lowercase());
        let body = self.person()
            + "Tình trạng án tích: Không có án tích\nKết quả tra cứu tại cơ quan Công an: không có thông tin án tích tính đến ngày cấp.";
        (subject, format!("{} số {number}", self.service.result), body)
    }

    fn household_business(&mut self, chance: &mut Chance) -> (String, String, String) {
        let trade = chance.pick(&[
            "Tạp hóa",
            "Phở bò gia truyền",
            "Cửa hàng vật liệu xây dựng",
            "Tiệm may",
            "Nhà thuốc thú y",
            "Sửa chữa xe máy",
            "Cà phê",
            "Cơ khí dân dụng",
        ]);
        let given = self.name().rsplit(' ').next().unwrap_or_default();
        let shop = format!("{trade} {given}");
        let capital = chance.between(5, 60) * 10;
        let is_change = self.service.code.as_str() == "2.000720";
        let subject = if is_change {
            format!("Đăng ký thay đổi địa điểm kinh doanh của hộ kinh doanh {shop}")
        } else {
            format!("Đăng ký thành lập hộ kinh doanh {shop}")
        };
        let body = format!(
            "Tên hộ kinh doanh: {shop}\nĐịa điểm kinh doanh: {}\nNgành, nghề kinh doanh: {trade}\nVốn kinh doanh: {capital} \
             triệu đồng\nChủ hộ kinh doanh là {}, số định danh cá nhân {}.",
            self.citizen.applicant.address,
            self.citizen.addressed(),
            self.citizen.applicant.identity_number.as_deref().unwrap_or_default()
        );
        self.enter("Tên hộ kinh doanh", shop);
        self.enter("Vốn kinh doanh", format!("{capital}.000.000"));
        if is_change {
            self.enter("Nội dung thay đổi", "Địa điểm kinh doanh");
        } else {
            self.enter("Địa điểm kinh doanh", self.citizen.applicant.address.clone());
            self.enter("Ngành, nghề kinh doanh", trade);
            self.enter("Chủ thể thành lập", "Cá nhân");
        }
        (subject, "Giấy chứng nhận đăng ký hộ kinh doanh".to_owned(), body)
    }

    fn building(&mut self, chance: &mut Chance) -> (String, String, String) {
        let (plot, sheet) = (chance.between(12, 480), chance.between(2, 40));
        let (floors, area) = (chance.between(1, 5), chance.between(55, 160));
        self.enter("Số tầng", floors.to_string());
        self.enter("Diện tích xây dựng (m²)", area.to_string());
        self.enter("Thửa đất, tờ bản đồ", format!("Thửa {plot}, tờ {sheet}"));
        self.enter("Loại công trình", "Nhà ở riêng lẻ");
        let is_extension = self.service.code.as_str() == "1.013227";
        let verb = if is_extension { "Gia hạn giấy phép xây dựng" } else { "Cấp giấy phép xây dựng" };
        let subject = format!("{verb} nhà ở riêng lẻ tại thửa đất số {plot}, tờ bản đồ số {sheet}");
        let body = format!(
            "Điều 1. Cho phép {} xây dựng nhà ở riêng lẻ tại thửa đất số {plot}, tờ bản đồ số {sheet}, {}.\n\
             Điều 2. Công trình gồm {floors} tầng, diện tích xây dựng tầng 1 là {area} m², phù hợp với quy hoạch.\n\
             Điều 3. Giấy phép có hiệu lực khởi công trong thời hạn 12 tháng kể từ ngày cấp; quá thời hạn này phải đề \
             nghị gia hạn.",
            self.citizen.addressed(),
            self.citizen.applicant.address
        );
        let title = if is_extension {
            "Giấy phép xây dựng nhà ở riêng lẻ (gia hạn)"
        } else {
            "Giấy phép xây dựng nhà ở riêng lẻ"
        };
        (subject, title.to_owned(), body)
    }

    /// A decision with its basis and three articles.
    fn decision(&self, basis: &str, what: &str) -> String {
        format!(
            "Căn cứ Luật Tổ chức chính quyền địa phương;\nCăn cứ {basis};\nXét đề nghị của {},\nQUYẾT ĐỊNH:\n\
             Điều 1. {what}\nĐiều 2. Quyết định này có hiệu lực kể từ ngày ký.\n\
             Điều 3. Các bộ phận có liên quan và {} chịu trách nhiệm thi hành Quyết định này.",
            self.citizen.addressed(),
            self.citizen.addressed()
        )
    }

    fn allowance(&self) -> (String, String, String) {
        let subject = format!("Đề nghị trợ cấp xã hội hàng tháng cho {}", self.citizen.addressed());
        let what = format!(
            "Trợ cấp xã hội hàng tháng đối với {}, hiện cư trú tại {}.",
            self.citizen.addressed(),
            self.citizen.applicant.address
        );
        (subject, "Về việc trợ cấp xã hội hàng tháng".to_owned(), self.decision("Nghị định số 20/2021/NĐ-CP", &what))
    }

    fn funeral(&mut self, chance: &mut Chance) -> (String, String, String) {
        let dead = full_name(family(self.name()), chance.percent(50), chance);
        let subject = format!("Đề nghị hỗ trợ chi phí mai táng đối với người đã mất {dead}");
        let what =
            format!("Hỗ trợ chi phí mai táng cho gia đình {} để lo mai táng cho {dead}.", self.citizen.addressed());
        self.enter("Họ và tên người đã mất", dead);
        (subject, "Về việc hỗ trợ chi phí mai táng".to_owned(), self.decision("Nghị định số 20/2021/NĐ-CP", &what))
    }

    fn disability(&self, chance: &mut Chance) -> (String, String, String) {
        let degree = chance.pick(&["Nhẹ", "Nặng", "Đặc biệt nặng"]);
        let kind = chance.pick(&["Vận động", "Nghe, nói", "Nhìn", "Thần kinh, tâm thần"]);
        let subject = format!("Đề nghị xác định mức độ khuyết tật cho {}", self.citizen.addressed());
        let body = format!(
            "Hội đồng xác định mức độ khuyết tật xác nhận:\n{}Dạng khuyết tật: {kind}\nMức độ khuyết tật: {degree}",
            self.person()
        );
        (subject, self.service.result.clone(), body)
    }

    fn poor_household(&self, chance: &mut Chance) -> (String, String, String) {
        let kind = chance.pick(&["hộ nghèo", "hộ cận nghèo"]);
        let subject = format!("Đề nghị rà soát, công nhận {kind} đối với hộ {}", self.citizen.addressed());
        let what =
            format!("Công nhận hộ {} tại {} là {kind}.", self.citizen.addressed(), self.citizen.applicant.address);
        (subject, format!("Về việc công nhận {kind}"), self.decision("Quyết định số 24/2021/QĐ-TTg", &what))
    }

    fn lunch(&mut self, chance: &mut Chance) -> (String, String, String) {
        let child = full_name(family(self.name()), chance.percent(50), chance);
        let subject = format!("Đề nghị hỗ trợ ăn trưa cho trẻ mẫu giáo {child}");
        let what = format!("Phê duyệt hỗ trợ ăn trưa cho trẻ {child}, con {}.", self.citizen.addressed());
        self.enter("Họ và tên trẻ", child);
        (
            subject,
            "Phê duyệt danh sách trẻ em được hỗ trợ ăn trưa".to_owned(),
            self.decision("Nghị định số 105/2020/NĐ-CP", &what),
        )
    }
}

fn food_safety(service: &Service, agency: &str, applicants: &mut Applicants, chance: &mut Chance) -> Content {
    let trades = ["Bánh kẹo", "Nước giải khát", "Dầu thực vật", "Bột và tinh bột", "Rượu gạo", "Sữa chế biến"];
    let applicant = applicants.business(&trades, chance);
    let scale = chance.between(8, 60);
    let body = format!(
        "{agency} chứng nhận:\nTên cơ sở: {}\nĐịa chỉ: {}\nĐủ điều kiện an toàn thực phẩm để sản xuất theo quy định.\n\
         Giấy chứng nhận có hiệu lực 03 năm kể từ ngày cấp.",
        applicant.name, applicant.address
    );
    Content {
        subject: format!("Cấp Giấy chứng nhận đủ điều kiện an toàn thực phẩm cho {}", applicant.name),
        entries: [("Số lao động".to_owned(), scale.to_string())].into(),
        title: service.result.clone(),
        body,
        applicant,
    }
}

fn inspector(
    service: &Service,
    home: Home,
    agency: &str,
    day: Date,
    applicants: &mut Applicants,
    chance: &mut Chance,
) -> Content {
    let applicant = applicants.business(&["Điện lực nông thôn", "Dịch vụ điện"], chance);
    let person = applicants.citizen(home, day.year(), (24, 58), chance);
    let body = format!(
        "{agency} cấp thẻ Kiểm tra viên điện lực cho:\nHọ và tên: {}\nĐơn vị công tác: {}\nThẻ có giá trị trong phạm vi \
         quản lý của đơn vị.",
        person.applicant.name, applicant.name
    );
    Content {
        subject: format!("Cấp thẻ Kiểm tra viên điện lực cho {}", person.addressed()),
        entries: [("Người được cấp thẻ".to_owned(), person.applicant.name.clone())].into(),
        title: format!("{}: {}", service.result, person.applicant.name),
        body,
        applicant,
    }
}
