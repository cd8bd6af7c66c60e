//! What the form of a service asks for: each entry a form of its own, with what it hangs on.

use super::entries::{Entries, condition};
use super::{Answer, PLACE, Room, Trouble, change_here, load};
use crate::catalogue_files::entry_words::{ENTRY_KINDS, NEEDS, kind_of, word_of};
use crate::site::show;
use crate::site::staff::words;
use askama::Template;
use axum::Form;
use axum::extract::Query;
use axum::http::StatusCode;
use casework::ServiceCode;
use casework::catalogue::{Condition, Edition};
use casework::form_entry::{EntryKind, FormEntry, Needed};
use serde::Deserialize;

/// A person fills in no more than this.
const MOST_ENTRIES: usize = 150;

/// An entry as its form shows it: as it is in the draft, or as somebody wrote it wrongly.
#[derive(Default)]
struct EntryForm {
    name: String,
    kind: &'static str,
    needed: Needed,
    section: String,
    hint: String,
    choices: String,
    least: String,
    most: String,
    conditions: Vec<String>,
    /// Kind, from whom it is needed, and when it is asked, in one line.
    about: String,
    /// Why it was not taken.
    wrong: String,
}

impl EntryForm {
    fn new() -> Self {
        Self { kind: "line", ..Self::default() }
    }

    fn of(room: &Room, entry: &FormEntry) -> Self {
        let number = |number: &Option<u64>| number.map(|number| number.to_string()).unwrap_or_default();
        let (choices, least, most) = match &entry.kind {
            EntryKind::Choice(options) => (options.join("\n"), String::new(), String::new()),
            EntryKind::Number { least, most } => (String::new(), number(least), number(most)),
            _ => Default::default(),
        };
        let kind = word_of(&entry.kind);
        let called = |words: Option<&(_, &'static str, &'static str)>| {
            words.map_or("", |(_, vietnamese, english)| room.t(vietnamese, english))
        };
        let mut about = called(ENTRY_KINDS.iter().find(|(word, ..)| *word == kind)).to_owned();
        if let Some((_, vietnamese, english)) = NEEDS.iter().find(|(needed, ..)| *needed == entry.needed)
            && entry.needed != Needed::No
        {
            about += &format!(" · {}: {}", room.t("bắt buộc", "needed"), room.t(vietnamese, english).to_lowercase());
        }
        if !entry.when.is_empty() {
            about += &format!(" · {}: {}", room.t("khi", "when"), words::conditions(&room.frame, &entry.when));
        }
        Self {
            name: entry.name.clone(),
            kind,
            needed: entry.needed,
            section: entry.section.clone(),
            hint: entry.hint.clone(),
            choices,
            least,
            most,
            conditions: entry.when.iter().map(|one| words::condition(&room.frame, one)).collect(),
            about,
            wrong: String::new(),
        }
    }

    fn written(form: &Entries, before: Self) -> Self {
        let text = |name: &str| form.one(name).to_owned();
        let kind = ENTRY_KINDS.iter().find(|(kind, ..)| *kind == form.one("kind"));
        let needed = form.one("needed").parse().ok().and_then(|place: usize| NEEDS.get(place));
        Self {
            name: text("name"),
            kind: kind.map_or("line", |(kind, ..)| kind),
            needed: needed.map_or(Needed::No, |(needed, ..)| *needed),
            section: text("section"),
            hint: text("hint"),
            choices: text("choices"),
            least: text("least"),
            most: text("most"),
            ..before
        }
    }

    fn entry(&self, room: &Room, when: Vec<Condition>) -> Result<FormEntry, String> {
        if self.name.is_empty() {
            return Err(room
                .t("Ghi tên mục như trong mẫu tờ khai.", "Give the name that stands on the form.")
                .to_owned());
        }
        let number = |text: &str| match text {
            "" => Ok(None),
            text => casework::fee::number(text).map(Some).ok_or_else(|| {
                room.t("Ít nhất và nhiều nhất là số nguyên.", "At least and at most are whole numbers.").to_owned()
            }),
        };
        let (least, most) = (number(&self.least)?, number(&self.most)?);
        if least.zip(most).is_some_and(|(least, most)| least > most) {
            return Err(room.t("Số ít nhất lớn hơn số nhiều nhất.", "The least is more than the most.").to_owned());
        }
        let options = self.choices.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
        let kind = kind_of(self.kind, least, most, options);
        if matches!(&kind, EntryKind::Choice(options) if options.len() < 2) {
            return Err(room
                .t("Mục chọn một cần ít nhất hai lựa chọn, mỗi lựa chọn một dòng.", "A choice needs two lines or more.")
                .to_owned());
        }
        Ok(FormEntry {
            name: self.name.clone(),
            kind,
            needed: self.needed,
            section: self.section.clone(),
            hint: self.hint.clone(),
            when,
        })
    }
}

#[derive(Template)]
#[template(path = "staff/draft_entries.html")]
struct EntriesPage {
    room: Room,
    revision: i64,
    code: String,
    name: String,
    entries: Vec<EntryForm>,
    /// The form for one more.
    new: EntryForm,
}

async fn page(room: Room, code: &str, written: Option<(&Entries, String)>) -> Answer {
    let draft = load(&room).await?;
    let edition = draft.edition.map_err(|_| Trouble::NotFound)?;
    let service = edition.services.get(&ServiceCode::from(code)).ok_or(Trouble::NotFound)?;
    let mut page = EntriesPage {
        revision: draft.kept.revision,
        code: code.to_owned(),
        name: service.name.clone(),
        entries: service.entries.iter().map(|entry| EntryForm::of(&room, entry)).collect(),
        new: EntryForm::new(),
        room,
    };
    let status = if written.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    if let Some((form, wrong)) = written {
        match form.index(page.entries.len()).and_then(|index| page.entries.get_mut(index)) {
            Some(place) if form.one("action") == "save" => {
                *place = EntryForm { wrong, ..EntryForm::written(form, std::mem::take(place)) };
            }
            Some(place) => place.wrong = wrong,
            None => page.new = EntryForm { wrong, ..EntryForm::written(form, EntryForm::new()) },
        }
    }
    Ok(show(&page.room.frame, status, &page))
}

#[derive(Deserialize)]
pub(in super::super) struct Asked {
    #[serde(default)]
    code: String,
}

pub(in super::super) async fn entries_form(room: Room, Query(asked): Query<Asked>) -> Answer {
    page(room, &asked.code, None).await
}

pub(in super::super) async fn entries_save(room: Room, Form(form): Form<Vec<(String, String)>>) -> Answer {
    let form = Entries(form);
    let code = form.one("code").to_owned();
    let back = format!("{PLACE}/thu-tuc/to-khai?code={}", super::entries::percent(&code));
    let done = change_here(&room, form.revision()?, &back, |room, edition| {
        let detail = apply(room, edition, &code, &form)?;
        Ok(format!("{code}: {detail}"))
    })
    .await?;
    match done {
        Ok(answer) => Ok(answer),
        Err(wrong) => page(room, &code, Some((&form, wrong))).await,
    }
}

fn apply(room: &Room, edition: &mut Edition, code: &str, form: &Entries) -> Result<String, String> {
    let gone = || room.t("Mục này không còn trong bản dự thảo.", "That entry is no longer in the draft.").to_owned();
    let entries = &mut edition.services.get_mut(&ServiceCode::from(code)).ok_or_else(gone)?.entries;
    let written = EntryForm::written(form, EntryForm::new());
    let taken = |entries: &[FormEntry], at: Option<usize>| {
        let twin = entries.iter().enumerate().any(|(place, one)| Some(place) != at && one.name == written.name);
        let said = || room.t("Tờ khai đã có mục tên này.", "The form has an entry of that name.").to_owned();
        if twin { Err(said()) } else { Ok(()) }
    };
    let action = form.one("action");
    if action == "add" {
        taken(entries, None)?;
        if entries.len() >= MOST_ENTRIES {
            return Err(room.t("Tờ khai đã quá dài.", "The form is too long already.").to_owned());
        }
        entries.push(written.entry(room, Vec::new())?);
        return Ok(format!("+ {}", written.name));
    }
    let index = form.index(entries.len()).ok_or_else(gone)?;
    match action {
        "up" => entries.swap(index, index.saturating_sub(1)),
        "remove" => return Ok(format!("− {}", entries.remove(index).name)),
        "condition" => {
            let condition = condition(room, form)?;
            entries[index].when.push(condition);
        }
        _ => match action.strip_prefix("without ").map(str::parse::<usize>) {
            Some(Ok(place)) if place < entries[index].when.len() => drop(entries[index].when.remove(place)),
            Some(_) => return Err(gone()),
            None => {
                taken(entries, Some(index))?;
                entries[index] = written.entry(room, entries[index].when.clone())?;
            }
        },
    }
    Ok(format!("{action} {}", entries[index].name))
}
