//! What a person waits for in the real window, on a mirror of a million cases beside one of a thousand, and the memory
//! of all its processes beside an empty window's; all in one run. `CASES` changes the size; `KEEP` names a folder in which
//! the mirrors stay for the next run, as long as neither tables nor cases change their shape.

mod fill;
#[path = "../window/screen.rs"]
#[expect(dead_code, reason = "stories use more of it")]
mod screen;
#[path = "../window/stage.rs"]
#[expect(dead_code, reason = "stories use more of it")]
mod stage;

/// What the window's helpers know of the portal.
mod centre {
    pub const SECRET: &str = motcua_tests::office::SECRET;
}

use casework::{SHAPE, UserId};
use desk::Desk;
use fill::fill;
use motcua_tests::office::{Anything, Office, SECRET, synchronise};
use screen::Screen;
use serde_json::{Value, json};
use stage::{Failed, Running, Stage, Told, program, until};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Instant;

const SMALL: u64 = 1_000;
/// In kB of the processes' own share of memory.
type Kilobytes = u64;

fn main() -> Result<(), Anything> {
    let threads = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    threads.block_on(measure_all())
}

async fn measure_all() -> Result<(), Anything> {
    let cases = std::env::var("CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(1_000_000);
    let office = Office::open().await?;
    let (small, large) = (mirror(&office, "nho", SMALL).await?, mirror(&office, "lon", cases).await?);
    drop(office);
    let (empty, few, many) = in_windows(&small, &large).await.map_err(|Failed(why)| why)?;
    println!("\n{:<44}{:>10}{:>14}{:>10}", "in the window (ms)", SMALL, cases, "to reach");
    for (name, to_reach) in [
        ("launch to sign-in, with the driver", ""),
        ("sign-in to the list", "1500"),
        ("keystroke to painted finds, median", "80"),
        ("keystroke to painted finds, slowest", ""),
        ("key to the next case painted, median", "100"),
        ("key to the next case painted, slowest", ""),
        ("between frames while nothing happens", ""),
        ("scrolling: between frames, median", ""),
        ("scrolling: longest between frames", "1000"),
        ("scrolling: frames without a row", "0"),
    ] {
        let figure = |figures: &BTreeMap<String, f64>| figures.get(name).copied().unwrap_or(f64::NAN);
        println!("{name:<44}{:>10.0}{:>14.0}{to_reach:>10}", figure(&few.0), figure(&many.0));
    }
    let times = |memory: Kilobytes| memory as f64 / empty as f64;
    println!("\nmemory of all processes: empty window {} MB", empty / 1_000);
    for (cases, memory) in [(SMALL, few.1), (cases, many.1)] {
        println!("{cases} cases, after all that: {} MB, {:.2} times the empty window's", memory / 1_000, times(memory));
    }
    Ok(())
}

/// A folder of desks with one desk, its mirror filled; an earlier run's where it was kept.
async fn mirror(office: &Office, name: &str, cases: u64) -> Result<Desks, Anything> {
    let kept = std::env::var_os("KEEP").map(|folder| PathBuf::from(folder).join(format!("{cases}-{SHAPE}")));
    if let Some(kept) = kept.as_ref().filter(|kept| kept.join("desk").exists()) {
        println!("{cases} cases: as they were kept");
        return Ok(Desks::Kept(kept.clone()));
    }
    let folder = office.enrol(name, 0, &["a.mc"]).await?;
    let user = UserId("a.mc".to_owned());
    let desk = Desk::unlock(&folder, &user, SECRET).await.map_err(|failure| format!("{failure:?}"))?;
    synchronise(&desk).await?;
    desk.stop().await;
    fill(&folder, &user, cases).await?;
    if let Some(kept) = kept {
        std::fs::create_dir_all(&kept)?;
        std::fs::rename(&folder, kept.join("desk"))?;
        return Ok(Desks::Kept(kept));
    }
    let desks = tempfile::tempdir()?;
    std::fs::rename(&folder, desks.path().join("desk"))?;
    Ok(Desks::Passing(desks))
}

/// Where the desks of a run lie.
enum Desks {
    Passing(tempfile::TempDir),
    Kept(PathBuf),
}

impl Desks {
    fn path(&self) -> &Path {
        match self {
            Self::Passing(folder) => folder.path(),
            Self::Kept(folder) => folder,
        }
    }
}

type Measured = (BTreeMap<String, f64>, Kilobytes);

async fn in_windows(small: &Desks, large: &Desks) -> Told<(Kilobytes, Measured, Measured)> {
    let stage = Stage::set("bench").await?;
    let mut empty = stage.command(program("examples/empty")?);
    empty.arg(stage.folder.path().join("empty"));
    let empty = Running::start(&mut empty)?;
    let bare = settled(empty.id()).await?;
    drop(empty);
    let few = in_a_window(&stage, small.path(), "few").await?;
    let many = in_a_window(&stage, large.path(), "many").await?;
    Ok((bare, few, many))
}

async fn in_a_window(stage: &Stage, desks: &Path, name: &str) -> Told<Measured> {
    let mut figures = BTreeMap::new();
    let begun = Instant::now();
    let screen = Screen::open(stage, desks).await?;
    figures.insert("launch to sign-in, with the driver".to_owned(), begun.elapsed().as_secs_f64() * 1_000.0);
    screen.click("user-a.mc").await?;
    screen.type_into("secret", SECRET).await?;
    let told = screen.ask_page(SIGN_IN, vec![]).await?;
    figures.insert("sign-in to the list".to_owned(), told.as_f64().unwrap_or(f64::NAN));
    screen.click("queue-all").await?;
    screen.select("[data-list][data-queue=\"all\"] [data-testid=\"row\"]").await?;
    screen.picture(&format!("{name}-list")).await?;

    for (script, what, arguments) in [
        (TYPE, "keystroke to painted finds", vec![json!(["nguyen van duc", "Hoà Bình", "tran thi lan"])]),
        (OPEN, "key to the next case painted", vec![json!(25)]),
    ] {
        let times = screen.ask_page(script, arguments).await?;
        let mut times: Vec<f64> = serde_json::from_value(times)?;
        times.sort_by(f64::total_cmp);
        figures.insert(format!("{what}, median"), times.get(times.len() / 2).copied().unwrap_or(f64::NAN));
        figures.insert(format!("{what}, slowest"), times.last().copied().unwrap_or(f64::NAN));
    }
    screen.picture(&format!("{name}-case")).await?;
    screen.click("case-close").await?;
    let idle = screen.ask_page(IDLE, vec![]).await?;
    figures.insert("between frames while nothing happens".to_owned(), idle.as_f64().unwrap_or(f64::NAN));
    let told: Value = screen.ask_page(SCROLL, vec![json!(5_000)]).await?;
    for (name, key) in [
        ("scrolling: between frames, median", "median"),
        ("scrolling: longest between frames", "longest"),
        ("scrolling: frames without a row", "blank"),
    ] {
        figures.insert(name.to_owned(), told[key].as_f64().unwrap_or(f64::NAN));
    }
    println!("{name}: scrolled to row {}", told["row"]);
    let memory = settled(screen.window).await?;
    Ok((figures, memory))
}

/// The memory of a process and all that it started, once it stands still.
async fn settled(process: u32) -> Told<Kilobytes> {
    let mut last = 0;
    until("memory stands still", async || {
        let before = std::mem::replace(&mut last, memory_of(process)?);
        tokio::time::sleep(std::time::Duration::from_millis(1_500)).await;
        // The page's own process comes a little later.
        let is_still = last > 60_000 && before.abs_diff(last) < last / 100;
        stage::ensure(is_still, || format!("{before} kB, then {last} kB"))
    })
    .await?;
    Ok(last)
}

/// The proportional share of memory of a process and its descendants.
fn memory_of(root: u32) -> Told<Kilobytes> {
    let mut parents: Vec<(u32, u32)> = Vec::new();
    for entry in std::fs::read_dir("/proc")?.flatten() {
        let Some(id) = entry.file_name().to_str().and_then(|name| name.parse().ok()) else { continue };
        let Ok(stat) = std::fs::read_to_string(entry.path().join("stat")) else { continue };
        let after_name = stat.rsplit(") ").next().unwrap_or_default();
        parents.extend(after_name.split(' ').nth(1).and_then(|parent| parent.parse().ok()).map(|parent| (id, parent)));
    }
    let mut family = BTreeSet::from([root]);
    loop {
        let more: Vec<u32> =
            parents.iter().filter(|(id, up)| family.contains(up) && !family.contains(id)).map(|(id, _)| *id).collect();
        if more.is_empty() {
            break;
        }
        family.extend(more);
    }
    if std::env::var_os("EACH").is_some() {
        for id in &family {
            let name = std::fs::read_to_string(format!("/proc/{id}/comm")).unwrap_or_default();
            let rollup = std::fs::read_to_string(format!("/proc/{id}/smaps_rollup")).unwrap_or_default();
            let lines: Vec<&str> = rollup.lines().filter(|line| line.starts_with("Pss")).collect();
            println!("  {} {lines:?}", name.trim());
        }
    }
    let share = |id: &u32| {
        let rollup = std::fs::read_to_string(format!("/proc/{id}/smaps_rollup")).unwrap_or_default();
        let line = rollup.lines().find(|line| line.starts_with("Pss:")).unwrap_or_default();
        line.split_whitespace().nth(1).and_then(|text| text.parse::<Kilobytes>().ok()).unwrap_or(0)
    };
    Ok(family.iter().map(share).sum())
}

/// From the click to the first row that is painted.
const SIGN_IN: &str = r#"
const done = arguments[0];
const begun = performance.now();
document.querySelector('[data-testid="sign-in"]').click();
const look = () => document.querySelector('[data-list] [data-testid="row"], [data-list][data-found]')
  ? requestAnimationFrame(() => done(performance.now() - begun)) : requestAnimationFrame(look);
look();
"#;

/// Types words letter by letter; from each letter to its painted finds.
const TYPE: &str = r#"
const [words, done] = arguments;
const box = document.querySelector('[data-testid="search"]');
const frame = () => new Promise(requestAnimationFrame);
(async () => {
  const times = [];
  for (const word of words) {
    for (let length = 1; length <= word.length; length += 1) {
      const typed = word.slice(0, length);
      const begun = performance.now();
      box.value = typed;
      box.dispatchEvent(new InputEvent('input', { bubbles: true }));
      while (document.querySelector('[data-list]')?.dataset.found !== typed.trim()) await frame();
      await frame();
      if (typed.trim() === typed) times.push(performance.now() - begun);
    }
  }
  box.value = '';
  box.dispatchEvent(new InputEvent('input', { bubbles: true }));
  while (document.querySelector('[data-list]')?.dataset.found !== '') await frame();
  done(times);
})();
"#;

/// Opens the first case of the list, then the next ones by their key; from each stroke to the painted case.
const OPEN: &str = r#"
const [rounds, done] = arguments;
const frame = () => new Promise(requestAnimationFrame);
const shown = () => document.querySelector('[data-testid="case"]')?.dataset.shown ?? '';
const opened = () => document.querySelector('.row.opened')?.dataset.case ?? '';
(async () => {
  document.querySelector('[data-list] [data-testid="row"]').click();
  while (shown() === '') await frame();
  const times = [];
  for (let round = 0; round < rounds; round += 1) {
    const [before, row] = [shown(), opened()];
    const begun = performance.now();
    document.querySelector('[data-list]').dispatchEvent(new KeyboardEvent('keydown', { key: 'J', bubbles: true, cancelable: true }));
    while (shown() === before || opened() === row) await frame();
    await frame();
    times.push(performance.now() - begun);
  }
  done(times);
})();
"#;

/// How far frames lie apart where nothing is to be painted: the limit of this machine.
const IDLE: &str = r#"
const done = arguments[0];
const frame = () => new Promise(requestAnimationFrame);
(async () => {
  const gaps = [];
  let last = await frame();
  for (let round = 0; round < 60; round += 1) { const now = await frame(); gaps.push(now - last); last = now; }
  gaps.sort((a, b) => a - b);
  done(gaps[30]);
})();
"#;

/// Scrolls as fast as a wheel can for so many milliseconds.
const SCROLL: &str = r#"
const [length, done] = arguments;
const scroller = document.querySelector('.scroller');
const frame = () => new Promise(requestAnimationFrame);
(async () => {
  const gaps = [];
  let [blank, last] = [0, performance.now()];
  const end = last + length;
  while (performance.now() < end) {
    scroller.scrollTop += 240;
    await frame();
    const now = performance.now();
    gaps.push(now - last);
    last = now;
    const { top, bottom } = scroller.getBoundingClientRect();
    const rows = [...scroller.querySelectorAll('[data-testid="row"]')];
    if (!rows.some((row) => { const at = row.getBoundingClientRect(); return at.bottom > top && at.top < bottom; })) blank += 1;
  }
  gaps.sort((a, b) => a - b);
  const last_row = [...scroller.querySelectorAll('[data-testid="row"]')].at(-1);
  done({ median: gaps[gaps.length >> 1], longest: gaps.at(-1), blank, row: last_row?.getAttribute('aria-rowindex') });
})();
"#;
