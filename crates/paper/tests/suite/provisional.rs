//! Papers that are printed before the portal's word.

use crate::forms::office_forms;
use crate::tools::{Folder, assert_sound, words};
use crate::{samples, signatures};
use paper::{HandOverKind, Letterhead};

const CHECK: &str = "7F3K-92QD";

fn head(head: Letterhead, provisional: bool) -> Letterhead {
    Letterhead { provisional: provisional.then(|| CHECK.to_owned()), ..head }
}

#[test]
fn every_paper_that_is_printed_before_the_portals_word_says_so() {
    let folder = Folder::new();
    type Made = (&'static str, usize, Box<dyn Fn(bool) -> Vec<u8>>);
    macro_rules! form {
        ($name:literal, $copies:literal, $make:path, $content:expr) => {{
            let make = move |provisional| {
                let mut content = $content;
                content.letterhead = head(content.letterhead, provisional);
                $make(&content).unwrap()
            };
            let made: Made = ($name, $copies, Box::new(make));
            made
        }};
    }
    let copy = |provisional| {
        let content = signatures::a_certified_copy();
        let content = paper::CertifiedCopy { letterhead: head(content.letterhead.clone(), provisional), ..content };
        paper::certified_copy(&signatures::sealed(), &content).unwrap()
    };
    let forms: Vec<Made> = vec![
        form!("receipt", 1, paper::receipt, samples::receipt()),
        form!("supplement", 1, paper::supplement_slip, samples::supplement_slip()),
        form!("rejection", 1, paper::rejection_slip, samples::rejection_slip()),
        form!("stop", 1, paper::stop_notice, office_forms::a_stop_notice()),
        form!("fee", 3, paper::fee_receipt, office_forms::a_fee_receipt()),
        form!("control", 1, paper::control_slip, office_forms::a_control_slip(3)),
        form!("joint-receipt", 1, paper::hand_over_minutes, office_forms::minutes(HandOverKind::Receipt, 3)),
        form!("minutes", 1, paper::hand_over_minutes, office_forms::minutes(HandOverKind::Minutes, 3)),
        form!("results", 1, paper::result_slip, office_forms::a_result_slip()),
        ("copy", 1, Box::new(copy)),
    ];
    for (name, copies, make) in forms {
        let said = format!("BẢN TẠM – chờ cổng xác nhận · mã kiểm tra {CHECK}");
        for (provisional, times) in [(true, copies), (false, 0)] {
            let file = folder.write(&format!("provisional-{name}-{provisional}.pdf"), &make(provisional));
            assert_sound(&file);
            let words = words(&file);
            assert_eq!(words.matches(&said).count(), times, "{name}: {words}");
        }
    }
}
