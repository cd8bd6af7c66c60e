//! News of a desk: forwarded to the page, and what is worth an interruption as notifications.
//!
//! A notification names a case by code and service. Who the applicant is stays in the window: notifications are shown
//! on locked screens and kept by the system.

use crate::session::Workplace;
use crate::{tray, window};
use casework::{CaseId, UserId};
use desk::views::{Failure, News, NewsKind, NewsList, NewsSettings};
use desk::{Desk, DeskEvent, NewsBook, clock};
use serde::Serialize;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tauri::{AppHandle, Emitter, Manager};
use tokio::sync::Mutex;
use tokio::sync::broadcast::error::RecvError;

/// How often news are looked for while something changes.
const LOOK: Duration = Duration::from_secs(5);
/// How often deadlines are looked at although nothing changes, in looks.
const LOOKS_OF_REST: u32 = 12;

/// What the page hears.
#[derive(Clone, Serialize)]
struct Changed {
    cases: Vec<CaseId>,
}

/// The news of everybody who was signed in since the program began, and what they want to be told; the desk keeps both.
#[derive(Default)]
pub struct Newsroom(Mutex<HashMap<UserId, Reader>>);

/// One person's news.
#[derive(Default)]
struct Reader {
    book: NewsBook,
    settings: NewsSettings,
}

impl Newsroom {
    /// The news of a person, latest first.
    pub async fn list(&self, user: &UserId) -> NewsList {
        self.0.lock().await.entry(user.clone()).or_default().book.list()
    }

    /// Everything up to a number was read.
    pub async fn read(&self, desk: &Desk, number: u64) -> Result<NewsList, Failure> {
        let mut readers = self.0.lock().await;
        let reader = readers.entry(desk.user().clone()).or_default();
        reader.book.read(number);
        desk.keep_news(&reader.book).await?;
        Ok(reader.book.list())
    }

    /// What a person wants to be interrupted for, from now on.
    pub async fn settle(&self, user: &UserId, settings: NewsSettings) {
        self.0.lock().await.entry(user.clone()).or_default().settings = settings;
    }

    /// A session begins with what the desk kept of the person's news.
    async fn begin(&self, desk: &Desk) {
        let kept = desk.news_book().await.unwrap_or_else(|failure| {
            tracing::info!(?failure, "the news of a person could not be read and begin anew");
            NewsBook::default()
        });
        let settings = desk.news_settings().await.unwrap_or_default();
        let mut reader = Reader { book: kept, settings };
        reader.book.begin();
        self.0.lock().await.insert(desk.user().clone(), reader);
    }
}

/// Forwards the news of a desk until the desk is gone.
pub fn forward(app: AppHandle, desk: &Arc<Desk>, user: UserId) {
    let mut news = desk.events();
    let here = desk.clone();
    // Held weakly: whoever signs out ends this too.
    let desk = Arc::downgrade(desk);
    tauri::async_runtime::spawn(async move {
        let mut look = tokio::time::interval(LOOK);
        let (mut looks, mut changed) = (0_u32, true);
        app.state::<Workplace>().news.begin(&here).await;
        drop(here);
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
                    if let Err(failure) = notify(&app, &desk, &user).await {
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
                Ok(DeskEvent::Connection(connection)) => {
                    changed = true;
                    tray::show(&app, Some(&connection));
                    app.emit("connection", connection)
                }
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

/// Looks for news, tells the page how many are unread, and shows notifications for those that are due.
async fn notify(app: &AppHandle, desk: &Arc<Desk>, user: &UserId) -> Result<(), Failure> {
    let workplace = app.state::<Workplace>();
    if !Arc::ptr_eq(&workplace.desk_at_work()?, desk) {
        return Err(Failure::SignedOut);
    }
    let mut readers = workplace.news.0.lock().await;
    let reader = readers.entry(user.clone()).or_default();
    let before = reader.book.list();
    let looked = desk.look_for_news(&mut reader.book).await;
    let (catalogue, now) = (desk.catalogue(), clock());
    let calendar = catalogue.edition_on(now.day()).map(|edition| &edition.calendar);
    let due = reader.book.due(&reader.settings, calendar, now);
    let (after, english) = (reader.book.list(), reader.settings.english);
    let kept = if before != after || !due.is_empty() { desk.keep_news(&reader.book).await } else { Ok(()) };
    drop(readers);
    if let Err(failure) = kept {
        tracing::info!(?failure, "the news of a person could not be kept");
    }
    if before != after
        && let Err(error) = app.emit("news", after)
    {
        tracing::warn!(%error, "the page was not told of the news");
    }
    if !due.is_empty() {
        show(app, &due, english);
    }
    looked
}

/// What one piece of news says: title and text.
fn words(one: &News, english: bool) -> (String, String) {
    let t = |vi: &'static str, en: &'static str| if english { en } else { vi };
    let (single, many) = match &one.kind {
        NewsKind::Today { filed, today, late } => {
            let text = if english {
                format!("{filed} new, {today} due by tomorrow, {late} late")
            } else {
                format!("{filed} mới nộp, {today} đến hạn trước hết ngày mai, {late} quá hạn")
            };
            return (t("Việc đang chờ", "What waits").to_owned(), text);
        }
        NewsKind::LineLost { waiting, .. } => {
            let text = if english {
                format!("Everything goes on here; {waiting} acts wait to be sent.")
            } else {
                format!("Mọi việc vẫn làm được tại đây; {waiting} việc đang chờ gửi.")
            };
            return (t("Mất kết nối với cổng", "No line to the portal").to_owned(), text);
        }
        NewsKind::LineBack { .. } => {
            let text = t("Những việc đang chờ được gửi đi.", "What waited is being sent.");
            return (t("Đã kết nối lại với cổng", "The line to the portal is back").to_owned(), text.to_owned());
        }
        NewsKind::Filed => (t("Hồ sơ mới nộp", "New case"), t("hồ sơ mới nộp", "new cases")),
        NewsKind::Came => (t("Hồ sơ chuyển đến bạn", "A case for you"), t("hồ sơ chuyển đến bạn", "cases for you")),
        NewsKind::Returned => (t("Hồ sơ bị trả lại", "Case returned"), t("hồ sơ bị trả lại", "cases returned")),
        NewsKind::Asked => (t("Người nộp hỏi", "The applicant asks"), t("người nộp hỏi", "applicants ask")),
        NewsKind::Supplemented => {
            (t("Hồ sơ đã bổ sung", "Case supplemented"), t("hồ sơ đã bổ sung", "cases supplemented"))
        }
        NewsKind::Due => (t("Hồ sơ sắp đến hạn", "Case near due"), t("hồ sơ sắp đến hạn", "cases near due")),
        NewsKind::OpinionNear => (
            t("Ý kiến sắp đến hạn trả lời", "An opinion is due soon"),
            t("ý kiến sắp đến hạn trả lời", "opinions are due soon"),
        ),
        NewsKind::OpinionLate => {
            (t("Ý kiến đã quá hạn trả lời", "An opinion is late"), t("ý kiến đã quá hạn trả lời", "opinions are late"))
        }
        NewsKind::Refused => {
            (t("Cổng không nhận một việc", "The portal refused an act"), t("việc cổng không nhận", "acts refused"))
        }
    };
    let name = one.cases.first().map_or_else(String::new, |case| match &case.code {
        Some(code) => format!("{code} · {}", case.service_name),
        None => case.service_name.clone(),
    });
    match one.count {
        0 | 1 => (single.to_owned(), name),
        count if english => (format!("{count} {many}"), format!("{name}\nand {} more", count - 1)),
        count => (format!("{count} {many}"), format!("{name}\nvà {} hồ sơ khác", count - 1)),
    }
}

/// One notification, however many news: title, text, and the case that a click opens.
fn notification(news: &[News], english: bool) -> Option<(String, String, Option<CaseId>)> {
    match news {
        [] => None,
        [one] => {
            let (title, text) = words(one, english);
            let case = one.cases.first().filter(|_| one.count == 1);
            Some((title, text, case.map(|case| case.id)))
        }
        several => {
            let title =
                if english { format!("{} news", several.len()) } else { format!("{} tin mới", several.len()) };
            let titles = several.iter().map(|one| words(one, english).0).collect::<Vec<_>>();
            Some((title, titles.join("\n"), None))
        }
    }
}

/// Shows a notification in a thread of its own: it waits there for the click.
fn show(app: &AppHandle, news: &[News], english: bool) {
    let Some((title, text, case)) = notification(news, english) else { return };
    let app = app.clone();
    let waiting = std::thread::Builder::new().name("notification".to_owned()).spawn(move || {
        let mut notification = notify_rust::Notification::new();
        notification.appname("Một Cửa").summary(&title).body(&text).icon("motcua");
        #[cfg(target_os = "linux")]
        notification.action("default", if english { "Open" } else { "Mở" });
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
    use casework::Moment;
    use desk::views::NewsCase;

    fn piece(kind: NewsKind, cases: u32) -> News {
        let case = |number: u32| NewsCase {
            id: CaseId(uuid::Uuid::from_u128(u128::from(number))),
            code: Some(format!("000.00.03.H40-261123-{number:04}").as_str().into()),
            service_name: "Cấp phiếu lý lịch tư pháp".to_owned(),
        };
        News { number: 1, at: Moment(0), kind, cases: (1..=cases).map(case).collect(), count: cases }
    }

    #[test]
    fn a_click_on_news_of_one_case_opens_it_and_news_of_several_open_the_window() {
        assert_eq!(notification(&[], false), None);
        let one = piece(NewsKind::Filed, 1);
        let (title, text, case) = notification(std::slice::from_ref(&one), false).unwrap();
        assert_eq!((title.as_str(), case), ("Hồ sơ mới nộp", Some(one.cases[0].id)));
        assert!(text.contains("Cấp phiếu lý lịch tư pháp"));
        let (title, text, case) = notification(&[piece(NewsKind::Filed, 3)], false).unwrap();
        assert_eq!((title.as_str(), case), ("3 hồ sơ mới nộp", None));
        assert!(text.ends_with("và 2 hồ sơ khác"));
    }

    #[test]
    fn several_news_make_one_notification_in_the_language_of_the_person() {
        let news = [piece(NewsKind::Returned, 1), piece(NewsKind::Due, 2)];
        let (title, text, case) = notification(&news, true).unwrap();
        assert_eq!((title.as_str(), text.as_str(), case), ("2 news", "Case returned\n2 cases near due", None));
    }
}
