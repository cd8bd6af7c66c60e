//! `motcua`: the desk in a window.
//!
//! Thin on purpose: the window shows, `desk` decides and keeps, `paper` makes documents. The page reaches the machine
//! only through the functions in `commands`.

mod commands;
mod composer;
mod lingering;
mod news;
mod office_papers;
mod papers;
mod printing;
mod session;
mod suited;
mod tray;
mod window;

use clap::Parser;
use session::Workplace;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;
use tauri::{Manager, RunEvent};

/// First argument of the child process that draws pages.
const RENDER_PAGES: &str = "render-pages";

/// The desk of the one-stop shop.
#[derive(Parser)]
#[command(name = "motcua", version)]
struct Cli {
    /// Folder of the desk, or of several desks (default: the user's data folder).
    #[arg(long, env = "MOTCUA_DESK_DATA", value_name = "DIR")]
    data: Option<PathBuf>,
    /// Minutes without anybody at the keyboard after which the window locks itself.
    #[arg(long, default_value_t = 10, value_name = "MINUTES", value_parser = clap::value_parser!(u64).range(1..=60))]
    lock_after: u64,
}

/// Why the window did not open.
#[derive(Debug, thiserror::Error)]
enum StartError {
    #[error("give --data DIR")]
    NoFolder,
    #[error("{path}: {source}")]
    Folder { path: PathBuf, source: std::io::Error },
    #[error("a window is already open on {0}")]
    AlreadyOpen(PathBuf),
    #[error(transparent)]
    Window(#[from] tauri::Error),
}

fn main() -> ExitCode {
    // Before anything else: the child that reads foreign files gets no window, no arguments and no environment.
    if std::env::args_os().nth(1).is_some_and(|argument| argument == RENDER_PAGES) {
        return paper::render::child_main();
    }
    suited::begin_again();
    let filter = tracing_subscriber::EnvFilter::try_from_default_env();
    let filter = filter.unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info,sqlx=warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    match run(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("motcua: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> Result<(), StartError> {
    let root = cli.data.or_else(default_data).ok_or(StartError::NoFolder)?;
    // Held until the process ends; the system gives it back however that happens.
    let _lock = lock(&root)?;
    let workplace = Workplace::new(root.clone(), Duration::from_secs(cli.lock_after * 60));
    workplace.sweep();
    let app = tauri::Builder::default()
        .plugin(tauri_plugin_window_state::Builder::default().build())
        .manage(workplace)
        .invoke_handler(tauri::generate_handler![
            commands::desks,
            commands::enrol,
            commands::add_person,
            commands::sign_in,
            commands::sign_out,
            commands::lock,
            commands::printers,
            commands::choose_printer,
            commands::show_saved,
            commands::unsent,
            commands::close_window,
            commands::list,
            commands::open_case,
            commands::act,
            commands::preview_result,
            commands::preview_rejection,
            commands::preview_form,
            commands::print_form,
            commands::save_form,
            commands::open_case_on,
            commands::fee_amounts,
            commands::form_entries,
            commands::preview_import,
            commands::report,
            commands::save_report,
            commands::print_report,
            commands::print_joint,
            commands::outages,
            commands::save_outages,
            commands::print_outages,
            commands::numbers,
            commands::take_register,
            commands::release_register,
            commands::save_joint,
            commands::sign_slip,
            commands::document_pages,
            commands::document_signatures,
            commands::save_document,
            commands::print_document,
            commands::add_file,
            commands::drafts,
            commands::save_draft,
            commands::drop_draft,
            commands::outbox,
            commands::bundles,
            commands::write_bundle,
            commands::bundle_label,
            commands::carry_bundle,
            commands::read_answer,
            commands::conflicts,
            commands::close_conflict,
            commands::sync_now,
            commands::connection,
            commands::import_key,
            commands::set_absence,
            commands::absence_wishes,
            commands::close_absence_wish,
            commands::near_due,
            commands::session,
            commands::touch,
            commands::news,
            commands::read_news,
            commands::settle_news,
            commands::open_window,
            commands::practise,
            commands::opened,
            commands::audit,
            commands::ratings,
            commands::groups,
            commands::save_table,
            commands::print_table,
            commands::news_settings,
            commands::resets,
            commands::set_pin,
            commands::pins,
            commands::reset_secret,
        ])
        .on_window_event(window::on_event)
        .setup(move |app| {
            window::open(app.handle(), &root)?;
            tray::set_up(app.handle());
            session::lock_when_left(app.handle().clone());
            Ok(())
        })
        .build(tauri::generate_context!())?;
    app.run(|app, event| {
        if let RunEvent::Exit = event {
            // What was acknowledged is on the disk already; this only closes the files in good order.
            tauri::async_runtime::block_on(app.state::<Workplace>().shut());
        }
    });
    Ok(())
}

/// One window at a time on a folder: two would lock and synchronise the same desk behind each other's back.
fn lock(root: &Path) -> Result<File, StartError> {
    let folder = |source| StartError::Folder { path: root.to_owned(), source };
    std::fs::create_dir_all(root).map_err(folder)?;
    let file = File::create(root.join("window.lock")).map_err(folder)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::WouldBlock) => Err(StartError::AlreadyOpen(root.to_owned())),
        Err(std::fs::TryLockError::Error(source)) => Err(folder(source)),
    }
}

fn default_data() -> Option<PathBuf> {
    directories::ProjectDirs::from("vn", "motcua", "motcua").map(|folders| folders.data_dir().join("desk"))
}
