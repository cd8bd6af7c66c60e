//! A person's signature: the head on a result, the official on a form.

use super::increment::Increment;
use super::{Pkcs12Key, appearance, picture};
use crate::Error;
use crate::result_document::{AGENCY_SIGNATURE, PERSON_SIGNATURE};
use casework::Moment;

/// Signs in the place that the document keeps for a person. The certificate must be valid at `at`.
///
/// `handwriting` is a picture (PNG, transparent) of the person's written signature, shown above their name and the time.
pub fn sign_as_person(pdf: &[u8], key: &Pkcs12Key, at: Moment, handwriting: Option<&[u8]>) -> Result<Vec<u8>, Error> {
    key.check_valid_at(at)?;
    let mut increment = Increment::open(pdf)?;
    let field = increment.empty_field(PERSON_SIGNATURE)?;
    let text_height = if handwriting.is_some() { field.height * 0.35 } else { field.height };
    // A seal will cover the left third.
    let left = if increment.field(AGENCY_SIGNATURE).is_ok() { field.width * 0.28 } else { 0.0 };
    let text_box = (left, text_height);
    let drawing = appearance::person((field.width, field.height), text_box, key.subject(), at)?;
    let drawing = increment.drawings(&[drawing])?[0];
    if let Some(handwriting) = handwriting {
        let above = (0.0, text_height, field.width, field.height - text_height);
        picture::place(&mut increment, drawing, handwriting, above)?;
    }
    increment.sign(&field, drawing, key, at)
}
