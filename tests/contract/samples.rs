//! One value of each kind. The matches at the end fail to compile when a kind is added and no sample of it.

use casework::catalogue::{Absence, Role};
use casework::fee::{FeeLine, PaymentMethod};
use casework::{
    Actor, CaseId, Channel, Command, CopyRecipient, Decision, DeviceId, Envelope, EnvelopeId, Event, HandOverMethod,
    Moment, Recorded, Refusal, Statement, Status,
};
use motcua_tests::fixture::{application, day, file, papers, units};
use protocol::book::{BookEntry, BookPage, BookReply, BookRequest, BookWanted, BookWhat, UnitEntry};
use protocol::bundle::{Acts, Addressed, Answer, BundleKind, BundleRefusal, KeyRequest};
use protocol::check::{CheckReply, CheckRequest};
use protocol::codes::DayCodes;
use protocol::enrol::{
    AbsenceRequest, AbsenceVerdict, AddPersonRequest, EnrolReply, EnrolRequest, Proof, RegisterLease, Secret,
};
use protocol::push::{CodeBlock, Judged, PushReply, PushRequest, Unjudged, Verdict};
use protocol::ratings::{CaseRating, RatingsReply, RatingsRequest};
use protocol::{Checkpoint, Head, LogId, RoadRefusal};
use serde_json::value::RawValue;
use uuid::Uuid;

fn reason() -> String {
    "Thiếu giấy tờ".to_owned()
}

fn id() -> EnvelopeId {
    EnvelopeId(Uuid::from_u128(4))
}

fn line() -> FeeLine {
    FeeLine {
        fee: "LP".to_owned(),
        name: "Lệ phí".to_owned(),
        quantity: 2,
        copies: 1,
        waiver: Some("ngheo".to_owned()),
        reason: "Hộ nghèo".to_owned(),
        amount: 16_000,
    }
}

fn statement() -> Statement {
    Statement {
        code: "000.00.03.H40-261123-0001".into(),
        service: "S".into(),
        applicant: "Nguyễn Văn Đức".to_owned(),
        identity_number: Some("036090000001".to_owned()),
        title: "GIẤY XÁC NHẬN".to_owned(),
        body: "Xác nhận".to_owned(),
        decision: Decision::Granted,
    }
}

fn refusal_statement() -> Statement {
    let title = casework::catalogue::REJECTION_TITLE.to_owned();
    Statement { title, body: reason(), decision: Decision::Declined, ..statement() }
}

pub fn commands() -> Vec<Command> {
    let turn = 3;
    let application = || application(&units()[0], "S", Channel::Counter, "Nguyễn Văn Đức");
    let all = vec![
        Command::File { application: application() },
        Command::Receive { application: application(), code: statement().code },
        Command::Accept { turn, code: statement().code },
        Command::Reject { turn, reason: reason() },
        Command::RequestSupplement {
            turn,
            papers: vec!["CCCD".to_owned()],
            counts: Default::default(),
            reason: reason(),
        },
        Command::ReceiveSupplement { turn, papers: papers() },
        Command::Assign { turn, from: Some("a.cv1".into()), to: "a.cv2".into(), note: String::new() },
        Command::CompleteStep { turn, note: "Xong".to_owned() },
        Command::ReturnStep { turn, to: "draft".into(), reason: reason() },
        Command::ProposeResult { turn, title: statement().title, body: statement().body, draft: file("nháp") },
        Command::ProposeRejection { turn, reason: reason(), draft: file("nháp") },
        Command::Approve { turn, document: file("ký"), states: statement() },
        Command::Approve { turn, document: file("ký"), states: refusal_statement() },
        Command::Number {
            turn,
            register: "GXN".into(),
            number: 12,
            issued_on: day("2026-11-23"),
            document: file("số"),
            states: statement(),
        },
        Command::HandOver {
            turn,
            to: "Đức".to_owned(),
            method: HandOverMethod::Counter,
            note: String::new(),
            signature: Some(file("phiếu")),
        },
        Command::Withdraw { turn, reason: reason() },
        Command::Stop { turn, reason: reason() },
        Command::RequestPayment { turn, reason: reason() },
        Command::Resume { turn, note: "Đã nộp".to_owned() },
        Command::Extend { turn, to: day("2026-12-01"), reason: reason(), document: file("xin lỗi") },
        Command::Recall { turn, reason: reason() },
        Command::ChangeVariant { turn, variant: "XM".into(), reason: reason() },
        Command::Note { text: reason() },
        Command::Message { text: reason() },
        Command::Correct {
            turn,
            applicant: application().applicant,
            subject: reason(),
            entries: application().entries,
            reason: reason(),
        },
        Command::Consult { turn, unit: units()[1].clone(), question: reason(), answer_by: day("2026-12-01") },
        Command::AnswerConsultation { consultation: id(), answer: reason(), files: vec![file("trả lời")] },
        Command::Complain { text: reason() },
        Command::AnswerComplaint { complaint: id(), answer: reason(), upheld: true },
        Command::Revoke { turn, reason: reason(), again: true },
        Command::IssueCopy {
            document: file("số").digest,
            copies: 2,
            to: CopyRecipient::Unit,
            name: "Kho bạc".to_owned(),
            reason: reason(),
        },
        Command::CollectFee {
            receipt: format!("{}/1", statement().code),
            lines: vec![line()],
            method: PaymentMethod::Cash,
        },
        Command::RefundFee { payment: id(), reason: reason() },
        Command::Transfer { turn: 3, to: units()[1].clone(), reason: reason() },
    ];
    for command in &all {
        match command {
            Command::File { .. }
            | Command::Receive { .. }
            | Command::Accept { .. }
            | Command::Reject { .. }
            | Command::RequestSupplement { .. }
            | Command::ReceiveSupplement { .. }
            | Command::Assign { .. }
            | Command::CompleteStep { .. }
            | Command::ReturnStep { .. }
            | Command::ProposeResult { .. }
            | Command::ProposeRejection { .. }
            | Command::IssueCopy { .. }
            | Command::Approve { .. }
            | Command::Number { .. }
            | Command::HandOver { .. }
            | Command::Withdraw { .. }
            | Command::Stop { .. }
            | Command::RequestPayment { .. }
            | Command::Resume { .. }
            | Command::Extend { .. }
            | Command::Recall { .. }
            | Command::ChangeVariant { .. }
            | Command::Note { .. }
            | Command::Message { .. }
            | Command::Correct { .. }
            | Command::Consult { .. }
            | Command::AnswerConsultation { .. }
            | Command::Complain { .. }
            | Command::AnswerComplaint { .. }
            | Command::Revoke { .. }
            | Command::CollectFee { .. }
            | Command::Transfer { .. }
            | Command::RefundFee { .. } => {}
        }
    }
    all
}

pub fn events() -> Vec<Event> {
    let due = Moment(1_795_455_000_000);
    let application = application(&units()[0], "S", Channel::Online, "Nguyễn Văn Đức");
    let (applicant, entries) = (application.applicant.clone(), application.entries.clone());
    let all = vec![
        Event::Filed { edition: "2026".into(), application },
        Event::Accepted {
            code: statement().code,
            due_at: due,
            step: "draft".into(),
            step_due_at: due,
            variant: Some("co-xac-minh".into()),
        },
        Event::Rejected { reason: reason() },
        Event::SupplementRequested { papers: vec!["CCCD".to_owned()], counts: Default::default(), reason: reason() },
        Event::SupplementReceived { papers: papers(), due_at: Some(due), step_due_at: None },
        Event::Assigned { from: None, to: "a.cv1".into(), note: String::new() },
        Event::StepCompleted { step: "draft".into(), next: "sign".into(), step_due_at: due, note: String::new() },
        Event::StepReturned { step: "sign".into(), to: "draft".into(), step_due_at: due, reason: reason() },
        Event::ResultProposed { title: statement().title, body: statement().body, draft: file("nháp") },
        Event::RejectionProposed { title: refusal_statement().title, reason: reason(), draft: file("nháp") },
        Event::Approved { document: file("ký") },
        Event::Numbered {
            register: "GXN".into(),
            number: 12,
            issued_on: day("2026-11-23"),
            title: statement().title,
            document: file("số"),
            expires_on: Some(day("2027-05-23")),
            decision: Decision::Granted,
        },
        Event::Numbered {
            register: "PTC".into(),
            number: 1,
            issued_on: day("2026-11-23"),
            title: refusal_statement().title,
            document: file("số"),
            expires_on: None,
            decision: Decision::Declined,
        },
        Event::HandedOver {
            to: "Đức".to_owned(),
            method: HandOverMethod::Counter,
            note: String::new(),
            signature: Some(file("phiếu")),
        },
        Event::Withdrawn { reason: reason() },
        Event::Stopped { reason: reason() },
        Event::PaymentRequested { reason: reason() },
        Event::Resumed { note: String::new(), due_at: Some(due), step_due_at: None },
        Event::Extended { from: due, to: due, step_due_at: Some(due), reason: reason(), document: file("xin lỗi") },
        Event::Recalled { step: "sign".into(), to: "draft".into(), step_due_at: due, reason: reason() },
        Event::VariantChanged { variant: "XM".into(), due_at: due, step_due_at: due, reason: reason() },
        Event::Noted { text: reason() },
        Event::Messaged { text: reason() },
        Event::Corrected { applicant, subject: reason(), entries, reason: reason() },
        Event::ConsultationAsked { unit: units()[1].clone(), question: reason(), answer_by: day("2026-12-01") },
        Event::ConsultationAnswered { consultation: id(), answer: reason(), files: vec![file("trả lời")] },
        Event::Complained { text: reason() },
        Event::ComplaintAnswered { complaint: id(), answer: reason(), upheld: false },
        Event::Revoked { reason: reason() },
        Event::CopyIssued {
            document: file("số").digest,
            copies: 2,
            to: CopyRecipient::Authorised,
            name: "Lan".to_owned(),
            reason: reason(),
        },
        Event::Reopened { to: "draft".into(), step_due_at: due },
        Event::FeeCollected {
            receipt: format!("{}/1", statement().code),
            lines: vec![line()],
            method: PaymentMethod::Transfer,
            unit: None,
        },
        Event::FeeCollected {
            receipt: format!("{}/2", statement().code),
            lines: vec![line()],
            method: PaymentMethod::Cash,
            unit: Some(units()[1].clone()),
        },
        Event::FeeRefunded { payment: id(), reason: reason() },
        Event::Passed { to: units()[1].clone(), wholly: true, reason: reason() },
        Event::Passed { to: units()[1].clone(), wholly: false, reason: String::new() },
    ];
    for event in &all {
        match event {
            Event::Filed { .. }
            | Event::Accepted { .. }
            | Event::Rejected { .. }
            | Event::SupplementRequested { .. }
            | Event::SupplementReceived { .. }
            | Event::Assigned { .. }
            | Event::StepCompleted { .. }
            | Event::StepReturned { .. }
            | Event::ResultProposed { .. }
            | Event::RejectionProposed { .. }
            | Event::CopyIssued { .. }
            | Event::Approved { .. }
            | Event::Numbered { .. }
            | Event::HandedOver { .. }
            | Event::Withdrawn { .. }
            | Event::Stopped { .. }
            | Event::PaymentRequested { .. }
            | Event::Resumed { .. }
            | Event::Extended { .. }
            | Event::Recalled { .. }
            | Event::VariantChanged { .. }
            | Event::Noted { .. }
            | Event::Messaged { .. }
            | Event::Corrected { .. }
            | Event::ConsultationAsked { .. }
            | Event::ConsultationAnswered { .. }
            | Event::Complained { .. }
            | Event::ComplaintAnswered { .. }
            | Event::Revoked { .. }
            | Event::Reopened { .. }
            | Event::FeeCollected { .. }
            | Event::Passed { .. }
            | Event::FeeRefunded { .. } => {}
        }
    }
    all
}

pub fn refusals() -> Vec<Refusal> {
    let register = || "GXN".into();
    vec![
        Refusal::NoSuchCase,
        Refusal::CaseExists,
        Refusal::CaseMovedOn { status: Status::InProgress, step: Some("draft".into()), turn: 4 },
        Refusal::NotInThisStatus { status: Status::Done },
        Refusal::NotInThisStep { step: None },
        Refusal::UnknownUser { user: "ai".to_owned() },
        Refusal::UserNotActive { user: "a.mc".into() },
        Refusal::OtherUnit { unit: units()[1].clone() },
        Refusal::RoleMissing { role: Role::UnitHead },
        Refusal::WithSomeoneElse { assignee: "a.cv1".into() },
        Refusal::AssigneeChanged { now: None },
        Refusal::OfficialsOnly,
        Refusal::NotYourCase,
        Refusal::UnknownEdition { edition: "1999".into() },
        Refusal::UnknownService { service: "X".into() },
        Refusal::ServiceNotAtUnit { unit: units()[0].clone() },
        Refusal::WorkflowBroken,
        Refusal::NotReceivedElsewhere { service: "X".into() },
        Refusal::StillWaiting { until: day("2026-12-02") },
        Refusal::UnknownStep { step: "x".into() },
        Refusal::EntryMissing { entry: "reason".to_owned() },
        Refusal::EntryTooLong { entry: "reason".to_owned(), limit: 4_000 },
        Refusal::EntryMalformed { entry: "register".to_owned() },
        Refusal::SupplementsUsedUp { times: 1 },
        Refusal::DocumentOutOfDate,
        Refusal::NoDraft,
        Refusal::AlreadyDone,
        Refusal::AlreadyExtended,
        Refusal::TooLateToExtend { due: day("2026-11-23") },
        Refusal::TimeIsOver { due: day("2026-11-19") },
        Refusal::NothingToRecall,
        Refusal::FeePaid { fee: "LP".to_owned(), receipt: format!("{}/1", statement().code) },
        Refusal::FeeWrong { fee: "LP".to_owned(), amount: 16_000 },
        Refusal::NothingToAnswer,
        Refusal::NotAllowedInStep { step: "draft".into() },
        Refusal::CodeMalformed { code: "x".into() },
        Refusal::CodeTaken { code: statement().code },
        Refusal::CodeNotLeased { code: statement().code },
        Refusal::CodesUsedUp { day: day("2026-11-23") },
        Refusal::RegisterNotHeld { register: register() },
        Refusal::NumberNotNext { register: register(), next: 7 },
        Refusal::EarlierRefused { envelope: EnvelopeId(Uuid::from_u128(1)) },
        Refusal::NotEnrolled,
        Refusal::UnknownCommand,
    ]
}

fn text(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("every message can be written")
}

pub fn messages() -> Vec<String> {
    let unit = units()[0].clone();
    let envelope = Envelope {
        id: EnvelopeId(Uuid::from_u128(1)),
        case: CaseId(Uuid::from_u128(2)),
        actor: Actor::Official("a.mc".into()),
        at: Moment(1_795_455_000_000),
        edition: "2026".into(),
        seen: 5,
        after: Some(EnvelopeId(Uuid::from_u128(3))),
        command: Command::Accept { turn: 1, code: statement().code },
    };
    let recorded = Recorded {
        unit: unit.clone(),
        seq: 1,
        case: envelope.case,
        version: 1,
        envelope: envelope.id,
        by: Actor::Citizen("dan".into()),
        at: envelope.at,
        arrived_at: envelope.at,
        event: Event::Rejected { reason: reason() },
    };
    let log = LogId(Uuid::from_u128(9));
    let (head, entry) = Head::start(log, &unit).write(&recorded).expect("an entry");
    let key = protocol::chain::SigningKey::from_bytes(&[3; 32]);
    let raw = RawValue::from_string(text(&envelope)).expect("JSON");
    let proof = Proof { user: "a.mc".into(), secret: Secret("mật khẩu".to_owned()) };
    let entry_of = |what| BookEntry { at: Moment(5), user: "a.mc".into(), what };
    let opened = entry_of(BookWhat::Opened { case: envelope.case });
    let (signed_in, reset) = (entry_of(BookWhat::SignedIn), entry_of(BookWhat::Reset { user: "a.cv1".into() }));
    let rating = CaseRating {
        case: envelope.case,
        handling: 5,
        attitude: 4,
        agency: 5,
        remark: "Nhanh".to_owned(),
        officer: Some("a.cv1".into()),
        at: Moment(6),
    };
    let refusals = [
        RoadRefusal::NotEnrolled,
        RoadRefusal::WrongCode,
        RoadRefusal::WrongSecret { user: "a.mc".to_owned() },
        RoadRefusal::TooManyAttempts { seconds: 30 },
        RoadRefusal::VersionTooOld { spoken: 1, needed: 2 },
        RoadRefusal::VersionTooNew { spoken: 9, portal: 1 },
        RoadRefusal::Malformed { what: "JSON".to_owned() },
        RoadRefusal::TooLarge { limit: 5 },
        RoadRefusal::OtherUnit,
        RoadRefusal::NoSuchFile,
        RoadRefusal::WrongOffset { offset: 3 },
        RoadRefusal::WrongDigest,
        RoadRefusal::NoBlockLeft,
    ];
    let push = PushRequest {
        version: 1,
        unit: unit.clone(),
        head: Some(head.clone()),
        catalogue: 4,
        limit: 500,
        envelopes: vec![raw],
        day_codes: vec![DayCodes { day: day("2026-11-23"), codes: CodeBlock { first: 9_900, last: 9_999 } }],
        more_codes_on: Some(day("2026-11-23")),
    };
    let sealed = Addressed {
        kind: BundleKind::Acts,
        device: DeviceId(Uuid::from_u128(5)),
        unit: unit.clone(),
        number: 1,
        made_at: Moment(8),
    };
    let bundle = protocol::bundle::seal(sealed, (&key, &key.verifying_key()), [4; 32], b"").expect("a bundle");
    let mut all = vec![
        text(&envelope),
        text(&recorded),
        text(&push),
        text(&Acts { request: push, documents: vec![(protocol::digest(b"x"), 1)] }),
        text(&PushReply {
            version: 1,
            verdicts: vec![
                Judged { envelope: envelope.id, verdict: Verdict::Accepted { seq: 1 } },
                Judged { envelope: envelope.id, verdict: Verdict::Refused { seq: 1, refusal: Refusal::NoDraft } },
            ],
            unjudged: vec![(envelope.id, Unjudged::EarlierMissing), (envelope.id, Unjudged::OtherContent)],
            entries: vec![entry],
            checkpoint: Checkpoint::sign(&key, head, Moment(7)),
            safe_seq: 0,
            catalogue: 4,
            portal_time: Moment(8),
            leases: Some(vec![RegisterLease { book: "GXN".into(), year: 2026, next: 5 }]),
            day_codes: Some(vec![DayCodes { day: day("2026-11-23"), codes: CodeBlock { first: 9_900, last: 9_999 } }]),
        }),
        text(&CheckRequest { version: 1, unit: unit.clone(), seq: 3 }),
        text(&CheckReply { seq: 3, cases: 2, states: protocol::digest(b"x") }),
        text(&BookRequest {
            version: 1,
            unit: unit.clone(),
            entries: vec![opened.clone(), signed_in, reset],
            wanted: Some(BookWanted { log: Some(log), after: 7, since: Moment(1) }),
        }),
        text(&BookReply {
            version: 1,
            log,
            portal_time: Moment(9),
            strangers: ["b.mc".into()].into(),
            page: Some(BookPage {
                entries: vec![UnitEntry {
                    place: 8,
                    device: DeviceId(Uuid::from_u128(6)),
                    desk: "Bàn 2".to_owned(),
                    arrived_at: Moment(8),
                    entry: opened,
                }],
                more: false,
            }),
        }),
        text(&RatingsRequest { version: 1, unit: unit.clone(), after: Some(rating.place()) }),
        text(&RatingsReply { version: 1, log, portal_time: Moment(9), ratings: Some(vec![rating]), more: false }),
        text(&EnrolRequest {
            version: 1,
            code: Secret("ABCD".to_owned()),
            desk_name: "Bàn 1".to_owned(),
            people: vec![proof.clone()],
        }),
        text(&EnrolReply {
            device: DeviceId(Uuid::from_u128(5)),
            token: Secret("t".to_owned()),
            unit,
            log,
            portal_key: hex::encode(key.verifying_key().to_bytes()),
            codes: CodeBlock { first: 1, last: 250 },
            registers: vec![RegisterLease { book: "GXN".into(), year: 2026, next: 1 }],
            catalogue: casework::Catalogue::default(),
        }),
        text(&AddPersonRequest { version: 1, person: proof }),
        text(&AbsenceRequest {
            version: 1,
            id: id(),
            by: "a.lp".into(),
            user: "a.cv1".into(),
            absence: Some(Absence { from: day("2026-11-24"), until: day("2026-11-30"), delegate: "a.cv2".into() }),
            at: Moment(8),
        }),
        text(&AbsenceVerdict::Taken { catalogue: 7 }),
        text(&AbsenceVerdict::Refused { why: casework::absence::AbsenceRefusal::Overtaken }),
        text(&protocol::file::FileState { held: false, offset: 3 }),
        text(&protocol::bundle::label(&bundle).expect("a label")),
        text(&KeyRequest { version: 1, key: hex::encode(key.verifying_key().to_bytes()) }),
        text(&Answer {
            to: protocol::digest(&bundle),
            taken_before: Some(Moment(8)),
            replies: Vec::new(),
            day_codes: Vec::new(),
            catalogue: None,
            held: vec![protocol::digest(b"x")],
        }),
        text(&BundleRefusal::Forbidden { unit: units()[0].clone() }),
        text(&BundleRefusal::Damaged),
    ];
    all.extend(refusals.iter().map(text));
    all
}
