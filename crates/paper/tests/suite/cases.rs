//! From a case to the papers that it gives.

use crate::samples::{at, day};
use crate::tools::{Folder, assert_sound, words};
use casework::calendar::Calendar;
use casework::catalogue::{
    FormSet, REJECTION_TITLE, Role, Service, SupplementClock, SupplementRule, TimeLimit, Unit, UnitKind, User,
};
use casework::{
    Actor, Applicant, ApplicantKind, Case, Catalogue, Channel, Decision, Edition, FileRef, Halt, HaltKind, Paper,
    PaperCount, Proposal, Status, SupplementRequest,
};
use paper::from_case::{self, Missing};
use paper::from_office;
use std::collections::{BTreeMap, BTreeSet};

fn unit(code: &str, name: &str, kind: UnitKind, parent: Option<&str>) -> Unit {
    Unit {
        code: code.into(),
        name: name.to_owned(),
        kind,
        parent: parent.map(Into::into),
        symbol: "UBND".to_owned(),
        place: "Nam Định".to_owned(),
        address: "số 10 đường Trần Đăng Ninh".to_owned(),
        phone: "0228 3849 123".to_owned(),
        declared: Default::default(),
    }
}

fn user(id: &str, name: &str, title: &str, role: Role) -> User {
    User {
        id: id.into(),
        name: name.to_owned(),
        title: title.to_owned(),
        unit: "000.00.21.H40".into(),
        roles: BTreeSet::from([role]),
        active: true,
        absence: None,
    }
}

fn catalogue() -> Catalogue {
    let units = [
        unit("H40", "UBND tỉnh Nam Định", UnitKind::Province, None),
        unit("000.00.21.H40", "UBND thành phố Nam Định", UnitKind::District, Some("H40")),
    ];
    let service = Service {
        code: "1.009994".into(),
        name: "Cấp giấy phép xây dựng nhà ở riêng lẻ".to_owned(),
        field: "XD".into(),
        units: BTreeSet::from(["000.00.21.H40".into()]),
        workflow: "standard".into(),
        time_limit: TimeLimit::WorkingDays(15),
        time_text: "15 ngày làm việc".to_owned(),
        fee_text: "75.000 đồng".to_owned(),
        papers: Vec::new(),
        result: "Giấy phép xây dựng".to_owned(),
        register: "QĐ".into(),
        supplement: SupplementRule {
            clock: SupplementClock::Restart,
            requests_allowed: 1,
            within_days: SupplementRule::usual_days(),
        },
        variants: Vec::new(),
        fees: Vec::new(),
        valid_months: None,
        online: Default::default(),
        taken_in_by: BTreeSet::new(),
        at_counter: Vec::new(),
        life_events: Vec::new(),
        at_once: false,
        legal_basis: Vec::new(),
        paper_codes: BTreeMap::new(),
        entries: Vec::new(),
        certainty: String::new(),
        note: String::new(),
    };
    let edition = Edition {
        id: "2026-01".into(),
        title: "Mẫu".to_owned(),
        in_force_from: day(2026, 1, 1),
        forms: FormSet::Circular03Of2025,
        late_form: Default::default(),
        notices: Default::default(),
        rejection_register: None,
        copies: Default::default(),
        sample: true,
        units: units.into_iter().map(|unit| (unit.code.clone(), unit)).collect(),
        fields: BTreeMap::new(),
        services: BTreeMap::from([(service.code.clone(), service)]),
        workflows: BTreeMap::new(),
        statuses: BTreeMap::new(),
        calendar: Calendar::default(),
    };
    let users = [
        user("clerk", "Trần Thị Bích Ngọc", "Công chức một cửa", Role::Clerk),
        user("head", "Đặng Quốc Cường", "Phó Chủ tịch UBND thành phố", Role::UnitHead),
    ];
    Catalogue {
        version: 1,
        editions: BTreeMap::from([(edition.id.clone(), edition)]),
        users: users.into_iter().map(|user| (user.id.clone(), user)).collect(),
        ..Catalogue::default()
    }
}

fn case() -> Case {
    let draft = FileRef {
        digest: "0".repeat(64).parse().unwrap(),
        name: "du-thao.pdf".to_owned(),
        media_type: "application/pdf".to_owned(),
        size: 1,
    };
    Case {
        id: casework::CaseId("0190d7a4-0000-7000-8000-000000000001".parse().unwrap()),
        version: 2,
        turn: 1,
        code: Some("000.00.21.H40-260305-0012".into()),
        edition: "2026-01".into(),
        unit: "000.00.21.H40".into(),
        service: "1.009994".into(),
        channel: Channel::Counter,
        applicant: Applicant {
            kind: ApplicantKind::Citizen,
            name: "Nguyễn Thị Hường".to_owned(),
            identity_number: Some("036185001234".to_owned()),
            birth_date: None,
            address: "Số 12 đường Điện Biên, phường Cửa Bắc".to_owned(),
            phone: "0912 345 678".to_owned(),
            email: None,
        },
        submitter: Some("Nguyễn Văn Bình".to_owned()),
        co_applicants: Vec::new(),
        received_by: None,
        send_result_to: None,
        at: "000.00.21.H40".into(),
        involved: ["000.00.21.H40".into()].into(),
        former: Vec::new(),
        stages: Vec::new(),
        waiting_with: BTreeMap::new(),
        step_since: None,
        variant_change: None,
        variant: None,
        last_move: None,
        halts: Vec::new(),
        extension: None,
        notes: Vec::new(),
        messages: Vec::new(),
        consultations: Vec::new(),
        complaints: Vec::new(),
        payments: Vec::new(),
        revoked: Vec::new(),
        subject: "Nhà ở 03 tầng tại thửa đất số 125".to_owned(),
        papers: vec![Paper {
            name: "Đơn đề nghị".to_owned(),
            originals: 1,
            certified: 0,
            photocopies: 0,
            reused_from: None,
            files: Vec::new(),
        }],
        entries: BTreeMap::new(),
        filed_by: Actor::Official("clerk".into()),
        filed_at: at(2026, 3, 5, 8, 15),
        status: Status::InProgress,
        step: None,
        step_due_at: None,
        assignee: None,
        accepted_by: None,
        accepted_at: Some(at(2026, 3, 5, 8, 15)),
        due_at: Some(at(2026, 3, 26, 8, 15)),
        supplements: Vec::new(),
        proposal: Some(Proposal {
            by: Actor::Official("clerk".into()),
            at: at(2026, 3, 19, 8, 0),
            decision: Decision::Granted,
            title: "Về việc cấp giấy phép xây dựng".to_owned(),
            body: "Căn cứ Luật Xây dựng ngày 18 tháng 6 năm 2014;\nQUYẾT ĐỊNH:\nĐiều 1. Cấp phép./.".to_owned(),
            draft,
        }),
        approval: None,
        deliverable: None,
        hand_over: None,
        closed_by: None,
        closing_reason: None,
        finished_at: None,
        changed_at: at(2026, 3, 19, 8, 0),
    }
}

#[test]
fn a_receipt_is_filled_in_from_case_and_catalogue() {
    let content = from_case::receipt(&catalogue(), &case(), &"clerk".into()).unwrap();
    let folder = Folder::new();
    let file = folder.write("case-receipt.pdf", &paper::receipt(&content).unwrap());
    assert_sound(&file);
    let words = words(&file);
    for phrase in [
        "ỦY BAN NHÂN DÂN THÀNH PHỐ NAM ĐỊNH",
        "Bộ phận tiếp nhận: Bộ phận Tiếp nhận và Trả kết quả UBND thành phố Nam Định",
        "Cấp giấy phép xây dựng nhà ở riêng lẻ: Nhà ở 03 tầng tại thửa đất số 125",
        "Người nộp hồ sơ: Nguyễn Văn Bình",
        "Trần Thị Bích Ngọc",
        "75.000 đồng",
    ] {
        assert!(words.contains(phrase), "{phrase} is missing in: {words}");
    }
}

#[test]
fn a_case_keeps_the_forms_of_the_edition_that_it_was_received_under() {
    let mut catalogue = catalogue();
    let head = "head".into();
    let mut case = case();
    case.halts.push(Halt {
        kind: HaltKind::Stop,
        by: Actor::Official("head".into()),
        since: at(2026, 3, 9, 9, 0),
        reason: "Tòa án đã thụ lý".to_owned(),
        until: None,
        clock_ran: true,
    });
    let marks = |catalogue: &Catalogue| {
        let slip = from_case::control_slip(catalogue, &case, &"clerk".into(), Vec::new(), at(2026, 3, 9, 9, 0));
        let reason = "Chờ xác minh";
        let apology =
            from_case::apology(catalogue, &case, &head, day(2026, 4, 2), reason, at(2026, 3, 9, 9, 0)).unwrap();
        let stop = from_case::stop_notice(catalogue, &case).unwrap();
        let folder = Folder::new();
        let year =
            if catalogue.editions.values().any(|one| one.forms == FormSet::Circular01Of2018) { 2018 } else { 2025 };
        let said = |name: &str, bytes: Result<Vec<u8>, paper::Error>| {
            words(&folder.write(&format!("{name}-{year}.pdf"), &bytes.unwrap()))
        };
        [
            said("case-stop", paper::stop_notice(&stop)),
            said("case-apology", paper::apology(&apology)),
            said("case-slip", paper::control_slip(&slip.unwrap())),
        ]
    };
    let [stop, apology, slip] = marks(&catalogue);
    assert!(stop.contains("Mẫu số 05 - Thông tư 03/2025/TT-VPCP"), "{stop}");
    assert!(apology.contains("Mẫu số 04 - Thông tư 03/2025/TT-VPCP") && apology.contains("GIA HẠN"), "{apology}");
    assert!(apology.contains("Số: ……/PXL"), "its number is written in by hand: {apology}");
    let content = from_case::apology(&catalogue, &case, &head, day(2026, 4, 2), "Chờ", at(2026, 3, 9, 9, 0)).unwrap();
    let numbers = ["12", " 07/PXL-UBND ", " "].map(|number| content.clone().numbered(number).letterhead.number);
    assert_eq!(numbers, [Some("12/PXL".to_owned()), Some("07/PXL-UBND".to_owned()), None]);
    assert!(slip.contains("Mẫu số 06 - Thông tư 03/2025/TT-VPCP"), "{slip}");

    let edition = catalogue.editions.values_mut().next().unwrap();
    edition.forms = FormSet::Circular01Of2018;
    let [stop, apology, slip] = marks(&catalogue);
    assert!(!stop.contains("Mẫu số"), "there was no such form: {stop}");
    assert!(apology.contains("Mẫu số 04 - Thông tư 01/2018/TT-VPCP") && !apology.contains("GIA HẠN"), "{apology}");
    assert!(slip.contains("Mẫu số 05 - Thông tư 01/2018/TT-VPCP"), "{slip}");
}

#[test]
fn a_book_is_kept_to_its_end_as_it_was_opened() {
    let mut catalogue = catalogue();
    let mut older = catalogue.editions.values().next().unwrap().clone();
    older.id = "2018".into();
    older.in_force_from = day(2018, 6, 21);
    older.forms = FormSet::Circular01Of2018;
    catalogue.editions.insert(older.id.clone(), older);
    let (unit, keeper) = (&unit("000.00.21.H40", "UBND", UnitKind::District, None), &catalogue.users[&"clerk".into()]);
    let mark = |year, at| from_office::tracking_book(&catalogue, unit, keeper, year, &[], at).unwrap().mark;
    assert_eq!(mark(2025, at(2025, 12, 1, 9, 0)).as_deref(), Some("Mẫu số 06 - Thông tư 01/2018/TT-VPCP"));
    assert_eq!(mark(2025, at(2026, 2, 1, 9, 0)).as_deref(), Some("Mẫu số 06 - Thông tư 01/2018/TT-VPCP"));
    assert_eq!(mark(2026, at(2026, 2, 1, 9, 0)).as_deref(), Some("Mẫu số 07 - Thông tư 03/2025/TT-VPCP"));
}

#[test]
fn a_result_is_filled_in_from_its_draft() {
    let content = from_case::result_document(&catalogue(), &case(), &"head".into(), at(2026, 3, 20, 9, 0)).unwrap();
    assert_eq!(content.symbol, "QĐ-UBND");
    assert_eq!(content.superior.as_deref(), Some("Ủy ban nhân dân tỉnh Nam Định"));
    assert_eq!(content.authority, ["TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch"]);
    assert_eq!(content.body.len(), 3);
    let number = from_case::document_number(&catalogue(), &case(), &"QĐ".into(), 7).unwrap();
    let date = from_case::issue_date(&catalogue(), &case(), day(2026, 3, 5)).unwrap();
    assert_eq!((number.as_str(), date.as_str()), ("07/QĐ-UBND", "Nam Định, ngày 05 tháng 3 năm 2026"));
    assert!(paper::result_document(&content).is_ok());
}

#[test]
fn a_request_for_supplements_names_papers_reason_and_guide() {
    let mut case = case();
    case.supplements.push(SupplementRequest {
        asked_at: at(2026, 3, 6, 9, 0),
        asked_by: Actor::Official("clerk".into()),
        papers: vec!["Bản vẽ mặt cắt móng".to_owned()],
        counts: [("Bản vẽ mặt cắt móng".to_owned(), PaperCount { originals: 1, certified: 0, photocopies: 2 })].into(),
        reason: "Thiếu bản vẽ".to_owned(),
        received_at: None,
    });
    let content = from_case::supplement_slip(&catalogue(), &case).unwrap();
    assert_eq!((content.guide.as_str(), content.papers.len()), ("Trần Thị Bích Ngọc", 1));
    let folder = Folder::new();
    let words = words(&folder.write("supplement.pdf", &paper::supplement_slip(&content).unwrap()));
    assert!(words.contains("Bản photo 1 – 2"), "one original, no certified copy, two photocopies: {words}");
}

#[test]
fn a_rejection_gives_its_reason() {
    let mut case = case();
    case.status = Status::Rejected;
    case.closing_reason = Some("Không thuộc thẩm quyền".to_owned());
    let content = from_case::rejection_slip(&catalogue(), &case, &"clerk".into()).unwrap();
    assert_eq!(content.reason, "Không thuộc thẩm quyền");
    assert!(paper::rejection_slip(&content).is_ok());
}

/// The same case after appraisal, with long names and reasons.
pub fn declined(forms: FormSet) -> (Catalogue, Case) {
    let mut catalogue = catalogue();
    for edition in catalogue.editions.values_mut() {
        edition.forms = forms;
        edition.rejection_register = Some("PTC".into());
    }
    let mut case = case();
    case.applicant.address = crate::samples::LONG_ADDRESS.to_owned();
    if let Some(proposal) = case.proposal.as_mut() {
        proposal.decision = Decision::Declined;
        proposal.title = REJECTION_TITLE.to_owned();
        proposal.body = "Thửa đất nằm trong quy hoạch mở rộng đường Điện Biên đã được phê duyệt.\nHồ sơ thiết kế \
                         không phù hợp với chỉ giới xây dựng."
            .to_owned();
    }
    (catalogue, case)
}

#[test]
fn a_no_after_appraisal_is_form_03_with_the_places_of_a_result() {
    let folder = Folder::new();
    for (forms, year) in [(FormSet::Circular01Of2018, 2018), (FormSet::Circular03Of2025, 2025)] {
        let (catalogue, case) = declined(forms);
        let content = from_case::rejection_notice(&catalogue, &case, &"head".into(), at(2026, 3, 20, 9, 0)).unwrap();
        assert_eq!(content.symbol, "PTC-UBND");
        let file = folder.write(&format!("rejection-notice-{year}.pdf"), &paper::rejection_notice(&content).unwrap());
        assert_sound(&file);
        let words = words(&file);
        for phrase in [
            "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ",
            "Độc lập - Tự do - Hạnh phúc",
            &format!("Mẫu số 03 - {}", forms.circular()),
            "Mã hồ sơ: 000.00.21.H40-260305-0012",
            "thông báo không giải quyết hồ sơ này",
            "chỉ giới xây dựng",
            "KT. CHỦ TỊCH",
            "Đặng Quốc Cường",
        ] {
            assert!(words.contains(phrase), "{phrase} is missing in: {words}");
        }
    }
    let granted = case();
    let none = from_case::rejection_notice(&catalogue(), &granted, &"head".into(), at(2026, 3, 20, 9, 0));
    assert_eq!(none, Err(Missing::Proposal), "a result to be granted is no Form 03");
}

#[test]
fn a_paper_that_the_case_does_not_give_is_named() {
    let catalogue = catalogue();
    let mut case = Case { code: None, accepted_at: None, proposal: None, ..case() };
    let clerk = "clerk".into();
    assert_eq!(from_case::receipt(&catalogue, &case, &clerk), Err(Missing::Code));
    assert_eq!(from_case::supplement_slip(&catalogue, &case), Err(Missing::Supplement));
    assert_eq!(from_case::rejection_slip(&catalogue, &case, &clerk), Err(Missing::Rejection));
    let now = at(2026, 3, 20, 9, 0);
    assert_eq!(from_case::result_document(&catalogue, &case, &clerk, now), Err(Missing::Proposal));
    case.service = "9.9".into();
    assert_eq!(from_case::receipt(&catalogue, &case, &clerk), Err(Missing::Service("9.9".to_owned())));
}
