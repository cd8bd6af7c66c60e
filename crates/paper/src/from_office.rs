//! Papers of the office, from what the desk knows: the tracking book of a year, the minutes of outages.

use crate::from_case::{Missing, expand, mark};
use crate::from_report::book_note;
use crate::{BookClosing, BookEntry, Letterhead, OutageMinutes, OutageWork, TrackingBook};
use casework::catalogue::{Edition, Form, Role, Unit, User};
use casework::statistics::BookRow;
use casework::{ActKind, Catalogue, Date, HandOverMethod, Moment};

/// The tracking book of a year; closed once the year is over.
///
/// # Errors
/// No edition is in force.
pub fn tracking_book(
    catalogue: &Catalogue,
    unit: &Unit,
    keeper: &User,
    year: i32,
    rows: &[BookRow],
    at: Moment,
) -> Result<TrackingBook, Missing> {
    let day = |month, day| Date::from_ymd(year, month, day).ok_or_else(|| Missing::Edition(year.to_string()));
    let (opened, closed) = (day(1, 1)?, day(12, 31)?);
    // A book is kept to its end as it was opened.
    let edition = catalogue.edition_on(opened).map_or_else(|| edition(catalogue, at), Ok)?;
    let (head_title, head) = head(catalogue, unit);
    let closing = BookClosing { day: closed, place: unit.place.clone(), keeper: keeper.name.clone(), head_title, head };
    let entry = |row: &BookRow| BookEntry {
        number: row.ordinal,
        case_code: row.code.clone(),
        service: row.service.clone(),
        sets: 1,
        applicant: row.applicant.clone(),
        reach: row.contact.clone(),
        handling_agency: unit.name.clone(),
        received: row.received_at.day(),
        due: row.due_at,
        returned: row.handed_over_at.map(Moment::day),
        channel: row.method.map_or("", method).to_owned(),
        taken_by: String::new(),
        note: book_note(row),
    };
    Ok(TrackingBook {
        superior: superior(edition, unit),
        agency: expand(&unit.name),
        mark: mark(edition.forms, Form::TrackingBook),
        year,
        book: None,
        opened,
        entries: rows.iter().map(entry).collect(),
        closing: (at.day() > closed).then_some(closing),
        at,
        sample: edition.sample,
    })
}

/// A stretch without a line: kinds of acts and how often, `None` for new cases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outage {
    pub from: Moment,
    pub to: Option<Moment>,
    pub done: Vec<(Option<ActKind>, u32)>,
    pub touched: Vec<String>,
}

/// The minutes of outages, to be signed by who wrote them and the head.
///
/// # Errors
/// No edition is in force.
pub fn outage_minutes(
    catalogue: &Catalogue,
    unit: &Unit,
    writer: &User,
    outages: Vec<Outage>,
    at: Moment,
) -> Result<OutageMinutes, Missing> {
    let edition = edition(catalogue, at)?;
    let (head_title, head) = head(catalogue, unit);
    let told = |outage: Outage| crate::Outage {
        from: outage.from,
        to: outage.to,
        done: outage
            .done
            .into_iter()
            .map(|(act, count)| OutageWork { what: act.map_or("Tiếp nhận hồ sơ mới", name).to_owned(), count })
            .collect(),
        touched: outage.touched,
    };
    Ok(OutageMinutes {
        letterhead: Letterhead {
            superior: superior(edition, unit),
            agency: expand(&unit.name),
            number: None,
            mark: None,
            place: unit.place.clone(),
            date: at.day(),
            provisional: None,
        },
        unit: expand(&unit.name),
        outages: outages.into_iter().map(told).collect(),
        note: None,
        writer: writer.name.clone(),
        head_title,
        head,
        at,
        sample: edition.sample,
    })
}

fn edition(catalogue: &Catalogue, at: Moment) -> Result<&Edition, Missing> {
    catalogue.edition_on(at.day()).ok_or_else(|| Missing::Edition(at.day().to_string()))
}

fn superior(edition: &Edition, unit: &Unit) -> Option<String> {
    unit.parent.as_ref().and_then(|parent| edition.units.get(parent)).map(|parent| expand(&parent.name))
}

/// The head of the unit; an empty line for the pen where the catalogue knows none.
fn head(catalogue: &Catalogue, unit: &Unit) -> (String, String) {
    let is_head = |user: &&User| user.active && user.unit == unit.code && user.roles.contains(&Role::UnitHead);
    let head = catalogue.users.values().find(is_head);
    let title = head.map_or_else(|| "THỦ TRƯỞNG ĐƠN VỊ".to_owned(), |head| head.title.to_uppercase());
    (title, head.map(|head| head.name.clone()).unwrap_or_default())
}

const fn method(method: HandOverMethod) -> &'static str {
    match method {
        HandOverMethod::Counter => "Trực tiếp",
        HandOverMethod::Post => "Bưu chính",
        HandOverMethod::Online => "Trực tuyến",
    }
}

/// Acts as minutes name them.
const fn name(act: ActKind) -> &'static str {
    match act {
        ActKind::Accept => "Tiếp nhận hồ sơ nộp trực tuyến",
        ActKind::Reject => "Từ chối tiếp nhận",
        ActKind::RequestSupplement => "Yêu cầu bổ sung",
        ActKind::ReceiveSupplement => "Nhận giấy tờ bổ sung",
        ActKind::Assign | ActKind::TakeOver => "Phân công",
        ActKind::CompleteStep => "Hoàn thành bước xử lý",
        ActKind::ReturnStep => "Trả lại bước trước",
        ActKind::ProposeResult => "Trình kết quả",
        ActKind::ProposeRejection => "Trình từ chối giải quyết",
        ActKind::Approve => "Ký duyệt",
        ActKind::Number => "Vào số, đóng dấu",
        ActKind::HandOver => "Trả kết quả",
        ActKind::Withdraw => "Rút hồ sơ",
        ActKind::Stop => "Dừng xử lý",
        ActKind::RequestPayment => "Yêu cầu nghĩa vụ tài chính",
        ActKind::Resume => "Tiếp tục xử lý",
        ActKind::Extend => "Xin lỗi, hẹn lại ngày",
        ActKind::Recall => "Thu hồi về bước trước",
        ActKind::ChangeVariant => "Chuyển trường hợp",
        ActKind::Note => "Ghi chú",
        ActKind::Message => "Nhắn người nộp",
        ActKind::Correct => "Sửa thông tin",
        ActKind::Consult => "Lấy ý kiến",
        ActKind::AnswerConsultation => "Ghi ý kiến trả lời",
        ActKind::Complain => "Ghi nhận khiếu nại",
        ActKind::AnswerComplaint => "Trả lời khiếu nại",
        ActKind::Revoke => "Thu hồi kết quả",
        ActKind::IssueCopy => "Cấp bản sao",
        ActKind::Transfer => "Chuyển cơ quan khác",
        ActKind::CollectFee => "Thu phí, lệ phí",
        ActKind::RefundFee => "Hoàn phí",
    }
}
