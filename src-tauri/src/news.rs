//! News of a desk: forwarded to the page, and the few things that are worth an interruption as notifications.
//!
//! A notification names a case by code and service. Who the applicant is stays in the window: notifications are shown
//! on locked screens and kept by the system.

use crate::session::Workplace;
use crate::window;
use casework::catalogue::Role;
use casework::{CaseId, Moment};
use desk::views::{CaseRow, Failure, ListRequest, Queue};
use desk::{Desk, DeskEvent, clock};
use serde::Serialize;
use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tauri::{AppHandle, Emitter, Manager};
use tokio::sync::broadcast::error::RecvError;

/// How often new cases are looked for while something changes.
const LOOK: Duration = Duration::from_secs(5);
/// How often deadlines are looked at although nothing changes, in looks.
const LOOKS_OF_REST: u32 = 60;
/// Minutes of a working day.
const WORKING_DAY: i64 = 8 * 60;

/// What the page hears.
#[derive(Clone, Serialize)]
struct Changed {
    cases: Vec<CaseId>,
}

/// Cases that a notification was shown for: each is told once while the program runs.
#[derive(Default)]
pub struct Told(Mutex<HashSet<(Reason, CaseId)>>);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Reason {
    Filed,
    Due,
}

impl Told {
    /// The cases that were not told for this reason yet; from now on they are.
    fn first_time(&self, reason: Reason, cases: Vec<CaseRow>) -> Vec<CaseRow> {
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        cases.into_iter().filter(|case| told.insert((reason, case.id))).collect()
    }
}

/// Forwards the news of a desk until the desk is gone.
pub fn forward(app: AppHandle, desk: &Arc<Desk>) {
    let mut news = desk.events();
    // Held weakly: whoever signs out ends this too.
    let desk = Arc::downgrade(desk);
    tauri::async_runtime::spawn(async move {
        let mut look = tokio::time::interval(LOOK);
        let (mut looks, mut changed, mut filled) = (0_u32, true, false);
        loop {
            let event = tokio::select! {
                event = news.recv() => event,
                _ = look.tick() => {
                    looks += 1;
                    if !changed && looks % LOOKS_OF_REST != 0 {
                        continue;
                    }
                    let Some(desk) = desk.upgrade() else { return };
                    changed = false;
                    if let Err(failure) = notify(&app, &desk, &mut filled).await {
                        if failure == Failure::SignedOut {
                            return;
                        }
                        tracing::info!(?failure, "news could not be looked for");
                    }
                    continue;
                }
            };
            let told = match event {
                Ok(DeskEvent::Changed(cases)) => {
                    changed = true;
                    app.emit("changed", Changed { cases })
                }
                Ok(DeskEvent::Connection(connection)) => app.emit("connection", connection),
                // Some news were missed: the page looks at everything that it shows.
                Err(RecvError::Lagged(_)) => {
                    changed = true;
                    app.emit("changed", Changed { cases: Vec::new() })
                }
                Err(RecvError::Closed) => return,
            };
            if let Err(error) = told {
                tracing::warn!(%error, "the page was not told");
            }
        }
    });
}

/// Shows notifications for what is new. What was filed before this desk's mirror was full is no news.
async fn notify(app: &AppHandle, desk: &Arc<Desk>, filled: &mut bool) -> Result<(), Failure> {
    let workplace = app.state::<Workplace>();
    if !Arc::ptr_eq(&workplace.desk()?, desk) {
        return Err(Failure::SignedOut);
    }
    if !desk.connection().await?.complete {
        return Ok(());
    }
    let queue =
        |queue| ListRequest { queue, search: String::new(), filter: Default::default(), after: None, limit: 200 };
    let roles = desk.session().await?.user.roles;
    let filed = workplace.told.first_time(Reason::Filed, desk.list(&queue(Queue::New)).await?.rows);
    let due = due_soon(desk, desk.list(&queue(Queue::Mine)).await?.rows);
    let due = workplace.told.first_time(Reason::Due, due);
    if *filled && roles.contains(&Role::Clerk) {
        show(app, Reason::Filed, &filed);
    }
    show(app, Reason::Due, &due);
    *filled = true;
    Ok(())
}

/// Cases whose deadline comes within one working day. What is late already is in a queue of its own.
fn due_soon(desk: &Desk, rows: Vec<CaseRow>) -> Vec<CaseRow> {
    let (catalogue, now) = (desk.catalogue(), clock());
    let Some(edition) = catalogue.edition_on(now.day()) else { return Vec::new() };
    let soon = |due: Moment| due > now && edition.calendar.working_minutes_between(now, due) <= WORKING_DAY;
    rows.into_iter().filter(|row| row.due_at.is_some_and(soon)).collect()
}

/// One notification, however many cases: title, text, and the case that a click opens.
fn words(reason: Reason, cases: &[CaseRow]) -> Option<(String, String, Option<CaseId>)> {
    let name = |case: &CaseRow| match &case.code {
        Some(code) => format!("{code} · {}", case.service_name),
        None => case.service_name.clone(),
    };
    let (one, many) = match reason {
        Reason::Filed => ("Hồ sơ mới nộp", "hồ sơ mới nộp"),
        Reason::Due => ("Hồ sơ sắp đến hạn", "hồ sơ sắp đến hạn"),
    };
    match cases {
        [] => None,
        [case] => Some((one.to_owned(), name(case), Some(case.id))),
        [first, rest @ ..] => {
            let text = format!("{}\nvà {} hồ sơ khác", name(first), rest.len());
            Some((format!("{} {many}", cases.len()), text, None))
        }
    }
}

/// Shows a notification in a thread of its own: it waits there for the click.
fn show(app: &AppHandle, reason: Reason, cases: &[CaseRow]) {
    let Some((title, text, case)) = words(reason, cases) else { return };
    let app = app.clone();
    let waiting = std::thread::Builder::new().name("notification".to_owned()).spawn(move || {
        let mut notification = notify_rust::Notification::new();
        notification.appname("Một Cửa").summary(&title).body(&text).icon("motcua");
        #[cfg(target_os = "linux")]
        notification.action("default", "Mở");
        match notification.show() {
            #[cfg(target_os = "linux")]
            Ok(shown) => shown.wait_for_action(|action| {
                if action == "default" {
                    open(&app, case);
                }
            }),
            #[cfg(not(target_os = "linux"))]
            Ok(_) => drop((app, case)),
            Err(error) => tracing::info!(%error, "no notification could be shown"),
        }
    });
    if let Err(error) = waiting {
        tracing::info!(%error, "no notification could be shown");
    }
}

/// Brings the window to the front, with the case where there was only one.
#[cfg(target_os = "linux")]
fn open(app: &AppHandle, case: Option<CaseId>) {
    window::to_front(app);
    if let Some(case) = case
        && let Err(error) = app.emit("open-case", case)
    {
        tracing::warn!(%error, "the page was not told to open a case");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use casework::Status;
    use desk::views::SyncState;

    fn row(number: u128) -> CaseRow {
        CaseRow {
            id: CaseId(uuid::Uuid::from_u128(number)),
            code: Some(format!("000.00.03.H40-261123-{number:04}").as_str().into()),
            applicant: "Nguyễn Thị Bình".to_owned(),
            service_name: "Cấp phiếu lý lịch tư pháp".to_owned(),
            status: Status::Filed,
            step_name: None,
            due_at: None,
            assignee_name: None,
            changed_at: Moment(0),
            sync: SyncState::Published,
        }
    }

    #[test]
    fn a_case_is_told_once_for_each_reason() {
        let told = Told::default();
        assert_eq!(told.first_time(Reason::Filed, vec![row(1), row(2)]).len(), 2);
        assert_eq!(told.first_time(Reason::Filed, vec![row(2), row(3)]), vec![row(3)]);
        assert_eq!(told.first_time(Reason::Due, vec![row(2)]).len(), 1);
    }

    #[test]
    fn several_cases_make_one_notification_and_nobody_is_named() {
        assert_eq!(words(Reason::Due, &[]), None);
        let (title, text, case) = words(Reason::Filed, &[row(1)]).unwrap();
        assert_eq!(title, "Hồ sơ mới nộp");
        assert_eq!(case, Some(row(1).id));
        assert!(!text.contains("Bình"));
        let (title, text, case) = words(Reason::Filed, &[row(1), row(2), row(3)]).unwrap();
        assert_eq!(title, "3 hồ sơ mới nộp");
        assert!(text.ends_with("và 2 hồ sơ khác"));
        assert_eq!(case, None);
    }
}
