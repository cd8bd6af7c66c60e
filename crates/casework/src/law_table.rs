//! `law.md`, run: what is given, who does what when, and what follows.

use crate::calendar::{Calendar, office_week};
use crate::catalogue::{SupplementClock, TimeLimit};
use crate::decide::testing::*;
use crate::{ActKind, Actor, Case, Command, Date, Event, Moment, Refusal, deadline};
use std::collections::{BTreeMap, BTreeSet};

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/law.md");

/// The cells of a line of a table; none where it is no line of one.
fn cells(line: &str) -> Option<Vec<&str>> {
    let inner = line.strip_prefix("| ")?.strip_suffix(" |")?;
    let cells: Vec<&str> = inner.split(" | ").map(str::trim).collect();
    (cells[0] != "Given" && cells[0] != "Received").then_some(cells)
}

/// Holds every line with so many cells against what the law says, and writes the file anew where that is wanted.
fn hold(columns: usize, answer: usize, ask: impl Fn(&[&str]) -> String) -> Vec<Vec<String>> {
    // Both tables stand in one file: one test at a time writes it.
    static FILE: std::sync::Mutex<()> = std::sync::Mutex::new(());
    let _alone = FILE.lock();
    let text = std::fs::read_to_string(PATH).unwrap();
    let (mut told, mut rows, mut wrong) = (String::new(), Vec::new(), Vec::new());
    for line in text.lines() {
        let row = cells(line).filter(|row| row.len() == columns);
        let Some(mut row) = row else {
            told.push_str(line);
            told.push('\n');
            continue;
        };
        let said = ask(&row);
        if row[answer] != said {
            wrong.push(format!("{}: the table says '{}', the law '{said}'", row.join(", "), row[answer]));
        }
        row[answer] = &said;
        told.push_str(&format!("| {} |\n", row.join(" | ")));
        rows.push(row.into_iter().map(str::to_owned).collect());
    }
    if std::env::var_os("MOTCUA_WRITE_SNAPSHOTS").is_some() {
        std::fs::write(PATH, &told).unwrap();
    } else {
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
    rows
}

fn moment(text: &str) -> Moment {
    let (day, time) = text.split_once(' ').unwrap();
    let (hour, minute) = time.split_once(':').unwrap();
    Moment::at(day.parse().unwrap(), hour.parse::<u16>().unwrap() * 60 + minute.parse::<u16>().unwrap())
}

fn shown(at: Moment) -> String {
    format!("{} {:02}:{:02}", at.day(), at.minute_of_day() / 60, at.minute_of_day() % 60)
}

fn actor(who: &str) -> Actor {
    if who == "citizen" { citizen() } else { Actor::Official(who.into()) }
}

fn kind_of(act: &str) -> &str {
    act.split_whitespace().next().unwrap()
}

/// The command for what stands in the column of acts.
fn command(case: Option<&Case>, act: &str, who: &str, at: Moment) -> Command {
    let parameter = act.split_once(' ').map_or("", |(_, parameter)| parameter);
    let application = if who == "citizen" { application() } else { counter_application() };
    let Some(case) = case else {
        let mut application = application;
        let mut taken_in_by = unit();
        if parameter == "for the other unit" {
            application.received_by = Some(OTHER_UNIT.into());
            taken_in_by = OTHER_UNIT.into();
        }
        return match kind_of(act) {
            "file" => Command::File { application },
            "receive" => Command::Receive { application, code: crate::CaseCode::compose(&taken_in_by, at.day(), 1) },
            other => panic!("{other} needs a case"),
        };
    };
    if kind_of(act) == "file" {
        return Command::File { application };
    }
    if kind_of(act) == "assign" {
        return Command::Assign {
            turn: case.turn,
            from: case.assignee.clone(),
            to: parameter.into(),
            note: String::new(),
        };
    }
    let named = |kind: &ActKind| serde_json::to_value(kind).unwrap() == kind_of(act);
    let fits = |command: &Command| match command {
        Command::ReturnStep { to, .. } => to.as_str() == parameter,
        _ => true,
    };
    let found = attempts(case).into_iter().find(|(kind, command)| named(kind) && fits(command));
    let (_, mut command) = found.unwrap_or_else(|| panic!("no act is called {act}"));
    match &mut command {
        Command::Extend { to, .. } => *to = parameter.parse().unwrap(),
        Command::Accept { code, .. } => *code = crate::CaseCode::compose(&case.at, at.day(), 1),
        Command::Approve { states, .. } if parameter == "what was stated before" => *states = statement("Trước"),
        _ => {}
    }
    command
}

/// What is said of an event: its kind, and what the applicant or the next person has to know.
fn event(event: &Event) -> String {
    let kind = serde_json::to_value(event).unwrap()["type"].as_str().unwrap().to_owned();
    let due = |due: &Option<Moment>| due.map_or_else(String::new, |due| format!(", due {}", shown(due)));
    match event {
        Event::Accepted { due_at, .. } => format!("{kind}, due {}", shown(*due_at)),
        Event::SupplementReceived { due_at, .. } | Event::Resumed { due_at, .. } => format!("{kind}{}", due(due_at)),
        Event::VariantChanged { due_at, .. } => format!("{kind}, due {}", shown(*due_at)),
        Event::Extended { to, .. } => format!("{kind} to {}", shown(*to)),
        Event::StepCompleted { next, .. } => format!("{kind}, next {next}"),
        Event::StepReturned { to, .. } | Event::Recalled { to, .. } | Event::Reopened { to, .. } => {
            format!("{kind} to {to}")
        }
        Event::Passed { to, wholly, .. } => format!("{kind} to {to}{}", if *wholly { " wholly" } else { "" }),
        Event::Assigned { to, .. } => format!("{kind} to {to}"),
        Event::Numbered { number, issued_on, .. } => format!("{kind} {number:02} on {issued_on}"),
        _ => kind,
    }
}

fn answer(answer: &Result<Vec<Event>, Refusal>) -> String {
    match answer {
        Ok(events) => events.iter().map(event).collect::<Vec<_>>().join(" + "),
        Err(refusal) => format!("refused: {refusal}"),
    }
}

/// A case that got what was missing, and one that got its new date, besides the stages that `acts.txt` names.
fn given<'a>(world: &'a World, name: &str) -> Given<'a> {
    let stage = |name: &str| {
        let found = stages(world).into_iter().find(|(known, _)| *known == name);
        found.unwrap_or_else(|| panic!("no stage is called {name}")).1
    };
    match name {
        "nothing" => world.given(&[]),
        "4 supplemented" => {
            let missing = stage("5 missing papers");
            let brought = Command::ReceiveSupplement { turn: missing.case().turn, papers: papers() };
            missing.when_at(at("2026-11-17", 9), clerk(), brought).then_ok()
        }
        "4 extended" => {
            let drafting = stage("4 drafting");
            let at = at("2026-11-17", 9);
            let extend = command(Some(&drafting.case()), "extend 2026-11-30", "ld", at);
            drafting.when_at(at, head_of_unit(), extend).then_ok()
        }
        other => stage(other),
    }
}

#[test]
fn every_act_is_answered_as_the_table_says() {
    let mut world = World::new();
    world.linked();
    let mut resuming = World::new();
    resuming.linked();
    resuming.supplement_clock(SupplementClock::Resume);
    let ask = |row: &[&str]| {
        let (place, option) = row[0].split_once("; ").unwrap_or((row[0], ""));
        let world = match option {
            "" => &world,
            "the clock goes on" => &resuming,
            other => panic!("nothing is known of '{other}'"),
        };
        let (given, at) = (given(world, place), moment(row[2]));
        let case = (place != "nothing").then(|| given.case());
        let command = command(case.as_ref(), row[3], row[1], at);
        answer(&given.when_at(at, actor(row[1]), command).answered())
    };
    let rows = hold(6, 4, ask);
    let mut seen: BTreeMap<String, BTreeSet<bool>> = BTreeMap::new();
    for row in &rows {
        assert!(row[5].len() > 1, "on which rule does it rest? {row:?}");
        seen.entry(kind_of(&row[3]).to_owned()).or_default().insert(row[4].starts_with("refused"));
    }
    let world = World::new();
    let drafting = world.drafting();
    let kinds = attempts(&drafting.case()).into_iter().map(|(kind, _)| serde_json::to_value(kind).unwrap());
    let kinds: BTreeSet<String> = kinds.map(|kind| kind.as_str().unwrap().to_owned()).collect();
    for act in kinds.iter().map(String::as_str).chain(["file", "receive", "assign"]) {
        let both = seen.get(act).is_some_and(|answers| answers.len() == 2);
        assert!(both, "{act}: the table needs a line in which it is done and one in which it is refused");
    }
}

/// Holidays and make-up days of 2026.
fn calendar() -> Calendar {
    let holidays = [
        "2026-01-01",
        "2026-02-16",
        "2026-02-17",
        "2026-02-18",
        "2026-02-19",
        "2026-02-20",
        "2026-04-27",
        "2026-04-30",
        "2026-05-01",
        "2026-08-31",
        "2026-09-01",
        "2026-09-02",
        "2026-11-24",
        "2027-01-01",
    ];
    let named = |days: &[&str]| days.iter().map(|day| (day.parse::<Date>().unwrap(), "Nghỉ".to_owned())).collect();
    Calendar { weekly: office_week(), holidays: named(&holidays), makeup_days: named(&["2026-08-22"]) }
}

#[test]
fn every_due_moment_is_what_the_table_says() {
    let calendar = calendar();
    let ask = |row: &[&str]| {
        let number = || row[1].split(' ').next().unwrap().parse().unwrap();
        let limit = match row[1] {
            "same day before 15:00" => TimeLimit::SameDay { cutoff: 15 * 60 },
            text if text.ends_with("working days") => TimeLimit::WorkingDays(number()),
            text if text.ends_with("calendar days") => TimeLimit::CalendarDays(number()),
            other => panic!("no limit is written '{other}'"),
        };
        shown(deadline::of(&calendar, &limit, moment(row[0])).due_at)
    };
    assert!(hold(4, 2, ask).len() > 15);
}
