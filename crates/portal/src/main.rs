//! `motcua-portal`: the centre on the command line.

mod connected;

use casework::statistics::Period;
use casework::{Date, Moment, UnitCode, UserId};
use clap::{Parser, Subcommand};
use portal::payments::sandbox::{Sandbox, sandbox_gateway};
use portal::payments::{reconcile, record_again};
use portal::{
    Exchange, Portal, PortalError, Settings, Store, add_administrator, add_enrol_code, backup, bring_documents, check,
    load_sample, national, report, restore, serve, set_secret,
};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// How long the database may take to close when the program ends.
const CLOSING: Duration = Duration::from_secs(10);

/// The central portal.
///
/// Exit codes: 0 done, 1 failed, 2 wrong arguments, 3 `check` or `payments` found something wrong.
#[derive(Parser)]
#[command(name = "motcua-portal", version, after_help = EXAMPLES)]
struct Cli {
    /// Folder of the embedded database and of the documents (default: the user's data folder).
    #[arg(long, global = true, env = "MOTCUA_PORTAL_DATA", value_name = "DIR")]
    data: Option<PathBuf>,
    /// PostgreSQL instead of the embedded database: postgres://user:secret@host/name.
    #[arg(long, global = true, env = "MOTCUA_PORTAL_DATABASE", value_name = "URL", hide_env_values = true)]
    database: Option<String>,
    /// An object store for the documents instead of the folder: s3://bucket/prefix; its keys and endpoint come from
    /// AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION and AWS_ENDPOINT.
    #[arg(long, global = true, env = "MOTCUA_PORTAL_DOCUMENTS", value_name = "URL")]
    documents: Option<String>,
    /// A file with the settings that the environment does not give: docs/portal.yaml shows them all.
    #[arg(long, global = true, env = "MOTCUA_SETTINGS", value_name = "FILE")]
    settings: Option<PathBuf>,
    /// How the log is written, on the standard error stream.
    #[arg(long, global = true, env = "MOTCUA_PORTAL_LOG", value_enum, default_value_t = LogForm::Text)]
    log: LogForm,
    #[command(subcommand)]
    task: Task,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum LogForm {
    /// For eyes.
    Text,
    /// One object a line, for machines.
    Json,
}

const EXAMPLES: &str = "Examples:
  motcua-portal --data p sample
  motcua-portal --data p serve --listen 127.0.0.1:8640
  MOTCUA_SECRET=… motcua-portal --data p administrator --user tinh.qt --name 'Mai Xuân Trường' --unit H40
  motcua-portal --data p enrol-code --unit 000.00.03.H40 --registers
  motcua-portal --data p check --json
  motcua-portal --data p backup --to /media/backup/2026-11-23
  motcua-portal --data q restore --from /media/backup/2026-11-23";

#[derive(Subcommand)]
enum Task {
    /// Serves desks and citizens until it is told to stop.
    Serve {
        /// Address and port (127.0.0.1:8640 where nothing is said); a balancer or proxy in front brings TLS.
        #[arg(long, env = "MOTCUA_PORTAL_LISTEN")]
        listen: Option<String>,
    },
    /// Makes or updates the tables and publishes the catalogue that comes with the program, if there is none
    /// yet; editions that an update brings are added as long as nobody published one.
    Migrate,
    /// Fills an empty portal with the sample province: units, people, about 300 cases, keys for signing.
    Sample,
    /// Prints a code with which one desk of a unit can be enrolled, once.
    EnrolCode {
        /// Identifier code of the unit.
        #[arg(long)]
        unit: String,
        /// The desk gets the unit's registers that nobody holds: it will number results.
        #[arg(long)]
        registers: bool,
        /// For how long the code is good.
        #[arg(long, default_value_t = 60)]
        minutes: i64,
    },
    /// Sets a person's secret, read from the environment variable MOTCUA_SECRET.
    UserSecret {
        /// Identifier of the person.
        #[arg(long)]
        user: String,
        /// Removes all their passkeys, too: for whoever has lost every device and has no administrator to ask.
        #[arg(long)]
        forget_passkeys: bool,
    },
    /// Makes somebody the administrator of a unit, with the secret in the environment variable MOTCUA_SECRET: the first
    /// one of a new portal, in the province's own unit. Everybody else is added on the pages under /quan-tri.
    Administrator {
        /// Identifier of the person, such as tinh.qt.
        #[arg(long)]
        user: String,
        /// Full name.
        #[arg(long)]
        name: String,
        /// Identifier code of the unit.
        #[arg(long)]
        unit: String,
    },
    /// Follows every hash chain, refolds every case, counts every register through, reads every document.
    Check {
        /// Reports as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Prints what a unit reports for a period, as JSON: the figures of form II.06a, of officials, registers and fees.
    Report {
        /// Identifier code of the unit.
        #[arg(long)]
        unit: String,
        /// First day, YYYY-MM-DD.
        #[arg(long)]
        from: Date,
        /// Last day, YYYY-MM-DD.
        #[arg(long)]
        to: Date,
    },
    /// Holds what the payment gateway confirmed on a day against what the log says, as JSON.
    ///
    /// Exit code 3 where somebody has to look into a payment.
    Payments {
        /// The day, YYYY-MM-DD (default: today).
        #[arg(long)]
        day: Option<Date>,
        /// Tries first to record this payment that its case did not take, by its reference.
        #[arg(long, value_name = "REFERENCE")]
        record: Option<String>,
    },
    /// Prints what was sent to the national portal for a case and what it answered, as JSON.
    National {
        /// The case code.
        #[arg(long)]
        case: String,
        /// Tells it first what it has not taken yet.
        #[arg(long)]
        again: bool,
    },
    /// Prints the jobs for other systems that were tried and are not done, as JSON.
    Jobs {
        /// Lets them all be tried again now, also those that were given up.
        #[arg(long)]
        again: bool,
    },
    /// Tokens of connected systems.
    #[command(subcommand)]
    Token(connected::TokenTask),
    /// Addresses of connected systems that are told when a case comes into another status.
    #[command(subcommand)]
    Hook(connected::HookTask),
    /// Notes the waybill of a result that goes by post, and where it is.
    Post(connected::PostTask),
    /// A payment gateway for demonstrations and tests: VNPay's protocol over HTTP, without money.
    SandboxGateway {
        /// Address and port.
        #[arg(long, default_value = "127.0.0.1:8666")]
        listen: String,
        /// `vnp_TmnCode` of the contract.
        #[arg(long, env = "MOTCUA_VNPAY_TMN", default_value = "SANDBOX1")]
        terminal: String,
        /// The secret of the contract.
        #[arg(long, env = "MOTCUA_VNPAY_SECRET", hide_env_values = true)]
        secret: String,
        /// Address of the portal.
        #[arg(long, env = "MOTCUA_PUBLIC_URL", default_value = "http://127.0.0.1:8640")]
        portal: String,
    },
    /// Copies database (on PostgreSQL with `pg_dump`) and documents while the portal runs, then lets desks forget what the
    /// copy holds.
    Backup {
        /// A new folder.
        #[arg(long, value_name = "DIR")]
        to: PathBuf,
        /// The folder of an earlier backup on the same disk: its documents are not copied again.
        #[arg(long, value_name = "DIR")]
        after: Option<PathBuf>,
    },
    /// Puts a backup into an empty data folder and begins another log with it: desks then fill in what they still hold.
    /// On PostgreSQL `pg_restore` puts the dump of the backup into an empty database.
    Restore {
        /// The folder of the backup.
        #[arg(long, value_name = "DIR")]
        from: PathBuf,
    },
}

#[tokio::main]
async fn main() -> ExitCode {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env();
    let filter = filter.unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info,sqlx=warn,tower_http=warn"));
    let cli = Cli::parse();
    keep_files_private();
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match cli.log {
        LogForm::Text => log.init(),
        LogForm::Json => log.event_format(portal::log::JsonLines).init(),
    }
    match run(cli).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("motcua-portal: {error}");
            ExitCode::FAILURE
        }
    }
}

/// What this program writes (the database with its keys, documents, backups) is for whoever runs it alone.
#[cfg(unix)]
fn keep_files_private() {
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o077));
}

/// Folders of other systems hand their own rights on.
#[cfg(not(unix))]
fn keep_files_private() {}

fn now() -> Moment {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis());
    Moment(i64::try_from(since).unwrap_or(i64::MAX))
}

async fn run(cli: Cli) -> Result<ExitCode, PortalError> {
    if let Task::SandboxGateway { listen, terminal, secret, portal } = cli.task {
        return serve_sandbox(&listen, terminal, secret, &portal).await;
    }
    let settings = cli.settings.as_deref().map(Settings::read).transpose()?.unwrap_or_default();
    let no_folder = || PortalError::Wrong("give --data DIR".to_owned());
    let told = settings.get("MOTCUA_PORTAL_DATA").map(PathBuf::from);
    let data = cli.data.or(told).or_else(default_data).ok_or_else(no_folder)?;
    let database = cli.database.or_else(|| settings.get("MOTCUA_PORTAL_DATABASE"));
    let documents = cli.documents.or_else(|| settings.get("MOTCUA_PORTAL_DOCUMENTS"));
    if let Task::Restore { from } = &cli.task {
        let restored = restore(from, &data, database.as_deref()).await?;
        println!("{} documents; the log is {}", restored.documents, restored.log);
        if let Some(bucket) = &documents {
            println!("{} documents brought into {bucket}", bring_documents(from, &data, bucket)?);
        }
        return Ok(ExitCode::SUCCESS);
    }
    let store = match &database {
        Some(url) => Store::postgres(url).await?,
        None => Store::embedded(&data).await?,
    };
    let portal = Portal::with_documents(store, &data, documents.as_deref()).await?;
    let done = perform(cli.task, &portal, &settings, &data, database.as_deref()).await;
    // What the database is encrypted with is taken down when the process ends: no file may still be closing then.
    // A job that hangs is not waited for: what was acknowledged is on the disk already.
    drop(tokio::time::timeout(CLOSING, portal.store.close()).await);
    done
}

async fn perform(
    task: Task,
    portal: &Arc<Portal>,
    settings: &Settings,
    data: &Path,
    database: Option<&str>,
) -> Result<ExitCode, PortalError> {
    match task {
        Task::Serve { listen } => {
            if portal.catalogue().version == 0 {
                publish_bundled(portal).await?;
            }
            portal.connect(Exchange::read(settings)?);
            let listen = listen.or_else(|| settings.get("MOTCUA_PORTAL_LISTEN"));
            let serving = serve(portal.clone(), listen.as_deref().unwrap_or("127.0.0.1:8640")).await?;
            println!("http://{}", serving.address);
            until_told().await;
            serving.stop().await.map_err(|source| PortalError::File { what: "serving", source })?;
        }
        Task::Migrate => {
            if portal.catalogue().version == 0 {
                publish_bundled(portal).await?;
            }
            add_bundled(portal).await?;
            println!("catalogue {}", portal.catalogue().version);
        }
        Task::Sample => {
            let loaded = load_sample(portal, data, now()).await?;
            println!("{} cases, {} acts, {} documents, {} keys", loaded.cases, loaded.acts, loaded.files, loaded.keys);
        }
        Task::EnrolCode { unit, registers, minutes } => {
            println!("{}", add_enrol_code(portal, &UnitCode(unit), registers, minutes).await?);
        }
        Task::UserSecret { user, forget_passkeys } => {
            let secret = std::env::var("MOTCUA_SECRET");
            let secret = secret.map_err(|_| PortalError::Wrong("set MOTCUA_SECRET".to_owned()))?;
            let user = UserId(user);
            set_secret(portal, &user, &secret).await?;
            if forget_passkeys {
                portal::reset_passkeys(portal, &user).await?;
            }
        }
        Task::Administrator { user, name, unit } => {
            let secret = std::env::var("MOTCUA_SECRET");
            let secret = secret.map_err(|_| PortalError::Wrong("set MOTCUA_SECRET".to_owned()))?;
            add_administrator(portal, &UserId(user), &name, &UnitCode(unit), &secret).await?;
        }
        Task::Report { unit, from, to } => {
            let report = report(portal, &UnitCode(unit), Period { from, to }, now()).await?;
            let text = serde_json::to_string_pretty(&report);
            println!("{}", text.map_err(|source| PortalError::Json { what: "the report", source })?);
        }
        Task::Check { json } => {
            let report = check(portal).await?;
            if json {
                let text = serde_json::to_string_pretty(&report);
                println!("{}", text.map_err(|source| PortalError::Json { what: "the report", source })?);
            } else {
                println!(
                    "{} units, {} entries, {} cases, {} documents",
                    report.units, report.entries, report.cases, report.documents
                );
                report.findings.iter().for_each(|finding| println!("{finding}"));
            }
            return Ok(if report.findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(3) });
        }
        // Done above: there is no store yet.
        Task::Restore { .. } => {}
        Task::Payments { day, record } => {
            if let Some(reference) = record {
                record_again(portal, &reference, now()).await?;
            }
            let books = reconcile(portal, day.unwrap_or_else(|| now().day())).await?;
            let text = serde_json::to_string_pretty(&books);
            println!("{}", text.map_err(|source| PortalError::Json { what: "the payments", source })?);
            let is_whole = books.lines.iter().all(|line| line.finding.is_none());
            return Ok(if is_whole { ExitCode::SUCCESS } else { ExitCode::from(3) });
        }
        Task::National { case, again } => {
            portal.connect(Exchange::read(settings)?);
            let messages = national(portal, &case.as_str().into(), again).await?;
            let text = serde_json::to_string_pretty(&messages);
            println!("{}", text.map_err(|source| PortalError::Json { what: "the calls", source })?);
        }
        Task::Jobs { again } => {
            if again {
                portal.store.revive_jobs(now()).await?;
            }
            let text = serde_json::to_string_pretty(&portal.store.stuck_jobs().await?);
            println!("{}", text.map_err(|source| PortalError::Json { what: "the jobs", source })?);
        }
        Task::Token(task) => connected::token(portal, task).await?,
        Task::Hook(task) => connected::hook(portal, task).await?,
        Task::Post(task) => connected::post(portal, task).await?,
        Task::SandboxGateway { .. } => {}
        Task::Backup { to, after } => {
            let safe = backup(portal, &to, after.as_deref(), database).await?;
            println!("{safe} entries are safe");
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn serve_sandbox(listen: &str, terminal: String, secret: String, portal: &str) -> Result<ExitCode, PortalError> {
    let ipn_url = format!("{}/thanh-toan/vnpay-ipn", portal.trim_end_matches('/'));
    let running = sandbox_gateway(Sandbox { terminal, secret, ipn_url }, listen).await?;
    println!("http://{}/paymentv2/vpcpay.html", running.address);
    until_told().await;
    running.task.abort();
    Ok(ExitCode::SUCCESS)
}

async fn publish_bundled(portal: &Arc<Portal>) -> Result<(), PortalError> {
    let editions = portal::catalogue_files::bundled().map_err(|error| PortalError::Wrong(error.to_string()))?;
    portal.publish(casework::Catalogue { editions, ..casework::Catalogue::default() }).await
}

/// Editions that came with an update of the program, where the catalogue is the bundled one.
async fn add_bundled(portal: &Arc<Portal>) -> Result<(), PortalError> {
    let added = portal.change_catalogue(|catalogue| match portal::catalogue_files::lacking(catalogue) {
        Ok(lacking) if lacking.is_empty() => Err(None),
        Ok(lacking) => {
            catalogue.editions.extend(lacking);
            Ok(())
        }
        Err(error) => Err(Some(error)),
    });
    match added.await? {
        Ok(()) | Err(None) => Ok(()),
        Err(Some(error)) => Err(PortalError::Wrong(error.to_string())),
    }
}

/// Ctrl-C, or the service manager's polite request.
async fn until_told() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                // Either way the answer is to stop.
                _ = interrupted => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    if let Err(error) = interrupted.await {
        tracing::warn!(%error, "this machine does not say when to stop");
    }
}

fn default_data() -> Option<PathBuf> {
    directories::ProjectDirs::from("vn", "motcua", "motcua").map(|folders| folders.data_dir().join("portal"))
}
