//! Pictures in appearances: a handwritten signature, a seal.

use super::increment::Increment;
use crate::Error;
use crate::render;
use lopdf::{Object, ObjectId, Stream, dictionary};

/// Draws a PNG or JPEG, transparent where it is, over `drawing` in the given box (left, bottom, width, height), as large
/// as fits and centred.
pub(super) fn place(
    increment: &mut Increment,
    drawing: ObjectId,
    picture: &[u8],
    (left, bottom, width, height): (f32, f32, f32, f32),
) -> Result<(), Error> {
    let picture = render::decode_picture(picture)?.into_rgba8();
    let (columns, rows) = picture.dimensions();
    let scale = (width / columns.max(1) as f32).min(height / rows.max(1) as f32);
    let (drawn_width, drawn_height) = (columns as f32 * scale, rows as f32 * scale);
    let colours = picture.pixels().flat_map(|pixel| [pixel.0[0], pixel.0[1], pixel.0[2]]).collect();
    let opacity = picture.pixels().map(|pixel| pixel.0[3]).collect();
    let mask = increment.add(image(columns, rows, "DeviceGray", opacity)?);
    let mut stream = image(columns, rows, "DeviceRGB", colours)?;
    stream.dict.set("SMask", mask);
    let id = increment.add(stream);
    let x = left + (width - drawn_width) / 2.0;
    let y = bottom + (height - drawn_height) / 2.0;
    increment
        .prepend(drawing, &format!("q {drawn_width:.3} 0 0 {drawn_height:.3} {x:.3} {y:.3} cm /Picture Do Q\n"))?;
    increment.add_resource(drawing, "XObject", "Picture", id)
}

fn image(columns: u32, rows: u32, space: &str, samples: Vec<u8>) -> Result<Stream, Error> {
    let described = dictionary! {
        "Type" => "XObject",
        "Subtype" => "Image",
        "Width" => i64::from(columns),
        "Height" => i64::from(rows),
        "ColorSpace" => Object::Name(space.as_bytes().to_vec()),
        "BitsPerComponent" => 8,
    };
    let mut stream = Stream::new(described, samples);
    stream.compress().map_err(|error| Error::Picture(error.to_string()))?;
    Ok(stream)
}
