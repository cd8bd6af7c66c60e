//! What the forms of services ask for: taken over row by row. Conditions of an entry are no table; they stay as they are.

use super::super::entry_words::{ENTRY_KINDS, NEEDS, kind_of, word_of};
use super::columns::{CHOICES, ENTRY_KIND, ENTRY_NAME, HINT, LEAST, MOST, NEEDED, REMOVE, SECTION, SERVICE, Word};
use super::grid::Row;
use super::only_once;
use super::services::LARGEST;
use super::tables::{nothing_to_remove, unknown};
use casework::catalogue::{Edition, User};
use casework::form_entry::{EntryKind, FormEntry, Needed};
use casework::{ServiceCode, UserId};
use std::collections::BTreeMap;

pub(super) fn entries(rows: &mut [Row], edition: &mut Edition, _users: &BTreeMap<UserId, User>) {
    only_once(rows, &[&SERVICE, &ENTRY_NAME]);
    for row in rows {
        let (Some(service), Some(name)) = (row.code(&SERVICE), row.code(&ENTRY_NAME)) else { continue };
        let Some(entries) = edition.services.get_mut(&ServiceCode(service.clone())).map(|one| &mut one.entries) else {
            unknown(row, &SERVICE, &service, "thủ tục", "service");
            continue;
        };
        let place = entries.iter().position(|entry| entry.name == name);
        if row.marked(&REMOVE) {
            match place {
                Some(place) => drop(entries.remove(place)),
                None => nothing_to_remove(row),
            }
            continue;
        }
        let mut entry = place.and_then(|place| entries.get(place)).cloned().unwrap_or(FormEntry {
            name,
            kind: EntryKind::Line,
            needed: Needed::No,
            section: String::new(),
            hint: String::new(),
            when: Vec::new(),
        });
        let Some(kind) = kind(row, &entry.kind) else { continue };
        entry.kind = kind;
        entry.needed = row.word(&NEEDED, &NEEDS, Some(entry.needed)).unwrap_or(entry.needed);
        row.text(&SECTION, &mut entry.section);
        row.text(&HINT, &mut entry.hint);
        match place.and_then(|place| entries.get_mut(place)) {
            Some(known) => *known = entry,
            None => entries.push(entry),
        }
    }
}

fn kind(row: &mut Row, known: &EntryKind) -> Option<EntryKind> {
    let words: &[Word<&str>] = &ENTRY_KINDS;
    let word = row.word(&ENTRY_KIND, words, Some(word_of(known)))?;
    let (mut least, mut most) = match known {
        EntryKind::Number { least, most } => (*least, *most),
        _ => (None, None),
    };
    if word == "number" {
        row.number(&LEAST, LARGEST, &mut least);
        row.number(&MOST, LARGEST, &mut most);
    }
    let known = if let EntryKind::Choice(options) = known { options.clone() } else { Vec::new() };
    Some(kind_of(word, least, most, row.lines(&CHOICES).unwrap_or(known)))
}
