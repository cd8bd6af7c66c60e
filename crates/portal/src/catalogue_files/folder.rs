//! An edition as a folder: one YAML file per kind of reference data.
//!
//! An edition that is based on another names only what changes. A file that it lacks is the other one's; in a file that
//! it has, entries are added to the other one's or replace those of the same code, and `leaves_out` in `edition.yaml`
//! names entries that are gone. The calendar is replaced as a whole.

use super::{
    CALENDAR, CalendarFile, CatalogueError, EDITION, FIELDS, FieldFile, SERVICES, STATUSES, ServiceFile, StatusFile,
    UNITS, UnitFile, WORKFLOWS, WorkflowFile, check, document,
};
use casework::catalogue::{CopyRule, Edition, FormSet, LateForm, NoticeText};
use casework::{Date, EditionId, FieldCode, RegisterBook, ServiceCode, UnitCode, WorkflowId};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

/// Hands out the text of a file of an edition; `None` where the edition has no such file.
type Texts<'a> = &'a dyn Fn(&str, &str) -> Result<Option<String>, CatalogueError>;

/// `edition.yaml`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HeadFile {
    id: EditionId,
    based_on: Option<EditionId>,
    title: String,
    in_force_from: Date,
    forms: FormSet,
    /// The one of the edition below where nothing is said.
    late_form: Option<LateForm>,
    rejection_register: Option<RegisterBook>,
    copies: Option<CopyRule>,
    /// Over those of the edition below.
    #[serde(default)]
    notices: BTreeMap<String, NoticeText>,
    sample: bool,
    #[serde(default)]
    leaves_out: LeftOut,
}

/// Entries of the edition below that are there no longer.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct LeftOut {
    units: Vec<UnitCode>,
    fields: Vec<FieldCode>,
    services: Vec<ServiceCode>,
    workflows: Vec<WorkflowId>,
}

/// What an edition is made of, its own files over those of the edition below.
struct Parts {
    units: BTreeMap<UnitCode, UnitFile>,
    fields: BTreeMap<FieldCode, FieldFile>,
    services: BTreeMap<ServiceCode, ServiceFile>,
    workflows: BTreeMap<WorkflowId, WorkflowFile>,
    statuses: BTreeMap<u8, StatusFile>,
    calendar: CalendarFile,
    late_form: LateForm,
    rejection_register: Option<RegisterBook>,
    copies: CopyRule,
    notices: BTreeMap<String, NoticeText>,
}

/// Puts the edition `id` together. `read` hands out the text of a file of an edition, `None` where it has no such file.
pub(super) fn read_edition(root: &Path, id: &str, read: Texts<'_>) -> Result<Edition, CatalogueError> {
    let reader = Reader { root, read };
    let head = reader.head(id)?;
    let parts = reader.parts(&head, &mut vec![head.id.clone()])?;
    let edition = document::Document {
        edition: super::EditionFile {
            id: head.id,
            title: head.title,
            in_force_from: head.in_force_from,
            forms: head.forms,
            late_form: parts.late_form,
            rejection_register: parts.rejection_register,
            copies: parts.copies,
            notices: parts.notices,
            sample: head.sample,
        },
        units: parts.units.into_values().collect(),
        fields: parts.fields.into_values().collect(),
        services: parts.services.into_values().collect(),
        workflows: parts.workflows.into_values().collect(),
        statuses: parts.statuses.into_values().collect(),
        calendar: parts.calendar,
    }
    .edition()
    .map_err(|finding| CatalogueError::Unsound { folder: root.join(id), findings: vec![*finding] })?;
    let findings = check(&edition);
    if findings.is_empty() { Ok(edition) } else { Err(CatalogueError::Unsound { folder: root.join(id), findings }) }
}

struct Reader<'a> {
    root: &'a Path,
    read: Texts<'a>,
}

impl Reader<'_> {
    fn path(&self, id: &str, file: &str) -> PathBuf {
        self.root.join(id).join(file)
    }

    fn malformed(&self, id: &str, file: &str, problem: String, remedy: &str) -> CatalogueError {
        CatalogueError::Malformed { file: self.path(id, file), problem, remedy: remedy.to_owned() }
    }

    fn parse<T: DeserializeOwned>(&self, id: &str, file: &str) -> Result<Option<T>, CatalogueError> {
        let Some(text) = (self.read)(id, file)? else { return Ok(None) };
        let remedy = "correct it there, codes of digits in quotes";
        serde_yaml_ng::from_str(&text).map(Some).map_err(|error| self.malformed(id, file, error.to_string(), remedy))
    }

    fn missing(&self, id: &str, file: &str) -> CatalogueError {
        CatalogueError::Unreadable { file: self.path(id, file), source: std::io::ErrorKind::NotFound.into() }
    }

    fn head(&self, id: &str) -> Result<HeadFile, CatalogueError> {
        let head: HeadFile = self.parse(id, EDITION)?.ok_or_else(|| self.missing(id, EDITION))?;
        if head.id.as_str() == id {
            return Ok(head);
        }
        let problem = format!("id: '{}' is not the name of the folder", head.id);
        Err(self.malformed(id, EDITION, problem, "give both the same name"))
    }

    fn parts(&self, head: &HeadFile, chain: &mut Vec<EditionId>) -> Result<Parts, CatalogueError> {
        let id = head.id.as_str();
        let below = match &head.based_on {
            None => None,
            Some(base) if chain.contains(base) => {
                let problem = format!("based_on: '{base}' is based on this edition");
                return Err(self.malformed(id, EDITION, problem, "let the older one stand on its own"));
            }
            Some(base) => {
                if (self.read)(base.as_str(), EDITION)?.is_none() {
                    let problem = format!("based_on: there is no edition '{base}' beside this one");
                    return Err(self.malformed(id, EDITION, problem, "add its folder, or name another"));
                }
                chain.push(base.clone());
                Some(self.parts(&self.head(base.as_str())?, chain)?)
            }
        };
        let late_form = head.late_form.clone();
        let late_form = late_form.or_else(|| below.as_ref().map(|below| below.late_form.clone())).unwrap_or_default();
        let rejection_register = head.rejection_register.clone();
        let rejection_register =
            rejection_register.or_else(|| below.as_ref().and_then(|below| below.rejection_register.clone()));
        let copies = head.copies.clone();
        let copies = copies.or_else(|| below.as_ref().map(|below| below.copies.clone())).unwrap_or_default();
        let mut notices = below.as_ref().map(|below| below.notices.clone()).unwrap_or_default();
        notices.extend(head.notices.clone());
        let (units, fields, services, workflows, statuses, calendar) = match below {
            None => (None, None, None, None, None, None),
            Some(below) => (
                Some(self.without(id, below.units, &head.leaves_out.units)?),
                Some(self.without(id, below.fields, &head.leaves_out.fields)?),
                Some(self.without(id, below.services, &head.leaves_out.services)?),
                Some(self.without(id, below.workflows, &head.leaves_out.workflows)?),
                Some(below.statuses),
                Some(below.calendar),
            ),
        };
        let here: Option<CalendarFile> = self.parse(id, CALENDAR)?;
        if let Some(calendar) = &here {
            self.no_day_twice(id, "holidays", &calendar.holidays)?;
            self.no_day_twice(id, "makeup_days", &calendar.makeup_days)?;
        }
        Ok(Parts {
            units: self.keyed(id, UNITS, units, |unit: &UnitFile| unit.code.clone())?,
            fields: self.keyed(id, FIELDS, fields, |field: &FieldFile| field.code.clone())?,
            services: self.keyed(id, SERVICES, services, |service: &ServiceFile| service.code.clone())?,
            workflows: self.keyed(id, WORKFLOWS, workflows, |workflow: &WorkflowFile| workflow.id.clone())?,
            statuses: self.keyed(id, STATUSES, statuses, |status: &StatusFile| status.code)?,
            calendar: here.or(calendar).ok_or_else(|| self.missing(id, CALENDAR))?,
            late_form,
            rejection_register,
            copies,
            notices,
        })
    }

    /// The entries of the edition below without those that are left out.
    fn without<Key: Ord + fmt::Display, Value>(
        &self,
        id: &str,
        mut below: BTreeMap<Key, Value>,
        left_out: &[Key],
    ) -> Result<BTreeMap<Key, Value>, CatalogueError> {
        for key in left_out {
            if below.remove(key).is_none() {
                let problem = format!("leaves_out: {key} is not in the edition that this one is based on");
                return Err(self.malformed(id, EDITION, problem, "take it out of the list"));
            }
        }
        Ok(below)
    }

    /// A list whose members have a code, no code twice, over the entries of the edition below.
    fn keyed<T: DeserializeOwned, Key: Ord + fmt::Display + Clone>(
        &self,
        id: &str,
        file: &str,
        below: Option<BTreeMap<Key, T>>,
        key: impl Fn(&T) -> Key,
    ) -> Result<BTreeMap<Key, T>, CatalogueError> {
        let Some(entries) = self.parse::<Vec<T>>(id, file)? else { return below.ok_or_else(|| self.missing(id, file)) };
        let mut here = BTreeMap::new();
        for entry in entries {
            let key = key(&entry);
            if here.insert(key.clone(), entry).is_some() {
                return Err(self.malformed(id, file, format!("{key}: stands here twice"), "keep one of the two"));
            }
        }
        let mut all = below.unwrap_or_default();
        all.extend(here);
        Ok(all)
    }

    fn no_day_twice(&self, id: &str, key: &str, days: &[super::DayFile]) -> Result<(), CatalogueError> {
        for (place, day) in days.iter().enumerate() {
            if days[..place].iter().any(|before| before.day == day.day) {
                let problem = format!("{key}: {}: stands here twice", day.day);
                return Err(self.malformed(id, CALENDAR, problem, "keep one of the two"));
            }
        }
        Ok(())
    }
}
