//! A desk whose line is gone: its acts go away on a stick, and the answer is read back.

use crate::centre::{Centre, desk, said};
use crate::citizen::Citizen;
use crate::evidence::text_of;
use crate::line::{Line, Weather};
use crate::screen::{Screen, test_id};
use crate::stage::{Failed, Stage, Told, ensure, root, until};
use crate::{PEOPLE, SERVICE, UNIT, arrived_exactly_once};

/// Waits until something says this; all that it says.
async fn says(screen: &Screen, id: &str, wanted: &str) -> Told<String> {
    until(&format!("{id} says {wanted}"), async || {
        let said = screen.text_of(id).await?;
        ensure(said.contains(wanted), || format!("it says: {said}"))?;
        Ok(said)
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_goes_away_on_a_stick_and_the_answer_shows_what_the_portal_took() -> Told {
    let stage = Stage::set("stick").await?;
    let centre = Centre::open(&stage).await?;
    let (desks, elsewhere) = (stage.folder.path().join("desks"), stage.folder.path().join("elsewhere"));
    let mut line = Line::to(centre.listen).await?;
    centre.enrol_at(&line.url(), &desks.join("thd"), UNIT, &PEOPLE, true)?;
    centre.enrol(&elsewhere, "000.00.03.H40", &["stp.mc"], false)?;
    let citizen = Citizen::new("Tạ Thị Thuỳ Dương", "036191004712", "0912 345 679");
    citizen.file(&centre, SERVICE, UNIT, "Xác nhận tình trạng hôn nhân").await?;
    said(desk(&desks.join("thd"), "thd.mc")?.arg("sync"))?;
    line.turn(Weather::Gone);

    let screen = Screen::open(&stage, &desks).await?;
    screen.sign_in("thd.mc").await?;
    screen.becomes("connection", "data-line", "offline").await?;
    let case = screen.open_case("ta thi thuy duong", citizen.name).await?;
    screen.begin("accept").await?;
    screen.confirm().await?;
    screen.click("outbox-open").await?;
    // An act can be taken back for some seconds before it is kept.
    says(&screen, "bundle-waiting", "1 việc").await?;
    screen.picture("waiting").await?;

    // The dialog of the system is beyond any driver: the same is written on the command line.
    let file = stage.folder.path().join("goi.motcua");
    said(desk(&desks.join("thd"), "thd.mc")?.arg("write-bundle").arg(&file))?;
    screen.click("sync-now").await?;
    let written = says(&screen, "bundle", "chưa có trả lời").await?;
    screen.picture("written").await?;
    screen.click("bundle-slip").await?;
    let print = written.split_whitespace().find(|word| word.matches('-').count() == 7).unwrap_or_default();
    ensure(!print.is_empty(), || format!("it says: {written}"))?;
    until("the slip is printed with the fingerprint", async || {
        for paper in stage.printed()? {
            // The line may be broken where it is too long for its column.
            let text: String = text_of(&paper)?.split_whitespace().collect();
            if text.contains(print) {
                std::fs::copy(&paper, root().join("artefacts/window/stick/slip.pdf"))?;
                return Ok(());
            }
        }
        Err(Failed("no slip yet".to_owned()))
    })
    .await?;
    let bytes = std::fs::read(&file)?;
    screen.choose_bytes("carry-file", "goi.motcua", &bytes).await?;
    let label = screen.text_of("carry-dialog").await?;
    ensure(label.contains(print), || format!("{label} / {written}"))?;
    screen.click("carry-send").await?;
    screen.find("carry-failure").await?;
    screen.picture("no-line-to-carry").await?;
    screen.click("dialog-close").await?;

    let answer = stage.folder.path().join("tra-loi.motcua");
    said(desk(&elsewhere, "stp.mc")?.arg("carry-bundle").arg(&file).arg("--answer").arg(&answer))?;
    arrived_exactly_once(&centre, &case, &["filed", "accepted"]).await?;
    screen.choose_bytes("answer-file", "goi.motcua", &bytes).await?;
    screen.find("bundle-failure").await?;
    screen.picture("no-answer").await?;
    let answer = std::fs::read(&answer)?;
    screen.choose_bytes("answer-file", "tra-loi.motcua", &answer).await?;
    screen.counts("[data-testid=\"outbox-item\"][data-sync=\"published\"]", 1).await?;
    screen.gone(&test_id("bundle-failure")).await?;
    says(&screen, "bundle", "cổng nhận 1").await?;
    screen.picture("answered").await?;
    screen.click("user-menu").await?;
    screen.click("language-en").await?;
    screen.press("\u{e00c}").await?;
    screen.picture("answered-in-english").await
}
