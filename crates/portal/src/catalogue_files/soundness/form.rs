//! Whether the form of a service can be filled in: each entry has a name of its own and something that can be written there,
//! and what hangs on an entry hangs on one that is asked.

use super::{Findings, SERVICES};
use casework::catalogue::{Condition, Service};
use casework::fee::{FeeAmount, tiers_follow};
use casework::form_entry::{EntryKind, FormEntry};

/// The entry that a condition looks at, and the value that it wants of it.
fn looked_at(condition: &Condition) -> Option<(&str, Option<&str>)> {
    match condition {
        Condition::EntryIs { entry, value } => Some((entry, Some(value))),
        Condition::EntryFilled { entry } | Condition::EntryAtLeast { entry, .. } => Some((entry, None)),
        Condition::Not(inner) => looked_at(inner),
        Condition::Channel(_) | Condition::Applicant(_) => None,
    }
}

pub(super) fn check(service: &Service, findings: &mut Findings) {
    let key = &service.code;
    for (place, entry) in service.entries.iter().enumerate() {
        findings.named(SERVICES, key, ("the name of an entry of the form", "tên mục tờ khai"), &entry.name);
        let before = &service.entries[..place];
        if before.iter().any(|other| other.name.trim() == entry.name.trim()) {
            findings.add(
                SERVICES,
                key,
                format!("the form asks for “{}” twice", entry.name),
                "give each entry a name of its own",
                format!("tờ khai có hai mục “{}”; hãy đặt tên khác nhau", entry.name),
            );
        }
        check_kind(service, entry, findings);
        let own = || (format!("the entry “{}”", entry.name), format!("mục “{}”", entry.name));
        entry.when.iter().for_each(|condition| check_condition(service, before, condition, own(), findings));
    }
    for fee in &service.fees {
        if let FeeAmount::Tiers { tiers, .. } = &fee.amount
            && !tiers_follow(tiers)
        {
            findings.add(
                SERVICES,
                key,
                format!("the tiers of the fee {} do not follow one another from the first piece on", fee.code),
                "let the first tier begin at 1 and each one after the one before",
                format!(
                    "các bậc của khoản thu {} không nối nhau từ trang đầu; bậc đầu phải bắt đầu từ 1, bậc sau lớn hơn bậc trước",
                    fee.name
                ),
            );
        }
    }
    // Without a form, entries are what the clerk writes beside it.
    if service.entries.is_empty() {
        return;
    }
    for variant in &service.variants {
        let own = || (format!("the variant {}", variant.id), format!("trường hợp {}", variant.name));
        let conditions = variant.when.iter();
        conditions.for_each(|condition| check_condition(service, &service.entries, condition, own(), findings));
    }
    for fee in &service.fees {
        let share = if let FeeAmount::Share { entry, .. } = &fee.amount { Some(entry) } else { None };
        for entry in [share, fee.pieces.as_ref(), fee.copies.as_ref()].into_iter().flatten() {
            let counted = Condition::EntryAtLeast { entry: entry.clone(), number: 0 };
            let own = (format!("the fee {}", fee.code), format!("khoản thu {}", fee.name));
            check_condition(service, &service.entries, &counted, own, findings);
        }
    }
}

fn check_kind(service: &Service, entry: &FormEntry, findings: &mut Findings) {
    let (problem, vietnamese) = match &entry.kind {
        EntryKind::Choice(options) if options.iter().any(|option| option.trim().is_empty()) || options.len() < 2 => {
            ("has fewer than two choices, or an empty one", "cần ít nhất hai lựa chọn, không lựa chọn nào trống")
        }
        EntryKind::Number { least: Some(least), most: Some(most) } if least > most => {
            ("takes no number: the least is above the most", "không nhận số nào: số nhỏ nhất lớn hơn số lớn nhất")
        }
        _ => return,
    };
    findings.add(
        SERVICES,
        &service.code,
        format!("the entry “{}” {problem}", entry.name),
        "correct 'kind'",
        format!("mục “{}” {vietnamese}; hãy sửa 'kind'", entry.name),
    );
}

/// What hangs on an entry needs one that is asked, before it where it is itself part of the form, and a value that can be
/// written there.
fn check_condition(
    service: &Service,
    asked: &[FormEntry],
    condition: &Condition,
    (who, vietnamese): (String, String),
    findings: &mut Findings,
) {
    let Some((name, value)) = looked_at(condition) else { return };
    let Some(entry) = asked.iter().find(|entry| entry.name == name) else {
        return findings.add(
            SERVICES,
            &service.code,
            format!("{who} hangs on “{name}”, which the form does not ask before"),
            "add that entry above it or correct the name",
            format!("{vietnamese} phụ thuộc mục “{name}” mà tờ khai không hỏi trước đó; hãy thêm mục ấy hoặc sửa tên"),
        );
    };
    let options = entry.kind.options();
    let can_be = |value: &str| options.is_empty() || options.iter().any(|option| option.trim() == value.trim());
    if let Some(value) = value.filter(|value| !can_be(value)) {
        findings.add(
            SERVICES,
            &service.code,
            format!("{who} hangs on “{name}” being “{value}”, which cannot be chosen there"),
            "correct the value",
            format!("{vietnamese} cần “{name}” là “{value}” mà mục ấy không có lựa chọn này; hãy sửa giá trị"),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::catalogue_files::{bundled, check};
    use casework::catalogue::{Condition, Service, Variant};
    use casework::fee::{Fee, FeeAmount, Tier};
    use casework::form_entry::EntryKind;

    /// What is found in the sample's edition once the service of marital status is changed.
    fn found(change: impl FnOnce(&mut Service)) -> Vec<String> {
        let mut edition = bundled().unwrap().remove(&"2018".into()).unwrap();
        assert_eq!(check(&edition), []);
        change(edition.services.get_mut(&"1.004873".into()).unwrap());
        check(&edition).into_iter().map(|finding| finding.problem).collect()
    }

    fn is(entry: &str, value: &str) -> Condition {
        Condition::EntryIs { entry: entry.to_owned(), value: value.to_owned() }
    }

    #[test]
    fn a_form_that_nobody_could_fill_in_is_found_before_it_is_published() {
        let twice = found(|service| service.entries.push(service.entries[0].clone()));
        assert_eq!(twice, ["the form asks for “Tình trạng hôn nhân” twice"]);
        let one = found(|service| service.entries[0].kind = EntryKind::Choice(vec!["Độc thân".to_owned()]));
        assert!(one[0].contains("has fewer than two choices"), "{one:?}");
        let none = found(|service| {
            service.entries[3].kind = EntryKind::Number { least: Some(3), most: Some(2) };
        });
        assert!(none[0].contains("takes no number"), "{none:?}");
    }

    #[test]
    fn nothing_hangs_on_an_entry_that_is_asked_after_it_or_not_at_all_or_never_says_so() {
        let later = found(|service| service.entries[0].when = vec![is("Mục đích sử dụng", "Mục đích khác")]);
        assert!(later[0].contains("which the form does not ask before"), "{later:?}");
        let never = found(|service| service.entries[3].when = vec![is("Mục đích sử dụng", "Đi chơi")]);
        assert!(never[0].contains("cannot be chosen there"), "{never:?}");
        let variant = found(|service| {
            let when = vec![Condition::Not(Box::new(is("Nơi cư trú cũ", "x")))];
            let (id, name) = ("v".into(), "Xác minh".to_owned());
            service.variants.push(Variant {
                id,
                name,
                when,
                later: false,
                workflow: Some("C_5d".into()),
                time_limit: None,
            });
        });
        assert!(
            variant.iter().any(|problem| problem.contains("the variant v hangs on “Nơi cư trú cũ”")),
            "{variant:?}"
        );
        let fee = found(|service| {
            let amount = FeeAmount::Share { entry: "Giá trị".into(), per_ten_thousand: 50, least: 0, most: 1 };
            let (code, name) = ("P".into(), "Phí".into());
            service.fees.push(Fee { code, name, amount, pieces: None, copies: None, waivers: Vec::new() });
        });
        assert_eq!(fee, ["the fee P hangs on “Giá trị”, which the form does not ask before"]);
        let tiers = found(|service| {
            let amount = FeeAmount::Tiers { tiers: vec![Tier { from: 2, each: 1_000 }], most: None };
            let (code, name, copies) = ("P".into(), "Phí".into(), Some("Số bản".to_owned()));
            service.fees.push(Fee { code, name, amount, pieces: None, copies, waivers: Vec::new() });
        });
        assert_eq!(
            tiers,
            [
                "the tiers of the fee P do not follow one another from the first piece on",
                "the fee P hangs on “Số bản”, which the form does not ask before"
            ]
        );
    }
}
