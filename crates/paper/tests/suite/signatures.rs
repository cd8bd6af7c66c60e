//! Signatures: made, held against other validators, and broken in every way that comes to mind.

use crate::samples::{self, at};
use crate::tools::{Folder, assert_sound, words};
use casework::Moment;
use paper::sample_pki::{SampleAuthority, authority};
use paper::{Error, KeyError, Pkcs12Key, Refused, inspect, is_complete_result, result_document, seal, sign_as_person};
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

const PASSPHRASE: &str = "một-hai-ba";
const HEAD: &str = "Đặng Quốc Cường";
const AGENCY: &str = "Ủy ban nhân dân thành phố Nam Định";

struct World {
    authority: SampleAuthority,
    head: Vec<u8>,
    agency: Vec<u8>,
}

/// Keys are slow to draw: once for all tests.
fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(|| {
        let authority = authority("Cơ quan chứng thực mẫu").unwrap();
        let (from, to) = (at(2025, 1, 1, 0, 0), at(2030, 1, 1, 0, 0));
        let head = authority.issue(HEAD, AGENCY, PASSPHRASE, from, to).unwrap();
        let agency = authority.issue(AGENCY, AGENCY, PASSPHRASE, from, to).unwrap();
        World { authority, head, agency }
    })
}

fn head() -> Pkcs12Key {
    Pkcs12Key::open(&world().head, PASSPHRASE).unwrap()
}

fn agency() -> Pkcs12Key {
    Pkcs12Key::open(&world().agency, PASSPHRASE).unwrap()
}

fn signed_at() -> Moment {
    at(2026, 3, 20, 14, 5)
}

fn signed() -> Vec<u8> {
    sign_as_person(&result_document(&samples::decision()).unwrap(), &head(), signed_at(), None).unwrap()
}

pub fn sealed() -> Vec<u8> {
    let date = paper::place_and_date("Nam Định", samples::day(2026, 3, 20));
    seal(&signed(), &agency(), "123/QĐ-UBND", &date, at(2026, 3, 20, 15, 30), None).unwrap()
}

#[test]
fn a_no_after_appraisal_is_signed_numbered_and_sealed_as_a_result_is() {
    let (catalogue, case) = crate::cases::declined(casework::catalogue::FormSet::Circular03Of2025);
    let content = paper::from_case::rejection_notice(&catalogue, &case, &"head".into(), signed_at()).unwrap();
    let signed = sign_as_person(&paper::rejection_notice(&content).unwrap(), &head(), signed_at(), None).unwrap();
    let date = paper::place_and_date("Nam Định", samples::day(2026, 3, 20));
    let sealed = seal(&signed, &agency(), "01/PTC-UBND", &date, at(2026, 3, 20, 15, 30), None).unwrap();
    assert!(is_complete_result(&sealed).is_ok());
    let folder = Folder::new();
    let file = folder.write("rejection-sealed.pdf", &sealed);
    assert_sound(&file);
    let words = words(&file);
    assert!(words.contains("01/PTC-UBND") && words.contains("Nam Định, ngày 20 tháng 3 năm 2026"), "{words}");
}

pub fn a_certified_copy() -> paper::CertifiedCopy {
    paper::CertifiedCopy {
        letterhead: paper::Letterhead { number: Some("……/SY-UBND".to_owned()), ..samples::letterhead() },
        mark: "SAO Y".to_owned(),
        of: "Quyết định cấp giấy phép xây dựng, số 123/QĐ-UBND, ngày 20 tháng 3 năm 2026".to_owned(),
        case_code: "000.00.21.H40-260305-0012".to_owned(),
        copies: 2,
        recipient: format!("{} (người đề nghị)", samples::LONG_NAME),
        reason: "Nộp hồ sơ vay vốn".to_owned(),
        capacity: "VĂN THƯ".to_owned(),
        signer: "Lê Thị Thu".to_owned(),
        sample: true,
    }
}

#[test]
fn a_certified_copy_has_the_results_pages_with_their_mark_and_a_page_that_certifies_it() {
    let content = a_certified_copy();
    let (result, folder) = (sealed(), Folder::new());
    let before = crate::tools::pages(&folder.write("sealed-result.pdf", &result)).0;
    let copy = paper::certified_copy(&result, &content).unwrap();
    assert!(copy.starts_with(&result), "the result's own bytes stay");
    let file = folder.write("certified-copy.pdf", &copy);
    assert_sound(&file);
    assert_eq!(crate::tools::pages(&file).0, before + 1);
    let words = words(&file);
    assert_eq!(words.matches("SAO Y").count(), before + 1, "{words}");
    for phrase in ["123/QĐ-UBND, ngày 20 tháng 3 năm 2026", "02 bản", "Lê Thị Thu", "……/SY-UBND"] {
        assert!(words.contains(phrase), "{phrase} is missing in: {words}");
    }
}

#[test]
fn a_key_opens_with_its_passphrase_only() {
    let key = head();
    assert_eq!(key.subject(), HEAD);
    assert_eq!(key.issuer(), "Cơ quan chứng thực mẫu");
    assert_eq!((key.not_before(), key.not_after()), (at(2025, 1, 1, 0, 0), at(2030, 1, 1, 0, 0)));
    assert_eq!(Pkcs12Key::open(&world().head, "một-hai").unwrap_err(), KeyError::WrongPassphrase);
    assert_eq!(Pkcs12Key::open(&world().head, "").unwrap_err(), KeyError::WrongPassphrase);
}

#[test]
fn what_is_no_key_file_is_said_to_be_malformed() {
    for file in [&b""[..], b"%PDF-1.7", &world().head[..100], &[0x30; 5000]] {
        let error = Pkcs12Key::open(file, PASSPHRASE).unwrap_err();
        assert!(matches!(error, KeyError::Malformed(_) | KeyError::NoKey), "{error:?}");
    }
}

#[test]
fn a_damaged_key_file_never_opens_as_another_key() {
    for place in (0..world().head.len()).step_by(41) {
        let mut file = world().head.clone();
        file[place] ^= 0x20;
        if let Ok(key) = Pkcs12Key::open(&file, PASSPHRASE) {
            assert_eq!(key.subject(), HEAD, "byte {place}");
        }
    }
}

#[test]
fn a_certificate_signs_only_while_it_is_valid() {
    let document = result_document(&samples::decision()).unwrap();
    let early = sign_as_person(&document, &head(), at(2024, 12, 31, 23, 59), None).unwrap_err();
    assert!(matches!(early, Error::Key(KeyError::NotYetValid { not_before }) if not_before == at(2025, 1, 1, 0, 0)));
    let late = sign_as_person(&document, &head(), at(2030, 1, 1, 0, 1), None).unwrap_err();
    assert!(matches!(late, Error::Key(KeyError::Expired { not_after }) if not_after == at(2030, 1, 1, 0, 0)));
}

#[test]
fn a_certificate_for_something_else_does_not_sign() {
    use rcgen::{CertificateParams, KeyPair, KeyUsagePurpose, PKCS_RSA_SHA256, RsaKeySize};
    let key = KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_2048).unwrap();
    let mut params = CertificateParams::default();
    params.key_usages = vec![KeyUsagePurpose::KeyEncipherment];
    let certificate = params.self_signed(&key).unwrap();
    let file = pkcs12(&key, certificate.der());
    assert_eq!(Pkcs12Key::open(&file, PASSPHRASE).unwrap_err(), KeyError::NotForSigning);
}

#[test]
fn a_key_that_does_not_belong_to_its_certificate_is_refused() {
    use rcgen::{CertificateParams, KeyPair, PKCS_RSA_SHA256, RsaKeySize};
    let pair = || KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_2048).unwrap();
    let (one, other) = (pair(), pair());
    let certificate = CertificateParams::default().self_signed(&one).unwrap();
    assert_eq!(Pkcs12Key::open(&pkcs12(&other, certificate.der()), PASSPHRASE).unwrap_err(), KeyError::Mismatch);
}

#[test]
fn a_p256_key_signs_too() {
    use rcgen::{CertificateParams, DnType, KeyPair, PKCS_ECDSA_P256_SHA256};
    let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap();
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, HEAD);
    let certificate = params.self_signed(&key).unwrap();
    let key = Pkcs12Key::open(&pkcs12(&key, certificate.der()), PASSPHRASE).unwrap();
    let document = result_document(&samples::decision()).unwrap();
    let summary = inspect(&sign_as_person(&document, &key, signed_at(), None).unwrap()).unwrap();
    assert!(summary[0].digest_ok && summary[0].signer_name == HEAD, "{summary:?}");
}

fn pkcs12(key: &rcgen::KeyPair, certificate: &[u8]) -> Vec<u8> {
    use p12_keystore::{Certificate, KeyStore, KeyStoreEntry, PrivateKey, PrivateKeyChain};
    let private = PrivateKey::from_der(&key.serialize_der()).unwrap();
    let chain = PrivateKeyChain::new("1", private, [Certificate::from_der(certificate).unwrap()]);
    let mut store = KeyStore::new();
    store.add_entry("key", KeyStoreEntry::PrivateKeyChain(chain));
    store.writer(PASSPHRASE).write().unwrap()
}

#[test]
fn signing_appends_and_changes_nothing_that_was_there() {
    let document = result_document(&samples::decision()).unwrap();
    let signed = signed();
    let sealed = sealed();
    assert!(signed.starts_with(&document));
    assert!(sealed.starts_with(&signed));
}

#[test]
fn both_signatures_are_read_back() {
    let summaries = inspect(&sealed()).unwrap();
    assert_eq!(summaries.len(), 2);
    let [person, agency] = &summaries[..] else { panic!("{summaries:?}") };
    assert_eq!((person.field_name.as_str(), person.signer_name.as_str()), ("signature_person", HEAD));
    assert_eq!((agency.field_name.as_str(), agency.signer_name.as_str()), ("signature_agency", AGENCY));
    assert_eq!(person.signed_at, Some(signed_at()));
    assert!(person.digest_ok && agency.digest_ok);
    assert!(!person.covers_whole_file && agency.covers_whole_file);
    is_complete_result(&sealed()).unwrap();
}

#[test]
fn number_and_date_appear_with_the_seal() {
    let folder = Folder::new();
    let file = folder.write("sealed.pdf", &sealed());
    let words = words(&file);
    for phrase in ["Số: 123/QĐ-UBND", "Nam Định, ngày 20 tháng 3 năm 2026", "2026-03-20T14:05:00+07:00", HEAD]
    {
        assert!(words.contains(phrase), "{phrase} is missing in: {words}");
    }
    assert_sound(&file);
}

#[test]
fn pictures_of_signature_and_seal_are_shown_where_they_are_given() {
    let strokes = image::RgbaImage::from_fn(300, 120, |x, y| {
        let on = (y as f32 - 60.0 - 40.0 * (x as f32 / 25.0).sin()).abs() < 4.0;
        image::Rgba([0, 40, 160, if on { 255 } else { 0 }])
    });
    let ring = image::RgbaImage::from_fn(400, 400, |x, y| {
        let distance = (x as f32 - 200.0).hypot(y as f32 - 200.0);
        image::Rgba([210, 10, 20, if (170.0..190.0).contains(&distance) { 255 } else { 0 }])
    });
    let png = |picture: &image::RgbaImage| {
        let mut bytes = Vec::new();
        picture.write_to(&mut std::io::Cursor::new(&mut bytes), image::ImageFormat::Png).unwrap();
        bytes
    };
    let document = result_document(&samples::decision()).unwrap();
    let signed = sign_as_person(&document, &head(), signed_at(), Some(&png(&strokes))).unwrap();
    let date = paper::place_and_date("Nam Định", samples::day(2026, 3, 20));
    let sealed = seal(&signed, &agency(), "7/QĐ-UBND", &date, at(2026, 3, 20, 15, 30), Some(&png(&ring))).unwrap();
    is_complete_result(&sealed).unwrap();
    let folder = Folder::new();
    assert_sound(&folder.write("sealed-pictures.pdf", &sealed));
    let broken = sign_as_person(&document, &head(), signed_at(), Some(b"no picture"));
    assert!(matches!(broken, Err(Error::Picture(_))));
}

#[test]
fn a_form_is_signed_by_the_official_in_its_place() {
    let folder = Folder::new();
    let mut content = samples::receipt_with_papers(3);
    content.receiver = HEAD.to_owned();
    let signed = sign_as_person(&paper::receipt(&content).unwrap(), &head(), signed_at(), None).unwrap();
    let file = folder.write("receipt-signed.pdf", &signed);
    assert_sound(&file);
    assert!(words(&file).contains(&format!("Người ký: {HEAD}")));
    assert!(inspect(&signed).unwrap()[0].digest_ok);
}

#[test]
fn the_seal_waits_for_the_head() {
    let date = paper::place_and_date("Nam Định", samples::day(2026, 3, 20));
    let try_seal = |pdf: &[u8]| seal(pdf, &agency(), "123/QĐ-UBND", &date, at(2026, 3, 20, 15, 30), None).unwrap_err();
    assert!(matches!(try_seal(&result_document(&samples::decision()).unwrap()), Error::NotSignedYet));
    let mut changed = signed();
    changed.extend_from_slice(b"\n% more\n");
    assert!(matches!(try_seal(&changed), Error::NotSignedYet | Error::Malformed(_)));
    assert!(matches!(try_seal(&sealed()), Error::NotSignedYet), "sealed twice");
}

#[test]
fn a_place_is_signed_once() {
    let error = sign_as_person(&signed(), &head(), signed_at(), None).unwrap_err();
    assert!(matches!(error, Error::PlaceTaken(name) if name == "signature_person"));
}

#[test]
fn a_document_without_a_place_is_not_signed() {
    let mut document = lopdf::Document::load_mem(&result_document(&samples::decision()).unwrap()).unwrap();
    document.catalog_mut().unwrap().remove(b"AcroForm");
    let mut plain = Vec::new();
    document.save_to(&mut plain).unwrap();
    let error = sign_as_person(&plain, &head(), signed_at(), None).unwrap_err();
    assert!(matches!(error, Error::NoPlace(_)), "{error:?}");
}

#[test]
fn key_files_of_openssl_open() {
    let folder = tempfile::tempdir().unwrap();
    let openssl = |arguments: &[&str]| {
        let output = Command::new("openssl")
            .current_dir(folder.path())
            .args(arguments)
            .output()
            .unwrap_or_else(|error| panic!("openssl is needed for this test ({error}); install openssl"));
        assert!(output.status.success(), "{output:?}");
    };
    let request = "req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 10 -subj /CN=Sample";
    openssl(&request.split(' ').collect::<Vec<_>>());
    for form in ["", " -legacy"] {
        let export = format!("pkcs12 -export -inkey key.pem -in cert.pem -out key.p12 -passout pass:secret{form}");
        openssl(&export.split(' ').collect::<Vec<_>>());
        let file = std::fs::read(folder.path().join("key.p12")).unwrap();
        assert_eq!(Pkcs12Key::open(&file, "secret").unwrap().subject(), "Sample");
        assert_eq!(Pkcs12Key::open(&file, "wrong").unwrap_err(), KeyError::WrongPassphrase);
    }
}

#[test]
fn a_key_may_be_kept_by_a_program_with_many_threads() {
    fn is_shareable<T: Send + Sync>() {}
    is_shareable::<Pkcs12Key>();
}

#[test]
fn a_result_needs_both_signatures() {
    assert_eq!(is_complete_result(&result_document(&samples::decision()).unwrap()), Err(Refused::TooFewSignatures(0)));
    assert_eq!(is_complete_result(&signed()), Err(Refused::TooFewSignatures(1)));
}

#[test]
fn something_behind_the_last_signature_is_refused() {
    for tail in [&b"\n"[..], b"% note", b" "] {
        let mut pdf = sealed();
        pdf.extend_from_slice(tail);
        assert!(is_complete_result(&pdf).is_err(), "{tail:?}");
    }
}

#[test]
fn truncated_files_are_refused_at_every_length() {
    let pdf = sealed();
    for length in (0..pdf.len()).step_by(1499).chain(pdf.len() - 40..pdf.len()) {
        assert!(is_complete_result(&pdf[..length]).is_err(), "{length} of {}", pdf.len());
        let _ = inspect(&pdf[..length]);
    }
}

#[test]
fn a_flipped_bit_anywhere_is_noticed() {
    let pdf = sealed();
    // The signatures themselves are looked at more closely than the rest.
    let hex = |place: usize| pdf[place..place + 6000].iter().all(u8::is_ascii_hexdigit);
    let gaps = (0..pdf.len() - 6000).filter(|&place| pdf[place] == b'<' && hex(place + 1));
    let signatures: Vec<usize> = gaps.flat_map(|gap| (gap + 1..gap + 4000).step_by(13)).collect();
    assert!(signatures.len() > 500, "{}", signatures.len());
    for place in (0..pdf.len()).step_by(997).chain(signatures) {
        let mut changed = pdf.clone();
        changed[place] ^= 1;
        // Hexadecimal digits of the padding may not change either: they are compared with what is read.
        assert!(is_complete_result(&changed).is_err(), "byte {place} of {}", pdf.len());
    }
}

#[test]
fn garbage_is_an_error_not_a_crash() {
    let noise: Vec<u8> = (0..200_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let mut dressed = b"%PDF-1.7\n".to_vec();
    dressed.extend_from_slice(&noise);
    dressed.extend_from_slice(b"\nstartxref\n9\n%%EOF");
    let deep = [b"%PDF-1.7\n1 0 obj\n".to_vec(), b"[".repeat(200_000)].concat();
    for pdf in [&b""[..], b"%PDF", &noise, &dressed, &deep] {
        assert!(inspect(pdf).is_err());
        assert!(is_complete_result(pdf).is_err());
        assert!(sign_as_person(pdf, &head(), signed_at(), None).is_err());
    }
    let huge = vec![b' '; 65 * 1024 * 1024];
    assert!(matches!(inspect(&huge), Err(Error::TooLarge { .. })));
}

#[test]
fn a_page_changed_between_the_signatures_is_refused() {
    // Somebody with the agency's key alters the page, then seals as usual.
    let signed = signed();
    let document = lopdf::Document::load_mem(&signed).unwrap();
    let page = document.page_iter().next().unwrap();
    let mut update = lopdf::IncrementalDocument::create_from(signed, document);
    update.opt_clone_object_to_new_document(page).unwrap();
    update.new_document.get_dictionary_mut(page).unwrap().set("Rotate", 180);
    let mut changed = Vec::new();
    update.save_to(&mut changed).unwrap();
    let date = paper::place_and_date("Nam Định", samples::day(2026, 3, 20));
    let refused = seal(&changed, &agency(), "1/QĐ-UBND", &date, at(2026, 3, 20, 15, 30), None);
    assert!(matches!(refused, Err(Error::NotSignedYet)), "our own seal refuses");
    assert_eq!(is_complete_result(&changed), Err(Refused::TooFewSignatures(1)));
}

#[test]
fn poppler_finds_both_signatures_valid() {
    let folder = Folder::new();
    let file = folder.write("pdfsig.pdf", &sealed());
    let output = Command::new("pdfsig")
        .arg(&file)
        .output()
        .unwrap_or_else(|error| panic!("pdfsig is needed for this test ({error}); install poppler-utils"));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(said.matches("Signature is Valid.").count(), 2, "{said}");
    assert!(said.contains("ETSI.CAdES.detached") && said.contains("Total document signed"), "{said}");
}

#[test]
fn pyhanko_trusts_both_signatures_and_accepts_what_changed_between_them() {
    let folder = Folder::new();
    let file = folder.write("pyhanko.pdf", &sealed());
    let anchor = folder.write("authority.pem", world().authority.certificate_pem().as_bytes());
    let said = pyhanko(&file, &anchor);
    assert_eq!(said.matches("INTACT:TRUSTED").count(), 2, "{said}");
    assert!(said.contains("EXTENDED_WITH_FORM_FILLING") && said.contains("ACCEPTABLE_MODIFICATIONS"), "{said}");
    assert!(said.contains("UNTOUCHED"), "{said}");
}

fn pyhanko(file: &Path, anchor: &Path) -> String {
    let output = Command::new("pyhanko")
        .args(["sign", "validate", "--no-revocation-check", "--trust"])
        .arg(anchor)
        .arg(file)
        .output()
        .unwrap_or_else(|error| panic!("pyhanko is needed for this test ({error}); run 'pip install pyhanko-cli'"));
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    said
}

#[test]
fn the_child_says_of_signatures_what_is_said_here() {
    let ask = |file: &[u8]| {
        let program = std::path::Path::new(env!("CARGO_BIN_EXE_draw_pages"));
        let patience = std::time::Duration::from_secs(60);
        paper::render::signatures_in_child(program, &[], file, paper::render::RenderLimits::default(), patience)
    };
    let whole = sealed();
    let told = ask(&whole).unwrap();
    assert_eq!(told, inspect(&whole).unwrap());
    assert_eq!(told.iter().map(|one| one.covers_whole_file).collect::<Vec<_>>(), [false, true]);
    assert!(told.iter().all(|one| one.digest_ok));
    let mut changed = whole.clone();
    let at = changed.len() / 3;
    changed[at] ^= 1;
    assert!(ask(&changed).is_err() || ask(&changed).unwrap().iter().all(|one| !one.digest_ok));
    assert_eq!(ask(&paper::receipt(&samples::receipt()).unwrap()).unwrap(), []);
    assert!(ask(b"no document").is_err());
    let tight = paper::render::RenderLimits { bytes: 1_000, ..Default::default() };
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_draw_pages"));
    let refused = paper::render::signatures_in_child(program, &[], &whole, tight, std::time::Duration::from_secs(60));
    assert!(refused.unwrap_err().to_string().contains("1000"));
}
