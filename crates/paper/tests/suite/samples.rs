//! Contents that the tests print: plain ones, and ones that are as long as life gets.

use casework::{Date, Moment};
use paper::{
    Letterhead, OnlineFiling, PaperLine, Party, Passage, Receipt, RejectionSlip, ResultChannel, ResultDocument,
    SupplementSlip,
};

pub const LONG_NAME: &str = "Công Tằng Tôn Nữ Nguyễn Phúc Hoàng Ngọc Phương Khánh Quỳnh Bảo Trân Thị Mỹ Duyên";
pub const LONG_COMPANY: &str = "Công ty Trách nhiệm hữu hạn một thành viên Đầu tư, Xây dựng, Thương mại, Dịch vụ và Xuất \
                                nhập khẩu Nông lâm thủy sản Thiên Trường Nam Định";
pub const LONG_ADDRESS: &str = "Số nhà 25 ngách 14 ngõ 118 đường Trần Hưng Đạo nối dài, tổ dân phố số 12, khu đô thị Hòa \
                                Vượng, phường Lộc Vượng, thành phố Nam Định, tỉnh Nam Định";

pub fn day(year: i32, month: u8, day: u8) -> Date {
    Date::from_ymd(year, month, day).unwrap()
}

pub fn at(year: i32, month: u8, date: u8, hour: u16, minute: u16) -> Moment {
    Moment::at(day(year, month, date), hour * 60 + minute)
}

pub fn letterhead() -> Letterhead {
    Letterhead {
        superior: Some("Ủy ban nhân dân thành phố Nam Định".to_owned()),
        agency: "Bộ phận Tiếp nhận và Trả kết quả".to_owned(),
        number: None,
        mark: None,
        place: "Nam Định".to_owned(),
        date: day(2026, 3, 5),
        provisional: None,
    }
}

pub fn party() -> Party {
    Party {
        name: "Nguyễn Thị Hường".to_owned(),
        others: Vec::new(),
        submitter: None,
        address: "Số 12 đường Điện Biên, phường Cửa Bắc, thành phố Nam Định".to_owned(),
        phone: "0912 345 678".to_owned(),
        email: Some("huong.nguyen@example.vn".to_owned()),
        identity_number: Some("036185001234".to_owned()),
    }
}

pub fn paper(name: &str, originals: u16, certified: u16, photocopies: u16) -> PaperLine {
    PaperLine { name: name.to_owned(), originals, certified, photocopies }
}

pub fn receipt() -> Receipt {
    Receipt {
        letterhead: letterhead(),
        case_code: "000.00.21.H40-260305-0012".to_owned(),
        receiving_unit: "Bộ phận Tiếp nhận và Trả kết quả UBND thành phố Nam Định".to_owned(),
        party: party(),
        request: "Cấp giấy phép xây dựng nhà ở riêng lẻ đô thị tại thửa đất số 125, tờ bản đồ số 08".to_owned(),
        papers: vec![
            paper("Đơn đề nghị cấp giấy phép xây dựng theo mẫu", 1, 0, 0),
            paper("Giấy chứng nhận quyền sử dụng đất", 0, 1, 0),
            paper("Bản vẽ thiết kế xây dựng (02 bộ), kèm theo giấy chứng nhận thẩm duyệt", 2, 0, 0),
            paper("Căn cước công dân", 0, 0, 1),
        ],
        sets: 1,
        time_limit: "15 ngày làm việc kể từ ngày nhận đủ hồ sơ hợp lệ".to_owned(),
        received_at: at(2026, 3, 5, 8, 15),
        due_at: Some(at(2026, 3, 26, 8, 15)),
        collect_at: "Bộ phận Tiếp nhận và Trả kết quả UBND thành phố Nam Định, số 10 đường Trần Đăng Ninh".to_owned(),
        result_channel: Some(ResultChannel::Counter),
        fee: Some("75.000 đồng/giấy phép".to_owned()),
        note: Some("Khi đến nhận kết quả, đề nghị mang theo giấy này và giấy tờ tùy thân.".to_owned()),
        online: false,
        receiver: "Trần Thị Bích Ngọc".to_owned(),
        sample: true,
    }
}

/// A receipt on which everything is long.
pub fn long_receipt() -> Receipt {
    Receipt {
        letterhead: Letterhead {
            superior: Some("Ủy ban nhân dân tỉnh Nam Định".to_owned()),
            agency: "Trung tâm Phục vụ hành chính công, Xúc tiến đầu tư và Hỗ trợ doanh nghiệp tỉnh Nam Định"
                .to_owned(),
            number: Some("1234/TTPVHCC".to_owned()),
            provisional: Some("7F3K-92QD".to_owned()),
            ..letterhead()
        },
        party: Party {
            name: LONG_COMPANY.to_owned(),
            others: Vec::new(),
            submitter: Some(LONG_NAME.to_owned()),
            address: LONG_ADDRESS.to_owned(),
            email: Some(
                "phong.hanh.chinh.tong.hop.xuat.nhap.khau.nong.lam.thuy.san@thientruongnamdinh.example.vn".to_owned(),
            ),
            ..party()
        },
        result_channel: Some(ResultChannel::Post),
        receiver: "Nguyễn Hoàng Thị Thanh Phương Thảo".to_owned(),
        ..receipt()
    }
}

/// A receipt with so many papers that the table goes over pages.
pub fn receipt_with_papers(count: usize) -> Receipt {
    let names = [
        "Đơn đề nghị theo mẫu",
        "Bản sao giấy chứng nhận quyền sử dụng đất, quyền sở hữu nhà ở và tài sản khác gắn liền với đất",
        "Hợp đồng tư vấn khảo sát, lập báo cáo",
        "Văn bản thẩm duyệt thiết kế về phòng cháy, chữa cháy kèm theo bản vẽ đã được đóng dấu thẩm duyệt",
        "Giấy ủy quyền",
    ];
    let papers = (0..count)
        .map(|index| {
            let name = format!("{} (số {})", names[index % names.len()], index + 1);
            paper(&name, u16::from(index % 3 == 0), u16::from(index % 3 == 1), u16::from(index % 3 == 2))
        })
        .collect();
    Receipt { papers, online: true, result_channel: Some(ResultChannel::Online), ..receipt() }
}

pub fn supplement_slip() -> SupplementSlip {
    SupplementSlip {
        letterhead: Letterhead { number: Some("45/HDHS".to_owned()), ..letterhead() },
        case_code: Some("000.00.21.H40-260305-0012".to_owned()),
        party: party(),
        request: "Cấp giấy phép xây dựng nhà ở riêng lẻ đô thị".to_owned(),
        papers: vec![
            paper("Bản vẽ mặt cắt móng và sơ đồ đấu nối hệ thống thoát nước", 2, 0, 0),
            paper("Bản cam kết bảo đảm an toàn đối với công trình liền kề", 1, 0, 0),
        ],
        reason: "Thành phần hồ sơ chưa đủ theo khoản 2 Điều 46 Nghị định số 175/2024/NĐ-CP.".to_owned(),
        contact: "ông Phạm Văn Đức, chuyên viên Phòng Quản lý đô thị".to_owned(),
        contact_phone: "0228 3849 123".to_owned(),
        website: Some("dichvucong.namdinh.example.vn".to_owned()),
        guide: "Phạm Văn Đức".to_owned(),
        asked_at: at(2026, 3, 6, 9, 0),
        sample: true,
    }
}

pub fn rejection_slip() -> RejectionSlip {
    RejectionSlip {
        letterhead: letterhead(),
        receiving_unit: "Bộ phận Tiếp nhận và Trả kết quả UBND thành phố Nam Định".to_owned(),
        party: party(),
        request: "Cấp giấy phép xây dựng nhà ở riêng lẻ đô thị".to_owned(),
        online: Some(OnlineFiling { case_code: None, filed_at: at(2026, 3, 4, 21, 40), papers: 4 }),
        reason:
            "Thửa đất thuộc khu vực đã có quyết định thu hồi đất của cơ quan nhà nước có thẩm quyền.\nĐề nghị Ông/Bà \
                 liên hệ Ban Quản lý dự án để được hướng dẫn."
                .to_owned(),
        official: "Trần Thị Bích Ngọc".to_owned(),
        rejected_at: at(2026, 3, 5, 8, 0),
        sample: true,
    }
}

pub fn decision() -> ResultDocument {
    let body = "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015; Luật sửa đổi, bổ sung một số điều \
                của Luật Tổ chức Chính phủ và Luật Tổ chức chính quyền địa phương ngày 22 tháng 11 năm 2019;\n\
                Căn cứ Luật Xây dựng ngày 18 tháng 6 năm 2014; Luật sửa đổi, bổ sung một số điều của Luật Xây dựng ngày \
                17 tháng 6 năm 2020;\n\
                Xét đề nghị của Trưởng phòng Quản lý đô thị tại Tờ trình số 112/TTr-QLĐT ngày 03 tháng 3 năm 2026.\n\
                QUYẾT ĐỊNH:\n\
                Điều 1. Cấp giấy phép xây dựng cho bà Nguyễn Thị Hường, căn cước công dân số 036185001234, được phép xây \
                dựng nhà ở riêng lẻ tại thửa đất số 125, tờ bản đồ số 08, đường Điện Biên, phường Cửa Bắc, thành phố Nam \
                Định với các nội dung sau: công trình cấp III, 03 tầng, diện tích xây dựng tầng một 78,5 m², chiều cao \
                công trình 11,7 m, cốt nền xây dựng cao hơn vỉa hè 0,30 m.\n\
                Điều 2. Bà Nguyễn Thị Hường có trách nhiệm khởi công trong thời hạn 12 tháng kể từ ngày Quyết định có \
                hiệu lực, thực hiện đúng nội dung giấy phép và chịu trách nhiệm trước pháp luật về an toàn công trình.\n\
                Điều 3. Chánh Văn phòng Hội đồng nhân dân và Ủy ban nhân dân thành phố, Trưởng phòng Quản lý đô thị, Chủ \
                tịch Ủy ban nhân dân phường Cửa Bắc và bà Nguyễn Thị Hường chịu trách nhiệm thi hành Quyết định này./.";
    ResultDocument {
        superior: Some("Ủy ban nhân dân tỉnh Nam Định".to_owned()),
        agency: "Ủy ban nhân dân thành phố Nam Định".to_owned(),
        symbol: "QĐ-UBND".to_owned(),
        kind: "Quyết định".to_owned(),
        subject: "Về việc cấp giấy phép xây dựng nhà ở riêng lẻ cho bà Nguyễn Thị Hường tại phường Cửa Bắc".to_owned(),
        body: Passage::parse(body),
        authority: vec!["TM. Ủy ban nhân dân".to_owned(), "KT. Chủ tịch".to_owned(), "Phó Chủ tịch".to_owned()],
        signer: "Đặng Quốc Cường".to_owned(),
        recipients: vec![
            "Như Điều 3;".to_owned(),
            "Thường trực Thành ủy (để báo cáo);".to_owned(),
            "Lưu: VT, QLĐT.".to_owned(),
        ],
        case_code: "000.00.21.H40-260305-0012".to_owned(),
        composed_at: at(2026, 3, 20, 10, 0),
        sample: true,
    }
}

/// A decision over several pages.
pub fn long_decision(articles: usize) -> ResultDocument {
    let mut decision = decision();
    for number in 4..4 + articles {
        decision.body.push(Passage::Article {
            label: format!("Điều {number}."),
            text: "Các phòng, ban chuyên môn theo chức năng, nhiệm vụ được giao có trách nhiệm hướng dẫn, kiểm tra, đôn đốc \
                   việc thực hiện Quyết định này và báo cáo Ủy ban nhân dân thành phố trước ngày 25 hằng tháng."
                .to_owned(),
        });
    }
    decision
}
