//! A small catalogue for tests: two units, one short and one long path.

use casework::calendar::{Calendar, office_week};
use casework::catalogue::{
    Place, Role, Service, Step, StepKind, SupplementClock, SupplementRule, TimeLimit, Unit, UnitKind, User, Workflow,
};
use casework::fee::{Fee, FeeAmount};
use casework::{
    Applicant, ApplicantKind, Application, Catalogue, Channel, Date, Edition, FileRef, Moment, Paper, UnitCode, UserId,
};
use std::collections::{BTreeMap, BTreeSet};

/// The steps of the two paths: the checks read this table, not the catalogue.
pub const SHORT: &[(&str, Role, StepKind)] = &[
    ("receive", Role::Clerk, StepKind::Receive),
    ("draft", Role::Specialist, StepKind::Draft),
    ("sign", Role::UnitHead, StepKind::Sign),
    ("number", Role::RecordsClerk, StepKind::Number),
    ("return", Role::Clerk, StepKind::HandOver),
];
/// See [`SHORT`].
pub const LONG: &[(&str, Role, StepKind)] = &[
    ("receive", Role::Clerk, StepKind::Receive),
    ("assign", Role::DivisionHead, StepKind::Assign),
    ("check", Role::Specialist, StepKind::Handle),
    ("draft", Role::Specialist, StepKind::Draft),
    ("review", Role::DivisionHead, StepKind::Review),
    ("sign", Role::UnitHead, StepKind::Sign),
    ("number", Role::RecordsClerk, StepKind::Number),
    ("return", Role::Clerk, StepKind::HandOver),
];

/// The two units of the fixture.
#[must_use]
pub fn units() -> [UnitCode; 2] {
    ["000.00.03.H40".into(), "000.01.21.H40".into()]
}

/// Everybody of a unit, by role: `a.mc`, `a.cv1`, …; `b.` for the second unit.
#[must_use]
pub fn people(unit: usize) -> Vec<(UserId, Role)> {
    let prefix = ["a", "b"][unit];
    [
        ("mc", Role::Clerk),
        ("cv1", Role::Specialist),
        ("cv2", Role::Specialist),
        ("lp", Role::DivisionHead),
        ("ld", Role::UnitHead),
        ("vt", Role::RecordsClerk),
    ]
    .map(|(id, role)| (UserId(format!("{prefix}.{id}")), role))
    .into()
}

/// One step of the long path is always carried out by the second unit.
fn place_of(step: &str) -> Option<Place> {
    (step == "check").then(|| Place::Unit(units()[1].clone()))
}

/// The catalogue.
///
/// # Panics
/// Never: the dates are written here.
#[must_use]
pub fn catalogue() -> Catalogue {
    let path = |id: &str, steps: &[(&str, Role, StepKind)]| Workflow {
        id: id.into(),
        name: id.to_owned(),
        steps: steps
            .iter()
            .map(|(id, role, kind)| Step {
                id: (*id).into(),
                name: (*id).to_owned(),
                role: *role,
                kind: *kind,
                hours: 4,
                branches: Vec::new(),
                forbids: BTreeSet::new(),
                place: place_of(id),
                waits_days: None,
            })
            .collect(),
    };
    let service = |code: &str, workflow: &str, time_limit, clock| Service {
        code: code.into(),
        name: format!("Thủ tục {code}"),
        field: "HT".into(),
        units: units().into(),
        taken_in_by: units().into(),
        workflow: workflow.into(),
        time_limit,
        time_text: String::new(),
        fee_text: String::new(),
        papers: vec!["Tờ khai".to_owned()],
        result: "Giấy xác nhận".to_owned(),
        register: "GXN".into(),
        supplement: SupplementRule { clock, requests_allowed: 1, within_days: SupplementRule::usual_days() },
        variants: Vec::new(),
        fees: vec![Fee {
            code: "LP".to_owned(),
            name: "Lệ phí".to_owned(),
            amount: FeeAmount::Each(8_000),
            pieces: None,
            copies: None,
            waivers: Vec::new(),
        }],
        valid_months: None,
        online: Default::default(),
        at_counter: Vec::new(),
        life_events: Vec::new(),
        at_once: false,
        legal_basis: Vec::new(),
        paper_codes: BTreeMap::new(),
        entries: Vec::new(),
        certainty: String::new(),
        note: String::new(),
    };
    let services = [
        service("S", "short", TimeLimit::SameDay { cutoff: 900 }, SupplementClock::Restart),
        service("L", "long", TimeLimit::WorkingDays(5), SupplementClock::Resume),
    ];
    let office = |code: &UnitCode| Unit {
        code: code.clone(),
        name: format!("Đơn vị {code}"),
        kind: UnitKind::Department,
        parent: None,
        symbol: "DV".to_owned(),
        place: "Nam Định".to_owned(),
        address: String::new(),
        declared: Default::default(),
        phone: String::new(),
    };
    let edition = Edition {
        id: "2026".into(),
        title: "2026".to_owned(),
        in_force_from: day("2026-01-01"),
        forms: Default::default(),
        late_form: Default::default(),
        notices: Default::default(),
        rejection_register: None,
        copies: Default::default(),
        sample: true,
        units: units().iter().map(|code| (code.clone(), office(code))).collect(),
        fields: BTreeMap::new(),
        services: services.into_iter().map(|service| (service.code.clone(), service)).collect(),
        workflows: [path("short", SHORT), path("long", LONG)].map(|path| (path.id.clone(), path)).into(),
        statuses: BTreeMap::new(),
        calendar: Calendar { weekly: office_week(), ..Calendar::default() },
    };
    let mut users = BTreeMap::new();
    for (index, unit) in units().into_iter().enumerate() {
        for (id, role) in people(index) {
            let user = User {
                id: id.clone(),
                name: format!("Người {id}"),
                title: String::new(),
                unit: unit.clone(),
                roles: [role].into(),
                active: true,
                absence: None,
            };
            users.insert(id, user);
        }
    }
    Catalogue { version: 1, editions: [(edition.id.clone(), edition)].into(), users, ..Catalogue::default() }
}

/// A day that is written in a test.
///
/// # Panics
/// On a text that is no day.
#[must_use]
pub fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

/// A moment of a day.
#[must_use]
pub fn at(text: &str, hour: u16) -> Moment {
    Moment::at(day(text), hour * 60)
}

/// An application for one of the two services.
#[must_use]
pub fn application(unit: &UnitCode, service: &str, channel: Channel, name: &str) -> Application {
    Application {
        unit: unit.clone(),
        service: service.into(),
        channel,
        applicant: Applicant {
            kind: ApplicantKind::Citizen,
            name: name.to_owned(),
            identity_number: None,
            birth_date: None,
            address: "Nam Định".to_owned(),
            phone: "0900000000".to_owned(),
            email: None,
        },
        submitter: None,
        co_applicants: Vec::new(),
        received_by: None,
        send_result_to: None,
        subject: format!("Đề nghị của {name}"),
        papers: papers(),
        entries: BTreeMap::new(),
    }
}

/// One paper.
#[must_use]
pub fn papers() -> Vec<Paper> {
    vec![Paper {
        name: "Tờ khai".to_owned(),
        originals: 1,
        certified: 0,
        photocopies: 0,
        reused_from: None,
        files: Vec::new(),
    }]
}

/// A document by what it says.
#[must_use]
pub fn file(content: &str) -> FileRef {
    FileRef {
        digest: protocol::digest(content.as_bytes()),
        name: "giay-to.pdf".to_owned(),
        media_type: "application/pdf".to_owned(),
        size: content.len().max(1) as u64,
    }
}
