//! Information on services: by search, by field, one by one.

use super::{Frame, message, show};
use crate::admit::{Portal, clock};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;
use casework::Edition;
use casework::catalogue::Service;
use serde::Deserialize;
use std::sync::Arc;

#[derive(Deserialize)]
pub(super) struct Search {
    #[serde(default)]
    q: String,
}

struct FieldGroup {
    name: String,
    services: Vec<Service>,
}

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    frame: Frame,
    q: String,
    groups: Vec<FieldGroup>,
}

/// Lower case without accents, đ as d.
pub(super) fn fold(text: &str) -> String {
    const PLAIN: [(&str, char); 7] = [
        ("àáảãạăằắẳẵặâầấẩẫậ", 'a'),
        ("èéẻẽẹêềếểễệ", 'e'),
        ("ìíỉĩị", 'i'),
        ("òóỏõọôồốổỗộơờớởỡợ", 'o'),
        ("ùúủũụưừứửữự", 'u'),
        ("ỳýỷỹỵ", 'y'),
        ("đ", 'd'),
    ];
    let plain =
        |letter: char| PLAIN.iter().find(|(accented, _)| accented.contains(letter)).map_or(letter, |(_, plain)| *plain);
    text.to_lowercase().chars().map(plain).collect()
}

pub(super) async fn home(
    State(portal): State<Arc<Portal>>,
    headers: HeaderMap,
    uri: Uri,
    Query(search): Query<Search>,
) -> Response {
    let frame = Frame::of(&portal, &headers, &uri);
    let catalogue = portal.catalogue();
    let wanted = fold(search.q.trim());
    let fits = |service: &&Service| {
        let text = fold(&format!("{} {}", service.name, service.code));
        wanted.split_whitespace().all(|word| text.contains(word))
    };
    let mut groups: Vec<FieldGroup> = Vec::new();
    if let Some(edition) = catalogue.edition_on(clock().day()) {
        for field in edition.fields.values() {
            let services = edition.services.values().filter(|service| service.field == field.code).filter(fits);
            let services: Vec<Service> = services.cloned().collect();
            if !services.is_empty() {
                groups.push(FieldGroup { name: field.name.clone(), services });
            }
        }
    }
    let page = HomePage { q: search.q, groups, frame };
    show(&page.frame, StatusCode::OK, &page)
}

pub(super) struct UnitLine {
    pub code: String,
    pub name: String,
}

/// The units that offer a service.
pub(super) fn units_of(edition: &Edition, service: &Service) -> Vec<UnitLine> {
    let units = service.units.iter().filter_map(|code| edition.units.get(code));
    units.map(|unit| UnitLine { code: unit.code.0.clone(), name: unit.name.clone() }).collect()
}

#[derive(Template)]
#[template(path = "service.html")]
struct ServicePage {
    frame: Frame,
    service: Service,
    field: String,
    steps: Vec<String>,
    units: Vec<UnitLine>,
}

pub(super) async fn service(
    State(portal): State<Arc<Portal>>,
    headers: HeaderMap,
    uri: Uri,
    Path(code): Path<String>,
) -> Response {
    let frame = Frame::of(&portal, &headers, &uri);
    let catalogue = portal.catalogue();
    let edition = catalogue.edition_on(clock().day());
    let found = edition.and_then(|edition| Some((edition, edition.services.get(&code.as_str().into())?)));
    let Some((edition, service)) = found else { return no_service(frame) };
    let workflow = edition.workflows.get(&service.workflow);
    let page = ServicePage {
        field: edition.fields.get(&service.field).map_or_else(String::new, |field| field.name.clone()),
        steps: workflow.map(|path| path.steps.iter().map(|step| step.name.clone()).collect()).unwrap_or_default(),
        units: units_of(edition, service),
        service: service.clone(),
        frame,
    };
    show(&page.frame, StatusCode::OK, &page)
}

pub(super) fn no_service(frame: Frame) -> Response {
    let title = frame.t("Không có thủ tục này", "No such service").to_owned();
    let text = frame.t("Mã thủ tục không có trong danh mục hiện hành.", "The code is not in the present catalogue.");
    message(frame, StatusCode::NOT_FOUND, &title, text)
}
