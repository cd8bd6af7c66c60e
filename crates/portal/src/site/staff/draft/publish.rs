//! Publishing: the draft becomes a new edition with a day of its own; what was in force stays as it was.

use super::{Answer, Room, Trouble, earliest, findings, load, newer_than, newest, page};
use crate::catalogue_files::difference::difference;
use axum::Form;
use axum::response::{IntoResponse, Redirect};
use casework::catalogue::{Edition, FormSet};
use casework::{Catalogue, Date, EditionId};
use serde::Deserialize;

#[derive(Deserialize)]
pub(in super::super) struct Wanted {
    revision: i64,
    #[serde(default)]
    id: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    from: String,
    /// The draft's own where nothing is said.
    forms: Option<FormSet>,
    /// A box that is not ticked sends nothing: whether there was one to tick.
    sample_asked: Option<String>,
    sample: Option<String>,
}

pub(in super::super) async fn publish(room: Room, Form(wanted): Form<Wanted>) -> Answer {
    let draft = load(&room).await?;
    if draft.kept.revision != wanted.revision {
        return Err(Trouble::Overtaken);
    }
    let Ok(edition) = draft.edition else {
        let text =
            room.t("Bản dự thảo chưa đọc được; sửa văn bản trước.", "The draft cannot be read; put it right first.");
        let text = text.to_owned();
        return page(room, text).await;
    };
    let Ok(from) = wanted.from.trim().parse::<Date>() else {
        let text = room.t("Ghi ngày hiệu lực.", "Give the day from which it is in force.").to_owned();
        return page(room, text).await;
    };
    let edition = Edition {
        id: EditionId(wanted.id.trim().to_owned()),
        title: wanted.title.trim().to_owned(),
        in_force_from: from,
        forms: wanted.forms.unwrap_or(edition.forms),
        sample: if wanted.sample_asked.is_some() { wanted.sample.is_some() } else { edition.sample },
        ..edition
    };
    let before = room.portal.catalogue();
    let detail = format!("{} · {from}", edition.id);
    let added = edition.clone();
    let published = room.portal.change_catalogue(|catalogue| {
        may_be_published(&room, catalogue, &added, &draft.kept.base)?;
        catalogue.editions.insert(added.id.clone(), added);
        Ok(())
    });
    match published.await? {
        Err(wrong) => page(room, wrong).await,
        Ok(()) => {
            room.portal.store.drop_draft(draft.kept.id, wanted.revision).await?;
            let old = newest(&before).ok();
            let changes = old.map(|old| difference(old, &edition, false).join("; ")).unwrap_or_default();
            room.note(&room.staff.unit, "edition_published", format!("{detail}: {changes}")).await?;
            Ok(Redirect::to(&format!("/quan-tri/danh-muc?edition={}", edition.id)).into_response())
        }
    }
}

/// Why an edition may not be published, in the person's language.
fn may_be_published(room: &Room, catalogue: &Catalogue, edition: &Edition, base: &str) -> Result<(), String> {
    let say = |vietnamese: &str, english: &str| Err(room.t(vietnamese, english).to_owned());
    let id = edition.id.as_str();
    if id.is_empty() || id.len() > 40 || !id.chars().all(|one| one.is_ascii_alphanumeric() || one == '-') {
        return say(
            "Mã bản danh mục chỉ gồm chữ không dấu, số và dấu gạch ngang.",
            "The edition's code is made of letters without accents, digits and hyphens.",
        );
    }
    if catalogue.editions.contains_key(&edition.id) {
        return say("Mã bản danh mục này đã có; chọn mã khác.", "An edition has this code already; choose another.");
    }
    if edition.in_force_from < earliest(catalogue) {
        let text = room.t(
            "Ngày hiệu lực phải sau hôm nay và sau các bản đã công bố, sớm nhất là",
            "The day must come after today and after every published edition; the earliest is",
        );
        return Err(format!("{text} {}", paper::short_date(earliest(catalogue))));
    }
    if let Some((_, newer)) = newer_than(catalogue, base) {
        let text = room.t(
            "Một bản mới hơn đã được công bố; đưa thay đổi của bản đó vào dự thảo trước, để không làm mất:",
            "A newer edition was published; bring the draft up to it first, so that none of it is lost:",
        );
        return Err(format!("{text} {}", newer.id));
    }
    let findings = findings(catalogue, edition);
    if !findings.is_empty() {
        let text = room.t(
            "Chưa công bố được: hồ sơ sẽ vướng ở những chỗ nêu bên dưới. Sửa rồi công bố lại. Số chỗ:",
            "It cannot be published: cases would stumble over what is listed below. Put it right first. Problems:",
        );
        return Err(format!("{text} {}", findings.len()));
    }
    Ok(())
}
