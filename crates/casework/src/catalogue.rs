//! Reference data: dated editions of units, fields, services, workflows, statuses and the calendar, and the users.
//!
//! All of it is data that an administrator edits. A case keeps the edition that it was received under, so a change of
//! the catalogue never moves the deadline of an old case.

use crate::acts::ActKind;
use crate::calendar::Calendar;
use crate::fee::{self, Fee};
use crate::form_entry::FormEntry;
use crate::{
    ApplicantKind, Channel, Date, Decision, EditionId, FieldCode, RegisterBook, ServiceCode, StepId, UnitCode, UserId,
    VariantId, WorkflowId,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// All editions side by side, and the people of today.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Catalogue {
    /// Grows with every published change; desks ask for what is newer than theirs.
    pub version: u64,
    pub editions: BTreeMap<EditionId, Edition>,
    pub users: BTreeMap<UserId, User>,
    /// Units whose acts leave no desk on a stick: their rules forbid it.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub without_bundles: BTreeSet<UnitCode>,
}

impl Catalogue {
    /// The edition in force on `day`: the latest that began on or before it.
    #[must_use]
    pub fn edition_on(&self, day: Date) -> Option<&Edition> {
        self.editions
            .values()
            .filter(|edition| edition.in_force_from <= day)
            .max_by_key(|edition| edition.in_force_from)
    }
}

/// One dated version of the reference data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Edition {
    pub id: EditionId,
    pub title: String,
    pub in_force_from: Date,
    /// The forms that its cases are given.
    #[serde(default)]
    pub forms: FormSet,
    /// Words of form II.07.
    #[serde(default, skip_serializing_if = "LateForm::is_usual")]
    pub late_form: LateForm,
    /// The book in which a "no" after appraisal (Form 03) is numbered; the service's own where nothing is said. No source
    /// settles it, so it is data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub rejection_register: Option<RegisterBook>,
    /// Who may certify copies of results, and what stands on them.
    #[serde(default, skip_serializing_if = "CopyRule::is_usual")]
    pub copies: CopyRule,
    /// Words of notices to citizens that are not the program's own, by what they tell.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "ts", ts(as = "Option<BTreeMap<String, NoticeText>>", optional))]
    pub notices: BTreeMap<String, NoticeText>,
    /// Illustrative data: every screen and paper that shows it says so.
    #[serde(default)]
    pub sample: bool,
    pub units: BTreeMap<UnitCode, Unit>,
    pub fields: BTreeMap<FieldCode, Field>,
    pub services: BTreeMap<ServiceCode, Service>,
    pub workflows: BTreeMap<WorkflowId, Workflow>,
    /// Names of the ten national statuses by their code.
    pub statuses: BTreeMap<u8, StatusName>,
    pub calendar: Calendar,
}

impl Edition {
    /// The book in which a result of a service is numbered.
    #[must_use]
    pub fn book_of<'a>(&'a self, service: &'a Service, decision: Decision) -> &'a RegisterBook {
        let own = self.rejection_register.as_ref().filter(|_| decision == Decision::Declined);
        own.unwrap_or(&service.register)
    }

    /// Every book in which results of a service are numbered.
    pub fn books_of<'a>(&'a self, service: &'a Service) -> impl Iterator<Item = &'a RegisterBook> {
        [&service.register].into_iter().chain(&self.rejection_register)
    }

    /// The unit where a step of a case is carried out. A result goes back to the one-stop shop that took the case in.
    #[must_use]
    pub fn place_of<'a>(
        &'a self,
        step: &'a Step,
        unit: &'a UnitCode,
        received_by: Option<&'a UnitCode>,
    ) -> &'a UnitCode {
        match &step.place {
            Some(Place::Unit(place)) if self.units.contains_key(place) => place,
            Some(Place::Reception) => received_by.unwrap_or(unit),
            Some(Place::Parent) => self.units.get(unit).and_then(|unit| unit.parent.as_ref()).unwrap_or(unit),
            None if step.kind == StepKind::HandOver => received_by.unwrap_or(unit),
            Some(Place::Unit(_)) | None => unit,
        }
    }
}

/// What citizens are told of something, in both languages; `{names}` stand for what differs from case to case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct NoticeText {
    pub subject_vi: String,
    pub subject_en: String,
    pub vi: String,
    pub en: String,
    /// For SMS; empty where none is sent.
    #[serde(default)]
    pub short: String,
}

/// Certified copies of results (sao y, Decree 30/2020 Art. 25). The agency signs copies that it makes (Art. 32.2); who may
/// do so within it is unverified, so it is data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct CopyRule {
    /// What stands on a copy: `SAO Y`.
    pub mark: String,
    pub roles: BTreeSet<Role>,
}

impl Default for CopyRule {
    fn default() -> Self {
        Self { mark: "SAO Y".to_owned(), roles: [Role::UnitHead, Role::RecordsClerk].into() }
    }
}

impl CopyRule {
    /// What comes with the program.
    #[must_use]
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }

    /// Whether somebody may certify copies.
    #[must_use]
    pub fn allow(&self, user: &User) -> bool {
        !self.roles.is_disjoint(&user.roles)
    }
}

/// A generation of the forms of the one-stop shop: which of them there are, and what they are called.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum FormSet {
    /// Circular 01/2018/TT-VPCP: Forms 01 to 06.
    #[default]
    #[serde(rename = "2018")]
    Circular01Of2018,
    /// Circular 03/2025/TT-VPCP: Forms 01 to 07, among them the notice of a stop (05).
    #[serde(rename = "2025")]
    Circular03Of2025,
}

impl FormSet {
    /// The number of a form; `None` where these forms know none.
    #[must_use]
    pub const fn number(self, form: Form) -> Option<u8> {
        match (self, form) {
            (_, Form::Receipt) => Some(1),
            (_, Form::SupplementSlip) => Some(2),
            (_, Form::RejectionSlip) => Some(3),
            (_, Form::Apology) => Some(4),
            (Self::Circular01Of2018, Form::StopNotice) => None,
            (Self::Circular01Of2018, Form::ControlSlip) | (Self::Circular03Of2025, Form::StopNotice) => Some(5),
            (Self::Circular01Of2018, Form::TrackingBook) | (Self::Circular03Of2025, Form::ControlSlip) => Some(6),
            (Self::Circular03Of2025, Form::TrackingBook) => Some(7),
        }
    }

    /// Every form that has a number, with it.
    #[must_use]
    pub fn numbers(self) -> BTreeMap<Form, u8> {
        Form::ALL.into_iter().filter_map(|form| Some((form, self.number(form)?))).collect()
    }

    /// The circular that the forms are annexed to.
    #[must_use]
    pub const fn circular(self) -> &'static str {
        match self {
            Self::Circular01Of2018 => "Thông tư 01/2018/TT-VPCP",
            Self::Circular03Of2025 => "Thông tư 03/2025/TT-VPCP",
        }
    }
}

/// Forms and books of the one-stop shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// Giấy tiếp nhận hồ sơ và hẹn trả kết quả
    Receipt,
    /// Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ
    SupplementSlip,
    /// Phiếu từ chối tiếp nhận giải quyết hồ sơ
    RejectionSlip,
    /// Phiếu xin lỗi và hẹn lại ngày trả kết quả; văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết
    Apology,
    /// Thông báo dừng giải quyết hồ sơ
    StopNotice,
    /// Phiếu kiểm soát quá trình giải quyết hồ sơ
    ControlSlip,
    /// Sổ theo dõi hồ sơ
    TrackingBook,
}

/// What Form 03 is called, in both circulars.
pub const REJECTION_TITLE: &str = "Phiếu từ chối tiếp nhận giải quyết hồ sơ";

impl Form {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Receipt,
        Self::SupplementSlip,
        Self::RejectionSlip,
        Self::Apology,
        Self::StopNotice,
        Self::ControlSlip,
        Self::TrackingBook,
    ];
}

/// Title and columns of form II.07 (reasons for lateness). No source confirms them, so they are data that an
/// administrator puts right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct LateForm {
    pub mark: String,
    pub title: String,
    pub field: String,
    pub reason: String,
    pub total: String,
    pub done: String,
    pub open: String,
    /// Stands where no reason was given.
    pub no_reason: String,
    pub note: String,
}

impl Default for LateForm {
    fn default() -> Self {
        Self {
            mark: "Biểu số II.07/VPCP/KSTT".to_owned(),
            title: "NGUYÊN NHÂN QUÁ HẠN ĐỐI VỚI HỒ SƠ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH".to_owned(),
            field: "Lĩnh vực".to_owned(),
            reason: "Nguyên nhân quá hạn".to_owned(),
            total: "Số hồ sơ quá hạn".to_owned(),
            done: "Đã giải quyết quá hạn".to_owned(),
            open: "Đang giải quyết quá hạn".to_owned(),
            no_reason: "Chưa nêu nguyên nhân".to_owned(),
            note: "Nguyên nhân là lý do đã nêu tại phiếu xin lỗi và hẹn lại ngày trả kết quả.".to_owned(),
        }
    }
}

impl LateForm {
    /// The words that come with the program.
    #[must_use]
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}

/// An agency unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Unit {
    pub code: UnitCode,
    pub name: String,
    pub kind: UnitKind,
    #[serde(default)]
    pub parent: Option<UnitCode>,
    /// Abbreviation in document symbols: `STP` in `12/GXN-STP`.
    pub symbol: String,
    /// Place name in the date line of documents: 'Nam Định, ngày …'.
    pub place: String,
    #[serde(default)]
    pub address: String,
    #[serde(default)]
    pub phone: String,
    /// Points of the quality indices that no case tells.
    #[serde(default, skip_serializing_if = "DeclaredIndices::is_empty")]
    #[cfg_attr(feature = "ts", ts(as = "Option<DeclaredIndices>", optional))]
    pub declared: DeclaredIndices,
}

/// Quality indices of Circular 01/2018 Art. 13 that follow from no case: the unit's own finding, 0 to 2 points each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct DeclaredIndices {
    /// 5: organisation of the one-stop shop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<u8>,
    /// 6: publication of the procedures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publication: Option<u8>,
    /// 8: handling of complaints within their time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub complaints: Option<u8>,
}

impl DeclaredIndices {
    /// Nothing is declared.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Levels of units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum UnitKind {
    Province,
    Department,
    District,
    Commune,
}

/// A field of administration (lĩnh vực).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Field {
    pub code: FieldCode,
    pub name: String,
}

/// A public service (thủ tục hành chính).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Service {
    pub code: ServiceCode,
    pub name: String,
    pub field: FieldCode,
    /// Units that receive and handle it.
    pub units: BTreeSet<UnitCode>,
    /// Units that take it in for the competent one: any, wherever the applicant lives (phi địa giới hành chính), or those
    /// where a linked procedure begins.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    #[cfg_attr(feature = "ts", ts(as = "Option<BTreeSet<UnitCode>>", optional))]
    pub taken_in_by: BTreeSet<UnitCode>,
    pub workflow: WorkflowId,
    pub time_limit: TimeLimit,
    /// The time limit in the words of the procedure.
    pub time_text: String,
    /// The fee in the words of the procedure.
    pub fee_text: String,
    /// Names of the papers of the dossier.
    pub papers: Vec<String>,
    /// The nation's codes of papers (mã thành phần hồ sơ) by the paper's name, as far as they are known.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "ts", ts(as = "Option<BTreeMap<String, String>>", optional))]
    pub paper_codes: BTreeMap<String, String>,
    /// What its form asks for beside who applies, in the form's order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "ts", ts(as = "Option<Vec<FormEntry>>", optional))]
    pub entries: Vec<FormEntry>,
    /// What the applicant gets.
    pub result: String,
    /// The book in which the result is numbered.
    pub register: RegisterBook,
    pub supplement: SupplementRule,
    /// Cases of this service that take another path or time; the first whose conditions hold is taken.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "ts", ts(as = "Option<Vec<Variant>>", optional))]
    pub variants: Vec<Variant>,
    /// What is to be paid, where amounts are known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "ts", ts(as = "Option<Vec<Fee>>", optional))]
    pub fees: Vec<Fee>,
    /// How many months a result is valid; for ever where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub valid_months: Option<u16>,
    /// Done while the applicant waits (giải quyết và trả kết quả ngay): recorded as every case, with a receipt only where the
    /// applicant asks for one (Decree 61/2018 Art. 17.4).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "ts", ts(as = "Option<bool>", optional))]
    pub at_once: bool,
    /// How far it can be used online.
    #[serde(default)]
    #[cfg_attr(feature = "ts", ts(as = "Option<OnlineLevel>", optional))]
    pub online: OnlineLevel,
    /// Where it is used online in part: what is left to be done at the counter.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "ts", ts(as = "Option<Vec<String>>", optional))]
    pub at_counter: Vec<String>,
    /// Events in the life of a person or a business in which it is wanted (sự kiện trong đời).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "ts", ts(as = "Option<Vec<String>>", optional))]
    pub life_events: Vec<String>,
    /// The legal texts that it rests on, as the decision that publishes it states them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "ts", ts(as = "Option<Vec<String>>", optional))]
    pub legal_basis: Vec<String>,
    /// How sure the source is: `S` sourced, `P` partly, `M` from memory.
    #[serde(default)]
    pub certainty: String,
    /// Anything an administrator should know, for instance a newer code.
    #[serde(default)]
    pub note: String,
}

/// A case of a service with a path or a time of its own (trường hợp của thủ tục).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Variant {
    pub id: VariantId,
    pub name: String,
    /// All of them must hold.
    pub when: Vec<Condition>,
    /// No case begins with it: whoever handles the case finds that it is one, for instance because something has to be
    /// verified, and says so with the reason.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "ts", ts(as = "Option<bool>", optional))]
    pub later: bool,
    /// The service's own where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub workflow: Option<WorkflowId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub time_limit: Option<TimeLimit>,
}

/// Something that a case may meet or not: what variants and branches hang on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    Channel(Channel),
    Applicant(ApplicantKind),
    EntryIs {
        entry: String,
        value: String,
    },
    EntryFilled {
        entry: String,
    },
    /// The entry is a number of at least so much.
    EntryAtLeast {
        entry: String,
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        number: u64,
    },
    Not(Box<Condition>),
}

/// What conditions look at.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    pub channel: Channel,
    pub applicant: ApplicantKind,
    pub entries: &'a BTreeMap<String, String>,
}

impl Condition {
    /// Whether it holds.
    #[must_use]
    pub fn holds(&self, facts: &Facts<'_>) -> bool {
        let entry = |name: &String| facts.entries.get(name).map_or("", |value| value.trim());
        match self {
            Self::Channel(channel) => facts.channel == *channel,
            Self::Applicant(kind) => facts.applicant == *kind,
            Self::EntryIs { entry: name, value } => entry(name) == value.trim(),
            Self::EntryFilled { entry: name } => !entry(name).is_empty(),
            Self::EntryAtLeast { entry: name, number } => {
                fee::number(entry(name)).is_some_and(|value| value >= *number)
            }
            Self::Not(condition) => !condition.holds(facts),
        }
    }
}

impl Variant {
    fn holds(&self, facts: &Facts<'_>) -> bool {
        self.when.iter().all(|condition| condition.holds(facts))
    }
}

impl Service {
    /// Whether an application can be filed online, as the catalogue's level says.
    #[must_use]
    pub fn takes_online(&self) -> bool {
        self.online > OnlineLevel::Information
    }
    /// The variant that a case takes; none where it is the ordinary case.
    #[must_use]
    pub fn variant_for(&self, facts: &Facts<'_>) -> Option<&Variant> {
        self.variants.iter().find(|variant| !variant.later && variant.holds(facts))
    }
    /// The variants that a case can turn out to be, on the path that it is on.
    pub fn later_variants<'a>(
        &'a self,
        now: Option<&'a VariantId>,
        facts: &'a Facts<'_>,
    ) -> impl Iterator<Item = &'a Variant> + 'a {
        let path = self.workflow_of(now);
        let fits = move |variant: &&Variant| {
            let stays = self.workflow_of(Some(&variant.id)) == path && now != Some(&variant.id);
            variant.later && stays && variant.holds(facts)
        };
        self.variants.iter().filter(fits)
    }
    /// The path of a case of that variant.
    #[must_use]
    pub fn workflow_of(&self, variant: Option<&VariantId>) -> &WorkflowId {
        self.variant(variant).and_then(|variant| variant.workflow.as_ref()).unwrap_or(&self.workflow)
    }
    /// How long a case of that variant may take.
    #[must_use]
    pub fn time_limit_of(&self, variant: Option<&VariantId>) -> &TimeLimit {
        self.variant(variant).and_then(|variant| variant.time_limit.as_ref()).unwrap_or(&self.time_limit)
    }
    fn variant(&self, id: Option<&VariantId>) -> Option<&Variant> {
        self.variants.iter().find(|variant| Some(&variant.id) == id)
    }
}

/// How far a service can be used online: levels that the catalogue states, as the portal publishes them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum OnlineLevel {
    /// Cung cấp thông tin trực tuyến: read about it, apply at the counter.
    Information,
    /// Một phần: apply online, some paper has to be brought.
    #[default]
    Partly,
    /// Toàn trình: nobody has to come.
    Fully,
}

/// How long a service may take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum TimeLimit {
    /// Done on the day; received after `cutoff` (minute of the day) means the next working day.
    SameDay { cutoff: u16 },
    /// Working days of eight working hours, counted by the hour.
    WorkingDays(u16),
    /// Calendar days; a last day on which nobody works moves to the next working day.
    CalendarDays(u16),
}

/// What a request for supplements does to the clock, and how often it may be made.
///
/// Decree 61/2018 Art. 15.3 asks for one complete request; Art. 19.4 restarts the clock once the dossier is complete.
/// Special laws differ, hence data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SupplementRule {
    pub clock: SupplementClock,
    pub requests_allowed: u8,
    /// Working days from reception within which papers are to be asked for (Decree 61/2018 Art. 19.4); `None` where a
    /// special law sets no such limit. Whoever asks later is told so, not stopped: the applicant has to learn what lacks.
    #[serde(default = "SupplementRule::usual_days")]
    pub within_days: Option<u16>,
}

impl SupplementRule {
    /// Three working days, where nothing is said.
    #[must_use]
    pub const fn usual_days() -> Option<u16> {
        Some(3)
    }
}

/// The clock after a supplement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum SupplementClock {
    /// Counts from zero after the complete dossier has come.
    Restart,
    /// Goes on where it stopped.
    Resume,
}

/// The approved path of a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Workflow {
    pub id: WorkflowId,
    pub name: String,
    pub steps: Vec<Step>,
}

impl Workflow {
    /// Place of a step in the path.
    #[must_use]
    pub fn position(&self, step: &StepId) -> Option<usize> {
        self.steps.iter().position(|candidate| candidate.id == *step)
    }
    /// The step itself.
    #[must_use]
    pub fn step(&self, step: &StepId) -> Option<&Step> {
        self.steps.iter().find(|candidate| candidate.id == *step)
    }
    /// The step after this one for a case: the first branch whose conditions hold, else the next in order.
    #[must_use]
    pub fn after(&self, step: &StepId, facts: &Facts<'_>) -> Option<&Step> {
        let position = self.position(step)?;
        let holds = |branch: &&Branch| branch.when.iter().all(|condition| condition.holds(facts));
        match self.steps[position].branches.iter().find(holds) {
            Some(branch) => self.step(&branch.to),
            None => self.steps.get(position + 1),
        }
    }
    /// The steps before this one to which a case can go back: all but reception.
    pub fn before(&self, step: &StepId) -> impl Iterator<Item = &Step> {
        let end = self.position(step).unwrap_or(0);
        self.steps[..end].iter().filter(|candidate| candidate.kind != StepKind::Receive)
    }
}

/// One step of a workflow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Step {
    pub id: StepId,
    pub name: String,
    pub role: Role,
    pub kind: StepKind,
    /// Working hours that the step may take.
    pub hours: u16,
    /// Other ways on from here, in order of precedence.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "ts", ts(as = "Option<Vec<Branch>>", optional))]
    pub branches: Vec<Branch>,
    /// Acts that the procedure does not allow in this step although the law would.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    #[cfg_attr(feature = "ts", ts(as = "Option<Vec<ActKind>>", optional))]
    pub forbids: BTreeSet<ActKind>,
    /// The unit that carries the step out, where it is not the competent one (liên thông).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub place: Option<Place>,
    /// The step only waits (for a posting to run out, say) and is done by itself after so many calendar days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub waits_days: Option<u16>,
}

/// Where a step of a linked procedure is carried out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// Always in this unit.
    Unit(UnitCode),
    /// In the unit above the competent one.
    Parent,
    /// In the unit that took the case in.
    Reception,
}

/// Another way on from a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Branch {
    pub when: Vec<Condition>,
    pub to: StepId,
}

/// What is done in a step, and so which act completes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// Completed by the acceptance of the case.
    Receive,
    /// Completed by naming the specialist.
    Assign,
    /// Completed by saying so: checks, site visits, verification, consultation.
    Handle,
    /// Completed by proposing a result.
    Draft,
    /// Completed by agreeing with the draft.
    Review,
    /// Completed by the head's signature.
    Sign,
    /// Completed by number and seal.
    Number,
    /// Completed by handing the result over.
    HandOver,
}

/// Roles in a unit, by the abbreviations in use (MC, CV, LP, LD, VT) and the unit's administrator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Role {
    /// Bộ phận một cửa: one-stop clerk.
    #[serde(rename = "MC")]
    Clerk,
    /// Chuyên viên: specialist.
    #[serde(rename = "CV")]
    Specialist,
    /// Lãnh đạo phòng: head of division.
    #[serde(rename = "LP")]
    DivisionHead,
    /// Lãnh đạo đơn vị: head of the unit.
    #[serde(rename = "LD")]
    UnitHead,
    /// Văn thư: records clerk.
    #[serde(rename = "VT")]
    RecordsClerk,
    /// Quản trị: administrator; decides no case.
    #[serde(rename = "QT")]
    Administrator,
}

/// A person with roles in one unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct User {
    pub id: UserId,
    pub name: String,
    pub title: String,
    pub unit: UnitCode,
    pub roles: BTreeSet<Role>,
    pub active: bool,
    /// While away, somebody else works on this person's cases.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub absence: Option<Absence>,
}

impl User {
    /// Who stands in for this person on a day.
    #[must_use]
    pub fn delegate_on(&self, day: Date) -> Option<&UserId> {
        let absence = self.absence.as_ref()?;
        (absence.from <= day && day <= absence.until).then_some(&absence.delegate)
    }
}

/// A time in which somebody is away, both days included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Absence {
    pub from: Date,
    pub until: Date,
    pub delegate: UserId,
}

/// Name of a status in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct StatusName {
    pub vi: String,
    pub en: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_numbered_as_each_circular_numbers_them() {
        let numbers = |set: FormSet| Form::ALL.map(|form| set.number(form));
        assert_eq!(numbers(FormSet::Circular01Of2018), [1, 2, 3, 4, 0, 5, 6].map(|n| (n > 0).then_some(n)));
        assert_eq!(numbers(FormSet::Circular03Of2025), [1, 2, 3, 4, 5, 6, 7].map(Some));
        assert_eq!(FormSet::Circular01Of2018.numbers().len(), 6);
    }
}
