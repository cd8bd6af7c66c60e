//! Opening a PDF that somebody else wrote, and finding its form fields.

use crate::Error;
use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Documents that are signed or inspected are decisions, not archives.
pub(crate) const MAX_SIZE: usize = 64 * 1024 * 1024;
/// What one packed stream may unfold to while a document is read.
const MAX_STREAM: usize = 32 * 1024 * 1024;
/// Fields are looked at no deeper than this in their tree, and no more than so many.
const MAX_DEPTH: usize = 8;
const MAX_FIELDS: usize = 256;

/// Reads a document, strictly: damaged files are not repaired, because what a repair shows is not what was signed.
pub(crate) fn load(pdf: &[u8]) -> Result<Document, Error> {
    if pdf.len() > MAX_SIZE {
        return Err(Error::TooLarge { size: pdf.len(), limit: MAX_SIZE });
    }
    let options = LoadOptions { strict: true, max_decompressed_size: Some(MAX_STREAM), ..LoadOptions::default() };
    // The parser is not ours and the bytes may be anybody's: a panic in it is a malformed file, not a crash.
    let document = catch_unwind(AssertUnwindSafe(|| Document::load_mem_with_options(pdf, options)))
        .map_err(|_| Error::Malformed("the parser gave up".to_owned()))?
        .map_err(|error| Error::Malformed(error.to_string()))?;
    if document.is_encrypted() || document.was_encrypted() {
        return Err(Error::Malformed("the document is encrypted".to_owned()));
    }
    if document.xref_recovery.is_some() {
        return Err(Error::Malformed("the cross-reference table is damaged".to_owned()));
    }
    Ok(document)
}

/// Every form field that is an object of its own, in the order of the form.
pub(crate) fn fields(document: &Document) -> Result<Vec<(ObjectId, &Dictionary)>, Error> {
    let malformed = |error: lopdf::Error| Error::Malformed(error.to_string());
    let catalog = document.catalog().map_err(malformed)?;
    let Ok(form) = catalog.get_deref(b"AcroForm", document) else { return Ok(Vec::new()) };
    let form = form.as_dict().map_err(malformed)?;
    let Ok(roots) = form.get_deref(b"Fields", document) else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    walk(document, roots.as_array().map_err(malformed)?, 0, &mut found)?;
    Ok(found)
}

fn walk<'a>(
    document: &'a Document,
    kids: &[Object],
    depth: usize,
    found: &mut Vec<(ObjectId, &'a Dictionary)>,
) -> Result<(), Error> {
    if depth > MAX_DEPTH {
        return Err(Error::Malformed("the form is nested too deeply".to_owned()));
    }
    for kid in kids {
        let id = kid.as_reference().map_err(|_| Error::Malformed("a form field is not an object".to_owned()))?;
        let dictionary = document.get_dictionary(id).map_err(|error| Error::Malformed(error.to_string()))?;
        if found.len() >= MAX_FIELDS || found.iter().any(|(known, _)| *known == id) {
            return Err(Error::Malformed("the form has too many fields, or one twice".to_owned()));
        }
        found.push((id, dictionary));
        if let Ok(Object::Array(kids)) = dictionary.get_deref(b"Kids", document) {
            walk(document, kids, depth + 1, found)?;
        }
    }
    Ok(())
}

/// The field's own name.
pub(crate) fn field_name(field: &Dictionary) -> Option<String> {
    field.get(b"T").ok().and_then(read_text)
}

/// Text outside pages: UTF-16 with its mark, or plain ASCII.
pub(crate) fn read_text(object: &Object) -> Option<String> {
    let bytes = object.as_str().ok()?;
    match bytes.strip_prefix(&[0xfe, 0xff]) {
        Some(wide) => {
            let units = wide.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
            Some(char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
        }
        None => Some(String::from_utf8_lossy(bytes).into_owned()),
    }
}

/// Where a field stands on its page.
pub(crate) fn rectangle(field: &Dictionary) -> Option<[f32; 4]> {
    let corners = field.get(b"Rect").ok()?.as_array().ok()?;
    let numbers: Vec<f32> = corners.iter().map(|corner| corner.as_float().ok()).collect::<Option<_>>()?;
    <[f32; 4]>::try_from(numbers).ok()
}
