//! Comments of a text that is written anew: each goes to the line that says in the new text what its line said in the old.
//!
//! A line is known by its keys from the outermost on; an entry of a list by what its first line says. What is gone leaves
//! its comment at the next thing around it, so that none is lost.

use std::collections::BTreeMap;

/// Keys from the outermost on, and the how-manyth line of these keys it is.
type Place = (Vec<String>, usize);

/// What was written beside a place.
#[derive(Default)]
struct Beside {
    /// Lines before it, without their indentation.
    above: Vec<String>,
    /// At the end of its line.
    behind: Option<String>,
}

/// `new` with the comments of `old`.
pub(super) fn carry(old: &str, new: &str) -> String {
    let (mut beside, end) = comments(old);
    if beside.is_empty() && end.is_empty() {
        return new.to_owned();
    }
    let mut places = Places::default();
    let lines: Vec<(&str, Place)> = new.lines().map(|line| (line, places.of(line))).collect();
    let here: std::collections::BTreeSet<&Place> = lines.iter().map(|(_, place)| place).collect();
    // What speaks of something that is gone goes to what it was part of.
    let gone: Vec<Place> = beside.keys().filter(|place| !here.contains(place)).cloned().collect();
    let mut above_all = Vec::new();
    for place in gone {
        let Some(lost) = beside.remove(&place) else { continue };
        let mut keys = place.0;
        let around = loop {
            if keys.pop().is_none() || keys.is_empty() {
                break None;
            }
            if here.contains(&(keys.clone(), 0)) {
                break Some((keys.clone(), 0));
            }
        };
        let texts = lost.above.into_iter().chain(lost.behind);
        match around {
            Some(around) => beside.entry(around).or_default().above.extend(texts),
            None => above_all.extend(texts),
        }
    }
    let mut text: Vec<String> = above_all;
    for (line, place) in &lines {
        let beside = beside.remove(place).unwrap_or_default();
        let indent = &line[..line.len() - line.trim_start().len()];
        text.extend(beside.above.iter().map(|comment| format!("{indent}{comment}")));
        text.push(match beside.behind {
            Some(comment) => format!("{line}  {comment}"),
            None => (*line).to_owned(),
        });
    }
    text.extend(end);
    text.join("\n") + "\n"
}

/// The comments of a text by the line that they speak of, and those after its last line.
fn comments(text: &str) -> (BTreeMap<Place, Beside>, Vec<String>) {
    let (mut beside, mut waiting, mut places) = (BTreeMap::<Place, Beside>::new(), Vec::new(), Places::default());
    for line in text.lines() {
        let content = line.trim();
        if content.starts_with('#') {
            waiting.push(content.to_owned());
            continue;
        }
        if content.is_empty() {
            continue;
        }
        let (said, behind) = split(line);
        let place = places.of(said);
        if !waiting.is_empty() || behind.is_some() {
            let beside = beside.entry(place).or_default();
            beside.above.append(&mut waiting);
            beside.behind = behind.map(str::to_owned);
        }
    }
    (beside, waiting)
}

/// A line and the comment at its end: a `#` after a space that stands in no quotes.
fn split(line: &str) -> (&str, Option<&str>) {
    let (mut quote, mut before) = (None, ' ');
    for (place, letter) in line.char_indices() {
        match quote {
            Some(open) if letter == open => quote = None,
            Some(_) => {}
            // A quote opens where a value begins; within a word it is a letter.
            None if matches!(letter, '\'' | '"') && matches!(before, ' ' | '[' | '{' | ',') => quote = Some(letter),
            None if letter == '#' && before == ' ' => return (line[..place].trim_end(), Some(&line[place..])),
            None => {}
        }
        before = letter;
    }
    (line, None)
}

/// Where the lines of a text are, read from the first to the last.
#[derive(Default)]
struct Places {
    /// Indentation, key, and whether it is an entry of a list.
    open: Vec<(usize, String, bool)>,
    seen: BTreeMap<Vec<String>, usize>,
}

impl Places {
    fn of(&mut self, line: &str) -> Place {
        let mut content = line.trim_start();
        let mut indent = line.len() - content.len();
        while let Some(rest) = content.strip_prefix("- ").or((content == "-").then_some("")) {
            self.open.retain(|(at, _, is_entry)| *at < indent || (*at == indent && !*is_entry));
            self.open.push((indent, plain(rest), true));
            indent += content.len() - rest.trim_start().len();
            content = rest.trim_start();
        }
        if let Some(key) = key(content) {
            self.open.retain(|(at, _, _)| *at < indent);
            self.open.push((indent, key, false));
        }
        let keys: Vec<String> = self.open.iter().map(|(_, key, _)| key.clone()).collect();
        let nth = self.seen.entry(keys.clone()).or_default();
        let place = (keys, *nth);
        *nth += 1;
        place
    }
}

/// The key at the beginning of a line.
fn key(content: &str) -> Option<String> {
    let (key, rest) = content.split_once(':')?;
    (rest.is_empty() || rest.starts_with(' ')).then(|| plain(key))
}

/// A text without what a writer may add or leave out.
fn plain(text: &str) -> String {
    text.chars().filter(|letter| !matches!(letter, '\'' | '"')).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "\
# Nghị quyết 12 của HĐND tỉnh
units:
  # sắp nhập với huyện
  - code: \"A\"
    name: Xã A # tên cũ: xã \"X\"
  - code: B
    name: 'Xã #2'
fields: # theo Quyết định 5
  - {code: HT, name: Hộ tịch}
# còn thiếu: phí
";
    const NEW: &str = "\
units:
- code: A
  name: Phường A
- code: B
  name: 'Xã #2'
fields:
- code: HT
  name: Hộ tịch
";

    #[test]
    fn comments_stay_at_what_they_speak_of() {
        assert_eq!(
            carry(OLD, NEW),
            "\
# Nghị quyết 12 của HĐND tỉnh
units:
# sắp nhập với huyện
- code: A
  name: Phường A  # tên cũ: xã \"X\"
- code: B
  name: 'Xã #2'
fields:  # theo Quyết định 5
- code: HT
  name: Hộ tịch
# còn thiếu: phí
"
        );
        assert_eq!(carry(&carry(OLD, NEW), NEW), carry(OLD, NEW), "again and again");
    }

    #[test]
    fn no_comment_is_lost_with_what_it_spoke_of() {
        let without = NEW.replace("- code: A\n  name: Phường A\n", "");
        let carried = carry(OLD, &without);
        for comment in ["# Nghị quyết 12", "# sắp nhập", "# tên cũ", "# theo Quyết định 5", "# còn thiếu"]
        {
            assert!(carried.contains(comment), "{comment} is not in {carried}");
        }
        assert!(carried.find("# sắp nhập") < carried.find("units:"), "{carried}");
    }

    #[test]
    fn a_text_without_comments_is_written_as_it_is() {
        assert_eq!(carry("units: []\n", NEW), NEW);
    }
}
