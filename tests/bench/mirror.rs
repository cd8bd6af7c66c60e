//! How the desk's lists, searches and cases answer on a mirror of a million cases, beside one of a thousand in the same
//! run: what grows with the mirror shows as a ratio. `CASES` and `ROUNDS` change the size.

use casework::{
    Actor, Applicant, ApplicantKind, Application, Case, CaseCode, CaseId, Channel, EnvelopeId, Event, Moment, Recorded,
    UnitCode, UserId, replay,
};
use desk::views::{ListRequest, Queue};
use desk::{Desk, DeskFiles, vault::Vault};
use motcua_tests::fixture::{at, units};
use motcua_tests::office::{Anything, Office, SECRET, synchronise};
use protocol::store::{DeskStore, MirrorCase, MirrorPage};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};
use uuid::Uuid;

const SMALL: u64 = 1_000;
const PAGE: u64 = 2_000;
/// What a list or a search may take (notes for the first table on).
const BUDGET: Duration = Duration::from_millis(20);

const FAMILY: [&str; 8] = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi"];
const MIDDLE: [&str; 6] = ["Văn", "Thị", "Đức", "Minh", "Thanh", "Quang"];
const GIVEN: [&str; 10] = ["Đức", "Hoà", "Bình", "Lan", "Hùng", "Ngọc", "Tuấn", "Hương", "Sơn", "Mai"];

#[tokio::main]
async fn main() -> Result<(), Anything> {
    let number = |name: &str, usual: u64| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual);
    let (cases, rounds) = (number("CASES", 1_000_000), number("ROUNDS", 40) as usize);
    let office = Office::open().await?;
    let small = measure(&office, "nho", SMALL, rounds).await?;
    let large = measure(&office, "lon", cases, rounds).await?;
    println!(
        "\n{:<34}{:>12}{:>14}{:>10}{:>12}",
        "median of what a person waits for", SMALL, cases, "growth", "of 20 ms"
    );
    for ((name, few), (_, many)) in small.iter().zip(&large) {
        let ratio = |one: &Duration, other: &Duration| one.as_secs_f64() / other.as_secs_f64().max(1e-9);
        println!("{name:<34}{:>10.2?}{:>14.2?}{:>9.1}x{:>11.2}x", few, many, ratio(many, few), ratio(many, &BUDGET));
    }
    Ok(())
}

async fn measure(office: &Office, name: &str, cases: u64, rounds: usize) -> Result<Vec<(String, Duration)>, Anything> {
    let folder = office.enrol(name, 0, &["a.mc"]).await?;
    let user = UserId("a.mc".to_owned());
    let desk = Desk::unlock(&folder, &user, SECRET).await.map_err(said)?;
    synchronise(&desk).await?;
    desk.stop().await;
    fill(&folder, &user, cases).await?;
    let begun = Instant::now();
    let desk = Desk::unlock(&folder, &user, SECRET).await.map_err(said)?;
    println!("{cases} cases: unlocked in {:.2?}", begun.elapsed());
    let mut told = Vec::new();
    let queues = [
        Queue::Mine,
        Queue::Today,
        Queue::New,
        Queue::Waiting,
        Queue::ToHandOver,
        Queue::Late,
        Queue::Open,
        Queue::All,
    ];
    for queue in queues {
        let request = ListRequest { queue, search: String::new(), filter: Default::default(), after: None, limit: 100 };
        told.push((format!("list {queue:?}"), list(&desk, &request, rounds).await?));
    }
    for search in ["nguyen van duc", "Đức", "036000000777", "n", "khong co ai"] {
        let request = ListRequest {
            queue: Queue::All,
            search: search.to_owned(),
            filter: Default::default(),
            after: None,
            limit: 100,
        };
        told.push((format!("search '{search}'"), list(&desk, &request, rounds).await?));
    }
    let case = CaseId(Uuid::from_u128(u128::from(cases / 2)));
    let mut times = Vec::new();
    for _ in 0..rounds {
        let begun = Instant::now();
        desk.open_case(case).await.map_err(said)?;
        times.push(begun.elapsed());
    }
    told.push(("open a case".to_owned(), median(times)));
    desk.stop().await;
    Ok(told)
}

async fn list(desk: &Desk, request: &ListRequest, rounds: usize) -> Result<Duration, Anything> {
    let mut times = Vec::new();
    for _ in 0..rounds {
        let begun = Instant::now();
        desk.list(request).await.map_err(said)?;
        times.push(begun.elapsed());
    }
    Ok(median(times))
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn said(failure: desk::views::Failure) -> Anything {
    format!("{failure:?}").into()
}

/// Fills the mirror page by page, through the door that pages of the log come in by.
async fn fill(folder: &Path, user: &UserId, cases: u64) -> Result<(), Anything> {
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
