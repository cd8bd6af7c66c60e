//! What an edition changes against another, in words that a person signs for.

use casework::catalogue::{Edition, Service, Step, TimeLimit, Unit, Workflow};
use casework::fee::{Fee, FeeAmount};
use casework::form_entry::FormEntry;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

/// Lines that say what `new` changes against `old`, in Vietnamese or English; none where both are the same but for name
/// and date.
#[must_use]
pub fn difference(old: &Edition, new: &Edition, english: bool) -> Vec<String> {
    let mut words = Words { english, lines: Vec::new() };
    if old.title != new.title {
        words.change(words.t("Tên bản danh mục", "Title of the edition"), &old.title, &new.title);
    }
    if old.forms != new.forms {
        words.change(words.t("Biểu mẫu", "Forms"), old.forms.circular(), new.forms.circular());
    }
    if old.late_form != new.late_form {
        words.add(words.t("Tên, cột của biểu II.07 thay đổi", "Title or columns of form II.07 change"));
    }
    let book = |edition: &Edition| edition.rejection_register.as_ref().map(ToString::to_string).unwrap_or_default();
    if old.copies != new.copies {
        words.add(words.t("Dấu hoặc người được cấp bản sao thay đổi", "Mark or certifiers of copies change"));
    }
    if old.rejection_register != new.rejection_register {
        words.change(words.t("Sổ của văn bản từ chối", "Book of refusals"), book(old), book(new));
    }
    if old.sample != new.sample {
        words.add(if new.sample {
            words.t("Đánh dấu là dữ liệu mẫu", "Marked as sample data")
        } else {
            words.t("Không còn là dữ liệu mẫu", "No longer sample data")
        });
    }
    let what = words.t("Đơn vị", "Unit");
    words.each(what, &old.units, &new.units, |unit| unit.name.clone(), Words::unit);
    let what = words.t("Lĩnh vực", "Field");
    words.each(what, &old.fields, &new.fields, |field| field.name.clone(), |_, _, _, _| {});
    let what = words.t("Thủ tục", "Service");
    words.each(what, &old.services, &new.services, |service| service.name.clone(), Words::service);
    let what = words.t("Quy trình", "Workflow");
    words.each(what, &old.workflows, &new.workflows, |workflow| workflow.name.clone(), Words::workflow);
    let what = words.t("Trạng thái", "Status");
    words.each(what, &old.statuses, &new.statuses, |status| format!("{} / {}", status.vi, status.en), |_, _, _, _| {});
    let (old, new) = (&old.calendar, &new.calendar);
    let what = words.t("Ngày nghỉ", "Day off");
    words.each(what, &old.holidays, &new.holidays, Clone::clone, |_, _, _, _| {});
    let what = words.t("Ngày làm bù", "Day worked in exchange");
    words.each(what, &old.makeup_days, &new.makeup_days, Clone::clone, |_, _, _, _| {});
    if old.weekly != new.weekly {
        words.add(words.t("Ca làm việc trong tuần thay đổi", "The shifts of the week change"));
    }
    words.lines
}

struct Words {
    english: bool,
    lines: Vec<String>,
}

impl Words {
    fn t(&self, vietnamese: &'static str, english: &'static str) -> &'static str {
        if self.english { english } else { vietnamese }
    }

    fn add(&mut self, line: impl Into<String>) {
        self.lines.push(line.into());
    }

    fn change(&mut self, what: impl Display, from: impl Display, to: impl Display) {
        self.lines.push(format!("{what}: “{from}” → “{to}”"));
    }

    /// What came, what went, what has another name; then what else differs.
    fn each<Key: Ord + Display, Value: PartialEq>(
        &mut self,
        what: &str,
        old: &BTreeMap<Key, Value>,
        new: &BTreeMap<Key, Value>,
        name: impl Fn(&Value) -> String,
        inner: impl Fn(&mut Self, &str, &Value, &Value),
    ) {
        for (key, value) in old.iter().filter(|(key, _)| !new.contains_key(*key)) {
            let gone = self.t("bỏ", "removed");
            self.add(format!("{what} {key} “{}”: {gone}", name(value)));
        }
        for (key, value) in new {
            let Some(before) = old.get(key) else {
                let come = self.t("thêm mới", "added");
                self.add(format!("{what} {key} “{}”: {come}", name(value)));
                continue;
            };
            if before == value {
                continue;
            }
            if name(before) != name(value) {
                self.change(format!("{what} {key}"), name(before), name(value));
            }
            inner(self, &format!("{what} {key}"), before, value);
        }
    }

    fn text(&mut self, subject: &str, what: &str, from: &str, to: &str) {
        if from != to {
            self.change(format!("{subject}, {what}"), from, to);
        }
    }

    fn unit(&mut self, subject: &str, old: &Unit, new: &Unit) {
        let parent = |unit: &Unit| unit.parent.as_ref().map_or_else(|| "–".to_owned(), ToString::to_string);
        self.text(subject, self.t("ký hiệu", "symbol"), &old.symbol, &new.symbol);
        self.text(subject, self.t("địa danh", "place"), &old.place, &new.place);
        self.text(subject, self.t("địa chỉ", "address"), &old.address, &new.address);
        self.text(subject, self.t("điện thoại", "phone"), &old.phone, &new.phone);
        self.text(subject, self.t("đơn vị cấp trên", "unit above"), &parent(old), &parent(new));
        if old.declared != new.declared {
            self.add(format!("{subject}: {}", self.t("điểm tự công bố thay đổi", "its declared points change")));
        }
        if old.kind != new.kind {
            self.add(format!("{subject}: {}", self.t("đổi cấp", "another level")));
        }
    }

    fn service(&mut self, subject: &str, old: &Service, new: &Service) {
        let english = self.english;
        let limit = |service: &Service| time_limit(&service.time_limit, english);
        self.text(subject, self.t("thời hạn", "time limit"), &limit(old), &limit(new));
        self.text(subject, self.t("thời hạn bằng lời", "time in words"), &old.time_text, &new.time_text);
        self.text(subject, self.t("phí bằng lời", "fee in words"), &old.fee_text, &new.fee_text);
        self.text(subject, self.t("mức phí", "fees"), &fees(&old.fees), &fees(&new.fees));
        self.text(subject, self.t("quy trình", "workflow"), old.workflow.as_str(), new.workflow.as_str());
        self.text(subject, self.t("lĩnh vực", "field"), old.field.as_str(), new.field.as_str());
        self.text(subject, self.t("kết quả", "result"), &old.result, &new.result);
        self.text(subject, self.t("sổ", "register"), old.register.as_str(), new.register.as_str());
        self.text(subject, self.t("giấy tờ", "papers"), &old.papers.join("; "), &new.papers.join("; "));
        let codes = |service: &Service| {
            service.paper_codes.iter().map(|(paper, code)| format!("{paper}: {code}")).collect::<Vec<_>>().join("; ")
        };
        self.text(subject, self.t("mã thành phần hồ sơ", "codes of papers"), &codes(old), &codes(new));
        let what = self.t("mục tờ khai", "entry of the form");
        let names =
            |service: &Service| -> Vec<String> { service.entries.iter().map(|entry| entry.name.clone()).collect() };
        if names(old).iter().collect::<BTreeSet<_>>() == names(new).iter().collect() {
            self.text(
                subject,
                self.t("thứ tự mục tờ khai", "order of the form"),
                &names(old).join("; "),
                &names(new).join("; "),
            );
        }
        let by_name = |service: &Service| -> BTreeMap<String, FormEntry> {
            service.entries.iter().map(|entry| (entry.name.clone(), entry.clone())).collect()
        };
        let changed = self.t("thay đổi", "changes");
        for (name, entry) in by_name(new) {
            match old.entries.iter().find(|known| known.name == name) {
                None => self.add(format!("{subject}, {what} “{name}”: {}", self.t("thêm mới", "added"))),
                Some(known) if *known != entry => self.add(format!("{subject}, {what} “{name}”: {changed}")),
                Some(_) => {}
            }
        }
        for name in names(old).into_iter().filter(|name| !names(new).contains(name)) {
            self.add(format!("{subject}, {what} “{name}”: {}", self.t("bỏ", "removed")));
        }
        self.text(subject, self.t("ghi chú", "note"), &old.note, &new.note);
        let codes =
            |units: &BTreeSet<casework::UnitCode>| units.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        self.text(subject, self.t("đơn vị thực hiện", "offered by"), &codes(&old.units), &codes(&new.units));
        self.text(subject, self.t("nơi tiếp nhận", "taken in by"), &codes(&old.taken_in_by), &codes(&new.taken_in_by));
        if old.at_once != new.at_once {
            self.add(format!(
                "{subject}: {}",
                if new.at_once {
                    self.t("giải quyết và trả kết quả ngay", "done while the applicant waits")
                } else {
                    self.t("không còn giải quyết ngay", "no longer done while the applicant waits")
                }
            ));
        }
        if old.online != new.online {
            self.add(format!("{subject}: {}", self.t("mức trực tuyến thay đổi", "its online level changes")));
        }
        for (what, old, new) in [
            (self.t("việc phải làm tại quầy", "what is done at the counter"), &old.at_counter, &new.at_counter),
            (self.t("sự kiện trong đời", "life events"), &old.life_events, &new.life_events),
            (self.t("căn cứ pháp lý", "legal basis"), &old.legal_basis, &new.legal_basis),
        ] {
            self.text(subject, what, &old.join("; "), &new.join("; "));
        }
        if old.supplement != new.supplement {
            self.add(format!("{subject}: {}", self.t("quy tắc bổ sung thay đổi", "the rule on supplements changes")));
        }
        if old.variants != new.variants {
            self.add(format!("{subject}: {}", self.t("các trường hợp riêng thay đổi", "its variants change")));
        }
        if old.valid_months != new.valid_months {
            self.add(format!(
                "{subject}: {}",
                self.t("thời hạn hiệu lực kết quả đổi", "the result's validity changes")
            ));
        }
    }

    fn workflow(&mut self, subject: &str, old: &Workflow, new: &Workflow) {
        for step in old.steps.iter().filter(|step| new.step(&step.id).is_none()) {
            self.add(format!("{subject}: {} “{}”", self.t("bỏ bước", "removes the step"), step.name));
        }
        for step in &new.steps {
            match old.step(&step.id) {
                None => self.add(format!("{subject}: {} “{}”", self.t("thêm bước", "adds the step"), step.name)),
                Some(before) if before != step => self.step(subject, before, step),
                Some(_) => {}
            }
        }
        let kept = |from: &Workflow, other: &Workflow| {
            let steps = from.steps.iter().filter(|step| other.step(&step.id).is_some());
            steps.map(|step| step.id.clone()).collect::<Vec<_>>()
        };
        if kept(old, new) != kept(new, old) {
            let order = new.steps.iter().map(|step| step.name.as_str()).collect::<Vec<_>>().join(" → ");
            self.add(format!("{subject}: {} {order}", self.t("thứ tự bước:", "order of steps:")));
        }
    }

    fn step(&mut self, subject: &str, old: &Step, new: &Step) {
        let subject = format!("{subject}, {} “{}”", self.t("bước", "step"), new.name);
        self.text(&subject, self.t("tên", "name"), &old.name, &new.name);
        if old.hours != new.hours {
            self.change(format!("{subject}, {}", self.t("số giờ", "hours")), old.hours, new.hours);
        }
        if old.role != new.role {
            self.add(format!("{subject}: {}", self.t("đổi vai trò", "another role")));
        }
        if old.kind != new.kind {
            self.add(format!("{subject}: {}", self.t("đổi loại việc", "another kind")));
        }
        if old.branches != new.branches {
            self.add(format!("{subject}: {}", self.t("các nhánh thay đổi", "its branches change")));
        }
        if old.forbids != new.forbids {
            self.add(format!("{subject}: {}", self.t("các việc được làm thay đổi", "the acts allowed there change")));
        }
        if old.place != new.place || old.waits_days != new.waits_days {
            self.add(format!("{subject}: {}", self.t("nơi làm hoặc thời gian chờ thay đổi", "place or wait changes")));
        }
    }
}

/// The time limit in words.
#[must_use]
pub fn time_limit(limit: &TimeLimit, english: bool) -> String {
    let t = |vietnamese: &'static str, english_text: &'static str| if english { english_text } else { vietnamese };
    match limit {
        TimeLimit::SameDay { cutoff } => {
            format!(
                "{} {:02}:{:02}",
                t("trong ngày, nhận trước", "the same day, received before"),
                cutoff / 60,
                cutoff % 60
            )
        }
        TimeLimit::WorkingDays(days) => format!("{days} {}", t("ngày làm việc", "working days")),
        TimeLimit::CalendarDays(days) => format!("{days} {}", t("ngày", "calendar days")),
    }
}

/// The fees in words.
#[must_use]
pub fn fees(fees: &[Fee]) -> String {
    let one = |fee: &Fee| match &fee.amount {
        FeeAmount::Fixed(amount) => format!("{} {amount} đ", fee.name),
        FeeAmount::Each(amount) => {
            format!("{} {amount} đ × {}", fee.name, fee.pieces.as_deref().unwrap_or("n"))
        }
        FeeAmount::Tiers { tiers, most } => {
            let pieces = [fee.pieces.as_deref().unwrap_or("n"), fee.copies.as_deref().unwrap_or("n")].join(" × ");
            let tiers: Vec<_> = tiers.iter().map(|tier| format!("{}+: {} đ", tier.from, tier.each)).collect();
            let most = most.map_or_else(String::new, |most| format!(", ≤ {most} đ"));
            format!("{} {}{most} × {pieces}", fee.name, tiers.join(", "))
        }
        FeeAmount::Share { entry, per_ten_thousand, .. } => {
            format!("{} {per_ten_thousand}/10000 {entry}", fee.name)
        }
    };
    if fees.is_empty() { "–".to_owned() } else { fees.iter().map(one).collect::<Vec<_>>().join("; ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue_files::bundled;

    #[test]
    fn what_changes_is_said_and_what_stays_is_not() {
        let old = bundled().unwrap().remove(&"2018".into()).unwrap();
        assert_eq!(difference(&old, &old, false), Vec::<String>::new());
        let mut new = old.clone();
        new.forms = casework::catalogue::FormSet::Circular03Of2025;
        new.units.get_mut(&"000.00.03.H40".into()).unwrap().name = "Sở Tư pháp tỉnh".to_owned();
        new.calendar.holidays.insert("2027-09-03".parse().unwrap(), "Nghỉ bù".to_owned());
        new.services.get_mut(&"1.001193".into()).unwrap().time_limit = TimeLimit::WorkingDays(1);
        let path = new.workflows.get_mut(&"B_3d".into()).unwrap();
        path.steps.swap(2, 3);
        path.steps[4].hours = 2;
        assert_eq!(
            difference(&old, &new, false),
            [
                "Biểu mẫu: “Thông tư 01/2018/TT-VPCP” → “Thông tư 03/2025/TT-VPCP”",
                "Đơn vị 000.00.03.H40: “Sở Tư pháp” → “Sở Tư pháp tỉnh”",
                "Thủ tục 1.001193, thời hạn: “trong ngày, nhận trước 15:00” → “1 ngày làm việc”",
                "Quy trình B_3d, bước “Ký duyệt”, số giờ: “4” → “2”",
                "Quy trình B_3d: thứ tự bước: Tiếp nhận → Phân công → Xem xét dự thảo → Thẩm định, dự thảo → \
                 Ký duyệt → Vào số, đóng dấu → Trả kết quả",
                "Ngày nghỉ 2027-09-03 “Nghỉ bù”: thêm mới",
            ]
        );
        assert_eq!(difference(&old, &new, true).len(), 6);
    }
}
