//! How the offices are connected: when each desk was heard last and how far behind it is, what the law refused to it, and
//! how far the backup holds each unit's log.

use super::rights::Business;
use super::{Answer, Room, moment};
use crate::admit::clock;
use crate::store::{Quarantined, RefusedAct, Seen};
use askama::Template;
use axum::extract::Query;
use casework::catalogue::Unit;
use casework::{Actor, Envelope, Moment, Refusal, UnitCode};
use protocol::push::Verdict;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A desk that was not heard for so long while people work is asked about.
const QUIET_HOURS: i64 = 24;
/// Refused acts of so many days are shown, and so many at most.
const DAYS: i64 = 30;
const REFUSED: u32 = 200;

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    unit: String,
}

struct Desk {
    name: String,
    seen: String,
    behind: u64,
    has_catalogue: bool,
    mark: &'static str,
    state: &'static str,
}

struct Refused {
    at: String,
    desk: String,
    who: String,
    case: String,
    act: String,
    why: String,
}

struct Office {
    code: String,
    name: String,
    seq: u64,
    /// Entries that no backup holds yet.
    unsafe_entries: u64,
    desks: i64,
    quiet: i64,
    refused: i64,
}

#[derive(Template)]
#[template(path = "staff/health.html")]
struct HealthPage {
    room: Room,
    unit: Unit,
    units: Vec<(UnitCode, String)>,
    desks: Vec<Desk>,
    refused: Vec<Refused>,
    /// What desks that were revoked still sent.
    set_aside: Vec<Refused>,
    /// How many there are; the newest are listed.
    set_aside_count: i64,
    offices: Vec<Office>,
    seq: u64,
    safe_seq: u64,
}

pub(super) async fn show(room: Room, Query(asked): Query<Asked>) -> Answer {
    let unit = room.unit(Business::ManageDesks, &asked.unit)?;
    let units = room.units(Business::ManageDesks);
    let store = &room.portal.store;
    let now = clock();
    let logs: BTreeMap<UnitCode, (u64, u64)> =
        store.unit_health().await?.into_iter().map(|one| (one.unit, (one.seq, one.safe_seq))).collect();
    let since = now.plus_minutes(-DAYS * 24 * 60);
    // One unit alone needs no list of offices.
    let mut offices = Vec::new();
    if units.len() > 1 {
        let counts = store.office_counts(now.plus_minutes(-QUIET_HOURS * 60), since).await?;
        for (code, name) in &units {
            let of_unit = counts.get(code).copied().unwrap_or_default();
            if of_unit.listed == 0 && !logs.contains_key(code) {
                continue;
            }
            let (seq, safe_seq) = logs.get(code).copied().unwrap_or_default();
            offices.push(Office {
                code: code.to_string(),
                name: name.clone(),
                seq,
                unsafe_entries: seq.saturating_sub(safe_seq),
                desks: of_unit.live,
                quiet: of_unit.quiet,
                refused: of_unit.refused,
            });
        }
    }
    let (seq, safe_seq) = logs.get(&unit.code).copied().unwrap_or_default();
    let seen: BTreeMap<String, Seen> = store.seen(&unit.code).await?.into_iter().collect();
    let newest = room.portal.catalogue().version;
    let t = |vietnamese: &'static str, english: &'static str| if room.frame.english { english } else { vietnamese };
    let listed = store.desks(&unit.code).await?;
    let desk = |desk: &crate::store::ListedDesk| {
        let seen = seen.get(&desk.id.to_string());
        let is_quiet = seen.is_none_or(|seen| seen.at.plus_minutes(QUIET_HOURS * 60) < now);
        let (mark, state) = match seen {
            None => ("near", t("chưa kết nối lần nào", "never heard")),
            Some(_) if is_quiet => ("bad", t("quá một ngày không kết nối", "not heard for a day")),
            Some(_) => ("good", t("đang kết nối", "connected")),
        };
        Desk {
            name: desk.name.clone(),
            seen: seen.map_or_else(|| "–".to_owned(), |seen| moment(seen.at)),
            behind: seq.saturating_sub(seen.map_or(0, |seen| seen.seq)),
            has_catalogue: seen.is_some_and(|seen| seen.catalogue >= newest),
            mark,
            state,
        }
    };
    let desks = listed.iter().filter(|desk| desk.revoked_at.is_none()).map(desk).collect();
    let mut refused = Vec::new();
    for act in store.refused_acts(&unit.code, since, REFUSED).await? {
        refused.extend(line(&room, act).await?);
    }
    let mut set_aside = Vec::new();
    for act in store.quarantined(&unit.code, REFUSED).await? {
        set_aside.push(unjudged(&room, act).await?);
    }
    let set_aside_count = store.count_quarantined(&unit.code).await?;
    let page = HealthPage { unit, units, desks, refused, set_aside, set_aside_count, offices, seq, safe_seq, room };
    Ok(page.room.page(&page))
}

/// A refused act in words; nothing where it cannot be read any more.
async fn line(room: &Room, refused: RefusedAct) -> Result<Option<Refused>, super::Trouble> {
    let (Ok(envelope), Ok(Verdict::Refused { refusal, .. })) =
        (serde_json::from_str::<Envelope>(&refused.body), serde_json::from_str::<Verdict>(&refused.verdict))
    else {
        return Ok(None);
    };
    let why = why(room, &refusal);
    Ok(Some(told(room, (refused.arrived_at, refused.desk), &envelope, why).await?))
}

/// An act of a desk that was revoked; one that this program cannot read is told of, too.
async fn unjudged(room: &Room, kept: Quarantined) -> Result<Refused, super::Trouble> {
    let when = room.t("Làm lúc", "Done at");
    match serde_json::from_str::<Envelope>(&kept.body) {
        Ok(envelope) => {
            let done_at = format!("{when} {}", moment(envelope.at));
            told(room, (kept.arrived_at, kept.desk), &envelope, done_at).await
        }
        Err(_) => {
            let (at, desk) = (moment(kept.arrived_at), kept.desk);
            let why = room.t("Bản này không đọc được", "This program cannot read it").to_owned();
            Ok(Refused { at, desk, who: String::new(), case: String::new(), act: String::new(), why })
        }
    }
}

/// An act in words.
async fn told(
    room: &Room,
    (arrived_at, desk): (Moment, String),
    envelope: &Envelope,
    why: String,
) -> Result<Refused, super::Trouble> {
    let catalogue = room.portal.catalogue();
    let who = match &envelope.actor {
        Actor::Official(user) => catalogue.users.get(user).map_or_else(|| user.to_string(), |user| user.name.clone()),
        Actor::Citizen(_) | Actor::Portal => String::new(),
    };
    let case = room.portal.store.case(envelope.case).await?.and_then(|case| case.code);
    Ok(Refused {
        at: moment(arrived_at),
        desk,
        who,
        case: case.map_or_else(|| envelope.case.to_string(), |code| code.0),
        act: super::words::any_act(&room.frame, envelope.command.act()).to_owned(),
        why,
    })
}

fn why(room: &Room, refusal: &Refusal) -> String {
    if room.frame.english { refusal.to_string() } else { super::words::refusal(refusal).to_owned() }
}
