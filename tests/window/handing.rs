//! Several results of one person: signed for once, each saved by itself, also where the plug is pulled in between.

use crate::centre::{Centre, SECRET, desk, said};
use crate::citizen::Citizen;
use crate::screen::{Screen, test_id};
use crate::stage::{Failed, Stage, Told, ensure, until};
use crate::{PEOPLE, SERVICE, UNIT};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

const NAME: &str = "Đinh Thị Mỹ Hạnh";
const WORDS: &str = "dinh thi my hanh";
const WRITTEN: [&[(f64, f64)]; 1] = [&[(0.2, 0.7), (0.3, 0.2), (0.4, 0.75), (0.6, 0.4), (0.8, 0.5)]];

/// Finds the cases of the person and does one thing with all of them.
async fn with_all(screen: &Screen, act: &str, fill: Option<(&str, &str)>) -> Told {
    screen.find("search").await?.clear().await?;
    screen.type_into("search", WORDS).await?;
    screen.select(&format!("[data-list][data-found=\"{WORDS}\"]")).await?;
    screen.counts(&test_id("row"), 4).await?;
    screen.tick("tick-all").await?;
    screen.click("batch-open").await?;
    screen.click(&format!("batch-{act}")).await?;
    match fill {
        Some(("click", id)) => screen.click(id).await?,
        Some((id, text)) => screen.type_into(id, text).await?,
        None => {}
    }
    screen.click("batch-confirm").await?;
    let outcome = until("all four are done", async || {
        let outcome = screen.text_of("batch-outcome").await?;
        ensure(outcome.contains("4/4"), || outcome.clone())?;
        Ok(outcome)
    });
    let outcome = outcome.await?;
    ensure(!outcome.contains("chưa làm được"), || format!("{act}: {outcome}"))?;
    screen.click("batch-close").await
}

/// How many of the person's cases stand there with a status.
async fn standing(screen: &Screen, status: &str) -> Told<usize> {
    screen.find("search").await?.clear().await?;
    screen.type_into("search", WORDS).await?;
    screen.select(&format!("[data-list][data-found=\"{WORDS}\"]")).await?;
    screen.counts(&test_id("row"), 4).await?;
    screen.count(&format!("{}[data-status=\"{status}\"]", test_id("row"))).await
}

/// Opens one whose result waits, and begins to hand it over.
async fn begin(screen: &Screen) -> Told {
    ensure(standing(screen, "done").await? > 0, || "nothing waits any more".to_owned())?;
    screen.click_on(&format!("{}[data-status=\"done\"]", test_id("row"))).await?;
    screen.begin("hand_over").await?;
    screen.write_into("signature-field", &WRITTEN).await?;
    screen.becomes("signature-field", "data-strokes", "1").await
}

#[tokio::test(flavor = "multi_thread")]
async fn several_results_of_one_person_are_signed_for_once_and_each_is_saved_whenever_the_plug_is_pulled() -> Told {
    let stage = Stage::set("several-results").await?;
    let centre = Centre::open(&stage).await?;
    let desks = stage.folder.path().join("desks");
    centre.enrol(&desks.join("thd"), UNIT, &PEOPLE, true)?;
    let citizen = Citizen::new(NAME, "036190007777", "0915 111 222");
    for number in 1..=4 {
        citizen.file(&centre, SERVICE, UNIT, &format!("Giấy xác nhận số {number}")).await?;
    }
    let screen = Screen::open(&stage, &desks).await?;
    screen.sign_in("thd.mc").await?;
    screen.becomes("connection", "data-line", "online").await?;
    with_all(&screen, "accept", None).await?;
    screen.hand_over_to("thd.lp").await?;
    with_all(&screen, "assign", Some(("click", "field-to-thd.cv1"))).await?;
    screen.hand_over_to("thd.cv1").await?;
    for left in (1..=4).rev() {
        ensure(standing(&screen, "in_progress").await? + standing(&screen, "accepted").await? == 4, || {
            format!("{left} results are still to be drafted")
        })?;
        // What was changed last stands first: the fourth row is one that nobody has drafted. Two divisions lie before.
        screen.click_on(&format!("{}:nth-of-type(6)", test_id("row"))).await?;
        screen.begin("propose_result").await?;
        screen.find("preview-page").await?;
        screen.confirm().await?;
        screen.click("case-close").await?;
    }
    screen.hand_over_to("thd.lp").await?;
    with_all(&screen, "complete_step", None).await?;
    screen.hand_over_to("thd.ld").await?;
    with_all(&screen, "approve", Some(("batch-secret", SECRET))).await?;
    screen.hand_over_to("thd.vt").await?;
    with_all(&screen, "number", Some(("batch-secret", SECRET))).await?;
    screen.hand_over_to("thd.mc").await?;

    // Two of the four: said once both are saved.
    begin(&screen).await?;
    screen.counts(&format!("{} input", test_id("hand-over-others")), 3).await?;
    for other in [1, 2] {
        screen.click_on(&format!("{} label:nth-of-type({other}) input", test_id("hand-over-others"))).await?;
    }
    screen.picture("two-of-four").await?;
    screen.confirm().await?;
    until("it is said", async || {
        let told = screen.ask_page("arguments[0](document.querySelector('.toast')?.parentElement.innerText)", vec![]);
        let told = told.await?;
        let is_said = told.as_str().is_some_and(|told| told.contains("Đã trả 2 kết quả cho một người"));
        ensure(is_said, || format!("{told}"))
    })
    .await?;
    ensure(standing(&screen, "handed_over").await? == 2, || "it was said before it was so".to_owned())?;
    screen.picture("said").await?;

    // The other two: the plug is pulled in the middle of it.
    begin(&screen).await?;
    screen.click("confirm").await?;
    screen.pull_the_plug().await?;
    let screen = Screen::open(&stage, &desks).await?;
    screen.sign_in("thd.mc").await?;
    let (handed, waiting) = (standing(&screen, "handed_over").await?, standing(&screen, "done").await?);
    ensure(handed >= 2 && handed + waiting == 4, || format!("{handed} are handed over, {waiting} wait"))?;
    if waiting > 0 {
        begin(&screen).await?;
        screen.picture("again-after-the-plug").await?;
        screen.confirm().await?;
    }
    ensure(standing(&screen, "handed_over").await? == 4, || "not all were handed over in the end".to_owned())?;
    screen.becomes("connection", "data-line", "online").await?;
    arrived_once(&centre, 4).await
}

/// So many cases of the person were handed over at the portal, each once.
async fn arrived_once(centre: &Centre, cases: usize) -> Told {
    let question = "SELECT case_id FROM entries WHERE body LIKE '%\"handed_over\"%' AND body LIKE '%' || ? || '%'";
    until("every hand-over is at the portal, once", async || {
        let given = centre.rows(question, NAME).await?;
        let mut different: Vec<_> = given.iter().flatten().collect();
        different.sort();
        different.dedup();
        ensure((given.len(), different.len()) == (cases, cases), || format!("{given:?}"))?;
        let findings = centre.findings()?;
        ensure(findings.is_empty(), || format!("the portal's check: {findings:?}"))
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_said_to_be_saved_outlives_sigkill_and_the_rest_is_done_again() -> Told {
    let stage = Stage::set("killed-hand-over").await?;
    let centre = Centre::open(&stage).await?;
    let folder = stage.folder.path().join("desk");
    centre.enrol(&folder, UNIT, &PEOPLE, true)?;
    said(desk(&folder, "thd.mc")?.arg("sync"))?;
    let list = |queue: &str| -> Told<Vec<String>> {
        let list = said(desk(&folder, "thd.mc")?.args(["list", "--queue", queue, "--json"]))?;
        let list: Value = serde_json::from_str(&list)?;
        let ids = list["rows"].as_array().into_iter().flatten();
        Ok(ids.map(|row| row["id"].as_str().unwrap_or_default().to_owned()).collect())
    };
    let waiting = list("to_hand_over")?;
    ensure(waiting.len() >= 3, || format!("the sample has results to hand over: {waiting:?}"))?;
    // One desk after the other is killed while it hands the next one over.
    let mut saved = Vec::new();
    for _ in 0..2 {
        let rest: Vec<String> = list("to_hand_over")?;
        saved.push(killed_after_the_first(&folder, &rest)?);
        let left = list("to_hand_over")?;
        ensure(saved.iter().all(|id| !left.contains(id)), || format!("of {saved:?} some wait again: {left:?}"))?;
        ensure(left.iter().all(|id| rest.contains(id)), || format!("{left:?} came from nowhere"))?;
    }
    for id in list("to_hand_over")? {
        said(desk(&folder, "thd.mc")?.args(["act", &id, &intent()]))?;
    }
    said(desk(&folder, "thd.mc")?.arg("sync"))?;
    for id in &waiting {
        let question = "SELECT id FROM envelopes WHERE body LIKE '%' || ? || '%' AND body LIKE '%\"hand_over\"%'";
        let verdicts = centre.rows(question, id).await?;
        ensure(verdicts.len() == 1, || format!("{id} was handed over {} times", verdicts.len()))?;
    }
    let findings = centre.findings()?;
    ensure(findings.is_empty(), || format!("the portal's check: {findings:?}"))
}

fn intent() -> String {
    json!({ "type": "hand_over", "to": "Người nhận", "method": "counter", "note": "" }).to_string()
}

/// Hands results over one after the other, and is killed with all it has started once the first is said to be saved.
fn killed_after_the_first(folder: &Path, cases: &[String]) -> Told<String> {
    let one = desk(folder, "thd.mc")?;
    let script =
        "for case; do \"$DESK\" --data \"$FOLDER\" act \"$case\" \"$INTENT\" >/dev/null && echo \"$case\"; done";
    let mut all = Command::new("sh");
    all.args(["-c", script, "sh"]).args(cases).process_group(0).stdout(Stdio::piped()).stderr(Stdio::null());
    all.envs(one.get_envs().filter_map(|(name, value)| value.map(|value| (name.to_owned(), value.to_owned()))));
    all.env("DESK", one.get_program()).env("FOLDER", folder).env("INTENT", intent());
    let mut running = all.spawn()?;
    let output = running.stdout.take().ok_or_else(|| Failed("nothing to read from".to_owned()))?;
    let mut first = String::new();
    BufReader::new(output).read_line(&mut first)?;
    let group = format!("-{}", running.id());
    let killed = Command::new("kill").args(["-KILL", "--", &group]).status()?;
    running.wait()?;
    ensure(killed.success() && !first.trim().is_empty(), || "nothing was said to be saved".to_owned())?;
    Ok(first.trim().to_owned())
}
