//! The case and its progress in the national portal's field names. All values are text.

use super::NationalSettings;
use crate::payments::stamp;
use casework::fee::PaymentMethod;
use casework::{
    Actor, ApplicantKind, Case, Catalogue, Channel, Event, HandOverMethod, Moment, Paper, Recorded, Status, replay,
};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

fn at(moment: Option<Moment>) -> String {
    moment.map(stamp).unwrap_or_default()
}

fn shortened(text: &str, letters: usize) -> String {
    text.chars().take(letters).collect()
}

fn name(catalogue: &Catalogue, actor: &Actor) -> (String, String, String) {
    match actor {
        Actor::Official(id) => catalogue.users.get(id).map_or_else(
            || (id.0.clone(), String::new(), String::new()),
            |user| (user.name.clone(), user.title.clone(), user.unit.0.clone()),
        ),
        Actor::Citizen(_) => ("Công dân".to_owned(), String::new(), String::new()),
        Actor::Portal => ("Hệ thống".to_owned(), String::new(), String::new()),
    }
}

/// Documents of a case, each with an address under which the national portal may open it.
#[derive(Default)]
pub(super) struct Documents {
    /// Codes of papers by their name, as the case's edition has them.
    codes: BTreeMap<String, String>,
    papers: Vec<Value>,
    results: Vec<Value>,
}

impl Documents {
    /// None yet; papers get the codes that the case's service knows for them.
    pub(super) fn of(catalogue: &Catalogue, case: &Case) -> Self {
        let edition = catalogue.editions.get(&case.edition);
        let service = edition.and_then(|edition| edition.services.get(&case.service));
        Self { codes: service.map(|service| service.paper_codes.clone()).unwrap_or_default(), ..Self::default() }
    }

    /// Adds a document of a paper.
    pub(super) fn add_paper(&mut self, paper: &Paper, id: &str, name: &str, address: &str) {
        self.papers.push(json!({
            "TepDinhKemId": id,
            "TenTepDinhKem": shortened(name, 4_000),
            "IsDeleted": "False",
            "MaThanhPhanHoSo": self.codes.get(&paper.name).map_or("", String::as_str),
            "DuongDanTaiTepTin": address,
            "DuocSoHoa": "1",
            "DuocTaiSuDung": if paper.reused_from.is_some() { "1" } else { "0" },
            "DuocLayTuKhoDMQG": "0",
            "MaKetQuaThayThe": "",
        }));
    }

    /// Adds a signed result.
    pub(super) fn add_result(&mut self, title: &str, id: &str, address: &str) {
        self.results.push(json!({
            "TenGiayTo": shortened(title, 2_000),
            "MaThanhPhanHoSo": "",
            "GiayToId": id,
            "DuongDanTepTinKetQua": address,
            "MaGiayToKetQua": "",
        }));
    }
}

/// An element of `DongBoHoSoMC.data`.
pub(super) fn case_object(
    settings: &NationalSettings,
    catalogue: &Catalogue,
    case: &Case,
    history: &[Recorded],
    documents: Documents,
) -> Value {
    let edition = catalogue.editions.get(&case.edition);
    let service = edition.and_then(|edition| edition.services.get(&case.service));
    let field = service.map(|service| &service.field);
    let field_name = edition.zip(field).and_then(|(edition, field)| edition.fields.get(field));
    let unit = edition.and_then(|edition| edition.units.get(&case.unit));
    let channel = match case.channel {
        Channel::Counter => "1",
        Channel::Online => "2",
        Channel::Post => "3",
    };
    let kind = match case.applicant.kind {
        ApplicantKind::Citizen => "1",
        ApplicantKind::Business => "2",
        ApplicantKind::Agency => "3",
        ApplicantKind::Other => "4",
    };
    let by_post = match &case.hand_over {
        Some(over) => over.method == HandOverMethod::Post,
        None => case.send_result_to.is_some(),
    };
    let has_fees = service.is_some_and(|service| !service.fees.is_empty());
    let paid_online = case.paid().any(|payment| payment.method == PaymentMethod::Online);
    // Not taken in, or declined after appraisal: the status tells which, the day and the reason that it was a "no".
    let rejected = (case.status == Status::Rejected || case.is_declined()).then_some(case.finished_at).flatten();
    let digits = case.papers.iter().any(|paper| !paper.files.is_empty());
    let object = json!({
        "MaHoSo": case.code.as_ref().map_or("", |code| code.as_str()),
        "MaTTHC": case.service.as_str(),
        "TenTTHC": service.map_or("", |service| service.name.as_str()),
        "MaLinhVuc": field.map_or("", |field| field.as_str()),
        "TenLinhVuc": field_name.map_or("", |field| field.name.as_str()),
        "KenhThucHien": channel,
        "ChuHoSo": case.applicant.name,
        "LoaiDoiTuong": kind,
        "MaDoiTuong": "",
        "DinhDanhCHS": identities(case),
        "ThongTinKhac": "",
        "Email": case.applicant.email.as_deref().unwrap_or_default(),
        "Fax": "",
        "SoDienThoai": case.applicant.phone,
        "TrichYeuHoSo": shortened(&case.subject, 1_000),
        "NgayNopHoSo": stamp(case.filed_at),
        "NgayTiepNhan": at(case.accepted_at),
        "NgayHenTra": at(case.due_at),
        "NgayKetThucXuLy": at(case.finished_at),
        "NgayTra": at(case.hand_over.as_ref().map(|over| over.at)),
        "NgayTuChoi": at(rejected),
        "TrangThaiHoSo": settings.status(case.status).to_string(),
        "ThongTinTra": "",
        "HinhThuc": if by_post { "1" } else { "0" },
        "DonViXuLy": unit.map_or(case.unit.as_str(), |unit| unit.name.as_str()),
        "GhiChu": case.closing_reason.as_deref().unwrap_or_default(),
        "HoSoCoThanhPhanSoHoa": if digits { "1" } else { "0" },
        "TaiKhoanDuocXacThucVoiVNeID": "0",
        "DuocThanhToanTrucTuyen": if !has_fees { "0" } else if paid_online { "1" } else { "3" },
        "TaiLieuNop": documents.papers,
        "DanhSachLePhi": fees(case),
        "DanhSachTepDinhKemKhac": [],
        "DanhSachHoSoBoSung": supplements(settings, catalogue, case, history),
        "DanhSachGiayToKetQua": documents.results,
    });
    let mut object = match object {
        Value::Object(object) => object,
        _ => Map::new(),
    };
    for (name, value) in &settings.constants {
        object.insert(name.clone(), Value::String(value.clone()));
    }
    Value::Object(object)
}

/// Identity cards of twelve and nine digits; a number of another kind is not passed off as one.
fn identities(case: &Case) -> Vec<Value> {
    let number = case.applicant.identity_number.as_deref().map(str::trim).unwrap_or_default();
    let is_number = number.bytes().all(|byte| byte.is_ascii_digit());
    match (is_number, number.len()) {
        (true, 12) => vec![json!({"LoaiDinhDanh": "1", "SoDinhDanh": number})],
        (true, 9) => vec![json!({"LoaiDinhDanh": "2", "SoDinhDanh": number})],
        _ => Vec::new(),
    }
}

fn fees(case: &Case) -> Vec<Value> {
    let lines = case.paid().flat_map(|payment| &payment.lines);
    lines
        .map(|line| json!({"TenPhiLePhi": line.name, "MaPhiLePhi": line.fee, "Gia": line.amount.to_string()}))
        .collect()
}

/// What an applicant sent online is complete once somebody of the agency has gone on with the case; until then it is sent.
fn supplements(settings: &NationalSettings, catalogue: &Catalogue, case: &Case, history: &[Recorded]) -> Vec<Value> {
    let states = &settings.supplement_states;
    let received = |entry: &Recorded| matches!(entry.event, Event::SupplementReceived { .. });
    let since = history.iter().rposition(received).map(|place| &history[place..]).unwrap_or_default();
    let is_untouched = !since.iter().any(|entry| matches!(entry.by, Actor::Official(_)));
    let one = |(place, request): (usize, &casework::SupplementRequest)| {
        let is_last = place + 1 == case.supplements.len();
        let state = match request.received_at {
            None => &states.asked,
            Some(_) if is_last && is_untouched => &states.sent,
            Some(_) => &states.complete,
        };
        json!({
            "HoSoBoSungId": (place + 1).to_string(),
            "NguoiYeuCauBoSung": name(catalogue, &request.asked_by).0,
            "NoiDungBoSung": format!("{}. {}", request.papers.join("; "), request.reason),
            "NgayBoSung": stamp(request.asked_at),
            "NgayTiepNhanBoSung": at(request.received_at),
            "TrangThaiBoSung": state,
        })
    };
    case.supplements.iter().enumerate().map(one).collect()
}

/// Elements of `CapNhatTienDoHoSoMC.data` for the entries of a history after a version, each with its version.
pub(super) fn progress(
    settings: &NationalSettings,
    catalogue: &Catalogue,
    history: &[Recorded],
    after: u32,
) -> Vec<(u32, Value)> {
    let mut rows = Vec::new();
    for (place, recorded) in history.iter().enumerate() {
        let Some(case) = replay(&history[..=place]).filter(|_| recorded.version > after) else { continue };
        let (Some(code), Some(content)) = (&case.code, content(recorded, catalogue, &case)) else { continue };
        let edition = catalogue.editions.get(&case.edition);
        let (person, title, unit) = name(catalogue, &recorded.by);
        let unit = edition.and_then(|edition| edition.units.get(&unit.as_str().into()));
        let began = history[..place].last().map_or(recorded.at, |before| before.at);
        let row = json!({
            "MaHoSo": code.as_str(),
            "NguoiXuLy": shortened(&person, 50),
            "ChucDanh": title,
            "ThoiDiemXuLy": stamp(recorded.at),
            "PhongBanXuLy": unit.map_or("", |unit| unit.name.as_str()),
            "NoiDungXuLy": content,
            "TrangThai": settings.status(case.status).to_string(),
            "NgayBatDau": stamp(began),
            "NgayKetThucTheoQuyDinh": at(case.step_due_at.or(case.due_at)),
        });
        rows.push((recorded.version, row));
    }
    rows
}

/// What was done, in a sentence; `None` for what stays within the agency.
fn content(recorded: &Recorded, catalogue: &Catalogue, case: &Case) -> Option<String> {
    let step = |id: &casework::StepId| {
        let edition = catalogue.editions.get(&case.edition)?;
        let service = edition.services.get(&case.service)?;
        let workflow = edition.workflows.get(service.workflow_of(case.variant.as_ref()))?;
        workflow.step(id).map(|step| step.name.clone())
    };
    let said = |text: &str| Some(text.to_owned());
    match &recorded.event {
        Event::Accepted { .. } => said("Tiếp nhận hồ sơ"),
        Event::Rejected { reason } => Some(format!("Không tiếp nhận hồ sơ: {reason}")),
        Event::SupplementRequested { reason, .. } => Some(format!("Yêu cầu bổ sung giấy tờ: {reason}")),
        Event::SupplementReceived { .. } => said("Tiếp nhận giấy tờ bổ sung"),
        Event::Assigned { .. } => said("Phân công xử lý"),
        Event::StepCompleted { step: id, .. } => Some(step(id).unwrap_or_else(|| "Chuyển bước".to_owned())),
        Event::StepReturned { reason, .. } => Some(format!("Chuyển lại bước trước: {reason}")),
        Event::ResultProposed { .. } => said("Trình dự thảo kết quả"),
        Event::RejectionProposed { .. } => said("Trình dự thảo văn bản từ chối giải quyết"),
        Event::Approved { .. } => said("Ký kết quả"),
        Event::Numbered { decision: casework::Decision::Declined, .. } => {
            let reason = case.closing_reason.as_deref().unwrap_or_default();
            Some(format!("Kết thúc xử lý hồ sơ, từ chối giải quyết: {reason}"))
        }
        Event::Numbered { .. } => said("Kết thúc xử lý hồ sơ"),
        Event::HandedOver { .. } => said("Trả kết quả"),
        Event::Withdrawn { reason } => Some(format!("Công dân rút hồ sơ: {reason}")),
        Event::Stopped { reason } => Some(format!("Dừng xử lý: {reason}")),
        Event::PaymentRequested { reason } => Some(format!("Yêu cầu thực hiện nghĩa vụ tài chính: {reason}")),
        Event::Resumed { .. } => said("Tiếp tục xử lý"),
        Event::Extended { reason, .. } => Some(format!("Xin lỗi và hẹn lại ngày trả kết quả: {reason}")),
        Event::Passed { .. } => said("Chuyển hồ sơ tới cơ quan xử lý"),
        Event::Revoked { reason } => Some(format!("Thu hồi kết quả: {reason}")),
        Event::Reopened { .. } => said("Xử lý lại"),
        Event::VariantChanged { reason, .. } => Some(format!("Thay đổi thời hạn giải quyết theo trường hợp: {reason}")),
        Event::Filed { .. }
        | Event::Recalled { .. }
        | Event::Noted { .. }
        | Event::Messaged { .. }
        | Event::Corrected { .. }
        | Event::ConsultationAsked { .. }
        | Event::ConsultationAnswered { .. }
        | Event::Complained { .. }
        | Event::ComplaintAnswered { .. }
        | Event::CopyIssued { .. }
        | Event::FeeCollected { .. }
        | Event::FeeRefunded { .. } => None,
    }
}
