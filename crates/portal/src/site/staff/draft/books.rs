//! The book of refusals, and who certifies copies of results. No source settles either, so an administrator does.

use super::entries::Entries;
use super::{Answer, Room, Trouble, change_here, load};
use crate::site::show;
use crate::site::staff::words;
use askama::Template;
use axum::Form;
use axum::http::StatusCode;
use casework::RegisterBook;
use casework::catalogue::{CopyRule, Edition, Role};
use std::collections::BTreeSet;

/// Letters of a book's symbol or a mark at most.
const LONGEST: usize = 40;

#[derive(Template)]
#[template(path = "staff/draft_books.html")]
struct BooksPage {
    room: Room,
    revision: i64,
    book: String,
    /// Books of services, to choose from.
    books: BTreeSet<String>,
    mark: String,
    /// Code, name, whether they certify copies.
    roles: Vec<(&'static str, &'static str, bool)>,
    /// Which form is wrong, and why.
    wrong: (String, String),
}

impl BooksPage {
    fn wrong_in(&self, form: &str) -> &str {
        if self.wrong.0 == form { &self.wrong.1 } else { "" }
    }
}

async fn page(room: Room, written: Option<(&Entries, String)>) -> Answer {
    let draft = load(&room).await?;
    let edition = draft.edition.map_err(|_| Trouble::NotFound)?;
    let roles = |certify: &dyn Fn(Role) -> bool| {
        let certifying = words::ROLES.into_iter().filter(|role| *role != Role::Administrator);
        certifying.map(|role| (words::role_code(role), words::role(&room.frame, role), certify(role))).collect()
    };
    let (mut book, mut mark) = (edition.rejection_register.map(|book| book.0).unwrap_or_default(), edition.copies.mark);
    let mut chosen: Vec<_> = roles(&|role| edition.copies.roles.contains(&role));
    let (mut status, mut wrong) = (StatusCode::OK, Default::default());
    if let Some((form, why)) = written {
        // What was written stays in its form.
        status = StatusCode::UNPROCESSABLE_ENTITY;
        if form.has("book") {
            form.one("book").clone_into(&mut book);
        }
        if form.has("mark") {
            form.one("mark").clone_into(&mut mark);
            chosen = roles(&|role| form.all("role").any(|code| code == words::role_code(role)));
        }
        wrong = (form.one("action").to_owned(), why);
    }
    let books = edition.services.values().map(|service| service.register.0.clone()).collect();
    let page = BooksPage { revision: draft.kept.revision, book, books, mark, roles: chosen, wrong, room };
    Ok(show(&page.room.frame, status, &page))
}

pub(in super::super) async fn books_form(room: Room) -> Answer {
    page(room, None).await
}

pub(in super::super) async fn books_save(room: Room, Form(form): Form<Vec<(String, String)>>) -> Answer {
    let form = Entries(form);
    let back = format!(
        "{}/so-ban-sao#{}",
        room.draft_place(),
        if form.one("action") == "book" { "so-tu-choi" } else { "ban-sao" }
    );
    match change_here(&room, form.revision()?, &back, |room, edition| apply(room, edition, &form)).await? {
        Ok(answer) => Ok(answer),
        Err(wrong) => page(room, Some((&form, wrong))).await,
    }
}

fn apply(room: &Room, edition: &mut Edition, form: &Entries) -> Result<String, String> {
    let is_short = |text: &str| text.chars().count() <= LONGEST && !text.contains(char::is_control);
    match form.one("action") {
        "book" => {
            let book = form.one("book");
            if !is_short(book) {
                let text = room.t(
                    "Ký hiệu sổ dài nhiều nhất 40 ký tự, trên một dòng.",
                    "The symbol of the book has at most 40 letters, on one line.",
                );
                return Err(text.to_owned());
            }
            edition.rejection_register = Some(RegisterBook(book.to_owned())).filter(|book| !book.0.is_empty());
        }
        "usual" => edition.copies = CopyRule::default(),
        "copies" => {
            let mark = form.one("mark");
            if mark.is_empty() || !is_short(mark) {
                let text = room.t(
                    "Ghi dấu của bản sao, ví dụ SAO Y, nhiều nhất 40 ký tự.",
                    "Give the mark of a copy, such as SAO Y, of at most 40 letters.",
                );
                return Err(text.to_owned());
            }
            let roles: BTreeSet<Role> = form.all("role").filter_map(words::role_of).collect();
            if roles.is_empty() || roles.contains(&Role::Administrator) {
                let text = room
                    .t("Chọn ít nhất một vai trò được cấp bản sao.", "Choose at least one role that certifies copies.");
                return Err(text.to_owned());
            }
            edition.copies = CopyRule { mark: mark.to_owned(), roles };
        }
        _ => return Err(room.t("Biểu mẫu này không còn.", "That form is no longer there.").to_owned()),
    }
    Ok(match form.one("action") {
        "book" => room.t("sổ từ chối", "book of refusals").to_owned(),
        _ => room.t("bản sao", "copies").to_owned(),
    })
}
