//! The draft beside the national portal's own catalogue: what differs, and taking it over row by row. Nothing is taken
//! over by itself: paths, times and fees of a service are this province's to set.

use super::{Answer, Room, Trouble, change, load, moment};
use crate::admit::PortalError;
use crate::national::{NationalService, fetch_national_lists, national_lists, national_service};
use crate::site::show;
use crate::site::staff::rights::Business;
use askama::Template;
use axum::Form;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use casework::catalogue::{Edition, Field, Service};
use casework::{FieldCode, ServiceCode, UnitCode};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Rows of a list that a page shows; the rest is found by searching.
const SHOWN: usize = 200;

/// Where the comparison is.
fn here(room: &Room) -> String {
    format!("{}/quoc-gia", room.draft_place())
}

/// A code that is here, there, or in both with different names.
struct Line {
    code: String,
    here: String,
    there: String,
}

impl Line {
    fn is_only_there(&self) -> bool {
        self.here.is_empty()
    }
    fn is_only_here(&self) -> bool {
        self.there.is_empty()
    }
}

/// What differs between two lists of names by code.
fn compare<'a>(
    here: impl Iterator<Item = (&'a str, &'a str)>,
    there: &BTreeMap<String, String>,
    wanted: &str,
) -> Vec<Line> {
    let here: BTreeMap<&str, &str> = here.collect();
    let mut codes: Vec<&str> = here.keys().copied().chain(there.keys().map(String::as_str)).collect();
    codes.sort_unstable();
    codes.dedup();
    let wanted = wanted.to_lowercase();
    let line = |code: &str| Line {
        code: code.to_owned(),
        here: here.get(code).map_or_else(String::new, |name| (*name).to_owned()),
        there: there.get(code).cloned().unwrap_or_default(),
    };
    let differs = |line: &Line| line.here != line.there;
    let is_wanted = |line: &Line| {
        wanted.is_empty()
            || [&line.code, &line.here, &line.there].iter().any(|text| text.to_lowercase().contains(&wanted))
    };
    codes.into_iter().map(line).filter(differs).filter(is_wanted).collect()
}

#[derive(Template)]
#[template(path = "staff/national_lists.html")]
struct ListsPage {
    room: Room,
    wrong: String,
    is_connected: bool,
    revision: i64,
    fetched: String,
    wanted: String,
    sections: Vec<Section>,
    more: usize,
}

/// One kind of reference data.
struct Section {
    /// What a form calls it.
    kind: &'static str,
    title: &'static str,
    lines: Vec<Line>,
}

#[derive(Deserialize)]
pub(in super::super) struct Search {
    #[serde(default)]
    q: String,
}

pub(in super::super) async fn compare_lists(room: Room, Query(search): Query<Search>) -> Answer {
    page(room, String::new(), search.q).await
}

async fn page(room: Room, wrong: String, wanted: String) -> Answer {
    let draft = load(&room).await?;
    let edition = draft.edition.map_err(|_| Trouble::NotFound)?;
    let known = national_lists(&room.portal).await?;
    let is_connected = room.portal.exchange().national.is_some();
    let mut page = ListsPage {
        wrong,
        is_connected,
        revision: draft.kept.revision,
        fetched: known.as_ref().map_or_else(String::new, |(_, at)| moment(*at)),
        sections: Vec::new(),
        more: 0,
        wanted,
        room,
    };
    if let Some((lists, _)) = known {
        let services = edition.services.values().map(|service| (service.code.as_str(), service.name.as_str()));
        let fields = edition.fields.values().map(|field| (field.code.as_str(), field.name.as_str()));
        let units = edition.units.values().map(|unit| (unit.code.as_str(), unit.name.as_str()));
        let t = |vietnamese: &'static str, english: &'static str| {
            if page.room.frame.english { english } else { vietnamese }
        };
        let kinds = [
            ("service", t("Thủ tục", "Services"), compare(services, &lists.services, &page.wanted)),
            ("field", t("Lĩnh vực", "Fields"), compare(fields, &lists.fields, &page.wanted)),
            ("unit", t("Cơ quan", "Agencies"), compare(units, &lists.units, &page.wanted)),
        ];
        for (kind, title, mut lines) in kinds {
            // What both know comes first, then what only the country knows.
            lines.sort_by_key(|line| (line.is_only_there(), line.is_only_here()));
            page.more += lines.len().saturating_sub(SHOWN);
            lines.truncate(SHOWN);
            page.sections.push(Section { kind, title, lines });
        }
    }
    let status = if page.wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(show(&page.room.frame, status, &page))
}

fn unreached(room: &Room, error: &PortalError) -> String {
    tracing::warn!(%error, "the national portal's catalogue was not read");
    let text = room.t("Chưa đọc được danh mục của Cổng quốc gia: ", "The national portal's catalogue was not read: ");
    format!("{text}{error}")
}

/// Reads the lists anew.
pub(in super::super) async fn fetch_lists(room: Room) -> Answer {
    room.needs(Business::EditCatalogue)?;
    match fetch_national_lists(&room.portal).await {
        Ok(lists) => {
            let detail = format!("{}, {}, {}", lists.services.len(), lists.fields.len(), lists.units.len());
            room.note(&room.staff.unit, "national_lists_read", detail).await?;
            Ok(Redirect::to(&here(&room)).into_response())
        }
        Err(error @ (PortalError::Database(_) | PortalError::Store(_))) => Err(error.into()),
        Err(error) => {
            let wrong = unreached(&room, &error);
            page(room, wrong, String::new()).await
        }
    }
}

#[derive(Deserialize)]
pub(in super::super) struct Taken {
    revision: i64,
    kind: String,
    code: String,
}

/// Takes a name over from the lists, or a field that is not here.
pub(in super::super) async fn take_name(room: Room, Form(taken): Form<Taken>) -> Answer {
    room.needs(Business::EditCatalogue)?;
    let (lists, _) = national_lists(&room.portal).await?.ok_or(Trouble::NotFound)?;
    let Taken { revision, kind, code } = taken;
    let back = here(&room);
    change(room, revision, &back, |room, edition| {
        let gone = || room.t("Danh mục quốc gia không có mã này.", "The national lists have no such code.").to_owned();
        let names = match kind.as_str() {
            "service" => &lists.services,
            "field" => &lists.fields,
            _ => &lists.units,
        };
        let name = names.get(&code).ok_or_else(gone)?.clone();
        let place = match kind.as_str() {
            "service" => edition.services.get_mut(&ServiceCode::from(code.as_str())).map(|service| &mut service.name),
            "field" => {
                let code = FieldCode::from(code.as_str());
                let fresh = || Field { code: code.clone(), name: String::new() };
                Some(&mut edition.fields.entry(code.clone()).or_insert_with(fresh).name)
            }
            _ => edition.units.get_mut(&UnitCode::from(code.as_str())).map(|unit| &mut unit.name),
        };
        let missing = || {
            room.t(
                "Bản dự thảo không có mã này. Thêm đơn vị bằng bảng tính; thêm thủ tục ở trang của thủ tục.",
                "The draft has no such code. Add units by the workbook, services on the service's page.",
            )
        };
        *place.ok_or_else(|| missing().to_owned())? = name.clone();
        Ok(format!("{code} → {name} (quốc gia)"))
    })
    .await
}

/// An attribute of a service here and there.
struct Attribute {
    /// What a form calls it.
    key: &'static str,
    name: &'static str,
    here: Vec<String>,
    there: Vec<String>,
}

#[derive(Template)]
#[template(path = "staff/national_service.html")]
struct ServicePage {
    room: Room,
    revision: i64,
    code: String,
    name: String,
    is_here: bool,
    attributes: Vec<Attribute>,
    /// Services from which the path of a new one can be copied.
    models: Vec<(String, String)>,
}

#[derive(Deserialize)]
pub(in super::super) struct Which {
    #[serde(default)]
    code: String,
}

/// One service as the national portal describes it, beside the draft's.
pub(in super::super) async fn compare_service(room: Room, Query(which): Query<Which>) -> Answer {
    let draft = load(&room).await?;
    let edition = draft.edition.map_err(|_| Trouble::NotFound)?;
    let there = match national_service(&room.portal, &which.code).await {
        Ok(there) => there.ok_or(Trouble::NotFound)?,
        Err(error @ (PortalError::Database(_) | PortalError::Store(_))) => return Err(error.into()),
        Err(error) => {
            let wrong = unreached(&room, &error);
            return page(room, wrong, String::new()).await;
        }
    };
    let here = edition.services.get(&ServiceCode::from(which.code.as_str()));
    let models = edition.services.values().map(|service| (service.code.to_string(), service.name.clone())).collect();
    let page = ServicePage {
        revision: draft.kept.revision,
        code: which.code,
        name: there.name.clone(),
        is_here: here.is_some(),
        attributes: attributes(&room, &edition, here, &there),
        models,
        room,
    };
    Ok(page.room.page(&page))
}

fn attributes(room: &Room, edition: &Edition, here: Option<&Service>, there: &NationalService) -> Vec<Attribute> {
    let t = |vietnamese: &'static str, english: &'static str| if room.frame.english { english } else { vietnamese };
    let field = |code: &FieldCode| {
        edition.fields.get(code).map_or_else(|| code.to_string(), |field| format!("{code} {}", field.name))
    };
    let one = |text: String| if text.is_empty() { Vec::new() } else { vec![text] };
    let all = [
        ("name", t("Tên thủ tục", "Name"), here.map(|s| one(s.name.clone())), one(there.name.clone())),
        (
            "field",
            t("Lĩnh vực", "Field"),
            here.map(|s| vec![field(&s.field)]),
            there.field.iter().map(|(code, name)| format!("{code} {name}")).collect(),
        ),
        ("papers", t("Thành phần hồ sơ", "Papers"), here.map(|s| s.papers.clone()), there.papers.clone()),
        ("result", t("Kết quả", "Result"), here.map(|s| one(s.result.clone())), one(there.results.join("; "))),
        (
            "legal_basis",
            t("Căn cứ pháp lý", "Legal basis"),
            here.map(|s| s.legal_basis.clone()),
            there.legal_basis.clone(),
        ),
    ];
    let attribute = |(key, name, here, there): (_, _, Option<Vec<String>>, _)| Attribute {
        key,
        name,
        here: here.unwrap_or_default(),
        there,
    };
    all.into_iter().map(attribute).collect()
}

#[derive(Deserialize)]
pub(in super::super) struct TakenPart {
    revision: i64,
    code: String,
    /// Which attribute, or `new` for the service itself.
    part: String,
    /// The service whose path, time and units a new one gets.
    #[serde(default)]
    model: String,
}

/// Takes an attribute of a service over, or the service itself on the path of another one.
pub(in super::super) async fn take_part(room: Room, Form(taken): Form<TakenPart>) -> Answer {
    room.needs(Business::EditCatalogue)?;
    let TakenPart { revision, code, part, model } = taken;
    let there = match national_service(&room.portal, &code).await {
        Ok(there) => there.ok_or(Trouble::NotFound)?,
        Err(error @ (PortalError::Database(_) | PortalError::Store(_))) => return Err(error.into()),
        Err(error) => {
            let wrong = unreached(&room, &error);
            return page(room, wrong, String::new()).await;
        }
    };
    let back = format!("{}/thu-tuc?code={code}", here(&room));
    change(room, revision, &back, |room, edition| {
        let key = ServiceCode::from(code.as_str());
        let nothing =
            || room.t("Cổng quốc gia không nêu mục này.", "The national portal does not state this.").to_owned();
        if part == "new" {
            let model = edition.services.get(&ServiceCode::from(model.as_str())).cloned();
            let choose = || room.t("Chọn thủ tục để lấy quy trình.", "Choose a service whose path it gets.").to_owned();
            let model = model.ok_or_else(choose)?;
            if edition.services.contains_key(&key) {
                return Err(room.t("Thủ tục này đã có.", "This service is here already.").to_owned());
            }
            let note = "Lấy từ Cổng quốc gia; quy trình, thời hạn và đơn vị chép từ ";
            let note = format!("{note}{}: cần rà soát trước khi công bố", model.code);
            let (variants, fees, fee_text) = (Vec::new(), Vec::new(), String::new());
            let service = Service { code: key.clone(), variants, fees, fee_text, note, ..model };
            edition.services.insert(key.clone(), service);
        }
        let parts: &[&str] =
            if part == "new" { &["name", "field", "papers", "result", "legal_basis"] } else { &[&part] };
        for one in parts {
            let is_stated = take(edition, &key, one, &there);
            if !is_stated && part != "new" {
                return Err(nothing());
            }
        }
        Ok(format!("{code}: {part} (quốc gia)"))
    })
    .await
}

/// Puts an attribute into the draft; `false` where the national portal does not state it, or the draft lacks the service.
fn take(edition: &mut Edition, key: &ServiceCode, part: &str, there: &NationalService) -> bool {
    if part == "field"
        && let Some((code, name)) = &there.field
    {
        let code = FieldCode::from(code.as_str());
        edition.fields.entry(code.clone()).or_insert_with(|| Field { code, name: name.clone() });
    }
    let Some(service) = edition.services.get_mut(key) else { return false };
    match part {
        "name" if !there.name.is_empty() => service.name.clone_from(&there.name),
        "papers" if !there.papers.is_empty() => service.papers.clone_from(&there.papers),
        "result" if !there.results.is_empty() => service.result = there.results.join("; "),
        "legal_basis" if !there.legal_basis.is_empty() => service.legal_basis.clone_from(&there.legal_basis),
        "field" => match &there.field {
            Some((code, _)) => service.field = FieldCode::from(code.as_str()),
            None => return false,
        },
        _ => return false,
    }
    true
}
