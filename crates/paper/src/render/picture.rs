//! Photographs: decoded within limits, turned as the camera was held, made as wide as pages.

use super::{PngPage, RenderLimits};
use crate::Error;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, imageops::FilterType};
use std::io::Cursor;

/// What a picture may take while it is decoded: a photograph of a good phone, not a bomb.
const MAX_SIDE: u32 = 20_000;
const MAX_MEMORY: u64 = 512 * 1024 * 1024;

pub(super) fn is_picture(file: &[u8]) -> bool {
    file.starts_with(&[0x89, b'P', b'N', b'G']) || file.starts_with(&[0xff, 0xd8, 0xff])
}

pub(super) fn draw(file: &[u8], limits: RenderLimits) -> Result<PngPage, Error> {
    let picture = decode(file)?;
    let (width, height) = (u64::from(picture.width().max(1)), u64::from(picture.height().max(1)));
    let mut wanted = u64::from(limits.width).min(width);
    while wanted > 1 && wanted * (wanted * height / width).max(1) > u64::from(limits.pixels) {
        wanted = wanted * 9 / 10;
    }
    let side = |side: u64| u32::try_from(side.max(1)).unwrap_or(u32::MAX);
    let picture = if wanted < width {
        picture.resize_exact(side(wanted), side(wanted * height / width), FilterType::Triangle)
    } else {
        picture
    };
    let picture = picture.into_rgba8();
    let mut png = Vec::new();
    picture
        .write_to(&mut Cursor::new(&mut png), ImageFormat::Png)
        .map_err(|error| Error::Picture(error.to_string()))?;
    Ok(PngPage { width: picture.width(), height: picture.height(), png })
}

/// Reads a PNG or JPEG within limits, upright.
pub(crate) fn decode(file: &[u8]) -> Result<DynamicImage, Error> {
    let failed = |error: image::ImageError| Error::Picture(error.to_string());
    let mut reader = ImageReader::new(Cursor::new(file));
    reader.set_format(if file.starts_with(&[0xff]) { ImageFormat::Jpeg } else { ImageFormat::Png });
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(failed)?;
    let orientation = decoder.orientation().map_err(failed)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) * 4 > MAX_MEMORY {
        return Err(Error::Picture(format!("{width} by {height} pixels are too many")));
    }
    let mut picture = DynamicImage::from_decoder(decoder).map_err(failed)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}
