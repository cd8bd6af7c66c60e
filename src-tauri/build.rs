//! Declares every command to Tauri, so that the window may call exactly those that its capability names.

use std::process::ExitCode;

const COMMANDS: &[&str] = &[
    "desks",
    "enrol",
    "add_person",
    "sign_in",
    "sign_out",
    "lock",
    "printers",
    "choose_printer",
    "show_saved",
    "unsent",
    "close_window",
    "list",
    "groups",
    "ratings",
    "open_case",
    "act",
    "preview_result",
    "preview_rejection",
    "preview_form",
    "print_form",
    "save_form",
    "open_case_on",
    "fee_amounts",
    "form_entries",
    "preview_import",
    "report",
    "save_report",
    "print_report",
    "print_joint",
    "outages",
    "save_outages",
    "print_outages",
    "numbers",
    "take_register",
    "release_register",
    "save_joint",
    "sign_slip",
    "document_pages",
    "document_signatures",
    "save_document",
    "print_document",
    "add_file",
    "drafts",
    "save_draft",
    "drop_draft",
    "outbox",
    "conflicts",
    "close_conflict",
    "sync_now",
    "connection",
    "import_key",
    "set_absence",
    "absence_wishes",
    "close_absence_wish",
    "near_due",
    "session",
    "touch",
    "news",
    "read_news",
    "settle_news",
    "open_window",
    "practise",
    "opened",
    "audit",
    "save_table",
    "print_table",
    "news_settings",
    "resets",
    "set_pin",
    "pins",
    "enter_by_pin",
    "reset_secret",
];

fn main() -> ExitCode {
    // The page is embedded: another bundle is another program.
    println!("cargo:rerun-if-changed=../ui/build");
    let manifest = tauri_build::AppManifest::new().commands(COMMANDS);
    match tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
