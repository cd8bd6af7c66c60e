//! Random worlds: histories with drops, doubles, late replays, crashes, lost replies, skewed clocks, deleted mirrors,
//! restored backups and revoked rights. After healing, every promise holds; planted bugs are noticed.
//!
//! A seed that failed once stands in `seeds.txt` for ever.

mod year;

use motcua_tests::checks::{Broken, check};
use motcua_tests::planted::Planted;
use motcua_tests::world::{Faults, World};

const STEPS: u32 = 120;

fn live(seed: u64, planted: Option<Planted>) -> (World, Vec<Broken>) {
    let mut world = World::new(seed, planted);
    for _ in 0..STEPS {
        world.step();
    }
    let came_to_rest = world.heal();
    let found = check(&world, came_to_rest);
    (world, found)
}

fn live_all(seeds: impl Iterator<Item = u64> + Send) -> Faults {
    let seeds: Vec<u64> = seeds.collect();
    let halves = seeds.split_at(seeds.len() / 2);
    let run = |seeds: &[u64]| {
        let mut sum = Faults::default();
        for &seed in seeds {
            let (world, found) = live(seed, None);
            assert!(found.is_empty(), "seed {seed}: {found:#?}");
            add(&mut sum, &world.faults);
        }
        sum
    };
    let (mut one, other) = std::thread::scope(|scope| {
        let other = scope.spawn(|| run(halves.1));
        let one = run(halves.0);
        match other.join() {
            Ok(other) => (one, other),
            Err(failed) => std::panic::resume_unwind(failed),
        }
    });
    add(&mut one, &other);
    one
}

fn add(sum: &mut Faults, faults: &Faults) {
    sum.requests_dropped += faults.requests_dropped;
    sum.replies_lost += faults.replies_lost;
    sum.batches_cut += faults.batches_cut;
    sum.requests_doubled += faults.requests_doubled;
    sum.late_replays += faults.late_replays;
    sum.crashes += faults.crashes;
    sum.crashes_after_effect += faults.crashes_after_effect;
    sum.mirrors_deleted += faults.mirrors_deleted;
    sum.backups_restored += faults.backups_restored;
    sum.rights_revoked += faults.rights_revoked;
    sum.clocks_skewed += faults.clocks_skewed;
    sum.refusals += faults.refusals;
    sum.accepted += faults.accepted;
    sum.conflicts_closed += faults.conflicts_closed;
    sum.spans_granted += faults.spans_granted;
}

#[test]
fn two_thousand_histories_break_no_promise() {
    let count = std::env::var("MOTCUA_SEEDS").ok().and_then(|count| count.parse().ok()).unwrap_or(2_000);
    let started = std::time::Instant::now();
    let faults = live_all(0..count);
    println!("{count} histories of {STEPS} steps in {:.1} s: {faults:?}", started.elapsed().as_secs_f32());
    for (what, times) in [
        ("dropped requests", faults.requests_dropped),
        ("lost replies", faults.replies_lost),
        ("cut batches", faults.batches_cut),
        ("doubled requests", faults.requests_doubled),
        ("late replays", faults.late_replays),
        ("crashes before an effect", faults.crashes - faults.crashes_after_effect),
        ("crashes after an effect", faults.crashes_after_effect),
        ("deleted mirrors", faults.mirrors_deleted),
        ("restored backups", faults.backups_restored),
        ("revoked rights", faults.rights_revoked),
        ("skewed clocks", faults.clocks_skewed),
        ("refusals", faults.refusals),
        ("closed conflicts", faults.conflicts_closed),
        ("granted spans of case numbers", faults.spans_granted),
        ("accepted commands", faults.accepted),
    ] {
        assert!(times > 0, "no {what} in {count} histories: the fault is not tested");
    }
}

#[test]
fn seeds_that_failed_once_hold() {
    for line in include_str!("seeds.txt").lines() {
        let seed = line.split('#').next().unwrap_or_default().trim();
        if !seed.is_empty() {
            let seed: u64 = seed.parse().expect("a seed");
            let (_, found) = live(seed, None);
            assert!(found.is_empty(), "seed {seed}: {found:#?}");
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_world() {
    for seed in [1, 17, 4_711] {
        assert_eq!(live(seed, None).0.trace, live(seed, None).0.trace, "seed {seed}");
    }
}

#[test]
fn every_planted_bug_is_noticed() {
    for planted in Planted::ALL {
        let noticed = (0..400).find_map(|seed| {
            let (_, found) = live(seed, Some(planted));
            found.into_iter().next().map(|broken| (seed, broken))
        });
        let (seed, broken) = noticed.unwrap_or_else(|| panic!("{planted:?} was not noticed in 400 histories"));
        println!("{planted:?}: seed {seed} breaks {}: {:.120}", broken.promise, broken.how);
    }
}
