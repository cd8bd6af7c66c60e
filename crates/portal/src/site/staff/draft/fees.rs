//! What a service costs: each fee a form of its own, with its reductions.

use super::entries::{Entries, dong, is_code};
use super::{Answer, Room, Trouble, change_here, load};
use crate::catalogue_files::tiers::{tiers_of, tiers_text};
use crate::site::show;
use askama::Template;
use axum::Form;
use axum::extract::Query;
use axum::http::StatusCode;
use casework::ServiceCode;
use casework::catalogue::Edition;
use casework::fee::{Fee, FeeAmount, Waiver};
use serde::Deserialize;

const MOST_FEES: usize = 40;

/// A fee as its form shows it: as it is in the draft, or as somebody wrote it wrongly.
#[derive(Default)]
struct FeeForm {
    code: String,
    name: String,
    kind: &'static str,
    amount: String,
    /// By the piece: the entry of the form that states how many.
    pieces: String,
    /// A line for each tier, and the entry that states how many copies.
    tiers: String,
    copies: String,
    entry: String,
    percent: String,
    least: String,
    most: String,
    /// Code, name, percent; the last ones empty.
    waivers: Vec<(String, String, String)>,
    /// Why it was not taken.
    wrong: String,
}

const KINDS: [(&str, &str, &str); 4] = [
    ("fixed", "Một mức cố định", "A fixed amount"),
    ("each", "Theo bản, trang hoặc đầu người", "For each copy, page or head"),
    ("tiers", "Theo trang của từng bản, có bậc", "For each page of a copy, in tiers"),
    ("share", "Theo tỷ lệ của một mục khai", "A share of an entry"),
];

impl FeeForm {
    fn new() -> Self {
        Self { kind: "fixed", waivers: vec![Default::default(); 2], ..Self::default() }
    }

    fn of(fee: &Fee) -> Self {
        let mut form = Self { code: fee.code.clone(), name: fee.name.clone(), ..Self::new() };
        match &fee.amount {
            FeeAmount::Fixed(amount) => form.amount = amount.to_string(),
            FeeAmount::Each(amount) => {
                (form.kind, form.amount) = ("each", amount.to_string());
                form.pieces = fee.pieces.clone().unwrap_or_default();
            }
            FeeAmount::Tiers { tiers, most } => {
                (form.kind, form.tiers) = ("tiers", tiers_text(tiers));
                form.pieces = fee.pieces.clone().unwrap_or_default();
                form.copies = fee.copies.clone().unwrap_or_default();
                form.most = most.map_or_else(String::new, |most| most.to_string());
            }
            FeeAmount::Share { entry, per_ten_thousand, least, most } => {
                (form.kind, form.entry) = ("share", entry.clone());
                form.percent = percent_text(*per_ten_thousand);
                (form.least, form.most) = (least.to_string(), most.to_string());
            }
        }
        let waiver = |one: &Waiver| (one.code.clone(), one.name.clone(), one.percent.to_string());
        form.waivers = fee.waivers.iter().map(waiver).chain(form.waivers).collect();
        form
    }

    fn written(form: &Entries) -> Self {
        let text = |name: &str| form.one(name).to_owned();
        let kind = KINDS.into_iter().find(|(kind, ..)| *kind == form.one("kind"));
        let names = form.all("waiver_name").zip(form.all("waiver_percent"));
        let rows = form.all("waiver_code").zip(names);
        Self {
            code: text("fee"),
            name: text("name"),
            kind: kind.map_or("fixed", |(kind, ..)| kind),
            amount: text("amount"),
            pieces: text("pieces"),
            tiers: text("tiers"),
            copies: text("copies"),
            entry: text("entry"),
            percent: text("percent"),
            least: text("least"),
            most: text("most"),
            waivers: rows.map(|(code, (name, percent))| (code.into(), name.into(), percent.into())).collect(),
            wrong: String::new(),
        }
    }

    fn fee(&self, room: &Room) -> Result<Fee, String> {
        let say = |vietnamese: &str, english: &str| Err(room.t(vietnamese, english).to_owned());
        if !is_code(&self.code) {
            return say(
                "Mã khoản thu gồm chữ không dấu, số, chấm, gạch; ví dụ LP.",
                "The code of a fee is made of letters without accents, digits, dots, hyphens; such as LP.",
            );
        }
        if self.name.is_empty() {
            return say("Ghi tên khoản thu như trên biên lai.", "Give the fee's name as receipts state it.");
        }
        let amount = || dong(room, room.t("Mức thu", "The amount"), &self.amount);
        let amount = match self.kind {
            "share" => self.share(room)?,
            "tiers" => self.tiers(room)?,
            "each" => FeeAmount::Each(amount()?),
            _ => FeeAmount::Fixed(amount()?),
        };
        let mut waivers: Vec<Waiver> = Vec::new();
        for (code, name, percent) in self.waivers.iter().filter(|(code, name, _)| !(code.is_empty() && name.is_empty()))
        {
            let number = percent.trim_end_matches('%').trim().parse::<u8>().ok().filter(|percent| *percent <= 100);
            let (Some(percent), true, false) = (number, is_code(code), name.is_empty()) else {
                return say(
                    "Mỗi diện miễn giảm cần mã không dấu, tên và phần trăm được giảm từ 0 đến 100.",
                    "Each reduction needs a code without accents, a name, and the percent that is waived, 0 to 100.",
                );
            };
            if waivers.iter().any(|known| known.code == *code) {
                return say("Hai diện miễn giảm có cùng mã.", "Two reductions have the same code.");
            }
            waivers.push(Waiver { code: code.clone(), name: name.clone(), percent });
        }
        let stated = |entry: &String, counts: bool| Some(entry.clone()).filter(|entry| counts && !entry.is_empty());
        let pieces = stated(&self.pieces, amount.is_by_the_piece());
        let copies = stated(&self.copies, amount.has_tiers());
        Ok(Fee { code: self.code.clone(), name: self.name.clone(), amount, pieces, copies, waivers })
    }

    fn tiers(&self, room: &Room) -> Result<FeeAmount, String> {
        let tiers = tiers_of(&self.tiers).ok_or_else(|| {
            room.t(
                "Mỗi bậc một dòng: trang bắt đầu | số đồng mỗi trang. Dòng đầu bắt đầu từ 1, dòng sau lớn hơn dòng trước.",
                "A line for each tier: first page | đồng a page. The first begins at 1, each after the one before.",
            )
            .to_owned()
        })?;
        let most = match self.most.as_str() {
            "" => None,
            most => Some(dong(room, room.t("Mức nhiều nhất mỗi bản", "The most of a copy"), most)?),
        };
        Ok(FeeAmount::Tiers { tiers, most })
    }

    fn share(&self, room: &Room) -> Result<FeeAmount, String> {
        if self.entry.is_empty() {
            return Err(room
                .t("Ghi mục khai mà tỷ lệ tính trên đó.", "Give the entry of which it is a share.")
                .to_owned());
        }
        let per_ten_thousand = per_ten_thousand(&self.percent).ok_or_else(|| {
            room.t("Tỷ lệ là số phần trăm từ 0 đến 100, ví dụ 0,5.", "The share is percent from 0 to 100, such as 0.5.")
                .to_owned()
        })?;
        let least = dong(room, room.t("Mức thu ít nhất", "The least amount"), &self.least)?;
        let most = dong(room, room.t("Mức thu nhiều nhất", "The largest amount"), &self.most)?;
        if least > most {
            return Err(room.t("Mức ít nhất lớn hơn mức nhiều nhất.", "The least is more than the most.").to_owned());
        }
        Ok(FeeAmount::Share { entry: self.entry.clone(), per_ten_thousand, least, most })
    }
}

/// Hundredths of a percent as percent: 50 is `0,5`.
fn percent_text(per_ten_thousand: u32) -> String {
    let text = format!("{},{:02}", per_ten_thousand / 100, per_ten_thousand % 100);
    text.trim_end_matches('0').trim_end_matches(',').to_owned()
}

/// Percent with at most two digits after comma or point, in hundredths.
fn per_ten_thousand(text: &str) -> Option<u32> {
    let text = text.trim_end_matches('%').trim().replace(',', ".");
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    if whole.is_empty() || part.len() > 2 || !(whole.to_owned() + part).bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let hundredths: u32 = format!("{part:0<2}").parse().ok()?;
    whole.parse::<u32>().ok()?.checked_mul(100)?.checked_add(hundredths).filter(|all| *all <= 10_000)
}

#[derive(Template)]
#[template(path = "staff/draft_fees.html")]
struct FeesPage {
    room: Room,
    revision: i64,
    code: String,
    name: String,
    fee_text: String,
    fees: Vec<FeeForm>,
    /// The form for one more.
    new: FeeForm,
}

async fn page(room: Room, code: &str, written: Option<(usize, FeeForm)>) -> Answer {
    let draft = load(&room).await?;
    let edition = draft.edition.map_err(|_| Trouble::NotFound)?;
    let service = edition.services.get(&ServiceCode::from(code)).ok_or(Trouble::NotFound)?;
    let mut page = FeesPage {
        revision: draft.kept.revision,
        code: code.to_owned(),
        name: service.name.clone(),
        fee_text: service.fee_text.clone(),
        fees: service.fees.iter().map(FeeForm::of).collect(),
        new: FeeForm::new(),
        room,
    };
    let status = if written.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    if let Some((index, form)) = written {
        match page.fees.get_mut(index) {
            Some(place) => *place = form,
            None => page.new = form,
        }
    }
    Ok(show(&page.room.frame, status, &page))
}

#[derive(Deserialize)]
pub(in super::super) struct Asked {
    #[serde(default)]
    code: String,
}

pub(in super::super) async fn fees_form(room: Room, Query(asked): Query<Asked>) -> Answer {
    page(room, &asked.code, None).await
}

pub(in super::super) async fn fees_save(room: Room, Form(form): Form<Vec<(String, String)>>) -> Answer {
    let form = Entries(form);
    let code = form.one("code").to_owned();
    let back = format!("{}/thu-tuc/phi?code={}", room.draft_place(), super::entries::percent(&code));
    let index = form.one("index").parse().unwrap_or(usize::MAX);
    let written = FeeForm::written(&form);
    let done = change_here(&room, form.revision()?, &back, |room, edition| {
        let detail = apply(room, edition, &code, &form, &written)?;
        Ok(format!("{code}: {detail}"))
    })
    .await?;
    match done {
        Ok(answer) => Ok(answer),
        Err(wrong) => page(room, &code, Some((index, FeeForm { wrong, ..written }))).await,
    }
}

fn apply(room: &Room, edition: &mut Edition, code: &str, form: &Entries, written: &FeeForm) -> Result<String, String> {
    let gone =
        || room.t("Khoản thu này không còn trong bản dự thảo.", "That fee is no longer in the draft.").to_owned();
    let fees = &mut edition.services.get_mut(&ServiceCode::from(code)).ok_or_else(gone)?.fees;
    let index = form.index(fees.len());
    match form.one("action") {
        "remove" => Ok(format!("− {}", fees.remove(index.ok_or_else(gone)?).name)),
        "up" => {
            let index = index.ok_or_else(gone)?;
            fees.swap(index, index.saturating_sub(1));
            Ok(format!("↑ {}", written.name))
        }
        action => {
            let fee = written.fee(room)?;
            let is_other = |place: usize| action == "add" || Some(place) != index;
            if fees.iter().enumerate().any(|(place, known)| known.code == fee.code && is_other(place)) {
                return Err(room.t("Mã khoản thu này đã có.", "A fee has this code already.").to_owned());
            }
            let detail = crate::catalogue_files::difference::fees(std::slice::from_ref(&fee));
            match index {
                Some(index) if action != "add" => fees[index] = fee,
                _ if action == "add" && fees.len() < MOST_FEES => fees.push(fee),
                _ => return Err(gone()),
            }
            Ok(detail)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_written_as_people_write_percent() {
        for (text, share) in [
            ("0,5", Some(50)),
            ("0.5 %", Some(50)),
            ("1,25", Some(125)),
            ("100", Some(10_000)),
            ("100,01", None),
            ("1,234", None),
            ("-1", None),
            ("", None),
        ] {
            assert_eq!(per_ten_thousand(text), share, "{text}");
        }
        assert_eq!([50, 125, 10_000, 0].map(percent_text), ["0,5", "1,25", "100", "0"]);
    }
}
