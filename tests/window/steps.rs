//! How many steps the commonest work takes, counted while it is done; docs/steps.md holds them against the budgets.

use crate::centre::{Centre, SECRET};
use crate::screen::{Screen, test_id};
use crate::stage::{Failed, Stage, Told, ensure, until};
use crate::{PEOPLE, UNIT};

const CONTROL: char = '\u{e009}';
const ENTER: char = '\u{e007}';

/// A hand that counts. One step is a key (with Ctrl or Shift), a click, or something typed with the Enter after it.
struct Hand<'a> {
    screen: &'a Screen,
    steps: usize,
}

impl<'a> Hand<'a> {
    fn on(screen: &'a Screen) -> Self {
        Self { screen, steps: 0 }
    }

    async fn press(&mut self, keys: &str) -> Told {
        self.steps += 1;
        self.screen.press(keys).await
    }

    async fn click(&mut self, id: &str) -> Told {
        self.steps += 1;
        self.screen.click(id).await
    }

    fn took_at_most(&self, budget: usize, what: &str) -> Told {
        println!("{what}: {} steps of {budget}", self.steps);
        ensure(self.steps <= budget, || format!("{what} took {} steps, not {budget}", self.steps))
    }
}

/// The first case of a list, opened.
async fn first_of(screen: &Screen, queue: &str) -> Told<String> {
    screen.click(&format!("queue-{queue}")).await?;
    let row = format!("[data-list][data-queue=\"{queue}\"] {}", test_id("row"));
    let id = screen.select(&row).await?.attr("data-case").await?;
    screen.click_on(&row).await?;
    screen.find("case-applicant").await?;
    id.ok_or_else(|| Failed("a row without a case".to_owned()))
}

/// The first case of a list that offers an act, opened.
async fn first_that_offers(screen: &Screen, queue: &str, act: &str) -> Told {
    screen.queue(queue).await?;
    let rows = format!("[data-list][data-queue=\"{queue}\"] {}", test_id("row"));
    screen.select(&rows).await?;
    let script = "arguments[1]([...document.querySelectorAll(arguments[0])].map((row) =>
        [row.dataset.case, row.querySelector('.applicant').title]))";
    let found = screen.ask_page(script, vec![serde_json::json!(rows)]).await?;
    let found: Vec<(String, String)> = serde_json::from_value(found).map_err(|error| Failed(error.to_string()))?;
    let offered = test_id(&format!("act-{act}"));
    for (id, applicant) in found {
        screen.click_on(&format!("{rows}[data-case=\"{id}\"]")).await?;
        until("the case is shown", async || {
            let shown = screen.text_of("case-applicant").await?;
            ensure(shown == applicant, || format!("{shown} is shown"))
        })
        .await?;
        if screen.count(&offered).await? > 0 {
            return Ok(());
        }
    }
    Err(Failed(format!("no case in {queue} offers {act}")))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_commonest_work_takes_no_more_steps_than_its_budget() -> Told {
    let stage = Stage::set("steps").await?;
    let centre = Centre::open(&stage).await?;
    let desks = stage.folder.path().join("desks");
    centre.enrol(&desks.join("thd"), UNIT, &PEOPLE, true)?;
    let screen = Screen::open(&stage, &desks).await?;

    // At the counter: papers are missing; the text is there, the form is printed.
    screen.sign_in("thd.mc").await?;
    screen.becomes("connection", "data-line", "online").await?;
    first_that_offers(&screen, "new", "request_supplement").await?;
    screen.find("act-request_supplement").await?;
    let mut hand = Hand::on(&screen);
    hand.press("b").await?;
    screen.find("field-paper-0").await?;
    // Papers that nobody handed in are ticked already.
    if screen.count(&format!("{}:checked", test_id("field-paper-0"))).await? == 0 {
        hand.click("field-paper-0").await?;
    }
    screen.picture("papers").await?;
    hand.press(&format!("{CONTROL}{ENTER}")).await?;
    screen.gone(&test_id("act-dialog")).await?;
    screen.becomes("case-status", "data-status", "awaiting_supplement").await?;
    hand.took_at_most(3, "return for papers")?;

    // A result goes out to the person who fetches it.
    first_of(&screen, "to_hand_over").await?;
    screen.find("act-hand_over").await?;
    let mut hand = Hand::on(&screen);
    hand.press("h").await?;
    screen.find("act-dialog").await?;
    hand.press(&format!("{CONTROL}{ENTER}")).await?;
    screen.becomes("case-status", "data-status", "handed_over").await?;
    hand.took_at_most(2, "hand over a result")?;

    // Somebody is looked for: by letters without accents, and by their card, from anywhere.
    let mut hand = Hand::on(&screen);
    hand.press("/").await?;
    screen.select(&format!("{}:focus", test_id("search"))).await?;
    hand.press("ngo thi h").await?;
    screen.select("[data-list][data-found=\"ngo thi h\"]").await?;
    screen.select(&format!("{}:has([title=\"Ngô Thị Hồng Phương\"])", test_id("row"))).await?;
    hand.took_at_most(2, "find by letters")?;

    // The head of division hands out what came in.
    screen.hand_over_to("thd.lp").await?;
    screen.click("queue-mine").await?;
    screen.select(&format!("[data-queue=\"mine\"] {}", test_id("row"))).await?;
    screen.picture("to-distribute").await?;
    let mut hand = Hand::on(&screen);
    hand.press(&format!("{CONTROL}a")).await?;
    hand.press("t").await?;
    hand.click("field-to-thd.cv1").await?;
    hand.press(&format!("{CONTROL}{ENTER}")).await?;
    let outcome = done_with(&screen).await?;
    screen.picture("distributed").await?;
    println!("distributed: {outcome}");
    hand.took_at_most(4, "distribute many cases")?;
    screen.click("batch-close").await?;

    // A specialist proposes that the agency says no, with a look at the paper.
    screen.hand_over_to("thd.cv1").await?;
    first_that_offers(&screen, "mine", "propose_rejection").await?;
    let mut hand = Hand::on(&screen);
    hand.press("x").await?;
    hand.click("frequent-0").await?;
    screen.select("[aria-busy=\"false\"]:not(.stale) [data-testid=\"preview-page\"]").await?;
    hand.steps += 1;
    screen.picture("declining").await?;
    hand.press(&format!("{CONTROL}{ENTER}")).await?;
    screen.gone(&test_id("act-dialog")).await?;
    hand.took_at_most(4, "propose a refusal")?;

    // The head gives a certified copy out, signs one result, then all that wait.
    screen.hand_over_to("thd.ld").await?;
    first_that_offers(&screen, "to_hand_over", "issue_copy").await?;
    let mut hand = Hand::on(&screen);
    hand.press("S").await?;
    hand.click("frequent-0").await?;
    screen.picture("copy").await?;
    hand.press(&format!("{CONTROL}{ENTER}")).await?;
    screen.gone(&test_id("act-dialog")).await?;
    hand.took_at_most(3, "certified copies")?;

    let signed = first_of(&screen, "to_sign").await?;
    screen.find("act-approve").await?;
    let mut hand = Hand::on(&screen);
    hand.press("a").await?;
    // A look at the paper is counted as well.
    screen.find("preview-page").await?;
    hand.steps += 1;
    hand.press(&format!("{SECRET}{ENTER}")).await?;
    screen.gone(&test_id("act-dialog")).await?;
    hand.took_at_most(4, "approve a clean case")?;

    screen.click("queue-to_sign").await?;
    screen.close_case().await?;
    // Its row goes once the list is read again.
    screen.gone(&format!("{}[data-case=\"{signed}\"]", test_id("row"))).await?;
    screen.select(&format!("[data-queue=\"to_sign\"] {}", test_id("row"))).await?;
    let mut hand = Hand::on(&screen);
    hand.press(&format!("{CONTROL}a")).await?;
    hand.press("a").await?;
    screen.find("batch-secret").await?;
    screen.picture("signing-all").await?;
    hand.press(&format!("{SECRET}{ENTER}")).await?;
    let outcome = done_with(&screen).await?;
    screen.picture("signed-all").await?;
    println!("signed: {outcome}");
    hand.took_at_most(3, "sign all that wait")?;
    screen.click("batch-close").await?;
    screen.gone(&format!("[data-list] {}", test_id("row"))).await
}

/// Waits until each of the chosen cases has its outcome, and none of them is a failure.
async fn done_with(screen: &Screen) -> Told<String> {
    screen.find("batch-outcome").await?;
    screen.find("batch-close").await?;
    until("all are done", async || {
        let outcome = screen.text_of("batch-outcome").await?;
        ensure(!outcome.contains("chưa làm được"), || outcome.clone())?;
        Ok(outcome)
    })
    .await
}
