//! The catalogue to look at: editions, and each kind of reference data of one edition.

use super::drawing::Drawing;
use super::rights::Business;
use super::{Answer, Room, Trouble, words};
use crate::admit::clock;
use crate::catalogue_files::difference::{fees, time_limit};
use askama::Template;
use axum::extract::{Path, Query};
use casework::catalogue::{Edition, Workflow};
use casework::{Catalogue, EditionId, WorkflowId};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    edition: String,
    #[serde(default)]
    xem: String,
}

/// The kinds of reference data, as they are named in the address.
const PARTS: [&str; 8] = ["don-vi", "linh-vuc", "thu-tuc", "quy-trinh", "trang-thai", "ngay-nghi", "phi", "so"];

struct EditionLine {
    id: String,
    title: String,
    from: String,
    forms: &'static str,
    in_force: bool,
}

/// A table of reference data: what every part is shown as.
#[derive(Default)]
struct Sheet {
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

#[derive(Template)]
#[template(path = "staff/catalogue.html")]
struct CataloguePage {
    room: Room,
    editions: Vec<EditionLine>,
    edition: String,
    part: String,
    parts: Vec<(&'static str, String)>,
    sheet: Sheet,
    has_draft: bool,
}

/// The edition that is asked for, or the one in force.
fn chosen<'a>(catalogue: &'a Catalogue, id: &str) -> Result<&'a Edition, Trouble> {
    let edition = catalogue.editions.get(&EditionId::from(id));
    edition.or_else(|| catalogue.edition_on(clock().day())).ok_or(Trouble::NotFound)
}

pub(super) async fn show(room: Room, Query(asked): Query<Asked>) -> Answer {
    room.needs(Business::ReadCatalogue)?;
    let catalogue = room.portal.catalogue();
    let edition = chosen(&catalogue, &asked.edition)?;
    let in_force = catalogue.edition_on(clock().day()).map(|edition| &edition.id);
    let mut editions: Vec<&Edition> = catalogue.editions.values().collect();
    editions.sort_by_key(|edition| std::cmp::Reverse(edition.in_force_from));
    let line = |one: &Edition| EditionLine {
        id: one.id.to_string(),
        title: one.title.clone(),
        from: paper::short_date(one.in_force_from),
        forms: one.forms.circular(),
        in_force: Some(&one.id) == in_force,
    };
    let part = PARTS.into_iter().find(|part| *part == asked.xem).unwrap_or(PARTS[0]);
    let page = CataloguePage {
        editions: editions.into_iter().map(line).collect(),
        edition: edition.id.to_string(),
        part: part.to_owned(),
        parts: PARTS.into_iter().map(|part| (part, part_name(&room, part).to_owned())).collect(),
        sheet: sheet(&room, edition, part),
        has_draft: !room.portal.store.drafts().await?.is_empty(),
        room,
    };
    Ok(page.room.page(&page))
}

fn part_name<'a>(room: &'a Room, part: &str) -> &'a str {
    match part {
        "don-vi" => room.t("Đơn vị", "Units"),
        "linh-vuc" => room.t("Lĩnh vực", "Fields"),
        "thu-tuc" => room.t("Thủ tục", "Services"),
        "quy-trinh" => room.t("Quy trình", "Workflows"),
        "trang-thai" => room.t("Trạng thái", "Statuses"),
        "ngay-nghi" => room.t("Lịch nghỉ", "Days off"),
        "phi" => room.t("Phí, lệ phí", "Fees"),
        _ => room.t("Sổ", "Number books"),
    }
}

fn sheet(room: &Room, edition: &Edition, part: &str) -> Sheet {
    let head = |texts: &[(&str, &str)]| texts.iter().map(|(vi, en)| room.t(vi, en).to_owned()).collect();
    match part {
        "don-vi" => Sheet {
            head: head(&[("Mã", "Code"), ("Tên", "Name"), ("Cấp", "Level"), ("Thuộc", "Above"), ("Ký hiệu", "Symbol")]),
            rows: edition
                .units
                .values()
                .map(|unit| {
                    let above = unit.parent.as_ref().and_then(|parent| edition.units.get(parent));
                    let above = above.map_or_else(String::new, |unit| unit.name.clone());
                    let kind = words::unit_kind(&room.frame, unit.kind).to_owned();
                    vec![unit.code.to_string(), unit.name.clone(), kind, above, unit.symbol.clone()]
                })
                .collect(),
        },
        "linh-vuc" => Sheet {
            head: head(&[("Mã", "Code"), ("Tên", "Name"), ("Số thủ tục", "Services")]),
            rows: edition
                .fields
                .values()
                .map(|field| {
                    let count = edition.services.values().filter(|service| service.field == field.code).count();
                    vec![field.code.to_string(), field.name.clone(), count.to_string()]
                })
                .collect(),
        },
        "thu-tuc" => Sheet {
            head: head(&[
                ("Mã", "Code"),
                ("Tên", "Name"),
                ("Thời hạn", "Time limit"),
                ("Quy trình", "Workflow"),
                ("Sổ", "Book"),
                ("Số đơn vị", "Units"),
            ]),
            rows: edition
                .services
                .values()
                .map(|service| {
                    vec![
                        service.code.to_string(),
                        service.name.clone(),
                        time_limit(&service.time_limit, room.frame.english),
                        service.workflow.to_string(),
                        service.register.to_string(),
                        service.units.len().to_string(),
                    ]
                })
                .collect(),
        },
        "quy-trinh" => Sheet {
            head: head(&[
                ("Mã", "Code"),
                ("Tên", "Name"),
                ("Số bước", "Steps"),
                ("Giờ", "Hours"),
                ("Thủ tục", "Services"),
            ]),
            rows: edition
                .workflows
                .values()
                .map(|workflow| {
                    let hours: u32 = workflow.steps.iter().map(|step| u32::from(step.hours)).sum();
                    let used = edition.services.values().filter(|service| service.workflow == workflow.id).count();
                    vec![
                        workflow.id.to_string(),
                        workflow.name.clone(),
                        workflow.steps.len().to_string(),
                        hours.to_string(),
                        used.to_string(),
                    ]
                })
                .collect(),
        },
        "trang-thai" => Sheet {
            head: head(&[("Mã", "Code"), ("Tiếng Việt", "Vietnamese"), ("Tiếng Anh", "English")]),
            rows: edition
                .statuses
                .iter()
                .map(|(code, status)| vec![code.to_string(), status.vi.clone(), status.en.clone()])
                .collect(),
        },
        "ngay-nghi" => {
            let (off, worked) = (room.t("Nghỉ", "Off"), room.t("Làm bù", "Worked in exchange"));
            let calendar = &edition.calendar;
            let days = calendar.holidays.iter().map(|day| (day, off));
            let mut days: Vec<_> = days.chain(calendar.makeup_days.iter().map(|day| (day, worked))).collect();
            days.sort_by_key(|((day, _), _)| std::cmp::Reverse(**day));
            Sheet {
                head: head(&[("Ngày", "Day"), ("Loại", "Kind"), ("Lý do", "Reason")]),
                rows: days
                    .into_iter()
                    .map(|((day, name), kind)| vec![paper::short_date(*day), kind.to_owned(), name.clone()])
                    .collect(),
            }
        }
        "phi" => Sheet {
            head: head(&[("Mã", "Code"), ("Thủ tục", "Service"), ("Bằng lời", "In words"), ("Mức thu", "Amounts")]),
            rows: edition
                .services
                .values()
                .map(|service| {
                    let (code, name) = (service.code.to_string(), service.name.clone());
                    vec![code, name, service.fee_text.clone(), fees(&service.fees)]
                })
                .collect(),
        },
        _ => {
            let mut books: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
            for service in edition.services.values() {
                books.entry(service.register.as_str()).or_default().push(&service.result);
            }
            if let Some(book) = &edition.rejection_register {
                books.entry(book.as_str()).or_default().push(casework::catalogue::REJECTION_TITLE);
            }
            let row = |(book, mut results): (&str, Vec<&str>)| {
                results.sort_unstable();
                results.dedup();
                vec![book.to_owned(), results.join("; ")]
            };
            Sheet {
                head: head(&[("Sổ", "Book"), ("Kết quả được vào sổ", "Results numbered in it")]),
                rows: books.into_iter().map(row).collect(),
            }
        }
    }
}

#[derive(Template)]
#[template(path = "staff/workflow.html")]
struct WorkflowPage {
    room: Room,
    edition: String,
    workflow: Workflow,
    drawing: Drawing,
    services: Vec<String>,
}

pub(super) async fn workflow(room: Room, Path(id): Path<String>, Query(asked): Query<Asked>) -> Answer {
    room.needs(Business::ReadCatalogue)?;
    let catalogue = room.portal.catalogue();
    let edition = chosen(&catalogue, &asked.edition)?;
    let workflow = edition.workflows.get(&WorkflowId::from(id.as_str())).ok_or(Trouble::NotFound)?;
    let services = edition.services.values().filter(|service| service.workflow == workflow.id);
    let page = WorkflowPage {
        drawing: Drawing::of(&room.frame, workflow, &BTreeSet::new()),
        services: services.map(|service| format!("{} {}", service.code, service.name)).collect(),
        edition: edition.id.to_string(),
        workflow: workflow.clone(),
        room,
    };
    Ok(page.room.page(&page))
}
