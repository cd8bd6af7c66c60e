//! Events, statuses and moments in the words that a citizen reads.

use super::Frame;
use crate::counted::counted;
use casework::{Case, Edition, Event, HandOverMethod, Moment, Recorded, Status};

/// `09:05 ngày 23/11/2026`
pub(super) fn moment(frame: &Frame, at: Moment) -> String {
    let (day, minute) = (at.day(), at.minute_of_day());
    let time = format!("{:02}:{:02}", minute / 60, minute % 60);
    let date = format!("{:02}/{:02}/{:04}", day.day(), day.month(), day.year());
    if frame.english { format!("{time} on {date}") } else { format!("{time} ngày {date}") }
}

/// The status by its national name.
pub(super) fn status(frame: &Frame, edition: Option<&Edition>, status: Status) -> String {
    let name = edition.and_then(|edition| edition.statuses.get(&status.code()));
    name.map_or_else(|| status.code().to_string(), |name| frame.t(&name.vi, &name.en).to_owned())
}

/// What a citizen is told of an event; `None` for what is internal.
pub(super) fn event(frame: &Frame, recorded: &Recorded) -> Option<String> {
    let text = match &recorded.event {
        Event::Filed { .. } => frame.t("Hồ sơ được nộp", "The application was filed").to_owned(),
        Event::Accepted { .. } => frame.t("Hồ sơ được tiếp nhận", "The application was accepted").to_owned(),
        Event::Rejected { reason } => {
            format!("{}: {reason}", frame.t("Hồ sơ không được tiếp nhận", "The application was not accepted"))
        }
        Event::SupplementRequested { papers, counts, reason } => {
            let one = |name: &String| counted(name, counts, frame.english);
            let papers: Vec<_> = papers.iter().map(one).collect();
            format!("{}: {}. {reason}", frame.t("Yêu cầu bổ sung giấy tờ", "Papers were asked for"), papers.join("; "))
        }
        Event::SupplementReceived { .. } => {
            frame.t("Đã nhận giấy tờ bổ sung", "The missing papers were received").to_owned()
        }
        Event::StepCompleted { .. } => frame.t("Hồ sơ chuyển sang bước tiếp theo", "The case moved on").to_owned(),
        Event::Approved { .. } => frame.t("Kết quả đã được ký", "The result was signed").to_owned(),
        Event::Numbered { decision: casework::Decision::Declined, .. } => frame
            .t("Cơ quan từ chối giải quyết hồ sơ; văn bản đã được cấp số", "The agency declined; its letter was issued")
            .to_owned(),
        Event::Numbered { .. } => frame.t("Kết quả đã được cấp số, đóng dấu", "The result was issued").to_owned(),
        Event::HandedOver { method, .. } => {
            let how = match method {
                HandOverMethod::Counter => frame.t("tại Bộ phận một cửa", "at the counter"),
                HandOverMethod::Post => frame.t("qua bưu chính", "by post"),
                HandOverMethod::Online => frame.t("trực tuyến", "online"),
            };
            format!("{} {how}", frame.t("Đã trả kết quả", "The result was handed over"))
        }
        Event::Withdrawn { .. } => frame.t("Hồ sơ được rút", "The application was withdrawn").to_owned(),
        Event::Stopped { reason } => {
            format!("{}: {reason}", frame.t("Tạm dừng xử lý hồ sơ", "Work on the case was stopped"))
        }
        Event::PaymentRequested { reason } => {
            format!("{}: {reason}", frame.t("Yêu cầu thực hiện nghĩa vụ tài chính", "A financial duty is to be met"))
        }
        Event::Resumed { .. } => frame.t("Tiếp tục xử lý hồ sơ", "Work on the case goes on").to_owned(),
        Event::Extended { to, reason, .. } => format!(
            "{} {}. {}: {reason}",
            frame.t("Cơ quan xin lỗi và hẹn lại ngày trả kết quả:", "The agency apologises; the new date is"),
            moment(frame, *to),
            frame.t("Lý do", "Reason"),
        ),
        Event::VariantChanged { due_at, reason, .. } => format!(
            "{} {}: {reason}",
            frame.t("Hồ sơ thuộc trường hợp có thời hạn khác; hẹn trả", "The case has another time limit; it is due"),
            moment(frame, *due_at)
        ),
        Event::Corrected { .. } => frame.t("Đã sửa thông tin hồ sơ", "What the case states was corrected").to_owned(),
        Event::ConsultationAsked { .. } => {
            frame.t("Lấy ý kiến cơ quan liên quan", "Another agency was asked for its opinion").to_owned()
        }
        Event::ConsultationAnswered { .. } => {
            frame.t("Đã có ý kiến của cơ quan liên quan", "The other agency has answered").to_owned()
        }
        Event::Complained { .. } => frame.t("Đã ghi nhận khiếu nại", "A complaint was recorded").to_owned(),
        Event::ComplaintAnswered { answer, .. } => {
            format!("{}: {answer}", frame.t("Trả lời khiếu nại", "Answer to the complaint"))
        }
        Event::Revoked { reason } => {
            format!("{}: {reason}", frame.t("Kết quả bị thu hồi", "The result was revoked"))
        }
        Event::CopyIssued { copies, .. } => {
            format!("{}: {copies}", frame.t("Đã cấp bản sao kết quả", "Certified copies of the result were issued"))
        }
        Event::Reopened { .. } => frame.t("Kết quả được làm lại", "The result is drawn up anew").to_owned(),
        Event::FeeCollected { receipt, lines, .. } => format!(
            "{}: {} đ ({receipt})",
            frame.t("Đã thu phí, lệ phí", "Fees were paid"),
            casework::fee::total(lines)
        ),
        Event::FeeRefunded { reason, .. } => {
            format!("{}: {reason}", frame.t("Đã hoàn phí, lệ phí", "Fees were given back"))
        }
        Event::Passed { wholly: true, reason, .. } => format!(
            "{}: {reason}",
            frame.t("Hồ sơ được chuyển đến cơ quan có thẩm quyền", "The case went to the competent agency")
        ),
        Event::Passed { wholly: false, .. } => frame
            .t("Hồ sơ được chuyển đến cơ quan phối hợp giải quyết", "The case went to a co-operating agency")
            .to_owned(),
        Event::Assigned { .. }
        | Event::StepReturned { .. }
        | Event::ResultProposed { .. }
        | Event::RejectionProposed { .. }
        | Event::Recalled { .. }
        | Event::Noted { .. }
        | Event::Messaged { .. } => return None,
    };
    Some(text)
}

/// A step of the path: its name and how far it is.
pub(super) struct StepLine {
    pub name: String,
    /// `done`, `now` or `next`
    pub state: &'static str,
}

/// The path of a case with its place in it.
pub(super) fn steps(edition: Option<&Edition>, case: &Case) -> Vec<StepLine> {
    let service = edition.and_then(|edition| edition.services.get(&case.service));
    let workflow = edition
        .zip(service)
        .and_then(|(edition, service)| edition.workflows.get(service.workflow_of(case.variant.as_ref())));
    let Some(workflow) = workflow else { return Vec::new() };
    let place = case.step.as_ref().and_then(|step| workflow.position(step));
    let place = match case.status {
        Status::Filed => Some(0),
        Status::HandedOver => Some(workflow.steps.len()),
        _ => place,
    };
    let state = |index: usize| match place {
        Some(place) if index < place => "done",
        Some(place) if index == place => "now",
        _ => "next",
    };
    let line =
        |(index, step): (usize, &casework::catalogue::Step)| StepLine { name: step.name.clone(), state: state(index) };
    workflow.steps.iter().enumerate().map(line).collect()
}
