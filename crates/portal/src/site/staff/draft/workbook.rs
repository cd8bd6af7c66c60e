//! The draft as a workbook: taken, changed in a spreadsheet, brought back.

use super::{Answer, Flawed, Room, Trouble, keep, load, page, page_with, said};
use crate::admit::clock;
use crate::catalogue_files::{document, sheets};
use crate::store::CatalogueDraft;
use axum::extract::Multipart;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// A catalogue of a whole province has some hundred kilobytes.
pub(in super::super) const LARGEST: usize = 8 * 1024 * 1024;
/// More wrong rows than this are one mistake, and nobody reads them.
const MOST_FLAWS: usize = 100;

pub(in super::super) async fn workbook(room: Room) -> Answer {
    let draft = load(&room).await?;
    let edition = match draft.edition {
        Ok(edition) => edition,
        Err(finding) => return unreadable(room, &finding).await,
    };
    let (catalogue, at) = (room.portal.catalogue(), draft.kept.changed_at);
    let made = tokio::task::spawn_blocking(move || sheets::write(&edition, &catalogue.users, at)).await;
    let bytes = made.map_err(|error| Trouble::Broken(error.to_string()))?;
    let bytes = bytes.map_err(|error| Trouble::Broken(error.to_string()))?;
    room.note(&room.staff.unit, "draft_taken", "XLSX").await?;
    let headers = [
        (CONTENT_TYPE, XLSX.to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"danh-muc-{}.xlsx\"", clock().day())),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}

async fn unreadable(room: Room, finding: &crate::catalogue_files::Finding) -> Answer {
    let text = room.t("Sửa văn bản trước: ", "Put the text right first: ").to_owned() + &said(&room, finding);
    page(room, text).await
}

pub(in super::super) async fn take_workbook(room: Room, mut form: Multipart) -> Answer {
    let draft = load(&room).await?;
    let (mut revision, mut bytes) = (None, None);
    loop {
        let field = match form.next_field().await {
            Ok(Some(field)) => field,
            Ok(None) => break,
            Err(_) => return too_large(room).await,
        };
        match field.name() {
            Some("revision") => revision = field.text().await.ok().and_then(|text| text.parse::<i64>().ok()),
            Some("file") => match field.bytes().await {
                Ok(file) => bytes = Some(file),
                Err(_) => return too_large(room).await,
            },
            _ => {}
        }
    }
    let bytes = bytes.filter(|bytes| !bytes.is_empty());
    let (Some(revision), Some(bytes)) = (revision, bytes) else {
        let text = room.t("Chọn tệp XLSX rồi nhập lại.", "Choose an XLSX file and upload it again.").to_owned();
        return page(room, text).await;
    };
    if draft.kept.revision != revision {
        return Err(Trouble::Overtaken);
    }
    let edition = match draft.edition {
        Ok(edition) => edition,
        Err(finding) => return unreadable(room, &finding).await,
    };
    let catalogue = room.portal.catalogue();
    let before = edition.clone();
    let taken = tokio::task::spawn_blocking(move || sheets::read(&bytes, &edition, &catalogue.users)).await;
    match taken.map_err(|error| Trouble::Broken(error.to_string()))? {
        Err(flaws) => {
            let wrong = room.t(
                "Chưa nhập gì: tệp có chỗ sai dưới đây. Sửa trong tệp rồi nhập lại.",
                "Nothing was taken over: the file is wrong at the places below. Correct it and upload it again.",
            );
            let wrong = wrong.to_owned();
            let english = room.frame.english;
            let flawed = flaws.into_iter().take(MOST_FLAWS).map(|flaw| Flawed {
                row: if flaw.row == 0 { String::new() } else { flaw.row.to_string() },
                sheet: flaw.sheet,
                column: flaw.column,
                text: if english { flaw.english } else { flaw.vietnamese },
            });
            page_with(room, wrong, flawed.collect()).await
        }
        Ok(edition) if edition == before => {
            let text =
                room.t("Tệp không đổi gì so với bản dự thảo.", "The file changes nothing in the draft.").to_owned();
            page(room, text).await
        }
        Ok(edition) => {
            let body =
                document::write_over(&draft.kept.body, &edition).map_err(|error| Trouble::Broken(error.to_string()))?;
            keep(&room, CatalogueDraft { body, ..draft.kept }, "XLSX").await?;
            Ok(Redirect::to(&room.draft_place()).into_response())
        }
    }
}

async fn too_large(room: Room) -> Answer {
    let text = room.t("Tệp không đọc được hoặc lớn hơn 8 MB.", "The file cannot be read or is larger than 8 MB.");
    let text = text.to_owned();
    page(room, text).await
}
