//! What somebody wrote by hand on a screen.

use super::canvas::Canvas;
use super::text::Colour;
use serde::{Deserialize, Serialize};

/// Lines of a pen, each a row of points; across and down in thousandths of the width of the field.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Strokes(pub Vec<Vec<(u16, u16)>>);

/// More points than a name has.
const MOST: usize = 20_000;
/// Across; and down, for a field is wider than high.
const EDGE: u16 = 1_000;

impl Strokes {
    /// Whether it can be drawn: something was written, within the field, and not without end.
    #[must_use]
    pub fn is_writing(&self) -> bool {
        let points = || self.0.iter().flatten();
        points().count() >= 2 && points().count() <= MOST && points().all(|(x, y)| *x <= EDGE && *y <= EDGE)
    }

    /// Draws it as large as fits into the box, in its middle.
    pub(super) fn draw(&self, canvas: &mut Canvas, x: f32, y: f32, width: f32, height: f32) {
        let points = || self.0.iter().flatten();
        let (left, right) = points().fold((EDGE, 0), |(low, high), point| (low.min(point.0), high.max(point.0)));
        let (top, bottom) = points().fold((EDGE, 0), |(low, high), point| (low.min(point.1), high.max(point.1)));
        let (across, down) = (f32::from(right.saturating_sub(left)), f32::from(bottom.saturating_sub(top)));
        // A small name is not blown up.
        let scale = (width / across.max(1.0)).min(height / down.max(1.0)).min(width / f32::from(EDGE) * 1.6);
        let start = (x + (width - across * scale) / 2.0, y + (height - down * scale) / 2.0);
        let place = |point: &(u16, u16)| {
            let (over, under) = (point.0.saturating_sub(left), point.1.saturating_sub(top));
            (start.0 + f32::from(over) * scale, start.1 + f32::from(under) * scale)
        };
        for stroke in &self.0 {
            let corners: Vec<(f32, f32)> = stroke.iter().map(place).collect();
            canvas.trace(&corners, 1.1, Colour::BLUE);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blank_field_and_points_outside_it_are_no_writing() {
        assert!(!Strokes::default().is_writing() && !Strokes(vec![vec![]]).is_writing());
        assert!(!Strokes(vec![vec![(0, 0), (1_001, 0)]]).is_writing());
        assert!(!Strokes(vec![vec![(1, 1); MOST + 1]]).is_writing());
        assert!(Strokes(vec![vec![(0, 0), (900, 300)]]).is_writing());
    }

    #[test]
    fn what_was_written_stays_within_its_box() {
        let mut canvas = Canvas::new(200.0, 100.0);
        Strokes(vec![vec![(100, 900), (950, 20), (500, 500)]]).draw(&mut canvas, 20.0, 30.0, 100.0, 50.0);
        let lines = canvas.ops.iter().filter_map(|op| match op {
            printpdf::Op::DrawLine { line } => Some(&line.points),
            _ => None,
        });
        let points: Vec<(f32, f32)> = lines.flatten().map(|point| (point.p.x.0, 100.0 - point.p.y.0)).collect();
        assert_eq!(points.len(), 3);
        for (x, y) in points {
            assert!((20.0..=120.0).contains(&x) && (30.0..=80.0).contains(&y), "{x} {y}");
        }
    }
}
