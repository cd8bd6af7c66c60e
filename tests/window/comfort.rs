//! What makes a day lighter: news, a case in a window of its own, work that goes on in the background, and every screen
//! at every size, in both languages, light and dark.

use crate::centre::Centre;
use crate::citizen::Citizen;
use crate::screen::{Screen, test_id};
use crate::stage::{Stage, Told, ensure, until};
use crate::{COPIES, PEOPLE, SERVICE, UNIT};
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn news_reach_whoever_they_are_for_and_a_case_can_lie_in_a_window_of_its_own() -> Told {
    let stage = Stage::set("news").await?;
    let centre = Centre::open(&stage).await?;
    let desks = stage.folder.path().join("desks");
    centre.enrol(&desks.join("thd"), UNIT, &PEOPLE, true)?;
    let citizen = Citizen::new("Ngô Thị Thu Hà", "036192009911", "0912 777 888");
    let mut screen = Screen::open(&stage, &desks).await?;
    screen.sign_in("thd.mc").await?;
    screen.becomes("connection", "data-line", "online").await?;

    // What waits is told as a whole; what a citizen files afterwards by itself.
    screen.find("news-unread").await?;
    screen.click("news-open").await?;
    screen.select("[data-testid=\"news\"] li[data-kind=\"today\"]").await?;
    screen.gone(&test_id("news-unread")).await?;
    screen.click("news-open").await?;
    let reference = citizen.file(&centre, COPIES, UNIT, "Bản sao trích lục khai sinh").await?;
    screen.find("news-unread").await?;
    screen.click("news-open").await?;
    screen.select("[data-testid=\"news\"] li[data-kind=\"filed\"].fresh").await?;
    screen.picture("news").await?;
    let named = screen.text_of("news").await?;
    ensure(!named.contains(citizen.name), || "news name nobody".to_owned())?;
    screen.click("news-settings").await?;
    screen.choose("quiet", "between").await?;
    screen.find("quiet-from").await?;
    screen.picture("settings").await?;
    screen.click_on("[data-testid=\"news\"] li[data-kind=\"filed\"] [data-testid=\"news-case\"]").await?;
    shows(&screen, citizen.name).await?;

    // The case in a window of its own, beside the list; what happens in one is seen in the other.
    screen.click("case-window").await?;
    let side = screen.other_window().await?;
    screen.look_at(&side).await?;
    shows(&screen, citizen.name).await?;
    ensure(screen.count(&test_id("user-menu")).await? == 0, || "it shows the case alone".to_owned())?;
    screen.click("act-accept").await?;
    screen.confirm().await?;
    screen.becomes("case-status", "data-status", "accepted").await?;
    screen.picture("window-of-its-own").await?;
    screen.look_at_main().await?;
    screen.becomes("case-status", "data-status", "accepted").await?;

    // The applicant asks, the counter is told of it and answers in the case.
    let conversation = citizen.ask(&centre, &reference, "Tôi có cần mang bản chính không?").await?;
    screen.select("[data-testid=\"news-unread\"]").await?;
    screen.click("news-open").await?;
    screen.select("[data-testid=\"news\"] li[data-kind=\"asked\"]").await?;
    screen.click("news-open").await?;
    screen.queue("questions").await?;
    screen.click("row").await?;
    screen.click("answer-message").await?;
    screen.type_into("field-note", "Có, khi đến nhận kết quả.").await?;
    screen.picture("answering").await?;
    screen.confirm().await?;
    screen.becomes("messages", "data-waits", "false").await?;
    screen.picture("answered").await?;
    until("the applicant reads the answer", async || {
        let page = conversation.page().await?;
        ensure(page.contains("Có, khi đến nhận kết quả."), || page)
    })
    .await?;

    // Whoever locks the desk locks all of it.
    screen.lock().await?;
    let left = until("the other window is closed", async || {
        let windows = screen.windows().await?;
        ensure(windows == 1, || format!("{windows} are open"))
    });
    left.await
}

async fn shows(screen: &Screen, applicant: &str) -> Told {
    until("the case is shown", async || {
        let shown = screen.text_of("case-applicant").await?;
        ensure(shown == applicant, || format!("'{shown}' is shown"))
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn many_cases_go_on_in_the_background_while_something_else_is_done() -> Told {
    let stage = Stage::set("background").await?;
    let centre = Centre::open(&stage).await?;
    let desks = stage.folder.path().join("desks");
    centre.enrol(&desks.join("thd"), UNIT, &PEOPLE, true)?;
    let screen = Screen::open(&stage, &desks).await?;
    screen.sign_in("thd.mc").await?;
    screen.becomes("connection", "data-line", "online").await?;
    let lines: Vec<String> = std::iter::once("Thủ tục;Họ và tên;Địa chỉ".to_owned())
        .chain((1..=120).map(|number| format!("{COPIES};Người Thứ {number};Số {number} Hàng Tiện")))
        .collect();
    screen.click("receive-open").await?;
    screen.click("import-open").await?;
    screen.choose_file("import-file", "ho-so.csv", &lines.join("\n")).await?;
    screen.click("import-confirm").await?;
    screen.find("work").await?;
    // Somewhere else meanwhile: the work goes on and says how far it is.
    screen.click("queue-mine").await?;
    screen.find("work-done").await?;
    screen.picture("goes-on").await?;
    // Also behind the lock: whoever comes back finds it there, done or under way.
    screen.lock().await?;
    screen.sign_in("thd.mc").await?;
    screen.click("work-show").await?;
    screen.counts("[data-testid=\"import-done\"] a", 120).await?;
    screen.gone(&test_id("work")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_new_practises_on_sample_cases_and_nothing_of_it_reaches_anybody() -> Told {
    let stage = Stage::set("practice").await?;
    let centre = Centre::open(&stage).await?;
    let desks = stage.folder.path().join("desks");
    centre.enrol(&desks.join("thd"), UNIT, &PEOPLE, true)?;
    let screen = Screen::open(&stage, &desks).await?;
    screen.sign_in("thd.mc").await?;
    screen.becomes("connection", "data-line", "online").await?;
    let before = centre.rows("SELECT COUNT(*) || $1 FROM entries", "").await?;
    screen.click("user-menu").await?;
    screen.click("practise").await?;
    screen.find("practice").await?;
    screen.queue("new").await?;
    screen.find("row").await?;
    screen.picture("sample-cases").await?;
    screen.click("row").await?;
    let applicant = screen.text_of("case-applicant").await?;
    screen.begin("accept").await?;
    screen.confirm().await?;
    // The next case lies on the table already; the one that was accepted is looked for again.
    screen.click("pending-now").await?;
    screen.gone(&test_id("pending")).await?;
    screen.open_case(&desk::fold::fold(&applicant), &applicant).await?;
    screen.becomes("case-status", "data-status", "accepted").await?;
    let code = screen.text_of("case-code").await?;
    ensure(code.contains("-9"), || format!("{code} is of the numbers that no desk is given"))?;
    screen.begin("assign").await?;
    screen.click("field-to-thd.mc").await?;
    screen.confirm().await?;
    screen.picture("carried-on").await?;
    screen.click("practice-end").await?;
    screen.find("desk-select").await?;
    screen.sign_in("thd.mc").await?;
    screen.becomes("connection", "data-line", "online").await?;
    ensure(screen.count(&test_id("practice")).await? == 0, || "this is the real desk".to_owned())?;
    let outbox = screen.text_of("outbox-open").await?;
    ensure(outbox.ends_with('0'), || format!("the outbox says {outbox}"))?;
    ensure(centre.rows("SELECT COUNT(*) || $1 FROM entries", "").await? == before, || {
        "the portal got something".to_owned()
    })?;
    let left =
        std::fs::read_dir(&desks)?.flatten().filter(|one| one.file_name().to_string_lossy().starts_with("practice"));
    ensure(left.count() == 0, || "what was practised on is still there".to_owned())
}

/// Sizes of screens, from an old notebook to a large one.
const SIZES: [(u32, u32); 3] = [(1280, 720), (1920, 1080), (2560, 1440)];
const LOOKS: [(&str, &str); 2] = [("light", "vi"), ("dark", "en")];
/// A name and an institution as long as they come.
const LONG: &str = "Công ty Trách nhiệm hữu hạn Một thành viên Thương mại Dịch vụ Xuất nhập khẩu và Phát triển Công nghệ cao Nguyễn \
                    Phúc Hoàng Bảo Nam Phương Thành phố Nam Định";

#[tokio::test(flavor = "multi_thread")]
async fn every_screen_fits_every_size_in_both_languages_light_and_dark_with_long_names() -> Told {
    let stage = Stage::set("sizes").await?;
    let centre = Centre::open(&stage).await?;
    let desks = stage.folder.path().join("desks");
    centre.enrol(&desks.join("thd"), UNIT, &PEOPLE, true)?;
    let citizen = Citizen::new(LONG, "036192009911", "0912 777 888");
    let screen = Screen::open(&stage, &desks).await?;
    screen.sign_in("thd.mc").await?;
    screen.becomes("connection", "data-line", "online").await?;
    citizen.file(&centre, SERVICE, UNIT, &format!("Xác nhận theo đề nghị của {LONG}")).await?;
    for (width, height) in SIZES {
        screen.resize(width, height).await?;
        for (theme, language) in LOOKS {
            let name = |what: &str| format!("{width}-{theme}-{language}-{what}");
            screen.click("user-menu").await?;
            screen.click(&format!("theme-{theme}")).await?;
            screen.click(&format!("language-{language}")).await?;
            screen.press("\u{e00c}").await?;
            screen.open_case("cong ty trach nhiem", LONG).await?;
            fits(&screen, &name("case")).await?;
            screen.click("case-close").await?;
            for (place, sign) in [
                ("queue-all", "row"),
                ("queue-to_sign", "search"),
                ("receive-open", "field-service"),
                ("reports-open", "six-a"),
                ("outbox-open", "search"),
                ("conflicts-open", "search"),
            ] {
                screen.click(place).await?;
                screen.find(sign).await?;
                fits(&screen, &name(place)).await?;
            }
            screen.click("queue-mine").await?;
        }
    }
    // What only heads see: full, and with nothing in it.
    screen.hand_over_to("thd.ld").await?;
    for (width, height) in SIZES {
        screen.resize(width, height).await?;
        for (theme, language) in LOOKS {
            let name = |what: &str| format!("{width}-{theme}-{language}-{what}");
            screen.click("user-menu").await?;
            screen.click(&format!("theme-{theme}")).await?;
            screen.click(&format!("language-{language}")).await?;
            screen.press("\u{e00c}").await?;
            screen.click("dashboard-open").await?;
            screen.find("months").await?;
            fits(&screen, &name("dashboard")).await?;
            screen.click("board-open").await?;
            screen.find("column-nobody").await?;
            fits(&screen, &name("board")).await?;
            screen.click("audit-open").await?;
            screen.find("audit-entry").await?;
            fits(&screen, &name("audit")).await?;
            screen.set("audit-case", "khong co ai").await?;
            screen.gone(&test_id("audit-entry")).await?;
            fits(&screen, &name("audit-empty")).await?;
            screen.click("queue-mine").await?;
        }
    }
    Ok(())
}

/// Takes a picture; nothing that can be clicked lies outside of the window, nor is anything wider than it.
async fn fits(screen: &Screen, name: &str) -> Told {
    screen.picture(name).await?;
    let script = "const done = arguments[0];
        const wide = document.documentElement.scrollWidth - innerWidth;
        const outside = [...document.querySelectorAll('button, a[href], input, select, textarea')]
            .filter((one) => one.checkVisibility() && !one.closest('[data-list]'))
            .filter((one) => { const at = one.getBoundingClientRect();
                return at.width > 0 && (at.right > innerWidth + 1 || at.left < -1) && !one.matches('.skip, .hidden-label'); })
            .map((one) => one.dataset.testid ?? one.textContent.trim().slice(0, 30));
        done([wide, outside]);";
    let found = screen.ask_page(script, vec![]).await?;
    let none = |found: &Value| found.as_array().is_some_and(Vec::is_empty);
    ensure(found[0].as_i64().is_some_and(|wide| wide <= 0) && none(&found[1]), || {
        format!("{name}: {} dots too wide, outside: {}", found[0], json!(found[1]))
    })
}
