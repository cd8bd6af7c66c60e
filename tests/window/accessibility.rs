//! Every screen and dialog of the real window held against WCAG 2.2 AA, in light, dark and high contrast.

use crate::centre::Centre;
use crate::citizen::Citizen;
use crate::screen::{Screen, test_id};
use crate::stage::{Failed, Stage, Told, ensure, root};
use crate::{COPIES, PEOPLE, SERVICE, UNIT};
use serde_json::{Value, json};

const LOOKS: [(&str, &str); 3] = [("light", "vi"), ("dark", "en"), ("contrast", "vi")];
const CTRL: char = '\u{e009}';
const ESCAPE: &str = "\u{e00c}";
const FOUND: &str = "const done = arguments[0];
    const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    axe.run(document, { runOnly: rules, resultTypes: ['violations'] }).then(
        ({ violations }) => done(violations.flatMap(({ id, nodes }) => nodes.map((node) => {
            const facts = node.any[0]?.data;
            const ratio = facts?.contrastRatio ? ` ${facts.fgColor} on ${facts.bgColor}: ${facts.contrastRatio}` : '';
            return `${id}: ${node.target.join(' ')}${ratio}`;
        }))), (error) => done([String(error)]));";

/// Looks at screens one after the other and keeps what was found.
struct Judge<'a> {
    screen: &'a Screen,
    axe: String,
    look: String,
    looked: usize,
    found: Vec<String>,
}

impl<'a> Judge<'a> {
    fn new(screen: &'a Screen) -> Told<Self> {
        let path = root().join("ui/node_modules/axe-core/axe.min.js");
        let axe = std::fs::read_to_string(&path).map_err(|error| Failed(format!("{}: {error}", path.display())))?;
        Ok(Self { screen, axe, look: String::new(), looked: 0, found: Vec::new() })
    }

    /// Holds what is to be seen against the rules.
    async fn look(&mut self, name: &str) -> Told {
        // What fades in is given time to be there.
        let calm = "const done = arguments[0]; setTimeout(() => done('axe' in window), 450)";
        if self.screen.ask_page(calm, vec![]).await? != json!(true) {
            self.screen.ask_page(&format!("{}; arguments[0](null)", self.axe), vec![]).await?;
        }
        let found = self.screen.ask_page(FOUND, vec![]).await?;
        let found = found.as_array().into_iter().flatten().filter_map(Value::as_str);
        let told: Vec<_> = found.map(|one| format!("{} {name}: {one}", self.look)).collect();
        if !told.is_empty() {
            self.screen.picture(&format!("{}-{}", self.look, name.replace(' ', "-"))).await?;
        }
        self.found.extend(told);
        self.looked += 1;
        Ok(())
    }

    /// Opens something that Esc closes, and looks at it.
    async fn open(&mut self, button: &str, sign: &str) -> Told {
        self.screen.click(button).await?;
        self.screen.find(sign).await?;
        self.look(button).await?;
        self.screen.press(ESCAPE).await?;
        Ok(())
    }

    /// Goes somewhere, and looks at it.
    async fn visit(&mut self, button: &str, sign: &str) -> Told {
        self.screen.click(button).await?;
        self.screen.find(sign).await?;
        self.look(button).await
    }

    /// The dialog of an act of the open case.
    async fn act(&mut self, act: &str) -> Told {
        self.screen.begin(act).await?;
        self.look(act).await?;
        self.screen.click("dialog-close").await?;
        self.screen.gone(&test_id("act-dialog")).await
    }

    async fn wear(&mut self, (theme, language): (&str, &str)) -> Told {
        self.look = theme.to_owned();
        self.screen.click("user-menu").await?;
        self.screen.click(&format!("theme-{theme}")).await?;
        self.screen.click(&format!("language-{language}")).await?;
        self.look("user-menu").await?;
        self.screen.press(ESCAPE).await
    }

    async fn clerk(&mut self) -> Told {
        let screen = self.screen;
        self.visit("queue-all", "row").await?;
        for (button, sign) in [
            ("connection", "outages-open"),
            ("news-open", "news"),
            ("view-open", "view-name"),
            ("look-open", "group-service"),
            ("help-open", "help-dialog"),
        ] {
            self.open(button, sign).await?;
        }
        screen.click("look-open").await?;
        screen.click("group-service").await?;
        screen.press(ESCAPE).await?;
        screen.find("group").await?;
        self.look("groups").await?;
        screen.click("look-open").await?;
        screen.click("group-none").await?;
        screen.press(ESCAPE).await?;
        screen.gone(&test_id("group")).await?;
        screen.click_on("[data-list]").await?;
        screen.press(&format!("{CTRL}k")).await?;
        screen.find("palette").await?;
        self.look("palette").await?;
        screen.press(ESCAPE).await?;
        screen.gone(&test_id("palette")).await?;
        screen.press("?").await?;
        screen.find("shortcuts-help").await?;
        self.look("shortcuts").await?;
        screen.press(ESCAPE).await?;
        screen.click("user-menu").await?;
        screen.click("pin-open").await?;
        screen.find("pin-dialog").await?;
        self.look("pin").await?;
        screen.press(ESCAPE).await?;
        screen.gone(&test_id("pin-dialog")).await?;

        screen.queue("new").await?;
        screen.tick("tick-all").await?;
        screen.click("batch-open").await?;
        screen.find("batch-accept").await?;
        self.look("many at once").await?;
        screen.press(ESCAPE).await?;
        screen.click("batch-clear").await?;
        // The first was asked for papers once already.
        screen.click_on("[data-testid=\"row\"] ~ [data-testid=\"row\"]").await?;
        screen.find("case-applicant").await?;
        self.look("case").await?;
        self.open("due", "dialog-close").await?;
        for act in ["accept", "request_supplement", "reject", "note", "correct"] {
            self.act(act).await?;
        }
        screen.click("case-close").await?;
        screen.queue("to_hand_over").await?;
        screen.click("row").await?;
        screen.find("case-applicant").await?;
        self.act("hand_over").await?;
        screen.click("case-close").await?;

        self.visit("receive-open", "field-service").await?;
        screen.type_into("field-service", SERVICE).await?;
        screen.click(&format!("service-{SERVICE}")).await?;
        screen.find("entry-0").await?;
        self.look("what a form asks").await?;
        screen.click("clear").await?;
        screen.gone(&test_id("entry-0")).await?;
        self.visit("import-open", "import-file").await?;
        self.visit("reports-open", "six-a").await?;
        for (report, sign) in [("late", "late"), ("indices", "indices"), ("steps", "steps")] {
            self.visit(&format!("report-{report}"), sign).await?;
        }
        self.visit("numbers-open", "codes-left").await?;
        screen.click("connection").await?;
        self.visit("outages-open", "outages").await?;
        self.visit("outbox-open", "search").await?;
        self.visit("conflicts-open", "search").await?;
        self.visit("queue-to_sign", "search").await?;
        screen.type_into("search", "thi han:<3 mau:do").await?;
        screen.find("condition-problem").await?;
        self.look("conditions").await?;
        screen.find("search").await?.clear().await?;
        Ok(())
    }

    async fn head(&mut self) -> Told {
        let screen = self.screen;
        self.visit("dashboard-open", "months").await?;
        self.visit("board-open", "column-nobody").await?;
        self.open("suggest-open", "suggestion").await?;
        self.visit("audit-open", "audit-entry").await?;
        screen.queue("to_sign").await?;
        screen.click("row").await?;
        screen.find("case-applicant").await?;
        screen.begin("approve").await?;
        screen.find("preview-page").await?;
        self.look("approve").await?;
        screen.click("dialog-close").await?;
        screen.gone(&test_id("act-dialog")).await?;
        screen.click("case-close").await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_on_any_screen_keeps_anybody_out_in_light_dark_or_high_contrast() -> Told {
    let stage = Stage::set("accessibility").await?;
    let centre = Centre::open(&stage).await?;
    let desks = stage.folder.path().join("desks");
    centre.enrol(&desks.join("thd"), UNIT, &PEOPLE, true)?;
    let citizen = Citizen::new("Ngô Thị Thu Hà", "036192009911", "0912 777 888");
    let screen = Screen::open(&stage, &desks).await?;
    let mut judge = Judge::new(&screen)?;
    screen.sign_in("thd.mc").await?;
    screen.becomes("connection", "data-line", "online").await?;
    citizen.file(&centre, COPIES, UNIT, "Bản sao trích lục khai sinh").await?;
    for look in LOOKS {
        judge.wear(look).await?;
        judge.clerk().await?;
        screen.lock().await?;
        judge.look("sign-in").await?;
        screen.click("user-thd.mc").await?;
        judge.open("forgotten", "reset-dialog").await?;
        screen.sign_in("thd.ld").await?;
        judge.head().await?;
        screen.hand_over_to("thd.mc").await?;
    }
    let Judge { looked, found, .. } = judge;
    ensure(looked > 90, || format!("only {looked} screens were looked at"))?;
    ensure(found.is_empty(), || format!("{} findings on {looked} screens:\n{}", found.len(), found.join("\n")))
}
