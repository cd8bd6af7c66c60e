//! How much the real portal takes in over HTTP on PostgreSQL, beside what the same PostgreSQL commits by itself in the
//! same run. `DESKS`, `DURATION` (seconds of single pushes), `WAITING` and `FILL` change the size; `PAGES=0` leaves
//! the citizens' pages and the waiting desks out.

#[path = "portal/filling.rs"]
mod filling;
#[path = "portal/load.rs"]
mod load;
#[path = "../stores/postgres.rs"]
mod postgres;
#[path = "portal/raw.rs"]
mod raw;
#[path = "portal/stage.rs"]
mod stage;
#[path = "portal/waiting.rs"]
mod waiting;

use load::{Worker, ask_all, push_all};
use motcua_tests::office::Anything;
use reqwest::Client;
use stage::{Running, accounts, enrol, file_online, prepare};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

const UNITS: usize = 300;
/// Look-ups that met the bound of their address or code.
static TOO_MANY: AtomicUsize = AtomicUsize::new(0);
const PAGES: Duration = Duration::from_secs(10);
/// Envelopes of one push: a desk at work, and desks that catch up.
const PUSHES: [usize; 3] = [1, 20, 200];

fn number(name: &str, usual: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

#[tokio::main]
async fn main() -> Result<(), Anything> {
    let (desks, seconds, waiting) = (number("DESKS", 32), number("DURATION", 60), number("WAITING", 1_500));
    let fill = number("FILL", 1_000_000);
    let during = Duration::from_secs(seconds as u64);
    let database = postgres::database().await;
    let folder = tempfile::tempdir()?;
    let portal = prepare(&database.url, folder.path(), UNITS).await?;
    let enrolled = enrol(&portal.store, desks.max(waiting), UNITS).await?;
    let references = file_online(&portal.store, &portal.catalogue(), 2_000).await?;
    let running = Running::start(&database.url, folder.path())?;
    let client = Client::builder().pool_max_idle_per_host(4_096).build()?;
    let workers = || enrolled.iter().take(desks).map(|desk| Worker::new(desk.clone(), client.clone(), &running.url));
    // Connections, prepared statements and the first pages of the files.
    push_all(workers().collect(), 1, Duration::from_secs(2)).await?;
    println!("memory at the start: {} MB", running.memory());

    let simple = raw::simple(&database.url, desks, during.min(Duration::from_secs(30)))?;
    println!("PostgreSQL alone, {desks} clients: {simple:.0} commits a second of an insert and an update");
    let raw = raw::same(&database.url, desks, during.min(Duration::from_secs(30)))?;
    println!("PostgreSQL alone, {desks} clients: {raw:.0} commits a second of the same writes as the portal's");
    for envelopes in PUSHES {
        // The common case is held for as long as was asked for; the others show how it grows.
        let during = if envelopes == 1 { during } else { during.min(Duration::from_secs(30)) };
        let before = running.processors();
        let watching = tokio::spawn(running.watch(during));
        let mut pushed = push_all(workers().collect(), envelopes, during).await?;
        let memory = watching.await?;
        let after = running.processors();
        let [portal, postgres, own] =
            std::array::from_fn(|place| (after[place] - before[place]) / pushed.took.as_secs_f64());
        println!(
            "{desks} desks, pushes of {envelopes}: {:.0} events a second, ratio {:.2} to the same writes, {:.2} to an \
             insert and an update; a push p50 {:.1?}, p99 {:.1?}; processors: portal {portal:.2}, PostgreSQL \
             {postgres:.2}, this program {own:.2}; memory {} MB, over the time {memory:?}",
            pushed.rate(),
            pushed.rate() / raw,
            pushed.rate() / simple,
            pushed.times.at(0.5),
            pushed.times.at(0.99),
            running.memory()
        );
    }

    if number("PAGES", 1) == 0 {
        return filling::grow(&database.url, &running, fill, workers().collect()).await;
    }
    let home = format!("{}/", running.url);
    let asking = client.clone();
    let (rate, mut times) = ask_all(16, PAGES, move |_, _| {
        let (client, home) = (asking.clone(), home.clone());
        async move { Ok(client.get(home).send().await?.error_for_status()?.bytes().await.map(drop)?) }
    })
    .await?;
    println!("home: {rate:.0} a second; p50 {:.1?}, p99 {:.1?}", times.at(0.5), times.at(0.99));
    // Look-ups are bounded by address and by code: these come from many of both.
    let askers = (0..250_u8).map(|asker| {
        let from = IpAddr::V4(Ipv4Addr::new(127, 1, asker, 1));
        Client::builder().local_address(from).build()
    });
    let askers: Vec<Client> = askers.collect::<Result<_, _>>()?;
    let references_again = references.clone();
    let url = format!("{}/tra-cuu", running.url);
    let (rate, mut times) = ask_all(16, PAGES, move |asker, turn| {
        let place = asker + 16 * turn;
        let client = askers[place % askers.len()].clone();
        let form = [("ma", references[place % references.len()].clone()), ("them", String::new())];
        let request = client.post(&url).form(&form);
        async move {
            let answer = request.send().await?;
            match answer.status().as_u16() {
                200 => Ok(answer.bytes().await.map(drop)?),
                429 => {
                    TOO_MANY.fetch_add(1, Ordering::Relaxed);
                    Ok(())
                }
                other => Err(format!("the look-up answers {other}").into()),
            }
        }
    })
    .await?;
    println!(
        "look-up: {rate:.0} a second, {:.0} % of them told to wait a minute; p50 {:.1?}, p99 {:.1?}",
        100.0 * TOO_MANY.load(Ordering::Relaxed) as f64 / times.0.len().max(1) as f64,
        times.at(0.5),
        times.at(0.99)
    );

    // Cases in accounts: pages that nothing bounds.
    let (cookies, pages) = accounts(&portal.store, &references_again, 40).await?;
    let (asking, base) = (client.clone(), running.url.clone());
    let (rate, mut times) = ask_all(16, PAGES, move |asker, turn| {
        let place = (asker + 16 * turn) % pages.len();
        let url = format!("{base}/ho-so-cua-toi/{}", pages[place]);
        let request = asking.get(url).header("cookie", &cookies[place % cookies.len()]);
        async move { Ok(request.send().await?.error_for_status()?.bytes().await.map(drop)?) }
    })
    .await?;
    println!("status page in an account: {rate:.0} a second; p50 {:.1?}, p99 {:.1?}", times.at(0.5), times.at(0.99));

    let listeners: Vec<_> = enrolled.iter().take(waiting).cloned().collect();
    let mut woken = waiting::wake(&running.url, &listeners, workers().take(8).collect()).await?;
    println!(
        "{waiting} desks wait: {} wakes; from the commit's answer p50 {:.1?}, p99 {:.1?}; from the push p99 {:.1?}",
        woken.since_answer.0.len(),
        woken.since_answer.at(0.5),
        woken.since_answer.at(0.99),
        woken.since_push.at(0.99)
    );
    println!("memory at the end: {} MB", running.memory());
    filling::grow(&database.url, &running, fill, workers().collect()).await?;
    println!("memory after the growth: {} MB", running.memory());
    Ok(())
}
