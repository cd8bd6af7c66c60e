//! At the counter and behind it: whoever takes a result signs on the screen, heads see who did what, and a forgotten
//! password is set anew without a line.

use crate::centre::{Centre, SECRET};
use crate::screen::{Screen, test_id};
use crate::stage::{Stage, Told, ensure, until};
use crate::{PEOPLE, UNIT};

/// A name, as a hand writes it: strokes of points in a field three times as wide as high.
const WRITTEN: [&[(f64, f64)]; 2] = [
    &[(0.2, 0.7), (0.25, 0.2), (0.32, 0.75), (0.38, 0.3), (0.45, 0.7), (0.52, 0.45)],
    &[(0.55, 0.6), (0.62, 0.35), (0.68, 0.65), (0.8, 0.5)],
];

#[tokio::test(flavor = "multi_thread")]
async fn whoever_takes_a_result_signs_on_the_screen_heads_see_who_gave_it_and_nobody_is_locked_out() -> Told {
    let stage = Stage::set("counter").await?;
    let mut centre = Centre::open(&stage).await?;
    let desks = stage.folder.path().join("desks");
    centre.enrol(&desks.join("thd"), UNIT, &PEOPLE, true)?;
    let screen = Screen::open(&stage, &desks).await?;
    screen.sign_in("thd.mc").await?;
    screen.becomes("connection", "data-line", "online").await?;

    screen.click("queue-to_hand_over").await?;
    screen.click_on(&format!("[data-list][data-queue=\"to_hand_over\"] {}", test_id("row"))).await?;
    screen.begin("hand_over").await?;
    screen.write_into("signature-field", &WRITTEN).await?;
    screen.becomes("signature-field", "data-strokes", "2").await?;
    screen.picture("signed").await?;
    let (applicant, code) = (screen.text_of("case-applicant").await?, screen.text_of("case-code").await?);
    screen.confirm().await?;
    screen.becomes("case-status", "data-status", "handed_over").await?;
    // The slip is a document of the case like any other, and goes to the portal.
    screen.click_on(&format!("{} li:first-child {}", test_id("result"), test_id("result-file"))).await?;
    screen.select("[data-testid=\"viewer\"] img").await?;
    screen.picture("slip").await?;
    screen.counts("[data-testid=\"outbox-open\"] .count", 1).await?;
    until("the slip is at the portal", async || {
        let findings = centre.findings()?;
        ensure(findings.is_empty(), || format!("{findings:?}"))
    })
    .await?;

    // A list as one wants it: its columns, and groups.
    screen.click("queue-open").await?;
    screen.click("look-open").await?;
    screen.click("column-step").await?;
    screen.click("group-service").await?;
    screen.press("\u{e00c}").await?;
    screen.find("group").await?;
    screen.picture("groups").await?;
    screen.click("look-open").await?;
    screen.click("group-none").await?;
    screen.press("\u{e00c}").await?;
    screen.gone(&test_id("group")).await?;

    // The head sees who did what, and who looked at what.
    screen.hand_over_to("thd.ld").await?;
    screen.click("audit-open").await?;
    screen.set("audit-case", &code).await?;
    let told = until("the hand-over is told", async || {
        let told = screen.text_of("audit").await?;
        ensure(
            told.contains(&format!("Trả kết quả cho {applicant}")) && told.contains("Mở xem hồ sơ"),
            || told.clone(),
        )?;
        Ok(told)
    })
    .await?;
    ensure(told.contains(&code), || format!("{code} is not among them"))?;
    screen.picture("who-did-what").await?;

    // Without a line: the clerk has forgotten the password, the head vouches.
    centre.kill();
    screen.lock().await?;
    screen.click("user-thd.mc").await?;
    screen.click("forgotten").await?;
    screen.choose("reset-host", "thd.ld").await?;
    screen.set("reset-host-secret", SECRET).await?;
    screen.set("reset-secret", "mật khẩu mới").await?;
    screen.set("reset-again", "mật khẩu mới").await?;
    screen.picture("forgotten").await?;
    screen.click("reset-confirm").await?;
    screen.find("was-reset").await?;
    screen.click("user-thd.mc").await?;
    screen.type_into("secret", "mật khẩu mới").await?;
    screen.click("sign-in").await?;
    let told = screen.text_in(".toast").await?;
    ensure(told.contains("đặt lại mật khẩu của bạn"), || told.clone())?;
    screen.picture("told-of-it").await?;

    // From now on six digits are enough after the lock.
    screen.click("user-menu").await?;
    screen.click("pin-open").await?;
    screen.set("pin", "246810").await?;
    screen.set("pin-again", "246810").await?;
    screen.click("pin-confirm").await?;
    screen.gone(&test_id("pin-dialog")).await?;
    screen.lock().await?;
    screen.click("user-thd.mc").await?;
    let asked = screen.text_of("secret-label").await?;
    ensure(asked.contains("PIN"), || asked.clone())?;
    screen.type_into("secret", "246810").await?;
    screen.click("sign-in").await?;
    screen.find("user-menu").await.map(drop)
}
