//! A workbook as rows of named cells.

use super::Flaw;
use super::columns::{Column, SHEETS, Shape, Sheet, Word};
use calamine::{Data, DataRef, Reader, Xlsx};
use casework::Date;
use std::collections::BTreeMap;
use std::io::Cursor;

/// More cells than this are no catalogue.
const MOST_CELLS: usize = 300_000;

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Text(String),
    Number(f64),
    /// A day, or a time of day in minutes.
    Day(Date, u16),
}

/// A row: its cells by the Vietnamese name of their column, and what is wrong with it.
pub(super) struct Row {
    sheet: &'static str,
    pub number: u32,
    /// Every column that the sheet has; `None` where the cell is empty.
    cells: BTreeMap<&'static str, Option<Value>>,
    pub flaws: Vec<Flaw>,
}

impl Row {
    /// Notes what is wrong in a column.
    pub(super) fn flaw(&mut self, column: &Column, vietnamese: String, english: String) {
        let (sheet, column) = (self.sheet.to_owned(), column.vi.to_owned());
        self.flaws.push(Flaw { sheet, row: self.number, column, vietnamese, english });
    }

    fn cell(&self, column: &Column) -> Option<&Value> {
        self.cells.get(column.vi).and_then(Option::as_ref)
    }

    /// Whether the sheet has the column.
    pub(super) fn has(&self, column: &Column) -> bool {
        self.cells.contains_key(column.vi)
    }

    /// The cell as text.
    pub(super) fn shown(&self, column: &Column) -> String {
        match self.cell(column) {
            None => String::new(),
            Some(Value::Text(text)) => text.clone(),
            Some(Value::Number(number)) => number.to_string(),
            Some(Value::Day(day, _)) => day.to_string(),
        }
    }

    /// The code by which the row is found; a flaw where there is none.
    pub(super) fn code(&mut self, column: &Column) -> Option<String> {
        let mut code = String::new();
        self.required(column, &mut code);
        Some(code).filter(|code| !code.is_empty() && self.flaws.is_empty())
    }

    /// Takes a text over where the sheet has the column.
    pub(super) fn text(&mut self, column: &Column, into: &mut String) {
        if !self.has(column) {
            return;
        }
        if column.shape == Shape::Code && matches!(self.cell(column), Some(Value::Number(_) | Value::Day(..))) {
            let shown = self.shown(column);
            self.flaw(
                column,
                format!("bảng tính đã đổi mã thành số hoặc ngày ({shown}); định dạng ô là văn bản rồi ghi lại mã"),
                format!(
                    "the spreadsheet made a number or day of the code ({shown}); make the cell text, write it anew"
                ),
            );
            return;
        }
        *into = self.shown(column);
    }

    /// Takes a text over that may not be empty.
    pub(super) fn required(&mut self, column: &Column, into: &mut String) {
        let before = self.flaws.len();
        self.text(column, into);
        if into.is_empty() && self.flaws.len() == before {
            self.flaw(column, "ô này phải có nội dung".to_owned(), "this cell must be filled".to_owned());
        }
    }

    /// Takes the lines of a cell over.
    pub(super) fn lines(&self, column: &Column) -> Option<Vec<String>> {
        let lines = |text: String| {
            let lines = text.lines().map(|line| line.trim().to_owned());
            lines.filter(|line| !line.is_empty()).collect()
        };
        self.has(column).then(|| lines(self.shown(column)))
    }

    /// Takes a whole number over that is no more than `most`; an empty cell gives none.
    pub(super) fn number(&mut self, column: &Column, most: u64, into: &mut Option<u64>) {
        if !self.has(column) {
            return;
        }
        let number = match self.cell(column) {
            None => {
                *into = None;
                return;
            }
            Some(Value::Number(number)) if *number >= 0.0 && number.fract() == 0.0 && *number < 1e15 => {
                Some(*number as u64)
            }
            Some(Value::Text(text)) => casework::fee::number(text),
            Some(_) => None,
        };
        match number.filter(|number| *number <= most) {
            Some(number) => *into = Some(number),
            None => {
                let shown = self.shown(column);
                self.flaw(
                    column,
                    format!("“{shown}” không phải số nguyên từ 0 đến {}", dotted(most)),
                    format!("“{shown}” is no whole number from 0 to {}", dotted(most)),
                );
            }
        }
    }

    /// Takes a number over that must be there.
    pub(super) fn needed(&mut self, column: &Column, most: u64, known: Option<u64>) -> Option<u64> {
        let mut number = known;
        let before = self.flaws.len();
        self.number(column, most, &mut number);
        if number.is_none() && self.flaws.len() == before {
            self.flaw(column, "ghi một số".to_owned(), "give a number".to_owned());
        }
        number
    }

    /// Takes one of several words over, in either language.
    pub(super) fn word<T: Copy>(&mut self, column: &Column, words: &[Word<T>], known: Option<T>) -> Option<T> {
        let shown = self.shown(column);
        let wanted = shown.to_lowercase();
        if !self.has(column) || (wanted.is_empty() && known.is_none()) {
            if known.is_none() {
                self.required(column, &mut String::new());
            }
            return known;
        }
        let is = |word: &str| word.to_lowercase() == wanted;
        let found = words.iter().find(|(_, vi, en)| is(vi) || is(en)).map(|(value, _, _)| *value);
        if found.is_none() {
            let list = |of: fn(&Word<T>) -> &'static str| words.iter().map(of).collect::<Vec<_>>().join("; ");
            self.flaw(
                column,
                format!("không hiểu “{shown}”; ghi một trong: {}", list(|(_, vi, _)| vi)),
                format!("“{shown}” is not known; write one of: {}", list(|(_, _, en)| en)),
            );
        }
        found
    }

    /// Whether the cell is marked.
    pub(super) fn marked(&self, column: &Column) -> bool {
        !self.shown(column).is_empty()
    }

    /// The day of a cell, as a spreadsheet's day, `24/11/2026` or `2026-11-24`.
    pub(super) fn day(&mut self, column: &Column) -> Option<Date> {
        let day = match self.cell(column) {
            Some(Value::Day(day, _)) => Some(*day),
            Some(Value::Text(text)) => text.parse().ok().or_else(|| written_day(text)),
            Some(Value::Number(_)) | None => None,
        };
        if day.is_none() {
            let shown = self.shown(column);
            self.flaw(
                column,
                format!("“{shown}” không phải ngày; ghi như 24/11/2026"),
                format!("“{shown}” is no day; write it as 24/11/2026"),
            );
        }
        day
    }

    /// The minute of the day of a cell, as a spreadsheet's time or `15:00`.
    pub(super) fn minute(&self, column: &Column) -> Option<u16> {
        match self.cell(column)? {
            Value::Day(_, minute) => Some(*minute),
            Value::Number(number) if (0.0..1.0).contains(number) => Some((number * 1440.0).round() as u16),
            Value::Number(_) => None,
            Value::Text(text) => super::super::Clock::try_from(text.clone()).ok().map(|clock| clock.0),
        }
    }
}

/// `1.000.000`.
fn dotted(number: u64) -> String {
    paper::dong(number).trim_end_matches(" đ").to_owned()
}

/// `24/11/2026`.
fn written_day(text: &str) -> Option<Date> {
    let mut parts = text.split('/');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let day = Date::from_ymd(year.trim().parse().ok()?, month.trim().parse().ok()?, day.trim().parse().ok()?);
    day.filter(|_| parts.next().is_none())
}

/// The rows of each known sheet by its Vietnamese name, or what is wrong with the sheet.
pub(super) type Sheets = BTreeMap<&'static str, Result<Vec<Row>, Flaw>>;

/// Reads a workbook.
pub(super) fn read(bytes: &[u8]) -> Result<Sheets, Flaw> {
    let unreadable =
        || Flaw::of_book("Tệp không phải bảng tính XLSX đọc được.", "The file is no readable XLSX workbook.");
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| unreadable())?;
    let mut sheets = Sheets::new();
    let mut left = MOST_CELLS;
    for name in book.sheet_names() {
        let named = |sheet: &&Sheet| [sheet.vi, sheet.en].iter().any(|known| known.eq_ignore_ascii_case(name.trim()));
        let Some(sheet) = SHEETS.iter().find(named) else { continue };
        let grid = cells(&mut book, &name, &mut left).map_err(|too_many| {
            if too_many {
                Flaw::of_book("Bảng tính quá lớn.", "The workbook is too large.")
            } else {
                unreadable()
            }
        })?;
        sheets.insert(sheet.vi, rows(sheet, grid));
    }
    if sheets.is_empty() {
        return Err(Flaw::of_book(
            "Không có trang tính nào của danh mục; xuất XLSX rồi sửa trong tệp ấy.",
            "No sheet of the catalogue is in it; take the XLSX and change that file.",
        ));
    }
    Ok(sheets)
}

type Grid = BTreeMap<u32, BTreeMap<u32, Value>>;

/// The cells that stand in a sheet, one after the other: a sheet that says it is huge costs nothing. Fails with whether
/// there were too many.
fn cells(book: &mut Xlsx<Cursor<&[u8]>>, name: &str, left: &mut usize) -> Result<Grid, bool> {
    let mut reader = book.worksheet_cells_reader(name).map_err(|_| false)?;
    let mut grid = Grid::new();
    while let Some(cell) = reader.next_cell().map_err(|_| false)? {
        let (row, column) = cell.get_position();
        *left = left.checked_sub(1).ok_or(true)?;
        if let Some(value) = value(cell.get_value()) {
            grid.entry(row).or_default().insert(column, value);
        }
    }
    Ok(grid)
}

fn value(cell: &DataRef<'_>) -> Option<Value> {
    match Data::from(cell.clone()) {
        Data::Float(number) => Some(Value::Number(number)),
        Data::Int(number) => Some(Value::Number(number as f64)),
        Data::DateTime(moment) => {
            let (year, month, day, hour, minute, ..) = moment.to_ymd_hms_milli();
            let day = Date::from_ymd(i32::from(year), month, day)?;
            Some(Value::Day(day, u16::from(hour) * 60 + u16::from(minute)))
        }
        Data::Empty => None,
        other => {
            Some(other.to_string().replace('\r', "").trim().to_owned()).filter(|text| !text.is_empty()).map(Value::Text)
        }
    }
}

/// The rows under the first one, which names the columns.
fn rows(sheet: &Sheet, mut grid: Grid) -> Result<Vec<Row>, Flaw> {
    let at = |column: String, vietnamese: String, english: String| Flaw {
        sheet: sheet.vi.to_owned(),
        row: 1,
        column,
        vietnamese,
        english,
    };
    let head = grid.remove(&0).unwrap_or_default();
    let mut columns: BTreeMap<u32, &Column> = BTreeMap::new();
    for (place, name) in head {
        let Value::Text(name) = name else { continue };
        let wanted = name.to_lowercase();
        let is = |column: &&&Column| {
            [column.head(), column.vi.to_owned(), column.en.to_owned()]
                .iter()
                .any(|known| known.to_lowercase() == wanted)
        };
        let Some(column) = sheet.columns.iter().find(is) else {
            return Err(at(
                name,
                "cột này không có trong danh mục; đổi lại tên cột hoặc xóa cột".to_owned(),
                "the catalogue has no such column; give it its name again or delete it".to_owned(),
            ));
        };
        if columns.values().any(|known| known.vi == column.vi) {
            return Err(at(name, "cột này có hai lần".to_owned(), "this column stands here twice".to_owned()));
        }
        columns.insert(place, column);
    }
    let keys = sheet.columns.iter().take(if sheet.vi == "Phí, lệ phí" { 2 } else { 1 });
    for key in keys {
        if !columns.values().any(|column| column.vi == key.vi) {
            return Err(at(
                key.vi.to_owned(),
                "thiếu cột này ở dòng đầu".to_owned(),
                "the first row lacks this column".to_owned(),
            ));
        }
    }
    let row = |(place, mut cells): (u32, BTreeMap<u32, Value>)| Row {
        sheet: sheet.vi,
        number: place.saturating_add(1),
        cells: columns.iter().map(|(place, column)| (column.vi, cells.remove(place))).collect(),
        flaws: Vec::new(),
    };
    Ok(grid.into_iter().map(row).filter(|row| row.cells.values().any(Option::is_some)).collect())
}
