//! Who files for the applicant, and who applies together with them, as the form of an application has them: whole without
//! JavaScript, judged by the law like what the counter takes down.

use super::Frame;
use super::refusals::refused;
use casework::{Applicant, ApplicantKind, Application, Paper, Refusal};
use std::collections::BTreeMap;

/// People of a form beside the applicant.
const MOST: usize = 50;
/// The button that asks for one more row.
const MORE: &str = "more";
/// How many rows the form has.
const ROWS: &str = "rows";
/// What the paper of whoever is authorised is called in the case.
const AUTHORISATION: &str = "Văn bản ủy quyền";

type Texts = BTreeMap<String, String>;

/// Somebody who applies, too.
pub(super) struct OtherLine {
    /// Its place in the form.
    pub row: usize,
    pub name: String,
    pub identity_number: String,
    pub address: String,
}

impl OtherLine {
    fn read(texts: &Texts, row: usize) -> Self {
        let text = |what: &str| texts.get(&format!("other-{row}-{what}")).map_or("", |text| text.trim()).to_owned();
        Self { row, name: text("name"), identity_number: text("identity_number"), address: text("address") }
    }

    pub fn number(&self) -> usize {
        self.row + 1
    }

    fn is_empty(&self) -> bool {
        self.name.is_empty() && self.identity_number.is_empty() && self.address.is_empty()
    }

    fn applicant(self) -> Applicant {
        Applicant {
            kind: ApplicantKind::Citizen,
            name: self.name,
            identity_number: Some(self.identity_number).filter(|number| !number.is_empty()),
            birth_date: None,
            address: self.address,
            phone: String::new(),
            email: None,
        }
    }
}

/// This part of a form.
pub(super) struct Others {
    pub lines: Vec<OtherLine>,
    pub submitter: String,
    /// Somebody asks for it: it is shown unfolded.
    pub is_open: bool,
    /// The place of the authorisation among the papers of the form.
    pub authorisation: usize,
}

impl Others {
    pub fn of(texts: &Texts, papers: usize, has_authorisation: bool) -> Self {
        let lines: Vec<OtherLine> = (0..rows(texts)).map(|row| OtherLine::read(texts, row)).collect();
        let submitter = submitter(texts);
        let is_filled = !submitter.is_empty() || has_authorisation || lines.iter().any(|line| !line.is_empty());
        Self { is_open: is_filled || lines.len() > 1, lines, submitter, authorisation: papers }
    }

    pub fn may_grow(&self) -> bool {
        self.lines.len() < MOST
    }
}

fn submitter(texts: &Texts) -> String {
    texts.get("submitter").map_or("", |text| text.trim()).to_owned()
}

/// Rows of a form: as many as it had, and as many as were filled in.
fn rows(texts: &Texts) -> usize {
    let asked = texts.get(ROWS).and_then(|rows| rows.parse().ok()).unwrap_or(1);
    let filled = (0..MOST).rev().find(|row| !OtherLine::read(texts, *row).is_empty()).map_or(0, |row| row + 1);
    filled.max(asked).clamp(1, MOST)
}

/// Whether one more row is asked for, and nothing else; the form has it then.
pub(super) fn grows(texts: &mut Texts) -> bool {
    let is_asked = texts.remove(MORE).is_some();
    if is_asked {
        texts.insert(ROWS.to_owned(), (rows(texts) + 1).min(MOST).to_string());
    }
    is_asked
}

/// Those who were filled in.
fn filled(texts: &Texts) -> Vec<OtherLine> {
    (0..MOST).map(|row| OtherLine::read(texts, row)).filter(|line| !line.is_empty()).collect()
}

/// Puts them into an application.
pub(super) fn state(texts: &Texts, authorisation: Option<Paper>, application: &mut Application) {
    application.submitter = Some(submitter(texts)).filter(|name| !name.is_empty());
    application.co_applicants = filled(texts).into_iter().map(OtherLine::applicant).collect();
    application.papers.extend(authorisation.map(|paper| Paper { name: AUTHORISATION.to_owned(), ..paper }));
}

/// What the law said no to; where that is about one of these people, by their number in the form.
pub(super) fn told(frame: &Frame, texts: &Texts, refusal: &Refusal) -> String {
    let said = refused(frame, refusal);
    let Refusal::EntryMissing { entry } = refusal else { return said };
    let lacks = |line: &OtherLine| match entry.as_str() {
        "applicant_name" => line.name.is_empty(),
        "address" => line.address.is_empty(),
        _ => false,
    };
    // The applicant is judged first.
    let of_applicant = if entry == "applicant_name" { "name" } else { "address" };
    let is_applicants = texts.get(of_applicant).is_none_or(|text| text.trim().is_empty());
    match filled(texts).iter().find(|line| lacks(line)) {
        Some(line) if !is_applicants => {
            format!("{} {}. {said}", frame.t("Người cùng đề nghị thứ", "Who applies, too, number"), line.number())
        }
        _ => said,
    }
}
