//! The sign in the system's tray: how the line is and what waits, without opening the window.

use crate::session::Workplace;
use crate::window;
use desk::views::{Connection, Line};
use std::panic::{AssertUnwindSafe, catch_unwind};
use tauri::image::Image;
use tauri::menu::{MenuBuilder, MenuItem};
use tauri::tray::{TrayIcon, TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, Manager, Wry};

const NAME: &str = "motcua";
/// Side of the picture, in dots.
const SIDE: u32 = 32;

/// What the tray shows, so that another language can be put on it.
struct Tray {
    icon: TrayIcon,
    items: [(MenuItem<Wry>, &'static str, &'static str); 4],
    shown: std::sync::Mutex<(Option<Connection>, bool)>,
}

/// Puts the sign into the tray. A system without one goes without: everything that it offers is in the window, too.
pub fn set_up(app: &AppHandle) {
    // On Linux the library of the tray is looked for while the program runs, and its absence is a panic of that crate.
    let made = catch_unwind(AssertUnwindSafe(|| make(app)));
    match made {
        Ok(Ok(tray)) => {
            app.manage(tray);
            show(app, None);
        }
        Ok(Err(error)) => tracing::info!(%error, "there is no sign in the tray"),
        Err(_) => tracing::info!("there is no library for the tray"),
    }
}

fn make(app: &AppHandle) -> tauri::Result<Tray> {
    let item = |id: &str, vi: &'static str, en: &'static str| {
        MenuItem::with_id(app, id, vi, true, None::<&str>).map(|item| (item, vi, en))
    };
    let items = [
        item("open", "Mở Một Cửa", "Open Một Cửa")?,
        item("sync", "Gửi và nhận ngay", "Send and receive now")?,
        item("lock", "Khoá bàn làm việc", "Lock the desk")?,
        item("quit", "Thoát", "Quit")?,
    ];
    let menu = MenuBuilder::new(app);
    let menu = items.iter().fold(menu, |menu, (item, ..)| menu.item(item)).build()?;
    let icon = TrayIconBuilder::with_id(NAME)
        .icon(picture(State::Away))
        .menu(&menu)
        .show_menu_on_left_click(false)
        .on_menu_event(|app, event| chosen(app, event.id().as_ref()))
        .on_tray_icon_event(|icon, event| {
            if let TrayIconEvent::DoubleClick { .. } = event {
                window::to_front(icon.app_handle());
            }
        })
        .build(app)?;
    Ok(Tray { icon, items, shown: std::sync::Mutex::new((None, false)) })
}

fn chosen(app: &AppHandle, what: &str) {
    match what {
        "open" => window::to_front(app),
        "sync" => {
            if let Ok(desk) = app.state::<Workplace>().desk() {
                desk.sync_now();
            }
        }
        "lock" => crate::session::lock(app),
        "quit" => window::close_all(app),
        _ => {}
    }
}

/// Shows how the line is; `None`: nobody is signed in, or nothing is known yet.
pub fn show(app: &AppHandle, connection: Option<&Connection>) {
    let Some(tray) = app.try_state::<Tray>() else { return };
    let mut shown = tray.shown.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    shown.0 = connection.cloned();
    let state = State::of(connection);
    let put = tray.icon.set_icon(Some(picture(state)));
    let put = put.and_then(|()| tray.icon.set_tooltip(Some(words(connection, shown.1))));
    // Where a system shows no tooltip, the words stand beside the sign or nowhere.
    if let Err(error) = put {
        tracing::info!(%error, "the sign in the tray could not be changed");
    }
}

/// Speaks the language of whoever is signed in.
pub fn speak(app: &AppHandle, english: bool) {
    let Some(tray) = app.try_state::<Tray>() else { return };
    for (item, vi, en) in &tray.items {
        if let Err(error) = item.set_text(if english { en } else { vi }) {
            tracing::info!(%error, "the tray's menu could not be changed");
        }
    }
    let connection = {
        let mut shown = tray.shown.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        shown.1 = english;
        shown.0.clone()
    };
    show(app, connection.as_ref());
}

/// What the sign tells by its colour and its shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Nobody is signed in.
    Away,
    Online,
    /// No line, or something waits to be sent.
    Waiting,
    /// A person has to look.
    Trouble,
}

impl State {
    fn of(connection: Option<&Connection>) -> Self {
        match connection {
            None => Self::Away,
            Some(connection) if connection.conflicts > 0 => Self::Trouble,
            Some(connection) => match connection.line {
                Line::Trouble { .. } => Self::Trouble,
                Line::Online if connection.outbox == 0 => Self::Online,
                Line::Online | Line::Offline | Line::Connecting => Self::Waiting,
            },
        }
    }
}

fn words(connection: Option<&Connection>, english: bool) -> String {
    let t = |vi: &'static str, en: &'static str| if english { en } else { vi };
    let Some(connection) = connection else {
        return t("Một Cửa: chưa đăng nhập", "Một Cửa: nobody is signed in").to_owned();
    };
    let line = match connection.line {
        Line::Online => t("có kết nối", "online"),
        Line::Connecting => t("đang kết nối", "connecting"),
        Line::Offline => t("mất kết nối, vẫn làm việc được", "offline, everything goes on"),
        Line::Trouble { .. } => t("kết nối có sự cố", "trouble with the line"),
    };
    let mut words = format!("Một Cửa: {line}");
    for (count, vi, en) in [
        (connection.outbox, "việc chờ gửi", "waiting to be sent"),
        (connection.conflicts, "việc cổng không nhận", "refused by the portal"),
    ] {
        if count > 0 {
            words.push_str(&format!(", {count} {}", t(vi, en)));
        }
    }
    words
}

/// A gate, and a sign on it: a full disc, a ring, or a bar for whoever does not tell colours apart.
fn picture(state: State) -> Image<'static> {
    let colour: [u8; 3] = match state {
        State::Away => [0x8a, 0x93, 0x94],
        State::Online => [0x2f, 0x8f, 0x5b],
        State::Waiting => [0xd9, 0x8e, 0x1f],
        State::Trouble => [0xc2, 0x3b, 0x2e],
    };
    let side = i64::from(SIDE);
    let dot = |x: i64, y: i64| -> [u8; 4] {
        let (dx, dy) = (2 * x + 1 - 2 * 22, 2 * y + 1 - 2 * 22);
        let far = dx * dx + dy * dy;
        if far <= 400 {
            let is_hollow = match state {
                State::Online => false,
                State::Away | State::Waiting => far < 130,
                State::Trouble => dy.abs() <= 4 && dx.abs() <= 12,
            };
            let [red, green, blue] = if is_hollow { [255; 3] } else { colour };
            return [red, green, blue, 255];
        }
        let is_gate = (3..29).contains(&x) && ((4..9).contains(&y) || (9..29).contains(&y) && !(9..23).contains(&x));
        if is_gate { [0x14, 0x50, 0x58, 255] } else { [0, 0, 0, 0] }
    };
    let dots = (0..side).flat_map(|y| (0..side).flat_map(move |x| dot(x, y))).collect();
    Image::new_owned(dots, SIDE, SIDE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use casework::Moment;

    fn connection(line: Line, outbox: u32, conflicts: u32) -> Connection {
        Connection {
            line,
            since: Moment(0),
            last_contact_at: None,
            outbox,
            files_waiting: 0,
            conflicts,
            codes_left: 250,
            codes_low: false,
            mirror_as_of: None,
            complete: true,
            behind: 0,
        }
    }

    #[test]
    fn the_sign_tells_at_a_glance_whether_somebody_has_to_look() {
        let state = |line, outbox, conflicts| State::of(Some(&connection(line, outbox, conflicts)));
        assert_eq!(State::of(None), State::Away);
        assert_eq!(state(Line::Online, 0, 0), State::Online);
        assert_eq!(state(Line::Online, 2, 0), State::Waiting);
        assert_eq!(state(Line::Offline, 0, 0), State::Waiting);
        assert_eq!(state(Line::Online, 0, 1), State::Trouble);
        let pictures =
            [State::Away, State::Online, State::Waiting, State::Trouble].map(|one| picture(one).rgba().to_vec());
        assert!(pictures.windows(2).all(|two| two[0] != two[1]));
    }

    #[test]
    fn the_words_say_what_waits() {
        let said = words(Some(&connection(Line::Offline, 3, 1)), false);
        assert_eq!(said, "Một Cửa: mất kết nối, vẫn làm việc được, 3 việc chờ gửi, 1 việc cổng không nhận");
    }
}
