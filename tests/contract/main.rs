//! The contract: how every command, event, refusal and message stands on the wire and on disk. A changed snapshot means a
//! new version with an upgrade, never an edit.

mod samples;
mod types;

use samples::{commands, events, messages, refusals};

/// One line a value, so that a change of one shows as one line.
fn lines<T: serde::Serialize + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug>(values: &[T]) -> String {
    let line = |value: &T| {
        let text = serde_json::to_string(value).expect("every value can be written");
        let read: T = serde_json::from_str(&text).expect("every value can be read back");
        assert_eq!(read, *value, "{text}");
        text
    };
    values.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn compare(name: &str, now: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("contract/snapshots").join(name);
    if std::env::var_os("MOTCUA_WRITE_SNAPSHOTS").is_some() {
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
        std::fs::write(&path, format!("{now}\n")).expect("the snapshot can be written");
    }
    let before = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(now.trim_end(), before.trim_end(), "the contract has changed: {name}");
}

#[test]
fn every_command_stands_as_it_always_did() {
    compare("commands.jsonl", &lines(&commands()));
}

#[test]
fn every_event_stands_as_it_always_did() {
    compare("events.jsonl", &lines(&events()));
}

#[test]
fn every_refusal_stands_as_it_always_did() {
    compare("refusals.jsonl", &lines(&refusals()));
}

#[test]
fn every_message_stands_as_it_always_did() {
    compare("messages.jsonl", &messages().join("\n"));
}
