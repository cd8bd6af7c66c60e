//! The words of notices.

use super::Notice;
use crate::admit::Portal;
use crate::counted::counted;
use crate::payments;
use crate::store::Question;
use casework::fee::total;
use casework::{Case, Event, Moment, Recorded};

fn moment(at: Moment) -> String {
    let (day, minute) = (at.day(), at.minute_of_day());
    format!("{:02}:{:02} {:02}/{:02}/{:04}", minute / 60, minute % 60, day.day(), day.month(), day.year())
}

/// What is said of an event; `None` where nothing is.
pub(super) fn notice(portal: &Portal, case: &Case, recorded: &Recorded) -> Option<Notice> {
    let catalogue = portal.catalogue();
    let edition = catalogue.editions.get(&case.edition);
    let service = edition.and_then(|edition| edition.services.get(&case.service));
    let service = service.map_or(case.service.as_str(), |service| service.name.as_str());
    let unit = edition.and_then(|edition| edition.units.get(&case.unit)).map_or("", |unit| unit.name.as_str());
    let code = case.code.as_ref().map_or("", |code| code.as_str());
    let said = said(portal, case, &recorded.event)?;
    let place = match portal.exchange().public_url.as_str() {
        "" => [String::new(), String::new()],
        url => [format!("\nTra cứu hồ sơ: {url}/tra-cuu"), format!("\nTrack the case: {url}/tra-cuu?lang=en")],
    };
    let [vietnamese, english] = said.paragraphs;
    Some(Notice {
        kind: said.kind,
        subject: format!("[{}] {}", if code.is_empty() { service } else { code }, said.subject),
        vietnamese: format!("{}\n\nThủ tục: {service}\nMã hồ sơ: {code}\nCơ quan: {unit}{}", vietnamese, place[0]),
        english: format!("{}\n\nService: {service}\nCase: {code}\nAgency: {unit}{}", english, place[1]),
        short: format!("Ho so {code}: {}", said.short),
    })
}

/// That an agency answered.
pub(super) fn answered(portal: &Portal, question: &Question) -> Notice {
    let catalogue = portal.catalogue();
    let edition = catalogue.edition_on(question.asked_at.day());
    let unit = edition.and_then(|edition| edition.units.get(&question.unit)).map_or("", |unit| unit.name.as_str());
    let url = &portal.exchange().public_url;
    let title = &question.title;
    Notice {
        kind: "question_answered",
        subject: "Cơ quan đã trả lời câu hỏi của ông/bà · Your question was answered".to_owned(),
        vietnamese: format!("{unit} đã trả lời: “{title}”.\nXem trong tài khoản của ông/bà: {url}/hoi-dap#cua-toi"),
        english: format!("{unit} has answered: “{title}”.\nRead it in your account: {url}/hoi-dap?lang=en#cua-toi"),
        short: "Co quan da tra loi cau hoi cua ong/ba. Xem trong tai khoan.".to_owned(),
    }
}

struct Said {
    kind: &'static str,
    subject: &'static str,
    paragraphs: [String; 2],
    /// Without diacritics: one SMS instead of three.
    short: String,
}

fn said(portal: &Portal, case: &Case, event: &Event) -> Option<Said> {
    Some(match event {
        Event::Accepted { due_at, .. } => accepted(portal, case, *due_at),
        Event::Rejected { reason } => Said {
            kind: "rejected",
            subject: "Hồ sơ không được tiếp nhận · Application not accepted",
            paragraphs: [
                format!("Hồ sơ của ông/bà không được tiếp nhận. Lý do: {reason}"),
                format!("Your application was not accepted. Reason: {reason}"),
            ],
            short: "khong duoc tiep nhan. Xem ly do tren cong dich vu cong.".to_owned(),
        },
        Event::SupplementRequested { papers, counts, reason } => {
            let list = |english| papers.iter().fold(String::new(), |list, paper| list + "\n- " + &counted(paper, counts, english));
            let (vietnamese, english) = (list(false), list(true));
            Said {
                kind: "supplement_requested",
                subject: "Yêu cầu bổ sung giấy tờ · Papers are missing",
                paragraphs: [
                    format!("Đề nghị ông/bà bổ sung các giấy tờ sau:{vietnamese}\nLý do: {reason}"),
                    format!("Please bring these papers:{english}\nReason: {reason}"),
                ],
                short: "can bo sung giay to. Xem chi tiet tren cong dich vu cong.".to_owned(),
            }
        }
        Event::PaymentRequested { reason } => Said {
            kind: "payment_requested",
            subject: "Thực hiện nghĩa vụ tài chính · A financial duty is to be met",
            paragraphs: [
                format!(
                    "Đề nghị ông/bà thực hiện nghĩa vụ tài chính để hồ sơ được giải quyết tiếp. Nội dung: {reason}"
                ),
                format!("A financial duty is to be met before work on the case goes on. What for: {reason}"),
            ],
            short: "can thuc hien nghia vu tai chinh. Xem tren cong dich vu cong.".to_owned(),
        },
        Event::Extended { from, to, reason, .. } => Said {
            kind: "extended",
            subject: "Xin lỗi và hẹn lại ngày trả kết quả · Apology and new date",
            paragraphs: [
                format!(
                    "Cơ quan xin lỗi vì chưa trả được kết quả đúng hẹn ({}). Ngày hẹn mới: {}. Lý do: {reason}",
                    moment(*from),
                    moment(*to)
                ),
                format!(
                    "The agency apologises: the result will not be ready by {}. The new date is {}. Reason: {reason}",
                    moment(*from),
                    moment(*to)
                ),
            ],
            short: format!("co quan xin loi va hen lai ngay tra ket qua: {}.", moment(*to)),
        },
        // Why stays behind the look-up: it may say what an e-mail should not.
        Event::Stopped { .. } => Said {
            kind: "stopped",
            subject: "Dừng giải quyết hồ sơ · Work on the case has stopped",
            paragraphs: [
                "Cơ quan tạm dừng giải quyết hồ sơ của ông/bà; thời gian dừng không tính vào thời hạn. Xem lý do khi tra cứu hồ sơ."
                    .to_owned(),
                "Work on your case has stopped; the time does not count. Look the case up to read why.".to_owned(),
            ],
            short: "tam dung giai quyet. Xem ly do khi tra cuu ho so.".to_owned(),
        },
        Event::Resumed { due_at, .. } => {
            let due = due_at.or(case.due_at).map(moment);
            let told = |words: [&str; 2]| due.as_ref().map_or_else(String::new, |due| format!("{}{due}{}", words[0], words[1]));
            Said {
                kind: "resumed",
                subject: "Tiếp tục giải quyết hồ sơ · Work on the case goes on",
                paragraphs: [
                    format!("Cơ quan tiếp tục giải quyết hồ sơ của ông/bà.{}", told([" Hẹn trả kết quả: ", "."])),
                    format!("Work on your case goes on.{}", told([" The result is due: ", "."])),
                ],
                short: format!("tiep tuc giai quyet.{}", told([" Hen tra ket qua: ", "."])),
            }
        }
        Event::VariantChanged { due_at, reason, .. } => Said {
            kind: "time_limit_changed",
            subject: "Thời hạn giải quyết thay đổi · Another time limit",
            paragraphs: [
                format!(
                    "Hồ sơ của ông/bà thuộc trường hợp có thời hạn khác. Hẹn trả kết quả: {}. Lý do: {reason}",
                    moment(*due_at)
                ),
                format!("Your case has another time limit. The result is due: {}. Reason: {reason}", moment(*due_at)),
            ],
            short: format!("thoi han thay doi, hen tra ket qua {}.", moment(*due_at)),
        },
        Event::Passed { to, wholly: true, .. } => {
            let catalogue = portal.catalogue();
            let unit = catalogue.editions.get(&case.edition).and_then(|edition| edition.units.get(to));
            let name = unit.map_or(to.as_str(), |unit| unit.name.as_str());
            Said {
                kind: "passed_on",
                subject: "Chuyển hồ sơ đến cơ quan có thẩm quyền · The case went to the competent agency",
                paragraphs: [
                    format!("Hồ sơ của ông/bà được chuyển đến cơ quan có thẩm quyền: {name}."),
                    format!("Your case went to the agency that is competent for it: {name}."),
                ],
                short: "da chuyen den co quan co tham quyen. Xem khi tra cuu ho so.".to_owned(),
            }
        }
        Event::Revoked { .. } => Said {
            kind: "revoked",
            subject: "Kết quả đã bị thu hồi · The result was revoked",
            paragraphs: [
                "Kết quả của hồ sơ này đã bị thu hồi, không còn giá trị. Xem lý do khi tra cứu hồ sơ.".to_owned(),
                "The result of this case was revoked and is not valid any more. Look the case up to read why.".to_owned(),
            ],
            short: "ket qua da bi thu hoi. Xem ly do khi tra cuu ho so.".to_owned(),
        },
        Event::Numbered { decision: casework::Decision::Declined, .. } => Said {
            kind: "declined",
            subject: "Cơ quan từ chối giải quyết hồ sơ · The agency has declined",
            paragraphs: [
                "Qua thẩm định, cơ quan từ chối giải quyết hồ sơ của ông/bà. Lý do có trong văn bản kèm kết quả tra cứu."
                    .to_owned(),
                "After appraisal the agency has declined your case. Look the case up to read why.".to_owned(),
            ],
            short: "co quan tu choi giai quyet ho so; tra cuu de biet ly do.".to_owned(),
        },
        Event::Numbered { title, .. } => Said {
            kind: "result_ready",
            subject: "Đã có kết quả · The result is ready",
            paragraphs: [
                format!("Hồ sơ của ông/bà đã có kết quả: {title}."),
                format!("The result of your case is ready: {title}."),
            ],
            short: "da co ket qua.".to_owned(),
        },
        // What was written stays behind the look-up: it may say what an e-mail should not.
        Event::Messaged { .. } => Said {
            kind: "message",
            subject: "Cơ quan nhắn ông/bà · A message from the agency",
            paragraphs: [
                "Cơ quan đã nhắn ông/bà về hồ sơ này. Xem nội dung khi tra cứu hồ sơ.".to_owned(),
                "The agency has written to you about this case. Look the case up to read it.".to_owned(),
            ],
            short: "co quan co tin nhan. Xem khi tra cuu ho so.".to_owned(),
        },
        _ => return None,
    })
}

fn accepted(portal: &Portal, case: &Case, due_at: Moment) -> Said {
    let owed = total(&payments::payable(portal, case));
    let [mut vietnamese, mut english] = [
        format!("Hồ sơ của ông/bà đã được tiếp nhận. Hẹn trả kết quả: {}.", moment(due_at)),
        format!("Your application was accepted. The result is due: {}.", moment(due_at)),
    ];
    let mut short = format!("da tiep nhan, hen tra ket qua {}.", moment(due_at));
    if owed > 0 {
        let online = portal.exchange().gateway.is_some();
        let way = if online { ["trực tuyến hoặc tại", "online or at"] } else { ["tại", "at"] };
        vietnamese.push_str(&format!("\nPhí, lệ phí còn phải nộp: {owed} đồng, {} Bộ phận một cửa.", way[0]));
        english.push_str(&format!("\nFees to be paid: {owed} VND, {} the one-stop shop.", way[1]));
        short.push_str(&format!(" Phi, le phi: {owed} dong."));
    }
    Said {
        kind: "accepted",
        subject: "Đã tiếp nhận hồ sơ · Application accepted",
        paragraphs: [vietnamese, english],
        short,
    }
}

fn of_account(kind: &'static str, subject: &str, vietnamese: String, english: String) -> Notice {
    Notice { kind, subject: subject.to_owned(), vietnamese, english, short: String::new() }
}

/// That an account is not deleted.
pub(super) fn not_erased(portal: &Portal) -> Notice {
    let url = &portal.exchange().public_url;
    of_account(
        "deletion_refused",
        "Chưa xóa tài khoản của ông/bà · Your account is not deleted",
        format!("Yêu cầu xóa tài khoản chưa được thực hiện. Đọc lý do trong tài khoản: {url}/tai-khoan"),
        format!("Your account is not deleted. Read why in your account: {url}/tai-khoan?lang=en"),
    )
}

/// The code that proves an address.
pub(super) fn email_code(code: &str) -> Notice {
    of_account(
        "email_code",
        "Mã xác nhận thư điện tử · Code to verify your e-mail",
        format!(
            "Mã xác nhận địa chỉ thư của ông/bà trên cổng dịch vụ công: {code}. Mã dùng một lần, trong 30 phút. Nếu ông/bà không yêu cầu, hãy bỏ qua thư này."
        ),
        format!(
            "Your code to verify this address on the portal: {code}. It is good once, for 30 minutes. If you did not ask for it, ignore this e-mail."
        ),
    )
}

/// The code that proves a phone number.
pub(super) fn phone_code(code: &str) -> Notice {
    let vietnamese = format!(
        "Mã xác nhận số điện thoại trên cổng dịch vụ công: {code}. Dùng một lần, trong 10 phút. Không đưa mã cho ai."
    );
    let english =
        format!("Your code to verify this number on the portal: {code}. Good once, for 10 minutes. Tell nobody.");
    Notice {
        short: format!("Ma xac nhan dich vu cong: {code}. Dung mot lan, trong 10 phut. Khong dua ma cho ai."),
        ..of_account("phone_code", "Mã xác nhận số điện thoại · Code to verify your number", vietnamese, english)
    }
}

/// The code that opens an account whose password is forgotten.
pub(super) fn recovery_code(code: &str) -> Notice {
    let vietnamese = format!(
        "Mã để đặt lại mật khẩu trên cổng dịch vụ công: {code}. Mã dùng một lần, trong 30 phút. Không đưa mã cho ai. Nếu ông/bà không yêu cầu, hãy bỏ qua thư này; mật khẩu không thay đổi."
    );
    let english = format!(
        "Your code to set a new password on the portal: {code}. It is good once, for 30 minutes. Tell nobody. If you did not ask for it, ignore this; your password stays."
    );
    Notice {
        short: format!("Ma dat lai mat khau dich vu cong: {code}. Dung mot lan, trong 30 phut. Khong dua ma cho ai."),
        ..of_account("recovery_code", "Mã đặt lại mật khẩu · Code for a new password", vietnamese, english)
    }
}

/// That an account is deleted.
pub(super) fn erased() -> Notice {
    of_account(
        "account_erased",
        "Xóa tài khoản theo yêu cầu · Your account is deleted",
        "Tài khoản của ông/bà trên cổng được xóa theo yêu cầu: tên đăng nhập, họ tên và liên hệ không còn. Hồ sơ đã nộp \
         vẫn được lưu theo quy định về lưu trữ."
            .to_owned(),
        "Your account on the portal is deleted as you asked: login, name and contact are gone. Cases that were filed are \
         kept as the rules on archives say."
            .to_owned(),
    )
}
