//! Whether an edition's words of a notice can be sent: in both languages, with names that stand for something.

use super::templates::{self, Template};
use casework::catalogue::NoticeText;

/// Letters at most: of a subject, of a text, of a short message (two SMS).
const LONGEST: [usize; 3] = [150, 4_000, 300];

/// What is wrong with the words of a notice, in Vietnamese and in English.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub vietnamese: String,
    pub english: String,
}

/// The parts of a notice: what it says, how the part is called, how long it may be.
fn parts<'a>(words: &'a NoticeText, template: &Template) -> Vec<(&'a str, [&'static str; 2], usize)> {
    let mut parts = vec![
        (words.subject_vi.as_str(), ["tiêu đề tiếng Việt", "the Vietnamese subject"], LONGEST[0]),
        (words.subject_en.as_str(), ["tiêu đề tiếng Anh", "the English subject"], LONGEST[0]),
        (words.vi.as_str(), ["nội dung tiếng Việt", "the Vietnamese text"], LONGEST[1]),
        (words.en.as_str(), ["nội dung tiếng Anh", "the English text"], LONGEST[1]),
    ];
    if template.has_short() {
        parts.push((words.short.as_str(), ["tin nhắn ngắn", "the short message"], LONGEST[2]));
    }
    parts
}

/// Everything that is wrong with the words of a notice.
pub(crate) fn problems(kind: &str, words: &NoticeText) -> Vec<Problem> {
    let Some(template) = templates::of(kind) else {
        let (vietnamese, english) = ("không có loại thông báo này", "there is no such notice");
        return vec![Problem { vietnamese: vietnamese.to_owned(), english: english.to_owned() }];
    };
    let mut problems = Vec::new();
    for (text, [vietnamese, english], longest) in parts(words, template) {
        let mut add = |vi: String, en: String| {
            problems.push(Problem { vietnamese: format!("{vietnamese} {vi}"), english: format!("{english} {en}") });
        };
        if text.trim().is_empty() {
            add("để trống".to_owned(), "is empty".to_owned());
            continue;
        }
        if text.chars().count() > longest {
            add(format!("dài hơn {longest} ký tự"), format!("has more than {longest} letters"));
        }
        let Ok(names) = templates::names(text) else {
            let vi = "có dấu { hoặc } không khép, hoặc tên viết sai; viết như {due}";
            add(vi.to_owned(), "has a brace without its companion, or no name in it; write it like {due}".to_owned());
            continue;
        };
        let known: Vec<&str> = template.known().map(|known| known.name).collect();
        for name in names.iter().filter(|name| !known.contains(*name)) {
            let all = known.iter().map(|name| format!("{{{name}}}")).collect::<Vec<_>>().join(", ");
            let all = if all.is_empty() { "–".to_owned() } else { all };
            add(
                format!("có {{{name}}} mà thông báo này không có; dùng được: {all}"),
                format!("names {{{name}}}, which this notice does not have; there is: {all}"),
            );
        }
        let is_subject = longest == LONGEST[0];
        for name in template.needs.iter().filter(|name| !is_subject && !names.contains(*name)) {
            add(format!("thiếu {{{name}}}"), format!("lacks {{{name}}}"));
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(kind: &str, change: impl FnOnce(&mut NoticeText)) -> Vec<String> {
        let mut words = templates::of(kind).unwrap_or(&templates::TEMPLATES[0]).usual();
        change(&mut words);
        problems(kind, &words).into_iter().map(|problem| problem.english).collect()
    }

    #[test]
    fn what_cannot_be_sent_is_named_with_what_to_do() {
        assert_eq!(told("rejected", |_| ()), [""; 0]);
        assert_eq!(told("khong_co", |_| ()), ["there is no such notice"]);
        assert_eq!(told("rejected", |words| words.en = " ".to_owned()), ["the English text is empty"]);
        assert_eq!(told("rejected", |words| words.subject_vi.clear()), ["the Vietnamese subject is empty"]);
        assert_eq!(
            told("rejected", |words| words.vi = "Vì {ly_do}".to_owned()),
            [
                "the Vietnamese text names {ly_do}, which this notice does not have; there is: {reason}, {case}, {service}, {unit}"
            ]
        );
        assert_eq!(
            told("rejected", |words| words.short = "Vi {reason".to_owned()),
            ["the short message has a brace without its companion, or no name in it; write it like {due}"]
        );
        assert_eq!(told("phone_code", |words| words.short = "Ma".to_owned()), ["the short message lacks {code}"]);
        assert_eq!(told("email_code", |words| words.short = "{".to_owned()), [""; 0], "none of it is sent");
        let long = told("rejected", |words| words.subject_en = "a".repeat(151));
        assert_eq!(long, ["the English subject has more than 150 letters"]);
    }
}
