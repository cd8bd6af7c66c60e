//! A revision appended to a PDF: fields filled in, one signature over everything.

use super::Pkcs12Key;
use super::cms;
use crate::Error;
use crate::file::{add_forms, pdf_date, text_string};
use crate::layout::Canvas;
use crate::open;
use casework::Moment;
use lopdf::{Dictionary, Document, IncrementalDocument, Object, ObjectId, StringFormat, dictionary};
use sha2::{Digest, Sha256};

/// Bytes kept free for a signature.
const RESERVE: usize = 32_768;
/// Stands where the byte range will be; as wide as any offset.
const UNKNOWN_OFFSET: i64 = 9_999_999_999;

/// A revision in the making.
pub(crate) struct Increment {
    document: IncrementalDocument,
    length: usize,
}

/// A form field of the document before this revision.
pub(crate) struct Found {
    pub id: ObjectId,
    pub width: f32,
    pub height: f32,
    pub filled: bool,
}

impl Increment {
    pub(crate) fn open(pdf: &[u8]) -> Result<Self, Error> {
        let document = open::load(pdf)?;
        Ok(Self { document: IncrementalDocument::create_from(pdf.to_vec(), document), length: pdf.len() })
    }

    /// The field of that name.
    pub(crate) fn field(&self, name: &str) -> Result<Found, Error> {
        let document = self.document.get_prev_documents();
        let (id, dictionary) = open::fields(document)?
            .into_iter()
            .find(|(_, dictionary)| open::field_name(dictionary).is_some_and(|found| found == name))
            .ok_or_else(|| Error::NoPlace(name.to_owned()))?;
        let [left, bottom, right, top] = open::rectangle(dictionary).ok_or_else(|| Error::NoPlace(name.to_owned()))?;
        let filled = !matches!(dictionary.get(b"V"), Err(_) | Ok(Object::Null));
        Ok(Found { id, width: right - left, height: top - bottom, filled })
    }

    /// The field of that name, which must still be empty.
    pub(crate) fn empty_field(&self, name: &str) -> Result<Found, Error> {
        let field = self.field(name)?;
        if field.filled { Err(Error::PlaceTaken(name.to_owned())) } else { Ok(field) }
    }

    /// Adds drawings that fields can show.
    pub(crate) fn drawings(&mut self, drawings: &[Canvas]) -> Result<Vec<ObjectId>, Error> {
        add_forms(&mut self.document.new_document, drawings)
    }

    /// Puts operators in front of those of a drawing that was added.
    pub(crate) fn prepend(&mut self, drawing: ObjectId, operators: &str) -> Result<(), Error> {
        let stream = self.drawing_mut(drawing)?;
        let mut content = operators.as_bytes().to_vec();
        content.extend(stream.get_plain_content().map_err(broken)?);
        stream.set_plain_content(content);
        Ok(())
    }

    /// Gives a drawing that was added something to use.
    pub(crate) fn add_resource(
        &mut self,
        drawing: ObjectId,
        kind: &str,
        name: &str,
        id: ObjectId,
    ) -> Result<(), Error> {
        let resources =
            self.drawing_mut(drawing)?.dict.get_mut(b"Resources").and_then(Object::as_dict_mut).map_err(broken)?;
        resources.set(kind, dictionary! { name => id });
        Ok(())
    }

    pub(crate) fn drawing_mut(&mut self, id: ObjectId) -> Result<&mut lopdf::Stream, Error> {
        self.document.new_document.get_object_mut(id).and_then(Object::as_stream_mut).map_err(broken)
    }

    /// Adds an object.
    pub(crate) fn add(&mut self, object: impl Into<Object>) -> ObjectId {
        self.document.new_document.add_object(object)
    }

    /// Fills in a text field: its value, and what it shows.
    pub(crate) fn fill(&mut self, field: &Found, text: &str, drawing: ObjectId) -> Result<(), Error> {
        let dictionary = self.change(field.id)?;
        dictionary.set("V", text_string(text));
        dictionary.set("AP", dictionary! { "N" => drawing });
        Ok(())
    }

    /// Signs everything, this revision included, and ends it.
    pub(crate) fn sign(
        mut self,
        field: &Found,
        drawing: ObjectId,
        key: &Pkcs12Key,
        at: Moment,
    ) -> Result<Vec<u8>, Error> {
        let signature = self.add(dictionary! {
            "Type" => "Sig",
            "Filter" => "Adobe.PPKLite",
            "SubFilter" => "ETSI.CAdES.detached",
            "ByteRange" => vec![0.into(), UNKNOWN_OFFSET.into(), UNKNOWN_OFFSET.into(), UNKNOWN_OFFSET.into()],
            "Contents" => Object::String(vec![0; RESERVE], StringFormat::Hexadecimal),
            "M" => Object::string_literal(pdf_date(at)),
            "Name" => text_string(key.subject()),
        });
        let dictionary = self.change(field.id)?;
        dictionary.set("V", signature);
        dictionary.set("AP", dictionary! { "N" => drawing });
        let mut bytes = Vec::new();
        self.document.save_to(&mut bytes).map_err(|error| Error::Sign(error.to_string()))?;
        bytes.push(b'\n');
        complete(bytes, self.length, key)
    }

    /// The pages, in order.
    pub(crate) fn pages(&self) -> Vec<ObjectId> {
        self.document.get_prev_documents().get_pages().into_values().collect()
    }

    /// Lays a drawing over the top right corner of a page, so far from its edges; printers print it.
    pub(crate) fn stamp(
        &mut self,
        page: ObjectId,
        (width, height): (f32, f32),
        (right, top): (f32, f32),
        drawing: ObjectId,
    ) -> Result<(), Error> {
        let document = self.document.get_prev_documents();
        let [_, _, edge, ceiling] = media_box(document, page)?;
        let (x, y) = (edge - right - width, ceiling - top - height);
        let before = document.get_dictionary(page).map_err(broken)?.get_deref(b"Annots", document).ok();
        let mut all = before.and_then(|before| before.as_array().ok()).cloned().unwrap_or_default();
        let over = self.add(annotation([x, y, x + width, y + height], drawing));
        all.push(over.into());
        self.change(page)?.set("Annots", all);
        Ok(())
    }

    /// Adds a page of that size that shows a drawing.
    pub(crate) fn add_page(&mut self, (width, height): (f32, f32), drawing: ObjectId) -> Result<(), Error> {
        let document = self.document.get_prev_documents();
        let root = document.catalog().and_then(|catalog| catalog.get(b"Pages")).and_then(Object::as_reference);
        let root = root.map_err(broken)?;
        let size = vec![0.into(), 0.into(), width.into(), height.into()];
        let over = self.add(annotation([0.0, 0.0, width, height], drawing));
        let page = self.add(dictionary! {
            "Type" => "Page", "Parent" => root, "MediaBox" => size, "Resources" => Dictionary::new(),
            "Annots" => vec![over.into()],
        });
        let pages = self.change(root)?;
        let count = pages.get(b"Count").and_then(Object::as_i64).map_err(broken)?;
        pages.get_mut(b"Kids").and_then(Object::as_array_mut).map_err(broken)?.push(page.into());
        pages.set("Count", count + 1);
        Ok(())
    }

    /// Ends the revision without a signature: for the printer alone.
    pub(crate) fn finish(mut self) -> Result<Vec<u8>, Error> {
        let mut bytes = Vec::new();
        self.document.save_to(&mut bytes).map_err(|error| Error::Compose(error.to_string()))?;
        Ok(bytes)
    }

    /// The dictionary of an object of an earlier revision, to be changed in this one.
    fn change(&mut self, id: ObjectId) -> Result<&mut Dictionary, Error> {
        self.document.opt_clone_object_to_new_document(id).map_err(broken)?;
        self.document.new_document.get_dictionary_mut(id).map_err(broken)
    }
}

fn annotation(rectangle: [f32; 4], drawing: ObjectId) -> Dictionary {
    const PRINT: i64 = 4;
    dictionary! {
        "Type" => "Annot",
        "Subtype" => "Stamp",
        "Rect" => rectangle.map(Object::from).to_vec(),
        "F" => PRINT,
        "AP" => dictionary! { "N" => drawing },
    }
}

/// A page's size, its own or that of the pages above it.
fn media_box(document: &Document, page: ObjectId) -> Result<[f32; 4], Error> {
    let none = || Error::Malformed("a page has no size".to_owned());
    let mut at = page;
    for _ in 0..8 {
        let dictionary = document.get_dictionary(at).map_err(broken)?;
        if let Ok(size) = dictionary.get_deref(b"MediaBox", document).and_then(Object::as_array) {
            let size: Vec<f32> = size.iter().filter_map(|edge| edge.as_float().ok()).collect();
            return <[f32; 4]>::try_from(size).map_err(|_| none());
        }
        at = dictionary.get(b"Parent").and_then(Object::as_reference).map_err(|_| none())?;
    }
    Err(none())
}

/// Writes the byte range and the signature into the places kept for them, which begin after `start`.
fn complete(mut bytes: Vec<u8>, start: usize, key: &Pkcs12Key) -> Result<Vec<u8>, Error> {
    let misplaced = || Error::Sign("the place of the signature was not found".to_owned());
    let gap = find(&bytes, start, format!("<{}>", "00".repeat(RESERVE)).as_bytes()).ok_or_else(misplaced)?;
    let after = gap + 2 * RESERVE + 2;
    let range = format!("[0 {gap} {after} {}", bytes.len() - after);
    let kept = format!("[0 {UNKNOWN_OFFSET} {UNKNOWN_OFFSET} {UNKNOWN_OFFSET}]");
    let place = find(&bytes, start, kept.as_bytes()).ok_or_else(misplaced)?;
    let range = format!("{range:width$}]", width = kept.len() - 1);
    bytes[place..place + kept.len()].copy_from_slice(range.as_bytes());
    let digest = Sha256::new().chain_update(&bytes[..gap]).chain_update(&bytes[after..]).finalize();
    let signature = cms::sign(key, &digest)?;
    if signature.len() > RESERVE {
        return Err(Error::Sign(format!("the signature takes {} bytes", signature.len())));
    }
    for (place, byte) in bytes[gap + 1..].chunks_exact_mut(2).zip(signature) {
        const HEX: &[u8; 16] = b"0123456789abcdef";
        place.copy_from_slice(&[HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]]);
    }
    Ok(bytes)
}

fn find(bytes: &[u8], start: usize, wanted: &[u8]) -> Option<usize> {
    bytes.get(start..)?.windows(wanted.len()).position(|window| window == wanted).map(|found| start + found)
}

fn broken(error: lopdf::Error) -> Error {
    Error::Malformed(error.to_string())
}
