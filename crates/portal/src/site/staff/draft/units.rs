//! A unit with everything that papers and reports say of it; and which units offer a service.

use super::entries::{Entries, code_wrong, is_code, percent};
use super::{Answer, Room, Trouble, change_here, load};
use crate::site::show;
use crate::site::staff::words;
use askama::Template;
use axum::Form;
use axum::extract::Query;
use axum::http::StatusCode;
use casework::catalogue::{DeclaredIndices, Edition, Unit, UnitKind};
use casework::{ServiceCode, UnitCode};
use serde::Deserialize;
use std::collections::BTreeSet;

const KINDS: [(UnitKind, &str); 4] = [
    (UnitKind::Province, "province"),
    (UnitKind::Department, "department"),
    (UnitKind::District, "district"),
    (UnitKind::Commune, "commune"),
];

#[derive(Default)]
struct UnitForm {
    code: String,
    name: String,
    kind: String,
    parent: String,
    symbol: String,
    place: String,
    address: String,
    phone: String,
    points: [String; 3],
}

impl UnitForm {
    fn of(unit: &Unit) -> Self {
        let kind = KINDS.into_iter().find(|(kind, _)| *kind == unit.kind).map_or("", |(_, word)| word);
        let declared = &unit.declared;
        let points = [declared.organisation, declared.publication, declared.complaints];
        Self {
            code: unit.code.to_string(),
            name: unit.name.clone(),
            kind: kind.to_owned(),
            parent: unit.parent.as_ref().map(ToString::to_string).unwrap_or_default(),
            symbol: unit.symbol.clone(),
            place: unit.place.clone(),
            address: unit.address.clone(),
            phone: unit.phone.clone(),
            points: points.map(|points| points.map(|points| points.to_string()).unwrap_or_default()),
        }
    }

    /// What a form says; where it says nothing, what `known` says.
    fn written(form: &Entries, known: Option<&Unit>) -> Self {
        let known = known.map(Self::of).unwrap_or_default();
        let text = |name: &str, known: String| if form.has(name) { form.one(name).to_owned() } else { known };
        let [organisation, publication, complaints] = known.points;
        Self {
            code: form.one("unit").to_owned(),
            name: text("name", known.name),
            kind: text("kind", known.kind),
            parent: text("parent", known.parent),
            symbol: text("symbol", known.symbol),
            place: text("place", known.place),
            address: text("address", known.address),
            phone: text("phone", known.phone),
            points: [
                text("organisation", organisation),
                text("publication", publication),
                text("complaints", complaints),
            ],
        }
    }

    fn unit(&self, room: &Room, edition: &Edition) -> Result<Unit, String> {
        let say = |vietnamese: &str, english: &str| room.t(vietnamese, english).to_owned();
        for (text, wrong) in [
            (&self.name, say("Ghi tên đơn vị.", "Give the unit's name.")),
            (&self.symbol, say("Ghi ký hiệu dùng trong số văn bản, ví dụ STP.", "Give the symbol, such as STP.")),
            (&self.place, say("Ghi địa danh trên văn bản.", "Give the place that documents state.")),
        ] {
            if text.is_empty() {
                return Err(wrong);
            }
        }
        let kind = KINDS.into_iter().find(|(_, word)| *word == self.kind).map(|(kind, _)| kind);
        let kind = kind.ok_or_else(|| say("Chọn cấp của đơn vị.", "Choose the unit's level."))?;
        let parent = Some(UnitCode::from(self.parent.as_str())).filter(|parent| !parent.as_str().is_empty());
        if parent.as_ref().is_some_and(|parent| !edition.units.contains_key(parent) || parent.as_str() == self.code) {
            return Err(say("Chọn đơn vị cấp trên khác chính đơn vị này.", "Choose another unit as the one above."));
        }
        let points = |text: &String| match text.as_str() {
            "" => Ok(None),
            "0" => Ok(Some(0)),
            "1" => Ok(Some(1)),
            "2" => Ok(Some(2)),
            _ => Err(say("Điểm tự công bố là 0, 1 hoặc 2.", "Declared points are 0, 1 or 2.")),
        };
        let [organisation, publication, complaints] = &self.points;
        Ok(Unit {
            code: UnitCode::from(self.code.as_str()),
            name: self.name.clone(),
            kind,
            parent,
            symbol: self.symbol.clone(),
            place: self.place.clone(),
            address: self.address.clone(),
            phone: self.phone.clone(),
            declared: DeclaredIndices {
                organisation: points(organisation)?,
                publication: points(publication)?,
                complaints: points(complaints)?,
            },
        })
    }
}

#[derive(Template)]
#[template(path = "staff/draft_unit.html")]
struct UnitPage {
    room: Room,
    revision: i64,
    unit: UnitForm,
    is_new: bool,
    kinds: Vec<(&'static str, &'static str)>,
    others: Vec<(String, String)>,
    wrong: String,
}

async fn page(room: Room, code: &str, written: Option<(UnitForm, bool, String)>) -> Answer {
    let draft = load(&room).await?;
    let edition = draft.edition.map_err(|_| Trouble::NotFound)?;
    let known = edition.units.get(&UnitCode::from(code));
    let status = if written.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let (unit, is_new, wrong) = match (written, known) {
        (Some(written), _) => written,
        (None, Some(unit)) => (UnitForm::of(unit), false, String::new()),
        (None, None) if code.is_empty() => (UnitForm::default(), true, String::new()),
        (None, None) => return Err(Trouble::NotFound),
    };
    let others = edition.units.values().filter(|other| other.code.as_str() != code);
    let page = UnitPage {
        revision: draft.kept.revision,
        unit,
        is_new,
        kinds: KINDS.map(|(kind, word)| (word, words::unit_kind(&room.frame, kind))).into(),
        others: others.map(|other| (other.code.to_string(), other.name.clone())).collect(),
        wrong,
        room,
    };
    Ok(show(&page.room.frame, status, &page))
}

#[derive(Deserialize)]
pub(in super::super) struct Asked {
    #[serde(default)]
    code: String,
}

pub(in super::super) async fn unit_form(room: Room, Query(asked): Query<Asked>) -> Answer {
    page(room, &asked.code, None).await
}

pub(in super::super) async fn unit_save(room: Room, Form(form): Form<Vec<(String, String)>>) -> Answer {
    let form = Entries(form);
    let code = UnitCode::from(form.one("unit"));
    let done = change_here(&room, form.revision()?, &room.draft_place(), |room, edition| {
        let is_known = edition.units.contains_key(&code);
        let gone =
            || room.t("Đơn vị này không còn trong bản dự thảo.", "That unit is no longer in the draft.").to_owned();
        match form.one("action") {
            "remove" => edition.units.remove(&code).map(|unit| format!("− {}", unit.name)).ok_or_else(gone),
            "add" if !is_code(code.as_str()) || is_known => Err(code_wrong(room)),
            action if action != "add" && !is_known => Err(gone()),
            _ => {
                let unit = UnitForm::written(&form, edition.units.get(&code)).unit(room, edition)?;
                let detail = format!("{code}: {}", unit.name);
                edition.units.insert(code.clone(), unit);
                Ok(detail)
            }
        }
    })
    .await?;
    match done {
        Ok(answer) => Ok(answer),
        Err(wrong) => {
            let written = UnitForm::written(&form, None);
            page(room, code.as_str(), Some((written, form.one("action") == "add", wrong))).await
        }
    }
}

struct OfferRow {
    code: String,
    name: String,
    offers: bool,
    takes_in: bool,
}

#[derive(Template)]
#[template(path = "staff/draft_offering.html")]
struct OfferingPage {
    room: Room,
    revision: i64,
    code: String,
    name: String,
    /// Units by their level: the level's word, its name, its units.
    levels: Vec<(&'static str, &'static str, Vec<OfferRow>)>,
    wrong: String,
}

async fn offering(room: Room, code: &str, wrong: String) -> Answer {
    let draft = load(&room).await?;
    let edition = draft.edition.map_err(|_| Trouble::NotFound)?;
    let service = edition.services.get(&ServiceCode::from(code)).ok_or(Trouble::NotFound)?;
    let row = |unit: &Unit| OfferRow {
        code: unit.code.to_string(),
        name: unit.name.clone(),
        offers: service.units.contains(&unit.code),
        takes_in: service.taken_in_by.contains(&unit.code),
    };
    let of = |kind: UnitKind| edition.units.values().filter(|unit| unit.kind == kind).map(row).collect();
    let page = OfferingPage {
        revision: draft.kept.revision,
        code: code.to_owned(),
        name: service.name.clone(),
        levels: KINDS.map(|(kind, word)| (word, words::unit_kind(&room.frame, kind), of(kind))).into(),
        wrong,
        room,
    };
    let status = if page.wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(show(&page.room.frame, status, &page))
}

pub(in super::super) async fn offering_form(room: Room, Query(asked): Query<Asked>) -> Answer {
    offering(room, &asked.code, String::new()).await
}

pub(in super::super) async fn offering_save(room: Room, Form(form): Form<Vec<(String, String)>>) -> Answer {
    let form = Entries(form);
    let code = form.one("code").to_owned();
    let back = format!("{}/thu-tuc?code={}", room.draft_place(), percent(&code));
    let done = change_here(&room, form.revision()?, &back, |room, edition| {
        // A level that is ticked means each of its units.
        let ticked = |units: &str, levels: &str| -> BTreeSet<UnitCode> {
            let of_level = edition.units.values().filter(|unit| {
                KINDS.iter().any(|(kind, word)| *kind == unit.kind && form.all(levels).any(|level| level == *word))
            });
            let of_level = of_level.map(|unit| unit.code.clone());
            form.all(units)
                .map(UnitCode::from)
                .filter(|code| edition.units.contains_key(code))
                .chain(of_level)
                .collect()
        };
        let (offers, takes_in) = (ticked("offers", "all_offer"), ticked("takes_in", "all_take_in"));
        if offers.is_empty() {
            return Err(room
                .t("Chọn ít nhất một đơn vị thực hiện.", "Choose at least one unit that offers it.")
                .to_owned());
        }
        let service = edition.services.get_mut(&ServiceCode::from(code.as_str()));
        let service = service.ok_or_else(|| room.t("Không có thủ tục này.", "There is no such service.").to_owned())?;
        (service.units, service.taken_in_by) = (offers, takes_in);
        Ok(format!("{code}: {}", room.t("đơn vị", "units")))
    })
    .await?;
    match done {
        Ok(answer) => Ok(answer),
        Err(wrong) => offering(room, &code, wrong).await,
    }
}
