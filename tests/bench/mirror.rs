//! How the desk's lists, searches and cases answer on a mirror of a million cases, beside one of a thousand in the same
//! run: what grows with the mirror shows as a ratio. `CASES` and `ROUNDS` change the size.

mod fill;

use casework::{CaseId, UserId};
use desk::Desk;
use desk::views::{ListRequest, Queue};
use fill::fill;
use motcua_tests::office::{Anything, Office, SECRET, synchronise};
use std::time::{Duration, Instant};
use uuid::Uuid;

const SMALL: u64 = 1_000;
/// What a list or a search may take (notes for the first table on).
const BUDGET: Duration = Duration::from_millis(20);

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
        let request = ListRequest {
            queue,
            search: String::new(),
            filter: Default::default(),
            within: None,
            after: None,
            limit: 100,
        };
        told.push((format!("list {queue:?}"), list(&desk, &request, rounds).await?));
    }
    for search in [
        "nguyen van duc",
        "Đức",
        "03600",
        "036000000777",
        "n",
        "ng",
        "ngu",
        "nguyen",
        "nguyen v",
        "nguyen van d",
        "Hoà B",
        "khong co ai",
    ] {
        let request = ListRequest {
            queue: Queue::All,
            search: search.to_owned(),
            filter: Default::default(),
            within: None,
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
