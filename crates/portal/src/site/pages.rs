//! Information on services: by search, by field, one by one.

use super::{Frame, message, show};
use crate::admit::{Portal, clock};
pub(super) use crate::folding::fold;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;
use casework::Edition;
use casework::catalogue::{OnlineLevel, Service, SupplementClock};
use casework::fee::{Fee, FeeAmount};
use paper::dong;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;

#[derive(Deserialize)]
pub(super) struct Search {
    #[serde(default)]
    q: String,
    /// Only what this unit offers.
    #[serde(default)]
    unit: String,
    /// Only this field.
    #[serde(default)]
    field: String,
    /// Only what is wanted in this event of a life.
    #[serde(default)]
    event: String,
    /// Only what can be used online so far.
    #[serde(default)]
    level: String,
}

/// Levels of use online, with their names.
pub(super) const LEVELS: [(OnlineLevel, &str, &str); 3] = [
    (OnlineLevel::Fully, "Trực tuyến toàn trình", "Wholly online"),
    (OnlineLevel::Partly, "Trực tuyến một phần", "Partly online"),
    (OnlineLevel::Information, "Cung cấp thông tin", "Information only"),
];

/// A level's word in addresses and forms.
pub(super) fn level_code(level: &OnlineLevel) -> &'static str {
    match level {
        OnlineLevel::Fully => "fully",
        OnlineLevel::Partly => "partly",
        OnlineLevel::Information => "information",
    }
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
    unit: String,
    field: String,
    event: String,
    level: String,
    units: Vec<UnitLine>,
    fields: Vec<UnitLine>,
    /// Events of a life, with the number of services wanted in each.
    events: Vec<(String, usize)>,
    groups: Vec<FieldGroup>,
}

/// A level in words.
pub(super) fn level_name(frame: &Frame, level: &OnlineLevel) -> &'static str {
    let found = LEVELS.iter().find(|(one, ..)| one == level);
    found.map_or("", |(_, vietnamese, english)| frame.t(vietnamese, english))
}

pub(super) async fn home(
    State(portal): State<Arc<Portal>>,
    headers: HeaderMap,
    uri: Uri,
    Query(search): Query<Search>,
) -> Response {
    let frame = Frame::of(&portal, &headers, &uri);
    let catalogue = portal.catalogue();
    let mut page = HomePage {
        q: search.q,
        unit: search.unit,
        field: search.field,
        event: search.event,
        level: search.level,
        units: Vec::new(),
        fields: Vec::new(),
        events: Vec::new(),
        groups: Vec::new(),
        frame,
    };
    if let Some(edition) = catalogue.edition_on(clock().day()) {
        let line = |code: &str, name: &String| UnitLine { code: code.to_owned(), name: name.clone() };
        page.units = edition.units.values().map(|unit| line(unit.code.as_str(), &unit.name)).collect();
        page.fields = edition.fields.values().map(|field| line(field.code.as_str(), &field.name)).collect();
        page.events = events(edition);
        let fits = |service: &Service| {
            let offers = |code: &casework::UnitCode| code.as_str() == page.unit;
            (page.unit.is_empty() || service.units.iter().chain(&service.taken_in_by).any(offers))
                && (page.event.is_empty() || service.life_events.contains(&page.event))
                && (page.level.is_empty() || level_code(&service.online) == page.level)
        };
        page.groups = groups(edition, &page.q, &page.field, fits);
    }
    show(&page.frame, StatusCode::OK, &page)
}

/// How well a text has all words: 0 as they are written, 1 but for case, 2 but for accents; `None` where it lacks one.
fn rank(text: &str, words: &str) -> Option<u8> {
    let has = |text: &str, words: &str| words.split_whitespace().all(|word| text.contains(word));
    if has(text, words) {
        return Some(0);
    }
    if has(&text.to_lowercase(), &words.to_lowercase()) {
        return Some(1);
    }
    has(&fold(text), &fold(words)).then_some(2)
}

/// The events of a life that services name, in the order of the alphabet.
fn events(edition: &Edition) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<&String, usize> = BTreeMap::new();
    for event in edition.services.values().flat_map(|service| &service.life_events) {
        *counts.entry(event).or_default() += 1;
    }
    let mut events: Vec<_> = counts.into_iter().map(|(event, count)| (event.clone(), count)).collect();
    events.sort_by_key(|(event, _)| fold(event));
    events
}

/// Services by field; what is written as it was asked for comes first.
fn groups(edition: &Edition, words: &str, field: &str, fits: impl Fn(&Service) -> bool) -> Vec<FieldGroup> {
    let mut found: Vec<(u8, FieldGroup)> = Vec::new();
    for group in edition.fields.values().filter(|group| field.is_empty() || group.code.as_str() == field) {
        let services = edition.services.values().filter(|service| service.field == group.code);
        let services = services.filter(|service| fits(service));
        let mut ranked: Vec<(u8, &Service)> = services
            .filter_map(|service| Some((rank(&format!("{} {}", service.name, service.code), words)?, service)))
            .collect();
        ranked.sort_by_key(|(rank, _)| *rank);
        let Some((best, _)) = ranked.first() else { continue };
        let services = ranked.iter().map(|(_, service)| (*service).clone()).collect();
        found.push((*best, FieldGroup { name: group.name.clone(), services }));
    }
    found.sort_by_key(|(best, _)| *best);
    found.into_iter().map(|(_, group)| group).collect()
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
    taken_in_by: Vec<UnitLine>,
    fees: Vec<FeeText>,
    online: String,
    variants: Vec<String>,
    supplement: String,
}

/// A fee in words.
struct FeeText {
    name: String,
    amount: String,
    waivers: Vec<String>,
}

fn fee_text(frame: &Frame, fee: &Fee) -> FeeText {
    let amount = match &fee.amount {
        FeeAmount::Fixed(amount) => dong(*amount),
        FeeAmount::Each(amount) => format!("{} {}", dong(*amount), frame.t("mỗi bản", "each")),
        FeeAmount::Share { per_ten_thousand, least, most, .. } => format!(
            "{}.{:02}% ({} {}, {} {})",
            per_ten_thousand / 100,
            per_ten_thousand % 100,
            frame.t("ít nhất", "at least"),
            dong(*least),
            frame.t("nhiều nhất", "at most"),
            dong(*most)
        ),
    };
    let waivers = fee.waivers.iter().map(|one| format!("{}: −{}%", one.name, one.percent)).collect();
    FeeText { name: fee.name.clone(), amount, waivers }
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
        taken_in_by: service
            .taken_in_by
            .iter()
            .filter_map(|code| edition.units.get(code))
            .map(|unit| UnitLine { code: unit.code.0.clone(), name: unit.name.clone() })
            .collect(),
        fees: service.fees.iter().map(|fee| fee_text(&frame, fee)).collect(),
        online: level_name(&frame, &service.online).to_owned(),
        variants: service.variants.iter().map(|variant| variant.name.clone()).collect(),
        supplement: match service.supplement.clock {
            SupplementClock::Restart => frame.t(
                "Thời hạn tính lại từ khi hồ sơ đủ giấy tờ.",
                "The time limit begins anew once the papers are complete.",
            ),
            SupplementClock::Resume => frame.t(
                "Thời hạn dừng trong lúc chờ và tính tiếp khi đủ giấy tờ.",
                "The time limit pauses meanwhile and goes on once the papers are complete.",
            ),
        }
        .to_owned(),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_as_asked_for_ranks_before_what_lacks_the_accents() {
        assert_eq!(rank("Đăng ký khai sinh", "khai sinh"), Some(0));
        assert_eq!(rank("Đăng ký khai sinh", "đăng ký"), Some(1));
        assert_eq!(rank("Đăng ký khai sinh", "dang ky"), Some(2));
        assert_eq!(rank("Đăng ký khai sinh", "kết hôn"), None);
    }
}
