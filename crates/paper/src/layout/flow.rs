//! Blocks onto pages: page breaks, lines and rows that must not stand alone, page numbers, marks.

use super::block::{self, Align, Block, Paragraph, Pen, Place};
use super::canvas::{Canvas, Run};
use super::table::Table;
use super::text::{Colour, Style};
use crate::Error;
use crate::font::{self, Face};

/// Paper and margins, in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Sheet {
    pub width: f32,
    pub height: f32,
    pub top: f32,
    pub right: f32,
    pub bottom: f32,
    pub left: f32,
    /// Size of page numbers.
    pub number_size: f32,
}

/// Points in a millimetre.
pub(crate) const MM: f32 = 72.0 / 25.4;

impl Sheet {
    /// A5 upright, the size of forms 01 to 05.
    pub(crate) const A5: Self = Self {
        width: 148.0 * MM,
        height: 210.0 * MM,
        top: 10.0 * MM,
        right: 12.0 * MM,
        bottom: 10.0 * MM,
        left: 15.0 * MM,
        number_size: 10.0,
    };
    /// A4 upright with the margins of Decree 30/2020, Annex I.
    pub(crate) const A4: Self = Self {
        width: 210.0 * MM,
        height: 297.0 * MM,
        top: 20.0 * MM,
        right: 17.0 * MM,
        bottom: 20.0 * MM,
        left: 30.0 * MM,
        number_size: 13.0,
    };

    /// A4 on its side, for books and tables.
    pub(crate) const A4_WIDE: Self = Self {
        width: 297.0 * MM,
        height: 210.0 * MM,
        top: 18.0 * MM,
        right: 15.0 * MM,
        bottom: 15.0 * MM,
        left: 15.0 * MM,
        number_size: 12.0,
    };

    pub(crate) fn body_width(&self) -> f32 {
        self.width - self.left - self.right
    }
    fn floor(&self) -> f32 {
        self.height - self.bottom
    }
}

/// Finished pages and the places reserved on them.
#[derive(Debug)]
pub(crate) struct Pages {
    pub canvases: Vec<Canvas>,
    pub places: Vec<Place>,
}

/// Sets blocks on sheets. `sample` marks every page as sample data.
pub(crate) fn set(sheet: Sheet, blocks: &[Block], sample: bool) -> Result<Pages, Error> {
    let mut flow = Flow {
        sheet,
        pages: Pages { canvases: vec![Canvas::new(sheet.width, sheet.height)], places: Vec::new() },
        y: sheet.top,
    };
    for index in 0..blocks.len() {
        flow.place(&blocks[index], &blocks[index + 1..])?;
    }
    flow.number_pages()?;
    if sample {
        flow.mark_sample()?;
    }
    Ok(flow.pages)
}

struct Flow {
    sheet: Sheet,
    pages: Pages,
    y: f32,
}

impl Flow {
    fn place(&mut self, block: &Block, following: &[Block]) -> Result<(), Error> {
        match block {
            Block::Paragraph(paragraph) => self.paragraph(paragraph, following),
            Block::Table(table) => self.table(table),
            Block::Columns(_) | Block::Framed(_) | Block::Qr { .. } | Block::Strokes { .. } | Block::Rule { .. } => {
                let height = block::height(block, self.sheet.body_width())?;
                if self.y + height > self.sheet.floor() && !self.at_top() {
                    self.break_page();
                }
                let (x, y, width) = (self.sheet.left, self.y, self.sheet.body_width());
                self.y += block::draw(block, &mut self.pen(), x, y, width)?;
                Ok(())
            }
            Block::Space(space) => {
                if !self.at_top() {
                    self.y += space;
                }
                Ok(())
            }
        }
    }

    /// Places a paragraph, parted over pages so that no line of it stands alone, and, where it is kept with what
    /// follows, so that its last two lines are on the page where that begins.
    fn paragraph(&mut self, paragraph: &Paragraph, following: &[Block]) -> Result<(), Error> {
        let mut lines = paragraph.lines(self.sheet.body_width())?;
        if lines.is_empty() {
            return Ok(());
        }
        let tail = if paragraph.keep_with_next { self.beginning(following)? + paragraph.after } else { 0.0 };
        let mut from_start = true;
        if !self.at_top() {
            self.y += paragraph.before;
        }
        loop {
            let room = self.sheet.floor() - self.y;
            let fits = fitting(paragraph, &lines, room);
            let all: f32 = lines.iter().map(|line| paragraph.pitch(line)).sum();
            let count =
                if fits == lines.len() && all + tail <= room { fits } else { parted(lines.len(), fits, self.at_top()) };
            let rest = lines.split_off(count);
            let (x, y, width) = (self.sheet.left, self.y, self.sheet.body_width());
            self.y = block::draw_lines(paragraph, &lines, &mut self.pen(), x, y, width, from_start)?;
            from_start &= count == 0;
            if rest.is_empty() {
                self.y += paragraph.after;
                return Ok(());
            }
            lines = rest;
            self.break_page();
        }
    }

    /// The height that must follow on the same page: all of the next block, or the beginning of one that can be parted.
    fn beginning(&self, following: &[Block]) -> Result<f32, Error> {
        let width = self.sheet.body_width();
        let Some((next, rest)) = following.split_first() else { return Ok(0.0) };
        match next {
            Block::Paragraph(paragraph) => {
                let lines = paragraph.lines(width)?;
                let first = if lines.len() <= 3 { lines.len() } else { 2 };
                let height: f32 = lines[..first].iter().map(|line| paragraph.pitch(line)).sum();
                let chained = if paragraph.keep_with_next && first == lines.len() {
                    paragraph.after + self.beginning(rest)?
                } else {
                    0.0
                };
                Ok(paragraph.before + height + chained)
            }
            Block::Table(table) => {
                let first = table.rows.first().map(|row| table.row(row, width)).transpose()?;
                Ok(table.head(width)?.height() + first.map_or(0.0, |row| row.height()))
            }
            Block::Space(space) => Ok(space + self.beginning(rest)?),
            Block::Columns(_) | Block::Framed(_) | Block::Qr { .. } | Block::Strokes { .. } | Block::Rule { .. } => {
                block::height(next, width)
            }
        }
    }

    fn table(&mut self, table: &Table) -> Result<(), Error> {
        let (x, width) = (self.sheet.left, self.sheet.body_width());
        let header = table.head(width)?;
        let rows = table.broken_rows(width)?;
        let page = self.sheet.floor() - self.sheet.top - header.height();
        let heights: Vec<f32> = rows.iter().map(super::table::Row::height).collect();
        let mut open = false;
        for (index, mut row) in rows.into_iter().enumerate() {
            loop {
                let head = if open { 0.0 } else { header.height() };
                let room = self.sheet.floor() - self.y - head;
                // The last row does not stand alone on its page: the one before it goes along.
                let with_last = if index + 2 == heights.len() { heights[index + 1] } else { 0.0 };
                let needed = row.height() + with_last;
                if row.height() <= room && (needed <= room || needed > page) {
                    break;
                }
                if row.height() > page && room > page / 2.0 {
                    break;
                }
                if self.at_top() {
                    break;
                }
                self.break_page();
                open = false;
            }
            loop {
                if !open {
                    let y = self.y;
                    self.y += header.draw(&mut self.pen(), x, y)?;
                    open = true;
                }
                let (now, rest) = row.part(self.sheet.floor() - self.y);
                let y = self.y;
                self.y += now.draw(&mut self.pen(), x, y)?;
                let Some(rest) = rest else { break };
                row = rest;
                self.break_page();
                open = false;
            }
        }
        Ok(())
    }

    fn pen(&mut self) -> Pen<'_> {
        let page = self.pages.canvases.len() - 1;
        Pen { canvas: &mut self.pages.canvases[page], places: &mut self.pages.places, page }
    }

    fn at_top(&self) -> bool {
        self.y <= self.sheet.top
    }

    fn break_page(&mut self) {
        self.pages.canvases.push(Canvas::new(self.sheet.width, self.sheet.height));
        self.y = self.sheet.top;
    }

    /// Numbers stand at the top, centred, from the second page on (Decree 30/2020, Annex I).
    fn number_pages(&mut self) -> Result<(), Error> {
        let style = Style::new(Face::Regular, self.sheet.number_size);
        for (index, canvas) in self.pages.canvases.iter_mut().enumerate().skip(1) {
            let number = (index + 1).to_string();
            let x = (self.sheet.width - font::width(style.face, style.size, &number)?) / 2.0;
            canvas.text(x, self.sheet.top * 0.62, style, &[Run::Text(number)])?;
        }
        Ok(())
    }

    /// Says on every page that its content is made up.
    fn mark_sample(&mut self) -> Result<(), Error> {
        let style = Style::new(Face::Bold, 7.5).coloured(Colour::GREY);
        let text = Paragraph::of(Align::Left, style, "DỮ LIỆU MẪU");
        let width = block::text_width(style, "DỮ LIỆU MẪU")?;
        let mut places = Vec::new();
        for (page, canvas) in self.pages.canvases.iter_mut().enumerate() {
            let (x, y) = (self.sheet.width - self.sheet.right - width, self.sheet.height - self.sheet.bottom * 0.75);
            canvas.frame(x - 4.0, y - 2.0, width + 8.0, 13.0, 0.5, Colour::GREY);
            let mut pen = Pen { canvas, places: &mut places, page };
            block::draw(&Block::Paragraph(text.clone()), &mut pen, x, y, width + 1.0)?;
        }
        Ok(())
    }
}

/// Lines that fit into `room`.
fn fitting(paragraph: &Paragraph, lines: &[super::text::Line], room: f32) -> usize {
    let mut used = 0.0;
    lines
        .iter()
        .take_while(|line| {
            used += paragraph.pitch(line);
            used <= room + 0.01
        })
        .count()
}

/// How many of `count` lines stay on a page on which `fits` would fit, where not all may: two at least on each side.
fn parted(count: usize, fits: usize, at_top: bool) -> usize {
    let stay = fits.min(count.saturating_sub(2));
    match stay {
        0 | 1 if at_top => fits.clamp(1, count),
        0 | 1 => 0,
        stay => stay,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_of_a_paragraph_stands_alone_on_a_page() {
        assert_eq!(parted(5, 4, false), 3, "two lines go over, not one");
        assert_eq!(parted(5, 1, false), 0, "one line does not stay behind");
        assert_eq!(parted(3, 2, false), 0, "three lines are not parted");
        assert_eq!(parted(2, 2, false), 0, "kept with what follows, both go over");
        assert_eq!(parted(9, 9, false), 7, "kept with what follows, two go over");
    }

    #[test]
    fn a_page_always_takes_something() {
        assert_eq!(parted(3, 1, true), 1);
        assert_eq!(parted(3, 0, true), 1);
    }

    #[test]
    fn a_block_higher_than_a_page_is_drawn_all_the_same() {
        let style = Style::new(Face::Regular, 13.0);
        let long = Paragraph::of(Align::Justify, style, &"dài lắm ".repeat(5000));
        let pages = set(Sheet::A5, &[long.into()], true).unwrap();
        assert!(pages.canvases.len() > 5);
    }
}
