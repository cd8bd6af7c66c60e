//! The real window, and somebody who sits in front of it: looks, clicks, types, takes pictures, pulls the plug.

use crate::centre::SECRET;
use crate::stage::{Failed, Running, Stage, Told, ensure, program, until};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use fantoccini::actions::{InputSource, MOUSE_BUTTON_LEFT, MouseActions, PointerAction};
use fantoccini::elements::Element;
use fantoccini::wd::WindowHandle;
use fantoccini::{Client, ClientBuilder, Locator};
use serde_json::{Value, json};
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

/// What the cross of a window does: every window that speaks of it is asked to delete itself.
const CLOSE: &str = r#"
import ctypes as c
x = c.CDLL("libX11.so.6")
for name, result in (("XOpenDisplay", c.c_void_p), ("XDefaultRootWindow", c.c_ulong), ("XInternAtom", c.c_ulong)):
    getattr(x, name).restype = result
display = c.c_void_p(x.XOpenDisplay(None))
atom = lambda name: x.XInternAtom(display, name, False)
class Message(c.Structure):
    _fields_ = [("type", c.c_int), ("serial", c.c_ulong), ("send_event", c.c_int), ("display", c.c_void_p),
                ("window", c.c_ulong), ("message_type", c.c_ulong), ("format", c.c_int), ("data", c.c_long * 5),
                ("rest", c.c_long * 24)]
def windows(parent):
    root, above, children, count = c.c_ulong(), c.c_ulong(), c.POINTER(c.c_ulong)(), c.c_uint()
    x.XQueryTree(display, c.c_ulong(parent), c.byref(root), c.byref(above), c.byref(children), c.byref(count))
    return [children[at] for at in range(count.value)]
asked = 0
for window in windows(x.XDefaultRootWindow(display)):
    atoms, count = c.POINTER(c.c_ulong)(), c.c_int()
    if not x.XGetWMProtocols(display, c.c_ulong(window), c.byref(atoms), c.byref(count)):
        continue
    if atom(b"WM_DELETE_WINDOW") in [atoms[at] for at in range(count.value)]:
        data = (c.c_long * 5)(atom(b"WM_DELETE_WINDOW"), 0, 0, 0, 0)
        message = Message(33, 0, 1, display, window, atom(b"WM_PROTOCOLS"), 32, data)
        x.XSendEvent(display, c.c_ulong(window), False, 0, c.byref(message))
        asked += 1
x.XFlush(display)
assert asked > 0, "there is no window to close"
"#;

/// A window that is open.
pub struct Screen {
    client: Client,
    /// The process of the window; the driver started it.
    pub window: u32,
    /// The first window, once there are several.
    main: Option<WindowHandle>,
    artefacts: PathBuf,
    /// The screen that it stands on.
    display: String,
    _driver: Running,
}

/// Pictures are numbered over all windows of a story.
static PICTURES: AtomicU32 = AtomicU32::new(0);

impl Screen {
    /// Opens the window on a folder of desks.
    pub async fn open(stage: &Stage, desks: &Path) -> Told<Self> {
        Self::open_at(stage, desks, "desk-select").await
    }

    /// The same, where something else is to be seen first.
    pub async fn open_at(stage: &Stage, desks: &Path, first: &str) -> Told<Self> {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let log = stage.log("window.log")?;
        let mut driver = stage.command("WebKitWebDriver");
        driver.arg(format!("--port={port}")).stdout(log.try_clone()?).stderr(log);
        let driver = Running::start(&mut driver)?;
        let arguments = json!(["--data", desks]);
        let options = json!({ "binary": program("motcua")?, "args": arguments });
        let timeouts = json!({ "script": 300_000 });
        let wanted = json!({ "browserName": "wry", "webkitgtk:browserOptions": options, "timeouts": timeouts });
        let Value::Object(wanted) = wanted else { return Err(Failed("an object is no object".to_owned())) };
        let mut builder = ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new());
        builder.capabilities(wanted);
        let address = format!("http://127.0.0.1:{port}");
        let client = until("the window opens", async || Ok(builder.connect(&address).await?)).await?;
        let window = child_of(driver.id(), "motcua")?;
        if stage.artefacts.read_dir()?.flatten().all(|entry| entry.path().extension().is_none_or(|end| end != "png")) {
            PICTURES.store(0, Ordering::Relaxed);
        }
        let screen = Self {
            client,
            window,
            main: None,
            artefacts: stage.artefacts.clone(),
            display: stage.display.clone(),
            _driver: driver,
        };
        screen.find(first).await?;
        Ok(screen)
    }

    /// The plug is pulled: the window's process gets SIGKILL and no chance to put anything in order.
    pub async fn pull_the_plug(self) -> Told {
        let window = self.window;
        drop(self);
        until("the window is gone", async || {
            ensure(!Path::new(&format!("/proc/{window}")).exists(), || "it is still there".to_owned())
        })
        .await
    }

    /// The window is closed as by its cross: the program ends by itself, once it has done what it holds.
    pub async fn close_window(&self) -> Told {
        let asked = Command::new("python3").args(["-c", CLOSE]).env("DISPLAY", &self.display).output()?;
        ensure(asked.status.success(), || String::from_utf8_lossy(&asked.stderr).into_owned())?;
        until("the program has ended", async || {
            ensure(!Path::new(&format!("/proc/{}", self.window)).exists(), || "it is still there".to_owned())
        })
        .await
    }

    /// How many windows are open.
    pub async fn windows(&self) -> Told<usize> {
        Ok(self.client.windows().await?.len())
    }

    /// The window beside the one that is looked at, once it is there.
    pub async fn other_window(&mut self) -> Told<WindowHandle> {
        let here = self.client.window().await?;
        self.main = Some(here.clone());
        until("another window opens", async || {
            let windows = self.client.windows().await?;
            let other = windows.into_iter().find(|window| *window != here);
            other.ok_or_else(|| Failed("there is one only".to_owned()))
        })
        .await
    }

    /// Looks at another window from now on.
    pub async fn look_at(&self, window: &WindowHandle) -> Told {
        Ok(self.client.switch_to_window(window.clone()).await?)
    }

    /// Looks at the first window again.
    pub async fn look_at_main(&self) -> Told {
        match &self.main {
            Some(window) => self.look_at(window).await,
            None => Ok(()),
        }
    }

    pub async fn resize(&self, width: u32, height: u32) -> Told {
        self.client.set_window_size(width, height).await?;
        until("the window has its size", async || {
            let size = self.ask_page("arguments[0]([innerWidth, innerHeight])", vec![]).await?;
            let is_so = size[0].as_u64().is_some_and(|found| found.abs_diff(u64::from(width)) <= 2);
            ensure(is_so, || format!("it is {size}"))
        })
        .await
    }

    /// Chooses an entry of a list by its value.
    pub async fn choose(&self, id: &str, value: &str) -> Told {
        self.set(id, value).await
    }

    /// The element with this test id, once it can be seen.
    pub async fn find(&self, id: &str) -> Told<Element> {
        self.select(&test_id(id)).await
    }

    /// The first element that fits, once it can be seen.
    pub async fn select(&self, css: &str) -> Told<Element> {
        let found = until(&format!("{css} is shown"), async || {
            let element = self.client.find(Locator::Css(css)).await?;
            // The driver's own idea of what is displayed takes scrolled panes for hidden.
            let visible = "return arguments[0].checkVisibility() && arguments[0].getClientRects().length > 0";
            let visible = self.client.execute(visible, vec![serde_json::to_value(&element)?]).await?;
            ensure(visible == true, || "it is hidden".to_owned())?;
            Ok(element)
        })
        .await;
        self.blame(found).await
    }

    /// Clicks, once that is possible.
    pub async fn click(&self, id: &str) -> Told {
        self.click_on(&test_id(id)).await
    }

    pub async fn click_on(&self, css: &str) -> Told {
        let clicked = until(&format!("{css} can be clicked"), async || {
            let element = self.client.find(Locator::Css(css)).await?;
            ensure(element.is_enabled().await?, || "it is disabled".to_owned())?;
            Ok(element.click().await?)
        })
        .await;
        self.blame(clicked).await
    }

    /// Ticks a box; what moves under the pointer is tried again.
    pub async fn tick(&self, id: &str) -> Told {
        let ticked = until(&format!("{id} is ticked"), async || {
            let element = self.client.find(Locator::Css(&test_id(id))).await?;
            let is_ticked = async || Ok::<_, Failed>(element.prop("checked").await?.as_deref() == Some("true"));
            if !is_ticked().await? {
                element.click().await?;
            }
            ensure(is_ticked().await?, || "it is not".to_owned())
        })
        .await;
        self.blame(ticked).await
    }

    /// Types at the end of what is there.
    pub async fn type_into(&self, id: &str, text: &str) -> Told {
        self.find(id).await?.send_keys(text).await?;
        Ok(())
    }

    /// Strikes keys, wherever the focus is.
    pub async fn press(&self, keys: &str) -> Told {
        let pressed = async { Ok(self.client.active_element().await?.send_keys(keys).await?) };
        let pressed = pressed.await;
        self.blame(pressed).await
    }

    /// What a box holds.
    pub async fn value_of(&self, id: &str) -> Told<String> {
        Ok(self.find(id).await?.prop("value").await?.unwrap_or_default())
    }

    pub async fn text_of(&self, id: &str) -> Told<String> {
        self.text_in(&test_id(id)).await
    }

    /// What the first element that fits says: the page's own words for it, for the driver says nothing of what it takes
    /// for hidden.
    pub async fn text_in(&self, css: &str) -> Told<String> {
        let element = self.select(css).await?;
        let text = self.client.execute("return arguments[0].innerText", vec![serde_json::to_value(&element)?]).await?;
        Ok(text.as_str().unwrap_or_default().trim().to_owned())
    }

    /// Waits until an element's attribute has a value.
    pub async fn becomes(&self, id: &str, attribute: &str, value: &str) -> Told {
        self.select(&format!("{}[{attribute}=\"{value}\"]", test_id(id))).await.map(drop)
    }

    /// Waits until nothing fits any more.
    pub async fn gone(&self, css: &str) -> Told {
        let gone = until(&format!("{css} is gone"), async || {
            let left = self.count(css).await?;
            ensure(left == 0, || format!("{left} are still there"))
        })
        .await;
        self.blame(gone).await
    }

    pub async fn count(&self, css: &str) -> Told<usize> {
        Ok(self.client.find_all(Locator::Css(css)).await?.len())
    }

    /// Waits until so many fit.
    pub async fn counts(&self, css: &str, wanted: usize) -> Told {
        let counted = until(&format!("{wanted} of {css} are shown"), async || {
            let count = self.count(css).await?;
            ensure(count == wanted, || format!("there are {count}"))
        })
        .await;
        self.blame(counted).await
    }

    /// Runs a script in the page; it answers through its last argument.
    pub async fn ask_page(&self, script: &str, arguments: Vec<Value>) -> Told<Value> {
        Ok(self.client.execute_async(script, arguments).await?)
    }

    /// A picture, kept with the artefacts.
    pub async fn picture(&self, name: &str) -> Told {
        // What fades in is given time to be there: no step waits for it, only the picture.
        self.ask_page(
            "const done = arguments[0]; setTimeout(() => requestAnimationFrame(() => done(null)), 400);",
            vec![],
        )
        .await?;
        let number = PICTURES.fetch_add(1, Ordering::Relaxed) + 1;
        self.photograph(&format!("{number:02}-{name}.png")).await
    }

    /// The part of the screen on which the window stands: the driver takes no pictures of a window without layers.
    async fn photograph(&self, name: &str) -> Told {
        let place = "return [screenX, screenY + outerHeight - innerHeight, innerWidth, innerHeight].map(Math.round)";
        let place = self.client.execute(place, vec![]).await?;
        let [left, top, width, height]: [i64; 4] = serde_json::from_value(place)?;
        let part = format!("{width}x{height}{left:+}{top:+}");
        let taken = Command::new("import")
            .args(["-display", &self.display, "-window", "root", "-crop", &part, "+repage"])
            .arg(self.artefacts.join(name))
            .output()?;
        ensure(taken.status.success(), || String::from_utf8_lossy(&taken.stderr).into_owned())
    }

    /// Signs in; the desk is the only one in its folder.
    pub async fn sign_in(&self, person: &str) -> Told {
        self.click(&format!("user-{person}")).await?;
        self.type_into("secret", SECRET).await?;
        self.click("sign-in").await?;
        self.find("user-menu").await.map(drop)
    }

    /// Locks; somebody else signs in.
    pub async fn hand_over_to(&self, person: &str) -> Told {
        self.lock().await?;
        self.sign_in(person).await
    }

    pub async fn lock(&self) -> Told {
        self.click("user-menu").await?;
        self.click("lock").await?;
        self.find("desk-select").await.map(drop)
    }

    /// Looks at a queue, once it is there.
    pub async fn queue(&self, queue: &str) -> Told {
        self.click(&format!("queue-{queue}")).await?;
        self.select(&format!("[data-list][data-queue=\"{queue}\"][data-found=\"\"]")).await.map(drop)
    }

    /// Leaves the list alone; the case beside it may go by itself meanwhile, as another queue comes.
    pub async fn close_case(&self) -> Told {
        let closed = until("no case lies beside the list", async || {
            let close = test_id("case-close");
            if self.count(&close).await? > 0 {
                self.client.find(Locator::Css(&close)).await?.click().await?;
            }
            ensure(self.count(&close).await? == 0, || "a case is still shown".to_owned())
        })
        .await;
        self.blame(closed).await
    }

    /// Finds a case by words and opens it; answers its identifier.
    pub async fn open_case(&self, words: &str, applicant: &str) -> Told<String> {
        self.find("search").await?.clear().await?;
        self.type_into("search", words).await?;
        self.select(&format!("[data-list][data-found=\"{words}\"]")).await?;
        let row = format!("{}:has([title=\"{applicant}\"])", test_id("row"));
        self.click_on(&row).await?;
        let id = self.select(&row).await?.attr("data-case").await?;
        let shown = until("the case is shown", async || {
            let shown = self.text_of("case-applicant").await?;
            ensure(shown == applicant, || format!("{shown} is shown"))
        })
        .await;
        self.blame(shown).await?;
        id.ok_or_else(|| Failed("a row without a case".to_owned()))
    }

    /// Begins an act of the open case, wherever its button stands.
    pub async fn begin(&self, act: &str) -> Told {
        let button = test_id(&format!("act-{act}"));
        let more = test_id("acts-more");
        // A button may move into the menu while the case is being read again.
        let begun = until(&format!("{act} is begun"), async || {
            let element = self.client.find(Locator::Css(&button)).await?;
            if !element.is_displayed().await? {
                self.client.find(Locator::Css(&more)).await?.click().await?;
            }
            Ok(element.click().await?)
        })
        .await;
        self.blame(begun).await?;
        self.find("act-dialog").await.map(drop)
    }

    /// Puts a value into a box as a date picker would.
    pub async fn set(&self, id: &str, value: &str) -> Told {
        let element = self.find(id).await?;
        self.put(&element, value).await
    }

    /// The same, into the box that an XPath names.
    pub async fn set_at(&self, path: &str, value: &str) -> Told {
        let element = self.client.find(Locator::XPath(path)).await?;
        self.put(&element, value).await
    }

    async fn put(&self, element: &Element, value: &str) -> Told {
        let script = "arguments[0].value = arguments[1];
            for (const kind of ['input', 'change']) arguments[0].dispatchEvent(new Event(kind, { bubbles: true }));";
        self.client.execute(script, vec![serde_json::to_value(element)?, json!(value)]).await?;
        Ok(())
    }

    /// Writes by hand into a field: strokes of points, as parts of its width and height.
    pub async fn write_into(&self, id: &str, strokes: &[&[(f64, f64)]]) -> Told {
        let field = self.find(id).await?;
        let (left, top, width, height) = field.rectangle().await?;
        let mut pen = MouseActions::new("pen".to_owned());
        for stroke in strokes {
            for (place, (x, y)) in stroke.iter().enumerate() {
                let to = PointerAction::MoveTo { duration: None, x: left + x * width, y: top + y * height };
                pen = pen.then(to);
                if place == 0 {
                    pen = pen.then(PointerAction::Down { button: MOUSE_BUTTON_LEFT });
                }
            }
            pen = pen.then(PointerAction::Up { button: MOUSE_BUTTON_LEFT });
        }
        self.client.perform_actions(pen).await?;
        Ok(())
    }

    /// Chooses a file: the page gets it as from the file dialog, which no driver can open.
    pub async fn choose_file(&self, id: &str, name: &str, text: &str) -> Told {
        self.choose_bytes(id, name, text.as_bytes()).await
    }

    /// The same, whatever is in the file.
    pub async fn choose_bytes(&self, id: &str, name: &str, bytes: &[u8]) -> Told {
        let bytes = STANDARD.encode(bytes);
        let chosen = until(&format!("{id} is there"), async || {
            let input = self.client.find(Locator::Css(&test_id(id))).await?;
            let script = "const files = new DataTransfer();
                const bytes = Uint8Array.from(atob(arguments[2]), (letter) => letter.charCodeAt(0));
                files.items.add(new File([bytes], arguments[1]));
                arguments[0].files = files.files;
                arguments[0].dispatchEvent(new Event('change', { bubbles: true }));";
            let arguments = vec![serde_json::to_value(&input)?, json!(name), json!(bytes)];
            self.client.execute(script, arguments).await?;
            Ok(())
        })
        .await;
        self.blame(chosen).await
    }

    /// Confirms the dialog of an act and waits until it is done.
    pub async fn confirm(&self) -> Told {
        self.click("confirm").await?;
        self.gone(&test_id("act-dialog")).await
    }

    /// What the acts of the open case have come to, as its history shows it: the first event of each act with the state
    /// of the act on its way, newest first.
    pub async fn history(&self) -> Told<Vec<(String, String)>> {
        let mut told = Vec::new();
        for line in self.client.find_all(Locator::Css("[data-testid=\"case\"] [data-testid=\"history\"] > li")).await? {
            let events = line.attr("data-event").await?.unwrap_or_default();
            let state = line.attr("class").await?.unwrap_or_default();
            let first = |text: String| text.split_whitespace().next().unwrap_or_default().to_owned();
            told.push((first(events), first(state)));
        }
        Ok(told)
    }

    /// A story that stops leaves a picture of where it stopped.
    async fn blame<T>(&self, came: Told<T>) -> Told<T> {
        if came.is_err()
            && let Err(Failed(why)) = self.photograph("stopped-here.png").await
        {
            println!("no picture of where it stopped: {why}");
        }
        came
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        // Fails only where the window has ended already; the driver, which ends next, would leave it open.
        let _ = Command::new("kill").args(["-KILL", &self.window.to_string()]).status();
    }
}

pub fn test_id(id: &str) -> String {
    format!("[data-testid=\"{id}\"]")
}

/// The child of a process with that name.
fn child_of(parent: u32, name: &str) -> Told<u32> {
    for entry in std::fs::read_dir("/proc")?.flatten() {
        // `pid (name) state parent …`
        let Ok(stat) = std::fs::read_to_string(entry.path().join("stat")) else { continue };
        let Some((head, tail)) = stat.rsplit_once(") ") else { continue };
        let Some((pid, command)) = head.split_once(" (") else { continue };
        if command == name && tail.split_whitespace().nth(1) == Some(&parent.to_string()) {
            return Ok(pid.parse()?);
        }
    }
    Err(Failed(format!("the driver has no child {name}")))
}
