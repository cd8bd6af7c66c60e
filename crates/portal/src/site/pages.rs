//! Information on services: by search, by field, one by one.

use super::{Frame, message, show};
use crate::admit::{Portal, clock};
pub(super) use crate::folding::fold;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;
use casework::catalogue::{OnlineLevel, Service, SupplementClock};
use casework::fee::{Fee, FeeAmount, Tier};
use casework::{Edition, EditionId, FieldCode, ServiceCode};
use paper::dong;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

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
    /// Which page of the services.
    #[serde(default)]
    trang: String,
}

/// Services on a page.
const PAGE: usize = 50;

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

/// The name and the code of a service, as they are written and as they are searched.
struct Names {
    plain: String,
    lower: String,
    folded: String,
}

type NamesByService = BTreeMap<ServiceCode, Names>;

/// The names of the catalogue's services, folded once for each of its versions and editions.
#[derive(Default)]
pub(crate) struct FoldedNames(Mutex<Option<(u64, EditionId, Arc<NamesByService>)>>);

impl FoldedNames {
    fn of(&self, version: u64, edition: &Edition) -> Arc<NamesByService> {
        let mut known = match self.0.lock() {
            Ok(known) => known,
            Err(poisoned) => poisoned.into_inner(),
        };
        if let Some((of, id, names)) = known.as_ref()
            && *of == version
            && *id == edition.id
        {
            return names.clone();
        }
        let names = edition.services.values().map(|service| {
            let plain = format!("{} {}", service.name, service.code);
            (service.code.clone(), Names { lower: plain.to_lowercase(), folded: fold(&plain), plain })
        });
        let names = Arc::new(names.collect::<NamesByService>());
        *known = Some((version, edition.id.clone(), names.clone()));
        names
    }
}

/// What is looked for, as it is written and as names are searched.
struct Wanted {
    plain: String,
    lower: String,
    folded: String,
}

impl Wanted {
    fn of(words: &str) -> Self {
        Self { plain: words.to_owned(), lower: words.to_lowercase(), folded: fold(words) }
    }

    /// How well a name has all words: 0 as they are written, 1 but for case, 2 but for accents; `None` where it lacks one.
    fn rank(&self, names: &Names) -> Option<u8> {
        let has = |text: &str, words: &str| words.split_whitespace().all(|word| text.contains(word));
        if has(&names.plain, &self.plain) {
            return Some(0);
        }
        if has(&names.lower, &self.lower) {
            return Some(1);
        }
        has(&names.folded, &self.folded).then_some(2)
    }
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
    /// How many services were found on all pages.
    found: usize,
    /// The pages beside this one.
    before: Option<usize>,
    after: Option<usize>,
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
        found: 0,
        before: None,
        after: None,
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
        let names = portal.names.of(catalogue.version, edition);
        let all = groups(edition, &names, (&page.q, &page.field), fits);
        page.found = all.iter().map(|group| group.services.len()).sum();
        let place = search.trang.parse().unwrap_or(1).clamp(1, page.found.div_ceil(PAGE).max(1));
        let (groups, has_more) = page_of(all, place);
        page.groups = groups;
        page.before = (place > 1).then(|| place - 1);
        page.after = has_more.then_some(place + 1);
    }
    show(&page.frame, StatusCode::OK, &page)
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
fn groups(
    edition: &Edition,
    names: &NamesByService,
    (words, field): (&str, &str),
    fits: impl Fn(&Service) -> bool,
) -> Vec<FieldGroup> {
    let wanted = Wanted::of(words);
    let mut found: BTreeMap<&FieldCode, Vec<(u8, &Service)>> = BTreeMap::new();
    for service in edition.services.values().filter(|service| fits(service)) {
        let rank = names.get(&service.code).and_then(|names| wanted.rank(names));
        if let Some(rank) = rank {
            found.entry(&service.field).or_default().push((rank, service));
        }
    }
    let mut groups = Vec::new();
    for group in edition.fields.values().filter(|group| field.is_empty() || group.code.as_str() == field) {
        let Some(mut ranked) = found.remove(&group.code) else { continue };
        ranked.sort_by_key(|(rank, _)| *rank);
        let best = ranked.first().map_or(0, |(rank, _)| *rank);
        let services = ranked.into_iter().map(|(_, service)| service.clone()).collect();
        groups.push((best, FieldGroup { name: group.name.clone(), services }));
    }
    groups.sort_by_key(|(best, _)| *best);
    groups.into_iter().map(|(_, group)| group).collect()
}

/// One page of all services that were found, and whether there are more behind it.
fn page_of(groups: Vec<FieldGroup>, page: usize) -> (Vec<FieldGroup>, bool) {
    let (mut before, mut left, mut has_more) = ((page - 1) * PAGE, PAGE, false);
    let mut shown = Vec::new();
    for FieldGroup { name, services } in groups {
        let skipped = before.min(services.len());
        before -= skipped;
        let here: Vec<Service> = services.into_iter().skip(skipped).collect();
        has_more |= here.len() > left;
        let here: Vec<Service> = here.into_iter().take(left).collect();
        left -= here.len();
        if !here.is_empty() {
            shown.push(FieldGroup { name, services: here });
        }
    }
    (shown, has_more)
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
        FeeAmount::Tiers { tiers, most } => {
            let tier = |tier: &Tier| match tier.from {
                1 => format!("{} {}", dong(tier.each), frame.t("mỗi trang", "a page")),
                from => format!("{} {from}: {}", frame.t("từ trang thứ", "from page"), dong(tier.each)),
            };
            let most = most.map(|most| format!("{} {}", frame.t("mỗi bản nhiều nhất", "a copy at most"), dong(most)));
            tiers.iter().map(tier).chain(most).collect::<Vec<_>>().join("; ")
        }
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
        let plain = "Đăng ký khai sinh".to_owned();
        let names = Names { lower: plain.to_lowercase(), folded: fold(&plain), plain };
        let rank = |words: &str| Wanted::of(words).rank(&names);
        assert_eq!(rank("khai sinh"), Some(0));
        assert_eq!(rank("đăng ký"), Some(1));
        assert_eq!(rank("dang ky"), Some(2));
        assert_eq!(rank("kết hôn"), None);
    }
}
