//! Units, fields, statuses and days: taken over row by row.

use super::columns::{
    ADDRESS, CODE, COMPLAINTS, DAY, DAY_KIND, DAY_KINDS, ENGLISH, KINDS, LEVEL, MAKEUP, NAME, OFF, ORGANISATION,
    PARENT, PHONE, PLACE, PUBLICATION, REASON, REMOVE, STATUS, SYMBOL, VIETNAMESE,
};
use super::grid::Row;
use super::only_once;
use casework::UserId;
use casework::catalogue::{DeclaredIndices, Edition, Field, StatusName, Unit, UnitKind, User};
use std::collections::BTreeMap;

/// Says that a row asks to remove what is not there.
pub(super) fn nothing_to_remove(row: &mut Row) {
    row.flaw(
        &REMOVE,
        "không có mã này trong bản dự thảo nên không bỏ được; xóa dòng".to_owned(),
        "the draft has no such code to remove; delete the row".to_owned(),
    );
}

pub(super) fn units(rows: &mut [Row], edition: &mut Edition, _users: &BTreeMap<UserId, User>) {
    only_once(rows, &[&CODE]);
    for row in rows.iter_mut() {
        let Some(code) = row.code(&CODE) else { continue };
        let code = casework::UnitCode(code);
        if row.marked(&REMOVE) {
            if edition.units.remove(&code).is_none() {
                nothing_to_remove(row);
            }
            continue;
        }
        let known = edition.units.get(&code).cloned();
        let kind = row.word(&LEVEL, &KINDS, known.as_ref().map(|unit| unit.kind));
        let mut unit = known.unwrap_or_else(|| blank_unit(&code));
        unit.kind = kind.unwrap_or(unit.kind);
        row.required(&NAME, &mut unit.name);
        row.required(&SYMBOL, &mut unit.symbol);
        row.required(&PLACE, &mut unit.place);
        row.text(&ADDRESS, &mut unit.address);
        row.text(&PHONE, &mut unit.phone);
        let mut parent = unit.parent.map(|parent| parent.0).unwrap_or_default();
        row.text(&PARENT, &mut parent);
        unit.parent = Some(casework::UnitCode(parent)).filter(|parent| !parent.0.is_empty());
        let declared = &mut unit.declared;
        points(row, &ORGANISATION, &mut declared.organisation);
        points(row, &PUBLICATION, &mut declared.publication);
        points(row, &COMPLAINTS, &mut declared.complaints);
        edition.units.insert(code, unit);
    }
    for row in rows {
        let parent = row.shown(&PARENT);
        let is_known = parent.is_empty() || edition.units.contains_key(&casework::UnitCode(parent.clone()));
        if !is_known && !row.marked(&REMOVE) && row.flaws.is_empty() {
            unknown(row, &PARENT, &parent, "đơn vị", "unit");
        }
    }
}

fn blank_unit(code: &casework::UnitCode) -> Unit {
    Unit {
        code: code.clone(),
        name: String::new(),
        kind: UnitKind::Commune,
        parent: None,
        symbol: String::new(),
        place: String::new(),
        address: String::new(),
        phone: String::new(),
        declared: DeclaredIndices::default(),
    }
}

fn points(row: &mut Row, column: &super::columns::Column, into: &mut Option<u8>) {
    let mut number = into.map(u64::from);
    row.number(column, 2, &mut number);
    *into = number.and_then(|number| u8::try_from(number).ok());
}

/// Says that a code points nowhere.
pub(super) fn unknown(row: &mut Row, column: &super::columns::Column, code: &str, vietnamese: &str, english: &str) {
    row.flaw(
        column,
        format!("không có {vietnamese} mã “{code}”; sửa mã hoặc thêm {vietnamese} ấy"),
        format!("there is no {english} “{code}”; correct the code or add that {english}"),
    );
}

pub(super) fn fields(rows: &mut [Row], edition: &mut Edition, _users: &BTreeMap<UserId, User>) {
    only_once(rows, &[&CODE]);
    for row in rows {
        let Some(code) = row.code(&CODE) else { continue };
        let code = casework::FieldCode(code);
        if row.marked(&REMOVE) {
            if edition.fields.remove(&code).is_none() {
                nothing_to_remove(row);
            }
            continue;
        }
        let known = edition.fields.get(&code).cloned();
        let mut field = known.unwrap_or_else(|| Field { code: code.clone(), name: String::new() });
        row.required(&NAME, &mut field.name);
        edition.fields.insert(code, field);
    }
}

pub(super) fn statuses(rows: &mut [Row], edition: &mut Edition, _users: &BTreeMap<UserId, User>) {
    only_once(rows, &[&STATUS]);
    for row in rows {
        let code = row.needed(&STATUS, 255, None).and_then(|code| u8::try_from(code).ok());
        let Some(code) = code else { continue };
        let Some(name) = edition.statuses.get(&code) else {
            row.flaw(
                &STATUS,
                format!("không có trạng thái {code}: mã trạng thái do quốc gia quy định, chỉ đổi được tên"),
                format!("there is no status {code}: the nation sets the codes, only names can be changed"),
            );
            continue;
        };
        let mut name: StatusName = name.clone();
        row.required(&VIETNAMESE, &mut name.vi);
        row.required(&ENGLISH, &mut name.en);
        edition.statuses.insert(code, name);
    }
}

pub(super) fn days(rows: &mut [Row], edition: &mut Edition, _users: &BTreeMap<UserId, User>) {
    only_once(rows, &[&DAY]);
    let calendar = &mut edition.calendar;
    for row in rows {
        let Some(day) = row.day(&DAY) else { continue };
        let known = calendar.holidays.get(&day).map(|reason| (OFF, reason));
        let known = known.or_else(|| calendar.makeup_days.get(&day).map(|reason| (MAKEUP, reason)));
        let known = known.map(|(kind, reason)| (kind, reason.clone()));
        if row.marked(&REMOVE) {
            if known.is_none() {
                nothing_to_remove(row);
            }
            calendar.holidays.remove(&day);
            calendar.makeup_days.remove(&day);
            continue;
        }
        let Some(kind) = row.word(&DAY_KIND, &DAY_KINDS, known.as_ref().map(|(kind, _)| *kind)) else { continue };
        let mut reason = known.map(|(_, reason)| reason).unwrap_or_default();
        row.required(&REASON, &mut reason);
        let (to, other) = if kind == MAKEUP {
            (&mut calendar.makeup_days, &mut calendar.holidays)
        } else {
            (&mut calendar.holidays, &mut calendar.makeup_days)
        };
        other.remove(&day);
        to.insert(day, reason);
    }
}
