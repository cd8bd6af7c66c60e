//! Brings a draft up to a newer edition: what the draft changed since the edition that it began from is kept, everything
//! else is taken from the newer one. Where both changed the same entry the draft's stays, and is named.

use casework::calendar::Calendar;
use casework::catalogue::Edition;
use std::collections::BTreeMap;
use std::fmt::Display;

/// A draft on a newer edition.
pub struct Rebased {
    pub edition: Edition,
    /// What both changed, each in its own way.
    pub both: Vec<String>,
}

/// The draft, begun from `base`, as it stands on `newer`; names in Vietnamese or English.
#[must_use]
pub fn rebase(base: &Edition, newer: &Edition, draft: &Edition, english: bool) -> Rebased {
    let mut merge = Merge { both: Vec::new() };
    let t = |vietnamese: &'static str, second: &'static str| if english { second } else { vietnamese };
    // Every part stands here, so that a new one is not forgotten.
    let Edition {
        id: _,
        title,
        in_force_from: _,
        forms,
        late_form,
        rejection_register,
        copies,
        notices,
        sample,
        units,
        fields,
        services,
        workflows,
        statuses,
        calendar: Calendar { weekly, holidays, makeup_days },
    } = base;
    let calendar = Calendar {
        weekly: merge.one(t("Giờ làm việc", "Working hours"), weekly, &newer.calendar.weekly, &draft.calendar.weekly),
        holidays: merge.each(t("Ngày nghỉ", "Day off"), holidays, &newer.calendar.holidays, &draft.calendar.holidays),
        makeup_days: merge.each(
            t("Ngày làm bù", "Day worked in exchange"),
            makeup_days,
            &newer.calendar.makeup_days,
            &draft.calendar.makeup_days,
        ),
    };
    let edition = Edition {
        id: draft.id.clone(),
        title: merge.one(t("Tên bản danh mục", "Title of the edition"), title, &newer.title, &draft.title),
        in_force_from: draft.in_force_from,
        forms: merge.one(t("Biểu mẫu", "Forms"), forms, &newer.forms, &draft.forms),
        late_form: merge.one(t("Biểu II.07", "Form II.07"), late_form, &newer.late_form, &draft.late_form),
        rejection_register: merge.one(
            t("Sổ của văn bản từ chối", "Book of refusals"),
            rejection_register,
            &newer.rejection_register,
            &draft.rejection_register,
        ),
        copies: merge.one(t("Quy tắc bản sao", "Rules of copies"), copies, &newer.copies, &draft.copies),
        notices: merge.each(t("Thông báo", "Notice"), notices, &newer.notices, &draft.notices),
        sample: merge.one(t("Dữ liệu mẫu", "Sample data"), sample, &newer.sample, &draft.sample),
        units: merge.each(t("Đơn vị", "Unit"), units, &newer.units, &draft.units),
        fields: merge.each(t("Lĩnh vực", "Field"), fields, &newer.fields, &draft.fields),
        services: merge.each(t("Thủ tục", "Service"), services, &newer.services, &draft.services),
        workflows: merge.each(t("Quy trình", "Workflow"), workflows, &newer.workflows, &draft.workflows),
        statuses: merge.each(t("Trạng thái", "Status"), statuses, &newer.statuses, &draft.statuses),
        calendar,
    };
    Rebased { edition, both: merge.both }
}

struct Merge {
    both: Vec<String>,
}

impl Merge {
    fn one<Value: Clone + PartialEq>(&mut self, what: &str, base: &Value, newer: &Value, draft: &Value) -> Value {
        if draft == base {
            return newer.clone();
        }
        if newer != base && newer != draft {
            self.both.push(what.to_owned());
        }
        draft.clone()
    }

    fn each<Key: Ord + Clone + Display, Value: Clone + PartialEq>(
        &mut self,
        what: &str,
        base: &BTreeMap<Key, Value>,
        newer: &BTreeMap<Key, Value>,
        draft: &BTreeMap<Key, Value>,
    ) -> BTreeMap<Key, Value> {
        let mut keys: Vec<&Key> = newer.keys().chain(draft.keys()).collect();
        keys.sort();
        keys.dedup();
        let merged = |key: &Key| {
            let what = format!("{what} {key}");
            let value = self.one(&what, &base.get(key), &newer.get(key), &draft.get(key));
            value.cloned().map(|value| (key.clone(), value))
        };
        keys.into_iter().filter_map(merged).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue_files::bundled;

    fn editions() -> [Edition; 3] {
        let edition = bundled().unwrap().remove(&"2018".into()).unwrap();
        [edition.clone(), edition.clone(), edition]
    }

    #[test]
    fn a_draft_keeps_what_it_changed_and_takes_the_rest_from_the_newer_edition() {
        let [base, mut newer, mut draft] = editions();
        let codes: Vec<_> = base.services.keys().take(4).cloned().collect();
        newer.services.get_mut(&codes[0]).unwrap().name = "Mới".to_owned();
        newer.services.remove(&codes[1]);
        newer.calendar.holidays.insert("2027-06-01".parse().unwrap(), "Lễ".to_owned());
        newer.copies.mark = "BẢN SAO".to_owned();
        draft.services.get_mut(&codes[2]).unwrap().name = "Của dự thảo".to_owned();
        draft.services.remove(&codes[3]);
        draft.rejection_register = Some("TC".into());
        let Rebased { edition, both } = rebase(&base, &newer, &draft, false);
        assert_eq!(both, Vec::<String>::new());
        let mut wanted = newer.clone();
        wanted.services.insert(codes[2].clone(), draft.services[&codes[2]].clone());
        wanted.services.remove(&codes[3]);
        wanted.rejection_register = Some("TC".into());
        assert_eq!(edition, wanted);
    }

    #[test]
    fn what_both_changed_stays_the_drafts_and_is_named() {
        let [base, mut newer, mut draft] = editions();
        let codes: Vec<_> = base.services.keys().take(3).cloned().collect();
        for (edition, name) in [(&mut newer, "Mới"), (&mut draft, "Của dự thảo")] {
            edition.services.get_mut(&codes[0]).unwrap().name = name.to_owned();
            edition.title = name.to_owned();
            // The same change on both sides is none to tell.
            edition.copies.mark = "BẢN SAO".to_owned();
        }
        newer.services.remove(&codes[1]);
        draft.services.get_mut(&codes[1]).unwrap().name = "Còn dùng".to_owned();
        newer.services.get_mut(&codes[2]).unwrap().name = "Còn dùng".to_owned();
        draft.services.remove(&codes[2]);
        let Rebased { edition, both } = rebase(&base, &newer, &draft, false);
        let services = codes.iter().map(|code| format!("Thủ tục {code}"));
        assert_eq!(both, ["Tên bản danh mục".to_owned()].into_iter().chain(services).collect::<Vec<_>>());
        assert_eq!(edition, draft);
    }

    #[test]
    fn a_draft_that_changed_nothing_becomes_the_newer_edition() {
        let [base, mut newer, draft] = editions();
        newer.workflows.pop_first();
        newer.statuses.get_mut(&1).unwrap().en = "Filed".to_owned();
        let Rebased { edition, both } = rebase(&base, &newer, &draft, false);
        assert_eq!((edition, both), (newer, Vec::new()));
    }
}
