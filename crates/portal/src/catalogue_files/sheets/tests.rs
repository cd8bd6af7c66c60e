use super::*;
use crate::catalogue_files::bundled;
use casework::catalogue::{Condition, DeclaredIndices};
use casework::fee::{Fee, FeeAmount, Tier, Waiver};
use casework::form_entry::{EntryKind, FormEntry, Needed};
use casework::{Channel, Moment};
use rust_xlsxwriter::Workbook;

fn edition() -> Edition {
    bundled().unwrap().remove(&"2018".into()).unwrap()
}

/// A workbook of one sheet.
fn book(sheet: &str, rows: &[&[&str]]) -> Vec<u8> {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    page.set_name(sheet).unwrap();
    for (row, cells) in (0_u32..).zip(rows) {
        for (column, text) in (0_u16..).zip(*cells) {
            page.write_string(row, column, *text).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn a_workbook_that_was_written_changes_nothing() {
    let mut edition = edition();
    let waiver = Waiver { code: "ngheo".to_owned(), name: "Hộ nghèo".to_owned(), percent: 100 };
    let amount =
        FeeAmount::Share { entry: "Giá trị".to_owned(), per_ten_thousand: 50, least: 100_000, most: 5_000_000 };
    let fee = Fee {
        code: "TL".to_owned(),
        name: "Phí".to_owned(),
        amount,
        pieces: None,
        copies: None,
        waivers: vec![waiver.clone(), waiver],
    };
    let each =
        Fee {
            pieces: Some("Số bản".to_owned()), amount: FeeAmount::Each(8_000), code: "BS".to_owned(), ..fee.clone()
        };
    let tiers = vec![Tier { from: 1, each: 2_000 }, Tier { from: 3, each: 1_000 }];
    let tiers = Fee {
        pieces: Some("Số trang".to_owned()),
        copies: Some("Số bản".to_owned()),
        amount: FeeAmount::Tiers { tiers, most: Some(200_000) },
        code: "CT".to_owned(),
        ..fee.clone()
    };
    edition.services.get_mut(&"1.001612".into()).unwrap().fees.extend([fee, each, tiers]);
    edition.units.get_mut(&"H40".into()).unwrap().declared =
        DeclaredIndices { organisation: Some(2), publication: None, complaints: Some(0) };
    edition.calendar.makeup_days.insert("2027-02-13".parse().unwrap(), "Làm bù".to_owned());
    let service = edition.services.get_mut(&"1.001193".into()).unwrap();
    service.paper_codes.insert(service.papers[0].clone(), "KQ.G17.000001".to_owned());
    service.entries.push(FormEntry {
        name: "Quan hệ với trẻ".to_owned(),
        kind: EntryKind::Choice(vec!["Cha".to_owned(), "Mẹ".to_owned()]),
        needed: Needed::Always,
        section: "Người đi khai".to_owned(),
        hint: "Như trong giấy chứng sinh".to_owned(),
        when: vec![Condition::Channel(Channel::Online)],
    });
    service.at_once = true;
    service.supplement.within_days = None;
    service.at_counter = vec!["Ký nhận".to_owned()];
    service.life_events = vec!["sinh con".to_owned(), "nuôi con".to_owned()];
    service.legal_basis = vec!["Luật Hộ tịch 2014".to_owned()];
    let users = crate::sample::users();
    let bytes = write(&edition, &users, Moment(0)).unwrap();
    assert_eq!(read(&bytes, &edition, &users).unwrap(), edition);
    assert_eq!(bytes, write(&edition, &users, Moment(0)).unwrap(), "the same bytes for the same edition");
}

#[test]
fn what_a_workbook_leaves_out_stays() {
    let edition = edition();
    let bytes = book("Fields", &[&["Code", "Name"], &["H40-HT", "Hộ tịch, quốc tịch"], &["H40-MT", "Môi trường"]]);
    let new = read(&bytes, &edition, &BTreeMap::new()).unwrap();
    assert_eq!(new.fields.len(), edition.fields.len() + 1);
    assert_eq!(new.fields[&"H40-HT".into()].name, "Hộ tịch, quốc tịch");
    assert_eq!(Edition { fields: edition.fields.clone(), ..new }, edition);
}

#[test]
fn a_row_goes_only_where_it_is_marked() {
    let edition = edition();
    let bytes = book("Ngày nghỉ", &[&["Ngày", "Bỏ"], &["24/11/2026", "x"]]);
    let new = read(&bytes, &edition, &BTreeMap::new()).unwrap();
    let day = "2026-11-24".parse().unwrap();
    assert!(edition.calendar.holidays.contains_key(&day) && !new.calendar.holidays.contains_key(&day));
    assert_eq!(new.calendar.holidays.len() + 1, edition.calendar.holidays.len());
}

#[test]
fn each_bad_row_is_named_with_sheet_row_column_and_what_to_do() {
    let edition = edition();
    for (sheet, rows, row, column, said) in [
        (
            "Phí, lệ phí",
            vec![vec!["Mã thủ tục", "Mã khoản", "Mức (đồng)"], vec!["1.001612", "PHI", "nhiều"]],
            2,
            "Mức (đồng)",
            "nhiều",
        ),
        ("Phí, lệ phí", vec![vec!["Mã thủ tục", "Mã khoản"], vec!["9.9", "PHI"]], 2, "Mã thủ tục", "9.9"),
        ("Phí, lệ phí", vec![vec!["Mã thủ tục"], vec!["9.9"]], 1, "Mã khoản", "thiếu cột"),
        ("Thủ tục", vec![vec!["Mã", "Lĩnh vực"], vec!["1.001193", "XX"]], 2, "Lĩnh vực", "XX"),
        (
            "Thủ tục",
            vec![vec!["Mã", "Mức trực tuyến"], vec![], vec!["1.001193", "4"]],
            3,
            "Mức trực tuyến",
            "Toàn trình",
        ),
        ("Thủ tục", vec![vec!["Mã", "Tên"], vec!["5.5", "Mới"]], 2, "Lĩnh vực", "phải có nội dung"),
        (
            "Thủ tục",
            vec![vec!["Mã", "Số ngày hoặc giờ chốt"], vec!["1.001193", "chiều"]],
            2,
            "Số ngày hoặc giờ chốt",
            "15:00",
        ),
        ("Thủ tục", vec![vec!["Mã", "Đơn vị thực hiện"], vec!["1.001193", "Xã\nThôn"]], 2, "Đơn vị thực hiện", "Thôn"),
        (
            "Đơn vị",
            vec![vec!["Mã", "Đơn vị cấp trên"], vec!["H40"], vec!["000.00.01.H40", "H41"]],
            3,
            "Đơn vị cấp trên",
            "H41",
        ),
        ("Đơn vị", vec![vec!["Mã", "Điểm tổ chức"], vec!["H40", "3"]], 2, "Điểm tổ chức", "từ 0 đến 2"),
        ("Đơn vị", vec![vec!["Mã", "Bỏ"], vec!["H41", "x"]], 2, "Bỏ", "không có mã này"),
        ("Lĩnh vực", vec![vec!["Mã", "Tên"], vec!["A", "B"], vec!["A", "C"]], 3, "Mã", "dòng 2"),
        ("Lĩnh vực", vec![vec!["Mã", "Tên gọi"], vec!["A", "B"]], 1, "Tên gọi", "không có trong danh mục"),
        ("Trạng thái", vec![vec!["Mã trạng thái", "Tên tiếng Việt"], vec!["11", "B"]], 2, "Mã trạng thái", "quốc gia"),
        ("Ngày nghỉ", vec![vec!["Ngày", "Lý do"], vec!["31/11/2026", "Lễ"]], 2, "Ngày", "24/11/2026"),
        ("Người dùng", vec![vec!["Tên đăng nhập"], vec!["ai.do"]], 2, "Tên đăng nhập", "mục Người dùng"),
    ] {
        let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
        let flaws = read(&book(sheet, &rows), &edition, &BTreeMap::new()).unwrap_err();
        let found = flaws.iter().any(|flaw| {
            (&*flaw.sheet, flaw.row, &*flaw.column) == (sheet, row, column) && flaw.vietnamese.contains(said)
        });
        assert!(found, "{sheet} {row} {column} {said}: {flaws:?}");
    }
}

#[test]
fn a_code_that_the_spreadsheet_made_a_number_is_refused() {
    let mut made = Workbook::new();
    let page = made.add_worksheet().set_name("Thủ tục").unwrap();
    page.write_string(0, 0, "Mã").unwrap().write_number(1, 0, 1.0011).unwrap();
    let flaws = read(&made.save_to_buffer().unwrap(), &edition(), &BTreeMap::new()).unwrap_err();
    assert!(flaws[0].vietnamese.contains("văn bản"), "{flaws:?}");
}

#[test]
fn what_is_no_workbook_of_the_catalogue_is_told_so() {
    for bytes in [b"no".to_vec(), Vec::new(), book("Khác", &[&["Mã"]])] {
        assert_eq!(read(&bytes, &edition(), &BTreeMap::new()).unwrap_err().len(), 1);
    }
    let mut made = Workbook::new();
    made.add_worksheet().set_name("Thủ tục").unwrap().write_string(1_048_575, 16_383, "xa").unwrap();
    let flaws = read(&made.save_to_buffer().unwrap(), &edition(), &BTreeMap::new()).unwrap_err();
    assert_eq!(flaws[0].column, "Mã", "a cell at the far end costs nothing");
}
