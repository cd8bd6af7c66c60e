//! An edition as a workbook: one sheet for each kind of reference data that a table can hold.
//!
//! A row is found by its code. A column or a row that the workbook leaves out stays as it is; a row goes only where its
//! column "Bỏ" is marked. Either every row is taken over or none.
//!
//! Deliberately absent: workflows, variants of services, conditions of entries and the shifts of the week, which are no
//! tables; the text of the edition has them. Users are shown and never taken over: they belong to no edition.

mod columns;
mod form;
mod grid;
mod people;
mod services;
mod tables;
mod writing;

pub use writing::write;

use casework::UserId;
use casework::catalogue::{Edition, User};
use columns::SHEETS;
use grid::Row;
use std::collections::BTreeMap;
use std::fmt;

/// What is wrong in a workbook, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// Name of the sheet; empty where the whole workbook is meant.
    pub sheet: String,
    /// Number of the row as the spreadsheet counts; 0 where the whole sheet is meant.
    pub row: u32,
    pub column: String,
    pub vietnamese: String,
    pub english: String,
}

impl Flaw {
    fn of_book(vietnamese: &str, english: &str) -> Self {
        let (sheet, column) = (String::new(), String::new());
        Self { sheet, row: 0, column, vietnamese: vietnamese.to_owned(), english: english.to_owned() }
    }
}

impl fmt::Display for Flaw {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {} {}: {}", self.sheet, self.row, self.column, self.english)
    }
}

/// The edition with what a workbook says of it.
///
/// # Errors
/// Every row that cannot be taken over; then nothing is.
pub fn read(bytes: &[u8], edition: &Edition, users: &BTreeMap<UserId, User>) -> Result<Edition, Vec<Flaw>> {
    let mut sheets = grid::read(bytes).map_err(|flaw| vec![flaw])?;
    let mut new = edition.clone();
    let mut flaws = Vec::new();
    // Units and fields come first: services name them.
    for sheet in SHEETS {
        let Some(rows) = sheets.remove(sheet.vi) else { continue };
        match rows {
            Ok(mut rows) => {
                (sheet.take)(&mut rows, &mut new, users);
                flaws.extend(rows.into_iter().flat_map(|row| row.flaws));
            }
            Err(flaw) => flaws.push(flaw),
        }
    }
    if flaws.is_empty() { Ok(new) } else { Err(flaws) }
}

/// Marks each row whose code an earlier row of the sheet has.
fn only_once(rows: &mut [Row], codes: &[&columns::Column]) {
    let mut seen: BTreeMap<Vec<String>, u32> = BTreeMap::new();
    for row in rows {
        let code: Vec<String> = codes.iter().map(|column| row.shown(column)).collect();
        if let Some(before) = seen.get(&code) {
            row.flaw(
                codes[codes.len() - 1],
                format!("mã này đã có ở dòng {before}; hãy giữ một dòng"),
                format!("row {before} has this code; keep one of the two"),
            );
        } else {
            seen.insert(code, row.number);
        }
    }
}

#[cfg(test)]
mod tests;
