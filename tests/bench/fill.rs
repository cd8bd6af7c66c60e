//! A mirror of as many cases as are wanted.

use casework::{
    Actor, Applicant, ApplicantKind, Application, Case, CaseCode, CaseId, Channel, EnvelopeId, Event, Moment, Recorded,
    UnitCode, UserId, replay,
};
use desk::{DeskFiles, vault::Vault};
use motcua_tests::fixture::{at, units};
use motcua_tests::office::{Anything, SECRET};
use protocol::store::{DeskStore, MirrorCase, MirrorPage};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;
use uuid::Uuid;

const PAGE: u64 = 2_000;
const FAMILY: [&str; 8] = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi"];
const MIDDLE: [&str; 6] = ["Văn", "Thị", "Đức", "Minh", "Thanh", "Quang"];
const GIVEN: [&str; 10] = ["Đức", "Hoà", "Bình", "Lan", "Hùng", "Ngọc", "Tuấn", "Hương", "Sơn", "Mai"];

/// Fills the mirror page by page, through the door that pages of the log come in by.
pub async fn fill(folder: &Path, user: &UserId, cases: u64) -> Result<(), Anything> {
    let key = Vault::read(folder)?.unlock(user, SECRET)?;
    let files = DeskFiles::open(folder, &key).await?;
    let head = files.head().await?.ok_or("the desk has not been synchronised")?;
    let begun = Instant::now();
    let mut number = 0;
    while number < cases {
        let (mut events, mut page) = (Vec::new(), Vec::new());
        for _ in 0..PAGE.min(cases - number) {
            number += 1;
            let history = history(number);
            let case = replay(&history);
            let id = history[0].case;
            events.extend(history);
            page.push(MirrorCase { id, confirmed: case.clone(), shown: case });
        }
        let as_of = at("2026-11-23", 9);
        files
            .take_in(&MirrorPage { head: head.clone(), restarted: false, events, cases: page, as_of, behind: 0 })
            .await?;
    }
    files.close().await;
    let took = begun.elapsed();
    println!("{cases} cases: filled in {took:.1?}, {:.0} a second", cases as f64 / took.as_secs_f64());
    let size = std::fs::metadata(folder.join("mirror.db"))?.len();
    println!("{cases} cases: mirror of {} MB", size / 1_000_000);
    Ok(())
}

fn history(number: u64) -> Vec<Recorded> {
    let unit: UnitCode = units()[0].clone();
    let pick = |words: &[&'static str], by: u64| words[((number / by) % words.len() as u64) as usize];
    let name = format!("{} {} {}", pick(&FAMILY, 1), pick(&MIDDLE, 8), pick(&GIVEN, 48));
    let filed_at = at("2026-11-20", 8).plus_minutes(-((number % 500_000) as i64));
    let application = Application {
        unit: unit.clone(),
        service: if number.is_multiple_of(3) { "S" } else { "L" }.into(),
        channel: if number.is_multiple_of(2) { Channel::Online } else { Channel::Counter },
        applicant: Applicant {
            kind: ApplicantKind::Citizen,
            name,
            identity_number: Some(format!("036{number:09}")),
            birth_date: None,
            address: format!("Số {} đường Trần Hưng Đạo, phường Lộc Vượng", number % 400),
            phone: format!("09{:08}", number % 100_000_000),
            email: None,
        },
        submitter: None,
        co_applicants: Vec::new(),
        received_by: None,
        send_result_to: None,
        subject: "Đề nghị giải quyết".to_owned(),
        papers: Vec::new(),
        entries: BTreeMap::new(),
    };
    let recorded = |place: u64, event: Event| Recorded {
        unit: unit.clone(),
        seq: number * 4 + place,
        case: CaseId(Uuid::from_u128(u128::from(number))),
        version: place as u32,
        envelope: EnvelopeId(Uuid::from_u128(u128::from(number * 4 + place))),
        by: Actor::Official("a.mc".into()),
        at: filed_at,
        arrived_at: filed_at,
        event,
    };
    let mut history = vec![recorded(1, Event::Filed { edition: "2026".into(), application })];
    // One in fifty is new, one in twenty open, the others are closed: an office of many years.
    if !number.is_multiple_of(50) {
        let code = CaseCode::compose(&unit, filed_at.day(), (number % 9_999) as u16 + 1);
        let due: Moment = filed_at.plus_minutes(3 * 24 * 60);
        history.push(recorded(
            2,
            Event::Accepted { code, due_at: due, step: "draft".into(), step_due_at: due, variant: None },
        ));
        if !number.is_multiple_of(20) {
            history.push(recorded(3, Event::Withdrawn { reason: "Đã xong".to_owned() }));
        }
    }
    debug_assert!(replay(&history).is_some_and(|case: Case| case.version as usize == history.len()));
    history
}
