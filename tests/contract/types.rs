//! The window's TypeScript types come from the Rust types; a copy by hand would be a defect.

use std::path::Path;
use ts_rs::{Config, TS};

/// Every type that the window sees, by the roots that mention all others.
fn declarations() -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let config = Config::default().with_out_dir(folder.path());
    macro_rules! export {
        ($($root:ty),+ $(,)?) => { $(<$root>::export_all(&config).expect("types can be written");)+ };
    }
    export!(
        desk::views::DeskInfo,
        desk::views::Session,
        desk::views::ListRequest,
        desk::views::CaseList,
        desk::views::CaseView,
        desk::views::OutboxItem,
        desk::views::Conflict,
        desk::views::Connection,
        desk::views::Draft,
        desk::views::ActRequest,
        desk::views::PageImage,
        desk::views::DocumentSignatures,
        desk::views::KnownApplicant,
        desk::views::Failure,
        desk::views::PeriodReport,
        desk::views::FormRequest,
        desk::views::AskedEntry,
        desk::views::ImportPreview,
        desk::views::Numbers,
        desk::views::Outage,
        desk::views::NewsList,
        desk::views::NewsSettings,
        desk::views::AuditRequest,
        desk::views::Audit,
        desk::views::RatingReport,
        desk::views::GroupsRequest,
        desk::views::GroupCount,
        desk::views::DayLoad,
        desk::views::TimeOf,
        desk::views::AbsenceWish,
        desk::views::Bundles,
        desk::views::BundleLabel,
        desk::views::AnswerRead,
    );
    let mut parts: Vec<(String, String)> = Vec::new();
    for entry in std::fs::read_dir(folder.path()).expect("a folder").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(entry.path()).expect("a file");
        let kept = text.lines().filter(|line| !line.starts_with("import ") && !line.starts_with("// This file"));
        parts.push((name, kept.collect::<Vec<_>>().join("\n").trim().to_owned()));
    }
    parts.sort();
    let body: Vec<String> = parts.into_iter().map(|(_, text)| text).collect();
    format!("// Made from the Rust types by the test `contract`; never edited.\n\n{}\n", body.join("\n\n"))
}

#[test]
fn the_windows_types_are_the_rust_types() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/src/lib/generated/types.ts");
    let now = declarations();
    if std::env::var_os("MOTCUA_WRITE_SNAPSHOTS").is_some() {
        std::fs::write(&path, &now).expect("the types can be written");
    }
    let before = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(now, before, "run `make types` and look at what changed");
}
