//! Given events, when a command, then events or a refusal: the one way in which the law is tested.

use crate::calendar::{Calendar, office_week};
use crate::catalogue::{
    Catalogue, Edition, Place, Role, Service, Step, StepKind, SupplementClock, SupplementRule, TimeLimit, Unit,
    UnitKind, User, Variant, Workflow,
};
use crate::fee::{Fee, FeeAmount, FeeLine, PaymentMethod, Waiver};
use crate::*;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

#[derive(Clone)]
pub(crate) struct World {
    pub catalogue: Catalogue,
}

/// A history so far, and what may come next.
pub(crate) struct Given<'a> {
    world: &'a World,
    history: Vec<Recorded>,
}

pub(crate) struct When<'a> {
    given: Vec<Recorded>,
    world: &'a World,
    envelope: Envelope,
    answer: Result<Vec<Event>, Refusal>,
}

impl World {
    pub fn new() -> Self {
        let steps = [
            ("receive", Role::Clerk, StepKind::Receive, 4),
            ("assign", Role::DivisionHead, StepKind::Assign, 2),
            ("draft", Role::Specialist, StepKind::Draft, 10),
            ("review", Role::DivisionHead, StepKind::Review, 2),
            ("sign", Role::UnitHead, StepKind::Sign, 4),
            ("number", Role::RecordsClerk, StepKind::Number, 2),
            ("return", Role::Clerk, StepKind::HandOver, 0),
        ];
        let steps = steps.map(|(id, role, kind, hours)| Step {
            id: id.into(),
            name: id.to_owned(),
            role,
            kind,
            hours,
            branches: Vec::new(),
            forbids: BTreeSet::new(),
            place: None,
            waits_days: None,
        });
        let workflow = Workflow { id: "B".into(), name: "Ba ngày".to_owned(), steps: steps.into() };
        let service = Service {
            code: "1.004873".into(),
            name: "Cấp Giấy xác nhận tình trạng hôn nhân".to_owned(),
            field: "HT".into(),
            units: [unit()].into(),
            taken_in_by: BTreeSet::new(),
            workflow: "B".into(),
            time_limit: TimeLimit::WorkingDays(3),
            time_text: "3 ngày làm việc".to_owned(),
            fee_text: "0".to_owned(),
            papers: vec!["Tờ khai".to_owned()],
            result: "Giấy xác nhận".to_owned(),
            register: "GXN".into(),
            // "20 ngày nếu phải xác minh", as the catalogue says of this service.
            variants: vec![Variant {
                id: "XM".into(),
                name: "Phải xác minh".to_owned(),
                when: Vec::new(),
                later: true,
                workflow: None,
                time_limit: Some(TimeLimit::WorkingDays(20)),
            }],
            fees: vec![Fee {
                code: "LP".to_owned(),
                name: "Lệ phí".to_owned(),
                amount: FeeAmount::Each(8_000),
                pieces: None,
                copies: None,
                waivers: vec![Waiver { code: "ngheo".to_owned(), name: "Hộ nghèo".to_owned(), percent: 100 }],
            }],
            valid_months: Some(6),
            online: Default::default(),
            supplement: SupplementRule {
                clock: SupplementClock::Restart,
                requests_allowed: 1,
                within_days: SupplementRule::usual_days(),
            },
            at_counter: Vec::new(),
            life_events: Vec::new(),
            at_once: false,
            legal_basis: Vec::new(),
            paper_codes: BTreeMap::new(),
            entries: Vec::new(),
            certainty: "S".to_owned(),
            note: String::new(),
        };
        let people = [
            ("mc", Role::Clerk, unit(), true),
            ("cv1", Role::Specialist, unit(), true),
            ("cv2", Role::Specialist, unit(), true),
            ("lp", Role::DivisionHead, unit(), true),
            ("ld", Role::UnitHead, unit(), true),
            ("vt", Role::RecordsClerk, unit(), true),
            ("la", Role::Clerk, "000.00.04.H40".into(), true),
            ("lb", Role::Specialist, "000.00.04.H40".into(), true),
            ("lc", Role::DivisionHead, "000.00.04.H40".into(), true),
            ("cu", Role::Clerk, unit(), false),
        ];
        let users = people.map(|(id, role, unit, active)| {
            let user = User {
                id: id.into(),
                name: id.to_owned(),
                title: String::new(),
                unit,
                roles: [role].into(),
                active,
                absence: None,
            };
            (user.id.clone(), user)
        });
        let office = Unit {
            code: unit(),
            name: "Sở Tư pháp".to_owned(),
            kind: UnitKind::Department,
            parent: None,
            symbol: "STP".to_owned(),
            place: "Nam Định".to_owned(),
            address: String::new(),
            phone: String::new(),
            declared: Default::default(),
        };
        let other = Unit { code: OTHER_UNIT.into(), ..office.clone() };
        let edition = Edition {
            id: "2026".into(),
            title: "2026".to_owned(),
            in_force_from: "2026-01-01".parse().unwrap(),
            forms: Default::default(),
            late_form: Default::default(),
            notices: Default::default(),
            rejection_register: None,
            copies: Default::default(),
            sample: true,
            units: [(unit(), office), (OTHER_UNIT.into(), other)].into(),
            fields: BTreeMap::new(),
            services: [(service.code.clone(), service)].into(),
            workflows: [(workflow.id.clone(), workflow)].into(),
            statuses: BTreeMap::new(),
            calendar: Calendar { weekly: office_week(), ..Calendar::default() },
        };
        let editions = [(edition.id.clone(), edition)].into();
        Self { catalogue: Catalogue { version: 1, editions, users: users.into(), ..Catalogue::default() } }
    }

    pub fn supplement_clock(&mut self, clock: SupplementClock) {
        let services = self.catalogue.editions.values_mut().flat_map(|edition| edition.services.values_mut());
        services.for_each(|service| service.supplement.clock = clock);
    }

    /// The other unit handles the service too, and each takes in for the other.
    pub fn linked(&mut self) {
        self.services(|service| {
            service.units.insert(OTHER_UNIT.into());
            service.taken_in_by = service.units.clone();
        });
    }

    pub fn services(&mut self, change: impl Fn(&mut Service)) {
        self.catalogue.editions.values_mut().flat_map(|edition| edition.services.values_mut()).for_each(change);
    }

    fn step(&mut self, id: &str, change: impl Fn(&mut Step)) {
        let workflows = self.catalogue.editions.values_mut().flat_map(|edition| edition.workflows.values_mut());
        workflows.flat_map(|workflow| &mut workflow.steps).filter(|step| step.id.as_str() == id).for_each(change);
    }

    pub fn edition(&mut self, change: impl Fn(&mut Edition)) {
        self.catalogue.editions.values_mut().for_each(change);
    }

    /// The procedure does not allow an act in a step.
    pub fn forbid(&mut self, id: &str, act: ActKind) {
        self.step(id, |step| step.forbids = [act].into());
    }

    /// A step is carried out by another unit.
    pub fn place(&mut self, id: &str, unit: &str) {
        self.step(id, |step| step.place = Some(Place::Unit(unit.into())));
    }

    /// A step only waits.
    pub fn waiting(&mut self, id: &str, days: u16) {
        self.step(id, |step| {
            step.kind = StepKind::Handle;
            step.waits_days = Some(days);
        });
    }

    pub fn given(&self, history: &[Recorded]) -> Given<'_> {
        Given { world: self, history: history.to_vec() }
    }
    pub fn accepted(&self) -> Given<'_> {
        let filed = self.given(&[]).when(citizen(), Command::File { application: application() }).then_ok();
        filed.when(clerk(), Command::Accept { turn: 1, code: code(1) }).then_ok()
    }
    pub fn drafting(&self) -> Given<'_> {
        let accepted = self.accepted();
        accepted.when(head_of_division(), assign_to(&accepted, "cv1")).then_ok()
    }
    pub fn proposed(&self) -> Given<'_> {
        let drafting = self.drafting();
        drafting.when(specialist(), propose(drafting.case().turn)).then_ok()
    }
    /// A "no" after appraisal, agreed with by the head of division.
    pub fn rejection_reviewed(&self) -> Given<'_> {
        let drafting = self.drafting();
        let proposed = drafting.when(specialist(), propose_rejection(drafting.case().turn)).then_ok();
        let command = Command::CompleteStep { turn: proposed.case().turn, note: String::new() };
        proposed.when(head_of_division(), command).then_ok()
    }
    pub fn reviewed(&self) -> Given<'_> {
        let proposed = self.proposed();
        let command = Command::CompleteStep { turn: proposed.case().turn, note: String::new() };
        proposed.when(head_of_division(), command).then_ok()
    }
    pub fn signed(&self) -> Given<'_> {
        let reviewed = self.reviewed();
        reviewed.when(head_of_unit(), approve(&reviewed.case())).then_ok()
    }
}

impl<'a> Given<'a> {
    pub fn catalogue(&self) -> &Catalogue {
        &self.world.catalogue
    }
    /// From acceptance to the numbered result.
    pub fn to_done(&self) -> Given<'a> {
        let drafting = self.when(head_of_division(), assign_to(self, "cv1")).then_ok();
        let proposed = drafting.when(specialist(), propose(drafting.case().turn)).then_ok();
        let review = Command::CompleteStep { turn: proposed.case().turn, note: String::new() };
        let reviewed = proposed.when(head_of_division(), review).then_ok();
        let signed = reviewed.when(head_of_unit(), approve(&reviewed.case())).then_ok();
        signed.when(records_clerk(), number(&signed.case(), 1)).then_ok()
    }
    /// The same history where the catalogue says something else.
    pub fn in_world<'b>(&self, world: &'b World) -> Given<'b> {
        Given { world, history: self.history.clone() }
    }
    pub fn case(&self) -> Case {
        replay(&self.history).unwrap()
    }
    pub fn when(&self, actor: Actor, command: Command) -> When<'a> {
        self.when_at(at("2026-11-16", 9), actor, command)
    }
    pub fn when_at(&self, at: Moment, actor: Actor, command: Command) -> When<'a> {
        let envelope = Envelope {
            id: EnvelopeId(Uuid::from_u128(self.history.len() as u128 + 1)),
            case: CaseId(Uuid::from_u128(7)),
            actor,
            at,
            edition: "2026".into(),
            seen: 0,
            after: None,
            command,
        };
        let answer = decide(&self.world.catalogue, replay(&self.history).as_ref(), &envelope);
        let again = decide(&self.world.catalogue, replay(&self.history).as_ref(), &envelope);
        assert_eq!(answer, again, "the same question has the same answer");
        When { given: self.history.clone(), world: self.world, envelope, answer }
    }
    pub fn answer(&self, actor: Actor, command: Command) -> Result<Vec<Event>, Refusal> {
        self.when(actor, command).answer
    }
}

impl<'a> When<'a> {
    pub fn then_ok(self) -> Given<'a> {
        let mut history = self.given;
        for event in self.answer.unwrap() {
            history.push(Recorded {
                unit: unit(),
                seq: history.len() as u64 + 1,
                case: self.envelope.case,
                version: history.len() as u32 + 1,
                envelope: self.envelope.id,
                by: self.envelope.actor.clone(),
                at: self.envelope.at,
                arrived_at: self.envelope.at,
                event,
            });
        }
        // Given twice, a command that was accepted meets a case that has moved on, or says what it found.
        let again = decide(&self.world.catalogue, replay(&history).as_ref(), &self.envelope);
        assert!(again.is_err(), "accepted twice: {:?}", self.envelope.command);
        Given { world: self.world, history }
    }
    pub fn answered(self) -> Result<Vec<Event>, Refusal> {
        self.answer
    }
    pub fn refusal(self) -> Refusal {
        self.answer.unwrap_err()
    }
    pub fn then_refused(self, refusal: &Refusal) {
        assert_eq!(self.answer.as_ref(), Err(refusal), "{:?}", self.envelope.command);
    }
}

pub(crate) const OTHER_UNIT: &str = "000.00.04.H40";
pub(crate) fn unit() -> UnitCode {
    "000.00.03.H40".into()
}
pub(crate) fn at(day: &str, hour: u16) -> Moment {
    Moment::at(day.parse().unwrap(), hour * 60)
}
pub(crate) fn code(number: u16) -> CaseCode {
    CaseCode::compose(&unit(), "2026-11-16".parse().unwrap(), number)
}
pub(crate) fn code_of(unit: &str, number: u16) -> CaseCode {
    CaseCode::compose(&unit.into(), "2026-11-16".parse().unwrap(), number)
}
pub(crate) fn other_head() -> Actor {
    Actor::Official("lc".into())
}
pub(crate) fn citizen() -> Actor {
    Actor::Citizen("duc".into())
}
pub(crate) fn clerk() -> Actor {
    Actor::Official("mc".into())
}
pub(crate) fn specialist() -> Actor {
    Actor::Official("cv1".into())
}
pub(crate) fn other_specialist() -> Actor {
    Actor::Official("cv2".into())
}
pub(crate) fn head_of_division() -> Actor {
    Actor::Official("lp".into())
}
pub(crate) fn head_of_unit() -> Actor {
    Actor::Official("ld".into())
}
pub(crate) fn records_clerk() -> Actor {
    Actor::Official("vt".into())
}
pub(crate) fn stranger() -> Actor {
    Actor::Official("la".into())
}
pub(crate) fn retired() -> Actor {
    Actor::Official("cu".into())
}
pub(crate) fn application() -> Application {
    Application {
        unit: unit(),
        received_by: None,
        send_result_to: None,
        service: "1.004873".into(),
        channel: Channel::Online,
        applicant: Applicant {
            kind: ApplicantKind::Citizen,
            name: "Nguyễn Văn Đức".to_owned(),
            identity_number: Some("036090000001".to_owned()),
            birth_date: None,
            address: "Phường Lộc Vượng".to_owned(),
            phone: "0912345678".to_owned(),
            email: None,
        },
        submitter: None,
        co_applicants: Vec::new(),
        subject: "Xin cấp giấy xác nhận".to_owned(),
        papers: papers(),
        entries: BTreeMap::new(),
    }
}
pub(crate) fn counter_application() -> Application {
    Application { channel: Channel::Counter, ..application() }
}
pub(crate) fn papers() -> Vec<Paper> {
    vec![Paper {
        name: "Tờ khai".to_owned(),
        originals: 1,
        certified: 0,
        photocopies: 0,
        reused_from: None,
        files: vec![file("form")],
    }]
}
pub(crate) fn file(name: &str) -> FileRef {
    let digest = format!("{:064x}", name.bytes().map(u32::from).sum::<u32>());
    FileRef {
        digest: digest.parse().unwrap(),
        name: name.to_owned(),
        media_type: "application/pdf".to_owned(),
        size: 9,
    }
}
pub(crate) fn assign_to(given: &Given<'_>, to: &str) -> Command {
    let case = given.case();
    Command::Assign { turn: case.turn, from: case.assignee, to: to.into(), note: String::new() }
}
pub(crate) fn propose(turn: u32) -> Command {
    Command::ProposeResult {
        turn,
        title: "GIẤY XÁC NHẬN".to_owned(),
        body: "Xác nhận".to_owned(),
        draft: file("draft"),
    }
}
pub(crate) fn propose_rejection(turn: u32) -> Command {
    Command::ProposeRejection { turn, reason: "Không đủ điều kiện".to_owned(), draft: file("draft") }
}
pub(crate) fn statement(title: &str) -> Statement {
    Statement {
        code: code(1),
        service: "1.004873".into(),
        applicant: String::new(),
        identity_number: None,
        title: title.to_owned(),
        body: String::new(),
        decision: Decision::Granted,
    }
}
pub(crate) fn approve(case: &Case) -> Command {
    Command::Approve { turn: case.turn, document: file("signed"), states: case.statement().unwrap() }
}
pub(crate) fn number(case: &Case, number: u32) -> Command {
    Command::Number {
        turn: case.turn,
        register: "GXN".into(),
        number,
        issued_on: "2026-11-16".parse().unwrap(),
        document: file("sealed"),
        states: case.statement().unwrap_or_else(|| statement("không có")),
    }
}

/// Every command that could be given for a case, one of each kind (and one for each person or step to name).
pub(crate) fn attempts(case: &Case) -> Vec<(ActKind, Command)> {
    let turn = case.turn;
    let reason = || "Lý do".to_owned();
    let states = case.statement().unwrap_or_else(|| statement("không có"));
    let nobody = EnvelopeId(uuid::Uuid::nil());
    let consultation = case.consultations.iter().find(|one| one.answer.is_none()).map_or(nobody, |one| one.id);
    let complaint = case.complaints.iter().find(|one| one.answer.is_none()).map_or(nobody, |one| one.id);
    let payment = case.paid().next().map_or(nobody, |one| one.id);
    let line = FeeLine {
        fee: "LP".to_owned(),
        name: reason(),
        quantity: 1,
        copies: 1,
        waiver: None,
        reason: String::new(),
        amount: 8_000,
    };
    let receipt = case.next_receipt().unwrap_or_default();
    let method = PaymentMethod::Cash;
    let mut all = vec![
        (ActKind::Accept, Command::Accept { turn, code: code_of(case.at.as_str(), 1) }),
        (ActKind::Reject, Command::Reject { turn, reason: reason() }),
        (
            ActKind::RequestSupplement,
            Command::RequestSupplement { turn, papers: vec![reason()], counts: Default::default(), reason: reason() },
        ),
        (ActKind::ReceiveSupplement, Command::ReceiveSupplement { turn, papers: papers() }),
        (ActKind::CompleteStep, Command::CompleteStep { turn, note: String::new() }),
        (ActKind::ProposeResult, propose(turn)),
        (ActKind::ProposeRejection, propose_rejection(turn)),
        (ActKind::Approve, Command::Approve { turn, document: file("signed"), states }),
        (ActKind::Number, number(case, 1)),
        (
            ActKind::HandOver,
            Command::HandOver {
                turn,
                to: reason(),
                method: HandOverMethod::Counter,
                note: String::new(),
                signature: None,
            },
        ),
        (ActKind::Withdraw, Command::Withdraw { turn, reason: reason() }),
        (ActKind::Stop, Command::Stop { turn, reason: reason() }),
        (ActKind::RequestPayment, Command::RequestPayment { turn, reason: reason() }),
        (ActKind::Resume, Command::Resume { turn, note: reason() }),
        (
            ActKind::Extend,
            Command::Extend { turn, to: "2026-11-30".parse().unwrap(), reason: reason(), document: file("apology") },
        ),
        (ActKind::Recall, Command::Recall { turn, reason: reason() }),
        (ActKind::ChangeVariant, Command::ChangeVariant { turn, variant: "XM".into(), reason: reason() }),
        (ActKind::Note, Command::Note { text: reason() }),
        (ActKind::Message, Command::Message { text: reason() }),
        (
            ActKind::Correct,
            Command::Correct {
                turn,
                applicant: case.applicant.clone(),
                subject: "Khác".to_owned(),
                entries: case.entries.clone(),
                reason: reason(),
            },
        ),
        (
            ActKind::Consult,
            Command::Consult {
                turn,
                unit: elsewhere(case),
                question: reason(),
                answer_by: "2026-11-18".parse().unwrap(),
            },
        ),
        (
            ActKind::AnswerConsultation,
            Command::AnswerConsultation { consultation, answer: reason(), files: Vec::new() },
        ),
        (ActKind::Complain, Command::Complain { text: reason() }),
        (ActKind::AnswerComplaint, Command::AnswerComplaint { complaint, answer: reason(), upheld: false }),
        (ActKind::Revoke, Command::Revoke { turn, reason: reason(), again: true }),
        (
            ActKind::IssueCopy,
            Command::IssueCopy {
                document: case
                    .deliverable
                    .as_ref()
                    .map_or_else(|| file("sealed").digest, |one| one.document.digest.clone()),
                copies: 1,
                to: CopyRecipient::Applicant,
                name: reason(),
                reason: reason(),
            },
        ),
        (ActKind::Transfer, Command::Transfer { turn, to: elsewhere(case), reason: reason() }),
        (ActKind::CollectFee, Command::CollectFee { receipt, lines: vec![line], method }),
        (ActKind::RefundFee, Command::RefundFee { payment, reason: reason() }),
    ];
    for step in ["receive", "assign", "draft", "review", "sign", "number", "return"] {
        all.push((ActKind::ReturnStep, Command::ReturnStep { turn, to: step.into(), reason: reason() }));
    }
    all
}

/// Another unit than the one where the case lies.
pub(crate) fn elsewhere(case: &Case) -> UnitCode {
    if case.at == unit() { OTHER_UNIT.into() } else { unit() }
}

/// A case in every place of its life, by name.
pub(crate) fn stages(world: &World) -> Vec<(&'static str, Given<'_>)> {
    let filed = world.given(&[]).when(citizen(), Command::File { application: application() }).then_ok();
    let turn = filed.case().turn;
    let ask = |turn| Command::RequestSupplement {
        turn,
        papers: vec!["CCCD".into()],
        counts: Default::default(),
        reason: "Thiếu".into(),
    };
    let missing = filed.when(clerk(), ask(turn)).then_ok();
    let rejected = filed.when(clerk(), Command::Reject { turn, reason: "Không đúng".into() }).then_ok();
    let (accepted, drafting, proposed, reviewed, signed) =
        (world.accepted(), world.drafting(), world.proposed(), world.reviewed(), world.signed());
    let turn = drafting.case().turn;
    let waiting = drafting.when(specialist(), ask(turn)).then_ok();
    let duty = drafting.when(specialist(), Command::RequestPayment { turn, reason: "Thuế".into() }).then_ok();
    let stopped = drafting.when(head_of_unit(), Command::Stop { turn, reason: "Kiện".into() }).then_ok();
    let (name, reason) = ("x".to_owned(), String::new());
    let line = FeeLine { fee: "LP".into(), name, quantity: 1, copies: 1, waiver: None, reason, amount: 8_000 };
    let receipt = drafting.case().next_receipt().unwrap();
    let collect = Command::CollectFee { receipt, lines: vec![line], method: PaymentMethod::Cash };
    let paid = drafting.when(clerk(), collect).then_ok();
    let question = Command::Consult {
        turn,
        unit: OTHER_UNIT.into(),
        question: "Ý kiến?".into(),
        answer_by: "2026-11-18".parse().unwrap(),
    };
    let consulting = drafting.when(specialist(), question).then_ok();
    let complained = drafting.when(citizen(), Command::Complain { text: "Chậm".into() }).then_ok();
    let done = signed.when(records_clerk(), number(&signed.case(), 1)).then_ok();
    let turn = done.case().turn;
    let hand_over = Command::HandOver {
        turn,
        to: "Đức".into(),
        method: HandOverMethod::Counter,
        note: String::new(),
        signature: None,
    };
    let handed_over = done.when(clerk(), hand_over).then_ok();
    let revoked = done.when(head_of_unit(), Command::Revoke { turn, reason: "Sai".into(), again: false }).then_ok();
    let reopened = done.when(head_of_unit(), Command::Revoke { turn, reason: "Sai".into(), again: true }).then_ok();
    let declined = world.rejection_reviewed();
    let declining = declined.when(head_of_unit(), approve(&declined.case())).then_ok();
    let declined = declining.when(records_clerk(), number(&declining.case(), 1)).then_ok();
    let withdraw = Command::Withdraw { turn: accepted.case().turn, reason: "Đổi ý".into() };
    let withdrawn = accepted.when(clerk(), withdraw).then_ok();
    let turn = filed.case().turn;
    let transfer = Command::Transfer { turn, to: OTHER_UNIT.into(), reason: "Thẩm quyền".into() };
    let moved = filed.when(clerk(), transfer).then_ok();
    let mut elsewhere = counter_application();
    elsewhere.received_by = Some(OTHER_UNIT.into());
    let receive = Command::Receive { application: elsewhere, code: code_of(OTHER_UNIT, 1) };
    let received = world.given(&[]).when(stranger(), receive).then_ok();
    let received_done = received.to_done();
    vec![
        ("1 filed", filed),
        ("5 missing papers before acceptance", missing),
        ("3 rejected", rejected),
        ("2 accepted, to be assigned", accepted),
        ("4 drafting", drafting),
        ("4 drafting, fee paid", paid),
        ("4 drafting, opinion asked", consulting),
        ("4 drafting, complained of", complained),
        ("5 missing papers", waiting),
        ("6 financial duty", duty),
        ("8 stopped", stopped),
        ("4 proposed", proposed),
        ("4 reviewed", reviewed),
        ("4 signed", signed),
        ("9 done", done),
        ("4 a no signed", declining),
        ("9 done, declined", declined),
        ("9 done, revoked", revoked),
        ("4 drawn up anew", reopened),
        ("10 handed over", handed_over),
        ("7 withdrawn", withdrawn),
        ("1 filed at the other unit", moved),
        ("2 received by the other unit", received),
        ("9 done, received by the other unit", received_done),
    ]
}
