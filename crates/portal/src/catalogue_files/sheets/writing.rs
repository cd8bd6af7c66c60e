//! Writing the workbook.

use super::super::document::offered_by;
use super::super::entry_words::{ENTRY_KINDS, NEEDS, word_of};
use super::super::tiers::tiers_text;
use super::columns::{
    CALENDAR_DAYS, CLOCKS, Column, EACH, FIXED, KINDS, MAKEUP, OFF, ONLINES, SAME_DAY, SHARE, SHEETS, Shape, Sheet,
    TIERS, WORKING_DAYS, word,
};
use super::people;
use casework::catalogue::{Edition, Service, TimeLimit, Unit, User};
use casework::fee::{Fee, FeeAmount};
use casework::form_entry::{EntryKind, FormEntry};
use casework::{Date, Moment, UnitCode, UserId};
use rust_xlsxwriter::{
    DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use std::collections::{BTreeMap, BTreeSet};

/// How many empty rows under the last one still offer the words of a column.
const MORE_ROWS: u32 = 500;

/// What is written into a cell.
enum Cell {
    Text(String),
    Number(u64),
    Day(Date),
    Empty,
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text.to_owned()) }
    }
}

impl<T: Into<u64>> From<Option<T>> for Cell {
    fn from(number: Option<T>) -> Self {
        number.map_or(Self::Empty, |number| Self::Number(number.into()))
    }
}

/// The edition as a workbook, with the people who work with it.
///
/// # Errors
/// None that a test does not find first.
pub fn write(edition: &Edition, users: &BTreeMap<UserId, User>, at: Moment) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let created = ExcelDateTime::from_timestamp(at.0.div_euclid(1000))?;
    book.set_properties(&DocProperties::new().set_title(&edition.title).set_creation_datetime(&created));
    notes(book.add_worksheet(), edition)?;
    let rows: [Vec<Vec<Cell>>; 8] = [
        edition.units.values().map(unit).collect(),
        edition
            .fields
            .values()
            .map(|field| vec![field.code.as_str().into(), (*field.name).into(), Cell::Empty])
            .collect(),
        edition.services.values().map(|one| service(&edition.units, one)).collect(),
        edition.services.values().flat_map(|one| one.fees.iter().map(|fee| self::fee(one, fee))).collect(),
        edition.services.values().flat_map(|one| one.entries.iter().map(|entry| self::entry(one, entry))).collect(),
        edition
            .statuses
            .iter()
            .map(|(code, name)| vec![Some(*code).into(), (*name.vi).into(), (*name.en).into()])
            .collect(),
        days(edition),
        users.values().map(|user| people::cells(user).iter().map(|text| text.as_str().into()).collect()).collect(),
    ];
    for (sheet, rows) in SHEETS.iter().zip(rows) {
        fill(book.add_worksheet(), sheet, &rows)?;
    }
    book.save_to_buffer()
}

fn format() -> Format {
    Format::new().set_font_name("Times New Roman").set_font_size(11).set_align(FormatAlign::Top).set_text_wrap()
}

/// The first sheet: how the workbook is filled, and what is not in it.
fn notes(sheet: &mut Worksheet, edition: &Edition) -> Result<(), XlsxError> {
    sheet.set_name("Hướng dẫn")?.set_column_width(0, 110)?;
    let bold = format().set_bold();
    sheet.write_with_format(0, 0, format!("{} ({})", edition.title, edition.id), &bold)?;
    let notes = [
        "Sửa ở các trang tính sau rồi nhập lại vào bản dự thảo. Dòng được nhận ra theo mã; dòng và cột không có trong tệp \
         thì giữ nguyên. Muốn bỏ một dòng: ghi x ở cột “Bỏ”. Nếu một dòng sai, không dòng nào được nhận.",
        "Ô nhiều dòng (giấy tờ, đơn vị, miễn giảm): mỗi mục một dòng trong ô (Alt+Enter). Đơn vị: mã đơn vị, hoặc cấp \
         (Tỉnh; Sở, ngành; Huyện; Xã) để chỉ mọi đơn vị cấp ấy. Miễn giảm: mã | tên | phần trăm được giảm.",
        "Không có trong bảng tính: quy trình, trường hợp riêng của thủ tục, điều kiện của mục tờ khai, ca làm việc trong tuần. Sửa ở trang quy trình \
         hoặc trong văn bản YAML của bản dự thảo.",
        "Trang “Người dùng” chỉ để xem: cán bộ được thêm và sửa ở mục Người dùng.",
        "Change the sheets that follow and upload the workbook into the draft. A row is found by its code; rows and \
         columns that are left out stay as they are. To remove a row write x in its column “Remove”. Where one row is \
         wrong, none is taken over.",
        "Cells of several lines (papers, units, waivers): one entry on each line (Alt+Enter). Units: codes, or a level \
         (Province, Department, District, Commune) for all its units. Waivers: code | name | percent that is waived.",
        "Not in the workbook: workflows, variants of services, conditions of entries, the shifts of the week. Change them on the page of the \
         workflow or in the YAML text of the draft.",
        "The sheet of users is for reading only: people are added and changed under People.",
    ];
    for (row, note) in (2_u32..).zip(notes) {
        sheet.write_with_format(row, 0, note, &format())?;
    }
    Ok(())
}

fn fill(sheet: &mut Worksheet, layout: &Sheet, rows: &[Vec<Cell>]) -> Result<(), XlsxError> {
    sheet.set_name(layout.vi)?.set_freeze_panes(1, 1)?;
    let head = format().set_bold().set_border(FormatBorder::Thin);
    // Codes stay text even where somebody writes one that looks like a number.
    let (plain, code) = (format(), format().set_num_format("@"));
    let (number, day) = (format().set_num_format("#,##0"), format().set_num_format("dd/mm/yyyy"));
    let end = u32::try_from(rows.len()).unwrap_or(u32::MAX).saturating_add(MORE_ROWS);
    for (place, column) in (0_u16..).zip(layout.columns) {
        let format = match column.shape {
            Shape::Code => &code,
            Shape::Text | Shape::Lines => &plain,
            Shape::Number => &number,
            Shape::Day => &day,
        };
        sheet.set_column_width(place, column.width)?.set_column_format(place, format)?;
        sheet.write_with_format(0, place, column.head(), &head)?;
        if !column.words.is_empty() {
            sheet.add_data_validation(1, place, end, place, &choice(column)?)?;
        }
        for (row, cells) in (1_u32..).zip(rows) {
            match cells.get(usize::from(place)) {
                Some(Cell::Text(text)) => {
                    sheet.write_string_with_format(row, place, text, format)?;
                }
                Some(Cell::Number(value)) => {
                    sheet.write_number_with_format(row, place, *value as f64, &number)?;
                }
                Some(Cell::Day(value)) => {
                    let year = u16::try_from(value.year()).unwrap_or_default();
                    match ExcelDateTime::from_ymd(year, value.month(), value.day()) {
                        Ok(moment) => sheet.write_datetime_with_format(row, place, moment, &day)?,
                        // Spreadsheets know no day before 1900.
                        Err(_) => sheet.write_string_with_format(row, place, value.to_string(), &plain)?,
                    };
                }
                Some(Cell::Empty) | None => {}
            }
        }
    }
    Ok(())
}

/// Offers the words of a column, and lets others be written: the import says what is wrong with them.
fn choice(column: &Column) -> Result<DataValidation, XlsxError> {
    let list = DataValidation::new().allow_list_strings(column.words)?;
    Ok(list.show_error_message(false))
}

fn unit(unit: &Unit) -> Vec<Cell> {
    vec![
        unit.code.as_str().into(),
        (*unit.name).into(),
        word(&KINDS, unit.kind).into(),
        unit.parent.as_ref().map_or("", |parent| parent.as_str()).into(),
        (*unit.symbol).into(),
        (*unit.place).into(),
        (*unit.address).into(),
        (*unit.phone).into(),
        unit.declared.organisation.into(),
        unit.declared.publication.into(),
        unit.declared.complaints.into(),
        Cell::Empty,
    ]
}

fn offering(all: &BTreeMap<UnitCode, Unit>, units: &BTreeSet<UnitCode>) -> Cell {
    let by = offered_by(all, units);
    let kinds = by.kinds.iter().map(|kind| word(&KINDS, *kind).to_owned());
    let lines: Vec<String> = kinds.chain(by.units.iter().map(ToString::to_string)).collect();
    lines.join("\n").as_str().into()
}

fn service(all: &BTreeMap<UnitCode, Unit>, service: &Service) -> Vec<Cell> {
    let (kind, limit) = match service.time_limit {
        TimeLimit::SameDay { cutoff } => (SAME_DAY, Cell::Text(format!("{:02}:{:02}", cutoff / 60, cutoff % 60))),
        TimeLimit::WorkingDays(days) => (WORKING_DAYS, Some(days).into()),
        TimeLimit::CalendarDays(days) => (CALENDAR_DAYS, Some(days).into()),
    };
    let codes: Vec<String> = service.paper_codes.iter().map(|(paper, code)| format!("{paper} | {code}")).collect();
    vec![
        service.code.as_str().into(),
        (*service.name).into(),
        service.field.as_str().into(),
        offering(all, &service.units),
        offering(all, &service.taken_in_by),
        service.workflow.as_str().into(),
        kind.into(),
        limit,
        (*service.time_text).into(),
        (*service.fee_text).into(),
        service.papers.join("\n").as_str().into(),
        codes.join("\n").as_str().into(),
        (*service.result).into(),
        service.register.as_str().into(),
        word(&CLOCKS, service.supplement.clock).into(),
        Some(service.supplement.requests_allowed).into(),
        service.supplement.within_days.into(),
        if service.at_once { "x".into() } else { Cell::Empty },
        service.valid_months.into(),
        word(&ONLINES, service.online).into(),
        service.at_counter.join("\n").as_str().into(),
        service.life_events.join("\n").as_str().into(),
        service.legal_basis.join("\n").as_str().into(),
        (*service.certainty).into(),
        (*service.note).into(),
        Cell::Empty,
    ]
}

fn fee(service: &Service, fee: &Fee) -> Vec<Cell> {
    let (kind, amount) = match &fee.amount {
        FeeAmount::Fixed(amount) => (FIXED, Some(*amount)),
        FeeAmount::Each(amount) => (EACH, Some(*amount)),
        FeeAmount::Tiers { .. } => (TIERS, None),
        FeeAmount::Share { .. } => (SHARE, None),
    };
    let mut cells: Vec<Cell> =
        vec![service.code.as_str().into(), (*fee.code).into(), (*fee.name).into(), kind.into(), amount.into()];
    match &fee.amount {
        FeeAmount::Share { entry, per_ten_thousand, least, most } => cells.extend([
            Cell::from(&**entry),
            Some(*per_ten_thousand).into(),
            Some(*least).into(),
            Some(*most).into(),
        ]),
        FeeAmount::Fixed(_) | FeeAmount::Each(_) => {
            cells.push(fee.pieces.as_deref().unwrap_or_default().into());
            cells.extend((0..3).map(|_| Cell::Empty));
        }
        FeeAmount::Tiers { most, .. } => {
            cells.push(fee.pieces.as_deref().unwrap_or_default().into());
            cells.extend([Cell::Empty, Cell::Empty, (*most).into()]);
        }
    }
    let tiers = if let FeeAmount::Tiers { tiers, .. } = &fee.amount { tiers_text(tiers) } else { String::new() };
    cells.extend([Cell::from(tiers.as_str()), fee.copies.as_deref().unwrap_or_default().into()]);
    let waivers: Vec<String> =
        fee.waivers.iter().map(|one| format!("{} | {} | {}", one.code, one.name, one.percent)).collect();
    cells.push(waivers.join("\n").as_str().into());
    cells
}

fn entry(service: &Service, entry: &FormEntry) -> Vec<Cell> {
    let (choices, least, most) = match &entry.kind {
        EntryKind::Choice(options) => (options.join("\n"), None, None),
        EntryKind::Number { least, most } => (String::new(), *least, *most),
        _ => (String::new(), None, None),
    };
    vec![
        service.code.as_str().into(),
        (*entry.name).into(),
        word(&ENTRY_KINDS, word_of(&entry.kind)).into(),
        choices.as_str().into(),
        least.into(),
        most.into(),
        word(&NEEDS, entry.needed).into(),
        (*entry.section).into(),
        (*entry.hint).into(),
        Cell::Empty,
    ]
}

fn days(edition: &Edition) -> Vec<Vec<Cell>> {
    let calendar = &edition.calendar;
    let rows = |days: &BTreeMap<Date, String>, kind: &'static str| -> Vec<(Date, Vec<Cell>)> {
        let row = |(day, reason): (&Date, &String)| (*day, vec![Cell::Day(*day), kind.into(), (**reason).into()]);
        days.iter().map(row).collect()
    };
    let mut all = rows(&calendar.holidays, OFF);
    all.extend(rows(&calendar.makeup_days, MAKEUP));
    all.sort_by_key(|(day, _)| *day);
    all.into_iter().map(|(_, cells)| cells).collect()
}
