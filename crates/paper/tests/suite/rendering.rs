//! Pages as pictures, in this process and in a child.

use crate::samples;
use image::{DynamicImage, ImageFormat, RgbImage};
use paper::render::{PngPage, RenderLimits, pages, pages_in_child};
use paper::{Error, receipt, result_document};
use std::io::Cursor;
use std::path::Path;
use std::time::Duration;

const LIMITS: RenderLimits = RenderLimits { width: 600, pages: 10, pixels: 2_000_000, bytes: 10_000_000 };

fn in_child(file: &[u8], limits: RenderLimits) -> Result<Vec<PngPage>, Error> {
    pages_in_child(Path::new(env!("CARGO_BIN_EXE_draw_pages")), &[], file, limits, Duration::from_secs(60))
}

/// Share of pixels that are not white.
fn ink(page: &PngPage) -> f64 {
    let picture = image::load_from_memory(&page.png).unwrap().into_rgb8();
    assert_eq!((picture.width(), picture.height()), (page.width, page.height));
    let dark = picture.pixels().filter(|pixel| pixel.0 != [255; 3]).count();
    dark as f64 / f64::from(page.width * page.height)
}

fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let picture = RgbImage::from_fn(width, height, |x, y| image::Rgb([x as u8, y as u8, 80]));
    let mut bytes = Vec::new();
    DynamicImage::ImageRgb8(picture).write_to(&mut Cursor::new(&mut bytes), format).unwrap();
    bytes
}

#[test]
fn a_page_is_drawn_as_wide_as_asked() {
    let file = result_document(&samples::decision()).unwrap();
    let drawn = pages(&file, LIMITS).unwrap();
    assert_eq!(drawn.len(), 1);
    assert_eq!(drawn[0].width, 600);
    assert!((848..=850).contains(&drawn[0].height), "{}", drawn[0].height);
    assert!((0.02..0.4).contains(&ink(&drawn[0])), "{}", ink(&drawn[0]));
}

#[test]
fn the_child_draws_the_same_pictures() {
    let file = receipt(&samples::receipt_with_papers(25)).unwrap();
    let drawn = in_child(&file, LIMITS).unwrap();
    assert!(drawn.len() > 1);
    assert_eq!(drawn, pages(&file, LIMITS).unwrap());
}

#[test]
fn no_more_pages_and_pixels_than_allowed() {
    let file = receipt(&samples::receipt_with_papers(60)).unwrap();
    let limits = RenderLimits { pages: 2, pixels: 50_000, ..LIMITS };
    let drawn = in_child(&file, limits).unwrap();
    assert_eq!(drawn.len(), 2);
    for page in drawn {
        assert!(page.width * page.height <= 50_500, "{} by {}", page.width, page.height);
    }
}

#[test]
fn photographs_are_shown_like_pages() {
    for format in [ImageFormat::Png, ImageFormat::Jpeg] {
        let drawn = in_child(&picture(1200, 300, format), LIMITS).unwrap();
        assert_eq!((drawn.len(), drawn[0].width, drawn[0].height), (1, 600, 150));
        let small = in_child(&picture(40, 30, format), LIMITS).unwrap();
        assert_eq!((small[0].width, small[0].height), (40, 30), "a small picture is not blown up");
    }
}

#[test]
fn a_photograph_that_claims_to_be_huge_is_refused() {
    let mut file = picture(10, 10, ImageFormat::Png);
    // Width and height stand at fixed places; the check value of that part no longer fits, so it is set too.
    file[16..24].copy_from_slice(&[0, 1, 0, 0, 0, 1, 0, 0]);
    assert!(matches!(in_child(&file, LIMITS), Err(Error::Render(_))));
    assert!(matches!(pages(&file, LIMITS), Err(Error::Picture(_))));
}

#[test]
fn what_is_no_document_fails_with_a_reason_in_one_line() {
    let noise: Vec<u8> = (0..50_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 11) as u8).collect();
    let truncated = &receipt(&samples::receipt()).unwrap()[..3000];
    for file in [&b""[..], b"%PDF-1.7", b"\x89PNG", b"\xff\xd8\xff\xe0", &noise, truncated] {
        match in_child(file, LIMITS) {
            Err(Error::Render(reason)) => assert!(!reason.is_empty() && !reason.contains('\n'), "{reason}"),
            // A document cut short may still have pages that can be found.
            Ok(pages) => assert!(!pages.is_empty()),
            Err(other) => panic!("{other:?}"),
        }
    }
    assert!(matches!(pages(&noise, RenderLimits { bytes: 100, ..LIMITS }), Err(Error::TooLarge { .. })));
}

#[test]
fn damaged_documents_never_take_the_caller_down() {
    let file = receipt(&samples::receipt()).unwrap();
    let limits = RenderLimits { width: 60, ..LIMITS };
    for place in (0..file.len()).step_by(509) {
        let mut damaged = file.clone();
        damaged[place] ^= 0x55;
        let _ = pages(&damaged, limits);
    }
}

#[cfg(unix)]
#[test]
fn a_child_that_does_not_answer_is_killed() {
    let asked = std::time::Instant::now();
    let slow = pages_in_child(Path::new("/bin/sleep"), &["30"], b"", LIMITS, Duration::from_millis(200));
    assert!(matches!(slow, Err(Error::RenderTimeout(200))), "{slow:?}");
    assert!(asked.elapsed() < Duration::from_secs(10));
}

#[cfg(unix)]
#[test]
fn a_child_that_says_nonsense_is_not_believed() {
    let nonsense = pages_in_child(Path::new("/bin/echo"), &["hello"], b"", LIMITS, Duration::from_secs(10));
    assert!(matches!(nonsense, Err(Error::Render(_))), "{nonsense:?}");
}

#[test]
fn a_program_that_is_not_there_is_an_error() {
    let missing = pages_in_child(Path::new("/nowhere/at/all"), &[], b"", LIMITS, Duration::from_secs(1));
    assert!(matches!(missing, Err(Error::Child(_))));
}
