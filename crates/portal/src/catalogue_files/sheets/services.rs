//! Services and their fees: taken over row by row.

use super::super::tiers::tiers_of;
use super::columns::{
    AMOUNT, AT_COUNTER, AT_ONCE, CERTAINTY, CLOCK, CLOCKS, CODE, COPIES, Column, EACH, ENTRY, FEE_CODE, FEE_KIND,
    FEE_KINDS, FEE_NAME, FEE_TEXT, FIELD, FIXED, KINDS, LEAST, LEGAL_BASIS, LIFE_EVENTS, LIMIT, LIMIT_KIND, LIMITS,
    MOST, NAME, NOTE, ONLINE, ONLINES, PAPER_CODES, PAPERS, PER_TEN_THOUSAND, REGISTER, REMOVE, REQUESTS, RESULT,
    SAME_DAY, SERVICE, SHARE, STEPS, TAKEN_IN_BY, TIERS, TIME_TEXT, UNITS, VALID_MONTHS, WAIVERS, WITHIN_DAYS,
    WORKFLOW, WORKING_DAYS,
};
use super::grid::Row;
use super::only_once;
use super::tables::{nothing_to_remove, unknown};
use casework::catalogue::{Edition, OnlineLevel, Service, SupplementClock, SupplementRule, TimeLimit, User};
use casework::fee::{Fee, FeeAmount, Waiver};
use casework::{FieldCode, RegisterBook, ServiceCode, UnitCode, UserId, WorkflowId};
use std::collections::{BTreeMap, BTreeSet};

/// The largest amount in đồng that a spreadsheet keeps exactly.
pub(super) const LARGEST: u64 = 1_000_000_000_000;

pub(super) fn services(rows: &mut [Row], edition: &mut Edition, _users: &BTreeMap<UserId, User>) {
    only_once(rows, &[&CODE]);
    for row in rows {
        let Some(code) = row.code(&CODE) else { continue };
        let code = ServiceCode(code);
        if row.marked(&REMOVE) {
            if edition.services.remove(&code).is_none() {
                nothing_to_remove(row);
            }
            continue;
        }
        let known = edition.services.get(&code).cloned();
        let is_new = known.is_none();
        let mut service = known.unwrap_or_else(|| blank(&code));
        row.required(&NAME, &mut service.name);
        row.required(&FIELD, &mut service.field.0);
        if !edition.fields.contains_key(&service.field) && row.has(&FIELD) && !service.field.0.is_empty() {
            unknown(row, &FIELD, service.field.as_str(), "lĩnh vực", "field");
        }
        row.required(&WORKFLOW, &mut service.workflow.0);
        if !edition.workflows.contains_key(&service.workflow) && row.has(&WORKFLOW) && !service.workflow.0.is_empty() {
            let code = service.workflow.to_string();
            unknown(row, &WORKFLOW, &code, "quy trình", "workflow");
        }
        units(row, &UNITS, edition, &mut service.units);
        units(row, &TAKEN_IN_BY, edition, &mut service.taken_in_by);
        time_limit(row, is_new, &mut service.time_limit);
        row.text(&TIME_TEXT, &mut service.time_text);
        row.text(&FEE_TEXT, &mut service.fee_text);
        service.papers = row.lines(&PAPERS).unwrap_or(service.papers);
        paper_codes(row, &mut service.paper_codes);
        row.required(&RESULT, &mut service.result);
        row.required(&REGISTER, &mut service.register.0);
        let rule = &mut service.supplement;
        rule.clock = row.word(&CLOCK, &CLOCKS, Some(rule.clock)).unwrap_or(rule.clock);
        let requests = row.needed(&REQUESTS, 255, Some(u64::from(rule.requests_allowed)));
        rule.requests_allowed = requests.and_then(|number| u8::try_from(number).ok()).unwrap_or_default();
        let mut within = service.supplement.within_days.map(u64::from);
        row.number(&WITHIN_DAYS, 365, &mut within);
        service.supplement.within_days = within.and_then(|days| u16::try_from(days).ok());
        if row.has(&AT_ONCE) {
            service.at_once = row.marked(&AT_ONCE);
        }
        let mut months = service.valid_months.map(u64::from);
        row.number(&VALID_MONTHS, 1_200, &mut months);
        service.valid_months = months.and_then(|months| u16::try_from(months).ok());
        service.online = row.word(&ONLINE, &ONLINES, Some(service.online)).unwrap_or(service.online);
        service.at_counter = row.lines(&AT_COUNTER).unwrap_or(service.at_counter);
        service.life_events = row.lines(&LIFE_EVENTS).unwrap_or(service.life_events);
        service.legal_basis = row.lines(&LEGAL_BASIS).unwrap_or(service.legal_basis);
        row.text(&CERTAINTY, &mut service.certainty);
        row.text(&NOTE, &mut service.note);
        edition.services.insert(code, service);
    }
}

fn blank(code: &ServiceCode) -> Service {
    Service {
        code: code.clone(),
        name: String::new(),
        field: FieldCode(String::new()),
        units: BTreeSet::new(),
        taken_in_by: BTreeSet::new(),
        workflow: WorkflowId(String::new()),
        time_limit: TimeLimit::WorkingDays(0),
        time_text: String::new(),
        fee_text: String::new(),
        papers: Vec::new(),
        paper_codes: BTreeMap::new(),
        entries: Vec::new(),
        result: String::new(),
        register: RegisterBook(String::new()),
        supplement: SupplementRule {
            clock: SupplementClock::Restart,
            requests_allowed: 1,
            within_days: SupplementRule::usual_days(),
        },
        variants: Vec::new(),
        fees: Vec::new(),
        valid_months: None,
        online: OnlineLevel::default(),
        at_counter: Vec::new(),
        life_events: Vec::new(),
        at_once: false,
        legal_basis: Vec::new(),
        certainty: String::new(),
        note: String::new(),
    }
}

/// Lines of a paper's name and its code, as `Tờ khai | KQ.G17.000001`.
fn paper_codes(row: &mut Row, into: &mut BTreeMap<String, String>) {
    let Some(lines) = row.lines(&PAPER_CODES) else { return };
    into.clear();
    for line in lines {
        match line.rsplit_once('|').map(|(name, code)| (name.trim(), code.trim())) {
            Some((name, code)) if !name.is_empty() && !code.is_empty() => {
                into.insert(name.to_owned(), code.to_owned());
            }
            _ => row.flaw(
                &PAPER_CODES,
                format!("không hiểu “{line}”; mỗi dòng là: tên giấy tờ | mã"),
                format!("“{line}” is not known; each line is: name of the paper | code"),
            ),
        }
    }
}

/// Levels whose units are all meant, and single units.
fn units(row: &mut Row, column: &Column, edition: &Edition, into: &mut BTreeSet<UnitCode>) {
    let Some(lines) = row.lines(column) else { return };
    let mut units = BTreeSet::new();
    for line in lines {
        let is = |word: &str| word.to_lowercase() == line.to_lowercase();
        if let Some((kind, _, _)) = KINDS.iter().find(|(_, vi, en)| is(vi) || is(en)) {
            units.extend(edition.units.values().filter(|unit| unit.kind == *kind).map(|unit| unit.code.clone()));
        } else if edition.units.contains_key(&UnitCode(line.clone())) {
            units.insert(UnitCode(line));
        } else {
            unknown(row, column, &line, "cấp hay đơn vị", "level or unit");
        }
    }
    *into = units;
}

fn time_limit(row: &mut Row, is_new: bool, limit: &mut TimeLimit) {
    let (kind, number) = match limit {
        TimeLimit::SameDay { cutoff } => (SAME_DAY, *cutoff),
        TimeLimit::WorkingDays(days) => (WORKING_DAYS, *days),
        TimeLimit::CalendarDays(days) => (super::columns::CALENDAR_DAYS, *days),
    };
    let known = (!is_new).then_some(kind);
    let Some(new_kind) = row.word(&LIMIT_KIND, &LIMITS, known) else { return };
    if !row.has(&LIMIT) && new_kind == kind {
        return;
    }
    if new_kind == SAME_DAY {
        match row.minute(&LIMIT) {
            Some(cutoff) => *limit = TimeLimit::SameDay { cutoff },
            None => {
                let shown = row.shown(&LIMIT);
                row.flaw(
                    &LIMIT,
                    format!("“{shown}” không phải giờ chốt nhận trong ngày; ghi như 15:00"),
                    format!("“{shown}” is no cut-off time of the day; write it as 15:00"),
                );
            }
        }
        return;
    }
    let known = (new_kind == kind).then_some(u64::from(number)).filter(|_| !row.has(&LIMIT));
    let days = row.needed(&LIMIT, 3_650, known).and_then(|days| u16::try_from(days).ok());
    if let Some(days) = days {
        *limit = if new_kind == WORKING_DAYS { TimeLimit::WorkingDays(days) } else { TimeLimit::CalendarDays(days) };
    }
}

pub(super) fn fees(rows: &mut [Row], edition: &mut Edition, _users: &BTreeMap<UserId, User>) {
    only_once(rows, &[&SERVICE, &FEE_CODE]);
    for row in rows {
        let (Some(service), Some(code)) = (row.code(&SERVICE), row.code(&FEE_CODE)) else { continue };
        let Some(fees) = edition.services.get_mut(&ServiceCode(service.clone())).map(|service| &mut service.fees)
        else {
            unknown(row, &SERVICE, &service, "thủ tục", "service");
            continue;
        };
        let place = fees.iter().position(|fee| fee.code == code);
        if row.marked(&REMOVE) {
            match place {
                Some(place) => drop(fees.remove(place)),
                None => nothing_to_remove(row),
            }
            continue;
        }
        let known = place.and_then(|place| fees.get(place));
        let mut name = known.map(|fee| fee.name.clone()).unwrap_or_default();
        row.required(&FEE_NAME, &mut name);
        let Some(amount) = amount(row, known.map(|fee| &fee.amount)) else { continue };
        // By the piece, the entry of the form that states how many.
        let mut pieces = known.and_then(|fee| fee.pieces.clone()).unwrap_or_default();
        if amount.is_by_the_piece() {
            row.text(&ENTRY, &mut pieces);
        }
        let pieces = Some(pieces).filter(|pieces| !pieces.is_empty() && amount.is_by_the_piece());
        let mut copies = known.and_then(|fee| fee.copies.clone()).unwrap_or_default();
        if amount.has_tiers() {
            row.text(&COPIES, &mut copies);
        }
        let copies = Some(copies).filter(|copies| !copies.is_empty() && amount.has_tiers());
        let waivers = waivers(row, known.map(|fee| fee.waivers.clone()).unwrap_or_default());
        let fee = Fee { code, name, amount, pieces, copies, waivers };
        match place.and_then(|place| fees.get_mut(place)) {
            Some(known) => *known = fee,
            None => fees.push(fee),
        }
    }
}

fn amount(row: &mut Row, known: Option<&FeeAmount>) -> Option<FeeAmount> {
    let (kind, amount) = match known {
        Some(FeeAmount::Fixed(amount)) => (Some(FIXED), Some(*amount)),
        Some(FeeAmount::Each(amount)) => (Some(EACH), Some(*amount)),
        Some(FeeAmount::Tiers { .. }) => (Some(TIERS), None),
        Some(FeeAmount::Share { .. }) => (Some(SHARE), None),
        None => (None, None),
    };
    let kind = row.word(&FEE_KIND, &FEE_KINDS, kind)?;
    if kind == TIERS {
        return tiers(row, known);
    }
    if kind != SHARE {
        let amount = row.needed(&AMOUNT, LARGEST, amount)?;
        return Some(if kind == FIXED { FeeAmount::Fixed(amount) } else { FeeAmount::Each(amount) });
    }
    let (mut entry, known) = match known {
        Some(FeeAmount::Share { entry, per_ten_thousand, least, most }) => {
            (entry.clone(), Some((u64::from(*per_ten_thousand), *least, *most)))
        }
        _ => (String::new(), None),
    };
    row.required(&ENTRY, &mut entry);
    let per = row.needed(&PER_TEN_THOUSAND, 10_000, known.map(|(per, _, _)| per));
    let least = row.needed(&LEAST, LARGEST, known.map(|(_, least, _)| least));
    let most = row.needed(&MOST, LARGEST, known.map(|(_, _, most)| most));
    let per_ten_thousand = u32::try_from(per?).ok()?;
    Some(FeeAmount::Share { entry, per_ten_thousand, least: least?, most: most? })
}

fn tiers(row: &mut Row, known: Option<&FeeAmount>) -> Option<FeeAmount> {
    let (known, mut most) = match known {
        Some(FeeAmount::Tiers { tiers, most }) => (Some(tiers.clone()), *most),
        _ => (None, None),
    };
    row.number(&MOST, LARGEST, &mut most);
    let tiers = match row.lines(&STEPS) {
        None => known,
        Some(lines) => tiers_of(&lines.join("\n")),
    };
    if tiers.is_none() {
        row.flaw(
            &STEPS,
            "mỗi dòng là: trang bắt đầu | số đồng mỗi trang; dòng đầu bắt đầu từ 1, dòng sau lớn hơn".to_owned(),
            "each line is: first piece | đồng for each; the first begins at 1, each after the one before".to_owned(),
        );
    }
    Some(FeeAmount::Tiers { tiers: tiers?, most })
}

/// Lines of a code, a name and percent, as `ngheo | Hộ nghèo | 100`.
fn waivers(row: &mut Row, known: Vec<Waiver>) -> Vec<Waiver> {
    let Some(lines) = row.lines(&WAIVERS) else { return known };
    let mut waivers = Vec::new();
    for line in lines {
        let parts: Vec<&str> = line.split('|').map(str::trim).collect();
        let waiver = match parts.as_slice() {
            [code, name, percent] if !code.is_empty() && !name.is_empty() => {
                let percent = percent.trim_end_matches('%').trim().parse::<u8>().ok();
                percent.filter(|percent| *percent <= 100).map(|percent| (*code, *name, percent))
            }
            _ => None,
        };
        match waiver {
            Some((code, name, percent)) => {
                waivers.push(Waiver { code: code.to_owned(), name: name.to_owned(), percent });
            }
            None => row.flaw(
                &WAIVERS,
                format!("không hiểu “{line}”; mỗi dòng là: mã | tên | phần trăm được giảm"),
                format!("“{line}” is not known; each line is: code | name | percent that is waived"),
            ),
        }
    }
    waivers
}
