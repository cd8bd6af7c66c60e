//! The catalogue as files that people can review: one folder per edition, one YAML file per kind of reference data. An
//! edition that is based on another has files for what changes only ([`folder`]).
//!
//! Reading is strict: a key that is not known, a code that stands twice, a service that points nowhere is an error that
//! names the file, the key, what is wrong and what to do. What is read is a plain [`Edition`]; [`check`] holds any
//! edition, from files or from an administrator's screen, against what the law needs to follow it.
//!
//! Deliberately absent: writing of folders. A published edition is not edited; a new one is made beside it. An edition
//! that is being prepared is one text with the same parts ([`document`]; forms keep its comments), or a workbook with what a table can hold
//! ([`sheets`]).

mod comments;
pub mod difference;
pub mod document;
pub(crate) mod entry_words;
mod folder;
pub mod rebase;
pub mod sheets;
mod soundness;
pub(crate) mod tiers;

pub use soundness::{Finding, check};

use casework::catalogue::{
    Branch, CopyRule, DeclaredIndices, Edition, FormSet, LateForm, NoticeText, OnlineLevel, Place, Role, Service, Step,
    StepKind, SupplementClock, SupplementRule, TimeLimit, Unit, UnitKind, Variant, Workflow,
};
use casework::fee::Fee;
use casework::form_entry::FormEntry;
use casework::{
    ActKind, Catalogue, Date, EditionId, FieldCode, RegisterBook, ServiceCode, StepId, UnitCode, WorkflowId,
};
use folder::read_edition;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Reads every edition of a folder: one sub-folder each, named by the edition's id.
///
/// # Errors
/// The first file that cannot be read, or the findings of the first edition that cannot be followed.
pub fn read_editions(folder: &Path) -> Result<BTreeMap<EditionId, Edition>, CatalogueError> {
    let unreadable = |file: &Path| {
        let file = file.to_owned();
        move |source| CatalogueError::Unreadable { file, source }
    };
    let read = |id: &str, file: &str| {
        let path = folder.join(id).join(file);
        match std::fs::read_to_string(&path) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(unreadable(&path)(error)),
        }
    };
    let mut editions = BTreeMap::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable(folder))? {
        let entry = entry.map_err(unreadable(folder))?;
        if !entry.path().is_dir() {
            continue;
        }
        let edition = read_edition(folder, &entry.file_name().to_string_lossy(), &read)?;
        editions.insert(edition.id.clone(), edition);
    }
    if editions.is_empty() {
        return Err(CatalogueError::NoEdition { folder: folder.to_owned() });
    }
    Ok(editions)
}

/// The editions that come with the program, so that it needs no folder.
///
/// # Errors
/// None that a test does not find first.
pub fn bundled() -> Result<BTreeMap<EditionId, Edition>, CatalogueError> {
    let read = |id: &str, file: &str| {
        let found = BUNDLED.iter().find(|(edition, name, _)| *edition == id && *name == file);
        Ok(found.map(|(_, _, text)| (*text).to_owned()))
    };
    let ids: BTreeSet<&str> = BUNDLED.iter().map(|(id, ..)| *id).collect();
    ids.into_iter().map(|id| Ok((id.into(), read_edition(Path::new("catalogue"), id, &read)?))).collect()
}

/// Bundled editions that a catalogue lacks, as an update of the program brings them. Only a catalogue that consists of
/// bundled editions is added to: what somebody published is never overtaken by a sample.
///
/// # Errors
/// None that a test does not find first.
pub fn lacking(catalogue: &Catalogue) -> Result<BTreeMap<EditionId, Edition>, CatalogueError> {
    let mut bundled = bundled()?;
    let is_bundled = catalogue.editions.iter().all(|(id, edition)| bundled.get(id) == Some(edition));
    bundled.retain(|id, _| is_bundled && !catalogue.editions.contains_key(id));
    Ok(bundled)
}

/// Why a catalogue cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    #[error("{} cannot be read: {source}; an edition that is based on no other needs all of {}", .file.display(), FILES.join(", "))]
    Unreadable { file: PathBuf, source: std::io::Error },
    #[error("{}: {problem}; {remedy}", .file.display())]
    Malformed { file: PathBuf, problem: String, remedy: String },
    #[error("no edition in {}; make one folder per edition, named by its id", .folder.display())]
    NoEdition { folder: PathBuf },
    #[error("the edition in {} cannot be followed:{}", .folder.display(), lines(.findings))]
    Unsound { folder: PathBuf, findings: Vec<Finding> },
}

const EDITION: &str = "edition.yaml";
const UNITS: &str = "units.yaml";
const FIELDS: &str = "fields.yaml";
const SERVICES: &str = "services.yaml";
const WORKFLOWS: &str = "workflows.yaml";
const STATUSES: &str = "statuses.yaml";
const CALENDAR: &str = "calendar.yaml";
const FILES: [&str; 7] = [EDITION, UNITS, FIELDS, SERVICES, WORKFLOWS, STATUSES, CALENDAR];

/// Edition, file and its text.
const BUNDLED: [(&str, &str, &str); 8] = [
    ("2018", EDITION, include_str!("../../../catalogue/2018/edition.yaml")),
    ("2018", UNITS, include_str!("../../../catalogue/2018/units.yaml")),
    ("2018", FIELDS, include_str!("../../../catalogue/2018/fields.yaml")),
    ("2018", SERVICES, include_str!("../../../catalogue/2018/services.yaml")),
    ("2018", WORKFLOWS, include_str!("../../../catalogue/2018/workflows.yaml")),
    ("2018", STATUSES, include_str!("../../../catalogue/2018/statuses.yaml")),
    ("2018", CALENDAR, include_str!("../../../catalogue/2018/calendar.yaml")),
    ("2025", EDITION, include_str!("../../../catalogue/2025/edition.yaml")),
];

fn lines(findings: &[Finding]) -> String {
    findings.iter().map(|finding| format!("\n  {finding}")).collect()
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct EditionFile {
    id: EditionId,
    title: String,
    in_force_from: Date,
    forms: FormSet,
    #[serde(default, skip_serializing_if = "LateForm::is_usual")]
    late_form: LateForm,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rejection_register: Option<RegisterBook>,
    #[serde(default, skip_serializing_if = "CopyRule::is_usual")]
    copies: CopyRule,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    notices: BTreeMap<String, NoticeText>,
    sample: bool,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct UnitFile {
    code: UnitCode,
    name: String,
    kind: UnitKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<UnitCode>,
    symbol: String,
    place: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    address: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    phone: String,
    #[serde(default, skip_serializing_if = "DeclaredIndices::is_empty")]
    declared: DeclaredIndices,
}

impl UnitFile {
    fn unit(self) -> Unit {
        let Self { code, name, kind, parent, symbol, place, address, phone, declared } = self;
        Unit { code, name, kind, parent, symbol, place, address, phone, declared }
    }
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct FieldFile {
    code: FieldCode,
    name: String,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct StatusFile {
    code: u8,
    vi: String,
    en: String,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct ServiceFile {
    code: ServiceCode,
    name: String,
    field: FieldCode,
    offered_by: OfferedBy,
    workflow: WorkflowId,
    #[serde(with = "serde_yaml_ng::with::singleton_map")]
    time_limit: TimeLimit,
    time_text: String,
    fee_text: String,
    papers: Vec<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    paper_codes: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty", with = "serde_yaml_ng::with::singleton_map_recursive")]
    entries: Vec<FormEntry>,
    result: String,
    register: RegisterBook,
    supplement: SupplementFile,
    #[serde(default, skip_serializing_if = "Vec::is_empty", with = "serde_yaml_ng::with::singleton_map_recursive")]
    variants: Vec<Variant>,
    #[serde(default, skip_serializing_if = "Vec::is_empty", with = "serde_yaml_ng::with::singleton_map_recursive")]
    fees: Vec<Fee>,
    #[serde(skip_serializing_if = "Option::is_none")]
    valid_months: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    taken_in_by: Option<OfferedBy>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    at_once: bool,
    #[serde(default)]
    online: OnlineLevel,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    at_counter: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    life_events: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    legal_basis: Vec<String>,
    certainty: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    note: String,
}

/// Units of these kinds, and these units.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct OfferedBy {
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    kinds: BTreeSet<UnitKind>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    units: BTreeSet<UnitCode>,
}

impl OfferedBy {
    fn units(&self, units: &BTreeMap<UnitCode, Unit>) -> BTreeSet<UnitCode> {
        let of_kind = units.values().filter(|unit| self.kinds.contains(&unit.kind));
        of_kind.map(|unit| unit.code.clone()).chain(self.units.iter().cloned()).collect()
    }
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct SupplementFile {
    clock: SupplementClock,
    requests_allowed: u8,
    #[serde(default = "SupplementRule::usual_days")]
    within_days: Option<u16>,
}

impl ServiceFile {
    fn service(self, units: &BTreeMap<UnitCode, Unit>) -> Service {
        let offering = self.offered_by.units(units);
        Service {
            code: self.code,
            name: self.name,
            field: self.field,
            units: offering,
            taken_in_by: self.taken_in_by.map(|by| by.units(units)).unwrap_or_default(),
            workflow: self.workflow,
            time_limit: self.time_limit,
            time_text: self.time_text,
            fee_text: self.fee_text,
            papers: self.papers,
            paper_codes: self.paper_codes,
            entries: self.entries,
            result: self.result,
            register: self.register,
            supplement: SupplementRule {
                clock: self.supplement.clock,
                requests_allowed: self.supplement.requests_allowed,
                within_days: self.supplement.within_days,
            },
            variants: self.variants,
            fees: self.fees,
            valid_months: self.valid_months,
            at_once: self.at_once,
            online: self.online,
            at_counter: self.at_counter,
            life_events: self.life_events,
            legal_basis: self.legal_basis,
            certainty: self.certainty,
            note: self.note,
        }
    }
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct WorkflowFile {
    id: WorkflowId,
    name: String,
    steps: Vec<StepFile>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct StepFile {
    id: StepId,
    name: String,
    role: Role,
    kind: StepKind,
    hours: u16,
    #[serde(default, skip_serializing_if = "Vec::is_empty", with = "serde_yaml_ng::with::singleton_map_recursive")]
    branches: Vec<Branch>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    forbids: BTreeSet<ActKind>,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "serde_yaml_ng::with::singleton_map")]
    place: Option<Place>,
    #[serde(skip_serializing_if = "Option::is_none")]
    waits_days: Option<u16>,
}

impl WorkflowFile {
    fn workflow(self) -> Workflow {
        let step = |file: StepFile| Step {
            id: file.id,
            name: file.name,
            role: file.role,
            kind: file.kind,
            hours: file.hours,
            branches: file.branches,
            forbids: file.forbids,
            place: file.place,
            waits_days: file.waits_days,
        };
        Workflow { id: self.id, name: self.name, steps: self.steps.into_iter().map(step).collect() }
    }
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct CalendarFile {
    weekly: WeekFile,
    holidays: Vec<DayFile>,
    makeup_days: Vec<DayFile>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct WeekFile {
    monday: Vec<ShiftFile>,
    tuesday: Vec<ShiftFile>,
    wednesday: Vec<ShiftFile>,
    thursday: Vec<ShiftFile>,
    friday: Vec<ShiftFile>,
    saturday: Vec<ShiftFile>,
    sunday: Vec<ShiftFile>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct ShiftFile {
    from: Clock,
    to: Clock,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct DayFile {
    day: Date,
    name: String,
}

/// A time of day, written `HH:MM`; minutes since midnight.
#[derive(Clone, Copy, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
struct Clock(u16);

impl From<Clock> for String {
    fn from(Clock(minute): Clock) -> Self {
        format!("{:02}:{:02}", minute / 60, minute % 60)
    }
}

impl TryFrom<String> for Clock {
    type Error = String;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        let digits = |part: &str| part.parse::<u16>().ok().filter(|_| part.len() == 2);
        let parts = text.split_once(':').and_then(|(hour, minute)| Some((digits(hour)?, digits(minute)?)));
        match parts {
            Some((hour, minute)) if minute < 60 && hour * 60 + minute <= 24 * 60 => Ok(Self(hour * 60 + minute)),
            _ => Err(format!("'{text}' is no time of day, write it as \"07:30\"")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sound() -> Edition {
        bundled().unwrap().remove(&"2018".into()).unwrap()
    }

    fn changed(file: &str, from: &str, to: &str) -> Result<Edition, CatalogueError> {
        let text = |name: &str| BUNDLED.iter().find(|(_, file, _)| *file == name).unwrap().2.to_owned();
        assert!(text(file).contains(from), "{from} is not in {file}");
        read_edition(Path::new("catalogue"), "2018", &|_, name| {
            Ok(Some(if name == file { text(name).replacen(from, to, 1) } else { text(name) }))
        })
    }

    #[test]
    fn the_bundled_edition_is_whole_and_sound() {
        let edition = sound();
        assert_eq!(check(&edition), []);
        assert_eq!((edition.units.len(), edition.fields.len(), edition.services.len()), (32, 17, 32));
        assert_eq!((edition.statuses.len(), edition.calendar.weekly.len()), (10, 7));
        assert!(edition.sample);
        assert_eq!(edition.calendar.weekly, casework::calendar::office_week());
        assert!(edition.calendar.holidays.contains_key(&"2026-11-24".parse().unwrap()));
        assert!(!edition.calendar.holidays.contains_key(&"2025-11-24".parse().unwrap()));
    }

    /// An edition of these files over the bundled one of 2018.
    fn based_on_2018(files: &[(&str, &str)]) -> Result<Edition, CatalogueError> {
        let head =
            "id: \"2030\"\nbased_on: \"2018\"\ntitle: T\nin_force_from: 2030-01-01\nforms: \"2025\"\nsample: true\n";
        read_edition(Path::new("catalogue"), "2030", &|id, name| {
            let bundled = BUNDLED.iter().find(|(of, file, _)| *of == id && *file == name).map(|(.., text)| *text);
            let own = files.iter().find(|(file, _)| *file == name).map(|(_, text)| *text);
            Ok(match (id, name) {
                ("2030", EDITION) => Some(format!("{head}{}", own.unwrap_or_default())),
                ("2030", _) => own.map(str::to_owned),
                _ => bundled.map(str::to_owned),
            })
        })
    }

    #[test]
    fn the_edition_of_2025_brings_its_forms_and_leaves_the_rest_as_it_was() {
        let editions = bundled().unwrap();
        assert_eq!(editions.len(), 2);
        let (old, new) = (sound(), &editions[&"2025".into()]);
        assert_eq!((old.forms, new.forms), (FormSet::Circular01Of2018, FormSet::Circular03Of2025));
        assert_eq!(new.in_force_from.to_string(), "2025-09-15");
        assert_eq!(new.rejection_register.as_ref().map(casework::RegisterBook::as_str), Some("PTC"));
        let same = Edition {
            id: old.id.clone(),
            title: old.title.clone(),
            in_force_from: old.in_force_from,
            forms: old.forms,
            rejection_register: old.rejection_register.clone(),
            ..new.clone()
        };
        assert_eq!(same, old);
        let catalogue = Catalogue { version: 1, editions, ..Catalogue::default() };
        let on = |day: &str| catalogue.edition_on(day.parse().unwrap()).map(|edition| edition.id.to_string());
        assert_eq!(on("2018-06-20"), None);
        assert_eq!(on("2025-09-14").as_deref(), Some("2018"));
        assert_eq!(on("2025-09-15").as_deref(), Some("2025"));
    }

    #[test]
    fn an_update_adds_its_editions_to_a_catalogue_that_nobody_changed() {
        let lacks = |editions: BTreeMap<EditionId, Edition>| {
            let catalogue = Catalogue { version: 3, editions, ..Catalogue::default() };
            lacking(&catalogue).unwrap().into_keys().map(|id| id.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(lacks([("2018".into(), sound())].into()), ["2025"]);
        assert!(lacks(bundled().unwrap()).is_empty());
        let changed = Edition { title: "Danh mục của tỉnh".to_owned(), ..sound() };
        assert!(lacks([("2018".into(), changed)].into()).is_empty());
        let own = Edition { id: "2026".into(), ..sound() };
        assert!(lacks([("2018".into(), sound()), ("2026".into(), own)].into()).is_empty());
    }

    #[test]
    fn an_edition_that_is_based_on_another_adds_replaces_and_leaves_out() {
        let commune =
            "- { code: \"000.99.99.H40\", name: Xã mới, kind: commune, parent: H40, symbol: UBND, place: Nam Định }";
        let renamed = "- { code: \"000.00.03.H40\", name: Sở Tư pháp tỉnh, kind: department, parent: H40, symbol: STP, place: Nam Định }";
        let units = format!("{commune}\n{renamed}\n");
        let edition = based_on_2018(&[(UNITS, &units)]).unwrap();
        assert_eq!(edition.units.len(), sound().units.len() + 1);
        assert_eq!(edition.units[&"000.00.03.H40".into()].name, "Sở Tư pháp tỉnh");
        // Units that offer a service follow from their kinds as they are in this edition.
        assert!(edition.services[&"1.001193".into()].units.contains(&"000.99.99.H40".into()));
        let service = sound().services.keys().next().unwrap().clone();
        let without = based_on_2018(&[(EDITION, &format!("leaves_out: {{ services: [\"{service}\"] }}\n"))]).unwrap();
        assert!(!without.services.contains_key(&service));
        assert_eq!(without.services.len(), sound().services.len() - 1);
    }

    #[test]
    fn what_cannot_be_based_on_another_says_why() {
        let message = |files: &[(&str, &str)]| based_on_2018(files).unwrap_err().to_string();
        let unknown = message(&[(EDITION, "leaves_out: { services: [\"9.9\"] }\n")]);
        assert!(unknown.contains("9.9") && unknown.contains("leaves_out"), "{unknown}");
        let twice = message(&[(FIELDS, "- { code: A, name: A }\n- { code: A, name: B }\n")]);
        assert!(twice.contains("2030") && twice.contains("fields.yaml") && twice.contains("twice"), "{twice}");
        let left = message(&[(EDITION, "leaves_out: { units: [\"000.00.03.H40\"] }\n")]);
        assert!(left.contains("000.00.03.H40"), "what still points there is named: {left}");
        let read = |base: &'static str| {
            read_edition(Path::new("catalogue"), "a", &move |id, _| {
                let head = |id: &str, base: &str| {
                    format!(
                        "id: {id}\nbased_on: {base}\ntitle: T\nin_force_from: 2030-01-01\nforms: \"2025\"\nsample: true\n"
                    )
                };
                Ok(match id {
                    "a" => Some(head("a", base)),
                    "b" => Some(head("b", "a")),
                    _ => None,
                })
            })
        };
        let circle = read("b").unwrap_err().to_string();
        assert!(circle.contains("based_on") && circle.contains("based on this edition"), "{circle}");
        let gone = read("c").unwrap_err().to_string();
        assert!(gone.contains("no edition 'c'"), "{gone}");
    }

    #[test]
    fn units_that_offer_a_service_follow_from_their_kind() {
        let edition = sound();
        let units = |service: &str| edition.services[&service.into()].units.len();
        assert_eq!(units("1.001193"), 3, "communes");
        assert_eq!(units("1.001612"), 10, "districts");
        assert_eq!(units("2.000635"), 14, "communes, districts and the department of justice");
        assert_eq!(edition.services[&"2.000488".into()].units, [UnitCode::from("000.00.03.H40")].into());
    }

    #[test]
    fn the_folder_and_the_bundle_say_the_same() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalogue");
        assert_eq!(read_editions(&folder).unwrap(), bundled().unwrap());
    }

    #[test]
    fn what_is_broken_is_named_with_file_key_and_remedy() {
        for (file, from, to, said) in [
            (UNITS, "kind: province", "kind: provinz", vec!["units.yaml", "kind", "provinz"]),
            (UNITS, "symbol: SNV", "symbl: SNV", vec!["units.yaml", "symbl"]),
            (UNITS, "parent: H40", "parent: H41", vec!["units.yaml: 000.00.01.H40", "H41", "add that unit"]),
            (FIELDS, "code: H40-CT", "code: H40-HT", vec!["fields.yaml", "H40-HT", "twice"]),
            (SERVICES, "field: H40-HT", "field: H40-XX", vec!["services.yaml: 1.001193", "H40-XX", "fields.yaml"]),
            (SERVICES, "workflow: A_same_day", "workflow: A", vec!["services.yaml: 1.001193", "workflow A is missing"]),
            (SERVICES, "working_days: 3", "working_days: 2", vec!["services.yaml", "24 hours", "only 16"]),
            (WORKFLOWS, "role: VT, kind: number", "role: LD, kind: number", vec!["workflows.yaml: A_same_day", "role"]),
            (WORKFLOWS, "kind: sign", "kind: review", vec!["workflows.yaml: A_same_day", "before the signature"]),
            (STATUSES, "code: 8", "code: 11", vec!["statuses.yaml: 8", "missing"]),
            (CALENDAR, "\"07:00\"", "\"7h\"", vec!["calendar.yaml", "7h", "07:30"]),
            (CALENDAR, "2026-11-24", "2026-11-31", vec!["calendar.yaml", "YYYY-MM-DD"]),
            (EDITION, "id: \"2018\"", "id: \"2019\"", vec!["edition.yaml", "2019", "folder"]),
        ] {
            let message = changed(file, from, to).unwrap_err().to_string();
            for part in said {
                assert!(message.contains(part), "'{part}' is not in: {message}");
            }
        }
    }

    #[test]
    fn a_code_of_digits_without_quotes_is_read_letter_by_letter() {
        assert_eq!(changed(SERVICES, "code: \"1.001193\"", "code: 1.001193").unwrap(), sound());
    }

    #[test]
    fn a_folder_without_an_edition_or_without_a_file_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let message = || read_editions(folder.path()).unwrap_err().to_string();
        assert!(message().contains("one folder per edition"), "{}", message());
        std::fs::create_dir(folder.path().join("2030")).unwrap();
        assert!(message().contains("edition.yaml") && message().contains("services.yaml"), "{}", message());
    }
}
