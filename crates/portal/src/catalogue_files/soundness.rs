//! Whether an edition can be followed: every reference points somewhere, every workflow takes a case to its end.

mod form;

use super::{CALENDAR, EDITION, FIELDS, SERVICES, STATUSES, UNITS, WORKFLOWS};
use crate::notices::judge;
use casework::calendar::Calendar;
use casework::catalogue::{Edition, Role, Service, StepKind, TimeLimit, Unit, Workflow};
use casework::{Status, StepId, WorkflowProblem};
use std::fmt;

/// Holds an edition against what the law needs. Nothing found means that every service can be followed from reception
/// to handing over.
#[must_use]
pub fn check(edition: &Edition) -> Vec<Finding> {
    let mut findings = Findings::default();
    check_names(edition, &mut findings);
    edition.units.values().for_each(|unit| check_unit(edition, unit, &mut findings));
    edition.services.values().for_each(|service| check_service(edition, service, &mut findings));
    edition.workflows.values().for_each(|workflow| check_workflow(workflow, &mut findings));
    for status in Status::ALL {
        if !edition.statuses.contains_key(&status.code()) {
            findings.add(
                STATUSES,
                status.code(),
                "the status is missing",
                "the national portal has ten",
                "thiếu trạng thái này; Cổng quốc gia có mười trạng thái",
            );
        }
    }
    check_calendar(&edition.calendar, &mut findings);
    check_books(edition, &mut findings);
    check_notices(edition, &mut findings);
    findings.0
}

/// Something in an edition that the law could not follow, or that somebody forgot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The file in which it is put right.
    pub file: &'static str,
    /// The code in that file.
    pub key: String,
    /// The step of a workflow where it is put right.
    pub step: Option<StepId>,
    pub problem: String,
    pub remedy: String,
    /// Problem and remedy in Vietnamese.
    pub vietnamese: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}: {}; {}", self.file, self.key, self.problem, self.remedy)
    }
}

#[derive(Default)]
struct Findings(Vec<Finding>);

impl Findings {
    /// Adds a finding: problem and remedy in English, both in Vietnamese.
    fn add(
        &mut self,
        file: &'static str,
        key: impl fmt::Display,
        problem: impl Into<String>,
        remedy: &str,
        vietnamese: impl Into<String>,
    ) {
        self.0.push(Finding {
            file,
            key: key.to_string(),
            step: None,
            problem: problem.into(),
            remedy: remedy.to_owned(),
            vietnamese: vietnamese.into(),
        });
    }

    /// Says at which step the last finding is put right.
    fn at(&mut self, step: &StepId) {
        if let Some(finding) = self.0.last_mut() {
            finding.step = Some(step.clone());
        }
    }

    fn named(&mut self, file: &'static str, key: impl fmt::Display, (what, vietnamese): (&str, &str), text: &str) {
        if text.trim().is_empty() {
            self.add(file, key, format!("{what} is empty"), "write it", format!("{vietnamese} để trống; hãy ghi vào"));
        }
    }
}

fn check_names(edition: &Edition, findings: &mut Findings) {
    findings.named(EDITION, &edition.id, ("the title", "tên bản danh mục"), &edition.title);
    for unit in edition.units.values() {
        findings.named(UNITS, &unit.code, ("the name", "tên"), &unit.name);
        findings.named(UNITS, &unit.code, ("the symbol", "ký hiệu"), &unit.symbol);
        findings.named(UNITS, &unit.code, ("the place", "địa danh"), &unit.place);
    }
    for field in edition.fields.values() {
        findings.named(FIELDS, &field.code, ("the name", "tên"), &field.name);
    }
    for (code, status) in &edition.statuses {
        findings.named(STATUSES, code, ("the Vietnamese name", "tên tiếng Việt"), &status.vi);
        findings.named(STATUSES, code, ("the English name", "tên tiếng Anh"), &status.en);
    }
    for (day, name) in edition.calendar.holidays.iter().chain(&edition.calendar.makeup_days) {
        findings.named(CALENDAR, day, ("the reason", "lý do nghỉ hoặc làm bù"), name);
    }
}

/// Refusals are numbered in a book that has a symbol; copies bear a mark, and somebody certifies them who answers for it.
fn check_books(edition: &Edition, findings: &mut Findings) {
    if let Some(book) = &edition.rejection_register {
        let what = ("the symbol of the book of refusals", "ký hiệu sổ từ chối");
        findings.named(EDITION, "rejection_register", what, &book.0);
    }
    findings.named(EDITION, "copies", ("the mark of a copy", "dấu của bản sao"), &edition.copies.mark);
    if edition.copies.roles.is_empty() || edition.copies.roles.contains(&Role::Administrator) {
        findings.add(
            EDITION,
            "copies",
            "copies are certified by nobody, or by the administrator",
            "name the roles that certify copies; QT decides nothing",
            "chưa có vai trò nào cấp bản sao, hoặc giao cho QT; hãy chọn vai trò, QT không giải quyết",
        );
    }
}

/// What citizens are told can be sent: in both languages, with names that stand for something.
fn check_notices(edition: &Edition, findings: &mut Findings) {
    for (kind, words) in &edition.notices {
        for problem in judge::problems(kind, words) {
            let remedy = "put its words right, or go back to those of the program";
            let vietnamese = format!("{}; hãy sửa, hoặc về chữ đi kèm phần mềm", problem.vietnamese);
            findings.add(EDITION, format!("notices {kind}"), problem.english, remedy, vietnamese);
        }
    }
}

/// The units above a unit must exist, and end somewhere.
fn check_unit(edition: &Edition, unit: &Unit, findings: &mut Findings) {
    let mut above = unit;
    for _ in 0..edition.units.len() {
        let Some(parent) = &above.parent else { return };
        let Some(next) = edition.units.get(parent) else {
            return findings.add(
                UNITS,
                &unit.code,
                format!("the unit {parent} above it is missing"),
                "add that unit",
                format!("thiếu đơn vị cấp trên {parent}; hãy thêm đơn vị đó"),
            );
        };
        above = next;
    }
    findings.add(
        UNITS,
        &unit.code,
        "the units above it form a ring",
        "correct 'parent'",
        "các đơn vị cấp trên tạo thành vòng; hãy sửa 'parent'",
    );
}

fn check_service(edition: &Edition, service: &Service, findings: &mut Findings) {
    let key = &service.code;
    for (what, text) in [
        (("the name", "tên"), &service.name),
        (("the time text", "thời hạn bằng lời"), &service.time_text),
        (("the fee text", "phí bằng lời"), &service.fee_text),
        (("the result", "kết quả"), &service.result),
        (("the register", "sổ"), &service.register.0),
    ] {
        findings.named(SERVICES, key, what, text);
    }
    service.papers.iter().for_each(|paper| findings.named(SERVICES, key, ("a paper", "tên giấy tờ"), paper));
    for (what, texts) in [
        (("what is done at the counter", "việc phải làm tại quầy"), &service.at_counter),
        (("a life event", "sự kiện trong đời"), &service.life_events),
        (("the legal basis", "căn cứ pháp lý"), &service.legal_basis),
    ] {
        texts.iter().for_each(|text| findings.named(SERVICES, key, what, text));
    }
    for (paper, code) in &service.paper_codes {
        findings.named(SERVICES, key, ("the code of a paper", "mã thành phần hồ sơ"), code);
        if !service.papers.contains(paper) {
            findings.add(
                SERVICES,
                key,
                format!("a code stands for “{paper}”, which is none of its papers"),
                "correct the paper's name or take the code out",
                format!("có mã cho “{paper}” mà giấy này không có trong thành phần hồ sơ; hãy sửa tên hoặc bỏ mã"),
            );
        }
    }
    form::check(service, findings);
    if service.papers.is_empty() {
        findings.add(
            SERVICES,
            key,
            "no paper is asked for",
            "list the papers of the dossier",
            "chưa có thành phần hồ sơ nào; hãy kê giấy tờ",
        );
    }
    if !edition.fields.contains_key(&service.field) {
        findings.add(
            SERVICES,
            key,
            format!("the field {} is missing", service.field),
            "add it to fields.yaml",
            format!("thiếu lĩnh vực {}; hãy thêm vào fields", service.field),
        );
    }
    if service.units.is_empty() {
        findings.add(
            SERVICES,
            key,
            "no unit offers it",
            "name kinds or units in 'offered_by'",
            "không đơn vị nào thực hiện; hãy ghi cấp hoặc đơn vị ở 'offered_by'",
        );
    }
    for unit in service.units.iter().filter(|unit| !edition.units.contains_key(*unit)) {
        findings.add(
            SERVICES,
            key,
            format!("the unit {unit} is missing"),
            "add it to units.yaml",
            format!("thiếu đơn vị {unit}; hãy thêm vào units"),
        );
    }
    match edition.workflows.get(&service.workflow) {
        None => findings.add(
            SERVICES,
            key,
            format!("the workflow {} is missing", service.workflow),
            "add it to workflows.yaml",
            format!("thiếu quy trình {}; hãy thêm vào workflows", service.workflow),
        ),
        Some(workflow) => check_time(service, &service.time_limit, workflow, findings),
    }
    for variant in &service.variants {
        findings.named(SERVICES, key, ("the name of a variant", "tên trường hợp"), &variant.name);
        if variant.later && variant.workflow.is_some() {
            findings.add(
                SERVICES,
                key,
                format!("the variant {} is found later and has a workflow of its own", variant.id),
                "leave its workflow out: the case is on its way already",
                format!(
                    "trường hợp {} chỉ nhận ra khi giải quyết nên không có quy trình riêng; hãy bỏ quy trình",
                    variant.id
                ),
            );
        }
        match edition.workflows.get(service.workflow_of(Some(&variant.id))) {
            None => {
                let missing = service.workflow_of(Some(&variant.id));
                let problem = format!("the workflow {missing} of the variant {} is missing", variant.id);
                let vietnamese =
                    format!("thiếu quy trình {missing} của trường hợp {}; hãy thêm vào workflows", variant.id);
                findings.add(SERVICES, key, problem, "add it to workflows.yaml", vietnamese);
            }
            Some(workflow) => check_time(service, service.time_limit_of(Some(&variant.id)), workflow, findings),
        }
    }
}

/// The steps together may not take longer than the service.
fn check_time(service: &Service, limit: &TimeLimit, workflow: &Workflow, findings: &mut Findings) {
    let allowed = match limit {
        TimeLimit::SameDay { cutoff } => {
            if *cutoff >= 24 * 60 {
                findings.add(
                    SERVICES,
                    &service.code,
                    "the cut-off is no minute of the day",
                    "15:00 is 900",
                    "giờ chốt không phải là phút trong ngày; 15 giờ là 900",
                );
            }
            8
        }
        TimeLimit::WorkingDays(days) => u32::from(*days) * 8,
        TimeLimit::CalendarDays(_) => return,
    };
    let hours: u32 = workflow.steps.iter().map(|step| u32::from(step.hours)).sum();
    if hours > allowed {
        let problem = format!("the steps of {} take {hours} hours, the service only {allowed}", workflow.id);
        let vietnamese = format!(
            "các bước của {} cần {hours} giờ, thủ tục chỉ có {allowed}; hãy chọn quy trình ngắn hơn hoặc sửa thời hạn",
            workflow.id
        );
        findings.add(SERVICES, &service.code, problem, "choose a shorter workflow or correct 'time_limit'", vietnamese);
    }
}

/// Reception, one draft, signature, number, handing over, in this order: what `casework` needs to take a case to its end
/// (Decree 30/2020 Art. 15: a number never before the signature).
fn check_workflow(workflow: &Workflow, findings: &mut Findings) {
    let key = &workflow.id;
    findings.named(WORKFLOWS, key, ("the name", "tên"), &workflow.name);
    for problem in workflow.problems() {
        let (what, remedy) = told(&problem);
        findings.add(WORKFLOWS, key, what, remedy, told_in_vietnamese(&problem));
        step_of(&problem).into_iter().for_each(|step| findings.at(step));
    }
    for step in &workflow.steps {
        if step.name.trim().is_empty() {
            findings.named(WORKFLOWS, key, ("the name of a step", "tên bước"), &step.name);
            findings.at(&step.id);
        }
        let role = match step.kind {
            StepKind::Receive | StepKind::HandOver => Some(Role::Clerk),
            StepKind::Draft => Some(Role::Specialist),
            StepKind::Sign => Some(Role::UnitHead),
            StepKind::Number => Some(Role::RecordsClerk),
            StepKind::Assign | StepKind::Handle | StepKind::Review => None,
        };
        if step.role == Role::Administrator || role.is_some_and(|role| role != step.role) {
            findings.add(
                WORKFLOWS,
                key,
                format!("the step {} has the wrong role", step.id),
                "MC receives and hands \
                over, CV drafts, LD signs, VT numbers; QT decides nothing",
                format!(
                    "bước {} giao sai vai trò; MC tiếp nhận và trả, CV dự thảo, LD ký, VT vào số; QT không giải quyết",
                    step.id
                ),
            );
            findings.at(&step.id);
        }
        if step.kind == StepKind::Assign && !matches!(step.role, Role::DivisionHead | Role::UnitHead) {
            let vietnamese = format!("bước {} phân công chuyên viên; hãy giao cho LP hoặc LD", step.id);
            findings.add(
                WORKFLOWS,
                key,
                format!("the step {} names a specialist", step.id),
                "give it to LP or LD",
                vietnamese,
            );
            findings.at(&step.id);
        }
    }
}

/// A problem in the words of whoever keeps the files.
fn told(problem: &WorkflowProblem) -> (String, &'static str) {
    use WorkflowProblem as P;
    match problem {
        P::Empty { .. } => ("it has no steps".to_owned(), "write down the path of a case, from reception on"),
        P::StepTwice { step } => (format!("the step {step} stands twice"), "give steps ids of their own"),
        P::ReceptionNotFirst { step } => {
            (format!("the step {step} is in the wrong place"), "begin with the one step of kind 'receive'")
        }
        P::EndsWithout { step } => {
            (format!("after the step {step} nothing follows"), "end each path with a step of kind 'hand_over'")
        }
        P::BranchToNowhere { step, to } => {
            (format!("a branch of {step} leads to {to}, which is missing"), "correct 'to' or add the step")
        }
        P::BranchBack { step, to } => {
            (format!("a branch of {step} leads back to {to}"), "going back is an act of people; let branches go on")
        }
        P::NeverReached { step } => (format!("no path leads to the step {step}"), "add a branch to it or remove it"),
        P::DeadEnd { step } => {
            (format!("from the step {step} no path leads to the end"), "let a branch lead out of the circle")
        }
        P::NoDraftBefore { step } => {
            (format!("a path reaches {step} before there is a draft"), "put a step of kind 'draft' before it")
        }
        P::NoSignatureBefore { step } => (
            format!("a path reaches {step} before the signature"),
            "a number never comes before the signature (Decree 30/2020 Art. 15)",
        ),
        P::NoNumberBefore { step } => {
            (format!("a path reaches {step} without a numbered result"), "put 'number' before 'hand_over'")
        }
        P::NotHandedOver { step } => (
            format!("a numbered result stands still after the step {step}"),
            "let a step of kind 'hand_over' follow at once",
        ),
        P::WaitsElsewhere { step } => (
            format!("the step {step} is said to go on by itself"),
            "only steps of kind 'handle' wait; remove waits_days",
        ),
        P::NoTime { step } => (format!("the step {step} has no time"), "give it working hours"),
    }
}

/// The same in Vietnamese, with the remedy.
fn told_in_vietnamese(problem: &WorkflowProblem) -> String {
    use WorkflowProblem as P;
    match problem {
        P::Empty { .. } => "chưa có bước nào; hãy ghi đường đi của hồ sơ từ khâu tiếp nhận".to_owned(),
        P::StepTwice { step } => format!("bước {step} có hai lần; mỗi bước một mã riêng"),
        P::ReceptionNotFirst { step } => {
            format!("bước {step} đứng sai chỗ; bước đầu, và chỉ bước đầu, là tiếp nhận")
        }
        P::EndsWithout { step } => {
            format!("sau bước {step} không còn bước nào; mọi nhánh phải kết thúc bằng trả kết quả")
        }
        P::BranchToNowhere { step, to } => {
            format!("nhánh của bước {step} dẫn tới {to} không có; hãy sửa đích hoặc thêm bước")
        }
        P::BranchBack { step, to } => {
            format!("nhánh của bước {step} quay lại {to}; trả lại là việc của người, nhánh chỉ đi tiếp")
        }
        P::NeverReached { step } => format!("không đường nào tới bước {step}; hãy thêm nhánh tới đó hoặc bỏ bước"),
        P::DeadEnd { step } => format!("từ bước {step} không đi được tới cuối; hãy cho một nhánh ra khỏi vòng"),
        P::NoDraftBefore { step } => {
            format!("có đường tới bước {step} khi chưa có dự thảo; hãy đặt bước dự thảo trước")
        }
        P::NoSignatureBefore { step } => {
            format!("có đường tới bước {step} khi chưa ký; số cấp sau khi ký (Nghị định 30/2020, Điều 15)")
        }
        P::NoNumberBefore { step } => {
            format!("có đường tới bước {step} khi kết quả chưa vào số; hãy đặt bước vào số trước trả kết quả")
        }
        P::NotHandedOver { step } => {
            format!("sau bước {step} kết quả đã vào số nhưng không được trả; hãy để bước trả kết quả ngay sau")
        }
        P::WaitsElsewhere { step } => {
            format!("bước {step} không thể tự chuyển; chỉ bước xử lý mới chờ, hãy bỏ số ngày chờ")
        }
        P::NoTime { step } => format!("bước {step} chưa có thời gian; hãy ghi số giờ làm việc"),
    }
}

/// The step at which a problem is put right.
fn step_of(problem: &WorkflowProblem) -> Option<&StepId> {
    use WorkflowProblem as P;
    match problem {
        P::Empty { .. } => None,
        P::StepTwice { step }
        | P::ReceptionNotFirst { step }
        | P::EndsWithout { step }
        | P::BranchToNowhere { step, .. }
        | P::BranchBack { step, .. }
        | P::NeverReached { step }
        | P::DeadEnd { step }
        | P::NoDraftBefore { step }
        | P::NoSignatureBefore { step }
        | P::NoNumberBefore { step }
        | P::NotHandedOver { step }
        | P::WaitsElsewhere { step }
        | P::NoTime { step } => Some(step),
    }
}

fn check_calendar(calendar: &Calendar, findings: &mut Findings) {
    if calendar.weekly.len() != 7 {
        findings.add(
            CALENDAR,
            "weekly",
            format!("{} days", calendar.weekly.len()),
            "a week has seven",
            "một tuần có bảy ngày",
        );
    }
    if calendar.weekly.iter().all(Vec::is_empty) {
        findings.add(
            CALENDAR,
            "weekly",
            "nobody ever works",
            "enter the shifts of the working days",
            "không ngày nào làm việc; hãy ghi ca làm việc",
        );
    }
    if !calendar.makeup_days.is_empty() && calendar.weekly.first().is_none_or(Vec::is_empty) {
        findings.add(
            CALENDAR,
            "makeup_days",
            "they have Monday's shifts, and Monday has none",
            "enter Monday's shifts",
            "ngày làm bù theo ca của thứ Hai, mà thứ Hai không có ca; hãy ghi ca thứ Hai",
        );
    }
    for shifts in &calendar.weekly {
        let is_empty = shifts.iter().any(|shift| shift.from >= shift.to || shift.to > 24 * 60);
        if is_empty || shifts.windows(2).any(|pair| pair[0].to > pair[1].from) {
            findings.add(
                CALENDAR,
                "weekly",
                "a shift ends before it begins, or two overlap",
                "put shifts in order",
                "ca kết thúc trước khi bắt đầu hoặc hai ca chồng nhau; hãy xếp lại ca",
            );
        }
    }
    for day in calendar.makeup_days.keys().filter(|day| calendar.holidays.contains_key(*day)) {
        findings.add(
            CALENDAR,
            day,
            "it is a day off and worked in exchange at once",
            "keep one of the two",
            "vừa là ngày nghỉ vừa là ngày làm bù; hãy giữ một",
        );
    }
}
