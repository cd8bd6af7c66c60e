//! Every part of the draft has a form; what a form says wrongly is said at the form and changes nothing.

use crate::stage::{Browser, Stage};
use casework::calendar::Shift;
use casework::catalogue::{Condition, Edition, Role, TimeLimit};
use casework::fee::{FeeAmount, Tier};
use casework::form_entry::{EntryKind, Needed};
use casework::{ApplicantKind, Channel};
use reqwest::StatusCode;

const DRAFTS: &str = "/quan-tri/danh-muc/du-thao";
/// The first one that is begun.
pub const DRAFT: &str = "/quan-tri/danh-muc/du-thao/1";
const SERVICE: &str = "1.001612";

pub struct Editor {
    pub stage: Stage,
    pub browser: Browser,
}

impl Editor {
    pub async fn open() -> Self {
        let stage = Stage::open().await;
        let browser = stage.signed_in("tinh.qt").await;
        assert_eq!(browser.post(&format!("{DRAFTS}/bat-dau"), &[("name", "Bản thử")]).await.0, StatusCode::SEE_OTHER);
        Self { stage, browser }
    }

    pub async fn text(&self) -> (String, i64) {
        let draft = self.stage.portal.store.draft(1).await.expect("the store").expect("a draft");
        (draft.body, draft.revision)
    }

    pub async fn edition(&self) -> Edition {
        portal::catalogue_files::document::read(&self.text().await.0).expect("an edition")
    }

    /// Sends a form of the draft as its page would.
    pub async fn send(&self, path: &str, form: &[(&str, &str)]) -> (StatusCode, String) {
        let revision = self.text().await.1.to_string();
        let form: Vec<(&str, &str)> = form.iter().copied().chain([("revision", &*revision)]).collect();
        self.browser.post(&format!("{DRAFT}{path}"), &form).await
    }

    pub async fn takes(&self, path: &str, form: &[(&str, &str)]) {
        let (status, page) = self.send(path, form).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    }

    /// A form that is refused says why, shows again what was written, and leaves the draft as it was.
    pub async fn refuses(&self, path: &str, form: &[(&str, &str)], said: &str) -> String {
        let before = self.text().await;
        let (status, page) = self.send(path, form).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{said}: {page}");
        assert!(page.contains("role=\"alert\"") && page.contains(said), "{said} is not in {page}");
        assert_eq!(self.text().await, before);
        page
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn several_fees_of_a_service_have_forms_with_shares_and_reductions() {
    let editor = Editor::open().await;
    let share = [
        ("code", SERVICE),
        ("action", "add"),
        ("fee", "TL"),
        ("name", "Phí thẩm định"),
        ("kind", "share"),
        ("entry", "Giá trị"),
        ("percent", "0,5"),
        ("least", "100.000"),
        ("most", "5.000.000"),
        ("waiver_code", "ngheo"),
        ("waiver_name", "Hộ nghèo"),
        ("waiver_percent", "100"),
        ("waiver_code", ""),
        ("waiver_name", ""),
        ("waiver_percent", ""),
    ];
    let before = editor.edition().await.services[&SERVICE.into()].fees.len();
    editor.takes("/thu-tuc/phi", &share).await;
    let plain = [
        ("code", SERVICE),
        ("action", "add"),
        ("fee", "BS"),
        ("name", "Lệ phí bản sao"),
        ("kind", "each"),
        ("amount", "8.000"),
    ];
    editor.takes("/thu-tuc/phi", &plain).await;
    let fees = editor.edition().await.services[&SERVICE.into()].fees.clone();
    assert_eq!(fees.len(), before + 2);
    let amount =
        FeeAmount::Share { entry: "Giá trị".to_owned(), per_ten_thousand: 50, least: 100_000, most: 5_000_000 };
    assert_eq!((&fees[before].amount, fees[before].waivers[0].percent), (&amount, 100));
    assert_eq!(fees[before + 1].amount, FeeAmount::Each(8_000));
    let (_, page) = editor.browser.text(&format!("{DRAFT}/thu-tuc/phi?code={SERVICE}")).await;
    assert!(page.contains("value=\"0,5\"") && page.contains("value=\"Hộ nghèo\""), "{page}");

    let page = editor.refuses("/thu-tuc/phi", &plain, "Mã khoản thu này đã có").await;
    assert!(page.contains("value=\"8.000\""), "what was written is still there: {page}");
    let turned: Vec<_> =
        share.iter().map(|(key, value)| (*key, if *key == "least" { "9.000.000" } else { value })).collect();
    editor.refuses("/thu-tuc/phi", &turned, "lớn hơn mức nhiều nhất").await;
    let half: Vec<_> =
        plain.iter().map(|(key, value)| (*key, if *key == "amount" { "8,5 nghìn" } else { value })).collect();
    editor.refuses("/thu-tuc/phi", &half, "là số đồng").await;
    let mut tiers =
        vec![("code", SERVICE), ("action", "add"), ("fee", "CT"), ("name", "Phí chứng thực"), ("kind", "tiers")];
    tiers.extend([("tiers", "2 | 2.000"), ("most", "200.000"), ("amount", "")]);
    let page = editor.refuses("/thu-tuc/phi", &tiers, "Dòng đầu bắt đầu từ 1").await;
    assert!(page.contains(">2 | 2.000</textarea>"), "what was written is still there: {page}");
    tiers[5].1 = "1 | 2.000\r\n3 | 1.000";
    editor.takes("/thu-tuc/phi", &tiers).await;
    let taken = editor.edition().await.services[&SERVICE.into()].fees[before + 2].amount.clone();
    let steps = vec![Tier { from: 1, each: 2_000 }, Tier { from: 3, each: 1_000 }];
    assert_eq!(taken, FeeAmount::Tiers { tiers: steps, most: Some(200_000) });
    let added = (before + 2).to_string();
    editor.takes("/thu-tuc/phi", &[("code", SERVICE), ("action", "remove"), ("index", &added)]).await;
    let last = (before + 1).to_string();
    editor.takes("/thu-tuc/phi", &[("code", SERVICE), ("action", "up"), ("index", &last)]).await;
    editor.takes("/thu-tuc/phi", &[("code", SERVICE), ("action", "remove"), ("index", &last)]).await;
    let fees = editor.edition().await.services[&SERVICE.into()].fees.clone();
    assert_eq!(fees.last().expect("a fee").code, "BS", "moved up, and the other one removed");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_form_of_a_service_is_made_entry_by_entry() {
    let editor = Editor::open().await;
    let before = editor.edition().await.services[&SERVICE.into()].entries.len();
    let choice = [
        ("code", SERVICE),
        ("action", "add"),
        ("name", "Hình thức nhận"),
        ("kind", "choice"),
        ("needed", "1"),
        ("section", "Kết quả"),
        ("choices", "Bản giấy\r\nBản điện tử\r\n"),
    ];
    editor.takes("/thu-tuc/to-khai", &choice).await;
    let page = editor.refuses("/thu-tuc/to-khai", &choice, "Tờ khai đã có mục tên này").await;
    assert!(page.contains("Bản điện tử"), "what was written is still there");
    let number = [
        ("code", SERVICE),
        ("action", "add"),
        ("name", "Số bản giấy"),
        ("kind", "number"),
        ("needed", "2"),
        ("least", "1"),
        ("most", "10"),
    ];
    let turned: Vec<_> = number.iter().map(|(key, value)| (*key, if *key == "least" { "11" } else { value })).collect();
    editor.refuses("/thu-tuc/to-khai", &turned, "lớn hơn số nhiều nhất").await;
    editor.takes("/thu-tuc/to-khai", &number).await;
    let lone: Vec<_> = choice
        .iter()
        .map(|(key, value)| {
            (
                *key,
                if *key == "choices" {
                    "Một"
                } else if *key == "name" {
                    "Khác"
                } else {
                    value
                },
            )
        })
        .collect();
    editor.refuses("/thu-tuc/to-khai", &lone, "ít nhất hai lựa chọn").await;
    let last = (before + 1).to_string();
    let when = [
        ("code", SERVICE),
        ("action", "condition"),
        ("index", last.as_str()),
        ("condition", "entry_is"),
        ("entry", "Hình thức nhận"),
        ("value", "Bản giấy"),
    ];
    editor.takes("/thu-tuc/to-khai", &when).await;
    let entries = editor.edition().await.services[&SERVICE.into()].entries.clone();
    let paper = Condition::EntryIs { entry: "Hình thức nhận".to_owned(), value: "Bản giấy".to_owned() };
    assert_eq!(entries[before].kind, EntryKind::Choice(vec!["Bản giấy".to_owned(), "Bản điện tử".to_owned()]));
    assert_eq!((entries[before].needed, entries[before].section.as_str()), (Needed::Online, "Kết quả"));
    assert_eq!(entries[before + 1].kind, EntryKind::Number { least: Some(1), most: Some(10) });
    assert_eq!((entries[before + 1].needed, &entries[before + 1].when), (Needed::Always, &vec![paper]));

    // Moved above what it hangs on, it could never be asked: the draft's page says so.
    editor.takes("/thu-tuc/to-khai", &[("code", SERVICE), ("action", "up"), ("index", &last)]).await;
    let (_, draft) = editor.browser.text(DRAFT).await;
    assert!(draft.contains("tờ khai không hỏi trước đó"), "{draft}");
    let first = before.to_string();
    editor.takes("/thu-tuc/to-khai", &[("code", SERVICE), ("action", "without 0"), ("index", &first)]).await;
    let (_, draft) = editor.browser.text(DRAFT).await;
    assert!(!draft.contains("tờ khai không hỏi trước đó"), "{draft}");
    for _ in 0..2 {
        editor.takes("/thu-tuc/to-khai", &[("code", SERVICE), ("action", "remove"), ("index", &first)]).await;
    }
    assert_eq!(editor.edition().await.services[&SERVICE.into()].entries.len(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_variant_hangs_on_conditions_that_forms_add_and_remove() {
    let editor = Editor::open().await;
    let new = [
        ("code", SERVICE),
        ("action", "add"),
        ("name", "Doanh nghiệp nộp"),
        ("workflow", ""),
        ("kind", "working_days"),
        ("number", "12"),
        ("condition", "business"),
    ];
    editor.takes("/thu-tuc/truong-hop", &new).await;
    let variants = editor.edition().await.services[&SERVICE.into()].variants.clone();
    let place = variants.len() - 1;
    let index = place.to_string();
    let about = |action, more: &[(&'static str, &'static str)]| {
        let mut form = vec![("code", SERVICE), ("action", action), ("index", "")];
        form.extend_from_slice(more);
        form
    };
    let with = |form: Vec<(&'static str, &'static str)>| -> Vec<(String, String)> {
        form.into_iter()
            .map(|(key, value)| (key.to_owned(), if key == "index" { index.clone() } else { value.to_owned() }))
            .collect()
    };
    let borrowed =
        |form: &[(String, String)]| form.iter().map(|(key, value)| (key.clone(), value.clone())).collect::<Vec<_>>();
    let send = async |form: Vec<(String, String)>| {
        let form = borrowed(&form);
        let form: Vec<(&str, &str)> = form.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        editor.send("/thu-tuc/truong-hop", &form).await
    };
    let area = [("condition", "entry_at_least"), ("entry", "Diện tích"), ("value", "1.000"), ("not", "1")];
    assert_eq!(send(with(about("condition", &area))).await.0, StatusCode::SEE_OTHER);
    let variant = editor.edition().await.services[&SERVICE.into()].variants[place].clone();
    assert_eq!((variant.name.as_str(), variant.time_limit), ("Doanh nghiệp nộp", Some(TimeLimit::WorkingDays(12))));
    let large = Condition::EntryAtLeast { entry: "Diện tích".to_owned(), number: 1_000 };
    assert_eq!(variant.when, [Condition::Applicant(ApplicantKind::Business), Condition::Not(Box::new(large))]);
    let many = [("condition", "entry_at_least"), ("entry", "Diện tích"), ("value", "nhiều")];
    let (status, page) = send(with(about("condition", &many))).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("Giá trị phải là số"), "{page}");
    assert_eq!(send(with(about("without 0", &[]))).await.0, StatusCode::SEE_OTHER);
    let (status, page) = send(with(about("without 0", &[]))).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("ít nhất một điều kiện"), "{page}");
    let same: Vec<_> = new.iter().map(|(key, value)| (*key, if *key == "kind" { "" } else { value })).collect();
    let page = editor.refuses("/thu-tuc/truong-hop", &same, "quy trình hoặc thời hạn khác").await;
    assert!(page.contains("value=\"Doanh nghiệp nộp\""));
    assert_eq!(send(with(about("remove", &[]))).await.0, StatusCode::SEE_OTHER);
    assert_eq!(editor.edition().await.services[&SERVICE.into()].variants.len(), place);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_branch_takes_several_conditions_and_a_step_a_unit_of_its_own() {
    let editor = Editor::open().await;
    let path = "/quy-trinh/C_5d";
    let steps = editor.edition().await.workflows[&"C_5d".into()].steps.clone();
    let to = steps[3].id.as_str();
    let branch = [("index", "1"), ("action", "branch"), ("to", to), ("condition", "online")];
    editor.takes(path, &branch).await;
    let more = [("index", "1"), ("action", "branch"), ("branch", "0"), ("condition", "citizen"), ("not", "1")];
    editor.takes(path, &more).await;
    let step = &steps[2];
    let place = [
        ("index", "2"),
        ("action", "save"),
        ("name", step.name.as_str()),
        ("hours", "8"),
        ("place", "unit 000.00.03.H40"),
    ];
    editor.takes(path, &place).await;
    let steps = editor.edition().await.workflows[&"C_5d".into()].steps.clone();
    let not_citizen = Condition::Not(Box::new(Condition::Applicant(ApplicantKind::Citizen)));
    assert_eq!(steps[1].branches[0].when, [Condition::Channel(Channel::Online), not_citizen]);
    assert_eq!(steps[2].place, Some(casework::catalogue::Place::Unit("000.00.03.H40".into())));
    let (status, page) = editor.send(path, &[("action", "drop")]).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("Còn thủ tục theo quy trình này"), "{page}");
    editor.takes("/quy-trinh", &[("from", "C_5d"), ("id", "C_moi"), ("name", "Bản chép")]).await;
    editor.takes("/quy-trinh/C_moi", &[("action", "drop")]).await;
    assert!(!editor.edition().await.workflows.contains_key(&"C_moi".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_hours_of_the_week_are_a_form_that_finds_shifts_that_overlap() {
    let editor = Editor::open().await;
    let week = |monday: [&'static str; 4]| {
        let [from, to, after, until] = monday;
        vec![
            ("from0", from),
            ("to0", to),
            ("from0", after),
            ("to0", until),
            ("like_monday", "1"),
            ("from5", "07:30"),
            ("to5", "11:00"),
            ("from6", ""),
            ("to6", ""),
        ]
    };
    editor.takes("/gio-lam", &week(["13:30", "17:30", "07:30", "11:30"])).await;
    let weekly = editor.edition().await.calendar.weekly;
    let day = vec![Shift { from: 450, to: 690 }, Shift { from: 810, to: 1_050 }];
    assert_eq!(weekly[..5], vec![day.clone(); 5]);
    assert_eq!((&weekly[5], &weekly[6]), (&vec![Shift { from: 450, to: 660 }], &Vec::new()));
    let page =
        editor.refuses("/gio-lam", &week(["07:30", "12:00", "11:30", "17:00"]), "Thứ Hai: hai ca chồng nhau").await;
    assert!(page.contains("value=\"12:00\""), "what was written is still there");
    editor.refuses("/gio-lam", &week(["07:30", "", "13:30", "17:00"]), "cả giờ bắt đầu và giờ kết thúc").await;
    editor.refuses("/gio-lam", &[], "Không ngày nào làm việc").await;
    let (_, page) = editor.browser.text(DRAFT).await;
    assert!(page.contains("Ca làm việc trong tuần thay đổi"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn words_of_form_ii_07_statuses_and_fields_have_forms() {
    let editor = Editor::open().await;
    let words = ["mark", "title", "field", "reason", "total", "done", "open", "no_reason", "note"];
    let late: Vec<_> = words.into_iter().map(|key| (key, "Chữ mới")).chain([("action", "late")]).collect();
    editor.takes("/ten-goi", &late).await;
    assert_eq!(editor.edition().await.late_form.no_reason, "Chữ mới");
    let empty: Vec<_> = late.iter().map(|(key, value)| (*key, if *key == "done" { "" } else { value })).collect();
    editor.refuses("/ten-goi", &empty, "Cột đã giải quyết: không để trống").await;
    editor.takes("/ten-goi", &[("action", "usual")]).await;
    assert!(editor.edition().await.late_form.is_usual());

    let names: Vec<(String, String)> = editor
        .edition()
        .await
        .statuses
        .keys()
        .flat_map(|code| [(format!("vi {code}"), format!("Trạng thái {code}")), (format!("en {code}"), "S".to_owned())])
        .collect();
    let form: Vec<(&str, &str)> = names.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    editor.takes("/ten-goi", &[form, vec![("action", "statuses")]].concat()).await;
    assert_eq!(editor.edition().await.statuses[&4].vi, "Trạng thái 4");

    editor.takes("/ten-goi", &[("action", "field add"), ("code", "H40-MT"), ("name", "Môi trường")]).await;
    assert_eq!(editor.edition().await.fields[&"H40-MT".into()].name, "Môi trường");
    editor.takes("/ten-goi", &[("action", "field remove H40-MT")]).await;
    editor.refuses("/ten-goi", &[("action", "field remove H40-HT")], "Thủ tục còn thuộc lĩnh vực này").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unit_is_added_changed_and_removed_and_a_service_is_given_to_a_whole_level() {
    let editor = Editor::open().await;
    let unit = [
        ("action", "add"),
        ("unit", "000.99.99.H40"),
        ("name", "Xã mới"),
        ("kind", "commune"),
        ("parent", "H40"),
        ("symbol", "UBND"),
        ("place", "Xã Mới"),
        ("address", ""),
        ("phone", "0228 3 000 000"),
        ("organisation", "2"),
        ("publication", ""),
        ("complaints", "0"),
    ];
    editor.takes("/don-vi", &unit).await;
    let new = editor.edition().await.units[&"000.99.99.H40".into()].clone();
    assert_eq!(
        (new.declared.organisation, new.declared.publication, new.declared.complaints),
        (Some(2), None, Some(0))
    );
    editor.refuses("/don-vi", &unit, "chưa có").await;
    let points: Vec<_> =
        unit.iter().map(|(key, value)| (*key, if *key == "complaints" { "3" } else { value })).collect();
    let points: Vec<_> =
        points.into_iter().map(|(key, value)| (key, if key == "action" { "save" } else { value })).collect();
    let page = editor.refuses("/don-vi", &points, "0, 1 hoặc 2").await;
    assert!(page.contains("value=\"0228 3 000 000\""), "{page}");
    let own: Vec<_> =
        unit.iter().map(|(key, value)| (*key, if *key == "parent" { "000.99.99.H40" } else { value })).collect();
    let own: Vec<_> = own.into_iter().map(|(key, value)| (key, if key == "action" { "save" } else { value })).collect();
    editor.refuses("/don-vi", &own, "khác chính đơn vị này").await;

    let offered = [("code", SERVICE), ("all_offer", "commune"), ("takes_in", "000.00.03.H40")];
    editor.takes("/thu-tuc/don-vi", &offered).await;
    let edition = editor.edition().await;
    let service = &edition.services[&SERVICE.into()];
    assert!(service.units.contains(&"000.99.99.H40".into()) && service.units.len() == 4, "{:?}", service.units);
    assert_eq!(service.taken_in_by, ["000.00.03.H40".into()].into());
    editor.refuses("/thu-tuc/don-vi", &[("code", SERVICE)], "ít nhất một đơn vị").await;
    editor.takes("/don-vi", &[("action", "remove"), ("unit", "000.99.99.H40")]).await;
    let (_, page) = editor.browser.text(DRAFT).await;
    assert!(page.contains("thiếu đơn vị 000.99.99.H40"), "what still points there is named: {page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_says_by_when_papers_are_asked_for_and_what_the_nation_calls_them() {
    let editor = Editor::open().await;
    let service = editor.edition().await.services[&SERVICE.into()].clone();
    let form = [
        ("action", "save"),
        ("code", SERVICE),
        ("name", service.name.as_str()),
        ("kind", "same_day"),
        ("number", "14:30"),
        ("within_days", ""),
        ("requests", "2"),
        ("clock", "resume"),
        ("valid_months", "6"),
        ("register", "GPX"),
        ("paper", "Tờ khai"),
        ("paper_code", "KQ.G15.000001"),
        ("paper", ""),
        ("paper_code", ""),
        ("paper", "Bản vẽ"),
        ("paper_code", ""),
    ];
    editor.takes("/thu-tuc", &form).await;
    let saved = editor.edition().await.services[&SERVICE.into()].clone();
    assert_eq!(saved.time_limit, TimeLimit::SameDay { cutoff: 870 });
    assert_eq!(
        (saved.supplement.within_days, saved.supplement.requests_allowed, saved.valid_months),
        (None, 2, Some(6))
    );
    assert_eq!(
        (saved.papers.as_slice(), saved.register.as_str()),
        (["Tờ khai".to_owned(), "Bản vẽ".to_owned()].as_slice(), "GPX")
    );
    assert_eq!(saved.paper_codes, [("Tờ khai".to_owned(), "KQ.G15.000001".to_owned())].into());
    assert_eq!((&saved.fees, &saved.fee_text), (&service.fees, &service.fee_text), "what the form leaves out stays");
    for (key, value, said) in [
        ("number", "chiều", "giờ chốt nhận trong ngày"),
        ("within_days", "ba", "Số ngày để yêu cầu bổ sung"),
        ("paper", "Tờ khai", "Hai giấy tờ có cùng tên"),
        ("name", "", "Ghi tên thủ tục"),
    ] {
        let wrong: Vec<_> = form.iter().map(|(known, old)| (*known, if *known == key { value } else { old })).collect();
        let page = editor.refuses("/thu-tuc", &wrong, said).await;
        assert!(page.contains("value=\"KQ.G15.000001\""), "{page}");
    }
    editor.takes("/thu-tuc/moi", &[("from", SERVICE), ("new_code", "9.000001"), ("name", "Thủ tục mới")]).await;
    let copied = editor.edition().await.services[&"9.000001".into()].clone();
    assert_eq!((copied.papers, copied.name.as_str()), (saved.papers, "Thủ tục mới"));
    editor.takes("/thu-tuc", &[("code", "9.000001"), ("action", "remove")]).await;
    assert!(!editor.edition().await.services.contains_key(&"9.000001".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_comment_of_the_text_survives_what_a_form_changes() {
    let editor = Editor::open().await;
    let (text, _) = editor.text().await;
    let unit = "- code: 000.00.03.H40\n";
    assert!(text.contains(unit), "{text}");
    let text = text.replacen(unit, &format!("# chờ nghị quyết sắp xếp\n{unit}"), 1);
    let text = format!("# do Văn phòng soạn\n{text}");
    editor.takes("/van-ban", &[("text", &*text)]).await;
    editor.takes("/don-vi", &[("unit", "000.00.03.H40"), ("name", "Sở Tư pháp tỉnh")]).await;
    let (text, _) = editor.text().await;
    assert!(text.starts_with("# do Văn phòng soạn\n"), "{text}");
    assert!(text.contains(&format!("# chờ nghị quyết sắp xếp\n{unit}  name: Sở Tư pháp tỉnh\n")), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_book_of_refusals_and_the_rules_of_copies_have_forms() {
    let editor = Editor::open().await;
    let here = "/so-ban-sao";
    editor.takes(here, &[("action", "book"), ("book", " TCKQ ")]).await;
    assert_eq!(editor.edition().await.rejection_register, Some("TCKQ".into()));
    let (_, page) = editor.browser.text(&format!("{DRAFT}{here}")).await;
    assert!(page.contains("value=\"TCKQ\"") && page.contains("value=\"SAO Y\""), "{page}");
    let long = "A".repeat(41);
    let page = editor.refuses(here, &[("action", "book"), ("book", &long)], "nhiều nhất 40 ký tự").await;
    assert!(page.contains(&long), "what was written is still there");
    editor.takes(here, &[("action", "book"), ("book", "")]).await;
    assert_eq!(editor.edition().await.rejection_register, None, "the service's own book");

    let rules = [("action", "copies"), ("mark", "BẢN SAO Y"), ("role", "VT"), ("role", "LP")];
    editor.takes(here, &rules).await;
    let copies = editor.edition().await.copies;
    assert_eq!(copies.mark, "BẢN SAO Y");
    assert_eq!(copies.roles, [Role::RecordsClerk, Role::DivisionHead].into());
    editor.refuses(here, &[("action", "copies"), ("mark", ""), ("role", "VT")], "Ghi dấu của bản sao").await;
    let page = editor.refuses(here, &[("action", "copies"), ("mark", "SAO LỤC")], "ít nhất một vai trò").await;
    assert!(page.contains("value=\"SAO LỤC\"") && !page.contains("value=\"VT\" checked"), "{page}");
    let (_, page) = editor.browser.text(DRAFT).await;
    assert!(page.contains("Dấu hoặc người được cấp bản sao thay đổi"), "the difference tells it");
    editor.takes(here, &[("action", "usual")]).await;
    assert!(editor.edition().await.copies.is_usual());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_unsound_leads_to_the_form_where_it_is_put_right() {
    let editor = Editor::open().await;
    let mut edition = editor.edition().await;
    edition.rejection_register = Some(" ".into());
    edition.copies.roles.clear();
    edition.services.get_mut(&SERVICE.into()).expect("a service").result.clear();
    edition.statuses.remove(&1);
    edition.calendar.weekly.iter_mut().for_each(Vec::clear);
    let text = portal::catalogue_files::document::write(&edition).expect("a text");
    editor.takes("/van-ban", &[("text", &text)]).await;
    let (_, page) = editor.browser.text(DRAFT).await;
    for form in
        ["so-ban-sao#so-tu-choi", "so-ban-sao#ban-sao", "thu-tuc?code=1.001612", "ten-goi#trang-thai", "gio-lam"]
    {
        let link = format!("<a href=\"{DRAFT}/{form}\">Mở để sửa");
        assert!(page.contains(&link), "{form}: {page}");
        assert_eq!(editor.browser.get(&format!("{DRAFT}/{form}")).await.status(), StatusCode::OK);
    }
    assert!(page.contains("chưa có vai trò nào cấp bản sao"));
}
