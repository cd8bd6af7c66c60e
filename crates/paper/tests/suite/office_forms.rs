//! The apology, the stop, receipts for fees, and what stays in the office: books, slips and minutes.

use crate::samples::{self, at, day};
use crate::tools::{Folder, assert_sound, pages, words};
use casework::catalogue::FormSet;
use casework::fee::PaymentMethod;
use paper::{
    Apology, BookClosing, BookEntry, ControlRow, ControlSlip, FeeItem, FeeReceipt, HandOverKind, HandOverLine,
    HandOverMinutes, HandOverSide, Letterhead, Outage, OutageMinutes, OutageWork, ResultLine, ResultSlip, StopNotice,
    Strokes, Timing, TrackingBook, apology, control_slip, fee_receipt, hand_over_minutes, outage_minutes, result_slip,
    stop_notice, tracking_book,
};
use std::path::Path;

const A4: &str = "595.276 x 841.89 pts (A4)";
const A4_WIDE: &str = "841.89 x 595.276 pts (A4)";
const CODE: &str = "000.00.21.H40-260305-0012";

fn assert_says(file: &Path, phrases: &[&str]) -> String {
    assert_sound(file);
    let words = words(file);
    for phrase in phrases {
        assert!(words.contains(phrase), "{phrase} is missing in: {words}");
    }
    words
}

fn agency() -> Letterhead {
    Letterhead {
        superior: Some("Ủy ban nhân dân tỉnh Nam Định".to_owned()),
        agency: "Sở Xây dựng".to_owned(),
        ..samples::letterhead()
    }
}

fn an_apology(forms: FormSet) -> Apology {
    Apology {
        letterhead: Letterhead { number: Some("07/PXL".to_owned()), ..agency() },
        forms,
        case_code: CODE.to_owned(),
        party: samples::party(),
        request: "Cấp giấy phép xây dựng nhà ở riêng lẻ đô thị".to_owned(),
        received_at: at(2026, 3, 5, 8, 15),
        old_due: at(2026, 3, 26, 8, 15),
        new_due: at(2026, 4, 2, 17, 0),
        reason: "Chờ ý kiến bằng văn bản của Phòng Cảnh sát phòng cháy, chữa cháy và cứu nạn, cứu hộ.".to_owned(),
        authority: vec!["KT. Giám đốc".to_owned(), "Phó Giám đốc".to_owned()],
        signer: "Vũ Đình Khải".to_owned(),
        recipients: vec![
            "Như trên;".to_owned(),
            "Trung tâm Phục vụ hành chính công;".to_owned(),
            "Lưu: VT.".to_owned(),
        ],
        at: at(2026, 3, 25, 9, 0),
        sample: true,
    }
}

#[test]
fn an_apology_names_the_old_and_the_new_date() {
    let folder = Folder::new();
    let file = folder.write("apology.pdf", &apology(&an_apology(FormSet::Circular01Of2018)).unwrap());
    assert_eq!(pages(&file), (1, super::A5.to_owned()));
    let words = assert_says(
        &file,
        &[
            "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ",
            "Số: 07/PXL",
            "Kính gửi: Nguyễn Thị Hường",
            CODE,
            "08 giờ 15 phút, ngày 05 tháng 3 năm 2026",
            "08 giờ 15 phút, ngày 26 tháng 3 năm 2026",
            "Lý do: Chờ ý kiến",
            "xin chân thành cáo lỗi",
            "trước 17 giờ 00 phút, ngày 02 tháng 4 năm 2026",
            "Nơi nhận:",
            "KT. GIÁM ĐỐC",
            "PHÓ GIÁM ĐỐC",
            "Vũ Đình Khải",
            "DỮ LIỆU MẪU",
        ],
    );
    assert!(!words.contains("GIA HẠN"));
}

#[test]
fn an_apology_of_2025_has_the_new_title_and_room_for_its_number() {
    let folder = Folder::new();
    let content = Apology { letterhead: agency(), sample: false, ..an_apology(FormSet::Circular03Of2025) };
    let file = folder.write("apology-2025.pdf", &apology(&content).unwrap());
    let words = assert_says(&file, &["VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT", "Số: ……/PXL"]);
    assert!(!words.contains("PHIẾU XIN LỖI") && !words.contains("DỮ LIỆU MẪU"), "{words}");
}

pub fn a_stop_notice() -> StopNotice {
    StopNotice {
        letterhead: Letterhead { number: Some("31/TB-SXD".to_owned()), ..agency() },
        case_code: CODE.to_owned(),
        party: samples::party(),
        request: "Cấp giấy phép xây dựng nhà ở riêng lẻ đô thị".to_owned(),
        received_at: at(2026, 3, 5, 8, 15),
        stopped_at: at(2026, 3, 10, 14, 30),
        reason: "Thửa đất đang có tranh chấp, Tòa án đã thụ lý.\nChờ bản án có hiệu lực.".to_owned(),
        contact: "Bộ phận Tiếp nhận và Trả kết quả".to_owned(),
        contact_phone: "0228 3849 123".to_owned(),
        authority: vec!["Giám đốc".to_owned()],
        signer: "Vũ Đình Khải".to_owned(),
        recipients: vec!["Như trên;".to_owned(), "Lưu: VT, hồ sơ.".to_owned()],
        sample: true,
    }
}

#[test]
fn a_stop_says_why_and_what_the_applicant_may_do() {
    let folder = Folder::new();
    let file = folder.write("stop.pdf", &stop_notice(&a_stop_notice()).unwrap());
    assert_eq!(pages(&file), (1, super::A5.to_owned()));
    let said = [
        "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ",
        CODE,
        "từ 14 giờ 30 phút, ngày 10 tháng 3 năm 2026",
        "Lý do: Thửa đất đang có tranh chấp",
        "Chờ bản án có hiệu lực.",
        "có quyền khiếu nại",
        "0228 3849 123",
        "GIÁM ĐỐC",
    ];
    assert_says(&file, &said);
}

pub fn a_control_slip(rows: usize) -> ControlSlip {
    let row = |index: usize| ControlRow {
        holder: format!("Phòng Quản lý đô thị (lần {})", index + 1),
        given_at: Some(at(2026, 3, 5, 8, 30)),
        given_by: Some("Trần Thị Bích Ngọc".to_owned()),
        taken_at: Some(at(2026, 3, 5, 14, 5)),
        taken_by: Some("Phạm Văn Đức".to_owned()),
        timing: [Some(Timing::Before), Some(Timing::On), Some(Timing::Over), None][index % 4],
        note: if index.is_multiple_of(3) { "Thẩm định".to_owned() } else { String::new() },
    };
    ControlSlip {
        letterhead: samples::letterhead(),
        book: Some("01".to_owned()),
        ordinal: Some(12),
        case_code: CODE.to_owned(),
        applicant: "Nguyễn Thị Hường".to_owned(),
        request: "Cấp giấy phép xây dựng nhà ở riêng lẻ đô thị".to_owned(),
        received_at: at(2026, 3, 5, 8, 15),
        due_at: Some(at(2026, 3, 26, 8, 15)),
        handling_agency: "Phòng Quản lý đô thị thành phố Nam Định".to_owned(),
        cooperating_agencies: vec!["Sở Xây dựng".to_owned(), "Công an thành phố".to_owned()],
        rows: (0..rows).map(row).collect(),
        keeper: "Trần Thị Bích Ngọc".to_owned(),
        at: at(2026, 3, 20, 9, 0),
        sample: true,
    }
}

#[test]
fn a_control_slip_follows_the_case_over_pages() {
    let folder = Folder::new();
    let file = folder.write("control.pdf", &control_slip(&a_control_slip(4)).unwrap());
    let said = [
        "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ",
        "Quyển số: 01",
        "Số thứ tự: 0012",
        CODE,
        "Sở Xây dựng; Công an thành phố",
        "08:30 05/03/2026",
        "14:05 05/03/2026",
        "Trước hạn",
        "Đúng hạn",
        "Quá hạn",
        "Thẩm định",
        "DỮ LIỆU MẪU",
    ];
    assert_says(&file, &said);
    assert_eq!(pages(&file).1, super::A5);
    let blank = folder.write("control-blank.pdf", &control_slip(&a_control_slip(0)).unwrap());
    assert_says(&blank, &["Giao lúc", "NGƯỜI LẬP PHIẾU"]);
    let file = folder.write("control-long.pdf", &control_slip(&a_control_slip(30)).unwrap());
    let (count, _) = pages(&file);
    assert!(count > 2, "{count} pages");
    let words = assert_says(&file, &["(lần 30)"]);
    assert!(words.matches("Giao lúc").count() >= count - 1, "the header returns: {words}");
}

fn a_book(count: u32) -> TrackingBook {
    let entry = |number: u32| BookEntry {
        number,
        case_code: format!("000.00.21.H40-260305-{number:04}"),
        service: "Cấp giấy phép xây dựng nhà ở riêng lẻ".to_owned(),
        sets: 1,
        applicant: if number == 2 { samples::LONG_NAME.to_owned() } else { "Nguyễn Thị Hường".to_owned() },
        reach: "Số 12 đường Điện Biên, phường Cửa Bắc; 0912 345 678".to_owned(),
        handling_agency: "Phòng Quản lý đô thị".to_owned(),
        received: day(2026, 3, 5),
        due: Some(at(2026, 3, 26, 8, 15)),
        returned: number.is_multiple_of(2).then(|| day(2026, 3, 25)),
        channel: "Trực tiếp".to_owned(),
        taken_by: "N. T. Hường".to_owned(),
        note: String::new(),
    };
    TrackingBook {
        superior: Some("Ủy ban nhân dân thành phố Nam Định".to_owned()),
        agency: "Bộ phận Tiếp nhận và Trả kết quả".to_owned(),
        mark: Some("Mẫu số 07 - Thông tư 03/2025/TT-VPCP".to_owned()),
        year: 2026,
        book: Some("01".to_owned()),
        opened: day(2026, 1, 2),
        entries: (1..=count).map(entry).collect(),
        closing: Some(BookClosing {
            day: day(2026, 12, 31),
            place: "Nam Định".to_owned(),
            keeper: "Trần Thị Bích Ngọc".to_owned(),
            head_title: "TRƯỞNG BỘ PHẬN".to_owned(),
            head: "Lê Thị Minh Châu".to_owned(),
        }),
        at: at(2026, 12, 31, 16, 0),
        sample: true,
    }
}

#[test]
fn a_book_has_a_title_page_thirteen_columns_and_an_end() {
    let folder = Folder::new();
    let file = folder.write("book.pdf", &tracking_book(&a_book(25)).unwrap());
    let (count, size) = pages(&file);
    assert_eq!(size, A4_WIDE);
    assert!(count >= 3, "{count} pages");
    let said = [
        "SỔ THEO DÕI HỒ SƠ",
        "Mẫu số 07 - Thông tư 03/2025/TT-VPCP",
        "Năm 2026",
        "Quyển số: 01",
        "Từ số 01 đến số 25 Mở sổ ngày 02 tháng 01 năm 2026",
        "Nhận và trả kết quả",
        "000.00.21.H40-260305-0025",
        "Sổ này có 25 hồ sơ, từ số 01 đến số 25.",
        "Khóa sổ tại Nam Định, ngày 31 tháng 12 năm 2026",
        "TRƯỞNG BỘ PHẬN",
        "Lê Thị Minh Châu",
        "DỮ LIỆU MẪU",
    ];
    let words = assert_says(&file, &said);
    for column in 1..=13 {
        assert!(words.matches(&format!("({column})")).count() >= count - 2, "column {column} returns: {words}");
    }
    let text = crate::tools::text(&file);
    let second = text.split('\u{c}').nth(1).unwrap();
    assert_eq!(second.lines().find(|line| !line.trim().is_empty()).unwrap().trim(), "2");
}

#[test]
fn an_open_book_may_be_empty() {
    let folder = Folder::new();
    let content = TrackingBook { closing: None, ..a_book(0) };
    let file = folder.write("book-open.pdf", &tracking_book(&content).unwrap());
    assert_says(&file, &["Từ số …… đến số ……", "Mã hồ sơ", "Sổ chưa khóa."]);
    assert_eq!(pages(&file), (2, A4_WIDE.to_owned()));
}

pub fn a_fee_receipt() -> FeeReceipt {
    let item = |name: &str, quantity: u32, amount: u64| FeeItem { name: name.to_owned(), quantity, copies: 1, amount };
    FeeReceipt {
        letterhead: samples::letterhead(),
        form_mark: "01BLP0-001".to_owned(),
        symbol: "NĐ-26P".to_owned(),
        number: "0000123".to_owned(),
        payer: "Nguyễn Thị Hường".to_owned(),
        address: "Số 12 đường Điện Biên, phường Cửa Bắc, thành phố Nam Định".to_owned(),
        case_code: CODE.to_owned(),
        items: vec![
            item("Lệ phí cấp giấy phép xây dựng nhà ở riêng lẻ", 1, 75_000),
            item("Phí thẩm định thiết kế", 1, 1_170_000),
            item("Phí sao chụp bản vẽ", 10, 5_000),
        ],
        method: PaymentMethod::Transfer,
        collector: "Hoàng Thị Lan".to_owned(),
        at: at(2026, 3, 5, 8, 20),
        voided: false,
        sample: true,
    }
}

#[test]
fn a_fee_receipt_has_three_copies_that_say_the_same() {
    let folder = Folder::new();
    let file = folder.write("fee.pdf", &fee_receipt(&a_fee_receipt()).unwrap());
    assert_eq!(pages(&file), (3, super::A5.to_owned()));
    let words = assert_says(&file, &["Liên 1: Lưu", "Liên 2: Giao người nộp", "Liên 3: Lưu hành nội bộ"]);
    for phrase in [
        "BIÊN LAI THU PHÍ, LỆ PHÍ",
        "Mẫu số: 01BLP0-001",
        "Ký hiệu: NĐ-26P",
        "Số: 0000123",
        "75.000",
        "1.170.000",
        "Tổng số tiền: 1.250.000 đ",
        "Bằng chữ: Một triệu hai trăm năm mươi nghìn đồng.",
        "Hình thức thanh toán: Chuyển khoản",
        "08 giờ 20 phút, ngày 05 tháng 3 năm 2026",
        "NGƯỜI THU TIỀN",
        "Hoàng Thị Lan",
        "DỮ LIỆU MẪU",
    ] {
        assert_eq!(words.matches(phrase).count(), 3, "{phrase}: {words}");
    }
    assert!(!words.contains("ĐÃ HỦY"));
}

#[test]
fn pages_and_copies_of_what_is_certified_stand_on_the_receipt() {
    let folder = Folder::new();
    let item = FeeItem { name: "Phí chứng thực bản sao".to_owned(), quantity: 10, copies: 3, amount: 36_000 };
    let content = FeeReceipt { items: vec![item], ..a_fee_receipt() };
    assert_says(&folder.write("fee-tiers.pdf", &fee_receipt(&content).unwrap()), &["10 × 3 bản", "36.000"]);
}

#[test]
fn a_voided_fee_receipt_says_so_on_every_copy() {
    let folder = Folder::new();
    let content = FeeReceipt { voided: true, ..a_fee_receipt() };
    let file = folder.write("fee-voided.pdf", &fee_receipt(&content).unwrap());
    assert_eq!(assert_says(&file, &[]).matches("ĐÃ HỦY").count(), 3);
    assert_eq!(pages(&file).0, 3);
}

fn side(name: &str, title: Option<&str>, unit: &str) -> HandOverSide {
    HandOverSide { name: name.to_owned(), title: title.map(ToOwned::to_owned), unit: unit.to_owned() }
}

pub fn minutes(kind: HandOverKind, count: u32) -> HandOverMinutes {
    let line = |number: u32| HandOverLine {
        case_code: format!("000.00.21.H40-260305-{number:04}"),
        content: "Cấp giấy phép xây dựng nhà ở riêng lẻ đô thị tại phường Cửa Bắc".to_owned(),
        papers: 4,
        due: Some(at(2026, 3, 26, 8, 15)),
    };
    HandOverMinutes {
        letterhead: samples::letterhead(),
        kind,
        giver: side("Trần Thị Bích Ngọc", Some("công chức tiếp nhận"), "Bộ phận Tiếp nhận và Trả kết quả"),
        taker: side("Phạm Văn Đức", Some("chuyên viên"), "Phòng Quản lý đô thị"),
        cases: (1..=count).map(line).collect(),
        note: Some("Giao nhận trong ngày làm việc.".to_owned()),
        at: at(2026, 3, 5, 15, 30),
        sample: true,
    }
}

#[test]
fn cases_change_hands_with_their_papers_counted() {
    let folder = Folder::new();
    let file = folder.write("minutes.pdf", &hand_over_minutes(&minutes(HandOverKind::Minutes, 3)).unwrap());
    let said = [
        "BIÊN BẢN GIAO NHẬN HỒ SƠ",
        "Bên giao: Trần Thị Bích Ngọc, công chức tiếp nhận, Bộ phận Tiếp nhận và Trả kết quả",
        "Bên nhận: Phạm Văn Đức",
        "000.00.21.H40-260305-0003",
        "08:15 26/03/2026",
        "Tổng cộng: 03 hồ sơ, 12 giấy tờ.",
        "NGƯỜI GIAO",
        "NGƯỜI NHẬN",
        "DỮ LIỆU MẪU",
    ];
    assert_says(&file, &said);
    assert_eq!(pages(&file), (1, A4.to_owned()));
    let content = HandOverMinutes {
        giver: side("Bưu điện thành phố Nam Định", None, "số 4 phố Hà Huy Tập"),
        ..minutes(HandOverKind::Receipt, 60)
    };
    let file = folder.write("many.pdf", &hand_over_minutes(&content).unwrap());
    let said = [
        "GIẤY TIẾP NHẬN NHIỀU HỒ SƠ",
        "Người nộp: Bưu điện thành phố Nam Định, số 4 phố Hà Huy Tập",
        "Tổng cộng: 60 hồ sơ, 240 giấy tờ.",
        "NGƯỜI TIẾP NHẬN",
    ];
    let words = assert_says(&file, &said);
    assert!(words.matches("Mã hồ sơ").count() >= 2, "the header returns: {words}");
}

/// The texts of all QR codes that a scanner finds on a page, as it is printed.
fn scanned(file: &std::path::Path, page: usize) -> std::collections::BTreeSet<String> {
    let page = page.to_string();
    let drawn = std::process::Command::new("pdftoppm")
        .args(["-r", "300", "-gray", "-f", &page, "-l", &page])
        .arg(file)
        .output()
        .unwrap();
    // P5, width and height, 255, then a byte for each point.
    let mut parts = drawn.stdout.splitn(4, |byte| *byte == b'\n');
    let (mark, size) = (parts.next().unwrap(), std::str::from_utf8(parts.next().unwrap()).unwrap());
    let (width, height) = size.split_once(' ').unwrap();
    let (width, height): (usize, usize) = (width.parse().unwrap(), height.parse().unwrap());
    let points = parts.nth(1).unwrap();
    assert_eq!((mark, points.len()), (b"P5".as_slice(), width * height));
    let mut page = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| points[y * width + x]);
    page.detect_grids().iter().map(|grid| grid.decode().unwrap().1).collect()
}

#[test]
fn a_scanner_reads_each_case_from_a_joint_paper_and_each_taker_gets_minutes_of_their_own() {
    let folder = Folder::new();
    let code = |number: u32| format!("000.00.21.H40-260305-{number:04}");
    let file = folder.write("scanned.pdf", &hand_over_minutes(&minutes(HandOverKind::Receipt, 3)).unwrap());
    assert_eq!(scanned(&file, 1), [1, 2, 3].map(code).into());
    let file = folder.write("scanned-results.pdf", &result_slip(&a_result_slip()).unwrap());
    assert_eq!(scanned(&file, 1), [12, 13, 14].map(code).into());
    let other = HandOverMinutes {
        taker: side("Đỗ Thị Hà", Some("chuyên viên"), "Phòng Tư pháp"),
        cases: minutes(HandOverKind::Minutes, 4).cases.split_off(3),
        ..minutes(HandOverKind::Minutes, 1)
    };
    let set = paper::set_of_minutes(&[minutes(HandOverKind::Minutes, 2), other]).unwrap();
    let file = folder.write("two-takers.pdf", &set);
    assert_eq!(pages(&file), (2, A4.to_owned()));
    assert_eq!((scanned(&file, 1), scanned(&file, 2)), ([1, 2].map(code).into(), [code(4)].into()));
    assert_says(&file, &["Bên nhận: Phạm Văn Đức", "Bên nhận: Đỗ Thị Hà"]);
    assert!(paper::set_of_minutes(&[]).is_err());
}

pub fn a_result_slip() -> ResultSlip {
    let line = |number: u32, fee: bool, post: bool| ResultLine {
        case_code: format!("000.00.21.H40-260305-{number:04}"),
        content: "Cấp giấy phép xây dựng nhà ở riêng lẻ".to_owned(),
        result: format!("Giấy phép số {number}/GPXD"),
        applicant: "Nguyễn Thị Hường".to_owned(),
        address: "Số 12 đường Điện Biên, phường Cửa Bắc".to_owned(),
        fee,
        post,
    };
    ResultSlip {
        letterhead: samples::letterhead(),
        giver: side("Phạm Văn Đức", Some("chuyên viên"), "Phòng Quản lý đô thị"),
        taker: side("Trần Thị Bích Ngọc", None, "Bộ phận Tiếp nhận và Trả kết quả"),
        results: vec![line(12, true, false), line(13, false, true), line(14, true, true)],
        to_applicant: false,
        signature: None,
        at: at(2026, 3, 25, 10, 0),
        sample: true,
    }
}

#[test]
fn results_change_hands_with_their_fees_and_their_way() {
    let content = a_result_slip();
    let folder = Folder::new();
    let file = folder.write("results.pdf", &result_slip(&content).unwrap());
    let said = [
        "PHIẾU BÀN GIAO KẾT QUẢ",
        "Giấy phép số 14/GPXD",
        "Tổng cộng: 03 kết quả; thu phí, lệ phí: 02; trả qua bưu điện: 02",
        "NGƯỜI GIAO",
        "DỮ LIỆU MẪU",
    ];
    let words = assert_says(&file, &said);
    assert_eq!(words.split(' ').filter(|word| *word == "X").count(), 4, "{words}");
    assert_eq!(pages(&file), (1, A4.to_owned()));
    // Whoever applied takes them: the slip says so, and bears what they wrote on the screen.
    let strokes = Strokes(vec![vec![(100, 200), (300, 80), (500, 240)], vec![(520, 100), (800, 220)]]);
    let taker = side("Nguyễn Thị Hường", None, "");
    let taken = ResultSlip { taker, to_applicant: true, signature: Some(strokes), ..content.clone() };
    let unsigned = ResultSlip { signature: None, ..taken.clone() };
    let [taken, unsigned] = [taken, unsigned].map(|slip| result_slip(&slip).unwrap());
    assert_ne!(taken, unsigned, "the writing is drawn");
    let file = folder.write("taken.pdf", &taken);
    assert_says(&file, &["PHIẾU TRẢ KẾT QUẢ", "Người nhận đã nhận đủ các kết quả nêu trên", "Nguyễn Thị Hường"]);
    assert_eq!(pages(&file), (1, A4.to_owned()));
}

#[test]
fn an_outage_is_told_with_what_was_done_and_touched() {
    let work = |what: &str, count: u32| OutageWork { what: what.to_owned(), count };
    let content = OutageMinutes {
        letterhead: samples::letterhead(),
        unit: "Bộ phận Tiếp nhận và Trả kết quả UBND thành phố Nam Định".to_owned(),
        outages: vec![
            Outage {
                from: at(2026, 3, 5, 8, 10),
                to: Some(at(2026, 3, 5, 10, 15)),
                done: vec![work("Tiếp nhận hồ sơ", 14), work("Yêu cầu bổ sung", 2)],
                touched: vec![CODE.to_owned(), "000.00.21.H40-260226-0003".to_owned()],
            },
            Outage { from: at(2026, 3, 5, 14, 0), to: None, done: Vec::new(), touched: Vec::new() },
        ],
        note: Some("Cáp quang bị đứt do thi công vỉa hè.".to_owned()),
        writer: "Trần Thị Bích Ngọc".to_owned(),
        head_title: "TRƯỞNG BỘ PHẬN".to_owned(),
        head: "Lê Thị Minh Châu".to_owned(),
        at: at(2026, 3, 5, 16, 30),
        sample: true,
    };
    let folder = Folder::new();
    let file = folder.write("outage.pdf", &outage_minutes(&content).unwrap());
    let said = [
        "BIÊN BẢN GIÁN ĐOẠN ĐƯỜNG TRUYỀN",
        "2 giờ 05 phút",
        "Tiếp nhận hồ sơ: 14; Yêu cầu bổ sung: 2",
        "000.00.21.H40-260226-0003",
        "chưa có lại",
        "Tổng cộng: 02 lần gián đoạn, 2 giờ 05 phút; hồ sơ có thời hạn bị ảnh hưởng: 02.",
        "TRƯỞNG BỘ PHẬN",
        "DỮ LIỆU MẪU",
    ];
    assert_says(&file, &said);
    assert_eq!(pages(&file), (1, A4.to_owned()));
}

#[test]
fn office_forms_give_the_same_bytes() {
    assert_eq!(fee_receipt(&a_fee_receipt()).unwrap(), fee_receipt(&a_fee_receipt()).unwrap());
    assert_eq!(tracking_book(&a_book(5)).unwrap(), tracking_book(&a_book(5)).unwrap());
}
