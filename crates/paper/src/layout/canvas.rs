//! One page's drawing. Places are measured from the top left corner; the format's own origin is hidden here.

use super::text::{Colour, Style};
use crate::Error;
use crate::font;
use printpdf::{
    Color, DictItem, Line, LinePoint, Op, PaintMode, PdfFontHandle, Point, Polygon, PolygonRing, Pt, Rect, Rgb,
    TextItem, TextMatrix, WindingOrder,
};
use std::collections::BTreeMap;

/// The drawing of one page (or of one appearance of a field).
#[derive(Clone, Debug)]
pub(crate) struct Canvas {
    pub width: f32,
    pub height: f32,
    pub ops: Vec<Op>,
}

/// Text and the gaps in it.
#[derive(Clone, Debug)]
pub(crate) enum Run {
    Text(String),
    /// Moves on by so many points.
    Gap(f32),
}

impl Canvas {
    pub(crate) const fn new(width: f32, height: f32) -> Self {
        Self { width, height, ops: Vec::new() }
    }

    /// Shows text that starts at `x` on a base line `y` points below the top.
    pub(crate) fn text(&mut self, x: f32, y: f32, style: Style, runs: &[Run]) -> Result<(), Error> {
        self.show(TextMatrix::Translate(Pt(x), Pt(self.height - y)), style, runs)
    }

    /// Shows text turned by `angle` (radians, against the clock) around its start.
    pub(crate) fn turned_text(&mut self, x: f32, y: f32, angle: f32, style: Style, text: &str) -> Result<(), Error> {
        let (sin, cos) = angle.sin_cos();
        let matrix = TextMatrix::Raw([cos, sin, -sin, cos, x, self.height - y]);
        self.show(matrix, style, &[Run::Text(text.to_owned())])
    }

    /// Draws letters that a reader is to take as one `text`, however they are placed.
    pub(crate) fn spoken(
        &mut self,
        text: &str,
        draw: impl FnOnce(&mut Self) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut data = vec![0xfe, 0xff];
        data.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
        let map = BTreeMap::from([("ActualText".to_owned(), DictItem::String { data, literal: false })]);
        let properties = DictItem::Dict { map };
        self.ops.push(Op::BeginMarkedContentWithProperties { tag: "Span".to_owned(), properties });
        draw(self)?;
        self.ops.push(Op::EndMarkedContent);
        Ok(())
    }

    fn show(&mut self, matrix: TextMatrix, style: Style, runs: &[Run]) -> Result<(), Error> {
        let font = font::font(style.face)?;
        let items = runs
            .iter()
            .map(|run| match run {
                Run::Text(text) => TextItem::Text(text.clone()),
                // The format counts gaps backwards, in thousandths of the size.
                Run::Gap(points) => TextItem::Offset(-points * 1000.0 / style.size),
            })
            .collect();
        self.ops.extend([
            Op::StartTextSection,
            Op::SetFillColor { col: colour(style.colour) },
            Op::SetFont { font: PdfFontHandle::External(font.id.clone()), size: Pt(style.size) },
            Op::SetTextMatrix { matrix },
            Op::ShowText { items },
            Op::EndTextSection,
        ]);
        Ok(())
    }

    /// A straight line.
    pub(crate) fn rule(&mut self, from: (f32, f32), to: (f32, f32), thickness: f32, paint: Colour) {
        let points = vec![self.point(from), self.point(to)];
        self.ops.extend([
            Op::SetOutlineColor { col: colour(paint) },
            Op::SetOutlineThickness { pt: Pt(thickness) },
            Op::DrawLine { line: Line { points, is_closed: false } },
        ]);
    }

    /// A line through points, as a pen draws it.
    pub(crate) fn trace(&mut self, points: &[(f32, f32)], thickness: f32, paint: Colour) {
        let points = points.iter().map(|&point| self.point(point)).collect();
        self.ops.extend([
            Op::SetOutlineColor { col: colour(paint) },
            Op::SetOutlineThickness { pt: Pt(thickness) },
            Op::DrawLine { line: Line { points, is_closed: false } },
        ]);
    }

    /// An empty rectangle.
    pub(crate) fn frame(&mut self, x: f32, y: f32, width: f32, height: f32, thickness: f32, paint: Colour) {
        self.ops.extend([
            Op::SetOutlineColor { col: colour(paint) },
            Op::SetOutlineThickness { pt: Pt(thickness) },
            self.rectangle(x, y, width, height, PaintMode::Stroke),
        ]);
    }

    /// Filled rectangles in one colour.
    pub(crate) fn fill(&mut self, rectangles: &[(f32, f32, f32, f32)], paint: Colour) {
        self.ops.push(Op::SetFillColor { col: colour(paint) });
        for &(x, y, width, height) in rectangles {
            let rectangle = self.rectangle(x, y, width, height, PaintMode::Fill);
            self.ops.push(rectangle);
        }
    }

    /// A filled shape with straight sides.
    pub(crate) fn shape(&mut self, corners: &[(f32, f32)], paint: Colour) {
        let points = corners.iter().map(|&corner| self.point(corner)).collect();
        let polygon = Polygon {
            rings: vec![PolygonRing { points }],
            mode: PaintMode::Fill,
            winding_order: WindingOrder::NonZero,
        };
        self.ops.extend([Op::SetFillColor { col: colour(paint) }, Op::DrawPolygon { polygon }]);
    }

    /// A circle's outline.
    pub(crate) fn circle(&mut self, centre: (f32, f32), radius: f32, thickness: f32, paint: Colour) {
        /// Length of the handles with which four cubic curves come closest to a circle.
        const HANDLE: f32 = 0.552_284_8;
        let (x, y) = centre;
        let place = |dx: f32, dy: f32| (x + dx * radius, y + dy * radius);
        let quarter = [
            (place(1.0, 0.0), false),
            (place(1.0, HANDLE), true),
            (place(HANDLE, 1.0), true),
            (place(0.0, 1.0), false),
            (place(-HANDLE, 1.0), true),
            (place(-1.0, HANDLE), true),
            (place(-1.0, 0.0), false),
            (place(-1.0, -HANDLE), true),
            (place(-HANDLE, -1.0), true),
            (place(0.0, -1.0), false),
            (place(HANDLE, -1.0), true),
            (place(1.0, -HANDLE), true),
            (place(1.0, 0.0), false),
        ];
        let points = quarter.iter().map(|&(at, bezier)| LinePoint { bezier, ..self.point(at) }).collect();
        self.ops.extend([
            Op::SetOutlineColor { col: colour(paint) },
            Op::SetOutlineThickness { pt: Pt(thickness) },
            Op::DrawLine { line: Line { points, is_closed: true } },
        ]);
    }

    fn point(&self, (x, y): (f32, f32)) -> LinePoint {
        LinePoint { p: Point { x: Pt(x), y: Pt(self.height - y) }, bezier: false }
    }

    fn rectangle(&self, x: f32, y: f32, width: f32, height: f32, mode: PaintMode) -> Op {
        let mut rectangle = Rect::from_xywh(Pt(x), Pt(self.height - y - height), Pt(width), Pt(height));
        rectangle.mode = Some(mode);
        Op::DrawRectangle { rectangle }
    }
}

fn colour(Colour(r, g, b): Colour) -> Color {
    Color::Rgb(Rgb { r, g, b, icc_profile: None })
}
