//! Tables: cells wrap, rows stay whole where a page can hold them, the header returns on every page. Cells of the header
//! may stand over several columns and rows.

use super::block::{self, Align, Block, Paragraph, Pen};
use super::text::{Colour, Line};
use crate::Error;

/// A table as wide as its column.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    /// Shares of the width, one for each cell of a row.
    pub shares: Vec<f32>,
    pub header: Header,
    pub rows: Vec<Vec<Paragraph>>,
}

/// The rows of a header, each with the cells that begin in it, from left to right.
#[derive(Clone, Debug)]
pub(crate) struct Header(pub Vec<Vec<HeadCell>>);

/// A cell of a header.
#[derive(Clone, Debug)]
pub(crate) struct HeadCell {
    pub paragraph: Paragraph,
    /// How many columns it stands over.
    pub columns: usize,
    /// How many rows it stands over.
    pub rows: usize,
}

impl From<Vec<Paragraph>> for Header {
    fn from(cells: Vec<Paragraph>) -> Self {
        Self(vec![cells.into_iter().map(|paragraph| HeadCell { paragraph, columns: 1, rows: 1 }).collect()])
    }
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

    /// The header with its cells broken into lines and put in their places.
    pub(crate) fn head(&self, width: f32) -> Result<Head, Error> {
        let columns = self.cells(width);
        let count = self.header.0.len();
        let mut taken = vec![vec![false; columns.len()]; count];
        let mut cells = Vec::new();
        for (row, head_cells) in self.header.0.iter().enumerate() {
            for head in head_cells {
                let Some(first) = taken[row].iter().position(|taken| !taken) else { break };
                let end = (first + head.columns.max(1)).min(columns.len());
                let last_row = (row + head.rows.max(1)).min(count);
                for taken in &mut taken[row..last_row] {
                    taken[first..end].fill(true);
                }
                let left = columns[first].0;
                let width = columns[first..end].iter().map(|(_, width)| width).sum::<f32>();
                let lines = head.paragraph.lines(width - 2.0 * PADDING)?;
                cells.push((row, last_row, Cell { paragraph: head.paragraph.clone(), lines, left, width }));
            }
        }
        Ok(Head::of(count, cells))
    }

    pub(crate) fn broken_rows(&self, width: f32) -> Result<Vec<Row>, Error> {
        self.rows.iter().map(|cells| self.row(cells, width)).collect()
    }
}

/// A header that is ready to be placed.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    /// Cells with their distance from the top and their height.
    cells: Vec<(f32, f32, Cell)>,
    height: f32,
}

impl Head {
    /// Rows are as high as their own cells need; a cell over several rows that needs more makes the last one higher.
    fn of(count: usize, cells: Vec<(usize, usize, Cell)>) -> Self {
        let mut heights = vec![0.0_f32; count];
        let mut by_end: Vec<&(usize, usize, Cell)> = cells.iter().collect();
        by_end.sort_by_key(|(row, end, _)| (*end, end - row));
        for (row, end, cell) in by_end {
            let above: f32 = heights[*row..end - 1].iter().sum();
            heights[end - 1] = heights[end - 1].max(cell.height() + 2.0 * PADDING - above);
        }
        let top = |row: usize| heights[..row].iter().sum::<f32>();
        let height = top(count);
        let cells = cells.into_iter().map(|(row, end, cell)| (top(row), top(end) - top(row), cell)).collect();
        Self { cells, height }
    }

    pub(crate) fn height(&self) -> f32 {
        self.height
    }

    /// Draws the header with its borders; returns its height.
    pub(crate) fn draw(&self, pen: &mut Pen<'_>, x: f32, y: f32) -> Result<f32, Error> {
        for (top, height, cell) in &self.cells {
            cell.draw(pen, x, y + top, *height)?;
        }
        Ok(self.height)
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

    fn draw(&self, pen: &mut Pen<'_>, x: f32, y: f32, height: f32) -> Result<(), Error> {
        pen.canvas.frame(x + self.left, y, self.width, height, BORDER, Colour::BLACK);
        let room = self.width - 2.0 * PADDING;
        let top = match self.paragraph.align {
            Align::Centre => y + (height - self.height()) / 2.0,
            Align::Left | Align::Justify => y + PADDING,
        };
        block::draw_lines(&self.paragraph, &self.lines, pen, x + self.left + PADDING, top, room, true)?;
        Ok(())
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
            cell.draw(pen, x, y, height)?;
        }
        Ok(height)
    }
}

/// Height of the whole table, header once.
pub(crate) fn height(table: &Table, width: f32) -> Result<f32, Error> {
    let rows: f32 = table.broken_rows(width)?.iter().map(Row::height).sum();
    Ok(table.head(width)?.height() + rows)
}

/// Draws a table that stands inside a column, whole.
pub(crate) fn draw(table: &Table, pen: &mut Pen<'_>, x: f32, y: f32, width: f32) -> Result<(), Error> {
    let mut top = y + table.head(width)?.draw(pen, x, y)?;
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
