//! How kinds of entries are called in workbooks and in the draft's forms.

use casework::form_entry::{EntryKind, Needed};

/// Kinds: word, Vietnamese, English.
pub(crate) const ENTRY_KINDS: [(&str, &str, &str); 9] = [
    ("line", "Một dòng chữ", "Line"),
    ("text", "Nhiều dòng chữ", "Text"),
    ("number", "Số nguyên", "Number"),
    ("money", "Số tiền", "Money"),
    ("day", "Ngày", "Day"),
    ("choice", "Chọn một", "Choice"),
    ("yes_no", "Có hoặc không", "Yes or no"),
    ("identity_number", "Số định danh", "Identity number"),
    ("phone", "Số điện thoại", "Phone"),
];

/// From whom an entry is needed, in Vietnamese and English.
pub(crate) const NEEDS: [(Needed, &str, &str); 3] = [
    (Needed::No, "Không bắt buộc", "No"),
    (Needed::Online, "Khi nộp trực tuyến", "Online"),
    (Needed::Always, "Luôn bắt buộc", "Always"),
];

/// The word of a kind.
pub(crate) const fn word_of(kind: &EntryKind) -> &'static str {
    match kind {
        EntryKind::Line => "line",
        EntryKind::Text => "text",
        EntryKind::Number { .. } => "number",
        EntryKind::Money => "money",
        EntryKind::Day => "day",
        EntryKind::Choice(_) => "choice",
        EntryKind::YesNo => "yes_no",
        EntryKind::IdentityNumber => "identity_number",
        EntryKind::Phone => "phone",
    }
}

/// The kind of a word; bounds count for numbers, options for choices.
pub(crate) fn kind_of(word: &str, least: Option<u64>, most: Option<u64>, options: Vec<String>) -> EntryKind {
    match word {
        "text" => EntryKind::Text,
        "number" => EntryKind::Number { least, most },
        "money" => EntryKind::Money,
        "day" => EntryKind::Day,
        "choice" => EntryKind::Choice(options),
        "yes_no" => EntryKind::YesNo,
        "identity_number" => EntryKind::IdentityNumber,
        "phone" => EntryKind::Phone,
        _ => EntryKind::Line,
    }
}
