//! Sealed bundles that somebody brings on a stick, and whether a unit's rules allow them.

use super::rights::Business;
use super::{Answer, Room, Trouble, moment};
use crate::routes::{NotTaken, take_bundle};
use crate::store::CarriedBundle;
use askama::Template;
use axum::Form;
use axum::extract::{Multipart, Query};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect};
use casework::UnitCode;
use casework::catalogue::Unit;
use protocol::bundle::{BundleRefusal, LARGEST_BUNDLE, fingerprint, label};
use serde::Deserialize;

/// The file, and what a form puts around it.
pub(super) const LARGEST: usize = LARGEST_BUNDLE + 64 * 1024;
/// Bundles that are shown.
const SHOWN: u32 = 100;

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    unit: String,
}

struct Carried {
    arrived_at: String,
    desk: String,
    number: u64,
    made_at: String,
    carrier: String,
    accepted: u64,
    refused: u64,
    documents: u64,
    fingerprint: String,
}

#[derive(Template)]
#[template(path = "staff/bundles.html")]
struct BundlesPage {
    room: Room,
    unit: Unit,
    units: Vec<(UnitCode, String)>,
    forbidden: bool,
    bundles: Vec<Carried>,
    wrong: String,
}

pub(super) async fn show(room: Room, Query(asked): Query<Asked>) -> Answer {
    let unit = room.unit(Business::ManageDesks, &asked.unit)?;
    page(room, unit, String::new()).await
}

async fn page(room: Room, unit: Unit, wrong: String) -> Answer {
    let catalogue = room.portal.catalogue();
    let of_person = |carrier: String| match catalogue.users.get(&carrier.as_str().into()) {
        Some(user) => user.name.clone(),
        None => carrier,
    };
    let bundles = room.portal.store.carried_bundles(&unit.code, SHOWN).await?;
    let carried = |one: CarriedBundle| Carried {
        arrived_at: moment(one.arrived_at),
        desk: one.desk,
        number: one.number,
        made_at: moment(one.made_at),
        carrier: of_person(one.carrier),
        accepted: one.accepted,
        refused: one.refused,
        documents: one.documents,
        fingerprint: fingerprint(&one.digest),
    };
    let bundles = bundles.into_iter().map(carried).collect();
    let units = room.units(Business::ManageDesks);
    let forbidden = catalogue.without_bundles.contains(&unit.code);
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = BundlesPage { unit, units, forbidden, bundles, wrong, room };
    Ok(crate::site::show(&page.room.frame, status, &page))
}

/// Takes a bundle in; the answer to its desk is what is downloaded.
pub(super) async fn take(room: Room, mut form: Multipart) -> Answer {
    let (mut unit, mut file) = (String::new(), None);
    loop {
        let field = match form.next_field().await {
            Ok(Some(field)) => field,
            Ok(None) => break,
            Err(_) => return wrong(room, &unit, &BundleRefusal::TooLarge).await,
        };
        match field.name() {
            Some("unit") => unit = field.text().await.unwrap_or_default(),
            Some("file") => match field.bytes().await {
                Ok(bytes) => file = Some(bytes),
                Err(_) => return wrong(room, &unit, &BundleRefusal::TooLarge).await,
            },
            _ => {}
        }
    }
    let unit = room.unit(Business::ManageDesks, &unit)?;
    let file = file.unwrap_or_default();
    let number = match label(&file) {
        // Of a unit that is not theirs to look after they see nothing.
        Ok(label) if label.unit != unit.code => {
            let of_other = room.t(
                "Gói này của đơn vị khác: chọn đúng đơn vị rồi nhập lại.",
                "This bundle is of another unit: choose that unit and take it in there.",
            );
            let of_other = of_other.to_owned();
            return page(room, unit, of_other).await;
        }
        Ok(label) => label.number,
        Err(refusal) => return wrong(room, unit.code.as_str(), &refusal).await,
    };
    match take_bundle(&room.portal, &file, room.staff.user.as_str()).await {
        Ok(answer) => {
            let detail = format!("{number} · {}", fingerprint(&protocol::digest(&file)));
            room.note(&unit.code, "bundle_taken", detail).await?;
            let headers = [
                (CONTENT_TYPE, "application/octet-stream".to_owned()),
                (CONTENT_DISPOSITION, format!("attachment; filename=\"tra-loi-goi-{number}.motcua\"")),
                (CACHE_CONTROL, "no-store".to_owned()),
            ];
            Ok((headers, answer).into_response())
        }
        Err(NotTaken::Refused(refusal)) => wrong(room, unit.code.as_str(), &refusal).await,
        Err(NotTaken::Broken(error)) => Err(Trouble::Broken(error)),
    }
}

async fn wrong(room: Room, unit: &str, refusal: &BundleRefusal) -> Answer {
    let unit = room.unit(Business::ManageDesks, unit)?;
    let said = why(&room, refusal).to_owned();
    page(room, unit, said).await
}

fn why<'a>(room: &Room, refusal: &BundleRefusal) -> &'a str {
    let (vietnamese, english) = match refusal {
        BundleRefusal::Forbidden { .. } => (
            "Đơn vị đang cấm gói niêm phong qua USB: chưa nhập gì. Việc vẫn còn ở máy đã ghi gói.",
            "The unit forbids bundles on sticks: nothing was taken in. The acts are still at the desk.",
        ),
        BundleRefusal::NotABundle => (
            "Tệp này không phải gói niêm phong. Chọn tệp .motcua mà máy đã ghi.",
            "This file is no sealed bundle. Choose the .motcua file that the desk has written.",
        ),
        BundleRefusal::IsAnAnswer => (
            "Đây là tệp trả lời của cổng: mang về máy đã ghi gói và đọc ở đó.",
            "This is an answer of the portal: take it back to the desk that wrote the bundle and read it there.",
        ),
        BundleRefusal::OtherPortal => (
            "Gói này gửi cho cổng khác: mang đến đúng cổng của máy đã ghi gói.",
            "This bundle is for another portal: take it to the portal of the desk that wrote it.",
        ),
        BundleRefusal::UnknownDesk => (
            "Không máy nào của cổng này đã ký gói. Máy phải kết nối với cổng một lần trước khi ghi gói.",
            "No desk of this portal has signed this bundle. A desk has to be connected once before it writes one.",
        ),
        BundleRefusal::Revoked => (
            "Máy đã ghi gói đã bị thu hồi: việc trong gói được giữ ở mục cách ly, không được xét.",
            "The desk was revoked: what is in the bundle is kept in quarantine and was not judged.",
        ),
        BundleRefusal::TooNew => (
            "Gói do phần mềm mới hơn ghi: nâng cấp cổng rồi nhập lại.",
            "The bundle was written by a newer program: update the portal and take it in again.",
        ),
        BundleRefusal::TooLarge => {
            ("Tệp lớn hơn 32 MB nên không phải gói niêm phong.", "The file is larger than 32 MB, so it is no bundle.")
        }
        BundleRefusal::Damaged
        | BundleRefusal::IsNoAnswer
        | BundleRefusal::OtherDesk
        | BundleRefusal::KeyNotTold
        | BundleRefusal::NothingWaits
        | BundleRefusal::ReadBefore
        | BundleRefusal::Older => (
            "Gói bị hỏng hoặc đã bị sửa: chưa nhập gì. Chép lại từ máy đã ghi gói, hoặc ghi gói mới ở máy đó.",
            "The bundle is damaged or was changed: nothing was taken in. Copy it anew, or write a new one at its desk.",
        ),
    };
    if room.frame.english { english } else { vietnamese }
}

#[derive(Deserialize)]
pub(super) struct Rule {
    #[serde(default)]
    unit: String,
    #[serde(default)]
    allow: String,
}

/// Allows or forbids bundles in a unit; its desks learn it with the catalogue.
pub(super) async fn decide(room: Room, Form(rule): Form<Rule>) -> Answer {
    let unit = room.unit(Business::ManageDesks, &rule.unit)?;
    let allow = !rule.allow.is_empty();
    let code = unit.code.clone();
    let changed = room.portal.change_catalogue(move |catalogue| {
        let changes =
            if allow { catalogue.without_bundles.remove(&code) } else { catalogue.without_bundles.insert(code) };
        if changes { Ok(()) } else { Err(()) }
    });
    // What is so already is not published again.
    if changed.await?.is_ok() {
        let action = if allow { "bundles_allowed" } else { "bundles_forbidden" };
        room.note(&unit.code, action, "").await?;
    }
    Ok(Redirect::to(&format!("/quan-tri/may/goi?unit={}", unit.code)).into_response())
}
