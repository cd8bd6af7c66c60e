//! Pictures of pages, for documents and photographs that somebody else made.
//!
//! The window never opens such files itself: a parser that can be led astray would stand next to an official's key. So
//! [`pages_in_child`] starts a process without memory, time or environment to spare, which calls [`child_main`] and
//! hands back PNGs; [`signatures_in_child`] has the same process read what is signed. [`pages`] does the work; call it
//! directly only on documents that this crate made.

mod child;
mod parent;
mod picture;

use crate::Error;
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings};
use serde::{Deserialize, Serialize};
use std::panic::{AssertUnwindSafe, catch_unwind};

pub use child::child_main;
pub use parent::{pages_in_child, signatures_in_child};
pub(crate) use picture::decode as decode_picture;

/// What a document may ask of the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenderLimits {
    /// Width of the pictures in pixels.
    pub width: u32,
    /// Pages beyond this are not drawn.
    pub pages: u32,
    /// Pixels of one picture; a page that would have more is drawn smaller.
    pub pixels: u32,
    /// Bytes of the file.
    pub bytes: u32,
}

impl Default for RenderLimits {
    fn default() -> Self {
        Self { width: 1240, pages: 50, pixels: 8_000_000, bytes: 64 * 1024 * 1024 }
    }
}

/// A picture of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PngPage {
    pub width: u32,
    pub height: u32,
    pub png: Vec<u8>,
}

/// Draws every page of a PDF, or the one page of a PNG or JPEG.
pub fn pages(file: &[u8], limits: RenderLimits) -> Result<Vec<PngPage>, Error> {
    let mut pages = Vec::new();
    each_page(file, limits, |page| {
        pages.push(page);
        Ok(())
    })?;
    Ok(pages)
}

/// Draws page after page, so that no more than one is held at a time.
fn each_page(
    file: &[u8],
    limits: RenderLimits,
    mut take: impl FnMut(PngPage) -> Result<(), Error>,
) -> Result<(), Error> {
    let limit = usize::try_from(limits.bytes).unwrap_or(usize::MAX);
    if file.len() > limit {
        return Err(Error::TooLarge { size: file.len(), limit });
    }
    if limits.width == 0 || limits.pages == 0 || limits.pixels == 0 {
        return Err(Error::Render("the limits leave nothing to draw".to_owned()));
    }
    if picture::is_picture(file) {
        return take(picture::draw(file, limits)?);
    }
    // The renderer is not ours and the bytes may be anybody's: a panic in it is a file that cannot be drawn.
    catch_unwind(AssertUnwindSafe(|| draw_pdf(file, limits, &mut take)))
        .unwrap_or_else(|_| Err(Error::Render("the renderer gave up".to_owned())))
}

fn draw_pdf(
    file: &[u8],
    limits: RenderLimits,
    take: &mut impl FnMut(PngPage) -> Result<(), Error>,
) -> Result<(), Error> {
    let pdf = Pdf::new(file.to_vec()).map_err(|error| Error::Malformed(format!("{error:?}")))?;
    let cache = RenderCache::new();
    let interpreter = InterpreterSettings::default();
    let mut drawn = 0;
    for page in pdf.pages().iter().take(usize::try_from(limits.pages).unwrap_or(usize::MAX)) {
        let scale = scale(page.render_dimensions(), limits)?;
        let settings = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
        let pixmap = hayro::render(page, &cache, &interpreter, &RenderSettings::default(), &settings);
        let (width, height) = (u32::from(pixmap.width()), u32::from(pixmap.height()));
        let png = pixmap.into_png().map_err(|error| Error::Render(error.to_string()))?;
        take(PngPage { width, height, png })?;
        drawn += 1;
    }
    if drawn == 0 {
        return Err(Error::Malformed("the document has no pages".to_owned()));
    }
    Ok(())
}

/// Pixels for a point, so that the page has the wanted width but no more than the allowed pixels.
fn scale((width, height): (f32, f32), limits: RenderLimits) -> Result<f32, Error> {
    /// The renderer counts pixels of a side in sixteen bits.
    const SIDE: f32 = 32_000.0;
    let sound = |side: f32| side.is_finite() && (1.0..=100_000.0).contains(&side);
    if !sound(width) || !sound(height) {
        return Err(Error::Malformed(format!("a page of {width} by {height} points")));
    }
    let wanted = limits.width as f32 / width;
    let allowed = (limits.pixels as f32 / (width * height)).sqrt();
    let scale = wanted.min(allowed).min(SIDE / width).min(SIDE / height);
    // Rounding must not end in a picture without pixels.
    if width * scale < 1.0 || height * scale < 1.0 {
        return Err(Error::Render(format!("a page of {width} by {height} points is too narrow to draw")));
    }
    // A hair more, because the renderer rounds the width down.
    Ok(scale * (1.0 + f32::EPSILON))
}
