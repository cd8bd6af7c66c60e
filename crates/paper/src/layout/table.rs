//! Tables: cells wrap, rows stay whole where a page can hold them, the header returns on every page.

use super::block::{self, Align, Block, Paragraph, Pen};
use super::text::{Colour, Line};
use crate::Error;

/// A table as wide as its column.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    /// Shares of the width, one for each cell of a row.
    pub shares: Vec<f32>,
    pub header: Vec<Paragraph>,
    pub rows: Vec<Vec<Paragraph>>,
}

pub(crate) const PADDING: f32 = 2.5;
const BORDER: f32 = 0.5;

impl Table {
    /// Left edges and widths of the cells.
    fn cells(&self, width: f32) -> Vec<(f32, f32)> {
        let sum: f32 = self.shares.iter().sum();
        let mut left = 0.0;
        self.shares
            .iter()
            .map(|share| {
                let cell = (left, width * share / sum);
                left += cell.1;
                cell
            })
            .collect()
    }

    /// A row with its cells broken into lines.
    pub(crate) fn row(&self, cells: &[Paragraph], width: f32) -> Result<Row, Error> {
        let mut broken = Vec::with_capacity(cells.len());
        for (cell, (left, cell_width)) in cells.iter().zip(self.cells(width)) {
            let lines = cell.lines(cell_width - 2.0 * PADDING)?;
            broken.push(Cell { paragraph: cell.clone(), lines, left, width: cell_width });
        }
        Ok(Row { cells: broken })
    }

    pub(crate) fn broken_rows(&self, width: f32) -> Result<Vec<Row>, Error> {
        self.rows.iter().map(|cells| self.row(cells, width)).collect()
    }
}

/// A row that is ready to be placed.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    cells: Vec<Cell>,
}

#[derive(Clone, Debug)]
struct Cell {
    paragraph: Paragraph,
    lines: Vec<Line>,
    left: f32,
    width: f32,
}

impl Cell {
    fn height(&self) -> f32 {
        self.lines.iter().map(|line| self.paragraph.pitch(line)).sum()
    }
}

impl Row {
    pub(crate) fn height(&self) -> f32 {
        self.cells.iter().map(Cell::height).fold(0.0, f32::max) + 2.0 * PADDING
    }

    /// Parts a row that no page can hold: what fits into `room`, and the rest. At least one line goes into the first.
    pub(crate) fn part(mut self, room: f32) -> (Self, Option<Self>) {
        let mut rest = self.clone();
        let mut left_over = false;
        for (cell, tail) in self.cells.iter_mut().zip(&mut rest.cells) {
            let mut used = 2.0 * PADDING;
            let mut count = 0;
            for line in &cell.lines {
                used += cell.paragraph.pitch(line);
                if used > room && count > 0 {
                    break;
                }
                count += 1;
            }
            tail.lines = cell.lines.split_off(count.min(cell.lines.len()));
            left_over |= !tail.lines.is_empty();
        }
        (self, left_over.then_some(rest))
    }

    /// Draws the row with its borders; returns its height.
    pub(crate) fn draw(&self, pen: &mut Pen<'_>, x: f32, y: f32) -> Result<f32, Error> {
        let height = self.height();
        for cell in &self.cells {
            pen.canvas.frame(x + cell.left, y, cell.width, height, BORDER, Colour::BLACK);
            let room = cell.width - 2.0 * PADDING;
            let top = match cell.paragraph.align {
                Align::Centre => y + (height - cell.height()) / 2.0,
                Align::Left | Align::Justify => y + PADDING,
            };
            block::draw_lines(&cell.paragraph, &cell.lines, pen, x + cell.left + PADDING, top, room, true)?;
        }
        Ok(height)
    }
}

/// Height of the whole table, header once.
pub(crate) fn height(table: &Table, width: f32) -> Result<f32, Error> {
    let rows: f32 = table.broken_rows(width)?.iter().map(Row::height).sum();
    Ok(table.row(&table.header, width)?.height() + rows)
}

/// Draws a table that stands inside a column, whole.
pub(crate) fn draw(table: &Table, pen: &mut Pen<'_>, x: f32, y: f32, width: f32) -> Result<(), Error> {
    let mut top = y + table.row(&table.header, width)?.draw(pen, x, y)?;
    for row in table.broken_rows(width)? {
        top += row.draw(pen, x, top)?;
    }
    Ok(())
}

impl From<Table> for Block {
    fn from(table: Table) -> Self {
        Self::Table(table)
    }
}
