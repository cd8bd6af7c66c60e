//! `motcua-desk`: a desk without a window, for scripts, tests and administrators.

use casework::{CaseId, Command, Digest, EnvelopeId, UserId};
use clap::{Args, Parser, Subcommand};
use desk::sync_loop::{EnrolledLine, Turn, turn};
use desk::views::{ActRequest, Failure, Intent, ListRequest, Queue};
use desk::{Apology, Composer, Desk, DraftResult, Sealing, enrolment};
use protocol::enrol::{Proof, Secret};
use serde::Serialize;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use tokio::sync::OnceCell;

/// A desk of the one-stop shop without a window.
///
/// Every command works offline except `enrol`, `add-person`, `sync` and `carry-bundle`. Exit codes: 0 done, 1 refused or failed,
/// 2 wrong arguments, 3 `verify` found something wrong.
#[derive(Parser)]
#[command(name = "motcua-desk", version, after_help = EXAMPLES)]
struct Cli {
    /// Folder of the desk (default: the user's data folder).
    #[arg(long, global = true, env = "MOTCUA_DESK_DATA", value_name = "DIR")]
    data: Option<PathBuf>,
    /// Answers as JSON.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    task: Task,
}

const EXAMPLES: &str = "Examples:
  motcua-desk --data d1 enrol --portal http://127.0.0.1:8640 --code ABCD-EFGH --person stp.mc=secret
  motcua-desk --data d1 list --queue new --user stp.mc --secret secret
  motcua-desk --data d1 act 0190… '{\"type\":\"accept\"}' --user stp.mc --secret secret
  motcua-desk --data d1 sync --user stp.mc --secret secret --json";

/// Who acts.
#[derive(Args)]
struct Person {
    /// Identifier of the person.
    #[arg(long, env = "MOTCUA_USER")]
    user: String,
    /// The person's secret; better in the environment, where other users of the machine do not see it.
    #[arg(long, env = "MOTCUA_SECRET", hide_env_values = true)]
    secret: String,
}

#[derive(Subcommand)]
enum Task {
    /// Makes a desk with a code of the administrator.
    Enrol {
        /// Address of the portal.
        #[arg(long)]
        portal: String,
        /// The enrolment code.
        #[arg(long)]
        code: String,
        /// What the desk is called in the portal's list of devices.
        #[arg(long, default_value = "motcua-desk")]
        name: String,
        /// A person to let in, as `identifier=secret`; may be repeated.
        #[arg(long = "person", value_name = "ID=SECRET", required = true)]
        people: Vec<String>,
    },
    /// Lets one more person in.
    AddPerson {
        #[command(flatten)]
        host: Person,
        /// The new person, as `identifier=secret`.
        #[arg(long, value_name = "ID=SECRET")]
        person: String,
    },
    /// Lists a queue, or what a search finds.
    List {
        #[command(flatten)]
        person: Person,
        /// mine, today, new, waiting, questions, to_sign, to_number, to_hand_over, late, open or all.
        #[arg(long, default_value = "mine")]
        queue: String,
        /// Words to find, with or without accents.
        #[arg(long, default_value = "")]
        search: String,
        /// Rows at most.
        #[arg(long, default_value_t = 50)]
        limit: u32,
    },
    /// Shows a case: state, acts, history.
    Show {
        #[command(flatten)]
        person: Person,
        /// Identifier of the case.
        case: CaseId,
    },
    /// Acts on a case: an intent (`{"type":"accept"}`), or with --raw a whole command with its turn.
    Act {
        #[command(flatten)]
        person: Person,
        /// Identifier of the case; a new identifier for a new case.
        case: CaseId,
        /// JSON of the intent or command.
        act: String,
        /// The JSON is a whole command.
        #[arg(long)]
        raw: bool,
    },
    /// Keeps a file on the desk and prints how commands refer to it.
    AddFile {
        #[command(flatten)]
        person: Person,
        /// The file.
        path: PathBuf,
        /// Its media type.
        #[arg(long, default_value = "application/pdf")]
        media_type: String,
    },
    /// Writes the bytes of a document to standard output.
    Document {
        #[command(flatten)]
        person: Person,
        /// SHA-256 of the document.
        digest: String,
    },
    /// Keeps a person's signing key (a PKCS#12 file) on the desk.
    ImportKey {
        #[command(flatten)]
        person: Person,
        /// The PKCS#12 file.
        path: PathBuf,
    },
    /// Synchronises until nothing is left to do.
    Sync {
        #[command(flatten)]
        person: Person,
    },
    /// Writes what waits into a sealed bundle for a stick.
    WriteBundle {
        #[command(flatten)]
        person: Person,
        /// The file to write.
        path: PathBuf,
    },
    /// Brings a bundle of any desk to the portal, and writes the answer to that desk.
    CarryBundle {
        #[command(flatten)]
        person: Person,
        /// The bundle.
        path: PathBuf,
        /// The file that the answer is written to.
        #[arg(long)]
        answer: PathBuf,
    },
    /// Reads the portal's answer to a bundle of this desk.
    ReadAnswer {
        #[command(flatten)]
        person: Person,
        /// The answer.
        path: PathBuf,
    },
    /// Lists commands that wait, were refused, or were sent lately.
    Outbox {
        #[command(flatten)]
        person: Person,
    },
    /// Lists refused commands; closes one with --close and --note.
    Conflicts {
        #[command(flatten)]
        person: Person,
        /// Envelope of the conflict to close.
        #[arg(long, requires = "note")]
        close: Option<EnvelopeId>,
        /// What was done about it.
        #[arg(long)]
        note: Option<String>,
    },
    /// Checks the files, the hash chain and the shown states of this desk.
    Verify {
        #[command(flatten)]
        person: Person,
    },
}

/// A desk without a window is given finished documents; it makes none.
struct NoComposer;

impl Composer for NoComposer {
    fn draft(&self, _: &casework::Case, _: &casework::Edition, _: &DraftResult<'_>) -> Result<Vec<u8>, Failure> {
        Err(no_composer())
    }
    fn sign(
        &self,
        _: &casework::Case,
        _: &casework::Edition,
        _: &casework::catalogue::User,
        _: &[u8],
        _: &str,
        _: casework::Moment,
    ) -> Result<Vec<u8>, Failure> {
        Err(no_composer())
    }
    fn apology(&self, _: &Apology<'_>) -> Result<Vec<u8>, Failure> {
        Err(no_composer())
    }
    fn seal(&self, _: &Sealing<'_>) -> Result<Vec<u8>, Failure> {
        Err(no_composer())
    }
}

fn no_composer() -> Failure {
    Failure::Internal { trace: "documents are made in the window; here give --raw with a file of add-file".to_owned() }
}

/// What went wrong, for a person at a terminal.
#[derive(Debug, thiserror::Error)]
enum CliError {
    #[error("{0}")]
    Desk(#[from] desk::DeskError),
    #[error("{}", serde_json::to_string(.0).unwrap_or_else(|_| format!("{:?}", .0)))]
    Failure(Failure),
    #[error("synchronisation: {0}")]
    Turn(#[from] desk::sync_loop::TurnError),
    #[error("{what}: {source}")]
    File { what: String, source: std::io::Error },
    #[error("the JSON cannot be read: {0}")]
    Json(#[from] serde_json::Error),
    #[error("{0}")]
    Argument(String),
}

impl From<Failure> for CliError {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_default_env())
        .with_writer(std::io::stderr)
        .init();
    let opened = OnceCell::new();
    let ended = run(Cli::parse(), &opened).await;
    // The cipher's library wipes its memory when the process ends: no file may still be closing then.
    if let Some(desk) = opened.get() {
        desk.stop().await;
    }
    match ended {
        Ok(code) => code,
        Err(CliError::Argument(what)) => {
            eprintln!("motcua-desk: {what}");
            ExitCode::from(2)
        }
        Err(error) => {
            eprintln!("motcua-desk: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Does what was asked for; the desk that it opened, if any, is left in `opened`.
async fn run(cli: Cli, opened: &OnceCell<Arc<Desk>>) -> Result<ExitCode, CliError> {
    let json = cli.json;
    let data = cli.data.or_else(default_data).ok_or_else(|| CliError::Argument("give --data DIR".to_owned()))?;
    let done = Ok(ExitCode::SUCCESS);
    let open = async |person: &Person| {
        let user = UserId(person.user.clone());
        opened.get_or_try_init(|| Desk::unlock(&data, &user, &person.secret)).await
    };
    match cli.task {
        Task::Enrol { portal, code, name, people } => {
            let people = people.iter().map(|text| proof(text)).collect::<Result<_, _>>()?;
            let info = enrolment::enrol(&data, &portal, &code, &name, people).await?;
            print(json, &info, || format!("{} ({}): {} person(s)", info.unit_name, info.unit, info.users.len()))?;
            done
        }
        Task::AddPerson { host, person } => {
            let host = Proof { user: UserId(host.user), secret: Secret(host.secret) };
            let info = enrolment::add_person(&data, &host, proof(&person)?).await?;
            print(json, &info, || format!("{}: {} person(s)", info.unit_name, info.users.len()))?;
            done
        }
        Task::List { person, queue, search, limit } => {
            let desk = open(&person).await?;
            let queue: Queue = serde_json::from_value(queue.into())
                .map_err(|_| CliError::Argument("no such queue; see --help".to_owned()))?;
            let list = desk
                .list(&ListRequest { queue, search, filter: Default::default(), within: None, after: None, limit })
                .await?;
            print(json, &list, || {
                let line = |row: &desk::views::CaseRow| {
                    let code = row.code.as_ref().map_or("-", casework::CaseCode::as_str).to_owned();
                    format!("{}  {code:28}  {:?}  {}  {}", row.id, row.status, row.applicant, row.service_name)
                };
                list.rows.iter().map(line).collect::<Vec<_>>().join("\n")
            })?;
            done
        }
        Task::Show { person, case } => {
            let view = open(&person).await?.open_case(case).await?;
            print(json, &view, || {
                let acts: Vec<_> = view.acts.iter().map(|act| format!("{:?}", act.kind)).collect();
                let line =
                    |entry: &desk::views::HistoryEntry| format!("  {:?}  {}  {:?}", entry.sync, entry.by, entry.event);
                let history: Vec<_> = view.history.iter().map(line).collect();
                format!(
                    "{:?} turn {}\nacts: {}\n{}",
                    view.case.status,
                    view.case.turn,
                    acts.join(", "),
                    history.join("\n")
                )
            })?;
            done
        }
        Task::Act { person, case, act, raw } => {
            let desk = open(&person).await?;
            let view = if raw {
                desk.command(case, serde_json::from_str::<Command>(&act)?).await?
            } else {
                let intent: Intent = serde_json::from_str(&act)?;
                let turn = match &intent {
                    Intent::File { .. } | Intent::Receive { .. } => 0,
                    _ => desk.open_case(case).await?.case.turn,
                };
                desk.act(&ActRequest { case: Some(case), turn, intent }, &NoComposer).await?
            };
            print(json, &view, || format!("{:?} turn {} ({:?})", view.case.status, view.case.turn, view.sync))?;
            done
        }
        Task::AddFile { person, path, media_type } => {
            let bytes = read(&path)?;
            let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
            let file = open(&person).await?.add_file(&name, &media_type, &bytes)?;
            println!("{}", serde_json::to_string(&file)?);
            done
        }
        Task::Document { person, digest } => {
            let digest = Digest::try_from(digest).map_err(|error| CliError::Argument(error.to_string()))?;
            let bytes = open(&person).await?.fetch_document(&digest).await?;
            use std::io::Write;
            let written = std::io::stdout().write_all(&bytes);
            written.map_err(|source| CliError::File { what: "standard output".to_owned(), source })?;
            done
        }
        Task::ImportKey { person, path } => {
            open(&person).await?.import_key(&read(&path)?).await?;
            done
        }
        Task::Sync { person } => {
            let desk = open(&person).await?;
            synchronise(desk).await?;
            let connection = desk.connection().await?;
            print(json, &connection, || {
                format!(
                    "outbox {}, documents {}, conflicts {}, mirror complete: {}",
                    connection.outbox, connection.files_waiting, connection.conflicts, connection.complete
                )
            })?;
            done
        }
        Task::WriteBundle { person, path } => {
            let desk = open(&person).await?;
            let bundle = desk.new_bundle().await?;
            write(&path, &bundle.bytes)?;
            let bundles = desk.bundle_written(&bundle).await?;
            print(json, &bundles.written.first(), || {
                let line = |one: &desk::views::WrittenBundle| {
                    format!("{}: {} acts, {} documents  {}", one.number, one.acts, one.documents, one.fingerprint)
                };
                bundles.written.first().map(line).unwrap_or_default()
            })?;
            done
        }
        Task::CarryBundle { person, path, answer } => {
            let desk = open(&person).await?;
            let file = read(&path)?;
            let label = desk.bundle_label(&file).await?;
            write(&answer, &desk.carry_bundle(file).await?)?;
            print(json, &label, || {
                format!("{} of {}: taken in  {}", label.number, label.unit_name, label.fingerprint)
            })?;
            done
        }
        Task::ReadAnswer { person, path } => {
            let desk = open(&person).await?;
            let answer = desk.read_answer(&read(&path)?).await?;
            print(json, &answer, || {
                let desk::views::AnswerRead { number, accepted, refused, entries, .. } = &answer;
                format!("{number}: {accepted} accepted, {refused} refused, {entries} entries of the log")
            })?;
            done
        }
        Task::Outbox { person } => {
            let items = open(&person).await?.outbox().await?;
            print(json, &items, || {
                let line = |item: &desk::views::OutboxItem| format!("{}  {:?}  {}", item.envelope, item.sync, item.by);
                items.iter().map(line).collect::<Vec<_>>().join("\n")
            })?;
            done
        }
        Task::Conflicts { person, close, note } => {
            let desk = open(&person).await?;
            if let (Some(envelope), Some(note)) = (close, note) {
                desk.close_conflict(envelope, &note).await?;
            }
            let conflicts = desk.conflicts().await?;
            print(json, &conflicts, || {
                let line = |one: &desk::views::Conflict| format!("{}  {}  {}", one.envelope, one.case, one.refusal);
                conflicts.iter().map(line).collect::<Vec<_>>().join("\n")
            })?;
            done
        }
        Task::Verify { person } => {
            let report = open(&person).await?.verify().await?;
            print(json, &report, || {
                let found = report.findings.join("\n");
                format!("{} cases, {} entries of the log\n{found}", report.cases, report.entries)
            })?;
            Ok(if report.findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(3) })
        }
    }
}

/// Turns until nothing is left to do.
async fn synchronise(desk: &Arc<Desk>) -> Result<(), CliError> {
    let line = EnrolledLine::of(desk).await?;
    while turn(desk, &line).await? == Turn::More {}
    Ok(())
}

fn proof(text: &str) -> Result<Proof, CliError> {
    let (user, secret) =
        text.split_once('=').ok_or_else(|| CliError::Argument("a person is given as identifier=secret".to_owned()))?;
    Ok(Proof { user: UserId(user.to_owned()), secret: Secret(secret.to_owned()) })
}

fn read(path: &PathBuf) -> Result<Vec<u8>, CliError> {
    std::fs::read(path).map_err(|source| CliError::File { what: path.display().to_string(), source })
}

fn write(path: &PathBuf, bytes: &[u8]) -> Result<(), CliError> {
    std::fs::write(path, bytes).map_err(|source| CliError::File { what: path.display().to_string(), source })
}

fn default_data() -> Option<PathBuf> {
    directories::ProjectDirs::from("vn", "motcua", "motcua").map(|folders| folders.data_dir().join("desk"))
}

fn print(json: bool, value: &impl Serialize, text: impl FnOnce() -> String) -> Result<(), CliError> {
    if json {
        println!("{}", serde_json::to_string_pretty(value)?);
    } else {
        println!("{}", text());
    }
    Ok(())
}
