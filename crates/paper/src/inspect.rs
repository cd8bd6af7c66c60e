//! Looking at signatures that are there.
//!
//! This says whether each signature is mathematically right and what it covers. It does not say whom to trust: chains,
//! revocation and timestamps are for a validator. Formats read: CMS in DER, RSA PKCS#1 v1.5 with SHA-256, -384 or -512,
//! ECDSA P-256, a signing certificate by its SHA-256.

use crate::open;
use crate::signing::verify;
use crate::{Error, Refused};
use casework::{Date, Moment};
use lopdf::{Dictionary, Document, Object, ObjectId};

/// What can be said of one signature without a network.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SignatureSummary {
    pub field_name: String,
    /// Common name in the signer's certificate; empty where the signature is unreadable.
    pub signer_name: String,
    /// As the signer's machine claims it.
    pub signed_at: Option<Moment>,
    /// Whether it covers every byte of the file, to the end.
    pub covers_whole_file: bool,
    /// Whether the covered bytes have the signed digest, the signature fits the certificate, and the byte range is
    /// exactly everything around the signature.
    pub digest_ok: bool,
}

/// A signature with the end of what it covers.
pub(crate) struct Signature {
    pub summary: SignatureSummary,
    /// End of the second covered range; zero where the range is malformed.
    pub end: usize,
}

/// Every signature of a document, in the order in which they were made.
pub fn inspect(pdf: &[u8]) -> Result<Vec<SignatureSummary>, Error> {
    let document = open::load(pdf)?;
    Ok(signatures(pdf, &document)?.into_iter().map(|signature| signature.summary).collect())
}

pub(crate) fn signatures(pdf: &[u8], document: &Document) -> Result<Vec<Signature>, Error> {
    let mut signatures = Vec::new();
    for (_, field) in open::fields(document)? {
        if !matches!(field.get(b"FT").and_then(Object::as_name), Ok(b"Sig")) {
            continue;
        }
        let Ok(value) = field.get_deref(b"V", document) else { continue };
        let Ok(dictionary) = value.as_dict() else {
            return Err(Error::Malformed("a signature field holds no signature".to_owned()));
        };
        signatures.push(signature(pdf, field, dictionary));
    }
    signatures.sort_by_key(|signature| signature.end);
    Ok(signatures)
}

fn signature(pdf: &[u8], field: &Dictionary, dictionary: &Dictionary) -> Signature {
    let range = ByteRange::read(dictionary).filter(|range| range.is_around_contents(pdf, dictionary));
    let verified = range.as_ref().and_then(|range| {
        let contents = dictionary.get(b"Contents").and_then(Object::as_str).ok()?;
        verify(contents, [&pdf[..range.gap_start], &pdf[range.gap_end..range.end]])
    });
    let end = range.map_or(0, |range| range.end);
    Signature {
        end,
        summary: SignatureSummary {
            field_name: open::field_name(field).unwrap_or_default(),
            digest_ok: verified.as_ref().is_some_and(|verified| verified.ok),
            signer_name: verified.map_or_else(String::new, |verified| verified.signer),
            signed_at: dictionary.get(b"M").and_then(Object::as_str).ok().and_then(read_date),
            covers_whole_file: end == pdf.len() && end > 0,
        },
    }
}

/// The two ranges that a signature covers: from the start to the gap, and from the gap to `end`.
#[derive(Clone, Copy)]
struct ByteRange {
    gap_start: usize,
    gap_end: usize,
    end: usize,
}

impl ByteRange {
    fn read(dictionary: &Dictionary) -> Option<Self> {
        let numbers = dictionary.get(b"ByteRange").ok()?.as_array().ok()?;
        let number = |object: &Object| object.as_i64().ok().and_then(|number| usize::try_from(number).ok());
        let numbers: Vec<usize> = numbers.iter().map(number).collect::<Option<_>>()?;
        let [0, gap_start, gap_end, rest] = numbers[..] else { return None };
        Some(Self { gap_start, gap_end, end: gap_end.checked_add(rest)? })
    }

    /// Whether the gap is the hexadecimal text of this signature's /Contents and nothing else.
    fn is_around_contents(&self, pdf: &[u8], dictionary: &Dictionary) -> bool {
        let Some(gap) = pdf.get(self.gap_start..self.gap_end) else { return false };
        let (Some(hex), true) = (gap.strip_prefix(b"<").and_then(|gap| gap.strip_suffix(b">")), self.end <= pdf.len())
        else {
            return false;
        };
        let Ok(contents) = dictionary.get(b"Contents").and_then(Object::as_str) else { return false };
        if hex.len() != contents.len() * 2 || contents.is_empty() {
            return false;
        }
        let digit = |digit: u8| char::from(digit).to_digit(16);
        hex.chunks_exact(2).zip(contents).all(|(pair, &byte)| {
            matches!((digit(pair[0]), digit(pair[1])), (Some(high), Some(low)) if high * 16 + low == u32::from(byte))
        })
    }
}

/// `D:20260305081509+07'00'`; any offset.
fn read_date(text: &[u8]) -> Option<Moment> {
    let text = std::str::from_utf8(text).ok()?.strip_prefix("D:")?;
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<u16>().ok();
    let (year, month, day) = (number(0, 4)?, number(4, 6)?, number(6, 8)?);
    let (hour, minute, second) = (number(8, 10)?, number(10, 12)?, number(12, 14)?);
    let date = Date::from_ymd(i32::from(year), u8::try_from(month).ok()?, u8::try_from(day).ok()?)?;
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let zone = text.get(14..)?;
    let offset = match zone.as_bytes().first() {
        None | Some(b'Z') => 0,
        Some(sign @ (b'+' | b'-')) => {
            let part = |from: usize| zone.get(from..from + 2).and_then(|part| part.parse::<i64>().ok());
            let minutes = part(1)? * 60 + if zone.len() >= 6 { part(4)? } else { 0 };
            if *sign == b'-' { -minutes } else { minutes }
        }
        Some(_) => return None,
    };
    // `Moment::at` counts in Vietnam's time.
    let local = Moment::at(date, hour * 60 + minute).plus_minutes(7 * 60 - offset);
    Some(Moment(local.0 + i64::from(second) * 1000))
}

/// Whether a document may go out as a result: signed by a person and by the agency, the newest signature over the
/// whole file, every signature right, and nothing changed after the first one but fields filled in.
pub fn is_complete_result(pdf: &[u8]) -> Result<(), Refused> {
    let document = open::load(pdf).map_err(|error| Refused::Unreadable(error.to_string()))?;
    let signatures = signatures(pdf, &document).map_err(|error| Refused::Unreadable(error.to_string()))?;
    if signatures.len() < 2 {
        return Err(Refused::TooFewSignatures(signatures.len()));
    }
    for Signature { summary, end } in &signatures {
        if *end == 0 {
            return Err(Refused::BadByteRange(summary.field_name.clone()));
        }
        if !summary.digest_ok {
            return Err(Refused::BadSignature(summary.field_name.clone()));
        }
    }
    if !signatures.iter().any(|signature| signature.summary.covers_whole_file) {
        return Err(Refused::NotCovered);
    }
    if signatures.windows(2).any(|pair| pair[0].end == pair[1].end) {
        return Err(Refused::BadByteRange(signatures[0].summary.field_name.clone()));
    }
    for signature in &signatures[..signatures.len() - 1] {
        let before = open::load(&pdf[..signature.end]).map_err(|error| Refused::Unreadable(error.to_string()))?;
        check_changes(&before, &document)?;
    }
    Ok(())
}

/// After a signature, a document may only gain objects and have empty form fields filled in.
///
/// This is stricter than the general rules for form filling: the pages, the form and every field that was filled in
/// must be what they were.
fn check_changes(before: &Document, after: &Document) -> Result<(), Refused> {
    let root = |document: &Document| document.trailer.get(b"Root").and_then(Object::as_reference).ok();
    if root(before) != root(after) {
        return Err(Refused::ChangedAfterSignature);
    }
    for (id, old) in &before.objects {
        let Some(new) = after.objects.get(id) else { return Err(Refused::ChangedAfterSignature) };
        if old != new && !is_filled_in(before, *id, old, new) {
            return Err(Refused::ChangedAfterSignature);
        }
    }
    Ok(())
}

fn is_filled_in(before: &Document, id: ObjectId, old: &Object, new: &Object) -> bool {
    let (Ok(old), Ok(new)) = (old.as_dict(), new.as_dict()) else { return false };
    let is_field = open::fields(before).is_ok_and(|fields| fields.iter().any(|(known, _)| *known == id));
    let was_empty = matches!(old.get(b"V"), Err(_) | Ok(Object::Null));
    let same = |key: &[u8]| old.get(key).ok() == new.get(key).ok();
    let keys = || old.iter().chain(new.iter()).map(|(key, _)| key.as_slice());
    is_field && was_empty && keys().all(|key| key == b"V" || key == b"AP" || same(key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file;
    use crate::layout::Canvas;
    use crate::signing::{Increment, Pkcs12Key, sign_as_person};
    use crate::{ResultDocument, sample_pki};
    use lopdf::IncrementalDocument;

    const AT: Moment = Moment(1_772_673_309_000);

    fn key(name: &str) -> Pkcs12Key {
        let authority = sample_pki::authority("Mẫu").unwrap();
        let file = authority.issue(name, "Mẫu", "p", Moment(0), Moment(4_000_000_000_000)).unwrap();
        Pkcs12Key::open(&file, "p").unwrap()
    }

    fn signed() -> Vec<u8> {
        let content = ResultDocument {
            superior: None,
            agency: "Cơ quan".to_owned(),
            symbol: "QĐ-CQ".to_owned(),
            kind: "Quyết định".to_owned(),
            subject: "Thử".to_owned(),
            body: Vec::new(),
            authority: vec!["Giám đốc".to_owned()],
            signer: "Người Ký".to_owned(),
            recipients: Vec::new(),
            case_code: "1".to_owned(),
            composed_at: AT,
            sample: true,
        };
        sign_as_person(&crate::result_document(&content).unwrap(), &key("Người Ký"), AT, None).unwrap()
    }

    /// Appends a revision that changes one object, then signs for the agency as somebody would who holds its key.
    fn changed_then_signed(id: impl Fn(&Document) -> ObjectId, change: impl Fn(&mut Dictionary)) -> Vec<u8> {
        let before = signed();
        let document = Document::load_mem(&before).unwrap();
        let id = id(&document);
        let mut update = IncrementalDocument::create_from(before, document);
        update.opt_clone_object_to_new_document(id).unwrap();
        change(update.new_document.get_object_mut(id).and_then(Object::as_dict_mut).unwrap());
        let mut changed = Vec::new();
        update.save_to(&mut changed).unwrap();
        let mut increment = Increment::open(&changed).unwrap();
        let field = increment.empty_field(crate::AGENCY_SIGNATURE).unwrap();
        let drawing = increment.drawings(&[Canvas::new(10.0, 10.0)]).unwrap()[0];
        increment.sign(&field, drawing, &key("Cơ quan"), AT).unwrap()
    }

    fn field(document: &Document, name: &str) -> ObjectId {
        let fields = open::fields(document).unwrap();
        fields.iter().find(|(_, field)| open::field_name(field).as_deref() == Some(name)).unwrap().0
    }

    #[test]
    fn an_empty_field_may_be_filled_in_after_the_first_signature() {
        let number = |document: &Document| field(document, crate::DOCUMENT_NUMBER);
        let pdf = changed_then_signed(number, |field| field.set("V", file::text_string("1/QĐ-CQ")));
        is_complete_result(&pdf).unwrap();
    }

    #[test]
    fn nothing_else_may_change_after_the_first_signature() {
        let page = |document: &Document| document.page_iter().next().unwrap();
        let turned = changed_then_signed(page, |page| page.set("Rotate", 180));
        let catalog = |document: &Document| document.trailer.get(b"Root").and_then(Object::as_reference).unwrap();
        let opened = changed_then_signed(catalog, |catalog| catalog.set("OpenAction", "x"));
        let number = |document: &Document| field(document, crate::DOCUMENT_NUMBER);
        let moved =
            changed_then_signed(number, |field| field.set("Rect", vec![0.into(), 0.into(), 500.into(), 800.into()]));
        let person = |document: &Document| field(document, crate::PERSON_SIGNATURE);
        let redrawn = changed_then_signed(person, |field| field.set("AP", Object::Null));
        for pdf in [turned, opened, moved, redrawn] {
            assert_eq!(is_complete_result(&pdf), Err(Refused::ChangedAfterSignature));
        }
    }

    #[test]
    fn dates_are_read_with_any_offset() {
        let moment = Some(AT);
        for text in ["D:20260305081509+07'00'", "D:20260305011509Z", "D:20260305011509", "D:20260304201509-05'00'"] {
            assert_eq!(read_date(text.as_bytes()), moment, "{text}");
        }
        for text in
            ["", "D:", "D:2026", "D:20261305081509Z", "D:20260305251509Z", "D:20260305081509+0", "D:2026030508150ữ"]
        {
            assert_eq!(read_date(text.as_bytes()), None, "{text}");
        }
    }
}
