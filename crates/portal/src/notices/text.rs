//! What notices say: the words of the edition that is in force when it happened, or else the program's, with what differs
//! from case to case.

use super::Notice;
use super::templates::{self, Template, fill};
use crate::admit::{Portal, clock};
use crate::counted::counted;
use crate::payments;
use crate::store::Question;
use casework::catalogue::NoticeText;
use casework::fee::total;
use casework::{Case, Event, Moment, Recorded};
use paper::dong;

fn moment(at: Moment) -> String {
    let (day, minute) = (at.day(), at.minute_of_day());
    format!("{:02}:{:02} {:02}/{:02}/{:04}", minute / 60, minute % 60, day.day(), day.month(), day.year())
}

/// What a name says: in Vietnamese, in English, in a short message.
type Value = (&'static str, [String; 3]);

fn same(name: &'static str, value: &str) -> Value {
    (name, [value; 3].map(str::to_owned))
}

/// A notice as it is sent, without what follows it.
pub(crate) struct Filled {
    pub subject: [String; 2],
    pub body: [String; 2],
    pub short: String,
}

pub(crate) fn filled(words: &NoticeText, values: &[Value]) -> Filled {
    let text = |text: &str, language: usize| {
        let value =
            |name: &str| values.iter().find(|(known, _)| *known == name).map(|(_, says)| says[language].as_str());
        fill(text, value)
    };
    Filled {
        subject: [text(&words.subject_vi, 0), text(&words.subject_en, 1)],
        body: [text(&words.vi, 0), text(&words.en, 1)],
        short: text(&words.short, 2),
    }
}

/// What a notice would say of an invented case.
pub(crate) fn sample(template: &Template, words: &NoticeText) -> Filled {
    let values: Vec<Value> = template.known().map(|known| (known.name, known.sample.map(str::to_owned))).collect();
    filled(words, &values)
}

/// What is said of an event; `None` where nothing is.
pub(super) fn notice(portal: &Portal, case: &Case, recorded: &Recorded) -> Option<Notice> {
    let catalogue = portal.catalogue();
    let edition = catalogue.editions.get(&case.edition);
    let service = edition.and_then(|edition| edition.services.get(&case.service));
    let service = service.map_or(case.service.as_str(), |service| service.name.as_str());
    let unit = edition.and_then(|edition| edition.units.get(&case.unit)).map_or("", |unit| unit.name.as_str());
    let code = case.code.as_ref().map_or("", |code| code.as_str());
    let (kind, mut values) = told(portal, case, &recorded.event)?;
    values.extend([same("case", code), same("service", service), same("unit", unit)]);
    let template = templates::of(kind)?;
    let said = filled(&template.words(catalogue.edition_on(recorded.arrived_at.day())), &values);
    let place = match portal.exchange().public_url.as_str() {
        "" => [String::new(), String::new()],
        url => [format!("\nTra cứu hồ sơ: {url}/tra-cuu"), format!("\nTrack the case: {url}/tra-cuu?lang=en")],
    };
    let ([vietnamese, english], [subject, second]) = (said.body, said.subject);
    Some(Notice {
        kind,
        subject: format!("[{}] {subject} · {second}", if code.is_empty() { service } else { code }),
        vietnamese: format!("{vietnamese}\n\nThủ tục: {service}\nMã hồ sơ: {code}\nCơ quan: {unit}{}", place[0]),
        english: format!("{english}\n\nService: {service}\nCase: {code}\nAgency: {unit}{}", place[1]),
        short: format!("Ho so {code}: {}", said.short),
    })
}

/// Of which kind a notice of an event is, and what differs from case to case.
fn told(portal: &Portal, case: &Case, event: &Event) -> Option<(&'static str, Vec<Value>)> {
    Some(match event {
        Event::Accepted { due_at, .. } => ("accepted", vec![same("due", &moment(*due_at)), fees(portal, case)]),
        Event::Rejected { reason } => ("rejected", vec![same("reason", reason)]),
        Event::SupplementRequested { papers, counts, reason } => {
            let list = |english| {
                papers.iter().fold(String::new(), |list, paper| list + "\n- " + &counted(paper, counts, english))
            };
            let papers = ("papers", [list(false), list(true), list(false)]);
            ("supplement_requested", vec![papers, same("reason", reason)])
        }
        Event::PaymentRequested { reason } => ("payment_requested", vec![same("reason", reason)]),
        Event::Extended { from, to, reason, .. } => {
            let times = [same("before", &moment(*from)), same("due", &moment(*to))];
            ("extended", times.into_iter().chain([same("reason", reason)]).collect())
        }
        Event::Stopped { .. } => ("stopped", Vec::new()),
        Event::Resumed { due_at, .. } => {
            let due = due_at.or(case.due_at).map(moment);
            let words = [" Hẹn trả kết quả: ", " The result is due: ", " Hen tra ket qua: "];
            let says = words.map(|words| due.as_ref().map_or_else(String::new, |due| format!("{words}{due}.")));
            ("resumed", vec![("due_sentence", says)])
        }
        Event::VariantChanged { due_at, reason, .. } => {
            ("time_limit_changed", vec![same("due", &moment(*due_at)), same("reason", reason)])
        }
        Event::Passed { to, wholly: true, .. } => {
            let catalogue = portal.catalogue();
            let unit = catalogue.editions.get(&case.edition).and_then(|edition| edition.units.get(to));
            ("passed_on", vec![same("agency", unit.map_or(to.as_str(), |unit| unit.name.as_str()))])
        }
        Event::Revoked { .. } => ("revoked", Vec::new()),
        Event::Numbered { decision: casework::Decision::Declined, .. } => ("declined", Vec::new()),
        Event::Numbered { title, .. } => ("result_ready", vec![same("title", title)]),
        Event::Messaged { .. } => ("message", Vec::new()),
        _ => return None,
    })
}

/// What is to be paid, and where; nothing where nothing is.
fn fees(portal: &Portal, case: &Case) -> Value {
    let owed = total(&payments::payable(portal, case));
    if owed == 0 {
        return same("fees", "");
    }
    let online = portal.exchange().gateway.is_some();
    let way = if online { ["trực tuyến hoặc tại", "online or at"] } else { ["tại", "at"] };
    let says = [
        format!("\nPhí, lệ phí còn phải nộp: {}, {} Bộ phận một cửa.", dong(owed), way[0]),
        format!("\nFees to be paid: {}, {} the one-stop shop.", dong(owed), way[1]),
        format!(" Phi, le phi: {owed} dong."),
    ];
    ("fees", says)
}

/// A notice that belongs to no case, in today's words.
fn of_account(portal: &Portal, kind: &'static str, values: &[Value]) -> Notice {
    let catalogue = portal.catalogue();
    let words = templates::of(kind).map(|template| template.words(catalogue.edition_on(clock().day())));
    let said = words.map_or_else(
        || Filled { subject: Default::default(), body: Default::default(), short: String::new() },
        |words| filled(&words, values),
    );
    let ([vietnamese, english], [subject, second]) = (said.body, said.subject);
    Notice { kind, subject: format!("{subject} · {second}"), vietnamese, english, short: said.short }
}

/// That an agency answered.
pub(super) fn answered(portal: &Portal, question: &Question) -> Notice {
    let catalogue = portal.catalogue();
    let edition = catalogue.edition_on(question.asked_at.day());
    let unit = edition.and_then(|edition| edition.units.get(&question.unit)).map_or("", |unit| unit.name.as_str());
    let url = &portal.exchange().public_url;
    let link = [format!("{url}/hoi-dap#cua-toi"), format!("{url}/hoi-dap?lang=en#cua-toi"), String::new()];
    of_account(portal, "question_answered", &[same("agency", unit), same("title", &question.title), ("link", link)])
}

/// That an account is not deleted.
pub(super) fn not_erased(portal: &Portal) -> Notice {
    let url = &portal.exchange().public_url;
    let link = [format!("{url}/tai-khoan"), format!("{url}/tai-khoan?lang=en"), String::new()];
    of_account(portal, "deletion_refused", &[("link", link)])
}

/// The code that proves an address.
pub(super) fn email_code(portal: &Portal, code: &str) -> Notice {
    of_account(portal, "email_code", &[same("code", code)])
}

/// The code that proves a phone number.
pub(super) fn phone_code(portal: &Portal, code: &str) -> Notice {
    of_account(portal, "phone_code", &[same("code", code)])
}

/// The code that opens an account whose password is forgotten.
pub(super) fn recovery_code(portal: &Portal, code: &str) -> Notice {
    of_account(portal, "recovery_code", &[same("code", code)])
}

/// That an account is deleted.
pub(super) fn erased(portal: &Portal) -> Notice {
    of_account(portal, "account_erased", &[])
}
