//! The first morning at a new computer: enrolled in its window, and a colleague let in.

use crate::centre::{Centre, SECRET};
use crate::screen::Screen;
use crate::stage::{Stage, Told, ensure};
use crate::{UNIT, test_id};

/// Tries, and is told that this box is wrong.
async fn complaint(screen: &Screen, about: &str) -> Told {
    screen.click("enrol-confirm").await?;
    screen.becomes(about, "aria-invalid", "true").await?;
    screen.find("enrol-failure").await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_computer_is_enrolled_in_its_window_and_lets_a_colleague_in() -> Told {
    let stage = Stage::set("first-run").await?;
    let centre = Centre::open(&stage).await?;
    let desks = stage.folder.path().join("desks");
    let screen = Screen::open_at(&stage, &desks, "enrol").await?;
    screen.picture("nothing-yet").await?;

    // What is wrong is said, and what was typed stays.
    screen.set("enrol-portal", "http://dichvucong.example.vn").await?;
    screen.set("enrol-code", "SAI-MA").await?;
    screen.set("enrol-user", "thd.mc").await?;
    screen.set("enrol-secret", SECRET).await?;
    complaint(&screen, "enrol-portal").await?;
    screen.set("enrol-portal", &centre.url("")).await?;
    complaint(&screen, "enrol-code").await?;
    screen.picture("wrong-code").await?;

    // The administrator's code; the first person is at work at once.
    screen.set("enrol-code", &centre.enrol_code(UNIT, true)?).await?;
    screen.click("enrol-confirm").await?;
    screen.becomes("connection", "data-line", "online").await?;
    screen.open_case("ngo van manh", "Ngô Văn Mạnh").await?;
    screen.picture("at-work").await?;

    // Whoever is new here asks what the screen is for (F1).
    screen.press("\u{e031}").await?;
    let help = screen.text_of("help-dialog").await?;
    ensure(help.contains("Một hồ sơ"), || format!("the help says: {help}"))?;
    screen.picture("help").await?;
    screen.click("help-close").await?;
    screen.pull_the_plug().await?;

    // A colleague, let in by the one who is here.
    let screen = Screen::open(&stage, &desks).await?;
    screen.click("add-person").await?;
    screen.set("host-secret", SECRET).await?;
    screen.set("guest", "thd.cv1").await?;
    screen.set("guest-secret", SECRET).await?;
    screen.picture("colleague").await?;
    screen.click("add-person-confirm").await?;
    screen.gone(&test_id("add-person-dialog")).await?;
    screen.sign_in("thd.cv1").await?;
    screen.open_case("ngo van manh", "Ngô Văn Mạnh").await?;
    let code = screen.text_of("case-code").await?;
    ensure(code.starts_with(UNIT), || format!("{code} is shown"))
}
