//! Hands that stay on the keyboard: case after case by keys, a slip taken back, the palette, views by number; a scanner and
//! a citizen's card; and heads who reach cases from every bar.

use crate::centre::{Centre, desk, said};
use crate::citizen::Citizen;
use crate::screen::{Screen, test_id};
use crate::stage::{Failed, Stage, Told, ensure, until};
use crate::{PEOPLE, SERVICE, UNIT};
use serde_json::json;

const ESCAPE: &str = "\u{e00c}";
const ENTER: &str = "\u{e007}";
const CONTROL: &str = "\u{e009}";

async fn set(name: &str) -> Told<(Stage, Centre, Screen)> {
    let stage = Stage::set(name).await?;
    let centre = Centre::open(&stage).await?;
    let desks = stage.folder.path().join("desks");
    centre.enrol(&desks.join("thd"), UNIT, &PEOPLE, true)?;
    let screen = Screen::open(&stage, &desks).await?;
    Ok((stage, centre, screen))
}

/// Identifier and applicant of the rows that are shown, from the top.
async fn rows(screen: &Screen) -> Told<Vec<(String, String)>> {
    let script = "arguments[0]([...document.querySelectorAll('[data-testid=\"row\"]')]
        .map((row) => [row.dataset.case, row.querySelector('.applicant').title]))";
    let rows = screen.ask_page(script, vec![]).await?;
    serde_json::from_value(rows).map_err(|error| Failed(error.to_string()))
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_decide_case_after_case_and_a_slip_is_taken_back() -> Told {
    let (_stage, centre, screen) = set("keys").await?;
    for (name, number) in [("Đỗ Thị Hoà Bình", "036192004711"), ("Trần Văn Khải", "036192004712")] {
        Citizen::new(name, number, "0912 345 678").file(&centre, SERVICE, UNIT, "Để kết hôn").await?;
    }
    screen.sign_in("thd.mc").await?;
    screen.becomes("connection", "data-line", "online").await?;
    screen.queue("new").await?;
    until("what was filed is listed", async || {
        let names: Vec<String> = rows(&screen).await?.into_iter().map(|(_, name)| name).collect();
        ensure(names.iter().any(|name| name == "Trần Văn Khải"), || format!("{names:?}"))
    })
    .await?;
    let listed = rows(&screen).await?;
    let [(_, first), (second_case, second), ..] = &listed[..] else { return Err(Failed(format!("{listed:?}"))) };
    screen.click_on(&format!("[data-case=\"{}\"]", listed[0].0)).await?;
    until("the first is shown", async || {
        let shown = screen.text_of("case-applicant").await?;
        ensure(shown == *first, || shown)
    })
    .await?;

    // Struck faster than a case is read: the act is for the case that the person went to, not for the one before.
    screen.press("Ja").await?;
    let waits = screen.text_of("pending").await?;
    ensure(waits.contains(second.as_str()) && !waits.contains(first.as_str()), || format!("{waits}, not {second}"))?;
    screen.picture("accepted-by-key").await?;
    screen.press("z").await?;
    screen.gone(&test_id("pending")).await?;
    screen.open_case(second, second).await?;
    screen.becomes("case-status", "data-status", "filed").await?;

    // The list by keyboard: a range, and what is done to it; Escape lets go.
    screen.close_case().await?;
    screen.find("search").await?.clear().await?;
    screen.queue("new").await?;
    screen.press(&format!("{ESCAPE}\u{e011}")).await?;
    screen.press(" ").await?;
    screen.press("\u{e008}\u{e015}\u{e000}").await?;
    screen.counts(".row.ticked", 2).await?;
    screen.picture("range").await?;
    screen.press(ESCAPE).await?;
    screen.gone(".row.ticked").await?;

    // The palette goes anywhere.
    screen.press(&format!("{CONTROL}k\u{e000}")).await?;
    screen.type_into("palette-box", "bao cao").await?;
    screen.picture("palette").await?;
    screen.press(ENTER).await?;
    screen.find("report-six_a").await?;

    // A view under a number.
    screen.queue("new").await?;
    screen.type_into("search", "trangthai:1").await?;
    screen.select("[data-list][data-found=\"trangthai:1\"]").await?;
    screen.click("view-open").await?;
    screen.type_into("view-name", "Chờ tiếp nhận").await?;
    screen.click("view-save").await?;
    screen.queue("late").await?;
    screen.press("1").await?;
    screen.select("[data-list][data-found=\"trangthai:1\"]").await?;
    let shown: Vec<String> = rows(&screen).await?.into_iter().map(|(case, _)| case).collect();
    ensure(shown.contains(second_case), || format!("{shown:?}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scanned_receipt_opens_its_case_and_a_card_shows_everything_of_its_person() -> Told {
    let (_stage, centre, screen) = set("scanning").await?;
    let citizen = Citizen::new("Đỗ Thị Hoà Bình", "036192004711", "0912 345 678");
    for subject in ["Để kết hôn", "Để vay vốn"] {
        citizen.file(&centre, SERVICE, UNIT, subject).await?;
    }
    screen.sign_in("thd.mc").await?;
    screen.becomes("connection", "data-line", "online").await?;
    screen.queue("open").await?;
    screen.click("row").await?;
    screen.find("case-code").await?;
    let script = "arguments[0](document.querySelector('[data-testid=\"row\"] .code').title)";
    let code = screen.ask_page(script, vec![]).await?.as_str().unwrap_or_default().to_owned();
    let applicant = screen.text_of("case-applicant").await?;
    screen.close_case().await?;
    // A scanner types faster than any hand, and ends with Enter.
    scan(&screen, &code).await?;
    until("the case of the paper is open", async || {
        let shown = screen.text_of("case-applicant").await?;
        ensure(shown == applicant, || shown)
    })
    .await?;
    scan(&screen, "036192004711|163456789|Đỗ Thị Hoà Bình|01011992|Nữ|Phường Trần Hưng Đạo, Nam Định|01012022").await?;
    screen.find("scan-dialog").await?;
    screen.picture("card").await?;
    screen.click("scan-cases").await?;
    screen.select("[data-list][data-found=\"036192004711\"]").await?;
    screen.counts(&test_id("row"), 2).await?;
    screen.click("row").await?;
    screen.click("person-case").await?;
    screen.click("case-from").await?;
    screen.gone(&test_id("case-from")).await?;

    // The same case on an earlier day.
    screen.begin("accept").await?;
    screen.confirm().await?;
    screen.becomes("case-status", "data-status", "accepted").await?;
    screen.click_on("[data-testid=\"pending-now\"], [data-testid=\"case-status\"]").await?;
    screen.find("past").await?;
    screen.set("past", "0").await?;
    let then = screen.text_of("past-case").await?;
    ensure(then.contains("Mới đăng ký"), || format!("the slider shows {then}"))?;
    screen.picture("in-the-past").await
}

/// Keys as a scanner strikes them: one right after the other, into whatever has the focus.
async fn scan(screen: &Screen, text: &str) -> Told {
    let script = "const done = arguments[1];
        const keys = [...arguments[0], 'Enter'];
        for (const key of keys) document.activeElement.dispatchEvent(
          new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
        setTimeout(() => done(null), 100);";
    screen.ask_page(script, vec![json!(text)]).await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn heads_reach_cases_from_every_bar_and_hand_them_out_as_suggested() -> Told {
    let (_stage, _centre, screen) = set("heads").await?;
    screen.sign_in("thd.lp").await?;
    screen.becomes("connection", "data-line", "online").await?;
    screen.click("dashboard-open").await?;
    screen.click("bar").await?;
    let found = screen.select("[data-list][data-found^=\"canbo:\"]").await?;
    ensure(found.attr("data-queue").await?.as_deref() == Some("open"), || "another queue".to_owned())?;
    screen.find("row").await?;
    screen.click("dashboard-open").await?;
    screen.click("figure-late").await?;
    screen.select("[data-list][data-queue=\"late\"]").await?;

    // Nothing is handed out but by the head's own hand, and it can be taken back.
    screen.click("board-open").await?;
    screen.click("suggest-open").await?;
    screen.find("suggestion").await?;
    screen.picture("suggestion").await?;
    screen.click("suggestion-apply").await?;
    screen.find("pending").await?;
    screen.click("pending-now").await?;
    screen.gone(&test_id("pending")).await?;
    let told = screen.text_in(".toast").await?;
    ensure(told.contains("hồ sơ"), || told.clone())?;
    screen.picture("handed-out").await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_is_sent_behind_the_lock_and_done_before_a_window_closes() -> Told {
    let (stage, mut centre, screen) = set("behind-the-lock").await?;
    let citizen = Citizen::new("Đỗ Thị Hoà Bình", "036192004711", "0912 345 678");
    citizen.file(&centre, SERVICE, UNIT, "Để kết hôn").await?;
    citizen.file(&centre, SERVICE, UNIT, "Để vay vốn").await?;
    screen.sign_in("thd.mc").await?;
    screen.becomes("connection", "data-line", "online").await?;
    screen.open_case("036192004711", citizen.name).await?;
    centre.kill();
    screen.becomes("connection", "data-line", "offline").await?;
    screen.begin("accept").await?;
    screen.confirm().await?;
    // The act still waits for its ten seconds: the lock does it at once, and says that it is not sent.
    screen.lock().await?;
    let unsent = screen.text_of("unsent").await?;
    ensure(unsent.contains("1 việc") && unsent.contains("vẫn đang gửi"), || unsent.clone())?;
    screen.picture("unsent").await?;
    centre.start().await?;
    screen.gone(&test_id("unsent")).await?;
    let question = "SELECT state ->> '$.status' FROM cases WHERE state ->> '$.applicant.name' = $1 ORDER BY 1";
    let states = centre.rows(question, citizen.name).await?;
    ensure(states.concat() == ["accepted", "filed"], || format!("at the portal they are {states:?}"))?;

    // The program that is closed in the ordinary way leaves nothing undone.
    screen.sign_in("thd.mc").await?;
    screen.becomes("connection", "data-line", "online").await?;
    screen.queue("new").await?;
    screen.open_case("do thi hoa binh trangthai:1", citizen.name).await?;
    screen.begin("accept").await?;
    screen.confirm().await?;
    screen.find("pending").await?;
    screen.close_window().await?;
    let kept = said(desk(&stage.folder.path().join("desks/thd"), "thd.mc")?.args(["outbox", "--json"]))?;
    let kept: serde_json::Value = serde_json::from_str(&kept)?;
    let accepted = kept.as_array().map_or(0, |all| all.iter().filter(|one| one["command"]["type"] == "accept").count());
    ensure(accepted == 2, || format!("the outbox has {kept}"))
}
