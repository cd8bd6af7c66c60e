//! What a page is built of, how high each part is, and how it is drawn once its place is known.

use super::canvas::{Canvas, Run};
use super::strokes::Strokes;
use super::table::{self, Table};
use super::text::{self, Colour, Inline, Line, Piece, Shape, Style};
use crate::Error;
use crate::font;
use qrcode::QrCode;

/// A part of a document, as wide as its column.
#[derive(Clone, Debug)]
pub(crate) enum Block {
    Paragraph(Paragraph),
    /// Stands on one page, whole.
    Columns(Vec<Column>),
    /// A line of text in a frame, whole.
    Framed(Paragraph),
    /// A centred straight line under a title.
    Rule {
        width: f32,
        before: f32,
        after: f32,
    },
    Space(f32),
    /// A QR code, drawn as squares, not as a picture.
    Qr {
        text: String,
        size: f32,
        align: Align,
    },
    Table(Table),
    /// Handwriting in the middle of its column.
    Strokes {
        strokes: Strokes,
        width: f32,
        height: f32,
    },
}

/// Where a line stands between its margins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    Centre,
    Justify,
}

/// Running text.
#[derive(Clone, Debug)]
pub(crate) struct Paragraph {
    pub inlines: Vec<Inline>,
    pub align: Align,
    /// Of the first line, on top of `indent`; negative for hanging paragraphs.
    pub first_indent: f32,
    pub indent: f32,
    /// Distance of lines, in heights of a line.
    pub leading: f32,
    pub before: f32,
    pub after: f32,
    /// Never parted from the block after it by a page break.
    pub keep_with_next: bool,
}

impl Paragraph {
    pub(crate) fn new(align: Align, inlines: Vec<Inline>) -> Self {
        Self {
            inlines,
            align,
            first_indent: 0.0,
            indent: 0.0,
            leading: 1.06,
            before: 0.0,
            after: 0.0,
            keep_with_next: false,
        }
    }
    pub(crate) fn of(align: Align, style: Style, text: &str) -> Self {
        Self::new(align, vec![Inline::Text(text.to_owned(), style)])
    }
    pub(crate) fn spaced(self, before: f32, after: f32) -> Self {
        Self { before, after, ..self }
    }
    pub(crate) fn indented(self, first_indent: f32, indent: f32) -> Self {
        Self { first_indent, indent, ..self }
    }
    pub(crate) fn keeping(self) -> Self {
        Self { keep_with_next: true, ..self }
    }

    pub(crate) fn lines(&self, width: f32) -> Result<Vec<Line>, Error> {
        let shape = if self.align == Align::Centre { Shape::Even } else { Shape::Running };
        let rest = (width - self.indent).max(1.0);
        text::lines(&self.inlines, (rest - self.first_indent).max(1.0), rest, shape)
    }

    pub(crate) fn pitch(&self, line: &Line) -> f32 {
        (line.ascent + line.descent) * self.leading
    }

    fn height(&self, width: f32) -> Result<f32, Error> {
        let lines: f32 = self.lines(width)?.iter().map(|line| self.pitch(line)).sum();
        Ok(self.before + lines + self.after)
    }
}

impl From<Paragraph> for Block {
    fn from(paragraph: Paragraph) -> Self {
        Self::Paragraph(paragraph)
    }
}

/// One of several stacks of blocks side by side.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    pub width: f32,
    pub blocks: Vec<Block>,
}

/// A place that was reserved, in points from the page's top left corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Place {
    pub name: &'static str,
    pub page: usize,
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

/// Where drawing goes.
pub(crate) struct Pen<'a> {
    pub canvas: &'a mut Canvas,
    pub places: &'a mut Vec<Place>,
    pub page: usize,
}

const FRAME_PADDING: f32 = 4.0;

/// Height of a block that is not parted.
pub(crate) fn height(block: &Block, width: f32) -> Result<f32, Error> {
    Ok(match block {
        Block::Paragraph(paragraph) => paragraph.height(width)?,
        Block::Columns(columns) => {
            let mut highest = 0.0_f32;
            for column in columns {
                highest = highest.max(stack_height(&column.blocks, column.width)?);
            }
            highest
        }
        Block::Framed(paragraph) => paragraph.height(width - 2.0 * FRAME_PADDING)? + 2.0 * FRAME_PADDING,
        Block::Rule { before, after, .. } => before + after,
        Block::Space(space) => *space,
        Block::Qr { size, .. } => *size,
        Block::Table(table) => table::height(table, width)?,
        Block::Strokes { height, .. } => *height,
    })
}

/// Height of blocks under one another.
pub(crate) fn stack_height(blocks: &[Block], width: f32) -> Result<f32, Error> {
    let mut sum = 0.0;
    for block in blocks {
        sum += height(block, width)?;
    }
    Ok(sum)
}

/// Draws blocks under one another on a canvas of its own, outside a page.
pub(crate) fn draw_stack(blocks: &[Block], canvas: &mut Canvas, x: f32, y: f32, width: f32) -> Result<(), Error> {
    let mut pen = Pen { canvas, places: &mut Vec::new(), page: 0 };
    let mut top = y;
    for block in blocks {
        top += draw(block, &mut pen, x, top, width)?;
    }
    Ok(())
}

/// Draws a whole block with its top left corner at `x`, `y`; returns its height.
pub(crate) fn draw(block: &Block, pen: &mut Pen<'_>, x: f32, y: f32, width: f32) -> Result<f32, Error> {
    match block {
        Block::Paragraph(paragraph) => {
            let lines = paragraph.lines(width)?;
            let end = draw_lines(paragraph, &lines, pen, x, y + paragraph.before, width, true)?;
            return Ok(end + paragraph.after - y);
        }
        Block::Columns(columns) => {
            let mut left = x;
            for column in columns {
                let mut top = y;
                for block in &column.blocks {
                    top += draw(block, pen, left, top, column.width)?;
                }
                left += column.width;
            }
        }
        Block::Framed(paragraph) => {
            let full = height(block, width)?;
            let top = y + paragraph.before;
            pen.canvas.frame(x, top, width, full - paragraph.before - paragraph.after, 1.0, Colour::BLACK);
            let lines = paragraph.lines(width - 2.0 * FRAME_PADDING)?;
            let inside = (x + FRAME_PADDING, top + FRAME_PADDING, width - 2.0 * FRAME_PADDING);
            draw_lines(paragraph, &lines, pen, inside.0, inside.1, inside.2, true)?;
        }
        Block::Rule { width: length, before, .. } => {
            let left = x + (width - length) / 2.0;
            pen.canvas.rule((left, y + before), (left + length, y + before), 0.6, Colour::BLACK);
        }
        Block::Space(_) => {}
        Block::Qr { text, size, align } => {
            let left = match align {
                Align::Left | Align::Justify => x,
                Align::Centre => x + (width - size) / 2.0,
            };
            draw_qr(text, pen.canvas, left, y, *size)?;
        }
        Block::Table(table) => table::draw(table, pen, x, y, width)?,
        Block::Strokes { strokes, width: room, height } => {
            strokes.draw(pen.canvas, x + (width - room) / 2.0, y, *room, *height);
        }
    }
    height(block, width)
}

/// Draws lines of a paragraph from `y` down; returns where the last one ends.
pub(crate) fn draw_lines(
    paragraph: &Paragraph,
    lines: &[Line],
    pen: &mut Pen<'_>,
    x: f32,
    y: f32,
    width: f32,
    from_start: bool,
) -> Result<f32, Error> {
    let mut top = y;
    for (index, line) in lines.iter().enumerate() {
        let extra = if from_start && index == 0 { paragraph.first_indent } else { 0.0 };
        let room = width - paragraph.indent - extra;
        let pitch = paragraph.pitch(line);
        let base = top + (pitch - line.ascent - line.descent) / 2.0 + line.ascent;
        let mut left = x + paragraph.indent + extra;
        let mut stretch = 0.0;
        match paragraph.align {
            Align::Left => {}
            Align::Centre => left += (room - line.width) / 2.0,
            Align::Justify if !line.last && line.words.len() > 1 => {
                stretch = (room - line.width).max(0.0) / (line.words.len() - 1) as f32;
            }
            Align::Justify => {}
        }
        draw_line(line, pen, left, base, stretch)?;
        top += pitch;
    }
    Ok(top)
}

/// One line, as few text operators as styles, so that a reader finds the words in one piece.
fn draw_line(line: &Line, pen: &mut Pen<'_>, left: f32, base: f32, stretch: f32) -> Result<(), Error> {
    let mut x = left;
    let mut open: Option<(f32, Style, Vec<Run>)> = None;
    let close = |open: &mut Option<(f32, Style, Vec<Run>)>, canvas: &mut Canvas| match open.take() {
        Some((start, style, runs)) => canvas.text(start, base, style, &runs),
        None => Ok(()),
    };
    for (index, word) in line.words.iter().enumerate() {
        for piece in &word.pieces {
            match piece {
                Piece::Text { text, style, .. } => {
                    if open.as_ref().is_some_and(|(_, current, _)| current != style) {
                        close(&mut open, pen.canvas)?;
                    }
                    let (_, _, runs) = open.get_or_insert_with(|| (x, *style, Vec::new()));
                    match runs.last_mut() {
                        Some(Run::Text(before)) => before.push_str(text),
                        _ => runs.push(Run::Text(text.clone())),
                    }
                }
                Piece::Place { name, width, height } => {
                    close(&mut open, pen.canvas)?;
                    let y = base - height * 0.8;
                    pen.places.push(Place { name, page: pen.page, x, y, width: *width, height: *height });
                }
                Piece::Tick { ticked, size } => {
                    close(&mut open, pen.canvas)?;
                    draw_tick(pen.canvas, x, base, *size, *ticked);
                }
                Piece::Qr { text, size } => {
                    close(&mut open, pen.canvas)?;
                    draw_qr(text, pen.canvas, x, base - size, *size)?;
                }
            }
            x += piece.width();
        }
        if index + 1 < line.words.len() {
            if let Some((_, _, runs)) = open.as_mut() {
                match runs.last_mut() {
                    Some(Run::Text(before)) => before.push(' '),
                    _ => runs.push(Run::Text(" ".to_owned())),
                }
                if stretch > 0.0 {
                    runs.push(Run::Gap(stretch));
                }
            }
            x += word.space + stretch;
        }
    }
    close(&mut open, pen.canvas)
}

fn draw_tick(canvas: &mut Canvas, x: f32, base: f32, size: f32, ticked: bool) {
    let side = size * 0.8;
    let top = base - side;
    canvas.frame(x, top, side, side, 0.6, Colour::BLACK);
    if ticked {
        let (left, right) = (x + side * 0.2, x + side * 0.8);
        canvas.rule((left, top + side * 0.5), (x + side * 0.42, top + side * 0.78), 1.0, Colour::BLACK);
        canvas.rule((x + side * 0.42, top + side * 0.78), (right, top + side * 0.2), 1.0, Colour::BLACK);
    }
}

fn draw_qr(text: &str, canvas: &mut Canvas, x: f32, y: f32, size: f32) -> Result<(), Error> {
    let code = QrCode::new(text.as_bytes()).map_err(|_| Error::QrCode(text.len()))?;
    let count = code.width();
    let module = size / count as f32;
    let colours = code.to_colors();
    let mut squares = Vec::new();
    for (row, cells) in colours.chunks(count).enumerate() {
        let mut column = 0;
        while column < count {
            let start = column;
            while column < count && cells[column] == qrcode::Color::Dark {
                column += 1;
            }
            if column > start {
                let run = (column - start) as f32 * module;
                squares.push((x + start as f32 * module, y + row as f32 * module, run, module));
            }
            column += 1;
        }
    }
    canvas.fill(&squares, Colour::BLACK);
    Ok(())
}

/// Width of a text in a style: rules under titles are as long as the title.
pub(crate) fn text_width(style: Style, text: &str) -> Result<f32, Error> {
    font::width(style.face, style.size, &font::drawable(text)?)
}
