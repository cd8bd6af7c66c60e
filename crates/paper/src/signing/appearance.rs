//! What signatures and filled-in fields look like.

use crate::Error;
use crate::font::Face;
use crate::layout::{Align, Block, Canvas, Colour, Paragraph, Run, Style, draw_stack, stack_height, text_width};
use casework::Moment;

/// A person's signature: who and when, in blue (Decree 30/2020, Annex I), right of `left` in the lowest `text_height`
/// points of the box; made smaller until it fits.
pub(super) fn person(
    (width, height): (f32, f32),
    (left, text_height): (f32, f32),
    name: &str,
    at: Moment,
) -> Result<Canvas, Error> {
    let signer = format!("Người ký: {name}");
    let time = format!("Thời\u{a0}gian\u{a0}ký: {}", crate::file::iso_date(at));
    let align = if left > 0.0 { Align::Left } else { Align::Centre };
    let mut canvas = Canvas::new(width, height);
    let mut size = 9.0_f32;
    loop {
        let style = Style::new(Face::Regular, size).coloured(Colour::BLUE);
        let stack: Vec<Block> = [&signer, &time].map(|text| Paragraph::of(align, style, text).into()).to_vec();
        let needed = stack_height(&stack, width - left)?;
        if needed <= text_height || size <= 4.0 {
            let top = height - text_height + ((text_height - needed) / 2.0).max(0.0);
            draw_stack(&stack, &mut canvas, left, top, width - left)?;
            return Ok(canvas);
        }
        size -= 0.5;
    }
}

/// The text of a form field on the base line that the layout gave it.
pub(super) fn field(width: f32, height: f32, style: Style, align: Align, text: &str) -> Result<Canvas, Error> {
    let mut canvas = Canvas::new(width, height);
    let natural = text_width(style, text)?;
    let size = style.size * (width / natural.max(1.0)).min(1.0);
    let style = Style { size, ..style };
    let x = match align {
        Align::Left | Align::Justify => 0.0,
        Align::Centre => (width - text_width(style, text)?) / 2.0,
    };
    let text = crate::font::drawable(text)?;
    canvas.text(x, height * 0.8, style, &[Run::Text(text)])?;
    Ok(canvas)
}

/// The agency's signature: a round red mark in the size of a seal with the agency's name and the moment of signing. It
/// is no picture of the real seal: who has one gives it as a picture.
pub(super) fn seal(diameter: f32, agency: &str, at: Moment) -> Result<Canvas, Error> {
    let mut canvas = Canvas::new(diameter, diameter);
    let centre = (diameter / 2.0, diameter / 2.0);
    let outer = diameter / 2.0 - 1.5;
    canvas.circle(centre, outer, 2.0, Colour::RED);
    canvas.circle(centre, outer - 3.2, 0.6, Colour::RED);
    canvas.circle(centre, outer * 0.56, 0.6, Colour::RED);
    star(&mut canvas, centre, outer * 0.3);
    let inside = outer - 3.2;
    let time = crate::file::iso_date(at).replace('T', " ").replace("+07:00", "");
    let upper = Arc { centre, radius: inside, depth: inside - outer * 0.56, sweep: 3.9, top: true };
    upper.write(&mut canvas, &agency.to_uppercase(), Face::Bold)?;
    let lower = Arc { sweep: 1.75, top: false, ..upper };
    lower.write(&mut canvas, &time, Face::Regular)?;
    Ok(canvas)
}

/// A five-pointed star.
fn star(canvas: &mut Canvas, (x, y): (f32, f32), radius: f32) {
    let corners: Vec<(f32, f32)> = (0_u8..10)
        .map(|index| {
            let reach = if index % 2 == 0 { radius } else { radius * 0.382 };
            let angle = f32::from(index) * std::f32::consts::PI / 5.0;
            (x + reach * angle.sin(), y - reach * angle.cos())
        })
        .collect();
    canvas.shape(&corners, Colour::RED);
}

/// A ring segment that holds a line of text.
#[derive(Clone, Copy)]
struct Arc {
    centre: (f32, f32),
    /// Of the outer edge.
    radius: f32,
    depth: f32,
    /// Widest angle of the text, in radians.
    sweep: f32,
    /// At the top the letters stand on the inner edge, at the bottom on the outer one.
    top: bool,
}

impl Arc {
    fn write(self, canvas: &mut Canvas, text: &str, face: Face) -> Result<(), Error> {
        let text = crate::font::drawable(text)?;
        let mut size = (self.depth * 0.62).min(9.0);
        let base = |size: f32| {
            let margin = (self.depth - size * 0.72) / 2.0;
            if self.top { self.radius - self.depth + margin } else { self.radius - margin }
        };
        while size > 3.0 && text_width(Style::new(face, size), &text)? / base(size) > self.sweep {
            size -= 0.25;
        }
        let style = Style::new(face, size).coloured(Colour::RED);
        let radius = base(size);
        let mut along = -text_width(style, &text)? / 2.0;
        let direction = if self.top { 1.0 } else { -1.0 };
        canvas.spoken(&text, |canvas| {
            for letter in text.chars() {
                let letter = letter.to_string();
                let half = text_width(style, &letter)? / 2.0;
                // Angle from the middle of the arc to the middle of the letter, with the clock.
                let angle = direction * (along + half) / radius;
                let up = if self.top { angle } else { angle + std::f32::consts::PI };
                let middle = (self.centre.0 + radius * up.sin(), self.centre.1 - radius * up.cos());
                let start = (middle.0 - half * angle.cos(), middle.1 - half * angle.sin());
                canvas.turned_text(start.0, start.1, -angle, style, &letter)?;
                along += 2.0 * half;
            }
            Ok(())
        })
    }
}
