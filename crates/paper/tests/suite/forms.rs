//! What is printed is what was meant.

use crate::samples;
use crate::tools::{Folder, assert_sound, pages, text, words};
use paper::{Passage, Receipt, receipt, rejection_slip, result_document, supplement_slip};

pub mod office_forms;
mod sheets;

const A5: &str = "419.528 x 595.276 pts";

#[test]
fn every_vietnamese_text_is_found_letter_for_letter() {
    let probe = "Ữ ữ Ỡ ỡ Đ đ Ặ ặ Ộ ộ Ẵ ẵ Ể ể Ỹ ỹ Ụ ụ Ợ ợ — Khúc khuỷu, nghiêng ngả, thuở nguyễn trường tộ: \
                 “Kỷ niệm chương” 1.234.567 ₫; Phạm Thị Thưỡng ở ngõ 8, đường Nguyễn Bỉnh Khiêm…";
    let folder = Folder::new();
    let content = Receipt { request: probe.to_owned(), ..samples::receipt() };
    let file = folder.write("probe.pdf", &receipt(&content).unwrap());
    assert!(words(&file).contains(probe), "{}", words(&file));
    let decomposed: String = unicode_normalization::UnicodeNormalization::nfd(probe).collect();
    let content = Receipt { request: decomposed, ..samples::receipt() };
    let file = folder.write("probe-nfd.pdf", &receipt(&content).unwrap());
    assert!(words(&file).contains(probe), "{}", words(&file));
}

#[test]
fn a_receipt_says_everything_on_one_a5_page() {
    let folder = Folder::new();
    let file = folder.write("receipt.pdf", &receipt(&samples::receipt()).unwrap());
    assert_sound(&file);
    assert_eq!(pages(&file), (1, A5.to_owned()));
    let words = words(&file);
    for phrase in [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        "000.00.21.H40-260305-0012",
        "Nam Định, ngày 05 tháng 3 năm 2026",
        "Nguyễn Thị Hường",
        "036185001234",
        "08 giờ 15 phút, ngày 05 tháng 3 năm 2026",
        "08 giờ 15 phút, ngày 26 tháng 3 năm 2026",
        "15 ngày làm việc kể từ ngày nhận đủ hồ sơ hợp lệ",
        "75.000 đồng/giấy phép",
        "NGƯỜI NỘP HỒ SƠ",
        "NGƯỜI TIẾP NHẬN HỒ SƠ",
        "Trần Thị Bích Ngọc",
        "DỮ LIỆU MẪU",
    ] {
        assert!(words.contains(phrase), "{phrase} is missing in: {words}");
    }
    assert!(!words.contains("BẢN TẠM"));
}

#[test]
fn a_provisional_receipt_says_so() {
    let folder = Folder::new();
    let file = folder.write("receipt-long.pdf", &receipt(&samples::long_receipt()).unwrap());
    assert_sound(&file);
    let words = words(&file);
    assert!(words.contains("BẢN TẠM – chờ cổng xác nhận · mã kiểm tra 7F3K-92QD"), "{words}");
    for long in [samples::LONG_NAME, samples::LONG_COMPANY, samples::LONG_ADDRESS] {
        assert!(words.contains(long), "{long} is cut in: {words}");
    }
}

#[test]
fn an_online_receipt_is_signed_by_the_official_alone() {
    let folder = Folder::new();
    let file = folder.write("receipt-25.pdf", &receipt(&samples::receipt_with_papers(25)).unwrap());
    assert_sound(&file);
    let words = words(&file);
    assert!(!words.contains("NGƯỜI NỘP HỒ SƠ"));
    let (count, _) = pages(&file);
    assert_eq!(words.matches("Tên thành phần hồ sơ").count(), count.min(2), "the header returns: {words}");
    for number in 1..=25 {
        assert!(words.contains(&format!("(số {number})")), "row {number} is missing");
    }
    assert_eq!(words.matches("DỮ LIỆU MẪU").count(), count);
    let text = text(&file);
    let last = text.trim_end_matches('\u{c}').rsplit('\u{c}').next().unwrap();
    assert!(last.contains("Phí, lệ phí") && last.contains("Ghi chú"), "the signature stands almost alone: {last}");
}

#[test]
fn requests_for_supplements_and_rejections_name_their_reasons() {
    let folder = Folder::new();
    let slip = folder.write("supplement.pdf", &supplement_slip(&samples::supplement_slip()).unwrap());
    let rejection = folder.write("rejection.pdf", &rejection_slip(&samples::rejection_slip()).unwrap());
    for file in [&slip, &rejection] {
        assert_sound(file);
        assert_eq!(pages(file), (1, A5.to_owned()));
    }
    let words_of_slip = words(&slip);
    for phrase in ["PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ", "Lý do: Thành phần hồ sơ chưa đủ", "NGƯỜI HƯỚNG DẪN"]
    {
        assert!(words_of_slip.contains(phrase), "{phrase} is missing in: {words_of_slip}");
    }
    let words_of_rejection = words(&rejection);
    for phrase in ["PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ", "đã có quyết định thu hồi đất", "NGƯỜI TỪ CHỐI"]
    {
        assert!(words_of_rejection.contains(phrase), "{phrase} is missing in: {words_of_rejection}");
    }
}

#[test]
fn a_decision_has_the_parts_of_an_administrative_document() {
    let folder = Folder::new();
    let file = folder.write("decision.pdf", &result_document(&samples::decision()).unwrap());
    assert_sound(&file);
    assert_eq!(pages(&file).1, "595.276 x 841.89 pts (A4)");
    let words = words(&file);
    for phrase in
        ["THÀNH PHỐ NAM ĐỊNH", "Số:", "QUYẾT ĐỊNH", "Điều 1.", "Nơi nhận:", "Đặng Quốc Cường", "TM. ỦY BAN NHÂN DÂN"]
    {
        assert!(words.contains(phrase), "{phrase} is missing in: {words}");
    }
}

#[test]
fn signatures_never_stand_alone_on_the_last_page() {
    let folder = Folder::new();
    for articles in 0..14 {
        let file = folder.write("decision-long.pdf", &result_document(&samples::long_decision(articles)).unwrap());
        let text = text(&file);
        let last = text.trim_end_matches('\u{c}').rsplit('\u{c}').next().unwrap();
        let before_signature = last.split("Nơi nhận").next().unwrap();
        let lines = before_signature.lines().filter(|line| line.trim().chars().count() > 3).count();
        assert!(lines >= 2, "{articles} more articles: {last}");
    }
}

#[test]
fn the_same_content_gives_the_same_bytes() {
    assert_eq!(receipt(&samples::receipt()).unwrap(), receipt(&samples::receipt()).unwrap());
    assert_eq!(result_document(&samples::decision()).unwrap(), result_document(&samples::decision()).unwrap());
}

#[test]
fn texts_of_any_length_are_set() {
    let mut decision = samples::decision();
    decision.body = vec![Passage::Paragraph("rất dài ".repeat(4000)), Passage::Paragraph("x".repeat(3000))];
    decision.subject = "trích yếu ".repeat(200);
    assert!(result_document(&decision).is_ok());
    decision.body.clear();
    assert!(result_document(&decision).is_ok());
    let mut slip = samples::supplement_slip();
    slip.papers = vec![samples::paper(&"tên giấy tờ ".repeat(900), 1, 0, 0)];
    assert!(supplement_slip(&slip).is_ok());
}
