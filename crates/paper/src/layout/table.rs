//! Tables: cells wrap, rows stay whole where a page can hold them, the header returns on every page. Cells of the
//! header may stand over several columns and rows.

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
        let spans: Vec<Vec<(usize, usize)>> =
            self.header.0.iter().map(|row| row.iter().map(|head| (head.columns, head.rows)).collect()).collect();
        let mut cells = Vec::new();
        for (spot, head) in spots(&spans, columns.len()).into_iter().zip(self.header.0.iter().flatten()) {
            let Some(spot) = spot else { continue };
            let over = &columns[spot.column..spot.end_column];
            let left = over.first().map_or(0.0, |(left, _)| *left);
            let width = over.iter().map(|(_, width)| width).sum::<f32>();
            let lines = head.paragraph.lines(width - 2.0 * PADDING)?;
            cells.push((spot, Cell { paragraph: head.paragraph.clone(), lines, left, width }));
        }
        let count = spans.len();
        Ok(Head::of(count, cells))
    }

    pub(crate) fn broken_rows(&self, width: f32) -> Result<Vec<Row>, Error> {
        self.rows.iter().map(|cells| self.row(cells, width)).collect()
    }
}

/// Where a cell of a header stands: rows and columns, the ends not included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Spot {
    pub row: usize,
    pub end_row: usize,
    pub column: usize,
    pub end_column: usize,
}

/// Places the cells of a header, given row by row as (columns, rows) that they stand over, into the free places from
/// left to right. A cell that finds none has no spot; one that meets another or the edge is made narrower.
pub(crate) fn spots(rows: &[Vec<(usize, usize)>], columns: usize) -> Vec<Option<Spot>> {
    let mut taken = vec![vec![false; columns]; rows.len()];
    let mut spots = Vec::new();
    for (row, cells) in rows.iter().enumerate() {
        for &(over, down) in cells {
            let Some(column) = taken[row].iter().position(|taken| !taken) else {
                spots.push(None);
                continue;
            };
            let free = taken[row][column..].iter().take(over.max(1)).take_while(|taken| !**taken).count();
            let spot = Spot { row, end_row: (row + down.max(1)).min(rows.len()), column, end_column: column + free };
            for taken in &mut taken[spot.row..spot.end_row] {
                taken[spot.column..spot.end_column].fill(true);
            }
            spots.push(Some(spot));
        }
    }
    spots
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
    fn of(count: usize, cells: Vec<(Spot, Cell)>) -> Self {
        let mut heights = vec![0.0_f32; count];
        let mut by_end: Vec<&(Spot, Cell)> = cells.iter().collect();
        by_end.sort_by_key(|(spot, _)| (spot.end_row, spot.end_row - spot.row));
        for (spot, cell) in by_end {
            let last = spot.end_row - 1;
            let above: f32 = heights[spot.row..last].iter().sum();
            heights[last] = heights[last].max(cell.height() + 2.0 * PADDING - above);
        }
        let top = |row: usize| heights[..row].iter().sum::<f32>();
        let height = top(count);
        let placed = |(spot, cell): (Spot, Cell)| (top(spot.row), top(spot.end_row) - top(spot.row), cell);
        let cells = cells.into_iter().map(placed).collect();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn header_cells_take_the_free_places() {
        let spots = spots(&[vec![(1, 2), (2, 1), (1, 2)], vec![(1, 1), (5, 1), (1, 1)]], 4);
        let spot = |row, end_row, column, end_column| Some(Spot { row, end_row, column, end_column });
        let top = [spot(0, 2, 0, 1), spot(0, 1, 1, 3), spot(0, 2, 3, 4)];
        assert_eq!(spots[..3], top);
        assert_eq!(spots[3..], [spot(1, 2, 1, 2), spot(1, 2, 2, 3), None]);
    }
}
