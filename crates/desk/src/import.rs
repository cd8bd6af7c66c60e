//! Applications from a spreadsheet: read, understood line by line, told what is wrong where. Nothing is received here; the
//! window receives the good lines one by one, each as its own act.

use crate::fold::fold;
use crate::views::{Failure, ImportPreview, ImportProblem, ImportRow};
use calamine::{Data, Reader};
use casework::catalogue::{Facts, Service, Unit};
use casework::form_entry::EntryProblem;
use casework::{Applicant, ApplicantKind, Application, Channel, Date, Paper};
use std::collections::BTreeMap;
use std::io::Cursor;

/// More lines than this are not one day's post.
const MOST: usize = 5_000;
/// People of an earlier year than this are not among the applicants: the year was cut to two digits.
const FIRST_YEAR: i32 = 1_900;

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Column {
    Service,
    Name,
    Identity,
    Birth,
    Phone,
    Address,
    Email,
    Subject,
    Submitter,
    Channel,
    Kind,
    TaxCode,
    Papers,
    /// An entry of a form, by its name without accents.
    Entry(String),
}

/// Names of columns without accents, as people write them.
const NAMES: [(&str, Column); 29] = [
    ("thu tuc", Column::Service),
    ("ma thu tuc", Column::Service),
    ("ten thu tuc", Column::Service),
    ("ho ten", Column::Name),
    ("ho va ten", Column::Name),
    ("nguoi nop", Column::Name),
    ("chu ho so", Column::Name),
    ("so giay to", Column::Identity),
    ("cccd", Column::Identity),
    ("so cccd", Column::Identity),
    ("ngay sinh", Column::Birth),
    ("dien thoai", Column::Phone),
    ("so dien thoai", Column::Phone),
    ("dia chi", Column::Address),
    ("email", Column::Email),
    ("noi dung", Column::Subject),
    ("trich yeu", Column::Subject),
    ("nguoi duoc uy quyen", Column::Submitter),
    ("kenh", Column::Channel),
    ("doi tuong", Column::Kind),
    ("loai doi tuong", Column::Kind),
    ("ma so thue", Column::TaxCode),
    ("mst", Column::TaxCode),
    ("ten doanh nghiep", Column::Name),
    ("ten to chuc", Column::Name),
    ("giay to", Column::Papers),
    ("giay to kem theo", Column::Papers),
    ("giay to khac", Column::Papers),
    ("thanh phan ho so", Column::Papers),
];

/// Understands a sheet.
pub(crate) fn preview(name: &str, bytes: &[u8], unit: &Unit, services: &[Service]) -> Result<ImportPreview, Failure> {
    let sheet = read(name, bytes)?;
    let Some(head) = sheet.iter().position(|row| row.iter().any(|cell| !cell.is_empty())) else {
        return Err(unreadable("empty"));
    };
    // A column that is called as an entry of a service's form holds that entry, for lines of that service.
    let entry = |folded: &str| {
        let mut entries = services.iter().flat_map(|service| &service.entries);
        entries.any(|entry| fold(&entry.name).trim() == folded).then(|| Column::Entry(folded.to_owned()))
    };
    let column = |text: &String| {
        let folded = fold(text);
        let folded = folded.trim();
        let known = NAMES.iter().find(|(name, _)| *name == folded).map(|(_, column)| column.clone());
        known.or_else(|| entry(folded))
    };
    let columns: Vec<Option<Column>> = sheet[head].iter().map(column).collect();
    let named = |known: bool| {
        let names =
            sheet[head].iter().zip(&columns).filter(|(text, column)| column.is_some() == known && !text.is_empty());
        names.map(|(text, _)| text.clone()).collect::<Vec<_>>()
    };
    let (understood, ignored) = (named(true), named(false));
    if understood.is_empty() {
        return Err(unreadable("columns"));
    }
    let mut rows: Vec<ImportRow> = Vec::new();
    let mut seen: BTreeMap<(String, String), u32> = BTreeMap::new();
    for (index, cells) in sheet.iter().enumerate().skip(head + 1).take(MOST) {
        if cells.iter().all(String::is_empty) {
            continue;
        }
        let line = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let mut values: BTreeMap<Column, &str> = BTreeMap::new();
        for (cell, column) in cells.iter().zip(&columns) {
            if let Some(column) = column {
                values.entry(column.clone()).or_insert(cell.trim());
            }
        }
        let (application, mut problems) = application(&values, unit, services);
        if let Some(application) = &application
            && let Some(number) = &application.applicant.identity_number
        {
            let key = (number.clone(), application.service.0.clone());
            if let Some(before) = seen.get(&key) {
                problems.push(ImportProblem::Twice { line: *before });
            }
            seen.entry(key).or_insert(line);
        }
        let application = application.filter(|_| problems.is_empty());
        let name = values.get(&Column::Name).copied().unwrap_or_default().to_owned();
        rows.push(ImportRow { line, name, application, problems, known: Vec::new() });
    }
    let read = u32::try_from(sheet.len().saturating_sub(head + 1)).unwrap_or(u32::MAX);
    let left_out = read.saturating_sub(MOST as u32);
    Ok(ImportPreview { columns: understood, ignored, rows, left_out })
}

fn application(
    values: &BTreeMap<Column, &str>,
    unit: &Unit,
    services: &[Service],
) -> (Option<Application>, Vec<ImportProblem>) {
    let text = |column: Column| values.get(&column).copied().unwrap_or_default();
    let given = |column: Column| Some(text(column).to_owned()).filter(|text| !text.is_empty());
    let mut problems = Vec::new();
    for (column, name) in [(Column::Service, "Thủ tục"), (Column::Name, "Họ tên"), (Column::Address, "Địa chỉ")]
    {
        if text(column).is_empty() {
            problems.push(ImportProblem::Missing { column: name.to_owned() });
        }
    }
    let wanted = text(Column::Service);
    let service =
        services.iter().find(|service| service.code.as_str() == wanted || fold(&service.name) == fold(wanted));
    if service.is_none() && !wanted.is_empty() {
        problems.push(ImportProblem::UnknownService { text: wanted.to_owned() });
    }
    let birth = text(Column::Birth);
    let birth_date = day(birth);
    if birth_date.is_none() && !birth.is_empty() {
        problems.push(ImportProblem::NotADay { text: birth.to_owned() });
    }
    let kind = match fold(text(Column::Kind)).trim() {
        "" if given(Column::TaxCode).is_some() => Some(ApplicantKind::Business),
        "" | "cong dan" | "ca nhan" => Some(ApplicantKind::Citizen),
        "doanh nghiep" => Some(ApplicantKind::Business),
        "co quan" | "co quan nha nuoc" => Some(ApplicantKind::Agency),
        "to chuc" | "khac" | "to chuc khac" => Some(ApplicantKind::Other),
        _ => None,
    };
    if kind.is_none() {
        problems.push(ImportProblem::UnknownKind { text: text(Column::Kind).to_owned() });
    }
    let Some((service, kind)) = service.zip(kind).filter(|_| problems.is_empty()) else { return (None, problems) };
    let paper = |name: &String| Paper {
        name: name.clone(),
        originals: 1,
        certified: 0,
        photocopies: 0,
        reused_from: None,
        files: Vec::new(),
    };
    let mut papers: Vec<Paper> = service.papers.iter().map(paper).collect();
    for part in text(Column::Papers).split(['\n', ';', '|']).map(str::trim).filter(|part| !part.is_empty()) {
        match counted(part) {
            Some(told) => match papers.iter_mut().find(|paper| fold(&paper.name) == fold(&told.name)) {
                // A paper of the service that comes in other numbers than one original, or not at all.
                Some(own) => *own = Paper { name: own.name.clone(), ..told },
                None => papers.push(told),
            },
            None => problems.push(ImportProblem::UnknownPaper { text: part.to_owned() }),
        }
    }
    papers.retain(|paper| paper.originals + paper.certified + paper.photocopies > 0);
    let is_post = fold(text(Column::Channel)).contains("buu");
    let channel = if is_post { Channel::Post } else { Channel::Counter };
    let stated = service.entries.iter().map(|entry| {
        let column = Column::Entry(fold(&entry.name).trim().to_owned());
        (entry.name.clone(), text(column).to_owned())
    });
    let entries = service.answers(channel, kind, &stated.collect());
    for (entry, problem) in service.asked(&Facts { channel, applicant: kind, entries: &entries }) {
        let column = entry.name.clone();
        match problem {
            Some(EntryProblem::Missing) => problems.push(ImportProblem::Missing { column }),
            Some(EntryProblem::Malformed) => {
                let text = entries.get(&column).cloned().unwrap_or_default();
                problems.push(ImportProblem::Malformed { column, text });
            }
            None => {}
        }
    }
    let own_number = text(Column::Identity);
    let identity = match (kind, own_number) {
        (ApplicantKind::Citizen, "") => None,
        (ApplicantKind::Citizen, number) => {
            let whole = identity_number(number);
            if whole.is_none() {
                let column = "Số giấy tờ".to_owned();
                problems.push(ImportProblem::Malformed { column, text: number.to_owned() });
            }
            whole
        }
        (_, number) => {
            let number = if number.is_empty() { text(Column::TaxCode) } else { number };
            Some(tax_code(number)).filter(|number| !number.is_empty())
        }
    };
    if !problems.is_empty() {
        return (None, problems);
    }
    // Where this unit only takes the service in, the unit above decides it, as at the counter.
    let elsewhere = !service.units.contains(&unit.code);
    let above = unit.parent.as_ref().filter(|parent| service.units.contains(*parent)).or(service.units.first());
    let competent = above.filter(|_| elsewhere).unwrap_or(&unit.code).clone();
    let received_by = elsewhere.then(|| unit.code.clone());
    let application = Application {
        unit: competent,
        service: service.code.clone(),
        channel,
        applicant: Applicant {
            kind,
            name: text(Column::Name).to_owned(),
            identity_number: identity,
            birth_date,
            address: text(Column::Address).to_owned(),
            phone: phone(text(Column::Phone)),
            email: given(Column::Email),
        },
        submitter: given(Column::Submitter),
        co_applicants: Vec::new(),
        received_by,
        send_result_to: None,
        subject: given(Column::Subject).unwrap_or_else(|| service.name.clone()),
        papers,
        entries,
    };
    (Some(application), problems)
}

/// `Hợp đồng`, `Hợp đồng (2)`, `Hợp đồng (1 bản chính, 2 bản chứng thực, 1 bản photo)`, `Tờ khai (0)`: a paper with its
/// numbers, one original where nothing is said. `None` where the numbers are not understood.
fn counted(text: &str) -> Option<Paper> {
    let blank = |name: &str, originals: u16| Paper {
        name: name.trim().to_owned(),
        originals,
        certified: 0,
        photocopies: 0,
        reused_from: None,
        files: Vec::new(),
    };
    let inner = text.strip_suffix(')').and_then(|text| text.rsplit_once('('));
    // Brackets without a number belong to the name: `Giấy tờ tùy thân (nếu có)`.
    let Some((name, numbers)) = inner.filter(|(_, inner)| inner.contains(|letter: char| letter.is_ascii_digit()))
    else {
        return Some(blank(text, 1));
    };
    let mut paper = blank(name, 0);
    for part in numbers.split(',').map(str::trim) {
        let digits = part.chars().take_while(char::is_ascii_digit).count();
        let (number, kind) = part.split_at(digits);
        let number: u16 = number.parse().ok().filter(|number| *number <= 999)?;
        let kind = fold(kind);
        let is = |word: &str| kind.contains(word);
        let place = if is("chung thuc") {
            &mut paper.certified
        } else if is("photo") || is("sao") || is("chup") {
            &mut paper.photocopies
        } else if is("chinh") || kind.trim().is_empty() || kind.trim() == "ban" {
            &mut paper.originals
        } else {
            return None;
        };
        *place += number;
    }
    Some(paper).filter(|paper| !paper.name.is_empty())
}

/// Số định danh cá nhân or chứng minh nhân dân: twelve digits or nine, with the zeros in front that spreadsheets drop (those of
/// most provinces begin with one). A passport's letters are taken as they are; `None` for any other run of digits.
fn identity_number(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|letter| !matches!(letter, ' ' | '.' | '-' | '\'')).collect();
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(text.to_owned());
    }
    match digits.len() {
        9 | 12 => Some(digits),
        10 | 11 => Some(format!("{digits:0>12}")),
        8 => Some(format!("{digits:0>9}")),
        _ => None,
    }
}

/// A tax code of ten digits, with the zero that spreadsheets drop.
fn tax_code(text: &str) -> String {
    let is_cut = text.len() == 9 && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_cut { format!("0{text}") } else { text.to_owned() }
}

/// A telephone number, with the zero that spreadsheets drop.
fn phone(text: &str) -> String {
    let is_cut =
        matches!(text.len(), 9 | 10) && !text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_cut { format!("0{text}") } else { text.to_owned() }
}

/// `23/11/1980`, `2026-11-23`.
fn day(text: &str) -> Option<Date> {
    any_day(text).filter(|day| day.year() >= FIRST_YEAR)
}

fn any_day(text: &str) -> Option<Date> {
    if let Ok(day) = text.parse() {
        return Some(day);
    }
    let mut parts = text.split(['/', '.', '-']).map(str::trim);
    let (day, month, year) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    Date::from_ymd(year, month, day).filter(|_| parts.next().is_none())
}

fn unreadable(reason: &str) -> Failure {
    Failure::FileUnreadable { reason: reason.to_owned() }
}

fn read(name: &str, bytes: &[u8]) -> Result<Vec<Vec<String>>, Failure> {
    if name.to_lowercase().ends_with(".csv") {
        return read_csv(bytes);
    }
    let mut book = calamine::open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|_| unreadable("sheet"))?;
    let first = book.worksheet_range_at(0).ok_or_else(|| unreadable("empty"))?.map_err(|_| unreadable("sheet"))?;
    let start = first.start().map_or(0, |(row, _)| row);
    let cell = |cell: &Data| match cell {
        // Numbers of people and phones are often kept as numbers; what is a day stays one.
        Data::Float(number) if number.fract() == 0.0 => format!("{number:.0}"),
        Data::DateTime(moment) => serial_day(moment.as_f64()),
        other => other.to_string().trim().to_owned(),
    };
    let blank = std::iter::repeat_n(Vec::new(), start as usize);
    Ok(blank.chain(first.rows().map(|row| row.iter().map(cell).collect())).collect())
}

/// A spreadsheet's day: so many days after 30 December 1899.
fn serial_day(serial: f64) -> String {
    let first = Date::from_ymd(1899, 12, 30);
    first.map_or_else(String::new, |first| first.plus_days(serial as i64).to_string())
}

fn read_csv(bytes: &[u8]) -> Result<Vec<Vec<String>>, Failure> {
    let text = std::str::from_utf8(bytes).map_err(|_| unreadable("utf-8"))?;
    let text = text.trim_start_matches('\u{feff}');
    let head = text.lines().next().unwrap_or_default();
    let delimiter = [b';', b'\t', b','].into_iter().find(|mark| head.as_bytes().contains(mark)).unwrap_or(b',');
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let rows = reader.records().map(|record| Ok(record?.iter().map(|cell| cell.trim().to_owned()).collect()));
    rows.collect::<Result<_, csv::Error>>().map_err(|_| unreadable("sheet"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use casework::catalogue::{SupplementClock, SupplementRule, TimeLimit};
    use casework::form_entry::{EntryKind, FormEntry, Needed};

    fn service() -> Service {
        Service {
            code: "1.004873".into(),
            name: "Cấp Giấy xác nhận".to_owned(),
            field: "HT".into(),
            units: ["U".into()].into(),
            workflow: "B".into(),
            time_limit: TimeLimit::WorkingDays(3),
            time_text: String::new(),
            fee_text: String::new(),
            papers: vec!["Tờ khai".to_owned()],
            result: String::new(),
            register: "GXN".into(),
            supplement: SupplementRule {
                clock: SupplementClock::Restart,
                requests_allowed: 1,
                within_days: SupplementRule::usual_days(),
            },
            variants: Vec::new(),
            fees: Vec::new(),
            valid_months: None,
            online: Default::default(),
            taken_in_by: std::collections::BTreeSet::new(),
            at_counter: Vec::new(),
            life_events: Vec::new(),
            at_once: false,
            legal_basis: Vec::new(),
            paper_codes: BTreeMap::new(),
            entries: Vec::new(),
            certainty: String::new(),
            note: String::new(),
        }
    }
    fn unit() -> Unit {
        Unit {
            code: "U".into(),
            name: String::new(),
            kind: casework::catalogue::UnitKind::Commune,
            parent: Some("ABOVE".into()),
            symbol: String::new(),
            place: String::new(),
            address: String::new(),
            phone: String::new(),
            declared: Default::default(),
        }
    }

    fn look(csv: &str) -> ImportPreview {
        preview("ho-so.csv", csv.as_bytes(), &unit(), &[service()]).unwrap()
    }

    #[test]
    fn lines_are_understood_by_the_names_of_their_columns_in_any_order() {
        let sheet = look(
            "Họ và tên;Mã thủ tục;Địa chỉ;Số CCCD;Ngày sinh;Ghi riêng\nNguyễn Văn Đức;1.004873;Lộc Vượng;036090000001;05/12/1990;x\n",
        );
        assert_eq!((sheet.columns.len(), sheet.ignored), (5, vec!["Ghi riêng".to_owned()]));
        let application = sheet.rows[0].application.as_ref().unwrap();
        assert_eq!(application.applicant.name, "Nguyễn Văn Đức");
        assert_eq!(application.applicant.birth_date, "1990-12-05".parse().ok());
        assert_eq!((application.papers.len(), application.channel), (1, Channel::Counter));
    }

    #[test]
    fn a_business_is_known_by_its_kind_or_its_tax_code() {
        let sheet = look(
            "Thủ tục,Tên doanh nghiệp,Địa chỉ,Mã số thuế,Đối tượng\n\
             1.004873,Công ty A,Nam Định,0600123456,\n\
             1.004873,Hợp tác xã B,Nam Định,,Tổ chức\n\
             1.004873,C,Nam Định,,Người lạ\n",
        );
        let applicant = |row: usize| sheet.rows[row].application.as_ref().map(|one| one.applicant.clone());
        let business = applicant(0).unwrap();
        assert_eq!((business.kind, business.identity_number.as_deref()), (ApplicantKind::Business, Some("0600123456")));
        assert_eq!(applicant(1).unwrap().kind, ApplicantKind::Other);
        assert_eq!(applicant(2), None);
        assert_eq!(sheet.rows[2].problems, [ImportProblem::UnknownKind { text: "Người lạ".to_owned() }]);
    }

    #[test]
    fn what_is_wrong_is_said_for_each_line_and_the_others_are_good() {
        let sheet = look(
            "Thủ tục,Họ tên,Địa chỉ,CCCD,Ngày sinh\ncap giay xac nhan,An,X,036090000001,\n,Bình,X,,\n9.9,Chi,X,,\n1.004873,Dũng,,,31/02/2000\n1.004873,An,X,036090000001,\n\n",
        );
        let problems: Vec<&Vec<ImportProblem>> = sheet.rows.iter().map(|row| &row.problems).collect();
        assert!(problems[0].is_empty(), "a service is found by its name without accents too");
        assert_eq!(problems[1], &[ImportProblem::Missing { column: "Thủ tục".to_owned() }]);
        assert_eq!(problems[2], &[ImportProblem::UnknownService { text: "9.9".to_owned() }]);
        assert_eq!(problems[3].len(), 2, "{:?}", problems[3]);
        assert_eq!(problems[4], &[ImportProblem::Twice { line: 2 }]);
        assert_eq!(sheet.rows.iter().filter(|row| row.application.is_some()).count(), 1);
    }

    #[test]
    fn a_column_that_is_called_as_an_entry_of_the_form_fills_it_in_and_is_held_against_it() {
        let copies = FormEntry {
            name: "Số lượng bản sao".to_owned(),
            kind: EntryKind::Number { least: Some(1), most: Some(50) },
            needed: Needed::Always,
            section: String::new(),
            hint: String::new(),
            when: Vec::new(),
        };
        let service = Service { entries: vec![copies], ..service() };
        let sheet = "Thủ tục;Họ tên;Địa chỉ;so luong ban sao\n\
                     1.004873;Nguyễn Văn A;Nam Định;3\n\
                     1.004873;Trần Thị B;Nam Định;nhiều\n\
                     1.004873;Lê Văn C;Nam Định;\n";
        let preview = preview("don.csv", sheet.as_bytes(), &unit(), &[service]).unwrap();
        assert_eq!(preview.ignored, Vec::<String>::new());
        let column = || "Số lượng bản sao".to_owned();
        let entries = preview.rows[0].application.as_ref().unwrap().entries.clone();
        assert_eq!(entries, BTreeMap::from([(column(), "3".to_owned())]));
        let malformed = ImportProblem::Malformed { column: column(), text: "nhiều".to_owned() };
        assert_eq!(preview.rows[1].problems, [malformed]);
        assert_eq!(preview.rows[2].problems, [ImportProblem::Missing { column: column() }]);
    }

    #[test]
    fn a_line_names_papers_beyond_the_services_own_and_how_many_of_each() {
        let sheet = look(
            "Thủ tục,Họ tên,Địa chỉ,Giấy tờ kèm theo\n\
             1.004873,An,X,\"Hợp đồng (1 bản chính, 2 bản chứng thực); Giấy ủy quyền (nếu có); to khai (2 bản photo)\"\n\
             1.004873,Bình,X,Tờ khai (0)\n\
             1.004873,Chi,X,Hợp đồng (2 cuốn)\n\
             1.004873,Dũng,X,\n",
        );
        let papers = |row: usize| -> Vec<(String, u16, u16, u16)> {
            let application = sheet.rows[row].application.as_ref().unwrap();
            let told = |paper: &Paper| (paper.name.clone(), paper.originals, paper.certified, paper.photocopies);
            application.papers.iter().map(told).collect()
        };
        let named =
            |name: &str, originals, certified, photocopies| (name.to_owned(), originals, certified, photocopies);
        assert_eq!(
            papers(0),
            [named("Tờ khai", 0, 0, 2), named("Hợp đồng", 1, 2, 0), named("Giấy ủy quyền (nếu có)", 1, 0, 0)]
        );
        assert_eq!(papers(1), []);
        assert_eq!(sheet.rows[2].problems, [ImportProblem::UnknownPaper { text: "Hợp đồng (2 cuốn)".to_owned() }]);
        assert_eq!(papers(3), [named("Tờ khai", 1, 0, 0)]);
    }

    #[test]
    fn zeros_that_a_spreadsheet_dropped_come_back_and_other_digits_are_no_number_of_a_person() {
        let sheet = look(
            "Thủ tục,Họ tên,Địa chỉ,CCCD,Điện thoại,Đối tượng,MST\n\
             1.004873,An,X,36090000001,912345678,,\n\
             1.004873,Bình,X,1090000001,02283649111,,\n\
             1.004873,Chi,X,12345678,,,\n\
             1.004873,Dũng,X,C1234567,,,\n\
             1.004873,Em,X,36090,,,\n\
             1.004873,Công ty,X,,,Doanh nghiệp,600123456\n",
        );
        let told = |row: usize| {
            let applicant = sheet.rows[row].application.as_ref().map(|one| one.applicant.clone());
            applicant.map(|one| (one.identity_number.unwrap_or_default(), one.phone))
        };
        let person = |number: &str, phone: &str| Some((number.to_owned(), phone.to_owned()));
        assert_eq!(told(0), person("036090000001", "0912345678"));
        assert_eq!(told(1), person("001090000001", "02283649111"));
        assert_eq!(told(2), person("012345678", ""));
        assert_eq!(told(3), person("C1234567", ""), "a passport");
        assert_eq!(told(4), None);
        let malformed = ImportProblem::Malformed { column: "Số giấy tờ".to_owned(), text: "36090".to_owned() };
        assert_eq!(sheet.rows[4].problems, [malformed]);
        assert_eq!(told(5), person("0600123456", ""));
    }

    #[test]
    fn a_year_of_two_digits_is_no_year_of_birth() {
        let sheet = look("Thủ tục,Họ tên,Địa chỉ,Ngày sinh\n1.004873,An,X,05/12/90\n1.004873,Bình,X,05/12/1990\n");
        assert_eq!(sheet.rows[0].problems, [ImportProblem::NotADay { text: "05/12/90".to_owned() }]);
        assert!(sheet.rows[1].problems.is_empty());
    }

    #[test]
    fn what_the_unit_only_takes_in_goes_to_the_unit_above_as_at_the_counter() {
        let above =
            Service { units: ["ABOVE".into(), "Z".into()].into(), taken_in_by: ["U".into()].into(), ..service() };
        let sheet = "Thủ tục,Họ tên,Địa chỉ\n1.004873,An,X\n";
        let preview = preview("a.csv", sheet.as_bytes(), &unit(), &[above]).unwrap();
        let application = preview.rows[0].application.as_ref().unwrap();
        assert_eq!((&application.unit, &application.received_by), (&"ABOVE".into(), &Some("U".into())));
    }

    #[test]
    fn lines_beyond_what_is_taken_at_once_are_counted() {
        let lines = "1.004873,An,X\n".repeat(MOST + 7);
        let sheet = look(&format!("Thủ tục,Họ tên,Địa chỉ\n{lines}"));
        assert_eq!((sheet.rows.len(), sheet.left_out), (MOST, 7));
    }

    #[test]
    fn days_of_a_spreadsheet_are_days_of_the_calendar() {
        assert_eq!(serial_day(46_349.0), "2026-11-23");
        assert_eq!(day(&serial_day(33_212.0)), "1990-12-05".parse().ok());
    }

    #[test]
    fn what_is_no_sheet_is_refused() {
        for (name, bytes) in [("a.csv", &b"\xff\xfe"[..]), ("a.csv", b""), ("a.csv", b"x,y\n1,2"), ("a.xlsx", b"PK")] {
            let failure = preview(name, bytes, &unit(), &[service()]).unwrap_err();
            assert!(matches!(failure, Failure::FileUnreadable { .. }), "{failure:?}");
        }
    }
}
