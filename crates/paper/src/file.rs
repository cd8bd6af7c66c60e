//! Pages into the bytes of a PDF, the same bytes for the same pages.
//!
//! printpdf writes the pages and the letters that they use. What it cannot write — form fields, the language, an
//! identifier that does not change from run to run — is set afterwards. Its conformance modes write a broken output
//! intent, so no PDF/A is claimed.

use crate::Error;
use crate::font::{self, Face};
use crate::layout::{Canvas, Pages, Place};
use casework::Moment;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};
use printpdf::{Mm, PdfDocument, PdfPage, PdfSaveOptions, Pt};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// What a document says of itself.
pub(crate) struct Info<'a> {
    pub title: &'a str,
    pub subject: &'a str,
    pub at: Moment,
}

/// A field that is filled in after the document was composed.
pub(crate) struct Field {
    pub name: &'static str,
    /// What the field is for, to those who hear the page rather than see it.
    pub tooltip: &'static str,
    pub kind: FieldKind,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum FieldKind {
    /// Its size; and whether the text stands in the middle.
    Text {
        size: f32,
        centred: bool,
    },
    Signature,
}

/// Writes a document whose `fields` stand in the places of the same names.
pub(crate) fn write(pages: &Pages, info: &Info<'_>, fields: &[Field]) -> Result<Vec<u8>, Error> {
    let mut document = compile(&pages.canvases)?;
    document.version = "1.7".to_owned();
    let date = Object::string_literal(pdf_date(info.at));
    let described = document.add_object(dictionary! {
        "Title" => text_string(info.title),
        "Subject" => text_string(info.subject),
        "Producer" => text_string("Một Cửa"),
        "CreationDate" => date.clone(),
        "ModDate" => date,
    });
    if let Ok(Object::Reference(old)) = document.trailer.get(b"Info") {
        let old = *old;
        document.objects.remove(&old);
    }
    document.trailer.set("Info", described);
    let form = if fields.is_empty() { None } else { Some(add_fields(&mut document, pages, fields)?) };
    let catalog = document.catalog_mut().map_err(broken)?;
    catalog.remove(b"PageLayout");
    catalog.set("Lang", Object::string_literal("vi-VN"));
    catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
    if let Some(form) = form {
        catalog.set("AcroForm", form);
    }
    document.trailer.remove(b"ID");
    let digest = Sha256::digest(save(&mut document)?);
    let id = Object::String(digest[..16].to_vec(), StringFormat::Hexadecimal);
    document.trailer.set("ID", vec![id.clone(), id]);
    save(&mut document)
}

/// Adds drawings to `target` as form XObjects, sharing their fonts; returns them in order.
pub(crate) fn add_forms(target: &mut Document, drawings: &[Canvas]) -> Result<Vec<ObjectId>, Error> {
    let mut source = compile(drawings)?;
    source.renumber_objects_with(target.max_id + 1);
    let mut forms = Vec::new();
    let pages: Vec<ObjectId> = source.page_iter().collect();
    let mut wanted = Vec::new();
    for (page, drawing) in pages.into_iter().zip(drawings) {
        let dictionary = source.get_dictionary(page).map_err(broken)?;
        let contents = dictionary.get(b"Contents").and_then(Object::as_reference).map_err(broken)?;
        let resources = dictionary.get(b"Resources").and_then(Object::as_reference).map_err(broken)?;
        let fonts = source.get_dictionary(resources).and_then(|found| found.get(b"Font")).map_err(broken)?.clone();
        let mut content = source.get_object(contents).and_then(Object::as_stream).map_err(broken)?.clone();
        content.dict.set("Type", "XObject");
        content.dict.set("Subtype", "Form");
        content.dict.set("BBox", vec![0.into(), 0.into(), drawing.width.into(), drawing.height.into()]);
        content.dict.set("Resources", dictionary! { "Font" => fonts.clone() });
        collect(&source, &fonts, &mut wanted);
        forms.push((contents, content));
    }
    let mut ids = Vec::new();
    for (id, stream) in forms {
        target.objects.insert(id, Object::Stream(stream));
        ids.push(id);
    }
    for id in wanted {
        if let Ok(object) = source.get_object(id) {
            target.objects.insert(id, object.clone());
        }
    }
    target.max_id = target.max_id.max(source.max_id);
    Ok(ids)
}

/// Everything that `object` leads to.
fn collect(source: &Document, object: &Object, wanted: &mut Vec<ObjectId>) {
    match object {
        Object::Reference(id) if !wanted.contains(id) => {
            wanted.push(*id);
            if let Ok(object) = source.get_object(*id) {
                collect(source, object, wanted);
            }
        }
        Object::Array(items) => items.iter().for_each(|item| collect(source, item, wanted)),
        Object::Dictionary(dictionary) => dictionary.iter().for_each(|(_, item)| collect(source, item, wanted)),
        Object::Stream(Stream { dict, .. }) => dict.iter().for_each(|(_, item)| collect(source, item, wanted)),
        _ => {}
    }
}

fn compile(canvases: &[Canvas]) -> Result<Document, Error> {
    let mut document = PdfDocument::new("");
    for face in Face::ALL {
        let font = font::font(face)?;
        document.resources.fonts.map.insert(font.id.clone(), font.pdf.clone());
    }
    document.pages = canvases
        .iter()
        .map(|canvas| PdfPage::new(points(canvas.width), points(canvas.height), canvas.ops.clone()))
        .collect();
    let options = PdfSaveOptions { image_optimization: None, ..PdfSaveOptions::default() };
    let mut warnings = Vec::new();
    let bytes = document.save(&options, &mut warnings);
    Document::load_mem(&bytes).map_err(broken)
}

fn points(points: f32) -> Mm {
    Pt(points).into()
}

fn add_fields(document: &mut Document, pages: &Pages, fields: &[Field]) -> Result<Dictionary, Error> {
    let page_ids: Vec<ObjectId> = document.page_iter().collect();
    let mut widgets: BTreeMap<usize, Vec<Object>> = BTreeMap::new();
    let mut ids = Vec::new();
    for field in fields {
        let place = pages
            .places
            .iter()
            .find(|place| place.name == field.name)
            .ok_or_else(|| Error::NoPlace(field.name.to_owned()))?;
        let page = page_ids[place.page];
        let mut widget = dictionary! {
            "Type" => "Annot",
            "Subtype" => "Widget",
            "T" => text_string(field.name),
            "TU" => text_string(field.tooltip),
            "Rect" => rectangle(place, pages.canvases[place.page].height),
            "P" => page,
        };
        match field.kind {
            FieldKind::Text { size, centred } => {
                widget.set("FT", "Tx");
                // Printed with the page.
                widget.set("F", 4);
                widget.set("DA", Object::string_literal(format!("/{} {size} Tf 0 g", Face::Regular.id())));
                widget.set("Q", i64::from(centred));
            }
            FieldKind::Signature => {
                widget.set("FT", "Sig");
                // Printed with the page, and not to be moved.
                widget.set("F", 132);
            }
        }
        let id = document.add_object(widget);
        widgets.entry(place.page).or_default().push(id.into());
        ids.push(Object::from(id));
    }
    for (page, widgets) in widgets {
        document.get_dictionary_mut(page_ids[page]).map_err(broken)?.set("Annots", widgets);
    }
    let resources = document
        .get_dictionary(page_ids[0])
        .and_then(|page| page.get_deref(b"Resources", document))
        .and_then(Object::as_dict)
        .and_then(|resources| resources.get(b"Font"))
        .map_err(broken)?
        .clone();
    Ok(dictionary! {
        "Fields" => ids,
        // Signatures exist, and the file is only ever added to.
        "SigFlags" => 3,
        "DA" => Object::string_literal(format!("/{} 12 Tf 0 g", Face::Regular.id())),
        "DR" => dictionary! { "Font" => resources },
    })
}

fn rectangle(place: &Place, height: f32) -> Vec<Object> {
    let (left, top) = (place.x, height - place.y);
    [left, top - place.height, left + place.width, top].map(Object::from).to_vec()
}

fn save(document: &mut Document) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).map_err(|error| Error::Compose(error.to_string()))?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn broken(error: lopdf::Error) -> Error {
    Error::Compose(error.to_string())
}

/// Text as the format stores it outside pages: UTF-16, big end first.
pub(crate) fn text_string(text: &str) -> Object {
    if text.is_ascii() {
        return Object::string_literal(text);
    }
    let mut bytes = vec![0xfe, 0xff];
    bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    Object::String(bytes, StringFormat::Hexadecimal)
}

/// A moment as the format writes it, in Vietnam's time.
pub(crate) fn pdf_date(at: Moment) -> String {
    let (day, minute) = (at.day(), at.minute_of_day());
    let (hour, minute, second) = (minute / 60, minute % 60, second(at));
    format!("D:{:04}{:02}{:02}{hour:02}{minute:02}{second:02}+07'00'", day.year(), day.month(), day.day())
}

/// A moment by ISO 8601 with Vietnam's offset, as signatures show it.
pub(crate) fn iso_date(at: Moment) -> String {
    let (hour, minute) = (at.minute_of_day() / 60, at.minute_of_day() % 60);
    format!("{}T{hour:02}:{minute:02}:{:02}+07:00", at.day(), second(at))
}

fn second(at: Moment) -> i64 {
    at.0.rem_euclid(60_000) / 1000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_in_vietnamese_time() {
        // 2026-03-05T01:15:09Z
        let at = Moment(1_772_673_309_000);
        assert_eq!(iso_date(at), "2026-03-05T08:15:09+07:00");
        assert_eq!(pdf_date(at), "D:20260305081509+07'00'");
    }
}
