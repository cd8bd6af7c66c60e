//! The agency's signature, with number and day of issue (Decree 30/2020 Art. 15, 18, 32.2).

use super::increment::Increment;
use super::{Pkcs12Key, appearance, picture};
use crate::Error;
use crate::font::Face;
use crate::inspect::inspect;
use crate::layout::Style;
use crate::layout::{Align, Canvas};
use crate::result_document::{AGENCY_SIGNATURE, DOCUMENT_NUMBER, ISSUE_DATE, PERSON_SIGNATURE, letters};
use casework::Moment;
use lopdf::dictionary;

/// Numbers a document that its head has signed, and seals it, in one revision.
///
/// `number` is what follows `Số: `, with the symbol (`123/QĐ-UBND`); `place_and_date` is the whole line
/// (see [`crate::place_and_date`]). The records clerk may seal only what the competent person has signed
/// (Decree 30/2020 Art. 32.2): anything else is [`Error::NotSignedYet`].
///
/// `picture` is the picture of the agency's seal (PNG, transparent, red); without one a round red mark is drawn.
pub fn seal(
    pdf: &[u8],
    key: &Pkcs12Key,
    number: &str,
    place_and_date: &str,
    at: Moment,
    picture: Option<&[u8]>,
) -> Result<Vec<u8>, Error> {
    key.check_valid_at(at)?;
    let signed = inspect(pdf)?.iter().any(|signature| {
        signature.field_name == PERSON_SIGNATURE && signature.digest_ok && signature.covers_whole_file
    });
    if !signed {
        return Err(Error::NotSignedYet);
    }
    let mut increment = Increment::open(pdf)?;
    let number_field = increment.empty_field(DOCUMENT_NUMBER)?;
    let date_field = increment.empty_field(ISSUE_DATE)?;
    let signature_field = increment.empty_field(AGENCY_SIGNATURE)?;
    let size = (signature_field.width, signature_field.height);
    let mark = match picture {
        Some(_) => Canvas::new(size.0, size.1),
        None => appearance::seal(size.0.min(size.1), key.subject(), at)?,
    };
    let style = |face: Face, height: f32| Style::new(face, letters(height));
    let (number_style, date_style) =
        (style(Face::Regular, number_field.height), style(Face::Italic, date_field.height));
    let drawings = [
        appearance::field(number_field.width, number_field.height, number_style, Align::Left, number)?,
        appearance::field(date_field.width, date_field.height, date_style, Align::Centre, place_and_date)?,
        mark,
    ];
    let drawings = increment.drawings(&drawings)?;
    increment.fill(&number_field, number, drawings[0])?;
    increment.fill(&date_field, place_and_date, drawings[1])?;
    if let Some(picture) = picture {
        picture::place(&mut increment, drawings[2], picture, (0.0, 0.0, size.0, size.1))?;
    }
    // Ink lets what is under it be read. A blend mode works on what is below only from inside a group.
    let ink = increment.add(dictionary! { "Type" => "ExtGState", "BM" => "Multiply" });
    increment.prepend(drawings[2], "/Ink gs\n")?;
    increment.add_resource(drawings[2], "ExtGState", "Ink", ink)?;
    let group = dictionary! { "S" => "Transparency", "I" => false, "K" => false };
    increment.drawing_mut(drawings[2])?.dict.set("Group", group);
    increment.sign(&signature_field, drawings[2], key, at)
}
