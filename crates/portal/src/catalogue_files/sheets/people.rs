//! Users: shown beside the catalogue they work with; a row that changes one is sent to where people are kept.

use super::columns::{ACTIVE, Column, PERSON, ROLES, TITLE, UNIT, USER};
use super::grid::Row;
use super::only_once;
use casework::UserId;
use casework::catalogue::{Edition, Role, User};
use std::collections::BTreeMap;

/// The abbreviation of a role.
fn short(role: Role) -> &'static str {
    match role {
        Role::Clerk => "MC",
        Role::Specialist => "CV",
        Role::DivisionHead => "LP",
        Role::UnitHead => "LD",
        Role::RecordsClerk => "VT",
        Role::Administrator => "QT",
    }
}

/// What stands in a person's row, in the order of the columns.
pub(super) fn cells(user: &User) -> [String; 6] {
    let roles: Vec<&str> = user.roles.iter().map(|role| short(*role)).collect();
    let active = if user.active { "x" } else { "" };
    [
        user.id.to_string(),
        user.name.clone(),
        user.title.clone(),
        user.unit.to_string(),
        roles.join(", "),
        active.to_owned(),
    ]
}

pub(super) fn users(rows: &mut [Row], _edition: &mut Edition, users: &BTreeMap<UserId, User>) {
    only_once(rows, &[&USER]);
    for row in rows {
        let Some(id) = row.code(&USER) else { continue };
        let known = users.get(&UserId(id)).map(cells);
        let columns: [&Column; 6] = [&USER, &PERSON, &TITLE, &UNIT, &ROLES, &ACTIVE];
        let changed = match &known {
            None => Some(&USER),
            Some(known) => {
                let differs =
                    |(column, known): &(&&Column, &String)| row.has(column) && row.shown(column) != known.trim();
                columns.iter().zip(known).find(differs).map(|(column, _)| *column)
            }
        };
        if let Some(column) = changed {
            row.flaw(
                column,
                "người dùng không thuộc bản danh mục: thêm và sửa ở mục Người dùng; xóa dòng này hoặc cả trang tính"
                    .to_owned(),
                "users belong to no edition: add and change them under People; delete this row or the sheet".to_owned(),
            );
        }
    }
}
