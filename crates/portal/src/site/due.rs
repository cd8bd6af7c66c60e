//! Why a case is due when it is, in the words that a citizen reads: each reason with the rule that it follows from.

use super::Frame;
use super::words::moment;
use casework::deadline::{Addend, explain};
use casework::{Case, Date, Edition, Status};

/// A reason and its rule; the rule is empty where the reason is one by itself.
pub(super) struct Reason {
    pub text: String,
    pub rule: String,
}

/// What leads to the due moment.
pub(super) struct Why {
    pub from: String,
    pub reasons: Vec<Reason>,
}

/// Why a case is due when it is; `None` where it has no due moment that is shown.
pub(super) fn why(frame: &Frame, edition: Option<&Edition>, case: &Case) -> Option<Why> {
    if !(case.status.is_running() || case.status == Status::Done) {
        return None;
    }
    case.due_at?;
    let edition = edition?;
    let published = edition.services.get(&case.service).map_or("", |service| service.time_text.as_str());
    let deadline = explain(edition, case)?;
    let tell = |addend: &Addend| reason(frame, edition, published, addend);
    Some(Why { from: moment(frame, deadline.from), reasons: deadline.addends.iter().map(tell).collect() })
}

/// `23/11/2026`
fn day(day: Date) -> String {
    format!("{:02}/{:02}/{:04}", day.day(), day.month(), day.year())
}

fn reason(frame: &Frame, edition: &Edition, published: &str, addend: &Addend) -> Reason {
    let t = |vietnamese, english| frame.t(vietnamese, english).to_owned();
    let of_service = || match published {
        "" => t("Thời hạn của thủ tục", "The time of the service"),
        text => format!("{}: {text}", frame.t("Thời hạn công bố của thủ tục", "The published time of the service")),
    };
    let of_calendar =
        || format!("{} “{}”", frame.t("Lịch làm việc của danh mục", "The calendar of the catalogue"), edition.title);
    let (text, rule) = match addend {
        Addend::WorkingDays { days } => (
            format!("{days} {}", frame.t("ngày làm việc, mỗi ngày 8 giờ", "working days of 8 hours")),
            format!(
                "{}; {}",
                of_service(),
                frame.t("Bộ luật Lao động 45/2019, Điều 105", "Labour Code 45/2019 Art. 105")
            ),
        ),
        Addend::CalendarDays { days } => {
            (format!("{days} {}", frame.t("ngày theo lịch", "calendar days")), of_service())
        }
        Addend::Variant { name, reason } => {
            (format!("{} “{name}”: {reason}", frame.t("Thuộc trường hợp", "It is the variant")), of_service())
        }
        Addend::SameDay => (t("Giải quyết trong ngày", "Done on the day"), of_service()),
        Addend::AfterCutoff { cutoff } => {
            let from = format!("{:02}:{:02}", cutoff / 60, cutoff % 60);
            let text = if frame.english {
                format!("Received at {from} or later, so the next working day counts")
            } else {
                format!("Nhận từ {from} trở đi nên tính sang ngày làm việc sau")
            };
            (text, t("Nghị định 61/2018, Điều 18", "Decree 61/2018 Art. 18"))
        }
        Addend::AfterHours { counted_from } => {
            let text = t("Nhận ngoài giờ làm việc nên tính từ", "Received outside working hours, so counted from");
            (format!("{text} {}", moment(frame, *counted_from)), of_calendar())
        }
        Addend::Weekend { days } if frame.english => (format!("{days} weekend days left out"), of_calendar()),
        Addend::Weekend { days } => (format!("Không tính {days} ngày nghỉ cuối tuần"), of_calendar()),
        Addend::Holiday { day: off, name } => {
            (format!("{} {}: {name}", frame.t("Nghỉ ngày", "Day off"), day(*off)), of_calendar())
        }
        Addend::MakeupDay { day: worked, name } => {
            (format!("{} {}: {name}", frame.t("Làm bù ngày", "Make-up day"), day(*worked)), of_calendar())
        }
        Addend::MovedOffRest { to } => {
            let text = t("Ngày cuối là ngày nghỉ nên chuyển sang", "The last day is a day of rest, so it moves to");
            (format!("{text} {}", day(*to)), of_calendar())
        }
        Addend::Restarted { at } => (
            format!(
                "{} {}",
                frame.t("Tính lại từ đầu khi hồ sơ đủ,", "Counted from zero since all papers were here,"),
                moment(frame, *at)
            ),
            t("Nghị định 61/2018, Điều 19.4", "Decree 61/2018 Art. 19.4"),
        ),
        Addend::Paused { from, until, minutes } => {
            let (from, until) = (moment(frame, *from), moment(frame, *until));
            let (hours, minutes) = (minutes / 60, minutes % 60);
            let text = if frame.english {
                format!("Stood still from {from} to {until}: {hours} h {minutes} min of working time more")
            } else {
                format!("Tạm dừng từ {from} đến {until}: cộng {hours} giờ {minutes} phút làm việc")
            };
            let waits = "Thời gian chờ giấy tờ, chờ nghĩa vụ tài chính hoặc tạm dừng không tính vào thời hạn";
            (text, t(waits, "Time spent waiting for papers or payment, or stopped, does not count"))
        }
        Addend::Extended { to, reason, told_late } => (
            {
                let told = frame.t("báo đến Cổng muộn, ngày", "the portal heard of it late, on");
                let told = told_late.map_or_else(String::new, |late| format!(" ({told} {})", day(late)));
                let gave = frame.t("Cơ quan hẹn lại sang", "The agency gave the new date");
                format!("{gave} {}: {reason}{told}", day(*to))
            },
            t("Nghị định 61/2018, Điều 19.9", "Decree 61/2018 Art. 19.9"),
        ),
    };
    Reason { text, rule }
}
