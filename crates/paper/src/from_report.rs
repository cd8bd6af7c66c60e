//! Tables of a unit's reports: form II.06a, load by official, quality, tracking book, register of results, cash book.

use crate::sheet::{Cell, HeadCell, Table};
use casework::catalogue::{Edition, LateForm, Unit};
use casework::fee::PaymentMethod;
use casework::statistics::{
    self, AgencyClass, BookRow, CashRow, Indices, LateRow, OfficerRow, Outcomes, Period, Quality, RegisterRow, Share,
    SixA, SixACounts, StepRow,
};
use casework::{Actor, Catalogue, Date, HandOverMethod, Moment, UserId};

/// `01/11/2026`
fn day(date: Date) -> String {
    format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year())
}

fn span(period: Period) -> String {
    format!("Từ ngày {} đến ngày {}", day(period.from), day(period.to))
}

fn time(at: Moment) -> String {
    let minute = at.minute_of_day();
    format!("{:02}:{:02} {}", minute / 60, minute % 60, day(at.day()))
}

fn head(text: &str, columns: u16, rows: u16) -> HeadCell {
    HeadCell { text: text.to_owned(), columns, rows }
}

fn plain_header(texts: &[&str]) -> Vec<Vec<HeadCell>> {
    vec![texts.iter().map(|text| head(text, 1, 1)).collect()]
}

fn text(text: impl Into<String>) -> Cell {
    Cell::Text(text.into())
}

fn count(count: u32) -> Cell {
    Cell::Count(i64::from(count))
}

fn counts(counts: &SixACounts) -> Vec<Cell> {
    let columns = [
        counts.received(),
        counts.online,
        counts.direct,
        counts.carried_over,
        counts.done(),
        counts.early,
        counts.on_time,
        counts.late,
        counts.open(),
        counts.open_in_time,
        counts.open_late,
    ];
    columns.map(count).to_vec()
}

const WIDTHS_6A: [f32; 13] = [4.0, 34.0, 8.0, 8.0, 9.0, 8.0, 8.0, 8.0, 8.0, 8.0, 8.0, 8.0, 8.0];

fn header_6a(second: &str) -> Vec<Vec<HeadCell>> {
    vec![
        vec![
            head("STT", 1, 2),
            head(second, 1, 2),
            head("Số hồ sơ nhận giải quyết", 4, 1),
            head("Số hồ sơ đã giải quyết", 4, 1),
            head("Số hồ sơ đang giải quyết", 3, 1),
        ],
        [
            "Tổng số",
            "Trực tuyến",
            "Trực tiếp, bưu chính",
            "Từ kỳ trước",
            "Tổng số",
            "Trước hạn",
            "Đúng hạn",
            "Quá hạn",
            "Tổng số",
            "Trong hạn",
            "Quá hạn",
        ]
        .map(|text| head(text, 1, 1))
        .to_vec(),
    ]
}

/// Form II.06a/VPCP/KSTT.
#[must_use]
pub fn six_a(unit: &Unit, report: &SixA, sample: bool) -> Table {
    let mut fields = 0;
    let rows = report.rows.iter().map(|row| {
        let (mark, name) = match &row.service {
            None => {
                fields += 1;
                (fields.to_string(), row.name.to_uppercase())
            }
            Some(_) => (String::new(), row.name.clone()),
        };
        [vec![text(mark), text(name)], counts(&row.counts)].concat()
    });
    Table {
        title: "TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH TẠI CƠ QUAN, ĐƠN VỊ TRỰC TIẾP GIẢI QUYẾT".to_owned(),
        subtitle: vec!["Biểu số II.06a/VPCP/KSTT".to_owned(), unit.name.clone(), span(report.period)],
        header: header_6a("Lĩnh vực, thủ tục"),
        rows: rows.collect(),
        totals: Some([vec![text(""), text("TỔNG CỘNG")], counts(&report.total)].concat()),
        notes: std::iter::once(
            "Đơn vị tính: số hồ sơ. So sánh theo ngày; hồ sơ tạm dừng tính là đang giải quyết trong hạn.".to_owned(),
        )
        .chain(outcomes(report.outcomes))
        .chain(passed_on(&report.total))
        .collect(),
        widths: WIDTHS_6A.to_vec(),
        sample,
    }
}

/// The form has no columns for how cases ended: that stands below it.
fn outcomes(ended: Outcomes) -> Option<String> {
    (ended.declined + ended.withdrawn > 0).then(|| {
        format!(
            "Trong số đã giải quyết: {} hồ sơ có kết quả, {} hồ sơ bị từ chối giải quyết, {} hồ sơ người nộp rút.",
            ended.granted, ended.declined, ended.withdrawn
        )
    })
}

/// The form has no column for cases that went to another unit: they stand below it.
fn passed_on(counts: &SixACounts) -> Option<String> {
    (counts.passed_on() > 0).then(|| {
        format!(
            "Ngoài ra, {} hồ sơ đã chuyển cho cơ quan khác giải quyết trong kỳ ({} nhận trong kỳ, {} từ kỳ trước); các hồ \
             sơ này không tính ở biểu này, cơ quan nhận hồ sơ báo cáo.",
            counts.passed_on(),
            counts.passed_on_new,
            counts.passed_on_carried
        )
    })
}

/// Form II.07: late cases by field and reason, in the words that the catalogue has for it.
#[must_use]
pub fn late(unit: &Unit, form: &LateForm, rows: &[LateRow], period: Period, sample: bool) -> Table {
    let line = |(index, row): (usize, &LateRow)| {
        vec![
            count(index as u32 + 1),
            text(&row.name),
            text(row.reason.as_deref().unwrap_or(&form.no_reason)),
            count(row.done + row.open),
            count(row.done),
            count(row.open),
        ]
    };
    let (done, open) = rows.iter().fold((0, 0), |(done, open), row| (done + row.done, open + row.open));
    Table {
        title: form.title.clone(),
        subtitle: vec![form.mark.clone(), unit.name.clone(), span(period)],
        header: plain_header(&["STT", &form.field, &form.reason, &form.total, &form.done, &form.open]),
        rows: rows.iter().enumerate().map(line).collect(),
        totals: Some(vec![text(""), text("TỔNG CỘNG"), Cell::Empty, count(done + open), count(done), count(open)]),
        notes: vec![form.note.clone()],
        widths: vec![5.0, 30.0, 45.0, 12.0, 12.0, 12.0],
        sample,
    }
}

/// The nine quality indices of Circular 01/2018.
#[must_use]
pub fn indices(unit: &Unit, indices: &Indices, period: Period, sample: bool) -> Table {
    const NAMES: [&str; 9] = [
        "Thời gian giải quyết so với quy định",
        "Thời gian thực hiện của từng cơ quan tham gia",
        "Số lần phải liên hệ để hoàn thiện hồ sơ",
        "Số cơ quan phải liên hệ",
        "Tổ chức Bộ phận Một cửa",
        "Công khai thủ tục hành chính",
        "Thái độ của công chức, viên chức",
        "Tiếp thu, giải trình phản ánh, kiến nghị",
        "Cung cấp dịch vụ công trực tuyến",
    ];
    let points = |value: Option<u32>| value.map_or(Cell::Empty, |value| Cell::Tenths(i64::from(value)));
    let row = |(index, (name, value)): (usize, (&&str, &Option<u32>))| {
        let from = if matches!(index, 4 | 5 | 7) { "Đơn vị tự đánh giá" } else { "Tính từ hồ sơ" };
        vec![count(index as u32 + 1), text(*name), points(*value), Cell::Count(2), text(from)]
    };
    let class = indices.class.map_or("Chưa xếp loại: còn chỉ số chưa có điểm", |class| match class {
        AgencyClass::Excellent => "Xếp loại: Xuất sắc",
        AgencyClass::Good => "Xếp loại: Tốt",
        AgencyClass::Fair => "Xếp loại: Khá",
        AgencyClass::Average => "Xếp loại: Trung bình",
        AgencyClass::Weak => "Xếp loại: Yếu",
    });
    let sum = indices.tenths.iter().flatten().sum();
    Table {
        title: "ĐÁNH GIÁ CHẤT LƯỢNG GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH".to_owned(),
        subtitle: vec!["Thông tư 01/2018/TT-VPCP, Điều 13 đến Điều 15".to_owned(), unit.name.clone(), span(period)],
        header: plain_header(&["STT", "Chỉ số", "Điểm", "Tối đa", "Nguồn"]),
        rows: NAMES.iter().zip(&indices.tenths).enumerate().map(row).collect(),
        totals: Some(vec![text(""), text("TỔNG CỘNG"), points(Some(sum)), Cell::Count(18), Cell::Empty]),
        notes: vec![
            format!("Trung bình của {} hồ sơ đã giải quyết trong kỳ. {class}.", indices.cases),
            "Chỉ số 5, 6 và 8 không tính được từ hồ sơ: đơn vị tự đánh giá trong danh mục.".to_owned(),
        ],
        widths: vec![5.0, 55.0, 10.0, 10.0, 22.0],
        sample,
    }
}

/// The time of each step against its share.
#[must_use]
pub fn steps(unit: &Unit, rows: &[StepRow], period: Period, sample: bool) -> Table {
    // Working hours, in tenths, rounded half up.
    let hours = |minutes: i64| Cell::Tenths((minutes + 3).div_euclid(6));
    let line = |(index, row): (usize, &StepRow)| {
        vec![
            count(index as u32 + 1),
            text(&row.workflow_name),
            text(&row.name),
            text(&row.unit_name),
            count(row.shorter + row.equal + row.longer),
            count(row.shorter),
            count(row.equal),
            count(row.longer),
            hours(row.taken),
            hours(row.allowed),
        ]
    };
    Table {
        title: "THỜI GIAN THỰC HIỆN TỪNG BƯỚC SO VỚI QUY ĐỊNH".to_owned(),
        subtitle: vec![unit.name.clone(), span(period)],
        header: plain_header(&[
            "STT",
            "Quy trình",
            "Bước",
            "Cơ quan thực hiện",
            "Số lượt",
            "Ngắn hơn",
            "Bằng",
            "Dài hơn",
            "Số giờ đã dùng",
            "Số giờ được dùng",
        ]),
        rows: rows.iter().enumerate().map(line).collect(),
        totals: None,
        notes: vec![
            "Giờ làm việc, của hồ sơ đã giải quyết trong kỳ; thời gian tạm dừng không tính vào bước nào. Cơ quan dùng nhiều giờ \
             hơn được dùng thì chỉ số 2 của hồ sơ là 0 điểm."
                .to_owned(),
        ],
        widths: vec![5.0, 30.0, 28.0, 26.0, 9.0, 10.0, 8.0, 9.0, 12.0, 12.0],
        sample,
    }
}

/// Load and punctuality by official.
#[must_use]
pub fn officers(unit: &Unit, catalogue: &Catalogue, rows: &[OfficerRow], period: Period, sample: bool) -> Table {
    let tenths = |value: Option<u32>| value.map_or(Cell::Empty, |value| Cell::Tenths(i64::from(value)));
    let rows = rows.iter().enumerate().map(|(index, row)| {
        let name = row.officer.as_ref().map_or_else(|| "Chưa giao".to_owned(), |id| name(catalogue, id));
        let ends = vec![tenths(row.time_index), tenths(row.contact_index)];
        [vec![count(index as u32 + 1), text(name)], counts(&row.counts), ends].concat()
    });
    let mut header = header_6a("Người xử lý");
    header[0].push(head("Chỉ số thời gian", 1, 2));
    header[0].push(head("Chỉ số liên hệ", 1, 2));
    let widths = WIDTHS_6A.iter().copied().chain([8.0, 8.0]).collect();
    Table {
        title: "KẾT QUẢ GIẢI QUYẾT THEO NGƯỜI XỬ LÝ".to_owned(),
        subtitle: vec![unit.name.clone(), span(period)],
        header,
        rows: rows.collect(),
        totals: None,
        notes: vec![
            "Chỉ số theo Thông tư 01/2018/TT-VPCP, Điều 13: trung bình 0 đến 2 điểm của hồ sơ đã giải quyết."
                .to_owned(),
        ],
        widths,
        sample,
    }
}

/// The metrics of Decision 766 that follow from cases.
#[must_use]
pub fn quality(unit: &Unit, quality: &Quality, period: Period, sample: bool) -> Table {
    let row = |name: &str, share: Share, most: u32| {
        let points = share.points(most).map_or(Cell::Empty, |points| Cell::Tenths(i64::from(points)));
        vec![text(name), count(share.part), count(share.whole), count(most), points]
    };
    Table {
        title: "CHỈ SỐ PHỤC VỤ NGƯỜI DÂN, DOANH NGHIỆP (QUYẾT ĐỊNH 766/QĐ-TTG)".to_owned(),
        subtitle: vec![unit.name.clone(), span(period)],
        header: plain_header(&["Chỉ số", "Số đạt", "Trên tổng số", "Điểm tối đa", "Điểm"]),
        rows: vec![
            row("Tiến độ giải quyết: đúng hạn, hoặc đang xử lý trong hạn", quality.in_time, 20),
            row("Hồ sơ nộp trực tuyến", quality.online, 12),
            row("Kết quả điện tử", quality.electronic_results, 6),
            row("Hồ sơ có giấy tờ số hóa", quality.digitised_papers, 4),
            row("Giấy tờ số hóa được dùng lại", quality.reused_papers, 4),
            row("Thanh toán trực tuyến", quality.online_payment, 10),
        ],
        totals: None,
        notes: vec!["Các chỉ số khác của Quyết định 766 không tính được từ hồ sơ của đơn vị.".to_owned()],
        widths: vec![60.0, 12.0, 14.0, 14.0, 12.0],
        sample,
    }
}

/// The register of results.
#[must_use]
pub fn register(unit: &Unit, catalogue: &Catalogue, rows: &[RegisterRow], period: Period, sample: bool) -> Table {
    let rows = rows.iter().enumerate().map(|(index, row)| {
        let signer = match &row.signer {
            Some(Actor::Official(id)) => name(catalogue, id),
            _ => String::new(),
        };
        vec![
            count(index as u32 + 1),
            text(format!("{:02}/{}-{}", row.number, row.register, unit.symbol)),
            Cell::Date(row.issued_on),
            text(&row.title),
            text(&row.applicant),
            text(&row.code),
            text(signer),
            row.expires_on.map_or(Cell::Empty, Cell::Date),
            text(copies(row)),
            text(register_note(row)),
        ]
    });
    Table {
        title: "SỔ ĐĂNG KÝ KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH".to_owned(),
        subtitle: vec![unit.name.clone(), span(period)],
        header: plain_header(&[
            "TT",
            "Số, ký hiệu",
            "Ngày ban hành",
            "Tên văn bản",
            "Người nhận",
            "Mã hồ sơ",
            "Người ký",
            "Hết hạn",
            "Bản sao đã cấp",
            "Ghi chú",
        ]),
        rows: rows.collect(),
        totals: None,
        notes: Vec::new(),
        widths: vec![4.0, 14.0, 11.0, 24.0, 17.0, 18.0, 15.0, 11.0, 16.0, 13.0],
        sample,
    }
}

/// How many certified copies were given out, to whom and when: `2 bản, Nguyễn Văn Đức, 20/03/2026`.
fn copies(row: &RegisterRow) -> String {
    let one = |copy: &casework::CopyIssue| {
        format!("{} bản, {}, {}", copy.copies, copy.name, crate::short_date(copy.at.day()))
    };
    row.copies.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// What a reader of the register has to know before they take a document for a grant.
/// How the books mark a "no" after appraisal.
const DECLINED: &str = "Từ chối giải quyết";

fn register_note(row: &RegisterRow) -> String {
    let declined = (!row.decision.is_granted()).then(|| DECLINED.to_owned());
    let revoked = row.revoked.as_ref().map(|reason| format!("Đã thu hồi: {reason}"));
    declined.into_iter().chain(revoked).collect::<Vec<_>>().join("; ")
}

/// Why a case is in the book of this unit, or no longer with it, and how it ended.
pub(crate) fn book_note(row: &BookRow) -> String {
    let came = row.came_from.as_ref().map(|unit| format!("Nhận từ {unit}"));
    let went = row.passed_to.as_ref().map(|unit| format!("Đã chuyển {unit}"));
    let declined = row.is_declined.then(|| DECLINED.to_owned());
    let note = Some(row.note.clone()).filter(|note| !note.is_empty());
    came.into_iter().chain(went).chain(declined).chain(note).collect::<Vec<_>>().join("; ")
}

/// The tracking book (Form 06 of 2018, 07 of 2025).
#[must_use]
pub fn tracking_book(unit: &Unit, rows: &[BookRow], period: Period, sample: bool) -> Table {
    let rows = rows.iter().map(|row| {
        let method = row.method.map_or("", |method| match method {
            HandOverMethod::Counter => "Trực tiếp",
            HandOverMethod::Post => "Bưu chính",
            HandOverMethod::Online => "Trực tuyến",
        });
        vec![
            count(row.ordinal),
            text(&row.code),
            text(&row.service),
            count(1),
            text(&row.applicant),
            text(&row.contact),
            text(&unit.name),
            Cell::Date(row.received_at.day()),
            row.due_at.map_or(Cell::Empty, |due| Cell::Date(due.day())),
            row.handed_over_at.map_or(Cell::Empty, |at| Cell::Date(at.day())),
            text(method),
            Cell::Empty,
            text(book_note(row)),
        ]
    });
    Table {
        title: "SỔ THEO DÕI HỒ SƠ".to_owned(),
        subtitle: vec![unit.name.clone(), span(period)],
        header: plain_header(&[
            "TT",
            "Mã hồ sơ",
            "Tên thủ tục hành chính",
            "Số lượng hồ sơ (bộ)",
            "Tên cá nhân, tổ chức",
            "Địa chỉ, số điện thoại",
            "Cơ quan chủ trì giải quyết",
            "Nhận hồ sơ",
            "Hẹn trả kết quả",
            "Trả kết quả",
            "Phương thức nhận kết quả",
            "Ký nhận",
            "Ghi chú",
        ]),
        rows: rows.collect(),
        totals: None,
        notes: Vec::new(),
        widths: vec![4.0, 16.0, 20.0, 7.0, 15.0, 20.0, 13.0, 9.5, 9.5, 9.5, 9.0, 8.0, 11.0],
        sample,
    }
}

/// What the cash desk took and gave back, added up by how it was paid and who took it, with room for what was counted.
#[must_use]
pub fn cash_book(unit: &Unit, catalogue: &Catalogue, rows: &[CashRow], period: Period, sample: bool) -> Table {
    let sum: i64 = rows.iter().map(|row| row.amount).sum();
    let who = |by: &Actor| match by {
        Actor::Official(id) => name(catalogue, id),
        Actor::Citizen(_) | Actor::Portal => "Trực tuyến".to_owned(),
    };
    let method = |method: PaymentMethod| match method {
        PaymentMethod::Cash => "Tiền mặt",
        PaymentMethod::Transfer => "Chuyển khoản",
        PaymentMethod::Online => "Trực tuyến",
    };
    let lines = rows.iter().enumerate().map(|(index, row)| {
        vec![
            count(index as u32 + 1),
            text(&row.receipt),
            text(time(row.at)),
            text(&row.applicant),
            text(if row.amount < 0 { format!("Hoàn: {}", row.items) } else { row.items.clone() }),
            text(method(row.method)),
            Cell::Count(row.amount),
            text(who(&row.by)),
        ]
    });
    let sums = statistics::cash_sums(rows);
    let parts = sums.iter().map(|sum| {
        vec![
            Cell::Empty,
            text(format!("Cộng {} dòng", sum.lines)),
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
            text(method(sum.method)),
            Cell::Count(sum.amount),
            text(who(&sum.by)),
        ]
    });
    let counted = sums
        .iter()
        .any(|sum| sum.method == PaymentMethod::Cash)
        .then(|| "Tiền mặt thực đếm: …………………… đồng; chênh lệch: …………………… đồng; lý do: ……………………………………".to_owned());
    Table {
        title: "BẢNG KÊ THU PHÍ, LỆ PHÍ".to_owned(),
        subtitle: vec![unit.name.clone(), span(period)],
        header: plain_header(&[
            "TT",
            "Số biên lai",
            "Thời điểm",
            "Người nộp",
            "Khoản thu",
            "Hình thức",
            "Số tiền (đồng)",
            "Người thu",
        ]),
        rows: lines.chain(parts).collect(),
        totals: Some(vec![
            text(""),
            text("TỔNG CỘNG"),
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
            Cell::Count(sum),
            Cell::Empty,
        ]),
        notes: counted.into_iter().collect(),
        widths: vec![4.0, 20.0, 14.0, 18.0, 22.0, 11.0, 13.0, 16.0],
        sample,
    }
}

/// A unit with its edition, for the letterhead of a report.
#[must_use]
pub fn letterhead(edition: &Edition, unit: &Unit, at: Moment) -> crate::Letterhead {
    let above = unit.parent.as_ref().and_then(|parent| edition.units.get(parent));
    crate::Letterhead {
        superior: above.map(|above| above.name.replace("UBND", "Ủy ban nhân dân")),
        agency: unit.name.replace("UBND", "Ủy ban nhân dân"),
        number: None,
        mark: None,
        place: unit.place.clone(),
        date: at.day(),
        provisional: None,
    }
}

fn name(catalogue: &Catalogue, id: &UserId) -> String {
    catalogue.users.get(id).map_or_else(|| id.to_string(), |user| user.name.clone())
}
