//! Tables for reports: the same table as a spreadsheet, to go on working with, and as a PDF, to sign and send.

use crate::Error;
use crate::file::{self, Info};
use crate::font::Face;
use crate::forms::{Letterhead, letterhead_on};
use crate::layout::{self, Align, Block, HeadCell as SetHeadCell, Header, Paragraph, Sheet, Style, spots};
use crate::vietnamese::{dotted, short_date};
use casework::{Date, Moment};
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// A table with its title.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Table {
    pub title: String,
    /// Lines under the title: the period, the unit.
    pub subtitle: Vec<String>,
    /// Rows of the header, each with the cells that begin in it.
    pub header: Vec<Vec<HeadCell>>,
    pub rows: Vec<Vec<Cell>>,
    pub totals: Option<Vec<Cell>>,
    pub notes: Vec<String>,
    /// Shares of the width, one for each column.
    pub widths: Vec<f32>,
    /// Marked as sample data.
    #[serde(default)]
    pub sample: bool,
}

/// A cell of the header, over so many columns and rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeadCell {
    pub text: String,
    pub columns: u16,
    pub rows: u16,
}

impl HeadCell {
    /// A cell over one column and one row.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self::over(text, 1, 1)
    }

    /// A cell over several columns or rows.
    #[must_use]
    pub fn over(text: &str, columns: u16, rows: u16) -> Self {
        Self { text: text.to_owned(), columns, rows }
    }
}

/// A cell of the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cell {
    Text(String),
    Count(i64),
    /// A number in tenths: 125 is shown as `12,5`.
    Tenths(i64),
    Date(Date),
    Empty,
}

impl Cell {
    /// As it is read: thousands with points, tenths with a comma, days as 23/11/2026.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Count(count) => format!("{}{}", sign(*count), dotted(count.unsigned_abs())),
            Self::Tenths(tenths) => {
                let whole = tenths.unsigned_abs();
                format!("{}{},{}", sign(*tenths), dotted(whole / 10), whole % 10)
            }
            Self::Date(date) => short_date(*date),
            Self::Empty => String::new(),
        }
    }
}

const fn sign(value: i64) -> &'static str {
    if value < 0 { "-" } else { "" }
}

impl Table {
    /// As many columns as the widest part has.
    fn columns(&self) -> usize {
        let head = self.header.first().map_or(0, |row| row.iter().map(|cell| usize::from(cell.columns.max(1))).sum());
        let rows = self.rows.iter().chain(&self.totals).map(Vec::len).max().unwrap_or(0);
        self.widths.len().max(head).max(rows).max(1)
    }

    /// Shares of the width, each positive, one for each column.
    fn shares(&self) -> Vec<f32> {
        let share = |index: usize| self.widths.get(index).copied().filter(|share| *share > 0.0 && share.is_finite());
        (0..self.columns()).map(|index| share(index).unwrap_or(1.0)).collect()
    }

    fn spots(&self) -> Vec<Option<layout::Spot>> {
        let spans: Vec<Vec<(usize, usize)>> = self
            .header
            .iter()
            .map(|row| row.iter().map(|cell| (usize::from(cell.columns), usize::from(cell.rows))).collect())
            .collect();
        spots(&spans, self.columns())
    }
}

/// The table as a PDF on A4, on its side.
pub fn table_pdf(table: &Table, letterhead: &Letterhead, at: Moment) -> Result<Vec<u8>, Error> {
    let size = if table.columns() > 12 { 8.5 } else { 10.0 };
    let (plain, bold) = (Style::new(Face::Regular, size), Style::new(Face::Bold, size));
    let running = Style::new(Face::Regular, 11.0);
    let mut blocks = vec![
        letterhead_on(Sheet::A4_WIDE, letterhead, 2.0)?,
        Block::Space(12.0),
        Paragraph::of(Align::Centre, Style::new(Face::Bold, 14.0), &table.title).spaced(0.0, 2.0).keeping().into(),
    ];
    for line in &table.subtitle {
        blocks.push(Paragraph::of(Align::Centre, Style::new(Face::Italic, 12.0), line).keeping().into());
    }
    blocks.extend([Block::Space(8.0), set_table(table, plain, bold).into(), Block::Space(6.0)]);
    for note in &table.notes {
        blocks.push(Paragraph::of(Align::Justify, running, note).spaced(0.0, 2.0).into());
    }
    let pages = layout::set(Sheet::A4_WIDE, &blocks, table.sample)?;
    let subject = table.subtitle.join("; ");
    file::write(&pages, &Info { title: &table.title, subject: &subject, at }, &[])
}

fn set_table(table: &Table, plain: Style, bold: Style) -> layout::Table {
    let columns = table.columns();
    let head = |cell: &HeadCell| SetHeadCell {
        paragraph: Paragraph::of(Align::Centre, bold, &cell.text),
        columns: usize::from(cell.columns),
        rows: usize::from(cell.rows),
    };
    let header = Header(table.header.iter().map(|row| row.iter().map(head).collect()).collect());
    let row = |cells: &Vec<Cell>, style: Style| {
        let mut set: Vec<Paragraph> = cells
            .iter()
            .map(|cell| {
                let align = if matches!(cell, Cell::Text(_)) { Align::Left } else { Align::Centre };
                Paragraph::of(align, style, &cell.shown())
            })
            .collect();
        set.resize_with(columns, || Paragraph::of(Align::Left, style, ""));
        set
    };
    let mut rows: Vec<Vec<Paragraph>> = table.rows.iter().map(|cells| row(cells, plain)).collect();
    rows.extend(table.totals.iter().map(|cells| row(cells, bold)));
    if rows.is_empty() {
        rows.push(row(&Vec::new(), plain));
    }
    layout::Table { shares: table.shares(), header, rows }
}

/// The table as a spreadsheet (XLSX) with real numbers and days; prints on A4, on its side, as wide as the paper.
pub fn xlsx(table: &Table, at: Moment) -> Result<Vec<u8>, Error> {
    written(table, at).map_err(|error| Error::Compose(error.to_string()))
}

/// Letters that stand side by side on the width of the paper.
const LETTERS: f32 = 130.0;
const LINE_HEIGHT: f64 = 15.0;

fn written(table: &Table, at: Moment) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The only moment in the file, so that the same table gives the same bytes.
    let created = ExcelDateTime::from_timestamp(at.0.div_euclid(1000))?;
    let properties = DocProperties::new().set_title(composed(&table.title)).set_creation_datetime(&created);
    book.set_properties(&properties);
    let sheet = book.add_worksheet();
    sheet.set_name("Báo cáo")?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.set_margins(0.6, 0.6, 0.7, 0.6, 0.3, 0.3).set_footer("&C&P/&N");
    let shares = table.shares();
    let sum: f32 = shares.iter().sum();
    let letters: Vec<f32> = shares.iter().map(|share| (share / sum * LETTERS).max(3.0)).collect();
    for (column, width) in (0_u16..).zip(&letters) {
        sheet.set_column_width(column, f64::from(*width))?;
    }

    let mut pen = Pen { sheet, row: 0, letters };
    pen.line(&table.title, &text_format().set_bold().set_font_size(14).set_align(FormatAlign::Center))?;
    for line in &table.subtitle {
        pen.line(line, &text_format().set_italic().set_align(FormatAlign::Center))?;
    }
    if table.sample {
        pen.line("DỮ LIỆU MẪU", &text_format().set_bold().set_align(FormatAlign::Center))?;
    }
    pen.row += 1;
    pen.header(table)?;
    for cells in &table.rows {
        pen.cells(cells, false)?;
    }
    if let Some(totals) = &table.totals {
        pen.cells(totals, true)?;
    }
    pen.row += 1;
    for note in &table.notes {
        pen.line(note, &text_format().set_text_wrap())?;
    }
    book.save_to_buffer()
}

fn composed(text: &str) -> String {
    text.nfc().collect()
}

fn text_format() -> Format {
    Format::new().set_font_name("Times New Roman").set_font_size(11).set_align(FormatAlign::VerticalCenter)
}

fn cell_format(bold: bool) -> Format {
    let format = text_format().set_border(FormatBorder::Thin).set_text_wrap();
    if bold { format.set_bold() } else { format }
}

/// Writes a sheet from above.
struct Pen<'a> {
    sheet: &'a mut Worksheet,
    row: u32,
    /// Width of each column in letters.
    letters: Vec<f32>,
}

impl Pen<'_> {
    fn last_column(&self) -> u16 {
        u16::try_from(self.letters.len().saturating_sub(1)).unwrap_or(u16::MAX)
    }

    /// How many lines a text takes on columns, roughly: spreadsheets do not measure merged cells by themselves.
    fn lines(&self, text: &str, columns: std::ops::Range<usize>) -> f64 {
        let room: f32 = self.letters.get(columns).unwrap_or_default().iter().sum();
        let count = text.chars().count() as f32;
        f64::from((count * 1.05 / (room - 1.0).max(2.0)).ceil().max(1.0))
    }

    /// A text over the whole width.
    fn line(&mut self, text: &str, format: &Format) -> Result<(), XlsxError> {
        let text = composed(text);
        let lines = self.lines(&text, 0..self.letters.len());
        self.sheet.set_row_height(self.row, lines * LINE_HEIGHT + 4.0)?;
        self.over((self.row, 0), (self.row, self.last_column()), &text, format)?;
        self.row += 1;
        Ok(())
    }

    fn over(&mut self, from: (u32, u16), to: (u32, u16), text: &str, format: &Format) -> Result<(), XlsxError> {
        if from == to {
            self.sheet.write_string_with_format(from.0, from.1, text, format)?;
        } else {
            self.sheet.merge_range(from.0, from.1, to.0, to.1, text, format)?;
        }
        Ok(())
    }

    /// The header, which stays in view and returns on every printed page.
    fn header(&mut self, table: &Table) -> Result<(), XlsxError> {
        let format = cell_format(true).set_align(FormatAlign::Center);
        let first = self.row;
        let count = table.header.len();
        let mut heights = vec![1.0_f64; count];
        for (spot, cell) in table.spots().into_iter().zip(table.header.iter().flatten()) {
            let Some(spot) = spot else { continue };
            let text = composed(&cell.text);
            // A cell over several rows makes the last of them higher where the others do not do.
            let last = spot.end_row - 1;
            let above: f64 = heights[spot.row..last].iter().sum();
            heights[last] = heights[last].max(self.lines(&text, spot.column..spot.end_column) - above);
            let at = |row: usize, column: usize| {
                let row = u32::try_from(row).unwrap_or(u32::MAX).saturating_add(first);
                (row, u16::try_from(column).unwrap_or(u16::MAX))
            };
            self.over(at(spot.row, spot.column), at(last, spot.end_column - 1), &text, &format)?;
        }
        for height in heights {
            self.sheet.set_row_height(self.row, height * LINE_HEIGHT + 3.0)?;
            self.row += 1;
        }
        if self.row > first {
            self.sheet.set_freeze_panes(self.row, 0)?;
            self.sheet.set_repeat_rows(first, self.row - 1)?;
        }
        Ok(())
    }

    fn cells(&mut self, cells: &[Cell], bold: bool) -> Result<(), XlsxError> {
        let format = cell_format(bold);
        let centred = || format.clone().set_align(FormatAlign::Center);
        let row = self.row;
        let padded = cells.iter().chain(std::iter::repeat(&Cell::Empty));
        for (column, cell) in (0..=self.last_column()).zip(padded) {
            match cell {
                Cell::Text(text) => {
                    self.sheet.write_string_with_format(row, column, composed(text), &format)?;
                }
                Cell::Count(count) => {
                    let format = centred().set_num_format("#,##0");
                    self.sheet.write_number_with_format(row, column, *count as f64, &format)?;
                }
                Cell::Tenths(tenths) => {
                    let format = centred().set_num_format("#,##0.0");
                    self.sheet.write_number_with_format(row, column, *tenths as f64 / 10.0, &format)?;
                }
                Cell::Date(date) => {
                    let year = u16::try_from(date.year()).ok();
                    let day = year.and_then(|year| ExcelDateTime::from_ymd(year, date.month(), date.day()).ok());
                    match day {
                        Some(day) => {
                            let format = centred().set_num_format("dd/mm/yyyy");
                            self.sheet.write_datetime_with_format(row, column, day, &format)?;
                        }
                        // Spreadsheets know no day before 1900.
                        None => {
                            self.sheet.write_string_with_format(row, column, short_date(*date), &centred())?;
                        }
                    }
                }
                Cell::Empty => {
                    self.sheet.write_blank(row, column, &format)?;
                }
            }
        }
        self.row += 1;
        Ok(())
    }
}
