//! Tables as spreadsheets and on paper.

use crate::samples::{self, at, day};
use crate::tools::{Folder, assert_sound, pages, run, words};
use paper::sheet::{Cell, HeadCell, Table, table_pdf, xlsx};
use std::path::Path;
use std::process::Command;

fn table(rows: i64) -> Table {
    let row = |index: i64| {
        vec![
            Cell::Count(index),
            Cell::Text(format!("Lĩnh vực xây dựng số {index}")),
            Cell::Count(1250 + index),
            Cell::Count(1000),
            Cell::Tenths(985),
            Cell::Date(day(2026, 3, 5)),
            Cell::Empty,
        ]
    };
    Table {
        title: "Tình hình, kết quả giải quyết thủ tục hành chính".to_owned(),
        subtitle: vec!["Kỳ báo cáo: Quý I năm 2026".to_owned()],
        header: vec![
            vec![
                HeadCell::over("STT", 1, 2),
                HeadCell::over("Lĩnh vực", 1, 2),
                HeadCell::over("Số lượng hồ sơ", 2, 1),
                HeadCell::over("Tỷ lệ đúng hạn (%)", 1, 2),
                HeadCell::over("Ngày chốt", 1, 2),
                HeadCell::over("Ghi chú", 1, 2),
            ],
            vec![HeadCell::new("Tiếp nhận"), HeadCell::new("Đã giải quyết")],
        ],
        rows: (1..=rows).map(row).collect(),
        totals: Some(vec![Cell::Empty, Cell::Text("Tổng cộng".to_owned()), Cell::Count(1_234_567)]),
        notes: vec!["Số liệu lấy từ hệ thống thông tin giải quyết thủ tục hành chính.".to_owned()],
        widths: vec![10.0, 80.0, 25.0, 25.0, 25.0, 25.0, 30.0],
        sample: true,
    }
}

/// A part of the spreadsheet's archive.
fn part(file: &Path, name: &str) -> String {
    let output = Command::new("unzip")
        .arg("-p")
        .arg(file)
        .arg(name)
        .output()
        .unwrap_or_else(|error| panic!("unzip is needed for this test ({error}); install unzip"));
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_spreadsheet_has_numbers_days_and_a_header_of_two_rows() {
    let folder = Folder::new();
    let file = folder.write("table.xlsx", &xlsx(&table(3), at(2026, 4, 1, 9, 0)).unwrap());
    let output = run("unzip", "unzip", &["-tqq"], &file);
    assert!(output.status.success(), "{output:?}");
    let strings = part(&file, "xl/sharedStrings.xml");
    for phrase in [
        "Tình hình, kết quả giải quyết thủ tục hành chính",
        "Kỳ báo cáo: Quý I năm 2026",
        "Số lượng hồ sơ",
        "Đã giải quyết",
        "Lĩnh vực xây dựng số 3",
        "Tổng cộng",
        "DỮ LIỆU MẪU",
    ] {
        assert!(strings.contains(phrase), "{phrase} is missing in: {strings}");
    }
    let sheet = part(&file, "xl/worksheets/sheet1.xml");
    for piece in [
        "<v>1253</v>",
        "<v>98.5</v>",
        // 2026-03-05 as spreadsheets count days.
        "<v>46086</v>",
        "<v>1234567</v>",
        "ref=\"C5:D5\"",
        "ref=\"A5:A6\"",
        "orientation=\"landscape\"",
        "paperSize=\"9\"",
        "state=\"frozen\"",
        "fitToHeight=\"0\"",
    ] {
        assert!(sheet.contains(piece), "{piece} is missing in: {sheet}");
    }
    let core = part(&file, "docProps/core.xml");
    assert!(core.contains("2026-04-01T02:00:00Z"), "{core}");
}

#[test]
fn the_same_table_gives_the_same_spreadsheet() {
    let (table, at) = (table(20), at(2026, 4, 1, 9, 0));
    assert_eq!(xlsx(&table, at).unwrap(), xlsx(&table, at).unwrap());
}

#[test]
fn a_table_on_paper_repeats_its_header() {
    let folder = Folder::new();
    let bytes = table_pdf(&table(60), &samples::letterhead(), at(2026, 4, 1, 9, 0)).unwrap();
    let file = folder.write("table.pdf", &bytes);
    assert_sound(&file);
    let (count, size) = pages(&file);
    assert_eq!(size, "841.89 x 595.276 pts (A4)");
    assert!(count > 1);
    let words = words(&file);
    for phrase in ["Kỳ báo cáo: Quý I năm 2026", "1.310", "98,5", "05/03/2026", "Tổng cộng", "1.234.567", "DỮ LIỆU MẪU"]
    {
        assert!(words.contains(phrase), "{phrase} is missing in: {words}");
    }
    for head in ["Số lượng hồ sơ", "Tiếp nhận Đã giải quyết"] {
        assert_eq!(words.matches(head).count(), count, "{head}: {words}");
    }
}

#[test]
fn tables_without_rows_widths_or_days_before_1900_are_made_too() {
    let folder = Folder::new();
    let moment = at(2026, 4, 1, 9, 0);
    let empty = Table { title: "Trống".to_owned(), ..Table::default() };
    let odd = Table {
        header: vec![vec![HeadCell::over("a", 9, 9)], vec![HeadCell::new("b")]],
        rows: vec![vec![Cell::Date(day(1890, 1, 1)), Cell::Tenths(-5), Cell::Count(-1250)]],
        ..empty.clone()
    };
    for table in [empty, odd] {
        let file = folder.write("odd.xlsx", &xlsx(&table, moment).unwrap());
        assert!(part(&file, "xl/sharedStrings.xml").contains("Trống"));
        let file = folder.write("odd.pdf", &table_pdf(&table, &samples::letterhead(), moment).unwrap());
        assert_sound(&file);
    }
    let below = Table { rows: vec![vec![Cell::Tenths(-5), Cell::Count(-1250)]], ..Table::default() };
    let file = folder.write("below.pdf", &table_pdf(&below, &samples::letterhead(), moment).unwrap());
    let said = words(&file);
    assert!(said.contains("-0,5") && said.contains("-1.250"), "{said}");
}
